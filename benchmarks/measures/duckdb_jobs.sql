-- The jobs, each one statement: what is timed. The tables are those of duckdb_prepare.sql.

-- step: pipeline by market
WITH cell AS (
    SELECT market, milestone, count(*) AS count, sum(amount)::BIGINT AS amount_minor,
           sum(weighted(amount, ppm))::BIGINT AS weighted_minor,
           count(*) FILTER (close < $day) AS overdue_count, median(age) AS median_age_days
    FROM (
        SELECT market, milestone, ppm, close, $day - opened AS age,
               converted(amount, numerator) AS amount
        FROM open_period JOIN rates_of($day) USING (currency)
        WHERE since <= $day AND until > $day
    )
    GROUP BY market, milestone
)
SELECT market_key.id AS market, milestone.id AS milestone, cell.* EXCLUDE (market, milestone)
FROM cell JOIN market_key ON market_key.key = market JOIN milestone ON milestone.key = milestone;

-- step: pipeline by owner
WITH cell AS (
    SELECT owner, milestone, count(*) AS count, sum(amount)::BIGINT AS amount_minor,
           sum(weighted(amount, ppm))::BIGINT AS weighted_minor,
           count(*) FILTER (close < $day) AS overdue_count, median(age) AS median_age_days
    FROM (
        SELECT owner, milestone, ppm, close, $day - opened AS age,
               converted(amount, numerator) AS amount
        FROM open_period JOIN rates_of($day) USING (currency)
        WHERE since <= $day AND until > $day
    )
    GROUP BY owner, milestone
)
SELECT person_key.id AS owner, milestone.id AS milestone, cell.* EXCLUDE (owner, milestone)
FROM cell LEFT JOIN person_key ON person_key.key = owner
JOIN milestone ON milestone.key = milestone;

