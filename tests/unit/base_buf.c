/* base/buf.h: bytes that grow, and reading and writing that signals interrupt, files refuse or end. */
#include "base/buf.h"

#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>
#include <wchar.h>

/* The calls of these tests: they stand before the C library's functions of the same name. */
static struct {
    int fails; /* how many calls fail first */
    int error; /* with what; 0: they take or give nothing, and say so */
    size_t most;
    int calls;
} kernel;

/* Whether this call is to fail; *LENGTH is what it may take. */
static bool refused(size_t *length)
{
    kernel.calls++;
    if (kernel.most && *length > kernel.most)
        *length = kernel.most;
    if (kernel.fails == 0)
        return false;
    kernel.fails--;
    errno = kernel.error;
    return true;
}

ssize_t read(int fd, void *bytes, size_t length)
{
    if (refused(&length))
        return kernel.error ? -1 : 0;
    return readv(fd, &(struct iovec){bytes, length}, 1);
}

ssize_t write(int fd, const void *bytes, size_t length)
{
    if (refused(&length))
        return kernel.error ? -1 : 0;
    return writev(fd, &(struct iovec){(void *)(uintptr_t)bytes, length}, 1);
}

static int start(void **state)
{
    memset(&kernel, 0, sizeof kernel);
    return make_folder(state);
}

static void an_untouched_one_is_the_empty_string(void **state)
{
    (void)state;
    struct buf buf = {0};
    assert_string_equal(buf_string(&buf), "");
    buf_clear(&buf);
    assert_null(buf.bytes);
    char *taken = buf_take(&buf);
    assert_string_equal(taken, "");
    free(taken);
    buf_free(&buf);
}

static void what_is_added_stands_in_order_with_a_nul_behind_it(void **state)
{
    (void)state;
    struct buf buf = {0};
    buf_text(&buf, "one ");
    buf_char(&buf, '2');
    buf_add(&buf, "\0three", 6);
    buf_add(&buf, NULL, 0);
    buf_printf(&buf, " %d%s", 4, "th");
    assert_int_equal(buf.length, 15);
    assert_memory_equal(buf.bytes, "one 2\0three 4th", 16);
    buf_free(&buf);
    assert_null(buf.bytes);
    assert_int_equal(buf.length, 0);
}

static void it_grows_and_keeps_what_it_holds(void **state)
{
    (void)state;
    struct buf buf = {0};
    for (int i = 0; i < 10000; i++)
        buf_char(&buf, (char)('a' + i % 26));
    for (int i = 0; i < 10000; i++)
        assert_int_equal(buf.bytes[i], 'a' + i % 26);
    assert_int_equal(buf.length, 10000);
    assert_true(buf.room > buf.length);
    buf_free(&buf);
}

static void what_is_reserved_fits_without_moving(void **state)
{
    (void)state;
    struct buf buf = {0};
    buf_reserve(&buf, 1000);
    const char *before = buf.bytes;
    for (int i = 0; i < 1000; i++)
        buf_char(&buf, 'x');
    assert_ptr_equal(buf.bytes, before);
    buf_free(&buf);
}

static void nothing_printed_adds_nothing(void **state)
{
    (void)state;
    struct buf buf = {0};
    buf_text(&buf, "kept");
    buf_printf(&buf, "%s", "");
    assert_string_equal(buf_string(&buf), "kept");
    buf_printf(&buf, "gone %lc", (wint_t)0xd800); /* half of a pair: no character anywhere */
    assert_string_equal(buf_string(&buf), "kept");
    buf_free(&buf);
}

static void one_that_is_cleared_is_empty_and_keeps_its_memory(void **state)
{
    (void)state;
    struct buf buf = {0};
    buf_text(&buf, "words");
    const char *before = buf.bytes;
    buf_clear(&buf);
    assert_int_equal(buf.length, 0);
    assert_string_equal(buf_string(&buf), "");
    assert_ptr_equal(buf.bytes, before);
    buf_free(&buf);
}

static void what_is_taken_is_the_callers_and_leaves_it_empty(void **state)
{
    (void)state;
    struct buf buf = {0};
    buf_text(&buf, "words");
    char *taken = buf_take(&buf);
    assert_string_equal(taken, "words");
    assert_null(buf.bytes);
    free(taken);
}

