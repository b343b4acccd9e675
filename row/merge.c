/* The merge: each log taken apart into rows and damaged lines, those brought together by id, the result
   written. */
#include "row/merge.h"

#include "base/limit.h"
#include "row/keep.h"
#include "row/layout.h"
#include "row/reader.h"

#include <stdlib.h>
#include <string.h>

enum {
    BASE,
    OURS,
    THEIRS,
    SIDES,
    PIECES_MAX = LIMIT(64, 3) /* rows run together in one line that one merge parts */
};

static const char *const side_names[SIDES] = {"base", "ours", "theirs"};

/* In the order in which they stand in the result. */
enum state {
    ITEM_ROW,
    ITEM_LOST, /* a line that can't be read */
    ITEM_OPEN  /* one that leaves a quote open */
};

/* A row, laid under the header of the result, or a line that can't be read. */
struct item {
    struct view bytes; /* without the end of line */
    int64_t time;      /* the row's */
    uint64_t id;       /* 0 if it has none */
    enum state state;
};

struct items {
    struct item *item;
    size_t count, room;
};

struct side {
    struct view bytes;
    struct header header;
    struct layout layout;
    int from[COLUMNS_MAX]; /* the field for each column of the result, -1 if there is none */
    bool as_is;            /* rows need not be laid anew */
    struct items items;
};

struct merge {
    const struct clock *clock;
    struct side side[SIDES];
    struct buf text; /* the header of the result, with its end of line */
    struct header header;
    struct layout layout;
    struct items result;
    struct arena *arena; /* bytes of rows that stand in none of the three */
    struct merge_tally tally;
};

static void items_add(struct items *items, struct item item)
{
    items->item = must_room(items->item, items->count, &items->room, sizeof *items->item);
    items->item[items->count++] = item;
}

/* By what items are known: the id, or else the bytes. */
static int item_by_key(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    if (x->id || y->id)
        return (x->id > y->id) - (x->id < y->id);
    if (x->state != y->state)
        return (x->state > y->state) - (x->state < y->state);
    return view_compare(x->bytes, y->bytes);
}

static int item_by_bytes(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    int order = item_by_key(a, b);
    return order ? order : view_compare(x->bytes, y->bytes);
}

/* The order of the result. */
static int item_by_place(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    if (x->state != y->state)
        return (x->state > y->state) - (x->state < y->state);
    if (x->time != y->time)
        return (x->time > y->time) - (x->time < y->time);
    return item_by_bytes(a, b);
}

/* Copies what SCRATCH holds to where it stays, and empties it. */
static struct view scratch_keep(struct merge *merge, struct buf *scratch)
{
    char *bytes = arena_take(&merge->arena, scratch->length);
    if (scratch->length)
        memcpy(bytes, scratch->bytes, scratch->length);
    struct view kept = {bytes, scratch->length};
    buf_clear(scratch);
    return kept;
}

/* ROW of SIDE under the header of the result. */
static struct view row_lay(struct merge *merge, const struct side *side, struct view row, struct buf *scratch)
{
    struct view fields[COLUMNS_MAX];
    row_split(row, side->layout.separator, fields, COLUMNS_MAX);
    for (int i = 0; i < merge->layout.count; i++) {
        buf_text(scratch, i ? "," : "");
        if (side->from[i] >= 0)
            field_add(scratch, fields[side->from[i]], side->layout.separator);
    }
    return scratch_keep(merge, scratch);
}

/* Reads the rows of BYTES that stand behind HEADER, AT the place where they begin. */
static void rows_read(const struct merge *merge, struct view bytes, size_t at, const struct header *header,
                      struct log *log)
{
    struct buf error = {0};
    struct reader reader = {.source = {.fd = -1, .bytes = bytes.bytes, .at = at, .end = bytes.length},
                            .wanted = TEXT_ALL,
                            .clock = merge->clock,
                            .path = "",
                            .log = log,
                            .line = 1};
    reader_rows(&reader, header, &error);
    buf_free(&error);
}

static bool line_is_open(const struct merge *merge, struct view line)
{
    struct row row;
    row_open(&row, &merge->header.columns, merge->clock);
    row_clear(&row);
    bool open = !memchr(line.bytes, '\n', line.length) && row_feed(&row, line) == ROW_OPEN;
    row_close(&row);
    return open;
}

static void piece_take(struct merge *merge, struct side *side, struct view piece, int depth);

