"""What bars are made of, where each is divided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from opportune.plots._canvas import GREY, LOOKS, look
from opportune.plots._rows import Key, common_order, label, largest

Part = tuple[str, Sequence[float], dict[str, Any]]
"""A name, its length in each bar, and how it is filled."""


def stacks(bars: Sequence[dict[Key, float]]) -> list[Part]:
    """The parts of bars, in an order that all have in common. The smallest parts are one, where
    there are more than colours."""
    names = common_order([list(bar) for bar in bars])
    lengths = {name: [bar.get(name, 0.0) for bar in bars] for name in names}
    kept = largest([sum(map(abs, lengths[name])) for name in names], LOOKS)
    parts: list[Part] = [
        (label(names[place]), lengths[names[place]], look(n)) for n, place in enumerate(kept)
    ]
    others = [lengths[name] for i, name in enumerate(names) if i not in kept]
    if others:
        rest = [sum(values) for values in zip(*others, strict=True)]
        parts.append((f"{len(others)} others", rest, {"facecolor": GREY}))
    return parts
