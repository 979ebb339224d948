"""What is on a chart, as tests look at it."""

from __future__ import annotations

from typing import Any

import opportune as opp
from stand_in import StandIn


def draw(table: StandIn, **options: Any) -> Any:
    """The chart of a table."""
    return opp.plots.draw(table, **options)


def title(ax: Any) -> str:
    return str(ax.get_title(loc="left"))


def widths(ax: Any) -> list[float]:
    """Of the bars that lie, from the top."""
    return [bar.get_width() for bar in ax.patches]


def heights(ax: Any) -> list[float]:
    """Of the bars that stand, from the left."""
    return [bar.get_height() for bar in ax.patches]


def spans(bars: Any) -> list[tuple[float, float]]:
    """Where bars that lie begin and end."""
    return [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars]


def stacks(ax: Any) -> dict[str, list[tuple[float, float]]]:
    """The same by the name of the bars."""
    return {bars.get_label(): spans(bars) for bars in ax.containers if hasattr(bars, "patches")}


def dots(ax: Any, name: str) -> list[float]:
    """Where marks stand along the bottom."""
    for drawn in ax.containers:
        if drawn.get_label() == name:
            return [float(x) for x in drawn.lines[0].get_xdata()]
    raise LookupError(name)


def down(ax: Any) -> list[str]:
    """The labels down the side."""
    return [label.get_text() for label in ax.get_yticklabels()]


def along(ax: Any) -> list[str]:
    """The labels along the bottom."""
    return [label.get_text() for label in ax.get_xticklabels()]


def said(ax: Any) -> list[str]:
    """The words on and beside it."""
    return [text.get_text() for text in ax.texts]


def named(ax: Any) -> list[str]:
    """The names in its legend."""
    return [text.get_text() for text in ax.get_legend().get_texts()]