/* Takes the records and lost lines that LOG found in BYTES. LAY: the rows have the side's own header. */
static void log_take(struct merge *merge, struct side *side, const struct log *log, struct view bytes,
                     bool lay, int depth)
{
    struct buf scratch = {0};
    for (size_t i = 0; i < log->count; i++) {
        const struct record *record = &log->records[i];
        struct view row = {bytes.bytes + record_at(record), record_row(record).length};
        items_add(&side->items, (struct item){.bytes = lay ? row_lay(merge, side, row, &scratch) : row,
                                              .time = record->time,
                                              .id = record->id});
    }
    buf_free(&scratch);
    size_t r = 0;
    for (size_t i = 0; i < log->fault_count; i++) {
        const struct fault *fault = &log->faults[i];
        if (!fault->lost)
            continue;
        int64_t end = fault->at + (int64_t)fault->length;
        while (r < log->count && record_at(&log->records[r]) < fault->at)
            r++;
        if (r < log->count && record_at(&log->records[r]) < end)
            end = record_at(&log->records[r]);
        piece_take(merge, side, (struct view){bytes.bytes + fault->at, (size_t)(end - fault->at)}, depth + 1);
    }
}

/* Takes a line that could not be read, or what stood before a record in it, as it reads by itself under the
   header of the result: so will it be read next time. */
static void piece_take(struct merge *merge, struct side *side, struct view piece, int depth)
{
    struct log log = {0};
    struct buf line = {0};
    buf_add(&line, piece.bytes, piece.length);
    buf_char(&line, '\n');
    rows_read(merge, buf_view(&line), 0, &merge->header, &log);
    bool whole = log.lost == 1 && !log.count && log.faults[0].length == piece.length;
    if (whole || depth == PIECES_MAX)
        items_add(&side->items,
                  (struct item){.bytes = piece, .state = line_is_open(merge, piece) ? ITEM_OPEN : ITEM_LOST});
    else
        log_take(merge, side, &log, piece, false, depth);
    buf_free(&line);
    log_free(&log);
}

/* Takes a side apart into items, sorted, the same row with one id once. */
static void side_take(struct merge *merge, struct side *side)
{
    struct log log = {0};
    struct items *items = &side->items;
    rows_read(merge, side->bytes, side->header.rows_at, &side->header, &log);
    log_take(merge, side, &log, side->bytes, !side->as_is, 0);
    log_free(&log);
    if (!items->count)
        return;
    qsort(items->item, items->count, sizeof *items->item, item_by_bytes);
    size_t kept = 1;
    for (size_t i = 1; i < items->count; i++)
        if (!items->item[i].id || item_by_bytes(&items->item[i], &items->item[kept - 1]) != 0)
            items->item[kept++] = items->item[i];
    items->count = kept;
}

/* Items of the three that one key or the same bytes hold together, or all of them. */
struct group {
    const struct item *item[SIDES];
    size_t count[SIDES];
};

/* Parts ALL, sorted, into groups that ORDER calls equal. */
static void groups_each(struct merge *merge, struct group all, int order(const void *, const void *),
                        void merge_group(struct merge *, const struct group *))
{
    for (;;) {
        const struct item *first = NULL;
        for (int s = 0; s < SIDES; s++)
            if (all.count[s] && (!first || order(all.item[s], first) < 0))
                first = all.item[s];
        if (!first)
            return;
        struct group group = all;
        for (int s = 0; s < SIDES; s++) {
            size_t n = 0;
            while (n < all.count[s] && order(&all.item[s][n], first) == 0)
                n++;
            group.count[s] = n;
            all.item[s] = n ? all.item[s] + n : all.item[s];
            all.count[s] -= n;
        }
        merge_group(merge, &group);
    }
}

/* Has STAY of some items with the same bytes stand in the result. */
static void same_keep(struct merge *merge, const struct group *group, size_t stay)
{
    size_t base = group->count[BASE];
    const struct item *item = group->item[base ? BASE : group->count[OURS] ? OURS : THEIRS];
    for (size_t i = 0; i < stay; i++)
        items_add(&merge->result, *item);
    if (item->state != ITEM_ROW)
        return;
    merge->tally.kept += stay < base ? stay : base;
    merge->tally.added += stay > base ? stay - base : 0;
    merge->tally.removed += stay < base ? base - stay : 0;
}

/* Items with the same bytes: their number is that of the side that changed it. */
static void same_merge(struct merge *merge, const struct group *group)
{
    size_t base = group->count[BASE], ours = group->count[OURS], theirs = group->count[THEIRS];
    same_keep(merge, group, ours == base ? theirs : theirs == base || ours > theirs ? ours : theirs);
}

