/* How often the two experiments are wrong: makes up stressed moments and days whose truth is known, lets the
   coin decide, and asks calc/trial.c.

   Stress before and after a moment, and moods, are whole numbers from 0 to 10. What is left of stress after
   one moment is carried over to the next; moods carry over from day to day. Unless an effect is asked for,
   what the coin says has nothing to do with any of it; with one, it adds so much to the stress after, to the
   mood of the day. */
#include "trial.h"

#include "calc/trial.h"
#include "tests/calibrate/made.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

enum { TRIALS_MOST = 100, DAYS_MOST = 112 };

/* What stressed moments are like. */
struct moments {
    const char *name;
    double carry;      /* autocorrelation from a moment to the next */
    double from;       /* stress below which nobody reaches for the coin */
    double drift;      /* points by which stress falls from the first to the last */
    double unfinished; /* share; three times as many where stress stayed high */
    bool skewed;
};

static const struct moments moments[] = {
    {"nothing carries over", .carry = 0},
    {"stress carries over", .carry = 0.6},
    {"only when it is high", .carry = 0.3, .from = 7},
    {"calmer by the week", .carry = 0.4, .drift = 3},
    {"skewed, unfinished", .carry = 0.4, .skewed = true, .unfinished = 0.05},
};

static const size_t trials[] = {8, 16, 40, 100};
static const double reliefs[] = {0, -1};

/* What days are like. */
struct moods {
    const char *name;
    double carry;
    double weekday; /* how much weekends lift moods */
    double drift;   /* how far moods move over the days */
    double unrated; /* share of days */
    double lasting; /* share of a lift that is there on the next day too */
};

static const struct moods moods[] = {
    {"nothing carries over", .carry = 0},
    {"moods carry over", .carry = 0.5},
    {"weekdays and trend", .carry = 0.4, .weekday = 1, .drift = 1.5},
    {"one day in ten unrated", .carry = 0.5, .unrated = 0.1},
    {"half lasts overnight", .carry = 0.5, .lasting = 0.5},
};

static const size_t days[] = {16, 28, 56, 112};
static const double lifts[] = {0, 0.8, 1};

enum {
    MOMENTS = sizeof moments / sizeof *moments,
    TRIALS = sizeof trials / sizeof *trials,
    RELIEFS = sizeof reliefs / sizeof *reliefs,
    MOODS = sizeof moods / sizeof *moods,
    DAYS = sizeof days / sizeof *days,
    LIFTS = sizeof lifts / sizeof *lifts
};

static double whole(double v)
{
    return fmax(0, fmin(10, floor(v + 0.5)));
}

/* Counts over experiments. */
struct tally {
    unsigned runs, alarms, clear, peeks; /* p <= .05; a score of 20 at any moment */
    unsigned told, covered;              /* with an answer; whose interval held the truth */
    unsigned peeks_covered;              /* of all: the score's interval at the end */
};

static void judge(struct tally *tally, const struct comparison *c, const struct score *score,
                  enum trial_level level, double truth)
{
    bool told = level >= TRIAL_NO_PATTERN;
    tally->runs++;
    tally->alarms += told && c->p <= 0.05;
    tally->clear += level == TRIAL_CLEAR;
    tally->peeks += score->max >= 20;
    tally->told += told;
    tally->covered += told && c->low <= truth && truth <= c->high;
    tally->peeks_covered += score->low <= truth && truth <= score->high;
}

struct cell {
    const void *kind;
    size_t length;
    double effect;
    uint64_t seed;
};

static void shift_one(const void *what, size_t number, void *counts)
{
    const struct cell *cell = what;
    const struct moments *m = cell->kind;
    uint64_t state = made_start(cell->seed, number);
    struct shift_trial t[TRIALS_MOST];
    double level = made_shock(m->skewed, &state);
    for (size_t i = 0; i < cell->length; i++) {
        double slow = m->drift * (0.5 - (double)i / (double)(cell->length - 1));
        do {
            level = made_carried(level, m->carry, made_shock(m->skewed, &state));
            t[i].before = whole(6 + slow + 1.8 * level + 0.5 * made_normal(&state));
        } while (t[i].before < m->from);
        t[i].others = random_next(&state) >> 63;
        double left = 0.9 * level + 1.5 * made_shock(m->skewed, &state) + t[i].others * cell->effect;
        t[i].after = whole(4.5 + slow + left);
        if (uniform(&state) < m->unfinished * (t[i].after >= 6 ? 3 : 1))
            t[i].after = (double)NAN;
        level = left / 1.8;
    }
    struct shift_result r;
    shift_trials_judge(t, cell->length, &r);
    judge(counts, &r.change, &r.score, shift_level(&r), cell->effect);
}

