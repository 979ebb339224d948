"""Load and full scan: opportune, and DuckDB at the same joins, in one run.

    benchmarks/run.py [--opportunities 1000000] [--repeats 3] [--threads 2] [--largest-group 0]

Prints what was measured and writes it to build/benchmarks.json. See docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
from collections.abc import Sequence
from pathlib import Path

from machine import machine
from workers import ONE_AT_A_TIME, Result, TooSlowError, Worker, generated

BUILD = Path(__file__).resolve().parents[1] / "build"
ENGINES = {"opportune": "ours:Opportune", "DuckDB": "peers.duckdb_peer:DuckDb"}
CONSTRAINED = "DuckDB, constraints declared"
# Beyond it DuckDB's indexes (2.4 kB an opportunity and more) do not fit beside the files.
MOST_CONSTRAINED = 1_000_000
CHANGES = 100  # between two scans


def measure(
    opportunities: int, repeats: int, threads: int, largest_group: int, folder: Path
) -> Result:
    """Both engines loaded, scanned, changed and scanned again."""
    result: Result = {"repeats": repeats, "threads": threads, "load": {}, "absent": {}}
    for phase in ("scan", "change", "scan_again"):
        result[phase] = {name: [] for name in ENGINES}
    with generated(opportunities, folder, largest_group=largest_group):
        result["rows"] = count_rows(folder)
        # In turns where both fit into the memory, else one engine after the other.
        together = opportunities < ONE_AT_A_TIME
        for names in [list(ENGINES)] if together else [[name] for name in ENGINES]:
            workers = {name: Worker.of(ENGINES[name], folder, threads) for name in names}
            try:
                ask_engines(result, workers)
            except TooSlowError as error:
                if names != ["DuckDB"]:
                    raise
                result["absent"]["DuckDB"] = str(error)
            finally:
                for worker in workers.values():
                    worker.close()
        if opportunities <= MOST_CONSTRAINED and not largest_group:
            worker = Worker.of("peers.duckdb_constrained:Constrained", folder, threads)
            result["load"][CONSTRAINED] = worker.ask("load")
            worker.close()
        else:
            result["absent"][CONSTRAINED] = f"asked up to {MOST_CONSTRAINED:,} opportunities"
    for phase in ("scan", "scan_again"):
        compare(result[phase], strict=not result["absent"].get("DuckDB"))
    return result


def count_rows(folder: Path) -> int:
    """Of all tables."""
    from worker import read_tables

    return sum(table.num_rows for table in read_tables(folder).values())


def ask_engines(result: Result, workers: dict[str, Worker]) -> None:
    """Loads, scans in turns, changes and scans again; the answers go into the result."""
    for name, worker in workers.items():
        result["load"][name] = worker.ask("load")
    if "opportune" in workers:
        result["memory"] = workers["opportune"].ask("memory")
    for repeat in range(result["repeats"]):
        for name in list(workers) if repeat % 2 == 0 else list(workers)[::-1]:
            result["scan"][name].append(workers[name].ask("scan", again=False))
    for worker in workers.values():  # what was asked before the changes
        worker.ask("scan", again=True)
    for repeat in range(result["repeats"]):
        for name in list(workers) if repeat % 2 == 0 else list(workers)[::-1]:
            changed = workers[name].ask("change", count=CHANGES, turn=repeat)
            result["change"][name].append(changed)
            result["scan_again"][name].append(workers[name].ask("scan", again=True))


def compare(scans: Result, *, strict: bool) -> None:
    """The engines must agree on the related pairs of each kind, scan by scan. Not `strict`: one was
    stopped, and may have done fewer."""
    for turn in zip(*scans.values(), strict=strict):
        answers = {json.dumps(scan["pairs"], sort_keys=True) for scan in turn}
        if len(answers) != 1:
            raise SystemExit("The engines disagree on the related pairs: " + " / ".join(answers))


# --- shown ----------------------------------------------------------------------------------------

# Of DuckDB's steps those that join pairs: what is left to time for one who keeps the groups and the
# open opportunities of the day as tables.
PAIR_STEPS = ("duplicate_pursuit", "cross_market_pursuit")
PURSUITS = ("groups", "open opportunities", *PAIR_STEPS)
# What is told, with the steps that it takes us and DuckDB.
TWO = ("duplicate + cross_market",)
ASKED: list[tuple[str, Sequence[str], Sequence[str]]] = [
    ("two kinds", TWO, PURSUITS),
    ("the pairs alone", TWO, PAIR_STEPS),
    ("three kinds", (*TWO, "lead_collision"), (*PURSUITS, "lead_collision")),
    ("all kinds, DuckDB two", ("all kinds",), PURSUITS),
]


def show(result: Result) -> None:
    print(f"\n{result['opportunities']:,} opportunities, {result['threads']} threads")
    for name, load in result["load"].items():
        steps = ", ".join(f"{step} {value:.2f} s" for step, value in load["seconds"].items())
        print(f"  {name}: {steps}; {load['bytes'] / result['opportunities']:.0f} bytes each")
    print(f"{'seconds':<34}{'opportune':>26}{'DuckDB':>26}{'DuckDB / opportune':>20}")
    for phase, title in (("scan", "scan"), ("scan_again", f"again after {CHANGES} changes")):
        if not result[phase]["DuckDB"]:
            print(f"DuckDB, {title}: {result['absent']['DuckDB']}")
            continue
        ours, theirs = result[phase]["opportune"], result[phase]["DuckDB"]
        for asked, my_steps, its_steps in ASKED:
            pair = [totals(ours, my_steps), totals(theirs, its_steps)]
            ratio = statistics.median(pair[1]) / statistics.median(pair[0])
            title_ = f"{title}, {asked}"
            print(f"{title_:<34}{spread(pair[0]):>26}{spread(pair[1]):>26}{ratio:>20.2f}")
    if result["scan"]["DuckDB"]:
        pairs = result["scan"]["DuckDB"][0]["pairs"].items()
        found = ", ".join(f"{kind} {number:,}" for kind, number in pairs)
        print(f"related pairs, the same in both: {found}")
    show_memory(result)


def show_memory(result: Result) -> None:
    count = result["opportunities"]
    whole = sum(table["bytes"] for table in result["memory"]) / count
    tables = sorted(result["memory"], key=lambda table: -table["bytes"])
    print(
        f"bytes an opportunity by the workspace's count: {whole:.1f}: "
        + ", ".join(
            f"{table['table']} {table['bytes'] / count:.1f}"
            for table in tables
            if table["bytes"] > count
        )
    )


def totals(runs: list[Result], steps: Sequence[str]) -> list[float]:
    return [sum(run["seconds"][step] for step in steps) for run in runs]


def spread(seconds: list[float]) -> str:
    middle = f"{statistics.median(seconds):.3f}"
    return middle if len(seconds) == 1 else f"{middle} ({min(seconds):.3f}-{max(seconds):.3f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--opportunities", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3, help="scans of each engine")
    parser.add_argument("--threads", type=int, default=2, help="of each engine")
    parser.add_argument(
        "--largest-group", type=int, default=0, help="so many of them in one corporate group"
    )
    parser.add_argument("--json", type=Path, default=BUILD / "benchmarks.json")
    asked = parser.parse_args()
    result: Result = {"machine": machine(), "opportunities": asked.opportunities}
    print(", ".join(f"{name} {value}" for name, value in result["machine"].items()))
    folder = BUILD / "benchmarks" / f"organisation-{os.getpid()}"
    numbers = (asked.opportunities, asked.repeats, asked.threads, asked.largest_group)
    result |= measure(*numbers, folder)
    result["load_average_after"] = os.getloadavg()[0]
    show(result)
    asked.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"\nwritten: {asked.json}")


if __name__ == "__main__":
    main()
