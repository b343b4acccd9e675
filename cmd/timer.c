/* What calls kind remind: a timer of systemd for the person alone, or a line for the crontab, which only the
   person adds. */
#include "cmd/remind.h"

#include "base/child.h"
#include "base/die.h"
#include "base/os.h"
#include "base/say.h"
#include "base/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MORNING = 420 /* 07:00 */, HOUR = 60, HOURS = 24, TICK = 5 /* minutes between calls for --random */ };

/* How long systemctl may take. */
static const double patience = 30;

static void line_print(const struct args *args, const char *before, const char *what)
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

/* The words of the command line, and the environment that it needs; the caller frees them all. */
struct call {
    char *words[16];
    int count;
    char *names[4]; /* NAME=value */
    int name_count;
};

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

/* WORD in double quotes as systemd.syntax(7) has it; DOLLAR where variables would be replaced. */
static void unit_quote(const char *word, bool dollar, struct buf *out)
{
    buf_char(out, '"');
    for (; *word; word++) {
        if (*word == '"' || *word == '\\')
            buf_char(out, '\\');
        if (*word == '%' || (*word == '$' && dollar))
            buf_char(out, *word);
        buf_char(out, *word);
    }
    buf_char(out, '"');
}

/* WORD for the shell, in a crontab: there a % would end the line, whatever quotes stand around it. */
static void cron_quote(const char *word, struct buf *out)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:@+,-";
    bool quote = !*word || word[strspn(word, plain)];
    if (quote)
        buf_char(out, '\'');
    for (; *word; word++)
        if (*word == '\'')
            buf_text(out, "'\\''");
        else if (*word == '%')
            buf_text(out, "\\%");
        else
            buf_char(out, *word);
    if (quote)
        buf_char(out, '\'');
}

/* When it is called */

/* The hours and the minute of the calls: all hours' bits, and the minute, or -1 for every five minutes. */
struct calls {
    uint32_t hours;
    int minute;
};

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

/* "07,20", as systemd and cron write several. */
static void hours_write(uint32_t hours, const char *format, const char *range, struct buf *out)
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

/* "Every day at 07:30 and 20:30" */
static void calls_say(const struct args *args, const struct calls *calls, struct buf *out)
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

/* The units */

enum unit { UNIT_SERVICE, UNIT_TIMER, UNITS };
static const char *const unit_ends[UNITS] = {".service", ".timer"};

/* "kind-remind.timer": systemd refuses names with other characters. */
static void unit_name(enum unit unit, struct buf *out)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    for (const char *c = program_name(); *c; c++)
        buf_char(out, strchr(plain, *c) ? *c : '_');
    buf_printf(out, "-remind%s", unit_ends[unit]);
}

/* Where it belongs; NULL if the environment names no place. The caller frees it. */
static char *unit_path(enum unit unit)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    struct buf path = {0};
    if (config && *config == '/')
        buf_text(&path, config);
    else if (home && *home == '/')
        buf_printf(&path, "%s/.config", home);
    else
        return NULL;
    buf_text(&path, "/systemd/user/");
    unit_name(unit, &path);
    return buf_take(&path);
}

static void service_write(const struct call *call, struct buf *out)
{
    buf_printf(out,
               "# Written by '%s remind install'.\n"
               "[Unit]\nDescription=Reminders of %s\nDocumentation=man:%s(1)\n\n"
               "[Service]\nType=oneshot\n",
               program_name(), program_name(), program_name());
    for (int i = 0; i < call->name_count; i++) {
        buf_text(out, "Environment=");
        unit_quote(call->names[i], false, out);
        buf_char(out, '\n');
    }
    buf_text(out, "ExecStart=");
    for (int i = 0; i < call->count; i++) {
        if (i)
            buf_char(out, ' ');
        unit_quote(call->words[i], i > 0, out);
    }
    buf_char(out, '\n');
}

static void timer_write(const struct args *args, const struct calls *calls, struct buf *out)
{
    buf_printf(out, "# Written by '%s remind install'.\n[Unit]\nDescription=", program_name());
    calls_say(args, calls, out);
    buf_text(out, "\n\n[Timer]\nOnCalendar=*-*-* ");
    hours_write(calls->hours, "%02d", "..", out);
    if (calls->minute < 0)
        buf_printf(out, ":00/%d:00", TICK);
    else
        buf_printf(out, ":%02d:00", calls->minute);
    buf_text(out, "\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n");
}

