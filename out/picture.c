/* The pictures of days and weeks, as inline SVG from the model's series. Colour is never alone: size, place
   or words say the same. */
#include "page.h"

#include "base/when.h"

#include <math.h>

void svg_open(struct buf *out, const char *kind, double width, double height, const char *more, unsigned *id)
{
    ++*id;
    buf_printf(out,
               "<svg class=\"%s\" viewBox=\"0 0 %g %g\" role=\"img\" aria-labelledby=\"t%u\" "
               "aria-describedby=\"d%u\"%s>\n",
               kind, width, height, *id, *id, more);
}

/* The calendar */

enum { CELL = 10, CALENDAR_LEFT = 30, CALENDAR_TOP = 14, CALENDAR_WEEKS = 28 };

/* The days that tell what they hold where a pointer rests: the latest ones, for the page to stay small. */
enum { TOLD_DAYS = 400 };

/* How a day is marked, from none to 4 acts or more; the style makes the squares larger and darker. */
enum { LEVEL_MOST = 4, LEVEL_REST, LEVELS };
static const char *const level_class[LEVELS] = {"c0", "c1", "c2", "c3", "c4", "rest"};

static int level_of(int32_t acts)
{
    return acts < LEVEL_MOST ? acts : LEVEL_MOST;
}

/* The end of a line of no length is a square; a day of rest is a dash. */
static void mark_path(struct buf *out, size_t x, size_t y, int level)
{
    if (level == LEVEL_REST)
        buf_printf(out, "M%zu %zuh6", x + 2, y + 5);
    else
        buf_printf(out, "M%zu %zuh0", x + 5, y + 5);
}

/* The days from BEGIN to END that have the same mark, in one path. */
static void level_draw(struct buf *out, const struct calendar *calendar, size_t begin, size_t end, int level)
{
    bool any = false;
    for (size_t i = begin; i < end; i++) {
        /* A day of rest is shown as one, whatever was done on it. */
        if (calendar->acts[i] == CALENDAR_UNKNOWN ||
            (calendar->rest[i] ? LEVEL_REST : level_of(calendar->acts[i])) != level)
            continue;
        if (!any)
            buf_printf(out, "<path class=\"%s\" d=\"", level_class[level]);
        any = true;
        mark_path(out, CALENDAR_LEFT + CELL * ((i - begin) / 7), CALENDAR_TOP + CELL * ((i - begin) % 7),
                  level);
    }
    if (any)
        buf_text(out, "\"/>\n");
}

/* Where a pointer rests on a day with acts it reads when and how many. */
static void days_tell(struct buf *out, const struct calendar *calendar, size_t begin, size_t end)
{
    char date[DATE_SIZE];
    for (size_t i = begin; i < end; i++) {
        if (calendar->acts[i] <= 0 || i + TOLD_DAYS < calendar->count)
            continue;
        date_write(calendar->first + (int64_t)i, date);
        buf_printf(out, "<path class=\"tell\" d=\"M%zu %zuh10v10h-10z\"><title>%s: %d</title></path>\n",
                   CALENDAR_LEFT + CELL * ((i - begin) / 7), CALENDAR_TOP + CELL * ((i - begin) % 7), date,
                   calendar->acts[i]);
    }
}

/* A month has its name above the week in which it begins, if at least three of its weeks follow there. */
static void months_draw(struct buf *out, int64_t first, size_t weeks, int64_t last)
{
    int before = 0;
    for (size_t w = 0; w + 2 < weeks || (!w && weeks); w++) {
        int64_t week = first + 7 * (int64_t)w;
        int month = week_month(week, last);
        if (month != before && (month == week_month(week + 14, last) || weeks < 3))
            buf_printf(out, "<text x=\"%g\" y=\"10\">%s</text>\n", CALENDAR_LEFT + CELL * (double)w,
                       month_name(month));
        before = month;
    }
}

/* WEEKS weeks from week FROM on. */
static void calendar_draw(struct buf *out, const struct calendar *calendar, size_t from, size_t weeks,
                          unsigned *id)
{
    double width = CALENDAR_LEFT + CELL * fmax((double)weeks, 3);
    size_t begin = 7 * from, end = begin + 7 * weeks;
    int64_t first = calendar->first + (int64_t)begin;
    long long acts = 0, days = 0;
    if (end > calendar->count)
        end = calendar->count;
    for (size_t i = begin; i < end; i++)
        if (calendar->acts[i] > 0) {
            acts += calendar->acts[i];
            days++;
        }
    struct buf more = {0};
    buf_printf(&more, " style=\"max-width:%.4grem\"", width * 1.45 / 16);
    svg_open(out, "calendar", width, CALENDAR_TOP + 7 * CELL + 2, buf_string(&more), id);
    buf_free(&more);
    buf_printf(out, "<title id=\"t%u\">Acts a day, ", *id);
    day_say(out, first, true);
    buf_text(out, " to ");
    day_say(out, calendar->first + (int64_t)end - 1, true);
    buf_printf(out,
               "</title>\n<desc id=\"d%u\">A column for each week, a square for each day: the larger and "
               "darker, the more acts. %lld acts on %lld days.</desc>\n",
               *id, acts, days);
    months_draw(out, first, weeks, calendar->first + (int64_t)calendar->count - 1);
    for (int row = 0; row < 7; row += 2)
        buf_printf(out, "<text x=\"0\" y=\"%d\">%s</text>\n", CALENDAR_TOP + row * CELL + 9,
                   weekday_name(weekday(first + row)));
    for (int level = 0; level < LEVELS; level++)
        level_draw(out, calendar, begin, end, level);
    days_tell(out, calendar, begin, end);
    buf_text(out, "</svg>\n");
}

