/* One row written anew: what is asked for changes, and every other byte stays. */
#include "row/row.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* The columns of a header without quotes. */
static struct columns columns_of(const char *header)
{
    struct columns columns = {.separator = header[strcspn(header, ",;\t")]};
    const char separators[] = {columns.separator, '\0'};
    if (!columns.separator)
        columns.separator = ',';
    for (const char *name = header;; name++) {
        size_t length = strcspn(name, separators);
        int c = 0;
        while (c < COLUMNS && (strlen(column_name(c)) != length || memcmp(column_name(c), name, length) != 0))
            c++;
        columns.kind[columns.count++] = (uint8_t)c;
        if (c < COLUMNS)
            columns.has[c] = true;
        name += length;
        if (!*name)
            return columns;
    }
}

static struct view view_of(const char *text)
{
    return (struct view){text, strlen(text)};
}

static struct entry new_entry(void)
{
    struct entry entry = entry_at((struct moment){1795464131, 3600}, PRACTICE_SHIFT);
    entry.note = "=new, \"fine\"\nday";
    entry.note_length = strlen(entry.note);
    entry.mood = 75;
    entry.stress = 80;
    entry.stress_after = 45;
    entry.minutes = 325;
    entry.arm = "usual";
    memcpy(entry.id, "k00000000001", ID_SIZE);
    return entry;
}

/* The row OLD of a log with HEADER, the columns of WHICH altered, is FRESH. */
static void assert_alters(const char *header, const char *old, unsigned which, const char *fresh)
{
    struct columns columns = columns_of(header);
    struct entry entry = new_entry();
    struct buf out = {0};
    buf_text(&out, "before ");
    assert_true(row_alter(view_of(old), &columns, which, &entry, &out));
    assert_memory_equal(out.bytes, "before ", 7);
    assert_string_equal(out.bytes + 7, fresh);
    buf_free(&out);
}

/* OLD does not read as a row of HEADER, and nothing is made of it. */
static void assert_none(const char *header, const char *old)
{
    struct columns columns = columns_of(header);
    struct entry entry = new_entry();
    struct buf out = {0};
    buf_text(&out, "before");
    assert_false(row_alter(view_of(old), &columns, COLUMN_BIT(COLUMN_MOOD), &entry, &out));
    assert_int_equal(out.length, 6);
    buf_free(&out);
}

#define NAMES "time,practice,note,mood,stress,stress_after,minutes,arm,id"

static void nothing_asked_for_is_nothing_changed(void **state)
{
    (void)state;
    static const char *const rows[] = {"2026-11-23T19:24:05+01:00,kindness,\"helped\",7,,,,,k7q2mh4tzn0c",
                                       " 2026/11/23 19:24 ,kindness, \"a, \"\"b\"\"\" ,\"7\",,,,,",
                                       "time,\"two\r\nlines\",\"\",\"\",\"\",,,,\"\"",
                                       "\"\xff\x80\",\t,\"\n\n\n\",,,,,,x"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_alters(NAMES, rows[i], 0, rows[i]);
    assert_alters("time", "x", 0, "x");
    assert_alters("time;note", ";", 0, ";");
}

static void every_column_of_kind_can_be_altered(void **state)
{
    (void)state;
    static const char old[] = "a,b,c,d,e,f,g,h,i";
    static const char *const fresh[COLUMNS] = {"2026-11-23T21:02:11+01:00,b,c,d,e,f,g,h,i",
                                               "a,shift,c,d,e,f,g,h,i",
                                               "a,b,\"'=new, \"\"fine\"\" day\",d,e,f,g,h,i",
                                               "a,b,c,7.5,e,f,g,h,i",
                                               "a,b,c,d,8,f,g,h,i",
                                               "a,b,c,d,e,4.5,g,h,i",
                                               "a,b,c,d,e,f,3.25,h,i",
                                               "a,b,c,d,e,f,g,usual,i",
                                               "a,b,c,d,e,f,g,h,k00000000001"};
    for (int c = 0; c < COLUMNS; c++)
        assert_alters(NAMES, old, COLUMN_BIT(c), fresh[c]);
    assert_alters(NAMES, old, COLUMN_BIT(COLUMN_MOOD) | COLUMN_BIT(COLUMN_ARM), "a,b,c,7.5,e,f,g,usual,i");
}

static void unknown_columns_and_their_spelling_are_kept(void **state)
{
    (void)state;
    unsigned mood = COLUMN_BIT(COLUMN_MOOD), note = COLUMN_BIT(COLUMN_NOTE);
    assert_alters("x,time,,mood,y", "\"1,\"\"\", t ,\" \",7, z", mood, "\"1,\"\"\", t ,\" \",7.5, z");
    assert_alters("note;time;weather\tsky;mood", "\"a;b\";t;\"sun\n\"\"rain\"\"\r\n\";7,5", mood | note,
                  "\"'=new, \"\"fine\"\" day\";t;\"sun\n\"\"rain\"\"\r\n\";7.5");
    assert_alters("mood\tid\ttime", "\t\t t", mood, "7.5\t\t t");
}

static void a_column_that_is_not_there_alters_nothing(void **state)
{
    (void)state;
    assert_alters("time,note", "t,\"n\"", COLUMN_BIT(COLUMN_MOOD), "t,\"n\"");
}

static void what_is_no_row_of_the_header_is_not_altered(void **state)
{
    (void)state;
    assert_none("time,mood,id", "a,b");
    assert_none("time,mood,id", "a,b,c,d");
    assert_none("time,mood,id", "a,\"b,c");
    assert_none("time,mood,id", "a,\"b\"x,c");
    assert_none("time,mood,id", "a,b\"x,c");
    assert_none("time,mood,id", "");
}

static void a_row_that_a_carriage_return_parts_is_not_altered(void **state)
{
    (void)state;
    assert_none("time,mood,id", "a\rb,c");
    assert_none("time,mood,id", "a,b,c\rd,e,f");
    assert_none("time,mood,id", "a,b\nc");
}

static void every_column_that_is_lacking_is_named_in_the_order_of_kind(void **state)
{
    (void)state;
    struct columns columns = columns_of("id,time,note");
    assert_null(columns_lack_of(&columns, 0));
    assert_null(columns_lack_of(&columns, COLUMN_BIT(COLUMN_TIME) | COLUMN_BIT(COLUMN_ID)));
    assert_string_equal(columns_lack_of(&columns, COLUMN_BIT(COLUMN_ARM) | COLUMN_BIT(COLUMN_MOOD)), "mood");
    struct entry entry = new_entry();
    columns = columns_standard();
    for (int c = COLUMN_TIME; c < COLUMN_ID; c++) {
        columns.has[c] = false;
        assert_string_equal(columns_lack(&columns, &entry), column_name(c));
        columns.has[c] = true;
    }
    columns.has[COLUMN_ID] = false;
    assert_null(columns_lack(&columns, &entry));
}

/* Fields with their lengths before them. */
struct fields {
    struct buf bytes;
    int rows;
};

static void take(void *bytes, size_t length, void *context)
{
    struct fields *fields = context;
    buf_add(&fields->bytes, &length, sizeof length);
    buf_add(&fields->bytes, bytes, length);
}

static void take_end(int end, void *context)
{
    (void)end;
    struct fields *fields = context;
    fields->rows++;
}

/* xorshift64*, Vigna 2016. */
static uint64_t random_next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545f4914f6cdd1d;
}

