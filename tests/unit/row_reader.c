/* The reader: headers of every make, rows good and bad, one damaged byte anywhere. */
#include "row/reader.h"

#include "row/header.h"
#include "tests/unit/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define FIRST "2026-11-23T19:24:05+01:00,kindness,\"helped\",7,,,,,k7q2mh4tzn0c"
#define SECOND "2026-11-23T21:02:11+01:00,shift,\"mail\",,8,4,3.25,others,k1b9s0d4x7wq"
#define THIRD "2026-11-24T08:00:00+01:00,mood,\"\",6.5,,,,,kzzzzzzzzzzz"

static const struct clock utc = {.fixed = true};

static bool parse_wanted(const char *bytes, size_t length, enum text_wanted wanted, struct log *log,
                         struct buf *error)
{
    *log = (struct log){0};
    *error = (struct buf){0};
    struct reader reader = {.source = {.fd = -1, .bytes = bytes, .end = length},
                            .wanted = wanted,
                            .clock = &utc,
                            .path = "-",
                            .log = log};
    return reader_all(&reader, error);
}

static bool parse_bytes(const char *bytes, size_t length, struct log *log, struct buf *error)
{
    return parse_wanted(bytes, length, TEXT_ALL, log, error);
}

static struct log parsed(const char *text)
{
    struct log log;
    struct buf error;
    assert_true(parse_bytes(text, strlen(text), &log, &error));
    assert_int_equal(error.length, 0);
    return log;
}

static void assert_refused(const char *text, const char *part)
{
    struct log log;
    struct buf error;
    assert_false(parse_bytes(text, strlen(text), &log, &error));
    if (!strstr(buf_string(&error), part))
        fail_msg("'%s' does not say '%s'", buf_string(&error), part);
    assert_int_equal(log.count, 0);
    buf_free(&error);
    log_free(&log);
}

static void assert_id(const struct record *record, const char *id)
{
    char text[ID_SIZE];
    id_write(record->id, text);
    assert_string_equal(text, id);
}

static void assert_view(struct view view, const char *text)
{
    assert_int_equal(view.length, strlen(text));
    assert_memory_equal(view.bytes, text, view.length);
}

static void assert_fault(const struct log *log, size_t i, uint32_t line, bool lost, const char *part)
{
    assert_true(i < log->fault_count);
    assert_int_equal(log->faults[i].line, line);
    assert_int_equal(log->faults[i].lost, lost);
    if (!strstr(log->faults[i].what, part))
        fail_msg("'%s' does not say '%s'", log->faults[i].what, part);
}

/* Whether the log holds FIRST, SECOND and THIRD, from line LINE on. */
static void assert_three(const struct log *log, uint32_t line)
{
    assert_int_equal(log->count, 3);
    assert_id(&log->records[0], "k7q2mh4tzn0c");
    assert_id(&log->records[1], "k1b9s0d4x7wq");
    assert_id(&log->records[2], "kzzzzzzzzzzz");
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(log->records[i].line, line + i);
    assert_view(record_note(&log->records[0]), "helped");
    assert_int_equal(log->records[1].minutes, 325);
    assert_int_equal(log->records[2].mood, 65);
    assert_int_equal(log->lost, 0);
}

static void assert_reads_three(const char *text, uint32_t line, const char *mend)
{
    struct log log = parsed(text);
    assert_three(&log, line);
    assert_int_equal(log.fault_count, mend != NULL);
    if (mend)
        assert_fault(&log, 0, line > 1 ? line - 1 : 1, false, mend);
    log_free(&log);
}

/* The row after the header and FIRST is lost, saying PART, and costs neither FIRST nor THIRD. */
static void assert_row_lost(const char *row, const char *part)
{
    struct buf text = {0};
    buf_printf(&text, HEADER FIRST "\n%s\n" THIRD "\n", row);
    struct log log = parsed(text.bytes);
    assert_int_equal(log.count, 2);
    assert_id(&log.records[1], "kzzzzzzzzzzz");
    assert_int_equal(log.records[1].line, 4);
    assert_int_equal(log.lost, 1);
    assert_int_equal(log.fault_count, 1);
    assert_fault(&log, 0, 3, true, part);
    log_free(&log);
    buf_free(&text);
}

static void assert_reads_one(const char *text)
{
    struct log log = parsed(text);
    assert_int_equal(log.count, 1);
    assert_int_equal(log.fault_count, 0);
    log_free(&log);
}

/* The only row after the header; LOG is the caller's to free. */
static const struct record *only_row(const char *row, struct log *log)
{
    struct buf text = {0};
    buf_printf(&text, HEADER "%s\n", row);
    *log = parsed(text.bytes);
    buf_free(&text);
    assert_int_equal(log->count, 1);
    return log->records;
}

static void every_field_is_read(void **state)
{
    (void)state;
    struct log log;
    const struct record *record = only_row(
        "2026-11-23T21:02:11+01:00,shift,\"a \"\"b\"\", c\",7.5,10,0,12.25,others,k0000000000z", &log);
    assert_int_equal(record->time, 1795464131);
    assert_int_equal(record->offset, 60);
    assert_int_equal(record->practice, PRACTICE_SHIFT);
    assert_view(record_note(record), "a \"b\", c");
    assert_int_equal(record->mood, 75);
    assert_int_equal(record->stress, 100);
    assert_int_equal(record->stress_after, 0);
    assert_int_equal(record->minutes, 1225);
    assert_view(record_arm(record), "others");
    assert_int_equal(record->id, 32);
    assert_int_equal(record->line, 2);
    assert_view(record_row(record),
                "2026-11-23T21:02:11+01:00,shift,\"a \"\"b\"\", c\",7.5,10,0,12.25,others,k0000000000z");
    assert_string_equal(log.header, header_text());
    assert_int_equal(log.fault_count, 0);
    log_free(&log);
}

