/* What the formats for calendars and notes share. */
#include "notes.h"

#include "base/num.h"
#include "base/text.h"
#include "out.h"

#include <stdlib.h>
#include <string.h>

void text_escaped(struct buf *out, const char *text, size_t length, const char *marks)
{
    struct buf safe = {0};
    text_safe(&safe, text, length);
    for (size_t i = 0; i < safe.length; i++) {
        if (strchr(marks, safe.bytes[i]))
            buf_char(out, '\\');
        buf_char(out, safe.bytes[i]);
    }
    buf_free(&safe);
}

static int by_day(const void *a, const void *b)
{
    const struct dated *x = a, *y = b;
    int order = (x->day > y->day) - (x->day < y->day);
    return order ? order : record_by_time(&x->record, &y->record);
}

struct dated *records_dated(const struct record *const *records, size_t count, int day_start)
{
    struct dated *dated = must_alloc(count, sizeof *dated);
    for (size_t i = 0; i < count; i++)
        dated[i] = (struct dated){record_day(records[i], day_start), records[i]};
    qsort(dated, count, sizeof *dated, by_day);
    return dated;
}

void day_head(struct buf *out, int64_t day)
{
    static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};
    char date[DATE_SIZE];
    date_write(day, date);
    buf_printf(out, "%s %s", date, names[weekday(day)]);
}

bool record_of_day(const struct record *record)
{
    return record->practice == PRACTICE_REST || record->practice == PRACTICE_GOAL ||
           record->practice == PRACTICE_TRIAL;
}

static void number_add(struct buf *out, const char *before, long value, int decimals)
{
    char text[32];
    num_write(value, decimals, text);
    buf_printf(out, "%s%s", before, text);
}

void record_facts(struct buf *out, const struct record *record, const char *between)
{
    struct view arm = record_arm(record);
    const char *before = "";
    if (record->mood != RATING_NONE) {
        number_add(out, "mood ", record->mood, 1);
        before = between;
    }
    if (record->stress != RATING_NONE || record->stress_after != RATING_NONE) {
        buf_text(out, before);
        if (record->stress != RATING_NONE)
            number_add(out, "stress ", record->stress, 1);
        if (record->stress_after != RATING_NONE)
            number_add(out, " -> ", record->stress_after, 1);
        before = between;
    }
    if (record->minutes != MINUTES_NONE) {
        buf_text(out, before);
        duration_say(minutes_seconds(record->minutes), out);
        before = between;
    }
    if (record->practice == PRACTICE_SHIFT && arm.length) {
        buf_text(out, before);
        text_safe(out, arm.bytes, arm.length);
    }
}

void record_words(struct buf *out, const struct record *record)
{
    struct buf facts = {0};
    record_facts(&facts, record, ", ");
    if (record->practice != PRACTICE_MOOD || record->mood == RATING_NONE)
        buf_printf(out, "%s%s", practice_name((enum practice)record->practice), facts.length ? ", " : "");
    buf_text(out, buf_string(&facts));
    buf_free(&facts);
}

void record_head(struct buf *out, const struct record *record)
{
    char time[MOMENT_SIZE];
    moment_write(record_moment(record), time);
    if (!record_of_day(record))
        buf_printf(out, "%.5s ", time + 11);
    record_words(out, record);
}
