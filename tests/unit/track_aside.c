/* The whole log with its bytes, and the copy of it that is set aside. */
#include "track.h"

#include "tests/unit/folder.h"
#include "tests/unit/rows.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define ROW "2026-11-23T19:24:05+01:00,kindness,\"helped\",7,,,,,k7q2mh4tzn0c\n"

enum { DAY = 20780 /* 2026-11-23 */ };

static const struct clock utc = {.fixed = true};

/* Sets TEXT aside, beside log.csv, into a file whose name ends in NAME. */
static void assert_aside(const char *text, const char *name)
{
    char *copy;
    struct buf error = {0};
    assert_int_equal(track_aside("log.csv", view_of(text), DAY, &copy, &error), TRACK_OK);
    assert_int_equal(error.length, 0);
    assert_true(strlen(copy) > strlen(name));
    assert_string_equal(copy + strlen(copy) - strlen(name), name);
    assert_file(copy, text);
    free(copy);
}

static void a_load_gives_the_records_and_the_bytes_they_came_from(void **state)
{
    (void)state;
    struct log log = {0};
    struct buf bytes = {0}, error = {0};
    file_fill("log.csv", HEADER ROW "junk\n");
    assert_int_equal(track_load("log.csv", &utc, &log, &bytes, &error), TRACK_OK);
    assert_string_equal(bytes.bytes, HEADER ROW "junk\n");
    assert_int_equal(log.count, 1);
    assert_int_equal(log.lost, 1);
    assert_memory_equal(bytes.bytes + record_at(log.records), ROW, strlen(ROW));
    log_free(&log);
    buf_free(&bytes);
}

static void a_load_of_what_is_no_log_says_where_and_why(void **state)
{
    (void)state;
    struct log log = {0};
    struct buf bytes = {0}, error = {0};
    assert_int_equal(track_load("log.csv", &utc, &log, &bytes, &error), TRACK_OK);
    assert_int_equal(bytes.length + log.count, 0);
    file_fill("log.csv", "junk\n");
    assert_int_equal(track_load("log.csv", &utc, &log, &bytes, &error), TRACK_REFUSED);
    assert_memory_equal(error.bytes, "log.csv:1: ", 11);
    buf_clear(&error);
    assert_int_equal(track_load(".", &utc, &log, &bytes, &error), TRACK_REFUSED);
    assert_string_equal(error.bytes, ". is not a regular file");
    log_free(&log);
    buf_free(&bytes);
    buf_free(&error);
}

static void a_copy_never_takes_another_ones_place(void **state)
{
    (void)state;
    file_fill("log.csv", HEADER);
    assert_aside("first\n", "/log.csv.bad-2026-11-23");
    assert_aside("second\n", "/log.csv.bad-2026-11-23-2");
    assert_int_equal(symlink("nowhere", "log.csv.bad-2026-11-23-3"), 0);
    assert_aside("", "/log.csv.bad-2026-11-23-4");
    assert_file("log.csv.bad-2026-11-23", "first\n");
    assert_int_equal(access("nowhere", F_OK), -1);
    assert_file("log.csv", HEADER);
}

static void a_copy_is_the_owners_alone_and_no_more_open_than_the_log(void **state)
{
    (void)state;
    mode_t mask = umask(0);
    file_fill("log.csv", HEADER);
    assert_int_equal(chmod("log.csv", 0664), 0);
    assert_aside(HEADER, "/log.csv.bad-2026-11-23");
    assert_int_equal(mode_of("log.csv.bad-2026-11-23"), 0600);
    assert_int_equal(chmod("log.csv", 0200), 0);
    char *copy;
    struct buf error = {0};
    assert_int_equal(track_aside("log.csv", (struct view){HEADER, 5}, DAY, &copy, &error), TRACK_OK);
    assert_int_equal(mode_of(copy), 0200);
    free(copy);
    umask(mask);
}

static void a_copy_stands_beside_the_target_of_a_symlink(void **state)
{
    (void)state;
    assert_int_equal(mkdir("folder", 0700), 0);
    file_fill("folder/real.csv", HEADER);
    assert_int_equal(symlink("folder/real.csv", "log.csv"), 0);
    assert_aside("text\n", "/folder/real.csv.bad-2026-11-23");
}

static void a_copy_that_fails_leaves_nothing(void **state)
{
    (void)state;
    char *copy;
    struct buf error = {0};
    struct view text = view_of(HEADER);
    assert_int_equal(track_aside("log.csv", text, DAY, &copy, &error), TRACK_FAILED);
    assert_null(copy);
    assert_string_equal(error.bytes, "log.csv: No such file or directory");
    buf_free(&error);
}

static void a_thousand_copies_of_a_day_are_enough(void **state)
{
    (void)state;
    char *copy;
    struct buf error = {0};
    file_fill("log.csv", HEADER);
    file_fill("log.csv.bad-2026-11-23", "");
    for (int i = 2; i < 1000; i++) {
        struct buf name = {0};
        buf_printf(&name, "log.csv.bad-2026-11-23-%d", i);
        file_fill(name.bytes, "");
        buf_free(&name);
    }
    assert_aside("last\n", "/log.csv.bad-2026-11-23-1000");
    assert_int_equal(track_aside("log.csv", (struct view){"x", 1}, DAY, &copy, &error), TRACK_FAILED);
    assert_null(copy);
    assert_non_null(strstr(error.bytes, "/log.csv.bad-2026-11-23-1000: File exists"));
    assert_file("log.csv.bad-2026-11-23-1000", "last\n");
    buf_free(&error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_load_gives_the_records_and_the_bytes_they_came_from),
        IN_FOLDER(a_load_of_what_is_no_log_says_where_and_why),
        IN_FOLDER(a_copy_never_takes_another_ones_place),
        IN_FOLDER(a_copy_is_the_owners_alone_and_no_more_open_than_the_log),
        IN_FOLDER(a_copy_stands_beside_the_target_of_a_symlink),
        IN_FOLDER(a_copy_that_fails_leaves_nothing),
        IN_FOLDER(a_thousand_copies_of_a_day_are_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
