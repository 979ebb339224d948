"""The conflicts that a move says it opened and closed are the difference of two full scans, before
it and after it, whatever the engine does not look for because it could not have changed."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

import opportune as opp
from reference.data import rounds

UNTIL = dt.datetime(2026, 6, 30, 12, tzinfo=dt.timezone.utc)
LATE = {"milestone": "negotiation", "severity": "critical"}
POLICIES: list[dict[str, Any]] = [
    {},
    {"suppression": "account", "lead_collision_milestone": "discovery"},
    # Conflicts that are told at some milestones only, and at customers only.
    {
        "severity": {
            kind: {"prospect": "off", "customer": "off", "when": [LATE]}
            if place % 2
            else {"prospect": "off", "customer": "warning", "when": []}
            for place, kind in enumerate(opp.conflict_kinds())
        }
    },
]


def standing(ws: opp.Workspace, account: str, at: dt.datetime) -> dict[str, tuple[str, str]]:
    """The conflicts of the account's group by id; those that cross groups no move brings."""
    found = ws.conflicts(as_of=at, groups=[account])
    return {
        row["id"]: (row["kind"], row["severity"])
        for row in found
        if row["kind"] != "shared_identity"
    }


def effects(found: tuple[opp.ConflictEffect, ...]) -> dict[str, tuple[str, str]]:
    return {effect.id: (effect.kind, effect.severity) for effect in found}


@pytest.mark.parametrize("policy", POLICIES, ids=["default", "narrow", "by milestone"])
@pytest.mark.parametrize("seed", range(rounds(2)))
def test_effects_are_the_difference_of_two_scans(seed: int, policy: dict[str, Any]) -> None:
    organisation = opp.synth.organisation(seed=seed, opportunities=500, until=UNTIL.date())
    ws, dice = opp.memory(policy=policy), random.Random(seed)
    ws.load(**organisation)
    members = ws.conflicts(as_of=UNTIL).members
    contending = {row["id"] for row in members if row["type"] == "opportunity"}
    deals = [row for row in ws.table("opportunity").to_pylist() if row["id"] in contending]
    deals = [row for row in deals if row["closed"] is None]
    forced = {"force": True, "reason": "a test", "by": manager(ws)}
    changed, at, made = set(), UNTIL, 0
    for _ in range(250):
        at += dt.timedelta(hours=dice.randint(0, 5))
        deal = dice.choice(deals)
        ways = [way.to for way in ws.checklist(deal["id"], as_of=at).ways]
        if not ways:
            continue
        before = standing(ws, deal["account"], at)
        to = dice.choice(ways if dice.random() < 0.3 else ways[:1])  # the later ones close it
        answer = ws.advance(deal["id"], to, at=at, **forced)
        after = standing(ws, deal["account"], at)
        opened = {key: value for key, value in after.items() if key not in before}
        closed = {key: value for key, value in before.items() if key not in after}
        assert effects(answer.opened) == opened, (deal["id"], answer.from_, to)
        assert effects(answer.closed) == closed, (deal["id"], answer.from_, to)
        changed |= {kind for kind, _ in [*opened.values(), *closed.values()]}
        made += answer.done
    assert made > 30
    assert len(changed) >= 2


def manager(ws: opp.Workspace) -> str:
    return next(row["id"] for row in ws.table("person") if row["role"] == "sales_manager")
