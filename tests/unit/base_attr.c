/* What a file is beside its bytes, given to another one. */
#define _DEFAULT_SOURCE /* syscall */
#include "base/attr.h"

#include "tests/unit/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#include <sys/xattr.h>
#endif

#include <cmocka.h>

/* Two files of one folder, open. */
struct pair {
    char *folder;
    int from, to;
};

static int make_pair(void **state)
{
    struct pair *pair = must_alloc(1, sizeof *pair);
    *state = pair;
    pair->folder = folder_make();
    pair->from = open("from", O_RDWR | O_CREAT | O_EXCL, 0600);
    pair->to = open("to", O_RDWR | O_CREAT | O_EXCL, 0600);
    return !pair->folder || pair->from < 0 || pair->to < 0;
}

static int remove_pair(void **state)
{
    struct pair *pair = *state;
    int failed = close(pair->from) | close(pair->to) | folder_remove(pair->folder);
    free(pair);
    return failed;
}

static struct stat stat_of(int fd)
{
    struct stat st;
    assert_int_equal(fstat(fd, &st), 0);
    return st;
}

static void assert_keeps(const struct pair *pair)
{
    const char *what = NULL;
    if (!attributes_keep(pair->from, pair->to, &what))
        fail_msg("%s: %s", what, strerror(errno));
    assert_int_equal(stat_of(pair->to).st_mode, stat_of(pair->from).st_mode);
}

static void every_mode_is_kept(void **state)
{
    const struct pair *pair = *state;
    for (mode_t mode = 0; mode <= 0777; mode++) {
        assert_int_equal(fchmod(pair->from, mode), 0);
        assert_keeps(pair);
    }
    assert_int_equal(fchmod(pair->from, 01640), 0);
    assert_keeps(pair);
}

static void the_owner_is_kept_with_the_bits_that_a_change_of_owner_clears(void **state)
{
    const struct pair *pair = *state;
    if (geteuid() != 0)
        skip();
    assert_int_equal(fchown(pair->from, 1234, 2345), 0);
    assert_int_equal(fchmod(pair->from, 06755), 0);
    assert_keeps(pair);
    assert_int_equal(stat_of(pair->to).st_uid, 1234);
    assert_int_equal(stat_of(pair->to).st_gid, 2345);
    assert_int_equal(fchown(pair->from, 1234, 0), 0);
    assert_keeps(pair);
    assert_int_equal(stat_of(pair->to).st_gid, 0);
}

static void an_owner_that_cannot_be_given_is_said(void **state)
{
    const struct pair *pair = *state;
    if (geteuid() != 0)
        skip();
    assert_int_equal(fchown(pair->to, 65534, 65534), 0);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        const char *what = NULL;
        if (setgid(65534) || setuid(65534))
            _exit(2);
        _exit(attributes_keep(pair->from, pair->to, &what) || errno != EPERM || strcmp(what, "owner") != 0);
    }
    int ended;
    assert_true(waitpid(child, &ended, 0) == child);
    assert_true(WIFEXITED(ended));
    assert_int_equal(WEXITSTATUS(ended), 0);
}

static void a_file_that_is_closed_has_no_owner(void **state)
{
    const struct pair *pair = *state;
    const char *what = NULL;
    assert_false(attributes_keep(-1, pair->to, &what));
    assert_int_equal(errno, EBADF);
    assert_string_equal(what, "owner");
    assert_false(attributes_keep(pair->from, -1, &what));
    assert_string_equal(what, "owner");
}

#ifdef __linux__

/* The look at attributes, from 1, that goes wrong, and how; 0: none. */
static int looks, failing, failing_error;

static bool look(void)
{
    errno = failing_error;
    return ++looks != failing;
}

ssize_t flistxattr(int fd, char *names, size_t length)
{
    return look() ? syscall(SYS_flistxattr, fd, names, length) : -1;
}

ssize_t fgetxattr(int fd, const char *name, void *value, size_t length)
{
    return look() ? syscall(SYS_fgetxattr, fd, name, value, length) : -1;
}

/* An access list as the kernel keeps it: version 2, then tag, rights and id of each entry. */
struct access {
    uint16_t tag, rights;
    uint32_t id;
};

