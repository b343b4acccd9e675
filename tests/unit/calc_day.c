/* The log as days: the range, what counts, and every day against a slow count of the same records. */
#include "calc/day.h"

#include "tests/unit/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum {
    TODAY = 20780, /* 2026-11-23 */
    NIGHT = 240,   /* a day_start of 04:00 */
    YEAR_1 = -719162,
    YEAR_9999 = 2932896 /* its last day */
};

static struct record record_of(int64_t day, int hour, int minute, int offset, enum practice practice)
{
    return (struct record){.time = day * DAY_SECONDS + hour * 3600 + minute * 60 - offset * 60,
                           .offset = (int16_t)offset,
                           .practice = (int8_t)practice,
                           .minutes = MINUTES_NONE,
                           .mood = RATING_NONE,
                           .stress = RATING_NONE,
                           .stress_after = RATING_NONE};
}

static struct record at_noon(int64_t day, enum practice practice)
{
    return record_of(day, 12, 0, 60, practice);
}

static struct record rated(int64_t day, enum practice practice, int mood, int stress)
{
    struct record record = at_noon(day, practice);
    record.mood = (int8_t)mood;
    record.stress = (int8_t)stress;
    return record;
}

static void build(struct record *records, size_t count, int64_t since, int64_t until, struct days *days)
{
    struct log log = {.records = records, .count = count};
    days_build(&log, NIGHT, TODAY, since, until, days);
}

static void build_all(struct record *records, size_t count, struct days *days)
{
    build(records, count, INT64_MIN, INT64_MAX, days);
}

static void assert_range(const struct days *days, int64_t first, int64_t last)
{
    assert_int_equal(days->first, first);
    assert_int_equal(days->count, last - first + 1);
}

static void assert_no_days(struct days *days)
{
    assert_int_equal(days->count, 0);
    assert_null(days_at(days, days->first));
    assert_null(days_at(days, TODAY));
    days_free(days);
}

static void a_log_without_records_has_no_days(void **state)
{
    (void)state;
    struct days days;
    build_all(NULL, 0, &days);
    assert_no_days(&days);
}

static void the_days_run_from_the_first_record_to_today(void **state)
{
    (void)state;
    struct record records[] = {at_noon(TODAY - 2, PRACTICE_KINDNESS), at_noon(TODAY - 9, PRACTICE_CARE)};
    struct days days;
    build_all(records, 2, &days);
    assert_range(&days, TODAY - 9, TODAY);
    assert_int_equal(days_at(&days, TODAY - 9)->care, 1);
    assert_int_equal(days_at(&days, TODAY - 2)->kindness, 1);
    assert_null(days_at(&days, TODAY - 10));
    assert_null(days_at(&days, TODAY + 1));
    assert_null(days_at(&days, INT64_MIN));
    assert_null(days_at(&days, INT64_MAX));
    days_free(&days);
}

static void a_day_without_records_is_present_and_empty(void **state)
{
    (void)state;
    struct record records[] = {at_noon(TODAY - 2, PRACTICE_KINDNESS), at_noon(TODAY, PRACTICE_CARE)};
    struct days days;
    build_all(records, 2, &days);
    const struct day *day = days_at(&days, TODAY - 1);
    assert_non_null(day);
    assert_int_equal(day->records, 0);
    for (int practice = 0; practice < PRACTICES; practice++)
        assert_int_equal(day_count(day, (enum practice)practice), 0);
    assert_true(isnan(day_mood(day)));
    assert_true(isnan(day_stress(day)));
    assert_int_equal(day->mood_low, 0);
    assert_int_equal(day->mood_high, 0);
    assert_false(day->rest);
    days_free(&days);
}

static void a_record_after_today_is_in_the_range(void **state)
{
    (void)state;
    struct record records[] = {at_noon(TODAY + 3, PRACTICE_PAUSE), at_noon(TODAY - 1, PRACTICE_PAUSE)};
    struct days days;
    build_all(records, 2, &days);
    assert_range(&days, TODAY - 1, TODAY + 3);
    assert_int_equal(days_at(&days, TODAY + 3)->pause, 1);
    days_free(&days);
    build_all(records, 1, &days);
    assert_range(&days, TODAY + 3, TODAY + 3);
    days_free(&days);
}

