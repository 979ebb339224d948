"""From the JSON of measures/run.py, moves/run.py, journal and opening to measurements."""

from __future__ import annotations

from typing import Any

from .document import OURS, Seen

Result = dict[str, Any]
INTERFACES = ("C++", "C", "Python")
# The way of each interface that makes many moves at once.
BULK = {"C++": "C++, a table", "C": "C, a table", "Python": "Python, a table"}


def measures(result: Result, seen: Seen) -> None:
    for job, engines in result["jobs"].items():
        for engine, runs in engines.items():
            seen.add(job, engine, "Python", [run["seconds"] for run in runs])
            of_processors = [run["processor_seconds"] for run in runs]
            seen.add(f"{job}_processor", engine, "Python", of_processors)
    for engine, load in result["load"].items():
        seen.add("measures_load", engine, "Python", [sum(load["seconds"].values())])
        resident = [load["bytes"] / result["opportunities"]]
        seen.add("measures_resident", engine, "Python", resident, unit="bytes")
        seen.versions[engine] = load["version"]
    seen.absent |= dict.fromkeys(
        result["absent"], "not installed, or left out so that the others fit into the memory"
    )


def moves(result: Result, seen: Seen) -> None:
    """Every way by the processor's clock, which other programs disturb less; those of ours that
    make many at once also as the job that has an aim."""
    for name, runs in result["alone"]["runs"].items():
        rates = [run["moves"] / run["processor_seconds"] for run in runs]
        interface, _, way = name.partition(", ")
        mine = interface in INTERFACES
        engine = OURS if mine else name
        through, note = (interface, way) if mine else ("", "a call for each")
        for job in ("moves_ways", "moves"):
            if job == "moves_ways" or not mine or name in BULK.values():
                seen.add(job, engine, through, rates, unit="per_second", note=note)
        if "version" in runs[0]:
            seen.versions[engine] = runs[0]["version"]
    for name, runs in result["groups"]["runs"].items():
        rates = [run["moves"] / run["processor_seconds"] for run in runs]
        interface, _, way = name.partition(", ")
        seen.add("moves_in_groups", OURS, interface, rates, unit="per_second", note=way)


def journal(result: Result, seen: Seen) -> None:
    for database, name in {"sqlite": "SQLite", "postgres": "PostgreSQL"}.items():
        for way, many in {"single": 1, "batch": result["batch"]}.items():
            found = result.get(f"{database}_{way}")
            if found is None:
                seen.absent[f"{OURS} and {name}"] = "there is no server"
                continue
            note = f"{many:,} changes in a commit"
            job = f"journal_{database}_{way}"
            for engine, of in {OURS: "ours", f"{name} alone": "plain"}.items():
                rate = [found[f"{of}_per_second"]]
                seen.add(job, engine, "C++", rate, unit="per_second", note=note)
        for what in ("8_threads", "catch_up", "open_entries"):
            member = f"{database}_{what}_per_second"
            if member in result:
                rate = [result[member]]
                seen.add(f"journal_{database}_{what}", OURS, "C++", rate, unit="per_second")


def opening(result: Result, seen: Seen) -> None:
    seen.add("journal_load", OURS, "C++", [result["load_seconds"]])
    seen.add("open_checkpoint", OURS, "C++", result["open_seconds"])
    if "open_from_log_seconds" in result:
        seen.add("open_log", OURS, "C++", [result["open_from_log_seconds"]])
    note = f"{result['changes']:,} new opportunities"
    seen.add("catch_up", OURS, "C++", [result["catch_up_seconds"]], note=note)
    for what in ("journal", "checkpoint"):
        size = [result[f"{what}_bytes"] / result["opportunities"]]
        seen.add(f"{what}_bytes", OURS, "C++", size, unit="bytes", note="an opportunity")
