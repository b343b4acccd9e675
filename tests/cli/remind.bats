bats_require_minimum_version 1.5.0
load helper

# The programs that kind calls. Each adds its arguments to the file calls, one a line, and a line of dashes. No test
# reaches the session or the crontab of whoever runs it.
program() {
    printf '#!/bin/sh\nprintf "%%s\\n" %s "$@" ---- >>"%s/calls"\n%s\n' "$1" "$PWD" "$2" >"bin/$1"
    chmod +x "bin/$1"
}

# at DAY-CLOCK COMMAND...: then, in November 2026. 23 is a Monday, on which the practice of the week begins; 24 is not.
at() {
    KIND_NOW=2026-11-${1/-/T}:05+01:00 "${@:2}"
}

# remind_at DAY-CLOCK [ARGUMENT...]: runs kind remind then.
remind_at() {
    at "$1" run --separate-stderr kind remind "${@:2}"
}

silent() {
    [ "$status" -eq 0 ]
    [ -z "$output$stderr" ]
}

setup_world() {
    export XDG_RUNTIME_DIR="$PWD/run"
    unset DBUS_SESSION_BUS_ADDRESS
    program systemctl 'exit 1'
    program crontab 'exit 1'
    program notify-send 'exit 1'
}

session() {
    export DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere
}

mood='No mood yet today: kind mood N, 0 to 10'

@test "nothing is said where nothing is due, and one message once where something is, as cron calls" {
    bare() {
        env -i HOME="$HOME" PATH=/usr/bin:/bin LC_ALL=C KIND_NOW="2026-11-$1+01:00" "$KIND_UNDER_TEST" remind
    }
    for minute in 24T12:00:00 24T17:59:59; do
        run bare $minute
        [ "$status" -eq 0 ]
        [ -z "$output" ]
    done
    run bare 24T18:00:00
    [ "$status" -eq 0 ]
    [[ "$output" == "No mood yet today: "*" mood N, 0 to 10" ]]
    for minute in 24T18:00:00 24T18:05:00 24T23:59:59 25T03:59:00 25T17:59:00; do
        run bare $minute
        [ "$status" -eq 0 ]
        [ -z "$output" ]
    done
    run bare 25T18:00:00
    [ "${#lines[@]}" -eq 1 ]
}

@test "the mood of the day is due in the evening, once, and the next day again" {
    setup_world
    remind_at 24-17:59
    silent
    remind_at 24-18:00
    [ "$output" = "$mood" ]
    [ -z "$stderr" ]
    remind_at 24-20:00
    silent
    remind_at 25-20:00
    [ "$output" = "$mood" ]
    at 26-12:00 kind mood -q 7
    remind_at 26-20:00
    silent
}

@test "the evening is when --at says, or the configuration" {
    setup_world
    remind_at 24-19:00 --at 20:00
    silent
    remind_at 24-12:30 --at 12:30
    [ "$output" = "$mood" ]
    mkdir -p "$HOME/.config/kind"
    printf '[remind]\nat = 21:15\n' >"$HOME/.config/kind/config"
    remind_at 25-21:14
    silent
    remind_at 25-21:15
    [ "$output" = "$mood" ]
    # After midnight is still the evening.
    remind_at 26-23:00 --at 01:00
    silent
    remind_at 27-01:00 --at 01:00
    [ "$output" = "$mood" ]
}

@test "a trial's day is told from its start, in the words of kind trial" {
    setup_world
    log_of '2026-11-20T10:00:00+01:00,trial,"12 days",,,,,kuukkuukkuuk,k7q2mh4tzn0c'
    remind_at 24-04:00
    [ "$output" = "$(at 24-04:00 kind trial today)" ]
    [[ "$output" == "An extra-kindness day: "* ]]
    remind_at 24-08:00
    silent
    remind_at 25-08:00
    [[ "$output" == "An extra-kindness day: "* || "$output" == "A day as usual: "* ]]
}

@test "the practice of the week is told on Monday, the same that the pause has" {
    setup_world
    remind_at 23-08:00
    [ "$output" = "The practice of the week: $(at 23-08:00 kind pause --week -n 2>&1 >/dev/null)  (kind pause --week)" ]
    remind_at 23-12:00
    silent
    remind_at 24-08:00
    silent
    remind_at 30-08:00
    [[ "$output" == "The practice of the week: "* ]]
}

