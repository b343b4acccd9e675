/* What a word of the command line that is none of ours may have meant: words of other programs, options in
   another place. */
#include "cmd/meant.h"

#include "base/die.h"
#include "base/num.h"
#include "base/text.h"
#include "cmd.h"
#include "cmd/option.h"
#include "report.h"

#include <string.h>

/* Words that people know from elsewhere: what to type here, and what that does. */
static const struct known {
    const char *word, *type, *does;
} known[] = {
    {"add", "log TEXT", "records what you did"},
    {"new", "log TEXT", "records what you did"},
    {"done", "log TEXT", "records what you did"},
    {"did", "log TEXT", "records what you did"},
    {"do", "log TEXT", "records what you did"},
    {"track", "log TEXT", "records what you did"},
    {"record", "log TEXT", "records what you did"},
    {"kindness", "log TEXT", "records a kindness"},
    {"care", "log --care TEXT", "records care for yourself"},
    {"self", "log --care TEXT", "records care for yourself"},
    {"init", "log TEXT", "records what you did; there is nothing to set up"},
    {"rate", "mood N", "records how you are, 0 to 10"},
    {"feel", "mood N", "records how you are, 0 to 10"},
    {"feeling", "mood N", "records how you are, 0 to 10"},
    {"stress", "mood N --stress N", "records how you are, and how stressed"},
    {"timer", "pause", "takes a pause of some minutes"},
    {"breathe", "pause --breath 4-6", "breathes along with you"},
    {"meditate", "pause", "takes a pause of some minutes"},
    {"skip", "rest", "marks a day that counts neither way"},
    {"sick", "rest", "marks a day that counts neither way"},
    {"away", "rest", "marks a day that counts neither way"},
    {"delete", "undo ID", "takes out the record that 'list' shows with this ID"},
    {"del", "undo ID", "takes out the record that 'list' shows with this ID"},
    {"remove", "undo ID", "takes out the record that 'list' shows with this ID"},
    {"rm", "undo ID", "takes out the record that 'list' shows with this ID"},
    {"revert", "undo", "takes back the last record or change"},
    {"change", "edit", "changes the last record"},
    {"modify", "edit", "changes the last record"},
    {"amend", "edit", "changes the last record"},
    {"status", "", "alone shows where you are today"},
    {"next", "", "alone shows what could come next"},
    {"stats", "report", "shows what the records add up to"},
    {"stat", "report", "shows what the records add up to"},
    {"summary", "report", "shows what the records add up to"},
    {"graph", "report", "shows what the records add up to"},
    {"streak", "report streaks", "shows the streaks"},
    {"habits", "report streaks", "shows the streaks"},
    {"calendar", "report days", "shows what was done, day by day"},
    {"ls", "list", "shows the records"},
    {"show", "list", "shows the records"},
    {"history", "list", "shows the records"},
    {"find", "list WORD", "shows the records with this word"},
    {"search", "list WORD", "shows the records with this word"},
    {"grep", "list WORD", "shows the records with this word"},
    {"verify", "check", "looks for faults in the log"},
    {"doctor", "check", "looks for faults in the log"},
    {"fix", "check --repair", "mends the log"},
    {"repair", "check --repair", "mends the log"},
    {"push", "sync", "sends what is new and brings what is new elsewhere"},
    {"pull", "sync", "sends what is new and brings what is new elsewhere"},
    {"config", "help", "shows the manual, which names the configuration under FILES"},
    {"configure", "help", "shows the manual, which names the configuration under FILES"},
    {"settings", "help", "shows the manual, which names the configuration under FILES"},
    {"commands", "-h", "shows the commands"},
    {"man", "help", "shows the manual"},
    {"usage", "-h", "shows the commands"},
    {"version", "--version", "tells the version"},
    {"-v", "--version", "tells the version"},
    {"-?", "-h", "shows the commands"},
    {"-l", "list", "shows the records"},
};

/* Says of WORD, which is no WHAT, what to type if it is known from elsewhere. */
static bool known_say(const char *what, const char *word)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].word, word) == 0) {
            complain("no %s '%s'; '%s%s%s' %s", what, word, program_name(), *known[i].type ? " " : "",
                     known[i].type, known[i].does);
            return true;
        }
    return false;
}

void command_unknown(const char *word, const char *behind)
{
    enum { SLIP = 1 }; /* letters by which a command is mistyped even with a text behind it */
    enum report_section section;
    const char *near = help_nearest_command(word), *name = program_name();
    bool text = behind && *behind != '-' && !(near && text_distance(word, near) <= SLIP);
    int rating;
    if (known_say("command", word))
        return;
    if (rating_read(word, &rating))
        complain("no command '%s'; '%s mood %s' records how you are", word, name, word);
    else if (text)
        complain("no command '%s'; '%s log %s ...' records what you did", word, name, word);
    else if (section_read(word, &section))
        complain("no command '%s', but a section of the report: %s report %s", word, name, word);
    else if (near)
        complain("no command '%s'; did you mean '%s'?", word, near);
    else
        complain("no command '%s'; '%s log TEXT' records what you did, '%s -h' shows the commands", word,
                 name, name);
}

