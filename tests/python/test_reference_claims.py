"""The reference by hand: claims, delegations, and agreements that get in each other's way."""

from __future__ import annotations

from typing import Any

import pytest

from reference.small import around, opportunity, pairs

Changes = dict[str, Any]
AGREEMENT: dict[str, Any] = {
    **{"id": "g", "account": "acme", "products": ["pumps"], "markets": ["nordic"], "owner": "bo"},
    **{"valid_from": "2026-01-01", "valid_to": "2026-12-31"},
}

# --- claim_breach ---------------------------------------------------------------------------------
CLAIM = around(
    opportunity=[opportunity("o", account="acme-dk")],
    claim=[
        {"id": "c", "person": "bo", "account": "acme", "products": ["pumps"]}
        | {"markets": ["nordic"], "from": "2026-02-01", "until": "2026-12-31"}
    ],
)


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"claim.c.until": "2026-06-30"}, True),
        ({"claim.c.until": "2026-06-29"}, False),
        ({"claim.c.until": None}, True),
        ({"claim.c.person": "ann"}, False),
        ({"opportunity.o.owner": None}, True),
        ({"claim.c.account": "acme-dk"}, True),
        ({"claim.c.account": "acme-dk-2"}, False),
        ({"claim.c.account": "birk"}, False),
        ({"opportunity.o.market": "de"}, False),
        ({"opportunity.o.market": "de", "claim.c.markets": []}, True),
        ({"opportunity.o.products": ["seals"]}, False),
        ({"opportunity.o.products": []}, True),
        ({"claim.c.products": ["pump-1"], "opportunity.o.products": ["pumps"]}, True),
        ({"claim.c.products": [], "opportunity.o.products": ["seals"]}, True),
        ({"claim.c.from": "2026-02-28"}, True),
        ({"claim.c.from": "2026-03-01"}, False),  # on the same day is not after
        ({"opportunity.o.opened": "2026-01-15"}, False),
    ],
)
def test_claim_breach(changes: Changes, holds: bool) -> None:
    assert list(pairs("claim_breach", CLAIM, changes)) == ["c o"] * holds


def test_the_owner_of_the_day_breaches_a_claim() -> None:
    changes = {
        "owner_change": [
            {"opportunity": "o", "from": "bo", "to": "ann", "at": "2026-06-30T08:00:00Z"}
        ]
    }
    assert pairs("claim_breach", CLAIM, changes) == {"c o": "2026-03-01"}
    assert not pairs("claim_breach", CLAIM, changes, "2026-06-29")


# --- scope_breach ---------------------------------------------------------------------------------
SCOPE = around(
    opportunity=[opportunity("o", account="acme-dk", products=["pump-1", "pump-2"])],
    agreement=[AGREEMENT],
    delegation=[{"agreement": "g", "person": "cat"}],
)

UNSPECIFIED: Changes = {"opportunity.o.products": [], "opportunity.o.agreement": "g"}


def delegated(**columns: Any) -> Changes:
    return {"delegation": [{"agreement": "g", "person": "ann", **columns}]}


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"agreement.g.owner": "ann"}, False),
        ({"agreement.g.owner": None, "opportunity.o.owner": None}, True),
        (delegated(), False),
        ({**delegated(), "opportunity.o.owner": None}, True),
        (delegated(markets=["nordic"], products=["pumps"]), False),
        (delegated(markets=["se"]), True),
        (delegated(products=["pump-1"]), True),  # not all of them
        (delegated(products=["pump-1", "pump-2"]), False),
        ({**UNSPECIFIED, **delegated(products=["pumps"])}, True),
        ({**UNSPECIFIED, **delegated()}, False),
        (
            # No one delegation holds both.
            {
                "delegation": [
                    {"agreement": "g", "person": "ann", "markets": ["se"]},
                    {"agreement": "g", "person": "ann", "products": ["pump-1"]},
                ]
            },
            True,
        ),
        # It neither covers it nor is named.
        ({"opportunity.o.market": "de"}, False),
        ({"opportunity.o.market": "de", "opportunity.o.agreement": "g"}, True),
        ({"agreement.g.valid_to": "2026-06-29"}, False),
        ({"agreement.g.valid_to": "2026-06-29", "opportunity.o.agreement": "g"}, True),
        ({"agreement.g.account": "birk"}, False),
        ({"agreement.g.account": "birk", "opportunity.o.agreement": "g"}, True),
        ({"opportunity.o.agreement": "g", **delegated(markets=["dk"])}, False),
    ],
)
def test_scope_breach(changes: Changes, holds: bool) -> None:
    assert list(pairs("scope_breach", SCOPE, changes)) == ["g o"] * holds


