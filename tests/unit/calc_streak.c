/* Streaks: histories written by hand, and random ones against a slow search that shares no code with the
 * walk. */
#include "calc/streak.h"

#include "tests/unit/random.h"

#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum {
    MONDAY = 20780, /* 2026-11-23 */
    MOST_DAYS = 80,
    MOST_GOALS = 6
};

static const struct goal daily = {INT64_MIN, GOAL_PER_DAY, 1};
static const struct goal twice_a_day = {INT64_MIN, GOAL_PER_DAY, 2};
static const struct goal three_a_week = {INT64_MIN, GOAL_PER_WEEK, 3};

/* What a history adds up to. In DAYS each character is a day, the last one today: a digit is a count, '.'
   none, 'r' a rest day, 'R' a rest day with one count; spaces only group. */
static struct streak found(const char *days, int64_t first, const struct goal *goals, size_t goal_count,
                           int week_start)
{
    uint32_t count[MOST_DAYS] = {0};
    bool rest[MOST_DAYS] = {false};
    size_t n = 0;
    for (; *days; days++) {
        if (*days == ' ')
            continue;
        assert_true(n < MOST_DAYS);
        if (*days >= '0' && *days <= '9')
            count[n] = (uint32_t)(*days - '0');
        rest[n] = *days == 'r' || *days == 'R';
        count[n] += *days == 'R';
        n++;
    }
    struct streak streak;
    streak_find(count, rest, n, first, goals, goal_count, week_start, &streak);
    return streak;
}

/* The same for one goal, from a Monday, with weeks from Monday. */
static struct streak plainly(const char *days, struct goal goal)
{
    return found(days, MONDAY, &goal, 1, 0);
}

static void assert_runs(struct streak streak, unsigned current, unsigned best)
{
    assert_int_equal(streak.current, current);
    assert_int_equal(streak.best, best);
    assert_int_equal(streak.best_over, best > current);
}

static void assert_period(struct streak streak, unsigned done, unsigned target)
{
    assert_int_equal(streak.done, done);
    assert_int_equal(streak.target, target);
}

static void assert_near(double a, double b, double within)
{
    if (!(fabs(a - b) <= within))
        fail_msg("%.15g is not %.15g", a, b);
}

static void no_days_at_all_ask_for_what_today_asks(void **state)
{
    (void)state;
    struct streak streak;
    streak_find(NULL, NULL, 0, MONDAY, &twice_a_day, 1, 0, &streak);
    assert_int_equal(streak.unit, GOAL_PER_DAY);
    assert_int_equal(streak.goal, 2);
    assert_runs(streak, 0, 0);
    assert_period(streak, 0, 2);
    assert_true(streak.strength == 0);
    const struct goal goals[] = {daily, {MONDAY, GOAL_NONE, 0}};
    streak_find(NULL, NULL, 0, MONDAY, goals, 2, 0, &streak);
    assert_int_equal(streak.unit, GOAL_PER_DAY);
    assert_period(streak, 0, 1);
}

static void days_without_a_single_count_are_no_streak(void **state)
{
    (void)state;
    assert_runs(plainly("........", daily), 0, 0);
    assert_runs(plainly("... .... ....... ..", three_a_week), 0, 0);
    assert_period(plainly("....... ..", three_a_week), 0, 3);
    assert_true(plainly("........", daily).strength == 0);
}

static void the_first_day_is_a_streak_of_one(void **state)
{
    (void)state;
    struct streak streak = plainly("1", daily);
    assert_runs(streak, 1, 1);
    assert_period(streak, 1, 1);
    assert_near(streak.strength, 0.051922, 5e-7);
}

static void today_adds_when_met_and_does_not_break_before(void **state)
{
    (void)state;
    assert_runs(plainly("111.", daily), 3, 3);
    assert_runs(plainly("1111", daily), 4, 4);
    assert_runs(plainly("2221", twice_a_day), 3, 3);
    assert_period(plainly("2221", twice_a_day), 1, 2);
    assert_runs(plainly("2222", twice_a_day), 4, 4);
    assert_runs(plainly("2229", twice_a_day), 4, 4);
}

