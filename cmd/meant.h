/* What a word of the command line that is none of ours may have meant. */
#ifndef KIND_MEANT_H
#define KIND_MEANT_H

#include "base/buf.h"
#include "base/when.h"

#include <stdbool.h>

/* One line on standard error for a WORD in a command's place. */
void command_unknown(const char *word);

/* The same for a WORD that stands before the command, with dashes; REST is what follows, up to a NULL. */
void option_early(const char *word, char *const *rest);

/* Has OUT, which is empty, say WHEN as it would be said here, such as "yesterday 20:00" for "yesterday 8 pm";
   false if it ends in no such clock, or if that would be no time. */
bool clock_meant(const char *when, const struct clock *clock, struct buf *out);

#endif
