/* The append: what is written comes back, whatever the file held before; a failure leaves it as it was. */
#include "track.h"

#include "tests/unit/folder.h"
#include "tests/unit/rows.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define ROW "2026-11-23T19:24:05+01:00,kindness,\"helped\",7,,,,,k7q2mh4tzn0c\n"
#define OTHER "2026-11-23T21:02:11+01:00,shift,\"a, \"\"b\"\"\",,8,4,3.25,others,k1b9s0d4x7wq\n"

static const struct clock utc = {.fixed = true};

/* When it is called is tests/unit/track_calls.c's; here thousands of them would only take time. */
int fdatasync(int fd)
{
    (void)fd;
    return 0;
}

static struct entry plain_entry(void)
{
    struct entry entry = entry_at((struct moment){1795464131, 3600}, PRACTICE_KINDNESS);
    entry.note = "walked the dog, \"Rex\"";
    entry.note_length = strlen(entry.note);
    entry.mood = 75;
    return entry;
}

static void assert_appends(const char *path, struct entry *entry)
{
    struct buf error = {0};
    enum track_status status = track_append(path, entry, 1, &error);
    if (status != TRACK_OK)
        fail_msg("%s", buf_string(&error));
    assert_int_equal(error.length, 0);
}

/* The append is refused with words that hold PART; a file there stays as it is. */
static void assert_refused(const char *text, const char *part)
{
    struct entry entry = plain_entry();
    struct buf error = {0};
    file_fill("log.csv", text);
    assert_int_equal(track_append("log.csv", &entry, 1, &error), TRACK_REFUSED);
    if (!strstr(buf_string(&error), part))
        fail_msg("'%s' does not say '%s'", buf_string(&error), part);
    assert_file("log.csv", text);
    buf_free(&error);
}

static struct log read_log(const char *path)
{
    struct log log = {0};
    struct buf error = {0};
    assert_int_equal(track_read(path, TEXT_ALL, &utc, &log, &error), TRACK_OK);
    return log;
}

static void assert_view(struct view view, const char *bytes, size_t length)
{
    assert_int_equal(view.length, length);
    if (length)
        assert_memory_equal(view.bytes, bytes, length);
}

static void assert_record(const struct record *record, const struct entry *entry, bool with_id)
{
    uint64_t id = 0;
    struct buf note = {0};
    assert_int_equal(record->time, entry->time.sec);
    assert_int_equal(record->offset * 60, entry->time.offset);
    assert_int_equal(record->practice, entry->practice);
    assert_int_equal(record->mood, entry->mood);
    assert_int_equal(record->stress, entry->stress);
    assert_int_equal(record->stress_after, entry->stress_after);
    assert_int_equal(record->minutes, entry->minutes);
    assert_view(record_arm(record), entry->arm, entry->arm ? strlen(entry->arm) : 0);
    assert_true(!with_id || id_read(entry->id, strlen(entry->id), &id));
    assert_true(record->id == id);
    for (size_t i = 0; i < entry->note_length; i++)
        buf_char(&note, memchr("\r\n", entry->note[i], 3) ? ' ' : entry->note[i]);
    assert_view(record_note(record), buf_string(&note), note.length);
    buf_free(&note);
}

/* PATH holds TEXT and behind it a row that reads as ENTRY. */
static void assert_appended(const char *path, const char *text, const struct entry *entry)
{
    struct buf now = file_bytes(path);
    assert_true(now.length > strlen(text));
    assert_memory_equal(now.bytes, text, strlen(text));
    assert_int_equal(now.bytes[now.length - 1], '\n');
    buf_free(&now);
    struct log log = read_log(path);
    assert_true(log.count > 0);
    assert_record(&log.records[log.count - 1], entry, true);
    log_free(&log);
}

/* What is written comes back */

static void random_note(uint64_t *seed, struct buf *note)
{
    static const char special[] = "=+-@'\t\",;\n\r#\0 \xff\xc3\x28\x1b";
    size_t length = random_below(seed, 50) ? random_below(seed, 40) : random_below(seed, 9000);
    note->length = 0;
    for (size_t i = 0; i < length; i++)
        buf_char(note, random_below(seed, 2) ? (char)random_next(seed)
                                             : special[random_below(seed, sizeof special - 1)]);
}

