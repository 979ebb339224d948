"""The chart of what became of leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opportune.plots._canvas import BLUE, GREY, SKY, blank, canvas, measure_axis
from opportune.plots._lines import over_time
from opportune.plots._places import Places
from opportune.plots._rows import Row, Rows, TableLike, share

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STATUSES = {"qualified": BLUE, "active": SKY, "disqualified": GREY}


def smarketing(table: TableLike, ax: Axes | None = None, *, limit: int = 20) -> Axes:
    """A bar for each cell's leads, divided by what became of them, and the shares that led to an
    opportunity and to a deal that was won. Over dates and dimensions: lines of the former.

    :param limit: at most so many cells: those with most leads.
    """
    rows = Rows(table, "leads", *_STATUSES, "opportunity_rate", "won_rate")
    title = rows.title("Leads")
    if not rows:
        return blank(ax, title)
    if rows.is_series_of_cells:
        name = "Leads that led to an opportunity"
        return over_time(canvas(ax, title), rows, "opportunity_rate", name)
    rows.keep_largest(lambda row: row["leads"], limit)
    ax = canvas(ax, title, rows.note)
    places = Places(ax, rows.labels(), upright=rows.in_time)
    places.stack([(it, rows.numbers(it), {"color": colour}) for it, colour in _STATUSES.items()])
    if not places.upright:
        places.remark([_became(row) for row in rows.rows])
    measure_axis(places.measure, "leads", "Leads created", None)
    places.legend()
    return ax


def _became(row: Row) -> str:
    return f"{share(row['opportunity_rate'])} to opportunities, {share(row['won_rate'])} won"
