/* jrnl's journals: the json that it exports, and the text that it keeps and exports. An entry has neither a
   mood nor a habit; it is one of writing, and its words stay as they are. */
#include "in.h"

#include "base/num.h"
#include "base/text.h"
#include "in/phrase.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct journal {
    struct intake *intake;
    struct buf key, note;
};

/* An entry, whatever it was read from. */
struct written {
    uint32_t line;
    struct view date;  /* "2024-05-01" */
    struct view clock; /* "09:30"; empty if only the day is known */
    struct view title, body;
    bool starred;
};

static void *memory_take(size_t size)
{
    return must_grow(NULL, size, 1);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Whether TEXT begins with a date such as 2024-05-01 or 2024/05/01. */
static bool date_starts(struct view text)
{
    return text.length >= DATE_SIZE - 1 &&
           (shape_fits("dddd-dd-dd", text.bytes) || shape_fits("dddd/dd/dd", text.bytes));
}

/* An entry */

/* When it was written; false after its line was skipped with the reason. */
static bool when_find(struct journal *journal, const struct written *written, struct moment *out)
{
    struct buf text = {0};
    int seconds = 0;
    bool timed = written->clock.length > 0;
    if (timed && !daytime_read(written->clock, &seconds)) {
        intake_skip(journal->intake, written->line, "'%.*s' is no time of the day such as 14:42 or 2:42 pm",
                    (int)written->clock.length, written->clock.bytes);
        return false;
    }
    buf_add(&text, written->date.bytes, written->date.length);
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] == '/')
            text.bytes[i] = '-';
    buf_clear(&journal->key);
    buf_add(&journal->key, text.bytes, text.length);
    if (timed) {
        buf_printf(&text, " %02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
        buf_printf(&journal->key, " %02d:%02d", seconds / 3600, seconds / 60 % 60);
    }
    bool done = intake_time(journal->intake, written->line, buf_view(&text), out);
    buf_free(&text);
    return done;
}

/* The start of the text without its spaces, so that the json and the text of an entry have the same key. */
static void key_text(struct journal *journal)
{
    enum { START = 48 };
    size_t room = journal->key.length + START;
    buf_char(&journal->key, '\n');
    for (size_t i = 0; i < journal->note.length && journal->key.length < room; i++)
        if (!is_space(journal->note.bytes[i]))
            buf_char(&journal->key, journal->note.bytes[i]);
}

/* What the mapping says of TAG, with its sign or without; NULL unless it names the tag itself. */
static const struct target *tag_target(const struct map *map, struct view tag)
{
    const struct target *found = map_activity(map, tag), *rest = map_rest(map);
    if (found == rest)
        found = map_activity(map, (struct view){tag.bytes + 1, tag.length - 1});
    return found == rest ? NULL : found;
}

/* Lets the mapping of the tags in NOTE decide what the entry is, and adds the tags that it gives. */
static void tags_take(struct journal *journal, struct in_row *row)
{
    struct buf more = {0};
    static const char marks[] = "@#";
    for (const char *mark = marks; *mark; mark++) {
        struct view note = buf_view(&journal->note);
        size_t at = 0, length;
        while ((length = text_tag(note.bytes, note.length, *mark, &at))) {
            const struct target *target =
                tag_target(journal->intake->map, (struct view){note.bytes + at, length});
            if (target && target->has_practice && !row->practice.length) {
                const char *name = practice_name(target->practice);
                row->practice = (struct view){name, strlen(name)};
            }
            if (target && *target->tags)
                buf_printf(&more, " %s", target->tags);
            at += length;
        }
    }
    buf_add(&journal->note, buf_string(&more), more.length);
    buf_free(&more);
}

/* Whether TAG stands in the text already: as a tag, or, if it is none as we know them, in any way. */
static bool tag_stands(const struct journal *journal, const char *tag)
{
    struct view note = buf_view(&journal->note);
    size_t length = strlen(tag), at = 0;
    if ((*tag == '@' || *tag == '#') && text_tag(tag, length, *tag, &at) == length)
        return text_has_tag(note.bytes, note.length, tag);
    return text_contains(buf_string(&journal->note), note.length, tag);
}

