bats_require_minimum_version 1.5.0
load helper

@test "a trial is drawn at its start, in pairs, and begins tomorrow" {
    run kind trial start
    [ "$status" -eq 0 ]
    [[ "${lines[0]}" == "Logged 19:24, trial: 28 days "* ]]
    [[ "$output" == *"It begins tomorrow, Tue 24 Nov, and ends on Mon 21 Dec."* ]]
    [[ "$output" == *"28 days notice a lift of 0.8 points of mood in 42 to 58 of 100 such trials."* ]]
    [[ "$(last_row)" =~ ^2026-11-23T19:24:05\+01:00,trial,\"28\ days\",,,,,((ku|uk){14})$ ]]
    run kind trial start --days 56
    [ "$status" -eq 0 ] || [ "$status" -eq 1 ]
    [ "$(grep -c trial "$log")" -eq 1 ]
}

@test "each day of a trial is revealed on the day itself, the same on every device" {
    log_of '2026-11-20T10:00:00+01:00,trial,"12 days",,,,,kuukkuukkuuk,k7q2mh4tzn0c'
    run kind trial today
    [ "$status" -eq 0 ]
    [ "$output" = "A day as usual: do what you would have done anyway." ]
    KIND_SEED=2 KIND_NOW=2026-11-24T08:00:00+01:00 run kind trial today
    [ "$output" = "An extra-kindness day: do one kind thing more than you would have." ]
    # The night belongs to the day before.
    KIND_NOW=2026-11-24T03:00:00+01:00 run kind trial today
    [ "$output" = "A day as usual: do what you would have done anyway." ]
    KIND_NOW=2026-11-20T12:00:00+01:00 run kind trial today
    [ "$status" -eq 1 ]
    [ "$output" = "The trial begins tomorrow; today is a day like any other." ]
    KIND_NOW=2026-12-13T12:00:00+01:00 run kind trial today
    [ "$status" -eq 1 ]
    [ "$output" = "kind: no trial is under way; begin one with 'kind trial start'" ]
}

@test "in the week after a trial its end is said where one looks, and a trial that was stopped is no news" {
    log_of '2026-11-20T10:00:00+01:00,trial,"12 days",,,,,kuukkuukkuuk,k7q2mh4tzn0c'
    KIND_NOW=2026-12-02T12:00:00+01:00 run kind
    [[ "$output" != *"report trial"* ]]
    for day in 03 09; do
        KIND_NOW=2026-12-${day}T12:00:00+01:00 run kind trial today
        [ "$status" -eq 1 ]
        [ "$output" = "The trial is over, and no day is drawn any more.  What came out:  kind report trial" ]
        KIND_NOW=2026-12-${day}T12:00:00+01:00 run kind
        [[ "$output" == *"kind report trial"*"the trial is over: what came out"* ]]
    done
    KIND_NOW=2026-12-10T12:00:00+01:00 run kind
    [[ "$output" != *"report trial"* ]]
    KIND_NOW=2026-11-26T12:00:00+01:00 kind trial stop -y -q
    KIND_NOW=2026-11-27T12:00:00+01:00 run kind
    [[ "$output" != *"the trial is over"* ]]
}

@test "a day of rest is left out of a trial, and what chance drew for it stays unsaid" {
    log_of '2026-11-20T10:00:00+01:00,trial,"12 days",,,,,kuukkuukkuuk,k7q2mh4tzn0c'
    for day in 23 24; do
        KIND_NOW=2026-11-${day}T08:00:00+01:00 kind rest -q
        KIND_NOW=2026-11-${day}T20:00:00+01:00 run kind trial today
        [ "$status" -eq 1 ]
        [ "$output" = "Today is a day of rest, and the trial leaves it out with its pair." ]
    done
    KIND_NOW=2026-11-25T08:00:00+01:00 run kind trial today
    [ "$status" -eq 0 ]
    [ "$output" = "An extra-kindness day: do one kind thing more than you would have." ]
}

@test "status tells how far a trial is, and never what came out so far" {
    run kind trial
    [ "$status" -eq 1 ]
    log_of '2026-11-20T10:00:00+01:00,trial,"12 days",,,,,kuukkuukkuuk,k7q2mh4tzn0c' \
        '2026-11-21T10:00:00+01:00,mood,"",9,,,,,' '2026-11-22T10:00:00+01:00,mood,"",2,,,,,'
    run kind trial
    [ "${lines[0]}" = "Day 3 of 12, Sat 21 Nov to Wed 2 Dec. 2 of 2 days so far with a mood." ]
    run kind report trial --since 2026-11-01
    [[ "$output" == *"day 3 of 12, 1 pair complete"* ]]
    [[ "$(flat)" == *"Sealed until its last day, 2 Dec, is over"* ]]
    [[ "$output" != *9.0* ]]
    run kind report trial -f csv
    [ "${lines[1]}" = "2026-11-21,2026-12-02,12,0,6,1,,,,,,,,,,,,,,,sealed" ]
    run kind report trial -f csv --peek
    [[ "${lines[1]}" == 2026-11-21,2026-12-02,12,0,6,1,,,,,,,,,,,,[0-9]*,sealed ]]
}

# The log of a trial in October that is over, with better moods on its kind days.
finished() {
    log_of '2026-10-01T10:00:00+02:00,trial,"12 days",,,,,kuukkuukkuuk,k7q2mh4tzn0c'
    local day=2 letter mood
    for letter in k u u k k u u k k u u k; do
        [ "$letter" = k ] && mood=7.$((day % 4)) || mood=5.$((day % 3))
        printf '2026-10-%02dT20:00:00+02:00,mood,"",%s,,,,,\n' "$day" "$mood" >>"$log"
        day=$((day + 1))
    done
}

@test "a trial that is over tells what it found" {
    finished
    run kind report trial
    [[ "$output" == *"6 of 6 pairs complete"* ]]
    [[ "$(flat)" == *"Days drawn for an extra kindness were 2."*" points better (likely "*"; clear, p 0.031)."* ]]
    [[ "$(flat)" == *"you knew which"* ]]
    run kind trial
    [ "${lines[0]}" = "The last trial is over: Fri 2 Oct to Tue 13 Oct. 12 of 12 days with a mood." ]
    # Two days of rest take two pairs away, and four can't tell.
    printf '2026-10-03T09:00:00+02:00,rest,"",,,,,,\n2026-10-12T09:00:00+02:00,rest,"",,,,,,\n' >>"$log"
    run kind report trial
    run kind trial
    [ "${lines[0]}" = "The last trial is over: Fri 2 Oct to Tue 13 Oct. 10 of 12 days with a mood, days of rest left out." ]
    run kind report trial
    [[ "$(flat)" == *"Too few to tell: with 4 complete pairs, even the clearest result comes up by chance 12 times in 100."* ]]
}

@test "the means of both kinds of days have a digit more than their difference" {
    finished
    # The means are 6.95 and 5.7, and 1.25 is 1.3.
    sed -i '/,mood,/d' "$log"
    local day=2 letter kind=(7 6.9 6.9 7 6.9 7) n=0
    for letter in k u u k k u u k k u u k; do
        [ "$letter" = k ] && { mood=${kind[n]}; n=$((n + 1)); } || mood=5.7
        printf '2026-10-%02dT20:00:00+02:00,mood,"",%s,,,,,\n' "$day" "$mood" >>"$log"
        day=$((day + 1))
    done
    run kind report trial
    [[ "$(flat)" == *"kind days mood 6.95 usual days mood 5.70 "*" were 1.3 points better "* ]]
}

@test "the page of a finished trial draws its pairs" {
    finished
    kind report trial --html >page
    [ "$(grep -c '<svg class="slope"' page)" -eq 1 ]
    grep -q '<b>days</b>, 6 pairs' page
    grep -q '>usual day</text><text [^>]*>kind day</text>' page
    [ "$(grep -c '<th scope="row">days</th>' page)" -eq 6 ]
    [ "$(kind report trial --json | grep -c '"group": "days"')" -eq 6 ]
}

@test "a trial stopped before it began hides nothing of the one before it" {
    finished
    kind report trial | sed 1d >alone
    kind trial start -q
    kind trial stop -q
    kind report trial | sed 1d | diff alone -
}

@test "what is said is of the last trial that was asked for" {
    finished
    kind report trial | sed 1d >alone
    log_of "$(sed 1d "$log")" '2026-11-20T10:00:00+01:00,trial,"12 days",,,,,kuukkuukkuuk,k7q2mh4tzn0d'
    kind report trial --until 2026-11-10 | sed 1d | diff alone -
    run kind report trial --since 2026-11-10
    [[ "$output" != *"6 of 6"* && "$output" == *"day 3 of 12"* ]]
    run kind report trial
    [[ "$output" == *"6 of 6 pairs complete"*"day 3 of 12"* ]]
}

# A finished trial, one stopped after three days of which a pair is complete, and one under way.
three() {
    finished
    printf '%s\n' '2026-10-20T10:00:00+02:00,trial,"12 days",,,,,kuukkuukkuuk,k7q2mh4tzn0d' \
        '2026-10-21T20:00:00+02:00,mood,"",6,,,,,' '2026-10-22T20:00:00+02:00,mood,"",5,,,,,' \
        '2026-10-24T10:00:00+02:00,trial,"stop",,,,,,k7q2mh4tzn0e' \
        '2026-11-20T10:00:00+01:00,trial,"12 days",,,,,kuukkuukkuuk,k7q2mh4tzn0f' >>"$log"
}

@test "the newest result stays in words, whatever was stopped or begun after it" {
    three
    for format in text json html; do
        run kind report trial -f "$format"
        [ "$status" -eq 0 ]
        [[ "$(flat)" == *"2 to 13 Oct: days drawn in pairs; mood; 6 of 6 pairs complete"*"Days drawn for an extra kindness were 2."* ]]
        [[ "$(flat)" == *"21 to 23 Oct, stopped early: too few to tell"* ]]
        [[ "$output" != *"with 1 complete pair"* ]]
    done
    [ "$(grep -c '<th scope="row">days</th>' <<<"$output")" -eq 6 ]
    sed -i '/^2026-10-22T20/d' "$log"
    run kind report trial
    [[ "$(flat)" == *"21 to 23 Oct, stopped early: nothing to compare"* ]]
    kind trial stop -q
    run kind report trial
    [[ "$(flat)" == *"2 to 13 Oct: "*"21 to 22 Nov, stopped early: nothing to compare "* ]]
}

@test "each trial's sentences follow its own days" {
    three
    run kind report trial
    [[ "$(flat)" == *"2 to 13 Oct: "*"kind days"*"hopes can do some of it. 21 to 23 Oct, stopped early: "*" 21 Nov to 2 Dec: under way, day 3 of 12, 0 pairs complete; sealed until then " ]]
    run kind report trial --peek
    [[ "$(flat)" == *"sealed until then Looked at early: "* ]]
    export KIND_NOW=2027-01-10T10:00:00+01:00
    run kind report trial
    [[ "$(flat)" == *"2 to 13 Oct 2026: "*"21 Nov to 2 Dec 2026: "* ]]
}

@test "a trial without a complete pair has nothing to compare" {
    log_of '2026-10-01T10:00:00+02:00,trial,"12 days",,,,,kuukkuukkuuk,k7q2mh4tzn0c' '2026-10-02T20:00:00+02:00,mood,"",5,,,,,'
    run kind report trial
    [[ "$(flat)" == *"0 of 6 pairs complete Nothing to compare: no pair has a mood on both of its days. " ]]
    [ "$(kind report trial -f csv | tail -n 1 | grep -o '[^,]*$')" = "nothing to compare" ]
}

@test "a trial can be stopped, and what it found by then is called by its name" {
    log_of '2026-11-10T10:00:00+01:00,trial,"28 days",,,,,kuukkuukkuukkuukkuukkuukkuuk,k7q2mh4tzn0c'
    for day in 11 12 13 14 15 16 17 18 19 20 21 22; do
        case $day in 11 | 14 | 15 | 18 | 19 | 22) mood=8 ;; *) mood=5 ;; esac
        echo "2026-11-${day}T20:00:00+01:00,mood,\"\",$mood,,,,," >>"$log"
    done
    run kind trial stop
    [ "$status" -eq 0 ]
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,trial,"stop",,,,,' ]
    run kind trial stop
    [ "$status" -eq 1 ]
    run kind report trial
    [[ "$output" == *"6 of 14 pairs complete, stopped early"* ]]
    [[ "$output" == *leaning* || "$output" == *clear* ]]
    [[ "$(flat)" == *"stopped before its planned end"* ]]
    run kind report trial -f csv
    [[ "${lines[1]}" == 2026-11-11,2026-11-22,28,1,6,6,* ]]
    run kind trial start -q --days 12
    [ "$status" -eq 0 ]
}

