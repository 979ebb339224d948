-- The pairs that domain.md 5.2 relates, at one instant.
--
-- Parameters: $t the instant, $day its day. Tables as in docs/tables.md, except that
--   stage            (process, id, milestone, rank, is_closed, is_start) lists all processes' stages,
--   opportunity_item (opportunity, product) has a row for each product of an opportunity,
--   stage_change and lead_change carry `seq`, the order of rows of one instant.

WITH RECURSIVE

-- Ownership as of the day ---------------------------------------------------------------------
latest_parent AS (
    SELECT account, parent
    FROM account_parent
    WHERE "from" IS NULL OR "from" <= $day
    QUALIFY row_number() OVER (PARTITION BY account ORDER BY "from" DESC NULLS LAST) = 1
),
last_parent AS (
    SELECT account, parent
    FROM account_parent
    QUALIFY row_number() OVER (PARTITION BY account ORDER BY "from" DESC NULLS LAST) = 1
),
owned AS (
    SELECT account.id AS account,
           CASE WHEN latest_parent.account IS NOT NULL THEN latest_parent.parent
                WHEN last_parent.account IS NOT NULL AND last_parent.parent = account.parent
                    THEN NULL  -- the standing parent is the present one, not the one before
                ELSE account.parent
           END AS parent
    FROM account
    LEFT JOIN latest_parent ON latest_parent.account = account.id
    LEFT JOIN last_parent ON last_parent.account = account.id
),
upwards AS (
    SELECT account, account AS ancestor FROM owned
    UNION ALL
    SELECT upwards.account, owned.parent
    FROM upwards JOIN owned ON owned.account = upwards.ancestor
    WHERE owned.parent IS NOT NULL
),
grouped AS (
    SELECT upwards.account, upwards.ancestor AS root
    FROM upwards JOIN owned ON owned.account = upwards.ancestor
    WHERE owned.parent IS NULL
),
customer AS (
    SELECT DISTINCT grouped.root
    FROM grouped JOIN account ON account.id = grouped.account
    WHERE account.customer_since <= $day
),

-- Trees: every market and product with everything above it --------------------------------------
market_within AS (
    SELECT id AS market, id AS ancestor FROM market
    UNION ALL
    SELECT market_within.market, market.parent
    FROM market_within JOIN market ON market.id = market_within.ancestor
    WHERE market.parent IS NOT NULL
),
product_within AS (
    SELECT id AS product, id AS ancestor FROM product
    UNION ALL
    SELECT product_within.product, product.parent
    FROM product_within JOIN product ON product.id = product_within.ancestor
    WHERE product.parent IS NOT NULL
),
overlapping AS (
    SELECT product AS a, ancestor AS b FROM product_within
    UNION
    SELECT ancestor, product FROM product_within
),

