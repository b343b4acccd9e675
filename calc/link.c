/* A link between two daily series: the fit of an AR(1) regression by REML, and the judgement of its result.

   The columns are the calendar's (Z: intercept, trend, weekdays, slow cosines, and what is held fixed), then
   x, then y. Whitening a row with f = phi^gap and summing its cross-products needs, for every gap, only the
   sums of s s' and d d' with s and d the sum and the difference of neighbouring rows:

       (v - f u)(v - f u)' / (1 - f^2)  =  (vv' - uu')/2 + [(1-f)/(1+f) ss' + (1+f)/(1-f) dd'] / 4

   so that the rows are read once and every phi costs the same whatever their number. Over the rows the first
   term leaves only the first and the last one. All terms are sums of squares: nothing cancels. */
#include "link.h"

#include "base/die.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LANES = 4,                             /* columns are handled in blocks of this many */
    COLUMNS_MAX = 8 + LINK_WAVES_MAX + 1,  /* of Z */
    WIDTH_MAX = (COLUMNS_MAX + 2 + 3) & ~3 /* with x and y, in whole blocks */
};

static const double pi = 3.14159265358979323846;
static const double dependent = 1e-9;      /* a smaller share left: a combination of the columns before */
static const double tolerance_least = 0.1; /* of x */

/* The used days as rows. x and y are centred; they and the column held fixed are scaled by powers of two
   to at most 1. */
struct design {
    size_t n;
    size_t z;     /* columns of Z: x is column z, y is column z + 1 */
    size_t width; /* z + 2 in whole blocks; the rest of a row is 0 */
    size_t *day;
    double *rows;
    int x_scale, y_scale, also_scale;
};

static bool used(const struct link_data *data, size_t day)
{
    return isfinite(data->x[day]) && isfinite(data->y[day]) && (!data->also || isfinite(data->also[day]));
}

/* What the used values of one series are like. */
struct spread {
    double mean;
    double least, most;
    size_t above, below; /* of the mean */
    bool constant;
};

/* Two values closer than rounding can tell apart are the same one. */
static double resolution(const struct spread *s)
{
    return 1e-12 * fmax(fabs(s->least), fabs(s->most));
}

static struct spread spread_of(const struct link_data *data, const double *values, size_t n)
{
    struct spread s = {.least = HUGE_VAL, .most = -HUGE_VAL};
    for (size_t i = 0; i < data->days; i++)
        if (used(data, i)) {
            s.mean += values[i] / (double)n;
            s.least = fmin(s.least, values[i]);
            s.most = fmax(s.most, values[i]);
        }
    s.constant = n == 0 || s.most / 2 - s.least / 2 <= resolution(&s) / 2;
    for (size_t i = 0; i < data->days && !s.constant; i++)
        if (used(data, i)) {
            s.above += values[i] > s.mean + resolution(&s);
            s.below += values[i] < s.mean - resolution(&s);
        }
    return s;
}

static size_t short_of(size_t least, size_t have)
{
    return have < least ? least - have : 0;
}

/* Days that are all alike need only a few on one side of them: below, unless they are 0. */
static void need_sides(const struct spread *s, size_t *above, size_t *below)
{
    *above = s->constant && s->mean > 0 ? 0 : short_of(LINK_SIDE_LEAST, s->above);
    *below = s->constant && !(s->mean > 0) ? 0 : short_of(LINK_SIDE_LEAST, s->below);
}

/* Counts the used days and what is missing, all but `calendar`, without a fit. */
static void link_count(const struct link_data *data, struct link *out)
{
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < data->days; i++)
        if (used(data, i)) {
            out->n++;
            out->days_with += data->x[i] > 0;
        }
    out->days_without = out->n - out->days_with;
    struct spread x = spread_of(data, data->x, out->n), y = spread_of(data, data->y, out->n);
    out->x_above = x.above;
    out->x_below = x.below;
    out->y_above = y.above;
    out->y_below = y.below;
    size_t waves = data->days / 45 < out->n / 15 ? data->days / 45 : out->n / 15;
    out->waves = waves < LINK_WAVES_MAX ? waves : LINK_WAVES_MAX;
    out->need.days = short_of(LINK_DAYS_LEAST, out->n);
    need_sides(&x, &out->need.x_above, &out->need.x_below);
    need_sides(&y, &out->need.y_above, &out->need.y_below);
}

