"""Memory is out at each allocation in turn, once or from there on. Usage: short|long

A command then ends with 3 and one line that says so, and the log is as before; or with 0, a line that says so if the
answer is not whole, and the log has what was to be written; and never is a record left out of an answer in silence."""
import concurrent.futures
import os
import pty
import re
import shlex
import subprocess
import sys
import tempfile
import termios

from common import HEADER, KIND, LOG, Tally, contents, ended, environment

LONG = sys.argv[1:] == ["long"]
SHIM = os.path.join(os.path.dirname(os.environ["KIND_TOOLS"]), "fault", "nomemory.so")
TROUBLE = re.compile(re.escape(os.path.basename(KIND)) + r": .*[Mm]emory.*\n")
DONE = os.path.basename(KIND) + ": done, but out of memory for more\n"
MOST = 600 if LONG else 150  # allocations of one command that are tried

# A note that outgrows what libcsv begins with; a note of three lines; a row of another program's hand.
TALL = LOG + (b'2026-11-22T22:00:00+01:00,care,"' + b"a long day, " * 2500 + b'",,,,,,k00000000004\n'
              b'2026-11-22T22:30:00+01:00,care,"one\r\ntwo\nthree ""four""",,,,,,k00000000005\n'
              b'2026-11-22T23:00:00+01:00,kindness,#tea @ann,8,,,,,\n')
# Enough days for every section to have something to say.
YEAR = HEADER + b"\n" + b"".join(
    b'2026-%02d-%02dT%02d:00:00+01:00,%s,"with @ann #tea",%d.5,%d,,%s,,k%011d\n'
    % (month, day, 8 + day % 9, (b"kindness", b"care", b"mood")[day * month % 3], (day * 7 + month) % 10, day % 10,
       b"5" if day % 2 else b"", month * 100 + day) for month in range(8, 12) for day in range(1, 24))
SHIFTS = YEAR + b"".join(
    b'2026-11-%02dT12:30:00+01:00,shift,"mail",,8,%d,3,%s,k0000000%04d\n'
    % (day, 3 + day % 4, (b"others", b"usual")[day % 2], day) for day in range(1, 24))

# A header once more, and a time without its offset.
DAMAGED = LOG + HEADER + b"\n2026-11-22 22:00,care,tea,,,,,,k00000000006\n"
FOREIGN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "import")

# The words, the log before, and whether it is to change.
RUNS = [
    (["log", "helped a stranger", "--mood", "7"], LOG, True),
    (["log", "helped a stranger"], None, True),
    (["log", "a stranger " * 3000, "--care"], TALL, True),
    (["mood", "6.5", "--stress", "3"], LOG, True),
    (["goal", "kindness", "1/day"], LOG, True),
    (["goal"], LOG, False),
    (["rest", "ill", "today"], LOG, True),
    (["list"], TALL, False),
    (["list", "-f", "csv"], TALL, False),
    (["list", "-f", "tsv"], TALL, False),
    (["list", "#tea"], TALL, False),
    (["list", "-f", "csv"], TALL.replace(b",", b";"), False),
    (["export", "-f", "ics"], TALL, False),
    (["export", "-f", "org"], TALL, False),
    (["export", "-f", "md"], TALL, False),
    (["export", "-f", "jsonl"], TALL, False),
    (["today"], YEAR, False),
    (["report"], SHIFTS, False),
    (["report", "links", "-f", "csv"], SHIFTS, False),
    (["report", "-f", "json"], SHIFTS, False),
    (["report", "-f", "html"], SHIFTS, False),
    (["shift", "status"], SHIFTS, False),
    (["trial", "start"], LOG, True),
    (["edit", "k00000000002", "--mood", "8", "--text", "held it"], TALL, True),
    (["undo", "-y"], TALL, True),
    (["undo", "-y", "k00000000001"], LOG, True),
    (["check"], TALL, False),
    (["check", "--repair"], DAMAGED, True),
    (["pause", "--log", "5", "at the window"], LOG, True),
    (["remind", "-n"], YEAR, False),
    (["import", os.path.join(FOREIGN, "daylio-year.csv")], LOG, True),
    (["import", os.path.join(FOREIGN, "loop-commas.csv")], None, True),
    (["import", "--map", os.path.join(FOREIGN, "harsh-mapped.map"), os.path.join(FOREIGN, "harsh-mapped.txt")], LOG, True),
]


