"""An opportunity and the agreement that it names: its discount is below the agreement's or its
shipping terms differ (where both are set), or the agreement is not valid or does not cover it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..records import Row
from .policy import Policy
from .view import Related, View, start_of


def pairs(view: View, policy: Policy) -> Iterator[Related]:
    for o in view.open_opportunities:
        if o.get("agreement") is None:
            continue
        g = view.organisation.row("agreement", o["agreement"])
        if (
            gives_less(o, g)
            or ships_otherwise(o, g)
            or not view.is_valid(g)
            or not view.reaches(g, o)
        ):
            yield view.related(
                ("opportunity", o["id"]),
                start_of(o["opened"]),
                ("agreement", g["id"]),
                start_of(g["valid_from"]),
            )


def gives_less(o: Row, g: Row) -> bool:
    given, agreed = o.get("discount"), g.get("discount")
    return given is not None and agreed is not None and Decimal(str(given)) < Decimal(str(agreed))


def ships_otherwise(o: Row, g: Row) -> bool:
    given, agreed = o.get("shipping_terms"), g.get("shipping_terms")
    return given is not None and agreed is not None and given != agreed
