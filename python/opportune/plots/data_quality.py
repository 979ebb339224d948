"""The chart of data quality."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from opportune.plots._canvas import blank, canvas
from opportune.plots._heat import heat_map
from opportune.plots._lines import over_time
from opportune.plots._rows import Rows, TableLike, share, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PARTS = ("completeness", "validity", "timeliness", "consistency")


def data_quality(table: TableLike, ax: Axes | None = None, *, limit: int = 20) -> Axes:
    """A row for each cell, a column for each part and one for the score, darker the worse. Over
    dates and dimensions: lines of the score.

    :param limit: at most so many cells: those with most records.
    """
    rows = Rows(table, "records", *_PARTS, "score")
    title = rows.title("Data quality")
    if not rows:
        return blank(ax, title)
    if rows.is_series_of_cells:
        return over_time(canvas(ax, title), rows, "score", "Score")
    rows.keep_largest(lambda row: row["records"], limit)
    ax = canvas(ax, title, rows.note)
    values = [
        [*(rows.number(row, part) for part in _PARTS), rows.number(row, "score") / 100]
        for row in rows.rows
    ]
    words = [[*map(share, line[:-1]), short(line[-1] * 100)] for line in values]
    known = [value for line in values for value in line if not math.isnan(value)]
    low = min([0.5, *known])
    return heat_map(
        ax,
        values,
        rows.labels(),
        [*_PARTS, "score"],
        low=low,
        high=1.0,
        colours="Oranges_r",
        words=words,
        dark_below=low + 0.35 * (1 - low),
    )
