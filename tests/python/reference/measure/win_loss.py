"""What was closed in the period, and stands closed."""

from __future__ import annotations

from fractions import Fraction

from ..kinds.view import View
from ..records import Organisation, Row
from .cells import Cells, Counted, opportunities
from .dimensions import Dimensions
from .outcomes import closed_on, outcome
from .query import Cell, Query
from .statistics import rate, wilson

OUTCOMES = ("won", "lost", "abandoned")


def closed_in_period(view: View, query: Query) -> list[Row]:
    return [
        row
        for row in view.organisation.rows("opportunity")
        for day in [closed_on(view, row)]
        if day is not None and query.holds(day)
    ]


def win_loss(organisation: Organisation, query: Query) -> dict[Cell, Row]:
    view = View(organisation, query.as_of)
    cells = opportunities(Cells(Dimensions(view), query), closed_in_period(view, query))
    return {cell: _row(view, counted) for cell, counted in cells.items()}


def _row(view: View, counted: Counted) -> Row:
    amounts: dict[str, list[int]] = {name: [] for name in OUTCOMES}
    for opportunity, (amount,) in counted:
        amounts[outcome(view, opportunity) or ""].append(amount)
    numbers = {name: len(several) for name, several in amounts.items()}
    totals = {name: sum(several) for name, several in amounts.items()}
    closed = [amount for several in amounts.values() for amount in several]
    return {
        "closed": len(closed),
        **numbers,
        **_rate("win_rate", rate(numbers["won"], len(closed)), len(closed)),
        "closed_amount_minor": sum(closed),
        **{f"{name}_amount_minor": total for name, total in totals.items()},
        "currency": view.organisation.reporting_currency,
        **_rate("amount_win_rate", rate(totals["won"], sum(closed)), effective_number(closed)),
    }


def _rate(name: str, share: Fraction | None, trials: int | Fraction) -> Row:
    low, high = (None, None) if share is None else wilson(share, trials)
    return {name: share, f"{name}_low": low, f"{name}_high": high}


def effective_number(amounts: list[int]) -> Fraction:
    """How many deals of one size would say as much: as many as there are where all are of one
    size, and little more than one where one of them is nearly all."""
    squares = sum(amount**2 for amount in amounts)
    return Fraction(sum(amounts) ** 2, squares) if squares else Fraction(0)
