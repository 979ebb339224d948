-- What an expert would materialise once after loading, for any later day that is asked about: keys as
-- integers in place of texts, and histories as periods. None of it is in the timed jobs; the time that
-- it takes is reported beside them.
--
-- Loaded before by duckdb_peer.py: market, person, opportunity, stage_change, amount_change,
-- close_date_change, owner_change; and the small tables of definitions.py: rate_by_name,
-- stage_by_name, milestone.
--
-- DATE '9999-12-31' is the day that never comes; as an expected close it stands for none. The owner 0
-- is nobody.

-- step: keys
CREATE TABLE market_key AS SELECT row_number() OVER ()::SMALLINT AS key, id FROM market;
CREATE TABLE person_key AS SELECT row_number() OVER ()::INTEGER AS key, id FROM person;
CREATE TABLE currency_key AS
SELECT row_number() OVER ()::UTINYINT AS key, currency AS id
FROM (SELECT DISTINCT currency FROM rate_by_name);
CREATE TABLE stage AS
SELECT row_number() OVER ()::SMALLINT AS key, *, milestone < 4 AS is_open FROM stage_by_name;
CREATE TABLE rate AS
SELECT k.key AS currency, date, numerator FROM rate_by_name JOIN currency_key AS k ON k.id = currency;

CREATE TABLE deal AS
SELECT row_number() OVER ()::INTEGER AS key, o.id, o.process, o.opened,
       m.key AS market, c.key AS currency, coalesce(p.key, 0) AS owner, start.key AS start,
       coalesce(o.amount_minor, 0) AS amount,
       coalesce(o.expected_close, DATE '9999-12-31') AS close
FROM opportunity AS o
JOIN market_key AS m ON m.id = o.market
JOIN currency_key AS c ON c.id = o.currency
JOIN (SELECT process, min(key) AS key FROM stage GROUP BY process) AS start
  ON start.process = o.process
LEFT JOIN person_key AS p ON p.id = o.owner;

-- step: stays
-- Each stay in a stage, with where it led to. Sorted by deal, as the changes are.
CREATE TABLE stay AS
SELECT d.key AS deal, d.opened, s.key AS stage, s.milestone, c."at" AS entered,
       lead(c."at") OVER later AS left_at, lead(s.key) OVER later AS next_stage
FROM stage_change AS c
JOIN deal AS d ON d.id = c.opportunity
JOIN stage AS s ON s.process = d.process AND s.id = c."to"
WINDOW later AS (PARTITION BY d.key ORDER BY c."at");

-- step: changes
-- All histories below one another. The first row of a deal has what stood before its first change of
-- each sort, which is the present value where there is none.
CREATE TABLE change AS
WITH amount_of AS (
    SELECT d.key AS deal, c."at", coalesce(c.from_minor, 0) AS before, coalesce(c.to_minor, 0) AS value
    FROM amount_change AS c JOIN deal AS d ON d.id = c.opportunity
),
close_of AS (
    SELECT d.key AS deal, c."at", coalesce(c."from", DATE '9999-12-31') AS before,
           coalesce(c."to", DATE '9999-12-31') AS value
    FROM close_date_change AS c JOIN deal AS d ON d.id = c.opportunity
),
owner_of AS (
    SELECT d.key AS deal, c."at", coalesce(f.key, 0) AS before, coalesce(t.key, 0) AS value
    FROM owner_change AS c JOIN deal AS d ON d.id = c.opportunity
    LEFT JOIN person_key AS f ON f.id = c."from" LEFT JOIN person_key AS t ON t.id = c."to"
),
first_amount AS (SELECT deal, arg_min(before, "at") AS before FROM amount_of GROUP BY deal),
first_close AS (SELECT deal, arg_min(before, "at") AS before FROM close_of GROUP BY deal),
first_owner AS (SELECT deal, arg_min(before, "at") AS before FROM owner_of GROUP BY deal)
SELECT deal.key AS deal, TIMESTAMP '0001-01-01' AS "at", deal.start AS stage,
       coalesce(first_amount.before, deal.amount) AS amount,
       coalesce(first_close.before, deal.close) AS close,
       coalesce(first_owner.before, deal.owner) AS owner
