/* The repair: what it mends, what it leaves alone, and that it costs no record. */
#include "row/repair.h"

#include "row/header.h"
#include "row/reader.h"
#include "tests/unit/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FIRST "2026-11-23T19:24:05+01:00,kindness,\"helped\",7,,,,,k7q2mh4tzn0c"
#define SECOND "2026-11-23T21:02:11+01:00,shift,\"mail\",,8,4,3.25,others,k1b9s0d4x7wq"
#define THIRD "2026-11-24T08:00:00+01:00,mood,\"\",6.5,,,,,kzzzzzzzzzzz"
#define ALL HEADER FIRST "\n" SECOND "\n" THIRD "\n"

static const struct clock utc = {.fixed = true};

static struct repair repaired(struct view old)
{
    struct repair repair = {0};
    struct buf error = {0};
    if (!repair_make(old, &utc, &repair, &error))
        fail_msg("not mended: %s", buf_string(&error));
    return repair;
}

static void assert_stable(const struct repair *repair)
{
    struct repair again = repaired((struct view){buf_string(&repair->bytes), repair->bytes.length});
    assert_int_equal(again.bytes.length, repair->bytes.length);
    assert_memory_equal(buf_string(&again.bytes), buf_string(&repair->bytes), again.bytes.length);
    assert_int_equal(again.count, 0);
    repair_free(&again);
}

/* OLD becomes FRESH by one deed, which says WHAT: DONE of LINE and concerns LINES. */
static void assert_mends_lines(struct view old, const char *fresh, uint32_t line, uint32_t lines,
                               const char *what, const char *done)
{
    struct repair repair = repaired(old);
    assert_string_equal(buf_string(&repair.bytes), fresh);
    assert_int_equal(repair.count, 1);
    assert_string_equal(repair.deeds[0].what, what);
    assert_string_equal(repair.deeds[0].done, done);
    assert_int_equal(repair.deeds[0].line, line);
    assert_int_equal(repair.deeds[0].lines, lines);
    assert_stable(&repair);
    repair_free(&repair);
}

static void assert_mends(const char *old, const char *fresh, uint32_t line, const char *what,
                         const char *done)
{
    assert_mends_lines(view_of(old), fresh, line, 1, what, done);
}

/* OLD becomes FRESH, whatever is said of it. */
static void assert_becomes(const char *old, const char *fresh)
{
    struct repair repair = repaired(view_of(old));
    assert_string_equal(buf_string(&repair.bytes), fresh);
    assert_stable(&repair);
    repair_free(&repair);
}

static void assert_left_alone(const char *old)
{
    struct repair repair = repaired(view_of(old));
    assert_string_equal(buf_string(&repair.bytes), old);
    assert_int_equal(repair.count, 0);
    repair_free(&repair);
}

/* What is left alone */

static void a_log_without_a_fault_stays_as_it_is(void **state)
{
    (void)state;
    assert_left_alone("");
    assert_left_alone("\n\n");
    assert_left_alone(HEADER);
    assert_left_alone(ALL);
    assert_left_alone("Time,Practice,mine\n2026-11-23T19:24:05Z , kindness,\"a \"\"b\"\"\"\n");
    assert_left_alone(HEADER "2026-11-23T19:24:05z,kindness,no quotes,7,,,,,\n");
}

static void rows_that_cannot_be_read_stay_as_they_are(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "3/4/25,kindness,\"a\",7,,,,,k00000000000",
        "2026-11-23T19:24:05Z,kindness,\"a\",12,,,,,k00000000000\r",
        "2026-11-23T19:24:05Z,kindness,\"a",
        "2026-11-23T19:24:05Z,kindness,\"a\nb\n\nc\",12,,,,,k00000000000",
        "<<<<<<< ours",
        "=======",
        "words",
        "2026/11/23,kindness,\"a\",\"7,5\",x,,,,",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf text = {0};
        buf_printf(&text, HEADER FIRST "\n%s\n" THIRD "\n", rows[i]);
        assert_left_alone(text.bytes);
        buf_free(&text);
    }
    assert_left_alone(HEADER FIRST "\n2026-11-23T19:24:05Z,kindness,\"a\",1");
}

static void a_last_row_that_may_be_cut_off_gets_no_end_of_line(void **state)
{
    (void)state;
    assert_left_alone(HEADER FIRST "\n2026-11-23T19:24:05Z,kindness,\"a\",1,,,,,");
}

