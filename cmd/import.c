/* kind import: records of other trackers, and kind's own rows, brought into the log. */
#include "cmd.h"

#include "base/die.h"
#include "base/text.h"
#include "cmd/brought.h"
#include "in/in.h"
#include "in/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SOURCE_MOST = 64 << 20, MAP_MOST = 1 << 20 };

static const char nothing[] = "nothing was imported";

/* The file */

/* Reads all of FD up to one byte more than MOST. False with errno. */
static bool descriptor_read(int fd, size_t most, struct buf *out)
{
    enum { BLOCK = 1 << 16 };
    int times = 0;
    while (out->length <= most) {
        size_t want = most + 1 - out->length < BLOCK ? most + 1 - out->length : BLOCK;
        buf_reserve(out, want + 1);
        ssize_t got = read(fd, out->bytes + out->length, want);
        if (got < 0 && call_again(&times))
            continue;
        if (got < 0)
            return false;
        if (!got)
            return true;
        out->length += (size_t)got;
        out->bytes[out->length] = '\0';
    }
    return true;
}

/* Reads the file PATH, "-" being standard input. An exit status, not 0 after one line. */
static int file_take(const char *path, size_t most, struct buf *out)
{
    bool input = strcmp(path, "-") == 0;
    int fd = input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    bool done = fd >= 0 && descriptor_read(fd, most, out);
    int error = errno;
    if (!input && fd >= 0)
        close(fd);
    if (!done) {
        complain("%s: %s; %s", input ? "standard input" : path, strerror(error), nothing);
        return EXIT_BROKEN;
    }
    if (out->length <= most)
        return EXIT_DONE;
    complain("%s is larger than %zu MiB; import it in parts; %s", path, most >> 20, nothing);
    return EXIT_MISUSE;
}

static bool begins(const struct buf *bytes, const char *with, size_t length)
{
    return bytes->length >= length && memcmp(bytes->bytes, with, length) == 0;
}

/* The line on which TEXT has the first byte that is no UTF-8; 0 if there is none. */
static uint32_t not_utf8(struct view text)
{
    struct view line;
    size_t at = 0;
    for (uint32_t number = 1; line_next(text, &at, &line); number++) {
        struct buf good = {0};
        bool plain = true;
        for (size_t i = 0; i < line.length && plain; i++)
            plain = !(line.bytes[i] & 0x80);
        if (!plain)
            text_utf8(&good, line.bytes, line.length);
        bool same = plain || view_same(buf_view(&good), line);
        buf_free(&good);
        if (!same)
            return number;
    }
    return 0;
}

/* Why these bytes are no text to import, or NULL; what a person can do about it. */
static const char *not_text(const struct buf *bytes)
{
    if (begins(bytes, "\xff\xfe", 2) || begins(bytes, "\xfe\xff", 2))
        return "it is UTF-16; make it UTF-8 first: iconv -f UTF-16 -t UTF-8";
    if (begins(bytes, "PK\x03\x04", 4))
        return "it is a zip archive; unpack it first";
    if (begins(bytes, "\x1f\x8b", 2))
        return "it is compressed; unpack it first: gunzip";
    if (memchr(buf_string(bytes), '\0', bytes->length))
        return "it is not text, because there are NUL bytes in it";
    return NULL;
}

/* PATH itself, or, if it is a folder, the file in it that a format is known by: the one that was named, or
   the only one. NULL after one line; the caller frees it. */
static char *source_path(const char *path, const struct tracker *named)
{
    struct buf found = {0}, names = {0};
    struct stat st;
    int count = 0;
    if (strcmp(path, "-") == 0 || stat(path, &st) || !S_ISDIR(st.st_mode))
        return must_copy(path);
    for (int i = 0; i < TRACKERS; i++) {
        struct buf inside = {0};
        bool wanted = trackers[i]->inside && (!named || named == trackers[i]);
        if (!wanted)
            continue;
        buf_printf(&inside, "%s/%s", path, trackers[i]->inside);
        if (stat(inside.bytes, &st) == 0 && S_ISREG(st.st_mode)) {
            count++;
            buf_clear(&found);
            buf_text(&found, inside.bytes);
        }
        buf_printf(&names, "%s'%s' of %s", names.length ? ", " : "", trackers[i]->inside, trackers[i]->name);
        buf_free(&inside);
    }
    if (count != 1)
        complain("%s is a folder with %s file in it that import knows (%s); name the file; %s", path,
                 count ? "more than one" : "no", buf_string(&names), nothing);
    buf_free(&names);
    if (count == 1)
        return buf_take(&found);
    buf_free(&found);
    return NULL;
}

/* The format */

static void trackers_name(struct buf *out)
{
    for (int i = 0; i < TRACKERS; i++)
        buf_printf(out, "%s%s", i ? " " : "", trackers[i]->name);
}

/* The format called NAME; NULL after one line. */
static const struct tracker *tracker_wanted(const char *name)
{
    const struct tracker *found = tracker_named(name);
    struct buf names = {0};
    trackers_name(&names);
    if (!found)
        complain("no format '%s' to import; there are: %s; %s", name, names.bytes, nothing);
    buf_free(&names);
    return found;
}

