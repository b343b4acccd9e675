/* The hands that fill a section's tables and sentences. */
#include "section/section.h"

#include "base/die.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct cell *table_row(struct table *table)
{
    table->cells =
        must_room(table->cells, table->row_count, &table->room, table->column_count * sizeof *table->cells);
    struct cell *row = table->cells + table->row_count++ * table->column_count;
    memset(row, 0, table->column_count * sizeof *row);
    return row;
}

struct cell cell_count(int64_t count)
{
    return (struct cell){.known = true, .count = count};
}

struct cell cell_day(int64_t day)
{
    return cell_count(day);
}

struct cell cell_number(double number)
{
    return (struct cell){.known = isfinite(number), .number = number};
}

struct cell cell_text(const char *text)
{
    return (struct cell){.known = true, .text = must_copy(text)};
}

double tenths(double value)
{
    return round(value * 10) / 10 + 0.0;
}

void sentence_add(struct sentences *sentences, struct buf *line)
{
    sentences->line = must_grow(sentences->line, sentences->count + 1, sizeof *sentences->line);
    sentences->line[sentences->count++] = buf_take(line);
}

void caution_add(struct section *section, const char *text)
{
    struct buf line = {0};
    buf_text(&line, text);
    sentence_add(&section->cautions, &line);
}

void day_say(struct buf *out, int64_t day, bool with_year)
{
    int year, month, date;
    date_from_day(day, &year, &month, &date);
    buf_printf(out, "%d %s", date, month_name(month));
    if (with_year)
        buf_printf(out, " %d", year);
}

bool same_year(int64_t a, int64_t b)
{
    int year, other, unused;
    date_from_day(a, &year, &unused, &unused);
    date_from_day(b, &other, &unused, &unused);
    return year == other;
}

void count_say(struct buf *out, unsigned count, const char *unit)
{
    buf_printf(out, "%u %s%s", count, unit, count == 1 ? "" : "s");
}

void name_say(struct buf *out, const char *name)
{
    enum { WIDTH_MOST = 40 };
    size_t length = strlen(name), kept = text_cut(name, length, WIDTH_MOST);
    buf_add(out, name, kept);
    buf_text(out, kept < length ? "\xe2\x80\xa6" : "");
}

const enum practice acts[ACTS] = {PRACTICE_KINDNESS, PRACTICE_CARE, PRACTICE_PAUSE, PRACTICE_SHIFT};

void day_cells(struct cell *cell, const struct day *day)
{
    for (int i = 0; i < ACTS; i++)
        *cell++ = cell_count(day_count(day, acts[i]));
    *cell++ = cell_number(day_mood(day));
    *cell++ = cell_count(day->mood_n);
    *cell++ = cell_number(day_stress(day));
    *cell++ = cell_count(day->rest);
}

uint32_t day_acts(const struct day *day)
{
    uint32_t sum = 0;
    for (int i = 0; i < ACTS; i++)
        sum += day_count(day, acts[i]);
    return sum;
}

bool days_limited(const struct report_want *want)
{
    return want->since != INT64_MIN || want->until != INT64_MAX;
}

void absent_say(struct section *section)
{
    struct buf line = {0};
    buf_text(&line, "none in these days");
    sentence_add(&section->words, &line);
}
