/* The merge of three logs: each rule by an example, then its algebra on random logs. */
#include "row/merge.h"

#include "row/reader.h"
#include "tests/unit/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define A "2026-11-23T08:00:00+01:00,kindness,\"a\",7,,,,,k00000000001\n"
#define B "2026-11-23T09:00:00+01:00,kindness,\"b\",7,,,,,k00000000002\n"
#define C "2026-11-23T10:00:00+01:00,kindness,\"c\",7,,,,,k00000000003\n"

static const struct clock utc = {.fixed = true};

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
    assert_merged(HEADER, HEADER SHIFT("x", "usual"),
                  HEADER "2026-11-23T10:00:00+01:00,shift,\"x\",,8,,,others,k00000000002\n",
                  HEADER "2026-11-23T10:00:00+01:00,shift,\"x\",,8,,,usual,k00000000002\n");
}

#define LINES(note, mood) "2026-11-23T09:00:00+01:00,care,\"" note "\"," mood ",,,,,k00000000002\n"

static void ends_of_line_in_a_note_stay_unless_the_row_is_joined(void **state)
{
    (void)state;
    assert_merged(HEADER LINES("x", "1"), HEADER LINES("y\nz", "1"), HEADER LINES("x", "1"),
                  HEADER LINES("y\nz", "1"));
    assert_merged(HEADER LINES("x", "1"), HEADER LINES("y\r\nz", "1"), HEADER LINES("x", "2"),
                  HEADER LINES("y z", "2"));
}

