/* The merge of three logs: each rule by an example, then its algebra on random logs. */
#include "row/merge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define NAMES "time,practice,note,mood,stress,stress_after,minutes,arm,id"
#define HEADER NAMES "\n"
#define A "2026-11-23T08:00:00+01:00,kindness,\"a\",7,,,,,k00000000001\n"
#define B "2026-11-23T09:00:00+01:00,kindness,\"b\",7,,,,,k00000000002\n"
#define C "2026-11-23T10:00:00+01:00,kindness,\"c\",7,,,,,k00000000003\n"

static const struct clock utc = {.fixed = true};

static struct view view_of(const char *text)
{
    return (struct view){text, strlen(text)};
}

static void merged_views(struct view base, struct view ours, struct view theirs, struct buf *out,
                         struct merge_tally *tally)
{
    struct buf error = {0};
    *out = (struct buf){0};
    if (!merge_logs(base, ours, theirs, &utc, out, tally, &error))
        fail_msg("%s", buf_string(&error));
    buf_free(&error);
}

/* Merges both ways round, and compares. */
static struct merge_tally assert_merged(const char *base, const char *ours, const char *theirs,
                                        const char *wanted)
{
    struct buf out, back;
    struct merge_tally tally, tally_back;
    merged_views(view_of(base), view_of(ours), view_of(theirs), &out, &tally);
    merged_views(view_of(base), view_of(theirs), view_of(ours), &back, &tally_back);
    assert_string_equal(buf_string(&out), wanted);
    assert_string_equal(buf_string(&back), wanted);
    assert_memory_equal(&tally, &tally_back, sizeof tally);
    buf_free(&out);
    buf_free(&back);
    return tally;
}

static void what_one_side_changed_stands(void **state)
{
    (void)state;
    struct merge_tally tally =
        assert_merged(HEADER A B, HEADER A "2026-11-23T09:00:00+01:00,care,b,,,,,,k00000000002\n",
                      HEADER C A B, HEADER A "2026-11-23T09:00:00+01:00,care,b,,,,,,k00000000002\n" C);
    assert_int_equal(tally.kept, 1);
    assert_int_equal(tally.edited, 1);
    assert_int_equal(tally.added, 1);
    assert_int_equal(tally.removed, 0);
    assert_int_equal(tally.joined, 0);
}

static void a_row_deleted_on_one_side_is_gone(void **state)
{
    (void)state;
    struct merge_tally tally = assert_merged(HEADER A B C, HEADER A C, HEADER B A, HEADER A);
    assert_int_equal(tally.removed, 2);
    assert_int_equal(tally.kept, 1);
}

static void an_edit_beats_a_delete(void **state)
{
    (void)state;
    struct merge_tally tally =
        assert_merged(HEADER A B, HEADER A, HEADER A "2026-11-23T09:00:00+01:00,care,b,,,,,,k00000000002\n",
                      HEADER A "2026-11-23T09:00:00+01:00,care,b,,,,,,k00000000002\n");
    assert_int_equal(tally.edited, 1);
}

static void a_row_that_both_edited_is_joined_field_by_field(void **state)
{
    (void)state;
    struct merge_tally tally =
        assert_merged(HEADER B, HEADER "2026-11-23T09:00:00+01:00,kindness,\"of, ours\",7,,,,,k00000000002\n",
                      HEADER "2026-11-23T09:00:00+01:00,kindness,\"b\",8,,,2,,k00000000002\n",
                      HEADER "2026-11-23T09:00:00+01:00,kindness,\"of, ours\",8,,,2,,k00000000002\n");
    assert_int_equal(tally.joined, 1);
}

static void of_a_field_that_both_edited_the_later_row_has_its_way(void **state)
{
    (void)state;
    assert_merged(HEADER B, HEADER "2026-11-23T09:00:00+01:00,kindness,\"z\",7,,,,,k00000000002\n",
                  HEADER "2026-11-23T08:30:00+00:00,kindness,\"y\",7,,,,,k00000000002\n",
                  HEADER "2026-11-23T08:30:00+00:00,kindness,\"y\",7,,,,,k00000000002\n");
}

