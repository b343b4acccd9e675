/* The report for people: a column of titles, sentences in columns of their own, pictures in which a week is
 * two columns wide. */
#include "out.h"

#include "base/text.h"
#include "base/when.h"

#include <math.h>
#include <string.h>

enum {
    LEFT = 13,       /* where the text begins, behind the titles */
    NARROW_LEFT = 2, /* the same where the screen is too narrow for both */
    NARROW = 60,
    WEEKS_USUAL = 26, /* weeks of a picture on 80 columns, */
    WEEKS_MOST = 53,  /* and on a wide screen */
    WIDE = 108,
    PARTS_MOST = 6
};

struct pen {
    struct buf *out;
    const struct out_style *style;
    size_t left;
    size_t used; /* columns used on this line */
};

static void pen_end(struct pen *pen)
{
    while (pen->out->length && pen->out->bytes[pen->out->length - 1] == ' ')
        pen->out->bytes[--pen->out->length] = '\0';
    buf_char(pen->out, '\n');
    pen->used = 0;
}

static void pen_to(struct pen *pen, size_t column)
{
    for (; pen->used < column; pen->used++)
        buf_char(pen->out, ' ');
}

static void pen_write(struct pen *pen, const char *text, size_t length)
{
    buf_add(pen->out, text, length);
    pen->used += text_width(text, length);
}

static void pen_color(const struct pen *pen, const char *code)
{
    if (pen->style->color)
        buf_text(pen->out, code);
}

#define BOLD "\x1b[1m"
#define DIM "\x1b[2m"
#define GREEN "\x1b[32m"
#define PLAIN "\x1b[0m"

/* The title, on a line of its own where there is no room beside it. */
static void title_write(struct pen *pen, const char *title)
{
    pen_to(pen, 1);
    pen_color(pen, BOLD);
    pen_write(pen, title, strlen(title));
    pen_color(pen, PLAIN);
    if (pen->left < LEFT)
        pen_end(pen);
}

/* Writes TEXT from the pen's column on, going to a new line at INDENT before a word that does not fit. */
static void words_write(struct pen *pen, const char *text, size_t length, size_t indent)
{
    struct text_lines lines = {pen->out, pen->style->width, indent, pen->used, NULL};
    text_words(&lines, text, length);
    pen->used = lines.used;
}

/* How many columns lie behind a part: what is named stands close to its first value. */
static size_t part_gap(int part)
{
    return part ? 3 : 2;
}

/* The widths of the parts of LINE between tabs; returns how many there are. */
static int parts_of(const char *line, size_t *width)
{
    int part = 0;
    memset(width, 0, PARTS_MOST * sizeof *width);
    while (part < PARTS_MOST) {
        size_t length = strcspn(line, "\t");
        width[part++] = text_width(line, length);
        if (!line[length])
            break;
        line += length + 1;
    }
    return part;
}

/* How many parts have room for a column each. */
static int parts_fit(const struct pen *pen, const size_t *width)
{
    size_t column = pen->left;
    int part = 0;
    while (part < PARTS_MOST && column + width[part] <= pen->style->width) {
        column += width[part] + part_gap(part);
        part++;
    }
    return part ? part : 1;
}

/* WIDTH becomes at least as wide as OWN. */
static void parts_widen(size_t *width, const size_t *own)
{
    for (int part = 0; part < PARTS_MOST; part++)
        width[part] = own[part] > width[part] ? own[part] : width[part];
}

/* The widest part behind what is named. */
static size_t *part_widest(size_t *own)
{
    size_t *widest = own + 1;
    for (int part = 2; part < PARTS_MOST; part++)
        widest = own[part] > *widest ? own + part : widest;
    return widest;
}

/* The widths of the parts over all sentences that have a tab. One that is too long for a line is broken
   anyway, so its widest part does not count where others have room for all their columns: it would break them
   too. */
