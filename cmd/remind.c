/* kind remind: speaks when something is due, and of each thing once. What was said is kept for this machine
   alone, a line each: the day, the log, the thing. */
#include "cmd.h"

#include "base/chance.h"
#include "base/die.h"
#include "base/num.h"
#include "base/say.h"
#include "base/state.h"
#include "base/text.h"
#include "calc/reminder.h"
#include "cmd/remind.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    DAYS_READ = 200, /* of the log, but for goals and trials: it is called often */
    DAYS_KEPT = 8,   /* what was said longer ago is forgotten */
    SHIFT_LATE = 10  /* minutes after its time is up that an open shift is due */
};

static const char said_name[] = "reminded";

int remind_evening(const struct session *session, const struct args *args, int usual)
{
    if (given(args, OPTION_AT))
        return args->at;
    return session->conf.remind.at >= 0 ? session->conf.remind.at : usual;
}

/* What was said */

/* The line of DUE, as it is kept. */
static void key_write(struct buf *out, const struct session *session, const struct due *due)
{
    char date[DATE_SIZE], *real = must_realpath(session->path);
    int64_t today = moment_day(session->clock.now, session->conf.day_start);
    date_write(due->what == REMIND_SHIFT   ? record_day(due->shift, session->conf.day_start)
               : due->what == REMIND_ENDED ? due->ended
                                           : today,
               date);
    buf_printf(out, "%s %016llx ", date, (unsigned long long)chance_of(real ? real : session->path));
    free(real);
    switch (due->what) {
    case REMIND_TRIAL:
        buf_text(out, "trial\n");
        break;
    case REMIND_ENDED:
        buf_text(out, "trial over\n");
        break;
    case REMIND_WEEK:
        buf_text(out, "week\n");
        break;
    case REMIND_SHIFT:
        buf_printf(out, "shift %lld\n", (long long)due->shift->time);
        break;
    case REMIND_GOAL:
        buf_printf(out, "goal %s\n", due->habit->what);
        break;
    case REMIND_MOOD:
        buf_text(out, "mood\n");
        break;
    case REMIND_MOMENT:
        buf_text(out, "moment\n");
    }
}

/* Copies the lines of the last days from OLD; what is no such line is dropped. A clock that was ahead leaves
   nothing behind either. */
static void said_keep(const struct session *session, const struct buf *old, struct buf *out)
{
    char first[DATE_SIZE], last[DATE_SIZE];
    int64_t today = moment_day(session->clock.now, session->conf.day_start);
    date_write(today - DAYS_KEPT, first);
    date_write(today + 1, last);
    for (const char *line = buf_string(old), *end; (end = strchr(line, '\n')); line = end + 1)
        if (end - line > DATE_SIZE && strncmp(line, first, DATE_SIZE - 1) >= 0 &&
            strncmp(line, last, DATE_SIZE - 1) <= 0)
            buf_add(out, line, (size_t)(end - line) + 1);
}

static bool said_holds(const struct buf *said, const struct buf *key)
{
    for (const char *line = buf_string(said), *end; (end = strchr(line, '\n')); line = end + 1)
        if ((size_t)(end - line) + 1 == key->length && memcmp(line, key->bytes, key->length) == 0)
            return true;
    return false;
}

/* Takes out of DUES what was said before, and adds the rest to SAID. */
static void said_sift(const struct session *session, struct dues *dues, struct buf *said)
{
    size_t kept = 0;
    for (size_t i = 0; i < dues->count; i++) {
        struct buf key = {0};
        key_write(&key, session, &dues->due[i]);
        if (!said_holds(said, &key)) {
            buf_add(said, key.bytes, key.length);
            dues->due[kept++] = dues->due[i];
        }
        buf_free(&key);
    }
    dues->count = kept;
}

/* Leaves in DUES what was not said before, and, if MARK, remembers it as said. False, with errno, if that
   could not be done. */
static bool said_mark(const struct session *session, struct dues *dues, bool mark)
{
    struct buf old = {0}, said = {0};
    int fd = mark ? state_open(said_name) : -1, error = errno;
    state_read(said_name, &old);
    said_keep(session, &old, &said);
    said_sift(session, dues, &said);
    bool done = !mark || fd >= 0;
    if (fd >= 0 && dues->count && !state_refill(fd, &said)) {
        error = errno;
        done = false;
    }
    if (fd >= 0)
        close(fd);
    buf_free(&old);
    buf_free(&said);
    errno = error;
    return done;
}

/* The words */

