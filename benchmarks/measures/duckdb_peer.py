"""DuckDB: integer keys, histories as periods of days, one table for what is open, sorted so that a
day is found in few row groups. What is prepared is in duckdb_prepare.sql, what is timed in
duckdb_jobs.sql."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
from peers import duckdb_peer

from .definitions import MILESTONES, rate_table, stage_table
from .jobs import Asked, Jobs

# What it advises instead plans each question anew, and takes longer.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result")

USED = (
    *("market", "person", "opportunity"),
    *("stage_change", "amount_change", "close_date_change", "owner_change"),
)


class DuckDb(Jobs, duckdb_peer.DuckDb):
    scripts = Path(__file__).parent
    prepare = "duckdb_prepare.sql"

    def __init__(self, tables: Mapping[str, pa.Table], day: dt.date, threads: int) -> None:
        places = pa.array(range(len(MILESTONES)), pa.int8())
        super().__init__(
            {
                **{name: tables[name] for name in USED},
                "rate_by_name": rate_table(tables),
                "stage_by_name": stage_table(tables),
                "milestone": pa.table({"key": places, "id": MILESTONES}),
            },
            day,
            threads,
        )
        self._asked = Asked.of(tables, day)
        self._jobs = {
            job: duckdb.extract_statements(sql)[0]
            for job, sql in duckdb_peer.steps_of(self.scripts / "duckdb_jobs.sql")
        }

    def _ask(self, job: str, **parameters: object) -> pa.Table:
        statement = self._jobs[job]
        used = {name: parameters[name] for name in statement.named_parameters}
        return self._database.execute(statement, used).to_arrow_table()

    def pipeline_now(self) -> pa.Table:
        return self._ask("pipeline by market", day=self._asked.now)

    def pipeline_past(self) -> pa.Table:
        return self._ask("pipeline by owner", day=self._asked.past)

    def snapshots(self) -> pa.Table:
        return self._ask("snapshots", days=self._asked.weeks)

    def funnel(self) -> pa.Table:
        return self._over_the_year("funnel")

    def velocity(self) -> pa.Table:
        return self._over_the_year("velocity")

    def _over_the_year(self, job: str) -> pa.Table:
        first, last = self._asked.year
        return self._ask(job, first=first, last=last, day=self._asked.now)

    def waterfall(self) -> pa.Table:
        first, last = self._asked.quarter
        return self._ask("waterfall", first=first, last=last)

    def edges(self) -> pa.Table:
        end = dt.datetime.combine(self._asked.now, dt.time.max)
        return self._ask("edges", process=self._asked.process, end=end)
