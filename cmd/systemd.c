/* The units of systemd, of the person alone, that call kind remind: written, enabled, shown and removed. */
#include "cmd/timer.h"

#include "base/child.h"
#include "base/die.h"
#include "base/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* How long systemctl may take, in seconds. */
static const double patience = 30;

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

bool systemd_there(void)
{
    struct buf printed = {0};
    char *path = unit_path(UNIT_TIMER);
    bool there = path && systemctl("show-environment", NULL, NULL, false, &printed);
    free(path);
    buf_free(&printed);
    return there;
}

/* Writes the file of UNIT, or prints it. False after a line on standard error. */
static bool unit_put(const struct args *args, enum unit unit, const struct buf *text)
{
    char *path = unit_path(unit);
    bool done = true;
    if (given(args, OPTION_DRY_RUN)) {
        printf("%s# %s\n%s", unit ? "\n" : "", path, text->bytes);
    } else if (file_put(path, text)) {
        timer_print(args, "Wrote ", path);
    } else {
        complain("%s: %s", path, strerror(errno));
        done = false;
    }
    free(path);
    return done;
}

/* Has systemd take up the timer. False after a line on standard error. */
static bool timer_enable(void)
{
    struct buf name = {0}, printed = {0};
    unit_name(UNIT_TIMER, &name);
    bool done = systemctl("daemon-reload", NULL, NULL, true, &printed) &&
                systemctl("enable", "--now", name.bytes, true, &printed);
    buf_free(&name);
    buf_free(&printed);
    return done;
}

int units_install(const struct args *args, const struct call *call, const struct calls *calls)
{
    struct buf units[UNITS] = {{0}}, said = {0};
    bool dry = given(args, OPTION_DRY_RUN), done = true;
    service_write(call, &units[UNIT_SERVICE]);
    timer_write(args, calls, &units[UNIT_TIMER]);
    for (int u = 0; u < UNITS; u++) {
        done = done && unit_put(args, (enum unit)u, &units[u]);
        buf_free(&units[u]);
    }
    done = done && (dry || timer_enable());
    calls_say(args, calls, &said);
    if (done && !dry)
        timer_print(args, said.bytes, ".");
    buf_free(&said);
    return done ? EXIT_DONE : EXIT_BROKEN;
}

/* Prints the line of the timer that is meant for people, and when systemd calls next. */
static void timer_say(const struct args *args, const char *path)
{
    struct buf text = {0}, name = {0}, next = {0};
    static const char key[] = "\nDescription=";
    timer_print(args, "Installed: ", path);
    buf_read_file(&text, path, 65536);
    char *line = text.bytes ? strstr(text.bytes, key) : NULL;
    if (line) {
        line += sizeof key - 1;
        line[strcspn(line, "\n")] = '\0';
        timer_print(args, line, ".");
    }
    unit_name(UNIT_TIMER, &name);
    systemctl("show", "--property=NextElapseUSecRealtime", name.bytes, false, &next);
    char *when = next.bytes ? strchr(next.bytes, '=') : NULL;
    if (when) {
        when++;
        when[strcspn(when, "\n")] = '\0';
    }
    if (when && *when && strcmp(when, "n/a") != 0)
        timer_print(args, "Called next: ", when);
    else
        complain("systemd does not say when it is called next; 'systemctl --user status %s' tells more",
                 name.bytes);
    buf_free(&text);
    buf_free(&name);
    buf_free(&next);
}

bool units_say(const struct args *args)
{
    char *path = unit_path(UNIT_TIMER);
    bool there = path && access(path, F_OK) == 0;
    if (there)
        timer_say(args, path);
    free(path);
    return there;
}

/* Removes the file at PATH, if there is one; *FOUND tells. False after a line on standard error. */
static bool unit_remove(const struct args *args, const char *path, bool *found)
{
    struct stat st;
    if (!path || lstat(path, &st))
        return true;
    *found = true;
    if (given(args, OPTION_DRY_RUN)) {
        timer_print(args, "Would remove ", path);
    } else if (unlink(path)) {
        complain("%s: %s", path, strerror(errno));
        return false;
    } else {
        timer_print(args, "Removed ", path);
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

bool units_uninstall(const struct args *args, bool *found)
{
    struct buf name = {0}, printed = {0};
    bool done = true, dry = given(args, OPTION_DRY_RUN);
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
        done = unit_remove(args, path, found) && done;
        free(path);
    }
    if (systemd)
        done = systemctl("daemon-reload", NULL, NULL, true, &printed) && done;
    buf_free(&name);
    buf_free(&printed);
    return done;
}
