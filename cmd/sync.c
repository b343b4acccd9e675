/* kind sync: the log and those of other devices, brought together through a git repository that all of them
   reach. */
#include "cmd.h"

#include "base/chance.h"
#include "base/die.h"
#include "base/num.h"
#include "base/state.h"
#include "cmd/git.h"
#include "row/header.h"
#include "row/merge.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    ROUNDS_MOST = 20,
    STUCK_MOST = 3,        /* refusals of a remote that stays as it is */
    NAP_LEAST = 20,        /* milliseconds */
    NAP_GROWS = 5,         /* times, each to its double */
    LOSS_LEAST = 10,       /* records that may go without a question, or half of them */
    HUSH_MOST = 7 * 86400, /* seconds after a sync that a remote is away without a word with -q, */
    HUSH_SAID = 86400      /* and after it was said */
};

/* One run. */
struct sync {
    struct session session; /* its path is a real one */
    const struct args *args;
    struct repository repository;
    struct commit local, remote, merge;  /* what was synced last, what is there now, what becomes of both */
    struct buf was, now, theirs, merged; /* the log of LOCAL, as it is, of REMOTE, of MERGE */
    bool absent;                         /* there is no log, or one that lost even its header */
    bool dry;
    struct change last; /* what undo would take back before the sync */
    size_t came, changed, went, sent;
    size_t lost, all;      /* records that go in this round, and that there were */
    struct commit refused; /* the remote's, when it refused a push */
    int stuck;
};

enum end { END_DONE, END_AGAIN, END_FAILED };

static enum end git_failed(const struct sync *sync, const char *what)
{
    complain("%s: %s; nothing is lost, and the next sync goes on", what, buf_string(&sync->repository.said));
    return END_FAILED;
}

/* The repository itself is damaged, or git was kept from reading it. */
static enum end copy_failed(const struct sync *sync)
{
    complain("the copy that sync keeps of the log can't be read: %s; nothing is lost; if it stays so, delete "
             "%s, and "
             "'%s sync setup REMOTE' makes it anew",
             buf_string(&sync->repository.said), sync->repository.path, program_name());
    return END_FAILED;
}

/* Says what the merge complains of. */
static enum end merge_failed(const struct sync *sync, struct buf *error)
{
    const char *clause = buf_string(error);
    if (strncmp(clause, "ours:", 5) == 0)
        complain("%s%s; nothing was changed; '%s check' tells more", sync->session.path, clause + 4,
                 program_name());
    else if (strncmp(clause, "theirs:", 7) == 0)
        complain("the log on the remote can't be read, line %s; nothing was changed", clause + 7);
    else if (strncmp(clause, "base:", 5) == 0)
        complain("the log that was synced last can't be read, line %s; nothing was changed", clause + 5);
    else
        complain("%s; nothing was changed", clause);
    buf_free(error);
    return END_FAILED;
}

/* What stands in FRESH, that of the remote or else ours, that did not in OLD, and so on. False after a line
   on standard error. */
static bool tally_take(const struct sync *sync, const struct buf *old, const struct buf *fresh, bool remote,
                       struct merge_tally *tally)
{
    struct buf out = {0}, error = {0};
    bool done = merge_logs(buf_view(old), buf_view(remote ? old : fresh), buf_view(remote ? fresh : old),
                           &sync->session.clock, &out, tally, &error);
    if (!done)
        merge_failed(sync, &error);
    buf_free(&out);
    buf_free(&error);
    return done;
}

static bool same_commit(const struct commit *a, const struct commit *b)
{
    return strcmp(a->name, b->name) == 0;
}

static bool same_bytes(const struct buf *a, const struct buf *b)
{
    return view_same(buf_view(a), buf_view(b));
}

static void buf_copy(struct buf *to, const struct buf *from)
{
    buf_clear(to);
    buf_add(to, buf_string(from), from->length);
}

/* A merge whose installing was cut short */

static int row_compare(const void *a, const void *b)
{
    const struct view *x = a, *y = b;
    return view_compare(*x, *y);
}

