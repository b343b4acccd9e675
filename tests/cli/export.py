"""What tests/cli/export.bats knows of the formats of `kind export`, each by a reader of its own.

export.py log SEED              a log of notes that look like the syntax of every format
export.py FORMAT FILE RECORDS   that FILE says what RECORDS, a `kind list --json`, says, no more and no less
export.py icalendar FILE RECORDS  the same by Debian's python3-icalendar
"""
import json
import re
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from xml.etree import ElementTree

PIECES = [
    "\\", ";", ",", ":", '"', "\\n", "\\,", "*bold*", "* ", "** TODO x", "[[https://example.org][there]]", "[fn:1]", "[1/2]",
    "<2026-01-01 Thu>", "[2026-01-01 Thu]", "<<target>>", ":drawer:", ":END:", ":PROPERTIES:", "#+BEGIN_SRC sh", "{{{date}}}",
    "src_sh{date}", "src_sh[:x y]{date}", "call_f()", "\\alpha", "\\(x\\)", "$x$", "@@html:<b>@@", "<b>", "&amp;", "`code`", "~~x~~", "| a |",
    "![x](y)", "[x](y)", "<https://example.org>", "# head", "1. one", "- item", "_under_", "__x__", "BEGIN:VEVENT", "END:VCALENDAR",
    "\u00e9", "e\u0301", "\u6f22\u5b57", "\U0001f469\u200d\U0001f467", "\u05e9\u05dc\u05d5\u05dd", "\u00a0", "\a", "\t", "\x1b[31m",
    "\u202e", "\u200b", "\u2028", "#bus", "#long-tag", "#caf\u00e9", "#\u0939\u093f", "@Sam", "'", "word", "w" * 80, " ", " ", "\n",
]
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u202e\u200b\u2028]")
KEYS = ["time", "practice", "note", "mood", "stress", "stress_after", "minutes", "arm", "id"]


def chance(seed):
    """Park and Miller."""
    while True:
        seed = seed * 16807 % 2147483647
        yield seed


def log(seed):
    numbers = chance(seed)
    below = lambda n: next(numbers) // 7 % n
    print(",".join(KEYS))
    for i in range(120):
        note = "".join(PIECES[below(len(PIECES))] for _ in range(below(12)))
        if note[:1] and note[0] in "=+-@'\t":
            note = "'" + note
        practice = ["kindness", "care", "pause", "mood", "rest", "goal"][below(6)]
        time = datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=below(3)))) + timedelta(minutes=below(450000))
        mood, stress, minutes = (["", "7", "6.5"][below(3)], ["", "3"][below(2)], ["", "3", "0.5", "90", "2.25"][below(5)])
        name = "" if below(3) == 0 else "k%011d" % i
        print('%s,%s,"%s",%s,%s,,%s,,%s' % (time.isoformat(), practice, note.replace('"', '""'), mood, stress, minutes, name))


def same(found, expected):
    if found != expected:
        sys.exit("found    %r\nexpected %r" % (found, expected))


def safe(text):
    return UNSAFE.sub(lambda unsafe: " " if unsafe[0] in "\t\n\r" else "\ufffd", text)


def facts(record):
    found = []
    number = lambda value: "%g" % value
    if record["mood"] is not None:
        found.append("mood " + number(record["mood"]))
    if record["stress"] is not None or record["stress_after"] is not None:
        after = "" if record["stress_after"] is None else " -> " + number(record["stress_after"])
        found.append(("" if record["stress"] is None else "stress " + number(record["stress"])) + after)
    if record["minutes"] is not None:
        minutes, seconds = divmod(int(record["minutes"] * 60 + 0.5), 60)
        found.append(" ".join(["%d min" % minutes] * (minutes > 0) + ["%d s" % seconds] * (seconds > 0)))
    if record["practice"] == "shift" and record["arm"]:
        found.append(safe(record["arm"]))
    return found


def words(record):
    said = [] if record["practice"] == "mood" and record["mood"] is not None else [record["practice"]]
    return ", ".join(said + facts(record))


def of_day(record):
    return record["practice"] in ("rest", "goal", "trial")


def day_of(record):
    """At day_start 04:00."""
    return (datetime.fromisoformat(record["time"]) - timedelta(hours=4)).date()