static int random_rating(uint64_t *seed)
{
    return (int)random_below(seed, RATING_MAX + 2) - 1;
}

static struct entry random_entry(uint64_t *seed, const struct buf *note)
{
    static const char *const arms[] = {NULL, "others", "usual", "kuukku"};
    struct entry entry = entry_at((struct moment){(int64_t)random_below(seed, 315400000000) - 62100000000,
                                                  ((int)random_below(seed, 2879) - 1439) * 60},
                                  (enum practice)random_below(seed, PRACTICES));
    entry.note = note->bytes;
    entry.note_length = note->length;
    entry.mood = random_rating(seed);
    entry.stress = random_rating(seed);
    entry.stress_after = random_rating(seed);
    entry.minutes = random_below(seed, 2) ? (long)random_below(seed, MINUTES_MAX + 1) : MINUTES_NONE;
    entry.arm = arms[random_below(seed, 4)];
    return entry;
}

static void every_field_comes_back_whatever_the_note(void **state)
{
    (void)state;
    enum { MOST = 100, ENTRIES = 5000 };
    struct buf notes[MOST] = {0};
    struct entry entries[MOST];
    uint64_t seed = 1;
    for (size_t done = 0, count; done < ENTRIES; done += count) {
        count = 1 + random_below(&seed, MOST);
        for (size_t i = 0; i < count; i++) {
            random_note(&seed, &notes[i]);
            entries[i] = random_entry(&seed, &notes[i]);
        }
        struct buf error = {0};
        assert_int_equal(track_append("log.csv", entries, count, &error), TRACK_OK);
        struct log log = read_log("log.csv");
        assert_int_equal(log.fault_count, 0);
        assert_int_equal(log.count, count);
        for (size_t i = 0; i < count; i++)
            assert_record(&log.records[i], &entries[i], true);
        log_free(&log);
        assert_int_equal(unlink("log.csv"), 0);
    }
    for (size_t i = 0; i < MOST; i++)
        buf_free(&notes[i]);
}

static void a_row_is_written_as_the_manual_shows_it(void **state)
{
    (void)state;
    struct entry entry = entry_at((struct moment){1795464131, 3600}, PRACTICE_SHIFT);
    entry.note = "=mail\nfrom \"him\"";
    entry.note_length = strlen(entry.note);
    entry.stress = 80;
    entry.stress_after = 45;
    entry.minutes = 325;
    entry.arm = "others";
    assert_appends("log.csv", &entry);
    struct buf text = {0};
    buf_printf(&text,
               HEADER "2026-11-23T21:02:11+01:00,shift,\"'=mail from \"\"him\"\"\",,8,4.5,3.25,others,%s\n",
               entry.id);
    assert_file("log.csv", text.bytes);
    buf_free(&text);
}

/* Any bytes in the file */

static void random_file(uint64_t *seed, struct buf *text)
{
    static const char *const heads[] = {HEADER,
                                        HEADER,
                                        HEADER,
                                        "",
                                        "\xef\xbb\xbf" HEADER,
                                        NAMES "\r\n",
                                        NAMES,
                                        "time,practice,no",
                                        "\n\n",
                                        "time,pra\n" HEADER,
                                        "id,mood,note,time,x,practice\n",
                                        "time;practice;note;mood;id\n",
                                        "time\tpractice\tnote\tmood\tid\n",
                                        "tame,practice,note,mood\n"};
    static const char *const pieces[] = {
        ROW,
        OTHER,
        "\n",
        " \n",
        "2026-11-23T19:24:05+01:00,kindness,\"open\n",
        "2026-11-23T19:24:05+01:00,kindness,\"two\r\nlines\",7,,,,,k7q2mh4tzn0d\n",
        "2026-11-23T19:24:05Z,mood,,7,,,,,\n",
        "\"",
        "\"\"",
        "\r",
        "<<<<<<< HEAD\n",
        "=======\n",
        HEADER,
        "k7q2mh4tzn0c,7,\"x\",2026-11-23T19:24:05Z,,care\n",
        "2026-11-23T19:24:05Z;mood;\"x\";7,5;k7q2mh4tzn0c\n",
        "garbage",
        ",,,,,,,,\n",
        "2026-11-23T19:24:05+01:00,"};
    text->length = 0;
    buf_text(text, heads[random_below(seed, sizeof heads / sizeof *heads)]);
    for (size_t n = random_below(seed, 12); n > 0; n--)
        buf_text(text, pieces[random_below(seed, sizeof pieces / sizeof *pieces)]);
    for (size_t n = random_below(seed, 3) * random_below(seed, 3); n > 0 && text->length; n--) {
        size_t at = random_below(seed, text->length);
        switch (random_below(seed, 4)) {
        case 0:
            text->bytes[at] = (char)random_next(seed);
            break;
        case 1:
            text->bytes[at] = "\0\n\",\r;"[random_below(seed, 6)];
            break;
        case 2:
            text->length = at;
            break;
        default:
            memmove(text->bytes + at, text->bytes + at + 1, --text->length - at);
        }
    }
    for (size_t n = random_below(seed, 8) ? 0 : random_below(seed, 20); n > 0; n--)
        buf_char(text, '\0');
    for (size_t n = random_below(seed, 20) ? 0 : random_below(seed, 200); n > 0; n--)
        buf_char(text, (char)random_next(seed));
}

