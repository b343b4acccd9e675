/* A byte string that grows. */
#include "buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void buf_reserve(struct buf *buf, size_t more)
{
    if (more < buf->room - buf->length)
        return;
    if (more >= SIZE_MAX / 2 - buf->length)
        must_grow(NULL, SIZE_MAX, 2); /* which ends the program */
    size_t room = buf->room ? buf->room : 64;
    while (room - buf->length <= more)
        room *= 2;
    buf->bytes = must_grow(buf->bytes, room, 1);
    buf->room = room;
}

void buf_add(struct buf *buf, const void *bytes, size_t length)
{
    buf_reserve(buf, length);
    if (length)
        memcpy(buf->bytes + buf->length, bytes, length);
    buf->length += length;
    buf->bytes[buf->length] = '\0';
}

void buf_text(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

void buf_char(struct buf *buf, char c)
{
    buf_add(buf, &c, 1);
}

void buf_vprintf(struct buf *buf, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    size_t room = buf->room - buf->length;
    int length = vsnprintf(room ? buf->bytes + buf->length : NULL, room, format, args);
    if (length > 0 && (size_t)length >= room) {
        buf_reserve(buf, (size_t)length);
        vsnprintf(buf->bytes + buf->length, (size_t)length + 1, format, again);
    }
    if (length > 0)
        buf->length += (size_t)length;
    else if (room)
        buf->bytes[buf->length] = '\0';
    va_end(again);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_vprintf(buf, format, args);
    va_end(args);
}

bool call_again(int *times)
{
    enum { TIMES_MOST = 1000 };
    return errno == EINTR && (*times)++ < TIMES_MOST;
}

bool buf_write(const struct buf *buf, int fd)
{
    int times = 0;
    for (size_t at = 0; at < buf->length;) {
        ssize_t put = write(fd, buf->bytes + at, buf->length - at);
        if (put < 0 && call_again(&times))
            continue;
        if (put == 0)
            errno = EIO;
        if (put <= 0)
            return false;
        at += (size_t)put;
    }
    return true;
}

void buf_clear(struct buf *buf)
{
    buf->length = 0;
    if (buf->bytes)
        buf->bytes[0] = '\0';
}

int buf_read_file(struct buf *buf, const char *path, size_t most)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = 0, times = 0;
    buf_reserve(buf, most);
    for (size_t room = most; room;) {
        ssize_t n = read(fd, buf->bytes + buf->length, room);
        if (n < 0 && call_again(&times))
            continue;
        if (n < 0)
            error = errno;
        if (n <= 0)
            break;
        buf->length += (size_t)n;
        room -= (size_t)n;
    }
    buf->bytes[buf->length] = '\0';
    close(fd);
    return error;
}

void buf_free(struct buf *buf)
{
    free(buf->bytes);
    *buf = (struct buf){0};
}

const char *buf_string(const struct buf *buf)
{
    return buf->bytes ? buf->bytes : "";
}

char *buf_take(struct buf *buf)
{
    char *bytes = buf->bytes ? buf->bytes : must_copy("");
    *buf = (struct buf){0};
    return bytes;
}