static void missing_is_not_zero(void **state)
{
    (void)state;
    struct log log;
    const struct record *record = only_row("2026-11-23T21:02:11+01:00,kindness,,,,,,,", &log);
    assert_int_equal(record->mood, RATING_NONE);
    assert_int_equal(record->stress, RATING_NONE);
    assert_int_equal(record->stress_after, RATING_NONE);
    assert_int_equal(record->minutes, MINUTES_NONE);
    assert_int_equal(record->id, 0);
    assert_int_equal(record_note(record).length, 0);
    log_free(&log);
}

static void assert_note(const char *raw, const char *note)
{
    struct buf row = {0};
    struct log log;
    buf_printf(&row, "2026-11-23T21:02:11+01:00,kindness,%s,,,,,,k0000000000z", raw);
    assert_view(record_note(only_row(row.bytes, &log)), note);
    buf_free(&row);
    log_free(&log);
}

static void one_guard_is_taken_off_a_formula(void **state)
{
    (void)state;
    assert_note("\"'=1\"", "=1");
    assert_note("\"'+1\"", "+1");
    assert_note("\"'-1\"", "-1");
    assert_note("\"'@a\"", "@a");
    assert_note("\"'\t1\"", "\t1");
    assert_note("\"'''\"", "''");
    assert_note("\"'tis\"", "'tis");
    assert_note("\"'\"", "'");
    assert_note("\"=1\"", "=1");
}

static void an_empty_file_is_an_empty_log(void **state)
{
    (void)state;
    static const char *const empty[] = {
        "",     "\n",       "\n\r\n \t\n", "\xef\xbb\xbf", "t",
        HEADER, "time,pra", "\n\ntime",    NAMES,          "\xef\xbb\xbf" HEADER};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        struct log log = parsed(empty[i]);
        assert_int_equal(log.count, 0);
        assert_int_equal(log.fault_count, 0);
        log_free(&log);
    }
    struct log log;
    struct buf error;
    assert_true(parse_bytes("time,pra\0\0\0", 11, &log, &error));
    assert_true(parse_bytes("\0\0\0", 3, &log, &error));
}

static void a_header_is_read_in_any_shape(void **state)
{
    (void)state;
    assert_reads_three(HEADER FIRST "\n" SECOND "\n" THIRD "\n", 2, NULL);
    assert_reads_three(HEADER FIRST "\n" SECOND "\n" THIRD, 2, NULL);
    assert_reads_three("\xef\xbb\xbf" HEADER FIRST "\n" SECOND "\n" THIRD "\n", 2, NULL);
    assert_reads_three(NAMES "\r\n" FIRST "\r\n" SECOND "\r\n" THIRD "\r\n", 2, NULL);
    assert_reads_three("\n\r\n" HEADER FIRST "\n" SECOND "\n" THIRD "\n", 4, NULL);
    assert_reads_three("time,practi\n" HEADER FIRST "\n" SECOND "\n" THIRD "\n", 3, NULL);
    assert_reads_three("Time,\"practice\",NOTE,mood,stress,stress_after,minutes,arm,id\n" FIRST "\n" SECOND
                       "\n" THIRD "\n",
                       2, NULL);
    assert_reads_three(FIRST "\n" SECOND "\n" THIRD "\n", 1, "no header");
}

static void columns_may_stand_in_any_order_and_others_between(void **state)
{
    (void)state;
    struct log log = parsed("id,weather,mood,practice,time,note,minutes,x\n"
                            "k7q2mh4tzn0c,\"wet, cold\",7,care,2026-11-23T19:24:05Z,\"bath\",15,\n");
    assert_int_equal(log.count, 1);
    assert_int_equal(log.fault_count, 0);
    const struct record *record = log.records;
    assert_id(record, "k7q2mh4tzn0c");
    assert_int_equal(record->practice, PRACTICE_CARE);
    assert_int_equal(record->mood, 70);
    assert_int_equal(record->stress, RATING_NONE);
    assert_int_equal(record->minutes, 1500);
    assert_view(record_note(record), "bath");
    assert_int_equal(record_arm(record).length, 0);
    assert_string_equal(log.header, "id,weather,mood,practice,time,note,minutes,x");
    log_free(&log);
}

static void other_separators_and_decimal_commas_are_named(void **state)
{
    (void)state;
    struct log log = parsed("time;practice;mood;minutes\n2026-11-23T19:24:05Z;mood;7,5;1,25\n");
    assert_int_equal(log.count, 1);
    assert_int_equal(log.records[0].mood, 75);
    assert_int_equal(log.records[0].minutes, 125);
    assert_int_equal(log.lost, 0);
    assert_int_equal(log.fault_count, 2);
    assert_fault(&log, 0, 1, false, "semicolons");
    assert_fault(&log, 1, 2, false, "decimal comma");
    log_free(&log);
    log = parsed("time\tpractice\tnote\tmood\n2026-11-23T19:24:05Z\tmood\t\"a\tb\"\t7\n");
    assert_int_equal(log.count, 1);
    assert_view(record_note(log.records), "a\tb");
    assert_int_equal(log.fault_count, 1);
    assert_fault(&log, 0, 1, false, "tabs");
    log_free(&log);
    log = parsed(HEADER "2026-11-23T19:24:05Z,mood,,\"7,5\",,,,,\n");
    assert_int_equal(log.records[0].mood, 75);
    assert_fault(&log, 0, 2, false, "decimal comma");
    log_free(&log);
}

