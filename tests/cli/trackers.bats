bats_require_minimum_version 1.5.0
load helper

fixtures="$BATS_TEST_DIRNAME/../import"

# brought FILE [OPTION...]: what the log holds after it alone was imported, by time; the talk is in said, the status in code.
brought() {
    local file=$1
    rm -f "$log"
    code=0
    kind import "${@:2}" "$file" >out 2>said || code=$?
    if [ -e "$log" ]; then
        sed 1d "$log"
    fi
}

# ids: the ids of the rows that are told, in order of the alphabet.
ids() {
    grep -o 'k[0-9a-z]\{11\}$' | sort
}

@test "each format knows its files and no other one's" {
    for file in "$fixtures"/{daylio,jrnl,loop,trackandgraph}-*; do
        case $file in *.want | *.map | *.said) continue ;; esac
        name=${file##*/} map=()
        [ ! -e "${file%.*}.map" ] || map=(--map "${file%.*}.map")
        echo "$name"
        brought "$file" "${map[@]}" >told
        [ "$code" -ne 2 ]
        [ -s told ]
        for format in daylio jrnl loop trackandgraph harsh habitctl; do
            brought "$file" "${map[@]}" -f "$format" >again
            if [ "$format" = "${name%%-*}" ]; then
                cmp told again
            else
                [ ! -s again ]
                [ "$code" -ne 0 ]
                [ -s said ]
            fi
        done
    done
}

@test "a format that was named says what the file lacks" {
    echo 'a,b,c' >plain.csv
    mkdir sub
    run -2 kind import -f daylio plain.csv
    [[ "$output" == *"needs full_date (or year and date), time, mood and activities"* ]]
    run -2 kind import -f trackandgraph plain.csv
    [[ "$output" == *"needs FeatureName, Timestamp and Value"* ]]
    run -2 kind import -f loop plain.csv
    [[ "$output" == *"neither the header 'Date,...', nor days"* ]]
    run -2 kind import -f jrnl plain.csv
    [[ "$output" == *"line 1 begins no entry of jrnl"* ]]
    run -2 kind import -f loop sub
    [[ "$output" == *"Checkmarks.csv"* ]]
    [ ! -e "$log" ]
}

@test "ends of line, byte order marks, locales and zones change nothing" {
    for file in daylio-scales.csv daylio-titles.csv jrnl-text.txt jrnl-export.json loop-new.csv trackandgraph-all.csv; do
        echo "$file"
        cp "$fixtures/$file" .
        TZ=Pacific/Apia brought "$file" >told
        LC_ALL=C TZ=Pacific/Apia brought "$file" >again
        cmp told again
        mv "$file" plain
        { printf '\357\273\277' && sed -e '1s/^\xef\xbb\xbf//' -e 's/$/\r/' plain; } >"$file"
        TZ=Pacific/Apia brought "$file" >again
        diff told again
        TZ=America/St_Johns brought "$file" >there
        [ "$(ids <told)" = "$(ids <there)" ]
        TZ=UTC brought - <plain >there || true
        case $file in loop*) [ "$code" -eq 2 ] ;; *) [ "$(ids <told)" = "$(ids <there)" ] ;; esac
    done
}

@test "moods of Daylio become 0 to 10, and that is said" {
    echo 'full_date,date,weekday,time,mood,activities,note_title,note' >d.csv
    for mood in awful:1 bad:2 meh:3 good:4 RAD:5; do
        echo "2024-05-0${mood#*:},x,x,10:00,${mood%:*},\"\",\"\",\"\"" >>d.csv
    done
    brought d.csv >told
    [ "$(cut -d, -f4 told | tr '\n' ' ')" = "0 2.5 5 7.5 10 " ]
    grep -qxF 'kind: moods: RAD 10, good 7.5, meh 5, bad 2.5, awful 0' said
    sed -i 's/meh/so so/' d.csv
    run -2 kind import d.csv
    [[ "$output" == *"no mood is known for 'so so'; nothing was imported"* ]]
    [[ "$output" == *$'\n[moods]\nso so = 5'* ]]
}

