/* A byte string that grows. */
#ifndef KIND_BUF_H
#define KIND_BUF_H

#include "die.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Starts as {0}. After the first byte is added, bytes[length] is a NUL that the length does not count. */
struct buf {
    char *bytes;
    size_t length;
    size_t room;
};

/* Each appends what it is given, which is not of BUF itself. What printf can't write out, such as no
   character of the locale for %lc, adds nothing. */
void buf_add(struct buf *buf, const void *bytes, size_t length);
void buf_text(struct buf *buf, const char *text);
void buf_char(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
void buf_vprintf(struct buf *buf, const char *format, va_list args) PRINTF_LIKE(2, 0);

/* Makes sure that MORE further bytes fit without moving. */
void buf_reserve(struct buf *buf, size_t more);

/* Whether a call that has just failed is to be made again, because a signal came in between. TIMES, at first
   0, counts how often: a call that only ever says so is given up after a thousand. */
bool call_again(int *times);

/* Writes all bytes to FD, whatever interrupts. False with errno; some may have been written then. */
bool buf_write(const struct buf *buf, int fd);

/* Makes it empty, and keeps its memory. */
void buf_clear(struct buf *buf);

/* Appends up to MOST bytes of the file PATH; 0, or the errno. Never waits for a pipe or a terminal. */
int buf_read_file(struct buf *buf, const char *path, size_t most);

/* Frees the bytes; the buf can be used again. */
void buf_free(struct buf *buf);

/* The bytes as a C string, "" for an untouched buf. The caller of buf_take frees what it gets. */
const char *buf_string(const struct buf *buf);
char *buf_take(struct buf *buf);

#endif
