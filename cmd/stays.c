/* What an edit leaves as it is: the records of trials and of what chance decided, and the number that a
   series was planned with. Otherwise a result could be turned around once it is seen. */
#include "cmd/stays.h"

#include "cmd/form.h"

#include "base/buf.h"
#include "base/die.h"
#include "calc/experiment.h"
#include "row/row.h"

#include <stdlib.h>
#include <string.h>

struct judge {
    const struct clock *clock;
    stays_hear *hear;
    void *context;
    bool objected;
    struct shifts before; /* of the log as it is */
};

static void object(struct judge *judge, const struct record *record, enum column column, const char *what)
{
    judge->objected = true;
    judge->hear(judge->context, record->line, column, what);
}

static bool is_plan(const struct record *record)
{
    struct view note = record_note(record);
    return record->practice == PRACTICE_GOAL && shift_plan_read(note.bytes, note.length);
}

/* Whether chance decided something in it, or it ends what chance decided. */
static bool is_drawn(const struct record *record)
{
    return record_arm(record).length || record->practice == PRACTICE_TRIAL;
}

static bool same_time(const struct record *a, const struct record *b)
{
    return a->time == b->time && a->offset == b->offset;
}

static void arm_judge(struct judge *judge, const struct record *was, const struct record *now)
{
    struct buf what = {0};
    struct view arm = record_arm(was);
    if (view_same(arm, record_arm(now)))
        return;
    if (arm.length)
        buf_printf(&what, "what chance decided stays '%.*s'", (int)arm.length, arm.bytes);
    else
        buf_text(&what, "what chance decides can't be added by hand");
    object(judge, now, COLUMN_ARM, what.bytes);
    buf_free(&what);
}

/* Days after its moment, with the others in sight, nobody can say how it was. */
static bool is_unfinished(const struct judge *judge, const struct record *shift)
{
    return shift->stress_after == RATING_NONE && judge->clock->now.sec - shift->time >= SHIFT_OPEN_SECONDS;
}

static void shift_judge(struct judge *judge, const struct record *was, const struct record *now)
{
    int day_start = judge->clock->day_start;
    if (record_day(was, day_start) != record_day(now, day_start))
        object(judge, now, COLUMN_TIME,
               "a shift that chance decided keeps its day; its clock may be corrected within it");
    if ((was->stress == RATING_NONE) != (now->stress == RATING_NONE))
        object(judge, now, COLUMN_STRESS,
               "the stress before a shift can be corrected, but neither added nor taken out");
    if (is_unfinished(judge, was) && !is_unfinished(judge, now))
        object(judge, now, now->stress_after == RATING_NONE ? COLUMN_TIME : COLUMN_STRESS_AFTER,
               "left open for more than a day, it counts as unfinished");
    if (was->stress_after != RATING_NONE && now->stress_after == RATING_NONE)
        object(judge, now, COLUMN_STRESS_AFTER,
               "the stress after a shift can be corrected, but not taken out");
}

/* Judges that the record WAS becomes NOW. */
static void pair_judge(struct judge *judge, const struct record *was, const struct record *now)
{
    struct buf what = {0};
    bool drawn = is_drawn(was) || is_drawn(now), trial = was->practice == PRACTICE_TRIAL;
    bool begun = is_plan(was) && shifts_begun_under(&judge->before, was);
    arm_judge(judge, was, now);
    if ((drawn || begun) &&
        !practice_may_become((enum practice)was->practice, (enum practice)now->practice)) {
        buf_printf(&what, "a %s stays one", practice_name((enum practice)was->practice));
        object(judge, now, COLUMN_PRACTICE, what.bytes);
    } else if (trial && !same_time(was, now)) {
        object(judge, now, COLUMN_TIME, "a trial keeps its time, from which its days are counted");
    } else if (trial && !view_same(record_note(was), record_note(now))) {
        object(judge, now, COLUMN_NOTE, "a trial keeps its text");
    } else if (was->practice == PRACTICE_SHIFT && record_arm(was).length) {
        shift_judge(judge, was, now);
    } else if (begun && !same_time(was, now)) {
        object(judge, now, COLUMN_TIME, "a series of shifts has begun under this plan, which keeps its time");
    } else if (begun && !view_same(record_note(was), record_note(now))) {
        object(judge, now, COLUMN_NOTE, "a series of shifts has begun under this plan, which keeps its text");
    }
    buf_free(&what);
}

/* Whatever else was changed, a series that has begun has as many shifts as were planned. */
static void series_judge(struct judge *judge, const struct log *after)
{
    struct shifts shifts;
    shifts_collect(after, judge->clock->now.sec, &shifts);
    for (size_t i = 0; i < shifts.series_count && i < judge->before.series_count && !judge->objected; i++)
        if (shifts.series[i].planned != judge->before.series[i].planned)
            object(judge, shifts.series[i].shift->record, COLUMN_NOTE,
                   "a series of shifts that has begun keeps the number that was planned before it");
    shifts_free(&shifts);
}

/* One record */

bool stays_concern(const struct record *record)
{
    return record->practice == PRACTICE_GOAL || record->practice == PRACTICE_SHIFT ||
           record->practice == PRACTICE_TRIAL;
}

