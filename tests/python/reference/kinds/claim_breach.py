"""An opportunity and a claim of somebody else that is in force: the account, market and products
of the opportunity fall under it, and it was opened after the claim began."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Row
from .policy import Policy
from .view import Related, View, differ, start_of


def pairs(view: View, policy: Policy) -> Iterator[Related]:
    for o in view.open_opportunities:
        for claim in view.organisation.rows("claim"):
            if holds(view, o, claim):
                yield view.related(
                    ("opportunity", o["id"]),
                    start_of(o["opened"]),
                    ("claim", claim["id"]),
                    start_of(claim["from"]),
                )


def holds(view: View, o: Row, claim: Row) -> bool:
    return (
        falls_under(view, o["account"], o["market"], o["products"], claim)
        and differ(claim["person"], view.owner(o))
        and bool(o["opened"] > claim["from"])
    )


def falls_under(
    view: View, account: str, market: str | None, products: list[str], claim: Row
) -> bool:
    """Is the claim in force over that account, market and one of the products?"""
    return (
        view.is_in_force(claim)
        and view.lies_below(account, claim["account"])
        and view.holds_market(claim["markets"], market)
        and view.products_overlap(claim["products"], products)
    )
