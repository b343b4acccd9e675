/* A wait that is timed, what a terminal shows of it, and what Ctrl-C means until it is over. */
#include "cmd.h"

#include "base/os.h"
#include "base/text.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t interrupts; /* Ctrl-Cs that nobody has taken notice of yet */
static volatile sig_atomic_t ending;     /* the signal of ends_catch that came, or 0 */

static const int ends[] = {SIGHUP, SIGTERM};
enum { ENDS = sizeof ends / sizeof *ends };

static void on_interrupt(int number)
{
    (void)number;
    interrupts++;
}

static void on_end(int number)
{
    ending = number;
}

/* It is enough that a signal ends the nap: the line is painted anew after each. */
static void on_wake(int number)
{
    (void)number;
}

void interrupts_catch(void)
{
    struct sigaction action = {.sa_handler = on_interrupt}, before;
    interrupts = 0;
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGINT, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(SIGINT, &action, NULL);
}

static bool interrupts_caught(void)
{
    struct sigaction now;
    return sigaction(SIGINT, NULL, &now) == 0 && now.sa_handler == on_interrupt;
}

void interrupts_release(void)
{
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigemptyset(&action.sa_mask);
    if (interrupts_caught())
        sigaction(SIGINT, &action, NULL);
}

bool interrupted(void)
{
    return interrupts > 0 || ending;
}

