"""Random organisations in which every kind of conflict occurs, both just so and just not.

What generator makes, with agreements, delegations, claims, marketing, processes that apply here and
there, requirements, teams, shared identifiers - and decisions about what then conflicts.
"""

from __future__ import annotations

import datetime as dt
import random

from .crowded_offices import JURISDICTIONS, MARKETING, OPPORTUNITY_KINDS, OfficeMaker
from .decisions import decisions
from .generator import Row, Tables

MATERIALS = ["brochure", "film"]
ACTIVITY_STATUSES = ["planned", "active", "active", "paused", "done", "done", "cancelled"]
DISCOUNTS = [None, 0, 5, 7.5, 10]
SHIPPING_TERMS = [None, None, "DAP", "EXW"]
MILESTONES = ["qualified", "discovery", "proposal", "negotiation", "won"]


def organisation(
    seed: int, *, opportunities: int = 18
) -> tuple[Tables, str, list[dt.date | dt.datetime]]:
    """(tables, reporting currency, instants worth asking about)"""
    maker = CrowdedMaker(random.Random(seed), opportunities)
    tables = maker.make()
    moments = maker.moments()
    rows = decisions(tables, maker.reporting_currency, moments, maker.dice)
    return {**tables, "resolution": rows}, maker.reporting_currency, moments


