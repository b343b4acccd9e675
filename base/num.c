/* Numbers as people and files write them. Digits are counted by hand, so that no locale has a say. */
#include "num.h"

#include <limits.h>
#include <string.h>

bool shape_fits(const char *shape, const char *text)
{
    for (; *shape; shape++, text++)
        if (*shape == 'd' ? !is_digit(*text) : *text != *shape)
            return false;
    return true;
}

/* What TEXT says, before anybody asks whether it may. */
struct decimal {
    unsigned long size; /* the number without its sign, in the units asked for, more decimals cut off */
    bool negative;
    bool huge; /* SIZE could not hold it with any digit behind it; it is beyond a long anyway */
    bool comma;
    size_t decimals;
};

static void digit_push(struct decimal *number, int digit)
{
    if (number->size > (ULONG_MAX - 9) / 10)
        number->huge = true;
    else
        number->size = number->size * 10 + (unsigned long)digit;
}

/* Reads the shape -?[0-9]+([.,][0-9]+)?, all of it; false for any other. */
static bool decimal_read(const char *text, size_t length, int wanted, struct decimal *number)
{
    size_t i = 0;
    number->negative = length && text[0] == '-';
    i += number->negative;
    size_t start = i;
    for (; i < length && is_digit(text[i]); i++)
        digit_push(number, text[i] - '0');
    if (i == start)
        return false;
    if (i < length && (text[i] == '.' || text[i] == ',')) {
        number->comma = text[i++] == ',';
        for (; i < length && is_digit(text[i]); i++)
            if (number->decimals++ < (size_t)wanted)
                digit_push(number, text[i] - '0');
        if (!number->decimals)
            return false;
    }
    for (size_t d = number->decimals; d < (size_t)wanted; d++)
        digit_push(number, 0);
    return i == length;
}

/* The number with its sign; false if a long can't hold it. */
static bool decimal_value(const struct decimal *number, long *value)
{
    if (number->huge || number->size > (unsigned long)LONG_MAX + number->negative)
        return false;
    if (!number->negative)
        *value = (long)number->size;
    else
        *value = number->size ? -(long)(number->size - 1) - 1 : 0; /* LONG_MIN has no positive twin */
    return true;
}

enum num_error num_fixed(const char *text, size_t length, int decimals, long low, long high, long *out)
{
    struct decimal number = {0};
    long value;
    if (!decimal_read(text, length, decimals, &number))
        return NUM_NOT;
    if (!decimal_value(&number, &value) || value < low || value > high)
        return NUM_RANGE;
    if (number.decimals > (size_t)decimals)
        return NUM_DECIMALS;
    *out = value;
    return number.comma ? NUM_COMMA : NUM_OK;
}

size_t num_write(long value, int decimals, char *out)
{
    unsigned long size = value < 0 ? 0 - (unsigned long)value : (unsigned long)value;
    for (; decimals > 0 && size % 10 == 0; decimals--)
        size /= 10;

    char backwards[32];
    size_t count = 0;
    for (int place = 0; size || place <= decimals; place++) {
        if (place == decimals && place > 0)
            backwards[count++] = '.';
        backwards[count++] = (char)('0' + size % 10);
        size /= 10;
    }

    size_t length = 0;
    if (value < 0)
        out[length++] = '-';
    while (count)
        out[length++] = backwards[--count];
    out[length] = '\0';
    return length;
}

bool num_minutes(const char *text, long *out)
{
    size_t length = strlen(text);
    char unit = length ? text[length - 1] : '\0';
    bool seconds = unit == 's', hours = unit == 'h';
    long value;
    if (seconds || hours || unit == 'm')
        length--;
    long most = seconds ? MINUTES_MAX / 100 * 60 : hours ? MINUTES_MAX / 60 : MINUTES_MAX;
    if (num_fixed(text, length, seconds ? 0 : 2, 1, most, &value) != NUM_OK)
        return false;
    *out = seconds ? (value * 100 + 30) / 60 : hours ? value * 60 : value;
    return true;
}
