/* A report as a page: one file that asks for nothing else, made to be read on any screen and on paper. */
#include "out.h"

#include "base/num.h"
#include "base/text.h"
#include "base/when.h"
#include "page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_text(struct buf *out, const char *text)
{
    struct buf safe = {0};
    text_safe(&safe, text, strlen(text));
    for (size_t i = 0, begun = 0; i <= safe.length && safe.length; i++) {
        const char *instead = entity(safe.bytes[i]);
        if (!instead && i < safe.length)
            continue;
        buf_add(out, safe.bytes + begun, i - begun);
        buf_text(out, instead ? instead : "");
        begun = i + 1;
    }
    buf_free(&safe);
}

static void sentence_write(struct buf *out, const char *before, const char *sentence, const char *after)
{
    struct buf line = {0};
    sentence_join(&line, sentence);
    buf_text(out, before);
    html_text(out, buf_string(&line));
    buf_text(out, after);
    buf_free(&line);
}

/* What stands before a tab is a name, which may be the person's own word: the style leaves its first letter
   as it is. */
static void words_write(struct buf *out, const char *sentence)
{
    sentence_write(out, strchr(sentence, '\t') ? "<p class=\"named\">" : "<p>", sentence, "</p>\n");
}

/* Tables */

static void number_write(struct buf *out, double number)
{
    buf_printf(out, fabs(number) < 1000 ? "%.3g" : "%.0f", number);
}

static void cell_write(struct buf *out, enum cell_type type, const struct cell *cell)
{
    char date[DATE_SIZE];
    if (!cell->known)
        return;
    switch (type) {
    case CELL_TEXT:
        buf_text(out, "<bdi>");
        html_text(out, cell->text);
        buf_text(out, "</bdi>");
        break;
    case CELL_DAY:
        date_write(cell->count, date);
        buf_text(out, date);
        break;
    case CELL_COUNT:
        buf_printf(out, "%lld", (long long)cell->count);
        break;
    case CELL_NUMBER:
        number_write(out, cell->number);
        break;
    }
}

static void head_write(struct buf *out, const struct table *table)
{
    buf_text(out, "<thead><tr>");
    for (size_t c = 0; c < table->column_count; c++) {
        const struct report_column *column = &table->columns[c];
        buf_printf(out, "<th scope=\"col\" data-key=\"%s\"%s>%s", column->key,
                   column->type == CELL_TEXT ? " class=\"w\"" : "", column->head);
        if (column->unit)
            buf_printf(out, ", %s", column->unit);
        buf_text(out, "</th>");
    }
    buf_text(out, "</tr></thead>\n");
}

static void table_write(struct buf *out, const struct section *section)
{
    const struct table *table = &section->table;
    if (!table->row_count)
        return;
    buf_printf(out,
               "<details>\n<summary>%s as a table</summary>\n<div class=\"scroll\" role=\"region\" "
               "tabindex=\"0\" aria-label=\"%s as a table\">\n<table data-section=\"%s\">\n",
               section->title, section->title, section->key);
    head_write(out, table);
    buf_text(out, "<tbody>\n");
    for (size_t r = 0; r < table->row_count; r++) {
        buf_text(out, "<tr>");
        for (size_t c = 0; c < table->column_count; c++) {
            enum cell_type type = table->columns[c].type;
            buf_text(out, !c ? "<th scope=\"row\">" : type == CELL_TEXT ? "<td class=\"w\">" : "<td>");
            cell_write(out, type, &table->cells[r * table->column_count + c]);
            buf_text(out, c ? "</td>" : "</th>");
        }
        buf_text(out, "</tr>\n");
    }
    buf_text(out, "</tbody>\n</table>\n</div>\n</details>\n");
}

/* Sections */

static void cards_write(struct buf *out, const struct cards *cards)
{
    buf_text(out, "<ul class=\"cards\">\n");
    for (size_t i = 0; i < cards->count; i++) {
        const struct card *card = &cards->card[i];
        buf_text(out, "<li><h3><bdi>");
        html_text(out, card->name);
        buf_text(out, "</bdi></h3>\n<p class=\"large\">");
        html_text(out, card->value);
        buf_text(out, "</p>\n");
        if (*card->note)
            sentence_write(out, "<p class=\"note\">", card->note, "</p>\n");
        if (!isnan(card->share)) {
            buf_printf(out, "<p class=\"share\">%s %.0f&nbsp;%%</p>\n", card->share_name, card->share * 100);
            buf_printf(out,
                       "<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" "
                       "aria-hidden=\"true\"><path class=\"track\" d=\"M0 3.5h100\"/><path class=\"fill\" "
                       "d=\"M0 0h%.3gv4H0z\"/></svg>\n",
                       card->share * 100);
        }
        buf_text(out, "</li>\n");
    }
    buf_text(out, "</ul>\n");
}

/* NONE stands where there is nothing. */
static void section_write(struct buf *out, const struct section *section, const char *none, unsigned *id)
{
    size_t begun;
    buf_printf(out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n", section->key, section->key,
               section->title);
    begun = out->length;
    if (section->cards.count)
        cards_write(out, &section->cards);
    for (size_t i = 0; i < section->words.count && !section->cards.count; i++)
        words_write(out, section->words.line[i]);
    if (section->calendar.count)
        picture_calendar(out, &section->calendar, id);
    if (weekly_has(&section->weekly))
        picture_weekly(out, &section->weekly, id);
    for (int f = 0; f < FORESTS; f++)
        if (section->forests[f].count)
            picture_forest(out, &section->forests[f]);
    picture_slopes(out, &section->slopes, id);
    for (size_t i = 0; i < section->cautions.count; i++)
        sentence_write(out, "<p class=\"caution\">", section->cautions.line[i], "</p>\n");
    if (out->length == begun)
        buf_printf(out, "<p>%s</p>\n", none);
    table_write(out, section);
    buf_text(out, "</section>\n");
}

