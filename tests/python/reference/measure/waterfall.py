"""How the pipeline of one day became that of another, opportunity by opportunity."""

from __future__ import annotations

from collections import Counter, defaultdict

from ..kinds.view import View
from ..records import Organisation, Row
from .cells import Cells
from .dimensions import Dimensions
from .outcomes import closed_on, last_open_stage, outcome
from .query import Cell, Query

IN = ("new", "increased", "reopened", "pulled_in", "moved_in", "rate_effect")
OUT = ("decreased", "won", "lost", "abandoned", "pushed_out", "moved_out")
FLOWS = (
    *("opening", "new", "increased", "decreased", "won", "lost", "abandoned", "reopened"),
    *("pulled_in", "pushed_out", "moved_in", "moved_out", "rate_effect", "closing"),
)
Flows = dict[Cell, Counter[str]]


def waterfall(organisation: Organisation, query: Query) -> dict[Cell, Row]:
    found: Flows = defaultdict(Counter)
    if not query.by:
        found[()] = Counter()
    ends = Ends(organisation, query)
    for opportunity in organisation.rows("opportunity"):
        if ends.in_scope(ends.before, opportunity):
            ends.from_the_opening(opportunity, found)
        else:
            ends.from_elsewhere(opportunity, found)
    currency = organisation.reporting_currency
    return {
        cell: {**{f"{name}_minor": flows[name] for name in FLOWS}, "currency": currency}
        for cell, flows in found.items()
    }


class Ends:
    """The end of the day `from`, and that of the day `to`."""

    def __init__(self, organisation: Organisation, query: Query) -> None:
        assert query.start is not None
        assert query.end is not None
        self.query = query
        self.start = query.start
        self.before, self.after = (View(organisation, day) for day in (query.start, query.end))
        self._cells = {
            view: Cells(Dimensions(view, last_open_stage), query)
            for view in (self.before, self.after)
        }

    def in_scope(self, view: View, opportunity: Row) -> bool:
        return view.is_open(opportunity) and self.query.closes(view.expected_close(opportunity))

    def from_the_opening(self, opportunity: Row, found: Flows) -> None:
        """It was in scope: it is still, or was closed, or is expected outside of the period."""
        opening = self._in_cells(self.before, self.before, opportunity, self.before)
        began = self._in_cells(self.before, self.before, opportunity, self.after)
        for cell, amount in opening.items():
            found[cell]["opening"] += amount
            found[cell]["rate_effect"] += began[cell] - amount
        closed = outcome(self.after, opportunity)
        if closed is None and not self.in_scope(self.after, opportunity):
            for cell, amount in began.items():
                found[cell]["pushed_out"] += amount
            return
        # What it was worth at the beginning is carried to where it is now, and changes there.
        carried = self._in_cells(self.after, self.before, opportunity, self.after)
        for cell in began.keys() - carried.keys():
            found[cell]["moved_out"] += began[cell]
        for cell in carried.keys() - began.keys():
            found[cell]["moved_in"] += carried[cell]
        for cell, amount in self._at_the_end(opportunity).items():
            change = amount - carried[cell]
            found[cell]["increased" if change > 0 else "decreased"] += abs(change)
            found[cell][closed or "closing"] += amount

    def from_elsewhere(self, opportunity: Row, found: Flows) -> None:
        """It was not in scope: it has come into it, and may have been closed since."""
        if self.before.is_open(opportunity):
            came = "pulled_in"
        else:
            came = "reopened" if outcome(self.before, opportunity) else "new"
        closed_since = None
        day = closed_on(self.after, opportunity)
        if day is not None and day > self.start:
            closed_since = outcome(self.after, opportunity)
        is_expected = self.query.closes(self.after.expected_close(opportunity))
        if is_expected and (closed_since or self.after.is_open(opportunity)):
            for cell, amount in self._at_the_end(opportunity).items():
                found[cell][came] += amount
                found[cell][closed_since or "closing"] += amount

    def _at_the_end(self, opportunity: Row) -> dict[Cell, int]:
        return self._in_cells(self.after, self.after, opportunity, self.after)

    def _in_cells(self, place: View, worth: View, opportunity: Row, rates: View) -> dict[Cell, int]:
        """Where it is in one view, with what it was worth in another, at the rates of a third."""
        amount, currency = worth.amount_minor(opportunity) or 0, opportunity["currency"]
        cells = self._cells[place].of(
            opportunity, amount, [lambda minor: rates.converted(minor, currency)]
        )
        return {cell: converted for cell, (converted,) in cells.items()}


def balance(row: Row) -> int:
    """What the flows lead to, which is the closing."""
    come = sum(row[f"{name}_minor"] for name in IN)
    gone = sum(row[f"{name}_minor"] for name in OUT)
    total: int = row["opening_minor"] + come - gone
    return total
