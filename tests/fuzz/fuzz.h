/* What the fuzz targets share. A target is one function, and what it holds to be true is its oracle. */
#ifndef KIND_FUZZ_H
#define KIND_FUZZ_H

#include "base/buf.h"
#include "base/when.h"
#include "row/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The target: always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* Ends the run as a finding, with SENTENCE, unless IT holds. */
void hold(bool it, const char *sentence);

/* 2026-11-23T19:24:05+01:00, all year. */
extern const struct clock fuzz_clock;

/* The path of a file NAME of this process below TMPDIR, the same one each time for one name; removed at the
 * end. */
const char *fuzz_path(const char *name);

/* Has the file PATH hold BYTES; reads it into BYTES, which starts empty. */
void file_write(const char *path, struct view bytes);
void file_read(const char *path, struct buf *bytes);

/* The first line of *BYTES without its LF, cut off from it; all of it if there is no LF. */
struct view line_take(struct view *bytes);

/* How many lines BYTES have, one without its end counted. */
size_t lines_count(struct view bytes);

/* Holds that TEXT may be shown: UTF-8 throughout, no control but the bytes of ALLOWED, nothing that reorders
   or hides. */
void hold_safe(struct view text, const char *allowed);

/* Whether TEXT is UTF-8 throughout, by Unicode's table 3-7. */
bool is_utf8(struct view text);

/* Whether two records say the same, wherever they stand. */
bool records_same(const struct record *a, const struct record *b);

/* NOTE as a row keeps it: its ends of line and NULs are spaces. The caller frees OUT. */
void note_plain(struct view note, struct buf *out);

#endif