static void times_that_can_be_mended_are_read_and_named(void **state)
{
    (void)state;
    struct log log;
    const struct record *record = only_row("2025/01/01 10:00:00,kindness,,,,,,,", &log);
    assert_int_equal(record->time, 1735725600);
    assert_int_equal(log.fault_count, 1);
    assert_int_equal(log.lost, 0);
    assert_fault(&log, 0, 2, false, "RFC 3339");
    log_free(&log);
}

static void a_header_without_what_a_record_needs_is_refused(void **state)
{
    (void)state;
    assert_refused("practice,note\nkindness,x\n", ":1: no column 'time'");
    assert_refused("\n\nnote,time\n", ":3: no column 'practice'");
    assert_refused("time,practice,mood,Mood\n", "two columns are called 'mood'");
    assert_refused("hello\n", "not a log");
    assert_refused(NAMES "\r" FIRST "\r" SECOND "\r", "carriage return");
    assert_refused("time,\"practice\n", "not a log");
    assert_refused("\x7f\x45LF\x02\x01\n", "not a log");
    assert_refused("\xff\xfet\1i\1m\1", ":1: the file is UTF-16");
    assert_refused("\xfe\xff\1t\1i\1m", "save it again");
    struct buf wide = {0};
    buf_text(&wide, "time,practice");
    for (int i = 0; i < 255; i++)
        buf_text(&wide, ",x");
    buf_char(&wide, '\n');
    assert_refused(wide.bytes, "more than 256 columns");
    buf_free(&wide);
    struct buf late = {0};
    for (int i = 0; i < 65500; i++)
        buf_char(&late, '\n');
    buf_text(&late, HEADER FIRST "\n");
    assert_refused(late.bytes, "no header in the first 65536 bytes");
    buf_free(&late);
}

static void a_header_that_is_cut_by_the_window_is_refused(void **state)
{
    (void)state;
    struct buf file = {0};
    buf_text(&file, "time,practice,");
    for (int i = 0; i < HEADER_WINDOW; i++)
        buf_char(&file, 'x');
    buf_text(&file, ",note\n2026-11-23T19:24:05Z,care,y,z\n");
    assert_refused(file.bytes, "no header in the first 65536 bytes");
    buf_free(&file);
}

static void another_program_s_header_is_found_in_a_log_longer_than_the_window(void **state)
{
    (void)state;
    enum { ROWS = 3000 };
    struct buf text = {0};
    buf_text(&text, "practice,time,note\n");
    for (int i = 0; i < ROWS; i++)
        buf_printf(&text, "care,2026-11-23T19:24:05Z,%d\n", i);
    assert_true(text.length > HEADER_WINDOW);
    struct log log = parsed(text.bytes);
    assert_int_equal(log.count, ROWS);
    assert_int_equal(log.fault_count, 0);
    log_free(&log);
    buf_free(&text);
}

static void a_header_with_one_wrong_letter_loses_nothing(void **state)
{
    (void)state;
    struct log log = parsed("mood,tame,practice,id\r\n7,2026-11-23T19:24:05Z,mood,k7q2mh4tzn0c\r\n");
    assert_int_equal(log.count, 1);
    assert_int_equal(log.records[0].mood, 70);
    assert_int_equal(log.fault_count, 1);
    assert_fault(&log, 0, 1, false, "one wrong letter");
    log_free(&log);
}

static void a_nul_in_the_header_cuts_nothing_off(void **state)
{
    (void)state;
    static const char text[] = "time,practice,no\0e,mood,stress,stress_after,minutes,arm,id\n" FIRST "\n";
    struct log log;
    struct buf error;
    assert_true(parse_bytes(text, sizeof text - 1, &log, &error));
    assert_int_equal(log.count, 1);
    assert_string_equal(log.header, "time,practice,no?e,mood,stress,stress_after,minutes,arm,id");
    log_free(&log);
}

static void a_damaged_end_of_the_header_costs_neither_rows_nor_their_line_numbers(void **state)
{
    (void)state;
    assert_reads_three("time\npractice,note,mood,stress,stress_after,minutes,arm,id\n" FIRST "\n" SECOND
                       "\n" THIRD "\n",
                       3, "cut in two");
    assert_reads_three("\nime,practice,note,mood,stress,stress_after,minutes,arm,id\n" FIRST "\n" SECOND
                       "\n" THIRD "\n",
                       3, "cut in two");
    assert_reads_three(NAMES "," FIRST "\n" SECOND "\n" THIRD "\n", 1, "no end of line");
    assert_reads_three(NAMES "\"" FIRST "\n" SECOND "\n" THIRD "\n", 1, "no end of line");
}

static void a_damaged_header_that_ends_with_crlf_is_recognised(void **state)
{
    (void)state;
    assert_reads_three("time,practice,note,mood,stress,stress_after,minutes,arm,~d\r\n" FIRST "\r\n" SECOND
                       "\r\n" THIRD "\r\n",
                       2, "one byte of the header");
    assert_reads_three("time,prac\nice,note,mood,stress,stress_after,minutes,arm,id\r\n" FIRST "\r\n" SECOND
                       "\r\n" THIRD "\r\n",
                       3, "cut in two");
}

static void a_damaged_header_with_nuls_behind_it_is_recognised(void **state)
{
    (void)state;
    static const char text[] = "time,practice,note,mood,stress,stress_after,minutes,arm,iX\0\0\n" FIRST "\n";
    struct log log;
    struct buf error;
    assert_true(parse_bytes(text, sizeof text - 1, &log, &error));
    assert_int_equal(log.count, 1);
    assert_id(&log.records[0], "k7q2mh4tzn0c");
    assert_fault(&log, 0, 1, false, "one byte of the header is damaged");
    log_free(&log);
}