static void of_equal_times_the_larger_bytes_have_their_way(void **state)
{
    (void)state;
    assert_merged(HEADER B, HEADER "2026-11-23T09:00:00+01:00,kindness,\"y\",7,,,,,k00000000002\n",
                  HEADER "2026-11-23T09:00:00+01:00,kindness,\"yy\",10,,,,,k00000000002\n",
                  HEADER "2026-11-23T09:00:00+01:00,kindness,\"yy\",10,,,,,k00000000002\n");
}

static void a_nul_in_a_header_costs_no_value(void **state)
{
    (void)state;
    static const char ours[] = "time,practice,odd\0,note\n2026-11-23T08:00:00+01:00,care,x,a\n";
    static const char theirs[] = "time,practice,air\n2026-11-23T09:00:00+01:00,care,wet\n";
    struct view log = {ours, sizeof ours - 1}, other = {theirs, sizeof theirs - 1};
    struct merge_tally tally;
    struct buf out;
    merged_views(log, log, log, &out, &tally);
    assert_string_equal(out.bytes, "time,practice,odd?,note\n2026-11-23T08:00:00+01:00,care,x,a\n");
    buf_free(&out);
    merged_views((struct view){0}, log, other, &out, &tally);
    assert_string_equal(out.bytes, "time,practice,note,air,odd?\n"
                                   "2026-11-23T08:00:00+01:00,care,a,,x\n"
                                   "2026-11-23T09:00:00+01:00,care,,wet,\n");
    buf_free(&out);
}

static void a_header_that_is_mended_twice_is_mended_at_once(void **state)
{
    (void)state;
    assert_merged("", "time,practice,mote,mood,stress,stress_after*minutes,arm,id\n", "", HEADER);
}

#define SHIFT(note, arm) "2026-11-23T09:00:00+01:00,shift,\"" note "\",,8,,," arm ",k00000000002\n"

static void an_arm_is_never_changed(void **state)
{
    (void)state;
    assert_merged(HEADER SHIFT("x", "usual"), HEADER SHIFT("y", "others"), HEADER SHIFT("x", "usual"),
                  HEADER SHIFT("y", "usual"));
    assert_merged(HEADER SHIFT("x", "usual"), HEADER SHIFT("y", "others"), HEADER SHIFT("z", "usual"),
                  HEADER SHIFT("z", "usual"));
    assert_merged(HEADER SHIFT("x", "usual"), HEADER SHIFT("x", "others"), HEADER, HEADER);
    assert_merged(HEADER, HEADER SHIFT("x", "usual"), HEADER SHIFT("x", "others"),
                  HEADER SHIFT("x", "usual"));
}

static void rows_without_an_id_and_damaged_lines_are_told_apart_by_their_number(void **state)
{
    (void)state;
    static const char row[] = "2026-11-23T07:00:00+01:00,care,\"hand\",,,,,,\n", lost[] = "what is this\n";
    char one[512], two[512], none[] = HEADER A;
    snprintf(one, sizeof one, HEADER "%s" A "%s", row, lost);
    snprintf(two, sizeof two, HEADER "%s%s" A "%s%s", row, row, lost, lost);
    assert_merged(one, one, none, none);
    assert_merged(one, two, one, two);
    assert_merged(none, one, none, one);
    assert_merged(none, one, two, two);
    assert_merged(two, one, two, one);
    assert_merged(one, two, none, two);
}

static void different_rows_with_one_id_are_all_kept(void **state)
{
    (void)state;
#define DOUBLE "2026-11-23T09:00:00+01:00,kindness,\"bb\",7,,,,,k00000000002\n"
#define TRIPLE "2026-11-23T09:00:00+01:00,kindness,\"bbb\",7,,,,,k00000000002\n"
    assert_merged(HEADER B, HEADER DOUBLE B B, HEADER B, HEADER B DOUBLE);
    assert_merged(HEADER B DOUBLE, HEADER DOUBLE, HEADER B DOUBLE A, HEADER A DOUBLE);
    assert_merged(HEADER B DOUBLE, HEADER TRIPLE B, HEADER B DOUBLE A, HEADER A B TRIPLE);
}

