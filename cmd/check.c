/* kind check: what is wrong with the log, and, with --repair, the log mended. */
#include "cmd.h"

#include "base/die.h"
#include "base/say.h"
#include "base/text.h"
#include "calc/inspect.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What follows from a finding. */
enum weight {
    WEIGHT_FAULT,    /* somebody ought to correct it */
    WEIGHT_MENDABLE, /* so ought --repair */
    WEIGHT_NOTE,     /* good to know, and may well be meant */
    WEIGHTS
};

struct finding {
    uint32_t line; /* 0: the file as a whole */
    enum weight weight;
    size_t order; /* among those of one line */
    char *text;   /* what is wrong; what to do */
};

struct findings {
    struct finding *finding;
    size_t count, room;
    size_t of[WEIGHTS]; /* how many of each weight */
};

/* Takes TEXT over, and leaves it empty. */
static void finding_add(struct findings *findings, uint32_t line, enum weight weight, struct buf *text)
{
    findings->finding =
        must_room(findings->finding, findings->count, &findings->room, sizeof *findings->finding);
    findings->finding[findings->count] = (struct finding){line, weight, findings->count, buf_take(text)};
    findings->count++;
    findings->of[weight]++;
}

static void findings_free(struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        free(findings->finding[i].text);
    free(findings->finding);
}

static int by_line(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;
    return x->line != y->line ? (x->line > y->line) - (x->line < y->line)
                              : (x->order > y->order) - (x->order < y->order);
}

/* What there is to find */

static void faults_add(struct findings *findings, const struct log *log)
{
    for (size_t i = 0; i < log->fault_count; i++) {
        const struct fault *fault = &log->faults[i];
        struct buf text = {0};
        buf_text(&text, fault->what);
        if (fault->lost)
            buf_text(&text, "; correct or delete the line with an editor");
        else
            buf_printf(&text, "; '%s check --repair' mends it", program_name());
        finding_add(findings, fault->line, fault->lost ? WEIGHT_FAULT : WEIGHT_MENDABLE, &text);
    }
}

static void deed_lines(struct buf *text, const struct deed *deed)
{
    if (deed->lines > 1)
        buf_printf(text, ", in %u lines", (unsigned)deed->lines);
}

/* What is read without a word, and yet could be tidier. */
static void deeds_add(struct findings *findings, const struct repair *repair)
{
    for (size_t i = 0; i < repair->count; i++) {
        struct buf text = {0};
        if (repair->deeds[i].told)
            continue;
        buf_text(&text, repair->deeds[i].what);
        deed_lines(&text, &repair->deeds[i]);
        buf_printf(&text, "; '%s check --repair' mends it", program_name());
        finding_add(findings, repair->deeds[i].line, WEIGHT_NOTE, &text);
    }
}

static void correct_add(struct buf *text, const struct record *record)
{
    char id[ID_SIZE];
    id_write(record->id, id);
    buf_text(text, "; correct it with an editor");
    if (*id)
        buf_printf(text, " or '%s edit %s'", program_name(), id);
}

/* At most this much of a value is shown. */
enum { SHOWN = 40 };

static void value_add(struct buf *text, struct view value)
{
    buf_printf(text, ", not '%.*s%s'", (int)(value.length < SHOWN ? value.length : SHOWN),
               value.length ? value.bytes : "", value.length <= SHOWN ? "" : "...");
}

static void ids_text(struct buf *text, const struct oddity *oddity)
{
    char id[ID_SIZE];
    id_write(oddity->record->id, id);
    buf_printf(text, "id %s stands on line %u, too, ", id, (unsigned)oddity->other->line);
    if (oddity->kind == ODD_ID_ROW)
        buf_printf(text, "with the same row; '%s check --repair' takes this one out", program_name());
    else
        buf_text(text, "with another row; take it out of one of the two with an editor");
}

static void back_text(struct buf *text, const struct oddity *oddity, const char *time)
{
    int64_t days = (oddity->other->time - oddity->record->time) / DAY_SECONDS;
    buf_printf(text, "time %s is %lld day%s before that of line %u; that is right if it was recorded later",
               time, (long long)days, days == 1 ? "" : "s", (unsigned)oddity->other->line);
}

