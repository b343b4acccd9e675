/* Lines read one by one, so that a bad row never costs another. */
#include "row/reader.h"

#include "base/limit.h"
#include "base/num.h"
#include "row/header.h"
#include "row/keep.h"
#include "row/row.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    BLOCK = LIMIT(262144, 64),      /* bytes a read */
    JOIN_BYTES = LIMIT(65536, 256), /* that quoted newlines may join */
    SALVAGE_TRIES = LIMIT(64, 2)    /* tails of a lost line that may be a record */
};

/* Brings more bytes behind those in hand. False at the end or on an error. */
static bool source_fill(struct source *source)
{
    if (source->fd < 0 || !source->left)
        return false;
    if (source->at) {
        memmove(source->own, source->own + source->at, source->end - source->at);
        source->end -= source->at;
        source->start += (int64_t)source->at;
        source->at = 0;
    }
    if (source->room - source->end < BLOCK / 2) {
        source->room = source->room ? source->room * 2 : BLOCK;
        source->own = must_grow(source->own, source->room, 1);
        source->bytes = source->own;
    }
    size_t want = source->room - source->end;
    if ((int64_t)want > source->left)
        want = (size_t)source->left;
    int times = 0;
    ssize_t got;
    do
        got = read(source->fd, source->own + source->end, want);
    while (got < 0 && call_again(&times));
    if (got < 0)
        source->error = errno;
    if (got <= 0) {
        source->left = 0;
        return false;
    }
    source->left -= got;
    source->end += (size_t)got;
    return true;
}

/* The line that begins AHEAD bytes after the one in hand; NEXT is where the one after it begins, as AHEAD.
   False at the end. ENDED tells whether it has its end of line. Lines seen before move when this one has to
   be read. */
static bool source_line(struct source *source, size_t ahead, struct view *line, size_t *next, bool *ended)
{
    size_t searched = ahead;
    for (;;) {
        size_t have = source->end - source->at;
        const char *from = source->bytes + source->at;
        const char *end = have > searched ? memchr(from + searched, '\n', have - searched) : NULL;
        if (end) {
            *line = (struct view){from + ahead, (size_t)(end - from) - ahead};
            *next = (size_t)(end - from) + 1;
            *ended = true;
            return true;
        }
        searched = have > ahead ? have : ahead;
        if (source_fill(source))
            continue;
        from = source->bytes + source->at;
        *line = (struct view){from + ahead, have > ahead ? have - ahead : 0};
        *next = have;
        *ended = false;
        return have > ahead;
    }
}

static bool text_is_wanted(const struct reader *reader, const struct row *row)
{
    if (reader->wanted == TEXT_ALL)
        return true;
    switch ((enum practice)row->record.practice) {
    case PRACTICE_SHIFT:
    case PRACTICE_REST:
    case PRACTICE_GOAL:
    case PRACTICE_TRIAL:
        return true;
    case PRACTICE_KINDNESS:
    case PRACTICE_CARE:
    case PRACTICE_PAUSE:
    case PRACTICE_MOOD:
    case PRACTICES:
        break;
    }
    return row->note.length &&
           (memchr(row->note.bytes, '#', row->note.length) || memchr(row->note.bytes, '@', row->note.length));
}

/* RAW lies in the source. */
static void reader_keep(struct reader *reader, struct row *row, struct view raw)
{
    row->record.line = reader->line;
    if (text_is_wanted(reader, row))
        row->record.text = text_keep(&reader->log->arena, row->note, row->arm,
                                     reader->wanted == TEXT_ALL ? raw : (struct view){0},
                                     reader->source.start + (raw.bytes - reader->source.bytes));
    log_add(reader->log, &row->record);
    if (row->mend.length)
        log_fault(reader->log, reader->line, false, must_copy(row->mend.bytes));
}

