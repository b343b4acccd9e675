/* kind edit --all: the whole log in an editor. What comes back may lose no record that could be read, nor
 * what the experiments stand on; it is merged with what was recorded meanwhile. */
#include "cmd/whole.h"

#include "base/die.h"
#include "cmd/editor.h"
#include "cmd/stays.h"
#include "row/merge.h"
#include "row/row.h"

#include <stdlib.h>
#include <string.h>

struct whole {
    const struct session *session;
    struct buf before, after; /* the copy that was taken, and what the person made of it */
};

/* A thing that is wrong, about a line. */
struct wrong {
    uint32_t line;
    uint32_t place; /* among all of them, so that those of a line stay in order */
    char *what;
};
struct wrongs {
    struct wrong *wrong;
    size_t count, room;
};

static void wrong_add(struct wrongs *wrongs, uint32_t line, char *what)
{
    wrongs->wrong = must_room(wrongs->wrong, wrongs->count, &wrongs->room, sizeof *wrongs->wrong);
    wrongs->wrong[wrongs->count] = (struct wrong){line, (uint32_t)wrongs->count, what};
    wrongs->count++;
}

static int wrong_by_line(const void *a, const void *b)
{
    const struct wrong *x = a, *y = b;
    if (x->line != y->line)
        return (x->line > y->line) - (x->line < y->line);
    return (x->place > y->place) - (x->place < y->place);
}

/* Writes them by line, and frees them. */
static void wrongs_write(struct wrongs *wrongs, struct buf *trouble)
{
    if (wrongs->count)
        qsort(wrongs->wrong, wrongs->count, sizeof *wrongs->wrong, wrong_by_line);
    for (size_t i = 0; i < wrongs->count; i++) {
        buf_printf(trouble, "%u: %s\n", (unsigned)wrongs->wrong[i].line, wrongs->wrong[i].what);
        free(wrongs->wrong[i].what);
    }
    free(wrongs->wrong);
}

static void whole_hear(void *context, uint32_t line, enum column column, const char *what)
{
    struct buf named = {0};
    buf_printf(&named, "%s: %s", column_name((int)column), what);
    wrong_add(context, line, buf_take(&named));
}

/* A line that can't be read. */
struct loss {
    struct view line;
    const struct fault *fault;
};

static int loss_by_line(const void *a, const void *b)
{
    const struct loss *x = a, *y = b;
    return view_compare(x->line, y->line);
}

/* The lines of LOG, whose bytes are BYTES, that can't be read, by what stands in them; the caller frees the
   array. */
static struct loss *losses_of(const struct log *log, const struct buf *bytes, size_t *count)
{
    struct loss *losses = must_alloc(log->lost, sizeof *losses);
    *count = 0;
    for (size_t i = 0; i < log->fault_count; i++) {
        const struct fault *fault = &log->faults[i];
        if (fault->lost)
            losses[(*count)++] = (struct loss){{bytes->bytes + fault->at, fault->length}, fault};
    }
    if (*count)
        qsort(losses, *count, sizeof *losses, loss_by_line);
    return losses;
}

/* Every line that can't be read has to be one that could not be read before, as it is, and no more often. */
static void losses_judge(const struct whole *whole, const struct log *before, const struct buf *text,
                         const struct log *after, struct wrongs *wrongs)
{
    size_t was_count, now_count, i = 0;
    struct loss *was = losses_of(before, &whole->before, &was_count);
    struct loss *now = losses_of(after, text, &now_count);
    for (size_t j = 0; j < now_count; j++) {
        while (i < was_count && loss_by_line(&was[i], &now[j]) < 0)
            i++;
        if (i < was_count && loss_by_line(&was[i], &now[j]) == 0)
            i++;
        else
            wrong_add(wrongs, now[j].fault->line, must_copy(now[j].fault->what));
    }
    free(was);
    free(now);
}