static void a_nul_before_an_end_of_line_does_not_spoil_a_joined_row(void **state)
{
    (void)state;
    static const char ours[] = HEADER LINES("y\0\nz", "1");
    struct buf out;
    struct merge_tally tally;
    merged_views(view_of(HEADER LINES("x", "1")), (struct view){ours, sizeof ours - 1},
                 view_of(HEADER LINES("x", "2")), &out, &tally);
    assert_string_equal(buf_string(&out), HEADER LINES("y z", "2"));
    assert_int_equal(tally.joined, 1);
    buf_free(&out);
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
    struct merge_tally tally = assert_merged(HEADER B DOUBLE, HEADER B, HEADER DOUBLE, HEADER B DOUBLE);
    assert_int_equal(tally.kept, 2);
    assert_int_equal(tally.removed, 0);
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

static void two_new_rows_of_one_id_keep_the_field_that_only_one_log_has_a_column_for(void **state)
{
    (void)state;
    assert_merged("", "time,practice,id\n2026-11-23T10:00:00+01:00,care,k00000000002\n",
                  "time,practice,place,id\n2026-11-23T09:00:00+01:00,care,home,k00000000002\n",
                  "time,practice,place,id\n2026-11-23T10:00:00+01:00,care,home,k00000000002\n");
}

static void of_two_headers_with_the_same_columns_the_one_that_the_base_has_not_stands(void **state)
{
    (void)state;
    static const char plain[] = "time,practice,id\n", other[] = "practice,time,id\n",
                      quoted[] = "time,practice,\"id\"\n";
    assert_merged(plain, plain, other, other);
    assert_merged(other, plain, other, plain);
    assert_merged("", plain, other, plain);
    assert_merged(plain, other, quoted, quoted);
    assert_merged(plain, "time,practice,id\n2026-11-23T09:00:00+01:00,care,k00000000002\n",
                  "practice,time,id\n", "practice,time,id\ncare,2026-11-23T09:00:00+01:00,k00000000002\n");
}

static void columns_of_one_name_are_told_apart_by_their_place(void **state)
{
    (void)state;
    assert_merged("", "time,practice,x,x\n2026-11-23T09:00:00+01:00,care,1,2\n",
                  "time,practice,x,y\n2026-11-23T10:00:00+01:00,care,3,4\n",
                  "time,practice,x,x,y\n2026-11-23T09:00:00+01:00,care,1,2,\n"
                  "2026-11-23T10:00:00+01:00,care,3,,4\n");
}

static void names_keep_the_quotes_that_they_need(void **state)
{
    (void)state;
    assert_merged("",
                  "time,practice,\"zoo\",\"here, or there\",id\n"
                  "2026-11-23T09:00:00+01:00,care,z,h,k00000000002\n",
                  "time,practice,\"a \"\"b\"\"\",,zoo,id\n"
                  "2026-11-23T10:00:00+01:00,care,a,empty,w,k00000000003\n",
                  "time,practice,,\"a \"\"b\"\"\",\"here, or there\",zoo,id\n"
                  "2026-11-23T09:00:00+01:00,care,,,h,z,k00000000002\n"
                  "2026-11-23T10:00:00+01:00,care,empty,a,,w,k00000000003\n");
}

static void an_id_that_is_not_last_stays_among_the_others(void **state)
{
    (void)state;
    assert_merged("time,id,practice\n",
                  "time,id,practice,zoo\n2026-11-23T09:00:00+01:00,k00000000002,care,z\n",
                  "time,id,practice,ape\n",
                  "time,id,practice,ape,zoo\n2026-11-23T09:00:00+01:00,k00000000002,care,,z\n");
    assert_merged("", "id,time,practice,zoo\n", "time,practice,ape,id\n", "time,practice,id,ape,zoo\n");
    assert_merged("", "time,practice,zoo\n", "time,practice,ape\n", "time,practice,ape,zoo\n");
    assert_merged("", "time,practice,zoo,id\n", "time,practice,ape\n", "time,practice,ape,zoo,id\n");
    assert_merged("", "time,practice,zoo\n", "time,practice,ape,id\n", "time,practice,ape,zoo,id\n");
}

static void a_column_that_both_took_out_is_gone(void **state)
{
    (void)state;
    assert_merged("time,practice,old,note,id\n", "time,practice,zoo,note,id\n", "time,practice,ape,id\n",
                  "time,practice,note,ape,zoo,id\n");
}

static void a_column_that_the_base_has_not_is_joined_as_if_it_were_new(void **state)
{
    (void)state;
    static const char base[] = "time,practice,id\n2026-11-23T09:00:00+01:00,shift,k00000000002\n",
                      ours[] = "time,practice,arm,id\n2026-11-23T09:00:00+01:00,shift,usual,k00000000002\n",
                      theirs[] =
                          "time,practice,arm,id\n2026-11-23T10:00:00+01:00,shift,others,k00000000002\n";
    assert_merged(base, ours, base, ours);
    assert_merged(base, ours, theirs,
                  "time,practice,arm,id\n2026-11-23T10:00:00+01:00,shift,usual,k00000000002\n");
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
    merged_views(view_of(""), buf_view(&out), view_of(""), &again, &tally);
    assert_int_equal(tally.added, 2);
    assert_string_equal(buf_string(&out), buf_string(&again));
    buf_free(&out);
    buf_free(&again);
}

static void open_quotes_that_would_close_each_other_are_set_far_apart(void **state)
{
    (void)state;
    struct buf wanted = {0};
    buf_text(&wanted, "time,practice\n\"+a\n");
    for (int i = 0; i < JOIN_LINES; i++)
        buf_char(&wanted, '\n');
    buf_text(&wanted, "\",b\n");
    assert_merged("", "time,practice\n\"+a\n", "time,practice\n\",b\n", wanted.bytes);
    assert_merged(wanted.bytes, wanted.bytes, wanted.bytes, wanted.bytes);
    buf_free(&wanted);
}

static void a_line_is_never_taken_for_a_piece_of_the_header_before_it(void **state)
{
    (void)state;
    static const char cut[] = "time,practice,not\n\n,mood,stress,stress_after,minutes,arm,id\nzoo\n",
                      torn[] = "time,practice\n\n" HEADER "zoo\n";
    assert_merged("", "time,practice,not\nzoo\n,mood,stress,stress_after,minutes,arm,id\n", "", cut);
    assert_merged(cut, cut, cut, cut);
    assert_merged("", "time,practice\nzoo\n" HEADER, "", torn);
    assert_merged(torn, torn, torn, torn);
}

static void assert_refused(const char *base, const char *ours, const char *theirs, const char *why)
{
    struct buf out = {0}, error = {0};
    struct merge_tally tally;
    assert_false(merge_logs(view_of(base), view_of(ours), view_of(theirs), &utc, &out, &tally, &error));
    assert_int_equal(out.length, 0);
    assert_int_equal(strncmp(buf_string(&error), why, strlen(why)), 0);
    buf_free(&out);
    buf_free(&error);
}

static void what_is_no_log_is_refused_by_its_side(void **state)
{
    (void)state;
    static const char letter[] = "a letter to somebody\n";
    assert_refused(letter, HEADER A, HEADER A, "base:1: ");
    assert_refused(HEADER A, letter, HEADER A, "ours:1: ");
    assert_refused(HEADER A, HEADER A, letter, "theirs:1: ");
}

static void a_header_that_would_be_mended_twice_is_refused(void **state)
{
    (void)state;
    static const char twice[] = "time,practice,mote,mood,stress,stress_after*minutes,arm,id\n"
                                "2026-11-23T08:00:00+01:00,kindness,\"a\",7,,lost,,k00000000001\n";
    assert_refused("", twice, "", "ours:1: the header is damaged in more than one place");
    assert_refused("", HEADER, twice, "theirs:1: the header is damaged in more than one place");
}

/* COUNT columns whose names begin with LETTER and have LENGTH bytes, behind those that a log needs. */
static struct buf wide_header(char letter, int count, int length)
{
    struct buf text = {0};
    buf_text(&text, "time,practice");
    for (int i = 0; i < count; i++)
        buf_printf(&text, ",%c%0*d", letter, length - 1, i);
    buf_char(&text, '\n');
    return text;
}

static void columns_that_fit_no_header_together_are_refused(void **state)
{
    (void)state;
    static const struct {
        int count, length;
    } wide[] = {{200, 5}, {10, 4000}};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        struct buf ours = wide_header('x', wide[i].count, wide[i].length);
        struct buf theirs = wide_header('y', wide[i].count, wide[i].length);
        assert_merged("", ours.bytes, "", ours.bytes);
        assert_refused("", ours.bytes, theirs.bytes,
                       "ours and theirs have more than 256 columns or 65536 bytes");
        buf_free(&ours);
        buf_free(&theirs);
    }
}

