/* How often the links are wrong (and, in trial.c, the experiments): makes up lives whose truth is known, asks
   the report's questions about them, and counts.

   A life has moods that carry over from day to day, and acts of kindness, care and pauses that come in
   streaks of their own. Unless an effect is asked for, no act has any to do with any mood; with one, every
   act of kindness lifts its own day's mood by so much and no other's. */
#include "calc/question.h"

#include "tests/calibrate/made.h"
#include "tests/calibrate/trial.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DAYS_MOST = 1095, ACTS = 3, ACTS_MOST = 3, YEAR = 365, FEW = 200 };

/* What a kind of life is like. */
struct kind {
    const char *name;
    double carry;   /* autocorrelation of moods, and of what makes acts likely */
    double share;   /* of days with an act */
    double weekday; /* how much weekends lift moods (points) and acts (standard deviations) */
    double drift;   /* how far both move slowly over the log */
    double gaps;    /* chance that a stretch without records begins, a day */
    double unrated; /* share of days without a mood */
    bool counts;    /* days with an act often have several */
    bool skewed;    /* bad days are far below the usual, good ones not far above */
    bool restless;  /* moods scatter more on days with a kindness, each such day by itself */
    bool uneven;    /* they scatter twice as widely there, what carries over with the rest */
};

static const struct kind kinds[] = {
    {"nothing carries over", .carry = 0.0, .share = 0.35},
    {"carry 0.20", .carry = 0.20, .share = 0.35},
    {"carry 0.35", .carry = 0.35, .share = 0.35},
    {"carry 0.50", .carry = 0.50, .share = 0.35},
    {"carry 0.70", .carry = 0.70, .share = 0.35},
    {"weekday habits", .carry = 0.40, .share = 0.35, .weekday = 1},
    {"trend and season", .carry = 0.40, .share = 0.35, .drift = 1.5},
    {"gaps", .carry = 0.50, .share = 0.35, .gaps = 0.025, .unrated = 0.2},
    {"few acts, skewed moods", .carry = 0.50, .share = 0.12, .skewed = true},
    {"many acts, counted", .carry = 0.50, .share = 0.75, .counts = true},
    {"uneven, carried over", .carry = 0.40, .share = 0.35, .uneven = true},
    {"restless kind days", .carry = 0.40, .share = 0.35, .restless = true},
};

enum { KINDS = sizeof kinds / sizeof *kinds };

static const size_t lengths[] = {30, 60, 90, 180, 365, 1095};
static const double effects[] = {0, 0.5, 1};

enum { LENGTHS = sizeof lengths / sizeof *lengths, EFFECTS = sizeof effects / sizeof *effects };

static uint32_t act_count(const struct kind *kind, double urge, uint64_t *state)
{
    if (urge < gsl_cdf_ugaussian_Qinv(kind->share))
        return 0;
    uint32_t count = 1;
    while (kind->counts && count < ACTS_MOST && uniform(state) < 0.4)
        count++;
    return count;
}

/* Slow movement of mood (0) and of each act: a trend and two thirds of a year's wave, differently placed. */
static double drift_at(const struct kind *kind, size_t i, size_t count, const double *phase)
{
    double along = count > 1 ? (double)i / (double)(count - 1) - 0.5 : 0;
    return kind->drift * (along + 0.5 * sin(6.283185307179586 * (double)i / 240 + *phase));
}

