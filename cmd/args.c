/* The options: described once in one table, read by getopt_long, checked in one place. */
#include "cmd.h"

#include "base/die.h"
#include "base/num.h"
#include "base/text.h"
#include "calc/experiment.h"
#include "cmd/option.h"
#include "cmd/spoken.h"

#include <getopt.h>
#include <string.h>

const struct option_word option_words[OPTIONS] = {
    [OPTION_MOOD] = {"mood", 'm', "N", "how you are, 0 to 10"},
    [OPTION_STRESS] = {"stress", 's', "N", "how stressed, 0 to 10"},
    [OPTION_AFTER] = {"after", 0, "N", "how stressed when it was over, 0 to 10"},
    [OPTION_MINUTES] = {"minutes", 'M', "N", "how long it took: 3, 2.5, 90s or 1h"},
    [OPTION_DATE] = {"date", 'd', "WHEN", "the time: yesterday, 18:30, mon, 2h, 2026-11-22"},
    [OPTION_PRACTICE] = {"practice", 'p', "WHAT", "kindness or care"},
    [OPTION_CARE] = {"care", 0, NULL, "a kindness to yourself; short for --practice care"},
    [OPTION_LOG] = {"log", 0, "N", "record one of this length that was taken already"},
    [OPTION_BREATH] = {"breath", 0, "PACE", "breathe along: 4-6 is in 4 s, out 6; 4-7-8 holds 7"},
    [OPTION_FOR] = {"for", 0, "WHOM", "a prompt for self or for others"},
    [OPTION_WEEK] = {"week", 0, NULL, "the prompt is the practice of the week"},
    [OPTION_BELL] = {"bell", 0, NULL, "ring the terminal's bell at the end"},
    [OPTION_PLAIN] = {"plain", 0, NULL, "plain lines instead of one that is repainted"},
    [OPTION_NO_INPUT] = {"no-input", 0, NULL, "ask nothing, even on a terminal"},
    [OPTION_QUIET] = {"quiet", 'q', NULL, "say nothing but errors"},
    [OPTION_DRY_RUN] = {"dry-run", 'n', NULL, "show what would be done, and do nothing"},
    [OPTION_SINCE] = {"since", 'S', "WHEN", "from this day or moment on"},
    [OPTION_UNTIL] = {"until", 'U', "WHEN", "up to this day or moment, inclusive"},
    [OPTION_FORMAT] = {"format", 'f', "FORMAT", "text, csv, tsv, json or html"},
    [OPTION_EXPORT] = {"format", 'f', "FORMAT", "ics, org, md or jsonl"},
    [OPTION_JSON] = {"json", 0, NULL, "short for --format json"},
    [OPTION_HTML] = {"html", 0, NULL, "short for --format html: a page to open and to print"},
    [OPTION_OUTPUT] = {"output", 'o', "FILE", "write there instead of to standard output"},
    [OPTION_OPEN] = {"open", 0, NULL, "then open FILE, with $BROWSER if that is set"},
    [OPTION_COLOR] = {"color", 0, "WHEN", "auto, always or never"},
    [OPTION_ASCII] = {"ascii", 0, NULL, "draw with plain characters only"},
    [OPTION_NULL] = {"null", '0', NULL, "end each record with a NUL, for xargs -0"},
    [OPTION_PEEK] = {"peek", 0, NULL, "show what may be seen while an experiment is sealed"},
    [OPTION_DAYS] = {"days", 0, "N", "even number of days, from 12 to 366; 28 unless said"},
    [OPTION_REPAIR] = {"repair", 0, NULL, "mend what can be mended; a copy of the file is kept"},
    [OPTION_YES] = {"yes", 'y', NULL, "do it without asking"},
    [OPTION_PLAN] = {"plan", 0, "N", "shifts the next series is to have, from 6 to 1000"},
    [OPTION_TEXT] = {"text", 0, "TEXT", "what the text is to be"},
    [OPTION_ALL] = {"all", 0, NULL, "the whole log in the editor, not one record"},
    [OPTION_AT] = {"at", 0, "TIME", "from when on mood and goals are asked for, like 20:00"},
    [OPTION_RANDOM] = {"random", 0, "SPAN", "ask for the mood alone, once a day, like 09:00-21:00"},
    [OPTION_NOTIFY] = {"notify", 0, NULL, "as a notification of the desktop, if there is one"},
    [OPTION_SOURCE] = {"format", 'f', "FORMAT", "what wrote the file, if that can't be told from it"},
    [OPTION_MAP] = {"map", 0, "FILE", "what the names in it are here"},
    [OPTION_HELP] = {NULL, 'h', NULL, "a short help with examples"},
    [OPTION_FULL_HELP] = {"help", 0, NULL, "all of the help"},
};

