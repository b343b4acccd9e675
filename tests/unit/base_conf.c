/* What the configuration promises: defaults, what may be set, and a line for whatever can't be used. */
#include "base/conf.h"

#include "tests/unit/folder.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* A folder with the file in it, and what conf_read made of it. */
struct scene {
    char *folder;
    char path[4096]; /* FOLDER/config, which KIND_CONFIG names */
    struct conf conf;
    struct buf trouble;
};

static int scene_begin(void **state)
{
    struct scene *scene = must_alloc(1, sizeof *scene);
    *state = scene;
    scene->folder = folder_make();
    if (!scene->folder)
        return -1;
    snprintf(scene->path, sizeof scene->path, "%s/config", scene->folder);
    setenv("KIND_CONFIG", scene->path, 1);
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("HOME");
    return 0;
}

static int scene_end(void **state)
{
    struct scene *scene = *state;
    int failed = folder_remove(scene->folder);
    buf_free(&scene->trouble);
    free(scene);
    return failed;
}

static void read_again(struct scene *scene)
{
    buf_free(&scene->trouble);
    memset(&scene->conf, 0x55, sizeof scene->conf);
    conf_read(&scene->conf, &scene->trouble);
}

static void read_bytes(struct scene *scene, const char *bytes, size_t length)
{
    file_write(scene->path, "w", bytes, length);
    read_again(scene);
}

static void read_text(struct scene *scene, const char *text)
{
    read_bytes(scene, text, strlen(text));
}

static void assert_conf(const struct scene *scene, int day_start, int week_start, enum color color,
                        enum glyphs glyphs)
{
    assert_int_equal(scene->conf.day_start, day_start);
    assert_int_equal(scene->conf.week_start, week_start);
    assert_int_equal(scene->conf.color, color);
    assert_int_equal(scene->conf.glyphs, glyphs);
}

static void assert_defaults(const struct scene *scene)
{
    assert_conf(scene, 240, 0, COLOR_AUTO, GLYPHS_AUTO);
    assert_int_equal(scene->conf.pause.minutes, 300);
    assert_int_equal(scene->conf.pause.breath.in, 0);
    assert_false(scene->conf.pause.bell);
}

/* Checks the trouble, in which EXPECTED's every '@' stands for the file's path. */
static void assert_trouble(const struct scene *scene, const char *expected)
{
    struct buf whole = {0};
    for (; *expected; expected++) {
        if (*expected == '@')
            buf_text(&whole, scene->path);
        else
            buf_char(&whole, *expected);
    }
    assert_string_equal(buf_string(&scene->trouble), buf_string(&whole));
    buf_free(&whole);
}

static size_t lines(const struct buf *text)
{
    size_t count = 0;
    for (size_t i = 0; i < text->length; i++)
        count += text->bytes[i] == '\n';
    return count;
}

static void a_file_that_is_not_there_is_the_defaults(void **state)
{
    struct scene *scene = *state;
    read_again(scene);
    assert_defaults(scene);
    assert_trouble(scene, "");
    read_text(scene, ""); /* now config is a file, and nothing can be below it */
    setenv("KIND_CONFIG", "config/config", 1);
    read_again(scene);
    assert_defaults(scene);
    assert_trouble(scene, "");
}

static void an_empty_file_is_the_defaults(void **state)
{
    struct scene *scene = *state;
    static const char *const empty[] = {
        "", "\n", "\r\n\r\n", "  \t\n", "# day_start = 01:00\n; color = never\n  # indented", "\xef\xbb\xbf"};
    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++) {
        read_text(scene, empty[i]);
        assert_defaults(scene);
        assert_trouble(scene, "");
    }
}

static void every_key_can_be_set(void **state)
{
    struct scene *scene = *state;
    read_text(scene, "day_start = 03:30\nweek_start = sun\ncolor = never\nglyphs = ascii\n");
    assert_conf(scene, 210, 6, COLOR_NEVER, GLYPHS_ASCII);
    assert_trouble(scene, "");
}

