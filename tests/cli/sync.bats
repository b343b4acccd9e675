bats_require_minimum_version 1.5.0
load helper

# Two devices, a and b, and a repository that both reach.
setup_devices() {
    unset GIT_SSH_COMMAND
    git init -q --bare hub.git
    on a log -q first
    on a sync -q setup hub.git
    on b sync -q setup hub.git
}

# on DEVICE WORD...: kind there, each with a stream of chance of its own. Standard input is not a terminal.
on() {
    local device=$1
    shift
    mkdir -p "$device"
    HOME="$PWD/$device" KIND_SEED=$(od -An -N4 -tu4 /dev/urandom | tr -d ' ') kind "$@" </dev/null
}

log_at() {
    printf '%s/%s/.local/share/kind/log.csv' "$PWD" "$1"
}

copy_at() {
    echo "$PWD/$1"/.local/state/kind/sync-*.git
}

id_of() {
    on "$1" list -f csv "$2" | tail -n 1 | sed 's/.*,//'
}

same_logs() {
    cmp "$(log_at a)" "$(log_at b)"
}

# wrap_git: what is read becomes a git in PATH; the real one is $git.
wrap_git() {
    git=$(command -v git)
    {
        printf '#!/bin/sh\ngit=%s\n' "$git"
        cat
    } >bin/git
    chmod +x bin/git
}

@test "two devices come together, and their logs are the same then" {
    setup_devices
    on a log -q 'of a' -d yesterday
    on b mood -q 6 'of b'
    run on a sync
    [ "$output" = "Synced: 0 records came, 0 changed, 0 went; 1 sent." ]
    run on b sync
    [ "$output" = "Synced: 1 record came, 0 changed, 0 went; 1 sent." ]
    run on a sync
    [ "$output" = "Synced: 1 record came, 0 changed, 0 went; 0 sent." ]
    run on b sync
    [ "$output" = "Synced: nothing new." ]
    same_logs
    [ "$(on a list | wc -l)" -eq 3 ]
    sed 1d "$(log_at a)" | sort -s -t , -k 1,1 -c
}

@test "what was recorded together keeps its order when devices come together" {
    setup_devices
    HOME="$PWD/a" kind log -q - < <(printf '%s\n' one two three four five six seven eight)
    on b mood -q 6
    on b sync -q
    on a sync -q
    [ "$(on a list practice:kindness -f tsv | cut -f 3 | grep -vx -e note -e first | tr '\n' ' ')" = "one two three four five six seven eight " ]
}

@test "of goals that were set for one day the last holds when devices come together, too" {
    setup_devices
    for n in 1 2 3 4 5 6 7 8 9; do
        on a goal -q -d 2026-11-20 care $n/day
    done
    on b mood -q 6
    on b sync -q
    on a sync -q
    on b sync -q
    same_logs
    [ "$(on b goal care)" = "care       9/day" ]
}

@test "setup says what it did, and needs a remote that answers" {
    git init -q --bare hub.git
    run on a sync
    [ "$status" -eq 2 ]
    [ "$output" = "kind: no sync is set up for this log; begin with 'kind sync setup REMOTE'" ]
    run on a sync setup
    [ "$status" -eq 2 ]
    run on a sync setup hub.git twice
    [ "$status" -eq 2 ]
    run on a sync everything
    [ "$status" -eq 2 ]
    mkdir folder
    for remote in nowhere folder; do
        run on a sync setup "$remote"
        [ "$status" -eq 3 ]
        [[ "$output" == *"can't be reached: fatal: '$PWD/$remote' does not appear"*"git init --bare"* ]]
    done
    [ ! -e "$(copy_at a)" ]
    run on a sync setup hub.git
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "Set up. From now on: kind sync" ]
    [ ! -e "$(log_at a)" ]
    [ "$(stat -c %a "$(copy_at a)")" = 700 ]
}

@test "setup asks on a terminal" {
    git init -q --bare hub.git
    run on_terminal 'expect Through which' 'send hub.git\n' 'expect Synced' -- kind sync setup
    [ "$status" -eq 0 ]
    run on_terminal 'expect Through which' 'send \n' -- kind sync setup
    [ "$status" -eq 2 ]
}

@test "an edit beats a deletion, and a deletion an unchanged record" {
    setup_devices
    on a log -q second
    on a sync -q
    on b sync -q
    on a undo -q -y "$(id_of a first)"
    on a undo -q -y "$(id_of a second)"
    on b edit -q "$(id_of b second)" -m 5
    on a sync -q
    run on b sync
    [ "$output" = "Synced: 0 records came, 0 changed, 1 went; 1 sent." ]
    on a sync -q
    same_logs
    [ "$(on a list)" = "$(on b list second)" ]
    [[ "$(on a list)" == *"mood 5"*second* ]]
}

@test "what both edited is merged field by field, and the loser stays in git" {
    setup_devices
    id=$(id_of a first)
    on a edit -q "$id" -m 3 --text 'of a'
    on b edit -q "$id" -s 7 --text 'of b'
    on a sync -q
    on b sync -q
    on a sync -q
    same_logs
    [[ "$(on a list)" == *"mood 3  stress 7  of b"* ]]
    git -C hub.git log -p kind -- log.csv | grep -q '"of a"'
}

