/* What the sections of the two experiments say alike. */
#include "section/experiment.h"

#include "base/die.h"

#include <math.h>

const char *level_word(enum trial_level level)
{
    switch (level) {
    case TRIAL_NOTHING:
        return "nothing to compare";
    case TRIAL_TOO_FEW:
        return "too few to tell";
    case TRIAL_NO_VARIATION:
        return "no variation";
    case TRIAL_NO_PATTERN:
        return "no clear pattern";
    case TRIAL_LEANING:
        return "leaning";
    case TRIAL_CLEAR:
        break;
    }
    return "clear";
}

void range_say(struct buf *out, const struct comparison *found, bool turned)
{
    double low = turned ? -found->high : found->low, high = turned ? -found->low : found->high;
    if (!isfinite(low) || !isfinite(high)) {
        buf_text(out, "no range yet");
        return;
    }
    int decimals = range_decimals(low, high);
    double unit = decimals == 1 ? 10 : 100;
    buf_printf(out, low < 0 ? "likely %+.*f to %+.*f" : "likely %.*f to %.*f", decimals,
               round(low * unit) / unit + 0.0, decimals, round(high * unit) / unit + 0.0);
}

void score_say(struct buf *out, const struct score *score, const char *what, const char *unit)
{
    enum { WIDEST = 10 }; /* no two means of ratings differ by more */
    buf_printf(out, "Looked at early: the evidence is %.1f; from %d on it is strong, whenever you look.",
               score->max, TRIAL_STRONG);
    double low = fmax(score->low, -WIDEST), high = fmin(score->high, WIDEST);
    if (low > -WIDEST || high < WIDEST)
        buf_printf(out, " So far, %s: likely %+.1f to %+.1f points of %s.", what, tenths(low), tenths(high),
                   unit);
}

void chance_say(struct buf *out, double p)
{
    buf_printf(out, ", even the clearest result comes up by chance %.0f times in 100.", fmin(p, 1) * 100);
}

bool asked_for(const struct report_want *want, int64_t first, int64_t last)
{
    return last >= want->since && first <= want->until;
}

void begin_say(struct section *section, const char *program, const char *what, const char *command,
               const char *when)
{
    struct buf line = {0};
    buf_printf(&line, "%s; '%s %s' %s", what, program, command, when);
    sentence_add(&section->words, &line);
}
