/* kind --complete: what the completions of shells offer from the log. They call it at each press of a key, so
   it looks at the end of the log alone and says nothing of what is wrong. */
#include "cmd.h"

#include "base/die.h"
#include "base/num.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { IDS_WINDOW = 65536, TAGS_WINDOW = 262144, IDS_MOST = 30, TEXT_MOST = 48 };

/* The note of RECORD as at most TEXT_MOST columns of one line. */
static void note_add(struct buf *out, const struct record *record)
{
    struct view note = record_note(record);
    struct buf line = {0}, safe = {0};
    for (size_t i = 0; i < note.length; i++)
        buf_char(&line, strchr("\t\r\n", note.bytes[i]) ? ' ' : note.bytes[i]);
    text_safe(&safe, buf_string(&line), line.length);
    if (safe.length)
        buf_text(out, ": ");
    buf_add(out, buf_string(&safe), text_cut(buf_string(&safe), safe.length, TEXT_MOST));
    buf_free(&line);
    buf_free(&safe);
}

/* A line for RECORD: its id, a tab, and what it is. */
static void id_print(const struct record *record)
{
    char time[MOMENT_SIZE], id[ID_SIZE], number[32];
    struct buf text = {0};
    id_write(record->id, id);
    moment_write(record_moment(record), time);
    buf_printf(&text, "%.10s %.5s %s", time, time + 11, practice_name((enum practice)record->practice));
    if (record->mood != RATING_NONE) {
        num_write(record->mood, 1, number);
        buf_printf(&text, record->practice == PRACTICE_MOOD ? " %s" : ", mood %s", number);
    }
    note_add(&text, record);
    printf("%s\t%s\n", id, text.bytes);
    buf_free(&text);
}

/* The newest records first; of two with one id the newer. */
static void ids_print(const struct log *log)
{
    uint64_t printed[IDS_MOST];
    int count = 0;
    for (size_t i = log->count; i-- > 0 && count < IDS_MOST;) {
        int at = 0;
        while (at < count && printed[at] != log->records[i].id)
            at++;
        if (at < count || !log->records[i].id)
            continue;
        printed[count++] = log->records[i].id;
        id_print(&log->records[i]);
    }
}

/* Prints TAG unless it is one of SEEN, to which it is added. */
static void tag_print(struct view tag, struct view **seen, size_t *count)
{
    for (size_t i = 0; i < *count; i++)
        if (text_same((*seen)[i].bytes, (*seen)[i].length, tag.bytes, tag.length))
            return;
    *seen = must_grow(*seen, *count + 1, sizeof **seen);
    (*seen)[(*count)++] = tag;
    printf("%.*s\n", (int)tag.length, tag.bytes);
}

/* Each tag and person once, those of the newest records first. */
static void tags_print(const struct log *log)
{
    struct view *seen = NULL;
    size_t count = 0, length;
    for (size_t i = log->count; i-- > 0;) {
        struct view note = record_note(&log->records[i]);
        for (const char *mark = "#@"; *mark; mark++)
            for (size_t at = 0; (length = text_tag(note.bytes, note.length, *mark, &at)) != 0; at += length)
                tag_print((struct view){note.bytes + at, length}, &seen, &count);
    }
    free(seen);
}

static int complete_run(const struct session *session, const struct args *args)
{
    struct log log = {0};
    struct buf error = {0};
    bool whole, ids = args->count == 1 && strcmp(args->words[0], "ids") == 0;
    if (!ids && (args->count != 1 || strcmp(args->words[0], "tags") != 0)) {
        complain("--complete takes ids or tags");
        return EXIT_MISUSE;
    }
    size_t window = ids ? IDS_WINDOW : TAGS_WINDOW;
    enum track_status read = track_tail(session->path, window, &session->clock, &log, &whole, &error);
    if (read == TRACK_OK && ids)
        ids_print(&log);
    else if (read == TRACK_OK)
        tags_print(&log);
    log_free(&log);
    buf_free(&error);
    return read == TRACK_OK ? EXIT_DONE : EXIT_BROKEN;
}

const struct command cmd_complete = {
    .name = "--complete",
    .synopsis = "ids|tags",
    .summary = "Print what a shell can offer from the end of the log",
    .details = "A line each: an id, a tab and its record, or a #tag or @person; newest first.\n",
    .examples = "--complete ids\n",
    .needs = NEEDS_LOG,
    .takes = TAKES_HELP,
    .run = complete_run,
};
