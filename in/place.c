/* Records set into a log. */
#include "in/place.h"

#include "base/hash.h"
#include "row/header.h"
#include "row/reader.h"
#include "row/row.h"
#include "track.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What stands under a number: an id, a day of rest, the contents of a row without an id. Kinds and numbers
   are told apart by their hash alone where that is a hash already. */
struct known {
    uint64_t number;             /* 0: free */
    const struct record *record; /* of the log, or NULL */
    const struct made *made;     /* that is to go in, or NULL */
    size_t times;
};
struct knowns {
    struct known *known;
    size_t count, room;
};

static struct known *known_slot(struct known *known, size_t room, uint64_t number)
{
    size_t at = (size_t)((number * 0x9e3779b97f4a7c15) >> 20) & (room - 1);
    while (known[at].number && known[at].number != number)
        at = (at + 1) & (room - 1);
    return &known[at];
}

/* What is known under NUMBER, or NULL. */
static struct known *known_find(const struct knowns *knowns, uint64_t number)
{
    struct known *known = knowns->room ? known_slot(knowns->known, knowns->room, number) : NULL;
    return known && known->number ? known : NULL;
}

static struct known *known_add(struct knowns *knowns, uint64_t number)
{
    if (2 * (knowns->count + 1) > knowns->room) {
        size_t room = knowns->room ? 2 * knowns->room : 256;
        struct known *grown = must_alloc(room, sizeof *grown);
        for (size_t i = 0; i < knowns->room; i++)
            if (knowns->known[i].number)
                *known_slot(grown, room, knowns->known[i].number) = knowns->known[i];
        free(knowns->known);
        knowns->known = grown;
        knowns->room = room;
    }
    struct known *known = known_slot(knowns->known, knowns->room, number);
    knowns->count += !known->number;
    known->number = number;
    known->times++;
    return known;
}

/* Everything that the records of an intake are compared with. */
struct stock {
    struct knowns ids, rests, bare; /* bare: rows of the log without an id, by their contents */
};

/* Day numbers may be 0 or less. */
static uint64_t rest_number(int64_t day)
{
    return (uint64_t)(day + ((int64_t)1 << 40));
}

/* What a record says, but for its id, as one number. */
static uint64_t contents(const struct entry *entry)
{
    struct columns columns = columns_standard();
    struct entry plain = *entry;
    struct buf row = {0};
    plain.id[0] = '\0';
    row_write(&row, &columns, &plain);
    uint64_t hash = hash_fnv(HASH_START, row.bytes, row.length);
    buf_free(&row);
    return hash ? hash : 1;
}

/* The same of a record of the log, with its arm. */
static uint64_t record_contents(const struct record *record)
{
    struct entry entry = record_entry(record);
    char *arm = view_copy(record_arm(record));
    entry.arm = arm;
    uint64_t hash = contents(&entry);
    free(arm);
    return hash;
}

static void stock_fill(struct stock *stock, const struct log *log, struct view bytes, int day_start)
{
    for (size_t i = 0; i < log->count; i++) {
        const struct record *record = &log->records[i];
        if (record->id)
            known_add(&stock->ids, record->id)->record = record;
        else
            known_add(&stock->bare, record_contents(record));
        if (record->practice == PRACTICE_REST)
            known_add(&stock->rests, rest_number(record_day(record, day_start)));
    }
    /* A row that can't be read any more has its id still, at its end. */
    for (size_t i = 0; i < log->fault_count; i++) {
        const struct fault *fault = &log->faults[i];
        size_t end = fault->lost ? (size_t)fault->at + fault->length : 0;
        uint64_t id;
        if (end >= ID_SIZE - 1 && fault->length >= ID_SIZE - 1 && end <= bytes.length &&
            id_read(bytes.bytes + end - (ID_SIZE - 1), ID_SIZE - 1, &id))
            known_add(&stock->ids, id);
    }
}

static void stock_free(struct stock *stock)
{
    free(stock->ids.known);
    free(stock->rests.known);
    free(stock->bare.known);
}

