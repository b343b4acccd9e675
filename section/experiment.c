/* The sections of the two experiments: shift, and trial. */
#include "section/section.h"

#include "base/die.h"
#include "calc/experiment.h"
#include "calc/link.h"
#include "calc/trial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* "clear" and the like are kind's words for what it found; they stand in csv and json, too. */
static const char *level_word(enum trial_level level)
{
    switch (level) {
    case TRIAL_NOTHING:
        return "nothing to compare";
    case TRIAL_TOO_FEW:
        return "too few to tell";
    case TRIAL_NO_VARIATION:
        return "no variation";
    case TRIAL_NO_PATTERN:
        return "no clear pattern";
    case TRIAL_LEANING:
        return "leaning";
    case TRIAL_CLEAR:
        break;
    }
    return "clear";
}

static const char sealed_word[] = "sealed";

/* Rounded to tenths, and never -0.0. */
static double tenths(double value)
{
    return round(value * 10) / 10 + 0.0;
}

/* "likely 0.4 to 2.0": the interval, its signs turned if TURNED. */
static void range_say(struct buf *out, const struct comparison *found, bool turned)
{
    double low = turned ? -found->high : found->low, high = turned ? -found->low : found->high;
    if (isfinite(low) && isfinite(high))
        buf_printf(out, low < 0 ? "likely %+.1f to %+.1f" : "likely %.1f to %.1f", tenths(low), tenths(high));
    else
        buf_text(out, "no range yet");
}

/* What the score, which may be looked at any time, says. */
static void score_say(struct buf *out, const struct score *score, const char *what)
{
    buf_printf(out, "Looked at early: evidence %.1f, of which 20 is strong at whatever moment it is reached",
               score->max);
    if (isfinite(score->low) && isfinite(score->high))
        buf_printf(out, "; %s lies between %+.1f and %+.1f", what, tenths(score->low), tenths(score->high));
    buf_text(out, ".");
}

/* Whether something of FIRST to LAST was asked for. */
static bool asked_for(const struct report_want *want, int64_t first, int64_t last)
{
    return last >= want->since && first <= want->until;
}

/* What to do where there is nothing yet. */
static void begin_say(struct section *section, const char *command, const char *when)
{
    struct buf line = {0};
    buf_printf(&line, "none yet; '%s %s' %s", program_name(), command, when);
    sentence_add(&section->words, &line);
}

/* ---- shift */

enum { USUAL, OTHERS };
static const char *const arm_labels[] = {[USUAL] = "as usual", [OTHERS] = "others"};

static const struct report_column shift_columns[] = {
    {"series", "series", NULL, CELL_COUNT},
    {"first", "first", NULL, CELL_DAY},
    {"last", "last", NULL, CELL_DAY},
    {"planned", "planned", NULL, CELL_COUNT},
    {"offered_others", "offered, others", NULL, CELL_COUNT},
    {"offered_usual", "offered, as usual", NULL, CELL_COUNT},
    {"finished_others", "finished, others", NULL, CELL_COUNT},
    {"finished_usual", "finished, as usual", NULL, CELL_COUNT},
    {"open", "open", NULL, CELL_COUNT},
    {"unfinished_others", "unfinished, others", NULL, CELL_COUNT},
    {"unfinished_usual", "unfinished, as usual", NULL, CELL_COUNT},
    {"before_others", "before, others", "points", CELL_NUMBER},
    {"after_others", "after, others", "points", CELL_NUMBER},
    {"before_usual", "before, as usual", "points", CELL_NUMBER},
    {"after_usual", "after, as usual", "points", CELL_NUMBER},
    {"slope", "slope", NULL, CELL_NUMBER},
    {"estimate", "difference", "points", CELL_NUMBER},
    {"low", "low", "points", CELL_NUMBER},
    {"high", "high", "points", CELL_NUMBER},
    {"p", "p", NULL, CELL_NUMBER},
    {"smallest_p", "smallest p", NULL, CELL_NUMBER},
    {"missing_p", "p of the unfinished", NULL, CELL_NUMBER},
    {"best", "at best", "points", CELL_NUMBER},
    {"worst", "at worst", "points", CELL_NUMBER},
    {"score", "evidence", NULL, CELL_NUMBER},
    {"score_low", "evidence low", "points", CELL_NUMBER},
    {"score_high", "evidence high", "points", CELL_NUMBER},
    {"level", "level", NULL, CELL_TEXT},
};

