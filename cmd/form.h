/* One record as a small readable form, for an editor and back. */
#ifndef KIND_FORM_H
#define KIND_FORM_H

#include "base/buf.h"
#include "track.h"

#include <stdbool.h>

/* Appends the form of RECORD: a line for each field, comments with '#'. */
void form_write(const struct record *record, struct buf *out);

/* Reads TEXT, a form that began as FORM, into ENTRY, which starts as what the record says; *WHICH gets the
   columns of the lines that are no longer as they were. Texts of ENTRY point into OWN, which starts as {0}
   and is the caller's to free. False with one line, newline-terminated, for each thing that is wrong in
   TROUBLE, "LINE: what". */
bool form_read(const char *form, const char *text, const struct clock *clock, struct entry *entry,
               unsigned *which, struct buf *own, struct buf *trouble);

/* The line of TEXT, a form, on which the field of COLUMN stands, from 1; 1 if none does. */
unsigned form_line(const char *text, enum column column);

/* Whether a record of practice FROM may become one of practice TO: what chance decided, and what is planned,
   stays what it is. */
bool practice_may_become(enum practice from, enum practice to);

#endif
