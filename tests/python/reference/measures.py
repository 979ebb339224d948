"""Pipeline and funnel (domain.md 7), opportunity by opportunity."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from statistics import median
from typing import Any, NamedTuple

from .conflicts import Conflicts
from .history import AsOf, half_even
from .pairs import Pair
from .records import CLOSED, MILESTONES, Row

Cell = tuple[Any, ...]
"""The values of the dimensions."""


class Share(NamedTuple):
    """An opportunity's part in one cell."""

    opportunity: Row
    amount: int
    """Minor units of the reporting currency."""
    weighted: int
    """The amount times the probability of the stage."""


class Measures:
    def __init__(self, as_of: AsOf) -> None:
        self.as_of = as_of
        self.organisation = as_of.organisation

    # --- pipeline -------------------------------------------------------------------------------
    def pipeline(self, by: list[str], pairs: set[Pair]) -> dict[Cell, Row]:
        """`pairs`: of any kind, at that instant; the duplicate_pursuit ones count."""
        duplicates = {pair for pair in pairs if pair.kind == "duplicate_pursuit"}
        dropped = self._not_the_largest(duplicates)
        cells = self._cells(by, self.as_of.open_opportunities)
        return {cell: self._pipeline_row(shares, dropped) for cell, shares in cells.items()}

    def _not_the_largest(self, duplicates: set[Pair]) -> set[str]:
        """Opportunities that stand behind the largest of their duplicate_pursuit conflict."""
        dropped: set[str] = set()
        for conflict in Conflicts(self.as_of, duplicates).all.values():
            ids = sorted(id_ for _, id_, _, _ in conflict.members)
            amounts = {
                id_: self.as_of.amount(self.organisation.row("opportunity", id_)) for id_ in ids
            }
            largest = max(ids, key=lambda id_: amounts[id_])  # the first of equals
            dropped |= set(ids) - {largest}
        return dropped

    def _pipeline_row(self, shares: list[Share], dropped: set[str]) -> Row:
        ages = [(self.as_of.day - share.opportunity["opened"]).days for share in shares]
        closes = [self.as_of.expected_close(share.opportunity) for share in shares]
        return {
            "count": len(shares),
            "amount_minor": sum(share.amount for share in shares),
            "weighted_minor": sum(share.weighted for share in shares),
            "net_minor": sum(
                share.amount for share in shares if share.opportunity["id"] not in dropped
            ),
            "median_age_days": median(ages) if ages else None,
            "overdue_count": sum(1 for close in closes if close and close < self.as_of.day),
            "currency": self.organisation.reporting_currency,
        }

    # --- funnel ---------------------------------------------------------------------------------
    def funnel(
        self, by: list[str], start: dt.date | None = None, end: dt.date | None = None
    ) -> dict[tuple[Cell, str], Row]:
        """By cell and milestone: the cohort opened from start to end, both inclusive."""
        cohort = [
            row
            for row in self.organisation.rows("opportunity")
            if (start or dt.date.min) <= row["opened"] <= min(end or dt.date.max, self.as_of.day)
        ]
        found = {}
        for cell, shares in self._cells(by, cohort).items():
            before: int | None = None
            for milestone in MILESTONES:
                row = self._funnel_row(shares, milestone)
                if milestone in ("lost", "abandoned") or not before:
                    row["conversion"] = None
                else:
                    row["conversion"] = row["reached"] / before
                before = row["reached"]
                found[cell, milestone] = row
        return found

    def _funnel_row(self, shares: list[Share], milestone: str) -> Row:
        there = [share for share in shares if self._reached(share.opportunity, milestone)]
        days = [
            (first - share.opportunity["opened"]).days
            for share in there
            for first in [self._first(share.opportunity, milestone)]
            if first is not None
        ]
        return {
            "reached": len(there),
            "amount_minor": sum(share.amount for share in there),
            "median_days": median(days) if days else None,
        }

    def _counts_for(self, milestone: str) -> set[str]:
        """Standing at any of these counts as having reached the milestone."""
        if milestone in CLOSED:
            return {milestone}
        return set(MILESTONES[MILESTONES.index(milestone) : MILESTONES.index("won") + 1])

    def _reached(self, opportunity: Row, milestone: str) -> bool:
        if milestone in CLOSED:
            return self.as_of.stage(opportunity).milestone == milestone
        stays = self.as_of.stays(opportunity)
        return any(stage.milestone in self._counts_for(milestone) for _, stage in stays)

    def _first(self, opportunity: Row, milestone: str) -> dt.date | None:
        """The day on which it first counted for the milestone; None where nobody knows."""
        counting = self._counts_for(milestone)
        stays = self.as_of.stays(opportunity)
        if self.organisation.histories["stage_change"].get(opportunity["id"]):
            return next(at.date() for at, stage in stays if stage.milestone in counting)
        # Without a history it began at the start, and ended when it was closed.
        start = next(iter(self.organisation.processes[opportunity["process"]].values()))
        if start.milestone in counting:
            return opportunity["opened"]
        return opportunity["closed"] if milestone in CLOSED else None

    # --- dimensions -----------------------------------------------------------------------------
    def _cells(self, by: list[str], opportunities: list[Row]) -> dict[Cell, list[Share]]:
        cells: dict[Cell, list[Share]] = defaultdict(list)
        if not by:
            cells[()] = []
        for opportunity in opportunities:
            for product, share in self._shares(opportunity, by):
                values = tuple(
                    product if name == "product" else self._dimension(opportunity, name)
                    for name in by
                )
                cells[values].append(share)
        return cells

    def _shares(self, opportunity: Row, by: list[str]) -> Iterator[tuple[str | None, Share]]:
        """What falls to each product, so that the parts add up to the whole.

        A part is what converting (and weighting) all parts up to it gives beyond those before it.
        """
        stage, currency = self.as_of.stage(opportunity), opportunity["currency"]
        so_far = amount = weighted = 0
        for product, part in self._parts(opportunity, by):
            so_far += part
            amount_now = self.as_of.converted(so_far, currency)
            weighted_now = half_even(Decimal(amount_now) * stage.probability)
            yield product, Share(opportunity, amount_now - amount, weighted_now - weighted)
            amount, weighted = amount_now, weighted_now

    def _parts(self, opportunity: Row, by: list[str]) -> list[tuple[str | None, int]]:
        """The amount by product: by its lines where they sum to it, else evenly."""
        products = sorted(set(opportunity["products"]))
        total = self.as_of.amount_minor(opportunity) or 0
        if "product" not in by or not products:
            return [(None, total)]
        lines = dict.fromkeys(products, 0)
        for row in self.organisation.rows("opportunity_product"):
            if row["opportunity"] == opportunity["id"]:
                lines[row["product"]] += row["amount_minor"] or 0
        if sum(lines.values()) == total:
            return list(lines.items())
        each, rest = divmod(total, len(products))
        return [
            (product, each + (1 if place < rest else 0)) for place, product in enumerate(products)
        ]

    def _dimension(self, opportunity: Row, name: str) -> Any:
        as_of = self.as_of
        if name == "region":
            return self._region(opportunity["market"])
        if name == "group":
            return as_of.group(opportunity["account"])
        if name == "owner":
            return as_of.owner(opportunity)
        if name == "team":
            owner = as_of.owner(opportunity)
            return self.organisation.row("person", owner).get("manager") if owner else None
        if name == "stage":
            return as_of.stage(opportunity).id
        if name == "milestone":
            return as_of.stage(opportunity).milestone
        if name.startswith("close_"):
            return _period(as_of.expected_close(opportunity), name)
        if name.startswith("open_"):
            return _period(opportunity["opened"], name)
        if name == "process" and opportunity["process"] == "standard":
            return None  # not set: the built-in one
        return opportunity.get(name)

    def _region(self, market: str | None) -> str | None:
        """The ancestor just below the root; the root itself for the root."""
        path = []
        while market is not None:
            path.append(market)
            market = self.organisation.row("market", market).get("parent")
        return path[-2] if len(path) > 1 else path[0] if path else None


def _period(day: dt.date | None, name: str) -> str | None:
    if day is None:
        return None
    if name.endswith("_year"):
        return f"{day:%Y}"
    return f"{day:%Y-%m}" if name.endswith("_month") else f"{day.year}-Q{(day.month + 2) // 3}"
