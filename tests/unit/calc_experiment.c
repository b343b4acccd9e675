/* Shifts in their series and trials with their days, from the rows of a log. */
#include "calc/experiment.h"

#include "tests/unit/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void a_shift_is_open_for_a_day_and_then_unfinished(void **state)
{
    (void)state;
    struct log log;
    struct shifts shifts;
    log_from("2026-11-22T12:00:00Z,shift,\"\",,8,,,others,\n"
             "2026-11-22T12:00:01Z,shift,\"\",,8,,,usual,\n"
             "2026-11-20T12:00:00Z,shift,\"\",,8,3,,usual,\n",
             &log);
    shifts_collect(&log, noon, &shifts);
    assert_int_equal(shifts.count, 3);
    assert_int_equal(shifts.shift[0].state, SHIFT_FINISHED);
    assert_int_equal(shifts.shift[1].state, SHIFT_UNFINISHED);
    assert_true(shifts.shift[1].others);
    assert_int_equal(shifts.shift[2].state, SHIFT_OPEN);
    assert_ptr_equal(shifts_open(&shifts, NULL), &shifts.shift[2]);
    assert_null(shifts_open(&shifts, shifts.shift[2].record));
    assert_int_equal(shifts.series_count, 1);
    assert_int_equal(shifts.series[0].planned, SHIFT_PLAN);
    assert_int_equal(shifts.series[0].open, 1);
    assert_int_equal(shifts.series[0].unfinished, 1);
    assert_false(shifts.series[0].closed);
    shifts_free(&shifts);
    log_free(&log);
}

static void a_row_without_arm_or_stress_is_no_part_of_the_experiment(void **state)
{
    (void)state;
    struct log log;
    struct shifts shifts;
    log_from("2026-11-22T12:00:00Z,shift,\"\",,8,4,,,\n"
             "2026-11-22T12:00:00Z,shift,\"\",,8,4,,other,\n"
             "2026-11-22T12:00:00Z,shift,\"\",,,4,,others,\n"
             "2026-11-22T12:00:00Z,mood,\"\",4,8,4,,others,\n",
             &log);
    shifts_collect(&log, noon, &shifts);
    assert_int_equal(shifts.count, 0);
    assert_int_equal(shifts.series_count, 0);
    assert_null(shifts_open(&shifts, NULL));
    shifts_free(&shifts);
    log_free(&log);
}

/* COUNT finished shifts, a minute apart from START minutes after midnight on. */
static void shifts_write(struct buf *rows, int count, int start)
{
    for (int i = start; i < start + count; i++)
        buf_printf(rows, "2026-11-20T%02d:%02d:00Z,shift,\"\",,8,4,,%s,\n", i / 60, i % 60,
                   i % 2 ? "usual" : "others");
}

static void a_series_keeps_the_plan_that_held_at_its_first_shift(void **state)
{
    (void)state;
    struct log log;
    struct shifts shifts;
    struct buf rows = {0};
    buf_text(&rows, "2026-11-20T00:00:00Z,goal,\"shift plan 6\",,,,,,\n");
    shifts_write(&rows, 7, 60);
    buf_text(&rows, "2026-11-20T01:03:30Z,goal,\"shift plan 8\",,,,,,\n"
                    "2026-11-20T23:00:00Z,goal,\"shift plan 10\",,,,,,\n"
                    "2026-11-20T23:30:00Z,goal,\"shift 2/week\",,,,,,\n"
                    "2026-11-20T23:40:00Z,goal,\"shift plan 5\",,,,,,\n");
    log_from(rows.bytes, &log);
    shifts_collect(&log, noon, &shifts);
    assert_int_equal(shifts.series_count, 2);
    assert_int_equal(shifts.series[0].planned, 6);
    assert_int_equal(shifts.series[0].count, 6);
    assert_true(shifts.series[0].closed);
    assert_int_equal(shifts.series[1].planned, 8);
    assert_int_equal(shifts.series[1].count, 1);
    assert_false(shifts.series[1].closed);
    assert_int_equal(shifts.plan, 10);
    buf_free(&rows);
    shifts_free(&shifts);
    log_free(&log);
}

static void a_series_with_an_open_shift_is_not_closed(void **state)
{
    (void)state;
    struct log log;
    struct shifts shifts;
    struct buf rows = {0};
    buf_text(&rows, "2026-11-20T00:00:00Z,goal,\"shift plan 6\",,,,,,\n");
    shifts_write(&rows, 5, 60);
    buf_text(&rows, "2026-11-23T11:00:00Z,shift,\"\",,8,,,others,\n");
    log_from(rows.bytes, &log);
    shifts_collect(&log, noon, &shifts);
    assert_int_equal(shifts.series[0].count, 6);
    assert_false(shifts.series[0].closed);
    shifts_free(&shifts);
    shifts_collect(&log, noon + SHIFT_OPEN_SECONDS, &shifts);
    assert_true(shifts.series[0].closed);
    assert_int_equal(shifts.series[0].unfinished, 1);
    buf_free(&rows);
    shifts_free(&shifts);
    log_free(&log);
}

