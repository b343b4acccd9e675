/* The replace: the new log stands where the old one stood, with all that was beside its bytes; and whatever
 * comes in between, nothing is lost. */
#include "track.h"

#include "tests/unit/folder.h"
#include "tests/unit/rows.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define FIRST "2026-11-23T19:24:05+01:00,kindness,\"helped\",7,,,,,k7q2mh4tzn0c"
#define SECOND "2026-11-23T21:02:11+01:00,shift,\"a, \"\"b\"\"\",,8,4,3.25,others,k1b9s0d4x7wq"
#define THIRD "2026-11-24T08:00:00+01:00,mood,\"\",6.5,,,,,kzzzzzzzzzzz"
#define LOG HEADER FIRST "\n" SECOND "\n" THIRD "\n"
#define TEMPORARY ".log.csv.kind-tmp"

enum { NOBODY = 65534 };

static const struct clock utc = {.fixed = true};

/* The order of these calls is tests/unit/track_calls.c's; here thousands of them would only take time. */
int fsync(int fd)
{
    (void)fd;
    return 0;
}

int fdatasync(int fd)
{
    return fsync(fd);
}

static void assert_none(const char *path)
{
    struct stat st;
    assert_int_equal(lstat(path, &st), -1);
    assert_int_equal(errno, ENOENT);
}

static struct stat stat_of(const char *path)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return st;
}

static void assert_says(struct buf *error, const char *part)
{
    if (!strstr(buf_string(error), part))
        fail_msg("'%s' does not say '%s'", buf_string(error), part);
    buf_free(error);
}

/* The replace, and what its change does */

struct plan {
    const char *fresh; /* NULL: the log as it was */
    enum track_status status;
    const char *why;        /* said with it, NULL for nothing */
    void (*meanwhile)(int); /* told how often it was called before */
    int calls;
    char seen[sizeof LOG]; /* the start of the log as the last call got it */
};

static enum track_status change(struct view old, void *context, struct buf *out, struct buf *error)
{
    struct plan *plan = context;
    assert_int_equal(out->length, 0);
    snprintf(plan->seen, sizeof plan->seen, "%.*s", (int)old.length, old.bytes);
    if (plan->meanwhile)
        plan->meanwhile(plan->calls);
    plan->calls++;
    if (plan->why)
        buf_text(error, plan->why);
    if (plan->fresh)
        buf_text(out, plan->fresh);
    else
        buf_add(out, old.bytes, old.length);
    return plan->status;
}

static void assert_replaces(const char *path, const char *fresh)
{
    struct plan plan = {.fresh = fresh};
    struct buf error = {0};
    if (track_replace(path, change, &plan, &error) != TRACK_OK)
        fail_msg("%s", buf_string(&error));
    assert_int_equal(error.length, 0);
    assert_int_equal(plan.calls, 1);
    assert_file(path, fresh);
}

/* The replace ends with STATUS and words that hold PART, before anybody is asked for a change if UNASKED. */
static void assert_fails(const char *path, enum track_status status, const char *part, bool unasked)
{
    struct plan plan = {.fresh = HEADER};
    struct buf error = {0};
    assert_int_equal(track_replace(path, change, &plan, &error), status);
    assert_int_equal(plan.calls, unasked ? 0 : 1);
    assert_says(&error, part);
}

static void what_the_change_makes_stands(void **state)
{
    (void)state;
    struct plan plan = {.fresh = HEADER SECOND "\n"};
    struct buf error = {0};
    file_fill("log.csv", LOG);
    struct stat before = stat_of("log.csv");
    assert_int_equal(track_replace("log.csv", change, &plan, &error), TRACK_OK);
    assert_string_equal(plan.seen, LOG);
    assert_file("log.csv", HEADER SECOND "\n");
    assert_true(stat_of("log.csv").st_ino != before.st_ino);
    assert_none(TEMPORARY);
}

static void a_log_may_become_empty_or_huge(void **state)
{
    (void)state;
    struct buf huge = {0};
    buf_text(&huge, HEADER);
    while (huge.length < 5000000)
        buf_text(&huge, FIRST "\n");
    file_fill("log.csv", LOG);
    assert_replaces("log.csv", "");
    assert_replaces("log.csv", huge.bytes);
    assert_replaces("log.csv", LOG);
    buf_free(&huge);
}

static void the_same_bytes_make_no_new_file(void **state)
{
    (void)state;
    struct plan plan = {0};
    struct buf error = {0};
    file_fill("log.csv", LOG);
    assert_int_equal(link("log.csv", "twin.csv"), 0);
    struct stat before = stat_of("log.csv");
    assert_int_equal(track_replace("log.csv", change, &plan, &error), TRACK_OK);
    struct stat after = stat_of("log.csv");
    assert_true(before.st_ino == after.st_ino);
    assert_true(before.st_mtim.tv_sec == after.st_mtim.tv_sec &&
                before.st_mtim.tv_nsec == after.st_mtim.tv_nsec);
    assert_file("log.csv", LOG);
    assert_int_equal(error.length, 0);
}

static void what_the_change_refuses_stays_as_it_is(void **state)
{
    (void)state;
    static const enum track_status all[] = {TRACK_REFUSED, TRACK_FAILED};
    file_fill("log.csv", LOG);
    struct stat before = stat_of("log.csv");
    for (size_t i = 0; i < 2; i++) {
        struct plan plan = {.fresh = HEADER, .status = all[i], .why = "it is not wanted"};
        struct buf error = {0};
        assert_int_equal(track_replace("log.csv", change, &plan, &error), all[i]);
        assert_string_equal(error.bytes, "it is not wanted");
        buf_free(&error);
    }
    assert_true(stat_of("log.csv").st_ino == before.st_ino);
    assert_file("log.csv", LOG);
    assert_none(TEMPORARY);
}

/* What the path may name */

