"""What the jobs in Polars are made of: what stands on a day, money, milestones."""

from __future__ import annotations

import datetime as dt

import polars as pl

from .definitions import DENOMINATOR, MILESTONES, WON
from .polars_prepare import Milestone

AMOUNT, NUMERATOR = pl.col("amount"), pl.col("numerator")


def since(periods: pl.DataFrame, day: dt.date) -> pl.LazyFrame:
    """What has not ended by the day: the rest of a table that is sorted by the ends."""
    return periods.slice(int(periods["until"].search_sorted(day, side="right"))).lazy()


def standing(periods: pl.DataFrame, day: dt.date) -> pl.LazyFrame:
    """What stands at the end of the day."""
    return since(periods, day).filter(pl.col("since") <= day)


def converted(amount: pl.Expr, numerator: pl.Expr) -> pl.Expr:
    """amount x numerator / DENOMINATOR, half to even. The quotient is guessed in doubles; what is
    left of the exact product is small, so that 64 bits, which wrap around, hold it exactly."""
    guess = (amount * (numerator.cast(pl.Float64) / DENOMINATOR)).round().cast(pl.Int64)
    return half_even(guess, amount * numerator - guess * DENOMINATOR, DENOMINATOR)


def half_even(quotient: pl.Expr, rest: pl.Expr, whole: int) -> pl.Expr:
    """The quotient put right by what is left beyond it, which may be negative; an odd one goes away
    from a half."""
    odd = quotient & 1
    up, down = rest + odd > whole // 2, rest - odd < -(whole // 2)
    return quotient + up.cast(pl.Int64) - down.cast(pl.Int64)


def counts_for(place: int) -> pl.Expr:
    """Standing at this milestone is to have reached that one: won is past all open ones."""
    milestone = pl.col("milestone")
    return milestone == place if place >= WON else milestone.is_between(place, WON)


def named() -> pl.Expr:
    """Milestones by their names."""
    return pl.col("milestone").replace_strict(dict(enumerate(MILESTONES)), return_dtype=Milestone)
