/* Civil time. The zone comes in through localtime_r alone (zone_offset); everything else is arithmetic on day
 * numbers. */
#include "when.h"

#include "buf.h"
#include "num.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    DAY_FIRST = -719162, /* 0001-01-01 */
    DAY_LAST = 2932896,  /* 9999-12-31 */
    MARCH_0000 = -719468 /* 0000-03-01: years counted from March have their leap day last */
};

/* Rounds towards the past, before 1970 too. */
static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static bool day_known(int64_t day)
{
    return day >= DAY_FIRST && day <= DAY_LAST;
}

bool date_valid(int year, int month, int day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= lengths[month - 1] + (leap && month == 2);
}

/* Days from 0000-03-01 to the first of March of YEAR, which is not negative. */
static int march_first(int year)
{
    return 365 * year + year / 4 - year / 100 + year / 400;
}

/* From March on, months come in fives of 153 days, so (153 m + 2) / 5 days lie before month m: Hinnant,
   "chrono-Compatible Low-Level Date Algorithms", 2013. date_from_day turns the same formula round. */
int64_t day_from_date(int year, int month, int day)
{
    int y = year - (month < 3);
    int m = month < 3 ? month + 9 : month - 3;
    return MARCH_0000 + march_first(y) + (153 * m + 2) / 5 + day - 1;
}

void date_from_day(int64_t day, int *year, int *month, int *date)
{
    int rest = (int)(day - MARCH_0000);
    int y = (int)((int64_t)rest * 400 / 146097); /* right, or one too few at the first of March */
    if (march_first(y + 1) <= rest)
        y++;
    rest -= march_first(y);
    int m = (5 * rest + 2) / 153;
    *year = y + (m > 9);
    *month = m > 9 ? m - 9 : m + 3;
    *date = rest - (153 * m + 2) / 5 + 1;
}

int weekday(int64_t day)
{
    int64_t days = day + 3; /* 1970-01-01 was a Thursday */
    return (int)(days - 7 * floor_div(days, 7));
}

const char *weekday_name(int weekday)
{
    static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    return names[weekday];
}

const char *month_name(int month)
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return names[month - 1];
}

static void two_write(int value, char *out)
{
    out[0] = (char)('0' + value / 10 % 10);
    out[1] = (char)('0' + value % 10);
}

void date_write(int64_t day, char *out)
{
    int year, month, date;
    date_from_day(day, &year, &month, &date);
    two_write(year / 100, out);
    two_write(year % 100, out + 2);
    out[4] = '-';
    two_write(month, out + 5);
    out[7] = '-';
    two_write(date, out + 8);
    out[10] = '\0';
}

void moment_write(struct moment moment, char *out)
{
    int clock = moment_clock(moment);
    int east = (moment.offset < 0 ? -moment.offset : moment.offset) / 60;
    date_write(moment_day(moment, 0), out);
    out[10] = 'T';
    two_write(clock / 3600, out + 11);
    out[13] = ':';
    two_write(clock / 60 % 60, out + 14);
    out[16] = ':';
    two_write(clock % 60, out + 17);
    out[19] = moment.offset < 0 ? '-' : '+';
    two_write(east / 60, out + 20);
    out[22] = ':';
    two_write(east % 60, out + 23);
    out[25] = '\0';
}

int64_t moment_day(struct moment moment, int day_start)
{
    return floor_div(moment.sec + moment.offset - day_start * 60, DAY_SECONDS);
}

int moment_clock(struct moment moment)
{
    return (int)(moment.sec + moment.offset - moment_day(moment, 0) * DAY_SECONDS);
}

/* What TZ says at an instant, to the nearest minute, because no record can say +00:53:28; 0 where it says
   nothing. Within a day of +-24 h, so that what is written can be read. */
static int32_t zone_offset(int64_t sec)
{
    enum { MOST = DAY_SECONDS - 60 };
    int64_t day = floor_div(sec, DAY_SECONDS);
    time_t instant = (time_t)sec;
    struct tm tm;
    /* two days beyond the years we know, because an instant's UTC date may lie there */
    if (day < DAY_FIRST - 2 || day > DAY_LAST + 2 || instant != sec || !localtime_r(&instant, &tm))
        return 0;
    int64_t civil = day_from_date(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) * DAY_SECONDS +
                    tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec;
    int64_t offset = floor_div(civil - sec + 30, 60) * 60;
    return (int32_t)(offset > MOST ? MOST : offset < -MOST ? -MOST : offset);
}

