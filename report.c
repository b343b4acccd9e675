/* The report as a model: from days, habits and records to sections. */
#include "report.h"

#include "base/die.h"
#include "base/text.h"
#include "calc/experiment.h"
#include "calc/habit.h"
#include "calc/question.h"
#include "calc/tag.h"
#include "section/section.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* ---- today */

static const struct report_column today_columns[] = {
    {"day", "day", NULL, CELL_DAY},
    {"acts", "acts", NULL, CELL_COUNT},
    {"kindness", "kindness", NULL, CELL_COUNT},
    {"care", "care", NULL, CELL_COUNT},
    {"pause", "pauses", NULL, CELL_COUNT},
    {"shift", "shifts", NULL, CELL_COUNT},
    {"mood", "mood", "points", CELL_NUMBER},
    {"mood_n", "ratings", NULL, CELL_COUNT},
    {"stress", "stress", "points", CELL_NUMBER},
    {"rest", "rest", NULL, CELL_COUNT},
};

static const enum practice acts[] = {PRACTICE_KINDNESS, PRACTICE_CARE, PRACTICE_PAUSE, PRACTICE_SHIFT};
enum { ACTS = sizeof acts / sizeof *acts };

static uint32_t day_acts(const struct day *day)
{
    uint32_t sum = 0;
    for (int i = 0; i < ACTS; i++)
        sum += day_count(day, acts[i]);
    return sum;
}

static void today_say(struct buf *out, const struct day *day)
{
    uint32_t sum = day_acts(day);
    const char *between = " (";
    if (sum)
        count_say(out, sum, "act");
    for (int i = 0; i < ACTS && sum; i++)
        if (day_count(day, acts[i])) {
            buf_printf(out, "%s%u %s", between, day_count(day, acts[i]), practice_name(acts[i]));
            between = ", ";
        }
    if (sum)
        buf_char(out, ')');
    if (day->mood_n)
        buf_printf(out, "%smood %.3g", sum ? ", " : "", day_mood(day));
    if (day->stress_n)
        buf_printf(out, "%sstress %.3g", out->length ? ", " : "", day_stress(day));
    if (day->rest)
        buf_printf(out, "%sa day of rest", out->length ? ", " : "");
    if (!out->length)
        buf_text(out, "nothing yet");
}

static void today_build(const struct material *material, struct section *section)
{
    static const struct day empty;
    const struct day *day = days_at(&material->all, material->want->today);
    struct buf line = {0};
    if (!day)
        day = &empty;
    struct cell *row = table_row(&section->table);
    *row++ = cell_count(material->want->today);
    *row++ = cell_count(day_acts(day));
    for (int i = 0; i < ACTS; i++)
        *row++ = cell_count(day_count(day, acts[i]));
    *row++ = cell_number(day_mood(day));
    *row++ = cell_count(day->mood_n);
    *row++ = cell_number(day_stress(day));
    *row++ = cell_count(day->rest);
    today_say(&line, day);
    sentence_add(&section->words, &line);
}

/* ---- streaks */

static const struct report_column streak_columns[] = {
    {"what", "what", NULL, CELL_TEXT},
    {"goal", "goal", NULL, CELL_COUNT},
    {"unit", "a", NULL, CELL_TEXT},
    {"current", "now", NULL, CELL_COUNT},
    {"best", "best", NULL, CELL_COUNT},
    {"best_end", "ended", NULL, CELL_DAY},
    {"done", "done", NULL, CELL_COUNT},
    {"target", "of", NULL, CELL_COUNT},
    {"strength", "strength", NULL, CELL_NUMBER},
};

static const char *unit_name(enum goal_unit unit)
{
    return unit == GOAL_PER_WEEK ? "week" : "day";
}

/* "12 days", "3 weeks of 3/week". */
static void streak_run_say(struct buf *out, const struct streak *streak)
{
    count_say(out, streak->current, unit_name(streak->unit));
    if (streak->goal > 1 || streak->unit == GOAL_PER_WEEK)
        buf_printf(out, " of %u/%s", streak->goal, unit_name(streak->unit));
}

/* "best 31, ended 2 Sep", or nothing if the longest run is not worth telling. */
static void streak_best_say(struct buf *out, const struct streak *streak, int64_t today)
{
    if (!streak->best_over || streak->best <= streak->current)
        return;
    buf_printf(out, "best %u, ended ", streak->best);
    day_say(out, streak->best_end, !same_year(streak->best_end, today));
}