/* The rows of a log, sorted. */
struct rows {
    struct log log;
    struct view *row;
};

static void rows_read(const struct sync *sync, const struct buf *bytes, struct rows *rows)
{
    struct buf error = {0};
    *rows = (struct rows){0};
    if (bytes->length)
        track_parse(bytes->bytes, bytes->length, TEXT_ALL, &sync->session.clock, &rows->log, &error);
    rows->row = must_alloc(rows->log.count, sizeof *rows->row);
    for (size_t i = 0; i < rows->log.count; i++)
        rows->row[i] = record_row(&rows->log.records[i]);
    if (rows->log.count)
        qsort(rows->row, rows->log.count, sizeof *rows->row, row_compare);
    buf_free(&error);
}

static void rows_free(struct rows *rows)
{
    free(rows->row);
    log_free(&rows->log);
}

static bool rows_have(const struct rows *rows, const struct view *row)
{
    return rows->log.count && bsearch(row, rows->row, rows->log.count, sizeof *row, row_compare);
}

/* Whether each record of NEXT that WAS has not, by its row, stands in NOW, by its row or, changed since, by
   its id. */
static bool rows_came(const struct rows *next, const struct rows *was, const struct rows *now)
{
    uint64_t *ids = log_ids(&now->log);
    bool came = true;
    for (size_t i = 0; i < next->log.count && came; i++) {
        const struct record *record = &next->log.records[i];
        struct view row = record_row(record);
        came = rows_have(was, &row) || rows_have(now, &row) ||
               (record->id && bsearch(&record->id, ids, now->log.count, sizeof *ids, id_compare));
    }
    free(ids);
    return came;
}

/* Whether each row of WAS that NEXT has not is gone from NOW. */
static bool rows_went(const struct rows *next, const struct rows *was, const struct rows *now)
{
    bool went = true;
    for (size_t i = 0; i < was->log.count && went; i++)
        went = rows_have(next, &was->row[i]) || !rows_have(now, &was->row[i]);
    return went;
}

/* Whether the log has become NEXT of what it was. One row that came is not enough: the same file may have
   been imported here and there. Where it is in doubt, it counts as not installed, by which no record is lost.
 */
static bool was_installed(const struct sync *sync, const struct buf *next)
{
    struct rows was, is, now;
    rows_read(sync, &sync->was, &was);
    rows_read(sync, next, &is);
    rows_read(sync, &sync->now, &now);
    bool installed = rows_came(&is, &was, &now) && rows_went(&is, &was, &now);
    rows_free(&was);
    rows_free(&is);
    rows_free(&now);
    return installed;
}

/* Finishes or forgets what a run that was cut short had begun to install. */
static bool pending_settle(struct sync *sync, const struct commit *pending)
{
    struct buf next = {0};
    bool found, taken = false;
    if (!log_of_commit(&sync->repository, pending, &next, &found)) {
        buf_free(&next);
        return false;
    }
    taken = found && was_installed(sync, &next);
    if (taken) {
        sync->local = *pending;
        buf_copy(&sync->was, &next);
    }
    buf_free(&next);
    return sync->dry || pending_end(&sync->repository, pending, taken);
}

/* This side */

/* The log of the commit that was synced last, and the log as it is. */
static enum end log_read(struct sync *sync)
{
    struct commit refs[REFS];
    struct buf error = {0};
    struct log log = {0};
    bool found = true;
    buf_clear(&sync->was);
    buf_clear(&sync->now);
    enum track_status status = track_load(sync->session.path, &sync->session.clock, &log, &sync->now, &error);
    log_free(&log);
    if (status != TRACK_OK) {
        complain("%s; nothing was changed; '%s check' tells more", error.bytes, program_name());
        buf_free(&error);
        return END_FAILED;
    }
    sync->absent = header_lacks(buf_view(&sync->now), &sync->session.clock);
    if (sync->absent)
        buf_clear(&sync->now);
    if (!refs_read(&sync->repository, refs))
        return copy_failed(sync);
    sync->local = refs[REF_LOCAL];
    if (*sync->local.name && !log_of_commit(&sync->repository, &sync->local, &sync->was, &found))
        return copy_failed(sync);
    if (*refs[REF_PENDING].name && !pending_settle(sync, &refs[REF_PENDING]))
        return copy_failed(sync);
    return END_DONE;
}