static enum weight oddity_text(struct buf *text, const struct oddity *oddity)
{
    const struct record *record = oddity->record;
    char time[MOMENT_SIZE];
    moment_write(record_moment(record), time);
    switch (oddity->kind) {
    case ODD_ID_ROW:
        ids_text(text, oddity);
        return WEIGHT_MENDABLE;
    case ODD_ID:
        ids_text(text, oddity);
        return WEIGHT_FAULT;
    case ODD_BACK:
        back_text(text, oddity, time);
        return WEIGHT_NOTE;
    case ODD_NO_ARM:
        buf_text(text, "arm is empty; a shift without others or usual is no part of the experiment");
        return WEIGHT_NOTE;
    case ODD_UNRATED:
        buf_text(text, "mood is empty, and so is stress; a mood without a rating counts nowhere");
        return WEIGHT_NOTE;
    case ODD_FUTURE:
        buf_printf(text, "time %s is in the future", time);
        break;
    case ODD_ARM:
        buf_text(text, "arm of a shift must be others or usual");
        value_add(text, record_arm(record));
        break;
    case ODD_DRAW:
        buf_text(text, "arm of a trial must be pairs of k and u");
        value_add(text, record_arm(record));
        break;
    case ODD_GOAL:
        buf_text(text, "note of a goal must be like 'kindness 1/day'");
        value_add(text, record_note(record));
        break;
    case ODDITIES:
        break;
    }
    correct_add(text, record);
    return WEIGHT_FAULT;
}

static void oddities_add(struct findings *findings, const struct log *log, const struct session *session)
{
    struct oddities oddities;
    oddities_find(log, session->clock.now.sec, &oddities);
    for (size_t i = 0; i < oddities.count; i++) {
        struct buf text = {0};
        enum weight weight = oddity_text(&text, &oddities.oddity[i]);
        finding_add(findings, oddities.oddity[i].record->line, weight, &text);
    }
    oddities_free(&oddities);
}

/* The file itself. */
static void file_add(struct findings *findings, const char *path)
{
    struct buf text = {0};
    struct stat st, left;
    char *real = must_realpath(path), *temporary = real ? track_temporary(real) : NULL;
    if (real && stat(real, &st) == 0) {
        if (st.st_mode & 077) {
            buf_printf(&text, "its mode %03o lets others at it; 'chmod 600' keeps it yours",
                       (unsigned)(st.st_mode & 0777));
            finding_add(findings, 0, WEIGHT_NOTE, &text);
        }
        if (st.st_nlink > 1) {
            buf_printf(&text, "it has %ju names (hard links); what changes a record will refuse to part them",
                       (uintmax_t)st.st_nlink);
            finding_add(findings, 0, WEIGHT_NOTE, &text);
        }
    }
    if (temporary && lstat(temporary, &left) == 0) {
        buf_printf(&text, "a change that did not end left %s; the next change takes it away", temporary);
        finding_add(findings, 0, WEIGHT_NOTE, &text);
    }
    free(temporary);
    free(real);
}

/* What is said */

struct saying {
    const char *path;
    struct buf *out;
};

/* "PATH:LINE: TEXT", safe for a terminal. */
static void say(const struct saying *saying, uint32_t line, const char *text)
{
    struct buf whole = {0};
    buf_text(&whole, saying->path);
    if (line)
        buf_printf(&whole, ":%u", (unsigned)line);
    buf_printf(&whole, ": %s", text);
    text_safe(saying->out, whole.bytes, whole.length);
    buf_char(saying->out, '\n');
    buf_free(&whole);
}

static void findings_say(const struct saying *saying, struct findings *findings, bool mendable)
{
    if (findings->count)
        qsort(findings->finding, findings->count, sizeof *findings->finding, by_line);
    for (size_t i = 0; i < findings->count; i++)
        if (mendable || findings->finding[i].weight != WEIGHT_MENDABLE)
            say(saying, findings->finding[i].line, findings->finding[i].text);
}

static void deeds_say(const struct saying *saying, const struct repair *repair)
{
    for (size_t i = 0; i < repair->count; i++) {
        struct buf text = {0};
        buf_printf(&text, "%s: %s", repair->deeds[i].what, repair->deeds[i].done);
        deed_lines(&text, &repair->deeds[i]);
        say(saying, repair->deeds[i].line, text.bytes);
        buf_free(&text);
    }
}

static size_t lines_count(const struct buf *bytes)
{
    size_t lines = bytes->length && bytes->bytes[bytes->length - 1] != '\n';
    for (size_t i = 0; i < bytes->length; i++)
        lines += bytes->bytes[i] == '\n';
    return lines;
}

