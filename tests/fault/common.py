"""What the tests of faults share: the logs they start from, and the judges of what an append, or a command that puts
a new log in the place of the old one, left behind.

The judge reads bytes on its own: nothing that kind says about its file counts here."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

KIND = os.environ["KIND_UNDER_TEST"]
HEADER = b"time,practice,note,mood,stress,stress_after,minutes,arm,id"
ROWS = (
    b'2026-11-20T08:00:00+01:00,care,"slept in",,,,,,k00000000001\n'
    b'2026-11-21T09:30:00+01:00,kindness,"held the door, twice",7,,,,,k00000000002\n'
    b'2026-11-22T21:00:00+01:00,mood,"",6.5,3,,,,k00000000003\n'
)
LOG = HEADER + b"\n" + ROWS
NOTE = "helped a stranger, with her bag"
ID = rb"k[0-9a-hjkmnp-tv-z]{11}"
RECORD = re.compile(rb'2026-11-23T20:00:00\+01:00,kindness,"' + NOTE.encode() + rb'",7,,,,,' + ID + rb"\n")

# A log before the append (None: there is none), and what has to stand between it and the record.
STATES = {
    "no file": (None, HEADER + b"\n"),
    "no directory": (None, HEADER + b"\n"),
    "empty": (b"", HEADER + b"\n"),
    "torn header": (HEADER[:20], HEADER[20:] + b"\n"),
    "header only": (HEADER + b"\n", b""),
    "header without its end": (HEADER, b"\n"),
    "normal": (LOG, b""),
    "no final newline": (LOG[:-1], b"\n"),
    "symlink": (LOG, b""),
    "dangling symlink": (None, HEADER + b"\n"),
}


class Place:
    """A folder of its own for one `kind log`, with the log of a state in it. Removed at the end of the with."""

    states = STATES
    words = ["log", NOTE, "--mood", "7"]
    interruptible = False  # once all is done

    def __init__(self, state):
        self.state = state
        self.before, self.glue = self.states[state]

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="fault-")
        self.file = os.path.join(self.folder, "a/b/log.csv" if self.state == "no directory" else "log.csv")
        self.link = None
        if "symlink" in self.state:
            self.link = self.file
            self.file = os.path.join(self.folder, "target.csv")
            os.symlink(self.file, self.link)
        self.named = self.link or self.file
        if self.before is not None:
            with open(self.file, "wb") as out:
                out.write(self.before)
        return self

    def __exit__(self, *what):
        shutil.rmtree(self.folder)

    def command(self):
        return [KIND, "--file", self.named] + self.words

    def environment(self):
        return environment(os.path.join(self.folder, "state"))

    def found(self):
        """The bytes of the log, None if it is not there."""
        return contents(self.file)

    def wrong(self, status, said="", lost=(), loading=False):
        """What is wrong after a run that ended with STATUS (negative: killed) and SAID that, None if nothing is. Calls
        with a name in LOST have failed, among them perhaps "speech", the message: what they were for may be missing.
        LOADING: before the program began, so that the system may have ended it in its own ways."""
        found = self.found()
        whole = self.whole(found)
        same = found == self.before or (self.before is None and not found)
        ended = "it ended with %d, and " % status
        if status not in (0, 3, -2, -9, -15) and not loading:
            return "it ended with %d: %s" % (status, said)
        if status == 0 and not whole:
            return ended + "the change is not there: %r" % found
        if status != 0 and not whole and not same:
            return ended + "the log is neither as before nor whole: %r" % found
        if status in (-2, -15) and not same and not self.interruptible:
            return ended + "the log was changed"
        if status > 0 and not same and "unconfirmed" not in said and "speech" not in lost:
            return ended + "the log was changed, and it did not say so: %r" % said
        if self.link and not os.path.islink(self.link):
            return ended + "the symbolic link is gone"
        return self.left(status, same, said, lost)

    def whole(self, found):
        start = (self.before or b"") + self.glue
        return found is not None and found.startswith(start) and bool(RECORD.fullmatch(found, len(start)))

    def left(self, status, same, said, lost):
        """What is wrong with what stands beside the log."""
        del status, same, said, lost
        left = set(os.listdir(self.folder)) - {"a", "log.csv", "target.csv"}
        return "it left %s behind" % ", ".join(sorted(left)) if left else None


def hash_of(name):
    """Of a log's path, in the name of the file in which undo's changes of it are, and of a log in it (FNV-1a)."""
    found = 0xcbf29ce484222325
    for byte in name:
        found = (found ^ byte) * 0x100000001b3 % 2 ** 64
    return found


def contents(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


SHIFT = b'2026-11-23T19:50:00+01:00,shift,"mail",,8,,,usual,k00000000004\n'
EDITED = ROWS.replace(b'twice",7,', b'twice",6,')
LINES = ROWS.splitlines(keepends=True)
BAD = LOG.replace(b"k00000000002\n", b"k00000000002\r\n") + b'2026/11/22 22:00:00+01:00,care,"",,,,,,k00000000004\n'
MENDED = LOG + b'2026-11-22T22:00:00+01:00,care,"",,,,,,k00000000004\n'


class Change(Place):
    """The same for a command that replaces the log; what it is to be afterwards is known to the byte."""

    old, new = LOG, HEADER + b"\n" + EDITED
    words = ["edit", "k00000000002", "-m", "6"]
    states = {
        "normal": (0, 0),
        "no final newline": (1, 1),  # so many bytes are missing at the end, before and after
        "symlink": (0, 0),
        "temporary of a crash": (0, 0),
    }
    memory = "changes"  # the file of the state that matters
    row = LINES[1][:-1], EDITED.splitlines()[1]  # what undo has to know of afterwards, or may know of before

    def __init__(self, state):
        self.state = state
        short, short_after = self.states[state]
        self.before = self.old[:len(self.old) - short]
        self.after = self.new[:len(self.new) - short_after]

    def __enter__(self):
        super().__enter__()
        self.temporary = os.path.join(self.folder, ".%s.kind-tmp" % os.path.basename(self.file))
        place = os.path.realpath(self.file).encode()
        self.changes = os.path.join(self.folder, "state/kind/%s-%016x" % (self.memory, hash_of(place)))
        self.journal = self.journal_before()
        if "crash" in self.state:
            with open(self.temporary, "wb") as out:
                out.write(LOG[:100])
        if self.journal:
            os.makedirs(os.path.dirname(self.changes))
            with open(self.changes, "wb") as out:
                out.write(self.journal)
        return self

    def journal_before(self):
        """What undo knows before the run; None for nothing."""

    def remembered(self):
        """Whether undo knows what it is to know after the change."""
        return b"\0".join(self.row) in (contents(self.changes) or b"")

    def whole(self, found):
        return found == self.after

    def left(self, status, same, said, lost):
        told = "undo won't know" in said or "done, but out of memory" in said or "speech" in lost
        if status == 0 and not self.remembered() and not told:
            return "undo does not know of it, and it did not say so: %r" % said
        excused = status == -9 or "unlink" in lost
        kept, changes = os.path.split(self.changes)
        journals = set(os.listdir(kept)) - {changes} if os.path.isdir(kept) else set()
        if journals and not excused:
            return "it left %s behind" % ", ".join(sorted(journals))
        names = set(os.listdir(self.folder)) - {"log.csv", "target.csv", "state"}
        trouble = self.copies({name for name in names if ".bad-" in name}, same, excused)
        others = {name for name in names if ".bad-" not in name}
        if trouble or not others:
            return trouble
        if others != {os.path.basename(self.temporary)} or not (excused or "crash" in self.state):
            return "it left %s behind" % ", ".join(sorted(others))
        return self.taken_away()

    def copies(self, names, same, excused):
        """What is wrong with the copies of the log as it was."""
        del same, excused
        return "it left %s behind" % ", ".join(sorted(names)) if names else None

    def taken_away(self):
        """What is wrong with the next replace, which is to take the temporary away."""
        done = ended([KIND, "--file", self.named, "edit", "k00000000001", "-m", "5"], self.environment())
        if done.returncode or os.path.lexists(self.temporary):
            return "the next replace ended with %d and left the temporary: %r" % (done.returncode, done.stderr)
        return None


class ShiftEnd(Change):
    old, new = LOG + SHIFT, LOG + SHIFT.replace(b",8,,,", b",8,4,,")
    words = ["shift", "--after", "4"]
    row = SHIFT[:-1], SHIFT.replace(b",8,,,", b",8,4,,")[:-1]


class Undo(Change):
    """Of the last record."""

    old, new = LOG, LOG[:-len(LINES[2])]
    words = ["undo", "-y"]
    states = dict(Change.states, **{"no final newline": (1, 0)})

    def remembered(self):
        return contents(self.changes) == self.journal


class UndoTogether(Undo):
    """Of the last two, which one command made."""

    new = LOG[:-len(LINES[1] + LINES[2])]
    memory = "together"

    def journal_before(self):
        return b"\0".join([b"together", b"", b"", b"k00000000002k00000000003", b""])

    def remembered(self):
        return contents(self.changes) in (b"", self.journal)  # what stays names no record any more


class UndoChange(Change):
    """Of an edit, which undo knows of."""

    old, new = Change.new, Change.old
    words = ["undo", "-y"]

    def journal_before(self):
        return b"\0".join([b"row", b"%016x" % hash_of(self.before), *self.row, b""])

    def remembered(self):
        return not contents(self.changes)


class Repair(Change):
    old, new = BAD, MENDED
    words = ["check", "--repair"]
    interruptible = True
    states = {state: Change.states[state] for state in ("normal", "symlink", "temporary of a crash")}

    def remembered(self):
        return contents(self.changes) is None

    def copies(self, names, same, excused):
        if same and not names or excused and same:
            return None
        if same:
            return "nothing was changed, and it left %s behind" % ", ".join(sorted(names))
        held = [contents(os.path.join(self.folder, name)) for name in sorted(names)]
        return None if held == [self.before] else "the log was changed, and the copies aside are %r" % held


JOBS = {"log": Place, "edit": Change, "shift": ShiftEnd, "undo": Undo, "undo of two": UndoTogether,
        "undo of a change": UndoChange, "check": Repair}


def environment(state="/dev/null", **more):
    """Of a run that depends on nothing of the machine's owner, with MORE. STATE is the folder of what undo is to know
    of; nothing can be kept there if none is given."""
    keep = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "TMPDIR") if name in os.environ}
    return {**keep, "HOME": "/nonexistent", "XDG_STATE_HOME": state, "TZ": "UTC", "LC_ALL": "C",
            "KIND_NOW": "2026-11-23T20:00:00+01:00", **more}


def ended(words, env, timeout=60, **more):
    """A run without input that has come to its end, with what it said on its two outputs; MORE is for subprocess."""
    return subprocess.run(words, env=env, timeout=timeout, check=False, stdin=subprocess.DEVNULL,
                          **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more})


class Tally:
    """Counts; prints what failed at once."""

    def __init__(self):
        self.passed = self.failed = 0

    def take(self, wrong, what):
        if wrong is None:
            self.passed += 1
        else:
            self.failed += 1
            print("FAILED: %s\n    %s" % (what, wrong), flush=True)

    def end(self):
        print("%d passed, %d failed" % (self.passed, self.failed))
        sys.exit(1 if self.failed or not self.passed else 0)
