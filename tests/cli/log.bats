load helper

@test "a time that ends a text is said, and how to move the record there" {
    run kind log helped a neighbour yesterday
    [ "$status" -eq 0 ]
    [ "${lines[-1]}" = "'yesterday' is in the text; if that is when it was:  kind edit -d yesterday" ]
    run kind mood 5 -d yesterday 18:30
    [ "${lines[-1]}" = "'18:30' is in the text; if that is when it was:  kind edit -d '2026-11-22 18:30'" ]
    kind edit -q -d '2026-11-22 18:30'
    run kind rest ill yesterday
    [[ "$output" == *"'yesterday' is in the text; if that is when it was:  kind edit -d yesterday"* ]]
    for words in "log -d yesterday met her yesterday" "mood 5 -d 18:00 bus of 18:30" "log read Psalm 23:99" "log met at 9" "log -q called yesterday"; do
        # shellcheck disable=SC2086
        run kind $words
        [[ "$output" != *"is in the text"* ]]
    done
}

@test "log takes words without quotes and says what it recorded" {
    run kind log helped stranger with bag --mood 7
    [ "$status" -eq 0 ]
    [[ "$output" =~ ^"Logged 19:24, kindness, mood 7: helped stranger with bag   [k"[0-9a-z]{4}"]"$ ]]
    [ "$(head -n 1 "$log")" = "$header" ]
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,kindness,"helped stranger with bag",7,,,,' ]
    [ "$(wc -l <"$log")" -eq 2 ]
}

@test "options stand before, between and after the words" {
    kind log -m 7 helped -s 3 stranger -M 2.5 with bag -q
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,kindness,"helped stranger with bag",7,3,,2.5,' ]
}

@test "a double dash ends the options" {
    kind log -q -- --mood is a word here
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,kindness,"'"'"'--mood is a word here",,,,,' ]
    run kind list
    [[ "$output" == *"  --mood is a word here  "* ]]
}

@test "a text that holds an option is refused with a hint" {
    for text in "helped --mood 7" "helped –mood 7" "helped —mood=7" "--mood 7"; do
        run kind log "$text"
        [ "$status" -eq 2 ]
        [[ "$output" == *"nothing was recorded"* || "$output" == *"did you mean '--mood'"* ]]
    done
    [ ! -e "$log" ]
    kind log -q "a --moody thing"
}

@test "an unknown option names the nearest one" {
    run kind log x --mod 7
    [ "$status" -eq 2 ]
    [[ "$output" == "kind: log has no option '--mod' (did you mean '--mood'?)"* ]]
    run kind log x --mood
    [ "$status" -eq 2 ]
    [ "$output" = "kind: log: '--mood' needs a value; nothing was recorded" ]
    run kind log x -Z
    [ "$status" -eq 2 ]
    [ ! -e "$log" ]
}

@test "ratings outside 0 to 10, or that are no numbers, record nothing" {
    for rating in 12 -1 7.25 abc "" 10.1 7, 1e1 0x5 " 7" 99999999999999999999; do
        run kind log x --mood="$rating"
        [ "$status" -eq 2 ]
        [[ "$output" == kind:*mood*"nothing was recorded" ]]
        [ "${#lines[@]}" -eq 1 ]
    done
    run kind log x --stress 11
    [ "$output" = "kind: stress must be 0 to 10, not '11'; nothing was recorded" ]
    [ ! -e "$log" ]
}

@test "care is a practice, and so says --practice" {
    kind log --care -q early to bed
    kind log -p care -q early to bed
    kind log -p kindness -q held the door
    [ "$(grep -c ',care,' "$log")" -eq 2 ]
    [ "$(grep -c ',kindness,' "$log")" -eq 1 ]
    run kind log -p mood x
    [ "$status" -eq 2 ]
}

@test "dry-run shows the record and writes nothing" {
    run kind log -n -m 7 held the door
    [ "$status" -eq 0 ]
    [ "$output" = "Would log 19:24, kindness, mood 7: held the door" ]
    [ ! -e "$log" ]
}

@test "quiet says nothing" {
    run kind log -q held the door
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    [ "$(wc -l <"$log")" -eq 2 ]
}

@test "a day in a row is said" {
    log_of '2026-11-21T10:00:00+01:00,kindness,"a",,,,,,' '2026-11-22T10:00:00+01:00,kindness,"b",,,,,,'
    run kind log c
    [ "${lines[1]}" = "Day 3 in a row.  Wrong? kind undo" ]
}

