"""From the JSON of check/run.py, change_latency, group_latency and readers to measurements.
Latencies are quantiles of many calls; where a program is asked several times there is one for
each."""

from __future__ import annotations

from typing import Any

from .document import OURS, Seen

Result = dict[str, Any]
QUANTILES = {"median": "median_us", "p99": "p99_us"}


def check(result: Result, seen: Seen) -> None:
    """Ours with "two kinds" is asked for what the databases are asked for: a job of its own."""
    for name, runs in result["engines"].items():
        engine, _, rest = name.partition(", ")
        interface, _, part = rest.partition(", ")
        mine = engine == OURS
        kinds = ("two" if part else "all",) if mine else ("all", "two")
        for draw in runs[0]:
            asked = min(run[draw]["drafts"] for run in runs)
            if asked < result["drafts"]:
                seen.absent[f"{name}, {draw}"] = f"in its time {asked:,} drafts were done"
            for quantile, member in QUANTILES.items():
                seconds = [run[draw][member] * 1e-6 for run in runs]
                for kind in kinds:
                    job = f"check_{draw}_{quantile}_{kind}"
                    seen.add(job, engine, interface if mine else "C++", seconds)
    seen.absent |= result["absent"]
    seen.versions |= result["versions"]


def calls(result: Result, seen: Seen, jobs: dict[str, str], where: str = "") -> None:
    """The quantiles of each kind of call."""
    for call, job in jobs.items():
        for quantile, member in QUANTILES.items():
            seconds = [result[call][member] * 1e-6]
            note = f"{result[call]['calls']:,} calls{where}"
            seen.add(f"{job}_{quantile}", OURS, "C++", seconds, note=note)


def changes(result: Result, seen: Seen) -> None:
    jobs = {"apply": "change", "what_if": "what_if", "advance_clock_by_a_day": "clock_day"}
    calls(result, seen, jobs)
    first = [result["first_advance_seconds"]]
    seen.add("clock_first", OURS, "C++", first, note="makes the agenda")
    batch = result["batch"]
    note = f"{batch['changes']:,} in a call"
    seen.add("change_rate", OURS, "C++", batch["per_second"], unit="per_second", note=note)


def group(result: Result, seen: Seen) -> None:
    """Nearly all opportunities in one corporate group."""
    jobs = {"check": "group_check", "apply": "group_change", "what_if": "group_what_if"}
    calls(result, seen, jobs, f" in a group of {result['accounts']:,} accounts")


def readers(result: Result, seen: Seen) -> None:
    """The rates beside others as a share of those alone, round by round."""
    alone, beside = result["alone"], result["beside"]
    note = f"reader, writer and analysis on {result['processors']} processors"
    for member, job in {
        "checks_per_second": "readers_waited",
        "checks_per_processor_second": "readers_processor",
    }.items():
        shares = [two / one for one, two in zip(alone[member], beside[member], strict=True)]
        seen.add(job, OURS, "C++", shares, unit="share", note=note)
    commit = result["commit"]
    note = f"{commit['calls']:,} commits of a record"
    seen.add("writer_p99", OURS, "C++", [commit["p99_us"] * 1e-6], note=note)
