"""Dates and instants as people give them, and as the engine takes them."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

from opportune import _opportune
from opportune.errors import InputError, Issue

Moment: TypeAlias = "dt.date | dt.datetime | str | None"
"""When a question is asked about: a date (the end of that day), a datetime (without a zone: UTC),
their ISO 8601 text, or None (now)."""

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)
_EPOCH_DAY = dt.date(1970, 1, 1)
_MICROSECOND = dt.timedelta(microseconds=1)
_DAY_MICROS = 86_400_000_000


def micros_of(moment: Moment, argument: str = "as_of") -> int | None:
    """Microseconds since 1970-01-01T00:00:00Z; None for None."""
    if moment is None:
        return None
    if isinstance(moment, str):
        micros = _opportune.parse_as_of(moment)
        if micros is None:
            raise _refused(argument, moment)
        return micros
    if isinstance(moment, dt.datetime):
        if moment != moment:  # pandas' NaT
            raise _refused(argument, str(moment))
        return (in_utc(moment) - EPOCH) // _MICROSECOND
    if isinstance(moment, dt.date):
        return ((moment - _EPOCH_DAY).days + 1) * _DAY_MICROS - 1
    raise TypeError(
        f"{argument}: expected a date, a datetime, their ISO 8601 text or None, "
        f"not {type(moment).__name__}"
    )


def days_of(day: dt.date | str | None, argument: str) -> int | None:
    """Days since 1970-01-01; None for None."""
    if day is None:
        return None
    if isinstance(day, str):
        text = day
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            raise _refused(argument, text, "a date such as 2026-01-31") from None
    if isinstance(day, dt.datetime):
        day = in_utc(day).date()
    if not isinstance(day, dt.date):
        raise TypeError(f"{argument}: expected a date, not {type(day).__name__}")
    return (day - _EPOCH_DAY).days


def in_utc(moment: dt.datetime) -> dt.datetime:
    """The same instant in UTC; a datetime without a zone is taken as UTC."""
    if moment.utcoffset() is None:
        return moment.replace(tzinfo=dt.timezone.utc)
    return moment.astimezone(dt.timezone.utc)


def datetime_of(micros: int) -> dt.datetime:
    """The instant of that many microseconds since 1970-01-01T00:00:00Z."""
    return EPOCH + micros * _MICROSECOND


def _refused(
    argument: str,
    value: str,
    expected: str = "a date such as 2026-01-31 or an instant such as 2026-01-31T10:20:30Z",
) -> InputError:
    return InputError.of(
        Issue("invalid_moment", "", None, argument, value[:80], f"expected {expected}")
    )
