/* The two experiments: the reference numbers, the plain form of the tests beside the fast one, and what must
   not matter. */
#include "calc/trial.h"

#include "base/chance.h"
#include "tests/unit/random.h"
#include "tests/unit/reference.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TRIALS = 400 };

/* Reads a file of trial, arm, before, after. */
static size_t trials_read(const char *name, struct shift_trial *out)
{
    char line[LINE], *field[FIELDS];
    size_t n = 0;
    FILE *f = table(name, 4);
    for (; fgets(line, sizeof line, f); n++) {
        assert_int_equal(cut(line, field), 4);
        assert_true(strcmp(field[1], "shift") == 0 || strcmp(field[1], "usual") == 0);
        out[n] = (struct shift_trial){field[1][0] == 's', number(field[2]), number(field[3])};
    }
    fclose(f);
    return n;
}

/* Reads a file of pair, first, kind_mood, usual_mood. */
static size_t pairs_read(const char *name, struct pair *out)
{
    char line[LINE], *field[FIELDS];
    size_t n = 0;
    FILE *f = table(name, 4);
    for (; fgets(line, sizeof line, f); n++) {
        assert_int_equal(cut(line, field), 4);
        out[n] = (struct pair){number(field[2]), number(field[3])};
    }
    fclose(f);
    return n;
}

/* The same number, within a share of it or absolutely; NAN and infinity are equal to themselves alone. */
static void assert_near(const char *where, size_t column, double have, double want, double relative,
                        double absolute)
{
    if (isnan(want) ? isnan(have) : have == want)
        return;
    if (!(fabs(have - want) <= relative * fabs(want)) && !(fabs(have - want) <= absolute))
        fail_msg("%s: column %zu is %.12g, expected %.12g", where, column, have, want);
}

static void assert_same(const struct comparison *a, const struct comparison *b)
{
    const double have[] = {a->estimate, a->p, a->low, a->high, a->smallest_p};
    const double want[] = {b->estimate, b->p, b->low, b->high, b->smallest_p};
    for (size_t i = 0; i < 5; i++)
        assert_near("comparison", i, have[i], want[i], 1e-9, 1e-9);
    assert_true(a->exact == b->exact && a->varies == b->varies);
}

/* N trials with whole numbers; a share of them is left unfinished. */
static void trials_make(struct shift_trial *t, size_t n, double effect, double missing, uint64_t *state)
{
    for (size_t i = 0; i < n; i++) {
        t[i].others = random_next(state) >> 63;
        t[i].before = 4 + floor(6 * uniform(state));
        t[i].after = fmax(0, floor(t[i].before / 2 + 4 * uniform(state) + t[i].others * effect));
        if (uniform(state) < missing)
            t[i].after = NAN;
    }
}

static void pairs_make(struct pair *p, size_t n, double effect, double missing, uint64_t *state)
{
    for (size_t i = 0; i < n; i++) {
        p[i].usual = 4 + floor(8 * uniform(state)) / 2;
        p[i].kind = 4 + floor(8 * uniform(state)) / 2 + effect;
        if (uniform(state) < missing)
            p[i].kind = NAN;
    }
}

/* D, p and the limits word for word: every relabelling as a number's bits, every statistic from its formula,
   all of them sorted. */
struct plain {
    double estimate, p, low, high;
};

static double plain_difference(const double *v, size_t n, uint32_t others)
{
    double sum[2] = {0}, count[2] = {0};
    for (size_t i = 0; i < n; i++) {
        sum[others >> i & 1] += v[i];
        count[others >> i & 1]++;
    }
    return sum[1] / count[1] - sum[0] / count[0];
}

