/* What undo needs to know: the changes of rows, newest last, kept for this machine alone. Each is four
   strings with their NULs: the log, how long it was afterwards, the row before, the row after. No row holds a
   NUL. */
#include "cmd.h"

#include "base/die.h"
#include "base/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { CHANGES_MOST = 20, CHANGE_PARTS = 4 };
enum { PART_PATH, PART_SIZE, PART_BEFORE, PART_AFTER };

static const char journal_name[] = "changes";

/* The parts of the change that begins at AT; false at the end, or where the file is damaged. */
static bool change_at(const struct buf *journal, size_t at, const char *part[CHANGE_PARTS], size_t *next)
{
    for (int p = 0; p < CHANGE_PARTS; p++) {
        const char *end =
            at < journal->length ? memchr(journal->bytes + at, '\0', journal->length - at) : NULL;
        if (!end)
            return false;
        part[p] = journal->bytes + at;
        at = (size_t)(end - journal->bytes) + 1;
    }
    *next = at;
    return true;
}

/* Where the log is and how long, as the journal writes it. False if there is none. */
static bool log_place(const struct session *session, char **real, char size[32])
{
    struct stat st;
    *real = realpath(session->path, NULL);
    if (!*real || stat(*real, &st)) {
        free(*real);
        *real = NULL;
        return false;
    }
    snprintf(size, 32, "%lld", (long long)st.st_size);
    return true;
}

/* Where the newest CHANGES_MOST - 1 changes begin. */
static size_t newest_from(const struct buf *journal)
{
    const char *part[CHANGE_PARTS];
    size_t starts[CHANGES_MOST] = {0}, count = 0, next;
    for (size_t at = 0; change_at(journal, at, part, &next); at = next)
        starts[count++ % CHANGES_MOST] = at;
    return count < CHANGES_MOST ? 0 : starts[(count + 1) % CHANGES_MOST];
}

void journal_add(const struct session *session, struct view before, struct view after)
{
    struct buf old = {0}, journal = {0};
    char *real, size[32];
    if (!log_place(session, &real, size))
        return;
    state_read(journal_name, &old);
    size_t from = newest_from(&old);
    buf_add(&journal, buf_string(&old) + from, old.length - from);
    buf_add(&journal, real, strlen(real) + 1);
    buf_add(&journal, size, strlen(size) + 1);
    buf_add(&journal, before.bytes, before.length);
    buf_char(&journal, '\0');
    buf_add(&journal, after.bytes, after.length);
    buf_char(&journal, '\0');
    if (!state_write(journal_name, &journal))
        complain("done, but undo won't know of it: %s", strerror(errno));
    buf_free(&old);
    buf_free(&journal);
    free(real);
}

bool journal_last(const struct session *session, struct buf *before, struct buf *after)
{
    struct buf journal = {0};
    const char *part[CHANGE_PARTS];
    char *real, size[32];
    size_t next;
    bool found = false;
    if (!log_place(session, &real, size))
        return false;
    state_read(journal_name, &journal);
    for (size_t at = 0; change_at(&journal, at, part, &next); at = next) {
        if (strcmp(part[PART_PATH], real) != 0 || strcmp(part[PART_SIZE], size) != 0)
            continue;
        found = true;
        buf_clear(before);
        buf_text(before, part[PART_BEFORE]);
        buf_clear(after);
        buf_text(after, part[PART_AFTER]);
    }
    buf_free(&journal);
    free(real);
    return found;
}

void journal_drop(struct view before, struct view after)
{
    struct buf journal = {0}, fresh = {0};
    const char *part[CHANGE_PARTS];
    size_t next, start = 0, end = 0;
    state_read(journal_name, &journal);
    for (size_t at = 0; change_at(&journal, at, part, &next); at = next)
        if (strlen(part[PART_BEFORE]) == before.length && strlen(part[PART_AFTER]) == after.length &&
            memcmp(part[PART_BEFORE], before.bytes, before.length) == 0 &&
            memcmp(part[PART_AFTER], after.bytes, after.length) == 0) {
            start = at;
            end = next;
        }
    buf_add(&fresh, buf_string(&journal), start);
    buf_add(&fresh, buf_string(&journal) + end, journal.length - end);
    if (end && !state_write(journal_name, &fresh))
        complain("done, but undo won't know of it: %s", strerror(errno));
    buf_free(&journal);
    buf_free(&fresh);
}