/* The format that knows the bytes. A mapping that names the column of the time is for a csv; one that names
   others only may mean what other formats have instead. NULL after one line. */
static const struct tracker *tracker_find(const struct intake *intake)
{
    const struct tracker *found = NULL;
    struct buf names = {0}, known = {0};
    int count = 0;
    if (intake->map->column[MAP_TIME])
        return trackers[TRACKER_CSV];
    trackers_name(&names);
    for (int i = 0; i < TRACKERS; i++)
        if (trackers[i]->knows && trackers[i]->knows(intake->bytes, intake->path)) {
            found = trackers[i];
            buf_printf(&known, "%s%s", count++ ? " or " : "", found->name);
        }
    if (!count && intake->map->has_columns) {
        found = trackers[TRACKER_CSV];
        count = 1;
    }
    if (!count)
        complain("%s: what wrote it can't be told; say it with -f: %s; %s", intake->path, names.bytes,
                 nothing);
    else if (count > 1)
        complain("%s may be of %s; say which with -f; %s", intake->path, known.bytes, nothing);
    buf_free(&names);
    buf_free(&known);
    return count == 1 ? found : NULL;
}

/* The log */

struct import {
    const struct session *session;
    struct intake *intake;
    struct place place;
    struct buf lacking; /* columns of kind's own rows that the log has not */
};

static void lacking_find(struct import *import, struct view bytes)
{
    const struct layout *layout = &import->intake->layout;
    buf_clear(&import->lacking);
    for (int i = 0; i < layout->count; i++)
        if (place_lacks(import->intake, bytes, i))
            buf_printf(&import->lacking, "%s'%.*s'", import->lacking.length ? ", " : "",
                       (int)layout->name[i].length, layout->name[i].bytes);
}

static enum track_status import_change(struct view old, void *context, struct buf *out, struct buf *error)
{
    struct import *import = context;
    struct log log = {0};
    struct buf why = {0}, name = {0};
    enum track_status status =
        track_parse(old.bytes ? old.bytes : "", old.length, TEXT_ALL, &import->session->clock, &log, &why);
    buf_clear(out);
    place_free(&import->place);
    if (status == TRACK_OK) {
        place_judge(import->intake, &log, old, import->session->conf.day_start, &import->place);
        lacking_find(import, old);
        if (!import->place.count)
            buf_add(out, old.bytes ? old.bytes : "", old.length);
        else if (!place_write(import->intake, &log, old, &import->place, out, &why))
            status = TRACK_REFUSED;
    }
    if (status != TRACK_OK) {
        buf_printf(error, "%s: %s", import->session->path, why.bytes);
    } else {
        const char *path = import->intake->path;
        buf_printf(&name, "the import of %s, %zu record%s", strcmp(path, "-") ? path : "standard input",
                   import->place.count, text_plural(import->place.count));
        journal_log(import->session, old, buf_view(out), name.bytes);
    }
    buf_free(&why);
    buf_free(&name);
    log_free(&log);
    return status;
}

/* Shows what would go in. */
static int import_try(struct import *import, struct buf *said)
{
    struct log log = {0};
    struct buf bytes = {0}, error = {0};
    int status = EXIT_DONE;
    if (track_load(import->session->path, &import->session->clock, &log, &bytes, &error) != TRACK_OK) {
        complain("%s", error.bytes);
        status = EXIT_BROKEN;
    } else {
        place_judge(import->intake, &log, buf_view(&bytes), import->session->conf.day_start, &import->place);
        lacking_find(import, buf_view(&bytes));
        for (size_t i = 0; i < import->place.count; i++) {
            const struct entry *entry = &import->place.fresh[i]->entry;
            entry_say(said, import->session, entry);
            buf_char(said, '\n');
        }
    }
    log_free(&log);
    buf_free(&bytes);
    buf_free(&error);
    return status;
}

static int import_apply(struct import *import)
{
    struct buf error = {0};
    int status = EXIT_BROKEN;
    switch (track_make(import->session->path, import_change, import, &error)) {
    case TRACK_OK:
        status = EXIT_DONE;
        break;
    case TRACK_REFUSED:
    case TRACK_FAILED:
        complain("%s; %s", error.bytes, nothing);
        break;
    case TRACK_UNCONFIRMED:
        complain("%s; unconfirmed: see with '%s list' whether it was imported", error.bytes, program_name());
    }
    buf_free(&error);
    return status;
}

static int import_install(const struct session *session, const struct args *args, struct intake *intake)
{
    struct import import = {.session = session, .intake = intake};
    struct buf said = {0};
    bool dry = given(args, OPTION_DRY_RUN);
    int status = dry ? import_try(&import, &said) : import_apply(&import);
    if (!status) {
        remarks_say(intake->path, import.place.differing, import.place.differing_count, "; skipped");
        if (import.lacking.length)
            complain("%s: left out, because the log has no such columns: %s", intake->path,
                     import.lacking.bytes);
        if (!given(args, OPTION_QUIET))
            status = brought_say(session, intake, &import.place, dry, &said);
        if (intake->skipped_count || import.place.differing_count)
            status = EXIT_BROKEN;
    }
    place_free(&import.place);
    buf_free(&import.lacking);
    buf_free(&said);
    return status;
}