static bool loss_large(size_t lost, size_t all)
{
    return lost >= LOSS_LEAST && lost * 2 > all;
}

/* Whether LOST records of ALL may go everywhere: an old copy put in the log's place looks just like that. */
static bool loss_agreed(const struct sync *sync, size_t lost, size_t all)
{
    struct buf question = {0};
    if (given(sync->args, OPTION_YES) || sync->dry)
        return true;
    if (!ask_possible()) {
        complain("%zu of the %zu records that were synced last are not in %s any more; nothing was changed; "
                 "'%s sync --yes' takes them out everywhere",
                 lost, all, sync->session.path, program_name());
        return false;
    }
    buf_printf(
        &question,
        "%zu of the %zu records that were synced last are not here any more. Take them out everywhere?", lost,
        all);
    bool agreed = ask_agreed(question.bytes, false);
    if (!agreed)
        complain("nothing was changed");
    buf_free(&question);
    return agreed;
}

/* Has the repository know the log as it is. */
static enum end log_commit(struct sync *sync)
{
    struct merge_tally tally;
    struct commit made;
    if (sync->absent)
        return END_DONE;
    if (!tally_take(sync, &sync->was, &sync->now, false, &tally))
        return END_FAILED;
    size_t all = tally.kept + tally.removed + tally.edited;
    if (loss_large(tally.removed, all) && !loss_agreed(sync, tally.removed, all))
        return END_FAILED;
    if (sync->dry || (*sync->local.name && same_bytes(&sync->was, &sync->now)))
        return END_DONE;
    if (!commit_make(&sync->repository, &sync->now, &sync->local, NULL, &made) ||
        !ref_set(&sync->repository, REF_LOCAL, &made))
        return git_failed(sync, "the log can't be copied for the sync");
    sync->local = made;
    buf_copy(&sync->was, &sync->now);
    return END_DONE;
}

/* When it is worth a word that the remote is away */

/* The name of the file that says until when it is not; the caller frees it. */
static char *hush_name(const struct sync *sync)
{
    char hash[JOURNAL_HASH_SIZE];
    struct buf name = {0};
    journal_hash(sync->session.path, hash);
    buf_printf(&name, "sync-%s.hush", hash);
    return buf_take(&name);
}

/* Whether a remote that can't be reached is passed over in silence: cron asked, and a sync succeeded lately.
 */
static bool hushed(const struct sync *sync)
{
    struct buf text = {0};
    long until = 0, now = (long)sync->session.clock.now.sec;
    if (!given(sync->args, OPTION_QUIET) || sync->dry)
        return false;
    char *name = hush_name(sync);
    bool hush = state_read(name, &text) &&
                num_fixed(buf_string(&text), text.length, 0, now + 1, now + HUSH_MOST, &until) == NUM_OK;
    buf_free(&text);
    free(name);
    return hush;
}

/* Passes it over for so many SECONDS. Where that can't be kept, it is said too often. */
static void hush_set(const struct sync *sync, long seconds)
{
    struct buf text = {0};
    char *name = hush_name(sync);
    buf_printf(&text, "%ld", (long)sync->session.clock.now.sec + seconds);
    state_write(name, &text);
    buf_free(&text);
    free(name);
}

/* The other side */

static enum end remote_away(const struct sync *sync)
{
    if (hushed(sync))
        return END_FAILED;
    if (given(sync->args, OPTION_QUIET) && !sync->dry)
        hush_set(sync, HUSH_SAID);
    return git_failed(sync, "the remote can't be reached");
}