static void a_missed_yesterday_breaks(void **state)
{
    (void)state;
    struct streak streak = plainly("111..", daily);
    assert_runs(streak, 0, 3);
    assert_int_equal(streak.best_end, MONDAY + 2);
    streak = plainly("111.1", daily);
    assert_runs(streak, 1, 3);
    assert_int_equal(streak.best_end, MONDAY + 2);
}

static void a_day_half_met_breaks_too(void **state)
{
    (void)state;
    assert_runs(plainly("2212.", twice_a_day), 1, 2);
}

static void rest_days_neither_count_nor_break(void **state)
{
    (void)state;
    assert_runs(plainly("11rr1", daily), 3, 3);
    assert_runs(plainly("11RR1", daily), 3, 3);
    assert_runs(plainly("11rrr", daily), 2, 2);
    assert_runs(plainly("11rr.1", daily), 1, 2);
}

static void a_rest_today_asks_for_nothing(void **state)
{
    (void)state;
    assert_period(plainly("11r", daily), 0, 0);
    struct streak streak = plainly("11R", daily);
    assert_runs(streak, 2, 2);
    assert_period(streak, 0, 0);
    assert_true(streak.strength == plainly("11r", daily).strength);
}

static void the_end_of_the_best_run_is_its_last_met_day(void **state)
{
    (void)state;
    struct streak streak = plainly("11rr..", daily);
    assert_runs(streak, 0, 2);
    assert_int_equal(streak.best_end, MONDAY + 1);
}

static void of_two_best_runs_the_later_one_is_named(void **state)
{
    (void)state;
    struct streak streak = plainly("11.11.1", daily);
    assert_runs(streak, 1, 2);
    assert_int_equal(streak.best_end, MONDAY + 4);
    assert_runs(plainly("11.11", daily), 2, 2);
}

static void a_week_is_met_by_its_sum(void **state)
{
    (void)state;
    assert_runs(plainly("3...... 1.1...1 1.", three_a_week), 2, 2);
    assert_period(plainly("3...... 1.1...1 1.", three_a_week), 1, 3);
    assert_runs(plainly("3...... 1.1...1 12", three_a_week), 3, 3);
    struct streak streak = plainly("3...... 1.1...1 1....1. .", three_a_week);
    assert_runs(streak, 0, 2);
    assert_int_equal(streak.best_end, MONDAY + 13);
}

static void a_week_asks_for_less_with_rest_days_in_it(void **state)
{
    (void)state;
    assert_period(plainly("3...... 1.rrr", three_a_week), 1, 2);
    assert_runs(plainly("3...... 1.rrr.1 .", three_a_week), 2, 2);
    assert_runs(plainly("3...... 1.rrr.. .", three_a_week), 0, 1);
    assert_runs(plainly("3...... rrr1rrr .", three_a_week), 2, 2);
}

static void what_was_done_on_a_rest_day_counts_towards_no_goal(void **state)
{
    (void)state;
    assert_runs(plainly("3...... 1.RrR.. .", three_a_week), 0, 1);
    assert_period(plainly("3...... 1.RrR", three_a_week), 1, 2);
    assert_period(plainly("3...... 1.RrR.1", three_a_week), 2, 2);
    /* Nor does it begin what is judged: four days of three a week are two, and seven are three. */
    assert_period(plainly("R..1...", three_a_week), 1, 2);
    assert_runs(plainly("R...... ...1...", daily), 0, 1);
}

static void a_whole_week_of_rest_is_neutral(void **state)
{
    (void)state;
    assert_runs(plainly("3...... rrrrrrr 3...... .", three_a_week), 2, 2);
    assert_runs(plainly("3...... RRRRRRR .", three_a_week), 1, 1);
    assert_period(plainly("3...... rrrrrrr", three_a_week), 0, 0);
}