static void columns_that_would_together_read_as_a_damaged_header_are_refused(void **state)
{
    (void)state;
    assert_refused("", "time,practice,note,mood,stress,stress_after,minutes,ad\n",
                   "time,practice,note,mood,stress,stress_after,minutes,arm\n",
                   "ours and theirs have columns");
}

static int random_int(uint64_t *state, int n)
{
    return (int)random_below(state, (size_t)n);
}

enum { TIMES = 6, ARMS = 3, LINES_MAX = 24 };

/* What a round of random logs may hold; each bit takes a property away that it would break by rule. */
struct wild {
    bool arms, times, doubles, damage;
};

/* A row of a made-up log, or a line that is none. */
struct made {
    bool lost;
    int time, id; /* 0: no id */
    int mood, arm;
    char text[128]; /* the note as it stands, or the whole line */
};

struct made_log {
    struct made made[LINES_MAX];
    int count;
};

static const char *const notes[] = {"\"\"",
                                    "\"a\"",
                                    "plain",
                                    "\"with, comma\"",
                                    "\"a \"\"quote\"\"\"",
                                    "\"two\nlines\"",
                                    "\"\r\n\"",
                                    "\"gr\xc3\xbc\xc3\x9f\"",
                                    "\"\xff\xfe\"",
                                    "\"'=1\"",
                                    "\"\n\n,\"",
                                    "\",7,,,,,\n\"",
                                    "  spaced  "};
static const char *const losses[] = {
    "nonsense",
    "<<<<<<< HEAD",
    "=======",
    "2026-11-23T08:00:00+01:00,kindness,\"torn",
    "\",7,,,,,k0000000000a",
    "x\",,,,,,",
    "2026-11-23T08:00:00+01:00,mood,\"\",99,,,,,k0000000000b",
    "2026-11-23T08:00:00+01:00,mood,\"over\nlines\",99,,,,,k0000000000c",
    "2026-11-23T08:00:00+01:00,mood,x,5,,,,,k0000000000d2026-11-23T08:00:00+01:00,mood,x,5,,,,,k0000000000e",
    "torn2026-11-24T08:00:00+01:00,mood,x,5,,,,,k0000000000f",
    "\"",
    "\xff\xff,,",
    NAMES};

#define PICK(state, from) ((from)[random_int(state, (int)(sizeof(from) / sizeof *(from)))])