static bool is_marker(struct view line)
{
    static const char *const markers[] = {"<<<<<<<", "=======", ">>>>>>>", "|||||||"};
    for (size_t i = 0; i < sizeof markers / sizeof *markers; i++)
        if (line.length >= 7 && memcmp(line.bytes, markers[i], 7) == 0)
            return true;
    return false;
}

/* A row whose end of line was lost carries the next one on its back: the tail of LINE that is a whole record
   with an id. A note can't pass for one, since every quote inside a quoted note is doubled and a record's own
   note is not. Few tails are tried, or a long line full of times would take an age. */
static void reader_salvage(struct reader *reader, struct view line)
{
    static const char shape[] = "dddd-dd-ddTdd:dd:dd";
    size_t at = line.length < sizeof shape ? 0 : line.length - sizeof shape + 1;
    for (int tries = 0; at > 0 && tries < SALVAGE_TRIES; at--) {
        if (!shape_fits(shape, line.bytes + at))
            continue;
        struct view tail = {line.bytes + at, line.length - at};
        tries++;
        if (row_try(reader->probe, tail) && reader->probe->record.id) {
            reader_keep(reader, reader->probe, tail);
            return;
        }
    }
}

static void reader_lose(struct reader *reader, struct view line, const char *why)
{
    log_fault(reader->log, reader->line, true,
              must_copy(is_marker(line) ? "a conflict marker that a merge left behind" : why));
    struct fault *fault = &reader->log->faults[reader->log->fault_count - 1];
    fault->at = reader->source.start + (line.bytes - reader->source.bytes);
    fault->length = line.length;
    reader_salvage(reader, line);
}

/* A quote is open at the end of the line in hand: joins the lines that follow until the row is whole, and
   then *NEXT is where it ends, *ENDED whether it has its end of line, and *LINES how many lines it took.
   ROW_OPEN if it never is whole, or if a line that is a record of its own comes first. */
static enum verdict reader_join(struct reader *reader, size_t *next, uint32_t *lines, bool *ended)
{
    struct row *row = reader->row;
    enum verdict verdict = ROW_OPEN;
    size_t after = *next;
    bool last_ended = true;
    for (uint32_t joined = 1; joined < JOIN_LINES && verdict == ROW_OPEN; joined++) {
        struct view line;
        if (!source_line(&reader->source, after, &line, &after, &last_ended) ||
            after - last_ended > JOIN_BYTES)
            break;
        line = line_trim(line);
        if (row_try(reader->probe, line))
            break;
        verdict = row_feed(row, line);
        *lines = joined + 1;
    }
    if (verdict != ROW_OPEN && row->rows == 1 && row->fields == reader->header->columns.count) {
        *next = after;
        *ended = last_ended;
        return verdict;
    }
    *lines = 1;
    if (verdict == ROW_OPEN)
        row_drop(row);
    return ROW_OPEN;
}

/* Reads the line in hand, with those that a quote joins to it. Returns how many bytes that took. */
static size_t reader_row(struct reader *reader, struct view raw, size_t next, bool ended)
{
    struct view line = line_trim(raw);
    uint32_t lines = 1;
    if (line_is_blank(line))
        goto out;
    if (line.length == reader->header->line.length &&
        memcmp(line.bytes, reader->log->header, line.length) == 0) {
        log_fault(reader->log, reader->line, false, must_copy("the header once more"));
        goto out;
    }
    row_clear(reader->row);
    enum verdict verdict = row_feed(reader->row, line);
    if (verdict == ROW_OPEN) {
        size_t end = line.length;
        verdict = reader_join(reader, &next, &lines, &ended);
        /* The bytes may have moved. */
        line.bytes = reader->source.bytes + reader->source.at;
        line.length = verdict == ROW_OPEN ? end : next;
        if (verdict == ROW_OPEN) {
            buf_clear(&reader->row->wrong);
            buf_text(&reader->row->wrong, "a quote that is never closed");
        } else {
            if (line.bytes[next - 1] == '\n')
                line.length--;
            line = line_trim(line);
        }
    }
    if (verdict == ROW_GOOD && !ended && !reader->row->record.id && reader->header->columns.has[COLUMN_ID])
        reader_lose(reader, line,
                    "cut off, or it has neither id nor end of line; end the line if it is whole");
    else if (verdict == ROW_GOOD)
        reader_keep(reader, reader->row, line);
    else
        reader_lose(reader, line, reader->row->wrong.bytes);
out:
    reader->line += lines;
    return next;
}

