/* base/when.h: the calendar, times as files have them, the local clock, and the words for WHEN. */
#include "base/when.h"

#include "base/buf.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void zone(const char *name)
{
    setenv("TZ", name, 1);
    tzset();
}

static int at_utc(void **state)
{
    (void)state;
    zone("UTC0");
    return unsetenv("KIND_NOW");
}

/* The clock of somebody who lives where NOW's offset holds all year. */
static struct clock fixed_at(const char *now, int day_start)
{
    struct clock clock = {.fixed = true, .day_start = day_start};
    assert_int_equal(moment_read(now, strlen(now), &clock, &clock.now), TIME_EXACT);
    return clock;
}

/* The clock of somebody in ZONE. */
static struct clock living_at(const char *where, const char *now, int day_start)
{
    struct clock clock = {.day_start = day_start};
    zone(where);
    setenv("KIND_NOW", now, 1);
    assert_true(clock_read(&clock));
    assert_false(clock.fixed);
    assert_int_equal(clock.day_start, day_start);
    return clock;
}

/* The calendar */

static void every_day_of_all_years_follows_the_one_before(void **state)
{
    (void)state;
    int64_t day = day_from_date(1, 1, 1);
    int week = 0; /* 0001-01-01 was a Monday */
    for (int year = 1; year <= 9999; year++)
        for (int month = 1; month <= 12; month++)
            for (int date = 1; date_valid(year, month, date); date++, day++, week = (week + 1) % 7) {
                int y, m, d;
                date_from_day(day, &y, &m, &d);
                if (day_from_date(year, month, date) != day || y != year || m != month || d != date ||
                    weekday(day) != week)
                    fail_msg("day %lld is %d-%d-%d, not %d-%d-%d", (long long)day, y, m, d, year, month,
                             date);
            }
    assert_int_equal(day, 2932897);
}

static void known_days_have_their_numbers(void **state)
{
    (void)state;
    assert_int_equal(day_from_date(1970, 1, 1), 0);
    assert_int_equal(day_from_date(1969, 12, 31), -1);
    assert_int_equal(day_from_date(2000, 3, 1), 11017);
    assert_int_equal(day_from_date(1, 1, 1), -719162);
    assert_int_equal(day_from_date(9999, 12, 31), 2932896);
    assert_int_equal(weekday(day_from_date(2026, 11, 23)), 0);
    assert_int_equal(weekday(day_from_date(1969, 7, 20)), 6);
    assert_int_equal(weekday(-719162), 0);
    assert_int_equal(weekday(2932896), 4);
}