/* Whether COMMAND has the option WORD, which may hold its value. */
static bool command_takes(const struct command *command, const char *word)
{
    size_t length = strcspn(word, "=");
    for (int i = 0; i < OPTIONS; i++) {
        const struct option_word *option = &option_words[i];
        bool full = option->name && length == strlen(option->name) + 2 && strncmp(word, "--", 2) == 0 &&
                    strncmp(word + 2, option->name, length - 2) == 0;
        bool letter = option->letter && word[1] == option->letter && !word[2];
        if (command->takes & TAKES(i) && (full || letter))
            return true;
    }
    return false;
}

void option_early(const char *word, char *const *rest)
{
    const struct command *taker = NULL;
    for (size_t i = 0; i < command_count && !taker; i++)
        if (command_takes(commands[i], word))
            taker = commands[i];
    for (; taker && *rest; rest++)
        for (size_t i = 0; i < command_count; i++)
            if (strcmp(commands[i]->name, *rest) == 0 && command_takes(commands[i], word)) {
                complain("'%s' stands behind the command: %s %s %s ...", word, program_name(), *rest, word);
                return;
            }
    if (known_say("option", word))
        return;
    if (taker)
        complain("'%s' stands behind a command, such as: %s %s %s ...", word, program_name(), taker->name,
                 word);
    else
        complain("no option '%s' before a command; '%s -h' shows what there is", word, program_name());
}

/* Takes a word off *AT, and leaves what a sentence puts behind it out. */
static struct view bare_take(const char **at)
{
    struct view word = word_take(at);
    while (word.length && strchr(",.;:!", word.bytes[word.length - 1]))
        word.length--;
    return word;
}

/* The letter that kind pause has for a unit of time, of one or of many; 'd' for those that it has none for,
   '\0' for what is no unit. */
static char time_unit(struct view word)
{
    static const struct {
        const char *name;
        char letter;
    } units[] = {{"s", 's'},      {"sec", 's'},  {"second", 's'}, {"m", 'm'},    {"min", 'm'},
                 {"minute", 'm'}, {"h", 'h'},    {"hr", 'h'},     {"hour", 'h'}, {"day", 'd'},
                 {"night", 'd'},  {"week", 'd'}, {"month", 'd'},  {"year", 'd'}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t length = strlen(units[i].name);
        bool many = length > 1 && word.length == length + 1 && (word.bytes[length] | 0x20) == 's';
        if (text_same(word.bytes, word.length - many, units[i].name, length))
            return units[i].letter;
    }
    return '\0';
}

/* Takes a rating off *AT, such as 7 or 7/10, which OUT gets; false if there is none, or if it counts minutes
   or days. */
static bool rating_take(const char **at, struct buf *out)
{
    struct view word = bare_take(at);
    const char *behind = *at;
    int rating;
    bool of_ten = word.length > 3 && memcmp(word.bytes + word.length - 3, "/10", 3) == 0;
    buf_add(out, word.bytes, word.length - (of_ten ? 3 : 0));
    return rating_read(buf_string(out), &rating) && !time_unit(bare_take(&behind));
}

/* Takes minutes off *AT, which OUT gets as kind pause reads them: 10, 90s or, if it ends there, 10 minutes.
   What follows a unit in a word of its own tells of something that took so long. */
static bool minutes_take(const char **at, struct buf *out)
{
    struct view word = bare_take(at), unit = word;
    const char *behind = *at;
    long minutes;
    while (unit.length && (is_digit(*unit.bytes) || *unit.bytes == '.')) {
        unit.bytes++;
        unit.length--;
    }
    buf_add(out, word.bytes, word.length - unit.length);
    bool apart = !unit.length;
    char letter = time_unit(apart ? bare_take(&behind) : unit);
    if (letter) {
        buf_char(out, letter);
        if (apart)
            *at = behind;
        apart &= bare_take(&behind).length > 0;
    }
    return (letter ? !apart : apart) && num_minutes(buf_string(out), &minutes);
}

/* TEXT, or what stands for one that a shell might take otherwise, or that is long. */
static const char *typed(const char *text)
{
    enum { MOST = 80 };
    size_t length = 0;
    while ((unsigned char)text[length] >= 0x80 || is_digit(text[length]) || is_plain_letter(text[length]) ||
           (text[length] && strchr(" .,:/@+", text[length])))
        length++;
    return text[length] || length > MOST ? "TEXT" : text;
}

bool act_plain(const struct args *args, const char *text)
{
    static const struct {
        const char *word, *type;
        bool (*take)(const char **at, struct buf *out);
    } numbered[] = {{"mood", "mood", rating_take},
                    {"stress", "mood N --stress", rating_take},
                    {"pause", "pause --log", minutes_take}};
    enum { NUMBERED = sizeof numbered / sizeof *numbered };
    struct buf number = {0};
    const char *at = text;
    struct view word = bare_take(&at);
    size_t i = 0;
    while (i < NUMBERED && !text_same(word.bytes, word.length, numbered[i].word, strlen(numbered[i].word)))
        i++;
    if (i == NUMBERED || given(args, OPTION_PRACTICE) || given(args, OPTION_CARE))
        return true;
    bool meant = numbered[i].take(&at, &number);
    if (meant) {
        const char *behind = at + strspn(at, " ,.;:!\t");
        complain("'%.*s' is no act; say '%s %s %s%s%s', or put -- before a text that begins so; nothing was "
                 "recorded",
                 (int)(at - word.bytes), word.bytes, program_name(), numbered[i].type, number.bytes,
                 *behind ? " " : "", typed(behind));
    }
    buf_free(&number);
    return !meant;
}
