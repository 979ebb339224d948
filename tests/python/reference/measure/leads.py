"""The status of leads, and who brought them."""

from __future__ import annotations

import datetime as dt

from ..kinds.view import View
from ..records import Row


def status(view: View, lead: Row) -> str:
    """As its history says; else active until the day on which it was closed, then as today."""
    changes = view.organisation.histories["lead_change"].get(lead["id"], [])
    if changes:
        happened = [change["to"] for change in changes if change["at"] <= view.at]
        return str(happened[-1] if happened else changes[0]["from"])
    if view.is_active(lead):
        return "working"
    # It has left the active ones, also where its status was not kept up.
    return "qualified" if lead["status"] == "qualified" else "disqualified"


def qualified_on(view: View, lead: Row) -> dt.date | None:
    """Of one that is qualified: the day on which it became so, where that is known."""
    if status(view, lead) != "qualified":
        return None
    changes = view.organisation.histories["lead_change"].get(lead["id"], [])
    if not changes:
        closed: dt.date | None = lead["closed"]
        return closed
    happened = [change for change in changes if change["at"] <= view.at]
    day: dt.date | None = happened[-1]["at"].date() if happened else None
    return day


def marketing_began(view: View, column: str, key: str, day: dt.date) -> bool:
    """Had a marketing activity that names it (a lead, an opportunity) begun by that day?"""
    return any(
        row.get(column) == key and row["start"] is not None and row["start"] <= day
        for row in view.marketing
    )