static void a_week_begins_on_the_day_it_is_told_to(void **state)
{
    (void)state;
    const struct goal once = {INT64_MIN, GOAL_PER_WEEK, 1};
    const char *days = "......1 1......";
    assert_runs(found(days, MONDAY, &once, 1, 0), 2, 2);
    assert_runs(found(days, MONDAY, &once, 1, 6), 1, 1);
    assert_period(found(days, MONDAY, &once, 1, 6), 0, 1);
    assert_period(found(days, MONDAY, &once, 1, 0), 1, 1);
    assert_period(found("1", -4, &once, 1, 6), 1, 1);
}

static void days_before_the_first_count_are_not_judged(void **state)
{
    (void)state;
    assert_runs(plainly(".....11 .", daily), 2, 2);
    struct streak late = plainly("....1.1 1.1.1.. .", three_a_week);
    assert_runs(late, 2, 2);
    assert_period(plainly("....1.", three_a_week), 1, 2);
    assert_true(plainly(".......1", daily).strength == plainly("1", daily).strength);
}

static void a_raised_goal_does_not_break_and_does_not_reach_back(void **state)
{
    (void)state;
    const struct goal goals[] = {daily, {MONDAY + 3, GOAL_PER_DAY, 2}};
    struct streak streak = found("111222.", MONDAY, goals, 2, 0);
    assert_runs(streak, 6, 6);
    assert_int_equal(streak.goal, 2);
    assert_runs(found("111212.", MONDAY, goals, 2, 0), 1, 4);
    const struct goal weekly[] = {three_a_week, {MONDAY + 9, GOAL_PER_WEEK, 5}};
    /* Two days of three and five days of five: 31 sevenths. */
    assert_period(found("3...... 1.", MONDAY, weekly, 2, 0), 1, 3);
    assert_period(found("3...... 1.1", MONDAY, weekly, 2, 0), 2, 5);
    assert_runs(found("3...... 1.1111. .", MONDAY, weekly, 2, 0), 2, 2);
    assert_runs(found("3...... 1.111.. .", MONDAY, weekly, 2, 0), 0, 1);
}

static void a_goal_after_today_changes_nothing_yet(void **state)
{
    (void)state;
    const struct goal goals[] = {daily, {MONDAY + 3, GOAL_PER_WEEK, 5}};
    struct streak streak = found("111", MONDAY, goals, 2, 0);
    assert_int_equal(streak.unit, GOAL_PER_DAY);
    assert_runs(streak, 3, 3);
    assert_int_equal(found("1111", MONDAY, goals, 2, 0).unit, GOAL_PER_WEEK);
}

static void a_weekly_goal_from_inside_a_week_asks_for_its_share(void **state)
{
    (void)state;
    const struct goal goals[] = {daily, {MONDAY + 4, GOAL_PER_WEEK, 3}};
    /* Three days of three a week is nine sevenths, and what came before the goal is not its own. */
    struct streak streak = found("9999.1.", MONDAY, goals, 2, 0);
    assert_runs(streak, 0, 0);
    assert_period(streak, 1, 2);
    assert_runs(found("1111.11 .", MONDAY, goals, 2, 0), 1, 1);
    assert_runs(found("1111.1. .", MONDAY, goals, 2, 0), 0, 0);
}

static void a_new_unit_begins_the_run_anew(void **state)
{
    (void)state;
    const struct goal goals[] = {daily,
                                 {MONDAY + 5, GOAL_PER_WEEK, 2},
                                 {MONDAY + 16, GOAL_PER_DAY, 1},
                                 {MONDAY + 20, GOAL_PER_WEEK, 1}};
    assert_runs(found("11111", MONDAY, goals, 2, 0), 5, 5);
    assert_runs(found("1111111 2...... ..", MONDAY, goals, 3, 0), 2, 2);
    /* The days before the weeks are the longest run of this unit. */
    struct streak streak = found("1111111 2...... ..11", MONDAY, goals, 3, 0);
    assert_runs(streak, 2, 5);
    assert_int_equal(streak.best_end, MONDAY + 4);
    /* The days of the third week that the weekly goal still judged ask for their share, and end its run. */
    streak = found("1111111 2...... 1.11111", MONDAY, goals, 4, 0);
    assert_runs(streak, 1, 3);
    assert_int_equal(streak.best_end, MONDAY + 15);
}

