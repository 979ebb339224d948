"""The periods of goals: `2026`, `2026-Q1`, `2026-03`, `2026-01-15/2026-02-14`."""

from __future__ import annotations

import datetime as dt

ONE_DAY = dt.timedelta(days=1)


def days_of(period: str) -> tuple[dt.date, dt.date]:
    """The first and the last."""
    if "/" in period:
        first, last = period.split("/")
        return dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    year = int(period[:4])
    if len(period) == 4:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if "Q" in period:
        month = 3 * int(period[-1]) - 2
        return dt.date(year, month, 1), _month_end(year, month + 2)
    month = int(period[5:])
    return dt.date(year, month, 1), _month_end(year, month)


def _month_end(year: int, month: int) -> dt.date:
    return (dt.date(year, month, 28) + 4 * ONE_DAY).replace(day=1) - ONE_DAY


def month_ends(start: dt.date, end: dt.date) -> list[dt.date]:
    days = (start + number * ONE_DAY for number in range((end - start).days + 1))
    return [day for day in days if (day + ONE_DAY).day == 1]
