/* kind mood: how one is, with or without an act. */
#include "cmd.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

/* The rating comes first, or as --mood, or is asked for, and is RATING_NONE if the answer is not now. False
 * after a line on standard error. *FROM is where the text begins. */
static bool mood_find(const struct args *args, int *mood, int *from)
{
    *from = 0;
    *mood = args->mood;
    int second;
    if (given(args, OPTION_MOOD)) {
        bool two = args->count && rating_read(args->words[0], &second) && second != args->mood;
        if (two)
            complain("mood was told two numbers, '%s' and --mood; nothing was recorded", args->words[0]);
        return !two;
    }
    if (args->count) {
        *from = 1;
        return args_rating(&cmd_mood, "mood", args->words[0], mood);
    }
    if (ask_possible())
        return ask_rating_needed("How are you, 0 to 10 (Enter: not now)?", mood);
    complain("mood needs a number: %s mood N, 0 to 10; nothing was recorded", program_name());
    return false;
}

static int mood_run(const struct session *session, const struct args *args)
{
    int mood, from;
    if (!mood_find(args, &mood, &from))
        return EXIT_MISUSE;
    if (mood == RATING_NONE)
        return EXIT_NO;
    char *text = args_text(args, from);
    int status = EXIT_MISUSE;
    if (args_text_plain(&cmd_mood, args, text)) {
        struct entry entry = entry_at(args_moment(session, args), PRACTICE_MOOD);
        entry.mood = mood;
        entry.stress = args->stress;
        entry.minutes = args->minutes;
        entry.note = text;
        entry.note_length = strlen(text);
        status = entry_record(session, args, &entry, 1);
    }
    free(text);
    return status;
}

const struct command cmd_mood = {
    .name = "mood",
    .synopsis = "N [options] [TEXT...]",
    .summary = "Record how you are, 0 to 10",
    .details = "Rate your mood on days without a kindness too, and on bad days: no comparison is possible\n"
               "without them.\n",
    .examples = "mood 6\nmood 7.5 long walk -s 3\nmood 4 -d yesterday\n",
    .needs = NEEDS_LOG,
    .takes = TAKES_RECORDING,
    .run = mood_run,
};
