/* Civil time: dates as day numbers, instants with their offset, and the words people use for them.
   Proleptic Gregorian, years 1 to 9999. Nothing here asks the C library to parse or to print. */
#ifndef KIND_WHEN_H
#define KIND_WHEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum {
    DAY_SECONDS = 86400,
    MOMENT_SIZE = 26, /* "2026-11-23T19:24:05+01:00" and its NUL */
    DATE_SIZE = 11    /* "2026-11-23" and its NUL */
};

/* An instant and the clock it was read from. */
struct moment {
    int64_t sec;    /* seconds since 1970-01-01T00:00:00Z */
    int32_t offset; /* seconds east of UTC, a multiple of 60, within +-24 h */
};

/* Now, and which clock "local" means. */
struct clock {
    struct moment now;
    bool fixed; /* local time is now.offset all year: KIND_NOW named an offset that TZ does not have then */
    int day_start; /* minutes after midnight at which a civil day begins, 0 to 1439 */
};

/* Day numbers count days since 1970-01-01, which is 0; negative before it. */
bool date_valid(int year, int month, int day);
int64_t day_from_date(int year, int month, int day);
void date_from_day(int64_t day, int *year, int *month, int *date);
int weekday(int64_t day); /* 0 Monday .. 6 Sunday */

/* "Mon" for 0, "Jan" for 1. */
const char *weekday_name(int weekday);
const char *month_name(int month);

/* Writes "2026-11-23"; OUT holds DATE_SIZE bytes. DAY must lie in years 1 to 9999. */
void date_write(int64_t day, char *out);

/* Writes RFC 3339; OUT holds MOMENT_SIZE bytes. The civil year must be 1 to 9999. Offsets print as +01:00,
 * zero as +00:00. */
void moment_write(struct moment moment, char *out);

/* The civil day a moment belongs to on its own clock, the day beginning DAY_START minutes after midnight. */
int64_t moment_day(struct moment moment, int day_start);

/* Seconds after midnight on its own clock, 0 to 86399. */
int moment_clock(struct moment moment);

/* What a record's time may look like, from exact to mendable. */
enum time_form {
    TIME_EXACT, /* RFC 3339 with an offset ('Z' and '-00:00' read as +00:00; 't', 'z' and a space for 'T' too)
                 */
    TIME_MENDABLE,   /* "2025/01/01 10:00:00", no offset, no seconds, or a date alone (noon): local clock
                        assumed */
    TIME_AMBIGUOUS,  /* "3/4/25": day and month can't be told apart */
    TIME_IMPOSSIBLE, /* a shape that fits but a date or a clock that does not exist: 30 February, 25:00 */
    TIME_NOT         /* nothing like a time */
};

/* Reads a time as it stands in a file. *OUT is set for TIME_EXACT and TIME_MENDABLE only. A fraction of a
   second is dropped, a leap second (:60) is the second before it. CLOCK serves times without an offset. */
enum time_form moment_read(const char *text, size_t length, const struct clock *clock, struct moment *out);

/* The date and the offset of the last exact time that was read; starts as {0}. */
struct time_seen {
    char date[10], zone[6];
    int32_t offset; /* seconds */
    int64_t day;
};

/* The same of one time after another: a date or an offset that stands in several is worked out once. */
enum time_form moment_read_next(const char *text, size_t length, const struct clock *clock,
                                struct time_seen *seen, struct moment *out);

/* Reads KIND_NOW (RFC 3339) or else the system's clock. day_start is left alone. False if KIND_NOW does not
   read as TIME_EXACT. If TZ has KIND_NOW's offset at that instant, local time follows TZ; otherwise it is
   fixed. */
bool clock_read(struct clock *clock);

/* The moment with this local date and clock (SECONDS after midnight, 0 to 86399): the earlier one of two (an
   hour that summer time repeats), false if there is none (an hour that it skips). */
bool clock_moment(const struct clock *clock, int64_t day, int seconds, struct moment *out);

/* The same instant on the local clock. */
struct moment clock_local(const struct clock *clock, int64_t sec);

enum when_error {
    WHEN_OK,
    WHEN_NOT,        /* not a way to say a time */
    WHEN_IMPOSSIBLE, /* 30 February, or an hour that the clocks skipped */
};

/* What a person meant by WHEN on the command line. */
struct when {
    struct moment at; /* for a whole day its noon, or now where that is earlier on the same day */
    int64_t day;      /* the civil day it lies in, day_start considered */
    bool whole_day;   /* a day was named, and no clock */
    bool weekday;     /* it was named as mon..sun */
};

/* Reads 2026-11-22, "2026-11-22 18:30" or noon, RFC 3339, 18:30, noon, now, today, yesterday, tomorrow,
   "yesterday 21:30", mon..sun and their whole names (the latest, today included), "mon 18:30", 3d 2h 45m 2w,
   "3 days ago". Upper case is the same. A clock alone, or after today, yesterday or a weekday, falls in that
   civil day as day_start cuts it: at day_start 04:00, "yesterday 01:00" is in the night that followed. With
   an explicit date it is that date's own clock. The future is not refused here: the caller compares with
   clock->now. */
enum when_error when_read(const char *text, const struct clock *clock, struct when *out);

/* Hundredths of a minute in whole seconds, rounded. */
long minutes_seconds(long minutes);

/* Seconds in hundredths of a minute, rounded. */
long seconds_minutes(double seconds);

/* "1 min 12 s", "3 min", "12 s", "0 s". */
void duration_say(long seconds, struct buf *out);

#endif
