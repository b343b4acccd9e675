"""What the tests of faults share: the logs they start from, and the judge of what an append left behind.

The judge reads bytes on its own: nothing that kind says about its file counts here."""
import os
import re
import shutil
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
    """A folder of its own for one run, with the log of a state in it. Removed at the end of the with."""

    def __init__(self, state):
        self.state = state
        self.before, self.glue = STATES[state]

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

    def found(self):
        """The bytes of the log, None if it is not there."""
        try:
            with open(self.file, "rb") as log:
                return log.read()
        except FileNotFoundError:
            return None

    def wrong(self, status):
        """What is wrong after an append that ended with STATUS (negative: killed), None if nothing is."""
        found = self.found()
        start = (self.before or b"") + self.glue
        whole = found is not None and found.startswith(start) and RECORD.fullmatch(found, len(start))
        same = found == self.before or (self.before is None and not found)
        if status not in (0, 3, -9):
            return "it ended with %d" % status
        if status == 0 and not whole:
            return "it ended with 0, and the record is not there"
        if status != 0 and not whole and not same:
            return "it ended with %d, and the file is neither as before nor whole: %r" % (status, found)
        if self.link and not os.path.islink(self.link):
            return "it ended with %d, and the symbolic link is gone" % status
        left = set(os.listdir(self.folder)) - {"a", "log.csv", "target.csv"}
        if left:
            return "it left %s behind" % ", ".join(sorted(left))
        return None


def environment(state="/dev/null", **more):
    """Of a run that depends on nothing of the machine's owner. STATE is the folder of what undo is to know of; nothing
    can be kept there if none is given."""
    keep = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS") if name in os.environ}
    return dict(keep, HOME="/nonexistent", XDG_STATE_HOME=state, TZ="UTC", LC_ALL="C",
                KIND_NOW="2026-11-23T20:00:00+01:00", **more)


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
