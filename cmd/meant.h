/* What a word of the command line that is none of ours may have meant. */
#ifndef KIND_MEANT_H
#define KIND_MEANT_H

/* One line on standard error for a WORD in a command's place. */
void command_unknown(const char *word);

/* The same for a WORD that stands before the command, with dashes; REST is what follows, up to a NULL. */
void option_early(const char *word, char *const *rest);

#endif
