/* Mending by passes over the bytes, each beside what the reader finds in them, until one finds nothing to do:
   what is mended in one may be what the next one can read. */
#include "row/repair.h"

#include "base/num.h"
#include "base/text.h"
#include "row/keep.h"
#include "row/layout.h"
#include "row/reader.h"
#include "row/row.h"

#include <stdlib.h>
#include <string.h>

enum { PASSES = 64 /* each parts one more row from a line that holds many */ };

/* The same small thing in many lines is one deed. */
enum tidy { TIDY_END, TIDY_NUL, TIDY_BLANK, TIDY_SEPARATOR, TIDIES };

struct tally {
    uint32_t first, lines;
};

/* One pass: from the bytes OLD to OUT. */
struct pass {
    struct view old;
    const struct clock *clock;
    const struct header *header;
    const struct log *log;  /* what can be read in OLD */
    const uint32_t *origin; /* the line of the first pass that each line of OLD was; NULL in that pass */
    struct repair *repair;
    struct buf *out;
    uint32_t *lines; /* of OUT, as origin is of OLD */
    size_t line_count, line_room;
    size_t at;     /* where the pass is in OLD, */
    uint32_t line; /* and on which line, from 1 */
    size_t fault;  /* the log's faults before it are behind */
    struct tally tally[TIDIES];
};

static struct deed *deed_add(struct pass *pass, uint32_t line, bool told, const char *done)
{
    struct repair *repair = pass->repair;
    repair->deeds = must_room(repair->deeds, repair->count, &repair->room, sizeof *repair->deeds);
    struct deed *deed = &repair->deeds[repair->count++];
    *deed = (struct deed){.line = pass->origin ? pass->origin[line - 1] : line,
                          .lines = 1,
                          .told = told,
                          .done = must_copy(done)};
    return deed;
}

static void deed_say(struct pass *pass, uint32_t line, bool told, const char *what, const char *done)
{
    deed_add(pass, line, told, done)->what = must_copy(what);
}

static void tally_add(struct pass *pass, enum tidy tidy, uint32_t line)
{
    struct tally *tally = &pass->tally[tidy];
    if (!tally->lines++)
        tally->first = line;
}

static void tallies_say(struct pass *pass)
{
    static const char *const what[TIDIES] = {
        [TIDY_END] = "CR LF at the end of the line",
        [TIDY_NUL] = "NULs that a crash leaves",
        [TIDY_BLANK] = "a blank line",
    };
    static const char *const done[TIDIES] = {
        [TIDY_END] = "made LF",
        [TIDY_NUL] = "taken out",
        [TIDY_BLANK] = "taken out",
        [TIDY_SEPARATOR] = "made commas",
    };
    for (int i = 0; i < TIDIES; i++) {
        const char *text = what[i] ? what[i] : pass->header->columns.separator == ';' ? "semicolons" : "tabs";
        if (!pass->tally[i].lines)
            continue;
        deed_say(pass, pass->tally[i].first, i == TIDY_SEPARATOR, text, done[i]);
        pass->repair->deeds[pass->repair->count - 1].lines = pass->tally[i].lines;
    }
}

/* A line of OUT begins, made of LINE. */
static void out_begin(struct pass *pass, uint32_t line)
{
    pass->lines = must_room(pass->lines, pass->line_count, &pass->line_room, sizeof *pass->lines);
    pass->lines[pass->line_count++] = pass->origin ? pass->origin[line - 1] : line;
}

static void out_line(struct pass *pass, uint32_t line, struct view text)
{
    out_begin(pass, line);
    buf_add(pass->out, text.bytes, text.length);
    buf_char(pass->out, '\n');
}

/* The line from AT on, without its LF, up to END at most. NEXT is where the one after it begins. */
static struct view old_line(const struct pass *pass, size_t at, size_t end, size_t *next)
{
    const char *from = pass->old.bytes + at, *feed = memchr(from, '\n', end - at);
    size_t length = feed ? (size_t)(feed - from) : end - at;
    *next = at + length + (feed != NULL);
    return (struct view){from, length};
}

/* Fields */

