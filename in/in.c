/* The intake: rows of any format made into records, with their ids, and what is to be said of them. */
#include "in/in.h"

#include "base/hash.h"
#include "base/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const struct tracker *const trackers[TRACKERS] = {
    [TRACKER_DAYLIO] = &tracker_daylio, [TRACKER_LOOP] = &tracker_loop,
    [TRACKER_HARSH] = &tracker_harsh,   [TRACKER_HABITCTL] = &tracker_habitctl,
    [TRACKER_JRNL] = &tracker_jrnl,     [TRACKER_TRACKANDGRAPH] = &tracker_trackandgraph,
    [TRACKER_CSV] = &tracker_csv,       [TRACKER_OWN] = &tracker_own,
};

const enum practice made_practices[MADE_PRACTICES] = {PRACTICE_KINDNESS, PRACTICE_CARE, PRACTICE_PAUSE,
                                                      PRACTICE_REST, PRACTICE_MOOD};

const struct tracker *tracker_named(const char *name)
{
    for (int i = 0; i < TRACKERS; i++)
        if (strcmp(trackers[i]->name, name) == 0)
            return trackers[i];
    return NULL;
}

struct in_row in_row_at(uint32_t line, struct view key, struct moment time)
{
    return (struct in_row){.line = line, .key = key, .time = time, .minutes = MINUTES_NONE};
}

/* What is remembered */

/* A line of another file than the source is named in the words. */
static void remark_add(const struct intake *intake, struct remark **remarks, size_t *count, size_t *room,
                       uint32_t line, const char *format, va_list args)
{
    struct buf what = {0};
    if (intake->within)
        buf_printf(&what, "%s:%u: ", intake->within, line);
    buf_vprintf(&what, format, args);
    *remarks = must_room(*remarks, *count, room, sizeof **remarks);
    (*remarks)[(*count)++] = (struct remark){intake->within ? 0 : line, buf_take(&what)};
}

void intake_skip(struct intake *intake, uint32_t line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    remark_add(intake, &intake->skipped, &intake->skipped_count, &intake->skipped_room, line, format, args);
    va_end(args);
}

void intake_leave(struct intake *intake, uint32_t line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    remark_add(intake, &intake->left, &intake->left_count, &intake->left_room, line, format, args);
    va_end(args);
}

static void remarks_free(struct remark *remarks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(remarks[i].what);
    free(remarks);
}

void intake_free(struct intake *intake)
{
    for (size_t i = 0; i < intake->made_count; i++) {
        free((char *)intake->made[i].entry.note);
        free((char *)intake->made[i].entry.arm);
    }
    free(intake->made);
    free(intake->taken);
    remarks_free(intake->skipped, intake->skipped_count);
    remarks_free(intake->left, intake->left_count);
    tallies_free(&intake->unmapped);
    tallies_free(&intake->ignored);
    tallies_free(&intake->moods);
    tallies_free(&intake->strange);
    layout_free(&intake->layout);
    free(intake->met);
}

/* A row */

bool name_tag(struct buf *out, struct view name)
{
    size_t start = out->length, good = start;
    for (size_t i = 0; i < name.length;) {
        size_t next = i + 1, at = 0;
        struct buf probe = {0};
        while (next < name.length && ((unsigned char)name.bytes[next] & 0xc0) == 0x80)
            next++;
        /* An accent can't come first. */
        buf_text(&probe, out->length > start ? "#a" : "#");
        buf_add(&probe, name.bytes + i, next - i);
        bool fits = text_tag(probe.bytes, probe.length, '#', &at) == probe.length;
        if (fits && out->length == start)
            buf_char(out, '#');
        if (fits)
            buf_add(out, name.bytes + i, next - i);
        else if (out->length > start && out->bytes[out->length - 1] != '-')
            buf_char(out, '-');
        if (fits)
            good = out->length;
        buf_free(&probe);
        i = next;
    }
    if (out->bytes) {
        out->length = good;
        out->bytes[good] = '\0';
    }
    return good > start;
}

