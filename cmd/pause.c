/* kind pause: a prompt, some minutes of nothing else, then the record of them. */
#include "cmd.h"

#include "base/chance.h"
#include "base/die.h"
#include "base/num.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The minutes come first, or as --minutes or --log, or from the configuration. False after a line on standard
   error. *FROM is where the text begins. */
static bool minutes_find(const struct session *session, const struct args *args, long *minutes, int *from)
{
    bool told = given(args, OPTION_MINUTES) || given(args, OPTION_LOG);
    long named;
    *from = 0;
    *minutes = told ? args->minutes : session->conf.pause.minutes;
    if (!args->count)
        return true;
    if (!num_minutes(args->words[0], &named)) {
        if (args->words[0][0] < '0' || args->words[0][0] > '9')
            return true;
        complain("minutes must be a number above 0, like 3, 2.5 or 90s, not '%s'; nothing was recorded",
                 args->words[0]);
        return false;
    }
    if (told && named != args->minutes) {
        complain("pause was told two lengths, '%s' and --%s; nothing was recorded", args->words[0],
                 given(args, OPTION_LOG) ? "log" : "minutes");
        return false;
    }
    *minutes = named;
    *from = 1;
    return true;
}

/* Whether the pause was taken already, so that there is nothing to guide. */
static bool is_past(const struct args *args)
{
    return given(args, OPTION_LOG) || given(args, OPTION_DATE);
}

/* False, after a line on standard error, for options that ask for two prompts, or for one that nobody will
 * see. */
static bool prompt_options_fit(const struct args *args)
{
    if (given(args, OPTION_FOR) && given(args, OPTION_WEEK)) {
        complain("--for and --week each choose the prompt; nothing was recorded");
        return false;
    }
    if (is_past(args) && (given(args, OPTION_FOR) || given(args, OPTION_WEEK))) {
        complain("--%s chooses a prompt, but a pause that was taken already has none; nothing was recorded",
                 given(args, OPTION_FOR) ? "for" : "week");
        return false;
    }
    return true;
}

/* False, after a line on standard error, if there is no chance to be had. */
static bool prompt_choose(const struct session *session, const struct args *args, const struct deck *deck,
                          const struct prompt **prompt)
{
    struct chance chance = {0};
    uint64_t random;
    if (given(args, OPTION_WEEK)) {
        /* The calendar's day: day_start may differ from device to device. */
        *prompt = deck_week(deck, moment_day(session->clock.now, 0));
        return true;
    }
    if (!chance_bytes(&chance, (uint64_t)session->clock.now.sec, &random, sizeof random)) {
        complain("no random bytes to choose a prompt: %s; nothing was recorded", strerror(errno));
        return false;
    }
    *prompt = deck_pick(deck, args->whom, random);
    return true;
}

static void prompt_show(const struct prompt *prompt, enum show show)
{
    struct buf out = {0};
    if (show == SHOW_LINE) {
        buf_char(&out, '\n');
        prompt_say(prompt, STDERR_FILENO, &out);
        buf_char(&out, '\n');
        buf_write(&out, STDERR_FILENO);
    } else {
        buf_printf(&out, "%s\n", prompt->words);
        talk(&out);
    }
    buf_free(&out);
}

static void note_tag(struct buf *note, const char *tag)
{
    if (text_has_tag(buf_string(note), note->length, tag))
        return;
    if (note->length)
        buf_char(note, ' ');
    buf_text(note, tag);
}

static bool note_fits(const struct buf *note)
{
    if (note->length > NOTE_MAX)
        complain("the text is too long; at most %d bytes fit in a record; nothing was recorded", NOTE_MAX);
    return note->length <= NOTE_MAX;
}

static void ask_before(const struct args *args, struct entry *entry)
{
    if (!given(args, OPTION_MOOD))
        entry->mood = ask_rating("Mood now, 0 to 10 (Enter to skip)?");
    if (!given(args, OPTION_STRESS))
        entry->stress = ask_rating("Stress now, 0 to 10 (Enter to skip)?");
}

static void ask_after(const struct args *args, struct entry *entry)
{
    if (given(args, OPTION_AFTER) || entry->stress == RATING_NONE || interrupted())
        return;
    entry->stress_after = ask_rating("Stress now, 0 to 10 (Enter to skip)?");
}

static void still_counts_say(long minutes)
{
    struct buf said = {0};
    duration_say(minutes_seconds(minutes), &said);
    fprintf(stderr, "%s still counts\n", buf_string(&said));
    buf_free(&said);
}

