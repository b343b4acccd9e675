/* A time as people say it, in the words that WHEN has for it. */
#include "cmd/spoken.h"

#include "base/conf.h"
#include "base/num.h"
#include "track.h"

#include <string.h>

/* Where in WHEN a clock of digits and a point or a colon begins that ends before END. */
static size_t clock_start(const char *when, size_t end)
{
    while (end && (is_digit(when[end - 1]) || when[end - 1] == ':' || when[end - 1] == '.'))
        end--;
    return end;
}

/* Takes am or pm off the end of WHEN, *END bytes long. The hours that it moves a clock by, of which 12 is 0;
   -1 if there is none. */
static int half_take(const char *when, size_t *end)
{
    size_t at = *end;
    if (at < 2 || (when[at - 1] | 0x20) != 'm' ||
        ((when[at - 2] | 0x20) != 'p' && (when[at - 2] | 0x20) != 'a'))
        return -1;
    at -= 2;
    int hours = (when[at] | 0x20) == 'p' ? 12 : 0;
    while (at && when[at - 1] == ' ')
        at--;
    *end = at;
    return hours;
}

/* Reads TEXT, such as 8.30, 8:30 or, if ALONE, 8, as a clock, in minutes; HALF is what half_take returned. */
static bool clock_parse(const char *text, size_t length, int half, bool alone, int *out)
{
    struct buf clock = {0};
    buf_add(&clock, text, length);
    char *point = strchr(clock.bytes, '.');
    if (point)
        *point = ':';
    else if (alone && !strchr(clock.bytes, ':'))
        buf_text(&clock, ":00");
    bool read = conf_clock(clock.bytes, out) && (half < 0 || (*out >= 60 && *out < 13 * 60));
    if (half >= 0)
        *out = *out % (12 * 60) + half * 60;
    buf_free(&clock);
    return read;
}

/* "yesterday 8 pm", "today 9": a clock of hours alone is none unless a day or a half stands beside it. */
static bool clock_say(const char *when, struct buf *out)
{
    size_t end = strlen(when);
    int half = half_take(when, &end), minutes = 0;
    size_t start = clock_start(when, end);
    if ((start && when[start - 1] != ' ') ||
        !clock_parse(when + start, end - start, half, start || half >= 0, &minutes))
        return false;
    buf_add(out, when, start);
    buf_printf(out, "%02d:%02d", minutes / 60, minutes % 60);
    return true;
}

/* "2026/11/3", "2026-11-3 18:30": a date as a file may have it, in digits alone. */
static bool date_say(const char *when, const struct clock *clock, struct buf *out)
{
    char date[DATE_SIZE];
    struct moment moment;
    if (when[strspn(when, "0123456789-/.: ")] ||
        moment_read(when, strlen(when), clock, &moment) != TIME_MENDABLE)
        return false;
    date_write(moment_day(moment, 0), date);
    buf_text(out, date);
    if (strchr(when, ':'))
        buf_printf(out, " %02d:%02d", moment_clock(moment) / 3600, moment_clock(moment) / 60 % 60);
    return true;
}

/* "last monday": its date, because mon is today on a Monday. */
static bool weekday_say(const char *when, const struct clock *clock, struct buf *out)
{
    char date[DATE_SIZE];
    struct when day;
    if (strncmp(when, "last ", 5) != 0 || when_read(when + 5, clock, &day) != WHEN_OK || !day.weekday ||
        !day.whole_day)
        return false;
    date_write(day.day == moment_day(clock->now, clock->day_start) ? day.day - 7 : day.day, date);
    buf_text(out, date);
    return true;
}

/* WHEN in lower case, with one space between its words, of which "at" and "on" are left out. */
static void words_take(const char *when, struct buf *out)
{
    while (*(when += strspn(when, " "))) {
        struct view word = {when, strcspn(when, " ")};
        when += word.length;
        if (view_is(word, "at") || view_is(word, "on"))
            continue;
        buf_text(out, out->length ? " " : "");
        for (size_t i = 0; i < word.length; i++)
            buf_char(out, (char)(word.bytes[i] >= 'A' && word.bytes[i] <= 'Z' ? word.bytes[i] | 0x20
                                                                              : word.bytes[i]));
    }
}

bool when_meant(const char *when, const struct clock *clock, struct buf *out)
{
    struct buf words = {0};
    struct when found;
    words_take(when, &words);
    const char *plain = buf_string(&words);
    if (when_read(plain, clock, &found) == WHEN_OK)
        buf_text(out, plain);
    else if (!date_say(plain, clock, out) && !weekday_say(plain, clock, out))
        clock_say(plain, out);
    buf_free(&words);
    return out->length && when_read(out->bytes, clock, &found) == WHEN_OK;
}
