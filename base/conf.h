/* The configuration file: $KIND_CONFIG, else $XDG_CONFIG_HOME/kind/config, else ~/.config/kind/config. INI,
 * by inih. */
#ifndef KIND_CONF_H
#define KIND_CONF_H

#include "buf.h"

#include <stdbool.h>

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
enum glyphs { GLYPHS_AUTO, GLYPHS_UNICODE, GLYPHS_ASCII };

/* A way to breathe, in seconds from 1 to 20; HOLD may be 0, and all are for none. */
struct breath {
    int in, hold, out;
};

struct conf {
    int day_start;  /* minutes after midnight, 0 to 1439; 240 unless said otherwise */
    int week_start; /* 0 Monday .. 6 Sunday */
    enum color color;
    enum glyphs glyphs;
    struct {
        long minutes; /* hundredths; 300 unless said otherwise */
        struct breath breath;
        bool bell;
    } pause; /* [pause] */
    struct {
        long minutes; /* hundredths; 500 unless said otherwise */
        bool bell;
    } shift; /* [shift] */
};

/* Fills CONF with the defaults and what the file says over them. A file that is not there is the defaults.
   What can't be used (unknown sections and keys, values out of range, lines that are not INI, a file that
   can't be read) leaves its default and adds one line each to TROUBLE, "PATH:LINE: what is wrong and what
   would be right", newline-terminated. XDG_CONFIG_HOME and HOME count only if absolute. */
void conf_read(struct conf *conf, struct buf *trouble);

/* The words of the options --color and the configuration: false if TEXT is none of them. */
bool conf_color(const char *text, enum color *out);

/* "4-6", "4-7-8" or "none", as --breath and the configuration have it; false, and *OUT as it was, for
   anything else. */
bool conf_breath(const char *text, struct breath *out);

/* The path of the file NAME in the configuration's folder, or NULL if the environment names no place for one.
   The caller frees it. */
char *conf_beside(const char *name);

#endif
