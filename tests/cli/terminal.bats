load helper

@test "log asks for its text on a terminal" {
    run on_terminal 'expect kind thing' 'send held the door\n' -- kind log
    [ "$status" -eq 0 ]
    [[ "$output" == *"What kind thing did you do?"* ]]
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,kindness,"held the door",,,,,' ]
}

@test "mood asks for its number on a terminal" {
    run on_terminal 'expect How are you' 'send 6.5\n' -- kind mood
    [ "$status" -eq 0 ]
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,mood,"",6.5,,,,' ]
}

@test "a wrong answer is asked for again, three times at most" {
    run on_terminal 'expect How are you' 'send 12\n' 'expect no number' 'expect How are you' 'send 7 \n' -- kind mood
    [ "$status" -eq 0 ]
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,mood,"",7,,,,' ]
    run on_terminal 'expect How' 'send 12\n' 'expect How' 'send 11\n' 'expect How' 'send x\n' -- kind mood
    [ "$status" -eq 2 ]
    [[ "$output" == *"'x' is no number from 0 to 10; nothing was recorded"* ]]
    [ "$(wc -l <"$log")" -eq 2 ]
}

@test "an answer on a terminal that does not echo is followed by a new line" {
    run on_terminal 'expect How are you' 'send 7\n' -- sh -c 'stty -echo; kind mood'
    [ "$status" -eq 0 ]
    [[ "$output" == *"not now)? "$'\n'"Logged 19:24, mood 7 "* ]]
}

@test "Enter at the question of mood is not now, and records nothing" {
    run on_terminal 'expect 0 to 10 (Enter: not now)?' 'send \n' -- kind mood
    [ "$status" -eq 1 ]
    [[ "$output" == *"kind: nothing was recorded"* ]]
    [[ "$output" != *"no number"* ]]
    run on_terminal 'expect How' 'send 12\n' 'expect How' 'send \n' -- kind mood
    [ "$status" -eq 1 ]
    [ ! -e "$log" ]
}

@test "an option in a text that was asked for is named, and the text shown and asked for again" {
    run on_terminal 'expect kind thing' 'send tea with mum --mood 8\n' "expect '--mood' is one: 'tea with mum --mood 8'" \
        'expect kind thing' 'send tea with mum\n' -- kind log -m 8
    [ "$status" -eq 0 ]
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,kindness,"tea with mum",8,,,,' ]
}

@test "the end of input or an interrupt at a question records nothing" {
    run on_terminal 'expect kind thing' 'send \4' -- kind log
    [ "$status" -eq 2 ]
    run on_terminal 'expect How are you' 'send \3' -- kind mood
    [ "$status" -eq 130 ]
    [ ! -e "$log" ]
}

@test "a terminal that is not UTF-8 is drawn on with plain characters" {
    kind log -q x
    run on_terminal -- env LC_ALL=C kind report --color never
    [[ "$output" == *". none"* ]]
    run on_terminal -- env LC_ALL=C.UTF-8 kind report --color never
    [[ "$output" == *"· none"* ]]
}

# The columns of the widest line of $output.
widest() {
    awk '{ if (length > most) most = length } END { print most }' <<<"$output"
}

@test "what is said to a terminal is broken between words at its width" {
    run on_terminal -- kind trial start
    [ "$status" -eq 0 ]
    [ "$(widest)" -le 80 ]
    [[ "$(flat)" == *"28 days notice a lift of 0.8 points of mood in 42 to 58 of 100 such trials."* ]]
    run on_terminal -- kind remind
    [ "$(widest)" -le 80 ]
    [[ "$output" == *"The practice of the week: "*$'\n  '*"(kind pause --week)"* ]]
    run on_terminal 'resize 40x24' -- kind log x --foo
    [ "$status" -eq 2 ]
    [ "$(widest)" -le 40 ]
    [[ "${lines[1]}" =~ ^\ \ [^\ ] ]]
    [[ "$(flat)" == *"put -- before a text that holds it; nothing was recorded"* ]]
    COLUMNS=50 run on_terminal -- kind log x --foo
    [ "$(widest)" -le 50 ]
    [ "$(widest)" -gt 40 ]
}

