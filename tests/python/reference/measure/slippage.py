"""How often and how far expected closes move in the period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..history import start_of
from ..kinds.view import View
from ..records import Organisation, Row, instant_of
from .cells import Cells
from .dimensions import Dimensions
from .outcomes import changes_so_far, open_spells
from .query import Cell, Query
from .statistics import median, rate


def slippage(organisation: Organisation, query: Query) -> dict[Cell, Row]:
    view = View(organisation, query.as_of)
    cells = Cells(Dimensions(view), query)
    opened = [row for row in organisation.rows("opportunity") if row["opened"] <= view.day]
    moves = [move for row in opened for move in _moves(view, query, row)]
    if any(name.startswith("event_") for name in query.by):
        return {
            cell: {"opportunities": None, "moved": None, **_row([move for move, _ in counted])}
            for cell, counted in cells.counted(moves).items()
        }
    there = cells.counted(row for row in opened if was_open(view, query, row))
    moving = cells.counted(moves)
    found = {}
    for cell in {**there, **moving}:
        ids = {opportunity["id"] for opportunity, _ in there.get(cell, [])}
        theirs = [move for move, _ in moving.get(cell, [])]
        moved = len(ids & {move["id"] for move in theirs})
        found[cell] = {"opportunities": len(ids), "moved": moved, **_row(theirs)}
    return found


def was_open(view: View, query: Query, opportunity: Row) -> bool:
    """When the period began, or some time in it? What ends with its first instant was open then:
    also what was closed on the first day, where only the day is known."""
    start = start_of(query.start) if query.start else dt.datetime.min
    end = instant_of(query.end) if query.end else dt.datetime.max
    return any(first <= end and start <= until for first, until in open_spells(view, opportunity))


def _moves(view: View, query: Query, opportunity: Row) -> Iterator[Row]:
    """The opportunity once for each move, with the day of the move and how far it went."""
    for change in changes_so_far(view, opportunity, "close_date_change"):
        before, after, day = change["from"], change["to"], change["at"].date()
        if before and after and before != after and query.holds(day):
            yield {**opportunity, "event": day, "days": (after - before).days}


def _row(moves: list[Row]) -> Row:
    days = [move["days"] for move in moves]
    later, earlier = [day for day in days if day > 0], [day for day in days if day < 0]
    return {
        "moves": len(days),
        "pushed": len(later),
        "pulled": len(earlier),
        "pushed_days": sum(later),
        "pulled_days": -sum(earlier),
        "mean_days": rate(sum(days), len(days)),
        "median_days": median(days),
    }
