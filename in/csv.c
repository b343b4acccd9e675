/* Any csv with a header: its columns are what [columns] of the mapping says. */
#include "in/in.h"
#include "in/table.h"

#include "base/num.h"

#include <stdlib.h>
#include <string.h>

struct csv_reading {
    struct intake *intake;
    struct buf *error;
    int field[MAP_COLUMNS]; /* -1: not there */
    int columns;            /* in the header; 0 before it */
};

/* Ratings are ours where [scale] does not say otherwise. */
static const struct scale ours = {.high = 1000};

static void names_add(struct buf *out, struct view name)
{
    buf_text(out, out->length ? ", '" : "'");
    buf_add(out, name.bytes ? name.bytes : "", name.length);
    buf_char(out, '\'');
}

/* Names the columns that the mapping does not. */
static void columns_leave(struct csv_reading *reading, const struct table_row *row)
{
    struct buf names = {0};
    for (int i = 0; i < row->count; i++) {
        bool taken = !view_trim(row->fields[i]).length;
        for (int c = 0; c < MAP_COLUMNS; c++)
            taken = taken || reading->field[c] == i;
        if (!taken)
            names_add(&names, view_trim(row->fields[i]));
    }
    if (names.length)
        intake_leave(reading->intake, row->line,
                     "left out, because the mapping does not name these columns: %s", names.bytes);
    buf_free(&names);
}

static bool header_take(struct csv_reading *reading, const struct table_row *row)
{
    const struct map *map = reading->intake->map;
    struct buf missing = {0}, there = {0};
    reading->columns = row->count;
    for (int i = 0; i < row->count; i++)
        names_add(&there, view_trim(row->fields[i]));
    for (int c = 0; c < MAP_COLUMNS; c++) {
        reading->field[c] = map->column[c] ? table_field(row, map->column[c]) : -1;
        if (map->column[c] && reading->field[c] < 0)
            names_add(&missing, (struct view){map->column[c], strlen(map->column[c])});
    }
    if (!map->has_columns)
        buf_printf(reading->error,
                   "a csv needs a mapping that says what its columns are: --map FILE with [columns] and "
                   "'time = ...' in it; its header has %s",
                   there.bytes);
    else if (missing.length)
        buf_printf(reading->error, "the header has no %s; it has %s", missing.bytes, there.bytes);
    else if (reading->field[MAP_TIME] < 0)
        buf_printf(reading->error, "the mapping does not say which column is the time; the header has %s",
                   there.bytes);
    else
        columns_leave(reading, row);
    buf_free(&missing);
    buf_free(&there);
    return !reading->error->length;
}

/* The three numbers of a date with a year of four digits at its end, parted by the same one of . / and -.
   Returns how many bytes it has; 0 if TEXT does not begin with one. */
static size_t year_last_read(struct view text, int number[3])
{
    static const size_t most[3] = {2, 2, 4};
    size_t at = 0;
    for (int i = 0; i < 3; i++) {
        size_t start = at;
        for (number[i] = 0; at < text.length && at - start < most[i] && is_digit(text.bytes[at]); at++)
            number[i] = number[i] * 10 + (text.bytes[at] - '0');
        if (at == start || (i == 2 && (at - start < 4 || (at < text.length && is_digit(text.bytes[at])))))
            return 0;
        if (i == 2)
            return at;
        size_t mark = i ? start - 1 : at;
        if (at == text.length || !strchr("./-", text.bytes[at]) || text.bytes[at] != text.bytes[mark])
            return 0;
        at++;
    }
    return 0;
}

/* Adds DATE to OUT with its year first, by what the mapping says; false after the row was skipped. */
static bool date_turn(struct csv_reading *reading, uint32_t line, struct view date, struct buf *out)
{
    enum map_dates dates = reading->intake->map->dates;
    int number[3] = {0};
    size_t length = year_last_read(date, number);
    int day = number[dates == DATES_MDY], month = number[dates != DATES_MDY];
    bool good = !length || ((dates == DATES_DMY || dates == DATES_MDY) && date_valid(number[2], month, day));
    if (!dates && length)
        intake_skip(reading->intake, line,
                    "the date '%.*s' is ambiguous; 'dates = dmy' or 'dates = mdy' below [columns] in the "
                    "mapping says which it is",
                    (int)date.length, date.bytes);
    else if (!good)
        intake_skip(reading->intake, line, "the date '%.*s' is none by the mapping's 'dates = %s'",
                    (int)date.length, date.bytes, map_dates_word(dates));
    else if (length)
        buf_printf(out, "%04d-%02d-%02d", number[2], month, day);
    if (good)
        buf_add(out, date.length ? date.bytes + length : "", date.length - length);
    return good;
}

