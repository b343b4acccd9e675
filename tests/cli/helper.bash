# A world of its own for each test: an empty home, a fixed time and no setting of the person who runs it.
setup() {
    unset KIND_FILE KIND_CONFIG XDG_DATA_HOME XDG_CONFIG_HOME XDG_STATE_HOME NO_COLOR CLICOLOR CLICOLOR_FORCE COLUMNS LINES BROWSER ACCESSIBLE KIND_PAGER LESS CI
    export HOME="$BATS_TEST_TMPDIR/home" KIND_NOW=2026-11-23T19:24:05+01:00 KIND_SEED=1 TERM=xterm PAGER=cat
    export PATH="$BATS_TEST_TMPDIR/bin:$PATH"
    mkdir -p "$HOME" "$BATS_TEST_TMPDIR/bin"
    ln -s "$KIND_UNDER_TEST" "$BATS_TEST_TMPDIR/bin/kind"
    log="$HOME/.local/share/kind/log.csv"
    header=time,practice,note,mood,stress,stress_after,minutes,arm,id
    cd "$BATS_TEST_TMPDIR" || return
}

# log_of LINE...: makes these lines the log, behind the header.
log_of() {
    mkdir -p "${log%/*}"
    printf '%s\n' "$header" "$@" >"$log"
}

# $output as one line: what is said, wherever it was broken.
flat() {
    tr -s ' \n' ' ' <<<"$output"
}

# The note, practice and other fields of the last row, without its id.
last_row() {
    tail -n 1 "$log" | sed 's/,k[0-9a-z]\{11\}$//'
}

# on_terminal [STEP...] -- COMMAND [ARGUMENT...]: takes the steps of terminal.py with a command on a terminal of 80 columns.
on_terminal() {
    python3 "$BATS_TEST_DIRNAME/terminal.py" "$@"
}