/* What becomes of a row, by practice. */
struct heap {
    bool is[PRACTICES];
    struct buf text[PRACTICES];
    bool tagged[PRACTICES]; /* its text ends in a tag */
    long minutes[PRACTICES];
    struct buf tags; /* without a practice */
    bool skipped;    /* something was */
};

static void amount_add(struct buf *out, struct view amount)
{
    if (amount.length) {
        buf_char(out, ' ');
        buf_add(out, amount.bytes, amount.length);
    }
}

/* Takes the amount of an act as minutes, with a unit of time or without one; false if it is no length of
 * time. */
static bool act_minutes(const struct act *act, long *minutes)
{
    static const char *const units[] = {"m",    "min",   "mins", "minute", "minutes", "h",
                                        "hour", "hours", "s",    "sec",    "second",  "seconds"};
    struct view amount = view_trim(act->amount);
    size_t number = 0;
    struct buf text = {0};
    long value;
    while (number < amount.length && strchr("0123456789.", amount.bytes[number]) && amount.bytes[number])
        number++;
    struct view unit = view_trim((struct view){amount.bytes + number, amount.length - number});
    buf_add(&text, amount.bytes, number);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (text_same(unit.bytes, unit.length, units[i], strlen(units[i])))
            unit = (struct view){units[i], 1};
    buf_add(&text, unit.bytes, unit.length);
    bool done = num_minutes(buf_string(&text), &value) &&
                (*minutes == MINUTES_NONE || *minutes <= MINUTES_MAX - value);
    if (done)
        *minutes = *minutes == MINUTES_NONE ? value : *minutes + value;
    buf_free(&text);
    return done;
}

/* Adds an act's words to TEXT, *TAGGED telling whether what stands there ends in a tag. */
static void act_words(const struct act *act, const struct target *target, bool minutes, struct buf *text,
                      bool *tagged)
{
    struct buf words = {0};
    bool tag = true;
    if (target && *target->tags)
        buf_text(&words, target->tags);
    else if ((target && target->has_practice) || !name_tag(&words, act->name)) {
        buf_add(&words, act->name.bytes, act->name.length);
        tag = false;
    }
    if (!minutes)
        amount_add(&words, view_trim(act->amount));
    if (text->length)
        buf_text(text, tag && *tagged ? " " : ", ");
    buf_add(text, words.bytes, words.length);
    *tagged = tag && (minutes || !act->amount.length);
    buf_free(&words);
}

static void act_take(struct intake *intake, const struct in_row *row, const struct act *act,
                     struct heap *heap, bool *tags_tagged)
{
    const struct target *target = map_activity(intake->map, act->name);
    if (act->state == ACT_NOT) {
        intake->not_done++;
        return;
    }
    if (target && target->ignore) {
        tally_add(&intake->ignored, act->name);
        return;
    }
    if (act->state == ACT_SKIPPED) {
        heap->is[PRACTICE_REST] = true;
        heap->skipped = true;
        act_words(act, target, false, &heap->text[PRACTICE_REST], &heap->tagged[PRACTICE_REST]);
        return;
    }
    if (!target)
        tally_add(&intake->unmapped, act->name);
    if (target && !target->has_practice) {
        act_words(act, target, false, &heap->tags, tags_tagged);
        return;
    }
    enum practice practice = target ? target->practice : PRACTICE_CARE;
    bool minutes = target && target->minutes && act->amount.length;
    if (minutes && !act_minutes(act, &heap->minutes[practice])) {
        intake_leave(intake, row->line, "'%.*s' of '%.*s' is no number of minutes; it stays in the text",
                     (int)act->amount.length, act->amount.bytes, (int)act->name.length, act->name.bytes);
        minutes = false;
    }
    heap->is[practice] = true;
    act_words(act, target, minutes, &heap->text[practice], &heap->tagged[practice]);
}

