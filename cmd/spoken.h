/* A time as people say it, in the words that WHEN has for it. */
#ifndef KIND_SPOKEN_H
#define KIND_SPOKEN_H

#include "base/buf.h"
#include "base/when.h"

#include <stdbool.h>

/* Has OUT, which is empty, say WHEN as it would be said here, such as "yesterday 20:00" for "yesterday 8 pm";
   false if it ends in no such clock, or if that would be no time. */
bool clock_meant(const char *when, const struct clock *clock, struct buf *out);

#endif
