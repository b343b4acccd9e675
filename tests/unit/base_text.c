/* What text on its way to a terminal promises: safe, measured, cut, padded, compared. */
#include "base/text.h"

#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FFFD "\xef\xbf\xbd"
#define FAMILY                                                                                               \
    "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7" /* man ZWJ woman ZWJ girl */
#define FLAG "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa"                                /* D and E */
#define HEART "\xe2\x9d\xa4"
#define VS16 "\xef\xb8\x8f"
#define ACCENT "\xcc\x81" /* combining acute */

static void put(struct buf *out, uint32_t c)
{
    if (c < 0x80) {
        buf_char(out, (char)c);
    } else if (c < 0x800) {
        buf_char(out, (char)(0xc0 | c >> 6));
    } else if (c < 0x10000) {
        buf_char(out, (char)(0xe0 | c >> 12));
        buf_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
    } else {
        buf_char(out, (char)(0xf0 | c >> 18));
        buf_char(out, (char)(0x80 | (c >> 12 & 0x3f)));
        buf_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
    }
    if (c >= 0x80)
        buf_char(out, (char)(0x80 | (c & 0x3f)));
}

/* A decoder of its own, so that the one under test does not judge itself: by the table of well-formed
   sequences in Unicode 15, 3.9. Returns the bytes of the character at TEXT, 0 if there is none. */
static size_t get(const unsigned char *text, size_t length, uint32_t *c)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = text[0] < 0x80 ? 1 : text[0] >= 0xf0 ? 4 : text[0] >= 0xe0 ? 3 : text[0] >= 0xc0 ? 2 : 0;
    if (n == 0 || n > length || text[0] >= 0xf8)
        return 0;
    *c = n == 1 ? text[0] : text[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
        *c = *c << 6 | (text[i] & 0x3f);
    }
    bool surrogate = *c >= 0xd800 && *c <= 0xdfff;
    return *c < least[n] || *c > 0x10ffff || surrogate ? 0 : n;
}

static bool dangerous(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x61c || c == 0x180e || c == 0x200b || c == 0x200e ||
           c == 0x200f || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0x3164 ||
           c == 0xfeff || (c >= 0xfff0 && c <= 0xfffb) || (c & 0xfffe) == 0xfffe ||
           (c >= 0xe0000 && c <= 0xe007f);
}

static void assert_safe(const char *text, size_t length)
{
    uint32_t c = 0;
    for (size_t at = 0; at < length;) {
        size_t n = get((const unsigned char *)text + at, length - at, &c);
        assert_int_not_equal(n, 0);
        assert_false(dangerous(c));
        at += n;
    }
}

static void assert_shown(const char *text, size_t length, const char *shown)
{
    struct buf out = {0};
    text_safe(&out, text, length);
    assert_string_equal(buf_string(&out), shown);
    assert_int_equal(out.length, strlen(shown));
    buf_free(&out);
}

/* What C becomes between two letters. */
static void assert_point_shown(uint32_t c, bool passes)
{
    struct buf text = {0}, same = {0};
    buf_char(&text, 'a');
    put(&text, c);
    buf_char(&text, 'z');
    buf_text(&same, passes ? buf_string(&text) : "a" FFFD "z");
    assert_shown(text.bytes, text.length, buf_string(&same));
    buf_free(&text);
    buf_free(&same);
}

static void the_decoder_of_these_tests_can_tell(void **state)
{
    (void)state;
    uint32_t c = 0;
    assert_int_equal(get((const unsigned char *)"\xf0\x9f\x98\x80", 4, &c), 4);
    assert_int_equal(c, 0x1f600);
    assert_int_equal(get((const unsigned char *)"\xc0\x80", 2, &c), 0);
    assert_int_equal(get((const unsigned char *)"\xed\xa0\x80", 3, &c), 0);
    assert_int_equal(get((const unsigned char *)"\xf4\x90\x80\x80", 4, &c), 0);
    assert_true(dangerous(0x202e));
    assert_false(dangerous('a'));
}

static void ordinary_text_stays_as_it_is(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "helped a stranger ~ !\"#$%&'()*+,-./",
                                        "Gr\xc3\xbc\xc3\x9f"
                                        "e",
                                        "\xe6\x97\xa5\xe6\x9c\xac",
                                        "\xed\x95\x9c\xea\xb8\x80",
                                        "\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85",
                                        "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
                                        "e" ACCENT,
                                        FAMILY,
                                        FLAG,
                                        HEART VS16,
                                        "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae", /* Persian, with a ZWNJ */
                                        "\xe2\x80\xa6\xe2\x80\x93\xe2\x82\xac",
                                        FFFD};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_shown(texts[i], strlen(texts[i]), texts[i]);
    assert_shown(NULL, 0, "");
}

