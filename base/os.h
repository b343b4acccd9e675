/* The calls that not every system of POSIX has, and what stands in for them elsewhere. With KIND_PLAIN_OS
   that is what is used here too. Extended attributes are in attr.c, likewise. */
#ifndef KIND_OS_H
#define KIND_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

#if defined __linux__ && !defined KIND_PLAIN_OS
#define OS_LINUX
#endif

/* A clock that goes on while the machine sleeps, where there is one. */
#if defined CLOCK_BOOTTIME && !defined KIND_PLAIN_OS
#define OS_WAIT_CLOCK CLOCK_BOOTTIME
#else
#define OS_WAIT_CLOCK CLOCK_MONOTONIC
#endif

/* When a file was changed, to the nanosecond, of a struct stat. */
#ifdef __APPLE__
#define os_changed st_mtimespec
#else
#define os_changed st_mtim
#endif

/* LENGTH random bytes of the kernel, as getrandom gives them: how many, or -1 with errno, ENOSYS where there
   is no such call. */
ssize_t os_random(void *out, size_t length);

/* Brings what was written to FD to the disk itself, and, if WHOLE, all that is known of the file, as a new
   one needs it. False with errno. */
bool os_sync(int fd, bool whole);

/* A path that leads to the program that runs, whatever its name was; NULL where the system has none. */
const char *os_program(void);

#endif
