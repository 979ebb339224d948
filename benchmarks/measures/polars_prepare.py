"""What an expert would make once after loading, for any later day that is asked about: texts as
enumerations and row numbers, histories as periods. All lazy, so that Polars reads what it needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from .definitions import MILESTONES, WON, rate_table, stage_table

NEVER = dt.date(9999, 12, 31)  # as an expected close it stands for none
AT_FIRST = dt.datetime(1, 1, 1)

NOBODY = ""  # the owner of what has none: so no value is missing, and forward fills are cheap

Milestone = pl.Enum(MILESTONES)


@dataclass(frozen=True)
class Prepared:
    open_periods: pl.DataFrame
    """deal, since, until, stage, amount, close, owner, ...: what stood at the end of each day from
    `since` until just before `until`. By `until`, so that a day skips what had ended before it."""
    closed_periods: pl.DataFrame
    stays: pl.DataFrame
    """deal, stage, entered, left, next: by deal and instant."""
    rates: pl.DataFrame
    stages: pl.DataFrame


def prepare(tables: Mapping[str, pa.Table]) -> Prepared:
    frames = {name: frame(table) for name, table in tables.items()}
    currency = pl.Enum(sorted(set(tables["fx_rates"]["currency"].to_pylist())))
    stages = frame(stage_table(tables)).with_row_index("stage")
    stages = stages.with_columns(pl.col("milestone").cast(pl.Int8), pl.col("stage").cast(pl.Int16))
    rates = frame(rate_table(tables)).with_columns(pl.col("currency").cast(currency))

    deals = deals_of(frames, stages, currency)
    stays = stays_of(frames["stage_change"], deals, stages)
    periods = periods_of(changes_of(frames, deals, stays), deals, stages)
    is_open = periods["milestone"] < WON
    return Prepared(
        open_periods=periods.filter(is_open).drop("stage_since").sort("until"),
        closed_periods=periods.filter(~is_open).sort("until"),
        stays=stays,
        rates=rates,
        stages=stages,
    )


def frame(table: pa.Table) -> pl.DataFrame:
    made = pl.from_arrow(table)
    assert isinstance(made, pl.DataFrame)
    return made


def deals_of(
    frames: Mapping[str, pl.DataFrame], stages: pl.DataFrame, currency: pl.Enum
) -> pl.DataFrame:
    starts = stages.group_by("process").agg(pl.col("stage").min().alias("start"))
    return (
        frames["opportunity"]
        .lazy()
        .select(
            "id",
            "process",
            "opened",
            pl.col("market").cast(pl.Enum(frames["market"]["id"])),
            pl.col("currency").cast(currency),
            pl.col("owner").fill_null(NOBODY).cast(owners(frames)),
            pl.col("amount_minor").fill_null(0).alias("amount"),
            pl.col("expected_close").fill_null(NEVER).alias("close"),
        )
        .join(starts.lazy(), on="process", how="left", maintain_order="left")
        .with_row_index("deal")
        .collect()
    )


def owners(frames: Mapping[str, pl.DataFrame]) -> pl.Enum:
    return pl.Enum([NOBODY, *frames["person"]["id"]])


def stays_of(changes: pl.DataFrame, deals: pl.DataFrame, stages: pl.DataFrame) -> pl.DataFrame:
    same = pl.col("deal") == pl.col("deal").shift(-1)
    return (
        changes.lazy()
        .select("opportunity", "to", at())
        .join(
            deals.lazy().select("id", "deal", "process", "opened"),
            left_on="opportunity",
            right_on="id",
        )
        .join(stages.lazy(), left_on=["process", "to"], right_on=["process", "id"])
        .select("deal", "opened", "stage", "milestone", entered="at")
        .sort("deal", "entered")
        .with_columns(
            left=pl.when(same).then(pl.col("entered").shift(-1)),
            next=pl.when(same).then(pl.col("stage").shift(-1)),
        )
        .collect()
    )


def at() -> pl.Expr:
    """Instants without a zone, which is cheaper; all are UTC."""
    return pl.col("at").dt.replace_time_zone(None)


def changes_of(
    frames: Mapping[str, pl.DataFrame], deals: pl.DataFrame, stays: pl.DataFrame
) -> pl.LazyFrame:
    """All histories below one another. The first row of a deal has what stood before its first
    change of each sort, which is the present value where there is none."""
    keys = deals.lazy().select("id", "deal")
    start, end = pl.col("from"), pl.col("to")
    owner = owners(frames)
    sorts = {
        "amount": (
            "amount_change",
            pl.col("from_minor").fill_null(0),
            pl.col("to_minor").fill_null(0),
        ),
        "close": ("close_date_change", start.fill_null(NEVER), end.fill_null(NEVER)),
        "owner": (
            "owner_change",
            start.fill_null(NOBODY).cast(owner),
            end.fill_null(NOBODY).cast(owner),
        ),
    }
    first = deals.lazy().select(
        "deal", "amount", "close", "owner", stage="start", at=pl.lit(AT_FIRST)
    )
    rows = [stays.lazy().select("deal", "stage", at="entered")]
    for name, (table, before, after) in sorts.items():
        changes = (
            frames[table]
            .lazy()
            .select("opportunity", at(), before.alias("before"), after.alias(name))
            .join(keys, left_on="opportunity", right_on="id")
        )
        rows.append(changes.select("deal", "at", name))
        earliest = changes.group_by("deal").agg(pl.col("before").sort_by("at").first())
        first = (
            first.join(earliest, on="deal", how="left")
            .with_columns(pl.coalesce("before", name).alias(name))
            .drop("before")
        )
    return pl.concat([first, *rows], how="diagonal")


def periods_of(changes: pl.LazyFrame, deals: pl.DataFrame, stages: pl.DataFrame) -> pl.DataFrame:
    """Every deal's first row has all values: what fills forward is never another's."""
    same = pl.col("deal") == pl.col("deal").shift(-1)
    ends_the_day = (~same | (pl.col("since") != pl.col("since").shift(-1))).fill_null(True)
    stands = pl.col("stage").is_not_null()
    return (
        changes.join(deals.lazy().select("deal", "market", "currency", "opened"), on="deal")
        .sort("deal", "at")
        .with_columns(since=pl.max_horizontal(pl.col("at").dt.date(), "opened"))
        .with_columns(stage_since=pl.when(stands).then("since"))
        .with_columns(pl.col("stage", "stage_since", "amount", "close", "owner").forward_fill())
        .filter(ends_the_day)
        .with_columns(until=pl.when(same).then(pl.col("since").shift(-1)).otherwise(NEVER))
        .join(stages.lazy().select("stage", "milestone", "ppm"), on="stage")
        .drop("at", "stage")
        .collect()
    )