/* What is mended */

static void separators_become_commas(void **state)
{
    (void)state;
    struct repair repair = repaired(view_of("time;practice;note;mood\n2026-11-23T19:24:05Z;kindness;a, "
                                            "b;7,5\n2026-11-24T19:24:05Z;mood;\"c;d\";3\n"
                                            "2026-11-24T19:24:05Z;mood;e, f;30\nx;y\n"));
    assert_string_equal(repair.bytes.bytes,
                        "time,practice,note,mood\n2026-11-23T19:24:05Z,kindness,\"a, b\",7.5\n"
                        "2026-11-24T19:24:05Z,mood,\"c;d\",3\n2026-11-24T19:24:05Z,mood,\"e, f\",30\nx;y\n");
    assert_int_equal(repair.count, 2);
    assert_int_equal(repair.deeds[0].line, 1);
    assert_int_equal(repair.deeds[0].lines, 4);
    assert_string_equal(repair.deeds[0].what, "semicolons");
    assert_string_equal(repair.deeds[0].done, "made commas");
    assert_int_equal(repair.deeds[1].line, 2);
    assert_string_equal(repair.deeds[1].what, "mood '7,5'");
    assert_string_equal(repair.deeds[1].done, "written 7.5");
    assert_stable(&repair);
    repair_free(&repair);
    assert_mends_lines(view_of("time\tpractice\tnote\n2026-11-23T19:24:05Z\tkindness\t a, b \n"),
                       "time,practice,note\n2026-11-23T19:24:05Z,kindness,\"a, b\"\n", 1, 2, "tabs",
                       "made commas");
}

static void sloppy_times_and_decimal_commas_are_written_as_they_should_be(void **state)
{
    (void)state;
    assert_mends(HEADER "2025/01/01 10:00:00,care,x,,,,,,\n",
                 HEADER "2025-01-01T10:00:00+00:00,care,x,,,,,,\n", 2, "time '2025/01/01 10:00:00'",
                 "written 2025-01-01T10:00:00+00:00");
    assert_mends(HEADER "2026-11-23T19:24:05Z,pause,\"x\",,,,\"2,25\",,\n",
                 HEADER "2026-11-23T19:24:05Z,pause,\"x\",,,,2.25,,\n", 2, "minutes '2,25'", "written 2.25");
}

static void bytes_that_windows_or_a_crash_leaves_are_taken_out(void **state)
{
    (void)state;
    assert_mends("\xef\xbb\xbf" ALL, ALL, 1, "a byte order mark", "taken out");
    assert_mends_lines(view_of(NAMES "\r\n" FIRST "\r\n" SECOND "\n" THIRD "\r\n"), ALL, 1, 3,
                       "CR LF at the end of the line", "made LF");
    static const char nuls[] = ALL "\0\0\0\0";
    assert_mends_lines((struct view){nuls, sizeof nuls - 1}, ALL, 5, 1, "NULs that a crash leaves",
                       "taken out");
    static const char behind[] = HEADER FIRST "\0\0\n" SECOND "\n" THIRD "\n";
    assert_mends_lines((struct view){behind, sizeof behind - 1}, ALL, 2, 1, "NULs that a crash leaves",
                       "taken out");
    assert_mends_lines(view_of("\n" HEADER FIRST "\n \n" SECOND "\n\n" THIRD "\n"), ALL, 1, 3, "a blank line",
                       "taken out");
}

static void a_carriage_return_at_the_end_of_a_header_without_rows_becomes_a_line_feed(void **state)
{
    (void)state;
    assert_mends("practice,time\r", "practice,time\n", 1, "no end of line", "added");
}

static void many_carriage_returns_and_nuls_at_one_end_of_line_are_one_deed_each(void **state)
{
    (void)state;
    static const char old[] = HEADER FIRST "\r\0\r\0\n" SECOND "\n" THIRD "\n";
    struct repair repair = repaired((struct view){old, sizeof old - 1});
    assert_string_equal(repair.bytes.bytes, ALL);
    assert_int_equal(repair.count, 2);
    assert_string_equal(repair.deeds[0].done, "made LF");
    assert_string_equal(repair.deeds[1].done, "taken out");
    repair_free(&repair);
}

