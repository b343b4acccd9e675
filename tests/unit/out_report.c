/* The formats on a report made by hand: what no log can make, or not yet. */
#include "out/out.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct report_column columns[] = {{"what", "what", NULL, CELL_TEXT},
                                               {"mean", "mean", "points", CELL_NUMBER}};

/* One section with one row, its words, a caution and pairs in two groups. NAME stands wherever text can. */
static struct report made(const char *name)
{
    struct report report = {
        .made = {1795458245, 3600}, .today = 20780, .first = 20780, .last = 20780, .count = 1};
    struct section *section = report.sections = must_alloc(1, sizeof *report.sections);
    section->key = "made";
    section->title = "Made";
    section->table = (struct table){.columns = columns, .column_count = 2, .row_count = 1};
    section->table.cells = must_alloc(2, sizeof *section->table.cells);
    section->table.cells[0] = (struct cell){.known = true, .text = must_copy(name)};
    section->table.cells[1] = (struct cell){.known = true, .number = 2.5};
    struct sentences *const all[] = {&section->words, &section->cautions, &section->lead};
    for (size_t i = 0; i < 3; i++) {
        *all[i] = (struct sentences){must_alloc(1, sizeof(char *)), 1};
        all[i]->line[0] = must_copy(name);
    }
    section->forests[0] = (struct forest){"points", must_alloc(1, sizeof(struct forest_row)), 1};
    section->forests[0].rows[0] =
        (struct forest_row){must_copy(name), true, 0.5, -0.25, 1.25, "leaning", must_copy(name)};
    return report;
}

static void pairs_add(struct slopes *slopes)
{
    static const struct slope_line lines[] = {{0, 8, 4}, {0, 6, 3}, {1, 7, 6.5}};
    slopes->head = "stress";
    slopes->group[0] = "others";
    slopes->group[1] = "as usual";
    slopes->ends[0] = "before";
    slopes->ends[1] = "after";
    slopes->unit = "time";
    slopes->count = sizeof lines / sizeof *lines;
    slopes->lines = must_alloc(slopes->count, sizeof *lines);
    memcpy(slopes->lines, lines, sizeof lines);
}

static struct buf written(const struct report *report, enum format format)
{
    static const struct out_style style = {.program = "kind", .width = 80, .unicode = true};
    struct buf out = {0};
    outputs[format].write(report, &style, &out);
    return out;
}

static size_t times(const struct buf *text, const char *part)
{
    size_t n = 0;
    for (const char *at = text->bytes; (at = strstr(at, part)) != NULL; at += strlen(part))
        n++;
    return n;
}

static void each_pair_is_a_thin_line_and_each_group_a_thick_one(void **state)
{
    (void)state;
    struct report report = made("x");
    pairs_add(&report.sections->slopes);
    struct buf page = written(&report, FORMAT_HTML);
    assert_int_equal(times(&page, "class=\"each\""), 2);
    assert_int_equal(times(&page, "class=\"each\" d=\"M54 32L150 80M54 56L150 92\""), 1);
    assert_int_equal(times(&page, "class=\"all\" d=\"M54 44L150 86\""), 1);
    assert_int_equal(times(&page, "<b>others</b>, 2 times<"), 1);
    assert_int_equal(times(&page, "<b>as usual</b>, 1 time<"), 1);
    assert_int_equal(times(&page, "<tr><th scope=\"row\">as usual</th><td>7</td><td>6.5</td></tr>"), 1);
    buf_free(&page);
    report_free(&report);
}

static void a_group_that_was_never_drawn_has_no_mean(void **state)
{
    (void)state;
    struct report report = made("x");
    pairs_add(&report.sections->slopes);
    report.sections->slopes.count = 2;
    struct buf page = written(&report, FORMAT_HTML);
    assert_int_equal(times(&page, "class=\"all\""), 1);
    assert_int_equal(times(&page, "<b>as usual</b>, 0 times<"), 1);
    assert_int_equal(times(&page, "nan"), 0);
    buf_free(&page);
    report_free(&report);
}

