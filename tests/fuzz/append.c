/* A record appended after any bytes: it is read back, and costs no other; or the file is as it was. The first
   line of the input is the note, the rest the file. */
#include "fuzz.h"

#include "track.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* An entry with a little or with all, as the length of its note has it. */
static struct entry entry_of(struct view note)
{
    struct entry entry = entry_at(fuzz_clock.now, note.length % 2 ? PRACTICE_SHIFT : PRACTICE_KINDNESS);
    entry.note = note.bytes;
    entry.note_length = note.length;
    if (note.length % 2) {
        entry.mood = 75;
        entry.stress = 100;
        entry.stress_after = 0;
        entry.minutes = 1225;
        entry.arm = "others";
    }
    return entry;
}

static bool is_entry(const struct record *record, const struct entry *entry)
{
    struct buf note = {0};
    char id[ID_SIZE];
    struct view arm = {entry->arm, entry->arm ? strlen(entry->arm) : 0};
    note_plain((struct view){entry->note, entry->note_length}, &note);
    id_write(record->id, id);
    bool same = record->time == entry->time.sec && record->offset * 60 == entry->time.offset &&
                record->practice == (int)entry->practice && record->mood == entry->mood &&
                record->stress == entry->stress && record->stress_after == entry->stress_after &&
                record->minutes == entry->minutes && strcmp(id, entry->id) == 0 &&
                view_same(record_arm(record), arm) && view_same(record_note(record), buf_view(&note));
    buf_free(&note);
    return same;
}

/* A last line without its end may be read otherwise once it has one: a record of its own that the append
   makes whole, or a lost one. All others stay as they were. */
static void hold_appended(struct view old, const char *path, const struct entry *entry)
{
    struct log before = {0}, after = {0};
    struct buf error = {0}, bytes = {0};
    bool torn = old.length && old.bytes[old.length - 1] != '\n';
    file_read(path, &bytes);
    hold(bytes.length > old.length && view_same(old, (struct view){bytes.bytes, old.length}),
         "what stood in the file stands there still");
    track_parse(old.bytes, old.length, TEXT_ALL, &fuzz_clock, &before, &error);
    hold(track_parse(bytes.bytes, bytes.length, TEXT_ALL, &fuzz_clock, &after, &error) == TRACK_OK,
         "a log that took a record can be read");
    hold(after.count > before.count && after.count <= before.count + 1 + torn, "one record more is read");
    hold(is_entry(&after.records[after.count - 1], entry), "what was appended is read back");
    for (size_t i = 0; i < before.count; i++)
        hold(view_same(record_row(&before.records[i]), record_row(&after.records[i])) &&
                 record_at(&before.records[i]) == record_at(&after.records[i]),
             "an append costs no other record");
    buf_free(&bytes);
    buf_free(&error);
    log_free(&before);
    log_free(&after);
}

static void hold_untouched(struct view old, const char *path)
{
    struct buf bytes = {0};
    file_read(path, &bytes);
    hold(view_same(old, buf_view(&bytes)), "a refused append leaves the file as it is");
    buf_free(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct view file = {(const char *)bytes, length}, note = line_take(&file);
    struct entry entry = entry_of(note);
    struct buf error = {0};
    sigset_t mask;
    const char *path = fuzz_path("log");
    setenv("KIND_SEED", "1", 1);
    file_write(path, file);
    sigprocmask(SIG_BLOCK, NULL, &mask);
    enum track_status status = track_append(path, &entry, 1, &error);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    if (status == TRACK_OK)
        hold_appended(file, path, &entry);
    else
        hold_untouched(file, path);
    hold(status == TRACK_OK || (status == TRACK_REFUSED && error.length), "a refusal says why");
    buf_free(&error);
    return 0;
}
