"""The file may not grow beyond a limit, which lies in turn at every byte of what `kind log` appends; and what a
torn append leaves, if it can't be taken back either, costs no other record."""
import concurrent.futures
import os
import shlex
import subprocess

from common import HEADER, KIND, LOG, NOTE, STATES, Place, Tally, environment

APPEND = ["log", NOTE, "--mood", "7"]


def run(words):
    return subprocess.run(words, env=environment(), timeout=60, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def under(limit):
    return [os.path.join(os.environ["KIND_TOOLS"], "limit_size"), str(limit)]


def grown(state):
    """From which size to which an append takes the log of STATE."""
    with Place(state) as place:
        done = run([KIND, "--file", place.named] + APPEND)
        wrong = place.wrong(done.returncode) or (None if done.returncode == 0 else done.stderr)
        if wrong:
            raise SystemExit("%s: the first run failed: %s" % (state, wrong))
        return len(place.before or b""), len(place.found())


def limited(state, limit, size):
    """An append under LIMIT; SIZE is what it would grow the file to."""
    with Place(state) as place:
        words = under(limit) + [KIND, "--file", place.named] + APPEND
        done = run(words)
        wrong = place.wrong(done.returncode)
        if not wrong and done.returncode != (0 if limit >= size else 3):
            wrong = "it ended with %d" % done.returncode
        if not wrong and limit < size and place.found() != place.before and place.found():
            wrong = "the file was not cut back: %r" % place.found()
        return wrong, "%s: %s" % (state, shlex.join(words))


def torn(limit):
    """An append that is torn at LIMIT and killed before it can clean up, then a healthy one: every record but
    the torn one is there, and only that one is named as lost."""
    with Place("normal") as place:
        healthy = [KIND, "--file", place.named] + APPEND
        words = under(limit) + ["strace", "-o", "/dev/null", "-e", "inject=ftruncate:signal=KILL"] + healthy
        shown = "normal: " + shlex.join(words)
        first = run(words)
        left = place.found()
        if first.returncode != -9 or len(left) != limit or not left.startswith(LOG):
            return "it ended with %d and left %r" % (first.returncode, left), shown
        second = run(healthy)
        found = place.found()
        if second.returncode or not found.startswith(left + b"\n") or found.count(b"\n", limit) != 2:
            return "then a healthy append ended with %d: %r" % (second.returncode, found), shown
        listed = run([KIND, "--file", place.named, "list", "-f", "csv"])
        rows = listed.stdout.split(b"\n")
        whole = rows[0] == HEADER and b"\n".join(rows[1:4]) + b"\n" == LOG[len(HEADER) + 1:]
        if not whole or rows[4 if listed.returncode == 3 else 5] != found.split(b"\n")[-2]:
            return "then list ended with %d: %r" % (listed.returncode, listed.stdout), shown
        if listed.returncode == 3 and b":5:" not in listed.stderr:
            return "list does not name the torn line: %r" % listed.stderr, shown
        return None, shown


tally = Tally()
with concurrent.futures.ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
    for name in STATES:
        low, high = grown(name)
        for result in pool.map(lambda at: limited(name, at, high), range(low, high + 2)):
            tally.take(*result)
    low, high = grown("normal")
    for result in pool.map(torn, range(low + 1, high)):
        tally.take(*result)
tally.end()
