"""The chart of conformance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opportune.plots._canvas import blank, canvas, look, measure_axis
from opportune.plots._lines import over_time
from opportune.plots._places import Places
from opportune.plots._rows import Row, Rows, TableLike, share, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_KINDS = ("start", "loop", "after_close", "close", "skip", "backward")


def conformance(table: TableLike, ax: Axes | None = None, *, limit: int = 20) -> Axes:
    """A bar for each cell's deviations, divided by kind, and the share of the histories that fit
    their process. Over dates and dimensions: lines of that share.

    :param limit: at most so many cells: those with most histories.
    """
    rows = Rows(table, "opportunities", "histories", "fitting_share", *_KINDS)
    title = rows.title("Deviations from the process")
    if not rows:
        return blank(ax, title)
    if rows.is_series_of_cells:
        return over_time(canvas(ax, title), rows, "fitting_share", "Histories that fit")
    rows.keep_largest(lambda row: row["histories"], limit)
    ax = canvas(ax, title, rows.note)
    places = Places(ax, rows.labels(), upright=rows.in_time)
    places.stack(
        [(spoken(kind), rows.numbers(kind), look(place)) for place, kind in enumerate(_KINDS)]
    )
    places.remark([_fitting(row, rows.in_time) for row in rows.rows])
    measure_axis(places.measure, "deviations", "Moves that deviate", None)
    places.legend()
    return ax


def _fitting(row: Row, brief: bool) -> str:
    fitting = share(row["fitting_share"])
    return fitting if brief else f"{fitting} of {row['histories']:,} fit"
