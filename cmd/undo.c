/* kind undo: takes back what was recorded last, or the last change, or the record of an ID. */
#include "cmd.h"

#include "base/die.h"
#include "base/text.h"
#include "calc/experiment.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SHOWN = 5 /* of the records that one command made */ };

/* What is to be undone: a change, or, with nothing before it, records as they stand. */
struct undo {
    struct change change;
    bool taken_out;                /* records go, and nothing comes in their place */
    const struct record **records; /* those, or the one that was changed */
    size_t count;                  /* none for a change of the whole log */
    size_t stand, stood;           /* records, now and before a change of the whole log */
};

/* For journal_last: what a change is looked for in, and the record that it left. */
struct standing {
    const struct log *log;
    const struct record *record;
};

static bool change_stands(const struct change *change, void *context)
{
    struct standing *standing = context;
    const struct log *log = standing->log;
    if (change->whole) {
        standing->record = NULL;
        return true;
    }
    for (size_t i = log->count; i > 0; i--)
        if (view_same(record_row(&log->records[i - 1]), buf_view(&change->after))) {
            standing->record = &log->records[i - 1];
            return true;
        }
    return false;
}

/* How many records the whole log had before CHANGE; 0 if that is not known any more. */
static size_t records_before(const struct session *session, const struct change *change)
{
    struct log log = {0};
    struct buf bytes = {0}, error = {0};
    if (change->whole && journal_whole(session, change, &bytes))
        track_parse(buf_string(&bytes), bytes.length, TEXT_TAGS, &session->clock, &log, &error);
    size_t count = log.count;
    buf_free(&bytes);
    buf_free(&error);
    log_free(&log);
    return count;
}

/* An id that two of the COUNT RECORDS have; 0 if there is none. */
static uint64_t id_twice(const struct record *const *records, size_t count)
{
    uint64_t *ids = must_alloc(count, sizeof *ids), twice = 0;
    for (size_t i = 0; i < count; i++)
        ids[i] = records[i]->id;
    qsort(ids, count, sizeof *ids, id_compare);
    for (size_t i = 1; i < count; i++)
        if (ids[i] == ids[i - 1])
            twice = ids[i];
    free(ids);
    return twice;
}

static void record_take(struct undo *undo, const struct record *record)
{
    undo->records = must_alloc(1, sizeof *undo->records);
    undo->records[0] = record;
    undo->count = 1;
}

/* The newest record that was made here, for *OWN. An exit status. */
static int own_find(const struct session *session, const struct log *log, const struct record **own)
{
    if (!log->count) {
        complain("there is nothing to undo");
        return EXIT_NO;
    }
    if (!journal_own(session, log, own)) {
        complain(
            "what came by a sync can't be looked up: %s; nothing was undone; '%s undo ID' takes a record out",
            strerror(errno), program_name());
        return EXIT_BROKEN;
    }
    if (*own)
        return EXIT_DONE;
    complain("no record that is left was made on this device; nothing was undone; '%s undo ID' takes out any",
             program_name());
    return EXIT_NO;
}

/* The records that one command made with OWN. An exit status. */
static int together_find(const struct session *session, const struct log *log, const struct record *own,
                         struct undo *undo)
{
    char id[ID_SIZE];
    undo->taken_out = true;
    undo->records = journal_made_with(session, log, own, &undo->count);
    if (!undo->records) {
        complain("what was recorded together can't be looked up: %s; nothing was undone; '%s undo ID' takes "
                 "a record out",
                 strerror(errno), program_name());
        return EXIT_BROKEN;
    }
    uint64_t twice = undo->count > 1 ? id_twice(undo->records, undo->count) : 0;
    if (!twice)
        return EXIT_DONE;
    id_write(twice, id);
    complain("of what was recorded together, several records have the id '%s'; '%s check' names their lines; "
             "nothing was undone",
             id, program_name());
    return EXIT_MISUSE;
}

/* Finds what was done last: a change behind which nothing was recorded, else what the last command recorded
 * that left a row. An exit status. */
