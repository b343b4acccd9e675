/* The two experiments in which chance decides.

   Labels that a coin gave could have been any others. Where the instruction changes nothing, every value is
   what it would have been under other labels, so that the difference D that was seen is one of the D_w of all
   relabellings w, each as likely. Where it changes every value by tau, the same holds of the values less tau.

   A relabelling moves some values out of one arm (or turns some pairs over). With LOST the sum that the arm
   loses and MOVED the number of values,

       D_w = D - share * lost,   and   tau_w = (D - D_w(y)) / (1 - D_w(z)) = lost / moved

   is the tau at which w is no longer on the one side of D and not yet on the other, because D_w(z), the
   difference of the labels themselves, is 1 - share * moved. So both experiments need only lost and moved of
   each relabelling, for p and for the interval. Sums are built up from nothing, never carried on from one
   relabelling to the next, so that no rounding gathers. */
#include "trial.h"

#include "base/die.h"

#include <float.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

enum { LIMITS_LEAST = 40 }; /* ways of which .025 on either side is at least one */

static const double guard = 1e-9; /* differences closer than this are equal */
static const double alpha = 0.05;
static const unsigned long draws_seed = 20240229;

/* The relabellings looked at. */
struct crowd {
    double share;
    size_t looked;         /* with the observed one */
    size_t same;           /* of them like the observed one */
    size_t at_least, most; /* of them with a D_w of at least, at most D */
    double *tau;           /* of the others, looked - same */
};

static void crowd_add(struct crowd *crowd, double lost, size_t moved)
{
    double fall = crowd->share * lost;
    crowd->at_least += fall <= guard;
    crowd->most += fall >= -guard;
    if (moved > 0)
        crowd->tau[crowd->looked - crowd->same] = lost / (double)moved;
    else
        crowd->same++;
    crowd->looked++;
}

static void swap(double *a, double *b)
{
    double was = *a;
    *a = *b;
    *b = was;
}

/* The value that would be at RANK, from 0, if the N of V were sorted: Hoare's selection. V is reordered. */
static double select_rank(double *v, size_t n, size_t rank)
{
    size_t from = 0, to = n - 1;
    while (from < to) {
        double pivot = v[from + (to - from) / 2];
        size_t i = from, j = to + 1;
        for (;; i++) {
            while (v[i] < pivot)
                i++;
            do
                j--;
            while (v[j] > pivot);
            if (i >= j)
                break;
            swap(&v[i], &v[j]);
        }
        if (rank <= j)
            to = j;
        else
            from = j + 1;
    }
    return v[from];
}

static void crowd_judge(const struct crowd *crowd, struct comparison *out)
{
    size_t tail = crowd->at_least < crowd->most ? crowd->at_least : crowd->most;
    out->p = fmin(1, 2 * (double)tail / (double)crowd->looked);
    size_t rank = crowd->looked / LIMITS_LEAST, others = crowd->looked - crowd->same;
    bool limits = rank > crowd->same - 1;
    rank -= limits ? crowd->same - 1 : rank;
    out->low = limits ? select_rank(crowd->tau, others, rank - 1) : -INFINITY;
    out->high = limits ? select_rank(crowd->tau, others, others - rank) : INFINITY;
}

/* C(N, K), rounded where it is large; infinite where it is too large for that. */
static double choose(size_t n, size_t k)
{
    double ways = 1;
    for (size_t i = 1; i <= k && isfinite(ways); i++)
        ways = ways * (double)(n - k + i) / (double)i;
    return ways;
}

/* Values about their mean, and which of them are in the arm that is relabelled: the smaller one. */
struct arm {
    size_t n, k; /* all values; those in the arm */
    double *v;
    bool *in;
    double sum; /* of those in the arm, added up in their order */
};

/* Every choice of k among n, in lexicographic order: the sums before the first place that changes stay. */
static void choose_all(const struct arm *arm, struct crowd *crowd)
{
    size_t n = arm->n, k = arm->k;
    size_t *at = must_alloc(k, sizeof *at), *stayed = must_alloc(k + 1, sizeof *stayed);
    double *sum = must_alloc(k + 1, sizeof *sum);
    for (size_t i = 0; i < k; i++)
        at[i] = i;
    sum[0] = 0;
    stayed[0] = 0;
    for (size_t changed = 0;;) {
        for (size_t i = changed; i < k; i++) {
            sum[i + 1] = sum[i] + arm->v[at[i]];
            stayed[i + 1] = stayed[i] + arm->in[at[i]];
        }
        crowd_add(crowd, arm->sum - sum[k], k - stayed[k]);
        size_t end = k;
        while (end > 0 && at[end - 1] == n - k + end - 1)
            end--;
        if (end == 0)
            break;
        changed = end - 1;
        at[changed]++;
        for (size_t i = end; i < k; i++)
            at[i] = at[i - 1] + 1;
    }
    free(at);
    free(stayed);
    free(sum);
}