static void more_columns_are_no_damage(void **state)
{
    (void)state;
    assert_reads_one(NAMES ",weather\n" FIRST ",wet\n");
    assert_reads_one(NAMES ",\n" FIRST ",\n");
    assert_reads_one("time,practice,ix\n2026-11-23T19:24:05Z,care,rain\n");
}

static void a_second_header_is_named_and_costs_nothing(void **state)
{
    (void)state;
    struct log log = parsed(HEADER FIRST "\n" HEADER SECOND "\n");
    assert_int_equal(log.count, 2);
    assert_int_equal(log.records[1].line, 4);
    assert_int_equal(log.lost, 0);
    assert_int_equal(log.fault_count, 1);
    assert_fault(&log, 0, 3, false, "header once more");
    log_free(&log);
}

static void a_bad_row_is_named_and_costs_no_other(void **state)
{
    (void)state;
    assert_row_lost("3/4/25,kindness,,,,,,,", "ambiguous");
    assert_row_lost("2026-02-30T10:00:00Z,kindness,,,,,,,", "that exist");
    assert_row_lost(",kindness,,,,,,,", "time must be");
    assert_row_lost("2026-11-23T19:24:05Z,kindnes,,,,,,,", "practice must be");
    assert_row_lost("2026-11-23T19:24:05Z,mood,,10.1,,,,,", "mood must be 0 to 10");
    assert_row_lost("2026-11-23T19:24:05Z,mood,,-1,,,,,", "mood must be 0 to 10");
    assert_row_lost("2026-11-23T19:24:05Z,mood,,7.25,,,,,", "at most one decimal");
    assert_row_lost("2026-11-23T19:24:05Z,mood,,nan,,,,,", "mood must be");
    assert_row_lost("2026-11-23T19:24:05Z,mood,,,11,,,,", "stress must be");
    assert_row_lost("2026-11-23T19:24:05Z,mood,,,,11,,,", "stress_after must be");
    assert_row_lost("2026-11-23T19:24:05Z,mood,,,,,144000.01,,", "minutes must be");
    assert_row_lost("2026-11-23T19:24:05Z,mood,,,,,1.125,,", "minutes must be");
    assert_row_lost("2026-11-23T19:24:05Z,mood,,,,,,,k7q2mh4tzn0", "id must be");
    assert_row_lost("2026-11-23T19:24:05Z,mood,,,,,,,k7q2mh4tzn0u", "id must be");
    assert_row_lost("2026-11-23T19:24:05Z,mood,,7,,,,", "8 fields where the header has 9");
    assert_row_lost("2026-11-23T19:24:05Z,mood,,7,5,,,,,,", "11 fields");
    assert_row_lost("2026-11-23T19:24:05Z,mood,\"a\"b,7,,,,,", "quote in the wrong place");
    assert_row_lost("2026-11-23T19:24:05Z,mood,a\"b,7,,,,,", "quote in the wrong place");
    assert_row_lost("2026-11-23T19:24:05Z,mood,\"a,7,,,,,", "never closed");
    assert_row_lost("\"", "never closed");
    assert_row_lost("<<<<<<< HEAD", "conflict marker");
    assert_row_lost("=======", "conflict marker");
    assert_row_lost(">>>>>>> their's \"", "conflict marker");
    assert_row_lost("||||||| base", "conflict marker");
}

static void a_long_value_is_cut_in_the_message(void **state)
{
    (void)state;
    assert_row_lost("2026-11-23T19:24:05Z,0123456789012345678901234567890123456789tail,,,,,,,",
                    "0123456789012345678901234567890123456789...'");
}

static void a_nul_within_a_row_loses_it_and_nuls_behind_it_do_not(void **state)
{
    (void)state;
    static const char text[] =
        HEADER FIRST "\0\0\0\n2026-11-23T19:24:05Z,mood,\"a\0b\",7,,,,,\n" THIRD "\n\0\0\0";
    struct log log;
    struct buf error;
    assert_true(parse_bytes(text, sizeof text - 1, &log, &error));
    assert_int_equal(log.count, 2);
    assert_int_equal(log.fault_count, 1);
    assert_fault(&log, 0, 3, true, "NUL");
    log_free(&log);
}

static void blank_lines_are_no_rows(void **state)
{
    (void)state;
    struct log log = parsed(HEADER "\n" FIRST "\n  \t \n\r\n\r\r\n" SECOND
                                   "\n \n2026-11-23T19:24:05Z,mood,\"a\nb\",,,,,,\n");
    assert_int_equal(log.fault_count, 0);
    assert_int_equal(log.count, 3);
    assert_int_equal(log.records[0].line, 3);
    assert_int_equal(log.records[1].line, 7);
    assert_int_equal(log.records[2].line, 9);
    log_free(&log);
}

static void an_end_of_line_in_a_note_is_one_space(void **state)
{
    (void)state;
    struct log log = parsed(HEADER "2026-11-23T19:24:05Z,care,\"a\r\nb\nc\",,,,,,k00000000000\n"
                                   "2026-11-2026-11-23T19:24:05Z,care,\"a\r\nb\",,,,,,k11111111111\n");
    assert_int_equal(log.count, 2);
    assert_view(record_note(&log.records[0]), "a b c");
    assert_view(record_note(&log.records[1]), "a b");
    log_free(&log);
}

