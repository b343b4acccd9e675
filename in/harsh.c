/* harsh: a line a habit and day, "2025-01-15 : Gym : y : leg day : 1.5". */
#include "in/in.h"

#include <string.h>

enum { DATE, NAME, RESULT, COMMENT, AMOUNT, PARTS };

/* Parts LINE at " : ". Returns how many parts there are; the last takes what is over. */
static int line_split(struct view line, struct view *part)
{
    int count = 0;
    for (;;) {
        size_t i = 0;
        while (i + 3 <= line.length && memcmp(line.bytes + i, " : ", 3) != 0)
            i++;
        /* Editors strip the space after an amount that is empty. */
        bool last = i + 3 > line.length;
        bool bare = last && line.length >= 2 && memcmp(line.bytes + line.length - 2, " :", 2) == 0;
        size_t length = last ? line.length - (bare ? 2 : 0) : i;
        if (count == PARTS)
            return PARTS + 1;
        part[count++] = view_trim((struct view){line.bytes, length});
        if (last)
            return count;
        line.bytes += i + 3;
        line.length -= i + 3;
    }
}

static bool is_date(struct view text)
{
    static const char shape[] = "dddd-dd-dd";
    if (text.length != sizeof shape - 1)
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (shape[i] == 'd' ? text.bytes[i] < '0' || text.bytes[i] > '9' : text.bytes[i] != shape[i])
            return false;
    return true;
}

static bool harsh_knows(struct view bytes, const char *path)
{
    struct view line, part[PARTS];
    size_t at = 0;
    (void)path;
    while (line_next(bytes, &at, &line)) {
        line = view_trim(line);
        if (line.length && *line.bytes != '#')
            return line_split(line, part) >= 3 && is_date(part[DATE]);
    }
    return false;
}

static bool amount_is_none(struct view amount)
{
    return !amount.length || view_is(amount, "0") || view_is(amount, "0.0");
}

static void harsh_line(struct intake *intake, uint32_t number, struct view line)
{
    struct view part[PARTS] = {{0}};
    struct moment time;
    int count = line_split(line, part);
    if (count < 3 || count > PARTS) {
        intake_skip(intake, number, "%d parts; it must be like 2025-01-15 : Gym : y : comment : amount",
                    count);
        return;
    }
    if (!intake_time(intake, number, part[DATE], &time))
        return;
    if (!part[NAME].length) {
        intake_skip(intake, number, "a habit without a name");
        return;
    }
    struct act act = {.name = part[NAME], .amount = part[AMOUNT]};
    if (amount_is_none(act.amount))
        act.amount = (struct view){0};
    if (view_is(part[RESULT], "y"))
        act.state = ACT_DONE;
    else if (view_is(part[RESULT], "s"))
        act.state = ACT_SKIPPED;
    else if (view_is(part[RESULT], "n"))
        act.state = ACT_NOT;
    else {
        intake_skip(intake, number, "the result must be y, n or s, not '%.*s'", (int)part[RESULT].length,
                    part[RESULT].bytes);
        return;
    }
    struct in_row row = in_row_at(number, line, time);
    row.acts = &act;
    row.act_count = 1;
    row.note = part[COMMENT];
    intake_row(intake, &row);
}

static bool harsh_read(struct intake *intake, struct buf *error)
{
    struct view line;
    size_t at = 0;
    (void)error;
    for (uint32_t number = 1; line_next(intake->bytes, &at, &line); number++) {
        line = view_trim(line);
        if (line.length && *line.bytes != '#')
            harsh_line(intake, number, line);
    }
    return true;
}

const struct tracker tracker_harsh = {
    .name = "harsh",
    .describes = "harsh's log",
    .knows = harsh_knows,
    .read = harsh_read,
};