/* Fills DAY[0 .. COUNT - 1], day 0 being a Monday. */
static void live(const struct kind *kind, size_t count, double effect, uint64_t *state, struct day *day)
{
    double urge[ACTS], phase[1 + ACTS], mood = made_shock(kind->skewed, state);
    /* Where acts are many, moods are moved down, or the end of the scale would swallow part of the effect. */
    double usual = kind->counts ? 1.2 : 0;
    size_t gap = 0;
    for (int a = 0; a < ACTS; a++)
        urge[a] = made_normal(state);
    for (int a = 0; a <= ACTS; a++)
        phase[a] = 6.283185307179586 * uniform(state) / 4;
    memset(day, 0, count * sizeof *day);
    for (size_t i = 0; i < count; i++) {
        double weekend = (i % 7 >= 5) * kind->weekday - (i % 7 == 0) * kind->weekday / 2;
        mood = made_carried(mood, kind->carry, made_shock(kind->skewed, state));
        uint32_t acts[ACTS];
        for (int a = 0; a < ACTS; a++) {
            urge[a] = made_carried(urge[a], kind->carry, made_normal(state));
            double slow = drift_at(kind, i, count, &phase[1 + a]) / 1.5;
            acts[a] = act_count(kind, urge[a] + weekend * 0.8 + slow, state);
        }
        double scatter = kind->uneven ? (acts[0] ? 1.8 : 0.9) : 1.4;
        double felt =
            5.5 + scatter * mood + weekend + drift_at(kind, i, count, &phase[0]) + effect * (acts[0] - usual);
        if (kind->restless && acts[0])
            felt += 1.8 * made_normal(state);
        bool rated = uniform(state) >= kind->unrated;
        if (gap == 0 && i > 0 && i + 1 < count && uniform(state) < kind->gaps)
            gap = 2 + (size_t)(13 * uniform(state));
        if (gap > 0) {
            gap--;
            continue;
        }
        day[i].kindness = acts[0];
        day[i].care = acts[1];
        day[i].pause = acts[2];
        if (rated) {
            day[i].mood_n = 1;
            day[i].mood_sum = (uint32_t)fmax(0, fmin(100, 10 * floor(felt + 0.5)));
        }
        day[i].records = acts[0] + acts[1] + acts[2] + rated;
    }
}

/* What most trackers do: the correlation of kindness and mood over the days with a mood, and its p as if
   days were independent. */
static double plain_p(const struct days *days, bool counts)
{
    double n = 0, x1 = 0, y1 = 0, xx = 0, yy = 0, xy = 0;
    for (size_t i = 0; i < days->count; i++) {
        const struct day *d = &days->day[i];
        if (!d->mood_n)
            continue;
        double x = counts ? d->kindness : d->kindness > 0, y = day_mood(d);
        n++;
        x1 += x;
        y1 += y;
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }
    double r = (xy - x1 * y1 / n) / sqrt((xx - x1 * x1 / n) * (yy - y1 * y1 / n));
    return 2 * gsl_cdf_tdist_Q(fabs(r) * sqrt((n - 2) / (1 - r * r)), n - 2);
}

/* Counts over lives: nothing else, so that made_add adds them. */
struct tally {
    unsigned asked[QUESTIONS], alarms[QUESTIONS], covered[QUESTIONS];
    unsigned plain_alarms;
    unsigned ever_p, ever_leaning, ever_clear, ever_headline; /* of lives looked at every day */
    unsigned lives;
};

struct cell;
typedef void looking(const struct cell *cell, const struct days *days, struct tally *tally);

struct cell {
    const struct kind *kind;
    size_t days;
    double effect;
    uint64_t seed;
    looking *look;
};

/* One look at the end of a life. */
static void look_once(const struct cell *cell, const struct days *days, struct tally *tally)
{
    struct answer answers[QUESTIONS];
    questions_ask(days, days->first + (int64_t)days->count - 1, answers);
    for (int q = 0; q < QUESTIONS; q++) {
        const struct answer *a = &answers[q];
        double truth = q == QUESTION_KINDNESS_MOOD ? cell->effect : 0;
        if (a->level == LINK_NOT_ENOUGH)
            continue;
        tally->asked[q]++;
        tally->alarms[q] += a->link.low > 0 || a->link.high < 0;
        tally->covered[q] += a->link.low <= truth && truth <= a->link.high;
        if (q == QUESTION_KINDNESS_MOOD)
            tally->plain_alarms += plain_p(days, a->per == PER_ACT) <= 0.05;
    }
}

/* A look at the end of every day, at the whole family. */
static void look_daily(const struct cell *cell, const struct days *days, struct tally *tally)
{
    bool p = false, leaning = false, clear = false, first = false;
    (void)cell;
    for (size_t i = LINK_DAYS_LEAST - 1; i < days->count; i++) {
        struct answer answers[QUESTIONS];
        questions_ask(days, days->first + (int64_t)i, answers);
        for (int q = 0; q < QUESTIONS; q++) {
            p |= answers[q].level != LINK_NOT_ENOUGH && answers[q].p <= 0.05;
            leaning |= answers[q].level >= LINK_LEANING;
            clear |= answers[q].level == LINK_CLEAR;
            first |= q == QUESTION_KINDNESS_MOOD && answers[q].level == LINK_CLEAR;
        }
    }
    tally->ever_p += p;
    tally->ever_leaning += leaning;
    tally->ever_clear += clear;
    tally->ever_headline += first;
}

