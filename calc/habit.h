/* Habits: what the log's goals ask for, and how each is doing. */
#ifndef KIND_HABIT_H
#define KIND_HABIT_H

#include "calc/day.h"
#include "calc/streak.h"

/* A practice or a tag with the goals that were set for it and its streak. */
struct habit {
    char *what; /* "kindness", or "#tag" as its first goal wrote it */
    bool tag;
    enum practice practice; /* if it is no tag */
    struct goal *goals;     /* ascending; the first is the one that holds before any was set */
    size_t goal_count;
    struct streak streak;
};

struct habits {
    struct habit
        *habit; /* practices in the order of enum practice, then tags in the order of their first goals */
    size_t count;
};

/* Every practice (kindness, care, pause) that has records or a goal, shift and mood if they have a goal, and
   every tag that has one. DAYS are all days of the log; those after TODAY are left out. A practice without a
   goal is asked for once a day, a shift and a tag only from their goal on. habits_free frees it. */
void habits_build(const struct log *log, const struct days *days, int day_start, int64_t today,
                  int week_start, struct habits *out);
void habits_free(struct habits *habits);

/* Reads "kindness 1/day", "#swim 3/week" or "care none". WHAT is a view into TEXT. False if it is none of
 * these. */
bool goal_read(const char *text, size_t length, struct view *what, struct goal *out);

/* Whether WHAT can have a goal: kindness, care, pause, shift, mood or a #tag. */
bool goal_subject(const char *what, size_t length, bool *tag, enum practice *practice);

#endif
