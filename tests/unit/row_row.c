/* One row written anew: what is asked for changes, and every other byte stays. */
#include "row/row.h"

#include "tests/unit/rows.h"

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

/* A row of kind's own in OUT, which then has a byte or two changed, cut or added. */
static void line_make(uint64_t *state, struct buf *out)
{
    static const char *const notes[] = {"\"\"",    "\"said no, once more\"", "bare words", "\"a \"\"b\"\"\"",
                                        "\"'=1\"", "\"two\rlines\""};
    static const char *const numbers[] = {"7.5,,,10,", "0,3,,,", ",6,2.5,,breath", ",,,,\"b, c\"",
                                          "10,10,10,144000,x"};
    static const char odd[] = ",,;\t\"\" '\r\x01\x7f\xc3\xa4k0.+-:T";
    /* year, month, day, hour, minute, second, sign and hours of the offset: some are none */
    static const size_t ends[] = {100, 13, 32, 25, 61, 61, 2, 24};
    size_t part[8];
    for (size_t i = 0; i < 8; i++)
        part[i] = random_below(state, ends[i]);
    buf_clear(out);
    buf_printf(out, "20%02zu-%02zu-%02zuT%02zu:%02zu:%02zu%c%02zu:00,", part[0], part[1], part[2], part[3],
               part[4], part[5], "+-"[part[6]], part[7]);
    buf_printf(out, "%s,", practice_name((enum practice)random_below(state, PRACTICES)));
    buf_printf(out, "%s,", notes[random_below(state, sizeof notes / sizeof *notes)]);
    buf_printf(out, "%s,", numbers[random_below(state, sizeof numbers / sizeof *numbers)]);
    buf_text(out, random_below(state, 4) ? "k0dsddyyh3pa" : "");
    for (size_t i = random_below(state, 3); i > 0; i--) {
        size_t at = random_below(state, out->length);
        char byte = odd[random_below(state, sizeof odd - 1)];
        switch (random_below(state, 3)) {
        case 0:
            out->bytes[at] = byte;
            break;
        case 1:
            memmove(out->bytes + at, out->bytes + at + 1, --out->length - at);
            break;
        default:
            buf_char(out, byte);
        }
    }
}

static void a_row_that_is_read_without_libcsv_reads_the_same_with_it(void **state)
{
    (void)state;
    struct clock clock = {.fixed = true};
    struct columns columns = columns_standard();
    struct row plain, parsed;
    struct buf line = {0};
    uint64_t random = 23;
    int without = 0, good = 0;
    row_open(&plain, &columns, &clock);
    row_open(&parsed, &columns, &clock);
    for (int i = 0; i < 200000; i++) {
        line_make(&random, &line);
        row_clear(&plain);
        row_clear(&parsed);
        parsed.begun = true;
        enum verdict verdict = row_feed(&plain, buf_view(&line));
        assert_int_equal(verdict, row_feed(&parsed, buf_view(&line)));
        assert_string_equal(buf_string(&plain.wrong), buf_string(&parsed.wrong));
        assert_string_equal(buf_string(&plain.mend), buf_string(&parsed.mend));
        without += !plain.begun;
        if (verdict == ROW_GOOD) {
            good++;
            assert_memory_equal(&plain.record, &parsed.record, sizeof plain.record);
            assert_true(view_same(plain.note, parsed.note));
            assert_true(view_same(plain.arm, parsed.arm));
        } else if (verdict == ROW_OPEN) {
            row_drop(&plain);
            row_drop(&parsed);
        }
    }
    assert_in_range(without, 40000, 180000);
    assert_true(good > without);
    row_close(&plain);
    row_close(&parsed);
    buf_free(&line);
}

/* What kind writes, and what a spreadsheet makes of it, must not have to go the long way. */
static void the_rows_of_kind_are_read_without_libcsv(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "2026-11-23T10:36:46+01:00,care,\"said no, once more\",,,,,,k0dsddyyh3pa",
        "2026-11-23T10:36:46+01:00,kindness,\"said \"\"thanks\"\" to #bus\",,,,,,k0dsddyyh3pa",
        "2026-11-23T10:36:46+01:00,mood,\"\",7.5,,,,,k0dsddyyh3pa",
        "2026-11-23T10:36:46-05:30,shift,\"a row\",,8,4.5,10.25,breath,k0dsddyyh3pa",
        "2026-11-23T10:36:46+01:00,pause,two words,,,,3,,",
        "2026-11-23T10:36:46+01:00,goal,\"kindness\n2/day\",,,,,,k0dsddyyh3pa",
        "\"2026-11-23T10:36:46+01:00\",\"mood\",\"\",\"7\",\"\",\"\",\"\",\"\",\"k0dsddyyh3pa\""};
    static const char *const others[] = {"",
                                         "2026-11-23,mood,\"\",7,,,,,k0dsddyyh3pa",
                                         "2026-11-23T10:36:46+01:00,mood,\"\",7,,,,k0dsddyyh3pa",
                                         "2026-11-23T10:36:46+01:00,mood,\"\",7,,,,,k0dsddyyh3pa,",
                                         "2026-11-23T10:36:46+01:00,mood,\"\",11,,,,,k0dsddyyh3pa",
                                         "2026-11-23T10:36:46+01:00,mood, x,7,,,,,k0dsddyyh3pa",
                                         "2026-11-23T10:36:46+01:00,mood,x\ry,7,,,,,k0dsddyyh3pa",
                                         "2026-11-23T10:36:46+01:00,mood,\"x\" ,7,,,,,k0dsddyyh3pa",
                                         "2026-11-23T10:36:46+01:00,mood,\"x,7,,,,,k0dsddyyh3pa"};
    struct clock clock = {.fixed = true};
    struct columns columns = columns_standard();
    struct row row;
    row_open(&row, &columns, &clock);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        row_clear(&row);
        assert_int_equal(row_feed(&row, view_of(rows[i])), ROW_GOOD);
        assert_false(row.begun);
        assert_null(row.note.length ? memchr(row.note.bytes, '\n', row.note.length) : NULL);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        row_clear(&row);
        if (row_feed(&row, view_of(others[i])) == ROW_OPEN)
            row_drop(&row);
        assert_true(row.begun);
    }
    row_close(&row);
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
        cmocka_unit_test(a_row_that_is_read_without_libcsv_reads_the_same_with_it),
        cmocka_unit_test(the_rows_of_kind_are_read_without_libcsv),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
