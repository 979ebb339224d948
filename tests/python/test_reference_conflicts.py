"""The reference by hand: from pairs to conflicts - components and their members."""

from __future__ import annotations

import pytest

from reference.kinds.components import Described
from reference.small import around, conflicts, opportunity, start

KIND = "duplicate_pursuit"
CHAIN = around(
    opportunity=[
        opportunity("o3", products=["pumps", "seals"], opened="2026-03-01", amount=1),
        opportunity("o1", products=["pump-1"], opened="2026-04-01", amount=20, owner="bo"),
        opportunity("o2", products=["seals"], opened="2026-05-01", amount=300, market="dk"),
    ]
)


def test_two_that_are_related_through_a_third_are_one_conflict() -> None:
    found = conflicts(KIND, CHAIN)
    (conflict,) = found.conflicts.values()
    assert conflict.id == "duplicate_pursuit:acme:o3"
    assert (conflict.kind, conflict.group, conflict.severity) == (KIND, "acme", "critical")
    assert (conflict.pairs, conflict.since) == (2, start("2026-04-01"))
    assert (conflict.markets, conflict.value_minor) == (("dk", "se"), 32100)
    assert conflict.members == {
        Described("opportunity", "o3", "se", "ann", start("2026-03-01")),
        Described("opportunity", "o1", "se", "bo", start("2026-04-01")),
        Described("opportunity", "o2", "dk", "ann", start("2026-05-01")),
    }
    o1, o2, o3 = (("opportunity", key) for key in ("o1", "o2", "o3"))
    assert found.pairs == {
        (conflict.id, o1, o3): start("2026-04-01"),
        (conflict.id, o2, o3): start("2026-05-01"),
    }


def test_without_the_one_between_there_is_none() -> None:
    gone = {"opportunity.o3.stage": "lost", "opportunity.o3.closed": "2026-06-01"}
    assert conflicts(KIND, CHAIN, gone).conflicts == {}


def test_of_one_day_the_smaller_id_is_first() -> None:
    found = conflicts(KIND, CHAIN, {"opportunity.o1.opened": "2026-03-01"})
    assert list(found.conflicts) == ["duplicate_pursuit:acme:o1"]


@pytest.mark.parametrize(
    ("valid_from", "first"),
    [(None, "g"), ("2026-03-01", "g"), ("2026-03-02", "o"), ("2026-02-28", "g")],
)
def test_since_ever_comes_first_then_the_day_then_the_type(
    valid_from: str | None, first: str
) -> None:
    tables = around(
        opportunity=[opportunity("o")],
        agreement=[{"id": "g", "account": "acme", "valid_from": valid_from, "owner": "bo"}],
    )
    found = conflicts("agreement_bypass", tables)
    assert list(found.conflicts) == [f"agreement_bypass:acme:{first}"]


def test_what_a_won_one_is_worth_counts_no_more() -> None:
    tables = around(
        opportunity=[
            opportunity("o1", stage="won", closed="2026-06-01", amount=1),
            opportunity("o2", amount=20),
        ],
        agreement=[{"id": "g", "account": "acme", "owner": "bo"}],
    )
    (conflict,) = conflicts("agreement_bypass", tables).conflicts.values()
    assert (conflict.pairs, conflict.value_minor) == (2, 2000)


