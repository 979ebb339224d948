"""What was true at an instant: stages, amounts, owners, ownership."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cached_property
from typing import Any

from .records import MINOR_DIGITS, Organisation, Row, Stage, instant_of

NEVER = dt.datetime.min


def start_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


def half_even(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_EVEN))


class AsOf:
    """The organisation as it was at `moment`; a date is the end of that day."""

    def __init__(self, organisation: Organisation, moment: dt.date | dt.datetime) -> None:
        self.organisation = organisation
        self.at = instant_of(moment)
        self.day = self.at.date()

    # --- opportunities --------------------------------------------------------------------------
    def _changed(self, table: str, opportunity: Row, present: Any) -> Any:
        """`to` of the last change so far; before the first its `from`; without any the present."""
        rows = self.organisation.histories[table].get(opportunity["id"], [])
        if not rows:
            return present
        happened = [row for row in rows if row["at"] <= self.at]
        return happened[-1]["to"] if happened else rows[0]["from"]

    def amount_minor(self, opportunity: Row) -> int | None:
        amount: int | None = self._changed(
            "amount_change", opportunity, opportunity["amount_minor"]
        )
        return amount

    def expected_close(self, opportunity: Row) -> dt.date | None:
        day: dt.date | None = self._changed(
            "close_date_change", opportunity, opportunity.get("expected_close")
        )
        return day

    def owner(self, opportunity: Row) -> str | None:
        owner: str | None = self._changed("owner_change", opportunity, opportunity.get("owner"))
        return owner

    def stays(self, opportunity: Row) -> list[tuple[dt.datetime, Stage]]:
        """Every stage it has stood in so far, and since when; none before it is opened."""
        stages = self.organisation.stages(opportunity)
        if opportunity["opened"] > self.day:
            return []
        opened = start_of(opportunity["opened"])
        rows = self.organisation.histories["stage_change"].get(opportunity["id"], [])
        present = stages[opportunity["stage"]]
        if rows:
            first, before = rows[0], self.organisation.stages(opportunity, rows[0]["from_version"])
            # What does not say from where, was before where its process begins.
            stays = [(opened, before[first["from"] or next(iter(before))])]
            for row in rows:
                stages = self.organisation.stages(opportunity, row["to_version"])
                stays.append((row["at"], stages[row["to"]]))
        elif present.is_closed:
            start = next(iter(stages.values()))
            stays = [(opened, start), (start_of(opportunity["closed"]), present)]
        else:
            stays = [(opened, present)]
        return [(at, stage) for at, stage in stays if at <= self.at]

    def stage(self, opportunity: Row) -> Stage:
        return self.stays(opportunity)[-1][1]

    def is_open(self, opportunity: Row) -> bool:
        stays = self.stays(opportunity)
        return bool(stays) and not stays[-1][1].is_closed

    @cached_property
    def open_opportunities(self) -> list[Row]:
        return [row for row in self.organisation.rows("opportunity") if self.is_open(row)]

    def standing_since(self, opportunity: Row, rank: int) -> dt.datetime:
        """Since when it has stood, without a break, in open stages of that rank or higher."""
        since = self.at
        for at, stage in reversed(self.stays(opportunity)):
            if stage.is_closed or stage.rank < rank:
                break
            since = at
        return max(since, start_of(opportunity["opened"]))

    # --- ownership ------------------------------------------------------------------------------
    def parent(self, account: str, day: dt.date) -> str | None:
        standing: str | None = self.organisation.row("account", account).get("parent")
        rows = sorted(
            self._parent_rows.get(account, []), key=lambda row: row["from"] or dt.date.min
        )
        in_force = [row for row in rows if row["from"] is None or row["from"] <= day]
        if in_force:
            latest: str | None = in_force[-1].get("parent")
            return latest
        if rows and standing == rows[-1].get("parent"):
            return None  # the standing parent is the present one, not the one before
        return standing

    @cached_property
    def _parent_rows(self) -> dict[str, list[Row]]:
        rows: dict[str, list[Row]] = {}
        for row in self.organisation.rows("account_parent"):
            rows.setdefault(row["account"], []).append(row)
        return rows

    def group(self, account: str, day: dt.date | None = None) -> str:
        """The root account."""
        while (parent := self.parent(account, day or self.day)) is not None:
            account = parent
        return account

    def joined(self, a: str, b: str) -> dt.datetime:
        """When ownership last brought two accounts of one group together; NEVER: always were."""
        days = {row["from"] for row in self.organisation.rows("account_parent") if row["from"]}
        for day in sorted((day for day in days if day <= self.day), reverse=True):
            before = day - dt.timedelta(days=1)
            if self.group(a, before) != self.group(b, before):
                return start_of(day)
        return NEVER

    # --- money ----------------------------------------------------------------------------------
    def converted(self, minor: int, currency: str) -> int:
        """In minor units of the reporting currency, at the latest rate up to the day."""
        target = self.organisation.reporting_currency
        if currency == target:
            return minor
        rates = [
            row
            for row in self.organisation.rows("fx_rates")
            if row["currency"] == currency and row["date"] <= self.day
        ]
        rate = Decimal(str(max(rates, key=lambda row: row["date"])["rate"]))
        exact = Decimal(minor) * rate
        return half_even(exact.scaleb(MINOR_DIGITS[target] - MINOR_DIGITS[currency]))

    def amount(self, opportunity: Row) -> int:
        """In the reporting currency; 0 where it has none."""
        return self.converted(self.amount_minor(opportunity) or 0, opportunity["currency"])
