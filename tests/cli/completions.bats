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

leading_options() {
    kind -h | sed '/^Examples/d; /^  /d' | grep -oE -e '--?[a-zA-Z]+' | sort -u
}

sections() {
    kind report -f csv 2>&1 | sed 's/.*: //' | tr ' ' '\n' | sort
}

practices() {
    kind list practice:none 2>&1 | sed 's/.*there are //; s/,//g; s/ and / /' | tr ' ' '\n' | sort
}

# What bash offers for a line, one word a line and sorted. The line's last word is the one being typed; bash cuts
# words at = and : too.
offered() {
    # shellcheck disable=SC1091
    . "$completions/kind.bash"
    local line=${1//=/ = }
    line=${line//:/ : }
    local -a COMP_WORDS COMPREPLY=()
    read -ra COMP_WORDS <<<"$line"
    case $line in *" ") [[ $1 == *[=:] ]] || COMP_WORDS+=('') ;; esac
    local COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) function
    function=$(complete -p kind | sed 's/.*-F \([^ ]*\).*/\1/')
    "$function" kind "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
    [ "${#COMPREPLY[@]}" -eq 0 ] || printf '%s\n' "${COMPREPLY[@]}" | sort
}

same() {
    diff <(printf '%s\n' "$1") <(printf '%s\n' "$2")
}

@test "bash offers all commands, and all options of each" {
    [ "$(commands | wc -l)" -ge 9 ]
    same "$(offered "kind ")" "$(commands)"
    same "$(offered "kind help ")" "$(commands)"
    same "$(offered "kind --file x -")" "$(leading_options)"
    same "$(offered "kind -")" "$(leading_options)"
    for command in $(commands); do
        same "$(offered "kind $command -")" "$(options "$command")"
        same "$(offered "kind --file log.csv $command -")" "$(options "$command")"
    done
}

@test "bash offers the values that an option or a command takes" {
    same "$(offered "kind report ")" "$(sections)"
    same "$(offered "kind report mood s")" $'shift\nstreaks'
    same "$(offered "kind list practice:")" "$(practices)"
    same "$(offered "kind list practice:pa")" "pause"
    same "$(offered "kind list -f ")" $'csv\nhtml\njson\ntext\ntsv'
    same "$(offered "kind list --format=c")" "csv"
    same "$(offered "kind export -f ")" $'ics\njsonl\nmd\norg'
    same "$(offered "kind export --format=j")" "jsonl"
    same "$(offered "kind export practice:pa")" "pause"
    same "$(offered "kind list --format=")" $'csv\nhtml\njson\ntext\ntsv'
    same "$(offered "kind report --color ")" $'always\nauto\nnever'
    same "$(offered "kind log -p ")" $'care\nkindness'
    same "$(offered "kind pause --for ")" $'others\nself'
    same "$(offered "kind goal c")" "care"
    same "$(offered "kind goal care ")" $'1/day\n3/week\nnone'
    same "$(offered "kind goal care 4")" $'4/day\n4/week'
    same "$(offered "kind log x --date y")" "yesterday"
    touch week.csv
    same "$(offered "kind list -o we")" "week.csv"
    same "$(offered "kind import we")" "week.csv"
    same "$(offered "kind import --map we")" "week.csv"
    same "$(offered "kind import -f h")" $'habitctl\nharsh'
}

@test "bash offers nothing where any text may stand" {
    same "$(offered "kind log ")" ""
    same "$(offered "kind log -m 7 ")" ""
    same "$(offered "kind log -- -")" ""
    same "$(offered "kind log list -")" "$(options log)"
}

