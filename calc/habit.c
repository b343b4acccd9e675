/* Habits: what the log's goals ask for, and how each is doing. */
#include "calc/habit.h"

#include "base/die.h"
#include "base/num.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { GOAL_MOST = 1000 };

bool goal_subject(const char *what, size_t length, bool *tag, enum practice *practice)
{
    size_t at = 0;
    *tag = length && text_tag(what, length, '#', &at) == length && at == 0;
    return *tag || (practice_read(what, length, practice) && *practice != PRACTICE_REST &&
                    *practice != PRACTICE_GOAL && *practice != PRACTICE_TRIAL);
}

bool goal_read(const char *text, size_t length, struct view *what, struct goal *out)
{
    const char *space = memchr(text, ' ', length);
    bool tag;
    enum practice practice;
    if (!space)
        return false;
    *what = (struct view){text, (size_t)(space - text)};
    const char *rate = space + 1, *slash;
    size_t left = length - what->length - 1;
    if (!goal_subject(what->bytes, what->length, &tag, &practice))
        return false;
    if (text_same(rate, left, "none", 4)) {
        out->unit = GOAL_NONE;
        out->target = 0;
        return true;
    }
    long target;
    slash = memchr(rate, '/', left);
    if (!slash || num_fixed(rate, (size_t)(slash - rate), 0, 1, GOAL_MOST, &target) != NUM_OK)
        return false;
    size_t unit = left - (size_t)(slash - rate) - 1;
    if (text_same(slash + 1, unit, "day", 3))
        out->unit = GOAL_PER_DAY;
    else if (text_same(slash + 1, unit, "week", 4))
        out->unit = GOAL_PER_WEEK;
    else
        return false;
    out->target = (unsigned)target;
    return true;
}

static struct habit *habit_add(struct habits *habits, const char *what, size_t length, bool tag,
                               enum practice practice)
{
    habits->habit = must_grow(habits->habit, habits->count + 1, sizeof *habits->habit);
    struct habit *habit = &habits->habit[habits->count++];
    *habit =
        (struct habit){.what = must_alloc(length + 1, 1), .tag = tag, .practice = practice, .goal_count = 1};
    memcpy(habit->what, what, length);
    /* A shift begins with stress, which nobody is to be asked for. */
    bool asked = !tag && practice != PRACTICE_SHIFT;
    habit->goals = must_alloc(1, sizeof *habit->goals);
    habit->goals[0] =
        asked ? (struct goal){INT64_MIN, GOAL_PER_DAY, 1} : (struct goal){INT64_MIN, GOAL_NONE, 0};
    return habit;
}

static struct habit *habit_find(struct habits *habits, struct view what, bool tag, enum practice practice)
{
    for (size_t i = 0; i < habits->count; i++) {
        struct habit *habit = &habits->habit[i];
        if (habit->tag == tag && (tag ? text_same(habit->what, strlen(habit->what), what.bytes, what.length)
                                      : habit->practice == practice))
            return habit;
    }
    return habit_add(habits, what.bytes, what.length, tag, practice);
}

/* A goal of the same day replaces the one before it. */
static void habit_goal(struct habit *habit, struct goal goal)
{
    struct goal *last = &habit->goals[habit->goal_count - 1];
    if (last->from < goal.from) {
        habit->goals = must_grow(habit->goals, ++habit->goal_count, sizeof goal);
        last = &habit->goals[habit->goal_count - 1];
    }
    *last = goal;
}

static bool is_goal(const struct record *record)
{
    return record->practice == PRACTICE_GOAL;
}

static void goals_collect(const struct log *log, int day_start, int64_t today, struct habits *habits)
{
    size_t count;
    const struct record **goals = records_where(log, is_goal, record_by_time, &count);
    for (size_t i = 0; i < count; i++) {
        struct view note = record_note(goals[i]), what;
        struct goal goal = {.from = record_day(goals[i], day_start)};
        bool tag;
        enum practice practice = PRACTICE_KINDNESS;
        if (goal.from <= today && goal_read(note.bytes, note.length, &what, &goal) &&
            goal_subject(what.bytes, what.length, &tag, &practice))
            habit_goal(habit_find(habits, what, tag, practice), goal);
    }
    free(goals);
}

static void tag_count(const struct log *log, const struct days *days, size_t n, int day_start,
                      const char *tag, uint32_t *count)
{
    for (size_t i = 0; i < log->count; i++) {
        const struct record *record = &log->records[i];
        int64_t at = record_day(record, day_start) - days->first;
        if (at >= 0 && (uint64_t)at < n && record->practice != PRACTICE_GOAL &&
            record->practice != PRACTICE_TRIAL &&
            text_has_tag(record_note(record).bytes, record_note(record).length, tag))
            count[at]++;
    }
}

static bool practice_seen(const struct days *days, size_t n, enum practice practice)
{
    for (size_t i = 0; i < n; i++)
        if (day_count(&days->day[i], practice))
            return true;
    return false;
}

/* Its place among the habits: practices in their order, then the tags. */
static int habit_rank(const struct habit *habit)
{
    return habit->tag ? PRACTICES : (int)habit->practice;
}

/* Orders the habits from FROM on, by insertion: it keeps the order of the tags, which qsort need not. */
static void habits_order(struct habits *habits, size_t from)
{
    for (size_t i = from; i < habits->count; i++)
        for (size_t j = i; j && habit_rank(&habits->habit[j - 1]) > habit_rank(&habits->habit[j]); j--) {
            struct habit moved = habits->habit[j];
            habits->habit[j] = habits->habit[j - 1];
            habits->habit[j - 1] = moved;
        }
}

/* Finds the streaks in the first N of DAYS, of which FIRST is the first. */
static void streaks_find(const struct log *log, const struct days *days, size_t n, int64_t first,
                         int day_start, int week_start, struct habits *out)
{
    uint32_t *count = must_alloc(n, sizeof *count);
    bool *rest = must_alloc(n, sizeof *rest);
    for (size_t i = 0; i < n; i++)
        rest[i] = days->day[i].rest;
    for (size_t h = 0; h < out->count; h++) {
        struct habit *habit = &out->habit[h];
        memset(count, 0, n * sizeof *count);
        if (habit->tag)
            tag_count(log, days, n, day_start, habit->what, count);
        for (size_t i = 0; i < n && !habit->tag; i++)
            count[i] = day_count(&days->day[i], habit->practice);
        streak_find(count, rest, n, first, habit->goals, habit->goal_count, week_start, &habit->streak);
    }
    free(count);
    free(rest);
}

void habits_build(const struct log *log, const struct days *days, int day_start, int64_t today,
                  int week_start, struct habits *out)
{
    static const enum practice counted[] = {PRACTICE_KINDNESS, PRACTICE_CARE, PRACTICE_PAUSE};
    *out = (struct habits){0};
    size_t n = days->count && today >= days->first ? (size_t)(today - days->first + 1) : 0;
    if (n > days->count)
        n = days->count;
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
        const char *name = practice_name(counted[i]);
        if (practice_seen(days, n, counted[i]))
            habit_add(out, name, strlen(name), false, counted[i]);
    }
    size_t seen = out->count;
    goals_collect(log, day_start, today, out);
    habits_order(out, seen);
    /* Without days a goal is asked of today: the goals that hold now, not those of an age ago. */
    streaks_find(log, days, n, n ? days->first : today + 1, day_start, week_start, out);
}

void habits_free(struct habits *habits)
{
    for (size_t i = 0; i < habits->count; i++) {
        free(habits->habit[i].what);
        free(habits->habit[i].goals);
    }
    free(habits->habit);
    *habits = (struct habits){0};
}
