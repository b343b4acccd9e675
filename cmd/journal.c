/* What undo needs to know: the changes of a log, newest last, kept for this machine alone, a file for each
   log; and in files beside it what was made together, and which records came by a sync. Each change is four
   strings with their NULs: "row" or "log", a hash of the log that it left, the row before and the row after;
   no row holds a NUL. Of a change of the whole log the row before is a hash of what it was, which stands in a
   file of its own, the row after is empty, and behind "log " it may be named. A change is put down just
   before it is installed: one that was put down and never happened is told by the log, which never was so.
   What was made together stands as changes do, as "together" with nothing but the ids of the records that one
   command made for a row after. It is put down once they stand: a run that ends before that leaves them to be
   taken back one by one. It has a file of its own because no number of changes and syncs may part it. */
#include "cmd.h"

#include "base/die.h"
#include "base/hash.h"
#include "base/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHANGES_MOST = 20, HASH_SIZE = JOURNAL_HASH_SIZE, NAME_SIZE = 48 };
enum { PART_KIND, PART_LOG, PART_BEFORE, PART_AFTER, CHANGE_PARTS };

static const char changes_start[] = "changes", whole_start[] = "log-before", came_start[] = "came",
                  together_start[] = "together";
static const char kind_row[] = "row", kind_log[] = "log", kind_together[] = "together";

static void hash_write(struct view bytes, char out[HASH_SIZE])
{
    snprintf(out, HASH_SIZE, "%016llx", (unsigned long long)hash_fnv(HASH_START, bytes.bytes, bytes.length));
}

void journal_hash(const char *real, char out[JOURNAL_HASH_SIZE])
{
    hash_write((struct view){real, strlen(real)}, out);
}

/* The name of the session's log's state file that begins with START. False with errno if there is no log. */
static bool name_find(const struct session *session, const char *start, char name[NAME_SIZE])
{
    char *real = must_realpath(session->path), hash[HASH_SIZE];
    if (!real)
        return false;
    journal_hash(real, hash);
    snprintf(name, NAME_SIZE, "%s-%s", start, hash);
    free(real);
    return true;
}

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

