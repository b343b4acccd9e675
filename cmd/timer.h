/* What the files that have kind remind called share. */
#ifndef KIND_TIMER_H
#define KIND_TIMER_H

#include "cmd/remind.h"

#include "base/buf.h"

enum { TICK = 5 }; /* minutes between the calls for --random */

/* The words of the command line, and the environment that it needs; the caller frees them all. */
struct call {
    char *words[16];
    int count;
    char *names[4]; /* NAME=value */
    int name_count;
};

/* The hours and the minute of the calls: all hours' bits, and the minute, or -1 for every five minutes. */
struct calls {
    uint32_t hours;
    int minute;
};

/* Prints both, unless --quiet. */
void timer_print(const struct args *args, const char *before, const char *what);

/* "07,20" or "09..21", as systemd and cron write several: each by FORMAT, RANGE between the ends of a run. */
void hours_write(uint32_t hours, const char *format, const char *range, struct buf *out);

/* "Every day at 07:30 and 20:30" */
void calls_say(const struct args *args, const struct calls *calls, struct buf *out);

/* systemd.c: whether systemd runs for this person, and there is a place for units. */
bool systemd_there(void);

/* Writes the units and has systemd take them up; with --dry-run it prints them. An exit status. */
int units_install(const struct args *args, const struct call *call, const struct calls *calls);

/* Tells of the timer that is installed; false if there is none. */
bool units_say(const struct args *args);

/* Removes the units; *FOUND becomes true if there were any. False after a line on standard error. */
bool units_uninstall(const struct args *args, bool *found);

/* crontab.c: prints the line to be added. */
void crontab_print(const struct call *call, const struct calls *calls);

/* Whether a line of the crontab calls the program; SAY prints those. */
bool crontab_calls(bool say);

#endif