static void a_quoted_newline_joins_up_to_64_lines(void **state)
{
    (void)state;
    for (int lines = 2; lines <= 65; lines++) {
        struct buf text = {0};
        buf_text(&text, HEADER FIRST "\n");
        add_tall_row(&text, lines, "7");
        buf_text(&text, THIRD "\n");
        struct log log = parsed(text.bytes);
        assert_int_equal(log.count, lines <= 64 ? 3 : 2);
        assert_int_equal(log.fault_count, lines <= 64 ? 0 : lines);
        if (lines <= 64) {
            assert_int_equal(log.records[1].line, 3);
            assert_int_equal(record_note(&log.records[1]).length, 4 + 5 * (lines - 1));
            assert_null(
                memchr(record_note(&log.records[1]).bytes, '\n', record_note(&log.records[1]).length));
        } else {
            assert_fault(&log, 0, 3, true, "never closed");
        }
        assert_id(&log.records[log.count - 1], "kzzzzzzzzzzz");
        assert_int_equal(log.records[log.count - 1].line, 3 + lines);
        log_free(&log);
        buf_free(&text);
    }
}

static void a_tall_row_that_is_bad_is_one_fault_with_its_reason(void **state)
{
    (void)state;
    struct buf text = {0};
    buf_text(&text, HEADER FIRST "\n");
    add_tall_row(&text, 3, "12");
    buf_text(&text, THIRD "\n");
    struct log log = parsed(text.bytes);
    assert_int_equal(log.count, 2);
    assert_int_equal(log.records[1].line, 6);
    assert_int_equal(log.fault_count, 1);
    assert_fault(&log, 0, 3, true, "mood must be");
    log_free(&log);
    buf_free(&text);
}

static void an_open_quote_stops_at_a_line_that_is_a_record(void **state)
{
    (void)state;
    struct log log =
        parsed(HEADER "2026-11-23T19:24:05Z,mood,\"open\n" FIRST "\nclosed\",7,,,,,\n" SECOND "\n");
    assert_int_equal(log.count, 2);
    assert_id(&log.records[0], "k7q2mh4tzn0c");
    assert_int_equal(log.records[0].line, 3);
    assert_int_equal(log.records[1].line, 5);
    assert_int_equal(log.fault_count, 2);
    assert_fault(&log, 0, 2, true, "never closed");
    assert_fault(&log, 1, 4, true, "quote in the wrong place");
    log_free(&log);
    log = parsed(HEADER
                 "2026-11-23T19:24:05Z,mood,\"open\n2026-11-23T19:24:05Z,care,,,,,,,\nclosed\",7,,,,,\n");
    assert_int_equal(log.count, 1);
    assert_int_equal(log.records[0].practice, PRACTICE_CARE);
    log_free(&log);
}

static void a_line_of_a_megabyte_is_read_or_lost_alone(void **state)
{
    (void)state;
    enum { MEGABYTE = 1048576 };
    static const char *const fill[] = {"x", "\"\"", "2026-11-23T19:24:05",
                                       "2026-11-23T19:24:05Z,mood,,,,,,,\r"};
    for (size_t kind = 0; kind < 4; kind++)
        for (int quoted = 0; quoted < 2; quoted++) {
            struct buf text = {0};
            buf_text(&text, HEADER FIRST "\n");
            buf_text(&text, quoted ? "2026-11-23T19:24:05Z,mood,\"" : "");
            while (text.length < MEGABYTE)
                buf_text(&text, fill[kind]);
            buf_text(&text, quoted ? "\",7,,,,,k00000000000\n" THIRD "\n" : "\n" THIRD "\n");
            struct log log = parsed(text.bytes);
            assert_int_equal(log.count, 2 + quoted);
            assert_int_equal(log.lost, !quoted);
            assert_id(&log.records[log.count - 1], "kzzzzzzzzzzz");
            assert_int_equal(log.records[log.count - 1].line, 4);
            log_free(&log);
            buf_free(&text);
        }
}

static void an_end_of_file_does_not_pass_a_torn_row_for_a_whole_one(void **state)
{
    (void)state;
    static const char text[] =
        HEADER FIRST "\n" SECOND "\n" THIRD "\n"
                     "2026-11-25T10:00:00+01:00,care,\"a, \"\"b\"\"\",7,6,5,4.25,others,kabcdefghjkm\n"
                     "2026-11-26T10:00:00+01:00,care,\"\",,,,,,knpqrstvwxyz\n";
    struct log all = parsed(text);
    assert_int_equal(all.count, 5);
    for (size_t length = 0; length < sizeof text; length++) {
        struct log log;
        struct buf error;
        assert_true(parse_bytes(text, length, &log, &error));
        size_t whole = 0;
        for (size_t i = sizeof HEADER - 1; i < length; i++)
            whole += text[i + 1] == '\n' && i + 1 <= length;
        assert_int_equal(log.count, whole);
        for (size_t i = 0; i < log.count; i++) {
            struct view row = record_row(&log.records[i]), original = record_row(&all.records[i]);
            assert_int_equal(row.length, original.length);
            assert_memory_equal(row.bytes, original.bytes, row.length);
        }
        log_free(&log);
    }
    log_free(&all);
}

static void a_row_of_several_lines_may_be_as_long_with_its_end_of_line_as_without(void **state)
{
    (void)state;
    enum { MOST = 65536 }; /* bytes that are joined */
    static const char start[] = "2026-11-25T10:00:00+01:00,care,\"a\n", end[] = "\",7,,,,,kabcdefghjkm";
    for (size_t length = MOST - 1; length <= MOST + 1; length++) {
        struct buf text = {0};
        buf_text(&text, HEADER);
        buf_text(&text, start);
        for (size_t i = sizeof start + sizeof end - 2; i < length; i++)
            buf_char(&text, 'x');
        buf_text(&text, end);
        struct log log = parsed(text.bytes);
        assert_int_equal(log.count, length <= MOST);
        log_free(&log);
        buf_char(&text, '\n');
        log = parsed(text.bytes);
        assert_int_equal(log.count, length <= MOST);
        log_free(&log);
        buf_free(&text);
    }
}

