"""An opportunity and an agreement that covers it and that it does not name. Also for one that was
won within the policy's look-back: then coverage is judged at the day it was won."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..records import Row
from .policy import Policy
from .view import Related, View, start_of


def pairs(view: View, policy: Policy) -> Iterator[Related]:
    for o in view.organisation.rows("opportunity"):
        day = judged_on(view, o, policy.agreement_bypass_days)
        if day is None:
            continue
        for g in view.organisation.rows("agreement"):
            if (
                view.group(g["account"]) == view.group(o["account"])
                and view.covers(g, o, day)
                and o.get("agreement") != g["id"]
            ):
                yield view.related(
                    ("opportunity", o["id"]),
                    start_of(o["opened"]),
                    ("agreement", g["id"]),
                    start_of(g["valid_from"]),
                )


def judged_on(view: View, o: Row, look_back_days: int) -> dt.date | None:
    """Today for an open one, the day of winning for one that was won lately, else never."""
    if view.is_open(o):
        return view.day
    won = won_on(view, o)
    earliest = view.day - dt.timedelta(days=look_back_days)
    return won if won is not None and earliest <= won else None


def won_on(view: View, o: Row) -> dt.date | None:
    """Since when it has stood in won stages; None where it does not stand in one now."""
    day = None
    for at, stage in reversed(view.stays(o)):
        if stage.milestone != "won":
            break
        day = at.date()
    return day
