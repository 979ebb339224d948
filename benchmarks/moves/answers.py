"""What engines say of each move, a letter each (peers/deal.py), put beside one another."""

from __future__ import annotations

from collections.abc import Sequence, Set

from workload import LETTERS, Move


def counts(letters: str) -> dict[str, int]:
    return {name: letters.count(letter) for letter, name in LETTERS.items()}


def of_engine(letters: str, moves: Sequence[Move], deals: Set[str], limit: int) -> str:
    """Of the letters for all moves those that an engine has to give which makes the first so many
    moves of some deals."""
    pairs = zip(letters, moves, strict=True)
    return "".join(letter for letter, move in pairs if move.opportunity in deals)[:limit]


def first_difference(expected: str, found: str) -> str | None:
    """Where two engines disagree; None where they do not."""
    if len(expected) != len(found):
        return f"{len(found)} answers instead of {len(expected)}"
    for place, (ours, theirs) in enumerate(zip(expected, found, strict=True)):
        if ours != theirs:
            return f"move {place}: '{theirs}' instead of '{ours}'"
    return None
