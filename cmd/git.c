/* git as the engine of a sync: how it is called, and the few things it is asked for. */
#include "cmd/git.h"

#include "base/chance.h"
#include "base/die.h"
#include "base/hash.h"
#include "base/state.h"
#include "cmd/cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* How long git may take here, and with somebody else: a person may have to type a password. */
static const double patience = 120, long_patience = 600;

static const char branch[] = "refs/heads/kind";

/* What the remote is called in the repository: git adds the addresses of a remote of the same name in the
   person's own settings, and takes the first. */
static const char remote_name[] = "kind-sync-of-this-log";
static const char remote_key[] = "remote.kind-sync-of-this-log.url";

static const char *const ref_names[REFS] = {
    [REF_LOCAL] = "refs/kind/local", [REF_PENDING] = "refs/kind/pending", [REF_REMOTE] = "refs/kind/remote"};

/* What of the person's own settings could come in between. Others stay: the ways to the remote, proxies,
   passwords, other names of hosts. */
static const char *const settings[] = {
    "core.hooksPath=/dev/null",
    "core.fsync=all",
    "core.fsmonitor=false",
    "core.autocrlf=false",
    "core.logAllRefUpdates=no",
    "commit.gpgSign=false",
    "push.gpgSign=false",
    "push.followTags=false",
    "fetch.prune=false",
    "fetch.pruneTags=false",
    "fetch.fsckObjects=true",
    "fetch.writeCommitGraph=false",
    "gc.auto=400",
    "gc.autoDetach=false",
    "gc.writeCommitGraph=false",
    "maintenance.autoDetach=false",
    "push.recurseSubmodules=no",
    "fetch.recurseSubmodules=no",
    "i18n.commitEncoding=utf-8",
    "init.defaultBranch=kind",
    "init.defaultObjectFormat=sha1",
};
enum {
    SETTINGS = sizeof settings / sizeof *settings,
    WORDS_MOST = 2 * SETTINGS + 16 /* of a call: each setting behind its -c, and what is called for */
};

/* Calling it */

/* The line of TEXT that tells most: the first that has letters and is no warning. */
static void said_choose(const struct buf *text, struct buf *said)
{
    static const char *const passed[] = {"warning:", "Warning:", "hint:", "Auto packing"};
    const char *line = buf_string(text);
    buf_clear(said);
    while (*line && !said->length) {
        size_t length = strcspn(line, "\r\n"); /* ssh ends its lines as a terminal does */
        bool tells = strcspn(line, "abcdefghijklmnopqrstuvwxyz\r\n") < length;
        for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
            tells = tells && strncmp(line, passed[i], strlen(passed[i])) != 0;
        if (tells)
            buf_add(said, line, length);
        line += length + (line[length] != '\0');
    }
}

/* Calls git with words that end in NULL. Its exit status; below 0 if it could not be run or did not end by
   itself, with errno for CHILD_NONE. SAID has what it complained of. */
static int git_words(struct buf *said, double seconds, const struct buf *input, struct buf *out,
                     const char *const words[])
{
    struct buf error = {0};
    struct child child = {words, seconds, input, out, SIZE_MAX, &error};
    int ended = child_talk(&child), trouble = errno;
    said_choose(&error, said);
    if (ended == CHILD_NONE)
        buf_printf(said, "git can't be spoken with: %s", strerror(trouble));
    else if (ended == CHILD_ENDED && !said->length)
        buf_text(said, "git was ended before it was done");
    else if (ended && !said->length)
        buf_printf(said, "git ended with status %d", ended);
    buf_free(&error);
    errno = trouble;
    return ended;
}

/* Fills WORDS with git, the settings and the repository of PATH, and the words of MORE up to a NULL. */
static void words_fill(const char *words[WORDS_MOST], const char *folder, const char *const more[])
{
    int count = 0;
    words[count++] = "git";
    for (int i = 0; i < SETTINGS; i++) {
        words[count++] = "-c";
        words[count++] = settings[i];
    }
    if (folder) {
        words[count++] = "--git-dir";
        words[count++] = folder;
    }
    do
        words[count++] = *more;
    while (*more++);
}

