load helper

@test "mood takes a number and a text" {
    run kind mood 6.5 long walk -s 3
    [ "$status" -eq 0 ]
    [[ "$output" =~ ^"Logged 19:24, mood 6.5, stress 3: long walk   [k"[0-9a-z]{4}"]"$ ]]
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,mood,"long walk",6.5,3,,,' ]
}

@test "a mood outside 0 to 10 is refused in one line" {
    run kind mood 12
    [ "$status" -eq 2 ]
    [ "$output" = "kind: mood must be 0 to 10, not '12'; nothing was recorded" ]
    run kind mood -3
    [ "$status" -eq 2 ]
    [ "${#lines[@]}" -eq 1 ]
    run kind mood 7,5
    [ "$status" -eq 2 ]
    [[ "$output" == *"7.5"* ]]
    [ ! -e "$log" ]
}

@test "a missing mood off a terminal is misuse" {
    run kind mood </dev/null
    [ "$status" -eq 2 ]
    [ "$output" = "kind: mood needs a number: kind mood N, 0 to 10; nothing was recorded" ]
}

@test "mood as an option leaves all words to the text" {
    kind mood -q -m 4 many bad emails
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,mood,"many bad emails",4,,,,' ]
}

@test "two different numbers for one mood are refused" {
    run kind mood 8 -m 5
    [ "$status" -eq 2 ]
    [ "$output" = "kind: mood was told two numbers, '8' and --mood; nothing was recorded" ]
    kind mood 8 -m 8 -q
    [ "$(wc -l <"$log")" -eq 2 ]
}

@test "the edges 0 and 10 are moods" {
    kind mood -q 0
    kind mood -q 10
    kind mood -q 10.0
    [ "$(cut -d, -f4 "$log" | tail -n 3 | tr '\n' ' ')" = "0 10 10 " ]
}

@test "a rating out of ten is answered with what to write" {
    run kind mood 7/10
    [ "$status" -eq 2 ]
    [ "$output" = "kind: mood is out of 10 already: write 7, not '7/10'; nothing was recorded" ]
    run kind mood 7.5 --stress 3/10
    [ "$output" = "kind: stress is out of 10 already: write 3, not '3/10'; nothing was recorded" ]
    run kind mood 11/10
    [ "$output" = "kind: mood must be 0 to 10, not '11/10'; nothing was recorded" ]
    [ ! -e "$log" ]
}

@test "a mood below 0 is answered with what a rating is" {
    run kind mood -5
    [ "$status" -eq 2 ]
    [ "$output" = "kind: mood: '-5' begins with a dash; a rating is 0 to 10, and a text that begins so goes behind it: kind mood N -- TEXT; nothing was recorded" ]
    [ ! -e "$log" ]
    kind mood -q 5 -- -5 degrees
    [[ "$(kind list)" == *"mood 5  -5 degrees  ["* ]]
}
