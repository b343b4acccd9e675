/* What one row says, as a record read and as an entry to be written, and the log that records are kept in. */
#ifndef KIND_RECORD_H
#define KIND_RECORD_H

#include "base/num.h"
#include "base/when.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum practice {
    PRACTICE_KINDNESS,
    PRACTICE_CARE,
    PRACTICE_PAUSE,
    PRACTICE_SHIFT,
    PRACTICE_MOOD,
    PRACTICE_REST,
    PRACTICE_GOAL,
    PRACTICE_TRIAL,
    PRACTICES /* how many there are */
};

enum {
    RATING_NONE = -1,
    RATING_MAX = 100,  /* ratings are kept in tenths: 7.5 is 75 */
    MINUTES_NONE = -1, /* minutes are in hundredths, at most MINUTES_MAX */
    ID_SIZE = 13,      /* 'k', 11 of Crockford's base 32, NUL */
    ID_SHOWN = 5,      /* the start of an id that people are shown */
    NOTE_MAX = 65536   /* bytes of a note that kind itself writes */
};

/* The columns that kind knows. */
enum column {
    COLUMN_TIME,
    COLUMN_PRACTICE,
    COLUMN_NOTE,
    COLUMN_MOOD,
    COLUMN_STRESS,
    COLUMN_STRESS_AFTER,
    COLUMN_MINUTES,
    COLUMN_ARM,
    COLUMN_ID,
    COLUMNS,
    COLUMN_UNKNOWN = COLUMNS
};

#define COLUMN_BIT(column) (1U << (column))

/* A run of bytes, not NUL-terminated; bytes is NULL only where length is 0. */
struct view {
    const char *bytes;
    size_t length;
};

struct buf;

/* The bytes of BUF, until it changes. */
struct view buf_view(const struct buf *buf);

/* Whether two views hold the same bytes; VIEW those of TEXT; VIEW begins with those of TEXT. */
bool view_same(struct view a, struct view b);
bool view_is(struct view view, const char *text);
bool view_starts(struct view view, const char *text);

/* The order of memcmp, a start before what goes on. */
int view_compare(struct view a, struct view b);

/* The view without spaces, tabs and ends of line around it. */
struct view view_trim(struct view view);

/* Its bytes as a string, which the caller frees. */
char *view_copy(struct view view);

/* The first line of BYTES at *AT without its end; *AT becomes where the next begins. False at the end. */
bool line_next(struct view bytes, size_t *at, struct view *line);

/* What one row says. Missing is not zero. 40 bytes, because a log may have ten million. */
struct record {
    int64_t time; /* seconds since 1970-01-01T00:00:00Z */
    uint64_t id;  /* the 55 bits of its id plus one, 0 if it has none */
    const char
        *text;       /* private: note, arm, row and its place, in the log's arena; NULL where not asked for */
    uint32_t line;   /* the line of the file on which it begins, from 1 */
    int32_t minutes; /* hundredths, or MINUTES_NONE */
    int16_t offset;  /* minutes east of UTC */
    int8_t practice; /* enum practice */
    int8_t mood, stress, stress_after; /* tenths, or RATING_NONE */
};

/* Something to say about a line of the file. */
struct fault {
    uint32_t line;
    bool lost;  /* the row could not be read; otherwise it was read and can be mended */
    char *what; /* one clause: what is wrong, what would be right */
    int64_t at; /* lost: where the row's bytes begin in the file, without their end of line; their length. A
                   record that was found at their end begins within them. */
    size_t length;
};

/* The records of a file, in its order, and what was wrong with it. Starts as {0}; log_free ends it. */
struct log {
    struct record *records;
    size_t count;
    struct fault *faults;
    size_t fault_count;
    size_t lost;  /* how many faults are rows that could not be read */
    char *header; /* the header's line as it stands but for NULs, which are '?', without its end; NULL if the
                     file has none */
    struct arena *arena;
    size_t room, fault_room;
};

enum text_wanted {
    TEXT_ALL, /* note, arm, the row as it stands and where it begins, of every record */
    TEXT_TAGS /* note and arm of goals, rests, shifts and trials, and the notes that hold a '#' or '@' */
};

void log_free(struct log *log);

struct view record_note(const struct record *record);
struct view record_arm(const struct record *record);
struct view record_row(const struct record *record); /* as it stands in the file, without its end of line */

/* Where record_row begins, in bytes from the start of the file; -1 if that was not asked for. */
int64_t record_at(const struct record *record);

/* Leaves RECORD, which is one of LOG, without its arm; record_row stays as it is. */
void record_arm_hide(struct log *log, struct record *record);

struct moment record_moment(const struct record *record);
int64_t record_day(const struct record *record, int day_start);

/* The records of LOG that are WANTED, ordered by COMPARE of pointers to them; the caller frees the array, not
   the records. */
const struct record **records_where(const struct log *log, bool (*wanted)(const struct record *),
                                    int (*compare)(const void *, const void *), size_t *count);

/* Compares two pointers to records of one log by their time, then by their place in it; for qsort. */
int record_by_time(const void *a, const void *b);

/* A record to be written. Text is borrowed, may be any bytes; ends of line and NULs in it become spaces. */
struct entry {
    struct moment time;
    enum practice practice;
    const char *note; /* NULL is "" */
    size_t note_length;
    int mood, stress, stress_after; /* tenths, or RATING_NONE */
    long minutes;                   /* hundredths, or MINUTES_NONE */
    const char *arm;                /* NULL is "" */
    char id[ID_SIZE];               /* given by track_append */
};

/* An entry that says nothing yet but when. */
struct entry entry_at(struct moment time, enum practice practice);

/* The words of the file. practice_read returns false for a word that is no practice. */
const char *practice_name(enum practice practice);
bool practice_read(const char *text, size_t length, enum practice *out);

/* Reads a rating of 0 to 10 with at most one decimal, in tenths. False for anything else. */
bool rating_read(const char *text, int *out);

/* The length of the practice's word that TEXT begins with, 0 if it is none. */
size_t practice_begin(const char *text, size_t length, enum practice *out);

/* What RECORD says as an entry; text is borrowed from its log, and the arm is left out. */
struct entry record_entry(const struct record *record);

/* Writes an id's text; OUT holds ID_SIZE bytes. Id 0 is "". */
void id_write(uint64_t id, char *out);

/* Reads a whole id; false if it is not one. */
bool id_read(const char *text, size_t length, uint64_t *out);

/* Compares two pointers to ids; for qsort and bsearch. */
int id_compare(const void *a, const void *b);

/* The ids of LOG, sorted, 0 for each record that has none; the caller frees them. */
uint64_t *log_ids(const struct log *log);

#endif