-- Opportunities as of the instant ---------------------------------------------------------------
last_stage AS (
    SELECT opportunity, "to" AS stage
    FROM stage_change
    WHERE "at" <= $t
    QUALIFY row_number() OVER (PARTITION BY opportunity ORDER BY "at" DESC, seq DESC) = 1
),
first_stage AS (
    SELECT opportunity, "from" AS stage
    FROM stage_change
    QUALIFY row_number() OVER (PARTITION BY opportunity ORDER BY "at", seq) = 1
),
last_owner AS (
    SELECT opportunity, "to" AS owner
    FROM owner_change
    WHERE "at" <= $t
    QUALIFY row_number() OVER (PARTITION BY opportunity ORDER BY "at" DESC, seq DESC) = 1
),
first_owner AS (
    SELECT opportunity, "from" AS owner
    FROM owner_change
    QUALIFY row_number() OVER (PARTITION BY opportunity ORDER BY "at", seq) = 1
),
standing AS (
    SELECT opportunity.id,
           CASE WHEN last_stage.opportunity IS NOT NULL THEN last_stage.stage
                WHEN first_stage.opportunity IS NOT NULL THEN first_stage.stage
                WHEN NOT present.is_closed OR opportunity.closed <= $day THEN opportunity.stage
                ELSE start.id
           END AS stage,
           CASE WHEN last_owner.opportunity IS NOT NULL THEN last_owner.owner
                WHEN first_owner.opportunity IS NOT NULL THEN first_owner.owner
                ELSE opportunity.owner
           END AS owner
    FROM opportunity
    JOIN stage AS present ON present.process = opportunity.process AND present.id = opportunity.stage
    JOIN stage AS start ON start.process = opportunity.process AND start.is_start
    LEFT JOIN last_stage ON last_stage.opportunity = opportunity.id
    LEFT JOIN first_stage ON first_stage.opportunity = opportunity.id
    LEFT JOIN last_owner ON last_owner.opportunity = opportunity.id
    LEFT JOIN first_owner ON first_owner.opportunity = opportunity.id
),
open_opportunity AS MATERIALIZED (
    SELECT opportunity.id, opportunity.account, opportunity.market, opportunity.agreement,
           standing.owner, stage.rank, grouped.root,
           grouped.root NOT IN (SELECT root FROM customer) AS is_prospect,
           opportunity.id NOT IN (SELECT opportunity FROM opportunity_item) AS any_product
    FROM opportunity
    JOIN standing ON standing.id = opportunity.id
    JOIN stage ON stage.process = opportunity.process AND stage.id = standing.stage
    JOIN grouped ON grouped.account = opportunity.account
    WHERE opportunity.opened <= $day AND NOT stage.is_closed
),
-- The markets for which an opportunity's owner is on its group's global account team.
on_team AS (
    SELECT DISTINCT open_opportunity.id
    FROM open_opportunity
    JOIN team_member
      ON team_member.account = open_opportunity.root AND team_member.person = open_opportunity.owner
    LEFT JOIN market_within
      ON market_within.market = open_opportunity.market
     AND market_within.ancestor = team_member.market
    WHERE team_member.market IS NULL OR market_within.ancestor IS NOT NULL
),
pair AS (
    SELECT a.id AS a, b.id AS b,
           a.account = b.account AS same_account,
           a.market IS DISTINCT FROM b.market AS other_market,
           a.owner IS NULL OR b.owner IS NULL OR a.owner <> b.owner AS other_owner,
           a.is_prospect,
           a.any_product OR b.any_product OR EXISTS (
               SELECT 1
               FROM opportunity_item AS x
               JOIN overlapping ON overlapping.a = x.product
               JOIN opportunity_item AS y ON y.product = overlapping.b
               WHERE x.opportunity = a.id AND y.opportunity = b.id
           ) AS products_overlap,
           coalesce(a.agreement = b.agreement, FALSE)
             OR (a.id IN (SELECT id FROM on_team) AND b.id IN (SELECT id FROM on_team))
             AS is_coordinated
    FROM open_opportunity AS a
    JOIN open_opportunity AS b ON a.root = b.root AND a.id < b.id
),

-- Leads as of the instant -----------------------------------------------------------------------
last_status AS (
    SELECT lead, "to" AS status
    FROM lead_change
    WHERE "at" <= $t
    QUALIFY row_number() OVER (PARTITION BY lead ORDER BY "at" DESC, seq DESC) = 1
),
first_status AS (
    SELECT lead, "from" AS status
    FROM lead_change
    QUALIFY row_number() OVER (PARTITION BY lead ORDER BY "at", seq) = 1
),
active_lead AS (
    SELECT lead.id, lead.market, lead.product, grouped.root
    FROM lead
    JOIN grouped ON grouped.account = lead.account
    LEFT JOIN last_status ON last_status.lead = lead.id
    LEFT JOIN first_status ON first_status.lead = lead.id
    WHERE lead.created <= $day
      AND CASE
            WHEN last_status.lead IS NOT NULL
              THEN last_status.status IN ('new', 'working', 'nurturing')
            WHEN first_status.lead IS NOT NULL
              THEN first_status.status IN ('new', 'working', 'nurturing')
            WHEN lead.closed IS NOT NULL THEN lead.closed > $day
            ELSE lead.status IN ('new', 'working', 'nurturing')
          END
)

SELECT 'duplicate_pursuit' AS kind, 'opportunity' AS a_type, a, 'opportunity' AS b_type, b
FROM pair
WHERE same_account AND products_overlap

UNION ALL
SELECT 'cross_market_pursuit', 'opportunity', a, 'opportunity', b
FROM pair
WHERE other_market AND other_owner AND (is_prospect OR products_overlap) AND NOT is_coordinated
  AND NOT (same_account AND products_overlap)

UNION ALL
SELECT 'lead_collision', 'lead', active_lead.id, 'opportunity', open_opportunity.id
FROM active_lead
JOIN open_opportunity ON open_opportunity.root = active_lead.root
WHERE active_lead.market IS DISTINCT FROM open_opportunity.market
  AND open_opportunity.rank >= $negotiation
  AND (open_opportunity.is_prospect
       OR active_lead.product IS NULL
       OR open_opportunity.any_product
       OR EXISTS (
           SELECT 1
           FROM opportunity_item
           JOIN overlapping ON overlapping.a = opportunity_item.product
           WHERE opportunity_item.opportunity = open_opportunity.id
             AND overlapping.b = active_lead.product
       ));