/* Runs systemctl --user VERB, and says where that failed if LOUD. */
static bool systemctl(const char *verb, const char *option, const char *unit, bool loud, struct buf *out)
{
    const char *argv[6] = {"systemctl", "--user", verb};
    int count = 3;
    if (option)
        argv[count++] = option;
    if (unit)
        argv[count++] = unit;
    int status = child_run(argv, patience, loud, out);
    if (status && loud)
        complain("systemctl --user %s failed", verb);
    return status == 0;
}

static bool systemd_there(void)
{
    struct buf printed = {0};
    bool there = systemctl("show-environment", NULL, NULL, false, &printed);
    buf_free(&printed);
    return there;
}

static int units_install(const struct args *args, const struct buf units[UNITS])
{
    struct buf name = {0}, printed = {0};
    int status = EXIT_DONE;
    for (int u = 0; u < UNITS && !status; u++) {
        char *path = unit_path((enum unit)u);
        if (given(args, OPTION_DRY_RUN)) {
            printf("%s# %s\n%s", u ? "\n" : "", path, units[u].bytes);
        } else if (file_put(path, &units[u])) {
            line_print(args, "Wrote ", path);
        } else {
            complain("%s: %s", path, strerror(errno));
            status = EXIT_BROKEN;
        }
        free(path);
    }
    unit_name(UNIT_TIMER, &name);
    if (!status && !given(args, OPTION_DRY_RUN) &&
        (!systemctl("daemon-reload", NULL, NULL, true, &printed) ||
         !systemctl("enable", "--now", name.bytes, true, &printed)))
        status = EXIT_BROKEN;
    buf_free(&name);
    buf_free(&printed);
    return status;
}

static void cron_print(const struct call *call, const struct calls *calls)
{
    struct buf line = {0};
    if (calls->minute < 0)
        buf_printf(&line, "*/%d ", TICK);
    else
        buf_printf(&line, "%d ", calls->minute);
    hours_write(calls->hours, "%d", "-", &line);
    buf_text(&line, " * * * ");
    for (int i = 0; i < call->name_count; i++) {
        size_t name = strcspn(call->names[i], "=") + 1;
        buf_char(&line, ' ');
        buf_add(&line, call->names[i], name);
        cron_quote(call->names[i] + name, &line);
    }
    for (int i = 0; i < call->count; i++) {
        buf_char(&line, ' ');
        cron_quote(call->words[i], &line);
    }
    printf("%s\n", line.bytes);
    buf_free(&line);
}

int timer_install(const struct session *session, const struct args *args)
{
    int at = remind_evening(session, args, EVENING_INSTALLED), status = EXIT_DONE;
    struct calls calls =
        given(args, OPTION_RANDOM) ? calls_random(&args->window) : calls_at(at, session->conf.day_start);
    struct call call;
    struct buf units[UNITS] = {{0}}, said = {0};
    char *path = unit_path(UNIT_TIMER);
    bool systemd = path && systemd_there();
    free(path);
    if (!call_make(session, args, at, systemd || given(args, OPTION_NOTIFY), &call)) {
        status = EXIT_BROKEN;
    } else if (systemd) {
        service_write(&call, &units[UNIT_SERVICE]);
        timer_write(args, &calls, &units[UNIT_TIMER]);
        status = units_install(args, units);
        calls_say(args, &calls, &said);
        if (!status && !given(args, OPTION_DRY_RUN))
            line_print(args, said.bytes, ".");
    } else {
        cron_print(&call, &calls);
        if (!given(args, OPTION_QUIET))
            complain("there is no systemd to call it here; add this line with 'crontab -e'");
    }
    call_free(&call);
    for (int u = 0; u < UNITS; u++)
        buf_free(&units[u]);
    buf_free(&said);
    return status;
}

/* What is there */

