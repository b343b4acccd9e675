/* A record of any log changed, or taken out: all other bytes stay. The first two bytes of the input choose
   the record and the columns, the rest of its first line is what the note becomes. */
#include "fuzz.h"

#include "row/header.h"
#include "row/layout.h"
#include "track.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* Holds that the file PATH has FRESH where OLD had the row of FOUND, and all else as it was. */
static void hold_swapped(struct view old, const struct record *found, struct view fresh, const char *path)
{
    struct buf bytes = {0};
    size_t at = (size_t)record_at(found), end = at + record_row(found).length;
    file_read(path, &bytes);
    struct view now = buf_view(&bytes);
    hold(now.length >= at && memcmp(now.bytes, old.bytes, at) == 0, "what stands before a change stays");
    if (!fresh.length && (!at || old.bytes[at - 1] == '\n')) {
        struct view rest = {old.bytes + end, old.length - end};
        line_take(&rest);
        end = old.length - rest.length;
    }
    hold(now.length == at + fresh.length + old.length - end &&
             memcmp(now.bytes + at + fresh.length, old.bytes + end, old.length - end) == 0,
         "what stands behind a change stays");
    hold(!fresh.length || memcmp(now.bytes + at, fresh.bytes, fresh.length) == 0, "a change is written");
    buf_free(&bytes);
}

/* The rows of LOG but for FOUND are those of the file PATH but for its FRESH. */
static void hold_others(const struct log *log, const struct record *found, struct view fresh,
                        const char *path)
{
    struct log now = {0};
    struct buf error = {0};
    hold(track_read(path, TEXT_ALL, &fuzz_clock, &now, &error) == TRACK_OK, "a changed log can be read");
    hold(now.count == log->count - !fresh.length, "a change costs no record");
    for (size_t i = 0, n = 0; i < log->count; i++) {
        if (&log->records[i] == found && !fresh.length)
            continue;
        hold(view_same(record_row(&now.records[n++]),
                       &log->records[i] == found ? fresh : record_row(&log->records[i])),
             "a change leaves the other records as they are");
    }
    buf_free(&error);
    log_free(&now);
}

/* Only the fields of WHICH differ between OLD and FRESH. */
static void hold_fields(struct view file, struct view old, struct view fresh, unsigned which)
{
    struct header header;
    struct view was[COLUMNS_MAX], is[COLUMNS_MAX];
    header_find(file.bytes, file.length < HEADER_WINDOW ? file.length : HEADER_WINDOW, &fuzz_clock, &header);
    const struct columns *columns = &header.columns;
    hold(row_split(old, columns->separator, was, COLUMNS_MAX) == columns->count &&
             row_split(fresh, columns->separator, is, COLUMNS_MAX) == columns->count,
         "a changed row has all its fields");
    for (int i = 0; i < columns->count; i++)
        hold((columns->kind[i] != COLUMN_UNKNOWN && which & COLUMN_BIT(columns->kind[i])) ||
                 view_same(was[i], is[i]),
             "a field that is not to change stays byte for byte");
    buf_free(&header.wrong);
}

/* The record of LOG that a change of ROW finds: the last one that stands so. */
static const struct record *standing(const struct log *log, struct view row)
{
    size_t i = log->count;
    while (!view_same(record_row(&log->records[i - 1]), row))
        i--;
    return &log->records[i - 1];
}

/* Changes the record FOUND of FILE, which PATH holds; without columns it is taken out. */
static void change(struct view file, const struct log *log, const struct record *found, unsigned which,
                   struct view note, const char *path)
{
    struct entry entry = entry_at(fuzz_clock.now, PRACTICE_CARE);
    struct buf fresh = {0}, error = {0}, bytes = {0};
    struct view old = record_row(found);
    sigset_t mask;
    entry.note = note.bytes;
    entry.note_length = note.length;
    entry.mood = 95;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    enum track_status status =
        which ? track_alter(path, old, which, &entry, &fuzz_clock, NULL, NULL, &fresh, &error)
              : track_swap(path, old, (struct view){0}, &fuzz_clock, &error);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    struct view row = buf_view(&fresh);
    if (status == TRACK_OK) {
        hold_swapped(file, found, row, path);
        hold_others(log, found, row, path);
        if (which)
            hold_fields(file, old, row, which);
    } else {
        file_read(path, &bytes);
        hold(status == TRACK_REFUSED && error.length, "a refusal says why");
        hold(view_same(file, buf_view(&bytes)), "a refusal changes nothing");
    }
    buf_free(&bytes);
    buf_free(&fresh);
    buf_free(&error);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct log log = {0};
    struct buf error = {0};
    if (length < 2)
        return 0;
    struct view file = {(const char *)bytes + 2, length - 2}, note = line_take(&file);
    unsigned which = bytes[1] & ((1U << COLUMN_STRESS_AFTER) - 1);
    if (track_parse(file.bytes, file.length, TEXT_ALL, &fuzz_clock, &log, &error) == TRACK_OK && log.count) {
        const char *path = fuzz_path("log");
        file_write(path, file);
        change(file, &log, standing(&log, record_row(&log.records[bytes[0] % log.count])), which, note, path);
    }
    buf_free(&error);
    log_free(&log);
    return 0;
}
