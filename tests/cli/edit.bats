bats_require_minimum_version 1.5.0
load helper

row='2026-11-23T18:00:00+01:00,kindness,"held the door",7,,,,,k7q2mh4tzn0c'

# An editor that runs SCRIPT (sed) on the file, and keeps a copy of what it was given.
editor() {
    mkdir -p bin
    cat >bin/my-editor <<EOF
#!/bin/sh
[ "\$1" = -- ] && shift
cp "\$1" "$PWD/given"
sed -i $(printf %q "$1") "\$1"
EOF
    chmod +x bin/my-editor
    export EDITOR="$PWD/bin/my-editor" TMPDIR="$PWD/drafts" TERM=dumb
    mkdir -p drafts
}

@test "edit opens the last record as a form and takes what was changed" {
    log_of '2026-11-22T18:00:00+01:00,mood,"",5,,,,,k1b9s0d4x7wq' "$row"
    editor 's/^mood: .*/mood: 6.5/'
    run --separate-stderr kind edit
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "Changed to 18:00, kindness, mood 6.5: held the door" ]
    [ "${lines[1]}" = "Wrong? kind undo" ]
    [ "$(tail -n 1 "$log")" = "${row/,7,/,6.5,}" ]
    [ "$(sed -n 2p "$log")" = '2026-11-22T18:00:00+01:00,mood,"",5,,,,,k1b9s0d4x7wq' ]
    [ "$(grep -v '^#' given)" = "$(printf '%s\n' 'time: 2026-11-23T18:00:00+01:00' 'practice: kindness' 'mood: 7' 'stress:' \
        'stress after:' 'minutes:' 'text: held the door')" ]
    [ -z "$(ls -A drafts)" ]
    # The change is taken back, and the record stays; undone once more, it goes.
    kind undo -q
    [ "$(tail -n 1 "$log")" = "$row" ]
    kind undo -q
    [ "$(wc -l <"$log")" -eq 2 ]
}

@test "edit by options needs no editor" {
    log_of "$row"
    run kind edit k7q2 -m 6 -d yesterday --text 'said "thanks", twice' --care -M 3
    [ "$status" -eq 0 ]
    [ "$(tail -n 1 "$log")" = '2026-11-22T12:00:00+01:00,care,"said ""thanks"", twice",6,,,3,,k7q2mh4tzn0c' ]
}

@test "leaving the editor without a change changes nothing" {
    log_of "$row"
    cp "$log" before
    editor ''
    run kind edit
    [ "$status" -eq 0 ]
    [ "$output" = "kind: nothing was changed" ]
    cmp before "$log"
    editor 's/^# .*/# something else/'
    run kind edit
    [ "$output" = "kind: nothing was changed" ]
    editor d
    run kind edit
    [ "$output" = "kind: nothing was changed" ]
    [ -z "$(ls -A drafts)" ]
    kind edit -q k7q2 -m 7
    cmp before "$log"
}

@test "an edit that can't be is named by its lines, and the text is kept" {
    log_of "$row"
    cp "$log" before
    editor 's/^mood: .*/mood: 12/; s/^time: .*/time: tomorrow/; s/^text: .*/text: two\nlines/; s/^practice: .*/practice: shift/'
    run kind edit
    [ "$status" -eq 3 ]
    path=$(sed -n 's/.*kept in //p' <<<"$output")
    [[ "$output" == *"$path:2: time must be a time that exists and is not in the future"* ]]
    [[ "$output" == *"$path:3: practice must be"* ]]
    [[ "$output" == *"$path:4: mood must be 0 to 10"* ]]
    [[ "$output" == *"$path:9: no field"* ]]
    grep -q '^mood: 12' "$path"
    cmp before "$log"
}