static enum end remote_read(struct sync *sync)
{
    bool found = true;
    buf_clear(&sync->theirs);
    switch (remote_fetch(&sync->repository, &sync->remote)) {
    case GIT_DONE:
        break;
    case GIT_NO:
        return remote_away(sync);
    case GIT_FAILED:
        return git_failed(sync, "what the remote has can't be fetched");
    }
    if (*sync->remote.name && !log_of_commit(&sync->repository, &sync->remote, &sync->theirs, &found))
        return git_failed(sync, "what came from the remote can't be read");
    if (header_lacks(buf_view(&sync->theirs), &sync->session.clock))
        buf_clear(&sync->theirs);
    if (!found) {
        complain("the branch 'kind' of the remote holds no log.csv, so it is somebody else's; nothing was "
                 "changed");
        return END_FAILED;
    }
    return END_DONE;
}

/* Both together */

/* The two sides have gone apart since BASE. A log there that lost even its header says no more about its
 * records than one here.
 */
static enum end apart_merge(struct sync *sync, const struct commit *base)
{
    struct buf common = {0}, error = {0};
    struct merge_tally tally;
    bool found = true;
    const struct buf *ours = sync->absent ? &sync->was : &sync->now;
    const struct buf *theirs = sync->theirs.length ? &sync->theirs : &common;
    if (*base->name && !log_of_commit(&sync->repository, base, &common, &found)) {
        buf_free(&common);
        return git_failed(sync, "the two sides can't be compared");
    }
    enum end end = END_DONE;
    if (!merge_logs(buf_view(&common), buf_view(ours), buf_view(theirs), &sync->session.clock, &sync->merged,
                    &tally, &error))
        end = merge_failed(sync, &error);
    else if (!sync->dry &&
             !commit_make(&sync->repository, &sync->merged, &sync->local, &sync->remote, &sync->merge))
        end = git_failed(sync, "the merge can't be kept");
    buf_free(&common);
    buf_free(&error);
    return end;
}

/* What becomes of both sides, in MERGE and MERGED. */
static enum end sides_merge(struct sync *sync)
{
    struct commit base = {0};
    bool unsaid = !sync->absent && !same_bytes(&sync->was, &sync->now); /* only where the run is dry */
    buf_clear(&sync->merged);
    if (*sync->remote.name && *sync->local.name &&
        !commit_base(&sync->repository, &sync->local, &sync->remote, &base))
        return git_failed(sync, "the two sides can't be compared");
    bool behind = same_commit(&base, &sync->remote);
    bool ahead = *sync->local.name ? same_commit(&base, &sync->local) && sync->theirs.length : sync->absent;
    if (behind) {
        sync->merge = sync->local;
        buf_copy(&sync->merged, sync->absent ? &sync->was : &sync->now);
        return END_DONE;
    }
    if (ahead && !unsaid) {
        sync->merge = sync->remote;
        buf_copy(&sync->merged, &sync->theirs);
        return END_DONE;
    }
    if (*sync->local.name)
        return apart_merge(sync, &base);
    struct buf error = {0};
    struct merge_tally tally;
    return merge_logs((struct view){0}, buf_view(&sync->now), buf_view(&sync->theirs), &sync->session.clock,
                      &sync->merged, &tally, &error)
               ? END_DONE
               : merge_failed(sync, &error);
}

/* Counts what came and what goes. */
static bool sides_count(struct sync *sync)
{
    struct merge_tally come, go;
    if (!tally_take(sync, &sync->now, &sync->merged, true, &come) ||
        !tally_take(sync, &sync->theirs, &sync->merged, false, &go))
        return false;
    sync->came += come.added;
    sync->changed += come.edited;
    sync->went += come.removed;
    sync->lost = come.removed;
    sync->all = come.kept + come.removed + come.edited;
    sync->sent = go.added + go.edited + go.removed;
    return true;
}

