/* The questions about a log: a whole log against its reference, the rules for the series, families, and what
   is missing. */
#include "calc/question.h"

#include "tests/unit/random.h"
#include "tests/unit/reference.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MONDAY = 20780, MANY = 400 };

static const int64_t everything = INT64_MAX - 1;

/* Days by hand: COUNT of them from a Monday on, each with one record that says nothing. */
struct made {
    struct day day[MANY];
    struct days days;
};

static struct made *made_new(size_t count)
{
    struct made *m = calloc(1, sizeof *m);
    assert_non_null(m);
    assert_true(count <= MANY);
    m->days = (struct days){MONDAY, count, m->day};
    for (size_t i = 0; i < count; i++)
        m->day[i].records = 1;
    return m;
}

static void rate(struct day *day, int tenths)
{
    day->mood_n = 1;
    day->mood_sum = (uint32_t)tenths;
}

/* A life with a mood a day, and some of each act. */
static struct made *made_life(size_t count, uint64_t seed)
{
    struct made *m = made_new(count);
    for (size_t i = 0; i < count; i++) {
        m->day[i].kindness = uniform(&seed) < 0.4;
        m->day[i].care = uniform(&seed) < 0.4;
        m->day[i].pause = uniform(&seed) < 0.3;
        rate(&m->day[i], (int)(40 + 40 * uniform(&seed) + 8 * m->day[i].kindness));
    }
    return m;
}

/* What ANSWER lacks, and nothing else. */
static void assert_lacks(const struct answer *answer, struct link_need want)
{
    const struct link_need *have = &answer->link.need;
    assert_int_equal(answer->level, LINK_NOT_ENOUGH);
    assert_int_equal(have->days, want.days);
    assert_int_equal(have->x_above, want.x_above);
    assert_int_equal(have->x_below, want.x_below);
    assert_int_equal(have->y_above, want.y_above);
    assert_int_equal(have->y_below, want.y_below);
    assert_int_equal(have->calendar, want.calendar);
}

static void assert_same(const struct answer *a, const struct answer *b)
{
    assert_int_equal(a->level, b->level);
    assert_int_equal(a->link.n, b->link.n);
    assert_int_equal(a->days_with, b->days_with);
    const double x[] = {a->link.estimate, a->link.low, a->link.high, a->p, a->q, a->link.phi};
    const double y[] = {b->link.estimate, b->link.low, b->link.high, b->p, b->q, b->link.phi};
    for (size_t i = 0; i < 6; i++)
        assert_true(fabs(x[i] - y[i]) <= 1e-9 * fabs(y[i]) + 1e-12);
}

/* Half a unit of the last digit that TEXT shows. */
static double half_digit(const char *text)
{
    const char *point = strchr(text, '.'), *e = strchr(text, 'e');
    int decimals = point ? (int)(e ? e - point : (long)strlen(point)) - 1 : 0;
    return 0.5000001 * pow(10, -decimals + (e ? atoi(e + 1) : 0));
}

static void days_of_reference(struct days *days)
{
    struct clock clock = {.now = {0, 0}, .fixed = true};
    struct log log = {0};
    struct buf error = {0};
    enum track_status status = track_read("tests/reference/log_90.csv", TEXT_TAGS, &clock, &log, &error);
    if (status != TRACK_OK)
        fail_msg("%s", buf_string(&error));
    assert_int_equal(log.fault_count, 0);
    int64_t first = record_day(&log.records[0], 0);
    days_build(&log, 0, first + 90, INT64_MIN, INT64_MAX, days);
    assert_int_equal(days->count, 91);
    log_free(&log);
    buf_free(&error);
}

