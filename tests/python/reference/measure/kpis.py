"""Numbers of measures that are to become others, and how far they are. Of the measures that have a
row for each cell; any other is none here."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from typing import Any

from ..kinds.view import View
from ..records import MINOR_DIGITS, Organisation, Row, instant_of
from .by_cell import BY_CELL
from .dimensions import DIMENSIONS, OF_LEADS
from .periods import ONE_DAY
from .query import Moment, Query, keys_of
from .series import OVER_A_PERIOD
from .statistics import rate

RECORDED = ("name", "measure", "column", "market", "owner", "baseline", "due")
DIMENSIONS_OF = {"smarketing": OF_LEADS, "conflict_trend": ["kind", "market", "group", "severity"]}
"""Of those that do not have all."""
USUAL_DAYS = 365


class ProblemError(Exception):
    """Why a number cannot be had."""


def kpis(organisation: Organisation, query: Query) -> list[Row]:
    view = View(organisation, query.as_of)
    markets = query.where.get("market")
    return [
        _row(view, query.as_of, kpi)
        for kpi in sorted(organisation.rows("kpi"), key=lambda row: str(row["id"]))
        if markets is None or set(markets) & set(view.upwards("market", kpi.get("market")))
    ]


def _row(view: View, as_of: Moment, kpi: Row) -> Row:
    before, target = _as_recorded(kpi.get("before")), _as_recorded(kpi["target"])
    baseline, due = kpi.get("baseline"), kpi.get("due")
    now = problem = None
    try:
        now = _number(view, kpi, as_of)
        if before is None and baseline is not None and instant_of(baseline) <= view.at:
            before = _number(view, kpi, baseline)
    except ProblemError as error:
        problem = str(error)
    return {
        "kpi": kpi["id"],
        **{name: kpi.get(name) for name in RECORDED},
        "before": before,
        "target": target,
        "now": now,
        "currency": view.organisation.reporting_currency if _is_amount(kpi) else None,
        "progress": _progress(before, now, target),
        "elapsed": _elapsed(view.day, baseline, due),
        "problem": problem,
    }


def _as_recorded(number: Any) -> Fraction | None:
    return None if number is None else Fraction(str(number))


def _progress(
    before: Fraction | None, now: Fraction | None, target: Fraction | None
) -> Fraction | None:
    if before is None or now is None or target is None:
        return None
    return rate(now - before, target - before)


def _elapsed(day: dt.date, baseline: dt.date | None, due: dt.date | None) -> Fraction | None:
    """Of the days after the baseline, as of whose end it was before, up to the due day."""
    if baseline is None or due is None or baseline == due:
        return None
    over = (min(day, due) - baseline).days
    return Fraction(max(over, 0), (due - baseline).days)


def _is_amount(kpi: Row) -> bool:
    return "_minor" in kpi["column"]


# --- the number -----------------------------------------------------------------------------------
def _number(view: View, kpi: Row, moment: Moment) -> Fraction | None:
    """As of a moment; amounts in major units. None where the measure itself has none."""
    row = _the_one_meant(kpi, _measured(view, kpi, moment))
    if kpi["column"] not in row:
        raise ProblemError(f"{kpi['measure']} has no column {kpi['column']}")
    value = row[kpi["column"]]
    if isinstance(value, str | dt.date):
        raise ProblemError(f"{kpi['column']} is no number")
    if value is None:
        return None
    digits = MINOR_DIGITS[view.organisation.reporting_currency] if _is_amount(kpi) else 0
    number: Fraction = Fraction(value) / 10**digits
    return number


def _measured(view: View, kpi: Row, moment: Moment) -> list[Row]:
    """The measure's rows, as a table has them."""
    if kpi["measure"] not in BY_CELL:
        raise ProblemError(f"there is no measure {kpi['measure']}")
    query = _asked(kpi, moment).but(where=_kept(view, kpi))
    names = keys_of(kpi["measure"], query)
    day = instant_of(moment).date()
    return [
        {**dict(zip(names, cell, strict=True)), **row}
        for cell, row in BY_CELL[kpi["measure"]](view.organisation, query).items()
        if "date" not in names or cell[names.index("date")] == day
    ]


def _asked(kpi: Row, moment: Moment) -> Query:
    """Over so many days that end with the moment's, where it is over a period."""
    day = instant_of(moment).date()
    so_many_before = day - int(kpi.get("days") or USUAL_DAYS) * ONE_DAY
    query = Query(as_of=moment)
    if kpi["measure"] == "conflict_trend":
        return query.but(dates=[so_many_before, day])
    if kpi["measure"] == "waterfall":  # it begins at the end of a day, and ends with the moment
        return query.but(start=so_many_before, end=moment)
    if kpi["measure"] in OVER_A_PERIOD:
        return query.but(start=so_many_before + ONE_DAY, end=day)
    return query


def _kept(view: View, kpi: Row) -> dict[str, list[str]]:
    """What the filter keeps, and of that what is of the KPI's market."""
    where: dict[str, list[str]] = {}
    for name, value in json.loads(kpi.get("filter") or "{}").items():
        if name not in DIMENSIONS_OF.get(kpi["measure"], DIMENSIONS):
            raise ProblemError(f"{kpi['measure']} is not kept by {name}")
        where[name] = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) for one in where[name]):
            raise ProblemError(f"{name} in the filter is no text")
    market = kpi.get("market")
    if market is not None:
        where["market"] = _in_both(view, market, where.get("market", [market]))
    return where


def _in_both(view: View, market: str, others: list[str]) -> list[str]:
    """Markets that, with all below them, are what lies below the one and one of the others."""
    known = [other for other in others if other in view.organisation.by_id["market"]]
    below = [other for other in known if market in view.upwards("market", other)]
    return below + [market] * bool(set(known) & set(view.upwards("market", market)))


def _the_one_meant(kpi: Row, rows: list[Row]) -> Row:
    cell = json.loads(kpi.get("cell") or "{}")
    for name, value in cell.items():
        if not all(isinstance(row.get(name), str) for row in rows) or not isinstance(value, str):
            raise ProblemError(f"{name} in the cell is no text")
    meant = [row for row in rows if all(row[name] == value for name, value in cell.items())]
    if len(meant) != 1:
        raise ProblemError(f"{len(meant)} rows are meant")
    return meant[0]