static void a_goal_taken_away_is_no_streak_and_one_set_again_begins_anew(void **state)
{
    (void)state;
    const struct goal goals[] = {daily, {MONDAY + 3, GOAL_NONE, 0}, {MONDAY + 5, GOAL_PER_DAY, 1}};
    assert_int_equal(found("1111", MONDAY, goals, 2, 0).unit, GOAL_NONE);
    struct streak streak = found("1111111", MONDAY, goals, 3, 0);
    assert_runs(streak, 2, 3);
    assert_int_equal(streak.best_end, MONDAY + 2);
    const struct goal same_day[] = {daily, {MONDAY + 3, GOAL_NONE, 0}, {MONDAY + 3, GOAL_PER_DAY, 1}};
    assert_runs(found("1111111", MONDAY, same_day, 3, 0), 7, 7);
}

static void days_without_a_goal_leave_the_strength_as_it_is(void **state)
{
    (void)state;
    const struct goal goals[] = {daily, {MONDAY + 3, GOAL_NONE, 0}, {MONDAY + 5, GOAL_PER_DAY, 1}};
    assert_true(found("11100.", MONDAY, goals, 3, 0).strength == plainly("111", daily).strength);
    assert_true(found("111..1", MONDAY, goals, 3, 0).strength == plainly("1111", daily).strength);
}

static void a_step_of_strength_has_the_published_size(void **state)
{
    (void)state;
    /* Loop's own six digits, within one of the last: they are cut off rather than rounded. */
    assert_near(strength_step(1, 0, 1), 0.051922, 1e-6);
    assert_near(strength_step(1.0 / 3, 0, 1), 0.030314, 1e-6);
    /* The same formula worked out in forty decimal digits. */
    assert_near(strength_step(1, 0, 1), 0.0519224856608285, 1e-14);
    assert_near(strength_step(1.0 / 3, 0, 1), 0.0303147522735057, 1e-14);
    assert_near(strength_step(1.0 / 7, 0, 1), 0.0199509847294011, 1e-14);
    assert_near(strength_step(1, 1, 0), 1 - 0.0519224856608285, 1e-14);
    assert_near(strength_step(1, 0.4, 0.4), 0.4, 1e-15);
}

static void thirteen_days_are_half_of_all_strength(void **state)
{
    (void)state;
    assert_near(plainly("1111111111111", daily).strength, 0.5, 1e-12);
    assert_near(plainly("1111111111111 .............1", daily).strength,
                0.25 * pow(0.5, 1.0 / 13) + 1 - pow(0.5, 1.0 / 13), 1e-12);
}

static void a_day_half_met_is_half_a_step(void **state)
{
    (void)state;
    assert_near(plainly("1.", twice_a_day).strength, 0.051922 / 2, 5e-7);
    assert_near(plainly("9.", twice_a_day).strength, 0.051922, 5e-7);
}

static void strength_takes_today_in_only_once_met(void **state)
{
    (void)state;
    double before = plainly("222", twice_a_day).strength;
    assert_true(plainly("222.", twice_a_day).strength == before);
    assert_true(plainly("2221", twice_a_day).strength == before);
    assert_true(plainly("2222", twice_a_day).strength > before);
    assert_true(plainly("222. .", twice_a_day).strength < before);
}

static void rest_freezes_strength(void **state)
{
    (void)state;
    assert_true(plainly("11rrr1", daily).strength == plainly("111", daily).strength);
    /* Nor does the window of a weekly goal see on later days what was done on a rest day. */
    double one = strength_step(3.0 / 7, 0, 4.0 / 6);
    assert_near(plainly("4.", three_a_week).strength, one, 1e-12);
    assert_near(plainly("4R..", three_a_week).strength, strength_step(3.0 / 7, one, 4.0 / 6), 1e-12);
}

