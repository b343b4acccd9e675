/* What a question found, in words. */
#include "section/answer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_note(const struct answer *answer, const char *want)
{
    struct buf buf = {0};
    answer_note(answer, &buf);
    assert_string_equal(buf_string(&buf), want);
    buf_free(&buf);
}

/* The note of QUESTION where NEED is all that is missing. */
static void assert_lacking(enum question question, struct link_need need, const char *want)
{
    const struct answer answer = {.question = question, .level = LINK_NOT_ENOUGH, .link.need = need};
    assert_note(&answer, want);
}

static void assert_unit(enum question question, enum question_per per, const char *want)
{
    assert_string_equal(answer_unit(&(struct answer){.question = question, .per = per}), want);
}

static void missing_days_are_added_up_in_one_line(void **state)
{
    (void)state;
    assert_lacking(QUESTION_CARE_MOOD, (struct link_need){.days = 1}, "1 more day with a mood");
    assert_lacking(QUESTION_CARE_MOOD, (struct link_need){.x_above = 3}, "3 more days with care");
    assert_lacking(QUESTION_CARE_MOOD, (struct link_need){.days = 4, .x_above = 3},
                   "4 more days with a mood, 3 more with care");
    assert_lacking(QUESTION_CARE_MOOD, (struct link_need){.days = 4, .x_above = 1, .x_below = 2},
                   "4 more days with a mood, 1 more with care, 2 more without care");
}

static void every_question_names_its_own_days(void **state)
{
    (void)state;
    static const char *const want[QUESTION_KINDS] = {
        [QUESTION_KINDNESS_MOOD] =
            "9 more days with a mood, 2 more with a kindness, 3 more without a kindness",
        [QUESTION_CARE_MOOD] = "9 more days with a mood, 2 more with care, 3 more without care",
        [QUESTION_PAUSE_MOOD] = "9 more days with a mood, 2 more with a pause, 3 more without a pause",
        [QUESTION_KINDNESS_MOOD_NEXT] =
            "9 more days with a mood, right after a day with a record, 2 more after "
            "one with a kindness, 3 more after one without a kindness",
        [QUESTION_CARE_MOOD_NEXT] =
            "9 more days with a mood, right after a day with a record, 2 more after one "
            "with care, 3 more after one without care",
        [QUESTION_CARE_KINDNESS_NEXT] = "9 more days with a record, the day after another, 2 more after one "
                                        "with care, 3 more after one without care",
        [QUESTION_MOOD_KINDNESS_NEXT] = "9 more days with a mood, the day after another, 2 more after a mood "
                                        "above your average, 3 more after a mood below your average",
        [QUESTION_NEGLECT_MOOD] =
            "9 more days with a mood, the third in a row with a record, 2 more at the end of three without "
            "care, 3 more with care then or on the two days before",
        [QUESTION_TAG] = "9 more days with a mood, 2 more with it, 3 more without it"};
    for (int q = 0; q < QUESTION_KINDS; q++)
        assert_lacking((enum question)q, (struct link_need){.days = 9, .x_above = 2, .x_below = 3}, want[q]);
}

static void an_outcome_that_hardly_varies_is_named_where_nothing_else_is_missing(void **state)
{
    (void)state;
    struct answer mood = {.question = QUESTION_KINDNESS_MOOD, .link.need.y_below = 5},
                  kindness = {.question = QUESTION_CARE_KINDNESS_NEXT, .link.need.y_below = 5};
    assert_note(&mood, "5 more days with a mood unlike the others");
    assert_note(&kindness, "5 more days with more or less kindness than the others");
    mood.link.y_above = kindness.link.y_above = 56;
    mood.link.need.y_below = kindness.link.need.y_below = 1;
    assert_note(&mood, "1 more day with a mood below your average");
    assert_note(&kindness, "1 more day with less kindness than your average");
    mood.link.need = kindness.link.need = (struct link_need){.y_above = 2};
    assert_note(&mood, "2 more days with a mood above your average");
    assert_note(&kindness, "2 more days with more kindness than your average");
    mood.link.need.days = 1;
    assert_note(&mood, "1 more day with a mood");
}

static void what_no_number_of_days_mends_follows_the_calendar(void **state)
{
    (void)state;
    assert_lacking(QUESTION_CARE_MOOD, (struct link_need){.calendar = true},
                   "follows the calendar too closely");
}

static void a_wide_interval_is_too_early_and_a_narrow_one_small(void **state)
{
    (void)state;
    struct answer a = {
        .level = LINK_NO_PATTERN, .remark = REMARK_EARLY, .link = {.low = -0.04, .high = 2.36}};
    assert_note(&a, "too early, could be anything from +0.0 to +2.4");
    a.link.low = -1.25;
    assert_note(&a, "too early, could be anything from -1.3 to +2.4");
    a.remark = REMARK_SMALL;
    assert_note(&a, "if there is a difference, it is small");
    a.remark = REMARK_NONE;
    assert_note(&a, "");
}

static void an_estimate_is_told_in_what_it_is_per(void **state)
{
    (void)state;
    assert_unit(QUESTION_CARE_MOOD, PER_DAY, "mood points on a day with one");
    assert_unit(QUESTION_CARE_MOOD, PER_ACT, "mood points per act");
    assert_unit(QUESTION_TAG, PER_DAY, "mood points on a day with one");
    assert_unit(QUESTION_CARE_KINDNESS_NEXT, PER_DAY, "acts on a day with one");
    assert_unit(QUESTION_CARE_KINDNESS_NEXT, PER_ACT, "acts per act");
    assert_unit(QUESTION_MOOD_KINDNESS_NEXT, PER_POINT, "acts per mood point");
}

static void every_level_has_its_words(void **state)
{
    (void)state;
    assert_string_equal(level_name(LINK_NOT_ENOUGH), "not enough data yet");
    assert_string_equal(level_name(LINK_NO_PATTERN), "no clear pattern");
    assert_string_equal(level_name(LINK_LEANING), "leaning");
    assert_string_equal(level_name(LINK_CLEAR), "clear");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_days_are_added_up_in_one_line),
        cmocka_unit_test(every_question_names_its_own_days),
        cmocka_unit_test(an_outcome_that_hardly_varies_is_named_where_nothing_else_is_missing),
        cmocka_unit_test(what_no_number_of_days_mends_follows_the_calendar),
        cmocka_unit_test(a_wide_interval_is_too_early_and_a_narrow_one_small),
        cmocka_unit_test(an_estimate_is_told_in_what_it_is_per),
        cmocka_unit_test(every_level_has_its_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
