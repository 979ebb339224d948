"""Heat maps: numbers as colours, in rows and columns, each with its number in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from opportune.plots._canvas import PALE, SMALL, turn_labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def heat_map(
    ax: Axes,
    values: Sequence[Sequence[float]],
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    low: float,
    high: float,
    colours: Any,
    words: Sequence[Sequence[str]] | None = None,
    dark_below: float = -math.inf,
    dark_above: float = math.inf,
) -> Axes:
    """Draws the values, the first row on top. A value that is not a number has no colour.

    :param words: what stands in the cells; white where the colour is dark.
    """
    ax.pcolormesh(values, cmap=colours, vmin=low, vmax=high, edgecolors="white", linewidth=1)
    ax.set_facecolor(PALE)
    ax.set_ylim(len(rows), 0)
    ax.set_xticks([place + 0.5 for place in range(len(columns))], columns)
    ax.set_yticks([place + 0.5 for place in range(len(rows))], rows)
    ax.tick_params(length=0, labelsize=SMALL)
    ax.spines[:].set_visible(False)
    if sum(len(column) + 1 for column in columns) > 90:
        turn_labels(ax, steep=len(columns) > 12)
    for down, line in enumerate(words or []):
        for across, said in enumerate(line):
            value = values[down][across]
            dark = value < dark_below or value > dark_above
            ax.text(
                across + 0.5,
                down + 0.5,
                said,
                ha="center",
                va="center",
                fontsize=SMALL,
                color="white" if dark else "black",
            )
    return ax
