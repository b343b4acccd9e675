/* base/die.h: the program's name, its complaints, and how it ends for want of memory. */
#include "base/die.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wchar.h>

/* Stands before the C library's, so that what a child ran is counted by a build that counts. */
void _Exit(int status)
{
    exit(status);
}

/* Stands before the C library's: every path fails with this, or leads to /real. */
static int path_error;

char *realpath(const char *restrict path, char *restrict out)
{
    assert_string_equal(path, "some/path");
    assert_null(out);
    errno = path_error;
    return path_error ? NULL : strdup("/real");
}

/* Runs ACT in a child; its exit status. What it wrote on standard error is added to SAID. */
static int in_a_child(void (*act)(void), struct buf *said)
{
    int ends[2], status;
    char bytes[4096];
    ssize_t got;
    fflush(NULL);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        act();
        exit(99);
    }
    close(ends[1]);
    while ((got = read(ends[0], bytes, sizeof bytes)) > 0)
        buf_add(said, bytes, (size_t)got);
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* That ACT in a child ends with STATUS and these words. */
static void assert_ends(void (*act)(void), int status, const char *words)
{
    struct buf said = {0};
    assert_int_equal(in_a_child(act, &said), status);
    assert_string_equal(buf_string(&said), words);
    buf_free(&said);
}

static int name_again(void **state)
{
    (void)state;
    program_named("kind");
    return 0;
}

static void the_name_is_the_last_part_of_what_was_called(void **state)
{
    (void)state;
    program_named("/usr/local/bin/kinder");
    assert_string_equal(program_name(), "kinder");
    program_named("./kind2");
    assert_string_equal(program_name(), "kind2");
    program_named("plain");
    assert_string_equal(program_name(), "plain");
}

static void a_name_that_is_none_leaves_the_one_before(void **state)
{
    (void)state;
    program_named(NULL);
    program_named("");
    program_named("/bin/");
    assert_string_equal(program_name(), "kind");
}

static void complain_of_a_file(void)
{
    program_named("/bin/ki\x1bnd");
    complain("no file '%s'", "a\nb\x1b[2J");
}

static void a_complaint_is_one_line_whatever_it_repeats(void **state)
{
    (void)state;
    struct buf said = {0};
    assert_int_equal(in_a_child(complain_of_a_file, &said), 99);
    assert_int_equal(strcspn(buf_string(&said), "\n"), said.length - 1);
    assert_null(strchr(buf_string(&said), '\x1b'));
    assert_non_null(strstr(buf_string(&said), "nd: no file 'a"));
    buf_free(&said);
}

static void complain_at_length(void)
{
    complain("%05000d", 1);
}

static void a_long_complaint_is_cut_and_still_one_line(void **state)
{
    (void)state;
    struct buf said = {0};
    assert_int_equal(in_a_child(complain_at_length, &said), 99);
    assert_in_range(said.length, 1000, 2100);
    assert_int_equal(said.bytes[said.length - 1], '\n');
    buf_free(&said);
}

static void complain_of_no_character(void)
{
    complain("not a character: %lc", (wint_t)0xd800);
}

static void a_complaint_that_cannot_be_written_out_is_none(void **state)
{
    (void)state;
    assert_ends(complain_of_no_character, 99, "");
}

static void grow_beyond_all(void)
{
    free(must_grow(NULL, SIZE_MAX / 2, 3));
}

static void reserve_beyond_all(void)
{
    struct buf buf = {0};
    buf_char(&buf, 'a');
    buf_reserve(&buf, SIZE_MAX);
    buf_free(&buf);
}

static void room_beyond_all(void)
{
    size_t room = SIZE_MAX / 4;
    free(must_room(NULL, SIZE_MAX / 4, &room, 3));
}

static void grow_when_done(void)
{
    memory_ends(true);
    grow_beyond_all();
}

static void grow_when_done_no_more(void)
{
    memory_ends(true);
    memory_ends(false);
    grow_beyond_all();
}

static void make_amends(void)
{
    fputs("sorry\n", stderr);
}

static void grow_with_amends(void)
{
    memory_amends(make_amends);
    grow_beyond_all();
}

static void grow_with_amends_no_more(void)
{
    memory_amends(make_amends);
    memory_amends(NULL);
    grow_beyond_all();
}

