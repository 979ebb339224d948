"""What changes and time do to conflicts."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from opportune.moment import in_utc
from opportune.table import Table


@dataclass(frozen=True)
class ConflictChange:
    """A conflict that came, altered or went; for one that went, as it was."""

    id: str
    kind: str
    severity: str
    group: str
    pairs: int
    since: dt.datetime | None
    """None: since ever."""
    value_minor: int
    """In the reporting currency."""
    members: tuple[str, ...]
    """Each as type:id, the one that came first, first."""
    markets: tuple[str, ...]
    resolution: str | None
    explanation: str


@dataclass(frozen=True)
class Effects:
    """What a change did, or time that passed. No other conflict has changed."""

    applied: int
    """Number of changes."""
    groups: tuple[str, ...]
    """Root accounts of the corporate groups that were looked at."""
    as_of: dt.datetime | None
    """The instant at which conflicts were compared."""
    opened: tuple[ConflictChange, ...]
    changed: tuple[ConflictChange, ...]
    closed: tuple[ConflictChange, ...]

    def __bool__(self) -> bool:
        """Did any conflict come, alter or go?"""
        return bool(self.opened or self.changed or self.closed)

    def __str__(self) -> str:
        lines = [
            f"{word} {change.severity} {change.id}: {change.explanation}"
            for word, changes in (
                ("opened", self.opened),
                ("changed", self.changed),
                ("closed", self.closed),
            )
            for change in changes
        ]
        return "\n".join(lines) or "no conflict has changed"


@dataclass(frozen=True)
class WhatIf:
    """What changes would bring."""

    verdict: str
    """allow, warn or block: the worst of the conflicts that would come or alter."""
    effects: Effects
    """As :meth:`Workspace.apply` would return it."""
    pipeline: Table
    """market (None: all), count_before, count_after, amount_before_minor, ...: what would
    differ."""
    coverage: Table
    """group, market (None: the group), before, after: is a manager missing?"""
    agreements: Table
    """opportunity, agreement, before, after: does the agreement cover the opportunity?"""


def effects_of(text: str) -> Effects:
    """Effects from the engine's JSON."""
    told = json.loads(text)
    return Effects(
        applied=told["applied"],
        groups=tuple(told["groups"]),
        as_of=_instant(told["as_of"]),
        opened=_changes(told["opened"]),
        changed=_changes(told["changed"]),
        closed=_changes(told["closed"]),
    )


def _instant(text: str | None) -> dt.datetime | None:
    return in_utc(dt.datetime.fromisoformat(text)) if text else None


def _changes(told: list[Mapping[str, Any]]) -> tuple[ConflictChange, ...]:
    return tuple(
        ConflictChange(
            **{
                **change,
                "since": _instant(change["since"]),
                "members": tuple(change["members"]),
                "markets": tuple(change["markets"]),
            }
        )
        for change in told
    )
