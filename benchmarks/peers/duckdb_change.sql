-- New opportunities, each at the account of one that is there (changes.py), added to the tables that
-- duckdb_prepare.sql made.
--
-- new: id, model. $day: when they are opened.

-- step: opportunities
CREATE OR REPLACE TEMP TABLE added AS
SELECT (SELECT max(key) FROM opportunity_key) + row_number() OVER () AS key, new.id,
       k.key AS model
FROM new JOIN opportunity_key AS k ON k.id = new.model;
INSERT INTO opportunity_key SELECT key, id FROM added;
INSERT INTO opportunity_fact
SELECT added.key, o.account, o.market, o.owner, NULL, o.start_stage, FALSE, o.start_stage, $day, NULL
FROM added JOIN opportunity_fact AS o ON o.key = added.model;
INSERT INTO opportunity_item
SELECT added.key, i.product FROM added JOIN opportunity_item AS i ON i.opportunity = added.model;
