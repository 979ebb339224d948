-- The related pairs of domain.md 5.2, counted, as of the end of a day: what is timed. Connected
-- components, members, texts and values, which opportune makes in its time, are not asked for.
--
-- $day and $t: the day and its last microsecond. Intermediate results are temporary tables, so that
-- none is computed twice. The conditions that cost nothing come first, so that the product closure
-- is joined to few pairs; joining group and product at once was tried and took about three times as long.

-- step: groups
CREATE OR REPLACE TEMP TABLE account_group AS
WITH RECURSIVE
owned AS (
    SELECT f.key AS account, CASE WHEN f.is_dated THEN o.parent ELSE f.parent END AS parent,
           f.customer_since
    FROM account_fact AS f
    LEFT JOIN ownership AS o
      ON o.account = f.key AND o.valid_from <= $day AND $day < o.valid_until
),
below AS (
    SELECT account, account AS root, customer_since FROM owned WHERE parent IS NULL
    UNION ALL
    SELECT owned.account, below.root, owned.customer_since
    FROM below JOIN owned ON owned.parent = below.account
)
SELECT account, root,
       coalesce(min(customer_since) OVER (PARTITION BY root) > $day, TRUE) AS is_prospect
FROM below;

-- step: open opportunities
CREATE OR REPLACE TEMP TABLE open_opportunity AS
WITH standing AS (
    SELECT opportunity, stage FROM stage_interval
    WHERE valid_from <= $t AND $t < valid_until
),
owned AS (
    SELECT opportunity, owner FROM owner_interval
    WHERE valid_from <= $t AND $t < valid_until
),
open AS (
    SELECT o.key, o.account, o.market, o.agreement, stage.is_late,
           CASE WHEN owned.opportunity IS NOT NULL THEN owned.owner ELSE o.owner END AS owner
    FROM opportunity_fact AS o
    LEFT JOIN standing ON standing.opportunity = o.key
    LEFT JOIN owned ON owned.opportunity = o.key
    JOIN stage ON stage.key = coalesce(
        standing.stage,
        CASE WHEN standing.opportunity IS NULL AND (NOT o.is_closed OR o.closed <= $day)
             THEN o.stage ELSE o.start_stage END)
    WHERE o.opened <= $day AND NOT stage.is_closed
),
item AS (
    SELECT opportunity, count(*) AS products FROM opportunity_item
    WHERE opportunity IN (SELECT key FROM open)
    GROUP BY opportunity
),
on_team AS (
    SELECT DISTINCT open.key
    FROM open JOIN account_group AS g ON g.account = open.account
    JOIN team_fact AS t ON t.account = g.root AND t.person = open.owner
    WHERE t.market IS NULL
       OR EXISTS (SELECT 1 FROM market_within AS w
                  WHERE w.market = open.market AND w.ancestor = t.market)
)
SELECT open.*, g.root, g.is_prospect, coalesce(item.products, 0) AS products,
       open.key IN (SELECT key FROM on_team) AS on_team
FROM open JOIN account_group AS g ON g.account = open.account
LEFT JOIN item ON item.opportunity = open.key;

-- step: duplicate_pursuit
CREATE OR REPLACE TEMP TABLE same_account AS
SELECT a.key AS a, b.key AS b, a.products = 0 OR b.products = 0 AS overlap
FROM open_opportunity AS a
JOIN open_opportunity AS b ON b.account = a.account AND a.key < b.key;
CREATE OR REPLACE TEMP TABLE duplicate AS
SELECT a, b FROM same_account WHERE overlap
UNION ALL
SELECT DISTINCT pair.a, pair.b
FROM same_account AS pair
JOIN opportunity_item AS x ON x.opportunity = pair.a
JOIN product_overlap AS p ON p.a = x.product
JOIN opportunity_item AS y ON y.opportunity = pair.b AND y.product = p.b
WHERE NOT overlap;

-- step: cross_market_pursuit
CREATE OR REPLACE TEMP TABLE uncoordinated AS
SELECT a.key AS a, b.key AS b,
       a.is_prospect OR a.products = 0 OR b.products = 0 AS contend
FROM open_opportunity AS a
JOIN open_opportunity AS b ON b.root = a.root AND a.key < b.key
WHERE a.market <> b.market AND (a.owner = b.owner) IS NOT TRUE
  AND (a.agreement = b.agreement) IS NOT TRUE AND NOT (a.on_team AND b.on_team);
CREATE OR REPLACE TEMP TABLE cross_market AS
WITH contending AS (
    SELECT a, b FROM uncoordinated WHERE contend
    UNION ALL
    SELECT DISTINCT pair.a, pair.b
    FROM uncoordinated AS pair
    JOIN opportunity_item AS x ON x.opportunity = pair.a
    JOIN product_overlap AS p ON p.a = x.product
    JOIN opportunity_item AS y ON y.opportunity = pair.b AND y.product = p.b
    WHERE NOT contend
)
SELECT count(*) AS pairs FROM contending ANTI JOIN duplicate USING (a, b);

-- step: lead_collision
CREATE OR REPLACE TEMP TABLE met AS
WITH standing AS (
    SELECT lead, is_active FROM lead_interval WHERE valid_from <= $t AND $t < valid_until
),
active AS (
    SELECT l.key, l.market, l.product, g.root
    FROM lead_fact AS l
    JOIN account_group AS g ON g.account = l.account
    LEFT JOIN standing ON standing.lead = l.key
    WHERE l.created <= $day
      AND CASE WHEN standing.lead IS NOT NULL THEN standing.is_active
               WHEN l.closed IS NOT NULL THEN l.closed > $day
               ELSE l.is_active END
)
SELECT l.key AS l, o.key AS o, l.product,
       o.is_prospect OR l.product IS NULL OR o.products = 0 AS contend
FROM active AS l JOIN open_opportunity AS o ON o.root = l.root
WHERE o.is_late AND o.market <> l.market;
CREATE OR REPLACE TEMP TABLE lead_collision AS
WITH contending AS (
    SELECT l, o FROM met WHERE contend
    UNION ALL
    SELECT DISTINCT l, o
    FROM met
    JOIN product_overlap AS p ON p.a = met.product
    JOIN opportunity_item AS i ON i.opportunity = met.o AND i.product = p.b
    WHERE NOT contend
)
SELECT count(*) AS pairs FROM contending;
