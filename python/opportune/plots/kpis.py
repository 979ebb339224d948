"""The chart of KPIs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from opportune._cells import is_share
from opportune.plots._canvas import BLUE, DARK, PALE, blank, canvas, measure_axis
from opportune.plots._lines import over_time
from opportune.plots._places import Places
from opportune.plots._rows import Row, Rows, TableLike, short, text, trimmed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NUMBERS = ("before", "now", "target")
_STANDING = ("progress", "elapsed", "problem")
_ENDS = (-0.5, 1.5)
_AXIS = "Of the way from before to the target"


def kpis(table: TableLike, ax: Axes | None = None, *, limit: int = 20) -> Axes:
    """A bar for each KPI, on a scale of its own on which 0 is what was before and 1 is the target:
    how much of the way is gone, before a pale bar for all of it, with a mark for how much of the
    time is over. Bars are cut off half the way beyond either end; the words beside them are not. A
    KPI without progress, or with a problem, has no bar. Over dates: lines of the progress.

    :param limit: at most so many KPIs: the first.
    """
    rows = Rows(table, "kpi", "name", "column", "currency", *_NUMBERS, *_STANDING)
    title = "KPIs"
    if not rows:
        return blank(ax, title)
    if rows.dated:
        rows.by = ["kpi"]
        return over_time(canvas(ax, title), rows, "progress", _AXIS)
    total = len(rows.rows)
    rows.rows = rows.rows[:limit]
    ax = canvas(ax, title, f"the first {limit:,} of {total:,}" if total > limit else "")
    gone = [0.0 if math.isnan(value) else _cut(value) for value in rows.numbers("progress")]
    places = Places(ax, [text(row["name"] or row["kpi"]) for row in rows.rows])
    whole = [float(_is_drawn(row)) for row in rows.rows]
    places.bars(whole, thickness=0.8, color=PALE, label="the way to the target")
    places.bars(gone, thickness=0.4, color=BLUE, label="progress")
    over = [rows.number(row, "elapsed") if _is_drawn(row) else math.nan for row in rows.rows]
    places.marks(over, color=DARK, label="time that is over")
    places.remark([_said(row) for row in rows.rows])
    low, high = min(0.0, *gone), max(1.0, *gone)
    if low < 0:
        places.origin()
    places.limit(low - 0.05 if low < 0 else 0, high + 0.05)
    measure_axis(places.measure, "progress", _AXIS, None)
    places.legend()
    return ax


def _is_drawn(row: Row) -> bool:
    return row["progress"] is not None


def _cut(progress: float) -> float:
    return min(max(progress, _ENDS[0]), _ENDS[1])


def _said(row: Row) -> str:
    if row["problem"]:
        return text(row["problem"])
    before, now, target = (_worded(row, name) for name in _NUMBERS)
    now += f" {row['currency']}" if row["currency"] else ""
    if row["now"] is None:
        return f"nothing to measure (target {target})"
    if row["before"] is None:
        return f"{now} (target {target}), before unknown"
    if row["progress"] is None:
        return f"{now} (target {target}, as before)"
    return f"{before} -> {now} (target {target})"


def _worded(row: Row, name: str) -> str:
    """A number in little room; a share in percent, as the column's name says."""
    value: float | None = row[name]
    if value is None:
        return "–"
    return trimmed(f"{100 * value:.1f}") + "%" if is_share(str(row["column"])) else short(value)
