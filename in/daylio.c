/* Daylio's export: a csv with an entry a row, its mood a word, its activities parted by bars. The three
   headers that it has had are read by their names. */
#include "in.h"

#include "base/num.h"
#include "base/text.h"
#include "in/phrase.h"
#include "in/table.h"

#include <stdlib.h>
#include <string.h>

enum field {
    FIELD_FULL_DATE,
    FIELD_YEAR,
    FIELD_DATE,
    FIELD_WEEKDAY,
    FIELD_TIME,
    FIELD_MOOD,
    FIELD_ACTIVITIES,
    FIELD_SCALES,
    FIELD_TITLE,
    FIELD_NOTE,
    FIELDS
};
static const char *const field_names[FIELDS] = {"full_date", "year",       "date",   "weekday",    "time",
                                                "mood",      "activities", "scales", "note_title", "note"};

/* The five moods that Daylio comes with. */
static const struct mood_word words[] = {{"awful", 0}, {"bad", 25},  {"meh", 50},
                                         {"good", 75}, {"rad", 100}, {NULL, 0}};
static const struct scale moods = {words, 0, 0};

struct daylio {
    struct intake *intake;
    struct buf *error;
    struct scale stress; /* of the scale that the mapping calls stress */
    int at[FIELDS];      /* which field of a row; -1 where the file has none */
    int count;           /* of the fields that the header has; 0 before it is read */
    struct act *acts;
    size_t act_room;
    struct buf key, content, note;
};

static void header_take(struct daylio *daylio, const struct table_row *row)
{
    for (int i = 0; i < FIELDS; i++)
        daylio->at[i] = table_field(row, field_names[i]);
    daylio->count = row->count;
}

static bool has(const struct daylio *daylio, enum field field)
{
    return daylio->at[field] >= 0;
}

/* Whether a header is one of Daylio's. */
static bool header_usable(const struct daylio *daylio)
{
    return (has(daylio, FIELD_FULL_DATE) || (has(daylio, FIELD_YEAR) && has(daylio, FIELD_DATE))) &&
           has(daylio, FIELD_TIME) && has(daylio, FIELD_MOOD) && has(daylio, FIELD_ACTIVITIES);
}

static bool header_look(void *context, const struct table_row *row)
{
    header_take(context, row);
    return false;
}

static bool daylio_knows(struct view bytes, const char *path)
{
    (void)path;
    struct daylio daylio = {0};
    size_t at = 0;
    struct view line;
    if (!line_next(bytes, &at, &line))
        return false;
    table_read(line, ',', header_look, table_fault_pass, &daylio);
    return daylio.count && header_usable(&daylio) && has(&daylio, FIELD_WEEKDAY);
}

/* The number of digits that TEXT begins with, as VALUE; 0 digits or more than MOST is 0. */
static size_t digits_read(struct view text, size_t most, int *value)
{
    size_t count = 0;
    for (*value = 0; count < text.length && is_digit(text.bytes[count]); count++) {
        if (count == most)
            return 0;
        *value = *value * 10 + (text.bytes[count] - '0');
    }
    return count;
}

/* The month that WORD is or begins, in English; 0 if it is none. */
static int month_read(struct view word)
{
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    for (int i = 0; i < 12; i++) {
        size_t length = 0;
        while (length < word.length && names[i][length] && (word.bytes[length] | 0x20) == names[i][length])
            length++;
        bool whole = length == word.length || (length + 1 == word.length && word.bytes[length] == '.');
        if (length >= 3 && whole)
            return i + 1;
    }
    return 0;
}

/* Reads "February 19", "19 February" and "19. Feb"; false if TEXT is none. */
static bool month_day_read(struct view text, int *month, int *date)
{
    const char *space = text.length ? memchr(text.bytes, ' ', text.length) : NULL;
    if (!space)
        return false;
    struct view first = {text.bytes, (size_t)(space - text.bytes)};
    struct view last = view_trim((struct view){space, text.length - first.length});
    bool day_first = first.length && is_digit(*first.bytes);
    struct view day = day_first ? first : last, name = day_first ? last : first;
    size_t digits = digits_read(day, 2, date);
    if (!digits || (digits < day.length && (digits + 1 < day.length || !strchr(".,", day.bytes[digits]))))
        return false;
    *month = month_read(name);
    return *month > 0;
}