static void every_control_is_replaced(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x20; c++)
        if (c != '\t' && c != '\n' && c != '\r')
            assert_point_shown(c, false);
    for (uint32_t c = 0x7f; c < 0xa0; c++)
        assert_point_shown(c, false);
    assert_point_shown(0x20, true);
    assert_point_shown(0x7e, true);
    assert_point_shown(0xa0, true);
    assert_shown("a\x1b[2Jb", 6, "a" FFFD "[2Jb");
}

static void a_tab_and_the_ends_of_lines_become_spaces(void **state)
{
    (void)state;
    assert_shown("one\r\ntwo\tthree", 14, "one  two three");
}

static void what_turns_the_direction_is_replaced(void **state)
{
    (void)state;
    static const uint32_t marks[] = {0x61c,  0x200e, 0x200f, 0x202a, 0x202b, 0x202c,
                                     0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        assert_point_shown(marks[i], false);
}

static void what_hides_itself_is_replaced(void **state)
{
    (void)state;
    static const uint32_t hidden[] = {0xad,    0x115f, 0x1160, 0x180e, 0x200b, 0x2028, 0x2029,  0x2060,
                                      0x2064,  0x206a, 0x3164, 0xfeff, 0xffa0, 0xfff9, 0xfffb,  0x1d173,
                                      0x13430, 0xfffe, 0xffff, 0xfdd0, 0x378,  0xfff0, 0xe0080, 0x10ffff};
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        assert_point_shown(hidden[i], false);
    for (uint32_t c = 0xe0000; c < 0xe0080; c++)
        assert_point_shown(c, false);
}

static void what_shapes_a_word_or_an_emoji_stays(void **state)
{
    (void)state;
    static const uint32_t kept[] = {0x200c,  0x200d, 0xfe00, 0xfe0e, 0xfe0f, 0xe0100, 0x180b,
                                    0x301,   0x20e3, 0x600,  0x6dd,  0x903,  0x1f3fb, 0x1f600,
                                    0x1fae9, 0xe0b0, 0xfffc, 0x3000, 0x2800};
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        assert_point_shown(kept[i], true);
}

static void each_byte_that_is_not_utf8_is_replaced(void **state)
{
    (void)state;
    assert_shown("\x80", 1, FFFD);
    assert_shown("a\xff\xfe"
                 "b",
                 4, "a" FFFD FFFD "b");
    assert_shown("\xc0\xaf", 2, FFFD FFFD);          /* overlong '/' */
    assert_shown("\xe0\x80\xaf", 3, FFFD FFFD FFFD); /* and longer */
    assert_shown("\xf0\x80\x80\xaf", 4, FFFD FFFD FFFD FFFD);
    assert_shown("\xed\xa0\x80", 3, FFFD FFFD FFFD);          /* a surrogate */
    assert_shown("\xf4\x90\x80\x80", 4, FFFD FFFD FFFD FFFD); /* above U+10FFFF */
    assert_shown("\xe2\x82", 2, FFFD FFFD);                   /* cut off at the end */
    assert_shown("\xe2\x82x", 3, FFFD FFFD "x");              /* and in the middle */
    assert_shown("\xe2\x82\xac", 2, FFFD FFFD);               /* and by the length alone */
}

/* Random bytes, some of them wholly so, some made of pieces that look like text. */
static void noise(struct buf *out, uint64_t *seed)
{
    static const char *const pieces[] = {"a",
                                         "Z9 ",
                                         "\xc3\xa9",
                                         ACCENT,
                                         FAMILY,
                                         FLAG,
                                         HEART VS16,
                                         "\xe2\x80\xae",
                                         "\x1b[31m",
                                         "\xed\x95\x9c",
                                         "\xe1\x84\x92",
                                         "\xe1\x85\xa1",
                                         "\xe2\x80\x8d",
                                         "\xf0\x9f\x87\xa9",
                                         "\xf0\x9f",
                                         "\xd8\x80",
                                         "\xe0\xb5\x8e",
                                         "\xe0\xa4\x95\xe0\xa4\xbe",
                                         "1" VS16 "\xe2\x83\xa3",
                                         "\xef\xbb\xbf",
                                         "\xf3\xa0\x81\xa1",
                                         "\xf0\x9f\xab\xa9",
                                         "\r\n",
                                         "\xe6\x97\xa5"};
    size_t count = random_below(seed, 24);
    bool words = random_below(seed, 2);
    for (size_t i = 0; i < count; i++) {
        if (words && random_below(seed, 8))
            buf_text(out, pieces[random_below(seed, sizeof pieces / sizeof pieces[0])]);
        else if (random_below(seed, 4))
            buf_char(out, (char)random_below(seed, 256));
        else
            put(out, (uint32_t)random_below(seed, 0x110000)); /* surrogates too */
    }
}

static void whatever_comes_in_what_goes_out_is_safe(void **state)
{
    (void)state;
    uint64_t seed = 20261123;
    for (int round = 0; round < 20000; round++) {
        struct buf text = {0}, once = {0}, twice = {0};
        noise(&text, &seed);
        text_safe(&once, text.bytes, text.length);
        assert_safe(once.bytes, once.length);
        text_safe(&twice, once.bytes, once.length);
        assert_int_equal(once.length, twice.length);
        assert_string_equal(buf_string(&once), buf_string(&twice));
        buf_free(&text);
        buf_free(&once);
        buf_free(&twice);
    }
}

static void every_character_alone_comes_out_safe(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++) {
        char bytes[8] = {0};
        struct buf text = {bytes, 0, sizeof bytes}, out = {0};
        put(&text, c);
        text_safe(&out, text.bytes, text.length);
        assert_safe(out.bytes, out.length);
        assert_int_not_equal(out.length, 0);
        if (strcmp(out.bytes, bytes) != 0)
            assert_true(strstr(out.bytes, c == '\t' || c == '\n' || c == '\r' ? " " : FFFD) == out.bytes);
        buf_free(&out);
    }
}

