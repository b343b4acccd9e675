bats_require_minimum_version 1.5.0
load helper

fixtures="$BATS_TEST_DIRNAME/../import"

# records: what the log holds, a line each: time,practice,note,mood,minutes.
records() {
    kind list -f tsv 2>/dev/null | sed 1d | awk -F '\t' '{ print $1 "," $2 "," $3 "," $4 "," $7 }'
}

# The file of a fixture that is neither its mapping nor what is expected.
source_of() {
    find "${1%.want}".* "${1%.want}" -maxdepth 0 ! -name '*.want' ! -name '*.map' ! -name '*.said' 2>/dev/null
}

# import_of WANT [OPTION...]: imports a fixture, from a folder of its own, with its mapping if it has one.
import_of() {
    local from map=()
    from=$(source_of "$1")
    cp -r "$from" .
    if [ -e "${1%.want}.map" ]; then
        map=(--map "${1%.want}.map")
    fi
    kind import "${@:2}" "${map[@]}" "${from##*/}"
}

@test "every record of every fixture is as it should be, once, on every device" {
    export TZ=Europe/Berlin
    for want in "$fixtures"/*.want; do
        echo "${want##*/}"
        rm -f "$log"
        KIND_SEED=1 import_of "$want" >out 2>said || [ $? -eq 3 ]
        records >got
        diff "$want" got
        if [ -e "${want%.want}.said" ]; then
            diff "${want%.want}.said" said
        fi
        cp "$log" first
        KIND_SEED=2 import_of "$want" -q >again 2>/dev/null || [ $? -eq 3 ]
        cmp first "$log"
        [ ! -s again ]
        rm "$log"
        KIND_SEED=3 LC_ALL=C import_of "$want" -q 2>/dev/null || [ $? -eq 3 ]
        cmp first "$log"
        kind check
    done
}

harsh_log() {
    printf '%s\n' '2025-01-15 : Gym : y : leg day : 1.5' '2025-01-16 : Called Mom : y :  : 0' >log.txt
}

@test "the records go in where their time is, and every old byte stays" {
    mkdir -p "${log%/*}"
    printf 'time,practice,colour,note,mood,id\r\n2025-01-14T10:00:00+01:00,kindness,"re""d","a, b",7,kaaaaaaaaaa1\r\n\ngarbage\n2025-01-15T20:00:00+01:00,care,,"c",,kaaaaaaaaaa2' >"$log"
    cp "$log" before
    harsh_log
    TZ=UTC run --separate-stderr kind import log.txt
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "Imported 2 records of 2 rows, 15 Jan 2025 to 16 Jan 2025 (2 care).  Wrong? kind undo" ]
    sed -n 5p "$log" | grep -qx '2025-01-15T12:00:00+01:00,care,,"#Gym 1.5: leg day",,k[0-9a-z]\{11\}' || sed -n 3p "$log" | grep -q Gym
    grep -v 'Gym\|Mom' "$log" | head -c -1 | cmp - before
    [ "$(tail -n 1 "$log" | cut -d, -f1-5)" = '2025-01-16T12:00:00+01:00,care,,"#Called-Mom",' ]
    run kind undo -y
    [[ "$output" == *"Took back the import of log.txt, 2 records" ]]
    cmp before "$log"
}

@test "undo takes the newest: a later record first, then the import" {
    kind log -q before -d 2025-01-01
    cp "$log" was
    harsh_log
    kind import -q log.txt
    cp "$log" imported
    kind log -q after
    run kind undo -y
    [[ "$output" == *after* ]]
    cmp imported "$log"
    kind undo -yq
    cmp was "$log"
    kind import -q log.txt
    cmp imported "$log"
}

