/* How other programs write things for people. */
#include "phrase.h"

#include "base/num.h"

#include <string.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

bool date_begins(struct view text)
{
    static const char shape[] = "dddd-dd-dd";
    return text.length >= sizeof shape - 1 && shape_fits(shape, text.bytes);
}

/* The length of the space that TEXT begins with, those of Unicode that clocks are written with and the marks
   of direction included; 0 if it begins with none. */
static size_t space_length(const char *text, size_t left)
{
    static const char *const spaces[] = {
        " ",           "\t", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE2\x80\x8E", "\xE2\x80\x8F",
        "\xE3\x80\x80"};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (strlen(spaces[i]) <= left && memcmp(text, spaces[i], strlen(spaces[i])) == 0)
            return strlen(spaces[i]);
    return 0;
}

/* TEXT in lower case without spaces, and with no dots but those between digits. False if it is too long. */
static bool clock_squeeze(struct view text, char *out, size_t size)
{
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        size_t space = space_length(text.bytes + i, text.length - i);
        if (space) {
            i += space - 1;
            continue;
        }
        char c = lower(text.bytes[i]);
        bool within = i && i + 1 < text.length && is_digit(text.bytes[i - 1]) && is_digit(text.bytes[i + 1]);
        if (c == '\0' || length + 1 >= size)
            return false;
        if (c != '.' || within)
            out[length++] = c;
    }
    out[length] = '\0';
    return true;
}

/* Which half of the day a mark beside a clock means. */
enum half { HALF_NONE, HALF_MORNING, HALF_AFTERNOON, HALF_BAD };

static enum half half_read(const char *mark, size_t length)
{
    static const struct {
        const char *mark;
        enum half half;
    } marks[] = {
        {"", HALF_NONE},        {"h", HALF_NONE},         {"uhr", HALF_NONE},     {"ч", HALF_NONE},
        {"am", HALF_MORNING},   {"a", HALF_MORNING},      {"pm", HALF_AFTERNOON}, {"p", HALF_AFTERNOON},
        {"上午", HALF_MORNING}, {"下午", HALF_AFTERNOON}, {"午前", HALF_MORNING}, {"午後", HALF_AFTERNOON},
        {"오전", HALF_MORNING}, {"오후", HALF_AFTERNOON}, {"πμ", HALF_MORNING},   {"μμ", HALF_AFTERNOON},
        {"ص", HALF_MORNING},    {"م", HALF_AFTERNOON},    {"ÖÖ", HALF_MORNING},   {"öö", HALF_MORNING},
        {"ös", HALF_AFTERNOON}, {"Ös", HALF_AFTERNOON},   {"sa", HALF_MORNING},   {"ch", HALF_AFTERNOON},
        {"vorm", HALF_MORNING}, {"nachm", HALF_AFTERNOON}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strlen(marks[i].mark) == length && memcmp(marks[i].mark, mark, length) == 0)
            return marks[i].half;
    return HALF_BAD;
}

/* Up to two digits at *AT, which moves on; -1 if there are fewer than LEAST. */
static int number_take(const char **at, int least)
{
    int value = 0, count = 0;
    for (; count < 2 && is_digit(**at); count++)
        value = value * 10 + (*(*at)++ - '0');
    return count < least ? -1 : value;
}

bool daytime_read(struct view text, int *seconds)
{
    char squeezed[64];
    if (!clock_squeeze(text, squeezed, sizeof squeezed))
        return false;
    size_t before = strcspn(squeezed, "0123456789");
    const char *at = squeezed + before;
    int hour = number_take(&at, 1), second = 0;
    if (hour < 0 || (*at != ':' && *at != '.' && *at != 'h'))
        return false;
    at++;
    int minute = number_take(&at, 2);
    if ((*at == ':' || *at == '.') && minute >= 0) {
        at++;
        second = number_take(&at, 2);
    }
    enum half first = half_read(squeezed, before), last = half_read(at, strlen(at));
    if (first == HALF_BAD || last == HALF_BAD || (first != HALF_NONE && last != HALF_NONE))
        return false;
    enum half half = first != HALF_NONE ? first : last;
    if (minute < 0 || minute > 59 || second < 0 || second > 59 || hour > (half == HALF_NONE ? 23 : 12))
        return false;
    if (half != HALF_NONE)
        hour = hour % 12 + (half == HALF_AFTERNOON ? 12 : 0);
    *seconds = hour * 3600 + minute * 60 + second;
    return true;
}

/* Whether a tag is one, and what it leaves: nothing where it shapes words, a space where a line ends. */
enum tag { TAG_NONE, TAG_WORDS, TAG_LINE };

