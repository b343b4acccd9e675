/* Loop Habit Tracker's export, unpacked: Checkmarks.csv with a column a habit, or that of one habit alone, of
   the app's second form (a header, words) or its first (no header, numbers). The names in the header of the
   first stand without quotes, whatever commas they have. */
#include "in.h"

#include "base/num.h"
#include "base/text.h"
#include "in/sheet.h"
#include "in/table.h"

#include <stdlib.h>
#include <string.h>

/* A habit of Habits.csv, or a column of Checkmarks.csv. */
struct habit {
    char *name;
    char *unit; /* of its amounts, or "" */
    int place;  /* in Habits.csv from 1, by which its folder is called; 0 if that has no such habit */
};

struct habits {
    struct habit *habit;
    size_t count, room;
};

struct loop {
    struct intake *intake;
    struct habits known; /* by Habits.csv */
    struct habits columns;
    bool *apart; /* columns that their own files were read for */
    bool closed; /* a comma ends the header, and so each row */
    struct buf key, amount;
};

static struct habit *habit_add(struct habits *habits, struct view name, struct view unit, int place)
{
    habits->habit = must_room(habits->habit, habits->count, &habits->room, sizeof *habits->habit);
    struct habit *habit = &habits->habit[habits->count++];
    *habit = (struct habit){view_copy(name), view_copy(unit), place};
    return habit;
}

static void habits_free(struct habits *habits)
{
    for (size_t i = 0; i < habits->count; i++) {
        free(habits->habit[i].name);
        free(habits->habit[i].unit);
    }
    free(habits->habit);
}

static bool loop_knows(struct view bytes, const char *path)
{
    (void)path;
    return sheet_of(bytes) != SHEET_NONE;
}

/* Hands over what HABIT was on a day. */
static void mark_take(struct loop *loop, uint32_t line, const struct habit *habit, struct view date,
                      struct view value, struct view note)
{
    struct moment time;
    long mark;
    if (!is_date(date)) {
        intake_skip(loop->intake, line, "'%.*s' is no day such as 2024-05-01", (int)date.length,
                    date.bytes ? date.bytes : "");
        return;
    }
    if (!intake_time(loop->intake, line, date, &time))
        return;
    if (!mark_read(value, &mark)) {
        intake_skip(loop->intake, line,
                    "'%.*s' of %s is none of YES_MANUAL, YES_AUTO, NO, SKIP and UNKNOWN, and no number",
                    (int)value.length, value.bytes ? value.bytes : "", habit->name);
        return;
    }
    if (note.length && mark < MARK_DONE) {
        intake_leave(loop->intake, line, "the note of a day without %s is left out: %.*s", habit->name,
                     (int)note.length, note.bytes);
        note = (struct view){0};
    }
    struct act act = {.name = {habit->name, strlen(habit->name)}, .state = ACT_DONE};
    if (mark < MARK_DONE)
        act.state = ACT_NOT;
    else if (mark == MARK_SKIP)
        act.state = ACT_SKIPPED;
    else if (mark > MARK_SKIP) {
        char number[32];
        num_write(mark, 3, number);
        buf_clear(&loop->amount);
        buf_printf(&loop->amount, "%s%s%s", number, *habit->unit ? " " : "", habit->unit);
        act.amount = buf_view(&loop->amount);
    }
    buf_clear(&loop->key);
    buf_printf(&loop->key, "%.*s\n%s", (int)date.length, date.bytes, habit->name);
    struct in_row row = in_row_at(line, buf_view(&loop->key), time);
    row.acts = &act;
    row.act_count = 1;
    row.note = note;
    row.content = value;
    intake_row(loop->intake, &row);
}

/* The habits' names */

struct habit_fields {
    struct habits *habits;
    int name, unit;
};

static bool habit_row(void *context, const struct table_row *row)
{
    struct habit_fields *fields = context;
    if (fields->name < 0) {
        fields->name = table_field(row, "Name");
        fields->unit = table_field(row, "Unit");
        return fields->name >= 0;
    }
    habit_add(fields->habits, table_value(row, fields->name), table_value(row, fields->unit),
              (int)fields->habits->count + 1);
    return true;
}

