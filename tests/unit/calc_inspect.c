/* Records that can be read and yet can't be meant. */
#include "calc/inspect.h"

#include "tests/unit/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct clock utc = {.fixed = true};

enum { NOW = 1795461845 /* 2026-11-23T19:24:05Z */ };

struct expected {
    uint32_t line;
    enum oddity_kind kind;
    uint32_t other; /* 0: none */
};

static void assert_odd(const char *rows, const struct expected *expected, size_t count)
{
    struct buf text = {0}, error = {0};
    struct log log = {0};
    struct oddities found;
    buf_printf(&text, HEADER "%s", rows);
    assert_int_equal(track_parse(text.bytes, text.length, TEXT_ALL, &utc, &log, &error), TRACK_OK);
    assert_int_equal(log.fault_count, 0);
    oddities_find(&log, NOW, &found);
    assert_int_equal(found.count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(found.oddity[i].record->line, expected[i].line);
        assert_int_equal(found.oddity[i].kind, expected[i].kind);
        assert_int_equal(found.oddity[i].other ? found.oddity[i].other->line : 0, expected[i].other);
    }
    oddities_free(&found);
    log_free(&log);
    buf_free(&text);
}

#define ASSERT_ODD(rows, ...)                                                                                \
    assert_odd(rows, (const struct expected[]){__VA_ARGS__},                                                 \
               sizeof((const struct expected[]){__VA_ARGS__}) / sizeof(struct expected))

static void a_log_as_kind_writes_it_has_nothing_odd(void **state)
{
    (void)state;
    assert_odd("2026-11-20T19:24:05+01:00,goal,\"kindness 1/day\",,,,,,k00000000000\n"
               "2026-11-20T19:24:05+01:00,goal,\"shift plan 40\",,,,,,k00000000001\n"
               "2026-11-20T19:24:05+01:00,goal,\"care none\",,,,,,k00000000002\n"
               "2026-11-21T19:24:05+01:00,shift,\"\",,8,4,3,others,k00000000003\n"
               "2026-11-21T19:24:05+01:00,shift,\"\",,8,,,usual,k00000000004\n"
               "2026-11-21T19:24:05+01:00,shift,\"by hand\",,,,,,\n"
               "2026-11-21T20:24:05+01:00,trial,\"12 days\",,,,,kuukukukukku,k00000000005\n"
               "2026-11-22T20:24:05+01:00,trial,\"stop\",,,,,,k00000000006\n"
               "2026-11-22T20:24:05+01:00,mood,\"\",,3,,,,\n"
               "2026-11-22T20:24:05+01:00,mood,\"\",6,,,,,\n"
               "2026-11-22T20:24:05+01:00,rest,\"\",,,,,,\n",
               NULL, 0);
    assert_odd("", NULL, 0);
}

static void an_id_that_stands_there_twice_is_odd(void **state)
{
    (void)state;
    ASSERT_ODD("2026-11-20T10:00:00Z,care,\"a\",,,,,,k00000000000\n"
               "2026-11-20T11:00:00Z,care,\"b\",,,,,,k00000000001\n"
               "2026-11-20T12:00:00Z,care,\"c\",,,,,,k00000000000\n"
               "2026-11-20T11:00:00Z,care,\"b\",,,,,,k00000000001\n"
               "2026-11-20T13:00:00Z,care,\"d\",,,,,,k00000000000\n"
               "2026-11-20T14:00:00Z,care,\"\",,,,,,\n"
               "2026-11-20T14:00:00Z,care,\"\",,,,,,\n",
               {4, ODD_ID, 2}, {5, ODD_ID_ROW, 3}, {6, ODD_ID, 2});
}

static void a_time_more_than_a_day_ahead_is_odd(void **state)
{
    (void)state;
    ASSERT_ODD("2026-11-24T19:24:05Z,care,\"a\",,,,,,\n"
               "2026-11-24T19:24:06Z,care,\"a\",,,,,,\n"
               "2026-11-24T20:24:05+01:00,care,\"a\",,,,,,\n",
               {3, ODD_FUTURE, 0});
}

static void a_time_more_than_a_day_before_the_row_above_is_odd(void **state)
{
    (void)state;
    ASSERT_ODD("2026-11-20T10:00:00Z,care,\"a\",,,,,,\n"
               "2026-11-19T10:00:00Z,care,\"a\",,,,,,\n"
               "2026-11-18T09:59:59Z,care,\"a\",,,,,,\n"
               "2026-11-20T10:00:00Z,care,\"a\",,,,,,\n",
               {4, ODD_BACK, 3});
}

static void an_arm_that_is_none_is_odd(void **state)
{
    (void)state;
    ASSERT_ODD("2026-11-20T10:00:00Z,shift,\"\",,8,,,other,\n"
               "2026-11-20T10:00:00Z,shift,\"\",,8,,,,\n"
               "2026-11-20T10:00:00Z,trial,\"\",,,,,kkuu,\n"
               "2026-11-20T10:00:00Z,trial,\"\",,,,,kuk,\n"
               "2026-11-20T10:00:00Z,trial,\"stopp\",,,,,,\n"
               "2026-11-20T10:00:00Z,care,\"\",,,,,whatever,\n",
               {2, ODD_ARM, 0}, {3, ODD_NO_ARM, 0}, {4, ODD_DRAW, 0}, {5, ODD_DRAW, 0}, {6, ODD_DRAW, 0});
}

static void a_goal_that_is_none_and_a_mood_without_rating_are_odd(void **state)
{
    (void)state;
    ASSERT_ODD("2026-11-20T10:00:00Z,goal,\"be nice\",,,,,,\n"
               "2026-11-20T10:00:00Z,goal,\"shift plan 4\",,,,,,\n"
               "2026-11-20T10:00:00Z,mood,\"fine\",,,4,,,\n",
               {2, ODD_GOAL, 0}, {3, ODD_GOAL, 0}, {4, ODD_UNRATED, 0});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_as_kind_writes_it_has_nothing_odd),
        cmocka_unit_test(an_id_that_stands_there_twice_is_odd),
        cmocka_unit_test(a_time_more_than_a_day_ahead_is_odd),
        cmocka_unit_test(a_time_more_than_a_day_before_the_row_above_is_odd),
        cmocka_unit_test(an_arm_that_is_none_is_odd),
        cmocka_unit_test(a_goal_that_is_none_and_a_mood_without_rating_are_odd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
