"""The chart of goals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opportune.plots._canvas import (
    BLUE,
    DARK,
    ORANGE,
    PALE,
    blank,
    canvas,
    measure_axis,
)
from opportune.plots._lines import over_time
from opportune.plots._places import Places
from opportune.plots._rows import Row, Rows, TableLike, short, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def goals(table: TableLike, ax: Axes | None = None, *, limit: int = 20) -> Axes:
    """A bar for each goal, in shares of its target: what came from marketing and what from sales,
    before a pale bar for the target, with a mark for how much of the time is over. A goal that is
    measured elsewhere has no bar. Over dates: lines of the progress.

    :param limit: at most so many goals: the first.
    """
    rows = Rows(
        table, "goal", "name", "target", "actual", "marketing", "sales", "progress", "elapsed"
    )
    title = "Goals"
    if not rows:
        return blank(ax, title)
    if rows.dated:
        rows.by = ["goal"]
        return over_time(canvas(ax, title), rows, "progress", "Of the target")
    total = len(rows.rows)
    rows.rows = rows.rows[:limit]
    ax = canvas(ax, title, f"the first {limit:,} of {total:,}" if total > limit else "")
    places = Places(ax, [text(row["name"] or row["goal"]) for row in rows.rows])
    places.bars([1.0] * places.count, thickness=0.8, color=PALE, label="target")
    places.stack(
        [
            ("marketing", [_of_target(row, "marketing") for row in rows.rows], {"color": ORANGE}),
            ("sales", [_of_target(row, "sales") for row in rows.rows], {"color": BLUE}),
        ],
        thickness=0.4,
    )
    places.marks(rows.numbers("elapsed"), color=DARK, label="time that is over")
    places.remark([_reached(row) for row in rows.rows])
    places.limit(0, None)
    measure_axis(places.measure, "progress", "Of the target", None)
    places.legend()
    return ax


def _of_target(row: Row, column: str) -> float:
    return (row[column] or 0) / row["target"] if row["target"] else 0.0


def _reached(row: Row) -> str:
    if row["actual"] is None:
        return "measured elsewhere"
    return f"{short(row['actual'])} of {short(row['target'])}"
