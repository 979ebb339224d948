"""The reference by hand: how a pipeline became another, how old it is, and how far it slips."""

from __future__ import annotations

from typing import Any

import pytest

from reference.measure.waterfall import balance
from reference.small import around, opportunity
from reference.small_measures import cells, filled, only

Changes = dict[str, Any]


# --- waterfall ------------------------------------------------------------------------------------
ONE = around(opportunity=[opportunity("o", amount=100, expected_close="2026-05-15")])
APRIL = {"start": "2026-04-01", "end": "2026-04-30"}
MAY = {"close_from": "2026-05-01", "close_to": "2026-05-31"}


def stages(*rows: tuple[str, str, str]) -> Changes:
    """Its history, and the stage where that leads."""
    last, day = rows[-1][1], rows[-1][2]
    return {
        "stage_change": [
            {"opportunity": "o", "from": start, "to": to, "at": at} for start, to, at in rows
        ],
        "opportunity.o.stage": last,
        "opportunity.o.closed": day if last in ("won", "lost") else None,
    }


def change(table: str, start: Any, to: Any, at: str) -> Changes:
    return {f"{table}_change": [{"opportunity": "o", "from": start, "to": to, "at": at}]}


def flows(changes: Changes, **asked: Any) -> dict[str, int]:
    row = only("waterfall", ONE, changes, **{**APRIL, **asked})
    assert balance(row) == row["closing_minor"]
    return {name.removesuffix("_minor"): amount // 100 for name, amount in filled(row).items()}


WON = stages(("proposal", "won", "2026-04-20"))
LOST_BEFORE = ("proposal", "lost", "2026-03-20")
RAISED = change("amount", 100, 130, "2026-04-15") | {"opportunity.o.amount": 130}
OUT_OF_MAY = change("close_date", "2026-05-15", "2026-06-01", "2026-04-10")
INTO_MAY = change("close_date", "2026-04-30", "2026-05-01", "2026-04-10")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"opening": 100, "closing": 100}),
        ({"opportunity.o.opened": "2026-04-01"}, {"opening": 100, "closing": 100}),
        ({"opportunity.o.opened": "2026-04-02"}, {"new": 100, "closing": 100}),
        ({"opportunity.o.opened": "2026-04-30"}, {"new": 100, "closing": 100}),
        ({"opportunity.o.opened": "2026-05-01"}, {}),
        (RAISED, {"opening": 100, "increased": 30, "closing": 130}),
        (
            change("amount", 100, 60, "2026-04-15"),
            {"opening": 100, "decreased": 40, "closing": 60},
        ),
        ({**RAISED, "opportunity.o.opened": "2026-04-02"}, {"new": 130, "closing": 130}),
        (WON, {"opening": 100, "won": 100}),
        ({**WON, **RAISED}, {"opening": 100, "increased": 30, "won": 130}),
        ({**WON, "opportunity.o.opened": "2026-04-02"}, {"new": 100, "won": 100}),
        (stages(("proposal", "won", "2026-04-01")), {}),  # before the end of the first day
        (stages(("proposal", "won", "2026-05-01")), {"opening": 100, "closing": 100}),
        (stages(LOST_BEFORE), {}),
        (
            stages(LOST_BEFORE, ("lost", "proposal", "2026-04-10")),
            {"reopened": 100, "closing": 100},
        ),
        (
            stages(
                LOST_BEFORE,
                ("lost", "proposal", "2026-04-10"),
                ("proposal", "won", "2026-04-12"),
            ),
            {"reopened": 100, "won": 100},
        ),
        # From one ending to another: it has left the one and come to the other.
        (stages(LOST_BEFORE, ("lost", "won", "2026-04-10")), {"reopened": 100, "won": 100}),
        # Closed and open again within the period is open all along.
        (
            stages(("proposal", "lost", "2026-04-05"), ("lost", "proposal", "2026-04-10")),
            {"opening": 100, "closing": 100},
        ),
    ],
)
def test_flows(changes: Changes, expected: dict[str, int]) -> None:
    assert flows(changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"opening": 100, "closing": 100}),
        ({"opportunity.o.expected_close": None}, {}),
        ({"opportunity.o.expected_close": "2026-06-01"}, {}),
        (OUT_OF_MAY, {"opening": 100, "pushed_out": 100}),
        ({**OUT_OF_MAY, **RAISED}, {"opening": 100, "pushed_out": 100}),
        (INTO_MAY, {"pulled_in": 100, "closing": 100}),
        ({**INTO_MAY, **RAISED}, {"pulled_in": 130, "closing": 130}),
        ({**INTO_MAY, **WON}, {"pulled_in": 100, "won": 100}),
        ({**OUT_OF_MAY, **WON}, {"opening": 100, "won": 100}),  # whatever its expected close
        ({"opportunity.o.expected_close": "2026-06-01", **WON}, {}),
        (
            {"opportunity.o.expected_close": "2026-06-01", "opportunity.o.opened": "2026-04-02"},
            {},
        ),
        ({**OUT_OF_MAY, **WON, "opportunity.o.opened": "2026-04-02"}, {}),
        (
            {**OUT_OF_MAY, **stages(LOST_BEFORE, ("lost", "proposal", "2026-04-10"))},
            {},
        ),
    ],
)
def test_flows_of_a_close_period(changes: Changes, expected: dict[str, int]) -> None:
    assert flows(changes, **MAY) == expected