@test "-n shows what would go in, and changes nothing" {
    harsh_log
    run --separate-stderr kind import -n log.txt
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "2025-01-15 12:00, care: #Gym 1.5: leg day" ]
    [ "${lines[1]}" = "2025-01-16 12:00, care: #Called-Mom" ]
    [ "${lines[2]}" = "Would import 2 records of 2 rows, 15 Jan 2025 to 16 Jan 2025 (2 care)." ]
    [ ! -e "$log" ]
    kind log -q something
    cp "$log" before
    kind import -nq log.txt
    cmp before "$log"
    kind import -q log.txt
    run --separate-stderr kind import -n log.txt
    [ "$output" = "Would import nothing; 2 were there already." ]
}

@test "-q says nothing but what is wrong" {
    harsh_log
    run kind import -q log.txt
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    echo '2025-01-17 : Gym : perhaps : :' >>log.txt
    run kind import -q log.txt
    [ "$status" -eq 3 ]
    [ "$output" = "kind: log.txt:3: the result must be y, n or s, not 'perhaps'; skipped" ]
}

@test "what undo prints goes back by import, byte for byte" {
    kind log -q 'one, "quoted"' -m 7.5 -M 3
    kind rest -q yesterday ill
    kind goal -q kindness 1/day
    kind mood -q 6 -s 4 fine
    kind trial start -q --days 12 2>/dev/null
    cp "$log" all
    sed '1d; s/.*,//' all >ids
    while read -r id; do
        kind undo "$id" -y >row 2>/dev/null
        ! grep -q "$id" "$log"
        grep -q "$id" row
        kind import -q - <row
        sort all >a
        sort "$log" | cmp a -
    done <ids
}

@test "the rows of another device's log go in, arms and all, and those that are there do not" {
    log_of '2026-11-20T10:00:00+01:00,kindness,"a",,,,,,kaaaaaaaaaa1' '2026-11-21T10:00:00+01:00,shift,"b",,8,4,3,others,kaaaaaaaaaa2' \
        '2026-11-21T10:00:00+01:00,trial,"28",,,,,kkuukukkukuukukkuukkuukkuuku,kaaaaaaaaaa3' '2026-11-22T10:00:00+01:00,goal,"kindness 1/day",,,,,,kaaaaaaaaaa4'
    cp "$log" all
    head -n 2 all >"$log"
    run kind import all
    [ "$output" = "Imported 3 records of 3 rows, 21 Nov 2026 to 22 Nov 2026 (1 shift, 1 goal, 1 trial); 1 was there already.  Wrong? kind undo" ]
    cmp all "$log"
    run kind import all
    [ "$output" = "Imported nothing; 4 were there already." ]
}

@test "a row goes back under a header of another order, with a column of its own" {
    mkdir -p "${log%/*}"
    printf 'id,note,colour,practice,time,mood\nkaaaaaaaaaa1,"a",red,care,2025-01-14T10:00:00+01:00,7\nkaaaaaaaaaa2,"b","blue, dark",care,2025-01-15T10:00:00+01:00,\n' >"$log"
    cp "$log" before
    kind undo -y >row 2>/dev/null
    [ "$(wc -l <row)" -eq 2 ]
    kind import -q row
    cmp before "$log"
    rm "$log"
    run --separate-stderr kind import before
    [ "$status" -eq 0 ]
    # shellcheck disable=SC2154
    [ "$stderr" = "kind: before: left out, because the log has no such columns: 'colour'" ]
    [ "$(sed -n 2p "$log")" = '2025-01-14T10:00:00+01:00,care,"a",7,,,,,kaaaaaaaaaa1' ]
}

@test "a row of kind's own that is there and says something else is named and left out" {
    log_of '2025-01-14T10:00:00+01:00,care,"a",,,,,,kaaaaaaaaaa1'
    cp "$log" before
    echo '2025-01-14T10:00:00+01:00,care,"b",,,,,,kaaaaaaaaaa1' >row
    run kind import row
    [ "$status" -eq 3 ]
    [ "${lines[0]}" = "kind: row:1: the log has kaaaaaaaaaa1 already, and it says something else; skipped" ]
    cmp before "$log"
}

