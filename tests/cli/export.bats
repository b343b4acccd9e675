bats_require_minimum_version 1.5.0
load helper

# judge FORMAT FILE [PYTHON]: that an export says what `kind list --json`, in records.json, says.
judge() {
    "${3:-python3}" "$BATS_TEST_DIRNAME/export.py" "$1" "$2" records.json
}

# export_all LOG: an export of it in each format, and records.json.
export_all() {
    kind --file "$1" list --json >records.json
    for format in ics org md jsonl; do
        kind --file "$1" export -f "$format" >"out.$format"
    done
}

needs() {
    command -v "$1" >/dev/null || skip "$1 is not installed"
}

fill() {
    log_of '2026-11-21T10:00:00+01:00,kindness,"held the door #bus @Sam",7,,,,,k00000000001' \
        '2026-11-22T10:00:00+01:00,care,"Early to bed, ""finally"" #Sleep",,,,30,,k10000000003' \
        '2026-11-22T12:00:00+01:00,rest,"flu",,,,,,k00000000004' \
        '2026-11-23T01:30:00+01:00,mood,"",6.5,3,,,,k00000000002' \
        '2026-11-23T10:00:00+01:00,shift,"mail",,8,4,5,others,'
}

@test "a calendar has an event for each record" {
    fill
    kind export -f ics | tr -d '\r' >out
    diff - out <<'ICS'
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//kind//kind//EN
CALSCALE:GREGORIAN
BEGIN:VEVENT
UID:k00000000001@kind
DTSTAMP:20261121T090000Z
DTSTART:20261121T090000Z
SUMMARY:held the door #bus @Sam
DESCRIPTION:mood 7
CATEGORIES:kindness,bus
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:k10000000003@kind
DTSTAMP:20261122T090000Z
DTSTART:20261122T090000Z
DURATION:PT30M
SUMMARY:Early to bed\, "finally" #Sleep
DESCRIPTION:30 min
CATEGORIES:care,Sleep
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:k00000000004@kind
DTSTAMP:20261122T110000Z
DTSTART;VALUE=DATE:20261122
SUMMARY:rest: flu
CATEGORIES:rest
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:k00000000002@kind
DTSTAMP:20261123T003000Z
DTSTART:20261123T003000Z
SUMMARY:mood 6.5\, stress 3
DESCRIPTION:mood 6.5\, stress 3
CATEGORIES:mood
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:5e92d9e277d456fe@kind
DTSTAMP:20261123T090000Z
DTSTART:20261123T090000Z
DURATION:PT5M
SUMMARY:mail
DESCRIPTION:stress 8 -> 4\, 5 min\, others
CATEGORIES:shift
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
ICS
}

@test "notes for Org have a heading for each day, and drawers" {
    fill
    kind export -f org --since 2026-11-22 >out
    diff - out <<'ORG'
#+TITLE: kind
* 2026-11-22 Sunday
** 10:00 care, 30 min: Early to bed, "finally" #Sleep :Sleep:
:PROPERTIES:
:ID: k10000000003
:PRACTICE: care
:MINUTES: 30
:END:
[2026-11-22 Sun 10:00]
** rest: flu
:PROPERTIES:
:ID: k00000000004
:PRACTICE: rest
:END:
[2026-11-22 Sun]
** 01:30 mood 6.5, stress 3
:PROPERTIES:
:ID: k00000000002
:PRACTICE: mood
:MOOD: 6.5
:STRESS: 3
:END:
[2026-11-23 Mon 01:30]
* 2026-11-23 Monday
** 10:00 shift, stress 8 -> 4, 5 min, others: mail
:PROPERTIES:
:PRACTICE: shift
:STRESS: 8
:STRESS_AFTER: 4
:MINUTES: 5
:ARM: others
:END:
[2026-11-23 Mon 10:00]
ORG
}

