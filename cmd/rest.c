/* kind rest: days ill or away, which count neither for nor against. */
#include "cmd.h"

#include "base/die.h"
#include "base/num.h"
#include "cmd/day_words.h"

#include <stdlib.h>
#include <string.h>

enum { REST_MOST = 366 };

/* Says what to type in place of the LENGTH bytes of WORD. */
static void day_refuse(const char *word, size_t length, const char *fault)
{
    complain(
        "'%.*s' %s; say yesterday, mon..wed, 2026-11-22 or -d '3 days ago', or put -- before a text that "
        "begins so; nothing was recorded",
        (int)length, word, fault);
}

/* One end of DAY..DAY. False after a line on standard error. */
static bool day_read(const struct session *session, const char *text, struct when *out)
{
    enum when_error error = when_read(text, &session->clock, out);
    if (error == WHEN_OK && out->whole_day)
        return true;
    if (error == WHEN_IMPOSSIBLE)
        complain("the day '%s' does not exist; nothing was recorded", text);
    else
        day_refuse(text, strlen(text), "is no day");
    return false;
}

/* WORD up to its "..", for the caller to free. */
static char *range_start(const char *word)
{
    const char *dots = strstr(word, "..");
    return view_copy((struct view){word, dots ? (size_t)(dots - word) : strlen(word)});
}

/* Whether WORD is a day, or begins a range with one, which is then in *DAY. */
static bool day_begins(const struct session *session, const char *word, int64_t *day)
{
    struct when when;
    char *start = range_start(word);
    bool begins =
        !strstr(word, "...") && when_read(start, &session->clock, &when) == WHEN_OK && when.whole_day;
    free(start);
    if (begins)
        *day = when.day;
    return begins;
}

/* The second day in TEXT, which stands behind a first one, for the caller to free: its first word, or the one
   behind that if it only joins two days. */
static char *second_word(const char *text)
{
    struct view word = word_take(&text);
    if (joins_days(word))
        word = word_take(&text);
    for (size_t i = 0; i < word.length; i++)
        if (strchr(",;", word.bytes[i]))
            word.length = i;
    return view_copy(word);
}

/* False, after a line on standard error, if the TEXT behind FIRST, which NAMED says, begins with SECOND. */
static bool second_day_refuse(const struct session *session, const char *named, const char *second,
                              int64_t first)
{
    const char *program = program_name();
    struct buf between = {0};
    int64_t day;
    if (!day_begins(session, second, &day))
        return true;
    if (!strstr(named, "..") && !strstr(second, "..") && first < day)
        buf_printf(&between, ", or '%s rest %s..%s' with all days between", program, named, second);
    complain("'%s' is a second day; say '%s rest %s' and '%s rest %s'%s; put -- before a text that begins "
             "so; nothing was recorded",
             second, program, named, program, second, buf_string(&between));
    buf_free(&between);
    return false;
}

/* Whether a clock, or the second end of a range, stands where the text begins. */
static bool more_meant(struct view word)
{
    return view_starts(word, "..") ||
           (word.length && is_digit(*word.bytes) && memchr(word.bytes, ':', word.length));
}

/* False, after a line on standard error, for a TEXT that was meant as days. NAMED is the day before it,
   FIRST, or NULL if none was named. */
static bool text_begins(const struct session *session, const char *text, const char *named, int64_t first)
{
    const char *behind = text;
    struct view word = word_take(&behind);
    if (named) {
        char *second = second_word(text);
        bool one = second_day_refuse(session, named, second, first);
        free(second);
        if (!one)
            return false;
    }
    if (named && more_meant(word)) {
        complain("rest takes whole days, DAY or DAY..DAY in one word, not '%.*s'; put -- before a text that "
                 "begins so; nothing was recorded",
                 (int)word.length, word.bytes);
        return false;
    }
    size_t length = day_words(text, named != NULL);
    if (length)
        day_refuse(text, length, "may mean days");
    return !length;
}

/* The same of the words behind the first FROM, up to a "--". */
static bool words_begin(const struct session *session, const struct args *args, int from, int64_t first)
{
    char date[DATE_SIZE];
    struct args before = *args;
    before.count = args->before;
    char *text = args_text(&before, from);
    date_write(first, date);
    const char *named = from ? args->words[0] : given(args, OPTION_DATE) ? date : NULL;
    bool begins = text_begins(session, text, named, first);
    free(text);
    return begins;
}

/* A day to come may turn out otherwise, so none is recorded; this says what to type, and when. */
static void future_refuse(int64_t first, int64_t last)
{
    char from[DATE_SIZE], to[DATE_SIZE];
    bool several = first < last;
    date_write(first, from);
    date_write(last, to);
    complain("a day to come can't be recorded; on %s or later say '%s rest %s%s%s'; nothing was recorded", to,
             program_name(), from, several ? ".." : "", several ? to : "");
}

/* The days that --date or the first word names, or today. *FROM is where the text begins. False after a line
   on standard error. */
static bool days_read(const struct session *session, const struct args *args, int64_t *first, int64_t *last,
                      int *from)
{
    struct when start, end;
    *first = *last = moment_day(args_moment(session, args), session->conf.day_start);
    *from = 0;
    if (given(args, OPTION_DATE))
        return true;
    const char *word = args->before ? args->words[0] : "", *dots = strstr(word, "..");
    char *begin = range_start(word);
    bool named = when_read(begin, &session->clock, &start) != WHEN_NOT,
         read = !named || (day_read(session, begin, &start) &&
                           (!dots || day_read(session, dots[2] ? dots + 2 : word, &end)));
    free(begin);
    if (named && read) {
        *last = dots ? end.day : start.day;
        *first = start.day > *last && start.weekday ? start.day - 7 : start.day;
        *from = 1;
    }
    return read;
}

