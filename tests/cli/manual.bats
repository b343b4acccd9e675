load helper
# In a Turkish locale the i is not within [a-z].
export LC_ALL=C

man="$BATS_TEST_DIRNAME/../../man"

# The lines of kind.1 from section $1, subsection $2 on, up to the next subsection.
part() {
    awk -v section="$1" -v sub_name="$2" '
        $1 == ".Sh" { in_section = (substr($0, 5) == section); inside = 0; next }
        $1 == ".Ss" { inside = (in_section && ($2 == sub_name || substr($0, 5) == sub_name)); next }
        inside' "$man/kind.1"
}

# The options that kind.1 names under command $1, or under the options it refers to there.
manual_options() {
    {
        part COMMANDS "$1"
        part COMMANDS "$1" | sed -n 's/^\.Sx \(options for [a-z]*\).*/\1/p' | sort -u | while IFS= read -r shared; do
            part COMMANDS "$shared"
        done
    } | grep '^\.' | grep -oE 'Fl [^ ]+' | sed 's/Fl -/--/; s/Fl /-/' | sort -u
}

# The pairs of a short and a long option that stand side by side in $1's list.
manual_pairs() {
    {
        part COMMANDS "$1"
        part COMMANDS "$1" | sed -n 's/^\.Sx \(options for [a-z]*\).*/\1/p' | sort -u | while IFS= read -r shared; do
            part COMMANDS "$shared"
        done
    } | sed -n 's/^\.It Fl \([^ ]*\) , Fl -\([^ ]*\).*/-\1, --\2/p' | sort
}

same() {
    diff <(printf '%s\n' "$1") <(printf '%s\n' "$2")
}

@test "kind.1 has every command, and no other" {
    listed=$(kind --help | sed -n 's/^Usage: kind \([a-z][a-z-]*\).*/\1/p' | sort)
    [ "$(wc -l <<<"$listed")" -ge 9 ]
    same "$(sed -n '/^\.Sh COMMANDS/,/^\.Sh WHEN/s/^\.Ss \([^ ]*\).*/\1/p' "$man/kind.1" | grep -v '^options$' | sort)" "$listed"
}

@test "kind.1 has every option of every command, and no other" {
    for command in $(kind --help | sed -n 's/^Usage: kind \([a-z][a-z-]*\).*/\1/p'); do
        helped=$(kind "$command" --help | sed -n '/^Options/,/^Examples/s/^  \( *-.\{22\}\).*/\1/p')
        same "$(manual_options "$command")" "$(grep -oE -e '-[^ ,]+' <<<"$helped" | sort)"
        same "$(manual_pairs "$command")" "$(grep -oE -e '-., --[a-z-]+' <<<"$helped" | sort)"
    done
}

@test "kind.1 names the columns of every section in their order" {
    kind mood -q 6
    for section in $(kind report -f csv 2>&1 | sed 's/.*: //'); do
        columns=$(part SECTIONS "$section" | sed -n 's/^\.It Li //p' | sed 's/ , /\n/g' | paste -s -d ,)
        same "$columns" "$(kind report "$section" -f csv | head -n 1)"
    done
}

@test "the examples of kind.1 do what they say, in the order of the page" {
    export EDITOR=true BROWSER=true
    # Nothing of the person who runs this is to be set up or shown.
    unset DBUS_SESSION_BUS_ADDRESS XDG_RUNTIME_DIR
    ln -s "$(type -P false)" bin/systemctl
    ln -s "$(type -P false)" bin/notify-send
    echo 'held the door' >acts.txt
    echo '2026-11-20 : Gym : y' >harsh.log
    printf '[activities]\nGym = care #gym\n' >names
    sed -n 's/^\.Dl \$ \(kind .*\)/\1/p' "$man/kind.1" >examples
    [ "$(wc -l <examples)" -ge 60 ]
    mkdir -p "${log%/*}"
    sh "$BATS_TEST_DIRNAME/../sample/make" >"$log"
    kind log -q 'took the #bus'
    git init -q --bare "$HOME/stick/kind.git"
    tee base.csv ours.csv theirs.csv <"$log" >/dev/null
    while IFS= read -r example; do
        timeout 30 bash -c "$example" </dev/null || {
            echo "exit status $? of: $example"
            return 1
        }
    done <examples
}

@test "the formats that help and kind.1 name are those there are" {
    for command in list report export; do
        there=$(kind "$command" -f none 2>&1 | sed 's/.*: //')
        same "$(kind "$command" --help | sed -n 's/^  -f, --format FORMAT *//p' | sed 's/,//g; s/ or / /')" "$there"
    done
    same "$(part COMMANDS export | sed -n 's/^\.It Cm //p' | paste -s -d ' ')" "$there"
    there=$(kind list -f none 2>&1 | sed 's/.*: //; s/ /\n/g')
    same "$(part COMMANDS "options for reading" | sed -n '/^\.It Fl f/,/^\.It Fl -json/s/^\.Cm \([a-z]*\).*/\1/p')" "$there"
    there=$(kind import -f none x 2>&1 | sed 's/.*there are: //; s/;.*//')
    same "$(part COMMANDS import | sed -n 's/^\.It Li //p' | paste -s -d ' ')" "$there"
}

