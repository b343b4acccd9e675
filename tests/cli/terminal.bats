load helper

# Runs kind on a terminal of 80 columns; the keys are typed one after the other, each once kind waits or half a second has passed.
on_terminal() {
    python3 "$BATS_TEST_DIRNAME/terminal.py" "$@"
}

@test "log asks for its text on a terminal" {
    run on_terminal 'held the door\n' kind log
    [ "$status" -eq 0 ]
    [[ "$output" == *"What kind thing did you do?"* ]]
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,kindness,"held the door",,,,,' ]
}

@test "mood asks for its number on a terminal" {
    run on_terminal '6.5\n' kind mood
    [ "$status" -eq 0 ]
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,mood,"",6.5,,,,' ]
    run on_terminal '12\n' kind mood
    [ "$status" -eq 2 ]
    [ "$(wc -l <"$log")" -eq 2 ]
}

@test "the end of input or an interrupt at a question records nothing" {
    run on_terminal '\4' kind log
    [ "$status" -eq 2 ]
    run on_terminal '\3' kind mood
    [ "$status" -eq 130 ]
    [ ! -e "$log" ]
}

@test "a pause counts down on a terminal, and Ctrl-C ends it early" {
    run on_terminal '' kind pause 2s
    [ "$status" -eq 0 ]
    [[ "$output" == *"Pause  0:02 left"* ]]
    run on_terminal '\3' kind pause 10
    [ "$status" -eq 0 ]
    [ "$(wc -l <"$log")" -eq 3 ]
}

@test "a terminal that is not UTF-8 is drawn on with plain characters" {
    kind log -q x
    run env LC_ALL=C python3 "$BATS_TEST_DIRNAME/terminal.py" '' kind report --color never
    [[ "$output" == *". none"* ]]
    run env LC_ALL=C.UTF-8 python3 "$BATS_TEST_DIRNAME/terminal.py" '' kind report --color never
    [[ "$output" == *"· none"* ]]
}
