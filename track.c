/* The file: found, opened, locked and read; the append and the replace, the two doors that write. */
#include "track.h"

#include "base/attr.h"
#include "base/chance.h"
#include "base/file.h"
#include "base/limit.h"
#include "base/os.h"
#include "row/header.h"
#include "row/reader.h"
#include "row/row.h"
#include "row/swap.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    LOCK_SECONDS = 10,
    REPLACE_TRIES = 100,
    COPIES = 1000,
    START = LIMIT(4096, 64) /* bytes that hold the usual header */
};

const char *track_header(void)
{
    return header_text();
}

enum track_status track_path(const char *file, char **path, struct buf *error)
{
    struct buf found = {0};
    if (!file)
        file = getenv("KIND_FILE");
    if (file && *file) {
        *path = must_copy(file);
        return TRACK_OK;
    }
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (data && *data == '/') {
        buf_printf(&found, "%s/kind/log.csv", data);
    } else if (home && *home == '/') {
        buf_printf(&found, "%s/.local/share/kind/log.csv", home);
    } else {
        buf_text(error, "no place for the log: set HOME, or KIND_FILE to a file");
        return TRACK_REFUSED;
    }
    *path = buf_take(&found);
    return TRACK_OK;
}

static const char *lock_trouble(int error)
{
    return error == EWOULDBLOCK ? "another program has held its lock for 10 seconds" : strerror(error);
}

/* Opens PATH for reading and finds its size when no writer was at it. -1 if the file is not there (*STATUS is
 * TRACK_OK) or can't be had. */
static int snapshot_open(const char *path, int64_t *size, enum track_status *status, struct buf *error)
{
    *status = TRACK_OK;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT)
        return -1;
    struct stat st;
    if (fd < 0 || fstat(fd, &st)) {
        buf_printf(error, "%s: %s", path, strerror(errno));
        *status = TRACK_FAILED;
        goto out;
    }
    if (!S_ISREG(st.st_mode)) {
        buf_printf(error, "%s is not a regular file", path);
        *status = TRACK_REFUSED;
        goto out;
    }
    bool locked = file_lock(fd, LOCK_SH, LOCK_SECONDS);
    /* A file system without locks can be read all the same; a torn row at its end is seen for what it is. */
    if ((!locked && errno == EWOULDBLOCK) || fstat(fd, &st)) {
        buf_printf(error, "%s: %s", path, lock_trouble(errno));
        *status = TRACK_FAILED;
        goto out;
    }
    if (locked)
        flock(fd, LOCK_UN);
    *size = st.st_size;
    return fd;
out:
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Reads LENGTH bytes at AT, or as many as there are. -1 with errno. */
static ssize_t read_at(int fd, char *bytes, size_t length, int64_t at)
{
    size_t have = 0;
    int times = 0;
    while (have < length) {
        ssize_t got = pread(fd, bytes + have, length - have, at + (off_t)have);
        if (got < 0 && call_again(&times))
            continue;
        if (got < 0)
            return -1;
        if (!got)
            break;
        have += (size_t)got;
    }
    return (ssize_t)have;
}

/* Reads the whole of FD, SIZE bytes, into BYTES. False with errno; EAGAIN if the file is shorter by now. */
static bool whole_read(int fd, int64_t size, struct buf *bytes)
{
    buf_clear(bytes);
    buf_reserve(bytes, (size_t)size);
    ssize_t got = read_at(fd, bytes->bytes, (size_t)size, 0);
    if (got >= 0 && got != size)
        errno = EAGAIN;
    if (got != size)
        return false;
    bytes->length = (size_t)size;
    bytes->bytes[size] = '\0';
    return true;
}

static enum track_status read_all(struct reader *reader, struct buf *error)
{
    if (!reader_all(reader, error))
        return TRACK_REFUSED;
    if (!reader->source.error)
        return TRACK_OK;
    buf_printf(error, "%s: %s", reader->path, strerror(reader->source.error));
    return TRACK_FAILED;
}

