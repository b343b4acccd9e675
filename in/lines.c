/* Lines of a habit, a day and a letter. */
#include "in/lines.h"

#include "base/hash.h"
#include "in/phrase.h"

#include <stdlib.h>

/* The next line that is neither blank nor a comment, trimmed; NUMBER counts all of them. */
static bool line_wanted(struct view bytes, size_t *at, uint32_t *number, struct view *line)
{
    while (line_next(bytes, at, line)) {
        ++*number;
        *line = view_trim(*line);
        if (line->length && *line->bytes != '#')
            return true;
    }
    return false;
}

bool line_first(struct view bytes, bool (*is)(struct view line))
{
    struct view line;
    size_t at = 0;
    uint32_t number = 0;
    return line_wanted(bytes, &at, &number, &line) && is(line);
}

bool line_all(struct view bytes, bool (*is)(struct view line))
{
    struct view line;
    size_t at = 0, count = 0;
    uint32_t number = 0;
    bool all = true;
    for (; all && line_wanted(bytes, &at, &number, &line); count++)
        all = is(line);
    return all && count;
}

/* A habit on a day, and the line that counts for it. */
struct counting {
    uint64_t hash;
    uint32_t line;
};

static int counting_compare(const void *a, const void *b)
{
    const struct counting *x = a, *y = b;
    if (x->hash != y->hash)
        return (x->hash > y->hash) - (x->hash < y->hash);
    return (x->line > y->line) - (x->line < y->line);
}

static uint64_t parts_hash(const struct line_parts *parts)
{
    uint64_t hash = hash_fnv(HASH_START, parts->date.bytes, parts->date.length);
    hash = hash_fnv(hash, "\n", 1);
    return hash_fnv(hash, parts->name.bytes, parts->name.length);
}

/* The line that counts for each habit and day, sorted by hash; the caller frees it. */
static struct counting *counting_of(struct view bytes, habit_line *split, bool first, size_t *count)
{
    struct counting *counting = NULL;
    struct buf wrong = {0};
    struct view line;
    struct line_parts parts;
    size_t at = 0, room = 0, kept = 0;
    *count = 0;
    for (uint32_t number = 0; line_wanted(bytes, &at, &number, &line);) {
        if (!split(line, &parts, &wrong))
            continue;
        counting = must_room(counting, *count, &room, sizeof *counting);
        counting[(*count)++] = (struct counting){parts_hash(&parts), number};
    }
    buf_free(&wrong);
    if (*count)
        qsort(counting, *count, sizeof *counting, counting_compare);
    for (size_t i = 0; i < *count; i++) {
        bool same = kept && counting[kept - 1].hash == counting[i].hash;
        if (!same)
            counting[kept++] = counting[i];
        else if (!first)
            counting[kept - 1] = counting[i];
    }
    *count = kept;
    return counting;
}

static uint32_t counting_line(const struct counting *counting, size_t count, uint64_t hash)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (counting[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return counting[low].line;
}

static bool result_read(struct view result, enum act_state *state)
{
    *state = view_is(result, "y") ? ACT_DONE : view_is(result, "s") ? ACT_SKIPPED : ACT_NOT;
    return *state != ACT_NOT || view_is(result, "n");
}

/* A day alone is its noon on our clock, a day with an offset on the clock of that. */
static bool date_read(struct intake *intake, uint32_t line, struct view date, struct moment *time)
{
    struct buf text = {0};
    enum { DATE = DATE_SIZE - 1 };
    if (date_begins(date) && date.length > DATE) {
        buf_add(&text, date.bytes, DATE);
        buf_text(&text, "T12:00:00");
        buf_add(&text, date.bytes + DATE, date.length - DATE);
        if (moment_read(text.bytes, text.length, intake->clock, time) == TIME_EXACT) {
            *time = intake_noon(intake, *time);
            buf_free(&text);
            return true;
        }
    }
    buf_free(&text);
    return intake_time(intake, line, date, time);
}

static void parts_take(struct intake *intake, uint32_t number, const struct line_parts *parts)
{
    struct act act = {.name = parts->name, .amount = parts->amount};
    struct moment time;
    struct buf key = {0};
    if (!date_read(intake, number, parts->date, &time))
        return;
    if (!act.name.length) {
        intake_skip(intake, number, "a habit without a name");
        return;
    }
    if (!result_read(parts->result, &act.state)) {
        intake_skip(intake, number, "the result must be y, n or s, not '%.*s'", (int)parts->result.length,
                    parts->result.bytes ? parts->result.bytes : "");
        return;
    }
    if (view_is(act.amount, "0") || view_is(act.amount, "0.0"))
        act.amount = (struct view){0};
    /* A comment that is mended later makes no second record. */
    buf_printf(&key, "%.*s\n%.*s\n%.*s", (int)parts->date.length, parts->date.bytes, (int)act.name.length,
               act.name.bytes, (int)parts->result.length, parts->result.bytes);
    struct in_row row = in_row_at(number, buf_view(&key), time);
    row.acts = &act;
    row.act_count = 1;
    row.note = parts->comment;
    intake_row(intake, &row);
    buf_free(&key);
}

void lines_read(struct intake *intake, habit_line *split, bool first)
{
    struct buf wrong = {0};
    struct view line;
    struct line_parts parts;
    size_t at = 0, count;
    struct counting *counting = counting_of(intake->bytes, split, first, &count);
    for (uint32_t number = 0; line_wanted(intake->bytes, &at, &number, &line);) {
        buf_clear(&wrong);
        if (!split(line, &parts, &wrong)) {
            intake_skip(intake, number, "%s", wrong.bytes);
            continue;
        }
        uint32_t counts = counting_line(counting, count, parts_hash(&parts));
        if (counts != number)
            intake_leave(intake, number, "line %u, of the same habit and day, counts instead",
                         (unsigned)counts);
        else
            parts_take(intake, number, &parts);
    }
    free(counting);
    buf_free(&wrong);
}