static void lead_write(struct buf *out, const struct report *report)
{
    const char *before = "<p class=\"lead\">";
    for (size_t i = 0; i < report->count; i++)
        for (size_t k = 0; k < report->sections[i].lead.count; k++) {
            sentence_write(out, before, report->sections[i].lead.line[k], "");
            before = "\n";
        }
    if (*before == '\n')
        buf_text(out, "</p>\n");
}

static void methods_write(struct buf *out, const struct report *report)
{
    bool any = false;
    for (size_t i = 0; i < report->count; i++) {
        const struct section *section = &report->sections[i];
        if (!section->method)
            continue;
        if (!any)
            buf_text(
                out,
                "<section aria-labelledby=\"method\">\n<h2 id=\"method\">How it was worked out</h2>\n<dl>\n");
        any = true;
        buf_printf(out, "<dt>%s</dt>\n<dd>", section->title);
        html_text(out, section->method);
        buf_text(out, "</dd>\n");
    }
    if (any)
        buf_text(out, "</dl>\n</section>\n");
}

static void made_write(struct buf *out, const struct report *report)
{
    char time[MOMENT_SIZE];
    moment_write(report->made, time);
    buf_printf(out, "<p class=\"note\">Made <time datetime=\"%s\">", time);
    day_say(out, moment_day(report->made, 0), true);
    buf_printf(out,
               ", %.5s</time>, from a log that stays where it is. This page asks nothing of any other "
               "machine.</p>\n",
               time + 11);
}

/* Everything up to the page's own content: "NAME WHAT", and TITLE under it. */
static void page_begin(struct buf *out, const char *name, const char *what, const char *title)
{
    buf_text(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                  "'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    html_text(out, name);
    buf_printf(out, " %s: %s</title>\n<style>\n", what, title);
    for (size_t i = 0; page_style[i]; i++)
        buf_printf(out, "%s\n", page_style[i]);
    buf_text(out, "</style>\n</head>\n<body>\n<header>\n<h1>");
    html_text(out, name);
    buf_printf(out, " %s</h1>\n<p>%s</p>\n</header>\n<main>\n", what, title);
}

void out_html(const struct report *report, const struct out_style *style, struct buf *out)
{
    unsigned id = 0;
    struct buf title = {0};
    report_range(report, &title);
    buf_printf(&title, "; %zu record%s", report->records, report->records == 1 ? "" : "s");
    page_begin(out, style->program, "report", title.bytes);
    buf_free(&title);
    lead_write(out, report);
    for (size_t i = 0; i < report->count; i++)
        section_write(out, &report->sections[i], report->chosen ? "none in these days" : "none yet", &id);
    methods_write(out, report);
    buf_text(out, "</main>\n<footer>\n");
    made_write(out, report);
    buf_text(out, "</footer>\n</body>\n</html>\n");
}

/* Records */

static void view_write(struct buf *out, struct view text)
{
    char *copy = view_copy(text);
    buf_text(out, "<td class=\"w\"><bdi>");
    html_text(out, copy);
    buf_text(out, "</bdi></td>");
    free(copy);
}

static void fixed_write(struct buf *out, long value, int decimals, long none)
{
    char text[32] = "";
    if (value != none)
        num_write(value, decimals, text);
    buf_printf(out, "<td>%s</td>", text);
}

static void record_write(struct buf *out, const struct record *record)
{
    char time[MOMENT_SIZE], id[ID_SIZE];
    moment_write(record_moment(record), time);
    id_write(record->id, id);
    buf_printf(out,
               "<tr><th scope=\"row\"><time datetime=\"%s\">%.10s %.5s</time></th><td class=\"w\">%s</td>",
               time, time, time + 11, practice_name((enum practice)record->practice));
    view_write(out, record_note(record));
    fixed_write(out, record->mood, 1, RATING_NONE);
    fixed_write(out, record->stress, 1, RATING_NONE);
    fixed_write(out, record->stress_after, 1, RATING_NONE);
    fixed_write(out, record->minutes, 2, MINUTES_NONE);
    view_write(out, record_arm(record));
    buf_printf(out, "<td class=\"w\">%s</td></tr>\n", id);
}

void records_html(const struct record *const *records, size_t count, const struct out_style *style,
                  struct buf *out)
{
    static const char *const heads[] = {"time",         "practice", "note", "mood", "stress",
                                        "stress_after", "minutes",  "arm",  "id"};
    struct buf title = {0};
    buf_printf(&title, "%zu record%s", count, count == 1 ? "" : "s");
    page_begin(out, style->program, "list", title.bytes);
    buf_free(&title);
    buf_text(out, "<div class=\"scroll whole\" role=\"region\" tabindex=\"0\" aria-label=\"The records\">\n"
                  "<table data-records>\n<thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        buf_printf(out, "<th scope=\"col\"%s>%s</th>", i == 1 || i == 2 || i > 6 ? " class=\"w\"" : "",
                   heads[i]);
    buf_text(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < count; i++)
        record_write(out, records[i]);
    buf_text(out, "</tbody>\n</table>\n</div>\n</main>\n</body>\n</html>\n");
}
