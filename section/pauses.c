/* The section pauses: how many, how long, and what stress did meanwhile, for all and for each tag. */
#include "section/section.h"

#include "base/die.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct report_column pause_columns[] = {
    {"what", "what", NULL, CELL_TEXT},           {"n", "pauses", NULL, CELL_COUNT},
    {"minutes", "minutes", "min", CELL_NUMBER},  {"rated", "rated", NULL, CELL_COUNT},
    {"before", "before", "points", CELL_NUMBER}, {"after", "after", "points", CELL_NUMBER},
    {"change", "change", "points", CELL_NUMBER},
};

enum {
    TAGS_SHOWN = 8,
    SHORT = 1000, /* hundredths of minutes below which seconds count, */
    LONG = 60000  /* and from which on hours are enough */
};

struct tally {
    char *what;
    size_t n, rated;
    int64_t minutes;       /* hundredths */
    int64_t before, after; /* tenths, of the rated */
};

struct tallies {
    struct tally *tally; /* the first is that of all pauses */
    size_t count;
};

/* The tally of WHAT, which is new; it holds until the next one. */
static struct tally *tally_make(struct tallies *tallies, const char *what, size_t length)
{
    tallies->tally = must_grow(tallies->tally, tallies->count + 1, sizeof *tallies->tally);
    struct tally *tally = &tallies->tally[tallies->count++];
    *tally = (struct tally){.what = must_alloc(length + 1, 1)};
    memcpy(tally->what, what, length);
    return tally;
}

static void tally_add(struct tally *tally, const struct record *record)
{
    tally->n++;
    if (record->minutes != MINUTES_NONE)
        tally->minutes += record->minutes;
    if (record->stress != RATING_NONE && record->stress_after != RATING_NONE) {
        tally->rated++;
        tally->before += record->stress;
        tally->after += record->stress_after;
    }
}

/* A tag in a note. */
struct mention {
    char *key;       /* the same in every spelling of the tag */
    const char *tag; /* as it is written, in the log */
    size_t length, order;
    const struct record *record;
};

struct mentions {
    struct mention *mention;
    size_t count, room;
};

static void mentions_add(struct mentions *mentions, const struct record *record)
{
    struct view note = record_note(record);
    size_t length;
    for (size_t at = 0; (length = text_tag(note.bytes, note.length, '#', &at)); at += length) {
        mentions->mention =
            must_room(mentions->mention, mentions->count, &mentions->room, sizeof *mentions->mention);
        const char *tag = note.bytes + at;
        mentions->mention[mentions->count] =
            (struct mention){text_key(tag, length), tag, length, mentions->count, record};
        mentions->count++;
    }
}

static int mention_by_key(const void *a, const void *b)
{
    const struct mention *x = a, *y = b;
    int keys = strcmp(x->key, y->key);
    return keys ? keys : (x->order > y->order) - (x->order < y->order);
}

/* A tag is called as it was written first, and counts once a note. Frees the mentions. */
static void mentions_tally(struct mentions *mentions, struct tallies *tallies)
{
    const struct mention *before = NULL;
    struct tally *tally = NULL;
    if (mentions->count)
        qsort(mentions->mention, mentions->count, sizeof *mentions->mention, mention_by_key);
    for (size_t i = 0; i < mentions->count; i++) {
        const struct mention *mention = &mentions->mention[i];
        bool same = before && strcmp(before->key, mention->key) == 0;
        if (!same)
            tally = tally_make(tallies, mention->tag, mention->length);
        if (!same || before->record != mention->record)
            tally_add(tally, mention->record);
        before = mention;
    }
    for (size_t i = 0; i < mentions->count; i++)
        free(mentions->mention[i].key);
    free(mentions->mention);
}

static int tally_by_count(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    if (x->n != y->n)
        return (x->n < y->n) - (x->n > y->n);
    return strcmp(x->what, y->what);
}

static void pauses_collect(const struct material *material, struct tallies *out)
{
    const struct report_want *want = material->want;
    struct mentions mentions = {0};
    tally_make(out, "all", 3);
    for (size_t i = 0; i < material->log->count; i++) {
        const struct record *record = &material->log->records[i];
        int64_t day = record_day(record, want->day_start);
        if (record->practice != PRACTICE_PAUSE || day < want->since || day > want->until || day > want->today)
            continue;
        tally_add(&out->tally[0], record);
        mentions_add(&mentions, record);
    }
    mentions_tally(&mentions, out);
    qsort(out->tally + 1, out->count - 1, sizeof *out->tally, tally_by_count);
}

static double mean(int64_t sum, size_t n)
{
    return n ? (double)sum / (double)n / 10 : NAN;
}

static void tally_row(struct table *table, const struct tally *tally)
{
    double before = mean(tally->before, tally->rated), after = mean(tally->after, tally->rated);
    struct cell *row = table_row(table);
    *row++ = cell_text(tally->what);
    *row++ = cell_count((int64_t)tally->n);
    *row++ = cell_number((double)tally->minutes / 100);
    *row++ = cell_count((int64_t)tally->rated);
    *row++ = cell_number(before);
    *row++ = cell_number(after);
    *row++ = cell_number(after - before);
}

/* "all <tab> 12 pauses, 36 min <tab> stress 6.1 -> 4.9 <tab> -1.2 in 8". */
static void tally_say(struct section *section, const struct tally *tally)
{
    double before = mean(tally->before, tally->rated), after = mean(tally->after, tally->rated);
    struct buf line = {0};
    buf_printf(&line, "%s\t", tally->what);
    count_say(&line, (unsigned)tally->n, "pause");
    buf_text(&line, ", ");
    if (tally->minutes < SHORT)
        duration_say(minutes_seconds((long)tally->minutes), &line);
    else if (tally->minutes < LONG)
        buf_printf(&line, "%.0f min", (double)tally->minutes / 100);
    else
        buf_printf(&line, "%.1f h", (double)tally->minutes / 6000);
    if (tally->rated)
        buf_printf(&line, "\tstress %.1f -> %.1f\t%+.1f in %zu", before, after, tenths(after - before),
                   tally->rated);
    sentence_add(&section->words, &line);
}

static void pauses_build(const struct material *material, struct section *section)
{
    struct tallies tallies = {0};
    pauses_collect(material, &tallies);
    for (size_t i = 0; i < tallies.count && tallies.tally[0].n; i++) {
        tally_row(&section->table, &tallies.tally[i]);
        if (i <= TAGS_SHOWN)
            tally_say(section, &tallies.tally[i]);
    }
    if (tallies.tally[0].rated)
        caution_add(section,
                    "High stress tends to fall by itself, so this is not the pause's own doing alone.");
    for (size_t i = 0; i < tallies.count; i++)
        free(tallies.tally[i].what);
    free(tallies.tally);
}

const struct plan plan_pauses = {"pauses", "Pauses", COLUMNS_OF(pause_columns), pauses_build, NULL};
