/* What the two doors ask of the system, in which order, and what they do when it says no: this program's own
 * open, write, fsync and so on stand before those of the C library, write down what comes, and fail as a test
 * wants. */
#define _DEFAULT_SOURCE /* syscall */
#include "track.h"

#include "tests/unit/folder.h"
#include "tests/unit/rows.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#ifdef __linux__
#include <sys/syscall.h>

#define FIRST "2026-11-23T19:24:05+01:00,kindness,\"helped\",7,,,,,k7q2mh4tzn0c\n"
#define ROW "2026-11-23T21:02:11+01:00,kindness,\"\",,,,,,kmgcwkp56vvb\n"
#define LOG HEADER FIRST
#define TEMPORARY ".log.csv.kind-tmp"

enum { FDS = 64 };

static const struct clock utc = {.fixed = true};

/* The calls that are written down, and what is to go wrong with them. */
static struct {
    bool on;
    char folder[512];
    char name[FDS][128]; /* of each open file, from the folder on */
    struct buf trace;
    int calls;
    int failing;                     /* the call, from 1, that fails; 0: none */
    int error;                       /* with this */
    const char *always;              /* the word that always fails, NULL: none */
    int writes_halved;               /* so many writes take only half */
    void (*meanwhile)(const char *); /* told the word of each call before it is done */
    time_t now;
    const char *quiet; /* the word of the calls that are not written down, of which one goes wrong */
    int quiet_seen, quiet_failing, quiet_error; /* error 0: it gives nothing */
} system_calls;

static const char *name_of(const char *path)
{
    size_t length = strlen(system_calls.folder);
    if (strncmp(path, system_calls.folder, length) != 0)
        return path;
    return path[length] ? path + length + 1 : ".";
}

static const char *name_of_fd(int fd)
{
    return fd >= 0 && fd < FDS ? system_calls.name[fd] : "?";
}

/* Writes a call down. False with errno if it is to fail. */
static bool call(const char *word, const char *name, const char *more)
{
    if (!system_calls.on)
        return true;
    system_calls.calls++;
    buf_printf(&system_calls.trace, "%s%s %s%s", system_calls.trace.length ? "; " : "", word, name, more);
    if (system_calls.meanwhile) {
        system_calls.on = false;
        system_calls.meanwhile(word);
        system_calls.on = true;
    }
    if (system_calls.calls != system_calls.failing &&
        !(system_calls.always && strcmp(word, system_calls.always) == 0))
        return true;
    errno = system_calls.error;
    return false;
}

/* A call that is not written down. False with errno, which may be 0, if it is to go wrong. */
static bool quiet_call(const char *word)
{
    if (!system_calls.on || !system_calls.quiet || strcmp(word, system_calls.quiet) != 0 ||
        ++system_calls.quiet_seen != system_calls.quiet_failing)
        return true;
    errno = system_calls.quiet_error;
    return false;
}

ssize_t read(int fd, void *bytes, size_t length)
{
    struct iovec all = {bytes, length};
    return quiet_call("read") ? readv(fd, &all, 1) : errno ? -1 : 0;
}

ssize_t pread(int fd, void *bytes, size_t length, off_t at)
{
    struct iovec all = {bytes, length};
    return quiet_call("pread") ? preadv(fd, &all, 1, at) : errno ? -1 : 0;
}

ssize_t getrandom(void *bytes, size_t length, unsigned flags)
{
    return quiet_call("getrandom") ? syscall(SYS_getrandom, bytes, length, flags) : -1;
}

int fstat(int fd, struct stat *st)
{
    return quiet_call("fstat") ? (int)syscall(SYS_fstat, fd, st) : -1;
}

int open(const char *path, int flags, ...)
{
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list args;
        va_start(args, flags);
        mode = va_arg(args, mode_t);
        va_end(args);
    }
    if (!call(flags & O_EXCL ? "new" : "open", name_of(path), ""))
        return -1;
    int fd = openat(AT_FDCWD, path, flags, mode);
    if (fd >= 0 && fd < FDS)
        snprintf(system_calls.name[fd], sizeof system_calls.name[fd], "%s", name_of(path));
    return fd;
}

ssize_t write(int fd, const void *bytes, size_t length)
{
    if (!call("write", name_of_fd(fd), ""))
        return -1;
    if (system_calls.on && system_calls.writes_halved) {
        system_calls.writes_halved--;
        length /= 2;
    }
    struct iovec all = {(void *)(uintptr_t)bytes, length};
    return writev(fd, &all, 1);
}

int close(int fd)
{
    bool well = call("close", name_of_fd(fd), "");
    int error = errno, status = (int)syscall(SYS_close, fd);
    if (well)
        return status;
    errno = error;
    return -1;
}

int fsync(int fd)
{
    return call("sync", name_of_fd(fd), "") ? 0 : -1;
}

int fdatasync(int fd)
{
    return call("datasync", name_of_fd(fd), "") ? 0 : -1;
}

int ftruncate(int fd, off_t length)
{
    return call("cut", name_of_fd(fd), "") ? (int)syscall(SYS_ftruncate, fd, length) : -1;
}

