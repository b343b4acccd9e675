/* make_log ROWS [A_DAY [SEED]]: a log of ROWS records, A_DAY of them (20 unless told) on each of the days
   that end on 2026-11-23, made up from a seed. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { LAST_DAY = 20780 }; /* 2026-11-23, in days since 1970-01-01 */

/* SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014. */
static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static unsigned below(uint64_t *state, unsigned limit)
{
    return (unsigned)((next(state) >> 32) % limit);
}

/* The civil date of DAY, days since 1970-01-01: Howard Hinnant, "chrono-compatible low-level date
 * algorithms".
 */
static void print_date(long day)
{
    day += 719468;
    long era = day / 146097, doe = day % 146097;
    long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    long doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    long month = mp < 10 ? mp + 3 : mp - 9;
    printf("%04ld-%02ld-%02ld", yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1);
}

static const char *const acts[] = {
    "helped a stranger with her bag", "held the lift",
    "brought @Sam coffee #work",      "wrote to @Ada",
    "let somebody go first",          "listened to @Ben for an hour",
    "carried shopping, two bags",     "said \"\"thank you\"\" to the driver #bus"};
static const char *const cares[] = {"early to bed", "walk in the park #walk", "cooked a real meal",
                                    "said no to one more thing"};

static void print_row(uint64_t *state, long day, unsigned minute)
{
    static const char base32[] = "0123456789abcdefghjkmnpqrstvwxyz";
    unsigned draw = below(state, 100);
    print_date(day);
    printf("T%02u:%02u:%02u+01:00,", minute / 60, minute % 60, below(state, 60));
    if (draw < 35)
        printf("kindness,\"%s\",", acts[below(state, 8)]);
    else if (draw < 60)
        printf("care,\"%s\",", cares[below(state, 4)]);
    else
        printf("%s,\"\",", draw < 70 ? "pause" : "mood");
    if (draw >= 70 || draw % 5 == 0)
        printf("%u%s", below(state, 10), draw % 2 ? ".5" : "");
    putchar(',');
    if (draw >= 85)
        printf("%u", below(state, 11));
    printf(",,%s,,k", draw >= 60 && draw < 70 ? "3" : "");
    for (int i = 0; i < 11; i++)
        putchar(base32[below(state, 32)]);
    putchar('\n');
}

int main(int argc, char **argv)
{
    long rows = argc > 1 ? atol(argv[1]) : 0, a_day = argc > 2 ? atol(argv[2]) : 20;
    uint64_t state = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    if (rows < 1 || a_day < 1 || a_day > 600) {
        fputs("make_log: ROWS [A_DAY, 1 to 600 [SEED]]\n", stderr);
        return 2;
    }
    puts("time,practice,note,mood,stress,stress_after,minutes,arm,id");
    long days = (rows + a_day - 1) / a_day;
    for (long i = 0; i < rows; i++)
        print_row(&state, LAST_DAY - days + 1 + i / a_day, 420 + (unsigned)(i % a_day * 720 / a_day));
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