/* The log as it is under its lock, with what was merged. */
static enum track_status install(struct view old, void *context, struct buf *out, struct buf *error)
{
    struct sync *sync = context;
    struct merge_tally tally;
    struct buf clause = {0};
    buf_clear(out);
    if (view_same(old, buf_view(&sync->now))) {
        buf_add(out, buf_string(&sync->merged), sync->merged.length);
    } else if (!merge_logs(buf_view(&sync->now), old, buf_view(&sync->merged), &sync->session.clock, out,
                           &tally, &clause)) {
        buf_printf(error, "%s was changed meanwhile, and can't be read any more: %s", sync->session.path,
                   clause.bytes);
        buf_free(&clause);
        return TRACK_REFUSED;
    }
    journal_came(&sync->session, old, buf_view(out), &sync->last);
    return TRACK_OK;
}

/* WORD for the shell. */
static void shell_quote(const char *word, struct buf *out)
{
    buf_char(out, '\'');
    for (; *word; word++)
        if (*word == '\'')
            buf_text(out, "'\\''");
        else
            buf_char(out, *word);
    buf_char(out, '\'');
}

/* Undo takes back nothing that came from elsewhere, so if much went it is said where that is. LOCAL stands
   before MERGE, and so stays. */
static void loss_tell(const struct sync *sync)
{
    struct buf path = {0};
    if (!loss_large(sync->lost, sync->all))
        return;
    shell_quote(sync->repository.path, &path);
    complain("%zu of %zu records went, because another device took them out; this prints the log of before: "
             "git --git-dir=%s cat-file blob %s:log.csv",
             sync->lost, sync->all, path.bytes, sync->local.name);
    buf_free(&path);
}

/* Has the log be what was merged, and the repository know that it is. */
static enum end merge_install(struct sync *sync)
{
    struct buf error = {0};
    sigset_t before;
    enum end end = END_DONE;
    if (!ref_set(&sync->repository, REF_PENDING, &sync->merge))
        return git_failed(sync, "the merge can't be kept");
    change_free(&sync->last);
    sync->last = (struct change){0};
    sigprocmask(SIG_BLOCK, NULL, &before);
    enum track_status status =
        (sync->absent ? track_make : track_replace)(sync->session.path, install, sync, &error);
    switch (status) {
    case TRACK_OK:
        loss_tell(sync);
        journal_carry(&sync->session, &sync->last);
        if (!pending_end(&sync->repository, &sync->merge, true))
            end = git_failed(sync, "the log was brought up to date, but that can't be kept in mind");
        break;
    case TRACK_REFUSED:
    case TRACK_FAILED:
        complain("%s; nothing was changed", error.bytes);
        pending_end(&sync->repository, &sync->merge, false);
        end = END_FAILED;
        break;
    case TRACK_UNCONFIRMED:
        complain("%s; unconfirmed: see with '%s list' what came", error.bytes, program_name());
        loss_tell(sync);
        end = END_FAILED;
    }
    /* There is more to do. */
    memory_ends(false);
    /* A Ctrl-C since then ends the run here. */
    sigprocmask(SIG_SETMASK, &before, NULL);
    buf_free(&error);
    return end;
}

static enum end merge_push(struct sync *sync)
{
    if (same_commit(&sync->merge, &sync->remote))
        return END_DONE;
    enum git_status status = remote_push(&sync->repository, &sync->merge);
    if (status == GIT_DONE)
        return END_DONE;
    sync->stuck = same_commit(&sync->refused, &sync->remote) ? sync->stuck + 1 : 1;
    sync->refused = sync->remote;
    if (status == GIT_NO && sync->stuck < STUCK_MOST)
        return END_AGAIN;
    complain("what is new here can't be sent: %s; nothing is lost, and the next sync goes on",
             buf_string(&sync->repository.said));
    return END_FAILED;
}

/* Brings the two together once. END_AGAIN: somebody else was faster. */
static enum end round_run(struct sync *sync)
{
    enum end end = log_read(sync);
    if (end == END_DONE)
        end = log_commit(sync);
    if (end == END_DONE)
        end = remote_read(sync);
    if (end != END_DONE || (!*sync->remote.name && !*sync->local.name && sync->absent))
        return end;
    end = sides_merge(sync);
    if (end == END_DONE && !sides_count(sync))
        end = END_FAILED;
    if (end != END_DONE || sync->dry)
        return end;
    if (!same_bytes(&sync->merged, &sync->now))
        end = merge_install(sync);
    else if (!same_commit(&sync->merge, &sync->local) && !ref_set(&sync->repository, REF_LOCAL, &sync->merge))
        end = git_failed(sync, "the merge can't be kept");
    return end == END_DONE ? merge_push(sync) : end;
}

