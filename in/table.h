/* A foreign csv: rows of fields by libcsv, with the line that each begins on. */
#ifndef KIND_TABLE_H
#define KIND_TABLE_H

#include "row/record.h"

#include <stdbool.h>
#include <stdint.h>

/* A row of a table. Fields are without quotes, and of raw, which is as it stands and without its end of line,
   both until the next row only. */
struct table_row {
    uint32_t line;
    struct view raw;
    const struct view *fields;
    int count;
};

/* Told of each row in turn, the header first; false ends the reading. */
typedef bool table_visit(void *context, const struct table_row *row);

/* Told why the row that begins on LINE can't be read: one clause. */
typedef void table_fault(void *context, uint32_t line, const char *what);

/* A table_fault for which a row that can't be read is none. */
void table_fault_pass(void *context, uint32_t line, const char *what);

/* The one of , ; tab and | that parts the first line: the most frequent outside quotes, a comma if none does.
 */
char table_separator(struct view bytes);

/* Reads BYTES, which have no byte order mark. Blank lines are passed over. Quoted ends of line are part of a
   field. A row that libcsv refuses costs no other one. */
void table_read(struct view bytes, char separator, table_visit *visit, table_fault *fault, void *context);

/* Which of the fields of ROW, a header, is called NAME, case folded and without spaces around; -1 if none is.
 */
int table_field(const struct table_row *row, const char *name);

/* The FIELD of ROW, empty if it has not so many or FIELD is -1. */
struct view table_value(const struct table_row *row, int field);

#endif
