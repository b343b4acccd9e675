/* A record that a person names by its id, or by the start of it. */
#include "cmd.h"

#include "base/die.h"

#include <string.h>

static bool id_starts(const char *id, const char *word)
{
    for (; *word; id++, word++)
        if (*id != (*word >= 'A' && *word <= 'Z' ? *word - 'A' + 'a' : *word))
            return false;
    return true;
}

int record_named(const struct log *log, const char *word, const struct record **found)
{
    size_t count = 0;
    char id[ID_SIZE];
    *found = NULL;
    for (size_t i = 0; i < log->count && *word; i++) {
        id_write(log->records[i].id, id);
        if (!*id || !id_starts(id, word))
            continue;
        *found = &log->records[i];
        count++;
    }
    if (count == 1)
        return EXIT_DONE;
    *found = NULL;
    if (!count)
        complain("no record '%s'; '%s list' shows their ids", word, program_name());
    else if (strlen(word) == ID_SIZE - 1)
        complain("%zu records have the id '%s'; '%s check' names their lines", count, word, program_name());
    else
        complain("'%s' begins %zu ids; give more of it, as '%s list' shows them", word, count,
                 program_name());
    return count ? EXIT_MISUSE : EXIT_NO;
}
