/* The last words of a program: its name, its complaints, and memory that either comes or ends the run. */
#ifndef KIND_DIE_H
#define KIND_DIE_H

#include <stdbool.h>
#include <stddef.h>

#if defined __GNUC__
#define PRINTF_LIKE(at, from) __attribute__((format(printf, at, from)))
#else
#define PRINTF_LIKE(at, from)
#endif

/* Exit statuses, as the manual promises them. */
enum { EXIT_DONE = 0, EXIT_NO = 1, EXIT_MISUSE = 2, EXIT_BROKEN = 3, EXIT_INTERRUPTED = 130 };

/* Remembers the last part of argv[0]; messages begin with it. ARGV0 must outlive the program's last message.
 */
void program_named(const char *argv0);
const char *program_name(void);

/* One line on standard error: "NAME: ..." and 2047 bytes at most, made safe for a terminal, so that one
   complaint stays one line whatever came in with the arguments or stands in the log; a terminal gets it
   broken at its width. */
void complain(const char *format, ...) PRINTF_LIKE(1, 2);

/* The same of each line of LINES, which may be NULL; the last one may lack its end. */
void complain_lines(const char *lines);

/* How the program ends where memory does not come: with EXIT_BROKEN and one clear line; or, once what was
   asked is DONE, with EXIT_DONE and a line that says so. */
void memory_ends(bool done);

/* Has the program call AMENDS, which needs no memory, before it ends so; NULL for nothing. */
void memory_amends(void (*amends)(void));

/* COUNT times SIZE bytes, which the caller frees, or the program ends. Those of must_alloc are 0; must_grow
   keeps those of OLD, which may be NULL. */
void *must_alloc(size_t count, size_t size);
void *must_grow(void *old, size_t count, size_t size);
char *must_copy(const char *text);

/* ARRAY, of COUNT elements of SIZE bytes, with room for one more at least: it may have moved, and *ROOM is
   how many fit. Starts as NULL with room for 0; the caller frees it. */
void *must_room(void *array, size_t count, size_t *room, size_t size);

/* PATH with every symlink followed, which the caller frees; NULL with errno if it leads nowhere. */
char *must_realpath(const char *path);

#endif
