/* What one row says, where its text lies, and the log that owns both. */
#include "row/keep.h"

#include "base/buf.h"
#include "base/die.h"
#include "base/limit.h"
#include "base/num.h"

#include <stdlib.h>
#include <string.h>

enum { ARENA_BLOCK = LIMIT(262144, 64) };

/* No word is the start of another. */
static const struct view practice_words[PRACTICES] = {{"kindness", 8}, {"care", 4}, {"pause", 5},
                                                      {"shift", 5},    {"mood", 4}, {"rest", 4},
                                                      {"goal", 4},     {"trial", 5}};

const char *practice_name(enum practice practice)
{
    return practice_words[practice].bytes;
}

size_t practice_begin(const char *text, size_t length, enum practice *out)
{
    for (int p = 0; p < PRACTICES; p++) {
        struct view word = practice_words[p];
        if (length >= word.length && text[0] == word.bytes[0] && memcmp(text, word.bytes, word.length) == 0) {
            *out = (enum practice)p;
            return word.length;
        }
    }
    return 0;
}

bool rating_read(const char *text, int *out)
{
    long value;
    if (num_fixed(text, strlen(text), 1, 0, RATING_MAX, &value) != NUM_OK)
        return false;
    *out = (int)value;
    return true;
}

bool practice_read(const char *text, size_t length, enum practice *out)
{
    enum practice practice;
    if (!length || practice_begin(text, length, &practice) != length)
        return false;
    *out = practice;
    return true;
}

/* Crockford's base 32, without i, l, o and u. */
static const char base32[] = "0123456789abcdefghjkmnpqrstvwxyz";

/* The value of each of its digits with IS_DIGIT set, 0 for every other byte. */
enum { IS_DIGIT = 32 };
static const uint8_t base32_value[256] = {
    ['0'] = 32, 33, 34, 35, 36, 37,         38, 39,         40, 41,         ['a'] = 42,
    43,         44, 45, 46, 47, 48,         49, ['j'] = 50, 51, ['m'] = 52, 53,
    ['p'] = 54, 55, 56, 57, 58, ['v'] = 59, 60, 61,         62, 63};

void id_write(uint64_t id, char *out)
{
    if (!id) {
        *out = '\0';
        return;
    }
    uint64_t bits = id - 1;
    out[0] = 'k';
    for (int i = ID_SIZE - 2; i >= 1; i--, bits >>= 5)
        out[i] = base32[bits & 31];
    out[ID_SIZE - 1] = '\0';
}

bool id_read(const char *text, size_t length, uint64_t *out)
{
    if (length != ID_SIZE - 1 || text[0] != 'k')
        return false;
    uint64_t bits = 0;
    unsigned all = IS_DIGIT;
    for (size_t i = 1; i < ID_SIZE - 1; i++) {
        unsigned digit = base32_value[(unsigned char)text[i]];
        all &= digit;
        bits = bits << 5 | (digit & 31);
    }
    if (!all)
        return false;
    *out = bits + 1;
    return true;
}

