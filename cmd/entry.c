/* What the commands that record have in common: the append, the words that confirm it, the questions. */
#include "cmd.h"

#include "base/die.h"
#include "base/num.h"
#include "base/say.h"
#include "base/text.h"
#include "calc/experiment.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* How much of the log's end is read to tell the streak, and to look for the trial of an earlier day: bounds,
   so that a confirmation costs the same on any log. */
enum { TAIL_WINDOW = 32768, TRIAL_WINDOW = 262144 };

bool ask_possible(void)
{
    return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

/* Whether Enter leaves the cursor where it is. */
static bool echo_is_off(void)
{
    struct termios now;
    return tcgetattr(STDIN_FILENO, &now) == 0 && !(now.c_lflag & (ECHO | ECHONL));
}

char *ask(const char *question)
{
    char *line = NULL;
    size_t room = 0;
    struct buf asked = {0};
    buf_printf(&asked, "%s ", question);
    talk(&asked);
    ssize_t length = input_await(&asked) ? getline(&line, &room, stdin) : -1;
    buf_free(&asked);
    if (length < 0 || echo_is_off())
        fputc('\n', stderr);
    if (length < 0) {
        free(line);
        return NULL;
    }
    line[strcspn(line, "\r\n")] = '\0';
    return line;
}

bool ask_agreed(const char *question, bool yes)
{
    struct buf whole = {0};
    buf_printf(&whole, "%s %s", question, yes ? "[Y/n]" : "[y/N]");
    char *answer = ask(whole.bytes);
    bool agreed = answer && ((!*answer && yes) || *answer == 'y' || *answer == 'Y');
    free(answer);
    buf_free(&whole);
    return agreed;
}

/* What the answer WORD, which is no rating, is. */
static const char *rating_fault(const char *word)
{
    long value;
    switch (num_fixed(word, strlen(word), 1, 0, RATING_MAX, &value)) {
    case NUM_COMMA:
        return "has a comma; it takes a point";
    case NUM_DECIMALS:
        return "has more than one decimal";
    case NUM_OK:
    case NUM_NOT:
    case NUM_RANGE:
        break;
    }
    return "is no number from 0 to 10";
}

/* Whether there was an answer, if only an empty one; where that is not ENOUGH, nothing will be recorded. */
static bool rating_ask(const char *question, bool enough, int *rating)
{
    *rating = RATING_NONE;
    for (int tries = 0; tries < ASK_MOST; tries++) {
        char *answer = ask(question);
        char *word = answer ? answer + strspn(answer, " \t") : NULL;
        for (size_t end = word ? strlen(word) : 0; end && strchr(" \t", word[end - 1]);)
            word[--end] = '\0';
        bool ended = !word, done = word && (!*word || rating_read(word, rating));
        if (done && !*word && !enough)
            complain("nothing was recorded");
        else if (ended && !enough)
            complain("that takes a number from 0 to 10; nothing was recorded");
        else if (!ended && !done)
            complain("'%s' %s%s", word, rating_fault(word),
                     tries + 1 < ASK_MOST ? ""
                     : enough             ? "; skipped"
                                          : "; nothing was recorded");
        free(answer);
        if (ended || done)
            return done;
    }
    return false;
}

int ask_rating(const char *question)
{
    int rating;
    rating_ask(question, true, &rating);
    return rating;
}

bool ask_rating_needed(const char *question, int *rating)
{
    return rating_ask(question, false, rating);
}

static void number_say(struct buf *out, const char *before, long value, int decimals)
{
    char text[32];
    num_write(value, decimals, text);
    buf_printf(out, "%s%s", before, text);
}

/* "19:24", "yesterday 21:30" or "2026-11-20 12:00". */
static void when_say(struct buf *out, const struct session *session, struct moment time)
{
    int64_t day = moment_day(time, session->conf.day_start),
            today = moment_day(session->clock.now, session->conf.day_start);
    int clock = moment_clock(time);
    char date[DATE_SIZE];
    if (day == today - 1)
        buf_text(out, "yesterday ");
    else if (day != today) {
        date_write(moment_day(time, 0), date);
        buf_printf(out, "%s ", date);
    }
    buf_printf(out, "%02d:%02d", clock / 3600, clock / 60 % 60);
}

void entry_say(struct buf *out, const struct session *session, const struct entry *entry)
{
    when_say(out, session, entry->time);
    if (entry->practice != PRACTICE_MOOD || entry->mood == RATING_NONE)
        buf_printf(out, ", %s", practice_name(entry->practice));
    if (entry->mood != RATING_NONE)
        number_say(out, ", mood ", entry->mood, 1);
    if (entry->stress != RATING_NONE)
        number_say(out, ", stress ", entry->stress, 1);
    if (entry->stress_after != RATING_NONE)
        number_say(out, entry->stress != RATING_NONE ? " -> " : ", stress after ", entry->stress_after, 1);
    if (entry->minutes != MINUTES_NONE) {
        buf_text(out, ", ");
        duration_say(minutes_seconds(entry->minutes), out);
    }
    if (entry->note_length) {
        buf_text(out, ": ");
        text_safe(out, entry->note, entry->note_length);
    }
}

/* Whether the run of the habit reaches back to where the tail began, so that it may be longer still. */
static bool run_may_be_longer(const struct days *days, const struct streak *streak)
{
    size_t rests = 0;
    for (size_t i = 0; i < days->count; i++)
        rests += days->day[i].rest;
    return streak->unit == GOAL_PER_DAY && streak->current + rests + 1 >= days->count;
}

static void streak_say(struct buf *out, const struct streak *streak, bool longer)
{
    const char *more = longer ? " or more" : "";
    switch (streak->unit) {
    case GOAL_NONE:
        return;
    case GOAL_PER_DAY:
        if (streak->current > 1 && streak->done >= streak->target)
            buf_printf(out, "Day %u%s in a row.\n", streak->current, more);
        else if (streak->goal > 1)
            buf_printf(out, "%u of %u today.\n", streak->done, streak->target);
        return;
    case GOAL_PER_WEEK:
        buf_printf(out, "%u of %u this week", streak->done, streak->target);
        if (streak->current > 1 && streak->done >= streak->target)
            buf_printf(out, ", week %u in a row", streak->current);
        buf_text(out, ".\n");
    }
}

/* Adds the line about the streak of PRACTICE. What can't be read is not worth a word here: the record is
 * safe, and other commands name it. */
static void habit_say(struct buf *out, const struct session *session, enum practice practice)
{
    struct log log = {0};
    struct buf error = {0};
    struct days days = {0};
    struct habits habits = {0};
    bool whole;
    int day_start = session->conf.day_start;
    int64_t today = moment_day(session->clock.now, day_start);
    if (track_tail(session->path, TAIL_WINDOW, &session->clock, &log, &whole, &error) == TRACK_OK) {
        days_build(&log, day_start, today, INT64_MIN, INT64_MAX, &days);
        habits_build(&log, &days, day_start, today, session->conf.week_start, &habits);
        const struct day *day = days_at(&days, today);
        bool rest = day && day->rest;
        if (rest)
            buf_text(out, "On a day of rest it counts towards no goal and no comparison.\n");
        for (size_t i = 0; i < habits.count && !rest; i++)
            if (!habits.habit[i].tag && habits.habit[i].practice == practice)
                streak_say(out, &habits.habit[i].streak,
                           !whole && run_may_be_longer(&days, &habits.habit[i].streak));
    }
    habits_free(&habits);
    days_free(&days);
    log_free(&log);
    buf_free(&error);
}

/* Whether ENTRY says what a trial compares: the mood of a day, or that it is a day of rest. */
static bool trial_compares(const struct entry *entry)
{
    return entry->mood != RATING_NONE || entry->practice == PRACTICE_REST;
}

void trial_touched_say(struct buf *out, const struct session *session, const struct log *log,
                       const struct entry *entries, size_t count)
{
    struct trials trials;
    char date[DATE_SIZE];
    bool touched = false;
    int day_start = session->conf.day_start;
    int64_t today = moment_day(session->clock.now, day_start);
    trials_collect(log, day_start, &trials);
    for (size_t i = 0; i < count && !touched; i++) {
        int64_t day = moment_day(entries[i].time, day_start);
        const struct trial *trial = trial_compares(&entries[i]) ? trials_at(&trials, day) : NULL;
        touched = trial && trial_letter(trial, day) && trial_over(trial, today);
        date_write(day, date);
    }
    if (touched)
        buf_printf(out,
                   "%s is a day of a trial that is over: its result may have changed, see %s report trial\n",
                   date, program_name());
    trials_free(&trials);
}

/* The same of what was recorded for an earlier day. */
static void trial_look(struct buf *out, const struct session *session, const struct entry *entries,
                       size_t count)
{
    struct log log = {0};
    struct buf error = {0};
    bool whole;
    if (track_tail(session->path, TRIAL_WINDOW, &session->clock, &log, &whole, &error) == TRACK_OK)
        trial_touched_say(out, session, &log, entries, count);
    log_free(&log);
    buf_free(&error);
}

/* WRITTEN tells whether it came out. */
static void output_judge(bool written)
{
    if (!written && errno != EPIPE)
        complain("done, but that could not be said on standard output: %s", strerror(errno));
}

void data_print(const struct buf *rows)
{
    output_judge(buf_write(rows, STDOUT_FILENO));
}

void words_print(const struct buf *said)
{
    output_judge(say_write(said, STDOUT_FILENO));
}

int answer_print(const struct buf *said)
{
    /* A reader that left early has all that it wanted. */
    if (say_write(said, STDOUT_FILENO) || errno == EPIPE)
        return EXIT_DONE;
    complain("standard output: %s", strerror(errno));
    return EXIT_BROKEN;
}

void talk(const struct buf *said)
{
    say_write(said, STDERR_FILENO);
}

static const char *plural(enum practice practice)
{
    switch (practice) {
    case PRACTICE_KINDNESS:
        return "kindnesses";
    case PRACTICE_CARE:
        return "acts of care";
    case PRACTICE_REST:
        return "rest days";
    case PRACTICE_PAUSE:
    case PRACTICE_SHIFT:
    case PRACTICE_MOOD:
    case PRACTICE_GOAL:
    case PRACTICE_TRIAL:
    case PRACTICES:
        break;
    }
    return "records";
}

/* "Logged 3 kindnesses.", "Logged 2 rest days from 2026-11-16 to 2026-11-17." */
static void several_say(struct buf *out, const struct session *session, const struct entry *entries,
                        size_t count)
{
    int day_start = session->conf.day_start;
    char first[DATE_SIZE], last[DATE_SIZE];
    buf_printf(out, "Logged %zu %s", count, plural(entries[0].practice));
    if (entries[0].practice == PRACTICE_REST) {
        date_write(moment_day(entries[0].time, day_start), first);
        date_write(moment_day(entries[count - 1].time, day_start), last);
        buf_printf(out, " from %s to %s", first, last);
    }
    buf_text(out, ".\n");
}

/* Adds how to move ENTRY to the time that ends its text, which was likely meant as one: "neighbour's bag
   yesterday", or the clock behind -d yesterday. */
static void time_look(struct buf *said, const struct session *session, const struct args *args,
                      const struct entry *entry)
{
    struct when when;
    char date[DATE_SIZE];
    const char *space = strrchr(entry->note, ' '), *word = space ? space + 1 : entry->note;
    bool dated = given(args, OPTION_DATE), clock = is_digit(*word) && strchr(word, ':');
    if ((dated && (!clock || !args->date.whole_day)) || (!clock && strcmp(word, "yesterday") != 0) ||
        when_read(word, &session->clock, &when) != WHEN_OK)
        return;
    date_write(moment_day(entry->time, session->conf.day_start), date);
    buf_printf(said, "'%s' is in the text; if that is when it was:  %s edit -d ", word, program_name());
    if (dated)
        buf_printf(said, "'%s %s'\n", date, word);
    else
        buf_printf(said, "%s\n", word);
}

static void recorded_say(struct buf *said, const struct session *session, const struct args *args,
                         const struct entry *entries, size_t count)
{
    bool dry = given(args, OPTION_DRY_RUN);
    for (size_t i = 0; i < count && (count == 1 || dry); i++) {
        buf_text(said, dry ? "Would log " : "Logged ");
        entry_say(said, session, &entries[i]);
        if (*entries[i].id)
            buf_printf(said, "   [%.*s]", ID_SHOWN, entries[i].id);
        buf_char(said, '\n');
    }
    if (dry)
        return;
    if (count > 1)
        several_say(said, session, entries, count);
    bool today = moment_day(entries[0].time, session->conf.day_start) ==
                 moment_day(session->clock.now, session->conf.day_start);
    size_t before = said->length;
    if (today && entries[0].practice <= PRACTICE_PAUSE)
        habit_say(said, session, entries[0].practice);
    if (said->length > before) {
        said->bytes[--said->length] = '\0';
        buf_printf(said, "  Wrong? %s undo\n", program_name());
    }
    if (!today && trial_compares(&entries[0]))
        trial_look(said, session, entries, count);
    if (count == 1 && entries[0].note_length)
        time_look(said, session, args, &entries[0]);
}

/* False, after one line on standard error, if a text fits in no record. */
static bool notes_fit(const struct entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (entries[i].note_length > NOTE_MAX) {
            complain("a text of %zu bytes is too long; at most %d fit in a record; nothing was recorded",
                     entries[i].note_length, NOTE_MAX);
            return false;
        }
    return true;
}

int entry_record_then(const struct session *session, const struct args *args, struct entry *entries,
                      size_t count, const char *then)
{
    struct buf error = {0}, said = {0};
    bool dry = given(args, OPTION_DRY_RUN);
    int status = EXIT_DONE;
    enum track_status done = TRACK_OK;
    if (!notes_fit(entries, count))
        return EXIT_MISUSE;
    if (!dry)
        done = track_append(session->path, entries, count, &error);
    switch (done) {
    case TRACK_OK:
        if (count > 1)
            journal_together(session, entries, count);
        if (!given(args, OPTION_QUIET))
            recorded_say(&said, session, args, entries, count);
        if (!given(args, OPTION_QUIET) && !dry)
            buf_text(&said, then);
        if (dry)
            status = answer_print(&said);
        else
            words_print(&said);
        break;
    case TRACK_REFUSED:
    case TRACK_FAILED:
        complain("%s; nothing was recorded", error.bytes);
        status = EXIT_BROKEN;
        break;
    case TRACK_UNCONFIRMED:
        complain("%s; unconfirmed: see with '%s list' whether it was recorded", error.bytes, program_name());
        status = EXIT_BROKEN;
    }
    buf_free(&error);
    buf_free(&said);
    return status;
}

int entry_record(const struct session *session, const struct args *args, struct entry *entries, size_t count)
{
    return entry_record_then(session, args, entries, count, "");
}

bool entry_possible(const struct session *session, const struct entry *entry)
{
    struct buf error = {0};
    bool possible = track_try(session->path, entry, &error) == TRACK_OK;
    if (!possible)
        complain("%s; nothing was recorded", error.bytes);
    buf_free(&error);
    return possible;
}
