# Completion of kind for fish. Only for ids, #tags and @people it runs the program, which looks at the end of the log.

# The words of the line that are no options: the command, then what it is given.
function __kind_words
    set -l words (commandline -opc)
    set -l value ''
    for word in $words[2..]
        if test -n "$value"
            set value ''
        else if contains -- $word -m --mood -s --stress -M --minutes -d --date -p --practice -S --since -U --until \
                -f --format -o --output --color --file --text --plan --after --log --breath --for --days --at --random --map
            set value $word
        else if not string match -q -- '-*' $word
            echo $word
        end
    end
end

# Whether the command is one of these.
function __kind_is
    set -l words (__kind_words)
    set -q words[1]; and contains -- $words[1] $argv
end

# Whether COMMAND is given its word number N next.
function __kind_at -a command n
    set -l words (__kind_words)
    test (count $words) -eq $n; and test "$words[1]" = $command
end

function __kind_no_command
    test (count (__kind_words)) -eq 0
end

# The units of a goal, behind the number that is typed so far.
function __kind_goal
    set -l number (string match -r '^[0-9]+' -- (commandline -ct))
    if test -n "$number"
        printf '%s\n' $number/day $number/week
    else
        printf '%s\n' 1/day 3/week none
    end
end

# What kind finds in the log as KIND, ids or tags; nothing of it is ever expanded.
function __kind_log -a kind
    set -l words (commandline -opc)
    set -l file
    set -l at (contains -i -- --file $words)
    and set file --file (string replace -r -- '^~/' "$HOME/" $words[(math $at + 1)])
    for word in (string match -- '--file=*' $words)
        set file (string replace -r -- '^--file=~/' "--file=$HOME/" $word)
    end
    command kind $file --complete $kind 2>/dev/null
end

# A text may be anything; what begins with # or @ is most likely one that was used before.
function __kind_marked
    string match -qr -- '^[\\\\\'"]?[#@]' (commandline -ct)
end

set -l ratings '0 1 2 3 4 5 6 7 8 9 10'
set -l days 'today yesterday mon tue wed thu fri sat sun'
complete -c kind -f

complete -c kind -n __kind_no_command -a today -d 'Today on one screen, and three things to do next'
complete -c kind -n __kind_no_command -a log -d 'Record a kindness to somebody, or to yourself'
complete -c kind -n __kind_no_command -a mood -d 'Record how you are, 0 to 10'
complete -c kind -n __kind_no_command -a pause -d 'A prompt and a timed pause, then record it'
complete -c kind -n __kind_no_command -a shift -d 'Stressed? A fair coin picks what you try'
complete -c kind -n __kind_no_command -a trial -d 'Let chance pick the days for an extra kindness'
complete -c kind -n __kind_no_command -a rest -d 'Mark days ill or away'
complete -c kind -n __kind_no_command -a goal -d 'Set what you aim for, or show the goals'
complete -c kind -n __kind_no_command -a list -d 'List the records, newest last'
complete -c kind -n __kind_no_command -a report -d 'Show what the records add up to'
complete -c kind -n __kind_no_command -a undo -d 'Take back the last record, or that of an id'
complete -c kind -n __kind_no_command -a edit -d 'Change the last record, or that of an id'
complete -c kind -n __kind_no_command -a remind -d 'For cron and timers: speak only when something is due'
complete -c kind -n __kind_no_command -a check -d 'Verify the log, name what is wrong with it, mend it'
complete -c kind -n __kind_no_command -a export -d 'Write the records for calendars and notes'
complete -c kind -n __kind_no_command -a import -d 'Bring in the records of another tracker'
complete -c kind -n __kind_no_command -a sync -d 'Bring several devices together, through git'
complete -c kind -n __kind_no_command -a merge-file -d 'Merge three files of a log, for git'
complete -c kind -n __kind_no_command -a help -d 'The manual, or the help of one command'
complete -c kind -n __kind_no_command -l file -r -F -d 'Use this log'
complete -c kind -n __kind_no_command -s V -l version -d 'Print the version'
complete -c kind -n __kind_no_command -s h -d 'List the commands'
complete -c kind -n __kind_no_command -l help -d 'The help of every command'

