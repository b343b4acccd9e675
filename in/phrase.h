/* How other programs write things for people: clocks of 12 and 24 hours in many languages, and text with a
   little HTML in it. */
#ifndef KIND_PHRASE_H
#define KIND_PHRASE_H

#include "base/buf.h"
#include "row/record.h"

#include <stdbool.h>

/* Whether TEXT begins with a date like 2025-01-15. */
bool date_begins(struct view text);

/* Reads a time of the day ("14:42", "2:42 pm", "2:42 p. m.", "14.42", "14 h 42", with seconds and with any
   kind of space) into seconds after midnight. False, and *SECONDS as it was, for anything else. */
bool daytime_read(struct view text, int *seconds);

/* Appends TEXT without the tags that only shape it, and with its entities as what they stand for. A tag that
   ends a line or a paragraph leaves a space. What is no tag of HTML stays: "a <3 b" is text. */
void markup_plain(struct buf *out, struct view text);

#endif