/* "2 of 3 this week", or nothing where one act a day is all. */
static void streak_tally_say(struct buf *out, const struct streak *streak)
{
    if (streak->unit == GOAL_PER_WEEK)
        buf_printf(out, "%u of %u this week", streak->done, streak->target);
    else if (streak->goal > 1 && streak->target)
        buf_printf(out, "%u of %u today", streak->done, streak->target);
}

/* "kindness <tab> 12 days (best 31, ended 2 Sep) <tab> strength 84 %". */
static void streak_say(struct buf *out, const struct habit *habit, int64_t today)
{
    const struct streak *streak = &habit->streak;
    struct buf part = {0};
    buf_printf(out, "%s\t", habit->what);
    streak_run_say(out, streak);
    if (streak->unit == GOAL_PER_DAY)
        streak_best_say(&part, streak, today);
    if (part.length)
        buf_printf(out, " (%s)", part.bytes);
    buf_free(&part);
    streak_tally_say(&part, streak);
    if (part.length)
        buf_printf(out, ", %s", part.bytes);
    buf_free(&part);
    buf_printf(out, "\tstrength %.0f %%", streak->strength * 100);
}

static void streak_card(struct cards *cards, const struct habit *habit, int64_t today)
{
    struct buf value = {0}, note = {0};
    streak_run_say(&value, &habit->streak);
    streak_tally_say(&note, &habit->streak);
    if (note.length && habit->streak.best_over && habit->streak.best > habit->streak.current)
        buf_text(&note, "; ");
    streak_best_say(&note, &habit->streak, today);
    cards->card = must_grow(cards->card, cards->count + 1, sizeof *cards->card);
    cards->card[cards->count++] = (struct card){.name = must_copy(habit->what),
                                                .value = buf_take(&value),
                                                .note = buf_take(&note),
                                                .share = habit->streak.strength,
                                                .share_name = "strength"};
}

/* NAME, cut where it is long enough to hide the rest of a sentence. */
static void name_say(struct buf *out, const char *name)
{
    enum { WIDTH_MOST = 40 };
    size_t length = strlen(name), kept = text_cut(name, length, WIDTH_MOST);
    buf_add(out, name, kept);
    buf_text(out, kept < length ? "\xe2\x80\xa6" : "");
}

/* "Still open: kindness (0 of 1 today), care (1 of 3 this week)." */
static void streaks_lead(const struct habits *habits, struct sentences *lead)
{
    struct buf line = {0};
    bool any = false;
    for (size_t i = 0; i < habits->count; i++) {
        const struct streak *streak = &habits->habit[i].streak;
        any = any || (streak->unit != GOAL_NONE && streak->target);
        if (streak->unit == GOAL_NONE || streak->done >= streak->target)
            continue;
        buf_text(&line, line.length ? ", " : "Still open: ");
        name_say(&line, habits->habit[i].what);
        buf_printf(&line, " (%u of %u %s)", streak->done, streak->target,
                   streak->unit == GOAL_PER_WEEK ? "this week" : "today");
    }
    if (line.length)
        buf_char(&line, '.');
    else if (any)
        buf_text(&line, "All that you aim for is done for now.");
    if (line.length)
        sentence_add(lead, &line);
}

static void streaks_build(const struct material *material, struct section *section)
{
    struct buf line = {0};
    for (size_t i = 0; i < material->habits.count; i++) {
        const struct habit *habit = &material->habits.habit[i];
        const struct streak *streak = &habit->streak;
        if (streak->unit == GOAL_NONE)
            continue;
        struct cell *row = table_row(&section->table);
        *row++ = cell_text(habit->what);
        *row++ = cell_count(streak->goal);
        *row++ = cell_text(unit_name(streak->unit));
        *row++ = cell_count(streak->current);
        *row++ = cell_count(streak->best);
        *row++ = (struct cell){.known = streak->best_over, .count = streak->best_end};
        *row++ = cell_count(streak->done);
        *row++ = cell_count(streak->target);
        *row++ = cell_number(streak->strength);
        streak_say(&line, habit, material->want->today);
        sentence_add(&section->words, &line);
        streak_card(&section->cards, habit, material->want->today);
    }
    streaks_lead(&material->habits, &section->lead);
    if (!section->table.row_count) {
        buf_text(&line, "none yet");
        sentence_add(&section->words, &line);
    }
}

