/* The rows of a foreign csv: their lines, their faults and what parts them. */
#include "in/table.h"

#include "tests/unit/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool row_show(void *context, const struct table_row *row)
{
    struct buf *out = context;
    buf_printf(out, "%u", (unsigned)row->line);
    for (int i = 0; i < row->count; i++) {
        buf_char(out, '<');
        buf_add(out, row->fields[i].bytes, row->fields[i].length);
        buf_char(out, '>');
    }
    buf_char(out, '\n');
    return true;
}

static void fault_show(void *context, uint32_t line, const char *what)
{
    buf_printf(context, "%u %s\n", (unsigned)line, what);
}

static void assert_table(const char *text, char separator, const char *want)
{
    struct buf out = {0};
    struct view bytes = view_of(text);
    assert_int_equal(table_separator(bytes), separator);
    table_read(bytes, separator, row_show, fault_show, &out);
    assert_string_equal(buf_string(&out), want);
    buf_free(&out);
}

static void rows_have_the_line_that_they_begin_on(void **state)
{
    (void)state;
    assert_table("a,b\r\n\r\n1,\"x\r\ny\n\nz\"\r\n2,\n\n3,\"\"\"q\"\"\"", ',',
                 "1<a><b>\n3<1><x\ny\n\nz>\n7<2><>\n9<3><\"q\">\n");
}

static void a_row_that_can_not_be_read_costs_no_other(void **state)
{
    (void)state;
    assert_table("a;b\n1;\"x\"y\n2;z\n3;\"open\n4;w\n", ';',
                 "1<a><b>\n2 a quote in the wrong place\n3<2><z>\n4 a quote that is never closed\n5<4><w>\n");
    assert_table("a|b\n1|x\ry|z\n2|w\n", '|', "1<a><b>\n2 a carriage return within the row\n3<2><w>\n");
}

static void the_separator_is_the_one_that_parts_the_header(void **state)
{
    (void)state;
    assert_table("\"a;b;c\",d\n1,2\n", ',', "1<a;b;c><d>\n2<1><2>\n");
    assert_table("a\tb,c\td\n", '\t', "1<a><b,c><d>\n");
    assert_table("alone\nx\n", ',', "1<alone>\n2<x>\n");
    assert_table("", ',', "");
}

static void a_long_row_ends_in_time(void **state)
{
    (void)state;
    struct buf text = {0}, out = {0};
    buf_text(&text, "a,b\n1,\"never\n");
    for (int i = 0; i < 40000; i++)
        buf_text(&text, "2,some more words\n");
    table_read(buf_view(&text), ',', row_show, fault_show, &out);
    assert_int_equal(
        strncmp(out.bytes, "1<a><b>\n2 a quote that is never closed\n3<2><some more words>\n", 58), 0);
    size_t lines = 0;
    for (size_t i = 0; i < out.length; i++)
        lines += out.bytes[i] == '\n';
    assert_int_equal(lines, 40002);
    buf_free(&text);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_have_the_line_that_they_begin_on),
        cmocka_unit_test(a_row_that_can_not_be_read_costs_no_other),
        cmocka_unit_test(the_separator_is_the_one_that_parts_the_header),
        cmocka_unit_test(a_long_row_ends_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
