/* kind rest: days ill or away, which count neither for nor against. */
#include "cmd.h"

#include "base/die.h"
#include "base/num.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum {
    REST_MOST = 366,
    WORD_SIZE = 16, /* the longest name of a day or a month fits */
    BRIEF = 3       /* letters that tell one from other words */
};

/* Says what to type in place of WORD, or of it and NEXT, unless that is "". */
static void day_refuse(const char *word, const char *next)
{
    complain("'%s%s%s' is no day; say yesterday, mon..wed or 2026-11-22, or name the day before a text that "
             "begins so: %s rest today TEXT; nothing was recorded",
             word, *next ? " " : "", next, program_name());
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
        day_refuse(text, "");
    return false;
}

/* Has LOWER say the letters that WORD begins with, in lower case, and returns how many there are. */
static size_t letters_take(const char *word, char lower[WORD_SIZE])
{
    size_t letters = 0;
    for (; letters + 1 < WORD_SIZE && is_plain_letter(word[letters]); letters++)
        lower[letters] = (char)(word[letters] | 0x20);
    lower[letters] = '\0';
    return letters;
}

/* Whether WORD, which is no day, looks as if one was meant: a date, a range, a name mistyped or cut short. */
static bool day_meant(const char *word)
{
    static const char *const names[] = {"monday",   "tuesday", "wednesday", "thursday",  "friday",
                                        "saturday", "sunday",  "today",     "yesterday", "tomorrow"};
    enum { WEEKDAYS = 7, NAMES = 10, LEAST = 5 };
    char lower[WORD_SIZE];
    size_t letters = letters_take(word, lower);
    /* Three dots say that a sentence trails off. */
    if (is_digit(*word) || (strstr(word, "..") && !strstr(word, "...")))
        return true;
    for (int i = 0; i < NAMES; i++) {
        bool starts = letters >= BRIEF && strncmp(lower, names[i], letters) == 0;
        if (starts && (letters > BRIEF || i < WEEKDAYS))
            return true;
        if (!word[letters] && letters >= LEAST && text_distance(lower, names[i]) <= letters / 3)
            return true;
    }
    return false;
}

static bool month_meant(const char *word)
{
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    char lower[WORD_SIZE];
    size_t letters = letters_take(word, lower);
    for (size_t i = 0; i < sizeof names / sizeof *names && letters >= BRIEF; i++)
        if (strncmp(lower, names[i], letters) == 0)
            return true;
    return false;
}

/* Whether WORD and NEXT are days in words that are not read: "dec 24", "next week", "until fri". */
static bool days_meant(const char *word, const char *next)
{
    static const char *const before[] = {"next", "last",  "this", "past", "from", "until",
                                         "till", "since", "on",   "for",  "all"};
    char lower[WORD_SIZE];
    letters_take(word, lower);
    if (month_meant(word))
        return is_digit(*next);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (strcmp(lower, before[i]) == 0)
            return strncmp(next, "week", 4) == 0 || day_meant(next) || month_meant(next);
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

/* "" or the word at AT. */
static const char *word_at(const struct args *args, int at)
{
    return at < args->count ? args->words[at] : "";
}

/* The word at FROM, or the one behind it if that only joins two days. */
static const char *second_word(const struct args *args, int from)
{
    static const char *const joints[] = {"-", "to", "until", "and", "&", "+", ","};
    const char *word = word_at(args, from);
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
        if (strcmp(word, joints[i]) == 0)
            return word_at(args, from + 1);
    return word;
}

/* False, after a line on standard error, if a second day stands where the text begins, behind FIRST. */
static bool second_day_refuse(const struct session *session, const struct args *args, int from, int64_t first)
{
    char date[DATE_SIZE];
    const char *named = from ? args->words[0] : date, *second = second_word(args, from),
               *program = program_name();
    struct buf between = {0};
    int64_t day;
    if (!day_begins(session, second, &day))
        return true;
    date_write(first, date);
    if (!strstr(named, "..") && !strstr(second, "..") && first < day)
        buf_printf(&between, ", or '%s rest %s..%s' with all days between", program, named, second);
    complain("'%s' is a second day; say '%s rest %s' and '%s rest %s'%s; put -- before a text that begins "
             "so; nothing was recorded",
             second, program, named, program, second, buf_string(&between));
    buf_free(&between);
    return false;
}

/* Whether a clock, or the second end of a range, stands where the text begins. */
static bool more_meant(const char *word)
{
    return strncmp(word, "..", 2) == 0 || (is_digit(*word) && strchr(word, ':'));
}

/* False, after a line on standard error, for words that would be taken as text and were meant as days; DAY is
   the first that was named, if one was. */
static bool text_begins(const struct session *session, const struct args *args, int from, int64_t day)
{
    const char *first = word_at(args, 0);
    bool named = from || args->given & TAKES(OPTION_DATE);
    if (args_dashed(args))
        return true;
    bool several = !named && days_meant(first, word_at(args, 1));
    if (several || (!named && day_meant(first))) {
        day_refuse(first, several ? word_at(args, 1) : "");
        return false;
    }
    if (named && !second_day_refuse(session, args, from, day))
        return false;
    if (more_meant(word_at(args, from))) {
        complain("rest takes whole days, DAY or DAY..DAY in one word, not '%s'; put -- before a text that "
                 "begins so; nothing was recorded",
                 args->words[from]);
        return false;
    }
    return true;
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
    if (args->given & TAKES(OPTION_DATE))
        return true;
    const char *word = word_at(args, 0), *dots = strstr(word, "..");
    char *begin = range_start(word);
    bool named = when_read(begin, &session->clock, &start) != WHEN_NOT,
         read = !named || (day_read(session, begin, &start) && (!dots || day_read(session, dots + 2, &end)));
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
    if (!days_read(session, args, first, last, from) || !text_begins(session, args, *from, *first))
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
    if (lost || !(args->given & TAKES(OPTION_QUIET)))
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
