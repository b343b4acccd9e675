/* Rows that are read without libcsv: with libcsv, as strict as kind has it, they read the same. */
#include "fuzz.h"

#include "row/row.h"

#include <stdlib.h>
#include <string.h>

static const struct columns layouts[] = {
    {',', 9, {0, 1, 2, 3, 4, 5, 6, 7, 8}, {1, 1, 1, 1, 1, 1, 1, 1, 1}},
    {';', 9, {0, 1, 2, 3, 4, 5, 6, 7, 8}, {1, 1, 1, 1, 1, 1, 1, 1, 1}},
    {'\t', 9, {0, 1, 2, 3, 4, 5, 6, 7, 8}, {1, 1, 1, 1, 1, 1, 1, 1, 1}},
    {',', 11, {2, COLUMN_UNKNOWN, 8, 6, 1, 0, 7, 3, 5, 4, COLUMN_UNKNOWN}, {1, 1, 1, 1, 1, 1, 1, 1, 1}},
    {',', 3, {1, 2, 0}, {1, 1, 1}},
};
enum { LAYOUTS = sizeof layouts / sizeof *layouts };

static void hold_same(struct view line, struct row *row, struct row *other)
{
    /* A copy of its own, for the sanitiser to see what is read beyond the end. */
    char *bytes = malloc(line.length ? line.length : 1);
    hold(bytes, "there is memory");
    if (line.length)
        memcpy(bytes, line.bytes, line.length);
    row_clear(row);
    row_clear(other);
    other->begun = true;
    enum verdict verdict = row_feed(row, (struct view){bytes, line.length});
    enum verdict asked = row_feed(other, line);
    hold(verdict == asked, "libcsv finds the row as good");
    hold(row->rows == other->rows && row->fields == other->fields, "libcsv finds as many fields in one row");
    hold(view_same(buf_view(&row->wrong), buf_view(&other->wrong)), "libcsv finds the same thing wrong");
    hold(view_same(buf_view(&row->mend), buf_view(&other->mend)), "libcsv finds the same thing to mend");
    if (verdict == ROW_GOOD) {
        const struct record *a = &row->record, *b = &other->record;
        hold(a->time == b->time && a->offset == b->offset && a->practice == b->practice && a->id == b->id,
             "libcsv finds the same time, practice and id");
        hold(a->mood == b->mood && a->stress == b->stress && a->stress_after == b->stress_after &&
                 a->minutes == b->minutes,
             "libcsv finds the same numbers");
        hold(view_same(row->note, other->note) && view_same(row->arm, other->arm),
             "libcsv finds the same note and arm");
    }
    if (verdict == ROW_OPEN) {
        row_drop(row);
        row_drop(other);
    }
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct view file = {(const char *)bytes, length};
    struct row plain[LAYOUTS], parsed[LAYOUTS]; /* they live on from line to line, as a reader's do */
    for (size_t i = 0; i < LAYOUTS; i++) {
        row_open(&plain[i], &layouts[i], &fuzz_clock);
        row_open(&parsed[i], &layouts[i], &fuzz_clock);
    }
    /* All of it at once as well: the end of a joined row is tried as a line. */
    for (size_t i = 0; i < LAYOUTS; i++)
        hold_same(file, &plain[i], &parsed[i]);
    while (file.length) {
        struct view line = line_take(&file);
        for (size_t i = 0; i < LAYOUTS; i++)
            hold_same(line, &plain[i], &parsed[i]);
    }
    for (size_t i = 0; i < LAYOUTS; i++) {
        row_close(&plain[i]);
        row_close(&parsed[i]);
    }
    return 0;
}
