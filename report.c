/* The report as a model: the sections that were asked for, and what their renderers share. */
#include "report.h"

#include "base/die.h"
#include "base/text.h"
#include "calc/habit.h"
#include "section/section.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

enum report_section section_titled(const char *title)
{
    int i = 0;
    while (i < SECTIONS && !text_same(plans[i]->title, strlen(plans[i]->title), title, strlen(title)))
        i++;
    return (enum report_section)i;
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
                           .chosen = !open && material.all.count,
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

int64_t week_end(int64_t first, int64_t last)
{
    return first + 6 < last ? first + 6 : last;
}

int week_month(int64_t first, int64_t last)
{
    int year, month, date;
    date_from_day(week_end(first, last), &year, &month, &date);
    return month;
}

bool weekly_has(const struct weekly *weekly)
{
    for (size_t i = 0; i < weekly->count; i++)
        if (!isnan(weekly->mean[i]))
            return true;
    return false;
}

void trend_say(struct buf *out, const struct weekly *weekly)
{
    char from[32], to[32];
    snprintf(from, sizeof from, "%.1f", weekly->from);
    snprintf(to, sizeof to, "%.1f", weekly->to);
    if (strcmp(from, to) == 0)
        buf_printf(out, "stayed at %s over %zu weeks", to, weekly->span);
    else
        buf_printf(out, "went from %s to %s in %zu weeks", from, to, weekly->span);
}

/* Whether VALUE would be shown as 0 with one decimal, so that nobody sees on which side of it it is. */
static bool near_zero(double value)
{
    return fabs(value) < 0.05;
}

int range_decimals(double low, double high)
{
    return high - low < 0.25 || near_zero(low) || near_zero(high) ? 2 : 1;
}

void signed_say(struct buf *out, double value, int decimals, int width)
{
    double unit = decimals == 1 ? 10 : 100;
    buf_printf(out, "%+*.*f", width, decimals, round(value * unit) / unit + 0.0);
}

void sentence_join(struct buf *out, const char *sentence)
{
    const char *between = ": ";
    for (const char *c = sentence; *c; c++)
        if (*c == '\t') {
            buf_text(out, between);
            between = ", ";
        } else {
            buf_char(out, *c);
        }
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
        free(section->calendar.acts);
        free(section->calendar.rest);
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