@test "a row typed by hand, without an id, is there already if it stands there so" {
    log_of '2025-01-14T10:00:00+01:00,care,"a",,,,,,' '2025-01-14T10:00:00+01:00,care,"a",,,,,,'
    cp "$log" before
    run kind import before
    [ "$output" = "Imported nothing; 2 were there already." ]
    echo '2025-01-14T10:00:00+01:00,care,"a",,,,,,' >>before
    kind import -q before
    [ "$(wc -l <"$log")" -eq 4 ]
    run kind import before
    [ "$output" = "Imported nothing; 3 were there already." ]
}

@test "a record that was changed by edit is there already, and so is one imported by another mapping" {
    harsh_log
    kind import -q log.txt
    kind edit -q --text 'Gym, and more' "$(sed -n 2p "$log" | tail -c 13)"
    printf '[activities]\ncalled mom = kindness\n' >map
    run --separate-stderr kind import --map map log.txt
    [ "$output" = "Imported nothing; 2 were there already." ]
    run grep -c 'Gym, and more' "$log"
    [ "$output" = 1 ]
}

@test "a mood no word explains stops the import, and says what to write" {
    printf 'When,How\n2025-01-01,good\n2025-01-02,meh\n2025-01-03,MEH\n' >moods.csv
    printf '[columns]\ntime = When\nmood = How\n[moods]\ngood = 8\n' >map
    run kind import --map map moods.csv
    [ "$status" -eq 2 ]
    [ "${lines[0]}" = "kind: moods.csv: no mood is known for 'meh'; nothing was imported.  Say what each is from 0 to 10, and import with these lines as --map FILE:" ]
    [ "${lines[1]}" = "[moods]" ]
    [ "${lines[2]}" = "meh = 5" ]
    [ ! -e "$log" ]
    echo "${lines[2]}" >>map
    run kind import --map map moods.csv
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "kind: moods: good 8, meh 5" ]
}

@test "a scale of numbers is spread over 0 to 10, and that is said" {
    printf 'When,How\n2025-01-01,1\n2025-01-02,2\n2025-01-03,3\n2025-01-04,4\n2025-01-05,5\n' >moods.csv
    printf '[columns]\ntime = When\nmood = How\n[scale]\nmood = 1..5\n' >map
    run kind import --map map moods.csv
    [ "${lines[0]}" = "kind: moods: 1..5 become 0..10" ]
    [ "$(records | cut -d, -f4 | tr '\n' ' ')" = "0 2.5 5 7.5 10 " ]
    kind undo -yq
    sed -i 's/1\.\.5/5..1/' map
    kind import -q --map map moods.csv
    [ "$(records | cut -d, -f4 | tr '\n' ' ')" = "10 7.5 5 2.5 0 " ]
}

@test "every line of a mapping that can't be used is named, and nothing goes in" {
    harsh_log
    printf 'x = care\n[activities]\nGym = sport\nMom = kindness care\ngym = care\nwork =\nnothing here\nrun = #\nx = ignore #y\nz = minutes\n[moods]\nbad = 11\ngood = 7.25\n[colums]\ntime = When\n[columns]\nwhen = Date\nmood = a\nmood = b\n[scale]\nmood = 1-5\nenergy = 1..5\nstress = 3..3\n' >map
    run kind import --map map log.txt
    [ "$status" -eq 2 ]
    [ ! -e "$log" ]
    for line in 1 3 4 5 6 7 8 9 10 12 13 14 15 17 19 21 22 23; do
        [[ "$output" == *"kind: map:$line: "* ]] || { echo "$line is missing"; false; }
    done
    [ "${#lines[@]}" -eq 19 ]
    [ "${lines[18]}" = "kind: the mapping map can't be used; nothing was imported" ]
    run kind import --map none log.txt
    [ "$status" -eq 3 ]
    [ "$output" = "kind: none: No such file or directory; nothing was imported" ]
}

