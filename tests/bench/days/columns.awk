# A row of a CSV file as its columns: commas within quotes are none. column["mood"] is where the header has the moods.
function row_split(   piece, pieces, i, line) {
    if (index($0, "\"")) {
        pieces = split($0, piece, "\"")
        line = piece[1]
        for (i = 2; i <= pieces; i++) {
            if (i % 2 == 0)
                gsub(",", "\001", piece[i])
            line = line piece[i]
        }
        $0 = line
    }
}

# Days since 1970-01-01 of a date, and back: Hinnant, "chrono-compatible low-level date algorithms".
function day_number(date,   y, m, d) {
    y = substr(date, 1, 4) + 0; m = substr(date, 6, 2) + 0; d = substr(date, 9, 2) + 0
    if (m < 3)
        y--
    return 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 719469
}
function day_date(day,   era, doe, yoe, doy, mp, m) {
    day += 719468; era = int(day / 146097); doe = day - era * 146097
    yoe = int((doe - int(doe / 1460) + int(doe / 36524) - int(doe / 146096)) / 365)
    doy = doe - (365 * yoe + int(yoe / 4) - int(yoe / 100)); mp = int((5 * doy + 2) / 153)
    m = mp < 10 ? mp + 3 : mp - 9
    return sprintf("%04d-%02d-%02d", yoe + era * 400 + (m <= 2), m, doy - int((153 * mp + 2) / 5) + 1)
}

# The day that a time lies in: a day ends at four in the morning.
function day_of(time,   date) {
    date = substr(time, 1, 10)
    if (substr(time, 12, 2) >= "04")
        return date
    if (!(date in before))
        before[date] = day_date(day_number(date) - 1)
    return before[date]
}

BEGIN { FS = "," }
{ row_split() }
NR == 1 {
    for (i = 1; i <= NF; i++)
        column[$i] = i
}
