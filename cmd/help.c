/* kind help: what there is, from the tables of commands and options alone. */
#include "cmd.h"

#include "base/child.h"
#include "base/die.h"
#include "base/say.h"
#include "base/text.h"
#include "cmd/meant.h"
#include "cmd/option.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    WIDTH = 80, /* a line is no wider than is easily read */
    NARROW = 60,
    NARROW_INDENT = 8 /* where the help of an option begins, which has a line of its own on a narrow screen */
};

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

/* The columns of a line. */
static size_t width_find(void)
{
    size_t width = isatty(STDOUT_FILENO) ? say_width(STDOUT_FILENO) : WIDTH;
    return width < WIDTH ? width : WIDTH;
}

/* Adds TEXT broken into lines, those behind the first INDENT columns to the right, where the first begins,
   too. Its own ends of line count as spaces. */
static void text_add(struct buf *out, const char *text, size_t indent)
{
    struct buf words = {0};
    struct text_lines lines = {out, width_find(), indent, indent, NULL};
    buf_text(&words, text);
    for (size_t i = 0; i < words.length; i++)
        if (words.bytes[i] == '\n')
            words.bytes[i] = ' ';
    struct view whole = view_trim(buf_view(&words));
    text_words(&lines, whole.bytes, whole.length);
    buf_char(out, '\n');
    buf_free(&words);
}

/* Adds lines as printf does, broken at the terminal's width. */
PRINTF_LIKE(2, 3) static void lines_add(struct buf *out, const char *format, ...)
{
    struct buf lines = {0};
    va_list args;
    va_start(args, format);
    buf_vprintf(&lines, format, args);
    va_end(args);
    say_fold(&lines, STDOUT_FILENO);
    buf_add(out, lines.bytes, lines.length);
    buf_free(&lines);
}

static void option_add(struct buf *out, const struct option_word *word)
{
    char left[40];
    snprintf(left, sizeof left, "%c%c%s%s%s%s%s", word->letter ? '-' : ' ', word->letter ? word->letter : ' ',
             word->name ? (word->letter ? ", " : "  ") : "", word->name ? "--" : "",
             word->name ? word->name : "", word->value ? " " : "", word->value ? word->value : "");
    bool narrow = width_find() < NARROW;
    size_t begun = out->length;
    if (narrow)
        buf_printf(out, "  %s\n%*s", left, NARROW_INDENT, "");
    else
        buf_printf(out, "  %-24s ", left);
    text_add(out, word->help, narrow ? NARROW_INDENT : out->length - begun);
}

static void examples_add(struct buf *out, const struct command *command)
{
    buf_text(out, "\nExamples:\n");
    for (const char *line = command->examples; *line;) {
        size_t length = strcspn(line, "\n");
        buf_printf(out, "  %s %.*s\n", program_name(), (int)length, line);
        line += length + 1;
    }
}

static void command_add(struct buf *out, const struct command *command, bool full)
{
    lines_add(out, "Usage: %s %s%s%s\n%s.\n", program_name(), command->name, *command->synopsis ? " " : "",
              command->synopsis, command->summary);
    if (command->words)
        lines_add(out, "%s.\n", command->words);
    if (full) {
        buf_char(out, '\n');
        text_add(out, command->details, 0);
    }
    buf_text(out, "\nOptions:\n");
    for (int i = 0; i < OPTIONS; i++)
        if (command->takes & TAKES(i))
            option_add(out, &option_words[i]);
    examples_add(out, command);
}

/* Shows a help, which it frees; a pager may show a full one. */
static void help_show(struct buf *help, bool full)
{
    if (!full || !page(help))
        fputs(buf_string(help), stdout);
    buf_free(help);
}

void help_command(const struct command *command, bool full)
{
    struct buf help = {0};
    command_add(&help, command, full);
    help_show(&help, full);
}

void help_program(bool full)
{
    const char *name = program_name();
    struct buf help = {0};
    lines_add(&help,
              "%s tracks kindness, care for yourself, stress and mood, honestly.\n"
              "Usage: %s [--file FILE] [COMMAND ...]\n",
              name, name);
    for (size_t i = 0; i < command_count; i++)
        if (!commands[i]->for_programs) {
            size_t begun = help.length;
            buf_printf(&help, "  %-8s ", commands[i]->name);
            text_add(&help, commands[i]->summary, help.length - begun);
        }
    lines_add(&help,
              "\nExamples:  %s log helped stranger with bag --mood 7   %s mood 6\n"
              "'%s COMMAND -h': one command. '%s --help': all. '%s help': the manual.\n"
              "-V, --version: the version. The records are in ~/.local/share/kind/log.csv.\n",
              name, name, name, name, name);
    for (size_t i = 0; full && i < command_count; i++) {
        buf_char(&help, '\n');
        command_add(&help, commands[i], true);
    }
    help_show(&help, full);
}

/* Shows the manual page with man, or what --help says if there is none. An exit status. */
static int manual_show(void)
{
    const char *argv[] = {"man", "1", program_name(), NULL};
    bool terminal = isatty(STDOUT_FILENO);
    int ended = terminal ? child_front(argv, NULL) : CHILD_NONE;
    if (ended == CHILD_ENDED || ended == EXIT_INTERRUPTED)
        return EXIT_INTERRUPTED;
    if (ended == 0)
        return EXIT_DONE;
    if (terminal)
        complain("man shows no page of %s here; this is the help of each command", program_name());
    help_program(true);
    return EXIT_DONE;
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
        command_unknown(args->words[0], NULL);
        return EXIT_MISUSE;
    }
    return manual_show();
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