/* Writes READ, a field of COLUMN, as it ought to be. False if it is that already, or can't be read. */
static bool field_mend(enum column column, struct view read, const struct clock *clock, char *out)
{
    struct moment moment;
    long value;
    int decimals = column == COLUMN_MINUTES ? 2 : 1;
    long high = column == COLUMN_MINUTES ? MINUTES_MAX : RATING_MAX;
    switch (column) {
    case COLUMN_TIME:
        if (moment_read(read.bytes, read.length, clock, &moment) != TIME_MENDABLE)
            return false;
        moment_write(moment, out);
        return true;
    case COLUMN_MOOD:
    case COLUMN_STRESS:
    case COLUMN_STRESS_AFTER:
    case COLUMN_MINUTES:
        if (!read.length || num_fixed(read.bytes, read.length, decimals, 0, high, &value) != NUM_COMMA)
            return false;
        num_write(value, decimals, out);
        return true;
    case COLUMN_PRACTICE:
    case COLUMN_NOTE:
    case COLUMN_ARM:
    case COLUMN_ID:
    case COLUMN_UNKNOWN:
        break;
    }
    return false;
}

/* A row on its way into OUT. */
struct mended {
    struct pass *pass;
    struct buf text;
    bool values; /* mend them too, not only the separators */
};

static void row_field(void *context, int field, struct view raw, struct view read)
{
    struct mended *mended = context;
    struct pass *pass = mended->pass;
    int column = pass->header->columns.kind[field];
    char fresh[32], done[64] = "written ";
    if (field)
        buf_char(&mended->text, ',');
    if (!mended->values || !field_mend((enum column)column, read, pass->clock, fresh)) {
        field_add(&mended->text, raw, pass->header->columns.separator);
        return;
    }
    struct buf what = {0};
    buf_printf(&what, "%s '%.*s'", column_name(column), (int)read.length, read.bytes);
    strcat(done, fresh);
    deed_add(pass, pass->line, true, done)->what = buf_take(&what);
    buf_text(&mended->text, fresh);
}

/* The header */

static bool columns_are_standard(const struct columns *columns)
{
    struct columns standard = columns_standard();
    return columns->count == standard.count && columns->separator == standard.separator &&
           memcmp(columns->kind, standard.kind, (size_t)standard.count) == 0;
}

/* A name in the header: kind's own if it is meant, but for its capitals. */
static void header_field(void *context, int field, struct view raw, struct view read)
{
    struct mended *mended = context;
    const struct columns *columns = &mended->pass->header->columns;
    int column = columns->kind[field];
    if (field)
        buf_char(&mended->text, ',');
    if (column == COLUMN_UNKNOWN || name_apart(column_name(column), read) == 0) {
        field_add(&mended->text, raw, columns->separator);
        return;
    }
    struct buf what = {0}, done = {0};
    buf_printf(&what, "column '%.*s'", (int)read.length, read.bytes);
    buf_printf(&done, "written %s", column_name(column));
    deed_add(mended->pass, mended->pass->line, true, done.bytes)->what = buf_take(&what);
    buf_free(&done);
    buf_text(&mended->text, column_name(column));
}

/* What stands before the header, or before the first row if there is none. */
static void pass_prefix(struct pass *pass, size_t end)
{
    size_t at = text_mark(pass->old.bytes, end);
    if (at)
        deed_say(pass, 1, false, "a byte order mark", "taken out");
    for (uint32_t line = 1; at < end; line++) {
        struct view text = line_trim(old_line(pass, at, end, &at));
        if (line_is_blank(text))
            tally_add(pass, TIDY_BLANK, line);
        else
            deed_say(pass, line, false, "the start of a header", "taken out");
    }
}

static void pass_header(struct pass *pass)
{
    const struct header *header = pass->header;
    bool none = !header->line.length;
    size_t start = none ? header->rows_at : (size_t)(header->line.bytes - pass->old.bytes);
    struct mended mended = {.pass = pass};
    pass_prefix(pass, start);
    pass->line = header->lines ? header->lines : 1;
    if (none || (header->mend && columns_are_standard(&header->columns))) {
        deed_say(pass, pass->line, true, header->mend, none ? "one put in place" : "written anew");
        buf_text(&mended.text, header_text());
    } else {
        row_walk(header->line, &header->columns, header_field, &mended);
        size_t end = start + header->line.length;
        if (header->columns.separator != ',')
            tally_add(pass, TIDY_SEPARATOR, pass->line);
        if (header->rows_at == end || pass->old.bytes[header->rows_at - 1] != '\n')
            deed_say(pass, pass->line, false, "no end of line", "added");
        else if (header->rows_at > end + 1)
            tally_add(pass, pass->old.bytes[end] ? TIDY_END : TIDY_NUL, pass->line);
    }
    out_line(pass, pass->line, buf_view(&mended.text));
    buf_free(&mended.text);
    pass->at = header->rows_at;
    pass->line = header->lines + 1;
}

