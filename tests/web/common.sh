# What the programs of this folder begin with: the browser, and what npm has to bring.
# shellcheck shell=sh disable=SC2034
place=${KIND_WEB:-$PWD/build/web/pages}
kind=${KIND_UNDER_TEST:-$PWD/kind}
export KIND_NOW=2026-11-23T19:24:05+01:00 KIND_CONFIG="$place/none" LC_ALL=C
unset KIND_FILE KIND_SEED

# 77 tells that nothing was tested.
skip() {
    printf 'web: %s; skipped (sh ./try web installs what it needs)\n' "$*"
    exit 77
}

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || skip 'there is no chromium'
command -v npm >/dev/null || skip 'there is no npm'
if ! cmp -s tests/web/package-lock.json tests/web/node_modules/installed; then
    npm ci --prefix tests/web --no-audit --no-fund --loglevel=error || skip "npm's registry can't be reached"
    cp tests/web/package-lock.json tests/web/node_modules/installed
fi