/* Calls git on the repository; other programs that a call with somebody else starts, and may leave running,
   do not get the lock. */
static int git(struct repository *repository, const struct buf *input, struct buf *out,
               const char *const more[])
{
    const char *words[WORDS_MOST];
    words_fill(words, repository->path, more);
    /* If this program is killed, the lock stays until that one is done. */
    fcntl(repository->lock, F_SETFD, 0);
    int ended = git_words(&repository->said, patience, input, out, words);
    fcntl(repository->lock, F_SETFD, FD_CLOEXEC);
    return ended;
}

static int git_remote(struct repository *repository, const char *folder, struct buf *out,
                      const char *const more[])
{
    const char *words[WORDS_MOST];
    words_fill(words, folder, more);
    return git_words(&repository->said, long_patience, NULL, out, words);
}

/* The digits that TEXT begins with as the name of a commit; "" if they are none. */
static void commit_read(const char *text, struct commit *commit)
{
    size_t length = strspn(text, "0123456789abcdef");
    bool name = length >= 40 && length < COMMIT_SIZE;
    memcpy(commit->name, text, name ? length : 0);
    commit->name[name ? length : 0] = '\0';
}

/* Making it ready */

/* Variables that would lead git elsewhere, and that git does not name itself. */
static const char *const strangers[] = {"GIT_NAMESPACE",    "GIT_QUARANTINE_PATH",   "GIT_DEFAULT_HASH",
                                        "GIT_TEMPLATE_DIR", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT"};

/* Where nobody can answer, nothing is asked. */
static void questions_forbid(void)
{
    static const char *const words[] = {"git", "config", "--get", "core.sshCommand", NULL};
    struct buf said = {0};
    if (ask_possible())
        return;
    setenv("GIT_TERMINAL_PROMPT", "0", 0);
    if (!env_set("GIT_SSH_COMMAND") && !env_set("GIT_SSH") && git_words(&said, patience, NULL, NULL, words))
        setenv("GIT_SSH_COMMAND", "ssh -oBatchMode=yes", 1);
    buf_free(&said);
}

/* What git tells of itself on standard error would be taken for a reason. */
static void traces_end(void)
{
    static const char *const told[] = {"GIT_TRACE", "GIT_CURL_VERBOSE", "GIT_TRANSPORT_HELPER_DEBUG"};
    /* The settings trace2.* stand behind these. */
    static const char *const off[] = {"GIT_TRACE2", "GIT_TRACE2_PERF", "GIT_TRACE2_EVENT"};
    for (char **entry = environ; entry && *entry;) {
        char *name = NULL;
        for (size_t i = 0; i < sizeof told / sizeof *told && !name; i++)
            if (strncmp(*entry, told[i], strlen(told[i])) == 0) {
                name = must_copy(*entry);
                name[strcspn(name, "=")] = '\0';
            }
        bool gone = name && unsetenv(name) == 0;
        free(name);
        entry = gone ? environ : entry + 1;
    }
    for (size_t i = 0; i < sizeof off / sizeof *off; i++)
        setenv(off[i], "0", 1);
}

bool git_prepare(int64_t seconds)
{
    static const char *const words[] = {"git", "rev-parse", "--local-env-vars", NULL};
    struct buf names = {0}, said = {0};
    /* What git says stands in a sentence of ours. */
    setenv("LC_ALL", "C", 1);
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++)
        unsetenv(strangers[i]);
    traces_end();
    int ended = git_words(&said, patience, NULL, &names, words);
    if (ended == CHILD_NONE && errno == ENOENT)
        complain("a sync needs git, which is not installed; install it, on Debian with 'apt install git'");
    else if (ended)
        complain("git does not work here: %s", said.bytes);
    for (char *name = names.bytes; !ended && name && *name;) {
        char *end = name + strcspn(name, "\n");
        bool last = !*end;
        *end = '\0';
        unsetenv(name);
        name = last ? NULL : end + 1;
    }
    struct buf date = {0};
    buf_printf(&date, "@%lld +0000", (long long)(seconds > 0 ? seconds : 0));
    setenv("GIT_AUTHOR_NAME", "kind", 1);
    setenv("GIT_AUTHOR_EMAIL", "kind@localhost", 1);
    setenv("GIT_AUTHOR_DATE", date.bytes, 1);
    setenv("GIT_COMMITTER_NAME", "kind", 1);
    setenv("GIT_COMMITTER_EMAIL", "kind@localhost", 1);
    setenv("GIT_COMMITTER_DATE", date.bytes, 1);
    if (!ended)
        questions_forbid();
    buf_free(&date);
    buf_free(&names);
    buf_free(&said);
    return !ended;
}

