/* A page, or its json, of a report that nobody's log makes: pairs of values, every caution, and text that a
   browser should not obey in each place where text can be. */
#include "out/out.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const hostile[] = {
    "<script>alert(1)</script>",
    "]]></style></title>--><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)' &amp; &lt;",
    "\xe2\x80\xae"
    "backwards \xe2\x81\xa6 isolated \xe2\x80\x8f",
    "\x1b[31mred\x07\xc2\x85\xff\xed\xa0\x80\xf3\xa0\x81\x81",
    "#\xd8\xa7\xd9\x84\xd9\x84\xd8\xb7\xd9\x81 @\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
    "#\xed\x95\x9c\xea\xb8\x80 \xe6\x97\xa5\xe6\x9c\xac \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 "
    "e\xcc\x81",
};
enum { HOSTILE = sizeof hostile / sizeof *hostile, LONG = 10000 };

static char *text_made(int i)
{
    if (i < HOSTILE)
        return must_copy(hostile[i]);
    char *text = must_alloc(LONG + 1, 1);
    return memset(text, 'W', LONG);
}

static void sentences_make(struct sentences *out)
{
    out->line = must_alloc(HOSTILE + 1, sizeof *out->line);
    for (int i = 0; i <= HOSTILE; i++)
        out->line[out->count++] = text_made(i);
}

static void table_make(struct table *table)
{
    static const struct report_column columns[] = {{"what", "what", NULL, CELL_TEXT},
                                                   {"day", "day", NULL, CELL_DAY},
                                                   {"n", "n", NULL, CELL_COUNT},
                                                   {"mean", "mean", "points", CELL_NUMBER}};
    *table = (struct table){.columns = columns,
                            .column_count = 4,
                            .row_count = HOSTILE + 1,
                            .cells = must_alloc((HOSTILE + 1) * 4, sizeof *table->cells)};
    for (int i = 0; i <= HOSTILE; i++) {
        struct cell *row = table->cells + i * 4;
        row[0] = (struct cell){.known = true, .text = text_made(i)};
        row[1] = (struct cell){.known = true, .count = 20000 + i};
        row[2] = (struct cell){.known = i % 2, .count = 1000000 * i};
        row[3] = (struct cell){.known = i % 3, .number = i / 7.0 - 0.5};
    }
}

static void cards_make(struct cards *cards)
{
    cards->card = must_alloc(HOSTILE + 1, sizeof *cards->card);
    for (int i = 0; i <= HOSTILE; i++)
        cards->card[cards->count++] =
            (struct card){text_made(i), text_made(i), text_made(i), i % 4 ? i / 10.0 : NAN, "strength"};
}

static void forest_make(struct forest *forest)
{
    forest->head = "what goes with a better day";
    forest->rows = must_alloc(HOSTILE + 2, sizeof *forest->rows);
    for (int i = 0; i <= HOSTILE; i++)
        forest->rows[forest->count++] =
            (struct forest_row){text_made(i), true, i - 3, i - 3.9, i - 1.5, "leaning", text_made(i)};
    forest->rows[forest->count++] =
        (struct forest_row){text_made(1), false, 0, 0, 0, "not enough data yet", must_copy("3 more days")};
}

static void slopes_make(struct slopes *slopes)
{
    slopes->head = "stress, before and after";
    slopes->group[0] = "others";
    slopes->group[1] = "as usual";
    slopes->ends[0] = "before";
    slopes->ends[1] = "after";
    slopes->unit = "time";
    slopes->lines = must_alloc(40, sizeof *slopes->lines);
    for (int i = 0; i < 40; i++)
        slopes->lines[slopes->count++] = (struct slope_line){
            i % 2, 5 + i * 7 % 11 / 2.0, i % 2 ? 4 + i * 5 % 9 / 2.0 : 1 + i * 5 % 9 / 2.0};
}

static void weekly_make(struct weekly *weekly)
{
    /* A week alone, a gap, a run, and the ends of the scale. */
    static const double means[] = {5, NAN, NAN, 10, 0, 7.25, NAN, 3, 4};
    size_t count = sizeof means / sizeof *means;
    *weekly = (struct weekly){.first = 20591,
                              .count = count,
                              .mean = must_alloc(count, sizeof(double)),
                              .low = must_alloc(count, sizeof(double)),
                              .high = must_alloc(count, sizeof(double)),
                              .acts = must_alloc(count * 7, sizeof(int32_t)),
                              .span = count,
                              .from = 5,
                              .to = 4.75};
    for (size_t i = 0; i < count; i++) {
        weekly->mean[i] = means[i];
        weekly->low[i] = fmax(0, means[i] - 2);
        weekly->high[i] = fmin(10, means[i] + 1);
    }
    for (size_t i = 0; i < count * 7; i++)
        weekly->acts[i] = (int32_t)(i % 9) - 1;
}

int main(int argc, char **argv)
{
    static const struct out_style style = {.program = "<b>kind</b>", .width = 80};
    struct report report = {.made = {1795458245, 3600},
                            .today = 20780,
                            .first = 20591,
                            .last = 20780,
                            .records = 5,
                            .count = 1,
                            .sections = must_alloc(1, sizeof *report.sections)};
    struct section *section = report.sections;
    section->key = "made";
    section->title = "Made up";
    section->method = "It was made up.";
    table_make(&section->table);
    sentences_make(&section->words);
    sentences_make(&section->cautions);
    sentences_make(&section->lead);
    cards_make(&section->cards);
    weekly_make(&section->weekly);
    forest_make(&section->forests[0]);
    slopes_make(&section->slopes);
    struct buf out = {0};
    outputs[argc > 1 && strcmp(argv[1], "json") == 0 ? FORMAT_JSON : FORMAT_HTML].write(&report, &style,
                                                                                        &out);
    fwrite(out.bytes, 1, out.length, stdout);
    buf_free(&out);
    report_free(&report);
    return 0;
}