@test "a scale of Daylio, or a tracker, is the stress that a mapping says" {
    brought "$fixtures/daylio-own.csv" --map "$fixtures/daylio-own.map" >told
    [ "$(cut -d, -f1,5 told | sort | uniq)" = '2026-05-01T08:05:00+01:00,5
2026-05-02T08:05:00+01:00,10
2026-05-03T08:05:00+01:00,0
2026-05-04T14:42:00+01:00,' ]
    brought "$fixtures/trackandgraph-mood.csv" --map "$fixtures/trackandgraph-mood.map" >told
    grep -q '^2026-05-01T21:00:00+02:00,mood,"",,2.5,' told
    for file in daylio-own trackandgraph-mood; do
        sed '/^stress = 1/d' "$fixtures/$file.map" >half.map
        run -2 kind import --map half.map "$fixtures/$file.csv"
        [[ "$output" == *"[scale] needs a line such as stress = 1..5"* ]]
    done
    sed -e '/^mood = 1/d' -e '/^low/d' "$fixtures/trackandgraph-mood.map" >half.map
    run -2 kind import --map half.map "$fixtures/trackandgraph-mood.csv"
    [[ "$output" == *"[scale] needs a line such as mood = 1..5"* ]]
}

@test "months that are not English are named, with what to do" {
    printf '%s\n' year,date,weekday,time,mood,activities,note '2018,18. Mai,x,10:00,good,"",""' '2018,May 18,x,10:00,good,"",""' \
        '2018,18 Mayo,x,10:00,good,"",""' '2018,Ma 18,x,10:00,good,"",""' '2018,May 32,x,10:00,good,"",""' '18,May 1,x,10:00,good,"",""' >d.csv
    brought d.csv >told
    [ "$code" -eq 3 ]
    [ "$(cut -d, -f1 told)" = 2018-05-18T10:00:00+01:00 ]
    [ "$(grep -c 'a newer export of Daylio has the column full_date; skipped' said)" -eq 5 ]
}

@test "an hour that the clocks skipped is named with the zone to set" {
    printf '%s\n' full_date,date,weekday,time,mood,activities,note_title,note '2024-03-31,x,x,2:30,good,"","",""' >d.csv
    TZ=Europe/Berlin run kind import d.csv
    [[ "$output" == *"d.csv:2: the clocks here skipped 02:30 on 2024-03-31; set TZ to where it was written; skipped"* ]]
    TZ=Asia/Tokyo KIND_NOW=2026-11-23T19:24:05+09:00 run kind import d.csv
    [ "$status" -eq 0 ]
}

@test "a habit is the same in the folder, in the file of all and in its own" {
    cp -r "$fixtures/loop-folder" all
    brought all >told
    cmp told <(brought all/)
    cmp told <(brought all/Checkmarks.csv)
    grep '#Read-write' told >reading
    cmp reading <(brought "all/001 Read write/Checkmarks.csv")
    cmp reading <(cd "all/001 Read write" && brought Checkmarks.csv)
    grep '散歩' told | ids >walk
    brought all/003 | ids | cmp walk -
    rm -r all/0*
    brought all >wide
    [ "$(ids <wide | comm -12 - <(ids <told) | wc -l)" -eq "$(wc -l <wide)" ]
    kind import all >/dev/null 2>&1 || [ $? -eq 3 ]
    cmp wide <(sed 1d "$log")
}

@test "names with commas are read by Habits.csv, and never shifted" {
    cp -r "$fixtures/loop-folder" all
    rm -r all/0*
    brought all >told
    [ "$(grep -c '#Read-write' told)" -eq 1 ]
    grep -q '^2026-04-05.*#Run 3.2 km' told
    rm all/Habits.csv
    run -2 kind import all
    [[ "$output" == *"commas for 6 habits and the rows have 5 values"*"without the Habits.csv of the export beside it"* ]]
    printf '%s\n' Position,Name '001,a' '002,"a,b"' '003,"b,c"' '004,c' >all/Habits.csv
    printf '%s\n' 'Date,a,b,c,' '2026-04-05,NO,YES_MANUAL,' >all/Checkmarks.csv
    run -2 kind import all
    [[ "$output" == *"commas for 3 habits and the rows have 2 values"*"by the Habits.csv beside it"* ]]
    sed -i '/"a,b"/d' all/Habits.csv
    brought all | grep -q '"#b-c"'
}

@test "a lone file of one habit is called after it, or refused" {
    cp "$fixtures/loop-old.csv" Checkmarks.csv
    run -2 kind import Checkmarks.csv
    [[ "$output" == *"nothing says of which: leave it in the folder of the export, '001 Read/Checkmarks.csv', or call the file after the habit, 'Read.csv'"* ]]
    run -2 kind import - <Checkmarks.csv
    mv Checkmarks.csv 'Long walk.csv'
    brought 'Long walk.csv' | grep -q '"#Long-walk"'
    mkdir '012 Tea, etc'
    mv 'Long walk.csv' '012 Tea, etc/Checkmarks.csv'
    brought '012 Tea, etc' | grep -q '"#Tea-etc"'
    mv '012 Tea, etc' 2024
    run -2 kind import 2024
    [[ "$output" == *"nothing says of which"* ]]
    mv 2024/Checkmarks.csv 2024/Tea.csv
    brought 2024/Tea.csv | grep -q '"#Tea"'
}

@test "scores, lists of habits and archives are told from checkmarks" {
    run -2 kind import "$fixtures/loop-folder/Scores.csv"
    [[ "$output" == *"it is a Scores.csv"*"Checkmarks.csv"* ]]
    run -2 kind import "$fixtures/loop-folder/Habits.csv"
    [[ "$output" == *"it is the Habits.csv"*"Checkmarks.csv"* ]]
    printf '2015-01-25,0.1234\n' >Scores.csv
    run -2 kind import Scores.csv
    [[ "$output" == *"it is a Scores.csv"* ]]
    printf 'PK\003\004\0\0' >Loop.zip
    run -2 kind import Loop.zip
    [[ "$output" == *"unpack it first"* ]]
    [ ! -e "$log" ]
}

@test "other numbers by day are not taken for checkmarks" {
    printf '%s\n' Date,Steps 2026-04-05,8000 >steps.csv
    run -2 kind import steps.csv
    [[ "$output" == *"can't be told"* || "$output" == *"mapping"* ]]
}

@test "an entry of jrnl is the same as json and as text" {
    printf '%s\n' '[2024-05-01 09:30] One *' 'more, "lines"' '' '[2024-05-01 09:30] Two.' >j.txt
    cat >j.json <<'END'
{"tags": {}, "entries": [{"title": "One", "body": "more,  \"lines\"\n", "date": "2024-05-01", "time": "09:30", "tags": [], "starred": true},
    {"title": "Two.", "body": "", "date": "2024-05-01", "time": "09:30", "tags": [], "starred": false}]}
END
    brought j.txt | ids >text
    brought j.json | ids | cmp text -
    [ "$(wc -l <text)" -eq 2 ]
    echo '{"title": "One", "body": "more, \"lines\"", "date": "2024-05-01", "time": "09:30", "tags": [], "starred": true}' >one.json
    brought one.json | ids | comm -12 - text | grep -q .
}

@test "tags that an entry has beside its text are kept, those in it not doubled" {
    echo '{"entries": [{"title": "At @Home+Away", "body": "", "date": "2024-05-01", "time": "09:30", "tags": ["@home+away", "work", "@bo"]}]}' >j.json
    brought j.json | grep -qF '"At @Home+Away #work @bo"'
}

@test "a file that was cut off anywhere brings a start of its rows or nothing, and says so" {
    for file in daylio-titles.csv jrnl-export.json loop-map.csv trackandgraph-all.csv; do
        brought "$fixtures/$file" >whole
        size=$(wc -c <"$fixtures/$file")
        for ((at = 1; at < size - 1; at += size / 17)); do
            head -c "$at" "$fixtures/$file" >"${file%.*}"
            brought "${file%.*}" -f "${file%%-*}" >part
            echo "$file $at $code"
            [ "$code" -le 3 ]
            [ -s part ] || [ -s said ]
            # Of a row that lost its end a piece of the note may be missing, and nothing else.
            [ "$(cut -d, -f1,2 part | sort | comm -23 - <(cut -d, -f1,2 whole | sort) | wc -l)" -eq 0 ]
        done
    done
}

@test "bytes that are nothing are refused by every format" {
    head -c 3000 /dev/zero | tr '\0' '\377' >junk
    printf 'a\0b\n' >nul
    : >empty
    printf '\n \n' >blank
    for format in daylio loop jrnl trackandgraph; do
        for file in junk nul; do
            run -2 kind import -f "$format" "$file"
            [ "${#lines[@]}" -eq 1 ]
        done
        for file in empty blank; do
            run -1 kind import -f "$format" "$file"
            [ "${#lines[@]}" -eq 1 ]
        done
        run kind import -f "$format" /dev/null
        [ "$status" -eq 1 ]
    done
    [ ! -e "$log" ]
}

@test "a hundred thousand rows take seconds" {
    awk 'BEGIN { print "full_date,date,weekday,time,mood,activities,note_title,note"
        for (i = 0; i < 100000; i++)
            printf "%d-%02d-%02d,x,x,%d:%02d %s,good,\"a%d | walk\",\"\",\"note %d\"\n", 1990 + i / 3650, i % 12 + 1, i % 28 + 1, i % 12 + 1, i % 60, i % 2 ? "am" : "pm", i % 50, i }' >d.csv
    timeout 20 kind import -q d.csv
    [ "$(wc -l <"$log")" -eq 100001 ]
    cp "$log" first
    timeout 20 kind import -q d.csv
    cmp first "$log"
}

