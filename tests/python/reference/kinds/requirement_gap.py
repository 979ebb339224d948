"""An opportunity and a requirement: its jurisdiction and products fall under it, it stands at or
past its milestone, and it is not fulfilled."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import MILESTONES, Row
from .policy import Policy
from .view import Related, View


def pairs(view: View, policy: Policy) -> Iterator[Related]:
    for o in view.open_opportunities:
        for requirement in view.organisation.rows("requirement"):
            if holds(view, o, requirement):
                standing = view.standing_since(o, MILESTONES.index(requirement["milestone"]))
                yield Related(
                    view.group(o["account"]),
                    ("opportunity", o["id"]),
                    standing,
                    ("requirement", requirement["id"]),
                    None,
                    None,
                )


def holds(view: View, o: Row, requirement: Row) -> bool:
    return (
        view.of_market(o["market"], "jurisdiction") == requirement["jurisdiction"]
        and view.holds_a_product(requirement["products"], o["products"])
        and view.stage(o).rank >= MILESTONES.index(requirement["milestone"])
        and not is_fulfilled(view, o, requirement)
    )


def is_fulfilled(view: View, o: Row, requirement: Row) -> bool:
    return any(
        row["opportunity"] == o["id"]
        and row["requirement"] == requirement["id"]
        and row["at"] <= view.at
        for row in view.organisation.rows("fulfilment")
    )