/* What a git that was killed leaves, and the next one would wait for in vain. */
static void locks_remove(const char *folder)
{
    static const char *const locks[] = {"HEAD.lock",
                                        "config.lock",
                                        "packed-refs.lock",
                                        "packed-refs.new",
                                        "shallow.lock",
                                        "gc.pid.lock",
                                        "objects/maintenance.lock",
                                        "refs/kind/local.lock",
                                        "refs/kind/pending.lock",
                                        "refs/kind/remote.lock"};
    for (size_t i = 0; i < sizeof locks / sizeof *locks; i++) {
        struct buf path = {0};
        buf_printf(&path, "%s/%s", folder, locks[i]);
        unlink(path.bytes);
        buf_free(&path);
    }
}

/* The name of the state file ENDING of the log PATH; the caller frees it. */
static char *file_name(const char *path, const char *ending)
{
    char hash[JOURNAL_HASH_SIZE];
    struct buf name = {0};
    journal_hash(path, hash);
    buf_printf(&name, "sync-%s.%s", hash, ending);
    return buf_take(&name);
}

bool repository_lock(struct repository *repository, const char *path)
{
    if (repository->lock >= 0)
        return true;
    char *name = file_name(path, "lock");
    repository->lock = state_open(name);
    if (repository->lock >= 0)
        locks_remove(repository->path);
    else if (errno == EWOULDBLOCK)
        complain("a sync is running already");
    else
        complain("there is no place to sync from: %s: %s", name, strerror(errno));
    free(name);
    return repository->lock >= 0;
}

bool repository_open(struct repository *repository, const char *path)
{
    struct stat st;
    char *name = file_name(path, "git");
    *repository = (struct repository){.path = state_path(name), .lock = -1};
    free(name);
    if (repository->path && stat(repository->path, &st) && errno == ENOENT)
        return true;
    return repository_lock(repository, path);
}

enum git_status repository_ready(struct repository *repository)
{
    struct stat st;
    if (repository->lock < 0)
        return GIT_NO;
    if (stat(repository->path, &st)) {
        buf_clear(&repository->said);
        buf_printf(&repository->said, "%s", strerror(errno));
        return errno == ENOENT ? GIT_NO : GIT_FAILED;
    }
    int ended = git(repository, NULL, NULL, WORDS("config", "--local", "--get", remote_key));
    return ended == 0 ? GIT_DONE : ended == 1 ? GIT_NO : GIT_FAILED;
}

void repository_close(struct repository *repository)
{
    if (repository->lock >= 0)
        close(repository->lock);
    free(repository->path);
    buf_free(&repository->said);
}

bool repository_make(struct repository *repository, const char *url)
{
    mode_t mask = umask(077);
    int ended = git(repository, NULL, NULL, WORDS("init", "--quiet", "--bare", "--template="));
    umask(mask);
    return ended == 0 && git(repository, NULL, NULL, WORDS("config", "--replace-all", remote_key, url)) == 0;
}

/* Refs */

bool refs_read(struct repository *repository, struct commit refs[REFS])
{
    struct buf out = {0};
    for (int i = 0; i < REFS; i++)
        refs[i].name[0] = '\0';
    bool done = git(repository, NULL, &out,
                    WORDS("for-each-ref", "--format=%(objectname) %(refname)", "--", "refs/kind/")) == 0;
    for (const char *line = buf_string(&out); *line;) {
        size_t length = strcspn(line, "\n"), name = strcspn(line, " \n");
        for (int i = 0; i < REFS; i++)
            if (name < length && strlen(ref_names[i]) == length - name - 1 &&
                strncmp(line + name + 1, ref_names[i], length - name - 1) == 0)
                commit_read(line, &refs[i]);
        line += length + (line[length] == '\n');
    }
    buf_free(&out);
    return done;
}

