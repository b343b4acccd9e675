/* The questions about a log: which two series each one compares, and its answer. */
#include "question.h"

#include "base/die.h"
#include "base/when.h"

#include <math.h>
#include <stdlib.h>

enum series { SERIES_KINDNESS, SERIES_CARE, SERIES_PAUSE, SERIES_MOOD, SERIES_NEGLECT, SERIES_TAG };

enum { NEGLECT_DAYS = 3 };

struct asked {
    const char *key;
    enum series predictor, outcome;
    bool next_day; /* the predictor is of the day before */
};

static const struct asked asked[QUESTION_KINDS] = {
    [QUESTION_KINDNESS_MOOD] = {"kindness->mood", SERIES_KINDNESS, SERIES_MOOD, false},
    [QUESTION_CARE_MOOD] = {"care->mood", SERIES_CARE, SERIES_MOOD, false},
    [QUESTION_PAUSE_MOOD] = {"pause->mood", SERIES_PAUSE, SERIES_MOOD, false},
    [QUESTION_KINDNESS_MOOD_NEXT] = {"kindness->mood+1", SERIES_KINDNESS, SERIES_MOOD, true},
    [QUESTION_CARE_MOOD_NEXT] = {"care->mood+1", SERIES_CARE, SERIES_MOOD, true},
    [QUESTION_CARE_KINDNESS_NEXT] = {"care->kindness+1", SERIES_CARE, SERIES_KINDNESS, true},
    [QUESTION_MOOD_KINDNESS_NEXT] = {"mood->kindness+1", SERIES_MOOD, SERIES_KINDNESS, true},
    [QUESTION_NEGLECT_MOOD] = {"neglect->mood", SERIES_NEGLECT, SERIES_MOOD, false},
    [QUESTION_TAG] = {"tag->mood", SERIES_TAG, SERIES_MOOD, false},
};

/* The days that are looked at: from the first to the last with a record. */
struct range {
    const struct day *day;
    size_t count;
    int64_t first;
    const bool *tag; /* of the same days; NULL where no tag is asked for */
};

static struct range range_of(const struct days *days, int64_t last)
{
    size_t end = days->count, start = 0;
    if (last < days->first)
        end = 0;
    else if ((uint64_t)last - (uint64_t)days->first < end)
        end = (size_t)(last - days->first) + 1;
    while (end > 0 && days->day[end - 1].records == 0)
        end--;
    while (start < end && days->day[start].records == 0)
        start++;
    if (start == end)
        return (struct range){0};
    return (struct range){days->day + start, end - start, days->first + (int64_t)start, NULL};
}

static bool observed(const struct day *day)
{
    return day->records > 0 && !day->rest;
}

/* 0 if any care that day or on the two before, 1 if all three were observed and none had any, else
   missing. */
static double neglect(const struct range *range, size_t i)
{
    bool all = i + 1 >= NEGLECT_DAYS;
    for (size_t back = 0; back < NEGLECT_DAYS && back <= i; back++) {
        const struct day *day = &range->day[i - back];
        if (observed(day) && day->care > 0)
            return 0;
        all &= observed(day);
    }
    return all ? 1 : (double)NAN;
}

static double value(const struct range *range, enum series series, size_t i)
{
    const struct day *day = &range->day[i];
    if (series == SERIES_NEGLECT)
        return neglect(range, i);
    if (!observed(day))
        return (double)NAN;
    switch (series) {
    case SERIES_KINDNESS:
        return day->kindness;
    case SERIES_CARE:
        return day->care;
    case SERIES_PAUSE:
        return day->pause;
    case SERIES_MOOD:
        return day_mood(day);
    case SERIES_TAG:
        return range->tag[i];
    case SERIES_NEGLECT:
        break;
    }
    return (double)NAN;
}

/* Acts are counted if at least five used days have two or more; otherwise a day has one or not. */
static enum question_per per_of(enum series predictor, const double *x, const double *y, size_t count)
{
    if (predictor == SERIES_MOOD)
        return PER_POINT;
    size_t several = 0;
    for (size_t i = 0; i < count; i++)
        several += isfinite(y[i]) && x[i] >= 2;
    return several >= LINK_SIDE_LEAST ? PER_ACT : PER_DAY;
}

static void yes_or_no(double *x, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (x[i] > 0)
            x[i] = 1;
}