/* Whether each record of BEFORE stands in AFTER too, on its line, in its order. */
static bool all_kept(const struct log *before, const struct log *after)
{
    size_t j = 0;
    for (size_t i = 0; i < before->count; i++, j++) {
        struct view row = record_row(&before->records[i]);
        while (j < after->count && after->records[j].line < before->records[i].line)
            j++;
        if (j == after->count || after->records[j].line != before->records[i].line)
            return false;
        struct view same = record_row(&after->records[j]);
        if (row.length != same.length || memcmp(row.bytes, same.bytes, row.length) != 0)
            return false;
    }
    return true;
}

static void check_append_to(const struct buf *text, struct entry *entry)
{
    struct log before = {0};
    struct buf error = {0};
    file_renew("log.csv", buf_string(text), text->length);
    enum track_status readable = track_parse(buf_string(text), text->length, TEXT_ALL, &utc, &before, &error);
    buf_free(&error);
    enum track_status status = track_append("log.csv", entry, 1, &error);
    if (status == TRACK_OK) {
        struct log after = read_log("log.csv");
        assert_int_equal(readable, TRACK_OK);
        assert_true(after.count > before.count);
        assert_record(&after.records[after.count - 1], entry, *entry->id);
        assert_true(all_kept(&before, &after));
        log_free(&after);
    } else {
        assert_int_equal(status, TRACK_REFUSED);
        assert_true(error.length > 0);
        assert_holds("log.csv", buf_string(text), text->length);
    }
    log_free(&before);
    buf_free(&error);
}

static void any_file_keeps_its_records_and_takes_the_new_one(void **state)
{
    (void)state;
    uint64_t seed = 5;
    struct buf text = {0};
    for (int run = 0; run < 6000; run++) {
        random_file(&seed, &text);
        struct entry entry = plain_entry();
        if (run % 3 == 0) {
            entry.note = NULL;
            entry.note_length = 0;
        }
        check_append_to(&text, &entry);
    }
    buf_free(&text);
}

static void a_torn_file_takes_the_new_record(void **state)
{
    (void)state;
    static const char whole[] =
        HEADER ROW OTHER "2026-11-24T08:00:00+01:00,mood,\"\",6.5,,,,,kzzzzzzzzzzz\n" OTHER ROW;
    struct log all = {0};
    struct buf error = {0};
    assert_int_equal(track_parse(whole, sizeof whole - 1, TEXT_ALL, &utc, &all, &error), TRACK_OK);
    assert_int_equal(all.count, 5);
    for (size_t length = 0; length < sizeof whole; length++) {
        struct entry entry = plain_entry();
        file_renew("log.csv", whole, length);
        assert_appends("log.csv", &entry);
        struct log log = read_log("log.csv");
        assert_true(log.count > 0);
        assert_record(&log.records[log.count - 1], &entry, true);
        for (size_t i = 0; i + 1 < log.count; i++) {
            struct view row = record_row(&log.records[i]), original = record_row(&all.records[i]);
            /* A row torn right before its id has lost nothing else. */
            assert_int_equal(row.length, original.length - (log.records[i].id ? 0 : ID_SIZE - 1));
            assert_memory_equal(row.bytes, original.bytes, row.length);
        }
        log_free(&log);
    }
    log_free(&all);
}

