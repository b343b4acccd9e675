/* The line of a crontab that calls kind remind. Only the person adds it, or takes it out. */
#include "cmd/timer.h"

#include "base/child.h"
#include "base/die.h"

#include <stdio.h>
#include <string.h>

/* How long crontab may take, in seconds. */
static const double patience = 30;

/* WORD for the shell, in a crontab: there a % would end the line, whatever quotes stand around it. */
static void cron_quote(const char *word, struct buf *out)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:@+,-";
    bool quote = !*word || word[strspn(word, plain)];
    if (quote)
        buf_char(out, '\'');
    for (; *word; word++)
        if (*word == '\'')
            buf_text(out, "'\\''");
        else if (*word == '%')
            buf_text(out, "\\%");
        else
            buf_char(out, *word);
    if (quote)
        buf_char(out, '\'');
}

void crontab_print(const struct call *call, const struct calls *calls)
{
    struct buf line = {0};
    if (calls->minute < 0)
        buf_printf(&line, "*/%d ", TICK);
    else
        buf_printf(&line, "%d ", calls->minute);
    hours_write(calls->hours, "%d", "-", &line);
    buf_text(&line, " * * * ");
    for (int i = 0; i < call->name_count; i++) {
        size_t name = strcspn(call->names[i], "=") + 1;
        buf_char(&line, ' ');
        buf_add(&line, call->names[i], name);
        cron_quote(call->names[i] + name, &line);
    }
    for (int i = 0; i < call->count; i++) {
        buf_char(&line, ' ');
        cron_quote(call->words[i], &line);
    }
    printf("%s\n", line.bytes);
    buf_free(&line);
}

bool crontab_calls(bool say)
{
    static const char *const argv[] = {"crontab", "-l", NULL};
    struct buf table = {0};
    bool found = false;
    if (child_run(argv, patience, false, &table) == 0)
        for (char *line = table.bytes, *end; line && *line; line = end) {
            end = line + strcspn(line, "\n");
            if (*end)
                *end++ = '\0';
            const char *at = *line == '#' ? NULL : strstr(line, program_name());
            if (!at || !strstr(at, " remind"))
                continue;
            found = true;
            if (say)
                printf("crontab: %s\n", line);
        }
    buf_free(&table);
    return found;
}