int flock(int fd, int how)
{
    const char *more = how & LOCK_EX ? " alone" : how & LOCK_UN ? " no more" : " with others";
    return call("lock", name_of_fd(fd), more) ? (int)syscall(SYS_flock, fd, how) : -1;
}

int unlink(const char *path)
{
    return call("unlink", name_of(path), "") ? unlinkat(AT_FDCWD, path, 0) : -1;
}

int mkdir(const char *path, mode_t mode)
{
    return call("mkdir", name_of(path), "") ? mkdirat(AT_FDCWD, path, mode) : -1;
}

int rename(const char *from, const char *to)
{
    struct buf more = {0};
    buf_printf(&more, " %s", name_of(to));
    bool well = call("rename", name_of(from), more.bytes);
    int error = errno;
    buf_free(&more);
    errno = error;
    return well ? renameat(AT_FDCWD, from, AT_FDCWD, to) : -1;
}

/* Nothing is held back for good: a test can be interrupted. */
int sigprocmask(int how, const sigset_t *set, sigset_t *old)
{
    (void)old;
    if (how == SIG_BLOCK && sigismember(set, SIGINT) && sigismember(set, SIGTERM))
        call("hold", "signals", "");
    return 0;
}

/* A second for each look at the clock, so that nobody waits in a test. */
int clock_gettime(clockid_t clock, struct timespec *now)
{
    (void)clock;
    *now = (struct timespec){.tv_sec = system_calls.now++};
    return 0;
}

int nanosleep(const struct timespec *wanted, struct timespec *left)
{
    (void)wanted, (void)left;
    return 0;
}

static int start(void **state)
{
    memset(&system_calls, 0, sizeof system_calls);
    setenv("KIND_SEED", "spring", 1);
    return make_folder(state) || !getcwd(system_calls.folder, sizeof system_calls.folder);
}

static int end(void **state)
{
    system_calls.on = false;
    buf_free(&system_calls.trace);
    return remove_folder(state);
}

/* Whether PATH holds TEXT; with TEXT NULL, whether it is not there. */
static bool file_is(const char *path, const char *text)
{
    if (access(path, F_OK))
        return !text;
    struct buf bytes = file_bytes(path);
    bool is = text && bytes.length == strlen(text) && memcmp(buf_string(&bytes), text, bytes.length) == 0;
    buf_free(&bytes);
    return is;
}

static void assert_left(const char *path, const char *text)
{
    if (!file_is(path, text))
        fail_msg("%s is not '%s' after: %s", path, text ? text : "gone", buf_string(&system_calls.trace));
}

static void watch(void)
{
    buf_clear(&system_calls.trace);
    system_calls.calls = 0;
    system_calls.now = 0;
    system_calls.quiet_seen = 0;
    system_calls.on = true;
}

/* An append of ROW. ERROR is freed by whoever reads it. */
static enum track_status append(const char *path, struct buf *error)
{
    struct entry entry = entry_at((struct moment){1795464131, 3600}, PRACTICE_KINDNESS);
    watch();
    enum track_status status = track_append(path, &entry, 1, error);
    system_calls.on = false;
    assert_int_equal(status == TRACK_OK, error->length == 0);
    return status;
}

static enum track_status to_header(struct view old, void *context, struct buf *out, struct buf *error)
{
    (void)old, (void)context, (void)error;
    buf_text(out, HEADER);
    return TRACK_OK;
}

static enum track_status replace(const char *path, struct buf *error)
{
    watch();
    enum track_status status = track_replace(path, to_header, NULL, error);
    system_calls.on = false;
    assert_int_equal(status == TRACK_OK, error->length == 0);
    return status;
}

typedef enum track_status door(const char *path, struct buf *error);

/* The door, used on PATH, ends with STATUS, words that hold PART and these calls. */
static void assert_calls(door *use, const char *path, enum track_status status, const char *part,
                         const char *calls)
{
    struct buf error = {0};
    enum track_status found = use(path, &error);
    if (calls)
        assert_string_equal(system_calls.trace.bytes, calls);
    assert_int_equal(found, status);
    if (!strstr(buf_string(&error), part))
        fail_msg("'%s' does not say '%s'", buf_string(&error), part);
    buf_free(&error);
}

/* The order */

static void an_append_is_one_write_under_the_lock_brought_to_the_disk(void **state)
{
    (void)state;
    file_fill("log.csv", LOG);
    assert_calls(
        append, "log.csv", TRACK_OK, "",
        "open log.csv; lock log.csv alone; hold signals; write log.csv; datasync log.csv; close log.csv");
    assert_int_equal(system_calls.calls, 6);
}

static void a_new_log_is_brought_to_the_disk_with_its_folders(void **state)
{
    (void)state;
    assert_calls(
        append, "a/b/log.csv", TRACK_OK, "",
        "mkdir a; open .; sync .; close .; mkdir a/b; open a; sync a; close a; "
        "open a/b/log.csv; lock a/b/log.csv alone; hold signals; open a/b; write a/b/log.csv; datasync "
        "a/b/log.csv; sync a/b; close a/b; close a/b/log.csv");
}

