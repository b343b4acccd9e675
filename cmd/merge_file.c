/* kind merge-file: three files of a log become one, for people who keep it in a git repository of their own.
 */
#include "cmd.h"

#include "base/die.h"
#include "row/header.h"
#include "row/merge.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

struct three {
    char **names; /* of BASE, OURS and THEIRS */
    struct buf base, theirs;
    const struct clock *clock;
};

/* Reads the file PATH; a pipe would be taken for an empty log, from which all records went. False after a
   line on standard error. */
static bool side_read(const char *path, struct buf *out)
{
    struct stat st;
    int error = stat(path, &st) ? errno : 0;
    if (!error && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) {
        complain("%s is not a regular file; nothing was merged", path);
        return false;
    }
    error = error ? error : buf_read_file(out, path, (size_t)st.st_size);
    if (error)
        complain("%s: %s; nothing was merged", path, strerror(error));
    return !error;
}

static enum track_status three_merge(struct view ours, void *context, struct buf *out, struct buf *error)
{
    const struct three *three = context;
    struct merge_tally tally;
    buf_clear(out);
    const char *lost = header_lacks(ours, three->clock)                       ? three->names[1]
                       : header_lacks(buf_view(&three->theirs), three->clock) ? three->names[2]
                                                                              : NULL;
    if (lost && !header_lacks(buf_view(&three->base), three->clock)) {
        buf_printf(error, "%s has lost even its header, which %s has, so it says nothing of its records",
                   lost, three->names[0]);
        return TRACK_REFUSED;
    }
    return merge_logs(buf_view(&three->base), ours, buf_view(&three->theirs), three->clock, out, &tally,
                      error)
               ? TRACK_OK
               : TRACK_REFUSED;
}

static int merge_file_run(const struct session *session, const struct args *args)
{
    struct three three = {.names = args->words, .clock = &session->clock};
    struct buf error = {0};
    int status = EXIT_BROKEN;
    if (args->count != 3) {
        complain("merge-file takes three files: BASE OURS THEIRS");
        return EXIT_MISUSE;
    }
    if (side_read(args->words[0], &three.base) && side_read(args->words[2], &three.theirs))
        switch (track_replace(args->words[1], three_merge, &three, &error)) {
        case TRACK_OK:
            status = EXIT_DONE;
            break;
        case TRACK_REFUSED:
            status = EXIT_NO;
            complain("%s; nothing was merged", error.bytes);
            break;
        case TRACK_FAILED:
            complain("%s; nothing was merged", error.bytes);
            break;
        case TRACK_UNCONFIRMED:
            complain("%s; unconfirmed: look at the file", error.bytes);
        }
    buf_free(&three.base);
    buf_free(&three.theirs);
    buf_free(&error);
    return status;
}

const struct command cmd_merge_file = {
    .name = "merge-file",
    .synopsis = "BASE OURS THEIRS",
    .summary = "Merge three files of a log into OURS, for git",
    .details =
        "For people who keep the log in a git repository of their own: OURS becomes what BASE would be with\n"
        "the changes of OURS and THEIRS. Exit status 0 if it was merged; otherwise OURS is as it was.\n",
    .examples = "merge-file base.csv ours.csv theirs.csv\n",
    .needs = NEEDS_NOTHING,
    .for_programs = true,
    .takes = TAKES_HELP,
    .run = merge_file_run,
};
