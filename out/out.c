/* The formats by name. */
#include "out.h"

#include <string.h>

const struct output outputs[FORMATS] = {
    [FORMAT_TEXT] = {"text", false, out_text}, [FORMAT_CSV] = {"csv", true, out_csv},
    [FORMAT_TSV] = {"tsv", true, out_tsv},     [FORMAT_JSON] = {"json", false, out_json},
    [FORMAT_HTML] = {"html", false, out_html},
};

const struct exporter exporters[EXPORTS] = {
    [EXPORT_ICS] = {"ics", records_ics},
    [EXPORT_ORG] = {"org", records_org},
    [EXPORT_MD] = {"md", records_md},
    [EXPORT_JSONL] = {"jsonl", records_jsonl},
};

bool format_named(const char *name)
{
    for (int i = 0; i < FORMATS; i++)
        if (strcmp(outputs[i].name, name) == 0)
            return true;
    return false;
}
