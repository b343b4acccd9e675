/* The formats of other trackers: bytes in, records out. A format reads its own file and hands each of its
   rows to the intake, which does what all formats need: the mapping, the moods, the ids, what is said of it.
 */
#ifndef KIND_IN_H
#define KIND_IN_H

#include "base/buf.h"
#include "in/map.h"
#include "in/tally.h"
#include "row/layout.h"
#include "row/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct intake;

/* What a word of a source's mood scale is on ours, in tenths. */
struct mood_word {
    const char *word;
    int mood;
};

/* How a source rates moods: by words, by numbers, or both. A number x becomes 10 * (x - low) / (high - low),
   to the nearest tenth. */
struct scale {
    const struct mood_word *words; /* the last has a NULL word; NULL if it has none */
    long low, high;                /* in hundredths; both 0 if it has no numbers */
};

/* A format. */
struct tracker {
    const char *name;      /* after --format */
    const char *describes; /* whose file it is, for people */
    const char *inside;    /* what is read if a folder is named instead of a file, or NULL */
    /* Whether the file is of this format, by its content alone. NULL if that can't be told. BYTES have no
       byte order mark, and PATH is "-" for standard input. */
    bool (*knows)(struct view bytes, const char *path);
    /* Reads intake->bytes and hands over every row of it by intake_row, intake_skip or intake_leave. False,
       with one clause in ERROR, if the file as a whole is none of this format. */
    bool (*read)(struct intake *intake, struct buf *error);
    /* Whether what is new stands above what is older, so that rows with the same key are numbered from the
       end, where a later export still has them. */
    bool newest_first;
};

/* In the order in which they are named. */
enum tracker_key {
    TRACKER_DAYLIO,
    TRACKER_LOOP,
    TRACKER_HARSH,
    TRACKER_HABITCTL,
    TRACKER_JRNL,
    TRACKER_TRACKANDGRAPH,
    TRACKER_CSV,
    TRACKER_OWN,
    TRACKERS
};
extern const struct tracker tracker_daylio, tracker_loop, tracker_harsh, tracker_habitctl, tracker_jrnl,
    tracker_trackandgraph, tracker_csv, tracker_own;
extern const struct tracker *const trackers[TRACKERS];

/* The format called NAME, or NULL. */
const struct tracker *tracker_named(const char *name);

/* What became of an activity or a habit. */
enum act_state {
    ACT_DONE,
    ACT_SKIPPED, /* excused that day: a day of rest */
    ACT_NOT      /* not done: gives no record, and is counted */
};

/* One activity or habit of a row. */
struct act {
    struct view name; /* as the person called it, UTF-8, without markup */
    enum act_state state;
    struct view amount; /* "3.2" or "3.2 km", or empty; a number of minutes only if the mapping says so */
};

/* A row of the source. All of it is borrowed, and copied by intake_row. Starts as in_row_at(). */
struct in_row {
    uint32_t line;   /* of the file, from 1 */
    struct view key; /* what makes the row distinct from others: its bytes, or the part of them that a later
                        export of the same thing has too. Rows with the same key are told apart by their
                        number. */
    struct view content; /* the rest of it, by which rows with the same key are told apart; empty if it is the
                            same as the key, or if their order alone does */
    struct moment
        time;         /* by moment_read or clock_moment with intake->clock; a day alone is its noon, or now */
    struct view mood; /* as it stands there: "rad", "4"; empty if there is none */
    const struct scale *scale; /* of the mood; may be NULL if there is none */
    struct view stress;        /* likewise */
    const struct scale *stress_scale;
    const struct act *acts; /* may be NULL if ACT_COUNT is 0 */
    size_t act_count;
    struct view note;     /* plain text: the format has taken markup out; ends of line become spaces */
    long minutes;         /* hundredths, or MINUTES_NONE */
    struct view practice; /* kindness, care, pause, mood or rest, if the source itself says so; or empty */
};

struct in_row in_row_at(uint32_t line, struct view key, struct moment time);

/* A record to be, made of a row. */
struct made {
    struct entry entry; /* its note and arm are ours; its id is given */
    struct view raw;    /* a row of kind's own: as it stands, in intake->bytes; else empty */
    bool as_is;         /* such a row needs no mending */
    bool skipped;       /* a rest that comes of something skipped */
    bool bare;          /* it says nothing but that something was done or skipped: no mood, no note */
    size_t row;         /* which of the rows taken it is of */
};

