/* Rows of a log swapped for others. */
#include "row/swap.h"

#include "row/header.h"
#include "row/reader.h"
#include "row/row.h"

#include <stdlib.h>
#include <string.h>

/* FRESH of OLD and the entry, in the columns of the log BYTES. */
static bool swap_prepare(struct view bytes, const struct swap *swap, struct buf *error)
{
    struct header header = {0};
    bool done = false;
    if (!swap->entry)
        return true;
    buf_clear(swap->fresh);
    header_find(bytes.bytes, bytes.length < HEADER_WINDOW ? bytes.length : HEADER_WINDOW, swap->clock,
                &header);
    const char *lacks = columns_lack_of(&header.columns, swap->which);
    if (header.status == HEADER_FOUND && lacks)
        buf_printf(error, "%s: the header has no column '%s' to put it in", swap->path, lacks);
    else if (header.status != HEADER_FOUND ||
             !row_alter(swap->old[0], &header.columns, swap->which, swap->entry, swap->fresh))
        buf_printf(error, "%s: its columns are others by now", swap->path);
    else
        done = true;
    buf_free(&header.wrong);
    return done;
}

static int by_row(const void *a, const void *b)
{
    return view_compare(*(const struct view *)a, *(const struct view *)b);
}

/* The first of the COUNT sorted ROWS that is ROW and not TAKEN; COUNT if none is. */
static size_t row_find(const struct view *rows, const bool *taken, size_t count, struct view row)
{
    const struct view *same = bsearch(&row, rows, count, sizeof *rows, by_row);
    if (!same)
        return count;
    size_t at = (size_t)(same - rows);
    while (at && view_same(rows[at - 1], row))
        at--;
    while (at < count && taken[at])
        at++;
    return at < count && view_same(rows[at], row) ? at : count;
}

/* Marks in FOUND, which has an element for each record of LOG, the last one that stands as each row of SWAP.
   Returns the first of them; NULL if one is missing. */
static const struct record *rows_find(const struct log *log, const struct swap *swap, bool *found)
{
    struct view *rows = must_alloc(swap->count, sizeof *rows);
    bool *taken = must_alloc(swap->count, sizeof *taken);
    const struct record *first = NULL;
    size_t left = swap->count;
    memcpy(rows, swap->old, swap->count * sizeof *rows);
    qsort(rows, swap->count, sizeof *rows, by_row);
    for (size_t i = log->count; i > 0 && left; i--) {
        size_t at = row_find(rows, taken, swap->count, record_row(&log->records[i - 1]));
        if (at == swap->count)
            continue;
        taken[at] = found[i - 1] = true;
        first = &log->records[i - 1];
        left--;
    }
    free(rows);
    free(taken);
    return left ? NULL : first;
}

/* BYTES with FRESH in the place of each record of LOG that is FOUND. */
static void swap_lay(struct view bytes, const struct log *log, const bool *found, const struct buf *fresh,
                     struct buf *out)
{
    size_t done = 0;
    for (size_t i = 0; i < log->count; i++) {
        if (!found[i])
            continue;
        size_t at = (size_t)record_at(&log->records[i]), end = at + record_row(&log->records[i]).length;
        buf_add(out, bytes.bytes + done, at - done);
        buf_add(out, buf_string(fresh), fresh->length);
        /* A record alone on its line takes the line with it. */
        if (!fresh->length && (!at || bytes.bytes[at - 1] == '\n')) {
            const char *feed = memchr(bytes.bytes + end, '\n', bytes.length - end);
            end = feed ? (size_t)(feed - bytes.bytes) + 1 : bytes.length;
        }
        done = end;
    }
    buf_add(out, bytes.bytes + done, bytes.length - done);
}

/* Whether OUT reads as LOG did but for those FOUND, which may hold damaged lines apart: what shares a line
 * with a header or follows a quote left open is read by what stands beside it. */
static bool swap_holds(const struct swap *swap, const struct log *log, const bool *found,
                       const struct buf *out)
{
    struct log now = {0};
    struct buf error = {0};
    struct view bytes = {buf_string(out), out->length}, fresh = {swap->fresh->bytes, swap->fresh->length};
    size_t at = 0;
    bool holds = reader_bytes(swap->path, bytes, TEXT_ALL, swap->clock, &now, &error);
    for (size_t i = 0; i < log->count && holds; i++) {
        if (found[i] && !fresh.length)
            continue;
        holds = at < now.count &&
                view_same(record_row(&now.records[at]), found[i] ? fresh : record_row(&log->records[i]));
        at++;
    }
    holds = holds && at == now.count;
    buf_free(&error);
    log_free(&now);
    return holds;
}

bool swap_make(struct view bytes, const struct swap *swap, struct buf *out, struct buf *error)
{
    struct log log = {0};
    bool done = reader_bytes(swap->path, bytes, TEXT_ALL, swap->clock, &log, error);
    bool *found = must_alloc(log.count, sizeof *found);
    const struct record *first = done ? rows_find(&log, swap, found) : NULL;
    if (done && !first) {
        buf_printf(error, "%s: %s was changed or taken out meanwhile", swap->path,
                   swap->count > 1 ? "one of the records" : "the record");
        done = false;
    }
    done = done && swap_prepare(bytes, swap, error);
    if (done) {
        swap_lay(bytes, &log, found, swap->fresh, out);
        done = swap_holds(swap, &log, found, out);
        if (!done)
            buf_printf(error, "%s:%u: this change would cost a record, because something here is damaged",
                       swap->path, (unsigned)first->line);
    }
    free(found);
    log_free(&log);
    return done;
}
