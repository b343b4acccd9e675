"""Every system call that `kind log` makes fails once, or is the last one: strace injects it. Usage: short|long

Exit 0 has to mean that the record is there; anything else, a kill too, that the file is as before or holds the
whole record at its end; and a failed sync is never passed over."""
import concurrent.futures
import os
import re
import shlex
import subprocess
import sys
import tempfile

from common import KIND, NOTE, STATES, Place, Tally, environment

LONG = sys.argv[1:] == ["long"]
ERRORS = ["EIO", "ENOSPC", "EINTR"] + (["EACCES", "ENOMEM"] if LONG else [])
SHORT_STATES = ["no file", "empty", "torn header", "header only", "normal", "no final newline", "dangling symlink"]
SYNCS = ("fdatasync", "fsync")
# What no kernel does: the end of a process can't fail, and brk says no by another address, not by an error.
UNFAILING = ("exit_group", "brk")
NAME = os.path.basename(KIND) + ": "
LINE = re.compile(r"^(?:\d+ +)?(\w+)\(")


def command(place, faults, trace="/dev/null", every=False):
    """A fault is (name, what, when). The calls that it names, or EVERY one, are written to the file TRACE."""
    words = ["strace", "-f", "-o", trace]
    if not every:
        words += ["-e", "trace=" + ",".join(sorted({name for name, _, _ in faults}))]
    for fault in faults:
        words += ["-e", "inject=%s:%s:when=%s" % fault]
    return words + [KIND, "--file", place.named, "log", NOTE, "--mood", "7"]


def run(place, faults, every=False):
    """The exit status, negative for a signal; what it said on standard error; and the lines of the trace."""
    with tempfile.NamedTemporaryFile("r", prefix="fault-", errors="replace") as trace:
        done = subprocess.run(command(place, faults, trace.name, every), env=environment(), timeout=60, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        return done.returncode, done.stderr.decode(errors="replace"), trace.read().splitlines()


def calls(state, faults):
    """The calls (name, when) after the start of main, or after the last of FAULTS."""
    with Place(state) as place:
        status, said, trace = run(place, faults, every=True)
        wrong = None if faults else place.wrong(status) or (said if status else None)
        if wrong:
            raise SystemExit("%s: the first run failed: %s" % (state, wrong))
    names = [match.group(1) for match in map(LINE.match, trace) if match]
    seen, found, on = {}, [], False
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        if on:
            found.append((name, seen[name]))
        elif faults:
            on = (name, seen[name]) == (faults[-1][0], faults[-1][2])
        elif name == "fcntl":
            on = True
            found.append((name, seen[name]))
    if not found:
        raise SystemExit("%s: no system calls seen; is strace allowed to trace here?" % state)
    return found


def trial(state, faults):
    """One run with FAULTS. Returns what is wrong, None if nothing is, and the command."""
    with Place(state) as place:
        shown = "%s: %s" % (state, shlex.join(command(place, faults)))
        try:
            status, said, trace = run(place, faults)
        except subprocess.TimeoutExpired:
            return "it hangs", shown
        wrong = place.wrong(status) or missed(faults, status, trace)
        synced = any(name in SYNCS and what.startswith("error") for name, what, _ in faults)
        if not wrong and status == 0 and synced:
            wrong = "a failed sync was passed over"
        if not wrong and status == 3 and not said.startswith(NAME) and not broken_speech(faults):
            wrong = "it ended with 3 and did not say why: %r" % said
        return wrong, shown


def missed(faults, status, trace):
    """A fault that never happened proves nothing."""
    errors = sum(what.startswith("error") for _, what, _ in faults)
    if sum(line.endswith("(INJECTED)") for line in trace) < errors:
        return "the error was not injected"
    if errors < len(faults) and status != -9:
        return "the kill did not happen"
    return None


def broken_speech(faults):
    """Whether the message itself may have been lost: strace failed the write of it."""
    return any(name in ("write", "writev") for name, _, _ in faults)


def plans():
    """All (state, faults)."""
    for state in STATES if LONG else SHORT_STATES:
        singles = calls(state, [])
        for name, when in singles:
            yield state, [(name, "signal=KILL", when)]
            if name in UNFAILING:
                continue
            # strace fails a close by leaving the file open, and then its lock keeps the run waiting for 10 s.
            for error in ERRORS if LONG or name != "close" else ERRORS[:1]:
                yield state, [(name, "error=" + error, when)]
            if LONG:
                yield state, [(name, "error=EIO", "%d+" % when)]
        # A second fault while the first one is cleaned up.
        firsts = [call for call in singles if call[0] in SYNCS]
        writes = [call for call in singles if call[0] == "write"]
        for first in firsts[:1] + (firsts[1:] + writes[:1] if LONG else []):
            fault = (first[0], "error=EIO", first[1])
            for name, when in calls(state, [fault]):
                if name == first[0]:
                    continue
                yield state, [fault, (name, "signal=KILL", when)]
                if name not in UNFAILING:
                    yield state, [fault, (name, "error=EIO", when)]


tally = Tally()
with concurrent.futures.ThreadPoolExecutor(4 * (os.cpu_count() or 1)) as pool:
    for trouble, shown_command in pool.map(lambda plan: trial(*plan), plans()):
        tally.take(trouble, shown_command)
tally.end()
