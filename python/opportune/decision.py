"""What `Workspace.check` answers."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Literal

from opportune import _opportune
from opportune._cells import money, one_line
from opportune.answers import (
    ActivityEffect,
    Participant,
    Terms,
    agreement_lines,
    effects,
    items,
    people_lines,
)

Verdict = Literal["allow", "warn", "block"]


@dataclass(frozen=True)
class RelatedMember:
    """A record that the draft itself would be related to, and why."""

    type: str
    id: str
    market: str
    owner: str
    since: dt.datetime | None
    evidence: str


@dataclass(frozen=True)
class PredictedConflict:
    """A conflict that saving the draft would open, or join."""

    id: str
    kind: str
    severity: str
    group: str
    opens: bool
    """False: the conflict stands already, and the draft would join it."""
    pairs: int
    """Related pairs that the draft adds."""
    since: dt.datetime | None
    value_minor: int
    currency: str
    related: tuple[RelatedMember, ...]
    """At most 100, first come first."""
    explanation: str


@dataclass(frozen=True)
class DraftProcess:
    """Which process a draft should run, and which it does."""

    applies: str | None
    """The process that applies: its id, or "standard". A lead's: what it would run as an
    opportunity. None: an activity runs none."""
    runs: str | None
    """What it runs, likewise; None: it is no opportunity."""
    mismatch: bool
    """It runs another than the one of the organisation's that applies."""


@dataclass(frozen=True)
class RequirementAhead:
    """What the law of its jurisdiction asks of a draft before it is won."""

    requirement: str
    milestone: str
    """From which on it has to be in place."""
    fulfilled: bool
    kind: str | None
    text: str | None


@dataclass(frozen=True)
class Suppressor:
    """An open opportunity whose stage suppresses a draft activity."""

    opportunity: str
    stage: str
    account: str
    """The opportunity's."""


class Decision:
    """The verdict on a draft, the conflicts that saving it would make, and what else to know before
    it is saved. Exactly one of ``allowed``, ``warned`` and ``blocked`` is true; a warned draft may
    be saved.

    What is said beside the conflicts does not alter the verdict. Of what is closed nothing is
    ahead: no requirements, nobody to take part, nothing that pauses.
    """

    __slots__ = ("_conflicts", "_native", "_said", "group", "verdict")

    def __init__(self, native: _opportune.Decision) -> None:
        self._native = native
        self._said: dict[str, Any] | None = None
        self._conflicts: tuple[PredictedConflict, ...] | None = None
        self.verdict: str = native.verdict
        self.group: str = native.group

    @property
    def conflicts(self) -> tuple[PredictedConflict, ...]:
        """What saving the draft would open or join, the worst first."""
        # Made when first asked for, as the answers below: a large group's have many members.
        if self._conflicts is None:
            self._conflicts = tuple(map(_conflict, self._native.conflicts))
        return self._conflicts

    @property
    def allowed(self) -> bool:
        """Nothing speaks against it."""
        return self.verdict == "allow"

    @property
    def warned(self) -> bool:
        """It may be saved; the conflicts should be shown first."""
        return self.verdict == "warn"

    @property
    def blocked(self) -> bool:
        """The policy says that it must not be saved as it is."""
        return self.verdict == "block"

    @property
    def process(self) -> DraftProcess:
        """The process that applies to an opportunity or a lead, and whether the draft runs it."""
        return DraftProcess(**self._answers["process"])

    @property
    def agreements(self) -> tuple[Terms, ...]:
        """Those that cover an opportunity or a lead, with their terms, by id."""
        return items(Terms, self._answers["agreements"])

    @property
    def requirements(self) -> tuple[RequirementAhead, ...]:
        """All that the law asks of an opportunity or a lead before it is won, by milestone, then
        id. Those of a stored opportunity may be fulfilled."""
        return items(RequirementAhead, self._answers["requirements"])

    @property
    def people(self) -> tuple[Participant, ...]:
        """Who has to take part, as a checklist names them; at a global group also in a lead or an
        activity."""
        return items(Participant, self._answers["people"])

    @property
    def paused(self) -> tuple[ActivityEffect, ...]:
        """The planned and running marketing that saving an opportunity would pause: its stage
        suppresses it, and that in which it is stored (if it is) does not already. By id."""
        return items(ActivityEffect, self._answers["paused"])

    @property
    def suppressed_by(self) -> tuple[Suppressor, ...]:
        """Of a marketing activity that is planned, runs or is paused: what holds it back, by id."""
        return items(Suppressor, self._answers["suppressed_by"])

    @property
    def _answers(self) -> dict[str, Any]:
        # Read when first asked for: most callers look at the verdict alone, on every save.
        if self._said is None:
            self._said = self.to_dict()
        return self._said

    def to_dict(self) -> dict[str, Any]:
        """As the C ABI returns it as JSON."""
        out: dict[str, Any] = json.loads(self._native.to_json())
        return out

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Decision):
            return NotImplemented
        mine, its = self._native.to_json(), other._native.to_json()
        return mine == its

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        lines = [f"{self.verdict} (group {self.group or 'none'})"]
        for conflict in self.conflicts:
            lines += _conflict_lines(conflict)
        process = self.process
        if process.mismatch:
            lines.append(f"  process {process.applies} applies, not {process.runs}")
        lines += agreement_lines(self.agreements)
        for asked in self.requirements:
            mark = "x" if asked.fulfilled else " "
            text = f": {one_line(asked.text)}" if asked.text else ""
            lines.append(
                f"  [{mark}] requirement {asked.requirement} before {asked.milestone}{text}"
            )
        lines += people_lines(self.people) + effects("pauses", self.paused)
        lines += [
            f"  suppressed by {by.opportunity} in {by.stage} at {by.account}"
            for by in self.suppressed_by
        ]
        return "\n".join(lines)


def _conflict_lines(conflict: PredictedConflict) -> list[str]:
    verb = "opens" if conflict.opens else "joins"
    value = money(conflict.value_minor, conflict.currency)
    lines = [
        f"  {verb} {conflict.kind}, {conflict.severity}, "
        f"{value} {conflict.currency}: {one_line(conflict.explanation)}"
    ]
    for member in conflict.related[:5]:
        where = ", ".join(filter(None, (member.market, member.owner)))
        place = f" ({where})" if where else ""
        lines.append(f"    {member.type} {member.id}{place}: {one_line(member.evidence)}")
    if len(conflict.related) > 5:
        lines.append(f"    ... and {len(conflict.related) - 5} more")
    return lines


def _conflict(native: _opportune.DecisionConflict) -> PredictedConflict:
    related = tuple(
        RelatedMember(m.type, m.id, m.market, m.owner, m.since, m.evidence) for m in native.related
    )
    return PredictedConflict(
        native.id,
        native.kind,
        native.severity,
        native.group,
        native.opens,
        native.pairs,
        native.since,
        native.value_minor,
        native.currency,
        related,
        native.explanation,
    )