/* Writes TEXT into a pipe and adds what comes out of it to OUT. */
static bool through_a_pipe(const char *text, struct buf *out)
{
    int ends[2];
    char bytes[64];
    struct buf buf = {0};
    assert_int_equal(pipe(ends), 0);
    buf_text(&buf, text);
    bool done = buf_write(&buf, ends[1]);
    int error = errno;
    close(ends[1]);
    ssize_t got = readv(ends[0], &(struct iovec){bytes, sizeof bytes}, 1);
    assert_true(got >= 0);
    buf_add(out, bytes, (size_t)got);
    close(ends[0]);
    buf_free(&buf);
    errno = error;
    return done;
}

static void a_write_in_pieces_between_signals_is_whole(void **state)
{
    (void)state;
    struct buf out = {0};
    kernel.fails = 3;
    kernel.error = EINTR;
    kernel.most = 4;
    assert_true(through_a_pipe("ten bytes!", &out));
    assert_string_equal(buf_string(&out), "ten bytes!");
    assert_int_equal(kernel.calls, 6);
    buf_free(&out);
}

static void a_write_that_is_only_ever_interrupted_is_given_up(void **state)
{
    (void)state;
    struct buf out = {0};
    kernel.fails = 100000;
    kernel.error = EINTR;
    assert_false(through_a_pipe("words", &out));
    assert_int_equal(errno, EINTR);
    assert_int_equal(kernel.calls, 1001);
    assert_int_equal(out.length, 0);
    buf_free(&out);
}

static void a_write_that_fails_or_takes_nothing_is_said(void **state)
{
    (void)state;
    struct buf out = {0};
    kernel.fails = 1;
    kernel.error = ENOSPC;
    assert_false(through_a_pipe("words", &out));
    assert_int_equal(errno, ENOSPC);
    kernel.fails = 1;
    kernel.error = 0;
    assert_false(through_a_pipe("words", &out));
    assert_int_equal(errno, EIO);
    assert_int_equal(kernel.calls, 2);
    buf_free(&out);
}

static void a_file_is_appended_up_to_the_most(void **state)
{
    (void)state;
    struct buf buf = {0};
    file_fill("file", "ten bytes!");
    kernel.most = 4;
    assert_int_equal(buf_read_file(&buf, "file", 100), 0);
    assert_int_equal(buf_read_file(&buf, "file", 3), 0);
    assert_int_equal(buf_read_file(&buf, "file", 0), 0);
    assert_string_equal(buf_string(&buf), "ten bytes!ten");
    buf_free(&buf);
}

static void a_read_between_signals_is_whole_and_one_that_fails_is_said(void **state)
{
    (void)state;
    struct buf buf = {0};
    file_fill("file", "ten bytes!");
    kernel.fails = 2;
    kernel.error = EINTR;
    assert_int_equal(buf_read_file(&buf, "file", 100), 0);
    kernel.fails = 1;
    kernel.error = EIO;
    assert_int_equal(buf_read_file(&buf, "file", 100), EIO);
    kernel.fails = 100000;
    kernel.error = EINTR;
    assert_int_equal(buf_read_file(&buf, "file", 100), EINTR);
    assert_string_equal(buf_string(&buf), "ten bytes!");
    assert_int_equal(buf_read_file(&buf, "none", 100), ENOENT);
    buf_free(&buf);
}

#define STARTED(test) cmocka_unit_test_setup_teardown(test, start, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STARTED(an_untouched_one_is_the_empty_string),
        STARTED(what_is_added_stands_in_order_with_a_nul_behind_it),
        STARTED(it_grows_and_keeps_what_it_holds),
        STARTED(what_is_reserved_fits_without_moving),
        STARTED(nothing_printed_adds_nothing),
        STARTED(one_that_is_cleared_is_empty_and_keeps_its_memory),
        STARTED(what_is_taken_is_the_callers_and_leaves_it_empty),
        STARTED(a_write_in_pieces_between_signals_is_whole),
        STARTED(a_write_that_is_only_ever_interrupted_is_given_up),
        STARTED(a_write_that_fails_or_takes_nothing_is_said),
        STARTED(a_file_is_appended_up_to_the_most),
        STARTED(a_read_between_signals_is_whole_and_one_that_fails_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
