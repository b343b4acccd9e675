/* Other programs. */
#ifndef KIND_CHILD_H
#define KIND_CHILD_H

#include "buf.h"

#include <stdbool.h>
#include <stddef.h>

/* What these return beside the exit statuses of programs. */
enum { CHILD_NONE = -1, CHILD_ENDED = -2 };

/* Runs the program ARGV[0], looked for on PATH, with these arguments, ended by NULL, in front: it has the
   terminal, and Ctrl-C is its own, until it ends, for which it is waited. It reads INPUT, as much of it as it
   wants, or what we would, if that is NULL; SIGPIPE has to be ignored if there is input. Returns its exit
   status; CHILD_NONE with errno if it could not be run; CHILD_ENDED if a signal ended it. */
int child_front(const char *const argv[], const struct buf *input);

/* The same for COMMAND as a person wrote it, with words that the shell splits; PATH, unless it is NULL, is
   the last of them and no option, whatever it begins with. */
int child_shell(const char *command, const char *path, const struct buf *input);

/* Runs the program ARGV[0], looked for on PATH, with these arguments, ended by NULL. It reads nothing; what
   it writes on standard output is added to OUT, up to 64 KiB; its standard error is ours if LOUD, else
   dropped. After SECONDS it gets SIGINT, and SIGKILL if that does not help. Returns its exit status;
   CHILD_NONE with errno if it could not be run; CHILD_ENDED if a signal ended it. */
int child_run(const char *const argv[], double seconds, bool loud, struct buf *out);

/* A program that is given something to read, and whose complaints are kept. */
struct child {
    const char *const *argv; /* as for child_run */
    double seconds;          /* likewise */
    const struct buf *input; /* what it reads; NULL: nothing */
    struct buf *out; /* what it writes on standard output is added here, up to MOST bytes; NULL: dropped */
    size_t most;
    struct buf *error; /* on standard error, up to 64 KiB; NULL: dropped */
};

/* Runs it, and returns as child_run does; CHILD_NONE with EIO, too, if what it was given or said did not come
   through whole, or is more than MOST, so that half of something is never taken for all of it. What the
   program leaves running may keep its standard error open without anybody waiting for it. SIGPIPE has to be
   ignored if there is input; what the program does not read of it is let go. */
int child_talk(const struct child *child);

#endif
