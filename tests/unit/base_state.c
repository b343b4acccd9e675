/* Small files that only this machine needs: where they are, and that they are there wholly or not at all. */
#define _DEFAULT_SOURCE /* syscall, flock */
#include "base/state.h"

#include "tests/unit/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

/* In the current folder, which is the home. */
#define PLACE ".local/state/kind"

/* The calls of these tests, which stand before the C library's: what each fails with, or 0. */
static struct {
    int flock, flock_times, fsync, close, mkdir;
} kernel;

static int answer(int error, long really)
{
    if (!error)
        return (int)really;
    errno = error;
    return -1;
}

int flock(int fd, int how)
{
    if (kernel.flock_times == 0)
        return (int)syscall(SYS_flock, fd, how);
    kernel.flock_times--;
    return answer(kernel.flock, 0);
}

int fsync(int fd)
{
    return answer(kernel.fsync, fdatasync(fd));
}

int close(int fd)
{
    return answer(kernel.close, syscall(SYS_close, fd));
}

int mkdir(const char *path, mode_t mode)
{
    return kernel.mkdir ? answer(kernel.mkdir, 0) : mkdirat(AT_FDCWD, path, mode);
}

static int home_begin(void **state)
{
    memset(&kernel, 0, sizeof kernel);
    if (make_folder(state))
        return -1;
    unsetenv("XDG_STATE_HOME");
    return setenv("HOME", *state, 1);
}

static int home_end(void **state)
{
    memset(&kernel, 0, sizeof kernel);
    return remove_folder(state);
}

static struct buf text(const char *words)
{
    struct buf bytes = {0};
    buf_text(&bytes, words);
    return bytes;
}

static void holds(const char *words)
{
    struct buf found = {0};
    assert_true(state_read("x", &found));
    assert_string_equal(buf_string(&found), words);
    buf_free(&found);
}

static void write_words(const char *words)
{
    struct buf bytes = text(words);
    assert_true(state_write("x", &bytes));
    buf_free(&bytes);
}

/* How many files are in FOLDER. */
static int entries(const char *folder)
{
    int count = 0;
    DIR *open = opendir(folder);
    assert_non_null(open);
    while (readdir(open))
        count++;
    closedir(open);
    return count - 2; /* itself and the one above */
}

static void a_relative_or_empty_place_is_none(void **state)
{
    char want[4096], *path;
    setenv("XDG_STATE_HOME", "relative", 1);
    path = state_path("x");
    snprintf(want, sizeof want, "%s/" PLACE "/x", (char *)*state);
    assert_string_equal(path, want);
    free(path);
    setenv("HOME", "", 1);
    assert_null(state_path("x"));
    struct buf bytes = text("words"), found = {0};
    errno = 0;
    assert_false(state_write("x", &bytes));
    assert_int_equal(errno, ENOENT);
    assert_false(state_read("x", &found));
    assert_int_equal(errno, ENOENT);
    assert_int_equal(state_open("x"), -1);
    assert_int_equal(errno, ENOENT);
    buf_free(&bytes);
    setenv("HOME", *state, 1);
}

static void what_is_written_is_read_back_and_is_for_the_owner_alone(void **state)
{
    (void)state;
    write_words("one\n");
    write_words("two\n");
    holds("two\n");
    assert_int_equal(mode_of(PLACE "/x"), 0600);
    assert_int_equal(mode_of(PLACE), 0700);
    assert_int_equal(entries(PLACE), 1);
}

static void an_absolute_xdg_state_home_comes_first(void **state)
{
    char place[4096], *path;
    snprintf(place, sizeof place, "%s/state", (char *)*state);
    setenv("XDG_STATE_HOME", place, 1);
    write_words("here\n");
    holds("here\n");
    path = state_path("x");
    assert_memory_equal(path, place, strlen(place));
    assert_int_equal(access(path, F_OK), 0);
    free(path);
}

static void a_folder_in_the_place_of_one_stays_and_no_temporary_file(void **state)
{
    (void)state;
    struct buf bytes = text("words");
    assert_int_equal(mkdir(".local", 0700) | mkdir(".local/state", 0700) | mkdir(PLACE, 0700), 0);
    assert_int_equal(mkdir(PLACE "/x", 0700), 0);
    assert_false(state_write("x", &bytes));
    assert_int_not_equal(errno, 0);
    assert_int_equal(state_open("x"), -1);
    assert_int_equal(errno, EISDIR);
    assert_int_equal(entries(PLACE), 1);
    buf_free(&bytes);
}

static void an_opened_one_is_refilled_with_less_or_more(void **state)
{
    (void)state;
    struct buf little = text("little\n"), much = text("a little more\n");
    int fd = state_open("x");
    assert_true(fd >= 0);
    holds("");
    assert_true(state_refill(fd, &much));
    holds("a little more\n");
    assert_true(state_refill(fd, &little));
    holds("little\n");
    close(fd);
    buf_free(&little);
    buf_free(&much);
}