static void a_torn_header_is_finished(void **state)
{
    (void)state;
    for (size_t length = 0; length < sizeof HEADER; length++) {
        struct entry entry = plain_entry();
        struct buf text = {0};
        file_renew("log.csv", HEADER, length);
        assert_appends("log.csv", &entry);
        buf_printf(&text,
                   HEADER "2026-11-23T21:02:11+01:00,kindness,\"walked the dog, \"\"Rex\"\"\",7.5,,,,,%s\n",
                   entry.id);
        assert_file("log.csv", text.bytes);
        buf_free(&text);
    }
}

static void a_missing_end_of_line_is_added(void **state)
{
    (void)state;
    struct entry entry = plain_entry();
    file_renew("log.csv", HEADER ROW, sizeof HEADER ROW - 2);
    assert_appends("log.csv", &entry);
    assert_appended("log.csv", HEADER ROW, &entry);
    struct log log = read_log("log.csv");
    assert_int_equal(log.count, 2);
    log_free(&log);
}

static void a_log_of_many_rows_is_appended_to_by_the_header_at_its_start(void **state)
{
    (void)state;
    struct entry entry = plain_entry();
    struct buf text = {0};
    buf_text(&text, HEADER);
    for (int i = 0; i < 200; i++)
        buf_text(&text, ROW);
    file_fill("log.csv", text.bytes);
    assert_appends("log.csv", &entry);
    struct log log = read_log("log.csv");
    assert_int_equal(log.count, 201);
    assert_int_equal(log.lost, 0);
    log_free(&log);
    buf_free(&text);
}

static void an_open_quote_does_not_swallow_the_new_record(void **state)
{
    (void)state;
    static const char text[] = HEADER ROW "2026-11-23T19:24:05+01:00,kindness,\"open";
    struct entry entry = plain_entry();
    file_fill("log.csv", text);
    assert_appends("log.csv", &entry);
    assert_appended("log.csv", text, &entry);
    struct log log = read_log("log.csv");
    assert_int_equal(log.count, 2);
    assert_int_equal(log.lost, 1);
    assert_int_equal(log.faults[0].line, 3);
    log_free(&log);
}

static void the_order_of_the_header_is_kept(void **state)
{
    (void)state;
    static const char text[] = "\xef\xbb\xbfid;weather;note;mood;practice;time\r\n";
    struct entry entry = plain_entry();
    struct buf whole = {0};
    file_fill("log.csv", text);
    assert_appends("log.csv", &entry);
    buf_printf(&whole, "%s%s;;\"walked the dog, \"\"Rex\"\"\";7.5;kindness;2026-11-23T21:02:11+01:00\n", text,
               entry.id);
    assert_file("log.csv", whole.bytes);
    assert_appended("log.csv", text, &entry);
    buf_free(&whole);
}

static void the_header_is_read_to_its_end_whatever_stands_in_it(void **state)
{
    (void)state;
    struct entry entry = plain_entry();
    struct buf text = {0};
    buf_text(&text, NAMES);
    for (int i = 0; i < 5000; i++)
        buf_char(&text, '\0');
    buf_text(&text, "x\n");
    file_renew("log.csv", text.bytes, text.length);
    assert_appends("log.csv", &entry);
    struct log log = read_log("log.csv");
    assert_int_equal(log.count, 1);
    assert_record(log.records, &entry, false);
    assert_string_equal(entry.id, "");
    log_free(&log);
    buf_free(&text);
}

static void what_has_no_column_is_refused_and_named(void **state)
{
    (void)state;
    assert_refused("time,practice,mood,id\n", "log.csv:1: the header has no column 'note'");
    assert_refused("\ntime,practice,note,id\n", "log.csv:2: the header has no column 'mood'");
    struct entry entry = entry_at((struct moment){0, 0}, PRACTICE_CARE);
    file_fill("log.csv", "time,practice\n");
    assert_appends("log.csv", &entry);
    assert_file("log.csv", "time,practice\n1970-01-01T00:00:00+00:00,care\n");
}

