/* What a command is, what it is given, and the few things that several commands share. */
#ifndef KIND_CMD_H
#define KIND_CMD_H

#include "base/conf.h"
#include "calc/deck.h"
#include "calc/habit.h"
#include "calc/reminder.h"
#include "out/out.h"
#include "track.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Every option there is; args.c describes each once. */
enum option_key {
    OPTION_MOOD,
    OPTION_STRESS,
    OPTION_AFTER,
    OPTION_MINUTES,
    OPTION_DATE,
    OPTION_PRACTICE,
    OPTION_CARE,
    OPTION_LOG,
    OPTION_BREATH,
    OPTION_FOR,
    OPTION_WEEK,
    OPTION_BELL,
    OPTION_PLAIN,
    OPTION_NO_INPUT,
    OPTION_QUIET,
    OPTION_DRY_RUN,
    OPTION_SINCE,
    OPTION_UNTIL,
    OPTION_FORMAT,
    OPTION_EXPORT,
    OPTION_JSON,
    OPTION_HTML,
    OPTION_OUTPUT,
    OPTION_OPEN,
    OPTION_COLOR,
    OPTION_ASCII,
    OPTION_NULL,
    OPTION_PEEK,
    OPTION_DAYS,
    OPTION_REPAIR,
    OPTION_YES,
    OPTION_PLAN,
    OPTION_TEXT,
    OPTION_ALL,
    OPTION_AT,
    OPTION_RANDOM,
    OPTION_NOTIFY,
    OPTION_SOURCE,
    OPTION_MAP,
    OPTION_HELP,
    OPTION_FULL_HELP,
    OPTIONS
};

#define TAKES(option) ((uint64_t)1 << (option))
#define TAKES_HELP (TAKES(OPTION_HELP) | TAKES(OPTION_FULL_HELP))
#define TAKES_RECORDING                                                                                      \
    (TAKES(OPTION_MOOD) | TAKES(OPTION_STRESS) | TAKES(OPTION_MINUTES) | TAKES(OPTION_DATE) |                \
     TAKES(OPTION_QUIET) | TAKES(OPTION_DRY_RUN) | TAKES_HELP)
#define TAKES_READING                                                                                        \
    (TAKES(OPTION_SINCE) | TAKES(OPTION_UNTIL) | TAKES(OPTION_FORMAT) | TAKES(OPTION_JSON) |                 \
     TAKES(OPTION_HTML) | TAKES(OPTION_OUTPUT) | TAKES(OPTION_COLOR) | TAKES(OPTION_ASCII) | TAKES_HELP)

/* What every command stands on. */
struct session {
    char *path; /* of the log */
    struct clock clock;
    struct conf conf;
};

/* A command line, read. */
struct args {
    uint64_t given;   /* TAKES() bits of the options that were there */
    int mood, stress; /* tenths, or RATING_NONE */
    int stress_after; /* likewise */
    long minutes;     /* hundredths, or MINUTES_NONE */
    long days;        /* of a trial */
    long plan;        /* shifts of a series */
    int at;           /* minutes after midnight */
    struct window window;
    struct breath breath;
    enum whom whom;
    struct when date;
    enum practice practice;
    struct when since, until;
    enum format format;
    enum export export;
    enum color color;
    const char *output;
    const char *text;
    const char *source; /* a format to import */
    const char *map;    /* the file of a mapping */
    char **words;       /* what is not an option, in order */
    int count;
    int before; /* how many of them stand before a "--" */
};

enum needs { NEEDS_NOTHING, NEEDS_LOG };

struct command {
    const char *name;
    const char *synopsis; /* what follows the name */
    const char *summary;
    const char *words;    /* what its words may be, a line for its help, or NULL */
    const char *details;  /* a few lines for --help; each ends in a newline */
    const char *examples; /* command lines without the program's name, each ended by a newline */
    enum needs needs;
    bool for_programs; /* not in the short help */
    uint64_t takes;
    int (*run)(const struct session *session, const struct args *args);
};

extern const struct command cmd_today, cmd_log, cmd_mood, cmd_pause, cmd_rest, cmd_goal, cmd_list, cmd_report,
    cmd_help, cmd_trial, cmd_undo, cmd_shift, cmd_edit, cmd_remind, cmd_check, cmd_import, cmd_export,
    cmd_sync, cmd_merge_file;

/* An option before a command that is served as one is, and is in no table. */
extern const struct command cmd_complete;

/* main.c's table. */
extern const struct command *const commands[];
extern const size_t command_count;

/* args.c: reads the options of COMMAND from ARGV (ARGV[0] is its name). 0, or an exit status after one line
 * on standard error. */
int args_read(const struct command *command, int argc, char **argv, const struct session *session,
              struct args *args);

/* Whether OPTION was there. */
bool given(const struct args *args, enum option_key option);

/* Whether an environment variable is set and not empty. */
bool env_set(const char *name);

/* The words as one text, with single spaces between; the caller frees it. */
char *args_text(const struct args *args, int from);

