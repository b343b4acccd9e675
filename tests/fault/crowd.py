"""Many processes append to one log while some are killed; and many create it at once. Usage: short|long

Every record that was acknowledged is there once, the header is there once, and no line is torn. What is in the
file is read here by Python's csv and then by `kind list`, which have to agree."""
import concurrent.futures
import csv
import fcntl
import io
import os
import random
import subprocess
import sys
import tempfile
import time

from common import HEADER, KIND, LOG, Tally, environment

# Holds every write back, so that whoever does not wait for the lock comes in between.
SLOW = ["strace", "-o", "/dev/null", "-e", "trace=write", "-e", "inject=write:delay_enter=20000"]
LONG = sys.argv[1:] == ["long"]
ENVIRONMENT = environment()


def start(file, note, before=()):
    return subprocess.Popen([*before, KIND, "--file", file, "log", note], env=ENVIRONMENT, stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def worker(file, number, appends, kills):
    """APPENDS records one after the other, one in KILLS of them killed; if 0 none, but all are slow. Returns the notes that were
    tried, the notes that were acknowledged, and what went wrong otherwise."""
    chance = random.Random(number)
    tried, safe, wrong = [], [], []
    for append in range(appends):
        note = "%d, %d" % (number, append)
        tried.append(note)
        run = start(file, note, () if kills else SLOW)
        killed = kills and chance.randrange(kills) == 0
        if killed:
            time.sleep(chance.random() * 0.02)
            run.kill()
        said = run.communicate()[1].decode(errors="replace")
        if run.returncode == 0:
            safe.append(note)
        elif not killed or run.returncode != -9:
            wrong.append("%s: %d %s" % (note, run.returncode, said.strip()))
    return tried, safe, wrong


def faults_of(file, tried, safe):
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
    notes = [row["note"] for row in rows]
    if len(set(notes)) != len(notes) or len({row["id"] for row in rows}) != len(rows):
        return "a record or an id is there twice"
    if not set(safe) <= set(notes) <= set(tried):
        return "lost: %r; never tried: %r" % (sorted(set(safe) - set(notes))[:5], sorted(set(notes) - set(tried))[:5])
    listed = subprocess.run([KIND, "--file", file, "list", "-f", "csv"], env=ENVIRONMENT, check=False,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if listed.returncode or listed.stderr or sorted(listed.stdout.split(b"\n")) != sorted(found.split(b"\n")):
        return "list reads something else: %d %r" % (listed.returncode, listed.stderr[:500])
    return None


def crowd(name, processes, appends, kills):
    """PROCESSES of them at the log NAME, which is not there at first."""
    shown = "%d processes, %d appends each, %s" % (processes, appends, "some killed" if kills else "all slow")
    with tempfile.TemporaryDirectory(prefix="fault-") as folder:
        file = os.path.join(folder, name)
        with concurrent.futures.ThreadPoolExecutor(processes) as pool:
            ends = list(pool.map(lambda number: worker(file, number, appends, kills), range(processes)))
        tried, safe, wrong = ([item for end in ends for item in end[part]] for part in range(3))
        if wrong:
            return "%d appends failed on their own: %s" % (len(wrong), wrong[0]), shown
        trouble = faults_of(file, tried, safe)
        return trouble, "%s: %d of %d acknowledged" % (shown, len(safe), len(tried))


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
            run = start(file, "patience")
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


tally = Tally()
tally.take(*waits(False))
tally.take(*waits(True))
result = crowd("log.csv", 64 if LONG else 16, 200 if LONG else 40, 8)
print(result[1])
tally.take(*result)
for again in range(20 if LONG else 5):
    tally.take(*crowd("a/b/log.csv" if again % 2 else "log.csv", 24, 1, 0))
    tally.take(*crowd("a/b/log.csv" if again % 2 else "log.csv", 24, 2, 2))
tally.end()
