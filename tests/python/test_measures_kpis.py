"""KPIs: the engine against the reference, on random organisations; what is refused, and what has a
problem.

$OPPORTUNE_TEST_FACTOR multiplies the number of organisations.
"""

from __future__ import annotations

import random
from typing import Any

import pytest

import opportune as opp
from reference import crowded_measures
from reference.data import rounds
from reference.measure.query import Query
from reference.measure_comparison import check
from reference.measure_questions import a_day, some_values
from reference.records import Organisation

KPI = {"id": "open", "measure": "pipeline", "column": "count", "target": 9}


@pytest.mark.parametrize("seed", range(rounds(6, long=100)))
def test_kpis_of_random_organisations(seed: int) -> None:
    tables, currency, moments = crowded_measures.organisation(seed)
    workspace, organisation = opp.memory(currency), Organisation(tables, currency)
    workspace.load(tables)
    dice = random.Random(seed)
    for moment in [*dice.sample(moments, 2), a_day(tables, dice)]:
        check(workspace, organisation, "kpis", Query(as_of=moment))
        where = {"market": some_values("market", tables, dice)}
        check(workspace, organisation, "kpis", Query(as_of=moment, where=where))


@pytest.mark.parametrize(
    ("field", "columns"),
    [
        ("days", {"days": 0}),
        ("days", {"days": -1}),
        ("days", {"days": 1.5}),
        ("days", {"days": 36_601}),
        ("due", {"baseline": "2026-02-01", "due": "2026-01-31"}),
        ("filter", {"filter": "renewal"}),
        ("filter", {"filter": '["renewal"]'}),
        ("cell", {"cell": '{"milestone": '}),
        ("market", {"market": "nowhere"}),
        ("owner", {"owner": "nobody"}),
    ],
)
def test_a_record_that_cannot_be_is_refused(
    ws: opp.Workspace, field: str, columns: dict[str, Any]
) -> None:
    with pytest.raises(opp.InputError) as caught:
        ws.put("kpi", **{**KPI, **columns})
    issue = caught.value.issues[0]
    assert (issue.table, issue.field) == ("kpi", field)
    assert len(ws.table("kpi")) == 0


@pytest.mark.parametrize("missing", ["id", "measure", "column", "target"])
def test_what_a_kpi_must_have(ws: opp.Workspace, missing: str) -> None:
    with pytest.raises(opp.InputError, match=missing):
        ws.put("kpi", **{name: value for name, value in KPI.items() if name != missing})


def test_a_problem_says_what_there_is_and_hinders_no_other(ws: opp.Workspace) -> None:
    ws.put("kpi", **KPI)
    ws.put("kpi", id="mood", measure="moods", column="mood", target=5, before=3)
    ws.put("kpi", id="won", measure="funnel", column="reached", target=5)
    table = ws.kpis(as_of="2026-03-31")
    mood, count, won = table
    assert [row["kpi"] for row in (mood, count, won)] == ["mood", "open", "won"]
    assert (count["now"], count["problem"]) == (4, None)
    assert all(name in mood["problem"] for name in ("moods", "pipeline", "win_loss"))
    assert (mood["before"], mood["now"], mood["progress"]) == (3, None, None)
    assert won["now"] is None
    assert won["problem"]


def test_a_filter_may_be_given_as_a_dict(ws: opp.Workspace) -> None:
    ws.put("kpi", **KPI, filter={"owner": ["anna", "bjorn"]}, market="SE")
    (row,) = ws.kpis(as_of="2026-03-31", where={"market": ["world"]})
    assert (row["now"], row["problem"]) == (3, None)
    assert len(ws.kpis(as_of="2026-03-31", where={"market": ["DE"]})) == 0
