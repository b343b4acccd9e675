/* What undo needs to know: the changes of rows, newest last, kept for this machine alone. Each is four
   strings with their NULs: the log, how long it was afterwards, the row before, the row after. No row holds a
   NUL. */
#include "cmd.h"

#include "base/die.h"
#include "base/hash.h"
#include "base/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { CHANGES_MOST = 20 };
enum { PART_KIND, PART_PATH, PART_SIZE, PART_BEFORE, PART_AFTER, CHANGE_PARTS };

static const char journal_name[] = "changes", whole_name[] = "log-before";
static const char kind_row[] = "row", kind_log[] = "log";

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
    *real = must_realpath(session->path);
    if (!*real || stat(*real, &st)) {
        free(*real);
        *real = NULL;
        return false;
    }
    snprintf(size, 32, "%lld", (long long)st.st_size);
    return true;
}

/* The newest CHANGES_MOST - 1 changes that are whole. */
static struct view newest(const struct buf *journal)
{
    const char *part[CHANGE_PARTS];
    size_t starts[CHANGES_MOST] = {0}, count = 0, end = 0;
    for (size_t next; change_at(journal, end, part, &next); end = next)
        starts[count++ % CHANGES_MOST] = end;
    size_t from = count < CHANGES_MOST ? 0 : starts[(count + 1) % CHANGES_MOST];
    return (struct view){buf_string(journal) + from, end - from};
}

static void part_add(struct buf *journal, const char *bytes, size_t length)
{
    buf_add(journal, bytes, length);
    buf_add(journal, "", 1);
}

enum { HASH_SIZE = 17 };
static void hash_write(const char *bytes, size_t length, char out[HASH_SIZE])
{
    snprintf(out, HASH_SIZE, "%016llx", (unsigned long long)hash_fnv(HASH_START, bytes, length));
}

/* The earlier changes but for the oldest, and the new one. */
static bool journal_write(const char *kind, const char *real, const char *size, struct view before,
                          struct view after)
{
    struct buf old = {0}, journal = {0};
    state_read(journal_name, &old);
    struct view kept = newest(&old);
    buf_add(&journal, kept.bytes, kept.length);
    part_add(&journal, kind, strlen(kind));
    part_add(&journal, real, strlen(real));
    part_add(&journal, size, strlen(size));
    part_add(&journal, before.bytes, before.length);
    part_add(&journal, after.bytes, after.length);
    bool done = state_write(journal_name, &journal);
    int error = errno;
    buf_free(&old);
    buf_free(&journal);
    errno = error;
    return done;
}

void journal_add(const struct session *session, bool whole, struct view before, struct view after)
{
    char *real, size[32], old[HASH_SIZE], fresh[HASH_SIZE];
    bool done = true;
    if (!log_place(session, &real, size))
        return;
    if (whole) {
        struct buf bytes = {0};
        buf_add(&bytes, before.bytes, before.length);
        done = state_write(whole_name, &bytes);
        int error = errno;
        buf_free(&bytes);
        errno = error;
        hash_write(before.bytes, before.length, old);
        hash_write(after.bytes, after.length, fresh);
        before = (struct view){old, strlen(old)};
        after = (struct view){fresh, strlen(fresh)};
    }
    if (!done || !journal_write(whole ? kind_log : kind_row, real, size, before, after))
        complain("done, but undo won't know of it: %s", strerror(errno));
    free(real);
}

bool journal_last(const struct session *session, struct change *change)
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
        change->whole = strcmp(part[PART_KIND], kind_log) == 0;
        buf_clear(&change->before);
        buf_text(&change->before, part[PART_BEFORE]);
        buf_clear(&change->after);
        buf_text(&change->after, part[PART_AFTER]);
    }
    buf_free(&journal);
    free(real);
    return found;
}

bool journal_whole(const struct change *change, struct buf *before)
{
    char hash[HASH_SIZE];
    if (!state_read(whole_name, before))
        return false;
    hash_write(buf_string(before), before->length, hash);
    return strcmp(hash, buf_string(&change->before)) == 0;
}

bool journal_is_after(const struct change *change, struct view log)
{
    char hash[HASH_SIZE];
    hash_write(log.bytes, log.length, hash);
    return strcmp(hash, buf_string(&change->after)) == 0;
}

void journal_drop(const struct change *change)
{
    struct buf journal = {0}, fresh = {0};
    const char *part[CHANGE_PARTS];
    size_t next, start = 0, end = 0;
    state_read(journal_name, &journal);
    for (size_t at = 0; change_at(&journal, at, part, &next); at = next)
        if (strcmp(part[PART_BEFORE], buf_string(&change->before)) == 0 &&
            strcmp(part[PART_AFTER], buf_string(&change->after)) == 0) {
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

void change_free(struct change *change)
{
    buf_free(&change->before);
    buf_free(&change->after);
}
