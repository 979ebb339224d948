"""The reference by hand: marketing against opportunities, and against itself."""

from __future__ import annotations

from typing import Any

import pytest

from reference.small import around, opportunity, pairs

Changes = dict[str, Any]


# --- marketing_collision --------------------------------------------------------------------------
PROCESS = {
    "id": "p",
    "definition": '{"stages": [{"id": "talk", "milestone": "discovery"},'
    ' {"id": "offer", "milestone": "proposal", "suppress": ["mailing"]},'
    ' {"id": "terms", "milestone": "negotiation", "suppress": ["*"]},'
    ' {"id": "won", "milestone": "won"}]}',
}
MARKETING = around(
    process=[PROCESS],
    opportunity=[opportunity("o", process="p", stage="offer")],
    stage_change=[
        {"opportunity": "o", "from": "talk", "to": "offer", "at": "2026-04-01T08:00:00Z"}
    ],
    activity=[
        {"id": "a", "kind": "mailing", "channel": "marketing", "status": "planned"}
        | {"account": "acme-dk", "start": "2026-07-10", "end": "2026-07-20"}
    ],
)


def activity_moves(to: str, at: str) -> Changes:
    return {"activity_change": [{"activity": "a", "from": "planned", "to": to, "at": at}]}


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"activity.a.channel": "sales"}, False),
        ({"activity.a.status": "active"}, True),
        ({"activity.a.status": "paused"}, True),  # no history, and it has not begun: planned
        ({"activity.a.status": "cancelled"}, False),
        ({"activity.a.status": "done"}, True),  # until its end it ran
        (
            {
                "activity.a.status": "done",
                "activity.a.start": "2026-06-20",
                "activity.a.end": "2026-06-30",
            },
            False,
        ),
        (activity_moves("paused", "2026-06-30T10:00:00Z"), False),
        (activity_moves("paused", "2026-07-01T10:00:00Z"), True),
        ({"activity.a.start": "2026-07-30", "activity.a.end": None}, True),
        ({"activity.a.start": "2026-07-31", "activity.a.end": None}, False),
        ({"activity.a.start": None, "activity.a.end": "2026-06-30"}, True),
        ({"activity.a.start": None, "activity.a.end": "2026-06-29"}, False),
        ({"activity.a.kind": "seminar"}, False),
        ({"activity.a.account": "birk"}, False),
        ({"opportunity.o.opened": "2026-07-01", "opportunity.o.stage": "offer"}, False),
    ],
)
def test_marketing_collision(changes: Changes, holds: bool) -> None:
    assert list(pairs("marketing_collision", MARKETING, changes)) == ["a o"] * holds


def moved(before: str, to: str) -> Changes:
    return {
        "stage_change": [
            {"opportunity": "o", "from": before, "to": to, "at": "2026-06-01T08:00:00Z"}
        ]
    }


def test_the_present_stage_suppresses() -> None:
    seminar = {"activity.a.kind": "seminar"}
    assert pairs("marketing_collision", MARKETING, {**seminar, **moved("offer", "terms")})
    assert not pairs("marketing_collision", MARKETING, moved("offer", "talk"))
    assert not pairs("marketing_collision", MARKETING, moved("offer", "won"))
    assert not pairs("marketing_collision", MARKETING, moment="2026-03-31")


@pytest.mark.parametrize(
    ("reach", "account", "market", "holds"),
    [
        ("group", "acme-dk", "dk", True),
        ("country", "acme-dk", "dk", False),
        ("country", "acme-dk", "se-north", True),
        ("country", "acme-dk", "world", False),
        ("country", "acme", "world", True),
        ("account", "acme-dk", "se", False),
        ("account", "acme", "se", True),
    ],
)
def test_how_far_suppression_reaches(reach: str, account: str, market: str, holds: bool) -> None:
    changes = {"activity.a.account": account, f"account.{account}.market": market}
    found = pairs("marketing_collision", MARKETING, changes, policy={"suppression": reach})
    assert list(found) == ["a o"] * holds


def test_two_accounts_without_a_country_do_not_reach_each_other() -> None:
    changes = {"account.acme.market": "world", "account.acme-dk.market": "nordic"}
    assert not pairs("marketing_collision", MARKETING, changes, policy={"suppression": "country"})


def test_marketing_collides_since_the_start_or_the_stage() -> None:
    assert pairs("marketing_collision", MARKETING) == {"a o": "2026-07-10"}  # it is planned
    begun = {"activity.a.start": "2026-03-01"}
    assert pairs("marketing_collision", MARKETING, begun) == {"a o": "2026-04-01 08:00:00"}
    ahead = {"marketing_horizon_days": 9}
    assert pairs("marketing_collision", MARKETING, policy=ahead) == {}
    assert pairs("marketing_collision", MARKETING, policy={"marketing_horizon_days": 10})


# --- repeated_material ----------------------------------------------------------------------------
SENT: dict[str, Any] = {"kind": "mailing", "channel": "marketing", "material": "brochure"}
MATERIAL = around(
    activity=[
        {"id": "a", **SENT, "account": "acme", "status": "done"}
        | {"start": "2026-04-01", "end": "2026-04-10"},
        {"id": "b", **SENT, "account": "acme", "status": "active", "start": "2026-06-01"},
    ]
)


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"activity.b.status": "planned"}, True),
        ({"activity.b.status": "done"}, False),
        ({"activity.a.status": "active"}, False),
        ({"activity.b.channel": "sales"}, False),
        ({"activity.a.channel": "sales"}, False),
        ({"activity.b.kind": "seminar"}, True),
        ({"activity.b.material": "film"}, False),
        ({"activity.a.material": None, "activity.b.material": None}, False),
        ({"activity.b.account": "acme-dk"}, False),
        ({"activity.b.start": "2026-07-09"}, True),  # 90 days
        ({"activity.b.start": "2026-07-10"}, False),
        ({"activity.b.start": "2026-04-10"}, True),
        ({"activity.b.start": "2026-04-09"}, False),
        ({"activity.b.start": None}, False),
        ({"activity.a.end": None}, False),
    ],
)
def test_repeated_material(changes: Changes, holds: bool) -> None:
    assert list(pairs("repeated_material", MATERIAL, changes)) == ["a b"] * holds


def test_repeated_material_as_the_policy_has_it() -> None:
    elsewhere = {"activity.b.account": "acme-dk"}
    group = {"repeated_material": {"reach": "group"}}
    assert pairs("repeated_material", MATERIAL, elsewhere, policy=group) == {"a b": "2026-06-01"}
    assert not pairs("repeated_material", MATERIAL, {"activity.b.account": "birk"}, policy=group)
    assert pairs("repeated_material", MATERIAL, policy={"repeated_material": {"days": 52}})
    assert not pairs("repeated_material", MATERIAL, policy={"repeated_material": {"days": 51}})