/* The range of a scale's numbers; MAPPED, if set, comes before it. */
static struct map_range range_of(const struct scale *scale, const struct map_range *mapped)
{
    if (mapped->set || !scale)
        return *mapped;
    return (struct map_range){scale->low != scale->high, scale->low, scale->high};
}

/* What the number WORD is in tenths if RANGE is all of ours; -1 if it is none of the range. */
static int number_rate(struct view word, struct map_range range)
{
    long value, least = range.low < range.high ? range.low : range.high,
                most = range.low < range.high ? range.high : range.low;
    enum num_error read = range.set ? num_fixed(word.bytes, word.length, 2, least, most, &value) : NUM_NOT;
    if (read != NUM_OK && read != NUM_COMMA)
        return -1;
    int64_t span = most - least, up = range.low < range.high ? value - range.low : range.low - value;
    return (int)((2 * up * RATING_MAX + span) / (2 * span));
}

static int word_rate(struct view word, const struct scale *scale)
{
    for (const struct mood_word *known = scale ? scale->words : NULL; known && known->word; known++)
        if (text_same(word.bytes, word.length, known->word, strlen(known->word)))
            return known->mood;
    return -1;
}

static int mood_take(struct intake *intake, const struct in_row *row)
{
    struct view word = view_trim(row->mood);
    if (!word.length)
        return RATING_NONE;
    int mood = map_mood(intake->map, word);
    if (mood < 0)
        mood = word_rate(word, row->scale);
    if (mood < 0) {
        struct map_range range = range_of(row->scale, &intake->map->mood);
        mood = number_rate(word, range);
        if (mood >= 0)
            intake->rated = range;
    } else {
        tally_add(&intake->moods, word)->mood = mood;
    }
    if (mood < 0)
        tally_add(&intake->strange, word);
    return mood < 0 ? RATING_NONE : mood;
}

/* Adds a record of the row that was taken last. */
static struct made *made_add(struct intake *intake, const struct entry *entry, struct view raw)
{
    struct taken *taken = &intake->taken[intake->taken_count - 1];
    struct made made = {.entry = *entry, .raw = raw, .row = intake->taken_count - 1};
    struct view note = {entry->note, entry->note ? entry->note_length : 0};
    made.entry.note = view_copy(note);
    made.entry.arm = entry->arm ? must_copy(entry->arm) : NULL;
    id_write(taken_id(intake, taken, entry->practice), made.entry.id);
    intake->made = must_room(intake->made, intake->made_count, &intake->made_room, sizeof *intake->made);
    intake->made[intake->made_count] = made;
    taken->count++;
    return &intake->made[intake->made_count++];
}

static struct taken *taken_add(struct intake *intake, uint32_t line, struct view key, struct view content)
{
    intake->taken = must_room(intake->taken, intake->taken_count, &intake->taken_room, sizeof *intake->taken);
    struct taken *taken = &intake->taken[intake->taken_count++];
    *taken = (struct taken){.line = line, .first_made = intake->made_count};
    taken->key = hash_fnv(HASH_START, key.bytes, key.length);
    taken->content = content.length ? hash_fnv(HASH_START, content.bytes, content.length) : 0;
    taken_number(intake, taken);
    return taken;
}

/* The practice that the source itself names for the row; false after a remark if it is none. */
static bool practice_take(struct intake *intake, const struct in_row *row, struct heap *heap)
{
    struct view word = view_trim(row->practice);
    enum practice practice;
    if (!word.length)
        return true;
    const struct target *target = map_activity(intake->map, word);
    if (!practice_read(word.bytes, word.length, &practice)) {
        if (!target || !target->has_practice) {
            intake_skip(intake, row->line,
                        "practice must be kindness, care, pause, mood or rest, or be mapped, not '%.*s'",
                        (int)word.length, word.bytes);
            return false;
        }
        practice = target->practice;
    }
    for (int i = 0; i < MADE_PRACTICES; i++)
        if (made_practices[i] == practice) {
            heap->is[practice] = true;
            return true;
        }
    intake_skip(intake, row->line, "a %s can't be brought in from another program", practice_name(practice));
    return false;
}