static void every_practice_is_counted_as_its_own(void **state)
{
    (void)state;
    struct record records[] = {
        at_noon(TODAY, PRACTICE_KINDNESS), at_noon(TODAY, PRACTICE_SHIFT), at_noon(TODAY, PRACTICE_KINDNESS),
        at_noon(TODAY, PRACTICE_PAUSE),    at_noon(TODAY, PRACTICE_CARE),  at_noon(TODAY, PRACTICE_KINDNESS),
        at_noon(TODAY, PRACTICE_PAUSE),    at_noon(TODAY, PRACTICE_REST),  at_noon(TODAY, PRACTICE_MOOD),
    };
    struct days days;
    build_all(records, 9, &days);
    assert_range(&days, TODAY, TODAY);
    const struct day *day = days_at(&days, TODAY);
    assert_int_equal(day->records, 9);
    assert_int_equal(day_count(day, PRACTICE_KINDNESS), 3);
    assert_int_equal(day_count(day, PRACTICE_CARE), 1);
    assert_int_equal(day_count(day, PRACTICE_PAUSE), 2);
    assert_int_equal(day_count(day, PRACTICE_SHIFT), 1);
    assert_int_equal(day_count(day, PRACTICE_MOOD), 0);
    days_free(&days);
}

static void a_rating_counts_on_whichever_record_it_stands(void **state)
{
    (void)state;
    struct record records[] = {rated(TODAY, PRACTICE_KINDNESS, 70, RATING_NONE),
                               rated(TODAY, PRACTICE_MOOD, 45, 80), rated(TODAY, PRACTICE_REST, 0, 15),
                               rated(TODAY, PRACTICE_SHIFT, RATING_NONE, 100)};
    records[3].stress_after = 20;
    struct days days;
    build_all(records, 4, &days);
    const struct day *day = days_at(&days, TODAY);
    assert_int_equal(day->kindness, 1);
    assert_int_equal(day_count(day, PRACTICE_MOOD), 3);
    assert_int_equal(day->mood_sum, 115);
    assert_int_equal(day->mood_low, 0);
    assert_int_equal(day->mood_high, 70);
    assert_true(fabs(day_mood(day) - 11.5 / 3) < 1e-12);
    assert_int_equal(day->stress_n, 3);
    assert_true(day_stress(day) == 6.5);
    days_free(&days);
}

static void the_lowest_mood_is_not_zero_for_want_of_a_rating(void **state)
{
    (void)state;
    struct record records[] = {rated(TODAY, PRACTICE_CARE, RATING_NONE, RATING_NONE),
                               rated(TODAY, PRACTICE_CARE, 62, RATING_NONE)};
    struct days days;
    build_all(records, 2, &days);
    assert_int_equal(days.day[0].mood_low, 62);
    assert_int_equal(days.day[0].mood_high, 62);
    assert_true(day_mood(&days.day[0]) == 6.2);
    days_free(&days);
}

static void a_rest_is_a_record_and_marks_its_day_only(void **state)
{
    (void)state;
    struct record records[] = {at_noon(TODAY - 2, PRACTICE_REST), at_noon(TODAY - 1, PRACTICE_KINDNESS)};
    struct days days;
    build_all(records, 2, &days);
    assert_range(&days, TODAY - 2, TODAY);
    assert_true(days.day[0].rest);
    assert_int_equal(days.day[0].records, 1);
    assert_false(days.day[1].rest);
    assert_false(days.day[2].rest);
    days_free(&days);
}