class Run:
    """A run of KIND on the log BEFORE, memory being out at POINT: its end, what it said, the log then, how many
    allocations there were, what it left behind, and how to do it again."""

    def __init__(self, words, before, point):
        with tempfile.TemporaryDirectory(prefix="fault-") as folder:
            log, count, config = (os.path.join(folder, name) for name in ("log.csv", "count", "config"))
            with open(config, "wb") as out:
                out.write(b"day_start = 03:00\n")
            if before is not None:
                with open(log, "wb") as out:
                    out.write(before)
            command = [KIND, "--file", log] + words
            self.shown = "KIND_NO_MEMORY=%s LD_PRELOAD=%s %s" % (point, SHIM, shlex.join(command)[:300])
            self.end = ended(command, environment(
                os.path.join(folder, "state"), LD_PRELOAD=SHIM, KIND_NO_MEMORY=point, KIND_ALLOCATIONS=count,
                KIND_SEED="a", KIND_CONFIG=config))
            self.end.stdout = self.end.stdout.replace(folder.encode(), b"")
            self.said = self.end.stderr.decode(errors="replace").replace(folder, "").splitlines(keepends=True)
            self.log, self.calls = contents(log), int(contents(count) or 0)
            self.left = {name for name in os.listdir(folder) if not name.startswith("log.csv.bad-")}
            self.left -= {"log.csv", "count", "config", "state"}


def wrong(well, before, run):
    """What is wrong with RUN; WELL is one that had all its memory."""
    end, said, found = run.end, run.said, run.log
    if end.returncode not in (well.end.returncode, 3):
        return "it ended with %d: %s" % (end.returncode, said)
    if run.left:
        return "it left %s behind" % ", ".join(sorted(run.left))
    if end.returncode == well.end.returncode and (end.stdout, said) == (well.end.stdout, well.said):
        return None if found == well.log else "it ended well, and the log is not as it should be: %r" % (found or b"")[-300:]
    if end.returncode != 3:
        done = before != well.log == found and said and said[-1] == DONE and said[:-1] == well.said[:len(said) - 1]
        return None if done else "it ended well and said something else: %s %r" % (said, end.stdout[:200])
    if found != before and not (before is None and not found):
        return "the log is not as before: %r" % (found or b"")[-300:]
    if not said or said[:-1] != well.said[:len(said) - 1] or not TROUBLE.fullmatch(said[-1]):
        return "it did not say so in one line: %r" % said
    return None


def trial(words, before, well, point):
    try:
        run = Run(words, before, point)
    except subprocess.TimeoutExpired:
        return "it hangs", "%s %s" % (point, words)
    return wrong(well, before, run), run.shown


def pause_trial(point):
    """What is wrong with the terminal after a pause on it whose memory was out at POINT; and the allocations."""
    ours, theirs = pty.openpty()
    with tempfile.TemporaryDirectory(prefix="fault-") as folder:
        count = os.path.join(folder, "count")
        end = subprocess.run([KIND, "--file", os.path.join(folder, "log.csv"), "pause", "1s", "--no-input"], timeout=60, check=False,
                             stdin=theirs, stdout=theirs, stderr=theirs,
                             env=environment(folder, LD_PRELOAD=SHIM, KIND_NO_MEMORY=point, KIND_ALLOCATIONS=count,
                                             KIND_SEED="a", TERM="xterm"))
        calls = int(open(count, encoding="ascii").read()) if os.path.exists(count) else 0
    echoes = termios.tcgetattr(theirs)[3] & termios.ECHO
    said = os.read(ours, 65536)
    os.close(ours)
    os.close(theirs)
    if end.returncode not in (0, 3):
        return "it ended with %d: %r" % (end.returncode, said), calls
    if not echoes:
        return "the terminal does not echo", calls
    if end.returncode and b"memory" not in said:
        return "it did not say so: %r" % said, calls
    if b"left" in said and not re.search(rb"\x1b\[J[^\r]", said):
        return "the line that counts stands there still: %r" % said, calls
    return None, calls


def pauses(pool, tally):
    """Memory is out before, amid and after the wait of a pause: the terminal is as it was."""
    trouble, calls = pause_trial("0")
    tally.take(trouble, "a pause of %d allocations" % calls)
    points = range(1, calls + 1, max(1, calls // MOST))
    for point, (wrong_there, _) in zip(points, pool.map(pause_trial, map(str, points))):
        tally.take(wrong_there, "KIND_NO_MEMORY=%d LD_PRELOAD=%s kind pause 1s --no-input, on a terminal" % (point, SHIM))


def main():
    tally = Tally()
    with concurrent.futures.ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        for words, before, changes in RUNS:
            well = Run(words, before, "0")
            if well.end.returncode not in (0, 3) or not well.calls or (well.log != before) != changes:
                tally.take("the run with all its memory ended with %d after %d allocations: %r"
                           % (well.end.returncode, well.calls, well.end.stderr), well.shown)
                continue
            step = max(1, well.calls // MOST)
            points = [str(at) + more for at in range(1, well.calls + 1, step) for more in ("", "+")]
            for result in pool.map(lambda point: trial(words, before, well, point), points):
                tally.take(*result)
        pauses(pool, tally)
    tally.end()


def usable():
    """Whether the program runs behind the shim: not where the C library is another one, or with sanitisers."""
    return os.path.exists(SHIM) and ended([KIND, "--version"], environment(LD_PRELOAD=SHIM)).returncode == 0


if usable():
    main()
else:
    print("left out: allocations can't be made to fail here")
    print("0 passed, 0 failed")