class CrowdedMaker(OfficeMaker):
    def make(self) -> Tables:
        super().make()
        for part in (
            *(self._delegations, self._claims, self._activities),
            *(self._requirements, self._fulfilments),
        ):
            part()
        return {name: rows for name, rows in self.tables.items() if rows}

    def moments(self) -> list[dt.date | dt.datetime]:
        """As of others, but in place of any day one on which an activity begins that would be
        planned before."""
        out = super().moments()
        have_history = {change["activity"] for change in self.tables["activity_change"]}
        begin = [
            row["start"]
            for row in self.tables["activity"]
            if row["status"] in ("paused", "done")
            and row["start"] is not None
            and row["id"] not in have_history
        ]
        return [*out[:2], self.dice.choice(begin), *out[3:]] if begin else out

    # --- what generator makes, and more of it ---------------------------------------------------
    def _agreements(self) -> None:
        self.tables["agreement"] = []
        for key in self._ids("g", 6):
            valid_from, valid_to = self._span(0.7, 0.5)
            row = {
                "id": key,
                "account": self.dice.choice(self._ids_of("account")),
                "products": self._some("product", [0, 0, 1, 2]),
                "markets": self._some("market", [0, 0, 0, 1, 2]),
                "valid_from": valid_from,
                "valid_to": valid_to,
                "discount": self.dice.choice(DISCOUNTS),
                "shipping_terms": self.dice.choice(SHIPPING_TERMS),
                "owner": self._maybe(self._ids_of("person"), 0.7),
            }
            self._agree(row, self._maybe(self.tables["agreement"], 0.5))
            self.tables["agreement"].append(row)

    def _agree(self, row: Row, agreement: Row | None) -> None:
        """On all of the other's terms but, mostly, one."""
        terms = ("discount", "shipping_terms", "owner", "account")
        if agreement is not None:
            row.update({name: agreement[name] for name in self.dice.sample(terms, 3)})

    def _opportunity(self, key: str) -> None:
        super()._opportunity(key)
        row = self.tables["opportunity"][-1]
        agreement = self._maybe(self.tables["agreement"], 0.4)
        row["agreement"] = agreement["id"] if agreement else None
        row["kind"] = self._maybe(OPPORTUNITY_KINDS, 0.8)
        row["discount"] = self.dice.choice(DISCOUNTS)
        row["shipping_terms"] = self.dice.choice(SHIPPING_TERMS)
        if agreement and self._chance(0.6):  # it is on the agreement's terms, or nearly
            terms = self.dice.sample(("discount", "shipping_terms", "account"), 3)
            row.update({name: agreement[name] for name in terms[: self.dice.choice([2, 3])]})
        self._place(row)
        if row["process"] in [version["process"] for version in self.tables["process_version"]]:
            self._version(row)

    def _leads(self) -> None:
        super()._leads()
        for row in self.tables["lead"]:
            self._place(row)

    def _place(self, row: Row) -> None:
        """In a market of its own where its account has none."""
        (account,) = (one for one in self.tables["account"] if one["id"] == row["account"])
        if account["market"] is None:
            row["market"] = self.dice.choice(self._ids_of("market"))

    # --- what only a crowd has ------------------------------------------------------------------
    def _delegations(self) -> None:
        some = self._some("agreement", [2, 3, 4])
        self.tables["delegation"] = [
            {
                "agreement": agreement,
                "person": self.dice.choice(self._ids_of("person")),
                "products": self._some("product", [0, 0, 1, 2]),
                "markets": self._some("market", [0, 0, 1, 2]),
            }
            for agreement in some
            for _ in range(self.dice.randint(1, 3))
        ]

    def _claims(self) -> None:
        self.tables["claim"] = []
        for key in self._ids("c", 8):
            start, until = self._span(1, 0.6)
            self.tables["claim"].append(
                {
                    "id": key,
                    "person": self.dice.choice(self._ids_of("person")),
                    "account": self.dice.choice(self._ids_of("account")),
                    "products": self._some("product", [0, 0, 1, 2]),
                    "markets": self._some("market", [0, 0, 1, 2]),
                    "from": start,
                    "until": until,
                }
            )

    def _activities(self) -> None:
        self.tables["activity"] = []
        self.tables["activity_change"] = []
        for key in self._ids("b", 14):
            start, end = self._span(0.8, 0.8)
            row = {
                "id": key,
                "kind": self.dice.choice(MARKETING),
                "channel": "marketing" if self._chance(0.9) else "sales",
                "account": self.dice.choice(self._ids_of("account")),
                "market": self._maybe(self._ids_of("market"), 0.5),
                "material": self._maybe(MATERIALS, 0.9),
                "status": self._status_history(key),
                "start": start,
                "end": end,
                "owner": self._maybe(self._ids_of("person"), 0.6),
            }
            if self._chance(0.4):
                self._follow_up(row)
            self.tables["activity"].append(row)

    def _follow_up(self, row: Row) -> None:
        """Make it one that comes some days after another, mostly with the same at the same."""
        done = [other for other in self.tables["activity"] if other["end"] is not None]
        if not done:
            return
        first = self.dice.choice(done)
        if self._chance(0.7):
            row["account"] = first["account"]
        if self._chance(0.9):
            row["material"] = first["material"]
        row["start"] = first["end"] + dt.timedelta(days=self.dice.choice([-1, 0, 1, 89, 90, 91]))
        row["end"] = None
        have_history = {change["activity"] for change in self.tables["activity_change"]}
        if self._chance(0.8) and first["id"] not in have_history:
            first["status"] = "done"
        if self._chance(0.8) and row["id"] not in have_history:
            row["status"] = self.dice.choice(["planned", "active"])

    def _status_history(self, key: str) -> str:
        """The present status; for some how they came to it."""
        status = self.dice.choice(ACTIVITY_STATUSES)
        if self._chance(0.6):
            return status
        status = "planned"
        for at in sorted(set(self._instants(self._day(), 3))):
            before, status = status, self.dice.choice(ACTIVITY_STATUSES)
            if before != status:
                self.tables["activity_change"].append(
                    {"activity": key, "from": before, "to": status, "at": at}
                )
        return status

    def _requirements(self) -> None:
        self.tables["requirement"] = [
            {
                "id": key,
                "jurisdiction": self.dice.choice(JURISDICTIONS),
                "milestone": self.dice.choice(MILESTONES),
                "products": self._some("product", [0, 0, 1, 2]),
            }
            for key in self._ids("r", 4)
        ]

    def _fulfilments(self) -> None:
        met = {
            (
                self.dice.choice(self._ids_of("opportunity")),
                self.dice.choice(self._ids_of("requirement")),
            )
            for _ in range(self.opportunities)
            if self.tables["opportunity"]
        }
        self.tables["fulfilment"] = [
            {"opportunity": opportunity, "requirement": requirement, "at": at}
            for opportunity, requirement in sorted(met)
            for at in self._instants(self._day(), 1)
        ]