static void every_word_means_what_it_says(void **state)
{
    struct scene *scene = *state;
    static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    for (int i = 0; i < 7; i++) {
        char text[64];
        snprintf(text, sizeof text, "week_start=%s\n", days[i]);
        read_text(scene, text);
        assert_conf(scene, 240, i, COLOR_AUTO, GLYPHS_AUTO);
    }
    read_text(scene, "color = auto\nglyphs = auto\n");
    assert_defaults(scene);
    read_text(scene, "color = always\nglyphs = unicode\n");
    assert_conf(scene, 240, 0, COLOR_ALWAYS, GLYPHS_UNICODE);
    assert_trouble(scene, "");
}

static void a_week_may_start_with_a_whole_word_in_any_case(void **state)
{
    struct scene *scene = *state;
    static const char *const days[] = {"Monday", "TUESDAY", "wednesday", "Thu", "friDAY", "SAT", "Sunday"};
    for (int i = 0; i < 7; i++) {
        char text[64];
        snprintf(text, sizeof text, "week_start=%s\n", days[i]);
        read_text(scene, text);
        assert_conf(scene, 240, i, COLOR_AUTO, GLYPHS_AUTO);
        assert_trouble(scene, "");
    }
    read_text(scene, "week_start = the day after sunday\n");
    assert_defaults(scene);
    assert_int_equal(lines(&scene->trouble), 1);
    read_text(scene, "week_start = 1\n");
    assert_defaults(scene);
    assert_int_equal(lines(&scene->trouble), 1);
    read_text(scene, "week_start = {mon}\n");
    assert_defaults(scene);
    assert_int_equal(lines(&scene->trouble), 1);
}

static void a_day_may_start_from_midnight_to_noon(void **state)
{
    struct scene *scene = *state;
    static const struct {
        const char *text;
        int minutes;
    } starts[] = {{"day_start = 00:00", 0},
                  {"day_start = 0:00", 0},
                  {"day_start = 4:05", 245},
                  {"day_start=12:00", 720},
                  {"day_start: 11:59\n", 719}};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        read_text(scene, starts[i].text);
        assert_conf(scene, starts[i].minutes, 0, COLOR_AUTO, GLYPHS_AUTO);
        assert_trouble(scene, "");
    }
}

static void a_bad_start_of_the_day_leaves_the_default(void **state)
{
    struct scene *scene = *state;
    static const char *const bad[] = {"12:01",  "13:00",  "24:00",  "25:00",  "03:60",         "4",   "04",
                                      "04:0",   "04:000", "004:00", "-1:00",  "+4:00",         ":30", "4 :00",
                                      "04:00h", "04.00",  "four",   "0x4:00", "99999999999:00"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[64], trouble[128];
        snprintf(text, sizeof text, "color = never\nday_start = %s\n", bad[i]);
        snprintf(trouble, sizeof trouble, "@:2: day_start is a time from 00:00 to 12:00, not '%s'\n", bad[i]);
        read_text(scene, text);
        assert_conf(scene, 240, 0, COLOR_NEVER, GLYPHS_AUTO);
        assert_trouble(scene, trouble);
    }
}

static void a_bad_word_leaves_the_default_and_names_the_good_ones(void **state)
{
    struct scene *scene = *state;
    read_text(scene, "week_start = mo\ncolor = yes\nglyphs =\nday_start = 05:00\n");
    assert_conf(scene, 300, 0, COLOR_AUTO, GLYPHS_AUTO);
    assert_trouble(scene, "@:1: week_start is one of mon, tue, wed, thu, fri, sat, sun, not 'mo'\n"
                          "@:2: color is one of auto, always, never, not 'yes'\n"
                          "@:3: glyphs is one of auto, unicode, ascii, not ''\n");
}

static void assert_breath(struct breath breath, int in, int hold, int out)
{
    assert_int_equal(breath.in, in);
    assert_int_equal(breath.hold, hold);
    assert_int_equal(breath.out, out);
}

