/* The last words of a program: its name, its complaints, and memory that either comes or ends the run. */
#include "die.h"

#include "base/buf.h"
#include "base/say.h"
#include "base/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The state outside the tables: set once at the start and read by every message; and for a run that ends for
   want of memory, whether what was asked is on the disk, so that it must not say that it failed, and what it
   has to put right. */
static const char *name = "kind";
static bool all_done;
static void (*last_amends)(void);

void program_named(const char *argv0)
{
    if (!argv0 || !*argv0)
        return;
    const char *slash = strrchr(argv0, '/');
    if (!slash)
        name = argv0;
    else if (slash[1])
        name = slash + 1;
}

const char *program_name(void)
{
    return name;
}

void complain(const char *format, ...)
{
    char line[2048];
    struct buf safe = {0};
    va_list args;
    va_start(args, format);
    int length = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (length < 0)
        return;
    text_safe(&safe, name, strlen(name));
    buf_text(&safe, ": ");
    text_safe(&safe, line, strlen(line));
    buf_char(&safe, '\n');
    say_write(&safe, STDERR_FILENO);
    buf_free(&safe);
}

void complain_lines(const char *lines)
{
    while (lines && *lines) {
        size_t length = strcspn(lines, "\n");
        complain("%.*s", (int)length, lines);
        lines += length + (lines[length] == '\n');
    }
}

void memory_ends(bool done)
{
    all_done = done;
}

void memory_amends(void (*amends)(void))
{
    last_amends = amends;
}

/* Not by complain, which needs memory itself. */
static void *or_die(void *memory)
{
    if (memory)
        return memory;
    if (last_amends)
        last_amends();
    fprintf(stderr, all_done ? "%s: done, but out of memory for more\n" : "%s: out of memory\n", name);
    _Exit(all_done ? EXIT_DONE : EXIT_BROKEN);
}

void *must_grow(void *old, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return or_die(NULL);
    size_t bytes = count * size;
    return or_die(realloc(old, bytes ? bytes : 1));
}

void *must_alloc(size_t count, size_t size)
{
    return or_die(calloc(count ? count : 1, size ? size : 1));
}

void *must_room(void *array, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return array;
    *room = *room ? *room * 2 : 16;
    return must_grow(array, *room, size);
}

char *must_copy(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(must_grow(NULL, size, 1), text, size);
}

char *must_realpath(const char *path)
{
    char *real = realpath(path, NULL);
    if (!real && errno == ENOMEM)
        or_die(NULL);
    return real;
}
