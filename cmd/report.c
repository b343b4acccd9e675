/* kind report: what the records add up to. kind alone: today, and what to do next. */
#include "cmd.h"

#include "base/die.h"
#include "base/text.h"
#include "out/out.h"
#include "report.h"

#include <stdlib.h>
#include <string.h>

static struct report_want want_from(const struct session *session, const struct args *args, unsigned sections)
{
    return (struct report_want){.sections = sections,
                                .since = args_since_day(args),
                                .until = args_until_day(args),
                                .now = session->clock.now,
                                .today = moment_day(session->clock.now, session->conf.day_start),
                                .peek = given(args, OPTION_PEEK),
                                .day_start = session->conf.day_start,
                                .week_start = session->conf.week_start,
                                .program = program_name()};
}

/* Reads the log, builds the sections and prints them. */
static int report_show(const struct session *session, const struct args *args, unsigned sections,
                       bool heading)
{
    struct log log = {0};
    struct report report;
    struct screen screen;
    int status = EXIT_DONE;
    if (session_read(session, TEXT_TAGS, &log, &status))
        return EXIT_BROKEN;
    bool empty = !log.count;
    struct report_want want = want_from(session, args, sections);
    report_build(&log, &want, &report);
    log_free(&log);
    screen_open(&screen, session, args);
    screen.paged = heading && args->format == FORMAT_TEXT;
    struct out_style style = {.program = program_name(),
                              .width = screen.width,
                              .color = screen.color,
                              .unicode = screen.unicode,
                              .heading = heading};
    if (empty && heading && args->format == FORMAT_TEXT)
        buf_printf(&screen.out, "Nothing is recorded yet. Begin with '%s mood N' and '%s log TEXT'.\n",
                   program_name(), program_name());
    else
        outputs[args->format].write(&report, &style, &screen.out);
    report_free(&report);
    int written = screen_close(&screen, args, EXIT_DONE);
    if (!written && given(args, OPTION_OPEN))
        written = file_open(args->output);
    return written ? written : status;
}

static void sections_say(struct buf *out)
{
    for (int i = 0; i < REPORT_SECTIONS; i++)
        buf_printf(out, "%s%s", i ? " " : "", section_key((enum report_section)i));
}

/* The section whose name is near to WORD, or NULL. */
static const char *section_near(const char *word)
{
    const char *near = NULL;
    size_t best = strlen(word) < 4 ? 2 : 3;
    for (int i = 0; i < REPORT_SECTIONS; i++)
        if (text_distance(word, section_key((enum report_section)i)) < best) {
            near = section_key((enum report_section)i);
            best = text_distance(word, near);
        }
    return near;
}

static int section_unknown(const char *word)
{
    struct buf all = {0};
    const char *near = section_near(word);
    enum report_section titled = section_titled(word);
    sections_say(&all);
    if (titled == SECTION_NEXT)
        complain("no section '%s'; '%s' alone shows what could come next", word, program_name());
    else if (format_named(word))
        complain("no section '%s', but a format: -f %s", word, word);
    else if (near)
        complain("no section '%s'; did you mean '%s'?", word, near);
    else if (titled < SECTIONS)
        complain("'%s' is only a heading; its section is '%s': %s report %s", word, section_key(titled),
                 program_name(), section_key(titled));
    else
        complain("no section '%s'; there are: %s", word, all.bytes);
    buf_free(&all);
    return EXIT_MISUSE;
}

static int report_run(const struct session *session, const struct args *args)
{
    unsigned sections = 0;
    enum report_section section;
    for (int i = 0; i < args->count; i++) {
        if (!section_read(args->words[i], &section))
            return section_unknown(args->words[i]);
        sections |= 1U << section;
    }
    if (given(args, OPTION_OPEN) && !args->output) {
        complain("--open needs a file to open; say which with --output FILE");
        return EXIT_MISUSE;
    }
    if (outputs[args->format].one_section && (!sections || sections & (sections - 1))) {
        struct buf all = {0};
        sections_say(&all);
        complain("%s holds one table; name one section of: %s", outputs[args->format].name, all.bytes);
        buf_free(&all);
        return EXIT_MISUSE;
    }
    return report_show(session, args, sections ? sections : (1U << REPORT_SECTIONS) - 1, true);
}

static int today_run(const struct session *session, const struct args *args)
{
    if (args->count) {
        complain("today takes no words; '%s' is too many", args->words[0]);
        return EXIT_MISUSE;
    }
    return report_show(session, args, 1U << SECTION_TODAY | 1U << SECTION_STREAKS | 1U << SECTION_NEXT,
                       false);
}

const struct command cmd_report = {
    .name = "report",
    .synopsis = "[SECTION...] [options]",
    .summary = "Show what the records add up to",
    .words = "Sections: today streaks days mood links shift trial pauses tags",
    .details = "All of them are shown unless some are named. csv and tsv hold one table, so they want one\n"
               "section; json and html hold all of them. The name of --output's FILE, if it ends in one of\n"
               "these, says the format too. links and tags ask of the last three years, unless\n"
               "--since or --until say otherwise, and leave today out; the manual tells how.\n",
    .examples = "report\nreport mood streaks --since 2026-06-01\nreport days -f csv > days.csv\nreport "
                "--html -o report.html --open\n",
    .needs = NEEDS_LOG,
    .takes = TAKES_READING | TAKES(OPTION_PEEK) | TAKES(OPTION_OPEN),
    .run = report_run,
};

const struct command cmd_today = {
    .name = "today",
    .synopsis = "[options]",
    .summary = "Today on one screen, and three things to do next",
    .details = "Shown when no command is named.\n",
    .examples = "today\ntoday --ascii\n",
    .needs = NEEDS_LOG,
    .takes = TAKES(OPTION_OUTPUT) | TAKES(OPTION_COLOR) | TAKES(OPTION_ASCII) | TAKES_HELP,
    .run = today_run,
};
