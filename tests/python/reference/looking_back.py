"""Looking back, slowly: conflicts by asking every single day, leakage deal by deal."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .history import AsOf
from .kinds.agreement_bypass import won_on
from .kinds.terms_mismatch import gives_less, ships_otherwise
from .kinds.view import View
from .records import Organisation, Row

ONE_DAY = dt.timedelta(days=1)
SEVERITIES = ["info", "warning", "critical"]


# --- conflicts ------------------------------------------------------------------------------------
def every_day(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    while start <= end:
        yield start
        start += ONE_DAY


def conflict_history(workspace: Any, start: dt.date, end: dt.date, **asked: Any) -> list[Row]:
    """What stood at the end of each day, those of one id on days that follow one another joined."""
    ended: list[Row] = []
    standing: dict[str, Row] = {}
    for day in every_day(start - ONE_DAY, end):
        answer = workspace.conflicts(as_of=day, **asked)
        found = {row["id"]: row for row in answer}
        assert len(found) == len(answer), "two conflicts of one id"
        members = Counter(answer.members["conflict"])
        ended += [standing.pop(key) for key in standing.keys() - found.keys()]
        for key, row in found.items():
            if day < start:
                standing[key] = _opened(row, start, stood_before=True)
                continue
            span = standing.setdefault(key, _opened(row, day, stood_before=False))
            _grow(span, row, members[key], day)
    still = [{**span, "to": None} for span in standing.values()]
    spans = [span for span in ended if span["days"]] + still
    return sorted(spans, key=lambda span: (span["from"], span["kind"], span["id"]))


def _opened(row: Row, day: dt.date, *, stood_before: bool) -> Row:
    return {
        **{name: row[name] for name in ("id", "kind", "group", "currency")},
        "from": day,
        "stood_before": stood_before,
        "to": None,
        "days": 0,
        "severity_max": SEVERITIES[0],
        "members_max": 0,
        "pairs_max": 0,
        "value_max_minor": 0,
        "explanation": None,
    }


def _grow(span: Row, row: Row, members: int, day: dt.date) -> None:
    span["to"] = day
    span["days"] += 1
    span["severity_max"] = max(span["severity_max"], row["severity"], key=SEVERITIES.index)
    span["members_max"] = max(span["members_max"], members)
    span["pairs_max"] = max(span["pairs_max"], row["pairs"])
    span["value_max_minor"] = max(span["value_max_minor"], row["value_minor"])
    span["explanation"] = row["explanation"]


# --- leakage --------------------------------------------------------------------------------------
def leakage(
    organisation: Organisation,
    moment: dt.date | dt.datetime,
    start: dt.date | None = None,
    end: dt.date | None = None,
    groups: list[str] | None = None,
) -> list[Row]:
    """Every won deal against every agreement."""
    view = View(organisation, moment)
    wanted = {view.group(account) for account in groups or []}
    rows = []
    for deal in organisation.rows("opportunity"):
        won = won_on(view, deal)
        if won is None or (start and won < start) or (end and won > end):
            continue
        if wanted and view.group(deal["account"]) not in wanted:
            continue
        for agreement in organisation.rows("agreement"):
            if reasons := list(_reasons(View(organisation, won), deal, agreement)):
                rows.append(_leak(view, deal, agreement, won, ";".join(reasons)))
    return sorted(rows, key=lambda row: (row["won_on"], row["opportunity"], row["agreement"]))


def _reasons(then: View, deal: Row, agreement: Row) -> Iterator[str]:
    """As it was on the day of winning."""
    if deal.get("agreement") != agreement["id"]:
        if then.covers(agreement, deal):
            yield "bypass"
        return
    if gives_less(deal, agreement):
        yield "discount"
    if ships_otherwise(deal, agreement):
        yield "shipping_terms"
    if not then.is_valid(agreement):
        yield "not_valid"
    if not then.reaches(agreement, deal):
        yield "not_covered"


def _leak(as_of: AsOf, deal: Row, agreement: Row, won: dt.date, reason: str) -> Row:
    amount = as_of.amount_minor(deal)
    converted = None if amount is None else as_of.amount(deal)
    return {
        "opportunity": deal["id"],
        "agreement": agreement["id"],
        "account": deal["account"],
        "group": as_of.group(deal["account"]),
        "market": deal["market"],
        "owner": as_of.owner(deal),
        "won_on": won,
        "amount_minor": amount,
        "currency": deal["currency"],
        "amount_reporting_minor": converted,
        "reporting_currency": as_of.organisation.reporting_currency,
        "discount_given": _number(deal.get("discount")),
        "discount_agreed": _number(agreement.get("discount")),
        "reason": reason,
        "difference_minor": difference(converted, deal, agreement),
    }


def difference(amount: int | None, deal: Row, agreement: Row) -> int | None:
    """The amount less the price at the agreed discount; no discount is 0 per cent."""
    given, agreed = (Fraction(str(row.get("discount") or 0)) / 100 for row in (deal, agreement))
    if amount is None or given == 1:
        return None
    price = amount / (1 - given) * (1 - agreed)
    return amount - round(price)  # Python rounds a half to the even integer


def _number(percent: float | Decimal | None) -> float | None:
    return None if percent is None else float(percent)