void ends_catch(void)
{
    struct sigaction action = {.sa_handler = on_end}, before;
    ending = 0;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < ENDS; i++)
        if (sigaction(ends[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(ends[i], &action, NULL);
}

void ends_release(void)
{
    struct sigaction action = {.sa_handler = SIG_DFL}, now;
    sigset_t one;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < ENDS; i++)
        if (sigaction(ends[i], NULL, &now) == 0 && now.sa_handler == on_end)
            sigaction(ends[i], &action, NULL);
    if (!ending)
        return;
    sigemptyset(&one);
    sigaddset(&one, ending);
    raise(ending);
    /* It may have been blocked since the lock of the log. */
    sigprocmask(SIG_UNBLOCK, &one, NULL);
}

/* Holds back what interrupted() tells of, so that none comes between a look and a sleep. */
static void ends_block(sigset_t *blocked)
{
    sigaddset(blocked, SIGINT);
    for (int i = 0; i < ENDS; i++)
        sigaddset(blocked, ends[i]);
}

bool input_await(void)
{
    sigset_t blocked, before;
    bool ready = false;
    if (!interrupts_caught())
        return true;
    sigemptyset(&blocked);
    ends_block(&blocked);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    while (!interrupted() && !ready) {
        fd_set set;
        FD_ZERO(&set);
        FD_SET(STDIN_FILENO, &set);
        if (pselect(STDIN_FILENO + 1, &set, NULL, NULL, NULL, &before) >= 0 || errno != EINTR)
            ready = true;
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    return ready;
}

size_t talk_width(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
}

enum show show_choose(bool plain)
{
    const char *term = getenv("TERM");
    if (plain)
        return SHOW_PLAIN;
    if (!isatty(STDERR_FILENO))
        return SHOW_NOTHING;
    return env_set("ACCESSIBLE") || !term || strcmp(term, "dumb") == 0 ? SHOW_PLAIN : SHOW_LINE;
}

/* Time that the machine slept has passed for a person too. */
static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(OS_WAIT_CLOCK, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static long round_up(double seconds)
{
    long whole = (long)seconds;
    return (double)whole < seconds ? whole + 1 : whole;
}

long minutes_seconds(long minutes)
{
    return (minutes * 60 + 50) / 100;
}

void duration_say(long seconds, struct buf *out)
{
    if (seconds >= 60)
        buf_printf(out, "%ld min", seconds / 60);
    if (seconds < 60 || seconds % 60)
        buf_printf(out, "%s%ld s", seconds >= 60 ? " " : "", seconds % 60);
}

/* "breathe in   3", for the second of the wait that is running. */
static void breath_say(struct buf *out, const struct breath *breath, long second)
{
    int at = (int)(second % (breath->in + breath->hold + breath->out));
    if (at < breath->in)
        buf_printf(out, "breathe in  %2d", breath->in - at);
    else if (at < breath->in + breath->hold)
        buf_printf(out, "hold        %2d", breath->in + breath->hold - at);
    else
        buf_printf(out, "breathe out %2d", breath->in + breath->hold + breath->out - at);
}

/* A job in the background leaves the terminal to the one in front. */
static bool in_background(void)
{
    pid_t front = tcgetpgrp(STDERR_FILENO);
    return front > 0 && front != getpgrp();
}

static void line_paint(const struct wait *how, long left)
{
    struct buf line = {0}, out = {0};
    if (how->breath.in)
        breath_say(&line, &how->breath, round_up(how->seconds) - left);
    else
        buf_text(&line, how->label);
    buf_printf(&line, "   %ld:%02ld left   Ctrl-C ends it early", left / 60, left % 60);
    buf_char(&out, '\r');
    buf_add(&out, line.bytes, text_cut(line.bytes, line.length, talk_width() - 1));
    buf_text(&out, "\033[K");
    if (!in_background())
        buf_write(&out, STDERR_FILENO);
    buf_free(&line);
    buf_free(&out);
}

/* A line at the start, and one for each minute that begins. */
static void plain_say(const struct wait *how, long left, long *minutes)
{
    struct buf line = {0};
    long now = (left + 59) / 60;
    if (*minutes < 0) {
        duration_say(round_up(how->seconds), &line);
        if (how->breath.in)
            buf_printf(&line, ", breathe in for %d s", how->breath.in);
        if (how->breath.hold)
            buf_printf(&line, ", hold for %d s", how->breath.hold);
        if (how->breath.in)
            buf_printf(&line, ", out for %d s", how->breath.out);
    } else if (now < *minutes) {
        buf_printf(&line, "%ld min left", now);
    }
    *minutes = now;
    if (line.length)
        buf_char(&line, '\n');
    buf_write(&line, STDERR_FILENO);
    buf_free(&line);
}

static void wait_show(const struct wait *how, double left, long *minutes)
{
    switch (how->show) {
    case SHOW_NOTHING:
        break;
    case SHOW_PLAIN:
        plain_say(how, round_up(left), minutes);
        break;
    case SHOW_LINE:
        line_paint(how, round_up(left));
    }
}

static void end_show(const struct wait *how, bool early)
{
    struct buf out = {0};
    if (how->show == SHOW_LINE && !in_background())
        buf_text(&out, "\r\033[K");
    if (how->show == SHOW_PLAIN && !early)
        buf_text(&out, "The time is up.\n");
    if (how->bell && !early && isatty(STDERR_FILENO))
        buf_char(&out, '\a');
    buf_write(&out, STDERR_FILENO);
    buf_free(&out);
}

/* Sleeps until the seconds LEFT are a whole number again, at most one; then even a machine that slept
   meanwhile, which this sleep does not notice, is late by a second only. A signal ends it. */
static void nap(double left, const sigset_t *mask)
{
    double step = left - (double)(round_up(left) - 1);
    long nanoseconds = (long)(step * 1e9) + 1000000;
    struct timespec time = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    pselect(0, NULL, NULL, NULL, &time, mask);
}

double wait_timed(const struct wait *how, bool *early)
{
    static const int waking[] = {SIGWINCH, SIGCONT};
    enum { WAKING = sizeof waking / sizeof *waking };
    struct sigaction action = {.sa_handler = on_wake}, actions[WAKING];
    struct timespec start;
    sigset_t blocked, before;
    double passed = 0;
    long minutes = -1;
    sigemptyset(&action.sa_mask);
    sigemptyset(&blocked);
    ends_block(&blocked);
    for (int i = 0; i < WAKING; i++) {
        sigaction(waking[i], &action, &actions[i]);
        sigaddset(&blocked, waking[i]);
    }
    sigprocmask(SIG_BLOCK, &blocked, &before);
    clock_gettime(OS_WAIT_CLOCK, &start);
    while (!interrupted() && (passed = seconds_since(&start)) < how->seconds) {
        wait_show(how, how->seconds - passed, &minutes);
        nap(how->seconds - passed, &before);
    }
    *early = interrupted() && (passed = seconds_since(&start)) < how->seconds;
    if (interrupts)
        interrupts--;
    end_show(how, *early);
    sigprocmask(SIG_SETMASK, &before, NULL);
    for (int i = 0; i < WAKING; i++)
        sigaction(waking[i], &actions[i], NULL);
    return passed < how->seconds ? passed : how->seconds;
}
