/* measure RUNS -- COMMAND... -- COMMAND...: runs the commands in turns, RUNS rounds after one that does not
   count, their standard output thrown away. Prints a line for each: its median wall time in microseconds and
   its most memory in KiB. One that stands behind -+ instead of -- has its turn as well, such as to undo what
   the one before it did, and no line. A command that fails ends the run. */
#define _DEFAULT_SOURCE /* wait4, which tells the memory of one child */
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { COMMANDS_MAX = 16, RUNS_MAX = 1000 };

extern char **environ;

struct command {
    char **argv;
    bool silent;
    double micros[RUNS_MAX];
    long memory;
};

static double now_micros(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* Wall time of one run, which ends the program if it fails. */
static double run_once(struct command *command)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child;
    int status = 1;
    struct rusage usage;
    double start = now_micros();
    int error = posix_spawnp(&child, command->argv[0], &actions, NULL, command->argv, environ);
    if (error || wait4(child, &status, 0, &usage) != child || status) {
        fprintf(stderr, "measure: %s failed%s%s\n", command->argv[0], error ? ": " : "",
                error ? strerror(error) : "");
        exit(1);
    }
    double took = now_micros() - start;
    posix_spawn_file_actions_destroy(&actions);
    if (usage.ru_maxrss > command->memory)
        command->memory = usage.ru_maxrss;
    return took;
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

int main(int argc, char **argv)
{
    static struct command command[COMMANDS_MAX];
    int count = 0, runs = argc > 1 ? atoi(argv[1]) : 0;
    for (int i = 2; i < argc; i++)
        if (strcmp(argv[i], "--") == 0 || strcmp(argv[i], "-+") == 0) {
            bool silent = argv[i][1] == '+';
            argv[i] = NULL;
            if (count < COMMANDS_MAX && i + 1 < argc)
                command[count++] = (struct command){.argv = argv + i + 1, .silent = silent};
        }
    if (runs < 1 || runs > RUNS_MAX || !count || argv[2]) {
        fputs("measure: RUNS -- COMMAND... [-- COMMAND... | -+ COMMAND...]\n", stderr);
        return 2;
    }
    for (int run = -1; run < runs; run++)
        for (int c = 0; c < count; c++)
            command[c].micros[run < 0 ? 0 : run] = run_once(&command[c]);
    for (int c = 0; c < count; c++) {
        if (command[c].silent)
            continue;
        qsort(command[c].micros, (size_t)runs, sizeof *command[c].micros, by_size);
        printf("%.1f %ld\n", (command[c].micros[(runs - 1) / 2] + command[c].micros[runs / 2]) / 2,
               command[c].memory);
    }
    return 0;
}
