/* One record as a small readable form. */
#include "cmd/form.h"

#include "cmd/cmd.h"

#include "base/num.h"

#include <string.h>

/* A line of the form, "name: value". */
static const struct field {
    const char *name;
    enum column column;
} fields[] = {
    {"time", COLUMN_TIME},     {"practice", COLUMN_PRACTICE},         {"mood", COLUMN_MOOD},
    {"stress", COLUMN_STRESS}, {"stress after", COLUMN_STRESS_AFTER}, {"minutes", COLUMN_MINUTES},
    {"text", COLUMN_NOTE},
};
enum { FIELDS = sizeof fields / sizeof *fields };

static void number_write(struct buf *out, long value, int decimals, long none)
{
    char text[32];
    if (value != none)
        buf_add(out, text, num_write(value, decimals, text));
}

static void field_write(struct buf *out, const struct record *record, enum column column)
{
    struct view note = record_note(record);
    char time[MOMENT_SIZE];
    switch (column) {
    case COLUMN_TIME:
        moment_write(record_moment(record), time);
        buf_text(out, time);
        break;
    case COLUMN_PRACTICE:
        buf_text(out, practice_name((enum practice)record->practice));
        break;
    case COLUMN_MOOD:
        number_write(out, record->mood, 1, RATING_NONE);
        break;
    case COLUMN_STRESS:
        number_write(out, record->stress, 1, RATING_NONE);
        break;
    case COLUMN_STRESS_AFTER:
        number_write(out, record->stress_after, 1, RATING_NONE);
        break;
    case COLUMN_MINUTES:
        number_write(out, record->minutes, 2, MINUTES_NONE);
        break;
    case COLUMN_NOTE:
        buf_add(out, note.bytes, note.length);
        break;
    case COLUMN_ARM:
    case COLUMN_ID:
    case COLUMN_UNKNOWN:
        break;
    }
}

void form_write(const struct record *record, struct buf *out)
{
    struct view arm = record_arm(record);
    char id[ID_SIZE];
    id_write(record->id, id);
    buf_printf(out, "# Record %s. Change what is wrong, and save; unsaved, all stays.\n", id);
    if (arm.length && record->practice == PRACTICE_SHIFT)
        buf_printf(out, "# The coin said %.*s; that stays.\n", (int)arm.length, arm.bytes);
    for (int f = 0; f < FIELDS; f++) {
        buf_printf(out, "%s: ", fields[f].name);
        field_write(out, record, fields[f].column);
        while (out->bytes[out->length - 1] == ' ')
            out->bytes[--out->length] = '\0';
        buf_char(out, '\n');
    }
}

bool practice_may_become(enum practice from, enum practice to)
{
    static const bool free_to_change[PRACTICES] = {[PRACTICE_KINDNESS] = true,
                                                   [PRACTICE_CARE] = true,
                                                   [PRACTICE_PAUSE] = true,
                                                   [PRACTICE_MOOD] = true,
                                                   [PRACTICE_REST] = true};
    return from == to || (free_to_change[from] && free_to_change[to]);
}

static struct view trimmed(const char *text, size_t length)
{
    while (length && (*text == ' ' || *text == '\t')) {
        text++;
        length--;
    }
    while (length && strchr(" \t\r", text[length - 1]))
        length--;
    return (struct view){text, length};
}

/* The field that LINE is of, or NULL. */
static const struct field *field_named(const char *line, size_t length)
{
    for (int f = 0; f < FIELDS; f++) {
        size_t name = strlen(fields[f].name);
        if (length > name && strncmp(line, fields[f].name, name) == 0 && line[name] == ':')
            return &fields[f];
    }
    return NULL;
}

/* What LINE, which is of FIELD, says of it. */
static struct view value_of(const struct field *field, const char *line, size_t length)
{
    size_t name = strlen(field->name) + 1;
    return trimmed(line + name, length - name);
}

