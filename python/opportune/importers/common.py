"""What all importers share: the result, its notes, reading CSV files, parsing values."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from opportune.errors import InputError, Issue

Row = dict[str, str]
Columns = dict[str, list[Any]]

EXAMPLES_PER_NOTE = 3
LONGEST_FIELD = 64 * 1024 * 1024


@dataclass(frozen=True)
class Note:
    """One thing that an importer decided, or could not do, for `count` records (0: for all)."""

    code: str
    text: str
    count: int = 0
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        such_as = f" (such as {', '.join(self.examples)})" if self.examples else ""
        return f"{self.count:,} {self.text}{such_as}" if self.count else self.text


class Notes:
    """Collects notes: the same code and text become one note with a count and some examples."""

    def __init__(self) -> None:
        self._examples: dict[tuple[str, str], list[str]] = {}
        self._counts: dict[tuple[str, str], int] = {}

    def say(self, code: str, text: str) -> None:
        """Notes something about the source as a whole."""
        self._counts.setdefault((code, text), 0)

    def count(self, code: str, text: str, example: str = "") -> None:
        """Notes one more record; `text` reads on from the number: "opportunities have no ..."."""
        key = (code, text)
        self._counts[key] = self._counts.get(key, 0) + 1
        examples = self._examples.setdefault(key, [])
        if example and example not in examples and len(examples) < EXAMPLES_PER_NOTE:
            examples.append(example)

    def all(self) -> list[Note]:
        """In the order in which each was first noted."""
        return [
            Note(code, text, count, tuple(self._examples.get((code, text), ())))
            for (code, text), count in self._counts.items()
        ]


@dataclass
class ImportResult:
    """Tables for `Workspace.load`, and what there is to know about them.

    `ws.load(**result.tables)` loads them into a workspace whose reporting currency is
    `reporting_currency`. `as_of` is the last day that the source knows. `findings` has a row for
    each single odd case, where the importer keeps such a list.
    """

    tables: dict[str, Columns]
    notes: list[Note]
    as_of: date
    reporting_currency: str
    findings: Columns = field(default_factory=dict)

    def rows(self, table: str) -> int:
        """How many rows a table has; 0 for a table that the source does not fill."""
        columns = self.tables.get(table, {})
        return len(next(iter(columns.values()), []))

    def __str__(self) -> str:
        counts = ", ".join(f"{name} {self.rows(name):,}" for name in self.tables)
        return "\n".join([f"{counts}; as of {self.as_of}", *(f"- {note}" for note in self.notes)])

    __repr__ = __str__


class Rows:
    """A table that is filled row by row. Columns that no row fills are left out of the result."""

    def __init__(self, *columns: str) -> None:
        self._columns: Columns = {name: [] for name in columns}

    def add(self, **values: Any) -> None:
        """`from` is a word of Python's: give it as `from_`."""
        given = {name.rstrip("_"): value for name, value in values.items()}
        unknown = given.keys() - self._columns.keys()
        if unknown:
            raise KeyError(f"no such column: {sorted(unknown)}")
        for name, column in self._columns.items():
            column.append(given.get(name))

    def __len__(self) -> int:
        return len(next(iter(self._columns.values())))

    def column(self, name: str) -> list[Any]:
        return self._columns[name]

    def columns(self) -> Columns:
        """The filled columns."""
        return {
            name: values
            for name, values in self._columns.items()
            if any(value is not None for value in values)
        }


def filled(tables: Mapping[str, Rows]) -> dict[str, Columns]:
    """The tables that have rows."""
    return {name: rows.columns() for name, rows in tables.items() if len(rows)}


def fail(
    code: str,
    reason: str,
    *,
    table: str = "",
    row: int | None = None,
    column: str = "",
    value: str = "",
) -> InputError:
    """The error for one bad cell; `row` counts the source's data rows from 0."""
    shown = value if len(value) <= 80 else value[:77] + "..."
    return InputError.of(Issue(code, table, row, column, shown, reason))


def read_csv(path: Path) -> list[Row]:
    """The rows of a CSV file with a header line, in UTF-8 with or without a byte order mark."""
    csv.field_size_limit(LONGEST_FIELD)
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, restkey="", restval="")
            rows: list[Row] = []
            for row in reader:
                if row.pop("", None):
                    raise fail(
                        "bad_csv",
                        "the row has more fields than the header",
                        table=path.name,
                        row=len(rows),
                    )
                rows.append(row)
            return rows
    except FileNotFoundError:
        raise fail("missing_file", f"there is no file {path}", table=path.name) from None
    except UnicodeDecodeError as error:
        raise fail("invalid_utf8", f"the file is not UTF-8: {error}", table=path.name) from None
    except csv.Error as error:
        raise fail("bad_csv", f"the file is not CSV: {error}", table=path.name) from None


_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_US = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?:,? (\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?)?", re.I
)


def parse_instant(text: str) -> datetime | None:
    """ISO 8601 or US style (MM/DD/YY or MM/DD/YYYY, a time with or without AM/PM) as UTC.

    A text without a zone is UTC. Years of two digits are 2000 to 2099. None where it is neither.
    """
    text = text.strip()
    try:
        if iso := _ISO.fullmatch(text):
            year, month, day, hour, minute, second = (int(part or 0) for part in iso.groups()[:6])
            micros = int((iso[7] or "0").ljust(6, "0")[:6])
            instant = datetime(year, month, day, hour, minute, second, micros, timezone.utc)
            return instant - _offset(iso[8])
        if us := _US.fullmatch(text):
            month, day, year, hour, minute, second = (int(part or 0) for part in us.groups()[:6])
            if us[7]:
                if not 1 <= hour <= 12:
                    return None
                hour = hour % 12 + (12 if us[7].upper() == "PM" else 0)
            year += 2000 if year < 100 else 0
            return datetime(year, month, day, hour, minute, second, 0, timezone.utc)
    except (ValueError, OverflowError):
        return None
    return None


def _offset(zone: str | None) -> timedelta:
    if zone is None or zone == "Z":
        return timedelta()
    sign = -1 if zone[0] == "-" else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))


def parse_date(text: str) -> date | None:
    """The UTC day of `parse_instant`."""
    instant = parse_instant(text)
    return instant.date() if instant else None


def parse_number(text: str) -> Decimal | None:
    """A decimal number such as 1234.50, 1,234.50 or $1234. None where it is none."""
    cleaned = text.strip().lstrip("$").replace(",", "")
    try:
        number = Decimal(cleaned)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def break_cycles(parents: dict[str, str]) -> list[list[str]]:
    """Takes the parent of the smallest id of every cycle away, in place; returns the cycles."""
    settled: set[str] = set()
    cycles = []
    for start in sorted(parents):
        path: dict[str, None] = {}
        node: str | None = start
        while node is not None and node not in settled and node not in path:
            path[node] = None
            node = parents.get(node)
        if node is not None and node in path:
            walked = list(path)
            cycle = walked[walked.index(node) :]
            first = cycle.index(min(cycle))
            cycle = cycle[first:] + cycle[:first]
            del parents[cycle[0]]
            cycles.append(cycle)
        settled.update(path)
    return cycles


def latest_day(values: Iterable[date | datetime | None]) -> date | None:
    """The last day among dates and instants."""
    days = [value.date() if isinstance(value, datetime) else value for value in values if value]
    return max(days, default=None)
