load helper

@test "a pause is timed, silent off a terminal, and recorded with its minutes" {
    start=$(date +%s)
    run kind pause 1s breathing
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 1 ]
    [ "$(last_row)" = '2026-11-23T19:24:05+01:00,pause,"breathing",,,,0.02,' ]
    [ $(($(date +%s) - start)) -ge 1 ]
}

@test "a pause of the past is recorded at once" {
    kind pause 5 -d 18:30 -m 7 -q
    [ "$(last_row)" = '2026-11-23T18:30:00+01:00,pause,"",7,,,5,' ]
    kind pause -M 90s -d yesterday -q
    [ "$(last_row)" = '2026-11-22T12:00:00+01:00,pause,"",,,,1.5,' ]
}

@test "an interrupt ends a pause early, and what was done is recorded" {
    run python3 - "$KIND_UNDER_TEST" <<-'END'
		import signal, subprocess, sys, time
		child = subprocess.Popen([sys.argv[1], "pause", "10"], preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))
		time.sleep(2.2)
		child.send_signal(signal.SIGINT)
		sys.exit(child.wait())
	END
    [ "$status" -eq 0 ]
    minutes=$(tail -n 1 "$log" | cut -d, -f7)
    case $minutes in 0.0[3-9]*) ;; *) false ;; esac
}

@test "lengths that make no sense are refused" {
    for length in 0 0s 5x 1e3 9999999; do
        run kind pause "$length" -d yesterday
        [ "$status" -eq 2 ]
    done
    run kind pause 5 -M 6 -d yesterday
    [ "$status" -eq 2 ]
    [ ! -e "$log" ]
}
