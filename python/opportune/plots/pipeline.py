"""The chart of the pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opportune.plots._canvas import BLUE, blank, canvas, legend_beside, measure_axis
from opportune.plots._lines import over_time
from opportune.plots._places import Places
from opportune.plots._rows import (
    Key,
    Rows,
    TableLike,
    are_times,
    cut_note,
    key,
    label,
    largest,
    one_of,
)
from opportune.plots._stacks import stacks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_VALUES = {
    "amount_minor": "Open amount",
    "weighted_minor": "Open amount, weighted by probability",
    "net_minor": "Open amount, duplicates counted once",
    "count": "Open opportunities",
    "overdue_count": "Overdue opportunities",
}


def pipeline(
    table: TableLike,
    ax: Axes | None = None,
    *,
    value: str = "amount_minor",
    limit: int = 20,
    stacked: bool = True,
) -> Axes:
    """A bar for each cell of the first dimension, divided by the others. Over dates a line, or
    areas upon each other.

    :param value: the column: amount_minor, weighted_minor, net_minor, count or overdue_count.
    :param limit: at most so many bars: the largest.
    :param stacked: over dates, whether the cells add up. They do not where they are rolled up, or
        where products are counted.
    """
    name = _VALUES[one_of(value, tuple(_VALUES), "value")]
    rows = Rows(table, "count", value)
    title = rows.title("Pipeline")
    if not rows:
        return blank(ax, title)
    if rows.dated:
        return over_time(canvas(ax, title), rows, value, name, stacked=stacked and bool(rows.by))
    first, rest = rows.by[:1], rows.by[1:]
    bars: dict[Key, dict[Key, float]] = {}
    for row in rows.rows:
        bars.setdefault(key(row, first), {})[key(row, rest)] = rows.number(row, value)
    cells = list(bars)
    if not are_times(first):
        kept = largest([sum(bar.values()) for bar in bars.values()], limit)
        cells = [cells[place] for place in kept]
    ax = canvas(ax, title, cut_note(len(cells), len(bars)))
    places = Places(ax, list(map(label, cells)), upright=are_times(first))
    if rest:
        places.stack(stacks([bars[cell] for cell in cells]))
        legend_beside(ax)
    else:
        places.bars([bars[cell][()] for cell in cells], color=BLUE)
    measure_axis(places.measure, value, name, rows.currency)
    return ax
