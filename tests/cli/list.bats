bats_require_minimum_version 1.5.0
load helper

fill() {
    log_of '2026-11-21T10:00:00+01:00,kindness,"held the door #bus @Sam",7,,,,,k00000000001' \
        '2026-11-23T09:00:00+01:00,mood,"",6.5,3,,,,k00000000002' \
        '2026-11-22T10:00:00+01:00,care,"Early to bed, ""finally"" #Sleep",,,,30,,k10000000003'
}

@test "list shows the records, newest last" {
    fill
    run kind list
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "2026-11-21 10:00  kindness  mood 7  held the door #bus @Sam  [k00000000001]" ]
    [ "${lines[1]}" = '2026-11-22 10:00  care      30 min  Early to bed, "finally" #Sleep  [k10000000003]' ]
    [ "${lines[2]}" = "2026-11-23 09:00  mood      mood 6.5  stress 3  [k00000000002]" ]
}

@test "ids are as short as they can be told apart" {
    log_of '2026-11-21T10:00:00+01:00,kindness,"a",,,,,,kabcd0000001' '2026-11-22T10:00:00+01:00,kindness,"b",,,,,,kabcx0000001'
    run kind list
    [[ "${lines[0]}" == *"[kabcd]" ]]
    [[ "${lines[1]}" == *"[kabcx]" ]]
}

@test "minutes are said alike wherever people read them, and csv keeps the number" {
    kind pause -q --log 3s
    run kind pause --log 90s b
    [[ "${lines[0]}" == "Logged 19:24, pause, 1 min 30 s: b   ["* ]]
    run kind list
    [[ "${lines[0]}" == "2026-11-23 19:24  pause     3 s  ["* ]]
    [[ "${lines[1]}" == "2026-11-23 19:24  pause     1 min 30 s  b  ["* ]]
    run kind report pauses
    [[ "$output" == *"all  2 pauses, 1 min 33 s"* ]]
    kind pause -q --log 20
    run kind report pauses
    [[ "$output" == *"all  3 pauses, 22 min"* ]]
    run kind list -f tsv
    [[ "$output" == *$'\t0.05\t'* ]]
}

@test "a query is words, tags, people and practices, all of which must match" {
    fill
    [ "$(kind list EARLY | wc -l)" -eq 1 ]
    [ "$(kind list '#sleep' | wc -l)" -eq 1 ]
    [ "$(kind list '@sam' '#bus' | wc -l)" -eq 1 ]
    [ "$(kind list practice:care | wc -l)" -eq 1 ]
    run kind list '#bu'
    [ "$status" -eq 1 ]
    [ -z "$output" ]
    run kind list door practice:care
    [ "$status" -eq 1 ]
    run kind list practice:tea
    [ "$status" -eq 2 ]
}

@test "since and until take days whole and moments exactly" {
    fill
    [ "$(kind list --since 2026-11-22 | wc -l)" -eq 2 ]
    [ "$(kind list --until 2026-11-22 | wc -l)" -eq 2 ]
    [ "$(kind list --since sun --until yesterday | wc -l)" -eq 1 ]
    [ "$(kind list --since 11h | wc -l)" -eq 1 ]
    run kind list --since nonsense
    [ "$status" -eq 2 ]
}

@test "csv is the rows as they stand, unknown columns and all" {
    mkdir -p "${log%/*}"
    printf 'id,time,where,practice,note\nk00000000001,2026-11-21T10:00:00+01:00,"home, here",care,"x"\n' >"$log"
    [ "$(kind list -f csv)" = "$(cat "$log")" ]
    fill
    [ "$(kind list -f csv | head -n 2)" = "$(head -n 2 "$log")" ]
}

@test "tsv has nine columns on every line" {
    fill
    kind list -f tsv >out
    [ "$(awk -F'\t' '{ print NF }' out | sort -u)" = 9 ]
    [ "$(sed -n 3p out)" = "$(printf '2026-11-22T10:00:00+01:00\tcare\tEarly to bed, "finally" #Sleep\t\t\t\t30\t\tk10000000003')" ]
}

@test "null ends each record with a NUL" {
    fill
    [ "$(kind list -0 | tr '\n\0' '?\n' | wc -l)" -eq 3 ]
}

