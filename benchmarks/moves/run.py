"""Moves from stage to stage: opportune through C++, C and Python, beside two state machine
libraries in Python and a hand-written switch in C++, on the same process with the same guards.

    benchmarks/moves/run.py [--opportunities 100000] [--repeats 5] [--programs FOLDER]

Each engine runs in a process of its own, in turns; what comes of each move must be the same in all.
Prints a table and writes build/bench-moves.json. See docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent)]

import workload  # noqa: E402
from answers import counts, first_difference, of_engine  # noqa: E402
from machine import machine  # noqa: E402

Result = dict[str, Any]


@dataclass(frozen=True)
class Engine:
    """How it is run, and on how much: a call for each move, and the slow, have a part of it."""

    name: str
    program: str
    argument: str
    deals: int = sys.maxsize
    moves: int = sys.maxsize


SWITCH, TRANSITIONS, STATEMACHINE = "hand-written switch", "transitions", "python-statemachine"
ENGINES = [
    Engine("C++, a list of requests", "moves", "requests"),
    Engine("C++, a table", "moves", "table"),
    Engine("C++, a call for each", "moves", "single", moves=20_000),
    Engine("C, a table", "moves_c", "table"),
    Engine("C, a call for each", "moves_c", "single", moves=20_000),
    Engine("Python, a table", "worker.py", "python table"),
    Engine("Python, a list of dicts", "worker.py", "python list"),
    Engine("Python, a call for each", "worker.py", "python single", moves=20_000),
    Engine(SWITCH, "moves", "switch"),
    Engine(TRANSITIONS, "worker.py", "transitions"),
    Engine(STATEMACHINE, "worker.py", "statemachine", deals=2_000),
]
PEERS = (SWITCH, TRANSITIONS, STATEMACHINE)
IN_GROUPS = ("C++, a list of requests", "C++, a table", "Python, a table")
GROUP = 5


def run_once(engine: Engine, folder: Path, moves: int, programs: Path) -> tuple[Result, str]:
    """What the engine says of its run, and a letter for each move."""
    answers = folder / "answers"
    if engine.program == "worker.py":
        command = [sys.executable, str(HERE / "worker.py"), engine.argument, str(folder)]
        command += [str(engine.deals)]
    else:
        command = [str(programs / engine.program), engine.argument, str(folder)]
    command += [str(min(engine.moves, moves)), str(answers)]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        raise SystemExit(f"{engine.name}: {run.stderr.strip()}")
    result: Result = json.loads(run.stdout)
    return result, answers.read_text(encoding="ascii")


def measure(
    engines: list[Engine],
    folder: Path,
    opportunities: int,
    group: int,
    repeats: int,
    programs: Path,
) -> Result:
    """All engines in turns, `repeats` times."""
    shutil.rmtree(folder, ignore_errors=True)
    workload.write(folder, opportunities, group)
    moves = workload.read_moves(folder)
    keys = [deal.id for deal in workload.read_deals(folder)]
    expected = ""
    runs: dict[str, list[Result]] = {engine.name: [] for engine in engines}
    for repeat in range(repeats):
        for engine in engines if repeat % 2 == 0 else engines[::-1]:
            result, letters = run_once(engine, folder, len(moves), programs)
            if not expected:
                if len(letters) != len(moves):
                    raise SystemExit(f"{engine.name}: {len(letters)} answers")
                expected = letters
            difference = first_difference(
                of_engine(expected, moves, set(keys[: engine.deals]), engine.moves), letters
            )
            if difference:
                raise SystemExit(f"{engine.name} and {engines[0].name} differ: {difference}")
            runs[engine.name].append({**result, "answers": counts(letters)})
    return {
        "opportunities": opportunities,
        "group": group,
        "moves": len(moves),
        "answers": counts(expected),
        "runs": runs,
    }


# --- shown ----------------------------------------------------------------------------------------


def speeds(runs: list[Result], clock: str) -> list[float]:
    """Moves a second of that clock."""
    return [run["moves"] / run[clock] for run in runs]


def show(result: Result, peers: tuple[str, ...] = ()) -> None:
    """Each engine with its median and range; how many times a peer's it is, by the processor's
    clock, which other programs on the machine disturb less."""
    said = ", ".join(f"{name} {number:,}" for name, number in result["answers"].items())
    print(f"\n{result['opportunities']:,} opportunities, {result['moves']:,} moves: {said}")
    if result["group"] > 1:
        print(f"in corporate groups of {result['group']} that contend, conflicts told with each")
    heads = [f"{f'x {peer}':>22}" for peer in peers]
    print(f"{'moves a second':<26}{'waited':>12}{'of a processor (range)':>36}", *heads)
    for name, runs in result["runs"].items():
        own = speeds(runs, "processor_seconds")
        middle = statistics.median(own)
        waited = statistics.median(speeds(runs, "seconds"))
        ratios = [
            middle / statistics.median(speeds(result["runs"][peer], "processor_seconds"))
            for peer in peers
        ]
        spread = f"{middle:,.0f} ({min(own):,.0f} - {max(own):,.0f})"
        print(f"{name:<26}{waited:>12,.0f}{spread:>36}", *(f"{r:>22.3g}" for r in ratios))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--opportunities", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--programs", type=Path, default=ROOT / "build" / "release" / "benchmarks")
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "bench-moves.json")
    arguments = parser.parse_args()
    given = (arguments.opportunities, arguments.repeats, arguments.programs)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        seen: Result = {"machine": machine()}
        print(json.dumps(seen["machine"]))
        seen["alone"] = measure(ENGINES, folder / "alone", given[0], 1, *given[1:])
        show(seen["alone"], PEERS)
        some = [engine for engine in ENGINES if engine.name in IN_GROUPS]
        seen["groups"] = measure(some, folder / "groups", given[0], GROUP, *given[1:])
        show(seen["groups"])
    seen["load_average_after"] = os.getloadavg()[0]
    print(
        f"\nload average {seen['machine']['load_average']:.2f} before, "
        f"{seen['load_average_after']:.2f} after"
    )
    arguments.json.write_text(json.dumps(seen, indent=1), encoding="utf-8")
    print(f"written to {arguments.json}")


if __name__ == "__main__":
    main()
