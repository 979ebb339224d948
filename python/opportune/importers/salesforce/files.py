"""The files of an export, with their columns under the names of the Salesforce API."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

from ..common import Notes, Row, fail, parse_instant, parse_number, read_csv

OBJECTS = (
    "Account",
    "Opportunity",
    "OpportunityHistory",
    "OpportunityLineItem",
    "Product2",
    "PricebookEntry",
    "Lead",
    "Task",
    "Event",
    "User",
    "Manager",
    "Quota",
)
DEFAULT_CURRENCY = "USD"
_CURRENCY_STEP = Decimal("0.01")
_RENAMED = {"DateTimeCreated__c": "CreatedDate", "UserRole.Name": "UserRoleName"}


def canonical(header: str) -> str:
    """The API's name of a column: `What.External_Id__c` is WhatId, `StageName__c` is StageName."""
    header = header.strip()
    if header in _RENAMED:
        return _RENAMED[header]
    if header == "External_Id__c":
        return "Id"
    for ending in (".External_Id__c", ".Id"):
        if header.endswith(ending):
            return header[: -len(ending)].replace("__r", "") + "Id"
    return header[:-3] if header.endswith("__c") else header


class Export:
    """The rows of every object that the folder holds, each under its own API names."""

    def __init__(self, directory: Path, notes: Notes) -> None:
        if not directory.is_dir():
            raise fail("missing_directory", f"there is no folder {directory}")
        self.notes = notes
        self._rows: dict[str, list[Row]] = {}
        files = {path.stem: path for path in sorted(directory.glob("*.csv"))}
        for name in OBJECTS:
            if name in files:
                self._rows[name] = self._present(name, read_csv(files[name]))
        if "Opportunity" not in self._rows:
            raise fail("missing_file", f"there is no Opportunity.csv in {directory}")
        self.currencies = sorted(
            {
                row.get("CurrencyIsoCode", "")
                for name in ("Opportunity", "Account", "Product2")
                for row in self.rows(name)
            }
            - {""}
        )
        """The currencies that records name."""
        self.currency = self.currencies[0] if len(self.currencies) == 1 else DEFAULT_CURRENCY
        """The organisation's own."""
        unread = sorted(files.keys() - set(OBJECTS))
        if unread:
            notes.say("files_not_read", f"files that are not read: {', '.join(unread)}")

    def _present(self, name: str, rows: list[Row]) -> list[Row]:
        """Rows that are not in the recycle bin, with canonical column names."""
        if not rows:
            return []
        names: dict[str, str] = {}
        # A column under its API name goes before one that only stands for it.
        for header in sorted(rows[0], key=lambda header: canonical(header) != header):
            names.setdefault(canonical(header), header)
        present = []
        for row in rows:
            values = {new: row[old].strip() for new, old in names.items()}
            if is_true(values.get("IsDeleted", "")):
                self.notes.count("deleted", f"rows of {name} are deleted: left out")
            else:
                present.append(values)
        return present

    def has(self, name: str) -> bool:
        return name in self._rows

    def rows(self, name: str) -> list[Row]:
        return self._rows.get(name, [])

    def keyed(self, name: str) -> dict[str, Row]:
        """The rows by Id; the first counts where an Id is there twice, none where it is empty."""
        keyed: dict[str, Row] = {}
        for row in self.rows(name):
            key = row.get("Id", "")
            if not key or key in keyed:
                self.notes.count("bad_id", f"rows of {name} have no Id or one again: left out", key)
            else:
                keyed[key] = row
        return keyed


class Values:
    """Typed values of fields; a malformed one is noted and read as empty."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.latest: date | None = None
        """The last day on which the source says that something happened."""

    def instant(self, row: Row, *names: str) -> datetime | None:
        """The first of these fields that is filled."""
        for name in names:
            if text := row.get(name, ""):
                value = parse_instant(text)
                if value:
                    return value
                self.notes.count("bad_date", f"values of {name} are no dates: read as empty", text)
        return None

    def happened(self, row: Row, *names: str) -> datetime | None:
        """An instant that lies in the source's past."""
        value = self.instant(row, *names)
        if value and (self.latest is None or value.date() > self.latest):
            self.latest = value.date()
        return value

    def day(self, row: Row, *names: str) -> date | None:
        value = self.instant(row, *names)
        return value.date() if value else None

    def amount(self, row: Row, name: str) -> Decimal | None:
        """A non-negative amount of money, rounded half-even to cents."""
        value = self.number(row, name)
        if value is None:
            return None
        if value < 0:
            self.notes.count("negative_amount", f"values of {name} are negative: read as empty")
            return None
        rounded = value.quantize(_CURRENCY_STEP, ROUND_HALF_EVEN)
        if rounded != value:
            self.notes.count("fractions", f"values of {name} have fractions of a cent: rounded")
        whole = rounded.to_integral_value()
        return whole if whole == rounded else rounded

    def number(self, row: Row, name: str) -> Decimal | None:
        text = row.get(name, "")
        value = parse_number(text) if text else None
        if text and value is None:
            self.notes.count("bad_number", f"values of {name} are no numbers: read as empty", text)
        return value


def is_true(text: str) -> bool:
    return text.strip().lower() in ("true", "1", "yes")
