"""The chart of velocity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opportune.plots._canvas import BLUE, blank, canvas, measure_axis
from opportune.plots._lines import over_time
from opportune.plots._places import Places
from opportune.plots._rows import Row, Rows, TableLike, share, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_VELOCITY = "velocity_minor_per_day"


def velocity(table: TableLike, ax: Axes | None = None, *, limit: int = 20) -> Axes:
    """A bar for what each cell's pipeline brings a day, and the factors that it is made of: open
    opportunities, win rate, mean amount won, mean days to win. Over dates and dimensions: lines.

    :param limit: at most so many cells: the fastest.
    """
    rows = Rows(
        table, "opportunities", "win_rate", "mean_won_amount_minor", "mean_cycle_days", _VELOCITY
    )
    title = rows.title("Velocity")
    if not rows:
        return blank(ax, title)
    if rows.is_series_of_cells:
        return over_time(canvas(ax, title), rows, _VELOCITY, "Brought a day")
    rows.keep_largest(lambda row: rows.number(row, _VELOCITY), limit)

    def factors(row: Row) -> str:
        won = short(rows.number(row, "mean_won_amount_minor"))
        days = short(rows.number(row, "mean_cycle_days"))
        rate = share(row["win_rate"])
        return f"{row['opportunities']:,} open × {rate} × {won} / {days} days"

    ax = canvas(ax, title, rows.note)
    places = Places(ax, rows.labels(), upright=rows.in_time)
    places.bars(rows.numbers(_VELOCITY), color=BLUE)
    if not places.upright:
        places.remark([factors(row) for row in rows.rows])
    measure_axis(places.measure, _VELOCITY, "Brought a day", rows.currency)
    return ax