@test "a shift that is left open is told once, and each by itself" {
    setup_world
    log_of '2026-11-24T12:00:00+01:00,shift,"",8,7.5,,,usual,k7q2mh4tzn0c'
    remind_at 24-12:14
    silent
    remind_at 24-12:15
    [ "$output" = "The shift of 12:00, stress 7.5, is still open: kind shift --after N" ]
    remind_at 24-12:20
    silent
    echo '2026-11-24T13:00:00+01:00,shift,"",,6,,,others,k7q2mh4tzn1c' >>"$log"
    remind_at 24-13:20
    [ "$output" = "The shift of 13:00, stress 6, is still open: kind shift --after N" ]
    at 24-13:25 kind shift -q --after 3
    remind_at 24-13:30
    silent
    # After a day nothing can be done about it.
    rm -r "$HOME/.local/state"
    remind_at 25-12:00
    silent
}

@test "goals that need today share a line, and each is told once" {
    setup_world
    log_of '2026-11-22T10:00:00+01:00,kindness,"",,,,,,' '2026-11-23T10:00:00+01:00,kindness,"#swim",,,,,,' \
        '2026-11-20T10:00:00+01:00,goal,"#swim 6/week",,,,,,' '2026-11-24T10:00:00+01:00,mood,"",7,,,,,'
    remind_at 24-20:00
    [ "$output" = "To keep up today: kindness (2 days in a row)" ]
    remind_at 24-20:05
    silent
    at 24-21:00 kind log -q 'held the door'
    remind_at 24-21:30
    silent
    at 25-12:00 kind mood -q 7
    remind_at 25-20:00
    [ "$output" = "To keep up today: kindness (3 days in a row), #swim (1 of 6 this week)" ]
}

@test "a goal of years ago and a streak longer than what is read are known" {
    setup_world
    log_of '2020-01-01T10:00:00+01:00,goal,"care 7/week",,,,,,'
    seq -f '2026-11-24 12:00 UTC %g days ago' 1 260 | date -u -f - +'%FT12:00:00+00:00,kindness,"",7,,,,,' >>"$log"
    echo '2026-11-23T10:00:00+01:00,care,"",,,,,,' >>"$log"
    remind_at 24-20:00
    [ "${lines[0]}" = "To keep up today: kindness (200 or more days in a row), care (1 of 7 this week)" ]
}

@test "all that is due comes at once, a line each, the mood last" {
    setup_world
    log_of '2026-11-20T10:00:00+01:00,trial,"12 days",,,,,kuukkuukkuuk,k7q2mh4tzn0c' \
        '2026-11-21T10:00:00+01:00,care,"",,,,,,' '2026-11-22T10:00:00+01:00,care,"",,,,,,' \
        '2026-11-23T10:00:00+01:00,shift,"",,8,,,usual,k7q2mh4tzn2c'
    remind_at 23-20:00
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 5 ]
    [[ "${lines[0]}" == "A"*"day"*": "* ]]
    [[ "${lines[1]}" == "The practice of the week: "* ]]
    [[ "${lines[2]}" == "The shift of 10:00"* ]]
    [ "${lines[3]}" = "To keep up today: care (2 days in a row)" ]
    [ "${lines[4]}" = "$mood" ]
    remind_at 23-20:05
    silent
}

@test "a day of rest is left in peace" {
    setup_world
    log_of '2026-11-20T10:00:00+01:00,trial,"12 days",,,,,kuukkuukkuuk,k7q2mh4tzn0c'
    at 23-07:00 kind rest -q flu
    remind_at 23-20:00
    silent
    remind_at 23-20:00 --random 09:00-10:00
    silent
}

@test "-q answers by its status, and leaves it to be said" {
    setup_world
    remind_at 24-12:00 -q
    [ "$status" -eq 1 ]
    [ -z "$output$stderr" ]
    for _ in 1 2; do
        remind_at 24-18:00 -q
        silent
    done
    [ ! -e "$HOME/.local/state" ]
    remind_at 24-18:00
    [ "$output" = "$mood" ]
    remind_at 24-18:00 -q
    [ "$status" -eq 1 ]
    remind_at 25-12:00 -q --random 09:00-09:01
    silent
}

@test "-n shows what would be said, and leaves it to be said" {
    setup_world
    session
    for _ in 1 2; do
        remind_at 24-18:00 -n --notify
        [ "$output" = "$mood" ]
    done
    [ ! -e calls ]
    [ ! -e "$HOME/.local/state" ]
}

