/* kind edit: one record in an editor or by options, or the whole log in an editor. No lock is held while the
 * editor runs. */
#include "cmd/cmd.h"

#include "base/die.h"
#include "calc/experiment.h"
#include "calc/habit.h"
#include "cmd/editor.h"
#include "cmd/form.h"
#include "row/merge.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool given(const struct args *args, enum option_key option)
{
    return args->given & TAKES(option);
}

static struct view view_of(const struct buf *buf)
{
    return (struct view){buf_string(buf), buf->length};
}

/* Whether to go on with the editor after what was wrong was said. */
static bool again_agreed(void)
{
    if (!ask_possible())
        return false;
    char *answer = ask("Go on editing? [Y/n]");
    bool agreed = answer && (!*answer || *answer == 'y' || *answer == 'Y');
    free(answer);
    return agreed;
}

/* Each line of TROUBLE is about a line of PATH. */
static void trouble_say(const char *path, const struct buf *trouble)
{
    for (const char *line = trouble->bytes; line && *line;) {
        size_t length = strcspn(line, "\n");
        complain("%s:%.*s", path, (int)length, line);
        line += length + (line[length] == '\n');
    }
}

/* What came of an editor's run. */
enum outcome {
    EDIT_TAKEN, /* what it left is good, and other than it was */
    EDIT_SAME,  /* nothing was changed */
    EDIT_NONE,  /* said: the editor failed and left everything as it was */
    EDIT_FAILED /* said; the person's text is kept, if there is one */
};

/* Reads what the editor left; false after a line on standard error. */
static bool draft_read(const char *path, struct buf *text)
{
    struct stat st;
    buf_clear(text);
    int error = stat(path, &st) ? errno : buf_read_file(text, path, (size_t)st.st_size);
    if (error)
        complain("%s: %s; nothing was changed", path, strerror(error));
    return !error;
}

/* Has the person edit the file PATH, which began as BEFORE, until JUDGE finds nothing wrong. TEXT gets what
   it is then. */
static enum outcome draft_edit(const char *path, const struct buf *before,
                               bool (*judge)(const struct buf *text, void *context, struct buf *trouble),
                               void *context, struct buf *text)
{
    for (;;) {
        struct buf trouble = {0};
        bool ran = editor_run(path);
        if (!draft_read(path, text))
            return EDIT_FAILED;
        bool same =
            text->length == before->length && memcmp(buf_string(text), buf_string(before), text->length) == 0;
        if (!ran && same) {
            complain("nothing was changed");
            return EDIT_NONE;
        }
        if (!ran) {
            complain("nothing was changed; your text is kept in %s", path);
            return EDIT_FAILED;
        }
        if (same || !text->length)
            return EDIT_SAME;
        bool good = judge(text, context, &trouble);
        trouble_say(path, &trouble);
        buf_free(&trouble);
        if (good)
            return EDIT_TAKEN;
        if (!again_agreed()) {
            complain("nothing was changed; your text is kept in %s", path);
            return EDIT_FAILED;
        }
    }
}

/* ---- one record */

struct edit {
    const struct session *session;
    const struct record *record;
    struct buf form, own; /* the form as it was; what ENTRY's text points into */
    struct entry entry;
    unsigned which; /* the columns to be changed */
    char *path;     /* of the form in the editor; NULL if there is none */
};

/* A goal that can't be read would be one no more. */
static bool goal_stays(const struct edit *edit)
{
    struct view what;
    struct goal goal;
    const char *note = edit->entry.note;
    size_t length = edit->entry.note_length;
    return edit->record->practice != PRACTICE_GOAL || !(edit->which & COLUMN_BIT(COLUMN_NOTE)) ||
           goal_read(note, length, &what, &goal) || shift_plan_read(note, length);
}

static bool form_judge(const struct buf *text, void *context, struct buf *trouble)
{
    struct edit *edit = context;
    buf_free(&edit->own);
    edit->entry = record_entry(edit->record);
    /* The editor may have been open for long. */
    struct clock clock = edit->session->clock;
    clock_read(&clock);
    bool good = form_read(edit->form.bytes, buf_string(text), &clock, &edit->entry, &edit->which, &edit->own,
                          trouble);
    if (good && !goal_stays(edit)) {
        buf_text(trouble, "1: the text of a goal must be like 'care 3/week'\n");
        good = false;
    }
    return good;
}

static enum outcome edit_by_editor(struct edit *edit)
{
    struct buf text = {0};
    form_write(edit->record, &edit->form);
    edit->path = draft_make("record.txt", &edit->form);
    if (!edit->path)
        return EDIT_FAILED;
    enum outcome outcome = draft_edit(edit->path, &edit->form, form_judge, edit, &text);
    if (outcome == EDIT_TAKEN && !edit->which)
        outcome = EDIT_SAME;
    buf_free(&text);
    return outcome;
}

