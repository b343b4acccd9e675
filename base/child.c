/* Other programs. */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

/* The exit statuses of a shell for a program that can't be run, and for one that is not there. */
enum { NOT_RUN = 126, NOT_FOUND = 127 };

enum { OUTPUT_MOST = 65536, NAP_LEAST = 250000, NAP_MOST = 8000000 /* nanoseconds */ };

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

/* Descriptors of the program's standard files; below 0: none, or, of ERROR, ours. */
struct ends {
    int input, output, error;
};

/* Starts the program with these. 0, or the errno. */
static int child_start(const char *const argv[], const struct ends *ends, bool loud, pid_t *pid)
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
    if (ends->input >= 0)
        posix_spawn_file_actions_adddup2(&files, ends->input, STDIN_FILENO);
    else
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, ends->output, STDOUT_FILENO);
    if (ends->error >= 0)
        posix_spawn_file_actions_adddup2(&files, ends->error, STDERR_FILENO);
    else if (!loud)
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

/* Writes what INPUT has from *AT on, as much as there is room for. False when that was all, or no more can be
   written; *WHOLE is cleared if that is not because nobody reads it. */
static bool input_write(int fd, const struct buf *input, size_t *at, bool *whole)
{
    ssize_t put = write(fd, input->bytes + *at, input->length - *at);
    if (put < 0) {
        bool again = errno == EINTR || errno == EAGAIN;
        *whole = *whole && (again || errno == EPIPE);
        return again;
    }
    *at += (size_t)put;
    return *at < input->length;
}

/* Adds to OUT, which may be NULL, as long as it stays within MOST; *WHOLE is cleared if something is left
   out. False at the end. */
static bool output_read(int fd, struct buf *out, size_t most, bool *whole)
{
    char bytes[16384];
    ssize_t got = read(fd, bytes, sizeof bytes);
    if (got < 0 && errno == EINTR)
        return true;
    *whole = *whole && got >= 0;
    if (got <= 0)
        return false;
    if (out && out->length + (size_t)got <= most)
        buf_add(out, bytes, (size_t)got);
    else
        *whole = *whole && !out;
    return true;
}

/* Gives and takes until the output ends, or until the clock shows END. Closes *INPUT, if it is one, once all
   is written. False if not all of it came through. */
static bool converse(const struct child *child, int *input, int output, double end)
{
    size_t at = 0;
    bool whole = true;
    for (double left; (left = end - now()) > 0;) {
        struct pollfd ready[] = {{.fd = output, .events = POLLIN}, {.fd = *input, .events = POLLOUT}};
        int found = poll(ready, 2, left > 3600 ? 3600000 : (int)(left * 1000) + 1);
        if (found < 0 && errno != EINTR)
            return false;
        if (found <= 0)
            continue;
        if (ready[1].revents && child->input && !input_write(*input, child->input, &at, &whole)) {
            close(*input);
            *input = -1;
        }
        if (ready[0].revents && !output_read(output, child->out, child->most, &whole))
            return whole;
    }
    return false;
}

/* Whether the program is over, at the latest when the clock shows END. */
static bool child_over(pid_t pid, double end, int *status)
{
    struct timespec nap = {0, NAP_LEAST};
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
        if (nap.tv_nsec < NAP_MOST)
            nap.tv_nsec *= 2;
    }
}