/* The power of two just above every |value - mean|. */
static int scale_of(const struct spread *s, double mean)
{
    int scale;
    frexp(fmax(fabs(s->most / 4 - mean / 4), fabs(s->least / 4 - mean / 4)), &scale);
    return scale + 2;
}

static double scaled(double value, double mean, int scale)
{
    return ldexp(value, -scale) - ldexp(mean, -scale);
}

/* The calendar's columns of one day, into ROW. The cosines of an angle's multiples come from
   turning one vector. */
static void calendar_row(const struct link_data *data, size_t day, size_t waves, double *row)
{
    row[0] = 1;
    row[1] = data->days > 1 ? 2 * (double)day / (double)(data->days - 1) - 1 : 0;
    size_t weekday = ((size_t)data->first_weekday + day) % 7;
    if (weekday > 0)
        row[1 + weekday] = 1;
    if (waves == 0)
        return;
    double angle = pi * ((double)day + 0.5) / (double)data->days;
    double step_c = cos(angle), step_s = sin(angle), c = 1, s = 0;
    for (size_t k = 0; k < waves; k++) {
        double turned = c * step_c - s * step_s;
        s = s * step_c + c * step_s;
        c = turned;
        row[8 + k] = c;
    }
}

static struct design design_build(const struct link_data *data, const struct link *counts)
{
    struct spread x = spread_of(data, data->x, counts->n), y = spread_of(data, data->y, counts->n),
                  also = {0};
    struct design d = {.n = counts->n, .z = 8 + counts->waves + (data->also != NULL)};
    d.width = (d.z + 2 + LANES - 1) / LANES * LANES;
    d.x_scale = scale_of(&x, x.mean);
    d.y_scale = scale_of(&y, y.mean);
    if (data->also) {
        also = spread_of(data, data->also, counts->n);
        d.also_scale = scale_of(&also, 0);
    }
    d.day = must_alloc(d.n, sizeof *d.day);
    d.rows = must_alloc(d.n * d.width, sizeof *d.rows);
    size_t row = 0;
    for (size_t i = 0; i < data->days; i++) {
        if (!used(data, i))
            continue;
        double *v = d.rows + row * d.width;
        calendar_row(data, i, counts->waves, v);
        if (data->also)
            v[d.z - 1] = scaled(data->also[i], 0, d.also_scale);
        v[d.z] = scaled(data->x[i], x.mean, d.x_scale);
        v[d.z + 1] = scaled(data->y[i], y.mean, d.y_scale);
        d.day[row++] = i;
    }
    return d;
}

static void design_free(struct design *d)
{
    free(d->day);
    free(d->rows);
}

/* Two tables of cross-products for each gap that occurs, filled on and above the diagonal only. */
struct gaps {
    size_t count;
    size_t *gap;   /* days */
    size_t *times; /* how often it occurs */
    double **sum, **difference;
    double *ends; /* half of the first and the last row's products, which no gap has whole */
};

/* Most weekdays of a row are 0, and add nothing. */
static void add_product(double *products, const double *v, size_t width)
{
    for (size_t r = 0; r < width; r++)
        for (size_t c = v[r] != 0 ? r / LANES * LANES : width; c < width; c += LANES)
            for (size_t lane = 0; lane < LANES; lane++)
                products[r * width + c + lane] += v[r] * v[c + lane];
}

static size_t gap_slot(struct gaps *g, size_t gap, size_t width)
{
    for (size_t i = 0; i < g->count; i++)
        if (g->gap[i] == gap)
            return i;
    size_t slot = g->count++;
    g->gap = must_grow(g->gap, g->count, sizeof *g->gap);
    g->times = must_grow(g->times, g->count, sizeof *g->times);
    g->sum = must_grow(g->sum, g->count, sizeof *g->sum);
    g->difference = must_grow(g->difference, g->count, sizeof *g->difference);
    g->gap[slot] = gap;
    g->times[slot] = 0;
    g->sum[slot] = must_alloc(width * width, sizeof **g->sum);
    g->difference[slot] = must_alloc(width * width, sizeof **g->difference);
    return slot;
}