@test "an editor that fails changes nothing, and what was written is kept" {
    log_of "$row"
    cp "$log" before
    mkdir drafts
    export TMPDIR="$PWD/drafts" TERM=dumb
    for words in "" --all; do
        # shellcheck disable=SC2086
        EDITOR=false run kind edit $words
        [ "$status" -eq 3 ]
        [ "$output" = "kind: the editor 'false' failed; nothing was changed" ]
        # shellcheck disable=SC2086
        EDITOR=/nowhere/editor run kind edit $words
        [ "$status" -eq 3 ]
        [ "$output" = "kind: the editor '/nowhere/editor' can't be run; set VISUAL or EDITOR; nothing was changed" ]
        # shellcheck disable=SC2086
        EDITOR='nonesuch --wait' run kind edit $words
        [ "$output" = "kind: the editor 'nonesuch --wait' can't be run; set VISUAL or EDITOR; nothing was changed" ]
    done
    unset EDITOR VISUAL
    run kind edit
    [ "$status" -eq 3 ]
    [[ "$output" == *"set EDITOR"* ]]
    [ -z "$(ls -A drafts)" ]
    editor 's/^mood: .*/mood: 1/'
    printf 'exit 1\n' >>bin/my-editor
    run kind edit
    [ "$status" -eq 3 ]
    grep -q '^mood: 1$' "$(sed -n 's/.*kept in //p' <<<"$output")"
    cmp before "$log"
}

@test "the shell splits the words of EDITOR, and VISUAL goes before it on a terminal" {
    log_of "$row"
    mkdir -p 'my bin'
    printf '#!/bin/sh\nprintf "%%s\\n" "$@" >args\n' >'my bin/ed it'
    chmod +x 'my bin/ed it'
    EDITOR="'$PWD/my bin/ed it' --wait \"a b\"" TERM=dumb kind edit -q
    [ "$(head -n 3 args)" = "$(printf '%s\n' --wait 'a b' --)" ]
    [[ "$(tail -n 1 args)" == */record.txt ]]
    rm args
    VISUAL="'$PWD/my bin/ed it'" EDITOR=false TERM=xterm kind edit -q
    [ -e args ]
}

@test "what chance decided stays, in the form and in the whole log" {
    log_of '2026-11-23T18:00:00+01:00,shift,"mail",,8,4,,others,k1b9s0d4x7wq'
    cp "$log" before
    run kind edit -p care
    [ "$status" -eq 2 ]
    editor 's/^practice: .*/practice: care/'
    run kind edit
    [ "$status" -eq 3 ]
    editor 's/others/usual/'
    run kind edit --all
    [ "$status" -eq 3 ]
    [[ "$output" == *":2: arm: what chance decided stays 'others'"* ]]
    cmp before "$log"
    kind edit -q --after 5 -s 7.5
    [ "$(tail -n 1 "$log")" = '2026-11-23T18:00:00+01:00,shift,"mail",,7.5,5,,others,k1b9s0d4x7wq' ]
}

@test "an id that two records begin with changes neither" {
    log_of '2026-11-22T18:00:00+01:00,mood,"",5,,,,,k1b9s0d4x7wq' '2026-11-22T19:00:00+01:00,mood,"",6,,,,,k1c9s0d4x7wq'
    cp "$log" before
    run kind edit k1 -m 9
    [ "$status" -eq 2 ]
    [ "$output" = "kind: 'k1' begins 2 ids; give more of it, as 'kind list' shows them" ]
    cmp "$log" before
}

@test "an id that two records have as a whole sends to check, which names their lines" {
    log_of '2026-11-22T18:00:00+01:00,mood,"",5,,,,,k1b9s0d4x7wq' '2026-11-22T19:00:00+01:00,mood,"",6,,,,,k1b9s0d4x7wq'
    run kind edit k1b9s0d4x7wq -m 9
    [ "$status" -eq 2 ]
    [ "$output" = "kind: 2 records have the id 'k1b9s0d4x7wq'; 'kind check' names their lines" ]
    [[ "$(kind check)" == *"log.csv:3: id k1b9s0d4x7wq stands on line 2, too"* ]]
}

@test "a goal's text that can't be read is named by its line of the form" {
    log_of '2026-11-20T18:00:00+01:00,goal,"care 3/week",,,,,,k1b9s0d4x7wq'
    editor 's/^text: .*/text: care often/'
    run kind edit
    [ "$status" -eq 3 ]
    [[ "${lines[0]}" == *"record.txt:$(grep -n '^text:' given | cut -d : -f 1): the text of a goal must be like 'care 3/week'" ]]
}

