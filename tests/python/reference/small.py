"""Worlds of a few rows in which a kind holds, to be altered row by row: does it hold still?"""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

from .kinds import RELATIONS
from .kinds.components import Found
from .kinds.policy import Policy
from .kinds.view import View
from .records import Organisation, Row

DAY = dt.date(2026, 6, 30)
Changes = dict[str, Any]
"""`table.id.column` -> its value, or `table` -> further rows"""

MARKETS: dict[str, Row] = {
    "world": {"currency": "EUR"},
    "nordic": {"parent": "world"},
    "se": {"parent": "nordic", "country": "SE", "jurisdiction": "swedish"},
    "dk": {"parent": "nordic", "country": "DK", "jurisdiction": "danish"},
    "se-north": {"parent": "se"},
    "de": {"parent": "world", "country": "DE", "jurisdiction": "german"},
}
PRODUCTS: dict[str, Row] = {
    "pumps": {},
    "pump-1": {"parent": "pumps"},
    "pump-2": {"parent": "pumps"},
    "seals": {},
}
ACCOUNTS: dict[str, Row] = {
    "acme": {"market": "se"},
    "acme-dk": {"parent": "acme", "market": "dk"},
    "acme-dk-2": {"parent": "acme-dk", "market": "dk"},
    "birk": {"market": "se"},
}
PERSONS = ["ann", "bo", "cat", "dan"]


def around(**tables: list[Row]) -> dict[str, list[Row]]:
    """The usual markets, products, accounts and persons, and these tables."""
    usual = {
        "market": [{"id": key, **row} for key, row in MARKETS.items()],
        "product": [{"id": key, **row} for key, row in PRODUCTS.items()],
        "account": [{"id": key, **row} for key, row in ACCOUNTS.items()],
        "person": [{"id": key} for key in PERSONS],
    }
    return {**usual, **tables}


def start(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(day)


def opportunity(key: str, **columns: Any) -> Row:
    """An open one at acme, in its market se, of ann."""
    return {
        **{"id": key, "account": "acme", "owner": "ann", "stage": "proposal"},
        **{"products": ["pump-1"], "opened": "2026-03-01", **columns},
    }


def changed(tables: dict[str, list[Row]], changes: Changes) -> dict[str, list[Row]]:
    tables = copy.deepcopy(tables)
    for where, value in changes.items():
        if "." not in where:
            tables.setdefault(where, []).extend(value)
            continue
        table, key, column = where.split(".")
        (row,) = (row for row in tables[table] if row["id"] == key)
        row[column] = value
    return tables


def as_of(tables: dict[str, list[Row]], moment: dt.date | dt.datetime | str = DAY) -> View:
    day = dt.date.fromisoformat(moment) if isinstance(moment, str) else moment
    return View(Organisation(tables), day)


def pairs(
    kind: str,
    tables: dict[str, list[Row]],
    changes: Changes | None = None,
    moment: dt.date | dt.datetime | str = DAY,
    policy: Row | None = None,
) -> dict[str, str | None]:
    """`id id`, by type, then id -> the day of the since, or its instant within a day."""
    view = as_of(changed(tables, changes or {}), moment)
    found = {}
    for pair in RELATIONS[kind](view, Policy.read(policy)):
        (_, a), (_, b) = sorted([pair.a, pair.b])
        since = pair.since
        on_the_day = since is not None and since.time() == dt.time()
        found[f"{a} {b}"] = (
            None if since is None else str(since.date()) if on_the_day else str(since)
        )
    return found


def conflicts(
    kind: str,
    tables: dict[str, list[Row]],
    changes: Changes | None = None,
    moment: dt.date | dt.datetime | str = DAY,
    policy: Row | None = None,
) -> Found:
    return Found(as_of(changed(tables, changes or {}), moment), Policy.read(policy), [kind])