enum { LONG_ONLY = 256 }; /* what getopt_long returns for option i: LONG_ONLY + i */

/* What to add to a complaint about the command line of COMMAND, so that nobody wonders. */
static const char *nothing_done(const struct command *command)
{
    if (command == &cmd_edit)
        return "; nothing was changed";
    if (command == &cmd_import)
        return "; nothing was imported";
    return command == &cmd_log || command == &cmd_mood || command == &cmd_pause || command == &cmd_shift ||
                   command == &cmd_rest || command == &cmd_goal || command == &cmd_trial
               ? "; nothing was recorded"
               : "";
}

/* Whether TEXT is a rating like 7/10. */
static bool of_ten(const char *text, long *value)
{
    size_t length = strcspn(text, "/");
    return strcmp(text + length, "/10") == 0 && num_fixed(text, length, 1, 0, RATING_MAX, value) == NUM_OK;
}

bool args_rating(const struct command *command, const char *what, const char *text, int *out)
{
    if (rating_read(text, out))
        return true;
    const char *nothing = nothing_done(command);
    long value;
    if (num_fixed(text, strlen(text), 1, 0, RATING_MAX, &value) == NUM_COMMA)
        complain("%s takes a point, not a comma: %.*s.%s%s", what, (int)strcspn(text, ","), text,
                 strchr(text, ',') + 1, nothing);
    else if (num_fixed(text, strlen(text), 1, 0, RATING_MAX, &value) == NUM_DECIMALS)
        complain("%s takes at most one decimal, not '%s'%s", what, text, nothing);
    else if (of_ten(text, &value))
        complain("%s is out of 10 already: write %.*s, not '%s'%s", what, (int)strcspn(text, "/"), text, text,
                 nothing);
    else
        complain("%s must be 0 to 10, not '%s'%s", what, text, nothing);
    return false;
}

/* Whether TEXT is a clock alone, in the hours that still belong to the day before. */
static bool before_day(const char *text, const struct when *when, const struct session *session)
{
    return !when->whole_day && text[strspn(text, "0123456789:")] == '\0' &&
           moment_clock(when->at) / 60 < session->conf.day_start &&
           moment_clock(session->clock.now) / 60 >= session->conf.day_start;
}

/* A RECORD can't lie in the future. */
static bool args_when(const struct command *command, const char *option, const char *text,
                      const struct session *session, bool record, struct when *out)
{
    const char *nothing = record ? nothing_done(command) : "";
    struct buf meant = {0};
    switch (when_read(text, &session->clock, out)) {
    case WHEN_NOT:
        if (when_meant(text, &session->clock, &meant))
            complain("--%s '%s' is no time here; say '%s'%s", option, text, meant.bytes, nothing);
        else
            complain("--%s '%s' is no time; say 18:30, yesterday, mon, 3d or 2026-11-22%s", option, text,
                     nothing);
        buf_free(&meant);
        return false;
    case WHEN_IMPOSSIBLE:
        complain("--%s '%s' does not exist%s", option, text, nothing);
        return false;
    case WHEN_OK:
        break;
    }
    if (record && out->at.sec > session->clock.now.sec) {
        if (before_day(text, out, session))
            complain("--%s '%s' is in the future; last night is 'yesterday %s'%s", option, text, text,
                     nothing);
        else
            complain("--%s '%s' is in the future%s", option, text, nothing);
        return false;
    }
    return true;
}

