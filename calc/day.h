/* The log as days: one entry per civil day in the range, without gaps. */
#ifndef KIND_DAY_H
#define KIND_DAY_H

#include "track.h"

/* What one civil day holds. A day without records is present and empty. */
struct day {
    uint32_t records; /* of any practice but goal and trial */
    uint32_t kindness, care, pause, shift;
    uint32_t mood_n, stress_n; /* ratings that day, on whichever record; stress_after is not one of them */
    uint32_t mood_sum, stress_sum; /* tenths */
    uint8_t mood_low, mood_high;   /* tenths; 0 while mood_n is 0 */
    bool rest;
};

struct days {
    int64_t first; /* day number of day[0] */
    size_t count;
    struct day *day;
};

/* The days from the first record (goals and trials do not count as one) to the later of the last record and
   TODAY, for the records in [SINCE, UNTIL]; with SINCE or UNTIL inside the range, only the days from SINCE to
   UNTIL. INT64_MIN and INT64_MAX leave an end open. No records: count 0. days_free frees it. */
void days_build(const struct log *log, int day_start, int64_t today, int64_t since, int64_t until,
                struct days *out);
void days_free(struct days *days);

/* The day with this number, or NULL outside the range. */
const struct day *days_at(const struct days *days, int64_t number);

/* How many records of PRACTICE (kindness, care, pause, shift; or mood: ratings) DAY has. */
uint32_t day_count(const struct day *day, enum practice practice);

/* The mean of the day's ratings in points, NAN if it has none. */
double day_mood(const struct day *day);
double day_stress(const struct day *day);

#endif
