"""The reference by hand: shared goals, what became of leads, where nobody has asked, and conflicts
over time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from reference.measure.periods import days_of, month_ends
from reference.small import around, opportunity
from reference.small_measures import cells, filled, only, rows

Changes = dict[str, Any]


# --- periods --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026-01-15/2026-02-14", "2026-01-15", "2026-02-14"),
    ],
)
def test_periods(period: str, first: str, last: str) -> None:
    assert [str(day) for day in days_of(period)] == [first, last]


def test_month_ends() -> None:
    found = month_ends(dt.date(2026, 1, 31), dt.date(2026, 4, 29))
    assert [str(day) for day in found] == ["2026-01-31", "2026-02-28", "2026-03-31"]


# --- goals ----------------------------------------------------------------------------------------
def won(key: str, **columns: Any) -> Changes:
    return opportunity(key, **{"stage": "won", "closed": "2026-05-10", "amount": 100, **columns})


GOALS = around(
    opportunity=[
        won("o1"),  # a lead became it
        won("o2", amount="200.50"),  # a seminar was held for it on the day
        won("o3", market="de"),
        won("o4", closed="2026-07-01"),
        opportunity("o5", amount=1000, opened="2026-04-01"),
    ],
    lead=[
        {"id": "l1", "account": "acme", "status": "qualified", "opportunity": "o1"}
        | {"created": "2026-02-01", "closed": "2026-04-30"},
        {"id": "l2", "account": "birk", "status": "working", "created": "2026-04-01"},
        {"id": "l3", "account": "birk", "status": "qualified", "created": "2026-06-30"},
    ],
    campaign=[{"id": "c1", "budget": 500, "currency": "EUR"}, {"id": "c2", "currency": "EUR"}],
    activity=[
        {"id": key, "kind": "seminar", "status": "done", "goal": "g", **columns}
        for key, columns in {
            "a1": {"channel": "marketing", "account": "acme", "opportunity": "o2"}
            | {"start": "2026-03-01", "end": "2026-04-10", "campaign": "c1"},
            "a2": {"channel": "sales", "account": "acme", "start": "2026-06-30"}
            | {"end": "2026-06-30", "campaign": "c1"},
            "a3": {"channel": "sales", "account": "birk", "start": "2026-04-01", "lead": "l2"}
            | {"end": "2026-04-01", "campaign": "c2"},
            "a4": {"channel": "marketing", "account": "acme-dk", "start": "2026-07-01"}
            | {"end": "2026-07-01", "lead": "l3"},
        }.items()
    ],
    goal=[{"id": "g", "metric": "won_amount", "period": "2026-Q2", "target": 1000}],
)


def goal(changes: Changes, **asked: Any) -> Changes:
    (row,) = rows(
        "goals", GOALS, {f"goal.g.{key}": value for key, value in changes.items()}, **asked
    )
    return row


@pytest.mark.parametrize(
    ("metric", "marketing", "sales"),
    [
        ("won_amount", 300.5, 100),
        ("won_count", 2, 1),
        ("opened_count", 0, 1),
        ("opened_amount", 0, 1000),
        ("lead_count", 0, 2),
        ("qualified_count", 0, 1),  # of the other nobody knows when
        ("activity_count", 1, 2),
        ("reach", 1, 1),
        ("cost", 500, 0),
    ],
)
def test_metrics(metric: str, marketing: float, sales: float) -> None:
    row = goal({"metric": metric})
    assert (row["marketing"], row["sales"]) == (marketing, sales)
    assert row["actual"] == marketing + sales
    assert row["progress"] == row["actual"] / 1000


@pytest.mark.parametrize(
    ("changes", "actual"),
    [
        ({}, 400.5),
        ({"market": "nordic"}, 300.5),
        ({"market": "se-north"}, 0),
        ({"period": "2026-05-10/2026-05-10"}, 400.5),
        ({"period": "2026-05-11/2026-05-31"}, 0),
        ({"period": None}, 400.5),
        ({"metric": "opened_count", "period": None}, 5),
        ({"metric": "smiles"}, None),
        # What names the goal counts, wherever it is.
        ({"metric": "activity_count", "market": "de"}, 3),
        ({"metric": "activity_count", "period": "2026"}, 3),  # the fourth has not happened
        ({"metric": "lead_count", "market": "dk"}, 0),
    ],
)
def test_what_counts_for_a_goal(changes: Changes, actual: float | None) -> None:
    assert goal(changes)["actual"] == actual


def test_a_lead_that_marketing_brought() -> None:
    assert goal({"metric": "lead_count"}, as_of="2026-07-01")["marketing"] == 1


@pytest.mark.parametrize(
    ("as_of", "elapsed"),
    [("2026-03-31", 0), ("2026-04-01", 1 / 91), ("2026-06-29", 90 / 91), ("2026-07-31", 1)],
)
def test_elapsed(as_of: str, elapsed: float) -> None:
    assert goal({}, as_of=as_of)["elapsed"] == pytest.approx(elapsed)


def test_a_goal_without_a_period_or_a_target() -> None:
    row = goal({"period": None, "target": 0})
    assert (row["from"], row["to"], row["elapsed"], row["progress"]) == (None,) * 4
    assert rows("goals", GOALS, where={"market": ["se"]}) == []
    assert goal({"market": "se-north"}, where={"market": ["se"]})["market"] == "se-north"


# --- smarketing -----------------------------------------------------------------------------------
def test_smarketing() -> None:
    row = only("smarketing", GOALS)
    assert filled(row) == {
        **{"leads": 3, "active": 1, "qualified": 2, "opportunities": 1, "won": 1},
        **{"qualified_rate": 2 / 3, "opportunity_rate": 1 / 3, "won_rate": 1 / 3},
        **{"amount_minor": 10000, "won_amount_minor": 10000},
        **{"median_days_to_opportunity": 28, "median_days_to_won": 98},
    }
    two_of_one = {"lead.l2.opportunity": "o1"}  # the opportunity is one, and opened before the lead
    row = only("smarketing", GOALS, two_of_one)
    assert (row["opportunities"], row["amount_minor"]) == (1, 10000)
    assert row["median_days_to_opportunity"] == (28 - 31) / 2
    found = cells("smarketing", GOALS, by=["open_month", "source"], start="2026-03-01")
    assert {cell: row["leads"] for cell, row in found.items()} == {
        ("2026-04", None): 1,
        ("2026-06", None): 1,
    }
    # Until the day on which it was closed it was active.
    assert filled(only("smarketing", GOALS, as_of="2026-04-29"))["active"] == 2


# --- whitespace -----------------------------------------------------------------------------------
SPACE = around(
    opportunity=[won("o1"), opportunity("o2", account="acme-dk", market="de", products=["seals"])],
    agreement=[{"id": "g", "account": "acme-dk", "products": ["pump-2"], "markets": ["nordic"]}],
)


def space(changes: Changes | None = None, **asked: Any) -> dict[tuple[str, ...], Any]:
    by = asked.get("by", ("group", "market", "family"))
    found = rows("whitespace", SPACE, changes, **asked)
    return {
        tuple(row[name] for name in by): (row["status"], row["agreements"])
        for row in found
        if row["status"] != "untouched"
    }


def test_whitespace() -> None:
    assert space() == {
        ("acme", "se", "pumps"): ("sold", 0),
        ("acme", "dk", "pumps"): ("covered", 1),
        ("acme", "de", "seals"): ("open", 0),
    }
    places = {("acme", "se"), ("acme", "dk"), ("acme", "de"), ("birk", "se")}
    found = rows("whitespace", SPACE)
    assert {(row["group"], row["market"]) for row in found} == places
    assert len(found) == 8
    assert space(by=("group", "account", "product")) == {
        ("acme", "acme", "pump-1"): ("sold", 0),
        ("acme", "acme", "pumps"): ("sold", 0),
        ("acme", "acme-dk", "seals"): ("open", 0),
        ("acme", "acme-dk", "pumps"): ("covered", 1),
        ("acme", "acme-dk", "pump-2"): ("covered", 1),
        ("acme", "acme-dk-2", "pumps"): ("covered", 1),
        ("acme", "acme-dk-2", "pump-2"): ("covered", 1),
    }
    assert space({"agreement.g.products": []}, by=("group", "family")) == {
        ("acme", "pumps"): ("sold", 1),
        ("acme", "seals"): ("open", 1),
    }


# --- conflict_trend -------------------------------------------------------------------------------
def test_conflict_trend() -> None:
    """One account is pursued twice from 10 April to 5 June."""
    pursuits = around(
        opportunity=[
            opportunity("o1", amount=100),
            opportunity("o2", amount=50, opened="2026-04-10", stage="lost", closed="2026-06-05"),
        ]
    )
    asked: Changes = {"by": ["market"], "where": {"kind": ["duplicate_pursuit"]}}
    found = cells("conflict_trend", pursuits, start="2026-03-31", end="2026-06-30", **asked)
    told = {(str(date), market): filled(row) for (date, market), row in found.items()}
    assert told == {
        ("2026-04-30", "se"): {"open": 1, "value_minor": 15000, "opened": 1},
        ("2026-05-31", "se"): {"open": 1, "value_minor": 15000},
        ("2026-06-30", "se"): {"resolved": 1, "median_days_to_resolve": 56},
    }
    asked = {"dates": [dt.date(2026, 5, 1), dt.date(2026, 4, 1)], "where": asked["where"]}
    found = cells("conflict_trend", pursuits, **asked)
    assert [(str(date), row["open"], row["opened"]) for (date,), row in found.items()] == [
        ("2026-04-01", 0, None),
        ("2026-05-01", 1, 1),
    ]
