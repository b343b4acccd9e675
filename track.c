/* A record, and the file it lives in.

   From the bottom up: the words of the file; one row read; the header found; lines read one by one, so that a
   bad row never costs another; the file opened, locked and read; the append, one of the two doors that write.
 */
#include "track.h"

#include "base/chance.h"
#include "base/num.h"

#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    JOIN_LINES = 64,       /* a quoted newline may join this many lines, */
    JOIN_BYTES = 65536,    /* of at most this many bytes */
    COLUMNS_MAX = 256,     /* in a header */
    HEADER_WINDOW = 65536, /* the header begins and ends within this many bytes of the file */
    BLOCK = 262144,        /* bytes a read */
    FIELD_BLOCK = 16384,   /* bytes by which a field's memory grows; libcsv's own 128 make long notes slow */
    SALVAGE_TRIES = 64,    /* tails of a lost line that may be a record */
    LOCK_SECONDS = 10
};

static const char *const practice_names[PRACTICES] = {"kindness", "care", "pause", "shift",
                                                      "mood",     "rest", "goal",  "trial"};

enum column {
    COLUMN_TIME,
    COLUMN_PRACTICE,
    COLUMN_NOTE,
    COLUMN_MOOD,
    COLUMN_STRESS,
    COLUMN_STRESS_AFTER,
    COLUMN_MINUTES,
    COLUMN_ARM,
    COLUMN_ID,
    COLUMNS,
    COLUMN_UNKNOWN = COLUMNS
};

static const char *const column_names[COLUMNS] = {"time",         "practice", "note", "mood", "stress",
                                                  "stress_after", "minutes",  "arm",  "id"};

static const char standard_header[] = "time,practice,note,mood,stress,stress_after,minutes,arm,id";
enum { STANDARD_LENGTH = sizeof standard_header - 1 };

const char *track_header(void)
{
    return standard_header;
}

const char *practice_name(enum practice practice)
{
    return practice_names[practice];
}

bool practice_read(const char *text, size_t length, enum practice *out)
{
    for (int p = 0; p < PRACTICES; p++)
        if (length && practice_names[p][0] == text[0] && strlen(practice_names[p]) == length &&
            memcmp(practice_names[p], text, length) == 0) {
            *out = (enum practice)p;
            return true;
        }
    return false;
}

/* Crockford's base 32, without i, l, o and u. */
static const char base32[] = "0123456789abcdefghjkmnpqrstvwxyz";

void id_write(uint64_t id, char *out)
{
    if (!id) {
        *out = '\0';
        return;
    }
    uint64_t bits = id - 1;
    out[0] = 'k';
    for (int i = ID_SIZE - 2; i >= 1; i--, bits >>= 5)
        out[i] = base32[bits & 31];
    out[ID_SIZE - 1] = '\0';
}

/* The value of a digit, -1 if it is none. */
static int base32_value(char c)
{
    static const signed char letter[26] = {10, 11, 12, 13, 14, 15, 16, 17, -1, 18, 19, -1, 20,
                                           21, -1, 22, 23, 24, 25, 26, -1, 27, 28, 29, 30, 31};
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'z' ? letter[c - 'a'] : -1;
}

bool id_read(const char *text, size_t length, uint64_t *out)
{
    if (length != ID_SIZE - 1 || text[0] != 'k')
        return false;
    uint64_t bits = 0;
    for (size_t i = 1; i < length; i++) {
        int digit = base32_value(text[i]);
        if (digit < 0)
            return false;
        bits = bits << 5 | (uint64_t)digit;
    }
    *out = bits + 1;
    return true;
}

/* ---- records and their text */

/* Blocks that never move, so that a record may point into one. */
struct arena {
    struct arena *older;
    size_t used, room;
    char bytes[];
};

static char *arena_take(struct arena **arena, size_t length)
{
    struct arena *top = *arena;
    if (!top || top->room - top->used < length) {
        size_t room = length > BLOCK ? length : BLOCK;
        top = must_grow(NULL, sizeof *top + room, 1);
        *top = (struct arena){.older = *arena, .room = room};
        *arena = top;
    }
    char *bytes = top->bytes + top->used;
    top->used += length;
    return bytes;
}

/* A record's text is three lengths, then note, arm and row. */
enum { TEXT_NOTE, TEXT_ARM, TEXT_ROW, TEXT_PARTS };

static const char *text_keep(struct arena **arena, struct view note, struct view arm, struct view row)
{
    const struct view part[TEXT_PARTS] = {note, arm, row};
    uint32_t length[TEXT_PARTS];
    size_t total = sizeof length;
    for (int i = 0; i < TEXT_PARTS; i++) {
        length[i] = (uint32_t)part[i].length;
        total += part[i].length;
    }
    char *text = arena_take(arena, total), *at = text + sizeof length;
    memcpy(text, length, sizeof length);
    for (int i = 0; i < TEXT_PARTS; i++) {
        if (part[i].length)
            memcpy(at, part[i].bytes, part[i].length);
        at += part[i].length;
    }
    return text;
}

static struct view text_part(const struct record *record, int wanted)
{
    if (!record->text)
        return (struct view){0};
    uint32_t length[TEXT_PARTS];
    memcpy(length, record->text, sizeof length);
    const char *at = record->text + sizeof length;
    for (int i = 0; i < wanted; i++)
        at += length[i];
    return (struct view){at, length[wanted]};
}

struct view record_note(const struct record *record)
{
    return text_part(record, TEXT_NOTE);
}

struct view record_arm(const struct record *record)
{
    return text_part(record, TEXT_ARM);
}

struct view record_row(const struct record *record)
{
    return text_part(record, TEXT_ROW);
}

struct moment record_moment(const struct record *record)
{
    return (struct moment){record->time, record->offset * 60};
}

int64_t record_day(const struct record *record, int day_start)
{
    return moment_day(record_moment(record), day_start);
}

int record_by_time(const void *a, const void *b)
{
    const struct record *const *x = a, *const *y = b;
    if ((*x)->time != (*y)->time)
        return ((*x)->time > (*y)->time) - ((*x)->time < (*y)->time);
    return (*x > *y) - (*x < *y);
}