static int32_t clock_offset(const struct clock *clock, int64_t sec)
{
    return clock->fixed ? clock->now.offset : zone_offset(sec);
}

struct moment clock_local(const struct clock *clock, int64_t sec)
{
    return (struct moment){sec, clock_offset(clock, sec)};
}

bool clock_moment(const struct clock *clock, int64_t day, int seconds, struct moment *out)
{
    if (!day_known(day))
        return false;
    int64_t guess = day * DAY_SECONDS + seconds;
    bool found = false;
    for (int shift = -1; shift <= 1; shift++) {
        int32_t offset = clock_offset(clock, guess + shift * DAY_SECONDS);
        struct moment moment = {guess - offset, offset};
        if (clock_offset(clock, moment.sec) != offset)
            continue;
        if (!found || moment.sec < out->sec)
            *out = moment;
        found = true;
    }
    return found;
}

/* The moment with this clock in a civil day: before day_start, the clock has gone on to the next date. */
static bool clock_within(const struct clock *clock, int64_t day, int seconds, struct moment *out)
{
    return clock_moment(clock, day + (seconds < clock->day_start * 60), seconds, out);
}

/* Noon is within the day also for those whose day starts after it. */
static bool clock_noon(const struct clock *clock, int64_t day, struct moment *out)
{
    return clock_within(clock, day, DAY_SECONDS / 2, out);
}

bool clock_read(struct clock *clock)
{
    static const struct clock utc = {.fixed = true};
    const char *text = getenv("KIND_NOW");
    tzset();
    clock->fixed = false;
    if (!text) {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        clock->now = clock_local(clock, now.tv_sec);
        return true;
    }
    if (moment_read(text, strlen(text), &utc, &clock->now) != TIME_EXACT)
        return false;
    clock->fixed = zone_offset(clock->now.sec) != clock->now.offset;
    return true;
}

/* Two digits; BAD becomes true if they aren't. */
static int two_read(const char *text, bool *bad)
{
    unsigned tens = (unsigned char)text[0] - (unsigned)'0';
    unsigned ones = (unsigned char)text[1] - (unsigned)'0';
    *bad |= (tens > 9) | (ones > 9);
    return (int)(tens * 10 + ones);
}

/* The ten bytes of a date, or what was read last if they are the same. */
static bool date_read(const char *t, struct time_seen *seen)
{
    if (seen->date[0] && memcmp(t, seen->date, sizeof seen->date) == 0)
        return true;
    bool bad = (t[4] != '-') | (t[7] != '-');
    int century = two_read(t, &bad), year = two_read(t + 2, &bad);
    int month = two_read(t + 5, &bad), date = two_read(t + 8, &bad);
    if (bad || !date_valid(century * 100 + year, month, date))
        return false;
    memcpy(seen->date, t, sizeof seen->date);
    seen->day = day_from_date(century * 100 + year, month, date);
    return true;
}

/* The same of the six bytes of an offset. */
static bool zone_read(const char *t, struct time_seen *seen)
{
    if (seen->zone[0] && memcmp(t, seen->zone, sizeof seen->zone) == 0)
        return true;
    bool bad = ((t[0] != '+') & (t[0] != '-')) | (t[3] != ':');
    int hour = two_read(t + 1, &bad), minute = two_read(t + 4, &bad);
    if (bad || hour > 23 || minute > 59)
        return false;
    int32_t east = hour * 3600 + minute * 60;
    memcpy(seen->zone, t, sizeof seen->zone);
    seen->offset = t[0] == '-' ? -east : east;
    return true;
}

/* The 25 bytes that kind itself writes, in one straight line: nearly every row of every file. False sends
   everything else, good or bad, to the patient reader. */
static bool exact_read(const char *t, struct time_seen *seen, struct moment *out)
{
    bool bad = (t[10] != 'T') | (t[13] != ':') | (t[16] != ':');
    int hour = two_read(t + 11, &bad), minute = two_read(t + 14, &bad), second = two_read(t + 17, &bad);
    bad |= (hour > 23) | (minute > 59) | (second > 59);
    if (bad || !date_read(t, seen) || !zone_read(t + 19, seen))
        return false;
    out->offset = seen->offset;
    out->sec = seen->day * DAY_SECONDS + hour * 3600 + minute * 60 + second - out->offset;
    return true;
}

/* What is left to read. */
struct cursor {
    const char *at;
    size_t left;
};

static bool take(struct cursor *cursor, char c)
{
    if (!cursor->left || *cursor->at != c)
        return false;
    cursor->at++;
    cursor->left--;
    return true;
}