/* The same by options. False after a line on standard error. */
static bool edit_by_options(const struct args *args, struct edit *edit)
{
    struct entry *entry = &edit->entry;
    *entry = record_entry(edit->record);
    const struct {
        enum option_key option;
        enum column column;
    } settings[] = {{OPTION_MOOD, COLUMN_MOOD},          {OPTION_STRESS, COLUMN_STRESS},
                    {OPTION_AFTER, COLUMN_STRESS_AFTER}, {OPTION_MINUTES, COLUMN_MINUTES},
                    {OPTION_DATE, COLUMN_TIME},          {OPTION_PRACTICE, COLUMN_PRACTICE},
                    {OPTION_CARE, COLUMN_PRACTICE},      {OPTION_TEXT, COLUMN_NOTE}};
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (given(args, settings[i].option))
            edit->which |= COLUMN_BIT(settings[i].column);
    if (edit->which & COLUMN_BIT(COLUMN_MOOD))
        entry->mood = args->mood;
    if (edit->which & COLUMN_BIT(COLUMN_STRESS))
        entry->stress = args->stress;
    if (edit->which & COLUMN_BIT(COLUMN_STRESS_AFTER))
        entry->stress_after = args->stress_after;
    if (edit->which & COLUMN_BIT(COLUMN_MINUTES))
        entry->minutes = args->minutes;
    if (edit->which & COLUMN_BIT(COLUMN_TIME))
        entry->time = args->date.at;
    if (edit->which & COLUMN_BIT(COLUMN_PRACTICE))
        entry->practice = args->practice;
    if (edit->which & COLUMN_BIT(COLUMN_NOTE)) {
        entry->note = args->text;
        entry->note_length = strlen(args->text);
    }
    if (!practice_may_become((enum practice)edit->record->practice, entry->practice))
        complain("a %s stays one; nothing was changed", practice_name((enum practice)edit->record->practice));
    else if (entry->note_length > NOTE_MAX)
        complain("the text is too long; at most %d bytes fit in a record; nothing was changed", NOTE_MAX);
    else if (!goal_stays(edit))
        complain("the text of a goal must be like 'care 3/week'; nothing was changed");
    else
        return true;
    return false;
}

/* Says what became of it, as the log has it now. */
static void changed_say(const struct session *session, const struct edit *edit)
{
    struct buf said = {0};
    struct entry entry = edit->entry;
    buf_text(&said, "Changed to ");
    entry_say(&said, session, &entry);
    buf_printf(&said, "\nWrong? %s undo\n", program_name());
    data_print(&said);
    buf_free(&said);
}

/* The columns in which A and B differ. */
static unsigned columns_apart(const struct record *a, const struct record *b)
{
    unsigned apart = 0;
    if (a->time != b->time || a->offset != b->offset)
        apart |= COLUMN_BIT(COLUMN_TIME);
    if (a->practice != b->practice)
        apart |= COLUMN_BIT(COLUMN_PRACTICE);
    if (!view_same(record_note(a), record_note(b)))
        apart |= COLUMN_BIT(COLUMN_NOTE);
    if (a->mood != b->mood)
        apart |= COLUMN_BIT(COLUMN_MOOD);
    if (a->stress != b->stress)
        apart |= COLUMN_BIT(COLUMN_STRESS);
    if (a->stress_after != b->stress_after)
        apart |= COLUMN_BIT(COLUMN_STRESS_AFTER);
    if (a->minutes != b->minutes)
        apart |= COLUMN_BIT(COLUMN_MINUTES);
    return apart;
}

/* The record by its id as the log has it by now, if nobody else changed the same columns; LOG is the caller's
   to free. NULL if it is gone, or was changed there too. */
static const struct record *record_now(const struct session *session, const struct edit *edit,
                                       struct log *log)
{
    struct buf error = {0};
    const struct record *found = NULL;
    if (track_read(session->path, TEXT_ALL, &session->clock, log, &error) == TRACK_OK)
        for (size_t i = 0; i < log->count && edit->record->id && !found; i++)
            if (log->records[i].id == edit->record->id)
                found = &log->records[i];
    buf_free(&error);
    return found && !(columns_apart(edit->record, found) & edit->which) ? found : NULL;
}

