/* kind export: the records for calendars and notes. */
#include "cmd.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

/* The format that was asked for, or that --output's name ends in; a journal to read where neither is said. */
static bool format_choose(const struct args *args, enum export *format)
{
    *format = args->export;
    if (given(args, OPTION_EXPORT))
        return true;
    *format = EXPORT_MD;
    if (!args->output)
        return true;
    const char *ending = strrchr(args->output, '.');
    for (int i = 0; i < EXPORTS && ending; i++)
        if (strcmp(exporters[i].name, ending + 1) == 0) {
            *format = (enum export)i;
            return true;
        }
    complain("--output %s does not tell which format; say -f ics, org, md or jsonl", args->output);
    return false;
}

static int export_run(const struct session *session, const struct args *args)
{
    struct log log = {0};
    struct screen screen;
    struct out_style style = {.program = program_name(), .day_start = session->conf.day_start};
    const struct record **found;
    size_t count;
    enum export format;
    if (!format_choose(args, &format))
        return EXIT_MISUSE;
    int status = query_read(session, args, &log, &found, &count);
    if (!found)
        return status;
    screen_open(&screen, session, args);
    exporters[format].write(found, count, &style, &screen.out);
    query_none_say(args, &log, status, true);
    free(found);
    log_free(&log);
    return screen_close(&screen, args, status);
}

const struct command cmd_export = {
    .name = "export",
    .synopsis = "[WORD|#TAG|@PERSON|practice:NAME ...] [options]",
    .summary = "Write the records for calendars and notes",
    .details =
        "The formats are ics, a calendar with an event for each record; org, an outline for Org mode;\n"
        "md, a journal in Markdown; and jsonl, each record as json on a line. Without --format it is\n"
        "what the name of --output's FILE ends in, or md. Two exports of the same records are the same\n"
        "byte for byte, and an event keeps its UID, so that a calendar that reads them again changes\n"
        "nothing. What is asked for is said as for list.\n",
    .examples = "export -o kind.ics\nexport '#bus' --since 2026-01-01 -f org > bus.org\n"
                "export -f jsonl practice:pause\n",
    .needs = NEEDS_LOG,
    .takes =
        TAKES(OPTION_SINCE) | TAKES(OPTION_UNTIL) | TAKES(OPTION_EXPORT) | TAKES(OPTION_OUTPUT) | TAKES_HELP,
    .run = export_run,
};