static void a_symlink_stays_one_and_its_target_is_replaced(void **state)
{
    struct buf absolute = {0};
    buf_printf(&absolute, "%s/there/it.csv", (char *)*state);
    assert_int_equal(mkdir("there", 0700), 0);
    assert_int_equal(mkdir("here", 0700), 0);
    assert_int_equal(symlink("../there/it.csv", "here/relative"), 0);
    assert_int_equal(symlink("relative", "here/chain"), 0);
    assert_int_equal(symlink(absolute.bytes, "absolute"), 0);
    assert_int_equal(symlink("there", "folder"), 0);
    /* A temporary of the symlink's own folder would not be on the target's file system. */
    assert_int_equal(mkdir("here/.chain.kind-tmp", 0700), 0);
    static const char *const links[] = {"here/relative", "here/chain", "absolute", "folder/it.csv"};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        struct stat st;
        file_fill("there/it.csv", LOG);
        assert_replaces(links[i], HEADER);
        assert_file("there/it.csv", HEADER);
        assert_none("there/.it.csv.kind-tmp");
        assert_int_equal(lstat(links[i], &st), 0);
        assert_true(i == 3 || S_ISLNK(st.st_mode));
    }
    buf_free(&absolute);
}

static void a_log_with_further_names_is_refused(void **state)
{
    (void)state;
    file_fill("log.csv", LOG);
    assert_int_equal(link("log.csv", "twin.csv"), 0);
    struct stat before = stat_of("log.csv");
    assert_fails("log.csv", TRACK_REFUSED, "log.csv has 2 names", false);
    assert_file("log.csv", LOG);
    assert_true(stat_of("log.csv").st_ino == before.st_ino);
    assert_true(stat_of("twin.csv").st_ino == before.st_ino);
    assert_none(TEMPORARY);
    assert_int_equal(unlink("twin.csv"), 0);
    assert_replaces("log.csv", HEADER);
}

static void a_log_that_is_not_there_is_refused_and_not_made(void **state)
{
    (void)state;
    assert_int_equal(symlink("nowhere.csv", "dangling"), 0);
    assert_fails("log.csv", TRACK_REFUSED, "log.csv: there is no log yet", true);
    assert_fails("dangling", TRACK_REFUSED, "dangling: there is no log yet", true);
    assert_fails("a/log.csv", TRACK_REFUSED, "a/log.csv: there is no log yet", true);
    assert_none("log.csv");
    assert_none("nowhere.csv");
    assert_none("a");
}

static void a_log_that_is_not_there_can_be_brought_and_stays_only_if_something_is_in_it(void **state)
{
    (void)state;
    static const struct plan none[] = {{.status = TRACK_REFUSED}, {.status = TRACK_FAILED}, {.fresh = NULL}};
    struct buf error = {0};
    assert_int_equal(symlink("target.csv", "link"), 0);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        struct plan plan = none[i];
        assert_int_equal(track_make("a/b/log.csv", change, &plan, &error), none[i].status);
        assert_int_equal(plan.calls, 1);
        assert_none("a/b/log.csv");
        plan = none[i];
        assert_int_equal(track_make("link", change, &plan, &error), none[i].status);
        assert_none("target.csv");
    }
    struct plan plan = {.fresh = LOG};
    assert_int_equal(track_make("a/b/log.csv", change, &plan, &error), TRACK_OK);
    assert_file("a/b/log.csv", LOG);
    assert_int_equal(mode_of("a/b/log.csv"), 0600);
    assert_int_equal(track_make("link", change, &plan, &error), TRACK_OK);
    assert_file("target.csv", LOG);
    struct plan refused = {.fresh = HEADER, .status = TRACK_REFUSED};
    assert_int_equal(track_make("link", change, &refused, &error), TRACK_REFUSED);
    assert_file("target.csv", LOG);
    assert_int_equal(unlink("a/b/log.csv") | rmdir("a/b") | rmdir("a"), 0);
    buf_free(&error);
}

static void what_is_no_regular_file_is_refused_at_once(void **state)
{
    (void)state;
    static const char *const paths[] = {"fifo", ".", "/dev/null", "link"};
    assert_int_equal(mkfifo("fifo", 0600), 0);
    assert_int_equal(symlink("fifo", "link"), 0);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        assert_fails(paths[i], TRACK_REFUSED, paths[i], true);
}

static void a_path_that_leads_nowhere_fails_and_is_named(void **state)
{
    (void)state;
    file_fill("log.csv", LOG);
    assert_int_equal(symlink("loop", "loop"), 0);
    assert_fails("loop", TRACK_FAILED, "loop: ", true);
    assert_fails("log.csv/log.csv", TRACK_FAILED, "log.csv/log.csv: ", true);
}

/* What is kept beside the bytes */

static void the_mode_is_kept_whatever_the_mask(void **state)
{
    (void)state;
    static const mode_t modes[] = {0640, 0600, 0664, 0666, 0444, 0400, 01755}, masks[] = {0, 0777};
    for (size_t i = 0; i < 2 * sizeof modes / sizeof *modes; i++) {
        mode_t mode = modes[i / 2], mask = masks[i % 2];
        if (geteuid() != 0 && !(mode & 0200))
            continue;
        unlink("log.csv");
        file_fill("log.csv", LOG);
        assert_int_equal(chmod("log.csv", mode), 0);
        mode_t usual = umask(mask);
        struct plan plan = {.fresh = HEADER};
        struct buf error = {0};
        enum track_status status = track_replace("log.csv", change, &plan, &error);
        assert_int_equal(umask(usual), mask);
        assert_int_equal(status, TRACK_OK);
        assert_int_equal(mode_of("log.csv"), mode);
        assert_file("log.csv", HEADER);
    }
}

static void the_owner_and_the_group_are_kept(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip();
    file_fill("log.csv", LOG);
    assert_int_equal(chown("log.csv", 1234, 2345), 0);
    assert_int_equal(chmod("log.csv", 02640), 0);
    assert_replaces("log.csv", HEADER);
    struct stat st = stat_of("log.csv");
    assert_int_equal(st.st_uid, 1234);
    assert_int_equal(st.st_gid, 2345);
    assert_int_equal(st.st_mode & 07777, 02640);
}

