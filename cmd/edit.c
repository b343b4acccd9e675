/* kind edit: one record in an editor or by options, or the whole log in an editor, which is cmd/whole.c. No
 * lock is held while the editor runs. */
#include "cmd/cmd.h"

#include "base/die.h"
#include "calc/experiment.h"
#include "calc/habit.h"
#include "cmd/editor.h"
#include "cmd/form.h"
#include "cmd/stays.h"
#include "cmd/whole.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct edit {
    const struct session *session;
    const struct log *log;
    const struct record *record; /* of it */
    struct buf form, own;        /* the form as it was; what ENTRY's text points into */
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

/* What of the record has to stay, as CLOCK and the log have it by now. */
static void edit_judge(const struct edit *edit, const struct clock *clock, stays_hear *hear, void *context)
{
    struct log fresh = {0};
    if (!stays_concern(edit->record))
        return;
    const struct record *now = record_now(edit->session, edit, &fresh);
    const struct log *log = now ? &fresh : edit->log;
    size_t index = (size_t)((now ? now : edit->record) - log->records);
    stays_judge_one(log, index, edit->which, &edit->entry, clock, hear, context);
    log_free(&fresh);
}

/* Where a form says what would not stay. */
struct form_trouble {
    const char *text;
    unsigned which;
    struct buf *trouble;
};

static void form_hear(void *context, uint32_t line, enum column column, const char *what)
{
    const struct form_trouble *form = context;
    (void)line;
    if (!(form->which & COLUMN_BIT(column)))
        column = COLUMN_TIME;
    buf_printf(form->trouble, "%u: %s\n", form_line(form->text, column), what);
}

/* Of several things the first is said. */
static void options_hear(void *context, uint32_t line, enum column column, const char *what)
{
    bool *said = context;
    (void)line;
    (void)column;
    if (!*said)
        complain("%s; nothing was changed", what);
    *said = true;
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
        buf_printf(trouble, "%u: the text of a goal must be like 'care 3/week'\n",
                   form_line(buf_string(text), COLUMN_NOTE));
        good = false;
    }
    struct form_trouble form = {.text = buf_string(text), .which = edit->which, .trouble = trouble};
    if (good)
        edit_judge(edit, &clock, form_hear, &form);
    return !trouble->length;
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

/* What the options make of the record. */
static void settings_take(const struct args *args, struct edit *edit)
{
    struct entry *entry = &edit->entry;
    *entry = record_entry(edit->record);
    static const struct {
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
}

/* The same by options. False after a line on standard error. */
static bool edit_by_options(const struct args *args, struct edit *edit)
{
    enum practice practice = (enum practice)edit->record->practice;
    settings_take(args, edit);
    if (!practice_may_become(practice, edit->entry.practice))
        complain("a %s stays one; nothing was changed", practice_name(practice));
    else if (edit->entry.note_length > NOTE_MAX)
        complain("the text is too long; at most %d bytes fit in a record; nothing was changed", NOTE_MAX);
    else if (given(args, OPTION_TEXT) && !edit->entry.note_length && edit->entry.practice <= PRACTICE_CARE)
        complain("a %s needs a text; nothing was changed; '%s undo ID' takes the record out",
                 practice_name(edit->entry.practice), program_name());
    else if (!goal_stays(edit))
        complain("the text of a goal must be like 'care 3/week'; nothing was changed");
    else {
        bool said = false;
        edit_judge(edit, &edit->session->clock, options_hear, &said);
        return !said;
    }
    return false;
}

/* Says what became of it, as the log has it now. */
static void changed_say(const struct session *session, const struct edit *edit)
{
    struct buf said = {0};
    struct entry both[] = {edit->entry, record_entry(edit->record)};
    buf_text(&said, "Changed to ");
    entry_say(&said, session, &both[0]);
    buf_char(&said, '\n');
    if (edit->which & (COLUMN_BIT(COLUMN_TIME) | COLUMN_BIT(COLUMN_PRACTICE) | COLUMN_BIT(COLUMN_MOOD)))
        trial_touched_say(&said, session, edit->log, both, 2);
    buf_printf(&said, "Wrong? %s undo\n", program_name());
    words_print(&said);
    buf_free(&said);
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

/* The record of LOG that is to be edited. An exit status, not 0 after a line on standard error. */
static int edit_find(const struct session *session, const struct args *args, const struct log *log,
                     const struct record **found)
{
    if (args->count)
        return record_named(log, args->words[0], found);
    if (!log->count) {
        complain("there is nothing to edit");
    } else if (!journal_own(session, log, found)) {
        complain("what came by a sync can't be looked up: %s; '%s edit ID' changes a record", strerror(errno),
                 program_name());
        return EXIT_BROKEN;
    } else if (!*found) {
        complain("no record that is left was made on this device; '%s edit ID' changes any", program_name());
    }
    return *found ? EXIT_DONE : EXIT_NO;
}

static int edit_one(const struct session *session, const struct args *args)
{
    struct log log = {0};
    struct edit edit = {.session = session, .log = &log};
    int lost = EXIT_DONE;
    enum outcome outcome;
    if (session_read(session, TEXT_ALL, &log, &lost))
        return EXIT_BROKEN;
    int status = edit_find(session, args, &log, &edit.record);
    if (status) {
        log_free(&log);
        return status;
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

static int edit_run(const struct session *session, const struct args *args)
{
    if (args->count > 1) {
        complain("edit takes one ID; '%s' is too many; nothing was changed", args->words[1]);
        return EXIT_MISUSE;
    }
    if (!given(args, OPTION_ALL))
        return edit_one(session, args);
    if (args->count || args->given & TAKES_SETTINGS) {
        complain("--all edits the whole log, without an ID or options of a record; nothing was changed");
        return EXIT_MISUSE;
    }
    return edit_all(session, given(args, OPTION_QUIET));
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
