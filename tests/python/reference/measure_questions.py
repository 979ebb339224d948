"""Questions about measures: dimensions, roll-ups, what to keep, periods, drawn at random."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Sequence

from .crowded_measures import Moments, day
from .generator import Tables
from .measure.dimensions import DIMENSIONS, OF_LEADS, TREES, UNITS
from .measure.query import MORE_KEYS, Query
from .measure.series import OVER_A_PERIOD
from .records import MILESTONES, Row

PLACES = ("market", "account")
EVENTS = [f"event_{unit}" for unit in UNITS]
CALENDAR = {
    "month": ["2024-05", "2024-12", "2025-02"],
    "quarter": ["2024-Q2", "2024-Q4", "2025-Q1"],
    "year": ["2024", "2025"],
}
DATED = ("opportunity", "lead", "activity", "stage_change", "close_date_change")
TABLES = {
    **{"market": "market", "region": "market", "group": "account", "account": "account"},
    **{"owner": "person", "team": "person", "product": "product", "family": "product"},
    "process": "process",
}


def dimensions_of(measure: str) -> list[str]:
    if measure == "smarketing":
        return OF_LEADS
    if measure in MORE_KEYS:  # it has rows for milestones itself
        left_out = ("milestone", "stage") if measure == "time_in_stage" else ("milestone",)
        return [name for name in DIMENSIONS if name not in left_out]
    return [*DIMENSIONS, *EVENTS] if measure == "slippage" else DIMENSIONS


def question(measure: str, tables: Tables, dice: random.Random) -> Query:
    """By none, one or two dimensions; half of the trees rolled up; some keep only a part."""
    names = dimensions_of(measure)
    by = dice.sample(names, dice.choice([0, 1, 1, 1, 2, 2]))
    rollup = [name for name in by if name in TREES and dice.random() < 0.5]
    known = [name for name in names if name not in EVENTS and all_values(name, tables)]
    kept = dice.sample(known, dice.choice([0, 0, 1, 2]))
    where = {name: some_values(name, tables, dice) for name in kept}
    return Query(by=by, rollup=rollup, where=where)


def some_values(name: str, tables: Tables, dice: random.Random) -> list[str]:
    """One to three that there are."""
    values = sorted(set(all_values(name, tables)))
    return dice.sample(values, min(dice.randint(1, 3), len(values)))


def all_values(name: str, tables: Tables) -> list[str]:
    if name in TABLES:
        return [str(row["id"]) for row in tables.get(TABLES[name], [])]
    if name == "milestone":
        return MILESTONES
    if name == "stage":
        definitions = [json.loads(row["definition"]) for row in tables.get("process", [])]
        return [stage["id"] for definition in definitions for stage in definition["stages"]]
    if name in ("kind", "source"):
        return sorted({str(row[name]) for row in tables["opportunity"] if row.get(name)})
    return CALENDAR[name.rpartition("_")[2]]


# --- days -----------------------------------------------------------------------------------------
def a_day(tables: Tables, dice: random.Random, since: Sequence[int] = (0,)) -> dt.date:
    """Mostly one on which something happens, or so many days later."""
    if dice.random() < 0.3:
        return day(dice)
    row = dice.choice(tables[dice.choice([name for name in DATED if tables.get(name)])])
    dates = [value for value in row.values() if isinstance(value, dt.date)]
    found: dt.date = dice.choice(dates or [day(dice)])
    if isinstance(found, dt.datetime):
        found = found.date()
    return found + dt.timedelta(days=dice.choice(since))


def a_period(tables: Tables, dice: random.Random) -> dict[str, dt.date | None]:
    """Either end may be open."""
    first = a_day(tables, dice)
    last = max(first, a_day(tables, dice))
    return {
        "start": first if dice.random() < 0.85 else None,
        "end": last if dice.random() < 0.85 else None,
    }


def two_days(tables: Tables, dice: random.Random) -> dict[str, dt.date | None]:
    """For a waterfall: often of a close period, that may be open at an end."""
    first, last = sorted([a_day(tables, dice), a_day(tables, dice)])
    found: dict[str, dt.date | None] = {"start": first, "end": last}
    if dice.random() < 0.6:
        close_from = a_day(tables, dice)
        close_to = close_from + dt.timedelta(days=dice.choice([0, 30, 91, 182]))
        found["close_from"] = close_from if dice.random() < 0.8 else None
        found["close_to"] = close_to if dice.random() < 0.8 else None
    return found


def some_dates(tables: Tables, dice: random.Random, count: int = 4) -> list[dt.date]:
    return sorted({a_day(tables, dice) for _ in range(count)})


def asked_at(
    measure: str, query: Query, tables: Tables, moments: Moments, dice: random.Random
) -> Query:
    """The question with what the measure needs beside the dimensions."""
    if measure == "waterfall":
        return query.but(**two_days(tables, dice))
    some_day = a_day(tables, dice, since=(0, 0, 0, 90, 365))
    query = query.but(as_of=dice.choice([*moments, some_day, some_day, some_day]))
    return query.but(**a_period(tables, dice)) if measure in OVER_A_PERIOD else query


def of_whitespace(tables: Tables, dice: random.Random) -> Query:
    """By groups, places and products; sometimes only some of them."""
    product = dice.choice(["product", "family"])
    by = dice.choice([(), ("group", product), *(("group", place, product) for place in PLACES)])
    names = ["group", "market", "account", "family", *(["product"] if "product" in by else [])]
    kept = dice.sample(names, dice.choice([0, 0, 1, 2]))
    return Query(by=by, where={name: some_values(name, tables, dice) for name in kept})


def by_parent(rows: Sequence[Row]) -> dict[str | None, list[str]]:
    """A tree's children, by the table."""
    found: dict[str | None, list[str]] = {}
    for row in rows:
        found.setdefault(row.get("parent"), []).append(row["id"])
    return found
