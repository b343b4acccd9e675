/* A report, or records, as json: the words of kind-json(5). */
#include "out.h"

#include "base/text.h"
#include "base/when.h"
#include "json.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 10 }; /* of a number, as csv has them */
#define JSON_FORM (JSON_INDENT(2) | JSON_REAL_PRECISION(DIGITS))

static void *memory_take(size_t size)
{
    return must_grow(NULL, size, 1);
}

/* Text as it is, but for bytes that are not UTF-8, which json cannot hold. */
static json_t *text_json(const char *text, size_t length)
{
    struct buf whole = {0};
    text_utf8(&whole, text, length);
    json_t *json = json_stringn(buf_string(&whole), whole.length);
    buf_free(&whole);
    return json;
}

/* Null for what is unknown or not finite. A whole number is written as one. */
static json_t *number_json(double number)
{
    if (!isfinite(number))
        return json_null();
    if (fabs(number) < 1e15 && number == floor(number))
        return json_integer((json_int_t)number);
    return json_real(number);
}

static json_t *day_json(int64_t day)
{
    char date[DATE_SIZE];
    date_write(day, date);
    return json_string(date);
}

static json_t *moment_json(struct moment moment)
{
    char time[MOMENT_SIZE];
    moment_write(moment, time);
    return json_string(time);
}

static json_t *cell_json(enum cell_type type, const struct cell *cell)
{
    if (!cell->known)
        return json_null();
    switch (type) {
    case CELL_TEXT:
        return text_json(cell->text, strlen(cell->text));
    case CELL_DAY:
        return day_json(cell->count);
    case CELL_COUNT:
        return json_integer(cell->count);
    case CELL_NUMBER:
        return number_json(cell->number);
    }
    return json_null();
}

static json_t *rows_json(const struct table *table)
{
    json_t *rows = json_array();
    for (size_t r = 0; r < table->row_count; r++) {
        json_t *row = json_object();
        for (size_t c = 0; c < table->column_count; c++)
            json_object_set_new(
                row, table->columns[c].key,
                cell_json(table->columns[c].type, &table->cells[r * table->column_count + c]));
        json_array_append_new(rows, row);
    }
    return rows;
}

static void sentences_append(json_t *array, const struct sentences *sentences)
{
    for (size_t i = 0; i < sentences->count; i++) {
        struct buf line = {0};
        sentence_join(&line, sentences->line[i]);
        json_array_append_new(array, text_json(buf_string(&line), line.length));
        buf_free(&line);
    }
}

static json_t *sentences_json(const struct sentences *sentences)
{
    json_t *array = json_array();
    sentences_append(array, sentences);
    return array;
}

static json_t *trend_json(const struct weekly *weekly)
{
    json_t *trend = json_object();
    json_object_set_new(trend, "from", number_json(weekly->from));
    json_object_set_new(trend, "to", number_json(weekly->to));
    json_object_set_new(trend, "weeks", json_integer((json_int_t)weekly->span));
    return trend;
}

static json_t *pairs_json(const struct slopes *slopes)
{
    json_t *pairs = json_array();
    for (size_t i = 0; i < slopes->count; i++) {
        const struct slope_line *line = &slopes->lines[i];
        json_t *pair = json_object();
        json_object_set_new(pair, "group",
                            text_json(slopes->group[line->group], strlen(slopes->group[line->group])));
        json_object_set_new(pair, "before", number_json(line->before));
        json_object_set_new(pair, "after", number_json(line->after));
        json_array_append_new(pairs, pair);
    }
    return pairs;
}

static json_t *section_json(const struct section *section)
{
    json_t *json = json_object();
    json_object_set_new(json, "title", json_string(section->title));
    json_object_set_new(json, "rows", rows_json(&section->table));
    if (section->weekly.count)
        json_object_set_new(json, "trend", trend_json(&section->weekly));
    if (section->slopes.count)
        json_object_set_new(json, "pairs", pairs_json(&section->slopes));
    json_object_set_new(json, "words", sentences_json(&section->words));
    json_object_set_new(json, "cautions", sentences_json(&section->cautions));
    json_object_set_new(json, "method", section->method ? json_string(section->method) : json_null());
    return json;
}

