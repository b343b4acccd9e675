/* One row, read by libcsv and written. */
#include "row/row.h"

#include "base/limit.h"
#include "base/num.h"

#include <string.h>

/* Bytes by which a field's memory grows; libcsv's own 128 make long notes slow. */
enum { FIELD_BLOCK = LIMIT(16384, 8) };

static const char *const column_names[COLUMNS] = {"time",         "practice", "note", "mood", "stress",
                                                  "stress_after", "minutes",  "arm",  "id"};

const char *column_name(int column)
{
    return column_names[column];
}

struct columns columns_standard(void)
{
    struct columns columns = {.separator = ',', .count = COLUMNS};
    for (int c = 0; c < COLUMNS; c++) {
        columns.kind[c] = (uint8_t)c;
        columns.has[c] = true;
    }
    return columns;
}

struct view line_trim(struct view line)
{
    while (line.length && (line.bytes[line.length - 1] == '\0' || line.bytes[line.length - 1] == '\r'))
        line.length--;
    return line;
}

bool line_is_blank(struct view line)
{
    size_t i = 0;
    while (i < line.length && (line.bytes[i] == ' ' || line.bytes[i] == '\t' || line.bytes[i] == '\r'))
        i++;
    return i == line.length;
}

static void *grow_or_die(void *old, size_t size)
{
    return must_grow(old, size, 1);
}

