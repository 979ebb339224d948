"""The chart of a forecast."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from opportune.plots._canvas import BLUE, DARK, RED, SKY, blank, canvas, measure_axis
from opportune.plots._places import Places
from opportune.plots._rows import Row, Rows, TableLike, key, label

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def forecast(table: TableLike, ax: Axes | None = None, *, limit: int = 24) -> Axes:
    """For each period a bar over what is expected eight times in ten (the tenth to the ninetieth
    percentile), with a line for the median and a dot for the mean; and a diamond for what came,
    where that is known.

    :param limit: at most so many periods: the first.
    """
    rows = Rows(table, "from", "to", "mean_minor", "q10_minor", "q50_minor", "q90_minor")
    title = rows.title("Forecast")
    if not rows:
        return blank(ax, title)
    total = len(rows.rows)
    rows.rows = rows.rows[:limit]
    ax = canvas(ax, title, f"the first {limit:,} of {total:,}" if total > limit else "")
    names = [_name(rows, row) for row in rows.rows]
    places = Places(ax, names, upright=not rows.by)
    low, high = rows.numbers("q10_minor"), rows.numbers("q90_minor")
    lengths = [up - down for down, up in zip(low, high, strict=True)]
    places.bars(lengths, low, thickness=0.5, color=SKY, label="10% to 90%")
    places.marks(rows.numbers("q50_minor"), color=BLUE, label="median", size=16)
    places.dots(rows.numbers("mean_minor"), color=DARK, marker="o", markersize=4, label="mean")
    if "actual_minor" in table.columns:
        places.dots(
            rows.numbers("actual_minor"), color=RED, marker="D", markersize=6, label="what came"
        )
    places.limit(min([0.0, *low]), None)
    measure_axis(places.measure, "_minor", "Expected", rows.currency)
    places.legend()
    return ax


def _name(rows: Rows, row: Row) -> str:
    when = period(row["from"], row["to"])
    return f"{label(key(row, rows.naming))} · {when}" if rows.naming else when


def period(first: dt.date, last: dt.date) -> str:
    """A period in few words: a year, a quarter or a month by name, else both of its ends."""
    after = last + dt.timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    if first.day == after.day == 1:
        if months == 1:
            return f"{first:%Y-%m}"
        if months == 3 and first.month % 3 == 1:
            return f"{first.year}-Q{first.month // 3 + 1}"
        if months == 12 and first.month == 1:
            return str(first.year)
    return f"{first} – {last}"
