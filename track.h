/* The file that records live in: read, append, replace. The file is the one of kind(5). */
#ifndef KIND_TRACK_H
#define KIND_TRACK_H

#include "base/buf.h"
#include "base/when.h"
#include "row/record.h"
#include "row/repair.h"

#include <stdbool.h>
#include <stddef.h>

/* How a door of the file ended. */
enum track_status {
    TRACK_OK,
    TRACK_REFUSED,    /* not a log, not a regular file, no place for one: nothing was changed */
    TRACK_FAILED,     /* the system failed, and the file is as it was */
    TRACK_UNCONFIRMED /* the system failed, and what the file holds now is not known */
};

/* Finds the log: FILE if not NULL, else $KIND_FILE, else $XDG_DATA_HOME/kind/log.csv, else
   ~/.local/share/kind/log.csv (the last two only if absolute). On success *PATH is the caller's to free;
   otherwise ERROR gets one clause. */
enum track_status track_path(const char *file, char **path, struct buf *error);

/* Reads every record of PATH that can be read. A file that is not there is an empty log. CLOCK serves times
   without an offset. Faults are in LOG, one bad row never costing another; the status is not TRACK_OK only if
   the file as a whole can't be read (ERROR says why). */
enum track_status track_read(const char *path, enum text_wanted wanted, const struct clock *clock,
                             struct log *log, struct buf *error);

/* The same with TEXT_ALL, and BYTES gets the whole file. */
enum track_status track_load(const char *path, const struct clock *clock, struct log *log, struct buf *bytes,
                             struct buf *error);

/* The same with TEXT_TAGS, but rows of days before SINCE may be left out unless they are goals or trials, and
   so may what is wrong with them. A fifth of the time on a long log. */
enum track_status track_recent(const char *path, int64_t since, const struct clock *clock, struct log *log,
                               struct buf *error);

/* The same from bytes in memory; TRACK_REFUSED if they have no usable header. */
enum track_status track_parse(const char *bytes, size_t length, enum text_wanted wanted,
                              const struct clock *clock, struct log *log, struct buf *error);

/* Reads the records that lie wholly within the last WINDOW bytes of PATH with TEXT_ALL, lines counted from
   the first one read. *WHOLE tells whether that is the whole file. Its cost does not depend on the file's
   size. */
enum track_status track_tail(const char *path, size_t window, const struct clock *clock, struct log *log,
                             bool *whole, struct buf *error);

/* Appends COUNT entries under one lock with one write, and gives each its id. TRACK_OK means that they are on
   the disk. From the lock on every signal stays blocked, also after the return, so that a Ctrl-C can't come
   between the record and its confirmation. FAILED and REFUSED mean that the file is as it was. ERROR gets one
   clause with the path. */
enum track_status track_append(const char *path, struct entry *entries, size_t count, struct buf *error);

/* What track_append would say of ENTRY, as far as it can be known before: nothing is written, made or held.
 */
enum track_status track_try(const char *path, const struct entry *entry, struct buf *error);

/* The header that kind itself writes, without its end of line. */
const char *track_header(void);

/* What a log is to become: OLD is all of it, as it stands under the lock; OUT, which starts empty, gets what
   it is to be. TRACK_OK has OUT installed, unless it is OLD; anything else leaves the log alone and may put
   one clause into ERROR. It may be called more than once. */
typedef enum track_status track_change(struct view old, void *context, struct buf *out, struct buf *error);

/* Replaces the log by what CHANGE makes of it, under its lock: a new file beside the target of any symlink,
   brought to the disk and renamed over it, with owner, mode, access list and attributes kept. TRACK_OK means
   that it is on the disk. A log with further hard links is refused, as is one that is not there. Signals stay
   blocked as after track_append. FAILED and REFUSED mean that the file is as it was; ERROR gets one clause
   with the path. */
enum track_status track_replace(const char *path, track_change *change, void *context, struct buf *error);

/* The same, but a log that is not there is made, with its folders; OLD is then empty. It is there afterwards
   only if something was installed; a crash may leave an empty file. */
enum track_status track_make(const char *path, track_change *change, void *context, struct buf *error);

/* Puts BYTES, those of the log PATH as it is, into a new file beside it (beside the target of a symlink),
   called after it with ".bad-" and the date of DAY behind, and a number if that name is taken. Nobody but the
   owner can read it, and it is on the disk when this returns. *COPY is its name, for the caller to free; NULL
   unless TRACK_OK. */
enum track_status track_aside(const char *path, struct view bytes, int64_t day, char **copy,
                              struct buf *error);

/* The name of the file in which a new log is made beside REAL, a path without symlinks; the caller frees it.
 */
char *track_temporary(const char *real);

/* Has the last record that stands as OLD (record_row of a log read with TEXT_ALL) stand as FRESH, or takes it
   out if FRESH is empty. REFUSED if no record stands so: it was changed or taken out meanwhile. */
enum track_status track_swap(const char *path, struct view old, struct view fresh, const struct clock *clock,
                             struct buf *error);

/* Takes out the last records that stand as the COUNT ROWS, one at least: all of them, or none. REFUSED if one
   is missing. */
enum track_status track_take_out(const char *path, const struct view *rows, size_t count,
                                 const struct clock *clock, struct buf *error);

/* Told, under the log's lock and just before it is installed, that the row OLD becomes FRESH and the log
   LOG. It may be told more than once, and of what is not installed in the end. */
typedef void track_told(void *context, struct view old, struct view fresh, struct view log);

/* The same, FRESH being OLD with the columns of WHICH (COLUMN_BIT) taken from ENTRY; FRESH gets it, and
   starts empty. TOLD may be NULL. */
enum track_status track_alter(const char *path, struct view old, unsigned which, const struct entry *entry,
                              const struct clock *clock, track_told *told, void *context, struct buf *fresh,
                              struct buf *error);

#endif
