"""The random organisations of the tests of measures: what is compared there is not compared in
vain. Asks the reference alone."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from typing import Any

import pytest

from reference import crowded_measures
from reference.crowded_kpis import NUMBERS
from reference.generator import Tables
from reference.measure import AS_ROWS, BY_CELL
from reference.measure.conflict_trend import conflict_trend
from reference.measure.query import Query
from reference.measure_questions import (
    asked_at,
    of_whitespace,
    question,
    some_dates,
)
from reference.records import Organisation, Row

SEEDS = range(30)
MEASURES = [*(name for name in BY_CELL if name != "conflict_trend"), *AS_ROWS]
Crowd = tuple[Tables, Organisation, crowded_measures.Moments]


@cache
def crowds() -> list[Crowd]:
    found = []
    for seed in SEEDS:
        tables, currency, moments = crowded_measures.organisation(seed)
        found.append((tables, Organisation(tables, currency), moments))
    return found


def answers(measure: str) -> list[Row]:
    """Rows of questions as the tests ask them."""
    rows: list[Row] = []
    is_slow = measure == "kpis"  # some of them are conflicts over time
    for seed, (tables, organisation, moments) in enumerate(crowds()[: 10 if is_slow else None]):
        dice = random.Random(seed)
        for _ in range(2 if is_slow else 10):
            query = Query()
            if measure in BY_CELL:
                query = question(measure, tables, dice)
            elif measure == "whitespace":
                query = of_whitespace(tables, dice)
            asked = asked_at(measure, query, tables, moments, dice)
            if measure in BY_CELL:
                rows += BY_CELL[measure](organisation, asked).values()
            else:
                rows += AS_ROWS[measure](organisation, asked)
    return rows


@pytest.mark.parametrize("measure", MEASURES)
def test_every_column_has_something_in_it(measure: str) -> None:
    rows = answers(measure)
    filled = Counter(name for row in rows for name, value in row.items() if value)
    names = {name for row in rows for name in row}
    assert min(filled[name] for name in names) >= 5, filled


def values(rows: list[Row], name: str) -> Counter[Any]:
    return Counter(row[name] for row in rows)


def test_whitespace_is_of_every_status() -> None:
    assert min(values(answers("whitespace"), "status").values()) >= 50


def test_every_check_is_failed_and_passed() -> None:
    found = values(answers("data_quality_records"), "check")
    assert len(found) == 14
    assert min(found.values()) >= 20, found


def test_every_metric_has_parts_of_both() -> None:
    rows = answers("goals")
    for part, without in (("marketing", ()), ("sales", ("cost",))):
        found = Counter(row["metric"] for row in rows if row[part])
        wanted = {row["metric"] for row in rows} - {"smiles", *without}
        assert min(found[metric] for metric in wanted) >= 5, found


def test_kpis_are_on_their_way_or_have_a_problem() -> None:
    rows = answers("kpis")
    measured = Counter(row["measure"] for row in rows if row["progress"] is not None)
    assert min(measured[measure] for measure in NUMBERS) >= 3, measured
    assert len({row["problem"] for row in rows}) >= 10
    assert sum(1 for row in rows if row["progress"] is None and row["problem"] is None) >= 20


def test_conflicts_open_and_resolve() -> None:
    rows: list[Row] = []
    for seed, (tables, organisation, _) in enumerate(crowds()[:2]):
        dates = some_dates(tables, random.Random(seed))
        rows += conflict_trend(organisation, Query(by=["kind"], dates=dates)).values()
    filled = Counter(name for row in rows for name, value in row.items() if value)
    assert min(filled.values()) >= 5, filled