@test "a csv says which columns it has, and which of the mapping's it lacks" {
    printf 'Date,Mood,Weather\n2025-01-01,7,rain\n' >any.csv
    run kind import -f csv any.csv
    [ "$status" -eq 2 ]
    [ "$output" = "kind: any.csv: a csv needs a mapping that says what its columns are: --map FILE with [columns] and 'time = ...' in it; its header has 'Date', 'Mood', 'Weather'; nothing was imported" ]
    printf '[columns]\ntime = Date\nnote = Comment\nstress = Stress\n' >map
    run kind import --map map any.csv
    [ "$status" -eq 2 ]
    [[ "$output" == *"the header has no 'Comment', 'Stress'; it has 'Date', 'Mood', 'Weather'; nothing was imported" ]]
    printf '[columns]\nmood = Mood\n' >map
    run kind import --map map any.csv
    [ "$status" -eq 2 ]
    [[ "$output" == *"does not say which column is the time"* ]]
    printf '[columns]\ntime = date\nmood = MOOD\n' >map
    run kind import --map map any.csv
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "kind: any.csv:1: left out, because the mapping does not name these columns: 'Weather'" ]
    [ "$(records)" = "2025-01-01T12:00:00+01:00,mood,,7," ]
}

@test "files that can't be imported are told apart, and say what to do" {
    is() {
        run kind import file
        echo "$output"
        [ "$status" -eq "$1" ]
        [ "${#lines[@]}" -eq 1 ]
        [[ "$output" == "kind: file"*"$2"* ]]
        [ ! -e "$log" ]
    }
    printf '\377\376a\0b\0' >file
    is 2 'it is UTF-16; make it UTF-8 first: iconv -f UTF-16 -t UTF-8; nothing was imported'
    printf 'PK\003\004\0\0' >file
    is 2 'it is a zip archive; unpack it first'
    printf '\037\213\010\0' >file
    is 2 'it is compressed'
    printf '2025-01-15 : Gym : y\0\n' >file
    is 2 'NUL bytes'
    : >file
    is 1 'is empty'
    printf '\357\273\277 \n\n' >file
    is 1 'is empty'
    printf '2025-01-15 : Gym : y : caf\351 :\n' >file
    is 2 '1: it is not UTF-8; make it so first: iconv'
    printf 'hello\n' >file
    is 2 "what wrote it can't be told; say it with -f: "
    printf '# goals\n! Morning\nGym: 3/7\nCalled Mom: 1w\n' >file
    is 2 "this is harsh's list of habits"
    printf '# goals\n1 Meditated\n7 Cleaned the apartment\n' >file
    is 2 "this is habitctl's list of habits"
    printf '2025-01-15 : Gym : perhaps\n' >file
    run kind import file
    [ "$status" -eq 1 ]
    [ "${lines[1]}" = "kind: file: there is nothing in it to import" ]
    truncate -s 100M file
    is 2 'is larger than 64 MiB; import it in parts'
    rm file
    is 3 'No such file or directory'
    mkdir file
    is 2 'is a folder with no file in it that import knows'
}

@test "what is missing or too much on the command line is said" {
    run kind import
    [ "$status" -eq 2 ]
    [ "$output" = "kind: import needs a FILE, or - for standard input; nothing was imported" ]
    run kind import a b
    [ "$status" -eq 2 ]
    [[ "$output" == *"'b' is one more; nothing was imported" ]]
    run kind import -f dailyo a
    [ "$status" -eq 2 ]
    [[ "$output" == "kind: no format 'dailyo' to import; there are: daylio loop harsh habitctl "* ]]
    run kind import --mop x a
    [ "$status" -eq 2 ]
    [[ "$output" == *"did you mean '--map'?); nothing was imported" ]]
}

@test "what was done today is no future in the morning, and stays the same record in the evening" {
    echo '2026-11-23 : Gym : y : :' >log.txt
    KIND_NOW=2026-11-23T09:00:00+01:00 kind import -q log.txt
    [ "$(records)" = "2026-11-23T09:00:00+01:00,care,#Gym,," ]
    run --separate-stderr kind import log.txt
    [ "$output" = "Imported nothing; 1 was there already." ]
}

