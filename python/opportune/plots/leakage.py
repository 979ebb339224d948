"""The chart of leakage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opportune.plots._canvas import ORANGE, RED, blank, canvas, look, measure_axis
from opportune.plots._lines import over_time
from opportune.plots._places import Places
from opportune.plots._rows import Row, Rows, TableLike, one_of, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_REASONS = ("bypass", "discount", "shipping_terms", "not_valid", "not_covered")


def leakage(
    table: TableLike, ax: Axes | None = None, *, value: str = "money", limit: int = 20
) -> Axes:
    """For each cell to the left what was given away, to the right what customers were overcharged,
    and how many deals that is. Over dates and dimensions: lines of what was given away.

    :param value: money; or reasons: a bar divided by why the deals leaked, where a deal with two
        reasons counts twice.
    :param limit: at most so many cells: those with most money.
    """
    one_of(value, ("money", "reasons"), "value")
    rows = Rows(table, "deals", *_REASONS, "overcharged_minor", "given_away_minor")
    title = rows.title("Leakage")
    if not rows:
        return blank(ax, title)
    if rows.is_series_of_cells:
        return over_time(canvas(ax, title), rows, "given_away_minor", "Given away")

    def money(row: Row) -> float:
        return rows.number(row, "given_away_minor") + rows.number(row, "overcharged_minor")

    rows.keep_largest(money, limit)
    ax = canvas(ax, title, rows.note)
    places = Places(ax, rows.labels(), upright=rows.in_time)
    if value == "money":
        away = [-amount for amount in rows.numbers("given_away_minor")]
        places.bars(away, color=RED, label="given away")
        places.bars(rows.numbers("overcharged_minor"), color=ORANGE, label="overcharged")
        places.origin()
        measure_axis(places.measure, "_minor", "Given away, overcharged", rows.currency)
    else:
        parts = [
            (spoken(reason), rows.numbers(reason), look(i)) for i, reason in enumerate(_REASONS)
        ]
        places.stack(parts)
        measure_axis(places.measure, "reasons", "Reasons", None)
    places.remark([_deals(row["deals"], rows.in_time) for row in rows.rows])
    places.legend()
    return ax


def _deals(deals: int, brief: bool) -> str:
    return f"{deals:,}" if brief else f"{deals:,} deal{'' if deals == 1 else 's'}"