/* One series, with what came out of it. */
struct shift_answer {
    const struct series *series;
    struct shift_result result;
    size_t unfinished[2];
    bool shown;  /* closed: what came out may be looked at */
    bool peeked; /* not closed, but asked for: the score may be */
};

static double rating(int tenths)
{
    return tenths == RATING_NONE ? NAN : tenths / 10.0;
}

static bool series_asked(const struct series *series, const struct report_want *want)
{
    return asked_for(want, record_day(series->shift[0].record, want->day_start),
                     record_day(series->shift[series->count - 1].record, want->day_start));
}

static void series_judge(const struct series *series, bool peek, struct shift_answer *out)
{
    struct shift_trial *trials = must_alloc(series->count, sizeof *trials);
    *out =
        (struct shift_answer){.series = series, .shown = series->closed, .peeked = !series->closed && peek};
    for (size_t i = 0; i < series->count; i++) {
        const struct shift *shift = &series->shift[i];
        trials[i] = (struct shift_trial){shift->others, rating(shift->record->stress),
                                         rating(shift->record->stress_after)};
        out->unfinished[shift->others] += shift->state == SHIFT_UNFINISHED;
    }
    shift_trials_judge(trials, series->count, &out->result);
    free(trials);
}

static void shift_row(struct table *table, size_t number, const struct shift_answer *answer, int day_start)
{
    const struct series *series = answer->series;
    const struct shift_result *result = &answer->result;
    const struct comparison *change = &result->change;
    const double sealed[] = {result->before_mean[OTHERS],
                             result->after_mean[OTHERS],
                             result->before_mean[USUAL],
                             result->after_mean[USUAL],
                             result->slope,
                             change->estimate,
                             change->low,
                             change->high,
                             change->p,
                             change->smallest_p,
                             result->missing_p,
                             result->best,
                             result->worst};
    const double score[] = {result->score.max, result->score.low, result->score.high};
    struct cell *row = table_row(table);
    *row++ = cell_count((int64_t)number);
    *row++ = cell_day(record_day(series->shift[0].record, day_start));
    *row++ = cell_day(record_day(series->shift[series->count - 1].record, day_start));
    *row++ = cell_count(series->planned);
    *row++ = cell_count((int64_t)result->offered[OTHERS]);
    *row++ = cell_count((int64_t)result->offered[USUAL]);
    *row++ = cell_count((int64_t)result->finished[OTHERS]);
    *row++ = cell_count((int64_t)result->finished[USUAL]);
    *row++ = cell_count((int64_t)series->open);
    *row++ = cell_count((int64_t)answer->unfinished[OTHERS]);
    *row++ = cell_count((int64_t)answer->unfinished[USUAL]);
    for (size_t i = 0; i < sizeof sealed / sizeof *sealed; i++)
        *row++ = cell_number(answer->shown ? sealed[i] : NAN);
    for (size_t i = 0; i < sizeof score / sizeof *score; i++)
        *row++ = cell_number(answer->shown || answer->peeked ? score[i] : NAN);
    *row++ = cell_text(answer->shown ? level_word(shift_level(result)) : sealed_word);
}

/* "others <tab> 6.8 -> 4.7 <tab> -2.1 <tab> 21 times, 2 unfinished"; without the means while sealed. */
static void arm_say(struct section *section, const struct shift_answer *answer, int arm)
{
    const struct shift_result *result = &answer->result;
    struct buf line = {0};
    buf_printf(&line, "%s\t", arm_labels[arm]);
    if (answer->shown && result->finished[arm])
        buf_printf(&line, "%.1f -> %.1f\t%+.1f\t", result->before_mean[arm], result->after_mean[arm],
                   tenths(result->after_mean[arm] - result->before_mean[arm]));
    count_say(&line, (unsigned)result->finished[arm], "time");
    if (answer->unfinished[arm])
        buf_printf(&line, ", %zu unfinished", answer->unfinished[arm]);
    sentence_add(&section->words, &line);
}

