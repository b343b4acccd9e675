/* The tags and people of the log's notes, and on which days each stands. */
#include "calc/tag.h"

#include "base/die.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* A spelling that was met, so that each is folded and compared once only. */
struct spelling {
    struct view text;
    size_t tag;
};

struct spellings {
    struct spelling *spelling; /* by length, then bytes */
    size_t count;
};

static int spelling_compare(const struct spelling *spelling, struct view text)
{
    if (spelling->text.length != text.length)
        return (spelling->text.length > text.length) - (spelling->text.length < text.length);
    return memcmp(spelling->text.bytes, text.bytes, text.length);
}

/* Where TEXT stands among the spellings, or would. */
static size_t spelling_place(const struct spellings *spellings, struct view text)
{
    size_t low = 0, high = spellings->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (spelling_compare(&spellings->spelling[middle], text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The tag that TEXT spells, made if it is new. TEXT must outlive the spellings. */
static size_t tag_find(struct tags *tags, struct spellings *spellings, struct view text, size_t days)
{
    size_t place = spelling_place(spellings, text), i = 0;
    if (place < spellings->count && spelling_compare(&spellings->spelling[place], text) == 0)
        return spellings->spelling[place].tag;
    while (i < tags->count &&
           !text_same(tags->tag[i].name, strlen(tags->tag[i].name), text.bytes, text.length))
        i++;
    if (i == tags->count) {
        tags->tag = must_grow(tags->tag, ++tags->count, sizeof *tags->tag);
        tags->tag[i] =
            (struct tag){.name = must_alloc(text.length + 1, 1), .on = must_alloc(days, sizeof(bool))};
        memcpy(tags->tag[i].name, text.bytes, text.length);
    }
    spellings->spelling = must_grow(spellings->spelling, spellings->count + 1, sizeof *spellings->spelling);
    struct spelling *here = spellings->spelling + place;
    memmove(here + 1, here, (spellings->count++ - place) * sizeof *here);
    *here = (struct spelling){text, i};
    return i;
}

static void record_tags(struct tags *tags, struct spellings *spellings, const struct record *record,
                        size_t day, size_t days)
{
    static const char marks[] = {'#', '@'};
    struct view note = record_note(record);
    for (size_t m = 0; m < sizeof marks; m++) {
        size_t length;
        for (size_t at = 0; (length = text_tag(note.bytes, note.length, marks[m], &at)) != 0; at += length) {
            size_t found = tag_find(tags, spellings, (struct view){note.bytes + at, length}, days);
            struct tag *tag = &tags->tag[found];
            tag->days_on += !tag->on[day];
            tag->on[day] = true;
        }
    }
}

static bool is_counted(enum practice practice)
{
    return practice != PRACTICE_REST && practice != PRACTICE_GOAL && practice != PRACTICE_TRIAL;
}

void tags_collect(const struct log *log, const struct days *days, int day_start, struct tags *out)
{
    struct spellings spellings = {0};
    *out = (struct tags){0};
    for (size_t i = 0; i < log->count; i++) {
        const struct record *record = &log->records[i];
        int64_t day = record_day(record, day_start) - days->first;
        if (record->text && day >= 0 && (uint64_t)day < days->count &&
            is_counted((enum practice)record->practice))
            record_tags(out, &spellings, record, (size_t)day, days->count);
    }
    free(spellings.spelling);
}

void tags_free(struct tags *tags)
{
    for (size_t i = 0; i < tags->count; i++) {
        free(tags->tag[i].name);
        free(tags->tag[i].on);
    }
    free(tags->tag);
    *tags = (struct tags){0};
}
