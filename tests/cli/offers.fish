#!/usr/bin/env fish
# offers.fish FILE: what fish offers for each line of standard input, with the completions of FILE: "== LINE", then the
# words, and behind a tab what each is about.
source $argv[1]
while read -l line
    echo "== $line"
    complete -C "$line" | sort
end