@test "what git keeps names nobody, and nothing new makes no commit" {
    setup_devices
    on a sync -q
    on b sync -q
    [ "$(git -C hub.git rev-list --count kind)" -eq 1 ]
    [ "$(git -C hub.git log --format='%an %ae %cn %ce %s' kind)" = "kind kind@localhost kind kind@localhost kind sync" ]
    [ "$(git -C hub.git ls-tree --name-only kind)" = $'.gitattributes\nlog.csv' ]
}

@test "a remote that is away costs nothing, and the next sync goes on" {
    setup_devices
    mv hub.git away.git
    on a log -q offline
    cp "$(log_at a)" before
    run on a sync
    [ "$status" -eq 3 ]
    [[ "$output" == "kind: the remote can't be reached: fatal: '$PWD/hub.git' does not appear to be a git repository; nothing is lost, and the next sync goes on" ]]
    run on a sync -q
    [ "$status" -eq 3 ]
    [ -z "$output" ]
    cmp before "$(log_at a)"
    mv away.git hub.git
    run on a sync
    [ "$output" = "Synced: 0 records came, 0 changed, 0 went; 1 sent." ]
}

@test "for cron a remote that is away is worth a word only after a week, and then once a day" {
    setup_devices
    mv hub.git away.git
    while read -r now words; do
        KIND_NOW=$now run on a sync -q
        [ "$status" -eq 3 ]
        [ "${#lines[@]}" -eq "$words" ]
    done <<'END'
2026-11-23T20:00:00+01:00 0
2026-11-30T19:24:04+01:00 0
2026-11-30T19:24:05+01:00 1
2026-11-30T20:00:00+01:00 0
2026-12-01T19:24:04+01:00 0
2026-12-01T19:24:05+01:00 1
2026-12-01T20:00:00+01:00 0
END
    # By hand it is always said, and a dry run says it too.
    run on a sync
    [[ "$output" == "kind: the remote can't be reached: "* ]]
    run on a sync -n -q
    [[ "$output" == "kind: the remote can't be reached: "* ]]
    # A sync that succeeds begins the week anew, one by hand as well.
    mv away.git hub.git
    KIND_NOW=2026-12-02T10:00:00+01:00 on a sync
    mv hub.git away.git
    KIND_NOW=2026-12-09T09:00:00+01:00 run on a sync -q
    [ "$status" -eq 3 ]
    [ -z "$output" ]
    KIND_NOW=2026-12-09T11:00:00+01:00 run on a sync -q
    [ "${#lines[@]}" -eq 1 ]
}

@test "a remote that is away is said where it is not known since when" {
    setup_devices
    mv hub.git away.git
    # A clock that was far ahead, and what is no number.
    for kept in 99999999999 nonsense ''; do
        printf %s "$kept" >"$(echo a/.local/state/kind/sync-*.hush)"
        run on a sync -q
        [ "$status" -eq 3 ]
        [ "${#lines[@]}" -eq 1 ]
    done
    rm a/.local/state/kind/sync-*.hush
    run on a sync -q
    [ "${#lines[@]}" -eq 1 ]
}

@test "a remote that was never synced with is not passed over because the one before was" {
    setup_devices
    on a log -q x
    git init -q --bare other.git
    printf '#!/bin/sh\nexit 1\n' >other.git/hooks/pre-receive
    chmod +x other.git/hooks/pre-receive
    run on a sync setup other.git
    [ "$status" -eq 3 ]
    mv other.git away.git
    run on a sync -q
    [ "$status" -eq 3 ]
    [[ "$output" == "kind: the remote can't be reached: "* ]]
}

@test "with -q all that is wrong but a remote that is away is said at once" {
    setup_devices
    on a log -q x
    printf '#!/bin/sh\nexit 1\n' >hub.git/hooks/pre-receive
    chmod +x hub.git/hooks/pre-receive
    run on a sync -q
    [ "$status" -eq 3 ]
    [[ "$output" == "kind: what is new here can't be sent: "* ]]
    rm hub.git/hooks/pre-receive
    # It answers, and what it has can't be read.
    on b log -q y
    on b sync -q
    mv hub.git/objects away
    mkdir hub.git/objects
    run on a sync -q
    [ "$status" -eq 3 ]
    [[ "$output" == "kind: what the remote has can't be fetched: "* ]]
    rm -rf hub.git/objects
    mv away hub.git/objects
    : >"$(copy_at a)/HEAD"
    run on a sync -q
    [ "$status" -eq 3 ]
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" != *"can't be reached"* ]]
}

@test "what ssh says is told without the ends of line of a terminal" {
    setup_devices
    printf '#!/bin/sh\nprintf "ssh: no such name\\r\\nfatal: other\\n" >&2\nexit 255\n' >bin/far
    chmod +x bin/far
    run env GIT_SSH_COMMAND=far GIT_SSH_VARIANT=simple kind sync setup me@host:kind.git
    [ "$status" -eq 3 ]
    [ "$output" = "kind: the remote can't be reached: ssh: no such name; nothing was changed" ]
}

