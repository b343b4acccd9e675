# Each day's counts and mean mood, and how its kindnesses go with its mood.
log <- read.csv(commandArgs(TRUE)[1], colClasses = c(time = "character", practice = "character", mood = "numeric"))
date <- factor(substr(log$time, 1, 10))
day <- as.Date(levels(date))[date] - (substr(log$time, 12, 13) < "04")
day <- factor(as.integer(day))
counts <- table(day, factor(log$practice, c("kindness", "care", "pause", "shift")))
rated <- !is.na(log$mood)
n <- tabulate(day[rated], nlevels(day))
mood <- rowsum(ifelse(rated, log$mood, 0), day)[levels(day), 1] / n
shown <- ifelse(n > 0, formatC(mood, digits = 12, format = "g", width = 1), "")
dates <- as.Date(as.integer(levels(day)), origin = "1970-01-01")
writeLines(paste(dates, counts[, 1], counts[, 2], counts[, 3], counts[, 4], shown, n, sep = ","))
writeLines(sprintf("correlation,%.12g", cor(counts[n > 0, 1], mood[n > 0])))
