"""What a load answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from opportune.errors import Issue
from opportune.table import Table


@dataclass(frozen=True)
class LoadReport:
    """What a load did."""

    rows: dict[str, int]
    """Rows that were loaded, by table."""
    notices: list[Issue] = field(default_factory=list)
    """What was decided for the caller where the input left a choice (two parents, ...)."""
    quarantine: Table | None = None
    """The rows that were not loaded, with their reasons: table, row, field, value, code, reason,
    record. None unless the load was asked to put them aside."""

    @property
    def total(self) -> int:
        """Rows that were loaded in all."""
        return sum(self.rows.values())

    def __repr__(self) -> str:
        width = max([len("total"), *map(len, self.rows)])
        lines = [f"{name:<{width}}  {rows:>12,}" for name, rows in self.rows.items()]
        lines.append(f"{'total':<{width}}  {self.total:>12,}")
        if self.quarantine:
            lines.append(f"quarantined: {len(self.quarantine):,}")
        lines.extend(f"notice: {notice}" for notice in self.notices[:10])
        if len(self.notices) > 10:
            lines.append(f"... and {len(self.notices) - 10} more notices")
        return "\n".join(lines)