static void a_weekly_strength_looks_back_two_weeks_or_one(void **state)
{
    (void)state;
    const struct goal once = {INT64_MIN, GOAL_PER_WEEK, 1};
    /* Two in two weeks are all that is asked, so each of the fourteen days is met in full, and the next one
     * is not. */
    double score = 1 - pow(0.5, 14 * sqrt(1.0 / 7) / 13);
    assert_near(plainly("2...... .......", once).strength, score, 1e-12);
    assert_near(plainly("2...... ....... ..", once).strength, strength_step(1.0 / 7, score, 0), 1e-12);
    const struct goal seven = {INT64_MIN, GOAL_PER_WEEK, 7};
    score = 1 - pow(0.5, 7.0 / 13);
    assert_near(plainly("7......", seven).strength, score, 1e-12);
    assert_near(plainly("7...... ..", seven).strength, strength_step(1, score, 0), 1e-12);
}

static void counts_and_targets_too_large_to_add_are_kept_at_the_top(void **state)
{
    (void)state;
    const uint32_t count[] = {UINT32_MAX, UINT32_MAX, UINT32_MAX};
    const bool rest[] = {false, false, false};
    const struct goal most = {INT64_MIN, GOAL_PER_WEEK, UINT_MAX};
    struct streak streak;
    streak_find(count, rest, 3, MONDAY, &most, 1, 0, &streak);
    assert_runs(streak, 1, 1);
    assert_period(streak, UINT_MAX, UINT_MAX);
    assert_near(streak.strength, 1 - pow(0.5, 3.0 / 13), 1e-12);
}

/* A history, and what the slow search makes of it. */
struct history {
    uint32_t count[MOST_DAYS];
    bool rest[MOST_DAYS];
    size_t n;
    int64_t first;
    struct goal goals[MOST_GOALS];
    size_t goal_count;
    int week_start;
};

static const struct goal *slow_goal(const struct history *h, int64_t day)
{
    size_t i = h->goal_count - 1;
    while (h->goals[i].from > day)
        i--;
    return &h->goals[i];
}

static int64_t slow_today(const struct history *h)
{
    return h->first + (int64_t)h->n - 1;
}

static int64_t slow_begin(const struct history *h)
{
    for (size_t i = 0; i < h->n; i++)
        if (h->count[i] && !h->rest[i])
            return h->first + (int64_t)i;
    return h->first;
}

/* The day on which the week of DAY begins, found by counting back from a Monday after all of them:
 * 1971-03-01. */
static int64_t slow_week(const struct history *h, int64_t day)
{
    int64_t start = 424 + h->week_start;
    while (start > day)
        start -= 7;
    return start;
}

/* Whether two days are judged together. */
static bool slow_together(const struct history *h, int64_t a, int64_t b)
{
    enum goal_unit unit = slow_goal(h, a)->unit;
    if (unit != GOAL_PER_WEEK)
        return a == b;
    if (slow_week(h, a) != slow_week(h, b))
        return false;
    for (int64_t day = a; day <= b; day++)
        if (slow_goal(h, day)->unit != unit)
            return false;
    return true;
}

/* A period as the slow search sees it. */
struct slow_period {
    int64_t from, to;
    enum goal_unit unit;
    uint64_t done, target;
};

static struct slow_period slow_period(const struct history *h, int64_t from)
{
    struct slow_period period = {.from = from, .to = from, .unit = slow_goal(h, from)->unit};
    int64_t today = slow_today(h);
    while (period.to < today && slow_together(h, from, period.to + 1))
        period.to++;
    uint64_t asked = 0;
    for (int64_t day = from; day <= period.to; day++) {
        if (h->rest[day - h->first])
            continue;
        period.done += h->count[day - h->first];
        asked += slow_goal(h, day)->target;
    }
    if (period.unit == GOAL_PER_WEEK) {
        if (period.to == today)
            for (int64_t day = today + 1; day < slow_week(h, today) + 7; day++)
                asked += slow_goal(h, today)->target;
        while (period.target * 7 < asked)
            period.target++;
    } else if (period.unit == GOAL_PER_DAY) {
        period.target = asked;
    }
    return period;
}