/* Takes WORD, of which CURSOR may say more. */
static bool take_word(struct cursor *cursor, const char *word)
{
    size_t length = strlen(word);
    if (cursor->left < length || memcmp(cursor->at, word, length) != 0)
        return false;
    cursor->at += length;
    cursor->left -= length;
    return true;
}

static bool take_either(struct cursor *cursor, char a, char b)
{
    return take(cursor, a) || take(cursor, b);
}

/* Reads up to MOST digits (at most 9) and returns how many there were. */
static int take_digits(struct cursor *cursor, int most, int *value)
{
    int count = 0;
    *value = 0;
    while (count < most && cursor->left && is_digit(*cursor->at)) {
        *value = *value * 10 + (*cursor->at - '0');
        cursor->at++;
        cursor->left--;
        count++;
    }
    return count;
}

/* A time by its parts, as they were written: 30 February passes here. */
struct stamp {
    int year, month, date;
    int hour, minute, second;
    int east_hour, east_minute;
    bool west;
    bool has_clock, has_offset;
    bool plain_date; /* 2026-11-22, not 2026/11/22 or 2026-1-2 */
    bool exact;      /* every part there, and as RFC 3339 has it */
};

/* 2026-11-22, 2026/11/22, 2026.1.2 */
static bool stamp_date(struct cursor *cursor, struct stamp *stamp)
{
    if (take_digits(cursor, 4, &stamp->year) < 4 || !cursor->left)
        return false;
    char separator = *cursor->at;
    if (separator != '-' && separator != '/' && separator != '.')
        return false;
    take(cursor, separator);
    int months = take_digits(cursor, 2, &stamp->month);
    if (!months || !take(cursor, separator))
        return false;
    int dates = take_digits(cursor, 2, &stamp->date);
    stamp->plain_date = separator == '-' && months == 2 && dates == 2;
    stamp->exact = stamp->plain_date;
    return dates > 0;
}

/* 18:30, 9:05, 18:30:05, 18:30:05.25 */
static bool stamp_clock(struct cursor *cursor, struct stamp *stamp)
{
    int hours = take_digits(cursor, 2, &stamp->hour);
    if (!hours || !take(cursor, ':') || take_digits(cursor, 2, &stamp->minute) < 2)
        return false;
    stamp->has_clock = true;
    bool seconds = take(cursor, ':');
    stamp->exact &= hours == 2 && seconds;
    if (!seconds)
        return true;
    if (take_digits(cursor, 2, &stamp->second) < 2)
        return false;
    int digit;
    if (take(cursor, '.')) {
        if (!take_digits(cursor, 1, &digit))
            return false;
        while (take_digits(cursor, 1, &digit))
            ;
    }
    return true;
}

/* Z, +01:00; and as other programs have it: " +01:00", +0100, +01 */
static bool stamp_offset(struct cursor *cursor, struct stamp *stamp)
{
    stamp->has_offset = true;
    if (take_either(cursor, 'Z', 'z'))
        return true;
    bool space = take(cursor, ' ');
    stamp->west = take(cursor, '-');
    if (!stamp->west && !take(cursor, '+'))
        return false;
    if (take_digits(cursor, 2, &stamp->east_hour) < 2)
        return false;
    bool colon = take(cursor, ':');
    int minutes = take_digits(cursor, 2, &stamp->east_minute);
    stamp->exact &= !space && colon;
    return minutes == 2 || (minutes == 0 && !colon);
}

/* The shape of a time that begins with its year; false if TEXT has another, or anything after it. */
static bool stamp_read(const char *text, size_t length, struct stamp *stamp)
{
    struct cursor cursor = {text, length};
    *stamp = (struct stamp){0};
    if (!stamp_date(&cursor, stamp))
        return false;
    if (!cursor.left)
        return true;
    if (!take_either(&cursor, 'T', 't') && !take(&cursor, ' '))
        return false;
    if (!stamp_clock(&cursor, stamp))
        return false;
    if (cursor.left && !stamp_offset(&cursor, stamp))
        return false;
    return !cursor.left;
}

/* Seconds after midnight, the leap second that of the second before it; -1 for a clock that does not exist.
 */
static int stamp_seconds(const struct stamp *stamp)
{
    if (stamp->hour > 23 || stamp->minute > 59 || stamp->second > 60)
        return -1;
    return stamp->hour * 3600 + stamp->minute * 60 + (stamp->second == 60 ? 59 : stamp->second);
}

