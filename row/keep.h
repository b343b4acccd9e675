/* How the reader fills a log, and the memory that text is kept in; for this floor alone. */
#ifndef KIND_KEEP_H
#define KIND_KEEP_H

#include "row/record.h"

/* LENGTH bytes that stay where they are until arena_free. An arena starts as NULL. */
char *arena_take(struct arena **arena, size_t length);
void arena_free(struct arena **arena);

void log_add(struct log *log, const struct record *record);

/* Takes WHAT over. */
void log_fault(struct log *log, uint32_t line, bool lost, char *what);

/* Copies a record's text, for its member text, into memory that log_free frees. AT is where ROW begins in the
   file, and is kept only if ROW is not empty. */
const char *text_keep(struct arena **arena, struct view note, struct view arm, struct view row, int64_t at);

#endif
