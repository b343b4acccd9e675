# Completion of kind for bash. Only for ids, #tags and @people it runs the program, which looks at the end of the log.

# The options of command $1.
_kind_options() {
    case $1 in
    log) echo -m --mood -s --stress -M --minutes -d --date -p --practice --care -q --quiet -n --dry-run -h --help ;;
    pause)
        echo -m --mood -s --stress --after -M --minutes -d --date --log --breath --for --week --bell --plain --no-input \
            -q --quiet -n --dry-run -h --help
        ;;
    mood | rest) echo -m --mood -s --stress -M --minutes -d --date -q --quiet -n --dry-run -h --help ;;
    shift)
        echo -m --mood -s --stress --after -M --minutes --plan --bell --plain --no-input -q --quiet -n --dry-run -h --help
        ;;
    trial) echo --days -y --yes -q --quiet -n --dry-run -h --help ;;
    goal) echo -d --date -q --quiet -n --dry-run -h --help ;;
    list) echo -S --since -U --until -f --format --json --html -o --output --color --ascii -0 --null -h --help ;;
    report) echo -S --since -U --until -f --format --json --html -o --output --open --color --ascii --peek -h --help ;;
    export) echo -S --since -U --until -f --format -o --output -h --help ;;
    today) echo -o --output --color --ascii -h --help ;;
    remind) echo --at --random --notify -q --quiet -n --dry-run -h --help ;;
    undo) echo -y --yes -q --quiet -n --dry-run -h --help ;;
    edit) echo --all -m --mood -s --stress --after -M --minutes -d --date -p --practice --care --text -q --quiet -h --help ;;
    sync) echo -y --yes -q --quiet -n --dry-run -h --help ;;
    merge-file) echo -h --help ;;
    check) echo --repair -q --quiet -n --dry-run -h --help ;;
    import) echo -f --format --map -q --quiet -n --dry-run -h --help ;;
    help) echo -h --help ;;
    '') echo --file -V --version -h --help ;;
    esac
}

# The values of option $1 of command $2; fails for an option that takes none.
_kind_values() {
    case $1 in
    -m | --mood | -s | --stress | --after) echo 0 1 2 3 4 5 6 7 8 9 10 ;;
    -M | --minutes | --log) echo 3 5 10 90s ;;
    -d | --date | -S | --since | -U | --until) echo today yesterday mon tue wed thu fri sat sun 7d 2h ;;
    --breath) echo 4-6 4-7-8 none ;;
    --for) echo self others ;;
    -p | --practice) echo kindness care ;;
    --plan) echo 20 40 60 100 ;;
    --days) echo 14 28 56 ;;
    --text) : ;;
    -f | --format)
        case ${2-} in
        export) echo ics org md jsonl ;;
        import) echo daylio loop harsh habitctl jrnl trackandgraph csv kind ;;
        *) echo text csv tsv json html ;;
        esac
        ;;
    --at) echo 18:00 20:00 21:30 ;;
    --random) echo 09:00-21:00 ;;
    --color) echo auto always never ;;
    -o | --output | --file | --map) echo FILE ;;
    *) return 1 ;;
    esac
}