/* The rows */

/* The lost row that begins on the line at hand, or NULL. *WARNED: one on it was read that can be mended. */
static const struct fault *pass_fault(struct pass *pass, bool *warned)
{
    const struct fault *lost = NULL;
    *warned = false;
    while (pass->fault < pass->log->fault_count && pass->log->faults[pass->fault].line < pass->line)
        pass->fault++;
    for (size_t i = pass->fault; i < pass->log->fault_count && pass->log->faults[i].line == pass->line; i++)
        if (pass->log->faults[i].lost)
            lost = &pass->log->faults[i];
        else
            *warned = true;
    return lost;
}

/* A row that can't be read stays as it is, up to END, where a whole one may begin. */
static void pass_lost(struct pass *pass, uint32_t lines, size_t end)
{
    char separator = pass->header->columns.separator;
    for (uint32_t i = 0; i < lines && pass->at < end; i++) {
        size_t next;
        struct mended mended = {.pass = pass};
        struct view raw = old_line(pass, pass->at, end, &next), line = line_trim(raw);
        bool ended = next > pass->at + raw.length;
        if (separator != ',' && lines == 1 && !memchr(line.bytes, '\0', line.length) &&
            !memchr(line.bytes, '\r', line.length) &&
            row_walk(line, &pass->header->columns, row_field, &mended)) {
            tally_add(pass, TIDY_SEPARATOR, pass->line);
            raw = buf_view(&mended.text);
        }
        out_begin(pass, pass->line);
        buf_add(pass->out, raw.bytes, raw.length);
        buf_free(&mended.text);
        pass->at = next;
        if (ended || end < pass->old.length)
            buf_char(pass->out, '\n');
        if (ended)
            pass->line++;
        else if (end < pass->old.length)
            deed_say(pass, pass->line, false, "a whole row at the end of this line",
                     "put on a line of its own");
    }
}

static uint32_t feeds_count(const char *bytes, size_t length)
{
    uint32_t feeds = 0;
    for (size_t i = 0; i < length; i++)
        feeds += bytes[i] == '\n';
    return feeds;
}

/* What stands between two records: rows that can't be read, blank lines, further headers. */
static void pass_gap(struct pass *pass, size_t end)
{
    while (pass->at < end) {
        size_t next;
        bool warned;
        const struct fault *lost = pass_fault(pass, &warned);
        struct view line = line_trim(old_line(pass, pass->at, end, &next));
        bool blank = line_is_blank(line), again = view_same(line, pass->header->line);
        if (lost || !(blank || again)) {
            pass_lost(pass, lost ? 1 + feeds_count(pass->old.bytes + lost->at, lost->length) : 1, end);
            continue;
        }
        if (again && !blank)
            deed_say(pass, pass->line, true, "the header once more", "taken out");
        else
            tally_add(pass, memchr(pass->old.bytes + pass->at, '\0', next - pass->at) ? TIDY_NUL : TIDY_BLANK,
                      pass->line);
        pass->at = next;
        pass->line++;
    }
}

/* Goes behind the end of the line at hand. */
static void pass_line_end(struct pass *pass, uint32_t line)
{
    bool nul = false, cr = false;
    for (; pass->at < pass->old.length && pass->old.bytes[pass->at] != '\n'; pass->at++) {
        nul = nul || !pass->old.bytes[pass->at];
        cr = cr || pass->old.bytes[pass->at];
    }
    if (nul)
        tally_add(pass, TIDY_NUL, line);
    if (cr)
        tally_add(pass, TIDY_END, line);
    if (pass->at == pass->old.length)
        deed_say(pass, line, false, "no end of line", "added");
    else
        pass->at++;
    pass->line++;
}

static void pass_record(struct pass *pass, struct view row)
{
    struct mended mended = {.pass = pass, .values = true};
    bool warned;
    uint32_t first = pass->line, feeds = feeds_count(row.bytes, row.length);
    pass_fault(pass, &warned);
    if (feeds)
        deed_say(pass, first, false, "a row of several lines", "put on one");
    if (pass->header->columns.separator != ',')
        tally_add(pass, TIDY_SEPARATOR, first);
    if (feeds || warned || pass->header->columns.separator != ',') {
        row_walk(row, &pass->header->columns, row_field, &mended);
        row = buf_view(&mended.text);
    }
    out_line(pass, first, row);
    buf_free(&mended.text);
    pass->line += feeds;
}