/* Days go in pairs. */
static bool args_days(const char *text, long *out)
{
    if (num_fixed(text, strlen(text), 0, TRIAL_DAYS_LEAST, TRIAL_DAYS_MOST, out) == NUM_OK && *out % 2 == 0)
        return true;
    complain("--days must be an even number from %d to %d, because days go in pairs, not '%s'; nothing was "
             "recorded",
             TRIAL_DAYS_LEAST, TRIAL_DAYS_MOST, text);
    return false;
}

static bool args_window(const char *text, struct window *out)
{
    char from[8] = "";
    size_t length = strcspn(text, "-");
    if (length < sizeof from && text[length])
        memcpy(from, text, length);
    if (conf_clock(from, &out->from) && conf_clock(text + length + 1, &out->to) && out->from != out->to)
        return true;
    complain("--random must be two times like 09:00-21:00, not '%s'", text);
    return false;
}

static bool format_read(const char *text, enum format *out)
{
    struct buf names = {0};
    for (int i = 0; i < FORMATS; i++) {
        if (strcmp(outputs[i].name, text) == 0) {
            *out = (enum format)i;
            buf_free(&names);
            return true;
        }
        buf_printf(&names, "%s%s", i ? " " : "", outputs[i].name);
    }
    complain("no format '%s'; there are: %s", text, names.bytes);
    buf_free(&names);
    return false;
}

static bool export_read(const char *text, enum export *out)
{
    struct buf names = {0};
    for (int i = 0; i < EXPORTS; i++) {
        if (strcmp(exporters[i].name, text) == 0) {
            *out = (enum export)i;
            buf_free(&names);
            return true;
        }
        buf_printf(&names, "%s%s", i ? " " : "", exporters[i].name);
    }
    complain("no format '%s'; there are: %s", text, names.bytes);
    buf_free(&names);
    return false;
}

/* Takes OPTION of COMMAND, with its VALUE if it has one, into ARGS; false after a line on standard error. */
static bool option_take(const struct command *command, enum option_key option, const char *value,
                        const struct session *session, struct args *args)
{
    switch (option) {
    case OPTION_MOOD:
        return args_rating(command, "mood", value, &args->mood);
    case OPTION_STRESS:
        return args_rating(command, "stress", value, &args->stress);
    case OPTION_AFTER:
        return args_rating(command, "stress after", value, &args->stress_after);
    case OPTION_MINUTES:
    case OPTION_LOG:
        if (num_minutes(value, &args->minutes))
            return true;
        complain("minutes must be a number above 0, like 3, 2.5 or 90s, not '%s'%s", value,
                 nothing_done(command));
        return false;
    case OPTION_DATE:
        return args_when(command, "date", value, session, true, &args->date);
    case OPTION_PRACTICE:
        if (practice_read(value, strlen(value), &args->practice) &&
            (args->practice == PRACTICE_KINDNESS || args->practice == PRACTICE_CARE))
            return true;
        complain("practice must be kindness or care, not '%s'%s", value, nothing_done(command));
        return false;
    case OPTION_CARE:
        args->practice = PRACTICE_CARE;
        return true;
    case OPTION_PLAN:
        if (num_fixed(value, strlen(value), 0, SHIFT_PLAN_LEAST, SHIFT_PLAN_MOST, &args->plan) == NUM_OK)
            return true;
        complain("--plan must be a number from %d to %d, not '%s'; nothing was recorded", SHIFT_PLAN_LEAST,
                 SHIFT_PLAN_MOST, value);
        return false;
    case OPTION_AT:
        if (conf_clock(value, &args->at))
            return true;
        complain("--at must be a time from 00:00 to 23:59, not '%s'", value);
        return false;
    case OPTION_RANDOM:
        return args_window(value, &args->window);
    case OPTION_DAYS:
        return args_days(value, &args->days);
    case OPTION_BREATH:
        if (conf_breath(value, &args->breath))
            return true;
        complain("breath must be seconds from 1 to 20, like 4-6 or 4-7-8, not '%s'; nothing was recorded",
                 value);
        return false;
    case OPTION_FOR:
        args->whom = strcmp(value, "self") == 0 ? WHOM_SELF : WHOM_OTHERS;
        if (args->whom == WHOM_SELF || strcmp(value, "others") == 0)
            return true;
        complain("--for must be self or others, not '%s'; nothing was recorded", value);
        return false;
    case OPTION_SINCE:
        return args_when(command, "since", value, session, false, &args->since);
    case OPTION_UNTIL:
        return args_when(command, "until", value, session, false, &args->until);
    case OPTION_FORMAT:
        return format_read(value, &args->format);
    case OPTION_EXPORT:
        return export_read(value, &args->export);
    case OPTION_TEXT:
        args->text = value;
        return true;
    case OPTION_SOURCE:
        args->source = value;
        return true;
    case OPTION_MAP:
        args->map = value;
        return true;
    case OPTION_JSON:
        args->format = FORMAT_JSON;
        return true;
    case OPTION_HTML:
        args->format = FORMAT_HTML;
        return true;
    case OPTION_OUTPUT:
        args->output = value;
        return true;
    case OPTION_COLOR:
        if (conf_color(value, &args->color))
            return true;
        complain("--color must be auto, always or never, not '%s'", value);
        return false;
    case OPTION_WEEK:
    case OPTION_BELL:
    case OPTION_PLAIN:
    case OPTION_NO_INPUT:
    case OPTION_QUIET:
    case OPTION_DRY_RUN:
    case OPTION_OPEN:
    case OPTION_ASCII:
    case OPTION_NULL:
    case OPTION_PEEK:
    case OPTION_REPAIR:
    case OPTION_YES:
    case OPTION_ALL:
    case OPTION_NOTIFY:
    case OPTION_HELP:
    case OPTION_FULL_HELP:
    case OPTIONS:
        break;
    }
    return true;
}

