-- The organisation's tables with what docs/tables.md asks of them declared, as far as DuckDB can:
-- keys, references, what must be filled, choices, ranges. In the order in which references can be
-- checked. It cannot declare: references of list members, references to the same table (they are
-- checked row by row, and rows come in any order), stages of the process that runs, trees without
-- cycles, dates that fit each other's histories.
CREATE TABLE fx_rates (
    date DATE NOT NULL, currency VARCHAR NOT NULL CHECK (length(currency) = 3),
    rate DOUBLE NOT NULL CHECK (rate > 0), PRIMARY KEY (date, currency));
CREATE TABLE market (
    id VARCHAR PRIMARY KEY, name VARCHAR, parent VARCHAR, country VARCHAR CHECK (length(country) = 2),
    currency VARCHAR CHECK (length(currency) = 3), jurisdiction VARCHAR,
    maturity VARCHAR CHECK (maturity IN ('emerging', 'growing', 'mature')),
    structure VARCHAR CHECK (structure IN ('direct', 'partner', 'hybrid')),
    calendar VARCHAR, weekend VARCHAR[]);
CREATE TABLE holiday (
    market VARCHAR NOT NULL REFERENCES market (id), date DATE NOT NULL, name VARCHAR,
    PRIMARY KEY (market, date));
CREATE TABLE product (
    id VARCHAR PRIMARY KEY, name VARCHAR, parent VARCHAR,
    unit_price_minor BIGINT CHECK (unit_price_minor >= 0), currency VARCHAR);
CREATE TABLE person (
    id VARCHAR PRIMARY KEY, name VARCHAR, market VARCHAR REFERENCES market (id), role VARCHAR,
    manager VARCHAR, active BOOLEAN);
CREATE TABLE account (
    id VARCHAR PRIMARY KEY, name VARCHAR, parent VARCHAR, market VARCHAR REFERENCES market (id),
    customer_since DATE, global BOOLEAN, lei VARCHAR, duns VARCHAR, tax_id VARCHAR, domain VARCHAR,
    segment VARCHAR, owner VARCHAR REFERENCES person (id));
CREATE TABLE account_parent (
    account VARCHAR NOT NULL REFERENCES account (id), parent VARCHAR REFERENCES account (id),
    "from" DATE);
CREATE TABLE team_member (
    account VARCHAR NOT NULL REFERENCES account (id), person VARCHAR NOT NULL REFERENCES person (id),
    role VARCHAR, market VARCHAR REFERENCES market (id));
CREATE TABLE process (id VARCHAR PRIMARY KEY, name VARCHAR, definition VARCHAR NOT NULL);
CREATE TABLE agreement (
    id VARCHAR PRIMARY KEY, name VARCHAR, account VARCHAR NOT NULL REFERENCES account (id),
    products VARCHAR[], markets VARCHAR[], valid_from DATE, valid_to DATE,
    discount DOUBLE CHECK (discount BETWEEN 0 AND 100), shipping_terms VARCHAR,
    owner VARCHAR REFERENCES person (id), terms VARCHAR, CHECK (valid_from <= valid_to));
CREATE TABLE delegation (
    agreement VARCHAR NOT NULL REFERENCES agreement (id),
    person VARCHAR NOT NULL REFERENCES person (id), products VARCHAR[], markets VARCHAR[]);
CREATE TABLE claim (
    id VARCHAR PRIMARY KEY, person VARCHAR NOT NULL REFERENCES person (id),
    account VARCHAR NOT NULL REFERENCES account (id), products VARCHAR[], markets VARCHAR[],
    "from" DATE NOT NULL, until DATE, basis VARCHAR, CHECK ("from" <= until));
CREATE TABLE campaign (
    id VARCHAR PRIMARY KEY, name VARCHAR, market VARCHAR REFERENCES market (id), material VARCHAR,
    budget_minor BIGINT CHECK (budget_minor >= 0), currency VARCHAR);
CREATE TABLE goal (
    id VARCHAR PRIMARY KEY, name VARCHAR, metric VARCHAR NOT NULL,
    market VARCHAR REFERENCES market (id), period VARCHAR, target DOUBLE NOT NULL,
    marketing_owner VARCHAR REFERENCES person (id), sales_owner VARCHAR REFERENCES person (id));
CREATE TABLE requirement (
    id VARCHAR PRIMARY KEY, name VARCHAR, jurisdiction VARCHAR NOT NULL, milestone VARCHAR NOT NULL,
    products VARCHAR[], kind VARCHAR, text VARCHAR);
