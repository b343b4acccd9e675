load helper
# In a Turkish locale the i is not within [a-z].
export LC_ALL=C

completions="$BATS_TEST_DIRNAME/../../completions"

# The commands, and the options of a command, as the program itself lists them, one a line and sorted.
commands() {
    kind --help | sed -n 's/^Usage: kind \([a-z][a-z-]*\).*/\1/p' | sort
}

options() {
    kind "$1" --help | sed -n '/^Options/,/^Examples/s/^  \( *-.\{22\}\).*/\1/p' | grep -oE -e '-[^ ,]+' | sort
}

# The options of command $1 that take a value: "--name VALUE help", one a line.
valued() {
    kind "$1" --help | sed -n '/^Options/,/^Examples/s/^  \(-.,\|   \) --\([a-z-]*\) \([A-Z]\{1,\}\) *\(.*\)/--\2 \3 \4/p'
}

leading_options() {
    kind -h | sed '/^Examples/d; /^  /d' | grep -oE -e '--?[a-zA-Z]+' | sort -u
}

sections() {
    kind report -f csv 2>&1 | sed 's/.*: //' | tr ' ' '\n' | sort
}

practices() {
    kind list practice:none 2>&1 | sed 's/.*there are //; s/,//g; s/ and / /' | tr ' ' '\n' | sort
}

# What shell $1 offers for each line of standard input, with the completions of folder $2, into shown[LINE] and, the
# words alone, words[LINE].
offers() {
    local from=${2-$completions} name=${3-kind} line key='' word last
    command -v "$1" >/dev/null || skip "$1 is not installed"
    case $1 in
    bash) bash "$BATS_TEST_DIRNAME/offers.bash" "$from/$name.bash" ;;
    zsh) timeout 60 zsh "$BATS_TEST_DIRNAME/offers.zsh" "$from" ;;
    fish) timeout 60 fish --no-config "$BATS_TEST_DIRNAME/offers.fish" "$from/$name.fish" ;;
    esac >offers
    declare -gA shown=() words=()
    while IFS= read -r line; do
        if [[ $line == "== "* ]]; then
            key=${line#== } last=
            continue
        fi
        shown[$key]+=$line$'\n'
        word=${line%%$'\t'*}
        word=${word%%  20[0-9][0-9]-*}
        [ "$word" = "$last" ] || words[$key]+=$word$'\n'
        last=$word
    done <offers
}

offered() {
    local found=${words[$1]-}
    printf '%s' "${found%$'\n'}"
}

same() {
    [ "$1" = "$2" ] || diff <(printf '%s\n' "$1") <(printf '%s\n' "$2")
}

every_command_and_option() {
    [ "$(commands | wc -l)" -ge 9 ]
    {
        printf '%s\n' "kind " "kind help " "kind -" "kind --file x -"
        for command in $(commands); do
            printf '%s\n' "kind $command -" "kind --file log.csv $command -"
        done
    } >asked
    offers "$1" <asked
    same "$(offered "kind ")" "$(commands)"
    same "$(offered "kind help ")" "$(commands)"
    same "$(offered "kind -")" "$(leading_options)"
    # zsh does not offer it twice.
    same "$(offered "kind --file x -" | grep -v -e '^--file$')" "$(leading_options | grep -v -e '^--file$')"
    for command in $(commands); do
        same "$(offered "kind $command -")" "$(options "$command")"
        same "$(offered "kind --file log.csv $command -")" "$(options "$command")"
    done
}

@test "bash offers all commands, and all options of each" { every_command_and_option bash; }
@test "zsh offers all commands, and all options of each" { every_command_and_option zsh; }
@test "fish offers all commands, and all options of each" { every_command_and_option fish; }

# A value of option $2 with help $3.. in the place of VALUE $1: what a shell is to offer, where the help says it all.
expected() {
    case $1:$3 in
    N:*"0 to 10"*) seq 0 10 | sort ;;
    FILE:*) echo week.csv ;;
    TEXT:*) echo ;;
    *)
        # Like "auto, always or never", but not "a prompt for self or for others".
        sed -n 's/^\(\([a-z]*, \)*[a-z]* or [a-z]*\)$/\1/p' <<<"$3" | sed 's/, / /g; s/ or / /' | tr ' ' '\n' | sort
        ;;
    esac
}

