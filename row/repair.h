/* A damaged log mended: bytes in, bytes out, and what was done to them. */
#ifndef KIND_REPAIR_H
#define KIND_REPAIR_H

#include "base/buf.h"
#include "row/record.h"

/* One thing that was mended. */
struct deed {
    uint32_t line;  /* of the file as it was */
    uint32_t lines; /* that it was mended in, this one the first */
    bool told;      /* reading the file names it, too, as a fault */
    char *what;     /* what was there */
    char *done;     /* what became of it, as a participle */
};

/* Starts as {0}; repair_free ends it. */
struct repair {
    struct buf bytes;
    struct deed *deeds; /* by line */
    size_t count, room;
};

/* Mends OLD, the bytes of a log, as far as that takes nobody's judgement. Every record that can be read in
   OLD can be read in repair->bytes, says the same and stands in the same order; of rows with one id that are
   byte for byte the same, the first is kept. Rows that need no mending stay as they are, and so do those that
   can't be read, except that their separators become commas and that a whole row is parted from one that
   precedes it on its line. Mending the result does nothing, but where more than 64 rows ran together on one
   line: each time parts as many. CLOCK serves times without an offset. False, with
   one clause in ERROR, if OLD has no usable header. */
bool repair_make(struct view old, const struct clock *clock, struct repair *repair, struct buf *error);
void repair_free(struct repair *repair);

#endif