static int last_find(const struct session *session, const struct log *log, struct undo *undo)
{
    struct standing standing = {log, NULL};
    bool changed;
    if (!journal_possible()) {
        complain("there is no place to remember changes in (set HOME), so say which record: %s undo ID",
                 program_name());
        return EXIT_MISUSE;
    }
    if (!journal_last(session, change_stands, &standing, &undo->change, &changed)) {
        /* What it can't look up it must not guess: the last record may be older than the last change. */
        complain("what was changed last can't be looked up: %s; nothing was undone; '%s undo ID' takes a "
                 "record out",
                 strerror(errno), program_name());
        return EXIT_BROKEN;
    }
    if (changed && undo->change.whole) {
        undo->stand = log->count;
        undo->stood = records_before(session, &undo->change);
        return EXIT_DONE;
    }
    if (changed && undo->change.before.length) {
        record_take(undo, standing.record);
        return EXIT_DONE;
    }
    /* With nothing before it, it is the last record here, which a sync had followed it. */
    const struct record *own = standing.record;
    int status = changed ? EXIT_DONE : own_find(session, log, &own);
    return status ? status : together_find(session, log, own, undo);
}

/* Finds what ID names. An exit status. */
static int named_find(const struct log *log, const char *id, struct undo *undo)
{
    const struct record *record;
    int status = record_named(log, id, &record);
    if (!status) {
        undo->taken_out = true;
        record_take(undo, record);
    }
    return status;
}

/* Whether a series of shifts has begun under the plan RECORD. */
static bool plan_in_force(const struct log *log, const struct record *record, int64_t now)
{
    struct shifts shifts;
    shifts_collect(log, now, &shifts);
    bool found = shifts_begun_under(&shifts, record);
    shifts_free(&shifts);
    return found;
}

/* Whether nothing can have been seen of the trial that the record STOP stopped. */
static bool stop_unseen(const struct session *session, const struct log *log, const struct record *stop)
{
    struct trials trials;
    trials_collect(log, session->conf.day_start, &trials);
    bool unseen = trial_stop_unseen(&trials, stop, moment_day(session->clock.now, session->conf.day_start));
    trials_free(&trials);
    return unseen;
}

/* Adds why the shift RECORD, whose coin was tossed, can't be taken out. */
static void why_shift_stays(const struct record *record, struct buf *why)
{
    char id[ID_SIZE];
    id_write(record->id, id);
    if (record->stress_after == RATING_NONE)
        buf_text(why, "the coin of a shift is tossed once; not rated, it counts as unfinished");
    else if (*id)
        buf_printf(why, "a shift stays; '%s edit %.*s --after N' corrects a rating", program_name(), ID_SHOWN,
                   id);
    else
        buf_text(why, "a shift stays");
}

/* Adds why RECORD can't be taken out, if it can't: chance is no chance if it may be asked again. */
static void why_it_stays(const struct session *session, const struct log *log, const struct record *record,
                         struct buf *why)
{
    struct view note = record_note(record);
    int64_t today = moment_day(session->clock.now, session->conf.day_start);
    switch ((enum practice)record->practice) {
    case PRACTICE_SHIFT:
        if (record_arm(record).length)
            why_shift_stays(record, why);
        break;
    case PRACTICE_TRIAL:
        if (view_is(note, trial_stop) && !record_arm(record).length) {
            if (!stop_unseen(session, log, record))
                buf_text(why, "a trial that was stopped stays so, because it may have been looked at; begin "
                              "another one");
        } else if (record_day(record, session->conf.day_start) < today) {
            buf_printf(why, "the days of a trial are drawn once; '%s trial stop' ends it", program_name());
        }
        break;
    case PRACTICE_GOAL:
        if (shift_plan_read(note.bytes, note.length) && plan_in_force(log, record, session->clock.now.sec))
            buf_text(why, "a series of shifts has begun under this plan");
        break;
    case PRACTICE_KINDNESS:
    case PRACTICE_CARE:
    case PRACTICE_PAUSE:
    case PRACTICE_MOOD:
    case PRACTICE_REST:
    case PRACTICES:
        break;
    }
}

