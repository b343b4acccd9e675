"""Every system call of the commands that write the log fails once or from there on, or is the last one, or comes with
a signal: strace injects it. Usage: short|long [JOB...]

Exit 0 has to mean that the change is there; anything else, a kill too, that the log is as before, or else holds the
whole change and that was said; a signal finds nothing done; and a failed sync or rename is never passed over."""
import concurrent.futures
import os
import re
import shlex
import subprocess
import sys
import tempfile

from common import JOBS, KIND, Tally, ended

LONG = sys.argv[1:2] == ["long"]
ERRORS = ["EIO", "ENOSPC", "EINTR", "EACCES", "ENOMEM"]
SIGNALS = ["KILL", "INT", "TERM"]
SHORT_STATES = ["no file", "empty", "torn header", "header only", "normal", "no final newline", "dangling symlink"]
SYNCS = ("fdatasync", "fsync")
# What no kernel does: the end of a process can't fail, and brk says no by another address, not by an error.
UNFAILING = ("exit_group", "brk")
NAME = os.path.basename(KIND) + ": "
LINE = re.compile(r"^(?:\d+ +)?(\w+)\(")
TIMEOUT = 50


def command(place, faults, trace="/dev/null", every=False):
    """A fault is (name, what, when). The calls that it names, or EVERY one, are written to the file TRACE."""
    words = ["strace", "-f", "-o", trace]
    if not every:
        words += ["-e", "trace=" + ",".join(sorted({name for name, _, _ in faults}))]
    for fault in faults:
        words += ["-e", "inject=%s:%s:when=%s" % fault]
    return words + place.command()


def run(place, faults, every=False):
    """The exit status, negative for a signal; what it said on standard error; and the lines of the trace."""
    with tempfile.NamedTemporaryFile("r", prefix="fault-", errors="replace") as trace:
        done = ended(command(place, faults, trace.name, every), place.environment(), TIMEOUT, stdout=subprocess.DEVNULL)
        return done.returncode, done.stderr.decode(errors="replace"), trace.read().splitlines()


def names_of(trace):
    return [match.group(1) for match in map(LINE.match, trace) if match]


def calls(job, state, faults, loading=False):
    """The calls (name, when) after the start of main, or after the last of FAULTS; with LOADING those before main,
    but for the execve, which is strace's."""
    with JOBS[job](state) as place:
        status, said, trace = run(place, faults, every=True)
        wrong = None if faults else place.wrong(status, said) or (said if status else None)
        if wrong:
            raise SystemExit("%s, %s: the first run failed: %s" % (job, state, wrong))
    seen, found, on = {}, [], False
    for name in names_of(trace):
        seen[name] = seen.get(name, 0) + 1
        if not faults and not on and name == "fcntl":
            on = True
            if loading:
                return [call for call in found if call[0] != "execve"]
        if on or loading:
            found.append((name, seen[name]))
        elif faults:
            on = (name, seen[name]) == (faults[-1][0], faults[-1][2])
    if not found:
        raise SystemExit("%s, %s: no system calls seen; is strace allowed to trace here?" % (job, state))
    return found


def trial(job, state, faults, loading):
    """One run with FAULTS. Returns what is wrong, None if nothing is, and the command."""
    with JOBS[job](state) as place:
        shown = "%s, %s: %s" % (job, state, shlex.join(command(place, faults)))
        failing = {name for name, what, _ in faults if what.startswith("error")}
        try:
            status, said, trace = run(place, faults)
        except subprocess.TimeoutExpired:
            return "it hangs", shown
        lost = failing | {"speech" for line in trace if "write(2, " in line and line.endswith("(INJECTED)")}
        wrong = place.wrong(status, said, lost, loading) or missed(faults, status, trace)
        if not wrong and status == 0 and failing.intersection(SYNCS + ("rename",)) and \
                "speech" not in lost and "undo won't know" not in said:
            wrong = "a failed sync or rename was passed over"
        if not wrong and status == 3 and not said.startswith(NAME) and "speech" not in lost:
            wrong = "it ended with 3 and did not say why: %r" % said
        return wrong, shown


def missed(faults, status, trace):
    """A fault that never happened proves nothing."""
    errors = sum(what.startswith("error") for _, what, _ in faults)
    if sum(line.endswith("(INJECTED)") for line in trace) < errors:
        return "the error was not injected"
    name, what, when = faults[-1]
    if what == "signal=KILL" and status != -9:
        return "the kill did not happen"
    if what.startswith("signal") and names_of(trace).count(name) < when:
        return "the signal was not sent"
    return None


def singles(job, state, found):
    """Each call of FOUND with each thing that may happen to it."""
    every = LONG or job == "edit" or (job == "log" and state == "normal")
    for name, when in found:
        for signal in SIGNALS if every else SIGNALS[:1]:
            yield [(name, "signal=" + signal, when)]
        if name in UNFAILING:
            continue
        for error in ERRORS if LONG else ERRORS[:3] if every or job == "log" else ERRORS[:1]:
            yield [(name, "error=" + error, when)]
        for error in ERRORS if LONG else ERRORS[:1] if every else []:
            yield [(name, "error=" + error, "%d+" % when)]


def doubles(job, state, found):
    """A second fault while the first one is cleaned up."""
    firsts = [call for call in found if call[0] in SYNCS or (LONG and call[0] in ("write", "rename"))]
    for first in firsts if LONG else firsts[:1]:
        fault = (first[0], "error=EIO", first[1])
        for name, when in calls(job, state, [fault]):
            if name == first[0]:
                continue
            yield [fault, (name, "signal=KILL", when)]
            if name not in UNFAILING:
                yield [fault, (name, "error=EIO", when)]


def plans(jobs):
    """All (job, state, faults, whether it is before main)."""
    for job in jobs:
        for state in JOBS[job].states if LONG else SHORT_STATES if job == "log" else ["normal"]:
            found = calls(job, state, [])
            for faults in singles(job, state, found):
                yield job, state, faults, False
            if LONG or job in ("log", "edit"):
                for faults in doubles(job, state, found):
                    yield job, state, faults, False
            if LONG and state == "normal":
                for faults in singles(job, state, calls(job, state, [], loading=True)):
                    yield job, state, faults, True


def slow(faults):
    """strace fails a close by leaving the file open, and then its lock keeps the run waiting for 10 s."""
    return any(name == "close" and what.startswith("error") for name, what, _ in faults)


def main():
    tally, waiting, counts = Tally(), [], {}
    processors = os.cpu_count() or 1
    with concurrent.futures.ThreadPoolExecutor(4 * processors) as pool:
        quick = []
        for plan in plans(sys.argv[2:] or JOBS):
            counts[plan[0]] = counts.get(plan[0], 0) + 1
            (waiting if slow(plan[2]) else quick).append(plan)
        for result in pool.map(lambda plan: trial(*plan), quick):
            tally.take(*result)
    with concurrent.futures.ThreadPoolExecutor(40 * processors) as pool:
        for result in pool.map(lambda plan: trial(*plan), waiting):
            tally.take(*result)
    print(", ".join("%s %d" % item for item in counts.items()))
    tally.end()


main()
