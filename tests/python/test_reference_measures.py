"""The reference by hand: what was closed, how fast, how old, and in which cells it counts.

Expectations are worked out from docs/measures.md. The waterfall, quality and marketing are in the
files beside it.
"""

from __future__ import annotations

from typing import Any

import pytest

from reference.measure.query import Cell
from reference.measure.statistics import Z, wilson
from reference.small import around, opportunity
from reference.small_measures import cells, filled, only

Changes = dict[str, Any]

# --- the cells that an opportunity counts in ------------------------------------------------------
TWO_PRODUCTS = around(
    opportunity=[
        opportunity("o", amount="100.01", currency="EUR", products=["pump-2", "pump-1"]),
    ],
)
LINES: Changes = {
    "opportunity_product": [
        {"opportunity": "o", "product": "pump-1", "amount": 30},
        {"opportunity": "o", "product": "pump-2", "amount": "70.01"},
    ]
}


def amounts(changes: Changes, **asked: Any) -> dict[Cell, tuple[int, int]]:
    found = cells("pipeline", TWO_PRODUCTS, changes, **asked)
    return {cell: (row["count"], row["amount_minor"]) for cell, row in found.items()}


@pytest.mark.parametrize(
    ("changes", "asked", "expected"),
    [
        ({}, {}, {(): (1, 10001)}),
        # Evenly, the first products get the rest.
        ({}, {"by": ["product"]}, {("pump-1",): (1, 5001), ("pump-2",): (1, 5000)}),
        (LINES, {"by": ["product"]}, {("pump-1",): (1, 3000), ("pump-2",): (1, 7001)}),
        (  # Lines that do not sum to the amount say nothing.
            {**LINES, "opportunity.o.amount": 100},
            {"by": ["product"]},
            {("pump-1",): (1, 5000), ("pump-2",): (1, 5000)},
        ),
        (LINES, {"by": ["family"]}, {("pumps",): (1, 10001)}),
        (
            LINES,
            {"by": ["product"], "rollup": ["product"]},
            {("pumps",): (1, 10001), ("pump-1",): (1, 3000), ("pump-2",): (1, 7001)},
        ),
        ({"opportunity.o.products": []}, {"by": ["family"]}, {(None,): (1, 10001)}),
        # Where it names no products, those of its lines are its products.
        (
            {**LINES, "opportunity.o.products": []},
            {"by": ["product"]},
            {("pump-1",): (1, 3000), ("pump-2",): (1, 7001)},
        ),
        ({}, {"by": ["market"]}, {("se",): (1, 10001)}),
        ({"opportunity.o.market": "se-north"}, {"by": ["region"]}, {("nordic",): (1, 10001)}),
        (
            {"opportunity.o.market": "se-north"},
            {"by": ["market"], "rollup": ["market"]},
            {(key,): (1, 10001) for key in ("se-north", "se", "nordic", "world")},
        ),
        (
            {"opportunity.o.account": "acme-dk-2"},
            {"by": ["account"], "rollup": ["account"]},
            {(key,): (1, 10001) for key in ("acme-dk-2", "acme-dk", "acme")},
        ),
        ({"opportunity.o.account": "acme-dk-2"}, {"by": ["group"]}, {("acme",): (1, 10001)}),
        ({"person.ann.manager": "cat"}, {"by": ["team"]}, {("cat",): (1, 10001)}),
        ({}, {"by": ["open_quarter", "closed_month"]}, {("2026-Q1", None): (1, 10001)}),
        ({}, {"by": ["process"]}, {(None,): (1, 10001)}),  # the built-in one
        # What `where` keeps is kept whole.
        ({}, {"where": {"product": ["pump-1"]}}, {(): (1, 10001)}),
        ({}, {"where": {"product": ["pumps"]}}, {(): (1, 10001)}),
        ({}, {"where": {"family": ["pump-1"]}}, {(): (0, 0)}),
        ({}, {"where": {"market": ["nordic", "de"]}}, {(): (1, 10001)}),
        ({}, {"where": {"market": ["nordic"], "owner": ["bo"]}}, {(): (0, 0)}),
        ({}, {"by": ["owner"], "where": {"market": ["de"]}}, {}),
    ],
)
def test_cells(changes: Changes, asked: Changes, expected: dict[Cell, Any]) -> None:
    assert amounts(changes, **asked) == expected


def test_parts_add_up_in_the_reporting_currency() -> None:
    """50.01 SEK are 4.3759, 50.00 SEK 4.3750 EUR; together 8.7509."""
    changes: Changes = {
        "opportunity.o.currency": "SEK",
        "fx_rates": [{"date": "2026-01-01", "currency": "SEK", "rate": 0.0875}],
    }
    assert amounts(changes, by=["product"]) == {("pump-1",): (1, 438), ("pump-2",): (1, 437)}
    assert amounts(changes) == {(): (1, 875)}


# --- win_loss -------------------------------------------------------------------------------------
def closed(key: str, stage: str, day: str, amount: int | None) -> dict[str, Any]:
    return opportunity(key, stage=stage, closed=day, amount=amount)


CLOSED = around(
    opportunity=[
        closed("o1", "won", "2026-04-01", 100),
        closed("o2", "lost", "2026-05-02", 300),
        closed("o3", "abandoned", "2026-06-30", None),
        opportunity("o4", amount=50),
    ],
)
QUARTER: Changes = {"start": "2026-04-01", "end": "2026-06-30"}