static void parts_measure(const struct pen *pen, const struct sentences *sentences, size_t *width)
{
    size_t own[PARTS_MOST], spared[PARTS_MOST] = {0};
    int most = 0, whole = 0;
    memset(width, 0, PARTS_MOST * sizeof *width);
    for (size_t i = 0; i < sentences->count; i++)
        if (parts_of(sentences->line[i], own) > 1)
            parts_widen(width, own);
    for (size_t i = 0; i < sentences->count; i++) {
        int parts = parts_of(sentences->line[i], own);
        if (parts < 2)
            continue;
        own[0] = width[0];
        bool fits = parts_fit(pen, own) >= parts;
        most = parts > most ? parts : most;
        whole = fits && parts > whole ? parts : whole;
        if (!fits)
            *part_widest(own) = 0;
        parts_widen(spared, own);
    }
    if (whole == most && parts_fit(pen, spared) >= most)
        memcpy(width, spared, sizeof spared);
}

/* FIT parts stand in columns, on a new line where what is before them reaches into theirs; the others begin a
   new line in every sentence, so that they, too, stand one below the other. */
static void sentence_write(struct pen *pen, const char *sentence, const size_t *width, int fit)
{
    size_t column = pen->left;
    const char *at = sentence;
    for (int part = 0; part < PARTS_MOST; part++) {
        size_t length = strcspn(at, "\t"), gap = part_gap(part - 1);
        bool beside = pen->used + part_gap(0) + text_width(at, length) <= pen->style->width;
        if (part == fit || (part > fit && !beside)) {
            pen_end(pen);
            pen_to(pen, pen->left + 2);
        } else if (part && part < fit && pen->used + gap > column) {
            pen_end(pen);
            pen_to(pen, column);
        } else if (part) {
            pen_to(pen, part < fit ? column : pen->used + part_gap(0));
        }
        words_write(pen, at, length, pen->left + 2);
        column += width[part] + part_gap(part);
        at += length;
        if (!*at++)
            break;
    }
    pen_end(pen);
}

static void sentences_write(struct pen *pen, const struct sentences *sentences)
{
    size_t width[PARTS_MOST];
    parts_measure(pen, sentences, width);
    int fit = parts_fit(pen, width);
    for (size_t i = 0; i < sentences->count; i++) {
        struct buf safe = {0};
        const char *line = sentences->line[i];
        /* The tabs are ours; all else may have come from a record. */
        while (*line) {
            size_t length = strcspn(line, "\t");
            text_safe(&safe, line, length);
            line += length;
            if (*line) {
                buf_char(&safe, '\t');
                line++;
            }
        }
        pen_to(pen, pen->left);
        sentence_write(pen, buf_string(&safe), width, fit);
        buf_free(&safe);
    }
}

/* Where a picture's first column is: behind the names of the weekdays. */
static size_t picture_left(const struct pen *pen)
{
    return pen->left < LEFT ? NARROW_LEFT + 4 : LEFT;
}

/* How many weeks of a picture fit. */
static size_t weeks_shown(const struct pen *pen)
{
    size_t width = pen->style->width, left = picture_left(pen);
    size_t fit = width > left + 2 ? (width - left) / 2 : 1;
    if (width >= WIDE) {
        fit = (width - left - 15) / 2;
        return fit < WEEKS_MOST ? fit : WEEKS_MOST;
    }
    return fit < WEEKS_USUAL ? fit : WEEKS_USUAL;
}

static const char *const marks_unicode[] = {"·", "░", "▒", "▓", "█"};
static const char *const marks_ascii[] = {".", ":", "+", "%", "#"};

/* A day of rest is shown as one, whatever was done on it. */
static const char *day_mark(const struct pen *pen, const struct calendar *calendar, size_t day)
{
    int32_t done = day < calendar->count ? calendar->acts[day] : CALENDAR_UNKNOWN;
    if (done == CALENDAR_UNKNOWN)
        return " ";
    if (calendar->rest[day])
        return "-";
    return (pen->style->unicode ? marks_unicode : marks_ascii)[done < 4 ? done : 4];
}

/* The names of the months above the weeks in which they begin. A name is wider than a week, so the month that
   the picture begins in has none if the next one begins a week later: else that one would stand under it. */
