/* kind shift: a stressed moment, in which a fair coin picks what is tried. */
#include "cmd.h"

#include "base/chance.h"
#include "base/die.h"
#include "calc/experiment.h"
#include "calc/trial.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "14:03, shift, stress 8: mail from the bank" */
static void shift_say(struct buf *out, const struct session *session, const struct shift *shift)
{
    struct entry entry = record_entry(shift->record);
    entry_say(out, session, &entry);
}

static const char *instruction(bool others)
{
    return others ? "turn to somebody else's need" : "carry on as usual";
}

/* The end of a shift */

/* Which shift is meant, however its row changes: by its id, or by its time in a log that has no ids. */
struct named {
    uint64_t id;
    int64_t time;
};

/* Adds, if with the shift FOUND, which is open, a series is complete, where to see what came out. */
static void series_end_say(struct buf *said, const struct shifts *shifts, const struct record *found)
{
    for (size_t i = 0; i < shifts->series_count; i++) {
        const struct series *series = &shifts->series[i];
        for (size_t s = 0; s < series->count && series->open == 1 && series->count == series->planned; s++)
            if (series->shift[s].record == found)
                buf_printf(said, "The series of %u is over.  What came out:  %s report shift\n",
                           series->planned, program_name());
    }
}

/* What SAID gets once the shift FOUND is rated: which one that was, and the newest that is open beside it. */
static void finished_say(struct buf *said, const struct session *session, const struct args *args,
                         const struct log *log, const struct record *found, int after, long minutes)
{
    struct entry entry = record_entry(found);
    struct shifts shifts;
    const char *program = program_name();
    entry.stress_after = after;
    if (minutes != MINUTES_NONE)
        entry.minutes = minutes;
    buf_text(said, "Finished ");
    entry_say(said, session, &entry);
    if (*entry.id)
        buf_printf(said, "   [%.*s]", ID_SHOWN, entry.id);
    buf_printf(said, "\nThank you for rating it.  Wrong? %s undo\n", program);
    shifts_collect(log, session->clock.now.sec, &shifts);
    series_end_say(said, &shifts, found);
    const struct shift *other = shifts_open(&shifts, found);
    if (other) {
        entry = record_entry(other->record);
        buf_text(said, "Still open: ");
        entry_say(said, session, &entry);
        buf_printf(said, "\n  Rate it, too:  %s shift --after N\n", program);
    }
    if (other && *entry.id && given(args, OPTION_AFTER))
        buf_printf(said, "  Was it the one you meant?  %s undo, then  %s edit %.*s --after N\n", program,
                   program, ID_SHOWN, entry.id);
    shifts_free(&shifts);
}

/* The row of the shift, as it stands now, if it is open still, and what to say once it is rated. An exit
   status, not 0 after a line on standard error: the log can't be read, or the shift is finished already, left
   open for too long, or gone. */
static int row_open(const struct session *session, const struct args *args, struct named shift, int after,
                    long minutes, struct buf *row, struct buf *said)
{
    struct log log = {0};
    const struct record *found = NULL;
    int lost;
    buf_clear(row);
    buf_clear(said);
    if (session_read(session, TEXT_ALL, &log, &lost))
        return EXIT_BROKEN;
    for (size_t i = 0; i < log.count; i++)
        if (log.records[i].practice == PRACTICE_SHIFT && log.records[i].id == shift.id &&
            (shift.id || log.records[i].time == shift.time))
            found = &log.records[i];
    if (!found)
        complain("this shift was taken out meanwhile; nothing was changed");
    else if (found->stress_after != RATING_NONE)
        complain("this shift was finished meanwhile; it stays as it was rated there");
    else if (session->clock.now.sec - found->time >= SHIFT_OPEN_SECONDS)
        complain("this shift was left open for more than a day, so it counts as unfinished");
    else {
        buf_add(row, record_row(found).bytes, record_row(found).length);
        finished_say(said, session, args, &log, found, after, minutes);
    }
    log_free(&log);
    return row->length ? EXIT_DONE : EXIT_NO;
}