static void differing_add(struct place *place, uint32_t line, const char *id)
{
    struct buf what = {0};
    buf_printf(&what, "the log has %s already, and it says something else", id);
    place->differing =
        must_room(place->differing, place->differing_count, &place->differing_room, sizeof *place->differing);
    place->differing[place->differing_count++] = (struct remark){line, buf_take(&what)};
}

static void fresh_add(struct stock *stock, struct place *place, const struct made *made)
{
    uint64_t id;
    place->fresh[place->count++] = made;
    if (id_read(made->entry.id, strlen(made->entry.id), &id))
        known_add(&stock->ids, id)->made = made;
}

/* A row of kind's own: by its id, or by its contents if it has none. */
static void own_judge(const struct taken *taken, const struct made *made, struct stock *stock,
                      struct place *place)
{
    uint64_t id;
    bool has = id_read(made->entry.id, strlen(made->entry.id), &id);
    const struct known *known = has ? known_find(&stock->ids, id) : NULL;
    struct known *bare = taken->id ? NULL : known_find(&stock->bare, contents(&made->entry));
    if (!known && bare && bare->times) {
        bare->times--;
        place->there++;
    } else if (!known) {
        fresh_add(stock, place, made);
    } else if ((known->record && record_contents(known->record) != contents(&made->entry)) ||
               (known->made && contents(&known->made->entry) != contents(&made->entry))) {
        differing_add(place, taken->line, made->entry.id);
    } else {
        place->there++;
    }
}

static bool row_is_there(const struct intake *intake, const struct taken *taken, const struct stock *stock)
{
    for (int i = 0; i < MADE_PRACTICES; i++)
        if (known_find(&stock->ids, taken_id(intake, taken, made_practices[i])))
            return true;
    return false;
}

/* Whether the log has, under the ids of FIRST, a record that says what one of TAKEN's does. */
static bool row_says(const struct intake *intake, const struct taken *taken, const struct taken *first,
                     const struct stock *stock)
{
    for (size_t i = 0; i < taken->count; i++) {
        const struct entry *entry = &intake->made[taken->first_made + i].entry;
        const struct known *known = known_find(&stock->ids, taken_id(intake, first, entry->practice));
        if (known && known->record && record_contents(known->record) == contents(entry))
            return true;
    }
    return false;
}

/* The order of rows with the same key is a guess, because another export may lack some of them. Where the log
   has the first of them with the words of another one, that one is it. */
static void rows_settle(struct intake *intake, const struct stock *stock)
{
    for (size_t i = 0; i < intake->taken_count; i++) {
        struct taken *taken = &intake->taken[i], *first;
        if (taken->first || !taken->content || row_is_there(intake, taken, stock))
            continue;
        first = taken_first(intake, taken);
        if (row_says(intake, taken, first, stock) && !row_says(intake, first, first, stock))
            taken_lead(intake, taken);
    }
}

static int made_by_time(const void *a, const void *b)
{
    const struct made *const *x = a, *const *y = b;
    if ((*x)->entry.time.sec != (*y)->entry.time.sec)
        return ((*x)->entry.time.sec > (*y)->entry.time.sec) - ((*x)->entry.time.sec < (*y)->entry.time.sec);
    return (*x > *y) - (*x < *y);
}

void place_judge(struct intake *intake, const struct log *log, struct view bytes, int day_start,
                 struct place *place)
{
    struct stock stock = {.ids = {0}, .rests = {0}, .bare = {0}};
    stock_fill(&stock, log, bytes, day_start);
    rows_settle(intake, &stock);
    place->fresh = must_alloc(intake->made_count + 1, sizeof *place->fresh);
    for (size_t i = 0; i < intake->taken_count; i++) {
        const struct taken *taken = &intake->taken[i];
        const struct made *made = intake->made + taken->first_made;
        size_t before = place->count;
        if (taken->count && made->raw.length) {
            own_judge(taken, made, &stock, place);
        } else if (row_is_there(intake, taken, &stock)) {
            place->there += taken->count;
        } else {
            for (size_t m = 0; m < taken->count; m++) {
                uint64_t rest = rest_number(moment_day(made[m].entry.time, day_start));
                bool rests = made[m].entry.practice == PRACTICE_REST;
                if (rests && made[m].bare && known_find(&stock.rests, rest)) {
                    place->rests++;
                    continue;
                }
                if (rests)
                    known_add(&stock.rests, rest);
                fresh_add(&stock, place, &made[m]);
            }
        }
        place->rows += place->count > before;
    }
    if (place->count)
        qsort(place->fresh, place->count, sizeof *place->fresh, made_by_time);
    stock_free(&stock);
}