static void an_absent_file_is_an_empty_log(void **state)
{
    (void)state;
    assert_merged("", "", "", HEADER);
    assert_merged("", HEADER B A, "", HEADER A B);
    assert_merged(HEADER A, HEADER A, "", HEADER);
    assert_merged("", "time,practice\n2026-11-23T09:00:00+01:00,care\n", "",
                  "time,practice\n2026-11-23T09:00:00+01:00,care\n");
}

static void ends_of_line_marks_and_torn_headers_are_mended(void **state)
{
    (void)state;
    assert_merged("", "\xef\xbb\xbf" NAMES "\r\n2026-11-23T09:00:00+01:00,care,b,,,,,,k00000000002\r\n",
                  "time,prac", HEADER "2026-11-23T09:00:00+01:00,care,b,,,,,,k00000000002\n");
    assert_merged("", A B, "tome,practice,note,mood,stress,stress_after,minutes,arm,id\n" C, HEADER A B C);
    assert_merged("", HEADER "\n \n" HEADER A, "", HEADER A);
}

static void rows_that_ran_together_are_parted(void **state)
{
    (void)state;
    assert_merged("", HEADER "torn 2026-11-23T08:00:00+01:00,kindness,\"a\",7,,,,,k00000000001" B, HEADER C,
                  HEADER A B C "torn \n");
    assert_merged("", HEADER "2026-11-23T08:00:00+01:00,kindness,\"a\",7,,,,,k00000000001" B, "", HEADER A B);
}

static void another_log_s_columns_are_kept(void **state)
{
    (void)state;
    static const char more[] = "time,practice,note,mood,stress,stress_after,minutes,arm,place,id\n";
    char ours[512], wanted[512];
    snprintf(ours, sizeof ours,
             "%s2026-11-23T08:00:00+01:00,kindness,\"a\",7,,,,,home,k00000000001\n"
             "2026-11-23T09:00:00+01:00,kindness,\"b\",7,,,,,,k00000000002\n",
             more);
    snprintf(wanted, sizeof wanted,
             "%s2026-11-23T08:00:00+01:00,kindness,\"a\",7,,,,,home,k00000000001\n"
             "2026-11-23T09:00:00+01:00,kindness,\"b\",8,,,,,,k00000000002\n"
             "2026-11-23T10:00:00+01:00,kindness,\"c\",7,,,,,,k00000000003\n",
             more);
    struct merge_tally tally = assert_merged(
        HEADER A B, ours, HEADER A "2026-11-23T09:00:00+01:00,kindness,\"b\",8,,,,,k00000000002\n" C, wanted);
    assert_int_equal(tally.joined, 0);
    assert_int_equal(tally.edited, 2);
}

static void a_log_that_lacks_a_column_does_not_empty_it(void **state)
{
    (void)state;
    static const char with[] = "time,practice,place,id\n2026-11-23T09:00:00+01:00,care,home,k00000000002\n";
    assert_merged(with, "time,practice,id\n2026-11-23T09:00:00+01:00,care,k00000000002\n", with, with);
    assert_merged(with, "time,practice,id\n2026-11-23T09:00:00+01:00,kindness,k00000000002\n", with,
                  "time,practice,place,id\n2026-11-23T09:00:00+01:00,kindness,home,k00000000002\n");
}

static void columns_that_both_added_stand_by_name_before_the_id(void **state)
{
    (void)state;
    assert_merged("time,practice,id\n",
                  "time,practice,zoo,id\n2026-11-23T09:00:00+01:00,care,z,k00000000002\n",
                  "time,practice,ape,id\n2026-11-23T10:00:00+01:00,care,a,k00000000003\n",
                  "time,practice,ape,zoo,id\n2026-11-23T09:00:00+01:00,care,,z,k00000000002\n"
                  "2026-11-23T10:00:00+01:00,care,a,,k00000000003\n");
}