bool ref_set(struct repository *repository, enum git_ref ref, const struct commit *commit)
{
    return git(repository, NULL, NULL, WORDS("update-ref", ref_names[ref], commit->name)) == 0;
}

bool pending_end(struct repository *repository, const struct commit *pending, bool taken)
{
    struct buf input = {0};
    if (taken)
        buf_printf(&input, "update %s %s\n", ref_names[REF_LOCAL], pending->name);
    buf_printf(&input, "delete %s\n", ref_names[REF_PENDING]);
    bool done = git(repository, &input, NULL, WORDS("update-ref", "--stdin")) == 0;
    buf_free(&input);
    return done;
}

/* The remote */

bool remote_answers(struct repository *repository, const char *url)
{
    return git_remote(repository, NULL, NULL, WORDS("ls-remote", "--quiet", "--", url, branch)) == 0;
}

enum git_status remote_fetch(struct repository *repository, struct commit *found)
{
    enum { ANSWERED = 0, NO_SUCH_REF = 2, TRIES = 2 };
    struct commit refs[REFS];
    struct buf said = {0};
    int ended = ANSWERED;
    found->name[0] = '\0';
    /* The first log may be sent between a fetch that finds none and the question whether there is one. */
    for (int tries = 0; tries < TRIES && ended == ANSWERED; tries++) {
        buf_free(&said);
        if (git_remote(repository, repository->path, NULL,
                       WORDS("fetch", "--quiet", "--no-tags", "--", remote_name,
                             "+refs/heads/kind:refs/kind/remote")) == 0) {
            bool done = refs_read(repository, refs);
            *found = refs[REF_REMOTE];
            return done ? GIT_DONE : GIT_FAILED;
        }
        buf_add(&said, buf_string(&repository->said), repository->said.length);
        ended = git_remote(repository, repository->path, NULL,
                           WORDS("ls-remote", "--quiet", "--exit-code", "--", remote_name, branch));
    }
    if (ended == NO_SUCH_REF) {
        buf_free(&said);
        ended = git(repository, NULL, NULL, WORDS("update-ref", "-d", ref_names[REF_REMOTE]));
        return ended == 0 ? GIT_DONE : GIT_FAILED;
    }
    buf_free(&repository->said);
    repository->said = said;
    return ended == ANSWERED ? GIT_FAILED : GIT_NO;
}

enum git_status remote_push(struct repository *repository, const struct commit *commit)
{
    struct buf spec = {0};
    buf_printf(&spec, "%s:%s", commit->name, branch);
    int ended = git_remote(repository, repository->path, NULL,
                           WORDS("push", "--quiet", "--no-verify", "--", remote_name, spec.bytes));
    buf_free(&spec);
    return ended == 0 ? GIT_DONE : ended == 1 ? GIT_NO : GIT_FAILED;
}

/* Commits */

bool log_of_commit(struct repository *repository, const struct commit *commit, struct buf *out, bool *found)
{
    struct buf name = {0}, said = {0}, listed = {0};
    buf_printf(&name, "%s:log.csv", commit->name);
    *found = git(repository, NULL, out, WORDS("cat-file", "blob", name.bytes)) == 0;
    bool done = *found;
    if (!done) {
        buf_add(&said, buf_string(&repository->said), repository->said.length);
        done = git(repository, NULL, &listed, WORDS("ls-tree", "--full-tree", commit->name)) == 0 &&
               !strstr(buf_string(&listed), "\tlog.csv\n");
        buf_free(&repository->said);
        repository->said = said;
    }
    buf_free(&name);
    buf_free(&listed);
    return done;
}

/* Puts BYTES into the repository. */
static bool blob_make(struct repository *repository, const struct buf *bytes, struct commit *blob)
{
    struct buf out = {0};
    bool done = git(repository, bytes, &out, WORDS("hash-object", "-w", "--stdin")) == 0;
    commit_read(buf_string(&out), blob);
    buf_free(&out);
    return done && *blob->name;
}

/* Appends to INPUT, for mktree, what else than LOG and its attributes the tree of COMMIT holds: it is
 * somebody's. */