@test "each option of each command has an example in kind.1" {
    sed -n 's/^\.Dl \$ \(kind .*\)/\1/p' "$man/kind.1" >examples
    # What every command has is shown once.
    for command in $(kind --help | sed -n 's/^Usage: kind \([a-z][a-z-]*\).*/\1/p' | grep -vx help); do
        while read -r names; do
            grep -E "^kind (.* )?$command( |\$)" examples | grep -qE -e " ($names)([ =]|\$)" || {
                echo "no example of kind $command $names"
                missing=1
            }
        done < <(kind "$command" --help | sed -n '/^Options/,/^Examples/s/^  \( *-.\{22\}\).*/\1/p' |
            grep -vE '^-h|--help' | grep -oE -e '-., --[a-z-]+|-[^ ,]+' | sed 's/, /|/')
    done
    [ -z "${missing-}" ]
    for option in --file --version --complete -h --help; do
        grep -qE -e "^kind (.* )?$option( |\$)" examples
    done
}

@test "man -k finds the page by what it is about" {
    command -v makewhatis >/dev/null || skip "mandoc's makewhatis is not installed"
    mkdir -p share/man1
    cp "$man/kind.1" share/man1
    makewhatis share
    run mapropos -M share kindness
    [ "$status" -eq 0 ] || run apropos -M share kindness
    [[ "$output" == *"kind(1)"*"track kindness"* ]] || [[ "$output" == *"kind (1)"*"track kindness"* ]]
}

@test "kind.5 shows the header, and every setting" {
    kind mood -q 6
    grep -qx "$(kind list -f csv | head -n 1)" "$man/kind.5"
    echo 'nonsense = 1' >config
    settings=$(KIND_CONFIG=config kind list 2>&1 >/dev/null | sed 's/.*here: //')
    while IFS= read -r section; do
        printf '%s\nnonsense = 1\n' "$section" >config
        settings+=", $(KIND_CONFIG=config kind list 2>&1 >/dev/null | sed 's/.*here: //')"
    done < <(sed -n 's/^\.Ql \(\[[a-z]*\]\)$/\1/p' "$man/kind.5")
    same "$(sed -n '/^\.Sh THE CONFIGURATION/,/^\.Sh /s/^\.It Cm \(.*\)/\1/p' "$man/kind.5" | sort)" \
        "$(tr -d ' ' <<<"$settings" | tr , '\n' | sort)"
}

@test "the configuration that kind.5 shows is accepted" {
    sed -n '/^\.Sh EXAMPLES/,$p' "$man/kind.5" | sed -n '/^\.Bd/,/^\.Ed/p' | grep -v '^\.' >config
    [ -s config ]
    kind mood -q 6
    KIND_CONFIG=config run kind report
    [ "$status" -eq 0 ]
    [[ "$output" != *config* ]]
}

@test "the deck that kind.5 shows is accepted" {
    sed -n '/^\.Sh THE DECK/,/^\.Sh EXAMPLES/p' "$man/kind.5" | sed -n '/^\.Bd/,/^\.Ed/p' | grep -v '^\.' >deck
    KIND_CONFIG=config run kind pause --for self -n
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = 'Put the kettle on, and do nothing until it boils.' ]
    [ "${#lines[@]}" -eq 2 ]
}

@test "the rows that kind.5 shows are read without a word" {
    sed -n '/^\.Bd -literal$/,/^\.Ed/p' "$man/kind.5" | grep -v '^\.' >shown.csv
    KIND_FILE=shown.csv run kind list -f csv
    [ "$status" -eq 0 ]
    same "$output" "$(cat shown.csv)"
}

@test "the manual is clean mdoc" {
    command -v mandoc >/dev/null || skip "mandoc is not installed"
    # Beside each other, so that the pages find the ones they refer to.
    cd "$man"
    run mandoc -Tlint -W style kind.1 kind.5 kind-json.5 kind-statistics.7
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

@test "no line of the manual is wider than 80 columns" {
    command -v mandoc >/dev/null || skip "mandoc is not installed"
    for page in "$man"/kind*.[0-9]; do
        mandoc -Tascii -Owidth=80 "$page" | sed $'s/.\b//g' >shown
        [ "$(wc -l <shown)" -gt 50 ]
        [ "$(awk '{ if (length > most) most = length } END { print most }' shown)" -le 80 ]
    done
}

@test "HACKING names every file of the program" {
    for file in "$man"/../*.c "$man"/../{row,calc,section,in,out,cmd}/*.c; do
        name=${file##*/}
        grep -qE "[\`/]$name\`" "$man/../HACKING.md" || { echo "${file#"$man"/../} is not in HACKING" && return 1; }
    done
}
