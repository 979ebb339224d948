-- What a CRM would keep in PostgreSQL to answer a check: present facts, integer keys, indexes that
-- hold all columns that are read, so that no table is looked at. Filled by facts.py.
CREATE TABLE account (key integer NOT NULL, root integer NOT NULL, is_prospect boolean NOT NULL);
CREATE TABLE team (root integer NOT NULL, person integer NOT NULL, market integer);
CREATE TABLE market_within (market integer NOT NULL, ancestor integer NOT NULL);
-- What overlaps a product: itself, those above and below it, and 0, that of an opportunity that
-- names none.
CREATE TABLE product_overlap (a integer NOT NULL, b integer NOT NULL);
-- A row for each product of an open opportunity, with all that a check asks of it.
CREATE TABLE open_item (
    root integer NOT NULL, product integer NOT NULL, opportunity integer NOT NULL,
    account integer NOT NULL, market integer NOT NULL, owner integer, agreement integer,
    on_team boolean NOT NULL
);
-- step: indexes
CREATE UNIQUE INDEX ON account (key) INCLUDE (root, is_prospect);
CREATE INDEX ON team (root, person) INCLUDE (market);
CREATE UNIQUE INDEX ON market_within (market, ancestor);
CREATE UNIQUE INDEX ON product_overlap (a, b);
CREATE UNIQUE INDEX ON open_item (root, product, opportunity)
    INCLUDE (account, market, owner, agreement, on_team);
VACUUM (ANALYZE, FREEZE);
