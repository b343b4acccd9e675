/* Limits that a fuzzer should reach: KIND_SMALL makes them small enough for a short input. */
#ifndef KIND_LIMIT_H
#define KIND_LIMIT_H

#ifdef KIND_SMALL
#define LIMIT(usual, small) (small)
#else
#define LIMIT(usual, small) (usual)
#endif

#endif
