/* Text on its way to a terminal: which characters may pass, how wide they are, where they may be cut, and
   what counts as the same word. */
#include "text.h"
#include "num.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum {
    ZWNJ = 0x200c,
    ZWJ = 0x200d,
    EMOJI_PRESENTATION = 0xfe0f, /* variation selector 16 */
    WORD_MAX = 63
};

static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */
static const char ellipsis[] = "\xe2\x80\xa6";    /* U+2026 */

size_t text_mark(const char *text, size_t length)
{
    static const char mark[] = "\xef\xbb\xbf";
    size_t size = sizeof mark - 1;
    return length >= size && memcmp(text, mark, size) == 0 ? size : 0;
}

const char *text_plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static bool printable_ascii(char c)
{
    return c >= 0x20 && c < 0x7f;
}

/* Decodes the character at TEXT, LENGTH at least 1. Returns its bytes; for a byte that begins none, 1 with *C
 * -1. */
static size_t decode(const char *text, size_t length, int32_t *c)
{
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, c);
    if (n > 0)
        return (size_t)n;
    *c = -1;
    return 1;
}

/* The block that new emoji are put into: the next ones should reach a terminal that knows them although
   utf8proc does not yet. */
static bool emoji_block(int32_t c)
{
    return c >= 0x1fa70 && c <= 0x1faff;
}

static bool passes(int32_t c)
{
    if (c < 0)
        return false;
    if (c == ZWJ || c == ZWNJ)
        return true;
    const utf8proc_property_t *property = utf8proc_get_property(c);
    switch ((utf8proc_category_t)property->category) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return false;
    case UTF8PROC_CATEGORY_CN:
        return emoji_block(c);
    case UTF8PROC_CATEGORY_CF: /* the few that can be seen, such as the Arabic number signs, stand before what
                                  they mark */
        return property->boundclass == UTF8PROC_BOUNDCLASS_PREPEND;
    case UTF8PROC_CATEGORY_MN: /* variation selectors are ignorable too */
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return true;
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: /* the Hangul fillers are letters that hide */
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
    case UTF8PROC_CATEGORY_SK:
    case UTF8PROC_CATEGORY_SO:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_CO:
        return !property->ignorable;
    }
    return false;
}

static bool is_white(int32_t c)
{
    return c == '\t' || c == '\n' || c == '\r';
}

/* Appends TEXT with a space or U+FFFD for what MAY_PASS refuses. */
static void replace(struct buf *out, const char *text, size_t length, bool (*may_pass)(int32_t))
{
    size_t begun = 0, at = 0;
    while (at < length) {
        if (printable_ascii(text[at])) {
            at++;
            continue;
        }
        int32_t c;
        size_t n = decode(text + at, length - at, &c);
        if (!may_pass(c)) {
            buf_add(out, text + begun, at - begun);
            buf_text(out, is_white(c) ? " " : replacement);
            begun = at + n;
        }
        at += n;
    }
    if (begun < length)
        buf_add(out, text + begun, length - begun);
}

void text_safe(struct buf *out, const char *text, size_t length)
{
    replace(out, text, length, passes);
}

static bool is_character(int32_t c)
{
    return c >= 0;
}

void text_utf8(struct buf *out, const char *text, size_t length)
{
    replace(out, text, length, is_character);
}

static int boundclass(int32_t c)
{
    return (int)utf8proc_get_property(c)->boundclass;
}

/* Whether a new cluster begins between two characters: Unicode's extended grapheme clusters (UAX 29), except
   that a prepended mark stands alone, since terminals give it a cell of its own. */
static bool breaks(int32_t before, int32_t after, int32_t *state)
{
    if (before < 0 || after < 0 || boundclass(before) == UTF8PROC_BOUNDCLASS_PREPEND)
        return true;
    return utf8proc_grapheme_break_stateful(before, after, state);
}

