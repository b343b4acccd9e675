/* Records as a journal in Markdown: a heading a day, and a line a record. */
#include "out.h"

#include "notes.h"

#include <stdlib.h>
#include <string.h>

/* Text within a line: escaped is all that CommonMark, and what is common beyond it, would take for more than
   text there. */
static void text_add(struct buf *out, const char *text, size_t length)
{
    text_escaped(out, text, length, "\\`*_[<&~|$");
}

static void record_write(struct buf *out, const struct record *record)
{
    struct view note = record_note(record);
    struct buf head = {0};
    record_head(&head, record);
    buf_text(out, "- ");
    text_add(out, head.bytes, head.length);
    if (note.length) {
        buf_text(out, ": ");
        text_add(out, note.bytes, note.length);
    }
    buf_char(out, '\n');
    buf_free(&head);
}

void records_md(const struct record *const *records, size_t count, const struct out_style *style,
                struct buf *out)
{
    struct dated *dated = records_dated(records, count, style->day_start);
    buf_text(out, "# ");
    text_add(out, style->program, strlen(style->program));
    buf_char(out, '\n');
    for (size_t i = 0; i < count; i++) {
        if (!i || dated[i].day != dated[i - 1].day) {
            buf_text(out, "\n## ");
            day_head(out, dated[i].day);
            buf_text(out, "\n\n");
        }
        record_write(out, dated[i].record);
    }
    free(dated);
}