/* ---- days */

static const struct report_column day_columns[] = {
    {"day", "day", NULL, CELL_DAY},          {"kindness", "kindness", NULL, CELL_COUNT},
    {"care", "care", NULL, CELL_COUNT},      {"pause", "pauses", NULL, CELL_COUNT},
    {"shift", "shifts", NULL, CELL_COUNT},   {"mood", "mood", "points", CELL_NUMBER},
    {"mood_n", "ratings", NULL, CELL_COUNT}, {"stress", "stress", "points", CELL_NUMBER},
    {"rest", "rest", NULL, CELL_COUNT},
};

/* The first day of the week that DAY lies in. */
static int64_t week_of(int64_t day, int week_start)
{
    return day - (weekday(day) - week_start + 7) % 7;
}

static void calendar_build(const struct days *days, int week_start, struct calendar *out)
{
    if (!days->count)
        return;
    out->first = week_of(days->first, week_start);
    size_t before = (size_t)(days->first - out->first);
    out->count = before + days->count;
    out->value = must_alloc(out->count, sizeof *out->value);
    for (size_t i = 0; i < before; i++)
        out->value[i] = CALENDAR_UNKNOWN;
    for (size_t i = 0; i < days->count; i++) {
        uint32_t sum = day_acts(&days->day[i]);
        out->value[before + i] = !sum && days->day[i].rest ? CALENDAR_REST
                                 : sum > INT32_MAX         ? INT32_MAX
                                                           : (int32_t)sum;
    }
}

static void days_section_build(const struct material *material, struct section *section)
{
    for (size_t i = 0; i < material->days->count; i++) {
        const struct day *day = &material->days->day[i];
        struct cell *row = table_row(&section->table);
        *row++ = cell_count(material->days->first + (int64_t)i);
        for (int a = 0; a < ACTS; a++)
            *row++ = cell_count(day_count(day, acts[a]));
        *row++ = cell_number(day_mood(day));
        *row++ = cell_count(day->mood_n);
        *row++ = cell_number(day_stress(day));
        *row++ = cell_count(day->rest);
    }
    calendar_build(material->days, material->want->week_start, &section->calendar);
}

/* ---- mood */

static const struct report_column mood_columns[] = {
    {"week", "week", NULL, CELL_DAY},      {"mean", "mean", "points", CELL_NUMBER},
    {"low", "low", "points", CELL_NUMBER}, {"high", "high", "points", CELL_NUMBER},
    {"n", "ratings", NULL, CELL_COUNT},
};

struct week {
    uint64_t sum, n;
    uint8_t low, high;
};

static void week_add(struct week *week, const struct day *day)
{
    if (!day->mood_n)
        return;
    if (!week->n || day->mood_low < week->low)
        week->low = day->mood_low;
    if (!week->n || day->mood_high > week->high)
        week->high = day->mood_high;
    week->sum += day->mood_sum;
    week->n += day->mood_n;
}

/* The mean of the weeks [from, to) that have one. */
static double weeks_mean(const struct weekly *weekly, size_t from, size_t to)
{
    double sum = 0;
    int n = 0;
    for (size_t i = from; i < to; i++)
        if (!isnan(weekly->mean[i])) {
            sum += weekly->mean[i];
            n++;
        }
    return n ? sum / n : NAN;
}

static void weekly_trend(struct weekly *weekly)
{
    size_t span = weekly->count < TREND_SPAN ? weekly->count : TREND_SPAN, start = weekly->count - span;
    bool whole = span >= 2 * TREND_WEEKS;
    weekly->span = span;
    weekly->from = whole ? weeks_mean(weekly, start, start + TREND_WEEKS) : NAN;
    weekly->to = weeks_mean(weekly, whole ? weekly->count - TREND_WEEKS : start, weekly->count);
}

static void weekly_make(struct weekly *weekly, size_t weeks, int64_t first)
{
    weekly->first = first;
    weekly->mean = must_alloc(weeks, sizeof *weekly->mean);
    weekly->low = must_alloc(weeks, sizeof *weekly->low);
    weekly->high = must_alloc(weeks, sizeof *weekly->high);
    weekly->acts = must_alloc(weeks * 7, sizeof *weekly->acts);
    for (size_t i = 0; i < weeks * 7; i++)
        weekly->acts[i] = CALENDAR_UNKNOWN;
}

