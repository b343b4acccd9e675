/* Generators whose numbers a test has for good: from one seed, on every machine, the same. */
#ifndef KIND_UNIT_RANDOM_H
#define KIND_UNIT_RANDOM_H

#include <stdint.h>

/* splitmix64, Steele, Lea and Flood 2014: any seed. */
static inline uint64_t next(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* 0 to below 1. */
static inline double uniform(uint64_t *state)
{
    return (double)(next(state) >> 11) / 9007199254740992.0;
}

/* xorshift64*, Vigna 2016: any seed but 0. */
static inline uint64_t random_next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545f4914f6cdd1d;
}

#endif
