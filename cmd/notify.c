/* A reminder as a notification, by notify-send of libnotify. */
#include "cmd/remind.h"

#include "base/child.h"
#include "base/die.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Three, because some desktops show no more; each stands for about a third of the scale. */
static const struct mood_answer {
    const char *action; /* as notify-send takes it */
    const char *name;
    int mood; /* tenths */
} answers[] = {
    {"--action=2=2 low", "2", 20}, {"--action=5=5 so-so", "5", 50}, {"--action=8=8 good", "8", 80}};
enum { ANSWERS = sizeof answers / sizeof *answers };

/* How long notify-send may take where it does not wait for an answer. */
static const double patience = 20;

/* Whether there is a session's bus. cron does not know of it: it is looked for where systemd puts it, and the
   environment then names it for notify-send. */
static bool session_there(void)
{
    const char *bus = getenv("DBUS_SESSION_BUS_ADDRESS"), *runtime = getenv("XDG_RUNTIME_DIR");
    struct buf path = {0}, address = {0};
    if (bus && *bus)
        return true;
    if (runtime && *runtime == '/')
        buf_printf(&path, "%s/bus", runtime);
    else
        buf_printf(&path, "/run/user/%ld/bus", (long)getuid());
    bool there = access(path.bytes, R_OK | W_OK) == 0;
    if (there) {
        buf_printf(&address, "unix:path=%s", path.bytes);
        setenv("DBUS_SESSION_BUS_ADDRESS", address.bytes, 1);
    }
    buf_free(&path);
    buf_free(&address);
    return there;
}

/* The body is markup to notifications, and notify-send turns backslashes in it into other characters. */
static void body_write(const char *words, struct buf *out)
{
    size_t length = strlen(words);
    while (length && words[length - 1] == '\n')
        length--;
    for (size_t i = 0; i < length; i++)
        switch (words[i]) {
        case '&':
            buf_text(out, "&amp;");
            break;
        case '<':
            buf_text(out, "&lt;");
            break;
        case '>':
            buf_text(out, "&gt;");
            break;
        case '\\':
            buf_text(out, "\\\\");
            break;
        default:
            buf_char(out, words[i]);
        }
}

/* The answer in what notify-send printed: a line with its name. */
static void answer_read(const struct buf *printed, int *mood)
{
    size_t length = strcspn(buf_string(printed), "\r\n");
    for (int i = 0; i < ANSWERS; i++)
        if (strlen(answers[i].name) == length && strncmp(buf_string(printed), answers[i].name, length) == 0)
            *mood = answers[i].mood;
}

/* Runs notify-send once. Where it waits for an answer, a notification that nobody answered was shown all the
   same. */
static bool notify_run(const char *body, bool asking, double seconds, struct buf *printed)
{
    char app[128], expire[64];
    const char *argv[ANSWERS + 8] = {"notify-send", app, expire};
    int count = 3;
    snprintf(app, sizeof app, "--app-name=%s", program_name());
    snprintf(expire, sizeof expire, "--expire-time=%.0f", seconds * 1000);
    for (int i = 0; i < ANSWERS && asking; i++)
        argv[count++] = answers[i].action;
    argv[count++] = "--";
    argv[count++] = program_name();
    argv[count++] = body;
    int status = child_run(argv, asking ? seconds : patience, false, printed);
    return status == 0 || (asking && status == CHILD_ENDED);
}

bool notify_send(const char *words, bool asking, double seconds, int *mood)
{
    struct buf body = {0}, printed = {0};
    if (!session_there())
        return false;
    body_write(words, &body);
    bool shown = asking && notify_run(buf_string(&body), true, seconds, &printed);
    if (shown)
        answer_read(&printed, mood);
    else /* notify-send knows actions since 0.8. */
        shown = notify_run(buf_string(&body), false, seconds, &printed);
    buf_free(&body);
    buf_free(&printed);
    return shown;
}