static void a_whole_log_gives_the_reference_answers(void **state)
{
    (void)state;
    struct days days;
    struct answer answers[QUESTIONS];
    static const char *const levels[] = {"not enough data yet", "no clear pattern", "leaning", "clear"};
    days_of_reference(&days);
    questions_ask(&days, days.first + 89, answers);
    char line[LINE], *field[FIELDS];
    FILE *f = table("expected_log_90_report.csv", 13);
    size_t i = 0;
    for (; fgets(line, sizeof line, f); i++) {
        assert_int_equal(cut(line, field), 13);
        const struct answer *a = &answers[i];
        assert_string_equal(field[0], question_key((enum question)i));
        const double have[] = {
            (double)a->link.n, a->link.estimate, a->link.low, a->link.high, a->p,       a->benjamini_hochberg,
            a->holm,           a->peek_p,        a->q,        a->link.r,    a->link.phi};
        for (size_t j = 0; j < 11; j++)
            if (!(fabs(have[j] - atof(field[1 + j])) <= half_digit(field[1 + j])))
                fail_msg("%s: column %zu is %.9g, expected %s", field[0], 1 + j, have[j], field[1 + j]);
        assert_string_equal(field[12], levels[a->level]);
    }
    assert_int_equal(i, QUESTIONS);
    assert_int_equal(answers_shown(answers, QUESTIONS), QUESTIONS);
    fclose(f);
    days_free(&days);
}

static void days_after_the_last_one_asked_for_do_not_count(void **state)
{
    (void)state;
    struct made *m = made_life(200, 3);
    struct answer part[QUESTIONS], whole[QUESTIONS];
    questions_ask(&m->days, MONDAY + 119, part);
    m->days.count = 120;
    questions_ask(&m->days, everything, whole);
    for (int q = 0; q < QUESTIONS; q++)
        assert_same(&part[q], &whole[q]);
    questions_ask(&m->days, MONDAY - 1, part);
    assert_int_equal(part[0].link.n, 0);
    free(m);
}

static void empty_days_before_and_after_all_records_do_not_count(void **state)
{
    (void)state;
    struct made *m = made_life(120, 5), *wide = made_new(150);
    struct answer narrow_answers[QUESTIONS], wide_answers[QUESTIONS];
    memset(wide->day, 0, sizeof wide->day);
    memcpy(wide->day + 14, m->day, 120 * sizeof *m->day);
    questions_ask(&m->days, everything, narrow_answers);
    questions_ask(&wide->days, everything, wide_answers);
    for (int q = 0; q < QUESTIONS; q++)
        assert_same(&narrow_answers[q], &wide_answers[q]);
    free(m);
    free(wide);
}

static void seven_weeks_later_the_answers_are_the_same(void **state)
{
    (void)state;
    struct made *m = made_life(150, 7);
    struct answer now[QUESTIONS], later[QUESTIONS];
    questions_ask(&m->days, everything, now);
    m->days.first += 49;
    questions_ask(&m->days, everything, later);
    for (int q = 0; q < QUESTIONS; q++)
        assert_same(&now[q], &later[q]);
    free(m);
}

static void a_day_without_any_record_is_missing_and_one_with_any_is_a_day_without(void **state)
{
    (void)state;
    struct made *m = made_life(100, 11);
    struct answer answers[QUESTIONS];
    questions_ask(&m->days, everything, answers);
    assert_int_equal(answers[QUESTION_KINDNESS_MOOD].link.n, 100);
    assert_int_equal(answers[QUESTION_CARE_KINDNESS_NEXT].link.n, 99);
    m->day[50] = (struct day){0};
    questions_ask(&m->days, everything, answers);
    assert_int_equal(answers[QUESTION_KINDNESS_MOOD].link.n, 99);
    assert_int_equal(answers[QUESTION_CARE_KINDNESS_NEXT].link.n, 97);
    m->day[50].records = 1;
    questions_ask(&m->days, everything, answers);
    assert_int_equal(answers[QUESTION_KINDNESS_MOOD].link.n, 99);
    assert_int_equal(answers[QUESTION_CARE_KINDNESS_NEXT].link.n, 99);
    free(m);
}

