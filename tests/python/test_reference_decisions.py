"""The reference by hand: how grave a conflict is, what was decided, and who should lead."""

from __future__ import annotations

from typing import Any

import pytest

from reference.small import around, conflicts, opportunity

Changes = dict[str, Any]
KIND = "duplicate_pursuit"
CHAIN = around(
    opportunity=[
        opportunity("o3", products=["pumps", "seals"], opened="2026-03-01", amount=1),
        opportunity("o1", products=["pump-1"], opened="2026-04-01", amount=20, owner="bo"),
        opportunity("o2", products=["seals"], opened="2026-05-01", amount=300, market="dk"),
    ]
)


# --- severity -------------------------------------------------------------------------------------
ESCALATED = [
    {"group": "customer", "value_minor": 32100, "severity": "warning"},
    {"milestone": "negotiation", "severity": "critical"},
    {"value_minor": 32101, "severity": "off"},
]
OF_A_CUSTOMER: Changes = {"account.acme.customer_since": "2020-01-01"}
ADVANCED: Changes = {"opportunity.o1.stage": "negotiation"}


@pytest.mark.parametrize(
    ("changes", "severity"),
    [
        ({}, "info"),
        (OF_A_CUSTOMER, "warning"),
        ({**OF_A_CUSTOMER, **ADVANCED}, "warning"),  # the first that holds
        ({**OF_A_CUSTOMER, "opportunity.o1.amount": 19}, "info"),
        (ADVANCED, "critical"),
        ({"opportunity.o1.amount": 21}, None),
    ],
)
def test_severity_by_what_is_at_stake(changes: Changes, severity: str | None) -> None:
    policy = {"severity": {KIND: {"prospect": "info", "customer": "info", "when": ESCALATED}}}
    found = conflicts(KIND, CHAIN, changes, policy=policy)
    assert [conflict.severity for conflict in found.conflicts.values()] == (
        [severity] if severity else []
    )
    assert bool(found.pairs) == (severity is not None)


# --- resolutions ----------------------------------------------------------------------------------
def resolved(key: str, *members: str, **columns: Any) -> Changes:
    row = {"id": key, "kind": KIND, "decision": "allowed", "at": "2026-06-01T08:00:00Z"}
    return {
        "resolution": [{**row, "members": [f"opportunity:{name}" for name in members], **columns}]
    }


def both(one: Changes, other: Changes) -> Changes:
    return {"resolution": one["resolution"] + other["resolution"]}


TRIANGLE = around(opportunity=[opportunity(f"o{i}", opened=f"2026-03-0{i}") for i in (1, 2, 3)])


@pytest.mark.parametrize(
    ("changes", "moment", "pairs", "resolution"),
    [
        ({}, "2026-06-30", 3, None),
        (resolved("r", "o1", "o2"), "2026-06-30", 2, "r"),
        (resolved("r", "o1", "o2"), "2026-05-31", 3, None),
        (resolved("r", "o1", "o2"), "2026-06-01", 2, "r"),
        (resolved("r", "o1", "o2", until="2026-06-29"), "2026-06-30", 3, None),
        (resolved("r", "o1", "o2", until="2026-06-30"), "2026-06-30", 2, "r"),
        (resolved("r", "o1", "o2", kind="cross_market_pursuit"), "2026-06-30", 3, None),
        (resolved("r", "o1"), "2026-06-30", 3, None),
        (both(resolved("s", "o2", "o1", "o9"), resolved("r", "o1", "o2")), "2026-06-30", 2, "r;s"),
        (both(resolved("r", "o1", "o2"), resolved("s", "o2", "o3")), "2026-06-30", 1, None),
        (resolved("r", "o1", "o2", "o3"), "2026-06-30", 0, None),
    ],
)
def test_resolutions(changes: Changes, moment: str, pairs: int, resolution: str | None) -> None:
    found = conflicts(KIND, TRIANGLE, changes, moment)
    assert [(conflict.pairs, conflict.resolution) for conflict in found.conflicts.values()] == (
        [(pairs, resolution)] if pairs else []
    )


def test_what_two_decisions_name_apart_stands() -> None:
    """A pair is resolved by one decision that names both."""
    changes = both(resolved("r", "o1", "o9"), resolved("s", "o2"))
    (conflict,) = conflicts(KIND, TRIANGLE, changes).conflicts.values()
    assert (conflict.pairs, conflict.resolution) == (3, None)


def test_a_decision_may_part_a_conflict_in_two() -> None:
    changes = resolved("r", "o1", "o3")
    assert len(conflicts(KIND, CHAIN, changes).conflicts) == 1
    ring = around(
        opportunity=[
            opportunity("o1", products=["pump-1"]),
            opportunity("o2", products=["pumps"]),
            opportunity("o3", products=["pumps", "seals"]),
            opportunity("o4", products=["seals"]),
        ]
    )
    parted = both(resolved("r", "o2", "o3"), resolved("s", "o1", "o3"))
    found = conflicts(KIND, ring, parted).conflicts
    assert {key: conflict.resolution for key, conflict in found.items()} == {
        "duplicate_pursuit:acme:o1": None,
        "duplicate_pursuit:acme:o3": None,
    }


def test_the_group_alone_may_be_resolved() -> None:
    tables = around(opportunity=[opportunity("o")])
    changes = resolved("r", kind="coverage_gap", members=["group:acme"])
    (conflict,) = conflicts("coverage_gap", tables, changes).conflicts.values()
    assert (conflict.pairs, conflict.resolution) == (1, None)  # the market is still there
    both = resolved("r", kind="coverage_gap", members=["group:acme", "market:se"])
    assert not conflicts("coverage_gap", tables, both).conflicts


