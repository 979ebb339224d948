"""Looking back: conflicts over a period against every single day of it, leakage against every deal.

$OPPORTUNE_TEST_FACTOR multiplies the number of organisations.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

import opportune as opp
from reference import crowded, policies
from reference.data import rounds
from reference.generator import FIRST, LAST, Tables, shuffled
from reference.kinds import ALL_KINDS
from reference.looking_back import ONE_DAY, conflict_history, leakage
from reference.records import Organisation


def loaded(tables: Tables, currency: str) -> opp.Workspace:
    workspace = opp.memory(currency)
    workspace.load(tables)
    return workspace


def some_days(dice: random.Random, most: int) -> tuple[dt.date, dt.date]:
    first = FIRST + dt.timedelta(days=dice.randint(-5, (LAST - FIRST).days))
    return first, first + dt.timedelta(days=dice.randint(0, most))


def period_of(tables: Tables) -> tuple[dt.date, dt.date]:
    """All days on which something happens, with some before and after."""
    return FIRST - 2 * ONE_DAY, LAST + 40 * ONE_DAY


def check_history(
    workspace: opp.Workspace, first: dt.date, last: dt.date, **asked: Any
) -> list[dict[str, Any]]:
    found = workspace.conflict_history(from_=first, to=last, **asked).to_pylist()
    expected = conflict_history(workspace, first, last, **asked)
    for one, other in zip(found, expected, strict=False):
        assert one == other, asked
    assert len(found) == len(expected), asked
    return found


@pytest.mark.parametrize("seed", range(rounds(12, long=200)))
def test_history_is_every_day_joined(seed: int) -> None:
    tables, currency, _ = crowded.organisation(seed)
    spans = check_history(loaded(tables, currency), *period_of(tables))
    assert len({span["kind"] for span in spans}) > 5


@pytest.mark.parametrize("seed", range(100, 100 + rounds(15, long=200)))
def test_history_under_any_policy(seed: int) -> None:
    tables, currency, moments = crowded.organisation(seed)
    workspace, dice = loaded(tables, currency), random.Random(seed)
    policy = policies.policy(Organisation(tables, currency), dice.choice(moments), dice)
    check_history(workspace, *some_days(dice, 150), policy=policy)


@pytest.mark.parametrize("seed", range(200, 200 + rounds(15, long=200)))
def test_history_of_some_kinds_in_some_groups(seed: int) -> None:
    tables, currency, _ = crowded.organisation(seed)
    workspace, dice = loaded(tables, currency), random.Random(seed)
    accounts = [row["id"] for row in tables["account"]]
    for _ in range(3):
        check_history(
            workspace,
            *some_days(dice, 100),
            kinds=dice.sample(ALL_KINDS, 4) if dice.random() < 0.5 else (),
            groups=dice.sample(accounts, dice.choice([1, 2])),
        )


@pytest.mark.parametrize("seed", range(300, 300 + rounds(4)))
def test_history_whatever_the_order_of_rows_and_the_number_of_threads(seed: int) -> None:
    tables, currency, _ = crowded.organisation(seed, opportunities=60)
    first, last = period_of(tables)
    one = loaded(tables, currency).conflict_history(from_=first, to=last, threads=1)
    other = loaded(shuffled(tables, seed), currency)
    for threads in (1, 2, 8):
        again = other.conflict_history(from_=first, to=last, threads=threads)
        assert again.to_pylist() == one.to_pylist()


def test_history_of_a_synthetic_organisation() -> None:
    generated = opp.synth.organisation(seed=3, opportunities=400)
    workspace = opp.memory()
    workspace.load({name: generated[name] for name in generated})
    last = generated.until
    assert check_history(workspace, last - 60 * ONE_DAY, last)


@pytest.mark.parametrize("seed", range(400, 400 + rounds(30, long=500)))
def test_leakage_is_that_of_every_deal_and_agreement(seed: int) -> None:
    tables, currency, moments = crowded.organisation(seed, opportunities=40)
    workspace, organisation = loaded(tables, currency), Organisation(tables, currency)
    dice = random.Random(seed)
    accounts = [row["id"] for row in tables["account"]]
    for moment in moments:
        assert workspace.leakage(as_of=moment).to_pylist() == leakage(organisation, moment)
        first, last = some_days(dice, 200)
        groups = dice.sample(accounts, 2)
        found = workspace.leakage(from_=first, to=last, as_of=moment, groups=groups)
        assert found.to_pylist() == leakage(organisation, moment, first, last, groups)


def test_the_random_deals_leak_in_every_way() -> None:
    reasons: set[str] = set()
    signs: set[int] = set()
    for seed in range(400, 430):
        tables, currency, _moments = crowded.organisation(seed, opportunities=40)
        for row in leakage(Organisation(tables, currency), LAST):
            reasons.update(row["reason"].split(";"))
            if row["difference_minor"] is not None:
                signs.add((row["difference_minor"] > 0) - (row["difference_minor"] < 0))
    assert reasons == {"bypass", "discount", "shipping_terms", "not_valid", "not_covered"}
    assert signs == {-1, 0, 1}


# --- the call -------------------------------------------------------------------------------------
def test_a_history_is_a_table(ws: opp.Workspace) -> None:
    kinds = ["duplicate_pursuit", "cross_market_pursuit", "lead_collision"]
    spans = ws.conflict_history(from_="2026-01-01", to=dt.date(2026, 3, 31), kinds=kinds)
    assert spans.types == {
        **dict.fromkeys(("id", "kind", "group"), "text"),
        **{"from": "date", "stood_before": "boolean", "to": "date", "days": "integer"},
        **{"severity_max": "text", "members_max": "integer", "pairs_max": "integer"},
        **{"value_max_minor": "integer", "currency": "text", "explanation": "text"},
    }
    assert spans["from"] == [dt.date(2026, 2, 1), dt.date(2026, 3, 1), dt.date(2026, 3, 5)]
    assert "EUR" in repr(spans)


def test_a_history_ends_today(ws: opp.Workspace) -> None:
    today = dt.datetime.now(dt.timezone.utc).date()
    spans = ws.conflict_history(from_="2026-02-01")
    assert spans["days"][0] - 1 in {
        (day - dt.date(2026, 2, 1)).days for day in (today, today + ONE_DAY)
    }


def test_a_history_in_swedish(ws: opp.Workspace) -> None:
    period = {"from_": "2026-03-01", "to": "2026-03-31"}
    english, swedish = (
        ws.conflict_history(**period, language=language) for language in ("en", "sv")
    )
    assert english["id"] == swedish["id"]
    assert not set(english["explanation"]) & set(swedish["explanation"])


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"from_": None}, opp.InputError),
        ({"from_": "soon"}, opp.InputError),
        ({"from_": "2026-02-01", "to": "2026-01-31"}, opp.InputError),
        ({"from_": "2026-02-01", "policy": {"mood": "good"}}, opp.InputError),
        ({"from_": "2026-02-01", "kinds": ["quarrel"]}, opp.NotFoundError),
        ({"from_": "2026-02-01", "groups": "nobody"}, opp.NotFoundError),
        ({"from_": "2026-02-01", "language": "xx"}, opp.NotFoundError),
        ({"from_": "2026-02-01", "threads": -1}, opp.InputError),
        ({"from_": 20260201}, TypeError),
        ({"from_": "2026-02-01", "language": None}, TypeError),
        ({"from_": "2026-02-01", "groups": [1]}, TypeError),
    ],
)
def test_a_history_that_cannot_be(
    ws: opp.Workspace, asked: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        ws.conflict_history(**asked)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"from_": "2026-02-01", "to": "2026-01-31"}, opp.InputError),
        ({"as_of": "soon"}, opp.InputError),
        ({"groups": ["nobody"]}, opp.NotFoundError),
        ({"threads": 1.5}, TypeError),
    ],
)
def test_leakage_that_cannot_be(
    ws: opp.Workspace, asked: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        ws.leakage(**asked)


def test_amounts_are_shown_in_their_currencies(ws: opp.Workspace) -> None:
    ws.put("agreement", id="g1", account="acme", discount=10)
    ws.put("product", id="P2")
    won = {"stage": "won", "opened": "2026-01-10", "closed": "2026-03-01", "amount": "1000.50"}
    ws.apply(
        {
            "table": "opportunity",
            "at": "2026-03-01",
            "record": {"id": "o9", "account": "acme", "products": ["P2"], **won},
        }
    )
    deals = ws.leakage(as_of="2026-03-31")
    assert deals["amount_minor"] == [100_050]
    assert "1,000.50" in repr(deals)  # SEK
    assert deals["amount_reporting_minor"] == [8754]  # EUR; a narrow page leaves the column out
    assert deals.types["difference_minor"] == "integer"