static void mood_lead(const struct material *material, const struct weekly *weekly, struct sentences *lead)
{
    const struct day *today = days_at(&material->all, material->want->today);
    struct buf line = {0};
    if (!isnan(weekly->from) && !isnan(weekly->to))
        buf_printf(&line, "Your mood went from %.1f to %.1f in %zu weeks.", weekly->from, weekly->to,
                   weekly->span);
    if (!today || !today->mood_n)
        buf_printf(&line,
                   "%sToday has no rating of mood yet, and an ordinary day counts as much as a good one.",
                   line.length ? " " : "");
    if (line.length)
        sentence_add(lead, &line);
}

static void mood_build(const struct material *material, struct section *section)
{
    const struct days *days = material->days;
    struct weekly *weekly = &section->weekly;
    int week_start = material->want->week_start;
    weekly_make(weekly, days->count / 7 + 2, days->count ? week_of(days->first, week_start) : 0);
    for (size_t i = 0; i < days->count;) {
        struct week week = {0};
        int64_t start = week_of(days->first + (int64_t)i, week_start);
        for (; i < days->count && days->first + (int64_t)i < start + 7; i++) {
            week_add(&week, &days->day[i]);
            weekly->acts[days->first + (int64_t)i - weekly->first] = (int32_t)day_acts(&days->day[i]);
        }
        double mean = week.n ? (double)week.sum / (double)week.n / 10 : NAN;
        double low = week.n ? week.low / 10.0 : NAN, high = week.n ? week.high / 10.0 : NAN;
        struct cell *row = table_row(&section->table);
        *row++ = cell_count(start);
        *row++ = cell_number(mean);
        *row++ = cell_number(low);
        *row++ = cell_number(high);
        *row++ = cell_count((int64_t)week.n);
        weekly->low[weekly->count] = low;
        weekly->high[weekly->count] = high;
        weekly->mean[weekly->count++] = mean;
    }
    weekly_trend(weekly);
    if (days->count)
        mood_lead(material, weekly, &section->lead);
}

/* ---- links and tags */

#define LINK_COLUMNS(first)                                                                                  \
    {first, first, NULL, CELL_TEXT}, {"n", "days", NULL, CELL_COUNT},                                        \
        {"days_with", "with", NULL, CELL_COUNT}, {"days_without", "without", NULL, CELL_COUNT},              \
        {"unit", "unit", NULL, CELL_TEXT}, {"estimate", "estimate", NULL, CELL_NUMBER},                      \
        {"low", "low", NULL, CELL_NUMBER}, {"high", "high", NULL, CELL_NUMBER},                              \
        {"r", "r", NULL, CELL_NUMBER}, {"r_low", "r low", NULL, CELL_NUMBER},                                \
        {"r_high", "r high", NULL, CELL_NUMBER}, {"p", "p", NULL, CELL_NUMBER},                              \
        {"peek_p", "peek-proof p", NULL, CELL_NUMBER}, {"q", "q", NULL, CELL_NUMBER},                        \
        {"phi", "phi", NULL, CELL_NUMBER}, {"level", "level", NULL, CELL_TEXT},                              \
        {"note", "note", NULL, CELL_TEXT}, {"holm", "Holm p", NULL, CELL_NUMBER},                            \
    {                                                                                                        \
        "benjamini_hochberg", "Benjamini-Hochberg p", NULL, CELL_NUMBER                                      \
    }

static const struct report_column link_columns[] = {LINK_COLUMNS("question")};
static const struct report_column tag_columns[] = {LINK_COLUMNS("tag")};

static void answer_row(struct table *table, const char *name, const struct answer *answer, const char *note)
{
    const struct link *link = &answer->link;
    bool known = answer->level != LINK_NOT_ENOUGH;
    const double numbers[] = {link->estimate, link->low, link->high,     link->r,   link->r_low,
                              link->r_high,   answer->p, answer->peek_p, answer->q, link->phi};
    struct cell *row = table_row(table);
    *row++ = cell_text(name);
    *row++ = cell_count((int64_t)link->n);
    *row++ = cell_count((int64_t)answer->days_with);
    *row++ = cell_count((int64_t)answer->days_without);
    *row++ = cell_text(answer_unit(answer));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        *row++ = cell_number(known ? numbers[i] : NAN);
    *row++ = cell_text(level_name(answer->level));
    *row++ = cell_text(note);
    *row++ = cell_number(known ? answer->holm : NAN);
    *row++ = cell_number(known ? answer->benjamini_hochberg : NAN);
}