@test "a question on a narrow terminal is broken, too" {
    kind log -q a note that is longer than a narrow terminal is wide
    run on_terminal 'resize 40x24' 'expect [Y/n]' 'send n\n' -- kind undo
    [ "$(widest)" -le 41 ]
    [[ "$(flat)" == *"a note that is longer than a narrow terminal is wide Is that the one? [Y/n]"* ]]
}

@test "what check finds is broken at a terminal's width" {
    log_of '2026-11-20T10:00:00+01:00,kindness,"a",17,,,,,k7q2mh4tzn0c'
    run on_terminal 'resize 50x24' -- kind check
    [ "$status" -eq 1 ]
    [ "$(widest)" -le "$(wc -L <<<"  $log:2:")" ]
    [[ "$(flat)" == *"mood"*"1 fault"* ]]
}

@test "a command to be typed is not broken where a line holds it" {
    run on_terminal 'resize 40x24' -- kind sync
    [[ "$output" == *$'\n'"  begin with 'kind sync setup REMOTE'"* ]]
    run on_terminal 'resize 45x24' -- kind goal care
    [[ "$output" == *"kind goal 'care' 3/week"* ]]
}

@test "in a pipe and in a file each sentence is one line, whatever COLUMNS says" {
    COLUMNS=20 run kind log x --foo
    [ "${#lines[@]}" -eq 1 ]
    COLUMNS=20 run kind remind
    [ "${#lines[@]}" -eq 2 ]
    COLUMNS=20 kind trial start >said
    [ "$(wc -l <said)" -eq "$(wc -l < <(kind --file other.csv trial start))" ]
    grep -q '^The days are drawn already, in pairs, one of each for an extra kindness.$' said
}

@test "rows to be kept and lines of a mapping are never broken" {
    note="$(printf 'word %.0s' {1..40})"
    kind log -q "$note"
    run on_terminal 'resize 40x24' -- kind undo -y
    grep -q '^2026-11-23T19:24:05+01:00,kindness,"word .* word *",.*,k[0-9a-z]*$' <<<"$output"
}

@test "the help of every command fits a narrow terminal" {
    for command in "" today log mood pause shift trial rest goal list report undo edit remind check import export sync help; do
        # shellcheck disable=SC2086
        run on_terminal 'resize 60x20' -- kind $command -h
        [ "$status" -eq 0 ]
        [ "$(sed '/^Examples:/,$d' <<<"$output" | wc -L)" -le 60 ]
        # shellcheck disable=SC2086
        run on_terminal 'resize 40x20' -- kind $command -h
        [ "$(sed '/^Examples:/,$d' <<<"$output" | wc -L)" -le 40 ]
        [[ "$output" != *"                    "* ]]
    done
}

@test "the prompt of a shift is broken at a narrow terminal's width" {
    # Of these seconds some let the coin turn to others, and a prompt is shown.
    for second in 0 1 2 3 4 5 6 7; do
        run env KIND_NOW=2026-11-23T19:24:0$second+01:00 python3 "$BATS_TEST_DIRNAME/terminal.py" 'resize 30x24' -- kind shift --no-input -s 5
        [ "$status" -eq 0 ]
        [[ "$(flat)" == *"somebody else's need"* ]] && seen=1
        [ "$(sed '/^Logged /,/\]$/d' <<<"$output" | awk '{ if (length > most) most = length } END { print most + 0 }')" -le 30 ]
    done
    [ -n "$seen" ]
}

@test "a question at which Ctrl-Z stopped kind is shown again in front" {
    kind log -q tea
    run on_terminal 'expect $' 'send kind undo\n' 'expect [Y/n]' 'send \z' 'expect topped' 'send fg\n' 'expect kind undo' \
        'expect tea' 'expect Is that the one? [Y/n]' 'send n\n' 'expect nothing was undone' 'send exit\n' -- env PS1='$ ' sh -i
    [ "$(wc -l <"$log")" -eq 2 ]
}

@test "a rating with a comma or with two decimals is told what is wrong with it at the question, too" {
    run on_terminal 'expect How' 'send 6,5\n' "expect '6,5' has a comma; it takes a point" 'expect How' 'send 6.55\n' \
        "expect '6.55' has more than one decimal" 'expect How' 'send 6.5\n' -- kind mood
    [ "$status" -eq 0 ]
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,mood,"",6.5,,,,' ]
}
