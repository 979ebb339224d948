"""The chart of the funnel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opportune.plots._canvas import BLUE, GREY, blank, measure_axis
from opportune.plots._panels import for_each_cell
from opportune.plots._places import Places
from opportune.plots._rows import Row, Rows, TableLike, one_of, share, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_VALUES = {"reached": "Opportunities", "amount_minor": "Amount"}
_GIVEN_UP = ("lost", "abandoned")


def funnel(
    table: TableLike, ax: Axes | None = None, *, value: str = "reached", limit: int = 9
) -> Axes | Figure:
    """A bar for each milestone, from the first on top: how many reached it, and what share that is
    of those that reached the one before. Those that were given up are grey. Several cells are small
    charts side by side.

    :param value: the column: reached or amount_minor.
    :param limit: at most so many cells: the largest.
    """
    name = _VALUES[one_of(value, tuple(_VALUES), "value")]
    rows = Rows(table, "milestone", value, "conversion")
    title = rows.title("Funnel")
    if not rows:
        return blank(ax, title)

    def draw(ax: Axes, steps: list[Row], small: bool) -> None:
        milestones = [row["milestone"] for row in steps]
        lengths = [rows.number(row, value) for row in steps]
        places = Places(ax, milestones)
        places.bars(lengths, color=[GREY if m in _GIVEN_UP else BLUE for m in milestones])
        places.write(
            lengths, [_said(row, length) for row, length in zip(steps, lengths, strict=True)]
        )
        places.limit(0, max(lengths) * 1.25 or 1)
        measure_axis(ax.xaxis, value, name, rows.currency, ticks=3 if small else 6)

    return for_each_cell(rows, ax, title, draw, lambda row: rows.number(row, value), limit)


def _said(row: Row, length: float) -> str:
    conversion = "" if row["conversion"] is None else f" · {share(row['conversion'])}"
    return f"{short(length)}{conversion}"
