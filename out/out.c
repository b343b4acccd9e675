/* The formats by name. */
#include "out.h"

const struct output outputs[FORMATS] = {
    [FORMAT_TEXT] = {"text", false, out_text}, [FORMAT_CSV] = {"csv", true, out_csv},
    [FORMAT_TSV] = {"tsv", true, out_tsv},     [FORMAT_JSON] = {"json", false, out_json},
    [FORMAT_HTML] = {"html", false, out_html},
};