/* Adds the tags of TAGS that the text has not, which other journals give to an entry as a whole. One without
   a sign becomes a #tag; one with a sign of another program may stand there with that. */
static void tags_add(struct journal *journal, const json_t *tags)
{
    for (size_t i = 0; i < json_array_size(tags); i++) {
        const char *name = json_string_value(json_array_get(tags, i));
        size_t length = name ? strlen(name) : 0;
        struct buf tag = {0};
        if (length && (*name == '@' || *name == '#'))
            buf_text(&tag, name);
        else if (length && (text_letters(name, length) || !tag_stands(journal, name)))
            name_tag(&tag, (struct view){name, length});
        if (tag.length && !tag_stands(journal, tag.bytes))
            buf_printf(&journal->note, " %s", tag.bytes);
        buf_free(&tag);
    }
}

static void entry_take(struct journal *journal, const struct written *written, const json_t *tags)
{
    struct moment time;
    struct view title = view_trim(written->title), body = view_trim(written->body);
    if (!when_find(journal, written, &time))
        return;
    buf_clear(&journal->note);
    buf_add(&journal->note, title.bytes ? title.bytes : "", title.length);
    if (title.length && body.length)
        buf_char(&journal->note, ' ');
    buf_add(&journal->note, body.bytes ? body.bytes : "", body.length);
    key_text(journal);
    tags_add(journal, tags);
    if (!journal->note.length) {
        intake_skip(journal->intake, written->line, "the entry is empty");
        return;
    }
    if (written->starred)
        buf_text(&journal->note, " #starred");
    struct in_row row = in_row_at(written->line, buf_view(&journal->key), time);
    tags_take(journal, &row);
    row.note = buf_view(&journal->note);
    intake_row(journal->intake, &row);
}

/* Json */

static bool is_json(struct view bytes)
{
    struct view text = view_trim(bytes);
    return text.length && *text.bytes == '{';
}

static struct view json_view(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? (struct view){json_string_value(value), json_string_length(value)}
                                 : (struct view){0};
}

/* The lines on which the entries of a journal begin: what the list "entries" of its object holds. */
struct lines {
    struct view bytes;
    size_t at;
    uint32_t line;
    int depth;
    bool inside; /* of the list */
    bool due;    /* what comes next is an entry */
};

/* Passes over the string at lines->at; whether it is the name of the list. */
static bool string_pass(struct lines *lines)
{
    static const char name[] = "entries";
    size_t from = ++lines->at;
    while (lines->at < lines->bytes.length && lines->bytes.bytes[lines->at] != '"')
        lines->at += lines->bytes.bytes[lines->at] == '\\' ? 2 : 1;
    return lines->at == from + sizeof name - 1 &&
           memcmp(lines->bytes.bytes + from, name, sizeof name - 1) == 0;
}

/* The line of the next entry, 0 if there is none; BYTES are known to be json. */
static uint32_t lines_next(struct lines *lines)
{
    bool named = false;
    for (; lines->at < lines->bytes.length; lines->at++) {
        char c = lines->bytes.bytes[lines->at];
        if (lines->due && !is_space(c)) {
            lines->due = false;
            return lines->line;
        }
        lines->line += c == '\n';
        if (c == '"') {
            named = string_pass(lines) && lines->depth == 1;
        } else if (c == '{' || c == '[') {
            lines->due = c == '[' && lines->depth == 1 && named;
            lines->inside |= lines->due;
            lines->depth++;
        } else if (c == '}' || c == ']') {
            lines->depth--;
            lines->inside &= lines->depth > 1;
        } else if (c == ',') {
            lines->due = lines->inside && lines->depth == 2;
        }
    }
    return 0;
}

