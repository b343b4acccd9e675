bats_require_minimum_version 1.5.0
load helper

@test "undo takes out the last record and prints its row" {
    kind log -q first
    kind log -q second -m 6 -d yesterday
    row=$(tail -n 1 "$log")
    run --separate-stderr kind undo
    [ "$status" -eq 0 ]
    [ "$output" = "$row" ]
    # shellcheck disable=SC2154
    [ "$stderr" = "Took out yesterday 12:00, kindness, mood 6: second" ]
    [ "$(wc -l <"$log")" -eq 2 ]
    kind undo -q
    [ "$(cat "$log")" = "$header" ]
    run kind undo
    [ "$status" -eq 1 ]
    [ "$output" = "kind: there is nothing to undo" ]
}

@test "undo takes out the record of an id, of which the start is enough" {
    log_of '2026-11-20T10:00:00+01:00,kindness,"a",,,,,,kaaaaaaaaaa1' '2026-11-21T10:00:00+01:00,kindness,"b",,,,,,kaabaaaaaaa2' \
        '2026-11-22T10:00:00+01:00,kindness,"c",,,,,,'
    run kind undo kaa
    [ "$status" -eq 2 ]
    [[ "$output" == *"'kaa' begins 2 ids"* ]]
    run kind undo kz
    [ "$status" -eq 1 ]
    [[ "$output" == *"no record 'kz'"* ]]
    [ "$(wc -l <"$log")" -eq 4 ]
    run kind undo KAAA
    [ "$status" -eq 0 ]
    [ "$(sed -n 2p "$log")" = '2026-11-21T10:00:00+01:00,kindness,"b",,,,,,kaabaaaaaaa2' ]
    [ "$(wc -l <"$log")" -eq 3 ]
}

@test "undo leaves every other byte as it was" {
    mkdir -p "${log%/*}"
    printf 'time,practice,colour,note,mood,id\r\n2026-11-20T10:00:00+01:00,kindness,"re""d","a, b",7,kaaaaaaaaaa1\r\n\ngarbage\n2026-11-21T10:00:00+01:00,care,,"c",,kaaaaaaaaaa2\r\n' >"$log"
    run --separate-stderr kind undo kaaaaaaaaaa2
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "time,practice,colour,note,mood,id" ]
    [ "${lines[1]}" = '2026-11-21T10:00:00+01:00,care,,"c",,kaaaaaaaaaa2' ]
    printf 'time,practice,colour,note,mood,id\r\n2026-11-20T10:00:00+01:00,kindness,"re""d","a, b",7,kaaaaaaaaaa1\r\n\ngarbage\n' | cmp - "$log"
}

@test "undo -n shows and does nothing" {
    kind log -q first
    cp "$log" before
    run kind undo -n
    [ "$output" = "Would take out 19:24, kindness: first" ]
    cmp before "$log"
}

@test "undo asks on a terminal, and no means no" {
    kind log -q first
    run on_terminal 'expect [Y/n]' 'send n\n' -- kind undo
    [ "$status" -eq 1 ]
    [[ "$output" == *"Take out 19:24, kindness: first"*"Is that the one? [Y/n]"* ]]
    [ "$(wc -l <"$log")" -eq 2 ]
    run on_terminal 'expect [Y/n]' 'send \n' -- kind undo
    [ "$status" -eq 0 ]
    [ "$(wc -l <"$log")" -eq 1 ]
    kind log -q second
    run on_terminal -- kind undo -y
    [ "$status" -eq 0 ]
    [[ "$output" != *"[Y/n]"* ]]
    [ "$(wc -l <"$log")" -eq 1 ]
}

@test "a log that can't be replaced stays as it is, and undo says why" {
    kind log -q first
    ln "$log" other
    cp "$log" before
    run kind undo
    [ "$status" -eq 3 ]
    [[ "$output" == *"has 2 names (hard links)"*"nothing was undone" ]]
    cmp before "$log"
}