static void forest_add(struct forest *forest, const char *label, const struct answer *answer,
                       const char *note)
{
    forest->rows = must_grow(forest->rows, forest->count + 1, sizeof *forest->rows);
    forest->rows[forest->count++] = (struct forest_row){.label = must_copy(label),
                                                        .known = answer->level != LINK_NOT_ENOUGH,
                                                        .estimate = answer->link.estimate,
                                                        .low = answer->link.low,
                                                        .high = answer->link.high,
                                                        .level = level_name(answer->level),
                                                        .note = must_copy(note)};
}

static void answer_add(struct section *section, struct forest *forest, const char *name, const char *label,
                       const struct answer *answer)
{
    struct buf note = {0};
    answer_note(answer, &note);
    answer_row(&section->table, name, answer, buf_string(&note));
    forest_add(forest, label, answer, buf_string(&note));
    buf_free(&note);
}

/* The days that the questions look at: those asked for, or the last three years; today is not over and is
 * left out. */
static void question_days(const struct material *material, struct days *out)
{
    const struct report_want *want = material->want;
    int64_t since = want->since;
    if (since == INT64_MIN && want->until == INT64_MAX)
        since = want->today - QUESTION_WINDOW;
    days_build(material->log, want->day_start, want->today, since, want->until, out);
}

/* "Days with a kindness were about 0.8 points better (leaning)." */
static void headline_add(struct section *section, const struct answer *answer)
{
    struct buf line = {0};
    double size = answer->link.estimate;
    if (answer->level == LINK_NOT_ENOUGH || answer->level == LINK_NO_PATTERN)
        return;
    buf_printf(&line,
               answer->per == PER_DAY ? "Days with a kindness were about %.*f points %s (%s)."
                                      : "Each kindness went with a day about %.*f points %s (%s).",
               fabs(size) < 0.1 ? 2 : 1, fabs(size), size < 0 ? "worse" : "better",
               level_name(answer->level));
    sentence_add(&section->cautions, &line);
}

/* The day's practice that goes best with a better day, and is worth keeping up; or what is missing. */
static void links_lead(const struct answer answers[QUESTIONS], struct sentences *lead)
{
    static const struct {
        enum question question;
        const char *what;
    } practices[] = {{QUESTION_KINDNESS_MOOD, "A kindness"},
                     {QUESTION_CARE_MOOD, "Care for yourself"},
                     {QUESTION_PAUSE_MOOD, "A pause"}};
    const struct answer *best = NULL;
    struct buf line = {0};
    size_t at = 0;
    for (size_t i = 0; i < sizeof practices / sizeof *practices; i++) {
        const struct answer *answer = &answers[practices[i].question];
        if (answer->level < LINK_LEANING || answer->link.estimate <= 0)
            continue;
        if (!best || answer->level > best->level ||
            (answer->level == best->level && answer->link.estimate > best->link.estimate)) {
            best = answer;
            at = i;
        }
    }
    if (best) {
        buf_printf(&line, "%s goes with a better day, by about %.*f points (%s): worth keeping up.",
                   practices[at].what, best->link.estimate < 0.1 ? 2 : 1, best->link.estimate,
                   level_name(best->level));
    } else if (answers[QUESTION_KINDNESS_MOOD].level == LINK_NOT_ENOUGH) {
        buf_text(&line, "To see what goes with a better day, it still takes: ");
        answer_note(&answers[QUESTION_KINDNESS_MOOD], &line);
        buf_char(&line, '.');
    } else {
        buf_text(&line, "Nothing that you do goes clearly with a better day, as far as your ratings tell.");
    }
    sentence_add(lead, &line);
}

