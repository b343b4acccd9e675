/* A section's table as csv or tsv. */
#include "out.h"

#include "base/when.h"

#include <csv.h>
#include <string.h>

static void text_write(struct buf *out, const char *text, char separator)
{
    size_t length = strlen(text);
    if (separator == '\t') {
        for (const char *c = text; *c; c++)
            buf_char(out, strchr("\t\r\n", *c) ? ' ' : *c);
    } else if (strpbrk(text, ",\"\r\n")) {
        size_t need = csv_write(NULL, 0, text, length);
        buf_reserve(out, need);
        csv_write(out->bytes + out->length, need, text, length);
        out->length += need;
    } else {
        buf_add(out, text, length);
    }
}

static void cell_write(struct buf *out, enum cell_type type, const struct cell *cell, char separator)
{
    char date[DATE_SIZE];
    if (!cell->known)
        return;
    switch (type) {
    case CELL_TEXT:
        text_write(out, cell->text, separator);
        break;
    case CELL_DAY:
        date_write(cell->count, date);
        buf_text(out, date);
        break;
    case CELL_COUNT:
        buf_printf(out, "%lld", (long long)cell->count);
        break;
    case CELL_NUMBER:
        buf_printf(out, "%.10g", cell->number);
    }
}

static void table_write(const struct table *table, struct buf *out, char separator)
{
    for (size_t c = 0; c < table->column_count; c++) {
        if (c)
            buf_char(out, separator);
        buf_text(out, table->columns[c].key);
    }
    buf_char(out, '\n');
    for (size_t i = 0; i < table->row_count * table->column_count; i++) {
        size_t c = i % table->column_count;
        if (c)
            buf_char(out, separator);
        cell_write(out, table->columns[c].type, &table->cells[i], separator);
        if (c + 1 == table->column_count)
            buf_char(out, '\n');
    }
}

void out_csv(const struct report *report, const struct out_style *style, struct buf *out)
{
    (void)style;
    table_write(&report->sections->table, out, ',');
}

void out_tsv(const struct report *report, const struct out_style *style, struct buf *out)
{
    (void)style;
    table_write(&report->sections->table, out, '\t');
}
