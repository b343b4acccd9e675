bats_require_minimum_version 1.5.0
load helper

@test "kind alone shows today and three things to do next" {
    run kind
    [ "$status" -eq 0 ]
    [[ "${lines[0]}" == " Today"*"nothing yet" ]]
    [ "${#lines[@]}" -eq 5 ]
    kind mood -q 6
    kind log -q x
    run kind
    [[ "${lines[0]}" == " Today       1 act (1 kindness), mood 6" ]]
}

@test "an unknown command names the nearest one" {
    run kind reprot
    [ "$status" -eq 2 ]
    [ "$output" = "kind: no command 'reprot'; did you mean 'report'?" ]
    run kind xyzzy
    [ "$status" -eq 2 ]
    [ "$output" = "kind: no command 'xyzzy'; 'kind log TEXT' records what you did, 'kind -h' shows the commands" ]
}

@test "an unknown command with a text behind it is answered with how to record that" {
    run kind helped old lady
    [ "$status" -eq 2 ]
    [ "$output" = "kind: no command 'helped'; 'kind log helped ...' records what you did" ]
    run kind reprot days
    [ "$output" = "kind: no command 'reprot'; did you mean 'report'?" ]
    run kind 7 tired
    [ "$output" = "kind: no command '7'; 'kind mood 7' records how you are" ]
}

@test "version and help go to standard output" {
    run --separate-stderr kind --version
    [ "$status" -eq 0 ]
    [[ "$output" =~ ^kind\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
    [ "$(kind -V)" = "$output" ]
    for help in -h --help help; do
        run --separate-stderr kind $help
        [ "$status" -eq 0 ]
        # shellcheck disable=SC2154
        [ -z "$stderr" ]
        [[ "$output" == *"kind log helped stranger with bag --mood 7"* ]]
    done
    [ "$(kind -h | wc -l)" -le 24 ]
    kind -h >out
    [ "$(awk '{ if (length > most) most = length } END { print most }' out)" -le 80 ]
}

@test "every command has a short help that fits a screen, and a full one" {
    for command in $(kind -h | sed -n '/^Usage/,/^Examples/s/^  \([a-z]*\) .*/\1/p'); do
        run kind "$command" -h
        [ "$status" -eq 0 ]
        [ "$(wc -l <<<"$output")" -le 24 ]
        [ "$(wc -L <<<"$output")" -le 80 ]
        [[ "${lines[0]}" == "Usage: kind $command"* ]]
        [[ "$output" == *Examples:* ]]
        run kind "$command" --help
        [ "$status" -eq 0 ]
        [ "$output" = "$(kind help "$command")" ]
        ! printf '%s\n' "$output" | grep -q '.\{101\}'
    done
    run kind help nonsense
    [ "$status" -eq 2 ]
}

@test "file names another log" {
    kind --file other.csv log -q x
    [ -e other.csv ]
    [ ! -e "$log" ]
    [ "$(kind --file=other.csv list | wc -l)" -eq 1 ]
    run kind --file
    [ "$status" -eq 2 ]
    run kind --files x list
    [ "$status" -eq 2 ]
}

@test "messages bear the name that the program was called by" {
    ln -s "$KIND_UNDER_TEST" kindly
    run ./kindly mood 12
    [ "$output" = "kindly: mood must be 0 to 10, not '12'; nothing was recorded" ]
}

@test "an empty environment but HOME is enough" {
    run env -i HOME="$HOME" "$KIND_UNDER_TEST" mood 6
    [ "$status" -eq 0 ]
    run env -i HOME="$HOME" "$KIND_UNDER_TEST" report
    [ "$status" -eq 0 ]
}

@test "a time that is none in KIND_NOW is refused" {
    KIND_NOW=yesterday run kind list
    [ "$status" -eq 2 ]
    [ "${#lines[@]}" -eq 1 ]
}

@test "a help that can't be written is an error" {
    run sh -c 'kind --help >/dev/full'
    [ "$status" -eq 3 ]
}

@test "a standard output that is closed fails what is printed, and nothing that is recorded" {
    printf '2026-11-20 : Gym : y : : \n' >harsh.log
    kind log -q first
    for command in "" list "list --json" report "report --html" export goal check "shift status" help "log -n x" "undo -n" \
        "import -n harsh.log" "log -h" --help --version; do
        [ "$command" != goal ] || kind goal -q kindness 1/day
        # shellcheck disable=SC2086
        run sh -c 'exec "$@" >&-' sh kind $command
        echo "kind $command: $status $output"
        [ "$status" -eq 3 ]
        [[ "$output" == *"kind: standard output: Bad file descriptor"* ]]
    done
    for command in "log x" "log -q x" "mood 5" rest "undo -q" "goal care 1/day" "import harsh.log" "check -q" "remind -q -n"; do
        # shellcheck disable=SC2086
        run sh -c 'exec "$@" >&- 2>&-' sh kind $command
        echo "kind $command: $status"
        [ "$status" -eq 0 ]
    done
}

@test "kind alone says what an experiment waits for" {
    log_of '2026-11-20T10:00:00+01:00,trial,"12 days",,,,,kuukkuukkuuk,k7q2mh4tzn0c' \
        '2026-11-23T18:00:00+01:00,shift,"mail",,8,,,others,k1b9s0d4x7wq'
    run kind
    [[ "$(flat)" == *"Next kind shift --after N a shift is open: how stressed are you now? kind trial today a day drawn to be as usual"* ]]
}

@test "kind alone says how many shifts are open" {
    log_of '2026-11-23T17:00:00+01:00,shift,"bus",,8,,,usual,k1b9s0d4x7wp' '2026-11-23T18:00:00+01:00,shift,"mail",,8,,,others,k1b9s0d4x7wq'
    [[ "$(kind)" == *"kind shift --after N  2 shifts are open: how stressed are you now?"* ]]
    kind shift -q --after 4
    [[ "$(kind)" == *"kind shift --after N  a shift is open: how stressed are you now?"* ]]
}

@test "a complaint shows nothing that could trick a terminal" {
    run kind "$(printf 'a\033[31m\nb\302\233c\342\200\256d\377')"
    [ "$status" -eq 2 ]
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *$'\xef\xbf\xbd[31m b\xef\xbf\xbdc\xef\xbf\xbdd\xef\xbf\xbd'* ]]
    printf '%s\n' "$header" $'2026-11-22T10:00:00+01:00,\xe2\x80\xaeevil\x1b,"a",,,,,,' >log.csv
    run kind --file log.csv list
    [[ "$output" == *$'not \'\xef\xbf\xbdevil\xef\xbf\xbd\''* ]]
}