def by_day(records):
    return sorted(records, key=lambda record: (day_of(record), datetime.fromisoformat(record["time"])))


def line_of(record):
    clock = "" if of_day(record) else record["time"][11:16] + " "
    return clock + words(record) + (": " + safe(record["note"]) if record["note"] else "")


def summary(record):
    if not record["note"]:
        return words(record)
    return (record["practice"] + ": " if of_day(record) else "") + safe(record["note"])


def utc(record):
    return datetime.fromisoformat(record["time"]).astimezone(timezone.utc)


def unescaped(text):
    same(re.sub(r'\\[\\;,n]|[^\\;,]', "", text), "")
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


def ics(raw, records):
    lines = raw.split(b"\r\n")
    same(lines.pop(), b"")
    for line in lines:
        assert len(line) <= 75, line
        assert b"\r" not in line and b"\n" not in line, line
        same(re.search("[\x00-\x1f\x7f]", line.decode("utf-8")), None)
    lines = raw.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]
    same(lines[:4] + lines[-1:], ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kind//kind//EN", "CALSCALE:GREGORIAN", "END:VCALENDAR"])
    events = "\n".join(lines[4:-1]).split("END:VEVENT")
    same(events.pop(), "")
    same(len(events), len(records))
    names = set()
    for text, record in zip(events, records):
        fields = [line.partition(":") for line in text.strip("\n").split("\n")]
        same((fields[0][0], fields[0][2]), ("BEGIN", "VEVENT"))
        value = {name: value for name, _, value in fields[1:]}
        same(len(value), len(fields) - 1)
        names.add(value["UID"])
        assert re.fullmatch(record["id"] or "[0-9a-f]{16}", value["UID"].removesuffix("@kind")), value["UID"]
        same(unescaped(value["SUMMARY"]), summary(record))
        same(unescaped(value.get("DESCRIPTION", "")), ", ".join(facts(record)))
        same(value["DTSTAMP"], utc(record).strftime("%Y%m%dT%H%M%SZ"))
        seconds = int((record["minutes"] or 0) * 60 + 0.5)
        if of_day(record):
            same(value["DTSTART;VALUE=DATE"], day_of(record).strftime("%Y%m%d"))
            same("DURATION" in value, False)
        else:
            same(value["DTSTART"], value["DTSTAMP"])
            minutes, rest = divmod(seconds, 60)
            said = "PT" + ("%dM" % minutes if minutes else "") + ("%dS" % rest if rest else "")
            same(value.get("DURATION"), said if seconds else None)
        same(value["CATEGORIES"].split(",")[0], record["practice"])
        same(value["TRANSP"], "TRANSPARENT")
    same(len(names), len(records))


def by_icalendar(raw, records):
    from icalendar import Calendar
    calendar = Calendar.from_ical(raw)
    same(calendar["VERSION"], "2.0")
    events = calendar.walk("VEVENT")
    same(len(events), len(records))
    for event, record in zip(events, records):
        same(event.errors, [])
        # It does not take an escaped backslash as one before it looks at the letter behind.
        if "\\" not in record["note"]:
            same(str(event["SUMMARY"]), summary(record))
        same(event.decoded("DTSTAMP"), utc(record))
        start = event.decoded("DTSTART")
        same(start, day_of(record) if of_day(record) else utc(record))
        if "DURATION" in event:
            same(event.decoded("DURATION"), timedelta(seconds=int(record["minutes"] * 60 + 0.5)))
        same(str(event["TRANSP"]), "TRANSPARENT")


DRAWER = """:PROPERTIES:
(?::ID: (?P<id>k[0-9a-z]{11})\n)?:PRACTICE: (?P<practice>[a-z]+)
(?::MOOD: (?P<mood>[0-9.]+)\n)?(?::STRESS: (?P<stress>[0-9.]+)\n)?(?::STRESS_AFTER: (?P<stress_after>[0-9.]+)\n)?\
(?::MINUTES: (?P<minutes>[0-9.]+)\n)?(?::ARM: (?P<arm>[^\n]+)\n)?:END:
"""
DAY = r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}) (?P<weekday>[A-Z][a-z]+)"
ENTRY = re.compile(r"\*\* (?P<head>[^\n]*?)(?P<tags> :(?:(?!_)\w|[_@#%:])+:)?\n" + DRAWER +
                   r"\[(?P<stamp>[0-9]{4}-[0-9]{2}-[0-9]{2}) (?P<short>[A-Z][a-z]{2})(?: (?P<clock>[0-9]{2}:[0-9]{2}))?\]\n")
