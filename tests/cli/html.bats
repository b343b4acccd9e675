bats_require_minimum_version 1.5.0
load helper

@test "a page asks for nothing, runs nothing, and says so" {
    sh "$BATS_TEST_DIRNAME/../sample/make" >log.csv
    kind --file log.csv report --html -o page.html
    grep -q "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"" page.html
    run grep -niE '<script|<link|<img|<iframe|<a |@import|url\(|https?:|javascript:| on[a-z]+=' page.html
    [ -z "$output" ]
    [ "$(head -n 1 page.html)" = "<!DOCTYPE html>" ]
    [ "$(tail -n 1 page.html)" = "</html>" ]
}

# The tags of a page are closed in their order, its ids are unique, and what it refers to is there.
sound() {
    python3 - "$1" <<'PYTHON'
import sys
from html.parser import HTMLParser
ids, wanted, open_tags = [], [], []
class Page(HTMLParser):
    def handle_starttag(self, tag, attributes):
        if tag != "meta":
            open_tags.append(tag)
        self.note(dict(attributes))
    def handle_startendtag(self, tag, attributes):
        self.note(dict(attributes))
    def note(self, attributes):
        if "id" in attributes:
            ids.append(attributes["id"])
        wanted.extend(attributes[key] for key in ("aria-labelledby", "aria-describedby") if key in attributes)
    def handle_endtag(self, tag):
        assert open_tags.pop() == tag, (tag, self.getpos())
page = Page(convert_charrefs=True)
page.feed(open(sys.argv[1], encoding="utf-8").read())
page.close()
assert not open_tags, open_tags
assert len(ids) == len(set(ids)), ids
assert set(wanted) <= set(ids), set(wanted) - set(ids)
PYTHON
}

