"""Forecasts against the reference: the engine's probabilities, sums and scores."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from typing import Any

import pytest

import opportune as opp
from reference import crowded_measures
from reference.data import rounds
from reference.history import AsOf
from reference.measure import forecast
from reference.measure.outcomes import outcome
from reference.records import Organisation

MODELS = ("stages", "histories", "last_year")


def probability(as_of: AsOf, model: str, row: dict[str, Any], period: forecast.Period) -> float:
    if model == "histories":
        return histories(as_of)(row, period)
    return (forecast.by_stages if model == "stages" else forecast.last_year)(as_of, row, period)


_LEARNED: dict[int, tuple[AsOf, forecast.Histories]] = {}


def histories(as_of: AsOf) -> forecast.Histories:
    if id(as_of) not in _LEARNED:
        _LEARNED.clear()
        _LEARNED[id(as_of)] = as_of, forecast.Histories(as_of)
    return _LEARNED[id(as_of)][1]


def days(moments: list[Any]) -> list[dt.date]:
    return sorted({each.date() if isinstance(each, dt.datetime) else each for each in moments})


@pytest.mark.parametrize("seed", range(rounds(6, long=60)))
def test_the_mean_is_the_sum_of_each_amount_times_its_probability(seed: int) -> None:
    tables, currency, moments = crowded_measures.organisation(seed)
    organisation, workspace = Organisation(tables, currency), opp.memory(currency)
    workspace.load(tables)
    day = days(moments)[-1]
    ends = [day + dt.timedelta(days=ahead) for ahead in (20, 45, 90)]
    as_of = AsOf(organisation, day)
    for model in MODELS:
        found = workspace.forecast(as_of=day, dates=ends, by=["market"], model=model).to_pylist()
        expected: dict[tuple[Any, dt.date], float] = {}
        first = day + dt.timedelta(days=1)
        for end in ends:
            for row in as_of.open_opportunities:
                key = row["market"], end
                chance = probability(as_of, model, row, (first, end))
                expected[key] = expected.get(key, 0) + chance * as_of.amount(row)
            first = end + dt.timedelta(days=1)
        assert {(row["market"], row["to"]) for row in found} == expected.keys()
        for row in found:
            mean = expected[row["market"], row["to"]]
            assert row["mean_minor"] == pytest.approx(mean, rel=1e-6, abs=1), model


@pytest.mark.parametrize("seed", range(100, 100 + rounds(6, long=60)))
def test_quantiles_are_those_of_all_outcomes(seed: int) -> None:
    """By owner there are few: each combination of what comes is one outcome."""
    tables, currency, moments = crowded_measures.organisation(seed)
    organisation, workspace = Organisation(tables, currency), opp.memory(currency)
    workspace.load(tables)
    day = days(moments)[-1]
    end = day + dt.timedelta(days=60)
    as_of = AsOf(organisation, day)
    compared = 0
    for row in workspace.forecast(as_of=day, to=end, by=["owner"], model="last_year"):
        chances = [
            (as_of.amount(each), forecast.last_year(as_of, each, (day + dt.timedelta(1), end)))
            for each in as_of.open_opportunities
            if as_of.owner(each) == row["owner"]
        ]
        assert row["opportunities"] == len(chances)
        if len(chances) > 12:
            continue
        compared += 1
        outcomes = sorted(
            (
                sum(amount for comes, (amount, _) in zip(came, chances, strict=True) if comes),
                math.prod(
                    p if comes else 1 - p for comes, (_, p) in zip(came, chances, strict=True)
                ),
            )
            for came in itertools.product((False, True), repeat=len(chances))
        )
        for name, share in (("q10_minor", 0.1), ("q50_minor", 0.5), ("q90_minor", 0.9)):
            total, at = 0.0, 0
            while total < share - 1e-9:
                at, total = at + 1, total + outcomes[at][1]
            assert abs(row[name] - outcomes[at - 1][0]) <= row["error_minor"]
    assert compared > 0


@pytest.mark.parametrize("seed", range(200, 200 + rounds(4, long=40)))
def test_a_backtest_is_what_was_said_and_what_came(seed: int) -> None:
    tables, currency, moments = crowded_measures.organisation(seed)
    organisation, workspace = Organisation(tables, currency), opp.memory(currency)
    workspace.load(tables)
    dates = days(moments)
    found = {(row["model"], row["from"]): row for row in workspace.backtest(dates=dates)}
    assert len(found) == len(MODELS) * (len(dates) - 1)
    for day, end in itertools.pairwise(dates):
        then, after = AsOf(organisation, day), AsOf(organisation, end)
        period = day + dt.timedelta(days=1), end
        for model in MODELS:
            row = found[model, period[0]]
            said = [probability(then, model, each, period) for each in then.open_opportunities]
            won = [outcome(after, each) == "won" for each in then.open_opportunities]
            came = sum(
                then.converted(after.amount_minor(each) or 0, each["currency"])
                for each, is_won in zip(then.open_opportunities, won, strict=True)
                if is_won
            )
            assert row["opportunities"] == len(said)
            assert row["won"] == sum(won)
            assert row["actual_minor"] == came
            assert row["expected_won"] == pytest.approx(sum(said), rel=1e-6, abs=1e-9)
            assert row["covered"] == (row["q10_minor"] <= came <= row["q90_minor"])
            if said:
                brier = sum((p - hit) ** 2 for p, hit in zip(said, won, strict=True)) / len(said)
                assert row["brier_score"] == pytest.approx(brier, rel=1e-6, abs=1e-9)


def test_calibration_holds_every_forecast_once() -> None:
    workspace = opp.memory("EUR")
    organisation = opp.synth.organisation(seed=3, opportunities=2_000)
    workspace.load(organisation)
    dates = [organisation.until - dt.timedelta(days=ago) for ago in (270, 180, 90, 0)]
    tested = workspace.backtest(dates=dates).to_pylist()
    for model in MODELS:
        bins = list(workspace.calibration(dates=dates, model=model))
        its = [row for row in tested if row["model"] == model]
        assert sum(row["count"] for row in bins) == sum(row["opportunities"] for row in its)
        assert sum(row["count"] * row["observed"] for row in bins) == pytest.approx(
            sum(row["won"] for row in its)
        )
        assert sum(row["count"] * row["predicted"] for row in bins) == pytest.approx(
            sum(row["expected_won"] for row in its)
        )
        for row in bins:
            assert row["bin"] - 1e-9 <= row["predicted"] <= row["bin"] + 0.1 + 1e-9


def test_the_number_of_threads_and_the_order_of_rows_do_not_matter() -> None:
    organisation = opp.synth.organisation(seed=4, opportunities=2_000)
    until = organisation.until
    answers = []
    for threads, backwards in ((1, False), (4, False), (3, True)):
        workspace = opp.memory("EUR")
        rows = {name: organisation[name].to_pylist() for name in organisation}
        rows["opportunity"] = rows["opportunity"][:: -1 if backwards else 1]
        workspace.load(rows)
        end = until + dt.timedelta(days=90)
        found = workspace.forecast(
            as_of=until,
            to=end,
            by=["market"],
            rollup=["market"],
            model="histories",
            threads=threads,
        )
        answers.append(found.to_pylist())
    assert answers[0] == answers[1] == answers[2]


def test_intervals_of_a_generated_organisation_cover_what_came() -> None:
    """Its truth is known: what happens does not depend on any forecast. Eight intervals in ten
    should hold what came; of these hundreds, between three quarters and 85 in a hundred."""
    covered = []
    scores: dict[str, list[float]] = {model: [] for model in MODELS}
    for seed in range(20, 20 + rounds(2, long=12)):
        organisation = opp.synth.organisation(seed=seed, opportunities=10_000)
        workspace = opp.memory("EUR")
        workspace.load(organisation)
        dates = [organisation.until - dt.timedelta(days=91 * ago) for ago in range(8, -1, -1)]
        tested = workspace.backtest(dates=dates, by=["market"], model="histories")
        covered += [row["covered"] for row in tested if row["opportunities"] >= 20]
        for row in workspace.backtest(dates=dates):
            scores[row["model"]].append(row["log_score"])
    assert len(covered) > 300
    assert 0.75 <= sum(covered) / len(covered) <= 0.85
    learned = sum(scores["histories"])
    assert learned < sum(scores["stages"])
    assert learned < sum(scores["last_year"])