static void semicolons_and_tabs_become_commas(void **state)
{
    (void)state;
    assert_merged(
        "", "time;practice;note;mood;id\n2026-11-23T09:00:00+01:00;care;a, b;7,5;k00000000002\n",
        "time\tpractice\tnote\tmood\tid\n2026-11-23T10:00:00+01:00\tcare\t\"a, b\"\t7\tk00000000003\n",
        "time,practice,note,mood,id\n2026-11-23T09:00:00+01:00,care,\"a, b\",\"7,5\",k00000000002\n"
        "2026-11-23T10:00:00+01:00,care,\"a, b\",7,k00000000003\n");
}

static void open_quotes_do_not_swallow_each_other(void **state)
{
    (void)state;
    struct buf out, again;
    struct merge_tally tally;
    static const char ours[] = HEADER "2026-11-23T09:00:00+01:00,care,\"x\n" A,
                      theirs[] = HEADER "y\",,,,,,\"k00000000002\n" B "z\",,,,,,k00000000002\n";
    merged_views(view_of(""), view_of(ours), view_of(theirs), &out, &tally);
    assert_int_equal(tally.added, 2);
    merged_views(view_of(""), (struct view){out.bytes, out.length}, view_of(""), &again, &tally);
    assert_int_equal(tally.added, 2);
    assert_string_equal(buf_string(&out), buf_string(&again));
    buf_free(&out);
    buf_free(&again);
}

static void what_is_no_log_is_refused_by_its_side(void **state)
{
    (void)state;
    static const char *const names[] = {"base:1: ", "ours:1: ", "theirs:1: "};
    for (int bad = 0; bad < 3; bad++) {
        struct buf out = {0}, error = {0};
        struct merge_tally tally;
        struct view side[3] = {view_of(HEADER A), view_of(HEADER A), view_of(HEADER A)};
        side[bad] = view_of("a letter to somebody\n");
        assert_false(merge_logs(side[0], side[1], side[2], &utc, &out, &tally, &error));
        assert_int_equal(out.length, 0);
        assert_memory_equal(error.bytes, names[bad], strlen(names[bad]));
        buf_free(&out);
        buf_free(&error);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_one_side_changed_stands),
        cmocka_unit_test(a_row_deleted_on_one_side_is_gone),
        cmocka_unit_test(an_edit_beats_a_delete),
        cmocka_unit_test(a_row_that_both_edited_is_joined_field_by_field),
        cmocka_unit_test(of_a_field_that_both_edited_the_later_row_has_its_way),
        cmocka_unit_test(of_equal_times_the_larger_bytes_have_their_way),
        cmocka_unit_test(a_nul_in_a_header_costs_no_value),
        cmocka_unit_test(a_header_that_is_mended_twice_is_mended_at_once),
        cmocka_unit_test(an_arm_is_never_changed),
        cmocka_unit_test(rows_without_an_id_and_damaged_lines_are_told_apart_by_their_number),
        cmocka_unit_test(different_rows_with_one_id_are_all_kept),
        cmocka_unit_test(an_absent_file_is_an_empty_log),
        cmocka_unit_test(ends_of_line_marks_and_torn_headers_are_mended),
        cmocka_unit_test(rows_that_ran_together_are_parted),
        cmocka_unit_test(another_log_s_columns_are_kept),
        cmocka_unit_test(a_log_that_lacks_a_column_does_not_empty_it),
        cmocka_unit_test(columns_that_both_added_stand_by_name_before_the_id),
        cmocka_unit_test(semicolons_and_tabs_become_commas),
        cmocka_unit_test(open_quotes_do_not_swallow_each_other),
        cmocka_unit_test(what_is_no_log_is_refused_by_its_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