static void a_new_log_behind_a_symlink_is_in_the_folder_that_is_synced(void **state)
{
    (void)state;
    assert_int_equal(mkdir("there", 0700), 0);
    assert_int_equal(symlink("there/it.csv", "log.csv"), 0);
    assert_calls(
        append, "log.csv", TRACK_OK, "",
        "open log.csv; lock log.csv alone; hold signals; open there; write log.csv; datasync log.csv; "
        "sync there; close there; close log.csv");
}

static void a_replace_syncs_the_new_file_before_and_the_folder_after_its_rename(void **state)
{
    (void)state;
    assert_int_equal(mkdir("there", 0700), 0);
    assert_int_equal(symlink("there/log.csv", "link"), 0);
    file_fill("there/log.csv", LOG);
    assert_calls(replace, "link", TRACK_OK, "",
                 "open link; lock link alone; hold signals; open there; unlink there/" TEMPORARY
                 "; new there/" TEMPORARY "; write there/" TEMPORARY "; sync there/" TEMPORARY
                 "; lock there/" TEMPORARY " alone; close there/" TEMPORARY "; rename there/" TEMPORARY
                 " there/log.csv; sync there; close ; close there; close link");
    assert_left("there/log.csv", HEADER);
}

static void a_reader_waits_for_writers_and_holds_nobody_up(void **state)
{
    (void)state;
    struct log log = {0};
    struct buf error = {0};
    file_fill("log.csv", LOG);
    watch();
    enum track_status status = track_read("log.csv", TEXT_ALL, &utc, &log, &error);
    system_calls.on = false;
    assert_int_equal(status, TRACK_OK);
    assert_string_equal(system_calls.trace.bytes,
                        "open log.csv; lock log.csv with others; lock log.csv no more; "
                        "close log.csv");
    assert_int_equal(log.count, 1);
    log_free(&log);
}

/* Each call fails */

/* What stands before an append, NULL: nothing; and what stands there after it. */
static const struct {
    const char *path, *before, *after;
} appends[] = {{"log.csv", LOG, LOG ROW},
               {"log.csv", LOG "torn", LOG "torn\n" ROW},
               {"log.csv", "time,prac", HEADER ROW},
               {"log.csv", "", HEADER ROW},
               {"log.csv", NULL, HEADER ROW},
               {"link", NULL, HEADER ROW},
               {"a/b/log.csv", NULL, HEADER ROW}};

enum { APPENDS = sizeof appends / sizeof *appends };

/* Whether PATH holds TEXT but for its last 13 bytes, the id and the end of line, which come of chance. */
static bool file_is_but_for_id(const char *path, const char *text)
{
    if (access(path, F_OK))
        return false;
    struct buf bytes = file_bytes(path);
    bool is = bytes.length == strlen(text) && bytes.bytes[bytes.length - 1] == '\n' &&
              memcmp(bytes.bytes, text, bytes.length - ID_SIZE) == 0;
    buf_free(&bytes);
    return is;
}

static void append_set(int i)
{
    unlink("log.csv");
    unlink("link");
    unlink("real.csv");
    unlink("a/b/log.csv");
    rmdir("a/b");
    rmdir("a");
    if (strcmp(appends[i].path, "link") == 0)
        assert_int_equal(symlink("real.csv", "link"), 0);
    if (appends[i].before)
        file_fill(appends[i].path, appends[i].before);
}

static bool failed_call_is(const char *word)
{
    const char *at = system_calls.trace.bytes;
    for (int i = 1; i < system_calls.failing; i++)
        at = strstr(at, "; ") + 2;
    return strncmp(at, word, strlen(word)) == 0;
}

/* The end of an append of case I in which a call failed is as it has to be. */
static void assert_append_ended(int i, enum track_status status)
{
    switch (status) {
    case TRACK_OK:
        if (!file_is_but_for_id(appends[i].path, appends[i].after))
            fail_msg("not appended after: %s", system_calls.trace.bytes);
        break;
    case TRACK_FAILED:
    case TRACK_REFUSED:
        /* Without its lock a new file may be somebody else's already, and stays. */
        if (!appends[i].before && failed_call_is("lock"))
            assert_left(appends[i].path, "");
        else
            assert_left(appends[i].path, appends[i].before);
        break;
    case TRACK_UNCONFIRMED:
        fail_msg("unconfirmed after: %s", system_calls.trace.bytes);
    }
}

static void a_call_that_fails_leaves_the_log_as_it_was_or_the_record_on_the_disk(void **state)
{
    (void)state;
    for (int i = 0; i < APPENDS; i++) {
        struct buf error = {0};
        append_set(i);
        system_calls.failing = 0;
        assert_int_equal(append(appends[i].path, &error), TRACK_OK);
        int calls = system_calls.calls;
        system_calls.error = EIO;
        for (int k = 1; k <= calls; k++) {
            append_set(i);
            system_calls.failing = k;
            enum track_status status = append(appends[i].path, &error);
            assert_append_ended(i, status);
            assert_true(status != TRACK_OK || failed_call_is("close") || failed_call_is("hold"));
            buf_free(&error);
        }
    }
}

