/* Three logs merged, parted by bytes 255 in the input: the sides may change places, the result reads as what
   it was made of, and merging it with itself is the end of it. */
#include "fuzz.h"

#include "row/merge.h"
#include "track.h"

#include <string.h>

enum { BASE, OURS, THEIRS, SIDES };

struct merged {
    bool good;
    struct buf out, error;
    struct merge_tally tally;
};

static struct merged merge(const struct view side[SIDES])
{
    struct merged merged = {.good = false};
    merged.good = merge_logs(side[BASE], side[OURS], side[THEIRS], &fuzz_clock, &merged.out, &merged.tally,
                             &merged.error);
    return merged;
}

static void merged_free(struct merged *merged)
{
    buf_free(&merged->out);
    buf_free(&merged->error);
}

static void hold_sides_alike(const struct view side[SIDES], const struct merged *merged)
{
    struct merged other = merge((struct view[SIDES]){side[BASE], side[THEIRS], side[OURS]});
    hold(other.good == merged->good && view_same(buf_view(&other.out), buf_view(&merged->out)),
         "the sides may change places");
    hold(memcmp(&other.tally, &merged->tally, sizeof other.tally) == 0,
         "a tally does not depend on the side");
    merged_free(&other);
}

static void hold_settled(struct view result)
{
    struct merged again = merge((struct view[SIDES]){result, result, result});
    hold(again.good && view_same(buf_view(&again.out), result), "what is merged stays as it is");
    merged_free(&again);
}

/* How many rows of LOG have ID. */
static size_t id_count(const struct log *log, uint64_t id)
{
    size_t count = 0;
    for (size_t i = 0; i < log->count; i++)
        count += log->records[i].id == id;
    return count;
}

/* Whether S and the base, with one header, have the row RECORD of S alike, each once. */
static bool is_unchanged(const struct log log[SIDES], int s, const struct record *record)
{
    const struct log *base = &log[BASE];
    if (id_count(base, record->id) != 1 || id_count(&log[s], record->id) != 1 || !base->header ||
        !log[s].header || strcmp(base->header, log[s].header) != 0)
        return false;
    for (size_t i = 0; i < base->count; i++)
        if (base->records[i].id == record->id)
            return view_same(record_row(&base->records[i]), record_row(record));
    return false;
}

/* What one side alone has is there, and so is what both have; what one deleted and the other left alone is
   not. A line that can't be read may hold an id that only the merge sees. */
static void hold_ids(const struct log log[SIDES], const struct log *result)
{
    if (log[BASE].lost || log[OURS].lost || log[THEIRS].lost)
        return;
    for (int s = OURS; s < SIDES; s++)
        for (size_t i = 0; i < log[s].count; i++) {
            const struct record *record = &log[s].records[i];
            bool other = id_count(&log[SIDES - s], record->id);
            if (record->id && (other || !id_count(&log[BASE], record->id)))
                hold(id_count(result, record->id), "a row that nobody deleted is kept");
            if (record->id && !other && is_unchanged(log, s, record))
                hold(!id_count(result, record->id), "a row that one side deleted is gone");
        }
}

static void hold_result(const struct view side[SIDES], struct view result)
{
    struct log log[SIDES + 1] = {{0}};
    struct buf error = {0};
    size_t lines = 0;
    for (int s = 0; s < SIDES; s++) {
        track_parse(side[s].bytes, side[s].length, TEXT_ALL, &fuzz_clock, &log[s], &error);
        lines += lines_count(side[s]) + log[s].count;
    }
    hold(track_parse(result.bytes, result.length, TEXT_ALL, &fuzz_clock, &log[SIDES], &error) == TRACK_OK,
         "what is merged can be read");
    hold(log[SIDES].lost <= lines, "no more lines are lost than there were");
    for (size_t i = 1; i < log[SIDES].count; i++)
        hold(log[SIDES].records[i - 1].time <= log[SIDES].records[i].time, "rows stand by their time");
    hold_ids(log, &log[SIDES]);
    for (int s = 0; s <= SIDES; s++)
        log_free(&log[s]);
    buf_free(&error);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct view side[SIDES], rest = {(const char *)bytes, length};
    for (int s = 0; s < SIDES; s++) {
        const char *end = rest.length && s < THEIRS ? memchr(rest.bytes, 255, rest.length) : NULL;
        side[s] = (struct view){rest.bytes, end ? (size_t)(end - rest.bytes) : rest.length};
        size_t taken = side[s].length + (end != NULL);
        rest = (struct view){rest.bytes + taken, rest.length - taken};
    }
    struct merged merged = merge(side);
    hold_sides_alike(side, &merged);
    if (merged.good) {
        hold_result(side, buf_view(&merged.out));
        hold_settled(buf_view(&merged.out));
    } else {
        hold(merged.error.length && !merged.out.length, "what is not merged is refused with a reason");
    }
    merged_free(&merged);
    return 0;
}
