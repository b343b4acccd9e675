/* kind trial: days in pairs, one of each drawn for extra kindness, so that chance decides and not the day's
 * mood. */
#include "cmd.h"

#include "base/chance.h"
#include "base/die.h"
#include "base/num.h"
#include "base/say.h"
#include "calc/experiment.h"
#include "calc/trial.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum trial_word { TRIAL_START, TRIAL_TODAY, TRIAL_STATUS, TRIAL_STOP, TRIAL_WORDS };
static const char *const trial_words[TRIAL_WORDS] = {"start", "today", "status", "stop"};

static int64_t today_of(const struct session *session)
{
    return moment_day(session->clock.now, session->conf.day_start);
}

/* "Tue 24 Nov" */
static void date_say(struct buf *out, int64_t day)
{
    int year, month, date;
    date_from_day(day, &year, &month, &date);
    buf_printf(out, "%s %d %s", weekday_name(weekday(day)), date, month_name(month));
}

/* The chance that a trial of so many days notices 0.8 points, in words. */
static void power_say(struct buf *out, long days)
{
    double low, high;
    pairs_power((size_t)days, &low, &high);
    buf_printf(out, "%ld days notice a lift of 0.8 points of mood in ", days);
    if (!isnan(low))
        buf_printf(out, "%.0f to %.0f of 100 such trials.\nWhere moods swing widely it is in fewer.\n",
                   low * 100, high * 100);
    else if (days < 28)
        buf_text(out,
                 "fewer than 42 of 100 such trials.\nMore days notice it more often: --days 28 or 56.\n");
    else
        buf_text(out, "more than 87 of 100 such trials.\n");
}

static int trial_start(const struct session *session, const struct args *args, const struct trial *running)
{
    long days = given(args, OPTION_DAYS) ? args->days : TRIAL_DAYS;
    int64_t today = today_of(session);
    struct buf then = {0};
    if (running) {
        date_say(&then, running->end - 1);
        complain("a trial is under way until %s; '%s trial stop' ends it; nothing was recorded", then.bytes,
                 program_name());
        buf_free(&then);
        return EXIT_NO;
    }
    struct chance chance = {0};
    unsigned char bits[TRIAL_DAYS_MOST / 16 + 1];
    char letters[TRIAL_DAYS_MOST + 1] = "", note[32];
    if (!chance_bytes(&chance, (uint64_t)session->clock.now.sec, bits, sizeof bits)) {
        complain("no random bytes for the draw: %s; nothing was recorded", strerror(errno));
        return EXIT_BROKEN;
    }
    pairs_draw(bits, (size_t)days, letters);
    snprintf(note, sizeof note, "%ld days", days);
    struct entry entry = entry_at(session->clock.now, PRACTICE_TRIAL);
    entry.note = note;
    entry.note_length = strlen(note);
    entry.arm = letters;
    buf_text(&then, "It begins tomorrow, ");
    date_say(&then, today + 1);
    buf_text(&then, ", and ends on ");
    date_say(&then, today + days);
    buf_printf(&then,
               ".\nThe days are drawn already, in pairs, one of each for an extra kindness.\n"
               "Each morning:  %s trial today\n"
               "Each evening:  %s mood N\n",
               program_name(), program_name());
    power_say(&then, days);
    int status = entry_record_then(session, args, &entry, 1, then.bytes);
    buf_free(&then);
    return status;
}

const char *trial_day_words(char letter)
{
    return letter == 'k' ? "An extra-kindness day: do one kind thing more than you would have."
                         : "A day as usual: do what you would have done anyway.";
}

static bool is_rest(const struct session *session, const struct log *log, int64_t day)
{
    struct days days;
    days_build(log, session->conf.day_start, day, day, day, &days);
    const struct day *found = days_at(&days, day);
    bool rest = found && found->rest;
    days_free(&days);
    return rest;
}

static int trial_today(const struct session *session, const struct log *log, const struct trials *trials,
                       const struct trial *running)
{
    int64_t today = today_of(session);
    char letter = running ? trial_letter(running, today) : 0;
    if (!running && trials_ended(trials, today)) {
        say_print("The trial is over, and no day is drawn any more.  What came out:  %s report trial\n",
                  program_name());
        return EXIT_NO;
    }
    if (!running) {
        complain("no trial is under way; begin one with '%s trial start'", program_name());
        return EXIT_NO;
    }
    if (!letter) {
        say_print("The trial begins tomorrow; today is a day like any other.\n");
        return EXIT_NO;
    }
    /* Chance has no say in it, so that nobody rests, or takes the rest back, for what was drawn. */
    if (is_rest(session, log, today)) {
        say_print("Today is a day of rest, and the trial leaves it out with its pair.\n");
        return EXIT_NO;
    }
    say_print("%s\n", trial_day_words(letter));
    return EXIT_DONE;
}

/* Days of the trial that are over, those of them with a mood, and whether any with one is left out, as a day
   of rest. */
static void days_rated(const struct session *session, const struct log *log, const struct trial *trial,
                       size_t *over, size_t *rated, bool *left_out)
{
    struct days days;
    int64_t today = today_of(session);
    days_build(log, session->conf.day_start, today, trial->first, trial->end - 1, &days);
    *over = *rated = 0;
    *left_out = false;
    for (int64_t day = trial->first; day < trial->end && day < today; day++) {
        const struct day *found = days_at(&days, day);
        ++*over;
        *rated += found && found->mood_n && !found->rest;
        *left_out = *left_out || (found && found->mood_n && found->rest);
    }
    days_free(&days);
}