static void what_is_no_log_is_refused(void **state)
{
    (void)state;
    assert_refused("hello\n", "log.csv:1: no column 'time'");
    assert_refused("practice,note\n", "no column 'time'");
    assert_refused("time,practice,note,Note,mood\n", "two columns");
    assert_refused("\x7f"
                   "ELF",
                   "not a log");
    struct buf blank = {0};
    for (int i = 0; i < 70000; i++)
        buf_char(&blank, '\n');
    buf_text(&blank, "a letter");
    assert_refused(blank.bytes, "not a log");
    buf_free(&blank);
}

/* What the path may name */

static void a_symlink_stays_one(void **state)
{
    (void)state;
    struct entry entry = plain_entry();
    struct stat st;
    assert_int_equal(mkdir("real", 0700), 0);
    file_fill("real/it.csv", HEADER ROW);
    assert_int_equal(symlink("real/it.csv", "log.csv"), 0);
    assert_appends("log.csv", &entry);
    assert_appended("real/it.csv", HEADER ROW, &entry);
    assert_int_equal(unlink("real/it.csv"), 0);
    assert_appends("log.csv", &entry);
    assert_appended("real/it.csv", HEADER, &entry);
    assert_int_equal(lstat("log.csv", &st), 0);
    assert_true(S_ISLNK(st.st_mode));
}

static void what_is_no_regular_file_is_refused_at_once(void **state)
{
    (void)state;
    static const char *const paths[] = {"fifo", ".", "/dev/null", "link"};
    assert_int_equal(mkfifo("fifo", 0600), 0);
    assert_int_equal(symlink("fifo", "link"), 0);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct entry entry = plain_entry();
        struct buf error = {0};
        assert_int_equal(track_append(paths[i], &entry, 1, &error), TRACK_REFUSED);
        assert_memory_equal(error.bytes, paths[i], strlen(paths[i]));
        buf_free(&error);
    }
}

static void a_file_that_may_not_be_written_stays_as_it_is(void **state)
{
    (void)state;
    struct entry entry = plain_entry();
    struct buf error = {0};
    if (geteuid() == 0)
        skip();
    file_fill("log.csv", HEADER ROW);
    assert_int_equal(chmod("log.csv", 0400), 0);
    assert_int_equal(track_append("log.csv", &entry, 1, &error), TRACK_FAILED);
    assert_file("log.csv", HEADER ROW);
    buf_free(&error);
}

/* That the append of PATH fails, that it was known before, and why. */
static void assert_known_before(const char *path, enum track_status status)
{
    struct entry entry = plain_entry();
    struct buf before = {0}, after = {0};
    assert_int_equal(track_try(path, &entry, &before), status);
    assert_string_equal(entry.id, "");
    assert_int_equal(track_append(path, &entry, 1, &after), status);
    assert_string_equal(buf_string(&before), after.bytes);
    buf_free(&before);
    buf_free(&after);
}

static void an_append_that_has_to_fail_is_known_before(void **state)
{
    (void)state;
    file_fill("log.csv", "hello\n");
    assert_known_before("log.csv", TRACK_REFUSED);
    file_fill("log.csv", "time,practice,mood,id\n");
    assert_known_before("log.csv", TRACK_REFUSED);
    assert_known_before(".", TRACK_REFUSED);
    assert_known_before("/dev/null", TRACK_REFUSED);
    assert_known_before("log.csv/log.csv", TRACK_FAILED);
}

static void a_folder_that_may_not_be_written_is_known_before(void **state)
{
    (void)state;
    static const char *const paths[] = {"shut/log.csv", "shut/a/b/log.csv"};
    struct entry entry = plain_entry();
    if (geteuid() == 0)
        skip();
    assert_int_equal(mkdir("shut", 0500), 0);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct buf error = {0};
        assert_int_equal(track_try(paths[i], &entry, &error), TRACK_FAILED);
        assert_non_null(strstr(error.bytes, "it can't be made in shut: Permission denied"));
        buf_free(&error);
    }
}

static void a_try_makes_and_writes_nothing(void **state)
{
    (void)state;
    static const char *const paths[] = {"new.csv", "./new.csv", "a/b/new.csv", "log.csv", "link"};
    struct entry entry = plain_entry();
    struct buf error = {0};
    struct stat st;
    file_fill("log.csv", HEADER ROW);
    assert_int_equal(symlink("nowhere/new.csv", "link"), 0);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        assert_int_equal(track_try(paths[i], &entry, &error), TRACK_OK);
    assert_file("log.csv", HEADER ROW);
    assert_int_equal(stat("new.csv", &st), -1);
    assert_int_equal(stat("a", &st), -1);
    assert_int_equal(stat("nowhere", &st), -1);
    assert_string_equal(buf_string(&error), "");
}

