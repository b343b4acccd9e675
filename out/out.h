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
    bool heading;  /* the line that names the range */
    int day_start; /* minutes after midnight; of the exports alone */
};

enum format { FORMAT_TEXT, FORMAT_CSV, FORMAT_TSV, FORMAT_JSON, FORMAT_HTML, FORMATS };

struct output {
    const char *name; /* after --format */
    bool one_section; /* it holds the table of one section only */
    void (*write)(const struct report *report, const struct out_style *style, struct buf *out);
};

extern const struct output outputs[FORMATS];

/* Whether NAME is that of a format. */
bool format_named(const char *name);

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

/* "mood 7", "stress 8 -> 4", "5 min" and what chance assigned to a shift: as much of it as RECORD has, with
   BETWEEN between. Safe on a terminal. */
void record_facts(struct buf *out, const struct record *record, const char *between);

/* The formats of kind export: records, by time, for calendars and notes. Those for people have their text
   made safe as on a terminal, and so that it stays text. */
enum export { EXPORT_ICS, EXPORT_ORG, EXPORT_MD, EXPORT_JSONL, EXPORTS };

struct exporter {
    const char *name; /* after --format, and the ending of a file's name */
    void (*write)(const struct record *const *records, size_t count, const struct out_style *style,
                  struct buf *out);
};

extern const struct exporter exporters[EXPORTS];

/* A calendar by RFC 5545, an event for each record. The same records give the same bytes at any time. */
void records_ics(const struct record *const *records, size_t count, const struct out_style *style,
                 struct buf *out);

/* A heading for each day and under it one for each record: with a drawer of properties, and as lines. */
void records_org(const struct record *const *records, size_t count, const struct out_style *style,
                 struct buf *out);
void records_md(const struct record *const *records, size_t count, const struct out_style *style,
                struct buf *out);

/* Each record of kind.records/1 on a line of its own. */
void records_jsonl(const struct record *const *records, size_t count, const struct out_style *style,
                   struct buf *out);

#endif
