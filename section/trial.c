/* The section trial: days drawn in pairs, and what an extra kindness did to the mood of them. */
#include "section/experiment.h"

#include "base/die.h"
#include "base/when.h"
#include "calc/experiment.h"
#include "calc/link.h"

#include <math.h>
#include <stdlib.h>

static const struct report_column trial_columns[] = {
    {"first", "first", NULL, CELL_DAY},
    {"last", "last", NULL, CELL_DAY},
    {"days", "days", NULL, CELL_COUNT},
    {"stopped", "stopped", NULL, CELL_COUNT},
    {"pairs", "pairs", NULL, CELL_COUNT},
    {"complete", "complete pairs", NULL, CELL_COUNT},
    {"kind", "kind days", "points", CELL_NUMBER},
    {"usual", "usual days", "points", CELL_NUMBER},
    {"estimate", "difference", "points", CELL_NUMBER},
    {"low", "low", "points", CELL_NUMBER},
    {"high", "high", "points", CELL_NUMBER},
    {"p", "p", NULL, CELL_NUMBER},
    {"smallest_p", "smallest p", NULL, CELL_NUMBER},
    {"fit_estimate", "fitted difference", "points", CELL_NUMBER},
    {"fit_low", "fitted low", "points", CELL_NUMBER},
    {"fit_high", "fitted high", "points", CELL_NUMBER},
    {"fit_p", "fitted p", NULL, CELL_NUMBER},
    {"score", "evidence", NULL, CELL_NUMBER},
    {"score_low", "evidence low", "points", CELL_NUMBER},
    {"score_high", "evidence high", "points", CELL_NUMBER},
    {"level", "level", NULL, CELL_TEXT},
};

struct trial_answer {
    const struct trial *trial;
    struct pair *pairs;
    size_t pair_count;
    struct pairs_result result;
    struct link fit; /* of mood on kind days, with what carries over */
    bool shown, peeked;
};

static double day_outcome(const struct days *days, int64_t day, int64_t today)
{
    const struct day *found = day < today ? days_at(days, day) : NULL;
    return found && !found->rest ? day_mood(found) : NAN;
}

/* The fit of the links, with the draw as its predictor: valid, because chance drew it, and stronger, because
   it knows of weekdays and of what carries over. */
static void trial_fit(const struct days *days, const struct trial *trial, int64_t today, struct link *out)
{
    size_t n = (size_t)(trial->end - trial->first);
    double *kind = must_alloc(n, sizeof *kind), *mood = must_alloc(n, sizeof *mood);
    for (size_t i = 0; i < n; i++) {
        kind[i] = trial->letters[i] == 'k';
        mood[i] = day_outcome(days, trial->first + (int64_t)i, today);
    }
    struct link_data data = {.days = n, .first_weekday = weekday(trial->first), .x = kind, .y = mood};
    *out = (struct link){0};
    if (n)
        link_fit(&data, out);
    free(kind);
    free(mood);
}

/* Pairs of which both days lie before the trial's end. PAIRS is the caller's to free. */
static void trial_judge(const struct material *material, const struct trial *trial, struct trial_answer *out)
{
    int64_t today = material->want->today;
    *out = (struct trial_answer){.trial = trial,
                                 .pairs = must_alloc(trial->days / 2, sizeof *out->pairs),
                                 .shown = trial_over(trial, today)};
    out->peeked = !out->shown && material->want->peek;
    for (int64_t day = trial->first; day + 1 < trial->end; day += 2) {
        double first = day_outcome(&material->all, day, today),
               second = day_outcome(&material->all, day + 1, today);
        bool kind_first = trial_letter(trial, day) == 'k';
        out->pairs[out->pair_count++] =
            (struct pair){kind_first ? first : second, kind_first ? second : first};
    }
    pairs_judge(out->pairs, out->pair_count, &out->result);
    trial_fit(&material->all, trial, today, &out->fit);
}

