"""The job of many weeks in pandas: differences by week, and one sum that runs over them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from .pandas_arrays import CELLS, cell_of, column, converted, named, number, rates_on, since, summed
from .pandas_prepare import Array, Prepared


def snapshots(prepared: Prepared, dates: Sequence[dt.date]) -> pd.DataFrame:
    """Not a row for each deal and week: for each stretch of weeks in which no rate changes, a
    deal's amount is added where it begins and taken away where it ends, and one sum runs over the
    weeks of a cell. A week is a place in the list."""
    weeks = [number(date) for date in dates]
    columns = ["market", "milestone", "currency", "amount", "since", "until"]
    rows = since(prepared.open_periods, weeks[0])[columns]
    first, last = (
        np.clip((column(rows, name) - weeks[0] + 6) // 7, 0, len(weeks)).astype(np.int32)
        for name in ("since", "until")
    )
    cell = cell_of(rows, "market") * (len(weeks) + 1)
    amount, currency = column(rows, "amount"), column(rows, "currency")
    size = len(prepared.names["market"]) * CELLS * (len(weeks) + 1)
    counts, amounts = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    for begin, end, rates in steady_rates(prepared.rates, weeks):
        here = np.flatnonzero((first < end) & (last > begin) & (first < last))
        minor = converted(amount[here], rates[currency[here]])
        start = cell[here] + np.maximum(first[here], begin)
        stop = cell[here] + np.minimum(last[here], end)
        counts += np.bincount(start, minlength=size) - np.bincount(stop, minlength=size)
        amounts += summed(start, minor, size) - summed(stop, minor, size)
    by_week = np.cumsum(counts.reshape(-1, len(weeks) + 1), axis=1)[:, :-1]
    cells, places = np.nonzero(by_week)
    found = pd.DataFrame(
        {
            "cell": cells,
            "date": np.array(dates, dtype=object)[places],
            "count": by_week[cells, places],
            "amount_minor": np.cumsum(amounts.reshape(-1, len(weeks) + 1), axis=1)[cells, places],
        }
    )
    return named(found, "market", prepared.names["market"])


def steady_rates(rates: pd.DataFrame, weeks: Sequence[int]) -> Iterator[tuple[int, int, Array]]:
    """From which week until just before which one all rates are the same."""
    found = [rates_on(rates, week) for week in weeks]
    begin = 0
    for end in range(1, len(weeks) + 1):
        if end == len(weeks) or (found[end] != found[begin]).any():
            yield begin, end, found[begin]
            begin = end