/* The text of RECORD with the note of ENTRY; KEPT is the caller's to free, after the text. NULL if it can't
   be had. */
static const char *text_with(const struct record *record, const struct entry *entry,
                             const struct clock *clock, struct log *kept)
{
    struct columns columns = columns_standard();
    struct entry fresh = *entry;
    struct buf row = {0}, arm = {0}, error = {0};
    struct view drawn = record_arm(record);
    buf_add(&arm, drawn.bytes, drawn.length);
    fresh.arm = buf_string(&arm);
    buf_printf(&row, "%s\n", track_header());
    row_write(&row, &columns, &fresh);
    bool good =
        track_parse(row.bytes, row.length, TEXT_ALL, clock, kept, &error) == TRACK_OK && kept->count == 1;
    buf_free(&row);
    buf_free(&arm);
    buf_free(&error);
    return good ? kept->records[0].text : NULL;
}

void stays_judge_one(const struct log *log, size_t index, unsigned which, const struct entry *entry,
                     const struct clock *clock, stays_hear *hear, void *context)
{
    struct judge judge = {.clock = clock, .hear = hear, .context = context};
    struct log after = *log, kept = {0};
    const struct record *was = &log->records[index];
    if (!stays_concern(was))
        return;
    after.records = must_alloc(log->count, sizeof *after.records);
    memcpy(after.records, log->records, log->count * sizeof *after.records);
    struct record *now = &after.records[index];
    now->time = entry->time.sec;
    now->offset = (int16_t)(entry->time.offset / 60);
    now->stress = (int8_t)entry->stress;
    now->stress_after = (int8_t)entry->stress_after;
    const char *text = which & COLUMN_BIT(COLUMN_NOTE) ? text_with(was, entry, clock, &kept) : NULL;
    if (text)
        now->text = text;
    shifts_collect(log, clock->now.sec, &judge.before);
    pair_judge(&judge, was, now);
    series_judge(&judge, &after);
    shifts_free(&judge.before);
    free(after.records);
    log_free(&kept);
}

/* The whole log */

static bool in_question(const struct record *record)
{
    return is_drawn(record) || is_plan(record);
}

/* Orders records so that those with the same id meet, or without one those that say the same where it
   matters. */
static int same_record(const struct record *a, const struct record *b)
{
    if (a->id != b->id || a->id)
        return (a->id > b->id) - (a->id < b->id);
    if (a->time != b->time)
        return (a->time > b->time) - (a->time < b->time);
    if (a->practice != b->practice)
        return (a->practice > b->practice) - (a->practice < b->practice);
    return view_compare(record_arm(a), record_arm(b));
}

static int by_identity(const void *a, const void *b)
{
    const struct record *const *x = a, *const *y = b;
    int order = same_record(*x, *y);
    return order ? order : record_by_time(a, b);
}

static void gone_judge(struct judge *judge, const struct record *was)
{
    if (is_drawn(was))
        object(judge, was, COLUMN_ARM, "what stood here was decided by chance, and can't be taken out");
    else if (shifts_begun_under(&judge->before, was))
        object(judge, was, COLUMN_NOTE,
               "a series of shifts has begun under the plan that stood here, and it can't be taken out");
}

static bool view_holds(struct view view, const char *text, size_t length)
{
    for (size_t i = 0; length && i + length <= view.length; i++)
        if (memcmp(view.bytes + i, text, length) == 0)
            return true;
    return !length;
}

/* Whether it stood in a line that could not be read, with its id and its arm, and was mended. */
static bool was_lost(const struct log *before, struct view bytes, const struct record *now)
{
    char id[ID_SIZE];
    struct view arm = record_arm(now);
    id_write(now->id, id);
    for (size_t i = 0; i < before->fault_count && *id; i++) {
        const struct fault *fault = &before->faults[i];
        struct view line = {bytes.bytes + fault->at, fault->length};
        if (fault->lost && view_holds(line, id, strlen(id)) && view_holds(line, arm.bytes, arm.length))
            return true;
    }
    return false;
}

void stays_judge_all(const struct log *before, struct view bytes, const struct log *after,
                     const struct clock *clock, stays_hear *hear, void *context)
{
    struct judge judge = {.clock = clock, .hear = hear, .context = context};
    size_t was_count, now_count, i = 0, j = 0;
    const struct record **was = records_where(before, in_question, by_identity, &was_count);
    const struct record **now = records_where(after, in_question, by_identity, &now_count);
    shifts_collect(before, clock->now.sec, &judge.before);
    while (i < was_count || j < now_count) {
        int order = i == was_count ? 1 : j == now_count ? -1 : same_record(was[i], now[j]);
        if (order < 0)
            gone_judge(&judge, was[i]);
        else if (order == 0)
            pair_judge(&judge, was[i], now[j]);
        else if (is_drawn(now[j]) && !was_lost(before, bytes, now[j]))
            object(&judge, now[j], COLUMN_ARM, "what chance decides can't be added by hand");
        i += order <= 0;
        j += order >= 0;
    }
    series_judge(&judge, after);
    shifts_free(&judge.before);
    free(was);
    free(now);
}
