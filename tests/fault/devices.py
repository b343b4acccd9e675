"""Several devices with skewed clocks append, edit, delete and sync through a real git repository, some of them at the same
moment; appenders run beside a sync; a sync is killed, or failed, at every system call of its own, and git under it at
random moments. Usage: short|long [PART...]

What was acknowledged is there once, or gone if it was taken back before anybody else changed it; all logs are the same
bytes in the end; after whatever came in between the next sync completes, and git finds no fault in what it keeps."""
import concurrent.futures
import csv
import io
import itertools
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from common import HEADER, KIND, Tally, contents, ended, environment, hash_of

LONG = sys.argv[1:2] == ["long"]
SKEWS = [0, -37, 3600, 12, -5]  # seconds
FIELDS = {"mood": "-m", "stress": "-s"}
TIMEOUT = 60


def clock(minutes, skew):
    """KIND_NOW that many minutes after the beginning."""
    seconds = 8 * 3600 + minutes * 60 + skew
    return "2026-11-%02dT%02d:%02d:%02d+01:00" % (20 + seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60, seconds % 60)


def git(folder, *words):
    done = ended(["git", "-C", folder, *words], None, TIMEOUT, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.decode(errors="replace")


def fsck(folder):
    """What git finds wrong with a repository; what no ref leads to is no fault."""
    status, said = git(folder, "fsck", "--full", "--strict")
    faults = [line for line in said.splitlines() if not line.startswith(("dangling", "notice:", "Checking"))]
    return "fsck of %s: %d %r" % (folder, status, faults) if status or faults else None


class Device:
    def __init__(self, folder, name, skew):
        self.folder, self.name, self.skew = folder, name, skew
        self.home = os.path.join(folder, name)
        self.file = os.path.join(self.home, "log.csv")
        self.state = os.path.join(self.home, "state/kind")
        self.minutes = self.calls = 0
        os.makedirs(self.home, exist_ok=True)

    def environment(self):
        self.calls += 1
        return environment(os.path.join(self.home, "state"), HOME=self.home, KIND_FILE=self.file, DEVICE=self.name,
                           KIND_NOW=clock(self.minutes, self.skew), GIT_CONFIG_NOSYSTEM="1",
                           KIND_SEED=str(hash_of(("%s %d" % (self.name, self.calls)).encode()) % 10 ** 9))

    def run(self, *words, before=()):
        done = ended([*before, KIND, *words], self.environment(), TIMEOUT, stderr=subprocess.STDOUT)
        return done.returncode, done.stdout.decode(errors="replace").strip()

    def must(self, *words):
        status, said = self.run(*words)
        if status:
            raise SystemExit("%s: kind %s: %d %s" % (self.name, " ".join(words), status, said))

    def log(self):
        return contents(self.file) or b""

    def rows(self):
        return list(csv.DictReader(io.StringIO(self.log().decode())))

    def repository(self):
        return os.path.join(self.state, "sync-%016x.git" % hash_of(os.path.realpath(self.file).encode()))


def hub_make(folder):
    """A remote that notes who pushed what."""
    hub = os.path.join(folder, "hub.git")
    git(folder, "init", "-q", "--bare", hub)
    hook = os.path.join(hub, "hooks/post-receive")
    os.makedirs(os.path.dirname(hook), exist_ok=True)
    with open(hook, "w", encoding="ascii") as out:
        out.write('#!/bin/sh\nwhile read -r old new ref; do echo "$DEVICE $new" >>pushed; done\n')
    os.chmod(hook, 0o755)
    with open(os.path.join(hub, "pushed"), "wb"):
        pass
    return hub


# ---- many rounds


class Event:
    """An acknowledged change of a record, and the events that its device knew of."""

    def __init__(self, what, value, seen):
        self.what, self.value, self.seen = what, value, frozenset(seen)


class Life:
    """What the devices do, and what has to come of it by the rules alone: an edit beats a deletion that did not know of
    it; of edits that did not know of each other the larger bytes stand."""

    def __init__(self, folder, count, seed):
        self.chance = random.Random(seed)
        self.hub = hub_make(folder)
        self.devices = [Device(folder, "d%d" % i, SKEWS[i]) for i in range(count)]
        self.seen = {device: set() for device in self.devices}
        self.events = {}                # note: its events, the first one its making
        self.used = {}                  # note: values that it had
        self.at = {"": frozenset()}     # commit: the events that it holds
        self.pushed = 0
        self.counts = dict.fromkeys(["append", "edit", "delete", "sync", "race"], 0)
        self.wrong = []

    def event(self, device, note, what, value=""):
        event = Event(what, value, self.seen[device])
        self.events.setdefault(note, []).append(event)
        self.seen[device].add(event)
        self.counts[what] += 1

    def append(self, device, number):
        note = "%s, %d" % (device.name, number)
        device.must("log", "-q", note)
        self.event(device, note, "append")

    def change(self, device):
        rows = device.rows()
        if not rows:
            return
        row = self.chance.choice(rows)
        note = row["note"]
        if self.chance.random() < 0.3:
            device.must("undo", "-q", "-y", row["id"])
            self.event(device, note, "delete")
            return
        field = self.chance.choice(list(FIELDS))
        value = self.chance.choice([n for n in range(100) if n not in self.used.setdefault(note, set())])
        self.used[note].add(value)
        text = "%d.%d" % divmod(value, 10) if value % 10 else str(value // 10)
        device.must("edit", "-q", row["id"], FIELDS[field], text)
        self.event(device, note, "edit", (field, text))

    def sync(self, devices):
        """All of them at the same moment."""
        if len(devices) > 1:
            self.counts["race"] += 1
        with concurrent.futures.ThreadPoolExecutor(len(devices)) as pool:
            for device, (status, said) in zip(devices, pool.map(lambda device: device.run("sync", "-q"), devices)):
                self.counts["sync"] += 1
                if status:
                    self.wrong.append("%s: sync ended with %d: %s" % (device.name, status, said))
        with open(os.path.join(self.hub, "pushed"), encoding="ascii") as file:
            pushes = file.read().split("\n")[:-1]
        held = self.at[pushes[self.pushed - 1].split()[1]] if self.pushed else frozenset()
        for push in pushes[self.pushed:]:
            name, commit = push.split()
            held = held | self.seen[next(device for device in devices if device.name == name)]
            self.at[commit] = held
        self.pushed = len(pushes)
        for device in devices:
            local = git(device.repository(), "rev-parse", "--quiet", "--verify", "refs/kind/local")[1].strip()
            if local in self.at:
                self.seen[device] |= self.at[local]
            else:
                self.wrong.append("%s: what it synced is not what was sent" % device.name)

    def live(self, rounds):
        number = 0
        for device in self.devices:
            device.must("sync", "-q", "setup", self.hub)
        for turn in range(rounds):
            for device in self.devices:
                device.minutes = turn
                for _ in range(self.chance.randrange(4)):
                    if self.chance.random() < 0.55:
                        number += 1
                        self.append(device, number)
                    else:
                        self.change(device)
            some = [device for device in self.devices if self.chance.random() < 0.6]
            self.chance.shuffle(some)
            if self.chance.random() < 0.4 and some:
                self.sync(some)
            else:
                for device in some:
                    self.sync([device])
        for _ in range(2):
            for device in self.devices:
                self.sync([device])

    def expected(self, note):
        """Whether the record has to be there, and of each field the values that it may have."""
        events = self.events[note]
        deletes = [event for event in events if event.what == "delete"]
        edits = [event for event in events if event.what == "edit"]
        if any(all(edit in delete.seen for edit in edits) for delete in deletes):
            return False, {}
        free = [edit for edit in edits if not any(edit in delete.seen for delete in deletes)]
        values = {}
        for field in FIELDS:
            of = [edit for edit in edits if edit.value[0] == field]
            last = [edit for edit in of if not any(edit in other.seen for other in of)]
            values[field] = {max((edit.value[1] for edit in last), default="")}
            if deletes:  # what the one who deleted it had changed may have gone with it
                values[field] |= {edit.value[1] for edit in last} | {""}
                left = [edit for edit in free if edit.value[0] == field]
                values[field] |= {edit.value[1] for edit in left}
        return True, values

    def judge(self):
        wrong = self.wrong
        logs = {device.log() for device in self.devices}
        if len(logs) != 1:
            wrong.append("the logs are not the same in the end")
        if not all(log.startswith(HEADER + b"\n") and log.endswith(b"\n") for log in logs):
            wrong.append("a log is torn")
        rows = {}
        for row in self.devices[0].rows():
            if row["note"] in rows:
                wrong.append("doubled: %r" % row["note"])
            rows[row["note"]] = row
        for note in self.events:
            there, values = self.expected(note)
            if there and note not in rows:
                wrong.append("lost: %r" % note)
            elif not there and note in rows:
                wrong.append("resurrected: %r" % note)
            elif there:
                wrong += ["%r has %s %r, not %r" % (note, field, rows[note][field], values[field])
                          for field in FIELDS if rows[note][field] not in values[field]]
        wrong += ["never recorded: %r" % note for note in rows if note not in self.events]
        status, said = self.devices[0].run("check", "-q")
        if status:
            wrong.append("check ends with %d: %s" % (status, said))
        wrong += [fault for fault in map(fsck, [self.hub] + [device.repository() for device in self.devices]) if fault]
        return "; ".join(wrong[:8]) or None


def rounds(tally):
    for count, turns in ((2, 120), (3, 120), (5, 120)) if LONG else ((2, 8), (5, 4)):
        with tempfile.TemporaryDirectory(prefix="devices-") as folder:
            life = Life(folder, count, count)
            life.live(turns)
            tally.take(life.judge(), "%d devices, %d rounds" % (count, turns))
            print("%d devices, %d rounds: %s" % (count, turns, ", ".join("%d %s" % (n, what) for what, n in life.counts.items())),
                  flush=True)


# ---- appenders beside a sync


class Busy:
    """Two devices that sync in a loop while records are appended on both."""

    def __init__(self, folder, each, least):
        hub = hub_make(folder)
        self.each, self.least = each, least  # appends of an appender, syncs of a device
        self.devices = Device(folder, "a", 0), Device(folder, "b", -37)
        for device in self.devices:
            device.must("sync", "-q", "setup", hub)
        self.acknowledged, self.wrong = [], []
        self.times, self.over = dict.fromkeys(self.devices, 0), threading.Event()

    def append(self, device, number):
        for i in itertools.count():
            if i >= self.each and min(self.times.values()) >= self.least:
                return
            time.sleep(0.03 if i < self.each else 0.3)
            note = "%s, %d, %d" % (device.name, number, i)
            status, said = device.run("log", "-q", note)
            if status == 0:
                self.acknowledged.append(note)
            else:
                self.wrong.append("append: %d %s" % (status, said))

    def sync(self, device):
        while not self.over.is_set():
            status, said = device.run("sync", "-q")
            self.times[device] += 1
            if status:
                self.wrong.append("sync: %d %s" % (status, said))
            time.sleep(0.1)

    def live(self, many):
        """MANY appenders on the first device, one on the second."""
        first, second = self.devices
        with concurrent.futures.ThreadPoolExecutor(many + 3) as pool:
            syncs = [pool.submit(self.sync, device) for device in self.devices]
            appends = [pool.submit(self.append, first, n) for n in range(many)] + [pool.submit(self.append, second, many)]
            for future in appends:
                future.result()
            self.over.set()
            for future in syncs:
                future.result()
        for device in self.devices * 2:
            device.must("sync", "-q")

    def judge(self):
        first, second = self.devices
        if first.log() != second.log():
            self.wrong.append("the logs are not the same in the end")
        notes = sorted(row["note"] for row in first.rows())
        if notes != sorted(self.acknowledged):
            self.wrong.append("%d acknowledged, %d there" % (len(self.acknowledged), len(notes)))
        return "; ".join(self.wrong[:5]) or None


def appenders(tally):
    many, each, least = (4, 100, 10) if LONG else (3, 12, 3)
    with tempfile.TemporaryDirectory(prefix="devices-") as folder:
        busy = Busy(folder, each, least)
        busy.live(many)
        tally.take(busy.judge(), "appenders beside a sync")
        print("appenders: %d acknowledged during %d and %d syncs" % (len(busy.acknowledged), *busy.times.values()),
              flush=True)


# ---- a sync that is cut short


def template(folder):
    """Two devices that went apart, a about to sync, and what both are to be in the end."""
    hub = hub_make(folder)
    a, b = Device(folder, "a", 0), Device(folder, "b", -37)
    for device in (a, b):
        device.must("sync", "-q", "setup", hub)
    for i in range(6):
        a.must("log", "-q", "common, %d" % i)
    for device in (a, b):
        device.must("sync", "-q")
    ids = [row["id"] for row in a.rows()]
    a.minutes = b.minutes = 5
    for device, first in ((a, 0), (b, 1)):
        device.must("log", "-q", "of %s" % device.name)
        device.must("edit", "-q", ids[first], "-m", "3")
        device.must("edit", "-q", ids[5], FIELDS["mood" if first else "stress"], "4")
        device.must("undo", "-q", "-y", ids[first + 2])
    b.must("sync", "-q")
    a.must("log", "-q", "new")
    return a


def copy(source, target):
    """The folder of a template in another place, with all that is named after where a log is."""
    shutil.copytree(source, target, symlinks=True)
    for name in ("a", "b"):
        old, new = (hash_of(os.path.realpath(os.path.join(folder, name, "log.csv")).encode()) for folder in (source, target))
        state = os.path.join(target, name, "state/kind")
        for file in os.listdir(state):
            os.rename(os.path.join(state, file), os.path.join(state, file.replace("%016x" % old, "%016x" % new)))
        config = os.path.join(state, "sync-%016x.git/config" % new)
        with open(config, encoding="utf-8") as held:
            text = held.read()
        with open(config, "w", encoding="utf-8") as held:
            held.write(text.replace(source, target))


class Cut:
    """Copies of a template, whose sync is cut short in one way after the other."""

    def __init__(self, folder):
        self.source = os.path.join(folder, "template")
        os.mkdir(self.source)
        self.before = template(self.source).log()
        self.folder = folder
        self.numbers = iter(range(10 ** 9))
        place = self.place()
        trace = place + ".trace"
        a = self.device(place, "a")
        status, said = a.run("sync", "-q", before=["strace", "-o", trace])
        self.after = a.log()
        with open(trace, encoding="utf-8", errors="replace") as file:
            self.calls = self.numbered(file)
        if status or not self.calls or self.after == self.before:
            raise SystemExit("the first run failed: %d %s; is strace allowed to trace here?" % (status, said))
        shutil.rmtree(place)

    @staticmethod
    def numbered(lines):
        """The calls (name, when) after the start of main."""
        seen, found, on = {}, [], False
        for match in filter(None, map(re.compile(r"^(\w+)\(").match, lines)):
            name = match.group(1)
            seen[name] = seen.get(name, 0) + 1
            on = on or name == "fcntl"
            if on:
                found.append((name, seen[name]))
        return found

    def place(self):
        place = os.path.join(self.folder, "p%d" % next(self.numbers))
        copy(self.source, place)
        return place

    @staticmethod
    def device(place, name):
        device = Device(place, name, -37 if name == "b" else 0)
        device.minutes, device.calls = 6, 1000
        return device

    def judge(self, place, status):
        """What is wrong after a run that ended with STATUS, None if nothing is."""
        a, b = self.device(place, "a"), self.device(place, "b")
        a.calls = 2000
        found = a.log()
        if found not in (self.before, self.after):
            return "ended with %d, and the log is neither as before nor as after: %r" % (status, found)
        if status == 0 and found != self.after:
            return "ended with 0, and the log is as before"
        if status not in (0, 3, -9, -2, -15, 137):
            return "ended with %d" % status
        for device in (a, b):
            again, said = device.run("sync", "-q")
            if again:
                return "the next sync of %s ended with %d: %s" % (device.name, again, said)
        if a.log() != self.after or b.log() != self.after:
            return "after the next sync the logs are not what they are to be: %r, %r" % (a.log(), b.log())
        left = [name for name in os.listdir(a.home) if name not in ("log.csv", "state", ".log.csv.kind-tmp")]
        if left:
            return "it left %r behind" % left
        return next(filter(None, map(fsck, [os.path.join(place, "hub.git"), a.repository(), b.repository()])), None)

    def strace(self, name, what, when):
        place = self.place()
        words = ["strace", "-o", "/dev/null", "-e", "trace=" + name, "-e", "inject=%s:%s:when=%d" % (name, what, when)]
        status = self.device(place, "a").run("sync", "-q", before=words)[0]
        wrong = self.judge(place, status)
        shutil.rmtree(place, ignore_errors=True)
        return wrong, "%s:%s:when=%d" % (name, what, when)

    def kill(self, seed, all_of_them):
        """Kills one of the programs under the sync, or the sync and all under it, at a random moment."""
        chance = random.Random(seed)
        place = self.place()
        a = self.device(place, "a")
        run = subprocess.Popen([KIND, "sync", "-q"], env=a.environment(), stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(chance.random() * 0.25)
        victims = [run.pid] if all_of_them else descendants(run.pid)
        try:
            if all_of_them:
                os.killpg(run.pid, signal.SIGKILL)
            elif victims:
                os.kill(chance.choice(victims), signal.SIGKILL)
        except ProcessLookupError:
            pass
        status = run.wait(TIMEOUT)
        wrong = self.judge(place, status)
        shutil.rmtree(place, ignore_errors=True)
        return wrong, "killed, %s, seed %d" % ("all" if all_of_them else "git", seed), status != 0


def descendants(pid):
    found = []
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid), encoding="ascii") as file:
            for child in map(int, file.read().split()):
                found += [child] + descendants(child)
    except OSError:
        pass
    return found


WRITING = ("write", "pwrite64", "fsync", "fdatasync", "rename", "openat", "mkdir", "ftruncate", "fchmod", "unlink")
# What changes nothing outside of the program: to be killed there is to be killed at the next call.
WITHIN = ("brk", "mmap", "munmap", "mprotect", "prlimit64", "rt_sigaction", "rt_sigprocmask", "umask", "getpid")
# What does not fail, or fails in a way of its own.
UNFAILING = WITHIN + ("exit_group", "wait4", "close", "clock_nanosleep", "restart_syscall")


def plans(calls):
    for name, when in calls:
        if name not in WITHIN:
            yield name, "signal=KILL", when
        if name not in UNFAILING:
            yield name, "error=EIO", when
        if name in WRITING:
            yield name, "error=ENOSPC", when


def cuts(tally):
    with tempfile.TemporaryDirectory(prefix="devices-") as folder:
        cut = Cut(folder)
        every = list(plans(cut.calls))
        if not LONG:
            every = random.Random(1).sample(every, 24)
        with concurrent.futures.ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
            for result in pool.map(lambda plan: cut.strace(*plan), every):
                tally.take(*result)
            print("cuts: %d calls of a sync's own, %d runs" % (len(cut.calls), len(every)), flush=True)
            came = 0
            for wrong, what, hit in pool.map(lambda seed: cut.kill(seed, seed % 2 == 0), range(120 if LONG else 10)):
                tally.take(wrong, what)
                came += hit
            print("cuts: %d of the kills at random came in time" % came, flush=True)


PARTS = {"rounds": rounds, "appenders": appenders, "cuts": cuts}


def main():
    tally = Tally()
    for part in sys.argv[2:] or PARTS:
        PARTS[part](tally)
    tally.end()


main()