/* Waits a little, longer each time and not as long as others. */
static void nap(struct chance *chance, int times)
{
    long most = NAP_LEAST * (times < NAP_GROWS ? 1L << times : 1L << NAP_GROWS);
    uint16_t drawn;
    if (!chance_bytes(chance, (uint64_t)getpid(), &drawn, sizeof drawn))
        drawn = (uint16_t)getpid();
    long wait = NAP_LEAST + drawn % most;
    nanosleep(&(struct timespec){0, wait * 1000000}, NULL);
}

static int sync_go(struct sync *sync)
{
    struct chance chance = {0};
    struct buf said = {0};
    int status = EXIT_DONE;
    enum end end = round_run(sync);
    for (int rounds = 1; end == END_AGAIN && rounds < ROUNDS_MOST; rounds++) {
        nap(&chance, rounds);
        end = round_run(sync);
    }
    if (end == END_AGAIN)
        complain("others sent something %d times while this was being sent; nothing is lost, and the next "
                 "sync goes on",
                 ROUNDS_MOST);
    if (end != END_DONE)
        return EXIT_BROKEN;
    if (!sync->dry)
        hush_set(sync, HUSH_MOST);
    const char *done = sync->dry ? "Would sync" : "Synced";
    if (!sync->came && !sync->changed && !sync->went && !sync->sent)
        buf_printf(&said, "%s: nothing new.\n", done);
    else
        buf_printf(&said, "%s: %zu record%s came, %zu changed, %zu went; %zu sent.\n", done, sync->came,
                   sync->came == 1 ? "" : "s", sync->changed, sync->went, sync->sent);
    if (sync->dry)
        status = answer_print(&said);
    else if (!given(sync->args, OPTION_QUIET))
        talk(&said);
    buf_free(&said);
    return status;
}

/* Where it all is */

/* PATH with every symlink followed, also where its end is not there yet; the caller frees it. */
static char *path_real(const char *path)
{
    char *real = must_realpath(path);
    if (real)
        return real;
    char *start = path_absolute(path);
    struct buf whole = {0}, rest = {0};
    for (char *slash; !real && (slash = strrchr(start, '/'));) {
        struct buf longer = {0};
        buf_printf(&longer, "%s%s", slash, buf_string(&rest));
        buf_free(&rest);
        rest = longer;
        *slash = '\0';
        real = must_realpath(*start ? start : "/");
    }
    buf_printf(&whole, "%s%s", real && real[1] ? real : "", buf_string(&rest));
    free(real);
    free(start);
    buf_free(&rest);
    return buf_take(&whole);
}

/* Whether git would take REMOTE for a path. */
static bool remote_is_path(const char *remote)
{
    size_t colon = strcspn(remote, ":");
    return !remote[colon] || strcspn(remote, "/") < colon;
}

/* REMOTE as it means the same from anywhere; the caller frees it. */
static char *remote_whole(const char *remote)
{
    const char *home = getenv("HOME");
    struct buf whole = {0};
    if (!remote_is_path(remote))
        return must_copy(remote);
    if (strncmp(remote, "~/", 2) == 0 && home && *home == '/') {
        buf_printf(&whole, "%s%s", home, remote + 1);
        return buf_take(&whole);
    }
    return path_absolute(remote);
}

/* The remote that a person named; NULL after a line on standard error. The caller frees it. */
static char *remote_named(const struct args *args)
{
    const char *word = args->count > 1 ? args->words[1] : NULL;
    char *answer = NULL, *whole = NULL;
    if (!word && ask_possible())
        word = answer = ask("Through which git repository (me@host:kind.git, or a folder)?");
    if (!word || !*word)
        complain(
            "'sync setup' needs a git repository that all your devices reach: %s sync setup me@host:kind.git",
            program_name());
    else if (*word == '-' && !remote_is_path(word))
        complain("'%s' is no git repository", word);
    else
        whole = remote_whole(word);
    free(answer);
    return whole;
}

