"""What holds for every measure: dimensions, roll-ups, filters, series, order and threads.

$OPPORTUNE_TEST_FACTOR multiplies the number of organisations. What each measure says is compared in
the files beside this one.
"""

from __future__ import annotations

import random
from typing import Any

import pytest

import opportune as opp
from reference import crowded_measures
from reference.data import rounds
from reference.generator import Tables, shuffled
from reference.measure import AS_ROWS, BY_CELL
from reference.measure.query import MORE_KEYS, Query
from reference.measure.series import OVER_A_PERIOD
from reference.measure_comparison import added_up, by_cell, check, check_series
from reference.measure_questions import (
    a_day,
    asked_at,
    by_parent,
    dimensions_of,
    question,
    some_dates,
)
from reference.records import Organisation

OF_OPPORTUNITIES = [name for name in BY_CELL if name not in ("smarketing", "conflict_trend")]
ADDITIVE = {
    "pipeline": ["count", "amount_minor", "weighted_minor", "net_minor", "overdue_count"],
    "win_loss": ["closed", "won", "lost", "abandoned", "closed_amount_minor", "won_amount_minor"],
    "velocity": ["opportunities", "closed", "won"],
    "ageing": ["count", "amount_minor", "over_count", "over_amount_minor", "limit_count"],
    "conformance": ["opportunities", "histories", "fitting", "moves", "deviations", "skip"],
    "data_quality": ["records", "no_amount", "stale", "backdated", "batch_jump"],
    "smarketing": ["leads", "active", "qualified", "disqualified"],
    "leakage": ["deals", "bypass", "won_amount_minor", "overcharged_minor", "given_away_minor"],
    "slippage": ["opportunities", "moved", "moves", "pushed", "pushed_days", "pulled_days"],
    "waterfall": ["opening_minor", "new_minor", "won_minor", "rate_effect_minor", "closing_minor"],
}


def loaded(tables: Tables, currency: str) -> opp.Workspace:
    workspace = opp.memory(currency)
    workspace.load(tables)
    return workspace


@pytest.mark.parametrize("measure", OF_OPPORTUNITIES)
def test_every_dimension(measure: str) -> None:
    tables, currency, moments = crowded_measures.organisation(77, opportunities=80)
    workspace, organisation = loaded(tables, currency), Organisation(tables, currency)
    dice = random.Random(77)
    for name in dimensions_of(measure):
        for _ in range(3):
            query = asked_at(measure, Query(by=[name]), tables, moments, dice)
            check(workspace, organisation, measure, query)


@pytest.mark.parametrize("tree", ["market", "account", "product"])
@pytest.mark.parametrize("measure", list(ADDITIVE))
@pytest.mark.parametrize("seed", range(100, 100 + rounds(3, long=40)))
def test_rolled_up_is_the_sum_of_all_below(measure: str, tree: str, seed: int) -> None:
    """Its own and its children's: of products the amounts, since an opportunity of several counts
    once in what holds them."""
    tables, currency, moments = crowded_measures.organisation(seed)
    if tree == "account":  # as they belong from the first day on
        tables = {name: rows for name, rows in tables.items() if name != "account_parent"}
    names = [name for name in ADDITIVE[measure] if tree != "product" or name.endswith("_minor")]
    workspace, dice = loaded(tables, currency), random.Random(seed)
    query = asked_at(measure, Query(by=[tree]), tables, moments, dice)
    own = by_cell(workspace.query(measure, **query.asked()), [tree])
    rolled_up = by_cell(workspace.query(measure, **query.but(rollup=[tree]).asked()), [tree])
    children = by_parent(tables[tree])
    for (key,), row in rolled_up.items():
        # What has no market, or no product, has nothing below it.
        below = [] if key is None else children.get(key, [])
        parts = [rolled_up[child,] for child in below if (child,) in rolled_up]
        parts += [own[key,]] if (key,) in own else []
        assert added_up([row], names) == added_up(parts, names), (key, query)


@pytest.mark.parametrize("measure", [*BY_CELL, *AS_ROWS])
@pytest.mark.parametrize("seed", range(200, 200 + rounds(4, long=60)))
def test_a_series_is_its_single_questions(measure: str, seed: int) -> None:
    if measure == "conflict_trend":
        pytest.skip("is a series itself")
    tables, currency, _ = crowded_measures.organisation(seed)
    workspace, dice = loaded(tables, currency), random.Random(seed)
    query = question(measure, tables, dice) if measure in BY_CELL else Query()
    dates = some_dates(tables, dice)
    check_series(workspace, measure, query.but(dates=dates))
    if measure in OVER_A_PERIOD:
        first = min(min(dates), a_day(tables, dice))
        check_series(workspace, measure, query.but(dates=dates, start=first))


