/* The deck: the prompts of a pause, one a line, "self|others #tag words". */
#ifndef KIND_DECK_H
#define KIND_DECK_H

#include <stddef.h>
#include <stdint.h>

enum whom { WHOM_SELF, WHOM_OTHERS, WHOM_ANY };

struct prompt {
    enum whom whom; /* WHOM_SELF or WHOM_OTHERS */
    char *tag;      /* with its '#' */
    char *words;
};

struct deck {
    struct prompt *prompts; /* in the order of their lines */
    size_t count;
    struct deck_fault {
        size_t line;      /* from 1 */
        const char *what; /* one clause: what would be right */
    } * faults;
    size_t fault_count;
};

/* Reads LENGTH bytes of TEXT. Blank lines and those that begin with ';' are skipped, lines that are no prompt
   are faults. deck_free frees it. */
void deck_parse(const char *text, size_t length, struct deck *out);
void deck_free(struct deck *deck);

/* The prompt for WHOM that RANDOM picks, each as likely as the others; NULL if there is none. */
const struct prompt *deck_pick(const struct deck *deck, enum whom whom, uint64_t random);

/* The prompt of the week in which the civil day DAY lies; NULL if the deck is empty. Weeks begin on Monday,
   whatever the configuration says, and take the prompts in turn. */
const struct prompt *deck_week(const struct deck *deck, int64_t day);

#endif
