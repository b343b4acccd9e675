/* Loaded before the C library (LD_PRELOAD): memory is out at the allocation numbered KIND_NO_MEMORY, counted
 * from 1, or at that one and all after it if a '+' follows. How many there were is written to the file
 * KIND_ALLOCATIONS. For the GNU C library, whose own functions go by these names too. */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

/* 0 until the program is loaded: the loader's own memory is none of its. */
static unsigned long wanted, seen;
static bool from_there_on, counting;

__attribute__((constructor)) static void start(void)
{
    const char *text = getenv("KIND_NO_MEMORY");
    char *end = NULL;
    wanted = text ? strtoul(text, &end, 10) : 0;
    from_there_on = end && *end == '+';
    counting = true;
}

__attribute__((destructor)) static void stop(void)
{
    const char *path = getenv("KIND_ALLOCATIONS");
    counting = false;
    FILE *file = path ? fopen(path, "w") : NULL;
    if (file) {
        fprintf(file, "%lu\n", seen);
        fclose(file);
    }
}

static bool is_out(void)
{
    if (!counting)
        return false;
    seen++;
    bool out = wanted && (from_there_on ? seen >= wanted : seen == wanted);
    if (out)
        errno = ENOMEM;
    return out;
}

void *malloc(size_t size)
{
    return is_out() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return is_out() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return is_out() ? NULL : __libc_realloc(old, size);
}