static void pairs_one(const void *what, size_t number, void *counts)
{
    const struct cell *cell = what;
    const struct moods *m = cell->kind;
    uint64_t state = made_start(cell->seed, number);
    char letters[DAYS_MOST + 1];
    unsigned char bits[DAYS_MOST / 16];
    for (size_t i = 0; i < sizeof bits; i++)
        bits[i] = (unsigned char)(random_next(&state) >> 56);
    pairs_draw(bits, cell->length, letters);
    struct pair pairs[DAYS_MOST / 2];
    double level = made_normal(&state);
    size_t weekday = (size_t)(7 * uniform(&state));
    for (size_t i = 0; i < cell->length; i++, weekday = (weekday + 1) % 7) {
        bool kind = letters[i] == 'k', before = i > 0 && letters[i - 1] == 'k';
        level = made_carried(level, m->carry, made_normal(&state));
        double slow = m->drift * ((double)i / (double)(cell->length - 1) - 0.5);
        double lift = cell->effect * (kind + m->lasting * before);
        double mood = whole(5 + 1.4 * level + slow + (weekday >= 5) * m->weekday + lift);
        if (uniform(&state) < m->unrated)
            mood = (double)NAN;
        if (kind)
            pairs[i / 2].kind = mood;
        else
            pairs[i / 2].usual = mood;
    }
    struct pairs_result r;
    pairs_judge(pairs, cell->length / 2, &r);
    judge(counts, &r.lift, &r.score, pairs_level(&r), cell->effect);
}

/* A line of the table: what happened without an effect, whether the intervals held the full one, and three
   powers in percent. */
static void line_print(const char *name, size_t length, const struct tally *none, const struct tally *full,
                       const double power[3])
{
    printf("%-23s %5zu", name, length);
    made_print(made_percent(none->alarms, none->runs));
    made_print(made_percent(none->clear, none->runs));
    made_print(made_percent(none->peeks, none->runs));
    made_print(made_percent(full->covered, full->told));
    made_print(made_percent(full->peeks_covered, full->runs));
    for (size_t i = 0; i < 3; i++)
        made_print(power[i]);
    printf("\n");
    fflush(stdout);
}

static void moments_print(size_t k, size_t length, size_t runs, uint64_t seed)
{
    struct tally t[RELIEFS] = {{0}};
    for (size_t e = 0; e < RELIEFS; e++) {
        struct cell cell = {&moments[k], trials[length], reliefs[e], seed + k * 1000 + length * 10 + e};
        made_spread(shift_one, &cell, runs, &t[e], sizeof t[e]);
    }
    const double power[3] = {made_percent(t[1].alarms, t[1].runs), made_percent(t[1].clear, t[1].runs),
                             made_percent(t[1].peeks, t[1].runs)};
    line_print(moments[k].name, trials[length], &t[0], &t[1], power);
}

static void moods_print(size_t k, size_t length, size_t runs, uint64_t seed)
{
    struct tally t[LIFTS] = {{0}};
    for (size_t e = 0; e < LIFTS; e++) {
        struct cell cell = {&moods[k], days[length], lifts[e], seed + k * 1000 + length * 10 + e};
        made_spread(pairs_one, &cell, runs, &t[e], sizeof t[e]);
    }
    const double power[3] = {made_percent(t[1].alarms, t[1].runs), made_percent(t[2].alarms, t[2].runs),
                             made_percent(t[2].peeks, t[2].runs)};
    line_print(moods[k].name, days[length], &t[0], &t[2], power);
}

void trials_print(size_t runs, uint64_t seed)
{
    printf("The experiments, in percent of %zu made-up ones (half as many of 40 moments, a quarter of 100). "
           "p: p <= .05. peek: the score reached 20 at\n"
           "some moment. cover: intervals that held an effect of one point, of those with an answer; the "
           "score's of all. power: of one point, of 0.8.\n\n",
           runs);
    printf("%-23s %5s %20s %13s %20s\n", "", "", "false alarms", "cover", "power");
    printf("%-23s %5s %6s %6s %6s %6s %6s %6s %6s %6s\n", "moments", "n", "p", "clear", "peek", "exact",
           "peek", "p", "clear", "peek");
    for (size_t k = 0; k < MOMENTS; k++)
        for (size_t i = 0; i < TRIALS; i++)
            moments_print(k, i, trials[i] < 40 ? runs : trials[i] < 100 ? runs / 2 : runs / 4, seed);
    printf("\n%-23s %5s %6s %6s %6s %6s %6s %6s %6s %6s\n", "days in pairs", "days", "p", "clear", "peek",
           "exact", "peek", "p, 0.8", "p", "peek");
    for (size_t k = 0; k < MOODS; k++)
        for (size_t i = 0; i < DAYS; i++)
            moods_print(k, i, runs, seed + 100000);
    printf("\n");
}
