/* The one generator of the unit tests and of the made-up lives: from one seed, on every machine, the same. */
#ifndef KIND_UNIT_RANDOM_H
#define KIND_UNIT_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* splitmix64, Steele, Lea and Flood 2014: any seed. */
static inline uint64_t random_next(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* 0 to N - 1. */
static inline size_t random_below(uint64_t *state, size_t n)
{
    return (size_t)(random_next(state) % n);
}

/* LOW to HIGH. */
static inline int64_t random_between(uint64_t *state, int64_t low, int64_t high)
{
    return low + (int64_t)(random_next(state) % (uint64_t)(high - low + 1));
}

/* 0 to below 1. */
static inline double uniform(uint64_t *state)
{
    return (double)(random_next(state) >> 11) / 9007199254740992.0;
}

#endif
