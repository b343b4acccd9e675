/* What is longer than the terminal, shown by the person's pager. */
#include "cmd.h"

#include "base/child.h"
#include "base/say.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* KIND_PAGER, PAGER or less; NULL where none is wanted. */
static const char *pager_find(void)
{
    const char *ours = getenv("KIND_PAGER"), *any = getenv("PAGER");
    const char *pager = ours ? ours : any ? any : "less";
    return pager[strspn(pager, " \t")] && strcmp(pager, "cat") != 0 ? pager : NULL;
}

/* Whether a person looks at a terminal that can show a part of a text at a time, and that is ours: a job in
   the background would be stopped by it. */
static bool terminal_pages(void)
{
    const char *term = getenv("TERM");
    return isatty(STDOUT_FILENO) && tcgetpgrp(STDOUT_FILENO) == getpgrp() && term &&
           strcmp(term, "dumb") != 0 && !env_set("CI");
}

/* Whether TEXT leaves no line for the shell's prompt on the terminal. */
static bool fills_screen(const struct buf *text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text->length; i++)
        lines += text->bytes[i] == '\n';
    return lines >= say_height(STDOUT_FILENO);
}

/* A short text just stands there, colours pass, and the screen stays as it is at the end, unless the person
   has options of their own; but colours pass even then. */
static void less_prepare(void)
{
    const char *own = getenv("LESS");
    struct buf options = {0};
    if (own)
        buf_printf(&options, "-R %s", own);
    else
        buf_text(&options, "FRX");
    setenv("LESS", options.bytes, 1);
    buf_free(&options);
}

bool page(const struct buf *text)
{
    const char *pager = pager_find();
    if (!pager || !terminal_pages() || !fills_screen(text))
        return false;
    less_prepare();
    int ended = child_shell(pager, NULL, text);
    return ended == 0 || ended == CHILD_ENDED || ended == EXIT_INTERRUPTED;
}
