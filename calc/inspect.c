/* Records that can be read and yet can't be meant. */
#include "calc/inspect.h"

#include "base/die.h"
#include "calc/experiment.h"
#include "calc/habit.h"

#include <stdlib.h>
#include <string.h>

static void oddity_add(struct oddities *out, enum oddity_kind kind, const struct record *record,
                       const struct record *other)
{
    out->oddity = must_room(out->oddity, out->count, &out->room, sizeof *out->oddity);
    out->oddity[out->count++] = (struct oddity){kind, record, other};
}

static bool same_row(const struct record *a, const struct record *b)
{
    struct view x = record_row(a), y = record_row(b);
    return x.length == y.length && (!x.length || memcmp(x.bytes, y.bytes, x.length) == 0);
}

static int by_id(const void *a, const void *b)
{
    const struct record *x = *(const struct record *const *)a, *y = *(const struct record *const *)b;
    return x->id != y->id ? (x->id > y->id) - (x->id < y->id) : (x > y) - (x < y);
}

static void ids_look(const struct log *log, struct oddities *out)
{
    const struct record **sorted = must_alloc(log->count, sizeof *sorted), *first = NULL;
    size_t count = 0;
    for (size_t i = 0; i < log->count; i++)
        if (log->records[i].id)
            sorted[count++] = &log->records[i];
    qsort(sorted, count, sizeof *sorted, by_id);
    for (size_t i = 0; i < count; i++)
        if (first && sorted[i]->id == first->id)
            oddity_add(out, same_row(sorted[i], first) ? ODD_ID_ROW : ODD_ID, sorted[i], first);
        else
            first = sorted[i];
    free(sorted);
}

static bool goal_is_read(struct view note)
{
    struct view what;
    struct goal goal;
    return goal_read(note.bytes, note.length, &what, &goal) || shift_plan_read(note.bytes, note.length);
}

/* What RECORD says beside its time and id. */
static void record_look(const struct record *record, struct oddities *out)
{
    struct view arm = record_arm(record), note = record_note(record);
    switch ((enum practice)record->practice) {
    case PRACTICE_SHIFT:
        if (arm.length && !view_is(arm, arm_others) && !view_is(arm, arm_usual))
            oddity_add(out, ODD_ARM, record, NULL);
        else if (!arm.length && record->stress != RATING_NONE)
            oddity_add(out, ODD_NO_ARM, record, NULL);
        break;
    case PRACTICE_TRIAL:
        if (!trial_is_draw(arm) && (arm.length || !view_is(note, trial_stop)))
            oddity_add(out, ODD_DRAW, record, NULL);
        break;
    case PRACTICE_GOAL:
        if (!goal_is_read(note))
            oddity_add(out, ODD_GOAL, record, NULL);
        break;
    case PRACTICE_MOOD:
        if (record->mood == RATING_NONE && record->stress == RATING_NONE)
            oddity_add(out, ODD_UNRATED, record, NULL);
        break;
    case PRACTICE_KINDNESS:
    case PRACTICE_CARE:
    case PRACTICE_PAUSE:
    case PRACTICE_REST:
    case PRACTICES:
        break;
    }
}

static int by_place(const void *a, const void *b)
{
    const struct oddity *x = a, *y = b;
    if (x->record != y->record)
        return (x->record > y->record) - (x->record < y->record);
    return (x->kind > y->kind) - (x->kind < y->kind);
}

void oddities_find(const struct log *log, int64_t now, struct oddities *out)
{
    *out = (struct oddities){0};
    ids_look(log, out);
    for (size_t i = 0; i < log->count; i++) {
        const struct record *record = &log->records[i];
        if (record->time > now + DAY_SECONDS)
            oddity_add(out, ODD_FUTURE, record, NULL);
        if (i && record->time < record[-1].time - DAY_SECONDS)
            oddity_add(out, ODD_BACK, record, &record[-1]);
        record_look(record, out);
    }
    if (out->count)
        qsort(out->oddity, out->count, sizeof *out->oddity, by_place);
}

void oddities_free(struct oddities *oddities)
{
    free(oddities->oddity);
    *oddities = (struct oddities){0};
}
