/* Small files that only this machine needs. */
#include "base/state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
        done =
            mkdir(path, 0700) == 0 || errno == EEXIST || errno == EISDIR || errno == EROFS || errno == EACCES;
        *slash = '/';
    }
    return done;
}

bool state_write(const char *name, const struct buf *bytes)
{
    char *path = state_path(name);
    struct buf temporary = {0};
    bool done = false;
    int fd = -1;
    if (!path) {
        errno = ENOENT;
        return false;
    }
    buf_printf(&temporary, "%s.%ld", path, (long)getpid());
    if (directories_make(path))
        fd = open(temporary.bytes, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0) {
        done = buf_write(bytes, fd) && fsync(fd) == 0;
        done = close(fd) == 0 && done;
        done = done && rename(temporary.bytes, path) == 0;
        int error = errno;
        if (!done)
            unlink(temporary.bytes);
        errno = error;
    }
    int error = errno;
    buf_free(&temporary);
    free(path);
    errno = error;
    return done;
}

void state_remove(const char *name)
{
    char *path = state_path(name);
    if (path)
        unlink(path);
    free(path);
}
