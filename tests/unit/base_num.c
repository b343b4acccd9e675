/* base/num.h: numbers read and written, in every locale alike. */
#include "base/num.h"

#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { UNTOUCHED = 4711 };

struct reading {
    const char *text;
    int decimals;
    enum num_error error;
    long low, high;
    long value;
};

static void check(const struct reading *reading)
{
    long value = UNTOUCHED;
    enum num_error error = num_fixed(reading->text, strlen(reading->text), reading->decimals, reading->low,
                                     reading->high, &value);
    if (error != reading->error || value != reading->value)
        fail_msg("'%s' with %d decimals: error %d, value %ld", reading->text, reading->decimals, (int)error,
                 value);
}

static void check_all(const struct reading *readings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check(&readings[i]);
}

static const struct reading good[] = {
    {"7", 1, NUM_OK, 0, 100, 70},        {"7.5", 1, NUM_OK, 0, 100, 75},
    {"0", 1, NUM_OK, 0, 100, 0},         {"10", 1, NUM_OK, 0, 100, 100},
    {"10.0", 1, NUM_OK, 0, 100, 100},    {"007", 0, NUM_OK, 0, 100, 7},
    {"-3", 0, NUM_OK, -5, 5, -3},        {"-0", 0, NUM_OK, 0, 5, 0},
    {"-0.5", 1, NUM_OK, -5, 5, -5},      {"1.5", 2, NUM_OK, 0, 1000, 150},
    {"0.000001", 6, NUM_OK, 0, 1000, 1}, {"00000000000000000000000000000000000007", 0, NUM_OK, 0, 100, 7},
    {"7,5", 1, NUM_COMMA, 0, 100, 75},   {"-7,25", 2, NUM_COMMA, -1000, 0, -725},
};

