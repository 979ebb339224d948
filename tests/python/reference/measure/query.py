"""What is asked of a measure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

Moment = dt.date | dt.datetime
Cell = tuple[Any, ...]
"""The values of the dimensions."""
MORE_KEYS = {"funnel": ["milestone"], "time_in_stage": ["milestone", "days"]}
"""Columns of measures that have several rows in a cell."""


@dataclass(frozen=True)
class Query:
    by: Sequence[str] = ()
    rollup: Sequence[str] = ()
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    as_of: Moment = dt.date.max
    start: dt.date | None = None
    """`from`"""
    end: dt.date | None = None
    """`to`"""
    close_from: dt.date | None = None
    close_to: dt.date | None = None
    dates: Sequence[dt.date] = ()

    def holds(self, day: dt.date) -> bool:
        """Is the day in the period? Inclusive at both ends, an open end is open."""
        return within(self.start, day, self.end)

    def closes(self, day: dt.date | None) -> bool:
        """Is that expected close in the close period? Without one every close is, also none."""
        if self.close_from is None and self.close_to is None:
            return True
        return day is not None and within(self.close_from, day, self.close_to)

    def but(self, **other: Any) -> Query:
        return replace(self, **other)

    def asked(self) -> dict[str, Any]:
        """The arguments of the engine's query."""
        said = {
            **{"by": list(self.by), "rollup": list(self.rollup), "where": dict(self.where)},
            **{"from_": self.start, "to": self.end, "dates": list(self.dates)},
            **{"close_from": self.close_from, "close_to": self.close_to},
            "as_of": None if self.as_of == dt.date.max else self.as_of,
        }
        return {name: value for name, value in said.items() if value}


def keys_of(measure: str, query: Query) -> list[str]:
    """The columns that say which cell a row is of."""
    more = MORE_KEYS.get(measure, [])
    names = [name for name in query.by if name not in more]
    return ["date", *names] if measure == "conflict_trend" else [*names, *more]


def within(start: dt.date | None, day: dt.date, end: dt.date | None) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)
