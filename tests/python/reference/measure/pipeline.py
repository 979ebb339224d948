"""What is open."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ..history import half_even
from ..kinds.components import Found
from ..kinds.policy import Policy
from ..kinds.view import View
from ..records import Organisation, Row
from .cells import Cells, Counted, Figure, opportunities
from .dimensions import Dimensions
from .query import Cell, Query
from .statistics import median


def pipeline(
    organisation: Organisation, query: Query, duplicates: Iterable[set[str]] | None = None
) -> dict[Cell, Row]:
    """`duplicates`: the opportunities of each duplicate_pursuit conflict, where they are known."""
    view = View(organisation, query.as_of)
    dropped = _not_the_largest(view, _duplicates(view) if duplicates is None else duplicates)

    def weighted(opportunity: Row) -> list[Figure]:
        currency, stage = opportunity["currency"], view.stage(opportunity)
        return [
            lambda minor: half_even(Decimal(view.converted(minor, currency)) * stage.probability)
        ]

    cells = opportunities(Cells(Dimensions(view), query), view.open_opportunities, weighted)
    return {cell: _row(view, counted, dropped) for cell, counted in cells.items()}


def _row(view: View, counted: Counted, dropped: set[str]) -> Row:
    closes = [view.expected_close(opportunity) for opportunity, _ in counted]
    return {
        "count": len(counted),
        "amount_minor": sum(amount for _, (amount, _) in counted),
        "currency": view.organisation.reporting_currency,
        "weighted_minor": sum(weighted for _, (_, weighted) in counted),
        "net_minor": sum(
            amount for opportunity, (amount, _) in counted if opportunity["id"] not in dropped
        ),
        "median_age_days": median(
            [(view.day - opportunity["opened"]).days for opportunity, _ in counted]
        ),
        "overdue_count": sum(1 for close in closes if close and close < view.day),
    }


def _duplicates(view: View) -> list[set[str]]:
    found = Found(view, Policy(), ["duplicate_pursuit"])
    return [{member.id for member in conflict.members} for conflict in found.conflicts.values()]


def _not_the_largest(view: View, duplicates: Iterable[set[str]]) -> set[str]:
    """Opportunities that stand behind the largest of their duplicate_pursuit conflict."""
    dropped: set[str] = set()
    for ids in duplicates:
        amounts = {
            id_: view.amount(view.organisation.row("opportunity", id_)) for id_ in sorted(ids)
        }
        dropped |= ids - {max(amounts, key=lambda id_: amounts[id_])}  # the first of equals
    return dropped