static void pass_rows(struct pass *pass)
{
    for (size_t i = 0; i < pass->log->count; i++) {
        struct view row = record_row(&pass->log->records[i]);
        pass_gap(pass, (size_t)record_at(&pass->log->records[i]));
        uint32_t first = pass->line;
        pass_record(pass, row);
        pass->at += row.length;
        pass_line_end(pass, first);
    }
    pass_gap(pass, pass->old.length);
}

/* A file without a row: a header that was cut off is written whole, and blank lines are nobody's. */
static void pass_empty(struct pass *pass)
{
    bool torn = false; /* the last line is the start of a header */
    for (size_t at = 0; at < pass->old.length;)
        torn = !line_is_blank(line_trim(old_line(pass, at, pass->old.length, &at)));
    if (!torn) {
        buf_add(pass->out, pass->old.bytes, pass->old.length);
        return;
    }
    deed_say(pass, 1, false, "the start of a header", "written whole");
    buf_printf(pass->out, "%s\n", header_text());
    out_begin(pass, 1);
}

/* The same row twice */

static int by_id_and_row(const void *a, const void *b)
{
    const struct record *x = *(const struct record *const *)a, *y = *(const struct record *const *)b;
    if (x->id != y->id)
        return (x->id > y->id) - (x->id < y->id);
    int order = view_compare(record_row(x), record_row(y));
    return order ? order : (x > y) - (x < y);
}

/* Which records of LOG stand there already: for each the one before it, or NULL. The caller frees it. */
static const struct record **doubles_find(const struct log *log, bool *any)
{
    const struct record **sorted = must_alloc(log->count, sizeof *sorted);
    const struct record **first = must_alloc(log->count, sizeof *first);
    size_t count = 0;
    *any = false;
    for (size_t i = 0; i < log->count; i++)
        if (log->records[i].id)
            sorted[count++] = &log->records[i];
    qsort(sorted, count, sizeof *sorted, by_id_and_row);
    for (size_t i = 1; i < count; i++)
        if (sorted[i]->id == sorted[i - 1]->id &&
            view_same(record_row(sorted[i]), record_row(sorted[i - 1]))) {
            first[sorted[i] - log->records] = sorted[i - 1];
            *any = true;
        }
    free(sorted);
    return first;
}

/* Leaves out the rows that FIRST says; every record is alone on its line by now. */
static void pass_doubles(struct pass *pass, const struct record *const *first)
{
    for (size_t i = 0; i < pass->log->count; i++) {
        const struct record *record = &pass->log->records[i];
        size_t start = (size_t)record_at(record);
        if (!first[i])
            continue;
        struct buf what = {0};
        uint32_t line = first[i]->line;
        buf_printf(&what, "the row of line %u once more", pass->origin ? pass->origin[line - 1] : line);
        deed_add(pass, record->line, true, "taken out")->what = buf_take(&what);
        while (pass->at < start)
            out_line(pass, pass->line++, old_line(pass, pass->at, start, &pass->at));
        old_line(pass, pass->at, pass->old.length, &pass->at);
        pass->line++;
    }
    for (; pass->at < pass->old.length; pass->line++) {
        size_t next;
        struct view line = old_line(pass, pass->at, pass->old.length, &next);
        out_begin(pass, pass->line);
        buf_add(pass->out, line.bytes, next - pass->at);
        pass->at = next;
    }
}

/* Until nothing is left to do */

static bool same_record(const struct record *a, const struct record *b)
{
    return a->time == b->time && a->offset == b->offset && a->practice == b->practice && a->mood == b->mood &&
           a->stress == b->stress && a->stress_after == b->stress_after && a->minutes == b->minutes &&
           a->id == b->id && view_same(record_note(a), record_note(b)) &&
           record_arm(a).length == record_arm(b).length;
}

/* Whether the records of OLD, but those that GONE names, are all in FRESH, in their order. */
static bool records_kept(const struct log *old, const struct record *const *gone, const struct log *fresh)
{
    size_t at = 0;
    for (size_t i = 0; i < old->count; i++) {
        if (gone && gone[i])
            continue;
        while (at < fresh->count && !same_record(&old->records[i], &fresh->records[at]))
            at++;
        if (at++ == fresh->count)
            return false;
    }
    return true;
}