static void one_group_is_drawn_alone_with_its_ends_named(void **state)
{
    (void)state;
    struct report report = made("x");
    struct slopes *slopes = &report.sections->slopes;
    pairs_add(slopes);
    slopes->group[1] = NULL;
    slopes->ends[0] = "usual day";
    slopes->ends[1] = "kind day";
    slopes->unit = "pair";
    slopes->count = 2;
    struct buf page = written(&report, FORMAT_HTML);
    assert_int_equal(times(&page, "class=\"all\" d=\"M54 44L150 86\""), 1);
    assert_int_equal(times(&page, "<p class=\"caption\">stress</p>"), 1);
    assert_int_equal(times(&page, "</b>, 2 pairs<"), 1);
    assert_int_equal(times(&page, ">usual day</text>"), 1);
    assert_int_equal(times(&page, ">kind day</text>"), 1);
    assert_int_equal(times(&page, "<th scope=\"col\">usual day</th><th scope=\"col\">kind day</th>"), 1);
    assert_int_equal(times(&page, "before"), 0);
    buf_free(&page);
    report_free(&report);
}

static void without_pairs_nothing_of_them_is_drawn(void **state)
{
    (void)state;
    struct report report = made("x");
    struct buf page = written(&report, FORMAT_HTML), json = written(&report, FORMAT_JSON);
    assert_int_equal(times(&page, "class=\"slope"), 0);
    assert_int_equal(times(&json, "\"pairs\""), 0);
    buf_free(&page);
    buf_free(&json);
    report_free(&report);
}

static void json_holds_every_pair(void **state)
{
    (void)state;
    struct report report = made("x");
    pairs_add(&report.sections->slopes);
    struct buf json = written(&report, FORMAT_JSON);
    assert_int_equal(times(&json, "\"group\": \"others\""), 2);
    assert_int_equal(times(&json, "\"before\": 7,"), 1);
    assert_int_equal(times(&json, "\"after\": 6.5"), 1);
    buf_free(&json);
    report_free(&report);
}

static void no_text_becomes_markup(void **state)
{
    (void)state;
    static const char *const texts[] = {"<script>", "</style>", "<b onclick='x'>", "<!--", "]]>\"><img>"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct report report = made(texts[i]), harmless = made("x");
        struct buf page = written(&report, FORMAT_HTML), plain = written(&harmless, FORMAT_HTML);
        assert_int_equal(times(&page, "<"), times(&plain, "<"));
        assert_int_equal(times(&page, ">"), times(&plain, ">"));
        assert_int_equal(times(&page, "\""), times(&plain, "\""));
        assert_true(times(&page, "&lt;") + times(&page, "&gt;") >= 6);
        buf_free(&page);
        buf_free(&plain);
        report_free(&report);
        report_free(&harmless);
    }
}

