/* A time as people say it, in the words that WHEN has for it. */
#include "cmd/spoken.h"

#include "base/conf.h"
#include "base/num.h"

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

/* Reads TEXT, such as 8, 8.30 or 8:30, as a clock, in minutes; HALF is what half_take returned. */
static bool clock_parse(const char *text, size_t length, int half, int *out)
{
    struct buf clock = {0};
    buf_add(&clock, text, length);
    char *point = strchr(clock.bytes, '.');
    if (point)
        *point = ':';
    else if (half >= 0 && !strchr(clock.bytes, ':'))
        buf_text(&clock, ":00");
    bool read = conf_clock(clock.bytes, out) && (half < 0 || (*out >= 60 && *out < 13 * 60));
    if (half >= 0)
        *out = *out % (12 * 60) + half * 60;
    buf_free(&clock);
    return read;
}

bool clock_meant(const char *when, const struct clock *clock, struct buf *out)
{
    size_t end = strlen(when);
    int half = half_take(when, &end), minutes = 0;
    size_t start = clock_start(when, end);
    struct when found;
    if ((start && when[start - 1] != ' ') || !clock_parse(when + start, end - start, half, &minutes))
        return false;
    buf_add(out, when, start);
    buf_printf(out, "%02d:%02d", minutes / 60, minutes % 60);
    return when_read(out->bytes, clock, &found) == WHEN_OK;
}