FROM deal
LEFT JOIN first_amount ON first_amount.deal = deal.key
LEFT JOIN first_close ON first_close.deal = deal.key
LEFT JOIN first_owner ON first_owner.deal = deal.key
UNION ALL SELECT deal, entered, stage, NULL, NULL, NULL FROM stay
UNION ALL SELECT deal, "at", NULL, value, NULL, NULL FROM amount_of
UNION ALL SELECT deal, "at", NULL, NULL, value, NULL FROM close_of
UNION ALL SELECT deal, "at", NULL, NULL, NULL, value FROM owner_of;

-- step: periods
-- What stood at the end of each day from `since` until just before `until`, all of it in one row.
CREATE TABLE period AS
WITH filled AS (
    SELECT change.deal, greatest("at"::DATE, opened) AS since,
           coalesce(lead(greatest("at"::DATE, opened)) OVER so_far, DATE '9999-12-31') AS until,
           last_value(change.stage IGNORE NULLS) OVER so_far AS stage,
           last_value(CASE WHEN change.stage IS NOT NULL THEN greatest("at"::DATE, opened) END
                      IGNORE NULLS) OVER so_far AS stage_since,
           last_value(change.amount IGNORE NULLS) OVER so_far AS amount,
           last_value(change.close IGNORE NULLS) OVER so_far AS close,
           last_value(change.owner IGNORE NULLS) OVER so_far AS owner
    FROM change JOIN deal ON deal.key = change.deal
    WINDOW so_far AS (PARTITION BY change.deal ORDER BY "at")
)
SELECT filled.* EXCLUDE (stage), stage.milestone, stage.ppm, stage.is_open, deal.market,
       deal.currency, deal.opened
FROM filled JOIN deal ON deal.key = deal JOIN stage ON stage.key = filled.stage
WHERE since < until;  -- the last of a day

-- step: sorted
-- By their ends, so that a day skips the row groups of what had ended before it.
CREATE TABLE open_period AS
SELECT * EXCLUDE (is_open, stage_since) FROM period WHERE is_open ORDER BY until, since;
CREATE TABLE closed_period AS
SELECT * EXCLUDE (is_open) FROM period WHERE NOT is_open ORDER BY until, stage_since;
DROP TABLE period;
DROP TABLE change;
DROP TABLE deal;

-- step: money
CREATE MACRO rates_of(day) AS TABLE
SELECT currency, arg_max(numerator, date) AS numerator FROM rate WHERE date <= day GROUP BY currency;

-- Half to even, in whole numbers. `rest` is what is left of the exact quotient beyond q, in parts of
-- which `half` are a half; q may be one too much or too little. An odd q goes away from a half.
CREATE MACRO half_even(q, rest, half) AS
q + (rest + (q & 1) > half)::BIGINT - (rest - (q & 1) < -half)::BIGINT;
-- amount x numerator / 10^13. The quotient is guessed in doubles and put right by what is left of the
-- exact product: dividing HUGEINTs takes twenty times as long.
CREATE MACRO beyond(amount, numerator, q) AS
(amount::HUGEINT * numerator - q::HUGEINT * 10000000000000)::BIGINT;
CREATE MACRO corrected(q, amount, numerator) AS
half_even(q, beyond(amount, numerator, q), 5000000000000);
CREATE MACRO converted(amount, numerator) AS
corrected((amount::DOUBLE * (numerator / 1e13))::BIGINT, amount, numerator);
CREATE MACRO weighted(amount, ppm) AS
half_even(amount * ppm // 1000000, amount * ppm % 1000000, 500000);