/* Reads the file PATH with a reader that lacks but the source. */
static enum track_status file_read(const char *path, struct reader reader, struct buf *error)
{
    enum track_status status;
    int64_t size = 0;
    int fd = snapshot_open(path, &size, &status, error);
    if (fd < 0)
        return status;
    reader.path = path;
    reader.source = (struct source){.fd = fd, .left = size};
    status = read_all(&reader, error);
    close(fd);
    return status;
}

enum track_status track_read(const char *path, enum text_wanted wanted, const struct clock *clock,
                             struct log *log, struct buf *error)
{
    return file_read(path, (struct reader){.wanted = wanted, .clock = clock, .log = log}, error);
}

enum track_status track_recent(const char *path, int64_t since, const struct clock *clock, struct log *log,
                               struct buf *error)
{
    char date[DATE_SIZE];
    date_write(since, date);
    return file_read(path, (struct reader){.wanted = TEXT_TAGS, .since = date, .clock = clock, .log = log},
                     error);
}

enum track_status track_load(const char *path, const struct clock *clock, struct log *log, struct buf *bytes,
                             struct buf *error)
{
    enum track_status status;
    int64_t size = 0;
    int fd = snapshot_open(path, &size, &status, error);
    if (fd < 0)
        return status;
    if (whole_read(fd, size, bytes)) {
        status = reader_bytes(path, buf_view(bytes), TEXT_ALL, clock, log, error) ? TRACK_OK : TRACK_REFUSED;
    } else {
        buf_printf(error, "%s: %s", path, strerror(errno));
        status = TRACK_FAILED;
    }
    close(fd);
    return status;
}

enum track_status track_parse(const char *bytes, size_t length, enum text_wanted wanted,
                              const struct clock *clock, struct log *log, struct buf *error)
{
    struct view view = {bytes, length};
    return reader_bytes("-", view, wanted, clock, log, error) ? TRACK_OK : TRACK_REFUSED;
}

/* The start of the file, as much as a header may need; grown only for a header that does not end in the first
 * block. */
static bool start_read(int fd, int64_t size, struct buf *start)
{
    for (size_t want = START;; want = HEADER_WINDOW) {
        if ((int64_t)want > size)
            want = (size_t)size;
        buf_clear(start);
        buf_reserve(start, want);
        ssize_t got = read_at(fd, start->bytes, want, 0);
        if (got < 0)
            return false;
        start->length = (size_t)got;
        if ((int64_t)want == size || want == HEADER_WINDOW || header_is_first(start->bytes, want))
            return true;
    }
}

enum track_status track_tail(const char *path, size_t window, const struct clock *clock, struct log *log,
                             bool *whole, struct buf *error)
{
    enum track_status status;
    int64_t size = 0;
    *whole = true;
    int fd = snapshot_open(path, &size, &status, error);
    if (fd < 0)
        return status;
    struct reader reader = {
        .source = {.fd = fd, .left = size}, .wanted = TEXT_ALL, .clock = clock, .path = path, .log = log};
    if (size <= (int64_t)window) {
        status = read_all(&reader, error);
        close(fd);
        return status;
    }
    *whole = false;
    struct buf start = {0}, tail = {0};
    struct header header = {0};
    window++; /* the byte before: an end of line there makes the first line a whole one */
    buf_reserve(&tail, window);
    ssize_t got = start_read(fd, size, &start) ? read_at(fd, tail.bytes, window, size - (int64_t)window) : -1;
    if (got < 0) {
        buf_printf(error, "%s: %s", path, strerror(errno));
        status = TRACK_FAILED;
    } else {
        header_find(start.bytes, start.length, clock, &header);
        const char *end = memchr(tail.bytes, '\n', (size_t)got);
        reader.source = (struct source){
            .fd = -1, .start = size - (int64_t)window, .bytes = tail.bytes, .end = (size_t)got};
        reader.source.at = end ? (size_t)(end - tail.bytes) + 1 : (size_t)got;
        reader.line = 1;
        status = reader_rows(&reader, &header, error) ? TRACK_OK : TRACK_REFUSED;
    }
    buf_free(&header.wrong);
    buf_free(&start);
    buf_free(&tail);
    close(fd);
    return status;
}