@test "standard input, a pipe and a folder are read as a file is" {
    harsh_log
    kind import -q - <log.txt
    run --separate-stderr kind import <(cat log.txt)
    [ "$output" = "Imported nothing; 2 were there already." ]
    run --separate-stderr kind import -f harsh .
    [ "$status" -eq 2 ]
    mv log.txt log
    run --separate-stderr kind import -f harsh .
    [ "$output" = "Imported nothing; 2 were there already." ]
}

@test "all or nothing: a full disk and a place that can't be written leave the log as it was" {
    harsh_log
    for i in $(seq 400); do echo "2024-01-15 : Habit $i : y : some words to make it long : 0"; done >>log.txt
    kind log -q before
    cp "$log" before
    run bash -c "ulimit -f 8; trap '' XFSZ; exec kind import -q log.txt"
    [ "$status" -eq 3 ]
    [[ "$output" == *"nothing was imported" ]]
    cmp before "$log"
    rm "$log"
    run bash -c "ulimit -f 8; trap '' XFSZ; exec kind import -q log.txt"
    [ "$status" -eq 3 ]
    [ ! -e "$log" ]
    run kind --file /proc/kind.csv import -q log.txt
    [ "$status" -eq 3 ]
    [[ "$output" == *"nothing was imported" ]]
    if [ "$(id -u)" -ne 0 ]; then
        cp before "$log"
        chmod a-w "${log%/*}"
        run kind import -q log.txt
        chmod u+w "${log%/*}"
        [ "$status" -eq 3 ]
        cmp before "$log"
    fi
}

@test "of two imports at once one adds, and the other finds all there" {
    for i in $(seq 300); do echo "2024-01-15 : Habit $i : y : words : 0"; done >log.txt
    for i in 1 2 3 4; do
        kind import log.txt >"out$i" 2>/dev/null &
    done
    wait
    [ "$(grep -l '^Imported 300 records' out? | wc -l)" -eq 1 ]
    [ "$(grep -l '^Imported nothing; 300 were there already' out? | wc -l)" -eq 3 ]
    [ "$(wc -l <"$log")" -eq 301 ]
    kind check
}

@test "a log that lacks a column refuses, and so does one that is none" {
    mkdir -p "${log%/*}"
    printf 'time,practice,id\n2025-01-14T10:00:00+01:00,care,kaaaaaaaaaa1\n' >"$log"
    cp "$log" before
    harsh_log
    run kind import -q log.txt
    [ "$status" -eq 3 ]
    [ "$output" = "kind: $log: the header has no column 'note' to put it in; nothing was imported" ]
    cmp before "$log"
    printf 'time,practice,note\n' >"$log"
    run kind import -q log.txt
    [ "$status" -eq 3 ]
    [[ "$output" == *"no column 'id'"* ]]
    printf 'garbage,of,all\n' >"$log"
    run kind import -q log.txt
    [ "$status" -eq 3 ]
    [[ "$output" == *"this is not a log of kind; nothing was imported" ]]
}

@test "no locale, zone or hour of the clocks changes what goes in" {
    printf 'When,How\n2025-01-01T08:00:00+05:30,"7,5"\n2025-01-02 09:00,3\n' >moods.csv
    printf '[columns]\ntime = When\nmood = How\n' >map
    LC_ALL=de_DE.UTF-8 kind import -q --map map moods.csv
    [ "$(records | tr '\n' ' ')" = "2025-01-01T08:00:00+05:30,mood,,7.5, 2025-01-02T09:00:00+01:00,mood,,3, " ]
    for locale in C tr_TR.UTF-8; do
        LC_ALL=$locale run --separate-stderr kind import --map map moods.csv
        [ "$output" = "Imported nothing; 2 were there already." ]
    done
    rm "$log"
    TZ=Pacific/Apia KIND_NOW=2026-11-23T19:24:05+13:00 kind import -q --map map moods.csv
    [ "$(records | tail -n 1)" = "2025-01-02T09:00:00+13:00,mood,,3," ]
}

