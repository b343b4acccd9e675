/* A target without libFuzzer: on the files that are named, or on what AFL++ hands over. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __AFL_FUZZ_TESTCASE_LEN
/* What its macros unfold to is not ours. */
#pragma clang diagnostic ignored "-Weverything"
__AFL_FUZZ_INIT();

/* Inputs from afl-fuzz, many to a process. */
static void inputs_take(void)
{
    __AFL_INIT();
    unsigned char *bytes = __AFL_FUZZ_TESTCASE_BUF;
    while (__AFL_LOOP(10000))
        LLVMFuzzerTestOneInput(bytes, (size_t)__AFL_FUZZ_TESTCASE_LEN);
}
#else
static void inputs_take(void)
{
    struct buf input = {0};
    char block[4096];
    ssize_t got;
    while ((got = read(STDIN_FILENO, block, sizeof block)) > 0)
        buf_add(&input, block, (size_t)got);
    LLVMFuzzerTestOneInput((const uint8_t *)buf_string(&input), input.length);
    buf_free(&input);
}
#endif

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        struct buf input = {0};
        file_read(argv[i], &input);
        LLVMFuzzerTestOneInput((const uint8_t *)buf_string(&input), input.length);
        printf("%s: fine\n", argv[i]);
        buf_free(&input);
    }
    if (argc == 1)
        inputs_take();
    return EXIT_SUCCESS;
}
