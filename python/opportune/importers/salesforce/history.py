"""Stage, amount and close-date changes from the rows of OpportunityHistory.

Salesforce writes a row whenever the stage, amount, close date or probability changes, so a stage
comes again and again; a change is where a value differs from the row before. The first row says
what was true when the opportunity was opened, and is no change.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from ..common import Notes, Row, Rows
from .files import Export, Values

_NUMBERED = re.compile(r"(.*?)(\d+)")


@dataclass(frozen=True)
class Entry:
    """One history row: what held from `at` on."""

    key: str
    at: datetime
    stage: str
    amount: Decimal | None
    close: date | None
    by: str

    def order(self) -> tuple[str, int]:
        """Ids that end in a number are in its order, others in that of their text."""
        numbered = _NUMBERED.fullmatch(self.key)
        return (numbered[1], int(numbered[2])) if numbered else (self.key, 0)


class History:
    """The entries of every opportunity in the order in which they happened."""

    def __init__(self, export: Export, values: Values, opportunities: dict[str, Row]) -> None:
        self.notes = values.notes
        self._entries: dict[str, list[Entry]] = {}
        unordered = _read(export, values, opportunities)
        falling = _ids_fall(unordered)
        for key, entries in unordered.items():
            row = opportunities[key]
            ordered = _ordered(entries, falling, row.get("StageName", ""), self.notes)
            self._entries[key] = _up_to_date(ordered, row, values)
        self._note_what_is_missing(export, opportunities)

    def of(self, opportunity: str) -> list[Entry]:
        """Oldest first; empty where the export has no history of it."""
        return self._entries.get(opportunity, [])

    def add_changes(
        self, opportunity: str, tables: dict[str, Rows], by: Callable[[str], Any]
    ) -> None:
        """Adds the rows of stage_change, amount_change and close_date_change."""
        for table, value in _TRACKED.items():
            known = [entry for entry in self.of(opportunity) if value(entry) is not None]
            for before, after in pairwise(known):
                if value(before) != value(after):
                    tables[table].add(
                        opportunity=opportunity,
                        from_=value(before),
                        to=value(after),
                        at=after.at,
                        by=by(after.by),
                    )

    def _note_what_is_missing(self, export: Export, opportunities: dict[str, Row]) -> None:
        if not export.has("OpportunityHistory"):
            self.notes.say("no_history", "no OpportunityHistory: the past is known by dates only")
            return
        for key in opportunities:
            if key not in self._entries:
                self.notes.count("no_history", "opportunities have no history rows", key)


_TRACKED: dict[str, Callable[[Entry], Any]] = {
    "stage_change": lambda entry: entry.stage,
    "amount_change": lambda entry: entry.amount,
    "close_date_change": lambda entry: entry.close,
}


def _read(export: Export, values: Values, opportunities: dict[str, Row]) -> dict[str, list[Entry]]:
    entries: dict[str, list[Entry]] = defaultdict(list)
    for row in export.rows("OpportunityHistory"):
        key, stage = row.get("OpportunityId", ""), row.get("StageName", "")
        at = values.happened(row, "CreatedDate", "SystemModstamp")
        if key not in opportunities or not stage or at is None:
            values.notes.count(
                "history_left_out",
                "history rows lack a stage, an instant or an opportunity that is kept: left out",
                row.get("Id", ""),
            )
            continue
        amount, close = values.amount(row, "Amount"), values.day(row, "CloseDate")
        by = row.get("CreatedById", "")
        entries[key].append(Entry(row.get("Id", ""), at, stage, amount, close, by))
    return entries


def _ids_fall(entries: dict[str, list[Entry]]) -> bool:
    """Whether ids fall as time goes on, learned from the rows of different instants."""
    falls = 0
    for several in entries.values():
        in_time = sorted(several, key=lambda entry: entry.at)
        for before, after in pairwise(in_time):
            if before.at < after.at:
                falls += 1 if after.order() < before.order() else -1
    return falls > 0


def _ordered(entries: list[Entry], falling: bool, present: str, notes: Notes) -> list[Entry]:
    """By instant; rows of one instant as ids run, turned round where only that ends at `present`.

    Rows of one instant are set a microsecond apart, so that their order is in the data.
    """
    in_time = sorted(entries, key=lambda entry: entry.at)
    ordered = []
    for at, same in groupby(in_time, lambda entry: entry.at):
        tied = sorted(same, key=Entry.order, reverse=falling)
        if len(tied) > 1:
            notes.count(
                "tied_history",
                "times several history rows have one instant: read in the order in which ids run, "
                f"{'falling' if falling else 'rising'}, and set a microsecond apart",
            )
            if at == in_time[-1].at and tied[-1].stage != present and tied[0].stage == present:
                tied.reverse()
        ordered += [
            replace(entry, at=at + timedelta(microseconds=place))
            for place, entry in enumerate(tied)
        ]
    return ordered


def _up_to_date(entries: list[Entry], row: Row, values: Values) -> list[Entry]:
    """Adds an entry for what the opportunity says now, where its history ends at something else."""
    last = entries[-1]
    amount, close = values.amount(row, "Amount"), values.day(row, "CloseDate")
    now = replace(
        last,
        stage=row.get("StageName") or last.stage,
        amount=last.amount if amount is None else amount,
        close=close or last.close,
        by="",
    )
    if now == replace(last, by=""):
        return entries
    differing = {
        "stage": now.stage != last.stage,
        "amount": now.amount != last.amount,
        "close date": now.close != last.close,
    }
    fields = [name for name, differs in differing.items() if differs]
    values.notes.count(
        "history_behind",
        f"opportunities' history ends at another {' and '.join(fields)} than they have: the change "
        "is dated at their last modification",
        row["Id"],
    )
    modified = values.instant(row, "LastModifiedDate")
    soonest = last.at + timedelta(microseconds=1)
    return [*entries, replace(now, at=max(modified or soonest, soonest))]
