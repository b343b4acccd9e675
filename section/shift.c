/* The section shift: a series of coins, what each side did to stress, and what is sealed until its end. */
#include "section/experiment.h"

#include "base/die.h"
#include "calc/experiment.h"

#include <math.h>
#include <stdlib.h>

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
    *row++ = cell_text(answer->shown ? level_word(shift_level(result)) : SEALED);
}

static size_t unfinished_of(const struct shift_answer *answer)
{
    return answer->unfinished[OTHERS] + answer->unfinished[USUAL];
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
        buf_printf(line, "Turning to others lowered stress %.1f points more (", -tenths(change->estimate));
    else
        buf_printf(line, "After turning to others stress was%s %.1f points %s than after carrying on (",
                   lower == (apart < 0) ? "" : ", allowing for stress before,",
                   fabs(tenths(change->estimate)), lower ? "lower" : "higher");
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
        buf_printf(&line, "Too few to tell: with %zu and %zu finished", result->finished[OTHERS],
                   result->finished[USUAL]);
        chance_say(&line, change->smallest_p);
        break;
    case TRIAL_NO_VARIATION:
        buf_text(&line, "No variation: stress after followed from stress before, whatever the coin said.");
        break;
    case TRIAL_NO_PATTERN:
        buf_printf(&line,
                   "No clear difference: stress after turning to others minus after carrying on %+.1f (",
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
    size_t unfinished = unfinished_of(answer);
    if (!unfinished)
        return;
    buf_printf(&line, "%zu of %zu %s left unfinished", unfinished, answer->series->count,
               unfinished == 1 ? "was" : "were");
    if (isfinite(result->best))
        buf_printf(&line,
                   "; had %s ended as well or as badly for others as can be, others minus as usual would be "
                   "%+.1f or %+.1f",
                   unfinished == 1 ? "it" : "they", tenths(result->best), tenths(result->worst));
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
        score_say(&line, &answer->result.score, "others minus as usual", "stress");
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
    if (unfinished_of(answer))
        buf_printf(&line, ", %zu unfinished", unfinished_of(answer));
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
    buf_printf(&line, "The next series is under way: %zu of %u done (%zu others, %zu as usual)", done,
               answer->series->planned, answer->result.finished[OTHERS], answer->result.finished[USUAL]);
    if (unfinished_of(answer))
        buf_printf(&line, ", %zu unfinished", unfinished_of(answer));
    buf_char(&line, '.');
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
        begin_say(section, material->want->program, "none yet", "shift", "at a stressed moment begins one");
    while (count && !series_asked(&shifts.series[count - 1], material->want))
        count--;
    if (shifts.series_count && !count)
        absent_say(section);
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
    "planned are done, what came out is sealed. \"leaning\": p or the range speaks for a difference. "
    "\"clear\": both do, and "
    "few were left unfinished, as many on each side."};