/* A trial that was stopped had no planned end, so only what may be looked at any time can call it clear. */
static enum trial_level trial_level_of(const struct trial_answer *answer)
{
    enum trial_level level = pairs_level(&answer->result);
    if (answer->trial->stopped && level == TRIAL_CLEAR && answer->result.score.max < TRIAL_STRONG)
        return TRIAL_LEANING;
    return level;
}

static void trial_row(struct table *table, const struct trial_answer *answer)
{
    const struct pairs_result *result = &answer->result;
    const struct comparison *lift = &result->lift;
    const struct link *fit = &answer->fit;
    bool fitted = fit->fitted && link_shown(fit);
    const double sealed[] = {result->kind_mean, result->usual_mean, lift->estimate, lift->low, lift->high,
                             lift->p,           lift->smallest_p};
    const double fits[] = {fit->estimate, fit->low, fit->high, fit->p};
    const double score[] = {result->score.max, result->score.low, result->score.high};
    struct cell *row = table_row(table);
    *row++ = cell_day(answer->trial->first);
    *row++ = cell_day(answer->trial->end - 1);
    *row++ = cell_count((int64_t)answer->trial->days);
    *row++ = cell_count(answer->trial->stopped);
    *row++ = cell_count((int64_t)answer->pair_count);
    *row++ = cell_count((int64_t)result->complete);
    for (size_t i = 0; i < sizeof sealed / sizeof *sealed; i++)
        *row++ = cell_number(answer->shown ? sealed[i] : NAN);
    for (size_t i = 0; i < sizeof fits / sizeof *fits; i++)
        *row++ = cell_number(answer->shown && fitted ? fits[i] : NAN);
    for (size_t i = 0; i < sizeof score / sizeof *score; i++)
        *row++ = cell_number(answer->shown || answer->peeked ? score[i] : NAN);
    *row++ = cell_text(answer->shown ? level_word(trial_level_of(answer)) : SEALED);
}

static void left_out_say(struct sentences *notes, const struct trial_answer *answer)
{
    size_t left = answer->pair_count - answer->result.complete;
    struct buf line = {0};
    if (!left)
        return;
    count_say(&line, (unsigned)left, "pair");
    buf_printf(&line, " left out: a day of %s was a day of rest or had no rating of mood.",
               left == 1 ? "it" : "each");
    sentence_add(notes, &line);
}

static void lift_say(struct sentences *notes, const struct trial_answer *answer, enum trial_level level)
{
    const struct comparison *lift = &answer->result.lift;
    struct buf line = {0};
    switch (level) {
    case TRIAL_NOTHING:
        buf_text(&line, "Nothing to compare: no pair has a mood on both of its days.");
        break;
    case TRIAL_TOO_FEW:
        buf_text(&line, "Too few to tell: with ");
        count_say(&line, (unsigned)answer->result.complete, "complete pair");
        chance_say(&line, lift->smallest_p);
        break;
    case TRIAL_NO_VARIATION:
        buf_text(&line, "No variation: mood was the same on both days of every complete pair.");
        break;
    case TRIAL_NO_PATTERN:
        buf_printf(&line, "No clear difference: mood on kind days minus usual days %+.1f (",
                   tenths(lift->estimate));
        range_say(&line, lift, false);
        buf_text(&line, "). That is not the same as no effect.");
        break;
    case TRIAL_LEANING:
    case TRIAL_CLEAR:
        buf_printf(&line, "Days drawn for an extra kindness were %.1f points %s (",
                   fabs(tenths(lift->estimate)), lift->estimate > 0 ? "better" : "worse");
        range_say(&line, lift, lift->estimate < 0);
        buf_printf(&line, "; %s, p %.2g).", level_word(level), lift->p);
    }
    sentence_add(notes, &line);
}

