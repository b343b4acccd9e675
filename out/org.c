/* Records as notes for Emacs' Org mode: a heading a day, and under it one a record. */
#include "out.h"

#include "base/num.h"
#include "base/text.h"
#include "notes.h"

#include <stdlib.h>
#include <string.h>

/* What Org's manual advises to put into text that looks like its syntax but is none. text_safe lets none from
   a record pass, so whoever takes them out has the text. */
static const char zero_width_space[] = "\xe2\x80\x8b";

/* TEXT in a heading: no link, timestamp, footnote, macro, entity or formula begins in it, no code of another
   language that an export would run, and no tags end it. */
static void text_add(struct buf *out, const char *text, size_t length)
{
    struct buf safe = {0};
    text_safe(&safe, text, length);
    for (size_t i = 0; i < safe.length; i++) {
        const char *at = safe.bytes + i;
        if (*at == '_' &&
            ((i >= 3 && memcmp(at - 3, "src", 3) == 0) || (i >= 4 && memcmp(at - 4, "call", 4) == 0)))
            buf_text(out, zero_width_space);
        buf_char(out, *at);
        if (strchr("[<{\\$", *at) || (*at == ':' && i + 1 == safe.length) || (*at == '@' && at[1] == '@'))
            buf_text(out, zero_width_space);
    }
    buf_free(&safe);
}

/* A tag holds [[:alnum:]_@#%] alone; '_' stands for what else TAG may. */
static void tag_add(struct buf *out, const char *tag, size_t length)
{
    for (size_t at = 0; at < length;) {
        size_t letters = text_letters(tag + at, length - at);
        buf_add(out, tag + at, letters);
        at += letters;
        if (at == length)
            break;
        buf_char(out, '_');
        for (at++; at < length && ((unsigned char)tag[at] & 0xc0) == 0x80;)
            at++;
    }
}

static void tags_write(struct buf *out, struct view note)
{
    const char *before = " :";
    for (size_t at = 0, length; (length = text_tag(note.bytes, note.length, '#', &at)) != 0; at += length) {
        buf_text(out, before);
        tag_add(out, note.bytes + at + 1, length - 1);
        before = ":";
    }
    for (size_t at = 0, length; (length = text_tag(note.bytes, note.length, '@', &at)) != 0; at += length) {
        buf_text(out, before);
        buf_char(out, '@');
        tag_add(out, note.bytes + at + 1, length - 1);
        before = ":";
    }
    buf_text(out, *before == ' ' ? "" : ":");
}

static void number_write(struct buf *out, const char *name, long value, int decimals, long none)
{
    char text[32];
    if (value == none)
        return;
    num_write(value, decimals, text);
    buf_printf(out, ":%s: %s\n", name, text);
}

static void drawer_write(struct buf *out, const struct record *record)
{
    char id[ID_SIZE];
    struct view arm = record_arm(record);
    id_write(record->id, id);
    buf_text(out, ":PROPERTIES:\n");
    if (*id)
        buf_printf(out, ":ID: %s\n", id);
    buf_printf(out, ":PRACTICE: %s\n", practice_name((enum practice)record->practice));
    number_write(out, "MOOD", record->mood, 1, RATING_NONE);
    number_write(out, "STRESS", record->stress, 1, RATING_NONE);
    number_write(out, "STRESS_AFTER", record->stress_after, 1, RATING_NONE);
    number_write(out, "MINUTES", record->minutes, 2, MINUTES_NONE);
    if (arm.length) {
        buf_text(out, ":ARM: ");
        text_safe(out, arm.bytes, arm.length);
        buf_char(out, '\n');
    }
    buf_text(out, ":END:\n");
}

/* The stamp is an inactive one, so that no agenda fills with what is over. Its date is that of the record's
   own clock, and not always that of the heading above. */
static void stamp_write(struct buf *out, const struct record *record, int64_t day)
{
    struct moment moment = record_moment(record);
    char time[MOMENT_SIZE], date[DATE_SIZE];
    moment_write(moment, time);
    date_write(day, date);
    if (record_of_day(record))
        buf_printf(out, "[%s %s]\n", date, weekday_name(weekday(day)));
    else
        buf_printf(out, "[%.10s %s %.5s]\n", time, weekday_name(weekday(moment_day(moment, 0))), time + 11);
}

static void record_write(struct buf *out, const struct dated *dated)
{
    struct view note = record_note(dated->record);
    struct buf head = {0};
    record_head(&head, dated->record);
    buf_text(out, "** ");
    text_add(out, head.bytes, head.length);
    if (note.length) {
        buf_text(out, ": ");
        text_add(out, note.bytes, note.length);
    }
    tags_write(out, note);
    buf_char(out, '\n');
    drawer_write(out, dated->record);
    stamp_write(out, dated->record, dated->day);
    buf_free(&head);
}

void records_org(const struct record *const *records, size_t count, const struct out_style *style,
                 struct buf *out)
{
    struct dated *dated = records_dated(records, count, style->day_start);
    buf_printf(out, "#+TITLE: %s\n", style->program);
    for (size_t i = 0; i < count; i++) {
        if (!i || dated[i].day != dated[i - 1].day) {
            buf_text(out, "* ");
            day_head(out, dated[i].day);
            buf_char(out, '\n');
        }
        record_write(out, &dated[i]);
    }
    free(dated);
}