@test "a journal in Markdown is read as it stands, and is what an export is without a format" {
    fill
    kind export >out
    diff - out <<'MD'
# kind

## 2026-11-21 Saturday

- 10:00 kindness, mood 7: held the door #bus @Sam

## 2026-11-22 Sunday

- 10:00 care, 30 min: Early to bed, "finally" #Sleep
- rest: flu
- 01:30 mood 6.5, stress 3

## 2026-11-23 Monday

- 10:00 shift, stress 8 -> 4, 5 min, others: mail
MD
}

@test "lines of json are the records of list --json, one a line, for jq" {
    needs jq
    fill
    kind export -f jsonl >out
    kind list --json | jq -c '.records[]' | diff - out
    [ "$(wc -l <out)" -eq 5 ]
    [ "$(jq -s 'map(.mood | numbers) | add' out)" = 13.5 ]
}

@test "the format may be the ending of the file's name" {
    fill
    for format in ics org md jsonl; do
        kind export -o "my.notes.$format"
        kind export -f "$format" | cmp - "my.notes.$format"
    done
    kind export -f org -o my.ics
    cmp my.ics my.notes.org
    for name in notes notes.txt notes.; do
        run kind export -o "$name"
        [ "$status" -eq 2 ]
        [ "$output" = "kind: --output $name does not tell which format; say -f ics, org, md or jsonl" ]
        [ ! -e "$name" ]
    done
    run kind export -f pdf
    [ "$status" -eq 2 ]
    [ "$output" = "kind: no format 'pdf'; there are: ics org md jsonl" ]
}

@test "hostile notes stay text, and come back as they were" {
    needs cmark
    for seed in 1 2 3; do
        python3 "$BATS_TEST_DIRNAME/export.py" log "$seed" >hostile.csv
        export_all hostile.csv
        for format in ics org md jsonl; do
            judge "$format" "out.$format"
        done
    done
}

@test "half a year is read by every reader" {
    needs cmark
    sh "$BATS_TEST_DIRNAME/../sample/make" >half.csv
    export_all half.csv
    for format in ics org md jsonl; do
        judge "$format" "out.$format"
    done
}

@test "a calendar is read by python3-icalendar" {
    # The system's own, where a package of the system has brought it and another python3 is in PATH.
    for python in python3 /usr/bin/python3; do
        "$python" -c 'import icalendar' 2>/dev/null && break
        python=
    done
    [ "$python" ] || skip "python3-icalendar is not installed"
    python3 "$BATS_TEST_DIRNAME/export.py" log 4 >hostile.csv
    sh "$BATS_TEST_DIRNAME/../sample/make" >half.csv
    for csv in hostile.csv half.csv; do
        export_all "$csv"
        judge icalendar out.ics "$python"
    done
}

