"""The tables as lists of rows, with defaults filled in and amounts in minor units."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

Row = dict[str, Any]

MILESTONES = ["qualified", "discovery", "proposal", "negotiation", "won", "lost", "abandoned"]
CLOSED = {"won", "lost", "abandoned"}
STANDARD_PROBABILITIES = ["0.1", "0.25", "0.5", "0.75", "1", "0", "0"]
MINOR_DIGITS = defaultdict(lambda: 2, {"JPY": 0, "KRW": 0, "ISK": 0, "KWD": 3, "TND": 3})
AMOUNTS = {
    "opportunity": ("amount",),
    "opportunity_product": ("amount",),
    "amount_change": ("from", "to"),
}
SETS = {
    "opportunity": ("products",),
    "agreement": ("products", "markets"),
    "delegation": ("products", "markets"),
    "claim": ("products", "markets"),
    "requirement": ("products",),
    "market": ("weekend",),
    "resolution": ("members",),
}
DATES = {
    "account": ("customer_since",),
    "account_parent": ("from",),
    "opportunity": ("opened", "closed", "expected_close"),
    "lead": ("created", "closed"),
    "close_date_change": ("from", "to"),
    "fx_rates": ("date",),
    "agreement": ("valid_from", "valid_to"),
    "claim": ("from", "until"),
    "activity": ("start", "end"),
    "resolution": ("until",),
    "holiday": ("date",),
    "kpi": ("baseline", "due"),
}
# Change table -> the column that names the record whose history it is.
CHANGES = {
    **{f"{what}_change": "opportunity" for what in ("stage", "amount", "close_date", "owner")},
    "lead_change": "lead",
    "activity_change": "activity",
}


@dataclass(frozen=True)
class Stage:
    """One stage of a process."""

    id: str
    milestone: str
    probability: Decimal
    suppress: tuple[str, ...] = ()
    max_days: int | None = None
    in_business_days: bool = False

    @property
    def is_closed(self) -> bool:
        return self.milestone in CLOSED

    @property
    def rank(self) -> int:
        return MILESTONES.index(self.milestone)


@dataclass
class Organisation:
    """Everything that was loaded. Give it exactly what the workspace was given."""

    tables: dict[str, list[Row]]
    reporting_currency: str = "EUR"
    by_id: dict[str, dict[str, Row]] = field(init=False)

    def __post_init__(self) -> None:
        names = {*DATES, *CHANGES, "market", "product", "person", "process", "team_member"}
        self.tables = {
            name: [self._typed(name, row) for row in self.tables.get(name, [])]
            for name in {*names, *self.tables}
        }
        self.by_id = {
            name: {row["id"]: row for row in rows}
            for name, rows in self.tables.items()
            if rows and "id" in rows[0]
        }
        self._fill_defaults()

    def rows(self, table: str) -> list[Row]:
        return self.tables.get(table, [])

    def row(self, table: str, key: str) -> Row:
        return self.by_id[table][key]

    def _typed(self, table: str, row: Row) -> Row:
        typed = {key: None if value == "" else value for key, value in row.items()}
        for name in SETS.get(table, ()):
            value = typed.get(name)
            typed[name] = value.split(";") if isinstance(value, str) else list(value or [])
        for name in DATES.get(table, ()):
            typed[name] = _as_date(typed.get(name))
        if "at" in typed:
            typed["at"] = _as_instant(typed["at"])
        return typed

    def _fill_defaults(self) -> None:
        for table in ("opportunity", "lead"):
            for row in self.rows(table):
                row["market"] = row.get("market") or self.row("account", row["account"]).get(
                    "market"
                )
        for row in self.rows("opportunity"):
            row["currency"] = row.get("currency") or self.market_currency(row["market"])
            row["process"] = row.get("process") or "standard"
        for table, names in AMOUNTS.items():
            for row in self.rows(table):
                opportunity = (
                    row if table == "opportunity" else self.row("opportunity", row["opportunity"])
                )
                for name in names:
                    row[f"{name}_minor"] = _minor(row, name, opportunity["currency"])

    def market_currency(self, market: str | None) -> str | None:
        """That of the nearest market upwards that has one."""
        while market is not None:
            row = self.row("market", market)
            if row.get("currency"):
                return str(row["currency"])
            market = row.get("parent")
        return None

    @cached_property
    def processes(self) -> dict[str, dict[str, Stage]]:
        """Process -> the stages of its latest version in order; the first is its start."""
        standard = {
            name: Stage(name, name, Decimal(probability))
            for name, probability in zip(MILESTONES, STANDARD_PROBABILITIES, strict=True)
        }
        found = {"standard": standard}
        for row in self.rows("process"):
            found[row["id"]] = _stages(row)
        return found

    def stages(self, opportunity: Row, version: int | None = None) -> dict[str, Stage]:
        """Of the version of its process, or of the one that it runs."""
        process = opportunity["process"]
        version = version or opportunity.get("process_version")
        # The latest has no row of its own.
        return self._earlier_stages.get((process, version)) or self.processes[process]

    @cached_property
    def _earlier_stages(self) -> dict[tuple[str, int | None], dict[str, Stage]]:
        return {
            (row["process"], row["version"]): _stages(row) for row in self.rows("process_version")
        }

    def definition(self, process: str, version: int | None) -> Row:
        """The JSON of that version; nothing of the built-in process."""
        for row in [*self.rows("process_version"), *self.rows("process")]:
            key = row.get("process") or row["id"], row.get("version") or version
            if key == (process, version):
                definition: Row = json.loads(row["definition"])
                return definition
        return {}

    @cached_property
    def histories(self) -> dict[str, dict[str, list[Row]]]:
        """Change table -> record -> its rows as they happened."""
        return {table: self._ordered(table) for table in CHANGES}

    def _ordered(self, table: str) -> dict[str, list[Row]]:
        subject = CHANGES[table]
        minor = "_minor" if table == "amount_change" else ""
        several: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows(table):
            change = {"from": row.get(f"from{minor}"), "to": row.get(f"to{minor}"), "at": row["at"]}
            if table == "stage_change":
                opportunity = self.row("opportunity", row["opportunity"])
                to = row.get("to_version") or opportunity.get("process_version")
                change |= {"from_version": row.get("from_version") or to, "to_version": to}
            several[row[subject]].append(change)
        return {key: in_order(rows) for key, rows in several.items()}


def in_order(changes: list[Row]) -> list[Row]:
    """By instant; those of one instant so that each begins where the one before it ended."""
    ordered: list[Row] = []
    for at in sorted({change["at"] for change in changes}):
        same = [change for change in changes if change["at"] == at]
        start = [_end(ordered[-1])] if ordered else [_start(change) for change in same]
        chains = [chain for value in start for chain in _chains(value, same)]
        ordered += chains[0] if chains else same
    return ordered


def _chains(value: Any, changes: list[Row]) -> list[list[Row]]:
    """All ways to go through the changes, each starting where the one before it ended."""
    if not changes:
        return [[]]
    found = []
    for at, change in enumerate(changes):
        if _start(change) == value:
            rest = changes[:at] + changes[at + 1 :]
            found += [[change, *chain] for chain in _chains(_end(change), rest)]
    return found


def _start(change: Row) -> tuple[Any, Any]:
    """A stage is one of a version."""
    return change.get("from_version"), change["from"]


def _end(change: Row) -> tuple[Any, Any]:
    return change.get("to_version"), change["to"]


def _stages(process: Row) -> dict[str, Stage]:
    return {
        stage["id"]: Stage(
            stage["id"],
            stage["milestone"],
            Decimal(str(stage.get("probability", 0))),
            tuple(stage.get("suppress", ())),
            stage.get("max_days"),
            stage.get("days") == "business",
        )
        for stage in json.loads(process["definition"])["stages"]
    }


def _minor(row: Row, name: str, currency: str) -> int | None:
    if row.get(f"{name}_minor") is not None:
        return int(row[f"{name}_minor"])
    if row.get(name) is None:
        return None
    minor = Decimal(str(row[name])).scaleb(MINOR_DIGITS[currency])
    assert minor == int(minor), "a fraction of a minor unit"
    return int(minor)


def _as_date(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return _as_instant(value).date()
    if isinstance(value, str):
        return dt.date.fromisoformat(value)
    assert value is None or isinstance(value, dt.date)
    return value


def _as_instant(value: Any) -> dt.datetime:
    """UTC without a zone, which is what DuckDB's TIMESTAMP holds."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    if not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    value = value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
    return value.astimezone(dt.timezone.utc).replace(tzinfo=None) if value.tzinfo else value


def instant_of(moment: dt.date | dt.datetime) -> dt.datetime:
    """A date means the end of that day."""
    if isinstance(moment, dt.datetime):
        return _as_instant(moment)
    return dt.datetime.combine(moment, dt.time(23, 59, 59, 999999))
