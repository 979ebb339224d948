-- What a CRM would keep in SQLite to answer a check: present facts, integer keys, each table in the
-- order in which it is read (WITHOUT ROWID: the table is its index). Filled by facts.py.
CREATE TABLE account (key INTEGER PRIMARY KEY, root INTEGER NOT NULL, is_prospect INTEGER NOT NULL);
CREATE TABLE team (root INTEGER NOT NULL, person INTEGER NOT NULL, market INTEGER);
CREATE TABLE market_within (
    market INTEGER, ancestor INTEGER, PRIMARY KEY (market, ancestor)
) WITHOUT ROWID;
-- What overlaps a product: itself, those above and below it, and 0, that of an opportunity that
-- names none.
CREATE TABLE product_overlap (a INTEGER, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
-- A row for each product of an open opportunity, with all that a check asks of it: those of one
-- group lie together, and in it those of one product.
CREATE TABLE open_item (
    root INTEGER, product INTEGER, opportunity INTEGER,
    account INTEGER NOT NULL, market INTEGER NOT NULL, owner INTEGER, agreement INTEGER,
    on_team INTEGER NOT NULL,
    PRIMARY KEY (root, product, opportunity)
) WITHOUT ROWID;
-- step: indexes
CREATE INDEX team_by_person ON team (root, person, market);
ANALYZE;
