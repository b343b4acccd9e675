/* Any bytes as text for a terminal: safe once and for all, measured, cut between what belongs together. */
#include "fuzz.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { WIDTHS = 24 /* that are tried */ };

/* Whether Unicode lets a text be parted at each byte of SAFE, which is UTF-8; the caller frees it. */
static bool *cuts_of(struct view safe)
{
    bool *may_cut = must_alloc(safe.length + 1, sizeof *may_cut);
    int32_t before = 0, c, state = 0;
    for (size_t at = 0; at < safe.length; before = c) {
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)safe.bytes + at,
                                              (utf8proc_ssize_t)(safe.length - at), &c);
        bool stands_alone = at && utf8proc_get_property(before)->boundclass == UTF8PROC_BOUNDCLASS_PREPEND;
        may_cut[at] = !at || utf8proc_grapheme_break_stateful(before, c, &state) || stands_alone;
        at += (size_t)n;
    }
    may_cut[safe.length] = true;
    return may_cut;
}

static void hold_fit(struct view safe, size_t width, bool unicode)
{
    struct buf fit = {0};
    text_fit(&fit, safe.bytes, safe.length, width, unicode);
    hold(text_width(buf_string(&fit), fit.length) == width, "what is fitted is as wide as was asked for");
    hold_safe(buf_view(&fit), "");
    buf_free(&fit);
}

static void hold_cuts(struct view safe)
{
    size_t width = text_width(safe.bytes, safe.length);
    bool *may_cut = cuts_of(safe);
    hold(width <= 2 * safe.length, "no byte is wider than two columns");
    for (size_t w = 0; w <= width + 1 && w < WIDTHS; w++) {
        size_t cut = text_cut(safe.bytes, safe.length, w);
        hold(cut <= safe.length && may_cut[cut], "a cut falls between clusters");
        hold(text_width(safe.bytes, cut) <= w, "what is cut is narrow enough");
        hold(w < width || cut == safe.length, "what fits is not cut");
        hold_fit(safe, w, true);
        hold_fit(safe, w, false);
    }
    free(may_cut);
}

static void hold_tags(struct view text, char mark)
{
    size_t length, end = 0;
    for (size_t at = 0; (length = text_tag(text.bytes, text.length, mark, &at)) != 0; at += length) {
        hold(at >= end && length > 1 && at + length <= text.length && text.bytes[at] == mark,
             "a tag is a mark and a name in the text");
        end = at + length;
        char *tag = view_copy((struct view){text.bytes + at, length});
        hold(strlen(tag) != length || text_has_tag(text.bytes, text.length, tag), "a tag is found again");
        free(tag);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct view text = {(const char *)bytes, length};
    struct buf safe = {0}, again = {0}, plain = {0};
    text_safe(&safe, text.bytes, length);
    text_safe(&again, buf_string(&safe), safe.length);
    text_utf8(&plain, text.bytes, length);
    struct view shown = {buf_string(&safe), safe.length};
    hold_safe(shown, "");
    hold(view_same(shown, buf_view(&again)), "what is safe stays as it is");
    hold(is_utf8(buf_view(&plain)), "text for json is UTF-8");
    hold_cuts(shown);
    hold_tags(text, '#');
    hold_tags(text, '@');
    char *string = view_copy(text);
    hold(text_contains(text.bytes, length, string), "a text contains itself");
    hold(text_same(text.bytes, length, text.bytes, length), "a text is the same as itself");
    hold(text_width(text.bytes, length) <= 2 * length, "bytes that are no text have a width too");
    free(string);
    buf_free(&safe);
    buf_free(&again);
    buf_free(&plain);
    return 0;
}