/* Reads the Habits.csv called NAME, seen from the source, if there is one. */
static void habits_load(struct loop *loop, const char *name)
{
    struct buf bytes = {0};
    struct habit_fields fields = {&loop->known, -1, -1};
    if (intake_beside(loop->intake, name, &bytes))
        table_read(buf_view(&bytes), ',', habit_row, table_fault_pass, &fields);
    buf_free(&bytes);
}

/* The ways to take the names of the header for habits of Habits.csv, in its order. */
struct search {
    const struct habits *known;
    size_t *now, *found; /* which habits, COUNT of them */
    size_t count;
    int ways, steps;
};

/* Goes on with the names from REST on, which are those of habits from FROM on, AT of them being named before.
   Stops at a second way. */
static void search_go(struct search *search, struct view rest, size_t from, size_t at)
{
    enum { STEPS_MOST = 1000000 };
    if (at == search->count && !rest.length && search->ways++ == 0)
        memcpy(search->found, search->now, at * sizeof *search->now);
    for (size_t i = from; at < search->count && i < search->known->count && search->ways < 2; i++) {
        const char *name = search->known->habit[i].name;
        size_t length = strlen(name);
        if (++search->steps > STEPS_MOST)
            search->ways = 2;
        if (!view_starts(rest, name) || (rest.length > length && rest.bytes[length] != ','))
            continue;
        size_t step = length + (rest.length > length);
        search->now[at] = i;
        search_go(search, (struct view){rest.bytes + step, rest.length - step}, i + 1, at + 1);
    }
}

static void column_add(struct loop *loop, const struct habit *habit)
{
    habit_add(&loop->columns, (struct view){habit->name, strlen(habit->name)},
              (struct view){habit->unit, strlen(habit->unit)}, habit->place);
}

/* Finds the COUNT names of NAMES by Habits.csv; not more than a search may go deep. */
static bool columns_search(struct loop *loop, struct view names, size_t count)
{
    enum { DEEP_MOST = 1000 };
    if (count > DEEP_MOST)
        return false;
    struct search search = {.known = &loop->known, .count = count};
    search.now = must_alloc(count, sizeof *search.now);
    search.found = must_alloc(count, sizeof *search.found);
    search_go(&search, names, 0, 0);
    for (size_t i = 0; search.ways == 1 && i < count; i++)
        column_add(loop, &loop->known.habit[search.found[i]]);
    free(search.now);
    free(search.found);
    return search.ways == 1;
}

/* Takes each part of NAMES for a name, with what Habits.csv says of it. */
static void columns_part(struct loop *loop, struct view names)
{
    struct view part;
    size_t from = 0;
    while (comma_next(&names, &part)) {
        size_t i = from;
        while (i < loop->known.count && !view_is(part, loop->known.habit[i].name))
            i++;
        if (i < loop->known.count) {
            column_add(loop, &loop->known.habit[i]);
            from = i + 1;
        } else {
            habit_add(&loop->columns, part, (struct view){0}, 0);
        }
    }
}

/* Finds the habits of the header for rows of COUNT values; false with the reason in ERROR. */
static bool columns_find(struct loop *loop, struct view header, size_t count, struct buf *error)
{
    struct view names = {header.bytes + strlen("Date,"), header.length - strlen("Date,")};
    if (names.length && names.bytes[names.length - 1] == ',')
        names.length--;
    size_t parts = part_count(names);
    if (count && loop->known.count && columns_search(loop, names, count))
        return true;
    if (parts == count || !count)
        columns_part(loop, names);
    else if (count == 1)
        habit_add(&loop->columns, names, (struct view){0}, 0);
    else if (parts < count)
        buf_printf(error, "the header has %zu habits and the first row %zu values", parts, count);
    else
        buf_printf(
            error,
            "the header has commas for %zu habits and the rows have %zu values: a habit has a comma in "
            "its name, and where the names end can't be told %s; name the files of single habits, such "
            "as '001 Read/Checkmarks.csv'",
            parts, count,
            loop->known.count ? "by the Habits.csv beside it"
                              : "without the Habits.csv of the export beside it");
    return !error->length;
}

/* Files of one habit */

struct single {
    struct loop *loop;
    const struct habit *habit;
    bool headed;
    int fields; /* that a row has at most */
};

