"""Days that are worked in a market, day by day."""

from __future__ import annotations

import datetime as dt

from ..kinds.view import View

WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def business_days(view: View, market: str | None, since: dt.date, day: dt.date) -> int:
    """Days worked after the one, up to the other."""
    days = ((since + dt.timedelta(days=number + 1)) for number in range((day - since).days))
    return sum(1 for day in days if is_worked(view, market, day))


def is_worked(view: View, market: str | None, day: dt.date) -> bool:
    here = view.upwards("market", market)
    weekends = [view.organisation.row("market", key)["weekend"] for key in here]
    weekend = next((days for days in weekends if days), ["sat", "sun"])
    is_holiday = any(
        row["date"] == day and row["market"] in here for row in view.organisation.rows("holiday")
    )
    return WEEK[day.weekday()] not in weekend and not is_holiday
