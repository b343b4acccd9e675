/* A hash that is the same on every machine; no defence against somebody who means harm. */
#ifndef KIND_HASH_H
#define KIND_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_START 0xcbf29ce484222325

/* FNV-1a, 64 bits (Fowler, Noll and Vo); HASH is HASH_START or what came before. */
uint64_t hash_fnv(uint64_t hash, const void *bytes, size_t length);

#endif
