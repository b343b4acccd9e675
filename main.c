/* kind: a habit tracker for kindness, self-care and stress. The table of commands, and the way to one of
 * them. */
#include "base/die.h"
#include "cmd/cmd.h"
#include "cmd/meant.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct command *const commands[] = {
    &cmd_today,  &cmd_log,    &cmd_mood,   &cmd_pause,      &cmd_shift, &cmd_trial,  &cmd_rest,
    &cmd_goal,   &cmd_list,   &cmd_report, &cmd_undo,       &cmd_edit,  &cmd_remind, &cmd_check,
    &cmd_import, &cmd_export, &cmd_sync,   &cmd_merge_file, &cmd_help,
};
const size_t command_count = sizeof commands / sizeof *commands;

static const struct command *command_named(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return strcmp(cmd_complete.name, name) == 0 ? &cmd_complete : NULL;
}

/* A descriptor 0 to 2 that is closed would be given to the log, and the next message would go into it.
   Standard output then can't be written to, so that what is printed there fails as it would have. */
static void descriptors_fill(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDOUT_FILENO ? O_RDONLY : O_RDWR) < 0)
            _exit(EXIT_BROKEN);
}

static int session_open(struct session *session, const struct command *command, const char *file)
{
    struct buf trouble = {0};
    int status = 0;
    conf_read(&session->conf, &trouble);
    complain_lines(trouble.bytes);
    buf_free(&trouble);
    session->clock.day_start = session->conf.day_start;
    if (!clock_read(&session->clock)) {
        complain("KIND_NOW must be a time like 2026-11-23T19:24:05+01:00, not '%s'", getenv("KIND_NOW"));
        status = EXIT_MISUSE;
    } else if (command->needs == NEEDS_LOG && track_path(file, &session->path, &trouble) != TRACK_OK) {
        complain("%s", trouble.bytes);
        status = EXIT_BROKEN;
    }
    buf_free(&trouble);
    return status;
}

static int command_run(const struct command *command, int argc, char **argv, const char *file)
{
    struct session session = {0};
    struct args args = {0};
    int status = session_open(&session, command, file);
    if (!status)
        status = args_read(command, argc, argv, &session, &args);
    if (!status && args.given & TAKES_HELP)
        help_command(command, args.given & TAKES(OPTION_FULL_HELP));
    else if (!status)
        status = command->run(&session, &args);
    free(session.path);
    return status;
}

/* Options before the command. Returns how many words they took, or -1 with *STATUS if the run ends here. */
static int leading_options(int argc, char **argv, const char **file, int *status)
{
    int at = 1;
    *status = 0;
    for (; at < argc && argv[at][0] == '-' && strcmp(argv[at], cmd_complete.name) != 0; at++) {
        const char *word = argv[at];
        if (strcmp(word, "-V") == 0 || strcmp(word, "--version") == 0) {
            printf("%s %s\n", program_name(), KIND_VERSION);
            return -1;
        }
        if (strcmp(word, "-h") == 0 || strcmp(word, "--help") == 0) {
            help_program(word[1] == '-');
            return -1;
        }
        if (strncmp(word, "--file=", 7) == 0) {
            *file = word + 7;
        } else if (strcmp(word, "--file") == 0 && at + 1 < argc) {
            *file = argv[++at];
        } else {
            *status = EXIT_MISUSE;
            if (strcmp(word, "--file") == 0)
                complain("--file needs the name of a log");
            else
                option_early(word, argv + at + 1);
            return -1;
        }
        if (!**file) {
            complain("--file needs the name of a log, not an empty one");
            *status = EXIT_MISUSE;
            return -1;
        }
    }
    return at;
}

/* Standard output is checked once, here. A reader that left early (EPIPE) has all that it wanted. */
static int output_end(int status)
{
    bool failed = ferror(stdout);
    if ((fflush(stdout) == 0 && !failed) || errno == EPIPE)
        return status;
    complain("standard output: %s", strerror(errno));
    return EXIT_BROKEN;
}

int main(int argc, char **argv)
{
    program_named(argc ? argv[0] : NULL);
    descriptors_fill();
    signal(SIGPIPE, SIG_IGN);
    const char *file = NULL;
    int status, at = leading_options(argc, argv, &file, &status);
    if (at < 0)
        return output_end(status);
    static char *today[] = {"today", NULL};
    const struct command *command = at < argc ? command_named(argv[at]) : &cmd_today;
    if (!command) {
        command_unknown(argv[at], argv[at + 1]);
        return EXIT_MISUSE;
    }
    status =
        at < argc ? command_run(command, argc - at, argv + at, file) : command_run(command, 1, today, file);
    return output_end(status);
}