static void json_entry(struct journal *journal, uint32_t line, const json_t *entry)
{
    struct written written = {.line = line,
                              .date = json_view(entry, "date"),
                              .clock = json_view(entry, "time"),
                              .title = json_view(entry, "title"),
                              .body = json_view(entry, "body"),
                              .starred = json_is_true(json_object_get(entry, "starred"))};
    if (!json_is_object(entry))
        intake_skip(journal->intake, line, "it is no entry");
    else if (!date_starts(written.date) || written.date.length != DATE_SIZE - 1)
        intake_skip(journal->intake, line, "the entry has no date such as 2024-05-01");
    else
        entry_take(journal, &written, json_object_get(entry, "tags"));
}

static bool json_read(struct journal *journal, struct buf *error)
{
    json_error_t wrong;
    struct view bytes = journal->intake->bytes;
    json_set_alloc_funcs(memory_take, free);
    json_t *whole = json_loadb(bytes.bytes, bytes.length, JSON_ALLOW_NUL, &wrong);
    const json_t *entries = json_object_get(whole, "entries");
    struct lines lines = {.bytes = bytes, .line = 1};
    if (!whole)
        buf_printf(error, "it is no whole json: line %d, column %d: %s", wrong.line, wrong.column,
                   wrong.text);
    else if (json_is_array(entries))
        for (size_t i = 0; i < json_array_size(entries); i++)
            json_entry(journal, lines_next(&lines), json_array_get(entries, i));
    else if (json_object_get(whole, "date") && json_object_get(whole, "title"))
        json_entry(journal, 1, whole);
    else
        buf_text(error, "it is no json of jrnl: it needs a list 'entries', as jrnl --export json writes it");
    json_decref(whole);
    return !error->length;
}

/* Text */

/* The length of " AM" or " PM" at the start of TEXT, 0 if it has neither: "9:30 a walk" is no half of a day.
 */
static size_t half_length(struct view text)
{
    enum { HALF = 3 };
    bool whole = text.length == HALF || (text.length > HALF && is_space(text.bytes[HALF]));
    bool is = whole && (text_same(text.bytes, HALF, " am", HALF) || text_same(text.bytes, HALF, " pm", HALF));
    return is ? HALF : 0;
}

/* Parts the head of an entry, "[2024-05-01 09:30] title", or without the brackets, as jrnl 1 wrote it and
   other programs show it. False if LINE is none. */
static bool head_read(struct view line, bool bracketed, struct written *out)
{
    int seconds;
    struct view stamp = line;
    if (bracketed) {
        const char *end = line.length && *line.bytes == '[' ? memchr(line.bytes, ']', line.length) : NULL;
        if (!end)
            return false;
        stamp = (struct view){line.bytes + 1, (size_t)(end - line.bytes) - 1};
        out->title = (struct view){end + 1, line.length - stamp.length - 2};
        if (out->title.length && !is_space(*out->title.bytes))
            return false;
    }
    if (!date_starts(stamp))
        return false;
    out->date = (struct view){stamp.bytes, DATE_SIZE - 1};
    struct view rest = {stamp.bytes + DATE_SIZE - 1, stamp.length - (DATE_SIZE - 1)};
    if (bracketed) {
        out->clock = view_trim(rest);
        return !out->clock.length || daytime_read(out->clock, &seconds);
    }
    rest = view_trim(rest);
    size_t length = 0;
    while (length < rest.length && !is_space(rest.bytes[length]))
        length++;
    size_t half = half_length((struct view){rest.bytes + length, rest.length - length});
    if (daytime_read((struct view){rest.bytes, length + half}, &seconds))
        length += half;
    out->clock = (struct view){rest.bytes, length};
    out->title = (struct view){rest.bytes + length, rest.length - length};
    return stamp.length > DATE_SIZE - 1 && stamp.bytes[DATE_SIZE - 1] == ' ' &&
           daytime_read(out->clock, &seconds);
}

/* The first line that is not blank. */
static struct view first_line(struct view bytes)
{
    struct view line = {0};
    for (size_t at = 0; line_next(bytes, &at, &line);)
        if (view_trim(line).length)
            return line;
    return (struct view){0};
}