static void a_page_is_utf8_without_controls_whatever_the_text(void **state)
{
    (void)state;
    struct report report =
        made("\xff\xed\xa0\x80\x1b\x07\xc2\x85\xe2\x80\xae\xe2\x80\xa8\xef\xbb\xbf\xf3\xa0\x81\x81z");
    struct buf page = written(&report, FORMAT_HTML);
    static const char *const never[] = {"\xff",         "\xed\xa0",     "\x1b",         "\x07",    "\xc2\x85",
                                        "\xe2\x80\xae", "\xe2\x80\xa8", "\xef\xbb\xbf", "\xf3\xa0"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        assert_int_equal(times(&page, never[i]), 0);
    assert_true(times(&page, "\xef\xbf\xbdz") >= 6);
    buf_free(&page);
    report_free(&report);
}

static void what_is_not_finite_is_null_in_json(void **state)
{
    (void)state;
    const double numbers[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct report report = made("x");
        report.sections->table.cells[1].number = numbers[i];
        struct buf json = written(&report, FORMAT_JSON);
        assert_int_equal(times(&json, "\"mean\": null"), 1);
        buf_free(&json);
        report_free(&report);
    }
}

static void of_a_long_calendar_the_last_400_days_tell_what_they_hold(void **state)
{
    (void)state;
    enum { LONG = 500, TOLD = 400 };
    struct report report = made("x");
    struct calendar *calendar = &report.sections->calendar;
    *calendar = (struct calendar){.first = 20780 - 7 * 71,
                                  .count = LONG,
                                  .acts = must_alloc(LONG, sizeof(int32_t)),
                                  .rest = must_alloc(LONG, sizeof(bool))};
    for (size_t i = 0; i < LONG; i++)
        calendar->acts[i] = 1;
    struct buf page = written(&report, FORMAT_HTML);
    assert_int_equal(times(&page, "class=\"tell\""), TOLD);
    buf_free(&page);
    report_free(&report);
}

/* Gives SECTION a line of WEEKS weeks from Monday 5 January 2026 on, each with a mean of 5. */
static void weekly_add(struct section *section, size_t weeks)
{
    struct weekly *weekly = &section->weekly;
    *weekly = (struct weekly){.first = 20458,
                              .last = 20458 + 7 * (int64_t)weeks - 1,
                              .count = weeks,
                              .mean = must_alloc(weeks, sizeof(double)),
                              .low = must_alloc(weeks, sizeof(double)),
                              .high = must_alloc(weeks, sizeof(double)),
                              .acts = must_alloc(weeks * 7, sizeof(int32_t)),
                              .from = NAN,
                              .to = NAN};
    for (size_t i = 0; i < weeks; i++)
        weekly->mean[i] = weekly->low[i] = weekly->high[i] = 5;
}

/* How many labels a line of WEEKS weeks has, one of them NAME if SAID. */
static void assert_labels(size_t weeks, size_t labels, const char *name, bool said)
{
    struct report report = made("x");
    weekly_add(report.sections, weeks);
    struct buf page = written(&report, FORMAT_HTML);
    const char *start = strstr(page.bytes, "<div class=\"xs\"");
    assert_non_null(start);
    struct buf line = {0};
    buf_add(&line, start, strcspn(start, "\n"));
    assert_int_equal(times(&line, "<span"), labels);
    assert_int_equal(times(&line, name), said);
    buf_free(&line);
    buf_free(&page);
    report_free(&report);
}

static void the_months_under_a_line_are_few_enough_and_none_leaves_it(void **state)
{
    (void)state;
    assert_labels(52, 12, ">Dec<", true);
    assert_labels(53, 6, ">Dec<", false);
    assert_labels(49, 11, ">Dec<", false); /* it would begin in the last week but one */
}

static void the_end_of_a_scale_that_is_near_0_has_no_number(void **state)
{
    (void)state;
    static const struct {
        double low, high;
        size_t numbers;
    } cases[] = {{0.25, 1.25, 2}, {-1.25, -0.25, 2}, {-0.25, 1.25, 3}, {-0.05, 1.25, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct report report = made("x");
        report.sections->forests[0].rows[0].low = cases[i].low;
        report.sections->forests[0].rows[0].high = cases[i].high;
        struct buf page = written(&report, FORMAT_HTML);
        assert_int_equal(times(&page, "<span style=\"left:"), cases[i].numbers);
        buf_free(&page);
        report_free(&report);
    }
}

static void a_range_shows_on_which_side_of_0_its_ends_are(void **state)
{
    (void)state;
    static const struct {
        double low, high;
        const char *said;
    } cases[] = {{-0.047, 2.2, "-0.05 to +2.20"},
                 {0.03, 2.2, "+0.03 to +2.20"},
                 {-1.2, -0.04, "-1.20 to -0.04"},
                 {-0.06, 2.2, "-0.1 to +2.2"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct report report = made("x");
        report.sections->forests[0].rows[0].low = cases[i].low;
        report.sections->forests[0].rows[0].high = cases[i].high;
        struct buf text = written(&report, FORMAT_TEXT), page = written(&report, FORMAT_HTML);
        assert_int_equal(times(&text, cases[i].said), 1);
        assert_true(times(&page, cases[i].said) >= 1);
        buf_free(&text);
        buf_free(&page);
        report_free(&report);
    }
}

static void the_parts_of_a_sentence_are_joined(void **state)
{
    (void)state;
    struct buf line = {0};
    sentence_join(&line, "care\t3 weeks\tstrength 71 %");
    assert_string_equal(line.bytes, "care: 3 weeks, strength 71 %");
    buf_free(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_pair_is_a_thin_line_and_each_group_a_thick_one),
        cmocka_unit_test(a_group_that_was_never_drawn_has_no_mean),
        cmocka_unit_test(one_group_is_drawn_alone_with_its_ends_named),
        cmocka_unit_test(without_pairs_nothing_of_them_is_drawn),
        cmocka_unit_test(json_holds_every_pair),
        cmocka_unit_test(no_text_becomes_markup),
        cmocka_unit_test(a_page_is_utf8_without_controls_whatever_the_text),
        cmocka_unit_test(what_is_not_finite_is_null_in_json),
        cmocka_unit_test(of_a_long_calendar_the_last_400_days_tell_what_they_hold),
        cmocka_unit_test(the_months_under_a_line_are_few_enough_and_none_leaves_it),
        cmocka_unit_test(the_end_of_a_scale_that_is_near_0_has_no_number),
        cmocka_unit_test(a_range_shows_on_which_side_of_0_its_ends_are),
        cmocka_unit_test(the_parts_of_a_sentence_are_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