/* "lowered ... more" only where both sides fell, and others fell further; else what stood at the end is
   compared, as the estimate does: allowing for where it began, which is said if the means look otherwise. */
static void difference_say(struct buf *line, const struct shift_result *result)
{
    const struct comparison *change = &result->change;
    const double *before = result->before_mean, *after = result->after_mean;
    double apart = after[OTHERS] - after[USUAL], moved = after[OTHERS] - before[OTHERS],
           carried = after[USUAL] - before[USUAL];
    bool lower = change->estimate < 0;
    if (lower && carried < 0 && moved < carried)
        buf_printf(line, "Turning to others lowered stress %.1f points more (", -change->estimate);
    else
        buf_printf(line, "After turning to others stress was%s %.1f points %s than after carrying on (",
                   lower == (apart < 0) ? "" : ", allowing for stress before,", fabs(change->estimate),
                   lower ? "lower" : "higher");
    range_say(line, change, lower);
    buf_printf(line, "; %s, p %.2g).", level_word(shift_level(result)), change->p);
}

static void finding_say(struct section *section, const struct shift_result *result)
{
    const struct comparison *change = &result->change;
    struct buf line = {0};
    switch (shift_level(result)) {
    case TRIAL_NOTHING:
        buf_text(&line, "Nothing to compare: one side of the coin has no finished shift.");
        break;
    case TRIAL_TOO_FEW:
        buf_printf(&line, "Too few to tell: %zu and %zu finished could give a p of %.2g at best.",
                   result->finished[OTHERS], result->finished[USUAL], change->smallest_p);
        break;
    case TRIAL_NO_VARIATION:
        buf_text(&line, "No variation: stress after followed from stress before, whatever the coin said.");
        break;
    case TRIAL_NO_PATTERN:
        buf_printf(&line,
                   "No clear difference: turning to others moved stress %+.1f points beside carrying on (",
                   tenths(change->estimate));
        range_say(&line, change, false);
        buf_text(&line, "). That is not the same as no effect.");
        break;
    case TRIAL_LEANING:
    case TRIAL_CLEAR:
        difference_say(&line, result);
    }
    sentence_add(&section->cautions, &line);
}

static void missing_say(struct section *section, const struct shift_answer *answer)
{
    const struct shift_result *result = &answer->result;
    struct buf line = {0};
    if (!answer->unfinished[OTHERS] && !answer->unfinished[USUAL])
        return;
    buf_printf(&line, "%zu of %zu were left unfinished",
               answer->unfinished[OTHERS] + answer->unfinished[USUAL], answer->series->count);
    if (isfinite(result->best))
        buf_printf(&line,
                   "; had they ended as well or as badly as can be, the difference would be %+.1f or %+.1f",
                   tenths(result->best), tenths(result->worst));
    buf_text(&line,
             shift_missing_matters(result) ? ". Too many, or too unequal, to call anything clear." : ".");
    sentence_add(&section->cautions, &line);
}

/* What is sealed and for how long, and what may be looked at all the same. */
static void seal_say(struct section *section, const struct shift_answer *answer)
{
    const struct series *series = answer->series;
    size_t left = series->planned - series->count;
    struct buf line = {0};
    if (left)
        buf_printf(&line,
                   "Sealed until the planned %u are done, %zu more: results would colour your ratings.",
                   series->planned, left);
    else
        buf_printf(&line, "Sealed until the open %s rated.", series->open == 1 ? "one is" : "ones are");
    sentence_add(&section->cautions, &line);
    if (answer->peeked) {
        score_say(&line, &answer->result.score, "the difference");
        sentence_add(&section->cautions, &line);
    }
}

static void series_say(struct section *section, const struct shift_answer *answer)
{
    size_t done = answer->result.finished[OTHERS] + answer->result.finished[USUAL];
    struct buf line = {0};
    buf_printf(&line, "a coin picks; stress before -> after; %zu of %u done", done, answer->series->planned);
    if (answer->series->open)
        buf_printf(&line, ", %zu open", answer->series->open);
    sentence_add(&section->words, &line);
    arm_say(section, answer, OTHERS);
    arm_say(section, answer, USUAL);
    if (!answer->shown) {
        seal_say(section, answer);
        return;
    }
    finding_say(section, &answer->result);
    missing_say(section, answer);
    caution_add(section,
                "Chance picked, so it is no mere link; but nobody is blind to the coin, and hopes can "
                "do some of it.");
}

