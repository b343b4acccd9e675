/* The deck: which lines are prompts, what is said of the others, and which prompt comes when. */
#include "calc/deck.h"

#include "base/when.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct deck deck_of(const char *text)
{
    struct deck deck;
    deck_parse(text, strlen(text), &deck);
    return deck;
}

static void assert_prompt(const struct deck *deck, size_t i, enum whom whom, const char *tag,
                          const char *words)
{
    assert_true(i < deck->count);
    assert_int_equal(deck->prompts[i].whom, whom);
    assert_string_equal(deck->prompts[i].tag, tag);
    assert_string_equal(deck->prompts[i].words, words);
}

static void a_line_is_whom_it_is_for_a_tag_and_words(void **state)
{
    (void)state;
    struct deck deck =
        deck_of("self #tea Put the kettle on.\nothers #their-side  Ask   them; then listen. \n");
    assert_int_equal(deck.count, 2);
    assert_int_equal(deck.fault_count, 0);
    assert_prompt(&deck, 0, WHOM_SELF, "#tea", "Put the kettle on.");
    assert_prompt(&deck, 1, WHOM_OTHERS, "#their-side", "Ask   them; then listen.");
    deck_free(&deck);
}

static void comments_and_blank_lines_are_skipped(void **state)
{
    (void)state;
    struct deck deck = deck_of("; self #a one\n\n  \t\n  ; more\nself #b two\n;");
    assert_int_equal(deck.count, 1);
    assert_int_equal(deck.fault_count, 0);
    assert_prompt(&deck, 0, WHOM_SELF, "#b", "two");
    deck_free(&deck);
}

static void ends_of_line_blanks_and_marks_of_other_systems_are_taken(void **state)
{
    (void)state;
    struct deck deck = deck_of("\xef\xbb\xbfself #a one\r\n\r\n\tothers\t#b\ttwo\r\nself #c three");
    assert_int_equal(deck.count, 3);
    assert_int_equal(deck.fault_count, 0);
    assert_prompt(&deck, 0, WHOM_SELF, "#a", "one");
    assert_prompt(&deck, 1, WHOM_OTHERS, "#b", "two");
    assert_prompt(&deck, 2, WHOM_SELF, "#c", "three");
    deck_free(&deck);
}

static void words_and_tags_may_be_of_any_script(void **state)
{
    (void)state;
    struct deck deck = deck_of("self #\xc3\xbc"
                               "bung Atme ruhig \xe2\x80\x93 f\xc3\xbcnfmal.\n");
    assert_int_equal(deck.count, 1);
    assert_prompt(&deck, 0, WHOM_SELF,
                  "#\xc3\xbc"
                  "bung",
                  "Atme ruhig \xe2\x80\x93 f\xc3\xbcnfmal.");
    deck_free(&deck);
}

