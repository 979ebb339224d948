"""What `Workspace.checklist` answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from opportune.answers import (
    ActivityEffect,
    Participant,
    Terms,
    agreement_lines,
    effects,
    items,
    people_lines,
)
from opportune.transitions import ConflictEffect, Demand, instant


@dataclass(frozen=True)
class Way:
    """A stage that the opportunity may move to."""

    to: str
    name: str
    milestone: str
    forward: bool
    """A step onward; otherwise back, or out."""
    open: bool
    """Nothing is missing."""
    demands: tuple[Demand, ...]
    """Met and not."""

    @property
    def missing(self) -> tuple[Demand, ...]:
        return tuple(demand for demand in self.demands if not demand.met)


@dataclass(frozen=True)
class Checklist:
    """What is done and missing on the way to each next stage of an opportunity."""

    opportunity: str
    process: str
    """Its id, or "standard"."""
    version: int
    applies: str
    """The process that applies; differs where another should have been run."""
    stage: str
    stage_name: str
    milestone: str
    since: dt.datetime
    """When it entered the stage."""
    days: int
    """In the stage, as ``max_days`` counts them: in ``days_unit``, calendar or business days."""
    days_unit: str
    max_days: int | None
    overdue: bool
    ways: tuple[Way, ...]
    """In the order of the stages."""
    people: tuple[Participant, ...]
    agreements: tuple[Terms, ...]
    paused: tuple[ActivityEffect, ...]
    """Marketing that its present stage suppresses."""
    conflicts: tuple[ConflictEffect, ...]

    def __getitem__(self, to: str) -> Way:
        """The way to a stage, by its id; KeyError: it cannot move there."""
        for way in self.ways:
            if way.to == to:
                return way
        raise KeyError(to)

    def __repr__(self) -> str:
        limit = "" if self.max_days is None else f" of {self.max_days}"
        late = ", overdue" if self.overdue else ""
        unit = "business day" if self.days_unit == "business" else "day"
        lines = [
            f"{self.opportunity} in {self.stage_name} ({self.milestone}), "
            f"{unit} {self.days}{limit}{late}; process {self.process}, version {self.version}"
        ]
        if self.applies != self.process:
            lines.append(f"  process {self.applies} applies")
        for way in self.ways:
            lines.append(f"  to {way.name}: " + ("open" if way.open else "not yet"))
            lines += [
                f"    [{'x' if demand.met else ' '}] {demand.text}"
                for demand in way.demands
                if way.forward
            ]
        lines += people_lines(self.people) + agreement_lines(self.agreements)
        lines += effects("pauses", self.paused)
        lines += [f"  {c.severity} {c.kind}: {c.explanation}" for c in self.conflicts]
        return "\n".join(lines)


def checklist(answer: Mapping[str, Any]) -> Checklist:
    """From the engine's JSON."""
    given = dict(answer)
    ways = tuple(
        Way(demands=items(Demand, way.pop("demands")), **way)
        for way in map(dict, given.pop("ways"))
    )
    return Checklist(
        since=instant(given.pop("since")),
        ways=ways,
        people=items(Participant, given.pop("people")),
        agreements=items(Terms, given.pop("agreements")),
        paused=items(ActivityEffect, given.pop("paused")),
        conflicts=items(ConflictEffect, given.pop("conflicts")),
        **given,
    )