void csv_open(struct csv_parser *csv, char separator)
{
    csv_init(csv, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(csv, (unsigned char)separator);
    csv_set_realloc_func(csv, grow_or_die);
    csv_set_blk_size(csv, FIELD_BLOCK);
}

static void csv_start(struct row *row)
{
    csv_open(&row->csv, row->columns->separator);
}

/* A parser that stands within a row or met a fault stays there, and there is no call that only resets it. */
void row_drop(struct row *row)
{
    csv_free(&row->csv);
    csv_start(row);
}

void row_open(struct row *row, const struct columns *columns, const struct clock *clock)
{
    *row = (struct row){.columns = columns, .clock = clock};
    csv_start(row);
}

void row_close(struct row *row)
{
    csv_free(&row->csv);
    buf_free(&row->undoubled);
    buf_free(&row->note_own);
    buf_free(&row->arm_own);
    buf_free(&row->wrong);
    buf_free(&row->mend);
}

/* At most this much of a value is shown in a message. */
enum { SHOWN = 40 };

static void row_wrong(struct row *row, const char *column, const char *must, const char *value, size_t length)
{
    if (row->wrong.length)
        return;
    buf_printf(&row->wrong, "%s %s, not '%.*s%s'", column, must, (int)(length < SHOWN ? length : SHOWN),
               value, length < SHOWN ? "" : "...");
}

static void row_mend(struct row *row, const char *column, const char *why, const char *value, size_t length)
{
    if (!row->mend.length)
        buf_printf(&row->mend, "%s '%.*s' %s", column, (int)(length < SHOWN ? length : SHOWN), value, why);
}

static void take_time(struct row *row, const char *text, size_t length)
{
    struct moment moment = {0};
    switch (moment_read_next(text, length, row->clock, &row->seen, &moment)) {
    case TIME_MENDABLE:
        row_mend(row, "time", "is not RFC 3339; read on this machine's clock", text, length);
        break;
    case TIME_EXACT:
        break;
    case TIME_AMBIGUOUS:
        row_wrong(row, "time", "is ambiguous and must be like 2026-11-23T19:24:05+01:00", text, length);
        return;
    case TIME_IMPOSSIBLE:
        row_wrong(row, "time", "must be a date and a clock that exist", text, length);
        return;
    case TIME_NOT:
        row_wrong(row, "time", "must be like 2026-11-23T19:24:05+01:00", text, length);
        return;
    }
    row->record.time = moment.sec;
    row->record.offset = (int16_t)(moment.offset / 60);
}

/* Reads the value of a column of numbers into RECORD, if it is NUM_OK or NUM_COMMA. */
static enum num_error number_read(enum column column, const char *text, size_t length, struct record *record)
{
    long value;
    bool minutes = column == COLUMN_MINUTES;
    enum num_error error =
        num_fixed(text, length, minutes ? 2 : 1, 0, minutes ? MINUTES_MAX : RATING_MAX, &value);
    if (error != NUM_OK && error != NUM_COMMA)
        return error;
    if (minutes)
        record->minutes = (int32_t)value;
    else if (column == COLUMN_MOOD)
        record->mood = (int8_t)value;
    else if (column == COLUMN_STRESS)
        record->stress = (int8_t)value;
    else
        record->stress_after = (int8_t)value;
    return error;
}

static void take_number(struct row *row, enum column column, const char *text, size_t length)
{
    switch (number_read(column, text, length, &row->record)) {
    case NUM_OK:
        return;
    case NUM_COMMA:
        row_mend(row, column_names[column], "has a decimal comma", text, length);
        return;
    case NUM_NOT:
    case NUM_RANGE:
    case NUM_DECIMALS:
        row_wrong(row, column_names[column],
                  column == COLUMN_MINUTES ? "must be 0 to 144000 with at most two decimals"
                                           : "must be 0 to 10 with at most one decimal",
                  text, length);
    }
}

static bool guarded(char c)
{
    return c && strchr("=+-@'\t", c);
}

/* Makes each end of line, CR LF as well, one space. */
static void note_flatten(struct buf *note)
{
    char *to = note->bytes;
    for (size_t i = 0; i < note->length; i++) {
        while (note->bytes[i] == '\n' && to > note->bytes && to[-1] == '\r')
            to--;
        *to++ = note->bytes[i];
    }
    note->length = (size_t)(to - note->bytes);
    *to = '\0';
    for (char *c = note->bytes; c < to; c++)
        if (*c == '\n' || *c == '\r')
            *c = ' ';
}

/* STAYS tells that TEXT lies in the line, which outlives the row. */
static void take_note(struct row *row, struct view text, bool stays)
{
    if (text.length > 1 && text.bytes[0] == '\'' && guarded(text.bytes[1])) {
        text.bytes++;
        text.length--;
    }
    bool flat = !memchr(text.bytes, '\r', text.length) && !memchr(text.bytes, '\n', text.length);
    row->note = text;
    if (stays && flat)
        return;
    buf_clear(&row->note_own);
    buf_add(&row->note_own, text.bytes, text.length);
    if (!flat)
        note_flatten(&row->note_own);
    row->note = buf_view(&row->note_own);
}

static void take_arm(struct row *row, struct view text, bool stays)
{
    row->arm = text;
    if (stays)
        return;
    buf_clear(&row->arm_own);
    buf_add(&row->arm_own, text.bytes, text.length);
    row->arm = buf_view(&row->arm_own);
}

/* Takes one field from libcsv, whose bytes stay only until it reads on. An empty one leaves its column as
   row_clear did. */
static void take_field(void *bytes, size_t length, void *context)
{
    struct row *row = context;
    const char *text = bytes;
    int field = row->fields++;
    if (field >= row->columns->count)
        return;
    enum practice practice;
    enum column column = (enum column)row->columns->kind[field];
    if (!length && column != COLUMN_TIME && column != COLUMN_PRACTICE)
        return;
    switch (column) {
    case COLUMN_TIME:
        take_time(row, text, length);
        break;
    case COLUMN_PRACTICE:
        if (practice_read(text, length, &practice))
            row->record.practice = (int8_t)practice;
        else
            row_wrong(row, "practice", "must be kindness, care, pause, shift, mood, rest, goal or trial",
                      text, length);
        break;
    case COLUMN_NOTE:
        take_note(row, (struct view){text, length}, false);
        break;
    case COLUMN_MOOD:
    case COLUMN_STRESS:
    case COLUMN_STRESS_AFTER:
    case COLUMN_MINUTES:
        take_number(row, column, text, length);
        break;
    case COLUMN_ARM:
        take_arm(row, (struct view){text, length}, false);
        break;
    case COLUMN_ID:
        if (!id_read(text, length, &row->record.id))
            row_wrong(row, "id", "must be k and 11 letters or digits, or empty", text, length);
        break;
    case COLUMN_UNKNOWN:
        break;
    }
}

static void take_row(int end, void *context)
{
    (void)end;
    struct row *row = context;
    row->rows++;
}

void row_clear(struct row *row)
{
    row->fields = row->rows = 0;
    row->begun = false;
    row->record = (struct record){
        .minutes = MINUTES_NONE, .mood = RATING_NONE, .stress = RATING_NONE, .stress_after = RATING_NONE};
    row->note = row->arm = (struct view){0};
    if (row->wrong.length || row->mend.length) {
        buf_clear(&row->wrong);
        buf_clear(&row->mend);
    }
}

/* Of a row whose fields were all taken. */
static enum verdict row_verdict(struct row *row)
{
    if (row->fields != row->columns->count) {
        buf_clear(&row->wrong);
        buf_printf(&row->wrong, "%d field%s where the header has %d", row->fields,
                   row->fields == 1 ? "" : "s", row->columns->count);
    }
    return row->wrong.length ? ROW_BAD : ROW_GOOD;
}

/* Nearly every line of every file leaves libcsv nothing to decide: its fields are as kind writes them, quotes
   stand around a whole field or twice within one, and outside them there are neither controls nor spaces at
   an end of a field. The functions below read such a line in one go. Each takes what stands between AT and
   END and returns where it ends, or NULL if libcsv has to be asked, which then tells what is wrong as well.
   tests/fuzz/plain.c holds that both ways read the same. */

static const char *plain_text(struct row *row, enum column column, struct view text)
{
    if (column == COLUMN_NOTE)
        take_note(row, text, true);
    else if (column == COLUMN_ARM)
        take_arm(row, text, true);
    return text.bytes + text.length;
}

static const char *plain_time(struct row *row, const char *at, const char *end)
{
    struct moment moment;
    if (end - at < MOMENT_SIZE - 1 ||
        moment_read_next(at, MOMENT_SIZE - 1, row->clock, &row->seen, &moment) != TIME_EXACT)
        return NULL;
    row->record.time = moment.sec;
    row->record.offset = (int16_t)(moment.offset / 60);
    return at + MOMENT_SIZE - 1;
}

static const char *plain_practice(struct row *row, const char *at, const char *end)
{
    enum practice practice;
    size_t length = practice_begin(at, (size_t)(end - at), &practice);
    if (!length)
        return NULL;
    row->record.practice = (int8_t)practice;
    return at + length;
}

static const char *plain_number(struct row *row, enum column column, const char *at, const char *end)
{
    const char *number = at;
    while (at < end && (is_digit(*at) || *at == '.'))
        at++;
    return number_read(column, number, (size_t)(at - number), &row->record) == NUM_OK ? at : NULL;
}

/* A byte that a field of text goes on over: no SEPARATOR, no quote, no control. */
static bool is_bare(char c, char separator)
{
    return c != separator && ((unsigned char)c > '"' || c == ' ' || c == '!');
}

/* A field without quotes around it. libcsv keeps spaces within one and strips those around it; a carriage
   return there ends a row. */
static const char *plain_bare(struct row *row, enum column column, const char *at, const char *end)
{
    const char *stop;
    switch (column) {
    case COLUMN_TIME:
        return plain_time(row, at, end);
    case COLUMN_PRACTICE:
        return plain_practice(row, at, end);
    case COLUMN_MOOD:
    case COLUMN_STRESS:
    case COLUMN_STRESS_AFTER:
    case COLUMN_MINUTES:
        return plain_number(row, column, at, end);
    case COLUMN_ID:
        return end - at >= ID_SIZE - 1 && id_read(at, ID_SIZE - 1, &row->record.id) ? at + ID_SIZE - 1 : NULL;
    case COLUMN_NOTE:
    case COLUMN_ARM:
    case COLUMN_UNKNOWN:
        break;
    }
    stop = at;
    while (stop < end && is_bare(*stop, row->columns->separator))
        stop++;
    if (stop == at || *at == ' ' || stop[-1] == ' ')
        return NULL;
    return plain_text(row, column, (struct view){at, (size_t)(stop - at)});
}

/* Adds what stands between AT and END, where a quote is doubled, to OUT. Returns the quote that is not, or
   NULL. */
static const char *quotes_undouble(const char *at, const char *end, struct buf *out)
{
    const char *quote;
    buf_reserve(out, (size_t)(end - at)); /* enough for all that follow, so that no text in it moves */
    while ((quote = memchr(at, '"', (size_t)(end - at))) && quote + 1 < end && quote[1] == '"') {
        buf_add(out, at, (size_t)(quote + 1 - at));
        at = quote + 2;
    }
    if (quote)
        buf_add(out, at, (size_t)(quote - at));
    return quote;
}

/* A field with quotes around it; AT is behind the first one. */
static const char *plain_quoted(struct row *row, enum column column, const char *at, const char *end)
{
    const char *quote = memchr(at, '"', (size_t)(end - at));
    struct view text = {at, quote ? (size_t)(quote - at) : 0};
    if (quote && quote + 1 < end && quote[1] == '"') {
        size_t begun = row->undoubled.length;
        quote = quotes_undouble(at, end, &row->undoubled);
        text = (struct view){row->undoubled.bytes + begun, row->undoubled.length - begun};
    }
    if (!quote || memchr(at, '\0', (size_t)(quote - at)))
        return NULL;
    if (!text.length && column != COLUMN_TIME && column != COLUMN_PRACTICE)
        return quote + 1;
    if (column == COLUMN_NOTE || column == COLUMN_ARM || column == COLUMN_UNKNOWN)
        plain_text(row, column, text);
    else if (plain_bare(row, column, text.bytes, text.bytes + text.length) != text.bytes + text.length)
        return NULL;
    return quote + 1;
}

/* False if libcsv has to be asked for LINE; ROW is half filled then. */
static bool row_feed_plain(struct row *row, struct view line)
{
    const struct columns *columns = row->columns;
    const char *at = line.bytes, *end = at + line.length;
    char separator = columns->separator;
    row->undoubled.length = 0;
    for (int i = 0; i < columns->count; i++, at++) {
        enum column column = (enum column)columns->kind[i];
        if (at == end || *at == separator) {
            if (column == COLUMN_TIME || column == COLUMN_PRACTICE)
                return false;
        } else {
            at = *at == '"' ? plain_quoted(row, column, at + 1, end) : plain_bare(row, column, at, end);
            if (!at || (at < end && *at != separator))
                return false;
        }
        if (at == end)
            return i + 1 == columns->count;
    }
    return false;
}

enum verdict row_feed(struct row *row, struct view line)
{
    if (!row->begun && !row->wrong.length) {
        if (row_feed_plain(row, line)) {
            row->rows = 1;
            row->fields = row->columns->count;
            return ROW_GOOD;
        }
        row_clear(row);
    }
    if (!row->wrong.length && memchr(line.bytes, '\0', line.length))
        buf_text(&row->wrong, "a NUL byte; the row is damaged");
    row->begun = true;
    bool whole = csv_parse(&row->csv, line.bytes, line.length, take_field, take_row, row) == line.length;
    bool parted = row->rows > 0;
    whole = whole && csv_parse(&row->csv, "\n", 1, take_field, take_row, row) == 1;
    if (whole && !row->rows)
        return ROW_OPEN;
    if (!whole || parted) {
        row_drop(row);
        row->rows = 0;
        if (!row->wrong.length)
            buf_text(&row->wrong,
                     parted ? "a carriage return within the row; a line ends with a line feed"
                            : "a quote in the wrong place; a note is quoted and its quotes are doubled");
        return ROW_BAD;
    }
    return row_verdict(row);
}

bool row_try(struct row *row, struct view line)
{
    row_clear(row);
    enum verdict verdict = row_feed(row, line);
    if (verdict == ROW_OPEN)
        row_drop(row);
    return verdict == ROW_GOOD;
}

static void write_number(struct buf *out, long value, int decimals, long none)
{
    char text[32];
    if (value != none)
        buf_add(out, text, num_write(value, decimals, text));
}

static void write_note(struct buf *out, const char *note, size_t length)
{
    struct buf plain = {0};
    if (length && guarded(note[0]))
        buf_char(&plain, '\'');
    for (size_t i = 0; i < length; i++)
        buf_char(&plain, note[i] == '\n' || note[i] == '\r' || !note[i] ? ' ' : note[i]);
    size_t need = csv_write(NULL, 0, buf_string(&plain), plain.length);
    buf_reserve(out, need);
    out->length += csv_write(out->bytes + out->length, need, buf_string(&plain), plain.length);
    buf_free(&plain);
}

static void write_field(struct buf *out, enum column column, const struct entry *entry)
{
    char time[MOMENT_SIZE];
    switch (column) {
    case COLUMN_TIME:
        moment_write(entry->time, time);
        buf_text(out, time);
        break;
    case COLUMN_PRACTICE:
        buf_text(out, practice_name(entry->practice));
        break;
    case COLUMN_NOTE:
        write_note(out, entry->note ? entry->note : "", entry->note ? entry->note_length : 0);
        break;
    case COLUMN_MOOD:
        write_number(out, entry->mood, 1, RATING_NONE);
        break;
    case COLUMN_STRESS:
        write_number(out, entry->stress, 1, RATING_NONE);
        break;
    case COLUMN_STRESS_AFTER:
        write_number(out, entry->stress_after, 1, RATING_NONE);
        break;
    case COLUMN_MINUTES:
        write_number(out, entry->minutes, 2, MINUTES_NONE);
        break;
    case COLUMN_ARM:
        buf_text(out, entry->arm ? entry->arm : "");
        break;
    case COLUMN_ID:
        buf_text(out, entry->id);
        break;
    case COLUMN_UNKNOWN:
        break;
    }
}

void row_write(struct buf *out, const struct columns *columns, const struct entry *entry)
{
    for (int field = 0; field < columns->count; field++) {
        if (field)
            buf_char(out, columns->separator);
        write_field(out, columns->kind[field], entry);
    }
    buf_char(out, '\n');
}

/* What libcsv has seen the end of. */
struct ends {
    int fields, rows;
    struct view read; /* the last field */
};

static void take_field_end(void *bytes, size_t length, void *context)
{
    struct ends *seen = context;
    seen->fields++;
    seen->read = (struct view){bytes, length};
}

static void take_row_end(int end, void *context)
{
    (void)end;
    struct ends *seen = context;
    seen->rows++;
}

/* libcsv is fed byte by byte, so that it alone says where a field ends. */
bool row_walk(struct view row, const struct columns *columns, row_visit *visit, void *context)
{
    struct csv_parser csv;
    struct ends seen = {0};
    size_t start = 0;
    bool whole = true;
    csv_open(&csv, columns->separator);
    for (size_t i = 0; i <= row.length && whole; i++) {
        int field = seen.fields;
        whole = csv_parse(&csv, i < row.length ? row.bytes + i : "\n", 1, take_field_end, take_row_end,
                          &seen) == 1 &&
                seen.fields <= columns->count;
        if (!whole || seen.fields == field)
            continue;
        visit(context, field, (struct view){row.bytes + start, i - start}, seen.read);
        start = i + 1;
    }
    csv_free(&csv);
    /* A carriage return outside quotes ends a row too. */
    return whole && seen.rows == 1 && seen.fields == columns->count;
}

/* A row on its way to another one. */
struct altered {
    const struct columns *columns;
    unsigned which;
    const struct entry *entry;
    struct buf *out;
};

static void alter_field(void *context, int field, struct view raw, struct view read)
{
    (void)read;
    struct altered *altered = context;
    int column = altered->columns->kind[field];
    if (field)
        buf_char(altered->out, altered->columns->separator);
    if (column != COLUMN_UNKNOWN && altered->which & COLUMN_BIT(column))
        write_field(altered->out, (enum column)column, altered->entry);
    else
        buf_add(altered->out, raw.bytes, raw.length);
}

bool row_alter(struct view old, const struct columns *columns, unsigned which, const struct entry *entry,
               struct buf *out)
{
    struct altered altered = {columns, which, entry, out};
    size_t before = out->length;
    bool whole = row_walk(old, columns, alter_field, &altered);
    if (!whole)
        out->length = before;
    return whole;
}

const char *columns_lack_of(const struct columns *columns, unsigned which)
{
    for (int c = 0; c < COLUMNS; c++)
        if (which & COLUMN_BIT(c) && !columns->has[c])
            return column_names[c];
    return NULL;
}

const char *columns_lack(const struct columns *columns, const struct entry *entry)
{
    unsigned needs = COLUMN_BIT(COLUMN_TIME) | COLUMN_BIT(COLUMN_PRACTICE);
    if (entry->note_length)
        needs |= COLUMN_BIT(COLUMN_NOTE);
    if (entry->mood != RATING_NONE)
        needs |= COLUMN_BIT(COLUMN_MOOD);
    if (entry->stress != RATING_NONE)
        needs |= COLUMN_BIT(COLUMN_STRESS);
    if (entry->stress_after != RATING_NONE)
        needs |= COLUMN_BIT(COLUMN_STRESS_AFTER);
    if (entry->minutes != MINUTES_NONE)
        needs |= COLUMN_BIT(COLUMN_MINUTES);
    if (entry->arm && *entry->arm)
        needs |= COLUMN_BIT(COLUMN_ARM);
    return columns_lack_of(columns, needs);
}