static void links_build(const struct material *material, struct section *section)
{
    static const char *const labels[QUESTIONS] = {"kindness",        "care",          "pause",
                                                  "kindness before", "care before",   "care before",
                                                  "mood before",     "3 days no care"};
    struct answer answers[QUESTIONS];
    struct days days;
    question_days(material, &days);
    questions_ask(&days, material->want->today - 1, answers);
    section->forests[0].head = "what goes with a better day: points of mood, likely range (95 %)";
    section->forests[1].head = "what goes with more kindness next day: acts, likely range (95 %)";
    for (int q = 0; q < QUESTIONS; q++)
        answer_add(section, &section->forests[!question_of_mood((enum question)q)],
                   question_key((enum question)q), labels[q], &answers[q]);
    links_lead(answers, &section->lead);
    headline_add(section, &answers[QUESTION_KINDNESS_MOOD]);
    if (answers_shown(answers, QUESTIONS))
        caution_add(section,
                    "A link, not proof: a good day makes one both kind and cheerful, and only a comparison "
                    "that chance decides can prove. \"before\" asks the day before, twice, and keeps the "
                    "weaker answer.");
    else
        caution_add(section, "Rate your mood on days without an act too, and on bad days, or nothing can be "
                             "compared.");
    days_free(&days);
}

static void tags_build(const struct material *material, struct section *section)
{
    struct days days;
    struct tags tags;
    struct buf line = {0};
    question_days(material, &days);
    tags_collect(material->log, &days, material->want->day_start, &tags);
    struct answer *answers = must_alloc(tags.count, sizeof *answers);
    const bool **on = must_alloc(tags.count, sizeof *on);
    for (size_t i = 0; i < tags.count; i++)
        on[i] = tags.tag[i].on;
    tags_ask(&days, material->want->today - 1, on, tags.count, answers);
    section->forests[0].head = "what goes with a better day: points of mood, likely range (95 %)";
    for (size_t i = 0; i < tags.count; i++)
        if (answers[i].level != LINK_NOT_ENOUGH)
            answer_add(section, &section->forests[0], tags.tag[i].name, tags.tag[i].name, &answers[i]);
    size_t shown = answers_shown(answers, tags.count);
    if (shown)
        buf_printf(&line,
                   "Asked of %zu of %zu tags and people, those with enough days with and without; judged as "
                   "one family.",
                   shown, tags.count);
    else
        buf_printf(&line, "%zu so far; none stands on enough days, and is absent on enough, to be compared.",
                   tags.count);
    sentence_add(&section->cautions, &line);
    free(answers);
    free(on);
    tags_free(&tags);
    days_free(&days);
}

/* ---- what to do next */

enum { NEXT_MOST = 3 };

static void next_add(struct section *section, const char *program, const char *command, const char *why)
{
    struct buf line = {0};
    if (section->words.count == NEXT_MOST)
        return;
    buf_printf(&line, "%s %s\t%s", program, command, why);
    sentence_add(&section->words, &line);
}

/* True if it told of a goal. */
static bool next_goal(struct section *section, const char *program, const struct habit *habit)
{
    const struct streak *streak = &habit->streak;
    struct buf command = {0}, why = {0};
    if (streak->unit == GOAL_NONE || streak->done >= streak->target || habit->practice == PRACTICE_MOOD ||
        (habit->practice == PRACTICE_SHIFT && !habit->tag))
        return false;
    if (habit->tag)
        buf_printf(&command, "log ... '%s'", habit->what);
    else
        buf_text(&command, habit->practice == PRACTICE_PAUSE  ? "pause"
                           : habit->practice == PRACTICE_CARE ? "log --care ..."
                                                              : "log ...");
    buf_printf(&why, "%s: %u of %u %s", habit->what, streak->done, streak->target,
               streak->unit == GOAL_PER_WEEK ? "this week" : "today");
    next_add(section, program, command.bytes, why.bytes);
    buf_free(&command);
    buf_free(&why);
    return true;
}

/* What the two experiments wait for; a day of REST is none of a trial's. */
static void next_experiments(const struct material *material, bool rest, struct section *section)
{
    const char *program = material->want->program;
    struct shifts shifts;
    struct trials trials;
    shifts_collect(material->log, material->want->now.sec, &shifts);
    trials_collect(material->log, material->want->day_start, &trials);
    const struct trial *trial = trials_at(&trials, material->want->today);
    char letter = trial ? trial_letter(trial, material->want->today) : '\0';
    if (shifts_open(&shifts))
        next_add(section, program, "shift --after N", "a shift is open: how stressed are you now?");
    if (letter && !rest)
        next_add(section, program, "trial today",
                 letter == 'k' ? "a day drawn for an extra kindness" : "a day drawn to be as usual");
    shifts_free(&shifts);
    trials_free(&trials);
}

