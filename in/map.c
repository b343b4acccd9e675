/* The mapping file. It is read without inih, which would part a name at its colon and take "#sport" for a
   comment. */
#include "in/map.h"

#include "base/num.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum section { SECTION_NONE, SECTION_ACTIVITIES, SECTION_MOODS, SECTION_COLUMNS, SECTION_SCALE };

static const char *const section_names[] = {
    [SECTION_ACTIVITIES] = "activities",
    [SECTION_MOODS] = "moods",
    [SECTION_COLUMNS] = "columns",
    [SECTION_SCALE] = "scale",
};
enum { SECTIONS_END = sizeof section_names / sizeof *section_names };

static const char *const column_words[MAP_COLUMNS] = {"time",   "clock",   "note",     "mood",
                                                      "stress", "minutes", "practice", "activities"};

static const char *const dates_words[] = {[DATES_DMY] = "dmy", [DATES_MDY] = "mdy", [DATES_YMD] = "ymd"};

const char *map_dates_word(enum map_dates dates)
{
    return dates_words[dates];
}

struct reading {
    struct map *map;
    struct buf *trouble;
    const char *path;
    int line;
    enum section section;
    bool blamed;
};

static void blame(struct reading *reading, const char *format, ...) PRINTF_LIKE(2, 3);
static void blame(struct reading *reading, const char *format, ...)
{
    char what[512];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    buf_printf(reading->trouble, "%s:%d: %s\n", reading->path, reading->line, what);
    reading->blamed = true;
}

static bool word_is(struct view word, const char *text)
{
    return text_same(word.bytes, word.length, text, strlen(text));
}

/* The next word of TEXT, which loses it; false at its end. */
static bool word_next(struct view *text, struct view *word)
{
    size_t length = 0;
    *text = view_trim(*text);
    while (length < text->length && text->bytes[length] != ' ' && text->bytes[length] != '\t')
        length++;
    *word = (struct view){text->bytes, length};
    text->bytes += length;
    text->length -= length;
    return length > 0;
}

/* "kindness", "care #sport", "#work", "pause minutes", "ignore". */
static bool target_read(struct view value, struct target *target)
{
    struct buf tags = {0};
    struct view word;
    bool good = value.length > 0;
    *target = (struct target){0};
    while (good && word_next(&value, &word)) {
        enum practice practice;
        size_t at = 0;
        if (*word.bytes == '#' || *word.bytes == '@') {
            good = text_tag(word.bytes, word.length, *word.bytes, &at) == word.length;
            buf_text(&tags, tags.length ? " " : "");
            buf_add(&tags, word.bytes, word.length);
        } else if (word_is(word, "ignore")) {
            target->ignore = true;
        } else if (word_is(word, "minutes")) {
            target->minutes = true;
        } else {
            good = !target->has_practice && practice_read(word.bytes, word.length, &practice) &&
                   (practice == PRACTICE_KINDNESS || practice == PRACTICE_CARE ||
                    practice == PRACTICE_PAUSE || practice == PRACTICE_REST);
            target->has_practice = good;
            target->practice = good ? practice : PRACTICE_CARE;
        }
    }
    if (target->ignore)
        good = good && !target->has_practice && !target->minutes && !tags.length;
    else
        good = good && (target->has_practice || (tags.length && !target->minutes));
    target->tags = buf_take(&tags);
    return good;
}

static struct map_name *name_find(const struct map_names *names, const char *key)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->name[i].key, key) == 0)
            return &names->name[i];
    return NULL;
}

/* Adds NAME, or blames one that stands there already and returns NULL. */
static struct map_name *name_add(struct reading *reading, struct map_names *names, struct view name)
{
    char *key = text_key(name.bytes, name.length);
    const struct map_name *there = name_find(names, key);
    if (there) {
        blame(reading, "'%s' stands on line %d already", there->name, there->line);
        free(key);
        return NULL;
    }
    names->name = must_room(names->name, names->count, &names->room, sizeof *names->name);
    struct map_name *added = &names->name[names->count++];
    *added = (struct map_name){.name = view_copy(name), .key = key, .line = reading->line};
    return added;
}