@test "escapes of a source never reach the terminal" {
    printf '2025-01-15 : Gy\033[31mm : y : a\033]0;b\007 :\n2025-01-16 : \033[31m : \033[31mx : :\n' >log.txt
    run kind import log.txt
    [ "$status" -eq 3 ]
    [[ "$output" != *$'\033'* ]]
    run kind import -n log.txt
    [[ "$output" != *$'\033'* ]]
}

@test "a header of Loop with three hundred thousand habits ends no import by a crash" {
    mkdir deep
    awk 'BEGIN { print "Position,Name"; for (i = 0; i < 300000; i++) print i ",n" i }' >deep/Habits.csv
    awk 'BEGIN { printf "Date,"; for (i = 0; i < 300000; i++) printf "n%d,", i
        printf "\n2025-01-01,"; for (i = 0; i < 300000; i++) printf "0,"; print "" }' >deep/Checkmarks.csv
    run timeout 60 "$KIND_UNDER_TEST" import -n deep/Checkmarks.csv
    [ "$status" -ne 139 ]
}

@test "a row of a csv with too few fields is named and left, and comes in when it is whole" {
    printf '[columns]\ntime = When\nnote = Note\nmood = Mood\n' >map
    printf 'When,Note,Mood\n2025-01-01,one,7\n2025-01-02,wor' >cut.csv
    run -3 --separate-stderr kind import --map map cut.csv
    [ "${stderr_lines[0]}" = "kind: cut.csv:3: it is cut off: 2 fields where the header has 3, and no end of line; skipped" ]
    printf 'When,Note,Mood\n2025-01-01,one,7\n2025-01-02,word,5\n2025-01-03,four\n2025-01-04,five,\n' >whole.csv
    run -3 --separate-stderr kind import --map map whole.csv
    [ "${stderr_lines[0]}" = "kind: whole.csv:4: 2 fields where the header has 3; skipped" ]
    records >got
    diff got - <<'END'
2025-01-01T12:00:00+01:00,mood,one,7,
2025-01-02T12:00:00+01:00,mood,word,5,
2025-01-04T12:00:00+01:00,care,five,,
END
}

@test "a file of a habit takes no more memory than it has bytes, and one that is too large is named" {
    mkdir -p 'all/001 Read'
    printf 'Position,Name\n001,Read\n' >all/Habits.csv
    printf 'Date,Read,\n2025-01-01,YES_MANUAL,\n' >all/Checkmarks.csv
    printf 'Date,Value,Notes\n2025-01-01,YES_MANUAL,a note\n' >'all/001 Read/Checkmarks.csv'
    # A sanitised build reserves more than any limit.
    if ! grep -qa __asan_init "$KIND_UNDER_TEST"; then
        (ulimit -v 131072 && kind import -n all) | grep -q 'a note'
    fi
    truncate -s 65M 'all/001 Read/Checkmarks.csv'
    run -3 --separate-stderr kind import all
    [ "${stderr_lines[0]}" = "kind: all/Checkmarks.csv: 001 Read/Checkmarks.csv is larger than 64 MiB; skipped" ]
    grep -q '"#Read"' "$log"
}

# dated ORDER DATE...: the days that a csv with these dates has in the log, under a mapping with that order.
dated() {
    printf '[columns]\ntime = When\nnote = Note\ndates = %s\n' "$1" >map
    { echo 'When;Note' && printf '%s;x\n' "${@:2}"; } >dates.csv
    rm -f "$log"
    kind import -q --map map dates.csv 2>said || [ $? -eq 3 ]
    [ ! -e "$log" ] || sed 1d "$log" | cut -d, -f1 | tr '\n' ' '
}