static void months_end_where_the_leap_rule_says(void **state)
{
    (void)state;
    static const struct {
        int year, february;
    } years[] = {{1, 28},    {4, 29},    {100, 28},  {400, 29},  {1600, 29},
                 {1700, 28}, {1900, 28}, {1999, 28}, {2000, 29}, {2024, 29},
                 {2026, 28}, {2100, 28}, {2400, 29}, {9996, 29}, {9999, 28}};
    static const int lengths[] = {31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (size_t i = 0; i < sizeof years / sizeof *years; i++)
        for (int month = 1; month <= 12; month++) {
            int last = month == 2 ? years[i].february : lengths[month - 1];
            assert_true(date_valid(years[i].year, month, 1));
            assert_true(date_valid(years[i].year, month, last));
            assert_false(date_valid(years[i].year, month, last + 1));
            assert_false(date_valid(years[i].year, month, 0));
        }
}

static void years_and_months_outside_the_calendar_are_not_dates(void **state)
{
    (void)state;
    assert_false(date_valid(0, 1, 1));
    assert_false(date_valid(-1, 1, 1));
    assert_false(date_valid(10000, 1, 1));
    assert_false(date_valid(2026, 0, 1));
    assert_false(date_valid(2026, 13, 1));
    assert_false(date_valid(2026, -1, 1));
    assert_false(date_valid(2026, 1, -1));
}

static void dates_are_written_with_all_their_digits(void **state)
{
    (void)state;
    char out[DATE_SIZE];
    date_write(day_from_date(1, 1, 1), out);
    assert_string_equal(out, "0001-01-01");
    date_write(day_from_date(9999, 12, 31), out);
    assert_string_equal(out, "9999-12-31");
    date_write(day_from_date(2024, 2, 29), out);
    assert_string_equal(out, "2024-02-29");
}

/* Moments in files */

static void moments_are_written_as_rfc_3339(void **state)
{
    (void)state;
    static const struct {
        struct moment moment;
        const char *text;
    } cases[] = {
        {{0, 0}, "1970-01-01T00:00:00+00:00"},
        {{-1, 0}, "1969-12-31T23:59:59+00:00"},
        {{0, 3600}, "1970-01-01T01:00:00+01:00"},
        {{0, -60}, "1969-12-31T23:59:00-00:01"},
        {{0, -12600}, "1969-12-31T20:30:00-03:30"},
        {{1795458245, 3600}, "2026-11-23T19:24:05+01:00"},
        {{0, 86340}, "1970-01-01T23:59:00+23:59"},
        {{0, -86340}, "1969-12-31T00:01:00-23:59"},
        {{INT64_C(-62135596800), 0}, "0001-01-01T00:00:00+00:00"},
        {{INT64_C(253402300799), 0}, "9999-12-31T23:59:59+00:00"},
        {{INT64_C(-62135596800) - 3600, 3600}, "0001-01-01T00:00:00+01:00"},
        {{INT64_C(253402300799) + 3600, -3600}, "9999-12-31T23:59:59-01:00"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[MOMENT_SIZE];
        moment_write(cases[i].moment, out);
        assert_string_equal(out, cases[i].text);
    }
}

static void a_moment_with_any_offset_reads_back_the_same(void **state)
{
    (void)state;
    struct clock clock = {.fixed = true};
    uint64_t seed = 1;
    for (int offset = -86340; offset <= 86340; offset += 60)
        for (int i = 0; i < 100; i++) {
            int64_t civil = random_between(&seed, -62135596800, 253402300799);
            struct moment moment = {civil - offset, offset}, again = {0};
            char out[MOMENT_SIZE];
            moment_write(moment, out);
            assert_int_equal(moment_read(out, strlen(out), &clock, &again), TIME_EXACT);
            if (again.sec != moment.sec || again.offset != offset)
                fail_msg("%s reads as %lld %d", out, (long long)again.sec, (int)again.offset);
            out[10] = ' '; /* the same by the other way */
            assert_int_equal(moment_read(out, strlen(out), &clock, &again), TIME_EXACT);
            assert_true(again.sec == moment.sec && again.offset == offset);
        }
}

static void a_moment_lies_in_the_day_of_its_own_clock(void **state)
{
    (void)state;
    struct clock clock = fixed_at("2026-11-23T01:30:00+01:00", 0);
    int64_t day = day_from_date(2026, 11, 23);
    assert_int_equal(moment_day(clock.now, 0), day);
    assert_int_equal(moment_day(clock.now, 90), day);
    assert_int_equal(moment_day(clock.now, 91), day - 1);
    assert_int_equal(moment_day(clock.now, 240), day - 1);
    assert_int_equal(moment_clock(clock.now), 5400);
    clock.now.offset = -3600;
    assert_int_equal(moment_day(clock.now, 0), day - 1);
    assert_int_equal(moment_clock(clock.now), 23 * 3600 + 1800);
    struct moment last = {-1, 0};
    assert_int_equal(moment_day(last, 0), -1);
    assert_int_equal(moment_clock(last), 86399);
}

struct form {
    const char *text;
    enum time_form form;
    const char *means; /* NULL if it can't be read */
};

static void check_form(const struct form *form, const struct clock *clock)
{
    struct moment moment = {4711, 60};
    char out[MOMENT_SIZE];
    enum time_form found = moment_read(form->text, strlen(form->text), clock, &moment);
    if (found != form->form)
        fail_msg("'%s' reads as form %d, not %d", form->text, (int)found, (int)form->form);
    if (!form->means) {
        assert_true(moment.sec == 4711 && moment.offset == 60);
        return;
    }
    moment_write(moment, out);
    assert_string_equal(out, form->means);
}

static void times_in_files_are_told_apart(void **state)
{
    (void)state;
    static const struct form forms[] = {
        {"2026-11-23T19:24:05+01:00", TIME_EXACT, "2026-11-23T19:24:05+01:00"},
        {"2026-11-23T19:24:05Z", TIME_EXACT, "2026-11-23T19:24:05+00:00"},
        {"2026-11-23t19:24:05z", TIME_EXACT, "2026-11-23T19:24:05+00:00"},
        {"2026-11-23 19:24:05-03:30", TIME_EXACT, "2026-11-23T19:24:05-03:30"},
        {"2026-11-23T19:24:05-00:00", TIME_EXACT, "2026-11-23T19:24:05+00:00"},
        {"2026-11-23T19:24:05.25+01:00", TIME_EXACT, "2026-11-23T19:24:05+01:00"},
        {"2026-11-23T19:24:05.999999999999999999Z", TIME_EXACT, "2026-11-23T19:24:05+00:00"},
        {"2016-12-31T23:59:60Z", TIME_EXACT, "2016-12-31T23:59:59+00:00"},
        {"2017-01-01T00:59:60+01:00", TIME_EXACT, "2017-01-01T00:59:59+01:00"},
        {"0001-01-01T00:00:00+23:59", TIME_EXACT, "0001-01-01T00:00:00+23:59"},
        {"9999-12-31T23:59:59-23:59", TIME_EXACT, "9999-12-31T23:59:59-23:59"},

        {"2025/01/01 10:00:00", TIME_MENDABLE, "2025-01-01T10:00:00+05:45"},
        {"2025.01.01 10:00:00", TIME_MENDABLE, "2025-01-01T10:00:00+05:45"},
        {"2025/1/2 9:05", TIME_MENDABLE, "2025-01-02T09:05:00+05:45"},
        {"2025-01-01T10:00:00", TIME_MENDABLE, "2025-01-01T10:00:00+05:45"},
        {"2025-01-01 10:00:00.5", TIME_MENDABLE, "2025-01-01T10:00:00+05:45"},
        {"2025-01-01 10:00", TIME_MENDABLE, "2025-01-01T10:00:00+05:45"},
        {"2025-01-01 9:00:00", TIME_MENDABLE, "2025-01-01T09:00:00+05:45"},
        {"2025-01-01T9:00:00+01:00", TIME_MENDABLE, "2025-01-01T09:00:00+01:00"},
        {"2025-01-01T10:00+01:00", TIME_MENDABLE, "2025-01-01T10:00:00+01:00"},
        {"2025-01-01T10:00Z", TIME_MENDABLE, "2025-01-01T10:00:00+00:00"},
        {"2025/01/01T10:00:00Z", TIME_MENDABLE, "2025-01-01T10:00:00+00:00"},
        {"2025-01-01 10:00:00 +0100", TIME_MENDABLE, "2025-01-01T10:00:00+01:00"},
        {"2025-01-01 10:00:00 -01:00", TIME_MENDABLE, "2025-01-01T10:00:00-01:00"},
        {"2025-01-01 10:00:00-0330", TIME_MENDABLE, "2025-01-01T10:00:00-03:30"},
        {"2025-01-01 10:00:00+01", TIME_MENDABLE, "2025-01-01T10:00:00+01:00"},
        {"2025-01-01", TIME_MENDABLE, "2025-01-01T12:00:00+05:45"},
        {"2024/2/29", TIME_MENDABLE, "2024-02-29T12:00:00+05:45"},

        {"3/4/25", TIME_AMBIGUOUS, NULL},
        {"03/04/2025", TIME_AMBIGUOUS, NULL},
        {"3.4.2025", TIME_AMBIGUOUS, NULL},
        {"3-4-25", TIME_AMBIGUOUS, NULL},
        {"25-04-03", TIME_AMBIGUOUS, NULL},
        {"25/12/2025", TIME_AMBIGUOUS, NULL},
        {"3/4/25 10:00", TIME_AMBIGUOUS, NULL},
        {"03/04/2025T10:00:00Z", TIME_AMBIGUOUS, NULL},

        {"2026-02-30T10:00:00+01:00", TIME_IMPOSSIBLE, NULL},
        {"2023-02-29", TIME_IMPOSSIBLE, NULL},
        {"1900-02-29", TIME_IMPOSSIBLE, NULL},
        {"2026-13-01", TIME_IMPOSSIBLE, NULL},
        {"2026-00-01", TIME_IMPOSSIBLE, NULL},
        {"2026-01-00", TIME_IMPOSSIBLE, NULL},
        {"2026-04-31 10:00", TIME_IMPOSSIBLE, NULL},
        {"0000-01-01T00:00:00+00:00", TIME_IMPOSSIBLE, NULL},
        {"2026-11-23T25:00:00+01:00", TIME_IMPOSSIBLE, NULL},
        {"2026-11-23T24:00:00+01:00", TIME_IMPOSSIBLE, NULL},
        {"2026-11-23T19:60:05+01:00", TIME_IMPOSSIBLE, NULL},
        {"2026-11-23T19:24:61+01:00", TIME_IMPOSSIBLE, NULL},
        {"2026-11-23T19:24:05+24:00", TIME_IMPOSSIBLE, NULL},
        {"2026-11-23T19:24:05+01:60", TIME_IMPOSSIBLE, NULL},
        {"2026-11-23 24:00", TIME_IMPOSSIBLE, NULL},

        {"", TIME_NOT, NULL},
        {" ", TIME_NOT, NULL},
        {"yesterday", TIME_NOT, NULL},
        {"18:30", TIME_NOT, NULL},
        {" 2026-11-23T19:24:05+01:00", TIME_NOT, NULL},
        {"2026-11-23T19:24:05+01:00 ", TIME_NOT, NULL},
        {"2026-11-23T19:24:05+01:00x", TIME_NOT, NULL},
        {"2026-11-23T19:24:05+1:00", TIME_NOT, NULL},
        {"2026-11-23T19:24:05+01:", TIME_NOT, NULL},
        {"2026-11-23T19:24:05+01:0", TIME_NOT, NULL},
        {"2026-11-23T19:24:05+010", TIME_NOT, NULL},
        {"2026-11-23T19:24:05.+01:00", TIME_NOT, NULL},
        {"2026-11-23T19:24.5+01:00", TIME_NOT, NULL},
        {"2026-11-23T19:24:5+01:00", TIME_NOT, NULL},
        {"2026-11-23T19:2:05+01:00", TIME_NOT, NULL},
        {"2026-11-23T19", TIME_NOT, NULL},
        {"2026-11-23T", TIME_NOT, NULL},
        {"2026-11-23 ", TIME_NOT, NULL},
        {"2026-11-23  19:24", TIME_NOT, NULL},
        {"2026-11-23_19:24:05+01:00", TIME_NOT, NULL},
        {"2026-11-233", TIME_NOT, NULL},
        {"2026-11/23", TIME_NOT, NULL},
        {"2026-11", TIME_NOT, NULL},
        {"2026", TIME_NOT, NULL},
        {"20261123", TIME_NOT, NULL},
        {"20261123T192405Z", TIME_NOT, NULL},
        {"12026-11-23", TIME_NOT, NULL},
        {"-2026-11-23", TIME_NOT, NULL},
        {"+2026-11-23", TIME_NOT, NULL},
        {"2026-+1-23", TIME_NOT, NULL},
        {"1795458245", TIME_NOT, NULL},
        {"3/4", TIME_NOT, NULL},
        {"3/4/256", TIME_NOT, NULL},
        {"3/4.25", TIME_NOT, NULL},
        {"3/4/25th", TIME_NOT, NULL},
        {"2026-1\xd9\xa1-23", TIME_NOT, NULL},
        {"\xef\xbc\x92"
         "026-11-23T19:24:05+01",
         TIME_NOT, NULL},
    };
    struct clock clock = fixed_at("2026-11-23T20:00:00+05:45", 0);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        check_form(&forms[i], &clock);
}

static void a_time_ends_where_its_length_says(void **state)
{
    (void)state;
    struct clock clock = {.fixed = true};
    struct moment moment = {0};
    const char *text = "2026-11-23T19:24:05+01:00,kindness";
    assert_int_equal(moment_read(text, 25, &clock, &moment), TIME_EXACT);
    assert_int_equal(moment_read(text, 10, &clock, &moment), TIME_MENDABLE);
    assert_int_equal(moment_read(text, 26, &clock, &moment), TIME_NOT);
    assert_int_equal(moment_read("2026-11-23\0", 11, &clock, &moment), TIME_NOT);
    assert_int_equal(moment_read(NULL, 0, &clock, &moment), TIME_NOT);
}

/* Every start of a good time, and every good time with one byte changed, is either refused or a time that can
 * be written. */
static void torn_and_damaged_times_never_become_nonsense(void **state)
{
    (void)state;
    struct clock clock = {.fixed = true};
    uint64_t seed = 3;
    for (int i = 0; i < 300000; i++) {
        char text[] = "2026-11-23T19:24:05.5+01:00";
        size_t length = (size_t)random_between(&seed, 0, sizeof text - 1);
        if (random_below(&seed, 2))
            memmove(text + 19, text + 21, sizeof text - 21);
        text[random_between(&seed, 0, sizeof text - 2)] = (char)random_between(&seed, 0, 255);
        text[random_between(&seed, 0, sizeof text - 2)] = (char)random_between(&seed, '-', ':');
        struct moment moment = {0}, again = {0};
        char out[MOMENT_SIZE];
        enum time_form form = moment_read(text, length, &clock, &moment);
        if (form != TIME_EXACT && form != TIME_MENDABLE)
            continue;
        moment_write(moment, out);
        assert_int_equal(moment_read(out, strlen(out), &clock, &again), TIME_EXACT);
        assert_true(again.sec == moment.sec && again.offset == moment.offset);
    }
}

/* A torn date must not be taken for the one before it, nor stand in for the next one. */
static void a_time_behind_another_one_reads_as_it_does_alone(void **state)
{
    (void)state;
    static const char other[] = "0123456789-:T+Zx";
    struct clock clock = fixed_at("2026-11-23T19:24:05+01:00", 0);
    struct time_seen seen = {0};
    uint64_t random = 19;
    int exact = 0;
    for (int i = 0; i < 100000; i++) {
        char text[MOMENT_SIZE];
        struct moment alone = {0}, next = {0};
        moment_write(
            (struct moment){random_between(&random, 0, 4) * DAY_SECONDS + random_between(&random, 0, 86399),
                            (int32_t)random_between(&random, -2, 2) * 3600},
            text);
        for (int64_t damage = random_between(&random, -1, 1); damage > 0; damage--)
            text[random_between(&random, 0, MOMENT_SIZE - 2)] =
                other[random_between(&random, 0, sizeof other - 2)];
        enum time_form form = moment_read(text, MOMENT_SIZE - 1, &clock, &alone);
        assert_int_equal(moment_read_next(text, MOMENT_SIZE - 1, &clock, &seen, &next), form);
        assert_true(alone.sec == next.sec && alone.offset == next.offset);
        exact += form == TIME_EXACT;
    }
    assert_in_range(exact, 60000, 99000);
}

/* Nothing has been seen yet, which must not look like a date of NULs. */
static void nuls_are_no_date_and_no_offset(void **state)
{
    (void)state;
    static const char dateless[] = "\0\0\0\0\0\0\0\0\0\0T10:36:46+01:00";
    static const char placeless[] = "2026-11-23T10:36:46\0\0\0\0\0";
    struct clock clock = fixed_at("2026-11-23T19:24:05+01:00", 0);
    struct moment moment;
    assert_int_equal(moment_read(dateless, sizeof dateless - 1, &clock, &moment), TIME_NOT);
    assert_int_equal(moment_read(placeless, sizeof placeless, &clock, &moment), TIME_NOT);
}

/* The local clock */

static void now_comes_from_the_system(void **state)
{
    (void)state;
    struct clock clock = {.day_start = 17, .fixed = true};
    /* Not time(), which may lag some milliseconds behind this clock and then tell the second before. */
    struct timespec before, after;
    clock_gettime(CLOCK_REALTIME, &before);
    assert_true(clock_read(&clock));
    clock_gettime(CLOCK_REALTIME, &after);
    assert_true(clock.now.sec >= before.tv_sec && clock.now.sec <= after.tv_sec);
    assert_int_equal(clock.now.offset, 0);
    assert_false(clock.fixed);
    assert_int_equal(clock.day_start, 17);
}

static void kind_now_that_agrees_with_the_zone_follows_the_zone(void **state)
{
    (void)state;
    struct clock clock = living_at("Europe/Berlin", "2026-11-23T19:24:05+01:00", 0);
    assert_int_equal(clock.now.sec, 1795458245);
    assert_int_equal(clock.now.offset, 3600);
    assert_int_equal(clock_local(&clock, clock.now.sec - 150 * DAY_SECONDS).offset, 7200);
}

static void a_clock_is_read_in_the_zone_that_tz_names_by_then(void **state)
{
    (void)state;
    struct clock clock = {0};
    assert_int_equal(clock_local(&clock, 1795458245).offset, 0);
    setenv("TZ", "Asia/Kathmandu", 1);
    assert_true(clock_read(&clock));
    assert_int_equal(clock.now.offset, 20700);
}

static void kind_now_that_does_not_agree_with_the_zone_is_the_offset_all_year(void **state)
{
    (void)state;
    struct clock clock = {.day_start = 17};
    zone("Europe/Berlin");
    setenv("KIND_NOW", "2026-11-23T19:24:05+02:00", 1);
    assert_true(clock_read(&clock));
    assert_true(clock.fixed);
    assert_int_equal(clock.day_start, 17);
    assert_int_equal(clock_local(&clock, clock.now.sec - 150 * DAY_SECONDS).offset, 7200);
    assert_int_equal(clock_local(&clock, clock.now.sec).offset, 7200);
    struct moment moment;
    assert_true(clock_moment(&clock, day_from_date(2026, 3, 29), 2 * 3600 + 1800, &moment));
    assert_int_equal(moment.offset, 7200);
}

static void kind_now_that_is_not_exact_is_refused(void **state)
{
    (void)state;
    static const char *const refused[] = {
        "",           "now", "yesterday", "2026-11-23", "2026-11-23T19:24:05", "2026-02-30T00:00:00Z",
        "1795458245", " "};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct clock clock = {0};
        setenv("KIND_NOW", refused[i], 1);
        assert_false(clock_read(&clock));
    }
}

static void check_local(const struct clock *clock, const char *date, int seconds, const char *expected)
{
    struct moment moment = {4711, 60}, noon;
    char out[MOMENT_SIZE];
    assert_int_equal(moment_read(date, strlen(date), clock, &noon), TIME_EXACT);
    bool found = clock_moment(clock, moment_day(noon, 0), seconds, &moment);
    if (found != (expected != NULL))
        fail_msg("%s at second %d: %s", date, seconds, found ? "found" : "not found");
    if (!expected)
        return;
    moment_write(moment, out);
    assert_string_equal(out, expected);
}

static void an_hour_that_summer_time_skips_does_not_exist(void **state)
{
    (void)state;
    struct clock clock = living_at("Europe/Berlin", "2026-11-23T19:24:05+01:00", 0);
    check_local(&clock, "2026-03-29T12:00:00Z", 7199, "2026-03-29T01:59:59+01:00");
    check_local(&clock, "2026-03-29T12:00:00Z", 7200, NULL);
    check_local(&clock, "2026-03-29T12:00:00Z", 9000, NULL);
    check_local(&clock, "2026-03-29T12:00:00Z", 10799, NULL);
    check_local(&clock, "2026-03-29T12:00:00Z", 10800, "2026-03-29T03:00:00+02:00");
    check_local(&clock, "2026-03-29T12:00:00Z", 0, "2026-03-29T00:00:00+01:00");
    check_local(&clock, "2026-03-29T12:00:00Z", 86399, "2026-03-29T23:59:59+02:00");
}

static void of_an_hour_that_comes_twice_the_earlier_is_meant(void **state)
{
    (void)state;
    struct clock clock = living_at("Europe/Berlin", "2026-11-23T19:24:05+01:00", 0);
    check_local(&clock, "2026-10-25T12:00:00Z", 7199, "2026-10-25T01:59:59+02:00");
    check_local(&clock, "2026-10-25T12:00:00Z", 7200, "2026-10-25T02:00:00+02:00");
    check_local(&clock, "2026-10-25T12:00:00Z", 10799, "2026-10-25T02:59:59+02:00");
    check_local(&clock, "2026-10-25T12:00:00Z", 10800, "2026-10-25T03:00:00+01:00");
}

static void the_nights_of_summer_time_have_23_and_25_hours(void **state)
{
    (void)state;
    struct clock clock = living_at("Europe/Berlin", "2026-11-23T19:24:05+01:00", 0);
    struct moment noon = {0}, next = {0};
    int64_t march = day_from_date(2026, 3, 28), october = day_from_date(2026, 10, 24);
    assert_true(clock_moment(&clock, march, 43200, &noon) && clock_moment(&clock, march + 1, 43200, &next));
    assert_int_equal(next.sec - noon.sec, 23 * 3600);
    assert_true(clock_moment(&clock, october, 43200, &noon) &&
                clock_moment(&clock, october + 1, 43200, &next));
    assert_int_equal(next.sec - noon.sec, 25 * 3600);
}

static void a_quarter_of_an_hour_and_half_an_hour_of_summer_time_are_kept(void **state)
{
    (void)state;
    struct clock clock = living_at("Asia/Kathmandu", "2026-11-23T19:24:05+05:45", 0);
    check_local(&clock, "2026-03-29T12:00:00Z", 9000, "2026-03-29T02:30:00+05:45");
    clock = living_at("Australia/Lord_Howe", "2026-11-23T19:24:05+11:00", 0);
    check_local(&clock, "2026-07-01T12:00:00Z", 9000, "2026-07-01T02:30:00+10:30");
    check_local(&clock, "2026-04-05T12:00:00Z", 6300, "2026-04-05T01:45:00+11:00");
    check_local(&clock, "2026-10-04T12:00:00Z", 8100, NULL);
}

static void a_day_that_a_country_skipped_does_not_exist(void **state)
{
    (void)state;
    struct clock clock = living_at("Pacific/Apia", "2011-12-31T10:00:00+14:00", 0);
    check_local(&clock, "2011-12-29T12:00:00Z", 86399, "2011-12-29T23:59:59-10:00");
    check_local(&clock, "2011-12-30T12:00:00Z", 0, NULL);
    check_local(&clock, "2011-12-30T12:00:00Z", 43200, NULL);
    check_local(&clock, "2011-12-30T12:00:00Z", 86399, NULL);
    check_local(&clock, "2011-12-31T12:00:00Z", 0, "2011-12-31T00:00:00+14:00");
}

static void the_suns_own_time_is_kept_to_the_minute(void **state)
{
    (void)state;
    struct clock clock = living_at("Europe/Berlin", "2026-11-23T19:24:05+01:00", 0);
    check_local(&clock, "1850-06-01T12:00:00Z", 43200, "1850-06-01T12:00:00+00:53");
    clock = living_at("Africa/Monrovia", "2026-11-23T19:24:05+00:00", 0);
    check_local(&clock, "1950-06-01T12:00:00Z", 45, "1950-06-01T00:00:45-00:44");
    check_local(&clock, "1890-06-01T12:00:00Z", 45, "1890-06-01T00:00:45-00:43");
}

static void the_calendars_ends_are_reached_and_not_passed(void **state)
{
    (void)state;
    struct moment moment;
    struct clock clock = living_at("Europe/Berlin", "2026-11-23T19:24:05+01:00", 0);
    check_local(&clock, "0001-01-01T12:00:00Z", 0, "0001-01-01T00:00:00+00:53");
    check_local(&clock, "9999-12-31T12:00:00Z", 86399, "9999-12-31T23:59:59+01:00");
    assert_false(clock_moment(&clock, day_from_date(1, 1, 1) - 1, 43200, &moment));
    assert_false(clock_moment(&clock, day_from_date(9999, 12, 31) + 1, 43200, &moment));
    assert_false(clock_moment(&clock, INT64_MAX, 43200, &moment));
    assert_false(clock_moment(&clock, INT64_MIN, 43200, &moment));
    clock = living_at("America/New_York", "2026-11-23T19:24:05-05:00", 0);
    check_local(&clock, "0001-01-01T12:00:00Z", 0, "0001-01-01T00:00:00-04:56");
    check_local(&clock, "9999-12-31T12:00:00Z", 86399, "9999-12-31T23:59:59-05:00");
}

static void the_local_clock_of_an_instant_leads_back_to_it(void **state)
{
    (void)state;
    static const char *const zones[] = {"UTC0",
                                        "Europe/Berlin",
                                        "Asia/Kathmandu",
                                        "Pacific/Apia",
                                        "America/St_Johns",
                                        "Australia/Lord_Howe",
                                        "Africa/Casablanca"};
    uint64_t seed = 5;
    struct clock clock = {0};
    for (size_t z = 0; z < sizeof zones / sizeof *zones; z++) {
        zone(zones[z]);
        for (int i = 0; i < 20000; i++) {
            int64_t sec = i % 2 ? random_between(&seed, -62135510400, 253402214399)
                                : random_between(&seed, 0, 4102444800);
            struct moment local = clock_local(&clock, sec), again;
            assert_true(local.sec == sec && local.offset % 60 == 0);
            assert_true(clock_moment(&clock, moment_day(local, 0), moment_clock(local), &again));
            /* an hour that comes twice leads to its first run */
            assert_true(moment_day(again, 0) == moment_day(local, 0));
            assert_int_equal(moment_clock(again), moment_clock(local));
            assert_true(again.sec == sec || (again.sec < sec && sec - again.sec <= DAY_SECONDS));
        }
    }
}

static void a_zone_far_off_still_writes_times_that_can_be_read(void **state)
{
    (void)state;
    static const char *const zones[] = {"AAA-24:59", "AAA24:59", "AAA-24", "AAA24", "No/Such_Zone", ""};
    struct clock clock = {0};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        zone(zones[i]);
        struct moment local = clock_local(&clock, 1795458245), again;
        char out[MOMENT_SIZE];
        moment_write(local, out);
        assert_int_equal(moment_read(out, strlen(out), &clock, &again), TIME_EXACT);
        assert_int_equal(again.sec, 1795458245);
    }
}

