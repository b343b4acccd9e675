/* Another program: what it is given, what it says, and that it never outlasts its time. */
#define _DEFAULT_SOURCE /* wait4 */
#include "base/child.h"

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* The calls of these tests, which stand before the C library's: what the next of each fails with, or 0. */
static struct {
    int poll, read, wait, wait_long;
} kernel;

/* Whether this call fails; the next one does not. */
static bool fails(int *error)
{
    if (!*error)
        return false;
    errno = *error;
    *error = 0;
    return true;
}

int poll(struct pollfd *files, nfds_t count, int milliseconds)
{
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    return fails(&kernel.poll) ? -1 : (int)syscall(SYS_ppoll, files, count, &time, NULL, 8);
}

ssize_t read(int fd, void *bytes, size_t length)
{
    return fails(&kernel.read) ? -1 : readv(fd, &(struct iovec){bytes, length}, 1);
}

pid_t waitpid(pid_t pid, int *status, int options)
{
    return fails(options ? &kernel.wait : &kernel.wait_long) ? -1 : wait4(pid, status, options, NULL);
}

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

static void signals_between_cost_nothing_of_what_it_says(void **state)
{
    (void)state;
    struct buf out = {0};
    kernel.poll = kernel.read = kernel.wait = EINTR;
    assert_int_equal(sh("echo said; exit 6", "", 7200, &out), 6);
    assert_string_equal(buf_string(&out), "said\n");
    assert_int_equal(kernel.poll + kernel.read + kernel.wait, 0);
    kernel.wait_long = EINTR;
    assert_int_equal(sh("trap '' INT; while :; do sleep 0.1; done", "", 0.2, &out), CHILD_ENDED);
    assert_int_equal(kernel.wait_long, 0);
    buf_free(&out);
}

static void what_cannot_be_read_is_as_good_as_its_end(void **state)
{
    (void)state;
    struct buf out = {0};
    kernel.poll = ENOMEM;
    assert_int_equal(sh("exit 6", "", 20, &out), 6);
    kernel.read = EIO;
    assert_int_equal(sh("exit 6", "", 20, &out), 6);
    assert_int_equal(out.length, 0);
}

static void one_that_somebody_else_waited_for_counts_as_done(void **state)
{
    (void)state;
    struct buf out = {0};
    kernel.wait = ECHILD;
    assert_int_equal(sh("exit 6", "", 20, &out), 0);
    assert_true(wait4(-1, NULL, 0, NULL) > 0);
}

static void without_a_pipe_nothing_is_run(void **state)
{
    (void)state;
    struct buf out = {0};
    struct rlimit before, none;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none = before;
    none.rlim_cur = 0;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    int ended = sh("exit 6", "", 20, &out);
    int error = errno;
    setrlimit(RLIMIT_NOFILE, &before);
    assert_int_equal(ended, CHILD_NONE);
    assert_int_equal(error, EMFILE);
}

static void the_complaints_of_a_loud_one_are_ours(void **state)
{
    (void)state;
    struct buf out = {0};
    int ends[2], old = dup(STDERR_FILENO);
    char said[16] = "";
    const char *const argv[] = {"sh", "-c", "echo loud >&2", NULL};
    assert_int_equal(pipe(ends), 0);
    dup2(ends[1], STDERR_FILENO);
    int ended = child_run(argv, 20, true, &out);
    dup2(old, STDERR_FILENO);
    close(old);
    close(ends[1]);
    assert_int_equal(read(ends[0], said, sizeof said - 1), 5);
    close(ends[0]);
    assert_int_equal(ended, 0);
    assert_string_equal(said, "loud\n");
    assert_int_equal(out.length, 0);
}

/* Runs a line of sh with INPUT, and MOST bytes of output. */
static int talk(const char *line, const struct buf *input, size_t most, struct buf *out, struct buf *error)
{
    const char *const argv[] = {"sh", "-c", line, NULL};
    signal(SIGPIPE, SIG_IGN);
    struct child child = {argv, 20, input, out, most, error};
    return child_talk(&child);
}

static void what_it_is_given_goes_through_whole(void **state)
{
    (void)state;
    struct buf input = {0}, out = {0}, error = {0};
    for (int i = 0; i < 200000; i++)
        buf_printf(&input, "%d\n", i);
    kernel.poll = kernel.read = EINTR;
    assert_int_equal(talk("cat; echo talk >&2; exit 8", &input, SIZE_MAX, &out, &error), 8);
    assert_int_equal(out.length, input.length);
    assert_memory_equal(out.bytes, input.bytes, input.length);
    assert_string_equal(buf_string(&error), "talk\n");
    buf_free(&input);
    buf_free(&out);
    buf_free(&error);
}

static void what_it_does_not_read_is_let_go(void **state)
{
    (void)state;
    struct buf input = {0}, out = {0};
    for (int i = 0; i < 200000; i++)
        buf_printf(&input, "%d\n", i);
    assert_int_equal(talk("exec <&-; echo said; exit 9", &input, 100, &out, NULL), 9);
    assert_string_equal(buf_string(&out), "said\n");
    assert_int_equal(talk("exit 0", &input, 100, NULL, NULL), 0);
    buf_free(&input);
    buf_free(&out);
}