@test "two logs are reminded of by themselves" {
    setup_world
    remind_at 24-18:00
    [ "$output" = "$mood" ]
    KIND_FILE=other.csv remind_at 24-18:00
    [ "$output" = "$mood" ]
    KIND_FILE=other.csv remind_at 24-18:00
    silent
}

@test "of two at once one speaks" {
    setup_world
    at 24-18:00 kind remind >one &
    at 24-18:00 kind remind >two &
    wait
    [ "$(cat one two)" = "$mood" ]
}

@test "where nothing can be kept it speaks all the same, and says why it may do so again" {
    setup_world
    mkdir -p "$HOME/.local/state"
    echo >"$HOME/.local/state/kind"
    for _ in 1 2; do
        remind_at 24-18:00
        [ "$status" -eq 0 ]
        [ "$output" = "$mood" ]
        [ "$stderr" = "kind: this may be said again, because what was said can't be kept: Not a directory" ]
    done
    remind_at 24-12:00
    silent
}

@test "a home that can't be written to does not silence it" {
    setup_world
    [ "$(id -u)" -ne 0 ] || skip "root may write everywhere"
    chmod 555 "$HOME"
    remind_at 24-18:00
    chmod 755 "$HOME"
    [ "$status" -eq 0 ]
    [ "$output" = "$mood" ]
    [[ "$stderr" == *"can't be kept: Permission denied" ]]
}

@test "a damaged memory forgets, and is whole again" {
    setup_world
    mkdir -p "$HOME/.local/state/kind"
    state="$HOME/.local/state/kind/reminded"
    for damage in 'head -c 5000 /dev/urandom' 'printf 2026-11-24' 'printf \n\n\0\n' \
        'printf 2026-11-24_\n2026-11-24\n'; do
        $damage >"$state"
        remind_at 24-18:00
        [ "$status" -eq 0 ]
        [ "$output" = "$mood" ]
        [ -z "$stderr" ]
        remind_at 24-18:00
        silent
    done
}

@test "the memory holds the last days only, also after a clock that was ahead" {
    setup_world
    state="$HOME/.local/state/kind/reminded"
    at 01-18:00 kind remind >/dev/null
    KIND_NOW=2031-01-01T19:00:00+01:00 kind remind >/dev/null
    for day in 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20; do
        at $day-18:00 kind remind >/dev/null
    done
    [ "$(grep -c mood "$state")" -le 10 ]
    [ "$(grep -c 2031 "$state")" -eq 0 ]
    grep -q '^2026-11-20 .* mood$' "$state"
    [ "$(stat -c %a "$state")" = 600 ]
}

@test "rows that can't be read do not make it speak, and a log that can't be read does" {
    setup_world
    log_of 'nonsense' '2026-11-24T10:00:00+01:00,mood,"",7,,,,,' '2026-02-30T10:00:00+01:00,mood,"",7,,,,,'
    remind_at 24-20:00
    silent
    mkdir folder.csv
    KIND_FILE=folder.csv remind_at 24-20:00
    [ "$status" -eq 3 ]
    [[ "$stderr" == *folder.csv* ]]
}

@test "a locale with a decimal comma changes nothing" {
    setup_world
    log_of '2026-11-24T12:00:00+01:00,shift,"",8,7.5,,,usual,k7q2mh4tzn0c'
    LC_ALL=de_DE.UTF-8 remind_at 24-12:15
    [ "$output" = "The shift of 12:00, stress 7.5, is still open: kind shift --after N" ]
}

@test "--random asks at one moment of the day, spread evenly over many days" {
    setup_world
    # Four parts of a window, each begun by a call: in which of them does it speak first?
    parts=(0 0 0 0)
    for ((day = 1; day <= 120; day++)); do
        date=$(printf '2026-%02d-%02d' $(((day - 1) / 28 + 1)) $(((day - 1) % 28 + 1)))
        spoke=
        for part in 0 1 2 3; do
            said=$(KIND_NOW=${date}T$((12 + 3 * part)):00:00+01:00 kind remind --random 09:00-21:00)
            [ -z "$said" ] || { [ -z "$spoke" ] && spoke=$part && [[ "$said" == "How are you right now? kind mood N"* ]]; }
        done
        said=$(KIND_NOW=${date}T08:59:00+01:00 kind --file none.csv remind -n --random 09:00-21:00)
        [ -z "$said" ]
        parts[spoke]=$((parts[spoke] + 1))
    done
    # Chi-square with 3 degrees of freedom, its 0.999 quantile.
    awk -v n="${parts[*]}" 'BEGIN { split(n, c, " "); for (i in c) { all += c[i]; s += (c[i] - 30) ^ 2 / 30 }
        exit !(all == 120 && s < 16.3) }'
}