/* Takes a word off *AT with the blanks before it; one of no bytes at the end. */
struct view word_take(const char **at);

/* Whether -- stands before the words, so that they are a text whatever they look like. */
bool args_dashed(const struct args *args);

/* False, after one line on standard error, for a text that holds what looks like an option of COMMAND (a
   forgotten quote, or a dash that a word processor made longer), or is "help" alone. */
bool args_text_plain(const struct command *command, const struct args *args, const char *text);

/* The name of an option of COMMAND that stands in TEXT, or NULL. */
const char *text_option(const struct command *command, const char *text);

/* As rating_read, with a line on standard error for what is none: "mood must be 0 to 10, not '12'; nothing
 * was recorded". */
bool args_rating(const struct command *command, const char *what, const char *text, int *out);

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

/* Whether it could be recorded as things stand, found out before somebody waits for it; false after a line on
   standard error. */
bool entry_possible(const struct session *session, const struct entry *entry);

/* "19:24, kindness, mood 7: helped stranger with bag", made safe for a terminal. */
void entry_say(struct buf *out, const struct session *session, const struct entry *entry);

/* Adds a line if one of the ENTRIES, recorded, changed or taken out, says something that a finished trial of
   LOG compares. */
void trial_touched_say(struct buf *out, const struct session *session, const struct log *log,
                       const struct entry *entries, size_t count);

/* Says what was done: SAID on standard error or on standard output, as wide as a terminal is; ROWS as they
   are on standard output. None fails the command, which is done by then. */
void talk(const struct buf *said);
void words_print(const struct buf *said);
void data_print(const struct buf *rows);

/* Says on standard output what was asked for, as wide as a terminal is. An exit status: EXIT_BROKEN after a
   line on standard error if it can't take that. */
int answer_print(const struct buf *said);

/* trial.c: what a day of a trial with this LETTER asks for, as a sentence. */
const char *trial_day_words(char letter);

/* pick.c: the one record whose id is WORD or begins so. An exit status; where it is not 0, a line stands on
   standard error and *FOUND is NULL. */
int record_named(const struct log *log, const char *word, const struct record **found);

/* journal.c: what undo needs to know. The first is for track_alter, with the session as its context; the
   second is called from a change of track_replace, of the whole log, which NAME says in words unless it is
   ""; the third tells that those of ENTRIES that have ids were recorded by one command. Where it can't be
   kept, they say so. */
void journal_row(void *context, struct view old, struct view fresh, struct view log);
void journal_log(const struct session *session, struct view old, struct view fresh, const char *name);
void journal_together(const struct session *session, const struct entry *entries, size_t count);

/* The records of LOG that one command made with RECORD, which is one of them, in the log's order; the caller
   frees the array. NULL with errno if that can't be looked up. */
const struct record **journal_made_with(const struct session *session, const struct log *log,
                                        const struct record *record, size_t *count);

/* Forgets what was made with RECORD, once all of it is undone. */
void journal_parted(const struct session *session, const struct record *record);

/* Whether there is a place to remember changes in. */
bool journal_possible(void);

/* A hash of the real path of a log, by which files for this machine alone are named after it. */
enum { JOURNAL_HASH_SIZE = 17 };
void journal_hash(const char *real, char out[JOURNAL_HASH_SIZE]);

/* A change that undo may take back: the row that was BEFORE became AFTER. Of the whole log BEFORE is a hash,
   and NAME what it was called. LOG is a hash of the log that the change left. Starts as {0}; change_free ends
   it. */
struct change {
    bool whole;
    char log[JOURNAL_HASH_SIZE];
    struct buf name, before, after;
};

/* The newest change that left the log as it is now and of which STANDS says that it stands in it; *FOUND
 * tells whether there is one. False with errno if that can't be looked up. */
bool journal_last(const struct session *session, bool (*stands)(const struct change *change, void *context),
                  void *context, struct change *change, bool *found);

/* What the whole log was before the change; false if that is not known any more. */
bool journal_whole(const struct session *session, const struct change *change, struct buf *before);

/* Whether LOG is the whole log as the change left it. */
bool journal_is_after(const struct change *change, struct view log);

/* Forgets it, once it is undone. */
void journal_drop(const struct session *session, const struct change *change);
void change_free(struct change *change);

/* The newest record of LOG, the session's, that did not come by a sync; *OWN is NULL if there is none. False
   with errno if that can't be looked up. */
bool journal_own(const struct session *session, const struct log *log, const struct record **own);

/* Told, from a change of track_replace, that a sync makes FRESH of OLD: what is new in it came from
   elsewhere. LAST, unless it is known already, gets the change that undo would take back of OLD: of a record
   that it would take out, BEFORE is empty. journal_carry, once FRESH stands, has undo take back the same as
   before. */
void journal_came(const struct session *session, struct view old, struct view fresh, struct change *last);
void journal_carry(const struct session *session, const struct change *last);