@test "one bad row is named with its line, and the others are shown" {
    log_of '2026-11-21T10:00:00+01:00,kindness,"a",,,,,,' 'rubbish' '2026-11-22T10:00:00+01:00,kindness,"b",11,,,,,' \
        '2026-11-22T10:00:00+01:00,kindness,"c",,,,,,'
    run --separate-stderr kind list
    [ "$status" -eq 3 ]
    [ "${#lines[@]}" -eq 2 ]
    # shellcheck disable=SC2154
    [ "${#stderr_lines[@]}" -eq 2 ]
    [[ "${stderr_lines[0]}" == "kind: $log:3: 1 field where the header has 9; the row is left out" ]]
    [[ "${stderr_lines[1]}" == "kind: $log:4: mood must be 0 to 10 with at most one decimal, not '11'; the row is left out" ]]
}

@test "what a spreadsheet did is read with a warning" {
    mkdir -p "${log%/*}"
    printf 'time;practice;note;mood\r\n2025/01/01 10:00:00;mood;;7,5\r\n' >"$log"
    run --separate-stderr kind list
    [ "$status" -eq 0 ]
    [[ "$output" == "2025-01-01 10:00  mood      mood 7.5" ]]
    [ "${#stderr_lines[@]}" -eq 2 ]
}

