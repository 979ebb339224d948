"""opportune, asked for its measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import ours
import pyarrow as pa

from opportune.table import Table

from .jobs import TABLES, Asked, Jobs


class Opportune(Jobs, ours.Opportune):
    """A workspace with the tables that the jobs need."""

    def __init__(self, tables: Mapping[str, pa.Table], day: dt.date, threads: int) -> None:
        super().__init__({name: tables[name] for name in TABLES}, day, threads)
        self._asked = Asked.of(tables, day)

    def pipeline_now(self) -> Table:
        return self._pipeline("market", self._asked.now)

    def pipeline_past(self) -> Table:
        return self._pipeline("owner", self._asked.past)

    def _pipeline(self, dimension: str, day: dt.date) -> Table:
        return self._workspace.query(
            "pipeline", by=[dimension, "milestone"], as_of=day, threads=self._threads
        )

    def snapshots(self) -> Table:
        return self._workspace.query(
            "pipeline",
            by=["market", "milestone"],
            dates=self._asked.weeks,
            threads=self._threads,
        )

    def funnel(self) -> Table:
        return self._over_the_year("funnel")

    def velocity(self) -> Table:
        return self._over_the_year("velocity")

    def _over_the_year(self, measure: str) -> Table:
        first, last = self._asked.year
        return self._workspace.query(
            measure,
            by=["market"],
            from_=first,
            to=last,
            as_of=self._asked.now,
            threads=self._threads,
        )

    def waterfall(self) -> Table:
        first, last = self._asked.quarter
        return self._workspace.query(
            "waterfall", by=["market"], from_=first, to=last, threads=self._threads
        )

    def edges(self) -> Table:
        return self._workspace.process_edges(self._asked.process, as_of=self._asked.now)
