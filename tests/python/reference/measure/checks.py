"""The checks of data quality, one after the other."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from ..kinds.process_mismatch import applying
from ..kinds.view import View
from ..records import Row
from .ageing import has_limit, is_over
from .outcomes import changes_so_far, closed_on

PARTS = ("completeness", "validity", "timeliness", "consistency")
CHECKS = {
    "no_amount": "completeness",
    "no_expected_close": "completeness",
    "no_owner": "completeness",
    "no_products": "completeness",
    "no_source": "completeness",
    "zero_amount": "validity",
    "close_before_open": "validity",
    "stale": "timeliness",
    "overdue": "timeliness",
    "over_max_days": "timeliness",
    "wrong_process": "consistency",
    "broken_history": "consistency",
    "backdated": "consistency",
    "batch_jump": "consistency",
}
HISTORIES = ("stage_change", "amount_change", "close_date_change", "owner_change")
STALE_DAYS = 90
ONE_MINUTE = dt.timedelta(minutes=1)


class Judge:
    def __init__(self, view: View) -> None:
        self.view = view
        self._have_lines = {
            line["opportunity"] for line in view.organisation.rows("opportunity_product")
        }

    def passes(self, check: str, opportunity: Row) -> bool | None:
        """None: the check is not for such as this one."""
        verdict: bool | None = getattr(self, check)(opportunity)
        return verdict

    # --- completeness ---------------------------------------------------------------------------
    def no_amount(self, opportunity: Row) -> bool:
        return self.view.amount_minor(opportunity) is not None

    def no_expected_close(self, opportunity: Row) -> bool | None:
        if not self.view.is_open(opportunity):
            return None
        return self.view.expected_close(opportunity) is not None

    def no_owner(self, opportunity: Row) -> bool:
        return self.view.owner(opportunity) is not None

    def no_products(self, opportunity: Row) -> bool:
        return bool(opportunity["products"]) or opportunity["id"] in self._have_lines

    def no_source(self, opportunity: Row) -> bool:
        return opportunity.get("source") is not None

    # --- validity -------------------------------------------------------------------------------
    def zero_amount(self, opportunity: Row) -> bool | None:
        amount = self.view.amount_minor(opportunity)
        return None if amount is None else amount > 0

    def close_before_open(self, opportunity: Row) -> bool | None:
        close = self._expected(opportunity)
        return None if close is None else close >= opportunity["opened"]

    # --- timeliness -----------------------------------------------------------------------------
    def stale(self, opportunity: Row) -> bool | None:
        if not self.view.is_open(opportunity):
            return None
        last: dt.date = opportunity["opened"]
        for table in HISTORIES:
            for change in changes_so_far(self.view, opportunity, table):
                last = max(last, change["at"].date())
        return (self.view.day - last).days <= STALE_DAYS

    def overdue(self, opportunity: Row) -> bool | None:
        close = self._expected(opportunity)
        return None if close is None else close >= self.view.day

    def over_max_days(self, opportunity: Row) -> bool | None:
        if not self.view.is_open(opportunity) or not has_limit(self.view, opportunity):
            return None
        return not is_over(self.view, opportunity)

    # --- consistency ----------------------------------------------------------------------------
    def wrong_process(self, opportunity: Row) -> bool | None:
        """Where none applies, none is wrong: as in process_mismatch."""
        if not self.view.is_open(opportunity):
            return None
        return applying(self.view, opportunity) in (None, opportunity["process"])

    def broken_history(self, opportunity: Row) -> bool | None:
        """A stage is one of a version: to begin in another version is to begin elsewhere."""
        changes = changes_so_far(self.view, opportunity)
        if not changes:
            return None
        return all(
            after["from"] is None
            or (after["from_version"], after["from"]) == (before["to_version"], before["to"])
            for before, after in pairwise(changes)
        )

    def backdated(self, opportunity: Row) -> bool | None:
        """Of those whose closing is their last change: what the record says belongs to no other."""
        day = closed_on(self.view, opportunity)
        changes = self.view.organisation.histories["stage_change"].get(opportunity["id"], [])
        if day is None or not changes or changes[-1]["at"] > self.view.at:
            return None
        return bool(opportunity["closed"] == day)

    def batch_jump(self, opportunity: Row) -> bool | None:
        changes = changes_so_far(self.view, opportunity)
        if not changes:
            return None
        return all(after["at"] - before["at"] > ONE_MINUTE for before, after in pairwise(changes))

    # --- what several ask -----------------------------------------------------------------------
    def _expected(self, opportunity: Row) -> dt.date | None:
        """The expected close of an open one."""
        if not self.view.is_open(opportunity):
            return None
        return self.view.expected_close(opportunity)
