/* Small files that only this machine needs: where they are, and that they are there wholly or not at all. */
#include "base/state.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static int scene_begin(void **state)
{
    char *home = calloc(1, 64);
    if (!home)
        return -1;
    strcpy(home, "/tmp/kind-state-XXXXXX");
    if (!mkdtemp(home))
        return -1;
    setenv("HOME", home, 1);
    unsetenv("XDG_STATE_HOME");
    *state = home;
    return 0;
}

static int scene_end(void **state)
{
    static const char *const left[] = {
        "/.local/state/kind/x", "/.local/state/kind", "/.local/state", "/.local",
        "/state/kind/x",        "/state/kind",        "/state"};
    char *home = *state;
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s%s", home, left[i]);
        remove(path);
    }
    int failed = rmdir(home);
    free(home);
    return failed;
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

static void a_relative_or_empty_place_is_none(void **state)
{
    char want[128], *path;
    setenv("XDG_STATE_HOME", "relative", 1);
    path = state_path("x");
    snprintf(want, sizeof want, "%s/.local/state/kind/x", (char *)*state);
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
    state_remove("x");
    buf_free(&bytes);
    setenv("HOME", *state, 1);
}

static void what_is_written_is_read_back_and_is_for_the_owner_alone(void **state)
{
    char path[128];
    struct stat st;
    write_words("one\n");
    write_words("two\n");
    holds("two\n");
    snprintf(path, sizeof path, "%s/.local/state/kind/x", (char *)*state);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    *strrchr(path, '/') = '\0';
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    assert_int_equal(st.st_nlink, 2);
}

static void an_absolute_xdg_state_home_comes_first(void **state)
{
    char place[128], *path;
    snprintf(place, sizeof place, "%s/state", (char *)*state);
    setenv("XDG_STATE_HOME", place, 1);
    write_words("here\n");
    holds("here\n");
    path = state_path("x");
    assert_memory_equal(path, place, strlen(place));
    assert_int_equal(access(path, F_OK), 0);
    free(path);
}

static void one_that_is_removed_is_not_there_and_may_be_removed_again(void **state)
{
    (void)state;
    struct buf found = {0};
    write_words("one\n");
    state_remove("x");
    assert_false(state_read("x", &found));
    assert_int_equal(errno, ENOENT);
    state_remove("x");
}

static void what_can_not_be_written_leaves_the_old_and_no_temporary_file(void **state)
{
    char path[128];
    struct buf bytes = text("words");
    struct stat st;
    /* A folder stands where the file would be. */
    snprintf(path, sizeof path, "%s/.local/state/kind/x", (char *)*state);
    write_words("old\n");
    state_remove("x");
    assert_int_equal(mkdir(path, 0700), 0);
    assert_false(state_write("x", &bytes));
    assert_int_not_equal(errno, 0);
    assert_int_equal(state_open("x"), -1);
    assert_int_equal(errno, EISDIR);
    *strrchr(path, '/') = '\0';
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_nlink, 3);
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
    pid_t other = fork();
    if (other == 0) {
        int second = state_open("x");
        _exit(second < 0 && errno == EWOULDBLOCK ? 7 : 0);
    }
    int status;
    assert_int_equal(waitpid(other, &status, 0), other);
    assert_int_equal(WEXITSTATUS(status), 7);
    close(fd);
    fd = state_open("x");
    assert_true(fd >= 0);
    close(fd);
}

int main(void)
{
#define IN_HOME(test) cmocka_unit_test_setup_teardown(test, scene_begin, scene_end)
    const struct CMUnitTest tests[] = {
        IN_HOME(a_relative_or_empty_place_is_none),
        IN_HOME(what_is_written_is_read_back_and_is_for_the_owner_alone),
        IN_HOME(an_absolute_xdg_state_home_comes_first),
        IN_HOME(one_that_is_removed_is_not_there_and_may_be_removed_again),
        IN_HOME(what_can_not_be_written_leaves_the_old_and_no_temporary_file),
        IN_HOME(an_opened_one_is_refilled_with_less_or_more),
        IN_HOME(two_do_not_have_one_open_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