/* The score written out: every day's share, weighted by what all later days leave of it. */
static double slow_strength(const struct history *h)
{
    double sum = 0;
    double left = 1;
    int64_t begin = slow_begin(h);
    for (int64_t day = slow_today(h); day >= begin; day--) {
        const struct goal *goal = slow_goal(h, day);
        if (goal->unit == GOAL_NONE || h->rest[day - h->first])
            continue;
        bool sparse = goal->unit == GOAL_PER_WEEK && goal->target < 7;
        int64_t length = goal->unit == GOAL_PER_DAY ? 1 : sparse ? 14 : 7;
        unsigned done = 0;
        for (size_t i = 0; i < h->n; i++) {
            int64_t at = h->first + (int64_t)i;
            if (at <= day && at > day - length && !h->rest[i])
                done += h->count[i];
        }
        unsigned asked = sparse ? 2 * goal->target : goal->target;
        double share = done >= asked ? 1 : (double)done / asked;
        if (day == slow_today(h) && done < asked)
            continue;
        double f = sparse ? goal->target / 7.0 : 1;
        double kept = exp(-log(2) * sqrt(f) / 13);
        sum += share * (1 - kept) * left;
        left *= kept;
    }
    return sum;
}

/* Tries every period as the first of a run. */
static struct streak slow_find(const struct history *h)
{
    struct slow_period periods[MOST_DAYS];
    size_t count = 0;
    for (int64_t day = slow_begin(h); day <= slow_today(h); day = periods[count++].to + 1)
        periods[count] = slow_period(h, day);
    const struct slow_period *last = &periods[count - 1];
    struct streak streak = {.unit = last->unit, .goal = slow_goal(h, slow_today(h))->target};
    for (size_t from = 0; from < count; from++) {
        unsigned length = 0;
        int64_t end = 0;
        size_t at = from;
        for (; at < count && periods[at].unit == last->unit; at++) {
            bool met = periods[at].done >= periods[at].target;
            if (!met && at + 1 < count)
                break;
            if (met && periods[at].target) {
                length++;
                end = periods[at].to;
            }
        }
        bool over = at < count;
        if (!over && length > streak.current)
            streak.current = length;
        if (length && length >= streak.best) {
            streak.best = length;
            streak.best_over = over;
            streak.best_end = over ? end : 0;
        }
    }
    streak.done = (unsigned)last->done;
    streak.target = (unsigned)last->target;
    streak.strength = slow_strength(h);
    return streak;
}

static unsigned below(uint64_t *state, unsigned n)
{
    return (unsigned)(random_next(state) % n);
}

static struct goal random_goal(uint64_t *chance, int64_t from)
{
    static const enum goal_unit units[] = {GOAL_PER_DAY, GOAL_PER_WEEK, GOAL_PER_DAY, GOAL_PER_WEEK,
                                           GOAL_NONE};
    enum goal_unit unit = units[below(chance, 5)];
    unsigned most = unit == GOAL_PER_WEEK ? 10 : 3;
    return (struct goal){from, unit, unit == GOAL_NONE ? 0 : 1 + below(chance, 1 + below(chance, most))};
}

/* Long and short, full and sparse, with rests alone and in rows of up to two weeks. */
static struct history random_history(uint64_t *chance)
{
    struct history h = {.n = 1 + below(chance, MOST_DAYS),
                        .first = (int64_t)below(chance, 400) - 200,
                        .week_start = (int)below(chance, 7)};
    unsigned missed = below(chance, 11);
    unsigned rests = below(chance, 3) ? below(chance, 12) : 0;
    unsigned row = 0;
    unsigned longest = 1 + below(chance, 15);
    size_t silent = below(chance, 3) ? 0 : below(chance, 20);
    for (size_t i = 0; i < h.n; i++) {
        if (!row && below(chance, 60) < rests)
            row = 1 + below(chance, longest);
        h.rest[i] = row > 0;
        row -= row > 0;
        if (i >= silent && below(chance, 10) >= missed)
            h.count[i] = 1 + below(chance, 1 + below(chance, 4));
    }
    h.goals[h.goal_count++] = random_goal(chance, INT64_MIN);
    unsigned changes = below(chance, MOST_GOALS);
    int64_t from = h.first - 3;
    while (changes--) {
        from += below(chance, 2 * MOST_DAYS / MOST_GOALS);
        h.goals[h.goal_count++] = random_goal(chance, from);
    }
    return h;
}

