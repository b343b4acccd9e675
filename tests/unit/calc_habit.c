/* Habits: what can have a goal, how one is written, and which goals of a log hold for which habit. */
#include "calc/habit.h"

#include "tests/unit/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MONDAY = 0 };

struct made {
    struct log log;
    struct days days;
    struct habits habits;
};

/* The habits of a log of ROWS as they stand on the day of number UNTIL. */
static void made_from(const char *rows, int64_t until, struct made *made)
{
    *made = (struct made){0};
    log_from(rows, &made->log);
    days_build(&made->log, DAY_START, until, INT64_MIN, INT64_MAX, &made->days);
    habits_build(&made->log, &made->days, DAY_START, until, MONDAY, &made->habits);
}

static void made_free(struct made *made)
{
    habits_free(&made->habits);
    assert_int_equal(made->habits.count, 0);
    days_free(&made->days);
    log_free(&made->log);
}

/* The habits are those of WHAT, parted by spaces, in this order. */
static void assert_habits(const struct made *made, const char *what)
{
    struct buf found = {0};
    for (size_t i = 0; i < made->habits.count; i++)
        buf_printf(&found, "%s%s", i ? " " : "", made->habits.habit[i].what);
    assert_string_equal(buf_string(&found), what);
    buf_free(&found);
}

static void a_goal_is_for_a_practice_that_is_done_or_for_a_tag(void **state)
{
    (void)state;
    static const char *const can[] = {"kindness", "care", "pause", "shift", "mood", "#swim", "#a-b_1"};
    static const char *const cannot[] = {"",        "rest", "goal",     "trial",  "swim", "#",
                                         "@mother", " #a",  "#swim #b", "a#swim", "kind"};
    bool tag;
    enum practice practice;
    for (size_t i = 0; i < sizeof can / sizeof *can; i++) {
        assert_true(goal_subject(can[i], strlen(can[i]), &tag, &practice));
        assert_int_equal(tag, *can[i] == '#');
    }
    for (size_t i = 0; i < sizeof cannot / sizeof *cannot; i++)
        if (goal_subject(cannot[i], strlen(cannot[i]), &tag, &practice))
            fail_msg("'%s' can have a goal", cannot[i]);
}

static void a_goal_is_a_number_a_day_or_a_week_or_none(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t what; /* bytes of what it is for; 0: it is no goal */
        enum goal_unit unit;
        unsigned target;
    } texts[] = {
        {"kindness 1/day", 8, GOAL_PER_DAY, 1},
        {"#swim 3/week", 5, GOAL_PER_WEEK, 3},
        {"mood 1000/Week", 4, GOAL_PER_WEEK, 1000},
        {"care None", 4, GOAL_NONE, 0},
        {"kindness", 0, GOAL_NONE, 0},
        {"", 0, GOAL_NONE, 0},
        {"kindness ", 0, GOAL_NONE, 0},
        {"kindness 1", 0, GOAL_NONE, 0},
        {"kindness 0/day", 0, GOAL_NONE, 0},
        {"kindness 1001/day", 0, GOAL_NONE, 0},
        {"kindness 1.5/day", 0, GOAL_NONE, 0},
        {"kindness /day", 0, GOAL_NONE, 0},
        {"kindness 1/", 0, GOAL_NONE, 0},
        {"kindness 1/month", 0, GOAL_NONE, 0},
        {"kindness 1/days", 0, GOAL_NONE, 0},
        {"rest 1/week", 0, GOAL_NONE, 0},
        {"shift plan 40", 0, GOAL_NONE, 0},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct view what = {0};
        struct goal goal = {.from = 7};
        if (goal_read(texts[i].text, strlen(texts[i].text), &what, &goal) != (texts[i].what > 0))
            fail_msg("'%s' is read as %s goal", texts[i].text, texts[i].what ? "no" : "a");
        if (!texts[i].what)
            continue;
        assert_int_equal(what.length, texts[i].what);
        assert_ptr_equal(what.bytes, texts[i].text);
        assert_int_equal(goal.unit, texts[i].unit);
        assert_int_equal(goal.target, texts[i].target);
        assert_int_equal(goal.from, 7);
    }
}

