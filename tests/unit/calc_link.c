/* The fit of a link: the reference numbers, the plain form of the fit beside the fast one, and
   what must not matter. */
#include "calc/link.h"

#include "tests/unit/random.h"
#include "tests/unit/reference.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { DAYS = 4000 };

struct series {
    double x[DAYS], y[DAYS], also[DAYS];
    struct link_data data;
};

static struct series *series_new(size_t days, int first_weekday)
{
    struct series *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->data = (struct link_data){days, first_weekday, s->x, s->y, NULL};
    return s;
}

/* Reads a file of day, dow, x, [w,] y. */
static struct series *series_read(const char *name)
{
    struct series *s = series_new(0, 0);
    char line[LINE], *field[FIELDS];
    FILE *f = reference(name);
    assert_non_null(fgets(line, sizeof line, f));
    size_t columns = cut(line, field);
    while (fgets(line, sizeof line, f)) {
        size_t i = s->data.days++;
        assert_int_equal(cut(line, field), columns);
        assert_true(number(field[0]) == (double)i);
        if (i == 0)
            s->data.first_weekday = (int)number(field[1]);
        s->x[i] = number(field[2]);
        s->also[i] = columns == 5 ? number(field[3]) : NAN;
        s->y[i] = number(field[columns - 1]);
    }
    fclose(f);
    if (columns == 5)
        s->data.also = s->also;
    return s;
}

static void assert_close(const char *where, const char *what, double have, double want, double relative)
{
    if (!(fabs(have - want) <= relative * fabs(want)) && !(fabs(have - want) <= 1e-12))
        fail_msg("%s: %s is %.12g, expected %.12g", where, what, have, want);
}

static void assert_all_finite(const struct link *l)
{
    const double v[] = {l->phi, l->estimate, l->low, l->high,  l->p,      l->se0,       l->df1,
                        l->se2, l->df2,      l->r,   l->r_low, l->r_high, l->tolerance, l->reml};
    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        assert_true(isfinite(v[i]));
    assert_true(l->p >= 0 && l->p <= 1 && l->low <= l->estimate && l->estimate <= l->high);
}

static double normal(uint64_t *state)
{
    double r = sqrt(-2 * log(1 - uniform(state)));
    return r * cos(6.283185307179586 * uniform(state));
}

/* Moods that carry over, acts now and then, some days missing. */
static struct series *life(size_t days, double share, double missing, bool counts, uint64_t *state)
{
    struct series *s = series_new(days, (int)(random_next(state) % 7));
    double carry = 0;
    for (size_t i = 0; i < days; i++) {
        carry = 0.5 * carry + normal(state);
        s->x[i] = uniform(state) < share ? 1 + (counts ? floor(3 * uniform(state)) : 0) : 0;
        s->also[i] = floor(2 * uniform(state));
        s->y[i] = floor(2 * (6 + carry + 0.3 * s->x[i]) + 0.5) / 2;
        if (uniform(state) < missing)
            s->y[i] = NAN;
        if (uniform(state) < missing / 3)
            s->x[i] = NAN;
        if (uniform(state) < missing / 3)
            s->also[i] = NAN;
    }
    return s;
}

/* The fit word for word, without sums of products and without scaling: every phi whitens every row, every
   pair of days is visited. */
struct plain {
    size_t n, k;
    double *z[40], *x, *y;
    double phi, reml, estimate, se0, df1, se2, df2;
};

static double plain_dot(const double *a, const double *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* How much of a day is carried over to day I. */
static double plain_carry(const size_t *t, size_t i, double phi)
{
    return i > 0 && phi > 0 ? pow(phi, (double)(t[i] - t[i - 1])) : 0;
}

static void plain_whiten(const double *v, const size_t *t, double phi, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++) {
        double f = plain_carry(t, i, phi);
        out[i] = i > 0 ? (v[i] - f * v[i - 1]) / sqrt(1 - f * f) : v[i];
    }
}