static size_t columns(const char *text)
{
    return text_width(text, strlen(text));
}

static void letters_take_the_columns_that_they_have_on_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(text_width(NULL, 0), 0);
    assert_int_equal(columns("hello, world"), 12);
    assert_int_equal(columns("\xc3\xa9t\xc3\xa9"), 3);
    assert_int_equal(columns("e" ACCENT), 1);
    assert_int_equal(columns(ACCENT), 0);
    assert_int_equal(columns("a" ACCENT ACCENT ACCENT "b"), 2);
    assert_int_equal(columns("\xe6\x97\xa5\xe6\x9c\xac"), 4);
    assert_int_equal(columns("\xef\xbc\xa1"), 2);
    assert_int_equal(columns("\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85"), 4);
    assert_int_equal(columns("\xd8\xb3\xd9\x8e"), 1); /* seen with fatha */
    assert_int_equal(columns("\xe2\x80\xa6"), 1);
    assert_int_equal(columns(FFFD), 1);
    assert_int_equal(columns("\xff\xe2\x82"), 3);
}

static void hangul_is_two_columns_composed_or_not(void **state)
{
    (void)state;
    assert_int_equal(columns("\xed\x95\x9c"), 2);
    assert_int_equal(columns("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"), 2);
    assert_int_equal(columns("\xed\x95\x9c\xea\xb8\x80"), 4);
}

static void an_emoji_is_two_columns_however_it_is_made(void **state)
{
    (void)state;
    assert_int_equal(columns("\xf0\x9f\x98\x80"), 2);
    assert_int_equal(columns(FAMILY), 2);
    assert_int_equal(columns(FLAG), 2);
    assert_int_equal(columns(FLAG FLAG), 4);
    assert_int_equal(columns(FLAG "\xf0\x9f\x87\xa9"), 3);
    assert_int_equal(columns("\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd"), 2);
    assert_int_equal(columns("\xe2\x98\x9d\xf0\x9f\x8f\xbd"), 2);
    assert_int_equal(columns(HEART), 1);
    assert_int_equal(columns(HEART VS16), 2);
    assert_int_equal(columns("1" VS16 "\xe2\x83\xa3"), 2);
    assert_int_equal(columns("a" VS16), 1);
    assert_int_equal(columns("\xf0\x9f\xab\xa9"), 2); /* newer than some libraries */
}

static size_t cut(const char *text, size_t width)
{
    return text_cut(text, strlen(text), width);
}

