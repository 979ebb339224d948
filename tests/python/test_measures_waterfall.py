"""How one pipeline became another: the engine against the reference, and against itself.

$OPPORTUNE_TEST_FACTOR multiplies the number of organisations.
"""

from __future__ import annotations

import datetime as dt
import random
from itertools import pairwise
from typing import Any

import pytest

import opportune as opp
from reference import crowded_measures
from reference.data import rounds
from reference.generator import Tables
from reference.measure.dimensions import DIMENSIONS
from reference.measure.query import Query
from reference.measure.waterfall import FLOWS, balance
from reference.measure_comparison import by_cell, check
from reference.measure_questions import question, some_dates, two_days
from reference.records import Organisation

ONE_DAY = dt.timedelta(days=1)
# What leaves a cell as closed does so from the last open stage, which win_loss does not ask for.
NOT_OF_STAGES = [name for name in DIMENSIONS if name not in ("stage", "milestone")]


def loaded(seed: int, opportunities: int = 40) -> tuple[Tables, opp.Workspace, Organisation]:
    tables, currency, _ = crowded_measures.organisation(seed, opportunities=opportunities)
    workspace = opp.memory(currency)
    workspace.load(tables)
    return tables, workspace, Organisation(tables, currency)


@pytest.mark.parametrize("seed", range(rounds(20, long=400)))
def test_waterfalls_of_random_organisations(seed: int) -> None:
    tables, workspace, organisation = loaded(seed)
    dice = random.Random(seed)
    for _ in range(20):
        query = question("waterfall", tables, dice).but(**two_days(tables, dice))
        check(workspace, organisation, "waterfall", query)


@pytest.mark.parametrize("seed", range(1000, 1000 + rounds(15, long=200)))
def test_every_row_balances_and_flows_are_not_negative(seed: int) -> None:
    tables, workspace, _ = loaded(seed, opportunities=100)
    dice = random.Random(seed)
    for _ in range(10):
        query = question("waterfall", tables, dice).but(**two_days(tables, dice))
        for row in workspace.query("waterfall", **query.asked()):
            assert balance(row) == row["closing_minor"], query
            signed = ("opening", "closing", "rate_effect")
            assert all(row[f"{name}_minor"] >= 0 for name in FLOWS if name not in signed), query


@pytest.mark.parametrize("seed", range(2000, 2000 + rounds(15, long=200)))
def test_it_begins_and_ends_with_the_pipeline(seed: int) -> None:
    tables, workspace, _ = loaded(seed)
    dice = random.Random(seed)
    for _ in range(5):
        query = question("waterfall", tables, dice)
        if "closed" in " ".join(query.by):  # what is open was not closed on any day
            continue
        two = {name: day for name, day in two_days(tables, dice).items() if name in ENDS}
        found = by_cell(workspace.query("waterfall", **query.but(**two).asked()), query.by)
        for name, column in ENDS.items():
            asked = query.but(as_of=two[name])
            pipeline = by_cell(workspace.query("pipeline", **asked.asked()), query.by)
            for cell in {**found, **pipeline}:
                amount = pipeline[cell]["amount_minor"] if cell in pipeline else 0
                in_waterfall = found[cell][column] if cell in found else 0
                assert in_waterfall == amount, (query, cell)


ENDS = {"start": "opening_minor", "end": "closing_minor"}


@pytest.mark.parametrize("seed", range(3000, 3000 + rounds(15, long=200)))
def test_what_was_won_is_what_win_loss_says(seed: int) -> None:
    tables, workspace, _ = loaded(seed)
    dice = random.Random(seed)
    for by in ([], *([name] for name in dice.sample(NOT_OF_STAGES, 6))):
        two = {name: day for name, day in two_days(tables, dice).items() if name in ENDS}
        start, end = two["start"], two["end"]
        assert start is not None
        assert end is not None
        found = by_cell(workspace.query("waterfall", by=by, from_=start, to=end), by)
        days: dict[str, Any] = {"from_": start + ONE_DAY, "to": end, "as_of": end}
        outcomes = by_cell(workspace.query("win_loss", by=by, **days), by) if start < end else {}
        for outcome in ("won", "lost", "abandoned"):
            flows = {cell: row[f"{outcome}_minor"] for cell, row in found.items()}
            closed = {cell: row[f"{outcome}_amount_minor"] for cell, row in outcomes.items()}
            assert without_nothing(flows) == without_nothing(closed), (by, two)


def without_nothing(amounts: dict[Any, int]) -> dict[Any, int]:
    return {cell: amount for cell, amount in amounts.items() if amount}


@pytest.mark.parametrize("seed", range(4000, 4000 + rounds(10, long=100)))
def test_each_of_a_series_begins_where_the_one_before_it_ended(seed: int) -> None:
    tables, workspace, _ = loaded(seed)
    dice = random.Random(seed)
    where = dice.choice([{}, {"owner": [row["id"] for row in tables["person"][:2]]}])
    dates = some_dates(tables, dice, count=8)
    rows = workspace.query("waterfall", dates=dates, where=where).to_pylist()
    assert [row["date"] for row in rows] == dates[1:]
    for before, after in pairwise(rows):
        assert after["opening_minor"] == before["closing_minor"]


@pytest.mark.parametrize("seed", range(5000, 5000 + rounds(10, long=100)))
def test_what_moves_out_of_cells_moves_into_others(seed: int) -> None:
    tables, workspace, _ = loaded(seed)
    dice = random.Random(seed)
    for name in ("owner", "stage", "group", "close_month", "product"):
        query = Query(by=[name]).but(**two_days(tables, dice))
        rows = workspace.query("waterfall", **query.asked()).to_pylist()
        (total,) = workspace.query("waterfall", **query.but(by=[]).asked())
        for flow in FLOWS:
            if flow not in ("moved_in", "moved_out", "increased", "decreased"):
                column = f"{flow}_minor"
                assert sum(row[column] for row in rows) == total[column], (query, flow)
        moved = [sum(row[f"moved_{way}_minor"] for row in rows) for way in ("in", "out")]
        assert moved[0] == moved[1], query
        assert total["moved_in_minor"] == total["moved_out_minor"] == 0