/* Waits, asks and records. A terminal that is closed ends the wait like a Ctrl-C, and nothing is asked. */
static int pause_take(const struct session *session, const struct args *args, enum show show, bool asking,
                      struct entry *entry)
{
    struct wait wait = {.seconds = (double)minutes_seconds(entry->minutes),
                        .label = "Pause",
                        .breath = args->breath,
                        .show = show,
                        .bell = session->conf.pause.bell || given(args, OPTION_BELL)};
    struct session after = *session;
    bool early;
    interrupts_catch();
    ends_catch();
    double seconds = wait_timed(&wait, &early);
    if (early && seconds < 1) {
        interrupts_release();
        complain("ended before it began; nothing was recorded");
        ends_release();
        return EXIT_INTERRUPTED;
    }
    if (early)
        entry->minutes = seconds_minutes(seconds);
    if (asking)
        ask_after(args, entry);
    bool left = interrupted();
    interrupts_release();
    clock_read(&after.clock);
    entry->time = after.clock.now;
    int status = entry_record(&after, args, entry, 1);
    if (status == EXIT_DONE && early && !given(args, OPTION_QUIET))
        still_counts_say(entry->minutes);
    ends_release();
    return status == EXIT_DONE && left ? EXIT_INTERRUPTED : status;
}

/* The guided pause. With --quiet there is neither prompt nor tag; with --dry-run nothing is asked or waited
 * for. */
static int pause_guide(const struct session *session, const struct args *args, struct entry *entry,
                       struct buf *note)
{
    bool quiet = given(args, OPTION_QUIET), dry = given(args, OPTION_DRY_RUN);
    bool asking = !dry && !given(args, OPTION_NO_INPUT) && ask_possible();
    enum show show = show_choose(given(args, OPTION_PLAIN));
    struct deck deck = {0};
    const struct prompt *prompt = NULL;
    int status = EXIT_BROKEN;
    if (!quiet) {
        deck_load(args->whom, &deck);
        if (!prompt_choose(session, args, &deck, &prompt))
            goto out;
        note_tag(note, prompt->tag);
    }
    status = EXIT_MISUSE;
    if (!note_fits(note))
        goto out;
    entry->note = buf_string(note);
    entry->note_length = note->length;
    status = EXIT_BROKEN;
    if (!dry && !entry_possible(session, entry))
        goto out;
    if (asking)
        ask_before(args, entry);
    if (prompt)
        prompt_show(prompt, show);
    if (dry)
        status = entry_record(session, args, entry, 1);
    else
        status = pause_take(session, args, quiet && show == SHOW_PLAIN ? SHOW_NOTHING : show, asking, entry);
out:
    deck_free(&deck);
    return status;
}

static int pause_run(const struct session *session, const struct args *args)
{
    struct entry entry = entry_at(args_moment(session, args), PRACTICE_PAUSE);
    struct buf note = {0};
    int from, status = EXIT_MISUSE;
    if (!minutes_find(session, args, &entry.minutes, &from) || !prompt_options_fit(args))
        return EXIT_MISUSE;
    entry.mood = args->mood;
    entry.stress = args->stress;
    entry.stress_after = args->stress_after;
    char *text = args_text(args, from);
    buf_text(&note, text);
    if (!args_text_plain(&cmd_pause, args, text) || !note_fits(&note))
        goto out;
    if (is_past(args)) {
        entry.note = buf_string(&note);
        entry.note_length = note.length;
        status = entry_record(session, args, &entry, 1);
    } else {
        status = pause_guide(session, args, &entry, &note);
    }
out:
    free(text);
    buf_free(&note);
    return status;
}

const struct command cmd_pause = {
    .name = "pause",
    .synopsis = "[MINUTES|90s] [options] [TEXT...]",
    .summary = "A prompt and a timed pause, then record it",
    .details =
        "Three minutes unless said otherwise. A prompt says what to turn to, and its #tag joins the text\n"
        "of the record; then one line on a terminal counts down. Ctrl-C ends the pause early and still\n"
        "records what was done. Mood and stress are asked on a terminal only, and only where -m, -s and\n"
        "--after have not answered yet. With --log or --date the pause has been taken already: it is\n"
        "recorded at once. The prompts may be your own; the manual of the configuration tells how.\n",
    .examples = "pause 90s --breath 4-6\npause --log 5 -m 7 at the window\n",
    .needs = NEEDS_LOG,
    .takes = TAKES_RECORDING | TAKES(OPTION_AFTER) | TAKES(OPTION_LOG) | TAKES(OPTION_BREATH) |
             TAKES(OPTION_FOR) | TAKES(OPTION_WEEK) | TAKES(OPTION_BELL) | TAKES(OPTION_PLAIN) |
             TAKES(OPTION_NO_INPUT),
    .run = pause_run,
};
