"""A check says exactly what saving then does: drafts are checked, then saved, and compared."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

import opportune as opp

DAY = dt.date(2026, 6, 30)
Row = dict[str, Any]


@pytest.fixture(scope="module")
def organisation() -> opp.synth.Organisation:
    return opp.synth.organisation(seed=5, opportunities=1500)


def loaded(organisation: opp.synth.Organisation) -> opp.Workspace:
    workspace = opp.memory("EUR")
    workspace.load(organisation.tables)
    return workspace


def conflicts_with(workspace: opp.Workspace, kind: str, key: str) -> dict[str, Row]:
    """The conflicts that have this member, by id, with the pairs that it is in."""
    found = workspace.conflicts(as_of=DAY, pairs=True)
    with_it = {row["conflict"] for row in found.members if (row["type"], row["id"]) == (kind, key)}
    out = {}
    for row in found:
        if row["id"] in with_it:
            related = {
                other
                for pair in found.pairs
                if pair["conflict"] == row["id"]
                for mine, other in (
                    ((pair["a_type"], pair["a_id"]), (pair["b_type"], pair["b_id"])),
                    ((pair["b_type"], pair["b_id"]), (pair["a_type"], pair["a_id"])),
                )
                if mine == (kind, key)
            }
            out[row["id"]] = {**row, "related": related}
    return out


def a_draft(dice: random.Random, rows: list[Row], people: list[str], markets: list[str]) -> Row:
    """An opportunity beside one that is there: often its account, sometimes its own change."""
    beside = dice.choice(rows)
    changes = dice.random() < 0.3
    return {
        "id": beside["id"] if changes else "draft-1",
        "account": beside["account"],
        "market": dice.choice([beside["market"], beside["market"], dice.choice(markets)]),
        "owner": dice.choice([beside["owner"], dice.choice(people), None]),
        "process": beside["process"],
        "stage": beside["stage"],
        "products": dice.choice([beside["products"], [], dice.choice(rows)["products"]]),
        "amount_minor": dice.randrange(10**7),
        "currency": beside["currency"],
        "opened": beside["opened"] if changes else DAY,
        "agreement": dice.choice([beside["agreement"], None]),
    }


@pytest.mark.parametrize("seed", range(40))
def test_a_check_is_the_difference_that_saving_makes(
    organisation: opp.synth.Organisation, seed: int
) -> None:
    dice = random.Random(seed)
    workspace = loaded(organisation)
    rows = [row for row in workspace.table("opportunity") if row["closed"] is None]
    in_conflict = {row["id"] for row in workspace.conflicts(as_of=DAY).members}
    crowded = [row for row in rows if row["id"] in in_conflict]
    people = workspace.table("person")["id"]
    markets = workspace.table("market")["id"]
    draft = a_draft(dice, dice.choice([rows, crowded]), people, markets)

    before = conflicts_with(workspace, "opportunity", draft["id"])
    decision = workspace.check(opportunity=draft, as_of=DAY)
    assert conflicts_with(workspace, "opportunity", draft["id"]) == before  # nothing was changed
    record = {name: value for name, value in draft.items() if value is not None}
    workspace.apply({"table": "opportunity", "record": record, "at": DAY})
    after = conflicts_with(workspace, "opportunity", draft["id"])

    related_before = {row["kind"]: row["related"] for row in before.values()}
    expected = {
        key: row for key, row in after.items() if row["related"] != related_before.get(row["kind"])
    }
    assert {conflict.id for conflict in decision.conflicts} == set(expected)
    for conflict in decision.conflicts:
        row = expected[conflict.id]
        assert conflict.severity == row["severity"]
        assert conflict.value_minor == row["value_minor"]
        assert conflict.since == row["since"]
        assert conflict.pairs == len(row["related"])
        assert {(member.type, member.id) for member in conflict.related} == row["related"]
    worst = {row["severity"] for row in expected.values()}
    verdict = "block" if "critical" in worst else "warn" if "warning" in worst else "allow"
    assert decision.verdict == verdict


def test_a_lead_is_checked_alike(organisation: opp.synth.Organisation) -> None:
    workspace = loaded(organisation)
    collisions = workspace.conflicts(as_of=DAY, kinds=["lead_collision"])
    key = next(row["id"] for row in collisions.members if row["type"] == "lead")
    lead = next(row for row in workspace.table("lead") if row["id"] == key)
    assert workspace.check(lead=lead, as_of=DAY).allowed  # it stands already: nothing new
    again = workspace.check(lead={**lead, "id": "another"}, as_of=DAY)
    assert again.warned
    assert [conflict.kind for conflict in again.conflicts] == ["lead_collision"]