/* Items with the same bytes: as many as the side has that has more. */
static void same_unite(struct merge *merge, const struct group *group)
{
    size_t ours = group->count[OURS], theirs = group->count[THEIRS];
    same_keep(merge, group, ours > theirs ? ours : theirs);
}

/* Different rows with one id. Two sides that each deleted another one of them meant to keep one. */
static void doubles_merge(struct merge *merge, const struct group *group)
{
    struct merge_tally before = merge->tally;
    size_t count = merge->result.count;
    groups_each(merge, *group, item_by_bytes, same_merge);
    if (merge->result.count > count || !group->count[OURS] || !group->count[THEIRS])
        return;
    merge->tally = before;
    groups_each(merge, *group, item_by_bytes, same_unite);
}

/* The fields of ITEM under the header of the result. */
static void item_split(const struct item *item, struct view *fields)
{
    row_split(item->bytes, ',', fields, COLUMNS_MAX);
}

/* Whether the side of number S says anything in a column of the result. */
static bool side_has(const struct merge *merge, int s, int column)
{
    return merge->side[s].as_is || merge->side[s].from[column] >= 0;
}

/* A row's ends of line become spaces, so that a joined row is one line whatever it is joined from. */
static struct item row_flat(struct merge *merge, const struct item *row)
{
    struct item flat = *row;
    struct buf scratch = {0};
    if (!memchr(row->bytes.bytes, '\n', row->bytes.length) &&
        !memchr(row->bytes.bytes, '\r', row->bytes.length))
        return flat;
    field_add(&scratch, row->bytes, ',');
    flat.bytes = scratch_keep(merge, &scratch);
    buf_free(&scratch);
    return flat;
}

/* ROW of the side S, an edit of BASE, with the base's fields where S lacks the column, and with the base's
   arm unless OTHER, the row of the other side, has the same one. */
static struct item row_settle(struct merge *merge, const struct item *base, const struct item *row, int s,
                              const struct item *other)
{
    struct view was[COLUMNS_MAX], is[COLUMNS_MAX], others[COLUMNS_MAX];
    struct item settled = *row;
    if (!base || view_same(base->bytes, row->bytes))
        return settled;
    item_split(base, was);
    item_split(row, is);
    if (other)
        item_split(other, others);
    struct buf scratch = {0};
    bool changed = false;
    for (int i = 0; i < merge->layout.count; i++) {
        bool agreed = other && side_has(merge, SIDES - s, i) && view_same(is[i], others[i]);
        bool arm = merge->layout.kind[i] == COLUMN_ARM && side_has(merge, BASE, i) && !agreed;
        bool back = (arm || !side_has(merge, s, i)) && !view_same(is[i], was[i]);
        buf_text(&scratch, i ? "," : "");
        buf_add(&scratch, back ? was[i].bytes : is[i].bytes, back ? was[i].length : is[i].length);
        changed = changed || back;
    }
    if (changed)
        settled.bytes = scratch_keep(merge, &scratch);
    buf_free(&scratch);
    return changed && !view_same(settled.bytes, base->bytes) ? row_flat(merge, &settled) : settled;
}

/* Which of the two sides' fields in COLUMN stands. BASE is NULL where there is none; LATER is 1 if our row is
   dated later, -1 if theirs is, 0 if neither. */
static int field_choose(const struct merge *merge, int column, const struct view *base,
                        const struct view *ours, const struct view *theirs, int later)
{
    if (view_same(*ours, *theirs))
        return OURS;
    if (base && view_same(*base, *ours))
        return THEIRS;
    if (base && view_same(*base, *theirs))
        return OURS;
    if (!side_has(merge, OURS, column))
        return THEIRS;
    if (!side_has(merge, THEIRS, column))
        return OURS;
    if (later && merge->layout.kind[column] != COLUMN_ARM)
        return later > 0 ? OURS : THEIRS;
    return view_compare(*ours, *theirs) > 0 ? OURS : THEIRS;
}

