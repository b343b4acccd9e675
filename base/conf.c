/* The configuration: where its file is, what may stand in it, and what is said of the rest. Reading it is
 * inih's. */
#include "conf.h"
#include "limit.h"
#include "num.h"
#include "text.h"

#include <errno.h>
#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FILE_MOST = LIMIT(65536, 512), /* bytes */
    LINE_MOST = 180,               /* bytes, within the 200 that inih can take */
    BLAME_MOST = LIMIT(20, 3),     /* lines of trouble; after them the rest is only counted */
    DAY_START = 240,
    DAY_START_MOST = 720,
    PAUSE_MINUTES = 300, /* hundredths */
    SHIFT_MINUTES = 500,
    REMIND_WAIT = 1000,
    REMIND_WAIT_MOST = 6000,
    BREATH_MOST = 20, /* seconds */
    TYPO_MOST = 2     /* edits between a word and the one that may have been meant */
};

static const char *const colors[] = {"auto", "always", "never", NULL};
static const char *const glyphs[] = {"auto", "unicode", "ascii", NULL};
static const char *const weekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL};
static const char *const noes_and_yeses[] = {"no", "yes", NULL};

/* Finds TEXT among WORDS, which end with NULL. */
static bool word_index(const char *text, const char *const *words, int *out)
{
    for (int i = 0; words[i]; i++) {
        if (strcmp(text, words[i]) == 0) {
            *out = i;
            return true;
        }
    }
    return false;
}

bool conf_color(const char *text, enum color *out)
{
    int i;
    if (!word_index(text, colors, &i))
        return false;
    *out = (enum color)i;
    return true;
}

static bool set_color(struct conf *conf, const char *value)
{
    return conf_color(value, &conf->color);
}

static bool set_glyphs(struct conf *conf, const char *value)
{
    int i;
    if (!word_index(value, glyphs, &i))
        return false;
    conf->glyphs = (enum glyphs)i;
    return true;
}