@test "what git tells of itself is no reason" {
    setup_devices
    mv hub.git away.git
    git config -f a/.gitconfig trace2.normalTarget 2
    git config -f a/.gitconfig trace2.eventTarget 2
    git config -f a/.gitconfig trace2.perfTarget 2
    for said in GIT_TRACE GIT_TRACE_SETUP GIT_TRACE_PACKET GIT_TRACE2 GIT_TRACE2_PERF GIT_TRACE2_EVENT; do
        run env "$said=1" GIT_TRACE_CURL=1 GIT_CURL_VERBOSE=1 GIT_TRANSPORT_HELPER_DEBUG=1 HOME="$PWD/a" kind sync
        [ "$status" -eq 3 ]
        [[ "$output" == "kind: the remote can't be reached: fatal: '$PWD/hub.git' does not appear"* ]]
    done
}

@test "somebody who is faster costs nothing either" {
    setup_devices
    wrap_git <<'EOF'
case "$*" in
*" push "*)
    if [ ! -e pushed ]; then
        touch pushed
        HOME=$PWD/b PATH=${PATH#*:} KIND_SEED=77 "$PWD/bin/kind" log -q 'of b'
        HOME=$PWD/b PATH=${PATH#*:} "$PWD/bin/kind" sync -q || exit 9
    fi
    ;;
esac
exec "$git" "$@"
EOF
    on a log -q 'of a'
    run on a sync
    [ "$status" -eq 0 ]
    [ "$output" = "Synced: 1 record came, 0 changed, 0 went; 1 sent." ]
    [ -e pushed ]
    on b sync -q
    same_logs
    [ "$(on a list | wc -l)" -eq 3 ]
}

@test "where no sync is set up, none leaves anything behind" {
    git init -q --bare hub.git
    on a log -q 'of a'
    find a hub.git | sort >before
    run on a sync
    [ "$status" -eq 2 ]
    run on a sync -n
    [ "$status" -eq 2 ]
    on a sync setup -n hub.git
    run on a sync setup nowhere.git
    [ "$status" -eq 3 ]
    find a hub.git | sort | diff before -
    on a sync -q setup hub.git
    [ "$(git -C hub.git rev-list --count kind)" -eq 1 ]
}

@test "a remote that takes nothing is given up, and what came stays" {
    setup_devices
    on b log -q 'of b'
    on b sync -q
    on a log -q 'of a'
    printf '#!/bin/sh\necho not today >&2\nexit 1\n' >hub.git/hooks/pre-receive
    chmod +x hub.git/hooks/pre-receive
    run on a sync
    [ "$status" -eq 3 ]
    [[ "$output" == "kind: what is new here can't be sent: remote: not today"*"; nothing is lost, and the next sync goes on" ]]
    [ "$(on a list | wc -l)" -eq 3 ]
    rm hub.git/hooks/pre-receive
    on a sync -q
    on b sync -q
    same_logs
}

@test "a first log that is sent just behind a fetch is fetched" {
    git init -q --bare hub.git
    on a log -q 'of a'
    on b log -q 'of b'
    wrap_git <<'EOF'
case "$*" in
*' fetch '*)
    [ ! -e sent ] || exec "$git" "$@"
    touch sent
    "$git" "$@"
    fetched=$?
    HOME=$PWD/a "$PWD/bin/kind" sync -q setup hub.git
    exit $fetched
    ;;
esac
exec "$git" "$@"
EOF
    on b sync -q setup hub.git
    [ "$(on b list | wc -l)" -eq 2 ]
    rm bin/git
    on a sync -q
    same_logs
}

@test "what is recorded while a merge is made stays" {
    setup_devices
    on b log -q 'of b'
    on b sync -q
    wrap_git <<'EOF'
case "$*" in
*refs/kind/pending*) HOME=$PWD/a KIND_SEED=78 "$PWD/bin/kind" log -q meanwhile ;;
esac
exec "$git" "$@"
EOF
    on a log -q 'of a'
    on a sync -q
    [ "$(on a list meanwhile | wc -l)" -eq 1 ]
    [ "$(on a list | wc -l)" -eq 4 ]
    rm bin/git
    on a sync -q
    on b sync -q
    same_logs
}