static struct made made_row(uint64_t *state, const struct wild *wild)
{
    struct made made = {.lost = random_int(state, 6) == 0,
                        .time = random_int(state, TIMES),
                        .id = random_int(state, 5) ? 1 + random_int(state, 12) : 0,
                        .mood = random_int(state, 11),
                        .arm = random_int(state, ARMS)};
    if (made.id && !wild->times)
        made.time = made.id % TIMES;
    if (made.id && !wild->arms)
        made.arm = made.id % ARMS;
    snprintf(made.text, sizeof made.text, "%s", PICK(state, notes));
    if (made.lost)
        snprintf(made.text, sizeof made.text, "%s", PICK(state, losses));
    else if (random_int(state, 3) == 0)
        snprintf(made.text, sizeof made.text, "\"%d\"", random_int(state, 1000));
    return made;
}

static void made_add(struct made_log *log, struct made made, const struct wild *wild)
{
    for (int i = 0; i < log->count && made.id && !made.lost && !wild->doubles; i++)
        if (!log->made[i].lost && log->made[i].id == made.id)
            return;
    if (log->count < LINES_MAX)
        log->made[log->count++] = made;
}

static void made_edit(uint64_t *state, struct made *made, const struct wild *wild)
{
    struct made fresh = made_row(state, wild);
    if (random_int(state, 2))
        made->mood = fresh.mood;
    if (!made->lost && !fresh.lost && random_int(state, 2))
        memcpy(made->text, fresh.text, sizeof made->text);
    if (wild->times && random_int(state, 3) == 0)
        made->time = fresh.time;
    if (wild->arms && random_int(state, 3) == 0)
        made->arm = fresh.arm;
}

/* What a device made of BASE. */
static struct made_log made_copy(uint64_t *state, const struct made_log *base, const struct wild *wild)
{
    struct made_log log = {.count = 0};
    for (int i = 0; i < base->count; i++) {
        struct made made = base->made[i];
        int what = random_int(state, 6);
        if (what == 0)
            continue;
        if (what <= 2)
            made_edit(state, &made, wild);
        made_add(&log, made, wild);
    }
    for (int more = random_int(state, 5); more; more--)
        made_add(&log, made_row(state, wild), wild);
    for (int i = log.count - 1; i > 0 && random_int(state, 2); i--) {
        struct made swap = log.made[i];
        int j = random_int(state, i + 1);
        log.made[i] = log.made[j];
        log.made[j] = swap;
    }
    return log;
}

static void made_write(uint64_t *state, const struct made_log *log, const struct wild *wild, struct buf *out)
{
    static const char *const times[TIMES] = {"2026-11-23T08:00:00+01:00", "2026-11-23T07:00:00+00:00",
                                             "2026-11-23T07:00:00Z",      "2026-11-22T23:59:59-03:30",
                                             "2026-11-24 10:00",          "1969-12-31T23:00:00+00:00"};
    static const char *const arms[ARMS] = {"", "usual", "others"};
    *out = (struct buf){0};
    const char *end = random_int(state, 4) ? "\n" : "\r\n";
    buf_text(out, random_int(state, 8) ? "" : "\xef\xbb\xbf");
    buf_printf(out, "%s%s", NAMES, end);
    for (int i = 0; i < log->count; i++) {
        const struct made *made = &log->made[i];
        if (made->lost)
            buf_text(out, made->text);
        else
            buf_printf(out, "%s,shift,%s,%d,,,,%s,", times[made->time], made->text, made->mood,
                       arms[made->arm]);
        if (!made->lost && made->id)
            buf_printf(out, "k000000000%02d", made->id);
        buf_text(out, i < log->count - 1 || random_int(state, 8) ? end : "");
    }
    size_t past = sizeof NAMES + 6;
    if (wild->damage && out->length > past)
        for (int n = random_int(state, 4); n; n--)
            out->bytes[past + (size_t)random_int(state, (int)(out->length - past))] =
                "\",\n\r;k2\0"[random_int(state, 8)];
}

static struct buf merged(const struct buf *base, const struct buf *ours, const struct buf *theirs)
{
    struct buf out;
    struct merge_tally tally;
    merged_views(buf_view(base), buf_view(ours), buf_view(theirs), &out, &tally);
    return out;
}

/* Shows both where they differ, then fails. */
static void assert_same(const struct buf *a, const struct buf *b, const char *law, int round)
{
    if (a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0)
        return;
    fail_msg("triple %d, %s:\n%s-- is not --\n%s", round, law, a->bytes, b->bytes);
}

static struct buf normal(const struct buf *log)
{
    struct buf none = {0};
    return merged(&none, log, &none);
}