def test_an_agreement_without_delegations_leaves_everybody_free() -> None:
    assert not pairs("scope_breach", {**SCOPE, "delegation": []})
    of_another = {"agreement": [{"id": "h", "account": "birk"}]}
    only_of_another = {**SCOPE, "delegation": [{"agreement": "h", "person": "cat"}]}
    assert not pairs("scope_breach", only_of_another, of_another)


# --- agreement_overlap ----------------------------------------------------------------------------
OVERLAP = around(
    agreement=[
        {**AGREEMENT, "id": key, "account": account, "discount": 10, "shipping_terms": "DAP"}
        for key, account in (("g", "acme"), ("h", "acme-dk"))
    ]
)
OTHER_OWNER: Changes = {"agreement.h.owner": "cat"}


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, False),  # all the same
        (OTHER_OWNER, True),
        ({"agreement.h.discount": 10.5}, True),
        ({"agreement.h.discount": None}, True),
        ({"agreement.g.discount": None, "agreement.h.discount": None}, False),
        ({"agreement.h.shipping_terms": "EXW"}, True),
        ({"agreement.h.shipping_terms": None}, True),
        ({"agreement.g.owner": None, "agreement.h.owner": None}, True),
        ({**OTHER_OWNER, "agreement.h.valid_to": "2026-06-29"}, False),
        ({**OTHER_OWNER, "agreement.g.valid_from": "2026-07-01"}, False),
        ({**OTHER_OWNER, "agreement.h.account": "acme"}, True),
        ({**OTHER_OWNER, "agreement.h.account": "birk"}, False),
        (
            {**OTHER_OWNER, "account": [{"id": "acme-de", "parent": "acme"}]}
            | {"agreement.g.account": "acme-de"},
            False,
        ),  # sisters
        ({**OTHER_OWNER, "agreement.h.markets": ["de"]}, False),
        ({**OTHER_OWNER, "agreement.h.markets": []}, True),
        ({**OTHER_OWNER, "agreement.h.markets": ["de", "se-north"]}, True),
        ({**OTHER_OWNER, "agreement.h.markets": ["world"]}, True),
        ({**OTHER_OWNER, "agreement.h.products": ["seals"]}, False),
        ({**OTHER_OWNER, "agreement.h.products": []}, True),
        ({**OTHER_OWNER, "agreement.h.products": ["pump-1"]}, True),
    ],
)
def test_agreement_overlap(changes: Changes, holds: bool) -> None:
    assert list(pairs("agreement_overlap", OVERLAP, changes)) == ["g h"] * holds


@pytest.mark.parametrize(
    ("starts", "since"),
    [
        (("2026-01-01", "2026-02-01"), "2026-02-01"),
        ((None, "2026-02-01"), "2026-02-01"),
        ((None, None), None),
    ],
)
def test_agreements_overlap_since_the_later_begins(
    starts: tuple[str | None, str | None], since: str | None
) -> None:
    changes = {"agreement.g.valid_from": starts[0], "agreement.h.valid_from": starts[1]}
    assert pairs("agreement_overlap", OVERLAP, {**OTHER_OWNER, **changes}) == {"g h": since}


def test_agreements_without_a_beginning_overlap_since_the_merger() -> None:
    changes = {
        **{"agreement.g.valid_from": None, "agreement.h.valid_from": None, **OTHER_OWNER},
        "account_parent": [
            {"account": "acme-dk", "parent": None, "from": None},
            {"account": "acme-dk", "parent": "acme", "from": "2026-05-01"},
        ],
    }
    assert pairs("agreement_overlap", OVERLAP, changes) == {"g h": "2026-05-01"}