static void a_cut_never_goes_through_a_character(void **state)
{
    (void)state;
    assert_int_equal(cut("hello", 3), 3);
    assert_int_equal(cut("hello", 5), 5);
    assert_int_equal(cut("hello", 9), 5);
    assert_int_equal(cut("hello", 0), 0);
    assert_int_equal(cut("\xe6\x97\xa5\xe6\x9c\xac", 3), 3);
    assert_int_equal(cut("\xe6\x97\xa5\xe6\x9c\xac", 1), 0);
    assert_int_equal(cut(FAMILY "x", 1), 0);
    assert_int_equal(cut(FAMILY "x", 2), sizeof FAMILY - 1);
    assert_int_equal(cut("e" ACCENT "f", 1), 3);
    assert_int_equal(cut(FLAG FLAG, 3), sizeof FLAG - 1);
}

static void assert_fits(const char *text, size_t width, bool unicode, const char *fitted)
{
    struct buf out = {0};
    buf_text(&out, "|");
    text_fit(&out, text, strlen(text), width, unicode);
    buf_text(&out, "|");
    assert_string_equal(out.bytes, fitted);
    buf_free(&out);
}

static void what_is_short_is_padded_and_what_is_long_is_cut(void **state)
{
    (void)state;
    assert_fits("abc", 5, true, "|abc  |");
    assert_fits("abc", 3, true, "|abc|");
    assert_fits("", 2, false, "|  |");
    assert_fits("abcdef", 5, false, "|ab...|");
    assert_fits("abcdef", 5, true, "|abcd\xe2\x80\xa6|");
    assert_fits("abcdef", 3, false, "|...|");
    assert_fits("abcdef", 2, false, "|..|");
    assert_fits("abcdef", 1, true, "|\xe2\x80\xa6|");
    assert_fits("abcdef", 0, true, "||");
    assert_fits("abcdef", 0, false, "||");
    assert_fits("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", 5, true, "|\xe6\x97\xa5\xe6\x9c\xac\xe2\x80\xa6|");
    assert_fits("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", 4, true, "|\xe6\x97\xa5\xe2\x80\xa6 |");
    assert_fits(FAMILY "ab", 3, true, "|" FAMILY "\xe2\x80\xa6|");
}

static void what_is_fitted_has_exactly_its_columns(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 20000; round++) {
        struct buf text = {0}, out = {0};
        size_t width = random_below(&seed, 20);
        bool unicode = random_below(&seed, 2);
        noise(&text, &seed);
        text_fit(&out, text.bytes, text.length, width, unicode);
        assert_int_equal(text_width(out.bytes, out.length), width);
        size_t kept = text_cut(text.bytes, text.length, width);
        assert_true(text_width(text.bytes, kept) <= width);
        if (kept == text.length && kept)
            assert_memory_equal(out.bytes, text.bytes, kept);
        buf_free(&text);
        buf_free(&out);
    }
}

static bool contains(const char *text, const char *needle)
{
    return text_contains(text, strlen(text), needle);
}

static void words_are_found_whatever_their_case(void **state)
{
    (void)state;
    assert_true(contains("Helped a Stranger", "stranger"));
    assert_true(contains("helped", "HELPED"));
    assert_false(contains("helped", "helper"));
    assert_false(contains("help", "helped"));
    assert_true(contains("\xc3\x9c"
                         "bung",
                         "\xc3\xbc"
                         "BUNG"));
    assert_true(contains("Stra\xc3\x9f"
                         "e",
                         "STRASSE"));
    assert_true(
        contains("\xce\x9f\xce\x94\xce\x9f\xce\xa3", "\xce\xbf\xce\xb4\xce\xbf\xcf\x82")); /* final sigma */
    assert_true(contains("100 \xe2\x84\xaa", "k")); /* the Kelvin sign */
}

static void composed_and_decomposed_are_one(void **state)
{
    (void)state;
    assert_true(contains("caf\xc3\xa9", "cafe" ACCENT));
    assert_true(contains("cafe" ACCENT " noir", "CAF\xc3\x89"));
    assert_false(contains("cafe" ACCENT, "cafe"));
}

static void an_empty_needle_is_everywhere(void **state)
{
    (void)state;
    assert_true(contains("abc", ""));
    assert_true(text_contains(NULL, 0, ""));
    assert_false(text_contains(NULL, 0, "a"));
    assert_false(text_contains(NULL, 0, "\xc3\xa9"));
    assert_true(contains("\xff", ""));
}

