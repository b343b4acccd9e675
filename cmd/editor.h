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

/* Runs the editor of VISUAL or EDITOR on PATH until it ends. False after a line on standard error, if it
   can't be run or says that it failed. */
bool editor_run(const char *path);

#endif
