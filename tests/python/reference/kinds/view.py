"""What the kinds of conflict ask of an instant: trees, ownership, teams, validity, status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from ..history import NEVER, AsOf
from ..records import Organisation, Row, Stage

Member = tuple[str, str]
"""(type, id)"""
Since = dt.datetime | None
"""None is since ever, which is before every instant."""
ACTIVE_LEADS = ("new", "working", "nurturing")


class Related(NamedTuple):
    """Two members that a kind relates, with what each contributes to the since."""

    group: str
    a: Member
    a_since: Since
    b: Member
    b_since: Since
    joined: Since
    """When ownership brought the accounts of both into one group; None: they always were."""

    @property
    def since(self) -> Since:
        return latest([self.a_since, self.b_since, self.joined])


def latest(moments: Iterable[Since]) -> Since:
    known = [moment for moment in moments if moment is not None]
    return max(known) if known else None


def earliest(moments: Iterable[Since]) -> Since:
    several = list(moments)
    return None if None in several else min(moment for moment in several if moment is not None)


def start_of(day: dt.date | None) -> Since:
    return dt.datetime.combine(day, dt.time()) if day else None


def differ(one: str | None, other: str | None) -> bool:
    """An owner that is not set differs from every owner, also from another that is not set."""
    return one is None or one != other


class View(AsOf):
    """The organisation at one instant. Answers are remembered, nothing else is clever."""

    def __init__(self, organisation: Organisation, moment: dt.date | dt.datetime) -> None:
        super().__init__(organisation, moment)
        self._groups: dict[tuple[str, dt.date | None], str] = {}
        self._stays: dict[str, list[tuple[dt.datetime, Stage]]] = {}
        self._joined: dict[tuple[str, str], Since] = {}

    # --- trees ----------------------------------------------------------------------------------
    def upwards(self, table: str, key: str | None) -> list[str]:
        """A market or product, and all above it."""
        found = []
        while key is not None:
            found.append(key)
            key = self.organisation.row(table, key).get("parent")
        return found

    def depth(self, market: str) -> int:
        return len(self.upwards("market", market))

    def of_market(self, market: str | None, column: str) -> str | None:
        """A market without a country or jurisdiction has that of its nearest ancestor with one."""
        for key in self.upwards("market", market):
            if value := self.organisation.row("market", key).get(column):
                return str(value)
        return None

    def holds_market(self, markets: list[str], market: str | None) -> bool:
        """An empty set holds all; no market is in the empty set alone."""
        return not markets or any(key in markets for key in self.upwards("market", market))

    def holds_product(self, products: list[str], product: str) -> bool:
        return not products or any(key in products for key in self.upwards("product", product))

    def holds_a_product(self, products: list[str], theirs: list[str]) -> bool:
        """At least one of theirs; one without products is in the empty set alone."""
        return not products or any(self.holds_product(products, product) for product in theirs)

    def holds_all_products(self, products: list[str], theirs: list[str]) -> bool:
        if not theirs:
            return not products
        return all(self.holds_product(products, product) for product in theirs)

    def _overlap(self, table: str, some: list[str], others: list[str]) -> bool:
        if not some or not others:
            return True  # an empty set overlaps everything
        return any(
            one in self.upwards(table, other) or other in self.upwards(table, one)
            for one in some
            for other in others
        )

    def products_overlap(self, some: list[str], others: list[str]) -> bool:
        return self._overlap("product", some, others)

    def markets_overlap(self, some: list[str], others: list[str]) -> bool:
        return self._overlap("market", some, others)

    # --- ownership ------------------------------------------------------------------------------
    def group(self, account: str, day: dt.date | None = None) -> str:
        key = (account, day)
        if key not in self._groups:
            self._groups[key] = super().group(account, day)
        return self._groups[key]

    def lies_below(self, account: str, top: str, day: dt.date | None = None) -> bool:
        """Is the account in subtree(top)?"""
        key: str | None = account
        while key is not None:
            if key == top:
                return True
            key = self.parent(key, day or self.day)
        return False

    def joined_since(self, a: str, b: str) -> Since:
        """When two accounts of one group came together; None where they always were."""
        if (a, b) not in self._joined:
            assert self.group(a) == self.group(b)
            day = self.joined(a, b)
            self._joined[a, b] = None if day == NEVER else day
        return self._joined[a, b]

    def accounts_of(self, group: str) -> list[Row]:
        return [row for row in self.organisation.rows("account") if self.group(row["id"]) == group]

    @cached_property
    def groups(self) -> list[str]:
        return sorted({self.group(row["id"]) for row in self.organisation.rows("account")})

    def is_customer(self, group: str) -> bool:
        return any(
            row["customer_since"] is not None and row["customer_since"] <= self.day
            for row in self.accounts_of(group)
        )

    def is_prospect(self, group: str) -> bool:
        return not self.is_customer(group)

    def country(self, account: str) -> str | None:
        market = self.organisation.row("account", account).get("market")
        return self.of_market(market, "country")

    def is_global(self, group: str) -> bool:
        """Its root says so, or its accounts lie in two or more countries."""
        countries = {self.country(row["id"]) for row in self.accounts_of(group)} - {None}
        return bool(self.organisation.row("account", group).get("global")) or len(countries) >= 2

    def team(self, group: str, role: str | None = None) -> list[Row]:
        """The global account team, all of it or those with a role."""
        return [
            row
            for row in self.organisation.rows("team_member")
            if row["account"] == group and role in (None, row.get("role"))
        ]

    # --- members --------------------------------------------------------------------------------
    def stays(self, opportunity: Row) -> list[tuple[dt.datetime, Stage]]:
        key = opportunity["id"]
        if key not in self._stays:
            self._stays[key] = super().stays(opportunity)
        return self._stays[key]

    @cached_property
    def active_leads(self) -> list[Row]:
        return [row for row in self.organisation.rows("lead") if self.is_active(row)]

    def is_active(self, lead: Row) -> bool:
        if lead["created"] > self.day:
            return False
        if self.organisation.histories["lead_change"].get(lead["id"]):
            return self._changed("lead_change", lead, None) in ACTIVE_LEADS
        if lead["closed"] is not None:
            return bool(lead["closed"] > self.day)
        return lead["status"] in ACTIVE_LEADS

    def status(self, activity: Row) -> str:
        """As its history says. Without one: planned before its start unless it was cancelled; else
        as today, but what is done ran until its end."""
        status: str = self._changed("activity_change", activity, activity["status"])
        if self.organisation.histories["activity_change"].get(activity["id"]):
            return status
        if activity["start"] is not None and activity["start"] > self.day and status != "cancelled":
            return "planned"
        ran_still = activity["end"] is not None and activity["end"] > self.day
        return "active" if status == "done" and ran_still else status

    @cached_property
    def marketing(self) -> list[Row]:
        return [row for row in self.organisation.rows("activity") if row["channel"] == "marketing"]

    def is_valid(self, agreement: Row, day: dt.date | None = None) -> bool:
        return within(agreement["valid_from"], day or self.day, agreement["valid_to"])

    def is_in_force(self, claim: Row) -> bool:
        return within(claim["from"], self.day, claim["until"])

    def reaches(self, agreement: Row, opportunity: Row, day: dt.date | None = None) -> bool:
        """Is the opportunity in the agreement's accounts, markets and products?"""
        return (
            self.lies_below(opportunity["account"], agreement["account"], day)
            and self.holds_market(agreement["markets"], opportunity["market"])
            and self.holds_a_product(agreement["products"], opportunity["products"])
        )

    def covers(self, agreement: Row, opportunity: Row, day: dt.date | None = None) -> bool:
        return self.is_valid(agreement, day) and self.reaches(agreement, opportunity, day)

    # --- pairs ----------------------------------------------------------------------------------
    def in_one_group(self, rows: list[Row]) -> Iterator[tuple[Row, Row]]:
        """Each two of them whose accounts belong together."""
        for one, other in combinations(rows, 2):
            if self.group(one["account"]) == self.group(other["account"]):
                yield one, other

    def related(self, a: Member, a_since: Since, b: Member, b_since: Since) -> Related:
        """Of members that both have an account; the conflict is in the group of `a`. Where `b` is
        of another group (an agreement that is named) ownership adds no day."""
        of_a, of_b = (self.organisation.row(*member)["account"] for member in (a, b))
        group = self.group(of_a)
        joined = self.joined_since(of_a, of_b) if self.group(of_b) == group else None
        return Related(group, a, a_since, b, b_since, joined)


def within(start: dt.date | None, day: dt.date, end: dt.date | None) -> bool:
    """Inclusive at both ends; an empty end is open."""
    return (start is None or start <= day) and (end is None or day <= end)
