/* Any bytes as what undo remembers: a change that is added is found, and dropped again, and so are records
 * that were made together, whatever stood there. */
#include "cmd/cmd.h"

#include "fuzz.h"

#include "base/hash.h"
#include "base/state.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

static void place_remove(void)
{
    nftw(getenv("XDG_STATE_HOME"), remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* The folder of the state becomes one of this process, which goes with it, and its log is the only one. */
static void place_make(struct session *session)
{
    char folder[600];
    snprintf(folder, sizeof folder, "%s.d", fuzz_path("state"));
    setenv("XDG_STATE_HOME", folder, 1);
    atexit(place_remove);
    session->path = must_copy(fuzz_path("log"));
    file_write(session->path, (struct view){"log\n", 4});
}

/* Has BYTES stand where the changes of the log do. */
static void changes_write(const struct session *session, struct view bytes)
{
    struct buf changes = {0};
    char name[48], *real = realpath(session->path, NULL);
    hold(real != NULL, "a file that was written is there");
    snprintf(name, sizeof name, "changes-%016llx",
             (unsigned long long)hash_fnv(HASH_START, real, strlen(real)));
    buf_add(&changes, bytes.bytes, bytes.length);
    hold(state_write(name, &changes), "the state can be written below TMPDIR");
    buf_free(&changes);
    free(real);
}

/* One of two, or with -1 all. */
static bool stands(const struct change *change, void *context)
{
    int *asked = context;
    return *asked < 0 || change->before.length % 2 == (size_t)(*asked)++ % 2;
}

static void hold_added(struct session *session)
{
    static const struct view before = {"one", 3}, after = {"two", 3};
    struct change change = {0};
    int all = -1;
    bool found;
    journal_row(session, before, after, (struct view){"log\n", 4});
    hold(journal_last(session, stands, &all, &change, &found) && found && !change.whole &&
             view_same(buf_view(&change.before), before) && view_same(buf_view(&change.after), after),
         "the change that was made last is found");
    journal_drop(session, &change);
    change_free(&change);
}

static void hold_together(const struct session *session)
{
    struct entry entries[] = {{.id = "k00000000001"}, {.id = "k00000000003"}};
    struct record records[] = {{.id = 2}, {.id = 3}, {.id = 4}};
    struct log log = {.records = records, .count = 3};
    size_t count;
    journal_together(session, entries, 2);
    const struct record **found = journal_made_with(session, &log, &records[2], &count);
    hold(count == 2 && found[0] == &records[0] && found[1] == &records[2], "what was made together is found");
    free(found);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static struct session session;
    struct change change = {0};
    struct buf whole = {0};
    int asked = 0;
    bool found;
    if (!session.path)
        place_make(&session);
    changes_write(&session, (struct view){(const char *)bytes, length});
    if (journal_last(&session, stands, &asked, &change, &found) && found) {
        journal_whole(&session, &change, &whole);
        journal_is_after(&change, (struct view){"log\n", 4});
    }
    hold_added(&session);
    hold_together(&session);
    buf_free(&whole);
    change_free(&change);
    return 0;
}
