"""Of those opened in the period, how many reached each milestone."""

from __future__ import annotations

import datetime as dt

from ..kinds.view import View
from ..records import CLOSED, MILESTONES, Organisation, Row
from .cells import Cells, Counted, opportunities
from .dimensions import Dimensions
from .query import Cell, Query
from .statistics import median, rate


def funnel(organisation: Organisation, query: Query) -> dict[Cell, Row]:
    """By cell and milestone."""
    view = View(organisation, query.as_of)
    cohort = [
        row
        for row in organisation.rows("opportunity")
        if query.holds(row["opened"]) and row["opened"] <= view.day
    ]
    found = {}
    cells = opportunities(Cells(Dimensions(view), query), cohort)
    for cell, counted in cells.items():
        before = 0
        for milestone in MILESTONES:
            row = _row(view, counted, milestone)
            goes_on = milestone not in ("lost", "abandoned")
            row["conversion"] = rate(row["reached"], before) if goes_on else None
            before = row["reached"]
            key = (*cell, milestone)
            found[key] = row
    return found


def _row(view: View, counted: Counted, milestone: str) -> Row:
    there = [
        (opportunity, amount)
        for opportunity, (amount,) in counted
        if _reached(view, opportunity, milestone)
    ]
    days = [
        (first - opportunity["opened"]).days
        for opportunity, _ in there
        for first in [_first(view, opportunity, milestone)]
        if first is not None
    ]
    return {
        "reached": len(there),
        "amount_minor": sum(amount for _, amount in there),
        "currency": view.organisation.reporting_currency,
        "conversion": None,
        "median_days": median(days),
    }


def _counts_for(milestone: str) -> set[str]:
    """Standing at any of these counts as having reached the milestone."""
    if milestone in CLOSED:
        return {milestone}
    return set(MILESTONES[MILESTONES.index(milestone) : MILESTONES.index("won") + 1])


def _reached(view: View, opportunity: Row, milestone: str) -> bool:
    if milestone in CLOSED:
        return view.stage(opportunity).milestone == milestone
    stays = view.stays(opportunity)
    return any(stage.milestone in _counts_for(milestone) for _, stage in stays)


def _first(view: View, opportunity: Row, milestone: str) -> dt.date | None:
    """The day on which it first counted for the milestone; None where nobody knows."""
    counting = _counts_for(milestone)
    stays = view.stays(opportunity)
    if view.organisation.histories["stage_change"].get(opportunity["id"]):
        return next(at.date() for at, stage in stays if stage.milestone in counting)
    # Without a history it began at the start, and ended when it was closed.
    start = next(iter(view.organisation.stages(opportunity).values()))
    opened: dt.date = opportunity["opened"]
    closed: dt.date | None = opportunity["closed"]
    if start.milestone in counting:
        return opened
    return closed if milestone in CLOSED else None
