/* Any bytes as a log to be mended: every record stays, in its order, and mending twice is mending once. */
#include "fuzz.h"

#include "row/repair.h"
#include "track.h"

#include <string.h>

/* Whether RECORD stands in LOG once for all that were the same. */
static bool is_double(const struct log *log, const struct record *record)
{
    for (size_t i = 0; i < log->count; i++)
        if (record->id && records_same(&log->records[i], record))
            return true;
    return false;
}

static void hold_mended(struct view old, struct view mended)
{
    struct log before = {0}, after = {0};
    struct buf error = {0};
    size_t n = 0;
    track_parse(old.bytes, old.length, TEXT_ALL, &fuzz_clock, &before, &error);
    hold(track_parse(mended.bytes, mended.length, TEXT_ALL, &fuzz_clock, &after, &error) == TRACK_OK,
         "what is mended can be read");
    for (size_t i = 0; i < before.count; i++) {
        size_t at = n;
        while (at < after.count && !records_same(&before.records[i], &after.records[at]))
            at++;
        hold(at < after.count || is_double(&after, &before.records[i]),
             "every record is there still, and says the same");
        n = at < after.count ? at + 1 : n;
    }
    buf_free(&error);
    log_free(&before);
    log_free(&after);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct view old = {(const char *)bytes, length};
    struct repair repair = {0}, again = {0};
    struct buf error = {0};
    if (repair_make(old, &fuzz_clock, &repair, &error)) {
        struct view mended = buf_view(&repair.bytes);
        hold_mended(old, mended);
        for (size_t i = 0; i < repair.count; i++)
            hold(repair.deeds[i].line && repair.deeds[i].what && repair.deeds[i].done, "a deed is told");
        hold(repair_make(mended, &fuzz_clock, &again, &error) && !again.count &&
                 view_same(mended, buf_view(&again.bytes)),
             "what is mended needs no mending");
    } else {
        hold(error.length, "what is not mended is refused with a reason");
    }
    repair_free(&repair);
    repair_free(&again);
    buf_free(&error);
    return 0;
}
