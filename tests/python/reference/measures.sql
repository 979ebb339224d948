-- For measures_sql.py. Amounts are whole minor units of one currency, instants are UTC, and no
-- opportunity has two changes at one instant.

-- Where each opportunity stands at an instant.
CREATE OR REPLACE MACRO state(t) AS TABLE
WITH stages AS (
    SELECT
        opportunity,
        arg_min("from", "at") AS first_stage,
        arg_max("to", "at") FILTER ("at" <= t) AS last_stage,
        max("at") FILTER ("at" <= t) AS last_at,
        arg_max("to", "at") FILTER ("at" <= t AND "to" NOT IN (SELECT id FROM ending)) AS last_open
    FROM stage_change
    GROUP BY opportunity
),
amounts AS (
    SELECT
        opportunity,
        coalesce(arg_max("to", "at") FILTER ("at" <= t), arg_min("from", "at")) AS amount
    FROM amount_change
    GROUP BY opportunity
),
closes AS (
    SELECT
        opportunity,
        coalesce(arg_max("to", "at") FILTER ("at" <= t), arg_min("from", "at")) AS expected
    FROM close_date_change
    GROUP BY opportunity
)
SELECT
    o.id, o.market, o.owner, o.products AS product, o.source, o.opened,
    coalesce(CASE WHEN a.opportunity IS NULL THEN o.amount ELSE a.amount END, 0) AS amount,
    CASE WHEN c.opportunity IS NULL THEN o.expected_close ELSE c.expected END AS expected,
    CASE
        WHEN s.opportunity IS NOT NULL THEN coalesce(s.last_stage, s.first_stage)
        WHEN o.closed > t::DATE THEN (SELECT id FROM beginning)
        ELSE o.stage
    END AS stage,
    CASE
        WHEN s.opportunity IS NOT NULL THEN coalesce(s.last_at::DATE, o.opened)
        WHEN o.closed <= t::DATE THEN o.closed
        ELSE o.opened
    END AS since,
    CASE
        WHEN s.opportunity IS NOT NULL THEN coalesce(s.last_open, s.first_stage)
        WHEN o.closed IS NOT NULL THEN (SELECT id FROM beginning)
        ELSE o.stage
    END AS last_open,
    e.milestone AS outcome
FROM opportunity AS o
LEFT JOIN stages AS s ON s.opportunity = o.id
LEFT JOIN amounts AS a ON a.opportunity = o.id
LEFT JOIN closes AS c ON c.opportunity = o.id
LEFT JOIN ending AS e ON e.id = CASE
    WHEN s.opportunity IS NOT NULL THEN coalesce(s.last_stage, s.first_stage)
    WHEN o.closed > t::DATE THEN NULL
    ELSE o.stage
END
WHERE o.opened <= t::DATE;

-- From when until just before when each stood in an open stage, by instants.
CREATE OR REPLACE MACRO open_spells() AS TABLE
WITH entries AS (
    SELECT opportunity, "at", "to" AS stage FROM stage_change
    UNION ALL
    SELECT o.id, o.opened::TIMESTAMP,
           coalesce((SELECT arg_min("from", "at") FROM stage_change WHERE opportunity = o.id),
                    CASE WHEN o.closed IS NULL THEN o.stage ELSE (SELECT id FROM beginning) END)
    FROM opportunity AS o
    UNION ALL
    SELECT o.id, o.closed::TIMESTAMP, o.stage
    FROM opportunity AS o
    WHERE o.closed IS NOT NULL AND o.id NOT IN (SELECT opportunity FROM stage_change)
)
SELECT
    opportunity, stage, "at" AS began,
    lead("at", 1, TIMESTAMP '9999-01-01') OVER (
        PARTITION BY opportunity ORDER BY "at", stage IN (SELECT id FROM ending)
    ) AS ended
FROM entries
QUALIFY stage NOT IN (SELECT id FROM ending);