static void what_was_done_is_asked_for_once_a_day_without_a_goal(void **state)
{
    (void)state;
    struct made made;
    made_from("2026-11-22T12:00:00Z,pause,\"\",,,,,,\n"
              "2026-11-23T12:00:00Z,kindness,\"\",,,,,,\n"
              "2026-11-23T12:00:00Z,mood,\"#swim\",5,,,,,\n"
              "2026-11-23T12:00:00Z,shift,\"\",,8,,,,\n",
              today, &made);
    assert_habits(&made, "kindness pause");
    for (size_t i = 0; i < 2; i++) {
        const struct habit *habit = &made.habits.habit[i];
        assert_int_equal(habit->goal_count, 1);
        assert_int_equal(habit->goals[0].unit, GOAL_PER_DAY);
        assert_int_equal(habit->goals[0].target, 1);
        assert_int_equal(habit->streak.done, i == 0);
        assert_int_equal(habit->streak.current, 1);
    }
    made_free(&made);
}

static void practices_come_in_their_order_and_tags_after_them_as_they_were_set(void **state)
{
    (void)state;
    struct made made;
    made_from("2026-11-20T12:00:00Z,goal,\"#walk 1/day\",,,,,,\n"
              "2026-11-20T12:00:01Z,goal,\"mood 1/day\",,,,,,\n"
              "2026-11-20T12:00:02Z,goal,\"#swim 2/week\",,,,,,\n"
              "2026-11-20T12:00:03Z,goal,\"shift 1/week\",,,,,,\n"
              "2026-11-20T12:00:04Z,goal,\"care 1/week\",,,,,,\n"
              "2026-11-20T12:00:05Z,goal,\"#art 1/week\",,,,,,\n"
              "2026-11-21T12:00:00Z,pause,\"\",,,,,,\n",
              today, &made);
    assert_habits(&made, "care pause shift mood #walk #swim #art");
    assert_false(made.habits.habit[3].tag);
    assert_true(made.habits.habit[4].tag);
    made_free(&made);
}

static void nobody_is_asked_for_a_shift_or_a_tag_before_its_goal(void **state)
{
    (void)state;
    struct made made;
    made_from("2026-11-21T12:00:00Z,goal,\"#walk 1/day\",,,,,,\n"
              "2026-11-21T12:00:00Z,goal,\"shift 1/day\",,,,,,\n"
              "2026-11-21T12:00:00Z,goal,\"mood 1/day\",,,,,,\n",
              today, &made);
    assert_habits(&made, "shift mood #walk");
    static const enum goal_unit before[] = {GOAL_NONE, GOAL_PER_DAY, GOAL_NONE};
    for (size_t i = 0; i < 3; i++) {
        const struct habit *habit = &made.habits.habit[i];
        assert_int_equal(habit->goal_count, 2);
        assert_int_equal(habit->goals[0].from, INT64_MIN);
        assert_int_equal(habit->goals[0].unit, before[i]);
        assert_int_equal(habit->goals[1].from, today - 2);
        assert_int_equal(habit->goals[1].unit, GOAL_PER_DAY);
    }
    made_free(&made);
}

static void a_goal_holds_from_its_day_on_and_the_last_of_a_day_counts(void **state)
{
    (void)state;
    struct made made;
    /* Not in the order of their times; the one at three in the night is of the day before. */
    made_from("2026-11-22T03:00:00Z,goal,\"care 4/week\",,,,,,\n"
              "2026-11-20T12:00:00Z,goal,\"care 2/day\",,,,,,\n"
              "2026-11-21T18:00:00Z,goal,\"care 3/week\",,,,,,\n"
              "2026-11-22T12:00:00Z,goal,\"care whenever\",,,,,,\n"
              "2026-11-24T12:00:00Z,goal,\"care none\",,,,,,\n",
              today, &made);
    assert_habits(&made, "care");
    const struct habit *care = &made.habits.habit[0];
    assert_int_equal(care->goal_count, 3);
    assert_int_equal(care->goals[1].from, today - 3);
    assert_int_equal(care->goals[1].target, 2);
    assert_int_equal(care->goals[2].from, today - 2);
    assert_int_equal(care->goals[2].unit, GOAL_PER_WEEK);
    assert_int_equal(care->goals[2].target, 4);
    assert_int_equal(care->streak.goal, 4);
    made_free(&made);
}