/* Columns of AFTER once it has joined a cluster that ends in BEFORE and starts with FIRST. */
static size_t joined_width(int32_t first, int32_t before, int32_t after)
{
    bool keycap = is_digit(first) || first == '#' || first == '*';
    if (after == EMOJI_PRESENTATION)
        return keycap || boundclass(before) == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC ? 2 : 0;
    if (boundclass(after) == UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR)
        return 2;
    return (size_t)utf8proc_charwidth(after);
}

/* The bytes of the grapheme cluster at TEXT, LENGTH at least 1, and the columns it takes: those of its widest
 * part. */
static size_t cluster(const char *text, size_t length, size_t *width)
{
    if (printable_ascii(text[0]) && (length == 1 || !(text[1] & 0x80))) {
        *width = 1;
        return 1;
    }
    int32_t first, before, after, state = 0;
    size_t at = decode(text, length, &first);
    *width = first < 0 ? 1 : emoji_block(first) ? 2 : (size_t)utf8proc_charwidth(first);
    for (before = first; at < length; before = after) {
        size_t n = decode(text + at, length - at, &after);
        if (breaks(before, after, &state))
            break;
        size_t wide = joined_width(first, before, after);
        if (wide > *width)
            *width = wide;
        at += n;
    }
    return at;
}

size_t text_width(const char *text, size_t length)
{
    size_t columns = 0;
    for (size_t at = 0; at < length;) {
        size_t width;
        at += cluster(text + at, length - at, &width);
        columns += width;
    }
    return columns;
}

size_t text_cut(const char *text, size_t length, size_t width)
{
    size_t at = 0;
    while (at < length) {
        size_t wide;
        size_t n = cluster(text + at, length - at, &wide);
        if (wide > width)
            break;
        width -= wide;
        at += n;
    }
    return at;
}

void text_fit(struct buf *out, const char *text, size_t length, size_t width, bool unicode)
{
    size_t kept = text_cut(text, length, width);
    size_t used = 0;
    if (kept < length) {
        used = unicode ? 1 : 3;
        if (used > width)
            used = width;
        kept = text_cut(text, length, width - used);
    }
    if (kept)
        buf_add(out, text, kept);
    if (unicode && used)
        buf_text(out, ellipsis);
    else
        buf_add(out, "...", used);
    for (used += text_width(text, kept); used < width; used++)
        buf_char(out, ' ');
}

/* The bytes of the word at TEXT. */
static size_t word_length(const char *text, size_t length)
{
    size_t word = 0;
    while (word < length && (text[word] != ' ' || (word + 1 < length && text[word + 1] == '%')))
        word++;
    return word;
}

/* Whether what ends at AT can be the end of a quote. */
static bool clause_ends(const char *text, size_t length, size_t at)
{
    return at == length || text[at] == ' ' || strchr(",;.:?)", text[at]);
}

/* The bytes of what begins with a quote at TEXT and ends with one, with the stops behind; 0 if nothing does
   within MOST bytes. */
static size_t quote_length(const char *text, size_t length, size_t most)
{
    size_t start = *text == '(', end;
    if (start >= length || text[start] != '\'')
        return 0;
    if (most > length)
        most = length;
    for (end = start + 1; end < most && (text[end] != '\'' || !clause_ends(text, length, end + 1));)
        end++;
    return end < most ? end + 1 + word_length(text + end + 1, length - end - 1) : 0;
}

/* The bytes of the command of PROGRAM at TEXT + AT, up to two spaces, a stop, or the end; 0 if none begins
   there: one stands first, or behind a colon, a question or two spaces. */
static size_t command_length(const char *program, const char *text, size_t length, size_t at)
{
    size_t name = strlen(program), end = at + name;
    bool first = at < 2 || (text[at - 1] == ' ' && strchr(" :?", text[at - 2]));
    if (!first || length - at <= name || strncmp(text + at, program, name) != 0 || text[end] != ' ')
        return 0;
    while (end < length && text[end] == ' ' && end + 1 < length && text[end + 1] != ' ') {
        end++;
        end += word_length(text + end, length - end);
        if (strchr(",;.:?)", text[end - 1]))
            break;
    }
    return end - at;
}