static void next_build(const struct material *material, struct section *section)
{
    const char *program = material->want->program;
    const struct day *day = days_at(material->days, material->want->today);
    bool kindness = day && day->kindness, pause = day && day->pause;
    next_experiments(material, day && day->rest, section);
    if (day && day->rest) {
        struct buf line = {0};
        buf_text(&line, "Rest well.");
        sentence_add(&section->words, &line);
        return;
    }
    if (!day || !day->mood_n)
        next_add(section, program, "mood N", "how are you, 0 to 10?");
    for (size_t i = 0; i < material->habits.count; i++) {
        const struct habit *habit = &material->habits.habit[i];
        bool told = next_goal(section, program, habit) && !habit->tag;
        kindness |= told && habit->practice == PRACTICE_KINDNESS;
        pause |= told && habit->practice == PRACTICE_PAUSE;
    }
    if (!kindness)
        next_add(section, program, "log TEXT", "a kindness, however small");
    if (!pause)
        next_add(section, program, "pause", "three minutes to let things sink in");
    next_add(section, program, "report", "what it adds up to");
    next_add(section, program, "list --since 7d", "the week's records");
    next_add(section, program, "goal", "what you aim for");
}

/* ---- the whole */

static const struct plan plan_today = {"today", "Today", COLUMNS_OF(today_columns), today_build, NULL};
static const struct plan plan_streaks = {
    "streaks", "Streaks", COLUMNS_OF(streak_columns), streaks_build,
    "A streak counts the days or weeks in a row that met their goal; a day of rest neither "
    "counts nor breaks it. Strength forgives: it moves each day towards what was done, so "
    "that a gap costs some of it and never all."};
static const struct plan plan_days = {
    "days", "Acts", COLUMNS_OF(day_columns), days_section_build,
    "A day ends when yours does, 04:00 unless you said otherwise, on the clock that was in "
    "force where the record was made."};
static const struct plan plan_mood = {
    "mood", "Mood", COLUMNS_OF(mood_columns), mood_build,
    "Mood is what was typed, 0 to 10. A week's mean is that of all its ratings, and its range "
    "goes from the lowest to the highest."};
static const struct plan plan_links = {
    "links", "Links", COLUMNS_OF(link_columns), links_build,
    "Days with and without an act are compared by a regression that allows for weekday, "
    "season, a slow drift, and a mood that carries over from day to day. The range holds the "
    "truth in about 95 of 100 lives. \"leaning\": the range leaves out zero. \"clear\": it "
    "does so even allowing for eight questions and for looking every day."};
static const struct plan plan_tags = {
    "tags", "Tags", COLUMNS_OF(tag_columns), tags_build,
    "Each tag is asked as a link is, and all of them are judged together, so that many tags do "
    "not make a pattern out of chance."};
static const struct plan plan_next = {"next", "Next", NULL, 0, next_build, NULL};

static const struct plan *const plans[SECTIONS] = {
    [SECTION_TODAY] = &plan_today, [SECTION_STREAKS] = &plan_streaks, [SECTION_DAYS] = &plan_days,
    [SECTION_MOOD] = &plan_mood,   [SECTION_LINKS] = &plan_links,     [SECTION_SHIFT] = &plan_shift,
    [SECTION_TRIAL] = &plan_trial, [SECTION_PAUSES] = &plan_pauses,   [SECTION_TAGS] = &plan_tags,
    [SECTION_NEXT] = &plan_next,
};

const char *section_key(enum report_section section)
{
    return plans[section]->key;
}

bool section_read(const char *key, enum report_section *out)
{
    for (int i = 0; i < REPORT_SECTIONS; i++)
        if (strcmp(plans[i]->key, key) == 0) {
            *out = (enum report_section)i;
            return true;
        }
    return false;
}

static size_t records_count(const struct days *days)
{
    size_t sum = 0;
    for (size_t i = 0; i < days->count; i++)
        sum += days->day[i].records;
    return sum;
}