static void half_of_what_it_says_is_not_taken_for_all(void **state)
{
    (void)state;
    struct buf input = {0}, out = {0};
    buf_text(&input, "given");
    kernel.read = EIO;
    assert_int_equal(talk("cat", &input, 100, &out, NULL), CHILD_NONE);
    assert_int_equal(errno, EIO);
    kernel.poll = ENOMEM;
    assert_int_equal(talk("cat", &input, 100, &out, NULL), CHILD_NONE);
    assert_int_equal(errno, EIO);
    buf_clear(&out);
    assert_int_equal(talk("cat", &input, 5, &out, NULL), 0);
    assert_string_equal(buf_string(&out), "given");
    assert_int_equal(talk("cat", &input, 9, &out, NULL), CHILD_NONE);
    assert_int_equal(talk("cat", &input, 0, NULL, NULL), 0);
    buf_free(&input);
    buf_free(&out);
}

static void what_it_leaves_running_holds_nobody_up(void **state)
{
    (void)state;
    struct buf error = {0};
    double start = now();
    assert_int_equal(talk("sleep 30 >/dev/null & echo $! >&2", NULL, 0, NULL, &error), 0);
    assert_true(now() - start < 20);
    pid_t left = (pid_t)atoi(buf_string(&error));
    assert_true(left > 1);
    assert_int_equal(kill(left, SIGKILL), 0);
    buf_free(&error);
}

/* Runs a line of sh in front. */
static int front(const char *line, const struct buf *input)
{
    const char *const argv[] = {"sh", "-c", line, NULL};
    fflush(NULL);
    return child_front(argv, input);
}

static void what_is_in_front_ignores_and_blocks_nothing(void **state)
{
    (void)state;
    sigset_t blocked, before;
    sigfillset(&blocked);
    signal(SIGPIPE, SIG_IGN);
    sigprocmask(SIG_SETMASK, &blocked, &before);
    int piped = front("kill -PIPE $$; exit 3", NULL), ended = front("kill -TERM $$; exit 3", NULL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    assert_int_equal(piped, CHILD_ENDED);
    assert_int_equal(ended, CHILD_ENDED);
}

static void an_interrupt_is_for_what_is_in_front(void **state)
{
    (void)state;
    struct sigaction before;
    signal(SIGINT, SIG_DFL);
    signal(SIGQUIT, SIG_DFL);
    assert_int_equal(front("kill -INT $PPID; kill -QUIT $PPID; exit 7", NULL), 7);
    assert_int_equal(front("kill -INT $$; exit 7", NULL), CHILD_ENDED);
    assert_int_equal(sigaction(SIGINT, NULL, &before), 0);
    assert_true(before.sa_handler == SIG_DFL);
}

static void what_is_in_front_reads_as_much_as_it_wants(void **state)
{
    (void)state;
    struct buf input = {0};
    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < 100000; i++)
        buf_text(&input, "abc\n");
    assert_int_equal(front("test $(wc -c) -eq 400000", &input), 0);
    assert_int_equal(front("read -r line; test \"$line\" = abc", &input), 0);
    buf_free(&input);
}

static void the_shell_splits_what_a_person_wrote_but_not_the_path(void **state)
{
    (void)state;
    fflush(NULL);
    assert_int_equal(child_shell("sh -c 'test \"$1 $2\" = \"a b\"' sh a b", NULL, NULL), 0);
    assert_int_equal(child_shell("f() { test \"$1|$2\" = '--|-a  b'; }; f", "-a  b", NULL), 0);
    assert_int_equal(child_shell("exit 5;", NULL, NULL), 5);
}

static void what_can_not_be_put_in_front_is_told(void **state)
{
    (void)state;
    const char *const argv[] = {"no-such-program-of-ours", NULL};
    fflush(NULL);
    errno = 0;
    assert_int_equal(child_front(argv, NULL), CHILD_NONE);
    assert_int_equal(errno, ENOENT);
    errno = 0;
    assert_int_equal(child_shell("no-such-program-of-ours --fast", NULL, NULL), CHILD_NONE);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(child_shell("exit 126;", NULL, NULL), CHILD_NONE);
    assert_int_equal(errno, EACCES);
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
        cmocka_unit_test(signals_between_cost_nothing_of_what_it_says),
        cmocka_unit_test(what_cannot_be_read_is_as_good_as_its_end),
        cmocka_unit_test(one_that_somebody_else_waited_for_counts_as_done),
        cmocka_unit_test(without_a_pipe_nothing_is_run),
        cmocka_unit_test(the_complaints_of_a_loud_one_are_ours),
        cmocka_unit_test(what_it_is_given_goes_through_whole),
        cmocka_unit_test(what_it_does_not_read_is_let_go),
        cmocka_unit_test(half_of_what_it_says_is_not_taken_for_all),
        cmocka_unit_test(what_it_leaves_running_holds_nobody_up),
        cmocka_unit_test(what_is_in_front_ignores_and_blocks_nothing),
        cmocka_unit_test(an_interrupt_is_for_what_is_in_front),
        cmocka_unit_test(what_is_in_front_reads_as_much_as_it_wants),
        cmocka_unit_test(the_shell_splits_what_a_person_wrote_but_not_the_path),
        cmocka_unit_test(what_can_not_be_put_in_front_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
