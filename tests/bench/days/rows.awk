# Behind columns.awk: a row as numbers, for datamash.
NR > 1 {
    practice = $column["practice"]
    mood = $column["mood"]
    print day_of($column["time"]) "," (practice == "kindness") "," (practice == "care") "," (practice == "pause") "," \
        (practice == "shift") "," (mood == "" ? "NA" : mood) "," (mood != "")
}
