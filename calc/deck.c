/* The deck: the prompts of a pause, one a line, "self|others #tag words". */
#include "calc/deck.h"

#include "base/die.h"
#include "base/text.h"
#include "base/when.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Takes the next word off the start of *TEXT, and the blanks around it. Returns its length; *WORD is its
 * start. */
static size_t word_take(const char **text, size_t *length, const char **word)
{
    size_t size = 0;
    while (*length && is_blank(**text)) {
        ++*text;
        --*length;
    }
    *word = *text;
    while (size < *length && !is_blank((*text)[size]))
        size++;
    *text += size;
    *length -= size;
    while (*length && is_blank(**text)) {
        ++*text;
        --*length;
    }
    return size;
}

static bool whom_read(const char *word, size_t length, enum whom *out)
{
    if (length == 4 && memcmp(word, "self", 4) == 0)
        *out = WHOM_SELF;
    else if (length == 6 && memcmp(word, "others", 6) == 0)
        *out = WHOM_OTHERS;
    else
        return false;
    return true;
}

/* Whether a record's note would show the whole of WORD as a tag. */
static bool is_tag(const char *word, size_t length)
{
    size_t at = 0;
    return text_tag(word, length, '#', &at) == length && length && at == 0;
}

static bool is_showable(const char *text, size_t length)
{
    struct buf safe = {0};
    text_safe(&safe, text, length);
    bool same = safe.length == length && memcmp(buf_string(&safe), text, length) == 0;
    buf_free(&safe);
    return same;
}

static char *copy(const char *text, size_t length)
{
    return memcpy(must_alloc(length + 1, 1), text, length);
}

/* Adds the prompt of a line. Returns NULL, or what would be right. */
static const char *line_read(struct deck *deck, const char *text, size_t length)
{
    const char *first, *tag;
    enum whom whom;
    size_t first_length = word_take(&text, &length, &first);
    if (!whom_read(first, first_length, &whom))
        return "a prompt begins with self or others";
    size_t tag_length = word_take(&text, &length, &tag);
    if (!is_tag(tag, tag_length))
        return "a #tag comes second";
    while (length && is_blank(text[length - 1]))
        length--;
    if (!length)
        return "the words of the prompt are missing";
    if (!is_showable(tag, tag_length) || !is_showable(text, length))
        return "a prompt is plain text in UTF-8";
    deck->prompts = must_grow(deck->prompts, deck->count + 1, sizeof *deck->prompts);
    deck->prompts[deck->count++] = (struct prompt){whom, copy(tag, tag_length), copy(text, length)};
    return NULL;
}

static bool is_skipped(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length && is_blank(text[at]))
        at++;
    return at == length || text[at] == ';';
}

void deck_parse(const char *text, size_t length, struct deck *out)
{
    size_t skipped = text_mark(text, length);
    *out = (struct deck){0};
    text += skipped;
    length -= skipped;
    for (size_t line = 1; length; line++) {
        const char *end = memchr(text, '\n', length);
        size_t size = end ? (size_t)(end - text) : length;
        const char *what = is_skipped(text, size) ? NULL : line_read(out, text, size);
        if (what) {
            out->faults = must_grow(out->faults, out->fault_count + 1, sizeof *out->faults);
            out->faults[out->fault_count++] = (struct deck_fault){line, what};
        }
        size += end ? 1 : 0;
        text += size;
        length -= size;
    }
}

void deck_free(struct deck *deck)
{
    for (size_t i = 0; i < deck->count; i++) {
        free(deck->prompts[i].tag);
        free(deck->prompts[i].words);
    }
    free(deck->prompts);
    free(deck->faults);
    *deck = (struct deck){0};
}

static bool is_for(const struct prompt *prompt, enum whom whom)
{
    return whom == WHOM_ANY || prompt->whom == whom;
}

const struct prompt *deck_pick(const struct deck *deck, enum whom whom, uint64_t random)
{
    size_t fitting = 0, i = 0;
    for (size_t p = 0; p < deck->count; p++)
        fitting += is_for(&deck->prompts[p], whom);
    if (!fitting)
        return NULL;
    for (uint64_t left = random % fitting;; i++)
        if (is_for(&deck->prompts[i], whom) && left-- == 0)
            return &deck->prompts[i];
}

const struct prompt *deck_week(const struct deck *deck, int64_t day)
{
    if (!deck->count)
        return NULL;
    /* Day -3, 29 December 1969, is the Monday of week 0. */
    int64_t week = (day - weekday(day) + 3) / 7, count = (int64_t)deck->count;
    return &deck->prompts[(week % count + count) % count];
}
