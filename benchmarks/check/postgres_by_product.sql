-- The open opportunities that a draft would be in conflict with: as sqlite_by_product.sql, whose
-- remarks hold here too.
--
-- $1 account  $2 market  $3 owner  $4 agreement  $5 product; null: not set.
WITH draft AS MATERIALIZED (
    SELECT a.root, a.is_prospect OR $5 IS NULL AS meets_all,
           EXISTS (
               SELECT 1 FROM team AS t
               WHERE t.root = a.root AND t.person = $3
                 AND (t.market IS NULL
                      OR EXISTS (SELECT 1 FROM market_within AS w
                                 WHERE w.market = $2 AND w.ancestor = t.market))
           ) AS on_team
    FROM account AS a WHERE a.key = $1
),
met AS (
    SELECT i.*, TRUE AS same_product, draft.on_team AS draft_on_team
    FROM draft
    JOIN product_overlap AS p ON p.a = $5
    JOIN open_item AS i ON i.root = draft.root AND i.product = p.b
    WHERE NOT draft.meets_all
    UNION ALL
    SELECT i.*,
           $5 IS NULL OR i.product = 0
           OR EXISTS (SELECT 1 FROM product_overlap AS p WHERE p.a = $5 AND p.b = i.product),
           draft.on_team
    FROM draft JOIN open_item AS i ON i.root = draft.root
    WHERE draft.meets_all
)
SELECT opportunity, bool_or(same_product AND account = $1) AS is_duplicate
FROM met
WHERE (same_product AND account = $1)
   OR (market <> $2 AND (owner = $3) IS NOT TRUE AND (agreement = $4) IS NOT TRUE
       AND NOT (on_team AND draft_on_team))
GROUP BY opportunity
