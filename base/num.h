/* Numbers as people and files write them: the one parser, the same in every locale. */
#ifndef KIND_NUM_H
#define KIND_NUM_H

#include <stdbool.h>
#include <stddef.h>

enum { MINUTES_MAX = 14400000 }; /* hundredths of a minute: 144,000 minutes, a hundred days */

enum num_error {
    NUM_OK,
    NUM_COMMA,   /* a number, but with a decimal comma: *out is set */
    NUM_NOT,     /* not a number, or characters after it */
    NUM_RANGE,   /* a number outside [low, high] */
    NUM_DECIMALS /* more decimals than asked for */
};

/* Whether C, a byte or a character, is one of 0 to 9. */
static inline bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

/* Whether C is a letter of ASCII. */
static inline bool is_plain_letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether TEXT begins with SHAPE, in which a 'd' stands for any digit. TEXT is no shorter than SHAPE. */
bool shape_fits(const char *shape, const char *text);

/* Reads LENGTH bytes as a plain decimal ("7", "7.5", "-3"; no exponent, no spaces, no '+') into units of
   10^-DECIMALS: "7.5" with one decimal is 75. LOW and HIGH are in the same units. *OUT changes only for
   NUM_OK and NUM_COMMA. DECIMALS is 0 to 6. A number too large for a long is NUM_RANGE. */
enum num_error num_fixed(const char *text, size_t length, int decimals, long low, long high, long *out);

/* Writes VALUE (units of 10^-DECIMALS) as shortly as it can be said: 75 with one decimal is "7.5", 70 is "7".
   OUT holds at least 32 bytes. Returns the length. */
size_t num_write(long value, int decimals, char *out);

/* Reads a length of time as people type it (3, 2.5, 90s, 2m, 1h) into hundredths of a minute, above 0 and up
   to MINUTES_MAX. False, and *OUT as it was, for anything else. */
bool num_minutes(const char *text, long *out);

#endif
