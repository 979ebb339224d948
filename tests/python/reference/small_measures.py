"""Measures of worlds of a few rows, for cases by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from .measure import AS_ROWS, BY_CELL
from .measure.query import Cell, Query
from .measure_comparison import plain
from .records import Organisation, Row
from .small import DAY, changed

DATES = ("start", "end", "as_of", "close_from", "close_to")


def query(**asked: Any) -> Query:
    """Of texts as dates; as of the end of June where nothing is said."""
    said = {"as_of": DAY, **asked}
    for name in DATES:
        if isinstance(said.get(name), str):
            said[name] = dt.date.fromisoformat(said[name])
    return Query(**said)


def cells(
    measure: str, tables: dict[str, list[Row]], changes: Row | None = None, **asked: Any
) -> dict[Cell, Row]:
    """Fractions as floats."""
    organisation = Organisation(changed(tables, changes or {}))
    found = BY_CELL[measure](organisation, query(**asked))
    return {cell: _plain(row) for cell, row in found.items()}


def only(
    measure: str, tables: dict[str, list[Row]], changes: Row | None = None, **asked: Any
) -> Row:
    """The one row of a measure that is asked for without dimensions."""
    (row,) = cells(measure, tables, changes, **asked).values()
    return row


def rows(
    measure: str, tables: dict[str, list[Row]], changes: Row | None = None, **asked: Any
) -> list[Row]:
    organisation = Organisation(changed(tables, changes or {}))
    return [_plain(row) for row in AS_ROWS[measure](organisation, query(**asked))]


def filled(row: Row) -> Row:
    """What is not zero, empty or the currency."""
    return {name: value for name, value in row.items() if value and name != "currency"}


def _plain(row: Row) -> Row:
    return {name: plain(value) for name, value in row.items()}
