"""The chart of the ways that opportunities went: a directly-follows graph."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from opportune.plots._canvas import BLUE, DARK, RED, SMALL, blank, canvas, legend_above
from opportune.plots._rows import Row, Rows, TableLike, common_order, short, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_THICKEST = 6.0
_BOX = 0.2  # half the height of a stage
_ASIDE = 0.1  # from the middle of a stage to where its ways begin and end
_POINTS = 40


def process_edges(table: TableLike, ax: Axes | None = None, *, least: int = 1) -> Axes:
    """The stages from left to right, ways onward above them and ways back below, the thicker the
    more went; with their number and their median days. Ways that the process does not list are
    dashed and red.

    :param least: ways that fewer went are left out.
    """
    rows = Rows(table, "from", "to", "listed", "count", "median_days")
    title = "Ways between stages"
    if not rows:
        return blank(ax, title)
    places = {stage: place for place, stage in enumerate(_stages(rows.rows))}
    ways = [row for row in rows.rows if row["count"] >= max(least, 1)]
    ax = canvas(ax, title, f"ways that {least:,} or more went" if least > 1 else "")
    most = max((row["count"] for row in ways), default=1)
    for way in ways:
        _draw(ax, way, places[way["from"]], places[way["to"]], way["count"] / most)
    for stage, place in places.items():
        box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": DARK}
        words = text(stage).replace(".", ".\n")
        ax.text(place, 0, words, ha="center", va="center", fontsize=SMALL, bbox=box, zorder=5)
    ax.set_xlim(-0.6, len(places) - 0.4)
    ax.set_axis_off()
    for listed, colour, style in ((True, BLUE, "-"), (False, RED, "--")):
        if any(way["listed"] == listed for way in ways):
            name = "listed" if listed else "not listed"
            ax.plot([], [], color=colour, linestyle=style, linewidth=2, label=name)
    if ways:
        legend_above(ax)
    return ax


def _stages(ways: list[Row]) -> list[str]:
    """The stages in their order, which both ends of the ways are sorted by."""
    lists: dict[str, list[tuple[str]]] = {}
    for way in ways:
        lists.setdefault(way["from"], []).append((way["to"],))
    return [stage for (stage,) in common_order([[(stage,) for stage in lists], *lists.values()])]


def _draw(ax: Axes, way: Row, start: int, end: int, part: float) -> None:
    """A bow from stage to stage, with an arrow's head at its end and words at its top."""
    onward = end >= start
    side = 1 if onward else -1
    left, right = start + side * _ASIDE, end - side * _ASIDE
    middle, reach = (left + right) / 2, (right - left) / 2
    height = 0.45 * max(abs(end - start), 1) ** 0.9
    angles = [math.pi * step / (_POINTS - 1) for step in range(_POINTS)]
    colour = BLUE if way["listed"] else RED
    ax.plot(
        [middle - reach * math.cos(angle) for angle in angles],
        [side * (_BOX + height * math.sin(angle)) for angle in angles],
        color=colour,
        linewidth=0.8 + (_THICKEST - 0.8) * part,
        linestyle="-" if way["listed"] else (0, (3, 1.5)),
        alpha=0.75,
        gid=f"{way['from']} to {way['to']}",
    )
    ax.plot(
        [right],
        [side * (_BOX + 0.03)],
        linestyle="none",
        marker="v" if onward else "^",
        markersize=4 + 5 * part,
        color=colour,
    )
    days = "" if way["median_days"] is None else f" · {short(way['median_days'])} d"
    ax.text(
        middle,
        side * (_BOX + height),
        f"{way['count']:,}{days}",
        ha="center",
        va="center",
        fontsize=SMALL - 1,
        color=DARK,
        bbox={
            "boxstyle": "square,pad=0.15",
            "facecolor": "white",
            "edgecolor": "none",
            "alpha": 0.8,
        },
        zorder=6,
    )
