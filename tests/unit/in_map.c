/* The mapping file: what it takes, and the line of what it does not. */
#include "in/map.h"

#include "tests/unit/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool read_text(const char *text, struct map *map, struct buf *trouble)
{
    *map = (struct map){.has_columns = false};
    return map_read(view_of(text), "map", map, trouble);
}

static const struct target *activity(const struct map *map, const char *name)
{
    return map_activity(map, view_of(name));
}

static void names_are_found_in_any_case_and_any_script(void **state)
{
    (void)state;
    struct map map;
    struct buf trouble = {0};
    assert_true(
        read_text("\xef\xbb\xbf[Activities]\r\nÜBEN = care #music\r\n ran 5: fast=kindness\r\na = b = rest\n",
                  &map, &trouble));
    assert_int_equal(activity(&map, "üben")->practice, PRACTICE_CARE);
    assert_string_equal(activity(&map, "üben")->tags, "#music");
    assert_int_equal(activity(&map, "Ran 5: Fast")->practice, PRACTICE_KINDNESS);
    assert_int_equal(activity(&map, "a = b")->practice, PRACTICE_REST);
    assert_null(activity(&map, "other"));
    map_free(&map);
    buf_free(&trouble);
}

static void a_quoted_name_may_begin_with_anything(void **state)
{
    (void)state;
    struct map map;
    struct buf trouble = {0};
    assert_true(
        read_text("[activities]\n\"[x]\" = care\n\"#y = z\" = #y @z\n\";\"=ignore\n", &map, &trouble));
    assert_true(activity(&map, "[x]")->has_practice);
    assert_false(activity(&map, "#y = z")->has_practice);
    assert_string_equal(activity(&map, "#y = z")->tags, "#y @z");
    assert_true(activity(&map, ";")->ignore);
    map_free(&map);
    buf_free(&trouble);
}

static void a_star_is_all_that_is_not_named(void **state)
{
    (void)state;
    struct map map;
    struct buf trouble = {0};
    assert_true(read_text("[activities]\n* = ignore\nrun = care minutes\n", &map, &trouble));
    assert_true(activity(&map, "swim")->ignore);
    assert_true(activity(&map, "run")->minutes);
    assert_true(map_rest(&map)->ignore);
    map_free(&map);
    buf_free(&trouble);
}

static void a_column_may_have_equals_signs_and_a_scale_may_fall(void **state)
{
    (void)state;
    struct map map;
    struct buf trouble = {0};
    assert_true(read_text("[columns]\ntime = a = b\nnote =\n[scale]\nmood = 5 .. -1.5\n[moods]\nRad = 9.5\n",
                          &map, &trouble));
    assert_string_equal(map.column[MAP_TIME], "a = b");
    assert_null(map.column[MAP_NOTE]);
    assert_true(map.has_columns);
    assert_int_equal(map.mood.low, 500);
    assert_int_equal(map.mood.high, -150);
    assert_int_equal(map_mood(&map, view_of("rAD")), 95);
    assert_int_equal(map_mood(&map, view_of("bad")), -1);
    map_free(&map);
    buf_free(&trouble);
}

static void what_can_not_be_used_is_named_with_its_line(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "x = care\n",
        "[nothing]\n",
        "[]\n",
        "[\n",
        "[activities]\nx\n",
        "[activities]\n= care\n",
        "[activities]\n\"x = care\n",
        "[activities]\n\"x\" y = care\n",
        "[activities]\nx = care kindness\n",
        "[activities]\nx = mood\n",
        "[activities]\nx = #\n",
        "[activities]\nx = #a.b\n",
        "[activities]\nx = #a minutes\n",
        "[activities]\nx = ignore care\n",
        "[activities]\nx = care\nX = care\n",
        "[moods]\nx = 10.5\n",
        "[moods]\nx = 7,5\n",
        "[moods]\nx =\n",
        "[columns]\ndate = x\n",
        "[columns]\ntime = x\ntime = y\n",
        "[columns]\ndates =\n",
        "[columns]\ndates = dmyy\n",
        "[columns]\ndates = dmy\nDates = dmy\n",
        "[scale]\nmood = 1\n",
        "[scale]\nmood = 1..1\n",
        "[scale]\nmood = 1..2\nmood = 1..3\n",
        "[scale]\ncalm = 1..2\n",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct map map;
        struct buf trouble = {0}, want = {0};
        size_t lines = 0;
        for (const char *c = bad[i]; *c; c++)
            lines += *c == '\n';
        buf_printf(&want, "map:%zu: ", lines);
        assert_false(read_text(bad[i], &map, &trouble));
        assert_int_equal(strncmp(buf_string(&trouble), want.bytes, want.length), 0);
        assert_ptr_equal(strchr(trouble.bytes, '\n'), trouble.bytes + trouble.length - 1);
        map_free(&map);
        buf_free(&trouble);
        buf_free(&want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_found_in_any_case_and_any_script),
        cmocka_unit_test(a_quoted_name_may_begin_with_anything),
        cmocka_unit_test(a_star_is_all_that_is_not_named),
        cmocka_unit_test(a_column_may_have_equals_signs_and_a_scale_may_fall),
        cmocka_unit_test(what_can_not_be_used_is_named_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