every_value() {
    touch week.csv
    for command in $(commands); do
        printf 'kind %s \n' "$command"
        valued "$command" | while read -r option value help; do
            case $value in
            FILE) printf '%s\n' "kind $command $option we" "kind $command $option week.csv " ;;
            TEXT) printf '%s\n' "kind $command $option " "kind $command $option x " ;;
            *) printf '%s\n' "kind $command $option " "kind $command $option 3 " ;;
            esac
        done
    done >asked
    [ "$(wc -l <asked)" -ge 60 ]
    offers bash <asked
    declare -A bash=()
    for line in "${!words[@]}"; do
        bash[$line]=${words[$line]}
    done
    [ "$1" = bash ] || offers "$1" <asked
    for command in $(commands); do
        after=$(offered "kind $command " | sed '/^-/d')
        while read -r option value help; do
            case $value in
            FILE) line="kind $command $option we" next="kind $command $option week.csv " ;;
            TEXT) line="kind $command $option " next="kind $command $option x " ;;
            *) line="kind $command $option " next="kind $command $option 3 " ;;
            esac
            known=$(expected "$value" "$option" "$help")
            [ -z "$known" ] || same "$(offered "$line")" "$known"
            [ "$value" = TEXT ] || [ "${words[$line]}" ]
            # No shell knows more than another, and what follows a value is what follows the command.
            same "${words[$line]}" "${bash[$line]}"
            same "$(offered "$next" | sed '/^-/d')" "$after"
        done < <(valued "$command")
    done
}

@test "bash offers the values of all options, and goes on after them" { every_value bash; }
@test "zsh offers the values of all options, and goes on after them" { every_value zsh; }
@test "fish offers the values of all options, and goes on after them" { every_value fish; }

every_word() {
    touch week.csv
    printf '%s\n' "kind report " "kind report mood s" "kind list p" "kind list practice:pa" "kind log -p " "kind pause --for " \
        "kind goal c" "kind goal care " "kind goal care 4" "kind log x --date y" "kind log " "kind log -m 7 " "kind log list -" \
        "kind remind --at 18:00 i" "kind list --format=c" "kind trial " "kind shift " "kind remind " "kind rest y" "kind mood 1" "kind export -f " "kind import -f " "kind import we" "kind merge-file we" "kind export practice:pa" >asked
    offers "$1" <asked
    same "$(offered "kind report ")" "$(sections)"
    same "$(offered "kind report mood s")" $'shift\nstreaks'
    same "$(offered "kind list practice:pa" | sed 's/^practice://')" pause
    same "$(offered "kind log -p ")" $'care\nkindness'
    same "$(offered "kind pause --for ")" $'others\nself'
    same "$(offered "kind goal c")" care
    same "$(offered "kind goal care ")" $'1/day\n3/week\nnone'
    same "$(offered "kind goal care 4")" $'4/day\n4/week'
    same "$(offered "kind log x --date y")" yesterday
    same "$(offered "kind log ")" ""
    same "$(offered "kind log -m 7 ")" ""
    same "$(offered "kind log list -")" "$(options log)"
    same "$(offered "kind remind --at 18:00 i")" install
    same "$(offered "kind list --format=c" | sed 's/^--format=//')" csv
    same "$(offered "kind trial ")" $'start\nstatus\nstop\ntoday'
    same "$(offered "kind shift ")" status
    same "$(offered "kind remind ")" $'install\nstatus\nuninstall'
    same "$(offered "kind rest y")" yesterday
    same "$(offered "kind mood 1")" $'1\n10'
    same "$(offered "kind export -f ")" "$(kind export -f none 2>&1 | sed 's/.*: //' | tr ' ' '\n' | sort)"
    same "$(offered "kind import -f ")" "$(kind import -f none x 2>&1 | sed 's/.*there are: //; s/;.*//' | tr ' ' '\n' | sort)"
    same "$(offered "kind import we")" week.csv
    same "$(offered "kind merge-file we")" week.csv
    same "$(offered "kind export practice:pa" | sed 's/^practice://')" pause
    if [ "$1" = bash ]; then
        same "$(offered "kind list p")" practice:
    else
        same "$(offered "kind list p")" "$(practices | sed 's/^/practice:/')"
    fi
}

@test "bash offers the words that a command takes" { every_word bash; }
@test "zsh offers the words that a command takes" { every_word zsh; }
@test "fish offers the words that a command takes" { every_word fish; }

from_the_log() {
    log_of '2026-11-20T08:00:00+01:00,kindness,"old #Bus, with @Anna",,,,,,k00000000001' \
        '2026-11-21T08:00:00+01:00,kindness,"again #bus #swim",,,,,,k00000000002' \
        '2026-11-22T08:00:00+01:00,mood,,7.5,,,,,k00000000003'
    cp "$log" other.csv
    printf '%s\n' '2026-11-22T09:00:00+01:00,care,"elsewhere #quiet @Ben",,,,,,k00000000004' >>other.csv
    printf '%s\n' "kind undo " "kind edit k000000000" "kind list '#" "kind list @" "kind goal '#" "kind log to @" "kind mood 7 '#s" \
        "kind --file other.csv list @" "kind --file=other.csv log x @" "kind --file other.csv undo " "kind edit --text @" "kind undo x k" >asked
    offers "$1" <asked
    same "$(offered "kind undo ")" $'k00000000001\nk00000000002\nk00000000003'
    same "$(offered "kind edit k000000000")" $'k00000000001\nk00000000002\nk00000000003'
    same "$(offered "kind list '#" | tr -d "'")" $'#bus\n#swim'
    same "$(offered "kind goal '#" | tr -d "'")" $'#bus\n#swim'
    same "$(offered "kind list @")" @Anna
    same "$(offered "kind log to @")" @Anna
    same "$(offered "kind edit --text @")" @Anna
    same "$(offered "kind mood 7 '#s" | tr -d "'")" '#swim'
    same "$(offered "kind --file other.csv list @")" $'@Anna\n@Ben'
    same "$(offered "kind --file=other.csv log x @")" $'@Anna\n@Ben'
    same "$(offered "kind --file other.csv undo " | tail -n 1)" k00000000004
    same "$(offered "kind undo x k")" ""
    [ "$1" = zsh ] || grep -qE '^k00000000002[[:space:]]+2026-11-21 08:00 kindness: again #bus #swim$' <<<"${shown["kind undo "]}"
}

