"""An opportunity and an agreement that covers it or that it names: the agreement has delegations,
the owner of the one is not that of the other, and no one delegation of that owner holds both the
opportunity's market and all its products."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Row
from .policy import Policy
from .view import Related, View, differ, start_of


def pairs(view: View, policy: Policy) -> Iterator[Related]:
    for o in view.open_opportunities:
        for g in view.organisation.rows("agreement"):
            if holds(view, o, g):
                yield view.related(
                    ("opportunity", o["id"]),
                    start_of(o["opened"]),
                    ("agreement", g["id"]),
                    start_of(g["valid_from"]),
                )


def holds(view: View, o: Row, g: Row) -> bool:
    delegations = [
        row for row in view.organisation.rows("delegation") if row["agreement"] == g["id"]
    ]
    return (
        bool(delegations)
        and (view.covers(g, o) or o.get("agreement") == g["id"])
        and differ(view.owner(o), g.get("owner"))
        and not any(allows(view, delegation, o) for delegation in delegations)
    )


def allows(view: View, delegation: Row, o: Row) -> bool:
    return (
        not differ(delegation["person"], view.owner(o))
        and view.holds_market(delegation["markets"], o["market"])
        and view.holds_all_products(delegation["products"], o["products"])
    )
