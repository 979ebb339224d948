"""The reference by hand: what is missing - processes, coverage, requirements - and who is one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reference.small import around, opportunity, pairs

Changes = dict[str, Any]

# --- process_mismatch -----------------------------------------------------------------------------
STAGES = [{"id": "proposal", "milestone": "proposal"}, {"id": "won", "milestone": "won"}]


def process(key: str, **definition: Any) -> dict[str, Any]:
    return {"id": key, "definition": json.dumps({"stages": STAGES, **definition})}


WORLDWIDE = process("globe", scope="global")
# Of a group in one country, in market se-north, of kind renewal.
RUNS_STANDARD = around(
    account=[{"id": "acme", "market": "se"}, {"id": "acme-2", "market": "se", "parent": "acme"}],
    market=[
        {"id": "world", "maturity": "mature"},
        {"id": "nordic", "parent": "world"},
        {"id": "se", "parent": "nordic", "country": "SE", "structure": "partner"},
        {"id": "dk", "parent": "nordic", "country": "DK"},
        {"id": "se-north", "parent": "se", "maturity": "growing", "structure": "direct"},
    ],
    opportunity=[opportunity("o", market="se-north", kind="renewal")],
)
GLOBAL: Changes = {"account.acme.global": True}


@pytest.mark.parametrize(
    ("processes", "changes", "applies"),
    [
        ([], {}, None),  # nothing to run instead
        ([process("local")], {}, "local"),
        ([process("local")], {"opportunity.o.process": "local"}, None),
        ([process("local"), process("other", kinds=["expansion"])], {}, "local"),
        (
            [process("local"), process("other", kinds=["expansion"])],
            {"opportunity.o.process": "other"},
            "local",
        ),
        # Where it applies.
        ([process("near", markets=["se"])], {}, "near"),
        ([process("near", markets=["dk"])], {}, None),
        ([process("near", markets=["dk", "nordic"])], {}, "near"),
        ([process("near", markets=["nordic"])], {"opportunity.o.market": "world"}, None),
        ([process("ripe", maturity=["growing", "emerging"])], {}, "ripe"),
        ([process("ripe", maturity=["mature"])], {}, None),  # the market's own, not inherited
        ([process("ripe", maturity=["mature"])], {"opportunity.o.market": "dk"}, None),
        ([process("straight", structure=["direct"])], {}, "straight"),
        ([process("straight", structure=["partner"])], {}, None),
        ([process("again", kinds=["renewal", "expansion"])], {}, "again"),
        ([process("again", kinds=["expansion"])], {}, None),
        ([process("again", kinds=["renewal"])], {"opportunity.o.kind": None}, None),
        # The closest market, then the most conditions.
        ([process("far", markets=["nordic"]), process("near", markets=["se"])], {}, "near"),
        ([process("any", kinds=["renewal"]), process("near", markets=["world"])], {}, "near"),
        (
            [
                process("few", markets=["se"], kinds=["renewal"]),
                process("many", markets=["se"], kinds=["renewal"], structure=["direct"]),
            ],
            {},
            "many",
        ),
        # Global ones for global groups.
        ([WORLDWIDE], {}, None),
        ([WORLDWIDE], GLOBAL, "globe"),
        ([WORLDWIDE], {"account.acme-2.market": "dk"}, "globe"),
        ([WORLDWIDE], {"account.acme-2.market": "se-north"}, None),  # SE, too
        ([WORLDWIDE], {"account.acme-2.global": True}, None),  # not the root
        ([WORLDWIDE, process("local", markets=["se-north"])], GLOBAL, "globe"),
        ([process("globe", scope="global", markets=["dk"]), process("local")], GLOBAL, "local"),
        ([WORLDWIDE, process("local")], {}, "local"),
    ],
)
def test_process_mismatch(
    processes: list[dict[str, Any]], changes: Changes, applies: str | None
) -> None:
    tables = {**RUNS_STANDARD, "process": processes}
    expected = {f"o {applies}": "2026-03-01"} if applies else {}
    assert pairs("process_mismatch", tables, changes) == expected


def test_a_closed_opportunity_may_have_run_anything() -> None:
    tables = {**RUNS_STANDARD, "process": [process("local")]}
    lost = {"opportunity.o.stage": "lost", "opportunity.o.closed": "2026-06-30"}
    assert not pairs("process_mismatch", tables, lost)


# --- coverage_gap ---------------------------------------------------------------------------------
COVERAGE = around(
    opportunity=[
        opportunity("o1"),
        opportunity("o2", opened="2026-01-10", market="se-north"),
        opportunity("o3", opened="2026-02-10", market="se-north", owner="bo"),
    ]
)
ONE_COUNTRY: Changes = {"account.acme-dk.market": "se", "account.acme-dk-2.market": "se"}


def team(role: str, market: str | None = None, account: str = "acme") -> Changes:
    return {"team_member": [{"account": account, "person": "cat", "role": role, "market": market}]}


NOBODY = {"acme acme": "2026-01-10", "acme se": "2026-03-01", "acme se-north": "2026-01-10"}
ITSELF, SE, NORTH = ({key: NOBODY[key]} for key in NOBODY)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, NOBODY),
        (ONE_COUNTRY, {}),
        ({**ONE_COUNTRY, "account.acme.global": True}, NOBODY),
        ({**ONE_COUNTRY, "account.acme-dk.global": True}, {}),
        (team("global_account_manager"), {**SE, **NORTH}),
        (team("global_account_manager", "de"), {**SE, **NORTH}),  # for any market
        (team("global_account_manager", account="acme-dk"), NOBODY),
        (team("key_account_manager"), ITSELF),
        (team("key_account_manager", "nordic"), ITSELF),
        (team("key_account_manager", "se"), ITSELF),
        (team("key_account_manager", "se-north"), {**ITSELF, **SE}),
        (team("key_account_manager", "dk"), NOBODY),
        (team("key_account_manager", account="acme-dk"), NOBODY),
        (team("seller"), NOBODY),
        ({"opportunity.o1.market": None, "account.acme.market": None}, {**ITSELF, **NORTH}),
    ],
)
def test_coverage_gap(changes: Changes, expected: dict[str, str]) -> None:
    if changes.get("account.acme.market", "") is None:  # or it would not be global
        changes = {**changes, "account.acme-dk-2.market": "de"}
    assert pairs("coverage_gap", COVERAGE, changes) == expected


def test_a_global_group_that_sells_nothing_lacks_nobody() -> None:
    assert pairs("coverage_gap", COVERAGE, moment="2026-01-09") == {}
    assert list(pairs("coverage_gap", COVERAGE, moment="2026-01-10")) == [
        "acme acme",
        "acme se-north",
    ]


def test_a_group_is_global_from_the_day_of_a_merger() -> None:
    merged = {
        **{"account.acme-dk.parent": None, "account.acme-dk-2.parent": None},
        "account_parent": [{"account": "acme-dk", "parent": "acme", "from": "2026-06-30"}],
    }
    assert not pairs("coverage_gap", COVERAGE, merged, "2026-06-29")
    assert pairs("coverage_gap", COVERAGE, merged) == NOBODY


# --- requirement_gap ------------------------------------------------------------------------------
REQUIREMENT = around(
    opportunity=[opportunity("o", market="se-north", stage="negotiation")],
    stage_change=[
        {"opportunity": "o", "from": "discovery", "to": "proposal", "at": "2026-04-01T08:00:00Z"},
        {"opportunity": "o", "from": "proposal", "to": "negotiation", "at": "2026-05-01T08:00:00Z"},
    ],
    requirement=[
        {"id": "r", "jurisdiction": "swedish", "milestone": "proposal", "products": ["pumps"]}
    ],
)


def fulfilled(at: str, requirement: str = "r") -> Changes:
    return {"fulfilment": [{"opportunity": "o", "requirement": requirement, "at": at}]}


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"requirement.r.jurisdiction": "danish"}, False),
        ({"opportunity.o.market": "dk"}, False),
        ({"opportunity.o.market": "nordic"}, False),
        ({"market.se-north.jurisdiction": "lapp"}, False),  # its own comes before
        ({"market.se-north.jurisdiction": "lapp", "requirement.r.jurisdiction": "lapp"}, True),
        ({"opportunity.o.products": ["seals"]}, False),
        ({"opportunity.o.products": ["seals", "pump-1"]}, True),
        ({"opportunity.o.products": []}, False),
        ({"opportunity.o.products": [], "requirement.r.products": []}, True),
        ({"requirement.r.milestone": "negotiation"}, True),
        ({"requirement.r.milestone": "won"}, False),
        (fulfilled("2026-06-30T23:59:59.999999Z"), False),
        (fulfilled("2026-07-01T00:00:00Z"), True),
        (
            {"requirement": [{"id": "s", "jurisdiction": "danish", "milestone": "proposal"}]}
            | fulfilled("2026-06-01T00:00:00Z", "s"),
            True,
        ),
    ],
)
def test_requirement_gap(changes: Changes, holds: bool) -> None:
    assert list(pairs("requirement_gap", REQUIREMENT, changes)) == ["o r"] * holds


def test_a_requirement_is_missing_since_its_milestone() -> None:
    assert pairs("requirement_gap", REQUIREMENT) == {"o r": "2026-04-01 08:00:00"}
    later = {"requirement.r.milestone": "negotiation"}
    assert pairs("requirement_gap", REQUIREMENT, later) == {"o r": "2026-05-01 08:00:00"}
    early = {"requirement.r.milestone": "qualified"}
    assert pairs("requirement_gap", REQUIREMENT, early) == {"o r": "2026-03-01"}
    assert not pairs("requirement_gap", REQUIREMENT, moment="2026-03-31")


# --- shared_identity ------------------------------------------------------------------------------
IDENTITY = around(account=[{"id": "x"}, {"id": "y"}, {"id": "x-2", "parent": "x"}])


@pytest.mark.parametrize(
    ("column", "one", "other", "holds"),
    [
        *((column, "ab12", "ab12", True) for column in ("lei", "duns", "tax_id", "domain")),
        *((column, "ab12", "AB12", True) for column in ("lei", "duns", "tax_id", "domain")),
        *((column, "ab12", "ab13", False) for column in ("lei", "duns", "tax_id", "domain")),
        *((column, None, None, False) for column in ("lei", "duns", "tax_id", "domain")),
        ("name", "Acme", "Acme", False),
        ("duns", "12-345-6789", "12 345 6789.", True),
        ("tax_id", "SE-5560.12", "se556012", True),
        ("tax_id", "--", ".", False),  # nothing is left of them
        ("domain", "acme.se", "acmese", False),
        ("domain", "www.acme.se", "Acme.SE", True),
        ("domain", "www2.acme.se", "acme.se", False),
        ("domain", "shop.acme.se", "acme.se", False),
        ("domain", "www.", "WWW.", False),
    ],
)
def test_shared_identity(column: str, one: str | None, other: str | None, holds: bool) -> None:
    changes = {f"account.x.{column}": one, f"account.y.{column}": other}
    expected = {"x y": None} if holds else {}
    assert pairs("shared_identity", IDENTITY, changes) == expected


def test_one_identifier_under_two_names_is_not_shared() -> None:
    changes = {"account.x.duns": "556012", "account.y.tax_id": "556012"}
    assert not pairs("shared_identity", IDENTITY, changes)


def test_accounts_of_one_group_may_share() -> None:
    all_three = {f"account.{key}.duns": "1" for key in ("x", "y", "x-2")}
    assert list(pairs("shared_identity", IDENTITY, all_three)) == ["x y", "x-2 y"]
    merged = {"account_parent": [{"account": "y", "parent": "x", "from": "2026-06-30"}]}
    assert not pairs("shared_identity", IDENTITY, {**all_three, **merged})
    assert pairs("shared_identity", IDENTITY, {**all_three, **merged}, "2026-06-29")
