/* The record: its id as text. */
#include "row/record.h"

#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void ids_are_written_as_they_are_read(void **state)
{
    (void)state;
    uint64_t seed = 11, back;
    char text[ID_SIZE];
    for (int i = 0; i < 10000; i++) {
        uint64_t id = (random_next(&seed) >> 9) + 1;
        id_write(id, text);
        assert_int_equal(strlen(text), ID_SIZE - 1);
        assert_true(id_read(text, ID_SIZE - 1, &back));
        assert_true(back == id);
    }
    static const char *const wrong[] = {"K7q2mh4tzn0c", "k7q2mh4tzn0",  "k7q2mh4tzn0cc",
                                        "k7q2mh4tzn0i", "k7q2mh4tznIc", ""};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(id_read(wrong[i], strlen(wrong[i]), &back));
    assert_false(id_read("k7q2mh\0tzn0c", ID_SIZE - 1, &back));
    id_write(0, text);
    assert_string_equal(text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_written_as_they_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
