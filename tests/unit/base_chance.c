/* base/chance.h: the stream of a seed, and what the kernel gives, withholds or gives in pieces. */
#include "base/chance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

/* The kernel of these tests: it stands before the C library's functions of the same names. */
static struct {
    int error;       /* what every call fails with, or 0 */
    int interrupted; /* how many calls a signal interrupts first */
    size_t most;     /* how many bytes one call gives */
    int calls;
    int no_device;    /* what opening the device fails with, or 0 */
    int device_fails; /* how many reads fail first */
    int device_error; /* with what; 0: they find its end */
} kernel;

ssize_t getrandom(void *bytes, size_t length, unsigned int flags)
{
    assert_int_equal(flags, 0);
    kernel.calls++;
    if (kernel.interrupted > 0) {
        kernel.interrupted--;
        errno = EINTR;
        return -1;
    }
    if (kernel.error) {
        errno = kernel.error;
        return -1;
    }
    size_t given = length < kernel.most ? length : kernel.most;
    memset(bytes, 'a' + kernel.calls, given);
    return (ssize_t)given;
}

int open(const char *path, int flags, ...)
{
    int mode = 0;
    if (flags & O_CREAT) {
        va_list args;
        va_start(args, flags);
        mode = va_arg(args, int);
        va_end(args);
    }
    if (kernel.no_device && strcmp(path, "/dev/urandom") == 0) {
        errno = kernel.no_device;
        return -1;
    }
    return openat(AT_FDCWD, path, flags, mode);
}

ssize_t read(int fd, void *bytes, size_t length)
{
    if (kernel.device_fails > 0) {
        kernel.device_fails--;
        errno = kernel.device_error;
        return kernel.device_error ? -1 : 0;
    }
    return readv(fd, &(struct iovec){bytes, length}, 1);
}

static int fresh(void **state)
{
    (void)state;
    memset(&kernel, 0, sizeof kernel);
    kernel.most = 256;
    return unsetenv("KIND_SEED");
}

static void seeded(const char *seed, uint64_t salt, unsigned char *out, size_t length)
{
    struct chance chance = {0};
    setenv("KIND_SEED", seed, 1);
    assert_true(chance_bytes(&chance, salt, out, length));
    assert_int_equal(kernel.calls, 0);
}

static void one_seed_and_salt_give_one_stream(void **state)
{
    (void)state;
    unsigned char a[64], b[64];
    seeded("42", 7, a, sizeof a);
    seeded("42", 7, b, sizeof b);
    assert_memory_equal(a, b, sizeof a);
}