static void a_rest_day_is_missing_whatever_it_holds(void **state)
{
    (void)state;
    struct made *m = made_life(100, 13);
    struct answer rest[QUESTIONS], empty[QUESTIONS];
    m->day[40].rest = true;
    m->day[40].kindness = 3;
    questions_ask(&m->days, everything, rest);
    m->day[40] = (struct day){0};
    questions_ask(&m->days, everything, empty);
    for (int q = 0; q < QUESTIONS; q++)
        assert_same(&rest[q], &empty[q]);
    free(m);
}

static void acts_are_counted_from_five_used_days_with_two_on(void **state)
{
    (void)state;
    struct made *m = made_life(100, 17);
    struct answer answers[QUESTIONS];
    for (size_t i = 0; i < 4; i++)
        m->day[10 + 7 * i].kindness = 4;
    m->day[90].kindness = 9;
    m->day[90].mood_n = 0;
    questions_ask(&m->days, everything, answers);
    assert_int_equal(answers[QUESTION_KINDNESS_MOOD].per, PER_DAY);
    rate(&m->day[90], 60);
    questions_ask(&m->days, everything, answers);
    assert_int_equal(answers[QUESTION_KINDNESS_MOOD].per, PER_ACT);
    assert_int_equal(answers[QUESTION_CARE_MOOD].per, PER_DAY);
    assert_int_equal(answers[QUESTION_CARE_KINDNESS_NEXT].per, PER_DAY);
    assert_int_equal(answers[QUESTION_MOOD_KINDNESS_NEXT].per, PER_POINT);
    for (size_t i = 0; i < 100; i++)
        m->day[i].care *= 2;
    questions_ask(&m->days, everything, answers);
    assert_int_equal(answers[QUESTION_CARE_MOOD].per, PER_ACT);
    assert_int_equal(answers[QUESTION_CARE_KINDNESS_NEXT].per, PER_ACT);
    free(m);
}

static void neglect_is_three_observed_days_without_care(void **state)
{
    (void)state;
    struct made *m = made_new(100);
    struct answer answers[QUESTIONS];
    uint64_t seed = 19;
    for (size_t i = 0; i < 100; i++) {
        m->day[i].care = i % 10 == 4;
        rate(&m->day[i], (int)(100 * uniform(&seed)));
    }
    /* Days 0 and 1 are unknown. Care on day 4, 14, ... covers three days each. */
    questions_ask(&m->days, everything, answers);
    assert_int_equal(answers[QUESTION_NEGLECT_MOOD].link.n, 98);
    assert_int_equal(answers[QUESTION_NEGLECT_MOOD].days_without, 30);
    /* A gap inside a stretch without care leaves its day and the two after it unknown. */
    m->day[50] = (struct day){0};
    questions_ask(&m->days, everything, answers);
    assert_int_equal(answers[QUESTION_NEGLECT_MOOD].link.n, 95);
    /* Care just before a gap still counts after it. */
    m->day[65] = (struct day){0};
    questions_ask(&m->days, everything, answers);
    assert_int_equal(answers[QUESTION_NEGLECT_MOOD].link.n, 93);
    assert_int_equal(answers[QUESTION_NEGLECT_MOOD].days_without, 29);
    free(m);
}

static void the_headline_does_not_pay_for_the_other_questions(void **state)
{
    (void)state;
    struct made *m = made_life(300, 23);
    struct answer a[QUESTIONS];
    for (size_t i = 0; i < 300; i++)
        m->day[i].mood_sum += 6 * m->day[i].care;
    questions_ask(&m->days, everything, a);
    assert_true(a[0].q == a[0].peek_p);
    assert_true(a[0].peek_p == link_peek_p(a[0].p, a[0].link.n));
    assert_true(a[0].holm >= a[0].p);
    for (int q = 1; q < QUESTIONS; q++) {
        assert_true(a[q].q >= a[q].peek_p && a[q].peek_p >= a[q].p);
        assert_true(a[q].benjamini_hochberg <= a[q].holm);
    }
    assert_true(a[QUESTION_CARE_MOOD].q == fmin(1, 7 * a[QUESTION_CARE_MOOD].peek_p));
    free(m);
}