static enum tag tag_read(const char *name, size_t length)
{
    static const char *const words[] = {"b",    "strong", "i",    "em",   "u",   "s",   "strike",
                                        "del",  "ins",    "font", "span", "big", "sub", "small",
                                        "cite", "dfn",    "sup",  "tt",   "a"};
    static const char *const lines[] = {"br", "p",  "div", "li", "ul", "ol",        "h1",
                                        "h2", "h3", "h4",  "h5", "h6", "blockquote"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == length && memcmp(words[i], name, length) == 0)
            return TAG_WORDS;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (strlen(lines[i]) == length && memcmp(lines[i], name, length) == 0)
            return TAG_LINE;
    return TAG_NONE;
}

/* The length of the tag that TEXT begins with, 0 if it is none. */
static size_t tag_length(const char *text, size_t left, enum tag *tag)
{
    enum { NAME_MOST = 12, TAG_MOST = 300 };
    char name[NAME_MOST];
    size_t at = 1, length = 0;
    at += at < left && text[at] == '/';
    for (; at < left && length < NAME_MOST && (is_letter(text[at]) || is_digit(text[at])); at++)
        name[length++] = lower(text[at]);
    *tag = tag_read(name, length);
    if (*tag == TAG_NONE || at >= left || !strchr(" />\t", text[at]) || !text[at])
        return 0;
    const char *end = memchr(text + at, '>', left - at < TAG_MOST ? left - at : TAG_MOST);
    return end ? (size_t)(end + 1 - text) : 0;
}

/* Appends the code point C; false if there is none of that number that belongs in a text. */
static bool utf8_add(struct buf *out, unsigned long c)
{
    if (c < 0x20 || c == 0x7F || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return false;
    if (c < 0x80) {
        buf_char(out, (char)c);
        return true;
    }
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
    buf_char(out, (char)(lead[more] | (c >> (6 * more))));
    while (more--)
        buf_char(out, (char)(0x80 | (c >> (6 * more) & 0x3F)));
    return true;
}

/* The number of "#8230" or "#x2026"; 0 if it is none. */
static unsigned long entity_number(const char *name, size_t length)
{
    unsigned long value = 0;
    bool hex = length > 2 && lower(name[1]) == 'x';
    size_t at = hex ? 2 : 1;
    if (length <= at || length > 8 || name[0] != '#')
        return 0;
    for (; at < length; at++) {
        char c = lower(name[at]);
        if (!is_digit(c) && !(hex && c >= 'a' && c <= 'f'))
            return 0;
        value = value * (hex ? 16 : 10) + (unsigned long)(is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return value;
}

/* Appends what the entity that TEXT begins with stands for. Its length; 0 if it is none. */
static size_t entity_add(struct buf *out, const char *text, size_t left)
{
    static const char *const entities[][2] = {{"amp", "&"},   {"lt", "<"},   {"gt", ">"},
                                              {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}};
    enum { ENTITY_MOST = 10 };
    const char *end = memchr(text, ';', left < ENTITY_MOST ? left : ENTITY_MOST);
    size_t length = end ? (size_t)(end - text) - 1 : 0;
    for (size_t i = 0; length && i < sizeof entities / sizeof *entities; i++)
        if (strlen(entities[i][0]) == length && memcmp(text + 1, entities[i][0], length) == 0) {
            buf_text(out, entities[i][1]);
            return length + 2;
        }
    if (!length || text[1] != '#')
        return 0;
    unsigned long number = entity_number(text + 1, length);
    if (number == '\n' || number == '\r' || number == '\t' || number == 0xA0)
        number = ' ';
    return utf8_add(out, number) ? length + 2 : 0;
}

void markup_plain(struct buf *out, struct view text)
{
    size_t start = out->length;
    bool line = false;
    for (size_t i = 0; i < text.length;) {
        size_t left = text.length - i, length = 0;
        enum tag tag = TAG_NONE;
        if (text.bytes[i] == '<')
            length = tag_length(text.bytes + i, left, &tag);
        if (length) {
            line |= tag == TAG_LINE;
            i += length;
            continue;
        }
        bool space = strchr(" \t\r\n", text.bytes[i]) != NULL && text.bytes[i];
        if (line && !space && out->length > start && out->bytes[out->length - 1] != ' ')
            buf_char(out, ' ');
        line &= space;
        if (text.bytes[i] == '&')
            length = entity_add(out, text.bytes + i, left);
        if (!length)
            buf_char(out, text.bytes[i]);
        i += length ? length : 1;
    }
}
