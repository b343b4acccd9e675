/* What calls kind remind: the command line, the times of the day, and the words of the command that set it
   up, ask for it and take it away. */
#include "cmd/timer.h"

#include "base/die.h"
#include "base/os.h"
#include "base/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MORNING = 420 /* 07:00 */, HOUR = 60, HOURS = 24 };

void timer_print(const struct args *args, const char *before, const char *what)
{
    if (!given(args, OPTION_QUIET))
        say_print("%s%s\n", before, what);
}

/* The command line that is called */

/* The program that runs, under its name on PATH if that leads to it, so that an update of the program does
   not end the reminders; where the system does not tell which one runs, the first of its name. NULL if it
   can't be told. The caller frees it. */
static char *program_path(void)
{
    struct stat self, found;
    const char *path = getenv("PATH");
    bool known = os_program() != NULL;
    if (known && stat(os_program(), &self))
        return NULL;
    while (path && *path) {
        size_t length = strcspn(path, ":");
        struct buf at = {0};
        buf_add(&at, path, length);
        buf_printf(&at, "/%s", program_name());
        if (*path == '/' && stat(at.bytes, &found) == 0 &&
            (known ? found.st_dev == self.st_dev && found.st_ino == self.st_ino
                   : S_ISREG(found.st_mode) && access(at.bytes, X_OK) == 0))
            return buf_take(&at);
        buf_free(&at);
        path += length + (path[length] == ':');
    }
    if (!known)
        errno = ENOENT;
    return known ? realpath(os_program(), NULL) : NULL;
}

char *path_absolute(const char *path)
{
    char here[4096];
    struct buf whole = {0};
    if (*path != '/' && getcwd(here, sizeof here))
        buf_printf(&whole, "%s/", here);
    buf_text(&whole, path);
    return buf_take(&whole);
}

static void call_free(struct call *call)
{
    for (int i = 0; i < call->count; i++)
        free(call->words[i]);
    for (int i = 0; i < call->name_count; i++)
        free(call->names[i]);
}

/* Whether the log is the one that is found where nothing in the environment says otherwise. */
static bool log_is_usual(const char *path)
{
    const char *home = getenv("HOME");
    struct buf usual = {0};
    buf_printf(&usual, "%s/.local/share/kind/log.csv", home ? home : "");
    bool same = strcmp(usual.bytes, path) == 0;
    buf_free(&usual);
    return same;
}

static void clock_write(int clock, char out[8])
{
    snprintf(out, 8, "%02d:%02d", clock / HOUR % HOURS, clock % HOUR);
}

static void when_words(const struct args *args, int at, struct call *call)
{
    char from[8], to[8];
    struct buf value = {0};
    if (given(args, OPTION_RANDOM)) {
        clock_write(args->window.from, from);
        clock_write(args->window.to, to);
        buf_printf(&value, "%s-%s", from, to);
        call->words[call->count++] = must_copy("--random");
    } else {
        clock_write(at, from);
        buf_text(&value, from);
        call->words[call->count++] = must_copy("--at");
    }
    call->words[call->count++] = buf_take(&value);
}

/* False, after a line on standard error, if the call can't be written into a unit or a crontab. */
static bool call_make(const struct session *session, const struct args *args, int at, bool notify,
                      struct call *call)
{
    static const char *const carried[] = {"KIND_CONFIG", "XDG_CONFIG_HOME", "XDG_STATE_HOME"};
    *call = (struct call){.words[0] = program_path()};
    if (!call->words[call->count++]) {
        call->count = 0;
        complain("where this program is can't be told: %s; nothing was written", strerror(errno));
        return false;
    }
    if (!log_is_usual(session->path)) {
        call->words[call->count++] = must_copy("--file");
        call->words[call->count++] = path_absolute(session->path);
    }
    call->words[call->count++] = must_copy("remind");
    when_words(args, at, call);
    if (notify)
        call->words[call->count++] = must_copy("--notify");
    for (size_t i = 0; i < sizeof carried / sizeof *carried; i++) {
        const char *value = getenv(carried[i]);
        struct buf name = {0};
        if (!value || !*value || (i && *value != '/'))
            continue;
        char *absolute = path_absolute(value);
        buf_printf(&name, "%s=%s", carried[i], absolute);
        call->names[call->name_count++] = buf_take(&name);
        free(absolute);
    }
    for (int i = 0; i < call->count + call->name_count; i++)
        for (const char *c = i < call->count ? call->words[i] : call->names[i - call->count]; *c; c++)
            if ((unsigned char)*c < 0x20 || *c == 0x7f) {
                complain("a path holds a character that can't be written down; nothing was written");
                return false;
            }
    return true;
}