enum { ASK_MOST = 3 }; /* how often a question is asked */

/* Whether a question may be asked: both standard input and standard error are terminals. */
bool ask_possible(void);

/* Asks on standard error and reads a line; NULL at its end, or if a caught Ctrl-C comes first. The caller
   frees it. */
char *ask(const char *question);

/* Asks a QUESTION of yes or no; an empty line is YES, no line is no. */
bool ask_agreed(const char *question, bool yes);

/* Asks for a rating until the answer is one, three times at most. In tenths; RATING_NONE for an empty line,
   for no line, and in the end. */
int ask_rating(const char *question);

/* The same where an answer is needed: false, after a line on standard error, without one. An empty line
   leaves RATING_NONE, and that nothing was recorded has been said. */
bool ask_rating_needed(const char *question, int *rating);

/* deck.c: share/deck as it was built in, a line each, ended by NULL. */
extern const char *const deck_lines[];

/* Loads the deck, which then has a prompt for WHOM: the person's own if it has one, else the built-in one.
   What is wrong with the own one is said on standard error. deck_free frees it. */
void deck_load(enum whom whom, struct deck *deck);

/* Appends the words of PROMPT as an indented paragraph, as wide as suits a reader and FD, if that is a
   terminal. */
void prompt_say(const struct prompt *prompt, int fd, struct buf *out);

/* wait.c: how a wait is shown on standard error. */
enum show {
    SHOW_NOTHING,
    SHOW_PLAIN, /* lines that stay: one at the start, one a minute, one at the end */
    SHOW_LINE   /* one line that is repainted, and cleared at the end */
};

/* SHOW_PLAIN if PLAIN or where a terminal's person or kind wants it, SHOW_LINE on another terminal. */
enum show show_choose(bool plain);

struct wait {
    double seconds;
    const char *label;    /* begins the line where there is no breath */
    struct breath breath; /* told along the wait, unless it is none */
    enum show show;
    bool bell; /* rings at the end, on a terminal */
};

/* Waits on a clock that goes on while the machine sleeps; what is typed meanwhile is neither seen nor kept.
 * Returns the seconds done, at most HOW->seconds.
 *EARLY tells whether a Ctrl-C, caught by interrupts_catch, ended it. */
double wait_timed(const struct wait *how, bool *early);

/* From interrupts_catch to interrupts_release a Ctrl-C no longer ends the program, unless it was ignored
   already when kind began: one ends wait_timed, and interrupted() tells of one more. */
void interrupts_catch(void);
void interrupts_release(void);
bool interrupted(void);

/* From ends_catch to ends_release SIGHUP and SIGTERM, unless they were ignored already, do not end the
   program but the wait, and interrupted() tells of them too; ends_release then ends the program by the one
   that came. */
void ends_catch(void);
void ends_release(void);

/* Waits until standard input has something to read; false if a Ctrl-C that is caught comes first. Where kind
   was stopped meanwhile, QUESTION is shown once more. */
bool input_await(const struct buf *question);

/* screen.c: reads the log, names its faults on standard error. 0, or EXIT_BROKEN if it can't be read at all.
 * *STATUS becomes EXIT_BROKEN where rows were lost. */
int session_read(const struct session *session, enum text_wanted wanted, struct log *log, int *status);

/* query.c: reads the log, and gives the records that the words and the options ask for, by time. A trial that
   is not over is without its draw, so that no day of it is known before it comes. EXIT_NO if there is none;
   an exit status with *FOUND NULL, after a line on standard error, if nothing could be read. The caller frees
   *FOUND and LOG. */
int query_read(const struct session *session, const struct args *args, struct log *log,
               const struct record ***found, size_t *count);

/* Says what may help, if STATUS, what query_read returned, is that nothing was found; EXPORTING tells the
   command. */
void query_none_say(const struct args *args, const struct log *log, int status, bool exporting);

/* namesake.c: names on standard error the other programs in PATH that are called as this one is. */
void namesakes_say(void);

/* Where a reading command prints, and how. */
struct screen {
    const char *log; /* which --output must not be */
    struct buf out;
    size_t width;  /* columns */
    bool terminal; /* whether it is one */
    bool color, unicode;
    bool paged; /* whether a pager may show it */
};

void screen_open(struct screen *screen, const struct session *session, const struct args *args);

/* Writes what is in OUT to --output or standard output, frees it, and returns STATUS; EXIT_BROKEN with a line
 * on standard error if that fails. */
int screen_close(struct screen *screen, const struct args *args, int status);

/* pager.c: shows TEXT in the person's pager, if it is longer than the terminal on standard output. False if
   it has to be printed still: it fits, nobody wants a pager, none is there, or it failed. */
bool page(const struct buf *text);

/* timer.c: PATH from the root on; the caller frees it. */
char *path_absolute(const char *path);

/* open.c: shows the file PATH with $BROWSER, or with what the system opens files with. An exit status, after
   one line on standard error if it is not 0. */
int file_open(const char *path);

#endif