/* Runs WHAT in a process without root's rights, the current folder its own. It returns 0 if all was well. */
static void as_nobody(int (*what)(void))
{
    fflush(NULL);
    if (geteuid() == 0)
        assert_int_equal(chown(".", NOBODY, NOBODY), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        char here[4096];
        if ((geteuid() == 0 && (setgid(NOBODY) || setuid(NOBODY))) || !getcwd(here, sizeof here))
            _exit(98);
        char *real = realpath(here, NULL); /* TMPDIR may be root's alone */
        bool reached = real != NULL;
        free(real);
        _exit(reached ? what() : 99);
    }
    int ended;
    assert_true(waitpid(child, &ended, 0) == child);
    assert_true(WIFEXITED(ended));
    if (WEXITSTATUS(ended) == 99)
        skip();
    assert_int_equal(WEXITSTATUS(ended), 0);
}

/* 0 if a replace fails with words that hold PART, or is done if PART is NULL. */
static int tried(const char *path, const char *part)
{
    struct plan plan = {.fresh = HEADER};
    struct buf error = {0};
    enum track_status status = track_replace(path, change, &plan, &error);
    if (part ? status == TRACK_FAILED && strstr(buf_string(&error), part) : status == TRACK_OK)
        return 0;
    fprintf(stderr, "%d: %s\n", (int)status, buf_string(&error));
    return 1;
}

static int try_read_only_file(void)
{
    return tried("log.csv", "log.csv: Permission denied");
}

static int try_read_only_folder(void)
{
    return tried("log.csv", TEMPORARY ": Permission denied");
}

static int try_foreign_file(void)
{
    return tried("log.csv", "its owner can't be kept");
}

static int try_own_file(void)
{
    return tried("log.csv", NULL);
}

static void a_file_that_may_not_be_written_stays_as_it_is(void **state)
{
    (void)state;
    file_fill("log.csv", LOG);
    assert_int_equal(chmod("log.csv", 0444), 0);
    as_nobody(try_read_only_file);
    assert_file("log.csv", LOG);
}

static void a_folder_that_may_not_be_written_stays_as_it_is(void **state)
{
    (void)state;
    file_fill("log.csv", LOG);
    assert_int_equal(chmod("log.csv", 0666), 0);
    assert_int_equal(chmod(".", 0555), 0);
    as_nobody(try_read_only_folder);
    assert_file("log.csv", LOG);
    assert_int_equal(chmod(".", 0755), 0);
    if (geteuid() == 0)
        assert_int_equal(chown("log.csv", NOBODY, NOBODY), 0);
    as_nobody(try_own_file);
    assert_file("log.csv", HEADER);
}

static void a_file_of_somebody_else_stays_his(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip();
    file_fill("log.csv", LOG);
    assert_int_equal(chmod("log.csv", 0666), 0);
    as_nobody(try_foreign_file);
    assert_file("log.csv", LOG);
    assert_int_equal(stat_of("log.csv").st_uid, 0);
    assert_none(TEMPORARY);
}

/* What a crash left behind */

static void a_stale_temporary_is_no_obstacle(void **state)
{
    (void)state;
    struct stat st;
    file_fill("log.csv", LOG);
    file_fill("precious", "mine");
    file_fill(TEMPORARY, "a longer text than the one that comes in its place\n" LOG);
    assert_int_equal(chmod(TEMPORARY, 0400), 0);
    assert_replaces("log.csv", HEADER);
    assert_int_equal(symlink("precious", TEMPORARY), 0);
    assert_replaces("log.csv", LOG);
    assert_int_equal(lstat("log.csv", &st), 0);
    assert_true(S_ISREG(st.st_mode));
    assert_int_equal(link("precious", TEMPORARY), 0);
    assert_replaces("log.csv", HEADER);
    assert_int_equal(symlink("made", TEMPORARY), 0);
    assert_replaces("log.csv", LOG);
    assert_file("precious", "mine");
    assert_none("made");
    assert_none(TEMPORARY);
}

static void a_folder_in_the_temporarys_place_leaves_the_log_alone(void **state)
{
    (void)state;
    file_fill("log.csv", LOG);
    assert_int_equal(mkdir(TEMPORARY, 0700), 0);
    assert_fails("log.csv", TRACK_FAILED, TEMPORARY ": ", false);
    assert_file("log.csv", LOG);
    assert_int_equal(rmdir(TEMPORARY), 0);
}

/* Others at the log */

static void lock_is_held(int calls)
{
    (void)calls;
    int fd = open("log.csv", O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(flock(fd, LOCK_SH | LOCK_NB), -1);
    assert_int_equal(errno, EWOULDBLOCK);
    close(fd);
}

static void the_change_is_made_under_a_lock_of_its_own(void **state)
{
    (void)state;
    struct plan plan = {.fresh = HEADER, .meanwhile = lock_is_held};
    struct buf error = {0};
    file_fill("log.csv", LOG);
    assert_int_equal(track_replace("log.csv", change, &plan, &error), TRACK_OK);
    int fd = open("log.csv", O_RDONLY);
    assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
    close(fd);
}

/* Holds the lock of the log until another one has its name. */
static void hold_and_rename(int told)
{
    int fd = open("log.csv", O_RDONLY);
    if (fd < 0 || flock(fd, LOCK_EX) || write(told, "x", 1) != 1)
        _exit(1);
    nanosleep(&(struct timespec){.tv_nsec = 200000000}, NULL);
    _exit(rename("other.csv", "log.csv") != 0);
}

static void a_log_replaced_during_the_wait_is_read_anew(void **state)
{
    (void)state;
    struct plan plan = {.fresh = HEADER SECOND "\n"};
    struct buf error = {0};
    int told[2], ended;
    char byte;
    file_fill("log.csv", LOG);
    file_fill("other.csv", HEADER FIRST "\n");
    assert_int_equal(pipe(told), 0);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child)
        hold_and_rename(told[1]);
    assert_int_equal(read(told[0], &byte, 1), 1);
    assert_int_equal(track_replace("log.csv", change, &plan, &error), TRACK_OK);
    assert_true(waitpid(child, &ended, 0) == child);
    assert_true(WIFEXITED(ended) && WEXITSTATUS(ended) == 0);
    assert_string_equal(plan.seen, HEADER FIRST "\n");
    assert_file("log.csv", HEADER SECOND "\n");
    close(told[0]);
    close(told[1]);
}

