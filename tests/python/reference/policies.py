"""Random policies, with numbers that something in the organisation just meets."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from .kinds import ALL_KINDS
from .kinds.agreement_bypass import won_on
from .kinds.components import Found
from .kinds.policy import RECOMMENDATION, Policy
from .kinds.view import View
from .records import Organisation

Row = dict[str, Any]
SEVERITIES = ["info", "warning", "critical", "off"]
OPEN = ["qualified", "discovery", "proposal", "negotiation"]


def policy(organisation: Organisation, moment: dt.date | dt.datetime, dice: random.Random) -> Row:
    """Some keys of it; the others keep their defaults."""
    view = View(organisation, moment)
    whole: Row = {
        "severity": {
            kind: _severity(kind, view, dice) for kind in ALL_KINDS if dice.random() < 0.4
        },
        "lead_collision_milestone": dice.choice(OPEN),
        "marketing_horizon_days": _one_of([0, 7, *_until_starts(view)], dice),
        "repeated_material": {
            "days": _one_of([0, 30, *_until_repeated(view)], dice),
            "reach": dice.choice(["account", "group"]),
        },
        "agreement_bypass_days": _one_of([0, 100, *_since_won(view)], dice),
        "suppression": dice.choice(["group", "country", "account"]),
        "recommendation": dice.sample(RECOMMENDATION, dice.randint(0, len(RECOMMENDATION))),
    }
    return {name: value for name, value in whole.items() if dice.random() < 0.7}


def _severity(kind: str, view: View, dice: random.Random) -> Any:
    if dice.random() < 0.3:
        return dice.choice(SEVERITIES)
    base = {group: dice.choice(SEVERITIES) for group in ("prospect", "customer")}
    return {**base, "when": [_when(kind, view, dice) for _ in range(dice.randint(0, 3))]}


def _when(kind: str, view: View, dice: random.Random) -> Row:
    found = Found(view, Policy(), [kind])
    values = {0, 10**6, *(conflict.value_minor for conflict in found.conflicts.values())}
    entry: Row = {
        "group": dice.choice(["prospect", "customer"]),
        "milestone": dice.choice(OPEN),
        "value_minor": dice.choice(sorted(values)) + dice.choice([0, 0, 1]),
    }
    some = {name: value for name, value in entry.items() if dice.random() < 0.5}
    return {**(some or {"milestone": entry["milestone"]}), "severity": dice.choice(SEVERITIES)}


def _one_of(days: list[int], dice: random.Random) -> int:
    return max(0, dice.choice(days) + dice.choice([0, 0, 1, -1]))


def _until_starts(view: View) -> list[int]:
    starts = [row["start"] for row in view.marketing if row["start"] is not None]
    return [(start - view.day).days for start in starts if start >= view.day]


def _until_repeated(view: View) -> list[int]:
    return [
        (b["start"] - a["end"]).days
        for a in view.marketing
        for b in view.marketing
        if a["end"] is not None and b["start"] is not None and a["end"] <= b["start"]
    ]


def _since_won(view: View) -> list[int]:
    days = [won_on(view, row) for row in view.organisation.rows("opportunity")]
    return [(view.day - day).days for day in days if day is not None]
