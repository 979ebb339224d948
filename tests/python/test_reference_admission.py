"""The reference by hand: what saving a record changes; and the reference against its SQL."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from reference import admission, generator
from reference.comparison import KINDS
from reference.data import rounds
from reference.kinds import ALL_KINDS, RELATIONS
from reference.kinds.components import Found
from reference.kinds.policy import Policy
from reference.kinds.view import View
from reference.pairs import Pair, PairFinder
from reference.records import Organisation
from reference.small import DAY, around, opportunity

TABLES = around(
    opportunity=[
        opportunity("o1", account="acme", products=["pump-1"]),
        opportunity("o2", account="acme", products=["pump-1"], opened="2026-04-01"),
        opportunity("o3", account="acme-dk", products=["seals"], owner="bo"),
    ],
    team_member=[
        {"account": "acme", "person": "cat", "role": role}
        for role in ("global_account_manager", "key_account_manager")
    ],
)
DUPLICATE = "duplicate_pursuit:acme:o1"
CROSS = "cross_market_pursuit:acme:o1"
SAVED_AT = dt.datetime(2026, 6, 30, 8, tzinfo=dt.timezone.utc)


def saving(**record: Any) -> admission.Difference:
    before, after = admission.organisations(TABLES, "EUR", "opportunity", record, SAVED_AT)
    found = (Found(View(one, DAY), Policy(), ALL_KINDS) for one in (before, after))
    return admission.Difference(*found)


def o(*keys: str) -> set[tuple[str, str]]:
    return {("opportunity", key) for key in keys}


def test_what_is_saved_again_changes_nothing() -> None:
    difference = saving(**TABLES["opportunity"][0])
    assert set(difference.after.conflicts) == {DUPLICATE, CROSS}
    assert not difference.opened
    assert not difference.closed
    assert not difference.changed
    assert not difference.brought_by(("opportunity", "o1"))


def test_a_new_one_brings_the_conflicts_that_it_is_in() -> None:
    difference = saving(**opportunity("new", products=["pump-1"], opened="2026-06-30"))
    assert difference.brought_by(("opportunity", "new")) == {
        DUPLICATE: o("o1", "o2"),
        CROSS: o("o3"),
    }
    assert set(difference.changed) == {DUPLICATE, CROSS}
    assert difference.changed[DUPLICATE].pairs == 3
    assert difference.new_pairs[CROSS] == {("cross_market_pursuit", *sorted(o("new", "o3")))}


def test_a_change_that_ends_one() -> None:
    difference = saving(**opportunity("o2", products=["seals"], opened="2026-04-01"))
    assert set(difference.closed) == {DUPLICATE}
    assert not difference.opened
    assert not difference.brought_by(("opportunity", "o2"))


def test_a_change_writes_its_history() -> None:
    record = opportunity("o1", owner="bo", stage="negotiation", amount=1)
    after = admission.saved(TABLES, "opportunity", record, SAVED_AT)
    written = {
        table: [(row["from"], row["to"]) for row in after.get(table, [])]
        for table in admission.HISTORIES.values()
    }
    assert written == {
        "stage_change": [("proposal", "negotiation")],
        "owner_change": [("ann", "bo")],
        "amount_change": [(None, 1)],
        "close_date_change": [],
    }


@pytest.mark.parametrize("seed", range(rounds(20)))
def test_pair_by_pair_is_as_by_sql(seed: int) -> None:
    tables, currency, moments = generator.organisation(seed)
    organisation = Organisation(tables, currency)
    finder = PairFinder(organisation)
    for moment in moments:
        found = {
            Pair(kind, *a, *b)
            for kind in KINDS
            for pair in RELATIONS[kind](View(organisation, moment), Policy())
            for a, b in [sorted([pair.a, pair.b])]
        }
        assert found == finder.at(moment)
    finder.close()
