# Completion of kind for bash. It runs nothing, so that it is there at once.

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
    trial) echo --days -q --quiet -n --dry-run -h --help ;;
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
    list:* | export:*) echo practice: ;;
    report:*) echo today streaks days mood links shift trial pauses tags ;;
    help:1) echo today log mood pause shift trial rest goal list report undo edit remind check export import sync merge-file help ;;
    esac
}

_kind() {
    local word current=${COMP_WORDS[COMP_CWORD]} option='' command='' values number=1 at ended=''
    # bash cuts words at = and : as well: "--mood=7" is three.
    [ "$current" != = ] && [ "$current" != : ] || current=
    for ((at = 1; at < COMP_CWORD; at++)); do
        word=${COMP_WORDS[at]}
        if [ "$word" = = ]; then
            continue
        elif [ -n "$option" ]; then
            option=
        elif [ -z "$ended" ] && [ "$word" = -- ]; then
            ended=1
        elif [ -z "$ended" ] && [[ $word == -* ]]; then
            _kind_values "$word" >/dev/null && option=$word
        elif [ -z "$command" ]; then
            command=$word
        else
            number=$((number + 1))
        fi
    done
    [ -z "$ended" ] || return 0
    if [ "$option" ] && values=$(_kind_values "$option" "$command"); then
        :
    elif [[ $command == list || $command == export ]] &&
        [[ ${COMP_WORDS[COMP_CWORD]} == : || ${COMP_WORDS[COMP_CWORD - 1]} == : ]]; then
        values="kindness care pause shift mood rest goal trial"
    elif [[ $current == -* ]]; then
        values=$(_kind_options "$command")
    else
        values=$(_kind_words "$command" "$number" "$current")
    fi
    if [ "$values" = FILE ]; then
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        return
    fi
    mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current")
    [ "${COMPREPLY[*]}" != practice: ] || compopt -o nospace 2>/dev/null
    return 0
}

complete -F _kind kind