static void amends_are_made_before_the_program_ends_for_want_of_memory(void **state)
{
    (void)state;
    assert_ends(grow_with_amends, EXIT_BROKEN, "sorry\nkind: out of memory\n");
    assert_ends(grow_with_amends_no_more, EXIT_BROKEN, "kind: out of memory\n");
}

static void a_size_that_no_number_holds_ends_the_program(void **state)
{
    (void)state;
    assert_ends(grow_beyond_all, EXIT_BROKEN, "kind: out of memory\n");
    assert_ends(reserve_beyond_all, EXIT_BROKEN, "kind: out of memory\n");
    assert_ends(room_beyond_all, EXIT_BROKEN, "kind: out of memory\n");
}

static void what_is_done_is_not_called_failed_for_want_of_memory(void **state)
{
    (void)state;
    assert_ends(grow_when_done, EXIT_DONE, "kind: done, but out of memory for more\n");
    assert_ends(grow_when_done_no_more, EXIT_BROKEN, "kind: out of memory\n");
}

static void an_array_has_room_for_one_more_and_moves_seldom(void **state)
{
    (void)state;
    size_t *array = NULL, room = 0, moves = 0;
    for (size_t count = 0; count < 10000; count++) {
        size_t before = room;
        array = must_room(array, count, &room, sizeof *array);
        assert_true(room > count);
        moves += room != before;
        array[count] = count;
    }
    for (size_t i = 0; i < 10000; i++)
        assert_int_equal(array[i], i);
    assert_in_range(moves, 1, 14);
    free(array);
}

static void memory_is_zeroed_grows_and_may_be_none(void **state)
{
    (void)state;
    static const char zeros[12];
    char *bytes = must_alloc(3, 4);
    assert_memory_equal(bytes, zeros, 12);
    memcpy(bytes, "twelve bytes", 12);
    bytes = must_grow(bytes, 1000, 16);
    assert_memory_equal(bytes, "twelve bytes", 12);
    bytes = must_grow(bytes, 0, 16);
    assert_non_null(bytes);
    bytes = must_grow(bytes, 16, 0);
    assert_non_null(bytes);
    free(bytes);
    void *none[] = {must_alloc(0, 4), must_alloc(4, 0)};
    assert_non_null(none[0]);
    assert_non_null(none[1]);
    free(none[0]);
    free(none[1]);
}

static void a_copy_is_another_string_with_the_same_bytes(void **state)
{
    (void)state;
    static const char text[] = "words";
    char *copy = must_copy(text);
    assert_string_equal(copy, text);
    assert_ptr_not_equal(copy, text);
    free(copy);
}

static void look_up_a_path(void)
{
    free(must_realpath("some/path"));
}

static void a_path_is_followed_or_says_why_not(void **state)
{
    (void)state;
    path_error = 0;
    char *real = must_realpath("some/path");
    assert_string_equal(real, "/real");
    free(real);
    path_error = ENOENT;
    assert_null(must_realpath("some/path"));
    assert_int_equal(errno, ENOENT);
}

static void a_path_there_is_no_memory_for_ends_the_program(void **state)
{
    (void)state;
    path_error = ENOMEM;
    assert_ends(look_up_a_path, EXIT_BROKEN, "kind: out of memory\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_name_is_the_last_part_of_what_was_called, name_again),
        cmocka_unit_test_setup(a_name_that_is_none_leaves_the_one_before, name_again),
        cmocka_unit_test_setup(a_complaint_is_one_line_whatever_it_repeats, name_again),
        cmocka_unit_test_setup(a_long_complaint_is_cut_and_still_one_line, name_again),
        cmocka_unit_test_setup(a_complaint_that_cannot_be_written_out_is_none, name_again),
        cmocka_unit_test_setup(a_size_that_no_number_holds_ends_the_program, name_again),
        cmocka_unit_test_setup(amends_are_made_before_the_program_ends_for_want_of_memory, name_again),
        cmocka_unit_test_setup(what_is_done_is_not_called_failed_for_want_of_memory, name_again),
        cmocka_unit_test_setup(an_array_has_room_for_one_more_and_moves_seldom, name_again),
        cmocka_unit_test_setup(memory_is_zeroed_grows_and_may_be_none, name_again),
        cmocka_unit_test_setup(a_copy_is_another_string_with_the_same_bytes, name_again),
        cmocka_unit_test_setup(a_path_is_followed_or_says_why_not, name_again),
        cmocka_unit_test_setup(a_path_there_is_no_memory_for_ends_the_program, name_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
