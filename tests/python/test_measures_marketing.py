"""Shared goals, what became of leads, where nobody has asked: the engine against the reference, on
random organisations.

$OPPORTUNE_TEST_FACTOR multiplies the number of organisations.
"""

from __future__ import annotations

import random

import pytest

import opportune as opp
from reference import crowded_measures
from reference.data import rounds
from reference.generator import Tables
from reference.measure.dimensions import DIMENSIONS
from reference.measure.query import Query
from reference.measure_comparison import check
from reference.measure_questions import (
    a_day,
    asked_at,
    of_whitespace,
    question,
    some_values,
)
from reference.records import Organisation


def loaded(seed: int) -> tuple[Tables, opp.Workspace, Organisation, crowded_measures.Moments]:
    tables, currency, moments = crowded_measures.organisation(seed)
    workspace = opp.memory(currency)
    workspace.load(tables)
    return tables, workspace, Organisation(tables, currency), moments


@pytest.mark.parametrize("seed", range(rounds(15, long=300)))
def test_goals_of_random_organisations(seed: int) -> None:
    tables, workspace, organisation, moments = loaded(seed)
    dice = random.Random(seed)
    for moment in [*moments, *(a_day(tables, dice) for _ in range(5))]:
        check(workspace, organisation, "goals", Query(as_of=moment))
        where = {"market": some_values("market", tables, dice)}
        check(workspace, organisation, "goals", Query(as_of=moment, where=where))


@pytest.mark.parametrize("seed", range(1000, 1000 + rounds(15, long=300)))
def test_smarketing_of_random_organisations(seed: int) -> None:
    tables, workspace, organisation, moments = loaded(seed)
    dice = random.Random(seed)
    for query in [Query(), *(question("smarketing", tables, dice) for _ in range(15))]:
        asked = asked_at("smarketing", query, tables, moments, dice)
        check(workspace, organisation, "smarketing", asked)


@pytest.mark.parametrize("seed", range(2000, 2000 + rounds(15, long=300)))
def test_whitespace_of_random_organisations(seed: int) -> None:
    tables, workspace, organisation, moments = loaded(seed)
    dice = random.Random(seed)
    for moment in moments:
        check(workspace, organisation, "whitespace", Query(as_of=moment))
        query = of_whitespace(tables, dice).but(as_of=moment)
        check(workspace, organisation, "whitespace", query)


def test_what_is_sold_by_family_is_what_was_won() -> None:
    _tables, workspace, _, moments = loaded(7)
    for moment in moments:
        sold = workspace.query("whitespace", by=["group", "family"], as_of=moment).to_pylist()
        won = workspace.query("win_loss", by=["group", "family"], as_of=moment).to_pylist()
        assert {
            (row["group"], row["family"]): row["sold_minor"] for row in sold if row["sold_minor"]
        } == {
            (row["group"], row["family"]): row["won_amount_minor"]
            for row in won
            if row["won_amount_minor"] and row["family"]
        }


@pytest.mark.parametrize(
    "by",
    [
        ["market", "family"],
        ["group"],
        ["group", "market"],
        ["group", "family", "market"],
        ["group", "market", "account", "family"],
        ["group", "product", "family"],
        ["group", "owner", "family"],
    ],
)
def test_what_whitespace_cannot_be_taken_by(ws: opp.Workspace, by: list[str]) -> None:
    with pytest.raises(opp.InputError):
        ws.query("whitespace", by=by)


@pytest.mark.parametrize("by", ["kind", "stage", "milestone", "process", "close_month"])
def test_what_leads_do_not_have(ws: opp.Workspace, by: str) -> None:
    assert by in DIMENSIONS
    with pytest.raises(opp.InputError):
        ws.query("smarketing", by=[by])


@pytest.mark.parametrize("period", ["soon", "2026-13", "2026-Q5", "2026-02-30/2026-03-01", "26"])
def test_a_period_that_cannot_be_names_its_goal(ws: opp.Workspace, period: str) -> None:
    ws.put("goal", id="together", metric="won_count", period=period, target=1)
    with pytest.raises(opp.InputError, match="together"):
        ws.query("goals", as_of="2026-03-31")
