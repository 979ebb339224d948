"""A measure for each of several days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from .periods import ONE_DAY
from .query import Query

OVER_A_PERIOD = (
    *("funnel", "velocity", "win_loss", "waterfall", "leakage", "slippage", "smarketing"),
)


def single_questions(measure: str, query: Query) -> Iterator[tuple[dt.date, Query]]:
    """What each row's date stands for, as a question of its own."""
    before: dt.date | None = None
    for date in sorted(set(query.dates)):
        alone = query.but(dates=(), start=None, end=None, as_of=date)
        if measure not in OVER_A_PERIOD:
            yield date, alone
        elif before is None:
            if query.start is not None:  # else the first date only opens the first period
                yield date, alone.but(start=query.start, end=date)
        elif measure == "waterfall":  # it begins at the end of a day
            yield date, alone.but(start=before, end=date)
        else:
            yield date, alone.but(start=before + ONE_DAY, end=date)
        before = date
