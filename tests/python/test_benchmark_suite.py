"""The benchmark suite, small: that what was measured comes into one document, and that the page
made from it says what is in the document, and what is not. How long anything takes is asked by
`make bench`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import opportune as opp

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "benchmarks"
OPPORTUNITIES = 2_000


@pytest.fixture(autouse=True)
def benchmarks() -> Iterator[None]:
    """Its modules can be imported."""
    sys.path[:0] = [str(BENCHMARKS)]
    yield
    del sys.path[:1]


def measured(job: str, engine: str, *runs: float, size: int = 1_000, **other: Any) -> Any:
    return {
        "part": "by hand",
        "job": job,
        "engine": engine,
        "interface": "C++" if engine == "opportune" else "",
        "opportunities": size,
        "unit": "seconds",
        "runs": list(runs),
        **other,
    }


def document(*measurements: Any, **other: Any) -> Any:
    machine = {"cpu": "Abacus", "cores": 2, "memory_gib": 0.5, "python": "3.14"}
    return {
        "machine": machine,
        "date": "2026-06-30",
        "threads": 2,
        "versions": {"opportune": "0.1.0"},
        "parts": [],
        "measurements": list(measurements),
        "memory": [],
        **other,
    }


def row_of(text: str, start: str) -> list[str]:
    """The cells of the one row of a table that begins so."""
    rows = [line for line in text.splitlines() if line.startswith(f"| {start} |")]
    assert len(rows) == 1, (start, rows)
    return [cell.strip() for cell in rows[0].strip("|").split("|")]


# --- by hand --------------------------------------------------------------------------------------


def test_a_ratio_is_that_of_the_medians_and_to_the_fastest_peer() -> None:
    from report import tables
    from report.figures import Figures

    figures = Figures(
        document(
            measured("pipeline_now", "opportune", 0.002, 0.004, 0.003),
            measured("pipeline_now", "Polars", 0.060, 0.012, 0.030),
            measured("pipeline_now", "pandas", 0.090, 0.080),
        )
    )
    table = tables.jobs(figures, {"pipeline_now": "pipeline now"})
    assert row_of(table, "pipeline now") == [
        *("pipeline now", "1,000", "3.00 (2.00-4.00) ms", "30.0 (12.0-60.0) ms"),
        *("85.0 (80.0-90.0) ms", "10.0 (Polars)"),
    ]
    assert row_of(tables.aims(figures), "pipeline now")[-3:] == ["10.0 x", "5 x", "yes"]


def test_of_rates_more_is_faster() -> None:
    from report.figures import Figures, ratio

    figures = Figures(
        document(
            measured("moves", "opportune", 300.0, unit="per_second"),
            measured("moves", "transitions", 60.0, unit="per_second"),
            measured("moves", "a switch", 1200.0, unit="per_second"),
        )
    )
    ours = figures.ours("moves", 1_000)
    assert ours is not None
    peers = figures.peers("moves", 1_000)
    assert [peer["engine"] for peer in peers] == ["a switch", "transitions"]
    assert [ratio(ours, peer) for peer in peers] == [0.25, 5.0]


def test_the_largest_size_that_can_be_compared_is_judged() -> None:
    from report import tables
    from report.figures import Figures

    figures = Figures(
        document(
            measured("scan_all", "opportune", 0.1, size=10_000),
            measured("scan_all", "DuckDB", 0.4, size=10_000),
            measured("scan_all", "opportune", 1.0, size=100_000),
        )
    )
    assert row_of(tables.aims(figures), "full scan, all kinds") == [
        *("full scan, all kinds", "10,000", "100 ms", "400 ms DuckDB", "4.00 x"),
        *("10 x DuckDB at two kinds", "no, by 2.50"),
    ]


def test_interfaces_are_put_beside_cpp() -> None:
    from report import tables
    from report.figures import Figures

    job = "check_any_group_median_all"
    figures = Figures(
        document(
            measured(job, "opportune", 2e-6),
            measured(job, "opportune", 2.5e-6, interface="C"),
            measured(job, "opportune", 4e-6, interface="Python"),
            measured(job, "SQLite by_group", 8e-6),
        )
    )
    aims = tables.aims(figures)
    assert row_of(aims, "check through C")[-3:] == ["1.25 x C++", "1.1 x C++", "no, by 1.14"]
    assert row_of(aims, "check through Python")[-3::2] == ["2.00 us more", "yes"]
    assert row_of(aims, "check, C++, median")[-1] == "no, by 2.00"
    assert row_of(aims, "check, C++, beside SQLite")[-3::2] == ["4.00 x", "no, by 250"]


def test_the_exponent_of_growth() -> None:
    from report.figures import exponent

    assert exponent([(10.0, 3.0), (100.0, 30.0), (1000.0, 300.0)]) == pytest.approx(1.0)
    assert exponent([(10.0, 2.0), (100.0, 200.0)]) == pytest.approx(2.0)
    # log10 y = 0, 1, 1 at log10 x = 1, 2, 3: the line through them rises by 1/2.
    assert exponent([(10.0, 1.0), (100.0, 10.0), (1000.0, 10.0)]) == pytest.approx(0.5)
    assert exponent([(10.0, 1.0)]) is None


def test_the_floor_is_what_must_be_read_at_the_bandwidth_of_the_run() -> None:
    from report import growth
    from report.figures import Figures
    from suite import floor

    memory = [
        {"opportunities": 1_000, "table": table, "records": records, "bytes": 1}
        for table, records in {"account": 200, "opportunity": 1_000}.items()
    ]
    seen = document(
        measured("memory_sum", "memory", 2e9, 3e9, 1e9, unit="per_second"),
        measured("scan_two", "opportune", 1e-4),
        measured("scan_two", "DuckDB", 1e-3),
        memory=memory,
    )
    floor.add_bytes(seen)
    # 200 accounts of 8 bytes and 1,000 opportunities of 32, at 3 GB/s: 11.2 us.
    assert [m.get("bytes_read") for m in seen["measurements"]] == [None, 33_600, None]
    assert row_of(growth.floor(Figures(seen)), "full scan, two kinds") == [
        *("full scan, two kinds", "33,600", "11.2 us", "100 us", "8.93"),
    ]


def test_memory_is_told_by_the_record() -> None:
    from report import growth, tables
    from report.figures import Figures

    tables_ = {"opportunity": (1_000, 151_000), "stage_change": (4_000, 80_000)}
    tables_ |= {"amount_change": (1_000, 40_000), "(links)": (0, 64_000)}
    memory = [
        {"opportunities": 1_000, "table": table, "records": records, "bytes": held}
        for table, (records, held) in tables_.items()
    ]
    figures = Figures(document(memory=memory))
    table = growth.memory(figures)
    assert row_of(table, "opportunity") == ["opportunity", "1,000", "151.0"]
    assert row_of(table, "(links)") == ["(links)", "an opportunity", "64.0"]
    assert row_of(table, "all tables")[-1] == "335.0"
    aims = tables.aims(figures)
    assert row_of(aims, "memory of an opportunity")[-1] == "no, by 1.01"
    assert row_of(aims, "memory of a history row")[2::4] == ["24.0 bytes", "yes"]


def test_what_is_missing_is_shown() -> None:
    from report import tables
    from report.figures import Figures

    run = {"opportunities": 0, "date": "", "seconds": 1.0, "load_average": [0.5], "absent": {}}
    figures = Figures(
        document(
            parts=[
                {**run, "part": "stream", "state": "missing", "reason": "not built: stream"},
                {**run, "part": "scan", "state": "failed", "reason": "out of memory"},
                {**run, "part": "check", "state": "ran", "absent": {"PostgreSQL": "no server"}},
            ]
        )
    )
    table = tables.did_not_run(figures)
    assert row_of(table, "stream")[-1] == "missing: not built: stream"
    assert row_of(table, "scan")[-1] == "failed: out of memory"
    assert row_of(table, "check")[-2:] == ["PostgreSQL", "no server"]
    assert row_of(table, "journal")[-1] == "it was not asked for"
    aims = tables.aims(figures)
    assert row_of(aims, "velocity")[2::4] == ["not measured", "?"]
    assert "Not measured in this run" in tables.jobs(figures, {"scan_all": "full scan"})


def test_an_engine_that_does_not_answer_in_time_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    import workers

    answer = 'print(input().replace("scan", "done"), flush=True)'
    worker = workers.Worker([sys.executable, "-c", f"{answer}; import time; time.sleep(600)"])
    assert worker.ask("scan") == {"ask": "done"}
    monkeypatch.setattr(workers, "PATIENCE", 0.1)
    with pytest.raises(workers.TooSlowError, match="stopped: its scan took more than"):
        worker.ask("scan")
    worker.close()
    ended = workers.Worker([sys.executable, "-c", "pass"])
    monkeypatch.setattr(workers, "PATIENCE", 600)
    with pytest.raises((RuntimeError, BrokenPipeError)):
        ended.ask("scan")


def test_a_peer_that_was_stopped_leaves_our_times_and_the_reason() -> None:
    from suite import document, scans

    run = {"seconds": {"all kinds": 2.0, "duplicate + cross_market": 1.0}, "pairs": {}}
    both = {"opportune": [run], "DuckDB": []}
    why = "stopped: its scan took more than 10 minutes"
    result = {"load": {}, "scan": both, "scan_again": both, "memory": [], "absent": {"DuckDB": why}}
    result["change"] = {"opportune": [{"seconds": 0.5}]}
    seen = document.Seen("scan", 10)
    scans.scan(result, seen)
    assert {(m["job"], m["engine"]) for m in seen.measurements} == {
        *((job, "opportune") for job in ("scan_all", "scan_two", "change_100")),
        *((job, "opportune") for job in ("scan_again_all", "scan_again_two")),
    }
    assert seen.absent == {"DuckDB": why}


def test_a_part_takes_the_place_of_its_last_run() -> None:
    from suite.document import Seen, put

    seen = document(measured("scan_all", "opportune", 1.0, part="scan"))
    run: Any = {"part": "scan", "opportunities": 1_000, "state": "ran"}
    again = Seen("scan", 1_000)
    again.add("scan_all", "opportune", "Python", [0.5])
    put(seen, run, again)
    put(seen, {**run, "opportunities": 10_000}, Seen("scan", 10_000))
    assert [m["runs"] for m in seen["measurements"]] == [[0.5]]
    put(seen, {**run, "state": "failed"}, None)
    assert seen["measurements"] == []
    assert [(part["opportunities"], part["state"]) for part in seen["parts"]] == [
        (10_000, "ran"),
        (1_000, "failed"),
    ]


# --- a small run ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made from a run that has no programs."""
    pytest.importorskip("duckdb")
    pytest.importorskip("matplotlib")
    folder = tmp_path_factory.mktemp("suite")
    seen = ["--json", str(folder / "bench.json")]
    small = ["--sizes", str(OPPORTUNITIES), "--repeats", "2", "--only", "stream", "scan", "readers"]
    script("suite/run.py", *seen, *small, "--programs", str(folder))
    script("report/run.py", *seen, "--page", str(folder / "benchmarks.md"))
    return folder / "benchmarks.md"