/* WHEN */

enum { CLOCK = 0, WHOLE = 1, WEEKDAY = 2 };

struct saying {
    const char *text;
    const char *at;  /* NULL if it is refused */
    const char *day; /* the civil day it lies in */
    int kind;
};

static void check_saying(const struct saying *saying, const struct clock *clock)
{
    struct when when = {.day = 4711};
    char at[MOMENT_SIZE], day[DATE_SIZE];
    enum when_error error = when_read(saying->text, clock, &when);
    if (error != WHEN_OK)
        fail_msg("'%s' is refused with %d", saying->text, (int)error);
    moment_write(when.at, at);
    date_write(when.day, day);
    if (strcmp(at, saying->at) != 0 || strcmp(day, saying->day) != 0)
        fail_msg("'%s' is %s on %s, not %s on %s", saying->text, at, day, saying->at, saying->day);
    if (when.whole_day != ((saying->kind & WHOLE) != 0) || when.weekday != ((saying->kind & WEEKDAY) != 0))
        fail_msg("'%s': whole day %d, weekday %d", saying->text, when.whole_day, when.weekday);
}

static void check_sayings(const struct saying *sayings, size_t count, const struct clock *clock)
{
    for (size_t i = 0; i < count; i++)
        check_saying(&sayings[i], clock);
}

