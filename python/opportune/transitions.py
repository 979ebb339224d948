"""What `Workspace.advance` and `Workspace.convert` answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from opportune import _opportune
from opportune.answers import ActivityEffect, effects, items
from opportune.decision import Decision
from opportune.table import Table


@dataclass(frozen=True)
class Demand:
    """One thing that a stage asks for before it is left."""

    kind: str
    """transition, activity, field, role, approval or requirement"""
    what: str
    """The activity's kind, the field, the role, or the requirement's id."""
    needed: int
    present: int
    met: bool
    text: str
    """A sentence."""


@dataclass(frozen=True)
class ConflictEffect:
    """A conflict that came or went by a move, or that stands."""

    id: str
    kind: str
    severity: str
    explanation: str


@dataclass(frozen=True)
class Transition:
    """What came of a move that was asked for. ``if transition:`` asks whether it was done."""

    done: bool
    opportunity: str
    process: str
    """Its id, or "standard"."""
    version: int
    from_: str
    to: str
    at: dt.datetime
    missing: tuple[Demand, ...]
    """Why it was refused; where it was forced, over what."""
    refusal: str | None
    """Why a force did not help."""
    forced: bool
    customer: bool
    """The account became a customer by it."""
    pause: tuple[ActivityEffect, ...]
    resume: tuple[ActivityEffect, ...]
    opened: tuple[ConflictEffect, ...]
    closed: tuple[ConflictEffect, ...]

    def __bool__(self) -> bool:
        return self.done

    def __repr__(self) -> str:
        state = "forced" if self.forced else "done" if self.done else "refused"
        lines = [f"{self.opportunity}: {self.from_} -> {self.to}, {state}"]
        if self.refusal:
            lines.append(f"  {self.refusal}")
        lines += [f"  missing: {item.text}" for item in self.missing]
        lines += effects("pause", self.pause) + effects("resume", self.resume)
        lines += [f"  opens {conflict.explanation}" for conflict in self.opened]
        lines += [f"  closes {conflict.explanation}" for conflict in self.closed]
        if self.customer:
            lines.append("  the account is a customer now")
        return "\n".join(lines)


@dataclass(frozen=True)
class Conversion:
    """What came of a lead. ``if conversion:`` asks whether it became an opportunity."""

    done: bool
    lead: str
    opportunity: str
    process: str
    """Its id, or "standard"."""
    stage: str
    """Where the opportunity starts."""
    decision: Decision
    """What admission said of the opportunity."""
    refusal: str | None
    """Why it was not converted."""
    forced: bool

    def __bool__(self) -> bool:
        return self.done

    def __repr__(self) -> str:
        state = "forced" if self.forced else "done" if self.done else "refused"
        lines = [f"{self.lead} -> {self.opportunity} in {self.process}/{self.stage}, {state}"]
        if self.refusal:
            lines.append(f"  {self.refusal}")
        lines.append("  admission: " + repr(self.decision).replace("\n", "\n  "))
        return "\n".join(lines)


class Transitions(Table):
    """What came of a table of moves, a row for each: opportunity, done, process, version, from, to,
    at, forced, customer, refusal. The rest is in tables whose ``row`` is the move's, from 0."""

    __slots__ = ("activities", "conflicts", "missing")

    def __init__(
        self,
        native: _opportune.Result,
        missing: _opportune.Result,
        activities: _opportune.Result,
        conflicts: _opportune.Result,
    ) -> None:
        super().__init__(native)
        self.missing = Table(missing)
        """row, opportunity, kind, what, needed, present, text"""
        self.activities = Table(activities)
        """row, opportunity, effect (pause or resume), activity, kind, account"""
        self.conflicts = Table(conflicts)
        """row, opportunity, effect (opened or closed), id, kind, severity, explanation"""


def transition(answer: Mapping[str, Any]) -> Transition:
    """From the engine's JSON."""
    given = dict(answer)
    return Transition(
        from_=given.pop("from"),
        at=instant(given.pop("at")),
        missing=items(Demand, given.pop("missing")),
        pause=items(ActivityEffect, given.pop("pause")),
        resume=items(ActivityEffect, given.pop("resume")),
        opened=items(ConflictEffect, given.pop("opened")),
        closed=items(ConflictEffect, given.pop("closed")),
        **given,
    )


def instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