/* Completes the shift, whatever else of its row is changed meanwhile. An exit status. */
static int shift_finish(const struct session *session, const struct args *args, struct named shift, int after,
                        long minutes)
{
    enum { TRIES = 10 };
    struct entry entry = entry_at(session->clock.now, PRACTICE_SHIFT);
    struct buf row = {0}, fresh = {0}, error = {0}, said = {0};
    unsigned which = COLUMN_BIT(COLUMN_STRESS_AFTER);
    enum track_status done = TRACK_REFUSED;
    int status;
    entry.stress_after = after;
    entry.minutes = minutes;
    if (minutes != MINUTES_NONE)
        which |= COLUMN_BIT(COLUMN_MINUTES);
    for (int tries = 0; tries < TRIES && done == TRACK_REFUSED; tries++) {
        status = row_open(session, args, shift, after, minutes, &row, &said);
        if (status)
            goto out;
        buf_clear(&error);
        done = track_alter(session->path, (struct view){row.bytes, row.length}, which, &entry,
                           &session->clock, journal_row, (void *)session, &fresh, &error);
    }
    status = done == TRACK_OK ? EXIT_DONE : EXIT_BROKEN;
    switch (done) {
    case TRACK_OK:
        if (!given(args, OPTION_QUIET))
            words_print(&said);
        break;
    case TRACK_REFUSED:
    case TRACK_FAILED:
        complain("%s; the shift is as it was", error.bytes);
        break;
    case TRACK_UNCONFIRMED:
        complain("%s; unconfirmed: see with '%s shift status' whether it is finished", error.bytes,
                 program_name());
    }
out:
    buf_free(&row);
    buf_free(&fresh);
    buf_free(&error);
    buf_free(&said);
    return status;
}

/* --after: the newest open one is over. */
static int shift_end(const struct session *session, const struct args *args)
{
    struct log log = {0};
    struct shifts shifts;
    int lost = EXIT_DONE, status = EXIT_NO;
    if (given(args, OPTION_STRESS) || given(args, OPTION_MOOD) || args->count) {
        complain("--after ends the shift that is open, and what was before is recorded already; nothing was "
                 "changed");
        return EXIT_MISUSE;
    }
    if (session_read(session, TEXT_ALL, &log, &lost))
        return EXIT_BROKEN;
    shifts_collect(&log, session->clock.now.sec, &shifts);
    const struct shift *open = shifts_open(&shifts, NULL);
    if (!open) {
        complain("no shift is open; begin one with '%s shift -s N'", program_name());
    } else if (given(args, OPTION_DRY_RUN)) {
        struct buf said = {0};
        buf_text(&said, "Would finish ");
        shift_say(&said, session, open);
        buf_char(&said, '\n');
        status = answer_print(&said);
        buf_free(&said);
    } else {
        status = shift_finish(session, args, (struct named){open->record->id, open->record->time},
                              args->stress_after, args->minutes);
    }
    shifts_free(&shifts);
    log_free(&log);
    return status;
}

/* The plan and the status */

/* The chance that a series of COUNT notices a point of stress, in words. */
static void power_say(struct buf *out, unsigned count)
{
    double power = shift_power(count);
    buf_printf(out, "%u shifts notice a difference of one point of stress ", count);
    if (!isnan(power))
        buf_printf(out, "%.0f times in 100.\n", power * 100);
    else
        buf_printf(out, "%s times in 100.\n", count < 20 ? "less than 25" : "more than 89");
}

static int shift_plan(const struct session *session, const struct args *args)
{
    struct log log = {0};
    struct shifts shifts;
    struct buf then = {0};
    char note[PLAN_SIZE];
    int lost = EXIT_DONE;
    if (args->count || given(args, OPTION_STRESS) || given(args, OPTION_AFTER)) {
        complain("--plan stands alone: it begins no shift and ends none; nothing was recorded");
        return EXIT_MISUSE;
    }
    if (session_read(session, TEXT_TAGS, &log, &lost))
        return EXIT_BROKEN;
    shifts_collect(&log, session->clock.now.sec, &shifts);
    const struct series *last = shifts.series_count ? &shifts.series[shifts.series_count - 1] : NULL;
    if (last && last->count < last->planned)
        buf_printf(&then,
                   "The series of %u that is under way goes on, %zu more; this holds from the next one.\n",
                   last->planned, last->planned - last->count);
    power_say(&then, (unsigned)args->plan);
    shift_plan_write((unsigned)args->plan, note);
    struct entry entry = entry_at(session->clock.now, PRACTICE_GOAL);
    entry.note = note;
    entry.note_length = strlen(note);
    int status = entry_record_then(session, args, &entry, 1, then.bytes);
    buf_free(&then);
    shifts_free(&shifts);
    log_free(&log);
    return status;
}

static void series_say(struct buf *out, const struct shifts *shifts)
{
    const struct series *last = shifts->series_count ? &shifts->series[shifts->series_count - 1] : NULL;
    if (!last || last->closed) {
        if (last)
            buf_printf(out, "A series of %u is over.  What came out:  %s report shift\n", last->planned,
                       program_name());
        buf_printf(out, "%s series will have %u shifts.\n", last ? "The next" : "The first", shifts->plan);
        power_say(out, shifts->plan);
        return;
    }
    size_t done = last->count - last->open - last->unfinished;
    buf_printf(out, "%zu of %u done", done, last->planned);
    if (last->open)
        buf_printf(out, ", %zu open", last->open);
    if (last->unfinished)
        buf_printf(out, ", %zu unfinished", last->unfinished);
    buf_printf(out, ", %zu to go. What came out is sealed until then.\n", last->planned - last->count);
}

