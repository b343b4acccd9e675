load helper

@test "rest marks today, a day, or a range of days" {
    kind rest -q flu
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,rest,"flu",,,,,' ]
    kind rest -q yesterday
    [ "$(last_row)" = '2026-11-22T12:00:00+01:00,rest,"",,,,,' ]
    run kind rest 2026-11-10..2026-11-12 at the sea
    [ "$output" = "Logged 3 rest days from 2026-11-10 to 2026-11-12." ]
    [ "$(grep -c 'at the sea' "$log")" -eq 3 ]
    kind rest -q fri..sat
    [ "$(tail -n 2 "$log" | cut -d, -f1 | tr '\n' ' ')" = "2026-11-20T12:00:00+01:00 2026-11-21T12:00:00+01:00 " ]
}

@test "rest in the future, backwards, too long or on no day is refused" {
    for days in 2026-11-24 tomorrow 2026-11-20.. 2026-11-20..2026-11-25 2026-11-20..2026-11-18 2020-01-01..2026-01-01 2026-02-30 2026-02-28..2026-02-30; do
        run kind rest "$days"
        [ "$status" -eq 2 ]
        [ "${#lines[@]}" -eq 1 ]
    done
    [ ! -e "$log" ]
}

@test "days to come are refused with what to type, and when" {
    run kind rest 2026-12-01..2026-12-14 at the sea
    [ "$status" -eq 2 ]
    [[ "$(flat)" == *"a day to come can't be recorded; on 2026-12-14 or later say 'kind rest 2026-12-01..2026-12-14'; nothing was recorded"* ]]
    run kind rest tomorrow
    [[ "$(flat)" == *"on 2026-11-24 or later say 'kind rest 2026-11-24'; nothing"* ]]
    run kind rest 2026-11-20..2026-11-26
    [[ "$(flat)" == *"on 2026-11-26 or later say 'kind rest 2026-11-20..2026-11-26'; nothing"* ]]
    kind rest -q today
    KIND_NOW=2026-11-26T20:00:00+01:00 kind rest -q 2026-11-20..2026-11-26
    [ "$(grep -c ,rest, "$log")" -eq 7 ]
}

@test "a second day is never taken for a text about the first" {
    for words in "mon wed" "sat sun" "yesterday today" "sat and sun" "fri & sat" "fri , sat" "2026-11-17 2026-11-19" "wed..thu sat" "-d mon wed" "sat wed..thu" "-d mon tue..wed"; do
        # shellcheck disable=SC2086
        run kind rest $words
        [ "$status" -eq 2 ]
        [[ "$output" == *" is a second day; say "*"; nothing was recorded" ]]
    done
    [ ! -e "$log" ]
    run kind rest fri sun
    [[ "$(flat)" == *"'sun' is a second day; say 'kind rest fri' and 'kind rest sun', or 'kind rest fri..sun' with all days between; put -- before"* ]]
    run kind rest sun fri
    [[ "$(flat)" == *"say 'kind rest sun' and 'kind rest fri'; put -- before"* ]]
    run kind rest wed..thu sat
    [[ "$(flat)" == *"say 'kind rest wed..thu' and 'kind rest sat'; put -- before"* ]]
    run kind rest mon wed..thu
    [[ "$(flat)" == *"say 'kind rest mon' and 'kind rest wed..thu'; put -- before"* ]]
    kind rest -q sat -- sun and sea
    [ "$(last_row)" = '2026-11-21T12:00:00+01:00,rest,"sun and sea",,,,,' ]
    kind rest -q fri sunny and warm
    [ "$(last_row)" = '2026-11-20T12:00:00+01:00,rest,"sunny and warm",,,,,' ]
}

@test "in a week of rest nothing is asked of a goal a week" {
    log_of '2026-11-09T10:00:00+01:00,goal,"care 3/week",,,,,,'
    kind rest -q mon..sun
    run env KIND_NOW=2026-11-22T19:24:05+01:00 kind report streaks
    [[ "$(flat)" == *"care 0 weeks of 3/week, a week of rest strength "* ]]
    [[ "$output" != *"0 of 0"* ]]
}

@test "a rest day breaks no streak" {
    log_of '2026-11-20T10:00:00+01:00,kindness,"a",,,,,,' '2026-11-21T10:00:00+01:00,rest,"",,,,,,' \
        '2026-11-22T10:00:00+01:00,kindness,"b",,,,,,'
    run kind log c
    [ "${lines[1]}" = "Day 3 in a row.  Wrong? kind undo" ]
}