@test "undo through a symlink changes its target and keeps the link" {
    kind log -q first
    mv "$log" elsewhere.csv
    ln -s "$PWD/elsewhere.csv" "$log"
    chmod 640 elsewhere.csv
    kind undo -q
    [ -L "$log" ]
    [ "$(cat elsewhere.csv)" = "$header" ]
    [ "$(stat -c %a elsewhere.csv)" = 640 ]
    [ -z "$(find . -name '*kind-tmp*')" ]
}

@test "changes that happened at once are all known to undo" {
    log_of '2026-11-20T10:00:00+01:00,kindness,"a",7,,,,,kaaaaaaaaaa1' '2026-11-21T10:00:00+01:00,kindness,"b",7,,,,,kaabaaaaaaa2' \
        '2026-11-22T10:00:00+01:00,kindness,"c",7,,,,,kaabaaaaaaa3'
    cp "$log" before
    for id in kaaa kaabaaaaaaa2 kaabaaaaaaa3; do kind edit -q "$id" -m 5 & done
    wait
    [ "$(grep -c ',5,' "$log")" -eq 3 ]
    for _ in 1 2 3; do kind undo -q; done
    cmp before "$log"
}

@test "changes there and back are undone one by one, and then the record goes" {
    log_of '2026-11-20T10:00:00+01:00,kindness,"a",7,,,,,kaaaaaaaaaa1'
    kind edit -q -m 6
    kind edit -q -m 7
    kind undo -q
    [[ "$(last_row)" == *,6,,,, ]]
    kind undo -q
    [[ "$(last_row)" == *,7,,,, ]]
    kind undo -q
    [ "$(cat "$log")" = "$header" ]
}

@test "what was recorded since a change goes before it, even where the log is as long again" {
    kind mood -q 5 >/dev/null
    kind log -q bbb
    kind edit -q --text ccc
    kind undo -q "$(kind list -f csv practice:mood | tail -n 1 | sed 's/.*,//')"
    kind mood -q 6
    run kind undo -n
    [ "$output" = "Would take out 19:24, mood 6" ]
}

@test "without a place to remember changes, undo wants to be told which record" {
    log_of '2026-11-20T10:00:00+01:00,kindness,"a",7,,,,,kaaaaaaaaaa1'
    run env -u HOME kind --file "$log" undo -y
    [ "$status" -eq 2 ]
    [[ "$output" == *"no place to remember changes in"* ]]
    run env -u HOME kind --file "$log" undo -y kaaa
    [ "$status" -eq 0 ]
}

@test "what was changed last is not guessed at where it can't be looked up" {
    kind log -q first
    kind log -q second
    kind edit -q -m 6
    known=$(echo "$HOME"/.local/state/kind/changes-*)
    rm "$known"
    mkdir "$known"
    cp "$log" before
    run kind undo
    [ "$status" -eq 3 ]
    [[ "$output" == *"can't be looked up: Is a directory; nothing was undone; 'kind undo ID' takes a record out" ]]
    cmp before "$log"
    kind undo -q "$(kind list -f csv first | tail -n 1 | sed 's/.*,//')"
    [ "$(grep -c first "$log")" -eq 0 ]
}

@test "a change that undo won't know of is made all the same, and that is said" {
    kind log -q first
    kind edit -q -m 5
    known=$(echo "$HOME"/.local/state/kind/changes-*)
    rm "$known"
    mkdir "$known"
    run kind edit -q -m 6
    [ "$status" -eq 0 ]
    [[ "$output" == "kind: undo won't know of this change: Is a directory" ]]
    [[ "$(tail -n 1 "$log")" == *'"first",6,'* ]]
}

@test "a damaged memory of changes costs no later one" {
    kind log -q first
    kind edit -q --text second
    for changes in "${XDG_STATE_HOME:-$HOME/.local/state}"/kind/changes-*; do
        printf 'row\0torn' >"$changes"
    done
    kind edit -q --text third
    kind undo -q
    grep -q second "$log"
    [ "$(wc -l <"$log")" -eq 2 ]
}

@test "of a change of the whole log it says how many records there were" {
    printf 'a\nb\nc\n' | kind log -q -
    cat >bin/my-editor <<'EOF'
#!/bin/sh
sed -i 3,4d "$2"
EOF
    chmod +x bin/my-editor
    EDITOR=my-editor kind edit -q --all
    [ "$(wc -l <"$log")" -eq 2 ]
    run kind undo -n
    [ "$output" = "Would take back the change of the whole log: 3 records in place of 1" ]
}

