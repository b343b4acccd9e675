/* A file of another tracker, read by the format that its first line names (or its first byte chooses), with
   the mapping that stands before a form feed: what comes of it may stand in a log, and comes of it again. */
#include "fuzz.h"

#include "in/in.h"

#include <stdlib.h>
#include <string.h>

static int by_id(const void *a, const void *b)
{
    const struct made *left = a, *right = b;
    return strcmp(left->entry.id, right->entry.id);
}

static void hold_remarks(const struct remark *remarks, size_t count, size_t lines)
{
    for (size_t i = 0; i < count; i++) {
        hold(remarks[i].line <= lines, "a remark names a line of the file");
        hold(*remarks[i].what != '\0', "a remark says something");
    }
}

static void hold_made(const struct intake *intake)
{
    for (size_t i = 0; i < intake->made_count; i++) {
        const struct entry *entry = &intake->made[i].entry;
        uint64_t id;
        hold(id_read(entry->id, strlen(entry->id), &id), "a record has an id");
        hold(entry->time.sec <= fuzz_clock.now.sec, "a record is not of the future");
        hold(entry->note_length <= NOTE_MAX, "a note fits in a record");
        hold(entry->mood >= RATING_NONE && entry->mood <= RATING_MAX, "a mood is 0 to 10");
        hold(entry->stress >= RATING_NONE && entry->stress <= RATING_MAX, "stress is 0 to 10");
        /* A row of kind's own goes in as it stands. */
        long least = intake->made[i].raw.length ? 0 : 1;
        hold(entry->minutes == MINUTES_NONE || (entry->minutes >= least && entry->minutes <= MINUTES_MAX),
             "minutes are more than none");
        hold(intake->made[i].row < intake->taken_count, "a record is of a row");
    }
}

static void hold_distinct(const struct intake *intake)
{
    struct made *made = malloc((intake->made_count + 1) * sizeof *made);
    if (!made)
        abort();
    if (intake->made_count)
        memcpy(made, intake->made, intake->made_count * sizeof *made);
    qsort(made, intake->made_count, sizeof *made, by_id);
    for (size_t i = 1; i < intake->made_count; i++)
        hold(strcmp(made[i - 1].entry.id, made[i].entry.id) != 0 || made[i].raw.length,
             "two records have two ids");
    free(made);
}

static void hold_again(const struct intake *one, const struct intake *two)
{
    hold(one->made_count == two->made_count && one->skipped_count == two->skipped_count &&
             one->left_count == two->left_count,
         "a file is the same file again");
    for (size_t i = 0; i < one->made_count; i++)
        hold(strcmp(one->made[i].entry.id, two->made[i].entry.id) == 0 &&
                 one->made[i].entry.time.sec == two->made[i].entry.time.sec,
             "a record has the same id again");
}

static bool take(struct intake *intake, struct view file, const struct map *map,
                 const struct tracker *tracker)
{
    struct buf error = {0};
    *intake =
        (struct intake){.bytes = file, .path = "-", .clock = &fuzz_clock, .map = map, .tracker = tracker};
    bool done = intake_read(intake, &error);
    hold(done == (error.length == 0), "a file that can't be read has a reason, and no other one has");
    buf_free(&error);
    return done;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct view file = {(const char *)bytes, length};
    struct map map = {0};
    struct buf trouble = {0};
    struct intake one, two;
    if (!length)
        return 0;
    struct view first = line_take(&file);
    char *name = view_copy(first);
    const struct tracker *tracker = tracker_named(name);
    free(name);
    if (!tracker)
        tracker = trackers[bytes[0] % TRACKERS];
    const char *feed = memchr(file.bytes, '\f', file.length);
    if (feed) {
        size_t before = (size_t)(feed - file.bytes);
        if (!map_read((struct view){file.bytes, before}, "map", &map, &trouble))
            hold(trouble.length > 0, "a mapping that can't be used has a reason");
        file = (struct view){feed + 1, file.length - before - 1};
    }
    for (int i = 0; i < TRACKERS; i++)
        if (trackers[i]->knows)
            trackers[i]->knows(file, "-");
    bool done = take(&one, file, &map, tracker);
    hold(take(&two, file, &map, tracker) == done, "a file is read or refused");
    hold_made(&one);
    hold_distinct(&one);
    hold_again(&one, &two);
    hold_remarks(one.skipped, one.skipped_count, lines_count(file));
    hold_remarks(one.left, one.left_count, lines_count(file));
    intake_free(&one);
    intake_free(&two);
    map_free(&map);
    buf_free(&trouble);
    return 0;
}