/* The generator of the draws, always at its start. Its memory comes from must_alloc. */
static gsl_rng rng_start(void)
{
    gsl_rng rng = {gsl_rng_mt19937, must_alloc(1, gsl_rng_mt19937->size)};
    gsl_rng_set(&rng, draws_seed);
    return rng;
}

/* TRIAL_DRAWS choices of k among n, and the observed one. Each draw shuffles on from the one before, as far
   as the first k places. */
static void choose_some(const struct arm *arm, struct crowd *crowd)
{
    gsl_rng rng = rng_start();
    size_t *order = must_alloc(arm->n, sizeof *order);
    for (size_t i = 0; i < arm->n; i++)
        order[i] = i;
    crowd_add(crowd, 0, 0);
    for (size_t draw = 0; draw < TRIAL_DRAWS; draw++) {
        double sum = 0;
        size_t stayed = 0;
        for (size_t i = 0; i < arm->k; i++) {
            size_t from = i + gsl_rng_uniform_int(&rng, arm->n - i), chosen = order[from];
            order[from] = order[i];
            order[i] = chosen;
            sum += arm->v[chosen];
            stayed += arm->in[chosen];
        }
        crowd_add(crowd, arm->sum - sum, arm->k - stayed);
    }
    free(order);
    free(rng.state);
}

static struct arm arm_build(const bool *others, const double *y, size_t n, bool smaller)
{
    struct arm arm = {.n = n, .v = must_alloc(n, sizeof *arm.v), .in = must_alloc(n, sizeof *arm.in)};
    double mean = 0;
    for (size_t i = 0; i < n; i++)
        mean += y[i] / (double)n;
    for (size_t i = 0; i < n; i++) {
        arm.v[i] = y[i] - mean;
        arm.in[i] = others[i] == smaller;
        if (arm.in[i]) {
            arm.k++;
            arm.sum += arm.v[i];
        }
    }
    return arm;
}

static bool differ(const double *v, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (fabs(v[i] - v[0]) > guard)
            return true;
    return false;
}

static struct comparison comparison_none(size_t usual, size_t others)
{
    return (struct comparison){
        .n = {usual, others}, .estimate = NAN, .p = NAN, .low = NAN, .high = NAN, .smallest_p = NAN};
}

/* What WAYS ways to relabel leave to find out, and the answer where no value differs. */
static void comparison_start(struct comparison *c, double ways, bool exact, bool varies)
{
    bool limits = ways >= LIMITS_LEAST;
    c->smallest_p = 2 / ways;
    c->exact = exact;
    c->varies = varies;
    c->p = 1;
    c->estimate = 0;
    c->low = limits ? 0 : -INFINITY;
    c->high = limits ? 0 : INFINITY;
}

void trial_compare(const bool *others, const double *y, size_t n, struct comparison *out)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += others[i];
    *out = comparison_none(n - count, count);
    if (count == 0 || count == n)
        return;
    bool smaller = count <= n - count;
    size_t k = smaller ? count : n - count;
    double ways = choose(n, k);
    comparison_start(out, ways, ways <= TRIAL_LOOKED_MOST, differ(y, n));
    if (!out->varies)
        return;
    struct arm arm = arm_build(others, y, n, smaller);
    struct crowd crowd = {.share = 1 / (double)k + 1 / (double)(n - k)};
    crowd.tau = must_alloc(out->exact ? (size_t)ways : TRIAL_DRAWS, sizeof *crowd.tau);
    if (out->exact)
        choose_all(&arm, &crowd);
    else
        choose_some(&arm, &crowd);
    crowd_judge(&crowd, out);
    out->estimate = arm.sum * crowd.share;
    if (!smaller) {
        double low = out->low;
        out->estimate = -out->estimate;
        out->low = -out->high;
        out->high = -low;
    }
    free(crowd.tau);
    free(arm.v);
    free(arm.in);
}

