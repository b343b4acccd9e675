bats_require_minimum_version 1.5.0
load helper

@test "an empty log reads well in every section" {
    run kind report
    [ "$status" -eq 0 ]
    [ "$output" = "Nothing is recorded yet. Begin with 'kind mood N' and 'kind log TEXT'." ]
    [ "$(kind report days -f csv)" = "day,kindness,care,pause,shift,mood,mood_n,stress,rest" ]
    [ "$(kind report mood -f csv)" = "week,mean,low,high,n" ]
    [ "$(kind report streaks -f csv)" = "what,goal,unit,current,best,best_end,done,target,strength" ]
    [ "$(kind report today -f csv | tail -n 1)" = "2026-11-23,0,0,0,0,0,,0,,0" ]
}

@test "days has a row for every civil day, none skipped" {
    log_of '2026-11-20T10:00:00+01:00,kindness,"a",7,2,,,,' '2026-11-22T10:00:00+01:00,care,"b",6,,,,,' \
        '2026-11-22T11:00:00+01:00,mood,"",7,,,,,' '2026-11-23T01:00:00+01:00,pause,"",,,,3,,'
    run kind report days -f csv
    [ "${lines[1]}" = "2026-11-20,1,0,0,0,7,1,2,0" ]
    [ "${lines[2]}" = "2026-11-21,0,0,0,0,,0,,0" ]
    [ "${lines[3]}" = "2026-11-22,0,1,1,0,6.5,2,,0" ]
    [ "${lines[4]}" = "2026-11-23,0,0,0,0,,0,,0" ]
    [ "${#lines[@]}" -eq 5 ]
    run kind report days -f csv --since 2026-11-22 --until 2026-11-22
    [ "${#lines[@]}" -eq 2 ]
}

@test "the best streak of a weekly goal is told once no week runs" {
    log_of '2026-09-07T10:00:00+02:00,goal,"care 1/week",,,,,,' '2026-09-08T10:00:00+02:00,care,"a",,,,,,' \
        '2026-09-15T10:00:00+02:00,care,"b",,,,,,' '2026-09-22T10:00:00+02:00,care,"c",,,,,,'
    for command in "report streaks" ""; do
        # shellcheck disable=SC2086
        run env KIND_NOW=2026-10-05T19:24:05+02:00 kind $command
        [[ "$(flat)" == *"care 0 weeks of 1/week (best 3, ended 27 Sep), 0 of 1 this week strength "* ]]
        # shellcheck disable=SC2086
        run env KIND_NOW=2026-09-30T19:24:05+02:00 kind $command
        [[ "$(flat)" == *"care 3 weeks of 1/week, 0 of 1 this week strength "* ]]
    done
}

@test "an empty section of days that were chosen does not say yet" {
    log_of '2026-10-01T10:00:00+02:00,kindness,"with @ann #lake",,,,,,' '2026-10-02T11:00:00+02:00,mood,"",7,,,,,' \
        '2026-10-03T10:00:00+02:00,pause,"",,,,3,,' '2026-11-23T10:00:00+01:00,kindness,"a",,,,,,'
    for format in text html; do
        for days in "--since mon" "--until 2026-09-01" "--since 2026-11-01 --until 2026-11-20"; do
            # shellcheck disable=SC2086
            run kind report mood pauses tags shift trial -f "$format" $days
            [ "$status" -eq 0 ]
            [ "$(sed '/sealed until/d' <<<"$output" | grep -c 'none in these days')" -ge 3 ]
            [[ "$output" != *"one yet</p>"* && "$(flat)" != *" Mood none yet"* && "$(flat)" != *"Pauses none yet"* && "$output" != *"makes one."* ]]
        done
    done
    run kind report mood pauses --since 2026-10-01
    [[ "$output" != *"none"* ]]
    rm "$log"
    kind log -q x
    run kind report mood pauses
    [ "$(grep -c 'none yet' <<<"$output")" -eq 2 ]
}

