/* What is due: the few things of a day that are worth a word. */
#ifndef KIND_REMINDER_H
#define KIND_REMINDER_H

#include "calc/day.h"
#include "calc/experiment.h"
#include "calc/habit.h"

#include <stdbool.h>

/* In the order in which they are said. */
enum reminder {
    REMIND_TRIAL, /* what today is drawn for */
    REMIND_ENDED, /* a trial is over, and what came out can be seen */
    REMIND_WEEK,  /* the practice of the week, on its first day */
    REMIND_SHIFT, /* a shift waits for its end */
    REMIND_GOAL,  /* today is needed to keep a streak, or to meet the week's goal */
    REMIND_MOOD,  /* no mood yet today */
    REMIND_MOMENT /* no mood since the moment that the day drew */
};

struct due {
    enum reminder what;
    char letter;                /* of a trial's day */
    int64_t ended;              /* the day after the last of a trial */
    const struct record *shift; /* of the log, which has to outlive this */
    const struct habit *habit;  /* one of struct dues */
    bool longer;                /* its streak may have begun before the log was read */
};

struct dues {
    struct due *due;
    size_t count;
    struct habits habits;
};

/* A part of each civil day. A civil day is one that begins at DAY_START. */
struct window {
    int from; /* minutes after midnight; the moment may be this one */
    int to;   /* likewise, after midnight if it is less; the moment is before it */
};

struct due_want {
    struct moment now;
    int day_start, week_start;
    int64_t since;         /* of days before it the log has only goals and trials; INT64_MIN: it has all */
    int evening;           /* minutes after midnight: from then on mood and goals are due */
    int64_t shift_seconds; /* how long a shift may be open */
};

/* All that is due, but for the moment of a window. On a day of rest that is a shift at most. dues_free frees
   it. */
void dues_find(const struct log *log, const struct due_want *want, struct dues *out);
void dues_free(struct dues *dues);

/* How many minutes after its start a civil day, cut at DAY_START, shows the clock CLOCK (minutes after
   midnight). */
int day_position(int clock, int day_start);

/* Whether WINDOW is a part of one civil day: not empty, and not over its end. */
bool window_fits(const struct window *window, int day_start);

/* The moment in WINDOW that the civil day DAY draws, in minutes after midnight: each whole minute is as
   likely, and it is the same on every machine. */
int window_moment(const struct window *window, int64_t day);

/* Whether the moment of today has come and no mood was rated since. LOG may be NULL, which asks the first
   only. */
bool moment_due(const struct log *log, const struct window *window, struct moment now, int day_start);

#endif
