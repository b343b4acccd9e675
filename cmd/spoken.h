/* A time as people say it. */
#ifndef KIND_SPOKEN_H
#define KIND_SPOKEN_H

#include "base/buf.h"
#include "base/when.h"

#include <stdbool.h>

/* Has OUT, which is empty, say WHEN as it would be said here, such as "yesterday 20:00" for "yesterday at 8
   pm" or "2026-11-03" for "2026/11/3"; false if that would be no time. */
bool when_meant(const char *when, const struct clock *clock, struct buf *out);

#endif
