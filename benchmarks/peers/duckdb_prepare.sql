-- What an expert would materialise once after loading, for any later day that is asked about: keys
-- as integers in place of texts, histories as intervals, trees as closures, sets as rows. None of it
-- is in the timed scan. Statements are separated by a line that begins with "-- step:".
--
-- Loaded before, as text, by duckdb_peer.py: market, account, account_parent, product, person, team_member,
-- process, agreement, opportunity, lead, stage_change, owner_change, lead_change, ...

-- step: keys
CREATE TABLE market_key AS SELECT row_number() OVER ()::INTEGER AS key, id FROM market;
CREATE TABLE product_key AS SELECT row_number() OVER ()::INTEGER AS key, id FROM product;
CREATE TABLE person_key AS SELECT row_number() OVER ()::INTEGER AS key, id FROM person;
CREATE TABLE account_key AS SELECT row_number() OVER ()::INTEGER AS key, id FROM account;
CREATE TABLE agreement_key AS SELECT row_number() OVER ()::INTEGER AS key, id FROM agreement;
CREATE TABLE opportunity_key AS SELECT row_number() OVER ()::INTEGER AS key, id FROM opportunity;
CREATE TABLE lead_key AS SELECT row_number() OVER ()::INTEGER AS key, id FROM lead;
CREATE TABLE stage AS
SELECT row_number() OVER ()::INTEGER AS key, process, id, milestone,
       milestone IN ('won', 'lost', 'abandoned') AS is_closed,
       milestone = 'negotiation' AS is_late,
       place = 1 AS is_start
FROM (
    SELECT process.id AS process, stage.place, stage.value ->> 'id' AS id,
           stage.value ->> 'milestone' AS milestone
    FROM process,
         LATERAL (
             SELECT generate_subscripts(stages, 1) AS place, unnest(stages) AS value
             FROM (SELECT CAST(json_extract(definition, '$.stages[*]') AS JSON[]) AS stages)
         ) AS stage
);

-- step: closures
CREATE TABLE market_within AS
WITH RECURSIVE within AS (
    SELECT id AS inner_id, id AS outer_id FROM market
    UNION ALL
    SELECT within.inner_id, market.parent
    FROM within JOIN market ON market.id = within.outer_id
    WHERE market.parent IS NOT NULL
)
SELECT i.key AS market, o.key AS ancestor
FROM within JOIN market_key AS i ON i.id = inner_id JOIN market_key AS o ON o.id = outer_id;
CREATE TABLE product_overlap AS
WITH RECURSIVE within AS (
    SELECT id AS inner_id, id AS outer_id FROM product
    UNION ALL
    SELECT within.inner_id, product.parent
    FROM within JOIN product ON product.id = within.outer_id
    WHERE product.parent IS NOT NULL
),
keyed AS (
    SELECT i.key AS inner_key, o.key AS outer_key
    FROM within JOIN product_key AS i ON i.id = inner_id JOIN product_key AS o ON o.id = outer_id
)
SELECT inner_key AS a, outer_key AS b FROM keyed
UNION
SELECT outer_key, inner_key FROM keyed;

-- step: accounts
CREATE TABLE account_fact AS
SELECT k.key, p.key AS parent, account.customer_since,
       account.id IN (SELECT account FROM account_parent) AS is_dated
FROM account JOIN account_key AS k ON k.id = account.id
LEFT JOIN account_key AS p ON p.id = account.parent;
CREATE TABLE ownership AS
SELECT k.key AS account, p.key AS parent, coalesce(link."from", DATE '0001-01-01') AS valid_from,
       coalesce(lead(link."from") OVER (PARTITION BY k.key ORDER BY link."from" NULLS FIRST),
                DATE '9999-12-31') AS valid_until
FROM account_parent AS link JOIN account_key AS k ON k.id = link.account
LEFT JOIN account_key AS p ON p.id = link.parent;
CREATE TABLE team_fact AS
SELECT DISTINCT a.key AS account, p.key AS person, m.key AS market
FROM team_member AS t JOIN account_key AS a ON a.id = t.account
JOIN person_key AS p ON p.id = t.person
LEFT JOIN market_key AS m ON m.id = t.market;

-- step: opportunities
CREATE TABLE opportunity_fact AS
SELECT k.key, a.key AS account, coalesce(m.key, am.key) AS market, p.key AS owner,
       g.key AS agreement, present.key AS stage, present.is_closed, start.key AS start_stage,
       o.opened, o.closed
