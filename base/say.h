/* Words for people: on a terminal they are broken into lines at its width; in a pipe or a file each line
   stays as it is. */
#ifndef KIND_SAY_H
#define KIND_SAY_H

#include "buf.h"

/* The columns that are there on FD: what COLUMNS says, what the terminal says, or 80. */
size_t say_width(int fd);

/* The lines that are there: what LINES says, what the terminal says, or 24. */
size_t say_height(int fd);

/* Breaks the lines of TEXT, which is safe for a terminal, if FD is one. What goes on begins two columns
   further in than its line; a command to be copied stays in one piece where a line can hold it. */
void say_fold(struct buf *text, int fd);

/* Writes TEXT to FD, folded. False with errno; some may have been written then. */
bool say_write(const struct buf *text, int fd);

/* As printf does, folded for standard output. What is written is judged by whoever checks stdout. */
void say_print(const char *format, ...) PRINTF_LIKE(1, 2);

#endif
