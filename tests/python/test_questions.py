"""Conflicts, checks and measures as a data scientist and a CRM ask for them."""

from __future__ import annotations

import datetime as dt

import pytest

import opportune as opp

AS_OF = dt.date(2026, 3, 31)
PURSUITS = ["duplicate_pursuit", "cross_market_pursuit", "lead_collision"]


def test_conflicts_with_members_and_pairs(ws: opp.Workspace) -> None:
    conflicts = ws.conflicts(as_of=AS_OF, kinds=PURSUITS)
    assert set(conflicts["kind"]) == {
        "duplicate_pursuit",
        "cross_market_pursuit",
        "lead_collision",
    }
    members: dict[str, set[str]] = {}
    for row in conflicts.members:
        members.setdefault(row["conflict"].split(":")[0], set()).add(row["id"])
    assert members["duplicate_pursuit"] == {"o1", "o2"}
    assert members["cross_market_pursuit"] == {"o1", "o2", "o3"}
    assert members["lead_collision"] == {"l1", "o1"}
    assert len(conflicts.pairs) == sum(conflicts["pairs"]) == 4
    assert all(conflicts.pairs["evidence"])
    assert conflicts.pairs.to_pylist() == (
        ws.conflicts(as_of=AS_OF, kinds=PURSUITS, pairs=True).pairs.to_pylist()
    )


def test_an_as_of_may_be_given_in_many_ways(ws: opp.Workspace) -> None:
    last = dt.datetime(2026, 3, 31, 23, 59, 59, 999_999)
    same = [
        AS_OF,
        "2026-03-31",
        last,
        last.replace(tzinfo=dt.timezone.utc),
        last.replace(tzinfo=dt.timezone.utc).astimezone(dt.timezone(dt.timedelta(hours=5))),
        "2026-03-31T23:59:59.999999Z",
    ]
    answers = [ws.conflicts(as_of=as_of).to_pylist() for as_of in same]
    assert all(answer == answers[0] for answer in answers)
    assert len(ws.conflicts(as_of="2026-01-15", kinds=PURSUITS)) == 0
    assert len(ws.conflicts()) >= 1


def test_conflicts_of_some_kinds_groups_and_policies(ws: opp.Workspace) -> None:
    assert ws.conflicts(as_of=AS_OF, kinds="lead_collision")["kind"] == ["lead_collision"]
    assert len(ws.conflicts(as_of=AS_OF, groups=["birch"])) == 0
    assert len(ws.conflicts(as_of=AS_OF, kinds=PURSUITS, groups=["acme-de"])) == 3
    assert len(ws.conflicts(as_of=AS_OF, kinds=PURSUITS, pairs=True, pair_limit=1).pairs) == 3
    one = ws.conflicts(as_of=AS_OF, threads=1).to_pylist()
    assert one == ws.conflicts(as_of=AS_OF, threads=2).to_pylist()


def test_pairs_of_a_workspace_that_has_changed_are_stale(ws: opp.Workspace) -> None:
    conflicts = ws.conflicts(as_of=AS_OF)
    ws.put("opportunity", id="o5", account="acme", stage="qualified", opened="2026-03-01")
    with pytest.raises(opp.StaleError, match="pairs=True"):
        _ = conflicts.pairs


def test_a_check_says_what_saving_would_bring(ws: opp.Workspace) -> None:
    decision = ws.check(
        opportunity={
            "account": "birch",
            "market": "DE",
            "owner": "carla",
            "stage": "qualified",
            "products": ["valves"],
            "opened": dt.date(2026, 3, 30),
        },
        as_of=AS_OF,
    )
    assert decision.verdict in ("warn", "block")
    assert decision.group == "birch"
    assert not decision.allowed
    assert [m.id for m in decision.conflicts[0].related] == ["o4"]
    assert decision.conflicts[0].opens
    assert decision.conflicts[0].explanation
    assert decision.to_dict()["verdict"] == decision.verdict
    assert decision.verdict in repr(decision)
    assert "o4" in repr(decision)
    assert len(ws.table("opportunity")) == 4


def test_a_check_of_a_lead_and_of_what_is_harmless(ws: opp.Workspace) -> None:
    lead = {"account": "birch", "status": "new", "created": "2026-03-30", "product": "P1"}
    decision = ws.check(lead=lead, as_of=AS_OF)
    assert decision.allowed
    assert not decision.warned
    assert not decision.blocked
    assert decision.conflicts == ()
    assert decision == ws.check(lead=lead, as_of=AS_OF)


def test_the_pipeline_balances(ws: opp.Workspace) -> None:
    total = ws.pipeline(as_of=AS_OF)
    assert len(total) == 1
    assert total["count"] == [4]
    by_market = ws.pipeline(by=["market"], as_of=AS_OF)
    assert dict(zip(by_market["market"], by_market["count"], strict=True)) == {"DE": 1, "SE": 3}
    assert sum(by_market["amount_minor"]) == total["amount_minor"][0]
    only = ws.pipeline(by="market", as_of=AS_OF, where={"market": "SE"})
    assert only["market"] == ["SE"]
    assert ws.query("pipeline", by=["market"], as_of=AS_OF).to_dict() == by_market.to_dict()


def test_the_funnel_of_a_cohort(ws: opp.Workspace) -> None:
    funnel = ws.funnel(from_="2026-01-01", to=dt.date(2026, 2, 28), as_of=AS_OF)
    assert len(funnel) >= 1
    assert (
        funnel.to_pylist()
        == ws.funnel(from_=dt.date(2026, 1, 1), to="2026-02-28", as_of=AS_OF).to_pylist()
    )


def test_names() -> None:
    assert {"pipeline", "funnel"} <= set(opp.measures())
    assert {"market", "region", "milestone"} <= set(opp.dimensions())
    assert "duplicate_pursuit" in opp.conflict_kinds()
    assert opp.table_names()[:2]
    assert opp.__version__


def test_memory_use_names_tables(ws: opp.Workspace) -> None:
    use = ws.memory_use()
    assert use.columns == ["table", "rows", "bytes"]
    assert sum(use["bytes"]) > 0