@test "bash offers ids with their texts, tags and people of the log" { from_the_log bash; }
@test "zsh offers ids, tags and people of the log" { from_the_log zsh; }
@test "fish offers ids with their texts, tags and people of the log" { from_the_log fish; }

never_evaluated() {
    # shellcheck disable=SC2016
    log_of '2026-11-20T08:00:00+01:00,kindness,"$(touch pwned) `touch pwned` #a @b$(touch pwned)",,,,,,k00000000001' \
        $'2026-11-21T08:00:00+01:00,kindness,"x: y\\ \'; touch pwned; "" ${(e):-$(touch pwned)} * ~ % { (\n#c;touch pwned",,,,,,k00000000002'
    printf '%s\n' "kind undo " "kind undo k" "kind list '#" "kind list @" "kind log @" "kind edit --text @" >asked
    offers "$1" <asked
    same "$(offered "kind undo ")" $'k00000000001\nk00000000002'
    same "$(offered "kind undo k")" $'k00000000001\nk00000000002'
    same "$(offered "kind list '#" | tr -d "'")" $'#a\n#c'
    same "$(offered "kind log @")" @b
    [ ! -e pwned ]
}

@test "bash runs nothing that a note says" { never_evaluated bash; }
@test "zsh runs nothing that a note says" { never_evaluated zsh; }
@test "fish runs nothing that a note says" { never_evaluated fish; }

renamed() {
    mkdir root
    make -s -C "$BATS_TEST_DIRNAME/../.." -o "$KIND_UNDER_TEST" install DESTDIR="$PWD/root" PREFIX=/usr PROGRAM=kindly KIND="$KIND_UNDER_TEST"
    PATH="$PWD/root/usr/bin:$(getconf PATH)"
    log_of '2026-11-20T08:00:00+01:00,kindness,"#bus",,,,,,k00000000001'
    case $1 in
    bash) mkdir given && cp root/usr/share/bash-completion/completions/kindly given/kindly.bash && from=given ;;
    zsh) from=root/usr/share/zsh/site-functions ;;
    fish) from=root/usr/share/fish/vendor_completions.d ;;
    esac
    printf '%s\n' "kindly log --c" "kindly undo " >asked
    offers "$1" "$PWD/$from" kindly <asked
    same "$(offered "kindly log --c")" --care
    same "$(offered "kindly undo ")" k00000000001
}

@test "bash completes the program under another name" { renamed bash; }
@test "zsh completes the program under another name" { renamed zsh; }
@test "fish completes the program under another name" { renamed fish; }

@test "only the end of a long log is looked at" {
    "$KIND_TOOLS/make_log" 20000 >long.csv
    sed -i '2s/,"[^"]*"/,"#oldest"/' long.csv
    [ "$(kind --file long.csv list '#oldest' | wc -l)" -eq 1 ]
    run kind --file long.csv --complete tags
    [ "${#lines[@]}" -ge 3 ]
    [[ "$output" != *'#oldest'* ]]
    [ "$(kind --file long.csv --complete ids | wc -l)" -eq 30 ]
}

@test "where there is no log, or a broken one, nothing is offered and nothing said" {
    run kind --complete ids
    [ "$status" -eq 0 ]
    [ "$output" = '' ]
    echo 'no log' >broken
    run kind --file broken --complete tags
    [ "$status" -eq 3 ]
    [ "$output" = '' ]
    run kind --complete things
    [ "$status" -eq 2 ]
    [ "$output" = 'kind: --complete takes ids or tags' ]
}

@test "bash's values are accepted by the program" {
    printf '%s\n' "kind list -f " "kind list --since " "kind goal care " "kind pause " "kind pause --breath " "kind export -f " >asked
    offers bash <asked
    for format in $(offered "kind list -f "); do
        kind report days -f "$format"
    done
    kind mood -q 6
    for format in $(offered "kind export -f "); do
        kind export -f "$format"
    done
    for when in $(offered "kind list --since "); do
        kind report --since "$when"
    done
    for goal in $(offered "kind goal care "); do
        kind goal -q care "$goal"
    done
    for minutes in $(offered "kind pause "); do
        kind pause -n "$minutes"
    done
    for pace in $(offered "kind pause --breath "); do
        kind pause -n --breath "$pace"
    done
}
