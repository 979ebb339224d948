"""Histories against their process, and how far records can be trusted: the engine against the
reference, on random organisations.

$OPPORTUNE_TEST_FACTOR multiplies the number of organisations.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest

import opportune as opp
from reference import crowded_measures
from reference.data import rounds
from reference.measure.checks import CHECKS, PARTS
from reference.measure.conformance import KINDS
from reference.measure.query import Query
from reference.measure_comparison import check
from reference.measure_questions import asked_at, question
from reference.records import Organisation


@pytest.mark.parametrize("measure", ["conformance", "data_quality"])
@pytest.mark.parametrize("seed", range(rounds(15, long=300)))
def test_measures_of_random_organisations(seed: int, measure: str) -> None:
    tables, currency, moments = crowded_measures.organisation(seed)
    workspace, organisation = opp.memory(currency), Organisation(tables, currency)
    workspace.load(tables)
    dice = random.Random(seed)
    for query in [Query(), *(question(measure, tables, dice) for _ in range(15))]:
        asked = asked_at(measure, query, tables, moments, dice)
        check(workspace, organisation, measure, asked)


@pytest.mark.parametrize("seed", range(1000, 1000 + rounds(15, long=300)))
def test_the_records_behind_the_numbers(seed: int) -> None:
    tables, currency, moments = crowded_measures.organisation(seed)
    workspace, organisation = opp.memory(currency), Organisation(tables, currency)
    workspace.load(tables)
    dice = random.Random(seed)
    for _ in range(5):
        query = question("data_quality", tables, dice).but(by=[], rollup=[])
        asked = asked_at("data_quality", query, tables, moments, dice)
        check(workspace, organisation, "data_quality_records", asked)
        (row,) = workspace.query("data_quality", **asked.asked())
        records = workspace.query("data_quality_records", **asked.asked()).to_pylist()
        found = Counter(record["check"] for record in records)
        assert {check: row[check] for check in CHECKS} == {check: found[check] for check in CHECKS}
        parts = [row[part] for part in PARTS if row[part] is not None]
        if parts:
            assert row["score"] == pytest.approx(100 * sum(parts) / len(parts))


@pytest.mark.parametrize("seed", range(2000, 2000 + rounds(15, long=300)))
def test_deviations_are_those_one_by_one(seed: int) -> None:
    tables, currency, moments = crowded_measures.organisation(seed)
    workspace = opp.memory(currency)
    workspace.load(tables)
    for moment in moments:
        (row,) = workspace.query("conformance", as_of=moment)
        found = Counter(workspace.deviations(as_of=moment)["kind"])
        assert {kind: row[kind] for kind in KINDS} == {kind: found[kind] for kind in KINDS}
        assert row["deviations"] == found.total()