static void assert_commutes(const struct buf *base, const struct buf *ours, const struct buf *theirs,
                            int round)
{
    struct buf one, other;
    struct merge_tally tally, tally_other;
    merged_views(buf_view(base), buf_view(ours), buf_view(theirs), &one, &tally);
    merged_views(buf_view(base), buf_view(theirs), buf_view(ours), &other, &tally_other);
    assert_same(&one, &other, "ours and theirs change places", round);
    assert_memory_equal(&tally, &tally_other, sizeof tally);
    buf_free(&one);
    buf_free(&other);
}

static void assert_idempotent(const struct buf *base, const struct buf *ours, const struct wild *wild,
                              int round)
{
    struct buf form = normal(ours), twice = normal(&form), both = merged(base, ours, ours),
               alone = merged(base, ours, base);
    assert_same(&twice, &form, "the normal form's normal form", round);
    assert_same(&both, &form, "both sides the same", round);
    if (!wild->arms && !wild->damage)
        assert_same(&alone, &form, "one side untouched", round);
    buf_free(&form);
    buf_free(&twice);
    buf_free(&both);
    buf_free(&alone);
}

/* A and B brought into a hub that stands at HUB, in both orders. */
static void assert_any_order(const struct buf *base, const struct buf *hub, const struct buf *a,
                             const struct buf *b, int round)
{
    struct buf with_a = merged(base, hub, a), with_b = merged(base, hub, b), ab = merged(base, &with_a, b),
               ba = merged(base, &with_b, a);
    assert_same(&ab, &ba, "two devices in either order", round);
    buf_free(&with_a);
    buf_free(&with_b);
    buf_free(&ab);
    buf_free(&ba);
}

static struct log log_of(const struct buf *bytes)
{
    struct log log = {0};
    struct buf error = {0};
    struct reader reader = {.source = {.fd = -1, .bytes = bytes->bytes, .end = bytes->length},
                            .wanted = TEXT_ALL,
                            .clock = &utc,
                            .path = "-",
                            .log = &log};
    assert_true(reader_all(&reader, &error));
    return log;
}

/* The rows of LOG with this id; *ROW is the first. */
static int rows_with(const struct log *log, uint64_t id, struct view *row)
{
    int count = 0;
    for (size_t i = 0; i < log->count; i++)
        if (log->records[i].id == id && count++ == 0)
            *row = record_row(&log->records[i]);
    return count;
}

/* Every row with an id is where the rules want it. */
static void assert_rows(const struct log *base, const struct log *ours, const struct log *theirs,
                        const struct log *result, int round)
{
    for (size_t i = 0; i < ours->count; i++) {
        uint64_t id = ours->records[i].id;
        struct view b = {0}, o = {0}, t = {0}, r = {0};
        if (!id)
            continue;
        int in_base = rows_with(base, id, &b), in_ours = rows_with(ours, id, &o),
            in_theirs = rows_with(theirs, id, &t), there = rows_with(result, id, &r);
        if (!there && (!in_base || in_theirs))
            fail_msg("triple %d: a row is lost: %.*s", round, (int)o.length, o.bytes);
        if (there && in_base == 1 && in_ours == 1 && !in_theirs && view_same(b, o))
            fail_msg("triple %d: a deleted row is back: %.*s", round, (int)o.length, o.bytes);
        if (in_base == 1 && in_ours == 1 && in_theirs == 1 && view_same(b, o) && view_same(b, t) &&
            (there != 1 || !view_same(r, b)))
            fail_msg("triple %d: an unchanged row is changed: %.*s", round, (int)o.length, o.bytes);
    }
}

/* The normal form of LOG, read, has every row that LOG has. Rows that had run together are parted in it, so
 * that it may have more. */
static struct log normal_log(const struct buf *bytes, int round)
{
    struct buf form = normal(bytes);
    struct log log = log_of(bytes), parted = log_of(&form);
    for (size_t i = 0; i < log.count; i++) {
        struct view row = record_row(&log.records[i]);
        size_t j = 0;
        while (j < parted.count && !view_same(record_row(&parted.records[j]), row))
            j++;
        if (j == parted.count)
            fail_msg("triple %d: not in the normal form: %.*s", round, (int)row.length, row.bytes);
    }
    log_free(&log);
    buf_free(&form);
    return parted;
}