static void two_do_not_have_one_open_at_once(void **state)
{
    (void)state;
    int fd = state_open("x");
    assert_true(fd >= 0);
    assert_int_equal(state_open("x"), -1);
    assert_int_equal(errno, EWOULDBLOCK);
    close(fd);
    fd = state_open("x");
    assert_true(fd >= 0);
    close(fd);
}

static void a_lock_is_waited_for_through_signals_and_one_that_cannot_be_had_is_said(void **state)
{
    (void)state;
    kernel.flock = EINTR;
    kernel.flock_times = 2;
    int fd = state_open("x");
    assert_true(fd >= 0);
    assert_int_equal(kernel.flock_times, 0);
    close(fd);
    kernel.flock = ENOLCK;
    kernel.flock_times = 1;
    assert_int_equal(state_open("x"), -1);
    assert_int_equal(errno, ENOLCK);
}

static void a_folder_that_is_made_is_brought_to_the_disk(void **state)
{
    (void)state;
    kernel.fsync = EIO;
    for (int folder = 0; folder < 3; folder++) {
        assert_int_equal(state_open("x"), -1);
        assert_int_equal(errno, EIO);
    }
    int fd = state_open("x");
    assert_true(fd >= 0);
    close(fd);
}

/* That "new" can't be written over "old" and fails with ERROR, and that nothing else is left. */
static void assert_old_stays(int error)
{
    struct buf bytes = text("new\n");
    bool done = state_write("x", &bytes);
    int found = errno;
    memset(&kernel, 0, sizeof kernel);
    buf_free(&bytes);
    assert_false(done);
    assert_int_equal(found, error);
    holds("old\n");
    assert_int_equal(entries(PLACE), 1);
}

static void a_disk_that_fails_leaves_the_old_and_no_temporary_file(void **state)
{
    (void)state;
    write_words("old\n");
    kernel.fsync = EIO;
    assert_old_stays(EIO);
    kernel.mkdir = EIO;
    assert_old_stays(EIO);
    kernel.close = EIO;
    assert_old_stays(EIO);
}

static void a_disk_that_is_full_leaves_the_old_and_no_temporary_file(void **state)
{
    (void)state;
    struct rlimit before, none;
    write_words("old\n");
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    none = before;
    none.rlim_cur = 0;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
    struct buf bytes = text("new\n");
    bool done = state_write("x", &bytes);
    int error = errno;
    setrlimit(RLIMIT_FSIZE, &before);
    buf_free(&bytes);
    assert_false(done);
    assert_int_equal(error, EFBIG);
    holds("old\n");
    assert_int_equal(entries(PLACE), 1);
}

static void folders_that_are_there_need_not_be_makeable(void **state)
{
    static const int errors[] = {EEXIST, EISDIR, EROFS, EACCES};
    (void)state;
    write_words("old\n");
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        kernel.mkdir = errors[i];
        write_words("new\n");
        int fd = state_open("x");
        assert_true(fd >= 0);
        close(fd);
    }
    kernel.mkdir = EIO;
    assert_int_equal(state_open("x"), -1);
    assert_int_equal(errno, EIO);
}

static void without_a_home_there_is_no_place(void **state)
{
    struct buf bytes = text("new\n");
    unsetenv("HOME");
    assert_null(state_path("x"));
    assert_false(state_write("x", &bytes));
    assert_int_equal(errno, ENOENT);
    assert_int_equal(state_open("x"), -1);
    assert_int_equal(errno, ENOENT);
    setenv("HOME", *state, 1);
    buf_free(&bytes);
}

static void one_that_cannot_be_refilled_is_said(void **state)
{
    struct buf bytes = text("new\n"), none = {0};
    (void)state;
    write_words("old\n");
    char *path = state_path("x");
    int fd = open(path, O_RDONLY);
    free(path);
    assert_true(fd >= 0);
    assert_false(state_refill(fd, &bytes));
    assert_int_equal(errno, EBADF);
    assert_false(state_refill(fd, &none));
    assert_false(state_refill(-1, &bytes));
    close(fd);
    buf_free(&bytes);
    holds("old\n");
}

int main(void)
{
#define IN_HOME(test) cmocka_unit_test_setup_teardown(test, home_begin, home_end)
    const struct CMUnitTest tests[] = {
        IN_HOME(a_relative_or_empty_place_is_none),
        IN_HOME(what_is_written_is_read_back_and_is_for_the_owner_alone),
        IN_HOME(an_absolute_xdg_state_home_comes_first),
        IN_HOME(a_folder_in_the_place_of_one_stays_and_no_temporary_file),
        IN_HOME(an_opened_one_is_refilled_with_less_or_more),
        IN_HOME(two_do_not_have_one_open_at_once),
        IN_HOME(a_lock_is_waited_for_through_signals_and_one_that_cannot_be_had_is_said),
        IN_HOME(a_folder_that_is_made_is_brought_to_the_disk),
        IN_HOME(a_disk_that_fails_leaves_the_old_and_no_temporary_file),
        IN_HOME(a_disk_that_is_full_leaves_the_old_and_no_temporary_file),
        IN_HOME(folders_that_are_there_need_not_be_makeable),
        IN_HOME(without_a_home_there_is_no_place),
        IN_HOME(one_that_cannot_be_refilled_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