static void assert_same(const struct streak *a, const struct streak *b)
{
    assert_int_equal(a->unit, b->unit);
    if (a->unit == GOAL_NONE)
        return;
    assert_int_equal(a->goal, b->goal);
    assert_int_equal(a->current, b->current);
    assert_int_equal(a->best, b->best);
    assert_int_equal(a->best_over, b->best_over);
    assert_int_equal(a->best_end, b->best_end);
    assert_int_equal(a->done, b->done);
    assert_int_equal(a->target, b->target);
    assert_near(a->strength, b->strength, 1e-12);
    assert_true(a->strength >= 0 && a->strength <= 1);
}

static void random_histories_agree_with_the_slow_search(void **state)
{
    (void)state;
    enum { HISTORIES = 30000 };
    uint64_t chance = 26;
    unsigned weeks = 0;
    unsigned over = 0;
    unsigned at_rest = 0;
    unsigned shrunk = 0;
    for (int i = 0; i < HISTORIES; i++) {
        struct history h = random_history(&chance);
        struct streak slow = slow_find(&h);
        struct streak streak;
        streak_find(h.count, h.rest, h.n, h.first, h.goals, h.goal_count, h.week_start, &streak);
        assert_same(&streak, &slow);
        weeks += streak.unit == GOAL_PER_WEEK && streak.current > 1;
        over += streak.best_over && streak.current;
        at_rest += streak.unit != GOAL_NONE && !streak.target;
        shrunk += streak.unit == GOAL_PER_WEEK && streak.target && streak.target < streak.goal;
    }
    /* The histories do reach what they are for. */
    assert_true(weeks > 1000);
    assert_true(over > 1000);
    assert_true(at_rest > 500);
    assert_true(shrunk > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_days_at_all_ask_for_what_today_asks),
        cmocka_unit_test(days_without_a_single_count_are_no_streak),
        cmocka_unit_test(the_first_day_is_a_streak_of_one),
        cmocka_unit_test(today_adds_when_met_and_does_not_break_before),
        cmocka_unit_test(a_missed_yesterday_breaks),
        cmocka_unit_test(a_day_half_met_breaks_too),
        cmocka_unit_test(rest_days_neither_count_nor_break),
        cmocka_unit_test(a_rest_today_asks_for_nothing),
        cmocka_unit_test(the_end_of_the_best_run_is_its_last_met_day),
        cmocka_unit_test(of_two_best_runs_the_later_one_is_named),
        cmocka_unit_test(a_week_is_met_by_its_sum),
        cmocka_unit_test(a_week_asks_for_less_with_rest_days_in_it),
        cmocka_unit_test(what_was_done_on_a_rest_day_counts_towards_no_goal),
        cmocka_unit_test(a_whole_week_of_rest_is_neutral),
        cmocka_unit_test(a_week_begins_on_the_day_it_is_told_to),
        cmocka_unit_test(days_before_the_first_count_are_not_judged),
        cmocka_unit_test(a_raised_goal_does_not_break_and_does_not_reach_back),
        cmocka_unit_test(a_goal_after_today_changes_nothing_yet),
        cmocka_unit_test(a_weekly_goal_from_inside_a_week_asks_for_its_share),
        cmocka_unit_test(a_new_unit_begins_the_run_anew),
        cmocka_unit_test(a_goal_taken_away_is_no_streak_and_one_set_again_begins_anew),
        cmocka_unit_test(days_without_a_goal_leave_the_strength_as_it_is),
        cmocka_unit_test(a_step_of_strength_has_the_published_size),
        cmocka_unit_test(thirteen_days_are_half_of_all_strength),
        cmocka_unit_test(a_day_half_met_is_half_a_step),
        cmocka_unit_test(strength_takes_today_in_only_once_met),
        cmocka_unit_test(rest_freezes_strength),
        cmocka_unit_test(a_weekly_strength_looks_back_two_weeks_or_one),
        cmocka_unit_test(counts_and_targets_too_large_to_add_are_kept_at_the_top),
        cmocka_unit_test(random_histories_agree_with_the_slow_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
