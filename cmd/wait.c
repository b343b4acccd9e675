/* A wait that is timed, what a terminal shows of it, and what Ctrl-C means until it is over. */
#include "cmd.h"

#include "base/die.h"
#include "base/os.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t interrupts; /* Ctrl-Cs that nobody has taken notice of yet */
static volatile sig_atomic_t ending;     /* the signal of ends_catch that came, or 0 */
static volatile sig_atomic_t leaving;    /* the signal that ends or stops kind amid a wait, or 0 */
static volatile sig_atomic_t continued;  /* whether kind was stopped at a question, and goes on */

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

static void on_leave(int number)
{
    leaving = number;
}

static void on_continue(int number)
{
    (void)number;
    continued = 1;
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

/* What the signal does by default happens now, even if it is blocked. */
static void default_do(int number)
{
    sigset_t one;
    raise(number);
    sigemptyset(&one);
    sigaddset(&one, number);
    sigprocmask(SIG_UNBLOCK, &one, NULL);
}

void ends_release(void)
{
    struct sigaction action = {.sa_handler = SIG_DFL}, now;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < ENDS; i++)
        if (sigaction(ends[i], NULL, &now) == 0 && now.sa_handler == on_end)
            sigaction(ends[i], &action, NULL);
    /* It may have been blocked since the lock of the log. */
    if (ending)
        default_do(ending);
}

/* Holds back what interrupted() tells of, so that none comes between a look and a sleep. */
static void ends_block(sigset_t *blocked)
{
    sigaddset(blocked, SIGINT);
    for (int i = 0; i < ENDS; i++)
        sigaddset(blocked, ends[i]);
}