static void calendar_legend(struct buf *out)
{
    static const char *const names[LEVELS] = {"none", "1", "2", "3", "4 or more", "a day of rest"};
    buf_text(out, "<ul class=\"legend\">\n");
    for (int level = 0; level < LEVELS; level++) {
        buf_printf(out, "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><path class=\"%s\" d=\"",
                   level_class[level]);
        mark_path(out, 0, 0, level);
        buf_printf(out, "\"/></svg>%s</li>\n", names[level]);
    }
    buf_text(out, "</ul>\n");
}

/* In parts of about equal length that a small screen has room for. */
void picture_calendar(struct buf *out, const struct calendar *calendar, unsigned *id)
{
    size_t weeks = (calendar->count + 6) / 7, parts = (weeks + CALENDAR_WEEKS - 1) / CALENDAR_WEEKS;
    size_t each = (weeks + parts - 1) / parts;
    buf_text(out, "<div class=\"calendars\">\n");
    for (size_t from = 0; from < weeks; from += each) {
        int64_t last = calendar->first + 7 * (int64_t)(from + each) - 1;
        int64_t end = calendar->first + (int64_t)calendar->count - 1;
        buf_text(out, "<figure>\n");
        if (parts > 1) {
            buf_text(out, "<figcaption>");
            day_say(out, calendar->first + 7 * (int64_t)from, true);
            buf_text(out, " to ");
            day_say(out, last < end ? last : end, true);
            buf_text(out, "</figcaption>\n");
        }
        calendar_draw(out, calendar, from, weeks - from < each ? weeks - from : each, id);
        buf_text(out, "</figure>\n");
    }
    buf_text(out, "</div>\n");
    calendar_legend(out);
}

/* The line of weeks */

/* The drawing is stretched to the width of the page, its strokes are not; all of its words are around it. */
enum { LINE_HEIGHT = 120, LINE_TOP = 8, LINE_BOTTOM = 88, RUG_BOTTOM = 118, LABELS_MOST = 12 };

static double line_y(double mood)
{
    return LINE_BOTTOM - mood * (LINE_BOTTOM - LINE_TOP) / 10;
}

static double week_x(size_t week)
{
    return 7 * (double)week + 3.5;
}

/* The weeks with ratings from week FROM on: the first of them in *FROM, the one behind the last returned. */
static size_t run_find(const struct weekly *weekly, size_t *from)
{
    while (*from < weekly->count && isnan(weekly->mean[*from]))
        ++*from;
    size_t end = *from;
    while (end < weekly->count && !isnan(weekly->mean[end]))
        end++;
    return end;
}

static void run_path(struct buf *out, const double *value, size_t from, size_t end)
{
    for (size_t w = from; w < end; w++)
        buf_printf(out, "%c%g %.4g", w == from ? 'M' : 'L', week_x(w), line_y(value[w]));
}

/* The range of a run of weeks; a week alone is as wide as itself. */
static void run_range(struct buf *out, const struct weekly *weekly, size_t from, size_t end)
{
    if (end == from + 1) {
        buf_printf(out, "M%zu %.4gh7V%.4gh-7z", 7 * from, line_y(weekly->low[from]),
                   line_y(weekly->high[from]));
        return;
    }
    run_path(out, weekly->high, from, end);
    for (size_t w = end; w-- > from;)
        buf_printf(out, "L%g %.4g", week_x(w), line_y(weekly->low[w]));
    buf_char(out, 'z');
}

/* A path of a class: one that RUN adds to for each run of weeks. */
static void runs_draw(struct buf *out, const char *class, const struct weekly *weekly,
                      void (*run)(struct buf *, const struct weekly *, size_t, size_t))
{
    buf_printf(out, "<path class=\"%s\" d=\"", class);
    for (size_t from = 0, end; (end = run_find(weekly, &from)) > from; from = end)
        run(out, weekly, from, end);
    buf_text(out, "\"/>\n");
}

static void run_mean(struct buf *out, const struct weekly *weekly, size_t from, size_t end)
{
    if (end > from + 1)
        run_path(out, weekly->mean, from, end);
}