static void blank_lines_of_a_log_without_a_header_are_no_header_once_more(void **state)
{
    (void)state;
    struct repair repair = repaired(view_of(FIRST "\n\n" SECOND "\n\n" THIRD "\n"));
    assert_string_equal(repair.bytes.bytes, ALL);
    assert_int_equal(repair.count, 2);
    assert_string_equal(repair.deeds[0].done, "one put in place");
    assert_string_equal(repair.deeds[1].what, "a blank line");
    assert_int_equal(repair.deeds[1].lines, 2);
    repair_free(&repair);
}

static void a_row_of_several_lines_becomes_one(void **state)
{
    (void)state;
    assert_mends(HEADER "2026-11-23T19:24:05Z,care,\"a\r\nb\n\nc\",,,,,,k00000000000\n" THIRD "\n",
                 HEADER "2026-11-23T19:24:05Z,care,\"a b  c\",,,,,,k00000000000\n" THIRD "\n", 2,
                 "a row of several lines", "put on one");
}

static void a_damaged_header_is_written_anew(void **state)
{
    (void)state;
    const char *rows = FIRST "\n" SECOND "\n" THIRD "\n";
    static const char *const headers[] = {"tome,practice,note,mood,stress,stress_after,minutes,arm,id\n",
                                          "time,practice;note,mood,stress,stress_after,minutes,arm,id\n",
                                          "time,practice,note,mood,str\nss,stress_after,minutes,arm,id\n",
                                          NAMES "x",
                                          "",
                                          "\xef\xbb\xbf\n",
                                          NAMES "\r\n",
                                          "time,prac\n" HEADER};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        struct buf text = {0};
        buf_printf(&text, "%s%s", headers[i], rows);
        assert_becomes(text.bytes, ALL);
        buf_free(&text);
    }
    assert_mends("time,practice,mood,nute,mine\n2026-11-23T19:24:05Z,care,7,x,y\n",
                 "time,practice,mood,note,mine\n2026-11-23T19:24:05Z,care,7,x,y\n", 1, "column 'nute'",
                 "written note");
    assert_mends(HEADER FIRST "\n" NAMES "\n" SECOND "\n" THIRD "\n", ALL, 3, "the header once more",
                 "taken out");
    assert_mends("time,prac", HEADER, 1, "the start of a header", "written whole");
    assert_mends(NAMES, HEADER, 1, "no end of line", "added");
}

static void a_last_row_without_its_end_gets_one(void **state)
{
    (void)state;
    assert_mends(HEADER FIRST "\n" SECOND "\n" THIRD, ALL, 4, "no end of line", "added");
}

static void rows_run_together_are_parted(void **state)
{
    (void)state;
    assert_mends(HEADER "2026-11-23,kind" FIRST "\n" THIRD "\n",
                 HEADER "2026-11-23,kind\n" FIRST "\n" THIRD "\n", 2, "a whole row at the end of this line",
                 "put on a line of its own");
    assert_becomes(HEADER FIRST "\r" SECOND "\r" THIRD "\n", ALL);
    assert_becomes(HEADER FIRST SECOND THIRD, ALL);
}

static void rows_of_one_id_that_ran_together_are_parted_whatever_they_differ_in(void **state)
{
    (void)state;
    static const char first[] = "2026-11-23T19:24:05+01:00,shift,\"a\",7,6,5,4,usual,k00000000001\n";
    static const char *const others[] = {
        "2026-11-23T19:24:06+01:00,shift,\"a\",7,6,5,4,usual,k00000000001\n",
        "2026-11-23T18:24:05+00:00,shift,\"a\",7,6,5,4,usual,k00000000001\n",
        "2026-11-23T19:24:05+01:00,trial,\"a\",7,6,5,4,usual,k00000000001\n",
        "2026-11-23T19:24:05+01:00,shift,\"b\",7,6,5,4,usual,k00000000001\n",
        "2026-11-23T19:24:05+01:00,shift,\"a\",8,6,5,4,usual,k00000000001\n",
        "2026-11-23T19:24:05+01:00,shift,\"a\",7,5,5,4,usual,k00000000001\n",
        "2026-11-23T19:24:05+01:00,shift,\"a\",7,6,4,4,usual,k00000000001\n",
        "2026-11-23T19:24:05+01:00,shift,\"a\",7,6,5,5,usual,k00000000001\n",
        "2026-11-23T19:24:05+01:00,shift,\"a\",7,6,5,4,others,k00000000001\n",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char old[512], fresh[512];
        snprintf(old, sizeof old, HEADER "%.*s%s", (int)strlen(first) - 1, first, others[i]);
        snprintf(fresh, sizeof fresh, HEADER "%s%s", first, others[i]);
        assert_becomes(old, fresh);
    }
}