static int bytes_take(const char *bytes, size_t length, void *out)
{
    buf_add(out, bytes, length);
    return 0;
}

/* Writes JSON and lets go of it. */
static void json_end(json_t *json, struct buf *out)
{
    json_dump_callback(json, bytes_take, out, JSON_FORM);
    json_decref(json);
    buf_char(out, '\n');
}

void out_json(const struct report *report, const struct out_style *style, struct buf *out)
{
    (void)style;
    bool any = report->first <= report->last;
    json_set_alloc_funcs(memory_take, free);
    json_t *json = json_object(), *summary = json_array(), *sections = json_object();
    json_object_set_new(json, "schema", json_string("kind.report/1"));
    json_object_set_new(json, "made", moment_json(report->made));
    json_object_set_new(json, "today", day_json(report->today));
    json_object_set_new(json, "first", any ? day_json(report->first) : json_null());
    json_object_set_new(json, "last", any ? day_json(report->last) : json_null());
    json_object_set_new(json, "records", json_integer((json_int_t)report->records));
    for (size_t i = 0; i < report->count; i++) {
        sentences_append(summary, &report->sections[i].lead);
        json_object_set_new(sections, report->sections[i].key, section_json(&report->sections[i]));
    }
    json_object_set_new(json, "summary", summary);
    json_object_set_new(json, "sections", sections);
    json_end(json, out);
}

/* A whole number of units of 10^-DECIMALS. */
static json_t *fixed_json(long value, int decimals, long none)
{
    return value == none ? json_null() : number_json((double)value / (decimals == 1 ? 10 : 100));
}

static json_t *record_json(const struct record *record)
{
    char id[ID_SIZE];
    struct view note = record_note(record), arm = record_arm(record);
    json_t *json = json_object();
    id_write(record->id, id);
    json_object_set_new(json, "time", moment_json(record_moment(record)));
    json_object_set_new(json, "practice", json_string(practice_name((enum practice)record->practice)));
    json_object_set_new(json, "note", text_json(note.bytes, note.length));
    json_object_set_new(json, "mood", fixed_json(record->mood, 1, RATING_NONE));
    json_object_set_new(json, "stress", fixed_json(record->stress, 1, RATING_NONE));
    json_object_set_new(json, "stress_after", fixed_json(record->stress_after, 1, RATING_NONE));
    json_object_set_new(json, "minutes", fixed_json(record->minutes, 2, MINUTES_NONE));
    json_object_set_new(json, "arm", arm.length ? text_json(arm.bytes, arm.length) : json_null());
    json_object_set_new(json, "id", *id ? json_string(id) : json_null());
    return json;
}

/* Bytes of a value that stands further in than it was written for. */
static int record_take(const char *bytes, size_t length, void *out)
{
    const char *end;
    for (; (end = memchr(bytes, '\n', length)); length -= (size_t)(end + 1 - bytes), bytes = end + 1) {
        buf_add(out, bytes, (size_t)(end + 1 - bytes));
        buf_text(out, "    ");
    }
    buf_add(out, bytes, length);
    return 0;
}

/* Each record is written before the next is made: a log may be long. */
void records_json(const struct record *const *records, size_t count, struct buf *out)
{
    json_set_alloc_funcs(memory_take, free);
    buf_text(out, "{\n  \"schema\": \"kind.records/1\",\n  \"records\": [");
    for (size_t i = 0; i < count; i++) {
        json_t *json = record_json(records[i]);
        buf_text(out, i ? ",\n    " : "\n    ");
        json_dump_callback(json, record_take, out, JSON_FORM);
        json_decref(json);
    }
    buf_text(out, count ? "\n  ]\n}\n" : "]\n}\n");
}

void record_json_line(struct buf *out, const struct record *record)
{
    json_set_alloc_funcs(memory_take, free);
    json_t *json = record_json(record);
    json_dump_callback(json, bytes_take, out, JSON_COMPACT | JSON_REAL_PRECISION(DIGITS));
    json_decref(json);
}
