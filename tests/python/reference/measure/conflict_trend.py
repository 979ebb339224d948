"""Conflicts over time: what stands on each date, and what came and went since the one before."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cache
from itertools import product
from typing import Any

from ..kinds import ALL_KINDS
from ..kinds.components import Found
from ..kinds.policy import Policy
from ..kinds.view import View
from ..records import Organisation, Row
from .periods import ONE_DAY, month_ends
from .query import Query
from .statistics import median

Standing = dict[str, Row]
"""A day's conflicts by id: kind, group, severity, markets, since, value_minor."""
AskDay = Callable[[dt.date], Standing]


def conflict_trend(organisation: Organisation, query: Query) -> dict[tuple[Any, ...], Row]:
    """By date and cell."""
    return Trend(organisation, query, lambda day: standing(organisation, day)).rows()


def standing(organisation: Organisation, day: dt.date) -> Standing:
    found = Found(View(organisation, day), Policy(), ALL_KINDS)
    return {
        key: {
            **{name: getattr(conflict, name) for name in ("kind", "group", "severity", "markets")},
            "since": conflict.since,
            "value_minor": conflict.value_minor,
        }
        for key, conflict in found.conflicts.items()
    }


class Trend:
    def __init__(self, organisation: Organisation, query: Query, ask: AskDay) -> None:
        self.organisation = organisation
        self.query = query
        self.ask = cache(ask)
        self.found: dict[tuple[Any, ...], Row] = {}
        self.days: dict[tuple[Any, ...], list[int]] = defaultdict(list)

    def rows(self) -> dict[tuple[Any, ...], Row]:
        dates = sorted(self.query.dates) or self._month_ends()
        standing: list[Standing] = [self.ask(date) for date in dates]
        for date, today in zip(dates, standing, strict=True):
            self._count_standing(date, today)
        for place in range(1, len(dates)):
            self._count_changes(dates[place], *standing[place - 1 : place + 1])
        for key, days in self.days.items():
            self.found[key]["median_days_to_resolve"] = median(days)
        for (date, *_), row in self.found.items():
            if date == dates[0]:
                row.update(opened=None, resolved=None)
        return self.found

    def _month_ends(self) -> list[dt.date]:
        assert self.query.start is not None
        assert self.query.end is not None
        return month_ends(self.query.start, self.query.end)

    def _count_standing(self, date: dt.date, today: Standing) -> None:
        if not self.query.by:
            self._row(date, ())
        for conflict in today.values():
            for cell in self._cells(conflict):
                row = self._row(date, cell)
                row["open"] += 1
                row["value_minor"] += conflict["value_minor"]

    def _count_changes(self, date: dt.date, then: Standing, today: Standing) -> None:
        """It is opened where it stands now, and resolved where it stood on the date before."""
        for key in today.keys() - then.keys():
            for cell in self._cells(today[key]):
                self._row(date, cell)["opened"] += 1
        for key in then.keys() - today.keys():
            days = self._days_to_resolve(key, then[key]["since"], date)
            for cell in self._cells(then[key]):
                self._row(date, cell)["resolved"] += 1
                if days is not None:
                    key_of_row = (date, *cell)
                    self.days[key_of_row].append(days)

    def _days_to_resolve(self, key: str, since: dt.datetime | None, date: dt.date) -> int | None:
        """Until the day after the last one on which it stood; None for what stood since ever."""
        day = date
        while key not in self.ask(day - ONE_DAY):
            day -= ONE_DAY
        return None if since is None else (day - since.date()).days

    def _row(self, date: dt.date, cell: tuple[Any, ...]) -> Row:
        usual = {
            **{"open": 0, "value_minor": 0, "currency": self.organisation.reporting_currency},
            **{"opened": 0, "resolved": 0, "median_days_to_resolve": None},
        }
        return self.found.setdefault((date, *cell), usual)

    def _cells(self, conflict: Row) -> Counter[tuple[Any, ...]]:
        """Each of its cells once."""
        values = {
            name: list(conflict["markets"]) or [None] if name == "market" else [conflict[name]]
            for name in ("kind", "market", "group", "severity")
        }
        for name, wanted in self.query.where.items():
            values[name] = [value for value in values[name] if self._is_in(name, value, wanted)]
        if not all(values.values()):
            return Counter()
        if "market" in self.query.rollup:
            values["market"] = [
                above for market in values["market"] for above in self._upwards(market)
            ] or [None]
        return Counter(set(product(*(values[name] for name in self.query.by))))

    def _is_in(self, name: str, value: str | None, wanted: Any) -> bool:
        values = self._upwards(value) if name == "market" else [value]
        return bool(set(values) & set(wanted))

    def _upwards(self, market: str | None) -> list[str]:
        found = []
        while market is not None:
            found.append(market)
            market = self.organisation.row("market", market).get("parent")
        return found
