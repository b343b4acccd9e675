load helper

@test "rest marks today, a day, or a range of days" {
    kind rest -q flu
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,rest,"flu",,,,,' ]
    kind rest -q yesterday
    [ "$(last_row)" = '2026-11-22T12:00:00+01:00,rest,"",,,,,' ]
    run kind rest 2026-11-10..2026-11-12 at the sea
    [ "$output" = "Logged 3 rest days." ]
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
    for words in "mon wed" "sat sun" "yesterday today" "sat and sun" "fri & sat" "fri , sat" "2026-11-17 2026-11-19" "wed..thu sat" "-d mon wed"; do
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
    kind rest -q sat -- sun and sea
    [ "$(last_row)" = '2026-11-21T12:00:00+01:00,rest,"sun and sea",,,,,' ]
    kind rest -q fri sunny and warm
    [ "$(last_row)" = '2026-11-20T12:00:00+01:00,rest,"sunny and warm",,,,,' ]
}

@test "a rest day breaks no streak" {
    log_of '2026-11-20T10:00:00+01:00,kindness,"a",,,,,,' '2026-11-21T10:00:00+01:00,rest,"",,,,,,' \
        '2026-11-22T10:00:00+01:00,kindness,"b",,,,,,'
    run kind log c
    [ "${lines[1]}" = "Day 3 in a row.  Wrong? kind undo" ]
}

@test "what was meant as a day is never taken for a text about today" {
    for words in tomorow mon-wed ..wed 1.11.2026..3.11.2026 2026-11-02-2026-11-04 "mon .. wed" "mon - wed" "mon to wed" "next week" "last fri" "yesterday 21:00" Tues yesteday "-d mon .. wed" "3 days"; do
        # shellcheck disable=SC2086
        run kind rest $words
        [ "$status" -eq 2 ]
        [ "${#lines[@]}" -eq 1 ]
        [[ "$output" == *"; nothing was recorded" ]]
    done
    [ ! -e "$log" ]
}

@test "a text about today may begin like a day behind the day, and behind dashes" {
    kind rest -q today tomorow never came
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,rest,"tomorow never came",,,,,' ]
    rm "$log"
    kind rest -q -- 3 days of flu
    [[ "$(last_row)" == *',rest,"3 days of flu",,,,,' ]]
    for words in "ill..." "total exhaustion" "to be at home" "money worries"; do
        rm "$log"
        # shellcheck disable=SC2086
        kind rest -q $words
        [[ "$(last_row)" == *",rest,\"$words\",,,,," ]]
    done
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
