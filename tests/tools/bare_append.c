/* bare_append FILE LINE: the least that a safe append can do, as the measure for `kind log`. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    size_t length = strlen(argv[2]);
    argv[2][length++] = '\n'; /* in the place of the NUL: one write needs one run of bytes */
    int fd = open(argv[1], O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || flock(fd, LOCK_EX) || write(fd, argv[2], length) != (ssize_t)length || fdatasync(fd)) {
        perror(argv[1]);
        return 1;
    }
    return 0;
}
