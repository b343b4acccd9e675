/* The report as a model: sections with their tables, series, sentences and cautions. The renderers in out/
 * only lay it out. */
#ifndef KIND_REPORT_H
#define KIND_REPORT_H

#include "calc/day.h"
#include "track.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum cell_type { CELL_TEXT, CELL_DAY, CELL_COUNT, CELL_NUMBER };

/* A column, described once: KEY for csv and json, HEAD and UNIT for people. */
struct report_column {
    const char *key;
    const char *head;
    const char *unit; /* or NULL */
    enum cell_type type;
};

struct cell {
    bool known; /* unknown is empty in csv */
    union {
        char *text;    /* owned by the report */
        int64_t count; /* also a day number */
        double number;
    };
};

struct table {
    const struct report_column *columns;
    size_t column_count;
    struct cell *cells; /* row by row */
    size_t row_count, room;
};

/* For a calendar: how many acts each day has, CALENDAR_UNKNOWN outside of the report, and which are days of
   rest. */
enum { CALENDAR_UNKNOWN = -1 };
struct calendar {
    int64_t first; /* day number of acts[0], the first day of a week */
    size_t count;
    int32_t *acts;
    bool *rest;
};

/* The ratings of each week, 0 to 10, for a line and its range; NAN where there are none. */
struct weekly {
    int64_t first; /* the first day of mean[0]'s week */
    int64_t last;  /* the last day of the report */
    size_t count;
    double *mean, *low, *high;
    int32_t *acts;   /* how many on each of the 7 * count days, for a rug under the line; CALENDAR_UNKNOWN
                        outside of the report */
    size_t span;     /* the latest weeks, for a trend: */
    double from, to; /* the means of its first and last TREND_WEEKS weeks, NAN where none is rated; in a span
                        under twice that FROM is NAN, and TO the mean of all */
};
enum { TREND_WEEKS = 4, TREND_SPAN = 26 };

/* Estimates with their intervals, to be drawn over one scale. */
struct forest_row {
    char *label;
    bool known; /* otherwise only label, level and note are set */
    double estimate, low, high;
    const char *level;
    char *note; /* "" if there is nothing to add */
};

struct forest {
    const char *head; /* what is measured */
    struct forest_row *rows;
    size_t count;
};

/* Pairs of values by group, before and after: each single one a thin line, the groups' means a thick one. */
struct slope_line {
    int group;
    double before, after;
};

struct slopes {
    const char *head;     /* what is measured */
    const char *group[2]; /* names; the second is NULL if there is one group only */
    const char *ends[2];  /* what the ends of a line are */
    const char *unit;     /* what one line is */
    struct slope_line *lines;
    size_t count;
};

/* A fact to be shown large, such as a streak. */
struct card {
    char *name, *value;
    char *note;             /* "" if there is nothing to add */
    double share;           /* 0 to 1, for a bar; NAN for none */
    const char *share_name; /* what the bar is of */
};

struct cards {
    struct card *card;
    size_t count;
};

/* Sentences; a tab in one sets its parts in columns with those of its neighbours. */
struct sentences {
    char **line;
    size_t count;
};

enum { FORESTS = 2 };
struct section {
    const char *key;   /* as the command line names it */
    const char *title; /* for people */
    struct table table;
    struct sentences words;
    struct cards cards; /* the same as the words, where it can be shown large */
    struct calendar calendar;
    struct weekly weekly;
    struct forest forests[FORESTS];
    struct slopes slopes;
    struct sentences cautions;
    struct sentences lead; /* what a person can act on; a page begins with those of all its sections */
    const char *method;    /* how it was worked out, or NULL */
};

enum report_section {
    SECTION_TODAY,
    SECTION_STREAKS,
    SECTION_DAYS,
    SECTION_MOOD,
    SECTION_LINKS,
    SECTION_SHIFT,
    SECTION_TRIAL,
    SECTION_PAUSES,
    SECTION_TAGS,
    SECTION_NEXT, /* what to do next; not part of a report */
    SECTIONS
};
enum { REPORT_SECTIONS = SECTION_NEXT };

struct report {
    struct moment made;
    int64_t today;
    int64_t first, last; /* the days it covers; last < first if there is none */
    size_t records;      /* in those days */
    bool chosen;         /* --since or --until says which, and there are records */
    struct section *sections;
    size_t count;
};

/* What is asked for. */
struct report_want {
    unsigned sections;    /* bits 1 << enum report_section */
    int64_t since, until; /* day numbers; INT64_MIN and INT64_MAX leave an end open */
    struct moment now;
    int64_t today;       /* the civil day that NOW lies in */
    bool peek;           /* show of a sealed experiment what may be looked at any time */
    int day_start;       /* minutes */
    int week_start;      /* 0 Monday */
    const char *program; /* the name that sentences call the program */
};

/* Builds the sections that WANT names, in their order. The report borrows nothing of LOG; report_free frees
 * it. */
void report_build(const struct log *log, const struct report_want *want, struct report *out);
void report_free(struct report *report);

/* What the renderers have in common. */

/* "28 weeks, 18 May to 23 Nov 2026" */
void report_range(const struct report *report, struct buf *out);

/* "2 Sep", "2 Sep 2026" */
void day_say(struct buf *out, int64_t day, bool with_year);

/* VALUE with its sign, at least WIDTH wide, with one decimal or two; what rounds to zero is +0.0. */
void signed_say(struct buf *out, double value, int decimals, int width);

/* The last day of the week that begins on FIRST, at most LAST, lest a month that has not begun get its name.
 */
int64_t week_end(int64_t first, int64_t last);

/* The month that this day lies in. */
int week_month(int64_t first, int64_t last);

/* Whether any week has a rating. */
bool weekly_has(const struct weekly *weekly);

/* "went from 5.8 to 6.5 in 26 weeks", "stayed at 5.8 over 26 weeks": both ends of the trend are known. */
void trend_say(struct buf *out, const struct weekly *weekly);

/* How many decimals an interval wants: a narrow one would show two equal ends, and an end near 0 has to show
   whether 0 lies within. */
int range_decimals(double low, double high);

/* The ends of a scale that holds every interval and zero; false if no row has an interval. */
bool forest_scale(const struct forest *forest, double *low, double *high);

/* Appends a sentence as one line: "care: 3 weeks, strength 71 %" where tabs part it. */
void sentence_join(struct buf *out, const char *sentence);

/* The key of a section, and the section of a key: false for a word that is none. */
const char *section_key(enum report_section section);
bool section_read(const char *key, enum report_section *out);

/* The one whose heading TITLE is, in whatever case; SECTIONS if there is none. */
enum report_section section_titled(const char *title);

#endif
