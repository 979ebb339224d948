"""What the jobs in pandas are made of: what stands on a day, money, sums by place, names."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from .definitions import DENOMINATOR, MILESTONES
from .pandas_prepare import Array

EPOCH = dt.date(1970, 1, 1)
CELLS = 8  # of a dimension and a milestone one number: place * CELLS + milestone
EXACT = 2**53  # below it, sums of whole numbers in doubles are whole numbers


def number(date: dt.date) -> int:
    return (date - EPOCH).days


def column(frame: pd.DataFrame, name: str) -> Array:
    values: Array = frame[name].to_numpy()
    return values


def cell_of(rows: pd.DataFrame, dimension: str) -> Array:
    return column(rows, dimension).astype(np.int64) * CELLS + column(rows, "milestone")


def since(periods: pd.DataFrame, day: int) -> pd.DataFrame:
    """What has not ended by the day: the rest of a table that is sorted by the ends."""
    return periods.iloc[np.searchsorted(column(periods, "until"), day, side="right") :]


def standing(periods: pd.DataFrame, day: int, columns: list[str]) -> pd.DataFrame:
    """What stands at the end of the day."""
    rest = since(periods, day)
    return rest[columns].take(np.flatnonzero(column(rest, "since") <= day))


def rates_on(rates: pd.DataFrame, day: int) -> Array:
    """The latest numerator of each currency, by its place."""
    known = rates.iloc[: np.searchsorted(column(rates, "date"), day, side="right")]
    found = np.zeros(column(rates, "currency").max() + 1, dtype=np.int64)
    found[column(known, "currency")] = column(known, "numerator")  # the last is written last
    return found


def converted(amount: Array, numerator: Array) -> Array:
    """amount x numerator / DENOMINATOR, half to even. The quotient is guessed in doubles; what is
    left of the exact product is small, so that 64 bits, which wrap around, hold it exactly."""
    guess = np.rint(amount * (numerator / DENOMINATOR)).astype(np.int64)
    return half_even(guess, amount * numerator - guess * DENOMINATOR, DENOMINATOR)


def half_even(quotient: Array, rest: Array, whole: int) -> Array:
    """The quotient put right by what is left beyond it, which may be negative; an odd one goes away
    from a half."""
    odd = quotient & 1
    exact: Array = quotient + (rest + odd > whole // 2) - (rest - odd < -(whole // 2))
    return exact


def counted(places: Array, size: int) -> Array:
    return np.bincount(places, minlength=size)


def summed(places: Array, amounts: Array, size: int) -> Array:
    """Sums by place, in doubles: exact, as no sum is larger than that of all."""
    assert amounts.sum() < EXACT
    return np.bincount(places, weights=amounts, minlength=size).astype(np.int64)


def named(table: pd.DataFrame, dimension: str, names: Array) -> pd.DataFrame:
    """Cells by their names: those of the dimension, and the milestone's."""
    place, milestone = np.divmod(table.pop("cell"), CELLS)
    table[dimension] = names[place]
    table["milestone"] = np.array(MILESTONES, dtype=object)[milestone]
    return table