@test "lines from standard input become records under one lock" {
    printf 'one\n\ntwo, with "quotes"\r\nthree' | kind log - -m 6 -d yesterday >out
    [ "$(cat out)" = "Logged 3 kindnesses." ]
    [ "$(wc -l <"$log")" -eq 4 ]
    grep -q '^2026-11-22T12:00:00+01:00,kindness,"two, with ""quotes""",6,,,,,k' "$log"
}

@test "no lines on standard input is misuse" {
    run kind log - </dev/null
    [ "$status" -eq 2 ]
    [ ! -e "$log" ]
}

@test "a missing text off a terminal is misuse, and nothing is asked" {
    run kind log -m 7 </dev/null
    [ "$status" -eq 2 ]
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == "kind: log needs a text"* ]]
    run kind log "  "
    [ "$status" -eq 2 ]
}

@test "a date is understood as people say it" {
    while IFS='|' read -r when time; do
        kind log -q x -d "$when"
        [ "$(tail -n 1 "$log" | cut -d, -f1)" = "$time" ]
    done <<-'END'
		yesterday|2026-11-22T12:00:00+01:00
		yesterday 21:30|2026-11-22T21:30:00+01:00
		18:30|2026-11-23T18:30:00+01:00
		2026-11-20|2026-11-20T12:00:00+01:00
		2026-11-20 07:15|2026-11-20T07:15:00+01:00
		2h|2026-11-23T17:24:05+01:00
		45m|2026-11-23T18:39:05+01:00
		3d|2026-11-20T19:24:05+01:00
		sun|2026-11-22T12:00:00+01:00
		mon|2026-11-23T12:00:00+01:00
		2026-11-20T10:00:00-05:00|2026-11-20T10:00:00-05:00
	END
}

@test "the future and impossible dates are refused" {
    for when in 2026-11-24 23:00 2026-02-30 2026-13-01 25:00 tomorrow 3/4/25 ""; do
        run kind log x --date="$when"
        [ "$status" -eq 2 ]
        [ "${#lines[@]}" -eq 1 ]
    done
    [ ! -e "$log" ]
}

@test "a full disk or an unwritable place loses nothing and says so" {
    [ "$(id -u)" -eq 0 ] || { mkdir ro && chmod 500 ro && KIND_FILE=ro/x/log.csv run kind log x && [ "$status" -eq 3 ]; }
    mkdir dir && mkfifo fifo
    for file in dir fifo /dev/null; do
        KIND_FILE=$file run timeout 5 kind log x
        [ "$status" -eq 3 ]
        [[ "$output" == *"nothing was recorded" ]]
        KIND_FILE=$file run timeout 5 kind list
        [ "$status" -eq 3 ]
    done
}

@test "a file that is no log is never written" {
    printf 'date,amount\n2026-01-01,5\n' >bank.csv
    cp bank.csv before
    KIND_FILE=bank.csv run kind log x
    [ "$status" -eq 3 ]
    [[ "$output" == "kind: bank.csv:1: no column 'time'"*"nothing was recorded" ]]
    cmp bank.csv before
}

@test "a full standard output does not undo a record, and is said" {
    kind log x >/dev/full 2>err
    grep -q "done, but that could not be said" err
    [ "$(wc -l <"$log")" -eq 2 ]
}

@test "closed descriptors never lead a message into the log" {
    kind log x >&- 2>&- <&-
    [ "$(wc -l <"$log")" -eq 2 ]
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,kindness,"x",,,,,' ]
}

@test "an unset HOME is one clear line" {
    unset HOME
    run kind log x
    [ "$status" -eq 3 ]
    [ "$output" = "kind: no place for the log: set HOME, or KIND_FILE to a file" ]
}

@test "a relative XDG_DATA_HOME or HOME is not followed" {
    XDG_DATA_HOME=data kind log -q x
    [ -e "$log" ]
    [ ! -e data ]
    HOME=. run kind log x
    [ "$status" -eq 3 ]
}

