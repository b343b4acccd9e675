/* A hash that is the same on every machine. */
#include "base/hash.h"

uint64_t hash_fnv(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *byte = bytes;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ byte[i]) * 0x100000001b3;
    return hash;
}
