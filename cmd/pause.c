/* kind pause: some minutes of doing nothing, timed, then recorded. */
#include "cmd.h"

#include "base/die.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

enum { MINUTES_DEFAULT = 300 }; /* hundredths */

static volatile sig_atomic_t interrupted;

static void on_interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

/* Waits SECONDS on the monotonic clock, or until Ctrl-C; a second Ctrl-C ends the program. On a terminal one
   line on standard error counts down. Returns the seconds that passed, at most SECONDS. */
static double pause_wait(double seconds)
{
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND};
    struct timespec start;
    sigset_t block, before;
    bool shown = isatty(STDERR_FILENO);
    double passed = 0;
    sigemptyset(&block);
    sigaddset(&block, SIGINT);
    sigprocmask(SIG_BLOCK, &block, &before);
    sigaction(SIGINT, &action, NULL);
    sigdelset(&before, SIGINT);
    clock_gettime(CLOCK_MONOTONIC, &start);
    while (!interrupted && (passed = seconds_since(&start)) < seconds) {
        double left = seconds - passed;
        long whole = (long)(left + 0.999);
        if (shown)
            fprintf(stderr, "\rPause  %ld:%02ld left   Ctrl-C ends it early ", whole / 60, whole % 60);
        double step = left < 1 ? left : left - (double)(whole - 1);
        struct timespec nap = {(time_t)step, (long)((step - (double)(time_t)step) * 1e9) + 1000000};
        if (nap.tv_nsec >= 1000000000)
            nap = (struct timespec){nap.tv_sec + 1, 0};
        pselect(0, NULL, NULL, NULL, &nap, &before);
    }
    if (shown)
        fprintf(stderr, "\r%45s\r", "");
    sigprocmask(SIG_SETMASK, &before, NULL);
    passed = seconds_since(&start);
    return passed < seconds ? passed : seconds;
}

/* The minutes come first, or as --minutes, or are three. False after a line on standard error. */
static bool minutes_find(const struct args *args, long *minutes, int *from)
{
    *from = 0;
    *minutes = args->given & TAKES(OPTION_MINUTES) ? args->minutes : MINUTES_DEFAULT;
    long named;
    if (!args->count)
        return true;
    if (!args_minutes(args->words[0], &named)) {
        if (args->words[0][0] < '0' || args->words[0][0] > '9')
            return true;
        complain("minutes must be a number above 0, like 3, 2.5 or 90s, not '%s'; nothing was recorded",
                 args->words[0]);
        return false;
    }
    if (args->given & TAKES(OPTION_MINUTES) && named != args->minutes) {
        complain("pause was told two lengths, '%s' and --minutes; nothing was recorded", args->words[0]);
        return false;
    }
    *minutes = named;
    *from = 1;
    return true;
}

static int pause_run(const struct session *session, const struct args *args)
{
    long minutes;
    int from;
    if (!minutes_find(args, &minutes, &from))
        return EXIT_MISUSE;
    char *text = args_text(args, from);
    int status = EXIT_MISUSE;
    struct session after = *session;
    bool past = args->given & (TAKES(OPTION_DATE) | TAKES(OPTION_DRY_RUN));
    if (!args_text_plain(&cmd_pause, args, text))
        goto out;
    if (!past) {
        double seconds = pause_wait((double)minutes * 0.6);
        if (interrupted) {
            minutes = (long)(seconds / 0.6 + 0.5);
            if (minutes < 1) {
                complain("ended before it began; nothing was recorded");
                status = EXIT_INTERRUPTED;
                goto out;
            }
        }
        clock_read(&after.clock);
    }
    struct entry entry = entry_at(args_moment(&after, args), PRACTICE_PAUSE);
    entry.minutes = minutes;
    entry.mood = args->mood;
    entry.stress = args->stress;
    entry.note = text;
    entry.note_length = strlen(text);
    status = entry_record(&after, args, &entry, 1);
out:
    free(text);
    return status;
}

const struct command cmd_pause = {
    .name = "pause",
    .synopsis = "[MINUTES|90s] [options] [TEXT...]",
    .summary = "Pause for some minutes, then record it",
    .details =
        "Three minutes unless said otherwise. On a terminal one line counts down; elsewhere nothing is\n"
        "shown. Ctrl-C ends the pause early and still records what was done. With --date the pause has\n"
        "been taken already: it is recorded at once.\n",
    .examples = "pause\npause 90s\npause 5 -d 18:30 -m 7\n",
    .needs = NEEDS_LOG,
    .takes = TAKES_RECORDING,
    .run = pause_run,
};
