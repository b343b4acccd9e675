/* Where the deck comes from: the person's own file, or the one that was built in; and a prompt on its way to
 * a person. */
#include "cmd.h"

#include "base/die.h"
#include "base/say.h"
#include "base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FILE_MOST = 65536, /* bytes */
    BLAME_MOST = 20    /* lines; after them the rest is only counted */
};

static void deck_built_in(struct deck *deck)
{
    struct buf text = {0};
    for (size_t i = 0; deck_lines[i]; i++)
        buf_printf(&text, "%s\n", deck_lines[i]);
    deck_free(deck);
    deck_parse(buf_string(&text), text.length, deck);
    buf_free(&text);
}

static void faults_say(const char *path, const struct deck *deck)
{
    size_t said = deck->fault_count < BLAME_MOST ? deck->fault_count : BLAME_MOST;
    for (size_t i = 0; i < said; i++)
        complain("%s:%zu: %s; the line is skipped", path, deck->faults[i].line, deck->faults[i].what);
    if (said < deck->fault_count)
        complain("%s: %zu more like these", path, deck->fault_count - said);
}

/* Reads the person's deck. False if there is none; *FAULT is why one that is there can't be used, or NULL. */
static bool deck_own(const char *path, enum whom whom, struct deck *deck, const char **fault)
{
    struct buf text = {0};
    int error = buf_read_file(&text, path, FILE_MOST + 1);
    bool there = error != ENOENT && error != ENOTDIR;
    *fault = NULL;
    if (there && error) {
        *fault = strerror(error);
    } else if (text.length > FILE_MOST) {
        *fault = "it is larger than 64 KiB";
    } else if (there) {
        deck_parse(buf_string(&text), text.length, deck);
        faults_say(path, deck);
        if (!deck->count)
            *fault = "it has no prompt";
        else if (!deck_pick(deck, whom, 0))
            *fault = whom == WHOM_SELF ? "it has no prompt for self" : "it has no prompt for others";
    }
    buf_free(&text);
    return there;
}

void deck_load(enum whom whom, struct deck *deck)
{
    const char *fault = NULL;
    char *path = conf_beside("deck");
    *deck = (struct deck){0};
    if (!path || !deck_own(path, whom, deck, &fault) || fault)
        deck_built_in(deck);
    if (fault)
        complain("%s: %s; the built-in prompts are used", path, fault);
    free(path);
}

void prompt_say(const struct prompt *prompt, int fd, struct buf *out)
{
    enum { INDENT = 2, WIDTH_MOST = 76 };
    size_t width = isatty(fd) ? say_width(fd) : WIDTH_MOST;
    struct text_lines lines = {out, width < WIDTH_MOST ? width : WIDTH_MOST, INDENT, INDENT, NULL};
    buf_printf(out, "%*s", INDENT, "");
    text_words(&lines, prompt->words, strlen(prompt->words));
    buf_char(out, '\n');
}
