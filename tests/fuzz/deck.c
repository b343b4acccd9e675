/* Any bytes as a deck: every prompt can be shown and is picked, and every fault names its line. */
#include "fuzz.h"

#include "calc/deck.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct view text = {(const char *)bytes, length};
    struct deck deck;
    size_t lines = lines_count(text), last = 0;
    bool any[] = {[WHOM_SELF] = false, [WHOM_OTHERS] = false, [WHOM_ANY] = false};
    deck_parse(text.bytes, length, &deck);
    hold(deck.count + deck.fault_count <= lines, "a line is a prompt or a fault, not both");
    for (size_t i = 0; i < deck.count; i++) {
        const struct prompt *prompt = &deck.prompts[i];
        hold(prompt->tag[0] == '#' && prompt->tag[1] && *prompt->words, "a prompt has a tag and words");
        hold_safe((struct view){prompt->tag, strlen(prompt->tag)}, "");
        hold_safe((struct view){prompt->words, strlen(prompt->words)}, "");
        any[prompt->whom] = any[WHOM_ANY] = true;
    }
    for (size_t i = 0; i < deck.fault_count; last = deck.faults[i++].line)
        hold(deck.faults[i].line > last && deck.faults[i].line <= lines && *deck.faults[i].what,
             "a fault names its line");
    for (int whom = WHOM_SELF; whom <= WHOM_ANY; whom++)
        hold(any[whom] == (deck_pick(&deck, (enum whom)whom, length) != NULL),
             "a prompt is picked if there is one");
    hold(!deck.count == !deck_week(&deck, -(int64_t)length), "a week has a prompt");
    deck_free(&deck);
    return 0;
}