static int shift_status(const struct session *session)
{
    struct log log = {0};
    struct shifts shifts;
    struct buf said = {0};
    int status = EXIT_DONE;
    if (session_read(session, TEXT_TAGS, &log, &status))
        return EXIT_BROKEN;
    shifts_collect(&log, session->clock.now.sec, &shifts);
    for (size_t i = 0; i < shifts.count; i++)
        if (shifts.shift[i].state == SHIFT_OPEN) {
            buf_text(&said, "Open: ");
            shift_say(&said, session, &shifts.shift[i]);
            buf_printf(&said, "\n  %s, then: %s shift --after N\n", instruction(shifts.shift[i].others),
                       program_name());
        }
    series_say(&said, &shifts);
    if (answer_print(&said))
        status = EXIT_BROKEN;
    buf_free(&said);
    shifts_free(&shifts);
    log_free(&log);
    return status;
}

/* The start of a shift */

/* One fair bit. False after a line on standard error. */
static bool coin_toss(const struct session *session, bool *others)
{
    struct chance chance = {0};
    unsigned char byte;
    if (!chance_bytes(&chance, (uint64_t)session->clock.now.sec, &byte, 1)) {
        complain("no random bytes for the coin: %s; nothing was recorded", strerror(errno));
        return false;
    }
    *others = byte & 1;
    return true;
}

/* What to do, on standard output: it is what was asked for. */
static void instruction_print(const struct session *session, const struct args *args, bool others, bool waits,
                              long minutes)
{
    struct buf out = {0}, length = {0};
    duration_say(minutes_seconds(minutes), &length);
    buf_printf(&out, "The coin says: %s for %s.\n", instruction(others), length.bytes);
    if (others) {
        struct deck deck = {0};
        struct chance chance = {0};
        uint64_t random = 0;
        deck_load(WHOM_OTHERS, &deck);
        /* Without chance the first prompt serves as well: the coin has been tossed. */
        chance_bytes(&chance, (uint64_t)session->clock.now.sec + 1, &random, sizeof random);
        prompt_say(deck_pick(&deck, WHOM_OTHERS, random), STDOUT_FILENO, &out);
        deck_free(&deck);
    }
    if (!waits)
        buf_printf(&out, "Then say how it is:  %s shift --after N\n", program_name());
    if (!given(args, OPTION_QUIET))
        words_print(&out);
    buf_free(&out);
    buf_free(&length);
}

/* Waits on the terminal, asks, and completes the row. A first Ctrl-C ends the wait, another leaves the shift
   open. */
static int shift_guide(const struct session *session, const struct args *args, const struct entry *entry,
                       long minutes)
{
    struct wait wait = {.seconds = (double)minutes_seconds(minutes),
                        .label = "Shift",
                        .show =
                            given(args, OPTION_QUIET) ? SHOW_NOTHING : show_choose(given(args, OPTION_PLAIN)),
                        .bell = session->conf.shift.bell || given(args, OPTION_BELL)};
    struct session later = *session;
    struct named shift = {0, entry->time.sec};
    bool early;
    int after = RATING_NONE;
    interrupts_catch();
    double seconds = wait_timed(&wait, &early);
    if (!interrupted())
        after = ask_rating("Stress now, 0 to 10?");
    bool left = interrupted();
    interrupts_release();
    clock_read(&later.clock);
    id_read(entry->id, strlen(entry->id), &shift.id);
    if (after != RATING_NONE)
        return shift_finish(&later, args, shift, after,
                            seconds < 1 ? MINUTES_NONE : seconds_minutes(seconds));
    complain("the shift stays open; say how it is with '%s shift --after N' within a day", program_name());
    return left ? EXIT_INTERRUPTED : EXIT_DONE;
}

/* The stress before, said or asked for. False after a line on standard error. */
static bool stress_find(const struct args *args, bool asking, int *stress)
{
    *stress = args->stress;
    if (given(args, OPTION_STRESS))
        return true;
    if (asking)
        *stress = ask_rating("How stressed are you, 0 to 10?");
    if (*stress == RATING_NONE)
        complain("shift needs your stress: %s shift -s N, 0 to 10; nothing was recorded", program_name());
    return *stress != RATING_NONE;
}