/* False if there is no such date, clock or offset, or if the local clock skipped it. */
static bool stamp_moment(const struct stamp *stamp, const struct clock *clock, struct moment *out)
{
    int seconds = stamp_seconds(stamp);
    if (!date_valid(stamp->year, stamp->month, stamp->date) || seconds < 0)
        return false;
    int64_t day = day_from_date(stamp->year, stamp->month, stamp->date);
    if (!stamp->has_clock)
        return clock_noon(clock, day, out);
    if (!stamp->has_offset)
        return clock_moment(clock, day, seconds, out);
    if (stamp->east_hour > 23 || stamp->east_minute > 59)
        return false;
    int east = stamp->east_hour * 3600 + stamp->east_minute * 60;
    out->offset = stamp->west ? -east : east;
    out->sec = day * DAY_SECONDS + seconds - out->offset;
    return true;
}

/* Whether TEXT begins with a date whose year comes last or has two digits: 3/4/25, 03.04.2025, 25-04-03. */
static bool year_unclear(const char *text, size_t length)
{
    struct cursor cursor = {text, length};
    int number;
    if (!take_digits(&cursor, 2, &number) || !cursor.left)
        return false;
    char separator = *cursor.at;
    if (separator != '-' && separator != '/' && separator != '.')
        return false;
    take(&cursor, separator);
    if (!take_digits(&cursor, 2, &number) || !take(&cursor, separator))
        return false;
    int years = take_digits(&cursor, 4, &number);
    return (years == 2 || years == 4) && (!cursor.left || *cursor.at == ' ' || *cursor.at == 'T');
}

enum time_form moment_read(const char *text, size_t length, const struct clock *clock, struct moment *out)
{
    struct time_seen none = {0};
    return moment_read_next(text, length, clock, &none, out);
}

enum time_form moment_read_next(const char *text, size_t length, const struct clock *clock,
                                struct time_seen *seen, struct moment *out)
{
    struct stamp stamp;
    struct moment moment;
    if (length == MOMENT_SIZE - 1 && exact_read(text, seen, out))
        return TIME_EXACT;
    if (!stamp_read(text, length, &stamp))
        return year_unclear(text, length) ? TIME_AMBIGUOUS : TIME_NOT;
    if (!stamp_moment(&stamp, clock, &moment))
        return TIME_IMPOSSIBLE;
    *out = moment;
    return stamp.exact && stamp.has_offset ? TIME_EXACT : TIME_MENDABLE;
}

/* Hands over what was found, if it lies in the years that can be written. */
static enum when_error when_settle(struct when when, struct when *out)
{
    if (!day_known(moment_day(when.at, 0)) || !day_known(when.day))
        return WHEN_IMPOSSIBLE;
    *out = when;
    return WHEN_OK;
}

/* A day without a clock. */
static enum when_error when_whole(struct when when, const struct clock *clock, struct when *out)
{
    when.whole_day = true;
    if (!clock_noon(clock, when.day, &when.at))
        return WHEN_IMPOSSIBLE;
    if (when.day == moment_day(clock->now, clock->day_start) && when.at.sec > clock->now.sec)
        when.at = clock->now;
    return when_settle(when, out);
}

/* A clock, or noon. */
static bool take_clock(struct cursor *cursor, struct stamp *stamp)
{
    if (!take_word(cursor, "noon"))
        return stamp_clock(cursor, stamp);
    stamp->hour = 12;
    return true;
}

/* REST is empty, or a clock within the day of WHEN. */
static enum when_error when_within(struct when when, struct cursor rest, const struct clock *clock,
                                   struct when *out)
{
    struct stamp stamp = {0};
    if (!rest.left)
        return when_whole(when, clock, out);
    if (!take_clock(&rest, &stamp) || rest.left)
        return WHEN_NOT;
    int seconds = stamp_seconds(&stamp);
    if (seconds < 0 || !clock_within(clock, when.day, seconds, &when.at))
        return WHEN_IMPOSSIBLE;
    return when_settle(when, out);
}

/* A date with its clock, or with noon. */
static bool take_dated(const char *text, size_t length, struct stamp *stamp)
{
    static const char noon[] = " noon";
    size_t most = sizeof noon - 1;
    if (length < most || memcmp(text + length - most, noon, most) != 0)
        return stamp_read(text, length, stamp);
    if (!stamp_read(text, length - most, stamp) || stamp->has_clock)
        return false;
    stamp->hour = 12;
    stamp->has_clock = true;
    return true;
}