static void activity_read(struct reading *reading, struct view name, struct view value)
{
    struct map_name *added = name_add(reading, &reading->map->activities, name);
    if (added && !target_read(value, &added->target))
        blame(reading,
              "'%.*s' must become kindness, care, pause or rest, with #tags or not, #tags alone, or ignore, "
              "not '%.*s'",
              (int)name.length, name.bytes, (int)value.length, value.bytes);
}

static void mood_read(struct reading *reading, struct view name, struct view value)
{
    struct map_name *added = name_add(reading, &reading->map->moods, name);
    long mood = 0;
    if (added && num_fixed(value.bytes, value.length, 1, 0, RATING_MAX, &mood) != NUM_OK)
        blame(reading, "the mood '%.*s' must be 0 to 10 with at most one decimal, not '%.*s'",
              (int)name.length, name.bytes, (int)value.length, value.bytes);
    if (added)
        added->mood = (int)mood;
}

static void dates_read(struct reading *reading, struct view value)
{
    struct map *map = reading->map;
    if (map->dates_line)
        blame(reading, "'dates' stands on line %d already", map->dates_line);
    map->dates_line = reading->line;
    for (int i = DATES_DMY; i <= DATES_YMD; i++)
        if (word_is(value, dates_words[i]))
            map->dates = (enum map_dates)i;
    if (!map->dates)
        blame(reading, "dates are dmy, mdy or ymd, not '%.*s'", (int)value.length, value.bytes);
}

static void column_read(struct reading *reading, struct view name, struct view value)
{
    if (word_is(name, "dates")) {
        dates_read(reading, value);
        return;
    }
    for (int i = 0; i < MAP_COLUMNS; i++) {
        if (!word_is(name, column_words[i]))
            continue;
        if (reading->map->column_line[i])
            blame(reading, "'%s' stands on line %d already", column_words[i], reading->map->column_line[i]);
        else
            reading->map->column_line[i] = reading->line;
        if (value.length && !reading->map->column[i]) {
            reading->map->column[i] = view_copy(value);
            reading->map->has_columns = true;
        }
        return;
    }
    blame(reading,
          "no column '%.*s'; there are time, clock, note, mood, stress, minutes, practice, activities, and "
          "dates, their order",
          (int)name.length, name.bytes);
}

/* "1..5" */
static bool range_read(struct view value, struct map_range *range)
{
    size_t i = 0;
    while (i + 2 <= value.length && memcmp(value.bytes + i, "..", 2) != 0)
        i++;
    if (i + 2 > value.length)
        return false;
    struct view low = view_trim((struct view){value.bytes, i}),
                high = view_trim((struct view){value.bytes + i + 2, value.length - i - 2});
    const long most = 100000000;
    range->set = num_fixed(low.bytes, low.length, 2, -most, most, &range->low) == NUM_OK &&
                 num_fixed(high.bytes, high.length, 2, -most, most, &range->high) == NUM_OK &&
                 range->low != range->high;
    return range->set;
}

static void scale_read(struct reading *reading, struct view name, struct view value)
{
    struct map_range *range = word_is(name, "mood")     ? &reading->map->mood
                              : word_is(name, "stress") ? &reading->map->stress
                                                        : NULL;
    if (!range)
        blame(reading, "no scale of '%.*s'; there are mood and stress", (int)name.length, name.bytes);
    else if (range->set)
        blame(reading, "the scale of %.*s stands there twice", (int)name.length, name.bytes);
    else if (!range_read(value, range))
        blame(reading, "a scale is two numbers like 1..5, the worst first, not '%.*s'", (int)value.length,
              value.bytes);
}

