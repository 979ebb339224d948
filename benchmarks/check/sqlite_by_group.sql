-- The open opportunities that a draft would be in conflict with (domain.md 5.2): those that pursue
-- the same (duplicate_pursuit: same account, products overlap), and those of other markets and
-- owners that contend without coordination (cross_market_pursuit).
--
-- ?1 account  ?2 market  ?3 owner  ?4 agreement  ?5 product; null: not set.
-- The whole group is read, whose open opportunities lie together: the shortest way in small ones.
SELECT i.opportunity, max(i.account = ?1 AND (p.b IS NOT NULL OR ?5 IS NULL)) AS is_duplicate
FROM account AS a
CROSS JOIN open_item AS i ON i.root = a.root
LEFT JOIN product_overlap AS p ON p.a = ?5 AND p.b = i.product
WHERE a.key = ?1
  AND ((i.account = ?1 AND (p.b IS NOT NULL OR ?5 IS NULL))
       OR (i.market <> ?2 AND (a.is_prospect OR ?5 IS NULL OR p.b IS NOT NULL)
           AND (i.owner = ?3) IS NOT TRUE AND (i.agreement = ?4) IS NOT TRUE
           AND NOT (i.on_team
                    AND EXISTS (
                        SELECT 1 FROM team AS t
                        WHERE t.root = a.root AND t.person = ?3
                          AND (t.market IS NULL
                               OR EXISTS (SELECT 1 FROM market_within AS w
                                          WHERE w.market = ?2 AND w.ancestor = t.market))))))
GROUP BY i.opportunity
