load helper

# own_deck LINE...: makes these lines the person's own deck.
own_deck() {
    mkdir -p "$HOME/.config/kind"
    printf '%s\n' "$@" >"$HOME/.config/kind/deck"
}

# beside FILE STEP... -- COMMAND...: the same as on_terminal, in the background and into a file; then "wait".
beside() {
    on_terminal "${@:2}" >"$1" &
}

stdout_of() {
    "$@" 2>/dev/null
}

# Whether the output holds anything but plain lines.
is_plain() {
    [[ $output != *[$'\r\e']* ]]
}

# at_once STEP... -- COMMAND...: the same as "run on_terminal", for a pause that is to end within its first second; again where the
# machine was too busy for that.
at_once() {
    local tries
    for tries in 1 2 3 4 5; do
        run on_terminal "$@"
        [[ "$output" == *" still counts"* ]] || return 0
        rm -r "$HOME/.local"
    done
    echo "$tries tries, and it always counts: $output"
    return 1
}

@test "a pause is timed, and off a terminal nothing moves" {
    start=$(date +%s)
    run env ACCESSIBLE=1 TERM=dumb kind pause 1s breathing
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 2 ]
    is_plain
    [[ "$(last_row)" =~ ^'2026-11-23T19:24:05+01:00,pause,"breathing #'[^\"]+'",,,,0.02,'$ ]]
    [ $(($(date +%s) - start)) -ge 1 ]
}

@test "a pause of the past is recorded at once, without a prompt" {
    run kind pause 5 -d 18:30 -m 7
    [ "${#lines[@]}" -eq 1 ]
    [ "$(last_row)" = '2026-11-23T18:30:00+01:00,pause,"",7,,,5,' ]
    kind pause -M 90s -d yesterday -q
    [ "$(last_row)" = '2026-11-22T12:00:00+01:00,pause,"",,,,1.5,' ]
    run kind pause --log 5 by the '#window' -s 6 --after 2.5
    [[ "$output" == "Logged 19:24, pause, stress 6 -> 2.5, 5 min: by the #window   ["* ]]
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,pause,"by the #window",,6,2.5,5,' ]
    kind pause --log 3 -d yesterday -q
    [ "$(last_row)" = '2026-11-22T12:00:00+01:00,pause,"",,,,3,' ]
}

@test "a pause of the past asks nothing on a terminal either" {
    run on_terminal -- kind pause --log 5
    [ "$status" -eq 0 ]
    [[ "$output" == "Logged 19:24, pause, 5 min   ["* ]]
}

@test "an interrupt off a terminal ends a pause early, and what was done is recorded" {
    run python3 - "$KIND_UNDER_TEST" <<-'END'
		import signal, subprocess, sys, time
		default = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
		child = subprocess.Popen([sys.argv[1], "pause", "10"], preexec_fn=default, stderr=subprocess.PIPE, text=True)
		child.stderr.readline()
		time.sleep(2.5)
		child.send_signal(signal.SIGINT)
		print(child.stderr.read())
		sys.exit(child.wait())
	END
    [ "$status" -eq 0 ]
    [[ "$output" == *" s still counts"* ]]
    minutes=$(tail -n 1 "$log" | cut -d, -f7)
    case $minutes in 0.0[2-9]* | 0.[1-9]*) ;; *) false ;; esac
}

