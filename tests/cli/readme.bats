load helper

# Runs the console blocks of README.md and of RECIPES.md in their order, in one empty home, and compares what they
# print with what stands there. A comment that is a time, like <!-- 2026-11-23T19:24:05+01:00 -->, is the time from there on.
# Blocks that need one of the tools below are left out, but for those of $1.
tools="parallel sqlite3 mlr awk Rscript node gnuplot column vd"

block_tool() {
    local tool
    for tool in $tools; do
        if grep -qE "^(\\$ |    )(.*\| )?$tool " "$1"; then
            printf '%s\n' "$tool"
            return
        fi
    done
}

# block_run FILE: prints the block as it is today. A command that ends in a backslash goes on in the next line.
block_run() {
    local line command=
    while IFS= read -r line; do
        case $command in
        *\\) command+=$'\n'$line ;;
        *) if [[ $line == "$ "* ]]; then command=${line#"$ "}; else continue; fi ;;
        esac
        printf '%s\n' "${line}"
        case $line in *\\) continue ;; esac
        (eval "$command") 2>&1 || true
        command=
    done <"$1"
}

# page_run PAGE TOOL: counts the blocks for TOOL that it ran in `count`.
page_run() {
    local block found
    mkdir "run-$1"
    cd "run-$1" || return 1
    ln -s "$BATS_TEST_DIRNAME/.." tests
    awk '/^<!-- 20[^ ]* -->$/ { at = $2 } /^```console$/ { inside = 1; print at > ("at-" ++n); next } /^```$/ { inside = 0 }
        inside { print > ("block-" n) }' "$BATS_TEST_DIRNAME/../../$1"
    [ -e block-1 ]
    for ((n = 1; ; n++)); do
        block=block-$n
        [ -e "$block" ] || break
        found=$(block_tool "$block")
        [ -z "$found" ] || [ "$found" = "$2" ] || continue
        [ ! -s "at-$n" ] || KIND_NOW=$(grep . "at-$n")
        block_run "$block" >now
        # gnuplot begins with a form feed, and fills its lines with spaces.
        sed -i 's/[ \f]*$//' now
        diff -u --label "$1" --label "what it prints now" "$block" now
        [ "$found" != "$2" ] || count=$((count + 1))
    done
    cd ..
}

readme_run() {
    local page count=0
    for page in README.md RECIPES.md; do
        page_run "$page" "$1"
    done
    [ "$count" -gt 0 ]
}

# missing WHAT: a reason to skip; to fail in `make recipes`, where nothing may be missing but what npm could not bring.
missing() {
    [ "${KIND_RECIPES-}" != all ] && [[ ${KIND_RECIPES-} != without-npm || $1 == npm* ]] && skip "$1 is not installed"
    echo "$1 is not installed"
    return 1
}

tool_run() {
    command -v "$1" >/dev/null || missing "$1"
    # What other programs make of a locale is theirs.
    export LC_ALL=C
    readme_run "$1"
}

@test "what the README and the recipes show is what kind prints" {
    readme_run ""
}

@test "the pipe into sqlite3 works" {
    tool_run sqlite3
}

@test "the pipe into mlr works" {
    tool_run mlr
}

@test "the pipe into awk works" {
    tool_run awk
}

@test "the pipe into R works" {
    tool_run Rscript
}

@test "the use of DuckDB works" {
    modules="$BATS_TEST_DIRNAME/../recipes/node_modules"
    [ -d "$modules/@duckdb/node-api" ] || missing "npm's @duckdb/node-api"
    ln -s "$modules" node_modules
    tool_run node
}

@test "the pipe into gnuplot works" {
    tool_run gnuplot
}

@test "the pipe into column works" {
    tool_run column
}

@test "the pipe into VisiData works" {
    tool_run vd
    # And on a terminal, without -b and what follows it.
    run on_terminal 'expect #micro-break' 'send q' -- sh -c 'kind --file run-RECIPES.md/sample.csv report pauses -f csv | vd -f csv'
    [ "$status" -eq 0 ]
}

