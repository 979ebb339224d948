"""The chart of KPIs: that it draws the numbers of its table, and says what it cannot draw."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from reading_charts import dots, down, draw, named, said, stacks
from stand_in import measure, several

pytest.importorskip("matplotlib")

JANUARY, MARCH = dt.date(2026, 1, 31), dt.date(2026, 3, 31)

KPIS = several(
    "kpi name column before target now currency progress elapsed problem",
    ("k1", "Win more", "win_rate", 0.22, 0.35, 0.3125, None, 0.75, 0.5, None),
    ("k2", None, "open", 40.0, 10.0, 50.0, None, -4.0, 0.25, None),
    ("k3", "Sell", "won_amount_minor", 1e6, 2e6, 3_500_000.0, "EUR", 2.5, 1.0, None),
    ("k4", "Feel", "mood", None, 9.0, None, None, None, 0.5, "there is no measure 'moods'; the..."),
    ("k5", "Later", "open", None, 10.0, 40.0, None, None, 0.0, None),
    ("k6", "Stay", "open", 10.0, 10.0, 12.0, None, None, 0.5, None),
    ("k7", "Nothing yet", "win_rate", 0.2, 0.5, None, None, None, 0.5, None),
)


def test_kpis_are_on_the_way_from_before_to_the_target() -> None:
    ax = draw(measure("kpis", "", *KPIS))
    assert down(ax) == ["Win more", "k2", "Sell", "Feel", "Later", "Stay", "Nothing yet"]
    assert stacks(ax)["the way to the target"] == [(0, 1)] * 3 + [(0, 0)] * 4
    assert stacks(ax)["progress"] == [(0, 0.75), (0, -0.5), (0, 1.5)] + [(0, 0)] * 4
    assert dots(ax, "time that is over")[:3] == [0.5, 0.25, 1.0]
    assert all(math.isnan(mark) for mark in dots(ax, "time that is over")[3:])
    assert said(ax) == [
        "22% -> 31.2% (target 35%)",
        "40 -> 50 (target 10)",
        "1M -> 3.5M EUR (target 2M)",
        "there is no measure 'moods'; th…",
        "40 (target 10), before unknown",
        "12 (target 10, as before)",
        "nothing to measure (target 50%)",
    ]
    low, high = ax.get_xlim()
    assert low < -0.5
    assert high > 1.5
    few = draw(measure("kpis", "", *KPIS), limit=1)
    assert few.get_title(loc="right") == "the first 1 of 7"
    assert few.get_xlim()[0] == 0


def test_kpis_over_dates_are_lines_of_progress() -> None:
    rows = several("date kpi progress", (JANUARY, "k1", -0.25), (MARCH, "k1", 0.5))
    ax = draw(measure("kpis", "date", *rows))
    assert list(ax.lines[0].get_ydata()) == [-0.25, 0.5]
    assert named(ax) == ["k1"]
