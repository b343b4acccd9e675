/* The section today: what this day has so far. */
#include "section/section.h"

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

static void today_say(struct buf *out, const struct day *day)
{
    static const char *const plural[ACTS] = {"es", "", "s", "s"};
    uint32_t sum = day_acts(day);
    const char *between = " (";
    if (sum)
        count_say(out, sum, "act");
    for (int i = 0; i < ACTS && sum; i++)
        if (day_count(day, acts[i])) {
            unsigned count = day_count(day, acts[i]);
            buf_printf(out, "%s%u %s%s", between, count, practice_name(acts[i]), count > 1 ? plural[i] : "");
            between = ", ";
        }
    if (sum)
        buf_char(out, ')');
    if (day->mood_n)
        buf_printf(out, "%smood %g", sum ? ", " : "", tenths(day_mood(day)));
    if (day->stress_n)
        buf_printf(out, "%sstress %g", out->length ? ", " : "", tenths(day_stress(day)));
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
    *row++ = cell_day(material->want->today);
    *row++ = cell_count(day_acts(day));
    day_cells(row, day);
    today_say(&line, day);
    sentence_add(&section->words, &line);
}

const struct plan plan_today = {"today", "Today", COLUMNS_OF(today_columns), today_build, NULL};
