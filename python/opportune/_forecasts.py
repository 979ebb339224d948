"""The part of the workspace that looks ahead."""

from __future__ import annotations

from opportune._arguments import Names
from opportune._query import Day, Days, Query, Where
from opportune.moment import Moment
from opportune.table import Table


class Forecasts(Query):
    """A part of :class:`opportune.Workspace`. Arguments that are not described here are those of
    :meth:`query`; columns and models are described in docs/measures.md."""

    __slots__ = ()

    def forecast(
        self,
        *,
        by: Names = (),
        from_: Day = None,
        to: Day = None,
        as_of: Moment = None,
        rollup: Names = (),
        where: Where | None = None,
        dates: Days = (),
        model: str = "stages",
        threads: int = 0,
    ) -> Table:
        """The distribution of the amount that is won in a period ahead, of what is open now.

        :param from_: the first day; None: the day after ``as_of``.
        :param to: the last day. Instead, ``dates``: the last days of several periods, each of
            which begins on the day after the one before it.
        :param model: where the probabilities come from: ``stages``, ``histories`` (learned) or
            ``last_year``.
        """
        return self.query(
            "forecast",
            by=by,
            from_=from_,
            to=to,
            as_of=as_of,
            rollup=rollup,
            where=where,
            dates=dates,
            model=model,
            threads=threads,
        )

    def backtest(
        self,
        *,
        dates: Days,
        by: Names = (),
        rollup: Names = (),
        where: Where | None = None,
        model: str = "",
        threads: int = 0,
    ) -> Table:
        """What each model would have said on each of the dates of the days up to the next one,
        against what came: quantiles and scores.

        :param model: one alone; "": all, to be compared.
        """
        return self._tested("backtest", dates, by, rollup, where, model, threads)

    def calibration(
        self,
        *,
        dates: Days,
        by: Names = (),
        rollup: Names = (),
        where: Where | None = None,
        model: str = "",
        threads: int = 0,
    ) -> Table:
        """Of what each model forecast with about the same probability, the share that came.
        Arguments as in :meth:`backtest`."""
        return self._tested("calibration", dates, by, rollup, where, model, threads)

    def _tested(
        self,
        measure: str,
        dates: Days,
        by: Names,
        rollup: Names,
        where: Where | None,
        model: str,
        threads: int,
    ) -> Table:
        return self.query(
            measure,
            by=by,
            rollup=rollup,
            where=where,
            dates=dates,
            model=model,
            threads=threads,
        )