int id_compare(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

uint64_t *log_ids(const struct log *log)
{
    uint64_t *ids = must_alloc(log->count, sizeof *ids);
    for (size_t i = 0; i < log->count; i++)
        ids[i] = log->records[i].id;
    if (log->count)
        qsort(ids, log->count, sizeof *ids, id_compare);
    return ids;
}

int view_compare(struct view a, struct view b)
{
    size_t common = a.length < b.length ? a.length : b.length;
    int order = common ? memcmp(a.bytes, b.bytes, common) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

/* Blocks that never move, so that a record may point into one. */
struct arena {
    struct arena *older;
    size_t used, room;
    char bytes[];
};

char *arena_take(struct arena **arena, size_t length)
{
    struct arena *top = *arena;
    if (!top || top->room - top->used < length) {
        size_t room = length > ARENA_BLOCK ? length : ARENA_BLOCK;
        top = must_grow(NULL, sizeof *top + room, 1);
        *top = (struct arena){.older = *arena, .room = room};
        *arena = top;
    }
    char *bytes = top->bytes + top->used;
    top->used += length;
    return bytes;
}

void arena_free(struct arena **arena)
{
    while (*arena) {
        struct arena *older = (*arena)->older;
        free(*arena);
        *arena = older;
    }
}

/* A record's text is three lengths, then note, arm and row, and behind a row the offset at which it begins.
   Most lengths take one byte: seven bits in each, and the eighth where more follow. */
enum { TEXT_NOTE, TEXT_ARM, TEXT_ROW, TEXT_PARTS };

static size_t length_size(size_t length)
{
    size_t size = 1;
    while (length >>= 7)
        size++;
    return size;
}

static char *length_write(size_t length, char *out)
{
    for (; length > 127; length >>= 7)
        *out++ = (char)(length | 128);
    *out++ = (char)length;
    return out;
}

static size_t length_read(const char **at)
{
    size_t length = 0;
    int shift = 0;
    for (; **at & 128; shift += 7)
        length |= ((size_t) * (*at)++ & 127) << shift;
    return length | (size_t) * (*at)++ << shift;
}

const char *text_keep(struct arena **arena, struct view note, struct view arm, struct view row, int64_t at)
{
    const struct view part[TEXT_PARTS] = {note, arm, row};
    size_t total = row.length ? sizeof at : 0;
    for (int i = 0; i < TEXT_PARTS; i++)
        total += length_size(part[i].length) + part[i].length;
    char *text = arena_take(arena, total), *end = text;
    for (int i = 0; i < TEXT_PARTS; i++)
        end = length_write(part[i].length, end);
    for (int i = 0; i < TEXT_PARTS; i++) {
        if (part[i].length)
            memcpy(end, part[i].bytes, part[i].length);
        end += part[i].length;
    }
    if (row.length)
        memcpy(end, &at, sizeof at);
    return text;
}

static struct view text_part(const struct record *record, int wanted)
{
    if (!record->text)
        return (struct view){0};
    size_t length[TEXT_PARTS];
    const char *at = record->text;
    for (int i = 0; i < TEXT_PARTS; i++)
        length[i] = length_read(&at);
    for (int i = 0; i < wanted; i++)
        at += length[i];
    return (struct view){at, length[wanted]};
}

struct view record_note(const struct record *record)
{
    return text_part(record, TEXT_NOTE);
}

struct view record_arm(const struct record *record)
{
    return text_part(record, TEXT_ARM);
}

struct view record_row(const struct record *record)
{
    return text_part(record, TEXT_ROW);
}

int64_t record_at(const struct record *record)
{
    struct view row = record_row(record);
    int64_t at = -1;
    if (row.length)
        memcpy(&at, row.bytes + row.length, sizeof at);
    return at;
}

void record_arm_hide(struct log *log, struct record *record)
{
    record->text =
        text_keep(&log->arena, record_note(record), (struct view){0}, record_row(record), record_at(record));
}

struct moment record_moment(const struct record *record)
{
    return (struct moment){record->time, record->offset * 60};
}

int64_t record_day(const struct record *record, int day_start)
{
    return moment_day(record_moment(record), day_start);
}

int record_by_time(const void *a, const void *b)
{
    const struct record *const *x = a, *const *y = b;
    if ((*x)->time != (*y)->time)
        return ((*x)->time > (*y)->time) - ((*x)->time < (*y)->time);
    return (*x > *y) - (*x < *y);
}

void log_free(struct log *log)
{
    free(log->records);
    for (size_t i = 0; i < log->fault_count; i++)
        free(log->faults[i].what);
    free(log->faults);
    free(log->header);
    arena_free(&log->arena);
    *log = (struct log){0};
}

void log_add(struct log *log, const struct record *record)
{
    log->records = must_room(log->records, log->count, &log->room, sizeof *log->records);
    log->records[log->count++] = *record;
}

void log_fault(struct log *log, uint32_t line, bool lost, char *what)
{
    log->faults = must_room(log->faults, log->fault_count, &log->fault_room, sizeof *log->faults);
    log->faults[log->fault_count++] = (struct fault){.line = line, .lost = lost, .what = what};
    log->lost += lost;
}

struct entry entry_at(struct moment time, enum practice practice)
{
    return (struct entry){.time = time,
                          .practice = practice,
                          .mood = RATING_NONE,
                          .stress = RATING_NONE,
                          .stress_after = RATING_NONE,
                          .minutes = MINUTES_NONE};
}

struct entry record_entry(const struct record *record)
{
    struct view note = record_note(record);
    struct entry entry = entry_at(record_moment(record), (enum practice)record->practice);
    entry.note = note.bytes;
    entry.note_length = note.length;
    entry.mood = (int)record->mood;
    entry.stress = (int)record->stress;
    entry.stress_after = (int)record->stress_after;
    entry.minutes = record->minutes;
    id_write(record->id, entry.id);
    return entry;
}

bool view_same(struct view a, struct view b)
{
    return a.length == b.length && (!a.length || memcmp(a.bytes, b.bytes, a.length) == 0);
}

bool view_is(struct view view, const char *text)
{
    return view_same(view, (struct view){text, strlen(text)});
}

bool view_starts(struct view view, const char *text)
{
    size_t length = strlen(text);
    return view.length >= length && memcmp(view.bytes, text, length) == 0;
}

struct view view_trim(struct view view)
{
    while (view.length && strchr(" \t\r\n", view.bytes[view.length - 1]) && view.bytes[view.length - 1])
        view.length--;
    while (view.length && strchr(" \t\r\n", *view.bytes) && *view.bytes) {
        view.bytes++;
        view.length--;
    }
    return view;
}

char *view_copy(struct view view)
{
    char *copy = must_alloc(view.length + 1, 1);
    if (view.length)
        memcpy(copy, view.bytes, view.length);
    return copy;
}

bool line_next(struct view bytes, size_t *at, struct view *line)
{
    if (*at >= bytes.length)
        return false;
    const char *from = bytes.bytes + *at, *feed = memchr(from, '\n', bytes.length - *at);
    size_t length = feed ? (size_t)(feed - from) : bytes.length - *at;
    *at += length + (feed != NULL);
    *line = (struct view){from, length && from[length - 1] == '\r' ? length - 1 : length};
    return true;
}

struct view buf_view(const struct buf *buf)
{
    return (struct view){buf_string(buf), buf->length};
}

const struct record **records_where(const struct log *log, bool (*wanted)(const struct record *),
                                    int (*compare)(const void *, const void *), size_t *count)
{
    const struct record **found = NULL;
    size_t room = 0;
    *count = 0;
    for (size_t i = 0; i < log->count; i++) {
        if (!wanted(&log->records[i]))
            continue;
        found = must_room(found, *count, &room, sizeof *found);
        found[(*count)++] = &log->records[i];
    }
    if (*count)
        qsort(found, *count, sizeof *found, compare);
    return found;
}
