"""How far the records can be trusted."""

from __future__ import annotations

from fractions import Fraction

from ..kinds.view import View
from ..records import Organisation, Row
from .cells import Cells, Counted
from .checks import CHECKS, PARTS, Judge
from .dimensions import Dimensions
from .outcomes import closed_on
from .query import Cell, Query
from .statistics import mean, rate

YEAR = 365


def data_quality(organisation: Organisation, query: Query) -> dict[Cell, Row]:
    view = View(organisation, query.as_of)
    cells = Cells(Dimensions(view), query).counted(records(view))
    judge = Judge(view)
    return {cell: _row(judge, counted) for cell, counted in cells.items()}


def records(view: View) -> list[Row]:
    """What is open, and what was closed in the year before."""
    return [
        row
        for row in view.organisation.rows("opportunity")
        for closed in [closed_on(view, row)]
        if view.is_open(row) or (closed is not None and (view.day - closed).days <= YEAR)
    ]


def _row(judge: Judge, counted: Counted) -> Row:
    judged = {
        check: [
            passed
            for opportunity, _ in counted
            for passed in [judge.passes(check, opportunity)]
            if passed is not None
        ]
        for check in CHECKS
    }
    parts = {part: _share(judged, part) for part in PARTS}
    known = [share for share in parts.values() if share is not None]
    score = mean(known)
    return {
        "records": len(counted),
        **parts,
        "score": None if score is None else 100 * score,
        **{check: verdicts.count(False) for check, verdicts in judged.items()},
    }


def _share(judged: dict[str, list[bool]], part: str) -> Fraction | None:
    verdicts = [
        one for check, several in judged.items() if CHECKS[check] == part for one in several
    ]
    return rate(verdicts.count(True), len(verdicts))


def data_quality_records(organisation: Organisation, query: Query) -> list[Row]:
    """A row for each record and each check that it fails; but for the words, `detail`."""
    view = View(organisation, query.as_of)
    cells, judge = Cells(Dimensions(view), query), Judge(view)
    return [
        {
            "opportunity": opportunity["id"],
            "market": opportunity["market"],
            "part": CHECKS[check],
            "check": check,
        }
        for opportunity in sorted(records(view), key=lambda row: str(row["id"]))
        if cells.kept(opportunity)
        for check in sorted(CHECKS)
        if judge.passes(check, opportunity) is False
    ]