static void a_torn_row_of_several_lines_does_not_pass_for_a_whole_one(void **state)
{
    (void)state;
    static const char torn[] = HEADER FIRST "\n2026-11-25T10:00:00+01:00,care,\"a\nb\",7,6,5,4.25,others,";
    struct log log = parsed(torn);
    assert_int_equal(log.count, 1);
    assert_fault(&log, 0, 3, true, "cut off");
    log_free(&log);
    struct buf text = {0};
    buf_printf(&text, "%s\n", torn);
    log = parsed(text.bytes);
    assert_int_equal(log.count, 2);
    assert_int_equal(log.fault_count, 0);
    log_free(&log);
    buf_clear(&text);
    buf_printf(&text, "%skabcdefghjkm", torn);
    log = parsed(text.bytes);
    assert_int_equal(log.count, 2);
    assert_id(&log.records[1], "kabcdefghjkm");
    log_free(&log);
    buf_free(&text);
}

static void an_open_quote_gives_up_after_many_bytes(void **state)
{
    (void)state;
    enum { LINE = 30000, LINES = 3 };
    struct buf text = {0};
    buf_text(&text, HEADER "2026-11-23T19:24:05Z,mood,\"open");
    for (int line = 0; line < LINES; line++)
        for (int i = 0; i < LINE; i++)
            buf_char(&text, i ? 'x' : '\n');
    buf_text(&text, "\nclosed\",7,,,,,k00000000000\n" THIRD "\n");
    struct log log = parsed(text.bytes);
    assert_int_equal(log.count, 1);
    assert_id(&log.records[0], "kzzzzzzzzzzz");
    assert_int_equal(log.lost, LINES + 2);
    assert_fault(&log, 0, 2, true, "never closed");
    assert_fault(&log, LINES + 1, LINES + 3, true, "quote in the wrong place");
    log_free(&log);
    buf_free(&text);
}

/* TEXT holds COUNT records and LOST lines that can't be read, once rows before 2026 may be left out. */
static void assert_since(const char *text, size_t count, size_t lost)
{
    struct log log = {0};
    struct buf error = {0};
    struct reader reader = {.source = {.fd = -1, .bytes = text, .end = strlen(text)},
                            .clock = &utc,
                            .path = "-",
                            .since = "2026-01-01",
                            .log = &log};
    assert_true(reader_all(&reader, &error));
    assert_int_equal(log.count, count);
    assert_int_equal(log.lost, lost);
    log_free(&log);
}

static void only_a_row_that_begins_with_an_old_date_is_left_out(void **state)
{
    (void)state;
    assert_since("time,practice\n2025-12-31T23:59:59Z,care\n", 0, 0);
    assert_since("time,practice\n2025-12-31T23:59:59Z,goal\n", 1, 0);
    assert_since("time,practice\n2025-12-31T23:59:59Z,trial\n", 1, 0);
    assert_since("time,practice\n2025-12-31T23:59:59Z,\"care\"\n", 1, 0);
    assert_since("practice,time\ncare,2025-12-31T23:59:59Z\n", 1, 0);
    assert_since("time,note,practice\n2025-12-31T23:59:59Z,2025-12-31,care\n", 1, 0);
    assert_since("time,practice\n2025-12-31T23:59:59Z,\n", 0, 1);
    assert_since("time,practice\n2025-12-31T23:59:59Z\n", 0, 1);
    assert_since("time,practice\n2025-x2-31T23:59:59Z,care\n", 0, 1);
    assert_since("time,practice\n2025- 2-31T23:59:59Z,care\n", 0, 1);
    assert_since("time,practice\n2025_12-31T23:59:59Z,care\n", 0, 1);
    assert_since("time,practice\n2025\n", 0, 1);
}

static char damaged(char c, int kind, uint64_t *seed)
{
    static const char other[] = {'\0', '\n', '"', ',', '\r', 'x'};
    int bit = 1 << random_below(seed, 8);
    return kind ? other[kind - 1] : (char)(c ^ bit);
}

/* Whether this run tries KIND at AT: a build under sanitizers, twenty times slower, tries one kind at
   every fourth byte. */
static bool tried(size_t at, int kind, int kinds)
{
#if defined __SANITIZE_ADDRESS__
    return at % 4 == 0 && at / 4 % (size_t)kinds == (size_t)kind;
#else
    (void)at;
    return kind < kinds;
#endif
}

static void one_damaged_byte_costs_at_most_its_row(void **state)
{
    (void)state;
    enum { ROWS = 200, KINDS = 7 };
    uint64_t seed = 7;
    struct buf text = {0};
    buf_text(&text, HEADER);
    add_rows(&text, ROWS, 1);
    struct log all = parsed(text.bytes);
    assert_int_equal(all.count, ROWS);
    assert_int_equal(all.fault_count, 0);
    for (size_t at = 0; at < text.length; at++)
        for (int kind = 0; kind < KINDS; kind++) {
            if (!tried(at, kind, KINDS))
                continue;
            char was = text.bytes[at];
            text.bytes[at] = damaged(was, kind, &seed);
            struct log log;
            struct buf error;
            bool usable = parse_bytes(text.bytes, text.length, &log, &error);
            size_t kept = records_kept(&all, &log);
            size_t least = ROWS - (at >= sizeof HEADER - 1);
            if (!usable || kept < least || log.count > ROWS)
                fail_msg("byte %zu (0x%02x) made 0x%02x: %zu of %zu records kept; %s", at, (unsigned char)was,
                         (unsigned char)text.bytes[at], kept, log.count, buf_string(&error));
            log_free(&log);
            buf_free(&error);
            text.bytes[at] = was;
        }
    log_free(&all);
    buf_free(&text);
}