static void plain_residual(double *v, double **q, size_t k, size_t n)
{
    for (int pass = 0; pass < 2; pass++)
        for (size_t c = 0; c < k; c++) {
            double along = plain_dot(q[c], v, n);
            for (size_t i = 0; i < n; i++)
                v[i] -= along * q[c][i];
        }
}

/* The whitened columns as Q, each of length 1 and at right angles to the others; one that the others make up
   is left out. How many there are; the logarithms of what was left of each are added to *LOGS. */
static size_t plain_basis(const struct plain *in, const size_t *t, double phi, double **q, double *logs)
{
    size_t n = in->n, k = 0;
    for (size_t c = 0; c < in->k; c++) {
        q[k] = calloc(n, sizeof *q[k]);
        plain_whiten(in->z[c], t, phi, n, q[k]);
        double own = plain_dot(q[k], q[k], n);
        plain_residual(q[k], q, k, n);
        double rest = plain_dot(q[k], q[k], n);
        if (rest <= 1e-9 * own) {
            free(q[k]);
            continue;
        }
        for (size_t i = 0; i < n; i++)
            q[k][i] /= sqrt(rest);
        *logs += log(rest);
        k++;
    }
    return k;
}

/* HC2 and its degrees of freedom, from what is left of X and of Y, which X does not explain any more. */
static void plain_robust(const double *x, const double *y, double **q, size_t k, size_t n, struct plain *out)
{
    double *w = calloc(n, sizeof *w), sxx = plain_dot(x, x, n), variance = 0, pairs = 0;
    for (size_t i = 0; i < n; i++) {
        double h = x[i] * x[i] / sxx;
        for (size_t c = 0; c < k; c++)
            h += q[c][i] * q[c][i];
        w[i] = x[i] * x[i] / fmax(1 - h, 1e-8);
        variance += w[i] * y[i] * y[i];
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double h = x[i] * x[j] / sxx;
            for (size_t c = 0; c < k; c++)
                h += q[c][i] * q[c][j];
            pairs += w[i] * w[j] * ((i == j) - h) * ((i == j) - h);
        }
    out->se2 = sqrt(variance) / sxx;
    out->df2 = fmin(fmax(sxx * sxx / pairs, 1), out->df1);
    free(w);
}

/* The fit at one phi. */
static struct plain plain_at(const struct plain *in, const size_t *t, double phi)
{
    size_t n = in->n;
    double *q[40], *x = calloc(n, sizeof *x), *y = calloc(n, sizeof *y), logs = 0;
    size_t k = plain_basis(in, t, phi, q, &logs);
    plain_whiten(in->x, t, phi, n, x);
    plain_whiten(in->y, t, phi, n, y);
    plain_residual(x, q, k, n);
    plain_residual(y, q, k, n);
    double sxx = plain_dot(x, x, n), b = plain_dot(x, y, n) / sxx;
    for (size_t i = 0; i < n; i++) {
        double f = plain_carry(t, i, phi);
        y[i] -= b * x[i];
        logs += log(1 - f * f);
    }
    double rss = plain_dot(y, y, n), df = (double)n - (double)k - 1;
    struct plain out = {.n = n,
                        .phi = phi,
                        .df1 = df,
                        .reml = -0.5 * (df * log(rss) + logs + log(sxx)),
                        .estimate = b,
                        .se0 = sqrt(rss / df / sxx)};
    plain_robust(x, y, q, k, n, &out);
    for (size_t c = 0; c < k; c++)
        free(q[c]);
    free(x);
    free(y);
    return out;
}

/* Column C of the calendar, and the one held fixed behind WAVES of them, on day I of its log. */
static double plain_column(const struct link_data *d, size_t c, size_t waves, size_t i)
{
    double day = (double)i, days = (double)d->days;
    if (c == 0)
        return 1;
    if (c == 1)
        return 2 * day / (days - 1) - 1;
    if (c < 8)
        return ((size_t)d->first_weekday + i) % 7 == c - 1;
    if (c < 8 + waves)
        return cos(acos(-1) * (double)(c - 7) * (day + 0.5) / days);
    return d->also[i];
}

