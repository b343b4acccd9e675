"""The power fails at any moment of an append or a replace. Usage: short|long

strace writes down what a run asks of the file system. From that every state is laid out that POSIX lets a crash leave
behind: of what was written and not yet synced any part from the start, or as many NULs, or nothing; of the names that
were made, moved or removed and whose folder was not yet synced, any of them and not the others. `kind list` then reads
each state: what was there before is there still, what was acknowledged is there too, and nothing torn is taken for
whole; and the next `kind log` works."""
import concurrent.futures
import itertools
import os
import re
import shutil
import sys
import tempfile

from common import KIND, LOG, NOTE, STATES, Place, Tally, ended, environment

LONG = sys.argv[1:] == ["long"]
CALLS = "open,openat,creat,write,writev,pwrite64,ftruncate,fsync,fdatasync,sync_file_range,rename,renameat,renameat2," \
        "unlink,unlinkat,mkdir,mkdirat,link,linkat,symlink,symlinkat,close"
LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"(\.\.\.)?')
TORN = LOG + b'2026-11-23T08:00:00+01:00,kindness,"held the do'
STATES["torn tail"] = (TORN, b"\n")


class Disk:
    """What the system has in its hands (files, names) and what of it is on the disk for certain.

    A file is a number; names are {folder: {name: ("file", number) | ("folder", number) | ("link", target)}}."""

    def __init__(self):
        self.data = {}     # number: bytes as programs see them
        self.pending = {}  # number: the states that the disk may hold instead, the oldest first
        self.names = {}    # path of a folder: {name: thing}
        self.changes = []  # of names, in their order: (folder, name, thing before, thing after, perhaps mark of a rename);
                           # no thing is None
        self.count = 0

    def take(self, root):
        """Everything below ROOT is on the disk."""
        for folder, folders, files in os.walk(root):
            here = self.names.setdefault(folder, {})
            for name in folders:
                here[name] = ("folder", None)
            for name in files:
                path = os.path.join(folder, name)
                if os.path.islink(path):
                    here[name] = ("link", os.readlink(path))
                else:
                    with open(path, "rb") as file:
                        here[name] = ("file", self.new(file.read()))

    def new(self, data=b""):
        self.count += 1
        self.data[self.count], self.pending[self.count] = data, []
        return self.count

    def thing(self, path):
        return self.names.get(os.path.dirname(path), {}).get(os.path.basename(path))

    def target(self, path):
        thing = self.thing(path)
        while thing and thing[0] == "link":
            path = os.path.join(os.path.dirname(path), thing[1])
            thing = self.thing(path)
        return path

    def name(self, path, thing):
        folder, name = os.path.split(path)
        self.changes.append((folder, name, self.names[folder].get(name), thing))
        if thing is None:
            del self.names[folder][name]
        else:
            self.names[folder][name] = thing

    def rename(self, old, new):
        """Two changes that are one: both bear its mark."""
        mark = object()
        self.name(new, self.thing(old))
        self.name(old, None)
        self.changes[-2:] = [change + (mark,) for change in self.changes[-2:]]

    def write(self, number, data):
        self.pending[number].append(self.data[number])
        self.data[number] = data

    def sync(self, number):
        self.pending[number] = []

    def sync_folder(self, path):
        self.changes = [change for change in self.changes if change[0] != path]


def contents(disk, number):
    """What the disk may hold of a file after a crash."""
    now, olds = disk.data[number], disk.pending[number]
    found = {now}
    for old in olds:
        found.add(old)
        if now.startswith(old):
            step = 1 if LONG or len(now) - len(old) < 300 else 7
            for at in range(len(old), len(now), step):
                found.add(now[:at])                               # a part of it
                found.add(now[:at] + b"\0" * (len(now) - at))     # the length, not all of the bytes
            for block in range(len(old) - len(old) % 512, len(now), 512):
                found.add(now[:max(block, len(old))] + b"\0" * (min(block + 512, len(now)) - max(block, len(old)))
                          + now[block + 512:])                    # one sector is lost
        elif old.startswith(now):
            found.add(now + b"\0" * (len(old) - len(now)))
    return sorted(found)