static size_t plain_count(uint32_t bits)
{
    size_t count = 0;
    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

static int number_order(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static struct plain plain_compare(const bool *others, const double *y, size_t n)
{
    double z[20], *tau = malloc(sizeof *tau << n);
    assert_non_null(tau);
    uint32_t observed = 0;
    for (size_t i = 0; i < n; i++) {
        observed |= (uint32_t)others[i] << i;
        z[i] = others[i];
    }
    struct plain out = {.estimate = plain_difference(y, n, observed)};
    size_t looked = 0, at_least = 0, most = 0, count = 0;
    for (uint32_t w = 0; w < (uint32_t)1 << n; w++) {
        if (plain_count(w) != plain_count(observed))
            continue;
        double d = plain_difference(y, n, w);
        looked++;
        at_least += d >= out.estimate - 1e-9;
        most += d <= out.estimate + 1e-9;
        if (w != observed)
            tau[count++] = (out.estimate - d) / (1 - plain_difference(z, n, w));
    }
    out.p = fmin(1, 2 * fmin((double)at_least, (double)most) / (double)looked);
    qsort(tau, count, sizeof *tau, number_order);
    size_t kappa = (size_t)floor(0.025 * (double)looked);
    out.low = kappa ? tau[kappa - 1] : -INFINITY;
    out.high = kappa ? tau[count - kappa] : INFINITY;
    free(tau);
    return out;
}

static void every_reference_trial_agrees(void **state)
{
    (void)state;
    char line[LINE], *field[FIELDS];
    FILE *f = table("expected_trials.csv", 22);
    int files = 0;
    for (; fgets(line, sizeof line, f); files++) {
        assert_int_equal(cut(line, field), 22);
        struct shift_trial trials[TRIALS];
        size_t n = trials_read(field[0], trials), count = 0;
        struct shift_result r;
        shift_trials_judge(trials, n, &r);
        bool others[TRIALS];
        double y[TRIALS];
        for (size_t i = 0; i < n; i++)
            if (!isnan(trials[i].after)) {
                others[count] = trials[i].others;
                y[count++] = trials[i].after - trials[i].before;
            }
        struct comparison raw;
        trial_compare(others, y, count, &raw);
        bool exact = r.change.exact || r.finished[0] == 0;
        const double have[] = {(double)r.offered[1],
                               (double)r.offered[0],
                               (double)r.finished[1],
                               (double)r.finished[0],
                               raw.estimate,
                               raw.p,
                               raw.low,
                               raw.high,
                               r.slope,
                               r.change.estimate,
                               r.change.p,
                               r.change.low,
                               r.change.high,
                               r.change.smallest_p,
                               r.best,
                               r.worst,
                               r.score.last,
                               r.score.max,
                               r.score.low,
                               r.score.high,
                               r.missing_p};
        for (size_t i = 0; i < 21; i++) {
            bool drawn = !exact && i >= 10 && i <= 12;
            if (!exact && i >= 4 && i <= 7)
                continue;
            assert_near(field[0], i + 1, have[i], number(field[1 + i]), 1e-6,
                        drawn ? (i == 10 ? 0.004 : 0.03) : 1e-9);
        }
    }
    fclose(f);
    assert_int_equal(files, 7);
}

static void the_score_agrees_at_every_step(void **state)
{
    (void)state;
    char line[LINE], *field[FIELDS];
    struct shift_trial trials[TRIALS];
    double gains[TRIALS];
    size_t n = trials_read("t3_16.csv", trials), step = 0;
    assert_int_equal(shift_trials_gains(trials, n, gains), n);
    FILE *f = table("expected_t3_betting_steps.csv", 3);
    for (; fgets(line, sizeof line, f); step++) {
        struct shift_result r;
        assert_int_equal(cut(line, field), 3);
        assert_true(number(field[0]) == (double)step + 1);
        shift_trials_judge(trials, step + 1, &r);
        assert_near("gain", step, gains[step], number(field[1]), 1e-6, 1e-9);
        assert_near("score", step, r.score.last, number(field[2]), 1e-6, 1e-9);
    }
    fclose(f);
    assert_int_equal(step, n);
}

static void the_reference_pairs_agree(void **state)
{
    (void)state;
    char line[LINE], *field[FIELDS];
    FILE *f = table("expected_pairs.csv", 12);
    int files = 0;
    for (; fgets(line, sizeof line, f); files++) {
        assert_int_equal(cut(line, field), 12);
        struct pair pairs[TRIALS];
        struct pairs_result r;
        pairs_judge(pairs, pairs_read(field[0], pairs), &r);
        assert_true(r.lift.exact && r.lift.varies);
        const double have[] = {(double)r.complete, 2 / r.lift.smallest_p, r.lift.estimate,   r.lift.p,
                               r.lift.low,         r.lift.high,           r.lift.smallest_p, r.score.last,
                               r.score.max,        r.score.low,           r.score.high};
        for (size_t i = 0; i < 11; i++)
            assert_near(field[0], i + 1, have[i], number(field[1 + i]), 1e-6, 1e-9);
        assert_near("means", 0, r.kind_mean - r.usual_mean, r.lift.estimate, 1e-9, 0);
    }
    fclose(f);
    assert_int_equal(files, 1);
}

static void the_reference_words_are_the_documented_ones(void **state)
{
    (void)state;
    const struct {
        const char *name;
        enum trial_level level;
    } cases[] = {
        {"t1_3v3.csv", TRIAL_TOO_FEW},
        {"t2_4v4.csv", TRIAL_CLEAR},
        {"t3_16.csv", TRIAL_NO_PATTERN},
        {"t4_missing_20.csv", TRIAL_CLEAR},
        {"t5_all_tied_10.csv", TRIAL_NO_VARIATION},
        {"t6_one_arm_5.csv", TRIAL_NOTHING},
        {"t7_40_montecarlo.csv", TRIAL_NO_PATTERN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct shift_trial trials[TRIALS];
        struct shift_result r;
        shift_trials_judge(trials, trials_read(cases[i].name, trials), &r);
        if (shift_level(&r) != cases[i].level)
            fail_msg("%s: %d", cases[i].name, (int)shift_level(&r));
    }
}

static void the_fast_test_is_the_plain_one(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (size_t n = 2; n <= 12; n++)
        for (int round = 0; round < 6; round++) {
            struct shift_trial t[12];
            bool others[12];
            double y[12];
            trials_make(t, n, round - 3, 0, &seed);
            t[0].others = false;
            t[1].others = true;
            t[1].after = t[0].after + 1;
            for (size_t i = 0; i < n; i++) {
                others[i] = t[i].others;
                y[i] = t[i].after + (round % 2 ? 0.1 * (double)i : 0);
            }
            struct comparison fast;
            struct plain plain = plain_compare(others, y, n);
            trial_compare(others, y, n, &fast);
            const double have[] = {fast.estimate, fast.p, fast.low, fast.high};
            const double want[] = {plain.estimate, plain.p, plain.low, plain.high};
            for (size_t i = 0; i < 4; i++)
                assert_near("plain", i, have[i], want[i], 1e-9, 1e-12);
        }
}

/* The p of the hypothesis that the instruction adds TAU to every value. */
static double p_of(const bool *others, const double *y, size_t n, double tau)
{
    double moved[TRIALS];
    for (size_t i = 0; i < n; i++)
        moved[i] = y[i] - (others[i] ? tau : 0);
    struct comparison c;
    trial_compare(others, moved, n, &c);
    return c.p;
}

static void the_interval_holds_what_the_test_does_not_reject(void **state)
{
    (void)state;
    uint64_t seed = 7;
    size_t bounded = 0;
    for (size_t n = 6; n <= 12; n++)
        for (int round = 0; round < 4; round++) {
            bool others[12];
            double y[12];
            for (size_t i = 0; i < n; i++) {
                others[i] = i % 2;
                y[i] = 10 * uniform(&seed) - 2 * others[i];
            }
            struct comparison c;
            trial_compare(others, y, n, &c);
            if (isinf(c.low)) {
                assert_true(p_of(others, y, n, -1e3) > 0.05 && p_of(others, y, n, 1e3) > 0.05);
                continue;
            }
            bounded++;
            assert_true(p_of(others, y, n, c.low - 1e-6) <= 0.05);
            assert_true(p_of(others, y, n, c.low + 1e-6) > 0.05);
            assert_true(p_of(others, y, n, c.estimate) > 0.05);
            assert_true(p_of(others, y, n, c.high - 1e-6) > 0.05);
            assert_true(p_of(others, y, n, c.high + 1e-6) <= 0.05);
        }
    assert_int_equal(bounded, 20);
}

static void the_interval_of_pairs_holds_what_the_test_does_not_reject(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (size_t m = 6; m <= 12; m++) {
        struct pair pairs[12], moved[12];
        struct pairs_result r, at;
        for (size_t i = 0; i < m; i++)
            pairs[i] = (struct pair){10 * uniform(&seed), 10 * uniform(&seed)};
        pairs_judge(pairs, m, &r);
        const struct {
            double tau;
            bool held;
        } cases[] = {{r.lift.low - 1e-6, false},
                     {r.lift.low + 1e-6, true},
                     {r.lift.estimate, true},
                     {r.lift.high - 1e-6, true},
                     {r.lift.high + 1e-6, false}};
        for (size_t c = 0; c < 5; c++) {
            for (size_t i = 0; i < m; i++)
                moved[i] = (struct pair){pairs[i].kind - cases[c].tau, pairs[i].usual};
            pairs_judge(moved, m, &at);
            assert_int_equal(at.lift.p > 0.05, cases[c].held);
        }
    }
}

static void swapping_the_arms_turns_the_answer(void **state)
{
    (void)state;
    uint64_t seed = 13;
    for (size_t n = 4; n <= 22; n++) {
        struct shift_trial t[22];
        struct shift_result one, r;
        trials_make(t, n, -1, 0.1, &seed);
        shift_trials_judge(t, n, &one);
        for (size_t i = 0; i < n; i++)
            t[i].others = !t[i].others;
        shift_trials_judge(t, n, &r);
        struct comparison turned = one.change;
        turned.estimate = -one.change.estimate;
        turned.low = -one.change.high;
        turned.high = -one.change.low;
        assert_same(&r.change, &turned);
        assert_near("slope", n, r.slope, one.slope, 0, 0);
        assert_near("missing", n, r.missing_p, one.missing_p, 1e-9, 0);
        assert_near("bounds", n, r.best, -one.worst, 1e-9, 1e-12);
        assert_near("score", n, r.score.last, one.score.last, 1e-9, 0);
        assert_near("score", n, r.score.low, -one.score.high, 1e-9, 1e-9);
        assert_int_equal(shift_level(&r), shift_level(&one));
    }
}

static void stress_that_is_higher_by_a_constant_changes_nothing(void **state)
{
    (void)state;
    uint64_t seed = 17;
    for (size_t n = 4; n <= 60; n += 8) {
        struct shift_trial t[60];
        struct shift_result one, r;
        trials_make(t, n, -1, 0.1, &seed);
        shift_trials_judge(t, n, &one);
        for (size_t i = 0; i < n; i++) {
            t[i].before += 3.7;
            t[i].after += 3.7;
        }
        shift_trials_judge(t, n, &r);
        assert_same(&r.change, &one.change);
        assert_near("slope", n, r.slope, one.slope, 1e-9, 1e-12);
        assert_near("score", n, r.score.max, one.score.max, 1e-9, 0);
        assert_near("score", n, r.score.high, one.score.high, 1e-9, 1e-9);
    }
}

static void the_order_of_trials_does_not_matter_to_the_exact_test(void **state)
{
    (void)state;
    uint64_t seed = 19;
    for (size_t n = 4; n <= 20; n += 2) {
        struct shift_trial t[20];
        struct shift_result one, r;
        trials_make(t, n, -1, 0.1, &seed);
        shift_trials_judge(t, n, &one);
        for (size_t i = n; i > 1; i--) {
            size_t j = (size_t)(uniform(&seed) * (double)i);
            struct shift_trial was = t[i - 1];
            t[i - 1] = t[j];
            t[j] = was;
        }
        shift_trials_judge(t, n, &r);
        assert_same(&r.change, &one.change);
    }
}

static void swapping_kind_and_usual_days_turns_the_answer(void **state)
{
    (void)state;
    uint64_t seed = 23;
    for (size_t m = 1; m <= 25; m += 3) {
        struct pair pairs[25];
        struct pairs_result one, r;
        pairs_make(pairs, m, 0.6, 0.1, &seed);
        pairs_judge(pairs, m, &one);
        for (size_t i = 0; i < m; i++)
            pairs[i] = (struct pair){pairs[i].usual, pairs[i].kind};
        pairs_judge(pairs, m, &r);
        struct comparison turned = one.lift;
        turned.estimate = -one.lift.estimate;
        turned.low = -one.lift.high;
        turned.high = -one.lift.low;
        assert_same(&r.lift, &turned);
        assert_near("score", m, r.score.last, one.score.last, 1e-9, 0);
        assert_int_equal(pairs_level(&r), pairs_level(&one));
    }
}

static void p_is_never_below_the_smallest_possible(void **state)
{
    (void)state;
    for (size_t n = 2; n <= 24; n++) {
        bool others[24];
        double y[24];
        struct pair pairs[24];
        for (size_t i = 0; i < n; i++) {
            others[i] = i % 2;
            y[i] = others[i] ? 1 + (double)i / 10 : 9;
            pairs[i] = (struct pair){8 + (double)i / 100, 2};
        }
        struct comparison c;
        struct pairs_result r;
        trial_compare(others, y, n, &c);
        pairs_judge(pairs, n, &r);
        /* All values of one arm lie below the other's, all differences above 0: there p is the smallest. */
        if (c.exact)
            assert_near("p", n, c.p, c.smallest_p, 1e-9, 0);
        else
            assert_true(c.p == 2.0 / 100000 && c.smallest_p < c.p);
        if (r.lift.exact)
            assert_near("p", n, r.lift.p, r.lift.smallest_p, 1e-9, 0);
        else
            assert_true(r.lift.p == 2.0 / 100000 && r.lift.smallest_p < r.lift.p);
    }
}

static void drawn_relabellings_come_close_to_all_of_them(void **state)
{
    (void)state;
    uint64_t seed = 29;
    struct pair pairs[21] = {{0}};
    struct pairs_result all, some;
    pairs_make(pairs, 20, 0.7, 0, &seed);
    pairs_judge(pairs, 20, &all);
    /* A pair without a difference: the sums stay, and their number doubles. */
    pairs[20] = (struct pair){6, 6};
    pairs_judge(pairs, 21, &some);
    assert_true(all.lift.exact && !some.lift.exact);
    assert_true(all.lift.p > 0.01 && all.lift.p < 0.5);
    assert_near("p", 0, some.lift.p, all.lift.p, 0, 0.006);
    bool others[24];
    double y[24];
    for (size_t i = 0; i < 24; i++) {
        others[i] = i % 2;
        y[i] = 5 + 4 * uniform(&seed) + others[i] * 0.9;
    }
    struct comparison c;
    trial_compare(others, y, 22, &c);
    assert_true(c.exact);
    struct plain plain = {c.estimate, c.p, c.low, c.high};
    y[22] = y[23] = 0;
    for (size_t i = 0; i < 22; i++)
        for (size_t arm = 0; arm < 2; arm++)
            y[22 + arm] += others[i] == arm ? y[i] / 11 : 0;
    others[22] = false;
    others[23] = true;
    trial_compare(others, y, 24, &c);
    assert_false(c.exact);
    assert_near("estimate", 0, c.estimate, plain.estimate, 1e-9, 0);
    assert_near("low", 0, c.low, plain.low, 0, 0.15);
    assert_near("high", 0, c.high, plain.high, 0, 0.15);
}

static void a_million_ways_are_looked_at_and_one_more_are_drawn(void **state)
{
    (void)state;
    enum { MANY = TRIAL_LOOKED_MOST };
    bool *others = calloc(MANY + 1, sizeof *others);
    double *y = calloc(MANY + 1, sizeof *y);
    assert_non_null(others);
    assert_non_null(y);
    uint64_t seed = 31;
    for (size_t i = 0; i <= MANY; i++)
        y[i] = uniform(&seed);
    others[4] = true;
    y[4] = 2;
    struct comparison c;
    trial_compare(others, y, MANY, &c);
    assert_true(c.exact);
    assert_near("p", 0, c.p, 2.0 / MANY, 1e-9, 0);
    assert_near("low", 0, c.low, 1.025, 0, 0.001);
    assert_near("high", 0, c.high, 1.975, 0, 0.001);
    trial_compare(others, y, MANY + 1, &c);
    assert_false(c.exact);
    free(others);
    free(y);
}

static void four_hundred_trials_are_judged(void **state)
{
    (void)state;
    uint64_t seed = 37;
    struct shift_trial t[TRIALS];
    struct shift_result r;
    struct pair pairs[TRIALS];
    struct pairs_result p;
    trials_make(t, TRIALS, -1, 0.05, &seed);
    shift_trials_judge(t, TRIALS, &r);
    assert_int_equal(r.offered[0] + r.offered[1], TRIALS);
    assert_true(r.change.p <= 0.001 && r.change.smallest_p < 1e-100 && r.change.smallest_p > 0);
    assert_true(r.change.low < -0.8 && r.change.high > -1.2 && r.change.high < 0);
    assert_true(isfinite(r.score.max) && r.score.max > 20 && r.score.high < 0);
    assert_int_equal(shift_level(&r), TRIAL_CLEAR);
    pairs_make(pairs, TRIALS, 0.5, 0.05, &seed);
    pairs_judge(pairs, TRIALS, &p);
    assert_true(p.lift.p <= 0.001 && p.lift.low > 0 && p.lift.high < 1);
    assert_true(p.score.max > 20 && p.score.low > 0);
    assert_int_equal(pairs_level(&p), TRIAL_CLEAR);
}

static void so_many_ways_that_no_number_holds_them_are_no_matter(void **state)
{
    (void)state;
    enum { MANY = 1100 };
    static struct shift_trial t[MANY];
    static struct pair pairs[MANY];
    uint64_t seed = 41;
    struct shift_result r;
    struct pairs_result p;
    trials_make(t, MANY, 0, 0.05, &seed);
    shift_trials_judge(t, MANY, &r);
    assert_true(r.change.smallest_p == 0 && r.change.p > 0 && isfinite(r.change.low));
    pairs_make(pairs, MANY, 0, 0, &seed);
    pairs_judge(pairs, MANY, &p);
    assert_true(p.lift.smallest_p == 0 && p.lift.p > 0 && isfinite(p.lift.low));
    pairs_make(pairs, MANY, 9, 0, &seed);
    pairs_judge(pairs, MANY, &p);
    assert_true(isfinite(p.score.last) && isfinite(p.score.low));
}

static void nothing_finished_is_nothing_to_compare(void **state)
{
    (void)state;
    for (size_t n = 0; n <= 30; n += 10) {
        struct shift_trial t[30];
        struct shift_result r;
        for (size_t i = 0; i < n; i++)
            t[i] = (struct shift_trial){i % 3 == 0, 7, NAN};
        shift_trials_judge(t, n, &r);
        assert_int_equal(r.offered[0] + r.offered[1], n);
        assert_int_equal(r.finished[0] + r.finished[1], 0);
        assert_true(isnan(r.before_mean[0]) && isnan(r.after_mean[1]) && isnan(r.slope));
        assert_true(isnan(r.change.estimate) && isnan(r.change.p) && isnan(r.change.low));
        assert_true(isnan(r.best) && isnan(r.worst));
        assert_true(isnan(r.missing_p) == (n == 0));
        assert_true(r.score.last == 1 && r.score.max == 1);
        assert_true(r.score.low == -INFINITY && r.score.high == INFINITY);
        assert_int_equal(shift_level(&r), TRIAL_NOTHING);
        assert_int_equal(shift_missing_matters(&r), n > 0);
        struct pair pairs[30];
        struct pairs_result p;
        for (size_t i = 0; i < n; i++)
            pairs[i] = i % 2 ? (struct pair){NAN, 5} : (struct pair){5, NAN};
        pairs_judge(pairs, n, &p);
        assert_true(p.complete == 0 && isnan(p.kind_mean) && isnan(p.lift.p));
        assert_true(p.score.last == 1 && p.score.low == -INFINITY);
        assert_int_equal(pairs_level(&p), TRIAL_NOTHING);
    }
}

static void one_trial_and_one_pair_are_too_few(void **state)
{
    (void)state;
    struct shift_trial t[] = {{true, 7, 4}, {false, 7, 6}};
    struct shift_result r;
    struct pair pair = {7, 5};
    struct pairs_result p;
    shift_trials_judge(t, 1, &r);
    assert_int_equal(shift_level(&r), TRIAL_NOTHING);
    assert_true(r.score.last == 1);
    shift_trials_judge(t, 2, &r);
    assert_int_equal(shift_level(&r), TRIAL_TOO_FEW);
    assert_true(r.change.p == 1 && r.change.smallest_p == 1 && r.change.low == -INFINITY);
    t[0].after = 6;
    shift_trials_judge(t, 2, &r);
    assert_int_equal(shift_level(&r), TRIAL_TOO_FEW);
    assert_true(!r.change.varies && r.change.p == 1 && r.change.high == INFINITY);
    pairs_judge(&pair, 1, &p);
    assert_int_equal(pairs_level(&p), TRIAL_TOO_FEW);
    assert_true(p.lift.estimate == 2 && p.lift.p == 1 && p.lift.high == INFINITY);
}

static void words_begin_where_the_rule_lets_them(void **state)
{
    (void)state;
    struct comparison c = {{10, 10}, -1, 0.05, -2, -0.1, 0.001, true, true};
    struct shift_result r = {.offered = {10, 10}, .finished = {10, 10}, .missing_p = NAN, .change = c};
    struct pairs_result p = {.complete = 6, .lift = c};
    assert_int_equal(shift_level(&r), TRIAL_CLEAR);
    assert_int_equal(pairs_level(&p), TRIAL_CLEAR);
    p.complete = 5;
    assert_int_equal(pairs_level(&p), TRIAL_TOO_FEW);
    p.complete = 6;
    r.change.smallest_p = 2.0 / 39;
    assert_int_equal(shift_level(&r), TRIAL_TOO_FEW);
    r.change.smallest_p = 2.0 / 40;
    assert_int_equal(shift_level(&r), TRIAL_CLEAR);
    r.change.p = p.lift.p = 0.0501;
    assert_int_equal(shift_level(&r), TRIAL_LEANING);
    assert_int_equal(pairs_level(&p), TRIAL_LEANING);
    r.change.high = p.lift.high = 0;
    assert_int_equal(shift_level(&r), TRIAL_NO_PATTERN);
    assert_int_equal(pairs_level(&p), TRIAL_NO_PATTERN);
    r.change.p = p.lift.p = 0.05;
    assert_int_equal(shift_level(&r), TRIAL_LEANING);
    assert_int_equal(pairs_level(&p), TRIAL_LEANING);
    r.change.varies = p.lift.varies = false;
    assert_int_equal(shift_level(&r), TRIAL_NO_VARIATION);
    assert_int_equal(pairs_level(&p), TRIAL_NO_VARIATION);
}

static void unfinished_trials_forbid_clear(void **state)
{
    (void)state;
    struct comparison c = {{10, 10}, -1, 0.01, -2, -0.1, 0.001, true, true};
    const struct {
        size_t offered[2], finished[2];
        double missing_p;
        bool matters;
    } cases[] = {
        {{20, 20}, {20, 20}, NAN, false}, {{20, 20}, {18, 18}, 1, false},
        {{20, 20}, {18, 18}, 0.1, false}, {{20, 20}, {18, 18}, 0.0999, true},
        {{20, 20}, {20, 18}, 0.5, false}, /* shares apart by 10 points */
        {{20, 20}, {20, 17}, 0.5, true},  /* by 15 */
        {{20, 20}, {17, 20}, 0.5, true},  {{40, 20}, {40, 18}, 0.5, false},
        {{20, 20}, {16, 16}, 1, false}, /* 20 % */
        {{20, 20}, {15, 16}, 1, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct shift_result r = {.offered = {cases[i].offered[0], cases[i].offered[1]},
                                 .finished = {cases[i].finished[0], cases[i].finished[1]},
                                 .missing_p = cases[i].missing_p,
                                 .change = c};
        if (shift_missing_matters(&r) != cases[i].matters)
            fail_msg("case %zu", i);
        assert_int_equal(shift_level(&r), cases[i].matters ? TRIAL_LEANING : TRIAL_CLEAR);
    }
}

static void fishers_p_is_the_textbook_one(void **state)
{
    (void)state;
    struct shift_trial t[16];
    struct shift_result r;
    for (size_t i = 0; i < 16; i++)
        t[i] = (struct shift_trial){i < 8, 7, i < 1 || (i >= 8 && i < 14) ? NAN : 5};
    shift_trials_judge(t, 16, &r);
    assert_int_equal(r.finished[0], 2);
    assert_int_equal(r.finished[1], 7);
    /* 7 unfinished among 16: of their C(16,7) = 11440 places those with 1 and 6, or 0 and 7. */
    assert_near("Fisher", 0, r.missing_p, 2 * (8.0 * 28 + 8) / 11440, 1e-9, 0);
}

static void equal_values_have_no_variation_whatever_rounding_does(void **state)
{
    (void)state;
    struct shift_trial t[12];
    struct pair pairs[12];
    struct shift_result r;
    struct pairs_result p;
    for (size_t i = 0; i < 12; i++) {
        t[i] = (struct shift_trial){i % 2, 0.1 * (double)i + 4, 0.07 * (double)i + 0.7 * 4};
        pairs[i] = (struct pair){0.1 * (double)i, 0.1 * (double)i};
    }
    shift_trials_judge(t, 12, &r);
    assert_near("slope", 0, r.slope, 0.7, 1e-9, 0);
    assert_int_equal(shift_level(&r), TRIAL_NO_VARIATION);
    assert_true(r.change.p == 1 && r.change.estimate == 0);
    pairs_judge(pairs, 12, &p);
    assert_int_equal(pairs_level(&p), TRIAL_NO_VARIATION);
    for (size_t i = 0; i < 12; i++)
        pairs[i].kind += 0.5;
    pairs_judge(pairs, 12, &p);
    assert_int_equal(pairs_level(&p), TRIAL_CLEAR);
    assert_near("p", 0, p.lift.p, 2.0 / 4096, 1e-9, 0);
    assert_near("low", 0, p.lift.low, 0.5, 1e-9, 0);
}

static void the_score_gives_its_limits_a_score_of_20(void **state)
{
    (void)state;
    uint64_t seed = 43;
    for (size_t n = 8; n <= 64; n *= 2) {
        struct pair pairs[64];
        struct pairs_result one, r;
        pairs_make(pairs, n, 0.5, 0, &seed);
        pairs_judge(pairs, n, &one);
        for (int side = 0; side < 2; side++) {
            struct pair moved[64];
            for (size_t i = 0; i < n; i++)
                moved[i] =
                    (struct pair){pairs[i].kind - (side ? one.score.high : one.score.low), pairs[i].usual};
            pairs_judge(moved, n, &r);
            assert_near("score", n, r.score.last, 20, 1e-6, 0);
        }
    }
}

static void the_power_is_what_was_found_and_straight_between(void **state)
{
    (void)state;
    const double known[][2] = {{20, 0.25}, {40, 0.50}, {60, 0.67}, {100, 0.89}, {30, 0.375}, {80, 0.78}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_near("power", i, shift_power((size_t)known[i][0]), known[i][1], 1e-12, 0);
    assert_true(isnan(shift_power(19)) && isnan(shift_power(101)) && isnan(shift_power(0)));
    double low, high;
    pairs_power(28, &low, &high);
    assert_true(low == 0.42 && high == 0.58);
    pairs_power(56, &low, &high);
    assert_near("power", 0, low, 0.74, 1e-12, 0);
    assert_near("power", 0, high, 0.87, 1e-12, 0);
    pairs_power(42, &low, &high);
    assert_near("power", 0, low, 0.58, 1e-12, 0);
    pairs_power(26, &low, &high);
    assert_true(isnan(low) && isnan(high));
    pairs_power(58, &low, &high);
    assert_true(isnan(low) && isnan(high));
}

static void a_pair_is_ordered_by_its_bit(void **state)
{
    (void)state;
    const unsigned char bits[] = {0x0d, 0x01};
    char letters[19];
    memset(letters, '?', sizeof letters);
    pairs_draw(bits, 18, letters);
    assert_string_equal(letters, "kuukkukuukukukukku");
    pairs_draw(bits, 0, letters);
    assert_string_equal(letters, "");
}

/* 10,000 coins, as many pairs, from a seed: heads, and runs of the same side (Wald and Wolfowitz 1940), as
   often as fair coins have them, give or take 2.6 standard deviations. */
static void ten_thousand_coins_are_fair_and_independent(void **state)
{
    (void)state;
    enum { COINS = 10000 };
    static unsigned char bits[COINS / 8];
    static char letters[2 * COINS + 1];
    char *before = getenv("KIND_SEED");
    before = before ? strdup(before) : NULL;
    struct chance chance = {0};
    assert_int_equal(setenv("KIND_SEED", "ten thousand coins", 1), 0);
    assert_true(chance_bytes(&chance, 1, bits, sizeof bits));
    assert_int_equal(before ? setenv("KIND_SEED", before, 1) : unsetenv("KIND_SEED"), 0);
    free(before);
    pairs_draw(bits, 2 * COINS, letters);
    assert_int_equal(strlen(letters), 2 * COINS);
    double heads = 0, runs = 1;
    for (size_t i = 0; i < COINS; i++) {
        const char *pair = letters + 2 * i;
        assert_true((pair[0] == 'k' && pair[1] == 'u') || (pair[0] == 'u' && pair[1] == 'k'));
        heads += pair[0] == 'k';
        runs += i > 0 && pair[0] != pair[-2];
    }
    double tails = COINS - heads;
    double chi = (heads - tails) * (heads - tails) / COINS;
    double expected = 1 + 2 * heads * tails / COINS;
    double variance = (expected - 1) * (expected - 2) / (COINS - 1);
    assert_true(chi < 6.63);
    assert_true(fabs(runs - expected) < 2.6 * sqrt(variance));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reference_trial_agrees),
        cmocka_unit_test(the_score_agrees_at_every_step),
        cmocka_unit_test(the_reference_pairs_agree),
        cmocka_unit_test(the_reference_words_are_the_documented_ones),
        cmocka_unit_test(the_fast_test_is_the_plain_one),
        cmocka_unit_test(the_interval_holds_what_the_test_does_not_reject),
        cmocka_unit_test(the_interval_of_pairs_holds_what_the_test_does_not_reject),
        cmocka_unit_test(swapping_the_arms_turns_the_answer),
        cmocka_unit_test(stress_that_is_higher_by_a_constant_changes_nothing),
        cmocka_unit_test(the_order_of_trials_does_not_matter_to_the_exact_test),
        cmocka_unit_test(swapping_kind_and_usual_days_turns_the_answer),
        cmocka_unit_test(p_is_never_below_the_smallest_possible),
        cmocka_unit_test(drawn_relabellings_come_close_to_all_of_them),
        cmocka_unit_test(a_million_ways_are_looked_at_and_one_more_are_drawn),
        cmocka_unit_test(four_hundred_trials_are_judged),
        cmocka_unit_test(so_many_ways_that_no_number_holds_them_are_no_matter),
        cmocka_unit_test(nothing_finished_is_nothing_to_compare),
        cmocka_unit_test(one_trial_and_one_pair_are_too_few),
        cmocka_unit_test(words_begin_where_the_rule_lets_them),
        cmocka_unit_test(unfinished_trials_forbid_clear),
        cmocka_unit_test(fishers_p_is_the_textbook_one),
        cmocka_unit_test(equal_values_have_no_variation_whatever_rounding_does),
        cmocka_unit_test(the_score_gives_its_limits_a_score_of_20),
        cmocka_unit_test(the_power_is_what_was_found_and_straight_between),
        cmocka_unit_test(a_pair_is_ordered_by_its_bit),
        cmocka_unit_test(ten_thousand_coins_are_fair_and_independent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
