/* kind list: the records, newest last. */
#include "cmd.h"

#include "base/die.h"
#include "base/num.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* How many characters of an id tell it from all others in the log, at least those that a confirmation shows.
 */
static int id_length(const struct log *log)
{
    uint64_t *ids = log_ids(log);
    int length = ID_SHOWN;
    for (size_t i = 1; i < log->count; i++)
        while (ids[i - 1] && ids[i] != ids[i - 1] && length < ID_SIZE - 1 &&
               (ids[i] - 1) >> (5 * (ID_SIZE - 1 - length)) ==
                   (ids[i - 1] - 1) >> (5 * (ID_SIZE - 1 - length)))
            length++;
    free(ids);
    return length;
}

static void number_add(struct buf *out, long value, int decimals, long none)
{
    char text[32];
    if (value == none)
        return;
    num_write(value, decimals, text);
    buf_text(out, text);
}

/* On a terminal, what does not fit beside the time goes on below, or near the left of a narrow one. */
static void record_line(struct screen *screen, const struct record *record, int id_shown)
{
    enum { NARROW = 60, HANG = 2 };
    struct buf *out = &screen->out, words = {0};
    char time[MOMENT_SIZE], id[ID_SIZE];
    struct view note = record_note(record);
    moment_write(record_moment(record), time);
    id_write(record->id, id);
    size_t begun = out->length;
    buf_printf(out, "%.10s %.5s  %-8s  ", time, time + 11, practice_name((enum practice)record->practice));
    size_t used = out->length - begun;
    struct text_lines lines = {out, screen->width, screen->width < NARROW ? HANG : used, used, NULL};
    record_facts(&words, record, "  ");
    if (words.length)
        buf_text(&words, "  ");
    if (note.length) {
        text_safe(&words, note.bytes, note.length);
        buf_text(&words, "  ");
    }
    if (*id)
        buf_printf(&words, "[%.*s]", id_shown, id);
    if (screen->terminal)
        text_words(&lines, buf_string(&words), words.length);
    else
        buf_add(out, words.bytes, words.length);
    buf_free(&words);
    if (*id && screen->color) {
        out->length -= (size_t)id_shown + 2;
        buf_printf(out, "\x1b[2m[%.*s]\x1b[0m", id_shown, id);
    }
    while (out->length && out->bytes[out->length - 1] == ' ')
        out->bytes[--out->length] = '\0';
}

/* A field of a tsv, which has no way to hold a tab or an end of line. */
static void tsv_field(struct buf *out, struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        buf_char(out, strchr("\t\r\n", text.bytes[i]) ? ' ' : text.bytes[i]);
}

static void record_tsv(struct buf *out, const struct record *record)
{
    char time[MOMENT_SIZE], id[ID_SIZE];
    moment_write(record_moment(record), time);
    id_write(record->id, id);
    buf_printf(out, "%s\t%s\t", time, practice_name((enum practice)record->practice));
    tsv_field(out, record_note(record));
    buf_char(out, '\t');
    number_add(out, record->mood, 1, RATING_NONE);
    buf_char(out, '\t');
    number_add(out, record->stress, 1, RATING_NONE);
    buf_char(out, '\t');
    number_add(out, record->stress_after, 1, RATING_NONE);
    buf_char(out, '\t');
    number_add(out, record->minutes, 2, MINUTES_NONE);
    buf_char(out, '\t');
    tsv_field(out, record_arm(record));
    buf_printf(out, "\t%s", id);
}

static void record_print(struct screen *screen, const struct args *args, const struct record *record,
                         int id_shown)
{
    struct view row = record_row(record);
    switch (args->format) {
    case FORMAT_TEXT:
        record_line(screen, record, id_shown);
        break;
    case FORMAT_CSV:
        buf_add(&screen->out, row.bytes, row.length);
        break;
    case FORMAT_TSV:
        record_tsv(&screen->out, record);
        break;
    case FORMAT_JSON:
    case FORMAT_HTML:
    case FORMATS:
        break;
    }
    buf_char(&screen->out, given(args, OPTION_NULL) ? '\0' : '\n');
}

static const char tsv_header[] = "time\tpractice\tnote\tmood\tstress\tstress_after\tminutes\tarm\tid";

/* The records a line each, behind a header where the format has one. */
static void records_print(struct screen *screen, const struct args *args, const struct log *log,
                          const struct record *const *records, size_t count)
{
    if (args->format == FORMAT_CSV)
        buf_printf(&screen->out, "%s", log->header ? log->header : track_header());
    else if (args->format == FORMAT_TSV)
        buf_text(&screen->out, tsv_header);
    if (args->format != FORMAT_TEXT)
        buf_char(&screen->out, given(args, OPTION_NULL) ? '\0' : '\n');
    int id_shown = args->format == FORMAT_TEXT ? id_length(log) : 0;
    for (size_t i = 0; i < count; i++)
        record_print(screen, args, records[i], id_shown);
}

static int list_run(const struct session *session, const struct args *args)
{
    struct log log = {0};
    struct screen screen;
    const struct record **found;
    size_t count;
    int status;
    if ((args->format == FORMAT_JSON || args->format == FORMAT_HTML) && given(args, OPTION_NULL)) {
        complain("%s is one whole, not a line for each record; --null has nothing to end",
                 outputs[args->format].name);
        return EXIT_MISUSE;
    }
    status = query_read(session, args, &log, &found, &count);
    if (!found)
        return status;
    screen_open(&screen, session, args);
    struct out_style style = {.program = program_name()};
    if (args->format == FORMAT_JSON)
        records_json(found, count, &screen.out);
    else if (args->format == FORMAT_HTML)
        records_html(found, count, &style, &screen.out);
    else
        records_print(&screen, args, &log, found, count);
    if (args->format == FORMAT_TEXT)
        query_none_say(args, &log, status, false);
    free(found);
    log_free(&log);
    return screen_close(&screen, args, status);
}

const struct command cmd_list = {
    .name = "list",
    .synopsis = "[WORD|#TAG|@PERSON|practice:NAME ...] [options]",
    .summary = "List the records, newest last",
    .details = "Every WORD must be in the text (upper and lower case are the same); #tag and @person match\n"
               "whole, practice:care takes the records of one practice. With --format csv the rows are\n"
               "printed as they stand in the file; with --json they are one array, in\n"
               "{\"records\": [...]}, and with --html a page with a table. The name of --output's FILE, if\n"
               "it ends in .csv, .tsv, .json or .html, says the format too.\n",
    .examples = "list\nlist '#bus' practice:kindness --since 7d\nlist -f csv --since mon > week.csv\n",
    .needs = NEEDS_LOG,
    .takes = TAKES_READING | TAKES(OPTION_NULL),
    .run = list_run,
};
