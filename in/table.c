/* A foreign csv: fed to libcsv line by line, so that a bad row costs no other. */
#include "in/table.h"

#include "base/limit.h"
#include "base/text.h"
#include "row/row.h"

#include <stdlib.h>
#include <string.h>

enum { JOIN_MOST = LIMIT(131072, 256) }; /* bytes that one row may have if ends of line are quoted in it */

/* A row while libcsv hands over its fields. */
struct gather {
    struct buf text;
    size_t *end; /* of each field in TEXT */
    size_t count, room;
    int rows;
};

static void gather_field(void *bytes, size_t length, void *context)
{
    struct gather *gather = context;
    if (gather->rows)
        return;
    gather->end = must_room(gather->end, gather->count, &gather->room, sizeof *gather->end);
    buf_add(&gather->text, bytes, length);
    gather->end[gather->count++] = gather->text.length;
}

static void gather_row(int end, void *context)
{
    struct gather *gather = context;
    (void)end;
    gather->rows++;
}

static void gather_clear(struct gather *gather)
{
    buf_clear(&gather->text);
    gather->count = 0;
    gather->rows = 0;
}

char table_separator(struct view bytes)
{
    static const char known[] = ",;\t|";
    size_t count[sizeof known] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < bytes.length && (quoted || bytes.bytes[i] != '\n'); i++) {
        const char *found = bytes.bytes[i] ? strchr(known, bytes.bytes[i]) : NULL;
        quoted ^= bytes.bytes[i] == '"';
        if (found && !quoted)
            count[found - known]++;
    }
    for (size_t i = 1; i < sizeof known - 1; i++)
        if (count[i] > count[best])
            best = i;
    return known[best];
}

/* Feeds one line with an end. *DONE tells whether the row is whole with it; the reason if it is bad. */
static const char *line_feed(struct csv_parser *csv, struct view line, struct gather *gather, bool *done)
{
    *done = false;
    if (memchr(line.bytes, '\0', line.length))
        return "a NUL byte";
    if (csv_parse(csv, line.bytes, line.length, gather_field, gather_row, gather) != line.length ||
        csv_parse(csv, "\n", 1, gather_field, gather_row, gather) != 1)
        return "a quote in the wrong place";
    *done = gather->rows > 0;
    return gather->rows > 1 ? "a carriage return within the row" : NULL;
}

/* Hands the gathered row on. */
static bool gather_visit(const struct gather *gather, uint32_t line, struct view raw, table_visit *visit,
                         void *context)
{
    struct view *fields = must_alloc(gather->count + 1, sizeof *fields);
    size_t from = 0;
    for (size_t i = 0; i < gather->count; i++) {
        fields[i] = (struct view){buf_string(&gather->text) + from, gather->end[i] - from};
        from = gather->end[i];
    }
    struct table_row row = {line, raw, fields, (int)gather->count};
    bool on = visit(context, &row);
    free(fields);
    return on;
}

/* Gathers the row that begins at *AT, which moves behind it, or behind its first line if it is bad. *LINES is
   how many it has, 0 for a blank one, and RAW is all of it. NULL, or why it is bad. */
static const char *row_gather(struct csv_parser *csv, struct view bytes, size_t *at, struct gather *gather,
                              uint32_t *lines, struct view *raw)
{
    struct view line;
    size_t start = *at, after = 0;
    const char *wrong = NULL;
    bool done = false;
    gather_clear(gather);
    *lines = 0;
    while (!done && !wrong && *at - start <= JOIN_MOST && line_next(bytes, at, &line)) {
        if (!*lines && !view_trim(line).length)
            return NULL;
        wrong = line_feed(csv, line, gather, &done);
        after = after ? after : *at;
        ++*lines;
    }
    if (!done && !wrong)
        wrong = "a quote that is never closed";
    if (wrong)
        *at = after;
    else
        *raw = (struct view){bytes.bytes + start, (size_t)(line.bytes + line.length - (bytes.bytes + start))};
    return wrong;
}

void table_read(struct view bytes, char separator, table_visit *visit, table_fault *fault, void *context)
{
    struct csv_parser csv;
    struct gather gather = {0};
    struct view raw;
    uint32_t number = 1, lines;
    bool on = true;
    csv_open(&csv, separator);
    for (size_t at = 0; on && at < bytes.length; number += lines) {
        const char *wrong = row_gather(&csv, bytes, &at, &gather, &lines, &raw);
        if (wrong) {
            csv_free(&csv);
            csv_open(&csv, separator);
            fault(context, number, wrong);
        } else if (lines) {
            on = gather_visit(&gather, number, raw, visit, context);
        }
        if (wrong || !lines)
            lines = 1;
    }
    csv_free(&csv);
    buf_free(&gather.text);
    free(gather.end);
}

int table_field(const struct table_row *row, const char *name)
{
    for (int i = 0; i < row->count; i++) {
        struct view field = view_trim(row->fields[i]);
        if (text_same(field.bytes ? field.bytes : "", field.length, name, strlen(name)))
            return i;
    }
    return -1;
}

struct view table_value(const struct table_row *row, int field)
{
    return field >= 0 && field < row->count ? row->fields[field] : (struct view){0};
}

void table_fault_pass(void *context, uint32_t line, const char *what)
{
    (void)context;
    (void)line;
    (void)what;
}