# The words that command $1 takes as its number $2, where $3 is typed so far.
_kind_words() {
    local number=${3%%/*}
    case $1:$2 in
    :*) echo today log mood pause shift trial rest goal list report undo edit remind check export import sync merge-file help ;;
    import:1) echo FILE ;;
    mood:1) echo 0 1 2 3 4 5 6 7 8 9 10 ;;
    pause:1) echo 3 5 10 90s ;;
    shift:1) echo status ;;
    trial:1) echo start today status stop ;;
    remind:1) echo install status uninstall ;;
    sync:1) echo setup ;;
    sync:2 | merge-file:*) echo FILE ;;
    rest:1) echo today yesterday mon tue wed thu fri sat sun ;;
    goal:1) echo kindness care pause shift mood ;;
    goal:2) case $number in '' | *[!0-9]*) echo 1/day 3/week none ;; *) echo "$number/day $number/week" ;; esac ;;
    list:* | export:*) case $3 in practice:*) echo practice:{kindness,care,pause,shift,mood,rest,goal,trial} ;; *) echo practice: ;; esac ;;
    report:*) echo today streaks days mood links shift trial pauses tags ;;
    help:1) echo today log mood pause shift trial rest goal list report undo edit remind check export import sync merge-file help ;;
    esac
}

# What kind finds in the log as $1, ids or tags; $2 is the word after --file, as it was typed.
_kind_log() {
    local file=${2#[\"\']}
    file=${file%[\"\']}
    file=${file//\\/}
    [[ $file != \~/* ]] || file=$HOME/${file#??}
    command kind ${file:+--file "$file"} --complete "$1" 2>/dev/null
}

# Takes those lines of standard input that begin with $1 into COMPREPLY. Nothing of them is ever expanded. Behind a
# tab stands what a line is about: shown in a list, and never put in.
_kind_take() {
    local line
    while IFS= read -r line; do
        [[ $line != "$1"* ]] || COMPREPLY+=("$line")
    done
    for line in "${!COMPREPLY[@]}"; do
        if [ "${#COMPREPLY[@]}" -eq 1 ] || [[ ${COMP_TYPE-} == 37 || ${COMP_TYPE-} == 42 ]]; then
            COMPREPLY[line]=${COMPREPLY[line]%%$'\t'*}
        else
            COMPREPLY[line]=${COMPREPLY[line]/$'\t'/  }
        fi
    done
}

_kind() {
    local word typed='' before part option='' command='' file='' values='' number=1 at ended='' quoted=''
    local line=${COMP_LINE:0:COMP_POINT}
    local -a words=()
    # bash cuts words at = : and @ as well; what stands without a space between is one word again here.
    for ((at = 0; at <= COMP_CWORD; at++)); do
        part=${COMP_WORDS[at]}
        if [ "$at" -eq 0 ] || [[ $line == [[:space:]]* ]]; then
            words+=("$part")
        else
            words[${#words[@]} - 1]+=$part
        fi
        line=${line#"${line%%[![:space:]]*}"}
        line=${line#"$part"}
    done
    [[ $part != [=:] ]] || part=
    for ((at = 1; at < ${#words[@]} - 1; at++)); do
        word=${words[at]}
        if [ "$option" ]; then
            [ "$option" != --file ] || file=$word
            option=
        elif [ -z "$ended" ] && [ "$word" = -- ]; then
            ended=1
        elif [ -z "$ended" ] && [[ $word == --*=* ]]; then
            [[ $word != --file=* ]] || file=${word#*=}
        elif [ -z "$ended" ] && [[ $word == -?* ]]; then
            _kind_values "$word" >/dev/null && option=$word
        elif [ -z "$command" ]; then
            command=$word
        else
            number=$((number + 1))
        fi
    done
    typed=${words[${#words[@]} - 1]}
    before=${typed%"$part"}
    before=${before%@}
    COMPREPLY=()
    if [ -z "$option$ended" ] && [[ $typed == --*=* ]]; then
        option=${typed%%=*}
        typed=${typed#*=}
        before=${before#"$option="}
    fi
    [[ $typed != [\"\']* ]] || quoted=${typed:0:1}
    typed=${typed#"$quoted"}
    [ "$quoted" ] || typed=${typed//\\/}

    if [ "$option" ] && values=$(_kind_values "$option" "$command"); then
        :
    elif [ -z "$ended" ] && [[ $typed == -* ]]; then
        values=$(_kind_options "$command")
    elif [[ $command:$number == @(undo|edit):1 ]]; then
        compopt -o nosort 2>/dev/null
        _kind_take "$typed" < <(_kind_log ids "$file")
        return 0
    elif [ -z "$ended" ] || [[ $typed == [#@]* ]]; then
        values=$(_kind_words "$command" "$number" "$typed")
    fi
    if [ "$values" = FILE ]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r word; do
            COMPREPLY+=("$word")
        done < <(compgen -f -- "$typed")
        return 0
    fi
    if [ -z "$option" ] && [[ $typed == [#@]* && $command:$number == @(log|mood|pause|shift|rest|list|export):* ]] ||
        [[ -z $option && $typed != -* && $command:$number == @(list:*|export:*|goal:1) ]]; then
        _kind_take "$typed" < <(
            tr ' ' '\n' <<<"$values"
            _kind_log tags "$file" | if [ "$command" = goal ]; then grep '^#'; else cat; fi
        )
    elif [ "$option" = --text ]; then
        [[ $typed != [#@]* ]] || _kind_take "$typed" < <(_kind_log tags "$file")
    elif [ "$values" ]; then
        _kind_take "$typed" < <(tr ' ' '\n' <<<"$values")
    fi
    [ "${COMPREPLY[*]}" != practice: ] || compopt -o nospace 2>/dev/null
    # A # that nothing quotes would begin a comment; and bash puts in what follows its last cut.
    for at in "${!COMPREPLY[@]}"; do
        COMPREPLY[at]=${COMPREPLY[at]#"$before"}
        [ "$quoted" ] || [[ ${COMPREPLY[at]} != '#'* ]] || COMPREPLY[at]=\\${COMPREPLY[at]}
    done
    return 0
}

complete -F _kind kind