/* 0, or an exit status after a line on standard error. */
static int remote_set(struct sync *sync, const char *url)
{
    struct buf said = {0};
    int status = EXIT_DONE;
    if (!remote_answers(&sync->repository, url)) {
        complain("the remote can't be reached: %s; nothing was changed%s", buf_string(&sync->repository.said),
                 remote_is_path(url) ? "; 'git init --bare FOLDER' makes one of a folder" : "");
        return EXIT_BROKEN;
    }
    if (sync->dry) {
        buf_text(&said, "Would set up the sync; the remote answers.\n");
        status = answer_print(&said);
    } else if (!repository_lock(&sync->repository, sync->session.path)) {
        return EXIT_BROKEN;
    } else if (!repository_make(&sync->repository, url)) {
        git_failed(sync, "there is no place to sync from");
        return EXIT_BROKEN;
    } else {
        hush_set(sync, 0); /* this one was never synced with */
        buf_printf(&said, "Set up. From now on: %s sync\n", program_name());
        if (!given(sync->args, OPTION_QUIET))
            talk(&said);
    }
    buf_free(&said);
    return status;
}

static int sync_open(struct sync *sync, const char *url)
{
    if (!git_prepare(sync->session.clock.now.sec) || !repository_open(&sync->repository, sync->session.path))
        return EXIT_BROKEN;
    if (url)
        return remote_set(sync, url);
    switch (repository_ready(&sync->repository)) {
    case GIT_DONE:
        return EXIT_DONE;
    case GIT_NO:
        complain("no sync is set up for this log; begin with '%s sync setup REMOTE'", program_name());
        return EXIT_MISUSE;
    case GIT_FAILED:
        copy_failed(sync);
    }
    return EXIT_BROKEN;
}

static void sync_free(struct sync *sync)
{
    repository_close(&sync->repository);
    buf_free(&sync->was);
    buf_free(&sync->now);
    buf_free(&sync->theirs);
    buf_free(&sync->merged);
    change_free(&sync->last);
    free(sync->session.path);
}

static int sync_run(const struct session *session, const struct args *args)
{
    struct sync sync = {
        .session = *session, .args = args, .repository = {.lock = -1}, .dry = given(args, OPTION_DRY_RUN)};
    bool setup = args->count && strcmp(args->words[0], "setup") == 0;
    char *url = NULL;
    if (args->count > (setup ? 2 : 0)) {
        complain("sync takes nothing, or 'setup REMOTE'; '%s' is too many", args->words[setup ? 2 : 0]);
        return EXIT_MISUSE;
    }
    if (setup && !(url = remote_named(args)))
        return EXIT_MISUSE;
    sync.session.path = path_real(session->path);
    int status = sync_open(&sync, url);
    if (!status && !(setup && sync.dry))
        status = sync_go(&sync);
    sync_free(&sync);
    free(url);
    return status;
}

const struct command cmd_sync = {
    .name = "sync",
    .synopsis = "[setup REMOTE] [options]",
    .summary = "Bring several devices together, through git",
    .details =
        "'setup' names a git repository that all your devices reach, once on each of them: "
        "me@host:kind.git,\n"
        "or a folder. Then 'sync' sends what is new here, and brings what is new there, record by record;\n"
        "what both changed is merged field by field. If the remote is away, nothing is lost, and the next\n"
        "sync goes on.\n",
    .examples = "sync setup me@host:kind.git\nsync\nsync -q   # for cron\n",
    .needs = NEEDS_LOG,
    .takes = TAKES(OPTION_YES) | TAKES(OPTION_QUIET) | TAKES(OPTION_DRY_RUN) | TAKES_HELP,
    .run = sync_run,
};