static void week_say(const struct session *session, struct buf *out)
{
    struct deck deck = {0};
    deck_load(WHOM_ANY, &deck);
    const struct prompt *prompt = deck_week(&deck, moment_day(session->clock.now, session->conf.day_start));
    buf_printf(out, "The practice of the week: %s  (%s pause --week)\n", prompt->words, program_name());
    deck_free(&deck);
}

static void shift_say(const struct session *session, const struct record *shift, struct buf *out)
{
    char stress[32];
    int day_start = session->conf.day_start;
    bool before = record_day(shift, day_start) < moment_day(session->clock.now, day_start);
    int clock = moment_clock(record_moment(shift));
    num_write(shift->stress, 1, stress);
    buf_printf(out, "The shift of %s%02d:%02d, stress %s, is still open: %s shift --after N\n",
               before ? "yesterday " : "", clock / 3600, clock / 60 % 60, stress, program_name());
}

/* "kindness (12 days in a row)" or "care (1 of 3 this week)" */
static void goal_say(const struct due *due, struct buf *out)
{
    const struct habit *habit = due->habit;
    const struct streak *streak = &habit->streak;
    text_safe(out, habit->what, strlen(habit->what));
    if (streak->unit == GOAL_PER_WEEK)
        buf_printf(out, " (%u of %u this week)", streak->done, streak->target);
    else if (streak->done)
        buf_printf(out, " (%u of %u, %u%s days in a row)", streak->done, streak->target, streak->current,
                   due->longer ? " or more" : "");
    else
        buf_printf(out, " (%u%s days in a row)", streak->current, due->longer ? " or more" : "");
}

/* A line for each thing, and one for all goals. */
static void dues_say(const struct session *session, const struct dues *dues, struct buf *out)
{
    struct buf goals = {0};
    for (size_t i = 0; i < dues->count; i++) {
        const struct due *due = &dues->due[i];
        bool last_goal = due->what == REMIND_GOAL && (i + 1 == dues->count || due[1].what != REMIND_GOAL);
        switch (due->what) {
        case REMIND_TRIAL:
            buf_printf(out, "%s\n", trial_day_words(due->letter));
            break;
        case REMIND_ENDED:
            buf_printf(out, "The trial is over. What came out: %s report trial\n", program_name());
            break;
        case REMIND_WEEK:
            week_say(session, out);
            break;
        case REMIND_SHIFT:
            shift_say(session, due->shift, out);
            break;
        case REMIND_GOAL:
            buf_text(&goals, goals.length ? ", " : "To keep up today: ");
            goal_say(due, &goals);
            break;
        case REMIND_MOOD:
            buf_printf(out, "No mood yet today: %s mood N, 0 to 10\n", program_name());
            break;
        case REMIND_MOMENT:
            buf_printf(out, "How are you right now? %s mood N, 0 to 10\n", program_name());
        }
        if (last_goal)
            buf_printf(out, "%s\n", goals.bytes);
    }
    buf_free(&goals);
}

/* Saying it */

/* Records the answer that a notification was given. */
static int mood_answer(const struct session *session, int mood)
{
    struct session later = *session;
    struct args quiet = {.given = TAKES(OPTION_QUIET)};
    clock_read(&later.clock);
    struct entry entry = entry_at(later.clock.now, PRACTICE_MOOD);
    entry.mood = mood;
    return entry_record(&later, &quiet, &entry, 1);
}

static bool mood_asked(const struct dues *dues)
{
    for (size_t i = 0; i < dues->count; i++)
        if (dues->due[i].what == REMIND_MOOD || dues->due[i].what == REMIND_MOMENT)
            return true;
    return false;
}

static int dues_deliver(const struct session *session, const struct args *args, const struct dues *dues)
{
    struct buf said = {0};
    int mood = RATING_NONE, status = EXIT_DONE;
    bool notify = (given(args, OPTION_NOTIFY) || session->conf.remind.notify) && !given(args, OPTION_DRY_RUN);
    dues_say(session, dues, &said);
    if (!notify || !notify_send(buf_string(&said), mood_asked(dues),
                                (double)minutes_seconds(session->conf.remind.wait), &mood))
        say_print("%s", buf_string(&said));
    else if (mood != RATING_NONE)
        status = mood_answer(session, mood);
    buf_free(&said);
    return status;
}

static int64_t read_since(const struct session *session)
{
    return moment_day(session->clock.now, session->conf.day_start) - DAYS_READ;
}

