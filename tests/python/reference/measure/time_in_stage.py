"""How long opportunities stay at a milestone, and where they go from there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from ..kinds.view import View
from ..records import CLOSED, MILESTONES, Organisation, Row
from .cells import Cells
from .dimensions import Dimensions
from .query import Cell, Query

WAYS = ("advanced", "back", "won", "lost", "abandoned")


class Stay(NamedTuple):
    milestone: str
    days: int
    way: str | None
    """How it ended; None: it has not, by now."""


def time_in_stage(organisation: Organisation, query: Query) -> dict[Cell, Row]:
    """By cell, milestone and days."""
    view = View(organisation, query.as_of)
    stays: dict[tuple[Cell, str], list[Stay]] = defaultdict(list)
    opened = [row for row in organisation.rows("opportunity") if row["opened"] <= view.day]
    cells = Cells(Dimensions(view), query).counted(opened)
    for cell, counted in cells.items():
        for opportunity, _ in counted:
            for stay in stays_of(view, opportunity):
                stays[cell, stay.milestone].append(stay)
    return {
        (*cell, milestone, row.pop("days")): row
        for (cell, milestone), several in stays.items()
        for row in _table(several)
    }


def stays_of(view: View, opportunity: Row) -> Iterator[Stay]:
    """From milestone to milestone: moves between stages of one milestone end no stay."""
    arrivals: list[tuple[str, int]] = []
    for at, stage in view.stays(opportunity):
        day = max(at.date(), opportunity["opened"])
        if not arrivals or arrivals[-1][0] != stage.milestone:
            arrivals.append((stage.milestone, day.toordinal()))
    now = (None, view.day.toordinal())
    for (milestone, came), (after, left) in zip(arrivals, [*arrivals[1:], now], strict=False):
        if milestone not in CLOSED:
            yield Stay(milestone, left - came, _way(milestone, after))


def _way(milestone: str, after: str | None) -> str | None:
    if after is None or after in CLOSED:
        return after
    return "advanced" if MILESTONES.index(after) > MILESTONES.index(milestone) else "back"


def _table(stays: list[Stay]) -> Iterator[Row]:
    """Of those still there on a day a share goes: what stays is the product of what does not go
    (Kaplan and Meier), what goes some way the sum of what goes it (Aalen and Johansen)."""
    staying = Fraction(1)
    gone = dict.fromkeys(WAYS, Fraction(0))
    for days in sorted({stay.days for stay in stays}):
        at_risk = sum(1 for stay in stays if stay.days >= days)
        here = [stay.way for stay in stays if stay.days == days]
        for way in WAYS:
            gone[way] += staying * Fraction(here.count(way), at_risk)
        moved = len(here) - here.count(None)
        staying *= 1 - Fraction(moved, at_risk)
        yield {
            **{"days": days, "at_risk": at_risk, "moved": moved, "censored": here.count(None)},
            **{"staying": staying, **gone},
        }
