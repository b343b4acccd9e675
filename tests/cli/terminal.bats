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
    run on_terminal 'expect How' 'send 12\n' 'expect How' 'send \n' 'expect How' 'send x\n' -- kind mood
    [ "$status" -eq 2 ]
    [[ "$output" == *"'x' is no number from 0 to 10; nothing was recorded"* ]]
    [ "$(wc -l <"$log")" -eq 2 ]
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
