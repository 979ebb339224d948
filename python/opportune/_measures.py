"""The part of the workspace that measures: what is at an instant, and conflicts over time."""

from __future__ import annotations

from opportune._arguments import Names
from opportune._query import Day, Days, Query, Where
from opportune.event_log import EventLog
from opportune.moment import Moment
from opportune.table import Table


class Measures(Query):
    """A part of :class:`opportune.Workspace`. Arguments that are not described here are those of
    :meth:`query`; columns are described in docs/measures.md."""

    __slots__ = ()

    def pipeline(
        self,
        *,
        by: Names = (),
        as_of: Moment = None,
        rollup: Names = (),
        where: Where | None = None,
        dates: Days = (),
        threads: int = 0,
    ) -> Table:
        """The open opportunities: count, amounts (as they are, weighted by the stage's
        probability, and with duplicates counted once), median age, how many are overdue; by any
        dimensions."""
        return self._ask("pipeline", by, as_of, rollup, where, dates, threads)

    def ageing(
        self,
        *,
        by: Names = (),
        as_of: Moment = None,
        rollup: Names = (),
        where: Where | None = None,
        dates: Days = (),
        threads: int = 0,
    ) -> Table:
        """How long the open opportunities have been in their stage: quartiles of the days, and how
        many are over the stage's ``max_days``. ``by=["process", "stage"]`` is the distribution by
        stage."""
        return self._ask("ageing", by, as_of, rollup, where, dates, threads)

    def conformance(
        self,
        *,
        by: Names = (),
        as_of: Moment = None,
        rollup: Names = (),
        where: Where | None = None,
        dates: Days = (),
        threads: int = 0,
    ) -> Table:
        """How many histories fit their process, and deviations by kind. :meth:`deviations` lists
        them one by one."""
        return self._ask("conformance", by, as_of, rollup, where, dates, threads)

    def data_quality(
        self,
        *,
        by: Names = (),
        as_of: Moment = None,
        rollup: Names = (),
        where: Where | None = None,
        dates: Days = (),
        threads: int = 0,
    ) -> Table:
        """How far the records can be trusted: completeness, validity, timeliness and consistency,
        a score from 0 to 100, and how many records fail each check."""
        return self._ask("data_quality", by, as_of, rollup, where, dates, threads)

    def data_quality_records(
        self, *, as_of: Moment = None, where: Where | None = None, threads: int = 0
    ) -> Table:
        """The records that fail a check: opportunity, market, part, check, detail; by opportunity
        and check."""
        return self._ask("data_quality_records", (), as_of, (), where, (), threads)

    def goals(
        self,
        *,
        as_of: Moment = None,
        where: Where | None = None,
        dates: Days = (),
        threads: int = 0,
    ) -> Table:
        """How far each goal has come that marketing and sales share, and what of it came from
        marketing and what from sales.

        :param where: may name the market.
        """
        return self._ask("goals", (), as_of, (), where, dates, threads)

    def kpis(
        self,
        *,
        as_of: Moment = None,
        where: Where | None = None,
        dates: Days = (),
        threads: int = 0,
    ) -> Table:
        """How far each KPI of the table ``kpi`` is: what a number of a measure was before, is now,
        and is to be; or why the number cannot be had.

        :param where: may name the market.
        """
        return self._ask("kpis", (), as_of, (), where, dates, threads)

    def whitespace(
        self,
        *,
        by: Names = (),
        as_of: Moment = None,
        where: Where | None = None,
        dates: Days = (),
        threads: int = 0,
    ) -> Table:
        """Where a group buys what, and where nobody has asked: each of its markets (or accounts)
        and each product (or family) is sold, open, covered by an agreement, or untouched.

        :param by: ``group``, then ``market`` or ``account`` or neither, then ``product`` or
            ``family``; none: group, market, family.
        :param where: may name group, market, account, product and family.
        """
        return self._ask("whitespace", by, as_of, (), where, dates, threads)

    def time_in_stage(
        self,
        *,
        by: Names = (),
        as_of: Moment = None,
        rollup: Names = (),
        where: Where | None = None,
        dates: Days = (),
        threads: int = 0,
    ) -> Table:
        """How long opportunities stay at each milestone, with those that are still there censored
        (Kaplan and Meier), and which way they go (Aalen and Johansen)."""
        return self._ask("time_in_stage", by, as_of, rollup, where, dates, threads)

    def event_log(
        self, *, as_of: Moment = None, where: Where | None = None, threads: int = 0
    ) -> EventLog:
        """The histories as process mining reads them; writes XES, and is the dataframe that pm4py
        takes."""
        return EventLog(self._ask("event_log", (), as_of, (), where, (), threads).native)

    def conflict_trend(
        self,
        *,
        by: Names = (),
        dates: Days = (),
        from_: Day = None,
        to: Day = None,
        where: Where | None = None,
        threads: int = 0,
    ) -> Table:
        """The conflicts that stood at the end of each date, their value, how many came and went
        since the date before, and how long they lasted.

        :param by: any of kind, market, group, severity; a conflict counts in each of its markets.
        :param dates: ascending; or instead of them...
        :param from_: ... the month ends from this day on...
        :param to: ... to this one.
        """
        return self.query(
            "conflict_trend",
            by=by,
            dates=dates,
            from_=from_,
            to=to,
            where=where,
            threads=threads,
        )
