/* What is due at which time of the day, and the moment that a day draws. */
#include "calc/reminder.h"

#include "tests/unit/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { EVENING = 1080 };

/* 2026-11-24, a Tuesday, in UTC: its day number, and its midnight. */
static const int64_t tuesday = 20781, midnight = 1795478400;

static struct moment at(int64_t days_later, int hour, int minute)
{
    return (struct moment){midnight + days_later * DAY_SECONDS + hour * 3600 + minute * 60, 0};
}

/* What is due of ROWS at NOW, a letter each in its order: t e w s g m. */
static void assert_dues(const char *rows, struct moment now, const char *letters)
{
    static const char names[] = "tewsgmM";
    struct log log;
    struct dues dues;
    char found[32] = "";
    struct due_want want = {
        .now = now, .day_start = DAY_START, .since = INT64_MIN, .evening = EVENING, .shift_seconds = 900};
    log_from(rows, &log);
    dues_find(&log, &want, &dues);
    for (size_t i = 0; i < dues.count; i++)
        found[i] = names[dues.due[i].what];
    assert_string_equal(found, letters);
    dues_free(&dues);
    log_free(&log);
}

static void the_mood_is_due_from_the_evening_to_the_end_of_the_day(void **state)
{
    (void)state;
    assert_dues("", at(0, 17, 59), "");
    assert_dues("", at(0, 18, 0), "m");
    assert_dues("", at(1, 3, 59), "m");
    assert_dues("", at(1, 4, 0), "");
}

static void a_mood_on_any_record_of_the_day_is_enough(void **state)
{
    (void)state;
    assert_dues("2026-11-24T04:00:00Z,kindness,\"\",7,,,,,\n", at(0, 20, 0), "");
    assert_dues("2026-11-24T03:59:00Z,kindness,\"\",7,,,,,\n", at(0, 20, 0), "m");
    assert_dues("2026-11-24T12:00:00Z,kindness,\"\",,7,,,,\n", at(0, 20, 0), "m");
}

static void a_day_of_rest_asks_only_for_the_end_of_a_shift(void **state)
{
    (void)state;
    assert_dues("2026-11-22T12:00:00Z,kindness,\"\",,,,,,\n"
                "2026-11-23T12:00:00Z,kindness,\"\",,,,,,\n"
                "2026-11-20T12:00:00Z,trial,\"12 days\",,,,,kuukkuukkuuk,\n"
                "2026-11-24T08:00:00Z,rest,\"\",,,,,,\n"
                "2026-11-24T12:00:00Z,shift,\"\",,8,,,usual,\n",
                at(0, 20, 0), "s");
    assert_dues("2026-11-23T08:00:00Z,rest,\"\",,,,,,\n", at(-1, 20, 0), "");
}

static void a_day_of_a_trial_is_due_from_its_start(void **state)
{
    (void)state;
    static const char rows[] = "2026-11-23T12:00:00Z,trial,\"12 days\",,,,,kuukkuukkuuk,\n";
    assert_dues(rows, at(0, 3, 59), "wm");
    assert_dues(rows, at(0, 4, 0), "t");
    assert_dues(rows, at(11, 12, 0), "t");
    assert_dues(rows, at(12, 12, 0), "e");
    assert_dues(rows, at(18, 12, 0), "e");
    assert_dues(rows, at(19, 12, 0), "");
}

static void the_practice_of_the_week_is_due_on_monday(void **state)
{
    (void)state;
    assert_dues("", at(-1, 3, 59), "m");
    assert_dues("", at(-1, 4, 0), "w");
    assert_dues("", at(0, 3, 59), "wm");
    assert_dues("", at(0, 4, 0), "");
}

static void a_shift_is_due_when_its_time_is_long_up_and_until_it_is_closed(void **state)
{
    (void)state;
    static const char rows[] = "2026-11-24T12:00:00Z,shift,\"\",,8,,,usual,\n";
    assert_dues(rows, at(0, 12, 14), "");
    assert_dues(rows, at(0, 12, 15), "s");
    assert_dues(rows, at(1, 11, 59), "s");
    assert_dues(rows, at(1, 12, 0), "");
    assert_dues("2026-11-24T12:00:00Z,shift,\"\",,8,5,,usual,\n", at(0, 12, 15), "");
    assert_dues("2026-11-24T12:00:00Z,shift,\"\",,8,,,usual,\n2026-11-24T13:00:00Z,shift,\"\",,8,,,others,\n",
                at(0, 13, 15), "ss");
}

