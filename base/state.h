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

/* Opens one for reading and writing, making it and its directory, and locks it against others that do so,
   until it is closed; -1 with errno, EWOULDBLOCK if another held the lock for two seconds. Such a file is not
   for state_write, which would put another one in its place. */
int state_open(const char *name);

/* Has the file that state_open opened hold BYTES and nothing else. False with errno. */
bool state_refill(int fd, const struct buf *bytes);

/* Writes any file as state_write does. */
bool file_put(const char *path, const struct buf *bytes);

#endif
