load helper

tree="$BATS_TEST_DIRNAME/../.."

# Runs make TARGET PROGRAM, into a folder with a space in its name, with the program that is tested.
made() {
    make -s -C "$tree" -o "$KIND_UNDER_TEST" "$1" DESTDIR="$PWD/a root" PREFIX=/usr PROGRAM="$2" KIND="$KIND_UNDER_TEST"
}

@test "install puts everything in place under another name, and uninstall leaves nothing" {
    umask 077
    mkdir 'a root'
    made install kindly
    made install kindly
    run 'a root/usr/bin/kindly' mood 12
    [[ "$output" == "kindly: mood must be"* ]]
    for file in doc/kindly/report.schema.json bash-completion/completions/kindly zsh/site-functions/_kindly fish/vendor_completions.d/kindly.fish; do
        [ -s "a root/usr/share/$file" ]
    done
    for page in "$tree"/man/*.[1-9]; do
        name=$(basename "$page" | sed 's/^kind/kindly/')
        [ -s "a root/usr/share/man/man${name##*.}/$name" ]
    done
    cmp 'a root/usr/share/kind/deck' "$tree/share/deck"
    [ -z "$(find 'a root' -mindepth 1 -perm /022)" ]
    [ -z "$(find 'a root' -mindepth 1 ! -perm -444)" ]
    [ -z "$(find 'a root' -mindepth 1 -type d ! -perm -111)" ]
    made uninstall kindly
    [ -z "$(find 'a root' -mindepth 1)" ]
}

@test "what an installed README and its recipes lead to is installed beside them" {
    made install kindly
    cd 'a root/usr/share/doc/kindly'
    # How to work on the source stays with the source.
    led=$(LC_ALL=C grep -ho '](\([A-Za-z./-]*\))' README.md RECIPES.md | tr -d ']()' | grep -v '^HACKING.md$' | LC_ALL=C sort -u)
    [[ "$led" == *README.md*RECIPES.md*man/report.png* ]]
    for file in $led; do
        [ -s "$file" ]
    done
}

@test "uninstall takes no file of anybody else, and no folder that holds one" {
    made install kindly
    touch 'a root/usr/share/man/man1/other.1' 'a root/usr/share/doc/kindly/mine'
    made uninstall kindly
    [ "$(cd 'a root' && find . -type f | sort)" = $'./usr/share/doc/kindly/mine\n./usr/share/man/man1/other.1' ]
}

@test "what is installed as kind is what the tree holds" {
    made install kind
    for page in "$tree"/man/*.[1-9]; do
        cmp "$page" "a root/usr/share/man/man${page##*.}/${page##*/}"
    done
    cmp "$tree/completions/kind.bash" 'a root/usr/share/bash-completion/completions/kind'
    cmp "$tree/completions/_kind" 'a root/usr/share/zsh/site-functions/_kind'
    cmp "$tree/completions/kind.fish" 'a root/usr/share/fish/vendor_completions.d/kind.fish'
}

@test "under another name the manual, the help and the messages never call it kind" {
    export LC_ALL=C
    made install kindly
    commands=$(kind -h | sed -n '/^Usage/,/^Examples/s/^  \([a-z-]*\) .*/\1/p' | paste -s -d '|')
    [ "$(tr -cd '|' <<<"$commands" | wc -c)" -ge 9 ]
    called="(^|[^a-z./-])kind +($commands|-[a-zA-Z-])|kind(-[a-z]+)? ?\\([1-9]\\)|\\.Xr kind[- ]|\\.Nm kind([- ]|\$)"
    run grep -rnE "$called" 'a root/usr/share/man' 'a root/usr/share/bash-completion' 'a root/usr/share/zsh' 'a root/usr/share/fish'
    [ "$output" = '' ]
    # The same search finds the name where it is.
    grep -qE "$called" "$tree/man/kind.1"
    run grep -nE "$called" <('a root/usr/bin/kindly' -h) <('a root/usr/bin/kindly' --help)
    [ "$output" = '' ]
    [ "$('a root/usr/bin/kindly' --version)" = "$(kind --version | sed 's/^kind /kindly /')" ]
}

@test "the manual is clean mdoc under another name too" {
    command -v mandoc >/dev/null || skip "mandoc is not installed"
    made install kindly
    for page in 'a root'/usr/share/man/man*/*; do
        run mandoc -Tlint "$page"
        # Pages that are looked for on the machine, where they are not installed.
        run grep -v 'referenced manual not found' <<<"$output"
        [ "$output" = '' ]
    done
}
