/* The two experiments in which chance decides: a coin at each stressed moment, and days in pairs. What they
   found, by looking at every way in which chance could have decided. */
#ifndef KIND_TRIAL_H
#define KIND_TRIAL_H

#include <stdbool.h>
#include <stddef.h>

enum {
    TRIAL_LOOKED_MOST = 1000000, /* all outcomes of a draw are looked at if they are no more, */
    TRIAL_PAIRS_FLIPPED = 20,    /* or those of no more pairs; otherwise */
    TRIAL_DRAWS = 99999,         /* so many, drawn with a fixed seed, and the one that was seen */
    TRIAL_PAIRS_LEAST = 6,       /* complete pairs below which nothing is said */
    TRIAL_STRONG = 20            /* the score that is strong evidence */
};

/* The difference D between the values under the one instruction and under the other, and where it lies among
   the differences that another outcome of the draw would have given the same values. All NAN where there is
   nothing to compare. */
struct comparison {
    size_t n[2];       /* values as usual; others, or pairs in both places */
    double estimate;   /* D: others less usual, kind less usual */
    double p;          /* two-sided, if the instruction made no difference to any value */
    double low, high;  /* 95 % interval; -INFINITY, INFINITY where there is no limit */
    double smallest_p; /* that so many values can give */
    bool exact;        /* all outcomes were looked at */
    bool varies;       /* false: all values are equal (all differences of pairs are 0), p is 1, and the
                          interval says nothing */
};

/* Others less usual, of values of the size of ratings, finite ones: differences are told apart to 1e-9. */
void trial_compare(const bool *others, const double *y, size_t n, struct comparison *out);

/* Evidence that may be looked at after every trial (Waudby-Smith et al. 2024): what a bettor against "no
   difference" has made of a stake of 1. TRIAL_STRONG is strong, at whatever moment it is reached. */
struct score {
    double last, max; /* now; the highest so far */
    double low, high; /* the differences that have less than TRIAL_STRONG against them; may be infinite */
};

/* One stressed moment, 0 to 10. What is not known is NAN, and the trial then counts as unfinished. */
struct shift_trial {
    bool others; /* what the coin said */
    double before, after;
};

/* Pairs of numbers by arm: usual, others. */
struct shift_result {
    size_t offered[2], finished[2];
    double before_mean[2], after_mean[2]; /* of the finished; NAN if there is none */
    double slope;             /* of after on before, arms ignored; 0 if before is constant, NAN without
                                 a finished trial in each arm */
    struct comparison change; /* of after - slope * before, the finished */
    double missing_p;         /* whether the arms differ in unfinished ones (Fisher); NAN if there is none */
    double best, worst; /* D of the stress after, every missing one 0 and 10, as it suits others and as it
                           doesn't; NAN without an offer or a finished trial in each arm */
    struct score score;
};

/* TRIALS in the order of time. */
void shift_trials_judge(const struct shift_trial *trials, size_t n, struct shift_result *out);

/* The gains on which the score bets: how far each finished trial ended from where it was expected to end, by
   the trials before it, in the direction of what the coin said. OUT has room for N. Returns how many. */
size_t shift_trials_gains(const struct shift_trial *trials, size_t n, double *out);

/* Mood on the kind day and on the usual day of a pair; NAN if not known. */
struct pair {
    double kind, usual;
};

struct pairs_result {
    size_t complete;
    double kind_mean, usual_mean; /* of the complete; NAN if there is none */
    struct comparison lift;       /* kind less usual */
    struct score score;
};

void pairs_judge(const struct pair *pairs, size_t n, struct pairs_result *out);

/* What may be said. NOTHING: one arm has no finished trial, or no pair is complete. TOO_FEW: not even the
   clearest difference could have a p of .05. */
enum trial_level {
    TRIAL_NOTHING,
    TRIAL_TOO_FEW,
    TRIAL_NO_VARIATION,
    TRIAL_NO_PATTERN,
    TRIAL_LEANING,
    TRIAL_CLEAR
};

enum trial_level shift_level(const struct shift_result *result);
enum trial_level pairs_level(const struct pairs_result *result);

/* True if what is unfinished could be why the arms differ: nothing is clear then. */
bool shift_missing_matters(const struct shift_result *result);

/* The chance that N trials find a difference of one point of stress; NAN below 20 and above 100. */
double shift_power(size_t n);

/* The least and the most chance that DAYS days in pairs find 0.8 points of mood; NAN below 28 and
   above 56. */
void pairs_power(size_t days, double *low, double *high);

/* The order of each pair by one bit of BITS, lowest first: k the kind day, u the usual one, into LETTERS with
   a 0 behind. DAYS is even; LETTERS has room for DAYS + 1, BITS at least DAYS / 2 bits. */
void pairs_draw(const unsigned char *bits, size_t days, char *letters);

#endif