static bool single_row(void *context, const struct table_row *row)
{
    struct single *single = context;
    bool header = single->headed;
    single->headed = false;
    if (header)
        return true;
    if (row->count < 2 || row->count > single->fields)
        intake_skip(single->loop->intake, row->line, "it has %d field%s, not a day and a value", row->count,
                    row->count == 1 ? "" : "s");
    else
        mark_take(single->loop, row->line, single->habit, view_trim(row->fields[0]),
                  view_trim(row->fields[1]), view_trim(table_value(row, 2)));
    return true;
}

static void single_fault(void *context, uint32_t line, const char *what)
{
    struct single *single = context;
    intake_skip(single->loop->intake, line, "%s", what);
}

static void single_read(struct loop *loop, struct view bytes, const struct habit *habit, bool headed)
{
    struct single single = {loop, habit, headed, headed ? 3 : 2};
    table_read(bytes, ',', single_row, single_fault, &single);
}

/* The folder that the app makes for a habit: its place and what of its name a file may be called. */
static void folder_name(struct buf *out, const struct habit *habit)
{
    enum { NAME_MOST = 100 };
    size_t start, length;
    buf_printf(out, "%03d ", habit->place);
    start = out->length;
    for (const char *c = habit->name; *c && out->length - start < NAME_MOST; c++)
        if (is_digit(*c) || (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || strchr(" ._-", *c))
            buf_char(out, *c);
    for (length = out->length; length && out->bytes[length - 1] == ' ';)
        length--;
    out->length = length;
    out->bytes[length] = '\0';
}

/* Reads the own file of a column's habit, which has notes, and checkmarks that some versions of the app leave
   out where all habits stand together. False if there is none. */
static bool column_apart(struct loop *loop, const struct habit *habit)
{
    struct buf name = {0}, bytes = {0};
    if (!habit->place)
        return false;
    folder_name(&name, habit);
    buf_text(&name, "/Checkmarks.csv");
    bool done = intake_beside(loop->intake, name.bytes, &bytes);
    size_t mark = text_mark(buf_string(&bytes), bytes.length);
    struct view view = {buf_string(&bytes) + mark, bytes.length - mark};
    enum sheet sheet = sheet_of(view);
    done &= sheet == SHEET_NEW || sheet == SHEET_OLD;
    if (done) {
        loop->intake->within = name.bytes;
        single_read(loop, view, habit, sheet == SHEET_NEW);
        loop->intake->within = NULL;
    }
    buf_free(&name);
    buf_free(&bytes);
    return done;
}

/* The last part of PATH, which loses it and the slash before it. */
static struct view part_last(struct view *path)
{
    size_t from = path->length;
    while (from && path->bytes[from - 1] != '/')
        from--;
    struct view part = {path->bytes + from, path->length - from};
    path->length = from ? from - 1 : 0;
    return part;
}

/* Whether TEXT is what a habit's folder is called: "001", or "001 Meditate", with the number as PLACE. */
static bool folder_read(struct view text, int *place, struct view *name)
{
    size_t digits = 0;
    *place = 0;
    while (digits < text.length && digits < 6 && is_digit(text.bytes[digits]))
        *place = *place * 10 + (text.bytes[digits++] - '0');
    if (digits < 3 || (digits < text.length && text.bytes[digits] != ' '))
        return false;
    *name = view_trim((struct view){text.bytes + digits, text.length - digits});
    return true;
}

/* What FOLDER of the export is called after, and what the Habits.csv above it says of that. */
static void folder_habit(struct loop *loop, struct view folder, struct view *name, struct view *unit)
{
    struct buf made = {0};
    int place = 0;
    if (!folder_read(folder, &place, name))
        return;
    habits_load(loop, "../Habits.csv");
    if (place >= 1 && (size_t)place <= loop->known.count) {
        const struct habit *known = &loop->known.habit[place - 1];
        folder_name(&made, known);
        if (view_is(folder, buf_string(&made))) {
            *name = (struct view){known->name, strlen(known->name)};
            *unit = (struct view){known->unit, strlen(known->unit)};
        }
    }
    buf_free(&made);
}

/* Finds the habit that a file of one habit is about: a Checkmarks.csv by its folder, any other by what it is
   called itself. False if that does not say. */
static bool habit_find(struct loop *loop, struct habit *habit)
{
    static const char csv[] = ".csv", plain[] = "Checkmarks";
    const size_t end = sizeof csv - 1;
    char *real = strcmp(loop->intake->path, "-") == 0 ? NULL : must_realpath(loop->intake->path);
    if (!real)
        return false;
    struct view path = {real, strlen(real)}, name = part_last(&path), unit = {0};
    if (name.length > end && text_same(name.bytes + name.length - end, end, csv, end))
        name.length -= end;
    if (text_same(name.bytes, name.length, plain, sizeof plain - 1)) {
        name.length = 0;
        folder_habit(loop, part_last(&path), &name, &unit);
    }
    *habit = (struct habit){view_copy(name), view_copy(unit), 0};
    free(real);
    return *habit->name != '\0';
}

static bool one_read(struct loop *loop, bool headed, struct buf *error)
{
    struct habit habit = {0};
    bool found = habit_find(loop, &habit);
    if (found)
        single_read(loop, loop->intake->bytes, &habit, headed);
    else
        buf_text(error,
                 "it has the days of one habit, and nothing says of which: leave it in the folder of the "
                 "export, '001 Read/Checkmarks.csv', or call the file after the habit, 'Read.csv'");
    free(habit.name);
    free(habit.unit);
    return found;
}

/* The file of all habits */

static void wide_row(struct loop *loop, uint32_t number, struct view line)
{
    struct view date, part, rest = line;
    size_t count = part_count(line) - 1;
    if (loop->closed && line.bytes[line.length - 1] != ',') {
        intake_skip(loop->intake, number, "it is cut off: each row of this file ends in a comma");
        return;
    }
    if (count != loop->columns.count) {
        intake_skip(loop->intake, number, "%zu values for %zu habits", count, loop->columns.count);
        return;
    }
    comma_next(&rest, &date);
    for (size_t i = 0; comma_next(&rest, &part); i++)
        if (!loop->apart[i])
            mark_take(loop, number, &loop->columns.habit[i], date, part, (struct view){0});
}

static bool wide_read(struct loop *loop, struct buf *error)
{
    struct view bytes = loop->intake->bytes, header = {0}, line;
    size_t at = 0, apart = 0;
    uint32_t number = 0;
    while (!header.length && line_next(bytes, &at, &header)) {
        number++;
        header = view_trim(header);
    }
    size_t values = part_count(view_trim(second_line(bytes)));
    loop->closed = header.bytes[header.length - 1] == ',';
    habits_load(loop, "Habits.csv");
    if (!columns_find(loop, header, values ? values - 1 : 0, error))
        return false;
    loop->apart = must_alloc(loop->columns.count + 1, sizeof *loop->apart);
    for (size_t i = 0; i < loop->columns.count; i++)
        apart += loop->apart[i] = column_apart(loop, &loop->columns.habit[i]);
    while (apart < loop->columns.count && line_next(bytes, &at, &line)) {
        number++;
        line = view_trim(line);
        if (line.length)
            wide_row(loop, number, line);
    }
    return true;
}

static bool sheet_read(struct loop *loop, struct buf *error)
{
    switch (sheet_of(loop->intake->bytes)) {
    case SHEET_WIDE:
        return wide_read(loop, error);
    case SHEET_NEW:
        return one_read(loop, true, error);
    case SHEET_OLD:
        return one_read(loop, false, error);
    case SHEET_SCORES:
        buf_text(error,
                 "it is a Scores.csv, how strong each habit is; what was done stands in Checkmarks.csv");
        return false;
    case SHEET_HABITS:
        buf_text(
            error,
            "it is the Habits.csv, which has names and settings; what was done stands in Checkmarks.csv");
        return false;
    case SHEET_NONE:
        break;
    }
    buf_text(error,
             "it is no Checkmarks.csv of Loop Habit Tracker: neither the header 'Date,...', nor days with "
             "a value such as 2015-01-25,2");
    return false;
}

static bool loop_read(struct intake *intake, struct buf *error)
{
    struct loop loop = {.intake = intake};
    bool done = sheet_read(&loop, error);
    habits_free(&loop.known);
    habits_free(&loop.columns);
    free(loop.apart);
    buf_free(&loop.key);
    buf_free(&loop.amount);
    return done;
}

const struct tracker tracker_loop = {
    .name = "loop",
    .describes = "Loop Habit Tracker's export",
    .inside = "Checkmarks.csv",
    .knows = loop_knows,
    .read = loop_read,
};