@test "files are for the owner alone, whatever the umask" {
    umask 0
    kind log -q x
    [ "$(stat -c %a "$log")" = 600 ]
    [ "$(stat -c %a "${log%/*}")" = 700 ]
}

@test "a formula is guarded in the file and plain in the list" {
    for text in '=1+1' '+1' '-1' '@me' "'quoted"; do
        kind log -q -- "$text"
        [ "$(last_row)" = "2026-11-23T19:24:05+01:00,kindness,\"'$text\",,,,," ]
        run kind list
        [[ "$output" == *"  $text  "* ]]
    done
}

@test "columns in another order are honoured, and unknown ones are kept empty" {
    mkdir -p "${log%/*}"
    printf 'id,mood,where,note,time,practice\n' >"$log"
    kind log -q -m 7 'held, a "door"'
    [[ "$(tail -n 1 "$log")" =~ ^k[0-9a-z]{11},7,,\"held,\ a\ \"\"door\"\"\",2026-11-23T19:24:05\+01:00,kindness$ ]]
    cp "$log" before
    run kind log -s 3 x
    [ "$status" -eq 3 ]
    [[ "$output" == *"no column 'stress' to put it in; nothing was recorded" ]]
    cmp "$log" before
}

@test "a torn header is finished and a missing end of line is added" {
    mkdir -p "${log%/*}"
    printf 'time,prac' >"$log"
    kind log -q x
    [ "$(head -n 1 "$log")" = "$header" ]
    [ "$(wc -l <"$log")" -eq 2 ]
    printf '2026-11-23T10:00:00+01:00,mood,"",5,,,,,k00000000000' >>"$log"
    kind log -q y
    [ "$(wc -l <"$log")" -eq 4 ]
    run kind list
    [ "${#lines[@]}" -eq 3 ]
}

@test "a symbolic link is followed and stays one" {
    mkdir -p "${log%/*}" elsewhere
    ln -s "$PWD/elsewhere/log.csv" "$log"
    kind log -q x
    [ -L "$log" ]
    [ "$(wc -l <elsewhere/log.csv)" -eq 2 ]
}

@test "a word that begins with a dash is named, wherever it stands" {
    run kind log gave -10 euro
    [ "$status" -eq 2 ]
    [ "$output" = "kind: log: '-10' begins with a dash; put -- before the text; nothing was recorded" ]
    run kind log gave 5 -10
    [[ "$output" == "kind: log: '-10' begins with a dash;"* ]]
    run kind log gave -5 -10
    [[ "$output" == "kind: log: '-5' begins with a dash;"* ]]
    run kind log -m5 -52
    [[ "$output" == "kind: log: '-52' begins with a dash;"* ]]
    run kind log a b c d -5x
    [[ "$output" == "kind: log: '-5x' begins with a dash;"* ]]
    run kind log a b -qZ
    [[ "$output" == "kind: log has no option '-Z';"*"put -- before a text that holds it; nothing was recorded" ]]
    run kind mood -3
    [[ "$output" == *"a rating is 0 to 10, and a text that begins so goes behind it: kind mood N -- TEXT; nothing was recorded" ]]
    run kind goal care -3/week
    [ "$output" = "kind: goal: '-3/week' looks like a negative number; nothing was recorded" ]
    run kind list -3
    [ "$output" = "kind: list has no option '-3'; 'kind list | tail -n 3' shows the last ones" ]
    [ ! -e "$log" ]
}

@test "an option of the program is not taken for one of the command" {
    run kind log --file x y
    [ "$status" -eq 2 ]
    [ "$output" = "kind: --file stands before the command: kind --file FILE log ...; nothing was recorded" ]
    [ ! -e "$log" ]
}

@test "a clock of last night that would be tonight's is told how to be said" {
    export KIND_NOW=2026-11-23T10:00:00+01:00
    run kind log -d 02:30 x
    [ "$status" -eq 2 ]
    [ "$output" = "kind: --date '02:30' is in the future; last night is 'yesterday 02:30'; nothing was recorded" ]
    kind log -q -d "yesterday 02:30" x
    [[ "$(last_row)" == 2026-11-23T02:30:00* ]]
    run kind log -d 18:30 x
    [ "$output" = "kind: --date '18:30' is in the future; nothing was recorded" ]
}

@test "a byte order mark and blanks around a line are no part of its text" {
    printf '\xef\xbb\xbffirst\n  second \t\n\t\n' | kind log -q -
    [ "$(wc -l <"$log")" -eq 3 ]
    [[ "$(sed -n 2p "$log")" == *',"first",'* ]]
    [[ "$(sed -n 3p "$log")" == *',"second",'* ]]
}

@test "less than a minute is said in seconds" {
    run kind log x -M 8s
    [[ "$output" == "Logged 19:24, kindness, 8 s: x "* ]]
}

@test "a time in words or digits that are none here is answered with the one to write" {
    while IFS='|' read -r when meant; do
        run kind log tea -d "$when"
        [ "$status" -eq 2 ]
        [ "$output" = "kind: --date '$when' is no time here; say '$meant'; nothing was recorded" ]
    done <<'END'
8pm|20:00
8:30 PM|20:30
12am|00:00
12.15pm|12:15
20.30|20:30
yesterday 8 pm|yesterday 20:00
2026-11-20 8am|2026-11-20 08:00
today 9|today 09:00
yesterday at 9|yesterday 09:00
Monday at 8 PM|monday 20:00
on monday|monday
at 9:00|9:00
last monday|2026-11-16
Last Fri|2026-11-20
2026-11-3|2026-11-03
2027-1-3|2027-01-03
2026/11/03 9:05|2026-11-03 09:05
END
    for when in pm 13pm 0am 8 25.00 'x 8pm' 8.5.5pm 'last night' 'last last mon' 3.11.2026 'nov 3' at 2026-2-30; do
        run kind log tea -d "$when"
        [ "$status" -eq 2 ]
        [ "$output" = "kind: --date '$when' is no time; say 18:30, yesterday, mon, 3d or 2026-11-22; nothing was recorded" ]
    done
    run kind list --since 8pm
    [ "$output" = "kind: --since '8pm' is no time here; say '20:00'" ]
    [ ! -e "$log" ]
}

@test "a rating or a pause in place of a text is answered with the command for it" {
    while IFS='|' read -r words named type; do
        run kind log "$words"
        [ "$status" -eq 2 ]
        [ "$output" = "kind: '$named' is no act; say 'kind $type', or put -- before a text that begins so; nothing was recorded" ]
    done <<'END'
mood 7|mood 7|mood 7
mood  7|mood  7|mood 7
Mood 7.5 after lunch|Mood 7.5|mood 7.5 after lunch
mood 7, tired|mood 7,|mood 7 tired
mood 7/10 müde|mood 7/10|mood 7 müde
mood 4 it's late|mood 4|mood 4 TEXT
mood 4 #alone|mood 4|mood 4 TEXT
stress 5|stress 5|mood N --stress 5
pause 90s|pause 90s|pause --log 90s
pause 10|pause 10|pause --log 10
pause 10 minutes|pause 10 minutes|pause --log 10m
pause 1 hour|pause 1 hour|pause --log 1h
pause 10min after lunch|pause 10min|pause --log 10m after lunch
pause 3 in the sun|pause 3|pause --log 3 in the sun
END
    for words in " mood 7" $'mood\t7' "mood 7 "; do
        run kind log "$words"
        [ "$status" -eq 2 ]
        [[ "$output" == *"say 'kind mood 7', or put"* ]]
    done
    run kind log mood 7 after lunch
    [ "$status" -eq 2 ]
    [ ! -e "$log" ]
    kind log -q -- mood 7
    [ "$(grep -c kindness "$log")" -eq 1 ]
}

@test "an act may begin as another command does, where no number of that follows or an option says what it is" {
    while read -r words; do
        rm -f "$log"
        # shellcheck disable=SC2086
        kind log -q $words
        [ "$(grep -c ',kindness,\|,care,' "$log")" -eq 1 ]
    done <<'END'
mood music for all
mood
pause
mood 5 minute walk
mood 80s playlist for mum
mood 7th heaven
mood 1st aid box for a friend
mood 11 candles for her
stress 10k run with friend
stress 2 day course taught
pause 1 hour at grandma's bedside
pause 10 minutes in the sun with a neighbour
pause 1-on-1 with a colleague
pause 3x with the neighbour's kid
pause 2nd time for homeless man
pause 2 days
pause 0
--care pause 10 minutes in the sun
-p care mood 7
-p kindness mood 7
END
}

@test "care as the first word is recorded as it stands, and how to record care is said" {
    run kind log care walked in the park
    [ "$status" -eq 0 ]
    [ "${lines[1]}" = "'care' is in the text. For care of yourself: kind undo, and kind log --care TEXT" ]
    [[ "$(last_row)" == *',kindness,"care walked in the park",'* ]]
    for words in "--care care x" "-- care x" "-q care x" "-n care x" "care" "careful words"; do
        # shellcheck disable=SC2086
        run kind log $words
        [ "$status" -eq 0 ]
        [[ "$output" != *"is in the text"* ]]
    done
}

@test "a text too long for a record is refused by every command that records" {
    local long
    long=$(printf '%65537s' '' | tr ' ' a)
    for words in "log" "log --" "mood 7" "rest" "rest mon..tue"; do
        # shellcheck disable=SC2086
        run kind $words "$long"
        [ "$status" -eq 2 ]
        [ "$output" = "kind: a text of 65537 bytes is too long; at most 65536 fit in a record; nothing was recorded" ]
    done
    run kind log - <<<"$long"
    [ "$status" -eq 2 ]
    run kind goal "#$long" 3/week
    [ "$status" -eq 2 ]
    [ ! -e "$log" ]
    kind log -q "${long:1}"
}
