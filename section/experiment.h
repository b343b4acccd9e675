/* What the sections of the two experiments, shift and trial, say alike. */
#ifndef KIND_SECTION_EXPERIMENT_H
#define KIND_SECTION_EXPERIMENT_H

#include "calc/trial.h"
#include "section/section.h"

/* What stands for a result while it is sealed, in every format. */
#define SEALED "sealed"

/* "clear" and the like are kind's words for what it found; they stand in csv and json, too. */
const char *level_word(enum trial_level level);

/* "likely 0.4 to 2.0": the interval, its signs turned if TURNED. */
void range_say(struct buf *out, const struct comparison *found, bool turned);

/* What the score, which may be looked at any time, says of WHAT, a difference in points of UNIT; no range if
   that could be anything. */
void score_say(struct buf *out, const struct score *score, const char *what, const char *unit);

/* ", even the clearest result comes up by chance 25 times in 100.", for the smallest P there can be. */
void chance_say(struct buf *out, double p);

/* Whether something of the days FIRST to LAST was asked for. */
bool asked_for(const struct report_want *want, int64_t first, int64_t last);

/* "none yet; 'kind shift' at a stressed moment begins one" */
void begin_say(struct section *section, const char *program, const char *what, const char *command,
               const char *when);

#endif