static bool set_week_start(struct conf *conf, const char *value)
{
    static const char *const whole[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday",    NULL};
    char lower[16] = "";
    size_t length = strlen(value);
    if (length >= sizeof lower)
        return false;
    for (size_t i = 0; i < length; i++)
        lower[i] = (char)(value[i] >= 'A' && value[i] <= 'Z' ? value[i] - 'A' + 'a' : value[i]);
    return word_index(lower, weekdays, &conf->week_start) || word_index(lower, whole, &conf->week_start);
}

bool conf_clock(const char *text, int *out)
{
    int hours = 0;
    const char *c = text;
    while (is_digit(*c) && c - text < 2)
        hours = hours * 10 + (*c++ - '0');
    if (c == text || c[0] != ':' || !is_digit(c[1]) || !is_digit(c[2]) || c[3])
        return false;
    int minutes = (c[1] - '0') * 10 + (c[2] - '0');
    if (hours > 23 || minutes > 59)
        return false;
    *out = hours * 60 + minutes;
    return true;
}

static bool set_day_start(struct conf *conf, const char *value)
{
    int start;
    if (!conf_clock(value, &start) || start > DAY_START_MOST)
        return false;
    conf->day_start = start;
    return true;
}

bool conf_breath(const char *text, struct breath *out)
{
    long seconds[3] = {0};
    size_t count = 0;
    const char *part = text;
    if (strcmp(text, "none") == 0) {
        *out = (struct breath){0};
        return true;
    }
    for (;; part++) {
        size_t length = strcspn(part, "-");
        if (count == 3 || num_fixed(part, length, 0, 1, BREATH_MOST, &seconds[count++]) != NUM_OK)
            return false;
        part += length;
        if (!*part)
            break;
    }
    if (count < 2)
        return false;
    *out = (struct breath){(int)seconds[0], count == 3 ? (int)seconds[1] : 0, (int)seconds[count - 1]};
    return true;
}

static bool set_pause_minutes(struct conf *conf, const char *value)
{
    return num_minutes(value, &conf->pause.minutes);
}

static bool set_pause_breath(struct conf *conf, const char *value)
{
    return conf_breath(value, &conf->pause.breath);
}

static bool yes_read(const char *value, bool *out)
{
    int i;
    if (!word_index(value, noes_and_yeses, &i))
        return false;
    *out = i;
    return true;
}

static bool set_pause_bell(struct conf *conf, const char *value)
{
    return yes_read(value, &conf->pause.bell);
}

static bool set_shift_minutes(struct conf *conf, const char *value)
{
    return num_minutes(value, &conf->shift.minutes);
}

static bool set_shift_bell(struct conf *conf, const char *value)
{
    return yes_read(value, &conf->shift.bell);
}

static bool set_remind_at(struct conf *conf, const char *value)
{
    return conf_clock(value, &conf->remind.at);
}

static bool set_remind_notify(struct conf *conf, const char *value)
{
    return yes_read(value, &conf->remind.notify);
}

static bool set_remind_wait(struct conf *conf, const char *value)
{
    long wait;
    if (!num_minutes(value, &wait) || wait > REMIND_WAIT_MOST)
        return false;
    conf->remind.wait = wait;
    return true;
}

/* All that may stand in the file. */
static const struct key {
    const char *section; /* "" before the first [section] */
    const char *name;
    bool (*set)(struct conf *conf, const char *value); /* false, and CONF as it was, if VALUE won't do */
    const char *wanted;                                /* ends "NAME is ..." */
} keys[] = {
    {"", "day_start", set_day_start, "a time from 00:00 to 12:00"},
    {"", "week_start", set_week_start, "one of mon, tue, wed, thu, fri, sat, sun"},
    {"", "color", set_color, "one of auto, always, never"},
    {"", "glyphs", set_glyphs, "one of auto, unicode, ascii"},
    {"pause", "minutes", set_pause_minutes, "a number above 0, like 3, 2.5 or 90s"},
    {"pause", "breath", set_pause_breath, "seconds from 1 to 20, like 4-6 or 4-7-8, or none"},
    {"pause", "bell", set_pause_bell, "yes or no"},
    {"shift", "minutes", set_shift_minutes, "a number above 0, like 3, 2.5 or 90s"},
    {"shift", "bell", set_shift_bell, "yes or no"},
    {"remind", "at", set_remind_at, "a time from 00:00 to 23:59"},
    {"remind", "notify", set_remind_notify, "yes or no"},
    {"remind", "wait", set_remind_wait, "a number of minutes above 0 and up to 60, like 10 or 90s"},
};
enum { KEYS = sizeof keys / sizeof keys[0] };

struct reading {
    struct conf *conf;
    struct buf *trouble;
    const char *path;    /* safe to show */
    const char *section; /* as the table spells it; NULL below a heading that can't be used */
    int line;
    int given[KEYS]; /* the line of each key, 0 if not met yet */
    int blamed;
};

/* Adds "PATH:LINE: " and one clause to the trouble, whatever bytes the file put into it. */
static void blame(struct reading *reading, const char *format, ...) PRINTF_LIKE(2, 3);
static void blame(struct reading *reading, const char *format, ...)
{
    char what[1024];
    if (reading->blamed++ >= BLAME_MOST)
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    buf_printf(reading->trouble, "%s:%d: ", reading->path, reading->line);
    text_safe(reading->trouble, what, strlen(what));
    buf_char(reading->trouble, '\n');
}

/* The key of SECTION that NAME may be a slip for, or NULL. */
static const struct key *key_nearest(const char *section, const char *name)
{
    const struct key *nearest = NULL;
    size_t least = TYPO_MOST + 1;
    for (size_t i = 0; i < KEYS; i++) {
        size_t distance = text_distance(name, keys[i].name);
        if (strcmp(keys[i].section, section) == 0 && distance < least) {
            nearest = &keys[i];
            least = distance;
        }
    }
    return nearest;
}

static void key_unknown(struct reading *reading, const char *section, const char *name)
{
    const struct key *meant = key_nearest(section, name);
    if (meant) {
        blame(reading, "unknown key '%s'; did you mean '%s'?", name, meant->name);
        return;
    }
    struct buf known = {0};
    for (size_t i = 0; i < KEYS; i++)
        if (strcmp(keys[i].section, section) == 0)
            buf_printf(&known, "%s%s", known.length ? ", " : "", keys[i].name);
    blame(reading, "unknown key '%s'; what can be set here: %s", name, buf_string(&known));
    buf_free(&known);
}

/* What inih calls for "NAME = VALUE"; not 0, because what is wrong has been said here. */
static int key_met(void *user, const char *section, const char *name, const char *value)
{
    struct reading *reading = user;
    for (size_t i = 0; i < KEYS; i++) {
        if (strcmp(keys[i].section, section) != 0 || strcmp(keys[i].name, name) != 0)
            continue;
        if (reading->given[i]) {
            blame(reading, "'%s' stands on line %d already; that one counts", name, reading->given[i]);
            return 1;
        }
        reading->given[i] = reading->line;
        if (!keys[i].set(reading->conf, value))
            blame(reading, "%s is %s, not '%s'", name, keys[i].wanted, value);
        return 1;
    }
    key_unknown(reading, section, name);
    return 1;
}

/* What inih calls for the nameless key that heading_read puts below a heading. */
static int heading_met(void *user, const char *section, const char *name, const char *value)
{
    struct reading *reading = user;
    (void)name;
    (void)value;
    for (size_t i = 0; i < KEYS; i++)
        if (*keys[i].section && strcmp(keys[i].section, section) == 0)
            reading->section = keys[i].section;
    if (!reading->section)
        blame(reading, "unknown section '[%s]'; what stands below it is not used", section);
    return 1;
}

/* inih names a section only together with a key, so it is given an empty one. */
static void heading_read(struct reading *reading, const char *line)
{
    struct buf ini = {0};
    buf_printf(&ini, "%s\n=\n", line);
    reading->section = NULL;
    if (strchr(line, ']'))
        ini_parse_string(buf_string(&ini), heading_met, reading);
    else
        blame(reading, "a section is written '[name]'; what stands below it is not used");
    buf_free(&ini);
}

static bool blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Reads one line of LENGTH bytes. inih tells only the first line it can't read, so each is given to it by
   itself, below its heading; that also keeps an indented line from being taken as more of the one above. */
static void line_read(struct reading *reading, const char *text, size_t length)
{
    while (length && blank(*text)) {
        text++;
        length--;
    }
    if (!length || *text == '#' || *text == ';')
        return;
    for (size_t i = 1; i < length; i++)
        if ((text[i] == '#' || text[i] == ';') && blank(text[i - 1]))
            length = i;
    if (length > LINE_MOST) {
        blame(reading, "the line is longer than %d bytes", (int)LINE_MOST);
        if (*text == '[')
            reading->section = NULL;
        return;
    }
    struct buf line = {0}, ini = {0};
    buf_add(&line, text, length);
    if (*text == '[') {
        heading_read(reading, buf_string(&line));
    } else if (reading->section) {
        if (*reading->section)
            buf_printf(&ini, "[%s]\n", reading->section);
        buf_printf(&ini, "%s\n", buf_string(&line));
        if (ini_parse_string(buf_string(&ini), key_met, reading))
            blame(reading, "a setting is written 'key = value'");
    }
    buf_free(&line);
    buf_free(&ini);
}

static void lines_read(struct reading *reading, const char *text, size_t length)
{
    size_t skipped = text_mark(text, length);
    text += skipped;
    length -= skipped;
    while (length) {
        const char *end = memchr(text, '\n', length);
        size_t line = end ? (size_t)(end - text) : length;
        reading->line++;
        line_read(reading, text, line);
        line += end ? 1 : 0;
        text += line;
        length -= line;
    }
}

/* "DIRECTORY/FOLDER/NAME" if the variable holds an absolute path, else NULL. The caller frees it. */
static char *path_below(const char *variable, const char *folder, const char *name)
{
    const char *directory = getenv(variable);
    if (!directory || *directory != '/')
        return NULL;
    struct buf path = {0};
    buf_printf(&path, "%s/%s/%s", directory, folder, name);
    return buf_take(&path);
}

/* Where the file NAME usually is, or NULL if the environment names no place for one. The caller frees it. */
static char *path_usual(const char *name)
{
    char *path = path_below("XDG_CONFIG_HOME", "kind", name);
    return path ? path : path_below("HOME", ".config/kind", name);
}

static char *conf_path(void)
{
    const char *own = getenv("KIND_CONFIG");
    return own && *own ? must_copy(own) : path_usual("config");
}

char *conf_beside(const char *name)
{
    const char *own = getenv("KIND_CONFIG");
    if (!own || !*own)
        return path_usual(name);
    const char *slash = strrchr(own, '/');
    struct buf path = {0};
    buf_printf(&path, "%.*s%s", slash ? (int)(slash - own + 1) : 0, own, name);
    return buf_take(&path);
}

/* Why the file as a whole can't be used, or NULL. One that is not there is as good as an empty one. */
static const char *file_fault(int error, const struct buf *bytes)
{
    if (error == ENOENT || error == ENOTDIR)
        return NULL;
    if (error)
        return strerror(error);
    if (bytes->length > FILE_MOST)
        return "it is larger than 64 KiB";
    if (memchr(buf_string(bytes), '\0', bytes->length))
        return "it is not text";
    return NULL;
}

void conf_read(struct conf *conf, struct buf *trouble)
{
    *conf = (struct conf){.day_start = DAY_START,
                          .pause.minutes = PAUSE_MINUTES,
                          .shift.minutes = SHIFT_MINUTES,
                          .remind = {.at = -1, .wait = REMIND_WAIT}};
    char *path = conf_path();
    if (!path)
        return;
    struct buf bytes = {0}, shown = {0};
    text_safe(&shown, path, strlen(path));
    struct reading reading = {.conf = conf, .trouble = trouble, .path = buf_string(&shown), .section = ""};
    const char *fault = file_fault(buf_read_file(&bytes, path, FILE_MOST + 1), &bytes);
    if (fault)
        buf_printf(trouble, "%s: can't be used: %s\n", reading.path, fault);
    else
        lines_read(&reading, buf_string(&bytes), bytes.length);
    if (reading.blamed > BLAME_MOST)
        buf_printf(trouble, "%s: %d more like these\n", reading.path, reading.blamed - BLAME_MOST);
    buf_free(&bytes);
    buf_free(&shown);
    free(path);
}