@test "every golden log makes a sound page, of its report and of its records" {
    for csv in "$BATS_TEST_DIRNAME"/../golden/*.csv; do
        kind --file "$csv" report --html >page.html 2>/dev/null || [ $? -eq 3 ]
        sound page.html
        kind --file "$csv" list --html >page.html 2>/dev/null || [ $? -ne 2 ]
        sound page.html
    done
}

@test "each section has its table, with the keys and values of csv" {
    sh "$BATS_TEST_DIRNAME/../sample/make" >log.csv
    kind --file log.csv report --html >page.html
    for section in $(kind report -f csv 2>&1 | sed 's/.*: //'); do
        kind --file log.csv report "$section" -f csv >section.csv
        python3 - "$section" <<'PYTHON'
import csv, html, re, sys
page = open("page.html", encoding="utf-8").read()
table = re.search(rf'<table data-section="{sys.argv[1]}">(.*?)</table>', page, re.S).group(1)
rows = list(csv.reader(open("section.csv")))
assert re.findall(r'data-key="([^"]*)"', table) == rows[0]
cells = [[html.unescape(re.sub("<[^>]*>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
         for row in re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.S)]
assert len(cells) == len(rows) - 1
for shown, row in zip(cells, rows[1:]):
    for a, b in zip(shown, row):
        try:
            number = float(b)
        except ValueError:
            assert a == b, (a, b)
            continue
        assert abs(float(a) - number) <= 0.005 * abs(number), (a, b)
PYTHON
    done
}

@test "only the sections that are named are on the page" {
    kind mood -q 6
    kind report mood --html >page.html
    [ "$(grep -o '<h2 id="[a-z]*"' page.html | tr '\n' ' ')" = '<h2 id="mood" <h2 id="method" ' ]
}

@test "an empty log makes a page that says where to begin" {
    kind report --html >page.html
    grep -q "<p class=\"lead\">Nothing is recorded yet. Begin with &#39;kind mood N&#39;" page.html
    grep -q 'it still takes: 28 more days with a mood' page.html
    grep -q 'no days; 0 records' page.html
}

@test "a hostile note changes its own cell and nothing else" {
    long=$(printf '%010000d' 0)
    for note in '<script>alert(1)</script>' ']]></style></table>-->' "'\"\" onclick=\"\"x\"\" &amp;" "$long" \
        "$(printf '\342\200\256b \033[31m\302\205\342\200\250\357\273\277\363\240\201\201\377')" "$(printf '#\330\247\331\204 #\355\225\234\352\270\200 \360\237\221\251\342\200\215\360\237\221\247')"; do
        log_of "2026-11-20T10:00:00+01:00,kindness,\"$note\",,,,,,k00000000001" '2026-11-21T10:00:00+01:00,care,"b",,,,,,k00000000002'
        kind list --html >page.html
        sound page.html
        grep -v 'k00000000001' page.html >others
        [ -e first ] || cp others first
        diff first others
    done
    log_of "$(printf '2026-11-20T10:00:00+01:00,kindness,"<b>\342\200\256\033\377 \342\200\215 \342\200\214 &",,,,,,')"
    kind list --html | grep -qF "$(printf '<bdi>&lt;b&gt;\357\277\275\357\277\275\357\277\275 \342\200\215 \342\200\214 &amp;</bdi>')"
}

@test "a tag in a right-to-left script, or a very long one, stays in its place" {
    long=$(printf '%01000d' 0 | tr 0 w)
    log_of "$(printf '2026-11-20T10:00:00+01:00,goal,"#\330\247\331\204 2/day",,,,,,')" "2026-11-20T10:00:00+01:00,goal,\"#$long 1/day\",,,,,," \
        '2026-11-22T10:00:00+01:00,kindness,"a",,,,,,'
    kind report streaks --html >page.html
    sound page.html
    grep -q "<h3><bdi>#$(printf '\330\247\331\204')</bdi></h3>" page.html
    [ "$(sed -n 's/<p class="lead">\(.*\)<\/p>/\1/p' page.html | wc -m)" -lt 200 ]
}

@test "a name at the beginning of a line of the page keeps its first letter" {
    log_of '2026-11-22T10:00:00+01:00,pause,"#sport",,,,3,,'
    kind report today pauses --html >page.html
    grep -q '^<p class="named">#sport: 1 pause' page.html
    grep -q '^<p>nothing yet</p>$' page.html
    [ "$(grep -o '[^,}]*::first-letter' page.html | tr '\n' ' ')" = 'section>p:not(.named)::first-letter figcaption::first-letter ' ]
}

@test "open runs the browser on the file, once it is there" {
    kind mood -q 6
    # shellcheck disable=SC2016
    printf '#!/bin/sh\n[ -s "$1" ] && echo "$@" >>opened\n' >bin/lookat
    chmod 755 bin/lookat
    BROWSER=lookat kind report --html -o page.html --open
    BROWSER=not-there:lookat kind report --html -o -odd.html --open
    BROWSER='lookat %s --new' kind report --html -o page.html --open
    [ "$(cat opened)" = "$(printf 'page.html\n./-odd.html\npage.html --new')" ]
}

@test "open waits for the browser whatever kind was started with" {
    kind mood -q 6
    BROWSER=true run python3 -c 'import os, signal, sys; signal.signal(signal.SIGCHLD, signal.SIG_IGN); os.execvp("kind", sys.argv[1:])' \
        kind report --html -o page.html --open
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

@test "open says so where nothing opens the file, which is written all the same" {
    kind mood -q 6
    mkdir empty
    run --separate-stderr env BROWSER=not-there PATH="$PWD/empty" "$PWD/bin/kind" report --html -o page.html --open
    [ "$status" -eq 3 ]
    # shellcheck disable=SC2154
    [ "$stderr" = "kind: page.html is written, but there is nothing to open it with; set BROWSER to a program" ]
    [ -s page.html ]
    BROWSER=false run kind report --html -o page.html --open
    [ "$status" -eq 3 ]
    run kind report --html --open
    [ "$status" -eq 2 ]
}

@test "ten years make a page under a megabyte" {
    "$KIND_TOOLS/make_log" 73000 >log.csv
    kind --file log.csv report --html >page.html 2>/dev/null
    [ "$(wc -c <page.html)" -lt 1000000 ]
    sound page.html
}

@test "a list as a page has no use for null" {
    run kind list --html -0
    [ "$status" -eq 2 ]
}