/* Every row stands in the text at the place that its record tells. */
static void assert_places(const struct log *log, const struct buf *text)
{
    for (size_t i = 0; i < log->count; i++) {
        struct view row = record_row(&log->records[i]);
        int64_t at = record_at(&log->records[i]);
        assert_true(row.length > 0);
        assert_in_range(at, 0, text->length - row.length);
        assert_memory_equal(text->bytes + at, row.bytes, row.length);
    }
}

static void any_bytes_are_read_without_harm(void **state)
{
    (void)state;
    static const char *const pieces[] = {HEADER, FIRST "\n", "\"", ",", "\n", "\r\n", "2026-11-23T19:24:05Z",
                                         "time"};
    uint64_t seed = 3;
    for (int run = 0; run < 3000; run++) {
        struct buf text = {0};
        buf_text(&text, run % 2 ? HEADER : "");
        for (size_t n = random_below(&seed, 40); n > 0; n--)
            if (random_below(&seed, 2))
                buf_text(&text, pieces[random_below(&seed, 8)]);
            else
                buf_char(&text, (char)random_next(&seed));
        struct log log;
        struct buf error;
        bool usable = parse_bytes(buf_string(&text), text.length, &log, &error);
        assert_true(usable || (error.length && !log.count));
        size_t lost = 0;
        for (size_t i = 0; i < log.fault_count; i++) {
            assert_true(log.faults[i].line > 0 && *log.faults[i].what);
            assert_true(!i || log.faults[i].line >= log.faults[i - 1].line);
            lost += log.faults[i].lost;
        }
        assert_int_equal(lost, log.lost);
        for (size_t i = 1; i < log.count; i++)
            assert_true(log.records[i].line > log.records[i - 1].line);
        assert_places(&log, &text);
        log_free(&log);
        buf_free(&error);
        buf_free(&text);
    }
}

static void tags_alone_are_kept_where_only_they_are_wanted(void **state)
{
    (void)state;
    static const char text[] = HEADER "2026-11-23T19:24:05Z,kindness,\"plain\",,,,,,\n"
                                      "2026-11-23T19:24:05Z,kindness,\"for @ann\",,,,,,\n"
                                      "2026-11-23T19:24:05Z,goal,\"kindness 1/day\",,,,,,\n";
    struct log log;
    struct buf error;
    assert_true(parse_wanted(text, sizeof text - 1, TEXT_TAGS, &log, &error));
    assert_int_equal(record_note(&log.records[0]).length, 0);
    assert_view(record_note(&log.records[1]), "for @ann");
    assert_view(record_note(&log.records[2]), "kindness 1/day");
    assert_int_equal(record_row(&log.records[2]).length, 0);
    log_free(&log);
}

/* Ten lines of every kind that moves what follows, eight records: an end of line with CR, blank lines, a row
   of three lines, NULs behind a row, a row without its end that carries the next one, and a lost one. */
enum { ODD_RECORDS = 8 };
static void add_odd_rows(struct buf *text)
{
    buf_text(text, FIRST "\r\n\r\n" SECOND "\n  \t\n\n" THIRD "\n");
    add_tall_row(text, 3, "7");
    buf_text(text, FIRST);
    buf_add(text, "\0\0\0\n", 4);
    buf_text(text, "2026-11-23T19:24:05Z,kindness,\"tor" SECOND "\n");
    buf_text(text, "2026-11-23T19:24:05Z,hope,,,,,,,\n" FIRST "\n");
    buf_text(text, "2026-11-23T19:24:05Z,mood,\"open\n" THIRD "\n");
}

/* Reads TEXT from a file, in blocks. */
static struct log read_file(const struct buf *text)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(fwrite(text->bytes, 1, text->length, file), text->length);
    assert_int_equal(fflush(file), 0);
    assert_int_equal(lseek(fileno(file), 0, SEEK_SET), 0);
    struct log log = {0};
    struct buf error = {0};
    struct reader reader = {.source = {.fd = fileno(file), .left = (int64_t)text->length},
                            .wanted = TEXT_ALL,
                            .clock = &utc,
                            .path = "-",
                            .log = &log};
    assert_true(reader_all(&reader, &error));
    assert_int_equal(reader.source.error, 0);
    assert_int_equal(fclose(file), 0);
    return log;
}

static void a_record_knows_where_its_row_begins(void **state)
{
    (void)state;
    static const char *const starts[] = {"\xef\xbb\xbf" NAMES "\r\n", "\n\ntime,pra\n" HEADER, NAMES " ",
                                         "time,practice,note,mood,stress\nstress_after,minutes,arm,id\n",
                                         "\xef\xbb\xbf"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        struct buf text = {0}, error = {0};
        buf_text(&text, starts[i]);
        size_t first = text.length;
        add_odd_rows(&text);
        struct log log;
        assert_true(parse_bytes(text.bytes, text.length, &log, &error));
        assert_int_equal(log.count, ODD_RECORDS);
        assert_int_equal(record_at(&log.records[0]), first);
        assert_places(&log, &text);
        log_free(&log);
        log = read_file(&text);
        assert_int_equal(log.count, ODD_RECORDS);
        assert_places(&log, &text);
        log_free(&log);
        buf_free(&text);
    }
}

/* Blank lines up to the end of the first block (262,144 bytes), so that it cuts the rows at every place. */
static void a_place_holds_wherever_a_block_ends(void **state)
{
    (void)state;
    enum { BLOCK = 262144 };
    struct buf odd = {0}, text = {0};
    add_odd_rows(&odd);
    for (size_t before = 1; before < odd.length; before++) {
        buf_clear(&text);
        buf_text(&text, HEADER);
        while (text.length < BLOCK - before)
            buf_char(&text, text.length % 64 && text.length + 1 < BLOCK - before ? ' ' : '\n');
        buf_add(&text, odd.bytes, odd.length);
        struct log log = read_file(&text);
        assert_int_equal(log.count, ODD_RECORDS);
        assert_int_equal(record_at(&log.records[0]), BLOCK - before);
        assert_places(&log, &text);
        log_free(&log);
    }
    buf_free(&odd);
    buf_free(&text);
}

