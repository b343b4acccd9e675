/* What the commands that read have in common: the log with its faults named, and the way out. */
#include "cmd.h"

#include "base/die.h"
#include "base/say.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int session_read(const struct session *session, enum text_wanted wanted, struct log *log, int *status)
{
    struct buf error = {0};
    if (track_read(session->path, wanted, &session->clock, log, &error) != TRACK_OK) {
        complain("%s", error.bytes);
        buf_free(&error);
        log_free(log);
        *status = EXIT_BROKEN;
        return EXIT_BROKEN;
    }
    for (size_t i = 0; i < log->fault_count; i++)
        complain("%s:%u: %s%s", session->path, (unsigned)log->faults[i].line, log->faults[i].what,
                 log->faults[i].lost ? "; the row is left out" : "");
    if (log->lost)
        *status = EXIT_BROKEN;
    return 0;
}

static bool env_is(const char *name, const char *value)
{
    const char *set = getenv(name);
    return set && strcmp(set, value) == 0;
}

bool env_set(const char *name)
{
    const char *set = getenv(name);
    return set && *set;
}

/* The conventions of no-color.org and of CLICOLOR; what the person says on the command line or in the
 * configuration is above them. */
static bool color_wanted(enum color color, bool terminal)
{
    switch (color) {
    case COLOR_ALWAYS:
        return true;
    case COLOR_NEVER:
        return false;
    case COLOR_AUTO:
        break;
    }
    if (env_set("NO_COLOR"))
        return false;
    if (env_set("CLICOLOR_FORCE") && !env_is("CLICOLOR_FORCE", "0"))
        return true;
    return terminal && !env_is("CLICOLOR", "0") && !env_is("TERM", "dumb");
}

/* Whether the terminal's locale is UTF-8, by the names alone: the locale itself may not be installed. */
static bool locale_is_utf8(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *name = getenv(variables[i]);
        if (name && *name)
            return strstr(name, "UTF-8") || strstr(name, "utf8") || strstr(name, "UTF8") ||
                   strstr(name, "utf-8");
    }
    return false;
}

static bool unicode_wanted(enum glyphs glyphs, bool terminal)
{
    switch (glyphs) {
    case GLYPHS_UNICODE:
        return true;
    case GLYPHS_ASCII:
        return false;
    case GLYPHS_AUTO:
        break;
    }
    return !terminal || locale_is_utf8();
}

void screen_open(struct screen *screen, const struct session *session, const struct args *args)
{
    bool terminal = !args->output && isatty(STDOUT_FILENO);
    *screen = (struct screen){.log = session->path,
                              .width = say_width(args->output ? -1 : STDOUT_FILENO),
                              .terminal = terminal,
                              .color = color_wanted(args->color, terminal),
                              .unicode = !given(args, OPTION_ASCII) &&
                                         unicode_wanted(session->conf.glyphs, terminal)};
}

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return a && b && stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

int screen_close(struct screen *screen, const struct args *args, int status)
{
    int fd = STDOUT_FILENO;
    if (same_file(args->output, screen->log)) {
        complain("--output %s is the log itself; nothing was written", args->output);
        buf_free(&screen->out);
        return EXIT_MISUSE;
    }
    if (args->output)
        fd = open(args->output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);
    bool shown = screen->paged && !args->output && page(&screen->out);
    bool done = shown || (fd >= 0 && buf_write(&screen->out, fd));
    if (fd >= 0 && fd != STDOUT_FILENO)
        done = close(fd) == 0 && done;
    /* A reader that left early has all that it wanted. */
    if (!done && (args->output || errno != EPIPE)) {
        complain("%s: %s", args->output ? args->output : "standard output", strerror(errno));
        status = EXIT_BROKEN;
    }
    buf_free(&screen->out);
    return status;
}