static void months_write(struct pen *pen, int64_t first, size_t weeks, int64_t last)
{
    int before = 0;
    for (size_t w = 0; w < weeks; w++) {
        size_t column = picture_left(pen) + 2 * w;
        int64_t week = first + 7 * (int64_t)w;
        int month = week_month(week, last);
        bool room = w + 1 == weeks || month == week_month(week + 7, last);
        if (month != before && room && column + 3 <= pen->style->width) {
            pen_to(pen, column);
            pen_write(pen, month_name(month), 3);
        }
        before = month;
    }
    pen_end(pen);
}

/* A note below a picture. */
static void note_write(struct pen *pen, const struct buf *note)
{
    pen_to(pen, picture_left(pen));
    pen_color(pen, DIM);
    words_write(pen, buf_string(note), note->length, picture_left(pen));
    pen_color(pen, PLAIN);
    pen_end(pen);
}

static void legend_write(struct pen *pen)
{
    const char *const *mark = pen->style->unicode ? marks_unicode : marks_ascii;
    struct buf line = {0};
    buf_printf(&line, "%s none  %s 1  %s 2  %s 3  %s 4 or more  - rest", mark[0], mark[1], mark[2], mark[3],
               mark[4]);
    note_write(pen, &line);
    buf_free(&line);
}

static void calendar_write(struct pen *pen, const struct calendar *calendar)
{
    size_t weeks = (calendar->count + 6) / 7, shown = weeks_shown(pen);
    size_t skip = weeks > shown ? weeks - shown : 0;
    int64_t first = calendar->first + 7 * (int64_t)skip;
    months_write(pen, first, weeks - skip, calendar->first + (int64_t)calendar->count - 1);
    for (int row = 0; row < 7; row++) {
        pen_to(pen, picture_left(pen) - 4);
        pen_write(pen, weekday_name(weekday(first + row)), 3);
        pen_color(pen, GREEN);
        for (size_t w = skip; w < weeks; w++) {
            const char *mark = day_mark(pen, calendar, 7 * w + (size_t)row);
            pen_to(pen, picture_left(pen) + 2 * (w - skip));
            pen_write(pen, mark, strlen(mark));
        }
        pen_color(pen, PLAIN);
        pen_end(pen);
    }
    legend_write(pen);
}

static const char *mood_mark(const struct pen *pen, double mean)
{
    static const char *const bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char *const digits[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "X"};
    if (isnan(mean))
        return " ";
    if (!pen->style->unicode)
        return digits[(int)(mean + 0.5)];
    int bar = (int)(mean * 0.8);
    return bars[bar > 7 ? 7 : bar];
}

static void weekly_write(struct pen *pen, const struct weekly *weekly)
{
    size_t shown = weeks_shown(pen), skip = weekly->count > shown ? weekly->count - shown : 0;
    struct buf note = {0};
    pen_color(pen, GREEN);
    for (size_t w = skip; w < weekly->count; w++) {
        const char *mark = mood_mark(pen, weekly->mean[w]);
        pen_to(pen, picture_left(pen) + 2 * (w - skip));
        pen_write(pen, mark, strlen(mark));
    }
    pen_color(pen, PLAIN);
    if (!isnan(weekly->from) && !isnan(weekly->to))
        buf_printf(&note, "   %.1f -> %.1f", weekly->from, weekly->to);
    else if (!isnan(weekly->to))
        buf_printf(&note, "   mean %.1f", weekly->to);
    words_write(pen, buf_string(&note), note.length, picture_left(pen));
    buf_free(&note);
    pen_end(pen);
    buf_text(&note, pen->style->unicode ? "a bar a week, 0 to 10" : "a digit a week, X for 10");
    if (weekly->span >= 2 * TREND_WEEKS)
        buf_printf(&note, "; means of the first and last %d of %zu weeks", TREND_WEEKS, weekly->span);
    note_write(pen, &note);
    buf_free(&note);
}

/* Where on a line of WIDTH columns VALUE lies, from LOW to HIGH. */
static size_t plot_column(double value, double low, double high, size_t width)
{
    double at = (value - low) / (high - low) * (double)(width - 1) + 0.5;
    return at < 0 ? 0 : at >= (double)width ? width - 1 : (size_t)at;
}

