/* Streaks: one walk over the days for the runs, one for the strength. */
#include "streak.h"

#include <limits.h>
#include <math.h>

enum { WEEK = 7 };

/* What streak_find was given, and the day from which it judges. */
struct history {
    const uint32_t *count;
    const bool *rest;
    size_t n;
    int64_t first;
    const struct goal *goals;
    size_t goal_count;
    int week_start;
    size_t begin;
};

/* A day or a week on its way. */
struct period {
    uint64_t done;
    uint64_t asked; /* the sum of its days' targets, rest days left out; a week's are sevenths */
};

double strength_step(double f, double score, double c)
{
    double m = pow(0.5, sqrt(f) / 13.0);
    return score * m + c * (1.0 - m);
}

/* What day I adds to a goal: what was done on a day of rest is kept, and counts for none. */
static uint32_t counted(const struct history *h, size_t i)
{
    return h->rest[i] ? 0 : h->count[i];
}

/* The goal in force on DAY, at or after GOAL in the list. */
static const struct goal *goal_on(const struct history *h, const struct goal *goal, int64_t day)
{
    const struct goal *end = h->goals + h->goal_count;
    while (goal + 1 < end && goal[1].from <= day)
        goal++;
    return goal;
}

/* Days since the week began, 0 to 6. Day 0 was a Thursday. */
static unsigned day_of_week(const struct history *h, int64_t day)
{
    int64_t since = (day % WEEK + 3 - h->week_start) % WEEK;
    return (unsigned)(since < 0 ? since + WEEK : since);
}

/* How many the period asks for; 0 if it is neutral: all rest, or no goal. */
static uint64_t period_target(const struct period *period, enum goal_unit unit)
{
    switch (unit) {
    case GOAL_NONE:
        return 0;
    case GOAL_PER_DAY:
        return period->asked;
    case GOAL_PER_WEEK:
        return (period->asked + WEEK - 1) / WEEK;
    }
    return 0;
}

/* Takes a period of UNIT that ended on LAST into the runs. One that can still be met does not break. Of two
   best runs equally long the later one stays. */
static void period_end(const struct period *period, enum goal_unit unit, int64_t last, bool pending,
                       struct streak *out)
{
    uint64_t target = period_target(period, unit);
    if (!target)
        return;
    if (period->done < target) {
        if (!pending)
            out->current = 0;
        return;
    }
    out->current++;
    if (unit == out->unit && out->current >= out->best) {
        out->best = out->current;
        out->best_end = last;
    }
}

static unsigned shown(uint64_t n)
{
    return n < UINT_MAX ? (unsigned)n : UINT_MAX;
}

static void find_runs(const struct history *h, struct streak *out)
{
    struct period period = {0};
    enum goal_unit unit = GOAL_NONE;
    const struct goal *goal = h->goals;
    int64_t day = h->first;
    for (size_t i = h->begin; i < h->n; i++) {
        day = h->first + (int64_t)i;
        goal = goal_on(h, goal, day);
        if (goal->unit != unit || unit == GOAL_PER_DAY || day_of_week(h, day) == 0) {
            period_end(&period, unit, day - 1, false, out);
            period = (struct period){0};
        }
        if (goal->unit != unit) {
            out->current = 0;
            unit = goal->unit;
        }
        period.done += counted(h, i);
        if (!h->rest[i])
            period.asked += goal->target;
    }
    if (unit == GOAL_PER_WEEK)
        period.asked += (uint64_t)(WEEK - 1 - day_of_week(h, day)) * goal->target;
    period_end(&period, unit, day, true, out);
    out->done = shown(period.done);
    out->target = shown(period_target(&period, unit));
    out->best_over = out->best > out->current;
    if (!out->best_over)
        out->best_end = 0;
}

/* The share of GOAL that was met on day I's window: the day itself, the week up to it, or two weeks where the
   goal is not for every day. */
static double share_met(const struct history *h, const struct goal *goal, size_t i)
{
    size_t window = 1;
    double asked = goal->target;
    if (goal->unit == GOAL_PER_WEEK) {
        bool daily = goal->target >= WEEK;
        window = daily ? WEEK : 2 * WEEK;
        asked *= daily ? 1 : 2;
    }
    double sum = 0;
    for (size_t back = 0; back < window && back <= i; back++)
        sum += counted(h, i - back);
    return sum < asked ? sum / asked : 1.0;
}

/* Loop Habit Tracker's score, with rest days and days without a goal left out. */
static double find_strength(const struct history *h)
{
    double score = 0;
    const struct goal *goal = h->goals;
    for (size_t i = h->begin; i < h->n; i++) {
        goal = goal_on(h, goal, h->first + (int64_t)i);
        if (goal->unit == GOAL_NONE || h->rest[i])
            continue;
        double c = share_met(h, goal, i);
        bool today = i + 1 == h->n;
        if (today && c < 1)
            continue;
        double f = goal->unit == GOAL_PER_WEEK && goal->target < WEEK ? goal->target / (double)WEEK : 1.0;
        score = strength_step(f, score, c);
    }
    return score;
}

void streak_find(const uint32_t *count, const bool *rest, size_t n, int64_t first, const struct goal *goals,
                 size_t goal_count, int week_start, struct streak *out)
{
    static const uint32_t no_count = 0;
    static const bool no_rest = false;
    if (!n) {
        /* No days at all is a today on which nothing has been done yet. */
        streak_find(&no_count, &no_rest, 1, first - 1, goals, goal_count, week_start, out);
        return;
    }
    struct history h = {count, rest, n, first, goals, goal_count, week_start, 0};
    const struct goal *goal = goal_on(&h, goals, first + (int64_t)n - 1);
    *out = (struct streak){.unit = goal->unit};
    if (goal->unit == GOAL_NONE)
        return;
    out->goal = goal->target;
    while (h.begin < n && !counted(&h, h.begin))
        h.begin++;
    /* Without a single count nothing can be met, and the walk only finds what this period asks. */
    if (h.begin == n)
        h.begin = 0;
    find_runs(&h, out);
    out->strength = find_strength(&h);
}
