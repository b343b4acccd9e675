/* The files of Loop Habit Tracker's export. */
#ifndef KIND_SHEET_H
#define KIND_SHEET_H

#include "row/record.h"

#include <stdbool.h>
#include <stddef.h>

/* What a file of the export is. */
enum sheet {
    SHEET_NONE,
    SHEET_WIDE,   /* a column a habit */
    SHEET_NEW,    /* of one habit, with a header */
    SHEET_OLD,    /* of one habit, without */
    SHEET_SCORES, /* how strong habits are, not what was done */
    SHEET_HABITS  /* names and settings */
};

/* Which of them BYTES are, without a byte order mark. */
enum sheet sheet_of(struct view bytes);

/* What a checkmark says, numbers as the app itself has them: an amount times 1000, but for the first few. */
enum { MARK_UNKNOWN = -1, MARK_NO, MARK_AUTO, MARK_DONE, MARK_SKIP };

/* Reads a checkmark, a word or a number up to 1,000,000,000; false, and *MARK as it was, for anything else.
 */
bool mark_read(struct view text, long *mark);

/* Whether TEXT is a date like 2025-01-15 and nothing else. */
bool is_date(struct view text);

/* The next of the parts of *REST that commas part, trimmed; false at the end. What ends in a comma has no
   empty part behind it. */
bool comma_next(struct view *rest, struct view *part);

/* How many parts it has. */
size_t part_count(struct view rest);

/* The first line behind the header that is not blank; empty if there is none. */
struct view second_line(struct view bytes);

#endif
