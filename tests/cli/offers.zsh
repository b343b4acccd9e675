#!/usr/bin/env zsh
# offers.zsh FOLDER: what zsh offers for each line of standard input, with FOLDER's completions: "== LINE", then the
# words. It types into a zsh of its own, whose compadd writes down what it is given.
emulate zsh
zmodload zsh/zpty
place=$(mktemp -d)
TRAPEXIT() { rm -rf $place }
cat >$place/lines
cat >$place/setup <<'SETUP'
PS1= RPS1= TMOUT=0
fpath=($1 $fpath)
autoload -Uz compinit
compinit -u -D
compadd() {
    local -a hits
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)* ]]; then
        builtin compadd "$@"
        return
    fi
    builtin compadd -O hits "$@"
    (( $#hits )) && print -rl -- "$hits[@]" >>$2/found
    builtin compadd "$@"
}
offer() { _main_complete; compstate[insert]= compstate[list]= }
zle -C offer complete-word offer
all() {
    local line
    while IFS= read -r line; do
        : >$2/found
        BUFFER=$line CURSOR=$#line
        zle offer
        { print -r -- "== $line"; sort -u $2/found } >>$2/out
    done <$2/lines
    BUFFER=
    : >$2/done
}
zle -N all
bindkey '^O' all
SETUP
sed -e "s|\$1|${1}|g" -e "s|\$2|$place|g" -i $place/setup
zpty -b shell "exec zsh -f -i"
zpty -w shell ". ${(q)place}/setup; print ready"
sleep 0.2
zpty -w -n shell $'\x0f'
for (( i = 0; i < 600 && ! $+ended; i++ )); do
    [[ -e $place/done ]] && ended=1 || sleep 0.05
    zpty -r -t shell junk 2>/dev/null
done
zpty -d shell
cat $place/out