/* False after a line on standard error; NAMED tells whether the person said which record. */
static bool undo_may(const struct session *session, const struct log *log, const struct undo *undo,
                     bool named)
{
    bool may = true;
    for (size_t i = 0; i < undo->count && undo->taken_out && may; i++) {
        struct buf why = {0}, which = {0};
        why_it_stays(session, log, undo->records[i], &why);
        may = !why.length;
        if (!may) {
            struct entry entry = record_entry(undo->records[i]);
            entry_say(&which, session, &entry);
            buf_text(&why, "; nothing was undone");
            if (!named)
                buf_printf(&why, "; '%s undo ID' takes out another record", program_name());
            complain("%s: %s", which.bytes, why.bytes);
        }
        buf_free(&which);
        buf_free(&why);
    }
    return may;
}

/* Records that one command made, a line each. */
static void together_say(struct buf *out, const struct session *session, const struct undo *undo)
{
    size_t shown = undo->count <= SHOWN + 1 ? undo->count : SHOWN;
    buf_printf(out, "out %zu records that were logged together:", undo->count);
    for (size_t i = 0; i < shown; i++) {
        struct entry entry = record_entry(undo->records[i]);
        buf_text(out, "\n  ");
        entry_say(out, session, &entry);
    }
    if (shown < undo->count)
        buf_printf(out, "\n  and %zu more", undo->count - shown);
}

static void undo_say(struct buf *out, const struct session *session, const struct undo *undo,
                     const char *take)
{
    const struct change *change = &undo->change;
    buf_printf(out, "%s ", take);
    if (undo->count > 1) {
        together_say(out, session, undo);
    } else if (undo->count) {
        struct entry entry = record_entry(undo->records[0]);
        buf_text(out, undo->taken_out ? "out " : "back the change of ");
        entry_say(out, session, &entry);
    } else if (change->name.length) {
        buf_text(out, "back ");
        text_safe(out, change->name.bytes, change->name.length);
    } else {
        buf_printf(out, "back the change of the whole log: %zu record%s in place of %zu", undo->stood,
                   undo->stood == 1 ? "" : "s", undo->stand);
    }
    buf_char(out, '\n');
}

/* On a terminal nothing goes without being seen. */
static bool undo_agreed(const struct session *session, const struct args *args, const struct undo *undo)
{
    struct buf question = {0};
    if (given(args, OPTION_YES) || !ask_possible())
        return true;
    undo_say(&question, session, undo, "Take");
    buf_text(&question, undo->count > 1 ? "Are those the ones?" : "Is that the one?");
    bool agreed = ask_agreed(question.bytes, true);
    if (!agreed)
        complain("nothing was undone");
    buf_free(&question);
    return agreed;
}

/* Adds a line if a record that was taken out, or changed back, belongs to a trial that is over. */
static void trials_touched_say(struct buf *out, const struct session *session, const struct log *log,
                               const struct undo *undo)
{
    struct entry *entries = must_alloc(undo->count, sizeof *entries);
    for (size_t i = 0; i < undo->count; i++)
        entries[i] = record_entry(undo->records[i]);
    trial_touched_say(out, session, log, entries, undo->count);
    free(entries);
}

/* Adds the row of RECORD, but not to a terminal a draw, of which no day was to be known before it comes: put
   back by import, it would go on. */
static void row_add(struct buf *rows, const struct record *record)
{
    struct view row = record_row(record);
    if (trial_is_draw(record_arm(record)) && isatty(STDOUT_FILENO)) {
        complain("its row is not shown, because the draw is in it");
        return;
    }
    buf_add(rows, row.bytes, row.length);
    buf_char(rows, '\n');
}

/* The rows go to standard output, so that they can be kept and put back; what was done is said beside them.
 */
static void undo_done(const struct session *session, const struct log *log, const struct undo *undo)
{
    struct buf said = {0}, rows = {0};
    undo_say(&said, session, undo, "Took");
    trials_touched_say(&said, session, log, undo);
    talk(&said);
    if (undo->taken_out && log->header && strcmp(log->header, track_header()) != 0)
        buf_printf(&rows, "%s\n", log->header);
    for (size_t i = 0; i < undo->count && undo->taken_out; i++)
        row_add(&rows, undo->records[i]);
    data_print(&rows);
    buf_free(&said);
    buf_free(&rows);
}

