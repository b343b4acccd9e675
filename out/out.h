/* The formats: a report in, bytes out. */
#ifndef KIND_OUT_H
#define KIND_OUT_H

#include "base/buf.h"
#include "report.h"

#include <stdbool.h>
#include <stddef.h>

struct out_style {
    const char *program; /* what the title calls the program */
    size_t width;        /* columns, 1 or more */
    bool color, unicode;
    bool heading; /* the line that names the range */
};

enum format { FORMAT_TEXT, FORMAT_CSV, FORMAT_TSV, FORMAT_JSON, FORMAT_HTML, FORMATS };

struct output {
    const char *name; /* after --format */
    bool one_section; /* it holds the table of one section only */
    void (*write)(const struct report *report, const struct out_style *style, struct buf *out);
};

extern const struct output outputs[FORMATS];

/* The report for people, in at most style.width columns (40 and more; below that lines may be longer). */
void out_text(const struct report *report, const struct out_style *style, struct buf *out);

/* The table of the report's only section with its keys as the header. Numbers have up to 10 significant
   digits and a point in every locale, unknown is empty, days are 2026-11-22. tsv has a tab between fields and
   spaces for tabs inside them. */
void out_csv(const struct report *report, const struct out_style *style, struct buf *out);
void out_tsv(const struct report *report, const struct out_style *style, struct buf *out);

/* The whole report as kind.report/1, and records as kind.records/1: kind-json(5). Text is as it is in the
   file, but for bytes that are not UTF-8, which are U+FFFD. */
void out_json(const struct report *report, const struct out_style *style, struct buf *out);
void records_json(const struct record *const *records, size_t count, struct buf *out);

/* The report as one page that holds all it needs: no script, no request. Text of records is made safe as on a
   terminal. */
void out_html(const struct report *report, const struct out_style *style, struct buf *out);
void records_html(const struct record *const *records, size_t count, const struct out_style *style,
                  struct buf *out);

#endif
