/* Names and how often they were met. */
#ifndef KIND_TALLY_H
#define KIND_TALLY_H

#include "row/record.h"

#include <stddef.h>

/* A name and how often it was met. */
struct tally {
    char *name; /* as it was met first */
    char *key;  /* by which names are the same */
    size_t times;
    int mood; /* tenths, of a mood */
};

/* Starts as {0}; tallies_free ends it. */
struct tallies {
    struct tally *tally;
    size_t count, room;
    size_t *slot; /* private: one more than the place of each, by the hash of its key */
    size_t slots;
};

/* Counts NAME once more, whatever its case. What it returns holds until the next call. */
struct tally *tally_add(struct tallies *tallies, struct view name);

void tallies_free(struct tallies *tallies);

#endif
