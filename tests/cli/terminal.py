"""Runs a command on a pseudo-terminal of 80 columns and 24 lines, types KEYS (with \\n, \\3, \\4) after a second, and exits with its status
(130 if Ctrl-C ended it). Usage: terminal.py KEYS COMMAND [ARGUMENT...]"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

keys = sys.argv[1].replace("\\n", "\r").replace("\\3", "\x03").replace("\\4", "\x04").encode()
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
start, shown = time.monotonic(), b""
while True:
    ready, _, _ = select.select([terminal], [], [], 0.1)
    if keys and time.monotonic() - start > 1:
        os.write(terminal, keys)
        keys = b""
    if time.monotonic() - start > 20:
        os.kill(child, 9)
    if ready:
        try:
            got = os.read(terminal, 65536)
        except OSError:
            break
        if not got:
            break
        shown += got
_, status = os.waitpid(child, 0)
sys.stdout.buffer.write(shown)
sys.exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))