CREATE TABLE opportunity (
    id VARCHAR PRIMARY KEY, name VARCHAR, account VARCHAR NOT NULL REFERENCES account (id),
    market VARCHAR REFERENCES market (id), owner VARCHAR REFERENCES person (id),
    process VARCHAR REFERENCES process (id), stage VARCHAR NOT NULL, products VARCHAR[],
    amount_minor BIGINT CHECK (amount_minor BETWEEN 0 AND 1000000000000000),
    currency VARCHAR CHECK (length(currency) = 3),
    discount DOUBLE CHECK (discount BETWEEN 0 AND 100), shipping_terms VARCHAR,
    opened DATE NOT NULL, expected_close DATE, closed DATE,
    agreement VARCHAR REFERENCES agreement (id), buyer VARCHAR, source VARCHAR,
    kind VARCHAR CHECK (kind IN ('new_business', 'new_agreement', 'renewal', 'expansion')),
    CHECK (opened <= closed));
CREATE TABLE opportunity_product (
    opportunity VARCHAR NOT NULL REFERENCES opportunity (id),
    product VARCHAR NOT NULL REFERENCES product (id), quantity BIGINT,
    amount_minor BIGINT CHECK (amount_minor >= 0));
CREATE TABLE lead (
    id VARCHAR PRIMARY KEY, name VARCHAR, account VARCHAR NOT NULL REFERENCES account (id),
    market VARCHAR REFERENCES market (id), product VARCHAR REFERENCES product (id),
    owner VARCHAR REFERENCES person (id),
    status VARCHAR NOT NULL
        CHECK (status IN ('new', 'working', 'nurturing', 'qualified', 'disqualified')),
    source VARCHAR, created DATE NOT NULL, closed DATE,
    opportunity VARCHAR REFERENCES opportunity (id), CHECK (created <= closed));
CREATE TABLE activity (
    id VARCHAR PRIMARY KEY, name VARCHAR, kind VARCHAR NOT NULL,
    channel VARCHAR NOT NULL CHECK (channel IN ('sales', 'marketing')),
    campaign VARCHAR REFERENCES campaign (id), account VARCHAR NOT NULL REFERENCES account (id),
    market VARCHAR REFERENCES market (id), opportunity VARCHAR REFERENCES opportunity (id),
    material VARCHAR,
    status VARCHAR NOT NULL
        CHECK (status IN ('planned', 'active', 'paused', 'done', 'cancelled')),
    start DATE, "end" DATE, owner VARCHAR REFERENCES person (id), CHECK (start <= "end"));
CREATE TABLE stage_change (
    opportunity VARCHAR NOT NULL REFERENCES opportunity (id), "from" VARCHAR,
    "to" VARCHAR NOT NULL, "at" TIMESTAMP NOT NULL, "by" VARCHAR REFERENCES person (id));
CREATE TABLE amount_change (
    opportunity VARCHAR NOT NULL REFERENCES opportunity (id), from_minor BIGINT,
    to_minor BIGINT CHECK (to_minor >= 0), "at" TIMESTAMP NOT NULL,
    "by" VARCHAR REFERENCES person (id));
CREATE TABLE close_date_change (
    opportunity VARCHAR NOT NULL REFERENCES opportunity (id), "from" DATE, "to" DATE,
    "at" TIMESTAMP NOT NULL, "by" VARCHAR REFERENCES person (id));
CREATE TABLE owner_change (
    opportunity VARCHAR NOT NULL REFERENCES opportunity (id),
    "from" VARCHAR REFERENCES person (id), "to" VARCHAR REFERENCES person (id),
    "at" TIMESTAMP NOT NULL, "by" VARCHAR REFERENCES person (id));
CREATE TABLE lead_change (
    lead VARCHAR NOT NULL REFERENCES lead (id), "from" VARCHAR, "to" VARCHAR NOT NULL,
    "at" TIMESTAMP NOT NULL, "by" VARCHAR REFERENCES person (id));
CREATE TABLE activity_change (
    activity VARCHAR NOT NULL REFERENCES activity (id), "from" VARCHAR, "to" VARCHAR NOT NULL,
    "at" TIMESTAMP NOT NULL, "by" VARCHAR REFERENCES person (id));
CREATE TABLE fulfilment (
    opportunity VARCHAR NOT NULL REFERENCES opportunity (id),
    requirement VARCHAR NOT NULL REFERENCES requirement (id), "at" TIMESTAMP NOT NULL,
    "by" VARCHAR REFERENCES person (id));
CREATE TABLE resolution (
    id VARCHAR PRIMARY KEY, kind VARCHAR NOT NULL, members VARCHAR[] NOT NULL,
    decision VARCHAR NOT NULL CHECK (decision IN ('allowed', 'assigned', 'merged', 'withdrawn')),
    owner VARCHAR REFERENCES person (id), "by" VARCHAR REFERENCES person (id),
    "at" TIMESTAMP NOT NULL, until DATE, note VARCHAR);
