bats_require_minimum_version 1.5.0
load helper

reference=$BATS_TEST_DIRNAME/../reference

links() {
    KIND_NOW=2024-03-12T20:00:00+00:00 kind --file "$1" report links -f csv
}

@test "a whole log gives the answers that were computed elsewhere" {
    links "$reference/log_90.csv" >links.csv
    python3 - links.csv "$reference/expected_log_90_report.csv" <<-'END'
		import csv, sys
		got = {row["question"]: row for row in csv.DictReader(open(sys.argv[1]))}
		expected = list(csv.DictReader(open(sys.argv[2])))
		assert len(got) == len(expected) == 8
		names = dict(estimate="estimate", lo="low", hi="high", p="p", bh="benjamini_hochberg", holm="holm", peekproof_p="peek_p", q="q", r="r", phi="phi")
		for row in expected:
		    mine = got[row["question"]]
		    assert mine["n"] == row["n"] and mine["level"] == row["level"], mine
		    for theirs, ours in names.items():
		        digits = len(row[theirs].partition(".")[2])
		        assert abs(float(mine[ours]) - float(row[theirs])) <= 0.6 * 10 ** -digits, (row["question"], ours)
	END
}

@test "the order of the rows changes nothing" {
    links "$reference/log_90.csv" >before
    (head -n 1 "$reference/log_90.csv" && tail -n +2 "$reference/log_90.csv" | sort -t, -k9,9r) >shuffled.csv
    links shuffled.csv | cmp - before
}

@test "seven weeks later everything is the same" {
    links "$reference/log_90.csv" >before
    python3 - "$reference/log_90.csv" >later.csv <<-'END'
		import datetime, sys
		for number, line in enumerate(open(sys.argv[1])):
		    if number:
		        day = datetime.date.fromisoformat(line[:10]) + datetime.timedelta(49)
		        line = day.isoformat() + line[10:]
		    sys.stdout.write(line)
	END
    KIND_NOW=2024-04-30T20:00:00+00:00 kind --file later.csv report links -f csv | cmp - before
}

@test "another time zone on the same civil day changes nothing" {
    links "$reference/log_90.csv" >before
    sed '2,$s/+00:00/-07:00/' "$reference/log_90.csv" >west.csv
    KIND_NOW=2024-03-12T20:00:00-07:00 kind --file west.csv report links -f csv | cmp - before
}

@test "too little data says what is missing, and no number" {
    kind mood -q 6
    kind log -q x
    run kind report links -f csv
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "question,n,days_with,days_without,unit,estimate,low,high,r,r_low,r_high,p,peek_p,q,phi,level,note,holm,benjamini_hochberg" ]
    [ "${#lines[@]}" -eq 9 ]
    [[ "${lines[1]}" == "kindness->mood,0,0,0,"*",,,,,,,,,,,not enough data yet,"*"28 more days"* ]]
    [[ "$output" != *nan* && "$output" != *inf* ]]
    run kind report links
    [[ "$output" == *"not enough data yet: 28 more days"* ]]
    [[ "$output" == *"Rate your mood on days without an act too"* ]]
}

@test "tags and people are a family of their own, and it is said how many were asked" {
    sh "$BATS_TEST_DIRNAME/../sample/make" >log.csv
    run kind --file log.csv report tags
    [[ "$output" == *"Asked of 13 of 13 tags and people"* ]]
    run kind --file log.csv report tags -f csv
    [ "${#lines[@]}" -eq 14 ]
    [[ "${lines[0]}" == "tag,n,days_with,"* ]]
}

@test "tags say what the nearest of them still takes, and which days are left out" {
    kind log -q 'by the #lake with @ann' -d 2026-11-20
    kind log -q '#lake' -d 2026-11-19
    kind mood -q 5 'with @ann' -d 2026-11-18
    run kind report tags
    [[ "$(flat)" == *"2 so far; none has enough days with it, and enough without, to be compared."* ]]
    [[ "$(flat)" == *"Nearest to being compared is #lake; still missing: 27 more days with a mood, 5 more with it."* ]]
    [[ "$(flat)" == *"Left out: 2 of 3 days with a record, because mood was not rated."* ]]
    rm "$log"
    log_of '2026-11-22T10:00:00+01:00,kindness,"#lake",,,,,,'
    run kind report tags
    [[ "$(flat)" == *"Left out: 1 of 1 day with a record, because mood was not rated."* ]]
    rm "$log"
    kind mood -q 5
    run kind report tags
    [[ "$(flat)" == *"None yet; a #tag or @person in a text makes one."* ]]
    [[ "$output" != *"Left out"* ]]
}

@test "days that were chosen too few for links ask for no more of them" {
    sh "$BATS_TEST_DIRNAME/../sample/make" >log.csv
    for format in text html json; do
        run kind --file log.csv report links tags --since 2026-11-18 -f "$format"
        [ "$status" -eq 0 ]
        [[ "$(flat)" == *"too few days were chosen; all of them: kind report links"* ]]
        [[ "$(flat)" == *"too few days were chosen; all of them: kind report tags"* ]]
        [[ "$output" != *" more day"* && "$output" != *"still missing"* && "$output" != *"Rate your mood on"* ]]
    done
    run kind --file log.csv report links -f csv --since mon
    [ "${#lines[@]}" -eq 9 ]
    [[ "${lines[1]}" == "kindness->mood,"*",not enough data yet,too few days were chosen,,"* ]]
    # Where the days that were chosen are enough, or are all there are, nothing changes.
    run kind --file log.csv report links --since 2026-08-01
    [[ "$output" != *"too few days"* ]]
    kind mood -q 6
    run kind report links --since mon
    [[ "$(flat)" == *"not enough data yet: 28 more days"* ]]
}

@test "a narrow range is not rounded to two equal ends, and zero has no minus" {
    sh "$BATS_TEST_DIRNAME/../sample/make" | sed 's/,mood,"",\([0-9]\)[.0-9]*,/,mood,"",5.\1,/' >log.csv
    run kind --file log.csv report links
    [[ "$output" != *"-0.0 "* && "$output" != *"-0.00"* ]]
    [[ "$output" =~ kindness\ +\+0\.[0-9][0-9]\  ]]
}