@test "a mood whose two ends read the same is said to have stayed" {
    log_of '2026-09-21T10:00:00+02:00,mood,"",5.8,,,,,' '2026-11-20T10:00:00+01:00,mood,"",5.8,,,,,' '2026-11-21T10:00:00+01:00,mood,"",5.8,,,,,'
    kind report mood --html >page.html
    grep -q 'Your mood stayed at 5.8 over 10 weeks\.' page.html
    grep -q 'The mean stayed at 5.8 over 10 weeks\.</desc>' page.html
    kind mood -q 7 --date yesterday
    kind report mood --html >page.html
    grep -q 'Your mood went from 5.8 to 6.2 in 10 weeks\.' page.html
}

@test "today tells mood and stress with one decimal at most, its table all of them" {
    log_of '2026-11-23T10:00:00+01:00,mood,"",5,3,,,,' '2026-11-23T11:00:00+01:00,mood,"",6,3,,,,' '2026-11-23T12:00:00+01:00,mood,"",6,4,,,,'
    [[ "$(kind report today)" == *"mood 5.7, stress 3.3"* ]]
    [[ "$(kind report today --html)" == *"<p>mood 5.7, stress 3.3</p>"* ]]
    [ "$(kind report today -f csv | tail -n 1)" = "2026-11-23,0,0,0,0,0,5.666666667,3,3.333333333,0" ]
}

