/* What the sections of the report are made from, and the hands that fill their tables and sentences. */
#ifndef KIND_SECTION_H
#define KIND_SECTION_H

#include "base/buf.h"
#include "calc/habit.h"
#include "report.h"

struct material {
    const struct log *log;
    const struct report_want *want;
    struct days all;         /* up to today or the last record */
    struct days part;        /* from --since to --until, if these were said */
    const struct days *days; /* those that are asked for: part or all */
    struct habits habits;    /* of all days up to today: a streak does not begin where a report does */
};

/* A fresh row of TABLE, all cells unknown. */
struct cell *table_row(struct table *table);

struct cell cell_count(int64_t count);
struct cell cell_day(int64_t day);
struct cell cell_number(double number); /* NAN and infinities are unknown */
struct cell cell_text(const char *text);

/* The cells kindness, care, pause, shift, mood, mood_n, stress and rest of DAY, from CELL on. */
void day_cells(struct cell *cell, const struct day *day);

/* Adds LINE, whose bytes it takes over. */
void sentence_add(struct sentences *sentences, struct buf *line);

void caution_add(struct section *section, const char *text);

/* Rounded to tenths, and never -0.0. */
double tenths(double value);

/* Whether two days lie in one year, so that the year need not be said. */
bool same_year(int64_t a, int64_t b);

/* "1 act", "2 acts". */
void count_say(struct buf *out, unsigned count, const char *unit);

/* NAME, cut where it is long enough to hide the rest of a sentence. */
void name_say(struct buf *out, const char *name);

/* What counts as an act, in the order in which tables and sentences have it. */
enum { ACTS = 4 };
extern const enum practice acts[ACTS];

/* How many of them DAY has. */
uint32_t day_acts(const struct day *day);

/* Whether --since or --until was said. */
bool days_limited(const struct report_want *want);

/* There are none in the days that were asked for. */
void absent_say(struct section *section);

/* A section: its name for the command line, its title for people, the columns of its table, and what fills
   it. */
struct plan {
    const char *key, *title;
    const struct report_column *columns;
    size_t column_count;
    void (*build)(const struct material *material, struct section *section);
    const char *method; /* how its numbers are found, in plain words; NULL if they are plain counts */
};
#define COLUMNS_OF(columns) columns, sizeof(columns) / sizeof *(columns)

extern const struct plan plan_today, plan_streaks, plan_days, plan_mood, plan_links, plan_shift, plan_trial,
    plan_pauses, plan_tags, plan_next;

#endif