enum { OWNER = 1, USER = 2, GROUP = 4, MASK = 16, OTHERS = 32, COUNT = 5 };

static const struct access access_list[COUNT] = {{OWNER, 6, UINT32_MAX},
                                                 {USER, 4, 1234},
                                                 {GROUP, 0, UINT32_MAX},
                                                 {MASK, 4, UINT32_MAX},
                                                 {OTHERS, 0, UINT32_MAX}};

enum { LIST_SIZE = 4 + 8 * COUNT };

static void little_endian(unsigned char *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        out[i] = (unsigned char)(value >> 8 * i & 255);
}

static void list_write(unsigned char *out)
{
    little_endian(out, 2, 4);
    for (int i = 0; i < COUNT; i++) {
        little_endian(out + 4 + 8 * i, access_list[i].tag, 2);
        little_endian(out + 6 + 8 * i, access_list[i].rights, 2);
        little_endian(out + 8 + 8 * i, access_list[i].id, 4);
    }
}

/* Skips the test where the file system has no such attributes. */
static void attribute_set(int fd, const char *name, const void *value, size_t length)
{
    if (fsetxattr(fd, name, value, length, 0) == 0)
        return;
    if (errno == ENOTSUP || errno == EPERM || errno == EACCES) {
        print_message("no %s here: %s\n", name, strerror(errno));
        skip();
    }
    fail_msg("%s: %s", name, strerror(errno));
}

static void assert_attribute(int fd, const char *name, const void *value, size_t length)
{
    char found[8192];
    ssize_t got = fgetxattr(fd, name, found, sizeof found);
    assert_int_equal(got, length);
    assert_memory_equal(found, value, length);
}

static void assert_no_attribute(int fd, const char *name)
{
    char found[8192];
    assert_int_equal(fgetxattr(fd, name, found, sizeof found), -1);
    assert_int_equal(errno, ENODATA);
}

static void the_users_attributes_are_kept_and_no_others_left(void **state)
{
    const struct pair *pair = *state;
    char big[1500];
    memset(big, 'b', sizeof big);
    attribute_set(pair->from, "user.tag", "kind\0ness", 9);
    attribute_set(pair->from, "user.empty", "", 0);
    attribute_set(pair->from, "user.big", big, sizeof big);
    attribute_set(pair->to, "user.tag", "else", 4);
    attribute_set(pair->to, "user.empty", "not", 3);
    attribute_set(pair->to, "user.other", "gone", 4);
    assert_keeps(pair);
    assert_attribute(pair->to, "user.tag", "kind\0ness", 9);
    assert_attribute(pair->to, "user.empty", "", 0);
    assert_attribute(pair->to, "user.big", big, sizeof big);
    assert_no_attribute(pair->to, "user.other");
}

static void an_attribute_that_is_there_already_stays(void **state)
{
    const struct pair *pair = *state;
    attribute_set(pair->from, "user.tag", "kind", 4);
    attribute_set(pair->to, "user.tag", "kind", 4);
    assert_keeps(pair);
    assert_attribute(pair->to, "user.tag", "kind", 4);
}

static void an_access_list_is_kept(void **state)
{
    const struct pair *pair = *state;
    unsigned char list[LIST_SIZE];
    list_write(list);
    assert_int_equal(fchmod(pair->from, 0640), 0);
    attribute_set(pair->from, "system.posix_acl_access", list, sizeof list);
    assert_int_equal(stat_of(pair->from).st_mode & 07777, 0640);
    assert_keeps(pair);
    assert_attribute(pair->to, "system.posix_acl_access", list, sizeof list);
}

static void an_access_list_that_the_folder_hands_down_does_not_stick(void **state)
{
    struct pair *pair = *state;
    unsigned char list[LIST_SIZE];
    list_write(list);
    int folder = open(".", O_RDONLY | O_DIRECTORY);
    attribute_set(folder, "system.posix_acl_default", list, sizeof list);
    close(folder);
    assert_int_equal(close(pair->to) || unlink("to"), 0);
    pair->to = open("to", O_RDWR | O_CREAT | O_EXCL, 0660);
    assert_true(fgetxattr(pair->to, "system.posix_acl_access", NULL, 0) > 0);
    assert_int_equal(fchmod(pair->from, 0640), 0);
    assert_keeps(pair);
    assert_no_attribute(pair->to, "system.posix_acl_access");
}

