"""How grave a conflict is: the policy's severity of its kind, by what is at stake."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..records import MILESTONES, Row
from .policy import Policy
from .view import View


def of(
    view: View,
    policy: Policy,
    kind: str,
    groups: Iterable[str],
    opportunities: list[Row],
    value_minor: int,
) -> str:
    """`opportunities`: the members that are open ones; `value_minor`: what they sum up to."""
    whose = "prospect" if all(view.is_prospect(group) for group in groups) else "customer"
    rank = max((view.stage(row).rank for row in opportunities), default=-1)
    severity = policy.severity[kind]
    for entry in severity.when:
        if _all_hold(entry, whose, rank, value_minor):
            return str(entry["severity"])
    return severity.base[whose]


def _all_hold(entry: dict[str, Any], whose: str, rank: int, value_minor: int) -> bool:
    return (
        entry.get("group") in (None, whose)
        and ("milestone" not in entry or rank >= MILESTONES.index(entry["milestone"]))
        and ("value_minor" not in entry or value_minor >= entry["value_minor"])
    )