void place_free(struct place *place)
{
    for (size_t i = 0; i < place->differing_count; i++)
        free(place->differing[i].what);
    free(place->differing);
    free(place->fresh);
    *place = (struct place){0};
}

/* The bytes */

/* A log on its way. */
struct writing {
    const struct intake *intake;
    struct header header;
    struct layout layout;
    int from[COLUMNS_MAX]; /* the field of an own row for each column of the log, -1 if there is none */
    bool as_is;            /* own rows have the log's own columns */
};

static void header_read(struct view bytes, const struct clock *clock, struct header *header)
{
    header_find(bytes.bytes, bytes.length < HEADER_WINDOW ? bytes.length : HEADER_WINDOW, clock, header);
}

/* Adds a field that was parted from others by another separator, or none. */
static void field_lay(struct buf *out, struct view field, char separator)
{
    bool quoted = field.length && *field.bytes == '"';
    bool quote = !quoted && field.length && memchr(field.bytes, separator, field.length);
    buf_text(out, quote ? "\"" : "");
    for (size_t i = 0; i < field.length; i++)
        buf_char(out, field.bytes[i] == '\n' || field.bytes[i] == '\r' ? ' ' : field.bytes[i]);
    buf_text(out, quote ? "\"" : "");
}

static void made_write(const struct writing *writing, const struct made *made, struct buf *out)
{
    const struct columns *columns = &writing->header.columns;
    struct view ours[COLUMNS_MAX], theirs[COLUMNS_MAX];
    struct buf row = {0};
    if (made->raw.length && made->as_is && writing->as_is) {
        buf_add(out, made->raw.bytes, made->raw.length);
        buf_char(out, '\n');
        return;
    }
    row_write(&row, columns, &made->entry);
    if (!made->raw.length) {
        buf_add(out, row.bytes, row.length);
        buf_free(&row);
        return;
    }
    struct view line = {row.bytes, row.length - 1};
    row_split(line, columns->separator, ours, COLUMNS_MAX);
    int count = row_split(made->raw, writing->intake->layout.separator, theirs, COLUMNS_MAX);
    for (int i = 0; i < columns->count; i++) {
        int from = columns->kind[i] == COLUMN_UNKNOWN ? writing->from[i] : -1;
        if (i)
            buf_char(out, columns->separator);
        if (from >= 0 && from < count)
            field_lay(out, theirs[from], columns->separator);
        else
            buf_add(out, ours[i].bytes, ours[i].length);
    }
    buf_char(out, '\n');
    buf_free(&row);
}

/* Where in BYTES a row goes that stands before record number AT. */
static size_t place_of(const struct writing *writing, const struct log *log, struct view bytes, size_t at)
{
    if (!at)
        return log->count ? writing->header.rows_at : bytes.length;
    if (at == log->count)
        return bytes.length;
    const struct record *before = &log->records[at - 1];
    size_t end = (size_t)record_at(before) + record_row(before).length;
    const char *feed = memchr(bytes.bytes + end, '\n', bytes.length - end);
    return feed ? (size_t)(feed - bytes.bytes) + 1 : bytes.length;
}

/* For each record the earliest time of it and those behind it; the caller frees it. */
static int64_t *earliest_from(const struct log *log)
{
    int64_t *earliest = must_alloc(log->count + 1, sizeof *earliest);
    earliest[log->count] = INT64_MAX;
    for (size_t i = log->count; i > 0; i--) {
        int64_t time = log->records[i - 1].time;
        earliest[i - 1] = time < earliest[i] ? time : earliest[i];
    }
    return earliest;
}