/* Waits for it, and ends it if it is not over when the clock shows END. */
static int child_await(pid_t pid, double end)
{
    int status = 0;
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

/* A pipe that other programs do not inherit: one that has the end that writes never sees the other one's end.
   False with errno; what was made is in ENDS then, too. */
static bool pipe_make(int ends[2])
{
    return pipe(ends) == 0 && fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 &&
           fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
}

static void end_close(int *fd)
{
    int error = errno;
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
    errno = error;
}

/* Runs it with standard error going to ERROR, as in struct ends. *WHOLE tells whether all that it was given
   and said came through. */
static int child_do(const struct child *child, bool loud, int error, bool *whole)
{
    int output[2] = {-1, -1}, input[2] = {-1, -1}, ended = CHILD_NONE;
    pid_t pid;
    bool given = child->input && child->input->length;
    if (pipe_make(output) && (!given || (pipe_make(input) && fcntl(input[1], F_SETFL, O_NONBLOCK) == 0))) {
        signal(SIGCHLD, SIG_DFL);
        double end = now() + child->seconds;
        struct ends ends = {input[0], output[1], error};
        int trouble = child_start(child->argv, &ends, loud, &pid);
        end_close(&output[1]);
        end_close(&input[0]);
        if (!trouble) {
            *whole = converse(child, &input[1], output[0], end);
            end_close(&output[0]);
            end_close(&input[1]);
            ended = child_await(pid, end);
        }
        errno = trouble;
    }
    end_close(&output[0]);
    end_close(&output[1]);
    end_close(&input[0]);
    end_close(&input[1]);
    return ended;
}

/* Becomes the program, to which no signal is blocked, nor ignored because kind ignores it. */
static void front_exec(const char *const argv[], int input)
{
    sigset_t none;
    sigemptyset(&none);
    for (int i = 0; i < USUAL_SIGNALS; i++)
        signal(usual_signals[i], SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (input >= 0)
        dup2(input, STDIN_FILENO);
    execvp(argv[0], (char *const *)argv);
    _exit(NOT_FOUND);
}

/* Starts the program, gives it INPUT, and waits until it ends: *STATUS is that of waitpid. False with errno
   if it can't be started. */
static bool front_do(const char *const argv[], const struct buf *input, const struct sigaction *interrupt,
                     const struct sigaction *quit, int *status)
{
    int ends[2] = {-1, -1};
    pid_t child = -1;
    if (!input || pipe_make(ends)) {
        signal(SIGCHLD, SIG_DFL);
        child = fork();
    }
    if (child == 0) {
        sigaction(SIGINT, interrupt, NULL);
        sigaction(SIGQUIT, quit, NULL);
        front_exec(argv, ends[0]);
    }
    end_close(&ends[0]);
    if (child > 0 && input)
        buf_write(input, ends[1]);
    end_close(&ends[1]);
    while (child > 0 && waitpid(child, status, 0) < 0 && errno == EINTR)
        continue;
    return child > 0;
}

int child_front(const char *const argv[], const struct buf *input)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
    int status = 0;
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGINT, &ignore, &interrupt);
    sigaction(SIGQUIT, &ignore, &quit);
    bool begun = front_do(argv, input, &interrupt, &quit, &status);
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    if (!begun)
        return CHILD_NONE;
    if (!WIFEXITED(status))
        return CHILD_ENDED;
    int ended = WEXITSTATUS(status);
    if (ended != NOT_FOUND && ended != NOT_RUN)
        return ended;
    errno = ended == NOT_FOUND ? ENOENT : EACCES;
    return CHILD_NONE;
}

/* Where its first word is plainly the name of a program that is not there, the shell has nothing to say about
   that itself. */
int child_shell(const char *command, const char *path, const struct buf *input)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+-~";
    struct buf line = {0};
    size_t word = strspn(command, plain);
    if (word && (!command[word] || command[word] == ' '))
        buf_printf(&line, "command -v %.*s >/dev/null 2>&1 || exit %d\n", (int)word, command, NOT_FOUND);
    buf_printf(&line, "%s%s", command, path ? " -- \"$@\"" : "");
    const char *argv[] = {"/bin/sh", "-c", line.bytes, command, path, NULL};
    int ended = child_front(argv, input), error = errno;
    buf_free(&line);
    errno = error;
    return ended;
}

int child_run(const char *const argv[], double seconds, bool loud, struct buf *out)
{
    struct child child = {.argv = argv, .seconds = seconds, .out = out, .most = OUTPUT_MOST};
    bool whole;
    return child_do(&child, loud, -1, &whole);
}

int child_talk(const struct child *child)
{
    /* A file, because a pipe would end only with the last program that has it. */
    FILE *kept = child->error ? tmpfile() : NULL;
    if (kept)
        fcntl(fileno(kept), F_SETFD, FD_CLOEXEC);
    bool whole = true;
    int ended = child_do(child, false, kept ? fileno(kept) : -1, &whole), error = errno;
    if (!whole && ended >= 0) {
        ended = CHILD_NONE;
        error = EIO;
    }
    if (kept) {
        char bytes[OUTPUT_MOST];
        ssize_t got = pread(fileno(kept), bytes, sizeof bytes, 0);
        buf_add(child->error, bytes, got > 0 ? (size_t)got : 0);
        fclose(kept);
    }
    errno = error;
    return ended;
}
