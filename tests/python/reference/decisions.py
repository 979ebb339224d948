"""Random resolutions of what conflicts in an organisation: of all of a conflict, of a part, of what
has ended or not begun, of what was never in conflict."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from .kinds import ALL_KINDS
from .kinds.components import Conflict, Found
from .kinds.policy import Policy
from .kinds.view import View
from .records import Organisation, instant_of

Row = dict[str, Any]
DECISIONS = ["allowed", "assigned", "merged", "withdrawn"]


def decisions(
    tables: dict[str, list[Row]],
    reporting_currency: str,
    moments: list[dt.date | dt.datetime],
    dice: random.Random,
    count: int = 24,
) -> list[Row]:
    """About conflicts as of some of the moments."""
    organisation = Organisation(tables, reporting_currency)
    rows: list[Row] = []
    for moment in dice.sample(moments, 2):
        found = Found(View(organisation, moment), Policy(), ALL_KINDS)
        by_kind: dict[str, list[Conflict]] = {}
        for conflict in found.conflicts.values():
            by_kind.setdefault(conflict.kind, []).append(conflict)
        for _ in range(count // 2):
            if not by_kind:
                break
            conflict = dice.choice(by_kind[dice.choice(sorted(by_kind))])
            key = f"d{dice.choice(['', '-', 'Ö'])}{len(rows)}"
            rows.append({"id": key, **_decision(conflict, organisation, instant_of(moment), dice)})
    return rows


def _decision(
    conflict: Conflict, organisation: Organisation, moment: dt.datetime, dice: random.Random
) -> Row:
    members = sorted((member.type, member.id) for member in conflict.members)
    least = 1 if conflict.kind == "coverage_gap" else 2
    several = dice.sample(members, dice.choice([len(members), dice.randint(least, len(members))]))
    kind = conflict.kind
    if dice.random() < 0.1:  # members of any type, of another kind
        kind = dice.choice(ALL_KINDS)
        several += [("opportunity", row["id"]) for row in organisation.rows("opportunity")[:2]]
    at = moment - dt.timedelta(days=dice.choice([0, 0, 1, 10, 100, -1]))
    until = at.date() + dt.timedelta(days=dice.choice([0, 1, 10, 100]))
    return {
        "kind": kind,
        "members": [f"{type_}:{key}" for type_, key in dict.fromkeys(several)],
        "decision": dice.choice(DECISIONS),
        "at": at.replace(tzinfo=dt.timezone.utc),
        "until": until if dice.random() < 0.5 else None,
    }