static void a_row_that_stands_there_twice_is_taken_out_once(void **state)
{
    (void)state;
    assert_mends(HEADER FIRST "\n" SECOND "\n" FIRST "\n" THIRD "\n", ALL, 4, "the row of line 2 once more",
                 "taken out");
    assert_becomes(HEADER FIRST "\r\n" SECOND "\n" FIRST "\n" THIRD "\n" FIRST "\n", ALL);
    assert_left_alone(HEADER "2026-11-23T19:24:05Z,care,x,,,,,,\n2026-11-23T19:24:05Z,care,x,,,,,,\n");
    assert_left_alone(HEADER "2026-11-23T19:24:05Z,care,x,,,,,,k00000000000\n"
                             "2026-11-23T19:24:05Z,care,y,,,,,,k00000000000\n");
}

static void lines_are_counted_as_in_the_file_as_it_was(void **state)
{
    (void)state;
    struct repair repair = repaired(view_of("\n\n" HEADER "\n" FIRST SECOND "\n\n" FIRST "\n" THIRD "\n"));
    assert_string_equal(repair.bytes.bytes, ALL);
    assert_int_equal(repair.count, 3);
    assert_string_equal(repair.deeds[0].what, "a blank line");
    assert_int_equal(repair.deeds[0].line, 1);
    assert_int_equal(repair.deeds[0].lines, 4);
    assert_string_equal(repair.deeds[1].what, "a whole row at the end of this line");
    assert_int_equal(repair.deeds[1].line, 5);
    assert_string_equal(repair.deeds[2].what, "the row of line 5 once more");
    assert_int_equal(repair.deeds[2].line, 7);
    repair_free(&repair);
}

static void what_is_no_log_is_refused(void **state)
{
    (void)state;
    static const char *const files[] = {"hello\n", "\xff\xfet\0i\0m\0", "time,mood\n", "\177ELF\1"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct repair repair = {0};
        struct buf error = {0};
        assert_false(repair_make(view_of(files[i]), &utc, &repair, &error));
        assert_true(error.length > 0);
        repair_free(&repair);
        buf_free(&error);
    }
}

static void a_repair_that_would_cost_a_record_is_refused(void **state)
{
    (void)state;
    /* With 'mote' mended the header would be one byte away from kind's own, which has a column more. */
    static const char eight[] = "time,practice,mote,mood,stress,stress_after*minutes,arm,id\n",
                      nine[] = "2026-11-23T08:00:00Z,care,\"a\",7,,,,,k00000000001\n";
    struct repair repair = {0};
    struct buf error = {0}, text = {0};
    buf_printf(&text, "%s2026-11-23T08:00:00Z,care,\"a\",7,,,,k00000000001\n", eight);
    assert_false(repair_make(buf_view(&text), &utc, &repair, &error));
    assert_string_equal(buf_string(&error), "it can't be mended without a record's being lost");
    assert_int_equal(repair.bytes.length, 0);
    repair_free(&repair);
    buf_free(&error);
    buf_clear(&text);
    buf_printf(&text, "%s%s", eight, nine);
    char fresh[512];
    snprintf(fresh, sizeof fresh, HEADER "%s", nine);
    assert_becomes(text.bytes, fresh);
    buf_free(&text);
}

/* Any damage */

enum { ROWS = 60 };