def script(name: str, *arguments: str) -> None:
    run = subprocess.run(
        [sys.executable, str(BENCHMARKS / name), *arguments], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr


def test_a_run_becomes_one_document(page: Path) -> None:
    seen = json.loads(page.with_name("bench.json").read_text(encoding="utf-8"))
    states = {part["part"]: (part["state"], part["reason"]) for part in seen["parts"]}
    assert states == {
        "stream": ("missing", "not built: stream"),
        "scan": ("ran", ""),
        "readers": ("missing", "not built: readers"),
    }
    jobs = {(m["job"], m["engine"]): m["runs"] for m in seen["measurements"]}
    assert len(jobs["scan_all", "opportune"]) == len(jobs["scan_two", "DuckDB"]) == 2
    assert jobs["load", "DuckDB, constraints declared"][0] > 0
    bytes_read = {m["job"] for m in seen["measurements"] if "bytes_read" in m}
    assert bytes_read == {"scan_all", "scan_two", "scan_again_all", "scan_again_two"}
    records = {table["table"]: table["records"] for table in seen["memory"]}
    assert records["opportunity"] == OPPORTUNITIES


def test_the_page_is_made_from_it(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "{{" not in text
    assert f"opportune {opp.__version__}" in text
    assert row_of(text, "full scan, two kinds | 2,000")[-1].endswith(")")
    assert row_of(text, "stream")[-1] == "missing: not built: stream"
    assert "pictures/benchmarks.svg" in text
    picture = page.parent / "pictures" / "benchmarks.svg"
    assert "full scan, all kinds (2,000)" in picture.read_text(encoding="utf-8")


def test_the_page_of_the_docs_is_made_from_the_document_beside_it(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    docs = BENCHMARKS.parent / "docs"
    other = tmp_path / "benchmarks.md"
    script("report/run.py", "--json", str(docs / "benchmarks.json"), "--page", str(other))
    assert other.read_bytes() == (docs / "benchmarks.md").read_bytes()


def test_the_same_document_gives_the_same_bytes(page: Path, tmp_path: Path) -> None:
    other = tmp_path / "benchmarks.md"
    script("report/run.py", "--json", str(page.with_name("bench.json")), "--page", str(other))
    for name in ("benchmarks.md", "pictures/benchmarks.svg"):
        assert (page.parent / name).read_bytes() == (tmp_path / name).read_bytes(), name
