/* kind log: a kindness to somebody, or care for oneself. */
#include "cmd.h"

#include "base/die.h"
#include "base/text.h"
#include "cmd/meant.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct entry entry_from(const struct session *session, const struct args *args, struct view note)
{
    struct entry entry = entry_at(args_moment(session, args), args->practice);
    entry.mood = args->mood;
    entry.stress = args->stress;
    entry.minutes = args->minutes;
    entry.note = note.bytes;
    entry.note_length = note.length;
    return entry;
}

static bool is_blank(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] && !strchr(" \t\r\n\v\f", text.bytes[i]))
            return false;
    return true;
}

/* One record a line of standard input, all or none. */
static int log_lines(const struct session *session, const struct args *args)
{
    bool first = true;
    struct entry *entries = NULL;
    size_t count = 0, room = 0;
    char *line = NULL;
    ssize_t length;
    int status = EXIT_MISUSE;
    while ((length = getline(&line, &room, stdin)) >= 0) {
        struct view text = {line, (size_t)length};
        size_t skip = first ? text_mark(line, text.length) : 0;
        first = false;
        text = view_trim((struct view){line + skip, text.length - skip});
        if (is_blank(text))
            continue;
        entries = must_grow(entries, count + 1, sizeof *entries);
        entries[count++] = entry_from(session, args, (struct view){view_copy(text), text.length});
    }
    if (ferror(stdin)) {
        complain("standard input can't be read; nothing was recorded");
        status = EXIT_BROKEN;
    } else if (!count) {
        complain("no lines on standard input; nothing was recorded");
    } else {
        status = entry_record(session, args, entries, count);
    }
    for (size_t i = 0; i < count; i++)
        free((char *)entries[i].note);
    free(entries);
    free(line);
    return status;
}

/* Asks for the text until it has no option in it, which would not be read there. NULL if none was given; the
   caller frees it. */
static char *text_ask(bool care)
{
    for (int tries = 0; tries < ASK_MOST; tries++) {
        char *text = ask(care ? "What did you do for yourself?" : "What kind thing did you do?");
        const char *option = text ? text_option(&cmd_log, text) : NULL;
        if (!option)
            return text;
        complain("options are not read here, and '--%s' is one: '%s'", option, text);
        free(text);
    }
    return NULL;
}

/* Adds, of a text whose first word is most likely the practice, how care is recorded. */
static void care_say(struct buf *out, const struct args *args, const char *text)
{
    if (args->practice == PRACTICE_KINDNESS && !args_dashed(args) && strncmp(text, "care ", 5) == 0)
        buf_printf(out, "'care' is in the text. For care of yourself: %s undo, and %s log --care TEXT\n",
                   program_name(), program_name());
}

static int log_text(const struct session *session, const struct args *args, const char *text)
{
    struct entry entry = entry_from(session, args, (struct view){text, strlen(text)});
    struct buf then = {0};
    care_say(&then, args, text);
    int status = entry_record_then(session, args, &entry, 1, buf_string(&then));
    buf_free(&then);
    return status;
}

static int log_run(const struct session *session, const struct args *args)
{
    if (args->count == 1 && strcmp(args->words[0], "-") == 0)
        return log_lines(session, args);
    char *text = args_text(args, 0);
    int status = EXIT_MISUSE;
    bool asked = !args->count && ask_possible();
    if (asked) {
        free(text);
        text = text_ask(args->practice == PRACTICE_CARE);
    }
    if (!text || is_blank((struct view){text, strlen(text)}))
        complain(
            "log needs a text: %s log TEXT, or %s log - for lines from standard input; nothing was recorded",
            program_name(), program_name());
    else if (asked || args_dashed(args) || (args_text_plain(&cmd_log, args, text) && act_plain(args, text)))
        status = log_text(session, args, text);
    free(text);
    return status;
}

const struct command cmd_log = {
    .name = "log",
    .synopsis = "[options] [TEXT...|-]",
    .summary = "Record a kindness to somebody, or with --care to yourself",
    .details = "The text needs no quotes, and options may stand before, in or after it; -- ends them.\n"
               "#tags and @people in it can be listed and counted later. With - each line of standard\n"
               "input is one record, and all are written together or not at all.\n",
    .examples = "log helped stranger with bag --mood 7\n"
                "log --care went to bed early -d yesterday\n"
                "log - < acts.txt\n",
    .needs = NEEDS_LOG,
    .takes = TAKES_RECORDING | TAKES(OPTION_PRACTICE) | TAKES(OPTION_CARE),
    .run = log_run,
};
