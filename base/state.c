/* Small files that only this machine needs. */
#include "base/state.h"

#include "base/file.h"
#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOCK_SECONDS = 2 };

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

bool file_put(const char *path, const struct buf *bytes)
{
    struct buf temporary = {0};
    bool done = false;
    int fd = -1;
    buf_printf(&temporary, "%s.%ld", path, (long)getpid());
    if (directories_make(path))
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

int state_open(const char *name)
{
    char *path = state_path(name);
    int fd = -1, error = ENOENT;
    if (path && directories_make(path))
        fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600);
    if (path)
        error = errno;
    if (fd >= 0 && !file_lock(fd, LOCK_EX, LOCK_SECONDS)) {
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