/* Mends pass->old into pass->out. Doubled rows are for a pass that has found nothing else; GONE gets them
   then, and is the caller's to free. */
static void pass_run(struct pass *pass, const struct record ***gone)
{
    struct view old = pass->old;
    bool doubles;
    *gone = NULL;
    if (pass->header->status == HEADER_NONE) {
        pass_empty(pass);
    } else {
        pass_header(pass);
        pass_rows(pass);
    }
    tallies_say(pass);
    if (!view_same(old, buf_view(pass->out)))
        return;
    *gone = doubles_find(pass->log, &doubles);
    if (doubles) {
        buf_clear(pass->out);
        pass->line_count = 0;
        pass->at = 0;
        pass->line = 1;
        pass_doubles(pass, *gone);
    }
}

/* The state between two passes. */
struct stage {
    struct buf bytes;
    uint32_t *origin; /* NULL before the first */
    struct log log;
};

static void stage_free(struct stage *stage)
{
    buf_free(&stage->bytes);
    free(stage->origin);
    log_free(&stage->log);
}

/* Goes one pass on. *DONE: it found nothing to do. False with ERROR if it would lose a record, which it must
   not. */
static bool stage_next(struct stage *stage, const struct clock *clock, struct repair *repair, bool *done,
                       struct buf *error)
{
    struct stage next = {0};
    const struct record **gone;
    struct view old = {buf_string(&stage->bytes), stage->bytes.length};
    struct header header;
    header_find(old.bytes, old.length < HEADER_WINDOW ? old.length : HEADER_WINDOW, clock, &header);
    struct pass pass = {.old = old,
                        .clock = clock,
                        .header = &header,
                        .log = &stage->log,
                        .origin = stage->origin,
                        .repair = repair,
                        .out = &next.bytes,
                        .line = 1};
    pass_run(&pass, &gone);
    buf_free(&header.wrong);
    next.origin = pass.lines;
    *done = view_same(old, buf_view(&next.bytes));
    bool kept = *done || (reader_bytes("the log", buf_view(&next.bytes), TEXT_ALL, clock, &next.log, error) &&
                          records_kept(&stage->log, gone, &next.log));
    free(gone);
    if (kept && !*done) {
        stage_free(stage);
        *stage = next;
        return true;
    }
    if (!kept && !error->length)
        buf_text(error, "it can't be mended without a record's being lost");
    stage_free(&next);
    return kept;
}

static int by_line(const void *a, const void *b)
{
    const struct deed *x = *(const struct deed *const *)a, *y = *(const struct deed *const *)b;
    return x->line != y->line ? (x->line > y->line) - (x->line < y->line) : (x > y) - (x < y);
}

static void deeds_sort(struct repair *repair)
{
    const struct deed **order = must_alloc(repair->count, sizeof *order);
    struct deed *sorted = must_alloc(repair->count, sizeof *sorted);
    for (size_t i = 0; i < repair->count; i++)
        order[i] = &repair->deeds[i];
    qsort(order, repair->count, sizeof *order, by_line);
    for (size_t i = 0; i < repair->count; i++)
        sorted[i] = *order[i];
    free(order);
    free(repair->deeds);
    repair->deeds = sorted;
    repair->room = repair->count;
}

bool repair_make(struct view old, const struct clock *clock, struct repair *repair, struct buf *error)
{
    struct stage stage = {0};
    bool done = false;
    buf_add(&stage.bytes, old.bytes, old.length);
    bool good = reader_bytes("the log", (struct view){buf_string(&stage.bytes), old.length}, TEXT_ALL, clock,
                             &stage.log, error);
    for (int i = 0; i < PASSES && good && !done; i++)
        good = stage_next(&stage, clock, repair, &done, error);
    if (good) {
        deeds_sort(repair);
        repair->bytes = stage.bytes;
        stage.bytes = (struct buf){0};
    }
    stage_free(&stage);
    return good;
}

void repair_free(struct repair *repair)
{
    for (size_t i = 0; i < repair->count; i++) {
        free(repair->deeds[i].what);
        free(repair->deeds[i].done);
    }
    free(repair->deeds);
    buf_free(&repair->bytes);
    *repair = (struct repair){0};
}