@test "what was meant as a day is never taken for a text about today" {
    for words in tomorow mon-wed ..wed 1.11.2026..3.11.2026 2026-11-02-2026-11-04 "mon .. wed" "mon - wed" "mon to wed" "next week" "last fri" "yesterday 21:00" Tues yesteday "-d mon .. wed" "3 days" "dec 24" "24 dec" "December 24th" "until friday" "Until fri" "from mon" "since 2026-11-20" "for 3 days" "all week" "until may"; do
        # shellcheck disable=SC2086
        run kind rest $words
        [ "$status" -eq 2 ]
        [ "${#lines[@]}" -eq 1 ]
        [[ "$output" == *"; nothing was recorded" ]]
    done
    [ ! -e "$log" ]
}

@test "a text about today may begin like a day behind the day, and behind dashes" {
    kind rest -q today 3 kids ill
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,rest,"3 kids ill",,,,,' ]
    rm "$log"
    kind rest -q -- 3 days of flu
    [[ "$(last_row)" == *',rest,"3 days of flu",,,,,' ]]
    for words in "ill..." "total exhaustion" "to be at home" "money worries" "may be flu" "on the sofa" "for the kids" "marched all night" "from bad to worse" "last night was short"; do
        rm "$log"
        # shellcheck disable=SC2086
        kind rest -q $words
        [[ "$(last_row)" == *",rest,\"$words\",,,,," ]]
    done
}

@test "days in words, in quotes or not, are never taken for a text" {
    while read -r words; do
        for behind in "" ", ill"; do
            # shellcheck disable=SC2086
            run kind rest $words$behind
            [ "$status" -eq 2 ]
            [[ "$output" == *"; nothing was recorded" ]]
            run kind rest "$words$behind"
            [ "$status" -eq 2 ]
            run kind rest sat "$words$behind"
            [ "$status" -eq 2 ]
        done
        [ ! -e "$log" ]
    done <<'END'
until fri
dec 24
December 24th
next week
last week
all week
from mon to wed
for 3 days
for 3d
since last friday
until next week
until the 5th
between mon and wed
from 20 to 22
all of last week
the 20th
the 24th dec
the weekend
weekend
two days
a couple of days
the last two weeks
day before yesterday
on monday
for Sunday
for Sunday and Monday
until 24.12.
since 2026-11-20
from tomorow
this may
thurs
END
    run kind rest "until fri" flu
    [ "$output" = "kind: 'until fri' may mean days; say yesterday, mon..wed, 2026-11-22 or -d '3 days ago', or put -- before a text that begins so; nothing was recorded" ]
}

@test "a text may begin with a word that also stands before days" {
    while read -r words; do
        rm -f "$log"
        # shellcheck disable=SC2086
        kind rest -q $words
        [[ "$(last_row)" == "2026-11-23T19:24:05+01:00,rest,\"$words\",,,,," ]]
        rm "$log"
        # shellcheck disable=SC2086
        kind rest -q sat "$words"
        [[ "$(last_row)" == "2026-11-21T12:00:00+01:00,rest,\"$words\",,,,," ]]
    done <<'END'
on 2 crutches
all 3 kids ill
from 39 fever
from 39.5 fever
on 3 drugs
this 2nd cold
march 5k recovery
from monkey pox
for Sunday roast
for Tuesday's operation
the sun was too strong
day 3 of flu
one day at a time
a day off
all day in bed
this may be flu
and relax
END
}

@test "what is behind dashes is text, whatever it looks like" {
    for words in "mon ill" "18:30 doctor" "until fri" "..wed" "3 days" "mon..tue"; do
        rm -f "$log"
        # shellcheck disable=SC2086
        kind rest -q -- $words
        [ "$(last_row)" = "2026-11-23T19:24:05+01:00,rest,\"$words\",,,,," ]
        # shellcheck disable=SC2086
        kind rest sat -q -- $words
        [ "$(last_row)" = "2026-11-21T12:00:00+01:00,rest,\"$words\",,,,," ]
        # shellcheck disable=SC2086
        kind rest -q -d fri -- $words
        [ "$(last_row)" = "2026-11-20T12:00:00+01:00,rest,\"$words\",,,,," ]
    done
    for words in "until fri -- ill" "fri sat -- ill" "sat until -- fri"; do
        # shellcheck disable=SC2086
        run kind rest $words
        [ "$status" -eq "$([[ $words == sat* ]] && echo 1 || echo 2)" ]
    done
}