/* A line of no length has round ends, which are a dot. */
static void run_alone(struct buf *out, const struct weekly *weekly, size_t from, size_t end)
{
    if (end == from + 1)
        buf_printf(out, "M%g %.4gh0", week_x(from), line_y(weekly->mean[from]));
}

static void rug_draw(struct buf *out, const struct weekly *weekly)
{
    buf_text(out, "<path class=\"rug\" d=\"");
    for (size_t i = 0; i < 7 * weekly->count; i++)
        if (weekly->acts[i] > 0)
            buf_printf(out, "M%zu.5 %dv-%d", i, RUG_BOTTOM, 5 * level_of(weekly->acts[i]));
    buf_text(out, "\"/>\n");
}

/* What to read where a pointer rests. */
static void weeks_tell(struct buf *out, const struct weekly *weekly)
{
    char date[DATE_SIZE];
    for (size_t w = 0; w < weekly->count; w++) {
        if (isnan(weekly->mean[w]))
            continue;
        date_write(weekly->first + 7 * (int64_t)w, date);
        buf_printf(out,
                   "<path class=\"tell\" d=\"M%zu 0h7v96h-7z\"><title>week of %s: mean %.3g, %.3g to "
                   "%.3g</title></path>\n",
                   7 * w, date, weekly->mean[w], weekly->low[w], weekly->high[w]);
    }
}

/* How many months lie between two labels, so that there are few enough. */
static int label_step(const struct weekly *weekly)
{
    static const int steps[] = {1, 2, 3, 6, 12, 24, 60};
    size_t i = 0;
    while (i + 1 < sizeof steps / sizeof *steps && (double)weekly->count * 7 / 30.4 / steps[i] > LABELS_MOST)
        i++;
    return steps[i];
}

/* The names of months under the weeks in which they begin, January as its year. Every other one is marked,
   for a small screen to leave out. */
static void labels_write(struct buf *out, const struct weekly *weekly)
{
    int year, month, date, before = 0, step = label_step(weekly), said = 0;
    buf_text(out, "<div class=\"xs\" aria-hidden=\"true\">");
    for (size_t w = 0; w < weekly->count; w++) {
        double at = 100 * (double)w / (double)weekly->count;
        date_from_day(week_end(weekly->first + 7 * (int64_t)w, weekly->last), &year, &month, &date);
        if (month != before && (12 * year + month - 1) % step == 0 && at <= 93) {
            buf_printf(out, "<span%s style=\"left:%.4g%%\">", said++ % 2 ? " class=\"odd\"" : "", at);
            if (month == 1)
                buf_printf(out, "%d</span>", year);
            else
                buf_printf(out, "%s</span>", month_name(month));
        }
        before = month;
    }
    buf_text(out, "</div>\n");
}

static void weekly_describe(struct buf *out, const struct weekly *weekly, unsigned id)
{
    buf_printf(out,
               "<title id=\"t%u\">Mood by week</title>\n<desc id=\"d%u\">A line of weekly means from 0 to 10 "
               "in the band of each week's lowest and highest rating; under it a stroke for each day with "
               "acts.",
               id, id);
    if (!isnan(weekly->from) && !isnan(weekly->to)) {
        buf_text(out, " The mean ");
        trend_say(out, weekly);
        buf_char(out, '.');
    }
    buf_text(out, "</desc>\n");
}

void picture_weekly(struct buf *out, const struct weekly *weekly, unsigned *id)
{
    double width = 7 * (double)weekly->count;
    buf_text(out,
             "<figure class=\"plot\">\n<div class=\"ys\" aria-hidden=\"true\"><span>10</span><span>5</span>"
             "<span>0</span><span>acts</span></div>\n");
    svg_open(out, "line", width, LINE_HEIGHT, " preserveAspectRatio=\"none\"", id);
    weekly_describe(out, weekly, *id);
    buf_printf(out, "<path class=\"grid\" d=\"M0 %gH%gM0 %gH%gM0 %gH%g\"/>\n", line_y(10), width, line_y(5),
               width, line_y(0), width);
    runs_draw(out, "range", weekly, run_range);
    runs_draw(out, "mean", weekly, run_mean);
    runs_draw(out, "alone", weekly, run_alone);
    rug_draw(out, weekly);
    weeks_tell(out, weekly);
    buf_text(out, "</svg>\n");
    labels_write(out, weekly);
    buf_text(out,
             "</figure>\n<ul class=\"legend\">\n"
             "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><path class=\"mean\" d=\"M0 5h10\"/></svg>"
             "the week's mean</li>\n"
             "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><path class=\"range\" "
             "d=\"M0 2h10v6h-10z\"/></svg>its lowest to its highest</li>\n"
             "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><path class=\"rug\" d=\"M3 10v-5M7 "
             "10v-9\"/></svg>a day's acts, the taller the more</li>\n</ul>\n");
}