static void a_new_file_is_its_owners_alone(void **state)
{
    (void)state;
    static const mode_t masks[] = {0, 0777};
    static const char *const paths[] = {"a/b/log.csv", "c/d/log.csv"};
    for (int i = 0; i < 2; i++) {
        struct entry entry = plain_entry();
        mode_t old = umask(masks[i]);
        assert_appends(paths[i], &entry);
        assert_int_equal(umask(old), masks[i]);
        assert_int_equal(mode_of(paths[i]), 0600);
        assert_int_equal(mode_of(i ? "c" : "a"), 0700);
        assert_int_equal(mode_of(i ? "c/d" : "a/b"), 0700);
    }
    struct entry entry = plain_entry();
    file_fill("log.csv", HEADER);
    assert_int_equal(chmod("log.csv", 0664), 0);
    assert_appends("log.csv", &entry);
    assert_int_equal(mode_of("log.csv"), 0664);
}

/* When the system fails */

/* The status of an append to PATH in a process that may make no file longer than LIMIT bytes. */
static enum track_status append_within(const char *path, rlim_t limit)
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        struct entry entry = plain_entry();
        struct buf error = {0};
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){limit, limit});
        enum track_status status = track_append(path, &entry, 1, &error);
        bool said = status == TRACK_OK || error.length;
        buf_free(&error);
        _exit(said ? (int)status : 99);
    }
    int ended;
    assert_true(waitpid(child, &ended, 0) == child);
    assert_true(WIFEXITED(ended));
    return (enum track_status)WEXITSTATUS(ended);
}

static void a_full_disk_leaves_the_file_as_it_was(void **state)
{
    (void)state;
    static const char *const texts[] = {HEADER ROW, HEADER "torn", "time,pra", HEADER, ""};
    struct entry entry = plain_entry();
    assert_appends("log.csv", &entry);
    struct buf fresh = file_bytes("log.csv");
    size_t row = fresh.length - strlen(HEADER);
    buf_free(&fresh);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t length = strlen(texts[i]), last = length + row + strlen(HEADER) + 1;
        bool done = false;
        for (size_t limit = length; limit <= last; limit++) {
            file_renew("log.csv", texts[i], length);
            enum track_status status = append_within("log.csv", limit);
            assert_true(status == TRACK_OK || (status == TRACK_FAILED && !done));
            done = status == TRACK_OK;
            struct log log = read_log("log.csv");
            if (done)
                assert_int_equal(log.records[log.count - 1].mood, entry.mood);
            else
                assert_file("log.csv", texts[i]);
            log_free(&log);
        }
        assert_true(done);
    }
}

static void a_full_disk_leaves_no_new_file(void **state)
{
    (void)state;
    struct stat st;
    assert_int_equal(symlink("real.csv", "link.csv"), 0);
    for (rlim_t limit = 0; limit <= 100; limit++) {
        assert_int_equal(append_within("log.csv", limit), TRACK_FAILED);
        assert_int_equal(access("log.csv", F_OK), -1);
        assert_int_equal(append_within("link.csv", limit), TRACK_FAILED);
        assert_int_equal(access("real.csv", F_OK), -1);
        assert_int_equal(lstat("link.csv", &st), 0);
    }
}

static void signals_are_held_after_the_append(void **state)
{
    (void)state;
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        struct entry entry = plain_entry();
        struct buf error = {0};
        sigset_t held;
        sigprocmask(SIG_SETMASK, NULL, &held);
        bool before = sigismember(&held, SIGINT);
        enum track_status status = track_append("log.csv", &entry, 1, &error);
        sigprocmask(SIG_SETMASK, NULL, &held);
        bool after = sigismember(&held, SIGINT) && sigismember(&held, SIGTERM) && sigismember(&held, SIGHUP);
        _exit(status != TRACK_OK || before || !after);
    }
    int ended;
    assert_true(waitpid(child, &ended, 0) == child);
    assert_true(WIFEXITED(ended) && WEXITSTATUS(ended) == 0);
}

/* Ids */

