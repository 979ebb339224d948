"""The chart of slippage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opportune.plots._canvas import RED, SKY, blank, canvas, measure_axis
from opportune.plots._lines import over_time
from opportune.plots._places import Places
from opportune.plots._rows import Row, Rows, TableLike

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def slippage(table: TableLike, ax: Axes | None = None, *, limit: int = 20) -> Axes:
    """For each cell to the right the days by which expected closes were pushed to later, to the
    left those by which they were pulled to earlier; how many of the opportunities moved, and the
    mean of the moves. Over dates and dimensions: lines of the mean.

    :param limit: at most so many cells: those with most days.
    """
    rows = Rows(table, "opportunities", "moved", "moves", "pushed_days", "pulled_days", "mean_days")
    title = rows.title("Slippage")
    if not rows:
        return blank(ax, title)
    if rows.is_series_of_cells:
        return over_time(canvas(ax, title), rows, "mean_days", "Mean days of a move")
    rows.keep_largest(lambda row: row["pushed_days"] + row["pulled_days"], limit)
    ax = canvas(ax, title, rows.note)
    places = Places(ax, rows.labels(), upright=rows.in_time)
    places.bars(
        [-days for days in rows.numbers("pulled_days")], color=SKY, label="pulled to earlier"
    )
    places.bars(rows.numbers("pushed_days"), color=RED, label="pushed to later")
    places.origin()
    places.remark([_moves(row, rows.in_time) for row in rows.rows])
    measure_axis(places.measure, "days", "Days moved", None)
    places.legend()
    return ax


def _moves(row: Row, brief: bool) -> str:
    mean = "–" if row["mean_days"] is None else f"{round(row['mean_days']):+,} d"
    if brief:
        return mean
    moved = f"{row['moves']:,} moves"
    if row["opportunities"] is not None:
        moved = f"{row['moved']:,} of {row['opportunities']:,} moved"
    return f"{moved}, mean {mean}"