/* The row's day; false after its line was skipped with the reason. */
static bool day_find(const struct daylio *daylio, const struct table_row *row, int64_t *day)
{
    int year = 0, month = 0, date = 0;
    struct view full = view_trim(table_value(row, daylio->at[FIELD_FULL_DATE]));
    struct view old = view_trim(table_value(row, daylio->at[FIELD_DATE]));
    struct view old_year = view_trim(table_value(row, daylio->at[FIELD_YEAR]));
    bool read;
    if (has(daylio, FIELD_FULL_DATE)) {
        read = full.length == DATE_SIZE - 1 && date_begins(full) &&
               digits_read((struct view){full.bytes, 4}, 4, &year) &&
               digits_read((struct view){full.bytes + 5, 2}, 2, &month) &&
               digits_read((struct view){full.bytes + 8, 2}, 2, &date);
    } else {
        read = digits_read(old_year, 4, &year) == 4 && old_year.length == 4 &&
               month_day_read(old, &month, &date);
    }
    if (read && date_valid(year, month, date)) {
        *day = day_from_date(year, month, date);
        return true;
    }
    if (has(daylio, FIELD_FULL_DATE))
        intake_skip(daylio->intake, row->line, "full_date '%.*s' is no date such as 2024-05-01",
                    (int)full.length, full.bytes ? full.bytes : "");
    else
        intake_skip(daylio->intake, row->line,
                    "year '%.*s' and date '%.*s' are no date; month names are read in English, as in May 1: "
                    "a newer export of Daylio has the column full_date",
                    (int)old_year.length, old_year.bytes ? old_year.bytes : "", (int)old.length,
                    old.bytes ? old.bytes : "");
    return false;
}

/* When the row was; false after its line was skipped with the reason. */
static bool when_find(struct daylio *daylio, const struct table_row *row, struct moment *out)
{
    int64_t day;
    int seconds;
    char date[DATE_SIZE];
    struct view clock = view_trim(table_value(row, daylio->at[FIELD_TIME]));
    if (!day_find(daylio, row, &day))
        return false;
    date_write(day, date);
    buf_clear(&daylio->key);
    if (!daytime_read(clock, &seconds)) {
        intake_skip(daylio->intake, row->line, "time '%.*s' is no time of the day such as 14:42 or 2:42 pm",
                    (int)clock.length, clock.bytes ? clock.bytes : "");
        return false;
    }
    if (!clock_moment(daylio->intake->clock, day, seconds, out)) {
        intake_skip(daylio->intake, row->line,
                    "the clocks here skipped %02d:%02d on %s; set TZ to where it was written", seconds / 3600,
                    seconds / 60 % 60, date);
        return false;
    }
    buf_printf(&daylio->key, "%s %02d:%02d", date, seconds / 3600, seconds / 60 % 60);
    return true;
}

/* The next of the parts of *REST that " | " parts, trimmed; false at the end. */
static bool bar_next(struct view *rest, struct view *part)
{
    size_t length = 0;
    if (!rest->length)
        return false;
    while (length < rest->length &&
           !(rest->length - length >= 3 && memcmp(rest->bytes + length, " | ", 3) == 0))
        length++;
    size_t step = length < rest->length ? length + 3 : length;
    *part = view_trim((struct view){rest->bytes, length});
    rest->bytes += step;
    rest->length -= step;
    return true;
}

static size_t acts_take(struct daylio *daylio, struct view activities)
{
    size_t count = 0;
    struct view part;
    while (bar_next(&activities, &part)) {
        if (!part.length)
            continue;
        daylio->acts = must_room(daylio->acts, count, &daylio->act_room, sizeof *daylio->acts);
        daylio->acts[count++] = (struct act){part, ACT_DONE, {NULL, 0}};
    }
    return count;
}

/* Puts the scales of a row behind its note, but for the one that the mapping calls stress. */
static void scales_take(struct daylio *daylio, struct view scales, struct in_row *out)
{
    const char *stress = daylio->intake->map->column[MAP_STRESS];
    struct view part;
    size_t before = daylio->note.length, count = 0;
    while (bar_next(&scales, &part)) {
        const char *colon = part.length ? memchr(part.bytes, ':', part.length) : NULL;
        size_t name = colon ? (size_t)(colon - part.bytes) : part.length;
        struct view value = {colon ? colon + 1 : NULL, colon ? part.length - name - 1 : 0};
        /* A no-break space stands behind the colon. */
        if (value.length >= 2 && memcmp(value.bytes, "\xC2\xA0", 2) == 0)
            value = (struct view){value.bytes + 2, value.length - 2};
        value = view_trim(value);
        if (stress && colon && text_same(part.bytes, name, stress, strlen(stress))) {
            out->stress = value;
            out->stress_scale = &daylio->stress;
        } else if (part.length) {
            buf_text(&daylio->note, count++ ? ", " : before ? " (" : "(");
            buf_add(&daylio->note, part.bytes, name);
            buf_text(&daylio->note, colon ? ": " : "");
            buf_add(&daylio->note, value.bytes ? value.bytes : "", value.length);
        }
    }
    if (count)
        buf_char(&daylio->note, ')');
}