-- step: snapshots
-- Not a row for each deal and week: a row for each stretch of weeks in which a deal stands still and
-- its currency's rate does, added where it begins and taken away where it ends. A week is a place in
-- the list.
WITH week AS (SELECT unnest($days) AS day, generate_subscripts($days, 1) - 1 AS week),
rate_of_week AS (
    SELECT week, currency, arg_max(numerator, date) AS numerator
    FROM week JOIN rate ON date <= day
    GROUP BY week, currency
),
changed AS (
    SELECT *, numerator IS DISTINCT FROM lag(numerator) OVER by_week AS is_new
    FROM rate_of_week
    WINDOW by_week AS (PARTITION BY currency ORDER BY week)
),
steady AS (
    SELECT currency, numerator, week AS first, lead(week, 1, len($days)) OVER by_week AS last
    FROM changed WHERE is_new
    WINDOW by_week AS (PARTITION BY currency ORDER BY week)
),
standing AS (
    SELECT market, milestone, currency, amount,
           greatest(0, (since - $days[1] + 6) // 7) AS first,
           least(len($days), (until - $days[1] + 6) // 7) AS last
    FROM open_period
    WHERE until > $days[1] AND since <= $days[len($days)]
),
stretch AS MATERIALIZED (
    SELECT market, milestone, greatest(standing.first, steady.first) AS first,
           least(standing.last, steady.last) AS last, count(*) AS count,
           sum(converted(amount, numerator))::BIGINT AS amount
    FROM standing JOIN steady
      ON steady.currency = standing.currency
     AND steady.first < standing.last AND standing.first < steady.last
    WHERE standing.first < standing.last
    GROUP BY ALL
),
change AS (
    SELECT market, milestone, week, sum(count) AS count, sum(amount) AS amount
    FROM (
        SELECT market, milestone, first AS week, count, amount FROM stretch
        UNION ALL
        SELECT market, milestone, last, -count, -amount FROM stretch
    )
    GROUP BY ALL
),
cell AS (
    SELECT market, milestone, day, sum(change.count) OVER so_far AS count,
           sum(change.amount) OVER so_far AS amount
    FROM (SELECT DISTINCT market, milestone FROM change) CROSS JOIN week
    LEFT JOIN change USING (market, milestone, week)
    WINDOW so_far AS (PARTITION BY market, milestone ORDER BY week)
)
SELECT day AS date, market_key.id AS market, milestone.id AS milestone, count::BIGINT AS count,
       amount::BIGINT AS amount_minor
FROM cell JOIN market_key ON market_key.key = market JOIN milestone ON milestone.key = milestone
WHERE count > 0;

-- step: funnel
WITH progress AS (
    SELECT deal,
           min(day) FILTER (milestone BETWEEN 0 AND 4) AS day_0,
           min(day) FILTER (milestone BETWEEN 1 AND 4) AS day_1,
           min(day) FILTER (milestone BETWEEN 2 AND 4) AS day_2,
           min(day) FILTER (milestone BETWEEN 3 AND 4) AS day_3,
           min(day) FILTER (milestone = 4) AS day_4,
           min(day) FILTER (milestone = 5) AS day_5,
           min(day) FILTER (milestone = 6) AS day_6
    FROM (
        SELECT deal, milestone, entered::DATE AS day FROM stay
        WHERE opened BETWEEN $first AND $last AND entered < $day + INTERVAL 1 DAY
    )
    GROUP BY deal
),
cohort AS (
    SELECT deal, market, milestone, opened, converted(amount, numerator) AS amount
    FROM (
        SELECT deal, market, milestone, opened, amount, currency, since, until FROM open_period
        UNION ALL
        SELECT deal, market, milestone, opened, amount, currency, since, until FROM closed_period
    ) JOIN rates_of($day) USING (currency)
    WHERE opened BETWEEN $first AND $last AND since <= $day AND until > $day
),
-- Open milestones are reached for good; the closed ones by what stands there now.
reached AS (
    SELECT market, amount, day_0 - opened AS days_0, day_1 - opened AS days_1,
           day_2 - opened AS days_2, day_3 - opened AS days_3,
           CASE WHEN milestone = 4 THEN day_4 - opened END AS days_4,
           CASE WHEN milestone = 5 THEN day_5 - opened END AS days_5,
           CASE WHEN milestone = 6 THEN day_6 - opened END AS days_6
    FROM cohort JOIN progress USING (deal)
),
cell AS (
    SELECT market,
           [count(days_0), count(days_1), count(days_2), count(days_3), count(days_4),
            count(days_5), count(days_6)] AS counts,
           [sum(amount) FILTER (days_0 IS NOT NULL), sum(amount) FILTER (days_1 IS NOT NULL),
            sum(amount) FILTER (days_2 IS NOT NULL), sum(amount) FILTER (days_3 IS NOT NULL),
            sum(amount) FILTER (days_4 IS NOT NULL), sum(amount) FILTER (days_5 IS NOT NULL),
            sum(amount) FILTER (days_6 IS NOT NULL)] AS amounts,
           [median(days_0), median(days_1), median(days_2), median(days_3), median(days_4),
            median(days_5), median(days_6)] AS medians
    FROM reached
    GROUP BY market
)
SELECT market_key.id AS market, milestone.id AS milestone, counts[key_ + 1] AS reached,
       coalesce(amounts[key_ + 1], 0)::BIGINT AS amount_minor, medians[key_ + 1] AS median_days
FROM cell JOIN market_key ON market_key.key = market
CROSS JOIN (SELECT id, key AS key_ FROM milestone) AS milestone;

-- step: waterfall
WITH rate_of AS (
    SELECT first.currency, first.numerator AS at_first, last.numerator AS at_last
    FROM rates_of($first) AS first JOIN rates_of($last) AS last USING (currency)
),
before AS (
    SELECT deal, amount FROM open_period WHERE since <= $first AND until > $first
),
-- What is open at the end, and what has come to where it is closed since the beginning. Nothing that
-- was open at the beginning is missing here.
after AS (
    SELECT deal, market, currency, milestone, amount, opened FROM open_period
    WHERE since <= $last AND until > $last
    UNION ALL
    SELECT deal, market, currency, milestone, amount, opened FROM closed_period
    WHERE since <= $last AND until > $last AND stage_since > $first
),
flow AS (
    SELECT market, milestone, before.deal IS NOT NULL AS was_open, opened > $first AS is_new,
           coalesce(converted(before.amount, at_first), 0) AS opening,
           coalesce(converted(before.amount, at_last), 0) AS carried,
           converted(after.amount, at_last) AS amount
    FROM after LEFT JOIN before USING (deal) JOIN rate_of USING (currency)
)
SELECT market_key.id AS market,
       sum(opening)::BIGINT AS opening_minor,
       coalesce(sum(amount) FILTER (NOT was_open AND is_new), 0)::BIGINT AS new_minor,
       coalesce(sum(amount - carried) FILTER (was_open AND amount > carried), 0)::BIGINT
           AS increased_minor,
       coalesce(sum(carried - amount) FILTER (was_open AND amount < carried), 0)::BIGINT
           AS decreased_minor,
       coalesce(sum(amount) FILTER (milestone = 4), 0)::BIGINT AS won_minor,
       coalesce(sum(amount) FILTER (milestone = 5), 0)::BIGINT AS lost_minor,
       coalesce(sum(amount) FILTER (milestone = 6), 0)::BIGINT AS abandoned_minor,
       coalesce(sum(amount) FILTER (NOT was_open AND NOT is_new), 0)::BIGINT AS reopened_minor,
       -- Without a close period nothing comes into it, and without another end no cell is left.
       0::BIGINT AS pulled_in_minor, 0::BIGINT AS pushed_out_minor,
       0::BIGINT AS moved_in_minor, 0::BIGINT AS moved_out_minor,
       sum(carried - opening)::BIGINT AS rate_effect_minor,
       coalesce(sum(amount) FILTER (milestone < 4), 0)::BIGINT AS closing_minor
FROM flow JOIN market_key ON market_key.key = market
GROUP BY market_key.id;

-- step: velocity
WITH open_now AS (
    SELECT market, count(*) AS opportunities
    FROM open_period
    WHERE since <= $day AND until > $day
    GROUP BY market
),
closed_then AS (
    SELECT market, count(*) AS closed
    FROM closed_period
    WHERE since <= $day AND until > $day AND stage_since BETWEEN $first AND $last
    GROUP BY market
),
-- By a scan of their own, so that no other amounts are converted.
won_then AS (
    SELECT market, count(*) AS won, avg(converted(amount, numerator)) AS amount,
           avg(stage_since - opened) AS days
    FROM closed_period JOIN rates_of($day) USING (currency)
    WHERE milestone = 4
      AND since <= $day AND until > $day AND stage_since BETWEEN $first AND $last
    GROUP BY market
),
cell AS (
    SELECT market, coalesce(opportunities, 0) AS opportunities, coalesce(closed, 0) AS closed,
           coalesce(won, 0) AS won, amount, days
    FROM closed_then LEFT JOIN won_then USING (market) FULL JOIN open_now USING (market)
)
SELECT market_key.id AS market, opportunities, closed, won, won / nullif(closed, 0) AS win_rate,
       amount AS mean_won_amount_minor, days AS mean_cycle_days,
       opportunities * win_rate * amount / nullif(days, 0) AS velocity_minor_per_day
FROM cell JOIN market_key ON market_key.key = market;

-- step: edges
WITH way AS (
    SELECT stage, next_stage, count(*) AS count,
           median(epoch_us(left_at) - epoch_us(entered)) / 86400e6 AS median_days
    FROM stay
    WHERE stage IN (SELECT key FROM stage WHERE process = $process) AND left_at <= $end
    GROUP BY stage, next_stage
)
SELECT f.id AS "from", t.id AS "to", count, median_days
FROM way JOIN stage AS f ON f.key = way.stage JOIN stage AS t ON t.key = next_stage;
