/* How the reader fills a log; for this floor alone. */
#ifndef KIND_KEEP_H
#define KIND_KEEP_H

#include "row/record.h"

void log_add(struct log *log, const struct record *record);

/* Takes fault.what over. */
void log_fault(struct log *log, struct fault fault);

/* Copies a record's text, for its member text, into memory that log_free frees. AT is where ROW begins in the
   file, and is kept only if ROW is not empty. */
const char *text_keep(struct arena **arena, struct view note, struct view arm, struct view row, int64_t at);

#endif
