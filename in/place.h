/* What an intake holds set into the bytes of a log: bytes in, bytes out, and what became of each record. */
#ifndef KIND_PLACE_H
#define KIND_PLACE_H

#include "base/buf.h"
#include "in/in.h"

/* Starts as {0}; place_free ends it. */
struct place {
    const struct made **fresh; /* the records that go in, by time, then by their order in the source */
    size_t count;
    size_t rows;              /* that they are of */
    size_t there;             /* records that are in the log already */
    size_t rests;             /* bare rests of a day that rests already */
    struct remark *differing; /* rows whose id is there with other contents */
    size_t differing_count, differing_room;
};

/* Decides which records of INTAKE the log lacks: LOG was read from BYTES with TEXT_ALL. A row of another
   program of which any record is there, by whatever mapping, is there as a whole. Rows with the same key may
   change their ids for those that the log has them by. */
void place_judge(struct intake *intake, const struct log *log, struct view bytes, int day_start,
                 struct place *place);

/* Puts into OUT, which starts empty, BYTES with the records of PLACE. All of BYTES stays in its order; a
   record stands behind the last one that is not later, an end of line is added where the last one lacks its
   own, and a header where there is none. False, with one clause in ERROR, if BYTES are no log, if its header
   has no column for something, or if it is so damaged that a row would cost another. */
bool place_write(const struct intake *intake, const struct log *log, struct view bytes,
                 const struct place *place, struct buf *out, struct buf *error);

void place_free(struct place *place);

/* The unknown column FIELD of INTAKE's own rows: whether the log BYTES has no place for it. */
bool place_lacks(const struct intake *intake, struct view bytes, int field);

#endif