static void random_log(uint64_t *seed, struct buf *text)
{
    static const char *const notes[] = {"",
                                        "tea, cake",
                                        "said \"\"yes\"\"",
                                        "#home with @ann",
                                        "'=1+1",
                                        "2026-11-23T19:24:05+01:00,mood,",
                                        "a\r\nb",
                                        "\xc3\xa9t\xc3\xa9"};
    buf_text(text, HEADER);
    for (int i = 0; i < ROWS; i++) {
        char id[ID_SIZE];
        id_write((random_next(seed) >> 9) + 1, id);
        buf_printf(text, "2026-%02d-%02dT%02d:30:00+0%d:00,%s,\"%s\",", 1 + i / 28, 1 + i % 28, i % 24, i % 3,
                   practice_name((enum practice)random_below(seed, PRACTICES)),
                   notes[random_below(seed, sizeof notes / sizeof *notes)]);
        if (random_below(seed, 2))
            buf_printf(text, "%zu.5,,,,,%s\n", random_below(seed, 10), random_below(seed, 9) ? id : "");
        else
            buf_printf(text, ",8,4,%zu,usual,%s\n", random_below(seed, 60), id);
    }
}

/* Puts LENGTH bytes in the place of COUNT at AT. */
static void splice(struct buf *text, size_t at, size_t count, const char *bytes, size_t length)
{
    struct buf fresh = {0};
    if (count > text->length - at)
        count = text->length - at;
    buf_add(&fresh, text->bytes, at);
    buf_add(&fresh, bytes, length);
    buf_add(&fresh, text->bytes + at + count, text->length - at - count);
    buf_free(text);
    *text = fresh;
}

/* A line of TEXT with its end, anywhere. */
static struct view any_line(const struct buf *text, uint64_t *seed)
{
    size_t at = random_below(seed, text->length);
    while (at && text->bytes[at - 1] != '\n')
        at--;
    const char *feed = memchr(text->bytes + at, '\n', text->length - at);
    return (struct view){text->bytes + at, feed ? (size_t)(feed - text->bytes) + 1 - at : text->length - at};
}

static void replace_all(struct buf *text, char from, char to)
{
    for (size_t i = 0; i < text->length; i++)
        if (text->bytes[i] == from)
            text->bytes[i] = to;
}

static void damage(struct buf *text, uint64_t *seed)
{
    static const char *const bits[] = {"\n",        "\r\n",         "\r",   "\"",  ",", ";",
                                       "\n\n",      "7,5",          HEADER, "\t",  "x", "2025/01/01",
                                       "<<<<<<<\n", "\xef\xbb\xbf", "time", "\xff"};
    struct buf line = {0};
    size_t at = random_below(seed, text->length);
    const char *bit = bits[random_below(seed, sizeof bits / sizeof *bits)];
    switch (random_below(seed, 10)) {
    case 0:
        text->bytes[at] = (char)random_below(seed, 256);
        break;
    case 1:
        splice(text, at, random_below(seed, 4), bit, strlen(bit));
        break;
    case 2:
        splice(text, at, 0, "\0\0\0", random_below(seed, 4));
        break;
    case 3:
        splice(text, at, random_below(seed, 100), "", 0);
        break;
    case 4:
        splice(text, random_below(seed, 8) ? 0 : at, 0, bit, strlen(bit));
        break;
    case 5:
    case 6: {
        struct view view = any_line(text, seed);
        buf_add(&line, view.bytes, view.length);
        view = any_line(text, seed);
        splice(text, (size_t)(view.bytes - text->bytes), random_below(seed, 3) ? 0 : view.length,
               buf_string(&line), line.length);
        break;
    }
    case 7: {
        char *feed = memchr(text->bytes + at, '\n', text->length - at);
        if (feed)
            splice(text, (size_t)(feed - text->bytes), 1, bit, random_below(seed, 2) * strlen(bit));
        break;
    }
    case 8:
        replace_all(text, ',', random_below(seed, 2) ? ';' : '\t');
        break;
    default:
        splice(text, at, text->length - at, "", 0);
    }
    buf_free(&line);
    if (!text->length)
        buf_text(text, "\n");
}

static bool parse(const struct buf *text, struct log *log)
{
    struct buf error = {0};
    *log = (struct log){0};
    struct reader reader = {.source = {.fd = -1, .bytes = buf_string(text), .end = text->length},
                            .wanted = TEXT_ALL,
                            .clock = &utc,
                            .path = "-",
                            .log = log};
    bool read = reader_all(&reader, &error);
    buf_free(&error);
    return read;
}

/* Whether two records say the same, however it is written. */
static bool same_values(const struct record *a, const struct record *b)
{
    return a->id == b->id && a->time == b->time && a->offset == b->offset && a->practice == b->practice &&
           a->mood == b->mood && a->stress == b->stress && a->stress_after == b->stress_after &&
           a->minutes == b->minutes && view_same(record_note(a), record_note(b)) &&
           record_arm(a).length == record_arm(b).length;
}