/* The row that becomes of two that differ, field by field. */
static struct item row_join(struct merge *merge, const struct item *base, const struct item *ours,
                            const struct item *theirs)
{
    struct view fields[SIDES][COLUMNS_MAX];
    struct item flat[SIDES] = {[OURS] = row_flat(merge, ours), [THEIRS] = row_flat(merge, theirs)},
                joined = flat[OURS];
    if (base) {
        flat[BASE] = row_flat(merge, base);
        item_split(&flat[BASE], fields[BASE]);
    }
    item_split(&flat[OURS], fields[OURS]);
    item_split(&flat[THEIRS], fields[THEIRS]);
    int later = (ours->time > theirs->time) - (ours->time < theirs->time);
    struct buf scratch = {0};
    for (int i = 0; i < merge->layout.count; i++) {
        const struct view *was = base && side_has(merge, BASE, i) ? &fields[BASE][i] : NULL;
        int s = field_choose(merge, i, was, &fields[OURS][i], &fields[THEIRS][i], later);
        buf_text(&scratch, i ? "," : "");
        buf_add(&scratch, fields[s][i].bytes, fields[s][i].length);
        if (merge->layout.kind[i] == COLUMN_TIME)
            joined.time = flat[s].time;
    }
    joined.bytes = scratch_keep(merge, &scratch);
    buf_free(&scratch);
    return joined;
}

/* At most one row a side with one id, and at least one of them. */
static void row_merge(struct merge *merge, const struct item *base, const struct item *ours,
                      const struct item *theirs)
{
    if (!ours && !theirs) {
        merge->tally.removed++;
        return;
    }
    struct item settled[SIDES], *stays = &settled[ours ? OURS : THEIRS];
    if (ours)
        settled[OURS] = row_settle(merge, base, ours, OURS, theirs);
    if (theirs)
        settled[THEIRS] = row_settle(merge, base, theirs, THEIRS, ours);
    bool same = ours && theirs && view_same(settled[OURS].bytes, settled[THEIRS].bytes);
    bool ours_kept = base && ours && view_same(settled[OURS].bytes, base->bytes);
    bool theirs_kept = base && theirs && view_same(settled[THEIRS].bytes, base->bytes);
    if (base && !(ours && theirs) && (ours_kept || theirs_kept)) {
        merge->tally.removed++;
        return;
    }
    if (ours && theirs && !same && !ours_kept && !theirs_kept) {
        items_add(&merge->result, row_join(merge, base, &settled[OURS], &settled[THEIRS]));
        merge->tally.joined++;
        return;
    }
    if (ours_kept)
        stays = &settled[THEIRS];
    items_add(&merge->result, *stays);
    *(!base ? &merge->tally.added : same && ours_kept ? &merge->tally.kept : &merge->tally.edited) += 1;
}

/* Items with one key. */
static void key_merge(struct merge *merge, const struct group *group)
{
    bool single = group->count[BASE] <= 1 && group->count[OURS] <= 1 && group->count[THEIRS] <= 1;
    const struct item *item = group->item[group->count[BASE] ? BASE : group->count[OURS] ? OURS : THEIRS];
    if (!item->id)
        same_merge(merge, group);
    else if (!single)
        doubles_merge(merge, group);
    else
        row_merge(merge, group->count[BASE] ? group->item[BASE] : NULL,
                  group->count[OURS] ? group->item[OURS] : NULL,
                  group->count[THEIRS] ? group->item[THEIRS] : NULL);
}

/* Whether open quotes, one behind the other, read as nothing but as many lost lines. */
static bool open_read_apart(const struct merge *merge, struct view bytes, size_t count)
{
    struct log log = {0};
    rows_read(merge, bytes, 0, &merge->header, &log);
    bool apart = log.lost == count && !log.count;
    log_free(&log);
    return apart;
}

/* Whether OUT, the header and the first line behind it, still has that header: together they may read as
   kind's own, cut in two or torn. */
static bool header_stands(const struct merge *merge, const struct buf *out)
{
    struct header header;
    header_find(out->bytes, out->length < HEADER_WINDOW ? out->length : HEADER_WINDOW, merge->clock, &header);
    bool stands = view_same(header.line, buf_view(&merge->layout.text));
    buf_free(&header.wrong);
    return stands;
}

/* Adds the header, and a blank line where the first of the result would be taken for a piece of it. */
static void header_write(const struct merge *merge, struct buf *out)
{
    buf_add(out, merge->layout.text.bytes, merge->layout.text.length);
    buf_char(out, '\n');
    if (!merge->result.count)
        return;
    size_t length = out->length;
    buf_add(out, merge->result.item[0].bytes.bytes, merge->result.item[0].bytes.length);
    buf_char(out, '\n');
    bool stands = header_stands(merge, out);
    out->length = length;
    buf_text(out, stands ? "" : "\n");
}