/* A row that was taken. */
struct taken {
    uint32_t line;
    uint64_t key;     /* the hash of its key */
    uint64_t content; /* that of its content, or 0 if it has none */
    bool first;       /* the first of its key, whose hash is of that alone */
    uint64_t hash;    /* of both and its number; the ids that any mapping could give it come from this */
    uint64_t id;      /* its own, for a row of kind's; else 0 */
    size_t first_made, count; /* in intake->made */
};

/* A thing to tell about a line; line 0 is about the whole file. */
struct remark {
    uint32_t line;
    char *what;
};

/* How often something was met, by its hash. */
struct met {
    uint64_t hash; /* 0: free */
    uint32_t times;
    size_t first; /* of a key: the place of its first row in intake->taken */
};

/* What is filled while a file is read. */
struct intake {
    struct view bytes; /* the file, without a byte order mark */
    const char *path;  /* "-" for standard input */
    const struct clock *clock;
    const struct map *map; /* never NULL: an empty one if no mapping was named */
    const struct tracker *tracker;
    const char *within; /* the file beside it that is being read, which remarks name; NULL for FILE itself */
    /* What came of it. */
    struct made *made;
    size_t made_count, made_room;
    struct taken *taken;
    size_t taken_count, taken_room;
    struct remark *skipped; /* rows that can't be taken: each is named, and the exit status tells */
    size_t skipped_count, skipped_room;
    struct remark *left; /* what is no record and was not meant to be one, named all the same */
    size_t left_count, left_room;
    struct tallies unmapped, ignored, moods,
        strange;            /* names; strange are mood words that nothing explains */
    size_t not_done;        /* habits */
    size_t notes_alone;     /* rows that are a note and nothing else */
    struct map_range rated; /* by which numbers became moods, once some did */
    struct layout layout;   /* of kind's own rows; count 0 for other formats */
    struct met *met;        /* private: how often each hash of a key was met, a table */
    size_t met_count, met_room;
};

/* Reads intake->bytes by intake->tracker, and gives all rows their ids. False, with one clause in ERROR, if
   the file as a whole can't be read. */
bool intake_read(struct intake *intake, struct buf *error);

/* Hands a row over. What is wrong with it (a time in the future, a text that is too long) is remarked. */
void intake_row(struct intake *intake, const struct in_row *row);

/* Hands over a row of kind's own as it stands; ENTRY is what it says, its text borrowed, its id its own or
 * "". */
void intake_own(struct intake *intake, uint32_t line, struct view raw, bool as_is, const struct entry *entry);

/* Names a row that can't be read or taken, with the reason: one clause, without the path and the line. */
void intake_skip(struct intake *intake, uint32_t line, const char *format, ...) PRINTF_LIKE(3, 4);

/* Names something of the source that has no place in a log and costs no record: a goal, a setting. It does
   not change the exit status. */
void intake_leave(struct intake *intake, uint32_t line, const char *format, ...) PRINTF_LIKE(3, 4);

/* Reads the time TEXT with the intake's clock, today by its date alone being now until its noon; skips the
   line and returns false if it is none. */
bool intake_time(struct intake *intake, uint32_t line, struct view text, struct moment *out);

/* NOON of a day on which something was done: now, if that is earlier on the same day. */
struct moment intake_noon(const struct intake *intake, struct moment noon);

/* Reads the file NAME in the folder of the source; false if there is none, or no folder, or after a remark if
   it can't be read or is larger than 64 MiB. */
bool intake_beside(struct intake *intake, const char *name, struct buf *out);

void intake_free(struct intake *intake);

/* Gives TAKEN, one of intake->taken, its hash. The first with its key has it by the key alone, so that it is
   the same row when its content was changed; the others have it by their content too, so that none is taken
   for another. */
void taken_number(struct intake *intake, struct taken *taken);

/* Numbers the rows with the same key anew, from the last to the first, and gives their records the ids. */
void taken_renumber(struct intake *intake);

/* The id that the record of PRACTICE of a row has. */
uint64_t taken_id(const struct intake *intake, const struct taken *taken, enum practice practice);

/* The first row with the key of TAKEN. */
struct taken *taken_first(const struct intake *intake, const struct taken *taken);

/* Makes TAKEN the first row of its key, with the ids of that; the row that was it gets ids by its content. */
void taken_lead(struct intake *intake, struct taken *taken);

/* What a row that is not of kind itself can become. */
enum { MADE_PRACTICES = 5 };
extern const enum practice made_practices[MADE_PRACTICES];

/* Adds the tag that NAME becomes: what a tag can't hold is a dash. False, and nothing added, if nothing of it
   can be in a tag. */
bool name_tag(struct buf *out, struct view name);

#endif
