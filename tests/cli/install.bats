load helper

@test "install puts everything in place under another name, and uninstall leaves nothing" {
    make -s -C "$BATS_TEST_DIRNAME/../.." -o kind install DESTDIR="$PWD/root" PREFIX=/usr PROGRAM=kindly KIND="$KIND_UNDER_TEST"
    run root/usr/bin/kindly mood 12
    [[ "$output" == "kindly: mood must be"* ]]
    for file in man/man1/kindly.1 man/man5/kindly.5 man/man5/kindly-json.5 man/man7/kindly-statistics.7 doc/kindly/report.schema.json bash-completion/completions/kindly; do
        [ -s "root/usr/share/$file" ]
    done
    cmp root/usr/share/kindly/deck "$BATS_TEST_DIRNAME/../../share/deck"
    [ "$(find root -type f -perm /022 | wc -l)" -eq 0 ]
    make -s -C "$BATS_TEST_DIRNAME/../.." uninstall DESTDIR="$PWD/root" PREFIX=/usr PROGRAM=kindly
    [ -z "$(find root -type f)" ]
}
