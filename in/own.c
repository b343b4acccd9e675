/* kind's own rows: a log, or what undo printed. */
#include "in/in.h"

#include "row/header.h"
#include "track.h"

#include <stdlib.h>

static const struct clock utc = {.fixed = true};

static void own_header(struct view bytes, struct header *header)
{
    header_find(bytes.bytes, bytes.length < HEADER_WINDOW ? bytes.length : HEADER_WINDOW, &utc, header);
}

static bool own_knows(struct view bytes, const char *path)
{
    struct header header;
    (void)path;
    own_header(bytes, &header);
    buf_free(&header.wrong);
    return header.status == HEADER_FOUND && header.columns.has[COLUMN_TIME] &&
           header.columns.has[COLUMN_PRACTICE];
}

/* Whether something on LINE has to be mended; *AT, which faults before it pass, is for the next call, about a
   later line. */
static bool line_is_mended(const struct log *log, uint32_t line, size_t *at)
{
    while (*at < log->fault_count && log->faults[*at].line < line)
        ++*at;
    for (size_t i = *at; i < log->fault_count && log->faults[i].line == line; i++)
        if (!log->faults[i].lost)
            return true;
    return false;
}

static void own_record(struct intake *intake, const struct record *record, bool as_is)
{
    struct view row = record_row(record);
    struct entry entry = record_entry(record);
    char *arm = view_copy(record_arm(record));
    entry.arm = arm;
    intake_own(intake, record->line, (struct view){intake->bytes.bytes + record_at(record), row.length},
               as_is, &entry);
    free(arm);
}

static bool own_read(struct intake *intake, struct buf *error)
{
    struct header header;
    struct log log = {0};
    own_header(intake->bytes, &header);
    bool usable = header.status != HEADER_BAD;
    if (usable) {
        intake->layout = layout_of(&header);
        usable = track_parse(intake->bytes.bytes, intake->bytes.length, TEXT_ALL, intake->clock, &log,
                             error) == TRACK_OK;
    } else {
        buf_text(error, header.wrong.bytes);
    }
    for (size_t i = 0; i < log.fault_count; i++)
        if (log.faults[i].lost)
            intake_skip(intake, log.faults[i].line, "%s", log.faults[i].what);
        else if (log.header)
            intake_leave(intake, log.faults[i].line, "%s", log.faults[i].what);
    size_t at = 0;
    for (size_t i = 0; i < log.count; i++)
        own_record(intake, &log.records[i], !line_is_mended(&log, log.records[i].line, &at));
    log_free(&log);
    buf_free(&header.wrong);
    return usable;
}

const struct tracker tracker_own = {
    .name = "kind",
    .describes = "kind's own rows, with or without a header",
    .knows = own_knows,
    .read = own_read,
};
