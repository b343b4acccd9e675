/* Any bytes as what undo remembers: a change that is added is found, and dropped again, whatever stood there.
 */
#include "cmd/cmd.h"

#include "fuzz.h"

#include "base/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The folder of the state becomes one of this process, and its log is the only one. */
static void place_make(struct session *session)
{
    char folder[600];
    snprintf(folder, sizeof folder, "%s.d", fuzz_path("state"));
    setenv("XDG_STATE_HOME", folder, 1);
    session->path = must_copy(fuzz_path("log"));
    file_write(session->path, (struct view){"log\n", 4});
}

/* Bytes with '@' where the path of the log stands. */
static void journal_write(const struct session *session, struct view bytes)
{
    struct buf journal = {0};
    for (size_t i = 0; i < bytes.length; i++)
        if (bytes.bytes[i] == '@')
            buf_text(&journal, session->path);
        else
            buf_char(&journal, bytes.bytes[i]);
    hold(state_write("changes", &journal), "the state can be written below TMPDIR");
    buf_free(&journal);
}

static void hold_added(const struct session *session)
{
    static const struct view before = {"one", 3}, after = {"two", 3};
    struct change change = {0}, again = {0};
    journal_add(session, false, before, after);
    hold(journal_last(session, &change) && !change.whole &&
             views_same((struct view){change.before.bytes, change.before.length}, before) &&
             views_same((struct view){change.after.bytes, change.after.length}, after),
         "the change that was made last is found");
    journal_drop(&change);
    journal_last(session, &again);
    change_free(&change);
    change_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static struct session session;
    struct change change = {0};
    struct buf whole = {0};
    if (!session.path)
        place_make(&session);
    journal_write(&session, (struct view){(const char *)bytes, length});
    if (journal_last(&session, &change)) {
        journal_whole(&change, &whole);
        journal_is_after(&change, (struct view){"log\n", 4});
    }
    hold_added(&session);
    buf_free(&whole);
    change_free(&change);
    return 0;
}