FROM opportunity AS o
JOIN opportunity_key AS k ON k.id = o.id
JOIN account_key AS a ON a.id = o.account
JOIN account ON account.id = o.account
JOIN stage AS present ON present.process = o.process AND present.id = o.stage
JOIN stage AS start ON start.process = o.process AND start.is_start
LEFT JOIN market_key AS m ON m.id = o.market
LEFT JOIN market_key AS am ON am.id = account.market
LEFT JOIN person_key AS p ON p.id = o.owner
LEFT JOIN agreement_key AS g ON g.id = o.agreement;
CREATE TABLE opportunity_item AS
SELECT DISTINCT k.key AS opportunity, p.key AS product
FROM (SELECT id, unnest(products) AS product FROM opportunity) AS item
JOIN opportunity_key AS k ON k.id = item.id
JOIN product_key AS p ON p.id = item.product;

-- step: histories
-- Intervals [valid_from, valid_until) of each stage; before the first change stands its `from`.
CREATE TABLE stage_interval AS
WITH change AS (
    SELECT k.key AS opportunity, f.key AS from_stage, t.key AS to_stage, c."at"
    FROM stage_change AS c
    JOIN opportunity_key AS k ON k.id = c.opportunity
    JOIN opportunity AS o ON o.id = c.opportunity
    JOIN stage AS t ON t.process = o.process AND t.id = c."to"
    LEFT JOIN stage AS f ON f.process = o.process AND f.id = c."from"
),
numbered AS (
    SELECT *, row_number() OVER later AS place, lead("at") OVER later AS until
    FROM change
    WINDOW later AS (PARTITION BY opportunity ORDER BY "at")
)
SELECT opportunity, to_stage AS stage, "at" AS valid_from,
       coalesce(until, TIMESTAMP '9999-12-31') AS valid_until
FROM numbered
UNION ALL
SELECT opportunity, from_stage, TIMESTAMP '0001-01-01', "at" FROM numbered WHERE place = 1;
CREATE TABLE owner_interval AS
WITH change AS (
    SELECT k.key AS opportunity, f.key AS from_owner, t.key AS to_owner, c."at"
    FROM owner_change AS c
    JOIN opportunity_key AS k ON k.id = c.opportunity
    LEFT JOIN person_key AS t ON t.id = c."to"
    LEFT JOIN person_key AS f ON f.id = c."from"
),
numbered AS (
    SELECT *, row_number() OVER later AS place, lead("at") OVER later AS until
    FROM change
    WINDOW later AS (PARTITION BY opportunity ORDER BY "at")
)
SELECT opportunity, to_owner AS owner, "at" AS valid_from,
       coalesce(until, TIMESTAMP '9999-12-31') AS valid_until
FROM numbered
UNION ALL
SELECT opportunity, from_owner, TIMESTAMP '0001-01-01', "at" FROM numbered WHERE place = 1;

-- step: leads
CREATE TABLE lead_fact AS
SELECT k.key, a.key AS account, coalesce(m.key, am.key) AS market, p.key AS product,
       l.status IN ('new', 'working', 'nurturing') AS is_active, l.created, l.closed
FROM lead AS l
JOIN lead_key AS k ON k.id = l.id
JOIN account_key AS a ON a.id = l.account
JOIN account ON account.id = l.account
LEFT JOIN market_key AS m ON m.id = l.market
LEFT JOIN market_key AS am ON am.id = account.market
LEFT JOIN product_key AS p ON p.id = l.product;
CREATE TABLE lead_interval AS
WITH numbered AS (
    SELECT k.key AS lead, c."from" AS from_status, c."to" AS to_status, c."at",
           row_number() OVER later AS place, lead(c."at") OVER later AS until
    FROM lead_change AS c JOIN lead_key AS k ON k.id = c.lead
    WINDOW later AS (PARTITION BY k.key ORDER BY c."at")
)
SELECT lead, to_status IN ('new', 'working', 'nurturing') AS is_active, "at" AS valid_from,
       coalesce(until, TIMESTAMP '9999-12-31') AS valid_until
FROM numbered
UNION ALL
SELECT lead, from_status IN ('new', 'working', 'nurturing'), TIMESTAMP '0001-01-01', "at"
FROM numbered WHERE place = 1;