static void every_way_to_say_when_is_understood(void **state)
{
    (void)state;
    static const struct saying sayings[] = {
        {"2026-11-22", "2026-11-22T12:00:00+01:00", "2026-11-22", WHOLE},
        {"2026-11-25", "2026-11-25T12:00:00+01:00", "2026-11-25", WHOLE},
        {"2024-02-29", "2024-02-29T12:00:00+01:00", "2024-02-29", WHOLE},
        {"0001-01-01", "0001-01-01T12:00:00+01:00", "0001-01-01", WHOLE},
        {"9999-12-31", "9999-12-31T12:00:00+01:00", "9999-12-31", WHOLE},
        {"2026-11-22 18:30", "2026-11-22T18:30:00+01:00", "2026-11-22", CLOCK},
        {"2026-11-22 9:05", "2026-11-22T09:05:00+01:00", "2026-11-22", CLOCK},
        {"2026-11-22 18:30:05", "2026-11-22T18:30:05+01:00", "2026-11-22", CLOCK},
        {"2026-11-22T18:30", "2026-11-22T18:30:00+01:00", "2026-11-22", CLOCK},
        {"2026-11-22T18:30:05-05:00", "2026-11-22T18:30:05-05:00", "2026-11-22", CLOCK},
        {"2026-11-22t18:30:05.5z", "2026-11-22T18:30:05+00:00", "2026-11-22", CLOCK},
        {"18:30", "2026-11-25T18:30:00+01:00", "2026-11-25", CLOCK},
        {"18:30:05", "2026-11-25T18:30:05+01:00", "2026-11-25", CLOCK},
        {"9:05", "2026-11-25T09:05:00+01:00", "2026-11-25", CLOCK},
        {"0:00", "2026-11-25T00:00:00+01:00", "2026-11-25", CLOCK},
        {"23:59:59", "2026-11-25T23:59:59+01:00", "2026-11-25", CLOCK},
        {"today", "2026-11-25T12:00:00+01:00", "2026-11-25", WHOLE},
        {"today 8:15", "2026-11-25T08:15:00+01:00", "2026-11-25", CLOCK},
        {"tomorrow", "2026-11-26T12:00:00+01:00", "2026-11-26", WHOLE},
        {"yesterday", "2026-11-24T12:00:00+01:00", "2026-11-24", WHOLE},
        {"yesterday 21:30", "2026-11-24T21:30:00+01:00", "2026-11-24", CLOCK},
        {"YESTERDAY", "2026-11-24T12:00:00+01:00", "2026-11-24", WHOLE},
        {"wed", "2026-11-25T12:00:00+01:00", "2026-11-25", WHOLE | WEEKDAY},
        {"tue", "2026-11-24T12:00:00+01:00", "2026-11-24", WHOLE | WEEKDAY},
        {"mon", "2026-11-23T12:00:00+01:00", "2026-11-23", WHOLE | WEEKDAY},
        {"sun", "2026-11-22T12:00:00+01:00", "2026-11-22", WHOLE | WEEKDAY},
        {"sat", "2026-11-21T12:00:00+01:00", "2026-11-21", WHOLE | WEEKDAY},
        {"fri", "2026-11-20T12:00:00+01:00", "2026-11-20", WHOLE | WEEKDAY},
        {"thu", "2026-11-19T12:00:00+01:00", "2026-11-19", WHOLE | WEEKDAY},
        {"monday", "2026-11-23T12:00:00+01:00", "2026-11-23", WHOLE | WEEKDAY},
        {"Tuesday", "2026-11-24T12:00:00+01:00", "2026-11-24", WHOLE | WEEKDAY},
        {"WEDNESDAY", "2026-11-25T12:00:00+01:00", "2026-11-25", WHOLE | WEEKDAY},
        {"thursday", "2026-11-19T12:00:00+01:00", "2026-11-19", WHOLE | WEEKDAY},
        {"friday", "2026-11-20T12:00:00+01:00", "2026-11-20", WHOLE | WEEKDAY},
        {"saturday", "2026-11-21T12:00:00+01:00", "2026-11-21", WHOLE | WEEKDAY},
        {"sunday", "2026-11-22T12:00:00+01:00", "2026-11-22", WHOLE | WEEKDAY},
        {"Mon 18:30", "2026-11-23T18:30:00+01:00", "2026-11-23", WEEKDAY},
        {"sunday 7:00:01", "2026-11-22T07:00:01+01:00", "2026-11-22", WEEKDAY},
        {"wed 23:00", "2026-11-25T23:00:00+01:00", "2026-11-25", WEEKDAY},
        {"3d", "2026-11-22T19:24:05+01:00", "2026-11-22", CLOCK},
        {"0d", "2026-11-25T19:24:05+01:00", "2026-11-25", CLOCK},
        {"2W", "2026-11-11T19:24:05+01:00", "2026-11-11", CLOCK},
        {"2h", "2026-11-25T17:24:05+01:00", "2026-11-25", CLOCK},
        {"20H", "2026-11-24T23:24:05+01:00", "2026-11-24", CLOCK},
        {"45m", "2026-11-25T18:39:05+01:00", "2026-11-25", CLOCK},
        {"0000045m", "2026-11-25T18:39:05+01:00", "2026-11-25", CLOCK},
        {"now", "2026-11-25T19:24:05+01:00", "2026-11-25", CLOCK},
        {"Noon", "2026-11-25T12:00:00+01:00", "2026-11-25", CLOCK},
        {"yesterday noon", "2026-11-24T12:00:00+01:00", "2026-11-24", CLOCK},
        {"2026-11-22 noon", "2026-11-22T12:00:00+01:00", "2026-11-22", CLOCK},
        {"mon noon", "2026-11-23T12:00:00+01:00", "2026-11-23", WEEKDAY},
        {"3 d", "2026-11-22T19:24:05+01:00", "2026-11-22", CLOCK},
        {"3 Days Ago", "2026-11-22T19:24:05+01:00", "2026-11-22", CLOCK},
        {"3d ago", "2026-11-22T19:24:05+01:00", "2026-11-22", CLOCK},
        {"1 week ago", "2026-11-18T19:24:05+01:00", "2026-11-18", CLOCK},
        {"2 hours", "2026-11-25T17:24:05+01:00", "2026-11-25", CLOCK},
        {"1hour ago", "2026-11-25T18:24:05+01:00", "2026-11-25", CLOCK},
        {"45 min ago", "2026-11-25T18:39:05+01:00", "2026-11-25", CLOCK},
        {"1 minute ago", "2026-11-25T19:23:05+01:00", "2026-11-25", CLOCK},
        {"1440m", "2026-11-24T19:24:05+01:00", "2026-11-24", CLOCK},
    };
    struct clock clock = fixed_at("2026-11-25T19:24:05+01:00", 0); /* a Wednesday */
    check_sayings(sayings, sizeof sayings / sizeof *sayings, &clock);
}

