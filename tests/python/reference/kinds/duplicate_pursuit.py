"""Two opportunities: same account, and products overlap, whoever owns them."""

from __future__ import annotations

from collections.abc import Iterator

from .policy import Policy
from .pursuit import is_duplicate
from .view import Related, View, start_of


def pairs(view: View, policy: Policy) -> Iterator[Related]:
    for o, p in view.in_one_group(view.open_opportunities):
        if is_duplicate(view, o, p):
            yield view.related(
                ("opportunity", o["id"]),
                start_of(o["opened"]),
                ("opportunity", p["id"]),
                start_of(p["opened"]),
            )
