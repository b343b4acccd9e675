/* Other programs. */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { OUTPUT_MOST = 65536, NAP_MILLISECONDS = 10 };

/* How long a program that was asked to end may take for it. */
static const double grace = 2;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Those that kind ignores: another program expects to be ended by them. */
static const int usual_signals[] = {SIGPIPE, SIGXFSZ};
enum { USUAL_SIGNALS = sizeof usual_signals / sizeof *usual_signals };

pid_t child_fork(void)
{
    signal(SIGCHLD, SIG_DFL);
    pid_t child = fork();
    if (child == 0) {
        sigset_t none;
        sigemptyset(&none);
        for (int i = 0; i < USUAL_SIGNALS; i++)
            signal(usual_signals[i], SIG_DFL);
        sigprocmask(SIG_SETMASK, &none, NULL);
    }
    return child;
}

/* Starts the program with the end WRITES of a pipe as its standard output. 0, or the errno. */
static int child_start(const char *const argv[], bool loud, int writes, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    for (int i = 0; i < USUAL_SIGNALS; i++)
        sigaddset(&usual, usual_signals[i]);
    /* This is how it is asked to end. */
    sigaddset(&usual, SIGINT);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, writes, STDOUT_FILENO);
    if (!loud)
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    /* It changes none of the words: their type is older than const. */
    int error = posix_spawnp(pid, argv[0], &files, &attributes, (char *const *)argv, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return error;
}

/* Reads until the end, or until the clock shows END. */
static void output_read(int fd, double end, struct buf *out)
{
    char bytes[4096];
    for (double left; (left = end - now()) > 0;) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        int found = poll(&ready, 1, left > 3600 ? 3600000 : (int)(left * 1000) + 1);
        if (found < 0 && errno != EINTR)
            return;
        if (found <= 0)
            continue;
        ssize_t got = read(fd, bytes, sizeof bytes);
        if (got == 0 || (got < 0 && errno != EINTR))
            return;
        if (got > 0 && out->length + (size_t)got <= OUTPUT_MOST)
            buf_add(out, bytes, (size_t)got);
    }
}

/* Whether the program is over, at the latest when the clock shows END. */
static bool child_over(pid_t pid, double end, int *status)
{
    const struct timespec nap = {0, NAP_MILLISECONDS * 1000000};
    for (;;) {
        pid_t found = waitpid(pid, status, WNOHANG);
        if (found == pid)
            return true;
        if (found < 0 && errno != EINTR) {
            *status = 0;
            return true;
        }
        if (now() >= end)
            return false;
        nanosleep(&nap, NULL);
    }
}

int child_run(const char *const argv[], double seconds, bool loud, struct buf *out)
{
    int ends[2], status = 0;
    pid_t pid;
    if (pipe(ends))
        return CHILD_NONE;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    signal(SIGCHLD, SIG_DFL);
    double end = now() + seconds;
    int error = child_start(argv, loud, ends[1], &pid);
    close(ends[1]);
    if (!error)
        output_read(ends[0], end, out);
    close(ends[0]);
    if (error) {
        errno = error;
        return CHILD_NONE;
    }
    if (!child_over(pid, end, &status)) {
        kill(pid, SIGINT);
        if (!child_over(pid, now() + grace, &status)) {
            kill(pid, SIGKILL);
            while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
                continue;
        }
        return CHILD_ENDED;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : CHILD_ENDED;
}