@test "a day of rest is marked in the calendar, whatever was done on it" {
    log_of '2026-11-22T10:00:00+01:00,rest,"",,,,,,' '2026-11-22T11:00:00+01:00,care,"tea",,,,,,' '2026-11-23T10:00:00+01:00,rest,"",,,,,,'
    run kind report days
    [[ "$output" == *"Mon   -"* && "$output" == *"Sun -"* ]]
    kind report days --html >page.html
    [ "$(grep -c 'class="c[0-9]" d="M[0-9]* [0-9]*h0M' page.html)" -eq 0 ]
    grep -q '<path class="rest" d="M[0-9]* [0-9]*h6M[0-9]* [0-9]*h6"/>' page.html
    grep -q '2026-11-22: 1</title>' page.html
    [ "$(kind report days -f csv | grep -c ',1$')" -eq 2 ]
}

@test "a month has its name above the week in which it begins, and none before" {
    log_of '2026-09-01T10:00:00+02:00,mood,"",7,,,,,' '2026-11-30T10:00:00+01:00,mood,"",7,,,,,'
    for now in 2026-11-30 2026-12-01; do
        KIND_NOW=${now}T19:24:05+01:00 kind report days >$now
        KIND_NOW=${now}T19:24:05+01:00 kind report mood --html >>$now
    done
    grep -q '^ Acts        Sep     Oct     Nov$' 2026-11-30
    grep -q '^ Acts        Sep     Oct     Nov       Dec$' 2026-12-01
    grep -q '>Nov</span></div>$' 2026-11-30
    grep -q '>Nov</span>.*>Dec</span></div>$' 2026-12-01
    KIND_NOW=2026-11-30T19:24:05+01:00 kind report days --since 2026-11-30 --html | grep -q '>Nov</text>$'
}

@test "no month of the calendar stands under the name of the one before" {
    log_of '2026-10-20T10:00:00+02:00,mood,"",7,,,,,'
    KIND_NOW=2027-01-20T19:24:05+01:00 kind report days | grep -q '^ Acts          Nov       Dec     Jan$'
    log_of '2026-10-13T10:00:00+02:00,mood,"",7,,,,,'
    KIND_NOW=2027-01-20T19:24:05+01:00 kind report days | grep -q '^ Acts        Oct Nov       Dec     Jan$'
    log_of '2026-11-23T10:00:00+01:00,mood,"",7,,,,,'
    KIND_NOW=2026-12-28T19:24:05+01:00 kind report days | grep -q '^ Acts          Dec$'
    KIND_NOW=2026-11-24T19:24:05+01:00 kind report days | grep -q '^ Acts        Nov$'
    sh "$BATS_TEST_DIRNAME/../sample/make" >sample.csv
    KIND_NOW=2026-12-14T20:00:00+01:00 kind --file sample.csv report days | grep -q '^ Acts          Jul '
}

@test "the day begins where the configuration says" {
    log_of '2026-11-23T01:00:00+01:00,pause,"",,,,3,,'
    mkdir -p "$HOME/.config/kind"
    echo 'day_start = 00:00' >"$HOME/.config/kind/config"
    [ "$(kind report days -f csv | tail -n 1)" = "2026-11-23,0,0,1,0,,0,,0" ]
    echo 'day_strat = 00:00' >"$HOME/.config/kind/config"
    run --separate-stderr kind report days -f csv
    [ "$status" -eq 0 ]
    [ "${lines[1]}" = "2026-11-22,0,0,1,0,,0,,0" ]
    # shellcheck disable=SC2154
    [[ "$stderr" == *"config:1: "*day_strat*day_start* ]]
}

@test "streaks are those of the goals" {
    log_of '2026-11-09T10:00:00+01:00,goal,"care 2/week",,,,,,' '2026-11-10T10:00:00+01:00,care,"a",,,,,,' \
        '2026-11-11T10:00:00+01:00,care,"b",,,,,,' '2026-11-17T10:00:00+01:00,care,"c",,,,,,' \
        '2026-11-18T10:00:00+01:00,care,"d",,,,,,' '2026-11-19T10:00:00+01:00,kindness,"e",,,,,,' \
        '2026-11-20T10:00:00+01:00,kindness,"f",,,,,,'
    run kind report streaks -f csv
    [[ "${lines[1]}" == kindness,1,day,0,2,2026-11-20,0,1,* ]]
    [[ "${lines[2]}" == care,2,week,2,2,,0,2,* ]]
}

@test "csv and tsv want one section, and name them" {
    for sections in "" "days mood"; do
        # shellcheck disable=SC2086
        run kind report $sections -f csv
        [ "$status" -eq 2 ]
        [[ "$output" == *"today streaks days mood links shift trial pauses tags"* ]]
    done
    run kind report moods
    [ "$status" -eq 2 ]
    [ "$output" = "kind: no section 'moods'; did you mean 'mood'?" ]
}

@test "an output file is written instead of standard output" {
    kind mood -q 6
    run kind report mood -f csv -o mood.csv
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    [ "$(tail -n 1 mood.csv)" = "2026-11-23,6,6,6,1" ]
    run kind report mood -o missing/mood.csv
    [ "$status" -eq 3 ]
}

@test "no line is wider than the screen, from 40 to 200 columns" {
    sh "$BATS_TEST_DIRNAME/../sample/make" >log.csv
    for width in 40 41 59 60 65 66 79 80 107 108 120 200; do
        COLUMNS=$width kind --file log.csv report --ascii >out
        [ "$(awk '{ if (length > most) most = length } END { print most }' out)" -le "$width" ]
        COLUMNS=$width kind --file log.csv --ascii 2>/dev/null || COLUMNS=$width kind --file log.csv today --ascii >out
        [ "$(awk '{ if (length > most) most = length } END { print most }' out)" -le "$width" ]
    done
}

# Fails unless no line of FILE, made for $1 columns, is wider, and what stands in columns there does. Widths are those of Unicode's East
# Asian widths and combining marks, by a table that kind does not share.
aligned() {
    python3 - "$1" "$2" <<'PYTHON'
import re, sys, unicodedata
def width(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
columns, lines = int(sys.argv[1]), open(sys.argv[2], encoding="utf-8").read().split("\n")
for line in lines:
    assert width(line) <= columns, (columns, line)
def places(pattern, lines):
    return {width(line[:match.start()]) for line in lines for match in [re.search(pattern, line)] if match}
streaks = [line for line in lines if re.search("  strength +[0-9]+ %$", line) and not line.strip().startswith("strength")]
if columns >= 84:
    assert len(streaks) >= 4 and len(places("strength", streaks)) == 1, streaks
    rows = [line for line in lines if re.match("   [^ ].{9,}[+-][0-9.]+ .*[+-][0-9.]+ to [+-]", line)]
    assert len(rows) >= 9, rows
    assert len(places(r"[+-][0-9]\.[0-9]+ to", rows)) == 1, rows
    assert len(places(r" [+-][0-9]\.[0-9]+  +[^ 0-9+-]", rows)) == 1, rows
    assert len(places("no clear pattern$|leaning$|clear$", [row for row in rows])) == 1, rows
PYTHON
}

@test "wide and combining characters keep every column in its place, from 40 to 200 columns" {
    sh "$BATS_TEST_DIRNAME/../sample/make" |
        sed 's/#bus/#日本語のバス/; s/#work/#café/; s/@Sam/@한국어/; s/#sleep/#ねむりねむりねむりねむり/; s/#walk/#été/' >log.csv
    # The accents above are made of two characters each.
    python3 - <<'PYTHON'
import unicodedata
text = open("log.csv", encoding="utf-8").read()
open("log.csv", "w", encoding="utf-8").write(unicodedata.normalize("NFD", text).replace(unicodedata.normalize("NFD", "한국어"), "한국어"))
PYTHON
    printf '%s\n' '2026-05-19T10:00:00+02:00,goal,"#日本語のバス 1/week",,,,,,' '2026-05-19T10:00:00+02:00,goal,"@nobody 1/week",,,,,,' >>log.csv
    for ((width = 40; width <= 200; width++)); do
        COLUMNS=$width kind --file log.csv report >out 2>/dev/null || [ $? -eq 3 ]
        aligned $width out
    done
}

@test "a streak that is too long for a line breaks no other" {
    log_of '2026-09-07T10:00:00+02:00,goal,"kindness 2/day",,,,,,' '2026-10-03T10:00:00+02:00,kindness,"a",,,,,,' \
        '2026-10-03T11:00:00+02:00,kindness,"b",,,,,,' '2026-10-05T10:00:00+02:00,care,"c",,,,,,' \
        '2026-10-04T10:00:00+02:00,pause,"",,,,,,'
    export KIND_NOW=2026-10-05T19:24:05+02:00
    diff - <(kind report streaks | sed '1,2d; s/[0-9]* %/N %/') <<'END'
 Streaks     kindness  0 days of 2/day (best 1, ended 3 Oct), 0 of 2 today
                               strength N %
             care      1 day   strength N %
             pause     1 day   strength N %
END
    COLUMNS=100 kind report streaks >out
    [ "$(grep -c ' strength ' out)" -eq 3 ]
    [ "$(grep -o '^.*strength' out | awk '{ print length }' | sort -u | wc -l)" -eq 1 ]
}

@test "a note below a row is broken only where it is too long for a line of its own" {
    sh "$BATS_TEST_DIRNAME/../sample/make" >log.csv
    for width in 54 60 64 65 80; do
        COLUMNS=$width kind --file log.csv report links >out
        [ "$(grep -c '^ *if there is a difference, it is small$' out)" -ge 3 ]
    done
}

@test "a blank line parts sections that say more than a few figures" {
    sh "$BATS_TEST_DIRNAME/../sample/make" >log.csv
    kind --file log.csv report today streaks shift trial pauses tags >out
    for title in Shift Trial Pauses Tags; do
        [ -z "$(grep -B 1 "^ $title " out | head -n 1)" ]
    done
    [[ "$(grep -B 1 '^ Streaks ' out | head -n 1)" == " Today "* ]]
}

@test "the numbers of pauses stand one below the other on every screen" {
    rows=()
    for day in 1{0..9} 2{0..2}; do
        for hour in 1{0..9}; do
            rows+=("2026-11-${day}T$hour:00:00+01:00,pause,\"#sink-in\",,8,5,40,," "2026-11-${day}T$hour:30:00+01:00,pause,\"#bus\",,7,5,3,,")
        done
    done
    log_of "${rows[@]}" '2026-11-22T10:00:00+01:00,pause,"#micro-break",,,,20,,'
    for width in 40 50 60 64 70 76 80 120; do
        COLUMNS=$width kind report pauses >out
        [ "$(grep -o '^.*stress [0-9]' out | awk '{ print length }' | sort -u | wc -l)" -eq 1 ]
        [ "$(grep -o '^.* -[0-9]' out | awk '{ print length }' | sort -u | wc -l)" -eq 1 ]
    done
    grep -q '^ Pauses      all           261 pauses, 93.5 h    stress 7.5 -> 5.0   -2.5 in 260$' out
}

@test "a word that is wider than the screen is the only thing that goes over its edge" {
    log_of "2026-11-22T10:00:00+01:00,goal,\"#$(printf '%0100d' 0 | tr 0 w) 1/day\",,,,,," '2026-11-22T10:00:00+01:00,kindness,"a",,,,,,'
    COLUMNS=60 kind report | grep -v '#w' >out
    aligned 60 out
    COLUMNS=60 kind report days mood links >out
    aligned 60 out
}

@test "80 columns are enough for name, range and records on one line" {
    sh "$BATS_TEST_DIRNAME/../sample/make" >log.csv
    [ "$(kind --file log.csv report | head -n 1)" = "kind report             28 weeks, 18 May to 23 Nov 2026              537 records" ]
    [ "$(COLUMNS=200 kind --file log.csv report | head -n 1)" = "$(kind --file log.csv report | head -n 1)" ]
    [ "$(COLUMNS=40 kind --file log.csv report | head -n 2 | tr -s ' \n' ' ')" = "kind report 28 weeks, 18 May to 23 Nov 2026 537 records " ]
}

@test "colour is for terminals, or where it is forced" {
    kind mood -q 6
    esc=$(printf '\033')
    [[ "$(kind report)" != *"$esc"* ]]
    [[ "$(kind report --color always)" == *"$esc"* ]]
    [[ "$(CLICOLOR_FORCE=1 kind report)" == *"$esc"* ]]
    [[ "$(NO_COLOR=1 CLICOLOR_FORCE=1 kind report)" != *"$esc"* ]]
    [[ "$(NO_COLOR=1 kind report --color=always)" == *"$esc"* ]]
}

@test "the golden reports are as they were" {
    for kept in "$BATS_TEST_DIRNAME"/../golden/*.*; do
        case $kept in *.csv) continue ;; esac
        sh "$BATS_TEST_DIRNAME/../golden/show" "$kept" >out
        diff -u "$kept" out
    done
}

@test "locale and zone change nothing where nothing local is meant" {
    sh "$BATS_TEST_DIRNAME/../sample/make" >log.csv
    for where in "C UTC" "de_DE.UTF-8 Europe/Berlin" "tr_TR.UTF-8 Pacific/Apia" "C.UTF-8 Asia/Kathmandu"; do
        # shellcheck disable=SC2086
        set -- $where
        for section in today streaks days mood links shift trial pauses tags; do
            LC_ALL=$1 TZ=$2 kind --file log.csv report $section -f csv
        done >out
        LC_ALL=$1 TZ=$2 kind --file log.csv report >>out
        LC_ALL=$1 TZ=$2 kind --file log.csv list >>out
        [ -e first ] || cp out first
        cmp first out
    done
}

@test "today is told whatever days are asked for" {
    kind log -q x
    [[ "$(kind report today --until yesterday)" == *"1 act (1 kindness)"* ]]
}

@test "the trend of the mood does not depend on the screen" {
    sh "$BATS_TEST_DIRNAME/../sample/make" >log.csv
    for width in 50 80 200; do
        COLUMNS=$width kind --file log.csv report mood | grep -o '[0-9.]* -> [0-9.]*'
    done | sort -u >trends
    [ "$(wc -l <trends)" -eq 1 ]
}

@test "the sample has points in its numbers under every awk and locale" {
    mkdir locales
    localedef -i de_DE -f UTF-8 locales/de_DE.UTF-8 >/dev/null 2>&1 || skip "no localedef"
    for awk in mawk gawk original-awk; do
        command -v $awk >/dev/null || continue
        ln -sf "$(command -v $awk)" bin/awk
        LOCPATH=$PWD/locales LC_ALL=de_DE.UTF-8 sh "$BATS_TEST_DIRNAME/../sample/make" | cmp - "$BATS_TEST_DIRNAME/../golden/half-year.csv"
    done
}

@test "a tag of pauses is called as it was written first, and counts once a note" {
    log_of '2026-11-20T10:00:00+01:00,pause,"#Tea #tea and #TEA",,6,4,3,,' '2026-11-21T10:00:00+01:00,pause,"#straße",,6,5,3,,' \
        '2026-11-22T10:00:00+01:00,pause,"#STRASSE #tea #ärger",,6,2,3,,' '2026-11-23T10:00:00+01:00,pause,"#Ärger",,,,3,,'
    run kind report pauses -f csv
    [ "${lines[1]}" = "all,4,12,3,6,3.666666667,-2.333333333" ]
    [ "${lines[2]}" = "#Tea,2,6,2,6,3,-3" ]
    [ "${lines[3]}" = "#straße,2,6,2,6,3.5,-2.5" ]
    [ "${lines[4]}" = "#ärger,2,6,1,6,2,-4" ]
    [ "${#lines[@]}" -eq 5 ]
}

@test "a trend is told from eight weeks on" {
    weeks=()
    for day in 2026-10-05 2026-10-12 2026-10-19 2026-10-26 2026-11-02 2026-11-09 2026-11-16 2026-11-23; do
        weeks+=("${day}T12:00:00+01:00,mood,\"\",5,,,,,")
    done
    log_of "${weeks[@]}"
    [[ "$(kind report mood --json)" == *"Your mood stayed at 5.0 over 8 weeks."* ]]
    log_of "${weeks[@]:1}"
    [[ "$(kind report mood --json)" != *"Your mood stayed"* ]]
}

@test "the square of a day of rest is a dash, and tells what was done on it" {
    log_of '2026-11-22T12:00:00+01:00,rest,"",,,,,,' '2026-11-23T12:00:00+01:00,rest,"",,,,,,' '2026-11-23T13:00:00+01:00,care,"",,,,,,'
    run kind report days --html
    [[ "$output" == *'<title>2026-11-23: 1</title>'* ]]
    [ "$(grep -o 'class="rest" d="[^"]*"' <<<"$output" | head -n 1 | grep -o M | wc -l)" -eq 2 ]
}

@test "one pause is a pause, and two are pauses" {
    kind pause -q --log 5
    [[ "$(kind report today)" == *"1 act (1 pause)"* ]]
    kind pause -q --log 5
    [[ "$(kind report today)" == *"2 acts (2 pauses)"* ]]
    kind log -q a
    kind log -q b
    kind log -q c --care
    kind log -q d --care
    [[ "$(kind report today)" == *"6 acts (2 kindnesses, 2 care, 2 pauses)"* ]]
}

@test "eight tags of pauses are told of, and the table has them all" {
    rows=()
    for n in 1 2 3 4 5 6 7 8 9; do
        rows+=("2026-11-20T10:00:00+01:00,pause,\"#t$n\",,,,1,,")
    done
    log_of "${rows[@]}"
    run kind report pauses
    [ "${lines[-1]}" = "             #t8  1 pause, 1 min" ]
    run kind report pauses -f csv
    [ "${lines[-1]}" = "#t9,1,1,0,,," ]
}

@test "a pause dated ahead is not counted yet" {
    log_of '2026-11-23T10:00:00+01:00,pause,"",,,,3,,' '2026-11-24T10:00:00+01:00,pause,"",,,,5,,'
    [ "$(kind report pauses -f csv | tail -n 1)" = "all,1,3,0,,," ]
    [ "$(KIND_NOW=2026-11-24T20:00:00+01:00 kind report pauses -f csv | tail -n 1)" = "all,2,8,0,,," ]
}

@test "of a goal of moods the next thing to do is to rate one, once" {
    log_of '2026-11-20T10:00:00+01:00,goal,"mood 1/day",,,,,,' '2026-11-20T11:00:00+01:00,mood,"",7,,,,,'
    run kind
    [[ "$output" == *"Next        kind mood N    how are you, 0 to 10?"* ]]
    [[ "$output" != *"mood: 0 of 1"* ]]
}

@test "a goal of a tag is told of beside the kindness of the day" {
    log_of '2026-11-20T10:00:00+01:00,goal,"#swim 1/day",,,,,,' '2026-11-23T11:00:00+01:00,mood,"",7,,,,,'
    run kind
    [[ "$output" == *"kind log ... '#swim'"*"#swim: 0 of 1 today"*"kind log TEXT"*"a kindness, however small"* ]]
}

@test "a day of rest is no day of a trial" {
    log_of '2026-11-20T12:00:00+01:00,trial,"4 days",,,,,kuuk,'
    [[ "$(kind)" == *"kind trial today"*"a day drawn to be as usual"* ]]
    kind rest -q ill
    run kind
    [[ "$output" == *"Next        Rest well."* ]]
    [[ "$output" != *"kind trial today"* ]]
}

@test "a shift that is open is none that was left unfinished" {
    log_of '2026-11-20T10:00:00+01:00,shift,"",,8,,,usual,' '2026-11-23T19:20:00+01:00,shift,"",,8,,,usual,'
    run kind report shift -f csv
    [ "$(cut -d , -f 9-11 <<<"${lines[0]}")" = open,unfinished_others,unfinished_usual ]
    [ "$(cut -d , -f 9-11 <<<"${lines[1]}")" = 1,0,1 ]
}

@test "who has no shift and no trial yet is told how to begin one" {
    kind log -q x
    run kind report
    [[ "$output" == *"Shift       none yet; 'kind shift' at a stressed moment begins one"* ]]
    [[ "$output" == *"Trial       none yet; 'kind trial start' begins one"* ]]
    [ "$(kind report shift trial --html | grep -c '<p>none yet; ')" -eq 2 ]
    kind shift -q -s 5
    [[ "$(kind report shift --until 2026-11-01)" != *begins* ]]
}

@test "a short word that is near to no section is answered with all of them" {
    run kind report foo
    [ "$output" = "kind: no section 'foo'; there are: today streaks days mood links shift trial pauses tags" ]
    run kind report tag
    [ "$output" = "kind: no section 'tag'; did you mean 'tags'?" ]
}

@test "a heading of the report that is no section's name is answered with the section" {
    for word in Acts acts; do
        run kind report "$word"
        [ "$status" -eq 2 ]
        [ "$output" = "kind: '$word' is only a heading; its section is 'days': kind report days" ]
    done
    run kind report next
    [ "$output" = "kind: no section 'next'; 'kind' alone shows what could come next" ]
    sh "$BATS_TEST_DIRNAME/../sample/make" >sample.csv
    kind --file sample.csv report | awk '/^ [^ ]/ { print $1 }' >headings
    [ "$(wc -l <headings)" -ge 8 ]
    while read -r word; do
        run kind report "$word"
        [[ "$output" == *"did you mean '"* || "$output" == *"kind report "* ]]
    done <headings
}

@test "the short help of report lists its sections" {
    run kind report -h
    [[ "$output" == *"Sections: today streaks days mood links shift trial pauses tags."* ]]
    sed -n 's/^Sections: \(.*\)\./\1/p' <<<"$output" | tr ' ' '\n' >sections
    [ "$(wc -l <sections)" -eq 9 ]
    while read -r section; do
        kind report "$section"
    done <sections
}

@test "where days were chosen, what they lack is not said to be lacking altogether" {
    kind log -q -d 2026-10-05 -m 6 'swam #lake'
    kind pause -q -d 2026-10-06 --log 5
    run kind report mood pauses tags --since 2026-11-01
    [[ "$output" != *"one yet"* ]]
    [ "$(grep -ic 'none in these days' <<<"$output")" -eq 3 ]
    [ "$(kind report mood pauses tags --since 2026-11-01 --html | grep -ic 'none in these days')" -eq 3 ]
}

@test "a format in a section's place is answered with its option" {
    for format in html json csv; do
        run kind report "$format"
        [ "$status" -eq 2 ]
        [ "$output" = "kind: no section '$format', but a format: -f $format" ]
    done
}