static bool takes_text(const struct command *command)
{
    return strstr(command->synopsis, "[TEXT...") != NULL;
}

static const struct option_word *letter_find(const struct command *command, char letter)
{
    for (int i = 0; i < OPTIONS; i++)
        if (command->takes & TAKES(i) && option_words[i].letter == letter)
            return &option_words[i];
    return NULL;
}

/* Whether LETTER is the last of WORD, and the first there that COMMAND does not know. */
static bool fails_at_end(const struct command *command, const char *word, int letter)
{
    if (word[0] != '-' || !word[1] || word[1] == '-')
        return false;
    for (const char *at = word + 1; *at; at++) {
        const struct option_word *known = letter_find(command, *at);
        if (!known)
            return *at == letter && !at[1];
        if (known->value)
            return false;
    }
    return false;
}

/* The word that getopt_long stopped at: it has left it behind only if it was done with all of its letters. If
   not, glibc stands on it, and musl on the words before it that are no options. */
static const char *word_at_fault(const struct command *command, char **argv, int letter, bool missing)
{
    bool ahead = letter && !missing && argv[optind] && !fails_at_end(command, argv[optind - 1], letter);
    if (!ahead)
        return argv[optind - 1];
    int at = optind;
    while (argv[at + 1] && (argv[at][0] != '-' || !argv[at][1]))
        at++;
    return argv[at];
}

static const char *option_nearest(const struct command *command, const char *word)
{
    const char *near = NULL;
    size_t length = strcspn(word, "="), best = length / 3 + 1;
    char name[64] = "";
    if (length > 2 && length < sizeof name && word[1] == '-')
        memcpy(name, word + 2, length - 2);
    for (int i = 0; i < OPTIONS && *name; i++)
        if (command->takes & TAKES(i) && option_words[i].name && i != OPTION_PEEK &&
            text_distance(name, option_words[i].name) < best) {
            best = text_distance(name, option_words[i].name);
            near = option_words[i].name;
        }
    return near;
}