/* What is due of LOG, whatever was said before. */
static void dues_of(const struct session *session, const struct args *args, const struct log *log,
                    struct dues *out)
{
    struct due_want want = {.now = session->clock.now,
                            .day_start = session->conf.day_start,
                            .week_start = session->conf.week_start,
                            .since = read_since(session),
                            .evening = remind_evening(session, args, EVENING),
                            .shift_seconds = session->conf.shift.minutes * 60 / 100 + SHIFT_LATE * 60};
    if (!given(args, OPTION_RANDOM)) {
        dues_find(log, &want, out);
        return;
    }
    *out = (struct dues){0};
    if (moment_due(log, &args->window, session->clock.now, session->conf.day_start)) {
        out->due = must_alloc(1, sizeof *out->due);
        out->due[out->count++].what = REMIND_MOMENT;
    }
}

/* Rows that can't be read are no reason to speak: the commands that show the log name them. */
static int remind_now(const struct session *session, const struct args *args)
{
    struct log log = {0};
    struct dues dues;
    struct buf error = {0};
    bool quiet = given(args, OPTION_QUIET), mark = !quiet && !given(args, OPTION_DRY_RUN);
    int status = quiet ? EXIT_NO : EXIT_DONE;
    if (given(args, OPTION_RANDOM) &&
        !moment_due(NULL, &args->window, session->clock.now, session->conf.day_start))
        return status;
    if (track_recent(session->path, read_since(session), &session->clock, &log, &error) != TRACK_OK) {
        complain("%s", error.bytes);
        buf_free(&error);
        log_free(&log);
        return EXIT_BROKEN;
    }
    dues_of(session, args, &log, &dues);
    bool marked = !dues.count || said_mark(session, &dues, mark);
    int why = errno;
    if (dues.count)
        status = quiet ? EXIT_DONE : dues_deliver(session, args, &dues);
    if (dues.count && !marked)
        complain("this may be said again, because what was said can't be kept: %s", strerror(why));
    dues_free(&dues);
    log_free(&log);
    return status;
}

/* False after a line on standard error. */
static bool args_fit(const struct session *session, const struct args *args)
{
    int day_start = session->conf.day_start;
    if (given(args, OPTION_AT) && given(args, OPTION_RANDOM)) {
        complain("--at and --random are two ways to choose the time; give one");
        return false;
    }
    if (given(args, OPTION_RANDOM) && !window_fits(&args->window, day_start)) {
        complain("--random must lie within one day, and days end at %02d:%02d", day_start / 60,
                 day_start % 60);
        return false;
    }
    if (args->count > 1)
        complain("remind takes one word at most; '%s' is too many", args->words[1]);
    return args->count <= 1;
}

static int remind_run(const struct session *session, const struct args *args)
{
    static const struct {
        const char *name;
        int (*run)(const struct session *session, const struct args *args);
    } words[] = {{"install", timer_install}, {"status", timer_status}, {"uninstall", timer_uninstall}};
    if (!args_fit(session, args))
        return EXIT_MISUSE;
    if (!args->count)
        return remind_now(session, args);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].name, args->words[0]) == 0)
            return words[i].run(session, args);
    complain("remind takes install, status or uninstall, not '%s'", args->words[0]);
    return EXIT_MISUSE;
}

const struct command cmd_remind = {
    .name = "remind",
    .synopsis = "[install|status|uninstall] [options]",
    .summary = "For cron and timers: speak only when something is due, and once",
    .details =
        "Due are: what a trial's day is drawn for, and that it is over; on Monday the practice of the week; "
        "a shift that is\n"
        "still open; and from the evening on, 18:00 unless --at says otherwise, a goal that needs today\n"
        "and the mood of today. Otherwise it prints nothing and exits 0. With -q it never prints: it\n"
        "exits 0 if it would speak, 1 if not. With --random it asks for the mood alone, at one moment a\n"
        "day; call it every five minutes. 'install' has this machine call it: it writes a systemd timer\n"
        "of yours where there is one, and prints a line for the crontab elsewhere.\n",
    .examples = "remind\nremind -q\nremind --random 09:00-21:00 --notify\nremind install --at 20:00\n"
                "remind status\n",
    .needs = NEEDS_LOG,
    .takes = TAKES(OPTION_AT) | TAKES(OPTION_RANDOM) | TAKES(OPTION_NOTIFY) | TAKES(OPTION_QUIET) |
             TAKES(OPTION_DRY_RUN) | TAKES_HELP,
    .run = remind_run,
};
