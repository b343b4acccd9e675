/* Rows of any format made into records. */
#include "in/in.h"

#include "tests/unit/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATIENCE = 10 /* seconds, a thousand times what it takes */ };

static const struct clock utc = {.now = {1800000000, 0}, .fixed = true};

/* An intake with a mapping of this text. */
static struct intake intake_with(const char *text, struct map *map)
{
    struct buf trouble = {0};
    *map = (struct map){.has_columns = false};
    assert_true(map_read(view_of(text), "map", map, &trouble));
    buf_free(&trouble);
    return (struct intake){.path = "-", .clock = &utc, .map = map, .tracker = &tracker_harsh};
}

static void close_both(struct intake *intake, struct map *map)
{
    intake_free(intake);
    map_free(map);
}

static void assert_made(const struct intake *intake, size_t i, enum practice practice, const char *note,
                        int mood)
{
    assert_true(i < intake->made_count);
    assert_int_equal(intake->made[i].entry.practice, practice);
    assert_string_equal(intake->made[i].entry.note, note);
    assert_int_equal(intake->made[i].entry.mood, mood);
}

static void a_row_of_many_acts_has_a_record_for_each_practice_and_its_mood_once(void **state)
{
    (void)state;
    struct map map;
    struct intake intake =
        intake_with("[activities]\nhelp = kindness\ncall = kindness @mom\nrun = care #run\n"
                    "work = #work\nx = ignore\nsit = pause minutes\n",
                    &map);
    const struct scale scale = {.low = 100, .high = 500};
    struct act acts[] = {{.name = view_of("run"), .amount = view_of("3.2 km")},
                         {.name = view_of("Help")},
                         {.name = view_of("work")},
                         {.name = view_of("tea time!")},
                         {.name = view_of("x")},
                         {.name = view_of("sit"), .amount = view_of("10")},
                         {.name = view_of("call")}};
    struct in_row row = in_row_at(1, view_of("key"), (struct moment){1000000000, 0});
    row.acts = acts;
    row.act_count = sizeof acts / sizeof *acts;
    row.mood = view_of("4");
    row.scale = &scale;
    row.note = view_of(" a note ");
    intake_row(&intake, &row);
    assert_int_equal(intake.made_count, 3);
    assert_made(&intake, 0, PRACTICE_KINDNESS, "Help, @mom #work: a note", 75);
    assert_made(&intake, 1, PRACTICE_CARE, "#run 3.2 km, #tea-time", RATING_NONE);
    assert_made(&intake, 2, PRACTICE_PAUSE, "sit", RATING_NONE);
    assert_int_equal(intake.made[2].entry.minutes, 1000);
    assert_int_equal(intake.unmapped.count, 1);
    assert_int_equal(intake.ignored.count, 1);
    close_both(&intake, &map);
}

static void ids_come_from_the_row_and_not_from_the_mapping(void **state)
{
    (void)state;
    struct map with, without;
    struct intake a = intake_with("[activities]\nx = kindness #y\n", &with), b = intake_with("", &without);
    struct act act = {.name = view_of("x")};
    struct in_row row = in_row_at(1, view_of("key"), (struct moment){1000000000, 0});
    row.acts = &act;
    row.act_count = 1;
    intake_row(&a, &row);
    intake_row(&b, &row);
    intake_row(&b, &row);
    uint64_t id;
    assert_true(id_read(a.made[0].entry.id, ID_SIZE - 1, &id));
    assert_true(taken_id(&b, &b.taken[0], PRACTICE_KINDNESS) == id);
    assert_true(taken_id(&b, &b.taken[0], PRACTICE_CARE) != id);
    assert_true(taken_id(&b, &b.taken[1], PRACTICE_KINDNESS) != id);
    /* The same on every machine, in every version. */
    assert_string_equal(a.made[0].entry.id, "k295amsbqse0");
    close_both(&a, &with);
    close_both(&b, &without);
}

static void numbers_of_a_scale_go_onto_ours_to_the_nearest_tenth(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        long low, high;
        int mood;
    } cases[] = {{"1", 100, 500, 0},    {"2", 100, 500, 25},  {"5", 100, 500, 100}, {"2.5", 100, 500, 38},
                 {"2,5", 100, 500, 38}, {"0", -200, 200, 50}, {"-2", -200, 200, 0}, {"5", 500, 100, 0},
                 {"1", 500, 100, 100},  {"7.5", 0, 1000, 75}, {"50", 0, 10000, 50}, {"1.25", 100, 200, 25}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct map map;
        struct intake intake = intake_with("", &map);
        struct scale scale = {.low = cases[i].low, .high = cases[i].high};
        struct in_row row = in_row_at(1, view_of("key"), (struct moment){1000000000, 0});
        row.mood = view_of(cases[i].word);
        row.scale = &scale;
        intake_row(&intake, &row);
        assert_made(&intake, 0, PRACTICE_MOOD, "", cases[i].mood);
        close_both(&intake, &map);
    }
}