static void goals_and_trials_are_not_records(void **state)
{
    (void)state;
    struct record records[] = {
        rated(TODAY - 50, PRACTICE_GOAL, 70, 30), rated(TODAY - 1, PRACTICE_TRIAL, 70, 30),
        at_noon(TODAY - 1, PRACTICE_CARE),        rated(TODAY - 1, PRACTICE_GOAL, 70, 30),
        at_noon(TODAY + 50, PRACTICE_TRIAL),
    };
    struct days days;
    build_all(records, 5, &days);
    assert_range(&days, TODAY - 1, TODAY);
    assert_int_equal(days.day[0].records, 1);
    assert_int_equal(days.day[0].mood_n, 0);
    assert_int_equal(days.day[0].stress_n, 0);
    days_free(&days);
    build_all(records, 2, &days);
    assert_no_days(&days);
}

static void since_and_until_cut_the_range(void **state)
{
    (void)state;
    struct record records[] = {rated(TODAY - 6, PRACTICE_KINDNESS, 10, 10), at_noon(TODAY - 4, PRACTICE_CARE),
                               at_noon(TODAY - 2, PRACTICE_CARE), at_noon(TODAY, PRACTICE_KINDNESS)};
    struct days days;
    build(records, 4, TODAY - 5, TODAY - 2, &days);
    assert_range(&days, TODAY - 5, TODAY - 2);
    assert_int_equal(days.day[0].records, 0);
    assert_int_equal(days.day[1].care, 1);
    assert_int_equal(days.day[3].care, 1);
    days_free(&days);
    build(records, 4, TODAY - 4, TODAY - 4, &days);
    assert_range(&days, TODAY - 4, TODAY - 4);
    assert_int_equal(days.day[0].care, 1);
    days_free(&days);
    build(records, 4, TODAY - 90, TODAY + 90, &days);
    assert_range(&days, TODAY - 6, TODAY);
    days_free(&days);
}

static void a_span_without_records_inside_the_range_is_days_all_empty(void **state)
{
    (void)state;
    struct record records[] = {at_noon(TODAY - 30, PRACTICE_KINDNESS)};
    struct days days;
    build(records, 1, TODAY - 2, INT64_MAX, &days);
    assert_range(&days, TODAY - 2, TODAY);
    for (size_t i = 0; i < days.count; i++)
        assert_int_equal(days.day[i].records, 0);
    days_free(&days);
}

static void a_span_outside_the_range_has_no_days(void **state)
{
    (void)state;
    struct record records[] = {at_noon(TODAY - 6, PRACTICE_KINDNESS), at_noon(TODAY, PRACTICE_KINDNESS)};
    struct days days;
    build(records, 2, TODAY + 1, INT64_MAX, &days);
    assert_no_days(&days);
    build(records, 2, INT64_MIN, TODAY - 7, &days);
    assert_no_days(&days);
    build(records, 2, TODAY - 1, TODAY - 2, &days);
    assert_no_days(&days);
    build(records, 2, INT64_MAX, INT64_MIN, &days);
    assert_no_days(&days);
}

static void the_night_belongs_to_the_day_before(void **state)
{
    (void)state;
    struct record records[] = {record_of(TODAY, 1, 0, 60, PRACTICE_KINDNESS),
                               record_of(TODAY, 3, 59, 60, PRACTICE_KINDNESS),
                               record_of(TODAY, 4, 0, 60, PRACTICE_CARE)};
    struct days days;
    build_all(records, 3, &days);
    assert_range(&days, TODAY - 1, TODAY);
    assert_int_equal(days.day[0].kindness, 2);
    assert_int_equal(days.day[1].kindness, 0);
    assert_int_equal(days.day[1].care, 1);
    days_free(&days);
    struct log log = {.records = records, .count = 3};
    days_build(&log, 0, TODAY, INT64_MIN, INT64_MAX, &days);
    assert_range(&days, TODAY, TODAY);
    assert_int_equal(days.day[0].kindness, 2);
    days_free(&days);
}