static void a_line_that_is_no_prompt_is_a_fault_and_costs_no_other(void **state)
{
    static const struct {
        const char *line, *what;
    } cases[] = {
        {"me #a one", "a prompt begins with self or others"},
        {"SELF #a one", "a prompt begins with self or others"},
        {"selfish #a one", "a prompt begins with self or others"},
        {"# a comment of another kind", "a prompt begins with self or others"},
        {"self", "a #tag comes second"},
        {"self one #a", "a #tag comes second"},
        {"self @ben one", "a #tag comes second"},
        {"self # one", "a #tag comes second"},
        {"self ## one", "a #tag comes second"},
        {"self #a, one", "a #tag comes second"},
        {"self x#a one", "a #tag comes second"},
        {"self #a", "the words of the prompt are missing"},
        {"self #a \t ", "the words of the prompt are missing"},
        {"self #a one\x1b[2J", "a prompt is plain text in UTF-8"},
        {"self #a one\xff", "a prompt is plain text in UTF-8"},
        {"self #a \xe2\x80\xae"
         "eno",
         "a prompt is plain text in UTF-8"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[128];
        snprintf(text, sizeof text, "self #x before\n%s\nothers #y after\n", cases[i].line);
        struct deck deck = deck_of(text);
        assert_int_equal(deck.count, 2);
        assert_int_equal(deck.fault_count, 1);
        assert_int_equal(deck.faults[0].line, 2);
        assert_string_equal(deck.faults[0].what, cases[i].what);
        assert_prompt(&deck, 1, WHOM_OTHERS, "#y", "after");
        deck_free(&deck);
    }
}

static void a_nul_is_no_end_of_the_deck(void **state)
{
    static const char text[] = "self #a on\0e\nself #b two\n";
    struct deck deck;
    (void)state;
    deck_parse(text, sizeof text - 1, &deck);
    assert_int_equal(deck.count, 1);
    assert_int_equal(deck.fault_count, 1);
    assert_prompt(&deck, 0, WHOM_SELF, "#b", "two");
    deck_free(&deck);
}

static void any_bytes_are_read_without_harm(void **state)
{
    static const char *const pieces[] = {"self", "others", " ",  "\t",   "#tag", "#",
                                         "\n",   ";",      "\r", "word", "\xff", "\xef\xbb\xbf"};
    uint64_t seed = 1;
    (void)state;
    for (int run = 0; run < 2000; run++) {
        char text[256] = "";
        size_t lines = 1;
        for (size_t n = random_below(&seed, 30); n; n--) {
            const char *piece = pieces[random_below(&seed, sizeof pieces / sizeof *pieces)];
            lines += *piece == '\n';
            strcat(text, piece);
        }
        struct deck deck = deck_of(text);
        assert_true(deck.count + deck.fault_count <= lines);
        for (size_t i = 0; i < deck.count; i++) {
            assert_int_equal(deck.prompts[i].tag[0], '#');
            assert_true(*deck.prompts[i].words);
        }
        deck_free(&deck);
    }
}

static const char mixed[] = "self #a 0\nothers #b 1\nself #c 2\nothers #d 3\nself #e 4\n";

static void each_prompt_for_whom_is_as_likely_as_the_others(void **state)
{
    static const unsigned fitting[] = {[WHOM_SELF] = 3, [WHOM_OTHERS] = 2, [WHOM_ANY] = 5};
    struct deck deck = deck_of(mixed);
    (void)state;
    for (enum whom whom = WHOM_SELF; whom <= WHOM_ANY; whom++) {
        int met[5] = {0};
        for (uint64_t random = 0; random < 60; random++) {
            const struct prompt *prompt = deck_pick(&deck, whom, random);
            assert_non_null(prompt);
            assert_true(whom == WHOM_ANY || prompt->whom == whom);
            met[prompt - deck.prompts]++;
        }
        for (size_t i = 0; i < 5; i++)
            if (whom == WHOM_ANY || deck.prompts[i].whom == whom)
                assert_int_equal(met[i], 60 / fitting[whom]);
        assert_non_null(deck_pick(&deck, whom, UINT64_MAX));
    }
    deck_free(&deck);
}

static void a_deck_without_a_prompt_for_whom_has_none_to_pick(void **state)
{
    struct deck deck = deck_of("self #a one\n"), empty = deck_of("");
    (void)state;
    assert_null(deck_pick(&deck, WHOM_OTHERS, 7));
    assert_non_null(deck_pick(&deck, WHOM_ANY, 7));
    assert_null(deck_pick(&empty, WHOM_ANY, 7));
    assert_null(deck_week(&empty, 20000));
    deck_free(&deck);
    deck_free(&empty);
}

static void the_week_of_a_prompt_goes_from_monday_to_sunday(void **state)
{
    struct deck deck = deck_of(mixed);
    int64_t monday = day_from_date(2026, 11, 23);
    (void)state;
    assert_int_equal(weekday(monday), 0);
    for (int64_t day = monday; day < monday + 7; day++)
        assert_ptr_equal(deck_week(&deck, day), deck_week(&deck, monday));
    assert_ptr_not_equal(deck_week(&deck, monday - 1), deck_week(&deck, monday));
    assert_ptr_not_equal(deck_week(&deck, monday + 7), deck_week(&deck, monday));
    deck_free(&deck);
}

static void the_weeks_take_the_prompts_in_turn_in_every_year(void **state)
{
    struct deck deck = deck_of(mixed);
    (void)state;
    assert_ptr_equal(deck_week(&deck, 0), &deck.prompts[0]);
    for (int64_t day = -40000; day < 40000; day++) {
        size_t at = (size_t)(deck_week(&deck, day) - deck.prompts),
               then = (size_t)(deck_week(&deck, day + 7) - deck.prompts);
        assert_int_equal(then, (at + 1) % deck.count);
    }
    deck_free(&deck);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_whom_it_is_for_a_tag_and_words),
        cmocka_unit_test(comments_and_blank_lines_are_skipped),
        cmocka_unit_test(ends_of_line_blanks_and_marks_of_other_systems_are_taken),
        cmocka_unit_test(words_and_tags_may_be_of_any_script),
        cmocka_unit_test(a_line_that_is_no_prompt_is_a_fault_and_costs_no_other),
        cmocka_unit_test(a_nul_is_no_end_of_the_deck),
        cmocka_unit_test(any_bytes_are_read_without_harm),
        cmocka_unit_test(each_prompt_for_whom_is_as_likely_as_the_others),
        cmocka_unit_test(a_deck_without_a_prompt_for_whom_has_none_to_pick),
        cmocka_unit_test(the_week_of_a_prompt_goes_from_monday_to_sunday),
        cmocka_unit_test(the_weeks_take_the_prompts_in_turn_in_every_year),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