/* Opens PATH as it is now, a regular file that is in *HELD; MAKE: one that is not there is made. -1 with
 * ERROR. */
static int log_take(const char *path, bool make, struct stat *held, enum track_status *status,
                    struct buf *error)
{
    int fd = open(path, O_RDWR | O_APPEND | (make ? O_CREAT : 0) | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600);
    if (fd < 0 || fstat(fd, held)) {
        bool none = fd < 0 && errno == ENOENT;
        *status = errno == EISDIR || none ? TRACK_REFUSED : TRACK_FAILED;
        buf_printf(error, none ? "%s: there is no log yet" : "%s: %s", path, strerror(errno));
    } else if (!S_ISREG(held->st_mode)) {
        *status = TRACK_REFUSED;
        buf_printf(error, "%s is not a regular file", path);
    } else {
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Opens PATH, locks it, and makes sure that the locked file is still the one of that name. -1 with ERROR.
 *FRESH: it was not there before; with FRESH NULL it has to be there. */
static int log_open(const char *path, bool *fresh, enum track_status *status, struct buf *error)
{
    struct stat named, held;
    if (fresh)
        *fresh = false;
    *status = TRACK_FAILED;
    for (int tries = 0; tries < REPLACE_TRIES; tries++) {
        if (fresh && stat(path, &named) && errno == ENOENT) {
            *fresh = true;
            if (!directories_make(path)) {
                buf_printf(error, "%s: its directory can't be made: %s", path, strerror(errno));
                return -1;
            }
        }
        int fd = log_take(path, fresh, &held, status, error);
        if (fd < 0)
            return -1;
        if (!file_lock(fd, LOCK_EX, LOCK_SECONDS)) {
            buf_printf(error, "%s: %s", path, lock_trouble(errno));
            close(fd);
            return -1;
        }
        if (stat(path, &named) == 0 && named.st_dev == held.st_dev && named.st_ino == held.st_ino) {
            *status = TRACK_OK;
            return fd;
        }
        close(fd);
    }
    buf_printf(error, "%s: it is replaced again and again", path);
    return -1;
}

static int number_compare(const void *a, const void *b)
{
    const uint64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

/* COUNT ids, for the caller to free: what is recorded together at one moment stays in its order where a merge
   goes by them. NULL with errno if there are no random bytes. */
static uint64_t *ids_draw(int64_t size, size_t count)
{
    struct chance chance = {0};
    uint64_t *ids = must_alloc(count, sizeof *ids);
    for (size_t i = 0; i < count; i++) {
        if (!chance_bytes(&chance, (uint64_t)size, &ids[i], sizeof ids[i])) {
            free(ids);
            return NULL;
        }
        ids[i] = (ids[i] & 0x7fffffffffffff) + 1;
    }
    qsort(ids, count, sizeof *ids, number_compare);
    return ids;
}

/* Adds the COUNT ENTRIES as rows of HEADER, each with an id drawn where it has a column for one; SIZE is that
 * of the log. */
static enum track_status entries_write(const char *path, const struct header *header, int64_t size,
                                       struct entry *entries, size_t count, struct buf *out,
                                       struct buf *error)
{
    enum track_status status = TRACK_REFUSED;
    uint64_t *ids = ids_draw(size, count);
    if (!ids) {
        buf_printf(error, "no random bytes for an id: %s", strerror(errno));
        return TRACK_FAILED;
    }
    for (size_t i = 0; i < count; i++) {
        const char *missing = columns_lack(&header->columns, &entries[i]);
        if (missing) {
            buf_printf(error, "%s:%u: the header has no column '%s' to put it in", path,
                       (unsigned)header->lines, missing);
            goto out;
        }
        if (header->columns.has[COLUMN_ID])
            id_write(ids[i], entries[i].id);
        row_write(out, &header->columns, &entries[i]);
    }
    status = TRACK_OK;
out:
    free(ids);
    return status;
}

/* Fills OUT with what is to be appended: an end of line or of a torn header if one is missing, a header if
 * there is none, the rows. */
static enum track_status append_prepare(int fd, const char *path, int64_t size, struct entry *entries,
                                        size_t count, struct buf *out, struct buf *error)
{
    struct buf start = {0};
    struct header header = {0};
    struct clock utc = {0};
    enum track_status status = TRACK_FAILED;
    char last = '\n';
    if (!start_read(fd, size, &start) || (size && read_at(fd, &last, 1, size - 1) != 1)) {
        buf_printf(error, "%s: %s", path, strerror(errno));
        goto out;
    }
    header_find(buf_string(&start), start.length, &utc, &header);
    if (header.status == HEADER_BAD) {
        buf_printf(error, "%s:%u: %s", path, (unsigned)header.lines, header.wrong.bytes);
        status = TRACK_REFUSED;
        goto out;
    }
    bool finish = header.status == HEADER_NONE && header.torn;
    if (last != '\n' && !finish)
        buf_char(out, '\n');
    if (header.status == HEADER_NONE) {
        header.columns = columns_standard();
        buf_text(out, header_text() + (finish ? (size_t)size - header.torn_at : 0));
        buf_char(out, '\n');
    }
    status = entries_write(path, &header, size, entries, count, out, error);
out:
    buf_free(&header.wrong);
    buf_free(&start);
    return status;
}

/* Takes back what a failed append left, if it is at the end and byte for byte ours. False if the file may
 * hold something of it. */
static bool append_undo(int fd, int64_t size, const struct buf *ours)
{
    struct stat st;
    if (fstat(fd, &st))
        return false;
    if (st.st_size == size)
        return true;
    if (st.st_size < size || (size_t)(st.st_size - size) > ours->length)
        return false;
    size_t tail = (size_t)(st.st_size - size);
    char *found = must_alloc(tail, 1);
    bool same = read_at(fd, found, tail, size) == (ssize_t)tail && memcmp(found, ours->bytes, tail) == 0;
    free(found);
    int done, times = 0;
    do
        done = same ? ftruncate(fd, size) : -1;
    while (done && same && call_again(&times));
    return done == 0;
}

/* Writes OURS at the end and brings it to the disk. False with errno. A failed sync is final: the system may
 * have thrown the bytes away, and a second sync would not know. */
static bool append_write(int fd, const struct buf *ours)
{
    size_t written = 0;
    int times = 0;
    while (written < ours->length) {
        ssize_t put = write(fd, ours->bytes + written, ours->length - written);
        if (put < 0 && call_again(&times))
            continue;
        if (put < 0)
            return false;
        if (put == 0) {
            errno = EIO;
            return false;
        }
        written += (size_t)put;
    }
    return os_sync(fd, false);
}

/* Opens the directory that holds the file itself. -1 with errno. */
static int new_file_directory(const char *path)
{
    char *real = realpath(path, NULL);
    int fd = real ? directory_open(real) : -1, error = errno;
    free(real);
    errno = error;
    return fd;
}

/* Removes the file itself, not a symlink to it, which the user made. */
static void new_file_remove(const char *path)
{
    char *real = realpath(path, NULL);
    if (real)
        unlink(real);
    free(real);
}

static void signals_hold(void)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGXFSZ, &ignore, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
}

enum track_status track_append(const char *path, struct entry *entries, size_t count, struct buf *error)
{
    enum track_status status;
    bool fresh;
    struct buf ours = {0};
    struct stat st;
    memory_ends(false);
    mode_t mask = umask(077);
    int fd = log_open(path, &fresh, &status, error), directory = -1;
    umask(mask);
    if (fd < 0)
        return status;
    signals_hold();
    if (fstat(fd, &st)) {
        buf_printf(error, "%s: %s", path, strerror(errno));
        status = TRACK_FAILED;
        goto out;
    }
    status = append_prepare(fd, path, st.st_size, entries, count, &ours, error);
    /* Opened before anything is written, because the memory for it may be out. */
    if (status == TRACK_OK && !st.st_size && (directory = new_file_directory(path)) < 0) {
        buf_printf(error, "%s: %s", path, strerror(errno));
        status = TRACK_FAILED;
    }
    if (status == TRACK_OK && !(append_write(fd, &ours) && (directory < 0 || fsync(directory) == 0))) {
        buf_printf(error, "%s: %s", path, strerror(errno));
        status = append_undo(fd, st.st_size, &ours) ? TRACK_FAILED : TRACK_UNCONFIRMED;
    }
    if (status != TRACK_OK && status != TRACK_UNCONFIRMED && fresh && !st.st_size)
        new_file_remove(path);
    memory_ends(status == TRACK_OK);
out:
    buf_free(&ours);
    if (directory >= 0)
        close(directory);
    close(fd);
    return status;
}

/* The nearest of the folders of PATH that is there; the caller frees it. */
static char *folder_there(const char *path)
{
    char *folder = must_copy(path), *slash;
    while ((slash = strrchr(folder, '/')) && slash != folder) {
        *slash = '\0';
        if (access(folder, F_OK) == 0 || errno != ENOENT)
            return folder;
    }
    free(folder);
    return must_copy(*path == '/' ? "/" : ".");
}

enum track_status track_try(const char *path, const struct entry *entry, struct buf *error)
{
    struct entry copy = *entry;
    struct buf row = {0};
    struct stat st;
    enum track_status status = TRACK_OK;
    /* Where a symlink leads that has no file yet, only the append finds out. */
    if (lstat(path, &st) && errno == ENOENT) {
        char *folder = folder_there(path);
        if (access(folder, W_OK | X_OK)) {
            buf_printf(error, "%s: it can't be made in %s: %s", path, folder, strerror(errno));
            status = TRACK_FAILED;
        }
        free(folder);
        return status;
    }
    if (stat(path, &st) && errno == ENOENT)
        return TRACK_OK;
    int fd = log_open(path, NULL, &status, error);
    if (fd < 0)
        return status;
    status = append_prepare(fd, path, lseek(fd, 0, SEEK_END), &copy, 1, &row, error);
    buf_free(&row);
    close(fd);
    return status;
}

char *track_temporary(const char *real)
{
    struct buf name = {0};
    const char *slash = strrchr(real, '/');
    size_t folder = slash ? (size_t)(slash - real) + 1 : 0;
    buf_add(&name, real, folder);
    buf_printf(&name, ".%s.kind-tmp", real + folder);
    return buf_take(&name);
}

/* Fills the file TEMPORARY, which must not be there, with FRESH, gives it what the log at FD is beside its
   bytes, and brings it to the disk. *HELD gets a descriptor that holds its lock, so that nobody appends to
   the new log before its name is on the disk. False with ERROR; nothing is left then. */
static bool temporary_write(const char *temporary, int fd, const struct buf *fresh, int *held,
                            struct buf *error)
{
    const char *what = NULL;
    *held = -1;
    int out = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool done = out >= 0 && attributes_keep(fd, out, &what);
    bool kept = done;
    done = done && buf_write(fresh, out) && os_sync(out, true);
    done = done && file_lock(out, LOCK_EX, LOCK_SECONDS) && (*held = fcntl(out, F_DUPFD_CLOEXEC, 0)) >= 0;
    int trouble = errno;
    if (out >= 0 && close(out) && done) {
        trouble = errno;
        done = false;
    }
    if (done)
        return true;
    if (out >= 0 && !kept)
        buf_printf(error, "%s: its %s can't be kept: %s", temporary, what, strerror(trouble));
    else
        buf_printf(error, "%s: %s", temporary, strerror(trouble));
    if (out >= 0)
        unlink(temporary);
    if (*held >= 0)
        close(*held);
    *held = -1;
    return false;
}

/* Whether REAL is still the file that was read: somebody who takes no locks may have written. */
static bool unmoved(const char *real, const struct stat *read)
{
    struct stat now;
    return stat(real, &now) == 0 && now.st_dev == read->st_dev && now.st_ino == read->st_ino &&
           now.st_size == read->st_size && now.os_changed.tv_sec == read->os_changed.tv_sec &&
           now.os_changed.tv_nsec == read->os_changed.tv_nsec;
}

/* Puts FRESH in the place of REAL, the log that FD has open and locked. *MOVED: the log is another one by
 * now, and nothing was done. */
static enum track_status replace_install(const char *real, int fd, const struct stat *read,
                                         const struct buf *fresh, bool *moved, struct buf *error)
{
    enum track_status status = TRACK_FAILED;
    char *temporary = track_temporary(real);
    int held = -1;
    int directory = directory_open(real); /* before the rename, as nothing but the sync may fail after it */
    *moved = false;
    /* One that a crash left behind: whoever writes one holds the lock. */
    if (directory < 0 || (unlink(temporary) && errno != ENOENT)) {
        buf_printf(error, "%s: %s", temporary, strerror(errno));
    } else if (temporary_write(temporary, fd, fresh, &held, error)) {
        *moved = !unmoved(real, read);
        if (*moved) {
            unlink(temporary);
        } else if (rename(temporary, real)) {
            buf_printf(error, "%s: %s", real, strerror(errno));
            unlink(temporary);
        } else if (fsync(directory)) {
            buf_printf(error, "%s: %s", real, strerror(errno));
            status = TRACK_UNCONFIRMED;
        } else {
            status = TRACK_OK;
            memory_ends(true);
        }
    }
    if (held >= 0)
        close(held);
    if (directory >= 0)
        close(directory);
    free(temporary);
    return status;
}

/* One try: lock, read, change, install. *AGAIN: the log was replaced meanwhile. MAKE: one that is not there
   is made, and stays only if something is installed. */
static enum track_status replace_once(const char *path, bool make, track_change *change, void *context,
                                      bool *again, struct buf *error)
{
    enum track_status status;
    struct buf old = {0}, fresh = {0};
    struct stat st = {0};
    char *real = NULL;
    bool made = false;
    *again = false;
    int fd = log_open(path, make ? &made : NULL, &status, error);
    if (fd < 0)
        return status;
    signals_hold();
    status = TRACK_FAILED;
    bool same = false;
    real = realpath(path, NULL);
    if (!real || fstat(fd, &st) || !whole_read(fd, st.st_size, &old)) {
        buf_printf(error, "%s: %s", path, strerror(errno));
        goto out;
    }
    status = change(buf_view(&old), context, &fresh, error);
    same = old.length == fresh.length && memcmp(old.bytes, buf_string(&fresh), old.length) == 0;
    if (status != TRACK_OK || same)
        goto out;
    if (st.st_nlink > 1) {
        buf_printf(error, "%s has %ju names (hard links), and a new file would part them", path,
                   (uintmax_t)st.st_nlink);
        status = TRACK_REFUSED;
        goto out;
    }
    status = replace_install(real, fd, &st, &fresh, again, error);
out:
    /* Made for nothing; unmoved, it is empty still. */
    same = same || status == TRACK_REFUSED || status == TRACK_FAILED;
    if (made && same && real && !st.st_size && unmoved(real, &st))
        unlink(real);
    free(real);
    buf_free(&old);
    buf_free(&fresh);
    close(fd);
    return status;
}

static enum track_status replace_tries(const char *path, bool make, track_change *change, void *context,
                                       struct buf *error)
{
    bool again = true;
    enum track_status status = TRACK_FAILED;
    memory_ends(false);
    mode_t mask = umask(077);
    for (int tries = 0; again && tries < REPLACE_TRIES; tries++)
        status = replace_once(path, make, change, context, &again, error);
    umask(mask);
    if (again)
        buf_printf(error, "%s: it is replaced again and again", path);
    return status;
}

enum track_status track_replace(const char *path, track_change *change, void *context, struct buf *error)
{
    return replace_tries(path, false, change, context, error);
}

enum track_status track_make(const char *path, track_change *change, void *context, struct buf *error)
{
    return replace_tries(path, true, change, context, error);
}

/* Makes the file NAME, which must not be there, of BYTES, and brings it to the disk. False with errno;
   nothing is left then. */
static bool copy_write(const char *name, mode_t mode, struct view bytes)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (fd < 0)
        return false;
    struct buf copy = {.bytes = (char *)bytes.bytes, .length = bytes.length};
    bool done = buf_write(&copy, fd) && os_sync(fd, true);
    int trouble = errno;
    if (close(fd) && done) {
        trouble = errno;
        done = false;
    }
    if (done && !directory_sync(name)) {
        trouble = errno;
        done = false;
    }
    if (!done)
        unlink(name);
    errno = trouble;
    return done;
}

enum track_status track_aside(const char *path, struct view bytes, int64_t day, char **copy,
                              struct buf *error)
{
    char date[DATE_SIZE], *real = realpath(path, NULL);
    struct buf name = {0};
    struct stat st;
    bool done = false;
    *copy = NULL;
    date_write(day, date);
    if (real && stat(real, &st) == 0)
        for (int i = 1; i <= COPIES && !done && (i == 1 || errno == EEXIST); i++) {
            buf_clear(&name);
            buf_printf(&name, i == 1 ? "%s.bad-%s" : "%s.bad-%s-%d", real, date, i);
            done = copy_write(name.bytes, st.st_mode & 0600, bytes);
        }
    if (done)
        *copy = buf_take(&name);
    else
        buf_printf(error, "%s: %s", name.length ? name.bytes : path, strerror(errno));
    buf_free(&name);
    free(real);
    return done ? TRACK_OK : TRACK_FAILED;
}

/* A swap, and who is told of it. */
struct swapping {
    struct swap swap;
    track_told *told; /* NULL: nobody */
    void *context;
};

static enum track_status swap_change(struct view bytes, void *context, struct buf *out, struct buf *error)
{
    struct swapping *swapping = context;
    const struct swap *swap = &swapping->swap;
    if (!swap_make(bytes, swap, out, error))
        return TRACK_REFUSED;
    if (swapping->told)
        swapping->told(swapping->context, swap->old[0], buf_view(swap->fresh), buf_view(out));
    return TRACK_OK;
}

enum track_status track_swap(const char *path, struct view old, struct view fresh, const struct clock *clock,
                             struct buf *error)
{
    struct buf row = {0};
    buf_add(&row, fresh.bytes, fresh.length);
    struct swapping swapping = {
        .swap = {.path = path, .old = &old, .count = 1, .clock = clock, .fresh = &row}};
    enum track_status status = track_replace(path, swap_change, &swapping, error);
    buf_free(&row);
    return status;
}

enum track_status track_take_out(const char *path, const struct view *rows, size_t count,
                                 const struct clock *clock, struct buf *error)
{
    struct buf none = {0};
    struct swapping swapping = {
        .swap = {.path = path, .old = rows, .count = count, .clock = clock, .fresh = &none}};
    return track_replace(path, swap_change, &swapping, error);
}

enum track_status track_alter(const char *path, struct view old, unsigned which, const struct entry *entry,
                              const struct clock *clock, track_told *told, void *context, struct buf *fresh,
                              struct buf *error)
{
    struct swapping swapping = {.swap = {.path = path,
                                         .old = &old,
                                         .count = 1,
                                         .clock = clock,
                                         .fresh = fresh,
                                         .entry = entry,
                                         .which = which},
                                .told = told,
                                .context = context};
    return track_replace(path, swap_change, &swapping, error);
}