/* The series under way, behind one that is closed. */
static void next_series_say(struct section *section, const struct shift_answer *answer)
{
    size_t done = answer->result.finished[OTHERS] + answer->result.finished[USUAL];
    struct buf line = {0};
    buf_printf(&line, "The next series is under way: %zu of %u done (%zu others, %zu as usual).", done,
               answer->series->planned, answer->result.finished[OTHERS], answer->result.finished[USUAL]);
    sentence_add(&section->cautions, &line);
    seal_say(section, answer);
}

static void shift_slopes(struct slopes *slopes, const struct series *series)
{
    slopes->head = "stress before and after, 0 to 10";
    slopes->group[0] = arm_labels[OTHERS];
    slopes->group[1] = arm_labels[USUAL];
    slopes->ends[0] = "before";
    slopes->ends[1] = "after";
    slopes->unit = "time";
    slopes->lines = must_alloc(series->count, sizeof *slopes->lines);
    for (size_t i = 0; i < series->count; i++) {
        const struct shift *shift = &series->shift[i];
        if (shift->state == SHIFT_FINISHED)
            slopes->lines[slopes->count++] = (struct slope_line){
                !shift->others, rating(shift->record->stress), rating(shift->record->stress_after)};
    }
}

/* All series that are asked for in the table; in words the last of them, and the one before it if the last is
   still sealed. */
static void shift_build(const struct material *material, struct section *section)
{
    struct shifts shifts;
    shifts_collect(material->log, material->want->now.sec, &shifts);
    size_t count = shifts.series_count;
    if (!count)
        begin_say(section, "shift", "at a stressed moment begins one");
    while (count && !series_asked(&shifts.series[count - 1], material->want))
        count--;
    for (size_t i = 0; i < count; i++) {
        struct shift_answer answer;
        bool last = i + 1 == count;
        if (!series_asked(&shifts.series[i], material->want))
            continue;
        series_judge(&shifts.series[i], material->want->peek, &answer);
        shift_row(&section->table, i + 1, &answer, material->want->day_start);
        if (last && section->words.count)
            next_series_say(section, &answer);
        else if (last || (i + 2 == count && !shifts.series[i + 1].closed))
            series_say(section, &answer);
        if (answer.shown) {
            free(section->slopes.lines);
            section->slopes = (struct slopes){0};
            shift_slopes(&section->slopes, &shifts.series[i]);
        }
    }
    shifts_free(&shifts);
}

const struct plan plan_shift = {
    "shift", "Shift", COLUMNS_OF(shift_columns), shift_build,
    "A fair coin picks at each stressed moment, and is on the disk before it is shown. Stress after is "
    "compared, "
    "allowing for stress before, with every other way in which the coins could have fallen. Until as many as "
    "planned are done, what came out is sealed. \"leaning\": p or the range says so. \"clear\": both do, and "
    "few were left unfinished, as many on each side."};

/* ---- trial */

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

enum { STRONG = 20 }; /* the score that is strong evidence at whatever moment */

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
    if (answer->trial->stopped && level == TRIAL_CLEAR && answer->result.score.max < STRONG)
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
    *row++ = cell_text(answer->shown ? level_word(trial_level_of(answer)) : sealed_word);
}

