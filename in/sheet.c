/* The files of Loop Habit Tracker's export: which of them one is, by its first lines, and what their cells
 * say. */
#include "in/sheet.h"

#include "in/phrase.h"

#include <string.h>

bool is_date(struct view text)
{
    return text.length == DATE_SIZE - 1 && date_begins(text);
}

/* Whether NEEDLE stands anywhere in BYTES. */
static bool holds(struct view bytes, const char *needle)
{
    size_t length = strlen(needle);
    for (const char *at = bytes.bytes; bytes.length >= length;) {
        const char *found = memchr(at, *needle, bytes.length - length + 1);
        if (!found)
            return false;
        if (memcmp(found, needle, length) == 0)
            return true;
        bytes.length -= (size_t)(found + 1 - at);
        at = found + 1;
    }
    return false;
}

bool comma_next(struct view *rest, struct view *part)
{
    if (!rest->length)
        return false;
    const char *comma = memchr(rest->bytes, ',', rest->length);
    size_t length = comma ? (size_t)(comma - rest->bytes) : rest->length, step = length + (comma != NULL);
    *part = view_trim((struct view){rest->bytes, length});
    rest->bytes += step;
    rest->length -= step;
    return true;
}

size_t part_count(struct view rest)
{
    struct view part;
    size_t count = 0;
    while (comma_next(&rest, &part))
        count++;
    return count;
}

bool mark_read(struct view text, long *mark)
{
    static const char *const names[] = {"UNKNOWN", "NO", "YES_AUTO", "YES_MANUAL", "SKIP"};
    const long most = 1000000000;
    for (int i = 0; i < (int)(sizeof names / sizeof *names); i++)
        if (view_is(text, names[i])) {
            *mark = MARK_UNKNOWN + i;
            return true;
        }
    return num_fixed(text.bytes, text.length, 0, MARK_UNKNOWN, most, mark) == NUM_OK;
}

/* A score is a number from 0 to 1 with four decimals. */
static bool is_score(struct view text)
{
    long score;
    return text.length == 6 && num_fixed(text.bytes, text.length, 4, 0, 10000, &score) == NUM_OK;
}

struct view second_line(struct view bytes)
{
    struct view line = {0};
    size_t at = 0;
    line_next(bytes, &at, &line);
    while (line_next(bytes, &at, &line))
        if (view_trim(line).length)
            return line;
    return (struct view){0};
}

/* What a file with the header "Date,...," is by its first row. The app ends each line with a comma, which
   others that have a column a habit do not. */
static enum sheet wide_sheet(struct view header, struct view row)
{
    struct view part, rest = row;
    long mark;
    bool marks = true, scores = true, first = true;
    while (comma_next(&rest, &part)) {
        marks &= first ? is_date(part) : mark_read(part, &mark);
        scores &= first ? is_date(part) : is_score(part);
        first = false;
    }
    bool named = header.bytes[header.length - 1] == ',' || holds(row, "YES_") || holds(row, "UNKNOWN");
    if (!row.length)
        return header.bytes[header.length - 1] == ',' ? SHEET_WIDE : SHEET_NONE;
    return !named || first ? SHEET_NONE : scores ? SHEET_SCORES : marks ? SHEET_WIDE : SHEET_NONE;
}

enum sheet sheet_of(struct view bytes)
{
    struct view line = {0}, rest, date, value;
    size_t at = 0;
    long mark;
    while (line_next(bytes, &at, &line) && !view_trim(line).length)
        continue;
    line = view_trim(line);
    if (view_is(line, "Date,Value,Notes") || view_is(line, "Date,Value"))
        return SHEET_NEW;
    if (view_is(line, "Date,Score"))
        return SHEET_SCORES;
    if (view_starts(line, "Position,Name,"))
        return SHEET_HABITS;
    if (view_starts(line, "Date,"))
        return wide_sheet(line, view_trim(second_line(bytes)));
    rest = line;
    if (!comma_next(&rest, &date) || !is_date(date) || !comma_next(&rest, &value) || rest.length)
        return SHEET_NONE;
    return is_score(value) ? SHEET_SCORES : mark_read(value, &mark) ? SHEET_OLD : SHEET_NONE;
}
