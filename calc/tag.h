/* The tags and people of the log's notes, and on which days each stands. */
#ifndef KIND_TAG_H
#define KIND_TAG_H

#include "calc/day.h"

struct tag {
    char *name; /* as it was first written, with its '#' or '@' */
    bool *on;   /* of each day of the range */
    size_t days_on;
};

struct tags {
    struct tag *tag; /* in the order in which they first stand in the log */
    size_t count;
};

/* Collects the tags of kindness, care, pause, shift and mood records within DAYS; upper and lower case are
 * the same. tags_free frees it. */
void tags_collect(const struct log *log, const struct days *days, int day_start, struct tags *out);
void tags_free(struct tags *tags);

#endif