static void an_interrupted_call_is_made_again(void **state)
{
    (void)state;
    struct buf error = {0};
    system_calls.error = EINTR;
    for (int k = 2; k <= 4; k += 2) { /* flock and write */
        file_fill("log.csv", LOG);
        system_calls.failing = k;
        assert_int_equal(append("log.csv", &error), TRACK_OK);
        assert_append_ended(0, TRACK_OK);
        assert_int_equal(system_calls.calls, 7);
    }
}

static void a_call_that_is_interrupted_without_end_is_given_up(void **state)
{
    (void)state;
    static const char *const always[] = {"lock", "write"};
    for (int i = 0; i < 2; i++) {
        file_fill("log.csv", LOG);
        system_calls.always = always[i];
        system_calls.error = EINTR;
        assert_calls(append, "log.csv", TRACK_FAILED, "Interrupted", NULL);
        assert_calls(replace, "log.csv", TRACK_FAILED, "Interrupted", NULL);
        assert_left("log.csv", LOG);
        assert_left(TEMPORARY, NULL);
    }
    system_calls.always = "cut";
    system_calls.failing = 5; /* the sync */
    assert_calls(append, "log.csv", TRACK_UNCONFIRMED, "Interrupted", NULL);
}

static void a_write_that_takes_only_a_part_is_finished(void **state)
{
    (void)state;
    struct buf error = {0};
    for (int i = 0; i < APPENDS; i++) {
        append_set(i);
        system_calls.writes_halved = 2;
        assert_int_equal(append(appends[i].path, &error), TRACK_OK);
        assert_append_ended(i, TRACK_OK);
    }
    file_fill("log.csv", LOG);
    system_calls.writes_halved = 2;
    assert_calls(replace, "log.csv", TRACK_OK, "", NULL);
    assert_left("log.csv", HEADER);
}

static void a_part_of_a_record_is_cut_off_again(void **state)
{
    (void)state;
    struct buf error = {0};
    system_calls.error = ENOSPC;
    for (int i = 0; i < APPENDS; i++) {
        append_set(i);
        system_calls.failing = 0;
        assert_int_equal(append(appends[i].path, &error), TRACK_OK);
        int second = 1;
        for (const char *at = system_calls.trace.bytes; strncmp(at, "write ", 6) != 0;
             at = strstr(at, "; ") + 2)
            second++;
        append_set(i);
        system_calls.writes_halved = 1;
        system_calls.failing = second + 1;
        assert_int_equal(append(appends[i].path, &error), TRACK_FAILED);
        assert_non_null(strstr(error.bytes, "No space left on device"));
        assert_non_null(strstr(system_calls.trace.bytes, "; cut "));
        assert_append_ended(i, TRACK_FAILED);
        buf_free(&error);
    }
}

static void what_cannot_be_cut_off_is_unconfirmed(void **state)
{
    (void)state;
    file_fill("log.csv", LOG);
    system_calls.failing = 5;
    system_calls.error = EIO;
    system_calls.always = "cut";
    assert_calls(append, "log.csv", TRACK_UNCONFIRMED, "log.csv: Input/output error", NULL);
}

static void interrupt_the_first_cut(const char *word)
{
    if (strcmp(word, "cut") == 0 && system_calls.always) {
        system_calls.error = EINTR;
        system_calls.failing = system_calls.calls;
        system_calls.always = NULL;
    }
}

static void a_cut_that_is_interrupted_is_made_again(void **state)
{
    (void)state;
    file_fill("log.csv", LOG);
    system_calls.failing = 5;
    system_calls.error = EIO;
    system_calls.always = "nothing";
    system_calls.meanwhile = interrupt_the_first_cut;
    assert_calls(
        append, "log.csv", TRACK_FAILED, "log.csv: ",
        "open log.csv; lock log.csv alone; hold signals; write log.csv; datasync log.csv; cut log.csv; "
        "cut log.csv; close log.csv");
    assert_left("log.csv", LOG);
}

static void append_at_the_sync(const char *word)
{
    if (strcmp(word, "datasync") == 0)
        file_extend("log.csv", "theirs\n");
}

static void cut_at_the_sync(const char *word)
{
    if (strcmp(word, "datasync") == 0)
        assert_int_equal(truncate("log.csv", 10), 0);
}

static void overwrite_at_the_sync(const char *word)
{
    struct stat st;
    if (strcmp(word, "datasync") != 0)
        return;
    assert_int_equal(stat("log.csv", &st), 0);
    assert_int_equal(truncate("log.csv", st.st_size - 3), 0);
    file_extend("log.csv", "xy");
}

static void what_somebody_else_wrote_is_never_cut_off(void **state)
{
    (void)state;
    static void (*const others[])(const char *) = {append_at_the_sync, cut_at_the_sync,
                                                   overwrite_at_the_sync};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        file_fill("log.csv", LOG);
        system_calls.failing = 5;
        system_calls.error = EIO;
        system_calls.meanwhile = others[i];
        assert_calls(
            append, "log.csv", TRACK_UNCONFIRMED, "log.csv: Input/output error",
            "open log.csv; lock log.csv alone; hold signals; write log.csv; datasync log.csv; close log.csv");
    }
}

