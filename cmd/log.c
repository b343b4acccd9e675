/* kind log: a kindness to somebody, or care for oneself. */
#include "cmd.h"

#include "base/die.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct entry entry_from(const struct session *session, const struct args *args, const char *note,
                               size_t length)
{
    struct entry entry = entry_at(args_moment(session, args), args->practice);
    entry.mood = args->mood;
    entry.stress = args->stress;
    entry.minutes = args->minutes;
    entry.note = note;
    entry.note_length = length;
    return entry;
}

static bool is_blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] && !strchr(" \t\r\n\v\f", text[i]))
            return false;
    return true;
}

static bool too_long(size_t length)
{
    if (length > NOTE_MAX)
        complain("a text of %zu bytes is too long; at most %d fit in a record; nothing was recorded", length,
                 NOTE_MAX);
    return length > NOTE_MAX;
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
        if (length && line[length - 1] == '\n')
            length--;
        if (length && line[length - 1] == '\r')
            length--;
        size_t mark = first ? text_mark(line, (size_t)length) : 0;
        const char *text = line + mark;
        length -= (ssize_t)mark;
        first = false;
        if (is_blank(text, (size_t)length))
            continue;
        while (strchr(" \t", text[length - 1]) && text[length - 1])
            length--;
        for (; *text == ' ' || *text == '\t'; text++)
            length--;
        if (too_long((size_t)length))
            goto out;
        char *note = must_alloc((size_t)length + 1, 1);
        memcpy(note, text, (size_t)length);
        entries = must_grow(entries, count + 1, sizeof *entries);
        entries[count++] = entry_from(session, args, note, (size_t)length);
    }
    if (ferror(stdin)) {
        complain("standard input can't be read; nothing was recorded");
        status = EXIT_BROKEN;
    } else if (!count) {
        complain("no lines on standard input; nothing was recorded");
    } else {
        status = entry_record(session, args, entries, count);
    }
out:
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
    if (!text || is_blank(text, strlen(text)))
        complain(
            "log needs a text: %s log TEXT, or %s log - for lines from standard input; nothing was recorded",
            program_name(), program_name());
    else if (!too_long(strlen(text)) && (asked || args_text_plain(&cmd_log, args, text))) {
        struct entry entry = entry_from(session, args, text, strlen(text));
        status = entry_record(session, args, &entry, 1);
    }
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
