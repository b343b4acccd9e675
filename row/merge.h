/* Three logs merged by id, bytes in and bytes out. */
#ifndef KIND_MERGE_H
#define KIND_MERGE_H

#include "base/buf.h"
#include "row/record.h"

#include <stdbool.h>
#include <stddef.h>

/* What came of a merge, in rows beside the base's; lines that can't be read are not counted. */
struct merge_tally {
    size_t kept;    /* as they were */
    size_t added;   /* the base has them not */
    size_t removed; /* the base alone has them still */
    size_t edited;  /* one side changed them, or both in the same way */
    size_t joined;  /* each side changed them in its own way: field by field */
};

/* Puts into OUT, which starts empty, what became of BASE when OURS and THEIRS were both made of it. CLOCK
   serves times without an offset. An empty view is an empty log. False if one of the three is no log or has
   a header that would have to be mended twice, or if the columns that they have between them are too many or
   would read as a damaged header: ERROR gets one clause that begins with "base", "ours" or "theirs",
   and OUT stays empty. OURS and THEIRS can change places without any change of OUT and TALLY.

   A row is known by its id. What one side alone changed stands as that side has it, byte for byte; a row that
   neither changed, or both in the same way, too. A row that one side deleted is gone, unless the other one
   edited it. Of a row that both edited, each field is taken by itself: the edited one; of two that differ,
   that of the row whose time is later, else the larger bytes. An arm is what chance assigned, so the base's
   stands against an edit of one side, which does not count as an edit by itself; without a base the larger
   bytes.

   Rows without an id, and lines that can't be read, are known by their bytes, and told apart only by their
   number: that of the side that changed it, the larger if both did. Different rows with one id (in any of the
   three) are known by their bytes too, and all are kept; where both sides have some and none would stay, all
   of both do. The same row twice with one id is one row.

   OUT has a header, the rows by instant, then id, then bytes, and then the lines that can't be read by
   bytes; those that leave a quote open come last, where they can't swallow others. Lines end with LF; there
   is no BOM, no second header, and no blank line but between two such open quotes that would close each
   other, and behind a header that the next line would be taken for a piece of. Rows that had run together are parted. A row that was cut off after its last separator, at the end
   of its file, counts as a row without an id, as it does after the next append.

   The header stays as it is, but for NULs, which become '?', if OURS and THEIRS have the same one. Otherwise
   it is the one that has all columns of both, or else they are brought together, the new ones by name at the
   end, before the id if that comes last. Rows of another header, or parted by semicolons or tabs, are laid
   anew, with an empty field where they have none; ends of line in them become spaces then, as in a row that
   is joined. To lack a column is not to have emptied it: the base's field stands. */
bool merge_logs(struct view base, struct view ours, struct view theirs, const struct clock *clock,
                struct buf *out, struct merge_tally *tally, struct buf *error);

#endif