void log_free(struct log *log)
{
    free(log->records);
    for (size_t i = 0; i < log->fault_count; i++)
        free(log->faults[i].what);
    free(log->faults);
    free(log->header);
    while (log->arena) {
        struct arena *older = log->arena->older;
        free(log->arena);
        log->arena = older;
    }
    *log = (struct log){0};
}

static void log_add(struct log *log, const struct record *record)
{
    if (log->count == log->room) {
        log->room = log->room ? log->room * 2 : 256;
        log->records = must_grow(log->records, log->room, sizeof *log->records);
    }
    log->records[log->count++] = *record;
}

/* Takes WHAT over. */
static void log_fault(struct log *log, uint32_t line, bool lost, char *what)
{
    if (log->fault_count == log->fault_room) {
        log->fault_room = log->fault_room ? log->fault_room * 2 : 16;
        log->faults = must_grow(log->faults, log->fault_room, sizeof *log->faults);
    }
    log->faults[log->fault_count++] = (struct fault){line, lost, what};
    log->lost += lost;
}

/* ---- one row */

/* Where the fields of a row go. */
struct columns {
    char separator;
    int count;
    uint8_t kind[COLUMNS_MAX]; /* enum column of each field */
    bool has[COLUMNS];
};

/* A row while libcsv hands over its fields, and a parser of its own, so that a line can be tried while
 * another is open. */
struct row {
    struct csv_parser csv;
    const struct columns *columns;
    const struct clock *clock;
    int fields, rows;
    struct record record;
    struct buf note, arm;
    struct buf wrong; /* the first thing that makes the row unreadable */
    struct buf mend;  /* the first thing that can be mended */
};

static void csv_start(struct row *row)
{
    csv_init(&row->csv, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&row->csv, (unsigned char)(row->columns ? row->columns->separator : ','));
    csv_set_blk_size(&row->csv, FIELD_BLOCK);
}

/* A parser that stands within a row or met a fault stays there, and there is no call that only resets it. */
static void csv_again(struct row *row)
{
    csv_free(&row->csv);
    csv_start(row);
}

static void row_open(struct row *row, const struct columns *columns, const struct clock *clock)
{
    *row = (struct row){.columns = columns, .clock = clock};
    csv_start(row);
}

static void row_close(struct row *row)
{
    csv_free(&row->csv);
    buf_free(&row->note);
    buf_free(&row->arm);
    buf_free(&row->wrong);
    buf_free(&row->mend);
}