/* The changes in the state file NAME; none if it is not there. False with errno if it can't be read. */
static bool journal_read(const char *name, struct buf *journal)
{
    return state_read(name, journal) || errno == ENOENT || errno == ENOTDIR;
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

/* Where the last whole change ends: what is behind it is damaged. */
static size_t whole_until(const struct buf *journal)
{
    const char *part[CHANGE_PARTS];
    size_t at = 0;
    for (size_t next; change_at(journal, at, part, &next); at = next)
        continue;
    return at;
}

static void part_add(struct buf *journal, const char *bytes, size_t length)
{
    buf_add(journal, bytes, length);
    buf_add(journal, "", 1);
}

/* Puts a change behind the others, of which the oldest goes once there are many. False with errno. */
static bool change_put(const char *name, const char *kind, const char *log, struct view before,
                       struct view after)
{
    struct buf old = {0}, journal = {0};
    int fd = state_open(name);
    if (fd < 0)
        return false;
    bool done = journal_read(name, &old);
    size_t from = newest_from(&old);
    buf_add(&journal, buf_string(&old) + from, whole_until(&old) - from);
    part_add(&journal, kind, strlen(kind));
    part_add(&journal, log, strlen(log));
    part_add(&journal, before.bytes, before.length);
    part_add(&journal, after.bytes, after.length);
    done = done && state_refill(fd, &journal);
    int error = errno;
    close(fd);
    buf_free(&old);
    buf_free(&journal);
    errno = error;
    return done;
}

/* Says what undo won't know, and why. */
static void unknown_say(const char *what)
{
    const char *why = strerror(errno);
    complain("undo won't know %s: %s", what,
             journal_possible() ? why : "there is no place to remember it in (set HOME)");
}

void journal_row(void *context, struct view old, struct view fresh, struct view log)
{
    const struct session *session = context;
    char changes[NAME_SIZE], hash[HASH_SIZE];
    if (view_same(old, fresh))
        return;
    hash_write(log, hash);
    if (!name_find(session, changes_start, changes) || !change_put(changes, kind_row, hash, old, fresh))
        unknown_say("of this change");
}

void journal_log(const struct session *session, struct view old, struct view fresh, const char *name)
{
    char changes[NAME_SIZE], whole[NAME_SIZE], before[HASH_SIZE], after[HASH_SIZE];
    struct buf bytes = {0}, kind = {0};
    if (view_same(old, fresh))
        return;
    buf_printf(&kind, *name ? "%s %s" : "%s", kind_log, name);
    buf_add(&bytes, old.bytes, old.length);
    hash_write(old, before);
    hash_write(fresh, after);
    if (!name_find(session, changes_start, changes) || !name_find(session, whole_start, whole) ||
        !state_write(whole, &bytes) ||
        !change_put(changes, kind.bytes, after, (struct view){before, strlen(before)}, (struct view){0}))
        unknown_say("of this change");
    buf_free(&bytes);
    buf_free(&kind);
}

void journal_together(const struct session *session, const struct entry *entries, size_t count)
{
    char together[NAME_SIZE];
    struct buf ids = {0};
    for (size_t i = 0; i < count; i++)
        buf_text(&ids, entries[i].id);
    if (ids.length && (!name_find(session, together_start, together) ||
                       !change_put(together, kind_together, "", (struct view){0}, buf_view(&ids))))
        unknown_say("that these were recorded together");
    buf_free(&ids);
}

bool journal_possible(void)
{
    char *path = state_path("changes");
    free(path);
    return path != NULL;
}

/* As journal_last, where the hash of the log is LOG. */
static bool change_find(const struct session *session, const char log[HASH_SIZE],
                        bool (*stands)(const struct change *change, void *context), void *context,
                        struct change *change, bool *found)
{
    struct buf journal = {0};
    char changes[NAME_SIZE];
    const char *part[CHANGE_PARTS];
    size_t next;
    *found = false;
    if (!name_find(session, changes_start, changes))
        return errno == ENOENT;
    bool done = journal_read(changes, &journal);
    int error = errno;
    for (size_t at = 0; change_at(&journal, at, part, &next); at = next) {
        struct change seen = {.whole = strncmp(part[PART_KIND], kind_log, sizeof kind_log - 1) == 0};
        memcpy(seen.log, log, sizeof seen.log);
        if (seen.whole && part[PART_KIND][sizeof kind_log - 1])
            buf_text(&seen.name, part[PART_KIND] + sizeof kind_log);
        buf_text(&seen.before, part[PART_BEFORE]);
        buf_text(&seen.after, part[PART_AFTER]);
        if (strcmp(part[PART_LOG], log) == 0 && stands(&seen, context)) {
            change_free(change);
            *change = seen;
            *found = true;
        } else {
            change_free(&seen);
        }
    }
    buf_free(&journal);
    errno = error;
    return done;
}

bool journal_last(const struct session *session, bool (*stands)(const struct change *change, void *context),
                  void *context, struct change *change, bool *found)
{
    struct buf log = {0};
    struct stat st;
    char hash[HASH_SIZE];
    int error = stat(session->path, &st) ? errno : buf_read_file(&log, session->path, (size_t)st.st_size);
    hash_write(buf_view(&log), hash);
    buf_free(&log);
    *found = false;
    errno = error;
    return error ? error == ENOENT : change_find(session, hash, stands, context, change, found);
}

bool journal_whole(const struct session *session, const struct change *change, struct buf *before)
{
    char whole[NAME_SIZE], hash[HASH_SIZE];
    if (!name_find(session, whole_start, whole) || !state_read(whole, before))
        return false;
    hash_write(buf_view(before), hash);
    return strcmp(hash, buf_string(&change->before)) == 0;
}

bool journal_is_after(const struct change *change, struct view log)
{
    char hash[HASH_SIZE];
    hash_write(log, hash);
    return strcmp(hash, change->log) == 0;
}

/* Takes the newest entry of the state file NAME for which IS says so out of it. False with errno. */
static bool newest_drop(const char *name, bool (*is)(const char *const part[], const void *context),
                        const void *context)
{
    struct buf journal = {0}, fresh = {0};
    const char *part[CHANGE_PARTS];
    size_t next, start = 0, end = 0;
    int fd = state_open(name);
    if (fd < 0)
        return false;
    bool done = journal_read(name, &journal);
    for (size_t at = 0; change_at(&journal, at, part, &next); at = next)
        if (is(part, context)) {
            start = at;
            end = next;
        }
    buf_add(&fresh, buf_string(&journal), start);
    buf_add(&fresh, buf_string(&journal) + end, whole_until(&journal) - end);
    done = done && (!end || state_refill(fd, &fresh));
    int error = errno;
    close(fd);
    buf_free(&journal);
    buf_free(&fresh);
    errno = error;
    return done;
}

static bool change_is(const char *const part[], const void *context)
{
    const struct change *change = context;
    return strcmp(part[PART_LOG], change->log) == 0 &&
           strcmp(part[PART_BEFORE], buf_string(&change->before)) == 0 &&
           strcmp(part[PART_AFTER], buf_string(&change->after)) == 0;
}

void journal_drop(const struct session *session, const struct change *change)
{
    char changes[NAME_SIZE];
    if (!name_find(session, changes_start, changes) || !newest_drop(changes, change_is, change))
        unknown_say("of this change");
}

void change_free(struct change *change)
{
    buf_free(&change->name);
    buf_free(&change->before);
    buf_free(&change->after);
}

/* What was made together, and what came by a sync */

/* What a record is known by: its id, or else a hash of its row. */
static uint64_t record_key(const struct record *record)
{
    struct view row = record_row(record);
    return record->id ? record->id : hash_fnv(HASH_START, row.bytes, row.length);
}

/* Keys of records, sorted. */
struct keys {
    uint64_t *key;
    size_t count;
};

static bool keys_have(const struct keys *keys, uint64_t key)
{
    return keys->count && bsearch(&key, keys->key, keys->count, sizeof key, id_compare);
}

static void keys_sort(struct keys *keys)
{
    if (keys->count)
        qsort(keys->key, keys->count, sizeof *keys->key, id_compare);
}

static struct keys keys_of(const struct log *log)
{
    struct keys keys = {must_alloc(log->count, sizeof *keys.key), log->count};
    for (size_t i = 0; i < log->count; i++)
        keys.key[i] = record_key(&log->records[i]);
    keys_sort(&keys);
    return keys;
}

/* The keys of the records that IDS are, one behind the other. */
static struct keys keys_read(const char *ids)
{
    enum { LENGTH = ID_SIZE - 1 };
    size_t length = strlen(ids);
    struct keys keys = {must_alloc(length / LENGTH, sizeof *keys.key), 0};
    for (size_t at = 0; at + LENGTH <= length; at += LENGTH)
        keys.count += id_read(ids + at, LENGTH, &keys.key[keys.count]);
    keys_sort(&keys);
    return keys;
}

/* Whether ID is one of the ids that PART puts together. */
static bool together_has(const char *const part[], const void *id)
{
    const uint64_t *key = id;
    struct keys keys = keys_read(part[PART_AFTER]);
    bool has = keys_have(&keys, *key);
    free(keys.key);
    return has;
}

const struct record **journal_made_with(const struct session *session, const struct log *log,
                                        const struct record *record, size_t *count)
{
    struct buf journal = {0};
    const char *part[CHANGE_PARTS], *ids = "";
    char together[NAME_SIZE];
    size_t next;
    if (record->id && (!name_find(session, together_start, together) || !journal_read(together, &journal))) {
        int error = errno;
        buf_free(&journal);
        errno = error;
        return NULL;
    }
    for (size_t at = 0; change_at(&journal, at, part, &next); at = next)
        if (together_has(part, &record->id))
            ids = part[PART_AFTER];
    struct keys made = keys_read(ids);
    const struct record **records = must_alloc(log->count, sizeof *records);
    *count = 0;
    for (size_t i = 0; i < log->count; i++)
        if (&log->records[i] == record || keys_have(&made, log->records[i].id))
            records[(*count)++] = &log->records[i];
    free(made.key);
    buf_free(&journal);
    return records;
}

void journal_parted(const struct session *session, const struct record *record)
{
    char together[NAME_SIZE];
    /* Where that fails, ids stay that no record has any more. */
    if (name_find(session, together_start, together))
        newest_drop(together, together_has, &record->id);
}

/* What came to the session's log by syncs: in the file each key is 16 digits and an end of line. The caller
   frees the keys. False with errno if that can't be read. */
static bool came_read(const struct session *session, struct keys *keys)
{
    enum { LINE = HASH_SIZE };
    struct buf text = {0};
    char name[NAME_SIZE];
    *keys = (struct keys){0};
    if (!name_find(session, came_start, name) || !journal_read(name, &text)) {
        int error = errno;
        buf_free(&text);
        errno = error;
        return false;
    }
    keys->key = must_alloc(text.length / LINE, sizeof *keys->key);
    for (size_t at = 0; at + LINE <= text.length; at += LINE)
        keys->key[keys->count++] = strtoull(text.bytes + at, NULL, 16);
    keys_sort(keys);
    buf_free(&text);
    return true;
}

bool journal_own(const struct session *session, const struct log *log, const struct record **own)
{
    struct keys came;
    *own = NULL;
    if (!came_read(session, &came))
        return false;
    for (size_t i = log->count; i > 0 && !*own; i--)
        if (!keys_have(&came, record_key(&log->records[i - 1])))
            *own = &log->records[i - 1];
    free(came.key);
    return true;
}

/* For journal_last: whether what a change left stands in the log that is the context. */
static bool row_stands(const struct change *change, void *context)
{
    const struct log *log = context;
    for (size_t i = 0; i < log->count && !change->whole; i++)
        if (view_same(record_row(&log->records[i]), buf_view(&change->after)))
            return true;
    return change->whole;
}

/* What undo would take back of LOG, the bytes of which are OLD. */
static void last_find(const struct session *session, struct view old, struct log *log, struct change *last)
{
    const struct record *own;
    char hash[HASH_SIZE];
    bool found;
    hash_write(old, hash);
    if (!change_find(session, hash, row_stands, log, last, &found))
        return;
    if (found && last->whole) {
        change_free(last);
        *last = (struct change){0};
    } else if (!found && journal_own(session, log, &own) && own) {
        struct view row = record_row(own);
        buf_add(&last->after, row.bytes, row.length);
    }
}

void journal_came(const struct session *session, struct view old, struct view fresh, struct change *last)
{
    struct log was = {0}, is = {0};
    struct buf text = {0}, error = {0};
    struct keys came, there;
    char name[NAME_SIZE];
    if (old.length)
        track_parse(old.bytes, old.length, TEXT_ALL, &session->clock, &was, &error);
    track_parse(fresh.bytes, fresh.length, TEXT_ALL, &session->clock, &is, &error);
    if (!last->after.length)
        last_find(session, old, &was, last);
    hash_write(fresh, last->log);
    bool done = came_read(session, &came);
    there = keys_of(&was);
    for (size_t i = 0; i < is.count; i++) {
        uint64_t key = record_key(&is.records[i]);
        if (!keys_have(&there, key) || keys_have(&came, key))
            buf_printf(&text, "%016llx\n", (unsigned long long)key);
    }
    if (!done || !name_find(session, came_start, name) || !state_write(name, &text))
        unknown_say("what came by this sync");
    free(came.key);
    free(there.key);
    buf_free(&text);
    buf_free(&error);
    log_free(&was);
    log_free(&is);
}

void journal_carry(const struct session *session, const struct change *last)
{
    char changes[NAME_SIZE];
    if (last->after.length &&
        (!name_find(session, changes_start, changes) ||
         !change_put(changes, kind_row, last->log, buf_view(&last->before), buf_view(&last->after))))
        unknown_say("of this change");
}
