"""What the databases found for each draft, put beside what we found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

NAMED = 100  # as many members as a decision names
Kinds = dict[str, set[str]]


@cache
def names(folder: Path) -> dict[int, str]:
    """The ids of opportunities, by key."""
    lines = (folder / "facts" / "names.csv").read_text(encoding="utf-8").splitlines()
    return {int(key): name for key, _, name in (line.partition(",") for line in lines)}


def found_by(folder: Path, engine: str, draw: str, name_of: Mapping[int, str]) -> list[Kinds]:
    """What drafts.hpp wrote: a line for each draft, where a duplicate's key is negative."""
    out = []
    for line in (folder / f"found-{engine}-{draw}").read_text(encoding="ascii").splitlines():
        keys = [int(key) for key in line.split()]
        out.append(
            {
                "duplicate_pursuit": {name_of[-key] for key in keys if key < 0},
                "cross_market_pursuit": {name_of[key] for key in keys if key > 0},
            }
        )
    return out


def first_difference(ours: Sequence[Mapping[str, Any]], theirs: Sequence[Kinds]) -> str | None:
    """Where a database disagrees with us, as far as both were asked; None where it does not. Of
    more than a hundred opportunities the number must be the same, and those that we name among
    them."""
    for place, (mine, kinds) in enumerate(zip(ours, theirs, strict=False)):
        for kind, members in kinds.items():
            count, named = mine.get(kind, (0, []))
            same = set(named) <= members if count > NAMED else set(named) == members
            if count != len(members) or not same:
                return f"draft {place}: {kind} with {count} and with {len(members)} opportunities"
    return None