@test "a second day is refused with a comma behind it, and if it is mistyped" {
    for words in "fri sat, sun" "fri sat,sun" "fri , sat" "fri and sat; sun"; do
        # shellcheck disable=SC2086
        run kind rest $words
        [ "$status" -eq 2 ]
        [[ "$output" == "kind: 'sat' is a second day; say 'kind rest fri' and 'kind rest sat', or 'kind rest fri..sat' with"* ]]
    done
    for words in "wed thurs" "wed thurs flu" "today tomorow" "fri wenesday"; do
        # shellcheck disable=SC2086
        run kind rest $words
        [ "$status" -eq 2 ]
        [[ "$output" == *"' may mean days; say "* ]]
    done
    run kind rest fri sat..sun
    [ "$status" -eq 2 ]
    [[ "$output" == *"say 'kind rest fri' and 'kind rest sat..sun'; put -- before"* ]]
    [ ! -e "$log" ]
}

@test "a range without an end, and how long ago a day was, are refused as they were typed" {
    for word in mon.. 2026-11-20.. 3d "3 days ago" "2026-11-20 noon"; do
        run kind rest "$word"
        [ "$status" -eq 2 ]
        [ "$output" = "kind: '$word' is no day; say yesterday, mon..wed, 2026-11-22 or -d '3 days ago', or put -- before a text that begins so; nothing was recorded" ]
    done
    run kind rest 3 days ago
    [ "$status" -eq 2 ]
    [[ "$output" == *"-d '3 days ago', or"* ]]
    [ ! -e "$log" ]
    kind rest -q -d "3 days ago"
    [[ "$(last_row)" == 2026-11-20T* ]]
}

@test "a day that is a rest day already is not marked again" {
    kind rest -q sat
    run kind rest sat
    [ "$status" -eq 0 ]
    [ "$output" = "kind: 2026-11-21: a rest day already; nothing was recorded" ]
    run kind rest sat flu
    [ "$status" -eq 1 ]
    [[ "$output" == *"nothing was recorded" ]]
    kind rest -q fri..sun
    [ "$(grep -c ,rest, "$log")" -eq 3 ]
}

@test "what a day of rest has already is kept, and that is said" {
    log_of '2026-11-16T10:00:00+01:00,kindness,"a",,,,,,' '2026-11-16T12:00:00+01:00,mood,"",7,,,,,' \
        '2026-11-17T10:00:00+01:00,care,"b",,,,,,' '2026-11-17T11:00:00+01:00,shift,"",,8,5,,usual,' '2026-11-18T10:00:00+01:00,shift,"",,8,5,,usual,' \
        '2026-11-19T10:00:00+01:00,care,"c",,,,,,'
    run kind rest -n mon..thu
    [[ "$output" != *kept* ]]
    [ "$(kind rest -q 2026-11-19)" = "" ]
    run kind rest 2026-11-17
    [ "${lines[1]}" = "2026-11-17 has 1 record: it is kept, and counts towards no goal and no comparison." ]
    kind undo -qy
    run kind rest 2026-11-16..2026-11-20
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "Logged 4 rest days from 2026-11-16 to 2026-11-20." ]
    [ "${lines[1]}" = "2 of these days have 3 records: they are kept, and count towards no goal and no comparison." ]
    [ "${#lines[@]}" -eq 2 ]
    # A shift is compared wherever it lies, so nothing is said of it.
    run kind rest 2026-11-15
    [ "${#lines[@]}" -eq 1 ]
}

@test "what is done on a day of rest is said to count towards no goal" {
    log_of '2026-11-21T10:00:00+01:00,kindness,"a",,,,,,' '2026-11-22T10:00:00+01:00,kindness,"b",,,,,,' \
        '2026-11-23T08:00:00+01:00,rest,"",,,,,,'
    run kind log c
    [ "${lines[1]}" = "On a day of rest it counts towards no goal and no comparison.  Wrong? kind undo" ]
    run kind report streaks -f csv
    [[ "${lines[1]}" == kindness,1,day,2,2,,0,0,* ]]
}

@test "a day that the clocks left out needs no rest" {
    log_of '2011-12-29T10:00:00-10:00,kindness,"a",,,,,,'
    TZ=Pacific/Apia KIND_NOW=2012-01-05T12:00:00+14:00 run kind rest 2011-12-30
    [ "$status" -eq 2 ]
    [[ "$output" == *"2011-12-30' does not exist; nothing was recorded" ]]
    TZ=Pacific/Apia KIND_NOW=2012-01-05T12:00:00+14:00 kind rest -q 2011-12-29..2011-12-31
    [ "$(grep -c ,rest, "$log")" -eq 2 ]
}
