"""Time in the present stage of what is open, against the stage's `max_days`."""

from __future__ import annotations

from fractions import Fraction

from ..kinds.view import View
from ..records import Organisation, Row
from .business_days import business_days
from .cells import Cells, Counted, opportunities
from .dimensions import Dimensions
from .outcomes import stage_since
from .query import Cell, Query
from .statistics import median, quantile


def ageing(organisation: Organisation, query: Query) -> dict[Cell, Row]:
    view = View(organisation, query.as_of)
    cells = opportunities(Cells(Dimensions(view), query), view.open_opportunities)
    return {cell: _row(view, counted) for cell, counted in cells.items()}


def _row(view: View, counted: Counted) -> Row:
    over = [amount for opportunity, (amount,) in counted if is_over(view, opportunity)]
    days = [(view.day - stage_since(view, opportunity)).days for opportunity, _ in counted]
    return {
        "count": len(counted),
        "amount_minor": sum(amount for _, (amount,) in counted),
        "currency": view.organisation.reporting_currency,
        "over_count": len(over),
        "over_amount_minor": sum(over),
        "limit_count": sum(1 for opportunity, _ in counted if has_limit(view, opportunity)),
        "min_days": min(days, default=None),
        "lower_quartile_days": quantile(days, Fraction(1, 4)),
        "median_days": median(days),
        "upper_quartile_days": quantile(days, Fraction(3, 4)),
        "max_days": max(days, default=None),
    }


def has_limit(view: View, opportunity: Row) -> bool:
    return view.stage(opportunity).max_days is not None


def is_over(view: View, opportunity: Row) -> bool:
    """More days in its stage than max_days, counted as the stage counts them."""
    stage, since = view.stage(opportunity), stage_since(view, opportunity)
    if stage.max_days is None:
        return False
    if stage.in_business_days:
        return business_days(view, opportunity["market"], since, view.day) > stage.max_days
    return (view.day - since).days > stage.max_days
