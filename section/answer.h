/* The answer to a question of the sections links and tags in words. */
#ifndef KIND_SECTION_ANSWER_H
#define KIND_SECTION_ANSWER_H

#include "base/buf.h"
#include "calc/question.h"

/* "mood points per act" */
const char *answer_unit(const struct answer *answer);

/* "not enough data yet", "no clear pattern", "leaning", "clear" */
const char *level_name(enum link_level level);

/* Adds what the level leaves to be said: "9 more days with a mood, 2 more with care", "follows the calendar
   too closely", "too early, could be anything from -1.2 to +0.9", "if there is a difference, it is small", or
   nothing. */
void answer_note(const struct answer *answer, struct buf *out);

#endif
