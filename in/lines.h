/* What the trackers of plain lines have in common: a habit, a day and a letter a line. */
#ifndef KIND_LINES_H
#define KIND_LINES_H

#include "in/in.h"

/* A line taken apart. */
struct line_parts {
    struct view date, name, result, comment, amount;
};

/* What is wrong with LINE, as one clause in WRONG; true if PARTS could be taken from it. */
typedef bool habit_line(struct view line, struct line_parts *parts, struct buf *wrong);

/* Reads lines of a habit and a day. Where one habit has several on a day, the last counts, or the first if
   FIRST, and the others are named. */
void lines_read(struct intake *intake, habit_line *split, bool first);

/* Whether the first line that is neither blank nor a comment satisfies IS; whether all of them do. */
bool line_first(struct view bytes, bool (*is)(struct view line));
bool line_all(struct view bytes, bool (*is)(struct view line));

#endif