/* False, after a remark, for a time in the future. */
static bool time_usable(struct intake *intake, uint32_t line, struct moment time)
{
    bool usable = time.sec <= intake->clock->now.sec;
    if (!usable)
        intake_skip(intake, line, "its time is in the future");
    return usable;
}

/* Makes the records of a heap. The first carries what the row has once. */
static void heap_make(struct intake *intake, const struct in_row *row, const struct heap *heap, int mood,
                      int stress)
{
    struct view note = view_trim(row->note);
    bool first = true;
    for (int i = 0; i < MADE_PRACTICES; i++) {
        enum practice practice = made_practices[i];
        struct entry entry = entry_at(row->time, practice);
        struct buf text = {0};
        if (!heap->is[practice])
            continue;
        buf_add(&text, buf_string(&heap->text[practice]), heap->text[practice].length);
        entry.minutes = heap->minutes[practice];
        if (first) {
            if (heap->tags.length) {
                buf_text(&text, !text.length ? "" : heap->tagged[practice] ? " " : ", ");
                buf_add(&text, heap->tags.bytes, heap->tags.length);
            }
            if (note.length) {
                buf_text(&text, text.length ? ": " : "");
                buf_add(&text, note.bytes, note.length);
            }
            entry.mood = mood;
            entry.stress = stress;
            if (entry.minutes == MINUTES_NONE)
                entry.minutes = row->minutes;
        }
        entry.note = buf_string(&text);
        entry.note_length = text.length;
        struct made *made = made_add(intake, &entry, (struct view){0});
        made->skipped = heap->skipped && practice == PRACTICE_REST;
        made->bare = !first || (mood == RATING_NONE && stress == RATING_NONE && !note.length);
        first = false;
        buf_free(&text);
    }
}

static bool heap_empty(const struct heap *heap)
{
    for (int i = 0; i < PRACTICES; i++)
        if (heap->is[i])
            return false;
    return true;
}

/* How many bytes the longest of its texts may have. */
static size_t heap_length(const struct heap *heap, const struct in_row *row)
{
    size_t most = 0;
    for (int i = 0; i < PRACTICES; i++)
        most = heap->text[i].length > most ? heap->text[i].length : most;
    return most + heap->tags.length + row->note.length + 4;
}

/* Chooses the practice of a row that none of its activities gives one. */
static void heap_default(struct intake *intake, const struct in_row *row, struct heap *heap)
{
    const struct target *rest = map_rest(intake->map);
    struct view note = view_trim(row->note);
    bool rated = view_trim(row->mood).length || view_trim(row->stress).length, not_done = false;
    for (size_t i = 0; i < row->act_count; i++)
        not_done = not_done || row->acts[i].state == ACT_NOT;
    if (rated) {
        heap->is[PRACTICE_MOOD] = true;
    } else if (row->act_count && !heap->tags.length) {
        if (not_done && note.length)
            intake_leave(intake, row->line, "the note of what was not done is left out: %.*s",
                         (int)note.length, note.bytes);
    } else if (rest && rest->ignore) {
        intake_leave(intake, row->line, "its note is left out, as the mapping says");
    } else if (heap->tags.length || note.length || row->minutes != MINUTES_NONE) {
        heap->is[rest && rest->has_practice ? rest->practice : PRACTICE_CARE] = true;
        intake->notes_alone += !heap->tags.length;
    } else {
        intake_leave(intake, row->line, "there is nothing in it to record");
    }
}

