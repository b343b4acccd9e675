/* The log read from its file: the whole, the tail, what is none. */
#include "track.h"

#include "tests/unit/folder.h"
#include "tests/unit/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const struct clock utc = {.fixed = true};

static struct log parsed(const char *text)
{
    struct log log = {0};
    struct buf error = {0};
    assert_int_equal(track_parse(text, strlen(text), TEXT_ALL, &utc, &log, &error), TRACK_OK);
    assert_int_equal(error.length, 0);
    return log;
}

static void a_file_reads_as_its_bytes_do(void **state)
{
    (void)state;
    for (int rows = 0; rows <= 20000; rows = rows * 7 + 1) {
        struct buf text = {0}, error = {0};
        buf_text(&text, HEADER);
        add_rows(&text, rows, 5);
        add_tall_row(&text, 50, "7");
        file_fill("log.csv", text.bytes);
        struct log log = {0}, bytes = parsed(text.bytes);
        assert_int_equal(track_read("log.csv", TEXT_ALL, &utc, &log, &error), TRACK_OK);
        assert_int_equal(log.count, rows + 1);
        assert_int_equal(records_kept(&bytes, &log), log.count);
        log_free(&log);
        log_free(&bytes);
        buf_free(&text);
    }
}

static void a_missing_file_is_an_empty_log_and_a_directory_none(void **state)
{
    (void)state;
    struct log log = {0};
    struct buf error = {0};
    bool whole = false;
    assert_int_equal(track_read("/nowhere/at/all", TEXT_ALL, &utc, &log, &error), TRACK_OK);
    assert_int_equal(track_tail("/nowhere/at/all", 100, &utc, &log, &whole, &error), TRACK_OK);
    assert_true(whole);
    assert_int_equal(track_read("/", TEXT_ALL, &utc, &log, &error), TRACK_REFUSED);
    assert_non_null(strstr(error.bytes, "not a regular file"));
    buf_free(&error);
    assert_int_equal(track_read("/dev/null", TEXT_ALL, &utc, &log, &error), TRACK_REFUSED);
    buf_free(&error);
}

static void the_tail_is_the_end_of_the_whole(void **state)
{
    (void)state;
    struct buf text = {0}, error = {0};
    buf_text(&text, HEADER);
    add_rows(&text, 30, 9);
    add_tall_row(&text, 5, "7");
    add_rows(&text, 3, 10);
    file_fill("log.csv", text.bytes);
    struct log all = {0};
    assert_int_equal(track_read("log.csv", TEXT_ALL, &utc, &all, &error), TRACK_OK);
    size_t left = all.count;
    const char *first = strstr(text.bytes, "\n2026-") + 1;
    for (size_t window = text.length + 10; window > 0; window--) {
        struct log log = {0};
        bool whole;
        assert_int_equal(track_tail("log.csv", window, &utc, &log, &whole, &error), TRACK_OK);
        assert_int_equal(whole, window >= text.length);
        if (left && strlen(first) > window) {
            const char *end = strstr(first, "\n2026-");
            first = end ? end + 1 : "";
            left--;
        }
        assert_int_equal(log.count, left);
        for (size_t i = 0; i < left; i++) {
            assert_int_equal(log.records[i].id, all.records[all.count - left + i].id);
            assert_int_equal(log.records[i].time, all.records[all.count - left + i].time);
            assert_int_equal(log.records[i].mood, all.records[all.count - left + i].mood);
        }
        log_free(&log);
    }
    log_free(&all);
    buf_free(&text);
}

static void the_tail_of_what_is_no_log_is_refused(void **state)
{
    (void)state;
    struct buf text = {0}, error = {0};
    struct log log = {0};
    bool whole;
    buf_text(&text, "a letter\nto a friend, of more than a few bytes\n");
    file_fill("log.csv", text.bytes);
    assert_int_equal(track_tail("log.csv", 20, &utc, &log, &whole, &error), TRACK_REFUSED);
    assert_non_null(strstr(buf_string(&error), "not a log"));
    log_free(&log);
    buf_free(&text);
    buf_free(&error);
}

static void the_tail_of_a_last_row_that_has_no_end_yet_is_empty(void **state)
{
    (void)state;
    struct buf text = {0}, error = {0};
    struct log log = {0};
    bool whole;
    buf_text(&text, HEADER "2026-11-23T12:00:00Z,kindness,\"a note of more than a few bytes");
    file_fill("log.csv", text.bytes);
    assert_int_equal(track_tail("log.csv", 20, &utc, &log, &whole, &error), TRACK_OK);
    assert_false(whole);
    assert_int_equal(log.count, 0);
    assert_int_equal(log.lost, 0);
    log_free(&log);
    buf_free(&text);
}

static void variable_set(const char *name, const char *value)
{
    if (value)
        setenv(name, value, 1);
    else
        unsetenv(name);
}