static void open_note(const struct session *session)
{
    struct log log = {0};
    struct shifts shifts;
    struct buf error = {0}, said = {0};
    bool whole;
    if (track_tail(session->path, 65536, &session->clock, &log, &whole, &error) == TRACK_OK) {
        shifts_collect(&log, session->clock.now.sec, &shifts);
        const struct shift *open = shifts_open(&shifts, NULL);
        if (open) {
            shift_say(&said, session, open);
            complain("an earlier one is open (%s); unless it is rated within a day it counts as unfinished",
                     said.bytes);
        }
        shifts_free(&shifts);
    }
    log_free(&log);
    buf_free(&error);
    buf_free(&said);
}

/* The coin is tossed and on the disk before anybody sees it. */
static int shift_start(const struct session *session, const struct args *args, const char *text)
{
    bool dry = given(args, OPTION_DRY_RUN), others = false;
    bool asking = !given(args, OPTION_NO_INPUT) && !dry && ask_possible();
    long minutes = given(args, OPTION_MINUTES) ? args->minutes : session->conf.shift.minutes;
    struct entry entry = entry_at(session->clock.now, PRACTICE_SHIFT);
    sigset_t before;
    entry.mood = args->mood;
    entry.note = text;
    entry.note_length = strlen(text);
    if (!dry && !entry_possible(session, &entry))
        return EXIT_BROKEN;
    if (!stress_find(args, asking, &entry.stress))
        return EXIT_MISUSE;
    if (!dry) {
        open_note(session);
        if (!coin_toss(session, &others))
            return EXIT_BROKEN;
        entry.arm = others ? arm_others : arm_usual;
    }
    sigprocmask(SIG_BLOCK, NULL, &before);
    int status = entry_record(session, args, &entry, 1);
    if (status || dry)
        return status;
    instruction_print(session, args, others, asking, minutes);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return asking ? shift_guide(session, args, &entry, minutes) : EXIT_DONE;
}

/* Whether WORD alone is more likely meant to end a shift than to tell of a new one. */
static bool ends_one(const char *word)
{
    static const char *const words[] = {"end", "stop", "done", "finish", "finished", "over", "rate"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

static int shift_run(const struct session *session, const struct args *args)
{
    if (given(args, OPTION_PLAN))
        return shift_plan(session, args);
    if (given(args, OPTION_AFTER))
        return shift_end(session, args);
    if (args->count == 1 && strcmp(args->words[0], "status") == 0)
        return shift_status(session);
    if (args->count == 1 && ends_one(args->words[0])) {
        complain("to end a shift, say how stressed you are now: %s shift --after N; nothing was recorded",
                 program_name());
        return EXIT_MISUSE;
    }
    int rating;
    if (args->count == 1 && !given(args, OPTION_STRESS) && !args_dashed(args) &&
        rating_read(args->words[0], &rating)) {
        complain(
            "which stress is '%s'? %s shift -s %s begins a shift, %s shift --after %s ends one; nothing was "
            "recorded",
            args->words[0], program_name(), args->words[0], program_name(), args->words[0]);
        return EXIT_MISUSE;
    }
    char *text = args_text(args, 0);
    int status = EXIT_MISUSE;
    if (strlen(text) > NOTE_MAX)
        complain("the text is too long; at most %d bytes fit in a record; nothing was recorded", NOTE_MAX);
    else if (args_text_plain(&cmd_shift, args, text))
        status = shift_start(session, args, text);
    free(text);
    return status;
}

const struct command cmd_shift = {
    .name = "shift",
    .synopsis = "[status] [options] [TEXT...]",
    .summary = "Stressed? A fair coin picks what you try",
    .details =
        "Say how stressed you are; the coin then says whether to turn to somebody else's need or to carry\n"
        "on as usual, for five minutes; afterwards say how stressed you are. Do what the coin says: only\n"
        "so can 'report shift' tell what turning to others does for you. What came out is sealed until as\n"
        "many as planned are done, 40 unless --plan says otherwise.\n",
    .examples = "shift -s 8 mail from the bank\nshift --after 4\nshift status\nshift --plan 60\n",
    .needs = NEEDS_LOG,
    .takes = TAKES(OPTION_MOOD) | TAKES(OPTION_STRESS) | TAKES(OPTION_AFTER) | TAKES(OPTION_MINUTES) |
             TAKES(OPTION_PLAN) | TAKES(OPTION_BELL) | TAKES(OPTION_PLAIN) | TAKES(OPTION_NO_INPUT) |
             TAKES(OPTION_QUIET) | TAKES(OPTION_DRY_RUN) | TAKES_HELP,
    .run = shift_run,
};