/* One interval over the scale, with the line of zero behind it. */
static void interval_draw(struct pen *pen, const struct forest_row *row, double low, double high,
                          size_t width)
{
    bool unicode = pen->style->unicode;
    size_t from = plot_column(row->low, low, high, width), to = plot_column(row->high, low, high, width);
    size_t point = plot_column(row->estimate, low, high, width), zero = plot_column(0, low, high, width);
    for (size_t c = 0; c < width; c++) {
        const char *mark = " ";
        if (c == point)
            mark = unicode ? "●" : "o";
        else if (c == from)
            mark = unicode ? "├" : "[";
        else if (c == to)
            mark = unicode ? "┤" : "]";
        else if (c == zero)
            mark = unicode ? (c > from && c < to ? "┼" : "│") : "|";
        else if (c > from && c < to)
            mark = unicode ? "─" : "-";
        pen_write(pen, mark, strlen(mark));
    }
}

enum {
    LABEL = 16,     /* columns of a row's name, */
    ESTIMATE = 6,   /* of its estimate, */
    PLOT_LEAST = 9, /* of its picture, if there is room for it, */
    PLOT_MOST = 40,
    RANGE = 14, /* of its interval, */
    LEVEL = 16  /* and of what was found */
};

/* The estimate, its picture and its interval, as far as the column of the level where there is one. */
static void estimate_write(struct pen *pen, const struct forest_row *row, double low, double high)
{
    enum { LEAST = NARROW_LEFT + 1 + LABEL + ESTIMATE + 2 + RANGE, REST = LEAST + 2 + 2 + LEVEL };
    size_t width = pen->style->width, plot = width > REST ? width - REST : 0;
    int decimals = range_decimals(row->low, row->high);
    struct buf words = {0};
    /* A second decimal stands in the gap, so that the first ones stand one below the other. */
    signed_say(&words, row->estimate, decimals, (width < LEAST ? ESTIMATE - 1 : ESTIMATE) + decimals - 1);
    buf_text(&words, decimals == 1 ? "  " : " ");
    pen_write(pen, words.bytes, words.length);
    if (plot >= PLOT_LEAST) {
        interval_draw(pen, row, low, high, plot < PLOT_MOST ? plot : PLOT_MOST);
        pen_write(pen, "  ", 2);
    }
    size_t column = pen->used + RANGE;
    buf_clear(&words);
    signed_say(&words, row->low, decimals, 0);
    buf_text(&words, " to ");
    signed_say(&words, row->high, decimals, 0);
    pen_write(pen, words.bytes, words.length);
    if (column + 2 + LEVEL <= width)
        pen_to(pen, column);
    buf_free(&words);
}

static void forest_row_write(struct pen *pen, const struct forest_row *row, double low, double high)
{
    size_t left = NARROW_LEFT + 1, indent = left + 2, below = left + LABEL + ESTIMATE + 2;
    struct buf words = {0}, label = {0};
    text_safe(&words, row->label, strlen(row->label));
    text_fit(&label, words.bytes, words.length, LABEL, pen->style->unicode);
    pen_to(pen, left);
    pen_write(pen, label.bytes, label.length);
    buf_free(&label);
    buf_clear(&words);
    if (row->known) {
        estimate_write(pen, row, low, high);
        buf_printf(&words, "  %s", row->level);
    } else {
        buf_printf(&words, "  %s: %s", row->level, row->note);
    }
    words_write(pen, words.bytes, words.length, indent);
    buf_free(&words);
    pen_end(pen);
    if (row->known && *row->note) {
        pen_to(pen, below + text_width(row->note, strlen(row->note)) <= pen->style->width ? below : indent);
        pen_color(pen, DIM);
        words_write(pen, row->note, strlen(row->note), indent);
        pen_color(pen, PLAIN);
        pen_end(pen);
    }
}

static bool forest_known(const struct forest *forest)
{
    double low, high;
    return forest_scale(forest, &low, &high);
}