/* The end of a replace in which a call failed is as it has to be. */
static void assert_replace_ended(enum track_status status)
{
    bool folder = failed_call_is("sync .;");
    switch (status) {
    case TRACK_OK:
        assert_true(failed_call_is("hold") || failed_call_is("close .;") || failed_call_is("close ;") ||
                    failed_call_is("close log.csv"));
        assert_left("log.csv", HEADER);
        break;
    case TRACK_FAILED:
    case TRACK_REFUSED:
        assert_false(folder);
        assert_left("log.csv", LOG);
        break;
    case TRACK_UNCONFIRMED:
        assert_true(folder);
        assert_left("log.csv", HEADER);
    }
    assert_left(TEMPORARY, NULL);
}

static void a_replace_with_a_call_that_fails_leaves_one_log_or_the_other(void **state)
{
    (void)state;
    struct buf error = {0};
    file_fill("log.csv", LOG);
    assert_int_equal(replace("log.csv", &error), TRACK_OK);
    int calls = system_calls.calls;
    assert_int_equal(calls, 15);
    for (int k = 1; k <= calls; k++) {
        file_fill("log.csv", LOG);
        system_calls.failing = k;
        system_calls.error = k == 5 ? EACCES : EIO;
        assert_replace_ended(replace("log.csv", &error));
        buf_free(&error);
    }
}

static void a_part_of_a_new_file_is_never_installed(void **state)
{
    (void)state;
    file_fill("log.csv", LOG);
    system_calls.writes_halved = 1;
    system_calls.failing = 8;
    system_calls.error = ENOSPC;
    assert_calls(replace, "log.csv", TRACK_FAILED, TEMPORARY ": No space left on device",
                 "open log.csv; lock log.csv alone; hold signals; open .; unlink " TEMPORARY
                 "; new " TEMPORARY "; write " TEMPORARY "; write " TEMPORARY "; close " TEMPORARY
                 "; unlink " TEMPORARY "; close .; close log.csv");
    assert_left("log.csv", LOG);
    assert_left(TEMPORARY, NULL);
}

/* Looking at the log fails */

static enum track_status read_whole(const char *path, struct buf *error)
{
    struct log log = {0};
    watch();
    enum track_status status = track_read(path, TEXT_ALL, &utc, &log, error);
    system_calls.on = false;
    log_free(&log);
    return status;
}

static enum track_status read_tail(const char *path, struct buf *error)
{
    struct log log = {0};
    bool whole;
    watch();
    enum track_status status = track_tail(path, strlen(FIRST), &utc, &log, &whole, error);
    system_calls.on = false;
    log_free(&log);
    return status;
}

static door *const all_doors[] = {append, replace, read_whole, read_tail};
static const char *const looks[] = {"read", "pread", "getrandom", "fstat"};

static void what_cannot_be_looked_at_is_said_and_left_alone(void **state)
{
    (void)state;
    int failures = 0;
    unsetenv("KIND_SEED");
    for (int i = 0; i < 16; i++) {
        system_calls.quiet = looks[i % 4];
        system_calls.quiet_error = EIO;
        for (int n = 1;; n++) {
            struct buf error = {0};
            file_fill("log.csv", LOG);
            system_calls.quiet_failing = n;
            enum track_status status = all_doors[i / 4]("log.csv", &error);
            if (system_calls.quiet_seen < n) {
                assert_int_equal(status, TRACK_OK);
                break;
            }
            failures++;
            assert_int_equal(status, TRACK_FAILED);
            assert_non_null(strstr(error.bytes, "Input/output error"));
            assert_left("log.csv", LOG);
            assert_left(TEMPORARY, NULL);
            buf_free(&error);
        }
    }
    assert_true(failures >= 15);
}

static void an_interrupted_look_is_made_again(void **state)
{
    (void)state;
    unsetenv("KIND_SEED");
    system_calls.quiet_error = EINTR;
    for (int i = 0; i < 12; i++) {
        system_calls.quiet = looks[i % 3];
        for (int n = 1;; n++) {
            struct buf error = {0};
            file_fill("log.csv", LOG);
            system_calls.quiet_failing = n;
            assert_int_equal(all_doors[i / 3]("log.csv", &error), TRACK_OK);
            if (system_calls.quiet_seen < n)
                break;
        }
    }
}

static void a_log_that_shrinks_while_it_is_looked_at_is_left_alone(void **state)
{
    (void)state;
    system_calls.quiet = "pread";
    file_fill("log.csv", LOG);
    system_calls.quiet_failing = 1;
    assert_calls(replace, "log.csv", TRACK_FAILED, "log.csv: ", NULL);
    assert_left("log.csv", LOG);
}

