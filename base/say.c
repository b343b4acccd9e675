/* Words for people, as wide as their terminal is. */
#include "base/say.h"

#include "base/num.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { HANG = 2 /* columns that what goes on is further in */ };

/* What the variable NAME says; 0 if it says nothing. */
static size_t size_said(const char *name)
{
    long size;
    const char *set = getenv(name);
    return set && num_fixed(set, strlen(set), 0, 1, 10000, &size) == NUM_OK ? (size_t)size : 0;
}

/* What the terminal on FD says; 0 if it says nothing or is none. */
static struct winsize size_there(int fd)
{
    struct winsize size;
    return isatty(fd) && ioctl(fd, TIOCGWINSZ, &size) == 0 ? size : (struct winsize){0};
}

size_t say_width(int fd)
{
    size_t said = size_said("COLUMNS"), there = size_there(fd).ws_col;
    return said ? said : there ? there : 80;
}

size_t say_height(int fd)
{
    size_t said = size_said("LINES"), there = size_there(fd).ws_row;
    return said ? said : there ? there : 24;
}

void say_fold(struct buf *text, int fd)
{
    struct buf out = {0};
    if (!text->length || !isatty(fd))
        return;
    struct text_lines lines = {.out = &out, .width = say_width(fd), .program = program_name()};
    for (const char *line = text->bytes; *line;) {
        size_t length = strcspn(line, "\n");
        lines.indent = strspn(line, " ") + HANG;
        lines.used = 0;
        text_words(&lines, line, length);
        line += length;
        if (*line)
            buf_char(&out, *line++);
    }
    buf_free(text);
    *text = out;
}

bool say_write(const struct buf *text, int fd)
{
    struct buf shown = {0};
    if (!text->length)
        return true;
    buf_add(&shown, text->bytes, text->length);
    say_fold(&shown, fd);
    bool done = buf_write(&shown, fd);
    buf_free(&shown);
    return done;
}

void say_print(const char *format, ...)
{
    struct buf shown = {0};
    va_list args;
    va_start(args, format);
    buf_vprintf(&shown, format, args);
    va_end(args);
    say_fold(&shown, STDOUT_FILENO);
    fputs(buf_string(&shown), stdout);
    buf_free(&shown);
}
