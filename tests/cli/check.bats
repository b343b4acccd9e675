load helper
# No other program of this name; setup puts the one under test before.
PATH=/usr/bin:/bin


good='2026-11-20T10:00:00+01:00,kindness,"a",7,,,,,k00000000000'
other='2026-11-21T10:00:00+01:00,care,"b",,,,,,k00000000001'
bad='3/4/25,care,"b",,,,,,k00000000002'

log_0600() {
    log_of "$@"
    chmod 600 "$log"
}

@test "a log without a fault passes, with its totals" {
    log_0600 "$good" "$other"
    run kind check
    [ "$status" -eq 0 ]
    [ "$output" = "2 records in 3 lines from 2026-11-20 to 2026-11-21; no faults" ]
    run kind check --repair
    [ "$status" -eq 0 ]
    [ "$output" = $'Nothing to mend.\n2 records in 3 lines from 2026-11-20 to 2026-11-21; no faults' ]
    [ "$(ls "${log%/*}")" = log.csv ]
}

@test "what kind itself writes passes" {
    kind log -q helped -m 7 -d yesterday
    kind goal -q care 3/week
    kind mood -q 6.5 -s 3
    kind trial start -q
    kind rest -q fri..sat
    run kind check
    [ "$status" -eq 0 ]
    [[ "${lines[-1]}" == *"; no faults"* ]]
    kind shift -q -s 8 </dev/null
    run kind check -q
    [ "$status" -eq 0 ]
}

@test "where there is no log there is no fault" {
    run kind check
    [ "$status" -eq 0 ]
    [ "$output" = "no log yet at $log" ]
    run kind check --repair -q
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    [ ! -e "$log" ]
}

@test "an empty log and a header alone pass" {
    mkdir -p "${log%/*}"
    umask 077
    : >"$log"
    [ "$(kind check)" = "0 records in 0 lines; no faults" ]
    echo "$header" >"$log"
    [ "$(kind check)" = "0 records in 1 line; no faults" ]
    kind check --repair
    [ "$(cat "$log")" = "$header" ]
}

@test "every fault has its line, its column and what to do" {
    log_0600 "$good" "$bad" '2026-11-20T12:00:00+01:00,mood,"",12,,,,,k00000000003' '2026-11-20 12:00:00,mood,"",2,,,,,' \
        '2026-11-20T12:00:00+01:00,goal,"be nice",,,,,,k00000000004' '2026-11-26T12:00:00+01:00,shift,"",,7,,,other,k00000000005' \
        '2026-11-21T12:00:00+01:00,care,"",,,,,,k00000000000' "$good"
    run kind check
    [ "$status" -eq 1 ]
    [ "${lines[0]}" = "$log:3: time is ambiguous and must be like 2026-11-23T19:24:05+01:00, not '3/4/25'; correct or delete the line with an editor" ]
    [ "${lines[1]}" = "$log:4: mood must be 0 to 10 with at most one decimal, not '12'; correct or delete the line with an editor" ]
    [ "${lines[2]}" = "$log:5: time '2026-11-20 12:00:00' is not RFC 3339; read on this machine's clock; 'kind check --repair' mends it" ]
    [ "${lines[3]}" = "$log:6: note of a goal must be like 'kindness 1/day', not 'be nice'; correct it with an editor or 'kind edit k00000000004'" ]
    [ "${lines[4]}" = "$log:7: time 2026-11-26T12:00:00+01:00 is in the future; correct it with an editor or 'kind edit k00000000005'" ]
    [ "${lines[5]}" = "$log:7: arm of a shift must be others or usual, not 'other'; correct it with an editor or 'kind edit k00000000005'" ]
    [ "${lines[6]}" = "$log:8: id k00000000000 stands on line 2, too, with another row; take it out of one of the two with an editor" ]
    [ "${lines[7]}" = "$log:8: time 2026-11-21T12:00:00+01:00 is 5 days before that of line 7; that is right if it was recorded later" ]
    [ "${lines[8]}" = "$log:9: id k00000000000 stands on line 2, too, with the same row; 'kind check --repair' takes this one out" ]
    [ "${lines[9]}" = "$log:9: time 2026-11-20T10:00:00+01:00 is 1 day before that of line 8; that is right if it was recorded later" ]
    [ "${lines[10]}" = "6 records in 9 lines from 2026-11-20 to 2026-11-26; 8 faults, 2 can be mended with 'kind check --repair'; 2 notes" ]
    [ "${#lines[@]}" -eq 11 ]
}

@test "findings go to standard output, and quiet says nothing at all" {
    log_of "$good" "$bad"
    [ -z "$(kind check 2>&1 >/dev/null)" ]
    for options in -q --quiet "-q --repair"; do
        # shellcheck disable=SC2086
        run kind check $options
        [ "$status" -eq 1 ]
        [ -z "$output" ]
    done
    run kind --file . check -q
    [ "$status" -eq 3 ]
    [ -z "$output" ]
}

@test "what is only worth a note does not fail" {
    log_of "$other" "2026-11-19T10:00:00+01:00,mood,\"\",,,,,,k00000000003"
    chmod 644 "$log"
    ln "$log" another-name
    touch "${log%/*}/.log.csv.kind-tmp"
    run kind check
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "$log: its mode 644 lets others at it; 'chmod 600' keeps it yours" ]
    [[ "${lines[1]}" == "$log: it has 2 names (hard links);"* ]]
    [[ "${lines[2]}" == "$log: a change that did not end left ${log%/*}/.log.csv.kind-tmp;"* ]]
    [[ "${lines[3]}" == "$log:3: time 2026-11-19T10:00:00+01:00 is 2 days before"* ]]
    [[ "${lines[4]}" == "$log:3: mood is empty"* ]]
    [[ "${lines[5]}" == *"; no faults; 5 notes" ]]
}

@test "text of the log can't play tricks on the terminal" {
    log_of $'2026-11-20T10:00:00+01:00,goal,"\e[31mred\e[0m\xe2\x80\xae",,,,,,'
    run kind check
    [ "$status" -eq 1 ]
    [[ "$output" == *"not '"$'\xef\xbf\xbd'"[31mred"* ]]
    [[ "$output" != *$'\e'* ]]
    [[ "$output" != *$'\xe2\x80\xae'* ]]
}

@test "repair mends the file of a spreadsheet, says so, and sets a copy aside" {
    mkdir -p "${log%/*}"
    printf '\xef\xbb\xbf%s\r\n' 'time;practice;note;mood;stress;stress_after;minutes;arm;id' '2025/01/01 10:00:00;kindness;"a;b";7,5;;;;;' \
        '2026-11-21T10:00:00+01:00;care;c, d;;3;;2,25;;k00000000001' | sed '2,$s/^\xef\xbb\xbf//' >"$log"
    chmod 600 "$log"
    cp "$log" before.csv
    kind list -f tsv >before.tsv 2>/dev/null
    run kind check
    [ "$status" -eq 1 ]
    run kind check --repair --dry-run
    [ "$status" -eq 1 ]
    [[ "$output" == *"6 things would be mended; nothing was changed."* ]]
    cmp "$log" before.csv
    run kind check --repair
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "$log:1: a byte order mark: taken out" ]
    [ "${lines[1]}" = "$log:1: CR LF at the end of the line: made LF, in 3 lines" ]
    [ "${lines[2]}" = "$log:1: semicolons: made commas, in 3 lines" ]
    [ "${lines[3]}" = "$log:2: time '2025/01/01 10:00:00': written 2025-01-01T10:00:00+01:00" ]
    [ "${lines[4]}" = "$log:2: mood '7,5': written 7.5" ]
    [ "${lines[5]}" = "$log:3: minutes '2,25': written 2.25" ]
    [ "${lines[6]}" = "Mended 6 things; the file as it was is $log.bad-2026-11-23" ]
    [ "${lines[7]}" = "2 records in 3 lines from 2025-01-01 to 2026-11-21; no faults" ]
    cmp before.csv "$log.bad-2026-11-23"
    [ "$(stat -c %a "$log.bad-2026-11-23")" = 600 ]
    diff - "$log" <<'EOF'
time,practice,note,mood,stress,stress_after,minutes,arm,id
2025-01-01T10:00:00+01:00,kindness,"a;b",7.5,,,,,
2026-11-21T10:00:00+01:00,care,"c, d",,3,,2.25,,k00000000001
EOF
    kind list -f tsv | diff before.tsv -
    run kind check --repair
    [ "${lines[0]}" = "Nothing to mend." ]
    [ "$(find "${log%/*}" -type f | wc -l)" -eq 2 ]
    echo 'one day,kindness,"a",,,,,,' >>"$log"
    run kind check --repair
    [ "$status" -eq 1 ]
    [ "${lines[0]}" = "Nothing that can be mended without you." ]
}

@test "repair leaves what it can't mend, names it, and exits 1" {
    log_0600 "$good" "$bad" '2026-11-22,care,x,,,,,,' '<<<<<<< ours'
    run kind check --repair
    [ "$status" -eq 1 ]
    [ "${lines[0]}" = "$log:4: time '2026-11-22': written 2026-11-22T12:00:00+01:00" ]
    [[ "${lines[2]}" == "$log:3: time is ambiguous"* ]]
    [[ "${lines[3]}" == "$log:5: a conflict marker"* ]]
    [ "$(sed -n 3p "$log")" = "$bad" ]
    [ "$(sed -n 5p "$log")" = '<<<<<<< ours' ]
}

@test "a copy never takes the place of another" {
    for n in '' -2 -3; do
        log_of "$good" '2026-11-22,care,x,,,,,,'
        kind check --repair -q
        grep -q '^2026-11-22,' "$log.bad-2026-11-23$n"
    done
    ln -s nowhere "$log.bad-2026-11-23-4"
    log_of "$good" '2026-11-22,care,x,,,,,,'
    run kind check --repair
    [[ "$output" == *"the file as it was is $log.bad-2026-11-23-5"* ]]
    [ ! -e nowhere ]
}

@test "repair goes through a symbolic link, which stays one, and keeps the log's mode" {
    mkdir elsewhere
    log_of "$good" '2026-11-22,care,x,,,,,,'
    chmod 640 "$log"
    mv "$log" elsewhere/real.csv
    ln -s "$PWD/elsewhere/real.csv" "$log"
    run kind check --repair
    [ "$status" -eq 0 ]
    [ -L "$log" ]
    [ "$(stat -c %a elsewhere/real.csv)" = 640 ]
    grep -q '^2026-11-22T12' elsewhere/real.csv
    grep -q '^2026-11-22,' elsewhere/real.csv.bad-2026-11-23
    [ "$(stat -c %a elsewhere/real.csv.bad-2026-11-23)" = 600 ]
}

@test "a repair that fails changes nothing and leaves no copy" {
    log_of "$good" '2026-11-22,care,x,,,,,,'
    for i in $(seq 100); do printf '%s\n' "${good/00000000000/000000001$((i / 10 % 10))$((i % 10))}" >>"$log"; done
    cp "$log" before.csv
    # Room for the copy, but not for the new log: the times grow longer.
    run bash -c "ulimit -f 1; trap '' XFSZ; exec kind check --repair"
    [ "$status" -eq 3 ]
    cmp "$log" before.csv
    [ "$(ls -A "${log%/*}")" = log.csv ]
    ln "$log" another-name
    run kind check --repair
    [ "$status" -eq 3 ]
    [[ "$output" == *"hard links"* ]]
    cmp "$log" before.csv
    [ "$(ls -A "${log%/*}")" = log.csv ]
    rm another-name
    if [ "$(id -u)" -ne 0 ]; then
        chmod 500 "${log%/*}"
        run kind check --repair
        chmod 700 "${log%/*}"
        [ "$status" -eq 3 ]
        [[ "$output" == *"Permission denied" ]]
        cmp "$log" before.csv
    fi
}

@test "what is no log is refused with one line, and stays" {
    mkdir -p "${log%/*}"
    for text in 'hello\n' '\377\376t\000i\000m\000e\000' 'time,mood\n' '\177ELF\001\002\n' '<html>\n' '{"a": 1}\n'; do
        # shellcheck disable=SC2059
        printf "$text" >"$log"
        cp "$log" before
        for options in '' --repair '--repair -n'; do
            # shellcheck disable=SC2086
            run kind check $options
            [ "$status" -eq 3 ]
            [ "${#lines[@]}" -eq 1 ]
            [[ "$output" == "kind: $log:1: "* ]]
            cmp "$log" before
        done
    done
    [ "$(ls -A "${log%/*}")" = log.csv ]
    rm "$log"
    mkdir "$log"
    run kind check
    [ "$status" -eq 3 ]
    [ "$output" = "kind: $log is not a regular file" ]
}

@test "junk behind a header costs no record" {
    log_of "$good"
    head -c 200000 "$KIND_UNDER_TEST" >>"$log"
    printf '\n%s\n' "$other" '2026-11-22,care,x,,,,,,' >>"$log"
    run kind check -q --repair
    [ "$status" -eq 1 ]
    [ "$(kind list -f csv 2>/dev/null | grep -c -e k0000000000 -e ^2026-11-22T12)" -eq 3 ]
    run kind check -q --repair
    [ "$status" -eq 1 ]
    [ "$(find "${log%/*}" -type f | wc -l)" -eq 2 ]
}

@test "a line of a megabyte is looked at in no time" {
    log_of "$good"
    {
        printf '2026-11-20T10:00:00+01:00,care,"'
        head -c 1000000 /dev/zero | tr '\0' x
        printf '",,,,,,k00000000009\n%s\n' "$other"
    } >>"$log"
    run timeout 10 kind check
    [ "$status" -eq 0 ]
    tr -d '\n' <"$log" >one.csv
    run timeout 10 kind --file one.csv check -q
    [ "$status" -ne 124 ]
}

@test "several repairs at once do not disturb each other" {
    log_of "$good" '2026-11-22,care,x,,,,,,'
    for i in 1 2 3 4 5; do
        kind check --repair -q &
        kind log -q "while it is mended $i" &
    done
    wait
    run kind check
    [ "$status" -eq 0 ]
    [ "$(kind list | grep -c 'while it is mended')" -eq 5 ]
    [ "$(kind list | wc -l)" -eq 7 ]
    [ "$(find "${log%/*}" -name '*.bad-*' | wc -l)" -eq 1 ]
}

@test "another program of this name in PATH is named, and not run" {
    log_0600 "$good"
    mkdir before behind same
    # shellcheck disable=SC2016
    printf '#!/bin/sh\ntouch "$HOME/ran"\n' | tee before/kind >behind/kind
    chmod +x before/kind behind/kind
    ln -s "$KIND_UNDER_TEST" same/kind
    mkdir -p nothing/kind
    touch nothing/plain
    PATH="$PWD/same:$PWD/nothing:$PATH:$PWD/behind" run kind check
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 2 ]
    [ "${lines[0]}" = "kind: another program called kind is at $PWD/behind/kind; Kubernetes in Docker has that name ('kind create cluster'); install this one under another name with 'make install PROGRAM=kindly', or put its folder first in PATH" ]
    PATH="$PWD/before:$PATH" run "$KIND_UNDER_TEST" check
    [[ "${lines[0]}" == *"/before/kind;"* ]]
    PATH="$PWD/before:$PATH" run "$KIND_UNDER_TEST" check -q
    [ -z "$output" ]
    ln -s "$KIND_UNDER_TEST" same/kindly
    cp before/kind before/kindly
    PATH="$PWD/before:$PATH" run same/kindly check
    [[ "${lines[0]}" == "kindly: another program called kindly is at"*"kindly; install"* ]]
    [ ! -e "$HOME/ran" ]
}

@test "check takes no words" {
    run kind check everything
    [ "$status" -eq 2 ]
    [ "${#lines[@]}" -eq 1 ]
}

@test "the copy is on the disk before the log is touched" {
    command -v strace >/dev/null || skip "strace is not installed"
    log_of "$good" '2026-11-22,care,x,,,,,,'
    strace -o trace -e trace=?open,openat,write,fsync,close,flock,rename,unlink kind check --repair -q 2>/dev/null || skip "strace can't trace here"
    # The C library says open or openat.
    steps=$(grep -oE 'flock\([0-9]+, LOCK_EX|open(at)?\(.*bad-2026-11-23"|open(at)?\(.*kind-tmp"|fsync|rename' trace | sed 's/open.*bad.*/copy/; s/open.*tmp.*/new/; s/flock.*/lock/')
    [ "$(paste -s -d ' ' <<<"$steps")" = "lock copy fsync fsync new fsync lock rename fsync" ]
}

@test "a repair that can't be told of is done all the same" {
    log_of '2026/11/22 22:00:00+01:00,care,"",,,,,,k00000000004'
    run bash -c 'kind check --repair 2>&1 >/dev/full'
    [ "$status" -eq 0 ]
    [[ "$output" == *"standard output: No space left on device" ]]
    [[ "$(tail -n 1 "$log")" == 2026-11-22T22:00:00+01:00,* ]]
    run bash -c 'kind check 2>&1 >/dev/full'
    [ "$status" -eq 3 ]
}
