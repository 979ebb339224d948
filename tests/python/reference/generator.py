"""Small random organisations full of nasty cases, as lists of rows that a workspace loads.

Deterministic per seed. Ids sort otherwise than they were made, changes happen at the very first
and last microsecond of a day and several at one instant, accounts change owners back and forth.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from decimal import Decimal
from typing import Any

from .records import MINOR_DIGITS

Row = dict[str, Any]
Tables = dict[str, list[Row]]

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2025, 3, 31)
CURRENCIES = ["EUR", "USD", "JPY", "KWD", "SEK"]
# (process, [(stage, milestone, probability)]); two stages at one milestone, and milestones without.
PROCESSES: dict[str, list[tuple[str, str, float]]] = {
    "long": [
        ("Contact", "qualified", 0.05),
        ("Visit", "discovery", 0.333),
        ("Workshop", "discovery", 0.4),
        ("Offer", "proposal", 0.125),
        ("Terms", "negotiation", 0.75),
        ("Board", "negotiation", 0.999999),
        ("Signed", "won", 1),
        ("Gone", "lost", 0),
        ("Dropped", "abandoned", 0),
    ],
    "short": [("Deal", "negotiation", 0.5), ("Yes", "won", 1), ("No", "lost", 0)],
    "standard": [
        (name, name, 0)
        for name in (
            "qualified",
            "discovery",
            "proposal",
            "negotiation",
            "won",
            "lost",
            "abandoned",
        )
    ],
}
OPEN = ("qualified", "discovery", "proposal", "negotiation")
LEAD_STATUSES = ("new", "working", "nurturing", "qualified", "disqualified")


def organisation(
    seed: int, *, opportunities: int = 24, reporting_currency: str | None = None
) -> tuple[Tables, str, list[dt.date | dt.datetime]]:
    """(tables, reporting currency, instants worth asking about)"""
    maker = Maker(random.Random(seed), opportunities)
    if reporting_currency:
        maker.reporting_currency = reporting_currency
    tables = maker.make()
    return tables, maker.reporting_currency, maker.moments()


def shuffled(tables: Tables, seed: int) -> Tables:
    """The same tables with their rows, and the tables themselves, in another order."""
    dice = random.Random(seed)
    names = dice.sample(sorted(tables), len(tables))
    return {name: dice.sample(tables[name], len(tables[name])) for name in names}


class Maker:
    def __init__(self, dice: random.Random, opportunities: int) -> None:
        self.dice = dice
        self.opportunities = opportunities
        self.reporting_currency = dice.choice(["EUR", "EUR", "USD", "JPY", "KWD"])
        self.tables: Tables = {}
        self.interesting: list[dt.date] = []
        self.processes = PROCESSES

    def make(self) -> Tables:
        for part in (
            *(self._fx_rates, self._markets, self._products, self._persons, self._accounts),
            *(self._ownership, self._agreements, self._teams, self._processes),
            *(self._opportunities, self._leads),
        ):
            part()
        return {name: rows for name, rows in self.tables.items() if rows}

    def moments(self) -> list[dt.date | dt.datetime]:
        """A day on which something happened, the day before one, any day, and an instant."""
        days: list[dt.date] = self.interesting or [FIRST]
        noon = dt.datetime.combine(self._day(), dt.time(12), dt.timezone.utc)
        day_before = self.dice.choice(days) - dt.timedelta(days=1)
        return [self.dice.choice(days), day_before, self._day(), noon, LAST]

    # --- chance ---------------------------------------------------------------------------------
    def _chance(self, probability: float) -> bool:
        return self.dice.random() < probability

    def _maybe(self, values: list[Any], probability: float) -> Any:
        return self.dice.choice(values) if values and self._chance(probability) else None

    def _day(self, first: dt.date = FIRST) -> dt.date:
        return first + dt.timedelta(days=self.dice.randint(0, max((LAST - first).days, 0)))

    def _noted(self, day: dt.date) -> dt.date:
        self.interesting.append(day)
        return day

    def _instants(self, first: dt.date, count: int) -> list[dt.datetime]:
        """In order; some at the edges of a day, some equal."""
        found: list[dt.datetime] = []
        for _ in range(count):
            edge = self.dice.choice(
                [dt.time(), dt.time(23, 59, 59, 999999), dt.time(12, 34, 56, 7)]
            )
            day = self._noted(self._day(first))
            found.append(dt.datetime.combine(day, edge, dt.timezone.utc))
        found.sort()
        for place in range(1, len(found)):
            if self._chance(0.2):
                found[place] = found[place - 1]
        return sorted(found)

    def _ids(self, prefix: str, count: int) -> list[str]:
        """Distinct ids in no order at all."""
        numbers = self.dice.sample(range(1, 10 * count), count)
        return [f"{prefix}{self.dice.choice(['', '-', 'Ö', 'a'])}{number}" for number in numbers]

    def _ids_of(self, table: str) -> list[str]:
        return [row["id"] for row in self.tables[table]]

    # --- tables ---------------------------------------------------------------------------------
    def _fx_rates(self) -> None:
        rows = []
        for currency in CURRENCIES:
            if currency != self.reporting_currency:
                days = {dt.date(2023, 1, 1), *(self._day() for _ in range(3))}
                for day in sorted(days):
                    rate = Decimal(self.dice.randint(1, 3_000_000)).scaleb(-6)
                    rows.append({"date": day, "currency": currency, "rate": rate})
        self.tables["fx_rates"] = rows

    def _tree(self, prefix: str, count: int, roots: float) -> list[Row]:
        """A forest; the first is a root."""
        rows: list[Row] = []
        for key in self._ids(prefix, count):
            above = [row["id"] for row in rows[-4:]]
            rows.append(
                {"id": key, "parent": None if self._chance(roots) else self._maybe(above, 1)}
            )
        return rows

    def _markets(self) -> None:
        rows = self._tree("m", 7, 0.1)
        for row in rows:
            root = row["parent"] is None
            row["currency"] = self._maybe(CURRENCIES, 1 if root else 0.3)
        self.tables["market"] = rows

    def _products(self) -> None:
        self.tables["product"] = self._tree("p", 7, 0.35)

    def _persons(self) -> None:
        rows = self._tree("u", 6, 0.4)
        self.tables["person"] = [
            {"id": row["id"], "manager": row["parent"], "role": "seller"} for row in rows
        ]

    def _accounts(self) -> None:
        rows = self._tree("a", 11, 0.35)
        for row in rows:
            row["market"] = self.dice.choice(self._ids_of("market"))
            row["customer_since"] = self._noted(self._day()) if self._chance(0.2) else None
        self.tables["account"] = rows

    def _ownership(self) -> None:
        """Re-parenting to an account further up in the list, so that no day has a cycle."""
        rows = []
        accounts = self._ids_of("account")
        for place, key in enumerate(accounts):
            if place and self._chance(0.45):
                starts: set[dt.date | None] = {self._noted(self._day()) for _ in range(3)}
                if self._chance(0.4):
                    starts.add(None)
                for start in sorted(starts, key=lambda day: day or dt.date.min):
                    parent = self._maybe(accounts[:place], 0.75)
                    rows.append({"account": key, "parent": parent, "from": start})
        self.tables["account_parent"] = rows

    def _agreements(self) -> None:
        self.tables["agreement"] = [
            {"id": key, "account": self._maybe(self._ids_of("account"), 1)}
            for key in self._ids("g", 2)
        ]

    def _teams(self) -> None:
        members = {
            (
                self._maybe(self._ids_of("account"), 1),
                self._maybe(self._ids_of("person"), 1),
                self._maybe(self._ids_of("market"), 0.7),
            )
            for _ in range(14)
        }
        in_order = sorted(members, key=lambda member: tuple(part or "" for part in member))
        self.tables["team_member"] = [
            {"account": account, "person": person, "role": "seller", "market": market}
            for account, person, market in in_order
        ]

    def _processes(self) -> None:
        self.tables["process"] = [
            {
                "id": name,
                "definition": json.dumps(
                    {
                        "scope": "local",
                        **({"kinds": ["renewal"]} if name == "short" else {}),  # or the two tie
                        "stages": [
                            {"id": id_, "name": id_, "milestone": at, "probability": probability}
                            for id_, at, probability in stages
                        ],
                    }
                ),
            }
            for name, stages in self.processes.items()
            if name != "standard"
        ]

    # --- opportunities --------------------------------------------------------------------------
    def _opportunities(self) -> None:
        for name in ("opportunity", "opportunity_product"):
            self.tables[name] = []
        for name in ("stage_change", "amount_change", "close_date_change", "owner_change"):
            self.tables[name] = []
        for key in self._ids("o", self.opportunities):
            self._opportunity(key)

    def _opportunity(self, key: str) -> None:
        opened = self._noted(self._day())
        process = self.dice.choice(list(self.processes))
        stages = self.processes[process]
        stage, closed = self._stage_history(key, stages, opened)
        products = self.dice.sample(
            self._ids_of("product"), self.dice.choice([0, 0, 1, 1, 1, 2, 3])
        )
        currency = self.dice.choice(CURRENCIES)
        row = {
            "id": key,
            "account": self.dice.choice(self._ids_of("account")),
            "market": self._maybe(self._ids_of("market"), 0.8),
            "owner": self._history(
                "owner_change", key, opened, lambda: self._maybe(self._ids_of("person"), 0.85)
            ),
            "process": None if process == "standard" else process,
            "stage": stage,
            "products": products,
            "amount": self._history("amount_change", key, opened, lambda: self._amount(currency)),
            "currency": currency,
            "opened": opened,
            "expected_close": self._history(
                "close_date_change", key, opened, lambda: self._day() if self._chance(0.9) else None
            ),
            "closed": closed,
            "agreement": self._maybe(self._ids_of("agreement"), 0.15),
            "source": self._maybe(["web", "fair"], 0.7),
            "kind": self._maybe(["new_business", "renewal"], 0.7),
        }
        self.tables["opportunity"].append(row)
        self._lines(row)

    def _stage_history(
        self, key: str, stages: list[tuple[str, str, float]], opened: dt.date
    ) -> tuple[str, dt.date | None]:
        """The present stage and the closing day; back and forth, closed and reopened."""
        milestone = {id_: at for id_, at, _ in stages}
        stage = self.dice.choice(stages)[0]
        if self._chance(0.25):  # no history at all
            is_closed = milestone[stage] not in OPEN
            return stage, self._noted(self._day(opened)) if is_closed else None
        stage = self.dice.choice([id_ for id_ in milestone if milestone[id_] in OPEN])
        closed = None
        visited = [stage]
        for at in self._instants(opened, self.dice.randint(1, 6)):
            # No stage comes twice at one instant: then there would be several ways to chain.
            changes = self.tables["stage_change"]
            if not (changes and changes[-1]["opportunity"] == key and changes[-1]["at"] == at):
                visited = [stage]
            choices = [id_ for id_ in milestone if id_ not in visited]
            if not choices:
                continue
            before, stage = stage, self.dice.choice(choices)
            visited.append(stage)
            changes.append({"opportunity": key, "from": before, "to": stage, "at": at})
            closed = at.date() if milestone[stage] not in OPEN else None
        return stage, closed

    def _amount(self, currency: str) -> Decimal | None:
        """Often a half when weighted or converted, so that rounding shows."""
        if self._chance(0.1):
            return None
        minor = self.dice.choice([0, 1, 5, 25, self.dice.randint(1, 10**7), 10**11 + 1])
        return Decimal(minor).scaleb(-MINOR_DIGITS[currency])

    def _history(self, table: str, key: str, opened: dt.date, draw: Any) -> Any:
        """Some changes; the present value, to which the last one leads."""
        value = draw()
        if self._chance(0.6):
            return value
        visited = [value]
        last = None
        for at in self._instants(opened, self.dice.randint(1, 3)):
            visited = [*visited, value] if at == last else [value]
            new = draw()
            if new in visited:
                continue
            self.tables[table].append(
                {"opportunity": key, "from": self._respelt(value), "to": new, "at": at}
            )
            visited.append(new)
            value, last = new, at
        return value

    def _respelt(self, value: Any) -> Any:
        """An amount with other zeros after its point: 100.50 is 100.5."""
        if not isinstance(value, Decimal) or self._chance(0.5):
            return value
        text = format(value, "f")
        return Decimal(text.rstrip("0").rstrip(".") if "." in text else text + ".00")

    def _lines(self, row: Row) -> None:
        """Lines that sum to the amount, or do not, or are not there."""
        products, amount = row["products"], row["amount"]
        if not products or self._chance(0.3):
            return
        step = Decimal(1).scaleb(-MINOR_DIGITS[row["currency"]])
        left = amount or Decimal(0)
        for place, product in enumerate(products):
            last = place == len(products) - 1
            part = left if last else (left * self.dice.randint(0, 100) / 100) // step * step
            left -= part
            self.tables["opportunity_product"].append(
                {"opportunity": row["id"], "product": product, "quantity": 1, "amount": part}
            )
        if self._chance(0.3):
            self.tables["opportunity_product"][-1]["amount"] += step

    def _leads(self) -> None:
        self.tables["lead"] = []
        self.tables["lead_change"] = []
        for key in self._ids("l", 10):
            created = self._noted(self._day())
            status = self.dice.choice(LEAD_STATUSES)
            closed = self._noted(self._day(created)) if self._chance(0.3) else None
            if self._chance(0.4):
                status = "new"
                for at in sorted(set(self._instants(created, 3))):
                    before, status = status, self.dice.choice(LEAD_STATUSES)
                    if before != status:
                        self.tables["lead_change"].append(
                            {"lead": key, "from": before, "to": status, "at": at}
                        )
            self.tables["lead"].append(
                {
                    "id": key,
                    "account": self.dice.choice(self._ids_of("account")),
                    "market": self._maybe(self._ids_of("market"), 0.8),
                    "product": self._maybe(self._ids_of("product"), 0.7),
                    "owner": self._maybe(self._ids_of("person"), 0.8),
                    "status": status,
                    "created": created,
                    "closed": closed,
                }
            )
