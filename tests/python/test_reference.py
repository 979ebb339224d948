"""The engine against the reference: the same questions, the same answers.

$OPPORTUNE_TEST_FACTOR multiplies the number of organisations.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import opportune as opp
from reference import generator
from reference.comparison import KINDS, check_conflicts, check_funnel, check_pipeline
from reference.data import rounds
from reference.history import AsOf
from reference.pairs import PairFinder
from reference.records import Organisation

DIMENSIONS = [
    *("market", "region", "group", "account", "owner", "team", "product", "process", "milestone"),
    *("stage", "kind", "source", "close_month", "close_quarter", "close_year", "open_month"),
    *("open_quarter", "open_year"),
]
SYNTH_MOMENTS = [dt.date(2024, 9, 30), dt.date(2025, 12, 31), dt.date(2026, 6, 30)]


def loaded(tables: generator.Tables, currency: str) -> opp.Workspace:
    workspace = opp.memory(currency)
    workspace.load(tables)
    return workspace


def answers(workspace: opp.Workspace, moment: Any, threads: int = 0) -> list[Any]:
    """Everything that it says as of that moment, in its order."""
    found = workspace.conflicts(as_of=moment, kinds=KINDS, pairs=True, threads=threads)
    return [
        found.to_pylist(),
        found.members.to_pylist(),
        found.pairs.to_pylist(),
        workspace.pipeline(by=["region", "milestone"], as_of=moment, threads=threads).to_pylist(),
        workspace.pipeline(by=["product"], as_of=moment, threads=threads).to_pylist(),
        workspace.funnel(by=["team"], as_of=moment, threads=threads).to_pylist(),
        workspace.groups(moment).to_pylist(),
    ]


def synthetic(seed: int) -> tuple[opp.Workspace, Organisation]:
    """A generated organisation in a workspace, and the same for the reference."""
    generated = opp.synth.organisation(seed=seed, opportunities=400)
    workspace = opp.memory()
    workspace.load({name: generated[name] for name in generated})
    rows = {name: generated[name].to_pylist() for name in generated}
    return workspace, Organisation(rows, workspace.reporting_currency)


@pytest.mark.parametrize("seed", range(rounds(200)))
def test_conflicts_of_random_organisations(seed: int) -> None:
    tables, currency, moments = generator.organisation(seed)
    check_conflicts(loaded(tables, currency), Organisation(tables, currency), moments)


@pytest.mark.parametrize("seed", range(rounds(5)))
def test_conflicts_of_synthetic_organisations(seed: int) -> None:
    workspace, organisation = synthetic(seed)
    assert check_conflicts(workspace, organisation, SYNTH_MOMENTS) > 0


@pytest.mark.parametrize("seed", range(1000, 1000 + rounds(40)))
def test_measures_of_random_organisations(seed: int) -> None:
    tables, currency, moments = generator.organisation(seed)
    workspace, organisation = loaded(tables, currency), Organisation(tables, currency)
    finder = PairFinder(organisation)
    for place, moment in enumerate(moments):
        pairs = finder.at(moment)
        check_pipeline(workspace, organisation, moment, [], pairs)
        check_funnel(workspace, organisation, moment, [])
        for offset in range(3):
            dimension = DIMENSIONS[(seed + 7 * place + offset) % len(DIMENSIONS)]
            check_pipeline(workspace, organisation, moment, [dimension], pairs)
            check_funnel(workspace, organisation, moment, [dimension])
        check_pipeline(workspace, organisation, moment, ["region", "product", "milestone"], pairs)
        start, end = dt.date(2024, 3, 1), dt.date(2024, 9, 30)
        check_funnel(workspace, organisation, moment, ["kind", "product"], start, end)
    finder.close()


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_pipeline_by_every_dimension(dimension: str) -> None:
    tables, currency, moments = generator.organisation(77, opportunities=60)
    workspace, organisation = loaded(tables, currency), Organisation(tables, currency)
    finder = PairFinder(organisation)
    for moment in moments:
        check_pipeline(workspace, organisation, moment, [dimension], finder.at(moment))
        check_funnel(workspace, organisation, moment, [dimension])
    finder.close()


def test_measures_of_a_synthetic_organisation() -> None:
    workspace, organisation = synthetic(7)
    finder = PairFinder(organisation)
    for moment in SYNTH_MOMENTS:
        pairs = finder.at(moment)
        for by in ([], ["region", "milestone"], ["product"], ["close_quarter", "kind"], ["team"]):
            check_pipeline(workspace, organisation, moment, by, pairs)
            check_funnel(workspace, organisation, moment, by)
    finder.close()


@pytest.mark.parametrize("seed", range(2000, 2000 + rounds(10)))
def test_groups_of_every_day(seed: int) -> None:
    tables, currency, moments = generator.organisation(seed)
    workspace, organisation = loaded(tables, currency), Organisation(tables, currency)
    for moment in [*moments, dt.date(2020, 1, 1)]:
        as_of = AsOf(organisation, moment)
        expected = {row["id"]: as_of.group(row["id"]) for row in organisation.rows("account")}
        assert {row["account"]: row["group"] for row in workspace.groups(moment)} == expected


@pytest.mark.parametrize("seed", range(3000, 3000 + rounds(20)))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    tables, currency, moments = generator.organisation(seed, opportunities=40)
    one = loaded(tables, currency)
    other = loaded(generator.shuffled(tables, seed), currency)
    for moment in moments:
        assert answers(one, moment) == answers(other, moment)


@pytest.mark.parametrize("seed", range(4000, 4000 + rounds(5)))
def test_the_number_of_threads_does_not_matter(seed: int) -> None:
    tables, currency, moments = generator.organisation(seed, opportunities=150)
    workspace = loaded(tables, currency)
    for moment in moments:
        alone = answers(workspace, moment, threads=1)
        for threads in (2, 3, 8):
            assert answers(workspace, moment, threads=threads) == alone


@settings(
    max_examples=rounds(60),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
)
@given(
    seed=st.integers(10_000, 10**9),
    opportunities=st.integers(0, 12),
    day=st.dates(dt.date(2023, 12, 30), dt.date(2025, 4, 2)),
    currency=st.sampled_from(generator.CURRENCIES),
)
def test_any_small_organisation_on_any_day(
    seed: int, opportunities: int, day: dt.date, currency: str
) -> None:
    tables, _, _ = generator.organisation(
        seed, opportunities=opportunities, reporting_currency=currency
    )
    workspace, organisation = loaded(tables, currency), Organisation(tables, currency)
    check_conflicts(workspace, organisation, [day])
    finder = PairFinder(organisation)
    check_pipeline(workspace, organisation, day, ["product", "owner"], finder.at(day))
    check_funnel(workspace, organisation, day, ["milestone"])
    finder.close()
