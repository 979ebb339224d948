"""The reference by hand: opportunities beside an agreement, and under one on other terms."""

from __future__ import annotations

from typing import Any

import pytest

from reference.small import around, opportunity, pairs

Changes = dict[str, Any]

# --- agreement_bypass -----------------------------------------------------------------------------
AGREEMENT: dict[str, Any] = {
    **{"id": "g", "account": "acme", "products": ["pumps"], "markets": ["nordic"], "owner": "bo"},
    **{"valid_from": "2026-01-01", "valid_to": "2026-12-31"},
}
BYPASS = around(opportunity=[opportunity("o", account="acme-dk")], agreement=[AGREEMENT])
WON: Changes = {"opportunity.o.stage": "won", "opportunity.o.closed": "2026-04-15"}
SOLD: Changes = {"account_parent": [{"account": "acme-dk", "parent": None, "from": "2026-05-01"}]}
# Below the agreement's account until then, and beside it since.
MOVED_ASIDE: Changes = {
    "agreement.g.account": "acme-dk",
    "opportunity.o.account": "acme-dk-2",
    "account_parent": [
        {"account": "acme-dk-2", "parent": "acme-dk", "from": None},
        {"account": "acme-dk-2", "parent": "acme", "from": "2026-05-01"},
    ],
}


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"agreement.g.account": "acme-dk"}, True),
        ({"agreement.g.account": "acme-dk-2"}, False),  # it lies below
        ({"opportunity.o.account": "acme-dk-2"}, True),
        ({"agreement.g.account": "birk"}, False),
        ({"opportunity.o.market": "de"}, False),
        ({"opportunity.o.market": "de", "agreement.g.markets": []}, True),
        ({"opportunity.o.market": "de", "agreement.g.markets": ["se", "de"]}, True),
        ({"opportunity.o.market": "world"}, False),  # above is not within
        ({"opportunity.o.products": ["seals"]}, False),
        ({"opportunity.o.products": ["seals", "pump-2"]}, True),  # one is enough
        ({"agreement.g.products": ["pump-1"], "opportunity.o.products": ["pumps"]}, False),
        ({"opportunity.o.products": []}, False),
        ({"opportunity.o.products": [], "agreement.g.products": []}, True),
        ({"agreement.g.valid_to": "2026-06-30"}, True),
        ({"agreement.g.valid_to": "2026-06-29"}, False),
        ({"agreement.g.valid_from": "2026-06-30"}, True),
        ({"agreement.g.valid_from": "2026-07-01"}, False),
        ({"agreement.g.valid_from": None, "agreement.g.valid_to": None}, True),
        ({"opportunity.o.agreement": "g"}, False),
        ({"agreement": [{**AGREEMENT, "id": "h", "account": "birk"}]}, True),
        (SOLD, False),
        # One that was won lately.
        (WON, True),
        ({**WON, "opportunity.o.stage": "lost"}, False),
        ({**WON, "opportunity.o.agreement": "g"}, False),
        ({**WON, "agreement.g.valid_to": "2026-04-15"}, True),
        ({**WON, "agreement.g.valid_to": "2026-04-14"}, False),
        ({**WON, "agreement.g.valid_from": "2026-04-15"}, True),
        ({**WON, "agreement.g.valid_from": "2026-04-16"}, False),
        ({**WON, **SOLD}, False),  # no longer one group
        ({**MOVED_ASIDE, **WON}, True),
        (MOVED_ASIDE, False),
    ],
)
def test_agreement_bypass(changes: Changes, holds: bool) -> None:
    assert list(pairs("agreement_bypass", BYPASS, changes)) == ["g o"] * holds


def test_naming_another_agreement_is_a_bypass_of_this_one() -> None:
    other = {**AGREEMENT, "id": "h", "account": "birk"}
    changes = {"agreement": [other], "opportunity.o.agreement": "h"}
    assert pairs("agreement_bypass", BYPASS, changes) == {"g o": "2026-03-01"}


def test_how_far_back_a_won_one_is_looked_for() -> None:
    for days, holds in ((76, True), (75, False)):
        policy = {"agreement_bypass_days": days}
        assert bool(pairs("agreement_bypass", BYPASS, WON, policy=policy)) == holds
    assert pairs("agreement_bypass", BYPASS, WON, "2027-04-15") == {"g o": "2026-03-01"}
    assert not pairs("agreement_bypass", BYPASS, WON, "2027-04-16")
    assert pairs("agreement_bypass", BYPASS, WON, "2026-04-14")  # it was open


def test_the_history_says_when_it_was_won() -> None:
    changes = {
        "opportunity.o.stage": "won",
        "opportunity.o.closed": "2026-06-20",
        "agreement.g.valid_to": "2026-05-10",
        "stage_change": [
            {"opportunity": "o", "from": "proposal", "to": "won", "at": "2026-05-10T23:59:59Z"}
        ],
    }
    assert pairs("agreement_bypass", BYPASS, changes)
    assert not pairs("agreement_bypass", BYPASS, {**changes, "agreement.g.valid_to": "2026-05-09"})


# --- terms_mismatch -------------------------------------------------------------------------------
TERMS = around(
    opportunity=[
        opportunity("o", account="acme-dk", agreement="g", discount=10, shipping_terms="DAP")
    ],
    agreement=[{**AGREEMENT, "discount": 10, "shipping_terms": "DAP"}],
)


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, False),
        ({"opportunity.o.discount": 9.5}, True),
        ({"opportunity.o.discount": 12}, False),
        ({"opportunity.o.discount": None}, False),
        ({"agreement.g.discount": None}, False),
        ({"opportunity.o.discount": 0}, True),
        ({"opportunity.o.shipping_terms": "EXW"}, True),
        ({"opportunity.o.shipping_terms": None}, False),
        ({"agreement.g.shipping_terms": None}, False),
        ({"agreement.g.valid_to": "2026-06-29"}, True),
        ({"agreement.g.valid_to": "2026-06-30"}, False),
        ({"agreement.g.valid_from": "2026-07-01"}, True),
        ({"opportunity.o.market": "de"}, True),
        ({"opportunity.o.products": ["seals"]}, True),
        ({"opportunity.o.products": []}, True),
        ({"agreement.g.account": "acme-dk-2"}, True),
        ({"opportunity.o.agreement": None, "opportunity.o.discount": 1}, False),
        ({"opportunity.o.discount": 1, "opportunity.o.opened": "2026-07-01"}, False),
    ],
)
def test_terms_mismatch(changes: Changes, holds: bool) -> None:
    assert list(pairs("terms_mismatch", TERMS, changes)) == ["g o"] * holds


def test_a_unit_that_was_sold_under_its_old_agreement() -> None:
    assert pairs("terms_mismatch", TERMS, SOLD) == {"g o": "2026-03-01"}