/* getopt_long did not know the option in WORD, or misses its value. */
static int option_trouble(const struct command *command, const char *word, int letter, bool missing)
{
    const char *nothing = nothing_done(command), *near = option_nearest(command, word);
    const char *dashes = takes_text(command) ? "; put -- before a text that holds it" : "";
    if (missing)
        complain("%s: '%s' needs a value%s", command->name, word, nothing);
    else if (is_digit(letter) && command == &cmd_mood)
        complain(
            "mood: '%s' begins with a dash; a rating is 0 to 10, and a text that begins so goes behind it: "
            "%s mood N -- TEXT%s",
            word, program_name(), nothing);
    else if (is_digit(letter) && takes_text(command))
        complain("%s: '%s' begins with a dash; put -- before the text%s", command->name, word, nothing);
    else if (is_digit(letter) && command == &cmd_list && word[1 + strspn(word + 1, "0123456789")] == '\0')
        complain("list has no option '%s'; '%s list | tail -n %s' shows the last ones", word, program_name(),
                 word + 1);
    else if (is_digit(letter))
        complain("%s: '%s' looks like a negative number%s", command->name, word, nothing);
    else if (strcmp(word, "--file") == 0 || strncmp(word, "--file=", 7) == 0)
        complain("--file stands before the command: %s --file FILE %s ...%s", program_name(), command->name,
                 nothing);
    else if (near)
        complain("%s has no option '%s' (did you mean '--%s'?)%s%s", command->name, word, near, dashes,
                 nothing);
    else if (letter && word[1] != '-')
        complain("%s has no option '-%c'; '%s %s -h' shows what it takes%s%s", command->name, letter,
                 program_name(), command->name, dashes, nothing);
    else
        complain("%s has no option '%s'; '%s %s -h' shows what it takes%s%s", command->name, word,
                 program_name(), command->name, dashes, nothing);
    return EXIT_MISUSE;
}

/* Fills getopt's two forms of the options that COMMAND takes. */
static void options_prepare(const struct command *command, char *letters, struct option *longs)
{
    *letters++ = ':';
    for (int i = 0; i < OPTIONS; i++) {
        const struct option_word *word = &option_words[i];
        if (!(command->takes & TAKES(i)))
            continue;
        if (word->letter) {
            *letters++ = word->letter;
            if (word->value)
                *letters++ = ':';
        }
        if (word->name)
            *longs++ = (struct option){word->name, word->value ? required_argument : no_argument, NULL,
                                       LONG_ONLY + i};
    }
    *letters = '\0';
    *longs = (struct option){0};
}

/* What getopt_long FOUND. A letter may be that of several options, of which COMMAND takes one. */
static enum option_key option_of(const struct command *command, int found)
{
    if (found >= LONG_ONLY)
        return (enum option_key)(found - LONG_ONLY);
    int i = 0;
    while (!(command->takes & TAKES(i)) || option_words[i].letter != found)
        i++;
    return (enum option_key)i;
}

/* Where no option says the format, the name of --output's FILE does, if it ends in one. */
static void format_by_name(const struct command *command, struct args *args)
{
    const uint64_t said = TAKES(OPTION_FORMAT) | TAKES(OPTION_JSON) | TAKES(OPTION_HTML);
    const char *ending = args->output ? strrchr(args->output, '.') : NULL;
    for (int i = 0; i < FORMATS && ending && command->takes & TAKES(OPTION_FORMAT) && !(args->given & said);
         i++)
        if (strcmp(outputs[i].name, ending + 1) == 0)
            args->format = (enum format)i;
}

/* How many words of ARGV stand behind a "--". No option that a text may follow has that as its value. */
static int words_behind(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--") == 0)
            return argc - 1 - i;
    return 0;
}

