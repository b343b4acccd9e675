/* The sections links and tags: what goes with a better day, and with more kindness the next. */
#include "section/answer.h"
#include "section/section.h"

#include "base/die.h"
#include "calc/question.h"
#include "calc/tag.h"
#include "section/experiment.h"

#include <math.h>
#include <stdlib.h>

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

static const char few_chosen[] = "too few days were chosen";

/* Whether --since and --until leave fewer days than a link rests on, and leave out others. */
static bool days_few(const struct material *material)
{
    const struct report_want *want = material->want;
    const struct days *all = &material->all;
    int64_t first = all->first, last = want->today - 1;
    if (!all->count || (want->since <= first && want->until >= last))
        return false;
    first = want->since > first ? want->since : first;
    last = want->until < last ? want->until : last;
    return last - first + 1 < LINK_DAYS_LEAST;
}

static void few_say(const struct material *material, struct section *section)
{
    struct buf line = {0};
    buf_printf(&line, "%s; all of them: %s report %s", few_chosen, material->want->program, section->key);
    sentence_add(&section->words, &line);
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
    days_free(&days);
    if (days_few(material)) {
        for (int q = 0; q < QUESTIONS; q++)
            answer_row(&section->table, question_key((enum question)q), &answers[q], few_chosen);
        few_say(material, section);
        return;
    }
    section->forests[0].head = "what goes with a better day: points of mood, likely range (95 %)";
    section->forests[1].head = "what goes with more kindness next day: acts, likely range (95 %)";
    for (int q = 0; q < QUESTIONS; q++)
        answer_add(section, &section->forests[!question_of_mood((enum question)q)],
                   question_key((enum question)q), labels[q], &answers[q]);
    links_lead(answers, &section->lead);
    headline_add(section, &answers[QUESTION_KINDNESS_MOOD]);
    if (answers_shown(answers, QUESTIONS)) {
        caution_add(section,
                    "A link, not proof: a good day makes one both kind and cheerful, and only a comparison "
                    "that chance decides can prove.");
        caution_add(section, "\"before\" means on the day before. Such an answer is worked out twice, with "
                             "and without allowing for the day's own kindness, care or mood, and the weaker "
                             "one is shown.");
    } else {
        caution_add(section, "Rate your mood on days without an act too, and on bad days, or nothing can be "
                             "compared.");
    }
}

/* How many of the COUNT tags could be compared, or why none was. */
static void tags_asked_say(const struct material *material, size_t compared, size_t count,
                           struct section *section)
{
    struct buf line = {0};
    if (compared)
        buf_printf(&line,
                   "Asked of %zu of %zu tags and people, those with enough days with and without; judged "
                   "together.",
                   compared, count);
    else if (count)
        buf_printf(&line, "%zu so far; none has enough days with it, and enough without, to be compared.",
                   count);
    else if (days_limited(material->want))
        absent_say(section);
    else
        buf_text(&line, "None yet; a #tag or @person in a text makes one.");
    if (line.length)
        sentence_add(&section->cautions, &line);
}

/* Which of the tags that are not compared yet needs the fewest days, and which; and how many days are of no
   use to any. */
static void tags_missing_say(struct section *section, const struct tags *tags, const struct answer *answers,
                             const struct days *days, int64_t last)
{
    struct buf line = {0};
    size_t nearest = answers_nearest(answers, tags->count), of, unrated = days_unrated(days, last, &of);
    if (nearest < tags->count) {
        buf_text(&line, "Nearest to being compared is ");
        name_say(&line, tags->tag[nearest].name);
        buf_text(&line, "; still missing: ");
        answer_note(&answers[nearest], &line);
        buf_char(&line, '.');
        sentence_add(&section->cautions, &line);
    }
    if (tags->count && unrated) {
        buf_printf(&line, "Left out: %zu of %zu day%s with a record, because mood was not rated.", unrated,
                   of, of == 1 ? "" : "s");
        sentence_add(&section->cautions, &line);
    }
}

static void tags_build(const struct material *material, struct section *section)
{
    struct days days;
    struct tags tags;
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
    bool few = days_few(material);
    if (few && tags.count)
        few_say(material, section);
    else
        tags_asked_say(material, answers_shown(answers, tags.count), tags.count, section);
    if (!few)
        tags_missing_say(section, &tags, answers, &days, material->want->today - 1);
    free(answers);
    free(on);
    tags_free(&tags);
    days_free(&days);
}

const struct plan plan_links = {
    "links", "Links", COLUMNS_OF(link_columns), links_build,
    "Days with and without an act are compared by a regression that allows for weekday, "
    "season, a slow drift, and a mood that carries over from day to day. The range holds the "
    "truth in about 95 of 100 lives. \"leaning\": the range leaves out zero. \"clear\": it "
    "does so even allowing for eight questions and for looking every day."};
const struct plan plan_tags = {
    "tags", "Tags", COLUMNS_OF(tag_columns), tags_build,
    "Each tag is asked as a link is, and all of them are judged together, so that many tags do "
    "not make a pattern out of chance."};