static void the_pause_has_a_section_of_its_own(void **state)
{
    struct scene *scene = *state;
    read_text(scene, "color = never\n[pause]\nminutes = 90s\nbreath = 4-7-8\nbell = yes\n");
    assert_conf(scene, 240, 0, COLOR_NEVER, GLYPHS_AUTO);
    assert_int_equal(scene->conf.pause.minutes, 150);
    assert_breath(scene->conf.pause.breath, 4, 7, 8);
    assert_true(scene->conf.pause.bell);
    assert_trouble(scene, "");
    read_text(scene, "[pause]\nbell = no\nbreath = none\n");
    assert_defaults(scene);
    assert_trouble(scene, "");
}

static void the_shift_has_a_section_of_its_own(void **state)
{
    struct scene *scene = *state;
    read_text(scene, "[shift]\nminutes = 7.5\nbell = yes\n");
    assert_int_equal(scene->conf.shift.minutes, 750);
    assert_true(scene->conf.shift.bell);
    assert_int_equal(scene->conf.pause.minutes, 300);
    assert_trouble(scene, "");
    read_text(scene, "[shift]\nminutes = 0\nbell = loud\n");
    assert_int_equal(scene->conf.shift.minutes, 500);
    assert_false(scene->conf.shift.bell);
    assert_trouble(scene, "@:2: minutes is a number above 0, like 3, 2.5 or 90s, not '0'\n"
                          "@:3: bell is yes or no, not 'loud'\n");
}

static void what_a_pause_can_not_be_leaves_the_default(void **state)
{
    struct scene *scene = *state;
    read_text(scene, "[pause]\nminutes = 2,5\nbreath = 4\nbell = 1\ncolor = never\nbeep = yes\n");
    assert_defaults(scene);
    assert_trouble(scene, "@:2: minutes is a number above 0, like 3, 2.5 or 90s, not '2,5'\n"
                          "@:3: breath is seconds from 1 to 20, like 4-6 or 4-7-8, or none, not '4'\n"
                          "@:4: bell is yes or no, not '1'\n"
                          "@:5: unknown key 'color'; what can be set here: minutes, breath, bell\n"
                          "@:6: unknown key 'beep'; did you mean 'bell'?\n");
    read_text(scene, "bell = yes\n");
    assert_defaults(scene);
    assert_int_equal(lines(&scene->trouble), 1);
}

static void a_breath_is_two_or_three_times_from_1_to_20(void **state)
{
    static const char *const bad[] = {"",     "4",    "4-",      "-4",    "-4-6",
                                      "4-6-", "4--6", "0-6",     "6-0",   "4-0-6",
                                      "21-4", "4-21", "4-6-8-2", "4.5-6", "4 - 6",
                                      "4-6 ", "4/6",  "NONE",    "a-b",   "4-6-99999999999999999999"};
    struct breath breath = {9, 9, 9};
    (void)state;
    assert_true(conf_breath("4-6", &breath));
    assert_breath(breath, 4, 0, 6);
    assert_true(conf_breath("1-20-1", &breath));
    assert_breath(breath, 1, 20, 1);
    assert_true(conf_breath("none", &breath));
    assert_breath(breath, 0, 0, 0);
    breath = (struct breath){9, 9, 9};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(conf_breath(bad[i], &breath));
        assert_breath(breath, 9, 9, 9);
    }
}

static void assert_beside(const char *expected)
{
    char *path = conf_beside("deck");
    if (expected)
        assert_string_equal(path, expected);
    else
        assert_null(path);
    free(path);
}

static void other_files_lie_beside_the_configuration(void **state)
{
    (void)state;
    setenv("KIND_CONFIG", "/some/where/settings", 1);
    assert_beside("/some/where/deck");
    setenv("KIND_CONFIG", "settings", 1);
    assert_beside("deck");
    setenv("KIND_CONFIG", "", 1);
    assert_beside(NULL);
    unsetenv("KIND_CONFIG");
    assert_beside(NULL);
    setenv("HOME", "/home/me", 1);
    assert_beside("/home/me/.config/kind/deck");
    setenv("XDG_CONFIG_HOME", "/xdg", 1);
    assert_beside("/xdg/kind/deck");
    setenv("XDG_CONFIG_HOME", "xdg", 1);
    assert_beside("/home/me/.config/kind/deck");
}