struct whole {
    const struct session *session;
    const struct change *change;
};

/* The whole log as it was before, unless it is no longer as the change left it. */
static enum track_status whole_change(struct view old, void *context, struct buf *out, struct buf *error)
{
    const struct whole *whole = context;
    buf_clear(out);
    if (journal_is_after(whole->change, old) && journal_whole(whole->session, whole->change, out))
        return TRACK_OK;
    buf_text(error, "the log was changed since, or what it was is not known any more");
    return TRACK_REFUSED;
}

/* Takes the records out. */
static enum track_status records_take_out(const struct session *session, const struct undo *undo,
                                          struct buf *error)
{
    struct view *rows = must_alloc(undo->count, sizeof *rows);
    for (size_t i = 0; i < undo->count; i++)
        rows[i] = record_row(undo->records[i]);
    enum track_status status = track_take_out(session->path, rows, undo->count, &session->clock, error);
    free(rows);
    return status;
}

/* Takes the change back. */
static enum track_status change_take_back(const struct session *session, const struct change *change,
                                          struct buf *error)
{
    struct whole whole = {session, change};
    if (change->whole)
        return track_replace(session->path, whole_change, &whole, error);
    return track_swap(session->path, buf_view(&change->after), buf_view(&change->before), &session->clock,
                      error);
}

/* An exit status. */
static int undo_apply(const struct session *session, const struct undo *undo)
{
    struct buf error = {0};
    int status = EXIT_BROKEN;
    enum track_status done = undo->taken_out ? records_take_out(session, undo, &error)
                                             : change_take_back(session, &undo->change, &error);
    switch (done) {
    case TRACK_OK:
        if (!undo->taken_out)
            journal_drop(session, &undo->change);
        else if (undo->count > 1)
            journal_parted(session, undo->records[0]);
        status = EXIT_DONE;
        break;
    case TRACK_REFUSED:
    case TRACK_FAILED:
        complain("%s; nothing was undone", error.bytes);
        break;
    case TRACK_UNCONFIRMED:
        complain("%s; unconfirmed: see with '%s list' whether it was undone", error.bytes, program_name());
    }
    buf_free(&error);
    return status;
}

static int undo_run(const struct session *session, const struct args *args)
{
    struct log log = {0};
    struct undo undo = {0};
    int lost = EXIT_DONE, status;
    if (args->count > 1) {
        complain("undo takes one ID; '%s' is too many; nothing was undone", args->words[1]);
        return EXIT_MISUSE;
    }
    if (session_read(session, TEXT_ALL, &log, &lost))
        return EXIT_BROKEN;
    status = args->count ? named_find(&log, args->words[0], &undo) : last_find(session, &log, &undo);
    if (!status && !undo_may(session, &log, &undo, args->count))
        status = EXIT_NO;
    if (!status && given(args, OPTION_DRY_RUN)) {
        struct buf said = {0};
        undo_say(&said, session, &undo, "Would take");
        status = answer_print(&said);
        buf_free(&said);
    } else if (!status && !undo_agreed(session, args, &undo)) {
        status = EXIT_NO;
    } else if (!status) {
        status = undo_apply(session, &undo);
        if (!status && !given(args, OPTION_QUIET))
            undo_done(session, &log, &undo);
    }
    free(undo.records);
    change_free(&undo.change);
    log_free(&log);
    return status;
}

const struct command cmd_undo = {
    .name = "undo",
    .synopsis = "[ID] [options]",
    .summary = "Take back the last record or change, or the record of an ID",
    .details =
        "The row that is taken out is printed, so that it can be kept and put back. After an edit or a\n"
        "finished shift it is that change that is taken back, not the record. Records that one command\n"
        "made go together; an ID names one of them. On a terminal it is shown before it is done. The\n"
        "start of an ID is enough, as 'list' shows it.\n",
    .examples = "undo\nundo -y\nundo k7q2m > taken-out.csv\n",
    .needs = NEEDS_LOG,
    .takes = TAKES(OPTION_YES) | TAKES(OPTION_QUIET) | TAKES(OPTION_DRY_RUN) | TAKES_HELP,
    .run = undo_run,
};