# --- members of each type -------------------------------------------------------------------------
def test_a_requirement_is_a_member_in_each_group_apart() -> None:
    tables = around(
        opportunity=[
            opportunity("o1", stage="negotiation"),
            opportunity("o2", account="birk"),
            opportunity("o3", account="birk"),
        ],
        requirement=[
            {"id": "r", "jurisdiction": "swedish", "milestone": "proposal"},
            {"id": "s", "jurisdiction": "swedish", "milestone": "negotiation"},
        ],
        stage_change=[
            {"opportunity": "o1", "from": "proposal", "to": "negotiation", "at": "2026-05-01"}
        ],
    )
    found = conflicts("requirement_gap", tables).conflicts
    assert {key: conflict.pairs for key, conflict in found.items()} == {
        "requirement_gap:acme:r": 2,
        "requirement_gap:birk:r": 2,
    }
    assert found["requirement_gap:acme:r"].members == {
        Described("opportunity", "o1", "se", "ann", start("2026-03-01")),
        Described("requirement", "r", None, None, None),
        Described("requirement", "s", None, None, None),
    }
    assert found["requirement_gap:acme:r"].since == start("2026-03-01")
    assert found["requirement_gap:acme:r"].severity == "critical"
    assert found["requirement_gap:birk:r"].severity == "warning"


def test_a_group_and_its_markets_are_members_of_a_coverage_gap() -> None:
    tables = around(opportunity=[opportunity("o1"), opportunity("o2", market="se-north")])
    changes = {"account.acme.owner": "dan"}
    (conflict,) = conflicts("coverage_gap", tables, changes).conflicts.values()
    assert conflict.id == "coverage_gap:acme:acme"
    assert (conflict.pairs, conflict.markets) == (3, ("se", "se-north"))
    assert conflict.members == {
        Described("group", "acme", "se", "dan", start("2026-03-01")),
        Described("market", "se", "se", None, start("2026-03-01")),
        Described("market", "se-north", "se-north", None, start("2026-03-01")),
    }
    alone = {"team_member": [{"account": "acme", "person": "bo", "role": "key_account_manager"}]}
    (conflict,) = conflicts("coverage_gap", tables, alone).conflicts.values()
    assert (conflict.pairs, [member.type for member in conflict.members]) == (1, ["group"])


def test_claims_activities_and_leads_have_their_own_persons_and_markets() -> None:
    claimed = around(
        opportunity=[opportunity("o", account="acme-dk")],
        claim=[{"id": "c", "person": "bo", "account": "acme", "from": "2026-02-01"}],
    )
    (conflict,) = conflicts("claim_breach", claimed).conflicts.values()
    assert Described("claim", "c", None, "bo", start("2026-02-01")) in conflict.members
    sent = {"kind": "mailing", "channel": "marketing", "material": "film", "account": "acme"}
    twice = around(
        activity=[
            {"id": "a", **sent, "status": "done", "end": "2026-06-01", "owner": "cat"},
            {"id": "b", **sent, "status": "active", "start": "2026-06-10", "market": "de"},
        ]
    )
    (conflict,) = conflicts("repeated_material", twice).conflicts.values()
    assert conflict.id == "repeated_material:acme:a"
    assert conflict.members == {
        Described("activity", "a", None, "cat", None),
        Described("activity", "b", "de", None, start("2026-06-10")),
    }


def test_shared_identity_crosses_groups() -> None:
    tables = around(
        account=[
            {"id": "b", "duns": "1", "tax_id": "2", "customer_since": "2020-01-01"},
            {"id": "a", "market": "de", "duns": "1", "owner": "ann"},
            {"id": "c", "parent": "b", "domain": "x.se"},
            {"id": "d", "tax_id": "2", "domain": "X.se"},
        ]
    )
    (conflict,) = conflicts("shared_identity", tables).conflicts.values()
    assert (conflict.id, conflict.group) == ("shared_identity:a:a", "a")
    assert (conflict.pairs, conflict.since, conflict.value_minor) == (3, None, 0)
    assert {member.id for member in conflict.members} == {"a", "b", "c", "d"}
    by_group = {"severity": {"shared_identity": {"prospect": "critical", "customer": "info"}}}
    for since, severity in (("2026-06-30", "info"), ("2026-07-01", "critical")):
        changes = {"account.b.customer_since": since}
        (conflict,) = conflicts(
            "shared_identity", tables, changes, policy=by_group
        ).conflicts.values()
        assert conflict.severity == severity