@test "nothing of the person's git comes in between" {
    setup_devices
    on b log -q 'of b'
    on b sync -q
    mkdir hooks elsewhere
    # The remote's own calls are the remote's affair.
    # shellcheck disable=SC2016
    printf '#!/bin/sh\ncase $(git rev-parse --absolute-git-dir) in *hub.git) exit ;; esac\necho ran >>%s/ran\nexit 1\n' "$PWD" >hooks/pre-push
    for hook in reference-transaction post-merge pre-commit post-index-change; do cp hooks/pre-push hooks/$hook; done
    chmod +x hooks/*
    git init -q elsewhere
    on a log -q 'of a'
    cat >a/.gitconfig <<EOF
[core]
    autocrlf = true
    hooksPath = $PWD/hooks
    attributesFile = $PWD/attributes
[commit]
    gpgsign = true
[push]
    gpgSign = true
    default = nothing
[fetch]
    prune = true
[init]
    defaultBranch = x y
    templateDir = $PWD/hooks
[user]
    useConfigOnly = true
[remote "kind"]
    push = refs/heads/x:refs/heads/y
[url "nowhere:"]
    insteadOf = never:
EOF
    printf '* text eol=crlf ident\n' >attributes
    cp -r elsewhere elsewhere-before
    GIT_DIR=$PWD/elsewhere/.git GIT_WORK_TREE=$PWD/elsewhere GIT_INDEX_FILE=$PWD/index GIT_OBJECT_DIRECTORY=$PWD/objects \
        GIT_NAMESPACE=x GIT_QUARANTINE_PATH=x GIT_CONFIG_PARAMETERS=x GIT_CONFIG_COUNT=1 GIT_DEFAULT_HASH=sha256 \
        GIT_COMMON_DIR=x GIT_TEMPLATE_DIR=$PWD/hooks GIT_AUTHOR_NAME='' GIT_COMMITTER_EMAIL='' on a sync -q
    on b sync -q
    same_logs
    [ "$(on a list | wc -l)" -eq 3 ]
    [ ! -e ran ]
    [ ! -e index ]
    [ ! -e objects ]
    diff -r elsewhere elsewhere-before
    [ "$(grep -c $'\r' "$(log_at a)")" -eq 0 ]
    git -C "$(copy_at a)" fsck --full --strict
}

@test "the person's own names for remotes hold" {
    setup_devices
    printf '[url "%s/"]\n    insteadOf = work:\n' "$PWD" >c.gitconfig
    mkdir c
    mv c.gitconfig c/.gitconfig
    on c sync -q setup work:hub.git
    [ "$(on c list | wc -l)" -eq 1 ]
}

@test "a remote of the person's own is not taken for that of the log" {
    setup_devices
    git init -q --bare other.git
    for name in kind origin kind-sync "$PWD/hub.git"; do
        git config -f a/.gitconfig "remote.$name.pushurl" "$PWD/other.git"
        git config -f a/.gitconfig "remote.$name.url" "$PWD/other.git"
    done
    on a log -q 'of a'
    on a sync -q
    on b sync -q
    same_logs
    [ "$(on b list | wc -l)" -eq 2 ]
    [ -z "$(git -C other.git for-each-ref)" ]
}

@test "off a terminal nothing waits for a password" {
    git init -q --bare hub.git
    wrap_git <<'EOF'
echo "$GIT_TERMINAL_PROMPT,$GIT_SSH_COMMAND" >>asked
exec "$git" "$@"
EOF
    on a sync -q setup hub.git
    [ "$(tail -n 1 asked)" = "0,ssh -oBatchMode=yes" ]
    GIT_SSH_COMMAND='ssh -i key' on a sync -q
    [ "$(tail -n 1 asked)" = "0,ssh -i key" ]
    git config -f a/.gitconfig core.sshCommand 'ssh -i other'
    on a sync -q
    [ "$(tail -n 1 asked)" = "0," ]
}

@test "without git it says what to do" {
    setup_devices
    mkdir none
    ln -s "$KIND_UNDER_TEST" none/kind
    PATH=$PWD/none HOME=$PWD/a run "$PWD/none/kind" sync
    [ "$status" -eq 3 ]
    [[ "$output" == *"a sync needs git, which is not installed"* ]]
}

@test "a log that is a symlink stays one, and its path may be odd" {
    setup_devices
    mkdir -p 'a b' c
    for name in 'a b/-my log.csv' '-log.csv' "it's.csv"; do
        KIND_FILE=$name on c sync -q setup hub.git
        [ "$(KIND_FILE=$name on c list | wc -l)" -eq 1 ]
        cmp -- "$name" "$(log_at a)"
    done
    mkdir -p d
    cp "$(log_at a)" target.csv
    ln -s ../target.csv d/link.csv
    KIND_FILE=d/link.csv on d log -q linked
    KIND_FILE=d/link.csv on d sync -q setup hub.git
    on a log -q more
    on a sync -q
    KIND_FILE=d/link.csv on d sync -q
    KIND_FILE=target.csv on d sync -q
    [ -L d/link.csv ]
    [ "$(readlink d/link.csv)" = ../target.csv ]
    cmp target.csv "$(log_at a)"
}

@test "the remote may be a folder of any name, relative, below home or an address" {
    git init -q --bare -- './-odd name.git'
    git init -q --bare a/hub.git
    on a log -q first
    on a sync -q setup -- '-odd name.git'
    [ "$(cat a/.local/state/kind/sync-*.git/config | grep -c -- "url = $PWD/-odd name.git")" -eq 1 ]
    (cd a && HOME=$PWD kind sync -q)
    [ "$(git -C './-odd name.git' rev-list --count kind)" -eq 1 ]
    # shellcheck disable=SC2088
    HOME=$PWD/a kind sync -q setup '~/hub.git'
    [ "$(git -C a/hub.git rev-list --count kind)" -eq 1 ]
    on b sync -q setup "file://$PWD/a/hub.git"
    [ "$(on b list | wc -l)" -eq 1 ]
    run on a sync setup -- -oProxyCommand=x:y
    [ "$status" -eq 2 ]
}

@test "other branches of the remote are left alone, and a branch that is not ours is refused" {
    git init -q -b main work
    git -C work -c user.name=x -c user.email=x@y commit -q --allow-empty -m theirs
    git clone -q --bare work hub.git
    on a log -q first
    on a sync -q setup hub.git
    [ "$(git -C hub.git for-each-ref --format='%(refname)')" = $'refs/heads/kind\nrefs/heads/main' ]
    [ "$(git -C hub.git rev-parse main)" = "$(git -C work rev-parse main)" ]
    git clone -q --bare work other.git
    git -C other.git branch kind main
    cp "$(log_at a)" before
    run on a sync setup other.git
    [ "$status" -eq 3 ]
    [[ "$output" == *"the branch 'kind' of the remote holds no log.csv, so it is somebody else's; nothing was changed" ]]
    [ "$(git -C other.git rev-parse kind)" = "$(git -C other.git rev-parse main)" ]
    cmp before "$(log_at a)"
}

@test "what else stands on the branch stays, as it is on the remote" {
    setup_devices
    git clone -q -b kind hub.git work
    mkdir -p work/notes
    echo read me >"work/read me"
    echo tab >work/$'with\ttab'
    echo deep >work/notes/deep
    git -C work add .
    git -C work -c user.name=x -c user.email=x@y commit -q -m more
    git -C work push -q
    on a log -q 'of a'
    on a sync -q
    on b log -q 'of b'
    on b sync -q
    on a log -q again
    on a sync -q
    git -C work pull -q
    [ "$(cat "work/read me" work/$'with\ttab' work/notes/deep)" = $'read me\ntab\ndeep' ]
    [ "$(git -C work ls-tree --name-only HEAD | wc -l)" -eq 5 ]
    git -C work rm -q "read me"
    git -C work -c user.name=x -c user.email=x@y commit -q -m less
    git -C work push -q
    on b log -q 'of b, apart'
    on b sync -q
    on a log -q more
    on a sync -q
    on b sync -q
    same_logs
    git -C work pull -q
    [ ! -e "work/read me" ]
    [ "$(cat work/notes/deep)" = deep ]
    git -C "$(copy_at a)" fsck --full --strict
}

@test "a second remote takes the place of the first, with all there is" {
    setup_devices
    on a log -q second
    git init -q --bare new.git
    on a sync -q setup new.git
    on b sync -q setup new.git
    same_logs
    [ "$(on b list | wc -l)" -eq 2 ]
    on b undo -q -y "$(id_of b first)"
    on b sync -q
    on a sync -q
    same_logs
    [ "$(on a list | wc -l)" -eq 1 ]
    rm -rf new.git
    git init -q --bare new.git
    on a sync -q
    on b sync -q
    [ "$(on a list | wc -l)" -eq 1 ]
    same_logs
}

@test "two devices that both have records keep all of them, and a record once that was copied by hand" {
    git init -q --bare hub.git
    on a log -q first
    mkdir -p b/.local/share/kind
    cp "$(log_at a)" b/.local/share/kind
    on a log -q 'of a'
    on b log -q 'of b'
    on a sync -q setup hub.git
    run on b sync setup hub.git
    [ "${lines[1]}" = "Synced: 1 record came, 0 changed, 0 went; 1 sent." ]
    on a sync -q
    same_logs
    [ "$(on a list | wc -l)" -eq 3 ]
}

@test "a log that is lost comes back, and is not lost everywhere" {
    setup_devices
    rm "$(log_at a)"
    run on a sync
    [ "$output" = "Synced: 1 record came, 0 changed, 0 went; 0 sent." ]
    same_logs
    : >"$(log_at a)"
    on a sync -q
    same_logs
    rm "$(log_at b)"
    on a log -q second
    on a sync -q
    on b sync -q
    same_logs
    [ "$(on b list | wc -l)" -eq 2 ]
}

@test "an empty log on the remote takes nothing away, and is filled again" {
    setup_devices
    git clone -q -b kind hub.git work
    : >work/log.csv
    git -C work -c user.name=x -c user.email=x@y commit -q -a -m empty
    git -C work push -q
    on a sync -q
    [ "$(on a list | wc -l)" -eq 1 ]
    on b sync -q
    same_logs
}

@test "a log that lost even its header says no more than an empty one, on either side" {
    setup_devices
    git clone -q -b kind hub.git work
    for lost in '\n\n' 'time,pra'; do
        # shellcheck disable=SC2059
        printf "$lost" >work/log.csv
        git -C work -c user.name=x -c user.email=x@y commit -q -a -m lost
        git -C work push -q
        on a sync -q
        [ "$(on a list | wc -l)" -eq 1 ]
        # shellcheck disable=SC2059
        printf "$lost" >"$(log_at b)"
        on b sync -q
        same_logs
        git -C work pull -q
        cmp work/log.csv "$(log_at a)"
    done
}

@test "a sync that was killed before it installed is not taken for done by what was imported here too" {
    setup_devices
    echo '2025-01-15 : Gym : y' >gym
    on a import -q gym
    on a log -q 'only of a'
    on a sync -q
    wrap_git <<'EOF'
"$git" "$@" || exit
case "$*" in *"update-ref refs/kind/pending"*) kill -9 $PPID ;; esac
EOF
    run on b sync
    [ "$status" -eq 137 ]
    rm bin/git
    on b import -q gym
    on b sync -q
    on a sync -q
    [ "$(on a list | wc -l)" -eq 3 ]
    same_logs
}

@test "most of the records do not go everywhere without a word" {
    setup_devices
    seq 12 | HOME=$PWD/a KIND_SEED=4 kind log -q -
    on a sync -q
    on b sync -q
    head -n 3 "$(log_at b)" >old
    cp old "$(log_at b)"
    run on b sync
    [ "$status" -eq 3 ]
    [ "$output" = "kind: 11 of the 13 records that were synced last are not in $(log_at b) any more; nothing was changed; 'kind sync --yes' takes them out everywhere" ]
    cmp old "$(log_at b)"
    HOME=$PWD/b run on_terminal 'expect [y/N]' 'send \n' -- kind sync
    [ "$status" -eq 3 ]
    on a sync -q
    [ "$(on a list | wc -l)" -eq 13 ]
    on b sync -q -y
    run on a sync
    [ "${lines[-1]}" = "Synced: 0 records came, 0 changed, 11 went; 0 sent." ]
    same_logs
}

@test "where most of the records went, the log of before is named, and is there" {
    mkdir -p "a/it's here"
    export XDG_STATE_HOME="$PWD/a/it's here" KIND_FILE="a/it's here/log.csv"
    git init -q --bare hub.git
    seq 12 | HOME=$PWD/a KIND_SEED=4 kind log -q -
    on a sync -q setup hub.git
    git clone -q -b kind hub.git work
    head -n 2 work/log.csv >few
    cp few work/log.csv
    git -C work -c user.name=x -c user.email=x@y commit -q -a -m few
    git -C work push -q
    cp "$KIND_FILE" before
    run --separate-stderr on a sync -n
    [ -z "$stderr" ]
    run --separate-stderr on a sync -q
    [ "$status" -eq 0 ]
    cmp few "$KIND_FILE"
    [[ "$stderr" == "kind: 11 of 12 records went, because another device took them out; this prints the log of before: git --git-dir="* ]]
    sh -c "${stderr#*before: }" | cmp - before
    # The next one says nothing, and what it named stays.
    said=$stderr
    on a log -q more
    run --separate-stderr on a sync -q
    [ -z "$stderr" ]
    git --git-dir "$(echo "$XDG_STATE_HOME"/kind/sync-*.git)" gc -q --prune=now
    sh -c "${said#*before: }" | cmp - before
}

@test "where few records went, or less than half, nothing is said of it" {
    setup_devices
    seq 25 | HOME=$PWD/a KIND_SEED=4 kind log -q -
    on a sync -q
    on b sync -q
    for most in 14 5; do
        sed -i "$((most + 1)),\$d" "$(log_at b)"
        on b sync -q
        run --separate-stderr on a sync -q
        [ "$status" -eq 0 ]
        [ -z "$stderr" ]
        same_logs
    done
}

@test "a log that is none is refused, on either side" {
    setup_devices
    echo 'nothing,like,a log' >"$(log_at a)"
    cp "$(log_at a)" before
    run on a sync
    [ "$status" -eq 3 ]
    [[ "$output" == "kind: $(log_at a):1: "*"kind check"* ]]
    cmp before "$(log_at a)"
    git clone -q -b kind hub.git work
    echo 'nothing,like,a log' >work/log.csv
    git -C work -c user.name=x -c user.email=x@y commit -q -a -m bad
    git -C work push -q
    cp "$(log_at b)" before
    run on b sync
    [ "$status" -eq 3 ]
    [[ "$output" == "kind: the log on the remote can't be read, line 1: "*"; nothing was changed" ]]
    cmp before "$(log_at b)"
}

@test "lines that can't be read are kept, and go along" {
    setup_devices
    echo 'a line, "that can not be read' >>"$(log_at a)"
    on b log -q 'of b'
    on b sync -q
    on a sync -q
    on b sync -q
    same_logs
    grep -q 'a line, "that' "$(log_at b)"
    [ "$(on b list 2>/dev/null | wc -l)" -eq 2 ]
}

@test "dry-run tells and changes nothing" {
    setup_devices
    on b log -q 'of b'
    on b sync -q
    on a log -q 'of a'
    cp "$(log_at a)" before
    git -C hub.git rev-parse kind >tip
    git -C "$(copy_at a)" for-each-ref refs/kind/local >ref
    run --separate-stderr on a sync -n
    [ "$output" = "Would sync: 1 record came, 0 changed, 0 went; 1 sent." ]
    cmp before "$(log_at a)"
    git -C hub.git rev-parse kind | cmp - tip
    git -C "$(copy_at a)" for-each-ref refs/kind/local | cmp - ref
    [ "$(on c sync setup -n hub.git)" = "Would set up the sync; the remote answers." ]
    [ ! -e "$(copy_at c)" ]
}

@test "a copy that is damaged is named, and can be made anew" {
    setup_devices
    on a log -q second
    find "$(copy_at a)/objects" -type f -delete
    cp "$(log_at a)" before
    run on a sync
    [ "$status" -eq 3 ]
    [[ "$output" == "kind: the copy that sync keeps of the log can't be read: "*"; nothing is lost; if it stays so, delete $(copy_at a), and 'kind sync setup REMOTE' makes it anew" ]]
    cmp before "$(log_at a)"
    rm -r "$(copy_at a)"
    on a sync -q setup hub.git
    on b sync -q
    same_logs
    [ "$(on b list | wc -l)" -eq 2 ]
}

@test "a setup that was cut short is made whole by another one" {
    setup_devices
    rm -r "$(copy_at a)"
    wrap_git <<'EOF'
case "$*" in *" init "*) kill -KILL $PPID ;; esac
exec "$git" "$@"
EOF
    run on a sync setup hub.git
    [ "$status" -eq 137 ]
    rm bin/git
    on a sync -q setup hub.git
    same_logs
}

@test "of two syncs at once the second one says so" {
    setup_devices
    exec 9<"$(echo a/.local/state/kind/sync-*.lock)"
    flock 9
    run on a sync
    [ "$status" -eq 3 ]
    [ "$output" = "kind: a sync is running already" ]
}

@test "a log that others may be at is refused as a change of a record is" {
    setup_devices
    on b log -q 'of b'
    on b sync -q
    ln "$(log_at a)" twin.csv
    run on a sync
    [ "$status" -eq 3 ]
    [[ "$output" == *"hard links"*"; nothing was changed" ]]
    rm twin.csv
    on a sync -q
    same_logs
}

@test "Ctrl-C ends it, and nothing is lost" {
    setup_devices
    on a log -q 'of a'
    wrap_git <<'EOF'
case "$*" in
*" push "*) touch pushing && kill -INT 0 && sleep 20 ;;
esac
exec "$git" "$@"
EOF
    # A session of its own, of which the interrupt is for all.
    HOME=$PWD/a run on_terminal -- kind sync
    [ "$status" -eq 130 ]
    [ -e pushing ]
    rm bin/git
    on a sync -q
    on b sync -q
    same_logs
}

@test "undo takes back what was done here, never what came" {
    setup_devices
    on b log -q 'of b' -d yesterday
    on a log -q 'later'
    on a sync -q
    on b sync -q
    run on b undo -n
    [[ "$output" == *"of b"* ]]
    on b undo -q
    run on b undo
    [ "$status" -eq 1 ]
    [ "$output" = "kind: no record that is left was made on this device; nothing was undone; 'kind undo ID' takes out any" ]
    run on b edit -m 3
    [ "$status" -eq 1 ]
    [ "$(on b list | wc -l)" -eq 2 ]
    on b undo -q "$(id_of b later)"
    [ "$(on b list | wc -l)" -eq 1 ]
}

@test "undo takes back a change also after a sync" {
    setup_devices
    on b log -q 'of b'
    on b edit -q -m 4
    on a log -q later
    on a sync -q
    on b sync -q
    [[ "$(on b list 'of b')" == *"mood 4"* ]]
    on b undo -q
    [[ "$(on b list 'of b')" != *"mood 4"* ]]
    [ "$(on b list | wc -l)" -eq 3 ]
    on b edit -q -m 5
    [[ "$(on b list 'of b')" == *"mood 5"* ]]
}

@test "what one command recorded is taken back together also after a sync" {
    setup_devices
    on b rest -q 2026-11-20..2026-11-22
    on a log -q later
    on a sync -q
    on b sync -q
    run on b undo -n
    [ "${lines[0]}" = "Would take out 3 records that were logged together:" ]
    on b undo -q
    [ "$(on b list practice:rest | wc -l)" -eq 0 ]
    on b sync -q
    on a sync -q
    [ "$(on a list practice:rest | wc -l)" -eq 0 ]
    [ "$(on a list later | wc -l)" -eq 1 ]
    same_logs
}

@test "what is brought back here in the second in which another device made and undid it stays" {
    setup_devices
    printf 'a\nb\n' >acts
    HOME="$PWD/a" KIND_SEED=7 kind log -q - <acts
    on a sync -q
    HOME="$PWD/a" kind undo -y >rows
    on a sync -q
    [ "$(on a list -f csv | wc -l)" -eq 2 ]
    HOME="$PWD/b" kind import -q - <rows
    on b sync -q
    on a sync -q
    same_logs
    [ "$(on b list -f csv | wc -l)" -eq 4 ]
}

@test "two devices never make the same commit, not even of one seed" {
    for device in a b; do
        mkdir "$device"
        git init -q --bare "hub-$device.git"
        HOME="$PWD/$device" kind log -q first
        HOME="$PWD/$device" kind sync -q setup "$PWD/hub-$device.git"
    done
    same_logs
    [ "$(git --git-dir=hub-a.git rev-parse 'kind^{tree}')" = "$(git --git-dir=hub-b.git rev-parse 'kind^{tree}')" ]
    [ "$(git --git-dir=hub-a.git rev-parse kind)" != "$(git --git-dir=hub-b.git rev-parse kind)" ]
}

@test "what was recorded since a sync goes first, even where the log is as long again" {
    setup_devices
    printf 'a\nb\n' >acts
    HOME="$PWD/a" KIND_SEED=7 kind log -q - <acts
    on b log -q xxx
    on b sync -q
    on a sync -q
    on a undo -q "$(id_of a xxx)"
    on a log -q ccc
    run on a undo -n
    [ "$output" = "Would take out 19:24, kindness: ccc" ]
}

@test "no number of syncs parts what one command recorded" {
    setup_devices
    printf 'a\nb\n' >acts
    HOME="$PWD/a" KIND_SEED=7 kind log -q - <acts
    for _ in $(seq 20); do
        on b log -q more
        on b sync -q
        on a sync -q
    done
    run on a undo -n
    [ "${lines[0]}" = "Would take out 2 records that were logged together:" ]
}

@test "a home that may not be written, but for the state and the log, is enough" {
    setup_devices
    on b log -q 'of b'
    on b sync -q
    mkdir -p c/state c/data
    chmod 500 c
    XDG_STATE_HOME=$PWD/c/state XDG_DATA_HOME=$PWD/c/data on c sync -q setup hub.git
    chmod 700 c
    [ "$(ls c)" = $'data\nstate' ]
    cmp c/data/kind/log.csv "$(log_at b)"
}

@test "no place for the state is said" {
    git init -q --bare hub.git
    run env -u HOME KIND_FILE=log.csv kind sync setup hub.git
    [ "$status" -eq 3 ]
    [[ "$output" == *"no place to sync from"* ]]
}

# A work tree with the log in it, and two branches that went apart.
setup_work() {
    git init -q -b main work
    cd work || return
    git config user.name x
    git config user.email x@y
    printf 'log.csv -text merge=kind\n' >.gitattributes
    git config merge.kind.driver 'kind merge-file %O %A %B'
    export KIND_FILE=log.csv
    KIND_SEED=1 kind log -q first
    git add . && git commit -q -m base
    git checkout -q -b other
    KIND_SEED=2 kind log -q 'on the other'
    kind edit -q "$(kind list -f csv first | tail -n 1 | sed 's/.*,//')" -m 3
    git commit -q -a -m other
    git checkout -q main
    KIND_SEED=3 kind log -q 'on main'
    kind edit -q "$(kind list -f csv first | tail -n 1 | sed 's/.*,//')" -s 4
    git commit -q -a -m main
}

@test "merge-file is a driver for git" {
    setup_work
    git merge -q other -m merged
    [ "$(kind list | wc -l)" -eq 3 ]
    [[ "$(kind list first)" == *"mood 3  stress 4"* ]]
    [ -z "$(git status --short)" ]
}

@test "merge-file leaves what it can't merge to git" {
    setup_work
    git checkout -q other
    echo 'nothing,like,a log' >log.csv
    git commit -q -a -m none
    git checkout -q main
    cp log.csv before
    LC_ALL=C run git merge -q other -m merged
    [ "$status" -eq 1 ]
    [[ "$output" == *"theirs:1: "*"; nothing was merged"*CONFLICT* ]]
    cmp log.csv before
}

@test "merge-file takes no pipe for an empty log" {
    kind log -q one
    cp "$log" base.csv
    cp "$log" ours.csv
    run kind merge-file base.csv ours.csv <(cat base.csv)
    [ "$status" -eq 3 ]
    [[ "$output" == *"is not a regular file; nothing was merged" ]]
    cmp base.csv ours.csv
}

@test "merge-file takes no log that lost even its header for one whose records went" {
    kind log -q one
    cp "$log" base.csv
    cp "$log" ours.csv
    for lost in '' '\n\n' 'time,pra'; do
        # shellcheck disable=SC2059
        printf "$lost" >lost.csv
        run kind merge-file base.csv ours.csv lost.csv
        [ "$status" -eq 1 ]
        [ "$output" = "kind: lost.csv has lost even its header, which base.csv has, so it says nothing of its records; nothing was merged" ]
        cmp base.csv ours.csv
        cp lost.csv before
        run kind merge-file base.csv lost.csv ours.csv
        [ "$status" -eq 1 ]
        [[ "$output" == "kind: lost.csv has lost even its header"* ]]
        cmp before lost.csv
    done
}

@test "merge-file takes out what one side took out, up to the last record" {
    kind log -q one
    cp "$log" base.csv
    cp "$log" ours.csv
    head -n 1 base.csv >theirs.csv
    kind merge-file base.csv ours.csv theirs.csv
    cmp ours.csv theirs.csv
}

@test "merge-file takes an empty base for an empty log, as git gives it" {
    kind log -q one
    cp "$log" theirs.csv
    : >base.csv
    : >ours.csv
    kind merge-file base.csv ours.csv theirs.csv
    cmp ours.csv theirs.csv
    : >theirs.csv
    kind merge-file base.csv ours.csv theirs.csv
    cmp ours.csv "$log"
    : >ours.csv
    kind merge-file base.csv ours.csv theirs.csv
}

@test "merge-file needs three files, and no log of its own" {
    printf '%s\n' "$header" '2026-11-20T08:00:00+01:00,care,"one",,,,,,k00000000001' >one.csv
    printf '%s\n' "$header" '2026-11-21T08:00:00+01:00,care,"two",,,,,,k00000000002' >two.csv
    : >base.csv
    kind merge-file base.csv one.csv two.csv
    cat >expected <<EOF
$header
2026-11-20T08:00:00+01:00,care,"one",,,,,,k00000000001
2026-11-21T08:00:00+01:00,care,"two",,,,,,k00000000002
EOF
    cmp one.csv expected
    [ ! -e "$log" ]
    run kind merge-file base.csv one.csv
    [ "$status" -eq 2 ]
    run kind merge-file base.csv one.csv nowhere.csv
    [ "$status" -eq 3 ]
    run kind merge-file base.csv nowhere.csv two.csv
    [ "$status" -eq 1 ]
    cmp one.csv expected
}
