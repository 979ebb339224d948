"""Two activities: both marketing, same material, same account (policy: account or group), one
planned or active, the other done, its end within the policy's days before the start of the one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..records import Row
from .policy import Policy
from .view import Related, View, start_of


def pairs(view: View, policy: Policy) -> Iterator[Related]:
    for a in view.marketing:
        for b in view.marketing:
            if (
                a.get("material")
                and a["material"] == b.get("material")
                and are_together(view, a, b, policy.repeated_material_reach)
                and view.status(a) == "done"
                and view.status(b) in ("planned", "active")
                and is_shortly_before(a, b, policy.repeated_material_days)
            ):
                yield view.related(
                    ("activity", a["id"]),
                    start_of(a["start"]),
                    ("activity", b["id"]),
                    start_of(b["start"]),
                )


def are_together(view: View, a: Row, b: Row, reach: str) -> bool:
    if reach == "account":
        return bool(a["account"] == b["account"])
    return view.group(a["account"]) == view.group(b["account"])


def is_shortly_before(a: Row, b: Row, days: int) -> bool:
    """b.start - days <= a.end <= b.start"""
    if a["end"] is None or b["start"] is None:
        return False
    return bool(b["start"] - dt.timedelta(days=days) <= a["end"] <= b["start"])