@test "the text of a goal stays one that can be read" {
    log_of '2026-11-20T18:00:00+01:00,goal,"care 3/week",,,,,,k1b9s0d4x7wq'
    run kind edit --text 'more care'
    [ "$status" -eq 2 ]
    kind edit -q --text 'care 2/week'
    [[ "$(kind goal care)" == "care "*" 2/week" ]]
}

@test "columns that kind does not know keep every byte" {
    mkdir -p "${log%/*}"
    printf '\xef\xbb\xbftime,colour,practice,note,mood,id\r\n2026-11-20T10:00:00+01:00,"re""d, x",kindness,a,7,kaaaaaaaaaa1\r\n' >"$log"
    kind edit -q -m 8 --text b
    printf '\xef\xbb\xbftime,colour,practice,note,mood,id\r\n2026-11-20T10:00:00+01:00,"re""d, x",kindness,"b",8,kaaaaaaaaaa1\r\n' | cmp - "$log"
    run kind edit -s 3
    [ "$status" -eq 3 ]
    [[ "$output" == *"no column 'stress'"* ]]
}

@test "what others did meanwhile stays, and what both changed is refused" {
    log_of "$row" '2026-11-23T18:30:00+01:00,mood,"",5,,,,,k1b9s0d4x7wq'
    editor 's/^mood: .*/mood: 6/'
    # While the editor runs, somebody logs and changes another column of the same record.
    printf 'kind log -q meanwhile\nkind edit -q k7q2 --text other\n' >>bin/my-editor
    kind edit -q k7q2
    [ "$(sed -n 2p "$log")" = '2026-11-23T18:00:00+01:00,kindness,"other",6,,,,,k7q2mh4tzn0c' ]
    [[ "$(last_row)" == *meanwhile* ]]
    editor 's/^mood: .*/mood: 2/'
    printf 'kind edit -q k7q2 -m 3\n' >>bin/my-editor
    run kind edit k7q2
    [ "$status" -eq 3 ]
    [[ "$output" == *"changed or taken out meanwhile; nothing was changed"*"your text is kept in "* ]]
    [ "$(sed -n 2p "$log")" = '2026-11-23T18:00:00+01:00,kindness,"other",3,,,,,k7q2mh4tzn0c' ]
}

@test "edit --all takes the whole log, and undo gives it back" {
    log_of "$row" '2026-11-23T18:30:00+01:00,mood,"",5,,,,,k1b9s0d4x7wq' 'a line that is none'
    cp "$log" before
    editor '2d; s/,5,/,4,/'
    run kind edit --all
    [ "$status" -eq 0 ]
    printf '%s\n' "$header" '2026-11-23T18:30:00+01:00,mood,"",4,,,,,k1b9s0d4x7wq' 'a line that is none' | cmp - "$log"
    kind log -q later
    kind undo -q
    run kind undo
    [ "$status" -eq 0 ]
    [[ "$output" == *"Took back the change of the whole log: "*" in place of "* ]]
    cmp before "$log"
}

@test "edit --all merges with what was recorded meanwhile" {
    log_of "$row" '2026-11-23T18:30:00+01:00,mood,"",5,,,,,k1b9s0d4x7wq'
    editor 's/held the door/held two doors/'
    printf 'kind log -q meanwhile\nkind undo -q k1b9\n' >>bin/my-editor
    run kind edit --all
    [ "$status" -eq 0 ]
    [ "$(wc -l <"$log")" -eq 3 ]
    [ "$(sed -n 2p "$log")" = '2026-11-23T18:00:00+01:00,kindness,"held two doors",7,,,,,k7q2mh4tzn0c' ]
    [[ "$(last_row)" == *meanwhile* ]]
}