/* The same, and that they may be marked. */
static bool days_find(const struct session *session, const struct args *args, int64_t *first, int64_t *last,
                      int *from)
{
    if (!days_read(session, args, first, last, from) || !words_begin(session, args, *from, *first))
        return false;
    if (*first > *last)
        complain("the days run backwards; nothing was recorded");
    else if (*last - *first >= REST_MOST)
        complain("more than %d days at once; nothing was recorded", REST_MOST);
    else if (*last > moment_day(session->clock.now, session->conf.day_start))
        future_refuse(*first, *last);
    else
        return true;
    return false;
}

/* What the log has of the days from FIRST to LAST. A log that can't be read has nothing: the append will say
   what is wrong with it. */
static void days_load(const struct session *session, int64_t first, int64_t last, struct days *days)
{
    struct log log = {0};
    struct buf error = {0};
    *days = (struct days){0};
    if (track_recent(session->path, first, &session->clock, &log, &error) == TRACK_OK)
        days_build(&log, session->conf.day_start, last, first, last, days);
    log_free(&log);
    buf_free(&error);
}

static bool is_rest(const struct days *days, int64_t day)
{
    const struct day *found = days_at(days, day);
    return found && found->rest;
}

/* What becomes of that which the DAYS, now of rest, had already; shifts are compared wherever they lie. */
static void kept_say(struct buf *out, const struct days *days)
{
    unsigned long records = 0, with = 0;
    char date[DATE_SIZE];
    for (size_t i = 0; i < days->count; i++) {
        const struct day *day = &days->day[i];
        if (day->rest || day->records == day->shift)
            continue;
        records += day->records - day->shift;
        with++;
        date_write(days->first + (int64_t)i, date);
    }
    if (with == 1)
        buf_printf(out, "%s has", date);
    else if (with)
        buf_printf(out, "%lu of these days have", with);
    if (with)
        buf_printf(out, " %lu record%s kept, and count%s towards no goal and no comparison.\n", records,
                   records == 1 ? ": it is" : "s: they are", records == 1 ? "s" : "");
}

/* Nothing is left to record. What was to go along with the day is lost, and that is no success. */
static int rested_already(const struct args *args, int64_t first, int64_t last, bool text)
{
    char from[DATE_SIZE], to[DATE_SIZE];
    bool several = first < last,
         lost = text || args->given & (TAKES(OPTION_MOOD) | TAKES(OPTION_STRESS) | TAKES(OPTION_MINUTES));
    date_write(first, from);
    date_write(last, to);
    if (lost || !given(args, OPTION_QUIET))
        complain("%s%s%s: a rest day already%s; nothing was recorded", from, several ? ".." : "",
                 several ? to : "", lost ? ", and the rest was not added to it" : "");
    return lost ? EXIT_NO : EXIT_DONE;
}

/* Adds those of the days from FIRST to LAST that are none of rest yet to ENTRIES, which has room for all, and
   returns how many they are. */
static size_t entries_make(const struct session *session, const struct args *args, const struct days *days,
                           int64_t first, int64_t last, const char *text, struct entry *entries)
{
    int64_t today = moment_day(session->clock.now, session->conf.day_start);
    size_t count = 0;
    for (int64_t day = first; day <= last; day++) {
        struct moment noon = session->clock.now;
        /* A day that the clocks left out (the date line moved) needs no rest. */
        if (is_rest(days, day) ||
            (day != today && !clock_moment(&session->clock, day, DAY_SECONDS / 2, &noon)))
            continue;
        struct entry *entry = &entries[count++];
        *entry = entry_at(noon, PRACTICE_REST);
        entry->mood = args->mood;
        entry->stress = args->stress;
        entry->minutes = args->minutes;
        entry->note = text;
        entry->note_length = strlen(text);
    }
    return count;
}

static int rest_record(const struct session *session, const struct args *args, int64_t first, int64_t last,
                       const char *text)
{
    struct days days;
    struct buf kept = {0};
    struct entry *entries = must_alloc((size_t)(last - first + 1), sizeof *entries);
    int status = EXIT_MISUSE;
    days_load(session, first, last, &days);
    size_t count = entries_make(session, args, &days, first, last, text, entries);
    kept_say(&kept, &days);
    if (count)
        status = entry_record_then(session, args, entries, count, buf_string(&kept));
    else if (is_rest(&days, first) || is_rest(&days, last))
        status = rested_already(args, first, last, *text);
    else
        complain("that day does not exist; nothing was recorded");
    free(entries);
    buf_free(&kept);
    days_free(&days);
    return status;
}

static int rest_run(const struct session *session, const struct args *args)
{
    int64_t first, last;
    int from, status = EXIT_MISUSE;
    if (!days_find(session, args, &first, &last, &from))
        return EXIT_MISUSE;
    char *text = args_text(args, from);
    if (args_text_plain(&cmd_rest, args, text))
        status = rest_record(session, args, first, last, text);
    free(text);
    return status;
}

const struct command cmd_rest = {
    .name = "rest",
    .synopsis = "[DAY[..DAY]] [options] [TEXT...]",
    .summary = "Mark days ill or away: they count neither for nor against",
    .details = "Today, unless a day or two days with .. between them come first. A rest day\n"
               "breaks no streak, and what is recorded on it counts towards no goal and no\n"
               "comparison. A day that is one already is not marked again.\n",
    .examples = "rest\nrest yesterday flu\nrest 2026-11-20..2026-11-22 at the sea\n",
    .needs = NEEDS_LOG,
    .takes = TAKES_RECORDING,
    .run = rest_run,
};