HEADING = re.compile(r"\* " + DAY + r"\n")
ORG_SYNTAX = re.compile(r"\[(?!\u200b)|<(?!\u200b)|\{(?!\u200b)|\\(?!\u200b)|\$(?!\u200b)|@@|src_|call_|:\Z")


def org(raw, records):
    text = raw.decode("utf-8")
    same(text[:14], "#+TITLE: kind\n")
    at, day, entries = 14, None, iter(by_day(records))
    while at < len(text):
        heading = HEADING.match(text, at)
        if heading:
            new = date.fromisoformat(heading["date"])
            assert day is None or new > day, heading[0]
            day, at = new, heading.end()
            same(heading["weekday"], ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][day.weekday()])
        entry, record = ENTRY.match(text, at), next(entries)
        if not entry:
            sys.exit("no entry: %r" % text[at:at + 200])
        at = entry.end()
        same(ORG_SYNTAX.search(entry["head"]), None)
        same(entry["head"].replace("\u200b", ""), line_of(record))
        for tag in (entry["tags"] or " ::").strip(" :").split(":"):
            assert all(letter == "_" or letter.isalnum() for letter in tag.removeprefix("@")), tag
        same(bool(entry["tags"]), bool(re.search(r"(?<!\w)(?<![\u0300-\u036f\u093f])[#@]\w", safe(record["note"]))))
        same(day, day_of(record))
        same(entry["id"], record["id"])
        same(entry["practice"], record["practice"])
        same(entry["arm"], record["arm"])
        for key in ("mood", "stress", "stress_after", "minutes"):
            same(None if entry[key] is None else float(entry[key]), record[key])
        stamp = date.fromisoformat(entry["stamp"])
        same(stamp, day if of_day(record) else date.fromisoformat(record["time"][:10]))
        same(entry["short"], ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][stamp.weekday()])
        same(entry["clock"], None if of_day(record) else record["time"][11:16])
    same(list(entries), [])


def md(raw, records):
    """Read by cmark, the reference for CommonMark: nothing but headings, lists and text may come out."""
    xml = subprocess.run(["cmark", "--to", "xml"], input=raw, stdout=subprocess.PIPE, check=True).stdout
    tree = ElementTree.fromstring(re.sub(rb"<!DOCTYPE[^>]*>", b"", xml))
    name = lambda element: element.tag.rpartition("}")[2]
    text = lambda element: "".join(part.text or "" for part in element.iter() if name(part) == "text")
    kinds = {name(element) for element in tree.iter()}
    assert kinds <= {"document", "heading", "list", "item", "paragraph", "text"}, kinds
    blocks = [(name(block), text(block)) for block in tree.iter() if name(block) in ("heading", "item")]
    same(blocks.pop(0), ("heading", "kind"))
    expected, day = [], None
    for record in by_day(records):
        if day_of(record) != day:
            day = day_of(record)
            expected.append(("heading", day.isoformat() + day.strftime(" %A")))
        expected.append(("item", line_of(record)))
    # cmark takes spaces at the end of a line away.
    same([(kind, said.strip(" ")) for kind, said in blocks], [(kind, said.strip(" ")) for kind, said in expected])


def jsonl(raw, records):
    lines = raw.decode("utf-8").split("\n")
    same(lines.pop(), "")
    found = [json.loads(line) for line in lines]
    same(found, records)
    same([list(record) for record in found], [KEYS] * len(records))


if sys.argv[1] == "log":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    log(int(sys.argv[2]))
else:
    judge = {"ics": ics, "icalendar": by_icalendar, "org": org, "md": md, "jsonl": jsonl}[sys.argv[1]]
    with open(sys.argv[2], "rb") as exported, open(sys.argv[3], encoding="utf-8") as listed:
        judge(exported.read(), json.load(listed)["records"])
