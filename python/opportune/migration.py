"""What `Workspace.migrate` answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from opportune.answers import ActivityEffect, effects, items
from opportune.transitions import ConflictEffect, instant


@dataclass(frozen=True)
class Migrated:
    """An opportunity that came to another version of its process."""

    opportunity: str
    from_version: int
    from_: str
    """Its stage in that version."""
    to: str
    """Its stage in the version that it came to; often the same."""


@dataclass(frozen=True)
class Migration:
    """What came of a migration."""

    process: str
    version: int
    at: dt.datetime
    moved: tuple[Migrated, ...]
    """By opportunity."""
    unchanged: int
    """How many ran the version already."""
    pause: tuple[ActivityEffect, ...]
    resume: tuple[ActivityEffect, ...]
    opened: tuple[ConflictEffect, ...]
    closed: tuple[ConflictEffect, ...]

    def __repr__(self) -> str:
        lines = [
            f"{self.process}: {len(self.moved)} to version {self.version}, "
            f"{self.unchanged} ran it already"
        ]
        lines += [
            f"  {one.opportunity}: {one.from_} (version {one.from_version}) -> {one.to}"
            for one in self.moved
        ]
        lines += effects("pause", self.pause) + effects("resume", self.resume)
        lines += [f"  opens {conflict.explanation}" for conflict in self.opened]
        lines += [f"  closes {conflict.explanation}" for conflict in self.closed]
        return "\n".join(lines)


def migration(answer: Mapping[str, Any]) -> Migration:
    """From the engine's JSON."""
    given = dict(answer)
    moved = tuple(Migrated(from_=one.pop("from"), **one) for one in given.pop("moved"))
    return Migration(
        at=instant(given.pop("at")),
        moved=moved,
        pause=items(ActivityEffect, given.pop("pause")),
        resume=items(ActivityEffect, given.pop("resume")),
        opened=items(ConflictEffect, given.pop("opened")),
        closed=items(ConflictEffect, given.pop("closed")),
        **given,
    )
