/* What an import says: what was brought in and what was left out, and the lines of a mapping that would tell
 * it more. */
#include "cmd/brought.h"

#include "base/die.h"
#include "base/num.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void remarks_say(const char *path, const struct remark *remarks, size_t count, const char *then)
{
    for (size_t i = 0; i < count; i++)
        if (remarks[i].line)
            complain("%s:%u: %s%s", path, (unsigned)remarks[i].line, remarks[i].what, then);
        else
            complain("%s: %s%s", path, remarks[i].what, then);
}

/* A name as it has to stand in a mapping. */
static void name_say(struct buf *out, const char *name)
{
    bool quote = strchr("[#;\"", *name) != NULL;
    buf_text(out, quote ? "\"" : "");
    text_safe(out, name, strlen(name));
    buf_text(out, quote ? "\" " : " ");
}

static int mood_by_value(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    if (x->mood != y->mood)
        return (x->mood < y->mood) - (x->mood > y->mood);
    return strcmp(x->key, y->key);
}

static int tally_by_times(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    if (x->times != y->times)
        return (x->times < y->times) - (x->times > y->times);
    return strcmp(x->key, y->key);
}

/* The conversion of the moods, in one line. */
static void moods_say(struct intake *intake)
{
    struct buf line = {0};
    char number[32], other[32];
    if (intake->moods.count)
        qsort(intake->moods.tally, intake->moods.count, sizeof *intake->moods.tally, mood_by_value);
    for (size_t i = 0; i < intake->moods.count; i++) {
        num_write(intake->moods.tally[i].mood, 1, number);
        buf_printf(&line, "%s%s %s", i ? ", " : "", intake->moods.tally[i].name, number);
    }
    if (intake->rated.set && (intake->rated.low || intake->rated.high != 1000)) {
        num_write(intake->rated.low, 2, number);
        num_write(intake->rated.high, 2, other);
        buf_printf(&line, "%s%s..%s become 0..10", line.length ? ", " : "", number, other);
    }
    if (line.length)
        complain("moods: %s", line.bytes);
    buf_free(&line);
}

void strange_say(const struct intake *intake)
{
    struct buf words = {0}, lines = {0};
    const struct tallies *strange = &intake->strange;
    buf_text(&lines, "[moods]\n");
    for (size_t i = 0; i < strange->count; i++) {
        buf_printf(&words, "%s'%s'", i ? ", " : "", strange->tally[i].name);
        name_say(&lines, strange->tally[i].name);
        buf_text(&lines, "= 5\n");
    }
    complain(
        "%s: no mood is known for %s; nothing was imported.  Say what each is from 0 to 10, and import with "
        "these lines as --map FILE:",
        intake->path, words.bytes);
    buf_write(&lines, STDERR_FILENO);
    buf_free(&words);
    buf_free(&lines);
}

/* How to map what was not, once. */
static void unmapped_say(struct intake *intake, bool dry)
{
    enum { NAMES_MOST = 5 };
    struct tallies *unmapped = &intake->unmapped;
    struct buf lines = {0}, names = {0};
    if (!unmapped->count)
        return;
    qsort(unmapped->tally, unmapped->count, sizeof *unmapped->tally, tally_by_times);
    buf_text(&lines, "[activities]\n");
    for (size_t i = 0; i < unmapped->count; i++) {
        const struct tally *tally = &unmapped->tally[i];
        struct buf tag = {0};
        name_say(&lines, tally->name);
        name_tag(&tag, (struct view){tally->name, strlen(tally->name)});
        buf_printf(&lines, "= care%s%s\n", tag.length ? " " : "", buf_string(&tag));
        if (i < NAMES_MOST)
            buf_printf(&names, "%s%s (%zu)", i ? ", " : "", tally->name, tally->times);
        buf_free(&tag);
    }
    if (unmapped->count > NAMES_MOST)
        buf_printf(&names, " and %zu more", unmapped->count - NAMES_MOST);
    complain("no mapping names these, so each is care with a #tag: %s", names.bytes);
    complain("is some of it kindness?  %s these lines, edited, in a --map FILE:", dry ? "Put" : "Undo, put");
    buf_write(&lines, STDERR_FILENO);
    buf_free(&lines);
    buf_free(&names);
}

