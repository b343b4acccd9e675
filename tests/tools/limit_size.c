/* limit_size BYTES COMMAND...: runs the command where no file may grow beyond BYTES. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    rlim_t bytes = (rlim_t)strtoull(argv[1], NULL, 10);
    if (setrlimit(RLIMIT_FSIZE, &(struct rlimit){bytes, bytes}) == 0)
        execvp(argv[2], argv + 2);
    perror(argv[2]);
    return 127;
}