static struct gaps gaps_build(const struct design *d)
{
    struct gaps g = {.ends = must_alloc(d->width * d->width, sizeof *g.ends)};
    double s[WIDTH_MAX], t[WIDTH_MAX];
    for (size_t i = 1; i < d->n; i++) {
        const double *v = d->rows + i * d->width, *u = v - d->width;
        for (size_t c = 0; c < d->width; c++) {
            s[c] = v[c] + u[c];
            t[c] = v[c] - u[c];
        }
        size_t slot = gap_slot(&g, d->day[i] - d->day[i - 1], d->width);
        g.times[slot]++;
        add_product(g.sum[slot], s, d->width);
        add_product(g.difference[slot], t, d->width);
    }
    add_product(g.ends, d->rows, d->width);
    add_product(g.ends, d->rows + (d->n - 1) * d->width, d->width);
    return g;
}

static void gaps_free(struct gaps *g)
{
    for (size_t i = 0; i < g->count; i++) {
        free(g->sum[i]);
        free(g->difference[i]);
    }
    free(g->gap);
    free(g->times);
    free(g->sum);
    free(g->difference);
    free(g->ends);
}

static double power(double phi, size_t gap)
{
    return phi > 0 ? pow(phi, (double)gap) : 0;
}

/* The whitened columns' cross-products at PHI, into A. Returns the sum of ln(1 - f^2). */
static double whitened_products(const struct gaps *g, double phi, size_t width, double *a)
{
    double logs = 0;
    for (size_t c = 0; c < width * width; c++)
        a[c] = g->ends[c] / 2;
    for (size_t i = 0; i < g->count; i++) {
        double f = power(phi, g->gap[i]);
        double s = (1 - f) / (1 + f) / 4, t = (1 + f) / (1 - f) / 4;
        const double *sum = g->sum[i], *difference = g->difference[i];
        for (size_t c = 0; c < width * width; c += LANES)
            for (size_t lane = 0; lane < LANES; lane++)
                a[c + lane] += s * sum[c + lane] + t * difference[c + lane];
        logs += (double)g->times[i] * log1p(-f * f);
    }
    return logs;
}

/* What is left of the columns, each freed from the kept ones before it. */
struct left {
    size_t rank;   /* kept columns of Z */
    double logs;   /* sum of the logarithms of what is left of them */
    double xx, yy; /* sums of squares */
    double x_own, y_own;
    bool also; /* the column held fixed was kept */
};