static void without_random_bytes_there_is_no_record(void **state)
{
    (void)state;
    static const char no_bytes[] = "no random bytes for an id: Input/output error";
    unsetenv("KIND_SEED");
    file_fill("log.csv", LOG);
    system_calls.quiet = "getrandom";
    system_calls.quiet_failing = 1;
    system_calls.quiet_error = EIO;
    assert_calls(append, "log.csv", TRACK_FAILED, no_bytes, NULL);
    /* A kernel that has no such call has a device. */
    system_calls.quiet_error = ENOSYS;
    system_calls.error = EIO;
    system_calls.failing = 4;
    assert_calls(append, "log.csv", TRACK_FAILED, no_bytes,
                 "open log.csv; lock log.csv alone; hold signals; open /dev/urandom; close log.csv");
    assert_left("log.csv", LOG);
    system_calls.failing = 0;
    assert_calls(append, "log.csv", TRACK_OK, "", NULL);
    assert_true(file_is_but_for_id("log.csv", LOG ROW));
}

static void what_cannot_be_looked_at_is_not_cut_off(void **state)
{
    (void)state;
    system_calls.failing = 5; /* datasync */
    system_calls.error = EIO;
    system_calls.quiet = "fstat";
    system_calls.quiet_error = EIO;
    system_calls.quiet_failing = 3;
    file_fill("log.csv", LOG);
    assert_calls(append, "log.csv", TRACK_UNCONFIRMED, "log.csv: Input/output error", NULL);
    assert_int_equal(system_calls.quiet_seen, 3);
}

/* The lock */

static void a_lock_that_is_never_given_up_is_waited_for_ten_seconds(void **state)
{
    (void)state;
    struct log log = {0};
    struct buf error = {0};
    file_fill("log.csv", LOG);
    system_calls.always = "lock";
    system_calls.error = EWOULDBLOCK;
    assert_calls(append, "log.csv", TRACK_FAILED, "another program has held its lock for 10 seconds", NULL);
    assert_int_equal(system_calls.now, 11);
    assert_calls(replace, "log.csv", TRACK_FAILED, "another program has held its lock for 10 seconds", NULL);
    watch();
    enum track_status status = track_read("log.csv", TEXT_ALL, &utc, &log, &error);
    system_calls.on = false;
    assert_int_equal(status, TRACK_FAILED);
    assert_left("log.csv", LOG);
    log_free(&log);
    buf_free(&error);
}

static void a_file_system_without_locks_is_read_and_not_written(void **state)
{
    (void)state;
    struct log log = {0};
    struct buf error = {0};
    file_fill("log.csv", LOG);
    system_calls.always = "lock";
    system_calls.error = ENOLCK;
    assert_calls(append, "log.csv", TRACK_FAILED, "log.csv: No locks available", NULL);
    assert_calls(replace, "log.csv", TRACK_FAILED, "log.csv: No locks available", NULL);
    watch();
    enum track_status status = track_read("log.csv", TEXT_ALL, &utc, &log, &error);
    system_calls.on = false;
    assert_int_equal(status, TRACK_OK);
    assert_int_equal(log.count, 1);
    log_free(&log);
}

/* A file of the same bytes takes the name while the lock of the first is waited for. */
static void rename_at_the_first_lock(const char *word)
{
    if (strcmp(word, "lock") != 0 || access("other.csv", F_OK))
        return;
    assert_int_equal(renameat(AT_FDCWD, "other.csv", AT_FDCWD, "log.csv"), 0);
}

static void rename_at_every_lock(const char *word)
{
    if (strcmp(word, "lock") == 0) {
        file_fill("other.csv", LOG);
        rename_at_the_first_lock(word);
    }
}

static void a_log_that_was_renamed_over_is_opened_anew(void **state)
{
    (void)state;
    static door *const doors[] = {append, replace};
    for (int i = 0; i < 2; i++) {
        file_fill("log.csv", LOG);
        file_fill("other.csv", LOG);
        int old = openat(AT_FDCWD, "log.csv", O_RDONLY);
        system_calls.meanwhile = rename_at_the_first_lock;
        assert_calls(doors[i], "log.csv", TRACK_OK, "", NULL);
        static const char start[] =
            "open log.csv; lock log.csv alone; close log.csv; open log.csv; lock log.csv alone;";
        assert_memory_equal(system_calls.trace.bytes, start, sizeof start - 1);
        struct stat st;
        assert_int_equal(fstat(old, &st), 0);
        assert_int_equal(st.st_size, strlen(LOG));
        assert_true(i ? file_is("log.csv", HEADER) : file_is_but_for_id("log.csv", LOG ROW));
        close(old);
    }
}

static void unlink_at_the_first_lock(const char *word)
{
    if (strcmp(word, "lock") == 0 && access("gone", F_OK)) {
        file_fill("gone", "");
        assert_int_equal(unlinkat(AT_FDCWD, "log.csv", 0), 0);
    }
}

static void a_log_that_was_taken_away_is_made_anew(void **state)
{
    (void)state;
    file_fill("log.csv", LOG);
    system_calls.meanwhile = unlink_at_the_first_lock;
    assert_calls(append, "log.csv", TRACK_OK, "", NULL);
    assert_true(file_is_but_for_id("log.csv", HEADER ROW));
    assert_int_equal(unlink("gone"), 0);
    assert_calls(replace, "log.csv", TRACK_REFUSED, "there is no log yet", NULL);
}

