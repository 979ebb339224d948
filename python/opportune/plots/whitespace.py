"""The chart of whitespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opportune import _extras
from opportune.errors import InputError
from opportune.plots._canvas import blank, canvas, legend_above
from opportune.plots._heat import heat_map
from opportune.plots._rows import (
    Key,
    Rows,
    TableLike,
    common_order,
    key,
    label,
    largest,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# The darker the nearer to a sale, so that they are told apart in grey too.
_STATUSES = {"untouched": "#F4F4F4", "covered": "#C6DBEF", "open": "#6BAED6", "sold": "#08519C"}
_WEIGHTS = {"untouched": 0.0, "covered": 1.0, "open": 1000.0, "sold": 1000.0}


def whitespace(
    table: TableLike, ax: Axes | None = None, *, limit: int = 20, columns: int = 24
) -> Axes:
    """A row for each market (or account) of each group and a column for each product, darker from
    untouched over covered and open to sold.

    :param limit: at most so many rows: those in which most is sold or open.
    :param columns: at most so many products, likewise.
    :raises InputError: the table is a series: ask for one day.
    """
    rows = Rows(table, "status")
    title = rows.title("Whitespace")
    if rows.dated:
        raise InputError("whitespace is drawn as of one day, not of several", "invalid_argument")
    if not rows:
        return blank(ax, title)
    grid: dict[Key, dict[Key, str]] = {}
    for row in rows.rows:
        grid.setdefault(key(row, rows.by[:-1]), {})[key(row, rows.by[-1:])] = row["status"]
    products = common_order([list(line) for line in grid.values()])
    busy = [sum(_WEIGHTS[status] for status in line.values()) for line in grid.values()]
    names = [list(grid)[place] for place in largest(busy, limit)]
    busy = [sum(_WEIGHTS[grid[name].get(p, "untouched")] for name in grid) for p in products]
    across = [products[place] for place in largest(busy, columns)]
    codes = list(_STATUSES)
    nothing = float("nan")
    values = [
        [codes.index(line[p]) if p in line else nothing for p in across]
        for line in (grid[name] for name in names)
    ]
    note = ", ".join(
        f"{shown} of {total:,} {what}"
        for shown, total, what in (
            (len(names), len(grid), "rows"),
            (len(across), len(products), "columns"),
        )
        if shown < total
    )
    ax = canvas(ax, title, note)
    colours = _extras.need("matplotlib.colors", extra="plot").ListedColormap(_STATUSES.values())
    heat_map(
        ax,
        values,
        list(map(label, names)),
        list(map(label, across)),
        low=0,
        high=3,
        colours=colours,
    )
    for status, colour in _STATUSES.items():
        ax.scatter(
            [],
            [],
            marker="s",
            s=60,
            color=colour,
            edgecolors="#999999",
            linewidths=0.5,
            label=status,
        )
    legend_above(ax)
    return ax
