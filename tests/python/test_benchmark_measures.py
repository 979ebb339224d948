"""The benchmark of the measures, small: that all engines, ours and the peers, give the same
numbers, and that what was measured comes onto the page. How long they take is asked by
`make bench-measures`."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import opportune as opp

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "benchmarks"
PEERS = ["DuckDB", "Polars", "pandas"]
OPPORTUNITIES = 5_000  # more than a block of the index of days holds


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one small run writes; it fails where two engines differ."""
    for peer in PEERS:
        pytest.importorskip(peer.lower())
    file = tmp_path_factory.mktemp("measures") / "seen.json"
    arguments = ["--opportunities", str(OPPORTUNITIES), "--repeats", "1", "--json", str(file)]
    run = subprocess.run(
        [sys.executable, str(BENCHMARKS / "measures" / "run.py"), *arguments],
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    assert "fastest peer / opportune" in run.stdout
    return found


@pytest.fixture
def benchmarks() -> Iterator[None]:
    """Its modules can be imported."""
    sys.path[:0] = [str(BENCHMARKS)]
    yield
    del sys.path[:1]


def test_every_engine_gives_the_same_numbers(seen: dict[str, Any]) -> None:
    assert set(seen["absent"]) <= {"pm4py"}
    engines = {"opportune", *PEERS}
    for job, runs in seen["jobs"].items():
        assert set(runs) - {"pm4py"} == engines, job
        assert all(len(several) == 1 for several in runs.values()), job
    assert set(seen["jobs"]) == set(seen["rows"])
    if "pm4py" not in seen["absent"]:
        assert "pm4py" in seen["jobs"]["edges"]


def test_what_is_asked_has_much_to_differ_in(seen: dict[str, Any]) -> None:
    rows = seen["rows"]
    assert rows["snapshots"] > 40 * rows["pipeline_now"]
    assert rows["pipeline_past"] > rows["pipeline_now"] > 100
    assert rows["funnel"] > 200
    assert rows["velocity"] > 30
    assert rows["edges"] > 20


def test_where_there_is_nothing_there_is_no_number(benchmarks: None) -> None:
    """So few opportunities that markets have none that are open, were closed, or were won."""
    pa = pytest.importorskip("pyarrow")
    pl = pytest.importorskip("polars")
    for peer in PEERS:
        pytest.importorskip(peer.lower())
    from measures.answers import first_difference
    from measures.duckdb_peer import DuckDb
    from measures.jobs import JOBS
    from measures.ours import Opportune
    from measures.pandas_peer import Pandas
    from measures.polars_peer import Polars

    organisation = opp.synth.organisation(seed=1, opportunities=300)
    tables = {name: pa.table(table) for name, table in organisation.items()}
    answers = []
    for engine in (Opportune, DuckDb, Polars, Pandas):
        asked = engine(tables, organisation.until, pl.thread_pool_size())
        asked.load()
        answers.append(asked.job("velocity", rows=True)["columns"])
    ours, *others = answers
    cells = list(zip(ours["opportunities"], ours["closed"], ours["won"], strict=True))
    assert any(not still_open for still_open, _, _ in cells)
    assert any(not closed for _, closed, _ in cells)
    assert any(closed and not won for _, closed, won in cells)
    assert any(still_open and won for still_open, _, won in cells)
    for found in others:
        assert first_difference(JOBS["velocity"], ours, found) is None


def test_two_engines_that_differ_are_found_out(benchmarks: None) -> None:
    from measures.answers import first_difference
    from measures.jobs import Job

    job = Job("a job", ("market",), ("count",), ("median",))
    answer = {"market": ["SE", "DK"], "count": [2, 1], "median": [1.5, None]}

    def found(**other: object) -> str | None:
        return first_difference(job, answer, {**answer, **other})  # type: ignore[dict-item]

    assert found() is None
    assert found(median=[1.5 + 1e-12, None]) is None
    assert found(count=[3, 1]) == "count of ('SE',): 2 and 3"
    assert found(count=[2.0, 1]) == "count of ('SE',): 2 and 2.0"
    assert found(median=[1.5, 0.0]) == "median of ('DK',): None and 0.0"
    assert found(market=["SE", "NO"]) in (
        "('DK',) is in one of them only",
        "('NO',) is in one of them only",
    )
    # A cell in which nothing is counted is none.
    one_more = {"market": ["SE", "DK", "NO"], "count": [2, 1, 0], "median": [1.5, None, None]}
    assert first_difference(job, answer, one_more) is None
    with pytest.raises(ValueError, match="a cell comes twice"):
        found(market=["SE", "SE"])


def test_each_peer_converts_to_the_minor_unit(benchmarks: None) -> None:
    """As fractions do it: large amounts, and those that fall on a half."""
    np = pytest.importorskip("numpy")
    pl = pytest.importorskip("polars")
    duckdb = pytest.importorskip("duckdb")
    from measures import definitions, pandas_arrays, polars_expressions
    from peers.duckdb_peer import steps_of

    whole = definitions.DENOMINATOR
    dice = random.Random(3)
    pairs = [(dice.randrange(10**13), dice.randrange(1, 5 * whole)) for _ in range(2_000)]
    pairs += [(2 * dice.randrange(10**6) + 1, whole // 2) for _ in range(500)]
    pairs += [
        (2 * dice.randrange(10**6) + 1, whole // 2 + side) for side in (-1, 1) for _ in range(99)
    ]
    pairs += [(0, whole), (10**13, whole), (1, 1)]
    exact = [round(Fraction(amount * numerator, whole)) for amount, numerator in pairs]

    amounts, numerators = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))
    assert pandas_arrays.converted(amounts, numerators).tolist() == exact
    frame = pl.DataFrame({"amount": amounts, "numerator": numerators})
    converted = polars_expressions.converted(pl.col("amount"), pl.col("numerator"))
    assert frame.select(converted).to_series().to_list() == exact
    database = duckdb.connect()
    database.execute("CREATE TABLE rate (currency INTEGER, date DATE, numerator BIGINT)")
    database.execute("CREATE TABLE pair (amount BIGINT, numerator BIGINT)")
    database.executemany("INSERT INTO pair VALUES (?, ?)", pairs)
    steps = dict(steps_of(BENCHMARKS / "measures" / "duckdb_prepare.sql"))
    database.execute(steps["money"])
    asked = database.execute("SELECT converted(amount, numerator) FROM pair ORDER BY rowid")
    assert [row[0] for row in asked.fetchall()] == exact


def test_rates_are_decimals_of_twelve_places(benchmarks: None) -> None:
    pa = pytest.importorskip("pyarrow")
    from measures.definitions import DENOMINATOR, rate_table

    rates = {"SEK": (0.088, 88 * 10**10), "JPY": (0.0062, 62 * 10**11), "EUR": (1.0, DENOMINATOR)}
    rates["KWD"] = (3.026724607, 3_026_724_607_000)
    table = pa.table(
        {
            "date": ["2026-01-01"] * len(rates),
            "currency": list(rates),
            "rate": [rate for rate, _ in rates.values()],
        }
    )
    found = rate_table({"fx_rates": table}).to_pydict()
    assert dict(zip(found["currency"], found["numerator"], strict=True)) == {
        currency: numerator for currency, (_, numerator) in rates.items()
    }


def test_a_measure_is_judged_beside_the_fastest_peer(benchmarks: None) -> None:
    """From what the runner writes to the aim."""
    from report.aims import AIMS
    from report.figures import Figures
    from suite import document, others, run

    seconds = {"opportune": 0.002, "DuckDB": 0.030, "Polars": 0.015, "pandas": 0.040}
    load = {"seconds": {"load": 1.0, "prepare": 2.0}, "bytes": 5_000, "version": "1"}
    runs = {
        engine: [{"seconds": waited, "processor_seconds": 2 * waited}]
        for engine, waited in seconds.items()
    }
    result = {"opportunities": 1_000, "load": dict.fromkeys(seconds, load), "absent": ["pm4py"]}
    read = document.Seen("measures", 1_000)
    others.measures({**result, "jobs": {"velocity": runs}}, read)
    found = run.empty(threads=2)
    found["measurements"] += read.measurements
    verdict = next(aim for aim in AIMS if aim.title == "velocity").judge(Figures(found))
    assert verdict is not None
    assert (verdict.size, verdict.ours, verdict.beside) == (1_000, "2.00 ms", "15.0 ms Polars")
    assert (verdict.times, verdict.factor) == pytest.approx((7.5, 0.75))


def test_every_job_is_on_the_page(benchmarks: None) -> None:
    """With its title, what it asks for, and what it must read at least."""
    pytest.importorskip("pyarrow")
    from measures.jobs import JOBS
    from report import titles
    from suite import floor

    assert list(titles.MEASURES) == list(JOBS)
    assert JOBS.keys() <= floor.COLUMNS.keys()
    text = (BENCHMARKS / "report" / "page.md").read_text(encoding="utf-8")
    for title in titles.MEASURES.values():
        assert text.count(f"\n| {title} | ") == 1, title