static void span_add(struct buf *out, const struct log *log, int day_start)
{
    char from[DATE_SIZE], to[DATE_SIZE];
    int64_t first = INT64_MAX, last = INT64_MIN;
    for (size_t i = 0; i < log->count; i++) {
        int64_t day = record_day(&log->records[i], day_start);
        first = day < first ? day : first;
        last = day > last ? day : last;
    }
    if (!log->count)
        return;
    date_write(first, from);
    date_write(last, to);
    if (first == last)
        buf_printf(out, " from %s", from);
    else
        buf_printf(out, " from %s to %s", from, to);
}

static void totals_say(struct buf *out, const struct log *log, const struct buf *bytes, int day_start,
                       const struct findings *findings)
{
    size_t lines = lines_count(bytes), mendable = findings->of[WEIGHT_MENDABLE],
           faults = findings->of[WEIGHT_FAULT] + mendable, notes = findings->of[WEIGHT_NOTE];
    buf_printf(out, "%zu record%s in %zu line%s", log->count, text_plural(log->count), lines,
               text_plural(lines));
    span_add(out, log, day_start);
    if (faults)
        buf_printf(out, "; %zu fault%s", faults, text_plural(faults));
    else
        buf_text(out, "; no faults");
    if (mendable)
        buf_printf(out, ", %zu can be mended with '%s check --repair'", mendable, program_name());
    if (notes)
        buf_printf(out, "; %zu note%s", notes, text_plural(notes));
    buf_char(out, '\n');
}

/* Mending */

struct mending {
    const struct session *session;
    struct repair repair;
    char *copy; /* of the file as it was; NULL if there was nothing to mend */
};

static void copy_drop(struct mending *mending)
{
    if (mending->copy)
        unlink(mending->copy);
    free(mending->copy);
    mending->copy = NULL;
}

static enum track_status mend(struct view old, void *context, struct buf *out, struct buf *error)
{
    struct mending *mending = context;
    const struct session *session = mending->session;
    /* Called once more: the log is another one by now. */
    copy_drop(mending);
    repair_free(&mending->repair);
    if (!repair_make(old, &session->clock, &mending->repair, error))
        return TRACK_REFUSED;
    buf_add(out, buf_string(&mending->repair.bytes), mending->repair.bytes.length);
    if (!mending->repair.count)
        return TRACK_OK;
    return track_aside(session->path, old, moment_day(session->clock.now, 0), &mending->copy, error);
}

/* Mends the log. False with ERROR if it is as it was, or may be. */
static bool log_mend(struct mending *mending, struct buf *error)
{
    sigset_t before;
    sigprocmask(SIG_BLOCK, NULL, &before);
    enum track_status status = track_replace(mending->session->path, mend, mending, error);
    /* What was done is then said at length; nobody has to wait for that. */
    sigprocmask(SIG_SETMASK, &before, NULL);
    switch (status) {
    case TRACK_OK:
        return true;
    case TRACK_UNCONFIRMED:
        buf_printf(error, "; unconfirmed: see with '%s check' whether it was mended", program_name());
        if (mending->copy)
            buf_printf(error, "; the file as it was is %s", mending->copy);
        return false;
    case TRACK_REFUSED:
    case TRACK_FAILED:
        break;
    }
    copy_drop(mending);
    return false;
}

/* What --repair did, or, with DRY, would do, of a log that has FAULTS faults beside. */
static void mending_say(const struct saying *saying, const struct mending *mending, bool dry, size_t faults)
{
    size_t count = mending->repair.count;
    deeds_say(saying, &mending->repair);
    if (!count) {
        buf_text(saying->out, faults ? "Nothing that can be mended without you.\n" : "Nothing to mend.\n");
    } else if (dry) {
        buf_printf(saying->out, "%zu thing%s would be mended; nothing was changed.\n", count,
                   text_plural(count));
    } else {
        buf_printf(saying->out, "Mended %zu thing%s; the file as it was is ", count, text_plural(count));
        text_safe(saying->out, mending->copy, strlen(mending->copy));
        buf_char(saying->out, '\n');
    }
}

/* The command */

enum mode { MODE_LOOK, MODE_DRY, MODE_MEND };