@test "a trial stopped on the day it was started is no longer under way" {
    kind trial start -q
    kind trial stop -q
    run kind trial
    [ "$status" -eq 0 ]
    [ "$output" = "The last trial was stopped before a day of it was over." ]
    run kind report trial
    [[ "$(flat)" == *"Trial stopped before a day of it was over; 'kind trial start' begins another one"* ]]
    run kind trial today
    [ "$output" = "kind: no trial is under way; begin one with 'kind trial start'" ]
    run kind trial stop
    [ "$status" -eq 1 ]
    KIND_NOW=2026-11-23T19:25:05+01:00 run kind trial start --days 12
    [ "$status" -eq 0 ]
    [[ "$output" == *"It begins tomorrow, Tue 24 Nov, and ends on Sat 5 Dec."* ]]
    run kind trial
    [ "${lines[0]}" = "A trial of 12 days, Tue 24 Nov to Sat 5 Dec. It begins tomorrow." ]
}

@test "a stop says what is left to do, and can be taken back while nothing can have been seen" {
    kind trial start -q
    kind list -f csv | tail -n 1 >start.csv
    run kind trial stop
    [ "${lines[1]}" = "No day of it was over, so nothing came out.  Another one:  kind trial start" ]
    run kind undo -q
    [ "$status" -eq 0 ]
    run kind trial
    [ "${lines[0]}" = "A trial of 28 days, Tue 24 Nov to Mon 21 Dec. It begins tomorrow." ]
    [ "$(tail -n 1 "$log")" = "$(cat start.csv)" ]
    export KIND_NOW=2026-11-25T08:00:00+01:00
    run kind trial stop
    [ "${lines[1]}" = "It ran for 1 of 28 days.  What came out:  kind report trial" ]
    run kind undo
    [ "$status" -eq 1 ]
    [[ "$(flat)" == *"it may have been looked at"*"nothing was undone"* ]]
}

