# shellcheck shell=sh
# What the parts of the benchmark share: figures read from a measurement, shown and judged.
passed=0
failed=0
left_out=0

# A step that did not run at all fails the whole.
broken() {
    printf '%s\n%d passed, %d failed, %d left out\n' "$*" "$passed" $((failed + 1)) "$left_out"
    exit 1
}

# Runs the rest in turns, $1 rounds of it; see tests/tools/measure.c.
in_turns() {
    "$tools/measure" "$@" >"$place/measured" || broken "did not run: $*"
}

# The field $2 of the line $1 of the last measurement: 1 is microseconds, 2 KiB.
figure() {
    awk -v line="$1" -v field="$2" 'NR == line { print $field }' "$place/measured"
}

# What the awk expression $1 of a, b and c is, which are $2, $3 and $4, with two decimals.
number() {
    awk -v a="$2" -v b="${3:-0}" -v c="${4:-0}" "BEGIN { printf \"%.2f\", $1 }"
}

# $1 and the line $2 of the last measurement.
show() {
    printf '  %-50s %10.2f ms %8d KiB\n' "$1" "$(number a/1000 "$(figure "$2" 1)")" "$(figure "$2" 2)"
}

# The time of line $1 over that of line $2.
ratio() {
    number a/b "$(figure "$1" 1)" "$(figure "$2" 1)"
}

# $1 names a figure, $2 is it, $3 its bound.
judge() {
    if awk -v value="$2" -v bound="$3" 'BEGIN { exit !(value ~ /^-?[0-9.]+$/ && value + 0 <= bound + 0) }'; then
        passed=$((passed + 1))
        verdict=passed
    else
        failed=$((failed + 1))
        verdict=FAILED
    fi
    printf '  %-50s %10s, at most %s: %s\n' "$1" "$2" "$3" "$verdict"
}

# True if all commands are there; otherwise says so.
have() {
    for command; do
        if ! command -v "$command" >/dev/null 2>&1; then
            left_out=$((left_out + 1))
            printf '  %-50s LEFT OUT: it is not installed; sh ./try bench does that\n' "$command"
            return 1
        fi
    done
}

# The log of $1 records, $2 a day, as $3.
log_make() {
    [ -e "$3" ] || "$tools/make_log" "$1" "$2" >"$3" || broken "no log of $1 records was made"
}

# How many instructions the rest takes, in millions.
instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null |
        awk '/Collected/ { printf "%.1f", $NF / 1e6 }'
}
