/* The questions about a log: which two series each one compares, and its answer. */
#ifndef KIND_QUESTION_H
#define KIND_QUESTION_H

#include "calc/day.h"
#include "calc/link.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { QUESTION_WINDOW = 1095 }; /* how many days back the questions look unless told otherwise */

/* The first is the headline. */
enum question {
    QUESTION_KINDNESS_MOOD,
    QUESTION_CARE_MOOD,
    QUESTION_PAUSE_MOOD,
    QUESTION_KINDNESS_MOOD_NEXT,
    QUESTION_CARE_MOOD_NEXT,
    QUESTION_CARE_KINDNESS_NEXT,
    QUESTION_MOOD_KINDNESS_NEXT,
    QUESTION_NEGLECT_MOOD,
    QUESTIONS,                /* how many there are */
    QUESTION_TAG = QUESTIONS, /* a tag and the same day's mood: one for each tag */
    QUESTION_KINDS
};

/* What the estimate is per: a day with one beside a day without, one more act, one more point of mood. */
enum question_per { PER_DAY, PER_ACT, PER_POINT };

/* Unless the level is LINK_NOT_ENOUGH, everything is set. Otherwise p, holm, benjamini_hochberg, peek_p and
   q are 1; in LINK only the counts and what is missing are sure to be there. */
struct answer {
    enum question question;
    enum question_per per;
    struct link link;    /* of a next-day question the combined one */
    size_t days_with;    /* used days with the act; for a mood as predictor, those above its mean */
    size_t days_without; /* the other used days */
    double p;
    double holm, benjamini_hochberg; /* over the p of the answered questions of the family */
    double peek_p;                   /* proof against looking every day */
    double q;                        /* the same, and proof against asking many questions */
    enum link_level level;
    enum link_remark remark;
};

/* Answers all questions from the days of DAYS up to the one numbered LAST, which should be yesterday: a day
   that is not over would count as one without an act. ANSWERS is in the order of enum question. */
void questions_ask(const struct days *days, int64_t last, struct answer answers[QUESTIONS]);

/* Asks the same-day question for COUNT tags, one family without a headline: ON[k][i] says whether
   day[i] of DAYS has tag k. */
void tags_ask(const struct days *days, int64_t last, const bool *const *on, size_t count,
              struct answer *answers);

/* How many of the answers are more than LINK_NOT_ENOUGH. */
size_t answers_shown(const struct answer *answers, size_t count);

/* The one of the answers that the fewest more days would show, or COUNT if no number of days is known to show
   one. */
size_t answers_nearest(const struct answer *answers, size_t count);

/* How many of the days up to LAST have a record and no mood, days of rest aside; *OF is how many have a
   record. */
size_t days_unrated(const struct days *days, int64_t last, size_t *of);

/* The stable name, "kindness->mood+1"; "tag->mood" for QUESTION_TAG. */
const char *question_key(enum question question);

/* The outcome is mood; otherwise it is acts of kindness. */
bool question_of_mood(enum question question);

#endif
