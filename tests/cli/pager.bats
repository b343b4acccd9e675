bats_require_minimum_version 1.5.0
load helper

# pager NAME LINE...: a pager of that name, a script of sh.
pager() {
    printf '%s\n' '#!/bin/sh' "${@:2}" >"bin/$1"
    chmod 755 "bin/$1"
}

# A log whose report is longer than a terminal of 24 lines.
long_log() {
    sh "$BATS_TEST_DIRNAME/../sample/make" >log.csv
    export KIND_FILE="$PWD/log.csv"
}

@test "a report that is longer than the terminal is the pager's, colours and all" {
    long_log
    # shellcheck disable=SC2016
    pager mine 'cat >paged' 'echo "shown with $LESS"'
    KIND_PAGER=mine run on_terminal -- kind report --ascii
    [ "$status" -eq 0 ]
    [ "$output" = "shown with FRX" ]
    COLUMNS=80 kind report --color always --ascii | cmp - paged
    LESS=i KIND_PAGER=mine run on_terminal -- kind report today streaks mood shift trial pauses
    [ "$output" = "shown with -R i" ]
}

@test "the pager is KIND_PAGER, else PAGER, else less, with the words that the shell makes of it" {
    long_log
    # shellcheck disable=SC2016
    for name in mine yours less; do
        pager $name 'printf "%s: $# $2$(wc -l >lines)\n" "${0##*/}"'
    done
    KIND_PAGER="mine -x 'a b'" PAGER=yours run on_terminal -- kind report
    [ "$output" = "mine: 2 a b" ]
    PAGER=yours run on_terminal -- kind report
    [ "$output" = "yours: 0 " ]
    unset PAGER
    run on_terminal -- kind report
    [ "$output" = "less: 0 " ]
    [ "$(<lines)" -eq "$(COLUMNS=80 kind report | wc -l)" ]
}

@test "what fits, what is wanted bare and what no terminal shows is not paged" {
    long_log
    pager mine 'echo paged'
    export KIND_PAGER=mine
    for without in "KIND_PAGER=" KIND_PAGER=cat TERM=dumb CI=true LINES=1000; do
        run on_terminal -- env "$without" kind report
        [ "$status" -eq 0 ]
        [[ "$output" == *"kind report"*"Tags"* && "$output" != *paged* ]]
    done
    run on_terminal 'resize 80x200' -- kind report
    [[ "$output" == *"kind report"*"Tags"* && "$output" != *paged* ]]
    for rest in "report --json" "report days -f csv" "today" "list" "-h" "log -h" "report -o out.txt"; do
        # shellcheck disable=SC2086
        run on_terminal 'resize 80x5' -- kind $rest
        [ "$status" -eq 0 ]
        [[ "$output" != *paged* ]]
    done
    [[ "$(kind report)" == "kind report"* ]]
    [[ "$(<out.txt)" == "kind report"* ]]
}

@test "a text pages from as many lines as the terminal has, because the prompt needs one" {
    kind log -q x
    rows=$(COLUMNS=80 kind report | wc -l)
    pager mine 'echo paged'
    KIND_PAGER=mine run on_terminal "resize 80x$rows" -- kind report
    [ "$output" = paged ]
    KIND_PAGER=mine run on_terminal "resize 80x$((rows + 1))" -- kind report
    [[ "$output" == "$(printf '\033[1m')kind report"* ]]
}

@test "without a pager the report is printed as ever" {
    long_log
    run on_terminal -- kind report
    before=$output
    for name in no-such-pager "no-such-pager -R" /no/such/pager; do
        PAGER=$name run on_terminal -- kind report
        [ "$status" -eq 0 ]
        [ "$output" = "$before" ]
    done
    PAGER=$PWD run on_terminal -- kind report
    [ "$status" -eq 0 ]
    [[ "$output" == *"$before" ]]
}

@test "a pager that is left early is no failure" {
    log_of "$(for ((i = 0; i < 2000; i++)); do echo "2026-11-20T10:00:00+01:00,goal,\"#tag$i 1/day\",,,,,,"; done)"
    pager mine 'exec head -n 1'
    KIND_PAGER=mine run on_terminal -- kind report streaks --color never --ascii
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 1 ]
}

@test "a pager that fails costs no word, and one that is interrupted is not asked twice" {
    long_log
    pager mine 'cat >/dev/null' 'echo no such option' 'exit 1'
    for failing in mine false '  '; do
        KIND_PAGER=$failing run on_terminal -- kind report
        [ "$status" -eq 0 ]
        [[ "$output" == *"kind report"*"Tags"* ]]
    done
    # shellcheck disable=SC2016
    pager mine 'echo shown' 'kill -INT $$'
    KIND_PAGER=mine run on_terminal -- kind report
    [ "$status" -eq 0 ]
    [ "$output" = shown ]
}

@test "a report in the background is printed, since a pager would be stopped" {
    long_log
    pager mine 'echo paged'
    KIND_PAGER=mine run on_terminal -- bash -c 'set -m; kind report & wait'
    [[ "$output" == *"kind report"*"Tags"* && "$output" != *paged* ]]
}

@test "man that is left by Ctrl-C is followed by no other help" {
    pager man 'echo a page' 'exit 130'
    run on_terminal -- kind help
    [ "$status" -eq 130 ]
    [ "$output" = "a page" ]
    pager man 'exit 16'
    run on_terminal -- kind help
    [ "$status" -eq 0 ]
    [[ "$output" == *"tracks kindness"* ]]
}

@test "an interrupt is the pager's, for which kind waits" {
    long_log
    # shellcheck disable=SC2016
    pager mine 'cat >/dev/null' 'trap "echo interrupted" INT' 'echo ready' 'until read -r key </dev/tty; do :; done' 'echo "left by $key"'
    KIND_PAGER=mine run on_terminal 'expect ready' 'send \3' 'expect interrupted' 'send \3' 'expect interrupted' 'send q\n' \
        'expect left by q' -- kind report
    [ "$status" -eq 0 ]
}

@test "a report of a damaged log that is paged still complains, and fails" {
    long_log
    echo 'yesterday,kindness,"a",,,,,,' >>log.csv
    pager mine 'cat >paged'
    KIND_PAGER=mine run on_terminal -- sh -c 'kind report 2>complaint'
    [ "$status" -eq 3 ]
    [ -z "$output" ]
    [ -s paged ]
    grep -q 'the row is left out' complaint
}

@test "a full help that is longer than the terminal is the pager's, too" {
    pager mine 'head -n 1'
    export KIND_PAGER=mine
    run on_terminal -- kind --help
    [ "$output" = "kind tracks kindness, care for yourself, stress and mood, honestly." ]
    for words in "log --help" "help log"; do
        # shellcheck disable=SC2086
        run on_terminal 'resize 80x20' -- kind $words
        [ "${#lines[@]}" -eq 1 ]
        # shellcheck disable=SC2086
        run on_terminal 'resize 80x40' -- kind $words
        [ "${#lines[@]}" -gt 1 ]
    done
}
