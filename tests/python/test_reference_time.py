"""The reference by hand: how long opportunities stand in a stage or at a milestone, and how far
their expected closes slip."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reference.small import around, opportunity
from reference.small_measures import cells, filled, only

Changes = dict[str, Any]


# --- ageing ---------------------------------------------------------------------------------------
def definition(**stage: Any) -> str:
    """Of a process whose stage offer has what is said."""
    stages = [
        {"id": "talk", "milestone": "qualified"},
        {"id": "offer", "milestone": "proposal", **stage},
        {"id": "won", "milestone": "won"},
    ]
    return json.dumps({"stages": stages})


def offers(**stage: Any) -> dict[str, Any]:
    """Two at the offer since Monday 22 June, one since 1 June, one in talks."""
    moved = [("o1", "2026-06-22"), ("o2", "2026-06-22T23:59:59"), ("o3", "2026-06-01")]
    rows = [
        opportunity(key, process="pr", stage="offer", amount=100, expected_close="2026-07-31")
        for key, _ in moved
    ]
    return around(
        process=[{"id": "pr", "definition": definition(**stage)}],
        opportunity=[*rows, opportunity("o4", process="pr", stage="talk", opened="2026-06-30")],
        stage_change=[
            {"opportunity": key, "from": "talk", "to": "offer", "at": at} for key, at in moved
        ],
    )


def test_the_distribution_by_stage() -> None:
    found = cells("ageing", offers(max_days=7), by=["stage"])
    # Of 8, 8 and 29 days: a quarter of the way up is 8, three quarters are (8 + 29) / 2.
    assert found["offer",] == {
        **{"count": 3, "amount_minor": 30000, "currency": "EUR"},
        **{"over_count": 3, "over_amount_minor": 30000, "limit_count": 3},
        **{"min_days": 8, "lower_quartile_days": 8, "median_days": 8},
        **{"upper_quartile_days": 18.5, "max_days": 29},
    }
    assert filled(found["talk",]) == {"count": 1}


@pytest.mark.parametrize(
    ("stage", "over"),
    [
        ({"max_days": 8}, 1),
        ({"max_days": 28}, 1),
        ({"max_days": 29}, 0),
        ({}, 0),
        # Business days: from the 23rd to the 30th there are six.
        ({"max_days": 6, "days": "business"}, 1),
        ({"max_days": 5, "days": "business"}, 3),
        ({"max_days": 21, "days": "business"}, 0),
        ({"max_days": 20, "days": "business"}, 1),
    ],
)
def test_over(stage: Changes, over: int) -> None:
    assert only("ageing", offers(**stage))["over_count"] == over


def test_business_days_are_those_of_the_market() -> None:
    stage = {"max_days": 5, "days": "business"}
    several: list[tuple[Changes, int]] = [
        ({"holiday": [{"market": "nordic", "date": "2026-06-24"}]}, 1),
        ({"holiday": [{"market": "dk", "date": "2026-06-24"}]}, 3),
        ({"market.nordic.weekend": ["tue", "sat", "sun"]}, 1),
        ({"market.nordic.weekend": ["tue", "sat", "sun"], "market.se.weekend": ["sun"]}, 3),
    ]
    for changes, over in several:
        assert only("ageing", offers(**stage), changes)["over_count"] == over


def test_another_version_of_the_process_is_no_new_stage() -> None:
    tables = offers()
    version = {"process": "pr", "version": 1, "definition": definition(max_days=3)}
    migrated = {"opportunity": "o3", "from": "offer", "to": "offer", "at": "2026-06-20"}
    versions = {"from_version": 1, "to_version": 2}
    changes: Changes = {"process_version": [version], "stage_change": [{**migrated, **versions}]}
    tables["stage_change"] = tables["stage_change"][:2]
    assert only("ageing", tables, changes)["max_days"] == 121  # since the opening
    again = {**changes, "stage_change": [migrated]}
    assert only("ageing", tables, again)["max_days"] == 10


def test_without_a_history_it_is_as_old_as_itself() -> None:
    assert only("ageing", around(opportunity=[opportunity("o")]))["max_days"] == 121


# --- time_in_stage --------------------------------------------------------------------------------
def test_time_in_stage() -> None:
    """Four come to the proposal on 1 June: one leaves after two days, two after five, of which one
    goes back; one is there still, for 29 days. One was cut off after three, being opened late."""
    moved = [("o1", "won", 3), ("o2", "negotiation", 6), ("o3", "discovery", 6)]
    rows = [opportunity(f"o{place}", opened="2026-06-01") for place in (1, 2, 3, 4)]
    rows.append(opportunity("o5", opened="2026-06-27"))
    for row, (_, stage, day) in zip(rows, moved, strict=False):
        row["stage"], row["closed"] = stage, f"2026-06-{day:02}" if stage == "won" else None
    changes = [
        {"opportunity": key, "from": "proposal", "to": to, "at": f"2026-06-{day:02}"}
        for key, to, day in moved
    ]
    found = cells("time_in_stage", around(opportunity=rows, stage_change=changes))
    assert {
        days: filled(row) for (milestone, days), row in found.items() if milestone == "proposal"
    } == {
        2: {"at_risk": 5, "moved": 1, "staying": 0.8, "won": 0.2},
        3: {"at_risk": 4, "censored": 1, "staying": 0.8, "won": 0.2},
        5: {"at_risk": 3, "moved": 2, "staying": pytest.approx(0.8 / 3), "won": 0.2}
        | dict.fromkeys(("advanced", "back"), pytest.approx(0.8 / 3)),
        29: {"at_risk": 1, "censored": 1, "staying": pytest.approx(0.8 / 3), "won": 0.2}
        | dict.fromkeys(("advanced", "back"), pytest.approx(0.8 / 3)),
    }
    assert filled(found["discovery", 24]) == {"at_risk": 1, "censored": 1, "staying": 1}


# --- slippage -------------------------------------------------------------------------------------
def moved(*rows: tuple[Any, Any, str]) -> list[Changes]:
    return [{"opportunity": "o", "from": start, "to": to, "at": at} for start, to, at in rows]


SLIPPED = around(
    opportunity=[opportunity("o", expected_close="2026-07-10"), opportunity("p", owner="bo")],
    close_date_change=moved(
        (None, "2026-05-01", "2026-04-01"),  # set for the first time
        ("2026-05-01", "2026-06-01", "2026-04-20"),
        ("2026-06-01", "2026-06-01", "2026-05-02"),
        ("2026-06-01", "2026-05-25", "2026-05-10"),
        ("2026-05-25", None, "2026-05-20"),  # cleared
        (None, "2026-07-01", "2026-05-21"),
        ("2026-07-01", "2026-07-10", "2026-06-30"),
    ),
)


def test_slippage() -> None:
    row = only("slippage", SLIPPED)
    assert row == {
        **{"opportunities": 2, "moved": 1, "moves": 3, "pushed": 2, "pulled": 1},
        **{"pushed_days": 40, "pulled_days": 7, "mean_days": 11, "median_days": 9},
    }
    assert only("slippage", SLIPPED, start="2026-05-01", end="2026-06-29")["median_days"] == -7


def test_slippage_by_the_month_of_the_move() -> None:
    found = cells("slippage", SLIPPED, by=["event_month", "owner"])
    assert {cell: row["median_days"] for cell, row in found.items()} == {
        ("2026-04", "ann"): 31,
        ("2026-05", "ann"): -7,
        ("2026-06", "ann"): 9,
    }
    assert {(row["opportunities"], row["moved"]) for row in found.values()} == {(None, None)}


LOST_IN_APRIL: Changes = {"opportunity.p.stage": "lost", "opportunity.p.closed": "2026-04-01"}


@pytest.mark.parametrize(
    ("changes", "asked", "opportunities"),
    [
        ({}, {"start": "2026-04-01", "end": "2026-04-30"}, 2),
        ({}, {"end": "2026-02-28"}, 0),
        ({}, {"end": "2026-03-01"}, 2),
        ({"opportunity.p.opened": "2026-05-01"}, {"end": "2026-04-30"}, 1),
        # Closed on a day, it was open when that began.
        (LOST_IN_APRIL, {}, 2),
        (LOST_IN_APRIL, {"start": "2026-04-01"}, 2),
        (LOST_IN_APRIL, {"start": "2026-04-02"}, 1),
        # Opened and closed on one day.
        ({**LOST_IN_APRIL, "opportunity.p.opened": "2026-04-01"}, {"start": "2026-04-01"}, 2),
        ({**LOST_IN_APRIL, "opportunity.p.opened": "2026-04-01"}, {"start": "2026-04-02"}, 1),
        # What comes after is not known.
        ({}, {"as_of": "2026-04-30", "start": "2026-05-01", "end": "2026-05-31"}, 0),
    ],
)
def test_open_at_some_time(changes: Changes, asked: Changes, opportunities: int) -> None:
    assert only("slippage", SLIPPED, changes, **asked)["opportunities"] == opportunities