static void a_record_keeps_the_day_of_its_own_clock(void **state)
{
    (void)state;
    /* Noon in Auckland, noon in Honolulu, and one instant that two clocks put on two days. */
    struct record records[] = {record_of(TODAY - 3, 12, 0, 780, PRACTICE_KINDNESS),
                               record_of(TODAY - 3, 12, 0, -600, PRACTICE_KINDNESS),
                               record_of(TODAY - 1, 23, 30, -300, PRACTICE_CARE),
                               record_of(TODAY, 5, 30, 60, PRACTICE_CARE)};
    assert_int_equal(records[2].time, records[3].time);
    struct days days;
    build_all(records, 4, &days);
    assert_range(&days, TODAY - 3, TODAY);
    assert_int_equal(days.day[0].kindness, 2);
    assert_int_equal(days.day[2].care, 1);
    assert_int_equal(days.day[3].care, 1);
    days_free(&days);
}

static void one_record_in_a_far_year_costs_no_other(void **state)
{
    (void)state;
    struct record records[] = {at_noon(TODAY, PRACTICE_KINDNESS), at_noon(YEAR_9999, PRACTICE_CARE),
                               at_noon(TODAY - 1, PRACTICE_KINDNESS), at_noon(YEAR_1, PRACTICE_PAUSE)};
    struct days days;
    build_all(records, 4, &days);
    assert_range(&days, YEAR_1, YEAR_9999);
    assert_int_equal(days_at(&days, TODAY)->kindness, 1);
    assert_int_equal(days_at(&days, TODAY - 1)->kindness, 1);
    assert_int_equal(days.day[0].pause, 1);
    assert_int_equal(days.day[days.count - 1].care, 1);
    days_free(&days);
    build(records, 4, TODAY - 1, TODAY, &days);
    assert_range(&days, TODAY - 1, TODAY);
    assert_int_equal(days.day[0].records + days.day[1].records, 2);
    days_free(&days);
}

static void freed_days_are_empty_and_can_be_freed_again(void **state)
{
    (void)state;
    struct record records[] = {at_noon(TODAY, PRACTICE_KINDNESS)};
    struct days days;
    build_all(records, 1, &days);
    days_free(&days);
    assert_no_days(&days);
}

/* A record, and in *DAY the civil day it was made for. */
static struct record random_record(uint64_t *chance, int64_t *day)
{
    int hour = (int)random_between(chance, 0, 23);
    int minute = (int)random_between(chance, 0, 59), offset = (int)random_between(chance, -56, 56) * 15;
    enum practice practice = (enum practice)random_below(chance, PRACTICES);
    *day = random_between(chance, -20, 20);
    struct record record = record_of(*day + (hour < NIGHT / 60), hour, minute, offset, practice);
    record.mood = (int8_t)random_between(chance, -1, RATING_MAX);
    record.stress =
        (int8_t)(random_between(chance, 0, 1) ? random_between(chance, 0, RATING_MAX) : RATING_NONE);
    record.stress_after = (int8_t)random_between(chance, -1, RATING_MAX);
    return record;
}

/* What DAY should hold, found by asking each record. */
static struct day slow_day(const struct record *records, const int64_t *made_for, size_t count,
                           int64_t number)
{
    struct day day = {.mood_low = UINT8_MAX};
    for (size_t i = 0; i < count; i++) {
        const struct record *record = &records[i];
        if (made_for[i] != number || record->practice >= PRACTICE_GOAL)
            continue;
        day.records++;
        day.kindness += record->practice == PRACTICE_KINDNESS;
        day.care += record->practice == PRACTICE_CARE;
        day.pause += record->practice == PRACTICE_PAUSE;
        day.shift += record->practice == PRACTICE_SHIFT;
        day.rest = day.rest || record->practice == PRACTICE_REST;
        if (record->mood != RATING_NONE) {
            uint8_t mood = (uint8_t)record->mood;
            day.mood_n++;
            day.mood_sum += mood;
            day.mood_low = mood < day.mood_low ? mood : day.mood_low;
            day.mood_high = mood > day.mood_high ? mood : day.mood_high;
        }
        if (record->stress != RATING_NONE) {
            uint8_t stress = (uint8_t)record->stress;
            day.stress_n++;
            day.stress_sum += stress;
        }
    }
    if (!day.mood_n)
        day.mood_low = 0;
    return day;
}

