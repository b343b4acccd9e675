/* What is made up: chance that every machine draws alike, and the work spread over the processors. */
#ifndef KIND_MADE_H
#define KIND_MADE_H

#include "tests/unit/random.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The state with which number NUMBER of what SEED makes up starts. */
uint64_t made_start(uint64_t seed, size_t number);

/* Mean 0, standard deviation 1; SKEWED: far below more often than far above. */
double made_normal(uint64_t *state);
double made_shock(bool skewed, uint64_t *state);

/* One step of a series with standard deviation 1. */
double made_carried(double before, double carry, double new_part);

/* Adds SIZE bytes of unsigned counts to others. */
void made_add(void *sum, const void *part, size_t size);

/* Calls WORK with each number below TIMES, over all processors, and adds what it counts to the SIZE bytes of
   unsigned counts at SUM. They come out the same whoever did what, if WORK depends on nothing but its number;
   it adds to counts that are there. Ends the program if a part is lost. */
typedef void made_work(const void *what, size_t number, void *counts);
void made_spread(made_work *work, const void *what, size_t times, void *sum, size_t size);

double made_percent(unsigned part, unsigned whole); /* NAN of nothing */
void made_print(double percent);                    /* in seven columns; - for NAN */

#endif
