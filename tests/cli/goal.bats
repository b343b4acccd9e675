load helper

@test "a goal is a record and shows among the goals" {
    kind goal -q care 3/week
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,goal,"care 3/week",,,,,' ]
    kind goal -q '#swim' 2/week
    kind log -q x
    run kind goal
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "kindness   1/day   unless you set another" ]
    [ "${lines[1]}" = "care       3/week" ]
    [ "${lines[2]}" = "#swim      2/week" ]
}

@test "a goal holds from its day on, and none ends it" {
    kind log -q x -d yesterday
    kind goal -q kindness 2/day
    run kind log y
    [ "${lines[1]}" = "1 of 2 today.  Wrong? kind undo" ]
    kind goal -q kindness none
    run kind report streaks -f csv
    [ "$output" = "what,goal,unit,current,best,best_end,done,target,strength" ]
}

@test "goals that can't be are refused" {
    for goal in "care 3" "care 0/day" "care 3/month" "care -1/day" "tea 1/day" "rest 1/day" "care 1001/day" "care 1/day more"; do
        # shellcheck disable=SC2086
        run kind goal $goal
        [ "$status" -eq 2 ]
        [ "${#lines[@]}" -eq 1 ]
    done
    [ ! -e "$log" ]
}

@test "a goal that can't be is answered with what to type" {
    while IFS='|' read -r what rate said; do
        run kind goal "$what" "$rate"
        [ "$status" -eq 2 ]
        [[ "$output" == *"not '$said; nothing was recorded" ]]
    done <<'END'
sport|3|sport'; say '#sport'
Kindness|3/week|Kindness'; say 'kindness'
REST|3/week|REST'
a b|3/week|a b'
#sport|0|0'
care|3/w|3/w'
END
    run kind goal kindness 3
    [ "$output" = "kind: a goal is so many a day or a week: say 3/day or 3/week, not '3'; nothing was recorded" ]
}

@test "no goals is a no" {
    run kind goal
    [ "$status" -eq 1 ]
}

@test "a goal that is the first thing recorded is shown as it was set" {
    kind goal -q care 3/week
    [[ "$(kind goal care)" == "care "*" 3/week" ]]
}

@test "a shift is asked for only where a goal was set" {
    log_of '2026-11-22T12:00:00+01:00,shift,"",,8,5,,,k00000000001'
    run kind report streaks today
    [[ "$output" != *"strength"* ]]
    run kind goal shift
    [ "$status" -eq 1 ]
    kind goal -q shift 2/week
    run kind report streaks
    [[ "$output" == *"shift "*"of 2/week"* ]]
    run kind goal
    [[ "$output" == *"shift      2/week"* ]]
}

@test "the words of a goal and of the week's first day may be in upper case, and the day whole" {
    kind goal -q care 3/WEEK
    run kind goal care
    [ "$output" = "care       3/week" ]
    mkdir -p "$HOME/.config/kind"
    printf 'week_start = Sunday\n' >"$HOME/.config/kind/config"
    run kind goal care
    [ "$output" = "care       3/week" ]
}

@test "a goal of two lines behind a torn time is read as one of one line" {
    mkdir -p "${log%/*}"
    cat >"$log" <<'END'
time,practice,note,mood,stress,stress_after,minutes,arm,id
2026-11-20T10:02026-11-22T11:00:00+01:00,goal,"kindness
2/day",,,,,,k7q2mh4tzn0c
END
    [[ "$(kind goal 2>/dev/null)" == *"kindness   2/day"* ]]
}

@test "the act that reaches a daily goal says so, on the first day too" {
    kind goal -q kindness 2/day
    run kind log a
    [[ "$output" == *"1 of 2 today.  Wrong? kind undo" ]]
    run kind log b
    [[ "$output" == *"2 of 2 today.  Wrong? kind undo" ]]
    run kind log c
    [[ "$output" == *"3 of 2 today.  Wrong? kind undo" ]]
}
