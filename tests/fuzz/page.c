/* Any log as a report, as a list and as an export, in every format: the page is well formed, json parses, csv
   has its fields, a calendar its folds, text stays on its lines. The first byte of the input chooses which
   days and which table. */
#include "fuzz.h"

#include "base/text.h"
#include "out/out.h"
#include "row/row.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH = 32, WIDTH = 80 };

/* The elements that are open. */
struct open {
    struct view name[DEPTH];
    int depth;
};

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

static struct view name_take(struct view *text)
{
    struct view name = {text->bytes, 0};
    while (name.length < text->length && is_name(text->bytes[name.length]))
        name.length++;
    hold(name.length, "a tag and an attribute have names");
    *text = (struct view){text->bytes + name.length, text->length - name.length};
    return name;
}

static bool starts(struct view text, const char *start)
{
    return text.length >= strlen(start) && memcmp(text.bytes, start, strlen(start)) == 0;
}

static void skip(struct view *text, size_t length)
{
    hold(length <= text->length, "a page does not end within a tag");
    *text = (struct view){text->bytes + length, text->length - length};
}

/* The length of TEXT up to END, which has to be there. */
static size_t length_to(struct view text, char end)
{
    const char *found = text.length ? memchr(text.bytes, end, text.length) : NULL;
    hold(found, "what is opened is closed");
    return (size_t)(found - text.bytes);
}

static void hold_entities(struct view text)
{
    static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&nbsp;"};
    while (text.length && memchr(text.bytes, '&', text.length)) {
        bool known = false;
        skip(&text, length_to(text, '&'));
        for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
            known = known || starts(text, entities[i]);
        hold(known, "an ampersand begins an entity");
        skip(&text, 1);
    }
}

/* Takes the attributes and the end of a tag; whether it closes itself. */
static bool tag_end(struct view *text)
{
    while (starts(*text, " ")) {
        skip(text, 1);
        name_take(text);
        if (!starts(*text, "="))
            continue;
        skip(text, 1);
        hold(starts(*text, "\""), "an attribute is quoted");
        skip(text, 1);
        size_t length = length_to(*text, '"');
        struct view value = {text->bytes, length};
        hold(!memchr(value.bytes, '<', length) && !memchr(value.bytes, '>', length),
             "an attribute has no bracket");
        hold_entities(value);
        skip(text, length + 1);
    }
    bool itself = starts(*text, "/>");
    skip(text, itself);
    hold(starts(*text, ">"), "a tag ends");
    skip(text, 1);
    return itself;
}

/* Takes the tag at the start of *TEXT. */
static void tag_take(struct view *text, struct open *open)
{
    skip(text, 1);
    if (starts(*text, "/")) {
        skip(text, 1);
        struct view name = name_take(text);
        hold(open->depth && view_same(open->name[--open->depth], name), "elements close in their order");
        hold(!tag_end(text), "an end does not end itself");
        return;
    }
    struct view name = name_take(text);
    bool is_void = tag_end(text) || view_same(name, (struct view){"meta", 4});
    if (is_void)
        return;
    hold(open->depth < DEPTH, "elements are not nested for ever");
    open->name[open->depth++] = name;
    if (!view_same(name, (struct view){"style", 5}))
        return;
    while (!starts(*text, "</style>"))
        skip(text, 1);
}

static void hold_page(struct view page)
{
    static const char doctype[] = "<!DOCTYPE html>\n";
    struct open open = {.depth = 0};
    hold_safe(page, "\n");
    hold(starts(page, doctype), "a page says what it is");
    skip(&page, sizeof doctype - 1);
    while (page.length) {
        size_t text = 0;
        while (text < page.length && page.bytes[text] != '<')
            text++;
        struct view between = {page.bytes, text};
        hold(!text || !memchr(between.bytes, '>', text), "no bracket stands in a text");
        hold_entities(between);
        skip(&page, text);
        if (page.length)
            tag_take(&page, &open);
    }
    hold(!open.depth, "every element is closed");
}

static void hold_json(struct view text)
{
    json_error_t error;
    json_t *json = json_loadb(text.bytes, text.length, JSON_REJECT_DUPLICATES, &error);
    hold(json, "json parses");
    json_decref(json);
}

/* Fields and rows while libcsv counts them. */
struct count {
    size_t fields, first, rows;
};

static void field_count(void *bytes, size_t length, void *context)
{
    (void)bytes;
    (void)length;
    ((struct count *)context)->fields++;
}

static void row_count(int end, void *context)
{
    struct count *count = context;
    (void)end;
    if (!count->rows++)
        count->first = count->fields;
    hold(count->fields == count->first, "every row of a table has its fields");
    count->fields = 0;
}

static void hold_table(struct view text, char separator, size_t rows)
{
    struct csv_parser csv;
    struct count count = {0};
    csv_open(&csv, separator);
    hold(csv_parse(&csv, text.bytes, text.length, field_count, row_count, &count) == text.length &&
             csv_fini(&csv, field_count, row_count, &count) == 0,
         "a table is csv");
    hold(count.rows == rows + 1, "a table has a header and its rows");
    csv_free(&csv);
}

