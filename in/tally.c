/* Names and how often they were met: a table by the hash of what their spellings have in common. */
#include "in/tally.h"

#include "base/die.h"
#include "base/hash.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static size_t *tally_slot(const struct tallies *tallies, const char *key)
{
    size_t at = (size_t)hash_fnv(HASH_START, key, strlen(key)) & (tallies->slots - 1);
    while (tallies->slot[at] && strcmp(tallies->tally[tallies->slot[at] - 1].key, key) != 0)
        at = (at + 1) & (tallies->slots - 1);
    return &tallies->slot[at];
}

static void slots_grow(struct tallies *tallies)
{
    if (2 * (tallies->count + 1) <= tallies->slots)
        return;
    free(tallies->slot);
    tallies->slots = tallies->slots ? 2 * tallies->slots : 64;
    tallies->slot = must_alloc(tallies->slots, sizeof *tallies->slot);
    for (size_t i = 0; i < tallies->count; i++)
        *tally_slot(tallies, tallies->tally[i].key) = i + 1;
}

struct tally *tally_add(struct tallies *tallies, struct view name)
{
    slots_grow(tallies);
    char *key = text_key(name.bytes, name.length);
    size_t *slot = tally_slot(tallies, key);
    if (*slot) {
        free(key);
    } else {
        tallies->tally = must_room(tallies->tally, tallies->count, &tallies->room, sizeof *tallies->tally);
        tallies->tally[tallies->count++] = (struct tally){.name = view_copy(name), .key = key};
        *slot = tallies->count;
    }
    struct tally *tally = &tallies->tally[*slot - 1];
    tally->times++;
    return tally;
}

void tallies_free(struct tallies *tallies)
{
    for (size_t i = 0; i < tallies->count; i++) {
        free(tallies->tally[i].name);
        free(tallies->tally[i].key);
    }
    free(tallies->tally);
    free(tallies->slot);
}