/* The same of the line of FORM that is of FIELD; an empty view if none is. */
static struct view value_in(const char *form, const struct field *field)
{
    for (const char *line = form; *line;) {
        size_t length = strcspn(line, "\n");
        if (field_named(line, length) == field)
            return value_of(field, line, length);
        line += length + (line[length] == '\n');
    }
    return (struct view){0};
}

unsigned form_line(const char *text, enum column column)
{
    unsigned number = 0;
    for (const char *line = text; *line;) {
        size_t length = strcspn(line, "\n");
        const struct field *field = field_named(line, length);
        number++;
        if (field && field->column == column)
            return number;
        line += length + (line[length] == '\n');
    }
    return 1;
}

static bool rating_take(const char *value, int *out)
{
    *out = RATING_NONE;
    return !*value || rating_read(value, out);
}

/* Takes VALUE into ENTRY; NULL, or what it must be. */
static const char *field_take(enum column column, const char *value, const struct clock *clock,
                              struct entry *entry)
{
    static const char rating[] = "must be 0 to 10, with at most one decimal, or nothing";
    enum practice practice;
    struct when when;
    switch (column) {
    case COLUMN_TIME:
        if (when_read(value, clock, &when) != WHEN_OK || when.at.sec > clock->now.sec)
            return "must be a time that exists and is not in the future";
        entry->time = when.at;
        return NULL;
    case COLUMN_PRACTICE:
        if (!practice_read(value, strlen(value), &practice) ||
            !practice_may_become(entry->practice, practice))
            return "must be kindness, care, pause, mood or rest; a shift, a goal and a trial stay what they "
                   "are";
        entry->practice = practice;
        return NULL;
    case COLUMN_MOOD:
        return rating_take(value, &entry->mood) ? NULL : rating;
    case COLUMN_STRESS:
        return rating_take(value, &entry->stress) ? NULL : rating;
    case COLUMN_STRESS_AFTER:
        return rating_take(value, &entry->stress_after) ? NULL : rating;
    case COLUMN_MINUTES:
        entry->minutes = MINUTES_NONE;
        return !*value || num_minutes(value, &entry->minutes) ? NULL
                                                              : "must be like 3, 2.5 or 90s, or nothing";
    case COLUMN_NOTE:
        entry->note = value;
        entry->note_length = strlen(value);
        return entry->note_length > NOTE_MAX ? "is too long for a record" : NULL;
    case COLUMN_ARM:
    case COLUMN_ID:
    case COLUMN_UNKNOWN:
        break;
    }
    return NULL;
}

bool form_read(const char *form, const char *text, const struct clock *clock, struct entry *entry,
               unsigned *which, struct buf *own, struct buf *trouble)
{
    unsigned seen = 0, number = 0;
    *which = 0;
    /* No value is longer than the text, so nothing that points into OWN moves. */
    buf_reserve(own, 2 * strlen(text) + 1);
    for (const char *line = text; *line;) {
        size_t length = strcspn(line, "\n");
        const struct field *field = field_named(line, length);
        struct view bare = trimmed(line, length);
        number++;
        if (field && seen & COLUMN_BIT(field->column)) {
            buf_printf(trouble, "%u: '%s' stands there twice\n", number, field->name);
        } else if (field) {
            struct view value = value_of(field, line, length), before = value_in(form, field);
            const char *start = own->bytes + own->length, *wrong = NULL;
            seen |= COLUMN_BIT(field->column);
            buf_add(own, value.bytes, value.length);
            buf_add(own, "", 1);
            if (!view_same(before, value)) {
                *which |= COLUMN_BIT(field->column);
                wrong = field_take(field->column, start, clock, entry);
            }
            if (wrong)
                buf_printf(trouble, "%u: %s %s\n", number, field->name, wrong);
        } else if (bare.length && *bare.bytes != '#') {
            buf_printf(trouble, "%u: no field; a line is 'name: value', and a text stays on one line\n",
                       number);
        }
        line += length + (line[length] == '\n');
    }
    return !trouble->length;
}