/* A year, month and date were given, so their clock is the wall's. */
static enum when_error when_dated(const struct stamp *stamp, const struct clock *clock, struct when *out)
{
    struct when when = {0};
    if (!stamp->plain_date)
        return WHEN_NOT;
    if (!stamp_moment(stamp, clock, &when.at))
        return WHEN_IMPOSSIBLE;
    when.day = moment_day(when.at, clock->day_start);
    return stamp->has_clock ? when_settle(when, out) : when_whole(when, clock, out);
}

/* A unit in one letter or in full, as one or as many: its letter; 0 if there is none. */
static char take_unit(struct cursor *cursor)
{
    static const char *const names[] = {"minute", "min", "m", "hour", "h", "day", "d", "week", "w"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (take_word(cursor, names[i])) {
            if (names[i][1])
                take(cursor, 's');
            return *names[i];
        }
    return '\0';
}

/* 3d, "2 weeks ago": the same clock so many dates before, however long those days were; 2h, "45 min": time
   elapsed. */
static enum when_error when_ago(struct cursor cursor, const struct clock *clock, struct when *out)
{
    int64_t count = 0, seconds = 0, days = 0;
    const int64_t most = 10000000000; /* more minutes than the calendar has */
    for (int digit; take_digits(&cursor, 1, &digit);)
        count = count < most ? count * 10 + digit : count;
    take(&cursor, ' ');
    switch (take_unit(&cursor)) {
    case 'm':
        seconds = count * 60;
        break;
    case 'h':
        seconds = count * 3600;
        break;
    case 'd':
        days = count;
        break;
    case 'w':
        days = count * 7;
        break;
    default:
        return WHEN_NOT;
    }
    take_word(&cursor, " ago");
    if (cursor.left)
        return WHEN_NOT;

    struct when when = {0};
    if (!days || !clock_moment(clock, moment_day(clock->now, 0) - days, moment_clock(clock->now), &when.at))
        when.at = clock_local(clock, clock->now.sec - seconds - days * DAY_SECONDS);
    when.day = moment_day(when.at, clock->day_start);
    return when_settle(when, out);
}

/* Reads a day's name off CURSOR, up to its end or one space; false if it begins with none. */
static bool take_day(struct cursor *cursor, int64_t today, struct when *when)
{
    static const char *const names[] = {"monday",   "tuesday", "wednesday", "thursday",  "friday",
                                        "saturday", "sunday",  "today",     "yesterday", "tomorrow"};
    const char *space = memchr(cursor->at, ' ', cursor->left);
    size_t length = space ? (size_t)(space - cursor->at) : cursor->left;
    for (int i = 0; i < 10; i++) {
        bool whole = length == strlen(names[i]);
        bool brief = length == 3 && i < 7;
        if ((!whole && !brief) || memcmp(cursor->at, names[i], length) != 0)
            continue;
        when->weekday = i < 7;
        when->day = i < 7 ? today - (weekday(today) - i + 7) % 7 : i == 9 ? today + 1 : today - (i - 7);
        cursor->at += length;
        cursor->left -= length;
        return !take(cursor, ' ') || cursor->left;
    }
    return false;
}

enum when_error when_read(const char *text, const struct clock *clock, struct when *out)
{
    char lower[64] = {0};
    size_t length = strlen(text);
    if (length == 0 || length >= sizeof lower)
        return WHEN_NOT;
    for (size_t i = 0; i < length; i++)
        lower[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] - 'A' + 'a' : text[i]);

    struct cursor cursor = {lower, length};
    struct when when = {.day = moment_day(clock->now, clock->day_start)};
    struct stamp stamp;
    if (take_dated(lower, length, &stamp))
        return when_dated(&stamp, clock, out);
    if (strcmp(lower, "now") == 0) {
        when.at = clock->now;
        return when_settle(when, out);
    }
    if (strcmp(lower, "noon") == 0)
        return when_within(when, cursor, clock, out);
    if (!is_digit(*lower))
        return take_day(&cursor, when.day, &when) ? when_within(when, cursor, clock, out) : WHEN_NOT;
    if (memchr(lower, ':', length))
        return when_within(when, cursor, clock, out);
    return when_ago(cursor, clock, out);
}

long minutes_seconds(long minutes)
{
    return (minutes * 60 + 50) / 100;
}

long seconds_minutes(double seconds)
{
    return (long)(seconds / 0.6 + 0.5);
}

void duration_say(long seconds, struct buf *out)
{
    if (seconds >= 60)
        buf_printf(out, "%ld min", seconds / 60);
    if (seconds < 60 || seconds % 60)
        buf_printf(out, "%s%ld s", seconds >= 60 ? " " : "", seconds % 60);
}