@test "a stop stays once the days of its trial have begun, or another trial was drawn" {
    kind trial start -q
    kind trial stop -q
    KIND_NOW=2026-11-24T08:00:00+01:00 run kind undo
    [ "$status" -eq 1 ]
    id=$(tail -n 1 "$log" | grep -o '[^,]*$')
    KIND_NOW=2026-11-23T20:00:00+01:00 kind trial start -q
    KIND_NOW=2026-11-23T20:00:00+01:00 run kind undo "$id"
    [ "$status" -eq 1 ]
}

@test "pairs that are left out are told of, and why" {
    finished
    sed -i 's/^2026-10-02T.*/2026-10-02T20:00:00+02:00,rest,"",,,,,,/; /^2026-10-05T/d' "$log"
    run kind report trial
    [[ "$(flat)" == *"4 of 6 pairs complete"*"2 pairs left out: a day of each was a day of rest or had no rating of mood."* ]]
}

@test "a report of days without a trial says so" {
    finished
    run kind report trial --since 2020-01-01 --until 2020-02-01
    [[ "$output" == *"none in these days"* ]]
}

@test "misuse of trial is one line, and records nothing" {
    for words in "begin" "start now" "start --days 13" "start --days 10" "start --days 1000" "start --days x" "today --days 12"; do
        # shellcheck disable=SC2086
        run kind trial $words
        [ "$status" -eq 2 ]
        [ "${#lines[@]}" -eq 1 ]
    done
    kind trial start -n
    [ ! -e "$log" ]
}