void intake_row(struct intake *intake, const struct in_row *row)
{
    struct heap heap = {0};
    bool tagged = true;
    for (int i = 0; i < PRACTICES; i++)
        heap.minutes[i] = MINUTES_NONE;
    if (!time_usable(intake, row->line, row->time) || !practice_take(intake, row, &heap))
        return;
    struct view stress_word = view_trim(row->stress);
    int stress = stress_word.length
                     ? number_rate(stress_word, range_of(row->stress_scale, &intake->map->stress))
                     : RATING_NONE;
    if (stress_word.length && stress < 0) {
        intake_skip(intake, row->line, "stress '%.*s' is not on its scale", (int)stress_word.length,
                    stress_word.bytes);
        goto out;
    }
    for (size_t i = 0; i < row->act_count; i++)
        act_take(intake, row, &row->acts[i], &heap, &tagged);
    int mood = mood_take(intake, row);
    if (heap_length(&heap, row) > NOTE_MAX) {
        intake_skip(intake, row->line, "its text is too long; at most %d bytes fit in a record", NOTE_MAX);
        goto out;
    }
    if (heap_empty(&heap))
        heap_default(intake, row, &heap);
    taken_add(intake, row->line, row->key, row->content);
    heap_make(intake, row, &heap, mood, stress);
out:
    for (int i = 0; i < PRACTICES; i++)
        buf_free(&heap.text[i]);
    buf_free(&heap.tags);
}

void intake_own(struct intake *intake, uint32_t line, struct view raw, bool as_is, const struct entry *entry)
{
    if (!time_usable(intake, line, entry->time))
        return;
    struct taken *taken = taken_add(intake, line, raw, (struct view){0});
    bool has = id_read(entry->id, strlen(entry->id), &taken->id);
    made_add(intake, entry, raw)->as_is = as_is && has;
}

bool intake_read(struct intake *intake, struct buf *error)
{
    bool done = intake->tracker->read(intake, error);
    if (done && intake->tracker->newest_first)
        taken_renumber(intake);
    return done;
}

struct moment intake_noon(const struct intake *intake, struct moment noon)
{
    struct moment now = intake->clock->now;
    return noon.sec > now.sec && moment_day(noon, 0) == moment_day(now, 0) ? now : noon;
}

bool intake_time(struct intake *intake, uint32_t line, struct view text, struct moment *out)
{
    text = view_trim(text);
    switch (moment_read(text.bytes, text.length, intake->clock, out)) {
    case TIME_EXACT:
    case TIME_MENDABLE:
        if (!memchr(text.bytes, ':', text.length))
            *out = intake_noon(intake, *out);
        return true;
    case TIME_AMBIGUOUS:
        intake_skip(intake, line, "the date '%.*s' is ambiguous; it must be like 2025-01-15",
                    (int)text.length, text.bytes);
        return false;
    case TIME_IMPOSSIBLE:
        intake_skip(intake, line, "the time '%.*s' does not exist", (int)text.length, text.bytes);
        return false;
    case TIME_NOT:
        intake_skip(intake, line, "'%.*s' is no time; it must be like 2025-01-15", (int)text.length,
                    text.bytes);
    }
    return false;
}

bool intake_beside(struct intake *intake, const char *name, struct buf *out)
{
    enum { MOST = 64 << 20 };
    const char *slash = strrchr(intake->path, '/');
    struct buf path = {0};
    struct stat st;
    int error = 0;
    bool done = false;
    if (strcmp(intake->path, "-") == 0)
        return false;
    buf_printf(&path, "%.*s%s", slash ? (int)(slash - intake->path + 1) : 0, intake->path, name);
    if (stat(path.bytes, &st))
        error = errno == ENOENT || errno == ENOTDIR ? 0 : errno;
    else if (S_ISREG(st.st_mode) && st.st_size > MOST)
        intake_skip(intake, 0, "%s is larger than %d MiB", name, MOST >> 20);
    else if (S_ISREG(st.st_mode)) {
        error = buf_read_file(out, path.bytes, (size_t)st.st_size);
        done = !error;
    }
    if (error)
        intake_skip(intake, 0, "%s: %s", name, strerror(error));
    buf_free(&path);
    return done;
}