def test_win_loss() -> None:
    row = only("win_loss", CLOSED, **QUARTER)
    low, high = row.pop("win_rate_low"), row.pop("win_rate_high")
    assert (low, high) == (pytest.approx(0.0614919), pytest.approx(0.7923404))  # as R's binom has
    # As 1.6 deals of one size: 400 * 400 / (100 * 100 + 300 * 300).
    low, high = wilson(0.25, 1.6)
    assert (row.pop("amount_win_rate_low"), row.pop("amount_win_rate_high")) == (low, high)
    assert row == {
        **{"closed": 3, "won": 1, "lost": 1, "abandoned": 1, "win_rate": pytest.approx(1 / 3)},
        **{"closed_amount_minor": 40000, "won_amount_minor": 10000, "lost_amount_minor": 30000},
        **{"abandoned_amount_minor": 0, "currency": "EUR", "amount_win_rate": 0.25},
    }


@pytest.mark.parametrize(
    ("changes", "asked", "expected"),
    [
        ({}, {}, 3),
        ({}, {"start": "2026-04-02"}, 2),
        ({}, {"end": "2026-06-29"}, 2),
        ({}, {"start": None, "end": None}, 3),
        ({}, {"as_of": "2026-05-01"}, 1),  # the others were open then
        ({"opportunity.o1.closed": "2026-07-01"}, {}, 2),
    ],
)
def test_what_was_closed_in_the_period(changes: Changes, asked: Changes, expected: int) -> None:
    assert only("win_loss", CLOSED, changes, **{**QUARTER, **asked})["closed"] == expected


REOPENED: Changes = {
    "opportunity.o1.closed": "2026-06-20",
    "stage_change": [
        {"opportunity": "o1", "from": "proposal", "to": "lost", "at": "2026-04-03"},
        {"opportunity": "o1", "from": "lost", "to": "proposal", "at": "2026-04-20"},
        {"opportunity": "o1", "from": "proposal", "to": "won", "at": "2026-06-20"},
    ],
}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"end": "2026-04-10", "as_of": "2026-04-10"}, {"lost": 1}),
        ({"end": "2026-04-10", "as_of": "2026-05-01"}, {}),  # it is open again
        ({"end": "2026-04-10"}, {}),  # and closed otherwise
        ({"start": "2026-06-20", "end": "2026-06-20"}, {"won": 1}),
        ({"start": "2026-06-21"}, {}),
    ],
)
def test_the_last_closing_counts(asked: Changes, expected: Changes) -> None:
    only_o1 = {"where": {"owner": ["bo"]}}
    changes = {**REOPENED, "opportunity.o1.owner": "bo"}
    row = only("win_loss", CLOSED, changes, **{**QUARTER, **asked, **only_o1})
    assert {name: row[name] for name in ("won", "lost") if row[name]} == expected


@pytest.mark.parametrize(("share", "trials"), [(0, 3), (0.25, 1.6), (1, 1), (1 / 3, 3)])
def test_the_ends_of_wilsons_interval_are_as_far_off_as_chance_goes(
    share: float, trials: float
) -> None:
    for end in wilson(share, trials):
        assert (share - end) ** 2 == pytest.approx(Z**2 * end * (1 - end) / trials)


# --- velocity -------------------------------------------------------------------------------------
def test_velocity() -> None:
    """One of three is won, for 100.00, after 31 days; one is open: 10000 / 3 / 31 a day."""
    row = only("velocity", CLOSED, **QUARTER)
    assert row == {
        **{"opportunities": 1, "closed": 3, "won": 1, "win_rate": pytest.approx(1 / 3)},
        **{"mean_won_amount_minor": 10000, "mean_cycle_days": 31, "currency": "EUR"},
        "velocity_minor_per_day": pytest.approx(10000 / 93),
    }
    nothing_open = {"opportunity.o4.opened": "2026-07-01"}
    assert only("velocity", CLOSED, nothing_open, **QUARTER)["velocity_minor_per_day"] == 0
    on_the_day = {"opportunity.o1.opened": "2026-04-01"}
    assert only("velocity", CLOSED, on_the_day, **QUARTER)["velocity_minor_per_day"] is None
    assert filled(only("velocity", CLOSED, as_of="2026-03-01")) == {"opportunities": 4}


# --- leakage --------------------------------------------------------------------------------------
def test_leakage_divides_what_was_overcharged() -> None:
    """Sold at list price 300.00 under an agreement on 10 per cent: 30.00 too much. A second
    agreement that covers the deal, on 5 per cent, is less and does not count."""
    deal = closed("o", "won", "2026-05-01", 300) | {"products": ["pump-1", "pump-2"]}
    agreements = [{"id": f"g{part}", "account": "acme", "discount": part} for part in (5, 10)]
    tables = around(opportunity=[deal], agreement=agreements)
    row = only("leakage", tables, **QUARTER)
    expected = {"deals": 1, "bypass": 1, "won_amount_minor": 30000, "overcharged_minor": 3000}
    assert filled(row) == expected
    parts = cells("leakage", tables, by=["product"])
    assert {cell: row["overcharged_minor"] for cell, row in parts.items()} == {
        ("pump-1",): 1500,
        ("pump-2",): 1500,
    }
    given = only("leakage", tables, {"opportunity.o.discount": 20}, **QUARTER)
    # The list price is 375.00: of the agreed 356.25 and 337.50, the former is missed by more.
    assert filled(given) == {
        **{"deals": 1, "bypass": 1, "won_amount_minor": 30000, "given_away_minor": 5625}
    }
