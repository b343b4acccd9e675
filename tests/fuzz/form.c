/* Any bytes as the form of a record that came back from an editor: what is accepted is written into the row
   and read back, and shown again as it was typed. The first byte of the input chooses the record. */
#include "cmd/form.h"

#include "fuzz.h"

#include "row/row.h"

#include <stdlib.h>
#include <string.h>

#define HEADER "time,practice,note,mood,stress,stress_after,minutes,arm,id\n"
static const char *const logs[] = {
    HEADER "2026-11-23T08:00:00+01:00,kindness,\"helped #x\",7,,,2.5,,k00000000001\n",
    HEADER "2026-11-23T10:00:00+01:00,shift,\"mail, \"\"twice\"\"\",,8,4,5,others,k00000000003\n",
    HEADER "2026-11-23T10:00:00+01:00,goal,\"'=kindness 1/day\",,,,,,\n",
};
enum { LOGS = sizeof logs / sizeof *logs };

static void log_of(const char *text, size_t length, struct log *log)
{
    struct buf error = {0};
    hold(track_parse(text, length, TEXT_ALL, &fuzz_clock, log, &error) == TRACK_OK && log->count == 1 &&
             !log->fault_count,
         "a changed record can be read");
    buf_free(&error);
}

static void hold_fields(const struct record *was, const struct record *is, const struct entry *entry,
                        unsigned which)
{
    struct buf note = {0};
    struct view kept = record_note(was);
    note_plain((struct view){entry->note, entry->note_length}, &note);
    struct view fresh = buf_view(&note);
    hold(is->id == was->id && view_same(record_arm(is), record_arm(was)),
         "a form changes neither arm nor id");
    hold(is->time == (which & COLUMN_BIT(COLUMN_TIME) ? entry->time.sec : was->time), "a time is kept");
    hold(is->practice == (int)entry->practice, "a practice is kept");
    hold(is->mood == entry->mood && is->stress == entry->stress && is->stress_after == entry->stress_after &&
             is->minutes == entry->minutes,
         "numbers are kept");
    hold(view_same(record_note(is), which & COLUMN_BIT(COLUMN_NOTE) ? fresh : kept), "a note is kept");
    hold(is->time <= fuzz_clock.now.sec, "a form leads nowhere into the future");
    buf_free(&note);
}

/* Reads the unchanged form of RECORD. */
static void hold_idle(const struct record *record)
{
    struct buf form = {0}, own = {0}, trouble = {0};
    struct entry entry = record_entry(record);
    unsigned which = 0;
    form_write(record, &form);
    hold(form_read(form.bytes, form.bytes, &fuzz_clock, &entry, &which, &own, &trouble) && !which,
         "a form that nobody changed changes nothing");
    buf_free(&form);
    buf_free(&own);
    buf_free(&trouble);
}

static void hold_applied(const struct record *record, unsigned which, const struct entry *entry)
{
    struct columns columns = columns_standard();
    struct log now = {0};
    struct buf file = {0};
    buf_text(&file, HEADER);
    hold(row_alter(record_row(record), &columns, which, entry, &file), "what a form says fits into the row");
    buf_char(&file, '\n');
    log_of(file.bytes, file.length, &now);
    hold_fields(record, now.records, entry, which);
    hold_idle(now.records);
    buf_free(&file);
    log_free(&now);
}

static void hold_trouble(struct view trouble, size_t lines)
{
    hold(trouble.length && trouble.bytes[trouble.length - 1] == '\n', "a form is not refused without a word");
    while (trouble.length) {
        char *end, *line = view_copy(line_take(&trouble));
        unsigned long number = strtoul(line, &end, 10);
        hold(number >= 1 && number <= lines && strncmp(end, ": ", 2) == 0 && end[2],
             "trouble names its line");
        free(line);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct log log = {0};
    struct buf form = {0}, own = {0}, trouble = {0};
    unsigned which;
    if (!length || memchr(bytes, '\0', length))
        return 0;
    const char *chosen = logs[*bytes % LOGS];
    struct view typed = {(const char *)bytes + 1, length - 1};
    char *text = view_copy(typed);
    log_of(chosen, strlen(chosen), &log);
    struct entry entry = record_entry(log.records);
    form_write(log.records, &form);
    if (form_read(form.bytes, text, &fuzz_clock, &entry, &which, &own, &trouble))
        hold_applied(log.records, which, &entry);
    else
        hold_trouble(buf_view(&trouble), lines_count(typed));
    free(text);
    buf_free(&form);
    buf_free(&own);
    buf_free(&trouble);
    log_free(&log);
    return 0;
}