static void a_streak_of_two_is_worth_a_word_and_one_of_one_is_not(void **state)
{
    (void)state;
    static const char one[] =
        "2026-11-23T12:00:00Z,kindness,\"\",,,,,,\n2026-11-24T12:00:00Z,mood,\"\",7,,,,,\n";
    static const char two[] =
        "2026-11-22T12:00:00Z,kindness,\"\",,,,,,\n"
        "2026-11-23T12:00:00Z,kindness,\"\",,,,,,\n2026-11-24T12:00:00Z,mood,\"\",7,,,,,\n";
    static const char met[] = "2026-11-23T12:00:00Z,kindness,\"\",,,,,,\n"
                              "2026-11-24T12:00:00Z,kindness,\"\",7,,,,,\n";
    assert_dues(one, at(0, 20, 0), "");
    assert_dues(two, at(0, 17, 59), "");
    assert_dues(two, at(0, 20, 0), "g");
    assert_dues(met, at(0, 20, 0), "");
}

static void a_weeks_goal_is_at_risk_when_only_its_days_are_left(void **state)
{
    (void)state;
    static const char mood[] = "2026-11-%dT12:00:00Z,mood,\"\",7,,,,,\n";
    static const char *const expected[] = {"", "", "", "g", "g", "g"};
    for (int day = 0; day < 6; day++) {
        char rows[512];
        int length = snprintf(rows, sizeof rows,
                              "2026-11-16T12:00:00Z,goal,\"care 3/week\",,,,,,\n"
                              "2026-11-16T12:00:00Z,care,\"\",,,,,,\n");
        snprintf(rows + length, sizeof rows - (size_t)length, mood, 24 + day);
        assert_dues(rows, at(day, 20, 0), expected[day]);
    }
    /* Friday's is done: two are left for two days. */
    assert_dues("2026-11-16T12:00:00Z,goal,\"care 3/week\",,,,,,\n2026-11-16T12:00:00Z,care,\"\",,,,,,\n"
                "2026-11-27T12:00:00Z,care,\"\",7,,,,,\n",
                at(3, 20, 0), "");
    /* Twice a day does not have to wait for the last days of the week. */
    assert_dues("2026-11-16T12:00:00Z,goal,\"care 10/week\",,,,,,\n2026-11-16T12:00:00Z,care,\"\",,,,,,\n"
                "2026-11-24T12:00:00Z,care,\"\",7,,,,,\n",
                at(0, 20, 0), "");
}

static void a_goal_of_moods_is_the_mood_itself(void **state)
{
    (void)state;
    assert_dues("2026-11-20T12:00:00Z,goal,\"mood 1/day\",,,,,,\n2026-11-21T12:00:00Z,mood,\"\",7,,,,,\n"
                "2026-11-22T12:00:00Z,mood,\"\",7,,,,,\n2026-11-23T12:00:00Z,mood,\"\",7,,,,,\n",
                at(0, 20, 0), "m");
}

