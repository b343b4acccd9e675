/* Records set into a log: whatever the log is, every old byte stays, and the second time nothing is added. */
#include "in/place.h"

#include "tests/unit/rows.h"
#include "track.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct clock utc = {.now = {1800000000, 0}, .fixed = true};
static const struct map no_map;

static struct intake intake_start(void)
{
    return (struct intake){.path = "-", .clock = &utc, .map = &no_map, .tracker = &tracker_harsh};
}

/* A row of one activity. */
static void row_add(struct intake *intake, const char *key, int64_t sec, const char *name, enum act_state how,
                    const char *note)
{
    struct act act = {.name = view_of(name), .state = how};
    struct in_row row = in_row_at(1, view_of(key), (struct moment){sec, 0});
    row.acts = &act;
    row.act_count = 1;
    row.note = view_of(note);
    intake_row(intake, &row);
}

/* The log BYTES with what INTAKE has. */
static struct buf placed(struct intake *intake, const char *bytes, size_t length, struct place *place)
{
    struct log log = {0};
    struct buf out = {0}, error = {0};
    struct view view = {bytes, length};
    assert_int_equal(track_parse(bytes, length, TEXT_ALL, &utc, &log, &error), TRACK_OK);
    *place = (struct place){.count = 0};
    place_judge(intake, &log, view, 0, place);
    if (place->count)
        assert_true(place_write(intake, &log, view, place, &out, &error));
    log_free(&log);
    buf_free(&error);
    return out;
}

static void a_record_stands_behind_the_last_that_is_not_later(void **state)
{
    (void)state;
    static const char log[] = HEADER "2001-09-09T01:46:40+00:00,care,\"a\",,,,,,kaaaaaaaaaa1\n"
                                     "2001-09-09T05:00:00+00:00,care,\"later\",,,,,,kaaaaaaaaaa2\n"
                                     "2001-09-09T03:00:00+00:00,care,\"back\",,,,,,kaaaaaaaaaa3\n"
                                     "2001-09-10T03:00:00+00:00,care,\"end\",,,,,,kaaaaaaaaaa4";
    struct intake intake = intake_start();
    struct place place;
    row_add(&intake, "4", 1000080000, "d", ACT_DONE, "");
    row_add(&intake, "3", 1000010000, "c", ACT_DONE, "");
    row_add(&intake, "2", 1000000000, "b", ACT_DONE, "");
    row_add(&intake, "1", 999999999, "a", ACT_DONE, "");
    row_add(&intake, "5", 1700000000, "e", ACT_DONE, "");
    struct buf out = placed(&intake, log, sizeof log - 1, &place);
    static const char *const order[] = {"#a", "\"a\"", "#b", "later", "back", "#c", "#d", "end", "#e"};
    const char *at = out.bytes;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const char *found = strstr(out.bytes, order[i]);
        assert_non_null(found);
        assert_true(found >= at);
        at = found;
    }
    assert_int_equal(place.rows, 5);
    place_free(&place);
    buf_free(&out);
    intake_free(&intake);
}

static void a_day_rests_once_unless_there_is_more_to_say(void **state)
{
    (void)state;
    struct intake intake = intake_start();
    struct place place;
    row_add(&intake, "1", 1000000000, "gym", ACT_SKIPPED, "");
    row_add(&intake, "2", 1000000100, "run", ACT_SKIPPED, "");
    row_add(&intake, "3", 1000000200, "read", ACT_SKIPPED, "ill");
    row_add(&intake, "4", 1000090000, "gym", ACT_SKIPPED, "");
    struct buf out = placed(&intake, "", 0, &place);
    assert_int_equal(place.count, 3);
    assert_int_equal(place.rests, 1);
    place_free(&place);
    struct buf again = placed(&intake, out.bytes, out.length, &place);
    assert_int_equal(place.count, 0);
    assert_int_equal(place.there, 3);
    assert_int_equal(place.rests, 1);
    place_free(&place);
    buf_free(&out);
    buf_free(&again);
    intake_free(&intake);
}

static void rows_that_are_the_same_are_told_apart_by_their_number(void **state)
{
    (void)state;
    struct intake intake = intake_start(), longer = intake_start();
    struct place place;
    for (int i = 0; i < 3; i++)
        row_add(&intake, "same", 1000000000, "tea", ACT_DONE, "");
    for (int i = 0; i < 5; i++)
        row_add(&longer, "same", 1000000000, "tea", ACT_DONE, "");
    struct buf out = placed(&intake, "", 0, &place);
    assert_int_equal(place.count, 3);
    place_free(&place);
    struct buf more = placed(&longer, out.bytes, out.length, &place);
    assert_int_equal(place.count, 2);
    place_free(&place);
    buf_free(&out);
    buf_free(&more);
    intake_free(&intake);
    intake_free(&longer);
}