/* Every way to turn pairs over, counted up in binary: above[i] is the sum of the differences turned, from
   pair i on. The first way turns none. */
static void flip_all(const double *d, size_t n, struct crowd *crowd)
{
    double above[TRIAL_PAIRS_FLIPPED + 1] = {0};
    size_t moved[TRIAL_PAIRS_FLIPPED + 1] = {0};
    crowd_add(crowd, 0, 0);
    for (size_t way = 1; way < (size_t)1 << n; way++) {
        size_t first = 0;
        while (!(way >> first & 1))
            first++;
        above[first] = above[first + 1] + d[first];
        moved[first] = moved[first + 1] + 1;
        for (size_t i = first; i-- > 0;) {
            above[i] = above[first];
            moved[i] = moved[first];
        }
        crowd_add(crowd, above[0], moved[0]);
    }
}

static void flip_some(const double *d, size_t n, struct crowd *crowd)
{
    gsl_rng rng = rng_start();
    crowd_add(crowd, 0, 0);
    for (size_t draw = 0; draw < TRIAL_DRAWS; draw++) {
        double sum = 0;
        size_t moved = 0;
        unsigned long bits = 0;
        for (size_t i = 0; i < n; i++) {
            bits = i % 32 ? bits >> 1 : gsl_rng_get(&rng);
            sum += (double)(bits & 1) * d[i];
            moved += bits & 1;
        }
        crowd_add(crowd, sum, moved);
    }
    free(rng.state);
}

/* The mean of the N differences D between the two days of a pair. */
static struct comparison pairs_compare(const double *d, size_t n)
{
    struct comparison c = comparison_none(n, n);
    if (n == 0)
        return c;
    bool varies = false;
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        varies |= fabs(d[i]) > guard;
        sum += d[i];
    }
    comparison_start(&c, ldexp(1, n < 2000 ? (int)n : 2000), n <= TRIAL_PAIRS_FLIPPED, varies);
    if (!varies)
        return c;
    struct crowd crowd = {.share = 2 / (double)n};
    crowd.tau = must_alloc(c.exact ? (size_t)1 << n : TRIAL_DRAWS, sizeof *crowd.tau);
    if (c.exact)
        flip_all(d, n, &crowd);
    else
        flip_some(d, n, &crowd);
    crowd_judge(&crowd, &c);
    c.estimate = sum / (double)n;
    free(crowd.tau);
    return c;
}

/* How a bettor bets on gains: at two stakes, each on both sides; WEIGHT is what a difference of 1 adds to a
   gain. */
struct stakes {
    double lambda[2], weight;
};

static const struct stakes shift_stakes = {{0.15, 0.30}, 0.5};
static const struct stakes pair_stakes = {{0.3, 0.6}, 1};

/* What each of the four bets has made of 1, as logarithms. */
struct bets {
    double up[2], down[2];
};

/* ln(1 + tanh x), without 1 + tanh x being rounded to 0. */
static double log_return(double x)
{
    return x < 0 ? log(2) + 2 * x - log1p(exp(2 * x)) : log(2) - log1p(exp(-2 * x));
}

static void bets_add(struct bets *bets, const struct stakes *stakes, double gain)
{
    for (int i = 0; i < 2; i++) {
        bets->up[i] += log_return(stakes->lambda[i] * gain);
        bets->down[i] += log_return(-stakes->lambda[i] * gain);
    }
}

static double bets_worth(const struct bets *bets)
{
    double worth = 0;
    for (int i = 0; i < 2; i++)
        worth += exp(bets->up[i]) / 4 + exp(bets->down[i]) / 4;
    return fmin(worth, DBL_MAX);
}

/* The evidence of the gains U against a difference of TAU. */
static double score_at(const double *u, size_t n, const struct stakes *stakes, double tau)
{
    struct bets bets = {0};
    for (size_t i = 0; i < n; i++)
        bets_add(&bets, stakes, u[i] - stakes->weight * tau);
    return bets_worth(&bets);
}

/* Where the evidence reaches TRIAL_STRONG, going from MIDDLE by steps that double, in the direction of STEP.
   It does not where there are few gains. There is no more than 1 against MIDDLE, the mean gain's difference:
   the logarithms are concave in tau. */
