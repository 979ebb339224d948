"""Who of a campaign's audience would be left out: the engine against the slow reference on random
organisations, and how Python callers ask. What single answers must be is in
tests/scenarios/audience.scenario.

$OPPORTUNE_TEST_FACTOR multiplies the number of organisations.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import opportune as opp
from opportune.processes import Process
from reference import generator
from reference.audience import Audience, Target
from reference.data import rounds
from reference.history import AsOf
from reference.marketing import KINDS, with_marketing
from reference.records import Organisation

REACHES = ["account", "country", "group"]


def check(answer: opp.Audience, expected: Audience, targets: set[Target], limit: int) -> int:
    """Asserts that all four tables are the same; returns how many are cut."""
    assert answer.to_pylist() == expected.accounts(targets)
    assert answer.by_market.to_pylist() == expected.markets(targets)
    assert answer.by_opportunity.to_pylist() == expected.opportunities(targets)
    assert answer.cuts is not None
    assert answer.cuts.to_pylist() == expected.cuts(targets, limit)
    cut = sum(1 for target in targets if expected.by(target))
    assert (answer.size, answer.cut) == (len(targets), cut)
    return cut


def questions(seed: int, reach: str) -> list[int]:
    """Asks a random organisation all kinds of questions; how many were cut in each."""
    tables, currency, moments = generator.organisation(seed)
    tables = with_marketing(tables, moments, seed)
    organisation, dice = Organisation(tables, currency), random.Random(seed)
    # Half of them have the reach in their policy, half try it out.
    is_tried = dice.random() < 0.5
    ws = opp.memory(currency, policy={} if is_tried else {"suppression": reach})
    ws.load(tables)
    accounts = [row["id"] for row in tables["account"]]
    markets = [row["id"] for row in tables["market"]]
    found = []
    for moment in moments:
        expected = Audience(AsOf(organisation, moment), reach)
        limit = dice.choice([0, 1, 2, 1000])
        asked: dict[str, Any] = {"as_of": moment, "cuts": True, "limit": limit}
        if is_tried:
            asked["policy"] = {"suppression": reach}
        kind, campaign = dice.choice([*KINDS, "unheard of"]), dice.choice(["spring", "Ö-autumn"])
        some, region = dice.choices(accounts, k=5), dice.sample(markets, 2)
        everybody = expected.of_everybody(kind)
        for answer, targets in (
            (ws.audience(kind=kind, **asked), everybody),
            (
                ws.audience(kind=kind, markets=region, **asked),
                expected.within(everybody, region),
            ),
            (ws.audience(some, kind=kind, **asked), expected.of_accounts(some, kind)),
            (ws.audience(campaign=campaign, **asked), expected.of_campaign(campaign)),
            (
                ws.audience(campaign=campaign, kind=kind, **asked),
                expected.of_campaign(campaign, kind),
            ),
        ):
            found.append(check(answer, expected, targets, limit))
        for account in dice.sample(accounts, 2):  # the question that a CRM asks for one account
            held = {row["kind"]: row["allowed"] for row in ws.activities(account, as_of=moment)}
            if not is_tried:
                assert {kind: not expected.by((account, kind)) for kind in held} == held
    return found


@pytest.mark.parametrize("reach", REACHES)
@pytest.mark.parametrize("seed", range(5000, 5000 + rounds(25)))
def test_the_audiences_of_random_organisations(seed: int, reach: str) -> None:
    questions(seed, reach)


def test_the_questions_above_would_show_a_difference() -> None:
    kinds_of_question = 5
    cut = {reach: [0] * kinds_of_question for reach in REACHES}
    for reach in REACHES:
        for seed in range(12):
            for place, number in enumerate(questions(seed, reach)):
                cut[reach][place % kinds_of_question] += number
    for account, country, group in zip(*cut.values(), strict=True):
        assert account <= country <= group
        assert account < group
    assert sum(cut["account"]) < sum(cut["country"]) < sum(cut["group"])


# --- how it is asked ------------------------------------------------------------------------------

OWN = (
    Process("own")
    .stage("talk", milestone="qualified")
    .stage("offer", milestone="proposal", suppress="mailing")
    .stage("won", milestone="won")
)
WHEN = "2026-02-01"


@pytest.fixture
def ws() -> opp.Workspace:
    """acme and its subsidiary, where an offer is on the table; birch, where none is."""
    workspace = opp.memory()
    workspace.load(
        market=[{"id": "se", "currency": "SEK"}],
        account=[
            {"id": "acme", "market": "se"},
            {"id": "acme-dk", "parent": "acme"},
            {"id": "birch", "market": "se"},
        ],
        process=[OWN.record()],
        opportunity=[
            {"id": "o1", "account": "acme", "process": "own", "stage": "offer",
             "opened": "2026-01-05"},
        ],
        campaign=[{"id": "spring"}],
    )  # fmt: skip
    return workspace


IDS = ["acme-dk", "birch", "acme-dk"]


@pytest.mark.parametrize(
    "accounts",
    [
        IDS,
        tuple(IDS),
        set(IDS),
        frozenset(IDS),
        {"account": IDS},
        [{"account": key, "score": 7} for key in IDS],
        pd.Series(IDS),
        pl.Series(IDS),
        pa.chunked_array([IDS]),
        pd.DataFrame({"account": IDS, "name": ["x", "y", "z"]}),
        pl.DataFrame({"account": IDS}),
        pa.table({"account": IDS}),
    ],
    ids=lambda accounts: type(accounts).__name__,
)
def test_the_audience_is_ids_or_a_table(ws: opp.Workspace, accounts: Any) -> None:
    answer = ws.audience(accounts, kind="mailing", as_of=WHEN)
    assert list(zip(answer["account"], answer["allowed"], strict=True)) == [
        ("acme-dk", False),
        ("birch", True),
    ]
    assert answer.cuts is None


def test_a_table_of_the_engine_is_an_audience(ws: opp.Workspace) -> None:
    groups = ws.groups(WHEN)
    answer = ws.audience(groups, kind="mailing", as_of=WHEN)
    assert (answer.size, answer.cut, answer.share) == (3, 2, 2 / 3)
    assert answer["market"] == ["se", None, "se"]
    assert answer.by_market.to_pylist() == [
        {"market": None, "audience": 1, "cut": 1, "share": 1.0},
        {"market": "se", "audience": 2, "cut": 1, "share": 0.5},
    ]


def test_nobody_is_an_audience_too(ws: opp.Workspace) -> None:
    answer = ws.audience([], kind="mailing", cuts=True)
    assert (answer.size, answer.cut, answer.share) == (0, 0, 0.0)
    assert answer.cuts is not None
    assert len(answer.cuts) == 0
    assert ws.audience(campaign="spring").size == 0


def test_what_it_comes_to_in_words(ws: opp.Workspace) -> None:
    assert ws.audience(kind="mailing", as_of=WHEN).summary() == (
        "2 of 3 would be left out (67%)\n  2 by o1 of acme in offer, 2 by it alone"
    )
    for number in range(6):
        ws.put("opportunity", id=f"p{number}", account="birch", process="own", stage="offer",
               opened="2026-01-06")  # fmt: skip
    lines = ws.audience(kind="mailing", as_of=WHEN).summary().splitlines()
    assert lines[0] == "3 of 3 would be left out (100%)"
    assert lines[2] == "  1 by p0 of birch in offer, 0 by it alone"
    assert lines[-1] == "  and by 2 more"


def test_a_question_changes_nothing(ws: opp.Workspace) -> None:
    before = {name: ws.table(name).to_pylist() for name in opp.table_names()}
    ws.audience(kind="mailing", policy={"suppression": "account"}, cuts=True)
    assert {name: ws.table(name).to_pylist() for name in opp.table_names()} == before
    assert ws.audience(kind="mailing", as_of=WHEN).cut == 2  # the policy was tried, not set


def test_a_policy_to_try_speaks_of_the_organisations_own_milestones() -> None:
    milestones: list[Any] = ["contact", "quoted"]
    milestones += [{"name": end, "outcome": end} for end in ("won", "lost", "abandoned")]
    ws = opp.memory("EUR", policy={"milestones": milestones})
    tried = {"suppression": "account", "lead_collision_milestone": "quoted"}
    assert ws.audience(kind="mailing", policy=tried).cut == 0
    with pytest.raises(opp.InputError, match="must be one of: contact, quoted"):
        ws.audience(kind="mailing", policy={"lead_collision_milestone": "proposal"})


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda ws: ws.audience(["acme", 7], kind="mailing"), "accounts"),
        (lambda ws: ws.audience(kind=7), "kind"),
        (lambda ws: ws.audience(campaign=7), "campaign"),
        (lambda ws: ws.audience(kind="mailing", markets=7), "markets"),
        (lambda ws: ws.audience(kind="mailing", as_of=7), "as_of"),
        (lambda ws: ws.audience(kind="mailing", policy="group"), "policy"),
        (lambda ws: ws.audience(kind="mailing", cuts=1), "cuts"),
        (lambda ws: ws.audience(kind="mailing", limit="1"), "limit"),
    ],
)
def test_a_wrong_type_is_a_type_error_that_names_it(
    ws: opp.Workspace, call: Callable[[opp.Workspace], object], argument: str
) -> None:
    with pytest.raises(TypeError, match=argument):
        call(ws)


@pytest.mark.parametrize(
    ("call", "code", "field"),
    [
        (lambda ws: ws.audience(), "missing_value", "kind"),
        (lambda ws: ws.audience(["nobody"], kind="mailing"), "unknown_reference", "account"),
        (lambda ws: ws.audience({"id": IDS}, kind="mailing"), "missing_column", "account"),
        (lambda ws: ws.audience(IDS, campaign="spring"), "invalid_argument", "campaign"),
        (
            lambda ws: ws.audience(kind="mailing", policy={"suppression": "world"}),
            "invalid_policy",
            "suppression",
        ),
    ],
)
def test_what_makes_no_sense_is_an_input_error(
    ws: opp.Workspace, call: Callable[[opp.Workspace], object], code: str, field: str
) -> None:
    with pytest.raises(opp.InputError) as error:
        call(ws)
    issue = error.value.issues[0]
    assert (issue.code, issue.field) == (code, field)


@pytest.mark.parametrize("what", ["campaign", "market"])
def test_what_is_not_there_is_not_found(ws: opp.Workspace, what: str) -> None:
    asked: dict[str, Any] = {"markets": ["moon"]} if what == "market" else {"campaign": "moon"}
    with pytest.raises(opp.NotFoundError, match=f"there is no {what} 'moon'"):
        ws.audience(kind="mailing", **asked)
