# Behind datamash: a day without a mood has an empty one.
BEGIN { FS = OFS = "," }
{ if ($6 == "nan" || $6 == "-nan") $6 = ""; print }
