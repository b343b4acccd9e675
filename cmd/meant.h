/* What a word of the command line that is none of ours may have meant. */
#ifndef KIND_MEANT_H
#define KIND_MEANT_H

#include <stdbool.h>

struct args;

/* One line on standard error for a WORD in a command's place; BEHIND is the next word, or NULL. */
void command_unknown(const char *word, const char *behind);

/* The same for a WORD that stands before the command, with dashes; REST is what follows, up to a NULL. */
void option_early(const char *word, char *const *rest);

/* False, after one line on standard error, for a TEXT of an act that is another command, "mood 7", unless an
   option says that it is one. */
bool act_plain(const struct args *args, const char *text);

#endif
