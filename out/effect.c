/* The pictures of what goes with what, and of what came before and after, as inline SVG; in picture.c are
   those of days and weeks. */
#include "page.h"

#include <math.h>

/* Intervals over one scale */

/* Where VALUE lies, in thousandths of the scale. */
static double place(double value, double low, double high)
{
    return round((value - low) / (high - low) * 9200 + 400) / 10;
}

/* "+0.7 (+0.3 to +1.0)" */
static void interval_say(struct buf *out, const struct forest_row *row)
{
    int decimals = range_decimals(row->low, row->high);
    signed_say(out, row->estimate, decimals, 0);
    buf_text(out, " (");
    signed_say(out, row->low, decimals, 0);
    buf_text(out, " to ");
    signed_say(out, row->high, decimals, 0);
    buf_char(out, ')');
}

static void interval_draw(struct buf *out, const struct forest_row *row, double low, double high)
{
    buf_text(out, "<svg class=\"interval\" viewBox=\"0 0 1000 20\" preserveAspectRatio=\"none\" "
                  "aria-hidden=\"true\"><title>");
    interval_say(out, row);
    buf_printf(out, "</title><path class=\"zero\" d=\"M%g 0v20\"/><path class=\"whisker\" d=\"M%g 10H%g",
               place(0, low, high), place(row->low, low, high), place(row->high, low, high));
    buf_printf(out, "M%g 5v10M%g 5v10\"/><path class=\"point\" d=\"M%g 10h0\"/></svg>\n",
               place(row->low, low, high), place(row->high, low, high), place(row->estimate, low, high));
}

static void forest_row_draw(struct buf *out, const struct forest_row *row, double low, double high)
{
    buf_text(out, "<li><b><bdi>");
    html_text(out, row->label);
    buf_text(out, "</bdi></b>\n");
    if (row->known) {
        interval_draw(out, row, low, high);
        buf_text(out, "<span class=\"size\">");
        interval_say(out, row);
        buf_text(out, "</span>\n");
    }
    buf_printf(out, "<span class=\"level%s\">", row->known ? "" : " missing");
    html_text(out, row->level);
    if (*row->note) {
        buf_text(out, row->known ? "; " : ": ");
        html_text(out, row->note);
    }
    buf_text(out, "</span></li>\n");
}

static void tick_write(struct buf *out, double at, const char *label)
{
    buf_printf(out, "<span style=\"left:%.4g%%\">%s</span>", at, label);
}

/* The numbers under the ends of the scale, and 0 unless it stands too close to one of them. */
static void scale_write(struct buf *out, double low, double high)
{
    double zero = place(0, low, high) / 10;
    struct buf ends[2] = {{0}};
    signed_say(&ends[0], low, 1, 0);
    signed_say(&ends[1], high, 1, 0);
    buf_text(out, "<li class=\"scale\" aria-hidden=\"true\"><div class=\"ticks\">");
    if (zero > 15)
        tick_write(out, place(low, low, high) / 10, ends[0].bytes);
    tick_write(out, zero, "0");
    if (zero < 85)
        tick_write(out, place(high, low, high) / 10, ends[1].bytes);
    buf_text(out, "</div></li>\n");
    buf_free(&ends[0]);
    buf_free(&ends[1]);
}

void picture_forest(struct buf *out, const struct forest *forest)
{
    double low, high;
    bool any = forest_scale(forest, &low, &high);
    buf_text(out, "<figure>\n<figcaption>");
    html_text(out, forest->head);
    buf_text(out, "</figcaption>\n");
    if (any)
        buf_text(out,
                 "<p class=\"note\">Each dot is the estimate, its line the range that is likely. A line that "
                 "crosses 0 may be chance.</p>\n");
    buf_text(out, "<ul class=\"forest\">\n");
    for (size_t i = 0; i < forest->count; i++)
        forest_row_draw(out, &forest->rows[i], low, high);
    if (any)
        scale_write(out, low, high);
    buf_text(out, "</ul>\n</figure>\n");
}

/* Before and after */

enum {
    SLOPE_WIDTH = 190,
    SLOPE_HEIGHT = 150,
    SLOPE_TOP = 8,
    SLOPE_BOTTOM = 128,
    SLOPE_LEFT = 54,
    SLOPE_RIGHT = 150
};

struct slope_scale {
    double low, high;
};

/* Ratings are 0 to 10; what goes beyond makes the scale longer. */
static struct slope_scale slopes_scale(const struct slopes *slopes)
{
    struct slope_scale scale = {0, 10};
    for (size_t i = 0; i < slopes->count; i++) {
        const struct slope_line *line = &slopes->lines[i];
        scale.low = fmin(scale.low, fmin(line->before, line->after));
        scale.high = fmax(scale.high, fmax(line->before, line->after));
    }
    return scale;
}

static double slope_y(double value, struct slope_scale scale)
{
    return SLOPE_BOTTOM - (value - scale.low) / (scale.high - scale.low) * (SLOPE_BOTTOM - SLOPE_TOP);
}

static void slope_line_path(struct buf *out, double before, double after, struct slope_scale scale)
{
    buf_printf(out, "M%d %.4gL%d %.4g", SLOPE_LEFT, slope_y(before, scale), SLOPE_RIGHT,
               slope_y(after, scale));
}

