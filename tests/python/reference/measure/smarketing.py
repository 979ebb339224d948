"""What became of the leads created in the period."""

from __future__ import annotations

from ..kinds.view import View
from ..records import Organisation, Row
from .cells import Cells, Counted
from .dimensions import LeadDimensions
from .leads import status
from .outcomes import closed_on, outcome
from .query import Cell, Query
from .statistics import median, rate


def smarketing(organisation: Organisation, query: Query) -> dict[Cell, Row]:
    view = View(organisation, query.as_of)
    leads = [
        row
        for row in organisation.rows("lead")
        if query.holds(row["created"]) and row["created"] <= view.day
    ]
    cells = Cells(LeadDimensions(view), query).counted(leads)
    return {cell: _row(view, counted) for cell, counted in cells.items()}


def _row(view: View, counted: Counted) -> Row:
    leads = [lead for lead, _ in counted]
    statuses = [status(view, lead) for lead in leads]
    became = [(lead, named) for lead in leads for named in [_opportunity(view, lead)] if named]
    opportunities = {named["id"]: named for _, named in became}.values()  # each once
    outcomes = {
        name: [one for one in opportunities if outcome(view, one) == name]
        for name in ("won", "lost", "abandoned")
    }
    won = len(outcomes["won"])
    return {
        "leads": len(leads),
        "active": sum(1 for lead in leads if view.is_active(lead)),
        "qualified": statuses.count("qualified"),
        "disqualified": statuses.count("disqualified"),
        "opportunities": len(opportunities),
        "open": sum(1 for one in opportunities if view.is_open(one)),
        **{name: len(several) for name, several in outcomes.items()},
        "qualified_rate": rate(statuses.count("qualified"), len(leads)),
        "opportunity_rate": rate(len(opportunities), len(leads)),
        "won_rate": rate(won, len(leads)),
        "amount_minor": sum(view.amount(one) for one in opportunities),
        "won_amount_minor": sum(view.amount(one) for one in outcomes["won"]),
        "currency": view.organisation.reporting_currency,
        "median_days_to_opportunity": median(
            [(named["opened"] - lead["created"]).days for lead, named in became]
        ),
        "median_days_to_won": median(
            [
                (day - lead["created"]).days
                for lead, named in became
                for day in [closed_on(view, named)]
                if day is not None and outcome(view, named) == "won"
            ]
        ),
    }


def _opportunity(view: View, lead: Row) -> Row | None:
    """The one that it names, if that is opened."""
    if not lead.get("opportunity"):
        return None
    row = view.organisation.row("opportunity", lead["opportunity"])
    return row if row["opened"] <= view.day else None
