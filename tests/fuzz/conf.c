/* Any bytes as the configuration: every value is one that may be, what is said of the rest is in order. */
#include "fuzz.h"

#include "base/conf.h"
#include "base/num.h"

#include <stdlib.h>
#include <string.h>

static bool is_pace(const struct breath *breath)
{
    bool none = !breath->in && !breath->hold && !breath->out;
    return none || (breath->in >= 1 && breath->in <= 20 && breath->out >= 1 && breath->out <= 20 &&
                    breath->hold >= 0 && breath->hold <= 20);
}

static void hold_values(const struct conf *conf)
{
    hold(conf->day_start >= 0 && conf->day_start <= 720, "a day begins by noon");
    hold(conf->week_start >= 0 && conf->week_start <= 6, "a week begins on one of seven days");
    hold(conf->color <= COLOR_NEVER && conf->glyphs <= GLYPHS_ASCII, "a word is one of its words");
    hold(conf->pause.minutes > 0 && conf->pause.minutes <= MINUTES_MAX && conf->shift.minutes > 0 &&
             conf->shift.minutes <= MINUTES_MAX,
         "minutes are more than none");
    hold(conf->remind.at >= -1 && conf->remind.at < 1440, "a reminder has a time of the day or none");
    hold(conf->remind.wait > 0 && conf->remind.wait <= 6000, "a reminder waits up to an hour");
    hold(is_pace(&conf->pause.breath), "a breath has a way in and a way out");
}

/* Each line is "PATH: what" or "PATH:LINE: what", in the order of the lines. */
static void hold_trouble(struct view trouble, const char *path, size_t lines)
{
    size_t named = strlen(path);
    unsigned long last = 0;
    hold(!trouble.length || trouble.bytes[trouble.length - 1] == '\n', "a line of trouble has its end");
    while (trouble.length) {
        struct view line = line_take(&trouble);
        char *text = view_copy(line), *end = text;
        hold_safe(line, "");
        hold(line.length > named + 2 && strncmp(text, path, named) == 0 && text[named] == ':',
             "a line of trouble names the file");
        if (text[named + 1] != ' ') {
            unsigned long number = strtoul(text + named + 1, &end, 10);
            hold(number >= last && number >= 1 && number <= lines && strncmp(end, ": ", 2) == 0 && end[2],
                 "a line of trouble names its line");
            last = number;
        }
        free(text);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct conf conf;
    struct buf trouble = {0};
    struct view file = {(const char *)bytes, length};
    const char *path = fuzz_path("config");
    file_write(path, file);
    setenv("KIND_CONFIG", path, 1);
    conf_read(&conf, &trouble);
    hold_values(&conf);
    hold_trouble(buf_view(&trouble), path, lines_count(file));
    buf_free(&trouble);
    return 0;
}
