/* Track & Graph's csv: a data point a row, with the name of its tracker, a time with an offset, and a value
   that is a number, a number with a label, or a duration. */
#include "in.h"

#include "base/num.h"
#include "base/text.h"
#include "in/table.h"

#include <string.h>

enum field { FIELD_NAME, FIELD_TIME, FIELD_VALUE, FIELD_LABEL, FIELD_NOTE, FIELDS };
static const char *const field_names[FIELDS] = {"FeatureName", "Timestamp", "Value", "Label", "Note"};

struct graph {
    struct intake *intake;
    struct buf *error;
    struct scale mood, stress; /* of the trackers that the mapping calls so */
    int at[FIELDS];            /* which field of a row; -1 where the file has none */
    int count;                 /* of the fields that the header has; 0 before it is read */
    struct buf key, content, amount;
};

/* A value in its parts. */
struct value {
    bool duration;
    int64_t seconds;    /* of a duration */
    struct view number; /* of anything else, without zeros that say nothing */
    struct view label;
};

static void header_take(struct graph *graph, const struct table_row *row)
{
    for (int i = 0; i < FIELDS; i++)
        graph->at[i] = table_field(row, field_names[i]);
    graph->count = row->count;
}

static bool header_usable(const struct graph *graph)
{
    return graph->at[FIELD_NAME] >= 0 && graph->at[FIELD_TIME] >= 0 && graph->at[FIELD_VALUE] >= 0;
}

static bool header_look(void *context, const struct table_row *row)
{
    header_take(context, row);
    return false;
}

static bool trackandgraph_knows(struct view bytes, const char *path)
{
    struct graph graph = {0};
    struct view line;
    size_t at = 0;
    (void)path;
    if (!line_next(bytes, &at, &line))
        return false;
    table_read(line, ',', header_look, table_fault_pass, &graph);
    return graph.count && header_usable(&graph);
}

/* A whole number with or without a sign at the start of *TEXT, which loses it and the colon behind it. *COLON
   tells whether there was one. */
static bool part_take(struct view *text, size_t least, bool *negative, int64_t *value, bool *colon)
{
    size_t at = 0, digits = 0;
    bool minus = text->length && *text->bytes == '-';
    *negative |= minus;
    *value = 0;
    for (at = minus; at < text->length && is_digit(text->bytes[at]); at++, digits++) {
        if (digits == 9)
            return false;
        *value = *value * 10 + (text->bytes[at] - '0');
    }
    *colon = at < text->length && text->bytes[at] == ':';
    if (digits < least || (at < text->length && !*colon))
        return false;
    at += *colon;
    *text = (struct view){text->bytes + at, text->length - at};
    return true;
}

/* Reads "1:02:30" and "1:02:30:label"; false if TEXT is no duration. *NEGATIVE tells of a minus anywhere. */
static bool duration_read(struct view text, struct value *out, bool *negative)
{
    int64_t hours, minutes, seconds;
    bool first, second, third;
    *negative = false;
    if (!part_take(&text, 0, negative, &hours, &first) || !first ||
        !part_take(&text, 2, negative, &minutes, &second) || !second ||
        !part_take(&text, 2, negative, &seconds, &third))
        return false;
    *out = (struct value){.duration = true, .seconds = hours * 3600 + minutes * 60 + seconds};
    out->label = third ? view_trim(text) : (struct view){0};
    return true;
}

/* Reads a number and what may stand behind it and a colon; the number loses a fraction of zeros. */
static bool number_read(struct view text, struct value *out)
{
    const char *colon = text.length ? memchr(text.bytes, ':', text.length) : NULL;
    struct view number = {text.bytes, colon ? (size_t)(colon - text.bytes) : text.length};
    number = view_trim(number);
    size_t digits = 0, dots = 0, at = number.length && *number.bytes == '-';
    for (; at < number.length; at++) {
        char c = number.bytes[at];
        /* A very great or small one has an exponent. */
        bool part = c == '.' || c == 'E' || c == '-';
        if (!is_digit(c) && !part)
            return false;
        digits += !part;
        dots += c == '.';
    }
    if (!digits || dots > 1)
        return false;
    while (dots && !memchr(number.bytes, 'E', number.length) && number.bytes[number.length - 1] == '0')
        number.length--;
    number.length -= number.bytes[number.length - 1] == '.';
    *out = (struct value){.number = number};
    if (colon)
        out->label = view_trim((struct view){colon + 1, text.length - (size_t)(colon + 1 - text.bytes)});
    return number.length > 0;
}

static bool is_called(struct view name, const char *word)
{
    return word && text_same(name.bytes, name.length, word, strlen(word));
}

/* What the mapping calls mood or stress is a rating by its label, if the mapping knows that, or its number.
 */
static bool rating_take(const struct graph *graph, struct view name, const struct value *value,
                        struct in_row *row)
{
    const struct map *map = graph->intake->map;
    bool mood = is_called(name, map->column[MAP_MOOD]);
    if (value->duration || (!mood && !is_called(name, map->column[MAP_STRESS])))
        return false;
    bool labelled = mood && value->label.length && map_mood(map, value->label) >= 0;
    *(mood ? &row->mood : &row->stress) = labelled ? value->label : value->number;
    *(mood ? &row->scale : &row->stress_scale) = mood ? &graph->mood : &graph->stress;
    return true;
}

