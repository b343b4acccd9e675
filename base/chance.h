/* Chance: the one seam through which randomness comes in. */
#ifndef KIND_CHANCE_H
#define KIND_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Starts as {0}. With KIND_SEED in the environment the bytes follow from it and SALT alone (SplitMix64,
   Steele et al. 2014); otherwise they come from the kernel. */
struct chance {
    bool started;
    bool seeded;
    uint64_t state;
};

/* Fills BYTES. SALT sets apart the streams of one seed; it is read at the first call only. False if the
   kernel has no random bytes to give (errno says why). */
bool chance_bytes(struct chance *chance, uint64_t salt, void *bytes, size_t length);

/* 64 bits that follow from TEXT alone, the same on every machine and whatever KIND_SEED says. */
uint64_t chance_of(const char *text);

#endif
