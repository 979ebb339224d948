"""A notebook-like tour: a CRM's tables as pandas frames, who steps on whom in them, what the
pipeline looks like, and what a new opportunity would bring.

Every cell starts with "# %%": VS Code, Spyder and Jupytext run it as a notebook.
"""

# %% The records, as they come out of a CRM or a warehouse
import datetime as dt

import pandas as pd

import opportune as opp

markets = pd.DataFrame(
    {
        "id": ["Nordics", "SE", "DK", "DE"],
        "parent": [None, "Nordics", "Nordics", None],
        "country": [None, "SE", "DK", "DE"],
        "currency": ["EUR", "SEK", "DKK", "EUR"],
    }
)
accounts = pd.DataFrame(
    {
        "id": ["volta", "volta-de", "volta-dk", "lumen"],
        "name": ["Volta Group", "Volta GmbH", "Volta A/S", "Lumen AB"],
        "parent": [None, "volta", "volta", None],
        "market": ["SE", "DE", "DK", "SE"],
    }
)
people = pd.DataFrame({"id": ["astrid", "bent", "claudia"], "market": ["SE", "DK", "DE"]})
products = pd.DataFrame({"id": ["drives", "drive-x", "service"], "parent": [None, "drives", None]})
opportunities = pd.DataFrame(
    {
        "id": ["O-1", "O-2", "O-3", "O-4"],
        "account": ["volta", "volta-de", "volta-dk", "lumen"],
        "owner": ["astrid", "claudia", "bent", "astrid"],
        "stage": ["negotiation", "proposal", "discovery", "qualified"],
        "products": [["drive-x"], ["drives"], ["service"], ["service"]],
        "amount": [1_250_000.00, 98_500.50, 410_000.00, 75_000.00],
        "opened": pd.to_datetime(["2026-01-12", "2026-02-03", "2026-02-20", "2026-03-02"]),
        "expected_close": pd.to_datetime(["2026-05-30", "2026-06-30", "2026-09-30", None]),
    }
)
rates = pd.DataFrame(
    {"date": [dt.date(2026, 1, 1)] * 2, "currency": ["SEK", "DKK"], "rate": [0.087, 0.134]}
)

# %% One workspace is one organisation. A load is all or nothing
ws = opp.memory(reporting_currency="EUR")
report = ws.load(
    market=markets,
    account=accounts,
    person=people,
    product=products,
    opportunity=opportunities,
    fx_rates=rates,
)
print(report)

# %% Volta is one group, pursued from three countries
as_of = dt.date(2026, 3, 31)
conflicts = ws.conflicts(as_of=as_of)
print(conflicts)
print(conflicts["explanation"][0])

# %% The evidence is per pair of records
for pair in conflicts.pairs:
    print(f"{pair['a_id']} and {pair['b_id']}: {pair['evidence']}")

# %% Results are Arrow: any dataframe library takes them
members = conflicts.members.to_pandas()
print(members.groupby("market").size())

# %% The pipeline, in one currency; a market's row also counts the markets below it
print(ws.pipeline(by=["market", "milestone"], rollup=["market"], as_of=as_of))

# %% Before a new opportunity is saved
decision = ws.check(
    opportunity={
        "account": "lumen",
        "owner": "bent",
        "market": "DK",
        "stage": "qualified",
        "products": ["service"],
        "opened": as_of,
    },
    as_of=as_of,
)
print(decision)
if not decision.allowed:
    print("Talk first to:", {member.owner for c in decision.conflicts for member in c.related})