/* What became of what was skipped. */
static void rests_say(const struct place *place)
{
    size_t count = 0;
    for (size_t i = 0; i < place->count; i++)
        count += place->fresh[i]->skipped;
    if (count)
        complain("%zu day%s on which something was skipped become%s of rest, for every habit", count,
                 text_plural(count), count == 1 ? "s a day" : " days");
    if (place->rests)
        complain("%zu more skipped on days that are days of rest already", place->rests);
}

/* What was left out on purpose, in counts. */
static void left_say(const struct intake *intake, const struct place *place)
{
    struct buf names = {0};
    for (size_t i = 0; i < intake->ignored.count; i++)
        buf_printf(&names, "%s%s (%zu)", i ? ", " : "", intake->ignored.tally[i].name,
                   intake->ignored.tally[i].times);
    if (names.length)
        complain("ignored, as the mapping says: %s", names.bytes);
    if (intake->not_done)
        complain("%zu not done; nothing is recorded for %s", intake->not_done,
                 intake->not_done == 1 ? "it" : "them");
    rests_say(place);
    if (intake->notes_alone)
        complain(
            "%zu with nothing but a note %s %s; '* = PRACTICE' below [activities] of a mapping changes that",
            intake->notes_alone, intake->notes_alone == 1 ? "is" : "are",
            map_rest(intake->map) && map_rest(intake->map)->has_practice
                ? practice_name(map_rest(intake->map)->practice)
                : "care");
    buf_free(&names);
}

static void practices_say(struct buf *out, const struct place *place)
{
    size_t count[PRACTICES] = {0}, said = 0;
    for (size_t i = 0; i < place->count; i++)
        count[place->fresh[i]->entry.practice]++;
    for (int p = 0; p < PRACTICES; p++)
        if (count[p])
            buf_printf(out, "%s%zu %s", said++ ? ", " : "", count[p], practice_name((enum practice)p));
}

/* "Imported 312 records of 290 rows, 1 Jan 2024 to 3 Mar 2026 (200 care, 80 mood, 32 rest); 12 were there
   already." */
static void import_say(struct buf *said, const struct session *session, const struct place *place, bool dry)
{
    int day_start = session->conf.day_start;
    if (!place->count) {
        buf_text(said, dry ? "Would import nothing" : "Imported nothing");
    } else {
        int64_t first = moment_day(place->fresh[0]->entry.time, day_start),
                last = moment_day(place->fresh[place->count - 1]->entry.time, day_start);
        buf_printf(said, "%s %zu record%s of %zu row%s, ", dry ? "Would import" : "Imported", place->count,
                   text_plural(place->count), place->rows, text_plural(place->rows));
        day_say(said, first, true);
        if (last != first) {
            buf_text(said, " to ");
            day_say(said, last, true);
        }
        buf_text(said, " (");
        practices_say(said, place);
        buf_text(said, ")");
    }
    if (place->there)
        buf_printf(said, "; %zu %s there already", place->there, place->there == 1 ? "was" : "were");
    buf_text(said, ".");
    if (place->count && !dry)
        buf_printf(said, "  Wrong? %s undo", program_name());
    buf_char(said, '\n');
}

int brought_say(const struct session *session, struct intake *intake, const struct place *place, bool dry,
                struct buf *said)
{
    import_say(said, session, place, dry);
    left_say(intake, place);
    moods_say(intake);
    int status = EXIT_DONE;
    if (dry)
        status = answer_print(said);
    else
        words_print(said);
    if (place->count)
        unmapped_say(intake, dry);
    return status;
}
