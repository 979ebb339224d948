"""May this be saved? `check` of opportune through C++, C and Python, beside SQLite and PostgreSQL
asked which open opportunities the draft would be in conflict with.

    scripts/with_postgres.sh build/venv/bin/python benchmarks/check/run.py
        [--opportunities 1000000] [--repeats 3] [--seconds 15] [--programs FOLDER]

Each engine runs in a process of its own, in turns, on the same drafts; the databases must find what
we find for every draft, or the run fails. Prints a table and writes build/bench-check.json. See
docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
sys.path[:1] = [str(ROOT / "benchmarks")]

from machine import machine  # noqa: E402
from workers import ONE_AT_A_TIME, Result, Worker, generated  # noqa: E402

from check import answers, postgres  # noqa: E402
from check.drafts import DRAWS  # noqa: E402
from check.facts import FACTS  # noqa: E402

KINDS = ("duplicate_pursuit", "cross_market_pursuit")
PYTHON = "opportune, Python"
COMPARED = 4  # times as long as the databases, which are faster, we are asked for what we find
Start = Callable[[], Worker]


def other_kinds_off() -> str:
    """The policy under which we look for no more than the databases do."""
    import opportune as opp

    off = {kind: "off" for kind in opp.conflict_kinds() if kind not in KINDS}
    return json.dumps({"severity": off})


def engines(
    folder: Path, opportunities: int, seconds: int, programs: Path
) -> tuple[dict[str, Start], dict[str, str]]:
    """How each is started, and why others are not."""
    starts: dict[str, Start] = {PYTHON: lambda: Worker.of("check.ours:Opportune", folder, 1)}
    absent: dict[str, str] = {}

    def add(name: str, program: str, *arguments: object) -> None:
        path = programs / program
        if path.exists():
            starts[name] = lambda: Worker([str(path), *map(str, arguments)])
        else:
            absent[name] = f"{program} is not built"

    ours = (opportunities, folder, seconds)
    add("opportune, C++", "check_latency", *ours)
    add("opportune, C++, two kinds", "check_latency", *ours, other_kinds_off())
    add("opportune, C", "check_latency_c", *ours)
    no_server = postgres.absent()
    for way in ("by_group", "by_product"):
        query = HERE / f"sqlite_{way}.sql"
        add(f"SQLite {way}", "sqlite_check", folder / "check.sqlite", query, folder, seconds)
        if no_server:
            absent[f"PostgreSQL {way}"] = no_server
        else:
            query = HERE / f"postgres_{way}.sql"
            add(f"PostgreSQL {way}", "postgres_check", postgres.url(), query, folder, seconds)
    return starts, absent


def measure(
    opportunities: int, repeats: int, seconds: int, count: int, programs: Path, folder: Path
) -> Result:
    with generated(opportunities, folder):
        facts = [sys.executable, str(HERE / "facts.py"), str(folder), str(count)]
        subprocess.run(facts, check=True)
        starts, absent = engines(folder, opportunities, seconds, programs)
        if any(name.startswith("PostgreSQL") for name in starts):
            postgres.fill(folder, list(FACTS))
        runs: dict[str, list[Result]] = {name: [] for name in starts}
        together = opportunities < ONE_AT_A_TIME
        compared = 0
        ours: Result = {}  # what we find, which comes first
        for names in [list(starts)] if together else [[name] for name in starts]:
            workers = {name: starts[name]() for name in names}
            try:
                if PYTHON in workers:
                    asked = {"folder": str(folder), "seconds": COMPARED * seconds}
                    ours = workers[PYTHON].ask("find", **asked)
                for repeat in range(repeats):
                    for name in names if repeat % 2 == 0 else names[::-1]:
                        asked = {"folder": str(folder), "seconds": seconds}
                        runs[name].append(workers[name].ask("latencies", **asked))
                        if name.startswith(("SQLite", "PostgreSQL")):
                            compared += compare(folder, name, ours)
            finally:
                for worker in workers.values():
                    worker.close()
        seen = versions(runs, programs)
    return {"compared": compared, "absent": absent, "versions": seen, "engines": runs}


def versions(names: Iterable[str], programs: Path) -> dict[str, str]:
    """Of the databases that were asked."""
    found = {}
    if any(name.startswith("SQLite") for name in names):
        asked = [str(programs / "sqlite_check"), "--version"]
        found["SQLite"] = subprocess.check_output(asked, text=True).strip()
    if any(name.startswith("PostgreSQL") for name in names):
        found["PostgreSQL"] = postgres.version()
    return found


def compare(folder: Path, engine: str, ours: Result) -> int:
    """How many drafts had the same answer: all that both were asked, or the run fails."""
    compared = 0
    for draw in DRAWS:
        theirs = answers.found_by(folder, engine.split()[0], draw, answers.names(folder))
        difference = answers.first_difference(ours[draw], theirs)
        if difference:
            raise SystemExit(f"opportune and {engine} differ, {draw}: {difference}")
        compared += min(len(theirs), len(ours[draw]))
    return compared


def show(result: Result) -> None:
    for draw in DRAWS:
        print(f"\n{result['opportunities']:,} opportunities, {draw}; microseconds, medians of runs")
        for name, runs in result["engines"].items():
            quantiles = "  ".join(
                f"{key} {statistics.median(run[draw][key] for run in runs):10.2f}"
                for key in ("median_us", "p99_us", "max_us")
            )
            print(f"{name:<28}{quantiles}  ({runs[0][draw]['drafts']:,} drafts)")
    for name, reason in result["absent"].items():
        print(f"{name}: {reason}")
    print(f"{result['compared']:,} answers of databases are ours")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--opportunities", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=15, help="the longest of a draw")
    parser.add_argument("--drafts", type=int, default=20_000)
    parser.add_argument("--programs", type=Path, default=ROOT / "build" / "release" / "benchmarks")
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "bench-check.json")
    asked = parser.parse_args()
    result: Result = {"machine": machine(), "opportunities": asked.opportunities}
    result["drafts"] = asked.drafts
    folder = ROOT / "build" / "benchmarks" / f"check-{os.getpid()}"
    numbers = (asked.opportunities, asked.repeats, asked.seconds, asked.drafts)
    result |= measure(*numbers, asked.programs.resolve(), folder)
    result["load_average_after"] = os.getloadavg()[0]
    show(result)
    asked.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"written to {asked.json}")


if __name__ == "__main__":
    main()
