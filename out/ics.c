/* Records as a calendar: RFC 5545 (iCalendar). */
#include "out.h"

#include "base/hash.h"
#include "base/text.h"
#include "notes.h"

#include <stdlib.h>
#include <string.h>

enum { LINE_OCTETS = 75 }; /* of a line at most, 3.1 */

/* What RFC 5545 can say in UTC: years of four digits. A record may lie hours beyond them. */
#define FIRST_SECOND ((int64_t)-62135596800)
#define LAST_SECOND ((int64_t)253402300799)

/* Appends LINE, which is UTF-8, folded by 3.1 and never within a character; LINE is empty afterwards. */
static void line_end(struct buf *out, struct buf *line)
{
    size_t at = 0, room = LINE_OCTETS;
    while (line->length - at > room) {
        size_t take = room;
        while (((unsigned char)line->bytes[at + take] & 0xc0) == 0x80)
            take--;
        buf_add(out, line->bytes + at, take);
        buf_text(out, "\r\n ");
        at += take;
        room = LINE_OCTETS - 1;
    }
    buf_add(out, line->bytes + at, line->length - at);
    buf_text(out, "\r\n");
    buf_clear(line);
}

/* A value of the type TEXT, 3.3.11. Ends of line are spaces in a record already. */
static void text_add(struct buf *line, const char *text, size_t length)
{
    text_escaped(line, text, length, "\\;,");
}

static void date_add(struct buf *line, const char *name, int64_t day)
{
    char date[DATE_SIZE];
    date_write(day, date);
    buf_printf(line, "%s;VALUE=DATE:%.4s%.2s%.2s", name, date, date + 5, date + 8);
}

static void time_add(struct buf *line, const char *name, int64_t sec)
{
    char time[MOMENT_SIZE];
    sec = sec < FIRST_SECOND ? FIRST_SECOND : sec > LAST_SECOND ? LAST_SECOND : sec;
    moment_write((struct moment){sec, 0}, time);
    buf_printf(line, "%s:%.4s%.2s%.2sT%.2s%.2s%.2sZ", name, time, time + 5, time + 8, time + 11, time + 14,
               time + 17);
}

/* A record without an id, by what it says. */
struct bare {
    uint64_t hash;
    size_t at; /* among the records */
};

static int by_hash(const void *a, const void *b)
{
    const struct bare *x = a, *y = b;
    int order = (x->hash > y->hash) - (x->hash < y->hash);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

/* Of its time, practice and text alone, so that a rating that is added later makes no other event of it. */
static uint64_t record_hash(const struct record *record)
{
    char time[MOMENT_SIZE];
    const char *practice = practice_name((enum practice)record->practice);
    struct view note = record_note(record);
    moment_write(record_moment(record), time);
    uint64_t hash = hash_fnv(HASH_START, time, strlen(time));
    hash = hash_fnv(hash, practice, strlen(practice));
    hash = hash_fnv(hash, ",", 1);
    return note.length ? hash_fnv(hash, note.bytes, note.length) : hash;
}

/* For each of RECORDS that has no id what stands for it: the same in every export that holds the record, and
   no two alike, even where rows are. The caller frees it. */
static uint64_t *hashes_make(const struct record *const *records, size_t count)
{
    uint64_t *hashes = must_alloc(count, sizeof *hashes);
    struct bare *bare = must_alloc(count, sizeof *bare);
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (!records[i]->id)
            bare[n++] = (struct bare){record_hash(records[i]), i};
    qsort(bare, n, sizeof *bare, by_hash);
    for (size_t i = 0; i < n; i++)
        hashes[bare[i].at] =
            i && bare[i].hash == bare[i - 1].hash ? hash_fnv(hashes[bare[i - 1].at], "+", 1) : bare[i].hash;
    free(bare);
    return hashes;
}

/* DTSTAMP is when the event was made: the record's own time, so that no export differs from the next. */
static void when_write(struct buf *out, struct buf *line, const struct record *record, int day_start)
{
    long seconds = record->minutes == MINUTES_NONE ? 0 : minutes_seconds(record->minutes);
    time_add(line, "DTSTAMP", record->time);
    line_end(out, line);
    if (record_of_day(record)) {
        date_add(line, "DTSTART", record_day(record, day_start));
        line_end(out, line);
        return;
    }
    time_add(line, "DTSTART", record->time);
    line_end(out, line);
    if (!seconds)
        return;
    buf_text(line, "DURATION:PT");
    if (seconds >= 60)
        buf_printf(line, "%ldM", seconds / 60);
    if (seconds % 60)
        buf_printf(line, "%ldS", seconds % 60);
    line_end(out, line);
}

static void summary_write(struct buf *out, struct buf *line, const struct record *record)
{
    struct view note = record_note(record);
    struct buf words = {0};
    if (!note.length)
        record_words(&words, record);
    else if (record_of_day(record))
        buf_printf(&words, "%s: ", practice_name((enum practice)record->practice));
    buf_text(line, "SUMMARY:");
    text_add(line, buf_string(&words), words.length);
    text_add(line, note.bytes, note.length);
    line_end(out, line);
    buf_clear(&words);
    record_facts(&words, record, ", ");
    if (words.length) {
        buf_text(line, "DESCRIPTION:");
        text_add(line, words.bytes, words.length);
        line_end(out, line);
    }
    buf_free(&words);
}

static void event_write(struct buf *out, const struct record *record, uint64_t hash, int day_start)
{
    char id[ID_SIZE];
    struct view note = record_note(record);
    struct buf line = {0};
    buf_text(out, "BEGIN:VEVENT\r\n");
    id_write(record->id, id);
    if (*id)
        buf_printf(out, "UID:%s@kind\r\n", id);
    else
        buf_printf(out, "UID:%016llx@kind\r\n", (unsigned long long)hash);
    when_write(out, &line, record, day_start);
    summary_write(out, &line, record);
    buf_printf(&line, "CATEGORIES:%s", practice_name((enum practice)record->practice));
    for (size_t at = 0, length; (length = text_tag(note.bytes, note.length, '#', &at)) != 0; at += length) {
        buf_char(&line, ',');
        text_add(&line, note.bytes + at + 1, length - 1);
    }
    line_end(out, &line);
    buf_text(out, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
    buf_free(&line);
}

void records_ics(const struct record *const *records, size_t count, const struct out_style *style,
                 struct buf *out)
{
    uint64_t *hashes = hashes_make(records, count);
    buf_text(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kind//kind//EN\r\nCALSCALE:GREGORIAN\r\n");
    for (size_t i = 0; i < count; i++)
        event_write(out, records[i], hashes[i], style->day_start);
    buf_text(out, "END:VCALENDAR\r\n");
    free(hashes);
}