static void a_log_that_is_renamed_over_again_and_again_is_given_up(void **state)
{
    (void)state;
    file_fill("log.csv", LOG);
    system_calls.meanwhile = rename_at_every_lock;
    assert_calls(append, "log.csv", TRACK_FAILED, "log.csv: it is replaced again and again", NULL);
    assert_calls(replace, "log.csv", TRACK_FAILED, "log.csv: it is replaced again and again", NULL);
    assert_left("log.csv", LOG);
}

static void a_folder_that_may_not_be_made_is_told_with_its_own_cause(void **state)
{
    (void)state;
    struct buf error = {0};
    system_calls.always = "mkdir";
    system_calls.error = EACCES;
    assert_int_equal(append("a/b/c/log.csv", &error), TRACK_FAILED);
    assert_string_equal(error.bytes, "a/b/c/log.csv: its directory can't be made: Permission denied");
    buf_clear(&error);
    system_calls.always = NULL;
    assert_int_equal(mkdir("there", 0700), 0);
    system_calls.always = "mkdir";
    assert_int_equal(append("there/log.csv", &error), TRACK_OK);
    system_calls.always = NULL;
    buf_free(&error);
}

/* What may be gone, or there, meanwhile */

static void unlink_at_the_hold(const char *word)
{
    if (strcmp(word, "hold") == 0)
        unlink("log.csv");
}

static void a_log_taken_away_under_the_lock_is_not_written(void **state)
{
    (void)state;
    system_calls.meanwhile = unlink_at_the_hold;
    assert_calls(append, "log.csv", TRACK_FAILED, "log.csv: No such file or directory", NULL);
    assert_left("log.csv", NULL);
    file_fill("log.csv", LOG);
    assert_calls(replace, "log.csv", TRACK_FAILED, "log.csv: No such file or directory", NULL);
    assert_left("log.csv", NULL);
    assert_left(TEMPORARY, NULL);
}

static void fill_at_the_lock(const char *word)
{
    if (strcmp(word, "lock") == 0)
        file_fill("log.csv", LOG);
}

static void a_new_log_that_somebody_else_fills_first_is_not_removed(void **state)
{
    (void)state;
    system_calls.meanwhile = fill_at_the_lock;
    system_calls.always = "datasync";
    system_calls.error = EIO;
    assert_calls(append, "log.csv", TRACK_FAILED, "log.csv: Input/output error", NULL);
    assert_left("log.csv", LOG);
}

static void a_write_that_takes_nothing_fails(void **state)
{
    (void)state;
    file_fill("log.csv", LOG);
    system_calls.writes_halved = 100;
    assert_calls(append, "log.csv", TRACK_FAILED, "log.csv: Input/output error", NULL);
    assert_true(system_calls.writes_halved > 80);
    assert_left("log.csv", LOG);
}

static void what_cannot_be_read_again_is_not_cut_off(void **state)
{
    (void)state;
    system_calls.failing = 5; /* datasync */
    system_calls.error = EIO;
    system_calls.quiet = "pread";
    system_calls.quiet_error = EIO;
    file_fill("log.csv", LOG);
    system_calls.quiet_failing = 99;
    assert_calls(append, "log.csv", TRACK_FAILED, "log.csv: Input/output error", NULL);
    system_calls.quiet_failing = system_calls.quiet_seen; /* the last look is at what was written */
    assert_calls(append, "log.csv", TRACK_UNCONFIRMED, "log.csv: Input/output error", NULL);
    assert_true(file_is_but_for_id("log.csv", LOG ROW));
}

static void a_new_file_whose_close_fails_as_well_is_told_by_its_first_trouble(void **state)
{
    (void)state;
    file_fill("log.csv", LOG);
    system_calls.failing = 7; /* write */
    system_calls.always = "close";
    system_calls.error = ENOSPC;
    assert_calls(replace, "log.csv", TRACK_FAILED, TEMPORARY ": No space left on device", NULL);
    assert_left("log.csv", LOG);
    assert_left(TEMPORARY, NULL);
}

static void a_folder_that_is_denied_but_there_is_gone_through(void **state)
{
    (void)state;
    static const int errors[] = {EEXIST, EISDIR, EROFS, EACCES};
    assert_int_equal(mkdir("there", 0700), 0);
    system_calls.always = "mkdir";
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        unlink("there/log.csv");
        system_calls.error = errors[i];
        assert_calls(append, "there/log.csv", TRACK_OK, "", NULL);
        assert_true(file_is_but_for_id("there/log.csv", HEADER ROW));
    }
    system_calls.error = EROFS;
    assert_calls(append, "a/log.csv", TRACK_FAILED, "its directory can't be made: Read-only file system",
                 NULL);
}

static void a_path_through_a_file_leads_nowhere(void **state)
{
    (void)state;
    static const char trouble[] = "log.csv/a/log.csv: Not a directory";
    file_fill("log.csv", LOG);
    for (size_t i = 0; i < sizeof all_doors / sizeof *all_doors; i++)
        assert_calls(all_doors[i], "log.csv/a/log.csv", TRACK_FAILED, trouble, NULL);
    assert_left("log.csv", LOG);
}