static void heading_read(struct reading *reading, struct view line)
{
    reading->section = SECTION_NONE;
    for (int i = SECTION_NONE + 1; i < SECTIONS_END; i++) {
        struct view name = {line.bytes + 1, line.length - 2};
        if (line.length > 2 && line.bytes[line.length - 1] == ']' &&
            word_is(view_trim(name), section_names[i]))
            reading->section = (enum section)i;
    }
    if (!reading->section)
        blame(reading, "no section '%.*s'; there are [activities], [moods], [columns] and [scale]",
              (int)line.length, line.bytes);
}

/* Where the name ends and the value begins: at the equals sign behind a quoted name, else at the last one, or
   in [columns], where the value is a name, at the first. */
static bool line_part(struct view line, enum section section, struct view *name, struct view *value)
{
    size_t at = line.length, from = 0;
    if (*line.bytes == '"') {
        const char *end = memchr(line.bytes + 1, '"', line.length - 1);
        if (!end)
            return false;
        from = (size_t)(end - line.bytes) + 1;
    }
    for (size_t i = line.length; i > from; i--)
        if (line.bytes[i - 1] == '=') {
            at = i - 1;
            if (section != SECTION_COLUMNS && !from)
                break;
        }
    if (at == line.length)
        return false;
    *name = view_trim((struct view){line.bytes, at});
    *value = view_trim((struct view){line.bytes + at + 1, line.length - at - 1});
    if (from && name->length != from)
        return false;
    if (from)
        *name = (struct view){name->bytes + 1, name->length - 2};
    return name->length > 0;
}

static void line_read(struct reading *reading, struct view line)
{
    struct view name, value;
    if (*line.bytes == '[') {
        heading_read(reading, line);
        return;
    }
    if (!line_part(line, reading->section, &name, &value)) {
        blame(reading, "a line is written 'name = what it becomes', not '%.*s'", (int)line.length,
              line.bytes);
        return;
    }
    switch (reading->section) {
    case SECTION_NONE:
        blame(reading, "'%.*s' stands below no section; [activities], say, comes first", (int)name.length,
              name.bytes);
        break;
    case SECTION_ACTIVITIES:
        activity_read(reading, name, value);
        break;
    case SECTION_MOODS:
        mood_read(reading, name, value);
        break;
    case SECTION_COLUMNS:
        column_read(reading, name, value);
        break;
    case SECTION_SCALE:
        scale_read(reading, name, value);
        break;
    }
}

bool map_read(struct view bytes, const char *path, struct map *map, struct buf *trouble)
{
    struct reading reading = {.map = map, .trouble = trouble, .path = path};
    struct view line;
    size_t at = text_mark(bytes.bytes, bytes.length);
    if (memchr(bytes.bytes ? bytes.bytes : "", '\0', bytes.length)) {
        buf_printf(trouble, "%s: it is not text\n", path);
        return false;
    }
    while (line_next(bytes, &at, &line)) {
        reading.line++;
        line = view_trim(line);
        if (line.length && *line.bytes != '#' && *line.bytes != ';')
            line_read(&reading, line);
    }
    return !reading.blamed;
}

static void names_free(struct map_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        free(names->name[i].name);
        free(names->name[i].key);
        free(names->name[i].target.tags);
    }
    free(names->name);
}

void map_free(struct map *map)
{
    names_free(&map->activities);
    names_free(&map->moods);
    for (int i = 0; i < MAP_COLUMNS; i++)
        free(map->column[i]);
    *map = (struct map){0};
}

static const struct map_name *name_of(const struct map_names *names, struct view name)
{
    char *key = text_key(name.bytes ? name.bytes : "", name.length);
    const struct map_name *found = name_find(names, key);
    free(key);
    return found;
}

const struct target *map_rest(const struct map *map)
{
    const struct map_name *found = name_find(&map->activities, "*");
    return found ? &found->target : NULL;
}

const struct target *map_activity(const struct map *map, struct view name)
{
    const struct map_name *found = name_of(&map->activities, name);
    return found ? &found->target : map_rest(map);
}

int map_mood(const struct map *map, struct view word)
{
    const struct map_name *found = name_of(&map->moods, word);
    return found ? found->mood : -1;
}
