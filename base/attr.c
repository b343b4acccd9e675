/* What a file is beside its bytes. Access lists are extended attributes on Linux, the one system where both
 * are known here; elsewhere owner and mode are kept. */
#include "base/attr.h"

#include "base/die.h"
#include "base/os.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef OS_LINUX
#include <sys/xattr.h>

/* The names of the attributes of FD, each with its NUL; the caller frees them. False with errno. */
static bool names_read(int fd, char **names, size_t *length)
{
    *names = NULL;
    *length = 0;
    for (;;) {
        ssize_t need = flistxattr(fd, NULL, 0);
        if (need < 0)
            return errno == ENOTSUP;
        if (!need)
            return true;
        *names = must_grow(*names, (size_t)need + 1, 1);
        ssize_t got = flistxattr(fd, *names, (size_t)need);
        if (got >= 0) {
            *length = (size_t)got;
            return true;
        }
        if (errno != ERANGE)
            return false;
    }
}

/* The value of an attribute; the caller frees it. -1 with errno. */
static ssize_t value_read(int fd, const char *name, char **value)
{
    *value = NULL;
    for (;;) {
        ssize_t need = fgetxattr(fd, name, NULL, 0);
        if (need < 0)
            return -1;
        *value = must_grow(*value, (size_t)need + 1, 1);
        ssize_t got = fgetxattr(fd, name, *value, (size_t)need);
        if (got >= 0 || errno != ERANGE)
            return got;
    }
}

/* An attribute that is there with this value already need not be set: some can't be by an ordinary user. */
static bool value_copy(int from, int to, const char *name)
{
    char *wanted, *found = NULL;
    ssize_t length = value_read(from, name, &wanted);
    bool done = length >= 0 &&
                ((value_read(to, name, &found) == length && memcmp(wanted, found, (size_t)length) == 0) ||
                 fsetxattr(to, name, wanted, (size_t)length, 0) == 0);
    int error = errno;
    free(wanted);
    free(found);
    errno = error;
    return done;
}

static bool has_name(const char *names, size_t length, const char *name)
{
    for (size_t at = 0; at < length; at += strlen(names + at) + 1)
        if (strcmp(names + at, name) == 0)
            return true;
    return false;
}

static bool attributes_copy(int from, int to)
{
    char *wanted = NULL, *found = NULL;
    size_t wanted_length, found_length;
    bool done = names_read(from, &wanted, &wanted_length) && names_read(to, &found, &found_length);
    /* A directory may hand down an access list that the old file does not have. */
    for (size_t at = 0; done && at < found_length; at += strlen(found + at) + 1)
        if (!has_name(wanted, wanted_length, found + at))
            done = fremovexattr(to, found + at) == 0;
    for (size_t at = 0; done && at < wanted_length; at += strlen(wanted + at) + 1)
        done = value_copy(from, to, wanted + at);
    int error = errno;
    free(wanted);
    free(found);
    errno = error;
    return done;
}
#else
static bool attributes_copy(int from, int to)
{
    (void)from;
    (void)to;
    return true;
}
#endif

bool attributes_keep(int from, int to, const char **what)
{
    struct stat old, fresh;
    *what = "owner";
    if (fstat(from, &old) || fstat(to, &fresh))
        return false;
    if ((old.st_uid != fresh.st_uid || old.st_gid != fresh.st_gid) && fchown(to, old.st_uid, old.st_gid))
        return false;
    *what = "attributes";
    if (!attributes_copy(from, to))
        return false;
    *what = "mode";
    return fchmod(to, old.st_mode & 07777) == 0;
}
