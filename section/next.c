/* What to do next: at most three commands, each with its reason. */
#include "section/section.h"

#include "calc/experiment.h"

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

/* The shifts that wait for their end; the newest is the one that it would be of. */
static void next_open(const struct shifts *shifts, const char *program, struct section *section)
{
    size_t open = 0;
    struct buf why = {0};
    for (size_t i = 0; i < shifts->series_count; i++)
        open += shifts->series[i].open;
    if (!open)
        return;
    if (open == 1)
        buf_text(&why, "a shift is");
    else
        buf_printf(&why, "%zu shifts are", open);
    buf_text(&why, " open: how stressed are you now?");
    next_add(section, program, "shift --after N", why.bytes);
    buf_free(&why);
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
    next_open(&shifts, program, section);
    if (letter && !rest)
        next_add(section, program, "trial today",
                 letter == 'k' ? "a day drawn for an extra kindness" : "a day drawn to be as usual");
    if (!trial && !rest && trials_ended(&trials, material->want->today))
        next_add(section, program, "report trial", "the trial is over: what came out");
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

const struct plan plan_next = {"next", "Next", NULL, 0, next_build, NULL};
