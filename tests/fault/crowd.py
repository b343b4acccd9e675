"""Many processes record in one log, take records back, edit them and end shifts, while some are killed; many create
one at once; and the moment between opening a log and locking it is drawn out until somebody else has been there.
Usage: short|long

What was acknowledged is there once, or gone if it was taken back; the header is there once, and no line is torn. What
is in the file is read here by Python's csv and then by `kind list`, which have to agree."""
import concurrent.futures
import csv
import fcntl
import io
import os
import random
import re
import subprocess
import sys
import tempfile
import time

from common import HEADER, KIND, LOG, SHIFT, Tally, ended, environment

# Holds every write back, so that whoever does not wait for the lock comes in between.
SLOW = ["strace", "-o", "/dev/null", "-e", "trace=write", "-e", "inject=write:delay_enter=20000"]
LONG = sys.argv[1:] == ["long"]
ENVIRONMENT = environment()
# A lock that others have held for ten seconds is no fault in a crowd; then nothing may have happened.
BUSY = "has held its lock for 10 seconds; "


def start(file, words, before=()):
    return subprocess.Popen([*before, KIND, "--file", file, *words], env=ENVIRONMENT, stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


class Account:
    """What one process of a crowd knows of its records. A record is at first maybe there (started), then there for
    certain (acknowledged), then maybe gone, then gone; the same for its mood. Shifts are only counted, because an end
    is that of the newest open one, whoever began it."""

    def __init__(self):
        self.there = {}                     # note: True, False, or None for either
        self.moods = {}                     # note: all of the moods that it may have
        self.ids = {}                       # note: id, of those that were not taken back
        self.shifts_begun = [0, 0]          # at least, at most
        self.shifts_ended = [0, 0]
        self.acknowledged = self.killed = self.busy = 0
        self.wrong = []


def id_of(file, note):
    """The id of a record that was just appended, None if it is no longer near the end."""
    with open(file, "rb") as log:
        log.seek(max(0, os.fstat(log.fileno()).st_size - 65536))
        found = re.search(rb'"%s",[^\n]*,(k[0-9a-z]{11})\n' % note.encode(), log.read())
    return found and found.group(1).decode()


class Worker:
    """OPERATIONS one after the other, one in KILLS of them killed; if 0 none, but all are slow, and they are appends."""

    def __init__(self, file, number, operations, kills):
        self.file, self.number, self.operations, self.kills = file, number, operations, kills
        self.chance = random.Random(number)
        self.account = Account()

    def run(self, words, reach):
        """Runs it: True if it was acknowledged, False if it did nothing, None if nobody knows. A kill comes within
        REACH seconds."""
        account = self.account
        run = start(self.file, words, () if self.kills else SLOW)
        killed = self.kills and self.chance.randrange(self.kills) == 0
        if killed:
            time.sleep(self.chance.random() * reach)
            run.kill()
        said = run.communicate()[1].decode(errors="replace")
        if run.returncode == 0:
            account.acknowledged += 1
            return True
        if killed and run.returncode == -9:
            account.killed += 1
            return None
        if run.returncode == 3 and BUSY in said:
            account.busy += 1
        elif words[:2] != ["shift", "--after"] or run.returncode != 1 or \
                ("no shift is open" not in said and "this shift was finished meanwhile" not in said):
            account.wrong.append("%s: %d %s" % (" ".join(words), run.returncode, said.strip()))
        return False

    def log(self, operation):
        note = "%d, %d" % (self.number, operation)
        account = self.account
        account.there[note] = self.run(["log", note], 0.02)
        account.moods[note] = {""}
        if account.there[note] and self.kills and self.chance.randrange(4) == 0:
            account.ids[note] = id_of(self.file, note)
            if not account.ids[note]:
                del account.ids[note]

    def undo(self):
        note = self.chance.choice(list(self.account.ids))
        end = self.run(["undo", self.account.ids.pop(note), "-y"], 0.3)
        self.account.there[note] = {True: False, False: True, None: None}[end]

    def edit(self):
        note = self.chance.choice(list(self.account.ids))
        mood = str(self.chance.randrange(11))
        end = self.run(["edit", self.account.ids[note], "-m", mood], 0.3)
        if end:
            self.account.moods[note] = {mood}
        elif end is None:
            self.account.moods[note].add(mood)

    def shift(self, words, counts):
        end = self.run(words, 0.1)
        counts[0] += end is True
        counts[1] += end is not False

    def work(self):
        for operation in range(self.operations):
            which = self.chance.randrange(100) if self.kills else 0
            if 90 <= which < 96 and self.account.ids:
                self.undo()
            elif 96 <= which < 98 and self.account.ids:
                self.edit()
            elif which == 98:
                self.shift(["shift", "-s", "8", "--no-input"], self.account.shifts_begun)
            elif which == 99:
                self.shift(["shift", "--after", "4"], self.account.shifts_ended)
            else:
                self.log(operation)
        return self.account


def notes_faults(rows, accounts):
    """What is wrong with the records that have a note."""
    there, moods = {}, {}
    for account in accounts:
        there.update(account.there)
        moods.update(account.moods)
    found = {}
    for row in rows:
        if row["note"] in found:
            return "%r is there twice" % row["note"]
        found[row["note"]] = row["mood"]
    lost = [note for note, sure in there.items() if sure is True and note not in found]
    back = [note for note, sure in there.items() if sure is False and note in found]
    strange = [note for note in found if note not in there]
    if lost or back or strange:
        return "lost: %r; there all the same: %r; never tried: %r" % (lost[:5], back[:5], strange[:5])
    other = [(note, mood) for note, mood in found.items() if mood not in moods[note]]
    return "not edited, or not so: %r" % other[:5] if other else None


def shifts_faults(rows, accounts):
    for what, rows_of, pairs in (("begun", rows, [account.shifts_begun for account in accounts]),
                                 ("ended", [row for row in rows if row["stress_after"] == "4"],
                                  [account.shifts_ended for account in accounts])):
        least, most = (sum(pair[at] for pair in pairs) for at in (0, 1))
        if not least <= len(rows_of) <= most:
            return "%d shifts are %s, not %d to %d" % (len(rows_of), what, least, most)
    return None


def faults_of(file, accounts):
    """What is wrong with FILE, None if nothing is."""
    with open(file, "rb") as log:
        found = log.read()
    if not found.startswith(HEADER + b"\n") or found.count(b"time,practice") != 1:
        return "the header is not there once: %r" % found[:200]
    if not found.endswith(b"\n"):
        return "the last line is torn: %r" % found[-200:]
    rows = list(csv.DictReader(io.StringIO(found.decode(), newline="")))
    torn = [row for row in rows if None in row or None in row.values() or len(row["id"]) != 12]
    if torn:
        return "torn lines: %r" % torn[:5]
    if len({row["id"] for row in rows}) != len(rows):
        return "an id is there twice"
    trouble = notes_faults([row for row in rows if row["practice"] != "shift"], accounts) or \
        shifts_faults([row for row in rows if row["practice"] == "shift"], accounts)
    if trouble:
        return trouble
    listed = ended([KIND, "--file", file, "list", "-f", "csv"], ENVIRONMENT)
    if listed.returncode or listed.stderr or sorted(listed.stdout.split(b"\n")) != sorted(found.split(b"\n")):
        return "list reads something else: %d %r" % (listed.returncode, listed.stderr[:500])
    return None


def left_behind(file):
    """What the killed left beside FILE that the next change of it does not take away."""
    for words in (["log", "the last one"], ["undo", "-y"]):
        run = start(file, words)
        said = run.communicate()[1]
        if run.returncode:
            return "%s ended with %d in the end: %r" % (" ".join(words), run.returncode, said)
    left = set(os.listdir(os.path.dirname(file))) - {os.path.basename(file)}
    return "left behind: %s" % ", ".join(sorted(left)) if left else None


def crowd(name, processes, operations, kills):
    """PROCESSES of them at the log NAME, which is not there at first."""
    shown = "%d processes x %d operations, %s" % (processes, operations, "some killed" if kills else "all slow")
    with tempfile.TemporaryDirectory(prefix="fault-") as folder:
        file = os.path.join(folder, name)
        with concurrent.futures.ThreadPoolExecutor(processes) as pool:
            accounts = list(pool.map(lambda number: Worker(file, number, operations, kills).work(), range(processes)))
        wrong = [text for account in accounts for text in account.wrong]
        if wrong:
            return "%d operations failed on their own: %s" % (len(wrong), wrong[0]), shown
        trouble = faults_of(file, accounts)
        gone = sum(list(account.there.values()).count(False) for account in accounts)
        shown += ": %d acknowledged, %d killed, %d waited in vain; %d records gone, %d shifts ended" % (
            *(sum(getattr(account, what) for account in accounts) for what in ("acknowledged", "killed", "busy")),
            gone, sum(account.shifts_ended[0] for account in accounts))
        return trouble or left_behind(file), shown


def waits(replaced):
    """An append while the log is locked: it has to wait. If the log is REPLACED meanwhile, the record belongs into
    the new one."""
    shown = "an append while the log is locked" + (" and replaced" if replaced else "")
    with tempfile.TemporaryDirectory(prefix="fault-") as folder:
        file = os.path.join(folder, "log.csv")
        with open(file, "wb") as log:
            log.write(LOG)
            log.flush()
            fcntl.flock(log, fcntl.LOCK_EX)
            run = start(file, ["log", "patience"])
            time.sleep(0.5)
            early = run.poll() is not None or os.path.getsize(file) != len(LOG)
            if replaced:
                with open(file + ".new", "wb") as new:
                    new.write(LOG)
                os.rename(file + ".new", file)
        said = run.communicate()[1]
        with open(file, "rb") as log:
            found = log.read()
    if early:
        return "it did not wait", shown
    if run.returncode or not found.startswith(LOG) or found[len(LOG):].count(b'"patience"') != 1:
        return "it ended with %d %r: %r" % (run.returncode, said, found), shown
    return None, shown


# What takes the lock, and a piece of the log that then is there, or, if it begins with "-", is not.
LOCKERS = {
    "log": (["log", "patience"], b'"patience"'),
    "edit": (["edit", "k00000000002", "-m", "6"], b'twice",6,'),
    "undo": (["undo", "k00000000001", "-y"], b"-slept in"),
    "shift": (["shift", "--after", "4"], b'"mail",,8,4,'),
}


def locks(trace):
    """The numbers, among its calls of flock, of those that lock a log for a change."""
    with open(trace, encoding="utf-8", errors="replace") as lines:
        calls = [line for line in lines if "flock(" in line]
    return [number for number, line in enumerate(calls, 1) if "LOCK_EX" in line]


class Race:
    """FIRST opens the log and is held up at its lock, on the SIDE of enter (it has none yet) or exit (it has it), until
    SECOND has done its work or waits for the lock."""

    def __init__(self, first, second, side):
        self.first, self.second, self.side = first, second, side
        self.shown = "%s is held up at the %s of its lock, and there comes %s" % (first, side, second)
        with tempfile.TemporaryDirectory(prefix="fault-") as folder:
            self.file = os.path.join(folder, "log.csv")
            counted, *traces = (os.path.join(folder, "trace%d" % at) for at in range(3))
            self.prepare()
            self.run(first, counted).communicate()
            self.prepare()
            delay = "inject=flock:delay_%s=1500000:when=%d" % (side, locks(counted)[0])
            runs = [self.run(first, traces[0], "-e", delay)]
            time.sleep(0.5)
            runs.append(self.run(second, traces[1]))
            self.said = [run.communicate()[1] for run in runs]
            self.ends = [run.returncode for run in runs]
            self.locks = [len(locks(trace)) for trace in traces]
            with open(self.file, "rb") as log:
                self.found = log.read()
            self.left = set(os.listdir(folder)) - {"log.csv", "trace0", "trace1", "trace2"}

    def prepare(self):
        with open(self.file, "wb") as log:
            log.write(LOG + SHIFT)

    def run(self, name, trace, *more):
        return start(self.file, LOCKERS[name][0], ["strace", "-o", trace, "-e", "trace=flock,rename", *more])

    def took_place(self):
        """Whoever locks a log that somebody else has replaced since it was opened locks once more. A change reads the
        log first, so that one which comes second waits with that and never has the old log to lock."""
        early, late = (self.second, 0) if self.side == "enter" else (self.first, 1)
        sees = early != "log" and (self.side == "enter" or self.second == "log")
        return not sees or self.locks[late] > 1

    def wrong(self):
        if any(self.ends) or self.left:
            return "they ended with %r and left %r: %r" % (self.ends, self.left, self.said)
        if not self.took_place():
            return "the race did not take place"
        both = (self.first, self.second)
        for name in both:
            piece = LOCKERS[name][1]
            if piece.startswith(b"-") == (piece.lstrip(b"-") in self.found):
                return "what %s did is not in the log: %r" % (name, self.found)
        rows = 4 + both.count("log") - both.count("undo")
        whole = self.found.startswith(HEADER + b"\n") and self.found.endswith(b"\n")
        return None if whole and self.found.count(b"\n") == rows + 1 else "a record is lost or torn: %r" % self.found


def races(tally):
    plans = [(one, other, side) for one in LOCKERS for other in LOCKERS for side in ("enter", "exit") if one != other]
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        for race in pool.map(lambda plan: Race(*plan), plans):
            tally.take(race.wrong(), race.shown)


def main():
    tally = Tally()
    tally.take(*waits(False))
    tally.take(*waits(True))
    races(tally)
    wrong, shown = crowd("log.csv", 64 if LONG else 16, 1000 if LONG else 60, 8)
    print(shown, flush=True)
    tally.take(wrong, shown)
    for again in range(20 if LONG else 5):
        name = "a/b/log.csv" if again % 2 else "log.csv"
        tally.take(*crowd(name, 24, 1, 0))
        tally.take(*crowd(name, 24, 2, 2))
    tally.end()


main()