static void questions_without_an_answer_cost_the_others_nothing(void **state)
{
    (void)state;
    struct made *m = made_life(300, 29);
    struct answer a[QUESTIONS];
    for (size_t i = 0; i < 300; i++) {
        m->day[i].pause = 0;
        m->day[i].mood_sum += 6 * m->day[i].care;
    }
    questions_ask(&m->days, everything, a);
    assert_int_equal(answers_shown(a, QUESTIONS), 7);
    assert_int_equal(a[QUESTION_PAUSE_MOOD].level, LINK_NOT_ENOUGH);
    assert_true(a[QUESTION_PAUSE_MOOD].q == 1);
    assert_true(a[QUESTION_CARE_MOOD].q == fmin(1, 6 * a[QUESTION_CARE_MOOD].peek_p));
    free(m);
}

static void a_strong_link_becomes_clear(void **state)
{
    (void)state;
    struct made *m = made_life(300, 31);
    struct answer a[QUESTIONS];
    for (size_t i = 0; i < 300; i++)
        m->day[i].mood_sum += 10 * m->day[i].kindness;
    questions_ask(&m->days, everything, a);
    assert_int_equal(a[QUESTION_KINDNESS_MOOD].level, LINK_CLEAR);
    assert_true(a[QUESTION_KINDNESS_MOOD].link.estimate > 1);
    assert_int_equal(a[QUESTION_KINDNESS_MOOD].remark, REMARK_NONE);
    free(m);
}

static void an_empty_log_lacks_days_with_an_act_and_a_mood(void **state)
{
    (void)state;
    struct answer a[QUESTIONS];
    struct days none = {0};
    questions_ask(&none, MONDAY, a);
    for (int q = 0; q < QUESTIONS; q++) {
        assert_int_equal(a[q].level, LINK_NOT_ENOUGH);
        assert_int_equal(a[q].link.n, 0);
    }
    assert_lacks(&a[QUESTION_KINDNESS_MOOD], (struct link_need){.days = 28, .x_above = 5, .y_above = 5});
    assert_int_equal(answers_shown(a, QUESTIONS), 0);
    tags_ask(&none, MONDAY, NULL, 0, NULL);
}

static void a_short_log_lacks_days_on_either_side(void **state)
{
    (void)state;
    struct made *m = made_life(40, 37);
    struct answer a[QUESTIONS];
    for (size_t i = 0; i < 40; i++) {
        m->day[i].kindness = i % 2;
        m->day[i].care = i == 5 || i == 9;
        m->day[i].pause = 1;
        if (i % 2 && i > 18)
            m->day[i].mood_n = 0;
    }
    m->day[19].mood_n = 1;
    m->day[21].mood_n = 0;
    questions_ask(&m->days, everything, a);
    assert_int_equal(a[QUESTION_KINDNESS_MOOD].link.n, 30);
    assert_lacks(&a[QUESTION_CARE_MOOD], (struct link_need){.x_above = 3});
    assert_lacks(&a[QUESTION_PAUSE_MOOD], (struct link_need){.x_below = 5});
    m->days.count = 27;
    questions_ask(&m->days, everything, a);
    assert_int_equal(a[QUESTION_KINDNESS_MOOD].link.n, 24);
    assert_lacks(&a[QUESTION_KINDNESS_MOOD], (struct link_need){.days = 4});
    assert_lacks(&a[QUESTION_CARE_MOOD], (struct link_need){.days = 4, .x_above = 3});
    assert_lacks(&a[QUESTION_MOOD_KINDNESS_NEXT], (struct link_need){.days = 5});
    free(m);
}

