"""A small chart for each cell, where one axes cannot hold them all."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from opportune.errors import InputError
from opportune.plots._canvas import GREY, SMALL, canvas, new_figure
from opportune.plots._rows import Key, Row, Rows, cut_note, key, label, largest

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Draw = Callable[["Axes", list[Row], bool], None]
"""Draws the rows of a cell on axes, which are small or not."""


def for_each_cell(
    rows: Rows,
    ax: Axes | None,
    title: str,
    draw: Draw,
    size: Callable[[Row], float],
    limit: int,
) -> Axes | Figure:
    """Draws the one cell on axes, several as a figure of small charts: the largest.

    :param size: of a row; a cell's is the sum.
    :raises InputError: axes were given, and there are several cells.
    """
    cells: dict[Key, list[Row]] = {}
    for row in rows.rows:
        cells.setdefault(key(row, rows.naming), []).append(row)
    if len(cells) == 1:
        ((cell, its),) = cells.items()
        ax = canvas(ax, f"{title}: {label(cell)}" if cell else title)
        draw(ax, its, False)
        return ax
    if ax is not None:
        raise InputError(
            f"{len(cells)} cells need a figure of their own: leave out ax, or ask for one cell",
            "invalid_argument",
        )
    names = list(cells)
    sizes = [sum(size(row) for row in its) for its in cells.values()]
    kept = [names[place] for place in largest(sizes, limit)]
    across = 1 if len(kept) == 1 else 2 if len(kept) <= 4 else 3
    down = math.ceil(len(kept) / across)
    figure = new_figure((8.0, max(4.5, 2.4 * down)))
    note = cut_note(len(kept), len(names))
    figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")
    figure.text(0.99, 0.99, note, ha="right", va="top", fontsize=SMALL, color=GREY)
    for place, cell in enumerate(kept):
        small = canvas(figure.add_subplot(down, across, place + 1), label(cell))
        draw(small, cells[cell], True)
    return figure
