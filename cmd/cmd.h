/* What a command is, what it is given, and the few things that several commands share. */
#ifndef KIND_CMD_H
#define KIND_CMD_H

#include "base/conf.h"
#include "calc/habit.h"
#include "out/out.h"
#include "track.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Every option there is; args.c describes each once. */
enum option_key {
    OPTION_MOOD,
    OPTION_STRESS,
    OPTION_MINUTES,
    OPTION_DATE,
    OPTION_PRACTICE,
    OPTION_CARE,
    OPTION_QUIET,
    OPTION_DRY_RUN,
    OPTION_SINCE,
    OPTION_UNTIL,
    OPTION_FORMAT,
    OPTION_OUTPUT,
    OPTION_COLOR,
    OPTION_ASCII,
    OPTION_NULL,
    OPTION_PEEK,
    OPTION_DAYS,
    OPTION_REPAIR,
    OPTION_HELP,
    OPTION_FULL_HELP,
    OPTIONS
};

#define TAKES(option) (1U << (option))
enum {
    TAKES_HELP = TAKES(OPTION_HELP) | TAKES(OPTION_FULL_HELP),
    TAKES_RECORDING = TAKES(OPTION_MOOD) | TAKES(OPTION_STRESS) | TAKES(OPTION_MINUTES) | TAKES(OPTION_DATE) |
                      TAKES(OPTION_QUIET) | TAKES(OPTION_DRY_RUN) | TAKES_HELP,
    TAKES_READING = TAKES(OPTION_SINCE) | TAKES(OPTION_UNTIL) | TAKES(OPTION_FORMAT) | TAKES(OPTION_OUTPUT) |
                    TAKES(OPTION_COLOR) | TAKES(OPTION_ASCII) | TAKES_HELP
};

/* What every command stands on. */
struct session {
    char *path; /* of the log */
    struct clock clock;
    struct conf conf;
};

/* A command line, read. */
struct args {
    unsigned given;   /* TAKES() bits of the options that were there */
    int mood, stress; /* tenths, or RATING_NONE */
    long minutes;     /* hundredths, or MINUTES_NONE */
    long days;        /* of a trial */
    struct when date;
    enum practice practice;
    struct when since, until;
    enum format format;
    enum color color;
    const char *output;
    char **words; /* what is not an option, in order */
    int count;
};

enum needs { NEEDS_NOTHING, NEEDS_LOG };

struct command {
    const char *name;
    const char *synopsis; /* what follows the name */
    const char *summary;
    const char *details;  /* a few lines for --help; each ends in a newline */
    const char *examples; /* command lines without the program's name, each ended by a newline */
    enum needs needs;
    unsigned takes;
    int (*run)(const struct session *session, const struct args *args);
};

extern const struct command cmd_today, cmd_log, cmd_mood, cmd_pause, cmd_rest, cmd_goal, cmd_list, cmd_report,
    cmd_help, cmd_trial, cmd_check;

/* main.c's table. */
extern const struct command *const commands[];
extern const size_t command_count;

/* args.c: reads the options of COMMAND from ARGV (ARGV[0] is its name). 0, or an exit status after one line
 * on standard error. */
int args_read(const struct command *command, int argc, char **argv, const struct session *session,
              struct args *args);

/* The words as one text, with single spaces between; the caller frees it. */
char *args_text(const struct args *args, int from);

/* False, after one line on standard error, for a text that holds what looks like an option of COMMAND (a
   forgotten quote, or a dash that a word processor made longer). */
bool args_text_plain(const struct command *command, const struct args *args, const char *text);

/* Reads a rating of 0 to 10 with at most one decimal, in tenths; says nothing. */
bool rating_read(const char *text, int *out);

/* The same, with a line on standard error for what is none: "mood must be 0 to 10, not '12'; nothing was
 * recorded". */
bool args_rating(const char *what, const char *text, int *out);

/* Minutes as people type them: 3, 2.5, 90s, 2m, 1h. */
bool args_minutes(const char *text, long *out);

/* A day in [SINCE, UNTIL], or a moment, as the options said. */
bool args_within(const struct args *args, const struct record *record, int day_start);
int64_t args_since_day(const struct args *args);
int64_t args_until_day(const struct args *args);

/* The moment that --date names, or now. */
struct moment args_moment(const struct session *session, const struct args *args);

/* help.c */
void help_command(const struct command *command, bool full);
void help_program(bool full);

/* The name nearest to WORD among the commands, or NULL. */
const char *help_nearest_command(const char *word);

/* entry.c: appends, and says so as far as --quiet and --dry-run let it. An exit status. */
int entry_record(const struct session *session, const struct args *args, struct entry *entries, size_t count);

/* The same, and says THEN after it. */
int entry_record_then(const struct session *session, const struct args *args, struct entry *entries,
                      size_t count, const char *then);

/* Whether a question may be asked: both standard input and standard error are terminals. */
bool ask_possible(void);

/* Asks on standard error and reads a line; NULL at its end. The caller frees it. */
char *ask(const char *question);

/* screen.c: reads the log, names its faults on standard error. 0, or EXIT_BROKEN if it can't be read at all.
 * *STATUS becomes EXIT_BROKEN where rows were lost. */
int session_read(const struct session *session, enum text_wanted wanted, struct log *log, int *status);

/* namesake.c: names on standard error the other programs in PATH that are called as this one is. */
void namesakes_say(void);

/* Where a reading command prints, and how. */
struct screen {
    const char *log; /* which --output must not be */
    struct buf out;
    size_t width;
    bool color, unicode;
};

void screen_open(struct screen *screen, const struct session *session, const struct args *args);

/* Writes what is in OUT to --output or standard output, frees it, and returns STATUS; EXIT_BROKEN with a line
 * on standard error if that fails. */
int screen_close(struct screen *screen, const struct args *args, int status);

#endif
