"""Random organisations in which every kind of conflict occurs, both just so and just not.

What generator makes, with agreements, delegations, claims, marketing, processes that apply here and
there, requirements, teams, shared identifiers - and decisions about what then conflicts.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from typing import Any

from .decisions import decisions
from .generator import FIRST, LAST, OPEN, PROCESSES, Maker, Row, Tables

COUNTRIES = ["SE", "DK", "DE"]
JURISDICTIONS = ["swedish", "danish"]
MATURITY = ["emerging", "growing", "mature"]
STRUCTURE = ["direct", "partner", "hybrid"]
OPPORTUNITY_KINDS = ["new_business", "new_agreement", "renewal", "expansion"]
TEAM_ROLES = ["seller", "global_account_manager", "key_account_manager"]
MARKETING = ["mailing", "seminar", "fair"]
MATERIALS = ["brochure", "film"]
ACTIVITY_STATUSES = ["planned", "active", "active", "paused", "done", "done", "cancelled"]
DISCOUNTS = [None, 0, 5, 7.5, 10]
SHIPPING_TERMS = [None, None, "DAP", "EXW"]
OPEN_STAGES = {id_ for stages in PROCESSES.values() for id_, at, _ in stages if at in OPEN}
MILESTONES = ["qualified", "discovery", "proposal", "negotiation", "won"]
# One company's identifiers as two offices write them; and two that are not one company.
IDENTIFIERS = {
    "lei": ["529900T8BM49AURSDO55", "529900t8bm49aursdo55", "529900T8BM49AURSDO56"],
    "duns": ["12-345-6789", "123456789", "12 345 678", "--"],
    "tax_id": ["SE556012-5790-01", "se556012579001", "DE 136695976", "."],
    "domain": ["www.acme.example", "Acme.example", "acme-example", "www.birk.example", "www."],
}


def organisation(
    seed: int, *, opportunities: int = 18
) -> tuple[Tables, str, list[dt.date | dt.datetime]]:
    """(tables, reporting currency, instants worth asking about)"""
    maker = CrowdedMaker(random.Random(seed), opportunities)
    tables = maker.make()
    moments = maker.moments()
    rows = decisions(tables, maker.reporting_currency, moments, maker.dice)
    return {**tables, "resolution": rows}, maker.reporting_currency, moments


class CrowdedMaker(Maker):
    def make(self) -> Tables:
        super().make()
        for part in (
            *(self._delegations, self._claims, self._activities),
            *(self._requirements, self._fulfilments),
        ):
            part()
        return {name: rows for name, rows in self.tables.items() if rows}

    # --- chance ---------------------------------------------------------------------------------
    def _day(self, first: dt.date = FIRST) -> dt.date:
        """Often one on which something else happens, so that bounds are met to the day."""
        days = [day for day in self.interesting if first <= day <= LAST]
        return self.dice.choice(days) if days and self._chance(0.3) else super()._day(first)

    def _some(self, table: str, counts: list[int]) -> list[str]:
        return self.dice.sample(self._ids_of(table), self.dice.choice(counts))

    def _span(self, start_is_known: float, end_is_known: float) -> tuple[Any, Any]:
        """Some days, sometimes a single one; an end without a beginning, and neither."""
        first = self._noted(self._day())
        last = first + dt.timedelta(days=self.dice.choice([0, 30, 60, 120, 250]))
        self.interesting.append(last)
        return (
            first if self._chance(start_is_known) else None,
            last if self._chance(end_is_known) else None,
        )

    # --- what generator makes, and more of it ---------------------------------------------------
    def _markets(self) -> None:
        super()._markets()
        for place, row in enumerate(self.tables["market"]):
            row["country"] = self._maybe(COUNTRIES, 0.5 if place else 0.2)
            row["jurisdiction"] = self._maybe(JURISDICTIONS, 0.5)
            row["maturity"] = self._maybe(MATURITY, 0.7)
            row["structure"] = self._maybe(STRUCTURE, 0.7)

    def _accounts(self) -> None:
        self.tables["account"] = self._tree("a", 9, 0.25)
        for row in self.tables["account"]:
            row["market"] = self._maybe(self._ids_of("market"), 0.95)
            row["customer_since"] = self._noted(self._day()) if self._chance(0.15) else None
            row["owner"] = self._maybe(self._ids_of("person"), 0.6)
            row["global"] = self._chance(0.15)
            for name, values in IDENTIFIERS.items():
                row[name] = self._maybe(values, 0.25)

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

    def _teams(self) -> None:
        roots = [row["id"] for row in self.tables["account"] if row["parent"] is None]
        members = {
            (
                self.dice.choice(roots if self._chance(0.6) else self._ids_of("account")),
                self.dice.choice(self._ids_of("person")),
                self.dice.choice(TEAM_ROLES),
                self._maybe(self._ids_of("market"), 0.7),
            )
            for _ in range(12)
        }
        in_order = sorted(members, key=lambda member: tuple(part or "" for part in member))
        self.tables["team_member"] = [
            {"account": account, "person": person, "role": role, "market": market}
            for account, person, role, market in in_order
        ]

    # --- processes ------------------------------------------------------------------------------
    def _processes(self) -> None:
        self.processes = {"standard": PROCESSES["standard"]}
        taken: list[tuple[str, list[str | None], int]] = []
        self.tables["process"], self.tables["process_version"] = [], []
        for key in self._ids("w", 5):
            stages = PROCESSES[self.dice.choice(["long", "short"])]
            definition = self._applicability()
            # So that no two can fit one opportunity equally closely.
            place = (definition["scope"], definition.get("markets", [None]))
            conditions = len(definition) - 1 - ("markets" in definition)
            if any(
                scope == place[0] and count == conditions and set(markets) & set(place[1])
                for scope, markets, count in taken
            ):
                continue
            taken.append((*place, conditions))
            definition["stages"] = self._stages(stages)
            self.processes[key] = stages
            self.tables["process"].append({"id": key, "definition": json.dumps(definition)})
            if self._chance(0.4):
                was = {"scope": "local", "stages": self._stages(stages, earlier=True)}
                self.tables["process_version"].append(
                    {"process": key, "version": 1, "definition": json.dumps(was)}
                )

    def _stages(self, stages: list[tuple[str, str, float]], earlier: bool = False) -> list[Row]:
        return [
            {
                "id": id_,
                # A stage may count as more than it did.
                "milestone": "qualified" if earlier and at == "discovery" else at,
                "probability": probability,
                "suppress": self.dice.choice([[], [], ["*"], ["mailing"], MARKETING[:2]]),
            }
            for id_, at, probability in stages
        ]

    def _applicability(self) -> Row:
        definition: Row = {"scope": self.dice.choice(["global", "local", "local"])}
        if markets := self._some("market", [0, 1, 1, 2]):
            definition["markets"] = markets
        for name, values in (
            ("maturity", MATURITY),
            ("structure", STRUCTURE),
            ("kinds", OPPORTUNITY_KINDS),
        ):
            if self._chance(0.25):
                definition[name] = self.dice.sample(values, 2)
        return definition

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

    def _version(self, row: Row) -> None:
        """It runs the first version, or the second from some day on, or the second always."""
        changes = [
            change for change in self.tables["stage_change"] if change["opportunity"] == row["id"]
        ]
        row["process_version"] = self.dice.choice([1, 2, None])
        if row["process_version"] != 2 or not changes:
            return
        place = self.dice.randrange(len(changes))
        for at, change in enumerate(changes):
            change["from_version"] = change["to_version"] = 1 if at < place else 2
        here = changes[place]
        here["from_version"] = 1  # it came to another stage, of the second version
        if self._chance(0.6) and here["from"] in OPEN_STAGES:
            # Before that it came to the same stage, of the second version.
            earliest = changes[place - 1]["at"] if place else here["at"]
            day_before = here["at"] - dt.timedelta(days=1)
            same = {**here, "to": here["from"], "at": max(earliest, day_before)}
            here["from_version"] = 2
            self.tables["stage_change"].append(same)

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


__all__ = ["LAST", "CrowdedMaker", "organisation"]
