/* The answer to a question of the sections links and tags in words. */
#include "section/answer.h"
#include "section/section.h"

/* Days that a person can add, in the words that follow "9 more days ". */
struct wanted {
    const char *used;          /* a day that can be used */
    const char *above, *below; /* one with the predictor above, below its mean */
};

static const char with_mood[] = "with a mood";
static const char with_mood_after[] = "with a mood, right after a day with a record";

static const struct wanted wanted_days[QUESTION_KINDS] = {
    [QUESTION_KINDNESS_MOOD] = {with_mood, "with a kindness", "without a kindness"},
    [QUESTION_CARE_MOOD] = {with_mood, "with care", "without care"},
    [QUESTION_PAUSE_MOOD] = {with_mood, "with a pause", "without a pause"},
    [QUESTION_KINDNESS_MOOD_NEXT] = {with_mood_after, "after one with a kindness",
                                     "after one without a kindness"},
    [QUESTION_CARE_MOOD_NEXT] = {with_mood_after, "after one with care", "after one without care"},
    [QUESTION_CARE_KINDNESS_NEXT] = {"with a record, the day after another", "after one with care",
                                     "after one without care"},
    [QUESTION_MOOD_KINDNESS_NEXT] = {"with a mood, the day after another", "after a mood above your average",
                                     "after a mood below your average"},
    [QUESTION_NEGLECT_MOOD] = {"with a mood, the third in a row with a record",
                               "at the end of three without care",
                               "with care then or on the two days before"},
    [QUESTION_TAG] = {with_mood, "with it", "without it"},
};

const char *answer_unit(const struct answer *answer)
{
    bool mood = question_of_mood(answer->question);
    switch (answer->per) {
    case PER_DAY:
        return mood ? "mood points on a day with one" : "acts on a day with one";
    case PER_ACT:
        return mood ? "mood points per act" : "acts per act";
    case PER_POINT:
        return "acts per mood point"; /* no question has mood on both sides */
    }
    return "";
}

const char *level_name(enum link_level level)
{
    switch (level) {
    case LINK_NOT_ENOUGH:
        return "not enough data yet";
    case LINK_NO_PATTERN:
        return "no clear pattern";
    case LINK_LEANING:
        return "leaning";
    case LINK_CLEAR:
        return "clear";
    }
    return "";
}

/* "9 more days WHAT", and after that ", 2 more WHAT". Nothing for 0 days. */
static void add_days(struct buf *out, size_t *said, size_t days, const char *what)
{
    if (days == 0)
        return;
    const char *word = *said > 0 ? "" : days == 1 ? " day" : " days";
    buf_printf(out, "%s%zu more%s %s", *said > 0 ? ", " : "", days, word, what);
    (*said)++;
}

static void add_outcome_days(const struct answer *answer, struct buf *out, size_t *said)
{
    const struct link *link = &answer->link;
    bool mood = question_of_mood(answer->question);
    if (link->y_above + link->y_below == 0) {
        add_days(out, said, link->need.y_above + link->need.y_below,
                 mood ? "with a mood unlike the others" : "with more or less kindness than the others");
        return;
    }
    add_days(out, said, link->need.y_above,
             mood ? "with a mood above your average" : "with more kindness than your average");
    add_days(out, said, link->need.y_below,
             mood ? "with a mood below your average" : "with less kindness than your average");
}

/* An outcome that varies too little is mentioned only where nothing else is missing: more days
   often mend it. */
static void add_need(const struct answer *answer, struct buf *out)
{
    const struct link_need *need = &answer->link.need;
    const struct wanted *wanted = &wanted_days[answer->question];
    size_t said = 0;
    add_days(out, &said, need->days, wanted->used);
    add_days(out, &said, need->x_above, wanted->above);
    add_days(out, &said, need->x_below, wanted->below);
    if (said == 0)
        add_outcome_days(answer, out, &said);
    if (said == 0)
        buf_text(out, "follows the calendar too closely");
}

void answer_note(const struct answer *answer, struct buf *out)
{
    if (answer->level == LINK_NOT_ENOUGH) {
        add_need(answer, out);
        return;
    }
    switch (answer->remark) {
    case REMARK_NONE:
        return;
    case REMARK_EARLY:
        buf_printf(out, "too early, could be anything from %+.1f to %+.1f", tenths(answer->link.low),
                   tenths(answer->link.high));
        return;
    case REMARK_SMALL:
        buf_text(out, "if there is a difference, it is small");
        return;
    }
}
