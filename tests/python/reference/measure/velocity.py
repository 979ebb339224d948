"""What the pipeline brings a day."""

from __future__ import annotations

from fractions import Fraction

from ..kinds.view import View
from ..records import Organisation, Row
from .cells import Cells, Counted, opportunities
from .dimensions import Dimensions
from .outcomes import closed_on, outcome
from .query import Cell, Query
from .statistics import mean, rate
from .win_loss import closed_in_period


def velocity(organisation: Organisation, query: Query) -> dict[Cell, Row]:
    view = View(organisation, query.as_of)
    cells = Cells(Dimensions(view), query)
    still_open = opportunities(cells, view.open_opportunities)
    closed = opportunities(cells, closed_in_period(view, query))
    return {
        cell: _row(view, len(still_open.get(cell, [])), closed.get(cell, []))
        for cell in {**still_open, **closed}
    }


def _row(view: View, still_open: int, closed: Counted) -> Row:
    won = [
        (opportunity, amount)
        for opportunity, (amount,) in closed
        if outcome(view, opportunity) == "won"
    ]
    days = []
    for opportunity, _ in won:
        day = closed_on(view, opportunity)
        assert day is not None
        days.append((day - opportunity["opened"]).days)
    win_rate = rate(len(won), len(closed))
    amount, cycle = mean([amount for _, amount in won]), mean(days)
    return {
        "opportunities": still_open,
        "closed": len(closed),
        "won": len(won),
        "win_rate": win_rate,
        "mean_won_amount_minor": amount,
        "mean_cycle_days": cycle,
        "velocity_minor_per_day": _velocity(still_open, win_rate, amount, cycle),
        "currency": view.organisation.reporting_currency,
    }


def _velocity(
    number: int, win_rate: Fraction | None, amount: Fraction | None, days: Fraction | None
) -> Fraction | None:
    if win_rate is None or amount is None or not days:
        return None
    return number * win_rate * amount / days
