"""The chart of win rates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from opportune.plots._canvas import BLUE, blank, canvas, measure_axis
from opportune.plots._lines import over_time
from opportune.plots._places import Places
from opportune.plots._rows import Rows, TableLike, one_of, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_VALUES = {
    "win_rate": ("Win rate, with its 95% interval", "won", "closed"),
    "amount_win_rate": (
        "Win rate by amount, with its 95% interval",
        "won_amount_minor",
        "closed_amount_minor",
    ),
}


def win_loss(
    table: TableLike, ax: Axes | None = None, *, value: str = "win_rate", limit: int = 20
) -> Axes:
    """A dot for each cell's win rate with its interval, and how many were won of how many closed.
    Over dates and dimensions: lines, without intervals.

    :param value: win_rate (of deals) or amount_win_rate (of their amounts).
    :param limit: at most so many cells: those in which most was closed.
    """
    name, won, closed = _VALUES[one_of(value, tuple(_VALUES), "value")]
    rows = Rows(table, "closed", value, f"{value}_low", f"{value}_high", won, closed)
    title = rows.title("Win rate")
    if not rows:
        return blank(ax, title)
    if rows.is_series_of_cells:
        return over_time(canvas(ax, title), rows, value, "Win rate")
    rows.keep_largest(lambda row: rows.number(row, closed), limit)
    ax = canvas(ax, title, rows.note)
    places = Places(ax, rows.labels(), upright=rows.in_time)
    rates, highs = rows.numbers(value), rows.numbers(f"{value}_high")
    places.dots(rates, rows.numbers(f"{value}_low"), highs, color=BLUE, marker="o", markersize=5)
    highest = max((high for high in highs if not math.isnan(high)), default=1.0)
    places.limit(0, min(1.0, highest * 1.05))
    places.remark(
        [
            f"{short(rows.number(row, won))} of {short(rows.number(row, closed))}"
            for row in rows.rows
        ]
    )
    measure_axis(places.measure, value, name, rows.currency)
    return ax