@test "the pipe into GNU parallel works" {
    parallel --version 2>/dev/null | grep -q GNU || missing "GNU parallel"
    tool_run parallel
}

# block LANGUAGE PATTERN: the README's block of this language that holds PATTERN.
block() {
    awk -v begin="\`\`\`$1" -v pattern="$2" '
        $0 == begin { inside = 1; text = ""; next }
        $0 == "```" { if (inside && index(text, pattern)) printf "%s", text; inside = 0 }
        inside { text = text $0 "\n" }' "$BATS_TEST_DIRNAME/../../README.md"
}

@test "the README's lines for cron are five fields and a command that runs as cron runs it" {
    sh "$BATS_TEST_DIRNAME/../sample/make" >sample.csv
    block crontab 'kind ' >lines
    [ "$(grep -c '/usr/local/bin/kind ' lines)" -eq 3 ]
    while read -r minute hour day month weekday command; do
        [[ $minute != *=* ]] || continue
        for field in "$minute" "$hour" "$day" "$month" "$weekday"; do
            [[ $field =~ ^[0-9*/,-]+$ ]]
        done
        # An unescaped % would end the command there.
        [[ $command != *%* ]]
        run env -i HOME="$HOME" LOGNAME=you SHELL=/bin/sh PATH=/usr/bin:/bin KIND_NOW="$KIND_NOW" KIND_FILE="$PWD/sample.csv" \
            /bin/sh -c "${command//\/usr\/local\/bin\/kind/$KIND_UNDER_TEST}" </dev/null
        [ "$status" -eq 0 ]
        # cron's mail is plain characters only for those that say so.
        [[ $command != *--ascii* ]] || { [ "${#lines[@]}" -gt 5 ] && [ "$(LC_ALL=C tr -d '\n -~' <<<"$output")" = '' ]; }
    done <lines
}

@test "the README's question in an evening's first shell is asked once" {
    # bash says so where a locale is not installed.
    export LC_ALL=C
    block sh 'kind mood' >asks
    cat >bin/date <<'SH'
#!/bin/sh
echo "${HOUR:-19}"
SH
    chmod +x bin/date
    run bash asks
    [[ "$output" == *"mood"* ]]
    HOUR=17 run bash asks
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    kind mood -q 7
    run bash asks
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

@test "the README's prompt shows the tally of today, and is quick" {
    # bash says so where a locale is not installed.
    export LC_ALL=C
    printf 'PS1="$ "\nPROMPT_COMMAND="true"\n' >rc
    block sh 'PROMPT_COMMAND' >>rc
    cat >>rc <<'SH'
show() {
    eval "$PROMPT_COMMAND"
    printf '%s\n' "${PS1@P}"
}
show
kind log -q helped
kind log -q --care slept
show
SH
    run bash --norc rc
    [ "$status" -eq 0 ]
    [ "$output" = $'(0) $ \n(2) $ ' ]
    sh "$BATS_TEST_DIRNAME/../sample/make" >"$log"
    {
        sed -n '/^kind_tally/,/^}/p' rc
        cat <<'SH'
for i in {1..20}; do kind_tally; done
echo "$tally"
SH
    } >tally
    # 20 prompts in no more than 5 s, however busy the machine is.
    run timeout 5 bash tally
    [ "$output" = 0 ]
}

@test "every link between the pages leads to a file, and every manual page that is named is there" {
    top="$BATS_TEST_DIRNAME/../.."
    for page in README RECIPES HACKING NEWS; do
        while read -r link; do
            [ -e "$top/$link" ] || { echo "$page.md links to $link" && return 1; }
        done < <(grep -oE '\]\([^)#]+\)' "$top/$page.md" | sed 's/^](//; s/)$//' | grep -v '://')
    done
    while read -r name number; do
        [ -e "$top/man/$name.$number" ] || { echo "no page $name($number)" && return 1; }
    done < <(sed -n 's/^\.Xr \(kind[a-z-]*\) \([0-9]\).*/\1 \2/p' "$top"/man/kind*.[0-9] | sort -u)
}
