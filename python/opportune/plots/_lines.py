"""Numbers over time: a line for each cell, or areas upon each other where they add up."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

from opportune.plots._canvas import (
    GREY,
    LOOKS,
    PALETTE,
    add_note,
    legend_beside,
    look,
    measure_axis,
)
from opportune.plots._rows import Key, Rows, common_order, cut_note, key, label, largest

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def over_time(ax: Axes, rows: Rows, column: str, name: str, *, stacked: bool = False) -> Axes:
    """Draws a column of a series by date.

    :param stacked: as areas, in which a cell without a row is 0; where there are too many, the
        smallest are one. Otherwise lines, in which it is a gap; the smallest are left out.
    """
    days = sorted({row["date"] for row in rows.rows})
    by_day: dict[dt.date, dict[Key, float]] = {day: {} for day in days}
    for row in rows.rows:
        by_day[row["date"]][key(row, rows.by)] = rows.number(row, column)
    stacked = stacked and len(days) > 1
    cells = common_order([list(line) for line in by_day.values()])
    lines = {cell: [by_day[day].get(cell, math.nan) for day in days] for cell in cells}
    kept = largest(
        [sum(map(_size, line)) for line in lines.values()], LOOKS if stacked else len(PALETTE)
    )
    shown = [(label(cells[place]), lines[cells[place]]) for place in kept]
    if stacked:
        others = [lines[cell] for i, cell in enumerate(cells) if i not in kept]
        _areas(ax, days, shown, others)
    else:
        for (words, line), colour in zip(shown, PALETTE, strict=False):
            ax.plot(days, line, label=words, color=colour, linewidth=1.6, marker="o", markersize=3)
        add_note(ax, cut_note(len(kept), len(cells)))
        ax.margins(x=0.02)
    if not any(value < 0 for line in lines.values() for value in line):
        ax.set_ylim(bottom=0)
    measure_axis(ax.yaxis, column, name, rows.currency)
    if rows.by:
        legend_beside(ax, upwards=stacked)
    return ax


def _areas(
    ax: Axes,
    days: Any,
    shown: list[tuple[str, list[float]]],
    others: list[list[float]],
) -> None:
    looks = [look(place) for place in range(len(shown))]
    if others:
        rest = [sum(map(_size, values)) for values in zip(*others, strict=True)]
        shown = [*shown, (f"{len(others)} others", rest)]
        looks.append({"facecolor": GREY})
    numbers = [[0.0 if math.isnan(value) else value for value in line] for _, line in shown]
    areas = ax.stackplot(days, numbers, labels=[words for words, _ in shown], linewidth=0)
    for area, filled in zip(areas, looks, strict=True):
        area.set(**filled)
    ax.margins(x=0)


def _size(value: float) -> float:
    return 0.0 if math.isnan(value) else abs(value)
