# compare.awk WANTED FOUND: exits 1, and says where, unless both have the same lines, numbers within 10^-8.
BEGIN { FS = "," }
function same(a, b) {
    if (a == b)
        return 1
    if (a == "" || b == "" || (a " " b) ~ /[^-+.e0-9 ]/)
        return 0
    return (a - b) ^ 2 <= 1e-16 * (1 + b ^ 2)
}
NR == FNR { wanted[lines = FNR] = $0; next }
{
    fields = split(wanted[FNR], field, ",")
    good = fields == NF && $1 == field[1]
    for (i = 2; i <= NF; i++)
        good = good && same($i, field[i])
    if (!good) {
        print "line " FNR ": wanted " wanted[FNR] ", found " $0
        exit failed = 1
    }
    found = FNR
}
END {
    if (!failed && (found != lines || !lines)) {
        print "wanted " lines + 0 " lines, found " found + 0
        failed = 1
    }
    exit failed
}