/* Row J, times a factor, off row R. */
static void clear_row(double *a, size_t j, size_t r, size_t width)
{
    double factor = a[j * width + r] / a[j * width + j];
    for (size_t c = r / LANES * LANES; c < width; c += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            a[r * width + c + lane] -= factor * a[j * width + c + lane];
}

/* Elimination in the order of the columns; A is destroyed. */
static struct left eliminate(double *a, const struct design *d, size_t calendar)
{
    size_t width = d->width;
    double own[WIDTH_MAX] = {0};
    for (size_t j = 0; j < d->z + 2; j++)
        own[j] = a[j * width + j];
    struct left left = {.x_own = own[d->z], .y_own = own[d->z + 1]};
    for (size_t j = 0; j <= d->z; j++) {
        double pivot = a[j * width + j];
        if (pivot <= dependent * own[j])
            continue;
        if (j < d->z) {
            left.rank++;
            left.logs += log(pivot);
            left.also |= j >= calendar;
        }
        for (size_t r = j + 1; r < d->z + 2; r++)
            clear_row(a, j, r, width);
    }
    left.xx = a[d->z * width + d->z];
    left.yy = a[(d->z + 1) * width + d->z + 1];
    return left;
}

/* The restricted log-likelihood (Patterson and Thompson 1971) in the units of the data, without its
 * constants. */
static double criterion(const struct design *d, const struct left *left, double gap_logs)
{
    double df = (double)d->n - (double)left->rank - 1;
    double rss = log(left->yy) + 2 * d->y_scale * log(2);
    double sxx = log(left->xx) + 2 * d->x_scale * log(2);
    double kept = left->logs + (left->also ? 2 * d->also_scale * log(2) : 0);
    return -0.5 * (df * rss + gap_logs + kept + sxx);
}

/* The first phi of 0.00 .. 0.95 with the largest criterion, or -1 if x is dependent or no degrees of freedom
   are left. Where y is a combination of the columns, what is left of it is rounding and says nothing: 0. */
static double best_phi(const struct design *d, size_t calendar)
{
    double a[WIDTH_MAX * WIDTH_MAX] = {0};
    struct gaps gaps = gaps_build(d);
    double best = -1, highest = -HUGE_VAL;
    for (int step = 0; step <= 95; step++) {
        double logs = whitened_products(&gaps, step / 100.0, d->width, a);
        struct left left = eliminate(a, d, calendar);
        if (left.xx <= dependent * left.x_own || left.rank + 1 >= d->n) {
            best = -1;
            break;
        }
        if (left.yy <= 1e-12 * left.y_own) {
            best = 0;
            break;
        }
        double l = criterion(d, &left, logs);
        if (step == 0 || l > highest + 1e-12) {
            highest = l;
            best = step / 100.0;
        }
    }
    gaps_free(&gaps);
    return best;
}

/* Four running sums, because one would wait for each addition. */
static double dot(const double *a, const double *b, size_t n)
{
    double sum[LANES] = {0};
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            sum[lane] += a[i + lane] * b[i + lane];
    double rest = 0;
    for (; i < n; i++)
        rest += a[i] * b[i];
    return sum[0] + sum[1] + sum[2] + sum[3] + rest;
}

/* V += FACTOR * U. */
static void add_scaled(double *v, double factor, const double *u, size_t n)
{
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            v[i + lane] += factor * u[i + lane];
    for (; i < n; i++)
        v[i] += factor * u[i];
}

/* The whitened columns, one after another, N values each. Returns the sum of ln(1 - f^2). */
static double whiten(const struct design *d, double phi, double *columns)
{
    double logs = 0;
    for (size_t c = 0; c < d->z + 2; c++)
        columns[c * d->n] = d->rows[c];
    for (size_t i = 1; i < d->n; i++) {
        const double *v = d->rows + i * d->width, *u = v - d->width;
        double f = power(phi, d->day[i] - d->day[i - 1]), root = sqrt(1 - f * f);
        for (size_t c = 0; c < d->z + 2; c++)
            columns[c * d->n + i] = (v[c] - f * u[c]) / root;
        logs += log1p(-f * f);
    }
    return logs;
}

/* V without its parts along the K orthonormal columns Q: modified Gram-Schmidt, twice for the digits. */
static void residual(double *v, const double *q, size_t k, size_t n)
{
    for (int pass = 0; pass < 2; pass++)
        for (size_t c = 0; c < k; c++)
            add_scaled(v, -dot(q + c * n, v, n), q + c * n, n);
}

/* Makes the kept ones of the Z COLUMNS orthonormal, moved together at the front. */
static struct left orthonormal(const struct design *d, double *columns, size_t calendar)
{
    struct left left = {0};
    for (size_t c = 0; c < d->z; c++) {
        double *v = columns + left.rank * d->n;
        memmove(v, columns + c * d->n, d->n * sizeof *v);
        double own = dot(v, v, d->n);
        residual(v, columns, left.rank, d->n);
        double rest = dot(v, v, d->n);
        if (rest <= dependent * own)
            continue;
        left.rank++;
        left.logs += log(rest);
        left.also |= c >= calendar;
        for (size_t i = 0; i < d->n; i++)
            v[i] /= sqrt(rest);
    }
    return left;
}

/* HC2's standard error and Bell and McCaffrey's degrees of freedom (Imbens and Kolesar 2016) for
   the slope on X, whose sum of squares is XX, beside the K columns of U; U has room for one more,
   which becomes X / |X|. With H = UU', the sum over pairs of days of w_i w_j (1[i = j] - H_ij)^2 is, where
   i = j, that of (w_i (1 - H_ii))^2 = x_i^4, and elsewhere |U'WU|^2 - sum (w_i H_ii)^2. Where one day is most
   of x that difference is all rounding, and may come out below 0. */
static void robust_error(double *u, size_t k, const double *x, double xx, const double *e, size_t n,
                         struct link *out)
{
    double *w = must_alloc(2 * n, sizeof *w), *wu = w + n;
    for (size_t i = 0; i < n; i++)
        u[k * n + i] = x[i] / sqrt(xx);
    double variance = 0, alone = 0, pairs = 0;
    for (size_t i = 0; i < n; i++) {
        double h = 0;
        for (size_t c = 0; c <= k; c++)
            h += u[c * n + i] * u[c * n + i];
        double square = x[i] * x[i];
        w[i] = square / fmax(1 - h, 1e-8);
        variance += w[i] * e[i] * e[i];
        alone += square * square;
        pairs -= w[i] * h * w[i] * h;
    }
    for (size_t c = 0; c <= k; c++) {
        for (size_t i = 0; i < n; i++)
            wu[i] = w[i] * u[c * n + i];
        for (size_t b = 0; b <= c; b++) {
            double product = dot(wu, u + b * n, n);
            pairs += (b < c ? 2 : 1) * product * product;
        }
    }
    free(w);
    out->se2 = sqrt(variance) / xx;
    out->df2 = fmin(fmax(xx * xx / (alone + fmax(pairs, 0)), 1), out->df1);
}

/* A slope's size as a partial correlation. */
static double correlation(double slope, double xx, double rss)
{
    return slope * sqrt(xx) / sqrt(slope * slope * xx + rss);
}

/* The standard error and the degrees of freedom that the interval rests on. */
static double link_se(const struct link *link)
{
    return link->robust ? link->se2 : link->se0;
}

static double link_df(const struct link *link)
{
    return link->robust ? link->df2 : link->df1;
}

/* Everything that rests on the slope, in scaled units. */
static void infer(double xx, double rss, struct link *out)
{
    out->robust =
        gsl_cdf_tdist_Pinv(0.975, out->df2) * out->se2 > gsl_cdf_tdist_Pinv(0.975, out->df1) * out->se0;
    double half = gsl_cdf_tdist_Pinv(0.975, link_df(out)) * link_se(out);
    out->low = out->estimate - half;
    out->high = out->estimate + half;
    out->p = fmin(1, 2 * gsl_cdf_tdist_Q(fabs(out->estimate) / link_se(out), link_df(out)));
    out->r = correlation(out->estimate, xx, rss);
    out->r_low = correlation(out->low, xx, rss);
    out->r_high = correlation(out->high, xx, rss);
}

static double bounded(double v)
{
    return fmax(-1.7e308, fmin(1.7e308, v));
}

/* The slope back in the units of the data. */
static void unscale(const struct design *d, struct link *out)
{
    int scale = d->y_scale - d->x_scale;
    out->estimate = bounded(ldexp(out->estimate, scale));
    out->low = bounded(ldexp(out->low, scale));
    out->high = bounded(ldexp(out->high, scale));
    out->se0 = bounded(ldexp(out->se0, scale));
    out->se2 = bounded(ldexp(out->se2, scale));
}

/* The estimates at PHI by explicit Gram-Schmidt, which keeps the digits that the sums of products lose. */
static void fit_at(const struct design *d, double phi, size_t calendar, struct link *out)
{
    size_t n = d->n;
    double *columns = must_alloc((d->z + 3) * n, sizeof *columns);
    double gap_logs = whiten(d, phi, columns);
    double *x = columns + d->z * n, *y = x + n;
    double ones = dot(columns, columns, n), along = dot(columns, x, n);
    double about = dot(x, x, n) - along * along / ones, y_own = dot(y, y, n);
    struct left left = orthonormal(d, columns, calendar);
    residual(x, columns, left.rank, n);
    residual(y, columns, left.rank, n);
    left.xx = dot(x, x, n);
    out->phi = phi;
    out->columns = left.rank + 1;
    out->df1 = (double)n - (double)left.rank - 1;
    out->tolerance = left.xx / about;
    out->estimate = dot(x, y, n) / left.xx;
    add_scaled(y, -out->estimate, x, n);
    /* Where nothing but rounding is left, it must not decide what is clear. */
    left.yy = fmax(dot(y, y, n), 1e-24 * y_own);
    out->se0 = sqrt(left.yy / out->df1 / left.xx);
    out->reml = criterion(d, &left, gap_logs);
    memcpy(columns + (d->z + 2) * n, x, n * sizeof *x);
    robust_error(columns, left.rank, columns + (d->z + 2) * n, left.xx, y, n, out);
    infer(left.xx, left.yy, out);
    unscale(d, out);
    free(columns);
}

void link_fit(const struct link_data *data, struct link *out)
{
    link_count(data, out);
    bool varies = out->x_above + out->x_below > 0 && out->y_above + out->y_below > 0;
    if (!varies)
        return;
    struct design d = design_build(data, out);
    size_t calendar = 8 + out->waves;
    double phi = best_phi(&d, calendar);
    if (phi >= 0) {
        out->fitted = true;
        fit_at(&d, phi, calendar, out);
    }
    design_free(&d);
    out->need.calendar = out->n >= LINK_DAYS_LEAST && (!out->fitted || out->tolerance < tolerance_least);
}

static bool days_missing(const struct link_need *need)
{
    return need->days || need->x_above || need->x_below || need->y_above || need->y_below;
}

/* With 28 used days there are never fewer degrees of freedom; the rule stands for itself. */
bool link_shown(const struct link *link)
{
    return link->fitted && !days_missing(&link->need) && !link->need.calendar && link->df1 >= LINK_DF_LEAST;
}

/* Fits what has the days for it. */
static void fit_if_enough(const struct link_data *data, struct link *out)
{
    link_count(data, out);
    if (!days_missing(&out->need))
        link_fit(data, out);
}

void link_next_day(const struct link_data *data, struct link *out)
{
    struct link_data alone = *data;
    struct link held;
    alone.also = NULL;
    fit_if_enough(&alone, out);
    if (!link_shown(out) || !data->also)
        return;
    fit_if_enough(data, &held);
    if (!link_shown(&held)) {
        *out = held;
        return;
    }
    bool differ = (out->estimate > 0) != (held.estimate > 0);
    struct link first = *out;
    if (held.p > first.p)
        *out = held;
    out->low = fmin(first.low, held.low);
    out->high = fmax(first.high, held.high);
    out->r_low = fmin(first.r_low, held.r_low);
    out->r_high = fmax(first.r_high, held.r_high);
    if (differ)
        out->p = 1;
}

/* The normal mixture's p, valid whenever one looks (Howard et al. 2020; Waudby-Smith et al. 2024). */
double link_peek_p(double p, size_t n)
{
    double look = 2 * log(20), c = 120 / (look + log1p(look));
    double z = gsl_cdf_ugaussian_Qinv(p / 2);
    return fmin(1, sqrt(1 + (double)n / c) * exp(-z * z / 2 / (1 + c / (double)n)));
}

struct ranked {
    double p;
    size_t at;
};

static int by_p(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->p != y->p)
        return (x->p > y->p) - (x->p < y->p);
    return (x->at > y->at) - (x->at < y->at);
}