/* One life, made up and looked at. It depends on the seed, the cell and its number alone. */
static void live_one(const void *what, size_t number, void *counts)
{
    static struct day day[DAYS_MOST];
    const struct cell *cell = what;
    struct tally *tally = counts;
    struct days days = {4, cell->days, day}; /* 5 January 1970 was a Monday */
    uint64_t state = made_start(cell->seed, number);
    live(cell->kind, cell->days, cell->effect, &state, day);
    tally->lives++;
    cell->look(cell, &days, tally);
}

static struct tally live_all(const struct cell *cell, size_t lives)
{
    struct tally tally = {0};
    made_spread(live_one, cell, lives, &tally, sizeof tally);
    return tally;
}

/* The question with the most alarms, or the fewest covered, a hundred asked; only those asked
   often enough. */
static double extreme(const struct tally *t, bool alarms)
{
    double worst = (double)NAN;
    for (int q = 0; q < QUESTIONS; q++)
        if (t->asked[q] >= FEW) {
            double share = made_percent(alarms ? t->alarms[q] : t->covered[q], t->asked[q]);
            if (isnan(worst) || (alarms ? share > worst : share < worst))
                worst = share;
        }
    return worst;
}

/* The headline's share, unless it was asked too seldom to tell. */
static double headline(const struct tally *t, unsigned part)
{
    return t->asked[0] >= FEW ? made_percent(part, t->asked[0]) : (double)NAN;
}

/* The worst of all cells so far. */
struct worst {
    double alarms, coverage;
    unsigned over, under, cells; /* single questions above 7 %, below 93 % */
};

static void note_worst(struct worst *worst, const struct tally *t, bool null)
{
    for (int q = 0; q < QUESTIONS; q++) {
        if (t->asked[q] < FEW || (!null && q != QUESTION_KINDNESS_MOOD))
            continue;
        double alarms = made_percent(t->alarms[q], t->asked[q]),
               covered = made_percent(t->covered[q], t->asked[q]);
        worst->cells += null;
        worst->over += null && alarms > 7;
        worst->under += covered < 93;
        worst->alarms = null ? fmax(worst->alarms, alarms) : worst->alarms;
        worst->coverage = fmin(worst->coverage, covered);
    }
}

static void print_cell(size_t k, size_t length, size_t lives, uint64_t seed, struct worst *worst)
{
    struct tally t[EFFECTS];
    for (size_t e = 0; e < EFFECTS; e++) {
        struct cell cell = {&kinds[k], lengths[length], effects[e], seed + k * 1000 + length * 10 + e,
                            look_once};
        t[e] = live_all(&cell, lives);
        note_worst(worst, &t[e], e == 0);
    }
    unsigned asked = 0, alarms = 0;
    for (int q = 0; q < QUESTIONS; q++) {
        asked += t[0].asked[q];
        alarms += t[0].alarms[q];
    }
    printf("%-23s %5zu %6u", kinds[k].name, lengths[length], t[0].asked[0]);
    made_print(headline(&t[0], t[0].plain_alarms));
    made_print(headline(&t[0], t[0].alarms[0]));
    made_print(asked >= FEW ? made_percent(alarms, asked) : (double)NAN);
    made_print(extreme(&t[0], true));
    made_print(fmin(headline(&t[1], t[1].covered[0]), headline(&t[2], t[2].covered[0])));
    made_print(extreme(&t[0], false));
    made_print(headline(&t[1], t[1].alarms[0]));
    made_print(headline(&t[2], t[2].alarms[0]));
    unsigned tomorrow = t[2].asked[QUESTION_KINDNESS_MOOD_NEXT];
    made_print(tomorrow >= FEW ? made_percent(t[2].alarms[QUESTION_KINDNESS_MOOD_NEXT], tomorrow)
                               : (double)NAN);
    printf("\n");
    fflush(stdout);
}

