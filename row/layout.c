/* Columns found again under another header, headers brought together, rows parted into fields. */
#include "row/layout.h"

#include <stdlib.h>
#include <string.h>

int row_split(struct view row, char separator, struct view *fields, int most)
{
    int count = 0;
    size_t start = 0;
    bool quoted = false;
    for (size_t i = 0; i <= row.length; i++) {
        if (i < row.length && row.bytes[i] == '"')
            quoted = !quoted;
        if (i < row.length && (quoted || row.bytes[i] != separator))
            continue;
        if (count < most)
            fields[count] = (struct view){row.bytes + start, i - start};
        count++;
        start = i + 1;
    }
    return count;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

static struct view spaces_drop(struct view text)
{
    while (text.length && is_space(text.bytes[text.length - 1]))
        text.length--;
    while (text.length && is_space(*text.bytes)) {
        text.bytes++;
        text.length--;
    }
    return text;
}

/* Adds TEXT with a space for each end of line, as the reader joins lines: what it drops of one is dropped. */
static void lines_join(struct buf *out, struct view text)
{
    size_t start = out->length;
    for (size_t at = 0; at < text.length;) {
        const char *from = text.bytes + at, *feed = memchr(from, '\n', text.length - at);
        struct view line = {from, feed ? (size_t)(feed - from) : text.length - at};
        at += line.length + 1;
        if (feed)
            line = line_trim(line);
        buf_add(out, line.bytes, line.length);
        if (feed)
            buf_char(out, ' ');
    }
    for (size_t i = start; i < out->length; i++)
        if (out->bytes[i] == '\r')
            out->bytes[i] = ' ';
}

void field_add(struct buf *out, struct view field, char separator)
{
    struct view bare = spaces_drop(field);
    bool quote =
        separator != ',' && bare.length && *bare.bytes != '"' && memchr(bare.bytes, ',', bare.length);
    if (quote)
        field = bare;
    buf_text(out, quote ? "\"" : "");
    lines_join(out, field);
    buf_text(out, quote ? "\"" : "");
}

/* A name that begins with a quote ends with one, or the header would not have been read. */
static struct view name_bare(struct view name)
{
    name = spaces_drop(name);
    if (name.length > 1 && *name.bytes == '"')
        name = (struct view){name.bytes + 1, name.length - 2};
    return name;
}

struct layout layout_of(const struct header *header)
{
    struct layout layout = {.separator = ','};
    struct view names[COLUMNS_MAX];
    if (header->status != HEADER_FOUND)
        return layout;
    layout.count = header->columns.count;
    layout.separator = header->columns.separator;
    memcpy(layout.kind, header->columns.kind, sizeof layout.kind);
    int named = header->line.length ? row_split(header->line, layout.separator, names, COLUMNS_MAX) : 0;
    if (layout.separator == ',' && !header->mend) {
        buf_add(&layout.text, header->line.bytes, header->line.length);
    } else {
        for (int i = 0; i < layout.count; i++) {
            buf_text(&layout.text, i ? "," : "");
            if (layout.kind[i] != COLUMN_UNKNOWN)
                buf_text(&layout.text, column_name(layout.kind[i]));
            else if (i < named)
                field_add(&layout.text, names[i], layout.separator);
        }
    }
    /* At the end of a header a NUL would be no part of it. */
    for (size_t i = 0; i < layout.text.length; i++)
        if (!layout.text.bytes[i])
            layout.text.bytes[i] = '?';
    row_split(buf_view(&layout.text), ',', layout.name, COLUMNS_MAX);
    for (int i = 0; i < layout.count; i++)
        layout.name[i] = name_bare(layout.name[i]);
    return layout;
}

void layout_free(struct layout *layout)
{
    buf_free(&layout->text);
    *layout = (struct layout){0};
}

static bool name_same(const struct layout *a, int i, const struct layout *b, int j)
{
    return a->kind[i] == b->kind[j] && (a->kind[i] != COLUMN_UNKNOWN || view_same(a->name[i], b->name[j]));
}

/* How many columns before FIELD have its name. */
static int name_nth(const struct layout *layout, int field)
{
    int nth = 0;
    for (int i = 0; i < field; i++)
        nth += name_same(layout, i, layout, field);
    return nth;
}

/* Where LAYOUT has the column that is FIELD in OF, -1 if it has none. */
static int layout_find(const struct layout *layout, const struct layout *of, int field)
{
    int nth = name_nth(of, field);
    for (int i = 0; i < layout->count; i++)
        if (name_same(layout, i, of, field) && nth-- == 0)
            return i;
    return -1;
}

bool layout_map(const struct layout *layout, const struct layout *out, int *from)
{
    bool same = layout->separator == ',' && layout->count == out->count;
    for (int i = 0; i < out->count; i++) {
        from[i] = layout_find(layout, out, i);
        same = same && from[i] == i;
    }
    return same;
}

static bool layout_covers(const struct layout *layout, const struct layout *other)
{
    for (int i = 0; i < other->count; i++)
        if (layout_find(layout, other, i) < 0)
            return false;
    return true;
}

/* Of two sides, at least one of which has every column of the other, the one that has them all; if both do,
 * the one whose header the base has not. */
static const struct layout *layout_choose(const struct layout *base, const struct layout *ours,
                                          const struct layout *theirs)
{
    if (!layout_covers(ours, theirs))
        return theirs;
    if (!layout_covers(theirs, ours) || view_same(buf_view(&base->text), buf_view(&theirs->text)))
        return ours;
    if (view_same(buf_view(&base->text), buf_view(&ours->text)))
        return theirs;
    return view_compare(buf_view(&ours->text), buf_view(&theirs->text)) >= 0 ? ours : theirs;
}

/* A header while it grows, column by column. */
struct joining {
    const struct layout *ours, *theirs;
    bool id_last;
    int count;
    struct buf *text;
};

static void joining_add(struct joining *joining, const struct layout *of, int field)
{
    buf_text(joining->text, joining->count++ ? "," : "");
    if (of->kind[field] != COLUMN_UNKNOWN) {
        buf_text(joining->text, column_name(of->kind[field]));
        return;
    }
    struct view name = of->name[field];
    bool quote =
        name.length && (memchr(name.bytes, ',', name.length) || memchr(name.bytes, '"', name.length));
    buf_text(joining->text, quote ? "\"" : "");
    buf_add(joining->text, name.bytes, name.length);
    buf_text(joining->text, quote ? "\"" : "");
}

static bool id_is_last(const struct layout *layout)
{
    for (int i = 0; i < layout->count - 1; i++)
        if (layout->kind[i] == COLUMN_ID)
            return false;
    return true;
}

/* A column of one of the sides that the base lacks. */
struct newcomer {
    const struct layout *of;
    int field, nth;
};

static int newcomer_compare(const void *a, const void *b)
{
    const struct newcomer *x = a, *y = b;
    int known = x->of->kind[x->field] - y->of->kind[y->field];
    int order = view_compare(x->of->name[x->field], y->of->name[y->field]);
    return known ? known : order ? order : (x->nth > y->nth) - (x->nth < y->nth);
}

static void joining_newcomers(struct joining *joining, const struct layout *base)
{
    struct newcomer newcomers[2 * COLUMNS_MAX] = {{0}};
    int count = 0;
    for (int i = 0; i < joining->ours->count + joining->theirs->count; i++) {
        bool first = i < joining->ours->count;
        const struct layout *of = first ? joining->ours : joining->theirs;
        int field = first ? i : i - joining->ours->count;
        if (layout_find(base, of, field) < 0 && (first || layout_find(joining->ours, of, field) < 0))
            newcomers[count++] = (struct newcomer){of, field, name_nth(of, field)};
    }
    qsort(newcomers, (size_t)count, sizeof *newcomers, newcomer_compare);
    for (int i = 0; i < count; i++)
        if (!joining->id_last || newcomers[i].of->kind[newcomers[i].field] != COLUMN_ID)
            joining_add(joining, newcomers[i].of, newcomers[i].field);
}

static bool layout_has_id(const struct layout *layout)
{
    for (int i = 0; i < layout->count; i++)
        if (layout->kind[i] == COLUMN_ID)
            return true;
    return false;
}

bool layout_join(const struct layout *base, const struct layout *ours, const struct layout *theirs,
                 struct buf *text)
{
    if (layout_covers(ours, theirs) || layout_covers(theirs, ours)) {
        const struct layout *chosen = layout_choose(base, ours, theirs);
        buf_text(text, chosen->count ? buf_string(&chosen->text) : header_text());
        return true;
    }
    bool id_last = id_is_last(ours) && id_is_last(theirs);
    struct joining joining = {.ours = ours, .theirs = theirs, .id_last = id_last, .text = text};
    for (int i = 0; i < base->count; i++)
        if ((layout_find(ours, base, i) >= 0 || layout_find(theirs, base, i) >= 0) &&
            !(id_last && base->kind[i] == COLUMN_ID))
            joining_add(&joining, base, i);
    joining_newcomers(&joining, base);
    if (id_last && (layout_has_id(ours) || layout_has_id(theirs))) {
        buf_printf(text, ",%s", column_name(COLUMN_ID));
        joining.count++;
    }
    return joining.count <= COLUMNS_MAX;
}
