"""The reference by hand: what KPIs were, are and are to be, and why some cannot be had."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from reference.small import around, opportunity
from reference.small_measures import rows

Changes = dict[str, Any]


def closed(key: str, stage: str, day: str, **columns: Any) -> Changes:
    return opportunity(key, **{"stage": stage, "closed": day, "amount": 100, **columns})


LAST_YEAR = {"opened": "2025-06-01"}
KPIS = around(
    opportunity=[
        closed("o1", "won", "2026-05-10"),
        closed("o2", "lost", "2026-05-20", owner="bo"),
        closed("o3", "won", "2025-12-01", market="de", amount="200.50", **LAST_YEAR),
        closed("o4", "lost", "2025-11-01", owner="bo", **LAST_YEAR),
        closed("o5", "abandoned", "2025-11-15", account="birk", **LAST_YEAR),
        opportunity("o6", amount=1000),
    ],
    kpi=[
        {"id": "k", "measure": "win_loss", "column": "win_rate", "target": 0.5, "name": "Win more"}
        | {"baseline": "2025-12-31", "due": "2026-12-31", "owner": "ann"}
    ],
)


def kpi(changes: Changes, **asked: Any) -> Changes:
    """The one, changed; a filter and a cell as dicts."""
    columns = {
        f"kpi.k.{name}": json.dumps(value) if isinstance(value, dict) else value
        for name, value in changes.items()
    }
    (row,) = rows("kpis", KPIS, columns, **asked)
    return row


def test_a_win_rate_that_is_to_rise() -> None:
    """One of three in the year before the baseline, two of five in the year up to now."""
    assert kpi({}) == {
        **{"kpi": "k", "name": "Win more", "measure": "win_loss", "column": "win_rate"},
        **{"market": None, "owner": "ann", "currency": None, "problem": None},
        **{"baseline": dt.date(2025, 12, 31), "due": dt.date(2026, 12, 31)},
        **{"before": 1 / 3, "target": 0.5, "now": 0.4},
        **{"progress": pytest.approx(0.4), "elapsed": 181 / 365},
    }


@pytest.mark.parametrize(
    ("before", "target", "progress"),
    [
        (5, 0, 3 / 5),  # two are lost: three of five to go
        (2, 0, 0),
        (1, 0, -1),
        (4, 3, 2),
        (1, 3, 1 / 2),
        (0, 2, 1),
        (3, 3, None),
        (2, 2, None),
    ],
)
def test_progress_to_what_is_to_fall_or_to_rise(
    before: float, target: float, progress: float | None
) -> None:
    row = kpi({"column": "lost", "before": before, "target": target})
    assert (row["before"], row["now"], row["target"]) == (before, 2, target)
    assert row["progress"] == progress


def test_amounts_are_in_major_units() -> None:
    row = kpi({"column": "won_amount_minor", "target": 400.5})
    assert (row["before"], row["now"], row["target"]) == (200.5, 300.5, 400.5)
    assert (row["progress"], row["currency"]) == (0.5, "EUR")
    recorded = kpi({"column": "won_amount_minor", "target": 400.5, "before": 100.5})
    assert (recorded["before"], recorded["progress"]) == (100.5, 2 / 3)
    a_day = kpi({"measure": "velocity", "column": "velocity_minor_per_day"})
    # One is open, two of five were won, 150.25 each, after 70 and 183 days.
    assert a_day["now"] == pytest.approx(0.4 * 150.25 / 126.5)
    assert a_day["currency"] == "EUR"


@pytest.mark.parametrize(
    ("changes", "now"),
    [
        ({"days": 52}, 1 / 2),
        ({"days": 51}, 0),
        ({"days": 42}, 0),
        ({"days": 41}, None),  # nothing was closed
        ({"column": "closed", "days": 242}, 5),
        ({"column": "closed", "days": 241}, 4),
        ({"column": "closed", "days": 212}, 3),
        ({"column": "closed", "days": 211}, 2),
        # A waterfall begins at the end of a day.
        ({"measure": "waterfall", "column": "won_minor", "days": 52}, 100),
        ({"measure": "waterfall", "column": "won_minor", "days": 51}, 0),
        ({"measure": "waterfall", "column": "closing_minor"}, 1000),
        ({"measure": "pipeline", "column": "count", "days": 1}, 1),
    ],
)
def test_the_days_of_a_period(changes: Changes, now: float | None) -> None:
    assert kpi(changes)["now"] == now


@pytest.mark.parametrize(
    ("changes", "now"),
    [
        ({"market": "de"}, 1),
        ({"market": "nordic"}, 4),
        ({"market": "se-north"}, 0),
        ({"filter": {}}, 5),
        ({"filter": {"owner": "bo"}}, 2),
        ({"filter": {"owner": ["bo", "ann"], "account": "birk"}}, 1),
        ({"filter": {"owner": "nobody"}}, 0),
        ({"filter": {"owner": "bo"}, "market": "de"}, 0),
        ({"filter": {"market": ["world", "de"]}, "market": "se"}, 4),
        ({"filter": {"market": ["se", "de", "nowhere"]}, "market": "nordic"}, 4),
        ({"filter": {"market": "se-north"}, "market": "de"}, 0),
    ],
)
def test_what_is_kept(changes: Changes, now: int) -> None:
    assert kpi({"column": "closed", **changes})["now"] == now


@pytest.mark.parametrize(("milestone", "now"), [("proposal", 2), ("won", 1), ("abandoned", 0)])
def test_the_cell_that_is_meant(milestone: str, now: int) -> None:
    row = kpi({"measure": "funnel", "column": "reached", "cell": {"milestone": milestone}})
    assert (row["now"], row["problem"]) == (now, None)


@pytest.mark.parametrize(
    ("column", "days", "now"),
    [("open", 1, 0), ("open", 90, 0), ("resolved", 90, 1), ("resolved", 30, 0), ("opened", 90, 0)],
)
def test_conflicts_are_of_the_day_itself(column: str, days: int, now: int) -> None:
    """One account was pursued twice until 20 May."""
    trend = {"measure": "conflict_trend", "column": column, "days": days}
    assert kpi({**trend, "filter": {"kind": "duplicate_pursuit"}})["now"] == now


def test_conflicts_that_are_to_fall() -> None:
    trend = {"measure": "conflict_trend", "column": "open", "days": 1, "target": 0}
    row = kpi({**trend, "filter": {"kind": "duplicate_pursuit"}, "baseline": "2026-04-30"})
    assert (row["before"], row["now"], row["progress"]) == (1, 0, 1)


# --- days -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "elapsed"),
    [
        ({"baseline": "2026-06-29", "due": "2026-07-01"}, 1 / 2),
        ({"baseline": "2026-06-30"}, 0),
        ({"baseline": "2026-08-01"}, 0),
        ({"due": "2026-06-30"}, 1),
        ({"due": "2026-01-01"}, 1),
        ({"baseline": "2026-06-30", "due": "2026-06-30"}, None),
        ({"baseline": None}, None),
        ({"due": None}, None),
    ],
)
def test_elapsed(changes: Changes, elapsed: float | None) -> None:
    assert kpi(changes)["elapsed"] == elapsed


@pytest.mark.parametrize("baseline", [None, "2026-07-01"])
def test_nothing_is_measured_before_a_baseline_that_is_not_yet(baseline: str | None) -> None:
    row = kpi({"baseline": baseline})
    assert (row["before"], row["now"], row["progress"], row["problem"]) == (None, 0.4, None, None)
    row = kpi({"baseline": baseline, "before": 0.3})
    assert (row["before"], row["progress"]) == (0.3, 0.5)


def test_a_day_has_not_ended_before_its_end() -> None:
    today = {"baseline": "2026-06-30"}
    assert kpi(today, as_of="2026-06-30")["before"] == 0.4
    assert kpi(today, as_of=dt.datetime(2026, 6, 30, 12))["before"] is None


# --- problems -------------------------------------------------------------------------------------
FUNNEL = {"measure": "funnel", "column": "reached"}


@pytest.mark.parametrize(
    "changes",
    [
        {"measure": "moods"},
        {"measure": "kpis", "column": "now"},
        {"column": "moods"},
        {"column": "currency"},
        {"measure": "conflict_trend", "column": "date", "days": 1},
        {"filter": {"moods": "good"}},
        {"filter": {"owner": 3}},
        {"filter": {"owner": ["bo", None]}},
        {"filter": {"owner": {"is": "bo"}}},
        {"measure": "smarketing", "column": "leads", "filter": {"stage": "won"}},
        {"measure": "conflict_trend", "column": "open", "filter": {"owner": "bo"}, "days": 1},
        {"cell": {"moods": "good"}},
        {"cell": {"closed": "5"}},
        {"cell": {"currency": "SEK"}},
        FUNNEL,
        {**FUNNEL, "cell": {"milestone": "moods"}},
        {**FUNNEL, "cell": {"milestone": None}},
        {**FUNNEL, "cell": {"currency": "EUR"}},
    ],
)
def test_problems(changes: Changes) -> None:
    row = kpi({"before": 0.25, **changes})
    assert row["problem"]
    assert (row["now"], row["progress"]) == (None, None)
    assert (row["before"], row["target"], row["elapsed"]) == (0.25, 0.5, 181 / 365)


def test_a_problem_does_not_hinder_the_others() -> None:
    others = [
        {"id": "j", "measure": "moods", "column": "mood", "target": 1, "market": "dk"},
        {"id": "l", **FUNNEL, "target": 2, "market": "se-north", "cell": '{"milestone": "won"}'},
    ]
    found = rows("kpis", KPIS, {"kpi": others})
    assert [(row["kpi"], row["problem"] is None) for row in found] == [
        ("j", False),
        ("k", True),
        ("l", True),
    ]
    kept = rows("kpis", KPIS, {"kpi": others}, where={"market": ["se", "dk"]})
    assert [row["kpi"] for row in kept] == ["j", "l"]