/* What came out, and what to keep in mind of it. */
static void answer_say(struct sentences *notes, const struct trial_answer *answer)
{
    enum trial_level level = trial_level_of(answer);
    struct buf line = {0};
    lift_say(notes, answer, level);
    if (level == TRIAL_NOTHING)
        return;
    left_out_say(notes, answer);
    if (answer->fit.fitted && link_shown(&answer->fit)) {
        buf_printf(&line,
                   "Allowing for weekdays and for what carries over from day to day: %+.1f (%+.1f to %+.1f).",
                   tenths(answer->fit.estimate), tenths(answer->fit.low), tenths(answer->fit.high));
        sentence_add(notes, &line);
    }
    if (answer->trial->stopped && (level == TRIAL_LEANING || level == TRIAL_CLEAR)) {
        buf_text(&line,
                 "It was stopped before its planned end, so a p as small as this comes up more easily.");
        sentence_add(notes, &line);
    }
    buf_text(&line, "Chance picked the days, so it is no mere link; but you knew which day it was, and "
                    "hopes can do some of it.");
    sentence_add(notes, &line);
}

/* "24 Nov to 21 Dec", "22 to 24 Jan": its days, with their years where they are not all this one. */
static void trial_days_say(struct buf *out, const struct trial *trial, int64_t today)
{
    int64_t first = trial->first, last = trial->end - 1;
    int year, month, date, last_year, last_month, last_date;
    date_from_day(first, &year, &month, &date);
    date_from_day(last, &last_year, &last_month, &last_date);
    bool years = year != last_year;
    if (first < last && month == last_month && !years) {
        buf_printf(out, "%d to ", date);
    } else if (first < last) {
        day_say(out, first, years);
        buf_text(out, " to ");
    }
    day_say(out, last, years || !same_year(last, today));
}

/* "21 to 23 Oct, stopped early: too few to tell" */
static void trial_brief_say(struct section *section, const struct trial_answer *answer, int64_t today)
{
    struct buf line = {0};
    trial_days_say(&line, answer->trial, today);
    buf_printf(&line, "%s: %s", answer->trial->stopped ? ", stopped early" : "",
               level_word(trial_level_of(answer)));
    sentence_add(&section->words, &line);
}

static void trial_found_say(struct section *section, const struct trial_answer *answer, int64_t today,
                            bool several)
{
    const struct pairs_result *result = &answer->result;
    struct buf line = {0};
    if (several) {
        trial_days_say(&line, answer->trial, today);
        buf_text(&line, ": ");
    }
    buf_printf(&line, "days drawn in pairs; mood; %zu of %zu pairs complete%s", result->complete,
               answer->trial->days / 2, answer->trial->stopped ? ", stopped early" : "");
    sentence_add(&section->words, &line);
    /* A digit more than their difference has, which would otherwise look wrong by a tenth. */
    if (result->complete) {
        buf_printf(&line, "kind days\tmood %.2f", result->kind_mean);
        sentence_add(&section->words, &line);
        buf_printf(&line, "usual days\tmood %.2f", result->usual_mean);
        sentence_add(&section->words, &line);
    }
    answer_say(several ? &section->words : &section->cautions, answer);
}

static void trial_sealed_say(struct section *section, const struct trial_answer *answer, int64_t today,
                             bool several)
{
    const struct trial *trial = answer->trial;
    size_t complete = answer->result.complete;
    struct buf line = {0};
    if (several) {
        trial_days_say(&line, trial, today);
        buf_text(&line, today < trial->first ? ": " : ": under way, ");
    } else {
        buf_text(&line, "days drawn in pairs; mood; ");
    }
    if (today < trial->first)
        buf_printf(&line, "%zu days, from tomorrow on", trial->days);
    else
        buf_printf(&line, "day %lld of %zu, %zu pair%s complete",
                   (long long)today - (long long)trial->first + 1, trial->days, complete,
                   complete == 1 ? "" : "s");
    if (several)
        buf_text(&line, "; sealed until then");
    sentence_add(&section->words, &line);
    if (!several) {
        buf_text(&line, "Sealed until its last day, ");
        day_say(&line, trial->end - 1, !same_year(trial->end - 1, today));
        buf_text(&line, ", is over: results would colour your ratings.");
        sentence_add(&section->cautions, &line);
    }
    if (answer->peeked) {
        score_say(&line, &answer->result.score, "kind days minus usual days", "mood");
        sentence_add(several ? &section->words : &section->cautions, &line);
    }
}