def test_a_close_period_may_be_open_at_an_end() -> None:
    assert flows({}, close_from="2026-05-15") == flows({}, close_to="2026-05-15") != {}
    assert flows({}, close_from="2026-05-16") == flows({}, close_to="2026-05-14") == {}


def test_rates() -> None:
    """100.00 SEK are 9.00, then 8.50 EUR; 130.00 are 11.05."""
    rates = [
        {"date": "2026-03-01", "currency": "SEK", "rate": 0.09},
        {"date": "2026-04-15", "currency": "SEK", "rate": 0.085},
    ]
    row = only("waterfall", ONE, {"opportunity.o.currency": "SEK", "fx_rates": rates}, **APRIL)
    assert filled(row) == {"opening_minor": 900, "rate_effect_minor": -50, "closing_minor": 850}
    changes = {**RAISED, **WON, "opportunity.o.currency": "SEK", "fx_rates": rates}
    assert filled(only("waterfall", ONE, changes, **APRIL)) == {
        **{"opening_minor": 900, "rate_effect_minor": -50, "increased_minor": 255},
        "won_minor": 1105,
    }


HANDED_OVER = change("owner", "ann", "bo", "2026-04-10") | {"opportunity.o.owner": "bo"}


def by_cell(by: str, changes: Changes, **asked: Any) -> dict[Any, dict[str, int]]:
    found = cells("waterfall", ONE, changes, by=[by], **APRIL, **asked)
    return {
        cell: {name.removesuffix("_minor"): minor // 100 for name, minor in filled(row).items()}
        for (cell,), row in found.items()
    }


def test_what_moves_is_worth_what_it_was_and_changes_where_it_has_come_to() -> None:
    gone = {"opening": 100, "moved_out": 100}
    come = {"moved_in": 100, "increased": 30}
    changes = {**HANDED_OVER, **RAISED}
    assert by_cell("owner", changes) == {"ann": gone, "bo": {**come, "closing": 130}}
    assert by_cell("owner", {**changes, **WON}) == {"ann": gone, "bo": {**come, "won": 130}}
    # Of bo's alone: it came from elsewhere.
    assert flows(changes, where={"owner": ["bo"]}) == {**come, "closing": 130}
    assert flows(changes, where={"owner": ["ann"]}) == gone


def test_a_closed_one_is_in_the_last_open_stage() -> None:
    further = stages(
        ("discovery", "negotiation", "2026-04-10"), ("negotiation", "won", "2026-04-20")
    )
    for by in ("stage", "milestone"):
        assert by_cell(by, further) == {
            "discovery": {"opening": 100, "moved_out": 100},
            "negotiation": {"moved_in": 100, "won": 100},
        }


def test_in_a_cell_of_several_parts_the_whole_part_has_grown() -> None:
    """pump-1 grew by 60, pump-2 fell by 30: of the family 30 is new."""
    lines = [("pump-1", 110), ("pump-2", 20)]
    changes = RAISED | {
        "opportunity.o.products": ["pump-1", "pump-2"],
        "opportunity_product": [
            {"opportunity": "o", "product": product, "amount": amount} for product, amount in lines
        ],
    }
    pumps = {"opening": 100, "increased": 30, "closing": 130}
    parts = {
        "pump-1": {"opening": 50, "increased": 60, "closing": 110},
        "pump-2": {"opening": 50, "decreased": 30, "closing": 20},
    }
    assert by_cell("product", changes) == parts
    assert by_cell("family", changes) == {"pumps": pumps}
    assert by_cell("product", changes, rollup=["product"]) == {**parts, "pumps": pumps}