static void rows_write(const struct writing *writing, const struct log *log, struct view bytes,
                       const struct place *place, struct buf *out)
{
    int64_t *earliest = earliest_from(log);
    size_t done = 0, at = 0;
    for (size_t i = 0; i < place->count; i++) {
        const struct made *made = place->fresh[i];
        while (earliest[at] <= made->entry.time.sec)
            at++;
        size_t here = place_of(writing, log, bytes, at);
        buf_add(out, bytes.bytes + done, here - done);
        done = here;
        if (out->length && out->bytes[out->length - 1] != '\n')
            buf_char(out, '\n');
        made_write(writing, made, out);
    }
    buf_add(out, bytes.bytes + done, bytes.length - done);
    free(earliest);
}

/* Whether OUT reads as LOG did, and the new records with it. */
static bool place_holds(const struct intake *intake, const struct log *log, const struct place *place,
                        const struct buf *out)
{
    struct log now = {0};
    struct buf error = {0};
    size_t at = 0, fresh = 0;
    bool holds = track_parse(out->bytes, out->length, TEXT_ALL, intake->clock, &now, &error) == TRACK_OK &&
                 now.count == log->count + place->count && now.lost == log->lost;
    for (size_t i = 0; i < now.count && holds; i++) {
        struct view row = record_row(&now.records[i]);
        if (at < log->count && view_same(row, record_row(&log->records[at])))
            at++;
        else
            fresh++;
    }
    holds = holds && at == log->count && fresh == place->count;
    buf_free(&error);
    log_free(&now);
    return holds;
}

/* The name of the first column that a record needs and the log lacks, or NULL. */
static const char *place_needs(const struct place *place, const struct columns *columns)
{
    const char *lacks = columns_lack_of(columns, COLUMN_BIT(COLUMN_ID));
    for (size_t i = 0; i < place->count && !lacks; i++)
        lacks = columns_lack(columns, &place->fresh[i]->entry);
    return lacks;
}

bool place_write(const struct intake *intake, const struct log *log, struct view bytes,
                 const struct place *place, struct buf *out, struct buf *error)
{
    struct writing writing = {.intake = intake};
    struct buf begun = {0};
    bool done = false;
    header_read(bytes, intake->clock, &writing.header);
    buf_add(&begun, bytes.length ? bytes.bytes : "", bytes.length);
    if (writing.header.status == HEADER_NONE) {
        bool torn = writing.header.torn;
        if (begun.length && begun.bytes[begun.length - 1] != '\n' && !torn)
            buf_char(&begun, '\n');
        buf_text(&begun, header_text() + (torn ? bytes.length - writing.header.torn_at : 0));
        buf_char(&begun, '\n');
        buf_free(&writing.header.wrong);
        header_read(buf_view(&begun), intake->clock, &writing.header);
    }
    writing.layout = layout_of(&writing.header);
    writing.as_is = intake->layout.count && layout_map(&intake->layout, &writing.layout, writing.from) &&
                    writing.layout.separator == ',';
    const char *lacks = place_needs(place, &writing.header.columns);
    if (writing.header.status == HEADER_BAD) {
        buf_text(error, writing.header.wrong.bytes);
    } else if (lacks) {
        buf_printf(error, "the header has no column '%s' to put it in", lacks);
    } else {
        rows_write(&writing, log, buf_view(&begun), place, out);
        done = place_holds(intake, log, place, out);
        if (!done)
            buf_text(error, "it is so damaged that a new row would cost another; mend it first with check "
                            "--repair");
    }
    layout_free(&writing.layout);
    buf_free(&writing.header.wrong);
    buf_free(&begun);
    return done;
}

bool place_lacks(const struct intake *intake, struct view bytes, int field)
{
    struct header header;
    int from[COLUMNS_MAX];
    header_read(bytes, intake->clock, &header);
    struct layout layout = layout_of(&header);
    bool lacks = intake->layout.kind[field] == COLUMN_UNKNOWN;
    layout_map(&intake->layout, &layout, from);
    for (int i = 0; i < layout.count; i++)
        lacks = lacks && from[i] != field;
    layout_free(&layout);
    buf_free(&header.wrong);
    return lacks;
}
