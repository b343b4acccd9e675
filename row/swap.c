/* One row of a log swapped for another. */
#include "row/swap.h"

#include "row/header.h"
#include "row/reader.h"
#include "row/row.h"

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
             !row_alter(swap->old, &header.columns, swap->which, swap->entry, swap->fresh))
        buf_printf(error, "%s: its columns are others by now", swap->path);
    else
        done = true;
    buf_free(&header.wrong);
    return done;
}

/* BYTES with FRESH in the place of FOUND. */
static void swap_lay(struct view bytes, const struct record *found, const struct buf *fresh, struct buf *out)
{
    size_t at = (size_t)record_at(found), end = at + record_row(found).length;
    buf_add(out, bytes.bytes, at);
    buf_add(out, buf_string(fresh), fresh->length);
    /* A record alone on its line takes the line with it. */
    if (!fresh->length && (!at || bytes.bytes[at - 1] == '\n')) {
        const char *feed = memchr(bytes.bytes + end, '\n', bytes.length - end);
        end = feed ? (size_t)(feed - bytes.bytes) + 1 : bytes.length;
    }
    buf_add(out, bytes.bytes + end, bytes.length - end);
}

/* Whether OUT reads as LOG did but for FOUND, which may hold damaged lines apart: what shares a line with a
 * header or follows a quote left open is read by what stands beside it. */
static bool swap_holds(const struct swap *swap, const struct log *log, const struct record *found,
                       const struct buf *out)
{
    struct log now = {0};
    struct buf error = {0};
    struct view bytes = {buf_string(out), out->length}, fresh = {swap->fresh->bytes, swap->fresh->length};
    size_t at = 0;
    bool holds = reader_bytes(swap->path, bytes, TEXT_ALL, swap->clock, &now, &error);
    for (size_t i = 0; i < log->count && holds; i++) {
        bool swapped = &log->records[i] == found;
        if (swapped && !fresh.length)
            continue;
        holds = at < now.count &&
                view_same(record_row(&now.records[at]), swapped ? fresh : record_row(&log->records[i]));
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
    const struct record *found = NULL;
    bool done = reader_bytes(swap->path, bytes, TEXT_ALL, swap->clock, &log, error);
    for (size_t i = 0; i < log.count && done; i++)
        if (view_same(record_row(&log.records[i]), swap->old))
            found = &log.records[i];
    if (done && !found) {
        buf_printf(error, "%s: the record was changed or taken out meanwhile", swap->path);
        done = false;
    }
    done = done && swap_prepare(bytes, swap, error);
    if (done) {
        swap_lay(bytes, found, swap->fresh, out);
        done = swap_holds(swap, &log, found, out);
        if (!done)
            buf_printf(error, "%s:%u: this change would cost a record, because something here is damaged",
                       swap->path, (unsigned)found->line);
    }
    log_free(&log);
    return done;
}