static bool whole_judge(const struct buf *text, void *context, struct buf *trouble)
{
    struct whole *whole = context;
    struct log before = {0}, after = {0};
    struct buf error = {0};
    struct wrongs wrongs = {0};
    /* The editor may have been open for long. */
    struct clock clock = whole->session->clock;
    clock_read(&clock);
    /* A log that can't be read as a whole has no faults; then all that is lost in the other is new. */
    bool known =
        track_parse(whole->before.bytes, whole->before.length, TEXT_ALL, &clock, &before, &error) == TRACK_OK;
    buf_clear(&error);
    if (track_parse(text->bytes, text->length, TEXT_ALL, &clock, &after, &error) != TRACK_OK)
        buf_printf(trouble, "1: %s\n",
                   strrchr(error.bytes, ':') ? strrchr(error.bytes, ':') + 2 : error.bytes);
    losses_judge(whole, &before, text, &after, &wrongs);
    /* What became of a record that can't be read is not known. */
    if (known && !trouble->length && !wrongs.count)
        stays_judge_all(&before, buf_view(&whole->before), &after, &clock, whole_hear, &wrongs);
    wrongs_write(&wrongs, trouble);
    log_free(&before);
    log_free(&after);
    buf_free(&error);
    return !trouble->length;
}

static void error_hear(void *context, uint32_t line, enum column column, const char *what)
{
    struct buf *error = context;
    (void)line;
    (void)column;
    if (!error->length)
        buf_text(error, what);
}

/* What was recorded while the editor ran has to stay, too. False with a clause in ERROR. */
static bool merged_judge(const struct whole *whole, struct view now, const struct buf *merged,
                         struct buf *error)
{
    struct log before = {0}, after = {0};
    struct buf unread = {0};
    struct clock clock = whole->session->clock;
    clock_read(&clock);
    if (track_parse(now.bytes, now.length, TEXT_ALL, &clock, &before, &unread) == TRACK_OK &&
        track_parse(merged->bytes, merged->length, TEXT_ALL, &clock, &after, &unread) == TRACK_OK)
        stays_judge_all(&before, now, &after, &clock, error_hear, error);
    log_free(&before);
    log_free(&after);
    buf_free(&unread);
    return !error->length;
}

static enum track_status whole_change(struct view now, void *context, struct buf *out, struct buf *error)
{
    struct whole *whole = context;
    struct merge_tally tally;
    buf_clear(out);
    if (view_same(now, buf_view(&whole->before)))
        buf_add(out, whole->after.bytes, whole->after.length);
    else if (!merge_logs(buf_view(&whole->before), buf_view(&whole->after), now, &whole->session->clock, out,
                         &tally, error) ||
             !merged_judge(whole, now, out, error))
        return TRACK_REFUSED;
    journal_log(whole->session, now, buf_view(out), "");
    return TRACK_OK;
}

static int whole_apply(const struct session *session, bool quiet, struct whole *whole)
{
    struct buf error = {0};
    int status = EXIT_BROKEN;
    switch (track_replace(session->path, whole_change, whole, &error)) {
    case TRACK_OK:
        status = EXIT_DONE;
        if (!quiet)
            complain("the log was changed.  Wrong? %s undo", program_name());
        break;
    case TRACK_REFUSED:
    case TRACK_FAILED:
        complain("%s; nothing was changed", error.bytes);
        break;
    case TRACK_UNCONFIRMED:
        complain("%s; unconfirmed: see with '%s list' whether it was changed", error.bytes, program_name());
    }
    buf_free(&error);
    return status;
}

int edit_all(const struct session *session, bool quiet)
{
    struct whole whole = {.session = session};
    int status = EXIT_BROKEN;
    char *path = NULL;
    if (!draft_read(session->path, &whole.before) || !(path = draft_make("log.csv", &whole.before)))
        goto out;
    switch (draft_edit(path, &whole.before, whole_judge, &whole, &whole.after)) {
    case EDIT_TAKEN:
        status = whole_apply(session, quiet, &whole);
        if (status)
            complain("your text is kept in %s", path);
        break;
    case EDIT_SAME:
        status = EXIT_DONE;
        if (!quiet)
            complain("nothing was changed");
        break;
    case EDIT_NONE:
        draft_remove(path);
        break;
    case EDIT_FAILED:
        break;
    }
    if (!status)
        draft_remove(path);
out:
    free(path);
    buf_free(&whole.before);
    buf_free(&whole.after);
    return status;
}