/* Prints the lines of the crontab that call the program, if SAY. False if there is none. */
static bool cron_say(bool say)
{
    static const char *const argv[] = {"crontab", "-l", NULL};
    struct buf table = {0};
    bool found = false;
    if (child_run(argv, patience, false, &table) == 0)
        for (char *line = table.bytes, *end; line && *line; line = end) {
            end = line + strcspn(line, "\n");
            if (*end)
                *end++ = '\0';
            const char *at = *line == '#' ? NULL : strstr(line, program_name());
            if (!at || !strstr(at, " remind"))
                continue;
            found = true;
            if (say)
                printf("crontab: %s\n", line);
        }
    buf_free(&table);
    return found;
}

/* Prints the line of the timer that is meant for people, and when systemd calls next. */
static void timer_say(const struct args *args, const char *path)
{
    struct buf text = {0}, name = {0}, next = {0};
    static const char key[] = "\nDescription=";
    line_print(args, "Installed: ", path);
    buf_read_file(&text, path, 65536);
    char *line = text.bytes ? strstr(text.bytes, key) : NULL;
    if (line) {
        line += sizeof key - 1;
        line[strcspn(line, "\n")] = '\0';
        line_print(args, line, ".");
    }
    unit_name(UNIT_TIMER, &name);
    systemctl("show", "--property=NextElapseUSecRealtime", name.bytes, false, &next);
    char *when = next.bytes ? strchr(next.bytes, '=') : NULL;
    if (when) {
        when++;
        when[strcspn(when, "\n")] = '\0';
    }
    if (when && *when && strcmp(when, "n/a") != 0)
        line_print(args, "Called next: ", when);
    else
        complain("systemd does not say when it is called next; 'systemctl --user status %s' tells more",
                 name.bytes);
    buf_free(&text);
    buf_free(&name);
    buf_free(&next);
}

int timer_status(const struct session *session, const struct args *args)
{
    (void)session;
    char *path = unit_path(UNIT_TIMER);
    bool timer = path && access(path, F_OK) == 0;
    if (timer)
        timer_say(args, path);
    bool cron = cron_say(!given(args, OPTION_QUIET));
    free(path);
    if (!timer && !cron)
        complain("no reminder is installed; '%s remind install' sets one up", program_name());
    return timer || cron ? EXIT_DONE : EXIT_NO;
}

/* Removes the file at PATH, if there is one; *FOUND tells. False after a line on standard error. */
static bool unit_remove(const struct args *args, const char *path, bool *found)
{
    struct stat st;
    if (!path || lstat(path, &st))
        return true;
    *found = true;
    if (given(args, OPTION_DRY_RUN)) {
        line_print(args, "Would remove ", path);
    } else if (unlink(path)) {
        complain("%s: %s", path, strerror(errno));
        return false;
    } else {
        line_print(args, "Removed ", path);
    }
    return true;
}

/* Removes the link by which the timer is enabled, where systemctl did not. */
static void link_remove(const char *timer)
{
    struct buf path = {0};
    struct stat st;
    const char *slash = strrchr(timer, '/');
    buf_printf(&path, "%.*s/timers.target.wants%s", (int)(slash - timer), timer, slash);
    if (lstat(path.bytes, &st) == 0 && S_ISLNK(st.st_mode))
        unlink(path.bytes);
    buf_free(&path);
}

int timer_uninstall(const struct session *session, const struct args *args)
{
    (void)session;
    struct buf name = {0}, printed = {0};
    bool found = false, done = true, dry = given(args, OPTION_DRY_RUN);
    char *timer = unit_path(UNIT_TIMER);
    bool systemd = timer && !dry && access(timer, F_OK) == 0 && systemd_there();
    unit_name(UNIT_TIMER, &name);
    if (systemd)
        done = systemctl("disable", "--now", name.bytes, true, &printed);
    if (timer && !dry)
        link_remove(timer);
    free(timer);
    for (int u = 0; u < UNITS; u++) {
        char *path = unit_path((enum unit)u);
        done = unit_remove(args, path, &found) && done;
        free(path);
    }
    if (systemd)
        done = systemctl("daemon-reload", NULL, NULL, true, &printed) && done;
    buf_free(&name);
    buf_free(&printed);
    bool cron = cron_say(false);
    if (cron)
        complain("a line of your crontab calls it; take that out with 'crontab -e'");
    else if (!found)
        complain("nothing is installed");
    return !done ? EXIT_BROKEN : found ? EXIT_DONE : EXIT_NO;
}