/* Where each file is born with a label, looks come in another number. */
static void skip_if_labelled(const struct pair *pair)
{
    if (flistxattr(pair->from, NULL, 0) > 0)
        skip();
}

/* attributes_keep, its look number N failing with ERROR; *SEEN is how many looks there were. */
static bool keeps_but_for(const struct pair *pair, int n, int error, int *seen)
{
    const char *what = NULL;
    looks = 0;
    failing = n;
    failing_error = error;
    bool kept = attributes_keep(pair->from, pair->to, &what);
    int trouble = errno;
    *seen = looks;
    failing = 0;
    if (!kept) {
        assert_string_equal(what, "attributes");
        assert_int_equal(trouble, error);
    }
    return kept;
}

static void attributes_that_cannot_be_read_are_not_taken_for_none(void **state)
{
    const struct pair *pair = *state;
    int seen = 0, kept = 0;
    skip_if_labelled(pair);
    attribute_set(pair->from, "user.tag", "kind", 4);
    attribute_set(pair->to, "user.tag", "else", 4);
    for (int n = 1; n <= 6 || seen >= n; n++) {
        attribute_set(pair->to, "user.tag", "else", 4);
        if (keeps_but_for(pair, n, EIO, &seen) && seen >= n) {
            kept++; /* what the new file has need not be known: it is set */
            assert_attribute(pair->to, "user.tag", "kind", 4);
        }
    }
    assert_true(kept <= 2);
}

static void attributes_that_grow_meanwhile_are_read_again(void **state)
{
    const struct pair *pair = *state;
    int seen;
    skip_if_labelled(pair);
    attribute_set(pair->from, "user.tag", "kind", 4);
    attribute_set(pair->to, "user.tag", "else", 4);
    assert_true(keeps_but_for(pair, 2, ERANGE, &seen));
    attribute_set(pair->to, "user.tag", "else", 4);
    assert_true(keeps_but_for(pair, 6, ERANGE, &seen));
    assert_attribute(pair->to, "user.tag", "kind", 4);
}

static void a_file_system_without_attributes_has_none_to_keep(void **state)
{
    const struct pair *pair = *state;
    int seen;
    skip_if_labelled(pair);
    assert_true(keeps_but_for(pair, 1, ENOTSUP, &seen));
    assert_true(keeps_but_for(pair, seen, ENOTSUP, &seen));
}

static void an_attribute_that_cannot_be_given_is_said(void **state)
{
    const struct pair *pair = *state;
    const char *what = NULL;
    attribute_set(pair->from, "user.tag", "kind", 4);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_false(attributes_keep(pair->from, ends[1], &what));
    assert_true(errno == EPERM || errno == ENOTSUP);
    assert_string_equal(what, "attributes");
    close(ends[0]);
    close(ends[1]);
}
#endif

#define WITH_PAIR(test) cmocka_unit_test_setup_teardown(test, make_pair, remove_pair)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PAIR(every_mode_is_kept),
        WITH_PAIR(the_owner_is_kept_with_the_bits_that_a_change_of_owner_clears),
        WITH_PAIR(an_owner_that_cannot_be_given_is_said),
        WITH_PAIR(a_file_that_is_closed_has_no_owner),
#ifdef __linux__
        WITH_PAIR(the_users_attributes_are_kept_and_no_others_left),
        WITH_PAIR(an_attribute_that_is_there_already_stays),
        WITH_PAIR(an_access_list_is_kept),
        WITH_PAIR(an_access_list_that_the_folder_hands_down_does_not_stick),
        WITH_PAIR(attributes_that_cannot_be_read_are_not_taken_for_none),
        WITH_PAIR(attributes_that_grow_meanwhile_are_read_again),
        WITH_PAIR(a_file_system_without_attributes_has_none_to_keep),
        WITH_PAIR(an_attribute_that_cannot_be_given_is_said),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