/* When it is called */

/* With --at twice a day: what belongs to the morning is told then. */
static struct calls calls_at(int at, int day_start)
{
    struct calls calls = {UINT32_C(1) << at / HOUR, at % HOUR};
    int earliest = day_start > MORNING ? day_start : MORNING;
    int morning = (earliest - calls.minute + HOUR - 1) / HOUR;
    if (day_position(morning * HOUR + calls.minute, day_start) < day_position(at, day_start))
        calls.hours |= UINT32_C(1) << morning;
    return calls;
}

/* With --random through the hours of the window, so that one call comes after its last minute. */
static struct calls calls_random(const struct window *window)
{
    struct calls calls = {0, -1};
    int length = day_position(window->to, window->from) + TICK - 1;
    for (int m = 0; m <= length; m++)
        calls.hours |= UINT32_C(1) << (window->from + m) / HOUR % HOURS;
    return calls;
}

void hours_write(uint32_t hours, const char *format, const char *range, struct buf *out)
{
    bool first = true;
    for (int h = 0; h < HOURS; h++) {
        int last = h;
        if (!(hours >> h & 1))
            continue;
        while (last + 1 < HOURS && hours >> (last + 1) & 1)
            last++;
        if (!first)
            buf_char(out, ',');
        buf_printf(out, format, h);
        if (last > h) {
            buf_text(out, range);
            buf_printf(out, format, last);
        }
        h = last;
        first = false;
    }
}

void calls_say(const struct args *args, const struct calls *calls, struct buf *out)
{
    char from[8], to[8];
    if (calls->minute < 0) {
        clock_write(args->window.from, from);
        clock_write(args->window.to, to);
        buf_printf(out, "At one moment a day, drawn from %s to %s", from, to);
        return;
    }
    buf_text(out, "Every day at");
    for (int h = 0, said = 0; h < HOURS; h++)
        if (calls->hours >> h & 1)
            buf_printf(out, "%s%02d:%02d", said++ ? " and " : " ", h, calls->minute);
}

/* The words of the command */

int timer_install(const struct session *session, const struct args *args)
{
    int at = remind_evening(session, args, EVENING_INSTALLED), status = EXIT_DONE;
    struct calls calls =
        given(args, OPTION_RANDOM) ? calls_random(&args->window) : calls_at(at, session->conf.day_start);
    struct call call;
    bool systemd = systemd_there();
    if (!call_make(session, args, at, systemd || given(args, OPTION_NOTIFY), &call)) {
        status = EXIT_BROKEN;
    } else if (systemd) {
        status = units_install(args, &call, &calls);
    } else {
        crontab_print(&call, &calls);
        if (!given(args, OPTION_QUIET))
            complain("there is no systemd to call it here; add this line with 'crontab -e'");
    }
    call_free(&call);
    return status;
}

int timer_status(const struct session *session, const struct args *args)
{
    (void)session;
    bool timer = units_say(args);
    bool cron = crontab_calls(!given(args, OPTION_QUIET));
    if (!timer && !cron)
        complain("no reminder is installed; '%s remind install' sets one up", program_name());
    return timer || cron ? EXIT_DONE : EXIT_NO;
}

int timer_uninstall(const struct session *session, const struct args *args)
{
    (void)session;
    bool found = false, done = units_uninstall(args, &found);
    if (crontab_calls(false))
        complain("a line of your crontab calls it; take that out with 'crontab -e'");
    else if (!found)
        complain("nothing is installed");
    return !done ? EXIT_BROKEN : found ? EXIT_DONE : EXIT_NO;
}
