"""The parts of the suite: which runner is started for each, at which sizes, and who reads its JSON.
A new part is a line in PARTS."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import latencies, others, scans
from .document import Seen

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "benchmarks"
WITH_POSTGRES = ROOT / "scripts" / "with_postgres.sh"
# From here on only pandas fits into the memory beside ours (24 GiB).
FEW_PEERS = 5_000_000


@dataclass(frozen=True)
class Asked:
    """What a part is started with."""

    opportunities: int
    repeats: int
    threads: int
    seconds: int
    """The longest of a draw of drafts."""
    programs: Path
    json: Path
    """Where a runner in Python writes what it found; programs print it."""

    def runner(self, script: str, *arguments: object) -> list[str]:
        return [
            *(sys.executable, str(BENCHMARKS / script)),
            *("--json", str(self.json), *map(str, arguments)),
        ]

    def size_and_repeats(self) -> tuple[object, ...]:
        return ("--opportunities", self.opportunities, "--repeats", self.repeats)

    def program(self, name: str, *arguments: object) -> list[str]:
        return [str(self.programs / name), *map(str, arguments)]


Command = Callable[[Asked], list[str]]


@dataclass(frozen=True)
class Part:
    """`sizes`: which of the run's sizes it is asked at; () : once, at sizes of its own."""

    name: str
    command: Command
    read: Callable[[dict[str, Any], Seen], None]
    sizes: Callable[[Sequence[int]], Sequence[int]] = lambda sizes: sizes
    needs: Sequence[str] = ()
    """Programs without which there is nothing to ask."""
    postgres: bool = False
    """Is run beside a server, where there is one."""


def once(_: Sequence[int]) -> Sequence[int]:
    return (0,)


def up_to(largest: int) -> Callable[[Sequence[int]], Sequence[int]]:
    return lambda sizes: [size for size in sizes if size <= largest]


def groups(sizes: Sequence[int]) -> Sequence[int]:
    """Opportunities in one group; DuckDB, which joins all pairs, takes minutes for the largest.
    500,000 have 100,000 accounts."""
    return [size for size in sizes if size <= 100_000] + [500_000] * (max(sizes) >= 10_000_000)


def _scan(asked: Asked) -> list[str]:
    return asked.runner("run.py", *asked.size_and_repeats(), "--threads", asked.threads)


def _group(asked: Asked) -> list[str]:
    repeats = 1 if asked.opportunities > 100_000 else asked.repeats
    size = ("--opportunities", asked.opportunities, "--largest-group", asked.opportunities)
    return asked.runner("run.py", *size, "--repeats", repeats, "--threads", asked.threads)


def _check(asked: Asked) -> list[str]:
    given = ("--seconds", asked.seconds, "--programs", asked.programs)
    return asked.runner("check/run.py", *asked.size_and_repeats(), *given)


def _measures(asked: Asked) -> list[str]:
    peers = ["--peers", "pandas"] if asked.opportunities >= FEW_PEERS else []
    given = ("--threads", asked.threads, *peers)
    return asked.runner("measures/run.py", *asked.size_and_repeats(), *given)


def _moves(asked: Asked) -> list[str]:
    given = ("--programs", asked.programs)
    return asked.runner("moves/run.py", *asked.size_and_repeats(), *given)


def _journal(asked: Asked) -> list[str]:
    file = asked.json.with_suffix(".db")
    program = " ".join(asked.program("journal", file, 2000, 20_000))
    url = '"${OPPORTUNE_TEST_POSTGRES/\\%s/postgres}"'
    return ["bash", "-c", f"{program} ${{OPPORTUNE_TEST_POSTGRES:+{url}}}"]


def _opening(asked: Asked) -> list[str]:
    from_log = "yes" if asked.opportunities < FEW_PEERS else "no"
    file = asked.json.with_suffix(".db")
    return asked.program("opening", file, asked.opportunities, 100_000, from_log)


PARTS = [
    Part("stream", lambda a: a.program("stream", a.threads), scans.stream, once, ["stream"]),
    Part("scan", _scan, scans.scan),
    Part("group", _group, scans.group, groups),
    Part(
        *("crowded", lambda a: a.program("large_group"), scans.large_group, once),
        needs=["large_group"],
    ),
    Part("check", _check, latencies.check, postgres=True),
    Part(
        *("changes", lambda a: a.program("change_latency", a.opportunities), latencies.changes),
        needs=["change_latency"],
    ),
    Part(
        *("saves", lambda a: a.program("group_latency", a.opportunities), latencies.group, groups),
        needs=["group_latency"],
    ),
    Part(
        *("readers", lambda a: a.program("readers", a.opportunities), latencies.readers),
        needs=["readers"],
    ),
    Part("moves", _moves, others.moves, up_to(100_000), ["moves", "moves_c"]),
    Part("measures", _measures, others.measures),
    Part("journal", _journal, others.journal, once, ["journal"], postgres=True),
    Part("opening", _opening, others.opening, needs=["opening"]),
]


def no_server() -> str:
    """Why there is no PostgreSQL here; empty where there is."""
    tried = subprocess.run([WITH_POSTGRES, "true"], capture_output=True, text=True)
    return "" if tried.returncode == 0 else tried.stderr.strip() or "no server could be started"