static void append_once(int calls)
{
    if (!calls)
        file_extend("log.csv", FIRST "\n");
}

/* The length stays, and the time of the change does not. */
static void overwrite_once(int calls)
{
    if (calls)
        return;
    struct timespec times[2] = {{.tv_sec = 5}, {.tv_sec = 5}};
    int fd = open("log.csv", O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, "K", 1, (off_t)strlen(HEADER FIRST) - 12), 1);
    assert_int_equal(futimens(fd, times), 0);
    close(fd);
}

/* Sets the time of the log's last change, ST's for the rest. */
static void touch(const struct stat *st, time_t seconds, long nanoseconds)
{
    struct timespec times[2] = {st->st_atim, {.tv_sec = seconds, .tv_nsec = nanoseconds}};
    assert_int_equal(utimensat(AT_FDCWD, "log.csv", times, 0), 0);
}

static void touch_by_a_nanosecond(int calls)
{
    struct stat st = stat_of("log.csv");
    if (!calls)
        touch(&st, st.st_mtim.tv_sec, (st.st_mtim.tv_nsec + 1) % 1000000000);
}

static void touch_by_a_second(int calls)
{
    struct stat st = stat_of("log.csv");
    if (!calls)
        touch(&st, st.st_mtim.tv_sec - 1, st.st_mtim.tv_nsec);
}

static void append_at_the_same_time(int calls)
{
    struct stat st = stat_of("log.csv");
    append_once(calls);
    if (!calls)
        touch(&st, st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
}

/* Size and times of the new file are those of the old one. */
static void rename_once(int calls)
{
    if (calls)
        return;
    struct stat st = stat_of("log.csv");
    struct timespec times[2] = {st.st_atim, st.st_mtim};
    file_fill("other.csv", LOG);
    assert_int_equal(truncate("other.csv", st.st_size), 0);
    assert_int_equal(utimensat(AT_FDCWD, "other.csv", times, 0), 0);
    assert_int_equal(rename("other.csv", "log.csv"), 0);
}

static void a_log_that_moves_on_without_locks_is_read_anew(void **state)
{
    (void)state;
    static void (*const moves[])(int) = {append_once,       overwrite_once,          touch_by_a_nanosecond,
                                         touch_by_a_second, append_at_the_same_time, rename_once};
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        struct plan plan = {.fresh = HEADER, .meanwhile = moves[i]};
        struct buf error = {0};
        file_fill("log.csv", HEADER FIRST "\n");
        assert_int_equal(track_replace("log.csv", change, &plan, &error), TRACK_OK);
        assert_int_equal(plan.calls, 2);
        assert_int_equal(error.length, 0);
        assert_file("log.csv", HEADER);
        assert_none(TEMPORARY);
    }
}

static void nothing_appended_during_the_change_is_lost(void **state)
{
    (void)state;
    struct buf error = {0};
    struct plan plan = {.meanwhile = append_once};
    file_fill("log.csv", HEADER);
    /* The first call returns the log as it was before the append: nothing to do, and the row is there. */
    assert_int_equal(track_replace("log.csv", change, &plan, &error), TRACK_OK);
    assert_file("log.csv", HEADER FIRST "\n");
}

static void append_always(int calls)
{
    (void)calls;
    file_extend("log.csv", "x\n");
}

static void a_log_that_never_stands_still_is_left_alone(void **state)
{
    (void)state;
    struct plan plan = {.fresh = HEADER, .meanwhile = append_always};
    struct buf error = {0};
    file_fill("log.csv", LOG);
    assert_int_equal(track_replace("log.csv", change, &plan, &error), TRACK_FAILED);
    assert_says(&error, "log.csv: it is replaced again and again");
    assert_true(plan.calls > 1);
    assert_int_equal(stat_of("log.csv").st_size, strlen(LOG) + 2 * (size_t)plan.calls);
    assert_none(TEMPORARY);
}

/* When the system fails */

static void a_full_disk_leaves_the_log_as_it_was(void **state)
{
    (void)state;
    struct buf fresh = {0};
    buf_text(&fresh, HEADER);
    for (int i = 0; i < 100; i++)
        buf_text(&fresh, FIRST "\n");
    for (rlim_t limit = 0; limit <= fresh.length; limit += fresh.length / 8) {
        file_fill("log.csv", LOG);
        fflush(NULL);
        pid_t child = fork();
        assert_true(child >= 0);
        if (!child) {
            struct plan plan = {.fresh = fresh.bytes};
            struct buf error = {0};
            setrlimit(RLIMIT_FSIZE, &(struct rlimit){limit, limit});
            enum track_status status = track_replace("log.csv", change, &plan, &error);
            _exit(strstr(buf_string(&error), TEMPORARY ": File too large") ? (int)status : 50 + (int)status);
        }
        int ended;
        assert_true(waitpid(child, &ended, 0) == child);
        assert_true(WIFEXITED(ended));
        bool fits = limit == fresh.length;
        assert_int_equal(WEXITSTATUS(ended), fits ? 50 + TRACK_OK : TRACK_FAILED);
        assert_file("log.csv", fits ? fresh.bytes : LOG);
        assert_none(TEMPORARY);
    }
    buf_free(&fresh);
}

static bool signals_held(void)
{
    sigset_t held;
    sigprocmask(SIG_SETMASK, NULL, &held);
    return sigismember(&held, SIGINT) && sigismember(&held, SIGTERM) && sigismember(&held, SIGHUP);
}

