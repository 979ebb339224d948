"""Offices of a crowded organisation: markets, accounts, teams, and each its own processes."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from .generator import FIRST, LAST, OPEN, PROCESSES, Maker, Row

COUNTRIES = ["SE", "DK", "DE"]
JURISDICTIONS = ["swedish", "danish"]
MATURITY = ["emerging", "growing", "mature"]
STRUCTURE = ["direct", "partner", "hybrid"]
OPPORTUNITY_KINDS = ["new_business", "new_agreement", "renewal", "expansion"]
TEAM_ROLES = ["seller", "global_account_manager", "key_account_manager"]
MARKETING = ["mailing", "seminar", "fair"]
OPEN_STAGES = {id_ for stages in PROCESSES.values() for id_, at, _ in stages if at in OPEN}
# One company's identifiers as two offices write them; and two that are not one company.
IDENTIFIERS = {
    "lei": ["529900T8BM49AURSDO55", "529900t8bm49aursdo55", "529900T8BM49AURSDO56"],
    "duns": ["12-345-6789", "123456789", "12 345 678", "--"],
    "tax_id": ["SE556012-5790-01", "se556012579001", "DE 136695976", "."],
    "domain": ["www.acme.example", "Acme.example", "acme-example", "www.birk.example", "www."],
}


class OfficeMaker(Maker):
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

    # --- markets, accounts, teams ---------------------------------------------------------------
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
                if was != definition:  # else there is no second version
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
