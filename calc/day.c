/* The log as days: which range of them, and what each one adds up to. */
#include "day.h"

#include "base/die.h"

#include <math.h>
#include <stdlib.h>

/* Goals and trials are plans; every other row is something that happened. */
static bool is_plan(const struct record *record)
{
    return record->practice == PRACTICE_GOAL || record->practice == PRACTICE_TRIAL;
}

/* What its clock showed, in seconds. */
static int64_t record_clock(const struct record *record)
{
    return record->time + record->offset * 60;
}

/* The first day with a record, and the later of the last one and *LAST; false if the log has no record. */
static bool find_range(const struct log *log, int day_start, int64_t *first, int64_t *last)
{
    const struct record *earliest = NULL, *latest = NULL;
    for (size_t i = 0; i < log->count; i++) {
        const struct record *record = &log->records[i];
        if (is_plan(record))
            continue;
        if (!earliest || record_clock(record) < record_clock(earliest))
            earliest = record;
        if (!latest || record_clock(record) > record_clock(latest))
            latest = record;
    }
    if (!earliest)
        return false;
    *first = record_day(earliest, day_start);
    if (record_day(latest, day_start) > *last)
        *last = record_day(latest, day_start);
    return true;
}

/* Once the sum is full, after 42 million ratings, further ones are left out of both, so that the mean stays
 * that of the ones counted. */
static bool add_rating(uint32_t *n, uint32_t *sum, int rating)
{
    if (rating < 0 || *sum > UINT32_MAX - (uint32_t)rating)
        return false;
    (*n)++;
    *sum += (uint32_t)rating;
    return true;
}

static void add_mood(struct day *day, int rating)
{
    if (!add_rating(&day->mood_n, &day->mood_sum, rating))
        return;
    if (day->mood_n == 1 || rating < day->mood_low)
        day->mood_low = (uint8_t)rating;
    if (rating > day->mood_high)
        day->mood_high = (uint8_t)rating;
}

static void add_record(struct day *day, const struct record *record)
{
    day->records++;
    add_mood(day, record->mood);
    add_rating(&day->stress_n, &day->stress_sum, record->stress);
    switch ((enum practice)record->practice) {
    case PRACTICE_KINDNESS:
        day->kindness++;
        break;
    case PRACTICE_CARE:
        day->care++;
        break;
    case PRACTICE_PAUSE:
        day->pause++;
        break;
    case PRACTICE_SHIFT:
        day->shift++;
        break;
    case PRACTICE_REST:
        day->rest = true;
        break;
    case PRACTICE_MOOD:
    case PRACTICE_GOAL:
    case PRACTICE_TRIAL:
    case PRACTICES:
        break;
    }
}

/* The entry of day NUMBER, or the size of an array with COUNT days where it has none. Unsigned, so that no
 * distance overflows. */
static size_t day_index(int64_t number, int64_t first, size_t count)
{
    uint64_t index = (uint64_t)number - (uint64_t)first;
    return number >= first && index < count ? (size_t)index : count;
}

void days_build(const struct log *log, int day_start, int64_t today, int64_t since, int64_t until,
                struct days *out)
{
    *out = (struct days){0};
    int64_t first = 0;
    int64_t last = today;
    if (!find_range(log, day_start, &first, &last))
        return;
    if (since > first)
        first = since;
    if (until < last)
        last = until;
    if (first > last)
        return;
    out->first = first;
    out->count = (size_t)(last - first) + 1;
    out->day = must_alloc(out->count, sizeof *out->day);
    for (size_t i = 0; i < log->count; i++) {
        const struct record *record = &log->records[i];
        if (is_plan(record))
            continue;
        size_t at = day_index(record_day(record, day_start), first, out->count);
        if (at < out->count)
            add_record(&out->day[at], record);
    }
}

void days_free(struct days *days)
{
    free(days->day);
    *days = (struct days){0};
}

const struct day *days_at(const struct days *days, int64_t number)
{
    size_t at = day_index(number, days->first, days->count);
    return at < days->count ? &days->day[at] : NULL;
}

uint32_t day_count(const struct day *day, enum practice practice)
{
    switch (practice) {
    case PRACTICE_KINDNESS:
        return day->kindness;
    case PRACTICE_CARE:
        return day->care;
    case PRACTICE_PAUSE:
        return day->pause;
    case PRACTICE_SHIFT:
        return day->shift;
    case PRACTICE_MOOD:
        return day->mood_n;
    case PRACTICE_REST:
    case PRACTICE_GOAL:
    case PRACTICE_TRIAL:
    case PRACTICES:
        break;
    }
    return 0;
}

/* SUM is in tenths. */
static double mean_points(uint32_t n, uint32_t sum)
{
    return n ? (double)sum / (10.0 * n) : (double)NAN;
}

double day_mood(const struct day *day)
{
    return mean_points(day->mood_n, day->mood_sum);
}

double day_stress(const struct day *day)
{
    return mean_points(day->stress_n, day->stress_sum);
}
