/* Days in words, as people say them, that WHEN does not read. A text that only looks so costs its person a
   "--"; days that are taken for a text about another day make a record of what never was. */
#include "cmd/day_words.h"

#include "base/num.h"
#include "base/text.h"
#include "cmd.h"

#include <string.h>

enum {
    WORD_SIZE = 16, /* the longest name of a day or a month fits */
    BRIEF = 3       /* letters that tell one from other words */
};

/* A word, and where in the text it stands. */
struct word {
    struct view view;
    char lower[WORD_SIZE]; /* the letters that it begins with, in lower case */
    size_t letters;
    bool first;
    bool last; /* nothing follows, or a comma does */
};

static struct word word_read(const char **at, bool first)
{
    struct word word = {.view = word_take(at), .first = first};
    const char *behind = *at;
    size_t length = word.view.length;
    for (; word.letters < length && word.letters + 1 < WORD_SIZE; word.letters++) {
        char c = word.view.bytes[word.letters];
        if (!is_plain_letter(c))
            break;
        word.lower[word.letters] = (char)(c | 0x20);
    }
    word.last = !word_take(&behind).length || (length && strchr(",;", word.view.bytes[length - 1]));
    return word;
}

static bool is_among(struct view word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_same(word.bytes, word.length, words[i], strlen(words[i])))
            return true;
    return false;
}

#define IS_AMONG(word, words) is_among(word, words, sizeof(words) / sizeof *(words))

/* Whether WORD is a day's name, cut short or mistyped in up to SLACK letters, or begins with one: mon-wed. */
static bool is_day(const struct word *word, size_t slack)
{
    static const char *const names[] = {"monday",   "tuesday", "wednesday", "thursday",  "friday",
                                        "saturday", "sunday",  "today",     "yesterday", "tomorrow"};
    enum { WEEKDAYS = 7, NAMES = 10, LEAST = 5 };
    bool whole = word->letters >= LEAST && (word->last || word->letters == word->view.length);
    for (int i = 0; i < NAMES; i++) {
        bool starts = word->letters >= BRIEF && strncmp(word->lower, names[i], word->letters) == 0;
        if (starts && (word->letters > BRIEF || i < WEEKDAYS))
            return true;
        if (whole && text_distance(word->lower, names[i]) <= slack)
            return true;
    }
    return false;
}

static bool is_month(const struct word *word)
{
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    for (size_t i = 0; i < sizeof names / sizeof *names && word->letters >= BRIEF; i++)
        if (strncmp(word->lower, names[i], word->letters) == 0)
            return true;
    return false;
}

/* 5, 5th, 24-26; not 5k. */
static bool is_number(struct view word)
{
    static const char *const ordinals[] = {"st", "nd", "rd", "th"};
    size_t digits = 0, letters = 0;
    while (digits < word.length && is_digit(word.bytes[digits]))
        digits++;
    while (digits + letters < word.length && is_plain_letter(word.bytes[digits + letters]))
        letters++;
    return digits && (!letters || IS_AMONG(((struct view){word.bytes + digits, letters}), ordinals));
}

/* Digits that are no mere number: 2026-11-20, 24.12., 24/12, 18:30; and a range of days. */
static bool is_date(struct view word)
{
    size_t points = 0, others = 0;
    for (size_t i = 0; i < word.length && is_digit(*word.bytes); i++) {
        points += word.bytes[i] == '.';
        others += i + 1 < word.length && strchr("-/:", word.bytes[i]) && is_digit(word.bytes[i + 1]);
    }
    return points > 1 || others;
}

/* Words for some days: "weeks" or, with their number, "3d". */
static bool is_days(const struct word *word)
{
    static const char *const units[] = {"days",    "nights",   "week",  "weeks",
                                        "weekend", "weekends", "month", "months"};
    struct view view = word->view;
    size_t digits = 0;
    while (digits < view.length && is_digit(view.bytes[digits]))
        digits++;
    if (digits)
        return digits < view.length && strchr("dw", view.bytes[digits] | 0x20) &&
               (digits + 1 == view.length || !is_plain_letter(view.bytes[digits + 1]));
    return (!word->first || word->last) && IS_AMONG(((struct view){word->lower, word->letters}), units);
}

bool joins_days(struct view word)
{
    static const char *const joints[] = {"-", "to", "until", "and", "&", "+", ","};
    return IS_AMONG(word, joints);
}

/* Words before a day, which may be any: "until". */
static bool leads(struct view word)
{
    static const char *const before[] = {"next", "last",    "this", "past", "from",   "till",  "since",  "on",
                                         "all",  "between", "of",   "day",  "before", "after", "through"};
    return joins_days(word) || IS_AMONG(word, before);
}

/* Words before a day that are as often before other things, such as "the sun" or "for Sunday roast". */
static bool leads_loosely(struct view word)
{
    static const char *const before[] = {"for",  "the",  "a",   "an",    "one", "two", "three",
                                         "four", "five", "six", "seven", "ten", "few", "couple"};
    return is_number(word) || IS_AMONG(word, before);
}

/* Whether two dots are in WORD, as in mon..foo. Three say that a sentence trails off. */
static bool is_range(struct view word)
{
    size_t dots = 0, most = 0;
    for (size_t i = 0; i < word.length; i++) {
        dots = word.bytes[i] == '.' ? dots + 1 : 0;
        most = dots > most ? dots : most;
    }
    return most == 2;
}

size_t day_words(const char *text, bool behind)
{
    const char *at = text;
    bool loose = false;
    for (;;) {
        struct word word = word_read(&at, at == text);
        const char *next = at;
        struct view follows = word_take(&next);
        bool opens = word.first && !behind, ends = word.last || joins_days(follows);
        if (!word.view.length)
            return 0;
        if (is_range(word.view) || is_date(word.view) || is_days(&word))
            break;
        if (is_day(&word, opens ? word.letters / 3 : 1) && (!loose || ends))
            break;
        if ((opens && is_number(word.view)) || (is_month(&word) && is_number(follows))) {
            at = next;
            break;
        }
        if ((opens && is_digit(*word.view.bytes)) || (is_month(&word) && ends) ||
            (is_number(word.view) && word.last))
            break;
        loose = leads_loosely(word.view);
        if (!loose && !leads(word.view))
            return 0;
    }
    return (size_t)(at - text);
}