/* Every record of OLD is in FRESH, in order, unless it stands there before, too, with the same id. */
static void assert_kept(const struct log *old, const struct log *fresh, uint64_t seed)
{
    size_t at = 0;
    for (size_t i = 0; i < old->count; i++) {
        size_t found = at, before = 0;
        while (found < fresh->count && !same_values(&old->records[i], &fresh->records[found]))
            found++;
        while (before < at && !same_values(&old->records[i], &fresh->records[before]))
            before++;
        if (found < fresh->count)
            at = found + 1;
        else if (before == at || !old->records[i].id)
            fail_msg("seed %llu: the record of line %u is lost", (unsigned long long)seed,
                     old->records[i].line);
    }
}

/* That a REPAIR of TEXT, which reads as OLD, keeps its records and leaves nothing to mend. Whether it changed
 * a byte. */
static bool check_mended(const struct repair *repair, const struct buf *text, const struct log *old,
                         uint64_t seed)
{
    struct log fresh;
    assert_true(parse(&repair->bytes, &fresh));
    assert_kept(old, &fresh, seed);
    for (size_t i = 0; i < fresh.fault_count; i++)
        if (!fresh.faults[i].lost)
            fail_msg("seed %llu: still '%s'", (unsigned long long)seed, fresh.faults[i].what);
    bool same = view_same(buf_view(&repair->bytes), buf_view(text));
    assert_int_equal(same, repair->count == 0);
    assert_stable(repair);
    log_free(&fresh);
    return !same;
}

static void a_repair_costs_no_record_and_leaves_nothing_to_repair(void **state)
{
    (void)state;
    size_t mended = 0, refused = 0;
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        uint64_t random = seed;
        struct buf text = {0}, error = {0};
        struct log old;
        struct repair repair = {0};
        random_log(&random, &text);
        for (size_t n = 1 + random_below(&random, 6); n > 0; n--)
            damage(&text, &random);
        bool readable = parse(&text, &old);
        bool done = repair_make(buf_view(&text), &utc, &repair, &error);
        refused += readable && !done;
        if (done > readable)
            fail_msg("seed %llu: mended, although it can't be read", (unsigned long long)seed);
        if (done)
            mended += check_mended(&repair, &text, &old, seed);
        log_free(&old);
        repair_free(&repair);
        buf_free(&text);
        buf_free(&error);
    }
    assert_true(mended > 1000);
    /* Refused is what would cost a record: a header run together with the first row, read by semicolons. */
    assert_true(refused < 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_without_a_fault_stays_as_it_is),
        cmocka_unit_test(rows_that_cannot_be_read_stay_as_they_are),
        cmocka_unit_test(a_last_row_that_may_be_cut_off_gets_no_end_of_line),
        cmocka_unit_test(separators_become_commas),
        cmocka_unit_test(sloppy_times_and_decimal_commas_are_written_as_they_should_be),
        cmocka_unit_test(bytes_that_windows_or_a_crash_leaves_are_taken_out),
        cmocka_unit_test(a_row_of_several_lines_becomes_one),
        cmocka_unit_test(a_damaged_header_is_written_anew),
        cmocka_unit_test(a_last_row_without_its_end_gets_one),
        cmocka_unit_test(rows_run_together_are_parted),
        cmocka_unit_test(a_row_that_stands_there_twice_is_taken_out_once),
        cmocka_unit_test(lines_are_counted_as_in_the_file_as_it_was),
        cmocka_unit_test(what_is_no_log_is_refused),
        cmocka_unit_test(a_carriage_return_at_the_end_of_a_header_without_rows_becomes_a_line_feed),
        cmocka_unit_test(many_carriage_returns_and_nuls_at_one_end_of_line_are_one_deed_each),
        cmocka_unit_test(blank_lines_of_a_log_without_a_header_are_no_header_once_more),
        cmocka_unit_test(rows_of_one_id_that_ran_together_are_parted_whatever_they_differ_in),
        cmocka_unit_test(a_repair_that_would_cost_a_record_is_refused),
        cmocka_unit_test(a_repair_costs_no_record_and_leaves_nothing_to_repair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