@test "--random draws the same moment in every home, with every seed" {
    setup_world
    for minute in 23 24; do
        for home in one two; do
            said=$(HOME="$PWD/$home" KIND_SEED=$home at 24-11:$minute kind remind -n --random 09:00-21:00)
            if [ $minute = 23 ]; then [ -z "$said" ]; else [[ "$said" == "How are you right now?"* ]]; fi
        done
    done
}

@test "--random asks whether or not the day has a mood, until there is one since the moment" {
    setup_world
    at 24-11:00 kind mood -q 7
    remind_at 24-11:23 --random 09:00-21:00
    silent
    remind_at 24-11:25 -n --random 09:00-21:00
    [ "$output" = "How are you right now? kind mood N, 0 to 10" ]
    at 24-11:24 kind mood -q 5
    remind_at 24-11:25 --random 09:00-21:00
    silent
}

@test "--random speaks of nothing else, once, also where the clock turns back" {
    setup_world
    remind_at 23-20:59 --random 09:00-21:00
    [ "${#lines[@]}" -eq 1 ]
    remind_at 23-21:30 --random 09:00-21:00
    silent
    # 02:30 comes twice on 25 October, and not at all on 29 March.
    export TZ=Europe/Berlin
    said=$(for now in 2026-10-25T02:29:00+02:00 2026-10-25T02:30:00+02:00 2026-10-25T02:30:00+01:00 2026-10-25T03:00:00+01:00; do
        KIND_NOW=$now kind remind --random 02:30-02:31
    done)
    [ "$(wc -l <<<"$said")" -eq 1 ]
    [[ "$said" == "How are you"* ]]
    [ -z "$(KIND_NOW=2026-03-29T01:59:00+01:00 kind remind --random 02:30-02:31)" ]
    [[ "$(KIND_NOW=2026-03-29T03:00:00+02:00 kind remind --random 02:30-02:31)" == "How are you"* ]]
}

@test "misuse of remind is one line" {
    setup_world
    for words in "again" "install now" "--at 24:00" "--at 7" "--at 07:60" "--random 09:00" "--random 09:00-09:00" \
        "--random 9-21" "--random 09:00-21:00-22:00" "--random -" "--random 09:00-25:00" "--random 21:00-09:00" \
        "--random 22:00-04:01" "--at 20:00 --random 09:00-21:00" "install --at 20:00 --random 09:00-21:00"; do
        # shellcheck disable=SC2086
        run kind remind $words
        [ "$status" -eq 2 ]
        [ "${#lines[@]}" -eq 1 ]
    done
    [ ! -e "$HOME/.local" ]
    [ ! -e "$HOME/.config" ]
    remind_at 24-12:00 --random 22:00-04:00
    silent
}

@test "--notify without a session prints" {
    setup_world
    remind_at 24-18:00 --notify
    [ "$output" = "$mood" ]
    [ ! -e calls ]
}