static void today_before_noon_is_now(void **state)
{
    (void)state;
    static const struct saying sayings[] = {
        {"today", "2026-11-25T08:00:01+01:00", "2026-11-25", WHOLE},
        {"wed", "2026-11-25T08:00:01+01:00", "2026-11-25", WHOLE | WEEKDAY},
        {"2026-11-25", "2026-11-25T08:00:01+01:00", "2026-11-25", WHOLE},
        {"yesterday", "2026-11-24T12:00:00+01:00", "2026-11-24", WHOLE},
        {"2026-11-26", "2026-11-26T12:00:00+01:00", "2026-11-26", WHOLE},
        {"18:30", "2026-11-25T18:30:00+01:00", "2026-11-25", CLOCK},
    };
    struct clock clock = fixed_at("2026-11-25T08:00:01+01:00", 0);
    check_sayings(sayings, sizeof sayings / sizeof *sayings, &clock);
}

static void the_night_belongs_to_the_day_that_went_before(void **state)
{
    (void)state;
    static const struct saying at_night[] = {
        {"today", "2026-11-24T12:00:00+01:00", "2026-11-24", WHOLE},
        {"tue", "2026-11-24T12:00:00+01:00", "2026-11-24", WHOLE | WEEKDAY},
        {"wed", "2026-11-18T12:00:00+01:00", "2026-11-18", WHOLE | WEEKDAY},
        {"yesterday", "2026-11-23T12:00:00+01:00", "2026-11-23", WHOLE},
        {"18:30", "2026-11-24T18:30:00+01:00", "2026-11-24", CLOCK},
        {"01:00", "2026-11-25T01:00:00+01:00", "2026-11-24", CLOCK},
        {"3:59:59", "2026-11-25T03:59:59+01:00", "2026-11-24", CLOCK},
        {"4:00", "2026-11-24T04:00:00+01:00", "2026-11-24", CLOCK},
        {"yesterday 01:00", "2026-11-24T01:00:00+01:00", "2026-11-23", CLOCK},
        {"mon 01:00", "2026-11-24T01:00:00+01:00", "2026-11-23", WEEKDAY},
        {"2026-11-25 01:00", "2026-11-25T01:00:00+01:00", "2026-11-24", CLOCK},
        {"2026-11-25T01:00:00-03:00", "2026-11-25T01:00:00-03:00", "2026-11-24", CLOCK},
        {"2026-11-25", "2026-11-25T12:00:00+01:00", "2026-11-25", WHOLE},
        {"1d", "2026-11-24T02:10:00+01:00", "2026-11-23", CLOCK},
        {"3h", "2026-11-24T23:10:00+01:00", "2026-11-24", CLOCK},
    };
    struct clock clock = fixed_at("2026-11-25T02:10:00+01:00", 240);
    check_sayings(at_night, sizeof at_night / sizeof *at_night, &clock);
}

