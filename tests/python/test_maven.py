"""The Maven dataset through its mapping: what comes in, and who is stepping on whom."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import opportune as opp
from opportune.importers import ImportResult, mapping
from reference.comparison import KINDS, check_conflicts, check_funnel, check_pipeline, engine_pairs
from reference.data import as_rows, data_folder
from reference.pairs import PairFinder
from reference.records import Organisation

MOMENTS = [dt.date(2017, 3, 31), dt.date(2017, 10, 15), dt.date(2017, 12, 31)]


@pytest.fixture(scope="module")
def folder() -> Path:
    return data_folder("maven")


@pytest.fixture(scope="module")
def result(folder: Path) -> ImportResult:
    return mapping.read(folder, "maven")


@pytest.fixture(scope="module")
def workspace(result: ImportResult) -> opp.Workspace:
    workspace = opp.memory(result.reporting_currency)
    workspace.load(result.tables)
    return workspace


@pytest.fixture(scope="module")
def organisation(result: ImportResult) -> Organisation:
    rows: dict[str, Any] = {name: as_rows(table) for name, table in result.tables.items()}
    for row in rows["opportunity"]:
        row["products"] = [row["products"]]
    return Organisation(rows, result.reporting_currency)


def test_every_opportunity_with_an_account_comes_in(folder: Path, result: ImportResult) -> None:
    with (folder / "sales_pipeline.csv").open(newline="") as file:
        source = [row for row in csv.DictReader(file) if row["account"]]
    table = result.tables["opportunity"]
    assert Counter(table["stage"]) == Counter(row["deal_stage"] for row in source)
    assert set(table["id"]) == {row["opportunity_id"] for row in source}
    assert "GTXPro" not in table["products"]
    assert table["products"].count("GTX Pro") == sum(row["product"] == "GTXPro" for row in source)
    assert result.rows("stage_change") == sum(
        row["deal_stage"] in ("Won", "Lost") for row in source
    )
    assert result.as_of == dt.date(2017, 12, 31)


def test_the_rest_of_the_dataset(result: ImportResult) -> None:
    assert result.rows("account") == 85
    assert sum(parent is not None for parent in result.tables["account"]["parent"]) == 15
    assert result.rows("person") == 41
    assert result.rows("product") == 10
    assert result.tables["market"]["id"] == ["All offices", "Central", "East", "West"]
    assert any("1,425 of 8,800 rows" in str(note) for note in result.notes)


@pytest.mark.parametrize("moment", MOMENTS)
def test_pairs_by_kind_equal_sql(
    workspace: opp.Workspace, organisation: Organisation, moment: dt.date
) -> None:
    found = workspace.conflicts(as_of=moment, kinds=KINDS, pairs=True, pair_limit=10**7)
    finder = PairFinder(organisation)
    expected = finder.at(moment)
    finder.close()
    engine = set(engine_pairs(found))
    assert Counter(pair.kind for pair in engine) == Counter(pair.kind for pair in expected)
    assert engine == expected
    assert Counter(pair.kind for pair in expected)["duplicate_pursuit"] > 0


def test_conflicts_and_measures(workspace: opp.Workspace, organisation: Organisation) -> None:
    moment = MOMENTS[1]
    check_conflicts(workspace, organisation, [moment])
    finder = PairFinder(organisation)
    pairs = finder.at(moment)
    finder.close()
    for by in ([], ["region", "milestone"], ["product"], ["team", "open_quarter"]):
        check_pipeline(workspace, organisation, moment, by, pairs)
        check_funnel(workspace, organisation, moment, by)


def test_the_same_from_tables_in_memory(folder: Path, result: ImportResult) -> None:
    tables: dict[str, list[dict[str, str]]] = {}
    for path in folder.glob("*.csv"):
        with path.open(newline="") as file:
            tables[path.name] = list(csv.DictReader(file))
    assert mapping.read(tables, "maven").tables == result.tables