/* Whether LINE begins as a row that `since` leaves out: a date before it, and behind the next separator
   neither a g nor a t. Where time and practice are not the first columns, no row does. */
static bool row_is_past(const struct reader *reader, const struct columns *columns, struct view line)
{
    static const char shape[] = "dddd-dd-dd";
    if (!reader->since || columns->count < 2 || columns->kind[0] != COLUMN_TIME ||
        columns->kind[1] != COLUMN_PRACTICE || line.length <= sizeof shape)
        return false;
    if (!shape_fits(shape, line.bytes) || memcmp(line.bytes, reader->since, sizeof shape - 1) >= 0)
        return false;
    const char *field = memchr(line.bytes, columns->separator, line.length);
    if (!field || ++field == line.bytes + line.length)
        return false;
    return *field != 'g' && *field != 't' && *field != '"';
}

/* Reads all rows from the source on. */
static void reader_run(struct reader *reader, const struct header *header)
{
    struct row row, probe;
    struct view line;
    size_t next;
    bool ended;
    row_open(&row, &header->columns, reader->clock);
    row_open(&probe, &header->columns, reader->clock);
    reader->header = header;
    reader->row = &row;
    reader->probe = &probe;
    while (source_line(&reader->source, 0, &line, &next, &ended))
        if (row_is_past(reader, &header->columns, line)) {
            reader->line++;
            reader->source.at += next;
        } else {
            reader->source.at += reader_row(reader, line, next, ended);
        }
    reader->header = NULL;
    reader->row = reader->probe = NULL;
    row_close(&row);
    row_close(&probe);
}

static char *header_copy(struct view line)
{
    char *copy = must_alloc(line.length + 1, 1);
    for (size_t i = 0; i < line.length; i++)
        copy[i] = (char)(line.bytes[i] ? line.bytes[i] : '?');
    return copy;
}

bool reader_rows(struct reader *reader, const struct header *header, struct buf *error)
{
    if (header->status == HEADER_BAD) {
        buf_printf(error, "%s:%u: %s", reader->path, (unsigned)header->lines, header->wrong.bytes);
        return false;
    }
    if (header->line.length)
        reader->log->header = header_copy(header->line);
    if (header->status == HEADER_FOUND)
        reader_run(reader, header);
    return true;
}

bool reader_all(struct reader *reader, struct buf *error)
{
    struct source *source = &reader->source;
    if (!source->bytes)
        source->bytes = "";
    while (source->end - source->at < HEADER_WINDOW && source_fill(source))
        continue;
    struct header header;
    size_t have = source->end - source->at;
    header_find(source->bytes + source->at, have < HEADER_WINDOW ? have : HEADER_WINDOW, reader->clock,
                &header);
    reader->line = header.lines + 1;
    source->at += header.rows_at;
    if (header.mend)
        log_fault(reader->log, header.lines ? header.lines : 1, false, must_copy(header.mend));
    bool usable = reader_rows(reader, &header, error);
    buf_free(&header.wrong);
    free(source->own);
    return usable;
}

bool reader_bytes(const char *path, struct view bytes, enum text_wanted wanted, const struct clock *clock,
                  struct log *log, struct buf *error)
{
    struct reader reader = {.source = {.fd = -1, .bytes = bytes.bytes, .end = bytes.length},
                            .wanted = wanted,
                            .clock = clock,
                            .path = path,
                            .log = log};
    return reader_all(&reader, error);
}