static bool time_take(struct csv_reading *reading, const struct table_row *row, struct moment *time)
{
    struct view date = view_trim(table_value(row, reading->field[MAP_TIME])),
                clock = view_trim(table_value(row, reading->field[MAP_CLOCK]));
    struct buf text = {0};
    if (!date_turn(reading, row->line, date, &text))
        return false;
    if (clock.length) {
        buf_char(&text, ' ');
        buf_add(&text, clock.bytes, clock.length);
    }
    bool done = intake_time(reading->intake, row->line, buf_view(&text), time);
    buf_free(&text);
    return done;
}

static bool minutes_take(struct csv_reading *reading, const struct table_row *row, long *minutes)
{
    struct view text = view_trim(table_value(row, reading->field[MAP_MINUTES]));
    if (!text.length || view_is(text, "0"))
        return true;
    char *copy = view_copy(text);
    bool done = num_minutes(copy, minutes);
    if (!done)
        intake_skip(reading->intake, row->line, "minutes must be a number like 3, 2.5 or 90s, not '%s'",
                    copy);
    free(copy);
    return done;
}

/* Parts a list of activities: at |, or else at semicolons, or else at commas. The caller frees it. */
static struct act *acts_of(struct view list, size_t *count)
{
    struct act *acts = must_alloc(list.length + 1, sizeof *acts);
    const char *marks = "|;,";
    *count = 0;
    while (marks[1] && !(list.length && memchr(list.bytes, *marks, list.length)))
        marks++;
    for (size_t start = 0, i = 0; i <= list.length; i++) {
        if (i < list.length && list.bytes[i] != *marks)
            continue;
        struct view name = view_trim((struct view){list.length ? list.bytes + start : "", i - start});
        if (name.length > 1 && *name.bytes == '#')
            name = (struct view){name.bytes + 1, name.length - 1};
        if (name.length)
            acts[(*count)++] = (struct act){.name = name};
        start = i + 1;
    }
    return acts;
}

/* Whether ROW has as many fields as the header; it is skipped if not. One that lacks some may have lost them,
   or those of its middle, so that nobody knows which they are. */
static bool row_whole(struct csv_reading *reading, const struct table_row *row)
{
    const struct view *bytes = &reading->intake->bytes;
    bool ended = row->raw.bytes + row->raw.length < bytes->bytes + bytes->length;
    if (row->count < reading->columns && !ended)
        intake_skip(reading->intake, row->line,
                    "it is cut off: %d fields where the header has %d, and no end of line", row->count,
                    reading->columns);
    else if (row->count != reading->columns)
        intake_skip(reading->intake, row->line, "%d fields where the header has %d", row->count,
                    reading->columns);
    return row->count == reading->columns;
}

static void row_take(struct csv_reading *reading, const struct table_row *row)
{
    struct moment time;
    if (!row_whole(reading, row) || !time_take(reading, row, &time))
        return;
    struct in_row in = in_row_at(row->line, row->raw, time);
    if (!minutes_take(reading, row, &in.minutes))
        return;
    in.mood = table_value(row, reading->field[MAP_MOOD]);
    in.stress = table_value(row, reading->field[MAP_STRESS]);
    in.scale = in.stress_scale = &ours;
    in.note = table_value(row, reading->field[MAP_NOTE]);
    in.practice = table_value(row, reading->field[MAP_PRACTICE]);
    struct act *acts = acts_of(table_value(row, reading->field[MAP_ACTIVITIES]), &in.act_count);
    in.acts = acts;
    intake_row(reading->intake, &in);
    free(acts);
}

static bool csv_row(void *context, const struct table_row *row)
{
    struct csv_reading *reading = context;
    if (!reading->columns)
        return header_take(reading, row);
    row_take(reading, row);
    return true;
}

static void csv_fault(void *context, uint32_t line, const char *what)
{
    struct csv_reading *reading = context;
    intake_skip(reading->intake, line, "%s", what);
}

static bool csv_read(struct intake *intake, struct buf *error)
{
    struct csv_reading reading = {.intake = intake, .error = error};
    table_read(intake->bytes, table_separator(intake->bytes), csv_row, csv_fault, &reading);
    if (!reading.columns && !error->length)
        buf_text(error, "there is no header that can be read");
    return !error->length;
}

const struct tracker tracker_csv = {
    .name = "csv",
    .describes = "any csv with a header, and a --map that names its columns",
    .read = csv_read,
};
