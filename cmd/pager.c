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
    return *pager && strcmp(pager, "cat") != 0 ? pager : NULL;
}

/* Whether a person looks at a terminal that can show a part of a text at a time. */
static bool terminal_pages(void)
{
    const char *term = getenv("TERM");
    return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0 && !env_set("CI");
}

/* Whether TEXT leaves no line for the shell's prompt on the terminal. */
static bool fills_screen(const struct buf *text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text->length; i++)
        lines += text->bytes[i] == '\n';
    return lines >= say_height(STDOUT_FILENO);
}

bool page(const struct buf *text)
{
    const char *pager = pager_find();
    if (!pager || !terminal_pages() || !fills_screen(text))
        return false;
    /* A short text just stands there, colours pass, and the screen stays as it is at the end. */
    setenv("LESS", "FRX", 0);
    return child_shell(pager, NULL, text) != CHILD_NONE;
}
