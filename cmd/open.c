/* Showing a file with the program that the person reads pages with. */
#include "cmd.h"

#include "base/child.h"
#include "base/die.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS_MOST = 16, NOT_THERE = 127 };

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

/* Runs COMMAND with PATH and waits for it, because it may want the terminal. Its exit status, or NOT_THERE.
 */
static int command_run(const char *command, size_t length, const char *path)
{
    struct buf copy = {0};
    const char *words[WORDS_MOST];
    int status = NOT_THERE << 8;
    buf_add(&copy, command, length);
    words_cut(copy.bytes, path, words);
    pid_t child = words[1] ? child_fork() : -1;
    if (child == 0) {
        execvp(words[0], (char *const *)words);
        _exit(NOT_THERE);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    buf_free(&copy);
    return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_INTERRUPTED;
}

/* Tries the commands of LIST, between colons, until one is there. */
static int list_run(const char *list, const char *path)
{
    int status = NOT_THERE;
    while (*list && status == NOT_THERE) {
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
    int status = browser ? list_run(browser, name.bytes) : NOT_THERE;
    if (status == NOT_THERE)
        status = list_run("xdg-open:open", name.bytes);
    if (status == NOT_THERE)
        complain("%s is written, but there is nothing to open it with; set BROWSER to a program", path);
    else if (status)
        complain("%s is written, but what should open it failed", path);
    buf_free(&name);
    return status ? EXIT_BROKEN : EXIT_DONE;
}
