/* The section streaks: how long each habit has been kept, and how strong it is. */
#include "section/section.h"

#include "base/die.h"

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
    if (!streak->best_over)
        return;
    buf_printf(out, "best %u, ended ", streak->best);
    day_say(out, streak->best_end, !same_year(streak->best_end, today));
}

/* "2 of 3 this week", "a week of rest", or nothing where one act a day is all. */
static void streak_tally_say(struct buf *out, const struct streak *streak)
{
    if (streak->unit == GOAL_PER_WEEK && !streak->target)
        buf_text(out, "a week of rest");
    else if (streak->unit == GOAL_PER_WEEK)
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
    /* A run of weeks speaks for itself, and its line is long. */
    if (streak->unit == GOAL_PER_DAY || !streak->current)
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
    if (note.length && habit->streak.best_over)
        buf_text(&note, "; ");
    streak_best_say(&note, &habit->streak, today);
    cards->card = must_grow(cards->card, cards->count + 1, sizeof *cards->card);
    cards->card[cards->count++] = (struct card){.name = must_copy(habit->what),
                                                .value = buf_take(&value),
                                                .note = buf_take(&note),
                                                .share = habit->streak.strength,
                                                .share_name = "strength"};
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

const struct plan plan_streaks = {
    "streaks", "Streaks", COLUMNS_OF(streak_columns), streaks_build,
    "A streak counts the days or weeks in a row that met their goal; a day of rest neither "
    "counts nor breaks it. Strength forgives: it moves each day towards what was done, so "
    "that a gap costs some of it and never all."};
