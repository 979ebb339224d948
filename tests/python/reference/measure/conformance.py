"""Histories against their process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..kinds.view import View
from ..records import Organisation, Row, Stage
from .cells import Cells, Counted
from .dimensions import Dimensions
from .outcomes import changes_so_far
from .query import Cell, Query
from .statistics import rate

KINDS = ("start", "loop", "after_close", "close", "skip", "backward")


class Move(NamedTuple):
    start: str | None
    """None: it began there."""
    to: str
    version: int | None


def conformance(organisation: Organisation, query: Query) -> dict[Cell, Row]:
    view = View(organisation, query.as_of)
    opened = [row for row in organisation.rows("opportunity") if row["opened"] <= view.day]
    cells = Cells(Dimensions(view), query).counted(opened)
    return {cell: _row(view, counted) for cell, counted in cells.items()}


def _row(view: View, counted: Counted) -> Row:
    opportunities = [opportunity for opportunity, _ in counted]
    histories = [one for one in opportunities if has_begun(view, one)]
    judged = [[kind(view, one, move) for move in moves(view, one)] for one in histories]
    fitting = sum(1 for kinds in judged if not any(kinds))
    deviations = [kind for kinds in judged for kind in kinds if kind]
    return {
        "opportunities": len(opportunities),
        "histories": len(histories),
        "fitting": fitting,
        "fitting_share": rate(fitting, len(histories)),
        "moves": sum(len(kinds) for kinds in judged),
        "deviations": len(deviations),
        **{name: deviations.count(name) for name in KINDS},
    }


def has_begun(view: View, opportunity: Row) -> bool:
    """A history that says where the opportunity was first begins at the opening."""
    return beginning(view, opportunity) is not None or bool(changes_so_far(view, opportunity))


def beginning(view: View, opportunity: Row) -> tuple[str, int | None] | None:
    """The stage that the first change leads from, and its version."""
    changes = view.organisation.histories["stage_change"].get(opportunity["id"], [])
    if not changes or changes[0]["from"] is None:
        return None
    return changes[0]["from"], changes[0]["from_version"]


def moves(view: View, opportunity: Row) -> Iterator[Move]:
    """The beginning, and each move within a version of the process."""
    at = beginning(view, opportunity)
    if at is not None:
        yield Move(None, *at)
    for change in changes_so_far(view, opportunity):
        from_version, to_version = change["from_version"], change["to_version"]
        start = (change["from"], from_version) if change["from"] else at
        if start is None or start[1] == to_version:
            yield Move(start[0] if start else None, change["to"], to_version)
        at = (change["to"], to_version)


def kind(view: View, opportunity: Row, move: Move) -> str | None:
    """How it deviates; None where the process allows it."""
    stages = view.organisation.stages(opportunity, move.version)
    order = list(stages)
    if move.start is None:
        return None if move.to == order[0] else "start"
    if (move.start, move.to) in allowed(view.organisation, opportunity, move.version):
        return None
    if move.start == move.to:
        return "loop"
    if stages[move.start].is_closed:
        return "after_close"
    if stages[move.to].is_closed:
        return "close"
    return "skip" if order.index(move.to) > order.index(move.start) else "backward"


def allowed(
    organisation: Organisation, opportunity: Row, version: int | None
) -> set[tuple[str, str]]:
    """The transitions that the version lists, else the usual ones."""
    listed = organisation.definition(opportunity["process"], version).get("transitions")
    if listed:
        return {(transition["from"], transition["to"]) for transition in listed}
    stages = list(organisation.stages(opportunity, version).values())
    return {
        (here.id, there.id)
        for place, here in enumerate(stages)
        for other, there in enumerate(stages)
        if not here.is_closed and _is_usual(place, other, there)
    }


def _is_usual(place: int, other: int, there: Stage) -> bool:
    """One step forward, any step back, and to lost or abandoned from anywhere."""
    back = other < place and not there.is_closed
    return other == place + 1 or back or there.milestone in ("lost", "abandoned")
