"""Two opportunities: different markets, different owners, they contend, are not coordinated, and
are not a duplicate_pursuit pair."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Row
from .policy import Policy
from .pursuit import are_coordinated, contend, is_duplicate
from .view import Related, View, differ, start_of


def pairs(view: View, policy: Policy) -> Iterator[Related]:
    for o, p in view.in_one_group(view.open_opportunities):
        if holds(view, o, p):
            yield view.related(
                ("opportunity", o["id"]),
                start_of(o["opened"]),
                ("opportunity", p["id"]),
                start_of(p["opened"]),
            )


def holds(view: View, o: Row, p: Row) -> bool:
    return (
        o["market"] != p["market"]
        and differ(view.owner(o), view.owner(p))
        and contend(view, o, p)
        and not are_coordinated(view, o, p)
        and not is_duplicate(view, o, p)
    )