static void a_mood_that_nothing_explains_is_counted_by_its_word(void **state)
{
    (void)state;
    struct map map;
    struct intake intake = intake_with("[moods]\nsuper = 9\n", &map);
    static const struct mood_word words[] = {{"rad", 100}, {NULL, 0}};
    const struct scale scale = {words, 100, 500};
    static const char *const said[] = {"Super", "RAD", "odd", "ODD", "6", "0.99"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        struct in_row row = in_row_at(1, view_of(said[i]), (struct moment){1000000000, 0});
        row.mood = view_of(said[i]);
        row.scale = &scale;
        intake_row(&intake, &row);
    }
    assert_int_equal(intake.made[0].entry.mood, 90);
    assert_int_equal(intake.made[1].entry.mood, 100);
    assert_int_equal(intake.strange.count, 3);
    assert_int_equal(intake.strange.tally[0].times, 2);
    close_both(&intake, &map);
}

static void a_name_becomes_a_tag_of_what_tags_may_hold(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"Gym", "#Gym"},
                                           {"Read a book", "#Read-a-book"},
                                           {" -- x  (y) -- ", "#x-y"},
                                           {"Über uns", "#Über-uns"},
                                           {"e\xcc\x81t\xc3\xa9", "#e\xcc\x81t\xc3\xa9"},
                                           {"日本語", "#日本語"},
                                           {"\xf0\x9f\x8f\x83 run", "#run"},
                                           {"\xf0\x9f\x8f\x83", ""},
                                           {"!?", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf out = {0};
        assert_true(name_tag(&out, view_of(cases[i][0])) == (*cases[i][1] != '\0'));
        assert_string_equal(buf_string(&out), cases[i][1]);
        buf_free(&out);
    }
}

static void what_lies_in_the_future_or_is_too_long_is_named_and_left(void **state)
{
    (void)state;
    struct map map;
    struct intake intake = intake_with("", &map);
    struct buf text = {0};
    for (int i = 0; i < NOTE_MAX; i++)
        buf_char(&text, 'x');
    struct in_row row = in_row_at(7, view_of("key"), (struct moment){1800000001, 0});
    row.mood = view_of("5");
    row.scale = &(const struct scale){.high = 1000};
    intake_row(&intake, &row);
    row.time.sec--;
    row.note = buf_view(&text);
    row.line = 8;
    intake_row(&intake, &row);
    assert_int_equal(intake.made_count, 0);
    assert_int_equal(intake.skipped_count, 2);
    assert_int_equal(intake.skipped[0].line, 7);
    assert_int_equal(intake.skipped[1].line, 8);
    row.note.length -= 4;
    intake_row(&intake, &row);
    assert_int_equal(intake.made_count, 1);
    buf_free(&text);
    close_both(&intake, &map);
}

static void many_names_are_counted_without_a_look_at_each_other(void **state)
{
    (void)state;
    struct map map;
    struct intake intake = intake_with("", &map);
    alarm(PATIENCE);
    for (int i = 0; i < 50000; i++) {
        struct buf name = {0};
        buf_printf(&name, "habit %d", i % 25000);
        struct act act = {.name = buf_view(&name)};
        struct in_row row = in_row_at(1, act.name, (struct moment){1000000000, 0});
        row.acts = &act;
        row.act_count = 1;
        intake_row(&intake, &row);
        buf_free(&name);
    }
    alarm(0);
    assert_int_equal(intake.unmapped.count, 25000);
    assert_int_equal(intake.unmapped.tally[24999].times, 2);
    close_both(&intake, &map);
}

static void many_rows_of_one_key_are_numbered_as_ever_without_a_look_at_each_other(void **state)
{
    (void)state;
    struct map map;
    struct intake intake = intake_with("", &map);
    struct act act = {.name = view_of("x")};
    struct in_row row = in_row_at(1, view_of("key"), (struct moment){1000000000, 0});
    row.acts = &act;
    row.act_count = 1;
    alarm(PATIENCE);
    for (int i = 0; i < 200000; i++)
        intake_row(&intake, &row);
    alarm(0);
    /* The same on every machine, in every version. */
    assert_string_equal(intake.made[0].entry.id, "kkjs88r0sb80");
    assert_string_equal(intake.made[1].entry.id, "kbph9571s23s");
    assert_string_equal(intake.made[1999].entry.id, "k8rh3bfcndm0");
    close_both(&intake, &map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_of_many_acts_has_a_record_for_each_practice_and_its_mood_once),
        cmocka_unit_test(ids_come_from_the_row_and_not_from_the_mapping),
        cmocka_unit_test(numbers_of_a_scale_go_onto_ours_to_the_nearest_tenth),
        cmocka_unit_test(a_mood_that_nothing_explains_is_counted_by_its_word),
        cmocka_unit_test(a_name_becomes_a_tag_of_what_tags_may_hold),
        cmocka_unit_test(what_lies_in_the_future_or_is_too_long_is_named_and_left),
        cmocka_unit_test(many_names_are_counted_without_a_look_at_each_other),
        cmocka_unit_test(many_rows_of_one_key_are_numbered_as_ever_without_a_look_at_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
