"""A crowded organisation with what the measures ask for beside the conflicts.

Leads that became opportunities, campaigns, shared goals and KPIs, limits of stages in days and
business days, ways that processes list, lines without products, and histories with faults in them.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import random
from decimal import Decimal
from itertools import pairwise
from typing import Any

from . import crowded
from .crowded_histories import HistorySpoiler
from .crowded_kpis import kpis
from .generator import CURRENCIES, FIRST, LAST, OPEN, Row, Tables
from .measure.goals import METRICS
from .records import MINOR_DIGITS

WEEKENDS = [["fri", "sat"], ["sun"], ["sat", "sun"], ["mon", "wed", "fri"]]
PERIODS = [
    *("2024", "2025", "2024-Q2", "2024-Q4", "2024-06", "2024-12", "2024-02", "2025-03"),
    *("2024-03-15/2024-08-20", "2024-07-01/2024-07-01", None),
]
SOURCES = ["web", "fair", "partner"]
Moments = list[dt.date | dt.datetime]


def organisation(seed: int, *, opportunities: int = 40) -> tuple[Tables, str, Moments]:
    """(tables, reporting currency, instants worth asking about)"""
    tables, currency, moments = crowded.organisation(seed, opportunities=opportunities)
    tables = copy.deepcopy(tables)
    for name in ("opportunity_product", "stage_change", "close_date_change", "activity"):
        tables.setdefault(name, [])
    dice = random.Random(f"measures {seed}")
    for part in (
        *(_business_days, _processes, _lines, _leads, _campaigns, _goals, _activities),
        *(_more_close_dates,),
    ):
        part(tables, dice)
    HistorySpoiler(tables, dice).spoil()
    tables["kpi"] = kpis(tables, dice)
    return tables, currency, moments


def day(dice: random.Random, first: dt.date = FIRST) -> dt.date:
    return first + dt.timedelta(days=dice.randint(0, max((LAST - first).days, 0)))


def _ids(tables: Tables, table: str) -> list[str]:
    return [row["id"] for row in tables.get(table, [])]


def _maybe(dice: random.Random, values: list[Any], probability: float) -> Any:
    return dice.choice(values) if values and dice.random() < probability else None


# --- processes and the days of their stages -------------------------------------------------------
def _business_days(tables: Tables, dice: random.Random) -> None:
    for market in tables["market"]:
        market["weekend"] = _maybe(dice, WEEKENDS, 0.3) or []
    days = {(dice.choice(tables["market"])["id"], day(dice)) for _ in range(40)}
    tables["holiday"] = [{"market": market, "date": date} for market, date in sorted(days)]


def _processes(tables: Tables, dice: random.Random) -> None:
    for table in ("process", "process_version"):
        for row in tables.get(table, []):
            definition = json.loads(row["definition"])
            stages = definition["stages"]
            if dice.random() < 0.6 or table == "process_version":
                _second_ending(stages)
                definition["transitions"] = _transitions(stages, dice)
            for stage in stages:
                if stage["milestone"] in OPEN and dice.random() < 0.7:
                    stage["max_days"] = dice.choice([0, 5, 30, 60, 120])
                    stage["days"] = dice.choice(["calendar", "business"])
            row["definition"] = json.dumps(definition)


def _second_ending(stages: list[Row]) -> None:
    """Another stage that counts as won, and one that counts as lost."""
    for name, milestone in (("Paid", "won"), ("Too late", "lost")):
        stages.append({"id": name, "milestone": milestone, "probability": int(milestone == "won")})


def _transitions(stages: list[Row], dice: random.Random) -> list[Row]:
    """A step onward, any ending from the last, sometimes what is usual, skips and reopenings."""
    is_open = [stage["id"] for stage in stages if stage["milestone"] in OPEN]
    endings = [stage["id"] for stage in stages if stage["milestone"] not in OPEN]
    pairs = [*pairwise(is_open), *((is_open[-1], end) for end in endings)]
    more = [
        *((a, b) for a in is_open for b in is_open if a != b and dice.random() < 0.4),
        *((a, b) for a in is_open for b in endings if dice.random() < 0.4),
        *((a, b) for a in endings for b in is_open if dice.random() < 0.2),
    ]
    return [{"from": a, "to": b} for a, b in dict.fromkeys([*pairs, *more])]


# --- opportunities --------------------------------------------------------------------------------
def _lines(tables: Tables, dice: random.Random) -> None:
    """Some have lines and name no products, or have lines for only some of them."""
    have_lines = {line["opportunity"] for line in tables.get("opportunity_product", [])}
    for row in tables["opportunity"]:
        row["source"] = _maybe(dice, SOURCES, 0.8)
        if row["id"] in have_lines:
            if dice.random() < 0.2:
                row["products"] = []
        elif dice.random() < 0.25:
            products = row["products"][:1] or [dice.choice(_ids(tables, "product"))]
            for product in products:
                tables["opportunity_product"].append(
                    {
                        "opportunity": row["id"],
                        "product": product,
                        "amount": dice.choice([row["amount"], None, 1]),
                    }
                )


def _more_close_dates(tables: Tables, dice: random.Random) -> None:
    """Expected closes that are moved month after month."""
    have = {change["opportunity"] for change in tables["close_date_change"]}
    for row in tables["opportunity"]:
        if row["id"] in have or row["expected_close"] is None or dice.random() < 0.3:
            continue
        close, at = row["expected_close"], row["opened"]
        for _ in range(dice.randint(1, 4)):
            at += dt.timedelta(days=dice.choice([1, 10, 31, 60]))
            after = close + dt.timedelta(days=dice.choice([-14, 0, 1, 30, 30, 31, 90]))
            change = {"opportunity": row["id"], "from": close, "to": after}
            tables["close_date_change"].append({**change, "at": _sometime(at, dice)})
            close = after
        row["expected_close"] = close


def _sometime(date: dt.date, dice: random.Random) -> dt.datetime:
    time = dice.choice([dt.time(), dt.time(9, 30), dt.time(23, 59, 59, 999999)])
    return dt.datetime.combine(date, time, dt.timezone.utc)


# --- marketing ------------------------------------------------------------------------------------
def _leads(tables: Tables, dice: random.Random) -> None:
    """More of them, and some that became opportunities, now and then two of one."""
    for number in range(14):
        lead = dict(dice.choice(tables["lead"]))
        lead |= {"id": f"again{number}", "created": day(dice), "closed": None}
        lead["status"] = dice.choice(["new", "working", "qualified", "qualified", "disqualified"])
        if lead["status"] in ("qualified", "disqualified") and dice.random() < 0.8:
            lead["closed"] = day(dice, lead["created"])
        tables["lead"].append(lead)
    for lead in tables["lead"]:
        lead["source"] = _maybe(dice, SOURCES, 0.8)
        lead["opportunity"] = _maybe(dice, _ids(tables, "opportunity"), 0.6)


def _campaigns(tables: Tables, dice: random.Random) -> None:
    tables["campaign"] = []
    for key in ("Ö-spring", "autumn", "fair", "none"):
        market, currency = dice.choice(tables["market"]), None
        if market["currency"] is None or dice.random() < 0.5:
            currency = dice.choice(CURRENCIES)
        minor = Decimal(dice.choice([0, 1, 25, dice.randint(1, 10**7)]))
        budget = minor.scaleb(-MINOR_DIGITS[currency or market["currency"]])
        tables["campaign"].append(
            {
                **{"id": key, "market": market["id"], "currency": currency},
                "budget": _maybe(dice, [budget], 0.8),
            }
        )


def _goals(tables: Tables, dice: random.Random) -> None:
    tables["goal"] = [
        {
            "id": f"goal{number}",
            "name": _maybe(dice, ["Together"], 0.5),
            "metric": metric,
            "market": _maybe(dice, _ids(tables, "market"), 0.5),
            "period": dice.choice(PERIODS),
            "target": dice.choice([0, 1, 10, 250.5, 100000]),
            "marketing_owner": _maybe(dice, _ids(tables, "person"), 0.5),
            "sales_owner": _maybe(dice, _ids(tables, "person"), 0.5),
        }
        for number, metric in enumerate(dice.sample([*METRICS, *METRICS, "smiles"], 19))
    ]


def _activities(tables: Tables, dice: random.Random) -> None:
    """Many that were done, for goals and campaigns, at leads and opportunities."""
    for number in range(30):
        start = _maybe(dice, [day(dice)], 0.9)
        end = _maybe(dice, [day(dice, start or FIRST)], 0.9)
        tables["activity"].append(
            {
                "id": f"joint{number}",
                "kind": dice.choice(["mailing", "visit", "fair"]),
                "channel": dice.choice(["marketing", "sales"]),
                "account": dice.choice(_ids(tables, "account")),
                "status": dice.choice(["done", "done", "done", "active", "cancelled"]),
                "start": start,
                "end": end,
            }
        )
    for row in tables["activity"]:
        row["goal"] = _maybe(dice, _ids(tables, "goal"), 0.8)
        row["campaign"] = _maybe(dice, _ids(tables, "campaign"), 0.7)
        row["lead"] = _maybe(dice, _ids(tables, "lead"), 0.4)
        row["opportunity"] = _maybe(dice, _ids(tables, "opportunity"), 0.4)