static int trial_status(const struct session *session, const struct log *log, const struct trials *trials,
                        const struct trial *running)
{
    struct buf line = {0};
    int64_t today = today_of(session);
    const struct trial *shown = running ? running : trials->count ? &trials->trial[trials->count - 1] : NULL;
    size_t over, rated;
    bool left_out;
    if (!shown) {
        complain("no trial yet; begin one with '%s trial start'", program_name());
        return EXIT_NO;
    }
    days_rated(session, log, shown, &over, &rated, &left_out);
    const char *rest = left_out ? ", days of rest left out" : "";
    date_say(&line, shown->first);
    buf_text(&line, " to ");
    date_say(&line, shown->end - 1);
    if (running && today < shown->first)
        say_print("A trial of %zu days, %s. It begins tomorrow.\n", shown->days, line.bytes);
    else if (running)
        say_print("Day %lld of %zu, %s. %zu of %zu days so far with a mood%s.\n",
                  (long long)today - (long long)shown->first + 1, shown->days, line.bytes, rated, over, rest);
    else if (shown->end <= shown->first)
        say_print("The last trial was stopped before a day of it was over.\n");
    else
        say_print("The last trial is over: %s%s. %zu of %zu days with a mood%s.\n", line.bytes,
                  shown->stopped ? ", stopped early" : "", rated, over, rest);
    if (running)
        say_print("What comes out is sealed until it is over, so that it can't colour a rating.\n");
    else if (shown->end > shown->first)
        say_print("What came out: %s report trial\n", program_name());
    buf_free(&line);
    return EXIT_DONE;
}

static int trial_end(const struct session *session, const struct args *args, const struct trial *running)
{
    if (!running) {
        complain("no trial is under way; nothing was recorded");
        return EXIT_NO;
    }
    int64_t over = today_of(session) - running->first;
    if (!given(args, OPTION_YES) && !given(args, OPTION_DRY_RUN) && ask_possible() &&
        !ask_agreed(over < 0 ? "It has not begun yet. Stop the trial?"
                             : "Once stopped it can't go on, and can't be taken back. Stop the trial?",
                    false)) {
        complain("the trial goes on; nothing was recorded");
        return EXIT_NO;
    }
    struct entry entry = entry_at(session->clock.now, PRACTICE_TRIAL);
    entry.note = trial_stop;
    entry.note_length = strlen(trial_stop);
    struct buf then = {0};
    if (over > 0)
        buf_printf(&then, "It ran for %lld of %zu days.  What came out:  %s report trial\n", (long long)over,
                   running->days, program_name());
    else
        buf_printf(&then, "No day of it was over, so nothing came out.  Another one:  %s trial start\n",
                   program_name());
    int status = entry_record_then(session, args, &entry, 1, then.bytes);
    buf_free(&then);
    return status;
}

static bool word_read(const struct args *args, enum trial_word *word)
{
    *word = TRIAL_STATUS;
    if (args->count > 1) {
        complain("trial takes one of start, today, status and stop; '%s' is too many", args->words[1]);
        return false;
    }
    for (int w = 0; w < TRIAL_WORDS && args->count; w++)
        if (strcmp(args->words[0], trial_words[w]) == 0) {
            *word = (enum trial_word)w;
            if (w != TRIAL_START && given(args, OPTION_DAYS)) {
                complain("--days is for 'trial start'");
                return false;
            }
            if (w != TRIAL_STOP && given(args, OPTION_YES)) {
                complain("--yes is for 'trial stop'");
                return false;
            }
            return true;
        }
    if (args->count)
        complain("trial takes start, today, status or stop, not '%s'", args->words[0]);
    return !args->count;
}

/* An exit status. */
static int word_run(const struct session *session, const struct args *args, enum trial_word word,
                    const struct log *log, const struct trials *trials)
{
    const struct trial *running = trials_at(trials, today_of(session));
    switch (word) {
    case TRIAL_START:
        return trial_start(session, args, running);
    case TRIAL_TODAY:
        return trial_today(session, log, trials, running);
    case TRIAL_STATUS:
        return trial_status(session, log, trials, running);
    case TRIAL_STOP:
        return trial_end(session, args, running);
    case TRIAL_WORDS:
        break;
    }
    return EXIT_MISUSE;
}

static int trial_run(const struct session *session, const struct args *args)
{
    enum trial_word word;
    struct log log = {0};
    struct trials trials;
    int lost = EXIT_DONE;
    if (!word_read(args, &word))
        return EXIT_MISUSE;
    if (session_read(session, TEXT_TAGS, &log, &lost))
        return EXIT_BROKEN;
    trials_collect(&log, session->conf.day_start, &trials);
    int status = word_run(session, args, word, &log, &trials);
    trials_free(&trials);
    log_free(&log);
    return status ? status : lost;
}

const struct command cmd_trial = {
    .name = "trial",
    .synopsis = "[start|today|status|stop] [options]",
    .summary = "Let chance pick days for an extra kindness, and see what it does",
    .details =
        "Days go in pairs; of each pair a fair coin picks one for an extra kindness, the other is as\n"
        "usual. The draw is recorded at the start and shown day by day; what came out is sealed until\n"
        "the last day is over. Rate your mood every evening.\n",
    .examples = "trial start\ntrial start --days 56\ntrial today\ntrial status\ntrial stop --yes\n",
    .needs = NEEDS_LOG,
    .takes =
        TAKES(OPTION_DAYS) | TAKES(OPTION_YES) | TAKES(OPTION_QUIET) | TAKES(OPTION_DRY_RUN) | TAKES_HELP,
    .run = trial_run,
};
