"""The methods of measures ask the engine what they are asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import opportune as opp

JANUARY, JUNE = dt.date(2026, 1, 1), dt.date(2026, 6, 30)
INSTANTS = ("pipeline", "ageing", "conformance", "data_quality")
PERIODS = ("funnel", "win_loss", "velocity", "waterfall", "slippage", "smarketing")
ARGUMENTS = (
    *("measure", "by", "rollup", "as_of", "from", "to"),
    *("where", "threads", "dates", "close_from", "close_to", "model"),
)


class Engine:
    """Notes how it is asked, and answers with a table without columns."""

    name, rows = "asked", 0

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def query(self, *given: Any) -> Engine:
        asked = dict(zip(ARGUMENTS, given, strict=True))
        self.asked = {
            name: value for name, value in asked.items() if value not in (None, [], 0, "")
        }
        return self

    def schema(self) -> list[tuple[str, str]]:
        return []


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def ws(engine: Engine) -> opp.Workspace:
    workspace = opp.memory()
    workspace._native = engine  # type: ignore[assignment]
    return workspace


def day(date: dt.date) -> int:
    return (date - dt.date(1970, 1, 1)).days


@pytest.mark.parametrize("measure", INSTANTS + PERIODS)
def test_a_measure_passes_on_what_it_is_given(
    ws: opp.Workspace, engine: Engine, measure: str
) -> None:
    getattr(ws, measure)(
        by=["market", "owner"],
        rollup="market",
        as_of="2026-06-30T12:00:00Z",
        where={"market": "SE", "kind": ["renewal"]},
        dates=[JANUARY, "2026-06-30"],
        threads=2,
    )
    assert engine.asked == {
        "measure": measure,
        "by": ["market", "owner"],
        "rollup": ["market"],
        "as_of": (day(JUNE) * 24 + 12) * 3600 * 10**6,
        "where": [("market", ["SE"]), ("kind", ["renewal"])],
        "dates": [day(JANUARY), day(JUNE)],
        "threads": 2,
    }
    getattr(ws, measure)()
    assert engine.asked == {"measure": measure}


@pytest.mark.parametrize("measure", [*PERIODS, "conflict_trend"])
def test_a_measure_of_a_period_passes_it_on(
    ws: opp.Workspace, engine: Engine, measure: str
) -> None:
    getattr(ws, measure)(from_=JANUARY, to="2026-06-30", by="market")
    period = {"from": day(JANUARY), "to": day(JUNE), "by": ["market"]}
    assert engine.asked == {"measure": measure, **period}


def test_the_others_pass_on_what_they_are_given(ws: opp.Workspace, engine: Engine) -> None:
    ws.waterfall(from_=JANUARY, to=JUNE, close_from=JANUARY, close_to=JUNE)
    assert (engine.asked["close_from"], engine.asked["close_to"]) == (day(JANUARY), day(JUNE))
    ws.goals(where={"market": "SE"}, dates=[JUNE])
    assert engine.asked == {"measure": "goals", "where": [("market", ["SE"])], "dates": [day(JUNE)]}
    ws.kpis(as_of=JUNE, where={"market": "SE"}, dates=[JUNE], threads=2)
    assert engine.asked == {
        "measure": "kpis",
        "as_of": (day(JUNE) + 1) * 24 * 3600 * 10**6 - 1,
        "where": [("market", ["SE"])],
        "dates": [day(JUNE)],
        "threads": 2,
    }
    ws.forecast(to=JUNE, model="histories")
    asked = {"measure": "forecast", "to": day(JUNE), "model": "histories"}
    assert engine.asked == asked
    ws.backtest(dates=[JANUARY, JUNE], by="market")
    dates = [day(JANUARY), day(JUNE)]
    assert engine.asked == {"measure": "backtest", "dates": dates, "by": ["market"]}
    ws.calibration(dates=[JANUARY, JUNE], model="stages")
    assert engine.asked == {"measure": "calibration", "dates": dates, "model": "stages"}
    ws.whitespace(by=["group", "product"])
    assert engine.asked == {"measure": "whitespace", "by": ["group", "product"]}
    ws.data_quality_records(where={"market": "SE"})
    assert engine.asked == {"measure": "data_quality_records", "where": [("market", ["SE"])]}
    ws.conflict_trend(dates=[JUNE], where={"kind": "claim_breach"})
    where = [("kind", ["claim_breach"])]
    assert engine.asked == {"measure": "conflict_trend", "dates": [day(JUNE)], "where": where}


def test_what_is_no_list_of_dates_is_refused(ws: opp.Workspace) -> None:
    with pytest.raises(TypeError, match="dates: expected a list of dates, not str"):
        ws.pipeline(dates="2026-01-31")
    with pytest.raises(TypeError, match=r"dates\[1\]: expected a date, not None"):
        ws.pipeline(dates=["2026-01-31", None])  # type: ignore[list-item]
    with pytest.raises(opp.InputError, match=r"dates\[0\]"):
        ws.pipeline(dates=["soon"])
    with pytest.raises(opp.InputError, match="close_from"):
        ws.waterfall(close_from="soon")