/* The bytes at TEXT + AT that stay on one line. */
static size_t piece_length(const struct text_lines *lines, const char *text, size_t length, size_t at)
{
    size_t word = word_length(text + at, length - at), piece = 0;
    if (lines->program && at < length) {
        piece = quote_length(text + at, length - at, lines->width * 4);
        if (!piece)
            piece = command_length(lines->program, text, length, at);
    }
    return piece > word && lines->indent + text_width(text + at, piece) <= lines->width ? piece : word;
}

static void line_begin(struct text_lines *lines)
{
    struct buf *out = lines->out;
    while (out->length && out->bytes[out->length - 1] == ' ')
        out->bytes[--out->length] = '\0';
    buf_char(out, '\n');
    for (lines->used = 0; lines->used < lines->indent; lines->used++)
        buf_char(out, ' ');
}

void text_words(struct text_lines *lines, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        size_t start = at;
        while (at < length && text[at] == ' ')
            at++;
        size_t spaces = at - start, word = piece_length(lines, text, length, at);
        size_t width = text_width(text + at, word);
        if (lines->used > lines->indent && lines->used + spaces + width > lines->width) {
            line_begin(lines);
            start = at;
            spaces = 0;
        }
        buf_add(lines->out, text + start, spaces + word);
        lines->used += spaces + width;
        at += word;
    }
}

static char lower_ascii(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool all_ascii(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] & 0x80)
            return false;
    return true;
}

static bool bytes_same(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (lower_ascii(a[i]) != lower_ascii(b[i]))
            return false;
    return true;
}

static bool bytes_contain(const char *text, size_t length, const char *needle, size_t needle_length)
{
    if (needle_length > length)
        return false;
    for (size_t at = 0; at <= length - needle_length; at++)
        if (bytes_same(text + at, needle, needle_length))
            return true;
    return false;
}

/* Case folded and canonically composed UTF-8, its length in *FOLDED; NULL if TEXT is not UTF-8. The caller
 * frees it. */
static char *fold(const char *text, size_t length, size_t *folded)
{
    const utf8proc_option_t options = UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
    utf8proc_ssize_t count = utf8proc_decompose(bytes, (utf8proc_ssize_t)length, NULL, 0, options);
    if (count < 0)
        return NULL;
    int32_t *points = must_alloc((size_t)count + 1, sizeof *points);
    count = utf8proc_decompose(bytes, (utf8proc_ssize_t)length, points, count, options);
    count = count < 0 ? count : utf8proc_reencode(points, count, options);
    if (count < 0) {
        free(points);
        return NULL;
    }
    *folded = (size_t)count;
    return (char *)points;
}

/* Compares A with B by TEST, both folded if they are UTF-8, else as they are: TEST ignores the case of ASCII
 * itself. */
static bool compare(const char *a, size_t a_length, const char *b, size_t b_length,
                    bool (*test)(const char *, size_t, const char *, size_t))
{
    if (all_ascii(a, a_length) && all_ascii(b, b_length))
        return test(a, a_length, b, b_length);
    size_t a_folded, b_folded;
    char *first = fold(a, a_length, &a_folded);
    char *second = first ? fold(b, b_length, &b_folded) : NULL;
    bool result = second ? test(first, a_folded, second, b_folded) : test(a, a_length, b, b_length);
    free(first);
    free(second);
    return result;
}

bool text_contains(const char *text, size_t length, const char *needle)
{
    return !*needle || compare(text, length, needle, strlen(needle), bytes_contain);
}

static bool bytes_equal(const char *a, size_t a_length, const char *b, size_t b_length)
{
    return a_length == b_length && bytes_same(a, b, a_length);
}

