"""Load, full scan and check: opportune, and DuckDB at the same joins, in one run.

    benchmarks/run.py [--opportunities 1000000 10000000] [--quick] [--repeats 3] [--threads 2]

Prints what was measured and writes it to build/benchmarks.json. See docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from machine import machine
from workers import Result, Worker, generated

BUILD = Path(__file__).resolve().parents[1] / "build"
ENGINES = {"opportune": "ours:Opportune", "DuckDB": "peers.duckdb_peer:DuckDb"}
ONE_AT_A_TIME = 5_000_000  # opportunities from which the engines do not share the memory


def measure(opportunities: int, repeats: int, threads: int) -> Result:
    """One size: both engines loaded and scanned."""
    result: Result = {"opportunities": opportunities, "repeats": repeats, "threads": threads}
    result["load"], scans = {}, {name: [] for name in ENGINES}
    result["scan"] = scans
    with generated(opportunities, BUILD / "benchmarks" / f"organisation-{opportunities}") as folder:
        # In turns where both fit into the memory, else one engine after the other.
        together = opportunities < ONE_AT_A_TIME
        for names in [list(ENGINES)] if together else [[name] for name in ENGINES]:
            ask_engines(result, {name: Worker.of(ENGINES[name], folder, threads) for name in names})
    result["check"] = check_latency(opportunities)
    answers = {
        json.dumps(scan["pairs"], sort_keys=True) for runs in scans.values() for scan in runs
    }
    if len(answers) != 1:
        raise SystemExit("The engines disagree on the related pairs: " + " / ".join(answers))
    return result


def ask_engines(result: Result, workers: dict[str, Worker]) -> None:
    """Loads, scans in turns, and what only opportune is asked; the answers go into the result."""
    try:
        for name, worker in workers.items():
            result["load"][name] = worker.ask("load")
        for repeat in range(result["repeats"]):
            for name in list(workers) if repeat % 2 == 0 else list(workers)[::-1]:
                result["scan"][name].append(workers[name].ask("scan"))
        if "opportune" in workers:
            result["memory"] = workers["opportune"].ask("memory")["tables"]
            result["check_python"] = workers["opportune"].ask("check", drafts=5000)
    finally:
        for worker in workers.values():
            worker.close()


def check_latency(opportunities: int) -> Result | None:
    """The C++ program's figures; nothing where it is not built."""
    program = BUILD / "release" / "benchmarks" / "check_latency"
    program = Path(os.environ.get("OPPORTUNE_CHECK_LATENCY", program))
    if not program.exists():
        print(f"{program} is not built: no check latency in C++", file=sys.stderr)
        return None
    run = subprocess.run(
        [str(program), str(opportunities)], check=True, capture_output=True, text=True
    )
    latency: Result = json.loads(run.stdout)
    return latency


# --- shown ----------------------------------------------------------------------------------------

# Of DuckDB's steps those that join pairs: what is left to time for one who keeps the groups and the
# open opportunities of the day as tables.
PAIR_STEPS = ("duplicate_pursuit", "cross_market_pursuit", "lead_collision")


def show(result: Result) -> None:
    print(f"\n{result['opportunities']:,} opportunities, {result['threads']} threads")
    load, scan = result["load"], result["scan"]
    rows = [
        ("load", *([sum(load[name]["seconds"].values())] for name in scan)),
        ("  without preparing", *([load[name]["seconds"]["load"]] for name in scan)),
        ("scan, three kinds", *(totals(scan[name]) for name in scan)),
        (
            "  the pairs alone",
            totals(scan["opportune"]),
            totals(scan["DuckDB"], PAIR_STEPS),
        ),
    ]
    print(f"{'seconds':<24}{'opportune':>26}{'DuckDB':>26}{'DuckDB / opportune':>20}")
    for name, ours, theirs in rows:
        ratio = statistics.median(theirs) / statistics.median(ours)
        print(f"{name:<24}{spread(ours):>26}{spread(theirs):>26}{ratio:>20.2f}")
    for name, runs in scan.items():
        steps = {
            step: statistics.median(run["seconds"][step] for run in runs)
            for step in runs[0]["seconds"]
        }
        print(f"  {name}: " + ", ".join(f"{step} {value:.3f}" for step, value in steps.items()))
    pairs = ", ".join(f"{kind} {n:,}" for kind, n in scan["opportune"][0]["pairs"].items())
    print(f"related pairs, the same in both: {pairs}")
    show_check(result)
    show_memory(result)


def show_check(result: Result) -> None:
    for draw, latency in (result["check"] or {}).items():
        if isinstance(latency, dict):
            print(
                f"check, C++, {draw}: median {latency['median_us']:.2f} us, "
                f"99% {latency['p99_us']:.1f} us, longest {latency['max_us']:.0f} us "
                f"({latency['with_conflict']:,} of {latency['drafts']:,} drafts conflict)"
            )
    python = result["check_python"]
    print(f"check, Python: median {python['median_us']:.1f} us, 99% {python['p99_us']:.1f} us")


def show_memory(result: Result) -> None:
    count = result["opportunities"]
    resident = {name: answer["bytes"] / count for name, answer in result["load"].items()}
    print(
        "resident bytes an opportunity after loading: "
        + ", ".join(f"{name} {bytes_:.0f}" for name, bytes_ in resident.items())
    )
    tables = sorted(result["memory"].items(), key=lambda item: -item[1])
    whole = sum(result["memory"].values()) / count
    print(
        f"bytes an opportunity by the workspace's count: {whole:.1f}: "
        + ", ".join(f"{name} {bytes_ / count:.1f}" for name, bytes_ in tables if bytes_ > count)
    )


def totals(runs: list[Result], steps: tuple[str, ...] = ()) -> list[float]:
    return [
        sum(value for step, value in run["seconds"].items() if not steps or step in steps)
        for run in runs
    ]


def spread(seconds: list[float]) -> str:
    middle = f"{statistics.median(seconds):.3f}"
    return middle if len(seconds) == 1 else f"{middle} ({min(seconds):.3f}-{max(seconds):.3f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--opportunities", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--quick", action="store_true", help="100,000 opportunities")
    parser.add_argument("--repeats", type=int, help="scans of each engine; 3, or 2 from 10 million")
    parser.add_argument("--threads", type=int, default=2, help="of each engine")
    arguments = parser.parse_args()
    results: Result = {"machine": machine(), "sizes": []}
    print(", ".join(f"{name} {value}" for name, value in results["machine"].items()))
    for opportunities in [100_000] if arguments.quick else arguments.opportunities:
        repeats = arguments.repeats or (2 if opportunities >= 10_000_000 else 3)
        result = measure(opportunities, repeats, arguments.threads)
        results["sizes"].append(result)
        show(result)
        (BUILD / "benchmarks.json").write_text(json.dumps(results, indent=2) + "\n")
    print(f"\nwritten: {BUILD / 'benchmarks.json'}")


if __name__ == "__main__":
    main()
