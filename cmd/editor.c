/* The person's editor, on a copy in a file of its own. */
#include "cmd/editor.h"

#include "cmd/cmd.h"

#include "base/child.h"
#include "base/die.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ALIKE_SHOWN = 3 /* lines of trouble that say the same */ };

/* VISUAL where the terminal can show one, EDITOR, or vi; NULL if none can be had, as git decides it. */
static const char *editor_find(void)
{
    const char *term = getenv("TERM"), *visual = getenv("VISUAL"), *editor = getenv("EDITOR");
    bool dumb = !term || strcmp(term, "dumb") == 0;
    if (visual && *visual && !dumb)
        return visual;
    if (editor && *editor)
        return editor;
    return dumb ? NULL : "vi";
}

char *draft_make(const char *name, const struct buf *text)
{
    struct buf path = {0};
    const char *folder = getenv("TMPDIR");
    int fd = -1;
    buf_printf(&path, "%s/kind-XXXXXX", folder && *folder == '/' ? folder : "/tmp");
    bool made = mkdtemp(path.bytes) != NULL, done = made;
    if (made) {
        buf_printf(&path, "/%s", name);
        fd = open(path.bytes, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        done = fd >= 0 && buf_write(text, fd);
    }
    int error = errno;
    if (fd >= 0 && close(fd) && done) {
        error = errno;
        done = false;
    }
    if (done)
        return buf_take(&path);
    complain("%s: %s; nothing was changed", path.bytes, strerror(error));
    if (made)
        draft_remove(path.bytes);
    buf_free(&path);
    return NULL;
}

void draft_remove(char *path)
{
    *strrchr(path, '/') = '\0';
    DIR *folder = opendir(path);
    for (const struct dirent *entry; folder && (entry = readdir(folder));)
        unlinkat(dirfd(folder), entry->d_name, 0);
    if (folder)
        closedir(folder);
    rmdir(path);
}

/* Runs the editor of VISUAL or EDITOR on PATH until it ends. False with WHY, if it can't be run or says that
   it failed. */
static bool editor_run(const char *path, struct buf *why)
{
    const char *editor = editor_find();
    if (!editor) {
        buf_text(why, "no editor for a dumb terminal: set EDITOR, or say what to change with options");
        return false;
    }
    int ended = child_shell(editor, path, NULL);
    if (ended == 0)
        return true;
    if (ended == CHILD_NONE)
        buf_printf(why, "the editor '%s' can't be run; set VISUAL or EDITOR", editor);
    else
        buf_printf(why, "the editor '%s' failed", editor);
    return false;
}

/* Whether to go on with the editor after what was wrong was said. */
static bool again_agreed(void)
{
    return ask_possible() && ask_agreed("Go on editing?", true);
}

/* Lines of trouble that say the same. */
struct alike {
    const char *what; /* as far as it is the same: up to a quote or the end of the line */
    size_t length, count;
    int digits;        /* of the first one's line, */
    const char *first; /* which begins here */
};

/* Counts LINE, "NUMBER: WHAT", among ALIKES, of which there are *COUNT. Which of its like it is. */
static size_t alike_count(struct alike **alikes, size_t *count, const char *line)
{
    const char *what = line + strspn(line, "0123456789");
    size_t i = 0, length = strcspn(what, "'\n");
    while (i < *count && ((*alikes)[i].length != length || memcmp((*alikes)[i].what, what, length) != 0))
        i++;
    if (i == *count) {
        *alikes = must_grow(*alikes, ++*count, sizeof **alikes);
        (*alikes)[i] = (struct alike){what, length, 0, (int)(what - line), line};
    }
    return ++(*alikes)[i].count;
}

/* Each line of TROUBLE is about a line of PATH. Of many that say the same the first few are shown. */
static void trouble_say(const char *path, const struct buf *trouble)
{
    struct alike *alikes = NULL;
    size_t count = 0;
    for (const char *line = trouble->bytes; line && *line;) {
        size_t length = strcspn(line, "\n");
        if (alike_count(&alikes, &count, line) <= ALIKE_SHOWN)
            complain("%s:%.*s", path, (int)length, line);
        line += length + (line[length] == '\n');
    }
    for (size_t i = 0; i < count; i++)
        if (alikes[i].count > ALIKE_SHOWN)
            complain("and %zu more like line %.*s", alikes[i].count - ALIKE_SHOWN, alikes[i].digits,
                     alikes[i].first);
    free(alikes);
}

bool draft_read(const char *path, struct buf *text)
{
    struct stat st;
    buf_clear(text);
    int error = stat(path, &st) ? errno : buf_read_file(text, path, (size_t)st.st_size);
    if (error)
        complain("%s: %s; nothing was changed", path, strerror(error));
    return !error;
}

enum outcome draft_edit(const char *path, const struct buf *before, draft_judge *judge, void *context,
                        struct buf *text)
{
    for (;;) {
        struct buf trouble = {0}, why = {0};
        bool ran = editor_run(path, &why), there = draft_read(path, text);
        bool same = there && text->length == before->length &&
                    memcmp(buf_string(text), buf_string(before), text->length) == 0;
        if (!ran && same)
            complain("%s; nothing was changed", why.bytes);
        else if (!ran && there)
            complain("%s; nothing was changed; your text is kept in %s", why.bytes, path);
        buf_free(&why);
        if (!ran || !there)
            return ran || !same ? EDIT_FAILED : EDIT_NONE;
        if (same || !text->length)
            return EDIT_SAME;
        bool good = judge(text, context, &trouble);
        trouble_say(path, &trouble);
        buf_free(&trouble);
        if (good)
            return EDIT_TAKEN;
        if (!again_agreed()) {
            complain("nothing was changed; your text is kept in %s", path);
            return EDIT_FAILED;
        }
    }
}