static void die_unless_held(int calls)
{
    (void)calls;
    if (!signals_held())
        _exit(9);
}

static void signals_are_held_from_the_lock_on(void **state)
{
    (void)state;
    file_fill("log.csv", LOG);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        struct plan plan = {.fresh = HEADER, .meanwhile = die_unless_held};
        struct buf error = {0};
        bool before = signals_held();
        enum track_status status = track_replace("log.csv", change, &plan, &error);
        _exit(before || status != TRACK_OK || !signals_held());
    }
    int ended;
    assert_true(waitpid(child, &ended, 0) == child);
    assert_true(WIFEXITED(ended));
    assert_int_equal(WEXITSTATUS(ended), 0);
}

/* One record changed */

static enum track_status swap(const char *old, const char *fresh, struct buf *error)
{
    return track_swap("log.csv", view_of(old), view_of(fresh), &utc, error);
}

/* In a log BEFORE the record OLD becomes FRESH, and the log AFTER. */
static void assert_swaps(const char *before, const char *old, const char *fresh, const char *after)
{
    struct buf error = {0};
    file_fill("log.csv", before);
    if (swap(old, fresh, &error) != TRACK_OK)
        fail_msg("%s", buf_string(&error));
    assert_int_equal(error.length, 0);
    assert_file("log.csv", after);
}

static void a_record_is_taken_out_with_its_line(void **state)
{
    (void)state;
    assert_swaps(LOG, FIRST, "", HEADER SECOND "\n" THIRD "\n");
    assert_swaps(LOG, SECOND, "", HEADER FIRST "\n" THIRD "\n");
    assert_swaps(LOG, THIRD, "", HEADER FIRST "\n" SECOND "\n");
    assert_swaps(HEADER FIRST "\n", FIRST, "", HEADER);
    assert_swaps(HEADER FIRST, FIRST, "", HEADER);
    assert_swaps(HEADER FIRST "\n" SECOND, SECOND, "", HEADER FIRST "\n");
    assert_swaps(FIRST "\n", FIRST, "", "");
    assert_swaps(NAMES "\r\n" FIRST "\r\n" SECOND "\r\n", FIRST, "", NAMES "\r\n" SECOND "\r\n");
}

static void a_record_is_put_in_the_place_of_another(void **state)
{
    (void)state;
    assert_swaps(LOG, SECOND, THIRD, HEADER FIRST "\n" THIRD "\n" THIRD "\n");
    assert_swaps(HEADER FIRST, FIRST, THIRD, HEADER THIRD);
    assert_swaps("\xef\xbb\xbf" NAMES "\r\n" FIRST "\r\n\r\n", FIRST, THIRD,
                 "\xef\xbb\xbf" NAMES "\r\n" THIRD "\r\n\r\n");
}

static void of_twins_the_last_is_taken(void **state)
{
    (void)state;
    assert_swaps(HEADER FIRST "\n" SECOND "\n" FIRST "\n" THIRD "\n", FIRST, "",
                 HEADER FIRST "\n" SECOND "\n" THIRD "\n");
}

static void a_record_that_shares_its_line_leaves_the_rest_of_it(void **state)
{
    (void)state;
    assert_swaps(HEADER "2026-11-23T19:24:05+01:00,kind" FIRST "\n" THIRD "\n", FIRST, SECOND,
                 HEADER "2026-11-23T19:24:05+01:00,kind" SECOND "\n" THIRD "\n");
    assert_swaps(HEADER "2026-11-23T19:24:05+01:00,kind" FIRST "\n" THIRD "\n", FIRST, "",
                 HEADER "2026-11-23T19:24:05+01:00,kind\n" THIRD "\n");
}

static void a_record_that_is_gone_is_not_swapped(void **state)
{
    (void)state;
    static const char *const others[] = {"", FIRST "x", "2026-11-23T19:24:05+01:00", SECOND};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct buf error = {0};
        file_fill("log.csv", HEADER FIRST "\n");
        assert_int_equal(swap(others[i], THIRD, &error), TRACK_REFUSED);
        assert_says(&error, "log.csv: the record was changed or taken out meanwhile");
        assert_file("log.csv", HEADER FIRST "\n");
    }
}

static void a_file_that_is_no_log_is_not_swapped_and_named(void **state)
{
    (void)state;
    struct buf error = {0};
    file_fill("log.csv", "hello\n" FIRST "\n");
    assert_int_equal(swap(FIRST, "", &error), TRACK_REFUSED);
    assert_says(&error, "log.csv:1: no column 'time'");
    assert_file("log.csv", "hello\n" FIRST "\n");
}

static void a_swap_that_would_cost_another_record_is_refused(void **state)
{
    (void)state;
    /* Without the first record the damaged header would have one column more than its rows. */
    static const char text[] = NAMES "," FIRST "\n" SECOND "\n";
    struct buf error = {0};
    file_fill("log.csv", text);
    assert_int_equal(swap(FIRST, "", &error), TRACK_REFUSED);
    assert_says(&error, "log.csv:1: this change would cost a record");
    assert_file("log.csv", text);
}

/* track_take_out, with the signals as they were. */
static enum track_status take_out(const struct view *rows, size_t count, struct buf *error)
{
    sigset_t mask;
    sigprocmask(SIG_SETMASK, NULL, &mask);
    enum track_status status = track_take_out("log.csv", rows, count, &utc, error);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    return status;
}

static void several_records_are_taken_out_at_once(void **state)
{
    (void)state;
    struct buf error = {0};
    struct view rows[] = {view_of(THIRD), view_of(FIRST)};
    file_fill("log.csv", LOG);
    assert_int_equal(take_out(rows, 2, &error), TRACK_OK);
    assert_file("log.csv", HEADER SECOND "\n");
    /* Of twins the last, in a line of its own or not. */
    file_fill("log.csv", HEADER FIRST "\n" SECOND "\n\nx" FIRST "\r\n" THIRD);
    assert_int_equal(take_out(rows, 2, &error), TRACK_OK);
    assert_file("log.csv", HEADER FIRST "\n" SECOND "\n\nx\r\n");
}

