/* What an import says of itself. */
#ifndef KIND_BROUGHT_H
#define KIND_BROUGHT_H

#include "cmd/cmd.h"
#include "in/in.h"
#include "in/place.h"

/* Each of the COUNT REMARKS on standard error, with its line of PATH if it has one, and THEN behind it. */
void remarks_say(const char *path, const struct remark *remarks, size_t count, const char *then);

/* The words for a mood that nothing explains, and the lines of a mapping that would. */
void strange_say(const struct intake *intake);

/* What became of all rows: counts, how moods were taken, what SAID has and the sentence of what went in, or,
   if DRY, would; and how to map what was not. Sorts the names that INTAKE counted. An exit status: not
   EXIT_DONE if standard output can't take what DRY asked for. */
int brought_say(const struct session *session, struct intake *intake, const struct place *place, bool dry,
                struct buf *said);

#endif
