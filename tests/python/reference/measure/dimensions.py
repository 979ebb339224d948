"""The dimensions: where an opportunity, or a lead, stands at an instant."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from ..history import AsOf
from ..kinds.view import View
from ..records import MILESTONES, Row, Stage
from .outcomes import closed_on
from .query import Cell

TREES = ("market", "account", "product")
"""Those that roll up, and of which `where` keeps everything below."""
UNITS = ("month", "quarter", "year")
DIMENSIONS = [
    *("market", "region", "group", "account", "owner", "team", "product", "family", "process"),
    *("milestone", "stage", "kind", "source"),
    *(f"{which}_{unit}" for which in ("close", "open", "closed") for unit in UNITS),
]
"""All but those of what a measure counts on a day of its own."""
OF_LEADS = [
    *("market", "region", "group", "account", "owner", "team", "product", "family", "source"),
    *(f"open_{unit}" for unit in UNITS),
]


class Dimensions:
    """Of opportunities."""

    def __init__(self, view: View, stage: Callable[[AsOf, Row], Stage | None] = AsOf.stage) -> None:
        """`stage`: which one counts as an opportunity's."""
        self.view = view
        self.organisation = view.organisation
        self._stage = stage
        self._lines: dict[str, list[Row]] = defaultdict(list)
        for line in self.organisation.rows("opportunity_product"):
            self._lines[line["opportunity"]].append(line)

    def of(self, row: Row, name: str) -> Any:
        """Its value of any dimension but those of products."""
        if name == "region":
            return self._region(row["market"])
        if name == "group":
            return self.view.group(row["account"])
        if name == "owner":
            return self.owner(row)
        if name == "team":
            owner = self.owner(row)
            return self.organisation.row("person", owner).get("manager") if owner else None
        if name in ("stage", "milestone"):
            stage = self._stage(self.view, row)
            return None if stage is None else stage.id if name == "stage" else stage.milestone
        if name == "process":
            return None if row["process"] == "standard" else row["process"]  # the built-in one
        if name.endswith(("_month", "_quarter", "_year")):
            which, _, unit = name.partition("_")
            return period(self.day(row, which), unit)
        assert name in ("market", "account", "kind", "source"), name
        return row.get(name)

    def owner(self, row: Row) -> str | None:
        return self.view.owner(row)

    def day(self, row: Row, which: str) -> dt.date | None:
        days: dict[str, Callable[[], dt.date | None]] = {
            "close": lambda: self.view.expected_close(row),
            "open": lambda: self.opening(row),
            "closed": lambda: closed_on(self.view, row),
            "event": lambda: row["event"],  # the measure has put it there
        }
        return days[which]()

    def opening(self, row: Row) -> dt.date:
        opened: dt.date = row["opened"]
        return opened

    # --- products -------------------------------------------------------------------------------
    def products(self, row: Row) -> list[str]:
        """Those that it names, and those of its lines, in order."""
        return sorted({*row["products"], *(line["product"] for line in self._lines[row["id"]])})

    def parts(self, row: Row, total: int) -> list[tuple[str | None, int]]:
        """An amount of it by product: by its lines where they sum to it, else evenly."""
        products = self.products(row)
        if not products:
            return [(None, total)]
        lines = dict.fromkeys(products, 0)
        for line in self._lines[row["id"]]:
            lines[line["product"]] += line["amount_minor"] or 0
        if sum(lines.values()) == total:
            return list(lines.items())
        each, rest = divmod(total, len(products))
        return [
            (product, each + (1 if place < rest else 0)) for place, product in enumerate(products)
        ]

    # --- trees ----------------------------------------------------------------------------------
    def upwards(self, name: str, value: str | None) -> list[str]:
        """A market, account or product, and all above it; accounts as they belong that day."""
        if name != "account":
            return self.view.upwards(name, value)
        found = []
        while value is not None:
            found.append(value)
            value = self.view.parent(value, self.view.day)
        return found

    def _region(self, market: str | None) -> str | None:
        """The ancestor just below the root; the root itself for the root."""
        path = self.upwards("market", market)
        return path[-2] if len(path) > 1 else path[0] if path else None


class LeadDimensions(Dimensions):
    """Of leads: what they themselves have."""

    def owner(self, row: Row) -> str | None:
        owner: str | None = row.get("owner")
        return owner

    def opening(self, row: Row) -> dt.date:
        created: dt.date = row["created"]
        return created

    def products(self, row: Row) -> list[str]:
        return [row["product"]] if row.get("product") else []

    def parts(self, row: Row, total: int) -> list[tuple[str | None, int]]:
        return [(row.get("product"), total)]


def period(day: dt.date | None, unit: str) -> str | None:
    if day is None:
        return None
    if unit == "year":
        return f"{day:%Y}"
    return f"{day:%Y-%m}" if unit == "month" else f"{day.year}-Q{(day.month + 2) // 3}"


def in_order(names: Sequence[str]) -> Callable[[Cell], Any]:
    """The key by which rows are sorted: milestones in their order, what is not set last."""

    def key(cell: Cell) -> list[Any]:
        return [
            (value is None, MILESTONES.index(value) if name == "milestone" and value else value)
            for name, value in zip(names, cell, strict=True)
        ]

    return key
