/* Locks that are waited for, directories that are on the disk. */
#include "base/file.h"

#include "base/buf.h"
#include "base/die.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { NAP_MOST = 16000000 /* nanoseconds */ };

bool file_lock(int fd, int how, int seconds)
{
    struct timespec end, now, nap = {0, 1000000};
    int times = 0;
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += seconds;
    while (flock(fd, how | LOCK_NB)) {
        if (call_again(&times))
            continue;
        if (errno != EWOULDBLOCK)
            return false;
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (now.tv_sec > end.tv_sec || (now.tv_sec == end.tv_sec && now.tv_nsec >= end.tv_nsec)) {
            errno = EWOULDBLOCK;
            return false;
        }
        nanosleep(&nap, NULL);
        if (nap.tv_nsec < NAP_MOST)
            nap.tv_nsec *= 2;
    }
    return true;
}

int directory_open(const char *path)
{
    char *copy = must_copy(path), *slash = strrchr(copy, '/');
    if (slash)
        slash[slash == copy] = '\0';
    int fd = open(slash ? copy : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), error = errno;
    free(copy);
    errno = error;
    return fd;
}

bool directory_sync(const char *path)
{
    int fd = directory_open(path);
    bool done = fd >= 0 && fsync(fd) == 0;
    int error = errno;
    if (fd >= 0)
        close(fd);
    errno = error;
    return done;
}

/* Whether errno, of a mkdir of PATH, means that it is there: some systems deny what exists already. Errno
   stays what it was. */
static bool made_already(const char *path)
{
    struct stat st;
    int error = errno;
    bool denied = error == EROFS || error == EACCES;
    bool there = error == EEXIST || error == EISDIR || (denied && (stat(path, &st) == 0 || errno != ENOENT));
    errno = error;
    return there;
}

bool directories_make(const char *path)
{
    char *copy = must_copy(path);
    bool done = true;
    for (char *slash = strchr(copy + 1, '/'); slash && done; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(copy, 0700) == 0)
            done = directory_sync(copy);
        else
            done = made_already(copy);
        *slash = '/';
    }
    int error = errno;
    free(copy);
    errno = error;
    return done;
}