bool input_await(const struct buf *question)
{
    struct sigaction action = {.sa_handler = on_continue}, then;
    sigset_t blocked, before;
    bool ready = false;
    continued = 0;
    sigemptyset(&action.sa_mask);
    sigaction(SIGCONT, &action, &then);
    sigemptyset(&blocked);
    ends_block(&blocked);
    sigaddset(&blocked, SIGCONT);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    while (!interrupted() && !ready) {
        fd_set set;
        FD_ZERO(&set);
        FD_SET(STDIN_FILENO, &set);
        if (pselect(STDIN_FILENO + 1, &set, NULL, NULL, NULL, &before) >= 0 || errno != EINTR)
            ready = true;
        if (continued && !ready)
            talk(question);
        continued = 0;
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    sigaction(SIGCONT, &then, NULL);
    return ready;
}

/* The columns of the terminal as it is now, whatever COLUMNS said at the start. */
static size_t line_width(void)
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

/* What the terminal has to get back however the program ends: its echo, which would run what is typed into
   the line that counts, and the place of that line. */
static struct {
    bool held, painted;
    struct termios before;
} terminal;

/* Each second anew: a shell that has kind go on may have set the terminal to its own liking. */
static void echo_hold(void)
{
    struct termios now;
    if (in_background() || tcgetattr(STDERR_FILENO, &now) != 0 || !(now.c_lflag & ECHO))
        return;
    terminal.before = now;
    now.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
    terminal.held = tcsetattr(STDERR_FILENO, TCSANOW, &now) == 0;
}

/* What was typed unseen is no answer to anything, and no command for the shell either. Needs no memory. */
static void terminal_return(void)
{
    struct buf clear = {.bytes = (char[]){"\033[J"}, .length = 3};
    if (!in_background()) {
        if (terminal.painted)
            buf_write(&clear, STDERR_FILENO);
        tcflush(STDERR_FILENO, TCIFLUSH);
        if (terminal.held)
            tcsetattr(STDERR_FILENO, TCSANOW, &terminal.before);
    }
    terminal.held = terminal.painted = false;
}

/* As much of the line as fits: the time stays longest. All of it is ASCII, a column each. */
static void line_say(const struct wait *how, long left, size_t width, struct buf *line)
{
    static const char hint[] = "   Ctrl-C ends it early";
    char time[32];
    int length = snprintf(time, sizeof time, "%ld:%02ld left", left / 60, left % 60);
    if (how->breath.in)
        breath_say(line, &how->breath, round_up(how->seconds) - left);
    else
        buf_text(line, how->label);
    buf_text(line, "   ");
    if (line->length + (size_t)length > width)
        buf_clear(line);
    buf_text(line, time);
    if (line->length + sizeof hint - 1 <= width)
        buf_text(line, hint);
}

/* From the left, over what was typed or written there before. The cursor goes back to where the line begins:
   a terminal that is made narrower may wrap what stands there anew, but what is painted and cleared next
   still begins at that place. It may be narrower by now than it says, so its own end of line is off (DECAWM)
   while the line is painted. */
static void line_paint(const struct wait *how, long left)
{
    struct buf line = {0}, out = {0};
    size_t width = line_width() - 1;
    if (in_background())
        return;
    line_say(how, left, width, &line);
    buf_text(&out, "\r\033[?7l");
    buf_add(&out, line.bytes, line.length < width ? line.length : width);
    buf_text(&out, "\033[J\r\033[?7h");
    buf_write(&out, STDERR_FILENO);
    terminal.painted = true;
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
    talk(&line);
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

static void end_say(const struct wait *how)
{
    struct buf out = {0};
    if (how->show == SHOW_PLAIN)
        buf_text(&out, "The time is up.\n");
    if (how->bell && isatty(STDERR_FILENO))
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

/* What is caught while a wait counts; what leaves only where it does what it does by default. */
static const struct {
    int number;
    void (*handler)(int);
} caught[] = {{SIGWINCH, on_wake}, {SIGCONT, on_wake},  {SIGTSTP, on_leave}, {SIGQUIT, on_leave},
              {SIGHUP, on_leave},  {SIGTERM, on_leave}, {SIGALRM, on_leave}, {SIGUSR1, on_leave},
              {SIGUSR2, on_leave}, {SIGXCPU, on_leave}};
enum { CAUGHT = sizeof caught / sizeof *caught };

/* BLOCKED gets them, too, so that none comes between a look and a sleep. */
static void signals_catch(struct sigaction before[CAUGHT], sigset_t *blocked)
{
    struct sigaction action = {.sa_flags = 0};
    leaving = 0;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < CAUGHT; i++) {
        action.sa_handler = caught[i].handler;
        sigaction(caught[i].number, NULL, &before[i]);
        if (caught[i].handler == on_wake || before[i].sa_handler == SIG_DFL)
            sigaction(caught[i].number, &action, NULL);
        sigaddset(blocked, caught[i].number);
    }
}

/* Ends or stops the program, its terminal as it was; a program that was stopped goes on from here. */
static void leave(void)
{
    struct sigaction action = {.sa_handler = SIG_DFL}, before;
    sigset_t mask;
    int number = leaving;
    leaving = 0;
    sigemptyset(&action.sa_mask);
    terminal_return();
    sigprocmask(SIG_SETMASK, NULL, &mask);
    sigaction(number, &action, &before);
    default_do(number);
    sigaction(number, &before, NULL);
    sigprocmask(SIG_SETMASK, &mask, NULL);
}

double wait_timed(const struct wait *how, bool *early)
{
    struct sigaction actions[CAUGHT];
    struct timespec start;
    sigset_t blocked, before;
    double passed = 0;
    long minutes = -1;
    sigemptyset(&blocked);
    ends_block(&blocked);
    signals_catch(actions, &blocked);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    memory_amends(terminal_return);
    clock_gettime(OS_WAIT_CLOCK, &start);
    while (!interrupted() && (passed = seconds_since(&start)) < how->seconds) {
        echo_hold();
        wait_show(how, how->seconds - passed, &minutes);
        nap(how->seconds - passed, &before);
        if (leaving)
            leave();
    }
    *early = interrupted() && (passed = seconds_since(&start)) < how->seconds;
    if (interrupts)
        interrupts--;
    terminal_return();
    if (!*early)
        end_say(how);
    memory_amends(NULL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    for (int i = 0; i < CAUGHT; i++)
        sigaction(caught[i].number, &actions[i], NULL);
    return passed < how->seconds ? passed : how->seconds;
}