/* Where nothing is recorded, the first thing to do. */
static void begin_lead(const char *program, struct sentences *lead)
{
    struct buf line = {0};
    buf_printf(&line, "Nothing is recorded yet. Begin with '%s mood N', or with '%s log TEXT'.", program,
               program);
    sentence_add(lead, &line);
}

void report_build(const struct log *log, const struct report_want *want, struct report *out)
{
    struct material material = {.log = log, .want = want};
    days_build(log, want->day_start, want->today, INT64_MIN, INT64_MAX, &material.all);
    habits_build(log, &material.all, want->day_start, want->today, want->week_start, &material.habits);
    bool open = want->since == INT64_MIN && want->until == INT64_MAX;
    if (!open)
        days_build(log, want->day_start, want->today, want->since, want->until, &material.part);
    const struct days *days = material.days = open ? &material.all : &material.part;
    *out = (struct report){.made = want->now,
                           .today = want->today,
                           .first = days->first,
                           .last = days->first + (int64_t)days->count - 1,
                           .records = records_count(days),
                           .sections = must_alloc(SECTIONS, sizeof *out->sections)};
    for (int i = 0; i < SECTIONS; i++)
        if (want->sections & 1U << i) {
            struct section *section = &out->sections[out->count++];
            section->key = plans[i]->key;
            section->title = plans[i]->title;
            section->method = plans[i]->method;
            section->table =
                (struct table){.columns = plans[i]->columns, .column_count = plans[i]->column_count};
            if (!material.all.count && out->count == 1)
                begin_lead(want->program, &section->lead);
            plans[i]->build(&material, section);
        }
    habits_free(&material.habits);
    days_free(&material.all);
    days_free(&material.part);
}

void report_range(const struct report *report, struct buf *out)
{
    int64_t days = report->last - report->first + 1;
    if (days <= 0) {
        buf_text(out, "no days");
        return;
    }
    long long whole = days >= 14 ? (days + 6) / 7 : days;
    buf_printf(out, "%lld %s%s, ", whole, days >= 14 ? "week" : "day", whole == 1 ? "" : "s");
    if (days > 1) {
        day_say(out, report->first, !same_year(report->first, report->last));
        buf_text(out, " to ");
    }
    day_say(out, report->last, true);
}

bool forest_scale(const struct forest *forest, double *low, double *high)
{
    bool any = false;
    *low = *high = 0;
    for (size_t i = 0; i < forest->count; i++)
        if (forest->rows[i].known) {
            any = true;
            *low = fmin(*low, forest->rows[i].low);
            *high = fmax(*high, forest->rows[i].high);
        }
    if (*high - *low < 1e-9)
        *high = *low + 1;
    return any;
}

int forest_decimals(const struct forest_row *row)
{
    return row->high - row->low < 0.25 ? 2 : 1;
}

void signed_say(struct buf *out, double value, int decimals, int width)
{
    double unit = decimals == 1 ? 10 : 100;
    buf_printf(out, "%+*.*f", width, decimals, round(value * unit) / unit + 0.0);
}

static void sentences_free(struct sentences *sentences)
{
    for (size_t i = 0; i < sentences->count; i++)
        free(sentences->line[i]);
    free(sentences->line);
}

static void forest_free(struct forest *forest)
{
    for (size_t i = 0; i < forest->count; i++) {
        free(forest->rows[i].label);
        free(forest->rows[i].note);
    }
    free(forest->rows);
}

static void cards_free(struct cards *cards)
{
    for (size_t i = 0; i < cards->count; i++) {
        free(cards->card[i].name);
        free(cards->card[i].value);
        free(cards->card[i].note);
    }
    free(cards->card);
}

void report_free(struct report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        struct section *section = &report->sections[i];
        struct table *table = &section->table;
        for (size_t c = 0; c < table->row_count * table->column_count; c++)
            if (table->columns[c % table->column_count].type == CELL_TEXT)
                free(table->cells[c].text);
        free(table->cells);
        sentences_free(&section->words);
        sentences_free(&section->cautions);
        sentences_free(&section->lead);
        cards_free(&section->cards);
        free(section->calendar.value);
        free(section->weekly.mean);
        free(section->weekly.low);
        free(section->weekly.high);
        free(section->weekly.acts);
        free(section->slopes.lines);
        for (int f = 0; f < FORESTS; f++)
            forest_free(&section->forests[f]);
    }
    free(report->sections);
    *report = (struct report){0};
}