static void an_unknown_key_is_named_with_what_was_meant(void **state)
{
    struct scene *scene = *state;
    read_text(scene, "# mine\n\nday_strat = 05:00\ncolour = never\nfrobnicate = 1\nDay_Start = 05:00\n= 3\n");
    assert_defaults(scene);
    assert_trouble(
        scene, "@:3: unknown key 'day_strat'; did you mean 'day_start'?\n"
               "@:4: unknown key 'colour'; did you mean 'color'?\n"
               "@:5: unknown key 'frobnicate'; what can be set here: day_start, week_start, color, glyphs\n"
               "@:6: unknown key 'Day_Start'; did you mean 'day_start'?\n"
               "@:7: unknown key ''; what can be set here: day_start, week_start, color, glyphs\n");
}

static void an_unknown_section_is_named_once_even_if_empty(void **state)
{
    struct scene *scene = *state;
    read_text(scene, "color = never\n[kind]\nday_start = 05:00\nglyphs = ascii\n[other]\n");
    assert_conf(scene, 240, 0, COLOR_NEVER, GLYPHS_AUTO);
    assert_trouble(scene, "@:2: unknown section '[kind]'; what stands below it is not used\n"
                          "@:5: unknown section '[other]'; what stands below it is not used\n");
    read_text(scene, "[kind\ncolor = never\n");
    assert_defaults(scene);
    assert_trouble(scene, "@:1: a section is written '[name]'; what stands below it is not used\n");
}

static void of_a_key_given_twice_the_first_counts(void **state)
{
    struct scene *scene = *state;
    read_text(scene, "color = never\nday_start = 05:00\ncolor = always\ncolor = never\n");
    assert_conf(scene, 300, 0, COLOR_NEVER, GLYPHS_AUTO);
    assert_trouble(scene, "@:3: 'color' stands on line 1 already; that one counts\n"
                          "@:4: 'color' stands on line 1 already; that one counts\n");
}

static void a_line_that_is_no_setting_is_named_and_costs_no_other(void **state)
{
    struct scene *scene = *state;
    read_text(scene, "hello\ncolor = never\nalways\nglyphs = ascii");
    assert_conf(scene, 240, 0, COLOR_NEVER, GLYPHS_ASCII);
    assert_trouble(scene,
                   "@:1: a setting is written 'key = value'\n@:3: a setting is written 'key = value'\n");
}

static void an_indented_line_is_a_line_of_its_own(void **state)
{
    struct scene *scene = *state;
    read_text(scene, "color = never\n  glyphs = ascii\n\tday_start = 05:00\n");
    assert_conf(scene, 300, 0, COLOR_NEVER, GLYPHS_ASCII);
    assert_trouble(scene, "");
}

static void a_comment_may_follow_a_value(void **state)
{
    struct scene *scene = *state;
    read_text(scene, "color = never # not here\nglyphs = ascii ; nor there\nday_start = 05:00\t# late\n");
    assert_conf(scene, 300, 0, COLOR_NEVER, GLYPHS_ASCII);
    assert_trouble(scene, "");
    read_text(scene, "color = never#not\n");
    assert_trouble(scene, "@:1: color is one of auto, always, never, not 'never#not'\n");
}

static void files_from_other_systems_are_read(void **state)
{
    struct scene *scene = *state;
    read_text(scene, "\xef\xbb\xbf"
                     "color = never\r\nglyphs = ascii\r\n\r\n; end\r\n");
    assert_conf(scene, 240, 0, COLOR_NEVER, GLYPHS_ASCII);
    assert_trouble(scene, "");
}

static void a_comment_may_be_long_but_a_setting_may_not(void **state)
{
    struct scene *scene = *state;
    struct buf text = {0};
    buf_text(&text, "color = never # ");
    for (int i = 0; i < 500; i++)
        buf_text(&text, "long ");
    buf_text(&text, "\n#");
    for (int i = 0; i < 500; i++)
        buf_text(&text, "long ");
    buf_text(&text, "\nweek_start = sun ; ");
    for (int i = 0; i < 500; i++)
        buf_text(&text, "long ");
    buf_text(&text, "\nglyphs = ");
    for (int i = 0; i < 500; i++)
        buf_text(&text, "long");
    buf_text(&text, "\nday_start = 05:00\n");
    read_bytes(scene, text.bytes, text.length);
    assert_conf(scene, 300, 6, COLOR_NEVER, GLYPHS_AUTO);
    assert_trouble(scene, "@:4: the line is longer than 180 bytes\n");
    buf_free(&text);
}

