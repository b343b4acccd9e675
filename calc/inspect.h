/* What a log's records say that can't be meant: each row can be read, but something about it is odd. */
#ifndef KIND_INSPECT_H
#define KIND_INSPECT_H

#include "track.h"

#include <stddef.h>
#include <stdint.h>

enum oddity_kind {
    ODD_ID_ROW,  /* an earlier row has this id and is the same */
    ODD_ID,      /* an earlier row has this id and is not */
    ODD_FUTURE,  /* more than a day after now */
    ODD_BACK,    /* more than a day before the row that precedes it in the file */
    ODD_ARM,     /* a shift with an arm that is none */
    ODD_NO_ARM,  /* a shift without one, though its stress was rated */
    ODD_DRAW,    /* a trial whose letters are no pairs, and that ends none */
    ODD_GOAL,    /* a goal that can't be read */
    ODD_UNRATED, /* a mood without any rating */
    ODDITIES
};

struct oddity {
    enum oddity_kind kind;
    const struct record *record;
    const struct record *other; /* ODD_ID_ROW, ODD_ID: the first with the id; ODD_BACK: the one before */
};

struct oddities {
    struct oddity *oddity; /* in the order of the file */
    size_t count, room;
};

/* Looks at LOG, which was read with TEXT_ALL and has to outlive OUT. NOW is in seconds since 1970.
   oddities_free frees it. */
void oddities_find(const struct log *log, int64_t now, struct oddities *out);
void oddities_free(struct oddities *oddities);

#endif
