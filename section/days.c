/* The sections days and mood: each day with what was done on it, and each week with its ratings. */
#include "section/section.h"

#include "base/die.h"

#include <math.h>

static const struct report_column day_columns[] = {
    {"day", "day", NULL, CELL_DAY},          {"kindness", "kindness", NULL, CELL_COUNT},
    {"care", "care", NULL, CELL_COUNT},      {"pause", "pauses", NULL, CELL_COUNT},
    {"shift", "shifts", NULL, CELL_COUNT},   {"mood", "mood", "points", CELL_NUMBER},
    {"mood_n", "ratings", NULL, CELL_COUNT}, {"stress", "stress", "points", CELL_NUMBER},
    {"rest", "rest", NULL, CELL_COUNT},
};

/* The first day of the week that DAY lies in. */
static int64_t week_of(int64_t day, int week_start)
{
    return day - (weekday(day) - week_start + 7) % 7;
}

static void calendar_build(const struct days *days, int week_start, struct calendar *out)
{
    if (!days->count)
        return;
    out->first = week_of(days->first, week_start);
    size_t before = (size_t)(days->first - out->first);
    out->count = before + days->count;
    out->acts = must_alloc(out->count, sizeof *out->acts);
    out->rest = must_alloc(out->count, sizeof *out->rest);
    for (size_t i = 0; i < before; i++)
        out->acts[i] = CALENDAR_UNKNOWN;
    for (size_t i = 0; i < days->count; i++) {
        uint32_t sum = day_acts(&days->day[i]);
        out->acts[before + i] = sum > INT32_MAX ? INT32_MAX : (int32_t)sum;
        out->rest[before + i] = days->day[i].rest;
    }
}

static void days_section_build(const struct material *material, struct section *section)
{
    for (size_t i = 0; i < material->days->count; i++) {
        const struct day *day = &material->days->day[i];
        struct cell *row = table_row(&section->table);
        *row++ = cell_day(material->days->first + (int64_t)i);
        day_cells(row, day);
    }
    calendar_build(material->days, material->want->week_start, &section->calendar);
}

const struct plan plan_days = {
    "days", "Acts", COLUMNS_OF(day_columns), days_section_build,
    "A day ends when yours does, 04:00 unless you said otherwise, on the clock that was in "
    "force where the record was made."};

static const struct report_column mood_columns[] = {
    {"week", "week", NULL, CELL_DAY},      {"mean", "mean", "points", CELL_NUMBER},
    {"low", "low", "points", CELL_NUMBER}, {"high", "high", "points", CELL_NUMBER},
    {"n", "ratings", NULL, CELL_COUNT},
};

struct week {
    uint64_t sum, n;
    uint8_t low, high;
};

static void week_add(struct week *week, const struct day *day)
{
    if (!day->mood_n)
        return;
    if (!week->n || day->mood_low < week->low)
        week->low = day->mood_low;
    if (!week->n || day->mood_high > week->high)
        week->high = day->mood_high;
    week->sum += day->mood_sum;
    week->n += day->mood_n;
}

/* The mean of the weeks [from, to) that have one. */
static double weeks_mean(const struct weekly *weekly, size_t from, size_t to)
{
    double sum = 0;
    int n = 0;
    for (size_t i = from; i < to; i++)
        if (!isnan(weekly->mean[i])) {
            sum += weekly->mean[i];
            n++;
        }
    return n ? sum / n : NAN;
}

static void weekly_trend(struct weekly *weekly)
{
    size_t span = weekly->count < TREND_SPAN ? weekly->count : TREND_SPAN, start = weekly->count - span;
    bool whole = span >= 2 * TREND_WEEKS;
    weekly->span = span;
    weekly->from = whole ? weeks_mean(weekly, start, start + TREND_WEEKS) : NAN;
    weekly->to = weeks_mean(weekly, whole ? weekly->count - TREND_WEEKS : start, weekly->count);
}

static void weekly_make(struct weekly *weekly, size_t weeks, int64_t first)
{
    weekly->first = first;
    weekly->mean = must_alloc(weeks, sizeof *weekly->mean);
    weekly->low = must_alloc(weeks, sizeof *weekly->low);
    weekly->high = must_alloc(weeks, sizeof *weekly->high);
    weekly->acts = must_alloc(weeks * 7, sizeof *weekly->acts);
    for (size_t i = 0; i < weeks * 7; i++)
        weekly->acts[i] = CALENDAR_UNKNOWN;
}

static void mood_lead(const struct material *material, const struct weekly *weekly, struct sentences *lead)
{
    const struct day *today = days_at(&material->all, material->want->today);
    struct buf line = {0};
    if (!isnan(weekly->from) && !isnan(weekly->to)) {
        buf_text(&line, "Your mood ");
        trend_say(&line, weekly);
        buf_char(&line, '.');
    }
    if (!today || !today->mood_n)
        buf_printf(&line,
                   "%sToday has no rating of mood yet, and an ordinary day counts as much as a good one.",
                   line.length ? " " : "");
    if (line.length)
        sentence_add(lead, &line);
}

static void mood_build(const struct material *material, struct section *section)
{
    const struct days *days = material->days;
    struct weekly *weekly = &section->weekly;
    int week_start = material->want->week_start;
    weekly_make(weekly, days->count / 7 + 2, days->count ? week_of(days->first, week_start) : 0);
    weekly->last = days->first + (int64_t)days->count - 1;
    for (size_t i = 0; i < days->count;) {
        struct week week = {0};
        int64_t start = week_of(days->first + (int64_t)i, week_start);
        for (; i < days->count && days->first + (int64_t)i < start + 7; i++) {
            week_add(&week, &days->day[i]);
            weekly->acts[days->first + (int64_t)i - weekly->first] = (int32_t)day_acts(&days->day[i]);
        }
        double mean = week.n ? (double)week.sum / (double)week.n / 10 : NAN;
        double low = week.n ? week.low / 10.0 : NAN, high = week.n ? week.high / 10.0 : NAN;
        struct cell *row = table_row(&section->table);
        *row++ = cell_day(start);
        *row++ = cell_number(mean);
        *row++ = cell_number(low);
        *row++ = cell_number(high);
        *row++ = cell_count((int64_t)week.n);
        weekly->low[weekly->count] = low;
        weekly->high[weekly->count] = high;
        weekly->mean[weekly->count++] = mean;
    }
    weekly_trend(weekly);
    if (days->count)
        mood_lead(material, weekly, &section->lead);
}

const struct plan plan_mood = {
    "mood", "Mood", COLUMNS_OF(mood_columns), mood_build,
    "Mood is what was typed, 0 to 10. A week's mean is that of all its ratings, and its range "
    "goes from the lowest to the highest."};