static void a_day_that_starts_after_noon_has_its_noon_at_its_end(void **state)
{
    (void)state;
    static const struct saying sayings[] = {
        {"today", "2026-11-25T19:24:05+01:00", "2026-11-25", WHOLE},
        {"yesterday", "2026-11-25T12:00:00+01:00", "2026-11-24", WHOLE},
        {"2026-11-20", "2026-11-21T12:00:00+01:00", "2026-11-20", WHOLE},
        {"20:00", "2026-11-25T20:00:00+01:00", "2026-11-25", CLOCK},
        {"9:00", "2026-11-26T09:00:00+01:00", "2026-11-25", CLOCK},
    };
    struct clock clock = fixed_at("2026-11-25T19:24:05+01:00", 18 * 60);
    check_sayings(sayings, sizeof sayings / sizeof *sayings, &clock);
    struct moment moment;
    assert_int_equal(moment_read("2026-11-20", 10, &clock, &moment), TIME_MENDABLE);
    assert_int_equal(moment_day(moment, clock.day_start), day_from_date(2026, 11, 20));
    struct when when;
    assert_int_equal(when_read("9999-12-31", &clock, &when), WHEN_IMPOSSIBLE);
}

static void check_refused(const char *text, const struct clock *clock, enum when_error expected)
{
    struct when when = {.day = 4711};
    enum when_error error = when_read(text, clock, &when);
    if (error != expected || when.day != 4711)
        fail_msg("'%s' gives %d, not %d", text, (int)error, (int)expected);
}

