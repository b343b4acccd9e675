/* The person's editor, on a copy in a file of its own. */
#ifndef KIND_EDITOR_H
#define KIND_EDITOR_H

#include "base/buf.h"

#include <stdbool.h>

/* Writes TEXT to a file NAME in a fresh folder, for the owner alone, in TMPDIR or /tmp. Its path, which the
   caller frees; NULL after a line on standard error. */
char *draft_make(const char *name, const struct buf *text);

/* Removes it with its folder, and what the editor left in there; PATH is cut. */
void draft_remove(char *path);

/* Reads the file PATH; false after a line on standard error. */
bool draft_read(const char *path, struct buf *text);

/* What came of an editor's run. */
enum outcome {
    EDIT_TAKEN, /* what it left is good, and other than it was */
    EDIT_SAME,  /* nothing was changed, or nothing is left of it */
    EDIT_NONE,  /* said: the editor failed and left everything as it was */
    EDIT_FAILED /* said; the person's text is kept, if there is one */
};

/* Whether TEXT can be taken; if not, TROUBLE gets a line "LINE: what" for each thing that is wrong. */
typedef bool draft_judge(const struct buf *text, void *context, struct buf *trouble);

/* Has the person edit the file PATH, which began as BEFORE, with the editor of VISUAL or EDITOR, until JUDGE
   finds nothing wrong. TEXT gets what it is then. */
enum outcome draft_edit(const char *path, const struct buf *before, draft_judge *judge, void *context,
                        struct buf *text);

#endif
