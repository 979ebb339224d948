"""The chart of conflicts over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opportune.plots._canvas import blank, canvas
from opportune.plots._lines import over_time
from opportune.plots._rows import Rows, TableLike, one_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_VALUES = {
    "open": "Conflicts that stand",
    "value_minor": "Value at stake",
    "opened": "Conflicts that came",
    "resolved": "Conflicts that went",
    "median_days_to_resolve": "Median days to resolve",
}


def conflict_trend(table: TableLike, ax: Axes | None = None, *, value: str = "open") -> Axes:
    """Areas upon each other by date. Lines by market, since a conflict counts in each of its
    markets; and for medians, which do not add up.

    :param value: open, value_minor, opened, resolved or median_days_to_resolve.
    """
    name = _VALUES[one_of(value, tuple(_VALUES), "value")]
    rows = Rows(table, "open", value)
    title = rows.title("Conflicts")
    if not rows:
        return blank(ax, title)
    stacked = bool(rows.by) and "market" not in rows.by and not value.startswith("median")
    return over_time(canvas(ax, title), rows, value, name, stacked=stacked)
