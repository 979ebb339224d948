"""All benchmarks, ours and the peers, in one run: `make bench`, `make bench-full`.

    benchmarks/suite/run.py [--sizes 10000 100000 1000000] [--only scan check ...] [--keep]
        [--repeats 3] [--threads 2] [--seconds 15] [--programs FOLDER] [--json FILE]

Starts the runner of each part in turn, and after each writes what was found into one document
(build/bench.json; `make bench` writes docs/benchmarks.json), from which benchmarks/report/run.py
makes the page. A part that cannot run here, or fails, is in the document with the reason.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:1] = [str(ROOT / "benchmarks")]

from machine import machine  # noqa: E402

from suite import document, floor  # noqa: E402
from suite.parts import PARTS, WITH_POSTGRES, Asked, Part, no_server  # noqa: E402

SIZES = [10_000, 100_000, 1_000_000]
# On the disk that the checkout is on: the journal is asked what a durable commit costs there.
SCRATCH = ROOT / "build" / "benchmarks"


def run_part(
    part: Part, asked: Asked, server: str
) -> tuple[document.PartRun, document.Seen | None]:
    """What became of a part at a size, and what it measured."""
    run: document.PartRun = {
        "part": part.name,
        "opportunities": asked.opportunities,
        "state": "ran",
        "reason": "",
        "date": dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds"),
        "seconds": 0.0,
        "load_average": [os.getloadavg()[0]],
        "absent": {},
    }
    unbuilt = [name for name in part.needs if not (asked.programs / name).exists()]
    if unbuilt:
        return {**run, "state": "missing", "reason": f"not built: {', '.join(unbuilt)}"}, None
    command = part.command(asked)
    if part.postgres and not server:
        command = [str(WITH_POSTGRES), *command]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    run["seconds"] = round(time.perf_counter() - start, 1)
    run["load_average"].append(os.getloadavg()[0])
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        print(done.stderr, file=sys.stderr)
        return {**run, "state": "failed", "reason": lines[-1]}, None
    text = asked.json.read_text("utf-8") if asked.json.exists() else done.stdout
    seen = document.Seen(part.name, asked.opportunities)
    part.read(json.loads(text), seen)
    if part.postgres and server:
        seen.absent = {
            name: server if "PostgreSQL" in name else why for name, why in seen.absent.items()
        }
    run["absent"] = seen.absent
    return run, seen


def empty(threads: int) -> document.Document:
    return {
        "machine": {},
        "date": "",
        "threads": threads,
        "versions": {},
        "parts": [],
        "measurements": [],
        "memory": [],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    names = [part.name for part in PARTS]
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--keep", action="store_true", help="what the document has of other parts")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=int, default=15, help="the longest of a draw of drafts")
    parser.add_argument("--programs", type=Path, default=ROOT / "build" / "release" / "benchmarks")
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "bench.json")
    asked = parser.parse_args()
    if asked.keep and asked.json.exists():
        found = document.read(asked.json)
    else:
        found = empty(asked.threads)
    found["machine"] = machine()
    found["date"] = dt.date.today().isoformat()
    SCRATCH.mkdir(parents=True, exist_ok=True)
    parts = [part for part in PARTS if part.name in asked.only]
    server = no_server() if any(part.postgres for part in parts) else ""
    for part in parts:
        for size in part.sizes(asked.sizes):
            with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
                run, seen = run_part(
                    part,
                    Asked(
                        *(size, asked.repeats, asked.threads, asked.seconds),
                        *(asked.programs.resolve(), Path(scratch) / "found.json"),
                    ),
                    server,
                )
            document.put(found, run, seen)
            floor.add_bytes(found)
            document.write(asked.json, found)
            at = f" {size:,}" if size else ""
            print(
                f"{part.name}{at}: {run['state']}, {run['seconds']} s {run['reason']}", flush=True
            )
    print(f"written: {asked.json}")


if __name__ == "__main__":
    main()