@test "control characters and bidi marks never reach the terminal" {
    log_of "$(printf '2026-11-21T10:00:00+01:00,kindness,"a\033[31mb\342\200\256c",,,,,,')"
    run kind list
    [ "$output" = "$(printf '2026-11-21 10:00  kindness  a\357\277\275[31mb\357\277\275c')" ]
    kind list -f csv | grep -q "$(printf '\033')"
}

@test "an empty log is a no, with a word on where to begin" {
    run kind list
    [ "$status" -eq 1 ]
    [[ "$output" == "kind: no records yet"* ]]
}

@test "a full output is an error, a closed pipe is silent" {
    fill
    run kind list -o /dev/full
    [ "$status" -eq 3 ]
    run sh -c 'kind list >/dev/full'
    [ "$status" -eq 3 ]
    run sh -c 'kind list 2>err | true; cat err'
    [ -z "$output" ]
}

@test "the log itself is never an output file" {
    fill
    cp "$log" before
    ln -s "$log" alias.csv
    for target in "$log" alias.csv; do
        run kind list -f csv -o "$target"
        [ "$status" -eq 2 ]
        run kind report -o "$target"
        [ "$status" -eq 2 ]
    done
    cmp "$log" before
}

@test "with null the csv header ends in a NUL too" {
    fill
    [ "$(kind list -0 -f csv | tr -cd '\n' | wc -c)" -eq 0 ]
}

@test "since after until is misuse" {
    run kind list --since 2026-11-30 --until 2026-11-01
    [ "$status" -eq 2 ]
}

@test "the draw of a trial is shown only once its last day is over" {
    log_of '2026-10-01T10:00:00+02:00,trial,"12 days",,,,,kuukkuukkuuk,k00000000001' \
        '2026-11-10T10:00:00+01:00,trial,"12 days",,,,,kukukukukuku,k00000000002' \
        '2026-11-12T10:00:00+01:00,trial,"2 days",,,,,uk,k00000000003' \
        '2026-11-13T10:00:00+01:00,trial,"14 days",,,,,ukukukukukukuk,k00000000004' \
        '2026-11-14T10:00:00+01:00,shift,"",,6,3,,others,k00000000005'
    # The first is over, the second has until the next day starts, and of the two that it left no room for one would be over.
    export KIND_NOW=2026-11-23T03:59:59+01:00
    for format in tsv json html; do
        kind list -f "$format" >page
        grep -q kuukkuukkuuk page && grep -qw uk page && grep -q others page
        [ "$(grep -cE 'kukuku|ukukuk' page)" -eq 0 ]
    done
    [ "$(kind list --json | grep -c '"arm": null')" -eq 2 ]
    [ "$(kind list -f csv)" = "$(cat "$log")" ]
    KIND_NOW=2026-11-23T04:00:00+01:00 kind list -f tsv >page
    grep -q kukukukukuku page
    [ "$(grep -c ukukukukukukuk page)" -eq 0 ]
    export KIND_NOW=2026-11-28T04:00:00+01:00
    kind list -f tsv | grep -q ukukukukukukuk
    # Stopped, it is over.
    log_of '2026-11-27T10:00:00+01:00,trial,"12 days",,,,,kukukukukuku,k00000000002'
    [ "$(kind list -f tsv | grep -c kuku)" -eq 0 ]
    kind trial stop -q
    kind list -f tsv | grep -q kukukukukuku
}

@test "a practice that is looked for as a word is named" {
    kind mood -q 7
    run kind list mood
    [ "$status" -eq 1 ]
    [ "$output" = "kind: no record has 'mood' in its text; did you mean practice:mood?" ]
    run kind list nobody
    [ "$status" -eq 1 ]
    [ -z "$output" ]
    run kind list nobody mood
    [ "$output" = "kind: no record has 'mood' in its text; did you mean practice:mood?" ]
    run on_terminal -- kind list nobody
    [ "$status" -eq 1 ]
    [[ "$output" == *"no record matches"* ]]
}

@test "a format that is looked for as a word is named" {
    kind mood -q 7
    run kind list csv
    [ "$status" -eq 1 ]
    [ "$output" = "kind: no record has 'csv' in its text; did you mean -f csv?" ]
    run kind list ics
    [ "$output" = "kind: no record has 'ics' in its text; did you mean 'kind export -f ics'?" ]
    run --separate-stderr kind export csv
    [ "$status" -eq 1 ]
    # shellcheck disable=SC2154
    [ "$stderr" = "kind: no record has 'csv' in its text; did you mean 'kind list -f csv'?" ]
    run --separate-stderr kind export ics
    [ "$stderr" = "kind: no record has 'ics' in its text; did you mean -f ics?" ]
    kind log -q sent the csv
    run kind list csv
    [ "$status" -eq 0 ]
}

@test "a tab and a new line in a text are said and listed as spaces" {
    run kind log "$(printf 'two\nlines\tand a tab')"
    [[ "$output" == *": two lines and a tab  "* ]]
    [[ "$(kind list)" == *" two lines and a tab  "* ]]
}

@test "the name of the output file says the format of a list or a report where no option does" {
    log_of '2026-11-23T08:00:00+01:00,mood,"",6,,,,,k1b9s0d4x7wq'
    for form in csv tsv json html; do
        kind list -o "li.$form"
        kind list -f "$form" | cmp - "li.$form"
        kind report mood -o "rep.$form"
        kind report mood -f "$form" | cmp - "rep.$form"
    done
    kind list -o li.txt
    kind list | cmp - li.txt
    kind list -f csv -o other.json
    cmp li.csv other.json
    kind list --json -o other.csv
    cmp li.json other.csv
    run kind report -o all.csv
    [ "$status" -eq 2 ]
    [[ "$output" == "kind: csv holds one table; name one section of: "* ]]
    [ ! -e all.csv ]
}

@test "on a terminal a long record goes on below its beginning" {
    note="$(printf 'word %.0s' {1..30})#end"
    log_of "2026-11-23T10:00:00+01:00,kindness,\"$note\",7,,,5,,k7q2mh4tzn0c" '2026-11-23T11:00:00+01:00,mood,"",6,,,,,k8q2mh4tzn0c'
    for width in 80 60 40; do
        below=$([ "$width" = 40 ] && echo '  ' || printf '%28s' '')
        run on_terminal "resize ${width}x24" -- kind list --color never
        [ "$(wc -L <<<"$output")" -le "$width" ]
        [ "$(flat)" = "2026-11-23 10:00 kindness mood 7 5 min $note [k7q2m] 2026-11-23 11:00 mood mood 6 [k8q2m] " ]
        [ "$(grep -c "^${below}[^ ]" <<<"$output")" -gt 1 ]
        run on_terminal "resize ${width}x24" -- kind list --color always
        [[ "$output" == *"#end"*$'\033[2m[k7q2m]\033[0m\n2026'* ]]
    done
    COLUMNS=40 run kind list
    [ "${#lines[@]}" -eq 2 ]
}
