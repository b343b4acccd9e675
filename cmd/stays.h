/* What an edit leaves as it is, so that the experiments keep what chance decided and what was planned. */
#ifndef KIND_STAYS_H
#define KIND_STAYS_H

#include "track.h"

/* Hears of one thing that would not stay: about COLUMN, on LINE of the log as it is to be, or of the log as
   it is where the record is no longer there. */
typedef void stays_hear(void *context, uint32_t line, enum column column, const char *what);

/* Whether anything of RECORD may have to stay. */
bool stays_concern(const struct record *record);

/* Judges an edit of the record INDEX of LOG, of the columns WHICH (COLUMN_BIT), into ENTRY. LOG was read with
   TEXT_ALL. */
void stays_judge_one(const struct log *log, size_t index, unsigned which, const struct entry *entry,
                     const struct clock *clock, stays_hear *hear, void *context);

/* Judges an edit of the whole log BEFORE, whose bytes are BYTES, into AFTER, both read with TEXT_ALL. */
void stays_judge_all(const struct log *before, struct view bytes, const struct log *after,
                     const struct clock *clock, stays_hear *hear, void *context);

#endif
