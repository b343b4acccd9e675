bats_require_minimum_version 1.5.0
load helper

# The arm of each row, one a line.
arms() {
    sed -n 's/^[^,]*,shift,.*,\(others\|usual\),k.*/\1/p' "$log"
}

@test "a shift is on the disk with its arm before the coin is shown" {
    run kind shift -s 8 mail from the bank
    [ "$status" -eq 0 ]
    [[ "${lines[0]}" == "Logged 19:24, shift, stress 8: mail from the bank "* ]]
    [[ "${lines[1]}" == "The coin says: "* ]]
    [[ "$(last_row)" =~ ^2026-11-23T19:24:05\+01:00,shift,\"mail\ from\ the\ bank\",,8,,,(others|usual)$ ]]
    # The calls themselves: the row is written and synced, and only then is anything said.
    command -v strace >/dev/null || skip "no strace"
    strace -f -o calls -e trace=write,fdatasync "$KIND_UNDER_TEST" shift -s 7 >/dev/null || skip "strace may not trace here"
    awk '/fdatasync/ { synced = NR } /write\(1/ && !said { said = NR } END { exit !(synced && said > synced) }' calls
}

@test "nothing is said of the coin when the row can't be written" {
    mkdir -p "$log"
    run kind shift -s 8
    [ "$status" -eq 3 ]
    [[ "$output" != *"coin says"* ]]
}

@test "a log that can't be written is found out before the stress is asked for" {
    mkdir -p "$log"
    run on_terminal -- kind shift
    [ "$status" -eq 3 ]
    [[ "$(flat)" == "kind: $log: Is a directory; nothing was recorded " ]]
}

@test "the coin is fair and has no memory" {
    # 120 seconds, a coin each: both sides within 4 standard deviations, and runs as many as chance makes.
    for second in $(seq 0 119); do
        KIND_NOW=2026-11-23T19:$(printf '%02d:%02d' $((second / 60)) $((second % 60)))+01:00 kind shift -q -s 5 2>/dev/null
    done
    arms | awk '{ n[$1]++; runs += $1 != last; last = $1 }
        END { exit !(NR == 120 && n["others"] > 38 && n["others"] < 82 && runs > 38 && runs < 83) }'
}

@test "without KIND_SEED the coin falls on both sides" {
    unset KIND_SEED
    for _ in $(seq 1 40); do kind shift -q -s 5 2>/dev/null; done
    [ "$(arms | sort -u | wc -l)" -eq 2 ]
}

@test "--after ends the newest open shift, from any shell, and leaves the rest of the row alone" {
    log_of '2026-11-23T18:00:00+01:00,shift,"a, ""b""",4,8,,,others,k1b9s0d4x7wq' \
        '2026-11-23T17:00:00+01:00,shift,"older",,7,,,usual,k1b9s0d4x7wr'
    run kind shift --after 4
    [ "$status" -eq 0 ]
    [ "$output" = 'Finished 18:00, shift, mood 4, stress 8 -> 4: a, "b"   [k1b9s]
Thank you for rating it.  Wrong? kind undo
Still open: 17:00, shift, stress 7: older
  Rate it, too:  kind shift --after N
  Was it the one you meant?  kind undo, then  kind edit k1b9s --after N' ]
    [ "$(sed -n 2p "$log")" = '2026-11-23T18:00:00+01:00,shift,"a, ""b""",4,8,4,,others,k1b9s0d4x7wq' ]
    kind shift -q --after 5.5 -M 3
    [ "$(sed -n 3p "$log")" = '2026-11-23T17:00:00+01:00,shift,"older",,7,5.5,3,usual,k1b9s0d4x7wr' ]
    run kind shift --after 4
    [ "$status" -eq 1 ]
    [ "$output" = "kind: no shift is open; begin one with 'kind shift -s N'" ]
    # Each end can be taken back, the last one first, and the records stay.
    kind undo -q
    [ "$(sed -n 3p "$log")" = '2026-11-23T17:00:00+01:00,shift,"older",,7,,,usual,k1b9s0d4x7wr' ]
    kind undo -q
    [ "$(sed -n 2p "$log")" = '2026-11-23T18:00:00+01:00,shift,"a, ""b""",4,8,,,others,k1b9s0d4x7wq' ]
    [ "$(wc -l <"$log")" -eq 3 ]
}

@test "--after says which shift it ended, and the other one is rated by its id" {
    log_of '2026-11-23T18:00:00+01:00,shift,"a",,8,,,others,k1b9s0d4x7wq' \
        '2026-11-23T17:00:00+01:00,shift,"older",,7,,,usual,k2b9s0d4x7wr'
    run kind shift --after 4 -M 2
    [ "${lines[0]}" = "Finished 18:00, shift, stress 8 -> 4, 2 min: a   [k1b9s]" ]
    [ "${lines[4]}" = "  Was it the one you meant?  kind undo, then  kind edit k2b9s --after N" ]
    kind undo -q
    kind edit k2b9s --after 4 -q
    [ "$(grep -c ',usual,' "$log")" -eq 1 ]
    [ "$(grep older "$log")" = '2026-11-23T17:00:00+01:00,shift,"older",,7,4,,usual,k2b9s0d4x7wr' ]
    run kind shift --after 5
    [ "$output" = "Finished 18:00, shift, stress 8 -> 5: a   [k1b9s]
Thank you for rating it.  Wrong? kind undo" ]
}

@test "what was recorded after the end of a shift is undone first" {
    log_of '2026-11-23T18:00:00+01:00,shift,"",,8,,,others,k1b9s0d4x7wq'
    kind shift -q --after 4
    kind log -q later
    kind undo -q
    [ "$(wc -l <"$log")" -eq 2 ]
    [[ "$(last_row)" == *,8,4,,others ]]
    kind undo -q
    [[ "$(last_row)" == *,8,,,others ]]
}

@test "what the coin decided can't be undone, so that nobody tosses twice" {
    kind shift -q -s 8
    cp "$log" before
    run kind undo -y
    [ "$status" -eq 1 ]
    [[ "$output" == *"the coin of a shift is tossed once; not rated, it counts as unfinished; nothing was undone; 'kind undo ID' takes out another record" ]]
    cmp before "$log"
    # Nor can the plan of a series that has begun.
    log_of '2026-11-20T10:00:00+01:00,goal,"shift plan 20",,,,,,k1b9s0d4x7w1' \
        '2026-11-23T18:00:00+01:00,shift,"",,8,4,,others,k1b9s0d4x7wq' '2026-11-23T18:30:00+01:00,goal,"shift plan 60",,,,,,k1b9s0d4x7w2'
    run kind undo -y k1b9s0d4x7w1
    [ "$status" -eq 1 ]
    [[ "$output" == *"a series of shifts has begun under this plan; nothing was undone" ]]
    kind undo -q k1b9s0d4x7w2
}

@test "an answer that comes after more than a day is none" {
    log_of '2026-11-22T18:00:00+01:00,shift,"mail",,8,,,others,k1b9s0d4x7wq'
    cp "$log" before
    run kind shift --after 4
    [ "$status" -eq 1 ]
    cmp before "$log"
}

@test "a shift left open for a day is unfinished, and no longer ended" {
    log_of '2026-11-22T19:24:05+01:00,shift,"",,8,,,others,k1b9s0d4x7wq'
    run kind shift --after 4
    [ "$status" -eq 1 ]
    run kind shift status
    [ "${lines[0]}" = "0 of 40 done, 1 unfinished, 39 to go. What came out is sealed until then." ]
    [[ "$(kind report shift)" == *"; 0 of 40 done, 1 unfinished"* ]]
}

@test "status shows what is open, and what a series can find before it begins" {
    run kind shift status
    [ "${lines[0]}" = "The first series will have 40 shifts." ]
    [ "${lines[1]}" = "40 shifts notice a difference of one point of stress 50 times in 100." ]
    log_of '2026-11-23T18:00:00+01:00,shift,"mail",,8,,,others,k1b9s0d4x7wq'
    run kind shift status
    [ "${lines[0]}" = "Open: 18:00, shift, stress 8: mail" ]
    [ "${lines[1]}" = "  turn to somebody else's need, then: kind shift --after N" ]
    [ "${lines[2]}" = "0 of 40 done, 1 open, 39 to go. What came out is sealed until then." ]
}

@test "a plan is a record, and holds from the next series on" {
    run kind shift --plan 60
    [[ "$output" == *"60 shifts notice a difference of one point of stress 67 times in 100." ]]
    [[ "$(last_row)" == *',goal,"shift plan 60",,,,,' ]]
    [ "$(kind goal 2>&1)" = "kind: no goals yet; set one with: kind goal kindness 1/day" ]
    kind shift -q -s 5
    run kind shift --plan 20
    [[ "$output" == *"The series of 60 that is under way goes on, 59 more; this holds from the next one."* ]]
    run kind report shift -f csv
    [[ "${lines[1]}" == 1,2026-11-23,2026-11-23,60,* ]]
}

@test "misuse of shift is one line, and records nothing" {
    for words in "" "mail" "-s 11" "--plan 5" "--plan 40 -s 3" "--after 11" "--after 4 -s 8" "--after 4 text" "-s 8 -M 0"; do
        # shellcheck disable=SC2086
        run kind shift $words </dev/null
        [ "$status" -eq 2 ]
        [ "${#lines[@]}" -eq 1 ]
    done
    [ ! -e "$log" ]
    run kind shift -n -s 8
    [ "${lines[0]}" = "Would log 19:24, shift, stress 8" ]
    [ ! -e "$log" ]
}

@test "on a terminal shift asks, waits and asks again" {
    run on_terminal 'expect How stressed' 'send 8\n' 'expect coin says' 'expect Stress now' 'send 4\n' -- kind shift -M 1s mail
    [ "$status" -eq 0 ]
    [[ "$output" == *"Finished "* ]]
    [[ "$(last_row)" =~ ^2026-11-23T19:24:05\+01:00,shift,\"mail\",,8,4,0.02,(others|usual)$ ]]
}

@test "Ctrl-C ends a shift's wait early, and another leaves it open" {
    run on_terminal 'expect left' 'wait 1.2' 'send \3' 'expect Stress now' 'send 3\n' -- kind shift -s 8 -M 5
    [ "$status" -eq 0 ]
    [[ "$(last_row)" =~ ,8,3,0.[0-9]+,(others|usual)$ ]]
    run on_terminal 'expect left' 'send \3' 'expect Stress now' 'send \3' -- kind shift -s 7 -M 5
    [ "$status" -eq 130 ]
    [[ "$output" == *"the shift stays open"* ]]
    [[ "$(last_row)" =~ ,7,,,(others|usual)$ ]]
    run on_terminal 'expect How stressed' 'send \3' -- kind shift
    [ "$status" -eq 130 ]
    [ "$(wc -l <"$log")" -eq 3 ]
}

@test "what is typed while a shift counts answers nothing, where the terminal echoes nothing either" {
    run on_terminal 'expect left' 'send 5\n' 'expect Stress now' 'send 3\n' 'expect Finished' -- \
        sh -c 'stty -echo; kind shift -s 8 -M 4s bank'
    [ "$status" -eq 0 ]
    [[ "$(last_row)" == *',shift,"bank",,8,3,0.07,'* ]]
}

@test "an empty answer leaves the shift open, and --no-input asks and waits for nothing" {
    run on_terminal 'expect Stress now' 'send \n' -- kind shift -s 8 -M 1s
    [ "$status" -eq 0 ]
    [[ "$output" == *"the shift stays open"* ]]
    run on_terminal -- kind shift -s 8 --no-input
    [ "$status" -eq 0 ]
    [[ "$output" == *"kind shift --after N"* ]]
    [ "$(wc -l <"$log")" -eq 3 ]
}

@test "a shift that is killed while it waits keeps its row and its arm" {
    run on_terminal 'expect left' 'signal KILL' -- kind shift -s 8 -M 5 mail
    [ "$status" -eq 137 ]
    [[ "$(last_row)" =~ ,shift,\"mail\",,8,,,(others|usual)$ ]]
    arm=$(arms)
    kind shift -q --after 2
    [ "$(arms)" = "$arm" ]
    [[ "$(last_row)" == *,8,2,,"$arm" ]]
}

@test "one that was finished in another shell stays as it was rated there" {
    # shellcheck disable=SC2016
    run on_terminal 'expect It is finished.' 'expect left' 'send \3' 'expect Stress now' 'send 9\n' -- \
        sh -c '(until grep -qs ,shift, "$0"; do sleep 0.05; done; kind shift -q --after 2; echo It is finished.) & exec kind shift -s 8 -M 5' "$log"
    [ "$status" -eq 1 ]
    [[ "$output" == *"finished meanwhile"* ]]
    [[ "$(last_row)" =~ ,8,2,,(others|usual)$ ]]
}

@test "many shells that start and end shifts at once lose nothing" {
    unset KIND_SEED
    for _ in 1 2 3 4 5 6 7 8; do
        (
            for _ in 1 2 3 4 5; do
                kind shift -q -s 6 2>/dev/null
                # Another shell may be faster with the same one: then nothing is open, or it was changed meanwhile.
                kind shift -q --after 3 2>/dev/null || true
            done
        ) &
    done
    wait
    [ "$(grep -c ,shift, "$log")" -eq 40 ]
    [ "$(head -n 1 "$log")" = "$header" ]
    [ "$(grep -cE '^2026-11-23T19:24:05\+01:00,shift,"",,6,3?,,(others|usual),k[0-9a-z]{11}$' "$log")" -eq 40 ]
    [ "$(sed 's/.*,//' "$log" | sort -u | wc -l)" -eq 41 ]
    while kind shift -q --after 3 2>/dev/null; do :; done
    [ "$(grep -cE ',6,3,,(others|usual),' "$log")" -eq 40 ]
    [ -z "$(find "${log%/*}" -name '.*kind-tmp')" ]
}

@test "a series is sealed until it is done, and then says what it found" {
    {
        printf '%s\n' "$header" '2026-10-01T09:00:00+02:00,goal,"shift plan 12",,,,,,'
        for day in 01 02 03 04 05 06 07 08 09 10 11; do
            case $((10#$day % 2)) in 1) tail=3,,others ;; *) tail=6,,usual ;; esac
            echo "2026-10-${day}T10:00:00+02:00,shift,\"\",,$((6 + 10#$day % 3)),$tail,"
        done
    } >made
    mkdir -p "${log%/*}" && cp made "$log"
    run kind report shift
    [[ "$(flat)" == *"11 of 12 done others 6 times as usual 5 times Sealed until the planned 12 are done, 1 more"* ]]
    [[ "$output" != *"->"*[0-9]"."* ]]
    run kind report shift -f csv
    [ "${lines[1]}" = "1,2026-10-01,2026-10-11,12,6,5,6,5,0,0,0,,,,,,,,,,,,,,,,,sealed" ]
    run kind report shift --peek
    [[ "$(flat)" == *"Looked at early: the evidence is "*"; from 20 on it is strong, whenever you look."* ]]
    kind shift -q -s 7 && kind shift -q --after 6
    run kind report shift
    [[ "$(flat)" == *"12 of 12 done"* ]]
    [[ "$(flat)" == *"Turning to others lowered stress "[23].[0-9]" points more (likely "*"; clear, p 0.00"* ]]
    [[ "$(flat)" == *"nobody is blind to the coin"* ]]
}

# A series of eight that is done: from 6 to $1 and some tenths after turning to others, to $2 and some after carrying on.
series() {
    log_of '2026-10-01T09:00:00+02:00,goal,"shift plan 8",,,,,,'
    for day in 1 2 3 4 5 6 7 8; do
        echo "2026-10-0${day}T10:00:00+02:00,shift,\"\",,6,$([ $((day % 2)) -eq 1 ] && echo "$1.$day,,others" || echo "$2.$day,,usual"),"
    done >>"$log"
}

@test "status points to what a series that is over has found" {
    series 3 5
    run kind shift status
    [ "${lines[0]}" = "A series of 8 is over.  What came out:  kind report shift" ]
    [ "${lines[1]}" = "The next series will have 8 shifts." ]
}

@test "one shift left unfinished is told of in the singular, and what it could change" {
    series 3 5
    sed -i '3s/3\.1,,others/,,others/' "$log"
    run kind report shift
    [[ "$(flat)" == *"1 of 8 was left unfinished; had it ended as well or as badly for others as can be, others minus as usual would be -"*" or -"* ]]
}

@test "a look that can tell nothing yet gives no range" {
    log_of '2026-11-20T10:00:00+01:00,shift,"",,6,3,,others,' '2026-11-21T10:00:00+01:00,shift,"",,6,5,,usual,'
    run kind report shift --peek
    [[ "$(flat)" == *"whenever you look. " && "$output" != *"likely"* ]]
}

@test "what is said is of the last series that was asked for" {
    series 3 5
    kind report shift | sed 1d >alone
    kind shift -q -s 7
    kind report shift --until 2026-11-22 | sed 1d | diff alone -
    run kind report shift
    [[ "$(flat)" == *"8 of 8 done"*"The next series is under way: 0 of 8 done"* ]]
}

@test "the sentence about a series is true whichever way stress went on either side" {
    series 3 5
    run kind report shift
    [[ "$(flat)" == *"Turning to others lowered stress 2.1 points more (likely 1.5 to 2.7; clear, p 0.029)."* ]]
    # Both rose.
    series 7 9
    run kind report shift
    [[ "$(flat)" == *"After turning to others stress was 2.1 points lower than after carrying on (likely 1.5 to 2.7; clear, p 0.029)."* ]]
    # One rose and one fell, either way.
    series 3 8
    run kind report shift
    [[ "$(flat)" == *"After turning to others stress was 5.1 points lower than after carrying on (likely 4.5 to 5.7; "* ]]
    series 8 3
    run kind report shift
    [[ "$(flat)" == *"After turning to others stress was 4.9 points higher than after carrying on (likely 4.3 to 5.5; "* ]]
    # Both fell, and others less.
    series 5 3
    run kind report shift
    [[ "$(flat)" == *"After turning to others stress was 1.9 points higher than after carrying on (likely 1.3 to 2.5; "* ]]
    [[ "$output" != *lowered* ]]
}

@test "what stress before explains is allowed for, and said where the means look otherwise" {
    # Others began higher and ended higher, but less so than carrying on from there.
    log_of '2026-10-01T09:00:00+02:00,goal,"shift plan 8",,,,,,'
    local row=0 pair
    for pair in 9,9 3,5 8,8 2,4 8,8 8,10 7,7 6,7; do
        row=$((row + 1))
        echo "2026-10-0${row}T10:00:00+02:00,shift,\"\",,$pair,,$([ $((row % 2)) -eq 1 ] && echo others || echo usual),"
    done >>"$log"
    run kind report shift
    [[ "$(flat)" == *"others 8.0 -> 8.0 +0.0 4 times as usual 4.8 -> 6.5 +1.8 4 times "* ]]
    [[ "$(flat)" == *"After turning to others stress was, allowing for stress before, 0.9 points lower than after carrying on (likely "* ]]
}

@test "where nothing varies but the start, nothing is said of a change" {
    series 3 3
    sed -i 's/,6,3\.[0-9],/,6,3,/; s/-05T\(.*\),6,3,/-05T\1,9,3,/' "$log"
    run kind report shift
    [[ "$(flat)" == *"No variation: stress after followed from stress before, whatever the coin said."* ]]
}

@test "a word that would end a shift never tosses another coin" {
    kind shift -q -s 8 mail
    for word in end stop 'done'; do
        run kind shift -s 4 "$word"
        [ "$status" -eq 2 ]
        [ "$output" = "kind: to end a shift, say how stressed you are now: kind shift --after N; nothing was recorded" ]
    done
    [ "$(wc -l <"$log")" -eq 2 ]
}

@test "the rating that completes a series says where to see what came out, and no other does" {
    kind shift --plan 6 -q
    for i in 1 2 3 4 5 6; do
        kind shift -q -s 7 </dev/null
        run kind shift --after 4
        over=$([[ "$output" == *"The series of 6 is over.  What came out:  kind report shift"* ]] && echo "$i" || true)
        [ "$over" = "$([ $i -lt 6 ] || echo 6)" ]
    done
}

@test "a bare number is no text of a shift: it may be the stress before or the stress after" {
    run kind shift 7
    [ "$status" -eq 2 ]
    [ "$output" = "kind: which stress is '7'? kind shift -s 7 begins a shift, kind shift --after 7 ends one; nothing was recorded" ]
    [ ! -e "$log" ]
    kind shift -q -s 8 7
    [[ "$(last_row)" == *',shift,"7",,8,'* ]]
}