static void a_window_lies_within_one_day(void **state)
{
    (void)state;
    static const struct {
        struct window window;
        bool fits;
    } cases[] = {{{540, 1260}, true},  {{1320, 120}, true},  {{240, 240}, true},  {{240, 239}, true},
                 {{1320, 240}, true},  {{1320, 241}, false}, {{239, 241}, false}, {{600, 600}, false},
                 {{1260, 540}, false}, {{600, 599}, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(window_fits(&cases[i].window, DAY_START), cases[i].fits);
}

static void the_moment_of_a_date_never_changes(void **state)
{
    (void)state;
    struct window day = {540, 1260}, night = {1320, 120};
    assert_int_equal(window_moment(&day, tuesday), 684);
    assert_int_equal(window_moment(&night, tuesday), 24);
}

/* Chi-square of the moments of DAYS days in PARTS equal parts of the window. */
static double moments_spread(const struct window *window, int days, int parts)
{
    int count[64] = {0}, length = day_position(window->to, window->from);
    double sum = 0, wanted = (double)days / parts;
    for (int d = 0; d < days; d++) {
        int moment = day_position(window_moment(window, tuesday + d), window->from);
        assert_in_range(moment, 0, length - 1);
        count[moment * parts / length]++;
    }
    for (int p = 0; p < parts; p++)
        sum += (count[p] - wanted) * (count[p] - wanted) / wanted;
    return sum;
}

static void the_moments_of_ten_years_are_spread_evenly(void **state)
{
    (void)state;
    struct window day = {540, 1260}, night = {1320, 120};
    /* The 0.999 quantiles of chi-square with 23, 11 and 1 degrees of freedom. */
    assert_true(moments_spread(&day, 3652, 24) < 49.7);
    assert_true(moments_spread(&night, 3652, 12) < 31.3);
    assert_true(moments_spread(&(struct window){600, 602}, 3652, 2) < 10.8);
}

static void the_moment_of_one_day_tells_nothing_of_the_next(void **state)
{
    (void)state;
    struct window window = {540, 1260};
    double sum = 0;
    for (int d = 0; d < 3652; d++)
        sum +=
            (window_moment(&window, tuesday + d) - 899.5) * (window_moment(&window, tuesday + d + 1) - 899.5);
    /* The variance of 720 equal steps is 43200; a correlation of white noise lies within 3.3 / sqrt(n). */
    double correlation = sum / 3652 / 43200;
    assert_true(correlation > -0.055 && correlation < 0.055);
}

static void the_moment_is_due_from_its_minute_on_until_a_mood_is_rated(void **state)
{
    (void)state;
    struct window window = {540, 1260};
    struct log log;
    char row[128];
    int moment = window_moment(&window, tuesday);
    struct moment then = at(0, 0, moment);
    assert_false(moment_due(NULL, &window, at(0, 0, moment - 1), DAY_START));
    assert_true(moment_due(NULL, &window, then, DAY_START));
    assert_true(moment_due(NULL, &window, at(1, 3, 59), DAY_START));
    assert_false(moment_due(NULL, &window, at(1, 4, 0), DAY_START));
    for (int later = -1; later < 2; later++) {
        snprintf(row, sizeof row, "2026-11-24T%02d:%02d:00Z,mood,\"\",7,,,,,\n", (moment + later) / 60,
                 (moment + later) % 60);
        log_from(row, &log);
        assert_int_equal(moment_due(&log, &window, at(0, 21, 0), DAY_START), later < 0);
        log_free(&log);
    }
    log_from("2026-11-24T08:00:00Z,rest,\"\",,,,,,\n", &log);
    assert_false(moment_due(&log, &window, at(0, 21, 0), DAY_START));
    log_free(&log);
}

static void the_moment_follows_the_clock_through_a_change_to_and_from_summer_time(void **state)
{
    (void)state;
    /* A window of one minute, 02:30, on the days on which the clock skips it and has it twice. */
    struct window window = {150, 151};
    struct moment skipped_before = {1774745940, 3600}, skipped_after = {1774746000, 7200}; /* 2026-03-29 */
    struct moment first = {1792888140, 7200}, second = {1792891800, 3600};                 /* 2026-10-25 */
    assert_int_equal(moment_clock(skipped_before), 7140);
    assert_int_equal(moment_clock(skipped_after), 10800);
    assert_false(moment_due(NULL, &window, skipped_before, 0));
    assert_true(moment_due(NULL, &window, skipped_after, 0));
    assert_false(moment_due(NULL, &window, first, 0));
    first.sec += 60;
    assert_true(moment_due(NULL, &window, first, 0));
    assert_true(moment_due(NULL, &window, second, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mood_is_due_from_the_evening_to_the_end_of_the_day),
        cmocka_unit_test(a_mood_on_any_record_of_the_day_is_enough),
        cmocka_unit_test(a_day_of_rest_asks_only_for_the_end_of_a_shift),
        cmocka_unit_test(a_day_of_a_trial_is_due_from_its_start),
        cmocka_unit_test(the_practice_of_the_week_is_due_on_monday),
        cmocka_unit_test(a_shift_is_due_when_its_time_is_long_up_and_until_it_is_closed),
        cmocka_unit_test(a_streak_of_two_is_worth_a_word_and_one_of_one_is_not),
        cmocka_unit_test(a_weeks_goal_is_at_risk_when_only_its_days_are_left),
        cmocka_unit_test(a_goal_of_moods_is_the_mood_itself),
        cmocka_unit_test(a_window_lies_within_one_day),
        cmocka_unit_test(the_moment_of_a_date_never_changes),
        cmocka_unit_test(the_moments_of_ten_years_are_spread_evenly),
        cmocka_unit_test(the_moment_of_one_day_tells_nothing_of_the_next),
        cmocka_unit_test(the_moment_is_due_from_its_minute_on_until_a_mood_is_rated),
        cmocka_unit_test(the_moment_follows_the_clock_through_a_change_to_and_from_summer_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
