"""What is open, what was closed, how fast, how old, how far it slips: the engine against the
reference, on random organisations.

$OPPORTUNE_TEST_FACTOR multiplies the number of organisations.
"""

from __future__ import annotations

import random

import pytest

import opportune as opp
from reference import crowded_measures
from reference.data import rounds
from reference.measure.query import Query
from reference.measure.time_in_stage import WAYS
from reference.measure_comparison import check
from reference.measure_questions import EVENTS, asked_at, question
from reference.records import Organisation

MEASURES = [
    *("pipeline", "funnel", "win_loss", "velocity", "ageing", "time_in_stage", "leakage"),
    "slippage",
]
USUAL = [
    Query(),
    Query(by=["market"], rollup=["market"]),
    Query(by=["product"], rollup=["product"]),
    Query(by=["family"]),
    Query(by=["process", "stage"]),
]


def usual(measure: str) -> list[Query]:
    """time_in_stage has rows for each milestone already, and takes no stages."""
    return [query for query in USUAL if measure != "time_in_stage" or "stage" not in query.by]


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("seed", range(rounds(15, long=300)))
def test_measures_of_random_organisations(seed: int, measure: str) -> None:
    tables, currency, moments = crowded_measures.organisation(seed)
    workspace, organisation = opp.memory(currency), Organisation(tables, currency)
    workspace.load(tables)
    dice = random.Random(f"{measure} {seed}")
    several = [*usual(measure), *(question(measure, tables, dice) for _ in range(10))]
    for query in several:
        for _ in range(2):
            asked = asked_at(measure, query, tables, moments, dice)
            check(workspace, organisation, measure, asked)


@pytest.mark.parametrize("seed", range(1000, 1000 + rounds(15, long=300)))
def test_slippage_by_the_day_of_the_move(seed: int) -> None:
    tables, currency, moments = crowded_measures.organisation(seed)
    workspace, organisation = opp.memory(currency), Organisation(tables, currency)
    workspace.load(tables)
    dice = random.Random(seed)
    for name in EVENTS:
        for others in ([], ["owner"], ["product"], ["stage"]):
            query = Query(by=[name, *others])
            asked = asked_at("slippage", query, tables, moments, dice)
            check(workspace, organisation, "slippage", asked)


@pytest.mark.parametrize("seed", range(2000, 2000 + rounds(5, long=50)))
def test_the_deals_of_leakage_are_those_one_by_one(seed: int) -> None:
    tables, currency, moments = crowded_measures.organisation(seed, opportunities=80)
    workspace = opp.memory(currency)
    workspace.load(tables)
    for moment in moments:
        by_owner = workspace.query("leakage", by=["owner"], as_of=moment).to_pylist()
        deals = workspace.leakage(as_of=moment).to_pylist()
        assert {row["owner"]: row["deals"] for row in by_owner} == {
            owner: len({deal["opportunity"] for deal in deals if deal["owner"] == owner})
            for owner in {deal["owner"] for deal in deals}
        }


@pytest.mark.parametrize("seed", range(3000, 3000 + rounds(5, long=50)))
def test_what_does_not_stay_goes_some_way(seed: int) -> None:
    tables, currency, moments = crowded_measures.organisation(seed)
    workspace = opp.memory(currency)
    workspace.load(tables)
    for moment in moments:
        for row in workspace.query("time_in_stage", as_of=moment):
            assert sum(row[way] for way in ("staying", *WAYS)) == pytest.approx(1)


@pytest.mark.parametrize("measure", MEASURES)
def test_measures_of_a_synthetic_organisation(measure: str) -> None:
    generated = opp.synth.organisation(seed=11, opportunities=400)
    workspace = opp.memory()
    workspace.load({name: generated[name] for name in generated})
    rows = {name: generated[name].to_pylist() for name in generated}
    organisation = Organisation(rows, workspace.reporting_currency)
    for query in usual(measure):
        check(workspace, organisation, measure, query.but(as_of=generated.until))
