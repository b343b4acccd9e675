/* What a file is beside its bytes (owner, mode, access list, extended attributes), kept when a new file takes
 * its place. */
#ifndef KIND_ATTR_H
#define KIND_ATTR_H

#include <stdbool.h>

/* Gives the open file TO the owner, mode, access control list and extended attributes of the open file FROM.
   False with errno, and *WHAT is then "owner", "mode" or "attributes": the file can't be replaced without
   losing that. */
bool attributes_keep(int from, int to, const char **what);

#endif
