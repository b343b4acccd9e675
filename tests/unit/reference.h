/* The files of tests/reference/: lines of fields between commas. */
#ifndef KIND_UNIT_REFERENCE_H
#define KIND_UNIT_REFERENCE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FIELDS = 24, LINE = 1024 };

/* Cuts LINE at its commas. Returns the number of fields. */
static inline size_t cut(char *line, char *field[FIELDS])
{
    size_t count = 0;
    line[strcspn(line, "\r\n")] = 0;
    for (char *at = line; at && count < FIELDS; count++) {
        field[count] = at;
        at = strchr(at, ',');
        if (at)
            *at++ = 0;
    }
    return count;
}

/* NAN for what is missing or not to be reported. */
static inline double number(const char *text)
{
    if (!*text || strcmp(text, "NA") == 0)
        return NAN;
    char *end;
    double v = strtod(text, &end);
    assert_true(end > text && !*end);
    return v;
}

/* Opens the file called NAME. */
static inline FILE *reference(const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "tests/reference/%s", name);
    FILE *f = fopen(path, "r");
    if (!f)
        fail_msg("cannot open %s; run from the top of the tree", path);
    return f;
}

/* Opens NAME and passes its first line, which has COLUMNS columns. */
static inline FILE *table(const char *name, size_t columns)
{
    char line[LINE], *field[FIELDS];
    FILE *f = reference(name);
    assert_non_null(fgets(line, sizeof line, f));
    assert_int_equal(cut(line, field), columns);
    return f;
}

#endif