/* The command */

/* Reads the bytes by a format. An exit status. */
static int source_read(struct intake *intake, const struct args *args)
{
    struct buf error = {0};
    int status = EXIT_DONE;
    intake->tracker = args->source ? tracker_named(args->source) : tracker_find(intake);
    if (!intake->tracker)
        return EXIT_MISUSE;
    uint32_t bad = intake->tracker == trackers[TRACKER_OWN] ? 0 : not_utf8(intake->bytes);
    if (bad) {
        complain("%s:%u: it is not UTF-8; make it so first: iconv -f ISO-8859-1 -t UTF-8; %s", intake->path,
                 (unsigned)bad, nothing);
        return EXIT_MISUSE;
    }
    if (!intake_read(intake, &error)) {
        complain("%s: %s; %s", intake->path, error.bytes, nothing);
        status = EXIT_MISUSE;
    } else {
        remarks_say(intake->path, intake->skipped, intake->skipped_count, "; skipped");
        if (!given(args, OPTION_QUIET))
            remarks_say(intake->path, intake->left, intake->left_count, "");
        if (intake->strange.count) {
            strange_say(intake);
            status = EXIT_MISUSE;
        } else if (!intake->taken_count) {
            complain("%s: there is nothing in it to import", intake->path);
            status = EXIT_NO;
        }
    }
    buf_free(&error);
    return status;
}

/* Reads the mapping, if there is one. An exit status. */
static int map_take(const char *path, struct map *map)
{
    struct buf bytes = {0}, trouble = {0};
    int status = path ? file_take(path, MAP_MOST, &bytes) : EXIT_DONE;
    if (!status && path && !map_read(buf_view(&bytes), path, map, &trouble)) {
        complain_lines(trouble.bytes);
        complain("the mapping %s can't be used; %s", path, nothing);
        status = EXIT_MISUSE;
    }
    buf_free(&bytes);
    buf_free(&trouble);
    return status;
}

static int import_bytes(const struct session *session, const struct args *args, const struct map *map,
                        const char *path, const struct buf *bytes)
{
    size_t skip = text_mark(buf_string(bytes), bytes->length);
    struct intake intake = {.bytes = {buf_string(bytes) + skip, bytes->length - skip},
                            .path = path,
                            .clock = &session->clock,
                            .map = map};
    const char *wrong = not_text(bytes);
    int status;
    if (wrong) {
        complain("%s: %s; %s", path, wrong, nothing);
        return EXIT_MISUSE;
    }
    if (!view_trim(intake.bytes).length) {
        complain("%s is empty; %s", path, nothing);
        return EXIT_NO;
    }
    status = source_read(&intake, args);
    if (!status)
        status = import_install(session, args, &intake);
    intake_free(&intake);
    return status;
}

static int import_run(const struct session *session, const struct args *args)
{
    struct map map = {0};
    struct buf bytes = {0};
    const struct tracker *named = args->source ? tracker_wanted(args->source) : NULL;
    if (args->source && !named)
        return EXIT_MISUSE;
    if (args->count != 1) {
        if (args->count)
            complain("import takes one FILE, or - for standard input, and '%s' is one more; %s",
                     args->words[1], nothing);
        else
            complain("import needs a FILE, or - for standard input; %s", nothing);
        return EXIT_MISUSE;
    }
    char *path = source_path(args->words[0], named);
    int status = path ? map_take(args->map, &map) : EXIT_MISUSE;
    if (!status)
        status = file_take(path, SOURCE_MOST, &bytes);
    if (!status)
        status = import_bytes(session, args, &map, path, &bytes);
    free(path);
    buf_free(&bytes);
    map_free(&map);
    return status;
}

const struct command cmd_import = {
    .name = "import",
    .synopsis = "[options] FILE|-",
    .summary = "Bring in the records of another tracker",
    .details =
        "Formats: daylio, loop, harsh, habitctl, jrnl, trackandgraph, csv, and kind's own rows. What wrote "
        "the\n"
        "file is told from it, or said with -f. Importing twice adds nothing twice. A mapping says what is\n"
        "kindness; without one all that was done is care with a #tag. Every row that can't be taken is "
        "named;\n"
        "the others all go in, or nothing does. The manual has the mapping.\n",
    .examples = "import -n harsh.log\n"
                "import --map names harsh.log\n"
                "import - < taken-out.csv\n",
    .needs = NEEDS_LOG,
    .takes =
        TAKES(OPTION_SOURCE) | TAKES(OPTION_MAP) | TAKES(OPTION_DRY_RUN) | TAKES(OPTION_QUIET) | TAKES_HELP,
    .run = import_run,
};
