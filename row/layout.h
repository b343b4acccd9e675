/* The columns of several logs brought together, and rows laid anew under other columns. */
#ifndef KIND_LAYOUT_H
#define KIND_LAYOUT_H

#include "row/header.h"

/* The columns of one log. A log without a header has none and takes no part. Layout_free ends it. */
struct layout {
    struct buf text; /* the header with commas, without its end of line: as it stands, if nothing is wrong */
    int count;
    char separator; /* of the log's rows */
    uint8_t kind[COLUMNS_MAX];
    struct view name[COLUMNS_MAX]; /* without quotes and spaces around; points into text */
};

/* The columns of a header that is not HEADER_BAD. */
struct layout layout_of(const struct header *header);
void layout_free(struct layout *layout);

/* Adds the header that takes in every column of OURS and THEIRS: the one that has them all, of two such the
   one that BASE has not; otherwise the columns in BASE's order, then the known, then the unknown ones by
   name, and the id last if it is last in both. False if they are more than COLUMNS_MAX. */
bool layout_join(const struct layout *base, const struct layout *ours, const struct layout *theirs,
                 struct buf *text);

/* For each column of OUT its field in LAYOUT, -1 where there is none. True if rows need not be laid anew. */
bool layout_map(const struct layout *layout, const struct layout *out, int *from);

/* Parts a row that reads as one into its fields as they stand, with quotes and spaces. Returns how many
   there are; at most MOST are stored. */
int row_split(struct view row, char separator, struct view *fields, int most);

/* Adds a field of a row that SEPARATOR parts, in quotes if a comma needs them. Ends of line become spaces,
   and so do the NULs that a crash leaves before them: the reader takes those in no other place. */
void field_add(struct buf *out, struct view field, char separator);

#endif
