"""Polars: enumerations, histories as periods of days sorted by their ends, lazy queries."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping

import polars as pl
import pyarrow as pa

from .definitions import MILESTONES, PPM, WON
from .jobs import FLOWS, Asked, Jobs
from .polars_expressions import (
    AMOUNT,
    NUMERATOR,
    converted,
    counts_for,
    half_even,
    named,
    standing,
)
from .polars_prepare import NOBODY, Milestone, Prepared, prepare
from .polars_weeks import snapshots

DAY_MICROS = 86_400_000_000


class Polars(Jobs):
    version = pl.__version__

    def __init__(self, tables: Mapping[str, pa.Table], day: dt.date, threads: int) -> None:
        assert pl.thread_pool_size() == threads
        self._tables = tables
        self._asked = Asked.of(tables, day)
        self._prepared: Prepared

    def load(self) -> dict[str, float]:
        """Polars reads Arrow tables where they are: all of it is preparing."""
        start = time.perf_counter()
        self._prepared = prepare(self._tables)
        return {"load": 0.0, "prepare": time.perf_counter() - start}

    # --- jobs -----------------------------------------------------------------------------------
    def pipeline_now(self) -> pl.DataFrame:
        return self._pipeline("market", self._asked.now)

    def pipeline_past(self) -> pl.DataFrame:
        return self._pipeline("owner", self._asked.past)

    def _pipeline(self, dimension: str, day: dt.date) -> pl.DataFrame:
        weighted = pl.col("minor") * pl.col("ppm").cast(pl.Int64)
        return (
            standing(self._prepared.open_periods, day)
            .join(self._rates(day), on="currency")
            .with_columns(minor=converted(AMOUNT, NUMERATOR))
            .group_by(dimension, "milestone")
            .agg(
                count=pl.len(),
                amount_minor=pl.col("minor").sum(),
                weighted_minor=half_even(weighted // PPM, weighted % PPM, PPM).sum(),
                overdue_count=(pl.col("close") < day).sum(),
                median_age_days=(day - pl.col("opened")).dt.total_days().median(),
            )
            .with_columns(named(), pl.col(dimension).cast(pl.String).replace(NOBODY, None))
            .collect()
        )

    def snapshots(self) -> pl.DataFrame:
        return snapshots(self._prepared, self._asked.weeks)

    def funnel(self) -> pl.DataFrame:
        first, last = self._asked.year
        day = self._asked.now
        opened = pl.col("opened").is_between(first, last)
        known = pl.col("entered") < dt.datetime.combine(day + dt.timedelta(days=1), dt.time())
        progress = (
            self._prepared.stays.lazy()
            .filter(opened, known)
            .group_by("deal")
            .agg(
                pl.col("entered").filter(counts_for(place)).min().dt.date().alias(milestone)
                for place, milestone in enumerate(MILESTONES)
            )
        )
        stands = pl.col("milestone")
        reached = [
            pl.when(stands == place).then(pl.col(milestone)).alias(milestone)
            for place, milestone in enumerate(MILESTONES)
            if place >= WON
        ]
        now = [
            standing(frame, day)
            .filter(opened)
            .select("deal", "market", "currency", "amount", "milestone", "opened")
            for frame in (self._prepared.open_periods, self._prepared.closed_periods)
        ]
        cohort = (
            pl.concat(now)
            .join(self._rates(day), on="currency")
            .join(progress, on="deal")
            .with_columns(*reached, minor=converted(AMOUNT, NUMERATOR))
        )
        return (
            cohort.group_by("market")
            .agg(
                pl.struct(
                    milestone=pl.lit(milestone, Milestone),
                    reached=pl.col(milestone).count(),
                    amount_minor=pl.col("minor").filter(pl.col(milestone).is_not_null()).sum(),
                    median_days=(pl.col(milestone) - pl.col("opened")).dt.total_days().median(),
                ).alias(milestone)
                for milestone in MILESTONES
            )
            .unpivot(index="market", value_name="row")
            .drop("variable")
            .unnest("row")
            .collect()
        )

    def waterfall(self) -> pl.DataFrame:
        first, last = self._asked.quarter
        open_, closed = self._prepared.open_periods, self._prepared.closed_periods
        before = standing(open_, first).select("deal", before="amount")
        # What is open at the end, and what has come to where it is closed since the beginning.
        # Nothing that was open at the beginning is missing here.
        columns = ["deal", "market", "currency", "milestone", "amount", "opened"]
        closed_since = standing(closed, last).filter(pl.col("stage_since") > first)
        after = pl.concat([standing(open_, last).select(columns), closed_since.select(columns)])
        was_open, is_new = pl.col("opening").is_not_null(), pl.col("opened") > first
        amount, change = pl.col("minor"), pl.col("minor") - pl.col("carried")
        milestone = pl.col("milestone")
        flows = {
            "opening": pl.col("opening"),
            "new": amount.filter(~was_open, is_new),
            "increased": change.filter(change > 0),
            "decreased": -change.filter(change < 0),
            "won": amount.filter(milestone == WON),
            "lost": amount.filter(milestone == WON + 1),
            "abandoned": amount.filter(milestone == WON + 2),
            "reopened": amount.filter(~was_open, ~is_new),
            "rate_effect": pl.col("carried") - pl.col("opening"),
            "closing": amount.filter(milestone < WON),
        }
        # Without a close period nothing comes into it, and without another end no cell is left.
        nothing = pl.lit(0, pl.Int64)
        return (
            after.join(before, on="deal", how="left")
            .join(self._rates(first).rename({"numerator": "at_first"}), on="currency")
            .join(self._rates(last).rename({"numerator": "at_last"}), on="currency")
            .with_columns(
                opening=converted(pl.col("before"), pl.col("at_first")),
                carried=converted(pl.col("before"), pl.col("at_last")),
                minor=converted(AMOUNT, pl.col("at_last")),
            )
            .group_by("market")
            .agg(**{f"{name}_minor": flow.sum() for name, flow in flows.items()})
            .with_columns(**{f"{name}_minor": nothing for name in FLOWS if name not in flows})
            .collect()
        )

    def velocity(self) -> pl.DataFrame:
        first, last = self._asked.year
        day = self._asked.now
        in_year = pl.col("stage_since").is_between(first, last)
        closed = standing(self._prepared.closed_periods, day).filter(in_year)
        won = (
            closed.filter(pl.col("milestone") == WON)
            .join(self._rates(day), on="currency")
            .with_columns(
                minor=converted(AMOUNT, NUMERATOR),
                days=(pl.col("stage_since") - pl.col("opened")).dt.total_days(),
            )
            .group_by("market")
            .agg(
                won=pl.len(),
                mean_won_amount_minor=pl.col("minor").mean(),
                mean_cycle_days=pl.col("days").mean(),
            )
        )
        win_rate = pl.col("won") / pl.col("closed")
        an_opportunity = pl.col("win_rate") * pl.col("mean_won_amount_minor")
        velocity = pl.col("opportunities") * an_opportunity / pl.col("mean_cycle_days")
        return (
            closed.group_by("market")
            .agg(closed=pl.len())
            .join(won, on="market", how="left")
            .join(
                standing(self._prepared.open_periods, day)
                .group_by("market")
                .agg(opportunities=pl.len()),
                on="market",
                how="full",
                coalesce=True,
            )
            .with_columns(pl.col("opportunities", "closed", "won").fill_null(0))
            .with_columns(win_rate=pl.when(pl.col("closed") > 0).then(win_rate))
            .with_columns(
                velocity_minor_per_day=pl.when(pl.col("mean_cycle_days") > 0).then(velocity)
            )
            .collect()
        )

    def edges(self) -> pl.DataFrame:
        end = dt.datetime.combine(self._asked.now, dt.time.max)
        stages = self._prepared.stages
        here = stages.filter(pl.col("process") == self._asked.process)
        micros = (pl.col("left") - pl.col("entered")).dt.total_microseconds()
        names = stages.lazy().select("stage", "id")
        return (
            self._prepared.stays.lazy()
            .filter(
                pl.col("stage").is_between(here["stage"].min(), here["stage"].max()),
                pl.col("left") <= end,
            )
            .group_by("stage", "next")
            .agg(count=pl.len(), median_days=micros.median() / DAY_MICROS)
            .join(names, on="stage")
            .join(names, left_on="next", right_on="stage", suffix="_next")
            .rename({"id": "from", "id_next": "to"})
            .collect()
        )

    # --- rates ----------------------------------------------------------------------------------
    def _rates(self, day: dt.date) -> pl.LazyFrame:
        """The latest of each currency; they are in the order of the days."""
        known = self._prepared.rates.lazy().filter(pl.col("date") <= day)
        return known.group_by("currency").agg(NUMERATOR.last())