static enum track_status load(const char *path, struct buf *error)
{
    struct log log = {0};
    struct buf bytes = {0};
    watch();
    enum track_status status = track_load(path, &utc, &log, &bytes, error);
    system_calls.on = false;
    log_free(&log);
    buf_free(&bytes);
    return status;
}

static void a_load_that_fails_is_told_with_its_path(void **state)
{
    (void)state;
    file_fill("log.csv", LOG);
    system_calls.quiet = "pread";
    system_calls.quiet_error = EIO;
    system_calls.quiet_failing = 1;
    assert_calls(load, "log.csv", TRACK_FAILED, "log.csv: Input/output error", NULL);
    system_calls.quiet_error = 0; /* the file is shorter by now */
    assert_calls(load, "log.csv", TRACK_FAILED, "log.csv: Resource temporarily unavailable", NULL);
    system_calls.quiet_failing = 0;
    assert_calls(load, "log.csv", TRACK_OK, "", NULL);
}

/* The copy aside */

#define COPY "log.csv.bad-2026-11-23"

static enum track_status aside(const char *path, struct buf *error)
{
    char *copy;
    watch();
    enum track_status status = track_aside(path, view_of(FIRST), 20780 /* 2026-11-23 */, &copy, error);
    system_calls.on = false;
    assert_int_equal(status == TRACK_OK, copy != NULL);
    free(copy);
    return status;
}

static void a_copy_is_on_the_disk_with_its_folder_or_not_there(void **state)
{
    (void)state;
    file_fill("log.csv", LOG);
    assert_calls(aside, "log.csv", TRACK_OK, "",
                 "new " COPY "; write " COPY "; sync " COPY "; close " COPY "; open .; sync .; close .");
    assert_left(COPY, FIRST);
    system_calls.error = EIO;
    for (int k = 1; k <= 6; k++) {
        assert_int_equal(unlink(COPY), k == 1 ? 0 : -1);
        system_calls.failing = k;
        assert_calls(aside, "log.csv", TRACK_FAILED, "/" COPY ": Input/output error", NULL);
        assert_left(COPY, NULL);
    }
    system_calls.failing = 2; /* write */
    system_calls.always = "close";
    assert_calls(aside, "log.csv", TRACK_FAILED, "/" COPY ": Input/output error", NULL);
    assert_left(COPY, NULL);
}

#define WATCHED(test) cmocka_unit_test_setup_teardown(test, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WATCHED(an_append_is_one_write_under_the_lock_brought_to_the_disk),
        WATCHED(a_new_log_is_brought_to_the_disk_with_its_folders),
        WATCHED(a_new_log_behind_a_symlink_is_in_the_folder_that_is_synced),
        WATCHED(a_replace_syncs_the_new_file_before_and_the_folder_after_its_rename),
        WATCHED(a_reader_waits_for_writers_and_holds_nobody_up),
        WATCHED(a_call_that_fails_leaves_the_log_as_it_was_or_the_record_on_the_disk),
        WATCHED(an_interrupted_call_is_made_again),
        WATCHED(a_call_that_is_interrupted_without_end_is_given_up),
        WATCHED(a_write_that_takes_only_a_part_is_finished),
        WATCHED(a_part_of_a_record_is_cut_off_again),
        WATCHED(what_cannot_be_cut_off_is_unconfirmed),
        WATCHED(a_cut_that_is_interrupted_is_made_again),
        WATCHED(what_somebody_else_wrote_is_never_cut_off),
        WATCHED(a_replace_with_a_call_that_fails_leaves_one_log_or_the_other),
        WATCHED(a_part_of_a_new_file_is_never_installed),
        WATCHED(what_cannot_be_looked_at_is_said_and_left_alone),
        WATCHED(an_interrupted_look_is_made_again),
        WATCHED(a_log_that_shrinks_while_it_is_looked_at_is_left_alone),
        WATCHED(without_random_bytes_there_is_no_record),
        WATCHED(what_cannot_be_looked_at_is_not_cut_off),
        WATCHED(a_lock_that_is_never_given_up_is_waited_for_ten_seconds),
        WATCHED(a_file_system_without_locks_is_read_and_not_written),
        WATCHED(a_log_that_was_renamed_over_is_opened_anew),
        WATCHED(a_log_that_was_taken_away_is_made_anew),
        WATCHED(a_log_that_is_renamed_over_again_and_again_is_given_up),
        WATCHED(a_folder_that_may_not_be_made_is_told_with_its_own_cause),
        WATCHED(a_log_taken_away_under_the_lock_is_not_written),
        WATCHED(a_new_log_that_somebody_else_fills_first_is_not_removed),
        WATCHED(a_write_that_takes_nothing_fails),
        WATCHED(what_cannot_be_read_again_is_not_cut_off),
        WATCHED(a_new_file_whose_close_fails_as_well_is_told_by_its_first_trouble),
        WATCHED(a_folder_that_is_denied_but_there_is_gone_through),
        WATCHED(a_path_through_a_file_leads_nowhere),
        WATCHED(a_load_that_fails_is_told_with_its_path),
        WATCHED(a_copy_is_on_the_disk_with_its_folder_or_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
#else

int main(void)
{
    return 0;
}
#endif
