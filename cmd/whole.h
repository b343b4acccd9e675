/* The whole log in the person's editor. */
#ifndef KIND_WHOLE_H
#define KIND_WHOLE_H

#include "cmd/cmd.h"

/* Has the person edit the log, merges it with what was recorded meanwhile, and says so unless QUIET. An exit
   status. */
int edit_all(const struct session *session, bool quiet);

#endif
