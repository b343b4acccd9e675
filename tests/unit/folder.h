/* A folder of its own for each test, the current one while it runs, and the files in it. */
#ifndef KIND_UNIT_FOLDER_H
#define KIND_UNIT_FOLDER_H

#include "base/buf.h"

#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATIENCE = 60 /* seconds, for a test that may hang */ };

/* Makes a folder below TMPDIR the current one. Its path for folder_remove, NULL if there is none. */
static inline char *folder_make(void)
{
    const char *where = getenv("TMPDIR");
    struct buf path = {0};
    buf_printf(&path, "%s/kind-unit-XXXXXX", where && *where == '/' ? where : "/tmp");
    bool made = mkdtemp(path.bytes) && chdir(path.bytes) == 0;
    buf_free(&path);
    alarm(PATIENCE);
    return made ? realpath(".", NULL) : NULL;
}

static inline int folder_remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

/* Removes FOLDER, frees it, and lets signals come again, which a door of the log holds for good. */
static inline int folder_remove(char *folder)
{
    sigset_t none;
    alarm(0);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int failed =
        chmod(folder, 0700) || chdir("/") || nftw(folder, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(folder);
    return failed;
}

static inline int make_folder(void **state)
{
    *state = folder_make();
    return *state ? 0 : -1;
}

static inline int remove_folder(void **state)
{
    return folder_remove(*state);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

/* Writes LENGTH bytes into the file PATH, opened in MODE. */
static inline void file_write(const char *path, const char *mode, const char *bytes, size_t length)
{
    FILE *file = fopen(path, mode);
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static inline void file_fill(const char *path, const char *text)
{
    file_write(path, "w", text, strlen(text));
}

static inline void file_extend(const char *path, const char *text)
{
    file_write(path, "a", text, strlen(text));
}

/* A new file in the place of the old one: ext4 brings one that was cut to nothing to the disk, which takes
 * time. */
static inline void file_renew(const char *path, const char *bytes, size_t length)
{
    unlink(path);
    file_write(path, "w", bytes, length);
}

/* What the file PATH holds, which the caller frees. */
static inline struct buf file_bytes(const char *path)
{
    struct buf bytes = {0};
    char block[4096];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    for (size_t got; (got = fread(block, 1, sizeof block, file)) > 0;)
        buf_add(&bytes, block, got);
    fclose(file);
    return bytes;
}

/* That the file PATH holds these LENGTH bytes. */
static inline void assert_holds(const char *path, const char *bytes, size_t length)
{
    struct buf now = file_bytes(path);
    assert_int_equal(now.length, length);
    assert_memory_equal(buf_string(&now), bytes, length);
    buf_free(&now);
}

static inline void assert_file(const char *path, const char *text)
{
    assert_holds(path, text, strlen(text));
}

/* The rights of the file PATH. */
static inline mode_t mode_of(const char *path)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return st.st_mode & 07777;
}

#endif