complete -c kind -n '__kind_is log mood pause shift rest edit' -s m -l mood -x -a $ratings -d 'How you are, 0 to 10'
complete -c kind -n '__kind_is log mood pause shift rest edit' -s s -l stress -x -a $ratings -d 'How stressed, 0 to 10'
complete -c kind -n '__kind_is log mood pause shift rest edit' -s M -l minutes -x -a '3 5 10 90s' -d 'How long it took'
complete -c kind -n '__kind_is pause shift edit' -l after -x -a $ratings -d 'How stressed when it was over'
complete -c kind -n '__kind_is pause' -l log -x -a '3 5 10 90s' -d 'Record one of this length at once'
complete -c kind -n '__kind_is pause' -l breath -x -a '4-6 4-7-8 none' -d 'Breathe along'
complete -c kind -n '__kind_is pause' -l for -x -a 'self others' -d 'Whom the prompt is for'
complete -c kind -n '__kind_is pause' -l week -d 'The practice of the week'
complete -c kind -n '__kind_is pause shift' -l bell -d 'Ring the bell at the end'
complete -c kind -n '__kind_is pause shift' -l plain -d 'Plain lines'
complete -c kind -n '__kind_is pause shift' -l no-input -d 'Ask nothing'
complete -c kind -n '__kind_is log mood pause rest goal edit' -s d -l date -x -a "$days 7d 2h" -d 'When it was'
complete -c kind -n '__kind_is log edit' -s p -l practice -x -a 'kindness care' -d 'Kindness or care'
complete -c kind -n '__kind_is log edit' -l care -d 'A kindness to yourself'
complete -c kind -n '__kind_is log mood pause shift trial rest goal undo edit remind check import sync' -s q -l quiet -d 'Say nothing when all went well'
complete -c kind -n '__kind_is log mood pause shift trial rest goal undo remind check import sync' -s n -l dry-run -d 'Show it, and record nothing'
complete -c kind -n '__kind_is list report export' -s S -l since -x -a "$days 7d 2h" -d 'From this day or moment on'
complete -c kind -n '__kind_is list report export' -s U -l until -x -a "$days 7d 2h" -d 'Up to this day or moment'
complete -c kind -n '__kind_is list report' -s f -l format -x -a 'text csv tsv json html' -d 'How to write it'
complete -c kind -n '__kind_is export' -s f -l format -x -a 'ics org md jsonl' -d 'How to write it'
complete -c kind -n '__kind_is import' -s f -l format -x -a 'daylio loop harsh habitctl jrnl trackandgraph csv kind' -d 'What wrote the file'
complete -c kind -n '__kind_is import' -l map -r -F -d 'What the names in it are here'
complete -c kind -n '__kind_is list report' -l json -d 'Short for --format json'
complete -c kind -n '__kind_is list report' -l html -d 'Short for --format html'
complete -c kind -n '__kind_is report' -l open -d 'Then open the file'
complete -c kind -n '__kind_is list report export today' -s o -l output -r -F -d 'Write there'
complete -c kind -n '__kind_is list report today' -l color -x -a 'auto always never' -d 'Colour'
complete -c kind -n '__kind_is list report today' -l ascii -d 'Draw with plain characters only'
complete -c kind -n '__kind_is edit' -l all -d 'The whole log'
complete -c kind -n '__kind_is edit' -l text -x -a '(__kind_marked; and __kind_log tags)' -d 'What the text is to be'
complete -c kind -n '__kind_is check' -l repair -d 'Mend what can be mended, and keep a copy'
complete -c kind -n '__kind_is trial undo sync' -s y -l yes -d 'Do it without asking'
complete -c kind -n '__kind_is report' -l peek -d 'What may be looked at of a sealed experiment'
complete -c kind -n '__kind_is shift' -l plan -x -a '20 40 60 100' -d 'Shifts of the next series'
complete -c kind -n '__kind_is trial' -l days -x -a '14 28 56' -d 'Days of a trial'
complete -c kind -n '__kind_is remind' -l at -x -a '18:00 20:00 21:30' -d 'From when on mood and goals are asked for'
complete -c kind -n '__kind_is remind' -l random -x -a '09:00-21:00' -d 'Ask for the mood at one moment a day'
complete -c kind -n '__kind_is remind' -l notify -d 'As a notification of the desktop'
complete -c kind -n '__kind_is list' -s 0 -l null -d 'End each record with a NUL'
complete -c kind -n '__kind_is today log mood pause shift trial rest goal list report undo edit remind check export import sync merge-file help' -s h -d 'A short help with examples'
complete -c kind -n '__kind_is today log mood pause shift trial rest goal list report undo edit remind check export import sync merge-file help' -l help -d 'All of the help'

complete -c kind -n '__kind_at mood 1' -a $ratings
complete -c kind -n '__kind_at pause 1' -a '3 5 10 90s'
complete -c kind -n '__kind_at shift 1' -a status
complete -c kind -n '__kind_at trial 1' -a 'start today status stop'
complete -c kind -n '__kind_at remind 1' -a 'install status uninstall'
complete -c kind -n '__kind_at sync 1' -a setup
complete -c kind -n '__kind_at sync 2' -F
complete -c kind -n '__kind_is merge-file' -F
complete -c kind -n '__kind_at rest 1' -a $days
complete -c kind -n '__kind_at import 1' -F
complete -c kind -n '__kind_at goal 1' -a 'kindness care pause shift mood'
complete -c kind -n '__kind_at goal 2' -a '(__kind_goal)'
complete -c kind -n '__kind_is list export' -a '(printf "practice:%s\n" kindness care pause shift mood rest goal trial)'
complete -c kind -n '__kind_is report' -a 'today streaks days mood links shift trial pauses tags'
complete -c kind -n '__kind_at help 1' -a 'today log mood pause shift trial rest goal list report undo edit remind check export import sync merge-file help'
complete -c kind -k -n '__kind_at undo 1; or __kind_at edit 1' -a '(__kind_log ids)'
complete -c kind -n '__kind_is list export' -a '(__kind_log tags)'
complete -c kind -n '__kind_at goal 1' -a '(__kind_log tags | string match "#*")'
complete -c kind -n '__kind_is log mood pause shift rest; and __kind_marked' -a '(__kind_log tags)'
