/* What is due: the few things of a day that are worth a word. */
#include "calc/reminder.h"

#include "base/chance.h"
#include "base/die.h"

#include <stdlib.h>

enum { DAY_MINUTES = 1440, STREAK_LEAST = 2 };

int day_position(int clock, int day_start)
{
    return (clock - day_start + DAY_MINUTES) % DAY_MINUTES;
}

static int moment_position(struct moment moment, int day_start)
{
    return day_position(moment_clock(moment) / 60, day_start);
}

static void due_add(struct dues *dues, struct due due)
{
    dues->due = must_grow(dues->due, dues->count + 1, sizeof due);
    dues->due[dues->count++] = due;
}

static void trial_find(const struct log *log, int day_start, int64_t today, struct dues *out)
{
    struct trials trials;
    trials_collect(log, day_start, &trials);
    const struct trial *running = trials_at(&trials, today);
    char letter = running ? trial_letter(running, today) : '\0';
    if (letter)
        due_add(out, (struct due){.what = REMIND_TRIAL, .letter = letter});
    const struct trial *ended = running ? NULL : trials_ended(&trials, today);
    if (ended)
        due_add(out, (struct due){.what = REMIND_ENDED, .ended = ended->end});
    trials_free(&trials);
}

static void shift_find(const struct log *log, const struct due_want *want, struct dues *out)
{
    struct shifts shifts;
    shifts_collect(log, want->now.sec, &shifts);
    for (size_t i = 0; i < shifts.count; i++)
        if (shifts.shift[i].state == SHIFT_OPEN &&
            want->now.sec - shifts.shift[i].record->time >= want->shift_seconds)
            due_add(out, (struct due){.what = REMIND_SHIFT, .shift = shifts.shift[i].record});
    shifts_free(&shifts);
}

/* Whether the goal is lost, or much harder to reach, if nothing is done for it today. A week's goal is spread
   evenly over the days that are left of it. */
static bool at_risk(const struct streak *streak, int days_after)
{
    if (streak->done >= streak->target)
        return false;
    switch (streak->unit) {
    case GOAL_NONE:
        return false;
    case GOAL_PER_DAY:
        return streak->current >= STREAK_LEAST;
    case GOAL_PER_WEEK:
        break;
    }
    return streak->target - streak->done > (unsigned)days_after * ((streak->goal + 6) / 7);
}

/* Whether a streak of so many days reaches back to where the log was read from. */
static bool reaches_back(const struct days *days, unsigned current, int64_t today, int64_t since)
{
    int64_t rests = 0;
    for (size_t i = 0; i < days->count; i++)
        rests += days->day[i].rest;
    return since > INT64_MIN && current + rests + 1 >= today - since;
}

static void goals_find(const struct log *log, const struct days *days, const struct due_want *want,
                       int64_t today, struct dues *out)
{
    int days_after = 6 - (weekday(today) - want->week_start + 7) % 7;
    habits_build(log, days, want->day_start, today, want->week_start, &out->habits);
    for (size_t i = 0; i < out->habits.count; i++) {
        const struct habit *habit = &out->habits.habit[i];
        if ((habit->tag || habit->practice != PRACTICE_MOOD) && at_risk(&habit->streak, days_after))
            due_add(out,
                    (struct due){.what = REMIND_GOAL,
                                 .habit = habit,
                                 .longer = reaches_back(days, habit->streak.current, today, want->since)});
    }
}

void dues_find(const struct log *log, const struct due_want *want, struct dues *out)
{
    struct days days;
    int64_t today = moment_day(want->now, want->day_start);
    *out = (struct dues){0};
    days_build(log, want->day_start, today, INT64_MIN, INT64_MAX, &days);
    const struct day *day = days_at(&days, today);
    bool rest = day && day->rest, evening = moment_position(want->now, want->day_start) >=
                                            day_position(want->evening, want->day_start);
    if (!rest)
        trial_find(log, want->day_start, today, out);
    if (!rest && weekday(today) == 0)
        due_add(out, (struct due){.what = REMIND_WEEK});
    shift_find(log, want, out);
    if (!rest && evening)
        goals_find(log, &days, want, today, out);
    if (!rest && evening && !(day && day->mood_n))
        due_add(out, (struct due){.what = REMIND_MOOD});
    days_free(&days);
}

void dues_free(struct dues *dues)
{
    habits_free(&dues->habits);
    free(dues->due);
    *dues = (struct dues){0};
}

bool window_fits(const struct window *window, int day_start)
{
    int to = day_position(window->to, day_start);
    return day_position(window->from, day_start) < (to ? to : DAY_MINUTES);
}

int window_moment(const struct window *window, int64_t day)
{
    char date[DATE_SIZE];
    int length = day_position(window->to, window->from);
    date_write(day, date);
    return (window->from + (int)(chance_of(date) % (unsigned)(length ? length : DAY_MINUTES))) % DAY_MINUTES;
}

bool moment_due(const struct log *log, const struct window *window, struct moment now, int day_start)
{
    int64_t today = moment_day(now, day_start);
    int moment = day_position(window_moment(window, today), day_start);
    if (moment_position(now, day_start) < moment)
        return false;
    for (size_t i = log ? log->count : 0; i > 0; i--) {
        const struct record *record = &log->records[i - 1];
        if (record_day(record, day_start) != today)
            continue;
        if (record->practice == PRACTICE_REST ||
            (record->mood != RATING_NONE && moment_position(record_moment(record), day_start) >= moment))
            return false;
    }
    return true;
}
