/* Days in words, as people say them, that WHEN does not read. */
#ifndef KIND_DAY_WORDS_H
#define KIND_DAY_WORDS_H

#include "row/record.h"

#include <stdbool.h>
#include <stddef.h>

/* The bytes at the start of TEXT that may mean days: "tomorow", "until fri", "the last two weeks"; 0 if there
   are none. BEHIND a day that was named, a digit opens a text more often: "3 kids ill". */
size_t day_words(const char *text, bool behind);

/* Whether WORD is one that stands between two days: "to", "and". */
bool joins_days(struct view word);

#endif
