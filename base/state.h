/* Small files that only this machine needs: $XDG_STATE_HOME/kind/NAME, else ~/.local/state/kind/NAME. Losing
   them loses no record. */
#ifndef KIND_STATE_H
#define KIND_STATE_H

#include "buf.h"

#include <stdbool.h>

/* Their path, which the caller frees; NULL if neither XDG_STATE_HOME nor HOME is an absolute path. */
char *state_path(const char *name);

/* Reads one. False with errno, ENOENT if there is none or no place for one. */
bool state_read(const char *name, struct buf *out);

/* Writes one, wholly or not at all, making its directory for the owner alone. False with errno. */
bool state_write(const char *name, const struct buf *bytes);

/* Removes one; none to remove is fine. */
void state_remove(const char *name);

#endif