static void a_tag_is_counted_on_what_was_done_whatever_its_case(void **state)
{
    (void)state;
    struct made made;
    made_from("2026-11-21T12:00:00Z,goal,\"#swim 1/day\",,,,,,\n"
              "2026-11-22T12:00:00Z,goal,\"#Swim 3/day\",,,,,,\n"
              "2026-11-23T08:00:00Z,kindness,\"#SWIM with him\",,,,,,\n"
              "2026-11-23T09:00:00Z,mood,\"after #swim\",7,,,,,\n"
              "2026-11-23T10:00:00Z,care,\"#swimming\",,,,,,\n"
              "2026-11-22T10:00:00Z,rest,\"#swim\",,,,,,\n"
              "2026-11-23T10:00:00Z,goal,\"no goal #swim\",,,,,,\n"
              "2026-11-23T10:00:00Z,trial,\"#swim\",,,,,,\n"
              "2026-11-24T10:00:00Z,kindness,\"#swim\",,,,,,\n",
              today, &made);
    assert_habits(&made, "kindness care #swim");
    const struct habit *swim = &made.habits.habit[2];
    assert_int_equal(swim->goal_count, 3);
    assert_int_equal(swim->streak.done, 2);
    assert_int_equal(swim->streak.target, 3);
    made_free(&made);
}

static void what_comes_after_today_is_left_out(void **state)
{
    (void)state;
    struct made made;
    static const char rows[] = "2026-11-22T12:00:00Z,kindness,\"\",,,,,,\n"
                               "2026-11-23T12:00:00Z,kindness,\"\",,,,,,\n"
                               "2026-11-25T12:00:00Z,pause,\"\",,,,,,\n";
    made_from(rows, today, &made);
    assert_habits(&made, "kindness");
    assert_int_equal(made.habits.habit[0].streak.current, 2);
    made_free(&made);
    made_from(rows, today - 5, &made);
    assert_int_equal(made.days.count, 4);
    assert_habits(&made, "");
    made_free(&made);
}

static void days_that_end_before_today_are_all_there_is(void **state)
{
    (void)state;
    struct made made;
    made_from("2026-11-21T12:00:00Z,care,\"\",,,,,,\n2026-11-22T12:00:00Z,care,\"#b\",,,,,,\n"
              "2026-11-20T12:00:00Z,goal,\"#b 1/day\",,,,,,\n",
              today - 1, &made);
    struct habits later;
    habits_build(&made.log, &made.days, DAY_START, today + 9, MONDAY, &later);
    assert_int_equal(later.count, 2);
    assert_int_equal(later.habit[0].streak.current, 2);
    assert_int_equal(later.habit[1].streak.current, 1);
    habits_free(&later);
    made_free(&made);
}

static void without_a_record_the_goals_that_hold_are_asked_of_today(void **state)
{
    (void)state;
    struct made made;
    made_from("2026-01-01T12:00:00Z,goal,\"kindness 5/day\",,,,,,\n"
              "2026-11-20T12:00:00Z,goal,\"kindness 2/day\",,,,,,\n"
              "2026-11-20T12:00:00Z,goal,\"#swim 1/week\",,,,,,\n",
              today, &made);
    assert_int_equal(made.days.count, 0);
    assert_habits(&made, "kindness #swim");
    assert_int_equal(made.habits.habit[0].streak.goal, 2);
    assert_int_equal(made.habits.habit[0].streak.done, 0);
    assert_int_equal(made.habits.habit[1].streak.unit, GOAL_PER_WEEK);
    made_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_goal_is_for_a_practice_that_is_done_or_for_a_tag),
        cmocka_unit_test(a_goal_is_a_number_a_day_or_a_week_or_none),
        cmocka_unit_test(what_was_done_is_asked_for_once_a_day_without_a_goal),
        cmocka_unit_test(practices_come_in_their_order_and_tags_after_them_as_they_were_set),
        cmocka_unit_test(nobody_is_asked_for_a_shift_or_a_tag_before_its_goal),
        cmocka_unit_test(a_goal_holds_from_its_day_on_and_the_last_of_a_day_counts),
        cmocka_unit_test(a_tag_is_counted_on_what_was_done_whatever_its_case),
        cmocka_unit_test(what_comes_after_today_is_left_out),
        cmocka_unit_test(days_that_end_before_today_are_all_there_is),
        cmocka_unit_test(without_a_record_the_goals_that_hold_are_asked_of_today),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