static void moods_that_hardly_vary_lack_others(void **state)
{
    (void)state;
    struct made *m = made_life(60, 41);
    struct answer a[QUESTIONS];
    for (size_t i = 0; i < 60; i++)
        rate(&m->day[i], 70);
    questions_ask(&m->days, everything, a);
    assert_lacks(&a[QUESTION_KINDNESS_MOOD], (struct link_need){.y_below = 5});
    for (size_t i = 0; i < 4; i++)
        rate(&m->day[10 * i], 50);
    questions_ask(&m->days, everything, a);
    assert_lacks(&a[QUESTION_KINDNESS_MOOD], (struct link_need){.y_below = 1});
    free(m);
}

static void an_act_that_only_sundays_see_follows_the_calendar(void **state)
{
    (void)state;
    struct made *m = made_life(120, 43);
    struct answer a[QUESTIONS];
    for (size_t i = 0; i < 120; i++)
        m->day[i].care = i % 7 == 6;
    questions_ask(&m->days, everything, a);
    assert_int_equal(a[QUESTION_CARE_MOOD].level, LINK_NOT_ENOUGH);
    assert_lacks(&a[QUESTION_CARE_MOOD], (struct link_need){.calendar = true});
    assert_lacks(&a[QUESTION_CARE_MOOD_NEXT], (struct link_need){.calendar = true});
    free(m);
}

static void the_nearest_answer_takes_the_fewest_days(void **state)
{
    (void)state;
    struct answer a[] = {{.level = LINK_CLEAR, .link.need.days = 0},
                         {.level = LINK_NOT_ENOUGH, .link.need = {.days = 3, .x_above = 4}},
                         {.level = LINK_NOT_ENOUGH, .link.need = {.x_below = 2, .x_above = 3}},
                         {.level = LINK_NOT_ENOUGH, .link.need = {.days = 5}},
                         {.level = LINK_NOT_ENOUGH, .link.need.calendar = true}};
    assert_int_equal(answers_nearest(a, 5), 2);
    assert_int_equal(answers_nearest(a, 2), 1);
    assert_int_equal(answers_nearest(a, 1), 1);
    assert_int_equal(answers_nearest(a + 4, 1), 1);
    assert_int_equal(answers_nearest(NULL, 0), 0);
}

static void days_without_a_mood_are_counted_but_neither_rest_nor_what_comes_after(void **state)
{
    (void)state;
    struct made *m = made_new(10);
    size_t of;
    rate(&m->day[0], 50);
    rate(&m->day[4], 50);
    m->day[1].records = 0;
    m->day[2].rest = 1;
    assert_int_equal(days_unrated(&m->days, MONDAY + 7, &of), 4);
    assert_int_equal(of, 6);
    assert_int_equal(days_unrated(&m->days, MONDAY - 1, &of), 0);
    assert_int_equal(of, 0);
    free(m);
}

static void tags_are_one_family_of_their_own(void **state)
{
    (void)state;
    enum { TAGS = 12 };
    static bool has[TAGS][MANY];
    const bool *on[TAGS];
    struct answer a[TAGS];
    struct made *m = made_life(200, 47);
    uint64_t seed = 53;
    for (size_t k = 0; k < TAGS; k++) {
        on[k] = has[k];
        for (size_t i = 0; i < 200; i++)
            has[k][i] = uniform(&seed) < (k == 11 ? 0.005 : 0.3);
    }
    for (size_t i = 0; i < 200; i++)
        m->day[i].mood_sum += 15 * has[4][i];
    tags_ask(&m->days, everything, on, TAGS, a);
    assert_int_equal(answers_shown(a, TAGS), 11);
    assert_int_equal(a[11].level, LINK_NOT_ENOUGH);
    assert_int_equal(a[4].level, LINK_CLEAR);
    assert_int_equal(a[4].question, QUESTION_TAG);
    assert_true(a[4].q == 11 * a[4].peek_p);
    size_t with = 0;
    for (size_t i = 0; i < 200; i++)
        with += has[4][i];
    assert_int_equal(a[4].days_with, with);
    assert_int_equal(a[4].days_without, 200 - with);
    free(m);
}

