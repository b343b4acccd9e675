#!/usr/bin/env bash
# offers.bash FILE: what bash offers for each line of standard input, with the completions of FILE: "== LINE", then the
# words. It calls the function as bash does, which cuts words at = : and @.
# shellcheck disable=SC1090
. "$1"
while IFS= read -r line; do
    printf '== %s\n' "$line"
    cut=${line//=/ = }
    cut=${cut//:/ : }
    read -ra COMP_WORDS <<<"${cut//@/ @ }"
    case $line in *" ") COMP_WORDS+=('') ;; esac
    COMP_LINE=$line COMP_POINT=${#line} COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
    function=$(complete -p "${COMP_WORDS[0]}" | sed 's/.*-F \([^ ]*\).*/\1/')
    "$function" "${COMP_WORDS[0]}" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
    [ "${#COMPREPLY[@]}" -eq 0 ] || printf '%s\n' "${COMPREPLY[@]}" | sort
done