static double score_limit(const double *u, size_t n, const struct stakes *stakes, double middle, double step)
{
    double inside = middle, outside = middle + step;
    for (; score_at(u, n, stakes, outside) < TRIAL_STRONG; outside = middle + step) {
        if (fabs(step) > 1e6)
            return step > 0 ? INFINITY : -INFINITY;
        inside = outside;
        step *= 2;
    }
    while (fabs(outside - inside) > 1e-12 * fmax(1, fabs(inside))) {
        double half = inside / 2 + outside / 2;
        if (score_at(u, n, stakes, half) < TRIAL_STRONG)
            inside = half;
        else
            outside = half;
    }
    return inside;
}

static struct score score_of(const double *u, size_t n, const struct stakes *stakes)
{
    struct score s = {.last = 1, .max = 1, .low = -INFINITY, .high = INFINITY};
    struct bets bets = {0};
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += u[i];
        bets_add(&bets, stakes, u[i]);
        s.last = bets_worth(&bets);
        s.max = fmax(s.max, s.last);
    }
    if (n > 0) {
        double middle = sum / (double)n / stakes->weight;
        s.low = score_limit(u, n, stakes, middle, -1);
        s.high = score_limit(u, n, stakes, middle, 1);
    }
    return s;
}

static bool finished(const struct shift_trial *t)
{
    return isfinite(t->before) && isfinite(t->after);
}

size_t shift_trials_gains(const struct shift_trial *trials, size_t n, double *out)
{
    size_t count = 0;
    double before = 0, after = 0;
    for (size_t i = 0; i < n; i++) {
        const struct shift_trial *t = &trials[i];
        if (!finished(t))
            continue;
        double so_far = (double)count;
        double expected = count ? after / so_far + (t->before - before / so_far) / 2 : t->before;
        out[count++] = t->others ? t->after - expected : expected - t->after;
        before += t->before;
        after += t->after;
    }
    return count;
}

/* The slope of after on before over the finished trials, least squares. */
static double shift_slope(const struct shift_trial *trials, size_t n, size_t count)
{
    double before = 0, after = 0, xx = 0, xy = 0;
    for (size_t i = 0; i < n; i++)
        if (finished(&trials[i])) {
            before += trials[i].before / (double)count;
            after += trials[i].after / (double)count;
        }
    for (size_t i = 0; i < n; i++)
        if (finished(&trials[i])) {
            double x = trials[i].before - before;
            xx += x * x;
            xy += x * (trials[i].after - after);
        }
    return xx > guard ? xy / xx : 0;
}

/* Counts, means, and what the unfinished ones could hide. */
static void shift_count(const struct shift_trial *trials, size_t n, struct shift_result *out)
{
    double before[2] = {0}, after[2] = {0}, missing[2];
    for (size_t i = 0; i < n; i++) {
        const struct shift_trial *t = &trials[i];
        out->offered[t->others]++;
        if (finished(t)) {
            out->finished[t->others]++;
            before[t->others] += t->before;
            after[t->others] += t->after;
        }
    }
    for (int arm = 0; arm < 2; arm++) {
        double count = (double)out->finished[arm];
        out->before_mean[arm] = count > 0 ? before[arm] / count : NAN;
        out->after_mean[arm] = count > 0 ? after[arm] / count : NAN;
        missing[arm] = 10 * (double)(out->offered[arm] - out->finished[arm]);
    }
    if (out->finished[0] == 0 || out->finished[1] == 0)
        return;
    double usual = (double)out->offered[0], others = (double)out->offered[1];
    out->best = after[1] / others - (after[0] + missing[0]) / usual;
    out->worst = (after[1] + missing[1]) / others - after[0] / usual;
}

/* Fisher's exact test, two-sided, of whether the arms differ in what was left unfinished: the chance of all
   tables that are no likelier than the one that was seen. */
static double shift_missing_p(const struct shift_result *r)
{
    size_t lost = r->offered[1] - r->finished[1], all = r->offered[0] - r->finished[0] + lost;
    if (all == 0)
        return NAN;
    unsigned n1 = (unsigned)r->offered[1], n0 = (unsigned)r->offered[0], total = (unsigned)all;
    double seen = gsl_ran_hypergeometric_pdf((unsigned)lost, n1, n0, total), p = 0;
    for (unsigned i = 0; i <= total; i++) {
        double chance = gsl_ran_hypergeometric_pdf(i, n1, n0, total);
        if (chance <= seen * (1 + 1e-7))
            p += chance;
    }
    return fmin(p, 1);
}

