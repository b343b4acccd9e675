/* The mapping file: what the names of another tracker are here. INI, a line at a time. */
#ifndef KIND_MAP_H
#define KIND_MAP_H

#include "base/buf.h"
#include "row/record.h"

#include <stdbool.h>
#include <stddef.h>

/* What an activity or a habit becomes. */
struct target {
    bool ignore;
    bool has_practice;
    enum practice practice; /* kindness, care, pause or rest */
    bool minutes;           /* its amount is minutes */
    char *tags;             /* "#a @b", or "" */
};

/* The columns of a csv. */
enum map_column {
    MAP_TIME,
    MAP_CLOCK, /* the time of the day, where time is the date alone */
    MAP_NOTE,
    MAP_MOOD,
    MAP_STRESS,
    MAP_MINUTES,
    MAP_PRACTICE,
    MAP_ACTIVITIES,
    MAP_COLUMNS
};

/* In which order the dates of a csv have day, month and year. */
enum map_dates { DATES_NONE, DATES_DMY, DATES_MDY, DATES_YMD };

struct map_range {
    bool set;
    long low, high; /* hundredths; LOW may be the greater one */
};

struct map_name {
    char *name; /* as it stands in the file */
    char *key;  /* by which names are the same: case folded */
    int line;
    struct target target; /* of an activity */
    int mood;             /* tenths, of a mood */
};

struct map_names {
    struct map_name *name;
    size_t count, room;
};

/* Starts as {0}; map_free ends it. */
struct map {
    struct map_names activities, moods;
    char *column[MAP_COLUMNS]; /* the header's name of it, or NULL */
    int column_line[MAP_COLUMNS];
    bool has_columns;
    enum map_dates dates; /* DATES_NONE if the file does not say */
    int dates_line;
    struct map_range mood, stress;
};

/* Reads the mapping in BYTES, that of the file PATH. False if anything in it can't be used: TROUBLE gets a
   line for each, "PATH:LINE: what is wrong and what would be right", ended by a newline. */
bool map_read(struct view bytes, const char *path, struct map *map, struct buf *trouble);
void map_free(struct map *map);

/* What the activity NAME becomes, or NULL; "*" in the file stands for those it does not name. */
const struct target *map_activity(const struct map *map, struct view name);

/* What rows and activities become that are named nowhere: that of "*", or NULL. */
const struct target *map_rest(const struct map *map);

/* The mood, in tenths, that WORD stands for; -1 if the file does not say. */
int map_mood(const struct map *map, struct view word);

/* The word for DATES, which is not DATES_NONE. */
const char *map_dates_word(enum map_dates dates);

#endif
