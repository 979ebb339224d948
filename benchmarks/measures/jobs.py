"""What every engine is asked, and how the clock runs over it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from stopwatch import Stopwatch

# Of the organisation's tables those that the jobs need; a peer reads what it uses of them.
TABLES = (
    *("fx_rates", "market", "product", "person", "account", "account_parent", "process"),
    *("agreement", "opportunity"),
    *("stage_change", "amount_change", "close_date_change", "owner_change"),
)

FLOWS = (
    *("opening", "new", "increased", "decreased", "won", "lost", "abandoned", "reopened"),
    *("pulled_in", "pushed_out", "moved_in", "moved_out", "rate_effect", "closing"),
)


@dataclass(frozen=True)
class Job:
    """A question, and which columns of its answer say where a row stands, are whole numbers (the
    same in all engines), and are medians, means and rates (doubles, the same but for the last
    digits)."""

    title: str
    keys: Sequence[str]
    whole: Sequence[str]
    doubles: Sequence[str] = ()


PIPELINE = ("count", "amount_minor", "weighted_minor", "overdue_count")
JOBS = {
    "pipeline_now": Job(
        "pipeline now, by market and milestone",
        ("market", "milestone"),
        PIPELINE,
        ("median_age_days",),
    ),
    "pipeline_past": Job(
        "pipeline a year ago, by owner and milestone",
        ("owner", "milestone"),
        PIPELINE,
        ("median_age_days",),
    ),
    "snapshots": Job(
        "52 weeks, by market and milestone",
        ("date", "market", "milestone"),
        ("count", "amount_minor"),
    ),
    "funnel": Job(
        "funnel of a year, by market",
        ("market", "milestone"),
        ("reached", "amount_minor"),
        ("median_days",),
    ),
    "waterfall": Job(
        "waterfall of a quarter, by market",
        ("market",),
        [f"{name}_minor" for name in FLOWS],
    ),
    "velocity": Job(
        "velocity of a year, by market",
        ("market",),
        ("opportunities", "closed", "won"),
        ("win_rate", "mean_won_amount_minor", "mean_cycle_days", "velocity_minor_per_day"),
    ),
    "edges": Job("directly-follows graph", ("from", "to"), ("count",), ("median_days",)),
}


@dataclass(frozen=True)
class Asked:
    """The days that are asked about, and the process."""

    now: dt.date
    past: dt.date
    weeks: Sequence[dt.date]
    year: tuple[dt.date, dt.date]
    """The calendar year before, both days included: opened in it (funnel), closed (velocity)."""
    quarter: tuple[dt.date, dt.date]
    """From the end of the one day to the end of the other."""
    process: str
    """The most used one."""

    @staticmethod
    def of(tables: Mapping[str, pa.Table], day: dt.date) -> Asked:
        processes = pc.value_counts(tables["opportunity"]["process"]).to_pylist()
        return Asked(
            now=day,
            past=day - dt.timedelta(days=365),
            weeks=[day - dt.timedelta(weeks=number) for number in reversed(range(52))],
            year=(dt.date(day.year - 1, 1, 1), dt.date(day.year - 1, 12, 31)),
            quarter=(day - dt.timedelta(days=91), day),
            process=max(processes, key=lambda found: int(found["counts"]))["values"],
        )


class Jobs:
    """An engine that has a method for each job, which gives a table that exports to Arrow."""

    def job(self, name: str, *, rows: bool = False) -> dict[str, Any]:
        """Seconds until the caller has the table; with `rows` also what is in it."""
        watch = Stopwatch()
        table = getattr(self, name)()
        answer: dict[str, Any] = dict(watch.read())
        if rows:
            job = JOBS[name]
            columns = pa.table(table).select([*job.keys, *job.whole, *job.doubles])
            answer["columns"] = {
                column: [str(value) if isinstance(value, dt.date) else value for value in values]
                for column, values in columns.to_pydict().items()
            }
        return answer