@test "edit --all refuses rows that can't be read, and names their lines" {
    log_of "$row" 'a line that is none'
    cp "$log" before
    editor '2s/,7,/,17,/'
    run kind edit --all
    [ "$status" -eq 3 ]
    [[ "$output" == *"log.csv:2: mood must be 0 to 10"* ]]
    [[ "$output" != *":3: "* ]]
    cmp before "$log"
    editor 1d
    run kind edit --all
    editor '1s/time/tims/'
    run kind edit --all
    editor '1s/.*/nothing,of,the,kind/'
    run kind edit --all
    [ "$status" -eq 3 ]
    [[ "$output" == *"log.csv:1: no column 'time'"* ]]
}

@test "edit --all refuses a header under which no row can be read" {
    log_of "$row" '2026-11-23T18:30:00+01:00,mood,"",5,,,,,k1b9s0d4x7wq' 'a line that is none'
    cp "$log" before
    editor '1s/$/,extra/'
    run kind edit --all
    [ "$status" -eq 3 ]
    [[ "$output" == *"log.csv:2: 9 fields where the header has 10"*"log.csv:3: 9 fields"* ]]
    cmp before "$log"
}

@test "edit --all keeps a line that could not be read as often as it was there" {
    log_of "$row" 'a line that is none' "${row/k7q2/k7q3}" 'another one'
    cp "$log" before
    editor '5s/.*/a line that is none/'
    run kind edit --all
    [ "$status" -eq 3 ]
    [[ "$output" == *"log.csv:5: "* ]]
    [[ "$output" != *"log.csv:3: "* ]]
    editor '3s/.*/another one/; 5d; 2s/,7,/,6,/'
    kind edit -q --all
    printf '%s\n' "$header" "${row/,7,/,6,}" 'another one' "${row/k7q2/k7q3}" | cmp - "$log"
}

@test "edit --all takes thousands of lines that can't be read in a moment" {
    mkdir -p "${log%/*}"
    "$KIND_TOOLS/make_log" 20000 | sed '2,$s/$/,more/' >"$log"
    editor '9d'
    timeout 5 kind edit -q --all
    [ "$(wc -l <"$log")" -eq 20000 ]
}

