/* kind help: what there is, from the tables of commands and options alone. */
#include "cmd.h"

#include "base/child.h"
#include "base/die.h"
#include "base/say.h"
#include "base/text.h"
#include "cmd/meant.h"
#include "cmd/option.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char *help_nearest_command(const char *word)
{
    const char *near = NULL;
    size_t best = strlen(word) / 2 + 1;
    for (size_t i = 0; i < command_count; i++)
        if (text_distance(word, commands[i]->name) < best) {
            best = text_distance(word, commands[i]->name);
            near = commands[i]->name;
        }
    return near;
}

/* The columns of a line: no more than are easily read. */
static size_t width_find(void)
{
    enum { WIDTH = 80 };
    size_t width = isatty(STDOUT_FILENO) ? say_width(STDOUT_FILENO) : WIDTH;
    return width < WIDTH ? width : WIDTH;
}

/* Prints TEXT broken into lines, those behind the first INDENT columns to the right;
   the first begins at column AT. Its own ends of line count as spaces. */
static void text_print(const char *text, int at, int indent)
{
    struct buf words = {0}, out = {0};
    struct text_lines lines = {&out, width_find(), (size_t)indent, (size_t)at, NULL};
    buf_text(&words, text);
    for (size_t i = 0; i < words.length; i++)
        if (words.bytes[i] == '\n')
            words.bytes[i] = ' ';
    struct view whole = view_trim(buf_view(&words));
    text_words(&lines, whole.bytes, whole.length);
    printf("%s\n", buf_string(&out));
    buf_free(&words);
    buf_free(&out);
}

static void option_print(const struct option_word *word)
{
    char left[40];
    snprintf(left, sizeof left, "%c%c%s%s%s%s%s", word->letter ? '-' : ' ', word->letter ? word->letter : ' ',
             word->name ? (word->letter ? ", " : "  ") : "", word->name ? "--" : "",
             word->name ? word->name : "", word->value ? " " : "", word->value ? word->value : "");
    int at = printf("  %-24s ", left);
    text_print(word->help, at, at);
}

static void examples_print(const struct command *command)
{
    printf("\nExamples:\n");
    for (const char *line = command->examples; *line;) {
        size_t length = strcspn(line, "\n");
        printf("  %s %.*s\n", program_name(), (int)length, line);
        line += length + 1;
    }
}

void help_command(const struct command *command, bool full)
{
    say_print("Usage: %s %s%s%s\n%s.\n", program_name(), command->name, *command->synopsis ? " " : "",
              command->synopsis, command->summary);
    if (command->words)
        say_print("%s.\n", command->words);
    if (full) {
        putchar('\n');
        text_print(command->details, 0, 0);
    }
    printf("\nOptions:\n");
    for (int i = 0; i < OPTIONS; i++)
        if (command->takes & TAKES(i))
            option_print(&option_words[i]);
    examples_print(command);
}

void help_program(bool full)
{
    const char *name = program_name();
    say_print("%s tracks kindness, care for yourself, stress and mood, honestly.\n"
              "Usage: %s [--file FILE] [COMMAND ...]\n",
              name, name);
    for (size_t i = 0; i < command_count; i++)
        if (!commands[i]->for_programs) {
            int at = printf("  %-8s ", commands[i]->name);
            text_print(commands[i]->summary, at, at);
        }
    say_print("\nExamples:  %s log helped stranger with bag --mood 7   %s mood 6\n"
              "'%s COMMAND -h': one command. '%s --help': all. '%s help': the manual.\n"
              "-V, --version: the version. The records are in ~/.local/share/kind/log.csv.\n",
              name, name, name, name, name);
    for (size_t i = 0; full && i < command_count; i++) {
        printf("\n");
        help_command(commands[i], true);
    }
}

/* Shows the manual page with man. False if there is none. */
static bool manual_show(void)
{
    const char *argv[] = {"man", "1", program_name(), NULL};
    return child_front(argv, NULL) == 0;
}

static int help_run(const struct session *session, const struct args *args)
{
    (void)session;
    if (args->count > 1) {
        complain("help takes one command; '%s' is too many", args->words[1]);
        return EXIT_MISUSE;
    }
    for (size_t i = 0; args->count && i < command_count; i++)
        if (strcmp(commands[i]->name, args->words[0]) == 0) {
            help_command(commands[i], true);
            return EXIT_DONE;
        }
    if (args->count) {
        command_unknown(args->words[0]);
        return EXIT_MISUSE;
    }
    if (!isatty(STDOUT_FILENO) || !manual_show())
        help_program(true);
    return EXIT_DONE;
}

const struct command cmd_help = {
    .name = "help",
    .synopsis = "[COMMAND]",
    .summary = "The manual, or the help of one command",
    .details = "On a terminal the manual page is shown, if it is installed.\n",
    .examples = "help\nhelp log\n",
    .needs = NEEDS_NOTHING,
    .takes = TAKES_HELP,
    .run = help_run,
};
