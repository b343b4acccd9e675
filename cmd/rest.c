/* kind rest: days ill or away, which count neither for nor against. */
#include "cmd.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

enum { REST_MOST = 366 };

/* One end of DAY..DAY. False after a line on standard error. */
static bool day_read(const struct session *session, const char *text, struct when *out)
{
    enum when_error error = when_read(text, &session->clock, out);
    if (error == WHEN_OK && out->whole_day)
        return true;
    complain(error == WHEN_IMPOSSIBLE
                 ? "the day '%s' does not exist; nothing was recorded"
                 : "'%s' is no day; say yesterday, mon or 2026-11-22; nothing was recorded",
             text);
    return false;
}

/* The days that the first word names, or today. *FROM is where the text begins. */
static bool days_find(const struct session *session, const struct args *args, int64_t *first, int64_t *last,
                      int *from)
{
    int64_t today = moment_day(session->clock.now, session->conf.day_start);
    struct when start, end;
    *first = *last = args->given & TAKES(OPTION_DATE) ? args->date.day : today;
    *from = 0;
    char *dots = args->count ? strstr(args->words[0], "..") : NULL;
    if (dots)
        *dots = '\0';
    bool range = dots && when_read(args->words[0], &session->clock, &start) != WHEN_NOT;
    if (dots && !range)
        *dots = '.';
    if (range) {
        if (!day_read(session, args->words[0], &start) || !day_read(session, dots + 2, &end))
            return false;
        *first = start.day;
        *last = end.day;
        if (*first > *last && start.weekday)
            *first -= 7;
        *from = 1;
    } else if (args->count && !(args->given & TAKES(OPTION_DATE)) &&
               when_read(args->words[0], &session->clock, &start) != WHEN_NOT) {
        if (!day_read(session, args->words[0], &start))
            return false;
        *first = *last = start.day;
        *from = 1;
    }
    if (*last > today)
        complain("a day of rest can't lie in the future; nothing was recorded");
    else if (*first > *last)
        complain("the days run backwards; nothing was recorded");
    else if (*last - *first >= REST_MOST)
        complain("more than %d days at once; nothing was recorded", REST_MOST);
    else
        return true;
    return false;
}

static int rest_run(const struct session *session, const struct args *args)
{
    int64_t first, last, today = moment_day(session->clock.now, session->conf.day_start);
    int from;
    if (!days_find(session, args, &first, &last, &from))
        return EXIT_MISUSE;
    char *text = args_text(args, from);
    struct entry *entries = must_alloc((size_t)(last - first + 1), sizeof *entries);
    size_t count = 0;
    int status = EXIT_MISUSE;
    if (!args_text_plain(&cmd_rest, args, text))
        goto out;
    for (int64_t day = first; day <= last; day++) {
        struct moment noon = session->clock.now;
        /* A day that the clocks left out (the date line moved) needs no rest. */
        if (day != today && !clock_moment(&session->clock, day, DAY_SECONDS / 2, &noon))
            continue;
        struct entry *entry = &entries[count++];
        *entry = entry_at(noon, PRACTICE_REST);
        entry->mood = args->mood;
        entry->stress = args->stress;
        entry->minutes = args->minutes;
        entry->note = text;
        entry->note_length = strlen(text);
    }
    if (count)
        status = entry_record(session, args, entries, count);
    else
        complain("that day does not exist; nothing was recorded");
out:
    free(entries);
    free(text);
    return status;
}

const struct command cmd_rest = {
    .name = "rest",
    .synopsis = "[DAY[..DAY]] [options] [TEXT...]",
    .summary = "Mark days ill or away: they count neither for nor against",
    .details =
        "Today, unless a day or two days with .. between them come first. A rest day breaks no streak,\n"
        "and what goes with what is asked of the other days only.\n",
    .examples = "rest\nrest yesterday flu\nrest 2026-11-20..2026-11-22 at the sea\n",
    .needs = NEEDS_LOG,
    .takes = TAKES_RECORDING,
    .run = rest_run,
};