@test "bash's values are accepted by the program" {
    for format in $(offered "kind list -f "); do
        kind report days -f "$format"
    done
    kind mood -q 6
    for format in $(offered "kind export -f "); do
        kind export -f "$format"
    done
    same "$(offered "kind import -f ")" "$(kind import -f none x 2>&1 | sed 's/.*there are: //; s/;.*//' | tr ' ' '\n' | sort)"
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

@test "zsh's file names the commands and the options of each" {
    file=$completions/_kind
    same "$(sed -n "/^local -a commands/,/^)/s/^    '\([a-z-]*\):.*/\1/p" "$file" | sort)" "$(commands)"
    same "$(grep -A1 '^_arguments -C' "$file" | grep -oE -e "--?[a-zA-Z]+" | grep -vE -e '^-(C|)$' -e '^->' | sort -u)" \
        "$(leading_options)"
    for command in $(commands); do
        names=$(sed -n "/^_kind_options/,/esac/s/^    \(.* | \)*$command\( | .*\)*) names='\(.*\)' ;;/\3/p" "$file")
        named=$(for name in $names; do
            sed -n "s/^        $name) specs+=(\(.*\)) ;;/\1/p" "$file" | sed "s/'([^)]*)'//g; s/'([^)]*)//g; s/\[[^]]*\]/ /g" |
                grep -oE -e '--?[a-zA-Z0-9-]+'
        done | sort)
        same "$named" "$(options "$command")"
    done
}

@test "fish's file names the commands and the options of each" {
    file=$completions/kind.fish
    same "$(sed -n 's/^complete -c kind -n __kind_no_command -a \([a-z-]*\) .*/\1/p' "$file" | sort)" "$(commands)"
    same "$(grep -- '-n __kind_no_command -[sl]' "$file" | grep -oE -e ' -(s .|l [a-z-]+)' | sed 's/ -s /-/; s/ -l /--/' | sort)" \
        "$(leading_options)"
    for command in $(commands); do
        named=$(grep -E -- "-n '__kind_is ([a-z -]* )?$command( [a-z -]*)?' -[sl]" "$file" | sed "s/ -d '.*//" |
            grep -oE -e ' -(s .|l [a-z-]+)' | sed 's/ -s /-/; s/ -l /--/' | sort)
        same "$named" "$(options "$command")"
    done
}

@test "zsh's and fish's files name the sections and the formats" {
    same "$(sed -n "s/.*\*:section:(\(.*\))').*/\1/p" "$completions/_kind" | tr ' ' '\n' | sort)" "$(sections)"
    same "$(sed -n "s/.*'__kind_is report' -a '\(.*\)'/\1/p" "$completions/kind.fish" | tr ' ' '\n' | sort)" "$(sections)"
    same "$(sed -n 's/.*(practice\\:{\(.*\)}).*/\1/p' "$completions/_kind" | tr ',' '\n' | sort)" "$(practices)"
    same "$(sed -n 's/.*"practice:%s\\n" \(.*\)).*/\1/p' "$completions/kind.fish" | tr ' ' '\n' | sort)" "$(practices)"
    sources=$(kind import -f none x 2>&1 | sed 's/.*there are: //; s/;.*//')
    grep -q ":format:($sources)" "$completions/_kind"
    grep -q -- "-l format -x -a '$sources'" "$completions/kind.fish"
    for format in text csv tsv json html; do
        kind report days -f "$format"
        grep -q ":format:(.*\<$format\>" "$completions/_kind"
        grep -q -- "-l format -x -a '.*\<$format\>" "$completions/kind.fish"
    done
}

@test "zsh's and fish's files name the formats of an export" {
    formats=$(kind export -f none 2>&1 | sed 's/.*: //')
    grep -q -F ":format:($formats)" "$completions/_kind"
    grep -q -F -- "'__kind_is export' -s f -l format -x -a '$formats'" "$completions/kind.fish"
}

@test "zsh can read its file" {
    command -v zsh >/dev/null || skip "zsh is not installed"
    zsh -n "$completions/_kind"
}

@test "fish offers what its file says" {
    command -v fish >/dev/null || skip "fish is not installed"
    fish_offers() {
        fish --no-config -c "source '$completions/kind.fish'; complete -C '$1'" | cut -f1 | sort
    }
    same "$(fish_offers "kind ")" "$(commands)"
    same "$(fish_offers "kind log mood -")" "$(options log)"
    same "$(fish_offers "kind report ")" "$(sections)"
    same "$(fish_offers "kind goal care 4")" $'4/day\n4/week'
}