@test "the draws of many trials are fair" {
    # With a seed the draw follows from the clock: 60 starts, 840 pairs, each a fair coin.
    for hour in $(seq 0 59); do
        KIND_NOW=2026-11-23T19:$(printf %02d "$hour"):05+01:00 kind --file "t$hour.csv" trial start -q
        sed -n 's/.*,,,,,\([ku]*\),.*/\1/p' "t$hour.csv"
    done | fold -w 2 | sort | uniq -c >pairs
    [ "$(wc -l <pairs)" -eq 2 ]
    awk '{ n[NR] = $1 } END { exit !(n[1] + n[2] == 840 && n[1] > 362 && n[1] < 478) }' pairs
}

@test "the days of a trial are drawn once, and a stop stays" {
    kind trial start -q
    kind undo -q
    [ "$(cat "$log")" = "$header" ]
    log_of '2026-11-20T10:00:00+01:00,trial,"12 days",,,,,kuukkuukkuuk,k7q2mh4tzn0c'
    run kind undo -y
    [ "$status" -eq 1 ]
    [[ "$output" == *"the days of a trial are drawn once; 'kind trial stop' ends it; nothing was undone; 'kind undo ID' takes out another record" ]]
    kind trial stop -q
    run kind undo -y
    [ "$status" -eq 1 ]
    [[ "$output" == *"a trial that was stopped stays so"* ]]
}

