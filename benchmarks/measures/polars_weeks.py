"""The job of many weeks in Polars: differences by week, and sums that run over them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from .polars_expressions import AMOUNT, NUMERATOR, converted, named, since
from .polars_prepare import Prepared


def snapshots(prepared: Prepared, weeks: Sequence[dt.date]) -> pl.DataFrame:
    """Not a row for each deal and week: a row for each stretch of weeks in which a deal stands
    still and its currency's rate does, added where it begins and taken away where it ends. A week
    is a place in the list."""
    first, last = (
        pl.max_horizontal("first", "rate_first"),
        pl.min_horizontal("last", "rate_last"),
    )
    stretches = (
        since(prepared.open_periods, weeks[0])
        .select(
            *("market", "milestone", "currency", "amount"),
            first=place_of("since", weeks),
            last=place_of("until", weeks),
        )
        .filter(pl.col("first") < pl.col("last"))
        .join(steady_rates(prepared.rates, weeks).lazy(), on="currency")
        .filter(pl.col("first") < pl.col("rate_last"), pl.col("rate_first") < pl.col("last"))
        .group_by("market", "milestone", first=first, last=last)
        .agg(count=pl.len().cast(pl.Int64), amount_minor=converted(AMOUNT, NUMERATOR).sum())
        .collect()
    )
    cell = ["market", "milestone"]
    begin = stretches.select(*cell, "count", "amount_minor", week="first")
    end = stretches.select(*cell, -pl.col("count"), -pl.col("amount_minor"), week="last")
    changes = pl.concat([begin, end]).group_by(*cell, "week").agg(pl.all().sum())
    return (
        changes.lazy()
        .select(cell)
        .unique()
        .join(
            pl.LazyFrame(
                {"week": range(len(weeks)), "date": weeks}, {"week": pl.Int8, "date": pl.Date}
            ),
            how="cross",
        )
        .join(changes.lazy(), on=[*cell, "week"], how="left")
        .sort(*cell, "week")
        .with_columns(pl.col("count", "amount_minor").fill_null(0).cum_sum().over(cell))
        .filter(pl.col("count") > 0)
        .with_columns(named())
        .collect()
    )


def place_of(column: str, weeks: Sequence[dt.date]) -> pl.Expr:
    """Of the first week that does not end before the day."""
    days = (pl.col(column) - weeks[0]).dt.total_days()
    return ((days + 6) // 7).clip(0, len(weeks)).cast(pl.Int8)


def steady_rates(rates: pl.DataFrame, dates: Sequence[dt.date]) -> pl.DataFrame:
    """From which week until just before which one a currency has one rate."""
    weeks = pl.DataFrame({"date": dates}).with_row_index("rate_first")
    currencies = rates.select("currency").unique()
    same = pl.col("currency") == pl.col("currency").shift(-1)
    return (
        currencies.join(weeks, how="cross")
        .sort("date")
        .join_asof(
            rates.sort("date"),
            on="date",
            by="currency",
            check_sortedness=False,
        )
        .sort("currency", "rate_first")
        .filter(
            (pl.col("numerator").shift(1).over("currency") != pl.col("numerator")).fill_null(True)
        )
        .select(
            "currency",
            "numerator",
            pl.col("rate_first").cast(pl.Int8),
            rate_last=pl.when(same)
            .then(pl.col("rate_first").shift(-1))
            .otherwise(len(weeks))
            .cast(pl.Int8),
        )
    )