static void of_rows_that_are_the_same_as_many_are_taken_out(void **state)
{
    (void)state;
    struct buf error = {0};
    struct view rows[] = {view_of(FIRST), view_of(SECOND), view_of(FIRST)};
    file_fill("log.csv", HEADER FIRST "\n" THIRD "\n" FIRST "\n" SECOND "\n" FIRST "\n");
    assert_int_equal(take_out(rows, 3, &error), TRACK_OK);
    assert_file("log.csv", HEADER FIRST "\n" THIRD "\n");
    assert_int_equal(take_out(rows, 3, &error), TRACK_REFUSED);
    buf_free(&error);
    assert_file("log.csv", HEADER FIRST "\n" THIRD "\n");
}

static void a_twin_is_not_taken_out_for_another_record(void **state)
{
    (void)state;
    struct buf error = {0};
    struct view rows[] = {view_of(FIRST), view_of(SECOND)};
    file_fill("log.csv", HEADER SECOND "\n" FIRST "\n" FIRST "\n");
    assert_int_equal(take_out(rows, 2, &error), TRACK_OK);
    assert_file("log.csv", HEADER FIRST "\n");
}

static void of_several_records_none_is_taken_out_if_one_is_gone(void **state)
{
    (void)state;
    struct buf error = {0};
    struct view rows[] = {view_of(SECOND), view_of(THIRD), view_of(FIRST)};
    file_fill("log.csv", HEADER SECOND "\n" FIRST "\n");
    assert_int_equal(take_out(rows, 3, &error), TRACK_REFUSED);
    assert_says(&error, "log.csv: one of the records was changed or taken out meanwhile");
    assert_file("log.csv", HEADER SECOND "\n" FIRST "\n");
}

/* A file of whole rows, damaged ones and what stands between them. */
static void random_log(uint64_t *seed, struct buf *text)
{
    static const char *const heads[] = {HEADER,    HEADER, "\xef\xbb\xbf" HEADER, NAMES "\r\n", NAMES,
                                        NAMES ",", "",     "time,pra\n" HEADER};
    static const char *const pieces[] = {
        FIRST "\n",
        SECOND "\n",
        THIRD "\r\n",
        FIRST,
        SECOND,
        "\n",
        " \r\n",
        "2026-11-23T19:24:05+01:00,kindness,\"open\n",
        "2026-11-23T19:24:05+01:00,kindness,\"open",
        "2026-11-23T19:24:05+01:00,kindness,\"two\r\nlines\",7,,,,,k7q2mh4tzn0d\n",
        "2026-11-23T19:24:05Z,mood,,7,,,,,\n",
        "\"",
        "tail\",7,,,,,k7q2mh4tzn0e\n",
        "=======\n",
        HEADER,
        "garbage",
        ",,,,,,,,\n"};
    buf_clear(text);
    buf_text(text, heads[random_below(seed, sizeof heads / sizeof *heads)]);
    for (size_t n = random_below(seed, 10); n > 0; n--)
        buf_text(text, pieces[random_below(seed, sizeof pieces / sizeof *pieces)]);
    if (text->length && random_below(seed, 3) == 0)
        text->bytes[random_below(seed, text->length)] = "\n\",\r;x"[random_below(seed, 6)];
}

static bool is_row(const struct record *record, const char *row, size_t length)
{
    struct view view = record_row(record);
    return view.length == length && (!length || memcmp(view.bytes, row, length) == 0);
}

/* Swaps record AT of the log TEXT; whether it was done. The other records are there afterwards, in their
 * order. */
static bool check_swap(const struct buf *text, const struct log *before, size_t at, const char *fresh)
{
    struct buf error = {0}, old = {0};
    struct log after = {0};
    struct view row = record_row(&before->records[at]);
    buf_add(&old, row.bytes, row.length);
    file_renew("log.csv", text->bytes, strlen(text->bytes));
    enum track_status status = swap(old.bytes, fresh, &error);
    if (status == TRACK_REFUSED) {
        assert_says(&error, "this change would cost a record");
        assert_file("log.csv", text->bytes);
        assert_true(before->fault_count || text->bytes[text->length - 1] != '\n');
    } else {
        assert_int_equal(status, TRACK_OK);
        size_t last = at, there = 0;
        for (size_t i = at; i < before->count; i++)
            if (is_row(&before->records[i], old.bytes, old.length))
                last = i;
        assert_int_equal(track_read("log.csv", TEXT_ALL, &utc, &after, &error), TRACK_OK);
        assert_int_equal(after.count, before->count - !*fresh);
        for (size_t i = 0; i < before->count; i++) {
            row = record_row(&before->records[i]);
            if (i != last)
                assert_true(is_row(&after.records[there++], row.bytes, row.length));
            else if (*fresh)
                assert_true(is_row(&after.records[there++], fresh, strlen(fresh)));
        }
    }
    log_free(&after);
    buf_free(&old);
    return status == TRACK_OK;
}

static void any_file_keeps_its_other_records_and_most_take_a_swap(void **state)
{
    (void)state;
    static const char *const rows[] = {"", THIRD, "2026-11-23T19:24:05Z,mood,,7,,,,,",
                                       "2026-11-23T19:24:05Z,mood,\"two\nlines\",7,,,,,k7q2mh4tzn0f"};
    struct buf text = {0};
    uint64_t seed = 9;
    int done = 0, tries = 0;
    for (int run = 0; run < 3000; run++) {
        struct log log = {0};
        struct buf error = {0};
        random_log(&seed, &text);
        if (track_parse(text.bytes, text.length, TEXT_ALL, &utc, &log, &error) == TRACK_OK && log.count) {
            tries++;
            done += check_swap(&text, &log, random_below(&seed, log.count), rows[random_below(&seed, 4)]);
        }
        buf_free(&error);
        log_free(&log);
    }
    assert_true(tries > 1000);
    assert_true(done > tries - tries / 5);
    buf_free(&text);
}