/* "3.2", "3.2 km", "Rainy"; nothing for a bare 1, which a tick is. */
static void amount_take(struct graph *graph, const struct value *value)
{
    bool tick = value->duration || view_is(value->number, "1");
    buf_clear(&graph->amount);
    if (!tick)
        buf_add(&graph->amount, value->number.bytes, value->number.length);
    if (!tick && value->label.length)
        buf_char(&graph->amount, ' ');
    if (value->label.length)
        buf_add(&graph->amount, value->label.bytes, value->label.length);
}

/* A point without a label that is 0 says that there was nothing. */
static bool is_nothing(const struct value *value)
{
    return !value->label.length && (value->duration ? value->seconds == 0 : view_is(value->number, "0"));
}

/* The row's value; false after its line was skipped with the reason. */
static bool value_find(struct graph *graph, const struct table_row *row, struct value *value)
{
    struct view text = view_trim(table_value(row, graph->at[FIELD_VALUE]));
    struct view label = view_trim(table_value(row, graph->at[FIELD_LABEL]));
    bool negative = false, duration = duration_read(text, value, &negative);
    if (!duration && !number_read(text, value)) {
        intake_skip(graph->intake, row->line,
                    "the value '%.*s' is no number, no number with a label such as 2:tired, and no duration "
                    "such as 1:02:30",
                    (int)text.length, text.bytes ? text.bytes : "");
        return false;
    }
    if (duration && (negative || value->seconds > MINUTES_MAX / 100 * 60)) {
        intake_skip(graph->intake, row->line, "the duration '%.*s' is not between 0 and 2400 hours",
                    (int)text.length, text.bytes);
        return false;
    }
    if (label.length)
        value->label = label;
    return true;
}

/* What tells the points of trackers with the same name apart. */
static void content_take(struct graph *graph, const struct table_row *row)
{
    buf_clear(&graph->content);
    for (int field = FIELD_VALUE; field <= FIELD_NOTE; field++) {
        struct view text = view_trim(table_value(row, graph->at[field]));
        buf_add(&graph->content, text.bytes ? text.bytes : "", text.length);
        buf_char(&graph->content, '\n');
    }
}

static void point_take(struct graph *graph, const struct table_row *row)
{
    struct view name = view_trim(table_value(row, graph->at[FIELD_NAME]));
    struct view when = view_trim(table_value(row, graph->at[FIELD_TIME]));
    struct moment time;
    struct value value;
    if (row->count != graph->count) {
        intake_skip(graph->intake, row->line, "it has %d fields, the header %d", row->count, graph->count);
        return;
    }
    if (!name.length) {
        intake_skip(graph->intake, row->line, "it has no FeatureName");
        return;
    }
    if (!intake_time(graph->intake, row->line, when, &time) || !value_find(graph, row, &value))
        return;
    buf_clear(&graph->key);
    buf_printf(&graph->key, "%.*s\n%.*s", (int)when.length, when.bytes, (int)name.length, name.bytes);
    struct in_row out = in_row_at(row->line, buf_view(&graph->key), time);
    struct act act = {.name = name, .state = is_nothing(&value) ? ACT_NOT : ACT_DONE};
    out.note = view_trim(table_value(row, graph->at[FIELD_NOTE]));
    content_take(graph, row);
    out.content = buf_view(&graph->content);
    if (!rating_take(graph, name, &value, &out)) {
        amount_take(graph, &value);
        act.amount = buf_view(&graph->amount);
        out.acts = &act;
        out.act_count = 1;
        if (value.duration && value.seconds)
            out.minutes = (long)((value.seconds * 100 + 30) / 60);
    }
    intake_row(graph->intake, &out);
}

static bool row_told(void *context, const struct table_row *row)
{
    struct graph *graph = context;
    if (graph->count) {
        point_take(graph, row);
        return true;
    }
    header_take(graph, row);
    if (!header_usable(graph))
        buf_text(graph->error,
                 "it is no csv of Track & Graph: its header needs FeatureName, Timestamp and Value");
    return header_usable(graph);
}

static void row_fault(void *context, uint32_t line, const char *what)
{
    struct graph *graph = context;
    intake_skip(graph->intake, line, "%s", what);
}

/* Whether each tracker that the mapping calls mood or stress has a scale; ERROR gets what is missing. */
static bool scales_check(const struct map *map, struct buf *error)
{
    if (map->column[MAP_MOOD] && !map->mood.set && !map->moods.count)
        buf_printf(error,
                   "the mapping calls the tracker '%s' mood, but not from where to where it goes: [scale] "
                   "needs a line such as mood = 1..5",
                   map->column[MAP_MOOD]);
    else if (map->column[MAP_STRESS] && !map->stress.set)
        buf_printf(error,
                   "the mapping calls the tracker '%s' stress, but not from where to where it goes: [scale] "
                   "needs a line such as stress = 1..5",
                   map->column[MAP_STRESS]);
    return !error->length;
}

static bool trackandgraph_read(struct intake *intake, struct buf *error)
{
    const struct map *map = intake->map;
    struct graph graph = {.intake = intake, .error = error};
    graph.mood = (struct scale){NULL, map->mood.low, map->mood.high};
    graph.stress = (struct scale){NULL, map->stress.low, map->stress.high};
    if (!scales_check(map, error))
        return false;
    table_read(intake->bytes, ',', row_told, row_fault, &graph);
    if (!graph.count && !error->length)
        buf_text(error, "it is empty");
    buf_free(&graph.key);
    buf_free(&graph.content);
    buf_free(&graph.amount);
    return !error->length;
}

const struct tracker tracker_trackandgraph = {
    .name = "trackandgraph",
    .describes = "Track & Graph's csv",
    .knows = trackandgraph_knows,
    .read = trackandgraph_read,
};