static void assert_same_day(const struct day *day, const struct day *slow)
{
    assert_int_equal(day->records, slow->records);
    assert_int_equal(day->kindness, slow->kindness);
    assert_int_equal(day->care, slow->care);
    assert_int_equal(day->pause, slow->pause);
    assert_int_equal(day->shift, slow->shift);
    assert_int_equal(day->mood_n, slow->mood_n);
    assert_int_equal(day->mood_sum, slow->mood_sum);
    assert_int_equal(day->mood_low, slow->mood_low);
    assert_int_equal(day->mood_high, slow->mood_high);
    assert_int_equal(day->stress_n, slow->stress_n);
    assert_int_equal(day->stress_sum, slow->stress_sum);
    assert_int_equal(day->rest, slow->rest);
}

/* Whether NUMBER lies between the first record and the later of the last one and TODAY, and in the span
 * asked for. */
static bool slow_in_range(const struct record *records, const int64_t *made_for, size_t count, int64_t number,
                          int64_t today, int64_t since, int64_t until)
{
    bool before = false;
    bool after = false;
    for (size_t i = 0; i < count; i++)
        if (records[i].practice < PRACTICE_GOAL) {
            before = before || made_for[i] <= number;
            after = after || made_for[i] >= number;
        }
    return before && (after || number <= today) && number >= since && number <= until;
}

static void every_day_holds_what_a_slow_count_finds(void **state)
{
    (void)state;
    enum { HISTORIES = 3000, MOST = 60 };
    uint64_t chance = 7;
    for (int history = 0; history < HISTORIES; history++) {
        struct record records[MOST];
        int64_t made_for[MOST];
        size_t count = (size_t)random_between(&chance, 0, MOST);
        for (size_t i = 0; i < count; i++)
            records[i] = random_record(&chance, &made_for[i]);
        int64_t today = random_between(&chance, -30, 30);
        int64_t since = random_between(&chance, 0, 1) ? random_between(&chance, -25, 25) : INT64_MIN;
        int64_t until = random_between(&chance, 0, 1) ? random_between(&chance, -25, 25) : INT64_MAX;
        struct log log = {.records = records, .count = count};
        struct days days;
        days_build(&log, NIGHT, today, since, until, &days);
        size_t in_range = 0;
        for (int64_t number = -40; number <= 40; number++) {
            const struct day *day = days_at(&days, number);
            assert_int_equal(day != NULL,
                             slow_in_range(records, made_for, count, number, today, since, until));
            if (!day)
                continue;
            struct day slow = slow_day(records, made_for, count, number);
            assert_same_day(day, &slow);
            in_range++;
        }
        assert_int_equal(days.count, in_range);
        days_free(&days);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_without_records_has_no_days),
        cmocka_unit_test(the_days_run_from_the_first_record_to_today),
        cmocka_unit_test(a_day_without_records_is_present_and_empty),
        cmocka_unit_test(a_record_after_today_is_in_the_range),
        cmocka_unit_test(every_practice_is_counted_as_its_own),
        cmocka_unit_test(a_rating_counts_on_whichever_record_it_stands),
        cmocka_unit_test(the_lowest_mood_is_not_zero_for_want_of_a_rating),
        cmocka_unit_test(a_rest_is_a_record_and_marks_its_day_only),
        cmocka_unit_test(goals_and_trials_are_not_records),
        cmocka_unit_test(since_and_until_cut_the_range),
        cmocka_unit_test(a_span_without_records_inside_the_range_is_days_all_empty),
        cmocka_unit_test(a_span_outside_the_range_has_no_days),
        cmocka_unit_test(the_night_belongs_to_the_day_before),
        cmocka_unit_test(a_record_keeps_the_day_of_its_own_clock),
        cmocka_unit_test(one_record_in_a_far_year_costs_no_other),
        cmocka_unit_test(freed_days_are_empty_and_can_be_freed_again),
        cmocka_unit_test(every_day_holds_what_a_slow_count_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