@test "bytes that are no UTF-8, controls and bidi marks are U+FFFD where people read" {
    log_of "$(printf '2026-11-21T10:00:00+01:00,kindness,"a\377b\033[31m\342\200\256c\302",,,,,,')"
    bad=$(printf '\357\277\275')
    kind export -f ics | grep -q "^SUMMARY:a${bad}b${bad}\[31m${bad}c${bad}"
    kind export -f org | grep -q "^\*\* 10:00 kindness: a${bad}b${bad}\[.*31m${bad}c${bad}\$"
    kind export -f md | grep -q -F "a${bad}b${bad}\\[31m${bad}c${bad}"
    kind export -f jsonl | python3 -c 'import json, sys; assert json.loads(sys.stdin.buffer.read().decode("utf-8"))["note"] == "a\ufffdb\x1b[31m\u202ec\ufffd"'
}

@test "two exports are the same at any time and in any place" {
    fill
    for format in ics org md jsonl; do
        kind export -f "$format" >first
        KIND_NOW=2027-03-01T08:00:00+13:00 KIND_SEED=9 TZ=Pacific/Apia LC_ALL=C kind export -f "$format" | cmp first -
    done
}

@test "a UID stays when a rating is added, when only a part is asked for, and when the file is written anew" {
    row='2026-11-21T10:00:00+01:00,kindness,"held, the door"'
    log_of "$row,,,,,," "$row,,,,,," '2026-11-20T10:00:00+01:00,kindness,"other",,,,,,'
    kind export -f ics | grep ^UID >first
    [ "$(sort -u first | wc -l)" -eq 3 ]
    kind export -f ics door | grep ^UID >part
    tail -n 2 first | diff - part
    log_of "$row,7,,,,," "$row,,,,2,," '2026-11-20T10:00:00+01:00,kindness,other,,,,,,'
    kind export -f ics | grep ^UID | diff first -
}

@test "the draw of a trial that is not over is in no export" {
    kind trial start -q --days 12
    draw=$(tail -n 1 "$log" | cut -d , -f 8)
    [ "${#draw}" -eq 12 ]
    for format in ics org md jsonl; do
        kind export -f "$format" >out
        [ "$(grep -c "$draw" out)" -eq 0 ]
        grep -q 'trial' out
    done
    KIND_NOW=2026-12-24T10:00:00+01:00 kind export -f jsonl | grep -q "\"arm\":\"$draw\""
}

@test "an export asks as list does" {
    fill
    [ "$(kind export -f jsonl '#bus' | wc -l)" -eq 1 ]
    [ "$(kind export -f jsonl practice:care EARLY | wc -l)" -eq 1 ]
    [ "$(kind export -f jsonl --since 2026-11-22 --until 2026-11-22 | wc -l)" -eq 3 ]
    run kind export practice:tea
    [ "$status" -eq 2 ]
    run kind export --since nonsense
    [ "$status" -eq 2 ]
    run kind export --json
    [ "$status" -eq 2 ]
}

@test "nothing that fits is a no, with a frame that holds nothing" {
    fill
    run --separate-stderr kind export -f ics nothing-like-it
    [ "$status" -eq 1 ]
    [ "${#lines[@]}" -eq 5 ]
    # shellcheck disable=SC2154
    [ -z "$stderr" ]
    run kind export -f jsonl nothing-like-it
    [ "$status" -eq 1 ]
    [ -z "$output" ]
    rm "$log"
    run --separate-stderr kind export
    [ "$status" -eq 1 ]
    [ "$output" = "# kind" ]
    [[ "$stderr" == "kind: no records yet"* ]]
}

@test "a bad row is named, and the others are exported" {
    log_of '2026-11-21T10:00:00+01:00,kindness,"a",,,,,,' 'rubbish' '2026-11-22T10:00:00+01:00,kindness,"c",,,,,,'
    for format in ics org md jsonl; do
        run --separate-stderr kind export -f "$format"
        [ "$status" -eq 3 ]
        # shellcheck disable=SC2154
        [[ "${stderr_lines[0]}" == "kind: $log:3: "*"; the row is left out" ]]
        [ "$(grep -cE '^SUMMARY:[ac]|: [ac]$|"note":"[ac]"' <<<"$(tr -d '\r' <<<"$output")")" -eq 2 ]
    done
}

@test "times at both ends of the calendar are times that a calendar can hold" {
    log_of '0001-01-01T00:30:00+05:00,kindness,"first",,,,,,' '9999-12-31T23:30:00-05:00,kindness,"last",,,,1.5,,'
    kind export -f ics | tr -d '\r' >out
    grep -qx DTSTART:00010101T000000Z out
    grep -qx DTSTART:99991231T235959Z out
    grep -qx DURATION:PT1M30S out
}

@test "a full output is an error, a closed pipe is silent, the log is never written over" {
    fill
    cp "$log" before
    run kind export -f ics -o /dev/full
    [ "$status" -eq 3 ]
    run sh -c 'kind export >/dev/full'
    [ "$status" -eq 3 ]
    run sh -c 'kind export 2>err | true; cat err'
    [ -z "$output" ]
    run kind export -f ics -o "$log"
    [ "$status" -eq 2 ]
    cmp before "$log"
}