static void what_trouble_repeats_is_safe_to_show(void **state)
{
    struct scene *scene = *state;
    read_text(scene, "col\x1b[2Jor = never\nglyphs = \xff\xe2\x80\xae\n");
    assert_defaults(scene);
    assert_null(strchr(buf_string(&scene->trouble), '\x1b'));
    assert_null(strstr(buf_string(&scene->trouble), "\xe2\x80\xae"));
    assert_null(strchr(buf_string(&scene->trouble), '\xff'));
    assert_non_null(strstr(buf_string(&scene->trouble), "'col\xef\xbf\xbd[2Jor'"));
    assert_int_equal(lines(&scene->trouble), 2);
}

static void a_binary_file_is_not_used(void **state)
{
    struct scene *scene = *state;
    static const char bytes[] = "color = never\n\0\nglyphs = ascii\n";
    read_bytes(scene, bytes, sizeof bytes - 1);
    assert_defaults(scene);
    assert_trouble(scene, "@: can't be used: it is not text\n");
}

static void random_bytes_do_no_harm(void **state)
{
    struct scene *scene = *state;
    static const char common[] = "\n=[]; ";
    uint64_t seed = 42;
    for (int round = 0; round < 200; round++) {
        char bytes[3000];
        for (size_t i = 0; i < sizeof bytes; i++) {
            bytes[i] = (char)random_next(&seed);
            if (bytes[i] == 0 || random_below(&seed, 8) == 0)
                bytes[i] = common[random_below(&seed, sizeof common - 1)];
        }
        read_bytes(scene, bytes, sizeof bytes);
        assert_defaults(scene);
        assert_int_not_equal(scene->trouble.length, 0);
        assert_true(lines(&scene->trouble) <= 21);
    }
}

static void much_trouble_is_counted(void **state)
{
    struct scene *scene = *state;
    struct buf text = {0};
    for (int i = 0; i < 25; i++)
        buf_text(&text, "nonsense\n");
    buf_text(&text, "color = never\n");
    read_bytes(scene, text.bytes, text.length);
    assert_conf(scene, 240, 0, COLOR_NEVER, GLYPHS_AUTO);
    assert_int_equal(lines(&scene->trouble), 21);
    assert_non_null(strstr(buf_string(&scene->trouble), ": 5 more like these\n"));
    buf_free(&text);
}

static void a_file_may_be_64_kib_and_no_larger(void **state)
{
    struct scene *scene = *state;
    struct buf text = {0};
    buf_text(&text, "color = never\n");
    while (text.length < 65536)
        buf_char(&text, '#');
    read_bytes(scene, text.bytes, text.length);
    assert_conf(scene, 240, 0, COLOR_NEVER, GLYPHS_AUTO);
    assert_trouble(scene, "");
    buf_char(&text, '#');
    read_bytes(scene, text.bytes, text.length);
    assert_defaults(scene);
    assert_trouble(scene, "@: can't be used: it is larger than 64 KiB\n");
    buf_free(&text);
}

static void a_huge_file_is_not_read_to_its_end(void **state)
{
    struct scene *scene = *state;
    read_text(scene, "color = never\n");
    assert_int_equal(truncate(scene->path, (off_t)1 << 30), 0);
    read_again(scene);
    assert_defaults(scene);
    assert_trouble(scene, "@: can't be used: it is larger than 64 KiB\n");
    setenv("KIND_CONFIG", "/dev/zero", 1);
    read_again(scene);
    assert_defaults(scene);
    assert_string_equal(buf_string(&scene->trouble), "/dev/zero: can't be used: it is larger than 64 KiB\n");
}