static struct plain plain_fit(const struct link_data *d)
{
    struct plain in = {0}, best = {0};
    size_t *t = calloc(d->days, sizeof *t);
    for (size_t i = 0; i < d->days; i++)
        if (!isnan(d->x[i]) && !isnan(d->y[i]) && !(d->also && isnan(d->also[i])))
            t[in.n++] = i;
    size_t waves = (size_t)fmin(fmin((double)(d->days / 45), (double)(in.n / 15)), 24);
    in.k = 8 + waves + (d->also ? 1 : 0);
    for (size_t c = 0; c < in.k; c++) {
        in.z[c] = calloc(in.n, sizeof *in.z[c]);
        for (size_t i = 0; i < in.n; i++)
            in.z[c][i] = plain_column(d, c, waves, t[i]);
    }
    in.x = calloc(in.n, sizeof *in.x);
    in.y = calloc(in.n, sizeof *in.y);
    for (size_t i = 0; i < in.n; i++) {
        in.x[i] = d->x[t[i]];
        in.y[i] = d->y[t[i]];
    }
    for (int step = 0; step <= 95; step++) {
        struct plain now = plain_at(&in, t, step / 100.0);
        if (step == 0 || now.reml > best.reml + 1e-12)
            best = now;
    }
    for (size_t c = 0; c < in.k; c++)
        free(in.z[c]);
    free(in.x);
    free(in.y);
    free(t);
    return best;
}

static void every_reference_fit_agrees(void **state)
{
    (void)state;
    char line[LINE], *field[FIELDS];
    FILE *f = table("expected_assoc.csv", 20);
    int files = 0;
    for (; fgets(line, sizeof line, f); files++) {
        assert_int_equal(cut(line, field), 20);
        const char *name = field[0];
        struct series *s = series_read(name);
        struct link l;
        link_fit(&s->data, &l);
        assert_all_finite(&l);
        size_t x_smaller = l.x_above < l.x_below ? l.x_above : l.x_below;
        size_t y_smaller = l.y_above < l.y_below ? l.y_above : l.y_below;
        assert_true(number(field[1]) == (double)l.n);
        assert_true(number(field[2]) == (double)x_smaller);
        assert_true(number(field[3]) == (double)y_smaller);
        assert_int_equal(l.fitted, strcmp(field[4], "NA") != 0);
        if (l.fitted) {
            const double have[] = {(double)l.columns,
                                   (double)l.waves,
                                   l.phi,
                                   l.estimate,
                                   l.low,
                                   l.high,
                                   l.p,
                                   l.se0,
                                   l.df1,
                                   l.se2,
                                   l.df2,
                                   l.robust,
                                   l.r,
                                   l.r_low,
                                   l.r_high,
                                   l.reml};
            for (size_t i = 0; i < 16; i++)
                assert_close(name, field[4 + i], have[i], number(field[4 + i]), 1e-9);
        }
        free(s);
    }
    fclose(f);
    assert_int_equal(files, 14);
}