static void a_tag_is_read_on_its_own_day_after_empty_days(void **state)
{
    (void)state;
    static bool has[MANY];
    const bool *on[1] = {has};
    struct made *m = made_life(150, 59);
    struct answer a;
    memset(m->day, 0, 20 * sizeof *m->day);
    for (size_t i = 20; i < 150; i++) {
        has[i] = i % 3 == 0;
        m->day[i].mood_sum += 30 * has[i];
    }
    tags_ask(&m->days, everything, on, 1, &a);
    assert_true(a.link.estimate > 2.5);
    free(m);
}

static void acts_of_kindness_that_hardly_vary_lack_others(void **state)
{
    (void)state;
    struct made *m = made_life(60, 61);
    struct answer a[QUESTIONS];
    for (size_t i = 0; i < 60; i++)
        m->day[i].kindness = 1;
    questions_ask(&m->days, everything, a);
    assert_lacks(&a[QUESTION_CARE_KINDNESS_NEXT], (struct link_need){.y_below = 5});
    for (size_t i = 1; i < 5; i++)
        m->day[10 * i].kindness = 0;
    questions_ask(&m->days, everything, a);
    assert_lacks(&a[QUESTION_CARE_KINDNESS_NEXT], (struct link_need){.y_below = 1});
    for (size_t i = 1; i < 5; i++)
        m->day[10 * i].kindness = 2;
    questions_ask(&m->days, everything, a);
    assert_lacks(&a[QUESTION_CARE_KINDNESS_NEXT], (struct link_need){.y_above = 1});
    free(m);
}

static void a_tag_that_is_asked_for_in_days_without_records_lacks_data(void **state)
{
    (void)state;
    static const bool has[10] = {true};
    const bool *on[1] = {has};
    struct made *m = made_new(10);
    struct answer a;
    memset(m->day, 0, sizeof m->day);
    tags_ask(&m->days, everything, on, 1, &a);
    assert_int_equal(a.level, LINK_NOT_ENOUGH);
    assert_int_equal(a.link.n, 0);
    assert_int_equal(a.days_with, 0);
    assert_lacks(&a, (struct link_need){.days = 28, .x_above = 5, .y_above = 5});
    free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_log_gives_the_reference_answers),
        cmocka_unit_test(days_after_the_last_one_asked_for_do_not_count),
        cmocka_unit_test(empty_days_before_and_after_all_records_do_not_count),
        cmocka_unit_test(seven_weeks_later_the_answers_are_the_same),
        cmocka_unit_test(a_day_without_any_record_is_missing_and_one_with_any_is_a_day_without),
        cmocka_unit_test(a_rest_day_is_missing_whatever_it_holds),
        cmocka_unit_test(acts_are_counted_from_five_used_days_with_two_on),
        cmocka_unit_test(neglect_is_three_observed_days_without_care),
        cmocka_unit_test(the_headline_does_not_pay_for_the_other_questions),
        cmocka_unit_test(questions_without_an_answer_cost_the_others_nothing),
        cmocka_unit_test(a_strong_link_becomes_clear),
        cmocka_unit_test(an_empty_log_lacks_days_with_an_act_and_a_mood),
        cmocka_unit_test(a_short_log_lacks_days_on_either_side),
        cmocka_unit_test(moods_that_hardly_vary_lack_others),
        cmocka_unit_test(an_act_that_only_sundays_see_follows_the_calendar),
        cmocka_unit_test(the_nearest_answer_takes_the_fewest_days),
        cmocka_unit_test(days_without_a_mood_are_counted_but_neither_rest_nor_what_comes_after),
        cmocka_unit_test(tags_are_one_family_of_their_own),
        cmocka_unit_test(a_tag_is_read_on_its_own_day_after_empty_days),
        cmocka_unit_test(acts_of_kindness_that_hardly_vary_lack_others),
        cmocka_unit_test(a_tag_that_is_asked_for_in_days_without_records_lacks_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
