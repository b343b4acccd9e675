/* Lines that are split without libcsv: libcsv, as strict as kind has it, reads the same fields. */
#include "fuzz.h"

#include "row/row.h"

#include <stdlib.h>
#include <string.h>

/* The fields of a line, each with its length before it. */
struct fields {
    struct buf bytes;
    int count, rows;
};

static void take(void *bytes, size_t length, void *context)
{
    struct fields *fields = context;
    buf_add(&fields->bytes, (const char *)&length, sizeof length);
    buf_add(&fields->bytes, bytes, length);
    fields->count++;
}

static void take_end(int end, void *context)
{
    (void)end;
    struct fields *fields = context;
    fields->rows++;
}

static void hold_same(struct view line, char separator)
{
    struct fields split = {0}, parsed = {0};
    struct csv_parser csv;
    /* A copy of its own, for the sanitiser to see what is read beyond the end. */
    char *bytes = malloc(line.length ? line.length : 1);
    hold(bytes, "there is memory");
    if (line.length)
        memcpy(bytes, line.bytes, line.length);
    if (fields_split((struct view){bytes, line.length}, separator, take, &split)) {
        csv_open(&csv, separator);
        hold(csv_parse(&csv, bytes, line.length, take, take_end, &parsed) == line.length && !parsed.rows &&
                 csv_parse(&csv, "\n", 1, take, take_end, &parsed) == 1,
             "libcsv reads a line that was split");
        hold(parsed.rows == 1 && parsed.count == split.count, "libcsv finds as many fields in one row");
        hold(view_same(buf_view(&split.bytes), buf_view(&parsed.bytes)), "libcsv finds the same fields");
        csv_free(&csv);
    }
    free(bytes);
    buf_free(&split.bytes);
    buf_free(&parsed.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const char separators[] = {',', ';', '\t'};
    struct view file = {(const char *)bytes, length};
    while (file.length) {
        struct view line = line_take(&file);
        if (line.length && memchr(line.bytes, '\0', line.length))
            continue;
        for (size_t i = 0; i < sizeof separators; i++)
            hold_same(line, separators[i]);
    }
    return 0;
}