static void a_line_longer_than_a_block_is_read_from_a_file(void **state)
{
    (void)state;
    enum { LONG = 600000 };
    struct buf text = {0};
    buf_text(&text, HEADER FIRST "\n2026-11-23T19:24:05Z,mood,\"");
    for (int i = 0; i < LONG; i++)
        buf_char(&text, (char)('a' + i % 26));
    buf_text(&text, "\",7,,,,,\n" THIRD "\n");
    struct log log = read_file(&text);
    assert_int_equal(log.count, 3);
    struct view note = record_note(&log.records[1]);
    assert_int_equal(note.length, LONG);
    assert_memory_equal(note.bytes, strstr(text.bytes, "abc"), LONG);
    assert_places(&log, &text);
    log_free(&log);
    buf_free(&text);
}

static void a_place_holds_behind_many_blocks(void **state)
{
    (void)state;
    enum { TIMES = 2000 };
    struct buf text = {0};
    buf_text(&text, HEADER);
    for (int i = 0; i < TIMES; i++)
        add_odd_rows(&text);
    assert_true(text.length > 4 * 262144);
    struct log log = read_file(&text);
    assert_int_equal(log.count, TIMES * ODD_RECORDS);
    assert_places(&log, &text);
    log_free(&log);
    buf_free(&text);
}

static void a_place_that_was_not_asked_for_is_unknown(void **state)
{
    (void)state;
    struct buf text = {0}, error;
    struct log log;
    buf_text(&text, HEADER);
    add_odd_rows(&text);
    assert_true(parse_wanted(text.bytes, text.length, TEXT_TAGS, &log, &error));
    assert_int_equal(log.count, ODD_RECORDS);
    for (size_t i = 0; i < log.count; i++)
        assert_int_equal(record_at(&log.records[i]), -1);
    log_free(&log);
    buf_free(&text);
}

static void a_record_is_of_40_bytes_at_most(void **state)
{
    (void)state;
    assert_in_range(sizeof(struct record), 1, 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_read),
        cmocka_unit_test(missing_is_not_zero),
        cmocka_unit_test(one_guard_is_taken_off_a_formula),
        cmocka_unit_test(an_empty_file_is_an_empty_log),
        cmocka_unit_test(a_header_is_read_in_any_shape),
        cmocka_unit_test(columns_may_stand_in_any_order_and_others_between),
        cmocka_unit_test(other_separators_and_decimal_commas_are_named),
        cmocka_unit_test(times_that_can_be_mended_are_read_and_named),
        cmocka_unit_test(a_header_without_what_a_record_needs_is_refused),
        cmocka_unit_test(a_header_that_is_cut_by_the_window_is_refused),
        cmocka_unit_test(another_program_s_header_is_found_in_a_log_longer_than_the_window),
        cmocka_unit_test(a_header_with_one_wrong_letter_loses_nothing),
        cmocka_unit_test(a_nul_in_the_header_cuts_nothing_off),
        cmocka_unit_test(a_damaged_end_of_the_header_costs_neither_rows_nor_their_line_numbers),
        cmocka_unit_test(a_damaged_header_that_ends_with_crlf_is_recognised),
        cmocka_unit_test(a_damaged_header_with_nuls_behind_it_is_recognised),
        cmocka_unit_test(more_columns_are_no_damage),
        cmocka_unit_test(a_second_header_is_named_and_costs_nothing),
        cmocka_unit_test(a_bad_row_is_named_and_costs_no_other),
        cmocka_unit_test(a_long_value_is_cut_in_the_message),
        cmocka_unit_test(a_nul_within_a_row_loses_it_and_nuls_behind_it_do_not),
        cmocka_unit_test(blank_lines_are_no_rows),
        cmocka_unit_test(an_end_of_line_in_a_note_is_one_space),
        cmocka_unit_test(a_quoted_newline_joins_up_to_64_lines),
        cmocka_unit_test(a_tall_row_that_is_bad_is_one_fault_with_its_reason),
        cmocka_unit_test(an_open_quote_stops_at_a_line_that_is_a_record),
        cmocka_unit_test(a_line_of_a_megabyte_is_read_or_lost_alone),
        cmocka_unit_test(an_end_of_file_does_not_pass_a_torn_row_for_a_whole_one),
        cmocka_unit_test(a_torn_row_of_several_lines_does_not_pass_for_a_whole_one),
        cmocka_unit_test(a_row_of_several_lines_may_be_as_long_with_its_end_of_line_as_without),
        cmocka_unit_test(an_open_quote_gives_up_after_many_bytes),
        cmocka_unit_test(only_a_row_that_begins_with_an_old_date_is_left_out),
        cmocka_unit_test(one_damaged_byte_costs_at_most_its_row),
        cmocka_unit_test(any_bytes_are_read_without_harm),
        cmocka_unit_test(tags_alone_are_kept_where_only_they_are_wanted),
        cmocka_unit_test(a_record_knows_where_its_row_begins),
        cmocka_unit_test(a_place_holds_wherever_a_block_ends),
        cmocka_unit_test(a_line_longer_than_a_block_is_read_from_a_file),
        cmocka_unit_test(a_place_holds_behind_many_blocks),
        cmocka_unit_test(a_place_that_was_not_asked_for_is_unknown),
        cmocka_unit_test(a_record_is_of_40_bytes_at_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
