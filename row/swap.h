/* One row of a log swapped for another, or several taken out, bytes in and bytes out. */
#ifndef KIND_SWAP_H
#define KIND_SWAP_H

#include "base/buf.h"
#include "row/record.h"

#include <stdbool.h>

/* What is to become of a row, or of several, which can only go. */
struct swap {
    const char *path;          /* of the log, for messages */
    const struct view *old;    /* COUNT rows as they stand: record_row of a log read with TEXT_ALL */
    size_t count;              /* one at least */
    const struct clock *clock; /* serves times without an offset */
    struct buf *fresh;         /* what stands there afterwards; empty: nothing */
    const struct entry *entry; /* NULL: FRESH is given; otherwise swap_make makes it of OLD and this, */
    unsigned which;            /* which gives the columns of these bits (COLUMN_BIT) */
};

/* Puts into OUT, which starts empty, the log BYTES with the last row that stands as each of OLD swapped for
   FRESH. False, and ERROR gets one clause with the path, if BYTES have no usable header or lack such a row,
   if they lack a column that the entry needs, or if another record would read otherwise than before. */
bool swap_make(struct view bytes, const struct swap *swap, struct buf *out, struct buf *error);

#endif