static void a_row_that_can_not_be_read_any_more_is_there_by_its_id(void **state)
{
    (void)state;
    struct intake intake = intake_start();
    struct place place;
    row_add(&intake, "x", 1000000000, "tea", ACT_DONE, "");
    struct buf out = placed(&intake, "", 0, &place);
    place_free(&place);
    memcpy(out.bytes + sizeof HEADER - 1, "20x1", 4);
    struct buf again = placed(&intake, out.bytes, out.length, &place);
    assert_int_equal(place.count, 0);
    assert_int_equal(place.there, 1);
    place_free(&place);
    buf_free(&out);
    buf_free(&again);
    intake_free(&intake);
}

/* A log of any shape: rows in any order, bad ones, blank lines, CRLF, with or without an end. */
static void log_make(uint64_t *random, struct buf *out)
{
    static const char *const odd[] = {"garbage\n", "\n", "2001-09-09T01:46:40+00:00,care,\"open,,,,,,\n",
                                      ",\"\n",
                                      "2001-09-09T01:46:40+00:00,care,\"two\nlines\",,,,,,kbbbbbbbbbb1\n"};
    if (random_below(random, 8))
        buf_text(out, HEADER);
    else if (random_below(random, 2))
        return;
    else
        buf_text(out, random_below(random, 2) ? "id;note;x;practice;time\n" : "time,practice,st");
    bool others = out->length && strncmp(out->bytes, "id", 2) == 0;
    if (out->bytes[out->length - 1] != '\n')
        return;
    for (size_t rows = random_below(random, 12); rows; rows--) {
        char time[MOMENT_SIZE], id[ID_SIZE];
        moment_write((struct moment){1000000000 + (int64_t)random_below(random, 100000), 0}, time);
        id_write(1 + random_below(random, 1000000), id);
        if (!random_below(random, 4))
            buf_text(out, odd[random_below(random, sizeof odd / sizeof *odd)]);
        else if (others)
            buf_printf(out, "%s;\"n\";y;care;%s", id, time);
        else
            buf_printf(out, "%s,care,\"n\",,,,,,%s", time, id);
        if (rows > 1 || random_below(random, 2))
            buf_text(out, random_below(random, 3) ? "\n" : "\r\n");
    }
}

static void any_log_keeps_its_bytes_and_takes_each_record_once(void **state)
{
    (void)state;
    uint64_t random = 20261123;
    size_t done = 0;
    for (int round = 0; round < 3000; round++) {
        struct intake intake = intake_start();
        struct buf old = {0}, out = {0}, error = {0};
        struct log log = {0};
        struct place place = {.count = 0};
        log_make(&random, &old);
        for (size_t i = 1 + random_below(&random, 6); i; i--)
            row_add(&intake, random_below(&random, 2) ? "a" : "b",
                    1000000000 + (int64_t)random_below(&random, 100000), "tea", ACT_DONE, "");
        struct view bytes = {buf_string(&old), old.length};
        assert_int_equal(track_parse(bytes.bytes, bytes.length, TEXT_ALL, &utc, &log, &error), TRACK_OK);
        place_judge(&intake, &log, bytes, 0, &place);
        assert_int_equal(place.count, intake.made_count);
        if (place_write(&intake, &log, bytes, &place, &out, &error)) {
            struct place again;
            size_t at = 0;
            for (size_t i = 0; i < out.length && at < old.length; i++)
                at += out.bytes[i] == old.bytes[at];
            assert_int_equal(at, old.length);
            struct buf twice = placed(&intake, out.bytes, out.length, &again);
            assert_int_equal(again.count, 0);
            assert_int_equal(again.there, intake.made_count);
            place_free(&again);
            buf_free(&twice);
            done++;
        }
        place_free(&place);
        log_free(&log);
        buf_free(&old);
        buf_free(&out);
        buf_free(&error);
        intake_free(&intake);
    }
    assert_true(done > 2400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_stands_behind_the_last_that_is_not_later),
        cmocka_unit_test(a_day_rests_once_unless_there_is_more_to_say),
        cmocka_unit_test(rows_that_are_the_same_are_told_apart_by_their_number),
        cmocka_unit_test(a_row_that_can_not_be_read_any_more_is_there_by_its_id),
        cmocka_unit_test(any_log_keeps_its_bytes_and_takes_each_record_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