static void the_reference_refusals_are_the_documented_ones(void **state)
{
    (void)state;
    const struct {
        const char *name;
        struct link_need need;
    } cases[] = {
        {"a1_yesno_42.csv", {0}},
        {"a4_sparse6_of_60.csv", {0}},
        {"a7_negative_autocorrelation_35.csv", {0}},
        {"d1_constant_mood_40.csv", {.y_below = 5}},
        {"d2_all_active_40.csv", {.x_below = 5}},
        {"d3_sundays_only_70.csv", {.calendar = true}},
        {"d4_short_20.csv", {.days = 8}},
        {"d5_three_active_60.csv", {.x_above = 2}},
        {"d6_habit_started_day_31_60.csv", {0}},
        {"d7_mostly_seven_45.csv", {.y_below = 3}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct series *s = series_read(cases[i].name);
        const struct link_need *want = &cases[i].need;
        struct link l;
        link_fit(&s->data, &l);
        if (l.need.days != want->days || l.need.x_above != want->x_above || l.need.x_below != want->x_below ||
            l.need.y_above != want->y_above || l.need.y_below != want->y_below ||
            l.need.calendar != want->calendar)
            fail_msg("%s: days %zu, x %zu %zu, y %zu %zu, calendar %d", cases[i].name, l.need.days,
                     l.need.x_above, l.need.x_below, l.need.y_above, l.need.y_below, l.need.calendar);
        free(s);
    }
}

static void a_habit_that_begins_halfway_is_just_allowed(void **state)
{
    (void)state;
    struct series *s = series_read("d6_habit_started_day_31_60.csv");
    struct link l;
    link_fit(&s->data, &l);
    assert_true(link_shown(&l));
    assert_true(fabs(l.tolerance - 0.1395) < 0.00005);
    free(s);
}

static void next_day_questions_agree_in_both_fits_and_together(void **state)
{
    (void)state;
    char line[LINE], *field[FIELDS];
    FILE *f = table("expected_nextday.csv", 17);
    int files = 0;
    for (; fgets(line, sizeof line, f); files++) {
        assert_int_equal(cut(line, field), 17);
        struct series *s = series_read(field[0]);
        struct link_data alone = s->data;
        struct link l[3];
        alone.also = NULL;
        link_fit(&alone, &l[0]);
        link_fit(&s->data, &l[1]);
        link_next_day(&s->data, &l[2]);
        for (size_t i = 0; i < 2; i++) {
            const double have[] = {(double)l[i].n, l[i].phi, l[i].estimate, l[i].low, l[i].high, l[i].p};
            for (size_t j = 0; j < 6; j++)
                assert_close(field[0], field[1 + 6 * i + j], have[j], number(field[1 + 6 * i + j]), 1e-9);
        }
        const double have[] = {l[2].estimate, l[2].low, l[2].high, l[2].p};
        for (size_t j = 0; j < 4; j++)
            assert_close(field[0], field[13 + j], have[j], number(field[13 + j]), 1e-9);
        assert_all_finite(&l[2]);
        free(s);
    }
    fclose(f);
    assert_int_equal(files, 2);
}

static void a_next_day_answer_whose_signs_differ_has_p_1(void **state)
{
    (void)state;
    uint64_t seed = 3;
    struct series *s = series_new(200, 0);
    /* The day before follows the same day's act, which alone lifts; beside it the day before lowers. */
    for (size_t i = 0; i < 200; i++) {
        s->also[i] = uniform(&seed) < 0.5;
        s->x[i] = uniform(&seed) < 0.7 ? s->also[i] : 1 - s->also[i];
        s->y[i] = 6 + 3 * s->also[i] - 0.4 * s->x[i] + normal(&seed);
    }
    struct link_data alone = s->data;
    s->data.also = s->also;
    struct link first, second, both;
    link_fit(&alone, &first);
    link_fit(&s->data, &second);
    link_next_day(&s->data, &both);
    assert_true(first.estimate > 0 && second.estimate < 0);
    assert_true(both.p == 1);
    assert_true(both.low == second.low && both.high == first.high);
    assert_true(both.low < 0 && both.high > 0);
    assert_true(both.estimate == (first.p > second.p ? first.estimate : second.estimate));
    free(s);
}

static void a_next_day_question_without_enough_days_in_its_second_form_is_refused(void **state)
{
    (void)state;
    uint64_t seed = 5;
    struct series *s = life(60, 0.5, 0, false, &seed);
    s->data.also = s->also;
    for (size_t i = 20; i < 60; i++)
        s->also[i] = NAN;
    struct link l;
    link_next_day(&s->data, &l);
    assert_false(link_shown(&l));
    assert_false(l.fitted);
    assert_int_equal(l.n, 20);
    assert_int_equal(l.need.days, 8);
    free(s);
}

static void the_fast_fit_is_the_plain_one(void **state)
{
    (void)state;
    uint64_t seed = 20240229;
    const size_t days[] = {30, 47, 60, 91, 120, 200, 365};
    for (int trial = 0; trial < 42; trial++) {
        size_t n = days[trial % 7];
        struct series *s = life(n, 0.15 + 0.6 * uniform(&seed), 0.4 * uniform(&seed), trial % 3 == 0, &seed);
        if (trial % 2)
            s->data.also = s->also;
        struct plain want = plain_fit(&s->data);
        struct link l;
        char where[32];
        snprintf(where, sizeof where, "trial %d", trial);
        link_fit(&s->data, &l);
        assert_true(l.fitted);
        assert_int_equal(l.n, want.n);
        const double have[] = {l.phi, l.estimate, l.se0, l.df1, l.se2, l.df2, l.reml};
        const double plain[] = {want.phi, want.estimate, want.se0, want.df1, want.se2, want.df2, want.reml};
        for (size_t i = 0; i < 7; i++)
            assert_close(where, "a number", have[i], plain[i], 1e-8);
        free(s);
    }
}

static void weekdays_that_never_occur_are_dropped_as_in_the_plain_fit(void **state)
{
    (void)state;
    uint64_t seed = 11;
    struct series *s = life(140, 0.4, 0, false, &seed);
    for (size_t i = 0; i < 140; i++)
        if (((size_t)s->data.first_weekday + i) % 7 >= 5 || (i > 40 && i < 60))
            s->y[i] = NAN;
    struct plain want = plain_fit(&s->data);
    struct link l;
    link_fit(&s->data, &l);
    assert_int_equal(l.columns, 1 + 1 + 4 + 3 + 1);
    assert_close("working days", "phi", l.phi, want.phi, 1e-12);
    assert_close("working days", "estimate", l.estimate, want.estimate, 1e-8);
    assert_close("working days", "df2", l.df2, want.df2, 1e-8);
    assert_close("working days", "reml", l.reml, want.reml, 1e-8);
    free(s);
}

static void nothing_and_next_to_nothing_is_not_fitted(void **state)
{
    (void)state;
    for (size_t days = 0; days <= 10; days++) {
        uint64_t seed = 1 + days;
        struct series *s = life(days, 0.5, 0, false, &seed);
        struct link l;
        link_fit(&s->data, &l);
        assert_all_finite(&l);
        assert_false(l.fitted && days < 4);
        assert_false(link_shown(&l));
        assert_int_equal(l.need.days, LINK_DAYS_LEAST - days);
        s->data.also = s->also;
        link_next_day(&s->data, &l);
        assert_false(l.fitted);
        free(s);
    }
}

static void a_log_whose_days_are_all_missing_has_no_used_day(void **state)
{
    (void)state;
    struct series *s = series_new(100, 2);
    for (size_t i = 0; i < 100; i++)
        s->x[i] = i % 2 ? NAN : 1, s->y[i] = i % 2 ? INFINITY : NAN;
    struct link l;
    link_fit(&s->data, &l);
    assert_int_equal(l.n, 0);
    assert_false(l.fitted);
    assert_all_finite(&l);
    free(s);
}

static void a_constant_of_any_value_is_no_variation(void **state)
{
    (void)state;
    const double values[] = {0, 0.1, 7.3, 1e-300, 1e300, -2.0 / 3};
    for (size_t v = 0; v < 6; v++) {
        uint64_t seed = 9;
        struct series *s = life(90, 0.5, 0.1, false, &seed);
        struct link l;
        for (size_t i = 0; i < 90; i++)
            s->y[i] = isnan(s->y[i]) ? NAN : values[v];
        link_fit(&s->data, &l);
        assert_false(l.fitted);
        assert_int_equal(l.need.y_above + l.need.y_below, 5);
        assert_int_equal(l.need.y_below, values[v] > 0 ? 5 : 0);
        free(s);
        s = life(90, 0.5, 0.1, false, &seed);
        for (size_t i = 0; i < 90; i++)
            s->x[i] = values[v];
        link_fit(&s->data, &l);
        assert_false(l.fitted);
        assert_int_equal(l.need.x_above + l.need.x_below, 5);
        free(s);
    }
}

static void what_the_calendar_explains_is_refused(void **state)
{
    (void)state;
    uint64_t seed = 13;
    struct series *s = life(200, 0.5, 0.1, false, &seed);
    for (size_t i = 0; i < 200; i++)
        s->x[i] = 3 + 0.01 * (double)i + (((size_t)s->data.first_weekday + i) % 7 < 2);
    struct link l;
    link_fit(&s->data, &l);
    assert_false(l.fitted);
    assert_true(l.need.calendar);
    for (size_t i = 0; i < 200; i += 20)
        s->x[i] += 0.1;
    link_fit(&s->data, &l);
    assert_true(l.fitted);
    assert_true(l.tolerance < 0.1 && l.need.calendar);
    assert_false(link_shown(&l));
    free(s);
}

/* With one day far off from all others, and no mood carried over, x rests on that day alone. */
static void a_day_that_decides_alone_leaves_one_degree_of_freedom(void **state)
{
    (void)state;
    size_t alone = 0;
    for (uint64_t seed = 1; seed <= 6; seed++)
        for (double far = 1e3; far < 1e9; far *= 10) {
            uint64_t own = seed;
            struct link l;
            struct series *s = life(365, 0.4, 0, false, &own);
            for (size_t i = 0; i < 365; i++)
                s->y[i] = 10 * uniform(&own);
            s->x[100 + seed] = far;
            link_fit(&s->data, &l);
            assert_true(l.fitted);
            if (l.phi == 0)
                assert_true(l.df2 >= 1 && l.df2 < 1.2);
            alone += l.phi == 0;
            free(s);
        }
    assert_true(alone > 0);
}

static void rounding_is_never_a_pattern(void **state)
{
    (void)state;
    uint64_t seed = 17;
    struct series *s = life(90, 0.5, 0, false, &seed);
    for (size_t i = 0; i < 90; i++)
        s->y[i] = (double)(((size_t)s->data.first_weekday + i) % 7) / 3;
    struct link l;
    link_fit(&s->data, &l);
    assert_all_finite(&l);
    assert_true(l.fitted && l.low < 0 && l.high > 0 && l.p > 0.5);
    for (size_t i = 0; i < 90; i++)
        s->y[i] = 6 + s->x[i];
    link_fit(&s->data, &l);
    assert_all_finite(&l);
    assert_close("y = 6 + x", "estimate", l.estimate, 1, 1e-10);
    assert_true(l.low > 0.999 && l.high < 1.001 && l.p < 1e-50);
    free(s);
}

static void values_of_any_size_are_fitted(void **state)
{
    (void)state;
    const double sizes[] = {1e-300, 1e-100, 1e9, 1e150, 1e300};
    uint64_t seed = 19;
    struct series *s = life(90, 0.5, 0.1, true, &seed), *t = series_new(90, s->data.first_weekday);
    struct link one, l;
    s->data.also = s->also;
    t->data.also = t->also;
    link_fit(&s->data, &one);
    for (size_t v = 0; v < 5; v++) {
        for (size_t i = 0; i < 90; i++) {
            t->x[i] = s->x[i] * sizes[v];
            t->y[i] = s->y[i] / sizes[v];
            t->also[i] = s->also[i] * sizes[v];
        }
        link_fit(&t->data, &l);
        assert_all_finite(&l);
        assert_close("sizes", "r", l.r, one.r, 1e-9);
        assert_close("sizes", "p", l.p, one.p, 1e-9);
    }
    free(s);
    free(t);
}

static void another_scale_or_zero_of_mood_changes_only_the_units(void **state)
{
    (void)state;
    uint64_t seed = 23;
    for (int trial = 0; trial < 20; trial++) {
        struct series *s = life(40 + 15 * (size_t)trial, 0.4, 0.2, trial % 2, &seed);
        struct link one, l;
        if (trial % 3 == 0)
            s->data.also = s->also;
        link_fit(&s->data, &one);
        for (size_t i = 0; i < s->data.days; i++)
            s->y[i] += 3;
        link_fit(&s->data, &l);
        const double moved[] = {l.phi, l.estimate, l.low, l.high, l.p, l.r, l.se2, l.df2};
        const double still[] = {one.phi, one.estimate, one.low, one.high, one.p, one.r, one.se2, one.df2};
        for (size_t i = 0; i < 8; i++)
            assert_close("moods 3 higher", "a number", moved[i], still[i], 1e-9);
        for (size_t i = 0; i < s->data.days; i++)
            s->y[i] *= 10;
        link_fit(&s->data, &l);
        const double scaled[] = {l.phi, l.estimate / 10, l.low / 10, l.high / 10, l.p,
                                 l.r,   l.se2 / 10,      l.df2};
        for (size_t i = 0; i < 8; i++)
            assert_close("moods ten times", "a number", scaled[i], still[i], 1e-9);
        free(s);
    }
}

static void turning_mood_upside_down_turns_the_estimate(void **state)
{
    (void)state;
    uint64_t seed = 29;
    struct series *s = life(120, 0.4, 0.2, false, &seed);
    struct link one, l;
    link_fit(&s->data, &one);
    for (size_t i = 0; i < 120; i++)
        s->y[i] = 10 - s->y[i];
    link_fit(&s->data, &l);
    assert_close("10 - mood", "estimate", l.estimate, -one.estimate, 1e-9);
    assert_close("10 - mood", "low", l.low, -one.high, 1e-9);
    assert_close("10 - mood", "p", l.p, one.p, 1e-9);
    assert_close("10 - mood", "phi", l.phi, one.phi, 1e-9);
    free(s);
}

static void which_weekday_is_called_first_does_not_matter(void **state)
{
    (void)state;
    uint64_t seed = 31;
    struct series *s = life(120, 0.4, 0.2, false, &seed);
    struct link one, l;
    link_fit(&s->data, &one);
    for (int d = 0; d < 7; d++) {
        s->data.first_weekday = d;
        link_fit(&s->data, &l);
        assert_close("weekdays", "estimate", l.estimate, one.estimate, 1e-9);
        assert_close("weekdays", "p", l.p, one.p, 1e-9);
        assert_close("weekdays", "phi", l.phi, one.phi, 1e-9);
    }
    free(s);
}

static void adjusted_values_agree_with_the_reference(void **state)
{
    (void)state;
    char line[LINE], *field[FIELDS];
    double p[8], peek[8], bh[8], holm[8], peek_holm[8], want[8][4];
    size_t count = 0;
    FILE *f = table("expected_multiplicity.csv", 7);
    for (; fgets(line, sizeof line, f); count++) {
        assert_int_equal(cut(line, field), 7);
        assert_true(count < 8);
        p[count] = number(field[1]);
        peek[count] = link_peek_p(p[count], (size_t)number(field[2]));
        for (size_t i = 0; i < 4; i++)
            want[count][i] = number(field[3 + i]);
    }
    fclose(f);
    assert_int_equal(count, 8);
    link_benjamini_hochberg(p, 8, bh);
    link_holm(p, 8, holm);
    link_holm(peek, 8, peek_holm);
    for (size_t i = 0; i < 8; i++) {
        assert_close("multiplicity", "BH", bh[i], want[i][0], 1e-9);
        assert_close("multiplicity", "Holm", holm[i], want[i][1], 1e-9);
        assert_close("multiplicity", "peek", peek[i], want[i][2], 1e-9);
        assert_close("multiplicity", "Holm of peek", peek_holm[i], want[i][3], 1e-9);
    }
}

static void adjusted_values_stay_in_order_and_at_most_1(void **state)
{
    (void)state;
    uint64_t seed = 37;
    double p[50], holm[50], bh[50];
    for (size_t count = 1; count <= 50; count++) {
        for (size_t i = 0; i < count; i++)
            p[i] = pow(uniform(&seed), 3);
        link_holm(p, count, holm);
        link_benjamini_hochberg(p, count, bh);
        for (size_t i = 0; i < count; i++) {
            assert_true(p[i] <= bh[i] && bh[i] <= holm[i] && holm[i] <= 1);
            for (size_t j = 0; j < count; j++)
                assert_false(p[i] < p[j] && (holm[i] > holm[j] || bh[i] > bh[j]));
        }
    }
}

static void a_peek_proof_p_is_larger_and_in_range(void **state)
{
    (void)state;
    const double p[] = {0, 1e-300, 1e-20, 1e-5, 0.01, 0.05, 0.5, 1};
    const size_t n[] = {1, 28, 90, 365, 100000};
    for (size_t j = 0; j < 5; j++)
        for (size_t i = 0; i < 8; i++) {
            double peek = link_peek_p(p[i], n[j]);
            assert_true(peek >= p[i] && peek <= 1);
            assert_true(i == 0 || peek >= link_peek_p(p[i - 1], n[j]));
        }
    assert_true(link_peek_p(1e-20, 90) < 0.05);
}

static void a_level_needs_days_then_an_interval_without_0_then_q(void **state)
{
    (void)state;
    struct link l = {.n = 90, .fitted = true, .df1 = 80, .estimate = 0.8, .low = 0.3, .high = 1.3};
    assert_int_equal(link_judge(&l, 0.05), LINK_CLEAR);
    assert_int_equal(link_judge(&l, 0.0501), LINK_LEANING);
    assert_int_equal(link_remark(&l), REMARK_NONE);
    l.need.y_below = 1;
    assert_int_equal(link_judge(&l, 0.01), LINK_NOT_ENOUGH);
    assert_int_equal(link_remark(&l), REMARK_NONE);
    l = (struct link){.n = 90, .fitted = true, .df1 = 80, .low = 0, .high = 1.3};
    assert_int_equal(link_judge(&l, 0.01), LINK_NO_PATTERN);
    assert_int_equal(link_remark(&l), REMARK_NONE);
    l.low = -0.8;
    assert_int_equal(link_remark(&l), REMARK_EARLY);
    l = (struct link){.n = 90, .fitted = true, .df1 = 80, .low = -0.5, .high = 0.4};
    assert_int_equal(link_remark(&l), REMARK_SMALL);
    l = (struct link){.n = 90, .fitted = false};
    assert_int_equal(link_judge(&l, 0.01), LINK_NOT_ENOUGH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reference_fit_agrees),
        cmocka_unit_test(the_reference_refusals_are_the_documented_ones),
        cmocka_unit_test(a_habit_that_begins_halfway_is_just_allowed),
        cmocka_unit_test(next_day_questions_agree_in_both_fits_and_together),
        cmocka_unit_test(a_next_day_answer_whose_signs_differ_has_p_1),
        cmocka_unit_test(a_next_day_question_without_enough_days_in_its_second_form_is_refused),
        cmocka_unit_test(the_fast_fit_is_the_plain_one),
        cmocka_unit_test(weekdays_that_never_occur_are_dropped_as_in_the_plain_fit),
        cmocka_unit_test(nothing_and_next_to_nothing_is_not_fitted),
        cmocka_unit_test(a_log_whose_days_are_all_missing_has_no_used_day),
        cmocka_unit_test(a_constant_of_any_value_is_no_variation),
        cmocka_unit_test(what_the_calendar_explains_is_refused),
        cmocka_unit_test(a_day_that_decides_alone_leaves_one_degree_of_freedom),
        cmocka_unit_test(rounding_is_never_a_pattern),
        cmocka_unit_test(values_of_any_size_are_fitted),
        cmocka_unit_test(another_scale_or_zero_of_mood_changes_only_the_units),
        cmocka_unit_test(turning_mood_upside_down_turns_the_estimate),
        cmocka_unit_test(which_weekday_is_called_first_does_not_matter),
        cmocka_unit_test(adjusted_values_agree_with_the_reference),
        cmocka_unit_test(adjusted_values_stay_in_order_and_at_most_1),
        cmocka_unit_test(a_peek_proof_p_is_larger_and_in_range),
        cmocka_unit_test(a_level_needs_days_then_an_interval_without_0_then_q),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
