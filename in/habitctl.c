/* habitctl: a line a habit and day, "2018-09-15+02:00", "Meditated" and "y" with tabs between. */
#include "in/lines.h"
#include "in/phrase.h"

#include "base/num.h"

#include <string.h>

static bool habitctl_split(struct view line, struct line_parts *parts, struct buf *wrong)
{
    const char *first = memchr(line.bytes, '\t', line.length);
    const char *last = line.bytes + line.length;
    while (last > line.bytes && last[-1] != '\t')
        last--;
    if (!first || last - 1 <= first || memchr(first + 1, '\t', (size_t)(last - 1 - (first + 1)))) {
        buf_text(wrong, "it must be a date, a habit and y, n or s with tabs between");
        return false;
    }
    *parts = (struct line_parts){
        .date = view_trim((struct view){line.bytes, (size_t)(first - line.bytes)}),
        .name = view_trim((struct view){first + 1, (size_t)(last - 1 - (first + 1))}),
        .result = view_trim((struct view){last, (size_t)(line.bytes + line.length - last)}),
    };
    return true;
}

static bool is_log(struct view line)
{
    struct line_parts parts;
    struct buf wrong = {0};
    bool is = habitctl_split(line, &parts, &wrong) && date_begins(parts.date) && parts.result.length == 1 &&
              strchr("yns", *parts.result.bytes);
    buf_free(&wrong);
    return is;
}

/* "7 Cleaned the apartment" */
static bool is_habit(struct view line)
{
    size_t digits = 0;
    while (digits < line.length && is_digit(line.bytes[digits]))
        digits++;
    return digits && digits <= 3 && digits < line.length && line.bytes[digits] == ' ';
}

static bool habitctl_knows(struct view bytes, const char *path)
{
    (void)path;
    return line_first(bytes, is_log) || line_all(bytes, is_habit);
}

static bool habitctl_read(struct intake *intake, struct buf *error)
{
    if (line_all(intake->bytes, is_habit)) {
        buf_text(error, "this is habitctl's list of habits, which says what is aimed for and not what was "
                        "done; the file 'log' beside it has that");
        return false;
    }
    /* habitctl itself stops at the first line that it finds. */
    lines_read(intake, habitctl_split, true);
    return true;
}

const struct tracker tracker_habitctl = {
    .name = "habitctl",
    .describes = "habitctl's file log",
    .knows = habitctl_knows,
    .read = habitctl_read,
};
