/* kind goal: what one aims for. A goal is a record, so it holds from its own day on. */
#include "cmd.h"

#include "base/die.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static void goal_say(struct buf *out, const struct habit *habit, bool unicode)
{
    const struct streak *streak = &habit->streak;
    bool set = habit->goal_count > 1;
    text_fit(out, habit->what, strlen(habit->what), 10, unicode);
    switch (streak->unit) {
    case GOAL_NONE:
        buf_text(out, " none\n");
        break;
    case GOAL_PER_DAY:
        buf_printf(out, " %u/day%s\n", streak->goal, set ? "" : "   unless you set another");
        break;
    case GOAL_PER_WEEK:
        buf_printf(out, " %u/week\n", streak->goal);
    }
}

/* Shows all goals, or the one of WHAT. */
static int goals_show(const struct session *session, const struct args *args, const char *what)
{
    struct log log = {0};
    struct days days = {0};
    struct habits habits = {0};
    struct screen screen;
    int status = EXIT_DONE, day_start = session->conf.day_start;
    int64_t today = moment_day(session->clock.now, day_start);
    if (session_read(session, TEXT_TAGS, &log, &status))
        return EXIT_BROKEN;
    screen_open(&screen, session, args);
    days_build(&log, day_start, today, INT64_MIN, INT64_MAX, &days);
    habits_build(&log, &days, day_start, today, session->conf.week_start, &habits);
    for (size_t i = 0; i < habits.count; i++)
        if (!what || text_same(habits.habit[i].what, strlen(habits.habit[i].what), what, strlen(what)))
            goal_say(&screen.out, &habits.habit[i], screen.unicode);
    if (!screen.out.length) {
        if (what)
            complain("%s has no goal; set one with: %s goal '%s' 3/week", what, program_name(), what);
        else
            complain("no goals yet; set one with: %s goal kindness 1/day", program_name());
        if (!status)
            status = EXIT_NO;
    }
    habits_free(&habits);
    days_free(&days);
    log_free(&log);
    return screen_close(&screen, args, status);
}

/* Says of WHAT, which no goal is for, what to type: a practice in lower case, or a tag of that name. */
static void what_refuse(const char *what)
{
    struct buf near = {0};
    enum practice practice;
    bool tag;
    buf_printf(&near, "#%s", what);
    for (int i = 0; i < PRACTICES; i++) {
        const char *name = practice_name((enum practice)i);
        if (text_same(what, strlen(what), name, strlen(name))) {
            buf_clear(&near);
            buf_text(&near, name);
        }
    }
    bool known = goal_subject(near.bytes, near.length, &tag, &practice);
    complain(
        "a goal is for kindness, care, pause, shift, mood or a '#tag', not '%s'%s%s%s; nothing was recorded",
        what, known ? "; say '" : "", known ? near.bytes : "", known ? "'" : "");
    buf_free(&near);
}

/* The same of RATE, which is none. */
static void rate_refuse(const char *rate)
{
    if (*rate != '0' && !rate[strspn(rate, "0123456789")])
        complain("a goal is so many a day or a week: say %s/day or %s/week, not '%s'; nothing was recorded",
                 rate, rate, rate);
    else
        complain("a goal is N/day, N/week or none, with N from 1 to 1000, not '%s'; nothing was recorded",
                 rate);
}

/* Moves TIME, which is past, behind the goals that were set for that very moment: a merge could not tell
   which of them was said last. A log that can't be read has none: the append will say what is wrong with it.
 */
static void goals_pass(const struct session *session, struct moment *time)
{
    struct log log = {0};
    struct buf error = {0};
    /* What is said of now needs no look at the log. */
    if (time->sec >= session->clock.now.sec)
        return;
    bool taken = track_read(session->path, TEXT_TAGS, &session->clock, &log, &error) == TRACK_OK;
    while (taken && time->sec < session->clock.now.sec) {
        taken = false;
        for (size_t i = 0; i < log.count && !taken; i++)
            taken = log.records[i].practice == PRACTICE_GOAL && log.records[i].time == time->sec;
        time->sec += taken;
    }
    log_free(&log);
    buf_free(&error);
}

static int goal_set(const struct session *session, const struct args *args)
{
    char *note = args_text(args, 0);
    struct view subject;
    struct goal goal;
    int status = EXIT_MISUSE;
    if (!goal_read(note, strlen(note), &subject, &goal))
        rate_refuse(args->words[1]);
    else {
        struct entry entry = entry_at(args_moment(session, args), PRACTICE_GOAL);
        goals_pass(session, &entry.time);
        entry.note = note;
        entry.note_length = strlen(note);
        status = entry_record(session, args, &entry, 1);
    }
    free(note);
    return status;
}

static int goal_run(const struct session *session, const struct args *args)
{
    bool tag;
    enum practice practice;
    const char *what = args->count ? args->words[0] : NULL;
    if (args->count > 2) {
        complain("goal takes WHAT and N/day, N/week or none; '%s' is too many; nothing was recorded",
                 args->words[2]);
        return EXIT_MISUSE;
    }
    if (what && !goal_subject(what, strlen(what), &tag, &practice)) {
        what_refuse(what);
        return EXIT_MISUSE;
    }
    return args->count == 2 ? goal_set(session, args) : goals_show(session, args, what);
}

const struct command cmd_goal = {
    .name = "goal",
    .synopsis = "[WHAT [N/day|N/week|none]] [options]",
    .summary = "Set what you aim for, or show the goals",
    .details = "WHAT is kindness, care, pause, shift, mood or a '#tag'. A goal holds from its own\n"
               "day on and never rewrites the past. Without one, kindness, care and pauses are\n"
               "asked for once a day from their first record on.\n",
    .examples = "goal\ngoal care 3/week\ngoal '#swim' 2/week\ngoal pause none\n",
    .needs = NEEDS_LOG,
    .takes = TAKES(OPTION_DATE) | TAKES(OPTION_QUIET) | TAKES(OPTION_DRY_RUN) | TAKES_HELP,
    .run = goal_run,
};