@test "--notify shows the words, as they are, and asks for the mood" {
    setup_world
    session
    program notify-send 'exit 0'
    mkdir -p "$HOME/.config/kind"
    # shellcheck disable=SC2016
    printf '%s\n' 'self #x Is 1 < 2 & 3 > 2? \n $HOME `id` -- "quoted"' >"$HOME/.config/kind/deck"
    remind_at 23-18:00 --notify
    silent
    grep -qx -- '--app-name=kind' calls
    grep -qx -- '--expire-time=600000' calls
    [ "$(grep -c -- --action= calls)" -eq 3 ]
    [ "$(sed -n '/^--$/,/^----$/p' calls)" = "--
kind
The practice of the week: Is 1 &lt; 2 &amp; 3 &gt; 2? \\\\n \$HOME \`id\` -- \"quoted\"  (kind pause --week)
$mood
----" ]
    remind_at 23-18:00 --notify
    silent
    [ "$(grep -cx notify-send calls)" -eq 1 ]
}

@test "a mood is answered from the notification itself" {
    setup_world
    session
    program notify-send 'echo 8'
    remind_at 24-18:00 --notify
    silent
    [ "$(last_row)" = '2026-11-24T18:00:05+01:00,mood,"",8,,,,' ]
    program notify-send 'echo 11'
    remind_at 25-18:00 --notify
    silent
    program notify-send 'echo 0'
    remind_at 25-20:00 --notify --random 09:00-21:00
    [ "$(wc -l <"$log")" -eq 2 ]
}

@test "an answer that can't be recorded is not passed over in silence" {
    setup_world
    session
    program notify-send "mkdir -p '${log%/*}'; echo garbage >'$log'; echo 5"
    remind_at 24-18:00 --notify
    [ "$status" -eq 3 ]
    [[ "$stderr" == *"nothing was recorded"* ]]
}

@test "what is no question has no buttons and is not waited for" {
    setup_world
    session
    program notify-send 'exit 0'
    remind_at 23-08:00 --notify
    silent
    [ "$(grep -c -- --action= calls)" -eq 0 ]
}

@test "an older notify-send shows it without buttons, and one that fails has it printed" {
    setup_world
    session
    # shellcheck disable=SC2016
    program notify-send 'case $* in *--action=*) echo "Unknown option --action=" >&2; exit 1 ;; esac'
    remind_at 24-18:00 --notify
    silent
    [ "$(grep -cx notify-send calls)" -eq 2 ]
    program notify-send 'echo 8; exit 1'
    remind_at 25-18:00 --notify
    [ "$output" = "$mood" ]
    [ ! -e "$log" ]
    program notify-send 'kill -9 $$'
    printf '#!/nowhere\n' >bin/notify-send
    remind_at 26-18:00 --notify
    [ "$output" = "$mood" ]
    [ -z "$stderr" ]
}

@test "a notification is waited for as long as the configuration says, and no longer" {
    setup_world
    session
    program notify-send 'exec sleep 100'
    mkdir -p "$HOME/.config/kind"
    printf '[remind]\nnotify = yes\nwait = 1s\n' >"$HOME/.config/kind/config"
    SECONDS=0
    remind_at 24-18:00
    silent
    [ "$SECONDS" -lt 30 ]
    grep -q -- '--expire-time=1' calls
}

@test "the session of a cron job is looked for where systemd has it" {
    setup_world
    program notify-send "printf '%s\n' \"\$DBUS_SESSION_BUS_ADDRESS\" >>bus"
    mkdir run
    touch run/bus
    remind_at 24-18:00 --notify
    silent
    [ "$(sort -u bus)" = "unix:path=$PWD/run/bus" ]
}

@test "install writes a timer where systemd is, status tells of it, and uninstall leaves nothing" {
    setup_world
    # shellcheck disable=SC2016
    program systemctl 'case $2 in show) echo NextElapseUSecRealtime=Tue 2026-11-24 07:30:00 CET ;; esac'
    units="$HOME/.config/systemd/user"
    run kind remind status
    [ "$status" -eq 1 ]
    [ "$output" = "kind: no reminder is installed; 'kind remind install' sets one up" ]
    rm calls
    run kind remind install --at 20:30
    [ "$status" -eq 0 ]
    [ "$output" = "Wrote $units/kind-remind.service
Wrote $units/kind-remind.timer
Every day at 07:30 and 20:30." ]
    grep -qx 'OnCalendar=\*-\*-\* 07,20:30:00' "$units/kind-remind.timer"
    grep -qx 'Persistent=true' "$units/kind-remind.timer"
    grep -qx 'WantedBy=timers.target' "$units/kind-remind.timer"
    grep -qx "ExecStart=\"$PWD/bin/kind\" \"remind\" \"--at\" \"20:30\" \"--notify\"" "$units/kind-remind.service"
    [ "$(tr '\n' ' ' <calls)" = "systemctl --user show-environment ---- systemctl --user daemon-reload ---- systemctl --user enable --now kind-remind.timer ---- " ]
    run kind remind status
    [ "$status" -eq 0 ]
    [ "$output" = "Installed: $units/kind-remind.timer
Every day at 07:30 and 20:30.
Called next: Tue 2026-11-24 07:30:00 CET" ]
    touch "$units/other.timer"
    run kind remind uninstall -n
    [ "${lines[0]}" = "Would remove $units/kind-remind.service" ]
    run kind remind uninstall
    [ "$status" -eq 0 ]
    [ "$output" = "Removed $units/kind-remind.service
Removed $units/kind-remind.timer" ]
    [ "$(ls "$units")" = other.timer ]
    [[ "$(tr '\n' ' ' <calls)" == *"systemctl --user disable --now kind-remind.timer ---- systemctl --user daemon-reload ---- "* ]]
    run kind remind uninstall
    [ "$status" -eq 1 ]
    [ "$output" = "kind: nothing is installed" ]
}

@test "what install wrote is a unit that systemd understands" {
    setup_world
    command -v systemd-analyze >/dev/null || skip "systemd is not installed"
    program systemctl 'exit 0'
    kind remind install -q --random 22:00-02:00
    for file in service timer; do
        cp "$HOME/.config/systemd/user/kind-remind.$file" .
    done
    run systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' kind-remind.timer)"
    [ "$status" -eq 0 ]
    [[ "$output" == *'00..02,22..23:00/5:00'* ]]
    run systemd-analyze verify --man=no --recursive-errors=no ./kind-remind.timer ./kind-remind.service
    [[ "$output" != *kind-remind* ]]
}

@test "what install wrote remembers a log elsewhere, whatever its path" {
    setup_world
    program systemctl 'exit 0'
    mkdir "a b"
    # shellcheck disable=SC2016
    kind --file 'a b/50% of "it" $HOME \x.csv' remind install -q --random 09:00-21:00
    # shellcheck disable=SC2016
    [ "$(sed -n 's/^ExecStart=//p' "$HOME/.config/systemd/user/kind-remind.service")" = \
        "\"$PWD/bin/kind\" \"--file\" \"$PWD/a b/50%% of \\\"it\\\" \$\$HOME \\\\x.csv\" \"remind\" \"--random\" \"09:00-21:00\" \"--notify\"" ]
    grep -qx 'OnCalendar=\*-\*-\* 09..21:00/5:00' "$HOME/.config/systemd/user/kind-remind.timer"
    run kind --file $'a\nb.csv' remind install
    [ "$status" -eq 3 ]
    [ "${#lines[@]}" -eq 1 ]
}

@test "install goes where XDG_CONFIG_HOME says, and has the timer find the configuration there" {
    setup_world
    program systemctl 'exit 0'
    export XDG_CONFIG_HOME="$PWD/con fig"
    mkdir -p "$XDG_CONFIG_HOME/kind"
    printf 'day_start = 09:00\n[remind]\nat = 22:00\n' >"$XDG_CONFIG_HOME/kind/config"
    kind remind install -q
    [ ! -e "$HOME/.config" ]
    grep -qx "Environment=\"XDG_CONFIG_HOME=$PWD/con fig\"" "$XDG_CONFIG_HOME/systemd/user/kind-remind.service"
    grep -qx 'OnCalendar=\*-\*-\* 09,22:00:00' "$XDG_CONFIG_HOME/systemd/user/kind-remind.timer"
    kind remind uninstall -q
    [ -z "$(find "$XDG_CONFIG_HOME/systemd" -type f)" ]
}

@test "another name of the program gives other names of the units" {
    setup_world
    program systemctl 'exit 0'
    ln -s "$KIND_UNDER_TEST" bin/kindly
    kindly remind install -q
    [ "$(ls "$HOME/.config/systemd/user")" = "kindly-remind.service
kindly-remind.timer" ]
    grep -q "^ExecStart=\"$PWD/bin/kindly\"" "$HOME/.config/systemd/user/kindly-remind.service"
}

@test "uninstall leaves nothing where systemd does not answer any more" {
    setup_world
    program systemctl 'exit 0'
    units="$HOME/.config/systemd/user"
    kind remind install -q
    mkdir "$units/timers.target.wants"
    ln -s "$units/kind-remind.timer" "$units/other.timer" "$units/timers.target.wants"
    program systemctl 'exit 1'
    kind remind uninstall -q
    [ "$(find "$units" ! -type d)" = "$units/timers.target.wants/other.timer" ]
}

@test "install -n shows the files and touches nothing" {
    setup_world
    program systemctl 'exit 0'
    run kind remind install -n
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "# $HOME/.config/systemd/user/kind-remind.service" ]
    [[ "$output" == *"OnCalendar=*-*-* 07,20:00:00"* ]]
    [ ! -e "$HOME/.config" ]
    [ "$(tr '\n' ' ' <calls)" = "systemctl --user show-environment ---- " ]
}

@test "an install that fails says so" {
    setup_world
    # shellcheck disable=SC2016
    program systemctl 'case $2 in enable) echo "no such thing" >&2; exit 1 ;; esac'
    run kind remind install
    [ "$status" -eq 3 ]
    [[ "$output" == *"no such thing"* ]]
    [[ "$output" == *"kind: systemctl --user enable failed"* ]]
    echo >"$HOME/.config/file"
    XDG_CONFIG_HOME="$HOME/.config/file" run kind remind install
    [ "$status" -eq 3 ]
    [[ "$output" == *"Not a directory"* ]]
}

@test "without systemd install prints the crontab's line, and how to add it" {
    setup_world
    run --separate-stderr kind remind install --at 20:30
    [ "$status" -eq 0 ]
    [ "$output" = "30 7,20 * * *  $PWD/bin/kind remind --at 20:30" ]
    [ "$stderr" = "kind: there is no systemd to call it here; add this line with 'crontab -e'" ]
    [ ! -e "$HOME/.config" ]
    run --separate-stderr kind remind install --random 09:00-20:58 --notify
    [ "$output" = "*/5 9-21 * * *  $PWD/bin/kind remind --random 09:00-20:58 --notify" ]
    run --separate-stderr kind remind install --random 22:00-02:00
    [ "$output" = "*/5 0-2,22-23 * * *  $PWD/bin/kind remind --random 22:00-02:00" ]
    run --separate-stderr kind remind install --at 06:00
    [ "$output" = "0 6 * * *  $PWD/bin/kind remind --at 06:00" ]
}

@test "the crontab's line is what its shell needs" {
    setup_world
    mkdir "it's 100% here"
    export KIND_CONFIG="it's 100% here/config"
    : >"$KIND_CONFIG"
    line=$(kind --file "it's 100% here/log.csv" remind install --at 18:00 2>/dev/null)
    [[ "$line" == *'\%'* ]]
    [[ "${line//\\%/}" != *%* ]]
    # What cron makes of it: the five fields go, and a \% is a %.
    command=$(sed 's/^\([^ ]* \)\{5\} *//; s/\\%/%/g' <<<"$line")
    cd /
    unset KIND_CONFIG
    at 24-18:00 run sh -c "$command"
    [ "$output" = "$mood" ]
    at 24-12:00 sh -c "${command/remind*/mood -q 6}"
    [ -s "$BATS_TEST_TMPDIR/it's 100% here/log.csv" ]
}

@test "status and uninstall know of a crontab's line, and leave it alone" {
    setup_world
    program crontab "cat <<'END'
# 0 7 * * *  /usr/bin/kind remind
0 7,20 * * *  /usr/bin/kind remind --at 20:00
0 7 * * *  /usr/bin/kind report
END"
    run kind remind status
    [ "$status" -eq 0 ]
    [ "$output" = "crontab: 0 7,20 * * *  /usr/bin/kind remind --at 20:00" ]
    run kind remind uninstall
    [ "$output" = "kind: a line of your crontab calls it; take that out with 'crontab -e'" ]
    [ "$(grep -cvxE -- 'crontab|-l|----' calls)" -eq 0 ]
}

@test "a shift that is open since yesterday is said to be of yesterday" {
    log_of '2026-11-22T19:00:00+01:00,shift,"",,8,,,usual,k00000000001'
    KIND_NOW=2026-11-23T10:00:00+01:00 run kind remind
    [[ "$output" == *"The shift of yesterday 19:00, stress 8, is still open"* ]]
}

@test "that a trial is over is said once, in the week after it, and with no result" {
    log_of '2026-11-10T10:00:00+01:00,trial,"12 days",,,,,kuukkuukkuuk,k7q2mh4tzn0c'
    over='The trial is over. What came out: kind report trial'
    remind_at 22-12:00
    [[ "$output" != *over* ]]
    remind_at 24-12:00 -n
    [ "$output" = "$over" ]
    remind_at 24-12:00
    [ "$output" = "$over" ]
    for moment in 24-12:05 25-12:00 29-12:00; do
        remind_at $moment
        silent
    done
}
