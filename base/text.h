/* Text on its way to a terminal: made safe, measured, cut, padded and compared. UTF-8 by utf8proc, so that
   cron's C locale changes nothing. */
#ifndef KIND_TEXT_H
#define KIND_TEXT_H

#include "buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Appends TEXT with everything that could move a cursor, reorder a line or hide itself as U+FFFD: C0 and C1
   controls, DEL, bidi marks and isolates, U+2028, U+2029, U+FEFF, tag characters (U+E0000 to U+E007F), other
   unassigned or private format characters that a terminal would obey, invalid UTF-8 (one U+FFFD a byte that
   can't be read). A tab and the ends of lines become spaces. ZWJ, ZWNJ and variation selectors stay. */
void text_safe(struct buf *out, const char *text, size_t length);

/* The bytes of the byte order mark that TEXT begins with, which some editors write: 3, or 0 if there is none.
 */
size_t text_mark(const char *text, size_t length);

/* What a noun takes behind COUNT: "s", or "" for one. */
const char *text_plural(size_t count);

/* Appends TEXT with one U+FFFD for each byte that is no part of UTF-8; all else stays as it is. */
void text_utf8(struct buf *out, const char *text, size_t length);

/* Columns that TEXT takes on a terminal, by grapheme cluster (a family emoji is 2, a combining accent 0).
 * TEXT should be safe. */
size_t text_width(const char *text, size_t length);

/* The length in bytes of the longest start of TEXT that takes at most WIDTH columns, never cutting a grapheme
 * cluster. */
size_t text_cut(const char *text, size_t length, size_t width);

/* Appends TEXT cut to WIDTH columns (with "..." or, if UNICODE, one U+2026, where something was cut) and
 * padded with spaces to it. */
void text_fit(struct buf *out, const char *text, size_t length, size_t width, bool unicode);

/* Where the words of text_words go. */
struct text_lines {
    struct buf *out;
    size_t width;  /* columns of a line */
    size_t indent; /* where a line begins that is not the first */
    size_t used;   /* columns used on this line */
    /* The name of a program whose commands, and what stands in quotes, stay in one piece where a line holds
       them; NULL if all words are alike. */
    const char *program;
};

/* Appends TEXT word by word, each that would pass WIDTH on a line of its own at INDENT, without the spaces
   before it. "84 %" is one word; one that is longer than a line passes WIDTH. */
void text_words(struct text_lines *lines, const char *text, size_t length);

/* Whether NEEDLE occurs in TEXT, case folded and canonically composed by Unicode's rules. Bytes that are not
 * UTF-8 match themselves only. */
bool text_contains(const char *text, size_t length, const char *needle);

/* Finds the next #tag or @person at or after *AT: MARK is '#' or '@', preceded by nothing or by a character
   that is not a letter, digit or '_', followed by letters, digits, '_' or '-' in any script. Returns the
   tag's length with its mark and sets *AT to its start, or 0. */
size_t text_tag(const char *text, size_t length, char mark, size_t *at);

/* The bytes of the letters and digits, in any script, that TEXT begins with. */
size_t text_letters(const char *text, size_t length);

/* Whether two tags are the same, case folded. */
bool text_same(const char *a, size_t a_length, const char *b, size_t b_length);

/* What all tags that are the same as this one have in common, to sort by; the caller frees it. */
char *text_key(const char *tag, size_t length);

/* Whether TAG, with its mark, stands in TEXT as a whole tag, case folded. */
bool text_has_tag(const char *text, size_t length, const char *tag);

/* Damerau-Levenshtein (optimal string alignment) distance of two short ASCII words, for "did you mean". Words
 * over 63 bytes are 64 apart. */
size_t text_distance(const char *a, const char *b);

#endif