/* Changes the record, whichever of its other columns were changed meanwhile. OLD and FRESH get the rows. */
static enum track_status edit_install(const struct session *session, const struct edit *edit, struct buf *old,
                                      struct buf *fresh, struct buf *error)
{
    struct view row = record_row(edit->record);
    buf_add(old, row.bytes, row.length);
    enum track_status status = track_alter(session->path, row, edit->which, &edit->entry, &session->clock,
                                           journal_row, (void *)session, fresh, error);
    if (status != TRACK_REFUSED)
        return status;
    struct log log = {0};
    const struct record *now = record_now(session, edit, &log);
    if (now) {
        row = record_row(now);
        buf_clear(old);
        buf_add(old, row.bytes, row.length);
        buf_clear(error);
        status = track_alter(session->path, row, edit->which, &edit->entry, &session->clock, journal_row,
                             (void *)session, fresh, error);
    }
    log_free(&log);
    return status;
}

static int edit_apply(const struct session *session, const struct args *args, struct edit *edit)
{
    struct buf old = {0}, fresh = {0}, error = {0};
    int status = EXIT_BROKEN;
    switch (edit_install(session, edit, &old, &fresh, &error)) {
    case TRACK_OK:
        status = EXIT_DONE;
        if (!given(args, OPTION_QUIET))
            changed_say(session, edit);
        break;
    case TRACK_REFUSED:
    case TRACK_FAILED:
        complain("%s; nothing was changed", error.bytes);
        if (edit->path)
            complain("your text is kept in %s", edit->path);
        break;
    case TRACK_UNCONFIRMED:
        complain("%s; unconfirmed: see with '%s list' whether it was changed", error.bytes, program_name());
        if (edit->path)
            complain("your text is kept in %s", edit->path);
    }
    buf_free(&old);
    buf_free(&fresh);
    buf_free(&error);
    return status;
}

/* The options that say what a record is to be. */
#define TAKES_SETTINGS                                                                                       \
    (TAKES(OPTION_MOOD) | TAKES(OPTION_STRESS) | TAKES(OPTION_AFTER) | TAKES(OPTION_MINUTES) |               \
     TAKES(OPTION_DATE) | TAKES(OPTION_PRACTICE) | TAKES(OPTION_CARE) | TAKES(OPTION_TEXT))

static int edit_one(const struct session *session, const struct args *args)
{
    struct log log = {0};
    struct edit edit = {.session = session};
    int lost = EXIT_DONE, status = EXIT_DONE;
    enum outcome outcome;
    if (session_read(session, TEXT_ALL, &log, &lost))
        return EXIT_BROKEN;
    if (args->count)
        status = record_named(&log, args->words[0], &edit.record);
    else if (log.count)
        edit.record = &log.records[log.count - 1];
    else
        complain("there is nothing to edit");
    if (!edit.record) {
        log_free(&log);
        return status ? status : EXIT_NO;
    }
    if (args->given & TAKES_SETTINGS)
        outcome = edit_by_options(args, &edit) ? EDIT_TAKEN : EDIT_FAILED;
    else
        outcome = edit_by_editor(&edit);
    switch (outcome) {
    case EDIT_TAKEN:
        status = edit_apply(session, args, &edit);
        break;
    case EDIT_SAME:
        if (!given(args, OPTION_QUIET))
            complain("nothing was changed");
        break;
    case EDIT_NONE:
        status = EXIT_BROKEN;
        break;
    case EDIT_FAILED:
        status = args->given & TAKES_SETTINGS ? EXIT_MISUSE : EXIT_BROKEN;
    }
    if (edit.path && (!status || outcome == EDIT_NONE))
        draft_remove(edit.path);
    free(edit.path);
    buf_free(&edit.form);
    buf_free(&edit.own);
    log_free(&log);
    return status;
}

/* ---- the whole log */

struct whole {
    const struct session *session;
    struct buf before, after; /* the copy that was taken, and what the person made of it */
};

static const struct record *record_of_id(const struct log *log, uint64_t id)
{
    for (size_t i = 0; i < log->count && id; i++)
        if (log->records[i].id == id)
            return &log->records[i];
    return NULL;
}

/* What chance decided is not to be edited. */
static void arms_judge(const struct log *before, const struct log *after, struct buf *trouble)
{
    for (size_t i = 0; i < before->count; i++) {
        const struct record *record = &before->records[i];
        const struct record *now = record_arm(record).length ? record_of_id(after, record->id) : NULL;
        if (now && !view_same(record_arm(record), record_arm(now)))
            buf_printf(trouble, "%u: arm: what chance decided stays '%.*s'\n", (unsigned)now->line,
                       (int)record_arm(record).length, record_arm(record).bytes);
    }
}

/* Whether a line that can't be read was there before, as it is. */
static bool line_was_there(const struct buf *before, const struct buf *after, uint32_t number)
{
    const char *line = after->bytes;
    for (uint32_t n = 1; n < number && line; n++) {
        line = strchr(line, '\n');
        line = line ? line + 1 : NULL;
    }
    size_t length = line ? strcspn(line, "\n") : 0;
    for (const char *at = before->bytes; line && at && *at;) {
        size_t there = strcspn(at, "\n");
        if (there == length && memcmp(at, line, length) == 0)
            return true;
        at += there + (at[there] == '\n');
    }
    return false;
}