/* Kinds FROM to TO - 1; lives of ONLY days, unless that is 0. */
static void print_once(size_t from, size_t to, size_t only, size_t lives, uint64_t seed)
{
    struct worst worst = {.coverage = 100};
    printf("False alarms at 5 %%, coverage of the 95 %% interval, and power, in percent of the lives in "
           "which the question was answered (of %zu;\n"
           "a quarter as many at 1095 days). plain: a correlation of kindness and mood on the same lives. "
           "head: the headline. all: the eight questions\n"
           "together. worst: the worst of the eight. cover: of the headline's true effect (the lower of +0.5 "
           "and +1.0), and the worst of eight without effect.\n"
           "tomorrow: alarms of kindness->mood+1 where kindness adds 1 point to its own day only. -: "
           "answered fewer than %d times.\n\n",
           lives, FEW);
    printf("%-23s %5s %6s %27s %13s %13s %6s\n", "", "", "", "false alarms", "coverage", "power", "alarms");
    printf("%-23s %5s %6s %6s %6s %6s %6s %6s %6s %6s %6s %6s\n", "life", "days", "lives", "plain", "head",
           "all", "worst", "cover", "worst", "+0.5", "+1.0", "tomorr");
    for (size_t k = from; k < to; k++)
        for (size_t length = 0; length < LENGTHS; length++)
            if (!only || lengths[length] == only)
                print_cell(k, length, lengths[length] > YEAR ? lives / 4 : lives, seed, &worst);
    printf("\nOf %u kinds, lengths and questions: worst false alarms %.1f %%, %u above 7 %%; worst coverage "
           "%.1f %%, %u below 93 %%.\n\n",
           worst.cells, worst.alarms, worst.over, worst.coverage, worst.under);
}

static void print_daily(size_t from, size_t to, size_t lives, uint64_t seed)
{
    struct tally all = {0};
    printf("Looked at every day for a year, without any effect (%zu lives of each kind): percent of lives in "
           "which it ever happened.\n\n",
           lives);
    printf("%-23s %8s %8s %8s %10s\n", "life", "p <= .05", "leaning", "clear", "head clear");
    for (size_t k = from; k < to; k++) {
        struct cell cell = {&kinds[k], YEAR, 0, seed + 500000 + k, look_daily};
        struct tally t = live_all(&cell, lives);
        made_add(&all, &t, sizeof all);
        printf("%-23s %8.1f %8.1f %8.1f %10.1f\n", kinds[k].name, made_percent(t.ever_p, t.lives),
               made_percent(t.ever_leaning, t.lives), made_percent(t.ever_clear, t.lives),
               made_percent(t.ever_headline, t.lives));
        fflush(stdout);
    }
    printf("%-23s %8.1f %8.1f %8.1f %10.1f\n", "all", made_percent(all.ever_p, all.lives),
           made_percent(all.ever_leaning, all.lives), made_percent(all.ever_clear, all.lives),
           made_percent(all.ever_headline, all.lives));
}

/* calibrate [-s SEED] [-l LIVES] [-d LIVES LOOKED AT DAILY, OF EACH KIND] [-t EXPERIMENTS OF EACH KIND]
   [-k KIND, FROM 1] [-n DAYS]; 0 leaves a part out. */
int main(int argc, char **argv)
{
    unsigned long seed = 20240229, lives = 2000, daily = 100, trials = 2000, kind = 0, only = 0;
    for (int option; (option = getopt(argc, argv, "s:l:d:t:k:n:")) != -1;)
        switch (option) {
        case 's':
            seed = strtoul(optarg, NULL, 10);
            break;
        case 'l':
            lives = strtoul(optarg, NULL, 10);
            break;
        case 'd':
            daily = strtoul(optarg, NULL, 10);
            break;
        case 't':
            trials = strtoul(optarg, NULL, 10);
            break;
        case 'k':
            kind = strtoul(optarg, NULL, 10);
            break;
        case 'n':
            only = strtoul(optarg, NULL, 10);
            break;
        default:
            fprintf(stderr, "usage: calibrate [-s seed] [-l lives] [-d lives-looked-at-daily] [-t "
                            "experiments] [-k kind] [-n days]\n");
            return EXIT_MISUSE;
        }
    bool one = kind >= 1 && kind <= KINDS;
    size_t from = one ? kind - 1 : 0, to = one ? kind : KINDS;
    if (lives)
        print_once(from, to, only, lives, seed * 1000000);
    if (daily)
        print_daily(from, to, daily, seed * 1000000);
    if (trials)
        trials_print(trials, seed * 1000000 + 600000);
    return EXIT_DONE;
}