@test "a pause that ignores interrupts from the start goes on, and --quiet says nothing and records no tag" {
    run python3 - "$KIND_UNDER_TEST" <<-'END'
		import signal, subprocess, sys, time
		child = subprocess.Popen([sys.argv[1], "pause", "-q", "--plain", "1s"], preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
		time.sleep(0.3)
		child.send_signal(signal.SIGINT)
		sys.exit(child.wait())
	END
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,pause,"",,,,0.02,' ]
}

@test "lengths and paces that make no sense are refused" {
    for length in 0 0s 5x 1e3 9999999; do
        run kind pause "$length" -d yesterday
        [ "$status" -eq 2 ]
        run kind pause --log "$length"
        [ "$status" -eq 2 ]
    done
    run kind pause 5 -M 6 -d yesterday
    [ "$status" -eq 2 ]
    run kind pause --log 5 6
    [ "$status" -eq 2 ]
    for pace in 4 0-6 4-21 4-6- -4-6 4-7-8-9 4.5-6 4-x '' 4--6; do
        run kind pause 1s --breath="$pace"
        [ "$status" -eq 2 ]
        [[ "$output" == "kind: breath must be seconds from 1 to 20, like 4-6 or 4-7-8, not '$pace'; nothing was recorded" ]]
    done
    for whom in me other '' SELF; do
        run kind pause 1s --for="$whom"
        [ "$status" -eq 2 ]
    done
    run kind pause 1s --after 11
    [ "$status" -eq 2 ]
    [ ! -e "$log" ]
}

@test "options that ask for two prompts, or for one that nobody sees, are refused" {
    for options in "--for self --week" "--week --log 5" "--for others -d yesterday"; do
        # shellcheck disable=SC2086
        run kind pause $options
        [ "$status" -eq 2 ]
        [ "${#lines[@]}" -eq 1 ]
    done
    [ ! -e "$log" ]
}

@test "every question is answered, what is typed in between answers none, and the answers are recorded" {
    run on_terminal 'expect Mood now, 0 to 10 (Enter to skip)?' 'send 6\n' 'expect Stress now' 'send 7.5\n' \
        'expect 0:04 left' 'send 9\n' 'expect Stress now' 'send 3\n' -- kind pause 4s
    [ "$status" -eq 0 ]
    [[ "$output" == *"stress 7.5 -> 3"* ]]
    [[ "$(last_row)" =~ \",6,7.5,3,0.07,$ ]]
}

@test "a question that is skipped, or meets the end of input, leaves its column empty" {
    run on_terminal 'expect Mood' 'send  \n' 'expect Stress' 'send \4' 'expect left' -- kind pause 1s
    [ "$status" -eq 0 ]
    [[ "$(last_row)" =~ \",,,,0.02,$ ]]
}

@test "a wrong answer is asked for again, three times at most" {
    run on_terminal 'expect Mood' 'send eleven\n' 'expect Mood' 'send 6 7\n' 'expect Mood' 'send  8 \n' \
        'expect Stress' 'send -1\n' 'expect Stress' 'send 6,5\n' 'expect Stress' 'send ?\n' 'expect skipped' 'expect left' -- kind pause 1s
    [ "$status" -eq 0 ]
    [[ "$output" == *"kind: 'eleven' is no number from 0 to 10"* ]]
    [[ "$(last_row)" =~ \",8,,,0.02,$ ]]
}

@test "options answer in advance" {
    run on_terminal -- kind pause 1s -m 6 -s 5 --after 4
    [ "$status" -eq 0 ]
    [[ "$output" != *"?"*"Enter to skip"* ]]
    [[ "$(last_row)" =~ \",6,5,4,0.02,$ ]]
}

@test "--no-input asks nothing on a terminal, and the line leaves no trace there" {
    run on_terminal 'expect 0:01 left' -- kind pause 1s --no-input -s 4
    [ "$status" -eq 0 ]
    [[ "$output" != *"now, 0 to 10"* ]]
    [[ "$(last_row)" =~ \",,4,,0.02,$ ]]
    [[ "$output" == *$'early\e[J\r\e[?7h\e[JLogged '* ]]
    [[ "${output//$'\e[?7'[lh]/}" != *$'\e[?'* ]]
    [[ "$output" != *$'\a'* ]]
}

@test "the line that counts begins at the left, whatever stands there already" {
    run on_terminal 'expect 0:01 left' -- sh -c 'printf "prompt: " >&2; exec kind pause 1s -q --no-input'
    [ "$status" -eq 0 ]
    [[ "$output" == $'prompt: \r\e[?7lPause   0:01 left'* ]]
}

@test "nothing is asked unless both standard input and standard error are terminals" {
    beside in.txt 'expect 0:01 left' -- sh -c 'kind pause 1s </dev/null'
    beside err.txt -- sh -c 'kind pause 1s 2>talk.txt'
    wait
    grep -q '0:01 left' in.txt
    run cat in.txt talk.txt
    [[ "$output" != *"now, 0 to 10"* ]]
    run cat err.txt
    [[ "$output" == "Logged 19:24, pause, 1 s: #"* ]]
    is_plain
    [ "$(wc -l <talk.txt)" -eq 1 ]
    [ "$(wc -l <"$log")" -eq 3 ]
}

@test "a log that can't be written is found out before the pause, which then asks and waits for nothing" {
    mkdir -p "$log"
    run on_terminal -- kind pause 10
    [ "$status" -eq 3 ]
    [[ "$(flat)" == "kind: $log: Is a directory; nothing was recorded " ]]
    run kind pause 10 -q
    [ "$status" -eq 3 ]
    rmdir "$log"
    echo hello >"$log"
    run kind pause 10
    [ "$status" -eq 3 ]
    [ "${#lines[@]}" -eq 1 ]
    [ "$(cat "$log")" = hello ]
    run kind --file "$log/log.csv" pause 10
    [ "$status" -eq 3 ]
    [ "${#lines[@]}" -eq 1 ]
}

@test "a pause that is left before it began makes neither a log nor its folder" {
    at_once 'expect 10:00 left' 'send \3' -- kind pause 10 --no-input
    [ "$status" -eq 130 ]
    [ ! -e "$HOME/.local" ]
}

@test "a folder that can't be written is found out before the pause" {
    [ "$(id -u)" -ne 0 ] || skip "root may write everywhere"
    mkdir shut
    chmod 500 shut
    for file in shut/log.csv shut/a/log.csv; do
        run kind --file "$file" pause 10
        [ "$status" -eq 3 ]
        [ "$output" = "kind: $file: it can't be made in shut: Permission denied; nothing was recorded" ]
    done
}

@test "Ctrl-C at the questions before records nothing" {
    run on_terminal 'expect Mood' 'send \3' -- kind pause 1s
    [ "$status" -eq 130 ]
    run on_terminal 'expect Mood' 'send 5\n' 'expect Stress' 'send \3' -- kind pause 1s
    [ "$status" -eq 130 ]
    [ ! -e "$log" ]
}

@test "Ctrl-C ends a pause early, and what was done still counts" {
    run on_terminal 'expect Mood' 'send \n' 'expect Stress' 'send 6\n' 'expect hold         2   9:5' 'send \3' \
        'expect Stress' 'send \n' -- kind pause 10 --breath 1-2-3
    [ "$status" -eq 0 ]
    [[ "$output" == *[1-9]" s still counts"* ]]
    [[ "$(last_row)" =~ \",,6,,0.(0[2-9]|[1-9][0-9]?),$ ]]
}

@test "Ctrl-C within the first second records nothing" {
    at_once 'expect 10:00 left' 'send \3' -- kind pause 10 --no-input
    [ "$status" -eq 130 ]
    [[ "$output" == *"nothing was recorded"* ]]
    [ ! -e "$log" ]
}

@test "a second Ctrl-C leaves, and the pause is recorded without the answer" {
    run on_terminal 'expect Mood' 'send 5\n' 'expect Stress' 'send 6\n' 'expect 9:5' 'send \3' 'expect Stress' 'send \3' -- kind pause 10
    [ "$status" -eq 130 ]
    [[ "$(last_row)" =~ \",5,6,,0.(0[2-9]|[1-9][0-9]?),$ ]]
    run on_terminal 'expect left' 'expect Stress' 'send \3' -- kind pause 1s -m 3 -s 6
    [ "$status" -eq 130 ]
    [[ "$(last_row)" =~ \",3,6,,0.02,$ ]]
}

@test "a terminal that is closed, or a signal to end, ends it, and what was done is recorded" {
    run on_terminal 'expect 9:5' 'wait 0.2' 'signal TERM' -- kind pause 10 --no-input
    [ "$status" -eq 143 ]
    [[ "$output" == *" s still counts"* ]]
    [[ "$(last_row)" =~ ,0.(0[2-9]|[1-9][0-9]?),$ ]]
    rm "$log"
    run on_terminal 'expect Mood' 'send 5\n' 'expect Stress' 'send 6\n' 'expect 9:5' 'wait 0.2' 'signal HUP' -- kind pause 10
    [ "$status" -eq 129 ]
    [[ "$(last_row)" =~ \",5,6,,0.(0[2-9]|[1-9][0-9]?),$ ]]
    rm "$log"
    run on_terminal 'expect left' 'expect Stress' 'signal TERM' -- kind pause 1s -m 3 -s 6
    [ "$status" -eq 143 ]
    [[ "$(last_row)" =~ \",3,6,,0.02,$ ]]
    rm "$log"
    at_once 'expect left' 'signal HUP' -- kind pause 10 --no-input
    [ "$status" -eq 129 ]
    [ ! -e "$log" ]
}

@test "of the line stands what fits, the time longest, and a new size repaints it but ends nothing" {
    run on_terminal 'resize 60x24' 'expect 9:5' 'expect Ctrl-C ends it early' 'resize 20x24' $'expect  left\e[J' 'resize 12x24' \
        $'expect \e[?7l9:5' 'resize 1x24' $'expect \e[?7l\e[J' 'resize 100x24' 'expect Ctrl-C ends it early' 'send \3' -- kind pause 10 --no-input
    [ "$status" -eq 0 ]
    [[ "$output" =~ $'\e[?7lPause   9:5'[0-9]$' left\e[J\r'[^J]*$'\r\e[?7l9:5'[0-9]$' left\e[J\r' ]]
    [[ "$output" == *" s still counts"* ]]
}

# in_tmux WORD...: a command of a tmux of our own.
in_tmux() {
    tmux -S tmux -f /dev/null "$@"
}

# shown TEXT: waits until the terminal in tmux shows it, and puts what it shows into $output.
shown() {
    local tries
    for tries in {1..150}; do
        output=$(in_tmux capture-pane -p)
        [[ "$output" != *"$1"* ]] || return 0
        sleep 0.1
    done
    echo "$tries tries, and no '$1': $output"
    return 1
}

# gone TEXT: waits until it does not show it any more.
gone() {
    local tries
    for tries in {1..150}; do
        output=$(in_tmux capture-pane -p)
        [[ "$output" == *"$1"* ]] || return 0
        sleep 0.1
    done
    echo "$tries tries, and still '$1': $output"
    return 1
}

# counting COLUMNS WORD...: the words begin a pause in tmux, whose process and terminal are written into files. No shell of the
# person who runs this has a part in it, and one of ours outlives the Ctrl-C.
counting() {
    in_tmux new-session -d -x "$1" -y 16 sh -c \
        'trap : INT; tty >terminal; '"${*:2}"'; sh -c "echo \$\$ >pid; exec kind pause 10 --no-input --breath 4-6" && cat' \; set window-size manual
}

# resized COLUMNS: gives the terminal in tmux so many, and the pause there the time to see it: tmux wraps what it shows at once, but
# tells the programs a little later.
resized() {
    local tries size tty
    tty=$(<terminal)
    kill -STOP "$(<pid)"
    in_tmux resize-window -x "$1" -y 16
    for tries in {1..150}; do
        size=$(stty size <"$tty")
        [ "$size" != "16 $1" ] || break
        sleep 0.1
    done
    kill -CONT "$(<pid)"
    [ "$size" = "16 $1" ]
}

teardown() {
    in_tmux kill-server 2>/dev/null || return 0
    # A pause that loses its terminal records first.
    local tries
    for tries in {1..50}; do
        kill -0 "$(<pid)" 2>/dev/null || return 0
        sleep 0.1
    done
    echo "$tries tries, and the pause goes on"
    return 1
}

@test "a terminal that is made narrower and wider again holds one line that counts, and none afterwards" {
    command -v tmux >/dev/null || skip "no tmux"
    counting 80 :
    shown 'Ctrl-C ends it early'
    resized 40
    gone Ctrl
    resized 25
    gone breathe
    resized 12
    shown ' left'
    [ "$(grep -c ':[0-9][0-9] left' <<<"$output")" -eq 1 ]
    resized 80
    shown 'Ctrl-C ends it early'
    [ "$(grep -c ' left' <<<"$output")" -eq 1 ]
    resized 40
    in_tmux send-keys C-c
    shown 'still counts'
    [[ "$output" != *left* && "$output" != *breathe* ]]
}

@test "a line that is painted before the terminal tells how narrow it has become leaves no row behind" {
    command -v tmux >/dev/null || skip "no tmux"
    counting 40 stty cols 80
    shown ' 9:5'
    [ "$(grep -c breathe <<<"$output")" -eq 1 ]
    in_tmux send-keys C-c
    shown 'still counts'
    [[ "$output" != *left* && "$output" != *breathe* ]]
    [ "$(in_tmux display-message -p '#{wrap_flag}')" -eq 1 ]
}

@test "a pause that is stopped and goes on repaints its line" {
    again=('signal STOP' 'wait 0.1' 'signal CONT' 'expect left')
    run on_terminal 'expect left' "${again[@]}" "${again[@]}" "${again[@]}" "${again[@]}" "${again[@]}" 'expect 9:5' 'send \3' -- \
        kind pause 10 --no-input
    [ "$status" -eq 0 ]
    [[ "$output" == *" s still counts"* ]]
    # Without that, no time is painted twice.
    [ -n "$(grep -oE '[0-9]+:[0-9]{2} left' <<<"$output" | uniq -d)" ]
}

# For a shell on a terminal: says so where that shows what is typed.
ask_echo='stty -a | grep -q " echo " && echo It echoes.'

@test "what is typed while a pause counts is neither shown nor left to the shell" {
    beside end.txt 'expect left' 'send xyzzy\n' 'expect Logged' 'expect It echoes' 'send plugh\n' -- \
        sh -c "kind pause 4s --no-input; $ask_echo; read -r line; echo \"Read \$line.\""
    beside early.txt 'expect left' 'send xyzzy' 'wait 1.2' 'send \3' 'expect still counts' 'expect It echoes' -- \
        sh -c "trap : INT; kind pause 10 --no-input; $ask_echo"
    beside plain.txt 'expect 10 min' 'send xyzzy' 'wait 1.2' 'send \3' 'expect still counts' 'expect It echoes' -- \
        sh -c "trap : INT; kind pause 10 --no-input --plain; $ask_echo"
    wait
    [[ "$(cat end.txt early.txt plain.txt)" != *xyzzy* ]]
    grep -F 'Read plugh.' end.txt
    grep 'It echoes' early.txt
    grep 'It echoes' plain.txt
}

@test "the terminal echoes again after each signal that ends a pause or a shift" {
    for signal in TERM HUP QUIT; do
        beside "pause$signal.txt" 'expect left' 'send xyzzy' "front $signal" 'expect It echoes' -- \
            sh -c "trap : TERM HUP QUIT; kind pause 10 --no-input; $ask_echo"
        beside "shift$signal.txt" 'expect left' 'send xyzzy' "front $signal" 'expect It echoes' -- \
            sh -c "trap : TERM HUP QUIT; kind shift -s 8; $ask_echo"
    done
    wait
    for signal in TERM HUP QUIT; do
        grep 'It echoes' "pause$signal.txt"
        grep 'It echoes' "shift$signal.txt"
        [[ "$(cat "pause$signal.txt" "shift$signal.txt")" != *xyzzy* ]]
    done
}

@test "a pause that Ctrl-Z stops gives the terminal back, and takes it again in front" {
    run on_terminal 'expect $' 'send kind pause 10 --no-input\n' 'expect left' 'send xyzzy' 'send \z' 'expect topped' \
        "send $ask_echo\\n" 'expect It echoes.' 'expect It echoes.' 'send fg\n' 'expect left' 'send plugh' 'wait 1.2' 'send \3' \
        'expect still counts' "send $ask_echo\\n" 'expect It echoes.' 'expect It echoes.' 'send exit\n' -- env PS1='$ ' sh -i
    [[ "$output" != *xyzzy* ]]
    [[ "$output" != *plugh* ]]
    [ "$(wc -l <"$log")" -eq 2 ]
}

@test "--plain, ACCESSIBLE and a dumb terminal get plain lines" {
    beside plain.txt -- kind pause 1s --no-input --plain --breath 4-7-8
    beside accessible.txt -- env ACCESSIBLE=1 kind pause 1s --no-input
    beside dumb.txt 'expect Stress' 'send 3\n' 'expect time is up' 'expect Stress' 'send 2\n' -- env TERM=dumb kind pause 1s -m 5
    wait
    run cat plain.txt
    is_plain
    [[ "$output" == *$'\n1 s, breathe in for 4 s, hold for 7 s, out for 8 s\nThe time is up.\nLogged '* ]]
    run cat accessible.txt
    is_plain
    [[ "$output" == *$'\n1 s\nThe time is up.\n'* ]]
    run cat dumb.txt
    is_plain
    [[ "$output" != *"Mood now"* ]]
    grep -q '",5,3,2,0.02,,' "$log"
}

@test "plain lines are broken between words at a narrow terminal's width" {
    for width in 60 40; do
        own_deck "self #long $(printf 'somebody %.0s' {1..15})"
        run on_terminal "resize ${width}x24" 'expect in for 4 s' 'expect out for 8 s' 'signal KILL' -- kind pause 10 --plain --no-input --breath 4-7-8
        [ "$status" -eq 137 ]
        [ "$(wc -L <<<"$output")" -le "$width" ]
        [ "$(grep -o 'somebody' <<<"$output" | wc -l)" -eq 15 ]
        is_plain
    done
}

@test "plain lines come once a minute" {
    run on_terminal 'expect 1 min 1 s' 'expect 1 min left' 'send \3' -- kind pause 61s --no-input --plain
    [ "$status" -eq 0 ]
    [[ "$output" != *"time is up"* ]]
    [[ "$output" == *" s still counts"* ]]
}

@test "--breath tells when to breathe, and how long" {
    run on_terminal 'expect breathe in   1   0:02 left' 'expect breathe out  1   0:01 left' -- kind pause 2s --no-input --breath 1-1
    [ "$status" -eq 0 ]
    [[ "$output" != *"Pause"* ]]
}

@test "--bell rings once at the end, on a terminal only" {
    beside end.txt -- kind pause 1s --no-input --bell
    beside early.txt 'expect 9:5' 'send \3' -- kind pause 10 --no-input --bell
    run kind pause 1s --bell --plain
    [[ "$output" != *$'\a'* ]]
    # Plain lines come off a terminal too, if they are asked for.
    is_plain
    [ "${#lines[@]}" -eq 4 ]
    wait
    [ "$(tr -cd '\a' <end.txt | wc -c)" -eq 1 ]
    grep -q 'still counts' early.txt
    [ "$(tr -cd '\a' <early.txt | wc -c)" -eq 0 ]
}

@test "the configuration sets what the options do not" {
    mkdir -p "$HOME/.config/kind"
    printf '[pause]\nminutes = 1s\nbreath = 1-1\nbell = yes\n' >"$HOME/.config/kind/config"
    beside none.txt -- kind pause --no-input --breath none
    run on_terminal 'expect breathe in   1   0:01 left' -- kind pause --no-input
    [ "$status" -eq 0 ]
    [[ "$output" == *$'\a'* ]]
    wait
    grep -q 'Pause   0:01 left' none.txt
    printf '[pause]\nminutes = 0\nbreath = 4\nbell = 1\nbeep = no\n' >"$HOME/.config/kind/config"
    run kind pause --log 1 -q
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 4 ]
    kind pause -n 2>/dev/null | grep -q ', 3 min:'
}

@test "--dry-run shows the prompt and the record, and waits for nothing" {
    run on_terminal -- kind pause -n
    [ "$status" -eq 0 ]
    [[ "$output" == *"Would log 19:24, pause, 3 min: #"* ]]
    [[ "$output" != *"now, 0 to 10"* ]]
    [ ! -e "$log" ]
}

@test "the prompt's tag ends the note, once" {
    own_deck 'self #tea Put the kettle on.'
    run stdout_of kind pause -n at noon
    [[ "$output" == *": at noon #tea" ]]
    run stdout_of kind pause -n
    [[ "$output" == *": #tea" ]]
    run stdout_of kind pause -n '#Tea at noon'
    [[ "$output" == *": #Tea at noon" ]]
}

@test "the deck has prompts enough of every kind, and all of them fit on two lines" {
    deck="$BATS_TEST_DIRNAME/../../share/deck"
    mkdir -p "$HOME/.config/kind"
    cp "$deck" "$HOME/.config/kind/deck"
    run kind pause -n
    [ "${#lines[@]}" -eq 2 ]
    grep -E '^(self|others) ' "$deck" >prompts
    count=$(wc -l <prompts)
    [ "$count" -ge 24 ]
    [ "$count" -le 40 ]
    [ "$(cut -d ' ' -f 3- prompts | awk 'length > 140' | wc -l)" -eq 0 ]
    [ "$(cut -d ' ' -f 3- prompts | sort -u | wc -l)" -eq "$count" ]
    for tag in compassion their-side ripple sink-in boundary micro-break care-returns turn-outward look-up values; do
        number=$(grep -c "^[^ ]* #$tag " prompts)
        [ "$number" -ge 2 ]
        [ "$number" -le 4 ]
    done
}

@test "a prompt comes by chance, and --for keeps to its kind" {
    own_deck 'self #a one' 'others #b two' 'self #c three' 'others #d four'
    for seed in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
        KIND_SEED=$seed kind pause -n 2>>any.txt >/dev/null
        KIND_SEED=$seed kind pause -n --for self 2>>self.txt >/dev/null
        KIND_SEED=$seed kind pause -n --for others 2>>others.txt >/dev/null
    done
    [ "$(sort -u any.txt | paste -s -d ' ')" = "four one three two" ]
    [ "$(sort -u self.txt | paste -s -d ' ')" = "one three" ]
    [ "$(sort -u others.txt | paste -s -d ' ')" = "four two" ]
}

@test "one's own deck is found beside the configuration" {
    own_deck 'self #home At home.'
    run kind pause -n
    [ "${lines[0]}" = "At home." ]
    mkdir -p xdg/kind
    echo 'self #xdg By XDG.' >xdg/kind/deck
    XDG_CONFIG_HOME=$PWD/xdg run kind pause -n
    [ "${lines[0]}" = "By XDG." ]
    echo 'self #beside Beside it.' >deck
    KIND_CONFIG=$PWD/config run kind pause -n
    [ "${lines[0]}" = "Beside it." ]
    KIND_CONFIG=config run kind pause -n
    [ "${lines[0]}" = "Beside it." ]
}

@test "a bad line of one's own deck is named and skipped" {
    own_deck '; mine' '' 'me #tea Sit.' 'self tea Sit.' 'self #tea' 'self #tea Sit down.' '# no comment' $'others #x Ring.\a' $'others #y \xff'
    run kind pause -n
    [ "$status" -eq 0 ]
    deck="kind: $HOME/.config/kind/deck"
    [ "${lines[0]}" = "$deck:3: a prompt begins with self or others; the line is skipped" ]
    [ "${lines[1]}" = "$deck:4: a #tag comes second; the line is skipped" ]
    [ "${lines[2]}" = "$deck:5: the words of the prompt are missing; the line is skipped" ]
    [ "${lines[3]}" = "$deck:7: a prompt begins with self or others; the line is skipped" ]
    [ "${lines[4]}" = "$deck:8: a prompt is plain text in UTF-8; the line is skipped" ]
    [ "${lines[5]}" = "$deck:9: a prompt is plain text in UTF-8; the line is skipped" ]
    [ "${lines[6]}" = "Sit down." ]
    [ "${#lines[@]}" -eq 8 ]
}

@test "a deck without a good line, or none of the kind, gives way to the built-in one" {
    own_deck '; nothing yet'
    run kind pause -n
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "kind: $HOME/.config/kind/deck: it has no prompt; the built-in prompts are used" ]
    grep -qF " ${lines[1]}" "$BATS_TEST_DIRNAME/../../share/deck"
    own_deck 'self #tea Sit down.'
    run kind pause -n --for others
    [ "${lines[0]}" = "kind: $HOME/.config/kind/deck: it has no prompt for others; the built-in prompts are used" ]
    grep -qF "${lines[1]}" <(grep ^others "$BATS_TEST_DIRNAME/../../share/deck")
    rm "$HOME/.config/kind/deck"
    mkdir "$HOME/.config/kind/deck"
    run kind pause -n
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "kind: $HOME/.config/kind/deck: Is a directory; the built-in prompts are used" ]
    rmdir "$HOME/.config/kind/deck"
    head -c 70000 /dev/zero | tr '\0' ' ' >"$HOME/.config/kind/deck"
    run kind pause -n
    [ "${lines[0]}" = "kind: $HOME/.config/kind/deck: it is larger than 64 KiB; the built-in prompts are used" ]
}

@test "the practice of the week is the same on every device, and another one each week" {
    week() {
        kind pause --week -n 2>&1
    }
    here=$(week)
    mkdir -p elsewhere/.config/kind
    printf 'week_start = sun\nday_start = 12:00\n' >elsewhere/.config/kind/config
    for zone in UTC Pacific/Apia America/Los_Angeles Asia/Kathmandu; do
        [ "$(TZ=$zone week)" = "$here" ]
    done
    [ "$(LC_ALL=tr_TR.UTF-8 KIND_SEED=2 HOME=$PWD/elsewhere week)" = "$here" ]
    # 23 November 2026 is a Monday.
    [ "$(KIND_NOW=2026-11-23T00:00:00+01:00 week | head -n 1)" = "$(head -n 1 <<<"$here")" ]
    [ "$(KIND_NOW=2026-11-29T23:59:59+01:00 week | head -n 1)" = "$(head -n 1 <<<"$here")" ]
    [ "$(KIND_NOW=2026-11-22T23:59:59+01:00 week | head -n 1)" != "$(head -n 1 <<<"$here")" ]
    count=$(grep -cE '^(self|others) ' "$BATS_TEST_DIRNAME/../../share/deck")
    mondays=$(python3 -c "import datetime; [print(datetime.date(2026, 11, 23) + datetime.timedelta(7 * n)) for n in range($count)]")
    for monday in $mondays; do
        KIND_NOW=${monday}T12:00:00+01:00 kind pause --week -n 2>>prompts.txt >/dev/null
    done
    diff <(sort prompts.txt) <(sed -nE 's/^(self|others) #[^ ]* //p' "$BATS_TEST_DIRNAME/../../share/deck" | sort)
}

@test "what still counts of a pause that ended early is what is recorded" {
    run on_terminal 'expect left' 'wait 1.7' 'send \3' 'expect still counts' -- kind pause 10 --no-input
    [[ "$output" =~ pause,\ ([0-9]+)\ s.*[^0-9]([0-9]+)\ s\ still\ counts ]]
    [ "${BASH_REMATCH[1]}" = "${BASH_REMATCH[2]}" ]
}
