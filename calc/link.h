/* A link between two daily series: the fit of an AR(1) regression by REML, and the judgement of
   its result. */
#ifndef KIND_LINK_H
#define KIND_LINK_H

#include <stdbool.h>
#include <stddef.h>

enum {
    LINK_DAYS_LEAST = 28, /* used days a fit must rest on before it is shown */
    LINK_SIDE_LEAST = 5,  /* of them above, and below, the mean of either series */
    LINK_DF_LEAST = 15,
    LINK_WAVES_MAX = 24
};

/* Series over calendar days 0 .. DAYS - 1; a value that is not finite is missing. ALSO, if not NULL, is held
   fixed, and is needed on a day for that day to be used. */
struct link_data {
    size_t days;
    int first_weekday; /* of day 0: 0 Monday .. 6 Sunday */
    const double *x, *y, *also;
};

/* Further days needed before the fit may be shown. All zero and false: nothing is missing. Where all values
   of a series are alike, five on one side of them are asked for: below, unless they are 0. */
struct link_need {
    size_t days;             /* used days */
    size_t x_above, x_below; /* used days with x above, below its mean */
    size_t y_above, y_below;
    bool calendar; /* too little of x is left beside weekday, trend and slow waves: no number of days is known
                      to mend it */
};

/* No member is ever NAN or infinite. What follows `fitted` is 0 where that is false. */
struct link {
    size_t n;                       /* used days */
    size_t days_with, days_without; /* used days with x above 0, and the others */
    size_t x_above, x_below, y_above, y_below;
    size_t waves; /* slow cosines offered, K */
    struct link_need need;
    bool fitted;
    size_t columns;             /* fitted columns, the slope among them */
    double phi;                 /* how much of a day's noise the next one keeps, 0 to 0.95 by hundredths */
    double estimate, low, high; /* y per unit of x, and its 95 % interval */
    double p;
    double se0, df1, se2, df2; /* classical; HC2 with Bell and McCaffrey's degrees of freedom */
    bool robust;               /* the interval is the one of se2 */
    double r, r_low, r_high;   /* as a partial correlation */
    double tolerance;          /* share of x's variation that the calendar leaves */
    double reml;               /* the restricted log-likelihood at phi, without its constants */
};

/* The fit, also where something is missing, if there is one at all: `fitted` is false with fewer used days
   than columns, without variation in x or y, and where x is a combination of the calendar's columns. Values
   of any finite size are fitted. */
void link_fit(const struct link_data *data, struct link *out);

/* A question about the next day: fitted without ALSO (x on the same day as y) and with it. The interval is
   the union, the rest that of the fit with the larger p; p is 1 if the signs differ. Where one of the two
   lacks something, OUT is that one, and nothing is fitted that can't be shown. */
void link_next_day(const struct link_data *data, struct link *out);

/* True if nothing is missing: the fit may be shown. */
bool link_shown(const struct link *link);

/* P, from N used days, made proof against looking every day; at most 1. */
double link_peek_p(double p, size_t n);

/* P adjusted for COUNT questions: chance of any false alarm (Holm 1979), expected share of them (Benjamini
   and Hochberg 1995). OUT may not be P. */
void link_holm(const double *p, size_t count, double *out);
void link_benjamini_hochberg(const double *p, size_t count, double *out);

enum link_level { LINK_NOT_ENOUGH, LINK_NO_PATTERN, LINK_LEANING, LINK_CLEAR };

/* What is added to LINK_NO_PATTERN: the interval is wider than one to either side; it lies within
   one half. */
enum link_remark { REMARK_NONE, REMARK_EARLY, REMARK_SMALL };

/* The level by Q, the p that is proof against many looks and questions: LINK_CLEAR up to .05 where the
   interval leaves 0 out. */
enum link_level link_judge(const struct link *link, double q);
enum link_remark link_remark(const struct link *link);

#endif