/* Fills LOG and BYTES as the file stands, mended if MODE says so. False with ERROR. */
static bool log_open(const struct session *session, enum mode mode, struct mending *mending, struct log *log,
                     struct buf *bytes, struct buf *error)
{
    if (track_load(session->path, &session->clock, log, bytes, error) != TRACK_OK)
        return false;
    if (mode != MODE_MEND)
        return repair_make((struct view){buf_string(bytes), bytes->length}, &session->clock, &mending->repair,
                           error);
    log_free(log);
    *log = (struct log){0};
    buf_clear(bytes);
    if (!log_mend(mending, error))
        return false;
    /* What was installed, not the file once more: that could fail when all is done. */
    buf_add(bytes, buf_string(&mending->repair.bytes), mending->repair.bytes.length);
    return track_parse(buf_string(bytes), bytes->length, TEXT_ALL, &session->clock, log, error) == TRACK_OK;
}

/* An exit status; with ERROR if that is EXIT_BROKEN. *MENDED tells whether the log was changed. */
static int check(const struct session *session, enum mode mode, bool *mended, struct buf *out,
                 struct buf *error)
{
    struct mending mending = {.session = session};
    struct saying saying = {session->path, out};
    struct findings findings = {0};
    struct log log = {0};
    struct buf bytes = {0};
    int status = EXIT_BROKEN;
    if (log_open(session, mode, &mending, &log, &bytes, error)) {
        faults_add(&findings, &log);
        if (mode != MODE_LOOK)
            mending_say(&saying, &mending, mode == MODE_DRY, findings.of[WEIGHT_FAULT]);
        if (mode == MODE_LOOK)
            deeds_add(&findings, &mending.repair);
        oddities_add(&findings, &log, session);
        file_add(&findings, session->path);
        *mended = mending.copy;
        findings_say(&saying, &findings, mode != MODE_DRY);
        totals_say(out, &log, &bytes, session->conf.day_start, &findings);
        status = findings.of[WEIGHT_FAULT] + findings.of[WEIGHT_MENDABLE] ? EXIT_NO : EXIT_DONE;
    }
    repair_free(&mending.repair);
    free(mending.copy);
    findings_free(&findings);
    log_free(&log);
    buf_free(&bytes);
    return status;
}

static int check_run(const struct session *session, const struct args *args)
{
    bool quiet = given(args, OPTION_QUIET), dry = given(args, OPTION_DRY_RUN), mended = false;
    enum mode mode = !given(args, OPTION_REPAIR) ? MODE_LOOK : dry ? MODE_DRY : MODE_MEND;
    struct screen screen;
    struct stat st;
    struct buf error = {0};
    int status = EXIT_DONE;
    if (args->count) {
        complain("check takes no words, not '%s'; '%s --file FILE check' looks at another log",
                 args->words[0], program_name());
        return EXIT_MISUSE;
    }
    screen_open(&screen, session, args);
    if (stat(session->path, &st) && errno == ENOENT) {
        buf_text(&screen.out, "no log yet at ");
        text_safe(&screen.out, session->path, strlen(session->path));
        buf_char(&screen.out, '\n');
    } else {
        status = check(session, mode, &mended, &screen.out, &error);
    }
    if (quiet) {
        buf_free(&screen.out);
    } else {
        if (error.length)
            complain("%s", error.bytes);
        namesakes_say();
    }
    buf_free(&error);
    say_fold(&screen.out, STDOUT_FILENO);
    /* What is done stays done where it can't be said. */
    int closed = quiet ? status : screen_close(&screen, args, status);
    return mended ? status : closed;
}

const struct command cmd_check = {
    .name = "check",
    .synopsis = "[--repair] [options]",
    .summary = "Verify the log, name what is wrong with it, mend it",
    .details =
        "One line for each fault: where it is, what is wrong, what to do. Exit status 1 if there is any.\n"
        "--repair mends what needs nobody's judgement, and says what it did; the file as it was is kept\n"
        "beside it. Rows that can't be read stay as they are. With -q nothing at all is said: the exit\n"
        "status tells; with --repair -n it is said what would be mended, and nothing is.\n",
    .examples = "check\ncheck --repair\ncheck -q || echo 'something is wrong with the log'\n",
    .needs = NEEDS_LOG,
    .takes = TAKES(OPTION_REPAIR) | TAKES(OPTION_QUIET) | TAKES(OPTION_DRY_RUN) | TAKES_HELP,
    .run = check_run,
};
