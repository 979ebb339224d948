"""A lead and an opportunity: the lead is active, in another market; the opportunity stands at or
past the policy's milestone; they contend (a lead without a product contends with all)."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import MILESTONES, Row
from .policy import Policy
from .view import Related, View, start_of


def pairs(view: View, policy: Policy) -> Iterator[Related]:
    rank = MILESTONES.index(policy.lead_collision_milestone)
    for lead in view.active_leads:
        for o in view.open_opportunities:
            if holds(view, lead, o, rank):
                yield view.related(
                    ("lead", lead["id"]),
                    start_of(lead["created"]),
                    ("opportunity", o["id"]),
                    view.standing_since(o, rank),
                )


def holds(view: View, lead: Row, o: Row, rank: int) -> bool:
    group = view.group(o["account"])
    wanted = [lead["product"]] if lead.get("product") else []
    return (
        view.group(lead["account"]) == group
        and lead["market"] != o["market"]
        and view.stage(o).rank >= rank
        and (view.is_prospect(group) or view.products_overlap(wanted, o["products"]))
    )