static bool jrnl_knows(struct view bytes, const char *path)
{
    struct written written = {0};
    struct view start = {bytes.bytes, bytes.length < 65536 ? bytes.length : 65536};
    struct view line = first_line(start);
    (void)path;
    if (!is_json(start))
        return line.length && head_read(line, *line.bytes == '[', &written);
    bool entry[3] = {false, false, false};
    static const char *const keys[] = {"\"title\"", "\"body\"", "\"date\""};
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i + strlen(keys[k]) <= start.length && !entry[k]; i++)
            entry[k] = memcmp(start.bytes + i, keys[k], strlen(keys[k])) == 0;
    return entry[0] && entry[1] && entry[2];
}

/* A star at either end of a title marks the entry. */
static void star_take(struct written *written)
{
    struct view title = view_trim(written->title);
    if (title.length >= 2 && memcmp(title.bytes + title.length - 2, " *", 2) == 0)
        title.length -= 2;
    else if (title.length >= 2 && memcmp(title.bytes, "* ", 2) == 0)
        title = (struct view){title.bytes + 2, title.length - 2};
    else
        return;
    written->starred = true;
    written->title = view_trim(title);
}

/* Adds a line of a body, without the bar that jrnl shows before it. */
static void body_add(struct buf *body, struct view line, bool barred)
{
    if (barred && line.length && *line.bytes == '|')
        line = (struct view){line.bytes + 1, line.length - 1};
    line = view_trim(line);
    if (line.length && body->length)
        buf_char(body, ' ');
    buf_add(body, line.bytes ? line.bytes : "", line.length);
}

/* Names a line of a body that looks as if an entry began there. */
static void body_doubt(struct journal *journal, uint32_t number, struct view line)
{
    const char *end = line.length > 1 && *line.bytes == '[' ? memchr(line.bytes, ']', line.length) : NULL;
    if (end && is_digit(line.bytes[1]) && memchr(line.bytes, ':', (size_t)(end - line.bytes)))
        intake_leave(
            journal->intake, number,
            "'%.*s' is not read as the start of an entry, which is like [2024-05-01 09:30]; it stays "
            "in the text of the one before",
            (int)(end + 1 - line.bytes), line.bytes);
}

static bool text_read(struct journal *journal, struct buf *error)
{
    struct view bytes = journal->intake->bytes, line, first = first_line(bytes);
    struct written written = {0}, next = {0};
    struct buf body = {0};
    bool bracketed = first.length && *first.bytes == '[';
    size_t at = 0;
    for (uint32_t number = 1; line_next(bytes, &at, &line); number++) {
        if (head_read(line, bracketed, &next)) {
            written.body = buf_view(&body);
            if (written.line)
                entry_take(journal, &written, NULL);
            written = next;
            written.line = number;
            written.starred = false;
            star_take(&written);
            buf_clear(&body);
        } else if (!written.line && view_trim(line).length) {
            buf_printf(
                error,
                "line %u begins no entry of jrnl, which is like [2024-05-01 09:30] Title; with another "
                "timeformat, export it with jrnl --export json",
                number);
            break;
        } else {
            body_doubt(journal, number, line);
            body_add(&body, line, !bracketed);
        }
    }
    written.body = buf_view(&body);
    if (written.line)
        entry_take(journal, &written, NULL);
    else if (!error->length)
        buf_text(error, "it is empty");
    buf_free(&body);
    return !error->length;
}

static bool jrnl_read(struct intake *intake, struct buf *error)
{
    struct journal journal = {.intake = intake};
    bool done = is_json(intake->bytes) ? json_read(&journal, error) : text_read(&journal, error);
    buf_free(&journal.key);
    buf_free(&journal.note);
    return done;
}

const struct tracker tracker_jrnl = {
    .name = "jrnl",
    .describes = "a journal of jrnl",
    .knows = jrnl_knows,
    .read = jrnl_read,
};