static int by_id(const void *a, const void *b)
{
    const struct record *left = a, *right = b;
    return (left->id > right->id) - (left->id < right->id);
}

static void ids_are_unique_and_well_formed(void **state)
{
    (void)state;
    enum { MANY = 20000 };
    struct entry *entries = must_alloc(MANY, sizeof *entries);
    struct buf error = {0};
    unsetenv("KIND_SEED");
    for (size_t i = 0; i < MANY; i++)
        entries[i] = plain_entry();
    assert_int_equal(track_append("log.csv", entries, MANY, &error), TRACK_OK);
    struct log log = read_log("log.csv");
    assert_int_equal(log.count, MANY);
    for (size_t i = 0; i < MANY; i++) {
        assert_int_equal(strlen(entries[i].id), ID_SIZE - 1);
        assert_int_equal(strspn(entries[i].id, "0123456789abcdefghjkmnpqrstvwxyz"), ID_SIZE - 1);
        assert_int_equal(entries[i].id[0], 'k');
    }
    qsort(log.records, log.count, sizeof *log.records, by_id);
    for (size_t i = 1; i < MANY; i++)
        assert_true(log.records[i].id != log.records[i - 1].id);
    log_free(&log);
    free(entries);
}

static void what_is_recorded_together_has_ids_in_its_order(void **state)
{
    (void)state;
    enum { SOME = 40 };
    struct entry entries[SOME];
    for (size_t i = 0; i < SOME; i++)
        entries[i] = plain_entry();
    struct buf error = {0};
    assert_int_equal(track_append("log.csv", entries, SOME, &error), TRACK_OK);
    for (size_t i = 1; i < SOME; i++)
        assert_true(strcmp(entries[i - 1].id, entries[i].id) < 0);
}

static void a_seed_repeats_the_ids_and_never_one_of_them(void **state)
{
    (void)state;
    struct buf files[2];
    setenv("KIND_SEED", "spring", 1);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 3; i++) {
            struct entry entry = plain_entry();
            assert_appends("log.csv", &entry);
        }
        struct log log = read_log("log.csv");
        assert_int_equal(log.count, 3);
        assert_true(log.records[0].id != log.records[1].id && log.records[1].id != log.records[2].id);
        log_free(&log);
        files[round] = file_bytes("log.csv");
        assert_int_equal(unlink("log.csv"), 0);
    }
    unsetenv("KIND_SEED");
    assert_string_equal(files[0].bytes, files[1].bytes);
    buf_free(&files[0]);
    buf_free(&files[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(every_field_comes_back_whatever_the_note),
        IN_FOLDER(a_row_is_written_as_the_manual_shows_it),
        IN_FOLDER(any_file_keeps_its_records_and_takes_the_new_one),
        IN_FOLDER(a_torn_file_takes_the_new_record),
        IN_FOLDER(a_torn_header_is_finished),
        IN_FOLDER(a_missing_end_of_line_is_added),
        IN_FOLDER(a_log_of_many_rows_is_appended_to_by_the_header_at_its_start),
        IN_FOLDER(an_open_quote_does_not_swallow_the_new_record),
        IN_FOLDER(the_order_of_the_header_is_kept),
        IN_FOLDER(the_header_is_read_to_its_end_whatever_stands_in_it),
        IN_FOLDER(what_has_no_column_is_refused_and_named),
        IN_FOLDER(what_is_no_log_is_refused),
        IN_FOLDER(a_symlink_stays_one),
        IN_FOLDER(what_is_no_regular_file_is_refused_at_once),
        IN_FOLDER(a_file_that_may_not_be_written_stays_as_it_is),
        IN_FOLDER(an_append_that_has_to_fail_is_known_before),
        IN_FOLDER(a_folder_that_may_not_be_written_is_known_before),
        IN_FOLDER(a_try_makes_and_writes_nothing),
        IN_FOLDER(a_new_file_is_its_owners_alone),
        IN_FOLDER(a_full_disk_leaves_the_file_as_it_was),
        IN_FOLDER(a_full_disk_leaves_no_new_file),
        IN_FOLDER(signals_are_held_after_the_append),
        IN_FOLDER(ids_are_unique_and_well_formed),
        IN_FOLDER(what_is_recorded_together_has_ids_in_its_order),
        IN_FOLDER(a_seed_repeats_the_ids_and_never_one_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
