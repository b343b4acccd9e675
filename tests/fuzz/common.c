/* What the fuzz targets share. */
#include "fuzz.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const struct clock fuzz_clock = {.now = {1795458245, 3600}, .fixed = true, .day_start = 240};

void hold(bool it, const char *sentence)
{
    if (it)
        return;
    fprintf(stderr, "does not hold: %s\n", sentence);
    abort();
}

enum { FILES = 4 };
static struct {
    char name[16], path[512];
} files[FILES];

static void files_remove(void)
{
    for (int i = 0; i < FILES && *files[i].name; i++)
        unlink(files[i].path);
}

const char *fuzz_path(const char *name)
{
    const char *folder = getenv("TMPDIR");
    for (int i = 0; i < FILES; i++) {
        if (strcmp(files[i].name, name) == 0)
            return files[i].path;
        if (*files[i].name)
            continue;
        if (!i)
            atexit(files_remove);
        snprintf(files[i].name, sizeof files[i].name, "%s", name);
        snprintf(files[i].path, sizeof files[i].path, "%s/kind-fuzz.%ld.%s",
                 folder && *folder ? folder : "/tmp", (long)getpid(), name);
        return files[i].path;
    }
    hold(false, "a process has few files");
    return NULL;
}

void file_write(const char *path, struct view bytes)
{
    struct buf all = {0};
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    buf_add(&all, bytes.bytes, bytes.length);
    hold(fd >= 0 && buf_write(&all, fd) && close(fd) == 0, "a file can be written below TMPDIR");
    buf_free(&all);
}

void file_read(const char *path, struct buf *bytes)
{
    struct stat st;
    hold(stat(path, &st) == 0 && buf_read_file(bytes, path, (size_t)st.st_size) == 0, "a file can be read");
}

struct view line_take(struct view *bytes)
{
    const char *end = bytes->length ? memchr(bytes->bytes, '\n', bytes->length) : NULL;
    struct view line = {bytes->bytes, end ? (size_t)(end - bytes->bytes) : bytes->length};
    size_t taken = line.length + (end != NULL);
    if (taken)
        *bytes = (struct view){bytes->bytes + taken, bytes->length - taken};
    return line;
}

size_t lines_count(struct view bytes)
{
    size_t lines = 0;
    while (bytes.length) {
        line_take(&bytes);
        lines++;
    }
    return lines;
}

/* The bytes of the character at TEXT and the character in *C; 0 if there is none. */
static size_t utf8_take(const unsigned char *text, size_t length, uint32_t *c)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = text[0] < 0x80             ? 1
               : (text[0] & 0xe0) == 0xc0 ? 2
               : (text[0] & 0xf0) == 0xe0 ? 3
               : (text[0] & 0xf8) == 0xf0 ? 4
                                          : 0;
    if (!n || n > length)
        return 0;
    *c = n == 1 ? text[0] : text[0] & (0x7fU >> n);
    for (size_t i = 1; i < n; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
        *c = *c << 6 | (text[i] & 0x3f);
    }
    return *c < least[n] || *c > 0x10ffff || (*c >= 0xd800 && *c <= 0xdfff) ? 0 : n;
}

bool is_utf8(struct view text)
{
    uint32_t c;
    for (size_t at = 0, n; at < text.length; at += n) {
        n = utf8_take((const unsigned char *)text.bytes + at, text.length - at, &c);
        if (!n)
            return false;
    }
    return true;
}

/* Whether a terminal might obey C, or hide it. */
static bool is_obeyed(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || c == 0x180e || c == 0x200b ||
           c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
           c == 0xfeff || (c >= 0xe0000 && c <= 0xe007f);
}

void hold_safe(struct view text, const char *allowed)
{
    uint32_t c;
    for (size_t at = 0, n; at < text.length; at += n) {
        n = utf8_take((const unsigned char *)text.bytes + at, text.length - at, &c);
        hold(n, "what is shown is UTF-8");
        hold(!is_obeyed(c) || (c && c < 0x80 && strchr(allowed, (int)c)),
             "what is shown has no character that a terminal obeys");
    }
}

void note_plain(struct view note, struct buf *out)
{
    for (size_t i = 0; i < note.length; i++) {
        char c = note.bytes[i];
        buf_char(out, c == '\n' || c == '\r' || !c ? ' ' : c);
    }
}

bool records_same(const struct record *a, const struct record *b)
{
    return a->time == b->time && a->offset == b->offset && a->id == b->id && a->practice == b->practice &&
           a->mood == b->mood && a->stress == b->stress && a->stress_after == b->stress_after &&
           a->minutes == b->minutes && view_same(record_note(a), record_note(b)) &&
           view_same(record_arm(a), record_arm(b));
}
