/* The header of a log, rows by the hundred, and how many of them a damage leaves. */
#ifndef KIND_UNIT_ROWS_H
#define KIND_UNIT_ROWS_H

#include "base/buf.h"
#include "row/record.h"
#include "tests/unit/random.h"

#include <string.h>

#define NAMES "time,practice,note,mood,stress,stress_after,minutes,arm,id"
#define HEADER NAMES "\n"

static inline struct view view_of(const char *text)
{
    return (struct view){text, strlen(text)};
}

/* COUNT rows of all practices, with notes that hold commas, quotes and dates. */
static inline void add_rows(struct buf *text, int count, uint64_t seed)
{
    static const char *const notes[] = {
        "",      "tea, cake",        "said \"\"yes\"\"", "2026-11-23T19:24:05+01:00,mood,", "#home with @ann",
        "'=1+1", "\xc3\xa9t\xc3\xa9"};
    for (int i = 0; i < count; i++) {
        char id[ID_SIZE];
        id_write((random_next(&seed) >> 9) + 1, id);
        const char *practice = practice_name((enum practice)random_below(&seed, PRACTICES));
        size_t note = random_below(&seed, 2 * sizeof notes / sizeof *notes); /* half of them have none */
        buf_printf(text, "2026-%02d-%02dT%02d:30:00+0%d:00,%s,\"%s\",", 1 + i / 28 % 12, 1 + i % 28, i % 24,
                   i % 3, practice, note < sizeof notes / sizeof *notes ? notes[note] : "");
        if (random_below(&seed, 2))
            buf_printf(text, "%.1f,,,,,%s\n", (double)random_below(&seed, 100) / 10, id);
        else
            buf_printf(text, ",8,4,%zu,usual,%s\n", random_below(&seed, 60), id);
    }
}

/* A row whose note spans LINES lines. */
static inline void add_tall_row(struct buf *text, int lines, const char *mood)
{
    buf_text(text, "2026-11-23T19:24:05Z,mood,\"line");
    for (int i = 1; i < lines; i++)
        buf_text(text, "\r\nline");
    buf_printf(text, "\",%s,,,,,k00000000000\n", mood);
}

static inline bool same_record(const struct record *a, const struct record *b)
{
    struct view left = record_row(a), right = record_row(b);
    return a->id == b->id && a->time == b->time && a->mood == b->mood && a->practice == b->practice &&
           left.length == right.length && memcmp(left.bytes, right.bytes, left.length) == 0;
}

/* How many records stand at the start, and then at the end, of LOG as they do in ALL. */
static inline size_t records_kept(const struct log *all, const struct log *log)
{
    size_t front = 0, back = 0;
    while (front < log->count && front < all->count &&
           same_record(&all->records[front], &log->records[front]))
        front++;
    while (back < log->count - front && back < all->count - front &&
           same_record(&all->records[all->count - 1 - back], &log->records[log->count - 1 - back]))
        back++;
    return front + back;
}

#endif
