/* The header of a file: which columns it has, where the rows begin, what is wrong with it. */
#ifndef KIND_HEADER_H
#define KIND_HEADER_H

#include "base/limit.h"
#include "row/row.h"

enum {
    HEADER_WINDOW = LIMIT(65536, 256) /* the header begins and ends within this many bytes of the file */
};

enum header_status {
    HEADER_NONE,  /* nothing but blank lines and torn headers: one is to be written */
    HEADER_FOUND, /* or none is needed: the rows stand in kind's own order */
    HEADER_BAD
};

struct header {
    enum header_status status;
    struct columns columns;
    struct view line; /* the header itself, empty if there is none */
    size_t rows_at;   /* where the rows begin */
    uint32_t lines;   /* lines before them */
    bool torn;        /* HEADER_NONE, and the bytes end in the start of a header */
    size_t torn_at;   /* where that starts */
    const char *mend; /* what to say of it, NULL if it is as it should be */
    struct buf wrong; /* HEADER_BAD: one clause */
};

/* Finds the header in the first LENGTH bytes of a file, at most HEADER_WINDOW of them; line points into
   BYTES. CLOCK serves times without an offset. Wrong is the caller's to free. */
void header_find(const char *bytes, size_t length, const struct clock *clock, struct header *header);

/* Whether a file of these BYTES lacks a header, or rows that need none. */
bool header_lacks(struct view bytes, const struct clock *clock);

/* Whether the first line of BYTES is kind's own header, so that header_find needs no more of the file. */
bool header_is_first(const char *bytes, size_t length);

/* The letters in which TEXT, whatever its capitals, differs from the NAME of a column; many if it has not as
   many. */
int name_apart(const char *name, struct view text);

/* The header that kind itself writes, without its end of line. */
const char *header_text(void);

#endif
