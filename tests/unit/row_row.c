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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