# edit_refused WHAT COLUMN SETTING ID [OPTION...]: neither an option, nor the form, nor the whole log may set the field so.
edit_refused() {
    local what=$1 field=$2 script=$3 id=$4
    shift 4
    cp "$log" before
    if [ $# -gt 0 ]; then
        run kind edit "$id" "$@"
        [ "$status" -eq 2 ]
        [ "$output" = "kind: $what; nothing was changed" ]
    fi
    editor "$field"
    run kind edit "$id"
    [ "$status" -eq 3 ]
    [[ "$output" == *"record.txt:"[2-8]": $what"* ]]
    editor "$script"
    run kind edit --all
    [ "$status" -eq 3 ]
    [[ "$output" == *"log.csv:"[2-9]": "*": $what"* ]]
    cmp before "$log"
}

@test "a trial and its stop keep their times and their texts" {
    log_of '2026-10-01T18:00:00+02:00,trial,"12 days",,,,,kuukkuukkuku,k1b9s0d4x7wq' \
        '2026-10-05T18:00:00+02:00,trial,"stop",,,,,,k2b9s0d4x7wq'
    edit_refused 'a trial keeps its time, from which its days are counted' 's/^time: .*/time: 2026-10-02T18:00:00+02:00/' \
        '2s/10-01/10-02/' k1b9 -d 2026-10-02
    edit_refused 'a trial keeps its time, from which its days are counted' 's/^time: .*/time: 2026-10-08T18:00:00+02:00/' \
        '3s/10-05/10-08/' k2b9 -d 2026-10-08
    edit_refused 'a trial keeps its text' 's/^text: .*/text: go on/' '3s/stop/go on/' k2b9 --text 'go on'
    kind edit -q k1b9 -m 6
}

@test "a shift that chance decided keeps its day, and its clock may be corrected" {
    log_of '2026-11-23T18:00:00+01:00,shift,"mail",,8,4,,others,k1b9s0d4x7wq'
    edit_refused 'a shift that chance decided keeps its day; its clock may be corrected within it' \
        's/^time: .*/time: 2026-11-22T18:00:00+01:00/' '2s/11-23/11-22/' k1b9 -d yesterday
    edit_refused 'the stress before a shift can be corrected, but neither added nor taken out' 's/^stress: .*/stress:/' \
        '2s/,8,/,,/' k1b9
    edit_refused 'the stress after a shift can be corrected, but not taken out' 's/^stress after: .*/stress after:/' \
        '2s/,4,/,,/' k1b9
    kind edit -q k1b9 -d 17:30
    [ "$(tail -n 1 "$log")" = '2026-11-23T17:30:00+01:00,shift,"mail",,8,4,,others,k1b9s0d4x7wq' ]
    editor '2s/17:30/18:10/; 2s/,4,/,5,/'
    kind edit -q --all
    [ "$(tail -n 1 "$log")" = '2026-11-23T18:10:00+01:00,shift,"mail",,8,5,,others,k1b9s0d4x7wq' ]
}

@test "edit --all neither takes out nor adds what chance decided" {
    log_of "$row" '2026-11-22T18:00:00+01:00,shift,"mail",,8,4,,others,k1b9s0d4x7wq' \
        '2026-11-22T19:00:00+01:00,shift,"again",,8,4,,usual,'
    cp "$log" before
    editor 3d
    run kind edit --all
    [ "$status" -eq 3 ]
    [[ "$output" == *"log.csv:3: arm: what stood here was decided by chance, and can't be taken out"* ]]
    editor '4s/usual/others/'
    run kind edit --all
    [[ "$output" == *"log.csv:4: arm: what stood here"* ]]
    [[ "$output" == *"log.csv:4: arm: what chance decides can't be added by hand"* ]]
    editor '2s/,7,,,,,k7/,7,4,4,,usual,k7/; 2s/kindness/shift/'
    run kind edit --all
    [[ "$output" == *"log.csv:2: arm: what chance decides can't be added by hand"* ]]
    editor '3s/^.*$/2026-11-22T18:00:00+01:00,care,"mail",,8,4,,others,k1b9s0d4x7wq/'
    run kind edit --all
    [[ "$output" == *"log.csv:3: practice: a shift stays one"* ]]
    # shellcheck disable=SC2016
    editor '$a 2026-11-22T20:00:00+01:00,trial,"stop",,,,,,k9b9s0d4x7wq'
    run kind edit --all
    [ "$status" -eq 3 ]
    cmp before "$log"
    # Another place in the file is no change.
    editor '3{h;d}; 4{p;x}'
    kind edit -q --all
    [ "$(tail -n 1 "$log")" = "$(sed -n 3p before)" ]
}

@test "edit --all mends a row of chance that could not be read" {
    log_of "$row" '2026-11-22T18:00:00+01:00,shift,"mail",,88,4,,others,k1b9s0d4x7wq'
    editor '3s/88/8/'
    kind edit -q --all
    [ "$(tail -n 1 "$log")" = '2026-11-22T18:00:00+01:00,shift,"mail",,8,4,,others,k1b9s0d4x7wq' ]
}

@test "a shift that was left open for more than a day stays unfinished" {
    log_of '2026-11-22T18:00:00+01:00,shift,"mail",,8,,,others,k1b9s0d4x7wq' \
        '2026-11-22T20:00:00+01:00,shift,"mail",,8,,,others,k2b9s0d4x7wq'
    edit_refused 'left open for more than a day, it counts as unfinished' 's/^stress after:.*/stress after: 3/' \
        '2s/,8,,/,8,3,/' k1b9 --after 3
    edit_refused 'left open for more than a day, it counts as unfinished' 's/^time: .*/time: 2026-11-22T21:00:00+01:00/' \
        '2s/18:00/21:00/' k1b9 -d '2026-11-22 21:00'
    kind edit -q k1b9 -s 7
    kind edit -q k2b9 --after 3
    [ "$(tail -n 1 "$log")" = '2026-11-22T20:00:00+01:00,shift,"mail",,8,3,,others,k2b9s0d4x7wq' ]
    KIND_NOW=2026-11-30T12:00:00+01:00 kind edit -q k2b9 --after 4
}

@test "the number of shifts that a series began with stays planned" {
    log_of '2026-11-10T18:00:00+01:00,goal,"shift plan 6",,,,,,k0b9s0d4x7wq' \
        '2026-11-11T18:00:00+01:00,goal,"shift plan 8",,,,,,k1b9s0d4x7wq' \
        '2026-11-12T18:00:00+01:00,shift,"mail",,8,4,,others,k2b9s0d4x7wq' \
        '2026-11-13T18:00:00+01:00,goal,"shift plan 20",,,,,,k3b9s0d4x7wq'
    edit_refused 'a series of shifts has begun under this plan, which keeps its text' 's/^text: .*/text: shift plan 9/' \
        '3s/plan 8/plan 9/' k1b9 --text 'shift plan 9'
    edit_refused 'a series of shifts has begun under this plan, which keeps its time' \
        's/^time: .*/time: 2026-11-14T18:00:00+01:00/' '3s/11-11/11-14/' k1b9 -d 2026-11-14
    edit_refused 'a series of shifts that has begun keeps the number that was planned before it' \
        's/^time: .*/time: 2026-11-12T17:00:00+01:00/' '5s/11-13T18/11-12T17/' k3b9 -d '2026-11-12 17:00'
    cp "$log" before
    editor 3d
    run kind edit --all
    [ "$status" -eq 3 ]
    [[ "$output" == *"log.csv:3: note: a series of shifts has begun under the plan that stood here"* ]]
    # shellcheck disable=SC2016
    editor '$a 2026-11-12T12:00:00+01:00,goal,"shift plan 10",,,,,,k4b9s0d4x7wq'
    run kind edit --all
    [[ "$output" == *"log.csv:4: note: a series of shifts that has begun"* ]]
    cmp before "$log"
    kind edit -q k3b9 --text 'shift plan 30' -d 2026-11-14
    kind edit -q k0b9 --text 'shift plan 7'
    editor '2d; 5s/30/31/'
    kind edit -q --all
    grep -q 'shift plan 31' "$log"
}

@test "what began while the editor ran is judged as well" {
    log_of '2026-11-10T18:00:00+01:00,goal,"shift plan 6",,,,,,k0b9s0d4x7wq'
    editor 's/^text: .*/text: shift plan 9/'
    printf 'kind shift -q -s 7 --no-input\n' >>bin/my-editor
    run kind edit k0b9
    [ "$status" -eq 3 ]
    [[ "$output" == *"a series of shifts has begun under this plan, which keeps its text"* ]]
    sed -i '3,$d' "$log"
    editor '2s/plan 6/plan 9/'
    printf 'kind shift -q -s 7 --no-input\n' >>bin/my-editor
    run kind edit --all
    [ "$status" -eq 3 ]
    [[ "$output" == *"a series of shifts has begun under this plan, which keeps its text; nothing was changed"*"kept in"* ]]
    grep -q 'shift plan 6' "$log"
}

@test "on a terminal one may go on editing" {
    log_of "$row"
    editor 's/^mood: 7$/mood: 70/; t; s/^mood: 70$/mood: 8/'
    run on_terminal 'resize 400x24' 'expect mood must be 0 to 10' 'expect Go on editing? [Y/n]' 'send y\n' -- kind edit
    [ "$status" -eq 0 ]
    [ "$(tail -n 1 "$log")" = "${row/,7,/,8,}" ]
    kind undo -q
    run on_terminal 'expect Go on editing? [Y/n]' 'send n\n' -- kind edit
    [ "$status" -eq 3 ]
    [ "$(tail -n 1 "$log")" = "$row" ]
}

@test "what an editor leaves beside its file goes with it" {
    log_of "$row"
    editor 's/^mood: .*/mood: 6/'
    # shellcheck disable=SC2016
    printf 'cp "$1" "$1~"; cp "$1" "${1%%/*}/.record.txt.swp"\n' >>bin/my-editor
    kind edit -q
    [ -z "$(ls -A drafts)" ]
}

@test "an editor can be ended by the signals that kind ignores, and is waited for" {
    log_of "$row"
    editor ''
    for name in PIPE XFSZ; do
        printf '#!/bin/sh\nkill -%s $$\nexit 0\n' "$name" >bin/my-editor
        run sh -c "trap '' XFSZ; kind edit"
        [ "$status" -eq 3 ]
        [[ "$output" == *"my-editor' failed"* ]]
    done
    run python3 -c 'import os, signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN); os.execlp("kind", "kind", "edit")'
    [ "$status" -eq 3 ]
    [[ "$output" == *"my-editor' failed"* ]]
}

@test "a time that passed while the editor ran is not in the future" {
    unset KIND_NOW
    log_of "${row/2026/2020}"
    editor ''
    # shellcheck disable=SC2016
    printf 'sleep 1.1\nsed -i "s/^time: .*/time: $(date +%%Y-%%m-%%dT%%H:%%M:%%S%%:z)/" "$1"\n' >>bin/my-editor
    kind edit -q
    [[ "$(tail -n 1 "$log")" != 2020* ]]
}

@test "misuse of edit is one line, and changes nothing" {
    run kind edit
    [ "$status" -eq 1 ]
    [ "$output" = "kind: there is nothing to edit" ]
    log_of "$row"
    cp "$log" before
    for words in "k7q2 -m 12" "k7q2 extra" "--all k7q2" "--all -m 3" "k7q2 -d 2030-01-01"; do
        # shellcheck disable=SC2086
        run kind edit $words
        [ "$status" -eq 2 ]
        [ "${#lines[@]}" -eq 1 ]
    done
    run kind edit kzzz -m 3
    [ "$status" -eq 1 ]
    cmp before "$log"
}

@test "of many lines with the same fault three are shown, and the rest is counted" {
    log_of "$row"
    cp "$log" before
    # shellcheck disable=SC2016
    editor '$r pasted'
    for n in {1..200}; do printf 'line %d: of a poem\n' "$n"; done >pasted
    run kind edit
    [ "$status" -eq 3 ]
    [ "$(grep -c 'no field' <<<"$output")" -eq 3 ]
    [[ "$output" == *$'\n'"kind: and 197 more like line 9"* ]]
    editor 's/,7,/,17,/'
    for n in {10..59}; do printf '2026-11-22T18:%s:00+01:00,care,"walk",7,,,,,\n' "$n"; done >>"$log"
    cp "$log" before
    run kind edit --all
    [ "$status" -eq 3 ]
    [ "$(grep -c 'log.csv:[0-9]*: mood' <<<"$output")" -eq 3 ]
    [[ "$output" == *$'\n'"kind: and 48 more like line 2"* ]]
    cmp before "$log"
}

@test "an option of edit that can't be read says that nothing was changed" {
    log_of "$row"
    for options in "-m 12" "-m 7,5" "-m 7.25" "-m 7/10" "-s 11" "-M 0" "-p tea" "-d soon" "-d 2026-02-30" "-d tomorrow"; do
        # shellcheck disable=SC2086
        run kind edit $options
        [ "$status" -eq 2 ]
        [[ "$output" == *"; nothing was changed" ]]
    done
}

@test "the first line of the form fits a terminal" {
    log_of "$row"
    editor 's/^mood: .*/mood: 6/'
    kind edit -q
    [[ "$(head -n 1 given)" == "# Record k7q2mh4tzn0c. "*save* ]]
    [ "$(head -n 1 given | wc -L)" -le 80 ]
}

@test "a kindness keeps a text, and a mood may lose it" {
    log_of '2026-11-22T18:00:00+01:00,mood,"tea",5,,,,,k1b9s0d4x7wq' "$row"
    run kind edit k7q --text ''
    [ "$status" -eq 2 ]
    [ "$output" = "kind: a kindness needs a text; nothing was changed; 'kind undo ID' takes the record out" ]
    [ "$(tail -n 1 "$log")" = "$row" ]
    kind edit -q k1b --text ''
    [ "$(sed -n 2p "$log")" = '2026-11-22T18:00:00+01:00,mood,"",5,,,,,k1b9s0d4x7wq' ]
}
