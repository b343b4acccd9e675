/* What only some systems have; see os.h. */
#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#ifdef OS_LINUX
#include <sys/random.h>

ssize_t os_random(void *out, size_t length)
{
    return getrandom(out, length, 0);
}

const char *os_program(void)
{
    return "/proc/self/exe";
}
#else
ssize_t os_random(void *out, size_t length)
{
    (void)out;
    (void)length;
    errno = ENOSYS;
    return -1;
}

const char *os_program(void)
{
    return NULL;
}
#endif

bool os_sync(int fd, bool whole)
{
#ifdef F_FULLFSYNC
    /* There fsync leaves the bytes in the disk's own memory; some file systems have no better. */
    (void)whole;
    return fcntl(fd, F_FULLFSYNC) == 0 || fsync(fd) == 0;
#else
    return (whole ? fsync(fd) : fdatasync(fd)) == 0;
#endif
}