static void another_seed_or_salt_gives_another_stream(void **state)
{
    (void)state;
    unsigned char a[64], b[64];
    seeded("42", 7, a, sizeof a);
    seeded("42", 8, b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    seeded("42", UINT64_C(7) << 56, b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    seeded("43", 7, b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    seeded("a seed may be any text, \xc3\xa9 too", 7, b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
}

/* Computed apart from this program, so that a seed means the same on every machine and in every version. */
static void the_stream_of_a_seed_never_changes(void **state)
{
    (void)state;
    static const unsigned char expected[20] = {0x7a, 0x60, 0x1f, 0x09, 0x4a, 0xa8, 0xbf, 0xc3, 0x15, 0x3d,
                                               0x54, 0xdb, 0x35, 0xfd, 0xac, 0x36, 0x19, 0x27, 0xfa, 0x2f};
    unsigned char out[20];
    seeded("kind", 0x0123456789abcdef, out, sizeof out);
    assert_memory_equal(out, expected, sizeof out);
}

static void later_calls_go_on_and_do_not_ask_for_the_salt_or_seed_again(void **state)
{
    (void)state;
    unsigned char whole[32], part[32];
    seeded("42", 7, whole, sizeof whole);
    struct chance chance = {0};
    assert_true(chance_bytes(&chance, 7, part, 8));
    setenv("KIND_SEED", "another", 1);
    assert_true(chance_bytes(&chance, 99, part + 8, 16));
    unsetenv("KIND_SEED");
    assert_true(chance_bytes(&chance, 0, part + 24, 8));
    assert_memory_equal(part, whole, sizeof whole);
    assert_int_equal(kernel.calls, 0);
}

static void nothing_is_written_beyond_the_length(void **state)
{
    (void)state;
    for (size_t length = 0; length <= 20; length++) {
        unsigned char out[21];
        memset(out, 0x5a, sizeof out);
        seeded("42", 7, out, length);
        for (size_t i = length; i < sizeof out; i++)
            assert_int_equal(out[i], 0x5a);
    }
}

static void seeded_bytes_take_every_value_about_equally_often(void **state)
{
    (void)state;
    enum { DRAWS = 256 * 400 };
    unsigned char *out = malloc(DRAWS);
    assert_non_null(out);
    seeded("fair", 3, out, DRAWS);
    int counts[256] = {0};
    for (int i = 0; i < DRAWS; i++)
        counts[out[i]]++;
    free(out);
    double chi = 0;
    for (int i = 0; i < 256; i++)
        chi += (counts[i] - 400.0) * (counts[i] - 400.0) / 400.0;
    assert_true(chi > 170 && chi < 360); /* 255 degrees of freedom, five standard deviations */
}

static void without_a_seed_the_kernel_is_asked(void **state)
{
    (void)state;
    struct chance chance = {0};
    unsigned char out[12];
    assert_true(chance_bytes(&chance, 7, out, sizeof out));
    assert_int_equal(kernel.calls, 1);
    assert_memory_equal(out, "bbbbbbbbbbbb", sizeof out);
}

static void an_empty_seed_is_no_seed(void **state)
{
    (void)state;
    struct chance chance = {0};
    unsigned char out[12];
    setenv("KIND_SEED", "", 1);
    assert_true(chance_bytes(&chance, 7, out, sizeof out));
    assert_int_equal(kernel.calls, 1);
}

static void a_seed_that_comes_later_does_not_turn_chance_into_a_stream(void **state)
{
    (void)state;
    struct chance chance = {0};
    unsigned char out[12];
    assert_true(chance_bytes(&chance, 7, out, sizeof out));
    setenv("KIND_SEED", "42", 1);
    assert_true(chance_bytes(&chance, 7, out, sizeof out));
    assert_int_equal(kernel.calls, 2);
}

static void interrupted_and_partial_answers_are_completed(void **state)
{
    (void)state;
    struct chance chance = {0};
    unsigned char out[12];
    kernel.interrupted = 2;
    kernel.most = 5;
    assert_true(chance_bytes(&chance, 7, out, sizeof out));
    assert_int_equal(kernel.calls, 5);
    assert_memory_equal(out, "dddddeeeeeff", sizeof out);
}

static void an_old_kernel_is_asked_through_its_device(void **state)
{
    (void)state;
    struct chance chance = {0};
    unsigned char a[32] = {0}, b[32] = {0};
    kernel.error = ENOSYS;
    assert_true(chance_bytes(&chance, 7, a, sizeof a));
    assert_true(chance_bytes(&chance, 7, b, sizeof b));
    assert_int_equal(kernel.calls, 2);
    assert_memory_not_equal(a, b, sizeof a);
}

/* What chance_bytes says on an old kernel. */
static bool old_kernel_gives(void)
{
    struct chance chance = {0};
    unsigned char out[12];
    kernel.error = ENOSYS;
    errno = 0;
    return chance_bytes(&chance, 7, out, sizeof out);
}

static void a_device_that_is_interrupted_is_read_again(void **state)
{
    (void)state;
    kernel.device_fails = 3;
    kernel.device_error = EINTR;
    assert_true(old_kernel_gives());
    assert_int_equal(kernel.device_fails, 0);
    kernel.device_fails = 100000;
    assert_false(old_kernel_gives());
    assert_int_equal(errno, EINTR);
}

static void a_device_that_is_not_there_ends_or_fails_is_reported(void **state)
{
    (void)state;
    kernel.device_fails = 1;
    kernel.device_error = ENXIO;
    assert_false(old_kernel_gives());
    assert_int_equal(errno, ENXIO);
    kernel.device_fails = 1;
    kernel.device_error = 0;
    assert_false(old_kernel_gives());
    assert_int_equal(errno, EIO);
    kernel.no_device = ENOENT;
    assert_false(old_kernel_gives());
    assert_int_equal(errno, ENOENT);
}

static void a_kernel_that_only_interrupts_is_given_up(void **state)
{
    (void)state;
    struct chance chance = {0};
    unsigned char out[12];
    kernel.interrupted = 100000;
    assert_false(chance_bytes(&chance, 7, out, sizeof out));
    assert_int_equal(errno, EINTR);
}

static void a_text_has_one_number_whatever_the_seed(void **state)
{
    (void)state;
    uint64_t number = chance_of("2026-11-23");
    setenv("KIND_SEED", "42", 1);
    assert_true(chance_of("2026-11-23") == number);
    assert_true(chance_of("2026-11-24") != number);
    assert_int_equal(kernel.calls, 0);
}

static void a_kernel_that_refuses_is_reported_with_its_reason(void **state)
{
    (void)state;
    struct chance chance = {0};
    unsigned char out[12];
    kernel.error = EPERM;
    errno = 0;
    assert_false(chance_bytes(&chance, 7, out, sizeof out));
    assert_int_equal(errno, EPERM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(one_seed_and_salt_give_one_stream, fresh),
        cmocka_unit_test_setup(another_seed_or_salt_gives_another_stream, fresh),
        cmocka_unit_test_setup(the_stream_of_a_seed_never_changes, fresh),
        cmocka_unit_test_setup(later_calls_go_on_and_do_not_ask_for_the_salt_or_seed_again, fresh),
        cmocka_unit_test_setup(nothing_is_written_beyond_the_length, fresh),
        cmocka_unit_test_setup(seeded_bytes_take_every_value_about_equally_often, fresh),
        cmocka_unit_test_setup(without_a_seed_the_kernel_is_asked, fresh),
        cmocka_unit_test_setup(an_empty_seed_is_no_seed, fresh),
        cmocka_unit_test_setup(a_seed_that_comes_later_does_not_turn_chance_into_a_stream, fresh),
        cmocka_unit_test_setup(interrupted_and_partial_answers_are_completed, fresh),
        cmocka_unit_test_setup(an_old_kernel_is_asked_through_its_device, fresh),
        cmocka_unit_test_setup(a_device_that_is_interrupted_is_read_again, fresh),
        cmocka_unit_test_setup(a_device_that_is_not_there_ends_or_fails_is_reported, fresh),
        cmocka_unit_test_setup(a_kernel_that_only_interrupts_is_given_up, fresh),
        cmocka_unit_test_setup(a_text_has_one_number_whatever_the_seed, fresh),
        cmocka_unit_test_setup(a_kernel_that_refuses_is_reported_with_its_reason, fresh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