# --- recommendation -------------------------------------------------------------------------------
PURSUED = around(
    opportunity=[
        opportunity("o1", amount=10, agreement="g1", stage="qualified"),
        opportunity("o2", amount=10, owner="bo", stage="qualified", account="acme-dk"),
    ],
    agreement=[{"id": "g1", "account": "acme"}, {"id": "g2", "account": "acme"}],
)
CLAIMED: Changes = {
    "claim": [
        {"id": "c1", "person": "cat", "account": "acme", "from": "2026-06-30"},
        {"id": "c2", "person": "dan", "account": "acme", "from": "2026-07-01"},
        {"id": "c3", "person": "dan", "account": "acme", "from": "2026-01-01"}
        | {"products": ["seals"]},
        {"id": "c4", "person": "dan", "account": "acme", "from": "2026-01-01", "markets": ["de"]},
        {"id": "c5", "person": "dan", "account": "acme-dk-2", "from": "2026-01-01"},
    ]
}
TWO_CLAIM: Changes = {**CLAIMED, "claim.c2.from": "2026-06-30"}
GLOBAL_MANAGER = "global_account_manager"


def team(role: str, *members: tuple[str, str | None], account: str = "acme") -> Changes:
    return {
        "team_member": [
            {"account": account, "person": person, "role": role, "market": market}
            for person, market in members
        ]
    }


@pytest.mark.parametrize(
    ("changes", "owner", "rule"),
    [
        ({}, None, None),  # all is equal
        (CLAIMED, "cat", "claim"),
        (
            {**CLAIMED, "claim.c2.from": "2026-06-30", "agreement.g1.owner": "bo"},
            "bo",
            "agreement_owner",
        ),
        ({**TWO_CLAIM, "claim.c2.person": "cat"}, "cat", "claim"),
        ({**CLAIMED, "agreement.g1.owner": "bo"}, "cat", "claim"),
        ({"agreement.g1.owner": "dan", "agreement.g2.owner": "cat"}, "dan", "agreement_owner"),
        (team(GLOBAL_MANAGER, ("cat", None)), "cat", GLOBAL_MANAGER),
        (team(GLOBAL_MANAGER, ("cat", "nordic")), "cat", GLOBAL_MANAGER),
        (
            team("global_account_manager", ("cat", "dk"), ("dan", "de")),
            "cat",
            "global_account_manager",
        ),
        (team("global_account_manager", ("cat", "dk"), ("dan", "se")), None, None),
        (team(GLOBAL_MANAGER, ("cat", None), account="acme-dk"), None, None),
        ({"account.acme.owner": "dan"}, "dan", "account_owner"),
        ({"account.acme.owner": "dan", "account.acme-dk.owner": "cat"}, None, None),
        ({"account.acme.owner": "dan", "account.acme-dk.owner": "dan"}, "dan", "account_owner"),
        ({"account.acme-dk-2.owner": "dan"}, None, None),
        (
            {"account.acme.owner": "dan", "account.acme-dk.owner": "cat"}
            | team("key_account_manager", ("bo", "se")),
            "bo",
            "key_account_manager",
        ),
        ({"opportunity.o2.stage": "discovery"}, "bo", "most_advanced"),
        # Where the most advanced has no owner, the most advanced of those that have one.
        (
            {"opportunity.o2.stage": "discovery", "opportunity.o2.owner": None},
            "ann",
            "most_advanced",
        ),
        ({"opportunity.o2.opened": "2026-03-02"}, "ann", "first_opened"),
        ({"opportunity.o2.amount": 11}, "bo", "largest_amount"),
        ({"opportunity.o2.stage": "discovery", "opportunity.o1.amount": 11}, "bo", "most_advanced"),
    ],
)
def test_the_first_rule_that_singles_out_one_person(
    changes: Changes, owner: str | None, rule: str | None
) -> None:
    (conflict,) = conflicts("cross_market_pursuit", PURSUED, changes).conflicts.values()
    assert (conflict.recommended_owner, conflict.recommended_rule) == (owner, rule)


def test_the_policy_orders_the_rules() -> None:
    changes = {**CLAIMED, "opportunity.o2.amount": 11, "account.acme.owner": "dan"}
    for rules, expected in (
        (["largest_amount", "claim"], ("bo", "largest_amount")),
        (["first_opened", "account_owner"], ("dan", "account_owner")),
        (["first_opened"], (None, None)),
        ([], (None, None)),
    ):
        policy = {"recommendation": rules}
        found = conflicts("cross_market_pursuit", PURSUED, changes, policy=policy)
        (conflict,) = found.conflicts.values()
        assert (conflict.recommended_owner, conflict.recommended_rule) == expected


def test_a_lead_is_led_by_who_claims_it() -> None:
    tables = around(
        lead=[{"id": "l", "account": "acme-dk", "status": "new", "created": "2026-01-01"}],
        opportunity=[opportunity("o", stage="negotiation", owner=None)],
        claim=[{"id": "c", "person": "dan", "account": "acme-dk", "from": "2026-01-01"}],
    )
    (conflict,) = conflicts("lead_collision", tables).conflicts.values()
    assert (conflict.recommended_owner, conflict.recommended_rule) == ("dan", "claim")


def test_agreements_that_overlap_are_led_by_their_one_owner() -> None:
    tables = around(
        agreement=[
            {"id": "g", "account": "acme", "owner": "ann", "discount": 1},
            {"id": "h", "account": "acme", "discount": 2},
        ]
    )
    (conflict,) = conflicts("agreement_overlap", tables).conflicts.values()
    assert (conflict.recommended_owner, conflict.recommended_rule) == ("ann", "agreement_owner")