static void buf_clear(struct buf *buf)
{
    buf->length = 0;
    if (buf->bytes)
        buf->bytes[0] = '\0';
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
    switch (moment_read(text, length, row->clock, &moment)) {
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

static void take_number(struct row *row, enum column column, int decimals, long high, const char *must,
                        const char *text, size_t length, long *out)
{
    if (!length)
        return;
    switch (num_fixed(text, length, decimals, 0, high, out)) {
    case NUM_OK:
        return;
    case NUM_COMMA:
        row_mend(row, column_names[column], "has a decimal comma", text, length);
        return;
    case NUM_NOT:
    case NUM_RANGE:
    case NUM_DECIMALS:
        row_wrong(row, column_names[column], must, text, length);
    }
}

static void take_rating(struct row *row, enum column column, const char *text, size_t length, int8_t *out)
{
    long value = RATING_NONE;
    take_number(row, column, 1, RATING_MAX, "must be 0 to 10 with at most one decimal", text, length, &value);
    *out = (int8_t)value;
}

static bool guarded(char c)
{
    return c && strchr("=+-@'\t", c);
}

static void take_note(struct row *row, const char *text, size_t length)
{
    if (length > 1 && text[0] == '\'' && guarded(text[1])) {
        text++;
        length--;
    }
    buf_add(&row->note, text, length);
    for (char *c = row->note.bytes; c < row->note.bytes + row->note.length; c++)
        if (*c == '\n' || *c == '\r')
            *c = ' ';
}

static void take_field(void *bytes, size_t length, void *context)
{
    struct row *row = context;
    const char *text = bytes;
    int field = row->fields++;
    if (field >= row->columns->count)
        return;
    enum practice practice;
    long minutes = MINUTES_NONE;
    switch ((enum column)row->columns->kind[field]) {
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
        take_note(row, text, length);
        break;
    case COLUMN_MOOD:
        take_rating(row, COLUMN_MOOD, text, length, &row->record.mood);
        break;
    case COLUMN_STRESS:
        take_rating(row, COLUMN_STRESS, text, length, &row->record.stress);
        break;
    case COLUMN_STRESS_AFTER:
        take_rating(row, COLUMN_STRESS_AFTER, text, length, &row->record.stress_after);
        break;
    case COLUMN_MINUTES:
        take_number(row, COLUMN_MINUTES, 2, MINUTES_MAX, "must be 0 to 144000 with at most two decimals",
                    text, length, &minutes);
        row->record.minutes = (int32_t)minutes;
        break;
    case COLUMN_ARM:
        buf_add(&row->arm, text, length);
        break;
    case COLUMN_ID:
        if (length && !id_read(text, length, &row->record.id))
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

enum verdict { ROW_GOOD, ROW_BAD, ROW_OPEN };

static void row_clear(struct row *row)
{
    row->fields = row->rows = 0;
    row->record = (struct record){
        .minutes = MINUTES_NONE, .mood = RATING_NONE, .stress = RATING_NONE, .stress_after = RATING_NONE};
    buf_clear(&row->note);
    buf_clear(&row->arm);
    buf_clear(&row->wrong);
    buf_clear(&row->mend);
}

/* Feeds one more line (without its end) to the row. After ROW_OPEN the next line may be fed; otherwise
 * row_clear comes first. */
static enum verdict row_feed(struct row *row, struct view line)
{
    if (!row->wrong.length && memchr(line.bytes, '\0', line.length))
        buf_text(&row->wrong, "a NUL byte; the row is damaged");
    bool whole = csv_parse(&row->csv, line.bytes, line.length, take_field, take_row, row) == line.length;
    bool parted = row->rows > 0;
    whole = whole && csv_parse(&row->csv, "\n", 1, take_field, take_row, row) == 1;
    if (whole && !row->rows)
        return ROW_OPEN;
    if (!whole || parted) {
        csv_again(row);
        row->rows = 0;
        if (!row->wrong.length)
            buf_text(&row->wrong,
                     parted ? "a carriage return within the row; a line ends with a line feed"
                            : "a quote in the wrong place; a note is quoted and its quotes are doubled");
    } else if (row->fields != row->columns->count) {
        buf_clear(&row->wrong);
        buf_printf(&row->wrong, "%d fields where the header has %d", row->fields, row->columns->count);
    }
    return row->wrong.length ? ROW_BAD : ROW_GOOD;
}

/* One line as a row of its own. A quote left open is ROW_BAD here. */
static bool row_try(struct row *row, struct view line)
{
    row_clear(row);
    enum verdict verdict = row_feed(row, line);
    if (verdict == ROW_OPEN)
        csv_again(row);
    return verdict == ROW_GOOD;
}

/* ---- the header */

enum header_status {
    HEADER_NONE,  /* nothing but blank lines and torn headers: one is to be written */
    HEADER_FOUND, /* or none is needed: the rows stand in kind's own order */
    HEADER_BAD
};

struct header {
    enum header_status status;
    struct columns columns;
    struct view line; /* the header itself, empty if there is none */
    size_t rows_at;   /* where the rows begin */
    uint32_t lines;   /* lines before them */
    bool torn;        /* HEADER_NONE, and the bytes end in the start of a header */
    size_t torn_at;   /* where that starts */
    const char *mend; /* what to say of it, NULL if it is as it should be */
    struct buf wrong; /* HEADER_BAD: one clause */
};

static struct columns columns_standard(void)
{
    struct columns columns = {.separator = ',', .count = COLUMNS};
    for (int c = 0; c < COLUMNS; c++) {
        columns.kind[c] = (uint8_t)c;
        columns.has[c] = true;
    }
    return columns;
}

/* Whether LENGTH bytes are the standard header but for at most one byte. */
static bool nearly_standard(const char *bytes, size_t length)
{
    if (length != STANDARD_LENGTH)
        return false;
    int differ = 0;
    for (size_t i = 0; i < length; i++)
        differ += bytes[i] != standard_header[i];
    return differ <= 1;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The letters in which two names of one length differ; 64 if the lengths differ. */
static int letters_apart(const char *name, const char *text, size_t length)
{
    if (strlen(name) != length)
        return 64;
    int apart = 0;
    for (size_t i = 0; i < length; i++)
        apart += name[i] != lower(text[i]);
    return apart;
}

/* Names while libcsv hands them over. */
struct names {
    struct header *header;
    struct buf unknown[COLUMNS_MAX]; /* names that are none of ours, by field */
};

static void take_name(void *bytes, size_t length, void *context)
{
    struct names *names = context;
    struct columns *columns = &names->header->columns;
    const char *text = bytes;
    int field = columns->count++;
    if (field >= COLUMNS_MAX)
        return;
    columns->kind[field] = COLUMN_UNKNOWN;
    for (int c = 0; c < COLUMNS; c++)
        if (letters_apart(column_names[c], text, length) == 0) {
            if (columns->has[c] && !names->header->wrong.length)
                buf_printf(&names->header->wrong, "two columns are called '%s'", column_names[c]);
            columns->kind[field] = (uint8_t)c;
            columns->has[c] = true;
            return;
        }
    buf_add(&names->unknown[field], text, length);
}

/* A name that one damaged letter keeps from being ours is ours: a byte on a bad disk must not take a column
 * from every row. */
static void names_guess(struct names *names)
{
    struct columns *columns = &names->header->columns;
    for (int field = 0; field < columns->count; field++)
        for (int c = 0; c < COLUMNS && columns->kind[field] == COLUMN_UNKNOWN; c++)
            if (!columns->has[c] && c != COLUMN_ID &&
                letters_apart(column_names[c], buf_string(&names->unknown[field]),
                              names->unknown[field].length) == 1) {
                columns->kind[field] = (uint8_t)c;
                columns->has[c] = true;
                names->header->mend = "a column's name has one wrong letter";
            }
}

static char separator_of(struct view line)
{
    static const char separators[] = {',', ';', '\t'};
    for (size_t i = 0; i < sizeof separators; i++)
        if (memchr(line.bytes, separators[i], line.length))
            return separators[i];
    return ',';
}

/* Reads LINE as a header. Sets wrong if it is none. */
static void header_names(struct header *header, struct view line)
{
    struct names names = {.header = header};
    struct csv_parser csv;
    header->columns = (struct columns){.separator = separator_of(line)};
    csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&csv, (unsigned char)header->columns.separator);
    bool whole = csv_parse(&csv, line.bytes, line.length, take_name, NULL, &names) == line.length &&
                 csv_fini(&csv, take_name, NULL, &names) == 0;
    csv_free(&csv);
    if (memchr(line.bytes, '\r', line.length)) {
        buf_clear(&header->wrong);
        buf_text(&header->wrong, "a carriage return in the header; lines end with a line feed");
    } else if (header->columns.count > COLUMNS_MAX) {
        buf_clear(&header->wrong);
        buf_printf(&header->wrong, "the header has more than %d columns", COLUMNS_MAX);
        header->columns.count = COLUMNS_MAX;
    } else {
        names_guess(&names);
    }
    for (int c = COLUMN_TIME; c <= COLUMN_PRACTICE; c++)
        if ((!whole || !header->columns.has[c]) && !header->wrong.length)
            buf_printf(&header->wrong, "no column '%s' in the header; this is not a log of kind",
                       column_names[c]);
    if (header->columns.separator != ',' && !header->mend)
        header->mend =
            header->columns.separator == ';' ? "semicolons where commas belong" : "tabs where commas belong";
    for (int i = 0; i < COLUMNS_MAX; i++)
        buf_free(&names.unknown[i]);
}

/* The line that begins at AT, without its LF; NEXT is where the one after it begins. */
static struct view line_at(const char *bytes, size_t length, size_t at, size_t *next)
{
    const char *end = memchr(bytes + at, '\n', length - at);
    size_t stop = end ? (size_t)(end - bytes) : length;
    *next = end ? stop + 1 : length;
    return (struct view){bytes + at, stop - at};
}

/* A line without its CR and without the NULs that a crash leaves after it. */
static struct view line_trim(struct view line)
{
    while (line.length && (line.bytes[line.length - 1] == '\0' || line.bytes[line.length - 1] == '\r'))
        line.length--;
    return line;
}

/* No more than spaces, to which libcsv is deaf: it neither ends a row nor fails. */
static bool is_blank(struct view line)
{
    size_t i = 0;
    while (i < line.length && (line.bytes[i] == ' ' || line.bytes[i] == '\t' || line.bytes[i] == '\r'))
        i++;
    return i == line.length;
}

static bool is_standard(struct view line)
{
    return line.length == STANDARD_LENGTH && memcmp(line.bytes, standard_header, STANDARD_LENGTH) == 0;
}

static void header_standard(struct header *header, struct view line, size_t rows_at, const char *mend)
{
    header->status = HEADER_FOUND;
    header->columns = columns_standard();
    header->line = line;
    header->rows_at = rows_at;
    header->mend = mend;
}

/* Whether LINE is a whole row in kind's own order of columns. */
static bool is_record(struct view line, const struct clock *clock)
{
    struct row row;
    struct columns standard = columns_standard();
    row_open(&row, &standard, clock);
    bool whole = row_try(&row, line);
    row_close(&row);
    return whole;
}

/* Whether the line at AT is a damaged standard header: one byte changed, or one that became or was an end of
 * line. */
static bool header_damaged(struct header *header, const char *bytes, size_t length, size_t at,
                           const struct clock *clock)
{
    size_t next, after;
    struct view line = line_at(bytes, length, at, &next);
    if (nearly_standard(line.bytes, line.length)) {
        header_standard(header, line, next, "one byte of the header is damaged");
        return true;
    }
    line_at(bytes, length, next, &after);
    size_t joined = after - at - (after > next && bytes[after - 1] == '\n');
    if (next < length && nearly_standard(line.bytes, joined)) {
        header_standard(header, (struct view){line.bytes, joined}, after, "the header is cut in two");
        header->lines++;
        return true;
    }
    if (line.length <= STANDARD_LENGTH || memcmp(line.bytes, standard_header, STANDARD_LENGTH) != 0)
        return false;
    struct view rest =
        line_trim((struct view){line.bytes + STANDARD_LENGTH + 1, line.length - STANDARD_LENGTH - 1});
    if (rest.length ? is_record(rest, clock) : !memchr(",;\t", line.bytes[STANDARD_LENGTH], 3)) {
        header_standard(header, (struct view){line.bytes, STANDARD_LENGTH}, at + STANDARD_LENGTH + 1,
                        "the header has no end of line");
        header->lines--;
        return true;
    }
    return false;
}

/* The line at AT, already in HEADER, is none that kind wrote: another program's header, or a row, or neither.
 */
static void header_other(struct header *header, size_t at, const struct clock *clock)
{
    header_names(header, header->line);
    header->status = header->wrong.length ? HEADER_BAD : HEADER_FOUND;
    if (header->status == HEADER_BAD && is_record(header->line, clock)) {
        header_standard(header, (struct view){0}, at,
                        "there is no header; read in kind's own order of columns");
        header->lines--;
        buf_free(&header->wrong);
    }
}

/* Finds the header in the first LENGTH bytes of a file. Frees nothing of BYTES; wrong is the caller's to
 * free. */
static void header_find(const char *bytes, size_t length, const struct clock *clock, struct header *header)
{
    *header = (struct header){0};
    size_t at = length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    for (size_t next; at < length; at = next) {
        struct view raw = line_at(bytes, length, at, &next), line = line_trim(raw);
        header->lines++;
        header->torn = false;
        if (is_standard(line)) {
            header_standard(header, line, next, NULL);
            return;
        }
        if (header_damaged(header, bytes, length, at, clock))
            return;
        if (is_blank(line))
            continue;
        if (line.length < STANDARD_LENGTH && memcmp(line.bytes, standard_header, line.length) == 0) {
            size_t after;
            bool unended = next == at + raw.length;
            if (unended || is_standard(line_trim(line_at(bytes, length, next, &after)))) {
                header->torn = unended && raw.length == line.length;
                header->torn_at = at;
                continue;
            }
        }
        header->line = line;
        header->rows_at = next;
        header_other(header, at, clock);
        return;
    }
    header->rows_at = length;
    if (length == HEADER_WINDOW) {
        header->status = HEADER_BAD;
        buf_printf(&header->wrong, "no header in the first %d bytes; this is not a log of kind",
                   HEADER_WINDOW);
    }
}

/* ---- lines */

/* A file read in blocks; the bytes from the line in hand on are in memory. */
struct source {
    int fd;       /* -1: everything is in memory already */
    int64_t left; /* bytes still to be read from fd */
    char *own;    /* the block, if it is ours */
    const char *bytes;
    size_t at, end, room;
    int error; /* errno of a failed read, 0 if none */
};

/* Brings more bytes behind those in hand. False at the end or on an error. */
static bool source_fill(struct source *source)
{
    if (source->fd < 0 || !source->left || source->error)
        return false;
    if (source->at) {
        memmove(source->own, source->own + source->at, source->end - source->at);
        source->end -= source->at;
        source->at = 0;
    }
    if (source->room - source->end < BLOCK / 2) {
        source->room = source->room ? source->room * 2 : BLOCK;
        source->own = must_grow(source->own, source->room, 1);
        source->bytes = source->own;
    }
    size_t want = source->room - source->end;
    if ((int64_t)want > source->left)
        want = (size_t)source->left;
    ssize_t got;
    do
        got = read(source->fd, source->own + source->end, want);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        source->error = errno;
    if (got <= 0) {
        source->left = 0;
        return false;
    }
    source->left -= got;
    source->end += (size_t)got;
    return true;
}

/* The line that begins AHEAD bytes after the one in hand; NEXT is where the one after it begins, as AHEAD.
   False at the end. ENDED tells whether it has its end of line. Lines seen before move when this one has to
   be read. */
static bool source_line(struct source *source, size_t ahead, struct view *line, size_t *next, bool *ended)
{
    size_t searched = ahead;
    for (;;) {
        size_t have = source->end - source->at;
        const char *from = source->bytes + source->at;
        const char *end = have > searched ? memchr(from + searched, '\n', have - searched) : NULL;
        if (end) {
            *line = (struct view){from + ahead, (size_t)(end - from) - ahead};
            *next = (size_t)(end - from) + 1;
            *ended = true;
            return true;
        }
        searched = have > ahead ? have : ahead;
        if (source_fill(source))
            continue;
        from = source->bytes + source->at;
        *line = (struct view){from + ahead, have > ahead ? have - ahead : 0};
        *next = have;
        *ended = false;
        return have > ahead;
    }
}

struct reader {
    struct source source;
    const struct header *header;
    enum text_wanted wanted;
    struct log *log;
    struct row row, probe;
    uint32_t line;
};

static bool text_is_wanted(const struct reader *reader, const struct row *row)
{
    if (reader->wanted == TEXT_ALL)
        return true;
    switch ((enum practice)row->record.practice) {
    case PRACTICE_SHIFT:
    case PRACTICE_REST:
    case PRACTICE_GOAL:
    case PRACTICE_TRIAL:
        return true;
    case PRACTICE_KINDNESS:
    case PRACTICE_CARE:
    case PRACTICE_PAUSE:
    case PRACTICE_MOOD:
    case PRACTICES:
        break;
    }
    return row->note.length &&
           (memchr(row->note.bytes, '#', row->note.length) || memchr(row->note.bytes, '@', row->note.length));
}

static void reader_keep(struct reader *reader, struct row *row, struct view raw)
{
    row->record.line = reader->line;
    if (text_is_wanted(reader, row))
        row->record.text = text_keep(&reader->log->arena, (struct view){row->note.bytes, row->note.length},
                                     (struct view){row->arm.bytes, row->arm.length},
                                     reader->wanted == TEXT_ALL ? raw : (struct view){0});
    log_add(reader->log, &row->record);
    if (row->mend.length)
        log_fault(reader->log, reader->line, false, must_copy(row->mend.bytes));
}

static bool is_marker(struct view line)
{
    static const char *const markers[] = {"<<<<<<<", "=======", ">>>>>>>", "|||||||"};
    for (size_t i = 0; i < sizeof markers / sizeof *markers; i++)
        if (line.length >= 7 && memcmp(line.bytes, markers[i], 7) == 0)
            return true;
    return false;
}

/* A row whose end of line was lost carries the next one on its back: the tail of LINE that is a whole record
   with an id. A note can't pass for one, since every quote inside a quoted note is doubled and a record's own
   note is not. Few tails are tried, or a long line full of times would take an age. */
static void reader_salvage(struct reader *reader, struct view line)
{
    static const char shape[] = "dddd-dd-ddTdd:dd:dd";
    size_t at = line.length < sizeof shape ? 0 : line.length - sizeof shape + 1;
    for (int tries = 0; at > 0 && tries < SALVAGE_TRIES; at--) {
        size_t i = 0;
        while (shape[i] && (shape[i] == 'd' ? line.bytes[at + i] >= '0' && line.bytes[at + i] <= '9'
                                            : line.bytes[at + i] == shape[i]))
            i++;
        if (shape[i])
            continue;
        struct view tail = {line.bytes + at, line.length - at};
        tries++;
        if (row_try(&reader->probe, tail) && reader->probe.record.id) {
            reader_keep(reader, &reader->probe, tail);
            return;
        }
    }
}

static void reader_lose(struct reader *reader, struct view line, const char *why)
{
    log_fault(reader->log, reader->line, true,
              must_copy(is_marker(line) ? "a conflict marker that a merge left behind" : why));
    reader_salvage(reader, line);
}

/* A quote is open at the end of the line in hand: joins the lines that follow until the row is whole, and
   then *NEXT is where it ends and *LINES how many lines it took. ROW_OPEN if it never is whole, or if a line
   that is a record of its own comes first. */
static enum verdict reader_join(struct reader *reader, size_t *next, uint32_t *lines)
{
    struct row *row = &reader->row;
    enum verdict verdict = ROW_OPEN;
    size_t after = *next;
    for (uint32_t joined = 1; joined < JOIN_LINES && verdict == ROW_OPEN; joined++) {
        struct view line;
        bool ended;
        if (!source_line(&reader->source, after, &line, &after, &ended) || after > JOIN_BYTES)
            break;
        line = line_trim(line);
        if (row_try(&reader->probe, line))
            break;
        verdict = row_feed(row, line);
        *lines = joined + 1;
    }
    if (verdict != ROW_OPEN && row->rows == 1 && row->fields == reader->header->columns.count) {
        *next = after;
        return verdict;
    }
    *lines = 1;
    if (verdict == ROW_OPEN)
        csv_again(row);
    return ROW_OPEN;
}

/* Reads the line in hand, with those that a quote joins to it. Returns how many bytes that took. */
static size_t reader_row(struct reader *reader, struct view raw, size_t next, bool ended)
{
    struct view line = line_trim(raw);
    uint32_t lines = 1;
    if (is_blank(line))
        goto out;
    if (line.length == reader->header->line.length &&
        memcmp(line.bytes, reader->log->header, line.length) == 0) {
        log_fault(reader->log, reader->line, false, must_copy("the header once more"));
        goto out;
    }
    row_clear(&reader->row);
    enum verdict verdict = row_feed(&reader->row, line);
    if (verdict == ROW_OPEN) {
        size_t end = line.length;
        verdict = reader_join(reader, &next, &lines);
        /* The bytes may have moved. */
        line.bytes = reader->source.bytes + reader->source.at;
        line.length = verdict == ROW_OPEN ? end : next;
        if (verdict == ROW_OPEN) {
            buf_clear(&reader->row.wrong);
            buf_text(&reader->row.wrong, "a quote that is never closed");
        } else {
            if (line.bytes[next - 1] == '\n')
                line.length--;
            line = line_trim(line);
        }
    }
    if (verdict == ROW_GOOD && !ended && lines == 1 && !reader->row.record.id &&
        reader->header->columns.has[COLUMN_ID])
        reader_lose(reader, line,
                    "cut off, or it has neither id nor end of line; end the line if it is whole");
    else if (verdict == ROW_GOOD)
        reader_keep(reader, &reader->row, line);
    else
        reader_lose(reader, line, reader->row.wrong.bytes);
out:
    reader->line += lines;
    return next;
}

/* Reads all rows from the source on. */
static void reader_run(struct reader *reader, const struct header *header, const struct clock *clock)
{
    struct view line;
    size_t next;
    bool ended;
    reader->header = header;
    row_open(&reader->row, &header->columns, clock);
    row_open(&reader->probe, &header->columns, clock);
    while (source_line(&reader->source, 0, &line, &next, &ended))
        reader->source.at += reader_row(reader, line, next, ended);
    row_close(&reader->row);
    row_close(&reader->probe);
}

static char *view_copy(struct view view)
{
    char *copy = must_alloc(view.length + 1, 1);
    if (view.length)
        memcpy(copy, view.bytes, view.length);
    return copy;
}

/* Keeps the header, or refuses it, and reads the rows from the source on. */
static enum track_status reader_rows(struct reader *reader, const struct header *header,
                                     const struct clock *clock, const char *path, struct buf *error)
{
    if (header->status == HEADER_BAD) {
        buf_printf(error, "%s:%u: %s", path, (unsigned)header->lines, header->wrong.bytes);
        return TRACK_REFUSED;
    }
    if (header->line.length)
        reader->log->header = view_copy(header->line);
    if (header->status == HEADER_FOUND)
        reader_run(reader, header, clock);
    return TRACK_OK;
}

/* Finds the header at the start of the source and reads the rows behind it. */
static enum track_status reader_all(struct reader *reader, const struct clock *clock, const char *path,
                                    struct buf *error)
{
    struct source *source = &reader->source;
    while (source->end - source->at < HEADER_WINDOW && source_fill(source))
        continue;
    struct header header;
    size_t have = source->end - source->at;
    header_find(source->bytes ? source->bytes + source->at : "", have < HEADER_WINDOW ? have : HEADER_WINDOW,
                clock, &header);
    reader->line = header.lines + 1;
    source->at += header.rows_at;
    if (header.mend)
        log_fault(reader->log, header.lines ? header.lines : 1, false, must_copy(header.mend));
    enum track_status status = reader_rows(reader, &header, clock, path, error);
    if (source->error && status == TRACK_OK) {
        buf_printf(error, "%s: %s", path, strerror(source->error));
        status = TRACK_FAILED;
    }
    buf_free(&header.wrong);
    free(source->own);
    return status;
}

enum track_status track_parse(const char *bytes, size_t length, enum text_wanted wanted,
                              const struct clock *clock, struct log *log, struct buf *error)
{
    struct reader reader = {
        .source = {.fd = -1, .bytes = bytes, .end = length}, .wanted = wanted, .log = log};
    return reader_all(&reader, clock, "-", error);
}

/* ---- the file */

enum track_status track_path(const char *file, char **path, struct buf *error)
{
    struct buf found = {0};
    if (!file)
        file = getenv("KIND_FILE");
    if (file && *file) {
        *path = must_copy(file);
        return TRACK_OK;
    }
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (data && *data == '/') {
        buf_printf(&found, "%s/kind/log.csv", data);
    } else if (home && *home == '/') {
        buf_printf(&found, "%s/.local/share/kind/log.csv", home);
    } else {
        buf_text(error, "no place for the log: set HOME, or KIND_FILE to a file");
        return TRACK_REFUSED;
    }
    *path = buf_take(&found);
    return TRACK_OK;
}

/* flock, given up after LOCK_SECONDS. False with errno; EWOULDBLOCK if somebody else held it all that time.
 */
static bool lock_take(int fd, int how)
{
    struct timespec start, now, nap = {0, 1000000};
    clock_gettime(CLOCK_MONOTONIC, &start);
    while (flock(fd, how | LOCK_NB)) {
        if (errno == EINTR)
            continue;
        if (errno != EWOULDBLOCK)
            return false;
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (now.tv_sec - start.tv_sec >= LOCK_SECONDS) {
            errno = EWOULDBLOCK;
            return false;
        }
        nanosleep(&nap, NULL);
        if (nap.tv_nsec < 16000000)
            nap.tv_nsec *= 2;
    }
    return true;
}

static const char *lock_trouble(int error)
{
    return error == EWOULDBLOCK ? "another program has held its lock for 10 seconds" : strerror(error);
}

/* Opens PATH for reading and finds its size when no writer was at it. -1 if the file is not there (*STATUS is
 * TRACK_OK) or can't be had. */
static int snapshot_open(const char *path, int64_t *size, enum track_status *status, struct buf *error)
{
    *status = TRACK_OK;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT)
        return -1;
    struct stat st;
    if (fd < 0 || fstat(fd, &st)) {
        buf_printf(error, "%s: %s", path, strerror(errno));
        *status = TRACK_FAILED;
        goto out;
    }
    if (!S_ISREG(st.st_mode)) {
        buf_printf(error, "%s is not a regular file", path);
        *status = TRACK_REFUSED;
        goto out;
    }
    bool locked = lock_take(fd, LOCK_SH);
    /* A file system without locks can be read all the same; a torn row at its end is seen for what it is. */
    if ((!locked && errno == EWOULDBLOCK) || fstat(fd, &st)) {
        buf_printf(error, "%s: %s", path, lock_trouble(errno));
        *status = TRACK_FAILED;
        goto out;
    }
    if (locked)
        flock(fd, LOCK_UN);
    *size = st.st_size;
    return fd;
out:
    if (fd >= 0)
        close(fd);
    return -1;
}

enum track_status track_read(const char *path, enum text_wanted wanted, const struct clock *clock,
                             struct log *log, struct buf *error)
{
    enum track_status status;
    int64_t size = 0;
    int fd = snapshot_open(path, &size, &status, error);
    if (fd < 0)
        return status;
    struct reader reader = {.source = {.fd = fd, .left = size}, .wanted = wanted, .log = log};
    status = reader_all(&reader, clock, path, error);
    close(fd);
    return status;
}

/* Reads LENGTH bytes at AT, or as many as there are. -1 with errno. */
static ssize_t read_at(int fd, char *bytes, size_t length, int64_t at)
{
    size_t have = 0;
    while (have < length) {
        ssize_t got = pread(fd, bytes + have, length - have, at + (off_t)have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (!got)
            break;
        have += (size_t)got;
    }
    return (ssize_t)have;
}

/* The start of the file, as much as a header may need; grown only for a header that does not end in the first
 * block. */
static bool start_read(int fd, int64_t size, struct buf *start)
{
    for (size_t want = 4096;; want = HEADER_WINDOW) {
        if ((int64_t)want > size)
            want = (size_t)size;
        buf_clear(start);
        buf_reserve(start, want);
        ssize_t got = read_at(fd, start->bytes, want, 0);
        if (got < 0)
            return false;
        start->length = (size_t)got;
        size_t next;
        if ((int64_t)want == size || want == HEADER_WINDOW ||
            is_standard(line_trim(line_at(start->bytes, want, 0, &next))))
            return true;
    }
}

enum track_status track_tail(const char *path, size_t window, const struct clock *clock, struct log *log,
                             bool *whole, struct buf *error)
{
    enum track_status status;
    int64_t size = 0;
    *whole = true;
    int fd = snapshot_open(path, &size, &status, error);
    if (fd < 0)
        return status;
    struct reader reader = {.source = {.fd = fd, .left = size}, .wanted = TEXT_TAGS, .log = log};
    if (size <= (int64_t)window) {
        status = reader_all(&reader, clock, path, error);
        close(fd);
        return status;
    }
    *whole = false;
    struct buf start = {0}, tail = {0};
    struct header header = {0};
    window++; /* the byte before: an end of line there makes the first line a whole one */
    buf_reserve(&tail, window);
    ssize_t got = start_read(fd, size, &start) ? read_at(fd, tail.bytes, window, size - (int64_t)window) : -1;
    if (got < 0) {
        buf_printf(error, "%s: %s", path, strerror(errno));
        status = TRACK_FAILED;
    } else {
        header_find(start.bytes, start.length, clock, &header);
        const char *end = memchr(tail.bytes, '\n', (size_t)got);
        reader.source = (struct source){.fd = -1, .bytes = tail.bytes, .end = (size_t)got};
        reader.source.at = end ? (size_t)(end - tail.bytes) + 1 : (size_t)got;
        reader.line = 1;
        status = reader_rows(&reader, &header, clock, path, error);
    }
    buf_free(&header.wrong);
    buf_free(&start);
    buf_free(&tail);
    close(fd);
    return status;
}

/* ---- the append */

struct entry entry_at(struct moment time, enum practice practice)
{
    return (struct entry){.time = time,
                          .practice = practice,
                          .mood = RATING_NONE,
                          .stress = RATING_NONE,
                          .stress_after = RATING_NONE,
                          .minutes = MINUTES_NONE};
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

static void write_row(struct buf *out, const struct columns *columns, const struct entry *entry)
{
    char time[MOMENT_SIZE];
    for (int field = 0; field < columns->count; field++) {
        if (field)
            buf_char(out, columns->separator);
        switch ((enum column)columns->kind[field]) {
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
    buf_char(out, '\n');
}

/* The first column that ENTRY needs and the header lacks, or NULL. */
static const char *column_missing(const struct columns *columns, const struct entry *entry)
{
    const bool needs[COLUMNS] = {[COLUMN_TIME] = true,
                                 [COLUMN_PRACTICE] = true,
                                 [COLUMN_NOTE] = entry->note_length > 0,
                                 [COLUMN_MOOD] = entry->mood != RATING_NONE,
                                 [COLUMN_STRESS] = entry->stress != RATING_NONE,
                                 [COLUMN_STRESS_AFTER] = entry->stress_after != RATING_NONE,
                                 [COLUMN_MINUTES] = entry->minutes != MINUTES_NONE,
                                 [COLUMN_ARM] = entry->arm && *entry->arm};
    for (int c = 0; c < COLUMNS; c++)
        if (needs[c] && !columns->has[c])
            return column_names[c];
    return NULL;
}

/* Opens the directory that holds PATH and syncs it. False with errno. */
static bool directory_sync(const char *path)
{
    char *copy = must_copy(path), *slash = strrchr(copy, '/');
    if (slash)
        slash[slash == copy] = '\0';
    int fd = open(slash ? copy : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = fd >= 0 && fsync(fd) == 0;
    int error = errno;
    if (fd >= 0)
        close(fd);
    free(copy);
    errno = error;
    return done;
}

/* Makes the directories that PATH needs, for the owner alone, each on the disk before the next. False with
 * errno. */
static bool directories_make(const char *path)
{
    char *copy = must_copy(path);
    bool done = true;
    for (char *slash = strchr(copy + 1, '/'); slash && done; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(copy, 0700) == 0)
            done = directory_sync(copy);
        else
            done = errno == EEXIST || errno == EISDIR || errno == EROFS || errno == EACCES;
        *slash = '/';
    }
    int error = errno;
    free(copy);
    errno = error;
    return done;
}

/* Opens PATH, locks it, and makes sure that the locked file is still the one of that name. -1 with ERROR.
 * *FRESH: it was not there before. */
static int log_open(const char *path, bool *fresh, enum track_status *status, struct buf *error)
{
    struct stat named, held;
    *fresh = false;
    *status = TRACK_FAILED;
    for (int tries = 0; tries < 100; tries++) {
        if (stat(path, &named) && errno == ENOENT) {
            *fresh = true;
            if (!directories_make(path)) {
                buf_printf(error, "%s: its directory can't be made: %s", path, strerror(errno));
                return -1;
            }
        }
        int fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600);
        if (fd < 0 || fstat(fd, &held)) {
            *status = errno == EISDIR ? TRACK_REFUSED : TRACK_FAILED;
            buf_printf(error, "%s: %s", path, strerror(errno));
            if (fd >= 0)
                close(fd);
            return -1;
        }
        if (!S_ISREG(held.st_mode)) {
            buf_printf(error, "%s is not a regular file", path);
            *status = TRACK_REFUSED;
            close(fd);
            return -1;
        }
        if (!lock_take(fd, LOCK_EX)) {
            buf_printf(error, "%s: %s", path, lock_trouble(errno));
            close(fd);
            return -1;
        }
        if (stat(path, &named) == 0 && named.st_dev == held.st_dev && named.st_ino == held.st_ino) {
            *status = TRACK_OK;
            return fd;
        }
        close(fd);
    }
    buf_printf(error, "%s: it is replaced again and again", path);
    return -1;
}

/* Fills OUT with what is to be appended: an end of line or of a torn header if one is missing, a header if
 * there is none, the rows. */
static enum track_status append_prepare(int fd, const char *path, int64_t size, struct entry *entries,
                                        size_t count, struct buf *out, struct buf *error)
{
    struct buf start = {0};
    struct header header = {0};
    struct chance chance = {0};
    struct clock utc = {0};
    enum track_status status = TRACK_FAILED;
    char last = '\n';
    if (!start_read(fd, size, &start) || (size && read_at(fd, &last, 1, size - 1) != 1)) {
        buf_printf(error, "%s: %s", path, strerror(errno));
        goto out;
    }
    header_find(buf_string(&start), start.length, &utc, &header);
    status = TRACK_REFUSED;
    if (header.status == HEADER_BAD) {
        buf_printf(error, "%s:%u: %s", path, (unsigned)header.lines, header.wrong.bytes);
        goto out;
    }
    bool finish = header.status == HEADER_NONE && header.torn;
    if (last != '\n' && !finish)
        buf_char(out, '\n');
    if (header.status == HEADER_NONE) {
        header.columns = columns_standard();
        buf_text(out, standard_header + (finish ? (size_t)size - header.torn_at : 0));
        buf_char(out, '\n');
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t bits;
        const char *missing = column_missing(&header.columns, &entries[i]);
        if (missing) {
            buf_printf(error, "%s:%u: the header has no column '%s' to put it in", path,
                       (unsigned)header.lines, missing);
            goto out;
        }
        if (!chance_bytes(&chance, (uint64_t)size, &bits, sizeof bits)) {
            buf_printf(error, "no random bytes for an id: %s", strerror(errno));
            status = TRACK_FAILED;
            goto out;
        }
        if (header.columns.has[COLUMN_ID])
            id_write((bits & 0x7fffffffffffff) + 1, entries[i].id);
        write_row(out, &header.columns, &entries[i]);
    }
    status = TRACK_OK;
out:
    buf_free(&header.wrong);
    buf_free(&start);
    return status;
}

/* Takes back what a failed append left, if it is at the end and byte for byte ours. False if the file may
 * hold something of it. */
static bool append_undo(int fd, int64_t size, const struct buf *ours)
{
    struct stat st;
    if (fstat(fd, &st))
        return false;
    if (st.st_size == size)
        return true;
    if (st.st_size < size || (size_t)(st.st_size - size) > ours->length)
        return false;
    size_t tail = (size_t)(st.st_size - size);
    char *found = must_alloc(tail, 1);
    bool same = read_at(fd, found, tail, size) == (ssize_t)tail && memcmp(found, ours->bytes, tail) == 0;
    free(found);
    int done;
    do
        done = same ? ftruncate(fd, size) : -1;
    while (done && same && errno == EINTR);
    return done == 0;
}

/* Writes OURS at the end and brings it to the disk. False with errno. A failed sync is final: the system may
 * have thrown the bytes away, and a second sync would not know. */
static bool append_write(int fd, const struct buf *ours)
{
    size_t written = 0;
    while (written < ours->length) {
        ssize_t put = write(fd, ours->bytes + written, ours->length - written);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        if (put == 0) {
            errno = EIO;
            return false;
        }
        written += (size_t)put;
    }
    return fdatasync(fd) == 0;
}

static bool new_file_sync(const char *path)
{
    char *real = realpath(path, NULL);
    bool done = real && directory_sync(real);
    int error = errno;
    free(real);
    errno = error;
    return done;
}

/* Removes the file itself, not a symlink to it, which the user made. */
static void new_file_remove(const char *path)
{
    char *real = realpath(path, NULL);
    if (real)
        unlink(real);
    free(real);
}

static void signals_hold(void)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGXFSZ, &ignore, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
}

enum track_status track_append(const char *path, struct entry *entries, size_t count, struct buf *error)
{
    enum track_status status;
    bool fresh;
    struct buf ours = {0};
    struct stat st;
    mode_t mask = umask(077);
    int fd = log_open(path, &fresh, &status, error);
    umask(mask);
    if (fd < 0)
        return status;
    signals_hold();
    if (fstat(fd, &st)) {
        buf_printf(error, "%s: %s", path, strerror(errno));
        status = TRACK_FAILED;
        goto out;
    }
    status = append_prepare(fd, path, st.st_size, entries, count, &ours, error);
    if (status == TRACK_OK && !(append_write(fd, &ours) && (st.st_size || new_file_sync(path)))) {
        buf_printf(error, "%s: %s", path, strerror(errno));
        status = append_undo(fd, st.st_size, &ours) ? TRACK_FAILED : TRACK_UNCONFIRMED;
    }
    if (status != TRACK_OK && status != TRACK_UNCONFIRMED && fresh && !st.st_size)
        new_file_remove(path);
out:
    buf_free(&ours);
    close(fd);
    return status;
}