@pytest.mark.parametrize("seed", range(300, 300 + rounds(3, long=40)))
def test_the_order_of_rows_and_the_number_of_threads_do_not_matter(seed: int) -> None:
    tables, currency, moments = crowded_measures.organisation(seed, opportunities=120)
    workspace = loaded(tables, currency)
    other = loaded(shuffled(tables, seed), currency)
    for measure in [*BY_CELL, *AS_ROWS]:
        asked = some_question(measure, tables, moments, random.Random(seed))
        alone = workspace.query(measure, threads=1, **asked).to_pylist()
        for threads in (1, 4):
            assert other.query(measure, threads=threads, **asked).to_pylist() == alone, measure


def some_question(measure: str, tables: Tables, moments: Any, dice: random.Random) -> Any:
    if measure == "conflict_trend":
        return Query(by=["kind", "market"], dates=some_dates(tables, dice)).asked()
    query = question(measure, tables, dice) if measure in BY_CELL else Query()
    return asked_at(measure, query, tables, moments, dice).asked()


@pytest.mark.parametrize("seed", range(400, 400 + rounds(4, long=40)))
@pytest.mark.parametrize("measure", [name for name in OF_OPPORTUNITIES if name not in MORE_KEYS])
def test_what_is_kept_is_what_a_cell_has(measure: str, seed: int) -> None:
    """To keep one value of a dimension is to look at its cell alone, rolled up for a tree."""
    tables, currency, moments = crowded_measures.organisation(seed)
    workspace, dice = loaded(tables, currency), random.Random(seed)
    query = asked_at(measure, Query(), tables, moments, dice)
    for name in ("market", "owner", "stage", "account"):
        rollup = [name] if name in ("market", "account") else []
        by = query.but(by=[name], rollup=rollup)
        found = workspace.query(measure, **by.asked()).to_pylist()
        for row in found:
            value = row.pop(name)
            if value is not None:
                only = query.but(where={name: [value]})
                assert workspace.query(measure, **only.asked()).to_pylist() == [row], (name, value)


@pytest.mark.parametrize(
    ("measure", "asked", "error"),
    [
        ("mood", {}, opp.NotFoundError),
        ("win_loss", {"by": ["mood"]}, opp.NotFoundError),
        ("win_loss", {"from_": "2026-02-01", "to": "2026-01-31"}, opp.InputError),
        ("waterfall", {}, opp.InputError),
        ("waterfall", {"from_": "2026-01-31"}, opp.InputError),
        ("waterfall", {"from_": "2026-02-01", "to": "2026-01-31"}, opp.InputError),
        ("conflict_trend", {}, opp.InputError),
        ("goals", {"by": ["market"]}, opp.InputError),
        ("kpis", {"by": ["market"]}, opp.InputError),
        ("kpis", {"where": {"owner": ["anna"]}}, opp.InputError),
        ("data_quality_records", {"by": ["market"]}, opp.InputError),
        ("ageing", {"as_of": "soon"}, opp.InputError),
        ("ageing", {"from_": "2026-01-31"}, opp.InputError),  # is of an instant
        ("data_quality", {"to": "2026-01-31"}, opp.InputError),
    ],
)
def test_questions_that_cannot_be(
    ws: opp.Workspace, measure: str, asked: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        ws.query(measure, **asked)


@pytest.mark.parametrize("measure", [name for name in BY_CELL if name != "conflict_trend"])
def test_of_nothing_there_is_one_row_or_none(ws: opp.Workspace, measure: str) -> None:
    asked: dict[str, Any] = {"from_": "2020-01-01", "to": "2020-01-31"}
    if measure not in OVER_A_PERIOD:
        asked = {}  # of an instant
    if measure != "waterfall":
        asked["as_of"] = "2020-01-31"
    rows = {"funnel": 7, "time_in_stage": 0}.get(measure, 1)
    assert len(ws.query(measure, **asked)) == rows
    assert len(ws.query(measure, by=["market"], **asked)) == 0


def test_a_missing_rate_is_named() -> None:
    workspace = opp.memory("EUR")
    workspace.load(
        market=[{"id": "SE", "currency": "SEK"}],
        account=[{"id": "volta", "market": "SE"}],
        opportunity=[
            {"id": "o", "account": "volta", "stage": "won", "amount": 10}
            | {"opened": "2026-01-01", "closed": "2026-02-01"}
        ],
        fx_rates=[{"date": "2026-03-01", "currency": "SEK", "rate": 0.09}],
    )
    assert workspace.query("win_loss", as_of="2026-03-01")["won_amount_minor"] == [90]
    with pytest.raises(opp.InputError, match=r"SEK.*2026-02-28"):
        workspace.query("win_loss", as_of="2026-02-28")
    for measure in ("conformance", "data_quality", "slippage"):  # they count, and ask for no rates
        assert len(workspace.query(measure, as_of="2026-02-28")) == 1


def test_the_index_of_days_is_among_what_is_held() -> None:
    workspace = opp.memory()
    workspace.load(opp.synth.organisation(opportunities=500, seed=2))
    held = {row["table"]: row for row in workspace.memory_use()}
    assert "(days)" not in held
    workspace.query("pipeline", as_of="2026-01-31")
    held = {row["table"]: row for row in workspace.memory_use()}
    assert held["(days)"]["rows"] == 500
    assert held["(days)"]["bytes"] > 500 * 40
