"""What saving would change (domain.md 6): the conflicts after it against those before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .kinds.components import Conflict, Found
from .kinds.view import Member
from .records import MINOR_DIGITS, Organisation

Row = dict[str, Any]
Tables = dict[str, list[Row]]
KindPair = tuple[str, Member, Member]
"""(kind, the first member by type and id, the other)"""
# Fields of an opportunity whose change is written into its history.
HISTORIES = {
    "stage": "stage_change",
    "amount": "amount_change",
    "expected_close": "close_date_change",
    "owner": "owner_change",
}


def saved(tables: Tables, table: str, record: Row, at: dt.datetime) -> Tables:
    """The tables after that record was put: new, or in place of the one with its id."""
    before = [row for row in tables.get(table, []) if row["id"] == record["id"]]
    others = [row for row in tables.get(table, []) if row["id"] != record["id"]]
    after = {**tables, table: [*others, record]}
    if table == "opportunity":
        for old in before:
            for field, history in HISTORIES.items():
                was, now = _value(old, field), _value(record, field)
                if was != now:
                    change = {"opportunity": record["id"], "from": was, "to": now, "at": at}
                    after[history] = [*after.get(history, []), change]
    return after


def _value(row: Row, field: str) -> Any:
    if field == "amount" and row.get("amount_minor") is not None:
        return Decimal(row["amount_minor"]).scaleb(-MINOR_DIGITS[row["currency"]])
    return row.get(field)


@dataclass(frozen=True)
class Difference:
    """Of two sets of conflicts."""

    before: Found
    after: Found

    @property
    def opened(self) -> dict[str, Conflict]:
        was, now = self.before.conflicts, self.after.conflicts
        return {key: conflict for key, conflict in now.items() if key not in was}

    @property
    def closed(self) -> dict[str, Conflict]:
        was, now = self.before.conflicts, self.after.conflicts
        return {key: conflict for key, conflict in was.items() if key not in now}

    @property
    def changed(self) -> dict[str, Conflict]:
        """As they are afterwards."""
        was, now = self.before.conflicts, self.after.conflicts
        return {
            key: conflict
            for key, conflict in now.items()
            if key in was
            and (was[key] != conflict or _of(self.before, key) != _of(self.after, key))
        }

    @property
    def new_pairs(self) -> dict[str, set[KindPair]]:
        """Conflict afterwards -> the pairs of it that were not related before."""
        were = {pair for key in self.before.conflicts for pair in _of(self.before, key)}
        new = {key: _of(self.after, key) - were for key in self.after.conflicts}
        return {key: pairs for key, pairs in new.items() if pairs}

    def brought_by(self, member: Member) -> dict[str, set[Member]]:
        """Conflict afterwards -> those of it that the saved record is related to, where any of them
        is new (to be rid of some is no news); and the conflicts with new pairs that it is not in (a
        gap that it opens), with nobody."""
        before, after = (_partners(found, member) for found in (self.before, self.after))
        were = {self.before.conflicts[key].kind: partners for key, partners in before.items()}
        others = {
            key: partners
            for key, partners in after.items()
            if not partners <= were.get(self.after.conflicts[key].kind, set())
        }
        apart = {
            key: set[Member]()
            for key, pairs in self.new_pairs.items()
            if not any(member in (a, b) for _, a, b in pairs)
        }
        return {**apart, **others}


def _of(found: Found, key: str) -> set[KindPair]:
    kind = found.conflicts[key].kind
    return {(kind, a, b) for conflict, a, b in found.pairs if conflict == key}


def _partners(found: Found, member: Member) -> dict[str, set[Member]]:
    partners: dict[str, set[Member]] = {}
    for key, a, b in found.pairs:
        for mine, other in ((a, b), (b, a)):
            if mine == member:
                partners.setdefault(key, set()).add(other)
    return partners


def organisations(
    tables: Tables, currency: str, table: str, record: Row, at: dt.datetime
) -> tuple[Organisation, Organisation]:
    """Before and after a record is put."""
    return Organisation(tables, currency), Organisation(saved(tables, table, record, at), currency)