static void a_folder_is_not_a_configuration(void **state)
{
    struct scene *scene = *state;
    setenv("KIND_CONFIG", scene->folder, 1);
    read_again(scene);
    assert_defaults(scene);
    assert_int_equal(lines(&scene->trouble), 1);
    assert_non_null(strstr(buf_string(&scene->trouble), scene->folder));
    assert_non_null(strstr(buf_string(&scene->trouble), ": can't be used: "));
}

static void a_pipe_without_a_writer_is_empty(void **state)
{
    struct scene *scene = *state;
    assert_int_equal(mkfifo(scene->path, 0600), 0);
    read_again(scene);
    assert_defaults(scene);
    assert_trouble(scene, "");
}

static void a_file_that_may_not_be_read_is_named(void **state)
{
    struct scene *scene = *state;
    read_text(scene, "color = never\n");
    assert_int_equal(chmod(scene->path, 0), 0);
    if (access(scene->path, R_OK) == 0)
        skip(); /* root reads everything */
    read_again(scene);
    assert_defaults(scene);
    assert_int_equal(lines(&scene->trouble), 1);
}

/* The file of a home and that of XDG_CONFIG_HOME, in the scene's folder. */
static void write_two(void)
{
    assert_int_equal(mkdir(".config", 0700) | mkdir(".config/kind", 0700) | mkdir("kind", 0700), 0);
    file_fill(".config/kind/config", "glyphs = ascii\n");
    file_fill("kind/config", "glyphs = unicode\n");
}

static void the_environment_names_the_file(void **state)
{
    struct scene *scene = *state;
    write_two();
    read_text(scene, "color = never\n");
    setenv("XDG_CONFIG_HOME", scene->folder, 1);
    setenv("HOME", scene->folder, 1);
    read_again(scene);
    assert_conf(scene, 240, 0, COLOR_NEVER, GLYPHS_AUTO);
    setenv("KIND_CONFIG", "", 1);
    read_again(scene);
    assert_conf(scene, 240, 0, COLOR_AUTO, GLYPHS_UNICODE);
    unsetenv("KIND_CONFIG");
    unsetenv("XDG_CONFIG_HOME");
    read_again(scene);
    assert_conf(scene, 240, 0, COLOR_AUTO, GLYPHS_ASCII);
}

static void a_relative_xdg_folder_is_ignored(void **state)
{
    struct scene *scene = *state;
    write_two();
    unsetenv("KIND_CONFIG");
    setenv("XDG_CONFIG_HOME", ".", 1);
    setenv("HOME", scene->folder, 1);
    read_again(scene);
    assert_conf(scene, 240, 0, COLOR_AUTO, GLYPHS_ASCII);
    setenv("XDG_CONFIG_HOME", "", 1);
    setenv("HOME", ".", 1);
    read_again(scene);
    assert_defaults(scene);
    assert_string_equal(buf_string(&scene->trouble), "");
}

static void without_a_home_there_are_the_defaults(void **state)
{
    struct scene *scene = *state;
    read_text(scene, "color = never\n");
    unsetenv("KIND_CONFIG");
    read_again(scene);
    assert_defaults(scene);
    assert_string_equal(buf_string(&scene->trouble), "");
}

static void trouble_is_added_to_what_is_there(void **state)
{
    struct scene *scene = *state;
    file_fill(scene->path, "x = 1\n");
    buf_text(&scene->trouble, "before\n");
    conf_read(&scene->conf, &scene->trouble);
    assert_memory_equal(buf_string(&scene->trouble), "before\n/", 8);
    assert_int_equal(lines(&scene->trouble), 2);
}

static void the_words_of_color_are_three(void **state)
{
    (void)state;
    enum color color = COLOR_ALWAYS;
    assert_true(conf_color("auto", &color));
    assert_int_equal(color, COLOR_AUTO);
    assert_true(conf_color("always", &color));
    assert_int_equal(color, COLOR_ALWAYS);
    assert_true(conf_color("never", &color));
    assert_int_equal(color, COLOR_NEVER);
    assert_false(conf_color("Never", &color));
    assert_false(conf_color("", &color));
    assert_false(conf_color("alway", &color));
    assert_int_equal(color, COLOR_NEVER);
}