@test "an import is named, with how many records it brought" {
    kind log -q a
    printf '%s\n' '2026-11-20 : Gym : y : : ' '2026-11-21 : Gym : y : : ' >$'harsh\e.log'
    kind import -q $'harsh\e.log'
    run kind undo -n
    [ "$output" = "Would take back the import of harsh�.log, 2 records" ]
    run on_terminal 'expect [Y/n]' 'send \n' -- kind undo
    [[ "$(flat)" == "Take back the import of harsh�.log, 2 records Is that the one? [Y/n] Took back the import of harsh�.log, 2 records "* ]]
    [ "$(wc -l <"$log")" -eq 2 ]
    echo '2026-11-20 : Gym : y : : ' | kind import -q -f harsh -
    run kind undo
    [ "$output" = "Took back the import of standard input, 1 record" ]
    [ "$(wc -l <"$log")" -eq 2 ]
}

@test "what one command recorded is taken back together, and goes back by import" {
    kind log -q first
    kind rest -q 2026-11-20..2026-11-22 flu
    cp "$log" before
    run kind undo -n
    [ "$output" = "Would take out 3 records that were logged together:
  2026-11-20 12:00, rest: flu
  2026-11-21 12:00, rest: flu
  yesterday 12:00, rest: flu" ]
    kind undo >rows 2>said
    [ "$(head -n 1 said)" = "Took out 3 records that were logged together:" ]
    tail -n 3 before | cmp - rows
    head -n 2 before | cmp - "$log"
    kind import -q - <rows
    [ "$(sort "$log")" = "$(sort before)" ]
    run kind undo
    [ "$output" = "Took back the import of standard input, 3 records" ]
    run --separate-stderr kind undo
    [ "$stderr" = "Took out 19:24, kindness: first" ]
}

@test "of many records that one command made a few are shown" {
    seq 400 | kind log -q -
    run kind undo -n
    [ "${#lines[@]}" -eq 7 ]
    [ "${lines[5]}" = "  19:24, kindness: 5" ]
    [ "${lines[6]}" = "  and 395 more" ]
    run on_terminal 'expect [Y/n]' 'send n\n' -- kind undo
    [[ "$output" == *"Take out 400 records that were logged together:"*"Are those the ones? [Y/n]"* ]]
    [ "$(wc -l <"$log")" -eq 401 ]
    [ "$(kind undo 2>/dev/null | wc -l)" -eq 400 ]
    [ "$(cat "$log")" = "$header" ]
}

@test "an id takes one of the records that one command made, and what came later goes before them" {
    printf '%s\n' a b c d | kind log -q -
    kind log -q later
    kind undo -q "$(kind list -f csv b | tail -n 1 | sed 's/.*,//')"
    [ "$(cut -d '"' -f 2 "$log" | tail -n +2 | tr '\n' ' ')" = "a c d later " ]
    run --separate-stderr kind undo
    [ "$stderr" = "Took out 19:24, kindness: later" ]
    # A change of one of them is taken back first.
    kind edit -q --text e "$(kind list -f csv c | tail -n 1 | sed 's/.*,//')"
    kind undo -q
    [ "$(cut -d '"' -f 2 "$log" | tail -n +2 | tr '\n' ' ')" = "a c d " ]
    kind edit -q --text e "$(kind list -f csv c | tail -n 1 | sed 's/.*,//')"
    kind log -q later
    kind undo -q
    kind undo -q -y
    kind undo -q
    [ "$(cat "$log")" = "$header" ]
}

@test "no number of changes parts what one command recorded" {
    printf '%s\n' a b | kind log -q -
    for number in $(seq 21); do kind edit -q -m "$((number % 10))"; done
    for _ in $(seq 20); do kind undo -q; done
    run kind undo -n
    [ "${lines[0]}" = "Would take out 2 records that were logged together:" ]
}

@test "what was recorded together is not guessed at where it can't be looked up" {
    printf '%s\n' a b | kind log -q -
    known=$(echo "$HOME"/.local/state/kind/together-*)
    rm "$known"
    mkdir "$known"
    cp "$log" before
    run kind undo
    [ "$status" -eq 3 ]
    [[ "$output" == *"recorded together can't be looked up: Is a directory; nothing was undone; 'kind undo ID' takes a record out" ]]
    cmp before "$log"
}

@test "where an id of what one command recorded stands twice, check is named and nothing goes" {
    printf '%s\n' a b | kind log -q -
    id=$(sed -n '2s/.*,//p' "$log")
    sed -n '2s/"a"/"other text"/p' "$log" >twin
    cat twin >>"$log"
    cp "$log" before
    run kind undo
    [ "$status" -eq 2 ]
    [[ "$output" == *"several records have the id '$id'; 'kind check' names their lines; nothing was undone" ]]
    cmp before "$log"
}

@test "what one command recorded is forgotten once it is undone, and what others did is not" {
    printf '%s\n' a b | kind log -q -
    printf '%s\n' c d e | kind log -q -
    known=$(echo "$HOME"/.local/state/kind/together-*)
    kind undo -q
    [ "$(tr '\0' ' ' <"$known")" = "together   $(sed 1d "$log" | sed 's/.*,//' | tr -d '\n') " ]
    kind undo -q
    [ ! -s "$known" ]
    [ "$(cat "$log")" = "$header" ]
}

@test "where one of the records that one command made has to stay, all do" {
    printf '%s\n' a b | kind log -q -
    cp "$log" both
    for line in 2 3; do
        sed "${line}s/,kindness,\"\(.\)\",,,,,/,shift,\"\1\",,8,,,others/" both >"$log"
        cp "$log" before
        run kind undo
        [ "$status" -eq 1 ]
        [[ "$output" == *"the coin of a shift is tossed once"*"nothing was undone; 'kind undo ID' takes out another record" ]]
        cmp "$log" before
    done
}

@test "what can't be remembered as one is said, and taken back one by one" {
    mkdir -p "$HOME/.local/state"
    : >"$HOME/.local/state/kind"
    printf '%s\n' a b >acts
    run kind log - <acts
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "kind: undo won't know that these were recorded together: Not a directory" ]
    [ "${lines[1]}" = "Logged 2 kindnesses." ]
    run --separate-stderr kind undo
    [ "$stderr" = "Took out 19:24, kindness: b" ]
    [ "$(wc -l <"$log")" -eq 2 ]
}

@test "without a place to remember what was recorded together, HOME is named" {
    printf '%s\n' a b >acts
    run env -u HOME kind --file "$log" log -q - <acts
    [ "$status" -eq 0 ]
    [ "$output" = "kind: undo won't know that these were recorded together: there is no place to remember it in (set HOME)" ]
    run env -u HOME kind --file "$log" edit -q -m 5
    [ "$status" -eq 0 ]
    [ "$output" = "kind: undo won't know of this change: there is no place to remember it in (set HOME)" ]
}

@test "in a log without ids what one command recorded is taken back one by one" {
    mkdir -p "${log%/*}"
    echo time,practice,note >"$log"
    printf '%s\n' a b | kind log -q -
    run kind undo -n
    [ "$output" = "Would take out 19:24, kindness: b" ]
}

@test "what is only tried leaves undo nothing to know" {
    kind log -q first
    printf '%s\n' a b | kind log -q -n -
    [ ! -e "$HOME/.local/state" ]
    run kind undo -n
    [ "$output" = "Would take out 19:24, kindness: first" ]
}

@test "a shift that is rated stays, and how its rating is corrected is said" {
    log_of '2026-11-23T18:00:00+01:00,shift,"mail",,8,4,5,others,k1b9s0d4x7wq'
    cp "$log" before
    run kind undo k1b9s
    [ "$status" -eq 1 ]
    [[ "$output" == *": a shift stays; 'kind edit k1b9s --after N' corrects a rating; nothing was undone" ]]
    cmp before "$log"
    kind edit -q k1b9s --after 3
    [[ "$(sed -n 2p "$log")" == *,8,3,5,others,k1b9s0d4x7wq ]]
}
