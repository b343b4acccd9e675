/* The two experiments as the log holds them: shifts in their series, and trials with their days. */
#ifndef KIND_EXPERIMENT_H
#define KIND_EXPERIMENT_H

#include "calc/day.h"
#include "track.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SHIFT_PLAN = 40,      /* shifts in a series unless planned otherwise */
    SHIFT_PLAN_LEAST = 6, /* fewer can't tell anything */
    SHIFT_PLAN_MOST = 1000,
    SHIFT_OPEN_SECONDS = 86400, /* after that a shift without its end is unfinished */
    TRIAL_DAYS = 28,            /* days of a trial unless said otherwise */
    TRIAL_DAYS_LEAST = 12,      /* six pairs: fewer have no 95 % interval */
    TRIAL_DAYS_MOST = 366,
    TRIAL_FRESH = 7 /* days that the end of a trial is news */
};

extern const char arm_others[], arm_usual[]; /* the words of the file */

/* A stressed moment that chance decided: a record of the practice shift with an arm and the stress before.
   Other rows of that practice are no part of the experiment. */
enum shift_state { SHIFT_OPEN, SHIFT_FINISHED, SHIFT_UNFINISHED };
struct shift {
    const struct record *record; /* of the log, which has to outlive this */
    bool others;
    enum shift_state state;
};

/* PLANNED shifts in the order of their times. The last series of a log may have fewer so far. */
struct series {
    unsigned planned;
    const struct record *plan; /* the goal that says so; NULL if none was set */
    const struct shift *shift; /* its first */
    size_t count, open, unfinished;
    bool closed; /* as many as planned were offered, and none is open */
};

struct shifts {
    struct shift *shift; /* by time */
    size_t count;
    struct series *series;
    size_t series_count;
    unsigned plan; /* how many the next series would have */
};

/* NOW (seconds since 1970) decides which shifts are open; those after it are taken as open, too. shifts_free
   frees it. */
void shifts_collect(const struct log *log, int64_t now, struct shifts *out);
void shifts_free(struct shifts *shifts);

/* Whether a series has begun under the plan PLAN, a record of the same log. */
bool shifts_begun_under(const struct shifts *shifts, const struct record *plan);

/* The newest open shift, but not that of the record BESIDE, or NULL. */
const struct shift *shifts_open(const struct shifts *shifts, const struct record *beside);

/* The note of the record that plans a series of COUNT shifts, and back: 0 if TEXT is none. */
enum { PLAN_SIZE = 24 };
void shift_plan_write(unsigned count, char out[PLAN_SIZE]);
unsigned shift_plan_read(const char *text, size_t length);

/* A trial: days in pairs, one of each pair drawn for extra kindness. It begins on the day after its record.
 */
struct trial {
    const struct record *record; /* of the log, which has to outlive this */
    const char *letters;         /* 'k' or 'u' a day; not NUL-terminated */
    size_t days;                 /* even */
    int64_t first;               /* day number of its first day */
    int64_t end;                 /* day number after its last: earlier than planned if it was stopped */
    bool stopped;
};

struct trials {
    struct trial *trial; /* by time; no two share a day */
    size_t count;
};

/* A trial whose days another one still holds is left out, and so is a row whose draw is not pairs of k and u.
   trials_free frees it. */
void trials_collect(const struct log *log, int day_start, struct trials *out);
void trials_free(struct trials *trials);

/* The trial that holds DAY or begins on the day after it, or NULL. One that was stopped before it began does
   neither. */
const struct trial *trials_at(const struct trials *trials, int64_t day);

/* Whether all its days are over on day TODAY, or it has none. */
bool trial_over(const struct trial *trial, int64_t today);

/* The trial that came to its planned end in the week before day TODAY, or NULL. */
const struct trial *trials_ended(const struct trials *trials, int64_t today);

/* Whether the record STOP ended the last trial before any day of it, and today is before that day still:
   without the record the trial would be as it was. */
bool trial_stop_unseen(const struct trials *trials, const struct record *stop, int64_t today);

/* The letter of DAY, 0 if it is no day of the trial. */
char trial_letter(const struct trial *trial, int64_t day);

/* Whether ARM is a draw: pairs of one k and one u each. */
bool trial_is_draw(struct view arm);

/* The note of the record that ends a trial. */
extern const char trial_stop[];

#endif