bool text_same(const char *a, size_t a_length, const char *b, size_t b_length)
{
    return compare(a, a_length, b, b_length, bytes_equal);
}

char *text_key(const char *tag, size_t length)
{
    size_t folded = length;
    char *key = all_ascii(tag, length) ? NULL : fold(tag, length, &folded);
    if (key) {
        key[folded] = '\0';
        return key;
    }
    key = must_alloc(length + 1, 1);
    for (size_t i = 0; i < length; i++)
        key[i] = lower_ascii(tag[i]);
    return key;
}

enum part {
    PART_NONE,
    PART_WORD, /* a letter, a digit, '_' */
    PART_MARK, /* what belongs to the letter before it */
    PART_LINK /* what may stand between letters of one tag: '-', and the joiners of Persian and Indic words */
};

/* A letter or a digit. */
static bool is_letter(int32_t c)
{
    int category = c < 0 ? UTF8PROC_CATEGORY_CN : (int)utf8proc_category(c);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           category == UTF8PROC_CATEGORY_ND;
}

size_t text_letters(const char *text, size_t length)
{
    size_t at = 0;
    int32_t c;
    while (at < length) {
        size_t n = decode(text + at, length - at, &c);
        if (!is_letter(c))
            break;
        at += n;
    }
    return at;
}

static enum part part_of(int32_t c)
{
    if (c < 0)
        return PART_NONE;
    if (c == '_')
        return PART_WORD;
    if (c == '-' || c == ZWJ || c == ZWNJ)
        return PART_LINK;
    if (is_letter(c))
        return PART_WORD;
    int category = (int)utf8proc_category(c);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ? PART_MARK : PART_NONE;
}

/* Whether the character that ends just before AT belongs to a word. */
static bool after_word(const char *text, size_t at)
{
    size_t start = at;
    while (start > 0 && at - start < 4) {
        int32_t c;
        start--;
        if ((text[start] & 0xc0) == 0x80)
            continue;
        if (start + decode(text + start, at - start, &c) != at)
            return false;
        enum part part = part_of(c);
        return part == PART_WORD || part == PART_MARK;
    }
    return false;
}

/* The bytes at TEXT that can follow a tag's mark, ends that only link left off. */
static size_t tag_body(const char *text, size_t length)
{
    size_t end = 0;
    for (size_t at = 0; at < length;) {
        int32_t c;
        at += decode(text + at, length - at, &c);
        enum part part = part_of(c);
        if (part == PART_NONE || (part == PART_MARK && !end))
            break;
        if (part != PART_LINK)
            end = at;
    }
    return end;
}

size_t text_tag(const char *text, size_t length, char mark, size_t *at)
{
    for (size_t i = *at; i < length; i++) {
        const char *found = memchr(text + i, mark, length - i);
        if (!found)
            return 0;
        i = (size_t)(found - text);
        size_t body = after_word(text, i) ? 0 : tag_body(found + 1, length - i - 1);
        if (body) {
            *at = i;
            return body + 1;
        }
    }
    return 0;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The recurrence of Damerau (1964) in its restricted form: insert, delete, replace, swap two neighbours that
   are not edited again. */
size_t text_distance(const char *a, const char *b)
{
    size_t a_length = strlen(a), b_length = strlen(b);
    if (a_length > WORD_MAX || b_length > WORD_MAX)
        return WORD_MAX + 1;
    size_t rows[3][WORD_MAX + 1];
    size_t *older = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b_length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t *spare = older;
        older = above;
        above = row;
        row = spare;
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], older[j - 2] + 1);
        }
    }
    return row[b_length];
}

bool text_has_tag(const char *text, size_t length, const char *tag)
{
    size_t found, tag_length = strlen(tag);
    for (size_t at = 0; (found = text_tag(text, length, *tag, &at)) != 0; at += found)
        if (text_same(text + at, found, tag, tag_length))
            return true;
    return false;
}
