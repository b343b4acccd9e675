"""Runs a command on a pseudo-terminal of 80 columns and 24 lines, takes STEPs with it, prints what the terminal was sent, and exits with
the command's status (128 and the signal that ended it; 99 for a step that could not be taken, or if the command won't end).

Usage: terminal.py [STEP...] -- COMMAND [ARGUMENT...]
A STEP is one argument:
    expect TEXT      wait until TEXT was shown, behind what the last expect found
    send KEYS        type them; \\n is Enter, \\3 Ctrl-C, \\4 Ctrl-D, \\z Ctrl-Z
    resize 40x24     change the size; as the first step, before the command starts
    signal NAME      send the signal, such as TERM
    front NAME       send it to all that is in front on the terminal
    wait SECONDS     let time pass
"""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

PATIENCE = 15  # seconds, for a step and for the end

split = sys.argv.index("--")
steps, command = [step.partition(" ")[::2] for step in sys.argv[1:split]], sys.argv[split + 1 :]


def resize(terminal, size):
    columns, lines = map(int, size.split("x"))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


class Run:
    def __init__(self, first_size):
        self.shown, self.seen, self.ended = b"", 0, False
        ready, go = os.pipe()
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.read(ready, 1)
            # A shell without jobs has what it puts behind it ignore some of these.
            for number in signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGTERM:
                signal.signal(number, signal.SIG_DFL)
            os.execvp(command[0], command)
        resize(self.terminal, first_size)
        os.write(go, b"!")

    def read(self, seconds):
        """Takes what comes within SECONDS; returns early at the first bytes."""
        ready, _, _ = select.select([self.terminal], [], [], max(0, seconds))
        if ready:
            try:
                got = os.read(self.terminal, 65536)
            except OSError:
                got = b""
            self.shown += got
            self.ended = not got

    def read_until(self, done, deadline):
        while not done():
            if self.ended or time.monotonic() >= deadline:
                return False
            self.read(min(0.1, deadline - time.monotonic()))
        return True

    def found(self, text):
        at = self.shown.find(text, self.seen)
        if at >= 0:
            self.seen = at + len(text)
        return at >= 0

    def take(self, word, rest):
        if word == "expect":
            return self.read_until(lambda: self.found(rest.encode()), time.monotonic() + PATIENCE)
        if word == "send":
            for name, key in {"\\n": "\r", "\\3": "\x03", "\\4": "\x04", "\\z": "\x1a"}.items():
                rest = rest.replace(name, key)
            os.write(self.terminal, rest.encode())
        elif word == "resize":
            resize(self.terminal, rest)
        elif word == "signal":
            os.kill(self.child, getattr(signal, "SIG" + rest))
        elif word == "front":
            os.killpg(os.tcgetpgrp(self.terminal), getattr(signal, "SIG" + rest))
        elif word == "wait":
            self.read_until(lambda: False, time.monotonic() + float(rest))
        else:
            return False
        return True

    def end(self):
        """The command's status, once the terminal is closed."""
        done = self.read_until(lambda: self.ended, time.monotonic() + PATIENCE)
        if not done:
            os.kill(self.child, signal.SIGKILL)
        _, status = os.waitpid(self.child, 0)
        if not done:
            return 99
        return 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


run = Run(steps.pop(0)[1] if steps and steps[0][0] == "resize" else "80x24")
failed = None
for step in steps:
    if not run.take(*step):
        failed = step
        os.kill(run.child, signal.SIGKILL)
        break
status = run.end()
# The terminal itself puts a carriage return before each end of line.
sys.stdout.buffer.write(run.shown.replace(b"\r\n", b"\n"))
sys.stdout.flush()
if failed:
    print("\nterminal.py: could not: %s %s" % failed, file=sys.stderr)
sys.exit(99 if failed else status)