int args_read(const struct command *command, int argc, char **argv, const struct session *session,
              struct args *args)
{
    char letters[2 * OPTIONS + 2];
    struct option longs[OPTIONS + 1];
    *args = (struct args){.mood = RATING_NONE,
                          .stress = RATING_NONE,
                          .stress_after = RATING_NONE,
                          .minutes = MINUTES_NONE,
                          .breath = session->conf.pause.breath,
                          .whom = WHOM_ANY,
                          .color = session->conf.color,
                          .date = {.at = session->clock.now}};
    int behind = words_behind(argc, argv);
    options_prepare(command, letters, longs);
    opterr = 0;
    for (int found; (found = getopt_long(argc, argv, letters, longs, NULL)) != -1;) {
        if (found == '?' || found == ':') {
            int letter = optopt < LONG_ONLY ? optopt : 0;
            const char *word = word_at_fault(command, argv, letter, found == ':');
            return option_trouble(command, word, letter, found == ':');
        }
        enum option_key option = option_of(command, found);
        args->given |= TAKES(option);
        if (!option_take(command, option, optarg, session, args))
            return EXIT_MISUSE;
    }
    if (given(args, OPTION_SINCE) && given(args, OPTION_UNTIL) && args->since.day > args->until.day) {
        complain("--since lies after --until");
        return EXIT_MISUSE;
    }
    format_by_name(command, args);
    args->words = argv + optind;
    args->count = argc - optind;
    args->before = args->count - behind;
    return 0;
}

bool given(const struct args *args, enum option_key option)
{
    return args->given & TAKES(option);
}

char *args_text(const struct args *args, int from)
{
    struct buf text = {0};
    for (int i = from; i < args->count; i++) {
        if (i > from)
            buf_char(&text, ' ');
        buf_text(&text, args->words[i]);
    }
    return buf_take(&text);
}

struct view word_take(const char **at)
{
    static const char blanks[] = " \t\r\n\v\f";
    *at += strspn(*at, blanks);
    struct view word = {*at, strcspn(*at, blanks)};
    *at += word.length;
    return word;
}

/* The length of a dash at TEXT that stands for the two of an option: "--", an en dash or an em dash; else 0.
 */
static size_t dash_length(const char *text)
{
    if (strncmp(text, "--", 2) == 0)
        return 2;
    return strncmp(text, "\xe2\x80\x93", 3) == 0 || strncmp(text, "\xe2\x80\x94", 3) == 0 ? 3 : 0;
}

const char *text_option(const struct command *command, const char *text)
{
    for (const char *at = text; *at; at++) {
        size_t dash = at == text || at[-1] == ' ' ? dash_length(at) : 0;
        size_t length = strcspn(at + dash, " =");
        for (int i = 0; i < OPTIONS && dash; i++)
            if (command->takes & TAKES(i) && option_words[i].name && strlen(option_words[i].name) == length &&
                strncmp(option_words[i].name, at + dash, length) == 0)
                return option_words[i].name;
    }
    return NULL;
}

bool args_dashed(const struct args *args)
{
    return strcmp(args->words[-1], "--") == 0;
}

bool args_text_plain(const struct command *command, const struct args *args, const char *text)
{
    if (args_dashed(args))
        return true;
    if (args->count == 1 && strcmp(args->words[0], "help") == 0) {
        complain("'%s %s -h' is its help; put -- before a text that is this word; nothing was recorded",
                 program_name(), command->name);
        return false;
    }
    const char *option = text_option(command, text);
    if (option)
        complain("the text holds '--%s', which is an option: keep it outside of the quotes, or put -- before "
                 "the text; nothing was recorded",
                 option);
    return !option;
}

bool args_within(const struct args *args, const struct record *record, int day_start)
{
    int64_t day = record_day(record, day_start);
    if (given(args, OPTION_SINCE) &&
        (args->since.whole_day ? day < args->since.day : record->time < args->since.at.sec))
        return false;
    return !given(args, OPTION_UNTIL) ||
           (args->until.whole_day ? day <= args->until.day : record->time <= args->until.at.sec);
}

int64_t args_since_day(const struct args *args)
{
    return given(args, OPTION_SINCE) ? args->since.day : INT64_MIN;
}

int64_t args_until_day(const struct args *args)
{
    return given(args, OPTION_UNTIL) ? args->until.day : INT64_MAX;
}

struct moment args_moment(const struct session *session, const struct args *args)
{
    return given(args, OPTION_DATE) ? args->date.at : session->clock.now;
}
