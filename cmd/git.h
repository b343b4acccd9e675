/* git as the engine of a sync: a bare repository for each log, among the files for this machine alone. git
   itself never sees the log: what it holds was handed to it, and what it has is asked of it. */
#ifndef KIND_GIT_H
#define KIND_GIT_H

#include "base/buf.h"
#include "base/child.h"

#include <stdbool.h>
#include <stdint.h>

enum { COMMIT_SIZE = 65 /* a name in digits, and its NUL */ };

/* A commit's name; "" if there is none. */
struct commit {
    char name[COMMIT_SIZE];
};

struct repository {
    char *path;
    int lock;        /* held while it is in use; -1 if it is not */
    struct buf said; /* the line of what git said last that tells most; not yet safe for a terminal */
};

/* What became of the remote, or of something that it was asked for. */
enum git_status {
    GIT_DONE,
    GIT_NO,    /* said no: a push was not accepted; or nothing */
    GIT_FAILED /* could not be done; SAID of the repository has why */
};

/* Makes git ready to be called, at the moment SECONDS since 1970: its variables that belong to another
   repository are unset, and where there is no terminal it asks nothing. False after a line on standard error.
 */
bool git_prepare(int64_t seconds);

/* Opens the repository of the log PATH, a real one, and locks it; one that is not there is not locked, so
   that nothing is left where no sync was set up. What a run that was killed left locked in it is let go.
   False after a line on standard error. repository_close ends it in any case. */
bool repository_open(struct repository *repository, const char *path);
void repository_close(struct repository *repository);

/* Locks the opened repository of the log PATH, if it is not locked yet, before it is made. False after a line
   on standard error. */
bool repository_lock(struct repository *repository, const char *path);

/* Whether it is there and has a remote. */
enum git_status repository_ready(struct repository *repository);

/* Makes it, if it is not there, for the owner alone, with URL as its remote. */
bool repository_make(struct repository *repository, const char *url);

/* Whether URL is a repository that answers. */
bool remote_answers(struct repository *repository, const char *url);

/* All further functions return false, or GIT_FAILED, where git fails; SAID has why. */

/* The refs of the repository: what the log was when it was last synced or committed (LOCAL), what a merge
   that is being installed makes of it (PENDING), and the remote's, as fetched. */
enum git_ref { REF_LOCAL, REF_PENDING, REF_REMOTE, REFS };
bool refs_read(struct repository *repository, struct commit refs[REFS]);

/* Has REF be COMMIT. */
bool ref_set(struct repository *repository, enum git_ref ref, const struct commit *commit);

/* Has LOCAL be PENDING, if TAKEN, and PENDING be nothing. */
bool pending_end(struct repository *repository, const struct commit *pending, bool taken);

/* Has REF_REMOTE be what the remote has, nothing if it has nothing, and puts that into FOUND. GIT_NO if the
   remote does not answer. */
enum git_status remote_fetch(struct repository *repository, struct commit *found);

/* Makes COMMIT the remote's; never by force. */
enum git_status remote_push(struct repository *repository, const struct commit *commit);

/* Puts the log of a commit into OUT, which starts empty. *FOUND tells whether it has one. */
bool log_of_commit(struct repository *repository, const struct commit *commit, struct buf *out, bool *found);

/* Makes a commit of LOG behind one or two others, or none: a NULL, or "", is left out. What else than a log
   the last of them holds stays. */
bool commit_make(struct repository *repository, const struct buf *log, const struct commit *first,
                 const struct commit *second, struct commit *out);

/* The last commit that is A and B or stands before them, "" if there is none; of several the one with the
   smallest name, on every machine. */
bool commit_base(struct repository *repository, const struct commit *a, const struct commit *b,
                 struct commit *out);

#endif
