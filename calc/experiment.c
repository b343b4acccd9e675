/* The two experiments as the log holds them. */
#include "calc/experiment.h"

#include "base/die.h"
#include "base/num.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char arm_others[] = "others", arm_usual[] = "usual", trial_stop[] = "stop";

static bool is_shift(const struct record *record)
{
    return record->practice == PRACTICE_SHIFT;
}

static bool is_goal(const struct record *record)
{
    return record->practice == PRACTICE_GOAL;
}

static bool is_trial(const struct record *record)
{
    return record->practice == PRACTICE_TRIAL;
}

/* Shifts */

static const char plan_start[] = "shift plan ";

void shift_plan_write(unsigned count, char out[PLAN_SIZE])
{
    snprintf(out, PLAN_SIZE, "%s%u", plan_start, count);
}

unsigned shift_plan_read(const char *text, size_t length)
{
    size_t start = sizeof plan_start - 1;
    long count;
    if (length <= start || memcmp(text, plan_start, start) != 0 ||
        num_fixed(text + start, length - start, 0, SHIFT_PLAN_LEAST, SHIFT_PLAN_MOST, &count) != NUM_OK)
        return 0;
    return (unsigned)count;
}

static enum shift_state state_of(const struct record *record, int64_t now)
{
    if (record->stress_after != RATING_NONE)
        return SHIFT_FINISHED;
    return now - record->time < SHIFT_OPEN_SECONDS ? SHIFT_OPEN : SHIFT_UNFINISHED;
}

/* The plan in force at the record FIRST: the last of the GOALS before it; of all, if FIRST is NULL. NULL if
   there is none. */
static const struct record *plan_at(const struct record *const *goals, size_t count,
                                    const struct record *first)
{
    const struct record *plan = NULL;
    for (size_t i = 0; i < count && (!first || record_by_time(&goals[i], &first) < 0); i++) {
        struct view note = record_note(goals[i]);
        if (shift_plan_read(note.bytes, note.length))
            plan = goals[i];
    }
    return plan;
}

static unsigned plan_length(const struct record *plan)
{
    return plan ? shift_plan_read(record_note(plan).bytes, record_note(plan).length) : SHIFT_PLAN;
}

/* Parts the shifts into series, each with the plan in force at its first shift. */
static void series_part(struct shifts *shifts, const struct record *const *goals, size_t goal_count)
{
    for (size_t i = 0; i < shifts->count;) {
        shifts->series = must_grow(shifts->series, shifts->series_count + 1, sizeof *shifts->series);
        struct series *series = &shifts->series[shifts->series_count++];
        const struct record *plan = plan_at(goals, goal_count, shifts->shift[i].record);
        *series = (struct series){.planned = plan_length(plan), .plan = plan, .shift = &shifts->shift[i]};
        for (; i < shifts->count && series->count < series->planned; i++) {
            series->count++;
            series->open += shifts->shift[i].state == SHIFT_OPEN;
            series->unfinished += shifts->shift[i].state == SHIFT_UNFINISHED;
        }
        series->closed = series->count == series->planned && !series->open;
    }
}

void shifts_collect(const struct log *log, int64_t now, struct shifts *out)
{
    size_t count, goal_count;
    const struct record **found = records_where(log, is_shift, record_by_time, &count);
    const struct record **goals = records_where(log, is_goal, record_by_time, &goal_count);
    *out = (struct shifts){.shift = must_alloc(count, sizeof *out->shift),
                           .plan = plan_length(plan_at(goals, goal_count, NULL))};
    for (size_t i = 0; i < count; i++) {
        struct view arm = record_arm(found[i]);
        bool others = view_is(arm, arm_others);
        if (found[i]->stress == RATING_NONE || (!others && !view_is(arm, arm_usual)))
            continue;
        out->shift[out->count++] = (struct shift){found[i], others, state_of(found[i], now)};
    }
    series_part(out, goals, goal_count);
    free(found);
    free(goals);
}

bool shifts_begun_under(const struct shifts *shifts, const struct record *plan)
{
    for (size_t i = 0; i < shifts->series_count; i++)
        if (shifts->series[i].plan == plan)
            return true;
    return false;
}

void shifts_free(struct shifts *shifts)
{
    free(shifts->shift);
    free(shifts->series);
    *shifts = (struct shifts){0};
}

const struct shift *shifts_open(const struct shifts *shifts, const struct record *beside)
{
    for (size_t i = shifts->count; i > 0; i--)
        if (shifts->shift[i - 1].state == SHIFT_OPEN && shifts->shift[i - 1].record != beside)
            return &shifts->shift[i - 1];
    return NULL;
}

/* Trials */

bool trial_is_draw(struct view arm)
{
    if (!arm.length || arm.length % 2 || arm.length > TRIAL_DAYS_MOST)
        return false;
    for (size_t i = 0; i < arm.length; i += 2)
        if (memcmp(arm.bytes + i, "ku", 2) != 0 && memcmp(arm.bytes + i, "uk", 2) != 0)
            return false;
    return true;
}

void trials_collect(const struct log *log, int day_start, struct trials *out)
{
    size_t count;
    const struct record **found = records_where(log, is_trial, record_by_time, &count);
    *out = (struct trials){.trial = must_alloc(count, sizeof *out->trial)};
    for (size_t i = 0; i < count; i++) {
        struct view arm = record_arm(found[i]);
        struct trial *last = out->count ? &out->trial[out->count - 1] : NULL;
        int64_t day = record_day(found[i], day_start);
        if (trial_is_draw(arm) && (!last || day + 1 >= last->end))
            out->trial[out->count++] = (struct trial){.record = found[i],
                                                      .letters = arm.bytes,
                                                      .days = arm.length,
                                                      .first = day + 1,
                                                      .end = day + 1 + (int64_t)arm.length};
        else if (last && day < last->end && !arm.length && view_is(record_note(found[i]), trial_stop)) {
            last->end = day > last->first ? day : last->first;
            last->stopped = true;
        }
    }
    free(found);
}

void trials_free(struct trials *trials)
{
    free(trials->trial);
    *trials = (struct trials){0};
}

const struct trial *trials_at(const struct trials *trials, int64_t day)
{
    for (size_t i = 0; i < trials->count; i++) {
        const struct trial *trial = &trials->trial[i];
        if (trial->first < trial->end && day + 1 >= trial->first && day < trial->end)
            return trial;
    }
    return NULL;
}

bool trial_over(const struct trial *trial, int64_t today)
{
    return today >= trial->end || trial->end <= trial->first;
}

const struct trial *trials_ended(const struct trials *trials, int64_t today)
{
    const struct trial *last = trials->count ? &trials->trial[trials->count - 1] : NULL;
    return last && !last->stopped && today >= last->end && today < last->end + TRIAL_FRESH ? last : NULL;
}

bool trial_stop_unseen(const struct trials *trials, const struct record *stop, int64_t today)
{
    const struct trial *last = trials->count ? &trials->trial[trials->count - 1] : NULL;
    return last && last->stopped && today < last->first && stop->time >= last->record->time;
}

char trial_letter(const struct trial *trial, int64_t day)
{
    return day >= trial->first && day < trial->end ? trial->letters[day - trial->first] : '\0';
}
