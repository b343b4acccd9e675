/* How often the links are wrong: makes up lives whose truth is known, asks the report's questions
   about them, and counts.

   A life has moods that carry over from day to day, and acts of kindness, care and pauses that come in
   streaks of their own. Unless an effect is asked for, no act has any to do with any mood; with one, every
   act of kindness lifts its own day's mood by so much and no other's. */
#include "calc/question.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
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

static uint64_t next(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static double uniform(uint64_t *state)
{
    return (double)(next(state) >> 11) / 9007199254740992.0;
}

static double normal(uint64_t *state)
{
    double r = sqrt(-2 * log(1 - uniform(state)));
    return r * cos(6.283185307179586 * uniform(state));
}

/* Mean 0, standard deviation 1. */
static double shock(bool skewed, uint64_t *state)
{
    return skewed ? 1 + log(1 - uniform(state)) : normal(state);
}

/* One step of a series with standard deviation 1. */
static double carried(double before, double carry, double new_part)
{
    return carry * before + sqrt(1 - carry * carry) * new_part;
}

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
    double urge[ACTS], phase[1 + ACTS], mood = shock(kind->skewed, state);
    /* Where acts are many, moods are moved down, or the end of the scale would swallow part of the effect. */
    double usual = kind->counts ? 1.2 : 0;
    size_t gap = 0;
    for (int a = 0; a < ACTS; a++)
        urge[a] = normal(state);
    for (int a = 0; a <= ACTS; a++)
        phase[a] = 6.283185307179586 * uniform(state) / 4;
    memset(day, 0, count * sizeof *day);
    for (size_t i = 0; i < count; i++) {
        double weekend = (i % 7 >= 5) * kind->weekday - (i % 7 == 0) * kind->weekday / 2;
        mood = carried(mood, kind->carry, shock(kind->skewed, state));
        uint32_t acts[ACTS];
        for (int a = 0; a < ACTS; a++) {
            urge[a] = carried(urge[a], kind->carry, normal(state));
            double slow = drift_at(kind, i, count, &phase[1 + a]) / 1.5;
            acts[a] = act_count(kind, urge[a] + weekend * 0.8 + slow, state);
        }
        double scatter = kind->uneven ? (acts[0] ? 1.8 : 0.9) : 1.4;
        double felt =
            5.5 + scatter * mood + weekend + drift_at(kind, i, count, &phase[0]) + effect * (acts[0] - usual);
        if (kind->restless && acts[0])
            felt += 1.8 * normal(state);
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

/* Counts over lives. */
struct tally {
    unsigned asked[QUESTIONS], alarms[QUESTIONS], covered[QUESTIONS];
    unsigned plain_alarms;
    unsigned ever_p, ever_leaning, ever_clear, ever_headline; /* of lives looked at every day */
    unsigned lives;
};

static void tally_add(struct tally *sum, const struct tally *part)
{
    for (int q = 0; q < QUESTIONS; q++) {
        sum->asked[q] += part->asked[q];
        sum->alarms[q] += part->alarms[q];
        sum->covered[q] += part->covered[q];
    }
    sum->plain_alarms += part->plain_alarms;
    sum->ever_p += part->ever_p;
    sum->ever_leaning += part->ever_leaning;
    sum->ever_clear += part->ever_clear;
    sum->ever_headline += part->ever_headline;
    sum->lives += part->lives;
}

struct cell {
    const struct kind *kind;
    size_t days;
    double effect;
    uint64_t seed;
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

typedef void looking(const struct cell *cell, const struct days *days, struct tally *tally);

/* Every STEP-th life from FIRST on. A life depends on the seed, the cell and its number alone, not
   on who lives it. */
static struct tally live_some(const struct cell *cell, size_t first, size_t step, size_t lives, looking *look)
{
    static struct day day[DAYS_MOST];
    struct tally tally = {0};
    struct days days = {4, cell->days, day}; /* 5 January 1970 was a Monday */
    for (size_t i = first; i < lives; i += step) {
        uint64_t state = cell->seed * 1000003 + i;
        state = next(&state);
        live(cell->kind, cell->days, cell->effect, &state, day);
        tally.lives++;
        look(cell, &days, &tally);
    }
    return tally;
}

/* The same over all processors. */
static struct tally live_all(const struct cell *cell, size_t lives, looking *look)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t workers = processors > 1 ? (size_t)processors : 1;
    struct tally sum = {0};
    int ends[2];
    if (pipe(ends) != 0)
        exit(EXIT_BROKEN);
    fflush(stdout);
    for (size_t w = 0; w < workers; w++) {
        pid_t child = fork();
        if (child < 0)
            exit(EXIT_BROKEN);
        if (child == 0) {
            struct tally part = live_some(cell, w, workers, lives, look);
            _exit(write(ends[1], &part, sizeof part) == (ssize_t)sizeof part ? EXIT_DONE : EXIT_BROKEN);
        }
    }
    close(ends[1]);
    struct tally part;
    while (read(ends[0], &part, sizeof part) == (ssize_t)sizeof part)
        tally_add(&sum, &part);
    close(ends[0]);
    for (size_t w = 0; w < workers; w++)
        wait(NULL);
    if (sum.lives != lives)
        exit(EXIT_BROKEN);
    return sum;
}

static double percent(unsigned part, unsigned whole)
{
    return whole ? 100.0 * part / whole : (double)NAN;
}

/* The question with the most alarms, or the fewest covered, a hundred asked; only those asked
   often enough. */
static double extreme(const struct tally *t, bool alarms)
{
    double worst = (double)NAN;
    for (int q = 0; q < QUESTIONS; q++)
        if (t->asked[q] >= FEW) {
            double share = percent(alarms ? t->alarms[q] : t->covered[q], t->asked[q]);
            if (isnan(worst) || (alarms ? share > worst : share < worst))
                worst = share;
        }
    return worst;
}

/* The headline's share, unless it was asked too seldom to tell. */
static double headline(const struct tally *t, unsigned part)
{
    return t->asked[0] >= FEW ? percent(part, t->asked[0]) : (double)NAN;
}

static void print_percent(double v)
{
    if (isnan(v))
        printf(" %6s", "-");
    else
        printf(" %6.1f", v);
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
        double alarms = percent(t->alarms[q], t->asked[q]), covered = percent(t->covered[q], t->asked[q]);
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
        struct cell cell = {&kinds[k], lengths[length], effects[e], seed + k * 1000 + length * 10 + e};
        t[e] = live_all(&cell, lives, look_once);
        note_worst(worst, &t[e], e == 0);
    }
    unsigned asked = 0, alarms = 0;
    for (int q = 0; q < QUESTIONS; q++) {
        asked += t[0].asked[q];
        alarms += t[0].alarms[q];
    }
    printf("%-23s %5zu %6u", kinds[k].name, lengths[length], t[0].asked[0]);
    print_percent(headline(&t[0], t[0].plain_alarms));
    print_percent(headline(&t[0], t[0].alarms[0]));
    print_percent(asked >= FEW ? percent(alarms, asked) : (double)NAN);
    print_percent(extreme(&t[0], true));
    print_percent(fmin(headline(&t[1], t[1].covered[0]), headline(&t[2], t[2].covered[0])));
    print_percent(extreme(&t[0], false));
    print_percent(headline(&t[1], t[1].alarms[0]));
    print_percent(headline(&t[2], t[2].alarms[0]));
    unsigned tomorrow = t[2].asked[QUESTION_KINDNESS_MOOD_NEXT];
    print_percent(tomorrow >= FEW ? percent(t[2].alarms[QUESTION_KINDNESS_MOOD_NEXT], tomorrow)
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
        struct cell cell = {&kinds[k], YEAR, 0, seed + 500000 + k};
        struct tally t = live_all(&cell, lives, look_daily);
        tally_add(&all, &t);
        printf("%-23s %8.1f %8.1f %8.1f %10.1f\n", kinds[k].name, percent(t.ever_p, t.lives),
               percent(t.ever_leaning, t.lives), percent(t.ever_clear, t.lives),
               percent(t.ever_headline, t.lives));
        fflush(stdout);
    }
    printf("%-23s %8.1f %8.1f %8.1f %10.1f\n", "all", percent(all.ever_p, all.lives),
           percent(all.ever_leaning, all.lives), percent(all.ever_clear, all.lives),
           percent(all.ever_headline, all.lives));
}

/* calibrate [-s SEED] [-l LIVES] [-d LIVES LOOKED AT DAILY, OF EACH KIND] [-k KIND, FROM 1] [-n DAYS] */
int main(int argc, char **argv)
{
    unsigned long seed = 20240229, lives = 2000, daily = 100, kind = 0, only = 0;
    for (int option; (option = getopt(argc, argv, "s:l:d:k:n:")) != -1;)
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
        case 'k':
            kind = strtoul(optarg, NULL, 10);
            break;
        case 'n':
            only = strtoul(optarg, NULL, 10);
            break;
        default:
            fprintf(stderr,
                    "usage: calibrate [-s seed] [-l lives] [-d lives-looked-at-daily] [-k kind] [-n days]\n");
            return EXIT_MISUSE;
        }
    bool one = kind >= 1 && kind <= KINDS;
    size_t from = one ? kind - 1 : 0, to = one ? kind : KINDS;
    if (lives)
        print_once(from, to, only, lives, seed * 1000000);
    if (daily)
        print_daily(from, to, daily, seed * 1000000);
    return EXIT_DONE;
}
