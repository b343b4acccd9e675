/* Any bytes as a time, on several clocks: what is accepted is written, and reads back as the same. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct clock clocks[] = {
    {.now = {1795458245, 3600}, .fixed = true, .day_start = 240},
    {.now = {1795458245, 3600}},
    {.now = {1774744200, 3600}, .day_start = 720}, /* half an hour before summer time begins in Europe */
    {.now = {-62135596800, 0}, .fixed = true},     /* the first second of year 1 */
    {.now = {253402300799, 0}, .fixed = true, .day_start = 1439}, /* the last one of 9999 */
    {.now = {0, -41400}, .fixed = true, .day_start = 60},
    {.now = {951782400, 50400}, .fixed = true}, /* 29 February 2000 */
};
enum { CLOCKS = sizeof clocks / sizeof *clocks };

static void hold_written(struct moment moment, const struct clock *clock)
{
    char text[MOMENT_SIZE];
    struct moment again;
    moment_write(moment, text);
    hold(strlen(text) == MOMENT_SIZE - 1, "a moment is written at its length");
    hold(moment_read(text, strlen(text), clock, &again) == TIME_EXACT, "a moment that is written is exact");
    hold(again.sec == moment.sec && again.offset == moment.offset, "a moment reads back as it was");
    hold(moment_clock(moment) >= 0 && moment_clock(moment) < DAY_SECONDS, "a clock is within its day");
}

static void hold_when(const char *text, const struct clock *clock)
{
    struct when when, again;
    char written[MOMENT_SIZE];
    if (when_read(text, clock, &when) != WHEN_OK)
        return;
    hold_written(when.at, clock);
    hold(when.day == moment_day(when.at, clock->day_start), "a time lies in its day");
    moment_write(when.at, written);
    hold(when_read(written, clock, &again) == WHEN_OK, "a time that is written can be typed");
    hold(again.at.sec == when.at.sec && again.at.offset == when.at.offset && again.day == when.day,
         "a time that is typed as it is written is the same");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static bool placed;
    struct moment moment;
    if (!placed) {
        /* A zone with summer time, and with an offset of 19 minutes and 32 seconds in its past. */
        setenv("TZ", "Europe/Amsterdam", 1);
        tzset();
        placed = true;
    }
    if (!length)
        return 0;
    const struct clock *clock = &clocks[*bytes % CLOCKS];
    struct view text = {(const char *)bytes + 1, length - 1};
    char *string = view_copy(text);
    enum time_form form = moment_read(text.bytes, text.length, clock, &moment);
    if (form == TIME_EXACT || form == TIME_MENDABLE)
        hold_written(moment, clock);
    hold_when(string, clock);
    free(string);
    return 0;
}
