# Of kind report days -f csv: the columns that the others have, and the same correlation.
BEGIN { FS = "," }
NR > 1 {
    print $1 "," $2 "," $3 "," $4 "," $5 "," $6 "," $7
    if ($6 != "") {
        pairs++; sx += $2; sy += $6; sxx += $2 * $2; syy += $6 * $6; sxy += $2 * $6
    }
}
END { printf "correlation,%.12g\n", (pairs * sxy - sx * sy) / sqrt((pairs * sxx - sx * sx) * (pairs * syy - sy * sy)) }
