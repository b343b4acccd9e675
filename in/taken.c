/* Rows by their keys, and the ids that come of it: the same in every export that has the row. */
#include "in/in.h"

#include "base/hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct met *met_slot(struct met *met, size_t room, uint64_t hash)
{
    size_t at = (size_t)(hash & (room - 1));
    while (met[at].hash && met[at].hash != hash)
        at = (at + 1) & (room - 1);
    return &met[at];
}

/* What is known of HASH, made if nothing is. */
static struct met *met_of(struct intake *intake, uint64_t hash)
{
    if (2 * (intake->met_count + 1) > intake->met_room) {
        size_t room = intake->met_room ? 2 * intake->met_room : 1024;
        struct met *met = must_alloc(room, sizeof *met);
        for (size_t i = 0; i < intake->met_room; i++)
            if (intake->met[i].hash)
                *met_slot(met, room, intake->met[i].hash) = intake->met[i];
        free(intake->met);
        intake->met = met;
        intake->met_room = room;
    }
    hash = hash ? hash : 1;
    struct met *met = met_slot(intake->met, intake->met_room, hash);
    intake->met_count += !met->hash;
    met->hash = hash;
    return met;
}

static uint64_t numbered(uint64_t hash, uint32_t number)
{
    char text[16];
    int length = snprintf(text, sizeof text, "\n%u\n", (unsigned)number);
    return hash_fnv(hash, text, (size_t)length);
}

/* Gives TAKEN a hash of its content, and of how many with the same one came before. */
static void taken_tell(struct intake *intake, struct taken *taken)
{
    char text[32];
    int length = snprintf(text, sizeof text, "\n%016llx", (unsigned long long)taken->content);
    uint64_t hash = hash_fnv(taken->key, text, (size_t)length);
    taken->first = false;
    taken->hash = numbered(hash, met_of(intake, hash)->times++);
}

void taken_number(struct intake *intake, struct taken *taken)
{
    struct met *met = met_of(intake, taken->key);
    taken->first = !met->times;
    if (taken->first)
        met->first = (size_t)(taken - intake->taken);
    if (taken->first || !taken->content)
        taken->hash = numbered(taken->key, met->times);
    met->times++;
    if (!taken->first && taken->content)
        taken_tell(intake, taken);
}

/* The format's name comes last, because FNV mixes what is followed by something better. */
uint64_t taken_id(const struct intake *intake, const struct taken *taken, enum practice practice)
{
    if (taken->id)
        return taken->id;
    const char *name = practice_name(practice);
    uint64_t hash = hash_fnv(taken->hash, name, strlen(name));
    hash = hash_fnv(hash, "\nkind import ", 13);
    hash = hash_fnv(hash, intake->tracker->name, strlen(intake->tracker->name));
    return (hash & 0x7fffffffffffff) + 1;
}

/* Gives the records of TAKEN the ids that its hash says. */
static void ids_write(struct intake *intake, const struct taken *taken)
{
    for (size_t i = 0; i < taken->count; i++) {
        struct entry *entry = &intake->made[taken->first_made + i].entry;
        id_write(taken_id(intake, taken, entry->practice), entry->id);
    }
}

struct taken *taken_first(const struct intake *intake, const struct taken *taken)
{
    uint64_t key = taken->key ? taken->key : 1;
    return &intake->taken[met_slot(intake->met, intake->met_room, key)->first];
}

void taken_lead(struct intake *intake, struct taken *taken)
{
    struct taken *first = taken_first(intake, taken);
    taken->hash = first->hash;
    taken->first = true;
    met_of(intake, taken->key)->first = (size_t)(taken - intake->taken);
    taken_tell(intake, first);
    ids_write(intake, taken);
    ids_write(intake, first);
}

void taken_renumber(struct intake *intake)
{
    free(intake->met);
    intake->met = NULL;
    intake->met_room = intake->met_count = 0;
    for (size_t i = intake->taken_count; i > 0; i--) {
        taken_number(intake, &intake->taken[i - 1]);
        ids_write(intake, &intake->taken[i - 1]);
    }
}
