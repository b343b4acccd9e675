/* Clocks and a little HTML as other programs write them. */
#include "in/phrase.h"

#include "tests/unit/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int clock_of(const char *text)
{
    int seconds = -1;
    bool read = daytime_read(view_of(text), &seconds);
    assert_true(read == (seconds != -1));
    return seconds;
}

static int at(int hour, int minute)
{
    return hour * 3600 + minute * 60;
}

static void twelve_at_night_is_zero_and_twelve_at_noon_is_twelve(void **state)
{
    (void)state;
    assert_int_equal(clock_of("12:05 am"), at(0, 5));
    assert_int_equal(clock_of("12:05 pm"), at(12, 5));
    assert_int_equal(clock_of("12:00 AM"), 0);
    assert_int_equal(clock_of("11:59 PM"), at(23, 59));
    assert_int_equal(clock_of("1:00 am"), at(1, 0));
}

static void each_minute_of_the_day_reads_in_both_clocks(void **state)
{
    (void)state;
    for (int minute = 0; minute < 1440; minute++) {
        struct buf text = {0};
        int hour = minute / 60, twelve = hour % 12 ? hour % 12 : 12;
        buf_printf(&text, "%d:%02d", hour, minute % 60);
        assert_int_equal(clock_of(text.bytes), minute * 60);
        buf_clear(&text);
        buf_printf(&text, "%02d:%02d\xE2\x80\xAF%s", twelve, minute % 60, hour < 12 ? "a.m." : "p.m.");
        assert_int_equal(clock_of(text.bytes), minute * 60);
        buf_free(&text);
    }
}

static void a_clock_reads_as_other_languages_write_it(void **state)
{
    (void)state;
    assert_int_equal(clock_of("2:42\xC2\xA0p.\xC2\xA0m."), at(14, 42));
    assert_int_equal(clock_of("14.42"), at(14, 42));
    assert_int_equal(clock_of("14.42 Uhr"), at(14, 42));
    assert_int_equal(clock_of("14 h 42"), at(14, 42));
    assert_int_equal(clock_of("下午2:42"), at(14, 42));
    assert_int_equal(clock_of("午前0:10"), at(0, 10));
    assert_int_equal(clock_of("오후 12:10"), at(12, 10));
    assert_int_equal(clock_of("2:42 μ.μ."), at(14, 42));
    assert_int_equal(clock_of("\xE2\x80\x8F"
                              "2:42 م"),
                     at(14, 42));
    assert_int_equal(clock_of("9:05:07 PM"), at(21, 5) + 7);
    assert_int_equal(clock_of(" 9:05 "), at(9, 5));
}

static void what_is_no_clock_is_refused(void **state)
{
    (void)state;
    static const char *const none[] = {"",       "9",       "24:00",      "12:60",      "13:00 pm",
                                       "9:5",    "at 9:05", "9:05 xm",    "9:05:60",    "9:05:7",
                                       "123:00", "-1:00",   "am 9:00 pm", "9:05 am am", "9:05 am tomorrow",
                                       "9,05",   "::",      "9:"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(clock_of(none[i]), -1);
    int seconds = 7;
    assert_false(daytime_read((struct view){"9:05\0", 5}, &seconds));
    assert_false(daytime_read((struct view){NULL, 0}, &seconds));
    assert_int_equal(seconds, 7);
    char longer[200];
    memset(longer, '1', sizeof longer);
    assert_false(daytime_read((struct view){longer, sizeof longer}, &seconds));
}

static void assert_plain(const char *html, const char *plain)
{
    struct buf out = {0};
    buf_text(&out, "before");
    markup_plain(&out, view_of(html));
    assert_string_equal(buf_string(&out) + strlen("before"), plain);
    buf_free(&out);
}

static void tags_go_and_the_end_of_a_line_is_a_space(void **state)
{
    (void)state;
    assert_plain("one<br>two", "one two");
    assert_plain("one<br/><BR />two<br>", "one two");
    assert_plain("<p>one</p><p>two</p>", "one two");
    assert_plain("one<br> two", "one two");
    assert_plain("a <b>bold</b>, <font color=\"#ff0000\">red</font> word", "a bold, red word");
    assert_plain("<ul><li>tea</li><li>milk</li></ul>", "tea milk");
}

static void what_is_no_tag_stays(void **state)
{
    (void)state;
    assert_plain("a <3 b", "a <3 b");
    assert_plain("x < y > z", "x < y > z");
    assert_plain("<bold> <b", "<bold> <b");
    assert_plain("<", "<");
    assert_plain("</", "</");
    assert_plain("<br", "<br");
    assert_plain("", "");
}

static void entities_are_what_they_stand_for(void **state)
{
    (void)state;
    assert_plain("&lt;b&gt; &amp;amp; &quot;x&quot;", "<b> &amp; \"x\"");
    assert_plain("&#8230;&#x2026;&#228;&#x1F600;", "\xE2\x80\xA6\xE2\x80\xA6\xC3\xA4\xF0\x9F\x98\x80");
    assert_plain("a&nbsp;b&#160;c&#10;d", "a b c d");
    assert_plain("AT&T &c; &; &#; &#x; &#xZZ; &#xD800; &#27; &#0; &amp",
                 "AT&T &c; &; &#; &#x; &#xZZ; &#xD800; "
                 "&#27; &#0; &amp");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twelve_at_night_is_zero_and_twelve_at_noon_is_twelve),
        cmocka_unit_test(each_minute_of_the_day_reads_in_both_clocks),
        cmocka_unit_test(a_clock_reads_as_other_languages_write_it),
        cmocka_unit_test(what_is_no_clock_is_refused),
        cmocka_unit_test(tags_go_and_the_end_of_a_line_is_a_space),
        cmocka_unit_test(what_is_no_tag_stays),
        cmocka_unit_test(entities_are_what_they_stand_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