static void assert_acknowledged(const struct buf *base, const struct buf *ours, const struct buf *theirs,
                                int round)
{
    struct buf out = merged(base, ours, theirs);
    struct log logs[] = {normal_log(base, round), normal_log(ours, round), normal_log(theirs, round),
                         log_of(&out)};
    assert_rows(&logs[0], &logs[1], &logs[2], &logs[3], round);
    assert_rows(&logs[0], &logs[2], &logs[1], &logs[3], round);
    for (size_t i = 1; i < logs[3].count; i++)
        assert_true(logs[3].records[i - 1].time <= logs[3].records[i].time);
    for (int i = 0; i < 4; i++)
        log_free(&logs[i]);
    buf_free(&out);
}

static void the_algebra_holds_for_random_logs(void **state)
{
    (void)state;
    const char *asked = getenv("KIND_TRIPLES");
    int rounds = asked ? atoi(asked) : 2000;
    assert_true(rounds > 0);
    uint64_t seed = 20261123;
    for (int round = 0; round < rounds; round++) {
        struct wild wild = {.arms = round & 1, .times = round & 2, .doubles = round & 4, .damage = round & 8};
        struct made_log none = {.count = 0}, root = made_copy(&seed, &none, &wild);
        for (int more = random_int(&seed, 9); more; more--)
            made_add(&root, made_row(&seed, &wild), &wild);
        struct buf log[4];
        made_write(&seed, &root, &wild, &log[0]);
        for (int i = 1; i < 4; i++) {
            struct made_log copy = made_copy(&seed, &root, &wild);
            made_write(&seed, &copy, &wild, &log[i]);
        }
        assert_commutes(&log[0], &log[1], &log[2], round);
        assert_idempotent(&log[0], &log[1], &wild, round);
        assert_acknowledged(&log[0], &log[1], &log[2], round);
        if (!wild.damage && !(wild.arms && wild.doubles))
            assert_any_order(&log[0], &log[0], &log[1], &log[2], round);
        if (!wild.times && !wild.doubles && !wild.damage)
            assert_any_order(&log[0], &log[1], &log[2], &log[3], round);
        for (int i = 0; i < 4; i++)
            buf_free(&log[i]);
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
        cmocka_unit_test(an_arm_is_never_changed),
        cmocka_unit_test(ends_of_line_in_a_note_stay_unless_the_row_is_joined),
        cmocka_unit_test(a_nul_before_an_end_of_line_does_not_spoil_a_joined_row),
        cmocka_unit_test(rows_without_an_id_and_damaged_lines_are_told_apart_by_their_number),
        cmocka_unit_test(different_rows_with_one_id_are_all_kept),
        cmocka_unit_test(an_absent_file_is_an_empty_log),
        cmocka_unit_test(ends_of_line_marks_and_torn_headers_are_mended),
        cmocka_unit_test(rows_that_ran_together_are_parted),
        cmocka_unit_test(another_log_s_columns_are_kept),
        cmocka_unit_test(a_log_that_lacks_a_column_does_not_empty_it),
        cmocka_unit_test(columns_that_both_added_stand_by_name_before_the_id),
        cmocka_unit_test(two_new_rows_of_one_id_keep_the_field_that_only_one_log_has_a_column_for),
        cmocka_unit_test(of_two_headers_with_the_same_columns_the_one_that_the_base_has_not_stands),
        cmocka_unit_test(columns_of_one_name_are_told_apart_by_their_place),
        cmocka_unit_test(names_keep_the_quotes_that_they_need),
        cmocka_unit_test(an_id_that_is_not_last_stays_among_the_others),
        cmocka_unit_test(a_column_that_both_took_out_is_gone),
        cmocka_unit_test(a_column_that_the_base_has_not_is_joined_as_if_it_were_new),
        cmocka_unit_test(semicolons_and_tabs_become_commas),
        cmocka_unit_test(open_quotes_do_not_swallow_each_other),
        cmocka_unit_test(open_quotes_that_would_close_each_other_are_set_far_apart),
        cmocka_unit_test(a_line_is_never_taken_for_a_piece_of_the_header_before_it),
        cmocka_unit_test(what_is_no_log_is_refused_by_its_side),
        cmocka_unit_test(a_header_that_would_be_mended_twice_is_refused),
        cmocka_unit_test(columns_that_fit_no_header_together_are_refused),
        cmocka_unit_test(columns_that_would_together_read_as_a_damaged_header_are_refused),
        cmocka_unit_test(the_algebra_holds_for_random_logs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
