/* Small files that only this machine needs. */
#include "base/state.h"

#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    LOCK_NAP = 10, /* milliseconds */
    LOCK_TRIES = 200
};

char *state_path(const char *name)
{
    struct buf path = {0};
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && *state == '/')
        buf_printf(&path, "%s/kind/%s", state, name);
    else if (home && *home == '/')
        buf_printf(&path, "%s/.local/state/kind/%s", home, name);
    else
        return NULL;
    return buf_take(&path);
}

bool state_read(const char *name, struct buf *out)
{
    char *path = state_path(name);
    struct stat st;
    errno = ENOENT;
    if (path && stat(path, &st) == 0)
        errno = buf_read_file(out, path, (size_t)st.st_size);
    int error = errno;
    free(path);
    errno = error;
    return !error;
}

/* Makes the directories that PATH needs. False with errno. */
static bool directories_make(char *path)
{
    bool done = true;
    for (char *slash = strchr(path + 1, '/'); slash && done; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        done = mkdir(path, 0700) == 0 || os_made_already(path);
        *slash = '/';
    }
    return done;
}

bool file_put(const char *path, const struct buf *bytes)
{
    struct buf temporary = {0}, folders = {0};
    bool done = false;
    int fd = -1;
    buf_printf(&temporary, "%s.%ld", path, (long)getpid());
    buf_text(&folders, path);
    if (directories_make(folders.bytes))
        fd = open(temporary.bytes, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0) {
        done = buf_write(bytes, fd) && os_sync(fd, true);
        done = close(fd) == 0 && done;
        done = done && rename(temporary.bytes, path) == 0;
        int error = errno;
        if (!done)
            unlink(temporary.bytes);
        errno = error;
    }
    int error = errno;
    buf_free(&temporary);
    buf_free(&folders);
    errno = error;
    return done;
}

bool state_write(const char *name, const struct buf *bytes)
{
    char *path = state_path(name);
    bool done = path && file_put(path, bytes);
    int error = path ? errno : ENOENT;
    free(path);
    errno = error;
    return done;
}

/* Waits a little for whoever holds the lock. */
static bool lock_take(int fd)
{
    const struct timespec nap = {0, LOCK_NAP * 1000000};
    for (int tries = 0; tries < LOCK_TRIES; tries++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return true;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return false;
        nanosleep(&nap, NULL);
    }
    errno = EWOULDBLOCK;
    return false;
}

int state_open(const char *name)
{
    char *path = state_path(name);
    int fd = -1, error = ENOENT;
    if (path && directories_make(path))
        fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600);
    if (path)
        error = errno;
    if (fd >= 0 && !lock_take(fd)) {
        error = errno;
        close(fd);
        fd = -1;
    }
    free(path);
    errno = error;
    return fd;
}

bool state_refill(int fd, const struct buf *bytes)
{
    return lseek(fd, 0, SEEK_SET) == 0 && buf_write(bytes, fd) && ftruncate(fd, (off_t)bytes->length) == 0;
}
