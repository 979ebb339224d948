"""The part of the workspace that measures what happened in a period."""

from __future__ import annotations

from opportune._arguments import Names
from opportune._query import Day, Days, Query, Where
from opportune.moment import Moment
from opportune.table import Table


class PeriodMeasures(Query):
    """A part of :class:`opportune.Workspace`. Arguments that are not described here are those of
    :meth:`query`; columns are described in docs/measures.md.

    The measure "leakage" is asked for by ``query("leakage")``: :meth:`leakage` lists the deals one
    by one."""

    __slots__ = ()

    def funnel(
        self,
        *,
        by: Names = (),
        from_: Day = None,
        to: Day = None,
        as_of: Moment = None,
        rollup: Names = (),
        where: Where | None = None,
        dates: Days = (),
        threads: int = 0,
    ) -> Table:
        """Of the opportunities opened in the period: how many reached each milestone, what share
        that is of those that reached the one before, and after how many days."""
        return self._ask("funnel", by, as_of, rollup, where, dates, threads, from_=from_, to=to)

    def win_loss(
        self,
        *,
        by: Names = (),
        from_: Day = None,
        to: Day = None,
        as_of: Moment = None,
        rollup: Names = (),
        where: Where | None = None,
        dates: Days = (),
        threads: int = 0,
    ) -> Table:
        """What was closed in the period: won, lost and abandoned, and the win rate with its 95%
        interval, by number and by amount."""
        return self._ask("win_loss", by, as_of, rollup, where, dates, threads, from_=from_, to=to)

    def velocity(
        self,
        *,
        by: Names = (),
        from_: Day = None,
        to: Day = None,
        as_of: Moment = None,
        rollup: Names = (),
        where: Where | None = None,
        dates: Days = (),
        threads: int = 0,
    ) -> Table:
        """What the pipeline brings a day: open opportunities x win rate x mean won amount / mean
        days to win, of what was closed in the period."""
        return self._ask("velocity", by, as_of, rollup, where, dates, threads, from_=from_, to=to)

    def waterfall(
        self,
        *,
        by: Names = (),
        from_: Day = None,
        to: Day = None,
        close_from: Day = None,
        close_to: Day = None,
        as_of: Moment = None,
        rollup: Names = (),
        where: Where | None = None,
        dates: Days = (),
        threads: int = 0,
    ) -> Table:
        """How the pipeline of the end of day ``from_`` became that of the end of day ``to``: what
        was new, won, lost, moved in time or between cells. The steps sum up, to the minor unit.

        :param from_: must be given, and so must ``to`` or ``dates``.
        :param close_from: only what is expected to close from this day on...
        :param close_to: ... to this one, both inclusive; None: open.
        """
        return self.query(
            "waterfall",
            by=by,
            from_=from_,
            to=to,
            close_from=close_from,
            close_to=close_to,
            as_of=as_of,
            rollup=rollup,
            where=where,
            dates=dates,
            threads=threads,
        )

    def slippage(
        self,
        *,
        by: Names = (),
        from_: Day = None,
        to: Day = None,
        as_of: Moment = None,
        rollup: Names = (),
        where: Where | None = None,
        dates: Days = (),
        threads: int = 0,
    ) -> Table:
        """How often and how far expected closes were moved in the period: pushed to later, pulled
        to earlier. ``by="event_month"`` is by the month of the move."""
        return self._ask("slippage", by, as_of, rollup, where, dates, threads, from_=from_, to=to)

    def smarketing(
        self,
        *,
        by: Names = (),
        from_: Day = None,
        to: Day = None,
        as_of: Moment = None,
        rollup: Names = (),
        where: Where | None = None,
        dates: Days = (),
        threads: int = 0,
    ) -> Table:
        """What became of the leads that were created in the period: qualified or not, turned into
        opportunities, won, and after how many days.

        :param by: market, region, group, account, owner, team, product, family, source,
            open_month, open_quarter, open_year: those of the lead.
        """
        return self._ask("smarketing", by, as_of, rollup, where, dates, threads, from_=from_, to=to)