static struct ranked *rank(const double *p, size_t count)
{
    struct ranked *r = must_alloc(count, sizeof *r);
    for (size_t i = 0; i < count; i++)
        r[i] = (struct ranked){p[i], i};
    qsort(r, count, sizeof *r, by_p);
    return r;
}

void link_holm(const double *p, size_t count, double *out)
{
    struct ranked *r = rank(p, count);
    double largest = 0;
    for (size_t i = 0; i < count; i++) {
        largest = fmax(largest, fmin(1, (double)(count - i) * r[i].p));
        out[r[i].at] = largest;
    }
    free(r);
}

void link_benjamini_hochberg(const double *p, size_t count, double *out)
{
    struct ranked *r = rank(p, count);
    double least = 1;
    for (size_t i = count; i-- > 0;) {
        least = fmin(least, (double)count / (double)(i + 1) * r[i].p);
        out[r[i].at] = least;
    }
    free(r);
}

enum link_level link_judge(const struct link *link, double q)
{
    if (!link_shown(link))
        return LINK_NOT_ENOUGH;
    if (link->low <= 0 && link->high >= 0)
        return LINK_NO_PATTERN;
    return q <= 0.05 ? LINK_CLEAR : LINK_LEANING;
}

enum link_remark link_remark(const struct link *link)
{
    if (!link_shown(link) || link->low > 0 || link->high < 0)
        return REMARK_NONE;
    if (link->high - link->low > 2)
        return REMARK_EARLY;
    return link->low >= -0.5 && link->high <= 0.5 ? REMARK_SMALL : REMARK_NONE;
}