static void lift_say(struct section *section, const struct trial_answer *answer)
{
    const struct comparison *lift = &answer->result.lift;
    enum trial_level level = trial_level_of(answer);
    struct buf line = {0};
    switch (level) {
    case TRIAL_NOTHING:
        buf_text(&line, "Nothing to compare: no pair has a mood on both of its days.");
        break;
    case TRIAL_TOO_FEW:
        buf_printf(&line, "Too few to tell: %zu complete pair%s could give a p of %.2g at best.",
                   answer->result.complete, answer->result.complete == 1 ? "" : "s", lift->smallest_p);
        break;
    case TRIAL_NO_VARIATION:
        buf_text(&line, "No variation: mood was the same on both days of every complete pair.");
        break;
    case TRIAL_NO_PATTERN:
        buf_printf(&line, "No clear difference: kind days were %+.1f points beside the others (",
                   tenths(lift->estimate));
        range_say(&line, lift, false);
        buf_text(&line, "). That is not the same as no effect.");
        break;
    case TRIAL_LEANING:
    case TRIAL_CLEAR:
        buf_printf(&line, "Days drawn for an extra kindness were %.1f points %s (", fabs(lift->estimate),
                   lift->estimate > 0 ? "better" : "worse");
        range_say(&line, lift, lift->estimate < 0);
        buf_printf(&line, "; %s, p %.2g).", level_word(level), lift->p);
    }
    sentence_add(&section->cautions, &line);
    if (level == TRIAL_NOTHING)
        return;
    if (answer->fit.fitted && link_shown(&answer->fit)) {
        buf_printf(&line,
                   "Allowing for weekdays and for what carries over from day to day: %+.1f (%+.1f to %+.1f).",
                   tenths(answer->fit.estimate), tenths(answer->fit.low), tenths(answer->fit.high));
        sentence_add(&section->cautions, &line);
    }
    if (answer->trial->stopped && (level == TRIAL_LEANING || level == TRIAL_CLEAR))
        caution_add(section,
                    "It was stopped before its planned end, so a p as small as this comes up more easily.");
    caution_add(section, "Chance picked the days, so it is no mere link; but you knew which day it was, and "
                         "hopes can do some of it.");
}

static void trial_say(const struct material *material, struct section *section,
                      const struct trial_answer *answer)
{
    const struct trial *trial = answer->trial;
    const struct pairs_result *result = &answer->result;
    int64_t today = material->want->today;
    struct buf line = {0};
    buf_text(&line, "days drawn in pairs; mood; ");
    if (answer->shown)
        buf_printf(&line, "%zu of %zu pairs complete%s", result->complete, trial->days / 2,
                   trial->stopped ? ", stopped early" : "");
    else if (today < trial->first)
        buf_printf(&line, "%zu days, from tomorrow on", trial->days);
    else
        buf_printf(&line, "day %lld of %zu, %zu pair%s complete",
                   (long long)today - (long long)trial->first + 1, trial->days, result->complete,
                   result->complete == 1 ? "" : "s");
    sentence_add(&section->words, &line);
    if (answer->shown && result->complete) {
        buf_printf(&line, "kind days\tmood %.1f", result->kind_mean);
        sentence_add(&section->words, &line);
        buf_printf(&line, "usual days\tmood %.1f", result->usual_mean);
        sentence_add(&section->words, &line);
    }
    if (answer->shown) {
        lift_say(section, answer);
        return;
    }
    buf_text(&line, "Sealed until its last day, ");
    day_say(&line, trial->end - 1, !same_year(trial->end - 1, today));
    buf_text(&line, ", is over: results would colour your ratings.");
    sentence_add(&section->cautions, &line);
    if (answer->peeked) {
        score_say(&line, &result->score, "the lift of a kind day");
        sentence_add(&section->cautions, &line);
    }
}

static void trial_slopes(struct slopes *slopes, const struct trial_answer *answer)
{
    free(slopes->lines);
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

/* All of them in the table; in words the last one, and the one before it if the last is still sealed. */
static void trial_build(const struct material *material, struct section *section)
{
    struct trials trials;
    trials_collect(material->log, material->want->day_start, &trials);
    if (!trials.count)
        begin_say(section, "trial start", "begins one");
    trials_choose(&trials, material->want);
    for (size_t i = 0; i < trials.count; i++) {
        struct trial_answer answer;
        trial_judge(material, &trials.trial[i], &answer);
        trial_row(&section->table, &answer);
        bool last = i + 1 == trials.count;
        if (last || (i + 2 == trials.count && !trial_over(&trials.trial[i + 1], material->want->today)))
            trial_say(material, section, &answer);
        if (answer.shown)
            trial_slopes(&section->slopes, &answer);
        free(answer.pairs);
    }
    trials_free(&trials);
}

const struct plan plan_trial = {"trial", "Trial", COLUMNS_OF(trial_columns), trial_build,
                                "Days go in pairs, and a fair coin picks one of each for an extra kindness. "
                                "The mood of the two is compared with "
                                "every other way in which the coins could have fallen. What came out is "
                                "sealed until the last day is over."};
