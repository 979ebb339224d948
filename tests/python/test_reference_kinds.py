"""The reference itself, by hand: each clause of a kind, holding and just not.

Pursuits and leads here; marketing, agreements and claims, and gaps in the files beside it.
"""

from __future__ import annotations

from typing import Any

import pytest

from reference.small import around, opportunity, pairs

Changes = dict[str, Any]


def team(person: str, market: str | None, role: str = "seller") -> dict[str, Any]:
    return {"account": "acme", "person": person, "market": market, "role": role}


# --- duplicate_pursuit ----------------------------------------------------------------------------
DUPLICATE = around(opportunity=[opportunity("o1"), opportunity("o2", opened="2026-04-01")])


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"opportunity.o2.owner": "bo"}, True),  # whoever owns them
        ({"opportunity.o2.account": "acme-dk"}, False),
        ({"opportunity.o2.products": ["pumps"]}, True),  # the family holds it
        ({"opportunity.o2.products": ["pump-2"]}, False),  # a sister does not
        ({"opportunity.o2.products": ["seals", "pump-1"]}, True),
        ({"opportunity.o2.products": []}, True),  # unspecified overlaps all
        ({"opportunity.o2.opened": "2026-06-30"}, True),
        ({"opportunity.o2.opened": "2026-07-01"}, False),
        ({"opportunity.o2.stage": "lost", "opportunity.o2.closed": "2026-06-30"}, False),
        ({"opportunity.o2.stage": "lost", "opportunity.o2.closed": "2026-07-01"}, True),
    ],
)
def test_duplicate_pursuit(changes: Changes, holds: bool) -> None:
    assert list(pairs("duplicate_pursuit", DUPLICATE, changes)) == ["o1 o2"] * holds


def test_since_is_the_later_opening() -> None:
    assert pairs("duplicate_pursuit", DUPLICATE) == {"o1 o2": "2026-04-01"}


# --- cross_market_pursuit -------------------------------------------------------------------------
CROSS = around(
    opportunity=[opportunity("o1"), opportunity("o2", account="acme-dk", owner="bo")],
    agreement=[{"id": "g1", "account": "acme"}, {"id": "g2", "account": "acme"}],
)
CUSTOMER: Changes = {"account.acme-dk.customer_since": "2026-06-30"}
BOTH_NAME = {"opportunity.o1.agreement": "g1", "opportunity.o2.agreement": "g1"}


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"opportunity.o2.market": "se"}, False),
        ({"opportunity.o2.market": "se-north"}, True),
        ({"opportunity.o2.owner": "ann"}, False),
        ({"opportunity.o2.owner": None}, True),
        ({"opportunity.o1.owner": None, "opportunity.o2.owner": None}, True),
        ({"opportunity.o2.account": "birk", "opportunity.o2.market": "dk"}, False),  # other group
        # They contend: the group is a prospect, or their products overlap.
        ({"opportunity.o2.products": ["seals"]}, True),
        ({**CUSTOMER, "opportunity.o2.products": ["seals"]}, False),
        ({**CUSTOMER, "opportunity.o2.products": ["pumps"]}, True),
        ({**CUSTOMER, "opportunity.o2.products": []}, True),
        (
            {
                "account.acme-dk.customer_since": "2026-07-01",
                "opportunity.o2.products": ["seals"],
            },
            True,
        ),
        # They are coordinated: the same agreement,
        (BOTH_NAME, False),
        ({**BOTH_NAME, "opportunity.o2.agreement": "g2"}, True),
        ({**BOTH_NAME, "opportunity.o2.agreement": None}, True),
        # or both owners on the team, each for its own market.
        ({"team_member": [team("ann", "se"), team("bo", "nordic")]}, False),
        ({"team_member": [team("ann", None), team("bo", None)]}, False),
        ({"team_member": [team("ann", "se"), team("bo", "se")]}, True),
        ({"team_member": [team("ann", "se")]}, True),
        ({"team_member": [team("ann", "se"), {**team("bo", "dk"), "account": "acme-dk"}]}, True),
        # Not a duplicate_pursuit pair.
        ({"opportunity.o2.account": "acme", "opportunity.o2.market": "dk"}, False),
        (
            {
                "opportunity.o2.account": "acme",
                "opportunity.o2.market": "dk",
                "opportunity.o2.products": ["seals"],
            },
            True,
        ),
    ],
)
def test_cross_market_pursuit(changes: Changes, holds: bool) -> None:
    assert list(pairs("cross_market_pursuit", CROSS, changes)) == ["o1 o2"] * holds