@test "no line of any help is wider than 80 columns" {
    for command in "" today log mood pause shift trial rest goal list report undo edit remind check help; do
        for option in -h --help; do
            run kind $command $option
            [ "$status" -eq 0 ]
            for line in "${lines[@]}"; do [ "${#line}" -le 80 ]; done
        done
    done
}

@test "a day of rest gives no tasks, but the end of a shift" {
    kind rest -q
    run kind
    [[ "$output" == *"Rest well."* ]]
    [[ "$output" != *"kind mood"* && "$output" != *"kind pause"* && "$output" != *"kind log"* ]]
    kind shift -q -s 8 --no-input </dev/null
    run kind
    [[ "$output" == *"kind shift --after N"*"Rest well."* ]]
}

@test "no two of the next things are the same" {
    kind log -q -d yesterday x
    run kind
    [ "$(grep -c "kind log" <<<"$output")" -eq 1 ]
    [[ "$output" == *"kindness: 0 of 1 today"* ]]
}

@test "a word of other programs is answered with what to type here" {
    while read -r word type; do
        run kind "$word"
        [ "$status" -eq 2 ]
        [ "${#lines[@]}" -eq 1 ]
        [[ "$output" == "kind: no "*" '$word'; '$type' "* ]]
    done <<'END'
add kind log TEXT
done kind log TEXT
delete kind undo ID
rm kind undo ID
status kind
stats kind report
config kind help
version kind --version
-v kind --version
ls kind list
END
    run kind help add
    [ "$status" -eq 2 ]
    [ "$output" = "kind: no command 'add'; 'kind log TEXT' records what you did" ]
    run kind streaks
    [ "$output" = "kind: no command 'streaks', but a section of the report: kind report streaks" ]
}

@test "what is offered in place of another program's word exists" {
    sed -n 's/^    {"[^"]*", "\([^"]*\)", ".*/\1/p' "$BATS_TEST_DIRNAME/../../cmd/meant.c" >types
    [ "$(wc -l <types)" -gt 40 ]
    kind log -q x
    while read -r command rest; do
        case $command in '') kind >out ;; -*) kind "$command" >out ;; *) kind "$command" -h >out ;; esac
        for word in $rest; do
            case $word in --*) grep -qe "$word" out ;; esac
        done
    done <types
}

@test "an option before the command that takes it is put behind it" {
    run kind --care log early to bed
    [ "$status" -eq 2 ]
    [ "$output" = "kind: '--care' stands behind the command: kind log --care ..." ]
    run kind -m 7 mood
    [ "$output" = "kind: '-m' stands behind the command: kind mood -m ..." ]
    run kind --mood=7 early to bed
    [ "$output" = "kind: '--mood=7' stands behind a command, such as: kind log --mood=7 ..." ]
    run kind --nonsense log
    [ "$output" = "kind: no option '--nonsense' before a command; 'kind -h' shows what there is" ]
    [ ! -e "$log" ]
}

@test "no line of the help ends in a space" {
    run kind --help
    [ "$status" -eq 0 ]
    [[ "$output" != *' '$'\n'* ]]
}

@test "a far option is no guess, and what unseals an experiment never is one" {
    for option in --week --weekly --pek; do
        run kind report "$option"
        [ "$status" -eq 2 ]
        [[ "$output" != *--peek* ]]
    done
    run kind log --yes x
    [[ "$output" != *"did you mean"* ]]
    run kind report --sine mon
    [[ "$output" == *"did you mean '--since'?"* ]]
}

@test "help alone where a text stands is answered with the command's help, and is not recorded" {
    for command in log pause shift rest 'mood -m 5'; do
        # shellcheck disable=SC2086
        run kind $command help
        [ "$status" -eq 2 ]
        [[ "$output" == "kind: 'kind ${command% -m 5} -h' is its help; put -- before a text"* ]]
    done
    run kind shift -s 8 help
    [ "$status" -eq 2 ]
    [ ! -e "$log" ]
    kind log -q help with the bags
    kind log -q -- help
    [[ "$(last_row)" == *',kindness,"help",'* ]]
}

@test "help says where it stands in for a manual page that man does not have" {
    printf '#!/bin/sh\nexit 16\n' >bin/man
    chmod +x bin/man
    run on_terminal -- kind help
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "kind: man shows no page of kind here; this is the help of each command" ]
    [[ "$output" == *"Usage: kind log "* ]]
}