def trees(disk):
    """What the disk may hold of the names: all of the subsets of the changes that no sync covers yet. A rename is
    one change of two names, and is there wholly or not at all."""
    groups = []
    for change in disk.changes:
        moved = groups and change[4:] and groups[-1][-1][4:] == change[4:]
        if moved:
            groups[-1].append(change)
        else:
            groups.append([change])
    for kept in itertools.product((False, True), repeat=len(groups)):
        names = {folder: dict(things) for folder, things in disk.names.items()}
        for group, keep in reversed(list(zip(groups, kept))):
            if not keep:
                for folder, name, before, _, *_ in reversed(group):
                    if before is None:
                        names[folder].pop(name, None)
                    else:
                        names[folder][name] = before
        for group, keep in zip(groups, kept):
            if keep:
                for folder, name, _, after, *_ in group:
                    if after is None:
                        names[folder].pop(name, None)
                    else:
                        names[folder][name] = after
        yield names


def states(disk):
    """All that a crash may leave now, as ((path, thing), ...): a file's thing is its bytes."""
    for names in trees(disk):
        reached = {thing[1] for things in names.values() for thing in things.values() if thing[0] == "file"}
        numbers = sorted(reached)
        for held in itertools.product(*(contents(disk, number) for number in numbers)):
            data = dict(zip(numbers, held))
            yield tuple(sorted(
                (os.path.join(folder, name), data[thing[1]] if thing[0] == "file" else thing)
                for folder, things in names.items() for name, thing in things.items()))


def unescaped(text):
    return text.encode().decode("unicode_escape").encode("latin-1")


class Run:
    """A traced run of KIND in a folder: after each call the states that a crash would leave, and in the end its
    own."""

    def __init__(self, root, words):
        self.root, self.disk, self.open = root, Disk(), {}
        self.disk.take(root)
        self.found = {}  # state: True if the run was acknowledged when it may occur
        trace = root + ".trace"
        done = ended(["strace", "-f", "-s", "1000000", "-xx", "-o", trace, "-e", "trace=" + CALLS, "-e", "signal=none", KIND]
                     + words, environment(root + ".state"))
        if done.returncode:
            raise SystemExit("the run itself failed: %r" % done.stderr)
        with open(trace, encoding="ascii") as lines:
            for line in lines:
                match = LINE.match(line)
                if match and int(match.group(3)) >= 0 and self.step(match.group(1), match.group(2), int(match.group(3))):
                    self.look(False)
        os.unlink(trace)
        shutil.rmtree(root + ".state", ignore_errors=True)
        self.look(True)

    def look(self, acknowledged):
        for state in states(self.disk):
            self.found[state] = self.found.get(state, False) or acknowledged

    def inside(self, path):
        return path == self.root or path.startswith(self.root + "/")

    def step(self, call, words, result):
        """Takes one call. Whether it changed anything."""
        texts = [unescaped(text) for text, _ in TEXT.findall(words)]
        paths = [os.path.normpath(text.decode(errors="replace")) for text in texts]
        first, *others = words.split(",")
        if call in ("open", "openat", "creat"):
            self.open.pop(result, None)
        if first.isdigit():
            return self.step_of_file(call, int(first), others, texts, result)
        return bool(paths) and self.inside(paths[0]) and self.step_of_names(call, paths, words, result)

    def step_of_names(self, call, paths, words, result):
        """The same for a call that names what it is for."""
        disk = self.disk
        if call in ("open", "openat", "creat"):
            return self.opened(paths[0], "O_TRUNC" in words, result)
        if call in ("rename", "renameat", "renameat2"):
            before, moved = disk.thing(paths[1]), disk.thing(paths[0])
            disk.rename(*paths[:2])
            return before != moved
        if call in ("unlink", "unlinkat"):
            disk.name(paths[0], None)
        elif call in ("mkdir", "mkdirat"):
            disk.name(paths[0], ("folder", None))
            disk.names[paths[0]] = {}
        else:
            raise SystemExit("a call that is not understood: %s(%s)" % (call, words[:200]))
        return True

    def opened(self, path, emptied, number):
        """PATH is open now as NUMBER. Whether that made it, or EMPTIED it of something."""
        disk = self.disk
        if path in disk.names:
            self.open[number] = ("folder", path)
            return False
        path = disk.target(path)
        made = disk.thing(path) is None
        if made:
            disk.name(path, ("file", disk.new()))
        kind, file = self.open[number] = disk.thing(path)
        emptied = emptied and kind == "file" and bool(disk.data[file])
        if emptied:
            disk.write(file, b"")
        return made or emptied

    def step_of_file(self, call, number, others, texts, result):
        """The same for a call that is for an open file or folder."""
        disk = self.disk
        kind, file = self.open.get(number, (None, None))
        if call == "close":
            self.open.pop(number, None)
        if call == "close" or not kind:
            return False
        if call in ("write", "writev"):
            disk.write(file, disk.data[file] + texts[0][:result])
        elif call == "ftruncate":
            disk.write(file, disk.data[file][:int(others[0])])
        elif call in ("fsync", "fdatasync"):
            (disk.sync_folder if kind == "folder" else disk.sync)(file)
        else:
            raise SystemExit("a call that is not understood: %s of %s" % (call, file))
        return True