static void a_plan_is_read_back_and_nothing_else_is_one(void **state)
{
    (void)state;
    char text[PLAN_SIZE];
    shift_plan_write(60, text);
    assert_string_equal(text, "shift plan 60");
    assert_int_equal(shift_plan_read(text, strlen(text)), 60);
    static const char *const others[] = {
        "", "shift plan ", "shift plan 5", "shift plan 1001", "shift plan 4x", "care plan 40"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(shift_plan_read(others[i], strlen(others[i])), 0);
}

static void a_trial_begins_on_the_day_after_its_record(void **state)
{
    (void)state;
    struct log log;
    struct trials trials;
    log_from("2026-11-20T03:00:00Z,trial,\"4 days\",,,,,kuuk,\n", &log);
    trials_collect(&log, DAY_START, &trials);
    assert_int_equal(trials.count, 1);
    const struct trial *trial = &trials.trial[0];
    assert_int_equal(trial->first, today - 3);
    assert_int_equal(trial->end, today + 1);
    assert_int_equal(trial_letter(trial, today - 4), 0);
    assert_int_equal(trial_letter(trial, today - 3), 'k');
    assert_int_equal(trial_letter(trial, today - 2), 'u');
    assert_int_equal(trial_letter(trial, today), 'k');
    assert_int_equal(trial_letter(trial, today + 1), 0);
    assert_ptr_equal(trials_at(&trials, today - 4), trial);
    assert_null(trials_at(&trials, today - 5));
    assert_null(trials_at(&trials, today + 1));
    assert_false(trial_over(trial, today));
    assert_true(trial_over(trial, today + 1));
    trials_free(&trials);
    log_free(&log);
}

static void a_stop_ends_the_trial_on_its_own_day_and_another_may_follow(void **state)
{
    (void)state;
    struct log log;
    struct trials trials;
    log_from("2026-11-10T12:00:00Z,trial,\"12 days\",,,,,kukukukukuku,\n"
             "2026-11-15T12:00:00Z,trial,\"stop\",,,,,,\n"
             "2026-11-15T12:00:01Z,trial,\"2 days\",,,,,uk,\n"
             "2026-11-15T12:00:02Z,trial,\"4 days\",,,,,ukuk,\n",
             &log);
    trials_collect(&log, DAY_START, &trials);
    assert_int_equal(trials.count, 2);
    assert_true(trials.trial[0].stopped);
    assert_int_equal(trials.trial[0].end, today - 8);
    assert_int_equal(trial_letter(&trials.trial[0], today - 8), 0);
    assert_int_equal(trials.trial[1].days, 2);
    assert_false(trials.trial[1].stopped);
    trials_free(&trials);
    log_free(&log);
}

static void a_trial_stopped_before_it_began_has_no_days(void **state)
{
    (void)state;
    struct log log;
    struct trials trials;
    log_from("2026-11-23T10:00:00Z,trial,\"4 days\",,,,,kuuk,\n"
             "2026-11-23T11:00:00Z,trial,\"stop\",,,,,,\n",
             &log);
    trials_collect(&log, DAY_START, &trials);
    assert_int_equal(trials.count, 1);
    assert_int_equal(trials.trial[0].end, trials.trial[0].first);
    assert_int_equal(trial_letter(&trials.trial[0], today + 1), 0);
    assert_null(trials_at(&trials, today));
    assert_null(trials_at(&trials, today + 1));
    assert_true(trial_over(&trials.trial[0], today));
    trials_free(&trials);
    log_free(&log);
}

static void a_draw_that_is_not_pairs_is_no_trial(void **state)
{
    (void)state;
    struct log log;
    struct trials trials;
    log_from("2026-11-10T12:00:00Z,trial,\"\",,,,,kk,\n"
             "2026-11-10T12:00:00Z,trial,\"\",,,,,kuk,\n"
             "2026-11-10T12:00:00Z,trial,\"\",,,,,KU,\n"
             "2026-11-10T12:00:00Z,trial,\"stop\",,,,,,\n"
             "2026-11-10T12:00:00Z,kindness,\"\",,,,,ku,\n",
             &log);
    trials_collect(&log, DAY_START, &trials);
    assert_int_equal(trials.count, 0);
    trials_free(&trials);
    log_free(&log);
}

static void the_open_shift_is_found_behind_newer_ones_that_ended(void **state)
{
    (void)state;
    struct log log;
    struct shifts shifts;
    log_from("2026-11-23T09:00:00Z,shift,\"\",,8,,,others,\n"
             "2026-11-23T10:00:00Z,shift,\"\",,8,5,,usual,\n"
             "2026-11-23T11:00:00Z,shift,\"\",,8,5,,usual,\n",
             &log);
    shifts_collect(&log, noon, &shifts);
    assert_ptr_equal(shifts_open(&shifts, NULL), &shifts.shift[0]);
    assert_int_equal(shifts.shift[0].record->line, 2);
    shifts_free(&shifts);
    log_free(&log);
}

static void shifts_of_a_long_log_come_by_their_times(void **state)
{
    (void)state;
    struct log log;
    struct shifts shifts;
    struct buf rows = {0};
    for (int i = 99; i >= 0; i--)
        shifts_write(&rows, 1, i);
    log_from(rows.bytes, &log);
    shifts_collect(&log, noon, &shifts);
    assert_int_equal(shifts.count, 100);
    for (size_t i = 0; i < 100; i++) {
        assert_int_equal(shifts.shift[i].record->line, 101 - i);
        assert_int_equal(shifts.shift[i].others, i % 2 == 0);
    }
    assert_int_equal(shifts.series_count, 3);
    assert_int_equal(shifts.series[2].count, 20);
    buf_free(&rows);
    shifts_free(&shifts);
    log_free(&log);
}

static void a_draw_of_more_days_than_a_year_is_none(void **state)
{
    (void)state;
    char draw[TRIAL_DAYS_MOST + 2];
    for (size_t i = 0; i < sizeof draw; i++)
        draw[i] = i % 2 ? 'u' : 'k';
    assert_true(trial_is_draw((struct view){draw, TRIAL_DAYS_MOST}));
    assert_false(trial_is_draw((struct view){draw, TRIAL_DAYS_MOST + 2}));
}

static void only_a_stop_during_a_trial_stops_it(void **state)
{
    (void)state;
    struct log log;
    struct trials trials;
    log_from("2026-11-10T12:00:00Z,trial,\"\",,,,,kuuk,\n"
             "2026-11-12T12:00:00Z,trial,\"stops\",,,,,,\n"
             "2026-11-12T12:00:00Z,trial,\"\",,,,,,\n"
             "2026-11-12T12:00:00Z,trial,\"stop\",,,,,kk,\n"
             "2026-11-15T12:00:00Z,trial,\"stop\",,,,,,\n",
             &log);
    trials_collect(&log, DAY_START, &trials);
    assert_int_equal(trials.count, 1);
    assert_false(trials.trial[0].stopped);
    assert_int_equal(trials.trial[0].end, trials.trial[0].first + 4);
    trials_free(&trials);
    log_free(&log);
}

static void a_stop_is_unseen_until_the_first_day_of_the_last_trial(void **state)
{
    (void)state;
    struct log log;
    struct trials trials;
    log_from("2026-11-01T12:00:00Z,trial,\"2 days\",,,,,ku,\n"
             "2026-11-20T12:00:00Z,trial,\"4 days\",,,,,kuuk,\n"
             "2026-11-20T13:00:00Z,trial,\"stop\",,,,,,\n",
             &log);
    trials_collect(&log, 0, &trials);
    assert_int_equal(trials.count, 2);
    int64_t first = trials.trial[1].first;
    assert_true(trial_stop_unseen(&trials, &log.records[2], first - 1));
    assert_false(trial_stop_unseen(&trials, &log.records[2], first));
    assert_false(trial_stop_unseen(&trials, &log.records[0], first - 1));
    trials.trial[1].stopped = false;
    assert_false(trial_stop_unseen(&trials, &log.records[2], first - 1));
    trials.count = 0;
    assert_false(trial_stop_unseen(&trials, &log.records[2], first - 1));
    trials_free(&trials);
    log_free(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stop_is_unseen_until_the_first_day_of_the_last_trial),
        cmocka_unit_test(a_shift_is_open_for_a_day_and_then_unfinished),
        cmocka_unit_test(a_row_without_arm_or_stress_is_no_part_of_the_experiment),
        cmocka_unit_test(a_series_keeps_the_plan_that_held_at_its_first_shift),
        cmocka_unit_test(a_series_with_an_open_shift_is_not_closed),
        cmocka_unit_test(a_plan_is_read_back_and_nothing_else_is_one),
        cmocka_unit_test(a_trial_begins_on_the_day_after_its_record),
        cmocka_unit_test(a_stop_ends_the_trial_on_its_own_day_and_another_may_follow),
        cmocka_unit_test(a_trial_stopped_before_it_began_has_no_days),
        cmocka_unit_test(a_draw_that_is_not_pairs_is_no_trial),
        cmocka_unit_test(the_open_shift_is_found_behind_newer_ones_that_ended),
        cmocka_unit_test(shifts_of_a_long_log_come_by_their_times),
        cmocka_unit_test(a_draw_of_more_days_than_a_year_is_none),
        cmocka_unit_test(only_a_stop_during_a_trial_stops_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