static void bytes_that_are_not_utf8_match_themselves_only(void **state)
{
    (void)state;
    assert_true(contains("caf\xe9 noir", "\xe9"));
    assert_false(contains("caf\xe9 noir", "\xc9"));
    assert_false(contains("caf\xe9", "caf\xc3\xa9"));
    assert_true(contains("caf\xe9 Noir", "noir"));
    assert_false(contains("caf\xc3\xa9", "caf\xe9"));
    assert_true(text_contains("a\0b", 3, "B"));
    assert_false(text_contains("abc", 2, "c"));
}

static bool same(const char *a, const char *b)
{
    bool same = text_same(a, strlen(a), b, strlen(b));
    char *key_a = text_key(a, strlen(a)), *key_b = text_key(b, strlen(b));
    assert_int_equal(strcmp(key_a, key_b) == 0, same);
    free(key_a);
    free(key_b);
    return same;
}

static void tags_are_the_same_in_any_case(void **state)
{
    (void)state;
    assert_true(same("#Work", "#work"));
    assert_true(same("#\xc3\x9c"
                     "bung",
                     "#u\xcc\x88"
                     "BUNG"));
    assert_false(same("#work", "#works"));
    assert_false(same("#works", "#work"));
    assert_false(same("#work", "@work"));
    assert_true(same("", ""));
    assert_false(same("", "#"));
    assert_true(same("\xe9"
                     "A",
                     "\xe9"
                     "a"));
    assert_false(same("\xe9", "\xc9"));
}

/* Checks that the tags in TEXT are those listed in TAGS, each followed by a space. */
static void assert_tags(const char *text, char mark, const char *tags)
{
    struct buf found = {0};
    size_t length, at = 0;
    while ((length = text_tag(text, strlen(text), mark, &at))) {
        assert_int_equal(text[at], mark);
        buf_add(&found, text + at, length);
        buf_char(&found, ' ');
        at += length;
    }
    assert_string_equal(buf_string(&found), tags);
    buf_free(&found);
}

static void tags_are_found_wherever_they_stand(void **state)
{
    (void)state;
    assert_tags("#first helped #mid, (#paren) and #last", '#', "#first #mid #paren #last ");
    assert_tags("#one", '#', "#one ");
    assert_tags("with @anna and @bob.", '@', "@anna @bob ");
    assert_tags("#a_b-c2!", '#', "#a_b-c2 ");
    assert_tags("#2026", '#', "#2026 ");
    assert_tags("\"#quoted\"", '#', "#quoted ");
    assert_tags("##double", '#', "#double ");
    assert_tags("\xff#x\xff", '#', "#x ");
    assert_tags("\xc3\xa9\x80#x", '#', "#x ");
    assert_tags("\xf0\x9f\x98\x80#smile", '#', "#smile ");
    assert_tags("#tag @who", '@', "@who ");
}