static void ask(const struct range *range, enum question question, struct answer *out)
{
    const struct asked *a = &asked[question];
    size_t n = range->count;
    double *x = must_alloc(3 * n, sizeof *x), *y = x + n, *also = y + n;
    for (size_t i = 0; i < n; i++) {
        also[i] = value(range, a->predictor, i);
        y[i] = value(range, a->outcome, i);
        if (!a->next_day)
            x[i] = also[i];
        else
            x[i] = i > 0 ? also[i - 1] : (double)NAN;
    }
    *out = (struct answer){.question = question, .per = per_of(a->predictor, x, y, n)};
    if (out->per == PER_DAY) {
        yes_or_no(x, n);
        yes_or_no(also, n);
    }
    struct link_data data = {n, weekday(range->first), x, y, a->next_day ? also : NULL};
    link_next_day(&data, &out->link);
    free(x);
    bool mood = a->predictor == SERIES_MOOD;
    out->days_with = mood ? out->link.x_above : out->link.days_with;
    out->days_without = out->link.n - out->days_with;
}

/* Judges a family. The answer at HEADLINE, if there is one, need not share the price of the others. */
static void judge(struct answer *answers, size_t count, size_t headline)
{
    double *p = must_alloc(5 * count, sizeof *p), *holm = p + count, *bh = holm + count, *peek = bh + count,
           *q = peek + count;
    size_t shown = 0, others = 0;
    for (size_t i = 0; i < count; i++)
        if (link_shown(&answers[i].link)) {
            p[shown++] = answers[i].link.p;
            if (i != headline)
                peek[others++] = link_peek_p(answers[i].link.p, answers[i].link.n);
        }
    link_holm(p, shown, holm);
    link_benjamini_hochberg(p, shown, bh);
    link_holm(peek, others, q);
    shown = others = 0;
    for (size_t i = 0; i < count; i++) {
        struct answer *a = &answers[i];
        a->p = a->holm = a->benjamini_hochberg = a->peek_p = a->q = 1;
        if (link_shown(&a->link)) {
            a->p = a->link.p;
            a->holm = holm[shown];
            a->benjamini_hochberg = bh[shown++];
            a->peek_p = link_peek_p(a->p, a->link.n);
            a->q = i == headline ? a->peek_p : q[others++];
        }
        a->level = link_judge(&a->link, a->q);
        a->remark = link_remark(&a->link);
    }
    free(p);
}

void questions_ask(const struct days *days, int64_t last, struct answer answers[QUESTIONS])
{
    struct range range = range_of(days, last);
    for (int q = 0; q < QUESTIONS; q++)
        ask(&range, (enum question)q, &answers[q]);
    judge(answers, QUESTIONS, QUESTION_KINDNESS_MOOD);
}

void tags_ask(const struct days *days, int64_t last, const bool *const *on, size_t count,
              struct answer *answers)
{
    struct range range = range_of(days, last);
    for (size_t k = 0; k < count; k++) {
        range.tag = on[k] + (range.count ? range.day - days->day : 0);
        ask(&range, QUESTION_TAG, &answers[k]);
    }
    judge(answers, count, count);
}

size_t answers_shown(const struct answer *answers, size_t count)
{
    size_t shown = 0;
    for (size_t i = 0; i < count; i++)
        shown += answers[i].level != LINK_NOT_ENOUGH;
    return shown;
}

size_t answers_nearest(const struct answer *answers, size_t count)
{
    size_t nearest = count, least = 0;
    for (size_t i = 0; i < count; i++) {
        const struct link_need *need = &answers[i].link.need;
        size_t days = need->days + need->x_above + need->x_below;
        if (answers[i].level != LINK_NOT_ENOUGH || !days)
            continue;
        if (nearest == count || days < least) {
            nearest = i;
            least = days;
        }
    }
    return nearest;
}

size_t days_unrated(const struct days *days, int64_t last, size_t *of)
{
    struct range range = range_of(days, last);
    size_t unrated = 0;
    *of = 0;
    for (size_t i = 0; i < range.count; i++)
        if (observed(&range.day[i])) {
            ++*of;
            unrated += !range.day[i].mood_n;
        }
    return unrated;
}

const char *question_key(enum question question)
{
    return asked[question].key;
}

bool question_of_mood(enum question question)
{
    return asked[question].outcome == SERIES_MOOD;
}