/* The title and the note as one text. */
static void note_take(struct daylio *daylio, const struct table_row *row)
{
    buf_clear(&daylio->note);
    markup_plain(&daylio->note, view_trim(table_value(row, daylio->at[FIELD_TITLE])));
    size_t title = daylio->note.length;
    struct view note = view_trim(table_value(row, daylio->at[FIELD_NOTE]));
    if (title && note.length)
        buf_text(&daylio->note, strchr(".!?:", daylio->note.bytes[title - 1]) ? " " : ": ");
    markup_plain(&daylio->note, note);
}

/* What tells the entries of one minute apart, whatever the mapping says; the note was taken already. */
static void content_take(struct daylio *daylio, const struct table_row *row)
{
    static const enum field fields[] = {FIELD_MOOD, FIELD_ACTIVITIES, FIELD_SCALES};
    buf_clear(&daylio->content);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct view field = view_trim(table_value(row, daylio->at[fields[i]]));
        buf_add(&daylio->content, field.bytes ? field.bytes : "", field.length);
        buf_char(&daylio->content, '\n');
    }
    buf_add(&daylio->content, buf_string(&daylio->note), daylio->note.length);
}

static void entry_take(struct daylio *daylio, const struct table_row *row)
{
    struct moment time;
    if (row->count != daylio->count) {
        intake_skip(daylio->intake, row->line, "it has %d fields, the header %d", row->count, daylio->count);
        return;
    }
    if (!when_find(daylio, row, &time))
        return;
    struct in_row out = in_row_at(row->line, buf_view(&daylio->key), time);
    out.mood = view_trim(table_value(row, daylio->at[FIELD_MOOD]));
    out.scale = &moods;
    out.act_count = acts_take(daylio, table_value(row, daylio->at[FIELD_ACTIVITIES]));
    out.acts = daylio->acts;
    note_take(daylio, row);
    content_take(daylio, row);
    out.content = buf_view(&daylio->content);
    scales_take(daylio, table_value(row, daylio->at[FIELD_SCALES]), &out);
    out.note = view_trim(buf_view(&daylio->note));
    intake_row(daylio->intake, &out);
}

/* False, with the reason as the error, for a header that lacks what an entry needs. */
static bool header_check(struct daylio *daylio, const struct table_row *row)
{
    header_take(daylio, row);
    if (!header_usable(daylio)) {
        buf_text(daylio->error,
                 "it is no csv of Daylio: its header needs full_date (or year and date), time, "
                 "mood and activities; in Daylio it is More, Export Entries, CSV");
        return false;
    }
    for (int i = 0; i < row->count; i++) {
        bool known = false;
        for (int k = 0; k < FIELDS; k++)
            known |= daylio->at[k] == i;
        struct view name = view_trim(row->fields[i]);
        if (!known)
            intake_leave(daylio->intake, row->line,
                         "the column '%.*s' is left out, because it is not known of Daylio", (int)name.length,
                         name.bytes ? name.bytes : "");
    }
    return true;
}

static bool row_told(void *context, const struct table_row *row)
{
    struct daylio *daylio = context;
    if (!daylio->count)
        return header_check(daylio, row);
    entry_take(daylio, row);
    return true;
}

static void row_fault(void *context, uint32_t line, const char *what)
{
    struct daylio *daylio = context;
    intake_skip(daylio->intake, line, "%s", what);
}

static bool daylio_read(struct intake *intake, struct buf *error)
{
    const struct map *map = intake->map;
    struct daylio daylio = {.intake = intake, .error = error};
    daylio.stress = (struct scale){NULL, map->stress.low, map->stress.high};
    if (map->column[MAP_STRESS] && !map->stress.set) {
        buf_printf(error,
                   "the mapping calls the scale '%s' stress, but not from where to where it goes: "
                   "[scale] needs a line such as stress = 1..5",
                   map->column[MAP_STRESS]);
        return false;
    }
    table_read(intake->bytes, ',', row_told, row_fault, &daylio);
    if (!daylio.count && !error->length)
        buf_text(error, "it is empty");
    free(daylio.acts);
    buf_free(&daylio.key);
    buf_free(&daylio.content);
    buf_free(&daylio.note);
    return error->length == 0;
}

const struct tracker tracker_daylio = {
    .name = "daylio",
    .describes = "Daylio's csv",
    .knows = daylio_knows,
    .read = daylio_read,
    .newest_first = true,
};