static void what_only_looks_like_a_tag_is_none(void **state)
{
    (void)state;
    static const char *const none[] = {"",
                                       "#",
                                       "##",
                                       "# a",
                                       "a#b",
                                       "9#b",
                                       "_#b",
                                       "\xc3\xa9#b",
                                       "e" ACCENT "#b",
                                       "#-",
                                       "#--",
                                       "#!",
                                       "#" VS16 "\xe2\x83\xa3",
                                       "\xe6\x97\xa5#b",
                                       "#\xff"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        assert_tags(none[i], '#', "");
    assert_tags("me@example.org", '@', "");
    assert_tags("\xf0\x90\x90\x80#b", '#', ""); /* a letter of four bytes */
    assert_tags("#a#b", '#', "#a ");
}

static void tags_are_of_any_script(void **state)
{
    (void)state;
    assert_tags("#\xc3\x9c"
                "bung!",
                '#',
                "#\xc3\x9c"
                "bung ");
    assert_tags("#U\xcc\x88"
                "bung.",
                '#',
                "#U\xcc\x88"
                "bung ");
    assert_tags("#\xe6\x97\xa5\xe6\x9c\xac\xe3\x80\x82", '#', "#\xe6\x97\xa5\xe6\x9c\xac ");
    assert_tags("#\xe0\xa4\x95\xe0\xa4\xbe \xe0\xa4\x95", '#', "#\xe0\xa4\x95\xe0\xa4\xbe ");
    assert_tags("#\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae", '#', "#\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae ");
}

static void a_tag_ends_with_a_letter(void **state)
{
    (void)state;
    assert_tags("#tag-", '#', "#tag ");
    assert_tags("#tag-- x", '#', "#tag ");
    assert_tags("#tag-\xe2\x80\x8d", '#', "#tag ");
    assert_tags("#tag_", '#', "#tag_ ");
    assert_tags("#a-#b", '#', "#a #b ");
}

static void letters_and_digits_of_any_script_are_letters(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t letters;
    } cases[] = {{"abc9-d", 4},   {"_a", 0},           {"\xc3\xa9t\xc3\xa9 x", 5},
                 {"e" ACCENT, 1}, {"\xe6\xbc\xa2", 3}, {"a\xff", 1},
                 {"", 0},         {HEART, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(text_letters(cases[i].text, strlen(cases[i].text)), cases[i].letters);
}

static void a_search_that_finds_nothing_leaves_its_place(void **state)
{
    (void)state;
    size_t at = 2;
    assert_int_equal(text_tag("#abc", 4, '#', &at), 0);
    assert_int_equal(at, 2);
    at = 9;
    assert_int_equal(text_tag("#abc", 4, '#', &at), 0);
    at = 0;
    assert_int_equal(text_tag("#abc", 2, '#', &at), 2);
    assert_int_equal(text_tag(NULL, 0, '#', &at), 0);
}

static void tags_in_noise_keep_their_bounds(void **state)
{
    (void)state;
    uint64_t seed = 99;
    size_t found = 0;
    for (int round = 0; round < 5000; round++) {
        struct buf text = {0};
        for (size_t i = 0; i < 4; i++) {
            noise(&text, &seed);
            buf_char(&text, random_below(&seed, 2) ? '#' : ' ');
        }
        size_t at = 0, before = 0, length;
        while ((length = text_tag(text.bytes, text.length, '#', &at))) {
            assert_true(at >= before && length >= 2 && at + length <= text.length);
            assert_int_equal(text.bytes[at], '#');
            at += length;
            before = at;
            found++;
        }
        buf_free(&text);
    }
    assert_true(found > 1000);
}

struct folding {
    const char *text, *lines;
    size_t width, indent;
};

static void hold_folded(const struct folding *folding, const char *program)
{
    struct buf out = {0};
    struct text_lines lines = {&out, folding->width, folding->indent, 0, program};
    text_words(&lines, folding->text, strlen(folding->text));
    assert_string_equal(buf_string(&out), folding->lines);
    buf_free(&out);
}

static void words_go_to_a_new_line_before_they_pass_the_width(void **state)
{
    (void)state;
    static const struct folding cases[] = {{"one two three", "one two\n  three", 8, 2},
                                           {"one two three", "one two three", 13, 2},
                                           {"one two  three", "one two\nthree", 12, 0},
                                           {"abc longerword b", "abc\n  longerword\n  b", 6, 2},
                                           {"it is 84 %", "it is\n84 %", 9, 0},
                                           {"see 'a b c'", "see 'a\nb c'", 7, 0},
                                           {FAMILY " " FAMILY, FAMILY " " FAMILY, 5, 0},
                                           {FAMILY " " FAMILY, FAMILY "\n" FAMILY, 4, 0},
                                           {"", "", 4, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        hold_folded(&cases[i], NULL);
}

static void a_command_stays_in_one_piece_where_a_line_holds_it(void **state)
{
    (void)state;
    static const struct folding cases[] = {{"now: kind log tea", "now:\n  kind log tea", 14, 2},
                                           {"now: kind log tea", "now: kind log\n  tea", 13, 2},
                                           {"was kind to her", "was kind\nto her", 8, 0},
                                           {"Wrong? kind undo", "Wrong?\nkind undo", 14, 0},
                                           {"Wrong? kindly undo", "Wrong? kindly\nundo", 16, 0},
                                           {"kind mood N, 0 to 10", "kind mood N, 0\nto 10", 14, 0},
                                           {"of a:  kind mood N  'x y'", "of a:\nkind mood N\n'x y'", 14, 0},
                                           {"see 'kind list -a'; ok", "see\n'kind list -a';\nok", 15, 0},
                                           {"see ('kind list')", "see\n('kind list')", 15, 0},
                                           {"it's days' rest", "it's\ndays'\nrest", 5, 0},
                                           {"an 'open end", "an\n'open\nend", 5, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        hold_folded(&cases[i], "kind");
}

static void slips_of_the_finger_are_close(void **state)
{
    (void)state;
    assert_int_equal(text_distance("reprot", "report"), 1);
    assert_int_equal(text_distance("report", "report"), 0);
    assert_int_equal(text_distance("repor", "report"), 1);
    assert_int_equal(text_distance("reeport", "report"), 1);
    assert_int_equal(text_distance("rebort", "report"), 1);
    assert_int_equal(text_distance("kitten", "sitting"), 3);
    assert_int_equal(text_distance("ca", "abc"), 3); /* 2 if a swapped pair could be edited again */
    assert_int_equal(text_distance("", "abc"), 3);
    assert_int_equal(text_distance("abc", ""), 3);
    assert_int_equal(text_distance("", ""), 0);
}

static void very_long_words_are_far_from_everything(void **state)
{
    (void)state;
    char longest[65] = {0}, longer[65] = {0};
    memset(longest, 'a', 63);
    memset(longer, 'a', 64);
    assert_int_equal(text_distance(longest, longest), 0);
    assert_int_equal(text_distance(longest, ""), 63);
    assert_int_equal(text_distance(longest, longer), 64);
    assert_int_equal(text_distance(longer, longer), 64);
    assert_int_equal(text_distance(longer, "a"), 64);
}

static void made_utf8_text_keeps_every_character_and_loses_every_other_byte(void **state)
{
    (void)state;
    static const struct {
        const char *text, *kept;
    } cases[] = {{"a\x1b[31m\xe2\x80\xae \x7f\t" FAMILY, "a\x1b[31m\xe2\x80\xae \x7f\t" FAMILY},
                 {"\xff"
                  "a\xc2",
                  FFFD "a" FFFD},
                 {"\xed\xa0\x80", FFFD FFFD FFFD},
                 {"\xc0\x80", FFFD FFFD}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf out = {0};
        text_utf8(&out, cases[i].text, strlen(cases[i].text));
        assert_string_equal(buf_string(&out), cases[i].kept);
        buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_decoder_of_these_tests_can_tell),
        cmocka_unit_test(ordinary_text_stays_as_it_is),
        cmocka_unit_test(every_control_is_replaced),
        cmocka_unit_test(a_tab_and_the_ends_of_lines_become_spaces),
        cmocka_unit_test(what_turns_the_direction_is_replaced),
        cmocka_unit_test(what_hides_itself_is_replaced),
        cmocka_unit_test(what_shapes_a_word_or_an_emoji_stays),
        cmocka_unit_test(each_byte_that_is_not_utf8_is_replaced),
        cmocka_unit_test(whatever_comes_in_what_goes_out_is_safe),
        cmocka_unit_test(every_character_alone_comes_out_safe),
        cmocka_unit_test(made_utf8_text_keeps_every_character_and_loses_every_other_byte),
        cmocka_unit_test(letters_take_the_columns_that_they_have_on_a_terminal),
        cmocka_unit_test(hangul_is_two_columns_composed_or_not),
        cmocka_unit_test(an_emoji_is_two_columns_however_it_is_made),
        cmocka_unit_test(a_cut_never_goes_through_a_character),
        cmocka_unit_test(what_is_short_is_padded_and_what_is_long_is_cut),
        cmocka_unit_test(what_is_fitted_has_exactly_its_columns),
        cmocka_unit_test(words_are_found_whatever_their_case),
        cmocka_unit_test(composed_and_decomposed_are_one),
        cmocka_unit_test(an_empty_needle_is_everywhere),
        cmocka_unit_test(bytes_that_are_not_utf8_match_themselves_only),
        cmocka_unit_test(tags_are_the_same_in_any_case),
        cmocka_unit_test(tags_are_found_wherever_they_stand),
        cmocka_unit_test(what_only_looks_like_a_tag_is_none),
        cmocka_unit_test(tags_are_of_any_script),
        cmocka_unit_test(a_tag_ends_with_a_letter),
        cmocka_unit_test(letters_and_digits_of_any_script_are_letters),
        cmocka_unit_test(a_search_that_finds_nothing_leaves_its_place),
        cmocka_unit_test(tags_in_noise_keep_their_bounds),
        cmocka_unit_test(words_go_to_a_new_line_before_they_pass_the_width),
        cmocka_unit_test(a_command_stays_in_one_piece_where_a_line_holds_it),
        cmocka_unit_test(slips_of_the_finger_are_close),
        cmocka_unit_test(very_long_words_are_far_from_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
