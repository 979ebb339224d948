"""The measures of opportune beside DuckDB, Polars, pandas and pm4py: the same questions on the same
data, in one run.

    benchmarks/measures/run.py [--opportunities 1000000] [--repeats 5] [--threads 2]
        [--peers pandas]

Each engine runs in a process of its own, in turns; all must give the same numbers. Prints tables
and writes build/benchmarks-measures.json. See docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:1] = [str(ROOT / "benchmarks")]

from machine import machine  # noqa: E402
from worker import last_day, read_tables  # noqa: E402
from workers import Result, Worker, generated  # noqa: E402

from measures import event_log  # noqa: E402
from measures.answers import first_difference  # noqa: E402
from measures.jobs import JOBS, Asked  # noqa: E402

OURS, PM4PY = "opportune", "pm4py"
ENGINES = {
    OURS: "measures.ours:Opportune",
    "DuckDB": "measures.duckdb_peer:DuckDb",
    "Polars": "measures.polars_peer:Polars",
    "pandas": "measures.pandas_peer:Pandas",
}
CLOCKS = {"seconds": "waited", "processor_seconds": "of the processors"}


def pm4py_python() -> str | None:
    """The Python that has pm4py: that of `make peers`, or this one."""
    asks = "import importlib.util, sys; sys.exit(importlib.util.find_spec('pm4py') is None)"
    for python in (ROOT / "build" / "peers" / "bin" / "python", Path(sys.executable)):
        if python.exists() and subprocess.run([python, "-c", asks]).returncode == 0:
            return str(python)
    return None


def start(folder: Path, threads: int, peers: list[str]) -> tuple[dict[str, Worker], list[str]]:
    """The engines, and the names of those that are not installed, or are not to run."""
    wanted = [name for name in ENGINES if name == OURS or name in peers]
    there = [name for name in wanted if find_spec(name.lower())]
    workers = {name: Worker.of(ENGINES[name], folder, threads) for name in there}
    python = pm4py_python() if PM4PY in peers else None
    if python is not None:
        tables = read_tables(folder)
        event_log.write(folder, tables, Asked.of(tables, last_day(folder)))
        script = Path(__file__).with_name("pm4py_peer.py")
        workers[PM4PY] = Worker([python, str(script), str(folder)])
    return workers, [name for name in (*ENGINES, PM4PY) if name not in workers]


def measure(
    opportunities: int, repeats: int, threads: int, peers: list[str], folder: Path
) -> Result:
    result: Result = {"opportunities": opportunities, "repeats": repeats, "threads": threads}
    with generated(opportunities, folder):
        workers, result["absent"] = start(folder, threads, peers)
        try:
            result["load"] = {name: worker.ask("load") for name, worker in workers.items()}
            result["rows"] = compare(workers)
            result["jobs"] = {job: {name: [] for name in asked(job, workers)} for job in JOBS}
            for repeat in range(repeats):
                for job, runs in result["jobs"].items():
                    for name in list(runs) if repeat % 2 == 0 else list(runs)[::-1]:
                        runs[name].append(workers[name].ask("job", name=job))
        finally:
            for worker in workers.values():
                worker.close()
    return result


def asked(job: str, workers: dict[str, Worker]) -> list[str]:
    """The engines that can do the job."""
    return [name for name in workers if name != PM4PY or job == "edges"]


def compare(workers: dict[str, Worker]) -> dict[str, int]:
    """How many rows a job has, which are the same in all engines, or the run fails. It is also the
    first time that they do it, which is not counted."""
    rows = {}
    for name, job in JOBS.items():
        answers = {
            engine: workers[engine].ask("job", name=name, rows=True)["columns"]
            for engine in asked(name, workers)
        }
        for engine, columns in answers.items():
            difference = first_difference(job, answers[OURS], columns)
            if difference:
                raise SystemExit(f"{OURS} and {engine} differ, {job.title}: {difference}")
        rows[name] = len(answers[OURS][job.keys[0]])
    return rows


# --- shown ----------------------------------------------------------------------------------------


def show(result: Result) -> None:
    print(f"\n{result['opportunities']:,} opportunities, {result['threads']} threads")
    show_load(result)
    for clock, title in CLOCKS.items():
        heads = "".join(f"{name:>24}" for name in result["load"])
        print(f"\n{f'milliseconds {title}':<46}{heads}{'fastest peer / opportune':>34}")
        for name, runs in result["jobs"].items():
            shown = "".join(
                f"{spread(runs[engine], clock) if engine in runs else '':>24}"
                for engine in result["load"]
            )
            print(f"{JOBS[name].title:<46}{shown}{ratio(runs, clock):>34}")
    if result["absent"]:
        print("\nnot installed, or left out: " + ", ".join(result["absent"]))


def show_load(result: Result) -> None:
    for name, load in result["load"].items():
        steps = ", ".join(f"{step} {value:.2f} s" for step, value in load["seconds"].items())
        per = load["bytes"] / result["opportunities"]
        print(f"  {name} {load['version']}: {steps}; {per:.0f} bytes an opportunity")


def milliseconds(runs: list[Result], clock: str) -> list[float]:
    return [run[clock] * 1000 for run in runs]


def spread(runs: list[Result], clock: str) -> str:
    """Median and range."""
    own = milliseconds(runs, clock)
    return f"{statistics.median(own):.1f} ({min(own):.1f}-{max(own):.1f})"


def ratio(runs: dict[str, list[Result]], clock: str) -> str:
    """How many times as long the fastest peer takes, by the medians."""
    medians = {name: statistics.median(milliseconds(of, clock)) for name, of in runs.items()}
    ours = medians.pop(OURS)
    if not medians:
        return ""
    fastest = min(medians, key=lambda name: medians[name])
    return f"{medians[fastest] / ours:.2f} ({fastest})"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--opportunities", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2, help="of each engine that has several")
    peers = [*(name for name in ENGINES if name != OURS), PM4PY]
    parser.add_argument(
        "--peers",
        nargs="*",
        choices=peers,
        default=peers,
        help="all of them at once need 4.5 kB of memory an opportunity",
    )
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "benchmarks-measures.json")
    arguments = parser.parse_args()
    print(json.dumps(before := machine()))
    folder = ROOT / "build" / "benchmarks" / f"measures-{os.getpid()}"
    result = measure(
        arguments.opportunities, arguments.repeats, arguments.threads, arguments.peers, folder
    )
    result = {"machine": before, **result, "load_average_after": os.getloadavg()[0]}
    show(result)
    print(
        f"\nload average {before['load_average']:.2f} before, "
        f"{result['load_average_after']:.2f} after"
    )
    arguments.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"written to {arguments.json}")


if __name__ == "__main__":
    main()
