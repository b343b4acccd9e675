/* Streaks that forgive: periods in a row that met a goal, and the strength of a habit. */
#ifndef KIND_STREAK_H
#define KIND_STREAK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum goal_unit { GOAL_NONE, GOAL_PER_DAY, GOAL_PER_WEEK };

/* A goal, from its own day on until the next one's. */
struct goal {
    int64_t from; /* day number; INT64_MIN for the goal that holds before any was set */
    enum goal_unit unit;
    unsigned target; /* a day or a week; 1 or more unless the unit is GOAL_NONE */
};

struct streak {
    enum goal_unit unit;   /* of the goal that holds today; GOAL_NONE: nothing below is meaningful */
    unsigned goal;         /* its target as it was set */
    unsigned current;      /* periods in a row up to now */
    unsigned best;         /* the longest run of periods of this unit */
    bool best_over;        /* the best run has ended: it is not the current one */
    int64_t best_end;      /* if so, its last day */
    unsigned done, target; /* this period's tally, and what is asked of it (rest days taken off; 0 on a day or
                              in a week of rest) */
    double strength;       /* 0 to 1 */
};

/* One step of the score of Loop Habit Tracker (Score.compute): SCORE moves to what was met (C, 0 to 1) at the
   pace of a goal asked for on the share F of days (0 < F <= 1): score * m + c * (1 - m), m = 0.5^(sqrt(F) /
   13). */
double strength_step(double f, double score, double c);

/* COUNT[i] and REST[i] belong to day FIRST + i; N days, the last of them TODAY (so TODAY = FIRST + N - 1; N
   may be 0). GOALS are GOAL_COUNT, from's ascending, the first with from INT64_MIN. WEEK_START is 0 Monday ..
   6 Sunday.

   A period is a day or a week. It is met when its counts reach its target; the count of a rest day is none; a
   week's target shrinks with its share of rest days, rounded up; a rest day and a whole week of rest are
   neutral. The period that holds
   today is pending: it adds when met and never breaks. A goal judges only the days from its own on; the first
   week of a weekly goal that begins inside a week asks for its share of days, rounded up. Where the unit
   changes, the run begins anew; a change of target within one unit does not break it. Days before the first
   count above zero are not judged. */
void streak_find(const uint32_t *count, const bool *rest, size_t n, int64_t first, const struct goal *goals,
                 size_t goal_count, int week_start, struct streak *out);

#endif
