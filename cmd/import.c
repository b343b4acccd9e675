/* kind import: records of other trackers, and kind's own rows, brought into the log. */
#include "cmd.h"

#include "base/die.h"
#include "in/in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int import_run(const struct session *session, const struct args *args)
{
    struct map map = {0};
    struct intake intake = {
        .path = args->words[0], .clock = &session->clock, .map = &map, .tracker = trackers[0]};
    struct buf bytes = {0}, error = {0}, said = {0};
    if (args->count != 1 || buf_read_file(&bytes, intake.path, 1 << 27)) {
        complain("import needs the name of a file");
        return EXIT_MISUSE;
    }
    intake.bytes = buf_view(&bytes);
    for (int i = 0; i < TRACKERS; i++)
        if (trackers[i]->knows && trackers[i]->knows(intake.bytes, intake.path))
            intake.tracker = trackers[i];
    if (!intake.tracker->read(&intake, &error))
        complain("%s", error.bytes);
    for (size_t i = 0; i < intake.skipped_count; i++)
        complain("%s:%u: %s; skipped", intake.path, intake.skipped[i].line, intake.skipped[i].what);
    for (size_t i = 0; i < intake.left_count; i++)
        complain("%s:%u: %s", intake.path, intake.left[i].line, intake.left[i].what);
    const struct columns columns = columns_standard();
    for (size_t i = 0; i < intake.made_count; i++)
        row_write(&said, &columns, &intake.made[i].entry);
    data_print(&said);
    intake_free(&intake);
    map_free(&map);
    return EXIT_DONE;
}

const struct command cmd_import = {
    .name = "import",
    .synopsis = "[options] FILE|-",
    .summary = "Bring in the records of another tracker",
    .details = "",
    .examples = "",
    .needs = NEEDS_LOG,
    .takes = TAKES_HELP | TAKES(OPTION_DRY_RUN) | TAKES(OPTION_QUIET),
    .run = import_run,
};
