"""What counts for one goal, and whose it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from ..kinds.view import View
from ..records import MINOR_DIGITS, Row
from .leads import marketing_began
from .outcomes import closed_on, outcome
from .query import within


class Aim:
    def __init__(self, view: View, goal: Row, first: dt.date | None, last: dt.date | None) -> None:
        self.view = view
        self.goal = goal
        self._first, self._last = first, last

    def in_period(self, day: dt.date | None) -> bool:
        return day is not None and day <= self.view.day and within(self._first, day, self._last)

    def in_market(self, row: Row) -> bool:
        market = self.goal.get("market")
        return market is None or self.view.holds_market([market], row["market"])

    def won(self) -> list[Row]:
        return [
            row
            for row in self.view.organisation.rows("opportunity")
            if self.in_market(row) and outcome(self.view, row) == "won"
            if self.in_period(closed_on(self.view, row))
        ]

    def opened(self) -> list[Row]:
        return [
            row
            for row in self.view.organisation.rows("opportunity")
            if self.in_market(row) and self.in_period(row["opened"])
        ]

    def leads(self, day: Callable[[Row], dt.date | None]) -> list[Row]:
        return [
            row
            for row in self.view.organisation.rows("lead")
            if self.in_market(row) and self.in_period(day(row))
        ]

    def activities(self) -> list[Row]:
        """Those that name the goal count for it, in whatever market they are."""
        return [
            row
            for row in self.view.organisation.rows("activity")
            if row.get("goal") == self.goal["id"]
            and self.view.status(row) == "done"
            and self.in_period(row["end"])
        ]

    # --- whose it is ----------------------------------------------------------------------------
    def marketing_sourced(self, opportunity: Row) -> bool:
        converted = any(
            lead.get("opportunity") == opportunity["id"] and lead["created"] <= self.view.day
            for lead in self.view.organisation.rows("lead")
        )
        day: dt.date = opportunity["opened"]
        return converted or marketing_began(self.view, "opportunity", opportunity["id"], day)

    def marketing_brought(self, lead: Row) -> bool:
        """Any time before now is early enough, and a day that is not known may be."""
        return any(
            row.get("lead") == lead["id"]
            and (row["start"] is None or row["start"] <= self.view.day)
            for row in self.view.marketing
        )

    # --- money ----------------------------------------------------------------------------------
    def amount(self, opportunity: Row) -> Fraction:
        return self.major(self.view.amount(opportunity))

    def budget(self, campaign: str) -> Fraction:
        row = self.view.organisation.row("campaign", campaign)
        if row.get("budget") is None:
            return Fraction(0)
        currency = row.get("currency") or self.view.organisation.market_currency(row.get("market"))
        assert currency is not None
        minor = int(Decimal(str(row["budget"])).scaleb(MINOR_DIGITS[currency]))
        return self.major(self.view.converted(minor, currency))

    def major(self, minor: int) -> Fraction:
        return Fraction(minor, 10 ** MINOR_DIGITS[self.view.organisation.reporting_currency])