static void hold_lines(struct view text)
{
    hold_safe(text, "\n");
    while (text.length) {
        struct view line = line_take(&text);
        hold(text_width(line.bytes, line.length) <= WIDTH, "a line of the report fits");
    }
}

static void hold_format(const struct report *report, enum format format)
{
    static const struct out_style style = {
        .program = "kind", .width = WIDTH, .unicode = true, .heading = true};
    struct buf out = {0};
    outputs[format].write(report, &style, &out);
    struct view text = buf_view(&out);
    switch (format) {
    case FORMAT_TEXT:
        hold_lines(text);
        break;
    case FORMAT_CSV:
        hold_table(text, ',', report->sections->table.row_count);
        break;
    case FORMAT_TSV:
        hold_table(text, '\t', report->sections->table.row_count);
        break;
    case FORMAT_JSON:
        hold_json(text);
        break;
    case FORMAT_HTML:
        hold_page(text);
        break;
    case FORMATS:
        break;
    }
    buf_free(&out);
}

/* Lines of at most 75 octets that are UTF-8 each by itself, and one event a record. */
static void hold_calendar(struct view text, size_t count)
{
    size_t begun = 0, ended = 0;
    while (text.length) {
        struct view line = line_take(&text);
        hold(line.length && line.length <= 76 && line.bytes[line.length - 1] == '\r',
             "a line of a calendar ends in CR LF and has 75 octets at most");
        line.length--;
        hold_safe(line, "");
        begun += view_is(line, "BEGIN:VEVENT");
        ended += view_is(line, "END:VEVENT");
    }
    hold(begun == count && ended == count, "an event a record, and none from a text");
}

/* One heading a record below those of the days; a drawer that opens and closes. */
static void hold_outline(struct view text, size_t count)
{
    size_t records = 0, drawers = 0;
    while (text.length) {
        struct view line = line_take(&text);
        hold(is_utf8(line), "an outline is UTF-8");
        hold(line.length && strchr("*:[#", line.bytes[0]), "a line of an outline is of a kind that is known");
        records += starts(line, "** ");
        drawers += view_is(line, ":END:");
    }
    hold(records == count && drawers == count, "a heading and a drawer a record");
}

static void hold_exports(const struct record *const *records, size_t count)
{
    static const struct out_style style = {.program = "kind", .day_start = 240};
    for (int i = 0; i < EXPORTS; i++) {
        struct buf out = {0};
        exporters[i].write(records, count, &style, &out);
        struct view text = buf_view(&out);
        size_t lines = 0;
        switch ((enum export)i) {
        case EXPORT_ICS:
            hold_calendar(text, count);
            break;
        case EXPORT_ORG:
            hold_outline(text, count);
            break;
        case EXPORT_MD:
            hold_safe(text, "\n");
            while (text.length) {
                struct view line = line_take(&text);
                lines += starts(line, "- ");
            }
            hold(lines == count, "a line of a journal a record");
            break;
        case EXPORT_JSONL:
            hold(lines_count(text) == count, "a line of json a record");
            while (text.length)
                hold_json(line_take(&text));
            break;
        case EXPORTS:
            break;
        }
        buf_free(&out);
    }
}

static void hold_list(const struct log *log)
{
    static const struct out_style style = {.program = "kind", .width = WIDTH};
    struct buf page = {0}, json = {0};
    const struct record **records = must_alloc(log->count + 1, sizeof *records);
    for (size_t i = 0; i < log->count; i++)
        records[i] = &log->records[i];
    records_html(records, log->count, &style, &page);
    records_json(records, log->count, &json);
    hold_exports(records, log->count);
    hold_page(buf_view(&page));
    hold_json(buf_view(&json));
    buf_free(&page);
    buf_free(&json);
    free(records);
}

/* All sections together, and the one of number TABLE as a table. */
static void hold_reports(const struct log *log, struct report_want want, int table)
{
    struct report report;
    want.sections = (1U << REPORT_SECTIONS) - 1;
    report_build(log, &want, &report);
    hold_format(&report, FORMAT_TEXT);
    hold_format(&report, FORMAT_JSON);
    hold_format(&report, FORMAT_HTML);
    report_free(&report);
    want.sections = 1U << table;
    report_build(log, &want, &report);
    hold_format(&report, FORMAT_CSV);
    hold_format(&report, FORMAT_TSV);
    report_free(&report);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const int64_t days[] = {60, 200, 500, 15};
    struct log log = {0};
    struct buf error = {0};
    if (!length)
        return 0;
    int64_t today = moment_day(fuzz_clock.now, fuzz_clock.day_start);
    struct report_want want = {.since = today - days[*bytes % 4],
                               .until = today,
                               .now = fuzz_clock.now,
                               .today = today,
                               .peek = *bytes & 4,
                               .day_start = fuzz_clock.day_start,
                               .week_start = *bytes & 8 ? 6 : 0,
                               .program = "kind"};
    track_parse((const char *)bytes + 1, length - 1, TEXT_ALL, &fuzz_clock, &log, &error);
    hold_list(&log);
    hold_reports(&log, want, *bytes / 16 % REPORT_SECTIONS);
    buf_free(&error);
    log_free(&log);
    return 0;
}
