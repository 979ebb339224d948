"""A global group with an open opportunity has no global account manager on its global account team
(the group with itself); or, in a market in which it has an open opportunity, no key account
manager of that team is there for that market (the group and the market)."""

from __future__ import annotations

from collections.abc import Iterator

from .policy import Policy
from .view import Related, View, start_of


def pairs(view: View, policy: Policy) -> Iterator[Related]:
    for group in view.groups:
        theirs = [row for row in view.open_opportunities if view.group(row["account"]) == group]
        if not theirs or not view.is_global(group):
            continue
        itself = ("group", group)
        since = start_of(min(row["opened"] for row in theirs))
        if not view.team(group, "global_account_manager"):
            yield Related(group, itself, since, itself, since, None)
        for market in sorted({row["market"] for row in theirs if row["market"] is not None}):
            if not is_cared_for(view, group, market):
                entered = min(row["opened"] for row in theirs if row["market"] == market)
                yield Related(group, itself, since, ("market", market), start_of(entered), None)


def is_cared_for(view: View, group: str, market: str) -> bool:
    return any(
        row.get("market") is None or view.holds_market([row["market"]], market)
        for row in view.team(group, "key_account_manager")
    )
