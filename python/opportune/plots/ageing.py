"""The chart of ageing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opportune.plots._canvas import BLUE, GREY, SKY, blank, canvas, measure_axis
from opportune.plots._lines import over_time
from opportune.plots._places import Places
from opportune.plots._rows import Row, Rows, TableLike

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def ageing(table: TableLike, ax: Axes | None = None, *, limit: int = 20) -> Axes:
    """The days in the present stage: a line from the least to the most, a box for the middle half,
    a mark for the median; and how many are over the ``max_days`` of their stage. Over dates and
    dimensions: lines of the median.

    :param limit: at most so many cells: those with most opportunities.
    """
    ends = ("min_days", "lower_quartile_days", "median_days", "upper_quartile_days", "max_days")
    rows = Rows(table, "count", "over_count", "limit_count", *ends)
    title = rows.title("Days in the present stage")
    if not rows:
        return blank(ax, title)
    if rows.is_series_of_cells:
        return over_time(canvas(ax, title), rows, "median_days", "Median days")
    rows.keep_largest(lambda row: row["count"], limit)
    ax = canvas(ax, title, rows.note)
    places = Places(ax, rows.labels(), upright=rows.in_time)
    least, lower, median, upper, most = map(rows.numbers, ends)
    places.ranges(least, most, color=GREY, linewidth=1, label="from least to most")
    boxes = [high - low for low, high in zip(lower, upper, strict=True)]
    places.bars(boxes, lower, thickness=0.5, color=SKY, label="the middle half")
    places.marks(median, color=BLUE, label="median")
    places.remark([_over(row) for row in rows.rows])
    places.limit(0, None)
    measure_axis(places.measure, "days", "Days", None)
    places.legend()
    return ax


def _over(row: Row) -> str:
    if not row["limit_count"]:
        return ""
    return f"{row['over_count']:,} of {row['limit_count']:,} over"
