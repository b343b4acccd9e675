/* Showing a file with the program that the person reads pages with. */
#include "cmd.h"

#include "base/child.h"
#include "base/die.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MOST = 16 };

/* Cuts COMMAND, which it changes, into words at spaces; the word %s is PATH, which comes last where there is
 * none. */
static void words_cut(char *command, const char *path, const char **words)
{
    size_t count = 0;
    bool placed = false;
    for (char *word = strtok(command, " "); word && count < WORDS_MOST - 2; word = strtok(NULL, " ")) {
        bool here = strcmp(word, "%s") == 0;
        words[count++] = here ? path : word;
        placed = placed || here;
    }
    if (!placed)
        words[count++] = path;
    words[count] = NULL;
}

/* Runs COMMAND with PATH, as child_front does. */
static int command_run(const char *command, size_t length, const char *path)
{
    struct buf copy = {0};
    const char *words[WORDS_MOST];
    buf_add(&copy, command, length);
    words_cut(copy.bytes, path, words);
    int ended = words[1] ? child_front(words, NULL) : CHILD_NONE;
    buf_free(&copy);
    return ended;
}

/* Tries the commands of LIST, between colons, until one is there. */
static int list_run(const char *list, const char *path)
{
    int status = CHILD_NONE;
    while (*list && status == CHILD_NONE) {
        size_t length = strcspn(list, ":");
        status = command_run(list, length, path);
        list += length + (list[length] == ':');
    }
    return status;
}

int file_open(const char *path)
{
    struct buf name = {0};
    const char *browser = getenv("BROWSER");
    /* A name that begins with a dash is no option. */
    buf_printf(&name, "%s%s", *path == '-' ? "./" : "", path);
    int status = browser ? list_run(browser, name.bytes) : CHILD_NONE;
    if (status == CHILD_NONE)
        status = list_run("xdg-open:open", name.bytes);
    if (status == CHILD_NONE)
        complain("%s is written, but there is nothing to open it with; set BROWSER to a program", path);
    else if (status)
        complain("%s is written, but what should open it failed", path);
    buf_free(&name);
    return status ? EXIT_BROKEN : EXIT_DONE;
}
