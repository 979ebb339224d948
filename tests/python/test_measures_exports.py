"""Measures of the Salesforce export and of the Maven data, against SQL in DuckDB."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest

import opportune as opp
from opportune.importers import mapping, salesforce
from reference.data import data_folder
from reference.measure.waterfall import FLOWS
from reference.measure_comparison import equal
from reference.measures_sql import Sql


@dataclass
class Export:
    workspace: opp.Workspace
    sql: Sql
    quarters: list[tuple[dt.date, dt.date]]
    """The days before the first and of the last of each."""


def quarters(first: int, last: int) -> list[tuple[dt.date, dt.date]]:
    ends = [
        dt.date(year, month, day)
        for year in range(first, last + 1)
        for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
    ]
    return list(pairwise(ends))


@pytest.fixture(scope="module", params=["salesforce", "maven"])
def export(request: pytest.FixtureRequest) -> Export:
    if request.param == "maven":
        result = mapping.read(data_folder("maven"), "maven")
        days = quarters(2016, 2017)[3:]
    else:
        result = salesforce.read(data_folder("salesforce_wave_sales"))
        days = quarters(2015, 2017)[1:8]
    workspace = opp.memory(result.reporting_currency)
    workspace.load(result.tables)
    return Export(workspace, Sql(result.tables), days)


def same(found: Any, by: list[str], expected: list[dict[str, Any]]) -> None:
    """`found` has more columns."""
    rows = {row[by[0]] if by else "all": row for row in found}
    assert set(rows) == {row["cell"] for row in expected}
    assert expected
    for row in expected:
        given = rows[row.pop("cell")]
        differ = {
            name: (given[name], value)
            for name, value in row.items()
            if not equal(given[name], value)
        }
        assert not differ


BY = [[], ["market"], ["owner"], ["product"]]


def cell_of(by: list[str]) -> str:
    return by[0] if by else "'all'"


@pytest.mark.parametrize("by", [*BY, ["stage"]])
def test_win_loss(export: Export, by: list[str]) -> None:
    for before, last in export.quarters:
        first = before + dt.timedelta(days=1)
        asked: dict[str, Any] = {"by": by, "from_": first, "to": last, "as_of": last}
        found = export.workspace.query("win_loss", **asked)
        same(found, by, export.sql.win_loss(cell_of(by), first, last))


@pytest.mark.parametrize("by", [*BY, ["stage"]])
def test_ageing(export: Export, by: list[str]) -> None:
    for day, _ in export.quarters[1:]:
        found = export.workspace.query("ageing", by=by, as_of=day)
        same(found, by, export.sql.ageing(cell_of(by), day))


@pytest.mark.parametrize("by", BY)
def test_slippage(export: Export, by: list[str]) -> None:
    for before, last in export.quarters:
        first = before + dt.timedelta(days=1)
        asked: dict[str, Any] = {"by": by, "from_": first, "to": last, "as_of": last}
        found = export.workspace.query("slippage", **asked)
        same(found, by, export.sql.slippage(cell_of(by), first, last))


@pytest.mark.parametrize("by", [*BY, ["stage"]])
def test_waterfall(export: Export, by: list[str]) -> None:
    for first, last in export.quarters:
        found = export.workspace.query("waterfall", by=by, from_=first, to=last)
        assert flows(found, by) == export.sql.waterfall(cell_of(by), first, last)


@pytest.mark.parametrize("by", [*BY, ["stage"]])
def test_waterfall_of_a_close_period(export: Export, by: list[str]) -> None:
    for first, last, close in months(export):
        asked: dict[str, Any] = {
            "from_": first,
            "to": last,
            "close_from": close[0],
            "close_to": close[1],
        }
        found = export.workspace.query("waterfall", by=by, **asked)
        assert flows(found, by) == export.sql.waterfall(cell_of(by), first, last, close)


def flows(found: Any, by: list[str]) -> dict[tuple[Any, str], int]:
    return {
        (row[by[0]] if by else "all", flow): row[f"{flow}_minor"]
        for row in found
        for flow in FLOWS
        if row[f"{flow}_minor"]
    }


def months(export: Export) -> Iterator[tuple[dt.date, dt.date, tuple[dt.date, dt.date]]]:
    """The first of each quarter, and what is expected to close about its end."""
    for before, _ in export.quarters:
        last = before + dt.timedelta(days=31)
        yield before, last, (last - dt.timedelta(days=29), last + dt.timedelta(days=30))


def test_smarketing() -> None:
    """Only the Salesforce export has leads."""
    result = salesforce.read(data_folder("salesforce_wave_sales"))
    leads = result.tables["lead"]
    assert set(leads["status"]) == {"qualified"}
    assert len(set(leads["opportunity"])) == result.rows("lead")
    workspace, sql = opp.memory(result.reporting_currency), Sql(result.tables)
    workspace.load(result.tables)
    for _, day in quarters(2015, 2017)[1:]:
        found = workspace.query("smarketing", by=["source"], as_of=day)
        same(found, ["source"], sql.smarketing("source", day))


def test_there_is_something_of_every_kind(export: Export) -> None:
    """So that what is compared above is not compared in vain."""
    named = {
        flow for days in export.quarters for _, flow in export.sql.waterfall("stage", *days)
    } | {flow for days in months(export) for _, flow in export.sql.waterfall("stage", *days)}
    if "pushed_out" in named:
        assert named == set(FLOWS) - {"rate_effect", "abandoned"}
    else:  # the Maven data has no expected closes, and no amounts of what was lost
        assert named == {"opening", "new", "won", "closing"}
