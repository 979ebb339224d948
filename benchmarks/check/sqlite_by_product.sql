-- The open opportunities that a draft would be in conflict with, as sqlite_by_group.sql, but only the
-- products that overlap are read: the shortest way in large groups. A prospect's opportunities all
-- contend, and a draft without a product overlaps all: then the whole group is read here too.
--
-- ?1 account  ?2 market  ?3 owner  ?4 agreement  ?5 product; null: not set.
WITH draft AS MATERIALIZED (
    SELECT a.root, a.is_prospect OR ?5 IS NULL AS meets_all,
           EXISTS (
               SELECT 1 FROM team AS t
               WHERE t.root = a.root AND t.person = ?3
                 AND (t.market IS NULL
                      OR EXISTS (SELECT 1 FROM market_within AS w
                                 WHERE w.market = ?2 AND w.ancestor = t.market))
           ) AS on_team
    FROM account AS a WHERE a.key = ?1
),
met AS (
    SELECT i.*, 1 AS same_product, draft.on_team AS draft_on_team
    FROM draft CROSS JOIN product_overlap AS p CROSS JOIN open_item AS i
    WHERE NOT draft.meets_all AND p.a = ?5 AND i.root = draft.root AND i.product = p.b
    UNION ALL
    SELECT i.*,
           ?5 IS NULL OR i.product = 0
           OR EXISTS (SELECT 1 FROM product_overlap AS p WHERE p.a = ?5 AND p.b = i.product),
           draft.on_team
    FROM draft CROSS JOIN open_item AS i
    WHERE draft.meets_all AND i.root = draft.root
)
SELECT opportunity, max(same_product AND account = ?1) AS is_duplicate
FROM met
WHERE (same_product AND account = ?1)
   OR (market <> ?2 AND (owner = ?3) IS NOT TRUE AND (agreement = ?4) IS NOT TRUE
       AND NOT (on_team AND draft_on_team))
GROUP BY opportunity