static void result_write(struct merge *merge, struct buf *out)
{
    struct items *result = &merge->result;
    size_t rows = 0, open_at;
    if (result->count)
        qsort(result->item, result->count, sizeof *result->item, item_by_place);
    header_write(merge, out);
    for (; rows < result->count && result->item[rows].state != ITEM_OPEN; rows++) {
        buf_add(out, result->item[rows].bytes.bytes, result->item[rows].bytes.length);
        buf_char(out, '\n');
    }
    open_at = out->length;
    for (int gap = 0;; gap = JOIN_LINES) {
        for (size_t i = rows; i < result->count; i++) {
            for (int line = 0; i > rows && line < gap; line++)
                buf_char(out, '\n');
            buf_add(out, result->item[i].bytes.bytes, result->item[i].bytes.length);
            buf_char(out, '\n');
        }
        if (gap || open_read_apart(merge, (struct view){out->bytes + open_at, out->length - open_at},
                                   result->count - rows))
            return;
        out->length = open_at;
    }
}

/* Finds the header that TEXT is, once it has its end of line here. False if it is none that would stay as it
   is: what is mended in TEXT may leave it looking like another damaged header. */
static bool header_settles(const struct merge *merge, struct buf *text, struct header *header,
                           struct layout *layout)
{
    size_t length = text->length;
    buf_char(text, '\n');
    header_find(text->bytes, text->length, merge->clock, header);
    *layout = layout_of(header);
    return view_same(buf_view(&layout->text), (struct view){text->bytes, length});
}

/* Whether the header that a side would have as the result's is the one that it was read with. */
static bool side_settles(const struct merge *merge, const struct side *side)
{
    struct buf text = {0};
    struct header header;
    struct layout layout;
    if (!side->layout.count || side->layout.text.length >= HEADER_WINDOW)
        return true;
    buf_add(&text, side->layout.text.bytes, side->layout.text.length);
    bool settles = header_settles(merge, &text, &header, &layout);
    buf_free(&text);
    buf_free(&header.wrong);
    layout_free(&layout);
    return settles;
}

/* Finds the three headers and brings them together. */
static bool headers_merge(struct merge *merge, struct buf *error)
{
    for (int s = 0; s < SIDES; s++) {
        struct side *side = &merge->side[s];
        size_t window = side->bytes.length < HEADER_WINDOW ? side->bytes.length : HEADER_WINDOW;
        if (!side->bytes.bytes)
            side->bytes.bytes = "";
        header_find(side->bytes.bytes, window, merge->clock, &side->header);
        if (side->header.status == HEADER_BAD) {
            buf_printf(error, "%s:%u: %s", side_names[s], (unsigned)side->header.lines,
                       side->header.wrong.bytes);
            return false;
        }
        side->layout = layout_of(&side->header);
        if (!side_settles(merge, side)) {
            buf_printf(error, "%s:%u: the header is damaged in more than one place; mend it first",
                       side_names[s], (unsigned)side->header.lines);
            return false;
        }
    }
    bool fits = layout_join(&merge->side[BASE].layout, &merge->side[OURS].layout, &merge->side[THEIRS].layout,
                            &merge->text);
    if (!fits || merge->text.length >= HEADER_WINDOW) {
        buf_printf(error, "ours and theirs have more than %d columns or %d bytes of header together",
                   COLUMNS_MAX, HEADER_WINDOW);
        return false;
    }
    if (!header_settles(merge, &merge->text, &merge->header, &merge->layout)) {
        buf_text(error, "ours and theirs have columns that cannot stand in one header");
        return false;
    }
    for (int s = 0; s < SIDES; s++)
        merge->side[s].as_is = layout_map(&merge->side[s].layout, &merge->layout, merge->side[s].from);
    return true;
}

static void merge_free(struct merge *merge)
{
    for (int s = 0; s < SIDES; s++) {
        buf_free(&merge->side[s].header.wrong);
        layout_free(&merge->side[s].layout);
        free(merge->side[s].items.item);
    }
    buf_free(&merge->text);
    buf_free(&merge->header.wrong);
    layout_free(&merge->layout);
    free(merge->result.item);
    arena_free(&merge->arena);
}

bool merge_logs(struct view base, struct view ours, struct view theirs, const struct clock *clock,
                struct buf *out, struct merge_tally *tally, struct buf *error)
{
    struct merge merge = {.clock = clock, .side = {{.bytes = base}, {.bytes = ours}, {.bytes = theirs}}};
    bool good = headers_merge(&merge, error);
    struct group all = {0};
    for (int s = 0; s < SIDES && good; s++) {
        side_take(&merge, &merge.side[s]);
        all.item[s] = merge.side[s].items.item;
        all.count[s] = merge.side[s].items.count;
    }
    if (good) {
        groups_each(&merge, all, item_by_key, key_merge);
        result_write(&merge, out);
    }
    *tally = merge.tally;
    merge_free(&merge);
    return good;
}