static void what_says_no_time_is_refused(void **state)
{
    (void)state;
    static const char *const refused[] = {
        "",
        " ",
        "   ",
        "\t",
        "\n",
        "now 18:30",
        "nows",
        "noon ",
        "18:30 noon",
        "2026-11-22 18:30 noon",
        "2026-11-22T18:30+01:00 noon",
        "2026-11-22Tnoon",
        "2026/11/22 noon",
        "m",
        "mo",
        "mond",
        "mondays",
        "tod",
        "yes",
        "monday18:30",
        " monday",
        "monday ",
        "monday  18:30",
        "monday 18",
        "monday 18:30 ",
        "monday 18:30pm",
        "monday 2026-11-22",
        "yesterday yesterday",
        "yesterday 3d",
        "today ",
        "3",
        "d",
        "3x",
        "3dd",
        "3d ",
        " 3d",
        "3  d",
        "3ds",
        "3 da",
        "3 ago",
        "3 days ",
        "3 daysago",
        "3 days  ago",
        "3 days ago now",
        "three days ago",
        "ago",
        "3d2h",
        "-3d",
        "+3d",
        "3.5d",
        "3,5d",
        "99999999999x",
        "18",
        "18:",
        ":30",
        "18:3",
        "18:300",
        "118:30",
        "18:30:",
        "18:30:5",
        "18:30:05.",
        "18:30 ",
        " 18:30",
        "18.30",
        "18:30+01:00",
        "18h30",
        "6:30pm",
        "-1:30",
        "2026-11-22x",
        "2026-11-22 ",
        "2026-11-22 x",
        "2026-11-22 18",
        "2026-11-22  18:30",
        "2026-11-22 18:30 x",
        "2026-11-22 18:30:05+01:00x",
        "2026-11",
        "2026",
        "20261122",
        "2026/11/22",
        "2026-1-2",
        "2026.11.22",
        "22.11.2026",
        "11/22/2026",
        "3/4/25",
        "\xd9\xa3h",                         /* Arabic digits */
        "\xd9\xa1\xd9\xa8:\xd9\xa3\xd9\xa0", /* and in a clock */
        "\xef\xbc\x92\xef\xbc\x90\xef\xbc\x92\xef\xbc\x96-11-22",
        "m\xc3\xb6n",
        "2026-11-22 18:30:05.00000000000000000000000000000000000000000000000000000+01:00",
    };
    struct clock clock = fixed_at("2026-11-25T19:24:05+01:00", 0);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        check_refused(refused[i], &clock, WHEN_NOT);
    static char digits[100000];
    memset(digits, '9', sizeof digits - 1);
    check_refused(digits, &clock, WHEN_NOT);
    static const char date[] = "2026-11-22 ";
    memcpy(digits, date, sizeof date - 1);
    check_refused(digits, &clock, WHEN_NOT);
}

static void times_that_do_not_exist_are_impossible(void **state)
{
    (void)state;
    static const char *const impossible[] = {
        "2026-02-30",
        "2026-02-29",
        "1900-02-29",
        "2026-04-31 18:30",
        "2026-13-01",
        "2026-00-10",
        "2026-11-00",
        "2026-11-32",
        "0000-01-01",
        "24:00",
        "25:00",
        "18:60",
        "18:30:61",
        "99:99",
        "yesterday 24:00",
        "mon 25:00",
        "2026-11-22 24:00",
        "2026-11-22 25:00",
        "2026-11-22T18:30:00+24:00",
        "2026-11-22T18:30:00+01:60",
        "99999999999d",
        "99999999999w",
        "99999999999h",
        "999999999999m",
        "9999999999999999999999999999999999999999d",
        "9223372036854775808m",
        "18446744073709551617d",
        "740000d",
        "106000w",
        "17800000h",
        "1070000000m",
    };
    struct clock clock = fixed_at("2026-11-25T19:24:05+01:00", 0);
    for (size_t i = 0; i < sizeof impossible / sizeof *impossible; i++)
        check_refused(impossible[i], &clock, WHEN_IMPOSSIBLE);
    zone("Europe/Berlin");
    clock.fixed = false;
    for (size_t i = 0; i < sizeof impossible / sizeof *impossible; i++)
        check_refused(impossible[i], &clock, WHEN_IMPOSSIBLE);
}

static void the_first_and_last_days_of_the_calendar_are_borders(void **state)
{
    (void)state;
    static const struct saying first[] = {
        {"today", "0001-01-01T10:00:00+01:00", "0001-01-01", WHOLE},
        {"10h", "0001-01-01T00:00:00+01:00", "0001-01-01", CLOCK},
        {"mon", "0001-01-01T10:00:00+01:00", "0001-01-01", WHOLE | WEEKDAY},
    };
    struct clock clock = fixed_at("0001-01-01T10:00:00+01:00", 0);
    check_sayings(first, sizeof first / sizeof *first, &clock);
    check_refused("yesterday", &clock, WHEN_IMPOSSIBLE);
    check_refused("yesterday 23:00", &clock, WHEN_IMPOSSIBLE);
    check_refused("sun", &clock, WHEN_IMPOSSIBLE);
    check_refused("1d", &clock, WHEN_IMPOSSIBLE);
    check_refused("601m", &clock, WHEN_IMPOSSIBLE);
    clock.day_start = 240;
    check_refused("10h", &clock, WHEN_IMPOSSIBLE);
    check_refused("0001-01-01 03:59", &clock, WHEN_IMPOSSIBLE);

    static const struct saying last[] = {
        {"today", "9999-12-31T12:00:00-01:00", "9999-12-31", WHOLE},
        {"23:59:59", "9999-12-31T23:59:59-01:00", "9999-12-31", CLOCK},
    };
    clock = fixed_at("9999-12-31T23:00:00-01:00", 240);
    check_sayings(last, sizeof last / sizeof *last, &clock);
    check_refused("01:00", &clock, WHEN_IMPOSSIBLE);
}

/* A zone whose summer ends in the last hour of the last year. */
static void no_change_of_the_clock_leads_beyond_the_calendar(void **state)
{
    (void)state;
    struct clock clock = living_at("AAA0BBB-2,J1/0,J365/25", "9999-12-31T23:30:00+00:00", 240);
    check_refused("45m", &clock, WHEN_IMPOSSIBLE);
}

static void days_ago_keep_the_clock_over_summer_time_and_hours_do_not(void **state)
{
    (void)state;
    static const struct saying after_spring[] = {
        {"1d", "2026-03-28T19:00:00+01:00", "2026-03-28", CLOCK},
        {"24h", "2026-03-28T18:00:00+01:00", "2026-03-28", CLOCK},
        {"1w", "2026-03-22T19:00:00+01:00", "2026-03-22", CLOCK},
        {"17h", "2026-03-29T01:00:00+01:00", "2026-03-29", CLOCK},
        {"yesterday", "2026-03-28T12:00:00+01:00", "2026-03-28", WHOLE},
    };
    struct clock clock = living_at("Europe/Berlin", "2026-03-29T19:00:00+02:00", 0);
    check_sayings(after_spring, sizeof after_spring / sizeof *after_spring, &clock);
    check_refused("2:30", &clock, WHEN_IMPOSSIBLE);
    check_refused("2026-03-29 02:30", &clock, WHEN_IMPOSSIBLE);

    static const struct saying after_autumn[] = {
        {"1d", "2026-10-24T19:00:00+02:00", "2026-10-24", CLOCK},
        {"24h", "2026-10-24T20:00:00+02:00", "2026-10-24", CLOCK},
        {"2:30", "2026-10-25T02:30:00+02:00", "2026-10-25", CLOCK},
        {"990m", "2026-10-25T02:30:00+01:00", "2026-10-25", CLOCK},
        {"2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+01:00", "2026-10-25", CLOCK},
    };
    clock = living_at("Europe/Berlin", "2026-10-25T19:00:00+01:00", 0);
    check_sayings(after_autumn, sizeof after_autumn / sizeof *after_autumn, &clock);
}

static void days_ago_into_a_skipped_hour_are_days_of_24_hours(void **state)
{
    (void)state;
    static const struct saying berlin = {"1d", "2026-03-29T01:30:00+01:00", "2026-03-29", CLOCK};
    static const struct saying apia = {"1d", "2011-12-29T10:00:00-10:00", "2011-12-29", CLOCK};
    struct clock clock = living_at("Europe/Berlin", "2026-03-30T02:30:00+02:00", 0);
    check_saying(&berlin, &clock);
    clock = living_at("Pacific/Apia", "2011-12-31T10:00:00+14:00", 0);
    check_saying(&apia, &clock);
    check_refused("yesterday", &clock, WHEN_IMPOSSIBLE);
    check_refused("fri", &clock, WHEN_IMPOSSIBLE);
    check_refused("2011-12-30", &clock, WHEN_IMPOSSIBLE);
}

