/* One row of the file: its columns, its fields read by libcsv, an entry written. */
#ifndef KIND_ROW_H
#define KIND_ROW_H

#include "base/buf.h"
#include "base/limit.h"
#include "row/record.h"

#include <csv.h>
#include <stdbool.h>
#include <stdint.h>

enum { COLUMNS_MAX = LIMIT(256, 16) /* in a header */ };

/* The name of a column of kind, enum column but COLUMN_UNKNOWN. */
const char *column_name(int column);

/* Where the fields of a row go. */
struct columns {
    char separator;
    int count;
    uint8_t kind[COLUMNS_MAX]; /* enum column of each field */
    bool has[COLUMNS];
};

/* Kind's own columns in their order. */
struct columns columns_standard(void);

/* The name of the first column that ENTRY needs and COLUMNS lack, or NULL. */
const char *columns_lack(const struct columns *columns, const struct entry *entry);

/* Makes CSV ready as kind reads: strictly, fields parted by SEPARATOR. libcsv calls a row bad when memory is
   out, so memory that it can't have ends the run here. csv_free ends it. */
void csv_open(struct csv_parser *csv, char separator);

/* A row while libcsv hands over its fields, and a parser of its own, so that a line can be tried while
 * another is open. */
struct row {
    struct csv_parser csv;
    const struct columns *columns;
    const struct clock *clock;
    bool begun; /* libcsv has had a line of it, and has the next one too */
    int fields, rows;
    struct record record;
    struct time_seen seen;
    struct view note, arm; /* in the line that was fed, or in one of the three below */
    struct buf undoubled, note_own, arm_own;
    struct buf wrong; /* the first thing that makes the row unreadable */
    struct buf mend;  /* the first thing that can be mended */
};

enum verdict { ROW_GOOD, ROW_BAD, ROW_OPEN };

/* COLUMNS and CLOCK have to stay until row_close; CLOCK serves times without an offset. */
void row_open(struct row *row, const struct columns *columns, const struct clock *clock);
void row_close(struct row *row);

/* Makes ready for the first line of a row. */
void row_clear(struct row *row);

/* Feeds one more line (without its end) to the row, whose note and arm may lie in it from then on. After
   ROW_OPEN the next line may be fed, or row_drop ends it; otherwise row_clear comes first. */
enum verdict row_feed(struct row *row, struct view line);

/* Gives up a row that is still open. */
void row_drop(struct row *row);

/* One line as a row of its own. A quote left open makes it false. */
bool row_try(struct row *row, struct view line);

/* Adds ENTRY as a row with its end of line. */
void row_write(struct buf *out, const struct columns *columns, const struct entry *entry);

/* One field of a row: as it stands, and as libcsv reads it. */
typedef void row_visit(void *context, int field, struct view raw, struct view read);

/* Visits the fields of ROW, which has no end of line. False if it does not have as many as COLUMNS; fewer, or
   all of them, were visited then. */
bool row_walk(struct view row, const struct columns *columns, row_visit *visit, void *context);

/* Adds the row OLD, which has no end of line, with the columns of WHICH (bits) taken from ENTRY and every
   other field byte for byte as it was. False if OLD does not read as a row of COLUMNS; OUT is as before then.
 */
bool row_alter(struct view old, const struct columns *columns, unsigned which, const struct entry *entry,
               struct buf *out);

/* The name of the first column of WHICH that COLUMNS lack, or NULL. */
const char *columns_lack_of(const struct columns *columns, unsigned which);

/* A line without its CR and without the NULs that a crash leaves after it. */
struct view line_trim(struct view line);

/* No more than spaces, to which libcsv is deaf: it neither ends a row nor fails. */
bool line_is_blank(struct view line);

#endif
