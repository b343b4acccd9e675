/* The header: kind's own, another program's, or a damaged one, found at the start of a file. */
#include "row/header.h"

#include "base/text.h"

#include <string.h>

static const char standard_header[] = "time,practice,note,mood,stress,stress_after,minutes,arm,id";
enum { STANDARD_LENGTH = sizeof standard_header - 1 };

const char *header_text(void)
{
    return standard_header;
}

/* Whether LINE is the standard header but for at most one byte. */
static bool nearly_standard(struct view line)
{
    if (line.length != STANDARD_LENGTH)
        return false;
    int differ = 0;
    for (size_t i = 0; i < line.length; i++)
        differ += line.bytes[i] != standard_header[i];
    return differ <= 1;
}

/* Whether *LINE is that with or without what line_trim takes, which is left off then. */
static bool nearly_standard_line(struct view *line)
{
    struct view bare = *line;
    if (nearly_standard(bare))
        return true;
    bare = line_trim(bare);
    if (!nearly_standard(bare))
        return false;
    *line = bare;
    return true;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

int name_apart(const char *name, struct view text)
{
    enum { FAR = 64 };
    if (strlen(name) != text.length)
        return FAR;
    int apart = 0;
    for (size_t i = 0; i < text.length; i++)
        apart += name[i] != lower(text.bytes[i]);
    return apart;
}

/* Names while libcsv hands them over. */
struct names {
    struct header *header;
    struct buf unknown[COLUMNS_MAX]; /* names that are none of ours, by field */
};

static void take_name(void *bytes, size_t length, void *context)
{
    struct names *names = context;
    struct columns *columns = &names->header->columns;
    const char *text = bytes;
    int field = columns->count++;
    if (field >= COLUMNS_MAX)
        return;
    columns->kind[field] = COLUMN_UNKNOWN;
    for (int c = 0; c < COLUMNS; c++)
        if (name_apart(column_name(c), (struct view){text, length}) == 0) {
            if (columns->has[c] && !names->header->wrong.length)
                buf_printf(&names->header->wrong, "two columns are called '%s'", column_name(c));
            columns->kind[field] = (uint8_t)c;
            columns->has[c] = true;
            return;
        }
    buf_add(&names->unknown[field], text, length);
}

/* A name that one damaged letter keeps from being ours is ours: a byte on a bad disk must not take a column
 * from every row. */
static void names_guess(struct names *names)
{
    struct columns *columns = &names->header->columns;
    for (int field = 0; field < columns->count; field++)
        for (int c = 0; c < COLUMNS && columns->kind[field] == COLUMN_UNKNOWN; c++)
            if (!columns->has[c] && c != COLUMN_ID &&
                name_apart(column_name(c), buf_view(&names->unknown[field])) == 1) {
                columns->kind[field] = (uint8_t)c;
                columns->has[c] = true;
                names->header->mend = "a column's name has one wrong letter";
            }
}

static char separator_of(struct view line)
{
    static const char separators[] = {',', ';', '\t'};
    for (size_t i = 0; i < sizeof separators; i++)
        if (memchr(line.bytes, separators[i], line.length))
            return separators[i];
    return ',';
}

/* Reads LINE as a header. Sets wrong if it is none. */
static void header_names(struct header *header, struct view line)
{
    struct names names = {.header = header};
    struct csv_parser csv;
    header->columns = (struct columns){.separator = separator_of(line)};
    csv_open(&csv, header->columns.separator);
    bool whole = csv_parse(&csv, line.bytes, line.length, take_name, NULL, &names) == line.length &&
                 csv_fini(&csv, take_name, NULL, &names) == 0;
    csv_free(&csv);
    if (memchr(line.bytes, '\r', line.length)) {
        buf_clear(&header->wrong);
        buf_text(&header->wrong, "a carriage return in the header; lines end with a line feed");
    } else if (header->columns.count > COLUMNS_MAX) {
        buf_clear(&header->wrong);
        buf_printf(&header->wrong, "the header has more than %d columns", COLUMNS_MAX);
        header->columns.count = COLUMNS_MAX;
    } else {
        names_guess(&names);
    }
    for (int c = COLUMN_TIME; c <= COLUMN_PRACTICE; c++)
        if ((!whole || !header->columns.has[c]) && !header->wrong.length)
            buf_printf(&header->wrong, "no column '%s' in the header; this is not a log of kind",
                       column_name(c));
    if (header->columns.separator != ',' && !header->mend)
        header->mend =
            header->columns.separator == ';' ? "semicolons where commas belong" : "tabs where commas belong";
    for (int i = 0; i < COLUMNS_MAX; i++)
        buf_free(&names.unknown[i]);
}

/* The line that begins at AT, without its LF; NEXT is where the one after it begins. */
static struct view line_at(const char *bytes, size_t length, size_t at, size_t *next)
{
    const char *end = memchr(bytes + at, '\n', length - at);
    size_t stop = end ? (size_t)(end - bytes) : length;
    *next = end ? stop + 1 : length;
    return (struct view){bytes + at, stop - at};
}

static bool is_standard(struct view line)
{
    return line.length == STANDARD_LENGTH && memcmp(line.bytes, standard_header, STANDARD_LENGTH) == 0;
}

static void header_standard(struct header *header, struct view line, size_t rows_at, const char *mend)
{
    header->status = HEADER_FOUND;
    header->columns = columns_standard();
    header->line = line;
    header->rows_at = rows_at;
    header->mend = mend;
}

/* Whether LINE is a whole row in kind's own order of columns. */
static bool is_record(struct view line, const struct clock *clock)
{
    struct row row;
    struct columns standard = columns_standard();
    row_open(&row, &standard, clock);
    bool whole = row_try(&row, line);
    row_close(&row);
    return whole;
}

/* Whether the line at AT is a damaged standard header: one byte changed, or one that became or was an end of
 * line. */
static bool header_damaged(struct header *header, const char *bytes, size_t length, size_t at,
                           const struct clock *clock)
{
    size_t next, after;
    struct view line = line_at(bytes, length, at, &next);
    if (nearly_standard_line(&line)) {
        header_standard(header, line, next, "one byte of the header is damaged");
        return true;
    }
    line_at(bytes, length, next, &after);
    struct view joined = {line.bytes, after - at - (after > next && bytes[after - 1] == '\n')};
    if (next < length && nearly_standard_line(&joined)) {
        header_standard(header, joined, after, "the header is cut in two");
        header->lines++;
        return true;
    }
    if (line.length <= STANDARD_LENGTH || memcmp(line.bytes, standard_header, STANDARD_LENGTH) != 0)
        return false;
    struct view rest =
        line_trim((struct view){line.bytes + STANDARD_LENGTH + 1, line.length - STANDARD_LENGTH - 1});
    if (rest.length ? is_record(rest, clock) : !memchr(",;\t", line.bytes[STANDARD_LENGTH], 3)) {
        header_standard(header, (struct view){line.bytes, STANDARD_LENGTH}, at + STANDARD_LENGTH + 1,
                        "the header has no end of line");
        header->lines--;
        return true;
    }
    return false;
}

/* The line at AT, already in HEADER, is none that kind wrote: another program's header, or a row, or neither.
 */
static void header_other(struct header *header, size_t at, const struct clock *clock)
{
    header_names(header, header->line);
    header->status = header->wrong.length ? HEADER_BAD : HEADER_FOUND;
    if (header->status == HEADER_BAD && is_record(header->line, clock)) {
        header_standard(header, (struct view){0}, at,
                        "there is no header; read in kind's own order of columns");
        header->lines--;
        buf_free(&header->wrong);
    }
}

void header_find(const char *bytes, size_t length, const struct clock *clock, struct header *header)
{
    *header = (struct header){0};
    if (length >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0)) {
        header->status = HEADER_BAD;
        header->lines = 1;
        buf_text(&header->wrong, "the file is UTF-16; a log is UTF-8, so save it again as that");
        return;
    }
    size_t at = text_mark(bytes, length);
    for (size_t next; at < length; at = next) {
        struct view raw = line_at(bytes, length, at, &next), line = line_trim(raw);
        header->lines++;
        header->torn = false;
        if (is_standard(line)) {
            header_standard(header, line, next, NULL);
            return;
        }
        if (header_damaged(header, bytes, length, at, clock))
            return;
        if (line_is_blank(line))
            continue;
        if (line.length < STANDARD_LENGTH && memcmp(line.bytes, standard_header, line.length) == 0) {
            size_t after;
            bool unended = next == at + raw.length;
            if (unended || is_standard(line_trim(line_at(bytes, length, next, &after)))) {
                header->torn = unended && raw.length == line.length;
                header->torn_at = at;
                continue;
            }
        }
        if (length == HEADER_WINDOW && next == at + raw.length)
            break;
        header->line = line;
        header->rows_at = next;
        header_other(header, at, clock);
        return;
    }
    header->rows_at = length;
    if (length == HEADER_WINDOW) {
        header->status = HEADER_BAD;
        buf_printf(&header->wrong, "no header in the first %d bytes; this is not a log of kind",
                   HEADER_WINDOW);
    }
}

bool header_is_first(const char *bytes, size_t length)
{
    size_t next;
    struct view line = line_at(bytes, length, 0, &next);
    return next > line.length && is_standard(line_trim(line));
}

bool header_lacks(struct view bytes, const struct clock *clock)
{
    struct header header = {0};
    header_find(bytes.bytes, bytes.length < HEADER_WINDOW ? bytes.length : HEADER_WINDOW, clock, &header);
    buf_free(&header.wrong);
    return header.status == HEADER_NONE;
}
