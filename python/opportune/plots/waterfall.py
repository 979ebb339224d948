"""The chart of the waterfall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opportune.plots._canvas import (
    BLUE,
    DARK,
    GREEN,
    GREY,
    RED,
    SMALL,
    blank,
    measure_axis,
    turn_labels,
)
from opportune.plots._panels import for_each_cell
from opportune.plots._places import Places
from opportune.plots._rows import Row, Rows, TableLike, short, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_STEPS = {
    "new_minor": 1,
    "reopened_minor": 1,
    "increased_minor": 1,
    "pulled_in_minor": 1,
    "moved_in_minor": 1,
    "decreased_minor": -1,
    "pushed_out_minor": -1,
    "moved_out_minor": -1,
    "lost_minor": -1,
    "abandoned_minor": -1,
    "won_minor": -1,
    "rate_effect_minor": 1,
}


def waterfall(table: TableLike, ax: Axes | None = None, *, limit: int = 9) -> Axes | Figure:
    """From the opening to the closing pipeline: each bar begins where the last ended, up in green,
    down in red, what was won in blue. Steps that are 0 in every cell are left out. Several cells
    are small charts, each on a scale of its own.

    :param limit: at most so many cells: those with the largest opening and closing.
    """
    rows = Rows(table, "opening_minor", *_STEPS, "closing_minor")
    title = rows.title("Pipeline waterfall")
    if not rows:
        return blank(ax, title)
    steps = [column for column in _STEPS if any(row[column] for row in rows.rows)]

    def draw(ax: Axes, cells: list[Row], small: bool) -> None:
        _draw(ax, rows, cells[0], steps, small)

    def size(row: Row) -> float:
        return rows.number(row, "opening_minor") + rows.number(row, "closing_minor")

    return for_each_cell(rows, ax, title, draw, size, limit)


def _draw(ax: Axes, rows: Rows, row: Row, steps: list[str], small: bool) -> None:
    """One cell: the opening, the steps, the closing."""
    opening, closing = rows.number(row, "opening_minor"), rows.number(row, "closing_minor")
    changes = [_STEPS[column] * rows.number(row, column) for column in steps]
    starts, level = [0.0], opening
    for change in changes:
        starts.append(level)
        level += change
    starts.append(0.0)
    lengths = [opening, *changes, closing]
    colours = [GREY, *map(_colour, steps, changes), GREY]
    names = ["opening", *map(spoken, steps), "closing"]
    places = Places(ax, names, upright=True)
    places.bars(lengths, starts, color=colours)
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    for place, end in enumerate(ends[:-1]):
        ax.plot([place - 0.35, place + 1.35], [end, end], color=DARK, linewidth=0.6)
    tops = [max(start, end) for start, end in zip(starts, ends, strict=True)]
    words = [short(length) for length in lengths]
    places.write(tops, [words[0], *[""] * len(steps), words[-1]] if small else words)
    places.limit(min([0.0, *ends]), max([*tops, 0.0]) * 1.1 or None)
    turn_labels(ax, steep=small)
    ax.tick_params(axis="x", labelsize=SMALL - small)
    measure_axis(ax.yaxis, "_minor", "Open amount", rows.currency, ticks=4 if small else 6)


def _colour(step: str, change: float) -> str:
    return BLUE if step == "won_minor" else GREEN if change >= 0 else RED
