/* The tags and people of notes: which there are, and on which days. */
#include "calc/tag.h"

#include "tests/unit/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct made {
    struct log log;
    struct days days;
    struct tags tags;
};

/* The tags of a log of ROWS from the day of number SINCE to today. */
static void made_from(const char *rows, int64_t since, struct made *made)
{
    *made = (struct made){0};
    log_from(rows, &made->log);
    days_build(&made->log, DAY_START, today, since, today, &made->days);
    tags_collect(&made->log, &made->days, DAY_START, &made->tags);
}

static void made_free(struct made *made)
{
    tags_free(&made->tags);
    assert_int_equal(made->tags.count, 0);
    days_free(&made->days);
    log_free(&made->log);
}

/* The tags are these: each with its days, '+' one with it, parted by spaces. */
static void assert_tags(const struct made *made, const char *want)
{
    struct buf found = {0};
    for (size_t i = 0; i < made->tags.count; i++) {
        const struct tag *tag = &made->tags.tag[i];
        size_t on = 0;
        buf_printf(&found, "%s%s:", i ? " " : "", tag->name);
        for (size_t d = 0; d < made->days.count; d++) {
            buf_char(&found, tag->on[d] ? '+' : '.');
            on += tag->on[d];
        }
        assert_int_equal(tag->days_on, on);
    }
    assert_string_equal(buf_string(&found), want);
    buf_free(&found);
}

static void a_tag_stands_on_each_day_of_its_notes_once(void **state)
{
    (void)state;
    struct made made;
    made_from("2026-11-21T12:00:00Z,kindness,\"#swim, #swim and @mother\",,,,,,\n"
              "2026-11-21T13:00:00Z,care,\"#swim\",,,,,,\n"
              "2026-11-23T12:00:00Z,pause,\"#art with @mother\",,,,,,\n"
              "2026-11-23T13:00:00Z,care,\"\",,,,,,\n"
              "2026-11-23T13:00:00Z,care,\"mail@home or a#b\",,,,,,\n",
              INT64_MIN, &made);
    assert_tags(&made, "#swim:+.. @mother:+.+ #art:..+");
    made_free(&made);
}

static void a_tag_in_another_case_is_the_same_and_keeps_its_first_name(void **state)
{
    (void)state;
    struct made made;
    made_from("2026-11-21T12:00:00Z,kindness,\"#Caf\xc3\xa9 #swim\",,,,,,\n"
              "2026-11-22T12:00:00Z,kindness,\"#SWIM #CAF\xc3\x89\",,,,,,\n"
              "2026-11-23T12:00:00Z,kindness,\"#SWIM #caf\xc3\xa9 @swim #swims\",,,,,,\n",
              INT64_MIN, &made);
    assert_tags(&made, "#Caf\xc3\xa9:+++ #swim:+++ #swims:..+ @swim:..+");
    made_free(&made);
}

static void many_spellings_are_each_found_again(void **state)
{
    (void)state;
    struct made made;
    struct buf rows = {0}, want = {0};
    /* Every other tag anew on the second day, from the last to the first and in capitals. */
    for (int i = 0; i < 60; i++)
        buf_printf(&rows, "2026-11-22T12:00:00Z,mood,\"#t%.*s%c\",,,,,,\n", i % 7, "aaaaaaa", 'a' + i % 26);
    for (int i = 59; i >= 0; i -= 2)
        buf_printf(&rows, "2026-11-23T12:00:00Z,mood,\"#T%.*s%c\",,,,,,\n", i % 7, "AAAAAAA", 'A' + i % 26);
    made_from(rows.bytes, INT64_MIN, &made);
    for (int i = 0; i < 60; i++)
        buf_printf(&want, "%s#t%.*s%c:+%c", i ? " " : "", i % 7, "aaaaaaa", 'a' + i % 26, i % 2 ? '+' : '.');
    assert_tags(&made, want.bytes);
    buf_free(&rows);
    buf_free(&want);
    made_free(&made);
}

static void the_note_of_a_plan_or_a_rest_has_no_tags(void **state)
{
    (void)state;
    struct made made;
    made_from("2026-11-22T12:00:00Z,goal,\"#goal 1/day\",,,,,,\n"
              "2026-11-22T12:00:00Z,trial,\"#trial\",,,,,,\n"
              "2026-11-22T12:00:00Z,rest,\"#rest\",,,,,,\n"
              "2026-11-22T12:00:00Z,shift,\"#shift\",,5,,,,\n"
              "2026-11-22T12:00:00Z,mood,\"#mood\",5,,,,,\n",
              INT64_MIN, &made);
    assert_tags(&made, "#shift:+. #mood:+.");
    made_free(&made);
}

static void a_tag_outside_the_days_is_none(void **state)
{
    (void)state;
    struct made made;
    made_from("2026-11-21T12:00:00Z,kindness,\"#before\",,,,,,\n"
              "2026-11-22T03:00:00Z,kindness,\"#night\",,,,,,\n"
              "2026-11-22T04:00:00Z,kindness,\"#first\",,,,,,\n"
              "2026-11-24T03:00:00Z,kindness,\"#last\",,,,,,\n"
              "2026-11-24T04:00:00Z,kindness,\"#after\",,,,,,\n",
              today - 1, &made);
    assert_tags(&made, "#first:+. #last:.+");
    made_free(&made);
}

static void a_log_without_marks_or_records_has_no_tags(void **state)
{
    (void)state;
    struct made made;
    made_from("2026-11-23T12:00:00Z,kindness,\"swim\",,,,,,\n", INT64_MIN, &made);
    assert_int_equal(made.days.count, 1);
    assert_tags(&made, "");
    made_free(&made);
    made_from("", INT64_MIN, &made);
    assert_tags(&made, "");
    made_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tag_stands_on_each_day_of_its_notes_once),
        cmocka_unit_test(a_tag_in_another_case_is_the_same_and_keeps_its_first_name),
        cmocka_unit_test(many_spellings_are_each_found_again),
        cmocka_unit_test(the_note_of_a_plan_or_a_rest_has_no_tags),
        cmocka_unit_test(a_tag_outside_the_days_is_none),
        cmocka_unit_test(a_log_without_marks_or_records_has_no_tags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