static bool whole_judge(const struct buf *text, void *context, struct buf *trouble)
{
    struct whole *whole = context;
    struct log before = {0}, after = {0};
    struct buf error = {0};
    const struct clock *clock = &whole->session->clock;
    if (track_parse(text->bytes, text->length, TEXT_ALL, clock, &after, &error) != TRACK_OK)
        buf_printf(trouble, "1: %s\n",
                   strrchr(error.bytes, ':') ? strrchr(error.bytes, ':') + 2 : error.bytes);
    for (size_t i = 0; i < after.fault_count; i++)
        if (after.faults[i].lost && !line_was_there(&whole->before, text, after.faults[i].line))
            buf_printf(trouble, "%u: %s\n", (unsigned)after.faults[i].line, after.faults[i].what);
    if (track_parse(whole->before.bytes, whole->before.length, TEXT_ALL, clock, &before, &error) == TRACK_OK)
        arms_judge(&before, &after, trouble);
    log_free(&before);
    log_free(&after);
    buf_free(&error);
    return !trouble->length;
}

static enum track_status whole_change(struct view now, void *context, struct buf *out, struct buf *error)
{
    struct whole *whole = context;
    struct merge_tally tally;
    buf_clear(out);
    if (view_same(now, view_of(&whole->before)))
        buf_add(out, whole->after.bytes, whole->after.length);
    else if (!merge_logs(view_of(&whole->before), view_of(&whole->after), now, &whole->session->clock, out,
                         &tally, error))
        return TRACK_REFUSED;
    journal_log(whole->session, now, view_of(out));
    return TRACK_OK;
}

static int whole_apply(const struct session *session, const struct args *args, struct whole *whole)
{
    struct buf error = {0};
    int status = EXIT_BROKEN;
    switch (track_replace(session->path, whole_change, whole, &error)) {
    case TRACK_OK:
        status = EXIT_DONE;
        if (!given(args, OPTION_QUIET))
            complain("the log was changed.  Wrong? %s undo", program_name());
        break;
    case TRACK_REFUSED:
    case TRACK_FAILED:
        complain("%s; nothing was changed", error.bytes);
        break;
    case TRACK_UNCONFIRMED:
        complain("%s; unconfirmed: see with '%s list' whether it was changed", error.bytes, program_name());
    }
    buf_free(&error);
    return status;
}

static int edit_all(const struct session *session, const struct args *args)
{
    struct whole whole = {.session = session};
    int status = EXIT_BROKEN;
    char *path = NULL;
    if (args->count || args->given & TAKES_SETTINGS) {
        complain("--all edits the whole log, without an ID or options of a record; nothing was changed");
        return EXIT_MISUSE;
    }
    if (!draft_read(session->path, &whole.before) || !(path = draft_make("log.csv", &whole.before)))
        goto out;
    switch (draft_edit(path, &whole.before, whole_judge, &whole, &whole.after)) {
    case EDIT_TAKEN:
        status = whole_apply(session, args, &whole);
        if (status)
            complain("your text is kept in %s", path);
        break;
    case EDIT_SAME:
        status = EXIT_DONE;
        if (!given(args, OPTION_QUIET))
            complain("nothing was changed");
        break;
    case EDIT_NONE:
        draft_remove(path);
        break;
    case EDIT_FAILED:
        break;
    }
    if (!status)
        draft_remove(path);
out:
    free(path);
    buf_free(&whole.before);
    buf_free(&whole.after);
    return status;
}

static int edit_run(const struct session *session, const struct args *args)
{
    if (args->count > 1) {
        complain("edit takes one ID; '%s' is too many; nothing was changed", args->words[1]);
        return EXIT_MISUSE;
    }
    return given(args, OPTION_ALL) ? edit_all(session, args) : edit_one(session, args);
}

const struct command cmd_edit = {
    .name = "edit",
    .synopsis = "[ID] [options]",
    .summary = "Change the last record, or the record of an ID, or the whole log",
    .details =
        "Without options the record opens as a small form in VISUAL or EDITOR; with options it is changed\n"
        "at once. What chance decided stays. Others may record meanwhile: only what you changed is\n"
        "changed. A text that can't be taken is kept, and its lines at fault are named.\n",
    .examples = "edit\nedit k7q2m -m 6 -d yesterday --text 'helped a neighbour'\nedit --all\n",
    .needs = NEEDS_LOG,
    .takes = TAKES_SETTINGS | TAKES(OPTION_ALL) | TAKES(OPTION_QUIET) | TAKES_HELP,
    .run = edit_run,
};
