/* What the formats for calendars and notes share: the days, and the words for a record. */
#ifndef KIND_NOTES_H
#define KIND_NOTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct record;

struct dated {
    int64_t day; /* the civil day that the record belongs to */
    const struct record *record;
};

/* RECORDS in the order of their days, which may not be that of their times where somebody travelled. The
   caller frees it. */
struct dated *records_dated(const struct record *const *records, size_t count, int day_start);

/* Appends TEXT, made safe, with a backslash before each of its characters that is one of MARKS. */
void text_escaped(struct buf *out, const char *text, size_t length, const char *marks);

/* "2026-11-23 Monday" */
void day_head(struct buf *out, int64_t day);

/* Whether RECORD is about a day rather than a moment of it: a rest, a goal, a trial. */
bool record_of_day(const struct record *record);

/* "kindness, mood 7, 5 min", "mood 6.5, stress 3". */
void record_words(struct buf *out, const struct record *record);

/* "19:24 " behind which record_words stand; without the clock if it is of a day. */
void record_head(struct buf *out, const struct record *record);

#endif
