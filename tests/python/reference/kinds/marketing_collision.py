"""An activity and an opportunity: the activity is marketing, planned or active, meets the days
from now to the horizon, is within reach (policy: group, country or account), and the
opportunity's present stage suppresses its kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..records import Row
from .policy import Policy
from .view import Related, View, start_of, within


def pairs(view: View, policy: Policy) -> Iterator[Related]:
    for activity in view.marketing:
        if not is_ahead(view, activity, policy.marketing_horizon_days):
            continue
        for o in view.open_opportunities:
            if suppresses(view, o, activity["kind"]) and reaches(
                view, o["account"], activity["account"], policy.suppression
            ):
                yield view.related(
                    ("activity", activity["id"]),
                    start_of(activity["start"]),
                    ("opportunity", o["id"]),
                    entered(view, o),
                )


def is_ahead(view: View, activity: Row, horizon_days: int) -> bool:
    """Planned or active, and its [start, end] meets [day, day + horizon]."""
    horizon = view.day + dt.timedelta(days=horizon_days)
    return (
        view.status(activity) in ("planned", "active")
        and within(activity["start"], horizon, None)
        and within(None, view.day, activity["end"])
    )


def suppresses(view: View, o: Row, kind: str) -> bool:
    return any(name in ("*", kind) for name in view.stage(o).suppress)


def entered(view: View, o: Row) -> dt.datetime:
    """When it came into its present stage; to another version of it is no entry."""
    stays = view.stays(o)
    entry, present = stays[-1]
    for at, stage in reversed(stays):
        if stage.id != present.id:
            break
        entry = at
    return entry


def reaches(view: View, account: str, other: str, reach: str) -> bool:
    """How far from the opportunity's account; one without a country reaches itself alone."""
    if account == other:
        return True
    if reach == "account" or view.group(account) != view.group(other):
        return False
    country = view.country(account)
    return reach == "group" or (country is not None and country == view.country(other))
