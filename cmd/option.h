/* How an option is written, for the reader and for the help. */
#ifndef KIND_OPTION_H
#define KIND_OPTION_H

#include "cmd.h"

struct option_word {
    const char *name;  /* after "--", or NULL */
    char letter;       /* after "-", or 0 */
    const char *value; /* what its value is called, or NULL if it takes none */
    const char *help;
};

extern const struct option_word option_words[OPTIONS];

#endif