/* LENGTH bytes of words, separators, quotes, spaces and controls. */
static void line_make(uint64_t *state, char *line, size_t length)
{
    static const char common[] = "abcdefgh0123456789-:+", rare[] = ",,,,;;\t\"\" !#\r\x01\x7f\xc3\xa4";
    for (size_t i = 0; i < length; i++) {
        uint64_t random = random_next(state) >> 20;
        line[i] =
            random % 4 ? common[random / 4 % (sizeof common - 1)] : rare[random / 4 % (sizeof rare - 1)];
    }
}

static void a_line_that_is_split_is_one_that_libcsv_reads_the_same(void **state)
{
    (void)state;
    uint64_t random = 23;
    int splits = 0;
    for (int i = 0; i < 200000; i++) {
        char line[40];
        size_t length = (size_t)(random_next(&random) >> 20) % sizeof line;
        char separator = ",;\t"[i % 3];
        struct fields split = {0}, parsed = {0};
        line_make(&random, line, length);
        if (fields_split((struct view){line, length}, separator, take, &split)) {
            struct csv_parser csv;
            csv_open(&csv, separator);
            assert_int_equal(csv_parse(&csv, line, length, take, take_end, &parsed), length);
            assert_int_equal(parsed.rows, 0);
            assert_int_equal(csv_parse(&csv, "\n", 1, take, take_end, &parsed), 1);
            assert_int_equal(parsed.rows, 1);
            assert_true(view_same(buf_view(&split.bytes), buf_view(&parsed.bytes)));
            csv_free(&csv);
            splits++;
        }
        buf_free(&split.bytes);
        buf_free(&parsed.bytes);
    }
    assert_in_range(splits, 20000, 180000);
}

/* What kind writes must not have to go the long way. */
static void the_rows_of_kind_are_split(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "2026-11-23T10:36:46+01:00,care,\"said no, once more\",,,,,,k0dsddyyh3pa",
        "2026-11-23T10:36:46+01:00,mood,\"\",7.5,,,,,k0dsddyyh3pa", "2026-11-23,mood,two words,7,,,,,", ","};
    static const char *const others[] = {"",       "a,\"a \"\"b\"\"\"", "a, b", "a ,b",
                                         "a\tb,c", "\"a\" ,b",          "\"a",  "a\"b"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fields split = {0};
        assert_true(fields_split(view_of(rows[i]), ',', take, &split));
        buf_free(&split.bytes);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct fields split = {0};
        assert_false(fields_split(view_of(others[i]), ',', take, &split));
        buf_free(&split.bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_asked_for_is_nothing_changed),
        cmocka_unit_test(every_column_of_kind_can_be_altered),
        cmocka_unit_test(unknown_columns_and_their_spelling_are_kept),
        cmocka_unit_test(a_column_that_is_not_there_alters_nothing),
        cmocka_unit_test(what_is_no_row_of_the_header_is_not_altered),
        cmocka_unit_test(a_row_that_a_carriage_return_parts_is_not_altered),
        cmocka_unit_test(every_column_that_is_lacking_is_named_in_the_order_of_kind),
        cmocka_unit_test(a_line_that_is_split_is_one_that_libcsv_reads_the_same),
        cmocka_unit_test(the_rows_of_kind_are_split),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
