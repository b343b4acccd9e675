-- Behind .import of a log into the table log: each day's counts and mean mood, and how its kindnesses go with its mood.
CREATE TEMP TABLE days AS
SELECT date(substr(time, 1, 19), '-4 hours') AS day, sum(practice = 'kindness') AS kindness, sum(practice = 'care') AS care,
       sum(practice = 'pause') AS pause, sum(practice = 'shift') AS shift, avg(CAST(nullif(mood, '') AS REAL)) AS mood,
       count(nullif(mood, '')) AS mood_n
FROM log GROUP BY 1;
SELECT * FROM days;
SELECT 'correlation', (count(*) * sum(kindness * mood) - sum(kindness) * sum(mood)) /
       sqrt((count(*) * sum(kindness * kindness) - 1.0 * sum(kindness) * sum(kindness)) *
            (count(*) * sum(mood * mood) - sum(mood) * sum(mood)))
FROM days WHERE mood IS NOT NULL;
