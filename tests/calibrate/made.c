/* Chance that every machine draws alike, and the work spread over the processors. */
#include "made.h"

#include "base/die.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

uint64_t made_start(uint64_t seed, size_t number)
{
    uint64_t state = seed * 1000003 + number;
    return random_next(&state);
}

double made_normal(uint64_t *state)
{
    double r = sqrt(-2 * log(1 - uniform(state)));
    return r * cos(6.283185307179586 * uniform(state));
}

double made_shock(bool skewed, uint64_t *state)
{
    return skewed ? 1 + log(1 - uniform(state)) : made_normal(state);
}

double made_carried(double before, double carry, double new_part)
{
    return carry * before + sqrt(1 - carry * carry) * new_part;
}

void made_add(void *sum, const void *part, size_t size)
{
    unsigned *to = sum;
    const unsigned *from = part;
    for (size_t i = 0; i < size / sizeof *to; i++)
        to[i] += from[i];
}

void made_spread(made_work *work, const void *what, size_t times, void *sum, size_t size)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t workers = processors > 1 ? (size_t)processors : 1, parts = 0;
    void *part = must_alloc(1, size);
    int ends[2];
    if (pipe(ends) != 0)
        exit(EXIT_BROKEN);
    fflush(stdout);
    for (size_t w = 0; w < workers; w++) {
        pid_t child = fork();
        if (child < 0)
            exit(EXIT_BROKEN);
        if (child == 0) {
            for (size_t i = w; i < times; i += workers)
                work(what, i, part);
            _exit(write(ends[1], part, size) == (ssize_t)size ? EXIT_DONE : EXIT_BROKEN);
        }
    }
    close(ends[1]);
    for (; read(ends[0], part, size) == (ssize_t)size; parts++)
        made_add(sum, part, size);
    close(ends[0]);
    for (size_t w = 0; w < workers; w++)
        wait(NULL);
    free(part);
    if (parts != workers)
        exit(EXIT_BROKEN);
}

double made_percent(unsigned part, unsigned whole)
{
    return whole ? 100.0 * part / whole : (double)NAN;
}

void made_print(double percent)
{
    if (isnan(percent))
        printf(" %6s", "-");
    else
        printf(" %6.1f", percent);
}