@test "the mapping says which of a date's numbers is the day, the month and the year" {
    [ "$(dated dmy 15.01.2025 1/2/2025 03-02-2025 '4.02.2025 14:30' 2025-02-05)" = "2025-01-15T12:00:00+01:00 2025-02-01T12:00:00+01:00 2025-02-03T12:00:00+01:00 2025-02-04T14:30:00+01:00 2025-02-05T12:00:00+01:00 " ]
    [ ! -s said ]
    [ "$(dated MDY 01/15/2025 2.1.2025 '02-03-2025 07:05')" = "2025-01-15T12:00:00+01:00 2025-02-01T12:00:00+01:00 2025-02-03T07:05:00+01:00 " ]
    [ "$(dated ymd 2025.01.15 2025/02/01 2025-02-03)" = "2025-01-15T12:00:00+01:00 2025-02-01T12:00:00+01:00 2025-02-03T12:00:00+01:00 " ]
    [ ! -s said ]
}

@test "a date that its order does not explain is named, and none of two digits for a year is guessed" {
    [ "$(dated dmy 01/15/2025 15.01.25 29.02.2025 15.01/2025 15.01.20255 1.1.2025)" = "2025-01-01T12:00:00+01:00 " ]
    diff said - <<'END'
kind: dates.csv:2: the date '01/15/2025' is none by the mapping's 'dates = dmy'; skipped
kind: dates.csv:3: the date '15.01.25' is ambiguous; it must be like 2025-01-15; skipped
kind: dates.csv:4: the date '29.02.2025' is none by the mapping's 'dates = dmy'; skipped
kind: dates.csv:5: '15.01/2025' is no time; it must be like 2025-01-15; skipped
kind: dates.csv:6: '15.01.20255' is no time; it must be like 2025-01-15; skipped
END
    [ -z "$(dated ymd 15.01.2025)" ]
    [ "$(cat said)" = "kind: dates.csv:2: the date '15.01.2025' is none by the mapping's 'dates = ymd'; skipped
kind: dates.csv: there is nothing in it to import" ]
    sed -i /dates/d map
    run -1 --separate-stderr kind import --map map dates.csv
    [ "${stderr_lines[0]}" = "kind: dates.csv:2: the date '15.01.2025' is ambiguous; 'dates = dmy' or 'dates = mdy' below [columns] in the mapping says which it is; skipped" ]
    run -2 kind import --map <(printf '[columns]\ntime = When\ndates = dym\n') dates.csv
    [[ "$output" == *":3: dates are dmy, mdy or ymd, not 'dym'"* ]]
}

@test "of many names that no mapping has, the first few are said in a line, and all are lines to paste" {
    for name in {1..40}; do
        echo "2025-01-15 : habit $name : y :  : 0"
    done >many.log
    run --separate-stderr kind import -f harsh many.log
    [ "${stderr_lines[0]}" = "kind: no mapping names these, so each is care with a #tag: habit 1 (1), habit 10 (1), habit 11 (1), habit 12 (1), habit 13 (1) and 35 more" ]
    [ "${#stderr_lines[1]}" -le 80 ]
    [ "$(grep -c '^habit [0-9]* = care #habit-[0-9]*$' <<<"$stderr")" -eq 40 ]
}

@test "days that become days of rest, because something was skipped, are counted" {
    for n in {10..31}; do printf '2025-01-%s : Gym : s :  : \n2025-01-%s : Run : s :  : \n2025-01-%s : Swim : y :  : \n' "$n" "$n" "$n"; done >log.txt
    TZ=UTC run --separate-stderr kind import -f harsh log.txt
    [ "$status" -eq 0 ]
    # shellcheck disable=SC2154
    [ "${stderr_lines[0]}" = "kind: 22 days on which something was skipped become days of rest, for every habit" ]
    [ "$(kind list practice:rest | wc -l)" -eq 22 ]
    # Once they are, nothing becomes of them; and what a mapping calls rest was not skipped.
    TZ=UTC run --separate-stderr kind import -f harsh log.txt
    [[ "$stderr" != *"become days of rest"* ]]
    printf '%s\n' '[activities]' 'Ill = rest' >map
    echo '2025-02-01 : Ill : y :  : ' >ill.txt
    TZ=UTC run --separate-stderr kind import -f harsh --map map ill.txt
    [ -z "$stderr" ]
}
