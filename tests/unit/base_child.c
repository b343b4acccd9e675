/* Another program: what it is given, what it says, and that it never outlasts its time. */
#include "base/child.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* Runs a line of sh, whose $1 is WORD. */
static int sh(const char *line, const char *word, double seconds, struct buf *out)
{
    const char *const argv[] = {"sh", "-c", line, "sh", word, NULL};
    return child_run(argv, seconds, false, out);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void what_it_says_and_how_it_ended_comes_back(void **state)
{
    (void)state;
    struct buf out = {0};
    assert_int_equal(sh("printf '%s\\n' \"$1\"; echo talk >&2; exit 3", "$HOME; a 'b' \"c\"", 20, &out), 3);
    assert_string_equal(buf_string(&out), "$HOME; a 'b' \"c\"\n");
    buf_free(&out);
}

static void it_reads_nothing_and_can_be_interrupted(void **state)
{
    (void)state;
    struct buf out = {0};
    signal(SIGPIPE, SIG_IGN);
    sigset_t blocked;
    sigfillset(&blocked);
    sigprocmask(SIG_BLOCK, &blocked, NULL);
    assert_int_equal(sh("cat; kill -INT $$; exit 4", "", 20, &out), CHILD_ENDED);
    assert_int_equal(sh("kill -PIPE $$; exit 4", "", 20, &out), CHILD_ENDED);
    sigprocmask(SIG_UNBLOCK, &blocked, NULL);
    assert_int_equal(out.length, 0);
    buf_free(&out);
}

static void one_that_is_not_there_is_told_by_its_errno(void **state)
{
    (void)state;
    struct buf out = {0};
    const char *const argv[] = {"/nowhere/at all", NULL};
    assert_int_equal(child_run(argv, 20, false, &out), CHILD_NONE);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(out.length, 0);
}

static void one_that_takes_too_long_is_ended_and_what_it_said_stays(void **state)
{
    (void)state;
    struct buf out = {0};
    double start = now();
    assert_int_equal(sh("echo begun; exec sleep 60", "", 0.2, &out), CHILD_ENDED);
    assert_true(now() - start < 20);
    assert_string_equal(buf_string(&out), "begun\n");
    buf_free(&out);
}

static void one_that_will_not_end_is_killed(void **state)
{
    (void)state;
    struct buf out = {0};
    double start = now();
    assert_int_equal(sh("trap '' INT; while :; do sleep 0.1; done", "", 0.2, &out), CHILD_ENDED);
    assert_true(now() - start < 20);
    buf_free(&out);
}

static void one_that_says_without_end_costs_no_memory(void **state)
{
    (void)state;
    struct buf out = {0};
    assert_int_equal(sh("head -c 1000000 /dev/zero", "", 20, &out), 0);
    assert_in_range(out.length, 1, 65536);
    buf_free(&out);
}

static void one_that_closed_its_output_is_waited_for(void **state)
{
    (void)state;
    struct buf out = {0};
    assert_int_equal(sh("exec >&-; sleep 0.2; exit 5", "", 20, &out), 5);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_it_says_and_how_it_ended_comes_back),
        cmocka_unit_test(it_reads_nothing_and_can_be_interrupted),
        cmocka_unit_test(one_that_is_not_there_is_told_by_its_errno),
        cmocka_unit_test(one_that_takes_too_long_is_ended_and_what_it_said_stays),
        cmocka_unit_test(one_that_will_not_end_is_killed),
        cmocka_unit_test(one_that_says_without_end_costs_no_memory),
        cmocka_unit_test(one_that_closed_its_output_is_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