void shift_trials_judge(const struct shift_trial *trials, size_t n, struct shift_result *out)
{
    *out = (struct shift_result){.slope = NAN, .best = NAN, .worst = NAN};
    shift_count(trials, n, out);
    out->missing_p = shift_missing_p(out);
    bool *others = must_alloc(n, sizeof *others);
    double *y = must_alloc(n, sizeof *y);
    size_t count = shift_trials_gains(trials, n, y);
    out->score = score_of(y, count, &shift_stakes);
    double slope = shift_slope(trials, n, count);
    if (out->finished[0] && out->finished[1])
        out->slope = slope;
    count = 0;
    for (size_t i = 0; i < n; i++)
        if (finished(&trials[i])) {
            others[count] = trials[i].others;
            y[count++] = trials[i].after - slope * trials[i].before;
        }
    trial_compare(others, y, count, &out->change);
    free(others);
    free(y);
}

void pairs_judge(const struct pair *pairs, size_t n, struct pairs_result *out)
{
    *out = (struct pairs_result){.kind_mean = NAN, .usual_mean = NAN};
    double *d = must_alloc(n, sizeof *d), kind = 0, usual = 0;
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(pairs[i].kind) && isfinite(pairs[i].usual)) {
            kind += pairs[i].kind;
            usual += pairs[i].usual;
            d[m++] = pairs[i].kind - pairs[i].usual;
        }
    out->complete = m;
    if (m > 0) {
        out->kind_mean = kind / (double)m;
        out->usual_mean = usual / (double)m;
    }
    out->lift = pairs_compare(d, m);
    out->score = score_of(d, m, &pair_stakes);
    free(d);
}

bool shift_missing_matters(const struct shift_result *r)
{
    double usual = (double)r->offered[0], others = (double)r->offered[1];
    double missing[2] = {usual - (double)r->finished[0], others - (double)r->finished[1]};
    bool apart = 20 * fabs(missing[1] * usual - missing[0] * others) >= 3 * usual * others;
    return r->missing_p < 0.1 || (usual > 0 && others > 0 && apart) ||
           5 * (missing[0] + missing[1]) > usual + others;
}

static enum trial_level level_of(const struct comparison *c, bool doubtful)
{
    if (c->smallest_p > alpha)
        return TRIAL_TOO_FEW;
    if (!c->varies)
        return TRIAL_NO_VARIATION;
    bool p = c->p <= alpha, out = c->low > 0 || c->high < 0;
    if (!p && !out)
        return TRIAL_NO_PATTERN;
    return p && out && !doubtful ? TRIAL_CLEAR : TRIAL_LEANING;
}

enum trial_level shift_level(const struct shift_result *result)
{
    if (result->change.n[0] == 0 || result->change.n[1] == 0)
        return TRIAL_NOTHING;
    return level_of(&result->change, shift_missing_matters(result));
}

enum trial_level pairs_level(const struct pairs_result *result)
{
    if (!result->complete)
        return TRIAL_NOTHING;
    return result->complete < TRIAL_PAIRS_LEAST ? TRIAL_TOO_FEW : level_of(&result->lift, false);
}

double shift_power(size_t n)
{
    static const struct {
        double n, power;
    } known[] = {{20, 0.25}, {40, 0.50}, {60, 0.67}, {100, 0.89}};
    double x = (double)n;
    for (size_t i = 1; i < sizeof known / sizeof *known; i++)
        if (x >= known[i - 1].n && x <= known[i].n)
            return known[i - 1].power + (known[i].power - known[i - 1].power) * (x - known[i - 1].n) /
                                            (known[i].n - known[i - 1].n);
    return NAN;
}

void pairs_power(size_t days, double *low, double *high)
{
    double along = ((double)days - 28) / 28;
    bool known = along >= 0 && along <= 1;
    *low = known ? 0.42 + along * (0.74 - 0.42) : NAN;
    *high = known ? 0.58 + along * (0.87 - 0.58) : NAN;
}

void pairs_draw(const unsigned char *bits, size_t days, char *letters)
{
    for (size_t i = 0; i < days; i += 2) {
        size_t pair = i / 2;
        bool kind_first = bits[pair / 8] >> pair % 8 & 1;
        letters[i] = kind_first ? 'k' : 'u';
        letters[i + 1] = kind_first ? 'u' : 'k';
    }
    letters[days] = 0;
}