def lay_out(state, old, folder):
    """Makes STATE, found below the folder OLD, below FOLDER. A name whose folder is lost is lost too."""
    for path, thing in state:
        place = folder + path[len(old):]
        if not os.path.isdir(os.path.dirname(place)):
            continue
        if isinstance(thing, bytes):
            with open(place, "wb") as file:
                file.write(thing)
        elif thing[0] == "link":
            os.symlink(thing[1].replace(old, folder), place)
        elif not os.path.isdir(place):
            os.mkdir(place)


def kind(log, words):
    return ended([KIND, "--file", log] + words, environment())


def records(log):
    """The records that KIND reads, as lines, and its complaints."""
    done = kind(log, ["list", "-f", "csv"])
    return done.stdout.split(b"\n")[1:-1], done


def wrong(before, after, acknowledged, log):
    """What is wrong with the state in which LOG is; BEFORE and AFTER are the records of the run."""
    found, done = records(log)
    if done.returncode not in ((0, 3) if found else (0, 1, 3)) or found not in (before, after):
        return "list ended with %d %r: %r" % (done.returncode, done.stderr[:300], found)
    if acknowledged and found != after:
        return "what was acknowledged is not there: %r" % found
    again = kind(log, ["log", "the next one"])
    if again.returncode:
        return "the next log ended with %d: %r" % (again.returncode, again.stderr[:300])
    later, _ = records(log)
    # A row that is torn right before its id has lost nothing else: with its line ended it reads as one typed by hand.
    bare = found + [row[:-12] for row in after[-1:]]
    if later[:-1] not in (found, bare) or b'"the next one"' not in later[-1]:
        return "after the next log list reads %r" % later
    return None


def trial(old, named, state, acknowledged, before, after):
    with tempfile.TemporaryDirectory(prefix="fault-") as folder:
        lay_out(state, old, folder)
        return wrong(before, after, acknowledged, folder + named[len(old):])


def plans():
    """Name, starting state and words of each run."""
    for state in STATES if LONG else ["no directory", "empty", "normal", "torn tail", "symlink"]:
        yield "log, " + state, state, ["log", NOTE, "--mood", "7"]
    for state in ["normal", "symlink"]:
        yield "edit, " + state, state, ["edit", "k00000000002", "--mood", "8"]


def check(tally, pool, name, start, words):
    with Place(start) as place:
        root = os.path.realpath(place.folder)
        named = root + place.named[len(place.folder):]
        if place.link:
            os.unlink(place.link)
            os.symlink(root + place.file[len(place.folder):], place.link)
        before, _ = records(named)
        run = Run(root, ["--file", named] + words)
        after, _ = records(named)
    if after == before:
        raise SystemExit("%s: the run changed nothing" % name)
    found = list(run.found.items())
    print("%s: %d states" % (name, len(found)), flush=True)
    for (state, acknowledged), said in zip(found, pool.map(
            lambda item: trial(root, named, item[0], item[1], before, after), found)):
        shown = [(path[len(root):], thing) for path, thing in state]
        tally.take(said, "%s: %r" % (name, shown))
    return len(found)


def main():
    tally = Tally()
    with concurrent.futures.ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        total = sum(check(tally, pool, *plan) for plan in plans())
    print("%d states of the disk" % total)
    tally.end()


main()
