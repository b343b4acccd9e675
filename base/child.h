/* Other programs. */
#ifndef KIND_CHILD_H
#define KIND_CHILD_H

#include "buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Forks for another program that wants the terminal: in the child, what kind ignores is ignored no more and
   no signal is blocked; here, the child can be waited for whatever kind was started with. Returns as fork
   does. */
pid_t child_fork(void);

/* Of child_run, beside the exit statuses of programs. */
enum { CHILD_NONE = -1, CHILD_ENDED = -2 };

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

/* Runs it, and returns as child_run does. What the program leaves running may keep its standard error open
   without anybody waiting for it. SIGPIPE has to be ignored if there is input; what the program does not read
   of it is let go. */
int child_talk(const struct child *child);

#endif