/* The last record of the log BEFORE with the columns of WHICH taken from ENTRY; the log is AFTER then. */
static void assert_alters(const char *before, const char *old, unsigned which, const struct entry *entry,
                          const char *fresh, const char *after)
{
    struct buf error = {0}, row = {0};
    file_fill("log.csv", before);
    enum track_status status =
        track_alter("log.csv", view_of(old), which, entry, &utc, NULL, NULL, &row, &error);
    if (status != TRACK_OK)
        fail_msg("%s", buf_string(&error));
    assert_string_equal(buf_string(&row), fresh);
    assert_file("log.csv", after);
    buf_free(&row);
}

static void a_record_is_altered_in_its_columns_and_nowhere_else(void **state)
{
    (void)state;
    struct entry entry = entry_at((struct moment){0, 0}, PRACTICE_MOOD);
    entry.note = "new";
    entry.note_length = 3;
    entry.mood = 75;
    unsigned mood = COLUMN_BIT(COLUMN_MOOD), note = COLUMN_BIT(COLUMN_NOTE);
#define BETTER "2026-11-23T19:24:05+01:00,kindness,\"helped\",7.5,,,,,k7q2mh4tzn0c"
    assert_alters(LOG, FIRST, mood, &entry, BETTER, HEADER BETTER "\n" SECOND "\n" THIRD "\n");
#define OLD "k7q2mh4tzn0c; \"sun; \"\"rain\"\"\" ;\"two\r\nlines\";;mood;2026-11-23T19:24:05Z"
#define NEW "k7q2mh4tzn0c; \"sun; \"\"rain\"\"\" ;\"new\";7.5;mood;2026-11-23T19:24:05Z"
#define OTHERS "\xef\xbb\xbfid;weather;note;mood;practice;time\r\n"
    assert_alters(OTHERS OLD "\r\n", OLD, mood | note, &entry, NEW, OTHERS NEW "\r\n");
    assert_alters(OTHERS OLD, OLD, mood | note, &entry, NEW, OTHERS NEW);
}

static void what_has_no_column_is_not_altered_and_named(void **state)
{
    (void)state;
    static const char text[] = "time,practice\n2026-11-23T19:24:05Z,mood\n";
    struct buf error = {0}, row = {0};
    struct entry entry = entry_at((struct moment){0, 0}, PRACTICE_MOOD);
    file_fill("log.csv", text);
    enum track_status status = track_alter("log.csv", view_of("2026-11-23T19:24:05Z,mood"),
                                           COLUMN_BIT(COLUMN_TIME) | COLUMN_BIT(COLUMN_MOOD), &entry, &utc,
                                           NULL, NULL, &row, &error);
    assert_int_equal(status, TRACK_REFUSED);
    assert_says(&error, "log.csv: the header has no column 'mood' to put it in");
    assert_file("log.csv", text);
    buf_free(&row);
}

static void a_record_is_altered_where_the_header_is_lost(void **state)
{
    (void)state;
    struct entry entry = entry_at((struct moment){0, 0}, PRACTICE_MOOD);
    entry.mood = 75;
    assert_alters(FIRST "\n", FIRST, COLUMN_BIT(COLUMN_MOOD), &entry, BETTER, BETTER "\n");
}

static void log_stands(void *context, struct view old, struct view fresh, struct view log)
{
    (void)old;
    assert_file("log.csv", LOG);
    buf_printf(context, "%.*s %.*s;", (int)fresh.length, fresh.bytes, (int)log.length, log.bytes);
}

static void an_alteration_is_told_before_it_stands(void **state)
{
    (void)state;
    struct buf error = {0}, row = {0}, told = {0}, want = {0};
    struct entry entry = entry_at((struct moment){0, 0}, PRACTICE_MOOD);
    entry.mood = 75;
    file_fill("log.csv", LOG);
    enum track_status status = track_alter("log.csv", view_of(FIRST), COLUMN_BIT(COLUMN_MOOD), &entry, &utc,
                                           log_stands, &told, &row, &error);
    assert_int_equal(status, TRACK_OK);
    assert_string_equal(row.bytes, BETTER);
    struct buf log = file_bytes("log.csv");
    buf_printf(&want, "%s %s;", BETTER, log.bytes);
    assert_string_equal(told.bytes, want.bytes);
    buf_free(&log);
    buf_free(&row);
    buf_free(&told);
    buf_free(&want);
}

static void other_bytes_of_the_same_length_are_installed(void **state)
{
    (void)state;
    file_fill("log.csv", HEADER "one\n");
    assert_replaces("log.csv", HEADER "two\n");
}

static void unlink_once(int calls)
{
    if (!calls)
        unlink("log.csv");
}

static void a_log_taken_away_during_the_change_is_not_brought_back(void **state)
{
    (void)state;
    struct plan plan = {.fresh = HEADER, .meanwhile = unlink_once};
    struct buf error = {0};
    file_fill("log.csv", LOG);
    assert_int_equal(track_replace("log.csv", change, &plan, &error), TRACK_REFUSED);
    assert_int_equal(plan.calls, 1);
    assert_says(&error, "log.csv: there is no log yet");
    assert_none("log.csv");
    assert_none(TEMPORARY);
}

/* A log that is made */

static void a_log_that_is_not_there_can_be_made_with_its_folders(void **state)
{
    (void)state;
    static const char *const names[] = {"log.csv", "a/b/log.csv"};
    for (size_t i = 0; i < 2; i++) {
        struct plan plan = {.fresh = LOG};
        struct buf error = {0};
        assert_int_equal(track_make(names[i], change, &plan, &error), TRACK_OK);
        assert_string_equal(plan.seen, "");
        assert_file(names[i], LOG);
        assert_int_equal(mode_of(names[i]), 0600);
    }
    assert_none(TEMPORARY);
}

