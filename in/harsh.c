/* harsh: a line a habit and day, "2025-01-15 : Gym : y : leg day : 1.5". */
#include "in/lines.h"
#include "in/phrase.h"

#include "base/num.h"

#include <string.h>

enum { DATE, NAME, RESULT, COMMENT, AMOUNT, PARTS };

/* Parts LINE at its colons with spaces around; a space that an editor took from the line's end is missed by
   nobody. Returns how many parts there are, PARTS + 1 for more than fit. */
static int parts_split(struct view line, struct view *part)
{
    int count = 0;
    for (size_t start = 0, i = 0; i <= line.length; i++) {
        bool end = i == line.length;
        bool colon = !end && line.bytes[i] == ':' && i && line.bytes[i - 1] == ' ' &&
                     (i + 1 == line.length || line.bytes[i + 1] == ' ');
        if (!end && !colon)
            continue;
        if (count == PARTS)
            return PARTS + 1;
        part[count++] = view_trim((struct view){line.bytes + start, i - start});
        start = i + 1;
    }
    return count;
}

static bool harsh_split(struct view line, struct line_parts *parts, struct buf *wrong)
{
    struct view part[PARTS] = {{0}};
    int count = parts_split(line, part);
    *parts = (struct line_parts){part[DATE], part[NAME], part[RESULT], part[COMMENT], part[AMOUNT]};
    if (count > RESULT && count <= PARTS)
        return true;
    buf_text(wrong, count > PARTS ? "more than five parts, because ' : ' stands in one of them"
                                  : "it must be like 2025-01-15 : Gym : y : comment : amount");
    return false;
}

static bool is_log(struct view line)
{
    struct view part[PARTS];
    return parts_split(line, part) > RESULT && date_begins(part[DATE]);
}

/* "! Heading", "Gym: 3/7", "Called Mom: 1w" */
static bool is_habit(struct view line)
{
    size_t at = line.length;
    if (*line.bytes == '!')
        return true;
    while (at && line.bytes[at - 1] && strchr("0123456789/dwmy", line.bytes[at - 1]))
        at--;
    bool number = at < line.length && is_digit(line.bytes[at]);
    while (at && line.bytes[at - 1] == ' ')
        at--;
    return number && at > 1 && line.bytes[at - 1] == ':' && !date_begins(line);
}

static bool harsh_knows(struct view bytes, const char *path)
{
    (void)path;
    return line_first(bytes, is_log) || line_all(bytes, is_habit);
}

static bool harsh_read(struct intake *intake, struct buf *error)
{
    if (line_all(intake->bytes, is_habit)) {
        buf_text(error, "this is harsh's list of habits, which says what is aimed for and not what was done; "
                        "the file 'log' beside it has that");
        return false;
    }
    lines_read(intake, harsh_split, false);
    return true;
}

const struct tracker tracker_harsh = {
    .name = "harsh",
    .describes = "harsh's file log",
    .inside = "log",
    .knows = harsh_knows,
    .read = harsh_read,
};
