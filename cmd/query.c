/* What list and export ask of the log: words, tags, practices and time. */
#include "cmd.h"

#include "base/die.h"
#include "base/text.h"
#include "calc/experiment.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char by_practice[] = "practice:";
enum { BY_PRACTICE = sizeof by_practice - 1 };

/* A condition that one word of the query sets. */
static bool word_matches(const char *word, const struct record *record)
{
    struct view note = record_note(record);
    if (strncmp(word, by_practice, BY_PRACTICE) == 0)
        return strcmp(practice_name((enum practice)record->practice), word + BY_PRACTICE) == 0;
    if ((*word == '#' || *word == '@') && word[1])
        return text_has_tag(note.bytes, note.length, word);
    return text_contains(note.bytes, note.length, word);
}

static bool record_matches(const struct args *args, const struct record *record, int day_start)
{
    for (int i = 0; i < args->count; i++)
        if (!word_matches(args->words[i], record))
            return false;
    return args_within(args, record, day_start);
}

/* Whether all days of the draw that RECORD holds are over; where TRIALS leaves it out, those it was to have.
   One that was stopped before its first day may still be taken up again until then. */
static bool draw_over(const struct trials *trials, const struct record *record, int64_t day, int64_t today)
{
    for (size_t i = 0; i < trials->count; i++)
        if (trials->trial[i].record == record)
            return today >= trials->trial[i].first && trial_over(&trials->trial[i], today);
    return today > day + (int64_t)record_arm(record).length;
}

/* Takes the draw out of each trial that is not over, so that no day of it is known before it comes. The rows
   stay as they stand. */
static void draws_seal(struct log *log, const struct session *session)
{
    struct trials trials;
    int day_start = session->conf.day_start;
    int64_t today = moment_day(session->clock.now, day_start);
    trials_collect(log, day_start, &trials);
    for (size_t i = 0; i < log->count; i++) {
        struct record *record = &log->records[i];
        if (record->practice == PRACTICE_TRIAL && trial_is_draw(record_arm(record)) &&
            !draw_over(&trials, record, record_day(record, day_start), today))
            record_arm_hide(log, record);
    }
    trials_free(&trials);
}

static bool practices_known(const struct args *args)
{
    for (int i = 0; i < args->count; i++) {
        enum practice practice;
        if (strncmp(args->words[i], by_practice, BY_PRACTICE) != 0 ||
            practice_read(args->words[i] + BY_PRACTICE, strlen(args->words[i] + BY_PRACTICE), &practice))
            continue;
        complain("'%s' names no practice; there are kindness, care, pause, shift, mood, rest, goal and trial",
                 args->words[i]);
        return false;
    }
    return true;
}

int query_read(const struct session *session, const struct args *args, struct log *log,
               const struct record ***found, size_t *count)
{
    int status = EXIT_DONE;
    *found = NULL;
    *count = 0;
    if (!practices_known(args))
        return EXIT_MISUSE;
    if (session_read(session, TEXT_ALL, log, &status))
        return EXIT_BROKEN;
    draws_seal(log, session);
    *found = must_alloc(log->count, sizeof **found);
    for (size_t i = 0; i < log->count; i++)
        if (record_matches(args, &log->records[i], session->conf.day_start))
            (*found)[(*count)++] = &log->records[i];
    qsort(*found, *count, sizeof **found, record_by_time);
    return *count || status ? status : EXIT_NO;
}

/* Adds the option that asks for FORMAT, with the command that has it unless that is this one. */
static void format_meant(const char *format, const char *command, bool here, struct buf *meant)
{
    if (here)
        buf_printf(meant, "-f %s", format);
    else
        buf_printf(meant, "'%s %s -f %s'", program_name(), command, format);
}

/* Adds what WORD of a query was meant to say, if it is the name of a practice or of a format. */
static void word_meant(const char *word, bool exporting, struct buf *meant)
{
    enum practice practice;
    if (practice_read(word, strlen(word), &practice))
        buf_printf(meant, "%s%s", by_practice, word);
    for (int i = 0; i < EXPORTS; i++)
        if (strcmp(word, exporters[i].name) == 0)
            format_meant(word, "export", exporting, meant);
    for (int i = FORMAT_TEXT + 1; i < FORMATS; i++)
        if (strcmp(word, outputs[i].name) == 0)
            format_meant(word, "list", !exporting, meant);
}

void query_none_say(const struct args *args, const struct log *log, int status, bool exporting)
{
    struct buf meant = {0};
    if (status != EXIT_NO)
        return;
    int at = 0;
    while (at < args->count && !meant.length)
        word_meant(args->words[at++], exporting, &meant);
    if (!log->count)
        complain("no records yet; '%s log TEXT' and '%s mood N' make some", program_name(), program_name());
    else if (meant.length)
        complain("no record has '%s' in its text; did you mean %s?", args->words[at - 1], meant.bytes);
    else if (isatty(STDERR_FILENO))
        complain("no record matches");
    buf_free(&meant);
}
