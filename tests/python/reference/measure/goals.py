"""Each goal that marketing and sales share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from fractions import Fraction

from ..kinds.view import View
from ..records import Organisation, Row
from .aims import Aim
from .leads import qualified_on
from .periods import days_of
from .query import Query
from .statistics import Number, rate

RECORDED = ("name", "metric", "market", "period", "marketing_owner", "sales_owner")
Parts = tuple[Number, Number]
"""(marketing's, sales')"""


def goals(organisation: Organisation, query: Query) -> list[Row]:
    view = View(organisation, query.as_of)
    markets = query.where.get("market")
    return [
        _row(view, goal)
        for goal in sorted(organisation.rows("goal"), key=lambda row: str(row["id"]))
        if markets is None or set(markets) & set(view.upwards("market", goal.get("market")))
    ]


def _row(view: View, goal: Row) -> Row:
    first, last = days_of(goal["period"]) if goal.get("period") else (None, None)
    metric = METRICS.get(goal["metric"])
    marketing, sales = metric(Aim(view, goal, first, last)) if metric else (None, None)
    actual = None if marketing is None or sales is None else marketing + sales
    target = Fraction(str(goal["target"]))
    return {
        "goal": goal["id"],
        **{name: goal.get(name) for name in RECORDED},
        "from": first,
        "to": last,
        "target": target,
        "actual": actual,
        "marketing": marketing,
        "sales": sales,
        "progress": None if actual is None else rate(actual, target),
        "elapsed": _elapsed(view.day, first, last) if first and last else None,
    }


def _elapsed(day: dt.date, first: dt.date, last: dt.date) -> Fraction:
    over = (min(day, last) - first).days + 1
    return Fraction(max(over, 0), (last - first).days + 1)


def _parts(
    rows: Iterable[Row], is_marketings: Callable[[Row], bool], worth: Callable[[Row], Number]
) -> Parts:
    marketing: Number = 0
    sales: Number = 0
    for row in rows:
        if is_marketings(row):
            marketing += worth(row)
        else:
            sales += worth(row)
    return marketing, sales


def _one(row: Row) -> int:
    return 1


def _reach(aim: Aim) -> Parts:
    activities = aim.activities()
    accounts = {row["account"] for row in activities}
    by_marketing = {row["account"] for row in activities if row["channel"] == "marketing"}
    return len(by_marketing), len(accounts - by_marketing)


def _cost(aim: Aim) -> Parts:
    campaigns = {row["campaign"] for row in aim.activities() if row.get("campaign")}
    return sum(aim.budget(campaign) for campaign in campaigns), 0


METRICS: dict[str, Callable[[Aim], Parts]] = {
    "won_amount": lambda aim: _parts(aim.won(), aim.marketing_sourced, aim.amount),
    "won_count": lambda aim: _parts(aim.won(), aim.marketing_sourced, _one),
    "opened_amount": lambda aim: _parts(aim.opened(), aim.marketing_sourced, aim.amount),
    "opened_count": lambda aim: _parts(aim.opened(), aim.marketing_sourced, _one),
    "lead_count": lambda aim: _parts(
        aim.leads(lambda lead: lead["created"]), aim.marketing_brought, _one
    ),
    "qualified_count": lambda aim: _parts(
        aim.leads(lambda lead: qualified_on(aim.view, lead)), aim.marketing_brought, _one
    ),
    "activity_count": lambda aim: _parts(
        aim.activities(), lambda row: bool(row["channel"] == "marketing"), _one
    ),
    "reach": _reach,
    "cost": _cost,
}
