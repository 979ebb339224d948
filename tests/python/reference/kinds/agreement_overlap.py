"""Two agreements: both valid, their account subtrees, markets and products overlap, and discount,
shipping terms or owner differ."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ..records import Row
from .policy import Policy
from .view import Related, View, differ, start_of


def pairs(view: View, policy: Policy) -> Iterator[Related]:
    for g, h in view.in_one_group(view.organisation.rows("agreement")):
        if holds(view, g, h):
            yield view.related(
                ("agreement", g["id"]),
                start_of(g["valid_from"]),
                ("agreement", h["id"]),
                start_of(h["valid_from"]),
            )


def holds(view: View, g: Row, h: Row) -> bool:
    return (
        view.is_valid(g)
        and view.is_valid(h)
        and (
            view.lies_below(g["account"], h["account"])
            or view.lies_below(h["account"], g["account"])
        )
        and view.markets_overlap(g["markets"], h["markets"])
        and view.products_overlap(g["products"], h["products"])
        and (
            number(g.get("discount")) != number(h.get("discount"))
            or g.get("shipping_terms") != h.get("shipping_terms")
            or differ(g.get("owner"), h.get("owner"))
        )
    )


def number(discount: Any) -> Decimal | None:
    return None if discount is None else Decimal(str(discount))