static void no_days_ago_is_now_also_in_an_hour_that_comes_twice(void **state)
{
    (void)state;
    static const struct saying saying = {"0d", "2026-10-25T02:30:00+01:00", "2026-10-25", CLOCK};
    struct clock clock = living_at("Europe/Berlin", "2026-10-25T02:30:00+01:00", 0);
    check_saying(&saying, &clock);
}

static void a_row_without_an_offset_in_a_skipped_hour_is_impossible(void **state)
{
    (void)state;
    static const struct form forms[] = {
        {"2026-03-29 02:30:00", TIME_IMPOSSIBLE, NULL},
        {"2026-03-29 03:00:00", TIME_MENDABLE, "2026-03-29T03:00:00+02:00"},
        {"2026-10-25 02:30", TIME_MENDABLE, "2026-10-25T02:30:00+02:00"},
        {"2026-07-01", TIME_MENDABLE, "2026-07-01T12:00:00+02:00"},
        {"2026-03-29T02:30:00+01:00", TIME_EXACT, "2026-03-29T02:30:00+01:00"},
    };
    struct clock clock = living_at("Europe/Berlin", "2026-11-23T19:24:05+01:00", 240);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        check_form(&forms[i], &clock);
}

/* Whatever is said on whatever day, a whole day contains its moment and a weekday is the latest of its name.
 */
static void whole_days_contain_their_moment_at_every_day_start(void **state)
{
    (void)state;
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    uint64_t seed = 9;
    zone("Europe/Berlin");
    for (int i = 0; i < 20000; i++) {
        struct clock clock = {.day_start = (int)random_between(&seed, 0, 1439)};
        clock.now = clock_local(&clock, random_between(&seed, 0, 4102444800));
        int64_t today = moment_day(clock.now, clock.day_start);
        int name = (int)random_between(&seed, 0, 6);
        struct when when;
        assert_int_equal(when_read(names[name], &clock, &when), WHEN_OK);
        assert_int_equal(moment_day(when.at, clock.day_start), when.day);
        assert_int_equal(weekday(when.day), name);
        assert_true(when.day <= today && when.day > today - 7);
        assert_true(when.at.sec <= clock.now.sec);
    }
}

static void durations_are_said_in_minutes_and_seconds(void **state)
{
    static const struct {
        long minutes;
        const char *said;
    } cases[] = {{0, "0 s"},     {1, "1 s"},          {5, "3 s"},          {99, "59 s"},
                 {100, "1 min"}, {157, "1 min 34 s"}, {250, "2 min 30 s"}, {9000, "90 min"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf said = {0};
        duration_say(minutes_seconds(cases[i].minutes), &said);
        assert_string_equal(buf_string(&said), cases[i].said);
        buf_free(&said);
    }
}

static void seconds_become_hundredths_of_a_minute_and_seconds_again(void **state)
{
    (void)state;
    assert_int_equal(seconds_minutes(0), 0);
    assert_int_equal(seconds_minutes(1.499), 2);
    assert_int_equal(seconds_minutes(1.501), 3);
    for (long seconds = 0; seconds <= 36000; seconds++)
        assert_int_equal(minutes_seconds(seconds_minutes((double)seconds)), seconds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_day_of_all_years_follows_the_one_before, at_utc),
        cmocka_unit_test_setup(known_days_have_their_numbers, at_utc),
        cmocka_unit_test_setup(months_end_where_the_leap_rule_says, at_utc),
        cmocka_unit_test_setup(years_and_months_outside_the_calendar_are_not_dates, at_utc),
        cmocka_unit_test_setup(dates_are_written_with_all_their_digits, at_utc),
        cmocka_unit_test_setup(moments_are_written_as_rfc_3339, at_utc),
        cmocka_unit_test_setup(a_moment_with_any_offset_reads_back_the_same, at_utc),
        cmocka_unit_test_setup(a_moment_lies_in_the_day_of_its_own_clock, at_utc),
        cmocka_unit_test_setup(times_in_files_are_told_apart, at_utc),
        cmocka_unit_test_setup(a_time_ends_where_its_length_says, at_utc),
        cmocka_unit_test_setup(torn_and_damaged_times_never_become_nonsense, at_utc),
        cmocka_unit_test_setup(a_time_behind_another_one_reads_as_it_does_alone, at_utc),
        cmocka_unit_test(nuls_are_no_date_and_no_offset),
        cmocka_unit_test_setup(now_comes_from_the_system, at_utc),
        cmocka_unit_test_setup(kind_now_that_agrees_with_the_zone_follows_the_zone, at_utc),
        cmocka_unit_test_setup(a_clock_is_read_in_the_zone_that_tz_names_by_then, at_utc),
        cmocka_unit_test_setup(kind_now_that_does_not_agree_with_the_zone_is_the_offset_all_year, at_utc),
        cmocka_unit_test_setup(kind_now_that_is_not_exact_is_refused, at_utc),
        cmocka_unit_test_setup(an_hour_that_summer_time_skips_does_not_exist, at_utc),
        cmocka_unit_test_setup(of_an_hour_that_comes_twice_the_earlier_is_meant, at_utc),
        cmocka_unit_test_setup(the_nights_of_summer_time_have_23_and_25_hours, at_utc),
        cmocka_unit_test_setup(a_quarter_of_an_hour_and_half_an_hour_of_summer_time_are_kept, at_utc),
        cmocka_unit_test_setup(a_day_that_a_country_skipped_does_not_exist, at_utc),
        cmocka_unit_test_setup(the_suns_own_time_is_kept_to_the_minute, at_utc),
        cmocka_unit_test_setup(the_calendars_ends_are_reached_and_not_passed, at_utc),
        cmocka_unit_test_setup(the_local_clock_of_an_instant_leads_back_to_it, at_utc),
        cmocka_unit_test_setup(a_zone_far_off_still_writes_times_that_can_be_read, at_utc),
        cmocka_unit_test_setup(every_way_to_say_when_is_understood, at_utc),
        cmocka_unit_test(durations_are_said_in_minutes_and_seconds),
        cmocka_unit_test(seconds_become_hundredths_of_a_minute_and_seconds_again),
        cmocka_unit_test_setup(today_before_noon_is_now, at_utc),
        cmocka_unit_test_setup(the_night_belongs_to_the_day_that_went_before, at_utc),
        cmocka_unit_test_setup(a_day_that_starts_after_noon_has_its_noon_at_its_end, at_utc),
        cmocka_unit_test_setup(what_says_no_time_is_refused, at_utc),
        cmocka_unit_test_setup(times_that_do_not_exist_are_impossible, at_utc),
        cmocka_unit_test_setup(the_first_and_last_days_of_the_calendar_are_borders, at_utc),
        cmocka_unit_test_setup(no_change_of_the_clock_leads_beyond_the_calendar, at_utc),
        cmocka_unit_test_setup(days_ago_keep_the_clock_over_summer_time_and_hours_do_not, at_utc),
        cmocka_unit_test_setup(days_ago_into_a_skipped_hour_are_days_of_24_hours, at_utc),
        cmocka_unit_test_setup(no_days_ago_is_now_also_in_an_hour_that_comes_twice, at_utc),
        cmocka_unit_test_setup(a_row_without_an_offset_in_a_skipped_hour_is_impossible, at_utc),
        cmocka_unit_test_setup(whole_days_contain_their_moment_at_every_day_start, at_utc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
