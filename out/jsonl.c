/* Records as lines of json, for programs that take one at a time. */
#include "out.h"

#include "json.h"

void records_jsonl(const struct record *const *records, size_t count, const struct out_style *style,
                   struct buf *out)
{
    (void)style;
    for (size_t i = 0; i < count; i++) {
        record_json_line(out, records[i]);
        buf_char(out, '\n');
    }
}