static void a_clock_has_two_numbers_and_ends_before_24(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",      "7",     "24:00",  "7:60", "07:5", "07:050", "-1:00",
                                        "07-30", " 7:30", "123:00", ":30",  "7:x5", "7:5x"};
    int clock = -7;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(conf_clock(wrong[i], &clock));
    assert_int_equal(clock, -7);
    assert_true(conf_clock("7:05", &clock));
    assert_int_equal(clock, 425);
    assert_true(conf_clock("23:59", &clock));
    assert_int_equal(clock, 1439);
}

static void reminders_are_asked_for_in_their_own_section(void **state)
{
    struct scene *scene = *state;
    read_text(scene, "");
    assert_int_equal(scene->conf.remind.at, -1);
    assert_int_equal(scene->conf.remind.wait, 1000);
    assert_false(scene->conf.remind.notify);
    read_text(scene, "[remind]\nat = 21:30\nnotify = yes\nwait = 90s\n");
    assert_int_equal(scene->trouble.length, 0);
    assert_int_equal(scene->conf.remind.at, 1290);
    assert_int_equal(scene->conf.remind.wait, 150);
    assert_true(scene->conf.remind.notify);
    read_text(scene, "[remind]\nat = 24:00\nnotify = on\nwait = 61\n");
    assert_int_equal(scene->conf.remind.at, -1);
    assert_int_equal(scene->conf.remind.wait, 1000);
    assert_non_null(strstr(buf_string(&scene->trouble), "wait is a number of minutes above 0 and up to 60"));
    read_text(scene, "[remind]\nwait = soon\n");
    assert_int_equal(scene->conf.remind.wait, 1000);
    assert_int_equal(lines(&scene->trouble), 1);
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_begin, scene_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_file_that_is_not_there_is_the_defaults),
        SCENE(an_empty_file_is_the_defaults),
        SCENE(every_key_can_be_set),
        SCENE(every_word_means_what_it_says),
        SCENE(a_week_may_start_with_a_whole_word_in_any_case),
        SCENE(a_day_may_start_from_midnight_to_noon),
        SCENE(a_bad_start_of_the_day_leaves_the_default),
        SCENE(a_bad_word_leaves_the_default_and_names_the_good_ones),
        SCENE(the_pause_has_a_section_of_its_own),
        SCENE(the_shift_has_a_section_of_its_own),
        SCENE(what_a_pause_can_not_be_leaves_the_default),
        SCENE(other_files_lie_beside_the_configuration),
        SCENE(an_unknown_key_is_named_with_what_was_meant),
        SCENE(an_unknown_section_is_named_once_even_if_empty),
        SCENE(of_a_key_given_twice_the_first_counts),
        SCENE(a_line_that_is_no_setting_is_named_and_costs_no_other),
        SCENE(an_indented_line_is_a_line_of_its_own),
        SCENE(a_comment_may_follow_a_value),
        SCENE(files_from_other_systems_are_read),
        SCENE(a_comment_may_be_long_but_a_setting_may_not),
        SCENE(what_trouble_repeats_is_safe_to_show),
        SCENE(a_binary_file_is_not_used),
        SCENE(random_bytes_do_no_harm),
        SCENE(much_trouble_is_counted),
        SCENE(a_file_may_be_64_kib_and_no_larger),
        SCENE(a_huge_file_is_not_read_to_its_end),
        SCENE(a_folder_is_not_a_configuration),
        SCENE(a_pipe_without_a_writer_is_empty),
        SCENE(a_file_that_may_not_be_read_is_named),
        SCENE(the_environment_names_the_file),
        SCENE(a_relative_xdg_folder_is_ignored),
        SCENE(without_a_home_there_are_the_defaults),
        SCENE(reminders_are_asked_for_in_their_own_section),
        SCENE(trouble_is_added_to_what_is_there),
        cmocka_unit_test(a_breath_is_two_or_three_times_from_1_to_20),
        cmocka_unit_test(a_clock_has_two_numbers_and_ends_before_24),
        cmocka_unit_test(the_words_of_color_are_three),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
