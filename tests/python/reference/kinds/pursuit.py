"""What the pursuits ask of two opportunities: do they contend, are they coordinated?"""

from __future__ import annotations

from ..records import Row
from .view import View


def is_duplicate(view: View, o: Row, p: Row) -> bool:
    return o["account"] == p["account"] and view.products_overlap(o["products"], p["products"])


def contend(view: View, o: Row, p: Row) -> bool:
    """The group is a prospect, or their products overlap."""
    is_prospect = view.is_prospect(view.group(o["account"]))
    return is_prospect or view.products_overlap(o["products"], p["products"])


def are_coordinated(view: View, o: Row, p: Row) -> bool:
    """Both name the same agreement, or both owners are on the global account team, each for a
    market whose subtree holds its own opportunity's market."""
    same_agreement = o.get("agreement") is not None and o["agreement"] == p.get("agreement")
    return same_agreement or (_is_on_team(view, o) and _is_on_team(view, p))


def _is_on_team(view: View, o: Row) -> bool:
    owner = view.owner(o)
    return owner is not None and any(
        row["person"] == owner
        and (row.get("market") is None or view.holds_market([row["market"]], o["market"]))
        for row in view.team(view.group(o["account"]))
    )
