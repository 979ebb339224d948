"""Deals won outside an agreement that covered them, or under other terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from ..kinds.view import View
from ..looking_back import difference
from ..looking_back import leakage as leaks
from ..records import Organisation, Row
from .cells import Cells, Counted, Figure, opportunities
from .dimensions import Dimensions
from .query import Cell, Query

REASONS = ("bypass", "discount", "shipping_terms", "not_valid", "not_covered")


def leakage(organisation: Organisation, query: Query) -> dict[Cell, Row]:
    view = View(organisation, query.as_of)
    by_deal: dict[str, list[Row]] = defaultdict(list)
    for leak in leaks(organisation, query.as_of, query.start, query.end):
        by_deal[leak["opportunity"]].append(leak)
    deals = [organisation.row("opportunity", key) for key in by_deal]

    def differences(deal: Row) -> list[Figure]:
        several = by_deal[deal["id"]]
        return [_of_the_largest(view, deal, several, sign) for sign in (1, -1)]

    cells = opportunities(Cells(Dimensions(view), query), deals, differences)
    currency = organisation.reporting_currency
    return {cell: _row(counted, by_deal, currency) for cell, counted in cells.items()}


def _of_the_largest(view: View, deal: Row, several: list[Row], sign: int) -> Figure:
    """Of the deal's differences of that sign the largest: what of it falls to an amount."""
    found = [leak for leak in several if (leak["difference_minor"] or 0) * sign > 0]
    if not found:
        return lambda minor: 0
    # Of equals that of the smallest id; they may divide otherwise.
    largest = max(found, key=lambda leak: abs(leak["difference_minor"]))
    agreement = view.organisation.row("agreement", largest["agreement"])
    return _difference(view, deal, agreement, sign)


def _difference(view: View, deal: Row, agreement: Row, sign: int) -> Callable[[int], int]:
    def figure(minor: int) -> int:
        converted = view.converted(minor, deal["currency"])
        return sign * (difference(converted, deal, agreement) or 0)

    return figure


def _row(counted: Counted, by_deal: dict[str, list[Row]], currency: str) -> Row:
    reasons = [
        {reason for leak in by_deal[deal["id"]] for reason in leak["reason"].split(";")}
        for deal, _ in counted
    ]
    return {
        "deals": len(counted),
        **{reason: sum(1 for theirs in reasons if reason in theirs) for reason in REASONS},
        "won_amount_minor": sum(amount for _, (amount, _, _) in counted),
        "currency": currency,
        "overcharged_minor": sum(above for _, (_, above, _) in counted),
        "given_away_minor": sum(below for _, (_, _, below) in counted),
    }
