# Behind columns.awk: each day's counts and mean mood, and how the day's kindnesses go with its mood.
NR > 1 {
    day = day_of($column["time"])
    if (!(day in seen)) {
        seen[day] = 1
        order[++days] = day
    }
    count[$column["practice"], day]++
    mood = $column["mood"]
    if (mood != "") {
        sum[day] += mood
        n[day]++
    }
}

END {
    for (i = 1; i <= days; i++) {
        day = order[i]
        x = count["kindness", day] + 0
        y = n[day] ? sum[day] / n[day] : ""
        printf "%s,%d,%d,%d,%d,", day, x, count["care", day], count["pause", day], count["shift", day]
        printf n[day] ? "%.12g,%d\n" : "%s,%d\n", y, n[day]
        if (n[day]) {
            pairs++; sx += x; sy += y; sxx += x * x; syy += y * y; sxy += x * y
        }
    }
    printf "correlation,%.12g\n", (pairs * sxy - sx * sy) / sqrt((pairs * sxx - sx * sx) * (pairs * syy - sy * sy))
}