@pytest.mark.parametrize(
    ("start", "since"), [("2026-05-15", "2026-05-15"), ("2026-01-01", "2026-03-01")]
)
def test_since_is_the_day_of_a_merger_where_that_is_later(start: str, since: str) -> None:
    merged = {
        "account.acme-dk.parent": None,
        "account_parent": [{"account": "acme-dk", "parent": "acme", "from": start}],
    }
    assert pairs("cross_market_pursuit", CROSS, merged) == {"o1 o2": since}
    assert pairs("cross_market_pursuit", CROSS, merged, "2025-12-31") == {}


# --- lead_collision -------------------------------------------------------------------------------
LEAD: dict[str, Any] = {"id": "l", "account": "acme-dk", "product": "pump-1", "status": "working"}
COLLISION = around(
    opportunity=[opportunity("o", stage="negotiation")],
    lead=[{**LEAD, "created": "2026-02-01"}],
    stage_change=[
        {"opportunity": "o", "from": "proposal", "to": "negotiation", "at": "2026-05-01T10:00:00Z"}
    ],
)


def new_status(to: str, at: str) -> Changes:
    return {"lead_change": [{"lead": "l", "from": "working", "to": to, "at": at}]}


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"lead.l.status": "new"}, True),
        ({"lead.l.status": "nurturing"}, True),
        ({"lead.l.status": "qualified"}, False),
        ({"lead.l.closed": "2026-06-30"}, False),
        ({"lead.l.status": "disqualified", "lead.l.closed": "2026-07-01"}, True),
        ({"lead.l.created": "2026-07-01"}, False),
        (new_status("qualified", "2026-06-30T23:59:59Z"), False),
        (new_status("qualified", "2026-07-01T00:00:00Z"), True),
        ({"lead.l.market": "se"}, False),
        ({"lead.l.account": "birk", "lead.l.market": "dk"}, False),
        (
            {
                "stage_change": [
                    {
                        "opportunity": "o",
                        "from": "negotiation",
                        "to": "proposal",
                        "at": "2026-06-01T10:00:00Z",
                    }
                ]
            },
            False,
        ),
        ({"lead.l.product": "seals"}, True),  # a prospect
        ({**CUSTOMER, "lead.l.product": "seals"}, False),
        ({**CUSTOMER, "lead.l.product": "pumps"}, True),
        ({**CUSTOMER, "lead.l.product": None}, True),
        ({**CUSTOMER, "lead.l.product": "seals", "opportunity.o.products": []}, True),
    ],
)
def test_lead_collision(changes: Changes, holds: bool) -> None:
    assert list(pairs("lead_collision", COLLISION, changes)) == ["l o"] * holds


@pytest.mark.parametrize(
    ("milestone", "since"),
    [
        ("negotiation", "2026-05-01 10:00:00"),
        ("proposal", "2026-03-01"),
        ("qualified", "2026-03-01"),
    ],
)
def test_a_lead_collides_since_the_policys_milestone(milestone: str, since: str) -> None:
    policy = {"lead_collision_milestone": milestone}
    assert pairs("lead_collision", COLLISION, policy=policy) == {"l o": since}
    before = pairs("lead_collision", COLLISION, moment="2026-04-30", policy=policy)
    assert bool(before) == (milestone != "negotiation")
