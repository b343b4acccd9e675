"""The file may not grow beyond a limit, which lies in turn at every byte of what `kind log` appends and of what a
replace writes anew; and what a torn append leaves, if it can't be taken back either, costs no other record."""
import concurrent.futures
import os
import shlex
import sys

from common import HEADER, JOBS, KIND, LOG, STATES, Place, Tally, ended

LONG = sys.argv[1:] == ["long"]


def under(limit):
    return [os.path.join(os.environ["KIND_TOOLS"], "limit_size"), str(limit)]


def grown(state):
    """From which size to which an append takes the log of STATE."""
    with Place(state) as place:
        done = ended(place.command(), place.environment())
        wrong = place.wrong(done.returncode) or (None if done.returncode == 0 else done.stderr)
        if wrong:
            raise SystemExit("%s: the first run failed: %s" % (state, wrong))
        return len(place.before or b""), len(place.found())


def limited(state, limit, size):
    """An append under LIMIT; SIZE is what it would grow the file to."""
    with Place(state) as place:
        words = under(limit) + place.command()
        done = ended(words, place.environment())
        wrong = place.wrong(done.returncode, done.stderr.decode(errors="replace"))
        if not wrong and done.returncode != (0 if limit >= size else 3):
            wrong = "it ended with %d" % done.returncode
        if not wrong and limit < size and place.found() != place.before and place.found():
            wrong = "the file was not cut back: %r" % place.found()
        return wrong, "%s: %s" % (state, shlex.join(words))


def replaced(job, state, limit):
    """A replace under LIMIT: no file may grow beyond it, not the new log and not the copy aside; and what undo is to
    know may not fit where the change does."""
    with JOBS[job](state) as place:
        size = max(len(place.after), len(place.before) if job == "check" else 0)
        words = under(limit) + place.command()
        done = ended(words, place.environment())
        wrong = place.wrong(done.returncode, done.stderr.decode(errors="replace"))
        if not wrong and done.returncode != (0 if limit >= size else 3):
            wrong = "it ended with %d" % done.returncode
        return wrong, "%s, %s: %s" % (job, state, shlex.join(words))


def torn(limit, fate):
    """An append that is torn at LIMIT, and FATE does not let it clean up, then a healthy one: every record but the torn
    one is there, and only that one is named as lost."""
    with Place("normal") as place:
        healthy = place.command()
        words = under(limit) + ["strace", "-o", "/dev/null", "-e", "inject=ftruncate:" + fate] + healthy
        shown = "normal: " + shlex.join(words)
        first = ended(words, place.environment())
        left = place.found()
        said = fate.startswith("signal") or b"unconfirmed" in first.stderr
        if first.returncode not in (-9, 3) or not said or len(left) != limit or not left.startswith(LOG):
            return "it ended with %d %r and left %r" % (first.returncode, first.stderr, left), shown
        second = ended(healthy, place.environment())
        found = place.found()
        if second.returncode or not found.startswith(left + b"\n") or found.count(b"\n", limit) != 2:
            return "then a healthy append ended with %d: %r" % (second.returncode, found), shown
        listed = ended([KIND, "--file", place.named, "list", "-f", "csv"], place.environment())
        rows = listed.stdout.split(b"\n")
        whole = rows[0] == HEADER and b"\n".join(rows[1:4]) + b"\n" == LOG[len(HEADER) + 1:]
        if not whole or rows[4 if listed.returncode == 3 else 5] != found.split(b"\n")[-2]:
            return "then list ended with %d: %r" % (listed.returncode, listed.stdout), shown
        if listed.returncode == 3 and b":5:" not in listed.stderr:
            return "list does not name the torn line: %r" % listed.stderr, shown
        return None, shown


def main():
    tally = Tally()
    with concurrent.futures.ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        for name in STATES:
            low, high = grown(name)
            for result in pool.map(lambda at: limited(name, at, high), range(low, high + 2)):
                tally.take(*result)
        low, high = grown("normal")
        plans = [(at, fate) for fate in ("signal=KILL", "error=EIO") for at in range(low + 1, high)]
        for result in pool.map(lambda plan: torn(*plan), plans):
            tally.take(*result)
        plans = [(job, state, at) for job in JOBS if job != "log"
                 for state in JOBS[job].states if LONG or state == "normal"
                 for at in range(0, len(JOBS[job].old) + 60, 1 if LONG else 5)]
        for result in pool.map(lambda plan: replaced(*plan), plans):
            tally.take(*result)
    tally.end()


main()
