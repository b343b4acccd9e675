/* Any bytes as a log: what is read lies where it says, reads the same from a file, and survives a write. */
#include "fuzz.h"

#include "row/reader.h"
#include "row/row.h"
#include "track.h"

#include <stdlib.h>
#include <string.h>

static void hold_places(struct view bytes, const struct log *log)
{
    size_t end = 0, lines = lines_count(bytes), lost = 0;
    for (size_t i = 0; i < log->count; i++) {
        const struct record *record = &log->records[i];
        struct view row = record_row(record);
        int64_t at = record_at(record);
        hold(at >= (int64_t)end && row.length && (size_t)at + row.length <= bytes.length,
             "records stand one behind the other");
        hold(memcmp(bytes.bytes + at, row.bytes, row.length) == 0, "a record's row stands where it says");
        hold(record->line && record->line <= lines, "a record's line is one of the file");
        end = (size_t)at + row.length;
    }
    for (size_t i = 0; i < log->fault_count; i++) {
        const struct fault *fault = &log->faults[i];
        hold(fault->line && fault->line <= lines, "a fault's line is one of the file");
        hold(fault->what && *fault->what, "a fault says what it is");
        hold(!fault->lost || (fault->at >= 0 && (size_t)fault->at + fault->length <= bytes.length),
             "a lost row lies within the file");
        lost += fault->lost;
    }
    hold(lost == log->lost, "lost rows are counted");
}

static void hold_reads_as(struct view bytes, const struct record *record, bool clean, const char *sentence)
{
    struct log log = {0};
    struct buf error = {0};
    hold(track_parse(bytes.bytes, bytes.length, TEXT_ALL, &fuzz_clock, &log, &error) == TRACK_OK, sentence);
    hold(log.count == 1 && (!clean || !log.fault_count) && records_same(record, log.records), sentence);
    buf_free(&error);
    log_free(&log);
}

/* Arms are words of kind's own, which are never quoted. */
static bool is_word(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] < 'a' || text.bytes[i] > 'z')
            return false;
    return true;
}

static void hold_written(const struct record *record)
{
    struct columns standard = columns_standard();
    struct entry entry = record_entry(record);
    struct buf row = {0};
    char *arm = view_copy(record_arm(record));
    entry.arm = arm;
    buf_printf(&row, "%s\n", track_header());
    row_write(&row, &standard, &entry);
    hold_reads_as(buf_view(&row), record, true, "what was read survives a write");
    free(arm);
    buf_free(&row);
}

static void hold_alone(const struct log *log, const struct record *record)
{
    struct buf file = {0};
    struct view row = record_row(record);
    buf_printf(&file, "%s\n", log->header);
    buf_add(&file, row.bytes, row.length);
    buf_char(&file, '\n');
    hold_reads_as(buf_view(&file), record, false, "a row alone reads as it did");
    buf_free(&file);
}

/* The same bytes in blocks from a file. */
static void hold_same_from_file(struct view bytes, const struct log *log, enum track_status status)
{
    struct log other = {0};
    struct buf error = {0};
    const char *path = fuzz_path("log");
    file_write(path, bytes);
    hold(track_read(path, TEXT_ALL, &fuzz_clock, &other, &error) == status, "a file reads as its bytes");
    hold(log->count == other.count && log->fault_count == other.fault_count && log->lost == other.lost,
         "a file reads as its bytes");
    for (size_t i = 0; i < log->count; i++)
        hold(records_same(&log->records[i], &other.records[i]) &&
                 log->records[i].line == other.records[i].line &&
                 record_at(&log->records[i]) == record_at(&other.records[i]) &&
                 view_same(record_row(&log->records[i]), record_row(&other.records[i])),
             "a file's records are those of its bytes");
    for (size_t i = 0; i < log->fault_count; i++)
        hold(log->faults[i].line == other.faults[i].line && log->faults[i].at == other.faults[i].at &&
                 log->faults[i].length == other.faults[i].length &&
                 strcmp(log->faults[i].what, other.faults[i].what) == 0,
             "a file's faults are those of its bytes");
    buf_free(&error);
    log_free(&other);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct log log = {0};
    struct buf error = {0};
    struct view file = {(const char *)bytes, length};
    enum track_status status = track_parse(file.bytes, length, TEXT_ALL, &fuzz_clock, &log, &error);
    hold(status == TRACK_OK || (error.length && !log.count), "what is refused is refused with a reason");
    hold_places(file, &log);
    for (size_t i = 0; i < log.count; i++) {
        if (is_word(record_arm(&log.records[i])))
            hold_written(&log.records[i]);
        if (log.header)
            hold_alone(&log, &log.records[i]);
    }
    hold_same_from_file(file, &log, status);
    buf_free(&error);
    log_free(&log);
    return 0;
}
