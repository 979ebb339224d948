"""Measures beside the libraries that analysts would use: statsmodels, lifelines and pm4py, each in
an environment of its own (`make peers`; `make test` makes it)."""

from __future__ import annotations

import datetime as dt
import json
import random
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import opportune as opp
from opportune.importers import salesforce
from reference.data import data_folder

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / "build" / "peers" / "bin" / "python"


def peer(script: str, *arguments: object, given: object = None) -> Any:
    """What a script of tests/peer answers."""
    if not PYTHON.exists():
        pytest.skip("needs the peers' environment: make peers")
    command = [str(PYTHON), str(ROOT / "tests" / "peer" / script), *map(str, arguments)]
    answer = subprocess.run(
        command, input=json.dumps(given), capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.fixture(scope="module", params=["generated", "salesforce"])
def workspace(request: pytest.FixtureRequest) -> opp.Workspace:
    if request.param == "generated":
        workspace = opp.memory("EUR")
        workspace.load(opp.synth.organisation(seed=11, opportunities=3_000))
        return workspace
    result = salesforce.read(data_folder("salesforce_wave_sales"))
    workspace = opp.memory(result.reporting_currency)
    workspace.load(result.tables)
    return workspace


def test_the_intervals_of_win_rates_are_those_of_statsmodels(workspace: opp.Workspace) -> None:
    rows = [*workspace.win_loss(by=["owner", "closed_quarter"]), *workspace.win_loss()]
    assert len({(row["won"], row["closed"]) for row in rows}) > 10
    expected = peer("statsmodels_wilson.py", given=[[row["won"], row["closed"]] for row in rows])
    found = [[row["win_rate_low"], row["win_rate_high"]] for row in rows]
    for mine, theirs in zip(found, expected, strict=True):
        assert mine == pytest.approx(theirs, abs=1e-12)


WAYS = ("advanced", "back", "won", "lost", "abandoned")


def test_survival_is_that_of_lifelines(workspace: opp.Workspace) -> None:
    """The stays are rebuilt from the event log, stage by stage, and given to lifelines. It moves
    events of one day apart by chance, and so divides them otherwise where several ways end on one:
    by less than the share of a day's events."""
    stays = stays_of(workspace)
    curves: dict[str, list[dict[str, Any]]] = {}
    for row in workspace.time_in_stage():
        curves.setdefault(row["milestone"], []).append(row)
    assert curves.keys() == stays.keys()
    for milestone, rows in curves.items():
        its = stays[milestone]
        expected = peer(
            "lifelines_survival.py",
            given={
                "days": [days for days, _ in its],
                "ways": [0 if way is None else 1 + WAYS.index(way) for _, way in its],
            },
        )
        assert [row["days"] for row in rows] == expected["days"]
        assert [row["staying"] for row in rows] == pytest.approx(expected["staying"], abs=1e-9)
        for number, way in enumerate(WAYS, 1):
            theirs = expected["incidence"].get(str(number), [0.0] * len(rows))
            ties = sum((row["moved"] / row["at_risk"]) ** 2 for row in rows[:-1])
            assert [row[way] for row in rows] == pytest.approx(theirs, abs=0.002 + ties)


def stays_of(workspace: opp.Workspace) -> dict[str, list[tuple[int, str | None]]]:
    """Milestone -> (days, way; None: it stays), from the opportunities and the event log alone."""
    order = ["qualified", "discovery", "proposal", "negotiation"]
    log: dict[str, list[tuple[str, dt.date]]] = {}
    milestones: dict[tuple[str, str], str] = {}
    for row in workspace.event_log():
        log.setdefault(row["opportunity"], []).append((row["milestone"], row["at"].date()))
        milestones[row["process"], row["stage"]] = row["milestone"]
    until = dt.datetime.now(dt.timezone.utc).date()
    out: dict[str, list[tuple[int, str | None]]] = {}
    for opportunity in workspace.table("opportunity"):
        opened = opportunity["opened"]
        events = log.get(opportunity["id"])
        if events is None:  # without a history: at the first until it was closed, or where it is
            now = milestones[opportunity["process"] or "standard", opportunity["stage"]]
            closed = opportunity["closed"]
            events = [(now, opened)] if closed is None else [(order[0], opened), (now, closed)]
        at, since = events[0][0], opened
        for milestone, day in [*events[1:], (None, until)]:
            if milestone == at:
                continue
            if at in order:
                way = way_to(order, at, milestone)
                out.setdefault(at, []).append(((day - since).days, way))
            at, since = milestone, day
    return out


def way_to(order: list[str], at: str, to: str | None) -> str | None:
    if to is None or to not in order:
        return to
    return "advanced" if order.index(to) > order.index(at) else "back"


def test_the_directly_follows_graph_is_that_of_pm4py(
    workspace: opp.Workspace, tmp_path: Path
) -> None:
    log = workspace.event_log()
    log.write_xes(tmp_path / "log.xes")
    (theirs,) = peer("pm4py_log.py", tmp_path / "log.xes")
    rows = list(log)
    cases: dict[str, list[str]] = {}
    for row in rows:
        cases.setdefault(row["opportunity"], []).append(row["stage"])
    assert theirs["cases"] == len(cases) > 100
    assert theirs["events"] == len(rows)
    variants = Counter(tuple(stages) for stages in cases.values())
    assert {tuple(way): count for way, count in theirs["variants"]} == variants
    processes = {row["process"] for row in rows}
    edges: Counter[tuple[str, str]] = Counter()
    for process in processes:
        for row in workspace.process_edges(process):
            if row["count"]:
                edges[row["from"], row["to"]] += row["count"]
    assert {(a, b): count for a, b, count in theirs["edges"]} == edges


def test_the_dataframe_is_the_log() -> None:
    workspace = opp.memory("EUR")
    workspace.load(opp.synth.organisation(seed=random.Random(5).randrange(99), opportunities=500))
    log = workspace.event_log()
    frame = log.to_pm4py()
    assert list(frame["case:concept:name"]) == log["opportunity"]
    assert list(frame["concept:name"]) == log["stage"]
    assert frame["time:timestamp"].dt.tz is not None
