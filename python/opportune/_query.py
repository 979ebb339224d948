"""The part of the workspace that asks for measures by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from opportune import _opportune
from opportune._arguments import Names, count, expect, names
from opportune.moment import Moment, days_of, micros_of
from opportune.table import Table

Day: TypeAlias = "dt.date | str | None"
Days: TypeAlias = "Iterable[dt.date | str]"
Where: TypeAlias = "Mapping[str, Names]"


class Query:
    """A part of :class:`opportune.Workspace`."""

    __slots__ = ()

    _native: _opportune.Workspace

    def query(
        self,
        measure: str,
        *,
        by: Names = (),
        from_: Day = None,
        to: Day = None,
        as_of: Moment = None,
        rollup: Names = (),
        where: Where | None = None,
        dates: Days = (),
        close_from: Day = None,
        close_to: Day = None,
        model: str = "",
        threads: int = 0,
    ) -> Table:
        """Any measure by its name (:func:`measures`), as docs/measures.md describes it.

        :param by: names of dimensions, in the order of the columns; see :func:`dimensions`.
        :param from_: the first day of the period...
        :param to: ... and the last, both inclusive; None: open. Not of a measure of an instant.
        :param as_of: what had happened by then: a date (its end), a datetime, ISO 8601 text; None:
            now.
        :param rollup: dimensions among ``by`` (market, account, product) whose rows also count
            what is below them.
        :param where: ``{"market": ["SE", "DK"]}``: only these; of a tree, with all below.
        :param dates: a series: the measure for each of these days, ascending, in one table with a
            first column ``date``.
        :param close_from: of the waterfall, the first day of the close period...
        :param close_to: ... and the last, both inclusive; None: open.
        :param model: of the forecast, the backtest and the calibration: stages, histories or
            last_year.
        :param threads: 0: as many as the machine has.
        :raises NotFoundError: there is no such measure, dimension or value of a dimension.
        :raises InputError: the measure cannot be asked so, or a rate is missing.
        """
        expect(measure, str, "measure")
        expect(model, str, "model")
        count(threads, "threads")
        return Table(
            self._native.query(
                measure,
                names(by, "by"),
                names(rollup, "rollup"),
                micros_of(as_of),
                days_of(from_, "from_"),
                days_of(to, "to"),
                _filters(where),
                threads,
                _days(dates),
                days_of(close_from, "close_from"),
                days_of(close_to, "close_to"),
                model,
            )
        )

    def _ask(
        self,
        measure: str,
        by: Names,
        as_of: Moment,
        rollup: Names,
        where: Where | None,
        dates: Days,
        threads: int,
        *,
        from_: Day = None,
        to: Day = None,
    ) -> Table:
        """What most measures are asked for."""
        return self.query(
            measure,
            by=by,
            from_=from_,
            to=to,
            as_of=as_of,
            rollup=rollup,
            where=where,
            dates=dates,
            threads=threads,
        )


def measures() -> list[str]:
    """Names of all measures."""
    return _opportune.measure_names()


def dimensions() -> list[str]:
    """Names of the dimensions that measures may be taken by."""
    return _opportune.dimension_names()


def _filters(where: Where | None) -> list[tuple[str, list[str]]]:
    if where is not None and not isinstance(where, Mapping):
        raise TypeError(f"where: expected a dict, not {type(where).__name__}")
    return [
        (dimension, names(values, f"where[{dimension!r}]"))
        for dimension, values in (where or {}).items()
    ]


def _days(dates: Days) -> list[int]:
    if isinstance(dates, (str, bytes)) or not isinstance(dates, Iterable):
        raise TypeError(f"dates: expected a list of dates, not {type(dates).__name__}")
    days = []
    for index, date in enumerate(dates):
        day = days_of(date, f"dates[{index}]")
        if day is None:
            raise TypeError(f"dates[{index}]: expected a date, not None")
        days.append(day)
    return days