static void forest_write(struct pen *pen, const struct forest *forest)
{
    double low, high;
    pen_to(pen, pen->left);
    if (!forest_scale(forest, &low, &high)) {
        struct buf words = {0};
        buf_printf(&words, "%s: %s", forest->rows[0].level, forest->rows[0].note);
        words_write(pen, words.bytes, words.length, pen->left);
        buf_free(&words);
        pen_end(pen);
        return;
    }
    words_write(pen, forest->head, strlen(forest->head), pen->left);
    pen_end(pen);
    for (size_t i = 0; i < forest->count; i++)
        forest_row_write(pen, &forest->rows[i], low, high);
}

/* NONE stands where there is nothing. */
static void section_write(struct pen *pen, const struct section *section, const char *none)
{
    bool nothing = !section->words.count && !section->calendar.count && !weekly_has(&section->weekly) &&
                   !section->forests[0].count && !section->cautions.count;
    title_write(pen, section->title);
    sentences_write(pen, &section->words);
    if (section->calendar.count)
        calendar_write(pen, &section->calendar);
    if (weekly_has(&section->weekly))
        weekly_write(pen, &section->weekly);
    for (int f = 0; f < FORESTS; f++)
        if (section->forests[f].count &&
            (!f || forest_known(&section->forests[0]) || forest_known(&section->forests[f])))
            forest_write(pen, &section->forests[f]);
    if (nothing) {
        pen_to(pen, pen->left);
        pen_write(pen, none, strlen(none));
        pen_end(pen);
    }
    sentences_write(pen, &section->cautions);
}

/* The program's name on the left, the range in the middle, the records on the right, as far as one line holds
 * them. */
static void heading_write(struct pen *pen, const struct report *report)
{
    enum { MOST = 80, BETWEEN = 3 };
    struct buf name = {0}, range = {0}, records = {0};
    buf_printf(&name, "%s report", pen->style->program);
    report_range(report, &range);
    buf_printf(&records, "%zu record%s", report->records, report->records == 1 ? "" : "s");
    size_t width = pen->style->width < MOST ? pen->style->width : MOST;
    size_t left = text_width(name.bytes, name.length), middle = text_width(range.bytes, range.length);
    size_t right = text_width(records.bytes, records.length),
           start = width > middle ? (width - middle) / 2 : 0;
    bool fits = start >= left + BETWEEN && width >= start + middle + BETWEEN + right;
    pen_color(pen, BOLD);
    pen_write(pen, name.bytes, name.length);
    pen_color(pen, PLAIN);
    if (fits)
        pen_to(pen, start);
    else
        words_write(pen, "   ", BETWEEN, 0);
    words_write(pen, range.bytes, range.length, NARROW_LEFT);
    if (fits)
        pen_to(pen, width - right);
    else
        words_write(pen, "   ", BETWEEN, NARROW_LEFT);
    words_write(pen, records.bytes, records.length, NARROW_LEFT);
    pen_end(pen);
    buf_free(&name);
    buf_free(&range);
    buf_free(&records);
    pen_end(pen);
}

/* Whether a section is a few lines of words, with no sentences below them. */
static bool words_only(const struct section *section)
{
    return !section->calendar.count && !weekly_has(&section->weekly) && !section->forests[0].count &&
           !section->cautions.count;
}

/* Whether two sections stand closer: lines of words, or pictures that share their weeks. */
static bool belong_together(const struct section *above, const struct section *below)
{
    return (words_only(above) && words_only(below)) || (above->calendar.count && weekly_has(&below->weekly));
}

void out_text(const struct report *report, const struct out_style *style, struct buf *out)
{
    struct pen pen = {.out = out, .style = style, .left = style->width < NARROW ? NARROW_LEFT : LEFT};
    if (style->heading)
        heading_write(&pen, report);
    for (size_t i = 0; i < report->count; i++) {
        if (i && !belong_together(&report->sections[i - 1], &report->sections[i]))
            pen_end(&pen);
        section_write(&pen, &report->sections[i], report->chosen ? "none in these days" : "none yet");
    }
}
