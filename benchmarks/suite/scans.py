"""From the JSON of benchmarks/run.py, large_group and stream to measurements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .document import OURS, Seen

Result = dict[str, Any]

TWO = ("duplicate + cross_market",)
PAIRS = ("duplicate_pursuit", "cross_market_pursuit")
DUCKDB_TWO = ("groups", "open opportunities", *PAIRS)
PREPARED = "DuckDB, groups and open opportunities kept"


def scan(result: Result, seen: Seen) -> None:
    """One organisation: loaded, scanned, changed and scanned again."""
    load(result, seen)
    for phase, prefix in (("scan", "scan"), ("scan_again", "scan_again")):
        two_engines(result[phase], seen, prefix)
    ours = [run["seconds"] for run in result["change"][OURS]]
    seen.add("change_100", OURS, "Python", ours, note="100 new opportunities in one call")
    for table in result["memory"]:
        seen.memory.append(
            {
                "opportunities": seen.opportunities,
                "table": table["table"],
                "records": table["rows"],
                "bytes": table["bytes"],
            }
        )
    seen.absent |= result["absent"]


def load(result: Result, seen: Seen) -> None:
    for engine, loaded in result["load"].items():
        seconds = loaded["seconds"]
        name = "DuckDB, no constraints" if engine == "DuckDB" else engine
        seen.add("load", name, "Python", [seconds["load"]])
        if "prepare" in seconds:
            seen.add(
                "load", "DuckDB, no constraints, and prepared", "Python", [sum(seconds.values())]
            )
        rate = [result["rows"] / seconds["load"]]
        seen.add("load_rate", name, "Python", rate, unit="per_second", note="rows of all tables")
        resident = [loaded["bytes"] / result["opportunities"]]
        seen.add("resident", name, "Python", resident, unit="bytes")
        seen.versions[engine.partition(",")[0]] = loaded["version"]


def two_engines(runs: Result, seen: Seen, prefix: str) -> None:
    """All kinds, and the two kinds that DuckDB is asked for."""
    ours, theirs = runs[OURS], runs["DuckDB"]
    seen.add(f"{prefix}_all", OURS, "Python", totals(ours, ("all kinds",)))
    seen.add(f"{prefix}_two", OURS, "Python", totals(ours, TWO))
    for job in (f"{prefix}_all", f"{prefix}_two") if theirs else ():  # else it was stopped
        note = "two kinds alone" if job.endswith("all") else ""
        seen.add(job, "DuckDB", "Python", totals(theirs, DUCKDB_TWO), note=note)
        seen.add(job, PREPARED, "Python", totals(theirs, PAIRS), note=note)


def group(result: Result, seen: Seen) -> None:
    """Nearly all opportunities in one corporate group."""
    two_engines(result["scan"], seen, "group")


def totals(runs: Sequence[Result], steps: Sequence[str]) -> list[float]:
    return [sum(run["seconds"][step] for step in steps) for run in runs]


def large_group(result: Result, seen: Seen) -> None:
    """One group in which everything meets, kind by kind: the fastest of three scans each."""
    for kind, points in result["kinds"].items():
        for size, seconds in points.items():
            if size != "exponent":
                seen.add(f"crowded_{kind}", OURS, "C++", [seconds], opportunities=int(size))


def stream(result: Result, seen: Seen) -> None:
    for job in ("sum", "copy"):
        rates = result[f"{job}_bytes_per_second"]
        note = f"{result['threads']} threads, arrays of {result['array_bytes'] >> 20} MiB"
        seen.add(f"memory_{job}", "memory", "C++", rates, unit="per_second", note=note)
