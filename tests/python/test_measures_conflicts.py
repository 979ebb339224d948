"""Conflicts over time: the engine against what stands on each day, by the reference and by itself.

$OPPORTUNE_TEST_FACTOR multiplies the number of organisations.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

import opportune as opp
from reference import crowded
from reference.comparison import naive
from reference.data import rounds
from reference.generator import Tables
from reference.kinds import ALL_KINDS
from reference.measure.conflict_trend import Standing, Trend
from reference.measure.query import Query, keys_of
from reference.measure_comparison import by_cell, check, same_cells
from reference.measure_questions import a_day, some_values
from reference.records import Organisation

BY = ["kind", "market", "group", "severity"]


def loaded(seed: int, opportunities: int) -> tuple[Tables, opp.Workspace, Organisation]:
    tables, currency, _ = crowded.organisation(seed, opportunities=opportunities)
    workspace = opp.memory(currency)
    workspace.load(tables)
    return tables, workspace, Organisation(tables, currency)


def some_question(tables: Tables, dice: random.Random, most: int) -> Query:
    by = dice.sample(BY, dice.choice([0, 1, 1, 2]))
    first = a_day(tables, dice)
    query = Query(
        by=by,
        rollup=[name for name in by if name == "market" and dice.random() < 0.5],
        where=dice.choice([{}, {}, {"market": some_values("market", tables, dice)}]),
    )
    if dice.random() < 0.3:
        return query.but(start=first, end=first + dt.timedelta(days=most))
    dates = {first + dt.timedelta(days=dice.randint(0, most)) for _ in range(4)}
    return query.but(dates=sorted(dates))


@pytest.mark.parametrize("seed", range(rounds(8, long=150)))
def test_trends_of_random_organisations(seed: int) -> None:
    tables, workspace, organisation = loaded(seed, opportunities=18)
    dice = random.Random(seed)
    for _ in range(2):
        query = some_question(tables, dice, most=40)
        check(workspace, organisation, "conflict_trend", query)


@pytest.mark.parametrize("seed", range(1000, 1000 + rounds(10, long=100)))
def test_a_trend_is_what_stands_on_its_dates(seed: int) -> None:
    tables, workspace, organisation = loaded(seed, opportunities=40)
    dice = random.Random(seed)
    for _ in range(2):
        query = some_question(tables, dice, most=200)
        trend = Trend(organisation, query, lambda day: standing(workspace, day))
        keys = keys_of("conflict_trend", query)
        found = by_cell(workspace.query("conflict_trend", **query.asked()), keys)
        same_cells("conflict_trend", query, found, trend.rows())


def standing(workspace: opp.Workspace, day: dt.date) -> Standing:
    names = ("kind", "group", "severity", "markets", "value_minor")
    return {
        row["id"]: {**{name: row[name] for name in names}, "since": naive(row["since"])}
        for row in workspace.conflicts(as_of=day)
    }


@pytest.mark.parametrize("seed", range(2000, 2000 + rounds(5, long=50)))
def test_what_opens_and_does_not_resolve_stands(seed: int) -> None:
    tables, workspace, _ = loaded(seed, opportunities=40)
    dice = random.Random(seed)
    query = some_question(tables, dice, most=200).but(by=dice.choice([[], ["kind"], ["group"]]))
    asked: Any = query.but(rollup=[], where={}).asked()
    rows = workspace.query("conflict_trend", **asked).to_pylist()
    before: dict[tuple[Any, ...], int] = {}
    for date in sorted({row["date"] for row in rows}):
        of_date = {
            tuple(row[name] for name in query.by): row for row in rows if row["date"] == date
        }
        for cell, row in of_date.items():
            if row["opened"] is not None:
                then = before.get(cell, 0)
                assert row["open"] == then + row["opened"] - row["resolved"], (date, cell)
        before = {cell: row["open"] for cell, row in of_date.items()}


def test_kinds_are_those_of_the_conflicts(ws: opp.Workspace) -> None:
    found = ws.query("conflict_trend", by=["kind"], from_="2026-01-01", to="2026-06-30")
    assert set(found["kind"]) <= set(ALL_KINDS)
    assert found["date"] == sorted(found["date"])
    assert {date.month for date in found["date"]} <= {1, 2, 3, 4, 5, 6}