static void a_log_that_is_there_is_not_made_but_replaced(void **state)
{
    (void)state;
    struct plan plan = {.fresh = HEADER SECOND "\n"};
    struct buf error = {0};
    file_fill("log.csv", LOG);
    assert_int_equal(track_make("log.csv", change, &plan, &error), TRACK_OK);
    assert_string_equal(plan.seen, LOG);
    assert_file("log.csv", HEADER SECOND "\n");
}

static void a_log_made_for_nothing_goes_and_one_that_was_empty_stays(void **state)
{
    (void)state;
    static const enum track_status all[] = {TRACK_OK, TRACK_REFUSED, TRACK_FAILED};
    for (size_t i = 0; i < 3; i++)
        for (int there = 0; there < 2; there++) {
            struct plan plan = {.fresh = all[i] ? LOG : "", .status = all[i]};
            struct buf error = {0};
            if (there)
                file_fill("log.csv", "");
            assert_int_equal(track_make("log.csv", change, &plan, &error), all[i]);
            if (there) {
                assert_file("log.csv", "");
                assert_int_equal(unlink("log.csv"), 0);
            }
            assert_none("log.csv");
            buf_free(&error);
        }
}

static void what_comes_into_a_log_that_is_being_made_stays(void **state)
{
    (void)state;
    struct plan plan = {.fresh = LOG, .meanwhile = append_once};
    struct buf error = {0};
    assert_int_equal(track_make("log.csv", change, &plan, &error), TRACK_OK);
    assert_int_equal(plan.calls, 2);
    assert_string_equal(plan.seen, FIRST "\n");
    assert_file("log.csv", LOG);
}

static void a_log_that_is_filled_while_its_making_is_refused_stays(void **state)
{
    (void)state;
    struct plan plan = {.fresh = LOG, .status = TRACK_REFUSED, .meanwhile = append_once};
    struct buf error = {0};
    assert_int_equal(track_make("log.csv", change, &plan, &error), TRACK_REFUSED);
    assert_file("log.csv", FIRST "\n");
}

static void a_temporary_stands_beside_its_log(void **state)
{
    (void)state;
    static const char *const names[][2] = {{"/a/log.csv", "/a/" TEMPORARY}, {"log.csv", TEMPORARY}};
    for (size_t i = 0; i < 2; i++) {
        char *name = track_temporary(names[i][0]);
        assert_string_equal(name, names[i][1]);
        free(name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_the_change_makes_stands),
        IN_FOLDER(a_log_may_become_empty_or_huge),
        IN_FOLDER(the_same_bytes_make_no_new_file),
        IN_FOLDER(what_the_change_refuses_stays_as_it_is),
        IN_FOLDER(a_symlink_stays_one_and_its_target_is_replaced),
        IN_FOLDER(a_log_with_further_names_is_refused),
        IN_FOLDER(a_log_that_is_not_there_is_refused_and_not_made),
        IN_FOLDER(a_log_that_is_not_there_can_be_brought_and_stays_only_if_something_is_in_it),
        IN_FOLDER(what_is_no_regular_file_is_refused_at_once),
        IN_FOLDER(a_path_that_leads_nowhere_fails_and_is_named),
        IN_FOLDER(the_mode_is_kept_whatever_the_mask),
        IN_FOLDER(the_owner_and_the_group_are_kept),
        IN_FOLDER(a_file_that_may_not_be_written_stays_as_it_is),
        IN_FOLDER(a_folder_that_may_not_be_written_stays_as_it_is),
        IN_FOLDER(a_file_of_somebody_else_stays_his),
        IN_FOLDER(a_stale_temporary_is_no_obstacle),
        IN_FOLDER(a_folder_in_the_temporarys_place_leaves_the_log_alone),
        IN_FOLDER(the_change_is_made_under_a_lock_of_its_own),
        IN_FOLDER(a_log_replaced_during_the_wait_is_read_anew),
        IN_FOLDER(a_log_that_moves_on_without_locks_is_read_anew),
        IN_FOLDER(nothing_appended_during_the_change_is_lost),
        IN_FOLDER(a_log_that_never_stands_still_is_left_alone),
        IN_FOLDER(a_full_disk_leaves_the_log_as_it_was),
        IN_FOLDER(signals_are_held_from_the_lock_on),
        IN_FOLDER(a_record_is_taken_out_with_its_line),
        IN_FOLDER(a_record_is_put_in_the_place_of_another),
        IN_FOLDER(several_records_are_taken_out_at_once),
        IN_FOLDER(of_rows_that_are_the_same_as_many_are_taken_out),
        IN_FOLDER(a_twin_is_not_taken_out_for_another_record),
        IN_FOLDER(of_several_records_none_is_taken_out_if_one_is_gone),
        IN_FOLDER(of_twins_the_last_is_taken),
        IN_FOLDER(a_record_that_shares_its_line_leaves_the_rest_of_it),
        IN_FOLDER(a_record_that_is_gone_is_not_swapped),
        IN_FOLDER(a_file_that_is_no_log_is_not_swapped_and_named),
        IN_FOLDER(a_swap_that_would_cost_another_record_is_refused),
        IN_FOLDER(any_file_keeps_its_other_records_and_most_take_a_swap),
        IN_FOLDER(a_record_is_altered_in_its_columns_and_nowhere_else),
        IN_FOLDER(what_has_no_column_is_not_altered_and_named),
        IN_FOLDER(a_record_is_altered_where_the_header_is_lost),
        IN_FOLDER(an_alteration_is_told_before_it_stands),
        IN_FOLDER(other_bytes_of_the_same_length_are_installed),
        IN_FOLDER(a_log_taken_away_during_the_change_is_not_brought_back),
        IN_FOLDER(a_log_that_is_not_there_can_be_made_with_its_folders),
        IN_FOLDER(a_log_that_is_there_is_not_made_but_replaced),
        IN_FOLDER(a_log_made_for_nothing_goes_and_one_that_was_empty_stays),
        IN_FOLDER(what_comes_into_a_log_that_is_being_made_stays),
        IN_FOLDER(a_log_that_is_filled_while_its_making_is_refused_stays),
        IN_FOLDER(a_temporary_stands_beside_its_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