static const struct reading refused[] = {
    {"", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {"-", 1, NUM_NOT, -9, 100, UNTOUCHED},
    {"+7", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {"--7", 1, NUM_NOT, -99, 100, UNTOUCHED},
    {" 7", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {"7 ", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {"- 7", 1, NUM_NOT, -99, 100, UNTOUCHED},
    {"7\n", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {".5", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {"5.", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {"5,", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {".", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {"1.2.3", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {"1.2,3", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {"7.-5", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {"1e1", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {"0x7", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {"7/10", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {"seven", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {"nan", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {"inf", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {"\xd9\xa7", 1, NUM_NOT, 0, 100, UNTOUCHED},     /* an Arabic seven */
    {"\xef\xbc\x97", 1, NUM_NOT, 0, 100, UNTOUCHED}, /* a full-width one */
    {"\xe2\x88\x92"
     "7",
     1, NUM_NOT, -99, 100, UNTOUCHED}, /* a minus sign of typographers */
    {"999999999999999999999999999999x", 1, NUM_NOT, 0, 100, UNTOUCHED},
    {"12", 1, NUM_RANGE, 0, 100, UNTOUCHED},
    {"10.1", 1, NUM_RANGE, 0, 100, UNTOUCHED},
    {"-1", 1, NUM_RANGE, 0, 100, UNTOUCHED},
    {"-0.1", 1, NUM_RANGE, 0, 100, UNTOUCHED},
    {"12,5", 1, NUM_RANGE, 0, 100, UNTOUCHED},
    {"12.55", 1, NUM_RANGE, 0, 100, UNTOUCHED},
    {"999999999999999999999999999999", 1, NUM_RANGE, 0, LONG_MAX, UNTOUCHED},
    {"18446744073709551623", 0, NUM_RANGE, 0, LONG_MAX, UNTOUCHED}, /* 7 more than 64 bits hold */
    {"-999999999999999999999999999999", 1, NUM_RANGE, LONG_MIN, 0, UNTOUCHED},
    {"7.55", 1, NUM_DECIMALS, 0, 100, UNTOUCHED},
    {"7.50", 1, NUM_DECIMALS, 0, 100, UNTOUCHED},
    {"7.0", 0, NUM_DECIMALS, 0, 100, UNTOUCHED},
    {"7,55", 1, NUM_DECIMALS, 0, 100, UNTOUCHED},
};

static void numbers_are_read_into_units(void **state)
{
    (void)state;
    check_all(good, sizeof good / sizeof *good);
}

static void what_is_no_number_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    check_all(refused, sizeof refused / sizeof *refused);
}

static void a_number_ends_where_its_length_says(void **state)
{
    (void)state;
    long value = UNTOUCHED;
    assert_int_equal(num_fixed("75", 1, 0, 0, 100, &value), NUM_OK);
    assert_int_equal(value, 7);
    assert_int_equal(num_fixed("7\0", 2, 0, 0, 100, &value), NUM_NOT);
    assert_int_equal(num_fixed("7", 0, 0, 0, 100, &value), NUM_NOT);
    assert_int_equal(num_fixed(NULL, 0, 0, 0, 100, &value), NUM_NOT);
    assert_int_equal(value, 7);
}

static void the_ends_of_a_long_are_read_and_one_more_is_not(void **state)
{
    (void)state;
    char text[64];
    long value = 0;
    snprintf(text, sizeof text, "%ld", LONG_MAX);
    assert_int_equal(num_fixed(text, strlen(text), 0, LONG_MIN, LONG_MAX, &value), NUM_OK);
    assert_true(value == LONG_MAX);
    snprintf(text, sizeof text, "%ld", LONG_MIN);
    assert_int_equal(num_fixed(text, strlen(text), 0, LONG_MIN, LONG_MAX, &value), NUM_OK);
    assert_true(value == LONG_MIN);
    snprintf(text, sizeof text, "%lu", (unsigned long)LONG_MAX + 1);
    assert_int_equal(num_fixed(text, strlen(text), 0, LONG_MIN, LONG_MAX, &value), NUM_RANGE);
    snprintf(text, sizeof text, "-%lu", (unsigned long)LONG_MAX + 2);
    assert_int_equal(num_fixed(text, strlen(text), 0, LONG_MIN, LONG_MAX, &value), NUM_RANGE);
    snprintf(text, sizeof text, "%ld", LONG_MAX / 10 + 1);
    assert_int_equal(num_fixed(text, strlen(text), 1, LONG_MIN, LONG_MAX, &value), NUM_RANGE);
}

static void numbers_are_written_as_shortly_as_they_can_be_said(void **state)
{
    (void)state;
    static const struct {
        long value;
        int decimals;
        const char *text;
    } cases[] = {
        {75, 1, "7.5"},   {70, 1, "7"},    {0, 1, "0"},        {0, 0, "0"},      {5, 1, "0.5"},
        {-5, 1, "-0.5"},  {-70, 1, "-7"},  {100, 0, "100"},    {100, 1, "10"},   {100, 2, "1"},
        {105, 2, "1.05"}, {110, 2, "1.1"}, {1, 6, "0.000001"}, {-1, 2, "-0.01"}, {1000, 3, "1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[32];
        size_t length = num_write(cases[i].value, cases[i].decimals, out);
        assert_string_equal(out, cases[i].text);
        assert_int_equal(length, strlen(cases[i].text));
    }
}

static void what_is_written_reads_back_the_same(void **state)
{
    (void)state;
    uint64_t seed = 20261123;
    for (int i = 0; i < 200000; i++) {
        long value = (long)(int64_t)random_next(&seed) >> random_below(&seed, 64);
        int decimals = (int)random_below(&seed, 7);
        if (i < 14)
            value = i % 2 ? LONG_MIN : LONG_MAX;
        char out[32];
        long again = 0;
        size_t length = num_write(value, decimals, out);
        assert_true(length < sizeof out && out[length] == '\0');
        assert_int_equal(num_fixed(out, length, decimals, LONG_MIN, LONG_MAX, &again), NUM_OK);
        assert_true(again == value);
    }
}

static void a_locale_with_a_decimal_comma_changes_nothing(void **state)
{
    (void)state;
    static const char *const locales[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "da_DK.UTF-8"};
    bool found = false;
    for (size_t i = 0; i < sizeof locales / sizeof *locales && !found; i++)
        found = setlocale(LC_ALL, locales[i]) != NULL;
    if (!found)
        skip();
    check_all(good, sizeof good / sizeof *good);
    check_all(refused, sizeof refused / sizeof *refused);
    char out[32];
    num_write(1234567, 1, out);
    assert_string_equal(out, "123456.7");
}

static void lengths_of_time_are_read_into_hundredths_of_a_minute(void **state)
{
    static const struct {
        const char *text;
        long minutes;
    } lengths[] = {{"3", 300},
                   {"2.5", 250},
                   {"2m", 200},
                   {"0.01", 1},
                   {"1h", 6000},
                   {"90s", 150},
                   {"1s", 2},
                   {"100s", 167},
                   {"0.5h", 3000},
                   {"0.01h", 60},
                   {"60s", 100},
                   {"144000", MINUTES_MAX},
                   {"2400h", MINUTES_MAX},
                   {"8640000s", MINUTES_MAX}};
    static const char *const nonsense[] = {"",      "0",        "0s",    "0h",    "-3",
                                           "+3",    "s",        "m",     "h",     "1.5s",
                                           "2,5",   "2,5h",     "0.001", "3 ",    " 3",
                                           "3 m",   "3d",       "1h30m", "1e3",   "144001",
                                           "2401h", "8640001s", "0x3",   "three", "99999999999999999999"};
    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        long minutes = -7;
        assert_true(num_minutes(lengths[i].text, &minutes));
        assert_int_equal(minutes, lengths[i].minutes);
    }
    for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++) {
        long minutes = -7;
        assert_false(num_minutes(nonsense[i], &minutes));
        assert_int_equal(minutes, -7);
    }
}

static void digits_are_those_of_ascii_alone(void **state)
{
    (void)state;
    for (int c = -128; c < 1000; c++)
        assert_int_equal(is_digit(c), c && c < 128 && strchr("0123456789", c) != NULL);
}

static void a_shape_has_digits_where_a_d_stands(void **state)
{
    (void)state;
    static const char shape[] = "dddd-dd-dd", fits[] = "2026-11-23, and so on";
    assert_true(shape_fits(shape, fits));
    assert_true(shape_fits("", ""));
    for (size_t i = 0; shape[i]; i++) {
        char other[sizeof fits];
        memcpy(other, fits, sizeof fits);
        other[i] = shape[i] == 'd' ? 'd' : '/';
        assert_false(shape_fits(shape, other));
    }
}

static int locale_back(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "C") ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits_are_those_of_ascii_alone),
        cmocka_unit_test(a_shape_has_digits_where_a_d_stands),
        cmocka_unit_test(numbers_are_read_into_units),
        cmocka_unit_test(what_is_no_number_is_refused_and_changes_nothing),
        cmocka_unit_test(a_number_ends_where_its_length_says),
        cmocka_unit_test(the_ends_of_a_long_are_read_and_one_more_is_not),
        cmocka_unit_test(numbers_are_written_as_shortly_as_they_can_be_said),
        cmocka_unit_test(lengths_of_time_are_read_into_hundredths_of_a_minute),
        cmocka_unit_test(what_is_written_reads_back_the_same),
        cmocka_unit_test_teardown(a_locale_with_a_decimal_comma_changes_nothing, locale_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
