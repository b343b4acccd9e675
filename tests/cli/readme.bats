load helper

# Runs the console blocks of the README in their order, in one empty home, and compares what they print with
# what stands there. Blocks that need one of the tools below are left out, but for those of $1.
tools="sqlite3 mlr awk Rscript"

block_tool() {
    local tool
    for tool in $tools; do
        if grep -qE "^(\\$ |    ).*\| $tool " "$1"; then
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

readme_run() {
    local block tool count=0
    ln -s "$BATS_TEST_DIRNAME/.." tests
    awk '/^```console$/ { inside = 1; n++; next } /^```$/ { inside = 0 } inside { print > ("block-" n) }' \
        "$BATS_TEST_DIRNAME/../../README.md"
    for ((n = 1; ; n++)); do
        block=block-$n
        [ -e "$block" ] || break
        tool=$(block_tool "$block")
        [ -z "$tool" ] || [ "$tool" = "$1" ] || continue
        block_run "$block" >now
        diff -u --label README.md --label "what it prints now" "$block" now
        [ "$tool" != "$1" ] || count=$((count + 1))
    done
    [ "$count" -gt 0 ]
}

tool_run() {
    command -v "$1" >/dev/null || skip "$1 is not installed"
    # What other programs make of a locale is theirs.
    export LC_ALL=C
    readme_run "$1"
}

@test "what the README shows is what kind prints" {
    readme_run ""
}

@test "the README's pipe into sqlite3 works" {
    tool_run sqlite3
}

@test "the README's pipe into mlr works" {
    tool_run mlr
}

@test "the README's pipe into awk works" {
    tool_run awk
}

@test "the README's pipe into R works" {
    tool_run Rscript
}