static void assert_found(const char *file, const char *variable, const char *data, const char *home,
                         const char *wanted)
{
    char *path = NULL;
    struct buf error = {0};
    variable_set("KIND_FILE", variable);
    variable_set("XDG_DATA_HOME", data);
    variable_set("HOME", home);
    assert_int_equal(track_path(file, &path, &error), wanted ? TRACK_OK : TRACK_REFUSED);
    if (wanted)
        assert_string_equal(path, wanted);
    else
        assert_non_null(strstr(error.bytes, "no place for the log"));
    free(path);
    buf_free(&error);
}

static void the_log_is_where_the_manual_says(void **state)
{
    (void)state;
    assert_found("mine", "v", "/d", "/h", "mine");
    assert_found(NULL, "v", "/d", "/h", "v");
    assert_found("", "v", "/d", "/h", "/d/kind/log.csv");
    assert_found(NULL, "", "/d", "/h", "/d/kind/log.csv");
    assert_found(NULL, "", "d", "/h", "/h/.local/share/kind/log.csv");
    assert_found(NULL, "", "", "/h", "/h/.local/share/kind/log.csv");
    assert_found(NULL, "", "", "h", NULL);
    assert_found(NULL, "", "d", "", NULL);
    assert_found(NULL, NULL, "/d", NULL, "/d/kind/log.csv");
    assert_found(NULL, NULL, NULL, "/h", "/h/.local/share/kind/log.csv");
    assert_found(NULL, NULL, NULL, NULL, NULL);
}

/* The rows of a log TEXT as track_recent reads them, each by its note. */
static void assert_recent(const char *text, int64_t since, const char *notes)
{
    struct log log = {0};
    struct buf error = {0}, found = {0};
    file_fill("log.csv", text);
    assert_int_equal(track_recent("log.csv", since, &utc, &log, &error), TRACK_OK);
    for (size_t i = 0; i < log.count; i++) {
        struct view note = record_note(&log.records[i]);
        buf_printf(&found, "%.*s ", (int)note.length, note.bytes);
    }
    assert_string_equal(buf_string(&found), notes);
    log_free(&log);
    buf_free(&error);
    buf_free(&found);
}

static void what_is_recent_is_read_and_of_the_rest_goals_and_trials(void **state)
{
    (void)state;
    /* 20776 is 2026-11-19. */
    assert_recent("time,practice,note,mood,stress,stress_after,minutes,arm,id\n"
                  "2026-11-18T23:59:59Z,kindness,\"#old\",,,,,,\n"
                  "2025-01-01T12:00:00Z,goal,\"care 3/week\",,,,,,\n"
                  "2026-11-19T00:00:00Z,kindness,\"#first\",,,,,,\n"
                  "2026-11-20T00:00:00Z,rest,\"rest\",,,,,,\n"
                  "2024-01-01T12:00:00Z,rest,\"old\",,,,,,\n"
                  "2025-11-18T12:00:00Z,trial,\"12 days\",,,,,kuukkuukkuuk,\n"
                  "2025-11-18T12:00:00Z,\"trial\",\"quoted\",,,,,kuukkuukkuuk,\n"
                  "nonsense\n"
                  "2026-11-20T00:00:00Z,kindness,\"#last\",,,,,,\n",
                  20776, "care 3/week #first rest 12 days quoted #last ");
}

static void what_is_recent_is_found_in_a_file_of_any_make(void **state)
{
    (void)state;
    /* Where time and practice are not the first columns, or dates are written otherwise, all is read. */
    assert_recent("practice,time,note\nkindness,2020-01-01T12:00:00Z,\"#old\"\n", 20776, "#old ");
    assert_recent("time,note,practice\n2020-01-01T12:00:00Z,\"#old\",kindness\n", 20776, "#old ");
    assert_recent("time,practice,note\n2020/01/01 12:00:00,kindness,\"#old\"\n"
                  "2020-01-01,kindness,\"#old\"\n2020-01-01",
                  20776, "#old ");
    assert_recent(
        "time;practice;note\n2020-01-01T12:00:00Z;kindness;\"#old\"\n2020-01-01T12:00:00Z;goal;\"care "
        "none\"\n",
        20776, "care none ");
    assert_recent("", 20776, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_file_reads_as_its_bytes_do),
        cmocka_unit_test(the_log_is_where_the_manual_says),
        cmocka_unit_test(a_missing_file_is_an_empty_log_and_a_directory_none),
        IN_FOLDER(what_is_recent_is_read_and_of_the_rest_goals_and_trials),
        IN_FOLDER(what_is_recent_is_found_in_a_file_of_any_make),
        IN_FOLDER(the_tail_is_the_end_of_the_whole),
        IN_FOLDER(the_tail_of_what_is_no_log_is_refused),
        IN_FOLDER(the_tail_of_a_last_row_that_has_no_end_yet_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
