bats_require_minimum_version 1.5.0
load helper

man="$BATS_TEST_DIRNAME/../../man"

# valid SCHEMA FILE: by the validator of Debian's python3-jsonschema.
valid() {
    python3 - "$man/$1.schema.json" "$2" <<'PYTHON'
import json, sys
from jsonschema import Draft202012Validator as Validator
schema = json.load(open(sys.argv[1]))
Validator.check_schema(schema)
faults = [f"{'/'.join(map(str, e.path))}: {e.message}" for e in Validator(schema).iter_errors(json.load(open(sys.argv[2])))]
print("\n".join(faults))
sys.exit(bool(faults))
PYTHON
}

needs_validator() {
    python3 -c 'from jsonschema import Draft202012Validator' 2>/dev/null || skip "python3-jsonschema is not installed"
}

@test "a report is valid by its schema, be it empty, odd or half a year" {
    needs_validator
    for csv in "$BATS_TEST_DIRNAME"/../golden/*.csv; do
        kind --file "$csv" report --json >report.json 2>/dev/null || [ $? -eq 3 ]
        valid report report.json
        kind --file "$csv" list -f json >records.json 2>/dev/null || [ $? -ne 2 ]
        valid records records.json
    done
}

@test "a value of the wrong type is found by the schema" {
    needs_validator
    kind mood -q 6
    kind report --json >report.json
    sed -i 's/"mean": 6,/"mean": "6",/' report.json
    run valid report report.json
    [ "$status" -eq 1 ]
    [[ "$output" == *"sections/mood/rows/0/mean: "* ]]
}

@test "the schema names the columns of every section in their order" {
    kind mood -q 6
    for section in $(kind report -f csv 2>&1 | sed 's/.*: //'); do
        kind report "$section" -f csv | head -n 1
    done >columns
    python3 - "$man/report.schema.json" >named <<'PYTHON'
import json, sys
for section in json.load(open(sys.argv[1]))["properties"]["sections"]["properties"].values():
    rows = section["allOf"][1]["properties"]["rows"]["items"]
    assert rows["required"] == list(rows["properties"])
    print(",".join(rows["required"]))
PYTHON
    diff named columns
}

@test "json and csv hold the same values, number by number" {
    sh "$BATS_TEST_DIRNAME/../sample/make" >log.csv
    kind --file log.csv report --json >report.json
    for section in $(kind report -f csv 2>&1 | sed 's/.*: //'); do
        kind --file log.csv report "$section" -f csv >"$section.csv"
    done
    python3 - <<'PYTHON'
import csv, json
report = json.load(open("report.json"))
cells = 0
for name, section in report["sections"].items():
    rows = list(csv.DictReader(open(name + ".csv")))
    assert len(rows) == len(section["rows"])
    for ours, theirs in zip(section["rows"], rows):
        assert list(ours) == list(theirs)
        for key, value in ours.items():
            cells += 1
            if value is None:
                assert theirs[key] == "", (name, key)
            elif isinstance(value, str):
                assert theirs[key] == value, (name, key)
            else:
                assert not isinstance(value, bool) and float(theirs[key]) == value, (name, key)
assert cells > 1700
PYTHON
}

@test "json has the days that were asked for, the time, and the cautions" {
    log_of '2026-11-20T10:00:00+01:00,kindness,"a",7,,,,,' '2026-11-22T10:00:00+01:00,care,"b",6,,,,,'
    [ "$(kind report streaks --json | grep -c '"best_end": null')" -eq 1 ]
    kind report days links --json >report.json
    python3 - <<'PYTHON'
import json
report = json.load(open("report.json"))
assert list(report["sections"]) == ["days", "links"]
assert report["made"] == "2026-11-23T19:24:05+01:00"
assert (report["first"], report["last"], report["records"]) == ("2026-11-20", "2026-11-23", 2)
assert report["sections"]["days"]["rows"][1]["mood"] is None
assert "Rate your mood" in report["sections"]["links"]["cautions"][0]
PYTHON
    rm "$log"
    kind report --json | python3 -c 'import json, sys; assert json.load(sys.stdin)["first"] is None'
}

@test "the records are one value with every field" {
    log_of '2026-11-20T10:00:00+01:00,kindness,"held ""it""",7.5,2,,2.25,,k00000000001' \
        '2026-11-20T11:00:00+01:00,shift,"mail",,8,4,3,others,k00000000002' '2026-11-20T12:00:00+01:00,mood,"",0,,,,,'
    kind list --json >records.json
    python3 - <<'PYTHON'
import json
whole = json.load(open("records.json"))
assert whole["schema"] == "kind.records/1"
first, second, third = whole["records"]
assert first == {"time": "2026-11-20T10:00:00+01:00", "practice": "kindness", "note": 'held "it"', "mood": 7.5, "stress": 2,
                 "stress_after": None, "minutes": 2.25, "arm": None, "id": "k00000000001"}
assert (second["stress"], second["stress_after"], second["arm"]) == (8, 4, "others")
assert (third["mood"], third["note"], third["id"]) == (0, "", None)
PYTHON
    run --separate-stderr kind list --json nothing-like-it
    [ "$status" -eq 1 ]
    [[ "$output" == *'"records": []'* ]]
    run kind list --json -0
    [ "$status" -eq 2 ]
}

@test "the records have the form that any writer of json gives them" {
    log_of '2026-11-20T10:00:00+01:00,kindness,"held ""it""' 'and \n, [{,}]",7.5,2,,2.25,,k00000000001' '2026-11-20T12:00:00+01:00,mood,"",0,,,,,'
    for query in "" held nothing-like-it; do
        # shellcheck disable=SC2086
        kind list --json $query >records.json || [ "$query" = nothing-like-it ]
        python3 -c 'import json; print(json.dumps(json.load(open("records.json")), indent=2))' | diff records.json -
    done
}

@test "hostile notes are carried as they are, and bytes that are no UTF-8 as U+FFFD" {
    long=$(printf '%010000d' 0)
    log_of "$(printf '2026-11-20T10:00:00+01:00,kindness,"</script>]]>\033[31m\342\200\256\\u0000 \360\237\221\252 \330\247 \355\225\234",,,,,,')" \
        "$(printf '2026-11-20T11:00:00+01:00,kindness,"a\377b\302",,,,,,')" \
        "2026-11-20T12:00:00+01:00,kindness,\"$long\",,,,,,"
    kind list --json >records.json
    python3 - <<'PYTHON'
import json
notes = [record["note"] for record in json.loads(open("records.json", "rb").read().decode("utf-8"))["records"]]
assert notes == ["</script>]]>\x1b[31m\u202e\\u0000 \U0001f46a \u0627 \ud55c", "a\ufffdb\ufffd", "0" * 10000]
PYTHON
}

@test "the examples of kind-json.5 are understood" {
    command -v jq >/dev/null || skip "jq is not installed"
    kind log -q "held the door"
    sed -n 's/^\.Dl \$ //p' "$man/kind-json.5" >examples
    [ "$(wc -l <examples)" -ge 2 ]
    while IFS= read -r example; do
        [ -n "$(bash -c "$example")" ]
    done <examples
}