@test "today by its date alone is now until its noon, and the same row in the evening" {
    printf '%s\n' 2026-11-23,2 2026-11-22,2 2026-11-24,2 >Read.csv
    KIND_NOW=2026-11-23T09:00:00+01:00 brought Read.csv >told
    [ "$code" -eq 3 ]
    grep -qxF 'kind: Read.csv:3: its time is in the future; skipped' said
    [ "$(cut -d, -f1 told | tr '\n' ' ')" = "2026-11-22T12:00:00+01:00 2026-11-23T09:00:00+01:00 " ]
    run kind import -q Read.csv
    sed 1d "$log" | cmp - told
}

@test "bars within the name of an activity part nothing" {
    brought "$fixtures/daylio-year.csv" | grep -qF '"#clean #cook #tv-film: Party"'
}

# daylio_of [MINUTE MOOD NOTE]...: an export with these entries of one day.
daylio_of() {
    echo 'full_date,date,weekday,time,mood,activities,note_title,note'
    while [ $# -ge 3 ]; do
        echo "2025-05-02,x,x,10:0$1,$2,\"\",\"\",\"$3\""
        shift 3
    done
}

# notes: those of the log, sorted, in one line.
notes() {
    sed 1d "$log" | cut -d, -f3 | sort | tr -d '\n'
}

@test "a second entry of the same minute comes in with a later export, and the first is not doubled" {
    daylio_of 0 good first >d1.csv
    daylio_of 0 bad second 0 good first >d2.csv
    daylio_of 1 meh fourth 0 good third 0 bad second 0 good first >d3.csv
    for file in d1 d1 d2 d2 d3 d3; do
        kind import -q "$file.csv"
    done
    [ "$(notes)" = '"first""fourth""second""third"' ]
    sort "$log" >grown
    brought d3.csv >/dev/null
    sort "$log" | cmp grown -
}

@test "an entry that was deleted costs no other one of its minute" {
    daylio_of 0 bad second 0 good first >d1.csv
    daylio_of 0 good third 0 bad second >d2.csv
    daylio_of 0 good third 0 good first >d3.csv
    for file in d1 d2 d3 d2 d1; do
        kind import -q "$file.csv"
    done
    [ "$(notes)" = '"first""second""third"' ]
}

@test "an entry of which the note was mended is not brought in again" {
    daylio_of 1 good other 0 good first >d1.csv
    daylio_of 1 good other 0 rad mended >d2.csv
    kind import -q d1.csv
    kind import -q d2.csv
    [ "$(notes)" = '"first""other"' ]
}

@test "the same entry twice in a minute is two, in every export" {
    daylio_of 0 good same 0 good same >d1.csv
    daylio_of 0 bad new 0 good same 0 good same >d2.csv
    for file in d1 d2 d2 d1; do
        kind import -q "$file.csv"
    done
    [ "$(notes)" = '"new""same""same"' ]
}

@test "an older export after a newer one, and rows in another order, cost no row and double none" {
    daylio_of 0 bad second 0 good first >d1.csv
    daylio_of 0 good third 0 bad second >d2.csv
    kind import -q d2.csv
    kind import -q d1.csv
    kind import -q d2.csv
    [ "$(notes)" = '"first""second""third"' ]
    daylio_of 0 good first >d1.csv
    daylio_of 0 good first 0 bad second >d2.csv
    rm "$log"
    for file in d1 d2 d2 d1; do
        kind import -q "$file.csv"
    done
    [ "$(notes)" = '"first""second"' ]
    rm "$log"
    { echo FeatureName,Timestamp,Value,Note && echo Weight,2025-05-02T10:00:00Z,70,of Ana; } >g1.csv
    sed '1a Weight,2025-05-02T10:00:00Z,5,of the parcel' g1.csv >g2.csv
    for file in g1 g2 g2 g1; do
        kind import -q "$file.csv"
    done
    [ "$(notes)" = '"#Weight 5: of the parcel""#Weight 70: of Ana"' ]
    rm "$log"
    printf 'Date,Run,\n2025-05-02,3000,\n' >l1.csv
    printf 'Date,Run,Run,\n2025-05-02,7000,3000,\n' >l2.csv
    for file in l1 l2 l2 l1; do
        kind import -q -f loop "$file.csv"
    done
    [ "$(notes)" = '"#Run 3""#Run 7"' ]
}