/* The means of a group; how many lines it has. */
static size_t slope_mean(const struct slopes *slopes, int group, double *before, double *after)
{
    size_t n = 0;
    *before = *after = 0;
    for (size_t i = 0; i < slopes->count; i++)
        if (slopes->lines[i].group == group) {
            *before += slopes->lines[i].before;
            *after += slopes->lines[i].after;
            n++;
        }
    if (n) {
        *before /= (double)n;
        *after /= (double)n;
    }
    return n;
}

static void slope_axis(struct buf *out, const struct slopes *slopes, struct slope_scale scale)
{
    buf_printf(out, "<path class=\"grid\" d=\"M%d %dV%dM%d %dV%d\"/>\n", SLOPE_LEFT, SLOPE_TOP, SLOPE_BOTTOM,
               SLOPE_RIGHT, SLOPE_TOP, SLOPE_BOTTOM);
    buf_printf(
        out,
        "<text class=\"end\" x=\"18\" y=\"%d\">%g</text><text class=\"end\" x=\"18\" y=\"%d\">%g</text>\n",
        SLOPE_TOP + 4, scale.high, SLOPE_BOTTOM + 2, scale.low);
    for (int end = 0; end < 2; end++)
        buf_printf(out, "<text class=\"mid\" x=\"%d\" y=\"%d\">%s</text>%s", end ? SLOPE_RIGHT : SLOPE_LEFT,
                   SLOPE_HEIGHT - 4, slopes->ends[end], end ? "\n" : "");
}

static void slope_draw(struct buf *out, const struct slopes *slopes, int group, struct slope_scale scale,
                       unsigned *id)
{
    double before, after;
    size_t n = slope_mean(slopes, group, &before, &after);
    buf_text(out, "<figure>\n<figcaption><b>");
    html_text(out, slopes->group[group]);
    buf_printf(out, "</b>, %zu %s%s</figcaption>\n", n, slopes->unit, n == 1 ? "" : "s");
    svg_open(out, group ? "slope second" : "slope", SLOPE_WIDTH, SLOPE_HEIGHT, "", id);
    buf_printf(out, "<title id=\"t%u\">", *id);
    html_text(out, slopes->head);
    buf_text(out, ": ");
    html_text(out, slopes->group[group]);
    buf_printf(out,
               "</title>\n<desc id=\"d%u\">A thin line for each %s, from %s to %s, and a thick one for their "
               "means",
               *id, slopes->unit, slopes->ends[0], slopes->ends[1]);
    if (n)
        buf_printf(out, ": from %.1f to %.1f", before, after);
    buf_text(out, ".</desc>\n");
    slope_axis(out, slopes, scale);
    if (n) {
        buf_text(out, "<path class=\"each\" d=\"");
        for (size_t i = 0; i < slopes->count; i++)
            if (slopes->lines[i].group == group)
                slope_line_path(out, slopes->lines[i].before, slopes->lines[i].after, scale);
        buf_text(out, "\"/>\n<path class=\"all\" d=\"");
        slope_line_path(out, before, after, scale);
        buf_printf(out,
                   "\"/>\n<text class=\"end\" x=\"%d\" y=\"%.4g\">%.1f</text><text x=\"%d\" "
                   "y=\"%.4g\">%.1f</text>\n",
                   SLOPE_LEFT - 6, slope_y(before, scale) + 4, before, SLOPE_RIGHT + 6,
                   slope_y(after, scale) + 4, after);
    }
    buf_text(out, "</svg>\n</figure>\n");
}

static void slopes_table(struct buf *out, const struct slopes *slopes)
{
    buf_printf(out,
               "<details>\n<summary>Every %s as a table</summary>\n<div class=\"scroll\" role=\"region\" "
               "tabindex=\"0\" aria-label=\"Every %s, %s and %s\">\n<table data-pairs>\n"
               "<thead><tr><th scope=\"col\">group</th><th scope=\"col\">%s</th><th scope=\"col\">%s"
               "</th></tr></thead>\n<tbody>\n",
               slopes->unit, slopes->unit, slopes->ends[0], slopes->ends[1], slopes->ends[0],
               slopes->ends[1]);
    for (size_t i = 0; i < slopes->count; i++) {
        buf_text(out, "<tr><th scope=\"row\">");
        html_text(out, slopes->group[slopes->lines[i].group]);
        buf_printf(out, "</th><td>%.3g</td><td>%.3g</td></tr>\n", slopes->lines[i].before,
                   slopes->lines[i].after);
    }
    buf_text(out, "</tbody>\n</table>\n</div>\n</details>\n");
}

void picture_slopes(struct buf *out, const struct slopes *slopes, unsigned *id)
{
    struct slope_scale scale = slopes_scale(slopes);
    if (!slopes->count)
        return;
    buf_text(out, "<p class=\"caption\">");
    html_text(out, slopes->head);
    buf_text(out, "</p>\n<div class=\"slopes\">\n");
    for (int group = 0; group < 2 && slopes->group[group]; group++)
        slope_draw(out, slopes, group, scale, id);
    buf_text(out, "</div>\n");
    slopes_table(out, slopes);
}