@test "a trial that is undone shows its draw on no terminal, and its row can be kept all the same" {
    kind trial start -q
    row=$(tail -n 1 "$log")
    draw=$(cut -d , -f 8 <<<"$row")
    [[ "$draw" =~ ^[ku]{28}$ ]]
    cp "$log" before
    run on_terminal 'expect [Y/n]' 'send \n' -- kind undo
    [ "$status" -eq 0 ]
    [[ "$output" == *"its row is not shown, because the draw is in it"* ]]
    [[ "$(tr -d '\r\n' <<<"$output")" != *"${draw:0:6}"* ]]
    [ "$(cat "$log")" = "$header" ]
    cp before "$log"
    [ "$(kind undo 2>said)" = "$row" ]
    [[ "$(cat said)" != *"not shown"* ]]
}

@test "on a terminal a stop is asked about, and no means no" {
    kind trial start -q
    cp "$log" before
    KIND_NOW=2026-11-24T08:00:00+01:00 run on_terminal 'expect [y/N]' 'send \n' -- kind trial stop
    [[ "$output" == *"can't be taken back. Stop the trial?"* ]]
    run on_terminal 'expect [y/N]' 'send \n' -- kind trial stop
    [[ "$output" == *"It has not begun yet. Stop the trial?"* ]]
    [ "$status" -eq 1 ]
    [[ "$output" == *"the trial goes on; nothing was recorded"* ]]
    cmp "$log" before
    run kind trial start --yes
    [ "$status" -eq 2 ]
    on_terminal 'expect [y/N]' 'send y\n' -- kind trial stop
    [[ "$(last_row)" == *',trial,"stop",'* ]]
}

@test "a trial that was stopped before its first day stays sealed until then, because undo takes it up again" {
    kind trial start -q
    kind trial stop -q --yes
    [[ "$(kind list --json)" == *'"arm": null'* ]]
    [[ "$(kind list -f tsv practice:trial)" != *k[ku][ku][ku]* ]]
    [[ "$(kind export -f jsonl)" != *[ku][ku][ku][ku][ku][ku]* ]]
}

@test "what is recorded, changed or taken out in the days of a finished trial is said to change it" {
    local what="2026-10-05 is a day of a trial that is over: its result may have changed, see kind report trial"
    finished
    run kind mood 9 -d 2026-10-05
    [ "${lines[1]}" = "$what" ]
    id=$(tail -n 1 "$log" | grep -o '[^,]*$')
    run kind edit "$id" -m 3
    [[ "$output" == *"$what"* ]]
    run kind edit "$id" --text slow
    [[ "$output" != *"a trial that is over"* ]]
    run kind undo "$id"
    [[ "$output" == *"$what"* ]]
    run kind log soup -m 9 -d 2026-10-05
    [ "${lines[1]}" = "$what" ]
    run kind rest 2026-10-05..2026-10-06
    [ "${lines[1]}" = "$what" ]
    [[ "${lines[2]}" == "2 of these days have "* ]]
    [ "$(kind rest -q 2026-10-07)" = "" ]
    # No mood is compared of the day before the first one, of the one after the last, or of an act alone.
    for words in "mood 9 -d 2026-10-01" "mood 9 -d 2026-10-14" "mood 9 -d yesterday" "mood 9" "log soup -d 2026-10-05"; do
        # shellcheck disable=SC2086
        run kind $words
        [ "$status" -eq 0 ]
        [[ "$output" != *"a trial that is over"* ]]
    done
}

@test "a trial that is under way may be recorded for without a word, and a stopped one not" {
    log_of '2026-11-10T10:00:00+01:00,trial,"14 days",,,,,kuukkuukkuukku,k7q2mh4tzn0c'
    run kind mood 5 -d 2026-11-12
    [ "${#lines[@]}" -eq 1 ]
    kind trial stop -qy
    run kind mood 6 -d 2026-11-12
    [ "${lines[1]}" = "2026-11-12 is a day of a trial that is over: its result may have changed, see kind report trial" ]
}