static bool others_keep(struct repository *repository, const struct commit *commit, struct buf *input)
{
    struct buf listed = {0};
    bool done = git(repository, NULL, &listed, WORDS("ls-tree", "-z", "--full-tree", commit->name)) == 0;
    for (size_t at = 0; done && at < listed.length;) {
        const char *entry = listed.bytes + at, *name = strchr(entry, '\t');
        if (name && strcmp(name, "\t.gitattributes") != 0 && strcmp(name, "\tlog.csv") != 0)
            buf_add(input, entry, strlen(entry) + 1);
        at += strlen(entry) + 1;
    }
    buf_free(&listed);
    return done;
}

/* A tree of LOG and of what else stands in that of COMMIT, if there is one. */
static bool tree_make(struct repository *repository, const struct buf *log, const struct commit *commit,
                      struct commit *tree)
{
    static const char attributes[] = "log.csv -text merge=kind\n";
    struct buf said = {0}, input = {0}, out = {0};
    struct commit first, second;
    buf_text(&said, attributes);
    bool done = blob_make(repository, &said, &first) && blob_make(repository, log, &second);
    if (done) {
        buf_printf(&input, "100644 blob %s\t.gitattributes", first.name);
        buf_char(&input, '\0');
        buf_printf(&input, "100644 blob %s\tlog.csv", second.name);
        buf_char(&input, '\0');
        done = (!commit || others_keep(repository, commit, &input)) &&
               git(repository, &input, &out, WORDS("mktree", "-z")) == 0;
        commit_read(buf_string(&out), tree);
    }
    buf_free(&said);
    buf_free(&input);
    buf_free(&out);
    return done && *tree->name;
}

/* What a commit says: a word that no other one has, because of two that are the same the second one would
 * count as what came of the first. Devices of one KIND_SEED differ by process and place. False if there is no
 * chance, with why in SAID. */
static bool message_make(struct repository *repository, struct buf *message)
{
    struct chance chance = {0};
    uint64_t word = 0;
    long process = (long)getpid();
    uint64_t place = hash_fnv(HASH_START, repository->path, strlen(repository->path));
    bool done = chance_bytes(&chance, hash_fnv(place, &process, sizeof process), &word, sizeof word);
    if (!done) {
        buf_clear(&repository->said);
        buf_printf(&repository->said, "the kernel gives no random bytes: %s", strerror(errno));
    }
    buf_printf(message, "kind sync\n\n%016llx\n", (unsigned long long)word);
    return done;
}

bool commit_make(struct repository *repository, const struct buf *log, const struct commit *first,
                 const struct commit *second, struct commit *out)
{
    struct commit tree;
    struct buf message = {0}, name = {0};
    const char *words[5] = {NULL};
    int count = 0;
    const struct commit *parents[] = {first, second};
    /* The remote's was made of ours, so what else is there is newer. */
    const struct commit *newest = second && *second->name ? second : first && *first->name ? first : NULL;
    if (!message_make(repository, &message) || !tree_make(repository, log, newest, &tree)) {
        buf_free(&message);
        return false;
    }
    for (int i = 0; i < 2; i++)
        if (parents[i] && *parents[i]->name) {
            words[count++] = "-p";
            words[count++] = parents[i]->name;
        }
    bool done = git(repository, &message, &name,
                    WORDS("commit-tree", tree.name, words[0], words[1], words[2], words[3])) == 0;
    commit_read(buf_string(&name), out);
    buf_free(&message);
    buf_free(&name);
    return done && *out->name;
}

bool commit_base(struct repository *repository, const struct commit *a, const struct commit *b,
                 struct commit *out)
{
    struct buf names = {0};
    int ended = git(repository, NULL, &names, WORDS("merge-base", "--all", a->name, b->name));
    out->name[0] = '\0';
    for (const char *line = buf_string(&names); *line;) {
        size_t length = strcspn(line, "\n");
        struct commit found;
        commit_read(line, &found);
        if (!*out->name || strcmp(found.name, out->name) < 0)
            *out = found;
        line += length + (line[length] == '\n');
    }
    buf_free(&names);
    return ended == 0 || ended == 1;
}