static void trial_slopes(struct slopes *slopes, const struct trial_answer *answer)
{
    *slopes = (struct slopes){.head = "mood on the usual day and on the kind day of each pair, 0 to 10",
                              .group = {"days"},
                              .ends = {"usual day", "kind day"},
                              .unit = "pair",
                              .lines = must_alloc(answer->pair_count, sizeof *slopes->lines)};
    for (size_t i = 0; i < answer->pair_count; i++)
        if (!isnan(answer->pairs[i].kind) && !isnan(answer->pairs[i].usual))
            slopes->lines[slopes->count++] =
                (struct slope_line){0, answer->pairs[i].usual, answer->pairs[i].kind};
}

/* Keeps the trials that have days and are asked for. */
static void trials_choose(struct trials *trials, const struct report_want *want)
{
    size_t count = 0;
    for (size_t i = 0; i < trials->count; i++) {
        const struct trial *trial = &trials->trial[i];
        if (trial->first < trial->end && asked_for(want, trial->first, trial->end - 1))
            trials->trial[count++] = *trial;
    }
    trials->count = count;
}

/* The newest of the COUNT answers that is over and stands on enough pairs, or else the newest that is over;
   COUNT if none is. */
static size_t answers_newest(const struct trial_answer *answers, size_t count)
{
    size_t over = count;
    for (size_t i = count; i-- > 0;) {
        if (answers[i].shown && pairs_level(&answers[i].result) > TRIAL_TOO_FEW)
            return i;
        if (answers[i].shown && over == count)
            over = i;
    }
    return over;
}

/* In words the newest result; the last trial, too, in a line of its own if it found nothing, or is sealed;
   and the one before a sealed one. Where there are several, each one's sentences stand below its days. */
static void answers_tell(const struct material *material, struct section *section,
                         const struct trial_answer *answers, size_t count)
{
    int64_t today = material->want->today;
    bool sealed = count && !answers[count - 1].shown;
    size_t over = sealed ? count - 1 : count, found = answers_newest(answers, over);
    bool brief = found + 1 < over, several = brief || (sealed && found < over);
    if (found < over) {
        trial_found_say(section, &answers[found], today, several);
        trial_slopes(&section->slopes, &answers[found]);
    }
    if (brief)
        trial_brief_say(section, &answers[over - 1], today);
    if (sealed)
        trial_sealed_say(section, &answers[over], today, several);
}

/* All trials that are asked for in the table, and in words what answers_tell chooses of them. */
static void trial_build(const struct material *material, struct section *section)
{
    struct trials trials;
    trials_collect(material->log, material->want->day_start, &trials);
    bool none = !trials.count;
    trials_choose(&trials, material->want);
    if (none)
        begin_say(section, material->want->program, "none yet", "trial start", "begins one");
    else if (!trials.count && days_limited(material->want))
        absent_say(section);
    else if (!trials.count)
        begin_say(section, material->want->program, "stopped before a day of it was over", "trial start",
                  "begins another one");
    struct trial_answer *answers = must_alloc(trials.count, sizeof *answers);
    for (size_t i = 0; i < trials.count; i++) {
        trial_judge(material, &trials.trial[i], &answers[i]);
        trial_row(&section->table, &answers[i]);
    }
    answers_tell(material, section, answers, trials.count);
    for (size_t i = 0; i < trials.count; i++)
        free(answers[i].pairs);
    free(answers);
    trials_free(&trials);
}

const struct plan plan_trial = {"trial", "Trial", COLUMNS_OF(trial_columns), trial_build,
                                "Days go in pairs, and a fair coin picks one of each for an extra kindness. "
                                "The mood of the two is compared with "
                                "every other way in which the coins could have fallen. What came out is "
                                "sealed until the last day is over."};
