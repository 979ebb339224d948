"""What `Workspace.check` answers."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Literal

from opportune import _opportune
from opportune._render import money, one_line

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


class Decision:
    """The verdict on a draft, and the conflicts that saving it would make. Exactly one of
    ``allowed``, ``warned`` and ``blocked`` is true; a warned draft may be saved."""

    __slots__ = ("_native", "conflicts", "group", "verdict")

    def __init__(self, native: _opportune.Decision) -> None:
        self._native = native
        self.verdict: str = native.verdict
        self.group: str = native.group
        self.conflicts: tuple[PredictedConflict, ...] = tuple(map(_conflict, native.conflicts))

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
            verb = "opens" if conflict.opens else "joins"
            value = money(conflict.value_minor, conflict.currency)
            lines.append(
                f"  {verb} {conflict.kind}, {conflict.severity}, "
                f"{value} {conflict.currency}: {one_line(conflict.explanation)}"
            )
            for member in conflict.related[:5]:
                owner = f", {member.owner}" if member.owner else ""
                lines.append(
                    f"    {member.type} {member.id} ({member.market}{owner}): "
                    f"{one_line(member.evidence)}"
                )
            if len(conflict.related) > 5:
                lines.append(f"    ... and {len(conflict.related) - 5} more")
        return "\n".join(lines)


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
